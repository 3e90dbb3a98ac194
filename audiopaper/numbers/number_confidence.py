"""How certain the spoken form of a number is, by the rule and the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from audiopaper.numbers.context_words import RATIO_WORDS, SCORE_WORDS, TIME_BEFORE, TIME_BEHIND
from audiopaper.numbers.number_rule import AFTER_CHARS, BEFORE_CHARS, compile_pattern

SURE = 0.99
"""Certainty of a rule that is not listed here: its evidence is in the group or right beside it."""

MISPRINT_SURE = 0.85
"""Certainty of a number in which a letter was read as a digit or a raised dot as a point."""

_NEVER = re.compile("(?!)")


@dataclass(frozen=True, slots=True)
class _Doubt:
    """A rule that may be wrong unless the words around support it."""

    sure: float
    before: re.Pattern[str] = _NEVER
    behind: re.Pattern[str] = _NEVER


def _doubt(sure: float, before: str = "(?!)", behind: str = "(?!)") -> _Doubt:
    return _Doubt(sure, compile_pattern(before), compile_pattern(behind))


# Below 0.9 if nothing around decides. The figures order the review; they were set by hand.
_DOUBTS = {
    "score-or-ratio": _doubt(0.65, f"{RATIO_WORDS}|{SCORE_WORDS}", f"{RATIO_WORDS}|{SCORE_WORDS}"),
    "clock": _doubt(0.65, TIME_BEFORE, TIME_BEHIND),
    "clock-range": _doubt(0.85, TIME_BEFORE, TIME_BEHIND),
    "score-downwards": _doubt(0.6, SCORE_WORDS, SCORE_WORDS),
    "score-in-list": _doubt(0.8, SCORE_WORDS, SCORE_WORDS),
    "score-with-dash": _doubt(0.8, SCORE_WORDS, SCORE_WORDS),
    "fraction": _doubt(0.6, behind="^(?:以上|以下|的|强|弱|左右|人口|面积|成员|股东)"),
    "slashed-numbers": _doubt(0.6),
    "bare-year": _doubt(0.6),
    "second-of-pair": _doubt(0.75),
    "four-digit-code": _doubt(0.6),
    "customs-code": _doubt(0.75),
    "three-digit-name": _doubt(0.75),
    "eight-digits": _doubt(0.6),
    "long-run": _doubt(0.65),
    "leading-zeros": _doubt(0.8),
    "dashed-code": _doubt(0.7),
    "room": _doubt(0.8),
    "school-class": _doubt(0.85, behind="^班(?:的|学生|同学|家长|班主任)"),
    "code-of-share": _doubt(0.85, "(?:股份|科技|集团)[（(]$"),
    "either-number": _doubt(0.85),
    "flat-behind-estate": _doubt(0.85),
    "part-of-house": _doubt(0.85),
    "thousands-set-apart": _doubt(0.8),
    "thousands-with-wide-comma": _doubt(0.7),
    "decimal-set-apart": _doubt(0.8),
    "year-set-apart": _doubt(0.85),
    "second-short-year": _doubt(0.85),
    "public-hotline": _doubt(0.85),
    "hotline-in-list": _doubt(0.85),
    "aircraft-of-makers": _doubt(0.85),
    "date-md": _doubt(0.75),
    "month-days": _doubt(0.85),
    "month-day-behind-word": _doubt(0.85),
    "event-date": _doubt(0.85),
    "event-date-without-dot": _doubt(0.85),
    "quoted-date-with-dot": _doubt(0.8),
    "short-year": _doubt(0.85),
    "year-in-list": _doubt(0.85),
    "dotted": _doubt(0.75),
    "discount": _doubt(0.85),
    "slogan": _doubt(0.85),
    "slogan-within-quotes": _doubt(0.85),
    "brand-in-list": _doubt(0.8),
    "place-on-road": _doubt(0.8),
    "quoted-code": _doubt(0.85),
    "list-mark": _doubt(0.85),
    "number": _doubt(
        0.75,
        "[第约近达共逾超为至到过满]$",
        "^<S>(?:[至到]\\d{1,6}<S>)?(?:<MEASURE>|<UNIT>|[%‰多余来几])",
    ),
    "range": _doubt(0.8, behind="^<S>(?:<MEASURE>|<UNIT>|[%‰多余来几])"),
    "letter-for-zero": _doubt(0.8),
    "roman-letters": _doubt(0.8),
    "zero-drawn": _doubt(0.85),
    "after-letter": _doubt(0.85),
    "before-letter": _doubt(0.85),
    "digit": _doubt(0.4),
    "number-sign": _doubt(0.7),
    # A mark at the head of a line is no evidence.
    "silent-symbol": _doubt(0.75, "(?:^|[\\s\u3000。！？；#■★●▲◆])$"),
    "dash-between-numerals": _doubt(0.8),
    "tilde-before-number": _doubt(0.8),
    "letters-minus": _doubt(0.75, behind="^(?:个?基点|个百分点)"),
    "minus-in-list": _doubt(0.8),
    "per-without-unit": _doubt(0.85),
    "early-life": _doubt(0.85),
    "storey-of-house": _doubt(0.85),
    "amounts": _doubt(0.85),
    "steel": _doubt(0.85),
    "year-of-entry": _doubt(0.85),
    "slash": _doubt(0.85),
    "arrow": _doubt(0.85),
}

# A number that holds its unit: 3万元, 15%, 2月.
_WITH_UNIT = compile_pattern("(?:[%‰℃]|<UNIT>|<MEASURE>|[年月日时分秒])$")


def how_sure(rule: str, text: str, start: int, end: int) -> float:
    """Estimate how often, from 0 to 1, a rule is right in a case such as this one.

    Args:
        rule: Name of the rule that matched the group.
        text: Folded text.
        start: Offset of the group.
        end: Offset behind it.

    Example:
        >>> how_sure("clock", "21:18", 0, 5), how_sure("clock", "晚上21:18播出", 2, 7)
        (0.65, 0.99)
    """
    doubt = _DOUBTS.get(rule)
    if doubt is None:
        return SURE
    if rule in ("number", "range") and _WITH_UNIT.search(text[start:end]):
        return SURE
    # Whole ratios such as 3:2 cannot be a time.
    if rule == "score-or-ratio" and re.search(r"[:：∶](?:\d(?!\d)|[6-9]\d|\d{3})", text[start:end]):
        return SURE
    before, behind = text[max(0, start - BEFORE_CHARS) : start], text[end : end + AFTER_CHARS]
    supported = doubt.before.search(before) or doubt.behind.search(behind)
    return SURE if supported else doubt.sure
