"""Numbers, dates, units and symbols are said as a newsreader says them."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from audiopaper.model import ReadingRule, Segment
from audiopaper.numbers import find_numbers, rule_table, spell_numbers, spell_segment
from audiopaper.numbers.characters import fold_characters
from audiopaper.numbers.consistency import spell_segments
from audiopaper.numbers.number_rule import NumberRule
from audiopaper.numbers.rule_table import RULES, apply_first
from tests.bench_numbers import (
    EVALS,
    HAS_NUMBER,
    WETEXT_REASONS,
    fold,
    read_gold,
    read_own,
    read_pairs,
)
from tests.support.paths import DATA

OWN = sorted(DATA.glob("numbers_*.tsv"))

# Punctuation that the readings room says as pauses; everything else of these categories is ours.
ALPHABET = st.text(
    st.one_of(
        st.sampled_from("0123456789"),
        st.sampled_from(
            "年月日时点分秒个名元万亿第度号后前级期折式室倍米%℃‰°-~—～－:：.．/·+×*#@&$￥=<>≥±"
        ),
        st.sampled_from(" 　,，、（）“”二两一十零〇○第负零下GKTDUSHCNkmghWwLVIXNo①Ⅳ½²³⁶㎡㎞→★■"),
        st.characters(),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        pytest.param(printed, spoken, id=f"{rule.name}: {printed}")
        for rule in RULES
        for printed, spoken in rule.examples
    ],
)
def test_every_example_of_the_table_is_said_as_the_table_says(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_decides_one_of_its_examples(rule: NumberRule) -> None:
    deciding = {r.number_rule for printed, _ in rule.examples for r in find_numbers(printed)}
    assert rule.name in deciding


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_is_needed_by_one_of_its_examples(
    rule: NumberRule, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read() -> list[list[tuple[int, int, str, float]]]:
        return [
            [(r.start, r.end, r.spoken, r.sure) for r in find_numbers(printed)]
            for printed, _ in rule.examples
        ]

    with_rule = read()
    others = tuple(other for other in rule_table._BY_START[rule.starts] if other is not rule)
    monkeypatch.setitem(rule_table._BY_START, rule.starts, others)
    assert read() != with_rule


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        pytest.param(
            "增长10%-15%", "增长百分之十到百分之十五", id="no minus in a range of percent"
        ),
        pytest.param("0734-8722110", "零七三四八七二二幺幺零", id="no minus in a telephone number"),
        pytest.param(
            "985/211高校", "九八五、二幺幺高校", id="no fraction of two universities' names"
        ),
        pytest.param("歼-20", "歼二零", id="no minus in the name of an aircraft"),
        pytest.param("第2名", "第二名", id="二 in an ordinal"),
        pytest.param("2月2日电", "二月二日电", id="二 in a date"),
        pytest.param("$50万", "五十万美元", id="the currency behind the whole amount"),
    ],
)
def test_known_traps_of_the_libraries_are_avoided(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "settled"),
    [
        pytest.param("21:18", False, id="a time or a score"),
        pytest.param("晚上21:18播出", True, id="a time by the word before it"),
        pytest.param("以21:18落败", True, id="a score by the word behind it"),
        pytest.param("提到3-2", False, id="a score or a range"),
        pytest.param("以3-2取胜", True, id="a score by the word behind it, with a dash"),
        pytest.param("讨论1/3", False, id="a fraction or two things"),
        pytest.param("约1/3的村民", True, id="a share of the villagers"),
        pytest.param("输入1210口岸", False, id="a code or a count"),
        pytest.param("共1210名", True, id="a count by its measure word"),
        pytest.param("15873690", False, id="a telephone number or a count"),
        pytest.param("电话：15873690", True, id="a telephone number by its word"),
        pytest.param("邻居说985", False, id="a number that counts nothing"),
    ],
)
def test_what_is_settled_without_evidence_is_marked_for_the_review(
    printed: str, *, settled: bool
) -> None:
    assert all((r.sure >= 0.9) is settled for r in find_numbers(printed))
    assert find_numbers(printed)


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_newspaper_sentences_are_said_right(path: Path) -> None:
    cases = list(read_own(path))
    wrong = [
        (printed, spell_numbers(printed))
        for printed, wanted, _ in cases
        if fold(spell_numbers(printed)) not in map(fold, wanted)
    ]
    assert len(wrong) <= 0.02 * len(cases), wrong


@pytest.mark.skipif(not EVALS.is_dir(), reason="no ../shared/evals beside the checkout")
def test_numbers_on_the_gold_pages_are_said_right() -> None:
    wrong = [
        (text, spell_numbers(text))
        for path in sorted((EVALS / "articles").glob("[0-9]*.json"))
        for text, wanted, _ in read_gold(path)
        if not any(fold(w) in fold(spell_numbers(text)) for w in wanted)
    ]
    assert wrong == []


@pytest.mark.skipif(not EVALS.is_dir(), reason="no ../shared/evals beside the checkout")
def test_wetext_cases_with_numbers_are_said_right_but_for_those_with_a_reason() -> None:
    cases = [c for f in (EVALS / "tn" / "wetext").glob("*.txt") for c in read_pairs(f, "=>")]
    missed = {
        printed
        for printed, wanted, _ in cases
        if HAS_NUMBER.search(printed) and fold(spell_numbers(printed)) != fold(wanted[0])
    }
    assert missed <= set(WETEXT_REASONS)


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        pytest.param(
            ["他拨打120求助。", "120赶到现场。"],
            ["他拨打幺二零求助。", "幺二零赶到现场。"],
            id="later",
        ),
        pytest.param(
            ["120跑出加速度", "市民拨打120后，急救车赶到。"],
            ["幺二零跑出加速度", "市民拨打幺二零后，急救车赶到。"],
            id="a headline before it",
        ),
        pytest.param(
            ["拨打119报警。", "119立即出动，救出119人，最远119公里。"],
            ["拨打幺幺九报警。", "幺幺九立即出动，救出一百一十九人，最远一百一十九公里。"],
            id="a quantity stays a quantity",
        ),
        pytest.param(
            ["热线12345开通。", "今年12345共收到12345件来电。"],
            ["热线幺二三四五开通。", "今年幺二三四五共收到一万二千三百四十五件来电。"],
            id="a hotline and as many calls",
        ),
        pytest.param(
            ["301医院建院。", "301的专家说，301名患者康复。"],
            ["三零幺医院建院。", "三零幺的专家说，三百零一名患者康复。"],
            id="a hospital's name",
        ),
        pytest.param(
            ["拨打120求助。", "比分是120比98，共120。"],
            ["拨打幺二零求助。", "比分是一百二十比九十八，共一百二十。"],
            id="a score and a sum",
        ),
    ],
)
def test_a_number_is_said_in_one_way_through_a_story(printed: list[str], spoken: list[str]) -> None:
    story = [Segment(item=3, presenter="a", printed=text) for text in printed]
    assert [segment.spoken for segment in spell_segments(story)] == spoken


def test_a_telephone_number_of_one_story_says_nothing_of_another() -> None:
    first = Segment(item=0, presenter="a", printed="拨打120求助。")
    second = Segment(item=1, presenter="a", printed="他说120就好。")
    spoken = [segment.spoken for segment in spell_segments([first, second])]
    assert spoken == ["拨打幺二零求助。", "他说一百二十就好。"]


def is_left_to_an_engine(text: str) -> bool:
    """Whether a digit or symbol is left that an engine would have to guess at."""
    return any(
        unicodedata.category(c)[0] == "S"
        or unicodedata.category(c) in ("Nd", "Nl", "No")
        or c in "%‰#&*@/\\＃％＆＊＠／＼"
        for c in text
    )


@given(ALPHABET)
@settings(max_examples=600)
def test_no_digit_and_no_symbol_is_left_in_what_is_said(text: str) -> None:
    assert not is_left_to_an_engine(spell_numbers(text))


@given(ALPHABET)
@example("AA.\\aa")
@settings(max_examples=600)
def test_spelling_what_was_spelled_changes_nothing(text: str) -> None:
    once = spell_numbers(text)
    assert spell_numbers(once) == once


@given(ALPHABET)
@settings(max_examples=400)
def test_groups_are_in_order_and_inside_the_text(text: str) -> None:
    at = 0
    for reading in find_numbers(text):
        assert at <= reading.start < reading.end <= len(text)
        assert reading.rule is ReadingRule.NUMBER
        at = reading.end
    segment = spell_segment(Segment(item=0, presenter="a", printed=text or "。"))
    assert segment.spoken == spell_numbers(text or "。")


@given(ALPHABET)
@settings(max_examples=200)
def test_the_rule_that_holds_is_the_first_of_the_table(text: str) -> None:
    folded = fold_characters(text)
    for at, character in enumerate(folded):
        kind = "digit" if character.isdecimal() else "letter" if character.isalpha() else "symbol"
        tried = ((rule, rule.apply(folded, at)) for rule in RULES if rule.starts == kind)
        wanted = next(((*found, rule.name) for rule, found in tried if found), None)
        assert apply_first(kind, folded, at) == wanted


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        pytest.param("标题" + "=" * 30 + "正文", "标题正文", id="line"),
        pytest.param("姓名" + "_" * 20, "姓名", id="blank"),
        pytest.param("＋－×÷" * 5, "", id="mixed"),
        pytest.param("A" + "*" * 16 + "B", "A B", id="between-letters"),
        pytest.param("总分" + "-" * 24 + "98", "总分九十八", id="before-a-number"),
    ],
)
def test_a_line_drawn_with_symbols_is_not_said(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "1,",
        "1-",
        "1:",
        "1/",
        "1.",
        "12、",
        "2022年",
        "%",
        "-",
        "（",
        "A1",
        "3～",
        "×",
        "①",
        " 1",
        ".",
        "％",
        "％1",
        "1．",
        "+1",
        "1′",
        "1 000 ",
        "(0734)",
        "12345、",
        "86年入党，",
        "公元618年至",
        "万1",
        "1 万",
        "l0",
        "1O,",
        "3·5",
        "3∙5",
        "5l ",
        "1--",
        "1x",
        "10mm*",
        "A1-",
        "A.1",
        "a.b",
        "a_1",
        "+86 ",
        "6552-1234、",
        "3012345（日）",
        "1½",
        "初一—",
        "周一-",
        "12月—",
        "24-25",
        "4-4-2",
        "140/90",
        "PM2.5：",
        "10^",
        "1、2、",
        "120，拨打120，",
        "3个—",
        "第1名—",
        "（1938—",
        "？—1645",
        "周五9",
        "二%",
        "¹⁴C",
        "A8X",
        "5/6月",
        "12.5、",
        "12/5-",
        "歼—",
        "a-b",
        "b-@",
        "《二》1",
        "872-1",
        "、999",
        "五（2）",
        "九（1）、",
        "1<R",
        "1%→",
        "满9-",
        "2×6M",
        "24国债0",
        "排列3：",
        "8512×××",
        "云塘+3、",
    ],
)
def test_a_long_text_of_anything_is_done_in_proportion(unit: str) -> None:
    """A rule that searched back and forth would not come to an end here."""
    text = unit * (30_000 // len(unit))
    assert not is_left_to_an_engine(spell_numbers(text))


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("流程如图3-1所示", "流程如图三杠一所示"),
        ("见表2-1和图4-2", "见表二杠一和图四杠二"),
        ("附表2-1列出数据", "附表二杠一列出数据"),
        ("青川队以3-1获胜", "青川队以三比一获胜"),
        ("青川队力图3-1取胜", "青川队力图三比一取胜"),
        ("青川代表3-1获胜", "青川代表三比一获胜"),
        ("见图1-3", "见图一到三"),
        ("死亡率降至8.5/10万", "死亡率降至十万分之八点五"),
        ("发病率为1.2/万", "发病率为万分之一点二"),
        ("比例是3/万", "比例是万分之三"),
        ("发病率12/10万", "发病率十万分之十二"),
        ("停车场在地下2层", "停车场在地下二层"),
        ("电梯到负2层", "电梯到负二层"),
        ("楼房建有地下2层", "楼房建有地下两层"),
        ("地上2层楼房倒了", "地上两层楼房倒了"),
        ("每车10/万公里", "每车十、万公里"),
        ("商场一共2层", "商场一共两层"),
        ("99A坦克参加演练", "九九A坦克参加演练"),
    ],
)
def test_figures_rates_and_storeys_are_said_by_what_they_are(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("每周四14:30开讲", "每周四，十四点三十分开讲"),
        ("每周一、三、五20时更新", "每周一、三、五，二十时更新"),
        ("正月十五8点开演", "正月十五，八点开演"),
        ("周三3名学生迟到", "周三，三名学生迟到"),
        ("解放路五12号", "解放路五，十二号"),
        ("比分为6-2 7-5 10-4", "比分为六比二 七比五 ，十比四"),
        ("高二12班", "高二十二班"),
        ("全省统一10个标准", "全省统一十个标准"),
        ("二零2五年", "二零二五年"),
        ("定于14:30开讲", "定于十四点三十分开讲"),
    ],
)
def test_a_number_does_not_run_into_the_numeral_before_it(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("孩子8个月—4岁", "孩子八个月至四岁"),
        ("疗程10天-2个月", "疗程十天到两个月"),
        ("高50厘米—2米", "高五十厘米到两米"),
        ("补助5万元—8万元", "补助五万元到八万元"),
        ("Ⅰ类—Ⅲ类水", "一类到三类水"),
        ("坡度25°—35°", "坡度二十五度到三十五度"),
        ("第3名-第8名", "第三名至第八名"),
        ("三年级—六年级", "三年级至六年级"),
        ("前3世纪—前1世纪", "前三世纪至前一世纪"),
        ("9月3日（周四）—12日（周六）", "九月三日（周四）至十二日（周六）"),
        ("亏损-2.1亿元～-1.6亿元", "亏损负二点一亿元到负一点六亿元"),
        ("C01—C04版", "C零幺至C零四版"),
        ("桩号K8+120～K10+60", "桩号K八加一百二十至K十加六十"),
        ("A10-B3型", "A十B三型"),
        ("长征-5号", "长征五号"),
        ("5G—数字新基建", "五G—数字新基建"),
        ("他有2个——3个人作证", "他有两个到三个人作证"),
        ("获奖3人——老师2名", "获奖三人——老师两名"),
        ("三国—两晋时期", "三国—两晋时期"),
    ],
)
def test_a_dash_between_things_counted_alike_is_a_range(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("沈望（？—1702），白溪人", "沈望（不详至一七零二），白溪人"),
        ("沈望（1898—？）", "沈望（一八九八至不详）"),
        ("沈望（1921— ）", "沈望（一九二一至今）"),
        ("沈望（1721— ）", "沈望（一七二一— ）"),
        ("沈望（约980—1041）", "沈望（约九八零至一零四一）"),
        ("沈望（1902.5—1988.11）", "沈望（一九零二年五月至一九八八年十一月）"),
        ("老子（约前571—前471）", "老子（约前五七一至前四七一）"),
        ("西汉（前202年—8年）", "西汉（前二零二年至八年）"),
        ("《白溪县志》（1871）", "《白溪县志》（一八七一）"),
        ("书名《白溪》（1200字）", "书名《白溪》（一千二百字）"),
        ("教室（101—105）", "教室（一百零一到一百零五）"),
        ("全国（前100—200名）", "全国（前一百到二百名）"),
        ("真的吗？——1645年", "真的吗？——一六四五年"),
    ],
)
def test_years_of_a_life_are_said_as_years(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("歼—35、轰—6N、武直—19", "歼三五、轰六N、武直十九"),
        ("“云塘—3”卫星", "“云塘三”卫星"),
        ("“砺剑—2031”演习", "“砺剑二零三一”演习"),
        ("“砺剑-2031”演习", "“砺剑二零三一”演习"),
        ("空警—2000", "空警两千"),
        ("伊尔—76、苏—57、图—22", "伊尔七六、苏五七、图二二"),
        ("IL—6升高，GPT—3.5", "IL六升高，GPT三点五"),
        ("CPI—2.5%", "CPI—百分之二点五"),
        ("白溪牌613—2—1型水泵", "白溪牌六幺三杠二杠一型水泵"),
        ("1—3型和300—500型", "一到三型和三百到五百型"),
        ("主会场—6个分会场", "主会场—六个分会场"),
        ("白溪—3小时到达", "白溪—三小时到达"),
        ("上午—9:00开门", "上午—九点开门"),
        ("8万—10万个岗位", "八万到十万个岗位"),
        ("5G—6G演进", "五G—六G演进"),
        ("K120—150公里", "K一百二十到一百五十公里"),
        ("B3—5版", "B三到五版"),
    ],
)
def test_an_em_dash_in_the_name_of_a_model_is_its_hyphen(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("波音757-200型客机", "波音七五七、二百型客机"),
        ("空客A330-300", "空客A三三零、三百"),
        ("青川航空的B787-900和B747—400", "青川航空的B七八七、九百和B七四七、四百"),
        ("编号HX120-3010", "编号HX幺二零、三零幺零"),
        ("CA72-4正常，CA15-3升高", "CA七二四正常，CA一五三升高"),
        ("GB 5009-2031和GB 5009—2031标准", "GB 五零零九、二零三一和GB 五零零九、二零三一标准"),
        ("ISO9001:2015", "ISO九零零一、二零一五"),
        ("R7-7840H处理器", "R七、七八四零H处理器"),
        ("编号QZ415000/500", "编号QZ四幺五零零零、五零零"),
        ("B2-6版", "B二到六版"),
    ],
)
def test_the_parts_of_a_name_are_said_one_by_one(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("9.26 19:30 云塘剧场", "九月二十六日 十九点三十分云塘剧场"),
        ("9.12、9.13 19:30 云塘剧场", "九月十二日、九月十三日 十九点三十分云塘剧场"),
        ("8.7—8.10 云塘剧场", "八月七日至八月十日云塘剧场"),
        ("展期：12.20—1.15", "展期：十二月二十日至一月十五日"),
        ("9.1—9.7放假", "九月一日至九月七日放假"),
        ("讲座时间：3.8（周日）", "讲座时间：三月八日（周日）"),
        ("于3.6走失。", "于三月六日走失。"),
        ("于3.6上午8:30出殡。", "于三月六日上午八点三十分出殡。"),
        ("3.16日晚、3.17号晨", "三月十六日晚、三月十七号晨"),
        ("3.5日至3.9日", "三月五日至三月九日"),
        ("疗程2.5日至3.5日", "疗程二点五日至三点五日"),
        ("3/8（周日）、3/9晚19:00", "三月八日（周日）、三月九日晚十九点"),
        ("9/1-9/7八折", "九月一日至九月七日八折"),
        ("截止9/10。", "截止九月十日。"),
        ("2031.9.1-9.7", "二零三一年九月一日至九月七日"),
        ("血糖3.9—6.1，pH值6.5—8.10", "血糖三点九到六点一，pH值六点五到八点一零"),
        ("投资3.5—4.25亿元", "投资三点五到四点二五亿元"),
        ("占1/3—2/3，约1/4—1/3", "占三分之一到三分之二，约四分之一到三分之一"),
        ("高于3.28的，位于6.5公里处", "高于三点二八的，位于六点五公里处"),
        ("时间：1.5小时", "时间：一点五小时"),
        ("每股1.2（周一收盘）", "每股一点二（周一收盘）"),
        ("平均住院7.5日", "平均住院七点五日"),
        ("自9.1起，定于9.10。", "自九月一日起，定于九月十日。"),
        ("止跌于3.28，从3.5涨到4.2", "止跌于三点二八，从三点五涨到四点二"),
        ("于9.18事变后", "于九一八事变后"),
        ("看3.15晚会", "看三一五晚会"),
    ],
)
def test_two_figures_are_a_day_where_a_word_or_a_time_says_so(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("2030、2031两年", "二零三零、二零三一两年"),
        ("2029、2030、2031三届", "二零二九、二零三零、二零三一三届"),
        ("1954和1964……", "一九五四和一九六四……"),
        ("2030和2031赛季", "二零三零和二零三一赛季"),
        ("1998、1999名", "一九九八、一千九百九十九名"),
        ("1900、2000公斤", "一千九百、两千公斤"),
        ("《白溪3》2031年上映", "《白溪三》，二零三一年上映"),
        ("《白溪1998》 2031年上映", "《白溪一九九八》 ，二零三一年上映"),
        ("《白溪Ⅱ》·2031年", "《白溪二》·，二零三一年"),
        ("“第一”·60年", "“第一”·，六十年"),
        ("“三农”60年，《白溪》2卷", "“三农”六十年，《白溪》两卷"),
    ],
)
def test_the_years_of_a_list_and_a_title_before_a_year(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("“3321成长计划”", "“三三二一成长计划”"),
        ("实施3321行动计划", "实施三三二一行动计划"),
        ("“500强企业计划”", "“五百强企业计划”"),
        ("“150名教师培养计划”", "“一百五十名教师培养计划”"),
        ("共3321工程", "共三千三百二十一工程"),
        ("7312C队、动作305B", "七三幺二C队、动作三零五B"),
        ("256G内存，1200RT机组，350TOPS", "二百五十六G内存，一千二百RT机组，三百五十TOPS"),
        ("白鹤、888、云山", "白鹤、八八八、云山"),
        ("青石路266创意园", "青石路二六六创意园"),
        ("青石路266米、铁路1200公里", "青石路二百六十六米、铁路一千二百公里"),
        ("青石路266户", "青石路二百六十六户"),
        ("遥感03/04星", "遥感零三、零四星"),
        ("03/04发布", "三月四日发布"),
        ("济麦229、深两优5814、中豆1307", "济麦二二九、深两优五八一四、中豆一三零七"),
        ("小麦229斤、清单300、大豆958", "小麦二百二十九斤、清单三百、大豆九百五十八"),
        ("3000西瓜", "三千西瓜"),
        ("钚239、铱192、碘125粒子", "钚二三九、铱幺九二、碘幺二五粒子"),
        ("铀239吨", "铀二百三十九吨"),
        ("NGC 4565和HD 20794", "NGC 四五六五和HD 二零七九四"),
        ("小行星2031AB7", "小行星二零三一AB七"),
        ("“1937”字样", "“一九三七”字样"),
    ],
)
def test_a_number_is_a_name_beside_what_it_names(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("勤奋=机会+运气", "勤奋等于机会加运气"),
        ("“慢=稳”？（慢）=（稳）", "“慢等于稳”？（慢）等于（稳）"),
        ("==白溪==", "白溪"),
        ("bx-news@bx-rb.cn", "bx杠news at bx杠rb点cn"),
        ("www.bx-rb.com.cn", "www点bx杠rb点com点cn"),
        ("微信号：bx-2031_a", "微信号：bx杠二零三一下划线a"),
        ("Wi-Fi、X-ray和CT-A", "Wi-Fi、X-ray和CT-A"),
        ("Vol.7、vol. 7和Fig.7", "Vol七、vol 七和Fig七"),
        ("No.7、No.0012345号", "第七、编号零零幺二三四五号"),
        ("(√)对，（×）错", "(勾)对，（叉）错"),
        ("李×、××（男）", "李某、某某（男）"),
    ],
)
def test_signs_between_words_and_letters(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("12幢3-601室", "十二幢三杠六零幺室"),
        ("云塘花园6-1102起火", "云塘花园六杠幺幺零二起火"),
        ("云塘花园6-110户", "云塘花园六到一百一十户"),
        ("3栋2-5层", "三栋两到五层"),
        ("云塘路35-1号", "云塘路三十五杠一号"),
        ("云塘路1-35号", "云塘路一到三十五号"),
        ("12月30-2号放假", "十二月三十至二号放假"),
        ("B2-117号车位", "B二杠幺幺七号车位"),
        ("2栋—5栋停水", "二栋到五栋停水"),
        ("新建2栋楼", "新建两栋楼"),
    ],
)
def test_the_parts_of_an_address_are_no_range(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("云塘股份（601888）停牌", "云塘股份（六零幺八八八）停牌"),
        ("白溪药业（002345.sz）", "白溪药业（零零二三四五点sz）"),
        ("白溪转债（128012）", "白溪转债（幺二八零幺二）"),
        ("总票数（300456）", "总票数（三十万零四百五十六）"),
        ("参加（600123人）", "参加（六十万零一百二十三人）"),
        ("苏A5X678逃逸", "苏A五X六七八逃逸"),
        ("信用代码92330205MA3X56789P", "信用代码九二三三零二零五MA三X五六七八九P"),
        ("4X200米接力", "四乘二百米接力"),
        ("M8X30螺栓", "M八乘三十螺栓"),
        ("18××年10月", "一八某某年十月"),
        ("苏B88××6", "苏B八八某某六"),
        ("长5×宽3米", "长五乘宽三米"),
        ("卡号6222××××××1234", "卡号六二二二，尾号幺二三四"),
        ("粤Z·5678港", "粤Z·五六七八港"),
    ],
)
def test_codes_are_said_sign_by_sign(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("净胜球-3，第8", "净胜球负三，第八"),
        ("由BBB+调至BBB-。", "由BBB加调至BBB减。"),
        ("A-股和B-超", "A股和B超"),
        ("GMT-3", "GMT减三"),
        ("近视-450度", "近视负四百五十度"),
        ("散光-50至-75度", "散光负五十至负七十五度"),
        ("早晨-5度", "早晨零下五度"),
        ("神舟-13号", "神舟十三号"),
    ],
)
def test_a_minus_is_said_where_it_is_one(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("王芳以48:35完赛", "王芳以四十八分三十五秒完赛"),
        ("10公里成绩为32:18", "十公里成绩为三十二分十八秒"),
        ("周岚以2:31:44夺冠", "周岚以两小时三十一分四十四秒夺冠"),
        ("于2:31:44发射", "于两点三十一分四十四秒发射"),
        ("以25:21的成绩取胜", "以二十五比二十一的成绩取胜"),
        ("白溪队11:10云塘队。", "白溪队十一比十云塘队。"),
        ("白溪队11:10对阵云塘队。", "白溪队十一点十分对阵云塘队。"),
        ("之比为53.1%:46.9%", "之比为百分之五十三点一比百分之四十六点九"),
        ("民调以52%-47%领先", "民调以百分之五十二比百分之四十七领先"),
        ("毛利率30%-20%", "毛利率百分之三十到百分之二十"),
        ("每年7/8月", "每年七、八月"),
        ("第1/2节", "第一、二节"),
        ("约1/2日产量", "约二分之一日产量"),
        ("1/3的户", "三分之一的户"),
        ("24/7巡逻", "二十四小时、每周七天巡逻"),
    ],
)
def test_pairs_are_times_scores_or_parts_by_the_words_around(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("⁶⁰Co和¹³⁷Cs", "钴六零和铯幺三七"),
        ("Cu²⁺、SO₄²⁻", "二价铜离子、SO四离子"),
        ("面积5m²", "面积五平方米"),
        ("10⁻¹²", "十的负十二次方"),
        ("均价8.5元↓3%", "均价八点五元下降百分之三"),
        ("按↑键", "按键"),
        ("同意的打√，反对的打×", "同意的打勾，反对的打叉"),
        ("打×折", "打某折"),
        ("√5≈2.236", "根号五约等于二点二三六"),
        ("✓白溪通车", "白溪通车"),
        ("ω-6脂肪酸、30Ω电阻", "欧米伽六脂肪酸、三十欧姆电阻"),
        ("位于5.5°S、60.2°W", "位于南纬五点五度、西经六十点二度"),
        ("气温5°C", "气温五摄氏度"),
        ("98#、0#涨价，#3炉停炉", "九十八号、零号涨价，三号炉停炉"),
        ("K2O、P2P", "K二O、P to P"),
        ("L3+级驾驶，30+个", "L三加级驾驶，三十多个"),
        ("80W粉丝，80W灯泡", "八十万粉丝，八十瓦灯泡"),
        ("1960s的歌，AM8:15开门", "一九六零年代的歌，上午八点十五分开门"),
        ("年产60万t/a", "年产每年六十万吨"),
    ],
)
def test_signs_are_said_by_what_they_stand_for(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("白溪小学301班", "白溪小学三零一班"),
        ("土木2202班学生", "土木二二零二班学生"),
        ("加开301班", "加开三百零一班"),
        ("96届毕业生", "九六届毕业生"),
        ("第96届毕业典礼", "第九十六届毕业典礼"),
        ("10级台风", "十级台风"),
        ("苏B2-20300001", "苏B二、二零三零零零零幺"),
        ("乘坐1461次离开", "乘坐幺四六幺次离开"),
        ("骑行1461次", "骑行一千四百六十一次"),
        ("公交2103路", "公交二幺零三路"),
        ("沿205线", "沿二零五线"),
        ("架设205线路", "架设二百零五线路"),
        ("2组和3组的村民", "二组和三组的村民"),
        ("1栋、2栋", "一栋、二栋"),
        ("分2组比赛", "分两组比赛"),
        ("单位2把手", "单位二把手"),
        ("2把手枪", "两把手枪"),
        ("“1-2-3”和3-2-501室", "“一、二、三”和三、二、五零幺室"),
        ("8000~9000元/㎡", "每平方米八千到九千元"),
        ("油价涨3元/升", "油价涨三元每升"),
        ("补助3元/升", "补助每升三元"),
        ("（30元/人·天）", "（每人每天三十元）"),
        ("标致508", "标致五零八"),
        ("标致508台", "标致五百零八台"),
        ("8:30一16:30、3月5日一9日", "八点三十分至十六点三十分、三月五日至九日"),
        ("5，678人到场", "五千六百七十八人到场"),
        ("第5，678人到场", "第五，六百七十八人到场"),
        ("占三十%，增四成", "占百分之三十，增四成"),
        ("第XIX届和路易XV", "第十九届和路易十五"),
        ("X光和第X组", "X光和第X组"),
    ],
)
def test_names_of_classes_lines_and_brands_and_misprints(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("云塘今天-2到5度", "云塘今天零下二到五度"),
        ("白溪山区-7至-4℃", "白溪山区零下七至零下四摄氏度"),
        ("多云，最低-1到3摄氏度", "多云，最低零下一到三摄氏度"),
        ("8日-3到6度", "八日零下三到六度"),
        ("室外-2.5到1.5℃", "室外零下二点五到一点五摄氏度"),
        ("零下-5到-8℃", "零下五到零下八摄氏度"),
        ("近视-2到-3度", "近视负二到负三度"),
        ("长征-5到长征-7火箭", "长征五到长征七火箭"),
        ("教-10至教-12", "教十至教十二"),
        ("东风-5到度假村展出", "东风五到度假村展出"),
        ("明天——2到6度", "明天——二到六度"),
        ("5月-8月降雨", "五月至八月降雨"),
    ],
)
def test_a_range_of_temperatures_begins_below_zero(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("PPI-1.4%", "PPI负百分之一点四"),
        ("执行LPR-0.25个百分点", "执行LPR减零点二五个百分点"),
        ("执行LPR-35BP", "执行LPR减三十五个基点"),
        ("利率为LPR-0.1%", "利率为LPR减百分之零点一"),
        ("Q2-1.3%，H1-2%", "Q二负百分之一点三，H一负百分之二"),
        ("Q1-Q3", "Q一至Q三"),
        ("A3-5%", "A百分之三到百分之五"),
        ("GPT-4.5", "GPT四点五"),
        ("净胜球：云塘+3、白溪-1、青川-2", "净胜球：云塘加三、白溪减一、青川减二"),
        ("云塘-1，白溪+2", "云塘减一，白溪加二"),
        ("长征-5、长征-7，运力+3", "长征五、长征七，运力加三"),
        ("书法B-，绘画A。", "书法B减，绘画A。"),
        ("语文A-、数学B+、体育C-。", "语文A减、数学B加、体育C减。"),
        ("C-反应蛋白，B-超", "C反应蛋白，B超"),
        ("5℃→-3℃", "五摄氏度到零下三摄氏度"),
        ("利率3.5%→3.2%→3%", "利率百分之三点五到百分之三点二到百分之三"),
        ("“我的”→“设置”", "“我的”到“设置”"),
        ("→点这里", "点这里"),
        ("1.2<R≤2.5", "一点二小于R小于等于二点五"),
        ("50＜AQI≤100", "五十小于AQI小于等于一百"),
        ("2.5＞容积率≥1.2", "二点五大于容积率大于等于一点二"),
        ("30%<占比<40%", "百分之三十小于占比小于百分之四十"),
        ("＜云塘新闻＞第3期", "云塘新闻第三期"),
        ("首页>新闻>正文", "首页新闻正文"),
        ("N∶P∶K=17∶17∶17", "N比P比K等于十七比十七比十七"),
        ("15：15：15复合肥", "十五比十五比十五复合肥"),
        ("10:15:30发车", "十点十五分三十秒发车"),
        ("时间∶上午，地点∶A区", "时间：上午，地点：A区"),
        ("以7-6（3）、6-4获胜", "以七比六、六比四获胜"),
        ("6∶7（5）告负", "六比七告负"),
        ("7:6（7:4）获胜", "七比六（七比四）获胜"),
        ("6-7（3人）", "六到七（三人）"),
    ],
)
def test_signs_between_values_are_said(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("云塘小学四（3）班的沈望", "云塘小学四三班的沈望"),
        ("高二（5）班、初一(4)班", "高二五班、初一四班"),
        ("九（1）、九（2）班", "九一、九二班"),
        ("五(2)、(3)、(4)班", "五二、三、四班"),
        ("六（二）中队", "六二中队"),
        ("五（12）班", "五，十二班"),
        ("十二（3）班", "十二，三班"),
        ("七年级（2）班", "七年级二班"),
        ("2024级（3）班", "二零二四级三班"),
        ("园艺2024（3）班", "园艺二零二四，三班"),
        ("24级护理2班", "二四级护理二班"),
        ("24级护理（2）班", "二四级护理二班"),
        ("10级大风致2班轮渡停航", "十级大风致二班轮渡停航"),
        ("（2）班子建设", "（二）班子建设"),
        ("任务三（2）整治", "任务三（二）整治"),
        ("一（1）中学", "一（一）中学"),
    ],
)
def test_a_class_is_said_without_its_brackets(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("430不锈钢", "四三零不锈钢"),
        ("201和304不锈钢", "二零幺和三零四不锈钢"),
        ("316L钢板", "三幺六L钢板"),
        ("医用316L", "医用三幺六L"),
        ("容积316L", "容积三百一十六升"),
        ("共304不锈钢工人", "共三百零四不锈钢工人"),
        ("304台不锈钢设备", "三百零四台不锈钢设备"),
        ("7075-T6铝合金", "七零七五T六铝合金"),
        ("2024铝合金展", "二零二四铝合金展"),
        ("排列5：30812", "排列五：三零八一二"),
        ("排列3第26138期：5 0 8", "排列三第二六一三八期：五零八"),
        ("福彩3D第2026138期：617", "福彩三D第二零二六一三八期：六一七"),
        ("福彩3D：200元", "福彩三D：二百元"),
        ("方案排列3：30场", "方案排列三点三十分场"),
        ("七星彩：5021347", "七星彩：五零二一三四七"),
    ],
)
def test_grades_and_lottery_results_are_said_digit_by_digit(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("满500-80", "满五百减八十"),
        ("每满200元-30元", "每满二百元减三十元"),
        ("满199-20元券", "满一百九十九减二十元券"),
        ("满18-60岁", "满十八到六十岁"),
        ("任期已满5-3年", "任期已满五到三年"),
        ("圆满2-1获胜", "圆满二比一获胜"),
        ("GBP/USD 1.2523", "英镑兑美元 一点二五二三"),
        ("USD 1.5万", "一点五万美元"),
    ],
)
def test_money_off_and_rates_of_exchange(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("ZL202410234567.8", "ZL二零二四幺零二三四五六七点八"),
        ("专利号：ZL 2024 2 0234567.X", "专利号：ZL 二零二四二零二三四五六七点X"),
        ("代号A1234567890.5", "代号A幺二三四五六七八九零点五"),
        ("A123.5", "A一百二十三点五"),
        ("运管货字330118004321号", "运管货字三三零幺幺八零零四三二幺号"),
        ("证字33011号", "证字三三零幺幺号"),
        ("汉字3500号", "汉字三千五百号"),
        ("全国1234567人", "全国一百二十三万四千五百六十七人"),
        ("第8/2027号公告", "第八、二零二七号公告"),
        ("12/2027", "二零二七年十二月"),
        ("电话：0557-3012××××", "电话：零五五七三零幺二某某某某"),
        ("号码1390013××××", "号码幺三九零零幺三某某某某"),
        ("3012****", "三零幺二某某某某"),
        ("139××××5678", "幺三九，尾号五六七八"),
        ("20××年", "二零某某年"),
        ("尺码200XXXL", "尺码二百XXXL"),
        ("云塘转债128012。", "云塘转债幺二八零幺二。"),
        ("ETF 510051", "ETF 五幺零零五幺"),
        ("转债128012张", "转债十二万八千零一十二张"),
        ("发行国债110000", "发行国债十一万"),
        ("公司债“26云塘02”", "公司债“二六云塘零二”"),
        ("26日青川公司债05号", "二十六日青川公司债零五号"),
    ],
)
def test_numbers_of_documents_are_no_amounts(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("24-6-10配方肥", "二十四、六、十配方肥"),
        ("战绩（12-0-5）", "战绩（十二、零、五）"),
        ("1-11-301室", "幺、幺幺、三零幺室"),
        ("代码07-05-21-9", "代码零七、零五、二幺、九"),
        ("20A空气开关", "二十安空气开关"),
        ("输出12V/2A，", "输出十二伏、两安，"),
        ("最高5A级景区", "最高五A级景区"),
        ("4A景区", "四A景区"),
        ("2×350MW机组", "二乘三百五十兆瓦机组"),
        ("2×25t", "二乘二十五吨"),
        ("3×5K", "三乘五K"),
        ("带宽2.4TB/s", "带宽二点四TB每秒"),
        ("3.8万/台，", "每台三点八万，"),
        ("月租1800/月", "月租每月一千八百"),
        ("260/人。", "每人二百六十。"),
        ("68元起/人", "每人六十八元起"),
        ("900/间起", "每间九百起"),
        ("1/3户", "三分之一户"),
        ("500/张三", "五百、张三"),
        ("8.5/10万", "十万分之八点五"),
    ],
)
def test_units_and_prices_behind_a_slash(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("煤炭1,500t-1,800t", "煤炭一千五百吨到一千八百吨"),
        ("涨幅1,000%-1,200%", "涨幅百分之一千到百分之一千二百"),
        ("民调1,200%-1,000%领先", "民调百分之一千二百比百分之一千领先"),
        ("新建35/10kV变电站", "新建三十五、十千伏变电站"),
        ("升级110/35/10千伏线路", "升级一百一十、三十五、十千伏线路"),
        ("坡道宽3/1.5米", "坡道宽三、一点五米"),
        ("重5\u2009kg、5\u2002kg、5\u202fkg", "重五千克、五千克、五千克"),
        ("月薪2\u2009500元", "月薪两千五百元"),
        ("301/302型", "三零幺、三零二型"),
        ("收缩压/舒张压为135/85", "收缩压、舒张压为一百三十五、八十五"),
        ("老人血压一般在150/95左右", "老人血压一般在一百五十、九十五左右"),
        ("血压分别为140/90、160/100", "血压分别为一百四十、九十、一百六十、一百"),
        ("高压线路220/110千伏", "高压线路二百二十、一百一十千伏"),
        ("高压走廊旁的301/302型车", "高压走廊旁的三零幺、三零二型车"),
    ],
)
def test_values_with_a_slash_or_commas_are_said_as_values(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("3.12植树节、5.10母亲节、9.9重阳节", "三一二植树节、五一零母亲节、九九重阳节"),
        ("3.5学雷锋活动和“8.1”前夕", "三五学雷锋活动和“八一”前夕"),
        ("提高3.5环节，上涨2.5元中秋节前", "提高三点五环节，上涨二点五元中秋节前"),
        ("请拨打800热线", "请拨打八零零热线"),
        ("接到400电话，共有800热线电话", "接到四百电话，共有八百热线电话"),
        ("114查号台", "幺幺四查号台"),
        ("500g*20袋、2斤*3盒", "五百克乘二十袋、两斤乘三盒"),
        ("接种2类疫苗，卖出2类产品", "接种二类疫苗，卖出两类产品"),
        ("2战2胜，第2战", "两战两胜，第二战"),
        ("青溪江2桥通车，新建2桥", "青溪江二桥通车，新建两桥"),
        ("2室1厅和3室2厅2卫，2厅放映", "两室一厅和三室两厅两卫，二厅放映"),
        ("“211”“985”高校", "“二幺幺”“九八五”高校"),
    ],
)
def test_festivals_hotlines_and_counts_by_their_words(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("书法家周慕白（681—745）", "书法家周慕白（六八一至七四五）"),
        ("柳惠言（813—858，字子修）", "柳惠言（八一三至八五八，字子修）"),
        ("后唐（923—936）墓", "后唐（九二三至九三六）墓"),
        ("隋唐（581—907）", "隋唐（五八一至九零七）"),
        ("梁朝（502年—557年）", "梁朝（五零二年至五五七年）"),
        ("教室（301—345）", "教室（三百零一到三百四十五）"),
        ("高度（681—745）", "高度（六百八十一到七百四十五）"),
        ("轻度污染（101—150）", "轻度污染（一百零一到一百五十）"),
        ("周某（200—250）", "周某（二百到二百五十）"),
        ("宋淳熙12年（1185）", "宋淳熙十二年（一一八五）"),
        ("唐贞元14年（798）", "唐贞元十四年（七九八）"),
        ("历时12年（1185）", "历时十二年（一千一百八十五）"),
        ("咸丰2年", "咸丰二年"),
        ("宣统2—3年", "宣统二至三年"),
        ("昭和2年", "昭和二年"),
        ("明嘉定2年", "明嘉定二年"),
        ("在嘉定2年", "在嘉定两年"),
        ("周建文2年前回乡", "周建文两年前回乡"),
        ("民国2年级", "民国二年级"),
        ("央视2套8点播出", "央视二套八点播出"),
        ("购入央视2套转播设备", "购入央视两套转播设备"),
        ("在青梧买了2套房", "在青梧买了两套房"),
    ],
)
def test_years_of_dynasties_reigns_and_early_lives_are_years(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("分50/150/350元三档", "分五十、一百五十、三百五十元三档"),
        ("票价：60/120/180", "票价：六十、一百二十、一百八十"),
        ("200/350毫升两种", "二百、三百五十毫升两种"),
        ("限速90/110km/h", "限速每小时九十、一百一十公里"),
        ("301/302/305室", "三零幺、三零二、三零五室"),
        ("101/106/128路公交", "幺零幺、幺零六、幺二八路公交"),
        ("地铁3/7号线", "地铁三、七号线"),
        ("双向2/6车道", "双向二、六车道"),
        ("10/20公里跑", "十、二十公里跑"),
        ("价格6/12元", "价格六、十二元"),
        ("转4/7版", "转四、七版"),
        ("1/2版广告", "二分之一版广告"),
        ("青川花园，2室1厅，3/11层", "青川花园，两室一厅，三层，共十一层"),
        ("89㎡，7/17F，", "八十九平方米，七层，共十七层，"),
        ("商场2/5层", "商场二、五层"),
        ("约2/5的车道", "约五分之二的车道"),
        ("占3/7层", "占七分之三层"),
        ("胜/负18/12", "胜、负十八、十二"),
        ("2/5公里", "五分之二公里"),
        ("3/1000毫米", "一千分之三毫米"),
        ("全场1/4决赛", "全场四分之一决赛"),
        ("7/8英寸", "八分之七英寸"),
        ("血压135/85mmHg", "血压一百三十五、八十五毫米汞柱"),
        ("售价降1/4", "售价降四分之一"),
    ],
)
def test_numbers_with_a_slash_are_amounts_or_a_fraction(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("冬至（12/21）", "冬至（十二月二十一日）"),
        ("国庆节（10/1）", "国庆节（十月一日）"),
        ("小暑（7.6）", "小暑（七月六日）"),
        ("周日（12/6）", "周日（十二月六日）"),
        ("天秤座（9/23—10/23）", "天秤座（九月二十三日至十月二十三日）"),
        ("双鱼座：2.19-3.20", "双鱼座：二月十九日至三月二十日"),
        ("8/30出生的他", "八月三十日出生的他"),
        ("2/3出生的婴儿", "三分之二出生的婴儿"),
        ("环节（2/3）", "环节（三分之二）"),
        ("涨幅（3.21-4.19）", "涨幅（三点二一到四点一九）"),
    ],
)
def test_days_behind_their_names_and_signs_of_the_zodiac(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("补贴8000元/家", "补贴每家八千元"),
        ("3万元/项、50元/针", "每项三万元、每针五十元"),
        ("60元/车的标准", "每车六十元的标准"),
        ("60元/车票", "六十元、车票"),
        ("20元/单程", "二十元、单程"),
        ("8对/日", "每日八对"),
        ("24帧/秒", "每秒二十四帧"),
        ("6个/万人", "每万人六个"),
        ("3.2元/10万人", "每十万人三点二元"),
        ("0.35吨标煤/万元", "每万元零点三五吨标煤"),
        ("1.2%/年", "每年百分之一点二"),
        ("发生率3.4/1000。", "发生率千分之三点四。"),
        ("藏品3000余件/套", "藏品三千余件、套"),
        ("3件/套", "每套三件"),
        ("第3集/周五", "第三集、周五"),
    ],
)
def test_rates_are_said_for_whatever_they_are_paid(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("119出动三车", "幺幺九出动三车"),
        ("120将老人送医", "幺二零将老人送医"),
        ("119指战员", "幺幺九指战员"),
        ("120官兵驰援", "一百二十官兵驰援"),
        ("车速升至120将受罚", "车速升至一百二十将受罚"),
        ("短信发送至10010", "短信发送至幺零零幺零"),
        ("编辑QC到12306", "编辑QC到幺二三零六"),
        ("发展到12306", "发展到一万二千三百零六"),
        ("从9600涨到12300", "从九千六百涨到一万二千三百"),
        ("0734-66128345—6001", "零七三四六六幺二八三四五转六零零幺"),
        ("电话：66128345-801", "电话：六六幺二八三四五转八零幺"),
        ("电话：66128345-66128348", "电话：六六幺二八三四五六六幺二八三四八"),
        ("传真：0734-6612834-5", "传真：零七三四六六幺二八三四五"),
    ],
)
def test_rescue_services_messages_and_extensions_are_dialled(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("乙肝e抗原（-）", "乙肝e抗原（阴性）"),
        ("梅毒（±），潜血（++）", "梅毒（弱阳性），潜血（两个加号）"),
        ("丙肝抗体（—）", "丙肝抗体（阴性）"),
        ("核酸阴性（-）", "核酸阴性（）"),
        ("尿糖+++，", "尿糖三个加号，"),
        ("负极（+）", "负极（加）"),
        ("B型Rh-。", "B型Rh阴性。"),
        ("Rh-阴性", "Rh阴性"),
        ("PA++++", "PA四个加号"),
        ("学C++和C#语言", "学C加加和C sharp语言"),
        ("互联网+", "互联网加"),
    ],
)
def test_results_of_tests_and_names_with_signs(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("舒适指数★★★", "舒适指数三星"),
        ("推荐度：★★★★☆。", "推荐度：四星。"),
        ("入住★★★★★酒店", "入住五星酒店"),
        ("五星级★★★★★酒店", "五星级酒店"),
        ("★★★报名从速★★★", "报名从速"),
        ("★本报讯", "本报讯"),
        ("■■■■■", ""),
        ("评级为■■■。", "评级为。"),
        ("女子-52kg级", "女子五十二公斤级"),
        ("男子—73公斤级", "男子七十三公斤级"),
        ("+87kg级", "八十七公斤以上级"),
        ("48-52公斤级", "四十八到五十二公斤级"),
        ("增重+5公斤", "增重加五公斤"),
        ("T-8小时", "T减八小时"),
        ("T-2天", "T减两天"),
        ("T-72坦克", "T七二坦克"),
    ],
)
def test_stars_weights_and_countdowns(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ('速滑500米以35"08折桂。', "速滑五百米以三十五秒零八折桂。"),
        ("他跑出9″96，距纪录0.1秒。", "他跑出九秒九六，距纪录零点一秒。"),
        ("“618”20点开抢，“双12”15家店", "“六幺八”，二十点开抢，“双十二”，十五家店"),
        ('27"屏', '二十七"屏'),
        ("成绩是13'07''。", "成绩是十三分零七秒。"),
        ("用时1h08′30″", "用时一小时零八分三十秒"),
        ("越野赛用时11h05m40s", "越野赛用时十一小时零五分四十秒"),
        ("充电1h20min", "充电一小时二十分钟"),
        ("骑行2h15′", "骑行两小时十五分"),
        ("配速5′08″/km", "配速每公里五分零八秒"),
        ("配速5:08/公里", "配速每公里五分零八秒"),
        ("划艇配速1:52/500m", "划艇配速每五百米一分五十二秒"),
        ("她的全马PB为3:12:08。", "她的全马PB为三小时十二分零八秒。"),
        ("全马7:30:00起跑", "全马七点三十分零秒起跑"),
        ("第23'，周河头球破门", "第二十三分钟，周河头球破门"),
        ("第45′+4扳平", "第四十五分钟补时第四分钟扳平"),
        ("周河（8'、90+2'）", "周河（八分钟、九十分钟补时第二分钟）"),
        ("北纬31°8′，用时（5′20″）", "北纬三十一度八分，用时（五分二十秒）"),
        ("第90+2分钟", "第九十加两分钟"),
    ],
)
def test_times_of_races_and_minutes_of_matches(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("“31云塘SCP002”兑付", "“三一云塘SCP零零二”兑付"),
        ("31云塘投资（绿色）MTN001", "三一云塘投资（绿色）MTN零零幺"),
        ("“29云塘债”、32国债08", "“二九云塘债”、三二国债零八"),
        ("“30年期国债”“12只城投债”", "“三十年期国债”“十二只城投债”"),
        ("12城投债到期", "十二城投债到期"),
        ("热卷3105、螺纹钢3105收跌", "热卷三幺零五、螺纹钢三幺零五收跌"),
        ("豆粕3109合约", "豆粕三幺零九合约"),
        ("玉米3105斤，签订3105合约", "玉米三千一百零五斤，签订三千一百零五合约"),
        ("台风“云塘”（3112号）", "台风“云塘”（三幺幺二号）"),
        ("第3112号台风", "第三幺幺二号台风"),
        ("第12号台风，渔船3112号", "第十二号台风，渔船三千一百一十二号"),
        ("生于’76年，’31.10搬迁", "生于’七六年，’三一年十月搬迁"),
        ("’30-’31赛季", "’三零至三一赛季"),
        ("‘76年老窖’", "‘七十六年老窖’"),
        ("云塘镇04-07地块", "云塘镇零四杠零七地块"),
        ("04-07号地块，4-7地块", "四至七号地块，四到七地块"),
        ("云塘弄6号-2商铺", "云塘弄六号杠二商铺"),
        ("QC[2031]015号-3", "QC[二零三一]零幺五号杠三"),
        ("6号-9号，3月6号-2日", "六号至九号，三月六号至二日"),
    ],
)
def test_short_names_of_bonds_typhoons_and_parcels(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("“闽宁渔60218”归港", "“闽宁渔六零二幺八”归港"),
        ("云塘渔60218吨", "云塘渔六万零二百一十八吨"),
        ("“云塘优3187”，最优3187户", "“云塘优三一八七”，最优三千一百八十七户"),
        ("马自达323停在路边", "马自达三二三停在路边"),
        ("马自达323辆", "马自达三百二十三辆"),
        ("微信号yt-3108，微信号yt3108", "微信号yt杠三幺零八，微信号yt三幺零八"),
        ("电挂：3108。", "电挂：三幺零八。"),
        ("网页报403错误，改正403错误", "网页报四零三错误，改正四百零三错误"),
        ("从113出口下高速", "从幺幺三出口下高速"),
        ("全年3108出口，由云塘经营", "全年三千一百零八出口，由云塘经营"),
        ("206栋业主，新建206栋居民楼", "二零六栋业主，新建二百零六栋居民楼"),
        ("入选“246人才”，“100人才”", "入选“二四六人才”，“一百人才”"),
        ("《816室》热播", "《八幺六室》热播"),
        ("女子470级，扩招470级", "女子四七零级，扩招四百七十级"),
        ("KV 525", "KV 五二五"),
        ("“10·1”长假，“10·1”专案", "“十一”长假，“一零一”专案"),
        ("www.yt.cn/zt/2031/08。", "www点yt点cn斜杠zt斜杠二零三一斜杠零八。"),
        ("yt.cn:8080，yt.cn和/或", "yt点cn:八零八零，yt点cn和、或"),
    ],
)
def test_numbers_of_boats_exits_and_addresses_are_names(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("加速度0.05g~0.20g", "加速度零点零五g到零点二零g"),
        ("设防烈度8度（0.20g）", "设防烈度八度（零点二零g）"),
        ("含糖3g，另有过载", "含糖三克，另有过载"),
        ("查ε-GT、IL-1β", "查艾普西隆GT、IL一贝塔"),
        ("夹角φ、ψ", "夹角斐、普西"),
        ("单位为μg，5μm", "单位为μg，五微米"),
        ("单词κόσμος", "单词κόσμος"),
        ("10.√ 11.×", "十、对 十一、错"),
        ("答案：√", "答案：对"),
        ("“√”为有，“×”为无", "“勾”为有，“叉”为无"),
        ("√5，2×3，周×", "根号五，二乘三，周某"),
        ("血糖6umol/L", "血糖六微摩尔每升"),
        ("3IU/mL、50CFU/g", "三IU每毫升、五十CFU每克"),
        ("8mg·L⁻¹、3W·m⁻²", "八毫克每升、三瓦每平方米"),
        ("90mL/min/1.73m²", "九十毫升每分钟每一点七三平方米"),
        ("航程80 n mile", "航程八十海里"),
        ("污染物为O₃-8h，O3组", "污染物为臭氧八小时，O三组"),
        ("18L/36R跑道，36L水箱", "幺八L、三六R跑道，三十六升水箱"),
        ("5mg×14s/盒，用时14s", "五毫克乘十四粒每盒，用时十四秒"),
        ("身高（cm）", "身高（厘米）"),
        ("III度烧伤，II度假区", "三度烧伤，II度假区"),
        ("890×1240 1/32", "八百九十乘一千二百四十 三十二分之一"),
        ("3⁓5天", "三到五天"),
        ("减少.8吨，完成.8吨", "减少零点八吨，完成.八吨"),
        ("2×10⁶CFU/mL", "二乘十的六次方CFU每毫升"),
    ],
)
def test_signs_and_units_of_science_are_named(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("青川女排3—1胜白溪", "青川女排三比一胜白溪"),
        (
            "青川女排以3—0（25—17、25—20、25—22）取胜",
            "青川女排以三比零（二十五比十七、二十五比二十、二十五比二十二）取胜",
        ),
        ("四局是11—8、9—11、11—6和11—9。", "四局是十一比八、九比十一、十一比六和十一比九。"),
        ("白溪队98—102告负", "白溪队九十八比一百零二告负"),
        ("NBA：青川108—115白溪", "NBA：青川一百零八比一百一十五白溪"),
        ("5—3点球大战", "五比三点球大战"),
        ("决赛安排在8—10日", "决赛安排在八至十日"),
        ("对手平均23—25岁", "对手平均二十三到二十五岁"),
        ("联赛共12—16轮", "联赛共十二到十六轮"),
        ("决赛取第5—8名", "决赛取第五到八名"),
        ("3—5人一组，5—8组", "三到五人一组，五到八组"),
        ("见第3—5、7—9条", "见第三到五、七到九条"),
        ("气温32—28℃", "气温三十二到二十八摄氏度"),
        ("5—1—602室", "五到一到六零二室"),
    ],
)
def test_a_long_dash_between_results_is_no_range(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("李某，1975.6生", "李某，一九七五年六月生"),
        ("2003.9，考入大学", "二零零三年九月，考入大学"),
        ("2012.7至2016.8任局长", "二零一二年七月至二零一六年八月任局长"),
        ("从1998.5至2005.3点", "从一千九百九十八点五至两千零五点三点"),
        ("指数报1998.5，开始回落", "指数报一千九百九十八点五，开始回落"),
        ("公示期为6.3-6.7", "公示期为六月三日至六月七日"),
        ("公示期为6.3-6.7天", "公示期为六点三到六点七天"),
        ("大河2岸、道路2旁", "大河两岸、道路两旁"),
        ("第2岸线", "第二岸线"),
        ("登录10.1.2.3", "登录一零点一点二点三"),
        ("更新到17.10.2版", "更新到十七点十点二版"),
        ("湿地12公里²、5万米³", "湿地十二平方公里、五万立方米"),
        ("372潜艇和6艘潜艇", "三七二潜艇和六艘潜艇"),
        ("海警5人", "海警五人"),
        ("零下12～零下3℃", "零下十二到零下三摄氏度"),
    ],
)
def test_months_banks_versions_and_vessels(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("园艺专业2034-2班学生", "园艺专业二零三四、二班学生"),
        ("三年级3-2班学生", "三年级三、二班学生"),
        ("新开15-18班", "新开十五到十八班"),
        ("建校70年的时候", "建校七十年的时候"),
        ("70年的时候我下乡", "七零年的时候我下乡"),
        ("2018—2019两年支持69家", "二零一八至二零一九两年支持六十九家"),
        ("1500—2000两种", "一千五百到两千两种"),
        ("风速在2到4米/秒之间", "风速在每秒两到四米之间"),
        ("由117克/公里到110克/公里", "由一百一十七克每公里到一百一十克每公里"),
        ("约156万粒/片/支", "约一百五十六万粒、片、支"),
        ("不超过350元人民币/天", "不超过每天三百五十元人民币"),
        ("三次产业结构为9∶45∶46", "三次产业结构为九比四十五比四十六"),
        ("北京时间9∶45∶46", "北京时间九点四十五分四十六秒"),
        ("云渚23—2692井投产", "云渚二十三杠二六九二井投产"),
        ("打了3—5口井", "打了三到五口井"),
    ],
)
def test_classes_spans_of_years_and_shares(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("任第129师386旅772团团长", "任第幺二九师三八六旅七七二团团长"),
        ("200师全体官兵", "二零零师全体官兵"),
        ("361.7高地和255高地", "三六幺点七高地和二五五高地"),
        ("2000年后出生的人，2000年后的世界", "二零零零年后出生的人，两千年后的世界"),
        ("3个步兵115师", "三个步兵幺幺五师"),
        ("100师生、108旅客和120团队", "一百师生、一百零八旅客和一百二十团队"),
        ("共108团，2380人", "共一百零八团，两千三百八十人"),
        ("晴，-5/-12℃", "晴，零下五到零下十二摄氏度"),
        ("云塘大厦18楼1806", "云塘大厦十八楼幺八零六"),
        ("云塘大厦3楼500㎡", "云塘大厦三楼五百平方米"),
        ("3D第24210期开奖", "三D第二四二一零期开奖"),
    ],
)
def test_units_of_an_army_rooms_and_cold_nights(printed: str, spoken: str) -> None:
    assert spell_numbers(printed) == spoken
