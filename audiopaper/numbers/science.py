"""Rules for letters and units of science and medicine: β-胡萝卜素, 0.1g加速度, 5kJ·mol⁻¹."""

from __future__ import annotations

import re

from audiopaper.numbers.number_rule import Match, NumberRule, compile_pattern, make_rule, make_sign
from audiopaper.numbers.spelling import spell_cardinal, spell_decimal
from audiopaper.numbers.units import PER_UNITS, UNITS
from audiopaper.numbers.wording import one_by_one_with_yao, say_number, say_with_unit

GREEK = {
    "Ω": "欧米伽", "α": "阿尔法", "β": "贝塔", "γ": "伽马", "δ": "德尔塔", "ε": "艾普西隆",
    "ζ": "泽塔", "η": "伊塔", "θ": "西塔", "κ": "卡帕", "λ": "兰姆达", "μ": "缪", "ν": "纽",
    "ξ": "克西", "π": "派", "ρ": "柔", "σ": "西格马", "τ": "陶", "φ": "斐", "χ": "希",
    "ψ": "普西", "ω": "欧米伽", "Δ": "德尔塔",
}  # fmt: skip
"""Greek letters that stand alone; the names are those of the press (γ射线 is 伽马射线)."""

# Three letters or more are a Greek word.
_LETTER = "[\u0370-\u03ff\u1f00-\u1fff]"
_NO_WORD_BEFORE = f"(?<!{_LETTER}{_LETTER})"
_NO_WORD_BEHIND = f"(?:(?<!{_LETTER}.)(?!{_LETTER}{_LETTER})|(?<={_LETTER}.)(?!{_LETTER}))"
# A unit with a power below zero: L⁻¹, s^-2.
_INVERSE = r"[·∙ ]?(?:<UNIT>|L|[a-zμ]{1,3}|K|Pa)(?:⁻[¹²³]|\^-[123])"
_INVERSES = re.compile(r"(?P<unit>[A-Za-zμ]{1,3})(?:⁻|\^-)(?P<power>[¹²³123])")
_POWERS = {"¹": "", "1": "", "²": "平方", "2": "平方", "³": "立方", "3": "立方"}
_DOSE = "(?:[mμk]?g|m[lL]|[粒片丸袋支板瓶包贴])"
_PIECE = "(?:[粒片丸袋支板瓶包贴枚]|s(?![A-Za-z]))"
_PACKAGE = "[盒瓶板袋箱包罐]"
_OZONE_WORDS = "污染|浓度|空气|臭氧|监测|超标|PM|[NSC]O2?(?![A-Za-z0-9])"
_PART_OF_PACKAGE = compile_pattern(r"(?P<n>\d+(?:\.\d+)?)[ \u00a0]?(?P<u>[A-Za-zμ]+|<HAN>)")


def _greek(m: Match) -> str:
    return "卡方" if m["squared"] else GREEK[m[0][0]]


def _gravity(m: Match) -> str:
    """Say multiples of the acceleration of free fall: 零点一零g."""
    parts = [part for part in (m["a"], m["b"]) if part]
    return "到".join(spell_decimal(part) + "g" for part in parts)


def _per_in_powers(m: Match) -> str | None:
    """Say 500mg·L⁻¹ 五百毫克每升, 2m·s⁻² 两米每二次方秒; None for a unit without a name."""
    spoken = say_number(m["n"], UNITS[m["over"]]) + UNITS[m["over"]]
    for part in _INVERSES.finditer(m["rest"]):
        unit, power = part["unit"], part["power"]
        name = PER_UNITS.get(unit) or UNITS.get(unit) or ("开" if unit == "K" else "")
        if not name:
            return None
        raised = _POWERS[power]
        if raised and name == "秒":
            raised = "二次方" if raised == "平方" else "三次方"
        spoken += f"每{raised}{name}"
    return spoken


def _ozone(m: Match) -> str:
    return "臭氧" + (f"{spell_cardinal(m['hours'])}小时" if m["hours"] else "")


def _package(m: Match) -> str:
    """Say what a package holds: 0.25g×24s 零点二五克乘二十四粒."""
    parts = []
    for part in _PART_OF_PACKAGE.finditer(m[0]):
        number, unit = part["n"], {"s": "粒"}.get(part["u"], part["u"])
        is_symbol = unit in UNITS
        parts.append(say_with_unit(number, unit) if is_symbol else say_number(number, unit) + unit)
    return "乘".join(parts)


RULES: tuple[NumberRule, ...] = (
    make_rule(
        "greek-letter",
        "symbol",
        rf"{_NO_WORD_BEFORE}(?:(?<![\dkM])Ω|(?<![\d.])μ(?![A-Za-z])|(?![Ωμ])[{''.join(GREEK)}])"
        rf"{_NO_WORD_BEHIND}(?P<squared>(?<=χ)²)?(?:-(?=[\dA-Za-z]|<HAN>))?",
        _greek,
        ("富含ω-3脂肪酸", "富含欧米伽三脂肪酸"),
        ("β-胡萝卜素", "贝塔胡萝卜素"),
        ("用γ射线探伤", "用伽马射线探伤"),
        ("查γ-GT", "查伽马GT"),
        ("χ²检验", "卡方检验"),
        ("αβ型", "阿尔法贝塔型"),
        ("λόγος", "λόγος"),
        ("变量α、β", "变量阿尔法、贝塔"),
        ("π≈3.14", "派约等于三点一四"),
        ("电阻5Ω", "电阻五欧姆"),
    ),
    make_rule(
        "gravity",
        "digit",
        r"(?P<a>\d{1,3}(?:\.\d{1,3})?)g(?:<TO>(?P<b>\d{1,3}(?:\.\d{1,3})?)g)?(?![A-Za-z0-9/·])",
        _gravity,
        ("地震加速度为0.15g", "地震加速度为零点一五g"),
        ("承受4g过载", "承受四g过载"),
        ("含盐4g", "含盐四克"),
        around=r"(?:加速度[^，。；\d]{0,6}|过载[^，。；\d克]{0,6}|烈度[^，。；\d]{0,6}\d{1,2}度[（(]"
        r"|(?<!\d)[6-9]度[（(])$|^的?(?:过载|重力|加速度|离心力|冲击)",
    ),
    make_rule(
        "per-in-powers",
        "digit",
        rf"(?P<n><NUM>)<S>(?P<over><UNIT>)(?P<rest>(?:{_INVERSE}){{1,3}})(?![\d⁰¹²³⁴-⁹])",
        _per_in_powers,
        ("500mg·L⁻¹", "五百毫克每升"),
        ("5g·kg^-1", "五克每千克"),
        ("2m·s⁻²", "两米每二次方秒"),
        ("5W·m⁻²·K⁻¹", "五瓦每平方米每开"),
    ),
    make_rule(
        "runway",
        "digit",
        r"(?:0[1-9]|[12]\d|3[0-6])(?=[LRC](?:[/、](?:0[1-9]|[12]\d|3[0-6])[LRC]){0,2}(?![A-Za-z0-9]))",
        one_by_one_with_yao,
        ("36L跑道", "三六L跑道"),
        ("36L汽油", "三十六升汽油"),
        around="(?:跑道|RWY) ?$|^[LRC](?:[/、]\\d\\d[LRC]){0,2}号?跑道|跑道[^，。]{0,4}[LRC][/、]$",
    ),
    make_rule(
        "package",
        "digit",
        rf"\d{{1,4}}(?:\.\d{{1,3}})?<S>{_DOSE}(?:(?:[×xX*]\d{{1,4}}{_PIECE}){{1,3}}(?=/{_PACKAGE})"
        r"|[×xX*]\d{1,4}s(?![A-Za-z/]))",
        _package,
        ("0.25g×24s/盒", "零点二五克乘二十四粒每盒"),
        ("12粒×2板/盒", "十二粒乘两板每盒"),
        ("20mg*24s", "二十毫克乘二十四粒"),
        unless_before=r"[\d.A-Za-z/]$",
    ),
    make_sign(
        "per-package",
        "/",
        "每",
        ("0.1g×6片×4板/盒", "零点一克乘六片乘四板每盒"),
        before=rf"[×xX*]\d{{1,4}}{_PIECE}$",
        after=f"^{_PACKAGE}",
    ),
    make_rule(
        "ozone",
        "letter",
        "O3(?:[-_ ]?(?P<hours>[18])h|(?![-_]?\\d))(?![A-Za-z0-9站组级型号线版班区])",
        _ozone,
        ("首要污染物O₃-8h", "首要污染物臭氧八小时"),
        ("O₃浓度", "臭氧浓度"),
        ("O3组选手", "O三组选手"),
        around=_OZONE_WORDS,
        unless_before="臭氧[（(]?$",
    ),
)
