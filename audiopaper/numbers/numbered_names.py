"""Rules for numbers that are names by the word beside them: varieties, ships, typhoons, exits."""

from __future__ import annotations

import re

from audiopaper.numbers import context_words
from audiopaper.numbers.number_rule import Match, NumberRule, make_rule
from audiopaper.numbers.spelling import spell_cardinal, spell_code, spell_digits
from audiopaper.numbers.wording import code_unless_round, one_by_one, one_by_one_with_yao

# The breeder's mark in the name of a variety (by the lists of varieties that the Ministry of
# Agriculture promotes), and the last character of other marks, which names the crop.
_BREEDERS = (
    "(?:先玉|登海|蠡玉|丹玉|豫玉|[郑浚吉丹农龙中东]单|西农|东农|合农|绥农|山农|烟农|百农|青农|扬辐|鲁原|京科|农大|德美亚|迪卡|隆平|伟科|裕丰"
    "|良星|泰农|矮抗|衡观|邯|绥粳|垦稻|黑河|南粳|秀水|嘉花|黄华占|中嘉早|[A-Z]两优|(?<=<HAN>)(?<![最择评选创培双特更质争占寻招不良为从拔晋加保全绩竞扶成获省级年学大等比较推助])优|鲁棉研?|中棉所?|华棉|新陆[早中]"
    "|(?<=[济郑周豫新扬宁镇徐淮烟鲁中石轮冀太长陇兰晋运鄂川绵])麦|(?<=[淮徐扬宁镇武运育盐通龙吉辽津沈郑圣])粳|(?<=[沈垦淮武镇辽吉])稻"
    "|(?<=[中冀豫徐南齐蒙华])豆|(?<=[中华秦青沣绵浙])油)"
)
_FRUITS = "(?:西瓜|甜瓜|蜜瓜|番茄|草莓|玉米|小麦|水稻|大豆)"
_ELEMENTS = "[铀碘铯锶钴镭钚氪氙氡钋铱锝镓镥钇钍镅铍钆]"
# Catalogues of stars, and of the works of composers.
_CATALOGUES = "(?:NGC|UGC|HD|HIP|KIC|TOI|LHS|PSR|BWV|HWV|TWV|SWV|KV|WoO)"
_ARMS = (
    "(?:步兵|炮兵|高炮|空降兵?|装甲|坦克|机[步械]化?|摩步|合成|防化|独立|航空兵?|突击|工兵|通信|铁道"
    "|野战|特战)?"
)
_ROAD = "(?:(?<![公铁道线网思套出一沿修造新老马大小电水管岔十])路|(?<![步商老])街|大道|巷)"


def _parts(m: Match) -> str | None:
    """Say a type of several parts (872-1-1型); None for a range of types: 1-3型, 200-300型."""
    parts = re.findall(r"\d+", m[0])
    if len(parts) == 2 and (len(parts[0]) < 3 or int(parts[0]) <= int(parts[1])):
        return None
    return "杠".join(map(spell_code, parts))


RULES: tuple[NumberRule, ...] = (
    make_rule(
        "unit-of-army",
        "digit",
        # Divisions, brigades and regiments; of those on farms, the regiments have such numbers.
        rf"[1-9]\d\d(?={_ARMS}(?:师(?![傅生资范级弟父母德者友姐哥妹徒])|旅(?![游客行社馆途居美日德店程费])"
        r"|团(?![队员体结圆购聚餐建支费次])))",
        one_by_one_with_yao,
        ("359旅和129师385团", "三五九旅和幺二九师三八五团"),
        ("120空降师", "幺二零空降师"),
        ("全省120团次", "全省一百二十团次"),
        ("来了300团，", "来了三百团，"),
        unless_before=f"[\\d.有共来接达增]$|来了$|{context_words.QUANTITY_BEFORE}",
    ),
    make_rule(
        "hill",
        "digit",
        # Its height in metres.
        r"(?P<a>\d{3,4})\.(?P<b>\d{1,2})(?=高地)",
        lambda m: f"{spell_digits(m['a'], yao=True)}点{spell_digits(m['b'], yao=True)}",
        ("攻占361.7高地", "攻占三六幺点七高地"),
        unless_before=r"[\d.]$",
    ),
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
        ("组曲BWV 1068", "组曲BWV 一零六八"),
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
    make_rule(
        "fishing-boat",
        "digit",
        r"\d{4,5}(?![\d.,])",
        one_by_one_with_yao,
        ("“闽川渔60218”船", "“闽川渔六零二幺八”船"),
        ("浙渔12000吨", "浙渔一万二千吨"),
        # The name begins with the province (Rules for the names of ships).
        before=f"[{context_words.PROVINCE_SIGNS}]<HAN>{{0,2}}渔(?:[运养冷油补休]|指)?$",
        unless_after="^<COUNTED>",
    ),
    make_rule(
        "boat-of-authority",
        "digit",
        r"\d{2,5}(?![\d.,])",
        one_by_one_with_yao,
        ("“海警3306”船", "“海警三三零六”船"),
        ("海巡31船", "海巡三幺船"),
        ("海警30人", "海警三十人"),
        before="(?:海警|海巡|海监|渔政|(?<![抢抗急营])海救)$",
        unless_after="^<COUNTED>|^<S>(?:[年月日时点余多]|<UNIT>|(?![船艇轮])<MEASURE>|<PEOPLE>)",
    ),
    make_rule(
        "oil-field",
        "digit",
        r"(?P<a>\d{1,2})[-—](?P<b>\d{1,4})(?![\d.%—-])",
        lambda m: f"{spell_cardinal(m['a'])}杠{spell_code(m['b'])}",
        ("云渚19-6气田", "云渚十九杠六气田"),
        ("勘探发现云渚19—6大型构造", "勘探发现云渚十九杠六大型构造"),
        ("云渚23—2692井", "云渚二十三杠二六九二井"),
        before="<HAN>{2}$",
        around="凝析|油藏|气藏|(?:探|钻|评价)井|钻探|勘探|潜山|^(?:油|气|油气|凝析气|大?型?构造|区块|平台)田?|^H?井(?![冈盖])",
        unless_before="[队以第约近至到有均为在了钻打]$",
        unless_after=f"^<COUNTED>|^<S>(?:<UNIT>|(?!井)<MEASURE>)|{context_words.SCORE_WORDS}",
    ),
    make_rule(
        "typhoon",
        "digit",
        # The year and the number within it.
        r"\d\d(?:0[1-9]|[1-4]\d)(?=号)",
        one_by_one_with_yao,
        ("台风“青鸟”（3107号）", "台风“青鸟”（三幺零七号）"),
        ("3107号台风生成", "三幺零七号台风生成"),
        ("台风“3107号”", "台风“三幺零七号”"),
        around='台风(?:[“"]<HAN>{1,4}[”"]|<HAN>{2,4})?[（(]$|台风[“"]?$|^号[”"]?(?:超强|强)?(?:台风|热带)',
    ),
    make_rule(
        "exit",
        "digit",
        r"[1-9]\d{2,3}(?=(?:[、和]\d{3,4})?出口(?![额量总贸商退导型企产货至增业的订值]|下[降滑跌]|到(?!达)))",
        one_by_one_with_yao,
        ("从112出口驶离", "从幺幺二出口驶离"),
        ("高速1203出口封闭", "高速幺二零三出口封闭"),
        ("全年1203出口", "全年一千二百零三出口"),
        around="(?:高速|高架|快速路|环线?|国道|从|由|经|在)$"
        "|^出口(?:匝道|驶|下[高道]|封闭|关闭|附近|绕行|分流|管制)",
    ),
    make_rule(
        "building",
        "digit",
        r"[1-9]\d(?!0)\d(?=栋(?:\d{1,4}|<HAN>?单元|(?:的?居民|住户|业主)(?![楼住自房])))",
        one_by_one_with_yao,
        ("203栋居民", "二零三栋居民"),
        ("云塘花园301栋2单元", "云塘花园三零幺栋二单元"),
        ("新建203栋居民楼", "新建二百零三栋居民楼"),
        unless_before=f"[\\d.有建修盖拆]$|{context_words.QUANTITY_BEFORE}",
    ),
    make_rule(
        "class-of-sailing",
        "digit",
        "(?:420|470|505)(?=级)",
        one_by_one,
        ("帆船470级", "帆船四七零级"),
        ("扩大470级", "扩大四百七十级"),
        before="(?:帆船|帆板|[男女]子|混合|混双)(?:双人艇?)?$",
    ),
    make_rule(
        "status-of-server",
        "digit",
        r"(?:40[0-9]|41\d|42[29]|50[0-5])(?=[”\"]?(?:错误(?![率的])|报错|页面|状态码?))",
        one_by_one,
        ("出现403错误", "出现四零三错误"),
        ("纠正403错误", "纠正四百零三错误"),
        unless_before=f"[\\d.纠改查找订有]正?$|{context_words.QUANTITY_BEFORE}",
    ),
    make_rule(
        "number-in-title",
        "digit",
        r"[1-9]\d(?!0)\d(?=[局处室号]<HAN>{0,3}》)",
        code_unless_round,
        ("电影《749局》", "电影《七四九局》"),
        before="《$",
    ),
)
