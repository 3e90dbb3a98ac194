"""Rules for codes with letters, bare years and, last of all, every other number."""

from __future__ import annotations

import re

from audiopaper.numbers.context_words import QUANTITY_BEFORE
from audiopaper.numbers.number_rule import Match, NumberRule, make_rule, words_before, words_behind
from audiopaper.numbers.spelling import spell_cardinal, spell_code, spell_decimal, spell_digits
from audiopaper.numbers.wording import (
    code_unless_round,
    one_by_one,
    one_by_one_with_yao,
    say_number,
    strip_cents,
)

_CLOCK_BEFORE = re.compile(r"\d[时点亩]$")
_CODE_BEFORE = re.compile(r"\d{2}[A-Z]{1,3}$")
_SHORTENED_BEFORE = re.compile(r"[A-Za-z]\. ?$")
# No letter that is the sign of a unit or of a power of ten.
_CODE_LETTER = re.compile("[BCDEHIJLOQRSUXYZ](?![A-Za-z])")
_MINUTE_BEFORE = re.compile(r"\d分$")


def _number(m: Match) -> str:
    before, behind = words_before(m), words_behind(m)
    if _CLOCK_BEFORE.search(before) and behind.startswith("分"):
        return spell_decimal(m[0])
    if _MINUTE_BEFORE.search(before) and behind.startswith("秒"):
        return spell_decimal(m[0])
    if _SHORTENED_BEFORE.search(before):
        return spell_decimal(m[0])
    return say_number(m[0], behind, before)


def _after_letter(m: Match) -> str:
    # The digit behind the point of a long number checks the others.
    if m["decimals"] and len(m["n"]) > 8 and len(m["decimals"]) == 2:
        return spell_digits(m["n"], yao=True) + "点" + spell_digits(m["decimals"], yao=True)
    if m["decimals"]:
        return spell_decimal(m[0])
    # Letters amid digits are part of one long code.
    if _CODE_BEFORE.search(m.string[max(0, m.start() - 6) : m.start()]):
        return spell_digits(m["n"], yao=len(m["n"]) > 2)
    return spell_code(m["n"])


def _dotted(m: Match) -> str:
    """Say the parts of a version as numbers (17.4.1), those of an address digit by digit."""
    parts = m[0].split(".")
    is_version = len(parts) == 3 and all(len(part) < 3 for part in parts)
    return "点".join(spell_code(part) if is_version else spell_digits(part) for part in parts)


def _before_letter(m: Match) -> str:
    """Say a code of three digits or more and a letter (207B); a unit is counted: 128G, 350TOPS."""
    is_code = len(m[0]) > 2 and not m[0].endswith("00") and _CODE_LETTER.match(words_behind(m))
    return spell_digits(m[0], yao=True) if is_code else spell_cardinal(m[0])


RULES: tuple[NumberRule, ...] = (
    make_rule(
        "dotted",
        "digit",
        r"\d{1,6}(?:\.\d{1,6}){2,5}(?!\d)",
        _dotted,
        ("127.0.0.1", "一二七点零点零点一"),
        ("iOS 17.4.1", "iOS 十七点四点一"),
    ),
    make_rule(
        "radio-frequency",
        "digit",
        r"(?P<a>\d{2,3})\.(?P<b>\d)(?!\d)",
        lambda m: f"{spell_digits(m['a'], yao=True)}点{spell_digits(m['b'], yao=True)}",
        ("FM103.9", "FM幺零三点九"),
        before="(?:FM|调频) ?$",
    ),
    make_rule(
        "after-letter",
        "digit",
        r"(?P<n>\d{1,16}+)(?P<decimals>\.\d{1,6})?(?!\d)",
        _after_letter,
        ("G4", "G四"),
        ("S315", "S三幺五"),
        ("PM2.5", "PM二点五"),
        ("H1N1", "H一N一"),
        ("91510800MA62", "九幺五幺零八零零MA六二"),
        before="[A-Za-z]$",
    ),
    make_rule(
        "before-letter",
        "digit",
        r"(?!0\d)\d{1,4}(?![\d.])(?=[A-Za-z])",
        _before_letter,
        ("5G", "五G"),
        ("128G内存", "一百二十八G内存"),
        ("8615B队", "八六幺五B队"),
    ),
    make_rule(
        "ordinal-with-zeros",
        "digit",
        r"0\d{1,15}+(?![\d.])",
        one_by_one,
        ("第0012期", "第零零一二期"),
        before="第$",
    ),
    make_rule(
        "long-ordinal",
        "digit",
        r"\d{6,16}+(?=[号期])",
        one_by_one,
        ("预售证第2024012号", "预售证第二零二四零一二号"),
        before="第$",
    ),
    make_rule(
        "number-of-document",
        "digit",
        r"(?:\d{7,16}+|(?<=[^数文汉打名学]字)\d{4,6})(?=号(?![楼线店]))",
        one_by_one_with_yao,
        ("运管字330118001234号", "运管字三三零幺幺八零零幺二三四号"),
        unless_after="^号[^，。；]{0,4}人次",
    ),
    make_rule(
        "leading-zeros",
        "digit",
        r"0\d{1,15}+(?![\d.])",
        one_by_one_with_yao,
        ("055型", "零五五型"),
        ("0012号", "零零幺二号"),
    ),
    make_rule(
        "bare-year",
        "digit",
        r"(?:18[4-9]\d|19\d\d|20\d\d)(?![\d.,%])(?=<HAN>|[A-Za-z“《「·])"
        r"|(?:19[5-9]\d|20[1-4]\d)(?![\d.,%])(?=[，。！？、：；”》—]|[（(]第[\d一二三四五六七八九十百]+届|$)",
        one_by_one,
        ("心社1921青川", "心社一九二一青川"),
        ("你好，2024！", "你好，二零二四！"),
        ("于1949建院", "于一九四九建院"),
        unless_after=r"^(?:<MEASURE>)|^[至到]\d+[多余]?(?:<MEASURE>|[元斤吨亩人户米万])",
        unless_before=QUANTITY_BEFORE + r"|[-+×÷=<>≥≤/¥$A-Za-z] ?$|\d[加减乘除]$",
    ),
    make_rule(
        "second-of-pair",
        "digit",
        r"(?:19|20)\d\d(?![\d.,])",
        one_by_one,
        ("从1900到2000", "从一九零零到二零零零"),
        before=r"(?:18[4-9]\d|19\d\d|20\d\d)[到至]$",
        unless_after="^(?:<MEASURE>)",
    ),
    make_rule(
        "customs-code",
        "digit",
        # Supervision modes of the customs for goods bought abroad over the net.
        r"(?:1210|9610|9710|9810|1039|1239)(?![\d.,])(?=<S><HAN>|[”\"、])",
        one_by_one_with_yao,
        ("远通1210已运营", "远通幺二幺零已运营"),
        unless_after="^(?:<MEASURE>|<PEOPLE>|[加减乘除])",
        unless_before=QUANTITY_BEFORE + "|[为是至到]$|\\d[加减乘除]$",
    ),
    make_rule(
        "four-digit-code",
        "digit",
        r"[1-9]\d{3}(?![\d.,])(?=<HAN>|、\d{4}(?!\d|[.,]|<MEASURE>|<PEOPLE>))",
        lambda m: None if m[0].endswith("00") else code_unless_round(m),
        ("1168监管场所", "幺幺六八监管场所"),
        ("1210名", "一千二百一十名"),
        ("1286志愿者", "一千二百八十六志愿者"),
        ("1368杆塔", "一千三百六十八杆塔"),
        unless_after="^(?:<MEASURE>|<PEOPLE>|[加减乘除])",
        unless_before=QUANTITY_BEFORE + "|[为是至到]$|\\d[加减乘除]$",
        around="跨境|电商|保税|海关|监管|口岸|模式|代码|编码|型号|机型|平台|网站|首单",
    ),
    make_rule(
        "eight-digits",
        "digit",
        r"\d{8,16}+(?![\d.,])",
        one_by_one_with_yao,
        ("15873690", "幺五八七三六九零"),
        unless_after="^(?:<MEASURE>)",
    ),
    make_rule(
        "list-mark",
        "digit",
        r"(?P<n>\d{1,2})(?:\.(?!\d)|、)"
        r"(?=<S>(?:[\u4e00-\u9fffA-Za-z“《（(]|[√×](?! ?\d(?!\d?[.．、]))))",
        lambda m: spell_cardinal(m["n"]) + "、",
        ("1.坚持", "一、坚持"),
        ("任务：1. 强化责任；2、狠抓落实", "任务：一、 强化责任；二、狠抓落实"),
        before="(?:^|[；;：] ?|[\u3000 ])$",
    ),
    make_rule(
        "decimal-without-zero",
        "symbol",
        r"\.(?P<n>\d{1,4})(?![\d.])(?=<S>(?:<UNIT>|[%‰万亿斤吨米元倍升克度]|公[里斤]|小时|个百分点))",
        lambda m: "零点" + spell_digits(m["n"]),
        ("增加.5公斤", "增加零点五公斤"),
        ("任务完成.5公斤", "任务完成.五公斤"),
        before=f"^$|[增减升降涨跌重长高宽厚]$|{QUANTITY_BEFORE}",
    ),
    make_rule(
        "price",
        "digit",
        r"\d{1,9}\.\d\d(?=[美欧港日]?元)",
        lambda m: say_number(strip_cents(m[0]), "元"),
        ("199.00元", "一百九十九元"),
        ("7.10元", "七点一元"),
    ),
    make_rule(
        "thousands-set-apart",
        "digit",
        r"[1-9]\d{0,2}(?:[ \u00a0]\d{3}){1,3}(?:\.\d{1,4})?(?![\d.])(?=<S>(?:<MEASURE>|<UNIT>))"
        r"(?!<S>[%‰])",
        lambda m: spell_decimal("".join(re.findall(r"[\d.]", m[0]))),
        ("10 500元", "一万零五百元"),
        ("户数214 100%", "户数二百一十四 百分之百"),
        unless_before=r"\d[ \u00a0]?$",
    ),
    make_rule(
        "thousands-with-wide-comma",
        "digit",
        r"[1-9]\d{0,2}(?:，\d{3}){1,3}(?:\.\d{1,4})?(?![\d.，])(?=<S>(?:[余多]?[万亿元人名户件台套家亩吨]|<UNIT>))",
        lambda m: spell_decimal(m[0].replace("，", "")),
        ("3，456万元", "三千四百五十六万元"),
        unless_before=r"[第\d、月日年号]$",
    ),
    make_rule(
        "decimal-set-apart",
        "digit",
        r"(?P<a>\d{1,6})(?: \. ?|\. )(?P<b>\d{1,4})(?![\d.])(?=<S>(?:[余多]?[万亿元%‰倍]|<UNIT>))",
        lambda m: f"{spell_cardinal(m['a'])}点{spell_digits(m['b'])}",
        ("投资3 .5亿元", "投资三点五亿元"),
        before="<HAN>$",
    ),
    make_rule(
        "number",
        "digit",
        r"<NUM>",
        _number,
        ("35,632名", "三万五千六百三十二名"),
        ("2个", "两个"),
        ("每周2次", "每周两次"),
        ("高2学生", "高二学生"),
        ("2青年获奖", "两青年获奖"),
        ("交警2大队", "交警二大队"),
        ("第2名", "第二名"),
        ("2月2日电", "二月二日电"),
        ("12个", "十二个"),
        ("0.6", "零点六"),
        ("20余辆", "二十余辆"),
    ),
)
