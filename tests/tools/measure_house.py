"""Sizes, names and imports of the code, as a table: ``python -m tests.tools.measure_house [PATH]``.

PATH is a checkout; without it, this one. ``--rooms`` adds a line for each room. ``--way`` makes the
sample edition with the checkout's own program and follows the episode: a *stay* is a function that
is entered for the first time and from another room, a *return* is a stay in a room that was left
before.

`tests.test_house` refuses by the same functions what is above the limits.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.support.paths import ROOT

PACKAGE_NAME = "audiopaper"
MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 50
MAX_COMPLEXITY = 15
BROAD = {"Exception", "BaseException"}

WORDS = {"told", "kept", "found", "said", "one", "kit", "crew"}
"""Names that say nothing of what they stand for."""


@dataclass(frozen=True)
class Module:
    """A module's name and source."""

    name: str
    """Dotted name; a package has that of its folder."""

    path: Path
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def lines(self) -> int:
        return self.text.count("\n")

    @property
    def room(self) -> str:
        """The first name below the package; for a package's own module, its name."""
        return self.name.removeprefix(f"{PACKAGE_NAME}.").split(".")[0]

    @property
    def is_package(self) -> bool:
        return self.path.name == "__init__.py"


def read_modules(root: Path) -> tuple[Module, ...]:
    """The package's modules in a checkout, in order of their names."""
    modules = []
    for path in sorted((root / PACKAGE_NAME).rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        modules.append(Module(name, path, path.read_text("utf-8")))
    return tuple(modules)


def long_functions(module: Module) -> dict[str, int]:
    """Lines of each function that has too many, from ``def`` to its end, docstring included."""
    return {
        f"{module.name}:{node.name}": length
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > MAX_FUNCTION_LINES
    }


def complex_functions(root: Path) -> dict[str, int]:
    """Complexity of each function that has too much of it, by ruff's C901."""
    limit = f"lint.mccabe.max-complexity={MAX_COMPLEXITY}"
    ruff = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "C901"]
    command = [*ruff, "--config", limit, "--output-format", "json", "--exit-zero", PACKAGE_NAME]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    complex_ = {}
    for row in json.loads(run.stdout):
        path = Path(row["filename"]).relative_to(root.resolve()).with_suffix("")
        name = ".".join(path.parts).removesuffix(".__init__")
        function, complexity = re.findall(r"`(\w+)`|\((\d+) >", row["message"])
        complex_[f"{name}:{function[0]}"] = int(complexity[1])
    return complex_


def repeated_names(modules: tuple[Module, ...]) -> set[str]:
    """Names of modules that occur twice; packages and ``__main__`` are left out."""
    plain = [m.path.stem for m in modules if not m.path.stem.startswith("__")]
    return {name for name, count in Counter(plain).items() if count > 1}


def broad_handlers(module: Module) -> list[int]:
    """Lines of handlers of every exception."""
    return [
        node.lineno
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler)
        and (
            node.type is None
            or BROAD & {n.id for n in ast.walk(node.type) if isinstance(n, ast.Name)}
        )
    ]


def late_constants(module: Module) -> list[str]:
    """Constants that stand below the first function that reads them."""
    assigned: dict[str, int] = {}
    for node in module.tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
        for target in targets:
            if isinstance(target, ast.Name) and target.id.isupper():
                assigned.setdefault(target.id, node.lineno)
    late = set()
    for node in ast.walk(module.tree):
        read = isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
        if read and node.lineno < assigned.get(node.id, 0):
            late.add(f"{module.name}:{node.id}")
    return sorted(late)


def vague_names(module: Module) -> list[str]:
    """Names of the module, its classes, functions, arguments and variables that are refused."""
    names = [module.path.stem]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.append(node.name)
        elif isinstance(node, ast.arg):
            names.append(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.append(node.id)
    return sorted({name for name in names if name.lower().strip("_") in WORDS})


def whole_config_takers(module: Module) -> list[str]:
    """Functions that take the whole configuration, where its tables could be handed to them."""
    return [
        f"{module.name}:{node.name}"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef)
        and any(
            arg.annotation is not None and ast.unparse(arg.annotation) == "Config"
            for arg in (*node.args.args, *node.args.kwonlyargs)
        )
    ]


def offences(modules: tuple[Module, ...]) -> dict[str, set[str]]:
    """What is above a limit, by the limit's name."""
    return {
        "long_modules": {m.name for m in modules if m.lines > MAX_MODULE_LINES},
        "long_functions": {name for m in modules for name in long_functions(m)},
        "late_constants": {m.name for m in modules if late_constants(m)},
        "vague_names": {m.name for m in modules if vague_names(m)},
        "repeated_names": repeated_names(modules),
        "import_circles": {
            name for c in import_circles(imports(modules, typing=False)) for name in c
        },
    }


def imports(modules: tuple[Module, ...], *, typing: bool) -> dict[str, set[str]]:
    """The package's modules that each module imports, at its top or inside a function.

    Args:
        modules: All modules of the package.
        typing: Whether imports for the type checker alone count.
    """
    names = {module.name for module in modules}
    graph: dict[str, set[str]] = {}
    for module in modules:
        skipped: set[ast.AST] = set()
        wanted: set[str] = set()
        for node in ast.walk(module.tree):
            if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test) and not typing:
                skipped.update(n for part in node.body for n in ast.walk(part))
        for node in ast.walk(module.tree):
            if node in skipped:
                continue
            if isinstance(node, ast.Import):
                wanted.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                for alias in node.names:
                    full = f"{node.module}.{alias.name}"
                    wanted.add(full if full in names else node.module)
        graph[module.name] = (wanted & names) - {module.name}
    return graph


def import_circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """Groups of modules that import each other (strongly connected components, Tarjan 1972)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    circles = []

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        stack.append(name)
        for other in sorted(graph[name]):
            if other not in index:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], index[other])
        if low[name] == index[name]:
            position = stack.index(name)
            group, stack[position:] = stack[position:], []
            if len(group) > 1:
                circles.append(sorted(group))

    for name in sorted(graph):
        if name not in index:
            visit(name)
    return circles


def importers(graph: dict[str, set[str]], room: str) -> set[str]:
    """Modules outside a room that import a module of it."""
    own = f"{PACKAGE_NAME}.{room}"

    def within(name: str) -> bool:
        return name == own or name.startswith(f"{own}.")

    return {n for n, wanted in graph.items() if not within(n) and any(map(within, wanted))}


FOLLOW = """
import sys, threading
from pathlib import Path
package = Path(sys.argv[1]).resolve() / "audiopaper"
seen, rooms, stays, left, began = set(), [], [], set(), False
def room_of(path):
    parts = path.relative_to(package).with_suffix("").parts
    return parts[0]
def profile(frame, event, argument):
    global began
    if event != "call" or not frame.f_code.co_filename.startswith(str(package)):
        return
    room = room_of(Path(frame.f_code.co_filename))
    began = began or room == "pipeline"
    caller = frame.f_back
    while caller and not caller.f_code.co_filename.startswith(str(package)):
        caller = caller.f_back
    if not began or frame.f_code in seen or frame.f_code.co_name in ("<module>", "<lambda>"):
        return
    seen.add(frame.f_code)
    if caller is None or room_of(Path(caller.f_code.co_filename)) != room:
        stays.append(room)
from audiopaper.cli import audiopaper
sys.setprofile(profile); threading.setprofile(profile)
try: audiopaper(["produce", "--engine", "espeak", "--output", "output"], standalone_mode=False)
finally: sys.setprofile(None)
print("\\n" + " ".join(stays))
"""


def follow_episode(root: Path) -> list[str]:
    """Rooms that the making of the sample edition enters, in order; each function counts once."""
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run(
            [sys.executable, "-c", FOLLOW, str(root)],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(root)},
            capture_output=True,
            text=True,
            check=True,
        )
    return run.stdout.splitlines()[-1].split()


def _row(label: str, value: object) -> None:
    print(f"| {label} | {value} |")


def _spread(lines: list[int]) -> str:
    small, large = sum(n < 80 for n in lines), sum(n > 250 for n in lines)
    return f"{small}, {len(lines) - small - large}, {large}"


def layers(root: Path) -> list[set[str]]:
    """The rooms of each layer, the highest first (`[tool.importlinter]`)."""
    settings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    rows = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    return [set(row.split(" | ")) for row in rows]


def base_rooms(root: Path) -> set[str]:
    """The rooms below the stages and engines, which every stage uses."""
    rows = layers(root)
    return set().union(*rows[rows.index({"engines"}) + 1 :])


def print_table(root: Path, modules: tuple[Module, ...]) -> None:
    """Print what the package measures as a whole."""
    lines = sorted(module.lines for module in modules)
    longest = max(modules, key=lambda module: module.lines)
    runtime = imports(modules, typing=False)
    typed = imports(modules, typing=True)
    functions: dict[str, int] = {}
    for module in modules:
        functions |= long_functions(module)
    print("| measure | value |\n| --- | --- |")
    _row("modules", len(modules))
    _row("lines", sum(lines))
    _row("median module", round(statistics.median(lines)))
    _row("modules below 80, to 250, above", _spread(lines))
    _row("longest module", f"{longest.lines} ({longest.name})")
    _row(f"modules > {MAX_MODULE_LINES} lines", sum(n > MAX_MODULE_LINES for n in lines))
    _row(f"functions > {MAX_FUNCTION_LINES} lines", len(functions))
    _row(f"complexity > {MAX_COMPLEXITY} (ruff C901)", len(complex_functions(root)))
    _row("module names used twice", len(repeated_names(modules)))
    _row("broad handlers", sum(len(broad_handlers(module)) for module in modules))
    _row("constants below their use", sum(len(late_constants(module)) for module in modules))
    _row("import circles at run time", len(import_circles(runtime)))
    _row("import circles, types included", len(import_circles(typed)))
    _row("importers of config", len(importers(typed, "config")))
    _row("functions given the whole Config", sum(len(whole_config_takers(m)) for m in modules))


def print_rooms(root: Path, modules: tuple[Module, ...]) -> None:
    """Print a line for each room."""
    by_room: dict[str, list[Module]] = defaultdict(list)
    for module in modules:
        by_room[module.room].append(module)
    twice, tangled = repeated_names(modules), complex_functions(root)
    print("\n| room | modules | lines | median | longest | > 50 | > 15 | twice | broad |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for room, own in sorted(by_room.items()):
        lines = [module.lines for module in own]
        names = {module.name for module in own}
        cells = [
            len(own),
            sum(lines),
            round(statistics.median(lines)),
            max(lines),
            sum(len(long_functions(module)) for module in own),
            sum(function.partition(":")[0] in names for function in tangled),
            sum(module.path.stem in twice for module in own),
            sum(len(broad_handlers(module)) for module in own),
        ]
        print(f"| {room} | {' | '.join(map(str, cells))} |")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", nargs="?", type=Path, default=ROOT)
    parser.add_argument("--rooms", action="store_true", help="a line for each room, too")
    parser.add_argument("--way", action="store_true", help="follow an episode, too")
    options = parser.parse_args()
    modules = read_modules(options.path)
    print_table(options.path, modules)
    if options.way:
        stays = follow_episode(options.path)
        base = base_rooms(options.path)
        _row("way of an episode: rooms that do a step", len(set(stays) - base))
        _row("way of an episode: rooms that all use", len(set(stays) & base))
        _row("way of an episode: stays", len(stays))
        _row("way of an episode: returns", len(stays) - len(set(stays)))
    if options.rooms:
        print_rooms(options.path, modules)


if __name__ == "__main__":
    main()
