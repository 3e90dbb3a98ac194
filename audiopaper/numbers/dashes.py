"""Rules for dashes and signs before a number: minus, range, or the hyphen in a name."""

from __future__ import annotations

import re

from audiopaper.numbers import context_words
from audiopaper.numbers.number_rule import (
    Match,
    NumberRule,
    compile_pattern,
    make_rule,
    make_sign,
    words_before,
    words_behind,
)
from audiopaper.numbers.quantities import say_range, say_signed
from audiopaper.numbers.spelling import spell_cardinal, spell_code, spell_decimal, spell_digits
from audiopaper.numbers.wording import dashed_with_yao, say_number, say_part

# In front of a dash that is a minus sign, or stands between two words.
_NO_MODEL = (
    "[为是至到达降跌负升增减约于在温值差率得算日月年时分号元米个人万亿千百点度斤吨周多余几"
    "球数量额速幅润视光一二三四五六七八九十]$"
)
# The hyphen of a name; papers set it as an em dash too (歼—20), but not in front of a count or a
# time of day: 主会场—6个, 上午—9:00.
_HYPHEN = r"(?:-|—(?!\d{1,6}(?:\.\d{1,4})?(?!升[高至])(?:[:：∶]\d|,\d|<COUNTED>)))"
# Days and parts of days that are printed in words, in front of a dash and behind it.
_FESTIVAL = (
    "(?:(?:除夕|元旦|元宵|春节|清明|端午|中秋|国庆|重阳|[小大]寒|立[春夏秋冬]|[冬夏]至|小年"
    "|五一|十一)(?:节|当[天日])?)"
)
_LUNAR_MONTH = "[正一二三四五六七八九十冬腊]月"
_LUNAR_DAY = "(?:初[一二三四五六七八九十]|(?:十|二十|廿|三十)[一二三四五六七八九]?)"
_COMING_DAY = (
    "(?:[次翌][日晨年]|[次翌下本]月|来年|后年|当[日年天]|凌晨|清晨|早上|上午|中午|下午|傍晚"
    "|晚上?\\d|[今明后]天|[今明]年)"
)
_HAN_DAY = (
    f"(?:{_FESTIVAL}|{_LUNAR_MONTH}|十[一二]月|{_LUNAR_DAY}(?!<HAN>)|初[一二三四五六七八九十](?![中级步衷])"
    f"|[上本下]?{context_words.WEEKDAY}(?!<HAN>{{0,4}}[报刊])|大年)"
)
_END_OF_DAY = (
    "(?:\\d(?:月[初底末份]?|日|号|[时点](?:\\d{1,2}分|半)?)|[上中下]旬|年[初底末]"
    f"|{_LUNAR_MONTH}(?:{_LUNAR_DAY}|[一二三四五六七八九])?|初[一二三四五六七八九十]|大年三十|廿[一二三四五六七八九]"
    f"|{_FESTIVAL}|{context_words.WEEKDAY}[早晚]?|凌晨|清晨|上午|中午|下午|傍晚|晚上|[今明昨]天|[当本次]日)"
)
_PLAIN_DATE = compile_pattern(
    f"(?:\\d<HAN>{{0,2}}|{_LUNAR_MONTH}(?:{_LUNAR_DAY})?|{_LUNAR_DAY}|{context_words.WEEKDAY})$"
)
_BARE_DAY = re.compile(f"(?!{_LUNAR_MONTH}|十[一二]月)[十二三廿]")
_IS_COUNTED = re.compile(r"\d[A-Za-z]$")
_BILLIONS = re.compile(context_words.BILLIONS)
_MONTH_BEFORE = re.compile("月(?:初|十|二十|廿)?[一二三四五六七八九十]$|初[一二三四五六七八九十]$")
_FULL_DATE = re.compile(r"\d{4}[./-]\d{1,2}(?:[./-]\d{1,2})? ?$")
_YEAR = re.compile(r"(?:19|20)\d\d年")
# Rates of interest, to which a bank adds a margin.
_RATE_BEFORE = re.compile("(?<![A-Za-z])(?:LPR|SHIBOR|Shibor|LIBOR|Libor|SOFR|EURIBOR|MLF) ?$")
_OF_A_DATE = frozenset("年月日时点号旬初末底")
_OF_A_DAY = frozenset("次翌当凌上中下傍晚今明")


def _model(m: Match) -> str:
    """Say the number of a model (歼-20), or the year of an exercise (跨越-2026)."""
    number = m["n"]
    is_year = re.fullmatch(r"(?:19|20)(?!00)\d\d", number)
    return spell_digits(number) if is_year else spell_code(number, pairs=True)


def _letters_and_number(m: Match) -> str | None:
    """Say the number of CCTV-4 and GPT-3.5; None for a dash behind a count: 5G—6G."""
    if "—" in m[0] and _IS_COUNTED.search(words_before(m)):
        return None
    if m["decimals"]:
        return spell_cardinal(m["n"]) + "点" + spell_digits(m["decimals"])
    # Billions of parameters: Yi-34B.
    if not m["rest"] and _BILLIONS.match(words_behind(m)):
        return spell_cardinal(m["n"])
    return dashed_with_yao(m) if m["rest"] else _model(m)


def _letters_minus(m: Match) -> str:
    """Say LPR-20 (个基点), LPR-0.39% as a sum, the change of an index (CPI-0.3%) as a number."""
    if m["u"] not in ("%", "‰"):
        return "减" + spell_decimal(m["n"]) + ("个基点" if m["u"] else "")
    sign = "减" if _RATE_BEFORE.search(words_before(m)) else "负"
    return sign + say_part(m["n"], m["u"])


def _dash_between_units(m: Match) -> str | None:
    """Say a range; return None for a dash of punctuation before a year: 6人——2031年."""
    before, behind = words_before(m).rstrip(), words_behind(m)
    if "——" in m[0] and before[-1:] not in _OF_A_DATE and _YEAR.match(behind):
        return None
    if before[-1:] in _OF_A_DATE or behind[:1] in _OF_A_DAY or _FULL_DATE.search(before):
        return "至"
    return "到"


def _dash_between_days(m: Match) -> str | None:
    """除夕—初六; a dash as long as that of punctuation stands between plain dates only."""
    behind = words_behind(m)
    if "——" in m[0] and not _PLAIN_DATE.search(words_before(m)):
        return None
    # 正月十五—十六, but no day of the moon stands behind a festival without its month: 除夕—十六.
    if _BARE_DAY.match(behind) and not _MONTH_BEFORE.search(words_before(m)):
        return None
    return "至"


_MINUS = (
    make_rule(
        "range-below-zero",
        "symbol",
        r"(?P<sa>-)(?P<a><NUM>)<S>(?P<ua>%|‰|<UNIT>)?"
        r"(?P<to>[ \u00a0]?(?:[-~]|—{1,2}|--)[ \u00a0]?)(?P<sb>-)?(?P<b><NUM>)"
        r"(?:<S>(?P<ub>%|‰|<UNIT>))?",
        say_range,
        ("-5℃～3℃", "零下五摄氏度到三摄氏度"),
        ("-8~-5℃", "零下八到零下五摄氏度"),
        unless_before=r"[\dA-Za-z)）歼轰运直强教苏图米]$",
    ),
    make_rule(
        "cell-below-zero",
        "symbol",
        r"-(?P<sign>)(?P<n><NUM>)<S>(?P<u>%|‰)?(?=[ \u00a0]|$)",
        say_signed,
        ("7 3 1 3 -1 10", "七 三 一 三 负一 十"),
        before=context_words.TWO_CELLS_BEFORE,
    ),
    make_rule(
        "dash-below-zero",
        "symbol",
        r"(?:[-—](?=<NUM><S>[℃°])|-(?=<NUM>[至到]-?\d{1,2}(?:\.\d)?<S>(?:℃|°C|摄氏度|度(?!假))))"
        r"(?P<sign>)(?P<n><NUM>)(?:<S>(?P<u>℃|°C))?",
        say_signed,
        ("最低气温—3℃", "最低气温零下三摄氏度"),
        ("明天-2到6度", "明天零下二到六度"),
        unless_before=r"(?:[\dA-Za-z℃度至到)）—-]|零下)$",
    ),
    make_rule(
        "aircraft-dash",
        "symbol",
        rf"{_HYPHEN}(?P<n>\d{{1,4}})(?![\d.]|<S>[%‰℃°])",
        _model,
        ("直-20组成", "直二零组成"),
        ("歼-20", "歼二零"),
        ("轰—6K", "轰六K"),
        ("歼-15", "歼十五"),
        ("东风—41洲际导弹", "东风四一洲际导弹"),
        before="(?:(?<![全围聚])歼|(?<![狂炮])轰|(?<![海空客货航水陆营搬托快速])运|(?<![一简垂])直|(?<![增加百富顽])强|教"
        "|东风|巨浪|长剑|鹰击|霹雳|空警|(?<![大鲜火粉通网走])红[旗箭]?)$",
    ),
    make_rule(
        "aircraft-of-makers",
        "symbol",
        rf"{_HYPHEN}(?P<n>\d{{1,3}})(?![\d.]|<S>[%‰℃°日月年])",
        _model,
        ("苏-27、米-8", "苏二七、米八"),
        ("图-160轰炸机", "图幺六零轰炸机"),
        before="(?:(?<!江)苏|(?:^|[^一-鿿\\d])[米图卡安])$",
    ),
    make_rule(
        "minus-in-list",
        "symbol",
        r"-(?P<n>\d{1,4})(?![\d.]|<S>[%‰℃°])",
        lambda m: "减" + spell_cardinal(m["n"]),
        ("净胜球为云塘+3、白溪-1、青川-2", "净胜球为云塘加三、白溪减一、青川减二"),
        ("长征-5、长征-7", "长征五、长征七"),
        before="<HAN>$",
        unless_before="(?:长征|神舟|天舟|天宫|嫦娥|东风|巨浪|快舟)$",
        around=r"^[、，；]<HAN>{1,8}\+\d{1,4}(?!\d)|<HAN>\+\d{1,4}[、，；](?:<HAN>{1,8}[-+]\d{1,4}[、，；])*<HAN>{1,8}$",
    ),
    make_rule(
        "model-dash",
        "symbol",
        rf"{_HYPHEN}(?P<n>\d{{1,4}})(?![\d.]|<S>[%‰℃°])",
        _model,
        ("长征-5号", "长征五号"),
        ("“北溪—2”管道", "“北溪二”管道"),
        before="(?:<HAN>)$",
        unless_before=_NO_MODEL,
        unless_after="^(?![号型])<MEASURE>",
    ),
    make_rule(
        "model-dash-before-kind",
        "symbol",
        rf"{_HYPHEN}(?P<n>\d{{1,4}})(?=[A-Z]{{0,2}}(?:型|直升|战斗|战机|运输机|轰炸|飞机|导弹|火箭|教练))",
        _model,
        ("两架米-171直升机", "两架米幺七幺直升机"),
    ),
    make_rule(
        "letters-minus",
        "symbol",
        r"-(?P<n><NUM>)(?:(?=<S>(?:个?基点|个百分点))|<S>(?P<u>[%‰]|BPs?(?![A-Za-z])))",
        _letters_minus,
        ("LPR-20个基点", "LPR减二十个基点"),
        ("LPR-0.39%", "LPR减百分之零点三九"),
        ("CPI-0.3%", "CPI负百分之零点三"),
        ("Q3-2.1%", "Q三负百分之二点一"),
        before="(?:[A-Za-z]|(?<![A-Za-z])[QH][1-4]) ?$",
    ),
    make_sign(
        "rating-minus",
        r"-(?![-\dA-Za-z])",
        "减",
        ("评级由A-调至AA-，", "评级由A减调至AA减，"),
        ("得了B-。", "得了B减。"),
        before="(?<![A-Za-z])(?:A{2,3}|B{2,3}|C{2,3}|(?:[级由至为得评了]|成绩)[A-D])$",
    ),
    make_sign(
        "grade-minus",
        "-(?=[、，。；;！？）)”’]|[ \u3000](?!\\d)|$)",
        "减",
        ("语文A-、数学B+", "语文A减、数学B加"),
        ("A-股", "A股"),
        before="(?<![A-Za-z])[A-E]$",
        unless_before="血型?[为是]?[A-E]$",
    ),
    make_rule(
        "time-zone",
        "symbol",
        r"-(?P<n>\d{1,2})(?![\d.])",
        lambda m: "减" + spell_cardinal(m["n"]),
        ("GMT-5", "GMT减五"),
        before="(?:GMT|UTC)$",
    ),
    make_rule(
        "countdown",
        "symbol",
        r"[-—](?P<n>\d{1,3})(?=<S>(?:个?小时|分钟?(?!之)|[天日秒]|时(?!代)))",
        lambda m: "减" + say_number(m["n"], words_behind(m)),
        ("T-10小时", "T减十小时"),
        ("T-2天", "T减两天"),
        before="(?<![A-Za-z0-9])[TL]$",
    ),
    make_rule(
        "letter-dash",
        "symbol",
        rf"{_HYPHEN}(?P<n>\d{{1,16}}+)(?!\d)"
        r"(?:\.(?P<decimals>\d{1,4})(?![.\d])|(?P<rest>(?:[-/]\d{1,12}){0,4}))",
        _letters_and_number,
        ("ZZDFPZ-415000/500", "ZZDFPZ四幺五零零零、五零零"),
        ("COVID-19", "COVID十九"),
        ("F-35", "F三五"),
        ("GPT-3.5", "GPT三点五"),
        ("PD—1抑制剂", "PD一抑制剂"),
        before="[A-Za-z]$",
    ),
)

_BETWEEN = (
    make_sign(
        "dash-between-numerals",
        "[-~—] ?(?=[\u2160-\u217f①])",
        "到",
        ("Ⅰ～Ⅲ类", "一到三类"),
        before="[\u2160-\u217f①]$",
    ),
    make_rule(
        "dash-between-units",
        "symbol",
        rf"(?:-{{1,3}}|~{{1,2}}|—{{1,2}}) ?(?=\d|今|明|{_COMING_DAY})",
        _dash_between_units,
        ("10月1日—7日", "十月一日至七日"),
        ("5万-20万元", "五万到二十万元"),
        ("18:00-次日6:00", "十八点至次日六点"),
        ("3月下旬—4月上旬", "三月下旬至四月上旬"),
        ("12月-次年2月", "十二月至次年二月"),
        ("5月1日--3日", "五月一日至三日"),
        ("6人——2031年春季在校", "六人——二零三一年春季在校"),
        before="[上中下]旬 ?$|(?:[月年代]|世纪)[初末底] ?$"
        "|\\d[多余]?(?:[十百千万亿年月日时点号元米里吨克斤亩个人名岁度级层楼届期次分秒℃%]|小时"
        "|分钟?|摄氏度|平方米|公里|公斤|周岁)? ?$",
    ),
    make_rule(
        "dash-between-days",
        "symbol",
        rf"(?:-{{1,3}}|~{{1,2}}|—{{1,2}}) ?(?={_COMING_DAY}|{_HAN_DAY})",
        _dash_between_days,
        ("除夕—初六", "除夕至初六"),
        ("正月十五—十六", "正月十五至十六"),
        ("腊月二十三—正月初八", "腊月二十三至正月初八"),
        ("三月—五月", "三月至五月"),
        ("除夕——他在岗", "除夕——他在岗"),
        before=f"{_END_OF_DAY}$",
    ),
    make_rule(
        "signed",
        "symbol",
        # 书屋+5 is no positive number, 增速+5% is one.
        r"(?P<sign>-|(?<![\u4e00-\u9fff”])\+|\+(?=<NUM><S>[%‰℃°]))(?P<n><NUM>)(?:<S>(?P<u>[%‰]|<UNIT>))?",
        say_signed,
        ("-3℃", "零下三摄氏度"),
        ("-1", "负一"),
        ("-30多℃", "零下三十多摄氏度"),
        ("-2.3%", "负百分之二点三"),
        ("-5至3℃", "零下五至三摄氏度"),
        ("-7至-5℃", "零下七至零下五摄氏度"),
        unless_before=r"[\dA-Za-z)）%+-]$",
        unless_after="^<S>(?:[月日年时点号]|世纪)",
    ),
    make_sign(
        "dash-before-zero",
        "(?:-{1,2}|~{1,2}|—) ?(?=零[下上]\\d)",
        "到",
        ("零下12～零下3℃", "零下十二到零下三摄氏度"),
        ("零下3℃—零上5℃", "零下三摄氏度到零上五摄氏度"),
        before="(?:\\d|[℃度]) ?$",
    ),
    make_sign(
        "tilde-before-number",
        "~ ?(?=[+-]?\\d)",
        "到",
        ("103°～105°", "一百零三度到一百零五度"),
        ("10人左右～20人", "十人左右到二十人"),
        before=r"[\w°′″℃%)）”] ?$",
    ),
    make_sign(
        "weekday-range",
        "-{1,3}|~{1,2}|—{1,2}",
        "至",
        ("周一~周五", "周一至周五"),
        ("周一-五", "周一至五"),
        before=r"(?:周|星期|礼拜)[\d一二三四五六日天]$",
        after="^(?:周|星期|礼拜)[一二三四五六日天末]|^[一二三四五六日天](?!<HAN>)",
    ),
)


RULES: tuple[NumberRule, ...] = (*_MINUS, *_BETWEEN)
