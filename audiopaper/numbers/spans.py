"""Rules for a dash between two things counted alike: 6个月—3岁, 第1名—第3名, A02—A03."""

from __future__ import annotations

from audiopaper.numbers.number_rule import (
    Match,
    NumberRule,
    compile_pattern,
    make_rule,
    words_before,
    words_behind,
)

_HAN_NUMERALS = "零一二两三四五六七八九十百千万亿点"
_NUMERAL = (
    f"(?:\\d[\\d,]{{0,11}}(?:\\.\\d{{1,4}})?|[{_HAN_NUMERALS}]{{1,12}}|[\u2160-\u217f①]{{1,4}})"
)
# What a thing is counted in or called: up to three characters that are no numerals.
_NAME = (
    "(?:<UNIT>|[KkWwM](?![A-Za-z])|[°#]|(?![零一二两三四五六七八九十百千万亿点多余几])<HAN>){1,3}"
)
_FIRST = compile_pattern(
    f"(?P<head>第|前|公元|约)?{_NUMERAL}[多余几]?[十百千万亿]{{0,3}}(?P<name>{_NAME})? ?$"
)
_SECOND = compile_pattern(
    f" ?(?:第|约?公?元?前|公元|约)?[+-]?{_NUMERAL}[多余几]?[十百千万亿]{{0,3}}(?P<name>{_NAME})?"
)
_FAMILIES = (
    ("秒", "分", "分钟", "小时", "时", "天", "日", "周", "个月", "月", "年", "岁", "周岁"),
    ("分", "角", "元", "美元", "欧元", "港元"),
    ("毫米", "厘米", "分米", "米", "公里", "千米", "里", "尺", "寸"),
    ("毫克", "克", "千克", "公斤", "斤", "两", "吨", "毫升", "升"),
)
"""Names of which one may follow the other on a scale: 6个月—3岁, 50厘米—2米."""

_OF_AN_ORDER = frozenset("年月日时点号级版")


def _is_span(first: str, second: str) -> bool:
    """Whether two things are counted in the same measure, or in two of one scale."""
    if second.startswith(first):
        return True
    return any(
        first in family and any(second.startswith(name) for name in family) for family in _FAMILIES
    )


def _span(m: Match) -> str | None:
    """Say 至 between dates and places in an order, 到 between amounts; None for other dashes."""
    first, second = _FIRST.search(words_before(m)), _SECOND.match(words_behind(m))
    if not (first and first["name"] and second and second["name"]):
        return None
    if not _is_span(first["name"], second["name"]):
        return None
    in_order = first["head"] in ("第", "前", "公元") or first["name"][-1] in _OF_AN_ORDER
    return "至" if in_order else "到"


def _letters(m: Match) -> str | None:
    """A02—A03版; a hyphen between two letters that differ belongs to the name of a model."""
    letter = words_before(m).rstrip().rstrip("0123456789+")[-1:]
    return "至" if letter == words_behind(m).lstrip()[:1] or "-" not in m[0] else None


RULES: tuple[NumberRule, ...] = (
    make_rule(
        "span",
        "symbol",
        "(?:-{1,2}|—|~{1,2}) ?(?=(?:[第前约公+-]|<NUM>|[一二两三四五六七八九十①\u2160-\u217f]))",
        _span,
        ("6个月—3岁婴儿", "六个月至三岁婴儿"),
        ("疗程1个月-3个月", "疗程一个月至三个月"),
        ("60万元—2亿元", "六十万元到两亿元"),
        ("第4名—第8名", "第四名至第八名"),
        ("3号楼—7号楼", "三号楼到七号楼"),
        ("二年级—五年级", "二年级至五年级"),
        ("月薪6K—9K", "月薪六K到九K"),
        ("70后-90后", "七零后到九零后"),
        before="[\u4e00-\u9fffA-Za-z²³°#\u3371-\u33df] ?$",
    ),
    make_rule(
        "span-of-bracketed-day",
        "symbol",
        "(?:-{1,2}|—{1,2}|~) ?(?=\\d{1,4}[年月日号时点:：])",
        lambda _m: "至",
        ("9月3日（周四）—12日（周六）", "九月三日（周四）至十二日（周六）"),
        before="\\d[年月日号时点][（(][^（()）]{1,8}[)）] ?$",
    ),
    make_rule(
        "span-of-letters",
        "symbol",
        "(?:-|~|—{1,2}) ?(?=[A-Z]\\d{1,4}(?!\\d))",
        _letters,
        ("A10-A12版", "A十至A十二版"),
        ("B03—B06版", "B零三至B零六版"),
        ("K8+120～K10+60段", "K八加一百二十至K十加六十段"),
        before=r"(?<![A-Za-z])[A-Z]\d{1,4}(?:\+\d{1,3})? ?$",
    ),
)
