"""The report of a run, as a page for the editor and as JSON for other programs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from audiopaper.documents import format_document
from audiopaper.html_templates import render_template
from audiopaper.translations import _, find_language

SCHEMA = 1
"""Version of ``report.json``."""

RunState = Literal["published", "held", "drafted", "failed"]
"""Outcome of the run: ``drafted`` is a dry run."""

Cell = str | int | float | bool
"""A value in a table: text, a count, seconds or LUFS, by the column's title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of the report."""

    key: str
    """Its name in the JSON."""

    title: str
    """Its heading on the page."""

    columns: tuple[tuple[str, str], ...]
    """Each column's key in the JSON and title on the page."""

    rows: tuple[tuple[Cell, ...], ...]
    """Each as long as ``columns``."""

    note: str = ""
    """A sentence under the heading."""

    named: tuple[str, ...] = ()
    """Columns whose values are the program's own words, which the page gives in its language."""

    def __post_init__(self) -> None:
        """Refuse rows that do not fit the columns."""
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"{self.key}: a row is not as long as the columns")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The outcome of a run, and the points that an editor should check."""

    title: str
    """Paper and date."""

    state: RunState
    """Outcome of the run."""

    facts: tuple[tuple[str, str, Cell], ...] = ()
    """Key in the JSON, title on the page, and value: length, loudness, engine and the like."""

    problem: str = ""
    """Why it failed; empty if it did not."""

    remedy: str = ""
    """What to do about the problem."""

    warnings: tuple[str, ...] = ()
    """Warnings for the producer."""

    notices: tuple[str, ...] = ()
    """Remarks for the producer."""

    tables: tuple[Table, ...] = ()
    """In the order of the page."""


def render_json(report: Report) -> str:
    """Give the report as JSON: facts by key, each table as a list of objects."""
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "title": report.title,
        "state": report.state,
        **{key: value for key, _, value in report.facts},
        "problem": report.problem,
        "remedy": report.remedy,
        "warnings": list(report.warnings),
        "notices": list(report.notices),
    }
    for table in report.tables:
        keys = [key for key, _ in table.columns]
        document[table.key] = [dict(zip(keys, row, strict=True)) for row in table.rows]
    return format_document(document, indent=1)


def render_html(report: Report) -> str:
    """Give the report as one page of HTML that loads no other files."""
    return render_template(
        Path(__file__).with_name("report.html.j2"),
        report=report,
        language="zh-CN" if find_language() == "zh" else "en",
        words=_name_parts(),
        show_cell=_show_cell,
    )


def _name_parts() -> dict[str, str]:
    """Return the words of the page's frame, in the language of messages."""
    return {
        "title": _("{title}: what was made", title="{title}"),
        "published": _("published"),
        "held": _("made, and waits to be released"),
        "drafted": _("only the rundown was written"),
        "failed": _("nothing was made"),
        "remedy": _("What to do"),
        "warnings": _("Warnings"),
        "notices": _("Notes"),
        "facts": _("Overview"),
        "yes": _("yes"),
        "no": _("no"),
        "row": _("this line on the page"),
    }


def _show_cell(table: Table, column: int, cell: Cell) -> Cell:
    """Return a cell as the page shows it."""
    named = isinstance(cell, str) and table.columns[column][0] in table.named
    return _(str(cell)) if named and cell else cell
