"""Rules for symbols."""

from __future__ import annotations

from audiopaper.numbers.context_words import PLATE_BEFORE
from audiopaper.numbers.number_rule import NumberRule, make_rule, make_sign
from audiopaper.numbers.spelling import spell_cardinal
from audiopaper.numbers.units import UNITS
from audiopaper.numbers.wording import say_number_sign

_CURRENCY = (
    "(?:[美欧日港澳加韩]元|英镑|人民币|[离在]岸人民币|瑞郎|瑞士法郎|卢[布比]|新台币|泰铢|林吉特"
    "|雷亚尔|比特币)"
)
# A quantity between its two limits, and the first of them.
_BETWEEN_LIMITS = r" ?(?:[A-Za-zα-ω][A-Za-z0-9.]{0,7}|<HAN>{1,10}(?:[（(][^<>（()）]{1,8}[)）])?) ?"
_LIMIT_BEFORE = r"\d(?:<S>(?:[%‰万亿]|<UNIT>|<HAN>{1,3}))? ?$"


_ARITHMETIC = (
    make_sign("plus-minus", "±", "正负", ("±600kV", "正负六百千伏")),
    make_sign(
        "and-more",
        r"\+",
        "多",
        ("1000+场", "一千多场"),
        before=r"\d[万亿千百]?$",
        after="^<MEASURE>",
        # L3+级 is a name.
        unless_before=r"[A-Za-z]\d{1,2}$",
    ),
    make_rule(
        "pluses-of-name",
        "symbol",
        r"\+{2,3}(?!\+)",
        lambda m: "加" * len(m[0]),
        ("C++语言", "C加加语言"),
        before="[A-Za-z]$",
    ),
    make_sign("plus", r"\+{1,4}", "加", ("书屋+", "书屋加"), ("1+1", "一加一")),
    make_sign(
        "root", "√", "根号", ("√3约等于1.732", "根号三约等于一点七三二"), after=r"^ ?[\d(（]"
    ),
    make_sign("rise", "↑", "上升", ("销量↑8%", "销量上升百分之八"), around=r"^ ?\d|[\d%] ?$"),
    make_sign("fall", "↓", "下降", ("库存↓5%", "库存下降百分之五"), around=r"^ ?\d|[\d%] ?$"),
    make_rule(
        "somebody",
        "symbol",
        "×{2,4}|×(?=<HAN>)|(?<=<HAN>)×",
        lambda m: "某" * len(m[0]),
        ("李××", "李某某"),
        ("××公司", "某某公司"),
        ("梦想+××", "梦想加某某"),
        ("5%×（1+3%）由银行", "百分之五乘（一加百分之三）由银行"),
        unless_before=r"[\dA-Za-z)）长宽高深径厚数价] ?$|\d<S><HAN>{1,3} ?$|\d<S>[A-Za-z]{1,3} ?$",
        unless_after=r"^ ?[\dA-Za-z]",
    ),
    make_sign("times", "×", "乘", ("4×100米", "四乘一百米"), ("长×宽", "长乘宽")),
    make_sign(
        "star-times",
        r"\*",
        "乘",
        ("5*3万", "五乘三万"),
        ("250ml*12盒", "二百五十毫升乘十二盒"),
        before=r"\d(?:[公分厘毫]?[米分]|[英公]?[寸尺]|[千毫微]?[克升]|公?斤|<UNIT>)?$",
        after=r"^\d",
    ),
    make_sign(
        "letter-times",
        "[xX]",
        "乘",
        ("4X10万", "四乘十万"),
        ("M8X25螺栓", "M八乘二十五螺栓"),
        ("代码91330106MA2X12345Y", "代码九幺三三零幺零六MA二X幺二三四五Y"),
        # A letter of a number plate or of a long code.
        unless_before=f"{PLATE_BEFORE}$|[A-Z0-9]{{6,18}}[A-Z][A-Z0-9]{{0,9}}$",
    ),
    make_sign("divided", "÷", "除以", ("8÷2", "八除以二")),
    make_sign("not-less", "≥|>=", "大于等于", ("≥140", "大于等于一百四十")),
    make_sign("not-more", "≤|<=", "小于等于", ("2≤4", "二小于等于四")),
    make_sign("not-equal", "≠", "不等于", ("1≠2", "一不等于二")),
    make_sign("nearly-equal", "≈", "约等于", ("≈3", "约等于三")),
    make_sign("less", "<", "小于", ("<5%", "小于百分之五"), after=r"^ ?[\d.+-]"),
    make_sign("more", ">", "大于", (">95%", "大于百分之九十五"), after=r"^ ?[\d.+-]"),
    make_sign(
        "less-of-two",
        f"<(?={_BETWEEN_LIMITS}[<≤])",
        "小于",
        ("1.0<R≤2.2", "一点零小于R小于等于二点二"),
        before=_LIMIT_BEFORE,
    ),
    make_sign(
        "more-of-two",
        f">(?={_BETWEEN_LIMITS}[>≥])",
        "大于",
        ("2.2>容积率≥1.0", "二点二大于容积率大于等于一点零"),
        before=_LIMIT_BEFORE,
    ),
    make_sign("equals", "={1,2}", "等于", ("1+1=2", "一加一等于二"), around=r"\d|[A-Za-z]"),
    make_sign(
        "equals-between-words",
        "=(?!=)",
        "等于",
        ("幸福=奋斗+梦想", "幸福等于奋斗加梦想"),
        ("“无糖”=“健康”", "“无糖”等于“健康”"),
        before="(?:<HAN>|[”’》）)]) ?$",
        after="^ ?(?:<HAN>|[“‘《（(])",
    ),
)

_UNIT_SIGNS = (
    make_sign(
        "percent-to-percent",
        "[:：∶]",
        "比",
        ("支持与反对为51.2%∶48.8%", "支持与反对为百分之五十一点二比百分之四十八点八"),
        before=r"\d%$",
        after=r"^\d{1,3}(?:\.\d{1,4})?%",
    ),
    make_rule(
        "percent-in-words",
        "symbol",
        "(?P<n>[零一二三四五六七八九十百点]{1,8})(?P<sign>[%‰])",
        lambda m: ("百分之" if m["sign"] == "%" else "千分之") + m["n"],
        ("占三十%", "占百分之三十"),
    ),
    make_sign("percent-sign", "[%‰]", "百分比", ("占比（%）", "占比（百分比）")),
    make_sign("arc-minute", "′", "分", ("5′", "五分"), before=r"\d$"),
    make_sign("arc-second", "″", "秒", ("5″", "五秒"), before=r"\d$"),
    make_sign("celsius", "℃|°C", "摄氏度", ("单位：℃", "单位：摄氏度")),
    make_sign("fahrenheit", "℉|°F", "华氏度", ("单位：℉", "单位：华氏度")),
    make_sign("degree", "°", "度", ("单位：°", "单位：度")),
    make_sign("squared", "²", "平方", ("E=mc²", "E等于mc平方"), before="[A-Za-z]$"),
    make_sign("cubed", "³", "立方", ("a³", "a立方"), before="[A-Za-z]$"),
    make_rule(
        "unit-square",
        "symbol",
        "[\u3371-\u33df²³Ω]",
        lambda m: UNITS.get(m[0]),
        ("单位：㎡", "单位：平方米"),
    ),
    make_sign(
        "pair-of-currencies",
        "/",
        "兑",
        ("美元/人民币", "美元兑人民币"),
        before=f"(?<!\\d)(?<!\\d[十百千万亿]){_CURRENCY}$",
        after=f"^{_CURRENCY}",
    ),
    make_sign(
        "per-without-number",
        "/",
        "每",
        ("单位：元/吨", "单位：元每吨"),
        ("（元/500克）", "（元每五百克）"),
        before="(?:元|公里|千米|米|立方米|吨|公斤|千克|毫克|微克|升|人次|千瓦时)$",
        after="^(?:\\d{1,4}<S>)?(?:<PERDEN>)",
    ),
)

_MARKS = (
    make_rule(
        "number-mark",
        "symbol",
        r"№\.? ?(?P<n>\d{1,12})(?!\d)",
        lambda m: "第" + spell_cardinal(m["n"]),
        ("№5", "第五"),
    ),
    make_sign(
        "building-mark",
        "#",
        "号",
        ("3#楼", "三号楼"),
        ("92#、0#均上调", "九十二号、零号均上调"),
        ("话题#白溪发布12#上线", "话题白溪发布十二上线"),
        before=r"\d$",
        # A topic has marks in front and behind.
        unless_before=r"[A-Za-z]\d{0,3}$|(?:^|\D)#[^#，。、；]{1,20}$",
    ),
    make_sign(
        "sharp-of-language",
        "#",
        " sharp",
        ("学习C#语言", "学习C sharp语言"),
        ("C#楼", "C楼"),
        before="(?<![A-Za-z])[CF]$",
        around="^(?:语言|程序|编程|代码|脚本|开发|编写|工程师)|(?:C\\+\\+|Java|Python|编程|程序|语言|学习|学会|使用)"
        "[^，。；]{0,8}$",
        unless_after="^(?:[大小]调|[\\d楼栋幢座])",
    ),
    make_rule(
        "number-behind-mark",
        "symbol",
        r"#(?P<n>\d{1,3})(?!\d)(?=<HAN>|[，、；]|$)(?![号月日年])",
        lambda m: spell_cardinal(m["n"]) + "号",
        ("#2机组停机", "二号机组停机"),
        ("#3班风采#", "三班风采"),
        unless_before=r"[A-Za-z\d#]$",
        unless_after="^[^#，。]{0,11}#",
    ),
    make_sign(
        "ampersand-letters",
        "&",
        " and ",
        ("R&D", "R and D"),
        before="[A-Za-z]$",
        after="^[A-Za-z]",
    ),
    make_sign("ampersand", "&", "和", ("青川&白溪", "青川和白溪"), before=r"\w ?$", after=r"^ ?\w"),
    make_sign(
        "at-address",
        "@",
        " at ",
        ("qc@qingchuan.cn", "qc at qingchuan点cn"),
        before=r"[A-Za-z0-9_.]$",
        after="^[A-Za-z0-9]",
    ),
    make_sign("at-account", "@", "艾特", ("@青川发布", "艾特青川发布"), after=r"^\w"),
    make_rule(
        "vulgar-fraction",
        "symbol",
        "[¼½¾⅐-⅞]",
        lambda m: say_number_sign(m[0]),
        ("½杯", "二分之一杯"),
    ),
    make_sign(
        "point-in-name", "∙", "·", ("约翰∙史密斯", "约翰·史密斯"), before="<HAN>$", after="^<HAN>"
    ),
    make_sign(
        "arrow",
        "→",
        "到",
        ("北京→上海", "北京到上海"),
        ("8℃→-2℃", "八摄氏度到零下二摄氏度"),
        before=r"[\w%‰℃℉°²³㎡”’》）)+] ?$",
        after=r"^ ?[\w“‘《（(+¥$€-]",
    ),
    make_sign(
        "ratio-of-letters",
        "∶",
        "比",
        ("N∶P∶K", "N比P比K"),
        before="(?<![A-Za-z])[A-Z]$",
        after="^[A-Z](?![A-Za-z])",
    ),
    make_sign("colon-of-ratio", "∶", "：", ("时间∶上午", "时间：上午")),
    make_sign(
        "slash",
        "/",
        "、",
        ("和/或", "和、或"),
        ("29℃/18℃", "二十九摄氏度、十八摄氏度"),
        before=r"[\w℃℉°%‰] ?$",
        after=r"^ ?[\w-]",
    ),
    make_sign("zero-circle", "〇", "零", ("二〇二二年", "二零二二年")),
    make_sign(
        "zero-drawn",
        "○",
        "零",
        ("二○二二年", "二零二二年"),
        ("以三比○的比分", "以三比零的比分"),
        ("○比○战平", "零比零战平"),
        around="[〇○一二三四五六七八九十百千万第年]$|^[〇○一二三四五六七八九]"
        "|[〇○零一二三四五六七八九十](?:比|点)$|^比[〇○零一二三四五六七八九十]|分之$",
    ),
)

RULES: tuple[NumberRule, ...] = (*_ARITHMETIC, *_UNIT_SIGNS, *_MARKS)
