"""How much of the program the tests run: ``python -m tests.tools.measure_coverage FOLDER [PATH ...]``.

Runs the tests (those in PATH, else all, a room after the other) with every line of ``audiopaper/``
watched, also in the processes that they start, and prints the share that was run, by room and in
all. FOLDER keeps what each part ran: a part that is there is not run again, so that a measurement
may be broken off and gone on with, on the same commit. ``--record`` writes the share of all parts that
are there into ``tests/data/coverage.json``, with the day, the commit and the parts, and draws the
badges of the README from that, the licence, the version and the Pythons of ``pyproject.toml``;
``--draw`` only draws them. Needs coverage (extra ``test``); takes about twice as long as the tests.
"""

from __future__ import annotations

import argparse
import datetime as dt
import html
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.support.paths import PACKAGE, ROOT

RECORD = ROOT / "tests" / "data" / "coverage.json"
BADGES = PACKAGE / "guides" / "badges"

SETTINGS = """\
[run]
source = {package}
data_file = {folder}/data
parallel = true
branch = false
patch = subprocess
disable_warnings = couldnt-parse, module-not-measured, no-data-collected
"""


def list_parts() -> list[str]:
    """All parts: the rooms of the tests, and the test files beside them."""
    rooms = (path.parent for path in (ROOT / "tests").glob("*/test_*.py"))
    files = (ROOT / "tests").glob("test_*.py")
    return sorted({path.relative_to(ROOT).as_posix() for path in (*rooms, *files)})


def run_part(part: str, folder: Path) -> None:
    """Run the tests of a part under watch, unless that was done before."""
    own = folder / part.replace("/", "-")
    if (own / "done").exists():
        return
    own.mkdir(parents=True, exist_ok=True)
    settings = own / "settings"
    settings.write_text(SETTINGS.format(package=PACKAGE, folder=own), "utf-8")
    command = (sys.executable, "-m", "coverage", "run", f"--rcfile={settings}", "-m", "pytest")
    code = subprocess.run([*command, part], cwd=ROOT, check=False).returncode
    (own / "done").write_text(f"{part} {code}\n", "utf-8")


def list_done(folder: Path) -> list[str]:
    """The parts that were run."""
    return sorted(path.read_text("utf-8").split()[0] for path in folder.glob("*/done"))


def read_rooms(folder: Path) -> dict[str, tuple[int, int]]:
    """Lines that were run, and all, of each room and of ``*``, the modules beside the rooms."""
    settings, report = folder / "settings", folder / "report.json"
    settings.write_text(SETTINGS.format(package=PACKAGE, folder=folder), "utf-8")
    coverage = (sys.executable, "-m", "coverage")
    data = [str(path) for path in folder.glob("*/data.*")]
    arguments = (f"--rcfile={settings}", "-q")
    subprocess.run([*coverage, "combine", "--keep", *arguments, *data], check=True, cwd=ROOT)
    subprocess.run([*coverage, "json", *arguments, "-o", str(report)], check=True, cwd=ROOT)
    rooms: dict[str, tuple[int, int]] = {}
    for name, figures in json.loads(report.read_text("utf-8"))["files"].items():
        parts = Path(os.path.relpath(ROOT / name, PACKAGE)).parts
        room = parts[0] if len(parts) > 1 else "*"
        run, lines = rooms.get(room, (0, 0))
        summary = figures["summary"]
        rooms[room] = run + summary["covered_lines"], lines + summary["num_statements"]
    return dict(sorted(rooms.items()))


def draw_badge(name: str, value: str) -> str:
    """Draw a badge as SVG: a name beside its value, in dark on light and light on dark."""
    widths = [7 * len(text) + 14 for text in (name, value)]
    whole = sum(widths)
    name, value = html.escape(name), html.escape(value)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="20" role="img" '
        f'aria-label="{name}: {value}"><title>{name}: {value}</title>'
        f'<rect width="{widths[0]}" height="20" fill="#444"/>'
        f'<rect x="{widths[0]}" width="{widths[1]}" height="20" fill="#0b5c87"/>'
        '<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" '
        'text-anchor="middle">'
        f'<text x="{widths[0] / 2}" y="14">{name}</text>'
        f'<text x="{widths[0] + widths[1] / 2}" y="14">{value}</text></g></svg>\n'
    )


def list_badges() -> dict[str, tuple[str, str]]:
    """What each badge says, by the name of its file: from the records, nothing by hand."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    badges = {
        "version": ("version", project["version"]),
        "licence": ("licence", project["license"]),
        "python": ("Python", project["requires-python"].replace(">=", "") + " or later"),
    }
    if RECORD.exists():
        percent = json.loads(RECORD.read_text("utf-8"))["percent"]
        badges["coverage"] = ("lines run by tests", f"{percent} %")
    return badges


def draw_badges(folder: Path = BADGES) -> None:
    """Write the badges."""
    folder.mkdir(exist_ok=True)
    for name, (label, value) in list_badges().items():
        (folder / f"{name}.svg").write_text(draw_badge(label, value), "utf-8")


def record(rooms: dict[str, tuple[int, int]], parts: list[str]) -> None:
    """Write the figures down."""
    run, lines = (sum(figures) for figures in zip(*rooms.values(), strict=True))
    commit = subprocess.run(
        ["git", "-c", "safe.directory=*", "rev-parse", "--short", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    document = {
        "percent": int(1000 * run / lines) / 10,
        "run": run,
        "lines": lines,
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "commit": commit,
        "not_run": sorted(set(list_parts()) - set(parts)),
        "rooms": {room: f"{run} of {lines}" for room, (run, lines) in rooms.items()},
    }
    RECORD.write_text(json.dumps(document, indent=1) + "\n", "utf-8")


def main() -> int:
    """Measure, print, and record where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("folder", nargs="?", type=Path, help="what each part ran is kept there")
    parser.add_argument("paths", nargs="*", metavar="PATH", help="tests to run; all without one")
    parser.add_argument("--record", action="store_true", help="write the figure and the badges")
    parser.add_argument("--draw", action="store_true", help="only draw the badges")
    options = parser.parse_args()
    if options.draw:
        draw_badges()
        return 0
    if options.folder is None:
        parser.error("name a folder for what is measured")
    folder = options.folder.absolute()
    for part in options.paths or ([] if options.record else list_parts()):
        run_part(part, folder)
    rooms = read_rooms(folder)
    for room, (run, lines) in rooms.items():
        print(f"{room:<16} {run:>6} of {lines:>6}  {100 * run / lines:5.1f} %")
    if options.record:
        record(rooms, list_done(folder))
        draw_badges()
    return 0


if __name__ == "__main__":
    sys.exit(main())
