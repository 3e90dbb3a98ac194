"""Rules for the short names of bonds and of futures, which hold a year: 26国债01, 沪铜2603."""

from __future__ import annotations

from audiopaper.numbers.context_words import QUANTITY_BEFORE
from audiopaper.numbers.number_rule import Match, NumberRule, compile_pattern, make_rule
from audiopaper.numbers.spelling import spell_digits
from audiopaper.numbers.wording import one_by_one, one_by_one_with_yao

# What stands between the year and the number in the short name of a bond: 26青川城投01.
_ISSUER = "(?![个名人位次天家户只项条件元万亿岁米]|小时)(?:(?![年月日时点分号期])<HAN>){2,6}"
_BOND = "债|票据|中票|短融"
# Notes of companies, by the products of the interbank market (NAFMII).
_NOTE = "(?:[（(]<HAN>{1,6}[)）])?(?:MTN|SCP|CP|PPN|ABN|PRN|GN|DFI)\\d{3}(?!\\d)"
_STATE = "(?:(?:附息|贴现|记账式|特别|续发)?国债|国开|农发|进出)"
_SETTLED = "(?:违约|兑付|付息|到期|回售|赎回|摘牌|停牌|复牌|上市|发行|展期)"
_SORT = "(?:城投|企业|公司|地方|可转|信用|专项|金融|政府|国)"
_YEAR_BEFORE = r"[\d.第A-Za-z]$"

# The goods of the futures exchanges of Shanghai, Dalian, Zhengzhou and Guangzhou.
_GOODS = (
    "(?:螺纹钢?|热卷|线材|不锈钢|沪[铜铝锌铅镍锡金银胶]|氧化铝|国际铜|铁矿石?|焦[煤炭]|动力煤|硅铁|锰硅"
    "|工业硅|碳酸锂|多晶硅|原油|燃料?油|沥青|橡胶|纸浆|豆[粕油一二]|棕榈油?|菜[粕油籽]|玉米|淀粉|鸡蛋|生猪"
    "|郑棉|棉花|白糖|苹果|红枣|花生|甲醇|乙二醇|苯乙烯|聚丙烯|塑料|尿素|纯碱|玻璃|短纤|烧碱|液化气)"
)
_CONTRACT = r"[2-4]\d(?:0[1-9]|1[0-2])"
_QUOTATION = (
    "(?:合约|期货|主力|[收上下大微暴]?[涨跌](?![价势])|收[报于盘]|报[收价\\d]|[日夜]盘|早盘"
    "|盘[中初]|[高低]开)"
)


_ROW = compile_pattern(
    rf"(?:、{_GOODS}{_CONTRACT}(?!\d)){{0,6}}(?:[和与及]{_GOODS}{_CONTRACT}(?!\d))?{_QUOTATION}"
)


def _is_listed(m: Match) -> str | None:
    """Say a contract in a row of them; None where the last is a number of goods."""
    return one_by_one_with_yao(m) if _ROW.match(m.string, m.end()) else None


RULES: tuple[NumberRule, ...] = (
    make_rule(
        "year-of-bond",
        "digit",
        rf"[0-4]\d(?={_ISSUER}0[1-9](?![\d.年月日时点分:：]))",
        lambda m: spell_digits(m[0]),
        ("公司债“26青川01”", "公司债“二六青川零一”"),
        unless_before=r"[\d.第]$",
        around=_BOND,
    ),
    make_rule(
        "year-of-note",
        "digit",
        rf"[0-4]\d(?={_ISSUER}{_NOTE})",
        one_by_one,
        ("“26青川MTN003”付息", "“二六青川MTN零零三”付息"),
        unless_before=_YEAR_BEFORE,
    ),
    make_rule(
        "year-of-state-bond",
        "digit",
        rf"[0-4]\d(?={_STATE}\d\d(?![\d.年月日时点分:：]|<COUNTED>))",
        one_by_one,
        ("买入22国债15", "买入二二国债一五"),
        ("买入22国债15万元", "买入二十二国债十五万元"),
        unless_before=_YEAR_BEFORE,
    ),
    make_rule(
        "year-of-bond-without-number",
        "digit",
        rf"[0-4]\d(?=(?!<MEASURE>|<UNIT>|{_SORT}债)<HAN>{{2,6}}债(?:[”\"’」）)（(]|{_SETTLED}))",
        one_by_one,
        ("“28青川债”付息", "“二八青川债”付息"),
        ("28青川债违约", "二八青川债违约"),
        ("“30年期国债”", "“三十年期国债”"),
        ("全省28城投债到期", "全省二十八城投债到期"),
        unless_before=f"{_YEAR_BEFORE}|{QUANTITY_BEFORE}",
        around=f'[“"‘「、]$|简称[为是:：]?$|^<HAN>{{2,6}}债{_SETTLED}',
    ),
    make_rule(
        "issue-of-bond",
        "digit",
        r"0[1-9](?![\d.年月日时点分:：])",
        lambda m: spell_digits(m[0]),
        ("公司债“26青川01”上市", "公司债“二六青川零一”上市"),
        before=rf"(?<!\d)[0-4]\d{_ISSUER}$",
        around=_BOND,
    ),
    make_rule(
        "issue-of-state-bond",
        "digit",
        r"\d\d(?![\d.年月日时点分:：]|<COUNTED>)",
        one_by_one,
        ("22国开10上市", "二二国开一零上市"),
        before=rf"(?<!\d)[0-4]\d{_STATE}$",
    ),
    make_rule(
        "contract",
        "digit",
        rf"{_CONTRACT}(?=合约)",
        one_by_one_with_yao,
        ("主力2605合约收跌", "主力二六零五合约收跌"),
        ("签订2605合约", "签订两千六百零五合约"),
        unless_before=rf"[\d.,A-Za-z]$|签[订署了约]?$|{QUANTITY_BEFORE}",
    ),
    make_rule(
        "contract-behind-goods",
        "digit",
        rf"{_CONTRACT}(?![\d.,])",
        _is_listed,
        ("沪铜2601跌2%", "沪铜二六零幺跌百分之二"),
        ("焦煤2605、焦炭2605收涨", "焦煤二六零五、焦炭二六零五收涨"),
        ("玉米2605斤", "玉米两千六百零五斤"),
        before=f"{_GOODS}$",
    ),
)
