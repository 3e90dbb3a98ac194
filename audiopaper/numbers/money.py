"""Rules for amounts that begin with a sign or code of currency, which is said behind them."""

from __future__ import annotations

from audiopaper.numbers.number_rule import Match, NumberRule, make_rule
from audiopaper.numbers.units import PER_UNITS, UNITS
from audiopaper.numbers.wording import say_number, strip_cents

_CURRENCIES = {
    "¥": "元",
    "$": "美元",
    "US$": "美元",
    "USD": "美元",
    "€": "欧元",
    "EUR": "欧元",
    "£": "英镑",
    "GBP": "英镑",
    "HK$": "港元",
    "HKD": "港元",
    "A$": "澳元",
    "AUD": "澳元",
    "C$": "加元",
    "CAD": "加元",
    "S$": "新加坡元",
    "NT$": "新台币",
    "JPY": "日元",
    "CNY": "元人民币",
    "RMB": "元人民币",
}


def _amount(m: Match) -> str:
    name = _CURRENCIES[m["currency"]]
    middle = m["scale"] + m["about"]
    spoken = say_number(strip_cents(m["n"]), middle or name) + middle
    if m["to"]:
        spoken += "到" + say_number(strip_cents(m["to"]), m["toscale"] or name) + m["toscale"]
    per = f"每{PER_UNITS.get(m['per'], UNITS.get(m['per'], m['per']))}" if m["per"] else ""
    return per + spoken + name


_AMOUNT = (
    r"<S>(?P<n><NUM>)<S>(?P<scale><SCALE>)(?P<about><ABOUT>)"
    r"(?:<TO>[¥$€£]?(?P<to><NUM>)(?P<toscale><SCALE>))?(?:[美欧港日澳加]?元|英镑)?(?:<S>/<S>(?P<per><PERDEN>))?"
)

RULES: tuple[NumberRule, ...] = (
    make_rule(
        "money-sign",
        "symbol",
        "(?P<currency>[¥$€£])" + _AMOUNT,
        _amount,
        ("￥13.5", "十三点五元"),
        ("$50万", "五十万美元"),
        ("€200万", "二百万欧元"),
        ("￥199/晚", "每晚一百九十九元"),
        ("￥99-199元", "九十九到一百九十九元"),
    ),
    make_rule(
        "money-code",
        "letter",
        "(?P<currency>US\\$|HK\\$|NT\\$|[ACS]\\$|USD|HKD|EUR|GBP|AUD|CAD|JPY|CNY|RMB)" + _AMOUNT,
        _amount,
        ("US$3.5亿", "三点五亿美元"),
        ("HKD13.5", "十三点五港元"),
    ),
)
