"""Features of a block's place: on the page, among the lines of a head, beside its neighbours."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audiopaper.articles.blocks import Block
from audiopaper.articles.byline_forms import byline_strength
from audiopaper.articles.datelines import is_dateline
from audiopaper.articles.features.line_text import is_pair
from audiopaper.articles.person_names import is_name

Signs = frozenset[str]

# What closes a row of short lines from below: the text of the article whose head they are.
_BYLINES = frozenset({"byline", "byline_likely"})
# What is no line of a head, however short it is.
_NO_HEAD = frozenset(
    {"section_name", "page_only", "masthead_words", "paper_name", "date_line", "credit", "no_han",
     "label_line", "photo_credit", "caption_words", "salutation", "digest_line", "markup_only",
     "signature_date", "jump_out", "jump_in", "bracketed", "stop", "byline", "byline_likely",
     "data_row", "caption_tail", "weather_line", "ticker", "reader_contact"}
)  # fmt: skip
_MASTHEAD = frozenset({"paper_name", "date_line", "masthead_words", "credit"})
_HEAD_CHARS, _PROSE_CHARS, _MASTHEAD_LINES, _HEAD_LINES = 48, 50, 20, 5
_TWIN_CHARS, _TWIN_BLOCKS = 18, 16
_LABEL_CHARS, _MIN_VERSES = 6, 3
_LONELY = (6, 40)
_ITEMS, _MIN_ITEMS = frozenset({"list_line", "bullet", "says_who", "data_row"}), 2


@dataclass(frozen=True, slots=True)
class Positions:
    """A page's blocks with their signs, and what holds for the page as a whole."""

    blocks: Sequence[Block]
    signs: Sequence[Signs]
    lengths: Sequence[int]
    repeated: Sequence[bool]
    """Whether other pages of the edition have the line at their edges too."""

    prose: int
    """Index of the first text of the page."""

    masthead: int
    """Index of the last line among the first that only a masthead has; -1 for none."""

    level: int
    """Mark-up level of the page's headlines; 0 for none."""

    heads: Sequence[tuple[int, int, str]]
    """For each block the row of short lines it stands in, as the number of lines above and below
    it, and what the row leads to: ``dateline``, ``byline``, ``text`` or empty."""

    twins: frozenset[int]
    """Short lines of the length of another near them."""

    since: Sequence[int]
    """Characters of text since the last row of short lines."""

    mates: Sequence[int]
    """Short lines that stand alone in the same article as a block that does; 0 for others."""

    pictured: Sequence[bool]
    """Whether the last byline above names who took the pictures."""


def measure_positions(
    blocks: Sequence[Block], signs: Sequence[Signs], repeated: Sequence[bool]
) -> Positions:
    """Measure a page once for all features."""
    lengths = [len(re.sub(r"\s", "", block.text)) for block in blocks]
    is_short = [
        length <= _HEAD_CHARS and not seen & _NO_HEAD and not is_dateline(block.text)
        for block, length, seen in zip(blocks, lengths, signs, strict=True)
    ]
    heads = [_row(signs, is_short, i) for i in range(len(blocks))]
    prose = next(
        (i for i, n in enumerate(lengths) if n > _PROSE_CHARS or "dateline" in signs[i]),
        len(blocks),
    )
    top = [i for i, seen in enumerate(signs[:_MASTHEAD_LINES]) if seen & _MASTHEAD and i < prose]
    return Positions(
        blocks=blocks,
        signs=signs,
        lengths=lengths,
        repeated=repeated,
        prose=prose,
        masthead=max(top, default=-1),
        level=_headline_level(blocks, heads),
        heads=heads,
        twins=_find_twins(lengths, is_short, heads),
        since=_chars_since(lengths, is_short),
        mates=_count_mates(is_short, heads),
        pictured=_find_pictured(blocks, signs),
    )


def _row(signs: Sequence[Signs], is_short: Sequence[bool], index: int) -> tuple[int, int, str]:
    """Return the short lines above and below a line in its row, and what the row leads to."""
    if not is_short[index]:
        return 0, 0, ""
    above = below = 0
    while above < _HEAD_LINES and index > above and is_short[index - above - 1]:
        above += 1
    while below < _HEAD_LINES and index + below + 1 < len(signs) and is_short[index + below + 1]:
        below += 1
    at = index + below + 1
    if at >= len(signs):
        return above, below, ""
    if "dateline" in signs[at] or "byline_opening" in signs[at]:
        return above, below, "dateline"
    return above, below, "byline" if signs[at] & _BYLINES else "text"


def _headline_level(blocks: Sequence[Block], heads: Sequence[tuple[int, int, str]]) -> int:
    """Return the mark-up level that leads to most datelines and bylines, else the most usual."""
    led: Counter[int] = Counter()
    for block, (_, _, leads) in zip(blocks, heads, strict=True):
        if block.level:
            led[block.level] += 4 if leads in ("dateline", "byline") else 1
    return max(led, key=lambda level: (led[level], -level), default=0)


def _find_twins(
    lengths: Sequence[int], is_short: Sequence[bool], heads: Sequence[tuple[int, int, str]]
) -> frozenset[int]:
    """Find lone short lines of equal length near each other: headings are made alike."""
    twins: set[int] = set()
    last: dict[int, int] = {}
    for i, length in enumerate(lengths):
        if heads[i][2] in ("dateline", "byline"):
            last.clear()
        elif is_short[i] and 4 <= length <= _TWIN_CHARS:
            for other in (last.get(n) for n in (length - 1, length, length + 1)):
                if other is not None and 1 < i - other <= _TWIN_BLOCKS:
                    twins.update((i, other))
            last[length] = i
    return frozenset(twins)


def _chars_since(lengths: Sequence[int], is_short: Sequence[bool]) -> list[int]:
    out, chars = [], 0
    for length, short in zip(lengths, is_short, strict=True):
        out.append(chars)
        chars = 0 if short else chars + length
    return out


def _count_mates(is_short: Sequence[bool], heads: Sequence[tuple[int, int, str]]) -> list[int]:
    """Count the lone short lines between one head and the next: headings come in twos."""
    groups: list[list[int]] = [[]]
    for i, (above, below, leads) in enumerate(heads):
        if leads in ("dateline", "byline"):
            groups.append([])
        elif is_short[i] and not above and not below:
            groups[-1].append(i)
    counts = [0] * len(heads)
    for group in groups:
        for i in group:
            counts[i] = len(group)
    return counts


_NAME = re.compile(r"[\u4e00-\u9fff\s]{2,5}")
_PHOTO_REPORT = re.compile(r"(?:摄影报道|摄)[）)]?$")
_PICTURES = re.compile(r"[图攝摄](?:[/／:：\s]|$)|摄影|攝影")


def _find_pictured(blocks: Sequence[Block], signs: Sequence[Signs]) -> list[bool]:
    out, pictured = [], False
    for block, seen in zip(blocks, signs, strict=True):
        out.append(pictured)
        if seen & (_BYLINES | {"dateline", "byline_maybe"}):
            pictured = _PICTURES.search(block.text[:120]) is not None
    return out


def see_positions(page: Positions, i: int) -> set[str]:
    """Name the features of a block's place."""
    return _see_items(page, i) | _see_on_page(page, i) | _see_row(page, i) | _see_alone(page, i)


def _see_items(page: Positions, i: int) -> set[str]:
    """Name whether a list stands below."""
    items = page.signs[i + 1 : i + 1 + _MIN_ITEMS]
    of_list = len(items) == _MIN_ITEMS and all(signs & _ITEMS for signs in items)
    return {"over_items"} if of_list else set()


def _see_on_page(page: Positions, i: int) -> set[str]:
    """Name where on the page a block stands, and how its mark-up compares."""
    seen = set()
    if i < page.prose:
        seen.add("page_head")
        seen.add("in_masthead" if i <= page.masthead else "below_masthead")
        if i == page.prose - 1 - page.heads[i][1]:
            seen.add("first_head")
    if page.repeated[i]:
        seen.add("repeated")
    if page.level:
        level = page.blocks[i].level
        word = "none" if not level else "main" if level == page.level else ""
        seen.add(f"level={word or ('higher' if level < page.level else 'lower')}")
    return seen


def _see_row(page: Positions, i: int) -> set[str]:
    """Name what a row of short lines leads to, and which of its lines this is."""
    above, below, leads = page.heads[i]
    seen = {"verse"} if above + below >= _MIN_VERSES and leads != "dateline" else set()
    if not leads:
        return seen
    seen |= {f"leads={leads}", f"row={leads} {min(above, 3)} {min(below, 3)}"}
    if is_pair(page.blocks[i].text):
        seen.add("pair")
    chars = page.since[i - above] if i >= above else 0
    steps = ((0, "none"), (120, "few"), (400, "some"))
    seen.add(f"since={next((word for most, word in steps if chars <= most), 'many')}")
    if not above and below and page.lengths[i] <= _LABEL_CHARS:
        seen.add("zone_label")
        marks = page.blocks[i].level, page.blocks[i + 1].level
        order = "higher" if 0 < marks[0] < marks[1] else "marked" if marks[0] else "bare"
        seen.add(f"label={leads} {order}")
    if leads == "text" and above and not below and _NAME.fullmatch(page.blocks[i].text.strip()):
        seen.add("name_under_head")
    return seen


def _see_alone(page: Positions, i: int) -> set[str]:
    """Name what a line is by itself among texts: a heading, a name, a caption."""
    above, _, leads = page.heads[i]
    seen = {"twin"} if i in page.twins else set()
    if page.mates[i]:
        seen.add("mates" if page.mates[i] > 1 else "lone")
    if _names_someone(page, i):
        seen.add(f"bare_name={leads or 'alone'} {min(above, 2)}")
    if page.signs[i] & _BYLINES and _PHOTO_REPORT.search(page.blocks[i].text[-12:]):
        seen.add("photo_report")
    if _is_lonely(page, i):
        seen.add("lonely_clause")
        if page.pictured[i]:
            seen.add("photo_article")
    return seen


def _is_lonely(page: Positions, i: int) -> bool:
    """Return whether a short sentence stands between longer texts, as captions do."""
    if not _LONELY[0] <= page.lengths[i] <= _LONELY[1] or "sentences" in page.signs[i]:
        return False
    around = [page.lengths[at] for at in (i - 1, i + 1) if 0 <= at < len(page.lengths)]
    return all(length > _LONELY[1] for length in around)


def _names_someone(page: Positions, i: int) -> bool:
    text = re.sub(r"\s", "", page.blocks[i].text)
    return len(text) <= 4 and is_name(text) and byline_strength(f"（{text}）") >= 1


POSITION_WORDS: Mapping[str, str] = {
    "leads": "the short lines lead to a {}",
    "row": "in a row of short lines (what it leads to, lines above, lines below): {}",
    "level": "mark-up, against the page's headlines: {}",
    "since": "text above since the last short line: {}",
    "label": "a few characters over a head that leads to: {}",
    "bare_name": "a person's name and nothing else, over: {}",
}
"""Features with a value, for an editor's eyes; the others are in `explain`."""
