"""Where words begin and end, and that nothing is read across it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiopaper.readings.word_division import Arc, Division, cost_of
from tests.support.read_marked import assert_read
from tests.support.read_text import own, pinyin, read


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("队长春节值班", "队长|春节|值班"),
        ("把种子提供给农户", "把|种子|提供|给|农户"),
        ("记者称多地降温", "记者|称|多|地|降温"),
        ("揭秘鲁迅故居", "揭秘|鲁迅|故居"),
        ("经费，增长沙漠", "经费|，|增长|沙漠"),
    ],
)
def test_a_text_is_divided_into_its_most_probable_words(text: str, words: str) -> None:
    assert Division(text).show(0, len(text)) == words


def test_a_name_that_is_brought_along_counts_as_a_word() -> None:
    text = "馆长沙明"
    assert Division(text).show(0, 4) == "馆|长沙|明"
    assert Division(text, [Arc(2, 4, cost_of(1e5), True)]).show(0, 4) == "馆长|沙明"


@settings(deadline=None)
@given(st.text(st.sampled_from("市长清楚长治安全，a1的 称多地")))
def test_a_division_tiles_any_text(text: str) -> None:
    division = Division(text)
    assert len(division.breaks) == len(text) + 1
    assert division.show(0, len(text)).replace("|", "") == text
    assert all(division.cost_of_span(at, at + 1) >= 0 for at in range(len(text)))


@pytest.mark.parametrize(
    ("text", "part", "syllables"),
    [
        # Two words whose meeting characters are a place, a term or a word.
        ("市长清点了物资", "长清", "zhang3 qing1"),
        ("校长治好了腿", "长治", "zhang3 zhi4"),
        ("院长兴致很高", "长兴", "zhang3 xing4"),
        ("首长岛上视察", "首长", "shou3 zhang3"),
        ("免费提供给村民", "供给", "gong1 gei3"),
        ("多人称多年未见", "称多", "cheng1 duo1"),
        ("任城管局局长", "任", "ren4"),
        ("这三都是新房", "都", "dou1"),
        ("直接种下树苗", "接种", "jie1 zhong4"),
        ("名将乐意前来", "将", "jiang4"),
        ("豪华山间别墅", "华", "hua2"),
        ("很高兴国际友人来访", "高兴", "gao1 xing4"),
        ("秘书长治理有方", "长", "zhang3"),
        # The places and terms themselves.
        ("山西长治的陶瓷", "长治", "chang2 zhi4"),
        ("济南市长清区", "长清", "chang2 qing1"),
        ("青海称多县", "称多", "chen4 duo1"),
        ("赴称多采访", "称多", "chen4 duo1"),
        ("济宁市任城区", "任城", "ren2 cheng2"),
        ("贵州三都的水族", "三都", "san1 du1"),
        ("粮食供给充足", "供给", "gong1 ji3"),
        ("疫苗接种点", "接种", "jie1 zhong4"),
        ("登华山看日出", "华山", "hua4 shan1"),
        ("湖南省长沙市", "长沙", "chang2 sha1"),
    ],
)
def test_what_two_words_have_at_their_border_is_no_entry(
    text: str, part: str, syllables: str
) -> None:
    assert pinyin(read(text), part) == syllables


@pytest.mark.parametrize(
    ("text", "syllable"),
    [
        ("应法国总统邀请，代表团启程", "ying4"),
        ("应该国政府邀请前往访问", "ying4"),
        ("应当地商会邀请，他出席会议", "ying4"),
        ("他应老同学之约赴宴", "ying4"),
        ("应家长要求，学校办了晚托班", "ying4"),
        ("艺术团应文化馆邀请来青川演出", "ying4"),
        ("应王教授之托整理手稿", "ying4"),
        ("单位应定期邀请医生讲课", "ying1"),
        ("产品应符合国家标准要求", "ying1"),
        ("各单位应提出明确要求", "ying1"),
        ("企业应满足客户的要求", "ying1"),
        ("学生应能独立完成", "ying1"),
        ("违法行为应受处罚", "ying1"),
        ("镇长应国强说", "ying1"),
        ("市场反应会更好", "ying4"),
        ("公司回应能否退款", "ying4"),
        ("供应可保证", "ying4"),
        ("适应从城市到乡村的变化", "ying4"),
        ("反应承担的压力", "ying4"),
    ],
)
def test_at_whose_wish_something_is_done_is_nobodys_surname(text: str, syllable: str) -> None:
    segment = read(text)
    assert pinyin(segment, "应") == syllable


def test_an_editors_entry_holds_wherever_it_is_a_word() -> None:
    lexicon = own("长清", "zhang3 qing1")
    assert pinyin(read("他到长清去", lexicon), "长清") == "zhang3 qing1"
    assert pinyin(read("长清的清晨", lexicon), "长清") == "zhang3 qing1"


@pytest.mark.parametrize(
    ("text", "syllable"),
    [
        ("单来了。", "shan4"),
        ("他叫单。", "shan4"),
        ("单位来了人。", "dan1"),
        ("写了名单。", "dan1"),
        ("很简单。", "dan1"),
    ],
)
def test_an_editors_entry_of_one_character_holds_where_it_is_a_word(
    text: str, syllable: str
) -> None:
    segment = read(text, own("单", "shan4"))
    at = text.index("单")
    (reading,) = [r for r in segment.readings if r.start == at]
    assert reading.pinyin == (syllable,)
    assert bool(reading.passed_over) == (syllable == "dan1")


def test_an_entry_with_a_dot_inside_holds_whole() -> None:
    text = "阿依古丽·买买提"
    segment = read(f"村民{text}说", own(text, "a1 yi1 gu3 li4 mai3 mai3 ti3"))
    assert "a1 yi1 gu3 li4 mai3 mai3 ti3" in " ".join(s for r in segment.readings for s in r.pinyin)


def test_an_editors_entry_with_a_context_holds_wherever_that_is() -> None:
    lexicon = own("长清", "chang2 qing1", before=("市",))
    assert pinyin(read("市长清楚", lexicon), "长清") == "chang2 qing1"


def test_what_a_place_offers_is_no_offering() -> None:
    assert_read(
        "展台上{供}观众试用: gong1",
        "小程序上{供}家长查询: gong1",
        "供桌上{供}品摆满了: gong4",
        "祭祖要上{供}: gong4",
    )


def test_out_of_many_somebody_is_chosen() -> None:
    assert_read(
        "从学员{中}选拔了三名教练: zhong1",
        "在骨干{中}选树典型: zhong1",
        "从毕业生{中}选调: zhong1",
        "在选手{中}标出名次: zhong1",
    )
    assert_read("他从未{中}选: zhong4", "在招标{中}{中}标的公司: zhong1 zhong4")


def test_zhe_belongs_to_the_verb_before_it() -> None:
    assert_read(
        "她端{着}装满水的盆: zhe5",
        "小伙推{着}装货的车: zhe5",
        "背{着}重达五十斤的粮: zhe5",
        "老人引{着}孩子过桥: zhe5",
    )
    assert_read(
        "队员统一{着}装: zhuo2",
        "会议{着}重研究了水利: zhuo2",
        "镇里正{着}手修路: zhuo2",
    )


def test_verbs_with_their_objects_stand_side_by_side() -> None:
    assert_read("运煤“公{转}铁”: zhuan3", "守道{行}善: xing2", "跑东{家}串西{家}: jia1 jia1")
    assert_read("地球公{转}一周: zhuan4", "东{家}给了工钱: jia5")
