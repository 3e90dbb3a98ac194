"""The rundown file: written with a fingerprint, read with the line of each mistake."""

from __future__ import annotations

import datetime as dt
import difflib
import hashlib
import re
import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import tomlkit

from audiopaper.disk import read_file
from audiopaper.errors import RundownError
from audiopaper.files import write_file
from audiopaper.intake import normalise_values
from audiopaper.legible_names import make_legible
from audiopaper.model import ITEM_KINDS, Item, ItemKind, Rundown
from audiopaper.rundown.toml_mistakes import find_slip
from audiopaper.say_as import read_sayings

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from audiopaper.rundown.reading_time import Lengths

_HASH_LINE = re.compile(r'^fingerprint = "[0-9a-f]*"$', re.MULTILINE)
_ITEM_KEYS = (
    *("kind", "title", "head", "presenter", "article", "pages", "byline", "roles"),
    *("drop", "paragraphs", "text"),
)
_REDRAFT = "draft anew: audiopaper rundown PATH --redraft"
_TOP_KEYS = ("schema", "date", "paper", "fingerprint", "items")
_HEADER = """\
 串联单 · {paper} · {date}
 节目按这里的顺序播出。可以：调换 [[items]] 的次序；改 title（标题）、text（正文，一行一段）、
 presenter（主播，voices/ 里的文件名）；把不播的一条写成 drop = true，把备选的 drop = true 删掉。
 headlines（内容提要）没有 text 时由各条标题自动生成；以 "## " 开头的一行是小标题。
 有 head 的一条，版面分不清哪一行是标题：head 里的两行照印的次序一起读，title 只用作章节名。
 报上的稿件都在这里，不入选的也在（drop = true）。paragraphs = 3 只播一条的前三段。
 改过的串联单不会被覆盖；要重新起草：audiopaper rundown 版面 --redraft（旧的存为 .bak）。
 Edit order, titles, texts, presenters; an edited rundown is used as it is, until it is drafted
 anew: audiopaper rundown PATH --redraft"""

MAX_RUNDOWN_BYTES = 10_000_000
"""An edition of 200 pages with all its articles as candidates takes about 4 MB."""


def save_rundown(
    path: Path,
    rundown: Rundown,
    *,
    notes: Mapping[str, Sequence[str]] | None = None,
    lengths: Lengths | None = None,
    minutes: int = 0,
) -> None:
    """Write a rundown for the editor, with a fingerprint of its content.

    Args:
        path: The file; replaced whole.
        rundown: The running order.
        notes: Reasons for the choice by article id, written as comments.
        lengths: Estimated times, written as comments.
        minutes: The target length.

    Raises:
        RundownError: `load_rundown` would refuse the file; it is not written.
        PublishError: The file cannot be written.
    """
    rundown = _writable(rundown)
    document = tomlkit.document()
    for line in _HEADER.format(paper=rundown.paper, date=rundown.date).splitlines():
        document.add(tomlkit.comment(line.strip()))
    if lengths is not None:
        document.add(tomlkit.comment(_tell_total(lengths, minutes)))
    document.add("schema", tomlkit.item(1))
    document.add("date", tomlkit.item(rundown.date))
    document.add("paper", tomlkit.item(rundown.paper))
    document.add("fingerprint", tomlkit.item(""))
    items = tomlkit.aot()
    for index, item in enumerate(rundown.items):
        remarks = list((notes or {}).get(item.article_id, ()))
        if lengths is not None and item.kind == "story":
            remarks.append(_tell_length(lengths, index, item))
        items.append(item_table(item, remarks))
    document.add("items", items)
    text = tomlkit.dumps(document)
    text = _HASH_LINE.sub(f'fingerprint = "{_fingerprint(text)}"', text, count=1)
    if len(text.encode("utf-8")) > MAX_RUNDOWN_BYTES:
        raise RundownError(
            f"the rundown of {rundown.date} would be larger than one can be "
            f"({MAX_RUNDOWN_BYTES // 10**6} MB), so {path} was not written",
            remedy="hand over fewer pages at a time",
        )
    presenters = frozenset(item.presenter for item in rundown.items)
    # The text is parsed before it replaces the editor's file.
    _Reader(path, text, presenters).read(normalise_values(tomllib.loads(text)))
    write_file(path, text)


_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]+")
"""Characters that are replaced by spaces in the file; TOML refuses most of them."""


def _line(text: str) -> str:
    """Convert a value to one line of text."""
    return " ".join(_UNWRITABLE.sub(" ", make_legible(text)).split())


def _lines(text: str) -> str:
    lines = re.split(r"\r\n?|\n", make_legible(text))
    return "\n".join(_UNWRITABLE.sub(" ", line) for line in lines)


def _writable(rundown: Rundown) -> Rundown:
    """Convert all text for the file to a form that is read back unchanged."""
    items = (
        replace(
            item,
            title=_line(item.title),
            head=_line(item.head),
            text=_lines(item.text),
            presenter=_line(item.presenter),
            article_id=_line(item.article_id),
            byline=tuple(map(_line, item.byline)),
            byline_roles=tuple(map(_line, item.byline_roles)),
        )
        for item in rundown.items
    )
    return replace(rundown, paper=_line(rundown.paper), items=tuple(items))


def _tell_total(lengths: Lengths, minutes: int) -> str:
    total = lengths.total_ms / 60_000
    return (
        f"全长约 {total:.1f} 分钟，目标 {minutes} 分钟；每条稿件上写着它要的时间。"
        f" About {total:.1f} of {minutes} minutes."
    )


def _tell_length(lengths: Lengths, index: int, item: Item) -> str:
    seconds = round(lengths.items_ms[index] / 1000)
    if item.drop:
        return f"约 {seconds} 秒，不播 dropped, {seconds} s"
    end = round(lengths.ends_ms[index] / 1000)
    clock = f"{end // 60}:{end % 60:02}"
    return f"约 {seconds} 秒，播完约在 {clock} · {seconds} s, ends at {clock}"


def load_rundown(path: Path, *, presenters: Collection[str]) -> Rundown:
    """Read a rundown, with the editor's changes.

    Args:
        path: The file.
        presenters: Names of all presenters.

    Returns:
        The rundown; ``edited`` where the file is not just as it was written.

    Raises:
        RundownError: The file cannot be read, is not TOML, or holds an item that cannot be
            spoken; the problem names the line.
    """
    text = _read_text(path)
    try:
        table = normalise_values(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        slip = find_slip(text, str(error))
        shown = _shown(text.split("\n")[slip.line - 1])
        raise RundownError(
            f"{path}, line {slip.line}: {slip.problem}: {shown}",
            remedy=f"{slip.cure} (or {_REDRAFT})",
        ) from error
    except RecursionError as error:
        raise RundownError(f"{path}: lists stand in lists without end", remedy=_REDRAFT) from error
    return _Reader(path, text, frozenset(presenters)).read(table)


def is_edited(path: Path) -> bool:
    """Return whether a rundown file was changed since it was written.

    Raises:
        RundownError: The file cannot be read.
    """
    return _edited(_read_text(path))


def _read_text(path: Path) -> str:
    try:
        data = read_file(path, failure=RundownError)
        if len(data) > MAX_RUNDOWN_BYTES:
            raise RundownError(
                f"{path} is larger than a rundown can be ({MAX_RUNDOWN_BYTES // 10**6} MB)",
                remedy=f"name another file, or {_REDRAFT}",
            )
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError as error:
        raise RundownError(f"{path} is not there", remedy="name another file") from error
    except UnicodeDecodeError as error:
        raise RundownError(f"{path} is not UTF-8", remedy="save it as UTF-8") from error


def _edited(text: str) -> bool:
    written = _HASH_LINE.search(text)
    return not written or written[0] != f'fingerprint = "{_fingerprint(text)}"'


def _fingerprint(text: str) -> str:
    return hashlib.sha256(_HASH_LINE.sub("", text, count=1).encode("utf-8")).hexdigest()


def item_table(item: Item, notes: Sequence[str] = ()) -> Any:
    """Convert an item to a table of the file.

    Args:
        item: The item.
        notes: Remarks, written as comments.
    """
    table = tomlkit.table()
    for note in notes:
        table.add(tomlkit.comment(_line(note)))
    table.add("kind", item.kind)
    if item.title:
        table.add("title", item.title)
    if item.head:
        table.add("head", item.head)
    table.add("presenter", item.presenter)
    if item.article_id:
        table.add("article", item.article_id)
    if item.pages:
        table.add("pages", list(item.pages))
    if item.byline:
        table.add("byline", list(item.byline))
    if any(item.byline_roles):
        table.add("roles", list(item.byline_roles))
    if item.drop:
        table.add("drop", True)
    if item.paragraphs:
        table.add("paragraphs", item.paragraphs)
    if item.text:
        # TOML ignores a newline right after the opening quotes, so the text begins on its own line.
        quoted = tomlkit.string(f"{item.text}\n", multiline=True).as_string()
        table.add("text", tomlkit.value(f'"""\n{quoted[3:]}'))
    return table


_LISTS: tuple[tuple[str, type, str], ...] = (
    ("pages", int, "[1]"),
    ("byline", str, '["…"]'),
    ("roles", str, '["记者"]'),
)
_SHOWN_CHARS = 60


def _shown(line: str) -> str:
    line = line.strip()
    return line if len(line) <= _SHOWN_CHARS else f"{line[:_SHOWN_CHARS]}…"


class _Reader:
    """Converts a parsed rundown file to a value; an error names the line of the mistake."""

    def __init__(self, path: Path, text: str, presenters: frozenset[str]) -> None:
        self.path = path
        self.lines = text.split("\n")
        self.text = text
        self.presenters = presenters
        self.heads = [n for n, x in enumerate(self.lines) if re.match(r"\s*\[\[\s*items\s*\]\]", x)]

    def read(self, table: dict[str, Any]) -> Rundown:
        self._know(table, _TOP_KEYS, None)
        if table.get("schema") != 1:
            self._fail(None, "schema", f"schema {table.get('schema')!r} is not 1", "upgrade")
        date = table.get("date")
        if not isinstance(date, dt.date) or isinstance(date, dt.datetime):
            self._fail(None, "date", "date is not a date", "write it as 2026-03-02")
        assert isinstance(date, dt.date)
        rows = table.get("items")
        if not isinstance(rows, list) or not all(isinstance(r, dict) for r in rows):
            self._fail(None, "items", "there are no [[items]]", _REDRAFT)
        assert isinstance(rows, list)
        items = tuple(self._item(index, row) for index, row in enumerate(rows))
        if not any(item.kind == "story" and not item.drop for item in items):
            self._fail(None, "items", "no story is left", "take drop = true from one of them")
        return Rundown(
            date=date,
            paper=str(table.get("paper", "")),
            items=items,
            edited=_edited(self.text),
        )

    def _item(self, index: int, row: dict[str, Any]) -> Item:
        self._know(row, _ITEM_KEYS, index)
        kind = row.get("kind")
        if kind not in ITEM_KINDS:
            self._fail(index, "kind", f"kind {kind!r}", f"one of {', '.join(ITEM_KINDS)}")
        for key in ("title", "head", "text", "article"):
            if not isinstance(row.get(key, ""), str):
                self._fail(index, key, f"{key} is no text", f'put it in quotes: {key} = "…"')
        if not isinstance(row.get("drop", False), bool):
            self._fail(index, "drop", "drop is not true or false", "write: drop = true")
        for key, of, example in _LISTS:
            value = row.get(key, [])
            if not isinstance(value, list) or not all(isinstance(v, of) for v in value):
                problem = f"{key} is no list of {'numbers' if of is int else 'texts'}"
                self._fail(index, key, problem, f"write: {key} = {example}")
        if row.get("roles") and len(row["roles"]) != len(row.get("byline", [])):
            self._fail(index, "roles", "roles is not as long as byline", 'or leave "roles" out')
        presenter = row.get("presenter")
        if presenter not in self.presenters:
            near = difflib.get_close_matches(str(presenter), self.presenters, n=1)
            self._fail(
                index,
                "presenter",
                f"there is no presenter {presenter!r}",
                f"did you mean {near[0]!r}?" if near else f"one of {', '.join(self.presenters)}",
            )
        drop = row.get("drop", False)
        text = "\n".join(x.strip() for x in row.get("text", "").split("\n") if x.strip())
        self._check_sayings(index, text)
        title = " ".join(row.get("title", "").split())
        if kind == "story" and not title and not drop:
            self._fail(index, "title", "a story without title", "give it one, or drop = true")
        if kind != "headlines" and not text and not drop:
            self._fail(index, "text", f"a {kind} without text", "write some, or drop = true")
        return Item(
            kind=cast("ItemKind", kind),
            presenter=str(presenter),
            title=title,
            head=" ".join(row.get("head", "").split()),
            text=text,
            article_id=row.get("article", ""),
            pages=tuple(row.get("pages", [])),
            byline=tuple(row.get("byline", [])),
            byline_roles=tuple(row.get("roles", [])),
            paragraphs=self._paragraphs(index, row),
            drop=drop,
        )

    def _check_sayings(self, index: int, text: str) -> None:
        for line in text.split("\n"):
            try:
                read_sayings(line)
            except ValueError as error:
                remedy = "write {printed|said in words}: {300|三百}; a brace itself is doubled: {{"
                self._fail(index, "text", str(error), remedy, holds=line)

    def _paragraphs(self, index: int, row: dict[str, Any]) -> int:
        value = row.get("paragraphs", 0)
        if "paragraphs" not in row:
            return 0
        if type(value) is not int or value < 1:
            problem = "paragraphs is no number of paragraphs"
            self._fail(index, "paragraphs", problem, "write: paragraphs = 3, or leave it out")
        if row["kind"] != "story":
            self._fail(index, "paragraphs", "only a story has paragraphs", "leave it out")
        return int(value)

    def _know(self, table: dict[str, Any], known: Sequence[str], index: int | None) -> None:
        for key in table:
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1)
                remedy = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}"
                self._fail(index, key, f"unknown key {key!r}", remedy)

    def _fail(
        self, index: int | None, key: str, problem: str, remedy: str, *, holds: str = ""
    ) -> None:
        start = 0 if index is None or index >= len(self.heads) else self.heads[index]
        line = start
        for number in range(start, len(self.lines)):
            if number > start and number in self.heads:
                break
            named = re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", self.lines[number])
            if holds in self.lines[number] if holds else named:
                line = number
                break
        shown = _shown(self.lines[line])
        where = f"{self.path}, line {line + 1}: {problem}"
        raise RundownError(f"{where}: {shown}" if shown else where, remedy=remedy)
