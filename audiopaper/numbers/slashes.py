"""Rules for two numbers with a slash between: fractions, rates, pressures, and one or the other."""

from __future__ import annotations

from audiopaper.numbers import context_words
from audiopaper.numbers.number_rule import Match, NumberRule, make_rule
from audiopaper.numbers.spelling import spell_cardinal, spell_code, spell_decimal, spell_digits
from audiopaper.numbers.units import PER_UNITS, UNITS
from audiopaper.numbers.wording import say_number_sign, say_part


def _either(m: Match) -> str | None:
    """Say 5/6月 and 第3/4节 as two things; None for numbers that do not follow each other."""
    first, second = m["a"], m["b"]
    if first[0] == "0" or int(second) != int(first) + 1:
        return None
    return f"{spell_cardinal(first)}、{spell_cardinal(second)}"


def _fraction(m: Match) -> str | None:
    over, under = m["over"], m["under"]
    if over[0] == "0" or under[0] == "0" or len(over) > 2:
        return None
    if under == "1" and not m["scale"]:
        return None
    return f"{spell_cardinal(under)}{m['scale']}分之{spell_cardinal(over)}"


def _number_or_year(digits: str) -> str:
    return spell_digits(digits) if len(digits) > 3 else spell_cardinal(digits)


def _ten(under: str | None) -> str:
    """Say what stands before the scale of a rate: nothing, 十, 百 or 千."""
    return {1: "", 2: "十", 3: "百", 4: "千"}[len(under or "1")]


def _mixed(m: Match) -> str | None:
    """Say 1 1/2; return None for two cells of a table's row (0 9/5), of which no part is one."""
    part = m["part"]
    if part:
        fraction = say_number_sign(part)
    elif int(m["over"]) >= int(m["under"]):
        return None
    else:
        fraction = f"{spell_cardinal(m['under'])}分之{spell_cardinal(m['over'])}"
    return f"{spell_cardinal(m['whole'])}又{fraction}"


# Millimetres of mercury.
_MIN_PRESSURE = 30


def _day_and_night(m: Match) -> str:
    """Say two temperatures of one day: -3/8℃ 零下三到八摄氏度."""
    first, second = ("零下" * bool(sign) for sign in (m["cold"], m["minus"]))
    return f"{first}{spell_cardinal(m['a'])}到{second}{spell_cardinal(m['b'])}摄氏度"


def _pressures(m: Match) -> str | None:
    """Say systolic over diastolic pressure; return None for impossible values."""
    over, under = int(m["a"]), int(m["b"])
    if not _MIN_PRESSURE <= under < over:
        return None
    return f"{spell_cardinal(m['a'])}、{spell_cardinal(m['b'])}"


_THOUSANDS = {"1000": "千", "10000": "万", "100000": "十万"}


def _voltages(m: Match) -> str:
    unit = UNITS.get(m["unit"], m["unit"])
    return "、".join(map(spell_decimal, m["values"].split("/"))) + unit


# 血压 with a few words behind it, 高压 only right before the values: 高压走廊 is no blood pressure.
# Earlier values may stand between.
_PRESSURE_BEFORE = (
    r"(?:血压(?![计仪])[^。；\d]{0,14}|(?:[高低]压|收缩压|舒张压)(?:[、/和与]低压|值)?[^。；，\d压线]{0,4})"
    r"(?:\d{2,3}/\d{2,3}[^。；\d]{1,4}){0,2}$"
)

_DAY_AND_NIGHT = r"(?P<a>\d{1,2})/(?P<minus>-?)(?P<b>\d{1,2})<S>(?:℃|°C)"

RULES: tuple[NumberRule, ...] = (
    make_rule(
        "part-of-sheet",
        "digit",
        r"1/(?P<under>2|4|8|16|32|64|128)(?![\d/.])",
        lambda m: f"{spell_cardinal(m['under'])}分之一",
        ("开本787×1092 1/16", "开本七百八十七乘一千零九十二 十六分之一"),
        before=r"\d{3,4}[×xX*]\d{3,4}(?:mm|毫米)? ?$|开本[:： ]?$",
    ),
    make_rule(
        "around-the-clock",
        "digit",
        r"24/7(?![\d/]|[月日号])",
        lambda _m: "二十四小时、每周七天",
        ("24/7值守", "二十四小时、每周七天值守"),
        unless_before=r"[\d/]$",
    ),
    make_rule(
        "either-number",
        "digit",
        r"(?P<a>\d{1,2})/(?P<b>\d{1,2})"
        r"(?=月(?!均|度)|日(?!均)|号|年级|线(?![性下上])|单元|栋|幢|届|班(?![组车]))",
        _either,
        ("5/6月份", "五、六月份"),
        ("3/4线城市", "三、四线城市"),
        ("1/3日", "三分之一日"),
        unless_before=r"[A-Za-z\d./]$|(?:约|近|超过?|占|的)$",
    ),
    make_rule(
        "number-of-year",
        "digit",
        r"(?:\d{1,4}/(?:19|20)\d\d|(?:19|20)\d\d/\d{1,4})(?=号)",
        lambda m: "、".join(map(_number_or_year, m[0].split("/"))),
        ("第12/2026号公告", "第十二、二零二六号公告"),
        ("第2026/3号", "第二零二六、三号"),
        before="第$",
    ),
    make_rule(
        "either-in-order",
        "digit",
        r"(?P<a>\d{1,2})/(?P<b>\d{1,2})(?![\d./])",
        _either,
        ("第3/4节", "第三、四节"),
        before="第$",
    ),
    make_rule(
        "mixed-number",
        "digit",
        r"(?P<whole>\d{1,6})(?:<S>(?P<part>[¼½¾⅐-⅞])"
        r"|(?:又|(?<!\d\d\d)[ \u00a0])(?P<over>[1-9])/(?P<under>[2-9]|1[0-6])(?![\d/.]))",
        _mixed,
        ("1½小时", "一又二分之一小时"),
        ("2⅓", "二又三分之一"),
        ("1 1/2杯", "一又二分之一杯"),
        ("3 1 0 9/5 10", "三 一 零 九、五 十"),
        unless_before=rf"[A-Za-z\d./]$|{context_words.CELL_BEFORE}",
    ),
    make_rule(
        "day-and-night",
        "digit",
        rf"(?P<cold>){_DAY_AND_NIGHT}",
        _day_and_night,
        ("22/15℃", "二十二到十五摄氏度"),
        ("3/-4℃", "三到零下四摄氏度"),
    ),
    make_rule(
        "night-and-day",
        "symbol",
        rf"(?P<cold>-){_DAY_AND_NIGHT}",
        _day_and_night,
        ("晴，-3/8℃", "晴，零下三到八摄氏度"),
        unless_before=r"[\dA-Za-z℃)）]$",
    ),
    make_rule(
        "blood-pressure",
        "digit",
        r"(?P<a>\d{2,3})/(?P<b>\d{2,3})<S>(?:mmHg|毫米汞柱)",
        lambda m: f"{spell_cardinal(m['a'])}、{spell_cardinal(m['b'])}毫米汞柱",
        ("140/90mmHg", "一百四十、九十毫米汞柱"),
    ),
    make_rule(
        "blood-pressure-by-word",
        "digit",
        r"(?P<a>[6-9]\d|[12]\d\d)/(?P<b>\d{2,3})(?![\d./])",
        _pressures,
        ("血压140/90", "血压一百四十、九十"),
        before=_PRESSURE_BEFORE,
        unless_before="[共占有]$",
        unless_after="^(?:[人名位户个台例套件辆]|<PEOPLE>)",
    ),
    make_rule(
        "voltages",
        "digit",
        r"(?P<values>\d{1,4}(?:\.\d{1,2})?(?:/\d{1,4}(?:\.\d{1,2})?){1,3})"
        r"<S>(?P<unit>千伏|[kK][vV]|伏(?![特尔])|V)(?![A-Za-z])",
        _voltages,
        ("220/110千伏变电站", "二百二十、一百一十千伏变电站"),
        ("10/0.4kV变压器", "十、零点四千伏变压器"),
        unless_before=r"[A-Za-z\d./]$",
    ),
    make_rule(
        "inches-of-sensor",
        "digit",
        r"1/(?P<under>\d{1,2}\.\d{1,3})(?=<S>(?:英寸|吋|[\"″]))",
        lambda m: f"{spell_decimal(m['under'])}分之一",
        ("1/1.28英寸", "一点二八分之一英寸"),
    ),
    make_rule(
        "fraction",
        "digit",
        r"(?P<over>\d{1,4}) ?/ ?(?P<under>\d{1,4})(?P<scale>[万亿]?)(?![\d./])",
        _fraction,
        ("1/5", "五分之一"),
        ("1 / 2", "二分之一"),
        ("3/16", "十六分之三"),
        ("1/10万", "十万分之一"),
        unless_before=f"[A-Za-z]$|{context_words.CELL_BEFORE}",
    ),
    make_rule(
        "rate-of-many",
        "digit",
        r"(?P<over>\d{1,5}(?:\.\d{1,3})?) ?/ ?(?P<under>10{0,3})?"
        r"(?P<scale>[万亿])(?![\d./万亿]|<S>(?:<UNIT>|<MEASURE>)|[元吨例])",
        lambda m: f"{_ten(m['under'])}{m['scale']}分之{spell_decimal(m['over'])}",
        ("死亡率8.5/10万", "死亡率十万分之八点五"),
        ("1.2/万", "万分之一点二"),
        unless_before="[A-Za-z]$",
    ),
    make_rule(
        "rate-of-thousands",
        "digit",
        r"(?P<over>\d{1,4}\.\d{1,3}) ?/ ?(?P<under>10{3,5})(?![\d./]|<S>(?:<UNIT>|<MEASURE>))",
        lambda m: f"{_THOUSANDS[m['under']]}分之{spell_decimal(m['over'])}",
        ("死亡率2.2/1000", "死亡率千分之二点二"),
        ("2.2/1000米", "二点二、一千米"),
        unless_before="[A-Za-z]$",
    ),
    make_rule(
        "percent-per",
        "digit",
        r"(?P<n><NUM>)<S>(?P<sign>[%‰])<S>/<S>(?P<under><PERDEN>)",
        lambda m: f"每{PER_UNITS.get(m['under'], m['under'])}{say_part(m['n'], m['sign'])}",
        ("年费率1.5%/年", "年费率每年百分之一点五"),
    ),
    make_rule(
        "slashed-numbers",
        "digit",
        r"\d{1,12}(?:/\d{1,12}){1,6}(?!/?\d|\.\d)",
        lambda m: "、".join(spell_code(part) for part in m[0].split("/")),
        ("301/302型", "三零幺、三零二型"),
    ),
)
