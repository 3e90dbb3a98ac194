"""What the lines right above and below say of a block."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiopaper.articles.bylines import parse_byline
from audiopaper.articles.company import is_head_like
from audiopaper.articles.grammar import ends_sentence, is_dateline
from audiopaper.articles.signs import is_pair
from audiopaper.articles.words import CONTACT, HEAD_CHARS, SIGNATURE, WEATHER_WORD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audiopaper.articles.blocks import Block


def see_neighbours(
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
_CAPTIONS = frozenset({"caption_tail", "photo_credit", "caption_closing", "caption_words"})
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


# What is named by where it lies, as features are: 一碗热饭里的乡愁.
_IMAGE = re.compile(r"[^，。：:]{2,16}[里上中下边间]的[^，。：:]{1,8}")
# What has been done, or has come to be: the news itself.
_FACT = re.compile(
    r"突破|全[部线面](?:通|完|建|开|投|收|贯)|[建落]成|通[水车航电气]|合龙|贯通|投[用运产]|启用|上线|首[次家个条座批]|达到?\d|超\S{0,3}[\d一二三四五六七八九十百]"
)


# An office named alone; 市第二人民医院 over what it does.
_OFFICE = re.compile(
    r"[^的，。：:、\s\d]{2,9}(?:公司|集团|医院|法院|检察院|大学|学院|中学|小学|海关|(?<![一二三四五六七八九十两几])局|街道|社区|开发区|银行|中心)"
)


def see_head_pair(blocks: Sequence[Block], zones: Mapping[int, set[str]], index: int) -> set[str]:
    """Compare a head's two lines: which of them leads to the other?

    Two clauses of one length over the news itself say what it means; what stands over a line
    that names a thing by where it lies says whose story that is.
    """
    if "zone_upper" not in zones.get(index, ()) or "zone_bottom" not in zones.get(index + 1, ()):
        return set()
    above, below = blocks[index].text, blocks[index + 1].text
    if _IMAGE.fullmatch(below) and not _IMAGE.fullmatch(above):
        return {"below_image"}
    if is_pair(above) and not is_pair(below) and _FACT.search(below) and not _FACT.search(above):
        return {"below_fact"}
    return {"office_alone"} if _OFFICE.fullmatch(above) else set()


# A name or figure of speech in quotes is what a headline is remembered by.
_QUOTED = re.compile(r"[“”「」\"]")
_EVENT_LINES = frozenset({"meeting", "presides", "no_subject", "dash", "event_words"})


def see_quotes(
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


def signs_notice(blocks: Sequence[Block], texts: Sequence[frozenset[str]], index: int) -> bool:
    """Tell whether an office's name stands under the text of a notice."""
    if not index or not ends_sentence(blocks[index - 1].text):
        return False
    for at in range(index - 1, max(-1, index - _NOTICE_BLOCKS), -1):
        if is_dateline(blocks[at].text) or texts[at] & _BYLINES:
            return False
        if texts[at] & {"notice_words", "notice_exact"} and "stop" not in texts[at]:
            return True
    return False


def is_forecast_line(blocks: Sequence[Block], index: int) -> bool:
    """Tell whether a short line alone, among others, gives the weather."""
    near = blocks[max(0, index - 1) : index + 2]
    return len(blocks[index].text) <= HEAD_CHARS and [
        block.text for block in near if _is_forecast(block.text)
    ] == [blocks[index].text]


def _is_forecast(text: str) -> bool:
    return ("℃" in text or "°C" in text) and len(WEATHER_WORD.findall(text)) >= 2
