"""Rules for numbers that stand for the parts of a programme, and other numbers in quotes."""

from __future__ import annotations

import re

from audiopaper.numbers import context_words
from audiopaper.numbers.number_rule import Match, NumberRule, make_rule
from audiopaper.numbers.spelling import spell_digits
from audiopaper.numbers.wording import code_unless_round, one_by_one

_PROGRAMME = (
    "(?:行动(?:计划|方案)|工作(?:法|机制|模式|思路|体系)|发展(?:战略|思路|规划)"
    "|(?:人才|卓越|培[养育]|提升|成长)(?:计划|工程))"
)
_YEAR = re.compile(r"19[1-9]\d|20[1-4]\d")


def _parts(m: Match) -> str | None:
    """Say the number of a programme digit by digit; return None for round hundreds, a count."""
    return None if m[0].endswith("00") else spell_digits(m[0])


def _quoted(m: Match) -> str | None:
    """Say a code in quotes, or a year; return None for a round number."""
    return spell_digits(m[0]) if _YEAR.fullmatch(m[0]) else code_unless_round(m)


RULES: tuple[NumberRule, ...] = (
    make_rule(
        "slogan",
        "digit",
        r"[1-9]\d{2,7}(?![\d.,])",
        _parts,
        ("“1233”工作思路", "“一二三三”工作思路"),
        ("“135”工程", "“一三五”工程"),
        before='[“"‘「]$',
        after=f'^[”"’」](?:[^，、]{{0,4}}){context_words.SLOGAN_WORDS}',
    ),
    make_rule(
        "slogan-within-quotes",
        "digit",
        r"[1-9]\d{2,4}(?![\d.,])",
        _parts,
        ("“1125城市布局”", "“一一二五城市布局”"),
        ("“1153行动计划”", "“一一五三行动计划”"),
        ("“2468成长工程”", "“二四六八成长工程”"),
        ("“1200亩造林工程”", "“一千二百亩造林工程”"),
        before='[“"‘「]$',
        after=f'^<HAN>{{0,5}}{context_words.SLOGAN_WORDS}[”"’」]',
        unless_after="^<S>(?:<MEASURE>|<UNIT>|<PEOPLE>)|^<COUNTED>",
    ),
    make_rule(
        "list-of-talents",
        "digit",
        r"[1-9]\d{2,3}(?=人才[”\"’」])",
        _parts,
        ("入选“246人才”", "入选“二四六人才”"),
        ("引进“500人才”", "引进“五百人才”"),
        before='[“"‘「]$',
    ),
    make_rule(
        "programme-without-quotes",
        "digit",
        rf"[1-9]\d{{2,4}}(?![\d.,])(?={_PROGRAMME})",
        _parts,
        ("启动1153行动计划", "启动一一五三行动计划"),
        ("共1153工程", "共一千一百五十三工程"),
        unless_before=f"[A-Za-z第]$|[有建设]$|{context_words.QUANTITY_BEFORE}",
    ),
    make_rule(
        "quoted-code",
        "digit",
        r"\d{3,6}(?=[”\"’」])",
        _quoted,
        ("“996”工作制", "“九九六”工作制"),
        ("“996”成了常态", "“九九六”成了常态"),
        ("“五个100”", "“五个一百”"),
        ("“1949”字样", "“一九四九”字样"),
        before='[“"‘「]$',
    ),
    make_rule(
        "working-hours",
        "digit",
        "996|007|965",
        one_by_one,
        ("996工作制", "九九六工作制"),
        ("007加班", "零零七加班"),
        unless_before=rf"[\d.A-Za-z]$|{context_words.QUANTITY_BEFORE}|第$",
        unless_after=r"^(?:\.?\d|<COUNTED>|<MEASURE>)",
    ),
)
