"""Rules for dots, hyphens and underscores among Latin letters: addresses, versions, models."""

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
from audiopaper.numbers.spelling import (
    spell_cardinal,
    spell_code,
    spell_decimal,
    spell_digits,
    value_of,
)
from audiopaper.numbers.wording import one_by_one

# A dot behind these marks an abbreviation and is silent.
_SHORTENED = re.compile(
    "(?<![A-Za-z])(?:vol|nos?|figs?|tab|ver|vs|op|eds?|eq|ch|chap|sec|art|ep|pp?|st|mrs?|ms|dr|prof"
    "|jr|sr|inc|ltd|co|corp|etc|al|dept|est|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)$",
    re.IGNORECASE,
)
_ACCOUNT = (
    "(?:(?:抖音|微信|快手|微博|视频|小红书|公众|淘宝|B站|QQ|[账帐]|用户)(?:号|名|ID)|邮箱|ID)"
)
_DOMAINS = "(?:com|cn|net|org|gov|edu|info|io|ai|tv|cc|top|COM|CN|NET|ORG|GOV|EDU)(?![A-Za-z])"
_ADDRESS_CHARS = 120
"""Longest address of which the end is looked at."""

_DOMAIN_BEFORE = re.compile(
    rf"[A-Za-z0-9-]\.{_DOMAINS}(?::\d{{0,5}})?(?:/[A-Za-z0-9_.?=&%#/-]{{0,100}})?\Z"
)
_BILLIONS = re.compile(context_words.BILLIONS)
_COUNTS = compile_pattern("<S>(?:<MEASURE>|(?![A-Za-z](?![A-Za-z]))<UNIT>|[%‰])")


def _dot_and_number(m: Match) -> str | None:
    """Say BA点五, XBB点一点五; return None behind Vol. and No., where the dot is silent."""
    if _SHORTENED.search(words_before(m)):
        return None
    return "".join("点" + spell_digits(part) for part in m["n"].split("."))


def _dot(m: Match) -> str | None:
    return None if _SHORTENED.search(words_before(m)) else "点"


def _model(m: Match) -> str | None:
    """i7-13700K i七、一三七零零K, ARJ21-700 ARJ二十一、七百; None for a range: A3-5版, A3—5."""
    number, behind = m["b"], words_behind(m)
    rises = value_of(m["a"]) < value_of(number)
    if rises and _COUNTS.match(behind):
        return None
    if "—" in m[0] and rises and not number.endswith("00"):
        return None
    first = spell_decimal(m["a"]) if "." in m["a"] else spell_code(m["a"])
    if _BILLIONS.match(behind):
        second = spell_cardinal(number)
    else:
        second = spell_digits(number) if len(number) > 3 else spell_code(number)
    return f"{first}、{second}"


def _digits_of_address(m: Match) -> str:
    # A mailbox whose name is in figures is named by a telephone number.
    return spell_digits(m[0], yao=len(m[0]) > 4 and words_behind(m).startswith("@"))


def _is_in_address(m: Match) -> bool:
    """Whether a character stands behind the domain of an address."""
    return bool(_DOMAIN_BEFORE.search(m.string[max(0, m.start() - _ADDRESS_CHARS) : m.start()]))


HYPHENS_OF_ADDRESS = (
    make_sign(
        "hyphen-of-address",
        r"-(?=[A-Za-z0-9._-]{1,40}@)"
        rf"|-(?=[A-Za-z0-9-]{{1,40}}(?:\.[A-Za-z0-9-]{{1,30}}){{0,3}}\.{_DOMAINS})",
        "杠",
        ("qc-news@163.com", "qc杠news at 幺六三点com"),
        before="[A-Za-z0-9]$",
    ),
    make_sign(
        "hyphen-of-account",
        "-(?=[A-Za-z0-9])",
        "杠",
        ("抖音号qc-ly01", "抖音号qc杠ly零幺"),
        before=rf"{_ACCOUNT}[为是:：“ ]{{0,2}}[A-Za-z0-9_-]{{1,20}}$",
    ),
)
"""Hyphens that a listener has to type."""

RULES: tuple[NumberRule, ...] = (
    *HYPHENS_OF_ADDRESS,
    make_rule(
        "mail-domain",
        "digit",
        rf"\d{{1,6}}(?=\.{_DOMAINS})",
        lambda m: spell_digits(m[0], yao=True),
        ("qc@163.com", "qc at 幺六三点com"),
    ),
    make_rule(
        "number-of-account",
        "digit",
        r"\d{1,12}(?=[_@][A-Za-z0-9])|(?<=[A-Za-z0-9]_)\d{1,12}(?!\d)",
        _digits_of_address,
        ("微信号abc_123", "微信号abc下划线一二三"),
        ("news_2025@qcrb.cn", "news下划线二零二五 at qcrb点cn"),
    ),
    make_rule(
        "number-in-account",
        "digit",
        r"\d{1,12}(?![\d.])",
        lambda m: spell_digits(m[0], yao=True),
        ("微信号qcrb-1958", "微信号qcrb杠幺九五八"),
        ("抖音号qc2031", "抖音号qc二零三幺"),
        before=rf"{_ACCOUNT}[为是:：“ ]{{0,2}}[A-Za-z][A-Za-z0-9_-]{{0,20}}$",
    ),
    make_rule(
        "number-in-address",
        "digit",
        r"\d{1,12}",
        lambda m: spell_digits(m[0]) if _is_in_address(m) else None,
        ("www.qcrb.cn/2031/12", "www点qcrb点cn斜杠二零三一斜杠一二"),
        ("www.qcrb.cn:8080", "www点qcrb点cn:八零八零"),
        before="[A-Za-z0-9/_=:.?-]$",
    ),
    make_rule(
        "slash-in-address",
        "symbol",
        "/(?=[A-Za-z0-9])",
        lambda m: "斜杠" if _is_in_address(m) else None,
        ("登录www.qcrb.cn/zt查询", "登录www点qcrb点cn斜杠zt查询"),
        before="[A-Za-z0-9_-]$",
    ),
    make_rule(
        "model-of-year",
        "digit",
        r"(?P<a>(?!(?:19|20)\d\d)\d{1,4})-(?P<b>20\d\d)(?=款|版|年款|型)",
        lambda m: f"{spell_code(m['a'])}、{spell_digits(m['b'])}",
        ("小米SU7-2024款", "小米SU七、二零二四款"),
    ),
    make_rule(
        "tumour-marker",
        "digit",
        r"\d{2}[-—]\d(?![\d.%-])",
        one_by_one,
        ("CA19-9偏高", "CA一九九偏高"),
        before="(?<![A-Za-z])CA ?$",
    ),
    make_rule(
        "model-with-hyphen",
        "digit",
        r"(?P<a>\d{1,4}(?:\.\d{1,3})?)[-—](?P<b>\d{1,5})(?!\.?\d|-\d)",
        _model,
        ("ARJ21-700", "ARJ二十一、七百"),
        ("A320—200客机", "A三二零、二百客机"),
        ("A350-900", "A三五零、九百"),
        ("i7-13700K", "i七、一三七零零K"),
        ("Qwen2.5-72B", "Qwen二点五、七十二B"),
        ("A3-5版", "A三到五版"),
        before="[A-Za-z]$",
    ),
    make_rule(
        "dot-of-abbreviation",
        "symbol",
        r"\.(?=<S>\d)",
        lambda m: "" if _SHORTENED.search(words_before(m)) else None,
        ("见Vol.12", "见Vol十二"),
        before="[A-Za-z]$",
    ),
    make_rule(
        "number-behind-dot",
        "symbol",
        r"\.(?P<n>\d{1,5}(?:\.\d{1,4}){0,3})(?![\d年月日]|\.?[A-Za-z]{2}|\.\d)",
        _dot_and_number,
        ("BA.5", "BA点五"),
        ("H.264编码", "H点二六四编码"),
        ("XBB.1.16", "XBB点一点一六"),
        before=r"[A-Za-z]$",
    ),
    make_rule(
        "dot-of-address",
        "symbol",
        rf"\.(?={_DOMAINS})|(?<=[A-Za-z0-9_-]{{2}})\.(?=[a-z]{{2}})"
        rf"|(?<=www)\.(?=\w)|(?<=WWW)\.(?=\w)",
        _dot,
        ("www.qcrb.com", "www点qcrb点com"),
        ("Node.js", "Node点js"),
        ("www.12306.cn", "www点幺二三零六点cn"),
    ),
    make_sign(
        "dot-of-initial",
        r"\.(?=<HAN>)",
        "",
        ("作家J.K.罗琳", "作家J.K罗琳"),
        ("球星C.罗", "球星C罗"),
        before=r"(?:[A-Z]\.|<HAN>)[A-Z]$",
    ),
    make_sign(
        "underscore",
        "_(?=[A-Za-z0-9])",
        "下划线",
        ("qc_news", "qc下划线news"),
        before="[A-Za-z0-9]$",
    ),
)
