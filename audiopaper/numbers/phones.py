"""Rules for telephone numbers, document and identity numbers: digit by digit."""

from __future__ import annotations

from audiopaper.numbers import words
from audiopaper.numbers.rule import Rule, make_rule
from audiopaper.numbers.spelling import spell_digits
from audiopaper.numbers.wording import dashed_with_yao, one_by_one, one_by_one_with_yao

_PHONE_CUE = (
    "(?:电话|热线|手机|传真|拨打|致电|客服|举报|号码|联系方式|发送至|QQ|微信|群号|咨询|Tel|TEL)"
)
_CODE_CUE = (
    "(?:代码|编号|证号|账号|帐号|卡号|编码|批号|邮编|代号|ISBN|ISSN|CN|刊号|密码|验证码|学号|工号"
    "|流水号|序列号|合同号|注册号|机号|身份证号?码?|许可证?|备案?|ICP备|号码|尾号|运单号|单号|门牌号|舷号|分辨率)"
)
_COUNTED = "(?![\\d.%多余个名人件家户元万千吨次])"

RULES: tuple[Rule, ...] = (
    make_rule(
        "identity-number",
        "digit",
        r"\d{17}(?:\d(?![\dA-Za-z])|(?=[Xx](?![\dA-Za-z])))",
        one_by_one_with_yao,
        ("身份证43010219900101123X", "身份证四三零幺零二幺九九零零幺零幺幺二三X"),
    ),
    make_rule(
        "long-run",
        "digit",
        r"\d{17,}+",
        one_by_one_with_yao,
        ("共12345678901234567890", "共幺二三四五六七八九零幺二三四五六七八九零"),
    ),
    make_rule(
        "mobile",
        "digit",
        r"1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![\d.万亿元])",
        one_by_one_with_yao,
        ("可以打我手机13501234567", "可以打我手机幺三五零幺二三四五六七"),
        ("138-1234-5678", "幺三八幺二三四五六七八"),
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
        r"(?P<area>0\d{2,3})(?P<close>[)）]?)(?:[- ]|—{1,2})?"
        r"(?P<n>\d{7,8}(?:-\d{1,5})?|\d{3,4} \d{4})(?![\d.])",
        # A bracket that closes inside the number is heard as a pause.
        lambda m: ("，" if m["close"] else "").join(
            spell_digits(part, yao=True) for part in (m["area"], m["n"])
        ),
        ("0734-8722110", "零七三四八七二二幺幺零"),
        ("010-64035547", "零幺零六四零三五五四七"),
        ("(0734)8722110", "(零七三四，八七二二幺幺零"),
    ),
    make_rule(
        "short-number-with-area-code",
        "digit",
        r"0(?:10|2\d|[3-9]\d\d)[-—]\d{5,6}(?![\d.])",
        one_by_one_with_yao,
        ("0734-12380", "零七三四幺二三八零"),
    ),
    make_rule(
        "service-number",
        "digit",
        r"[48]00(?:[- ]\d{3}[- ]?\d{4}|[- ]\d{4}[- ]?\d{3}|\d{7})(?!\d)",
        one_by_one_with_yao,
        ("400-820-8820", "四零零八二零八八二零"),
    ),
    make_rule(
        "emergency-number",
        "digit",
        r"(?:11[0249]|12[0-9])" + _COUNTED + "(?!米)",
        one_by_one_with_yao,
        ("110报警", "幺幺零报警"),
        ("拨打120", "拨打幺二零"),
        ("110、119联动", "幺幺零、幺幺九联动"),
        ("请拨打12345或110", "请拨打幺二三四五或幺幺零"),
        around=r"(?:拨打?|打|呼叫|热线|电话|火警|匪警|致电|联系)[“\"：:]?$|^[”\"]?(?:报警|急救|指挥|热线"
        r"|专线|电话|平台|接警|警情|服务台|消防|交通安全|救护|联动|出警|警务|民警|调度|宣传[日周]|中心)"
        r"|^[、和或](?:11[09]|12[02])(?!\d)|(?:11[09]|12[02])[、和或]$|拨打?[^，；]{0,12}\d[、和或及]$",
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
        r"(?:1[12]\d{3}|100\d\d|9[56]\d{3,4})" + _COUNTED,
        one_by_one_with_yao,
        ("给12315打个电话", "给幺二三幺五打个电话"),
        ("可以拨打12306来咨询", "可以拨打幺二三零六来咨询"),
        ("12345件", "一万二千三百四十五件"),
        around=words.HOTLINE_WORDS
        + r"|打$|请拨$|^[”\"]?(?:平台|打|网站|网|App|APP|便民|政务|市民|市长|民生)",
    ),
    make_rule(
        "hotline-in-list",
        "digit",
        r"(?:1[12]\d{3}|100\d\d|9[56]\d{3,4})" + _COUNTED,
        one_by_one_with_yao,
        ("12348、12333和95598", "幺二三四八、幺二三三三和九五五九八"),
        before=r"(?<!\d)(?:1[12]\d{3}|100\d\d|9[56]\d{3,4})[”\"）)]?[、，,和及或与/][“\"（(]?$",
        unless_after="^<S>(?:<MEASURE>|<UNIT>|<PEOPLE>)",
    ),
    make_rule(
        "public-hotline",
        "digit",
        "(?:123\\d\\d|12110|12119|12122|12123|9[56]\\d(?!00)\\d\\d|10086|10010)" + _COUNTED,
        one_by_one_with_yao,
        ("12348为您解忧", "幺二三四八为您解忧"),
        ("12348名", "一万二千三百四十八名"),
        ("通过12345报修", "通过幺二三四五报修"),
        unless_after=f"^<S>(?:<MEASURE>|<UNIT>|<PEOPLE>|[”’」]?<HAN>{{0,4}}{words.SLOGAN_WORDS})",
        unless_before="(?:[第共计约近超过达到至增减少仅逾满足多于有每破为是降升/÷×+=-](?<!通过)|[A-Za-z])$",
    ),
    make_rule(
        "phone-after-cue",
        "digit",
        r"(?:\d{4} \d{4}|\d{5,12}(?:[-—]\d{1,8}){0,2})" + _COUNTED,
        one_by_one_with_yao,
        ("新闻热线：8722110", "新闻热线：八七二二幺幺零"),
        ("电话：8722110、8722111", "电话：八七二二幺幺零、八七二二幺幺幺"),
        before=_PHONE_CUE + r"[^\d。；]{0,6}(?:\d{3,4}[-—])?(?:\d{5,12}[、，,/ 或转]{1,2}){0,2}$",
    ),
    make_rule(
        "extension",
        "digit",
        r"\d{3,5}(?!\d)",
        one_by_one_with_yao,
        ("电话8722110转8001", "电话八七二二幺幺零转八零零幺"),
        before=r"\d{7,8}转(?:分机)?$",
    ),
    make_rule(
        "tail-number",
        "digit",
        r"\d{3,6}(?!\d)",
        one_by_one_with_yao,
        ("尾号1702", "尾号幺七零二"),
        before='尾号[为是]?[：:“"]?$',
    ),
    make_rule(
        "parcel-of-land",
        "digit",
        r"(?P<year>(?:19|20)\d\d)-(?P<number>\d{1,3})(?!\d)",
        lambda m: f"{spell_digits(m['year'])}、{spell_digits(m['number'])}",
        ("宗地编号2022-36", "宗地编号二零二二、三六"),
        before="(?:编号|地块|宗地|字)[为是：:]?[^\\d。，；、]{0,3}$",
    ),
    make_rule(
        "code-after-cue",
        "digit",
        r"(?!(?:19|20)\d\d[)）\]〕])\d{1,16}(?:[-/—]\d{1,12}){0,4}(?![\d.%年月])",
        lambda m: spell_digits(m[0]) if len(m[0]) == 1 else dashed_with_yao(m),
        ("CN 43-0098", "CN 四三、零零九八"),
        ("邮政编码421001", "邮政编码四二幺零零幺"),
        ("限行尾号1和6", "限行尾号一和六"),
        before=_CODE_CUE + "[^\\d。，；、]{0,3}$",
        unless_after="^[个名人张件份元]",
    ),
    make_rule(
        "standard",
        "digit",
        r"\d{2,6}(?:\.\d{1,2})?[-—](?:19|20)\d\d(?!\d)",
        lambda m: "、".join(spell_digits(part) for part in m[0].replace("—", "-").split("-")),
        ("GB2760-2014", "GB二七六零、二零一四"),
        before=r"(?:[A-Z]{2,4}|GB/T|DB\d\d/T|/T)[ ]?$",
    ),
    make_rule(
        "standard-without-year",
        "digit",
        r"\d{2,6}(?![\d.])",
        one_by_one,
        ("GB 2760标准", "GB 二七六零标准"),
        before=r"(?<![A-Za-z])(?:GB|GB/T|DB\d\d|DB\d\d/T|[A-Z]{2}/T) ?$",
    ),
    make_rule(
        "document-code",
        "digit",
        r"\d{3,16}(?:[-/]\d{1,12}){1,4}(?!\d)",
        dashed_with_yao,
        ("ZZDFPZ415000/500", "ZZDFPZ四幺五零零零、五零零"),
        before="[A-Za-z]$",
    ),
    make_rule(
        "plate",
        "digit",
        r"\d{1,6}",
        one_by_one_with_yao,
        ("湘D12345", "湘D幺二三四五"),
        before=f"[{words.PROVINCE_SIGNS}][A-Z][·-]?[A-Z0-9]{{0,5}}$",
        unless_after="^[股级轮]",
    ),
)
