"""The value of a doubt about a page's text, and the passages in which doubts are looked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from audiopaper.marked_text import mark_text
from audiopaper.model import PICKABLE_KINDS, Article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiopaper.model import Edition, LineRange, SplitEdition

DoubtKind = Literal[
    "torn-start",
    "torn-end",
    "link",
    "role",
    "head",
    "copy",
    "date",
    "repetition",
    "look-alike",
    "misread",
]
"""What a doubt about a text is of."""

_CONTEXT_CHARS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class TextDoubt:
    """Something on a page that the program decided, or left as it is, without being sure."""

    kind: DoubtKind
    """What it is of."""

    page: int
    """Page number."""

    line: int
    """Line number, counted from 1."""

    text: str
    """The printed text around the place, which is marked by `mark_text`."""

    done: str
    """What the program did, for the editor to read."""

    other: str
    """What else was possible."""

    sure: float
    """How sure it is, from 0 to 1, that what was done is right."""

    article: str = ""
    """Id of the article; empty for none."""

    picture: str = ""
    """The printed row, as a ``data:`` address of a PNG; empty where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph that may be spoken, with what is needed to say where it stands."""

    article: Article
    """The article it belongs to."""

    index: int
    """Its place among the article's paragraphs, from 0; -1 for the headline."""

    text: str
    """The text as split from the page, a paragraph or a headline."""

    lines: tuple[tuple[int, int, str], ...]
    """Page, line and printed text of the lines it was joined from, in reading order."""


def list_passages(edition: Edition, split: SplitEdition) -> Iterator[Passage]:
    """Yield the headlines and paragraphs of all articles that may be picked, in reading order."""
    printed = {page.number: page.lines for page in edition.pages}

    def lines_of(sources: tuple[LineRange, ...]) -> tuple[tuple[int, int, str], ...]:
        return tuple(
            (source.page, number, printed[source.page][number - 1])
            for source in sources
            for number in range(source.start, source.end + 1)
            if source.page in printed and number <= len(printed[source.page])
        )

    for article in split.articles:
        if article.kind not in PICKABLE_KINDS:
            continue
        heads = tuple(part.source for part in article.head if part.role == "headline")
        if article.headline and lines_of(heads):
            yield Passage(article=article, index=-1, text=article.headline, lines=lines_of(heads))
        for index, paragraph in enumerate(article.paragraphs):
            lines = lines_of(paragraph.sources)
            if lines and paragraph.text:
                yield Passage(article=article, index=index, text=paragraph.text, lines=lines)


def doubt_at(
    passage: Passage,
    start: int,
    end: int,
    *,
    kind: DoubtKind,
    done: str,
    other: str,
    sure: float,
    line: tuple[int, int] | None = None,
) -> TextDoubt:
    """Make a doubt about a span of a passage.

    Args:
        passage: The passage.
        start: Offset of the span's first character in the passage's text.
        end: Offset behind its last character.
        kind: What the doubt is of.
        done: What the program did.
        other: What else was possible.
        sure: How sure it is that what was done is right.
        line: Page and line of the span; None to look for it.
    """
    text = passage.text
    page, number = line or line_at(passage, start, end)
    before, behind = text[max(0, start - _CONTEXT_CHARS) : start], text[end : end + _CONTEXT_CHARS]
    return TextDoubt(
        kind=kind,
        page=page,
        line=number,
        text=mark_text(before, text[start:end], behind).replace("\n", " "),
        done=done,
        other=other,
        sure=round(sure, 2),
        article=passage.article.id,
    )


def line_at(passage: Passage, start: int, end: int) -> tuple[int, int]:
    """Return page and line of a span: the printed line that holds it with most of its context."""
    if start == 0:
        return passage.lines[0][:2]
    if end == len(passage.text):
        return passage.lines[-1][:2]
    for reach in (8, 4, 1, 0):
        snippet = _tight(passage.text[max(0, start - reach) : end + reach])
        for page, line, printed in passage.lines:
            if snippet in _tight(printed):
                return page, line
    return passage.lines[0][:2]


def _tight(text: str) -> str:
    return "".join(text.split())
