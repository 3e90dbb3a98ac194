"""Rules for the classes of sports by weight: -57kg级, +100公斤级."""

from __future__ import annotations

from audiopaper.numbers.number_rule import Match, NumberRule, make_rule
from audiopaper.numbers.spelling import spell_decimal

_KILOGRAMS = r"(?P<n>\d{2,3}(?:\.\d)?)<S>(?:kg|KG|Kg|㎏|公斤|千克)"


def _signed_class(m: Match) -> str:
    """Say the class up to a weight by that weight, and the one above it as 以上."""
    above = "以上" if m["sign"] == "+" else ""
    return f"{spell_decimal(m['n'])}公斤{above}"


RULES: tuple[NumberRule, ...] = (
    make_rule(
        "weight-class-with-sign",
        "symbol",
        rf"(?P<sign>[-+—]){_KILOGRAMS}(?=级)",
        _signed_class,
        ("女子-57kg级", "女子五十七公斤级"),
        ("男子+100公斤级", "男子一百公斤以上级"),
        ("60-66公斤级", "六十到六十六公斤级"),
        unless_before=r"[\dgG斤克]$",
    ),
    make_rule(
        "weight-class",
        "digit",
        rf"{_KILOGRAMS}(?P<sign>)(?=级)",
        _signed_class,
        ("女子62kg级摔跤", "女子六十二公斤级摔跤"),
    ),
)
