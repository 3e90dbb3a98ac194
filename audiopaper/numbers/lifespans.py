"""Rules for the years of a life or an era in brackets: （约1050—1120）, （前551—前479）."""

from __future__ import annotations

import re

from audiopaper.numbers.number_rule import Match, NumberRule, make_rule, make_sign, words_before
from audiopaper.numbers.spelling import spell_cardinal, spell_digits

_OPEN = "[（(](?:[^（()）\\d]{0,12}[，、,;； ])?(?:生于)?"
_CLOSE = "年?[)）]"
_BEFORE_CHRIST = "公?元?前"
_LIVING = re.compile(r"(?:19|20)\d\d年? ?$")


def _year(m: Match) -> str:
    """Say a year digit by digit, one of two digits or a round one as a number: 前16, 前5000."""
    year = m[0]
    one_by_one = len(year) > 2 and not year.endswith("000")
    return spell_digits(year) if one_by_one else spell_cardinal(year)


def _open_end(m: Match) -> str | None:
    """Say （1898—？） and （1938— ）; None where somebody of long ago has no second year."""
    if m["unknown"]:
        return "至不详"
    return "至今" if _LIVING.search(words_before(m)) else None


RULES: tuple[NumberRule, ...] = (
    make_rule(
        "year-of-birth",
        "digit",
        # Three digits and no 约 may be rooms: （101—105）.
        rf"[1-9]\d{{3}}(?=年?<TO>[\u3000 ]?(?:约[1-9]\d{{2,3}}年?|[?？]?)[)）])"
        rf"|(?<=约)[1-9]\d{{2,3}}(?=年?<TO>(?:约?[1-9]\d{{2,3}}|[?？])?{_CLOSE})",
        _year,
        ("史志远（1898—？）", "史志远（一八九八至不详）"),
        ("周慕白（约980—约1050）", "周慕白（约九八零至约一零五零）"),
        before=f"{_OPEN}约?$",
    ),
    make_rule(
        "year-of-death",
        "digit",
        rf"[1-9]\d{{2,3}}(?={_CLOSE})",
        _year,
        ("周慕白（约980—1050）", "周慕白（约九八零至一零五零）"),
        before=rf"{_OPEN}(?:约\d{{3,4}}年?<TO>约?|\d{{3,4}}年?<TO>约)$",
    ),
    make_rule(
        "first-year-before-christ",
        "digit",
        rf"[1-9]\d{{0,3}}(?=年?<TO>(?:{_BEFORE_CHRIST}|公元)?[1-9]\d{{0,3}}{_CLOSE})",
        _year,
        ("孔某（前551—前479）", "孔某（前五五一至前四七九）"),
        ("战国（前475—前221年）", "战国（前四七五至前二二一年）"),
        before=f"{_OPEN}约?{_BEFORE_CHRIST}$",
    ),
    make_rule(
        "second-year-before-christ",
        "digit",
        rf"[1-9]\d{{0,3}}(?={_CLOSE})",
        _year,
        ("西汉（前202年—8年）", "西汉（前二零二年至八年）"),
        before=rf"{_OPEN}约?{_BEFORE_CHRIST}\d{{1,4}}年?<TO>约?(?:{_BEFORE_CHRIST}|公元)?$",
    ),
    make_sign(
        "dash-of-a-life",
        rf"<TO>(?=约?(?:{_BEFORE_CHRIST}|公元)?[1-9]\d{{0,3}}{_CLOSE})",
        "至",
        ("周慕白（1050—约1120）", "周慕白（一零五零至约一一二零）"),
        before=rf"{_OPEN}(?:约?{_BEFORE_CHRIST}\d{{1,4}}|约?\d{{3,4}})年?$",
    ),
    make_sign(
        "dash-before-christ",
        rf"<TO>(?=(?:{_BEFORE_CHRIST}|公元)[1-9]\d{{0,3}}年)",
        "至",
        ("前5000—前3300年", "前五千至前三千三百年"),
        before=r"前\d{1,4}$",
    ),
    make_rule(
        "unknown-birth",
        "symbol",
        rf"[?？]<TO>约?(?P<year>[1-9]\d{{2,3}})(?={_CLOSE})",
        lambda m: ("不详至约" if "约" in m[0] else "不详至") + spell_digits(m["year"]),
        ("史志远（？—1645）", "史志远（不详至一六四五）"),
    ),
    make_rule(
        "unknown-death",
        "symbol",
        r"(?:-|~|—{1,2})[\u3000 ]?(?P<unknown>[?？])?(?=[)）])",
        _open_end,
        ("陈守拙（1938— ），画家", "陈守拙（一九三八至今），画家"),
        ("（1898—？）", "（一八九八至不详）"),
        before=rf"{_OPEN}约?\d{{3,4}}年?$",
    ),
    make_rule(
        "year-of-a-book",
        "digit",
        r"1[0-9](?!00)\d\d(?=年?[)）])",
        _year,
        ("《白溪县志》（1684）记载", "《白溪县志》（一六八四）记载"),
        before="》[（(]$",
    ),
)
