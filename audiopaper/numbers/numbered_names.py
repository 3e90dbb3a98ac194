"""Rules for numbers that are names by the word beside them: varieties, isotopes, stars, shops."""

from __future__ import annotations

import re

from audiopaper.numbers import context_words
from audiopaper.numbers.number_rule import Match, NumberRule, make_rule
from audiopaper.numbers.spelling import spell_cardinal, spell_code, spell_digits
from audiopaper.numbers.wording import code_unless_round, one_by_one

# The breeder's mark in the name of a variety (by the lists of varieties that the Ministry of
# Agriculture promotes), and the last character of other marks, which names the crop.
_BREEDERS = (
    "(?:先玉|登海|蠡玉|丹玉|豫玉|[郑浚吉丹农龙中东]单|西农|东农|合农|绥农|山农|烟农|百农|青农|扬辐|鲁原|京科|农大|德美亚|迪卡|隆平|伟科|裕丰"
    "|良星|泰农|矮抗|衡观|邯|绥粳|垦稻|黑河|南粳|秀水|嘉花|黄华占|中嘉早|[甬丰隆晶荃徽春桃川天泰深宜][香两]?优|[A-Z]两优|鲁棉研?|中棉所?|华棉|新陆[早中]"
    "|(?<=[济郑周豫新扬宁镇徐淮烟鲁中石轮冀太长陇兰晋运鄂川绵])麦|(?<=[淮徐扬宁镇武运育盐通龙吉辽津沈郑圣])粳|(?<=[沈垦淮武镇辽吉])稻"
    "|(?<=[中冀豫徐南齐蒙华])豆|(?<=[中华秦青沣绵浙])油)"
)
_FRUITS = "(?:西瓜|甜瓜|蜜瓜|番茄|草莓|玉米|小麦|水稻|大豆)"
_ELEMENTS = "[铀碘铯锶钴镭钚氪氙氡钋铱锝镓镥钇钍镅铍钆]"
_CATALOGUES = "(?:NGC|UGC|HD|HIP|KIC|TOI|LHS|PSR)"
_ROAD = "(?:(?<![公铁道线网思套出一沿修造新老马大小电水管岔十])路|(?<![步商老])街|大道|巷)"


def _parts(m: Match) -> str | None:
    """Say a type of several parts (872-1-1型); None for a range of types: 1-3型, 200-300型."""
    parts = re.findall(r"\d+", m[0])
    if len(parts) == 2 and (len(parts[0]) < 3 or int(parts[0]) <= int(parts[1])):
        return None
    return "杠".join(map(spell_code, parts))


RULES: tuple[NumberRule, ...] = (
    make_rule(
        "type-of-parts",
        "digit",
        r"\d{1,5}(?:[-—]\d{1,3}){1,3}(?=[A-Z]?型(?!号))",
        _parts,
        ("872-1-1型收音机", "八七二杠一杠一型收音机"),
        ("1-3型", "一到三型"),
        unless_before=r"[\d.-]$",
    ),
    make_rule(
        "variety",
        "digit",
        r"[1-9]\d{2,3}(?![\d.,])",
        lambda m: spell_digits(m[0]),
        ("郑单958、南粳9108", "郑单九五八、南粳九一零八"),
        ("小麦950斤", "小麦九百五十斤"),
        before=f"{_BREEDERS}$",
        unless_after="^<COUNTED>|^<S>(?:[年月日]|<UNIT>)",
    ),
    make_rule(
        "variety-before-fruit",
        "digit",
        rf"[1-9]\d{{3}}(?={_FRUITS})",
        code_unless_round,
        ("8424西瓜上市", "八四二四西瓜上市"),
        ("采购3000西瓜", "采购三千西瓜"),
        unless_before=f"[A-Za-z\\d.]$|{context_words.QUANTITY_BEFORE}",
    ),
    make_rule(
        "isotope-in-words",
        "digit",
        r"[1-9]\d{1,2}(?![\d.])",
        lambda m: spell_code(m[0], pairs=True),
        ("铀235、钴60", "铀二三五、钴六零"),
        ("铀235吨", "铀二百三十五吨"),
        before=f"{_ELEMENTS}$",
        unless_after="^(?!粒子)(?:<COUNTED>|<S>(?:<UNIT>|<MEASURE>))",
    ),
    make_rule(
        "channel",
        "digit",
        r"\d{1,2}(?=套(?![房设餐班方住系]))",
        lambda m: spell_cardinal(m[0]),
        ("央视2套22点播出", "央视二套二十二点播出"),
        ("青梧台2套节目", "青梧台二套节目"),
        ("央视2套设备", "央视两套设备"),
        before="(?:央视|央广|CCTV[- ]?|中央(?:电视|广播)?台|(?:电视|广播电?|<HAN>{2})台)$",
        unless_after="^套(?:<HAN>{0,3}(?:设备|机|器|装置|班子|人马)|转播车|图书|书)",
    ),
    make_rule(
        "star",
        "digit",
        r"\d{2,6}(?![\d.])",
        one_by_one,
        ("星系NGC 1300", "星系NGC 一三零零"),
        before=rf"(?<![A-Za-z]){_CATALOGUES}[ -]?$",
    ),
    make_rule(
        "brand-in-list",
        "digit",
        r"[1-9]\d{2,3}(?![\d.,])",
        code_unless_round,
        ("云山、999、白鹤", "云山、九九九、白鹤"),
        before="(?:<HAN>|[”》])、$",
        after="^、[“《]?<HAN>{2}",
    ),
    make_rule(
        "place-on-road",
        "digit",
        r"[1-9]\d{2,3}(?![\d.,])",
        code_unless_round,
        ("云塘路158美食夜市", "云塘路幺五八美食夜市"),
        ("云塘路158米", "云塘路一百五十八米"),
        before=f"<HAN>{{2}}{_ROAD}$",
        after="^<HAN>{2}",
        unless_after="^<COUNTED>|^<S>(?:<UNIT>|<MEASURE>|<PEOPLE>|[号弄])",
    ),
)
