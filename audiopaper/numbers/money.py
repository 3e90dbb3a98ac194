"""Rules for amounts that begin with a sign or code of currency, which is said behind them."""

from __future__ import annotations

from audiopaper.numbers.number_rule import Match, NumberRule, make_rule, words_behind
from audiopaper.numbers.spelling import value_of
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


_CURRENCY_OF_CODE = {
    "USD": "美元",
    "EUR": "欧元",
    "GBP": "英镑",
    "JPY": "日元",
    "HKD": "港元",
    "AUD": "澳元",
    "NZD": "新西兰元",
    "CAD": "加元",
    "CHF": "瑞士法郎",
    "CNY": "人民币",
    "CNH": "离岸人民币",
}
_CODE = f"(?:{'|'.join(_CURRENCY_OF_CODE)})"


def _amount(m: Match) -> str:
    name = _CURRENCIES[m["currency"]]
    middle = m["scale"] + m["about"]
    spoken = say_number(strip_cents(m["n"]), middle or name) + middle
    if m["to"]:
        spoken += "到" + say_number(strip_cents(m["to"]), m["toscale"] or name) + m["toscale"]
    per = f"每{PER_UNITS.get(m['per'], UNITS.get(m['per'], m['per']))}" if m["per"] else ""
    return per + spoken + name


def _money_off(m: Match) -> str | None:
    """Say the price reduction in 满300-50 (元); return None for a range: 满18-60岁."""
    price, off = value_of(m["price"]), value_of(m["off"])
    if off >= price or price < 10:
        return None
    yuan = m["yuan"] or ""
    return f"{say_number(m['price'], yuan)}{yuan}减{say_number(m['off'], words_behind(m))}"


_AMOUNT = (
    r"<S>(?P<n><NUM>)<S>(?P<scale><SCALE>)(?P<about><ABOUT>)"
    r"(?:<TO>[¥$€£]?(?P<to><NUM>)(?P<toscale><SCALE>))?(?:[美欧港日澳加]?元|英镑)?(?:<S>/<S>(?P<per><PERDEN>))?"
)

RULES: tuple[NumberRule, ...] = (
    make_rule(
        "pair-of-currency-codes",
        "letter",
        f"(?P<base>{_CODE}) ?/ ?(?P<quote>{_CODE})(?![A-Za-z])",
        lambda m: f"{_CURRENCY_OF_CODE[m['base']]}兑{_CURRENCY_OF_CODE[m['quote']]}",
        ("EUR/USD 1.0523", "欧元兑美元 一点零五二三"),
    ),
    make_rule(
        "money-off",
        "digit",
        r"(?P<price><NUM>)(?P<yuan>元)?<S>[-—]<S>(?P<off><NUM>)(?!-|<S>%)",
        _money_off,
        ("满300-50", "满三百减五十"),
        ("满1000元-100元", "满一千元减一百元"),
        ("满18-60岁", "满十八到六十岁"),
        before="(?<![圆美丰饱充未])满$",
        unless_after="^<S>(?:[岁年月日天周分页场]|的?比分)",
    ),
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
