"""Features of two lines of wrapped text, and whether the lower one continues the upper one.

The features are weighed by a logistic regression, learned from real articles set in columns by
`python -m tests.tools.train_joins`; `audiopaper.articles.join_choice` chooses the joins of a page.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.articles.byline_forms import is_byline
from audiopaper.articles.datelines import PAPER_ENDINGS, is_dateline
from audiopaper.articles.jump_lines import is_jump
from audiopaper.articles.page_words import CREDIT, MASTHEAD
from audiopaper.articles.paragraph_bylines import parse_closing
from audiopaper.articles.seams import hash_end, hash_start, load_seams
from audiopaper.articles.sentence_ends import ends_open, ends_sentence
from audiopaper.articles.table_rows import is_table_row
from audiopaper.articles.word_joins import rate_words, view_end, view_start

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audiopaper.articles.seams import SeamTable
from audiopaper.articles.blocks import Block

MIN_WIDTH, MAX_WIDTH = 8, 64
"""Columns of Chinese newspapers hold so many characters a line."""

RAGGED_CHARS = 3
"""Stops that may not begin a line, and Latin words, leave a line up to this much shorter."""

_HANGING_CHARS = 2
"""Stops that hang over the edge make a line up to this much longer."""

FULL = range(-_HANGING_CHARS, RAGGED_CHARS + 1)
"""By how many characters a full line may be shorter than its column."""


# --- the column in force --------------------------------------------------------------------

_NEAR = 6
"""The number of lines above and below a line that determine the width of its column."""

_TORN_VOTES, _PAGE_VOTES, _MIN_VOTES = 2, 4, 5
"""A line that breaks off fills its column; the last one of a paragraph, with one vote, may not."""


def find_widths(lines: Sequence[Block], page_width: int) -> tuple[int, ...]:
    """Return the width of the column of each line, in characters; 0 where it is unknown.

    Args:
        lines: A page's lines.
        page_width: The usual width of its columns; 0 for none.
    """
    ended = [ends_sentence(line.text) for line in lines]
    printed = [printed_chars(line) for line in lines]
    weights = [
        0 if line.level else 1 if end else _TORN_VOTES
        for line, end in zip(lines, ended, strict=True)
    ]
    votes: Counter[int] = Counter()
    for length, weight in zip(printed[:_NEAR], weights, strict=False):
        votes[length] += weight
    out: list[int] = []
    for at, length in enumerate(printed):
        if at + _NEAR < len(printed):
            votes[printed[at + _NEAR]] += weights[at + _NEAR]
        if at > _NEAR:
            votes[printed[at - _NEAR - 1]] -= weights[at - _NEAR - 1]
        goes_on = ended[at] and out and not lines[at].gap and out[-1] >= length - 1
        out.append(out[-1] if goes_on else _width_near(length, votes, page_width))
    return tuple(out)


def _width_near(length: int, votes: Counter[int], page_width: int) -> int:
    """Return the narrowest usual width of the lines near that holds a line, else the widest."""
    near = {n for n, times in votes.items() if times and MIN_WIDTH <= n <= MAX_WIDTH}
    # A line is a character or two shorter where a stop or a word may not be parted.
    usual = [
        n
        for n in (near | {page_width} if page_width else near)
        if votes[n] + votes[n - 1] + votes[n - 2] + _PAGE_VOTES * (n == page_width) >= _MIN_VOTES
    ]
    holding = [n for n in usual if n >= length - 1]
    return min(holding) if holding else max(usual, default=page_width)


def printed_chars(line: Block) -> int:
    """Count a line's characters, the two of its indent included."""
    return line.length + 2 * line.indented


# --- lines ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinView:
    """A line, as it is looked at for its joins."""

    line: Block
    width: int
    """Characters that its column holds; 0 if unknown."""

    missing: int
    """How many characters it is shorter than its column; below 0 if it is longer."""

    ended: bool
    open: bool
    marked: bool
    """Whether it has a mark of prose in it."""

    opens: bool
    """Whether it is the dateline or byline of an article."""

    byline: bool
    foreign: bool
    """Whether it is furniture by its words."""

    closing: bool
    row: bool
    """Whether it looks like a row of a table."""

    in_bracket: bool
    """Whether a bracket is open at its end."""

    title: bool
    """Whether it is short and without a mark, as a line of a head is."""

    over: int
    """Which line over a dateline, a byline or an indented line it is, from below; 0 for none."""


def view_lines(lines: Sequence[Block], page_width: int) -> tuple[JoinView, ...]:
    """Look at each line of a page; see `JoinView`."""
    views: list[JoinView] = []
    widths = find_widths(lines, page_width)
    below: JoinView | None = None
    for line, width in zip(reversed(lines), reversed(widths), strict=True):
        below = _view_line(line, width, below)
        views.append(below)
    return tuple(reversed(views))


# Names of editors and advisers, a running head, prices in a row: what damage sets between lines.
_SURE_FOREIGN = re.compile(
    r"法律顾问|责任编辑|责编|版式|校对\s?[：:／/]|主编\s?[：:／/]|^[^，。\s]{2,6}[·｜|][^，。\s]+(?:\s[^，。\s]+){2,}$"
)
_FOREIGN = re.compile(
    rf"{MASTHEAD.pattern}|{CREDIT.pattern}|^[\u4e00-\u9fff]{{2,6}}(?:{PAPER_ENDINGS})(?:\s|$)"
)

_PROSE_MARK = re.compile("[，,。；：:！？、]")
_NO_TITLE_END = ("摄", "）", ")", "图", "文")
_MAX_WORDS = 2
_HEAD_LINES = 3


def _view_line(line: Block, width: int, below: JoinView | None) -> JoinView:
    text = line.text
    # Behind a semicolon that fills its line a paragraph goes on as it does inside a sentence.
    ended, byline = ends_sentence(text) and not text.endswith(("；", ";")), is_byline(text)
    marked = _PROSE_MARK.search(text) is not None
    opens = byline or is_dateline(text)
    missing = width - printed_chars(line) if width else MAX_WIDTH
    plain = not (ended or line.indented or opens)
    return JoinView(
        line=line,
        width=width,
        missing=missing,
        ended=ended,
        open=ends_open(text),
        marked=marked,
        opens=opens,
        byline=byline,
        foreign=_is_foreign(text, full=missing in FULL),
        closing=bool(parse_closing(text)[1]),
        row=len(text.split()) > _MAX_WORDS and not marked and not opens,
        in_bracket=max(text.rfind("（"), text.rfind("(")) > max(text.rfind("）"), text.rfind(")")),
        title=plain and not marked and missing > RAGGED_CHARS and not text.endswith(_NO_TITLE_END),
        over=_count_over(below, marked=marked) if plain else 0,
    )


def _count_over(below: JoinView | None, *, marked: bool) -> int:
    if below is None or below.line.gap:
        return 0
    if below.opens or below.line.indented:
        return 1
    return below.over + 1 if 0 < below.over < _HEAD_LINES and not marked else 0


def _is_foreign(text: str, *, full: bool) -> bool:
    """Return whether a line among wrapped ones is furniture; full prose may contain its words."""
    if _SURE_FOREIGN.search(text):
        return "，" not in text
    return not full and not re.search("[，。]", text) and _FOREIGN.search(text) is not None


# --- joins ----------------------------------------------------------------------------------

_MOST_SEAM, _MOST_WORDS = 8.0, 8.0
_CLOSING = re.compile("[^（(）)]*[）)]")
# The name of who took a picture, broken by the column's edge: …通车。本报记者 高 / 远 摄
_CREDIT_OPEN = re.compile("[。！？”][^，。！？]{0,14}$")
_CREDIT_END = re.compile("[（(]?[^，。！？]{0,8}(?:摄|摄影|供图|制图)[）)]?")

Seen = dict[str, float]
"""What is seen of two lines, by name; what is not seen is left out."""


def may_join(above: JoinView, line: JoinView) -> bool:
    """Return whether a line may go on the one above at all."""
    upper, lower = above.line, line.line
    if upper.level or lower.level or upper.front_matter or lower.front_matter:
        return False
    if is_table_row(upper.text) or is_table_row(lower.text):
        return False
    return (not lower.indented or above.in_bracket) and not is_jump(upper.text)


def see_join(
    above: JoinView, line: JoinView, *, indents: bool, seams: SeamTable | None = None
) -> Seen:
    """Return the evidence for a line going on the one above it.

    Args:
        above: The line above.
        line: The line.
        indents: Whether an indent opens each paragraph of the page.
        seams: Another table of what reads on than the shipped one.
    """
    seen = dict.fromkeys((*_see_above(above), *_see_line(line)), 1.0)
    ends = above.ended and above.missing > RAGGED_CHARS
    if above.ended:
        seen["above ended, line full"] = float(line.missing <= RAGGED_CHARS and not ends)
    else:
        table = seams or load_seams()
        odds = table.score(hash_end(above.line.text), hash_start(line.line.text))
        seam = max(-_MOST_SEAM, min(_MOST_SEAM, odds)) / 4
        seen["seam"] = seam
        seen["seam, line over an opening"] = seam * (line.over > 0)
        seen["seam, line is a title"] = seam * line.title
        seen["reads on, line is a title"] = float(line.title and odds > 0)
        words = rate_words(view_end(above.line.text), view_start(line.line.text))
        if words is None:
            seen["no words across"] = 1.0
        else:
            seen["words"] = max(-_MOST_WORDS, min(_MOST_WORDS, words)) / 4
            seen["words apart"] = max(0.0, -words) / 4
    if above.in_bracket and _CLOSING.match(line.line.text):
        seen["closes the bracket"] = 1.0
    if _CREDIT_OPEN.search(above.line.text) and _CREDIT_END.fullmatch(line.line.text):
        seen["ends the credit"] = 1.0
    if indents and not ends:
        seen["indents, above ended" if above.ended else "indents"] = 1.0
    if _is_spaced(above.line.text) and _is_spaced(line.line.text):
        seen["both of words"] = 1.0
    if line.line.gap:
        seen["blank line"] = 1.0
    if above.width - line.width >= RAGGED_CHARS and line.missing <= 1 and not line.ended:
        seen["narrower column"] = 1.0
    if printed_chars(line.line) > printed_chars(above.line) + _HANGING_CHARS:
        seen["longer than above"] = 1.0
    return seen


def _is_spaced(text: str) -> bool:
    """Return whether a line has spaces between its words, and no mark of a sentence."""
    return " " in text and not re.search("[，。？！]", text)


def _see_above(above: JoinView) -> Iterator[str]:
    """Name what is seen of the upper line."""
    size = _size(above.missing)
    yield f"above {size}"
    if above.ended:
        yield f"above ended, {size}"
    elif not above.open:
        yield "above ends with a colon or bracket"
    if above.in_bracket:
        yield "in a bracket"
    for name, is_so in (
        ("above without a mark", not (above.marked or above.line.indented or above.opens)),
        ("above foreign", above.foreign),
        ("above byline", above.byline),
        ("above closing", above.closing),
    ):
        if is_so:
            yield name


def _see_line(line: JoinView) -> Iterator[str]:
    """Name what is seen of the lower line."""
    if line.over:
        yield f"line over an opening, {_size(line.missing)}"
        if not line.marked:
            yield "line over an opening, without a mark"
    for name, is_so in (
        ("line is a title", line.title),
        ("line without a mark", not line.marked),
        ("line without a mark, full", not line.marked and line.missing <= 1),
        ("line dateline", line.opens and not line.byline),
        ("line byline", line.byline),
        ("line foreign", line.foreign),
        ("line is a row", line.row),
        ("line closing", line.closing and not line.marked),
        ("line of some words", " " in line.line.text and not line.marked and not line.ended),
    ):
        if is_so:
            yield name


def _size(missing: int) -> str:
    """Name how a line fills its column."""
    if missing < -_HANGING_CHARS:
        return "too long"
    return "full" if missing <= 1 else "ragged" if missing <= RAGGED_CHARS else "short"
