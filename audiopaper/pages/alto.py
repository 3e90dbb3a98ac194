"""ALTO files (versions 2 to 4) and METS packages of them: recognised text as libraries keep it.

Source: https://www.loc.gov/standards/alto/ and https://www.loc.gov/standards/mets/.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from lxml import etree

from audiopaper.layout import Box, PagePart
from audiopaper.legible_names import make_legible
from audiopaper.pages.decoding import BadPageError, read_bounded
from audiopaper.pages.ocr_pages import (
    MM_PER_PIXEL,
    TextBlock,
    Word,
    lay_out,
    make_row,
    parse_xml,
)
from audiopaper.pages.page_numbers import PageFile
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_UNITS = {"mm10": 0.1, "inch1200": 25.4 / 1200, "pixel": MM_PER_PIXEL}
_PARTS: Mapping[str, PagePart] = {
    "headline": "head", "heading": "head", "title": "head", "overline": "head", "kicker": "head",
    "subheadline": "head", "subtitle": "head", "motto": "head", "body": "text", "text": "text",
    "paragraph": "text", "caption": "caption", "pageheader": "edge", "page-number": "edge",
    "header": "edge", "footer": "edge",
}  # fmt: skip
MAX_SHEETS = 200
_SNIFFED_BYTES = 4000

Placed = tuple[int, PagePart]
"""The article of a block, from 1, and what the block is in it."""


def can_read(path: Path) -> bool:
    """Return whether a file is ALTO or METS, by its first bytes."""
    return path.suffix.lower() == ".xml" and (_sniff(path, b"alto") or is_mets(path))


def is_mets(path: Path) -> bool:
    """Return whether a file is METS, which names the ALTO files of its pages."""
    return path.suffix.lower() == ".xml" and _sniff(path, b"mets")


def _sniff(path: Path, name: bytes) -> bool:
    try:
        with path.open("rb") as file:
            start = file.read(_SNIFFED_BYTES).replace(b"\0", b"").lower()
    except OSError:
        return False
    return b"<" + name in start or b":" + name + b" " in start or b":" + name + b">" in start


def read(path: Path) -> tuple[PageFile, ...]:
    """Read the pages of an ALTO file, or of all ALTO files that a METS file names.

    Raises:
        BadPageError: It is no such file, or has no text.
    """
    root = parse_xml(read_bounded(path))
    name = make_legible(path.name)
    if _local(root) == "alto":
        return _read_alto(root, name, {}, counted=False)
    if _local(root) != "mets":
        raise BadPageError(_("is neither ALTO nor METS"))
    package = _read_package(root, path)
    if len(package) > MAX_SHEETS:
        raise BadPageError(_("names {count} pages, more than one edition has", count=len(package)))
    pages: list[PageFile] = []
    problem = _("names no ALTO file that is there")
    for file, places in package:
        try:
            file_pages = _read_alto(parse_xml(read_bounded(file)), name, places, counted=True)
        except BadPageError as bad:
            problem = f"{make_legible(file.name)} {bad}"
            continue
        pages += [replace(page, sheet=len(pages) + 1) for page in file_pages]
    if not pages:
        raise BadPageError(problem)
    return tuple(
        replace(page, name=f"{name}, page {page.sheet}") if len(pages) > 1 else page
        for page in pages
    )


def _local(element: etree._Element) -> str:
    tag = element.tag
    return etree.QName(tag).localname.lower() if isinstance(tag, str) else ""


def _children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    return (child for child in element.iter() if _local(child) in names)


# --- ALTO --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Style:
    size_pt: float = 0.0
    bold: bool = False


def _read_alto(
    root: etree._Element, name: str, places: Mapping[str, Placed], *, counted: bool
) -> tuple[PageFile, ...]:
    unit = next((e.text for e in _children(root, "measurementunit")), None) or "pixel"
    scale = _UNITS.get(unit.strip().lower(), MM_PER_PIXEL)
    styles = {
        style.get("ID", ""): _Style(
            _number(style, "FONTSIZE"), "bold" in style.get("FONTSTYLE", "").lower()
        )
        for style in _children(root, "textstyle")
    }
    tagged = {**_tagged_blocks(root), **places}
    sheets = []
    for page in _children(root, "page"):
        blocks = [_block(b, scale, styles, tagged) for b in _ordered_blocks(root, page)]
        pictures = tuple(_box(b, scale) for b in _children(page, "illustration"))
        rules = tuple(_box(b, scale) for b in _children(page, "graphicalelement"))
        every = [row.box for block in blocks for row in block.rows]
        size = Box(
            left=0,
            top=0,
            right=_number(page, "WIDTH") * scale or max((b.right for b in every), default=1),
            bottom=_number(page, "HEIGHT") * scale or max((b.bottom for b in every), default=1),
        )
        lines, layout = lay_out(blocks, rules, pictures, size)
        sheets.append(PageFile(name, lines, layout=layout, sheet=int(counted)))
    if not sheets:
        raise BadPageError(_("holds no page"))
    return tuple(sheets)


def _number(element: etree._Element, name: str) -> float:
    try:
        value = float(element.get(name, "0"))
    except ValueError:
        return 0.0
    return value if abs(value) < 1e7 else 0.0


def _box(element: etree._Element, scale: float) -> Box:
    left, top = _number(element, "HPOS") * scale, _number(element, "VPOS") * scale
    width, height = _number(element, "WIDTH") * scale, _number(element, "HEIGHT") * scale
    return Box(left=left, top=top, right=left + max(0.0, width), bottom=top + max(0.0, height))


def _ordered_blocks(root: etree._Element, page: etree._Element) -> list[etree._Element]:
    """Return a page's blocks in the order that the file says, else in its own."""
    blocks = list(_children(page, "textblock"))
    ranks: dict[str, int] = {}
    for order in _children(root, "readingorder"):
        for reference in _children(order, "elementref"):
            ranks.setdefault(reference.get("REF", ""), len(ranks))
    return sorted(blocks, key=lambda block: ranks.get(block.get("ID", ""), len(ranks)))


def _tagged_blocks(root: etree._Element) -> dict[str, Placed]:
    """Read which article its tags put each block in (ALTO 3 and 4)."""
    tags = {
        tag.get("ID", ""): (tag.get("TYPE", "").lower(), tag.get("LABEL", "").lower())
        for tag in _children(root, "structuretag", "layouttag", "othertag", "roletag")
    }
    articles: dict[str, int] = {}
    placed: dict[str, Placed] = {}
    for block in _children(root, "textblock", "composedblock"):
        number, part = 0, ""
        for reference in block.get("TAGREFS", "").split():
            kind, label = tags.get(reference, ("", ""))
            if "article" in kind or label.startswith("article"):
                number = articles.setdefault(reference, len(articles) + 1)
            part = _PARTS.get(label, _PARTS.get(kind, part))
        if number or part:
            for inner in (block, *_children(block, "textblock")):
                placed[inner.get("ID", "")] = (number, part)  # type: ignore[assignment]
    return placed


def _block(
    block: etree._Element,
    scale: float,
    styles: Mapping[str, _Style],
    places: Mapping[str, Placed],
) -> TextBlock:
    own = _style_of(block, styles)
    rows = []
    for line in _children(block, "textline"):
        style = _style_of(line, styles) or own
        words: list[Word] = []
        for item in _children(line, "string", "hyp"):
            style = style or _style_of(item, styles)
            content = item.get("CONTENT", "")
            box = _box(item, scale)
            if _local(item) == "hyp":
                if words:
                    words[-1] = replace(words[-1], text=words[-1].text + "-")
                continue
            words.append(Word(text=content, box=box, confidence=_confidence(item)))
        known = style or _Style()
        row = make_row(words, size_pt=known.size_pt, bold=known.bold)
        if row is not None:
            rows.append(row)
    article, part = places.get(block.get("ID", ""), (0, ""))
    return TextBlock(rows=tuple(rows), article=article, part=part)


def _style_of(element: etree._Element, styles: Mapping[str, _Style]) -> _Style | None:
    names = element.get("STYLEREFS", "").split()
    return next((styles[n] for n in names if n in styles and styles[n].size_pt), None)


def _confidence(word: etree._Element) -> float:
    """Return a word's confidence: WC from 0 to 1, else CC from 0, sure, to 9 for each character."""
    if word.get("WC"):
        return _number(word, "WC")
    digits = [int(c) for c in word.get("CC", "") if c.isdigit()]
    return 1 - sum(digits) / len(digits) / 9 if digits else 1.0


# --- METS --------------------------------------------------------------------------------------


def _read_package(root: etree._Element, path: Path) -> list[tuple[Path, dict[str, Placed]]]:
    """Return a package's ALTO files in page order, with the articles of their blocks."""
    files: dict[str, Path] = {}
    for file in _children(root, "file"):
        place = next(_children(file, "flocat"), None)
        alto_path = None if place is None else _inside(path, place)
        if alto_path is not None:
            files[file.get("ID", "")] = alto_path
    places: dict[str, dict[str, Placed]] = {}
    number = 0
    for division in _children(root, "div"):
        kind = division.get("TYPE", "").lower()
        if kind not in ("article", "advertisement", "illustration"):
            continue
        number += 1
        for part in _children(division, "div"):
            named = _PARTS.get(part.get("TYPE", "").lower(), "")
            for area in _own_areas(part):
                blocks = places.setdefault(area.get("FILEID", ""), {})
                blocks[area.get("BEGIN", "")] = (number, named)
    return [(file, places.get(key, {})) for key, file in files.items()]


def _own_areas(division: etree._Element) -> Iterator[etree._Element]:
    """Return the areas of a division that are in none of its inner divisions."""
    for child in division:
        if _local(child) == "fptr":
            yield from _children(child, "area")


def _inside(package: Path, place: etree._Element) -> Path | None:
    """Return the file that a package names, or None if it is outside the package's folder."""
    href = next((value for key, value in place.attrib.items() if key.endswith("href")), "")
    parts = urlsplit(str(href))
    # Packages write file://./alto/1.xml, whose dot stands where a host would.
    if parts.scheme not in ("", "file") or parts.netloc not in ("", "."):
        return None
    relative = PurePosixPath(unquote(parts.path).lstrip("/").removeprefix("./"))
    folder = package.parent.resolve()
    try:
        file = (folder / relative).resolve()
        usable = file.is_relative_to(folder) and file.suffix.lower() == ".xml" and file.is_file()
    except (OSError, ValueError):
        return None
    return file if usable and file != package.resolve() else None
