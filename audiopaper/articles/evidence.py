"""What can be seen of each block of a page: the signs that the weights speak of."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from audiopaper.articles.bylines import byline_strength, parse_byline
from audiopaper.articles.company import (
    NO_HEAD,
    find_verses,
    find_zones,
    is_head_like,
    is_name_under_head,
    is_over_contact,
    see_company,
    usual_gap,
)
from audiopaper.articles.grammar import ends_sentence, is_dateline, jump_in
from audiopaper.articles.places import find_columns, find_foot, find_masthead, masthead_end
from audiopaper.articles.signs import see_text
from audiopaper.articles.words import (
    CONTACT,
    DIGEST,
    HEAD_CHARS,
    NUMBERED_SECTION,
    SCENE,
    SIGNATURE,
    WEATHER_WORD,
)

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
        if i < first_prose and _is_forecast_line(blocks, i):
            seen.add("weather_line")
        if _is_lonely(blocks, i) and "one_clause" in seen:
            seen.add("lonely_clause")
            if i and texts[i - 1] & (_BYLINES | {"photo_credit"}):
                seen.add("lonely_top")
            if _has_photographer(blocks, zones, i):
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
        if _is_photo_report(blocks, texts, i):
            seen.add("photo_report")
        if _is_photo_report(blocks, texts, i + 1):
            seen.add("below_photo_report")
        if i and "picture_label" in texts[i - 1]:
            seen.add("under_picture_label")
        if not block.level and i + 1 < len(blocks) and blocks[i + 1].level:
            seen.add("over_marked")
        led = "zone_upper" in zones.get(i, ()) or i not in zones
        if "motto" in seen and not (led and masthead >= 0 and i <= masthead + 2):
            seen.discard("motto")
        if "picture_mark" in seen and _is_listed(texts, i):
            seen.discard("picture_mark")
        if "org_name" in seen and _signs_notice(blocks, texts, i):
            seen.add("org_signature")
        if i >= len(blocks) - 2:
            seen.add("page_foot")
        seen.update(_see_neighbours(blocks, texts, i))
        seen.update(zones.get(i, ()))
        if "zone_upper" in seen and "column_words" in seen:
            # Over a head the column's name is a label, not a headline.
            seen.discard("column_words")
            seen.add("zone_label")
        seen |= _see_quotes(blocks, texts, zones, i)
        if "zone_bottom" in seen:
            # Below a headline 教育局：… says what was said, above a brief's text where it was.
            seen.discard("place_colon")
        if i in zones or i - 1 in zones:
            seen.discard("above_open")
        if "notice_exact" in seen:
            seen.discard("above_open")
        if "above_open" in seen and "clauses" in seen and not seen & {"stop", "comma"}:
            seen.discard("above_open")
            seen.add("interrupts")
        if is_name_under_head(blocks, texts, i):
            seen.update(("name_under_head", "byline_maybe"))
            seen.discard("over_head")
        if _is_numbered_caption(blocks, texts, i):
            seen.add("picture_mark")
        seen.update(company.get(i, ()))
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


def _is_photo_report(blocks: Sequence[Block], texts: Sequence[frozenset[str]], index: int) -> bool:
    """Tell whether a byline says who took and described the one picture above it."""
    if not 1 < index < len(blocks) or not _PHOTO_REPORT.search(blocks[index].text[-12:]):
        return False
    whole = ends_sentence(blocks[index - 2].text) or "picture_label" in texts[index - 2]
    return whole and "dated_open" in texts[index - 1] and bool(texts[index] & _CREDITS)


_PHOTO_REPORT = re.compile(r"(?:摄影报道|摄)[）)]?$")
_CREDITS = frozenset({"byline", "byline_likely", "photo_credit"})


_NUMBERED_CAPTION = re.compile(r"[①-⑳][^。]{4,60}。?")
_FAR_BLOCKS = 16


def _is_numbered_caption(
    blocks: Sequence[Block], texts: Sequence[frozenset[str]], index: int
) -> bool:
    """Tell whether ① and a sentence name one picture of several: a photographer signed above."""
    if not _NUMBERED_CAPTION.fullmatch(blocks[index].text):
        return False
    for at in range(index - 1, max(-1, index - _FAR_BLOCKS), -1):
        if len(blocks[at].text) < HEAD_CHARS and re.search(r"摄|[文/／]\s?图", blocks[at].text):
            return bool(texts[at] & (_CREDITS | {"byline_maybe"}))
    return False


def _is_listed(texts: Sequence[frozenset[str]], index: int) -> bool:
    """Tell whether an arrow before a text is the bullet of a list: its neighbour has one too."""
    around = [*texts[max(0, index - 1) : index], *texts[index + 1 : index + 2]]
    return any("picture_mark" in seen for seen in around)


# A name or figure of speech in quotes is what a headline is remembered by.
_QUOTED = re.compile(r"[“”「」\"]")
_EVENT_LINES = frozenset({"meeting", "presides", "no_subject", "dash", "event_words"})


def _see_quotes(
    blocks: Sequence[Block],
    texts: Sequence[frozenset[str]],
    zones: Mapping[int, set[str]],
    index: int,
) -> set[str]:
    """Compare the two lines of a head: the headline may be the one with the quotes.

    A second line that is much longer, or says what was held, is a subhead with or without them.
    """
    upper, lower = (index, index + 1) if "zone_top" in zones.get(index, ()) else (index - 1, index)
    if (
        upper < 0
        or "zone_top" not in zones.get(upper, ())
        or "zone_bottom" not in zones.get(lower, ())
    ):
        return set()
    above, below = blocks[upper].text, blocks[lower].text
    if _QUOTED.search(above) or not _QUOTED.search(below) or texts[lower] & _EVENT_LINES:
        return set()
    if len(below) - len(above) > _LONGER_CHARS:
        return set()
    return {"below_quoted"} if index == upper else {"quoted_alone"}


_NOTICE_BLOCKS = 12


def _signs_notice(blocks: Sequence[Block], texts: Sequence[frozenset[str]], index: int) -> bool:
    """Tell whether an office's name stands under the text of a notice."""
    if not index or not ends_sentence(blocks[index - 1].text):
        return False
    for at in range(index - 1, max(-1, index - _NOTICE_BLOCKS), -1):
        if is_dateline(blocks[at].text) or texts[at] & _BYLINES:
            return False
        if texts[at] & {"notice_words", "notice_exact"} and "stop" not in texts[at]:
            return True
    return False


def _is_forecast_line(blocks: Sequence[Block], index: int) -> bool:
    """Tell whether a short line alone, among others, gives the weather."""
    near = blocks[max(0, index - 1) : index + 2]
    return len(blocks[index].text) <= HEAD_CHARS and [
        block.text for block in near if _is_forecast(block.text)
    ] == [blocks[index].text]


def _is_forecast(text: str) -> bool:
    return ("℃" in text or "°C" in text) and len(WEATHER_WORD.findall(text)) >= 2


# A caption of one sentence, between paragraphs that are longer than two of it.
_MAX_LONELY_CHARS, _MIN_LONG_CHARS = 34, 36


def _is_lonely(blocks: Sequence[Block], index: int) -> bool:
    """Tell whether a short text stands alone between longer ones, or between a head and one."""
    if not _MIN_LONELY_CHARS <= len(blocks[index].text) <= _MAX_LONELY_CHARS:
        return False
    if index + 1 < len(blocks) and len(blocks[index + 1].text) < _MIN_LONG_CHARS:
        return False
    above = blocks[index - 1].text if index else ""
    whole = len(above) >= _MIN_LONG_CHARS and ends_sentence(above)
    return whole or byline_strength(above) >= 1


_MIN_LONELY_CHARS = 6
_ARTICLE_BLOCKS = 30
_PICTURES = re.compile(r"[图攝摄](?:[/／:：\s]|$)|摄影|攝影|图片")


def _has_photographer(blocks: Sequence[Block], zones: Mapping[int, set[str]], index: int) -> bool:
    """Tell whether the byline of the article that a block stands in names a photographer."""
    for at in range(index - 1, max(-1, index - _ARTICLE_BLOCKS), -1):
        text = blocks[at].text[:120]
        if is_dateline(text) or byline_strength(text) >= 1:
            return _PICTURES.search(text) is not None
        if at in zones:
            return False
    return False


_NOT_BARE = frozenset({"stop", "comma", "dateline", "colon_end", "label_line"})


def _is_prose(block: Block) -> bool:
    return is_dateline(block.text) or (len(block.text) > 50 and "。" in block.text)


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


def _see_neighbours(
    blocks: Sequence[Block], texts: Sequence[frozenset[str]], index: int
) -> set[str]:
    """Name the signs that the next block above and below give."""
    seen: set[str] = set()
    if index:
        seen |= _see_above(blocks[index], blocks[index - 1], texts[index - 1])
    if index + 1 < len(blocks):
        seen |= _see_below(blocks[index], blocks[index + 1], texts[index + 1])
    return seen


def _see_above(block: Block, above: Block, signs: frozenset[str]) -> set[str]:
    seen: set[str] = set()
    if signs & {"jump_out", "ends_in_jump"}:
        seen.add("above_jump")
    if not above.level and not block.level:
        torn = len(above.text) > 24 and "open" in signs and not is_head_like(above)
        torn = torn and not signs & _CAPTIONS
        if torn or (len(above.text) > 60 and above.text.endswith(("，", ",", "、"))):
            seen.add("above_open")
    if "byline_closing" in signs:
        seen.add("above_closes")
    if signs & _CAPTIONS:
        seen.add("above_caption")
    if above.text.startswith(("![", "<img")):
        seen.add("above_picture")
    if signs & _BYLINES:
        seen.add("above_byline")
        if parse_byline(above.text).photographers or "图" in above.text or "摄" in above.text:
            seen.add("above_photo_byline")
    if len(above.text) <= HEAD_CHARS and len(block.text) - len(above.text) >= _LONGER_CHARS:
        seen.add("longer_than_above")
    return seen


_BYLINES = frozenset({"byline", "byline_likely"})
# What ends with a photographer's name is whole, though no stop ends it.
_CAPTIONS = frozenset({"caption_tail", "photo_credit", "caption_closing"})
# A subhead is longer than its headline by a word, a kicker longer by a clause.
_LONGER_CHARS, _MUCH_LONGER_CHARS = 3, 6


def _see_below(block: Block, below: Block, signs: frozenset[str]) -> set[str]:
    seen: set[str] = set()
    text = below.text
    tight = re.sub(r"\s", "", text[:60])
    if "dateline" in signs:
        seen.add("below_dateline")
    elif signs & (_BYLINES | {"photo_credit"}):
        seen.add("below_byline")
    if "photo_credit" in signs:
        seen.add("below_photo_credit")
    if "salutation" in signs:
        seen.add("below_salutation")
    if len(text) < 30 and SIGNATURE.fullmatch(tight):
        seen.add("below_signature_date")
    if below.level and block.level:
        seen.add("below_heading_higher" if below.level < block.level else "below_heading")
    if "slogan_dash" in signs:
        seen.add("below_slogan_dash")
    if len(WEATHER_WORD.findall(text[:200])) >= 3:
        seen.add("below_weather")
    if "digest_line" in signs:
        seen.add("below_digest")
    if "sponsor" in signs:
        seen.add("near_sponsor")
    if len(text) < 150 and CONTACT.search(text):
        seen.add("below_phone")
    if len(text) <= HEAD_CHARS and len(block.text) - len(text) >= _MUCH_LONGER_CHARS:
        seen.add("longer_than_below")
    if len(text) <= HEAD_CHARS and len(text) >= len(block.text) + 2:
        seen.add("shorter_than_below")
    if "asks" in signs:
        seen.add("below_asks")
    if signs & {"meeting", "presides", "no_subject", "dash"}:
        seen.add("below_meeting")
    return seen
