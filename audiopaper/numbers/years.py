"""Rules for years, seasons that span two of them, and generations named after them."""

from __future__ import annotations

from audiopaper.numbers.context_words import LEVEL_WORDS, LIFE_EVENTS, QUANTITY_BEFORE, SEASON
from audiopaper.numbers.eras import ERA, SURE_ERA
from audiopaper.numbers.number_rule import (
    Match,
    NumberRule,
    compile_pattern,
    make_rule,
    words_before,
    words_behind,
)
from audiopaper.numbers.spelling import spell_cardinal, spell_digits
from audiopaper.numbers.wording import one_by_one

_SPAN_BEHIND = compile_pattern(
    "年(?:的?历史|的?树龄|之久|的?文明|的?沧桑|的?积淀|的?变迁|有余|以上|多|老)"
)
_AGO = compile_pattern("年(?:以?前(?!后)|之前|来|后(?!出生)|间)")
_SPAN_BEFORE = compile_pattern(
    "(?:距今|迄今|(?<![签节合公条预违契誓相])约|有着|已有|历经|历时|(?<![附最靠邻临亲贴])近|超过?|长达|绵延|跨越"
    "|传承|拥有|逾|至今|相隔|沉睡|(?<!所)有)"
    "[已经约有近超过]*$"
)
_SHORT_YEAR_BEHIND = (
    f"(?:\\d{{1,2}}月|{LIFE_EVENTS}|抗洪|世界杯|大洪水|特大|香港|春节"
    "|版|款|的时候|那年|那会|那场|底|初|[春夏秋冬](?![华秋来去风耕种]))"
)
_POINT_BEFORE = compile_pattern("(?:公元|西元|建于|[于从自在到至（(〔])$")


def _year(m: Match) -> str | None:
    """Say a year digit by digit; return None for a span of years, an ordinary number."""
    value = int(m[0])
    before, behind = words_before(m), words_behind(m)
    if before.endswith(("公元前", "西元前")):
        return None if value >= 1000 and value % 100 == 0 else spell_digits(m[0])
    if 1900 <= value <= 2100 and value != 2000:
        # 2023年历史性突破 and 2019年老伴住院 are no spans of years.
        span = _SPAN_BEHIND.match(behind) and _SPAN_BEFORE.search(before)
        return None if span else spell_digits(m[0])
    if _SPAN_BEHIND.match(behind):
        return None
    if _SPAN_BEFORE.search(before) or _AGO.match(behind):
        return None
    # 1500年 is a span unless a word dates something, 1368年 is a year.
    if value % 100 == 0 and value < 1900 and not _POINT_BEFORE.search(before):
        return None
    return spell_digits(m[0])


_DECADES = compile_pattern('[-—~到至]{1,2}(?P<b>[0-9][05])[”"]?后')
_LEVEL_BEFORE = compile_pattern(f"(?:{LEVEL_WORDS}|比分)[^，；]{{0,4}}$")


def _season(m: Match) -> str | None:
    """Say two consecutive years; return None for any other pair of figures."""
    if (int(m["a"][-2:]) + 1) % 100 != int(m["b"][-2:]):
        return None
    return _years(m)


def _years_of_era(m: Match) -> str:
    """Say one year of an era, or two: 光绪2年, 光绪2—5年."""
    return "至".join(spell_cardinal(year) for year in (m["a"], m["b"]) if year)


def _generation(m: Match) -> str | None:
    """Say the generations in 80-90后; return None for the score in 10-10后."""
    if _LEVEL_BEFORE.search(words_before(m)):
        return None
    pair = _DECADES.match(words_behind(m))
    if pair:
        first, second = int(m[0]), int(pair["b"])
        if (second - first) % 100 > 30 or first == second or 15 <= first < 50:
            return None
    return spell_digits(m[0])


def _years(m: Match) -> str:
    mark = m.groupdict().get("mark") or ""
    return f"{spell_digits(m['a'])}{mark}至{spell_digits(m['b'])}"


# Words behind the year that a title begins with, though their first character counts things too.
_TITLED = (
    "(?:家[电具装居庭政用纺乡校风园禽畜教]|个人|条例|项目|部门|层次|本土|场景|面向|台风|位置|名[家人校城村师录单]|片区|线[上下]"
    "|点亮|度假|期[货刊]|封面|组织|分[析类]|对话|双[创语]|套餐|首[都届]|头条|行[业动]|路演|步行|节能|课[堂程]|站点|天[津府文]"
    "|里程|元[旦宵]|口[述碑腔岸]|笔[会记]|张家|本命|代表|道路|团[圆队]|席位|盘点|局势|手[记册]|生[活态]|年度)"
)
_RECENT = r"(?:19[4-9]\d|20[0-4]\d)"

RULES: tuple[NumberRule, ...] = (
    make_rule(
        "years-of-title",
        "digit",
        rf"(?P<a>{_RECENT})<TO>(?P<b>{_RECENT})(?={_TITLED})",
        _years,
        ("《1978-2018口述史》", "《一九七八至二零一八口述史》"),
        before="[《“]$",
    ),
    make_rule(
        "year-of-title",
        "digit",
        rf"{_RECENT}(?={_TITLED})|(?:1[5-9]\d\d|20\d\d)(?=》)",
        one_by_one,
        ("《2018家电消费报告》", "《二零一八家电消费报告》"),
        ("《1942》", "《一九四二》"),
        before="《$",
    ),
    make_rule(
        "year-set-apart",
        "digit",
        r"(?=[\dO]{0,3} )(?:19|20|2 0|1 9) ?\d ?\d(?=<S>年(?![级来多]))",
        one_by_one,
        ("2 0 2 2年", "二零二二年"),
        unless_before=r"[\d.] ?$",
    ),
    make_rule(
        "years",
        "digit",
        r"(?P<a><YEAR>)(?P<mark>年?)<TO>(?P<b><YEAR>(?!\d)|\d\d(?=年|学年|赛季|财年))",
        _years,
        ("（1619—1692）", "（一六一九至一六九二）"),
        ("2019—2035年", "二零一九至二零三五年"),
        ("2021-2022赛季", "二零二一至二零二二赛季"),
        ("1500-2000株", "一千五百到两千株"),
        ("2018—2019两年", "二零一八至二零一九两年"),
        unless_after="^<S>(?!年|学年|季|版|[级届](?!以)|[两三四五六七八九十]{1,2}个?(?:年|[学财]年|赛季))(?:<MEASURE>|<UNIT>|%|/)",
    ),
    make_rule(
        "early-years",
        "digit",
        r"(?P<a>\d{3,4})<TO>(?P<b>\d{3,4})(?=年)",
        lambda m: None if int(m["a"]) % 50 == 0 and int(m["b"]) % 50 == 0 else _years(m),
        ("618—907年", "六一八至九零七年"),
    ),
    make_rule(
        "season",
        "digit",
        rf"(?P<a>(?:19|20)?\d\d)(?:/|<TO>)[’'‘]?(?P<b>(?:19|20)?\d\d)(?={SEASON})",
        _season,
        ("2022/23赛季", "二零二二至二三赛季"),
        ("15/16赛季", "一五至一六赛季"),
        ("24-25赛季", "二四至二五赛季"),
        ("’24-’25赛季", "’二四至二五赛季"),
        ("99-00CBA常规赛", "九九至零零CBA常规赛"),
        unless_before="[第\\d.]$",
    ),
    make_rule(
        "year-in-bracket",
        "digit",
        r"(?:<YEAR>|(?<=[（(])[1-9]\d{2})(?=[)）]年)|(?:<YEAR>|(?<=公元)[1-9]\d{2}|(?<=元前)[1-9]\d{2})(?=[（(](?![余多来几约户人名个])[^\d（()）]{1,8}[)）]年)",
        one_by_one,
        ("1911（宣统三）年", "一九一一（宣统三）年"),
        ("万历十五（1587）年", "万历十五（一五八七）年"),
    ),
    make_rule(
        "year-of-reign",
        "digit",
        r"[1-9]\d{2,3}(?=[)），,])",
        one_by_one,
        ("永乐十九年（1421）", "永乐十九年（一四二一）"),
        ("清光绪22年（1896）", "清光绪二十二年（一八九六）"),
        before=rf"(?:<HAN>{{2}}(?:元|[一二三四五六七八九十]{{1,3}})|{ERA}\d{{1,2}})年[（(](?:公元)?$",
    ),
    make_rule(
        "year-of-era",
        "digit",
        r"(?P<a>\d{1,2})(?:(?:<TO>|[至到])(?P<b>\d{1,2}))?"
        # 建文 may be somebody who did something 2年前.
        r"(?=年(?!级|多|时间|[以之]?[来内]|[以之]?[前后](?!后)))",
        _years_of_era,
        ("光绪2年", "光绪二年"),
        ("宋绍兴2年", "宋绍兴二年"),
        ("在绍兴2年", "在绍兴两年"),
        before=f"{SURE_ERA}$",
    ),
    make_rule(
        "quarter",
        "digit",
        r"(?:20)?[0-3]\d(?=[QH][1-4](?![A-Za-z0-9]))",
        one_by_one,
        ("2024Q1营收", "二零二四Q一营收"),
        ("24Q3", "二四Q三"),
        unless_before="[A-Za-z\\d]$",
    ),
    make_rule(
        "quarter-with-change",
        "digit",
        "[1-4](?=[-+]<NUM>%)",
        one_by_one,
        ("Q2+1.5%、Q3-2.1%", "Q二加百分之一点五、Q三负百分之二点一"),
        before="(?<![A-Za-z])[QH]$",
    ),
    make_rule(
        "decade-in-english",
        "digit",
        r"(?:1[5-9]\d|20\d)0(?=['’]?s(?![A-Za-z]))['’]?s",
        lambda m: spell_digits(m[0][:4]) + "年代",
        ("流行于1980s", "流行于一九八零年代"),
        unless_before=r"[\d.]$|(?:用时|耗时|历时|成绩)[为约]?$",
    ),
    make_rule(
        "financial-year",
        "digit",
        r"(?:20)?[0-3]\d(?![\d.])",
        one_by_one,
        ("1Q24", "一Q二四"),
        ("FY2024", "FY二零二四"),
        before="(?<![A-Za-z])FY ?$|(?<![A-Za-z0-9])[1-4][QH]$",
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
        ("2000年后出生", "二零零零年后出生"),
        ("2025年前完成", "二零二五年前完成"),
        ("1500年历史", "一千五百年历史"),
        ("2023年历史性突破", "二零二三年历史性突破"),
        ("明洪武元年（1368年）", "明洪武元年（一三六八年）"),
        unless_after="^年级",
    ),
    make_rule(
        "second-early-year",
        "digit",
        r"[1-9]\d{2}(?=年(?!的?历史|之久|以上))",
        one_by_one,
        ("公元618年至907年", "公元六一八年至九零七年"),
        ("唐朝（618年—907年）", "唐朝（六一八年至九零七年）"),
        before="(?:公元前?\\d{2,4}年?|[（(]\\d(?!00)\\d\\d年)[至到—~-]{1,2}$",
    ),
    make_rule(
        "year-in-list",
        "digit",
        r"<YEAR>(?=[、和与及至到或](?:<YEAR>[、和与及至到或]){0,4}<YEAR>(?!\d|<MEASURE>))"
        r"|<YEAR>(?=[、和与及至到或](?:<YEAR>[、和与及至到或]){0,4}<YEAR>年)",
        one_by_one,
        ("2021至2025年", "二零二一至二零二五年"),
        ("1998、2003和2016年", "一九九八、二零零三和二零一六年"),
    ),
    make_rule(
        "last-year-in-list",
        "digit",
        r"(?:18[4-9]\d|19\d\d|20[0-4]\d)(?![\d.,%])",
        one_by_one,
        ("2018、2019两年", "二零一八、二零一九两年"),
        ("1949、1959、1969……", "一九四九、一九五九、一九六九……"),
        before=r"(?<!\d)(?:18[4-9]\d|19\d\d|20[0-4]\d)[、和与及或]$",
        unless_after="^<S>(?![两三四五六七八九]个?(?:[年届级季]|赛季|学年|年度|财年))(?:<MEASURE>|<UNIT>|<PEOPLE>)",
    ),
    make_rule(
        "year-of-asteroid",
        "digit",
        r"(?:1[89]\d\d|20[0-4]\d)(?= ?[A-Z]{2}\d{1,3}(?![A-Za-z0-9]))",
        one_by_one,
        ("小行星2016HO3", "小行星二零一六HO三"),
        ("小行星2024 YR4", "小行星二零二四 YR四"),
        unless_before=f"[A-Za-z\\d]$|{QUANTITY_BEFORE}",
    ),
    make_rule(
        "year-of",
        "digit",
        r"(?:19|20)\d\d(?=[级届款版]|赛季|学年|年度|财年|世界|奥运|亚运|[春夏秋冬]|新年|跨年|贺岁|[〕）\])】］])",
        one_by_one,
        ("国发〔2021〕3号", "国发〔二零二一〕三号"),
        ("2024届", "二零二四届"),
    ),
    make_rule(
        "short-year",
        "digit",
        f"0\\d(?=年)|[4-9]\\d(?=年{_SHORT_YEAR_BEHIND})|[4-9]\\d(?=抗洪|特大洪|世界杯|香港回归)",
        one_by_one,
        ("98年抗洪", "九八年抗洪"),
        ("98抗洪", "九八抗洪"),
        ("08年", "零八年"),
        ("建校80年版本流变", "建校八十年版本流变"),
        ("70年风雨，70年春华秋实", "七十年风雨，七十年春华秋实"),
        unless_before="(?:第|(?<![圆美丰])满|(?<![附最])近|约|过|历时|成立|建[成校国党军院厂]|新中国|改革开放"
        "|诞生|创[刊办建立]|回归|结婚|从[教医警艺军业])$",
    ),
    make_rule(
        "year-behind-apostrophe",
        "digit",
        r"[3-9]\d(?!\.?\d)",
        one_by_one,
        ("’98洪水", "’九八洪水"),
        ("生于’82年", "生于’八二年"),
        ("‘82年陈酿’", "‘八十二年陈酿’"),
        before="[’'‘]$",
        unless_after="^(?!年)<MEASURE>|^[^，。；]{0,11}[’']",
    ),
    make_rule(
        "month-behind-apostrophe",
        "digit",
        r"(?P<year>\d\d)\.(?P<month>1[0-2]|0?[1-9])(?![\d.%‰])",
        lambda m: f"{spell_digits(m['year'])}年{spell_cardinal(m['month'])}月",
        ("于’24.12落成", "于’二四年十二月落成"),
        before="[’'‘]$",
        unless_after="^<S>(?:<MEASURE>|<UNIT>)|^[^，。；]{0,11}[’']",
    ),
    make_rule(
        "class-of-year",
        "digit",
        r"[4-9]\d(?=[级届]<HAN>{0,6}?(?:校友|大学生|同学|学生|毕业|新生|学[员长姐]|研究生|本科|专业|老生))"
        r"|[012]\d(?=[级届](?:新生|本科|研究生|硕士|博士|大?学生|毕业生|校友|学[长姐弟妹]))",
        one_by_one,
        ("78级大学生", "七八级大学生"),
        ("98届毕业生、23级新生", "九八届毕业生、二三级新生"),
        ("第98届毕业典礼", "第九十八届毕业典礼"),
        unless_before=f"第$|{QUANTITY_BEFORE}",
    ),
    make_rule(
        "second-short-year",
        "digit",
        r"[4-9]\d(?=年(?!级|代|来|间|[以之]?[前后内]|历史|的?时间|如一日|[了多余]))",
        one_by_one,
        ("86年参军，91年又调回", "八六年参军，九一年又调回"),
        before=f"(?<!\\d)[4-9]\\d年{_SHORT_YEAR_BEHIND}[^\\d，；]{{0,8}}[，、；][^\\d，；]{{0,4}}$",
        unless_before="(?:第|(?<![圆美丰])满|(?<![附最])近|约|过|历时)$",
    ),
    make_rule(
        "generation",
        "digit",
        r"[0-9][05](?=[”\"]?(?:[、和与及/-][“\"]?\d[05][”\"]?){0,3}后(?![面来方续期者台天卫勤备退撤区排场]))",
        _generation,
        ("90后", "九零后"),
        ("80、90后", "八零、九零后"),
        ("“00”后", "“零零”后"),
        ("80-90后", "八零到九零后"),
        # 受到90后欢迎, but 升到50后回落.
        unless_before=r"(?:(?<![圆美丰不])满|[达升降涨增加减长高]到|(?<![到抵发马传直雷表])达|第|(?<![附最])近"
        r"|超过|[\d.:：]|\d点)$",
    ),
)
