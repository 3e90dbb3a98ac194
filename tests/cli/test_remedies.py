"""What a message tells to run exists: each option that it names, the command at hand has."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import audiopaper
from audiopaper.cli import audiopaper as program

PACKAGE = Path(audiopaper.__file__).parent
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
OTHER_PROGRAMS = re.compile(r"\b(?:pip install|dask worker|dask scheduler|uv pip)\b")


REASONS = {
    "not asked (--offline)",
    "it is held by --hold",
    "YYYY-MM-DD; the folder's name or --date where left out",
}
"""What was done because of an option; none tells what to run."""


def commands(group: click.Group, above: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        yield f"{above}{name}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{above}{name} ")


COMMANDS = dict(commands(program))


def options(command: click.Command) -> set[str]:
    return {"--help", *(o for p in command.params for o in (*p.opts, *p.secondary_opts))}


def literal(node: ast.AST) -> str:
    """A string as it is written; what a run fills in is an ellipsis."""
    if isinstance(node, ast.JoinedStr):
        return "".join(literal(part) for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return literal(node.left) + literal(node.right)
    if isinstance(node, ast.IfExp):
        return f"{literal(node.body)}\n{literal(node.orelse)}"
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else "…"


def sentences() -> Iterator[tuple[Path, int, str]]:
    """The strings of every room but the one of the commands, and there the remedies."""
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        if "cli" in path.relative_to(PACKAGE).parts:
            nodes = [k.value for n in ast.walk(tree) if isinstance(n, ast.Call)
                     for k in n.keywords if k.arg == "remedy"]  # fmt: skip
        else:
            documented = {
                id(statement.value)
                for statement in ast.walk(tree)
                if isinstance(statement, ast.Expr)
            }
            parts = {
                id(part)
                for n in ast.walk(tree)
                if isinstance(n, ast.JoinedStr)
                for part in n.values
            }
            nodes = [
                node
                for node in ast.walk(tree)
                if isinstance(node, ast.Constant | ast.JoinedStr)
                and id(node) not in documented | parts
            ]
        for node in nodes:
            text = literal(node)
            # A word alone is what an outside program is handed.
            if OPTION.search(text) and " " in text.strip() and text not in REASONS:
                yield path, node.lineno, text


def wrong_options(text: str, own: list[click.Command]) -> list[str]:
    """The options of a sentence that the command before them does not have."""
    wrong = []
    for found in OPTION.finditer(text):
        before = re.split(r"[;；]|, or ", text[: found.start()])[-1]
        if OTHER_PROGRAMS.search(before):
            continue
        named = re.findall(r"audiopaper ((?:[a-z]+ )?[a-z]+)\b", before)
        name = (
            next((n for n in (named[-1], named[-1].split()[0]) if n in COMMANDS), "")
            if named
            else ""
        )
        having = [COMMANDS[name]] if name else own
        if not having or not any(found[0] in options(command) for command in having):
            wrong.append(found[0])
    return wrong


@pytest.mark.parametrize(
    ("path", "line", "text"),
    [pytest.param(*row, id=f"{row[0].stem}-{row[1]}") for row in sentences()],
)
def test_a_remedy_names_only_options_that_the_command_has(path: Path, line: int, text: str) -> None:
    """Many commands meet what the lower rooms raise: there an option stands behind its command."""
    own = [COMMANDS["archive"]] if "archive" in path.relative_to(PACKAGE).parts else []
    if "cli" in path.relative_to(PACKAGE).parts:
        module = f"audiopaper.cli.{path.stem}"
        own = [c for c in COMMANDS.values() if getattr(c.callback, "__module__", "") == module]
    assert wrong_options(text, own) == [], f"{path.name}, line {line}: {text}"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("draft anew with --redraft", ["--redraft"]),
        ("draft anew: audiopaper rundown PATH --redraft", []),
        ("draft anew: audiopaper edit --redraft", ["--redraft"]),
        ("say where: audiopaper lexicon add WORD READING --before 前", []),
        ("install it: pip install --upgrade edge-tts", []),
        ("audiopaper cache --help, audiopaper prune --help", []),
    ],
)
def test_an_option_belongs_to_the_command_before_it(text: str, wrong: list[str]) -> None:
    assert wrong_options(text, []) == wrong
