"""What can be seen of each block of a page: the signs that the weights speak of."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from audiopaper.articles.bylines import byline_strength
from audiopaper.articles.company import is_over_contact, see_company, usual_gap
from audiopaper.articles.grammar import is_dateline, jump_in
from audiopaper.articles.nearby import (
    is_forecast_line,
    see_head_pair,
    see_neighbours,
    see_quotes,
    signs_notice,
)
from audiopaper.articles.pictures import (
    CREDITS,
    has_photographer,
    is_listed,
    is_lonely,
    is_numbered_caption,
    is_photo_report,
)
from audiopaper.articles.places import (
    find_columns,
    find_foot,
    find_masthead,
    masthead_end,
    names_items,
)
from audiopaper.articles.signs import see_text
from audiopaper.articles.words import (
    CAPTION_OPENING,
    DIGEST,
    HEAD_CHARS,
    NUMBERED_SECTION,
    SCENE,
    SUPPLEMENT,
)
from audiopaper.articles.zones import NO_HEAD, find_verses, find_zones, is_name_under_head

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audiopaper.articles.blocks import Block


_FIRST_LINES = 8


_EDGE_TOP, _EDGE_FOOT = 6, 3
"""Running heads stand among the first lines of a page or the last ones."""


def repeated_lines(pages: Sequence[Sequence[Block]]) -> frozenset[str]:
    """Find the short texts at the edges of more than one page: running heads, slogans.

    A headline said again over its run-over, or in a digest, is none of them.
    """
    seen: Counter[str] = Counter()
    for blocks in pages:
        edge = {
            shape(block.text)
            for i, block in enumerate(blocks)
            if len(block.text) <= HEAD_CHARS
            and (i < _EDGE_TOP or i >= len(blocks) - _EDGE_FOOT)
            and not _is_announced(blocks[i + 1].text if i + 1 < len(blocks) else "")
        }
        seen.update(edge)
    return frozenset(text for text, n in seen.items() if n > 1 and len(text) > 1)


def _is_announced(below: str) -> bool:
    """Tell whether the line below makes the one above it a headline."""
    if jump_in(below) is not None or is_dateline(below) or DIGEST.search(below[:80].strip()):
        return True
    return byline_strength(below) >= 1


def shape(text: str) -> str:
    """Give a text without spaces and digits, so that running heads of two pages are alike."""
    return re.sub(r"[\s\d０-９第版A-D]", "", text)


def see_page(
    blocks: tuple[Block, ...], paper: str, repeated: frozenset[str]
) -> list[frozenset[str]]:
    """Name what can be seen of each block of a page."""
    first_prose = next((i for i, b in enumerate(blocks) if _is_prose(b)), len(blocks))
    texts = [frozenset(see_text(block, paper)) for block in blocks]
    texts = [_below_masthead(seen, i > first_prose) for i, seen in enumerate(texts)]
    texts = [
        seen | {"section_name"}
        if i < first_prose and not seen & _LISTED and _is_supplement(blocks, i)
        else seen
        for i, seen in enumerate(texts)
    ]
    levels = Counter(
        block.level
        for block, seen in zip(blocks, texts, strict=True)
        if block.level and not seen & NO_HEAD
    )
    main = _headline_level(blocks, levels, texts)
    zones = find_zones(blocks, texts)
    marks_heads = _marks_heads(blocks, zones)
    company = see_company(blocks, texts, zones, main)
    verses = find_verses(blocks, texts, zones)
    gap = usual_gap(blocks)
    masthead = masthead_end(texts)
    in_masthead = find_masthead(blocks, texts, zones, masthead)
    in_foot = find_foot(blocks, texts)
    columns = find_columns(blocks, texts, zones, masthead)
    out: list[frozenset[str]] = []
    for i, block in enumerate(blocks):
        above = blocks[i - 1] if i else None
        seen = set(texts[i])
        seen.update(_see_level(block, main))
        if not marks_heads:
            seen.discard("page_marked")
        if "level_main" in seen and _has_equal_neighbour(blocks, i):
            seen.discard("level_main")
            seen.add("level_flat")
        if (
            shape(block.text) in repeated
            and len(block.text) <= HEAD_CHARS
            and not is_dateline(block.text)
        ):
            seen.add("repeated")
        if i < first_prose and i < 30:
            seen.add("page_head")
            if i <= masthead:
                seen.discard("label_line")
            if "signature_date" in seen:
                seen.add("head_date")
        if i < first_prose and is_forecast_line(blocks, i):
            seen.add("weather_line")
        if is_lonely(blocks, i) and "one_clause" in seen:
            seen.add("lonely_clause")
            if i and texts[i - 1] & CREDITS:
                seen.add("lonely_top")
            if has_photographer(blocks, zones, i):
                seen.add("photo_article")
            if SCENE.fullmatch(block.text.rstrip("。")):
                seen.add("scene")
        if i < _FIRST_LINES and NUMBERED_SECTION.fullmatch(block.text.strip()):
            seen.add("section_name")
        if i in in_masthead:
            seen.add("in_masthead")
        if i in in_foot:
            seen.add("in_foot")
            seen.discard("label_line")
        seen.update(columns.get(i, ()))
        if names_items(blocks, i):
            seen.add("names_items")
            seen.discard("over_head")
        if "lost_notice" in seen and _is_among_notices(texts, i):
            seen.discard("lost_notice")
        if is_photo_report(blocks, texts, i):
            seen.add("photo_report")
        if is_photo_report(blocks, texts, i + 1):
            seen.add("below_photo_report")
        if i and "picture_label" in texts[i - 1]:
            seen.add("under_picture_label")
        if not block.level and i + 1 < len(blocks) and blocks[i + 1].level:
            seen.add("over_marked")
        led = "zone_upper" in zones.get(i, ()) or i not in zones
        if "motto" in seen and not (led and masthead >= 0 and i <= masthead + 2):
            seen.discard("motto")
        if "picture_mark" in seen and is_listed(texts, i):
            seen.discard("picture_mark")
        if "org_name" in seen and signs_notice(blocks, texts, i):
            seen.add("org_signature")
        if i >= len(blocks) - 2:
            seen.add("page_foot")
        seen.update(see_neighbours(blocks, texts, i))
        seen.update(zones.get(i, ()))
        if "zone_smaller" in seen and "level_main" in seen:
            seen = (seen - {"level_main"}) | {"level_below"}
        if "zone_largest" in seen:
            seen = (seen - {"level_above", "level_below"}) | {"level_main"}
        if "zone_upper" in seen and "column_words" in seen:
            # Over a head the column's name is a label, not a headline.
            seen.discard("column_words")
            seen.add("zone_label")
        seen |= see_quotes(blocks, texts, zones, i) | see_head_pair(blocks, zones, i)
        if "zone_bottom" in seen:
            # Below a headline 教育局：… says what was said, above a brief's text where it was.
            seen.discard("place_colon")
        if i in zones or i - 1 in zones:
            seen.discard("above_open")
        if "notice_exact" in seen or (
            "caption_words" in seen and CAPTION_OPENING.match(block.text)
        ):
            seen.discard("above_open")
        if seen & _NEVER_TEXT:
            seen.discard("above_open")
        if "above_open" in seen and "clauses" in seen and not seen & {"stop", "comma"}:
            seen.discard("above_open")
            seen.add("interrupts")
        if is_name_under_head(blocks, texts, i):
            seen.update(("name_under_head", "byline_maybe"))
            seen.discard("over_head")
        if is_numbered_caption(blocks, texts, i):
            seen.add("picture_mark")
        seen.update(company.get(i, ()))
        if "name_under_head" in seen:
            seen -= {"lone_short", "unechoed"}
        if above is not None and block.gap >= max(3, gap + 2):
            seen.add("gap")
            if "one_clause" in seen:
                # Where a picture stood, its caption stands; a torn line goes on without a gap.
                seen.discard("above_open")
        if i + 2 < len(blocks) and "sponsor" in texts[i + 2] and "stop" not in seen:
            seen.add("near_sponsor")
        if {"zone_upper", "comma", "longer_than_below"} <= seen:
            seen.add("long_lead_in")
        if i in verses and i > masthead:
            seen.add("verse")
            if i - 1 in verses:
                seen -= {"over_head", "in_column"}
        if "in_column" in seen:
            # A column's heads are made alike, marked or not.
            seen -= {"twin", "page_marked"}
        if is_over_contact(blocks, texts, i):
            seen.add("below_label")
        if "above_open" not in seen and not seen & _NOT_BARE:
            if seen & {"head_short", "head_long"}:
                seen.add("bare_line")
        elif (
            "open" in seen
            and seen & {"head_short", "head_long"}
            and not seen & {"above_open", "label_line", "sentences"}
        ):
            seen.add("comma_line")
        out.append(frozenset(seen))
    return out


# What goes on no torn line, whatever stands above it.
_NEVER_TEXT = frozenset({"paper_name", "page_only", "credit", "masthead_words", "date_line"})
_NOT_BARE = frozenset({"stop", "comma", "dateline", "colon_end", "label_line"})


def _is_prose(block: Block) -> bool:
    return is_dateline(block.text) or (len(block.text) > 50 and "。" in block.text)


# How far above a notice its own heading, or a heading of all notices, may stand.
_NOTICE_BLOCKS = 10
_NOTICES = frozenset({"notice_words", "notice_exact", "notice_end"})


def _is_among_notices(texts: Sequence[frozenset[str]], index: int) -> bool:
    """Tell whether a notice of one line stands under a heading of notices."""
    above = texts[max(0, index - _NOTICE_BLOCKS) : index]
    return any(seen & _NOTICES and "stop" not in seen for seen in above)


_LISTED = frozenset({"weather_words", "listing_words", "notice_exact", "digest_line"})


def _is_supplement(blocks: Sequence[Block], index: int) -> bool:
    """Tell whether a page's first lines open with a district's name, over two lines of a head."""
    if index >= _FIRST_LINES or not SUPPLEMENT.fullmatch(blocks[index].text.strip()):
        return False
    below = blocks[index + 1 : index + 3]
    return len(below) > 1 and all(len(b.text) <= HEAD_CHARS and not _is_prose(b) for b in below)


def _headline_level(
    blocks: Sequence[Block], levels: Counter[int], texts: Sequence[frozenset[str]]
) -> int:
    """Tell which mark-up level the page's headlines have.

    The one that leads to most datelines and bylines, else the highest that is used twice.
    """
    if not levels:
        return 0
    led: Counter[int] = Counter()
    for i, block in enumerate(blocks):
        if not (is_dateline(block.text) or byline_strength(block.text) >= 1):
            continue
        at, best = i - 1, 0
        while at >= 0 and i - at <= 4 and blocks[at].level and not texts[at] & NO_HEAD:
            best = min(best or 9, blocks[at].level)
            at -= 1
        if best:
            led[best] += 1
    if led:
        return max(led, key=lambda level: (led[level], -level))
    several = [level for level, n in levels.items() if n > 1]
    return min(several or levels)


def _has_equal_neighbour(blocks: tuple[Block, ...], index: int) -> bool:
    """Tell whether the next heading above or below has the same level, with no text between."""
    level = blocks[index].level
    around = blocks[max(0, index - 1) : index] + blocks[index + 1 : index + 2]
    return any(block.level == level for block in around)


def _below_masthead(seen: frozenset[str], below: bool) -> frozenset[str]:
    """Read 城事快报 as a column's name where the page's text has begun, not as a paper's."""
    if below and {"paper_name", "column_words"} <= seen:
        return seen - {"paper_name"}
    return seen


def _marks_heads(blocks: Sequence[Block], zones: Mapping[int, set[str]]) -> bool:
    """Tell whether most lines right over a dateline or byline have mark-up, where there are any."""
    last = [i for i, seen in zones.items() if seen & {"zone_only", "zone_bottom"}]
    return not last or 2 * sum(blocks[i].level > 0 for i in last) >= len(last)


def _see_level(block: Block, main: int) -> set[str]:
    if not block.level:
        return {"page_marked"} if main else set()
    if block.level == main:
        return {"heading", "level_main"}
    return {"heading", "level_above" if block.level < main else "level_below"}
