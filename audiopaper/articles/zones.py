"""The lines of a head: what stands over a dateline, a byline or a poet's name."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from audiopaper.articles.bylines import byline_strength, is_name, is_photo_credit, parse_closing
from audiopaper.articles.grammar import ends_sentence, is_dateline
from audiopaper.articles.words import HEAD_CHARS, SOURCE_NOTE

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
        "jump_out",
        "jump_in",
        "bracketed",
    }
)


def find_zones(blocks: Sequence[Block], texts: Sequence[frozenset[str]]) -> dict[int, set[str]]:
    """Find the short lines over a dateline or byline: a headline and its company."""
    found: dict[int, set[str]] = {}
    for i, block in enumerate(blocks):
        if not (
            is_dateline(block.text)
            or _opens_with_byline(block, texts[i])
            or byline_strength(block.text) >= 1
            or is_name_under_head(blocks, texts, i)
            or _is_under_stack(blocks, texts, i)
        ):
            continue
        if is_photo_credit(block.text) or SOURCE_NOTE.fullmatch(block.text):
            continue
        zone: list[int] = []
        first = _over_note(texts, i)
        for at in range(first - 1, max(-1, first - 1 - _MAX_ZONE_LINES), -1):
            if not may_be_head(blocks[at]) or at in found or texts[at] & NO_HEAD:
                break
            if texts[at] & _NO_ZONE:
                break
            if not zone and texts[at] & {"slogan_pair", "banner_words"}:
                continue
            zone.append(at)
        if len(zone) == _MAX_ZONE_LINES and _is_verse_line(blocks, texts, zone[-1] - 1):
            # So many short lines are a poem or a list, not one headline's company.
            zone = zone[:1]
        if len(zone) > 1 and _is_label(blocks[zone[-1]]) and _is_personal(block.text):
            found[zone.pop()] = {"zone", "zone_upper", "zone_top", "zone_label", "essay_label"}
        for place, at in enumerate(zone):
            found[at] = {"zone"} | ({"zone_only"} if len(zone) == 1 else set())
            found[at] |= _see_level_in(blocks, zone, at) | _see_broken(blocks, zone, place)
            if len(zone) > 1:
                found[at].add("zone_bottom" if place == 0 else "zone_upper")
                if place == len(zone) - 1:
                    found[at].add("zone_top")
                    if len(zone) > 2:
                        found[at].add("zone_of_three")
                    if _is_label(blocks[at]):
                        found[at].add("zone_label")
    return found


def _is_label(block: Block) -> bool:
    tight = re.sub(r"\s", "", block.text)
    return len(tight) <= _LABEL_CHARS and tight[-1:] not in "：:！？"


def _see_level_in(blocks: Sequence[Block], zone: Sequence[int], at: int) -> set[str]:
    """Compare a marked line with the other marked lines of its head."""
    levels = [blocks[i].level for i in zone if blocks[i].level]
    if not blocks[at].level or len(levels) < 2 or levels.count(min(levels)) > 1:
        return set()
    return {"zone_largest" if blocks[at].level == min(levels) else "zone_smaller"}


def _see_broken(blocks: Sequence[Block], zone: Sequence[int], place: int) -> set[str]:
    """Tell whether a line is half a headline: two short lines of one length among four or more.

    The places of a head's lines are counted from the bottom.
    """

    def is_twin(lower: int) -> bool:
        if not 0 <= lower < len(zone) - 1:
            return False
        below, above = (len(re.sub(r"\s", "", blocks[zone[n]].text)) for n in (lower, lower + 1))
        return (
            max(below, above) <= _BROKEN_CHARS
            and abs(below - above) <= 1
            and min(below, above) > _LABEL_CHARS
        )

    if len(zone) < _MIN_BROKEN_LINES:
        return set()
    if is_twin(place):
        return {"broken_lower"}
    if is_twin(place - 1):
        return {"broken_upper"}
    return {"over_broken"} if is_twin(place - 2) else set()


_BROKEN_CHARS, _MIN_BROKEN_LINES = 12, 4


def _is_personal(byline: str) -> bool:
    """Tell whether a byline is a person's name alone, as under essays and opinions."""
    return not is_dateline(byline) and not _BY_OFFICE.search(byline)


_BY_OFFICE = re.compile("记者|記者|通讯员|通訊員|本[报刊]|[/／]|[图文攝摄]|报道|報道|[（(]")
_REPORTS = re.compile("记者|記者|通讯员|通訊員")


def _opens_with_byline(block: Block, seen: frozenset[str]) -> bool:
    """Tell whether a text opens with its reporters in brackets, which does a dateline's work."""
    return (
        "byline_opening" in seen
        and block.text[0] in "（("
        and bool(_REPORTS.search(block.text[:12]))
    )


def _is_under_stack(blocks: Sequence[Block], texts: Sequence[frozenset[str]], index: int) -> bool:
    """Tell whether a text stands under three short lines, which only a head has.

    A poem has more lines, a list has like ones below.
    """
    first = index - _STACK_LINES
    if first < 1 or not ends_sentence(blocks[first - 1].text):
        return False
    whole = ends_sentence(blocks[index].text) or "byline_closing" in texts[index]
    if not whole or blocks[index].level:
        return False
    return all(
        not blocks[at].level
        and _MIN_STACK_CHARS <= len(blocks[at].text) <= HEAD_CHARS
        and not ends_sentence(blocks[at].text)
        and not texts[at] & (NO_HEAD | _NO_ZONE | _NO_STACK)
        for at in range(first, index)
    )


_STACK_LINES, _MIN_STACK_CHARS = 3, 6
_NO_STACK = frozenset(
    {"byline", "byline_likely", "byline_maybe", "org_name", "phone_end", "notice_words", "ticker",
     "letter_signature", "comma_end", "listing_words", "banner_words", "slogan_strong", "says_who"}
)  # fmt: skip


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
    return not texts[index] & (
        NO_HEAD | {"stop", "byline", "byline_likely", "dateline", "data_row"}
    )


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
            found.update(run[: len(run) - _head_below(blocks, run)])
        run = []
    return found


def _head_below(blocks: Sequence[Block], run: Sequence[int]) -> int:
    """Count the lines of the next text's head at the end of a run of verses set without gaps."""
    tail = next((n for n, at in enumerate(reversed(run), start=1) if blocks[at].gap), 0)
    verses = run[1 : len(run) - tail]
    prose = run[-1] + 1 < len(blocks) and ends_sentence(blocks[run[-1] + 1].text)
    if not prose or tail > _MAX_ZONE_LINES or any(blocks[at].gap for at in verses):
        return 0
    return tail if len(verses) >= _MIN_STANZA else 0


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
        return _is_pen_name(blocks, texts, index)
    below = blocks[index + 1].text
    if not may_be_head(blocks[index - 1]):
        return False
    if "editors_note" in texts[index + 1]:
        return True
    return len(below) >= _TEXT_CHARS and ends_sentence(below[-4:])


# The first paragraph of a short commentary is no longer.
_TEXT_CHARS = 24


# A pen name that is no name says so by its place only: nothing else is seen of it.
_PLAIN = frozenset({"tiny", "head_short", "open", "byline_maybe"})
_PEN_NAME = re.compile("[\u4e00-\u9fff]{2,3}")
# How far below a heading takes up its words, or another one stands.
_ECHO_BLOCKS = 8


def _is_pen_name(blocks: Sequence[Block], texts: Sequence[frozenset[str]], index: int) -> bool:
    """Tell whether two or three characters below a head that has just begun are a pen name.

    A heading in a body would be echoed by the text below it and have others like it.
    """
    tight = re.sub(r"\s", "", blocks[index].text)
    if blocks[index].level or texts[index] - _PLAIN or not _PEN_NAME.fullmatch(tight):
        return False
    if byline_strength(f"（{tight}）") < 1 or index < 2:
        return False
    over, first, above = blocks[index - 1], blocks[index + 1], blocks[index - 2]
    if over.level or not may_be_head(over) or texts[index - 1] & (NO_HEAD | {"stop"}):
        return False
    label = len(re.sub(r"\s", "", above.text)) <= _LABEL_CHARS and may_be_head(above)
    if len(re.sub(r"\s", "", over.text)) <= _LABEL_CHARS:
        return False
    if not (ends_sentence(above.text) or label):
        return False
    if len(first.text) < _TEXT_CHARS or not ends_sentence(first.text[-4:]):
        return False
    below = blocks[index + 1 : index + 1 + _ECHO_BLOCKS]
    if any(
        len(re.sub(r"\s", "", block.text)) <= len(tight) + 1 and ends_sentence(under.text)
        for block, under in itertools.pairwise(below)
    ):
        return False
    return not all(any(char in block.text for block in below[:2]) for char in tight)


def _is_poet(blocks: Sequence[Block], texts: Sequence[frozenset[str]], index: int) -> bool:
    """Tell whether a bare name stands between a poem's title and its first lines.

    Below a whole sentence, or a title that says so （外一首）, a pen name will do; among verses,
    which may look like names too, a surname is asked for, and a poem's length of lines above.
    """
    name = re.sub(r"\s", "", blocks[index].text)
    lines = range(index + 1, index + 1 + _MIN_STANZA)
    if lines[-1] >= len(blocks) or not _POET.fullmatch(name) or _NO_POETS.fullmatch(name):
        return False
    if not all(_is_verse_line(blocks, texts, i) for i in (index - 1, *lines)):
        return False
    if any(is_name(re.sub(r"\s", "", blocks[i].text)) for i in lines):
        return False
    title = blocks[index - 1]
    above = blocks[index - 2].text if index > 1 else ""
    if _POEMS.search(title.text):
        return True
    if not is_name(name) or "byline_maybe" not in texts[index]:
        return False
    stanza = range(index - 1 - _MIN_VERSES, index - 1)
    return (
        not above
        or ends_sentence(above)
        or (stanza[0] >= 0 and all(_is_verse_line(blocks, texts, i) for i in stanza))
    )


_MIN_STANZA = 3
_POET = re.compile(r"[\u4e00-\u9fff·]{2,5}")
_POEMS = re.compile(r"[（(](?:外[一二三四五六]首|组诗|[二三四五六]首)[）)]$")
# Words of poems that are written as names are.
_NO_POETS = re.compile(
    r"黄昏|石头|江水|白云|高处|高山|高原|雷声|温暖|温柔|安静|安详|宁静|金黄"
    r"|金色|时光|时间|时候|阳光|路上|路口|路边|夏天|夏夜|谷雨|车站|车窗|花开"
    r"|花香|花朵|花儿|田野|田埂|水井|钟声|马蹄|牛羊|白色|白发|白雪|黄土|江南"
    r"|江湖|江边|石板|石桥|梅花|柳絮|柳条|池塘|满天|童年|双手|云朵|方向|向往"
    r"|常常|和你|和我|于是|终于|都是|那里|那天|那年|干净|成熟|明天|明月"
)


def may_be_head(block: Block) -> bool:
    """Tell whether a block is short and unfinished enough to be a line of a head."""
    text = block.text
    tight = len(re.sub(r"\s", "", text))
    if tight > HEAD_CHARS or is_dateline(text) or byline_strength(text) >= 1:
        return False
    if block.level:
        return True
    if parse_closing(text)[1] is not None:
        return False
    return not ends_sentence(text) or ("。" not in text and tight <= 30)
