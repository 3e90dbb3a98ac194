"""Pages of recognised text: rows with boxes and confidences, from ALTO and hOCR files."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lxml import etree

from audiopaper.intake import normalise_text
from audiopaper.layout import Box, LineLayout, PageLayout, PagePart, enclose
from audiopaper.pages.decoding import BadPageError
from audiopaper.pages.geometry import PrintedRow, arrange_page
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_HAN = re.compile("[\u3400-\u9fff]")
_HAN_SHARE = 0.3
"""From this share of Han characters on, a page is put into order by where its rows stand; other
scripts keep the order of their file."""

_HEAD_RATIO = 1.22
MM_PER_PIXEL = 25.4 / 300
"""Scans for libraries have 300 dots an inch; files that count in pixels do not say it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A recognised word or character."""

    text: str
    box: Box
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBlock:
    """Rows that the file keeps together."""

    rows: tuple[PrintedRow, ...]
    article: int = 0
    """The article that the file puts it in, from 1 in reading order; 0 where it does not say."""

    part: PagePart = ""
    """What the file says that it is."""


def parse_xml(data: bytes) -> etree._Element:
    """Parse XML without expanding entities and without fetching anything.

    Raises:
        BadPageError: It is not well-formed, or declares entities.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadPageError(
            _("is no XML that can be read: {error}", error=str(error)[:120])
        ) from error
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise BadPageError(_("declares entities, which are not expanded"))
    return root


def make_row(
    words: Sequence[Word], *, size_pt: float = 0.0, bold: bool = False
) -> PrintedRow | None:
    """Join the words of a row, or return None if it has no text.

    Args:
        words: From left to right.
        size_pt: Size of the type where the file says it; else 0, and it is measured.
        bold: Whether the type is bold.
    """
    shown = [word for word in words if word.text.strip()]
    if not shown:
        return None
    text, gaps = "", []
    for n, word in enumerate(shown):
        if n and not (_HAN.match(shown[n - 1].text[-1:]) or _HAN.match(word.text)):
            text += " "
        if n and word.box.left - shown[n - 1].box.right > 0.5 * word.box.height:
            gaps.append((len(text), shown[n - 1].box.right, word.box.left))
        text += word.text
    box = enclose(word.box for word in shown)
    upright = len(text) > 1 and box.height > 1.5 * box.width
    return PrintedRow(
        text=normalise_text(text).strip(),
        box=box,
        size_pt=size_pt or _measured_size(text, box),
        bold=bold,
        vertical=upright,
        confidence=min(1.0, max(0.0, sum(w.confidence for w in shown) / len(shown))),
        gaps=tuple(gaps),
    )


def _measured_size(text: str, box: Box) -> float:
    """Measure the size of a row: by the width of its characters, or by its height."""
    length = sum(1.0 if _HAN.match(c) or not c.isascii() else 0.5 for c in text)
    high = max(box.width, box.height) if box.height > 1.5 * box.width else box.width
    em = high / length if length >= 4 and len(_HAN.findall(text)) > 0.7 * len(text) else box.height
    return max(2.0, round(em / 25.4 * 72 * 4) / 4)


def lay_out(
    blocks: Sequence[TextBlock], rules: Sequence[Box], pictures: Sequence[Box], size: Box
) -> tuple[tuple[str, ...], PageLayout]:
    """Put a recognised page into reading order.

    Articles that the file names stand as it has them; else Chinese pages are ordered by where
    their rows stand, and others as the file orders them.

    Raises:
        BadPageError: There is no text.
    """
    rows = [row for block in blocks for row in block.rows]
    text = "".join(row.text for row in rows)
    if not text:
        raise BadPageError(_("holds no text"))
    body = _body_size(rows)
    named = any(block.article for block in blocks)
    if not named and len(_HAN.findall(text)) > _HAN_SHARE * len(text):
        near = [_as_body(row, body) for row in rows]
        return arrange_page(
            near, rules, pictures, width_mm=size.width, height_mm=size.height, body_pt=body
        )
    lines: list[str] = []
    layouts: list[LineLayout | None] = []
    ordered = sorted(blocks, key=lambda block: block.article or len(blocks)) if named else blocks
    for shown, layout in _block_lines(ordered, body):
        if lines:
            lines.append("")
            layouts.append(None)
        lines.append(shown)
        layouts.append(layout)
    page = PageLayout(
        width_mm=size.width,
        height_mm=size.height,
        lines=tuple(layouts),
        rules=tuple(rules),
        pictures=tuple(pictures),
    )
    return tuple(lines), page


def _body_size(rows: Sequence[PrintedRow]) -> float:
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[round(row.size_pt * 2) / 2] += len(row.text)
    return max(sizes, key=lambda size: sum(sizes[s] for s in sizes if abs(s - size) <= 0.5))


_NOISE = 0.12
"""Measured sizes differ by so much from row to row of one type."""


def _as_body(row: PrintedRow, body: float) -> PrintedRow:
    return replace(row, size_pt=body) if abs(row.size_pt - body) < _NOISE * body else row


def _block_lines(blocks: Sequence[TextBlock], body: float) -> Iterator[tuple[str, LineLayout]]:
    for block in blocks:
        if not block.rows:
            continue
        size = max(row.size_pt for row in block.rows)
        part = block.part
        if not part and block.article:
            part = "head" if size > _HEAD_RATIO * body else "text"
        for rows in [[row] for row in block.rows] if part == "head" else [list(block.rows)]:
            yield (
                join_words(rows),
                LineLayout(
                    boxes=tuple(row.box for row in rows),
                    size_pt=size,
                    bold=2 * sum(row.bold for row in rows) > len(rows),
                    confidence=min(row.confidence for row in rows),
                    article=block.article,
                    part=part,
                ),
            )


def join_words(rows: Sequence[PrintedRow]) -> str:
    """Join rows to a paragraph; a word that was divided is made whole."""
    text = rows[0].text
    for row in rows[1:]:
        if text[-1:] in "-\u00ad\u2e17" and row.text[:1].isalpha() and not _HAN.match(row.text):
            text = text[:-1] + row.text
        elif _HAN.match(text[-1:]) or _HAN.match(row.text):
            text += row.text
        else:
            text += " " + row.text
    return text
