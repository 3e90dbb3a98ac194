"""Convert a parsed rundown file to a value; an error names the line of the mistake."""

from __future__ import annotations

import datetime as dt
import difflib
import json
import re
from typing import TYPE_CHECKING, Any, cast

from audiopaper.errors import RundownError
from audiopaper.model import ITEM_KINDS, Item, ItemKind, Rundown
from audiopaper.rundown.key_names import find_key
from audiopaper.say_as import read_sayings
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

REDRAFT = "draft anew: audiopaper rundown PATH --redraft"
_ITEM_KEYS = (
    *("kind", "title", "head", "presenter", "article", "pages", "byline", "roles"),
    *("drop", "paragraphs", "text"),
)
_TOP_KEYS = ("schema", "date", "paper", "fingerprint", "items")
_LISTS: tuple[tuple[str, type, str], ...] = (
    ("pages", int, "[1]"),
    ("byline", str, '["…"]'),
    ("roles", str, '["记者"]'),
)
_SHOWN_CHARS = 60
_HEADING = re.compile(r"[#＃]{2,}\s*(?=[^#＃\s])")
"""The beginning of a heading, as people write it; ``## `` is the usual form."""


def excerpt_line(line: str) -> str:
    """Shorten a line of the file for a message."""
    line = line.strip()
    return line if len(line) <= _SHOWN_CHARS else f"{line[:_SHOWN_CHARS]}…"


class RundownReader:
    """Converts a parsed rundown file to a value; an error names the line of the mistake."""

    def __init__(
        self,
        path: Path,
        text: str,
        presenters: frozenset[str],
        *,
        date: dt.date | None = None,
        start_over: str = "",
    ) -> None:
        """Use the arguments of `load_rundown`, and the text of the file."""
        self.path = path
        self.date = date
        self.start_over = start_over or _(REDRAFT)
        self.lines = text.split("\n")
        self.text = text
        self.presenters = presenters
        self.heads = [n for n, x in enumerate(self.lines) if re.match(r"\s*\[\[\s*items\s*\]\]", x)]

    def read(self, table: dict[str, Any], *, edited: bool) -> Rundown:
        """Convert the parsed file; ``edited`` is what `Rundown.edited` says."""
        self._know(table, _TOP_KEYS, None)
        schema = table.get("schema")
        if schema != 1 and isinstance(schema, int) and schema > 1:
            self._fail(None, "schema", _("schema {schema!r} is not 1", schema=schema), _("upgrade"))
        if schema != 1:
            self._fail(None, "schema", _("it has no schema number"), self.start_over)
        date = table.get("date")
        if not isinstance(date, dt.date) or isinstance(date, dt.datetime):
            self._fail(None, "date", _("date is not a date"), _("write it as 2026-03-02"))
        assert isinstance(date, dt.date)
        if self.date is not None and date != self.date:
            problem = _("date is {date}, and the edition is of {day}", date=date, day=self.date)
            self._fail(None, "date", problem, _("write: date = {day}", day=self.date))
        rows = table.get("items")
        if not isinstance(rows, list) or not all(isinstance(r, dict) for r in rows):
            self._fail(None, "items", _("there are no [[items]]"), self.start_over)
        assert isinstance(rows, list)
        items = tuple(self._item(index, row) for index, row in enumerate(rows))
        if not any(item.kind == "story" and not item.drop for item in items):
            self._fail(None, "items", _("no story is left"), _("take drop = true from one of them"))
        return Rundown(
            date=date,
            paper=str(table.get("paper", "")),
            items=items,
            edited=edited,
        )

    def _item(self, index: int, row: dict[str, Any]) -> Item:
        self._know(row, _ITEM_KEYS, index)
        kind = row.get("kind")
        if kind not in ITEM_KINDS:
            self._fail(
                index,
                "kind",
                _("there is no kind {kind!r}", kind=kind),
                _("one of {item_kinds}", item_kinds=", ".join(ITEM_KINDS)),
            )
        self._check_types(index, row)
        if row.get("roles") and len(row["roles"]) != len(row.get("byline", [])):
            self._fail(
                index,
                "roles",
                _("roles is not as long as byline"),
                _("write a role for each name, or leave roles out"),
            )
        self._check_presenter(index, row)
        drop = row.get("drop", False)
        lines = [line.strip() for line in row.get("text", "").split("\n")]
        text = "\n".join(_HEADING.sub("## ", line) for line in lines if line)
        self._check_sayings(index, text)
        title = self._plain(index, row, "title")
        if kind == "story" and not title and not drop:
            self._fail(index, "title", _("a story without title"), _("give it one, or drop = true"))
        if kind != "headlines" and not text and not drop:
            self._fail(
                index,
                "text",
                _("a {kind} without text", kind=kind),
                _("write some, or drop = true"),
            )
        return Item(
            kind=cast("ItemKind", kind),
            presenter=str(row["presenter"]),
            title=title,
            head=self._plain(index, row, "head"),
            text=text,
            article_id=row.get("article", ""),
            pages=tuple(row.get("pages", [])),
            byline=tuple(row.get("byline", [])),
            byline_roles=tuple(row.get("roles", [])),
            paragraphs=self._paragraphs(index, row),
            drop=drop,
        )

    def _check_types(self, index: int, row: dict[str, Any]) -> None:
        for key in ("title", "head", "text", "article"):
            if not isinstance(row.get(key, ""), str):
                self._fail(
                    index,
                    key,
                    _("{key} is no text", key=key),
                    _('put it in quotes: {key} = "…"', key=key),
                )
        if not isinstance(row.get("drop", False), bool):
            self._fail(index, "drop", _("drop is not true or false"), _("write: drop = true"))
        for key, of, example in _LISTS:
            value = row.get(key, [])
            if not isinstance(value, list) or not all(_is_entry(v, of) for v in value):
                problem = _(
                    "{key} is no list of {which}",
                    key=key,
                    which=_("numbers") if of is int else _("texts"),
                )
                written = (
                    json.dumps([value], ensure_ascii=False) if _is_entry(value, of) else example
                )
                self._fail(
                    index, key, problem, _("write: {key} = {example}", key=key, example=written)
                )

    def _check_presenter(self, index: int, row: dict[str, Any]) -> None:
        presenter = row.get("presenter")
        if presenter is None:
            self._fail(
                index,
                "presenter",
                _("an item without presenter"),
                _("one of {presenters}", presenters=", ".join(self.presenters)),
            )
        if presenter not in self.presenters:
            near = difflib.get_close_matches(str(presenter), self.presenters, n=1)
            self._fail(
                index,
                "presenter",
                _("there is no presenter {presenter!r}", presenter=presenter),
                _("did you mean {near!r}?", near=near[0])
                if near
                else _("one of {presenters}", presenters=", ".join(self.presenters)),
            )

    def _plain(self, index: int, row: dict[str, Any], key: str) -> str:
        """Return a value without marks: a title is also printed, in places that have no voice."""
        value = " ".join(row.get(key, "").split())
        self._check_sayings(index, value, key)
        printed, sayings = read_sayings(value)
        if sayings:
            saying = sayings[0]
            part = printed[saying.start : saying.end]
            self._fail(
                index,
                key,
                _("{key} takes no marks", key=key),
                _(
                    "write {part} alone, and: audiopaper lexicon add {part} --say {words}",
                    part=part,
                    words=saying.spoken,
                ),
            )
        return printed

    def _check_sayings(self, index: int, text: str, key: str = "text") -> None:
        for line in text.split("\n"):
            try:
                read_sayings(line)
            except ValueError as error:
                remedy = _(
                    "write {printed|said in words}: {300|三百}; a brace itself is doubled: {{"
                )
                self._fail(index, key, str(error), remedy, holds=line if key == "text" else "")

    def _paragraphs(self, index: int, row: dict[str, Any]) -> int:
        value = row.get("paragraphs", 0)
        if "paragraphs" not in row:
            return 0
        if type(value) is not int or value < 1:
            problem = _("paragraphs is no number of paragraphs")
            self._fail(index, "paragraphs", problem, _("write: paragraphs = 3, or leave it out"))
        if row["kind"] != "story":
            self._fail(index, "paragraphs", _("only a story has paragraphs"), _("leave it out"))
        return int(value)

    def _know(self, table: dict[str, Any], known: Sequence[str], index: int | None) -> None:
        for key in table:
            if key not in known:
                near = [find_key(key)] if find_key(key) in known else []
                # With the usual 0.6, minutes would be taken for items.
                near = near or difflib.get_close_matches(key.lower(), known, n=1, cutoff=0.7)
                remedy = (
                    _("did you mean {near!r}?", near=near[0])
                    if near
                    else _("known: {known}", known=", ".join(known))
                )
                self._fail(index, key, _("there is no key {key!r}", key=key), remedy)

    def _fail(
        self, index: int | None, key: str, problem: str, remedy: str, *, holds: str = ""
    ) -> None:
        start = 0 if index is None or index >= len(self.heads) else self.heads[index]
        line = start
        for number in range(start, len(self.lines)):
            if number > start and number in self.heads:
                break
            name = rf"[\"']?{re.escape(key)}[\"']?"
            named = re.match(rf"\s*(?:{name}\s*[=.]|\[+\s*{name}\s*[\].])", self.lines[number])
            if holds in self.lines[number] if holds else named:
                line = number
                break
        else:
            # A setting of the file's head that is missing stands in no line.
            if index is None:
                raise RundownError(f"{self.path}: {problem}", remedy=remedy)
        shown = excerpt_line(self.lines[line])
        where = _("{path}, line {line}: {problem}", path=self.path, line=line + 1, problem=problem)
        raise RundownError(f"{where}: {shown}" if shown else where, remedy=remedy)


def _is_entry(value: object, kind: type) -> bool:
    """Return whether a value may stand in a list: a text, or a number of a page."""
    if kind is int:
        # In Python, true is an int.
        return type(value) is int and value > 0
    return isinstance(value, kind)
