"""The rundown file: written with a fingerprint, read with the line of each mistake."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import tomlkit

from audiopaper.disk import read_file
from audiopaper.errors import RundownError
from audiopaper.files import write_file
from audiopaper.intake import normalise_values
from audiopaper.legible_names import make_legible
from audiopaper.rundown.key_names import RUNDOWN_FORM
from audiopaper.rundown.rundown_reader import REDRAFT, RundownReader, excerpt_line
from audiopaper.say_as import double_braces
from audiopaper.toml_mistakes import find_slip
from audiopaper.translations import _

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from audiopaper.model import Item, Rundown
    from audiopaper.rundown.reading_time import Lengths

_HASH_LINE = re.compile(r'^fingerprint = "[0-9a-f]*"$', re.MULTILINE)
_HEADER = """\
 串联单 · {paper} · {date}
 节目按这里的顺序播出。可以：调换 [[items]] 的次序；改 title（标题）、text（正文，一行一段）、
 presenter（主播，voices/ 里的文件名）；把不播的一条写成 drop = true，把备选的 drop = true 删掉。
 headlines（内容提要）没有 text 时由各条标题自动生成；以 "## " 开头的一行是小标题。
 有 head 的一条，版面分不清哪一行是标题：head 里的两行照印的次序一起读，
 title 用作章节名；title 改了，就只读 title。
 报上的稿件都在这里，不入选的也在（drop = true）。paragraphs = 3 只播一条的前三段。
 改过的串联单不会被覆盖；要重新起草：audiopaper rundown 版面 --redraft（旧的存为 .bak）。
 The episode follows this order. Change the order of [[items]], a title, a text (a paragraph
 a line), a presenter (a file in voices/); write drop = true into what is left out, and delete it
 from a reserve story that is wanted. Without a text, the headlines are made from the titles; a
 line that begins with "## " is a subhead.
 Where an item has head, the page does not tell which of its lines is the headline: they are read
 in the order in which they are printed, and title is the chapter's name; a changed title is read
 alone. All articles of the paper are here, those that were not picked too (drop = true).
 paragraphs = 3 reads only the first three paragraphs of a story.
 An edited rundown is used as it is until it is drafted anew: audiopaper rundown PATH --redraft
 (the old one becomes .bak)."""

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
    _refuse_size(text, path, rundown.date)
    presenters = frozenset(item.presenter for item in rundown.items)
    # The text is parsed before it replaces the editor's file.
    RundownReader(path, text, presenters).read(normalise_values(tomllib.loads(text)), edited=False)
    write_file(path, text)


def _refuse_size(text: str, path: Path, date: dt.date) -> None:
    if len(text.encode("utf-8")) > MAX_RUNDOWN_BYTES:
        raise RundownError(
            _(
                "the rundown of {rundown_date} would be larger than one can be "
                "({max_rundown_bytes} MB), so {path} was not written",
                rundown_date=date,
                max_rundown_bytes=MAX_RUNDOWN_BYTES // 10**6,
                path=path,
            ),
            remedy=_("hand over fewer pages at a time"),
        )


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


def load_rundown(
    path: Path,
    *,
    presenters: Collection[str],
    date: dt.date | None = None,
    start_over: str = "",
) -> Rundown:
    """Read a rundown, with the editor's changes.

    Args:
        path: The file.
        presenters: Names of all presenters.
        date: Date of the edition; a file with another date is refused. None to accept any.
        start_over: What a remedy suggests in place of drafting anew, in the language of messages.

    Returns:
        The rundown; ``edited`` where the file is not just as it was written.

    Raises:
        RundownError: The file cannot be read, is not TOML, is of another day, or holds an item
            that cannot be spoken; the problem names the line.
    """
    start_over = start_over or _(REDRAFT)
    text = _read_text(path, start_over)
    try:
        table = normalise_values(tomllib.loads(text))
    except ValueError as error:  # TOMLDecodeError, or a number with thousands of digits
        slip = find_slip(text, str(error), RUNDOWN_FORM)
        shown = excerpt_line(text.split("\n")[slip.line - 1])
        raise RundownError(
            _(
                "{path}, line {line}: {problem}: {shown}",
                path=path,
                line=slip.line,
                problem=slip.problem,
                shown=shown,
            ),
            remedy=_("{cure} (or {redraft})", cure=slip.cure, redraft=start_over),
        ) from error
    except RecursionError as error:
        raise RundownError(
            _("{path} is nested too deeply", path=path), remedy=start_over
        ) from error
    reader = RundownReader(path, text, frozenset(presenters), date=date, start_over=start_over)
    return reader.read(table, edited=_edited(text))


def save_backup(path: Path) -> Path | None:
    """Copy a rundown beside itself before it is replaced; no earlier copy is replaced.

    Args:
        path: The rundown.

    Returns:
        The copy, ``rundown.toml.bak`` or ``rundown.toml.2.bak`` and so on, of which one with the
        same content is used again; None if the rundown is blank.

    Raises:
        PublishError: The copy cannot be written.
    """
    content = path.read_bytes()
    if not content.strip():
        return None
    copy, number = path.with_name(f"{path.name}.bak"), 1
    while copy.exists() and copy.read_bytes() != content:
        number += 1
        copy = path.with_name(f"{path.name}.{number}.bak")
    if not copy.exists():
        write_file(copy, content)
    return copy


def is_edited(path: Path) -> bool:
    """Return whether a rundown file was changed since it was written.

    Raises:
        RundownError: The file cannot be read.
    """
    return _edited(_read_text(path))


def _read_text(path: Path, start_over: str = "") -> str:
    try:
        data = read_file(path, failure=RundownError)
        if len(data) > MAX_RUNDOWN_BYTES:
            raise RundownError(
                _(
                    "{path} is larger than a rundown can be ({max_rundown_bytes} MB)",
                    path=path,
                    max_rundown_bytes=MAX_RUNDOWN_BYTES // 10**6,
                ),
                remedy=_("name another file, or {redraft}", redraft=start_over or _(REDRAFT)),
            )
        # A line may also end as on the first Macintosh, in a carriage return.
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except FileNotFoundError as error:
        raise RundownError(
            _("no such file: {path}", path=path), remedy=_("name another file")
        ) from error
    except UnicodeDecodeError as error:
        raise RundownError(
            _("{path} is not UTF-8", path=path), remedy=_("save it as UTF-8")
        ) from error


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
        table.add("title", double_braces(item.title))
    if item.head:
        table.add("head", double_braces(item.head))
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
        table.add("text", quote_text(item.text))
    return table


def quote_text(text: str) -> Any:
    """Convert an item's text to a string of the file that begins on its own line.

    TOML ignores a newline right after the opening quotes.
    """
    quoted = tomlkit.string(f"{text}\n", multiline=True).as_string()
    return tomlkit.value(f'"""\n{quoted[3:]}')
