"""Rules for raised figures and signs: powers, isotopes and ions."""

from __future__ import annotations

from audiopaper.numbers.number_rule import Match, NumberRule, make_rule
from audiopaper.numbers.spelling import spell_cardinal, spell_code, spell_decimal
from audiopaper.numbers.units import PER_UNITS, UNITS

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_SYMBOLS = (
    "H He Li Be B C N O F Na Mg Al Si P S Cl K Ca Cr Mn Fe Co Ni Cu Zn Ga Ge As Se"
    " Br Kr Sr Y Mo Tc Ag Cd In Sn Sb I Xe Cs Ba Lu W Au Hg Tl Pb Po Rn Ra Ac Th U Np Pu Am"
)
_NAMES = (
    "氢氦锂铍硼碳氮氧氟钠镁铝硅磷硫氯钾钙铬锰铁钴镍铜锌镓"
    "锗砷硒溴氪锶钇钼锝银镉铟锡锑碘氙铯钡镥钨金汞铊铅钋氡镭锕钍铀镎钚镅"
)
_ELEMENTS = dict(zip(_SYMBOLS.split(), _NAMES, strict=True))
"""Symbols of the elements that newspapers print, and their names (IUPAC; CNCTST for Chinese)."""


def _lower(raised: str) -> str:
    return "".join(str(_RAISED.index(figure)) for figure in raised)


def _power(m: Match) -> str:
    power = m["caret"] or m["p"].replace("⁻", "-").lstrip("⁺")
    minus = "负" if power.startswith("-") else ""
    figures = power.lstrip("-")
    figures = figures if m["caret"] else _lower(figures)
    over = UNITS[m["over"]] if m["over"] else ""
    under = m["under"]
    per = f"每{PER_UNITS.get(under, UNITS[under])}" if under else ""
    return f"{spell_decimal(m['n'])}的{minus}{spell_cardinal(figures)}次方{over}{per}"


def _isotope(m: Match) -> str | None:
    """Say ¹⁴C 碳十四; None for letters that are no element."""
    name = _ELEMENTS.get(m["element"])
    return name + spell_code(_lower(m["mass"]), pairs=True) if name else None


def _ion(m: Match) -> str | None:
    """Say Ca²⁺ 二价钙离子, Na⁺ 钠离子; None for letters that are no element: A⁺."""
    name = _ELEMENTS.get(m["element"])
    valence = f"{spell_cardinal(_lower(m['valence']))}价" if m["valence"] else ""
    return f"{valence}{name}离子" if name else None


RULES: tuple[NumberRule, ...] = (
    make_rule(
        "power",
        "digit",
        rf"(?P<n><NUM>)(?:(?P<p>[⁺⁻]?[{_RAISED}]{{1,3}})(?![⁺⁻])|\^(?P<caret>-?\d{{1,3}}))"
        "(?:<S>(?P<over><UNIT>))?(?:/(?P<under><UNIT>))?",
        _power,
        ("10⁶", "十的六次方"),
        ("10⁻⁹", "十的负九次方"),
        ("10^5个", "十的五次方个"),
        ("10^-3", "十的负三次方"),
        ("4.5×10⁹/L", "四点五乘十的九次方每升"),
        ("1×10^5 CFU/g", "一乘十的五次方CFU每克"),
    ),
    make_rule(
        "isotope",
        "symbol",
        rf"(?P<mass>[{_RAISED}]{{1,3}})(?P<element>[A-Z][a-z]?)(?![a-z])",
        _isotope,
        ("测得¹³C和⁴⁰K", "测得碳十三和钾四零"),
        unless_before=rf"[\w{_RAISED}](?<!<HAN>)$",
    ),
    make_rule(
        "ion",
        "letter",
        "(?P<element>[A-Z][a-z]?)(?P<valence>[²³⁴]?)[⁺⁻](?:离子)?",
        _ion,
        ("含Fe³⁺和Na⁺", "含三价铁离子和钠离子"),
        ("Ca²⁺离子", "二价钙离子"),
    ),
    make_rule(
        "charge",
        "symbol",
        "[²³⁴]?[⁺⁻](?:离子)?",
        lambda _m: "离子",
        ("SO₄²⁻", "SO四离子"),
        before=r"(?:[A-Z][a-z]?\d|[)）])$",
    ),
)
