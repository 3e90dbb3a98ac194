"""What can be seen of a block from the blocks round it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from audiopaper.articles.bylines import (
    byline_strength,
    is_name,
    is_photo_credit,
    parse_closing,
    parse_opening,
)
from audiopaper.articles.grammar import ends_open, ends_sentence, is_dateline
from audiopaper.articles.words import HAN, HEAD_CHARS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audiopaper.articles.blocks import Block


_MAX_ZONE_LINES = 5


# A line of up to six characters over a headline names the column, not the story.
_LABEL_CHARS = 6


NO_HEAD = frozenset(
    {
        "section_name",
        "page_only",
        "masthead_words",
        "paper_name",
        "date_line",
        "credit",
        "no_han",
        "label_line",
        "photo_credit",
        "caption_words",
        "salutation",
        "digest_line",
        "markup_only",
        "signature_date",
    }
)


_TWIN_CHARS, _TWIN_BLOCKS = 18, 16


# An article that has headings in its body has more than a paragraph above the first.
_MIN_CHARS_OVER_HEADING = 120


# How far a heading's surroundings are compared: two or three paragraphs.
_COHESION_CHARS = 500


def usual_gap(blocks: Sequence[Block]) -> int:
    """Give the number of blank lines that most blocks of a page have before them."""
    gaps = sorted(b.gap for b in blocks[1:])
    return gaps[len(gaps) // 2] if gaps else 0


def find_zones(blocks: Sequence[Block], texts: Sequence[frozenset[str]]) -> dict[int, set[str]]:
    """Find the short lines over a dateline or byline: a headline and its company."""
    found: dict[int, set[str]] = {}
    for i, block in enumerate(blocks):
        if not (
            is_dateline(block.text)
            or byline_strength(block.text) >= 1
            or is_name_under_head(blocks, texts, i)
        ):
            continue
        if is_photo_credit(block.text):
            continue
        zone: list[int] = []
        first = _over_note(texts, i)
        for at in range(first - 1, max(-1, first - 1 - _MAX_ZONE_LINES), -1):
            if not _may_be_head(blocks[at]) or at in found or texts[at] & NO_HEAD:
                break
            if texts[at] & _NO_ZONE:
                break
            if not zone and texts[at] & {"slogan_pair", "banner_words"}:
                continue
            zone.append(at)
        if len(zone) == _MAX_ZONE_LINES and _is_verse_line(blocks, texts, zone[-1] - 1):
            # So many short lines are a poem or a list, not one headline's company.
            zone = zone[:1]
        for place, at in enumerate(zone):
            tight = re.sub(r"\s", "", blocks[at].text)
            found[at] = {"zone"} | ({"zone_only"} if len(zone) == 1 else set())
            if len(zone) > 1:
                found[at].add("zone_bottom" if place == 0 else "zone_upper")
                if place == len(zone) - 1:
                    found[at].add("zone_top")
                    if len(zone) > 2:
                        found[at].add("zone_of_three")
                    if len(tight) <= _LABEL_CHARS and tight[-1:] not in "：:！？":
                        found[at].add("zone_label")
    return found


_NO_ZONE = frozenset({"hotline", "phone", "torn_clauses", "sentences"})


def _over_note(texts: Sequence[frozenset[str]], index: int) -> int:
    """Give the place of an editor's note over a dateline or byline; the place itself for none."""
    for at in range(index - 1, max(-1, index - 1 - _NOTE_BLOCKS), -1):
        if "editors_note" in texts[at]:
            return at
    return index


# The label, and a paragraph or two.
_NOTE_BLOCKS = 3

_VERSE_CHARS, _MIN_VERSES = 20, 4


def _is_verse_line(blocks: Sequence[Block], texts: Sequence[frozenset[str]], index: int) -> bool:
    if index < 0 or blocks[index].level or len(blocks[index].text) > _VERSE_CHARS:
        return False
    return not texts[index] & (NO_HEAD | {"stop", "byline", "byline_likely", "dateline"})


def find_verses(
    blocks: Sequence[Block], texts: Sequence[frozenset[str]], zones: Mapping[int, set[str]]
) -> set[int]:
    """Find runs of short lines outside heads: verses, menus, programmes."""
    found: set[int] = set()
    run: list[int] = []
    for i in range(len(blocks) + 1):
        if i < len(blocks) and i not in zones and _is_verse_line(blocks, texts, i):
            run.append(i)
            continue
        if len(run) >= _MIN_VERSES:
            found.update(run)
        run = []
    return found


def is_over_contact(blocks: Sequence[Block], texts: Sequence[frozenset[str]], index: int) -> bool:
    """Tell whether a label or telephone number stands below, or below one short line."""
    for at in range(index + 1, min(index + 3, len(blocks))):
        if texts[at] & {"label_line", "phone_end"}:
            return True
        if len(blocks[at].text) > HEAD_CHARS or "stop" in texts[at]:
            return False
    return False


# Shorter headings name columns.
_HEAD_CHARS = 4


def is_name_under_head(
    blocks: Sequence[Block], texts: Sequence[frozenset[str]], index: int
) -> bool:
    """Tell whether one bare name stands where a byline does: below a short line, over a text.

    Under a marked heading it may be a pen name.
    """
    if not 0 < index < len(blocks) - 1:
        return False
    if _is_poet(blocks, texts, index):
        return True
    over, under = blocks[index - 1], blocks[index + 1]
    if over.level and over.level != blocks[index].level and not under.level:
        tight = re.sub(r"\s", "", blocks[index].text)
        if is_name(tight) and byline_strength(tight) > 0:
            return True
    if over.level and not (blocks[index].level or under.level) and len(over.text) >= _HEAD_CHARS:
        return byline_strength(f"（{blocks[index].text.strip()}）") >= 1
    if "byline_maybe" not in texts[index]:
        return False
    below = blocks[index + 1].text
    if not _may_be_head(blocks[index - 1]):
        return False
    return "editors_note" in texts[index + 1] or (len(below) > 40 and ends_sentence(below[-4:]))


def _is_poet(blocks: Sequence[Block], texts: Sequence[frozenset[str]], index: int) -> bool:
    """Tell whether a bare name stands between a poem's title and its first lines.

    Inside a run of short lines only a title that says so 外一首 opens another poem: verses may
    look like names too.
    """
    tight = re.sub(r"\s", "", blocks[index].text)
    lines = range(index + 1, index + 1 + _MIN_STANZA)
    if not is_name(tight) or "byline_maybe" not in texts[index] or lines[-1] >= len(blocks):
        return False
    if not all(_is_verse_line(blocks, texts, i) for i in (index - 1, *lines)):
        return False
    if any(is_name(re.sub(r"\s", "", blocks[i].text)) for i in (index - 1, *lines)):
        return False
    above = blocks[index - 2].text if index > 1 else ""
    return ends_sentence(above) or not above or _POEMS.search(blocks[index - 1].text) is not None


_MIN_STANZA = 3
_POEMS = re.compile(r"[（(](?:外[一二三四五六]首|组诗|[二三四五六]首)[）)]$")


def _may_be_head(block: Block) -> bool:
    text = block.text
    tight = len(re.sub(r"\s", "", text))
    if tight > HEAD_CHARS or is_dateline(text) or byline_strength(text) >= 1:
        return False
    if block.level:
        return True
    if parse_closing(text)[1] is not None:
        return False
    return not ends_sentence(text) or ("。" not in text and tight <= 30)


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
        if (block.level or (_may_be_head(block) and len(block.text) <= 30))
        and not texts[i] & (NO_HEAD | {"caption_tail"})
    ]
    if not heads:
        return {}
    led = sum(1 for i in heads if blocks[i].level == main and i in zones)
    unled = sum(1 for i in heads if blocks[i].level == main and i not in zones)
    starts = set(heads)
    twins = _twins(blocks, texts, zones)
    common = _common_pairs(blocks)
    found: dict[int, set[str]] = {}
    for i in heads:
        if i in zones:
            continue
        seen = found.setdefault(i, set())
        if i in twins:
            seen.add("twin")
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
