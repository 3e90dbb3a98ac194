"""A page file's bytes, up to a limit of size, become lines of text."""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import TYPE_CHECKING

from audiopaper.intake import normalise_text
from audiopaper.pages.charsets import guess_text, is_garbled, mark_nuls, mend_utf8, show_marked
from audiopaper.pages.markdown import is_markdown, plain_lines
from audiopaper.pages.web import html_text, is_html, is_webpage
from audiopaper.translations import _, system_reason

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from audiopaper.model import Page

MAX_PAGE_BYTES = 10_000_000
"""A full broadsheet page is about 60 kB of UTF-8; the limit is 160 times that."""

MAX_PAGE_LINES = 20_000
"""A page of nothing but classifieds has under 2,000 lines."""

ENCODINGS = "UTF-8, UTF-16, GB18030 or Big5"


class BadPageError(Exception):
    """A page file that cannot be used; the message says why in one clause.

    Args:
        problem: What goes on the file's name: ``is empty``.
        remedy: What to do, where it is not to save the page as text.
    """

    def __init__(self, problem: str, *, remedy: str = "") -> None:
        super().__init__(problem)
        self.remedy = remedy


_DIVIDE = "save each page of the newspaper as a file of its own and run again"

_DELIVER_AGAIN = "have the page delivered again, or take the file out, and run again"

_BOMS = (
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_LINE_END = re.compile("\r\n|[\n\r\u0085\u2028\u2029]")


def read_lines(path: Path) -> tuple[str, ...]:
    """Read a page file's text, line by line; web pages and Markdown lose their mark-up.

    Each line is in the characters that it is meant to be read in (see `audiopaper.intake`).

    Raises:
        BadPageError: It cannot be read, is too large, empty, or no text.
    """
    data = read_bounded(path)
    refuse_other_format(data)
    text = decode_page(data)
    if is_webpage(path) or (is_html(text) and not is_markdown(path)):
        text = html_text(text)
    lines = _LINE_END.split(text)
    if lines[-1] == "":
        lines.pop()
    if len(lines) > MAX_PAGE_LINES:
        raise BadPageError(
            _(
                "has more lines than a page can have ({max_page_lines})",
                max_page_lines=MAX_PAGE_LINES,
            ),
            remedy=_(_DIVIDE),
        )
    shown = plain_lines(lines) if is_markdown(path) else lines
    normal = tuple(normalise_text(line) for line in shown)
    if not any(unicodedata.category(c)[0] in "LN" for line in normal for c in line):
        raise BadPageError(_("is empty"), remedy=_(_DELIVER_AGAIN))
    refuse_garbled(normal)
    return normal


# What editors export, and name .txt by hand.
_FORMATS = (
    (b"{\\rtf", "RTF"),
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "DOCX, ZIP"),
    (b"\xd0\xcf\x11\xe0", "DOC"),
    (b"<?xml", "XML"),
)


def refuse_other_format(data: bytes) -> None:
    """Refuse a file of another format that was named as a text.

    Raises:
        BadPageError: It begins as files of that format do.
    """
    start = data.removeprefix(codecs.BOM_UTF8).lstrip()[:200]
    for signature, name in _FORMATS:
        if start.startswith(signature) and b"html" not in start.lower():
            raise BadPageError(
                _("is a file of another format ({name}), not plain text", name=name),
                remedy=_("save the page as plain text, or give the file its right ending"),
            )


def refuse_garbled(lines: Sequence[str]) -> None:
    """Refuse a page whose characters were decoded wrongly before it was saved.

    Raises:
        BadPageError: It was, and what it said is lost.
    """
    if is_garbled("".join(lines)):
        raise BadPageError(
            _("holds characters that were decoded wrongly before it was saved"),
            remedy=_(_DELIVER_AGAIN),
        )


def read_bounded(path: Path) -> bytes:
    """Read a file that is no larger than a page can be.

    Raises:
        BadPageError: It cannot be read, or is larger.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_PAGE_BYTES + 1)
    except OSError as error:
        raise BadPageError(_("cannot be read: {reason}", reason=system_reason(error))) from error
    if len(data) > MAX_PAGE_BYTES:
        raise BadPageError(
            _(
                "is larger than a page can be ({max_page_bytes} MB)",
                max_page_bytes=MAX_PAGE_BYTES // 10**6,
            ),
            remedy=_(_DIVIDE),
        )
    return data


def decode_page(data: bytes) -> str:
    """Decode a page file: UTF-8 or UTF-16 with or without byte order mark, GB18030 or Big5.

    Where a few characters are broken, or a few runs of zero bytes stand between them, each
    becomes U+FFFD.

    Raises:
        BadPageError: It is none of them, or no text at all.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    data = data.removeprefix(codecs.BOM_UTF8)
    text = _decode_unmarked(data)
    if not text and b"\0" in data:
        text = show_marked(_decode_unmarked(mark_nuls(data)))
    if data and not text:
        raise BadPageError(_("is no text in {encodings}", encodings=_(ENCODINGS)))
    return _checked(text)


def _decode_unmarked(data: bytes) -> str:
    """Decode bytes that do not say their encoding; empty if they are no text."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = mend_utf8(data)
    return text if text and "\0" not in text else guess_text(data)


_MAX_NAMED = 5


def doubt_characters(pages: Sequence[Page]) -> tuple[str, ...]:
    """Return warnings for lines with broken characters, which are shown as □ and not said."""
    doubts = []
    for page in pages:
        numbers = [str(n) for n, line in enumerate(page.lines, 1) if "\ufffd" in line]
        if numbers:
            more = len(numbers) - _MAX_NAMED
            named = ", ".join(numbers[:_MAX_NAMED]) + (
                _(" and {more} more", more=more) if more > 0 else ""
            )
            doubts.append(
                _(
                    "{page}, line {named}: a character is broken, and left out on air; save "
                    "the page anew in UTF-8",
                    page=page.name,
                    named=named,
                )
            )
    return tuple(doubts)


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return _checked(data.decode(encoding))
    except UnicodeDecodeError as error:
        raise BadPageError(_("is broken (byte {start})", start=error.start)) from error


def _checked(text: str) -> str:
    controls = sum(text.count(chr(code)) for code in range(32) if code not in (9, 10, 11, 12, 13))
    if "\0" in text or controls > len(text) / 100:
        raise BadPageError(_("is a binary file, not text"))
    return text
