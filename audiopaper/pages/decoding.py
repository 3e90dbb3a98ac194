"""A page file's bytes become lines of text."""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import TYPE_CHECKING

from audiopaper.intake import normalise_text
from audiopaper.pages.markdown import is_markdown, plain_lines
from audiopaper.pages.webpage import html_text, is_webpage

if TYPE_CHECKING:
    from pathlib import Path

MAX_PAGE_BYTES = 10_000_000
"""A full broadsheet page is about 60 kB of UTF-8; what is 160 times that is no page."""

MAX_PAGE_LINES = 20_000
"""A page of nothing but classifieds has under 2,000 lines."""

ENCODINGS = "UTF-8, UTF-16 or GB18030"


class BadPageError(Exception):
    """A page file that cannot be used; the message says why in one clause."""


_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
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
    text = decode_page(read_bounded(path))
    if is_webpage(path):
        text = html_text(text)
    lines = _LINE_END.split(text)
    if lines[-1] == "":
        lines.pop()
    if len(lines) > MAX_PAGE_LINES:
        raise BadPageError(f"has more lines than a page can have ({MAX_PAGE_LINES})")
    shown = plain_lines(lines) if is_markdown(path) else lines
    normal = tuple(normalise_text(line) for line in shown)
    if not any(unicodedata.category(c)[0] in "LN" for line in normal for c in line):
        raise BadPageError("is empty")
    return normal


def read_bounded(path: Path) -> bytes:
    """Read a file that is no larger than a page can be.

    Raises:
        BadPageError: It cannot be read, or is larger.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_PAGE_BYTES + 1)
    except OSError as error:
        raise BadPageError(f"cannot be read: {error.strerror or error}") from error
    if len(data) > MAX_PAGE_BYTES:
        raise BadPageError(f"is larger than a page can be ({MAX_PAGE_BYTES // 10**6} MB)")
    return data


def decode_page(data: bytes) -> str:
    """Decode a page file: UTF-8 or UTF-16 with or without byte order mark, else GB18030.

    Raises:
        BadPageError: It is none of them, or no text at all.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if "\0" not in text:
            return _checked(text)
    candidates = ["gb18030"] if b"\0" not in data else []
    if len(data) % 2 == 0:
        candidates += ["utf-16-le", "utf-16-be"]
    readable = []
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        readable.append((_plausibility(text), text))
    # Half is what traditional characters reach in GB18030; noise stays under a third.
    if not readable or max(readable)[0] < 0.5:
        raise BadPageError(f"is no text in {ENCODINGS}")
    return _checked(max(readable)[1])


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return _checked(data.decode(encoding))
    except UnicodeDecodeError as error:
        raise BadPageError(f"is broken (byte {error.start})") from error


def _checked(text: str) -> str:
    controls = sum(text.count(chr(code)) for code in range(32) if code not in (9, 10, 11, 12, 13))
    if "\0" in text or controls > len(text) / 100:
        raise BadPageError("is no text but a binary file")
    return text


def _plausibility(text: str) -> float:
    """Tell which share of the characters a simplified Chinese page would have."""
    sample = text[:4000]
    if not sample:
        return 0.0
    usual = 0
    for char in sample:
        if char.isascii():
            usual += char.isprintable() or char in "\t\n\r\f"
            continue
        try:
            char.encode("gb2312")
        except UnicodeEncodeError:
            continue
        usual += 1
    return usual / len(sample)
