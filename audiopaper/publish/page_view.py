"""Pages as pictures for checking: articles in colours, their order, and doubtful lines."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from audiopaper.layout import Box, LineLayout, PageLayout
    from audiopaper.model import Article, Edition, Page, SplitEdition

_Line = tuple[int, int]
"""Page and line number, both from 1."""

_STYLE = (
    "body{font-family:sans-serif;margin:1rem;color:#111;background:#fff}"
    "svg{border:1px solid #555;width:100%;max-width:70rem;height:auto;background:#fff}"
    "ol{columns:22rem}ol i{display:inline-block;width:1em;height:1em;border:1px solid #555}"
    "p.line{margin:.2em 0;padding:.1em .4em;white-space:pre-wrap}"
)


@dataclass(frozen=True, slots=True)
class PageDoubt:
    """A doubt about a line of a page."""

    page: int
    line: int
    text: str
    """The doubt, in words."""


def render_page_view(edition: Edition, split: SplitEdition, doubts: Sequence[PageDoubt]) -> str:
    """Draw an edition's pages with each article in a colour of its own.

    Args:
        edition: The pages; a page with a layout is drawn as it is printed, any other as its
            lines.
        split: The articles, whose order gives their numbers.
        doubts: Doubtful lines; they are outlined and marked with a question mark.

    Returns:
        An HTML page that needs no other file.
    """
    owners = _owners(split.articles)
    marked: dict[_Line, list[str]] = {}
    for doubt in doubts:
        marked.setdefault((doubt.page, doubt.line), []).append(doubt.text)
    pages = "".join(_page(page, owners, marked) for page in edition.pages)
    title = html.escape(f"{edition.paper} {edition.date or ''}".strip() or "pages")
    return (
        f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style><h1>{title}</h1>{_legend(split.articles)}{pages}</html>\n"
    )


def _owners(articles: Sequence[Article]) -> dict[_Line, int]:
    """Return the number of each line's article, from 1."""
    owners: dict[_Line, int] = {}
    for number, article in enumerate(articles, 1):
        sources = [part.source for part in article.head]
        sources += [source for p in article.paragraphs for source in p.sources]
        for source in sources:
            for line in range(source.start, source.end + 1):
                owners.setdefault((source.page, line), number)
    return owners


def _colour(number: int) -> str:
    """Return an article's colour; the hues of neighbours differ by the golden angle."""
    return f"hsl({number * 137.5 % 360:.0f} 70% 80%)" if number else "#ddd"


def _legend(articles: Sequence[Article]) -> str:
    rows = "".join(
        f'<li><i style="background:{_colour(number)}"></i> '
        f"{html.escape(article.headline or '(no headline)')} <small>{article.kind}</small></li>"
        for number, article in enumerate(articles, 1)
    )
    return f"<ol>{rows}</ol>"


def _page(page: Page, owners: Mapping[_Line, int], doubts: Mapping[_Line, Sequence[str]]) -> str:
    drawn = _drawn(page, page.layout, owners, doubts) if page.layout else None
    body = drawn or "".join(
        f'<p class="line" style="background:{_colour(owners.get((page.number, n), 0))}"'
        f"{_title(doubts.get((page.number, n), ()))}>{html.escape(line)}</p>"
        for n, line in enumerate(page.lines, 1)
        if line.strip()
    )
    return f"<h2>{page.number} <small>{html.escape(page.name)}</small></h2>{body}"


def _title(doubts: Sequence[str]) -> str:
    title = html.escape("; ".join(doubts))
    return f' title="{title}"' if title else ""


# --- drawn by layout ---------------------------------------------------------------------------


def _drawn(
    page: Page,
    layout: PageLayout,
    owners: Mapping[_Line, int],
    doubts: Mapping[_Line, Sequence[str]],
) -> str:
    pieces = [_rect(box, "#999", "") for box in layout.pictures]
    pieces += [_rect(box, "#000", "#000") for box in layout.rules]
    numbered: set[int] = set()
    for number, (text, line) in enumerate(zip(page.lines, layout.lines, strict=True), 1):
        if line is None:
            continue
        owner = owners.get((page.number, number), 0)
        line_doubts = [*doubts.get((page.number, number), ())]
        line_doubts += ["not clear to which article it belongs"] * line.doubtful
        pieces += _line(text, line, owner, line_doubts)
        if owner and owner not in numbered:
            numbered.add(owner)
            pieces.append(_badge(line.boxes[0], str(owner)))
    view = f"0 0 {layout.width_mm:.1f} {layout.height_mm:.1f}"
    name = html.escape(page.name)
    return f'<svg viewBox="{view}" role="img" aria-label="{name}">{"".join(pieces)}</svg>'


def _line(text: str, line: LineLayout, owner: int, doubts: Sequence[str]) -> Iterator[str]:
    edge = "#c00" if doubts else ""
    title = html.escape("; ".join(doubts))
    for box, part in zip(line.boxes, _shares(text, line.boxes), strict=True):
        yield _rect(box, _colour(owner), edge, title)
        yield _text(box, part)
    if doubts:
        yield _badge(line.boxes[0], "?", "#c00")


def _shares(text: str, boxes: Sequence[Box]) -> list[str]:
    """Divide a text among its rows in proportion to their lengths."""
    total = sum(max(box.width, box.height) for box in boxes) or 1.0
    out, start, passed = [], 0, 0.0
    for box in boxes:
        passed += max(box.width, box.height)
        end = round(len(text) * passed / total)
        out.append(text[start:end])
        start = end
    return out


def _rect(box: Box, fill: str, edge: str, title: str = "") -> str:
    stroke = f' stroke="{edge}" stroke-width=".4"' if edge else ""
    inner = f"<title>{title}</title>" if title else ""
    return (
        f'<rect x="{box.left:.1f}" y="{box.top:.1f}" width="{box.width:.1f}" '
        f'height="{box.height:.1f}" fill="{fill}"{stroke}>{inner}</rect>'
    )


def _text(box: Box, text: str) -> str:
    if not text.strip():
        return ""
    shown = html.escape(text)
    if box.height > box.width:
        size, turn = box.width, ' writing-mode="vertical-rl"'
        x, y, length = (box.left + box.right) / 2, box.top, box.height
    else:
        size, turn = box.height, ""
        x, y, length = box.left, box.top + 0.86 * box.height, box.width
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:.1f}" textLength="{length:.1f}" '
        f'lengthAdjust="spacingAndGlyphs"{turn}>{shown}</text>'
    )


def _badge(box: Box, text: str, fill: str = "#000") -> str:
    x, y = max(2.5, box.left - 1.5), max(2.5, box.top)
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{fill}"/><text x="{x:.1f}" '
        f'y="{y + 1.2:.1f}" font-size="3.4" fill="#fff" text-anchor="middle">{text}</text>'
    )
