"""A pause before a number that would run into a numeral in front of it: 周五19:00, 环城路五18号."""

from __future__ import annotations

import re

from audiopaper.numbers.number_rule import AFTER_CHARS, BEFORE_CHARS, compile_pattern

PAUSE = "，"

# 一周五次 and 两周三次 name no day.
_DAY = compile_pattern(
    "(?:(?<![一两几数\\d])(?:周|星期|礼拜)"
    "(?:[一二三四五六日天末](?:[、，至到和及与]|[-—~]{1,2})){0,6}[一二三四五六]"
    "|初[一二三四五六七八九十]|[正一二三四五六七八九十冬腊]月(?:十|二十|廿|三十)[一二三四五六七八九]?"
    "|(?<!<HAN>)(?:五|十)一)$"
)
_SCHOOL_YEAR = re.compile("[初高大研][一二三四]$")
_CLASS = re.compile(r"[)）]?(?:班|级|年级)")
# Digits one by one are a year or a code: 二零2五年.
_HAN_DIGIT = re.compile("(?<![零〇○一二三四五六七八九])[二三四五六七八九]$|十[一二三四五六七八九]$")
# A title or quotation that ends with a numeral: 《渡口2》2022年, “第一”·70年. Between two of them
# (“211”“985”) the readings have a pause.
_TITLE = re.compile("[\\d\u2160-\u217f零〇一二两三四五六七八九十百千万亿][》”’」』][·∙]? ?$")
_HOUR_BEHIND = re.compile("[时点](?!代)")
_SCORES = re.compile(r"\d[-:：∶]\d{1,2} $")
_NUMERAL = frozenset("零一二两三四五六七八九十百幺")


def needs_pause(text: str, start: int, end: int, rule: str, spoken: str) -> bool:
    """Whether a number and the numeral in front of it would be heard as one: 周五 and 十九点.

    Args:
        text: Folded text.
        start: Offset of the number; no other group ends there.
        end: Offset behind it.
        rule: Name of the rule that matched it.
        spoken: What it is said as.

    Example:
        >>> needs_pause("周五19:00", 2, 7, "clock", "十九点")
        True
        >>> needs_pause("《渡口2》2022年", 5, 9, "year", "二零二二")
        True
        >>> needs_pause("高二12班", 2, 4, "number", "十二")
        False
    """
    if spoken[:1] not in _NUMERAL:
        return False
    before, behind = text[max(0, start - BEFORE_CHARS) : start], text[end : end + AFTER_CHARS]
    if _TITLE.search(before):
        return True
    if before.endswith(" "):
        # A space between two Chinese numerals is not heard.
        return rule.startswith("score") and spoken[0] == "十" and bool(_SCORES.search(before))
    if _SCHOOL_YEAR.search(before) and (rule == "class-in-bracket" or _CLASS.match(behind)):
        return False
    if _DAY.search(before):
        return True
    if not _HAN_DIGIT.search(before):
        return False
    return spoken[0] == "十" or rule.startswith("clock") or bool(_HOUR_BEHIND.match(behind))
