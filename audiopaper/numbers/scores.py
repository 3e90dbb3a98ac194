"""Rules for results of matches that are printed with a dash: 2-1, 3—1, 25—17."""

from __future__ import annotations

import re

from audiopaper.numbers.context_words import CONTEST_WORDS, LEVEL_WORDS, SCORE_WORDS
from audiopaper.numbers.number_rule import (
    Match,
    NumberRule,
    compile_pattern,
    make_rule,
    words_behind,
)
from audiopaper.numbers.spelling import spell_cardinal

_PAIR = r"(?P<a>\d{1,3})(?P<dash>[-—])(?P<b>\d{1,3})(?![\d.%—-])"
_LEAGUES = (
    "中[超甲乙]|[英法西德意]甲|英超|[欧亚]冠|[欧亚美]洲杯|世[界预]杯|世预赛|世锦赛|[乒羽]超|(?:NBA|CBA|WTA|ATP)(?![A-Za-z])"
    "|[男女][排篮足]|国[足乒羽]"
)
# A long dash stands in ranges more often than in scores, and what is counted follows those:
# 联赛有3—5支队.
_COUNTED = compile_pattern("<S>(?:(?![胜负平]|点球)<MEASURE>|<UNIT>|[%‰])")
# 11—8、9—11、11—6和11—9: the sets of one match, or its periods in brackets.
_LISTED = re.compile(
    r"\d{1,3}[-—]\d{1,3}(?:(?:、|，|, ?|[和及与 （(])\d{1,3}[-—]\d{1,3})+(?![\d.%—-])"
)
_LISTED_CHARS = 48


def say_score(m: Match) -> str:
    """Say the results of two sides, the groups a and b."""
    return f"{spell_cardinal(m['a'])}比{spell_cardinal(m['b'])}"


def _uncounted_score(m: Match) -> str | None:
    """Say a score; None for a pair with a long dash that counts something."""
    is_count = m["dash"] == "—" and _COUNTED.match(words_behind(m))
    return None if is_count else say_score(m)


def _score_downwards(m: Match) -> str | None:
    """Say a pair that falls or stays, as no range does; None for others."""
    return _uncounted_score(m) if int(m["a"]) >= int(m["b"]) else None


def _score_in_list(m: Match) -> str | None:
    """Say one of several scores; None in a list in which every pair rises: 第3-5、7-9条."""
    if _COUNTED.match(words_behind(m)):
        return None
    start = max(0, m.start() - _LISTED_CHARS)
    for listed in _LISTED.finditer(m.string, start, m.end() + _LISTED_CHARS):
        if listed.start() <= m.start() and m.end() <= listed.end():
            pairs = re.findall(r"(\d+)[-—](\d+)", listed[0])
            return say_score(m) if any(int(a) >= int(b) for a, b in pairs) else None
    return None


RULES: tuple[NumberRule, ...] = (
    make_rule(
        "score-with-dash",
        "digit",
        _PAIR,
        _uncounted_score,
        ("以2-1逆转", "以二比一逆转"),
        ("6-4、4-6", "六比四、四比六"),
        ("以4-6 6-3 6-2胜出", "以四比六 六比三 六比二胜出"),
        ("以19—25落败", "以十九比二十五落败"),
        ("联赛有3—5支队", "联赛有三到五支队"),
        unless_after="^(?:<S>[个名天人年月日小分元米岁号公级层楼场轮支])",
        unless_before="[A-Za-z第]$|\\d[.—]$",
        around=f"(?:{SCORE_WORDS}|{CONTEST_WORDS}|{LEVEL_WORDS}|{_LEAGUES}|中国队?$"
        "|[^\\d部军排车大中小支分]队$|\\d-\\d{1,2}(?:、|，|, ?)$"
        "|\\d-\\d(?:[(]\\d{1,2}[)])? $|^(?:[(]\\d{1,2}[)])? \\d-\\d(?!\\d))",
    ),
    make_rule(
        "score-in-list",
        "digit",
        _PAIR,
        _score_in_list,
        ("四局为9—11、11—8、11—6和11—9", "四局为九比十一、十一比八、十一比六和十一比九"),
        ("见3—5、7—9条", "见三到五、七到九条"),
        unless_before="[A-Za-z第]$|\\d[.—]$",
    ),
    make_rule(
        "score-level",
        "digit",
        r"(?P<a>\d{1,3})(?P<dash>[-—])(?P<b>(?P=a))(?![\d.%—-])",
        _uncounted_score,
        ("青川城1-1位居第六", "青川城一比一位居第六"),
        unless_after="^(?:[号室栋幢座单]|<S>[%‰])",
        unless_before="[A-Za-z第]$|\\d[.—]$",
    ),
    make_rule(
        "score-downwards",
        "digit",
        _PAIR,
        _score_downwards,
        ("11-0", "十一比零"),
        ("2-2", "二比二"),
        ("青川4—1白溪", "青川四比一白溪"),
        ("关键分10-10后拿下", "关键分十比十后拿下"),
        unless_after="^(?:<S>(?:(?!点球)<MEASURE>|<UNIT>|[%‰]))",
        unless_before="[A-Za-z第]$|\\d[.—]$",
    ),
)
