"""hOCR files: recognised text in web pages, as OCR programs write them.

Source: http://kba.github.io/hocr-spec/1.2/.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from audiopaper.layout import Box
from audiopaper.legible_names import make_legible
from audiopaper.pages.decoding import BadPageError, read_bounded
from audiopaper.pages.ocr_pages import MM_PER_PIXEL, TextBlock, Word, lay_out, make_row
from audiopaper.pages.page_numbers import PageFile
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SUFFIXES = frozenset({".hocr", ".html", ".htm", ".xhtml"})
_SNIFFED_BYTES = 20_000
_LINES = ("ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat", "ocrx_line")
_BOX = re.compile(r"\bbbox\s+(-?\d{1,6})\s+(-?\d{1,6})\s+(-?\d{1,6})\s+(-?\d{1,6})")
_DOTS = re.compile(r"\bscan_res\s+(\d{2,4})")
_WORD_CONFIDENCE = re.compile(r"\bx_wconf\s+(\d{1,3})")


def can_read(path: Path) -> bool:
    """Return whether a file is hOCR, by its first bytes."""
    if path.suffix.lower() not in _SUFFIXES:
        return False
    try:
        with path.open("rb") as file:
            return b"ocr_page" in file.read(_SNIFFED_BYTES)
    except OSError:
        return False


def read(path: Path) -> tuple[PageFile, ...]:
    """Read the pages of an hOCR file.

    Raises:
        BadPageError: It cannot be read, or has no text.
    """
    parser = etree.HTMLParser(no_network=True, encoding="utf-8")
    try:
        root = etree.fromstring(read_bounded(path), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadPageError(_("is no web page that can be read")) from error
    name = make_legible(path.name)
    pages = list(_of_class(root, "ocr_page")) if root is not None else []
    if not pages:
        raise BadPageError(_("holds no page"))
    out = []
    for number, page in enumerate(pages, 1):
        title = page.get("title", "")
        dots = _DOTS.search(title)
        scale = 25.4 / int(dots[1]) if dots and int(dots[1]) else MM_PER_PIXEL
        blocks = [_block(p, scale) for p in _of_class(page, "ocr_par")]
        blocks = blocks or [_block(page, scale)]
        pictures = tuple(_box(p, scale) for p in _of_class(page, "ocr_photo", "ocr_image"))
        rules = tuple(_box(p, scale) for p in _of_class(page, "ocr_separator"))
        lines, layout = lay_out(blocks, rules, pictures, _box(page, scale))
        whole = len(pages) == 1
        shown = name if whole else _("{name}, page {number}", name=name, number=number)
        out.append(PageFile(shown, lines, layout=layout, sheet=0 if whole else number))
    return tuple(out)


def _of_class(root: etree._Element, *names: str) -> Iterator[etree._Element]:
    for element in root.iter():
        if isinstance(element.tag, str) and not set(element.get("class", "").split()).isdisjoint(
            names
        ):
            yield element


def _box(element: etree._Element, scale: float) -> Box:
    match = _BOX.search(element.get("title", ""))
    left, top, right, bottom = (int(n) * scale for n in match.groups()) if match else (0.0,) * 4
    return Box(left=left, top=top, right=max(left, right), bottom=max(top, bottom))


def _block(paragraph: etree._Element, scale: float) -> TextBlock:
    rows = []
    for line in _of_class(paragraph, *_LINES):
        words = [_word(word, scale) for word in _of_class(line, "ocrx_word", "ocr_word")]
        if not words:
            words = [Word(text="".join(line.itertext()).strip(), box=_box(line, scale))]
        row = make_row(words)
        if row is not None:
            rows.append(row)
    return TextBlock(rows=tuple(rows))


def _word(word: etree._Element, scale: float) -> Word:
    match = _WORD_CONFIDENCE.search(word.get("title", ""))
    confidence = min(100, int(match[1])) / 100 if match else 1.0
    return Word(text="".join(word.itertext()).strip(), box=_box(word, scale), confidence=confidence)
