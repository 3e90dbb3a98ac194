"""Rules for dates in figures, years and generations."""

from __future__ import annotations

from audiopaper.numbers.context_words import LIFE_EVENTS, QUANTITY_BEFORE, SEASON
from audiopaper.numbers.number_rule import (
    NumberRule,
    make_rule,
)
from audiopaper.numbers.spelling import spell_cardinal, spell_digits
from audiopaper.numbers.wording import always, one_by_one

_EVENT = (
    "(?:大?地震|特?大?暴雨|洪灾|特大|事件|事变|惨案|运动|晚会|专案|大案|血案|讲话|事故|爆炸|火灾|矿难|空难"
    "|消费|维权|购物|大促|促销|纪念|指示|案|重要|批示|电商|全民|年中|汶川|国际消费|全国|禁毒|爱眼|世界|儿童节|妇女|劳动节|国庆|建军|青年节|教师节|护士节|记者节|假期"
    "|公益日|小长假|黄金周|长假|全民国防|国家安全|国家宪法|世界杯|宪法|勋章|烈士|学雷锋|期间|大?阅兵)"
)


# 植树节, but 环节 and 节目.
_FESTIVAL = "<HAN>{1,3}(?<![季情环章关细调音枝礼小])节(?![目省约点能奏假气水度制日])"
_QUOTED_EVENT = '[”"’」](?:前[夕后]|期间|当天|来临|之际)'


def _date(year: str, month: str, day: str | None = None) -> str:
    spoken = (spell_digits(year) + "年" if year else "") + spell_cardinal(month) + "月"
    return spoken + (spell_cardinal(day) + "日" if day else "")


RULES: tuple[NumberRule, ...] = (
    make_rule(
        "date-ymd",
        "digit",
        r"(<YEAR>)(?P<mark>[-/.·∙])(<MONTH>)(?P=mark)(<DAY>)(?![.%]?\d)",
        lambda m: _date(m[1], m[3], m[4]),
        ("2022-10-18", "二零二二年十月十八日"),
        ("2008.08.08", "二零零八年八月八日"),
        ("2022/10/8", "二零二二年十月八日"),
    ),
    make_rule(
        "date-md-after-ymd",
        "digit",
        r"(?P<m><MONTH>)\.(?P<d><DAY>)(?![.%]?\d)",
        lambda m: _date("", m["m"], m["d"]),
        ("2022.10.1-10.7", "二零二二年十月一日至十月七日"),
        before=r"(?:19|20)\d\d\.\d{1,2}\.\d{1,2} ?[-—~至到]{1,2} ?$",
    ),
    make_rule(
        "date-mdy",
        "digit",
        r"(0[1-9]|1[0-2])(?P<mark>[-/.])(0[1-9]|[12]\d|3[01])(?P=mark)(<YEAR>)(?!\d)",
        lambda m: _date(m[4], m[1], m[3]),
        ("08-08-2008", "二零零八年八月八日"),
    ),
    make_rule(
        "months-in-figures",
        "digit",
        r"(?P<y><YEAR>)\.(?P<m><MONTH>)(?:<TO>|[至到])(?P<y2><YEAR>)\.(?P<m2><MONTH>)(?![.%])",
        lambda m: f"{_date(m['y'], m['m'])}至{_date(m['y2'], m['m2'])}",
        ("2019.9—2021.6", "二零一九年九月至二零二一年六月"),
        ("（1890.3—1967.12）", "（一八九零年三月至一九六七年十二月）"),
        ("2012.7至2016.8在校", "二零一二年七月至二零一六年八月在校"),
        ("从1998.5到2005.3点", "从一千九百九十八点五到两千零五点三点"),
        unless_after="^<S>(?:点|<UNIT>|[%‰多余亿万千]|个百分点)",
        unless_before=r"[¥$\d.]$",
    ),
    make_rule(
        "year-and-month",
        "digit",
        rf"(?P<y>19\d\d|20[0-4]\d)\.(?P<m>[1-9])(?![\d.])(?=[，,]?(?:{LIFE_EVENTS}|生(?=[，,；;。）)]|$)"
        rf"|[历曾]?任<HAN>|至今|当选|调[任入到]))",
        lambda m: _date(m["y"], m["m"]),
        ("李某，1975.6生，1998.5入党", "李某，一九七五年六月生，一九九八年五月入党"),
        ("2020.3至今", "二零二零年三月至今"),
        ("指数为1998.5，开始", "指数为一千九百九十八点五，开始"),
        unless_before=rf"[¥$\d.为至到报收点达]$|{QUANTITY_BEFORE}",
    ),
    make_rule(
        "year-and-month-first",
        "digit",
        r"(?P<y>19\d\d|20[0-4]\d)\.(?P<m>[1-9])(?=[，,：:]<HAN>)",
        lambda m: _date(m["y"], m["m"]),
        ("1998.5，他离开县城", "一九九八年五月，他离开县城"),
        before="^$",
    ),
    make_rule(
        "date-ym",
        "digit",
        r"((?:19|20)\d\d)([-/.·])(0[1-9]|1[0-2])(?![\d.%万亿元多余美])",
        lambda m: _date(m[1], m[3]),
        ("2008.08", "二零零八年八月"),
        unless_after="^(?:赛季|学年|年度|<MEASURE>)",
        unless_before=r"[¥$]$",
    ),
    make_rule(
        "date-my",
        "digit",
        r"(0[1-9]|1[0-2])([-/.])((?:19|20)\d\d)(?!\d)",
        lambda m: _date(m[3], m[1]),
        ("08-2008", "二零零八年八月"),
        unless_after="^(?:款|版|年款|号)",
    ),
    make_rule(
        "date-md",
        "digit",
        r"(0[1-9])[-/.](0[1-9]|[12]\d|3[01])(?![\d.%])|(1[0-2])[-/](0[1-9])(?![\d.%])",
        lambda m: _date("", m[1] or m[3], m[2] or m[4]),
        ("08-08", "八月八日"),
        unless_after=f"^(?:{SEASON}|[号室栋期届级包组星标]|地块|标段)",
    ),
    make_rule(
        "national-day",
        "digit",
        r"10[·∙.]1(?![\d.])",
        always("十一"),
        ("“10·1”国庆", "“十一”国庆"),
        ("“10·1”案件", "“一零一”案件"),
        after='^[”"’」]?(?:国庆|长假|假期|放假|黄金周|小长假)',
    ),
    make_rule(
        "event-date",
        "digit",
        r"\d{1,2}[·∙]\d{1,2}(?!\d)",
        one_by_one,
        ("“12·9”", "“一二九”"),
        ("7·21", "七二一"),
        unless_after="^(?:[%‰万亿元米吨倍个千]|公[里斤顷])",
    ),
    make_rule(
        "decimal-with-raised-point",
        "digit",
        r"(?P<a>\d{1,6})[·∙](?P<b>\d{1,4})(?!\d)",
        lambda m: f"{spell_cardinal(m['a'])}点{spell_digits(m['b'])}",
        ("3·5个", "三点五个"),
        unless_after="^[%‰]",
    ),
    make_rule(
        "event-date-with-dot",
        "digit",
        r"(?:[1-9]|1[0-2])\.(?:0?[1-9]|[12]\d|3[01])(?!\d)",
        one_by_one,
        ("“9.18”事变", "“九一八”事变"),
        ("9.30烈士纪念日", "九三零烈士纪念日"),
        ("4.22地球日", "四二二地球日"),
        ("3.15晚会", "三一五晚会"),
        ("5.1期间", "五一期间"),
        ("3.12植树节", "三一二植树节"),
        ("“7.1”前夕", "“七一”前夕"),
        after=f'^{_QUOTED_EVENT}|^[”"’」]?(?!级)(?:{_EVENT}|(?!<MEASURE>)'
        f"(?:<HAN>{{1,4}}{_EVENT}|{_FESTIVAL}|<HAN>{{2,6}}日(?![报均常前内后出])))",
        unless_before=f"{QUANTITY_BEFORE}|(?<![称名作誉])为$|[比增降升跌涨]$",
    ),
    make_rule(
        "event-date-with-slash",
        "digit",
        # Other fractions are parts of a whole: 1/3案件.
        r"(?:9/11|3/15|3/8|5/1|5/4|5/12|5/20|6/1|6/18|7/1|7/7|7/20|8/1|9/18|10/1|11/11|12/4|12/9|12/12|12/13)(?![\d/.])",
        one_by_one,
        ("3/15晚会", "三一五晚会"),
        ("9/11事件", "九一一事件"),
        ("3/8的村民", "八分之三的村民"),
        after=f'^[”"’」]?(?:{_EVENT}|恐怖|恐袭|袭击|阅兵)',
    ),
    make_rule(
        "known-day",
        "digit",
        "618|315|520|911|918|1024",
        one_by_one,
        ("今年618销售额", "今年六一八销售额"),
        ("618件", "六百一十八件"),
        unless_before=rf"[\d.,A-Za-z第]$|{QUANTITY_BEFORE}",
        unless_after=r"^(?:[.,]?\d|[A-Za-z]|<COUNTED>|<MEASURE>|<PEOPLE>)",
        around="(?:今年|去年|历年|每年|本届|天猫|京东|淘宝|电商)$|^(?:销售|战报|期间|前夕|大促|促销|预售|活动|购物|收官|当天"
        "|表白|告白|情人|领证|登记|浪漫|恐怖|恐袭|曝光|打假|维权|预热|开门红|全周期|成交|程序员)",
    ),
    make_rule(
        "quoted-date-with-dot",
        "digit",
        r"(?:[1-9]|1[0-2])\.(?:[12]\d|3[01])(?=[”\"’」])",
        one_by_one,
        ("“5.12”", "“五一二”"),
        before='[“"‘「]$',
        unless_after='^[”"’」]?(?:级|<MEASURE>)',
    ),
    make_rule(
        "event-date-without-dot",
        "digit",
        r"(?:(?:[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|99)(?!\d)",
        one_by_one,
        ("315晚会", "三一五晚会"),
        ("99公益日", "九九公益日"),
        ("618购物节", "六一八购物节"),
        after=f'^[”"’」]?{_EVENT}',
        unless_before=rf"[\d.第]$|发生$|{QUANTITY_BEFORE}",
    ),
    make_rule(
        "leading-zero-month-day",
        "digit",
        r"0[1-9](?=[月日]|时(?!代))",
        lambda m: spell_cardinal(m[0]),
        ("08月08日", "八月八日"),
    ),
)
