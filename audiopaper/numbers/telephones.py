"""Rules for telephone numbers: digit by digit, 1 as 幺."""

from __future__ import annotations

from audiopaper.numbers import context_words
from audiopaper.numbers.number_rule import Match, NumberRule, make_rule
from audiopaper.numbers.spelling import spell_digits
from audiopaper.numbers.wording import one_by_one_with_yao

_PHONE_CUE = (
    "(?:电话|热线|手机|传真|拨打|请拨|致电|请电|客服|举报|号码|联系方式|发送至|QQ|微信|群号|咨询|座机|固话|总机"
    "|(?<![A-Za-z])(?:Tel|TEL))"
)
# 殴打 and 单打 are no calls.
_CALL = "(?<![殴攻敲单双击扑主严吊痛捶摔拍毒])打"
_AREA = r"(?:[（(]?(?:\+?86[- ]?)?0?\d{2,4}[)）]?[- —]{0,2})?"
# Between two numbers of one office: a mark, perhaps with a word that says whose number follows.
_NEXT = (
    r"(?:-\d{1,5}|转\d{1,5})?"
    r"(?:[（(][^（()）\d]{1,8}[)）][、，,/ ；;或和及]{0,2}|[、，,/ ；;或和及转]{1,2}|(?=[（(]))"
    r"[（(]?(?:<HAN>{1,4}[:：])?"
)
# A service does these things; what a count does (120到达) is not among them.
_RESCUE = (
    "(?:出动|赶赴|赶至|派[出来员]|救[出下援起治护]|抢救|施救|[将把](?!近)|送(?:医|往|院|至|到|其|他|她|伤|老|患|病)"
    "|医[生护](?:赶|到|抵|立即|随即|及时)|(?:立即|迅速|随即|及时|第一时间)[赶出派救到将把])"
)
_NO_COUNT_BEFORE = "[达为是破升降超第速重高低价比过至到]$"
_SENDING = (
    r"(?:(?:短信|编[辑写]|回复|发送|群发|转发)[^，。；]{0,14}"
    r"|(?:发|或)(?:\d{0,4}[A-Za-z#“][A-Za-z\d#“”]{0,8}|\d{1,3}))(?:发送?)?[至到给]"
)
# Behind a whole number; one digit or two may be those of the last of a row of lines.
_EXTENSION = r"(?:-{1,2}|—{1,2})(?P<extension>\d{3,5})(?![\d-])"
_LOCAL = r"(?:\d{7,8}|\d{3,4}[- ]\d{3,4}(?!\d))"
_BEHIND_CUE = (
    _PHONE_CUE
    + r"[^\d。；数量共约达超近逾余了]{0,6}"
    + _AREA
    + rf"(?:(?:{_LOCAL}|\d{{5,12}}){_NEXT}){{0,2}}$"
)


def _with_area(m: Match) -> str:
    """Say a number in brackets; a bracket that closes inside it is a pause."""
    number = ("，" if m["close"] else "").join(
        spell_digits(part, yao=True) for part in (m["area"], m["n"])
    )
    return number + _turn_to(m.groupdict().get("extension"))


def _turn_to(extension: str | None) -> str:
    """Say 转 before the digits of an extension, so that nobody dials them with the number."""
    return "转" + spell_digits(extension, yao=True) if extension else ""


def _with_extension(m: Match) -> str:
    return spell_digits(m["n"], yao=True) + _turn_to(m["extension"])


def _two_halves(m: Match) -> str | None:
    """Say 6552-1234; return None for a rising range and for round numbers."""
    if m["a"] <= m["b"] or (m["a"].endswith("00") and m["b"].endswith("00")):
        return None
    return spell_digits(m[0], yao=True)


def _international(m: Match) -> str | None:
    """Say seven digits or more behind a country code; return None for fewer: a sum or a score."""
    digits = [c for c in m["rest"] if c.isdecimal()]
    return spell_digits(m[0], yao=True) if len(digits) >= 7 else None


RULES: tuple[NumberRule, ...] = (
    make_rule(
        "mobile",
        "digit",
        r"1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![\d.万亿元])",
        one_by_one_with_yao,
        ("可以打我手机13501234567", "可以打我手机幺三五零幺二三四五六七"),
        ("138-1234-5678", "幺三八幺二三四五六七八"),
    ),
    make_rule(
        "masked-number",
        "digit",
        r"(?P<head>\d{3,14})(?:\*{4,14}|×{4,14}|[Xx]{4,14})(?P<tail>\d{2,6})(?!\d)",
        lambda m: f"{spell_digits(m['head'], yao=True)}，尾号{spell_digits(m['tail'], yao=True)}",
        ("138****5678", "幺三八，尾号五六七八"),
        ("身份证号3201××××××××123X", "身份证号三二零幺，尾号幺二三X"),
    ),
    make_rule(
        "number-with-masked-end",
        "digit",
        r"(?P<head>(?:0\d{2,3}-)?\d{3,14}+)(?P<mask>\*{3,12}|×{3,12}|[Xx]{3,12})(?![\dA-Za-z×*])",
        lambda m: spell_digits(m["head"], yao=True) + "某" * len(m["mask"]),
        ("0571-8512××××", "零五七幺八五幺二某某某某"),
    ),
    make_rule(
        "landline",
        "digit",
        r"(?P<area>0\d{2,3})(?P<close>[)）]?)(?: ?[- ]|—{1,2})?"
        r"(?P<n>(?:\d{7,8}|\d{3,4}[- ]\d{3,4})(?:-\d{1,2}(?!\d))?)"
        rf"(?:{_EXTENSION})?(?![\d.])",
        _with_area,
        ("0734-8722110", "零七三四八七二二幺幺零"),
        ("010-64035547", "零幺零六四零三五五四七"),
        ("(0734)8722110", "(零七三四，八七二二幺幺零"),
        ("（010）6552-1234", "（零幺零，六五五二幺二三四"),
        ("010-6552 1234", "零幺零六五五二幺二三四"),
        ("（010）6552 1234-803", "（零幺零，六五五二幺二三四转八零三"),
        ("0571-88122345—8002", "零五七幺八八幺二二三四五转八零零二"),
    ),
    make_rule(
        "short-number-with-area-code",
        "digit",
        r"(?P<area>0(?:10|2\d|[3-9]\d\d))(?:(?P<close>[)）]) ?[-—]?|[-—])"
        r"(?P<n>\d{5,6}|1(?:1[0249]|2[0-2]))(?!\.?\d)",
        _with_area,
        ("0734-12380", "零七三四幺二三八零"),
        ("（0734）12345", "（零七三四，幺二三四五"),
    ),
    make_rule(
        "landline-with-country-code",
        "digit",
        r"86-0?\d{2,3}-\d{7,8}(?!\d)",
        one_by_one_with_yao,
        ("86-734-8722110", "八六七三四八七二二幺幺零"),
    ),
    make_rule(
        "country-code-in-brackets",
        "digit",
        r"(?P<area>86)(?P<close>[)）])[- ]?(?P<n>0?\d{2,3}-\d{7,8})(?!\d)",
        _with_area,
        ("(86)571-85123456", "(八六，五七幺八五幺二三四五六"),
    ),
    make_rule(
        "service-number",
        "digit",
        r"(?P<n>[48]00(?:[- ]\d{3}[- ]?\d{4}|[- ]\d{4}[- ]?\d{3}|\d{7}))"
        rf"(?:{_EXTENSION})?(?!\d)",
        _with_extension,
        ("400-820-8820", "四零零八二零八八二零"),
        ("400-820-8820-801", "四零零八二零八八二零转八零幺"),
    ),
    make_rule(
        "prefix-of-service-numbers",
        "digit",
        "[48]00(?=(?:免费|服务|咨询|客服)?(?:电话|热线|号码))",
        one_by_one_with_yao,
        ("拨打400电话咨询", "拨打四零零电话咨询"),
        ("接听400热线电话", "接听四百热线电话"),
        unless_before=f"(?:接[到听通]?|受理|打进)了?$|{context_words.QUANTITY_BEFORE}",
    ),
    make_rule(
        "emergency-number",
        "digit",
        r"(?:11[0249]|12[0-9])" + "(?!\\.?\\d|<COUNTED>)",
        one_by_one_with_yao,
        ("110报警", "幺幺零报警"),
        ("拨打120", "拨打幺二零"),
        ("110、119联动", "幺幺零、幺幺九联动"),
        ("请拨打12345或110", "请拨打幺二三四五或幺幺零"),
        ("伤者待120到达", "伤者待幺二零到达"),
        ("消防119、公安110、急救120", "消防幺幺九、公安幺幺零、急救幺二零"),
        ("自己拨了120，又", "自己拨了幺二零，又"),
        around=rf"(?:拨[打通]?了?|{_CALL}[通了]?|呼叫|热线|电话|火警|匪警|致电|联系|急救|报警)[“\"：:]?$|^[”\"]?(?:报警|急救|指令|求助|报案|接处警|指挥|热线"
        r"|专线|电话|平台|接警|警情|服务台|消防|查号|交通安全|救护|联动|出警|警务|民警|调度|宣传[日周]|中心)"
        r"|^[”\"]?(?:到(?:[达场](?!人)|来(?!年))|赶[到来]|来[了接，。]|出车|(?:把|将)?(?:接|送)[走诊]|医护)"
        r"|^[、和或]<HAN>{0,3}(?:11[09]|12[02])(?!\d)|(?:11[09]|12[02])[、和或]<HAN>{0,3}$|拨打?[^，；]{0,12}\d[、和或及]$",
    ),
    make_rule(
        "emergency-service",
        "digit",
        rf"(?:(?:110|119|120|122)(?=[”\"]?{_RESCUE})|119(?=官兵|消防|队员|战士|指战员))",
        one_by_one_with_yao,
        ("119出动两车", "幺幺九出动两车"),
        ("120将伤者送医", "幺二零将伤者送医"),
        ("119官兵赶到", "幺幺九官兵赶到"),
        ("车速达120送医", "车速达一百二十送医"),
        ("120官兵驰援", "一百二十官兵驰援"),
        unless_before=rf"[\d.,A-Za-z]$|{_NO_COUNT_BEFORE}|{context_words.QUANTITY_BEFORE}",
    ),
    make_rule(
        "number-of-message",
        "digit",
        r"(?:1[012]|9[56])(?!\d{2,9}000)\d{3,10}(?!\.?\d|<COUNTED>)",
        one_by_one_with_yao,
        ("发送短信至10086", "发送短信至幺零零八六"),
        ("回复2022到12306", "回复二零二二到幺二三零六"),
        ("发展到12306", "发展到一万二千三百零六"),
        before=f"{_SENDING}[“”]?$",
    ),
    make_rule(
        "emergency-number-alone",
        "digit",
        r"(?:110|119|120|122)(?!\d)",
        one_by_one_with_yao,
        ("110", "幺幺零"),
        before="^$",
        after="^$",
    ),
    make_rule(
        "hotline",
        "digit",
        r"(?:1[12]\d{3}|100\d\d|9[56]\d{3,4})" + "(?!\\.?\\d|<COUNTED>)",
        one_by_one_with_yao,
        ("11185咨询", "幺幺幺八五咨询"),
        ("给12315打个电话", "给幺二三幺五打个电话"),
        ("可以拨打12306来咨询", "可以拨打幺二三零六来咨询"),
        ("12345件", "一万二千三百四十五件"),
        around=context_words.HOTLINE_WORDS
        + rf"|{_CALL}$|请拨$|^[”\"]?(?:平台|打|网站|网|App|APP|便民|政务|市民|市长|民生)",
    ),
    make_rule(
        "hotline-in-list",
        "digit",
        r"(?:1[12]\d{3}|100\d\d|9[56]\d{3,4})" + "(?!\\.?\\d|<COUNTED>)",
        one_by_one_with_yao,
        ("12306和11185", "幺二三零六和幺幺幺八五"),
        ("12348、12333和95598", "幺二三四八、幺二三三三和九五五九八"),
        before=r"(?<!\d)(?:1[12]\d{3}|100\d\d|9[56]\d{3,4})[”\"）)]?[、，,和及或与/][“\"（(]?$",
        unless_after="^<S>(?:<MEASURE>|<UNIT>|<PEOPLE>)",
    ),
    make_rule(
        "public-hotline",
        "digit",
        "(?:123\\d\\d|12110|12119|12122|12123|9[56]\\d(?!00)\\d\\d|10086|10010)"
        + "(?!\\.?\\d|<COUNTED>)",
        one_by_one_with_yao,
        ("12348为您解忧", "幺二三四八为您解忧"),
        ("12348名", "一万二千三百四十八名"),
        ("通过12345报修", "通过幺二三四五报修"),
        unless_after=f"^<S>(?:<MEASURE>|<UNIT>|<PEOPLE>|[”’」]?<HAN>{{0,4}}{context_words.SLOGAN_WORDS})",
        unless_before=f"{context_words.QUANTITY_BEFORE}|(?<![转拨打反发接])[到至]$|(?<!通)过$|[第为是破降升/÷×+=A-Za-z-]$",
    ),
    make_rule(
        "phone-with-extension",
        "digit",
        rf"(?P<n>[2-8]\d{{6,7}}){_EXTENSION}(?!\.?\d|<COUNTED>)",
        _with_extension,
        ("电话88122345-802。", "电话八八幺二二三四五转八零二。"),
        ("咨询电话：88122345—802。", "咨询电话：八八幺二二三四五转八零二。"),
        ("编号88122345-802", "编号八八幺二二三四五、八零二"),
        before=_BEHIND_CUE,
    ),
    make_rule(
        "phone-after-cue",
        "digit",
        r"(?!(?:19|20)\d\d[- ](?:19|20)\d\d)"
        r"(?:\d{3,4}[- ]\d{3,4}(?:-\d{1,5})?|\d{5,12}(?:[-—]\d{1,8}){0,2})(?!\.?\d|<COUNTED>)",
        one_by_one_with_yao,
        ("新闻热线：8722110", "新闻热线：八七二二幺幺零"),
        ("电话：8722110、8722111", "电话：八七二二幺幺零、八七二二幺幺幺"),
        ("电话：6552-1234", "电话：六五五二幺二三四"),
        ("电话：6612345（6612346）", "电话：六六幺二三四五（六六幺二三四六）"),
        ("电话：6612345（24小时）", "电话：六六幺二三四五（二十四小时）"),
        ("拨打8814 530。", "拨打八八幺四五三零。"),
        ("手机12000部", "手机一万二千部"),
        before=_BEHIND_CUE,
    ),
    make_rule(
        "phone-alone",
        "digit",
        r"[2-8]\d{3} \d{3,4}(?!\.?\d|<COUNTED>)(?=$|[。；，）)])",
        one_by_one_with_yao,
        ("月租900元。6625 170", "月租九百元。六六二五幺七零"),
        before="(?:^|[，；：:])$",
    ),
    make_rule(
        "phone-of-an-office",
        "digit",
        r"[2-8]\d{6,7}(?!\.?\d|<COUNTED>)(?=$|[ 、，；。（）()]|<HAN>{2,5}[：:])",
        one_by_one_with_yao,
        ("新闻部：4412208", "新闻部：四四幺二二零八"),
        ("总人口：4412208", "总人口：四百四十一万二千二百零八"),
        before="(?:[部处科室台站社院所队厅委局]|中心|办公?室?|说话|联系人?|咨询|报名|预约|报修"
        "|爆料|投稿)[：:] ?$",
    ),
    make_rule(
        "short-phone-after-cue",
        "digit",
        r"(?!(?:19|20)\d\d年)\d{3,4}(?!\.?\d|<COUNTED>)",
        one_by_one_with_yao,
        ("拨打工会热线6600反映", "拨打工会热线六六零零反映"),
        ("校内短号：6218。", "校内短号：六二幺八。"),
        ("热线6600多个", "热线六千六百多个"),
        ("接听热线电话3600，", "接听热线电话三千六百，"),
        before='(?:热线|电话|短号|分机|内线|请?拨打?)(?:号码)?[为是]?[:：]? ?[“"]?$',
        after='^[”"]?(?:$|[ 、，；。（）()]|[或和转]|反映|咨询|投诉|举报|求助|报[修名警]|预约|查询'
        "|联系|了解|每[天日]|全天|24小时)",
        unless_before="(?:接[到听通]?|受理|来|打)(?:的|了)?(?:热线|投诉|咨询|群众|市民){0,2}电话$|[来接]热线$",
    ),
    make_rule(
        "next-phone",
        "digit",
        _LOCAL + r"(?:-\d{1,5})?(?!\.?\d|<COUNTED>)",
        one_by_one_with_yao,
        ("0734-8722110，8722111", "零七三四八七二二幺幺零，八七二二幺幺幺"),
        ("0734-8722110（办公室）、3012345", "零七三四八七二二幺幺零（办公室）、三零幺二三四五"),
        before=rf"(?:0\d{{2,3}}[)）]?[- —]{{0,2}}{_LOCAL}|1[3-9]\d[- ]?\d{{4}}[- ]?\d{{4}}){_NEXT}"
        rf"(?:{_LOCAL}{_NEXT})?$",
    ),
    make_rule(
        "two-halves",
        "digit",
        r"(?P<a>[2-8]\d{3})-(?P<b>(?!19|20)\d{4})(?!\.?\d|<COUNTED>)",
        _two_halves,
        ("请联系6552-1234", "请联系六五五二幺二三四"),
        unless_before="[A-Za-z0-9./-] ?$",
        unless_after="^[-/年]",
    ),
    make_rule(
        "extension",
        "digit",
        r"\d{1,5}(?!\d|<COUNTED>)",
        one_by_one_with_yao,
        ("电话8722110转8001", "电话八七二二幺幺零转八零零幺"),
        ("电话8722110转2分机", "电话八七二二幺幺零转二分机"),
        ("总机转305", "总机转三零五"),
        before=r"(?:\d{4,8}[)）]?|总机)[，, ]?转(?:接?分机号?)?[:： ]?$|分机号?[为是:：]?$",
    ),
    make_rule(
        "country-code",
        "symbol",
        r"\+(?P<n>\d{1,3})-?(?=[- )）]{0,2}1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d))",
        lambda m: spell_digits(m["n"], yao=True),
        ("+8613501234567", "八六幺三五零幺二三四五六七"),
        ("+86 135 0123 4567", "八六 幺三五零幺二三四五六七"),
    ),
    make_rule(
        "international",
        "symbol",
        r"\+(?:86|85[23]|886|1|7|33|4[0-9]|6[0-6]|8[124]|9[0-8])"
        r"(?P<rest>[- ]?[（(]?0?\d{1,4}[)）]?(?:[- ]\d{2,8}|(?<=[)）])\d{3,8}){1,4})"
        r"(?!\.?\d|<COUNTED>)",
        _international,
        ("+86-10-65521234", "八六幺零六五五二幺二三四"),
        ("+852 2123 4567", "八五二二幺二三四五六七"),
    ),
)
