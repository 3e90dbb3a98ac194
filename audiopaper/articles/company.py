"""What can be seen of a block from the blocks round it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from audiopaper.articles.bylines import (
    parse_opening,
)
from audiopaper.articles.grammar import ends_open, ends_sentence
from audiopaper.articles.words import HAN, HEAD_CHARS
from audiopaper.articles.zones import NO_HEAD, may_be_head

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audiopaper.articles.blocks import Block


_TWIN_CHARS, _TWIN_BLOCKS = 18, 16


# An article that has headings in its body has more than a paragraph above the first.
_MIN_CHARS_OVER_HEADING = 120


# How far a heading's surroundings are compared: two or three paragraphs.
_COHESION_CHARS = 500


def usual_gap(blocks: Sequence[Block]) -> int:
    """Give the number of blank lines that most blocks of a page have before them."""
    gaps = sorted(b.gap for b in blocks[1:])
    return gaps[len(gaps) // 2] if gaps else 0


def is_over_contact(blocks: Sequence[Block], texts: Sequence[frozenset[str]], index: int) -> bool:
    """Tell whether a label or telephone number stands below, or below one short line."""
    for at in range(index + 1, min(index + 3, len(blocks))):
        if texts[at] & {"label_line", "phone_end"}:
            return True
        # An advert exclaims before it says where to call.
        if len(blocks[at].text) > HEAD_CHARS or (
            "stop" in texts[at] and not blocks[at].text.endswith(("！", "!"))
        ):
            return False
    return False


def see_company(
    blocks: Sequence[Block],
    texts: Sequence[frozenset[str]],
    zones: Mapping[int, set[str]],
    main: int,
) -> dict[int, set[str]]:
    """Look further than the next block at the short lines that no dateline or byline follows."""
    heads = [
        i
        for i, block in enumerate(blocks)
        if (block.level or (may_be_head(block) and len(block.text) <= 30))
        and not texts[i] & (NO_HEAD | {"caption_tail"})
    ]
    if not heads:
        return {}
    led = sum(1 for i in heads if blocks[i].level == main and i in zones)
    unled = sum(1 for i in heads if blocks[i].level == main and i not in zones)
    starts = set(heads)
    twins = _twins(blocks, texts, zones)
    forms = Counter(_colon_form(blocks[i].text) for i in twins)
    common = _common_pairs(blocks)
    found: dict[int, set[str]] = {}
    for i in heads:
        if i in zones:
            continue
        seen = found.setdefault(i, set())
        if i in twins:
            seen.add("twin")
            form = _colon_form(blocks[i].text)
            if form is not None and forms[form] > 1:
                seen.add("colon_twin")
        if main and blocks[i].level == main and led >= max(2, unled):
            seen.add("unled")
        below = _texts_from(blocks, starts, i + 1, 1)
        above = _texts_from(blocks, starts, i - 1, -1)
        signed = next((at for at in below if "byline_closing" in texts[at]), None)
        if signed is not None or (
            below and texts[below[-1]] & {"byline", "byline_likely", "byline_maybe"}
        ):
            seen.add("closes_below")
        if _chars_since_head(blocks, zones, texts, i) < _MIN_CHARS_OVER_HEADING:
            seen.add("short_above")
        seen.update(_cohesion(blocks, above, below, common))
        if (
            below
            and "stop" in texts[below[0]]
            and not texts[i] & _LISTS
            and not _is_echoed(blocks[i].text, "".join(blocks[at].text for at in below))
        ):
            seen.add("unechoed")
    for i, many in _mates(heads, zones, texts).items():
        seen = found.setdefault(i, set())
        seen.add("mates" if many else "lone")
        if not many and "short_above" in seen:
            seen.add("lone_short")
    for i in range(1, len(blocks)):
        if "dateline" in texts[i - 1] and _is_torn_opening(blocks[i - 1].text):
            found.setdefault(i, set()).add("above_torn_dateline")
    return found


def _is_echoed(line: str, below: str) -> bool:
    """Tell whether the text below takes up a short line's words, as it does a heading's.

    Measured on the shared and made-up pages: of the characters of 28 headings a fifth or more
    stand in the text below, but for three; of banners, slogans and labels at most an eighth.
    """
    chars = set(HAN.findall(line)) - _EVERYWHERE
    below = below[:_COHESION_CHARS]
    if len(below) < _MIN_ECHO_CHARS or not chars or _pairs(line) & _pairs(below):
        return True
    return sum(char in below for char in chars) * 6 >= len(chars)


_MIN_ECHO_CHARS = 40
# Characters that any text of some length has.
_EVERYWHERE = frozenset("一不的了在是有年月日时大中上下人来")
# Headlines over lists and adverts: what stands below is no prose that would take up their words.
_LISTS = frozenset({"listing_words", "notice_words", "weather_words", "column_words"})


def _mates(
    heads: Sequence[int], zones: Mapping[int, set[str]], texts: Sequence[frozenset[str]]
) -> dict[int, bool]:
    """Tell of each short line outside a head whether its article has others like it."""
    groups: list[list[int]] = [[]]
    free = [i for i in heads if i not in zones and "label_line" not in texts[i]]
    borders = sorted(zones)
    at = 0
    for i in free:
        if at < len(borders) and borders[at] < i:
            groups.append([])
            while at < len(borders) and borders[at] < i:
                at += 1
        groups[-1].append(i)
    return {i: len(group) > 1 for group in groups for i in group}


def _is_torn_opening(text: str) -> bool:
    """Tell whether a dateline stands there with no sentence behind it."""
    return len(text) <= 120 and len(parse_opening(text).rest) <= 24 and not ends_sentence(text)


def _colon_form(text: str) -> tuple[int, int] | None:
    """Give what lines made alike round a colon have in common: 祖父：一桶油, 父亲：一本簿."""
    at = text.find("：")
    return (at, len(text)) if at > 0 else None


def _twins(
    blocks: Sequence[Block], texts: Sequence[frozenset[str]], zones: Mapping[int, set[str]]
) -> set[int]:
    """Find short lines of equal length near each other: an article's headings are made alike."""
    found: set[int] = set()
    last: dict[int, int] = {}
    for i, block in enumerate(blocks):
        tight = len(re.sub(r"\s", "", block.text))
        if i in zones or texts[i] & {"dateline", "byline", "byline_closing"}:
            last.clear()
        if i in zones or tight > _TWIN_CHARS or tight < 4 or texts[i] & {"stop", "label_line"}:
            continue
        if i and ends_open(blocks[i - 1].text) and len(blocks[i - 1].text) > _TWIN_CHARS:
            continue
        for length in (tight - 1, tight, tight + 1):
            other = last.get(length)
            if other is not None and 1 < i - other <= _TWIN_BLOCKS:
                found.update((i, other))
        last[tight] = i
    return found


def _chars_since_head(
    blocks: Sequence[Block],
    zones: Mapping[int, set[str]],
    texts: Sequence[frozenset[str]],
    index: int,
) -> int:
    """Count the characters between an article's head and a line, up to what matters."""
    chars = 0
    for at in range(index - 1, -1, -1):
        if at in zones:
            return chars
        if texts[at] & {"byline", "byline_likely"}:
            # What stands right under a byline may open the body with a heading.
            return chars or _MIN_CHARS_OVER_HEADING
        chars += len(blocks[at].text)
        if chars >= _MIN_CHARS_OVER_HEADING or "dateline" in texts[at]:
            return chars
    return chars


def _texts_from(blocks: Sequence[Block], heads: set[int], at: int, step: int) -> list[int]:
    out: list[int] = []
    chars = 0
    while 0 <= at < len(blocks) and at not in heads and chars < _COHESION_CHARS:
        out.append(at)
        chars += len(blocks[at].text)
        at += step
    return out


def _pairs(text: str) -> set[str]:
    return {
        text[i : i + 2]
        for i in range(min(len(text), 2 * _COHESION_CHARS) - 1)
        if HAN.match(text[i]) and HAN.match(text[i + 1])
    }


def _common_pairs(blocks: Sequence[Block]) -> set[str]:
    """Find the character pairs of everyday words: those that many paragraphs have."""
    seen: Counter[str] = Counter()
    texts = [b for b in blocks if len(b.text) > HEAD_CHARS]
    for block in texts:
        seen.update(_pairs(block.text))
    limit = max(3, len(texts) // 5)
    return {pair for pair, n in seen.items() if n > limit}


def _cohesion(
    blocks: Sequence[Block], above: Sequence[int], below: Sequence[int], common: set[str]
) -> set[str]:
    """Tell whether the texts round a heading speak of one thing, by the words they share."""
    before = set().union(*(_pairs(blocks[i].text) for i in above)) - common
    after = set().union(*(_pairs(blocks[i].text) for i in below)) - common
    if len(after) < 20 or len(before) < 20:
        return set()
    share = len(before & after) / len(after)
    # Measured on the shared and made-up pages: neighbours in one article share 2 to 12 in a
    # hundred, neighbours in two articles 0 to 6.
    if share >= 0.07:
        return {"coheres"}
    return {"parts"} if share <= 0.015 else set()


def is_head_like(block: Block) -> bool:
    """Tell whether an unfinished block is rather a headline than a torn paragraph."""
    text = block.text
    return len(text) <= HEAD_CHARS and not re.search(r"[，,；;。]", text)
