"""The ordered table of rules: the first one that holds at a place says the group."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiopaper.numbers import wording as say
from audiopaper.numbers import words
from audiopaper.numbers.rule import (
    Match,
    Rule,
    compile_pattern,
    make_rule,
    words_before,
    words_behind,
)
from audiopaper.numbers.spelling import (
    spell_cardinal,
    spell_code,
    spell_decimal,
    spell_digits,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def _digits(m: Match) -> str:
    return spell_digits(m[0])


def _yao(m: Match) -> str:
    return spell_digits(m[0], yao=True)


def _const(spoken: str) -> Callable[[Match], str]:
    return lambda _m: spoken


def _year(m: Match) -> str | None:
    """Digits for a year, a number for a span of years."""
    value = int(m[0])
    before, behind = words_before(m), words_behind(m)
    if before.endswith(("公元前", "西元前")):
        return None if value >= 1000 and value % 100 == 0 else spell_digits(m[0])
    if _SPAN_BEHIND.match(behind):
        return None
    current = 1900 <= value <= 2100 and value != 2000
    if not current and (_SPAN_BEFORE.search(before) or _AGO.match(behind)):
        return None
    return spell_digits(m[0])


def _colon(m: Match) -> str | None:
    """21:18 is a score or a time of day as the words around say; 2 digits of minutes if none do."""
    before, behind = words_before(m), words_behind(m)
    hour, minute = m["h"], m["m"]
    ratio = f"{spell_decimal(hour)}比{spell_decimal(minute)}"
    if len(minute) != 2 or int(minute) > 59 or int(hour) > 24 or len(hour) > 2:
        return ratio
    if _RATIO.search(before) or _RATIO.search(behind):
        return ratio
    if _TIME_BEFORE.search(before):
        return None
    if _SCORE.search(before) or _SCORE.search(behind):
        return ratio
    return None


_FORMULAS = {
    "CO2": "二氧化碳",
    "SO2": "二氧化硫",
    "NO2": "二氧化氮",
    "H2O": "水",
    "CH4": "甲烷",
}


def _plain(powers: str) -> str:
    return "".join(str("⁰¹²³⁴⁵⁶⁷⁸⁹".index(p)) for p in powers)


def _neighbours(m: Match) -> str | None:
    a, b = int(m["a"]), int(m["b"])
    if b != a + 1:
        return None
    return ("两" if a == 2 else spell_cardinal(m["a"])) + spell_cardinal(m["b"])


def _race(m: Match) -> str:
    parts = [m["h"], m["m"]] + ([m["s"]] if m["s"] else [])
    names = ["小时", "分", "秒"][-len(parts) :]
    said = [spell_cardinal(parts[0])] + [
        ("零" if p[0] == "0" else "") + spell_cardinal(p) for p in parts[1:]
    ]
    return "".join(s + n for s, n in zip(said, names, strict=True)) + spell_digits(m["c"])


def _arc(m: Match) -> str:
    spoken = spell_decimal(m["d"]) + "度"
    if m["m"]:
        spoken += spell_decimal(m["m"]) + "分"
    if m["s"]:
        spoken += spell_decimal(m["s"]) + "秒"
    return spoken


_SPAN_BEHIND = compile_pattern("年(?:的?历史|的?树龄|之久|的?文明|的?沧桑|的?积淀|有余|以上|多|老)")
_AGO = compile_pattern("年(?:以?前(?!后)|之前|来|后|间)")
_SPAN_BEFORE = compile_pattern(
    "(?:距今|迄今|约|有着|已有|历经|历时|近|超过?|长达|绵延|跨越|传承|拥有|逾|至今|相隔|沉睡|有)[已经约有近超过]*$"
)
_RATIO = compile_pattern(words.RATIO_WORDS)
_SCORE = compile_pattern(words.SCORE_WORDS)
_TIME_BEFORE = compile_pattern(words.TIME_BEFORE)

_PHONE_CUE = (
    "(?:电话|热线|手机|传真|拨打|致电|客服|举报|号码|联系方式|发送至|QQ|微信|群号|咨询|Tel|TEL)"
)
_CODE_CUE = (
    "(?:代码|编号|证号|账号|帐号|卡号|编码|批号|邮编|代号|ISBN|ISSN|CN|刊号|密码|验证码|学号|工号|流水号|序列号"
    "|合同号|注册号|机号|身份证号?码?|许可证?|备案?|ICP备|号码|尾号)"
)
_EVENT = (
    "(?:大?地震|暴雨|洪灾|特大|事件|事变|惨案|运动|晚会|专案|大案|血案|讲话|事故|爆炸|火灾|矿难|空难|消费者|维权"
    "|购物节|大促|纪念|指示|案|重要|批示|电商|全民)"
)

RULES: tuple[Rule, ...] = (
    # --- telephone numbers and codes: digit by digit -----------------------------------------
    make_rule(
        "identity-number",
        "digit",
        r"\d{17}(?:\d(?![\dA-Za-z])|(?=[Xx](?![\dA-Za-z])))",
        _yao,
        ("身份证43010219900101123X", "身份证四三零幺零二幺九九零零幺零幺幺二三X"),
    ),
    make_rule(
        "long-run",
        "digit",
        r"\d{17,}+",
        _yao,
        ("单号12345678901234567890", "单号幺二三四五六七八九零幺二三四五六七八九零"),
    ),
    make_rule(
        "mobile",
        "digit",
        r"1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![\d.万亿元])",
        say.say_phone,
        ("可以打我手机13501234567", "可以打我手机幺三五零幺二三四五六七"),
        ("138-1234-5678", "幺三八幺二三四五六七八"),
        before=r"(?<!\d)$",
    ),
    make_rule(
        "masked-mobile",
        "digit",
        r"1[3-9]\d[*×Xx]{4}\d{4}(?!\d)",
        lambda m: f"{spell_digits(m[0][:3], yao=True)}，尾号{spell_digits(m[0][7:], yao=True)}",
        ("138****5678", "幺三八，尾号五六七八"),
    ),
    make_rule(
        "landline",
        "digit",
        r"0\d{2,3}[)）]?(?:[- ]|—{1,2})?\d{7,8}(?:-\d{1,5})?(?![\d.])",
        say.say_phone,
        ("0734-8611110", "零七三四八六幺幺幺幺零"),
        ("010-64035547", "零幺零六四零三五五四七"),
    ),
    make_rule(
        "service-number",
        "digit",
        r"[48]00(?:[- ]\d{3}[- ]?\d{4}|[- ]\d{4}[- ]?\d{3}|\d{7})(?!\d)",
        say.say_phone,
        ("400-820-8820", "四零零八二零八八二零"),
    ),
    make_rule(
        "emergency-number",
        "digit",
        r"(?:11[0249]|12[0-9])(?![\d.%多余个名人米件家户万千吨])",
        _yao,
        ("110报警", "幺幺零报警"),
        ("拨打120", "拨打幺二零"),
        ("110米栏", "一百一十米栏"),
        around=r"(?:拨打?|打|呼叫|热线|电话|火警|匪警|致电|联系)[“\"：:]?$|^[”\"]?(?:报警|急救|指挥|热线|专线|电话|平台"
        r"|接警|警情|服务台|消防|救护|联动|出警|警务|民警|调度|宣传[日周]|中心)|^[、和](?:11[09]|12[02])(?!\d)"
        r"|(?:11[09]|12[02])[、和]$",
    ),
    make_rule(
        "emergency-number-alone",
        "digit",
        r"(?:110|119|120|122)(?!\d)",
        _yao,
        ("110", "幺幺零"),
        before="^$",
        after="^$",
    ),
    make_rule(
        "hotline",
        "digit",
        r"(?:1[12]\d{3}|100\d\d|9[56]\d{3,4})(?![\d.%多余个名人件家户元万千吨])",
        _yao,
        ("给12315打个电话", "给幺二三幺五打个电话"),
        ("可以拨打12306来咨询", "可以拨打幺二三零六来咨询"),
        ("12345件", "一万二千三百四十五件"),
        around=words.HOTLINE_WORDS
        + r"|打$|请拨$|^[”\"]?(?:平台|打|网站|网|App|APP|便民|政务|市民|市长|民生)",
    ),
    make_rule(
        "phone-after-cue",
        "digit",
        r"\d{5,12}(?:[-—]\d{1,8}){0,2}(?![\d.%多余个名人件家户元万千吨次])",
        say.say_phone,
        ("新闻热线：8611110", "新闻热线：八六幺幺幺幺零"),
        before=_PHONE_CUE + r"[^\d。；]{0,6}(?:\d{3,4}[-—])?(?:\d{5,12}[、，,/ 或转]{1,2}){0,2}$",
    ),
    make_rule(
        "extension",
        "digit",
        r"\d{3,5}(?!\d)",
        _yao,
        ("电话8611110转8001", "电话八六幺幺幺幺零转八零零幺"),
        before=r"\d{7,8}转(?:分机)?$",
    ),
    make_rule(
        "tail-number",
        "digit",
        r"\d{3,6}(?!\d)",
        _yao,
        ("尾号1702", "尾号幺七零二"),
        before='尾号[为是]?[：:“"]?$',
    ),
    make_rule(
        "code-after-cue",
        "digit",
        r"\d{1,16}(?:[-/—]\d{1,12}){0,4}(?![\d.%年月])",
        say.say_dashed,
        ("CN 43-0004", "CN 四三、零零零四"),
        ("邮政编码421001", "邮政编码四二幺零零幺"),
        before=_CODE_CUE + "[^\\d。，；、]{0,3}$",
        unless_after="^[个名人张件份元]",
    ),
    make_rule(
        "standard",
        "digit",
        r"\d{2,6}(?:\.\d{1,2})?[-—](?:19|20)\d\d(?!\d)",
        lambda m: "、".join(spell_digits(p) for p in m[0].replace("—", "-").split("-")),
        ("GB2760-2014", "GB二七六零、二零一四"),
        before=r"(?:[A-Z]{2,4}|GB/T|DB\d\d/T|/T)[ ]?$",
    ),
    make_rule(
        "document-code",
        "digit",
        r"\d{3,16}(?:[-/]\d{1,12}){1,4}(?!\d)",
        say.say_dashed,
        ("ZZDFPZ415000/500", "ZZDFPZ四幺五零零零、五零零"),
        before="[A-Za-z]-?$",
    ),
    make_rule(
        "plate",
        "digit",
        r"\d{1,6}",
        _yao,
        ("湘D12345", "湘D幺二三四五"),
        before=f"[{words.PROVINCE_SIGNS}][A-Z][·-]?[A-Z0-9]{{0,5}}$",
        unless_after="^[股级轮]",
    ),
    # --- dates in figures ----------------------------------------------------------------------
    make_rule(
        "date-ymd",
        "digit",
        r"(<YEAR>)([-/.·])(<MONTH>)\2(<DAY>)(?![.%]?\d)",
        lambda m: say.say_date(m[1], m[3], m[4]),
        ("2022-10-18", "二零二二年十月十八日"),
        ("2008.08.08", "二零零八年八月八日"),
        ("2022/10/8", "二零二二年十月八日"),
    ),
    make_rule(
        "date-mdy",
        "digit",
        r"(0[1-9]|1[0-2])([-/.])(0[1-9]|[12]\d|3[01])\2(<YEAR>)(?!\d)",
        lambda m: say.say_date(m[4], m[1], m[3]),
        ("08-08-2008", "二零零八年八月八日"),
    ),
    make_rule(
        "date-ym",
        "digit",
        r"((?:19|20)\d\d)([-/.·])(0[1-9]|1[0-2])(?![\d.%万亿元多余美])",
        lambda m: say.say_date(m[1], m[3]),
        ("2008.08", "二零零八年八月"),
        unless_after="^(?:赛季|学年|年度|<MEASURE>)",
        unless_before=r"[¥$]$",
    ),
    make_rule(
        "date-my",
        "digit",
        r"(0[1-9]|1[0-2])([-/.])((?:19|20)\d\d)(?!\d)",
        lambda m: say.say_date(m[3], m[1]),
        ("08-2008", "二零零八年八月"),
    ),
    make_rule(
        "date-md",
        "digit",
        r"(0[1-9])[-/.](0[1-9]|[12]\d|3[01])(?![\d.%])|(1[0-2])[-/](0[1-9])(?![\d.%])",
        lambda m: say.say_date("", m[1] or m[3], m[2] or m[4]),
        ("08-08", "八月八日"),
        unless_after="^(?:赛季|[号室栋期届级])",
    ),
    make_rule(
        "event-date",
        "digit",
        r"\d{1,2}·\d{1,2}(?!\d)",
        _digits,
        ("“12·9”", "“一二九”"),
        ("7·21", "七二一"),
    ),
    make_rule(
        "event-date-with-dot",
        "digit",
        r"(?:[1-9]|1[0-2])\.\d{1,2}(?!\d)",
        _digits,
        ("“9.18”事变", "“九一八”事变"),
        after=f'^[”"’」]?{_EVENT}',
    ),
    # --- years ---------------------------------------------------------------------------------
    make_rule(
        "years",
        "digit",
        r"(?P<a><YEAR>)年?<TO>(?P<b><YEAR>|\d\d(?=年|学年|赛季|财年))(?!\d)",
        lambda m: f"{spell_digits(m['a'])}至{spell_digits(m['b'])}",
        ("2019—2035年", "二零一九至二零三五年"),
        ("2021-2022赛季", "二零二一至二零二二赛季"),
        unless_after="^(?:[个名人元米吨亩户家套件次万亿毫公]|多)",
    ),
    make_rule(
        "early-years",
        "digit",
        r"(?P<a>\d{3,4})<TO>(?P<b>\d{3,4})(?=年)",
        lambda m: (
            None
            if int(m["a"]) % 50 == 0 and int(m["b"]) % 50 == 0
            else f"{spell_digits(m['a'])}至{spell_digits(m['b'])}"
        ),
        ("618—907年", "六一八至九零七年"),
    ),
    make_rule(
        "season",
        "digit",
        r"(?P<a>(?:19|20)\d\d)/(?P<b>(?:19|20)?\d\d)(?=赛季|学年|年度|财年)",
        lambda m: f"{spell_digits(m['a'])}至{spell_digits(m['b'])}",
        ("2022/23赛季", "二零二二至二三赛季"),
    ),
    make_rule(
        "year",
        "digit",
        r"(?:<YEAR>|(?<=前)[1-9]\d{2}|(?<=公元)[1-9]\d{2}|(?<=[（(〔\[])[1-9]\d{2})(?=年)",
        _year,
        ("2022年", "二零二二年"),
        ("公元前221年", "公元前二二一年"),
        ("2000年", "二零零零年"),
        ("2000年前的遗址", "两千年前的遗址"),
        ("2025年前完成", "二零二五年前完成"),
        ("1500年历史", "一千五百年历史"),
        unless_after="^年级",
    ),
    make_rule(
        "year-in-list",
        "digit",
        r"<YEAR>(?=[、和与及至到或](?:<YEAR>[、和与及至到或]){0,4}<YEAR>(?!\d|<MEASURE>))"
        r"|<YEAR>(?=[、和与及至到或](?:<YEAR>[、和与及至到或]){0,4}<YEAR>年)",
        _digits,
        ("1998、2003和2016年", "一九九八、二零零三和二零一六年"),
    ),
    make_rule(
        "year-of",
        "digit",
        r"(?:19|20)\d\d(?=[级届款版]|赛季|学年|年度|财年|世界杯|奥运|亚运|[春夏秋冬]|新年|跨年|贺岁|[〕）\])])",
        _digits,
        ("国发〔2021〕3号", "国发〔二零二一〕三号"),
        ("2024届", "二零二四届"),
    ),
    make_rule(
        "short-year",
        "digit",
        r"0\d(?=年)|[4-9]\d(?=年(?:\d{1,2}月|出生|生人|毕业|入伍|参军|抗洪|下海|下岗|考上|世界杯|大洪水|特大|香港|春节|版|款"
        r"|的时候|那年|那会|那场|底|初|[春夏秋冬]))",
        _digits,
        ("98年抗洪", "九八年抗洪"),
        ("08年", "零八年"),
        unless_before="[第满近约过历时]$",
    ),
    make_rule(
        "generation",
        "digit",
        r"[0-9][05](?=[”\"]?(?:[、和与及/-][“\"]?\d[05][”\"]?){0,3}后(?![面来方续期者台天卫勤备退撤]))",
        _digits,
        ("90后", "九零后"),
        ("80、90后", "八零、九零后"),
        ("“00”后", "“零零”后"),
        unless_before=r"[满到达第近过\d.:：点]$",
    ),
    make_rule(
        "leading-zero-month-day",
        "digit",
        r"0[1-9](?=[月日]|时(?!代))",
        lambda m: spell_cardinal(m[0]),
        ("08月08日", "八月八日"),
    ),
    # --- time of day, and what is sixty to the next ---------------------------------------------
    make_rule(
        "race-time",
        "digit",
        r"(?P<h>[0-5]?\d)<COLON>(?P<m>[0-5]\d)(?:<COLON>(?P<s>[0-5]\d))?\.(?P<c>\d{1,3})(?!\d)",
        _race,
        ("1:43.25", "一分四十三秒二五"),
    ),
    make_rule(
        "clock-with-seconds",
        "digit",
        r"(?P<h>[01]?\d|2[0-4])<COLON>(?P<m>[0-5]\d)<COLON>(?P<s>[0-5]\d)(?!\d)<AMPM>",
        say.say_clock,
        ("于5:35:36发射", "于五点三十五分三十六秒发射"),
    ),
    make_rule(
        "clock-range",
        "digit",
        r"(?P<h>[01]?\d|2[0-4])<COLON>(?P<m>[0-5]\d)<TO>(?P<h2>[01]?\d|2[0-4])<COLON>(?P<m2>[0-5]\d)(?!\d)",
        say.say_clock_range,
        ("9:00—17:00", "九点至十七点"),
    ),
    make_rule(
        "score-or-ratio",
        "digit",
        r"(?P<h>\d{1,6}(?:\.\d{1,4})?)<COLON>(?P<m>\d{1,6}(?:\.\d{1,4})?)(?![\d]|<COLON>\d)",
        _colon,
        ("3:2", "三比二"),
        ("比分定格在78:96", "比分定格在七十八比九十六"),
        ("以21:18战胜对手", "以二十一比十八战胜对手"),
        ("晚上21:18播出", "晚上二十一点十八分播出"),
        ("比例为1:10", "比例为一比十"),
    ),
    make_rule(
        "ratio-chain",
        "digit",
        r"\d{1,5}(?:<COLON>\d{1,5}){2,6}(?!\d)",
        lambda m: "比".join(spell_cardinal(p) for p in m[0].replace("：", ":").split(":")),
        ("按1:2:3配制", "按一比二比三配制"),
    ),
    make_rule(
        "clock",
        "digit",
        r"(?P<h>[01]?\d|2[0-4])<COLON>(?P<m>[0-5]\d)(?P<s>)(?!\d)<AMPM>",
        say.say_clock_minutes,
        ("8月16号12:00之前", "八月十六号十二点之前"),
        ("8:00 a.m.", "上午八点"),
        ("22：58", "二十二点五十八分"),
        ("2:02", "两点零二分"),
    ),
    make_rule(
        "on-the-hour",
        "digit",
        "00分",
        _const("整"),
        ("10时00分", "十时整"),
        before="[时点]$",
    ),
    make_rule(
        "sixtieth",
        "digit",
        r"0[0-9](?=[分秒′″])",
        lambda m: "零" + spell_cardinal(m[0]) if m[0] != "00" else "零",
        ("9时05分", "九时零五分"),
    ),
    make_rule(
        "hundredths",
        "digit",
        r"\d{1,3}(?![\d.年月日号个名人])",
        _digits,
        ("9秒83", "九秒八三"),
        ("1米78", "一米七八"),
        before=r"\d[秒米]$",
        unless_after="^<MEASURE>",
    ),
    make_rule(
        "sum",
        "digit",
        r"<NUM>(?: ?[-+] ?<NUM>){1,5}(?= ?=)",
        lambda m: re.sub(
            r" ?([-+]) ?|[^-+ ]+",
            lambda p: {"-": "减", "+": "加"}[p[1]] if p[1] else spell_decimal(p[0]),
            m[0],
        ),
        ("9-5=4", "九减五等于四"),
    ),
    # --- scores with a dash ---------------------------------------------------------------------
    make_rule(
        "score-with-dash",
        "digit",
        r"(?P<a>\d{1,3})-(?P<b>\d{1,3})(?![\d.%-])",
        lambda m: f"{spell_cardinal(m['a'])}比{spell_cardinal(m['b'])}",
        ("以2-1逆转", "以二比一逆转"),
        unless_after="^(?:<S>[个名天人年月日小分元米岁号公级层楼场轮支])",
        around=f"(?:{words.SCORE_WORDS}|中国队?$|[^\\d]队$)",
    ),
    make_rule(
        "score-downwards",
        "digit",
        r"(?P<a>\d{1,3})-(?P<b>\d{1,3})(?![\d.%-])",
        lambda m: (
            f"{spell_cardinal(m['a'])}比{spell_cardinal(m['b'])}"
            if int(m["a"]) > int(m["b"])
            else None
        ),
        ("11-0", "十一比零"),
        unless_after="^(?:<S>(?:<MEASURE>|<UNIT>|[%‰]))",
        unless_before="[A-Za-z第]$",
    ),
    # --- units with per -------------------------------------------------------------------------
    make_rule(
        "per",
        "digit",
        r"(?:(?P<from><NUM>)<TO>)?(?P<n><NUM>)<S>(?P<scale><SCALE>)(?P<about><ABOUT>)<S>(?P<over><PERNUM>)<S>/<S>"
        r"(?P<under><PERDEN>)",
        say.say_per,
        ("28米/秒", "每秒二十八米"),
        ("10km/h", "每小时十公里"),
        ("1.2万元/吨", "每吨一点二万元"),
        ("0.5mg/L", "零点五毫克每升"),
        ("80—120元/斤", "每斤八十到一百二十元"),
    ),
    # --- ranges ---------------------------------------------------------------------------------
    make_rule(
        "dashed-code",
        "digit",
        r"\d{1,12}(?:-\d{1,12}){2,6}(?!\d)",
        say.say_dashed,
        ("3-2-501", "三、二、五零幺"),
    ),
    make_rule(
        "room-range",
        "digit",
        r"(?P<a>\d{3,4})<TO>(?P<b>\d{3,4})(?=号?(?:室|房|教室|寝室|宿舍|会议室))",
        lambda m: f"{spell_digits(m['a'], yao=True)}至{spell_digits(m['b'], yao=True)}",
        ("101-105室", "幺零幺至幺零五室"),
    ),
    make_rule(
        "month-or-day-range",
        "digit",
        r"(?P<a>0?[1-9]|[12]\d|3[01])<TO>(?P<b>0?[1-9]|[12]\d|3[01])(?=[月日号](?!楼))",
        lambda m: f"{spell_cardinal(m['a'])}至{spell_cardinal(m['b'])}",
        ("1—11月", "一至十一月"),
        ("10-18日", "十至十八日"),
    ),
    make_rule(
        "range",
        "digit",
        r"(?P<sa>)(?P<a><NUM>)<S>(?P<ua>%|‰|<UNIT>)?<TO>(?P<sb>-)?(?P<b><NUM>)(?:<S>(?P<ub>%|‰|<UNIT>))?",
        say.say_range,
        ("10%-15%", "百分之十到百分之十五"),
        ("12～18℃", "十二到十八摄氏度"),
        ("3-11岁", "三到十一岁"),
        ("2-3天", "两到三天"),
        ("10-15%", "百分之十到百分之十五"),
    ),
    make_rule(
        "two-neighbours",
        "digit",
        r"(?P<a>[1-8])、(?P<b>[2-9])(?![\d.%、/:-])(?=<S>[十百千万]?(?:多)?<LIANG>)",
        _neighbours,
        ("3、4个小时", "三四个小时"),
        ("2、3个", "两三个"),
        ("第3、4个", "第三、四个"),
        unless_before=r"(?:第|\d、|[A-Za-z])$",
    ),
    # --- fractions ------------------------------------------------------------------------------
    make_rule(
        "two-quality-codes",
        "digit",
        r"985[/、]211(?!\d)",
        _const("九八五、二幺幺"),
        ("985/211", "九八五、二幺幺"),
    ),
    make_rule(
        "blood-pressure",
        "digit",
        r"(?P<a>\d{2,3})/(?P<b>\d{2,3})(?=<S>(?:mmHg|毫米汞柱))",
        lambda m: f"{spell_cardinal(m['a'])}、{spell_cardinal(m['b'])}",
        ("140/90毫米汞柱", "一百四十、九十毫米汞柱"),
    ),
    make_rule(
        "fraction",
        "digit",
        r"(?P<over>\d{1,4}) ?/ ?(?P<under>\d{1,4})(?![\d./])",
        say.say_fraction,
        ("1/5", "五分之一"),
        ("1 / 2", "二分之一"),
        ("3/16", "十六分之三"),
    ),
    make_rule(
        "slashed-numbers",
        "digit",
        r"\d{1,12}(?:/\d{1,12}){1,6}(?!\d)",
        lambda m: "、".join(spell_code(p) for p in m[0].split("/")),
        ("211/985", "二幺幺、九八五"),
    ),
    # --- numbers with a unit symbol --------------------------------------------------------------
    make_rule(
        "ten-thousand-w",
        "digit",
        r"(?P<n><NUM>)w(?![A-Za-z])",
        lambda m: say.say_number(m["n"], "万") + "万",
        ("独得300w张", "独得三百万张"),
    ),
    make_rule(
        "percent",
        "digit",
        r"(?P<n><NUM>)<S>(?P<scale>)(?P<about><ABOUT>)<S>(?P<u>[%‰‱])",
        say.say_measured,
        ("2%", "百分之二"),
        ("3.2‰", "千分之三点二"),
        ("100%", "百分之百"),
        ("30多%", "百分之三十多"),
    ),
    make_rule(
        "arc",
        "digit",
        r"(?P<d>\d{1,3}(?:\.\d{1,8})?)°(?:(?P<m>\d{1,2}(?:\.\d{1,6})?)′)?(?:(?P<s>\d{1,2}(?:\.\d{1,6})?)″)?(?!<S>[CcF](?![A-Za-z]))",
        _arc,
        ("北纬26°53′", "北纬二十六度五十三分"),
    ),
    make_rule(
        "measured",
        "digit",
        r"(?P<n><NUM>)<S>(?P<scale><SCALE>)(?P<about><ABOUT>)<S>(?P<u><UNIT>)",
        say.say_measured,
        ("1kg", "一千克"),
        ("120㎡", "一百二十平方米"),
        ("5万kW", "五万千瓦"),
        ("10ms", "十毫秒"),
        ("2℃", "二摄氏度"),
        ("气温下降2℃", "气温下降两摄氏度"),
    ),
    make_rule(
        "power",
        "digit",
        r"(?P<n><NUM>)(?P<p>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})",
        lambda m: f"{spell_decimal(m['n'])}的{spell_cardinal(_plain(m['p']))}次方",
        ("10⁶", "十的六次方"),
    ),
    # --- codes ----------------------------------------------------------------------------------
    make_rule(
        "dotted",
        "digit",
        r"\d{1,6}(?:\.\d{1,6}){2,5}(?!\d)",
        lambda m: "点".join(spell_digits(p) for p in m[0].split(".")),
        ("127.0.0.1", "一二七点零点零点一"),
    ),
    make_rule(
        "to-in-business",
        "digit",
        r"(?<=[A-Z])2(?=[A-Z](?![A-Za-z0-9]))",
        _const(" to "),
        ("B2B", "B to B"),
        before=r"(?<![A-Za-z0-9])[A-Z]$",
    ),
    make_rule(
        "stake",
        "digit",
        r"(?<=K)(?P<a>\d{1,4})\+(?P<b>\d{1,3})(?!\d)",
        lambda m: f"{spell_code(m['a'])}加{spell_code(m['b'])}",
        ("K86+500", "K八十六加五百"),
    ),
    make_rule(
        "room",
        "digit",
        r"\d{3,4}(?=号?(?:室|房(?!产|屋|源|贷|价|租|企)|教室|寝室|宿舍|会议室|包厢|病房|房间))",
        _yao,
        ("501室", "五零幺室"),
        unless_before="[有共建修供套]$",
    ),
    make_rule(
        "three-digit-name",
        "digit",
        r"\d{3,5}(?=部队)|\d{3}(?=国道|省道|县道|乡道|医院|高校|工程|部队|舰|艇|高地|计划|路(?:公交|车|站|绕|线|大巴|专线)|次列车|地质队|研究所|厂(?![家房商]))",
        _yao,
        ("107国道", "幺零七国道"),
        ("301医院", "三零幺医院"),
        unless_before="[有共设建]$",
    ),
    make_rule(
        "aircraft",
        "digit",
        r"(?P<n>\d{2,4})(?![\d.])",
        say.say_model,
        ("波音737", "波音七三七"),
        ("歼20", "歼二零"),
        before="(?:波音|空客|歼|轰|运|直|东风|苏|图|米格?|伊尔|鹰击|空警|米-)$",
        unless_after="^(?:<MEASURE>)",
    ),
    make_rule(
        "pattern-of-arms",
        "digit",
        r"[3-9]\d(?=[A-Z]?式(?!样))",
        _digits,
        ("99式坦克", "九九式坦克"),
    ),
    make_rule(
        "discount",
        "digit",
        r"[1-9][1-9](?=折)",
        _digits,
        ("85折", "八五折"),
    ),
    make_rule(
        "quoted-code",
        "digit",
        r"\d{3,6}(?=[”\"’」])",
        lambda m: None if m[0][1:].strip("0") == "" else _yao(m),
        ("“996”工作制", "“九九六”工作制"),
        ("“五个100”", "“五个一百”"),
        before='[“"‘「]$',
    ),
    make_rule(
        "after-letter",
        "digit",
        r"(?P<n>\d{1,16}+)(?P<point>\.\d{1,6})?(?!\d)",
        lambda m: spell_decimal(m[0]) if m["point"] else spell_code(m["n"]),
        ("G4", "G四"),
        ("S315", "S三幺五"),
        ("PM2.5", "PM二点五"),
        ("H1N1", "H一N一"),
        before="[A-Za-z]$",
    ),
    make_rule(
        "after-latin-word",
        "digit",
        r"\d{1,4}(?![\d.])(?=[A-Za-z])",
        lambda m: spell_cardinal(m[0]),
        ("5G", "五G"),
    ),
    make_rule(
        "leading-zeros",
        "digit",
        r"0\d{1,15}+(?![\d.])",
        _yao,
        ("055型", "零五五型"),
        ("第0012号", "第零零幺二号"),
    ),
    make_rule(
        "bare-year",
        "digit",
        r"(?:18[4-9]\d|19\d\d|20\d\d)(?![\d.,])(?=<HAN>|[A-Za-z])",
        _digits,
        ("心社1921青川", "心社一九二一青川"),
        unless_after="^(?:<MEASURE>)",
        unless_before="(?:共|总?计|约|近|达到?|超过?|增加?|减少?|仅|突破|逾|满|不足|不到|最多|于)$",
    ),
    make_rule(
        "years-in-pairs",
        "digit",
        r"(?:18[4-9]\d|19\d\d|20\d\d)(?=[到至](?:19|20)\d\d(?!\d|<MEASURE>))",
        _digits,
        ("从1949到2019", "从一九四九到二零一九"),
    ),
    make_rule(
        "second-of-pair",
        "digit",
        r"(?:19|20)\d\d(?![\d.,])",
        _digits,
        before=r"(?:18[4-9]\d|19\d\d|20\d\d)[到至]$",
        unless_after="^(?:<MEASURE>)",
    ),
    make_rule(
        "four-digit-code",
        "digit",
        r"[1-9]\d{3}(?![\d.,])(?=<HAN>)",
        lambda m: None if m[0].endswith("00") else _yao(m),
        ("1210监管场所", "幺二幺零监管场所"),
        ("1210名", "一千二百一十名"),
        unless_after="^(?:<MEASURE>|[加减乘除])",
        unless_before="(?:共|总?计|约|近|达到?|超过?|增加?|减少?|仅|突破|逾|满|不足|不到|最多|于|[为是至到加减乘有每])$",
    ),
    make_rule(
        "eight-digits",
        "digit",
        r"\d{8,16}+(?![\d.,])",
        _yao,
        ("15873690", "幺五八七三六九零"),
        unless_after="^(?:<MEASURE>)",
    ),
    make_rule(
        "list-mark",
        "digit",
        r"(?P<n>\d{1,2})(?:\.(?!\d)|、)(?=<S>[\u4e00-\u9fffA-Za-z“《（(])",
        lambda m: spell_cardinal(m["n"]) + "、",
        ("1.坚持", "一、坚持"),
        before="^$",
        unless_after=r"^\d",
    ),
    make_rule(
        "price",
        "digit",
        r"\d{1,9}\.\d[0-9](?=[美欧港日]?元)",
        lambda m: say.say_number(say.strip_cents(m[0]), "元"),
        ("199.00元", "一百九十九元"),
        ("7.10元", "七点一元"),
    ),
    # --- every other number ---------------------------------------------------------------------
    make_rule(
        "number",
        "digit",
        r"<NUM>",
        say.say_quantity,
        ("35,632名", "三万五千六百三十二名"),
        ("2个", "两个"),
        ("第2名", "第二名"),
        ("2月2日电", "二月二日电"),
        ("12个", "十二个"),
        ("0.6", "零点六"),
        ("20余辆", "二十余辆"),
    ),
    make_rule("digits", "digit", r"\d{1,32}+", _digits),
    # === symbols ================================================================================
    make_rule(
        "money",
        "symbol",
        r"(?P<cur>[¥$€£])<S>(?P<n><NUM>)<S>(?P<scale><SCALE>)(?P<about><ABOUT>)(?:<TO>[¥$€£]?(?P<to><NUM>)(?P<toscale><SCALE>))?"
        r"(?:[美欧]?元|英镑)?",
        say.say_money,
        ("￥13.5", "十三点五元"),
        ("$50万", "五十万美元"),
        ("€200万", "二百万欧元"),
    ),
    make_rule(
        "range-below-zero",
        "symbol",
        r"(?P<sa>-)(?P<a><NUM>)<S>(?P<ua>%|‰|<UNIT>)?<TO>(?P<sb>-)?(?P<b><NUM>)(?:<S>(?P<ub>%|‰|<UNIT>))?",
        say.say_range,
        ("-5℃～3℃", "零下五摄氏度到三摄氏度"),
        ("-8~-5℃", "零下八到零下五摄氏度"),
        unless_before=r"[\dA-Za-z)）歼轰运直强教苏图米]$",
    ),
    make_rule(
        "dash-below-zero",
        "symbol",
        r"[-—](?P<sign>)(?P<n><NUM>)<S>(?P<u>℃|°C)",
        say.say_signed,
        ("最低气温—3℃", "最低气温零下三摄氏度"),
        unless_before=r"[\dA-Za-z℃度至到)）—-]$",
    ),
    make_rule(
        "model-dash",
        "symbol",
        r"-(?P<n>\d{1,4})(?![\d.]|<S>[%‰℃°])",
        say.say_model,
        ("歼-20", "歼二零"),
        ("轰-6K", "轰六K"),
        ("歼-15", "歼十五"),
        before="(?:<HAN>)$",
        unless_before="[为是至到达降跌负升增减约于在温值差率得算日月年时分号元米个人万亿千百点度斤吨周于一二三四五六七八九十]$",
    ),
    make_rule(
        "letter-dash",
        "symbol",
        r"-(?P<n>\d{1,16}+)(?!\d)(?P<rest>(?:[-/]\d{1,12}){0,4})",
        lambda m: say.say_dashed(m) if m["rest"] else say.say_model(m),
        ("ZZDFPZ-415000/500", "ZZDFPZ四幺五零零零、五零零"),
        ("COVID-19", "COVID十九"),
        ("F-35", "F三五"),
        before="[A-Za-z]$",
    ),
    make_rule(
        "country-code",
        "symbol",
        r"\+(?P<n>\d{1,3})(?=[- ]?1\d{10})",
        lambda m: spell_digits(m["n"], yao=True),
        ("+8613501234567", "八六幺三五零幺二三四五六七"),
    ),
    make_rule(
        "dash-between-units",
        "symbol",
        r"(?:[-~]|—{1,2}) ?(?=\d)",
        lambda m: "至" if words_before(m)[-1:] in set("年月日时点号") else "到",
        ("10月1日—7日", "十月一日至七日"),
        ("5万-20万元", "五万到二十万元"),
        before=r"(?:\d|[十百千])(?:[十百千万亿年月日时点号元米里吨克斤亩个人名岁度级层楼届期次]|小时"
        "|分钟?|秒|摄氏度|平方米|公里|公斤|周岁)? ?$",
    ),
    make_rule(
        "signed",
        "symbol",
        r"(?P<sign>[-+])(?P<n><NUM>)(?:<S>(?P<u>[%‰]|<UNIT>))?",
        say.say_signed,
        ("-3℃", "零下三摄氏度"),
        ("-1", "负一"),
        ("-2.3%", "负百分之二点三"),
        unless_before=r"[\dA-Za-z)）%+-]$",
    ),
    make_rule(
        "plus-minus",
        "symbol",
        "±",
        _const("正负"),
        ("±600kV", "正负六百千伏"),
    ),
    make_rule("plus", "symbol", r"\+{1,4}", _const("加"), ("书屋+", "书屋加"), ("1+1", "一加一")),
    make_rule(
        "somebody",
        "symbol",
        "×{1,3}",
        _const("某某"),
        ("李××", "李某某"),
        before="<HAN>$",
        unless_after="^ ?\\d",
        unless_before=r"\d<S><HAN>{1,3} ?$",
    ),
    make_rule(
        "times", "symbol", "×", _const("乘"), ("4×100米", "四乘一百米"), around=r"\d|[a-zA-Z]"
    ),
    make_rule(
        "star-times", "symbol", r"\*", _const("乘"), ("3*4", "三乘四"), before=r"\d$", after=r"^\d"
    ),
    make_rule("divided", "symbol", "÷", _const("除以"), ("8÷2", "八除以二")),
    make_rule(
        "not-less",
        "symbol",
        "≥|>=|》=",
        _const("大于等于"),
        ("≥140", "大于等于一百四十"),
        ("2>=1", "二大于等于一"),
    ),
    make_rule("not-more", "symbol", "≤|<=", _const("小于等于"), ("2 ≤ 4", "二 小于等于 四")),
    make_rule("not-equal", "symbol", "≠", _const("不等于"), ("1≠2", "一不等于二")),
    make_rule("nearly-equal", "symbol", "≈", _const("约等于"), ("≈3", "约等于三")),
    make_rule("less", "symbol", "<", _const("小于"), ("<5%", "小于百分之五"), after=r"^ ?[\d.+-]"),
    make_rule(
        "more", "symbol", ">", _const("大于"), (">95%", "大于百分之九十五"), after=r"^ ?[\d.+-]"
    ),
    make_rule(
        "equals",
        "symbol",
        "={1,2}",
        _const("等于"),
        ("1+1=2", "一加一等于二"),
        around=r"\d|[A-Za-z]",
    ),
    make_rule("percent-sign", "symbol", "[%‰]", _const("百分比"), ("占比（%）", "占比（百分比）")),
    make_rule("arc-minute", "symbol", "′", _const("分"), before=r"\d$"),
    make_rule("arc-second", "symbol", "″", _const("秒"), before=r"\d$"),
    make_rule("celsius", "symbol", "℃|°C", _const("摄氏度"), ("单位：℃", "单位：摄氏度")),
    make_rule("fahrenheit", "symbol", "℉|°F", _const("华氏度")),
    make_rule("degree", "symbol", "°", _const("度")),
    make_rule(
        "number-sign",
        "symbol",
        r"№ ?(?P<n>\d{1,12})(?!\d)",
        lambda m: "第" + spell_cardinal(m["n"]),
        ("№5", "第五"),
    ),
    make_rule(
        "building-sign",
        "symbol",
        "#",
        _const("号"),
        ("3#楼", "三号楼"),
        before=r"\d$",
        after="^[楼栋幢机线汽柴墩井房厂桥]",
    ),
    make_rule(
        "ampersand-letters",
        "symbol",
        "&",
        _const(" and "),
        ("R&D", "R and D"),
        before="[A-Za-z]$",
        after="^[A-Za-z]",
    ),
    make_rule(
        "ampersand",
        "symbol",
        "&",
        _const("和"),
        ("青川&白溪", "青川和白溪"),
        before=r"\w ?$",
        after=r"^ ?\w",
    ),
    make_rule(
        "at-address",
        "symbol",
        "@",
        _const(" at "),
        ("qc@163.com", "qc at 一百六十三.com"),
        before=r"[\w.]$",
        after=r"^[A-Za-z0-9]",
    ),
    make_rule(
        "at-account", "symbol", "@", _const("艾特"), ("@青川发布", "艾特青川发布"), after=r"^\w"
    ),
    make_rule(
        "arrow",
        "symbol",
        "→",
        _const("到"),
        ("北京→上海", "北京到上海"),
        before=r"\w ?$",
        after=r"^ ?\w",
    ),
    make_rule(
        "per-without-number",
        "symbol",
        "/",
        _const("每"),
        ("单位：元/吨", "单位：元每吨"),
        before="(?:元|公里|千米|米|立方米|吨|公斤|千克|毫克|微克|升|人次|千瓦时)$",
        after="^(?:<PERDEN>)",
    ),
    make_rule(
        "slash", "symbol", "/", _const("、"), ("和/或", "和、或"), before=r"\w ?$", after=r"^ ?\w"
    ),
    make_rule(
        "weekday-range",
        "symbol",
        "[-~—]",
        _const("至"),
        ("周一~周五", "周一至周五"),
        before="(?:周|星期)[一二三四五六日]$",
        after="^(?:周|星期)?[一二三四五六日]",
    ),
    make_rule("zero-circle", "symbol", "〇", _const("零"), ("二〇二二年", "二零二二年")),
    make_rule(
        "zero-drawn",
        "symbol",
        "○",
        _const("零"),
        ("二○二二年", "二零二二年"),
        around="[〇○一二三四五六七八九十百千万第年]$|^[〇○一二三四五六七八九]",
    ),
    make_rule(
        "roman",
        "symbol",
        "[\u2160-\u217f]{1,12}+",
        say.say_roman,
        ("Ⅳ级响应", "四级响应"),
        ("Ⅱ类", "二类"),
    ),
    make_rule(
        "unit-square",
        "symbol",
        "[\u3371-\u33df²³Ω]",
        lambda m: words.UNITS.get(m[0]),
        ("单位：㎡", "单位：平方米"),
    ),
    # === letters ================================================================================
    make_rule(
        "money-code",
        "letter",
        r"(?P<cur>US\$|HK\$|NT\$|[ACS]\$|USD|HKD|EUR|GBP|AUD|CAD|JPY|CNY|RMB)<S>(?P<n><NUM>)<S>(?P<scale><SCALE>)(?P<about><ABOUT>)"
        r"(?P<to>)(?P<toscale>)(?:[美欧港日澳加]?元)?",
        say.say_money,
        ("US$3.5亿", "三点五亿美元"),
        ("HKD13.5", "十三点五港元"),
    ),
    make_rule(
        "formula",
        "letter",
        r"(?P<f>CO2|SO2|NO2|H2O|CH4|SO₂)(?![A-Za-z0-9])",
        lambda m: _FORMULAS[m[0]],
        ("CO₂排放", "二氧化碳排放"),
    ),
    make_rule(
        "roman-letters",
        "letter",
        r"(?:I{1,3}|IV|V|VI{1,3}|IX)(?=[级类型期])",
        say.say_roman,
        ("启动IV级响应", "启动四级响应"),
    ),
    make_rule(
        "number-abbreviation",
        "letter",
        r"(?:No|NO)\. ?(?P<n>\d{1,6})(?!\d)",
        lambda m: "第" + spell_cardinal(m["n"]),
        ("No.1", "第一"),
    ),
)
