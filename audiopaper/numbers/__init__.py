"""Printed numbers, dates, units and symbols, said as a newsreader says them.

The work is done by one ordered table of rules, `audiopaper.numbers.rule_table.RULES`: at each digit
or symbol the first rule that matches says the group. A rule may look at the words around it, within
the sentence. Nothing here knows pinyin; plain punctuation and groups of letters are left alone.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from audiopaper.model import Reading, ReadingRule, Segment
from audiopaper.numbers.characters import NUMBERED, correct_misprints, fold_characters
from audiopaper.numbers.latin import HYPHENS_OF_ADDRESS
from audiopaper.numbers.number_confidence import MISPRINT_SURE, how_sure
from audiopaper.numbers.pauses import PAUSE, needs_pause
from audiopaper.numbers.rule_table import apply_first
from audiopaper.numbers.science import GREEK
from audiopaper.numbers.spelling import spell_digits
from audiopaper.numbers.wording import say_number_sign
from audiopaper.variants import simplify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiopaper.numbers.number_rule import Starts

# A hyphen between two Latin letters (Wi-Fi) belongs to the group of letters.
_GROUP_START = re.compile(
    r"(?P<digit>\d)"
    "|(?P<symbol>[+~/%‰‱&@#*=<>≥≤≠≈±×÷°℃℉′″$¥€£→^_|\\\\`〇○²³№ΩΔα-ηθκ-νξπρστφ-ω∶★☆■①⁰¹⁴-⁹↑↓√⁺⁻\u2160-\u217f\u3371-\u33df]"
    # A dash between numbers begins a group, a dash of punctuation does not.
    "|-"
    "|(?<=[\\d\u2160-\u217f①\u4e00-\u9fff℃%°#²³KkWwM)）])—{1,2}(?= ?[\\d\u2160-\u217f①])"
    "|(?<=[\\d\u4e00-\u9fff])—{1,2}(?=[次翌来明今后当本下上中傍凌清早晚周星礼正冬腊初大除元春国端清重小立"
    "一二三四五六七八九十廿两第前约公])"
    "|(?<=[\\d℃度])—(?=零[下上]\\d)"
    "|(?<=\\d)—{1,2}(?=[A-Z]\\d)|(?<=[A-Za-z])—(?=\\d)"
    "|(?<=[（(])—(?=[)）])"
    # One of the years of a life may be unknown, or still to come.
    "|[?？](?=—{1,2}约?\\d{3,4}年?[)）])|(?<=[\\d年])—{1,2}(?=[\u3000 ]?[?？)）])"
    # So does a dot among Latin letters, and the one behind an initial.
    "|(?<=[A-Za-z0-9])\\.(?=[A-Za-z0-9])|(?<=[A-Z])\\.(?=[\u4e00-\u9fff])"
    "|(?<=[A-Za-z])\\.(?= \\d)|(?<![A-Za-z0-9.])\\.(?=\\d)"
    "|(?<![零一二三四五六七八九十百点之])[零一二三四五六七八九十百点]{1,8}(?=[%‰])"
    "|(?<=[%‰])[:：](?=\\d)"
    "|[¼½¾⅐-⅞∙]"
    "|(?<=[\\d米寸尺])[xX](?=\\d)"
    # The number of a class in brackets: 五（2）班.
    "|[（(](?=[\\d一二三四五六七八九十]{1,3}[)）][（(\\d一二三四五六七八九、，和与及至到—~班中小-]))"
    "|(?P<letter>(?<![A-Za-z])(?:[A-Zo]|[kcdm]?m[²³])"
    "|(?<=个)(?:bp|pct|pp)|(?<=[（(])(?:[kcm]m|[kmμ]g|m[lL])(?=[)）]))"
)
# ==========, ＋－×÷＋－×÷…: so many symbols in a row are a drawn line or a blank to fill in, which
# no newsreader reads.
_DRAWN = re.compile("[-+~/%‰‱&@#*=<>≥≤≠≈±×÷°℃℉′″$¥€£→^_|\\\\`○★☆■]{16,}+")

_LEFT = frozenset("—.xX（(").union(GREEK)

_SPACED_NUMBER = re.compile(
    "(?<=\\d)[ \u00a0](?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])[ \u00a0](?=\\d)"
)


def spell_numbers(text: str) -> str:
    """Return the text with every number, unit and symbol in words.

    A second run changes nothing more, unless a symbol without a sound stood between characters that
    are a group without it: 除‹夕—初六.

    Args:
        text: Printed text of any length.

    Returns:
        The text without digits and without symbols whose sound an engine would have to guess;
        punctuation and letters as printed.

    Example:
        >>> spell_numbers("2022 年 10 月 18 日 9:30，气温-3℃，同比增长 3.5%。")
        '二零二二年十月十八日九点三十分，气温零下三摄氏度，同比增长百分之三点五。'
        >>> spell_numbers("主队以3:2取胜，2名球员受伤，请拨打120。")
        '主队以三比二取胜，两名球员受伤，请拨打幺二零。'
    """
    out, end = [], 0
    for reading in find_numbers(text):
        out.append(text[end : reading.start])
        out.append(reading.spoken)
        end = reading.end
    out.append(text[end:])
    return "".join(out)


def find_numbers(text: str) -> tuple[Reading, ...]:
    """Find the groups of characters that are not said as they are printed.

    Args:
        text: Printed text of any length; the time taken grows in proportion.

    Returns:
        The groups in order, none overlapping another, each with the name of its rule. A
        space between a number and a Han character, which is only typography, belongs to the group.

    Example:
        >>> [(r.start, r.end, r.spoken, r.number_rule) for r in find_numbers("共2个，占5%")]
        [(1, 2, '两', 'number'), (5, 7, '百分之五', 'percent')]
    """
    plain = fold_characters(simplify(text))
    folded = correct_misprints(plain)
    offsets = _unspaced(folded)
    if offsets is None:
        offsets = list(range(len(folded)))
        packed, original = folded, text
    else:
        packed, original = "".join(folded[i] for i in offsets), "".join(text[i] for i in offsets)
    offsets.append(len(text))
    readings: list[Reading] = []
    for start, end, spoken, name in _find_groups(packed, original):
        first = offsets[start - 1] + 1 if start else 0
        if readings:
            first = max(first, readings[-1].end)
        sure = how_sure(name, packed, start, end)
        misprinted = folded[first : offsets[end]] != plain[first : offsets[end]]
        readings.append(
            Reading(
                start=first,
                end=offsets[end],
                spoken=spoken,
                rule=ReadingRule.NUMBER,
                number_rule=name,
                sure=min(sure, MISPRINT_SURE) if misprinted else sure,
            )
        )
    return tuple(readings)


def spell_segment(segment: Segment) -> Segment:
    """Return the segment with the readings of its number groups.

    Example:
        >>> spell_segment(Segment(item=0, presenter="a", printed="第2名")).spoken
        '第二名'
    """
    return replace(segment, readings=find_numbers(segment.printed))


def _unspaced(folded: str) -> list[int] | None:
    """Return the offsets without spaces between numbers and Han characters, or None without any."""
    spaces = {m.start() for m in _SPACED_NUMBER.finditer(folded)}
    if not spaces:
        return None
    return [i for i in range(len(folded)) if i not in spaces]


def _find_groups(folded: str, text: str) -> Iterator[tuple[int, int, str, str]]:
    """Yield start, end, spoken form and rule of each group in folded text."""
    end = 0
    match = _GROUP_START.search(folded)
    while match:
        start = position = match.start()
        kind = cast("Starts", match.lastgroup)
        group = None
        drawn = _DRAWN.match(folded, start) if kind == "symbol" else None
        if drawn:
            group = drawn.end(), _silence(folded, start, drawn.end()), "silent-symbol"
        elif not _is_hyphen(folded, text, start, end):
            group = apply_first(kind, folded, start)
            # A long dash, a dot or a bracket that no rule matches is punctuation; an X or a Greek
            # letter is one of a word.
            if group is None and kind != "letter" and folded[start] not in _LEFT:
                group = _fall_back(folded, text, start)
        if group:
            last_end, (end, spoken, name) = end, group
            position = end
            if start > last_end and needs_pause(folded, start, end, name, spoken):
                spoken = PAUSE + spoken
            yield start, end, spoken, name
        match = _GROUP_START.search(folded, max(position, start + 1))


def _fall_back(folded: str, text: str, at: int) -> tuple[int, str, str]:
    """Return end, spoken form and rule of a character that no rule matches."""
    character = folded[at]
    if character.isdecimal():
        return at + 1, spell_digits(character), "digit"
    if character == NUMBERED:
        leads = at == 0 or folded[at - 1] == NUMBERED or not folded[at - 1].isalnum()
        return at + 1, say_number_sign(text[at], leads=leads), "number-sign"
    return at + 1, _silence(folded, at, at + 1), "silent-symbol"


def _is_hyphen(folded: str, text: str, at: int, last_end: int) -> bool:
    """Whether a dash joins the letters of a word (Wi-Fi), neither they nor it part of a group."""
    if text[at] not in "-‐‑－" or at == last_end:
        return False
    around = folded[at - 1 : at] + folded[at + 1 : at + 2]
    if len(around) < 2 or not (around.isascii() and around.isalpha()):
        return False
    if any(rule.apply(folded, at) for rule in HYPHENS_OF_ADDRESS):
        return False
    return apply_first("letter", folded, at + 1) is None


def _silence(folded: str, start: int, end: int) -> str:
    """Return nothing, or a space if letters and dots on both sides would join to a word."""
    beside = folded[max(0, start - 1) : start], folded[end : end + 1]
    return " " if all(c.isascii() and (c.isalpha() or c == ".") for c in beside) else ""
