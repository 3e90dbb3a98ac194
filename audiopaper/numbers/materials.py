"""Rules for grades of metal, which are names: 316L不锈钢, 6061铝合金."""

from __future__ import annotations

from audiopaper.numbers.context_words import QUANTITY_BEFORE
from audiopaper.numbers.number_rule import NumberRule, make_rule
from audiopaper.numbers.wording import code_unless_round, one_by_one, one_by_one_with_yao

# The grades of AISI and ASTM that are sold under their number; the last four are duplex steels.
_STEELS = "(?:20[12]|30[1-9]|31[04679]|321|347|4[0-4]\\d|630|904|2101|2205|2304|2507)"
_STEEL_BEHIND = (
    "(?:的|号|系|系列|医用|医疗级|食品级|食品接触级|级|超?低碳|双相|奥氏体|马氏体|铁素体)"
    "{0,3}不锈钢"
)

RULES: tuple[NumberRule, ...] = (
    make_rule(
        "steel-with-letter",
        "digit",
        rf"{_STEELS}(?=[LHN]{{1,2}}(?![A-Za-z0-9]))",
        one_by_one_with_yao,
        ("316L不锈钢", "三幺六L不锈钢"),
        ("食品级304L材质", "食品级三零四L材质"),
        ("316L冰箱", "三百一十六升冰箱"),
        unless_before=r"[\d.]$",
        around=f"(?:不锈钢|食品级|医用|医疗级|牌号)[为是：:“]?$|^[LHN]{{1,2}}(?:{_STEEL_BEHIND}|钢(?![琴笔盔]))",
    ),
    make_rule(
        "steel",
        "digit",
        rf"{_STEELS}(?![\d.])",
        one_by_one_with_yao,
        ("304不锈钢水杯", "三零四不锈钢水杯"),
        ("304个不锈钢水杯", "三百零四个不锈钢水杯"),
        ("201和304不锈钢", "二零幺和三零四不锈钢"),
        after=f"^(?:[、和与及或/]{_STEELS}L?){{0,2}}{_STEEL_BEHIND}",
        unless_before=rf"[\d.第]$|{QUANTITY_BEFORE}",
    ),
    make_rule(
        "fineness",
        "digit",
        # Parts in a thousand or in ten thousand.
        r"(?:925|9[59]0|999{1,2})(?=(?:纯|足|千足){0,2}[银金](?![元行币牌条色]))",
        one_by_one,
        ("一对925银手镯", "一对九二五银手镯"),
        ("共999金币", "共九百九十九金币"),
        unless_before=rf"[\d.第]$|{QUANTITY_BEFORE}",
    ),
    make_rule(
        "aluminium",
        "digit",
        # The four figures of the Aluminum Association; a year is no alloy.
        r"(?!19[4-9]\d|20[1-4]\d)[1-8]\d{3}(?=(?:-[FHOTW]\d{0,3})?(?:系|系列|航空|航天|变形|锻造){0,2}铝(?:合金|板|材|型材|棒|卷|箔|管))",
        code_unless_round,
        ("6061铝合金", "六零六幺铝合金"),
        ("5000铝合金门窗", "五千铝合金门窗"),
        unless_before=rf"[\d.第]$|{QUANTITY_BEFORE}",
    ),
)
