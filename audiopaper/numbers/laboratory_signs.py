"""Rules for plus and minus as results of tests: 尿蛋白（+++）, 表面抗原（-）, Rh-, PA+++."""

from __future__ import annotations

from audiopaper.numbers.number_rule import Match, NumberRule, make_rule, words_before
from audiopaper.numbers.spelling import spell_cardinal

_TESTED = (
    "(?:抗[原体]|蛋白|尿[糖胆酮]|[潜隐]血|酮体|胆红素|核酸|血清|病毒|[杆球真细]菌|[支衣]原体|螺旋体|梅毒|红细胞|白细胞|亚硝酸盐"
    "|试验|皮试|过敏原|化验|检[测查验]结果|(?<![A-Za-z])(?:HBs?A[gb]|HBe?A[gb]|HIV|HPV|HCV|PPD|CRP|ER|PR|HER2|EGFR|ALK))"
)
_VALUES = {"+": "阳性", "-": "阴性", "—": "阴性", "±": "弱阳性"}


def _pluses(signs: str) -> str:
    return ("两" if len(signs) == 2 else spell_cardinal(str(len(signs)))) + "个加号"


def _result(m: Match) -> str:
    """Say one sign as the result, several as the degree; nothing where words say it: 阴性（-）."""
    if words_before(m)[:-1].endswith(("阴性", "阳性")):
        return ""
    return _VALUES.get(m[0]) or _pluses(m[0])


RULES: tuple[NumberRule, ...] = (
    make_rule(
        "rhesus-factor",
        "symbol",
        r"[-+](?![\dA-Za-z+-])(?P<said>(?=[)）]?[阴阳]性))?",
        lambda m: "" if m["said"] is not None else _VALUES[m[0]],
        ("AB型Rh-。", "AB型Rh阴性。"),
        ("RH（-）血型", "RH（阴性）血型"),
        before="(?<![A-Za-z])[Rr][Hh][（(]?$",
    ),
    make_rule(
        "result-in-bracket",
        "symbol",
        r"(?:\+{1,4}|[-—±])(?=[)）])",
        _result,
        ("尿蛋白（+++），表面抗原（-）", "尿蛋白（三个加号），表面抗原（阴性）"),
        ("正极（+）", "正极（加）"),
        before=f"{_TESTED}.{{0,16}}[（(]$",
        unless_before="[极端线号][（(]$",
    ),
    make_rule(
        "result-behind-name",
        "symbol",
        r"(?:\+{1,4}|-)(?=$|[，。、；;）)” \u3000])",
        lambda m: "阴性" if m[0] == "-" else _pluses(m[0]),
        ("隐血++，尿糖-。", "隐血两个加号，尿糖阴性。"),
        before="(?:尿[糖酮]|尿?蛋白|[潜隐]血|酮体|尿?胆红素|抗[原体]|亚硝酸盐)$",
    ),
    make_rule(
        "grade-of-sunscreen",
        "symbol",
        r"\+{2,4}",
        lambda m: _pluses(m[0]),
        ("PA+++防晒霜", "PA三个加号防晒霜"),
        before="(?<![A-Za-z])PA ?$",
    ),
)
