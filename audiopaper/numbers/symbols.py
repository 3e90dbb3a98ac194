"""Rules for symbols, and for the few groups that begin with a letter."""

from __future__ import annotations

import re
import unicodedata

from audiopaper.numbers.quantities import say_range, say_signed
from audiopaper.numbers.rule import Match, Rule, make_rule, words_before, words_behind
from audiopaper.numbers.spelling import spell_cardinal, spell_code, spell_digits
from audiopaper.numbers.wording import always, dashed_with_yao
from audiopaper.numbers.words import UNITS

# In front of a dash that is a minus sign, or stands between two words.
_NO_MODEL = (
    "[为是至到达降跌负升增减约于在温值差率得算日月年时分号元米个人万亿千百点度斤吨周多余几"
    "一二三四五六七八九十]$"
)
_FULL_DATE = re.compile(r"\d{4}[./-]\d{1,2}(?:[./-]\d{1,2})? ?$")
_OF_A_DATE = frozenset("年月日时点号")
_OF_A_DAY = frozenset("次翌当凌上中下傍晚今明")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_FORMULAS = {
    "CO2": "二氧化碳",
    "SO2": "二氧化硫",
    "NO2": "二氧化氮",
    "H2O": "水",
    "CH4": "甲烷",
}


def _roman(m: Match) -> str:
    letters = unicodedata.normalize("NFKC", m[0]).upper()
    values = [_ROMAN_VALUES.get(c, 0) for c in letters]
    total = sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )
    return spell_cardinal(str(total)) if total > 0 else ""


def say_number_sign(character: str, *, leads: bool = False) -> str:
    """Say a circled number, a vulgar fraction or another number of one character.

    Args:
        character: One character of the Unicode categories No and Nl.
        leads: Whether it begins an item of a list; then a pause follows.

    Example:
        >>> say_number_sign("⑫"), say_number_sign("½"), say_number_sign("①", leads=True)
        ('十二', '二分之一', '一、')
    """
    value = unicodedata.numeric(character, None)
    if value is None:
        return ""
    if value == int(value):
        return spell_cardinal(str(abs(int(value)))) + ("、" if leads else "")
    for under in range(2, 400):
        over = round(value * under)
        if abs(value * under - over) < 1e-6:
            return f"{spell_cardinal(str(under))}分之{spell_cardinal(str(abs(over)))}"
    return ""


def _model(m: Match) -> str:
    return spell_code(m["n"], pairs=True)


def _letters_and_number(m: Match) -> str:
    if m["decimals"]:
        return spell_cardinal(m["n"]) + "点" + spell_digits(m["decimals"])
    return dashed_with_yao(m) if m["rest"] else _model(m)


def _dash_between_units(m: Match) -> str:
    before, behind = words_before(m).rstrip(), words_behind(m)
    if before[-1:] in _OF_A_DATE or behind[:1] in _OF_A_DAY or _FULL_DATE.search(before):
        return "至"
    return "到"


def _symbol(
    name: str, pattern: str, spoken: str, *examples: tuple[str, str], **around: str
) -> Rule:
    return make_rule(name, "symbol", pattern, always(spoken), *examples, **around)


_MINUS = (
    make_rule(
        "range-below-zero",
        "symbol",
        r"(?P<sa>-)(?P<a><NUM>)<S>(?P<ua>%|‰|<UNIT>)?<TO>(?P<sb>-)?(?P<b><NUM>)(?:<S>(?P<ub>%|‰|<UNIT>))?",
        say_range,
        ("-5℃～3℃", "零下五摄氏度到三摄氏度"),
        ("-8~-5℃", "零下八到零下五摄氏度"),
        unless_before=r"[\dA-Za-z)）歼轰运直强教苏图米]$",
    ),
    make_rule(
        "dash-below-zero",
        "symbol",
        r"[-—](?P<sign>)(?P<n><NUM>)<S>(?P<u>℃|°C)",
        say_signed,
        ("最低气温—3℃", "最低气温零下三摄氏度"),
        unless_before=r"[\dA-Za-z℃度至到)）—-]$",
    ),
    make_rule(
        "aircraft-dash",
        "symbol",
        r"-(?P<n>\d{1,4})(?![\d.]|<S>[%‰℃°])",
        _model,
        ("直-20组成", "直二零组成"),
        ("歼-20", "歼二零"),
        ("轰-6K", "轰六K"),
        ("歼-15", "歼十五"),
        before="[歼轰运直强教]$",
    ),
    make_rule(
        "aircraft-of-makers",
        "symbol",
        r"-(?P<n>\d{1,3})(?![\d.]|<S>[%‰℃°日月年])",
        _model,
        ("苏-27、米-8", "苏二七、米八"),
        ("图-160轰炸机", "图幺六零轰炸机"),
        before="(?:(?<!江)苏|(?:^|[^一-鿿\\d])[米图卡安])$",
    ),
    make_rule(
        "model-dash",
        "symbol",
        r"-(?P<n>\d{1,4})(?![\d.]|<S>[%‰℃°])",
        _model,
        ("长征-5号", "长征五号"),
        before="(?:<HAN>)$",
        unless_before=_NO_MODEL,
        unless_after="^(?![号型])<MEASURE>",
    ),
    make_rule(
        "model-dash-before-kind",
        "symbol",
        r"-(?P<n>\d{1,4})(?=[A-Z]{0,2}(?:型|直升|战斗|战机|运输机|轰炸|飞机|导弹|火箭|教练))",
        _model,
        ("两架米-171直升机", "两架米幺七幺直升机"),
    ),
    make_rule(
        "letters-minus",
        "symbol",
        r"-(?P<n>\d{1,4})(?=个?基点|个百分点|BP)",
        lambda m: "减" + spell_cardinal(m["n"]),
        ("LPR-20个基点", "LPR减二十个基点"),
        before="[A-Za-z]$",
    ),
    make_rule(
        "letter-dash",
        "symbol",
        r"-(?P<n>\d{1,16}+)(?!\d)(?:\.(?P<decimals>\d{1,4})(?![.\d])|(?P<rest>(?:[-/]\d{1,12}){0,4}))",
        _letters_and_number,
        ("ZZDFPZ-415000/500", "ZZDFPZ四幺五零零零、五零零"),
        ("COVID-19", "COVID十九"),
        ("F-35", "F三五"),
        ("GPT-3.5", "GPT三点五"),
        before="[A-Za-z]$",
    ),
)

_BETWEEN = (
    make_rule(
        "country-code",
        "symbol",
        r"\+(?P<n>\d{1,3})(?=[- ]?1\d{10})",
        lambda m: spell_digits(m["n"], yao=True),
        ("+8613501234567", "八六幺三五零幺二三四五六七"),
    ),
    _symbol(
        "dash-between-numerals",
        "[-~—] ?(?=[\u2160-\u217f①])",
        "到",
        ("Ⅰ～Ⅲ类", "一到三类"),
        before="[\u2160-\u217f①]$",
    ),
    make_rule(
        "dash-between-units",
        "symbol",
        r"(?:[-~]|—{1,2}) ?(?=\d|次日|翌日|当日|凌晨|上午|中午|下午|傍晚|晚上?\d|今|明)",
        _dash_between_units,
        ("10月1日—7日", "十月一日至七日"),
        ("5万-20万元", "五万到二十万元"),
        ("18:00-次日6:00", "十八点至次日六点"),
        before="\\d[多余]?(?:[十百千万亿年月日时点号元米里吨克斤亩个人名岁度级层楼届期次分秒℃%]|小时"
        "|分钟?|摄氏度|平方米|公里|公斤|周岁)? ?$",
    ),
    make_rule(
        "signed",
        "symbol",
        # 书屋+5 is no positive number, 增速+5% is one.
        r"(?P<sign>-|(?<![\u4e00-\u9fff”])\+|\+(?=<NUM><S>[%‰℃°]))(?P<n><NUM>)(?:<S>(?P<u>[%‰]|<UNIT>))?",
        say_signed,
        ("-3℃", "零下三摄氏度"),
        ("-1", "负一"),
        ("-2.3%", "负百分之二点三"),
        ("-5至3℃", "零下五至三摄氏度"),
        unless_before=r"[\dA-Za-z)）%+-]$",
    ),
    _symbol(
        "weekday-range",
        "[-~—]",
        "至",
        ("周一~周五", "周一至周五"),
        before=r"(?:周|星期)[\d一二三四五六日]$",
        after="^(?:周|星期)?[一二三四五六日]",
    ),
)

_ARITHMETIC = (
    _symbol("plus-minus", "±", "正负", ("±600kV", "正负六百千伏")),
    _symbol("plus", r"\+{1,4}", "加", ("书屋+", "书屋加"), ("1+1", "一加一")),
    make_rule(
        "somebody",
        "symbol",
        "×{1,4}",
        lambda m: "某" * len(m[0]),
        ("李××", "李某某"),
        ("××公司", "某某公司"),
        unless_before=r"[\dA-Za-z)）长宽高深径厚数价] ?$|\d<S><HAN>{1,3} ?$|\d<S>[A-Za-z]{1,3} ?$",
        unless_after=r"^ ?[\dA-Za-z]",
        around="^<HAN>|<HAN>$",
    ),
    _symbol("times", "×", "乘", ("4×100米", "四乘一百米"), ("长×宽", "长乘宽")),
    _symbol("star-times", r"\*", "乘", ("3*4", "三乘四"), before=r"\d$", after=r"^\d"),
    _symbol("letter-times", "[xX]", "乘", ("4X100米", "四乘一百米")),
    _symbol("divided", "÷", "除以", ("8÷2", "八除以二")),
    _symbol("not-less", "≥|>=", "大于等于", ("≥140", "大于等于一百四十")),
    _symbol("not-more", "≤|<=", "小于等于", ("2≤4", "二小于等于四")),
    _symbol("not-equal", "≠", "不等于", ("1≠2", "一不等于二")),
    _symbol("nearly-equal", "≈", "约等于", ("≈3", "约等于三")),
    _symbol("less", "<", "小于", ("<5%", "小于百分之五"), after=r"^ ?[\d.+-]"),
    _symbol("more", ">", "大于", (">95%", "大于百分之九十五"), after=r"^ ?[\d.+-]"),
    _symbol("equals", "={1,2}", "等于", ("1+1=2", "一加一等于二"), around=r"\d|[A-Za-z]"),
)

_UNIT_SIGNS = (
    _symbol("percent-sign", "[%‰]", "百分比", ("占比（%）", "占比（百分比）")),
    _symbol("arc-minute", "′", "分", ("5′", "五分"), before=r"\d$"),
    _symbol("arc-second", "″", "秒", ("5″", "五秒"), before=r"\d$"),
    _symbol("celsius", "℃|°C", "摄氏度", ("单位：℃", "单位：摄氏度")),
    _symbol("fahrenheit", "℉|°F", "华氏度", ("单位：℉", "单位：华氏度")),
    _symbol("degree", "°", "度", ("单位：°", "单位：度")),
    _symbol("squared", "²", "平方", ("E=mc²", "E等于mc平方"), before="[A-Za-z]$"),
    _symbol("cubed", "³", "立方", ("a³", "a立方"), before="[A-Za-z]$"),
    make_rule(
        "unit-square",
        "symbol",
        "[\u3371-\u33df²³Ω]",
        lambda m: UNITS.get(m[0]),
        ("单位：㎡", "单位：平方米"),
    ),
    _symbol(
        "per-without-number",
        "/",
        "每",
        ("单位：元/吨", "单位：元每吨"),
        before="(?:元|公里|千米|米|立方米|吨|公斤|千克|毫克|微克|升|人次|千瓦时)$",
        after="^(?:<PERDEN>)",
    ),
)

_MARKS = (
    make_rule(
        "number-mark",
        "symbol",
        r"№\.? ?(?P<n>\d{1,12})(?!\d)",
        lambda m: "第" + spell_cardinal(m["n"]),
        ("№5", "第五"),
    ),
    _symbol(
        "building-mark",
        "#",
        "号",
        ("3#楼", "三号楼"),
        before=r"\d$",
        after="^[楼栋幢机线汽柴墩井房厂桥]",
    ),
    _symbol(
        "ampersand-letters",
        "&",
        " and ",
        ("R&D", "R and D"),
        before="[A-Za-z]$",
        after="^[A-Za-z]",
    ),
    _symbol("ampersand", "&", "和", ("青川&白溪", "青川和白溪"), before=r"\w ?$", after=r"^ ?\w"),
    _symbol(
        "at-address",
        "@",
        " at ",
        ("qc@qingchuan.cn", "qc at qingchuan.cn"),
        before=r"[A-Za-z0-9_.]$",
        after="^[A-Za-z0-9]",
    ),
    _symbol("at-account", "@", "艾特", ("@青川发布", "艾特青川发布"), after=r"^\w"),
    _symbol("arrow", "→", "到", ("北京→上海", "北京到上海"), before=r"\w ?$", after=r"^ ?\w"),
    _symbol("colon-of-ratio", "∶", "：", ("时间∶上午", "时间：上午")),
    _symbol("slash", "/", "、", ("和/或", "和、或"), before=r"\w ?$", after=r"^ ?\w"),
    _symbol("zero-circle", "〇", "零", ("二〇二二年", "二零二二年")),
    _symbol(
        "zero-drawn",
        "○",
        "零",
        ("二○二二年", "二零二二年"),
        around="[〇○一二三四五六七八九十百千万第年]$|^[〇○一二三四五六七八九]",
    ),
    make_rule(
        "roman",
        "symbol",
        "[\u2160-\u217f]{1,12}+",
        _roman,
        ("Ⅳ级响应", "四级响应"),
        ("Ⅱ类", "二类"),
    ),
)

_LETTERS = (
    make_rule(
        "bare-unit",
        "letter",
        "[kcdm]?m[²³]",
        lambda m: UNITS[m[0]],
        ("单位：m³", "单位：立方米"),
    ),
    make_rule(
        "letter-for-zero",
        "letter",
        "[Oo]{1,2}(?=[\\d①\u2160-\u217f〇零一二三四五六七八九]{1,2}年)",
        lambda m: "零" * len(m[0]),
        ("二O二二年", "二零二二年"),
        before="(?<![\\d十百千万亿])[12①ⅠⅡ一二]$",
    ),
    make_rule(
        "formula",
        "letter",
        "(?:CO2|SO2|NO2|H2O|CH4)(?![A-Za-z0-9])",
        lambda m: _FORMULAS[m[0]],
        ("CO₂排放", "二氧化碳排放"),
    ),
    make_rule(
        "roman-letters",
        "letter",
        "(?:I{1,3}|IV|V|VI{1,3}|IX)(?=[级类型期])",
        _roman,
        ("启动IV级响应", "启动四级响应"),
    ),
    make_rule(
        "number-abbreviation",
        "letter",
        r"(?:No|NO)\. ?(?P<n>\d{1,6})(?!\d)",
        lambda m: "第" + spell_cardinal(m["n"]),
        ("No.1", "第一"),
    ),
)

RULES: tuple[Rule, ...] = (*_MINUS, *_BETWEEN, *_ARITHMETIC, *_UNIT_SIGNS, *_MARKS, *_LETTERS)
