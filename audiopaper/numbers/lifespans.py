"""Rules for the years of a life or an era in brackets: （前551—前479）, （712—770）."""

from __future__ import annotations

import re

from audiopaper.numbers.eras import PERIOD
from audiopaper.numbers.number_rule import Match, NumberRule, make_rule, make_sign, words_before
from audiopaper.numbers.spelling import spell_cardinal, spell_digits

_OPEN = "[（(](?:[^（()）\\d]{0,12}[，、,;； ])?(?:生于)?"
_CLOSE = "年?[)）]"
_BEFORE_CHRIST = "公?元?前"
_LIVING = re.compile(r"(?:19|20)\d\d年? ?$")

# The commonest surnames; together with a bracket that holds the years of one life they are enough.
_SURNAME = (
    "(?:[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊陆郝孔白崔康毛邱秦江史顾侯邵孟龙段钱汤尹易武乔贺赖龚颜柳虞褚陶裴温骆]"
    "|欧阳|司马|诸葛|上官|皇甫|长孙|独孤|令狐|夏侯|公孙)"
)
_ROLE = (
    "(?:[诗词文匠]人|[学画史医作法书想治事谋]家|[法禅国大]师|[高名]僧|皇帝|[诗书画茶药医]圣|[名宰丞]相|[名大]将|将军"
    "|名臣|学士|进士|状元|刺史|太守|节度使|县令|道士|皇后|国王|[鼻先始]祖)"
)
_TITLE = (
    "(?:[太高世中睿玄肃代德顺宪穆敬文武宣懿僖昭仁]宗|[文武明惠景光和安顺桓灵献炀]帝|[高太世]祖|国王|公主"
    "|皇后|太后|大师|法师|禅师|和尚|上人)"
)
# The last character of what is counted or measured, and of some plain nouns: 黄金, 高度, 周末.
_MEASURED = (
    "[度值间室房线路价额率量数号页段区组级分厅桌座位楼层栋幢型类档款费票币元米里克斤升重长宽厚深速压件批项目队届期次"
    "码种色品料材金豆瓜子酒椒果肉油水地国市县镇村州末一二三四五六日天力车]"
)
_PERSON = (
    f"(?:<HAN>某{{1,2}}|{_TITLE}|(?:{_ROLE}<HAN>{{2,4}}|{_SURNAME}<HAN>{{1,2}})(?<!{_MEASURED}))"
)


def _spell_year(year: str) -> str:
    """Say a year digit by digit, one of two digits or a round one as a number: 前16, 前5000."""
    one_by_one = len(year) > 2 and not year.endswith("000")
    return spell_digits(year) if one_by_one else spell_cardinal(year)


def _year(m: Match) -> str:
    return _spell_year(m[0])


def _years(m: Match) -> str:
    return f"{_spell_year(m['first'])}至{_spell_year(m['last'])}"


def _early_life(m: Match) -> str | None:
    """Say the years of a life before 1000; None for a span that is no life, and for round ends."""
    first, last = int(m["first"]), int(m["last"])
    is_round = first % 10 == last % 10 == 0
    return _years(m) if 15 <= last - first <= 105 and not is_round else None


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
        ("孔某（前206—220）", "孔某（前二零六至二二零）"),
        ("西汉（前202年—8年）", "西汉（前二零二年至八年）"),
        before=rf"{_OPEN}约?{_BEFORE_CHRIST}\d{{1,4}}年?<TO>约?(?:{_BEFORE_CHRIST}|公元)?$",
    ),
    make_rule(
        "years-of-period",
        "digit",
        rf"(?P<first>[1-9]\d{{1,2}})<TO>约?(?P<last>[1-9]\d{{1,3}})(?={_CLOSE}|[，,；;])",
        _years,
        ("唐代（618—907）", "唐代（六一八至九零七）"),
        ("东汉（25—220）", "东汉（二十五至二二零）"),
        ("票价（618—907）", "票价（六百一十八到九百零七）"),
        before=f"{PERIOD}[（(](?:公元)?$",
    ),
    make_rule(
        "early-life",
        "digit",
        rf"(?P<first>[1-9]\d{{2}})<TO>(?P<last>[1-9]\d{{2,3}})(?={_CLOSE}|[，,；;])",
        _early_life,
        ("诗人周慕白（712—770）", "诗人周慕白（七一二至七七零）"),
        ("陈某（907—960）", "陈某（九零七至九六零）"),
        ("黄金（812—850）", "黄金（八百一十二到八百五十）"),
        before=rf"{_PERSON}[（(](?:公元|\d{{3}}<TO>\d{{3,4}}[，,、；](?:一[说作]|又说|或))?$",
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
