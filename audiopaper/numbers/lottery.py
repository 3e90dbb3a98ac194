"""Rules for the results of lotteries, which are digits and no amounts: 排列3：508, 福彩3D：726."""

from __future__ import annotations

from audiopaper.numbers.number_rule import NumberRule, make_rule
from audiopaper.numbers.wording import one_by_one

# A lottery whose balls are single digits, its draw perhaps behind the name.
_GAME = (
    "(?:排列[35三五]|(?<![A-Za-z0-9])[3三][Dd]|七星彩)[”’」》]?(?:[（(]?第?\\d{3,7}期[)）]?)?"
    "(?:开奖|中奖|开出)?(?:号码|结果)?"
)


RULES: tuple[NumberRule, ...] = (
    make_rule(
        "name-of-lottery",
        "digit",
        "[35](?=[:：])",
        one_by_one,
        ("排列3：508", "排列三：五零八"),
        ("排列5：5、0、8、1、2", "排列五：五、零、八、一、二"),
        before="排列$",
        after="^[:：] ?(?:\\d{3}|\\d[-、， ]\\d)",
    ),
    make_rule(
        "lottery-balls",
        "digit",
        r"(?:\d{3,7}|\d(?:[- ]\d){2,6})(?![\d.,:：%]|<COUNTED>)",
        one_by_one,
        ("福彩3D：726", "福彩三D：七二六"),
        ("排列3：5-0-8", "排列三：五零八"),
        ("七星彩：1234567元", "七星彩：一百二十三万四千五百六十七元"),
        before=f'{_GAME}[为是]?[:：为是] ?[“"]?$',
    ),
)
