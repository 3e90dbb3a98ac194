"""Rules for numbers in names: rooms, roads, aircraft, slogans and the like."""

from __future__ import annotations

import re

from audiopaper.numbers import context_words
from audiopaper.numbers.number_rule import Match, NumberRule, make_rule, words_behind
from audiopaper.numbers.spelling import spell_cardinal, spell_code, spell_digits
from audiopaper.numbers.wording import always, code_unless_round, one_by_one, one_by_one_with_yao


def _name_or_count(m: Match) -> str | None:
    """Say the name in 301医院 and 200国道; return None for a count: 200医院."""
    return one_by_one_with_yao(m) if words_behind(m)[1:2] == "道" else code_unless_round(m)


def _route(number: str) -> str:
    """Say the number of a bus line, three digits one by one."""
    return spell_digits(number, yao=True) if len(number) > 2 else spell_cardinal(number)


def _figure(m: Match) -> str | None:
    """Say the number of a figure by chapter: 图3-1; return None for what may be a range: 图1-3."""
    a, b = int(m["a"]), int(m["b"])
    return f"{spell_cardinal(m['a'])}杠{spell_cardinal(m['b'])}" if a >= b > 0 else None


def _aircraft(m: Match) -> str:
    kind = spell_code(m["n"], pairs=True)
    if not m["type"]:
        return kind
    # 737-84P: the variant goes on with a letter.
    behind = words_behind(m)[:1]
    lettered = behind.isascii() and behind.isalpha()
    return kind + (spell_digits(m["type"]) if lettered else "、" + spell_code(m["type"]))


RULES: tuple[NumberRule, ...] = (
    make_rule(
        "to-in-business",
        "digit",
        # N2O, K2S and the like are compounds.
        r"(?<=[A-Z])2(?<![HNKF]2(?=[OS]))(?=[A-Z](?![A-Za-z0-9]))",
        always(" to "),
        ("B2B", "B to B"),
        ("N2O浓度", "N二O浓度"),
        before=r"(?<![A-Za-z0-9])[A-Z]$",
    ),
    make_rule(
        "versus",
        "digit",
        r"(?P<a>\d)[vV](?:[sS])?(?P<b>\d)(?!\d)",
        lambda m: f"{spell_cardinal(m['a'])}对{spell_cardinal(m['b'])}",
        ("3V3篮球赛", "三对三篮球赛"),
    ),
    make_rule(
        "stake",
        "digit",
        r"(?<=K)(?P<a>\d{1,4})\+(?P<b>\d{1,3})(?!\d)(?P<unit>m(?![A-Za-z]))?",
        lambda m: (
            f"{spell_cardinal(m['a'])}加{spell_cardinal(m['b'])}" + ("米" if m["unit"] else "")
        ),
        ("K1286+350", "K一千二百八十六加三百五十"),
        ("K25+300m处", "K二十五加三百米处"),
    ),
    make_rule(
        "school-class",
        "digit",
        # Grade, or year of entry, and class: 402班, 2301班.
        r"(?:[1-9]|1\d|2\d)(?:0[1-9]|1\d|2\d)(?=班(?![次车列机船轮组飞航客高公地动货中]))",
        one_by_one,
        ("402班学生", "四零二班学生"),
        ("机电2301班", "机电二三零一班"),
        ("开行402班", "开行四百零二班"),
        unless_before=f"[有开行增加减发]$|{context_words.QUANTITY_BEFORE}",
    ),
    make_rule(
        "respirator",
        "digit",
        r"95(?![\d.])",
        one_by_one,
        ("N95口罩", "N九五口罩"),
        before="(?<![A-Za-z])K?N$",
    ),
    make_rule(
        "figure-of-chapter",
        "digit",
        r"(?P<a>\d{1,2})-(?P<b>\d{1,2})(?![\d.%-]|<S>[个名人年月日元岁页版])",
        _figure,
        ("图3-1是流程图", "图三杠一是流程图"),
        ("见附表2-1", "见附表二杠一"),
        before="(?:^|[（(，。；：、见如在是与和及由按照附上下 ])[图表]$|(?:公式|附件|[例习]题)$",
        unless_after="^<S>(?:[胜负平]|[战击]败|取胜|获胜|领先|落后|逆转)",
    ),
    make_rule(
        "university-plan",
        "digit",
        r"(?:985|211)(?![\d.%])",
        one_by_one_with_yao,
        ("985、211高校", "九八五、二幺幺高校"),
        ("211高校", "二幺幺高校"),
        unless_after="^<COUNTED>",
        around="985|211|高校|大学|院校|工程|毕业|名校|双一流",
    ),
    make_rule(
        "known-number",
        "digit",
        r"(?:863|973)(?=计划|课题|项目|专家)|84(?=消毒)|360(?=集团|公司|手机|浏览器)"
        r"|999(?=感冒灵|皮炎平|胃泰|牌)",
        one_by_one,
        ("863课题", "八六三课题"),
        ("一桶84消毒液", "一桶八四消毒液"),
    ),
    make_rule(
        "routes-from-to",
        "digit",
        r"(?P<a>\d{1,3})路(?:[-~]|—{1,2})(?P<b>\d{1,3})(?=路)",
        lambda m: f"{_route(m['a'])}路到{_route(m['b'])}",
        ("116路——118路", "幺幺六路到幺幺八路"),
        ("公交14路-16路", "公交十四路到十六路"),
        ("116路-118路", "幺幺六路到幺幺八路"),
    ),
    make_rule(
        "routes-in-a-row",
        "digit",
        r"\d{3}(?=(?:[、,，]\d{1,3}){1,20}(?:[和及与]\d{1,3})?路(?![径口段由灯人面标边基]))",
        one_by_one_with_yao,
        ("101、113、128路", "幺零幺、幺幺三、幺二八路"),
    ),
    make_rule(
        "chip",
        "digit",
        r"\d{3,4}(?![\d.])",
        one_by_one,
        ("骁龙898芯片", "骁龙八九八芯片"),
        ("IMX 989传感器", "IMX 九八九传感器"),
        before="(?:骁龙|麒麟|天玑|锐龙|昇腾|鲲鹏|(?<![A-Za-z])(?:IMX|GTX|RTX) ?)$",
        unless_after="^<S>(?:<MEASURE>|<UNIT>)",
    ),
    make_rule(
        "phone-model",
        "digit",
        r"(?P<n>\d{1,2})(?P<letter>[sStTxX])(?= ?(?:Pro|Ultra|Max|Plus|Lite|Note)(?![a-z]))",
        lambda m: spell_cardinal(m["n"]) + m["letter"].upper(),
        ("12s Pro", "十二S Pro"),
    ),
    make_rule(
        "watts-of-a-charger",
        "digit",
        r"(?P<n>\d{1,4})[wW](?=(?:的?(?:有线|无线|快速|超级)?[快闪]?充|功率|灯))",
        lambda m: spell_cardinal(m["n"]) + "瓦",
        ("支持10w的充电", "支持十瓦的充电"),
        ("120W快充", "一百二十瓦快充"),
    ),
    make_rule(
        "dimensions-in-small-print",
        "digit",
        r"(?P<n>[2-9])d(?![A-Za-z\d])",
        lambda m: spell_cardinal(m["n"]) + "D",
        ("3d打印", "三D打印"),
        ("福彩3d", "福彩三D"),
        ("服药3d后", "服药三天后"),
        around="(?:[福体]彩|彩票|双色球|排列|裸眼|[看做]过?)[“、和与及]?$"
        "|^[”]?<S>(?:打印|电影|影院|影片|大片|动画|眼镜|画面|视频|效果|特效|建模|模型|地图|影像|投影|扫描|游戏|玻璃|设计|展示|立体|视觉|成像"
        "|环绕|字谜|彩票?|开奖|中奖|奖池|直选|组选|第\\d|技术|墙绘|彩绘|雕刻|版)",
    ),
    make_rule(
        "hotline-as-a-name",
        "digit",
        r"(?:110|119|120|122|114|12315|12345|12306)(?=[”\"’」])",
        one_by_one_with_yao,
        ("“物管110”", "“物管幺幺零”"),
        before='[“"‘「][一-鿿]{1,6}$',
        unless_before=f"(?:{context_words.QUANTITY_BEFORE})",
    ),
    make_rule(
        "day-of-a-disaster",
        "digit",
        r"(?P<month>1?\d)-(?P<day>[1-3]?\d)(?=(?:特?大)?(?:地震|惨案|暴雨|泥石流|洪灾|空难|矿难|爆炸|火灾|大火)(?![带局]))",
        lambda m: spell_digits(m["month"] + m["day"], yao=True),
        ("5-12地震", "五幺二地震"),
        unless_before="[\\d第]$",
    ),
    make_rule(
        "three-digit-name",
        "digit",
        r"\d{3,5}(?=部队)|\d{4,5}(?=(?:钻井|物探)?队(?!员))|\d{3}(?=国道|省道|县道|乡道|医院|高校|工程|舰(?![载队])|艇|号?(?:[核常]?潜艇|护卫舰|驱逐舰|导弹艇|登陆舰|补给舰|扫雷舰)|高地|计划|路(?![径口段由灯人面标边基])"
        r"|次列车|地质队|研究所|邮箱|厂(?![家房商]))",
        _name_or_count,
        ("107国道", "幺零七国道"),
        ("200医院", "二百医院"),
        ("301医院", "三零幺医院"),
        ("8341部队", "八三四幺部队"),
        ("372号潜艇、163舰", "三七二号潜艇、幺六三舰"),
        ("70158钻井队", "七零幺五八钻井队"),
        unless_before=f"(?<!所)有$|[设建]$|{context_words.QUANTITY_BEFORE}",
    ),
    make_rule(
        "numbered-factory",
        "digit",
        r"\d{4}(?=(?:军工)?厂(?![家房商矿际企社均]))",
        one_by_one_with_yao,
        ("8300厂的老工人", "八三零零厂的老工人"),
        ("5311厂", "五三幺幺厂"),
        ("全省8300厂家", "全省八千三百厂家"),
        unless_before=f"[有共建设近超达]$|{context_words.QUANTITY_BEFORE}",
    ),
    make_rule(
        "numbered-works",
        "digit",
        r"\d{4}(?=工程(?![量款造技师院学车机队建]))",
        code_unless_round,
        ("参加8412工程", "参加八四幺二工程"),
        ("5000工程", "五千工程"),
        unless_before=f"[有共建设近超达]$|{context_words.QUANTITY_BEFORE}",
    ),
    make_rule(
        "road-number",
        "digit",
        r"\d{3}(?![\d.])",
        one_by_one_with_yao,
        ("国道212线", "国道二幺二线"),
        before="(?:国道|省道|县道|乡道)$",
        unless_after="^<S>(?:<MEASURE>|<UNIT>)",
    ),
    make_rule(
        "road-as-line",
        "digit",
        r"\d{3}(?=线(?![路索程性下上城]))",
        one_by_one_with_yao,
        ("沿205线行驶", "沿二零五线行驶"),
        before="(?:沿|途经|驶[入上离出]|走|公路)$",
    ),
    make_rule(
        "bus-of-four-digits",
        "digit",
        r"[1-9]\d{3}(?=路(?![径口段由灯人面标边基]))",
        code_unless_round,
        ("公交1205路", "公交幺二零五路"),
        before="(?:公交|巴士|线路|乘坐?|[、和])(?:车)?$",
    ),
    make_rule(
        "product-with-number",
        "digit",
        r"[1-9]\d{2,3}(?![\d.])",
        code_unless_round,
        ("标致408", "标致四零八"),
        ("国窖1573", "国窖幺五七三"),
        ("标致408辆", "标致四百零八辆"),
        before="(?:标致|雷诺|菲亚特|极氪|国窖|荣威|诺基亚|宝骏|马自达|海马|宝马|名爵|捷豹)$",
        unless_after="^<COUNTED>",
    ),
    make_rule(
        "car-shop",
        "digit",
        r"4(?=[sS]店)",
        one_by_one,
        ("4s店", "四s店"),
    ),
    make_rule(
        "slow-train",
        "digit",
        r"[1-9]\d{3}(?=次(?:旅客|客运)?列车)|(?<=[乘坐])[1-9]\d{3}(?=次(?![之]?[多余]))",
        code_unless_round,
        ("1461次列车", "幺四六幺次列车"),
        ("乘坐1133次赴省城", "乘坐幺幺三三次赴省城"),
        unless_before="[有共开行加增约超近过到]$",
    ),
    make_rule(
        "flight",
        "digit",
        r"\d{3,4}(?=(?:次)?航班|客机|飞机|次)",
        one_by_one_with_yao,
        ("MU5100航班", "MU五幺零零航班"),
        before="(?<![A-Za-z])(?:[A-Z]{2}|[1-9][A-Z]|[A-Z]\\d)$",
    ),
    make_rule(
        "flight-of-airline-with-digit",
        "digit",
        r"(?P<airline>[1-9][A-Z])(?P<n>\d{3,4})(?![\d.])",
        lambda m: (
            f"{spell_digits(m['airline'][0])}{m['airline'][1]}{spell_digits(m['n'], yao=True)}"
        ),
        ("航班3X1234", "航班三X幺二三四"),
        around="航班号?[为是：:]?$|^次?(?:航班|客机)",
    ),
    make_rule(
        "aircraft",
        "digit",
        r"(?P<n>\d{2,4}|\d(?=[A-Z]{1,2}(?![A-Za-z0-9])))(?:[-—](?P<type>\d{1,4}))?(?![\d.])",
        _aircraft,
        ("波音737", "波音七三七"),
        ("波音737-800", "波音七三七、八百"),
        ("波音737—800客机", "波音七三七、八百客机"),
        ("波音737-84P", "波音七三七八四P"),
        ("歼20", "歼二零"),
        ("直8L直升机", "直八L直升机"),
        # 全歼300人 and 空运20吨 are no aircraft.
        before="(?:波音|空客|(?<![全围聚])歼|(?<![狂炮])轰|东风|米格|伊尔|鹰击|空警|运油|(?<![一简垂])直"
        "|(?<![海空客货航水陆营搬托快速])运)-?$",
        unless_after="^(?:<MEASURE>)",
    ),
    make_rule(
        "model-of-two-digits",
        "digit",
        r"[2-9]\d(?=[A-Z]?型(?!号))",
        one_by_one,
        ("MA60型飞机", "MA六零型飞机"),
        before="[A-Z]-?$",
    ),
    make_rule(
        "model-of-digits",
        "digit",
        r"[1-9]\d{3,4}(?=[A-Z]?型(?!号))",
        code_unless_round,
        ("22350型护卫舰", "二二三五零型护卫舰"),
        ("3000型", "三千型"),
    ),
    make_rule(
        "lottery-draw",
        "digit",
        r"(?:20)?\d{5}(?=期)",
        one_by_one,
        ("双色球第24051期", "双色球第二四零五一期"),
        ("3D第24210期", "三D第二四二一零期"),
        ("双色球第2024051期", "双色球第二零二四零五一期"),
        around="(?<![A-Za-z0-9])[3三][Dd]第?$|彩票|双色球|大乐透|福彩|体彩|排列|开奖|七星彩|七乐彩|中奖|头奖",
    ),
    make_rule(
        "pattern-of-arms",
        "digit",
        r"[3-9]\d(?=[A-Z]?(?:式(?!样)|主战坦克|坦克))",
        one_by_one,
        ("99式坦克", "九九式坦克"),
    ),
    make_rule(
        "improved-arms",
        "digit",
        r"(?P<a>[3-9]\d)-(?P<b>\d)(?=式)",
        lambda m: f"{spell_digits(m['a'])}杠{spell_digits(m['b'])}",
        ("81-1式步枪", "八一杠一式步枪"),
    ),
    make_rule(
        "discount",
        "digit",
        r"[1-9][1-9](?:<TO>[1-9][1-9])?(?=折)",
        lambda m: "到".join(spell_digits(part) for part in re.findall(r"\d+", m[0])),
        ("85折", "八五折"),
        ("75-85折", "七五到八五折"),
    ),
    make_rule(
        "megabits",
        "digit",
        r"(?P<n>\d{2,5})M(?=宽带|光纤|光网|带宽|网速|网络|流量)",
        lambda m: spell_cardinal(m["n"]) + "兆",
        ("500M宽带", "五百兆宽带"),
    ),
    make_rule(
        "picture-lines",
        "digit",
        r"\d{3,4}(?=[PpIi](?![A-Za-z]))",
        one_by_one,
        ("1080P", "一零八零P"),
    ),
)
