"""Logs of runs that are killed: a row each, by the program that was killed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from audiopaper.store.program_identity import name_program


def read_runs(log: Path) -> list[dict[str, Any]]:
    """The runs of this program in a log; what another version of it did is told and left out."""
    if not log.exists():
        return []
    rows = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    own = [row for row in rows if row.get("program") == name_program()]
    if len(own) < len(rows):
        print(f"{len(rows) - len(own)} runs of another version are left out", file=sys.stderr)
    return own


def add_run(log: Path, row: dict[str, Any]) -> None:
    """Add a run to a log."""
    with log.open("a", encoding="utf-8") as out:
        out.write(json.dumps({**row, "program": name_program()}, ensure_ascii=False) + "\n")
