"""Each text is read in the story that it goes on, wherever its column was printed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiopaper.articles import split_articles
from audiopaper.articles.coverage import find_lost_text
from audiopaper.articles.word_joins import rate_words, view_end, view_start
from audiopaper.model import Edition, Page, RepairRule, SplitEdition


def split(*lines: str) -> SplitEdition:
    text = [line for printed in lines for line in (printed, "")]
    page = Page(number=2, name="02.txt", lines=tuple(text))
    return split_articles(Edition(date=None, paper="青川日报", pages=(page,)))


def body(found: SplitEdition, headline: str) -> list[str]:
    article = next(a for a in found.articles if headline in a.headline)
    return [p.text for p in article.paragraphs]


BRIDGE = (
    "青川河两岸新添三座步行桥",
    "青川日报讯（记者 林晓禾）记者昨日从市住房和城乡建设局获悉，青川河两岸新建的三座步行桥全部建成，市民过河不用再绕远路。",
    "据了解，三座步行桥总投资四千二百万元，桥面采用防滑材料，两侧安装了照明设备，方便附近居民晚上出行和散步锻",
    "炼。住房和城乡建设局有关负责人表示，下一步还将在桥头修建小游园，为过桥的居民提供休闲空间。",
)
BAKERY = (
    "老街面包房的炉火亮了四十年",
    "青川日报讯（记者 周小满）清晨四点，柳桥老街的面包房已经飘出麦香，师傅严守田把第一炉面包端出烤箱，街坊们排起了队。",
    "严守田十八岁学做面包，用的是师傅留下的老酵母。他说，面团要醒足八个小时，急不得，火候差一分钟，面包的颜色就不",
    "一样。今年秋天，他收了两个徒弟，打算把老酵母和面包房一起传给他们。",
)
SCHOOL = (
    "山里的学校来了一位天文老师",
    "青川日报讯（记者 方小雨）石坪小学的操场上支起了一架望远镜，新来的天文老师宋怀远带着孩子们看土星，看完的孩子跑下来再排一次队。",
    "宋怀远原来在市里的天文馆工作，去年主动报名支教。望远镜是他自己出钱买的，镜片从天文馆借来，孩子们每周有两次天文",
    "课。校长说，孩子们现在抬头的时候比低头的时候多。",
)


def test_rests_that_stand_behind_the_next_story_s_beginning_go_back() -> None:
    found = split(*BRIDGE[:3], *BAKERY[:3], BRIDGE[3], *SCHOOL[:3], BAKERY[3], SCHOOL[3])
    for story in (BRIDGE, BAKERY, SCHOOL):
        assert body(found, story[0])[-1] == story[2] + story[3]


def test_rests_that_stand_together_go_back() -> None:
    found = split(*BRIDGE[:3], *BAKERY[:3], *SCHOOL[:3], BAKERY[3], SCHOOL[3], BRIDGE[3])
    for story in (BRIDGE, BAKERY, SCHOOL):
        assert body(found, story[0])[-1] == story[2] + story[3]


def test_a_rest_takes_along_the_paragraph_below_it() -> None:
    more = "过桥的居民说，步行桥修好以后，从河东到河西散步只要十分钟。"
    found = split(*BRIDGE[:3], *BAKERY[:3], BRIDGE[3], more, *SCHOOL[:3], BAKERY[3], SCHOOL[3])
    assert body(found, BRIDGE[0])[-2:] == [BRIDGE[2] + BRIDGE[3], more]
    assert body(found, BAKERY[0])[-1] == BAKERY[2] + BAKERY[3]


def test_what_is_read_under_another_head_than_it_is_printed_is_reported() -> None:
    more = "过桥的居民说，步行桥修好以后，从河东到河西散步只要十分钟。"
    found = split(*BRIDGE[:3], *BAKERY[:3], BRIDGE[3], more, *SCHOOL[:3], BAKERY[3], SCHOOL[3])
    moved = [
        repair.before
        for article in found.articles
        for repair in article.repairs
        if repair.rule == RepairRule.CROSSED_COLUMN
    ]
    assert moved == [more]


def test_a_head_of_two_lines_below_its_own_beginning_stands_over_it() -> None:
    cut = 40
    late = (
        BAKERY[1][:cut],
        "炉火亮了四十年",
        "老街面包房的清晨",
        BAKERY[1][cut:],
        "".join(BAKERY[2:]),
    )
    found = split(*BRIDGE, *late, *SCHOOL)
    bakery = found.articles[1]
    assert {"炉火亮了四十年", "老街面包房的清晨"} <= set(
        f"{bakery.kicker} {bakery.headline} {bakery.subhead}".split()
    )
    assert bakery.text.startswith("清晨四点")
    assert len(found.articles) == 3


def test_a_rest_that_is_printed_before_its_story_goes_behind_it() -> None:
    found = split(BAKERY[3], *BRIDGE[:2], *BAKERY[:3])
    assert body(found, BAKERY[0])[-1] == BAKERY[2] + BAKERY[3]


def test_a_page_without_torn_lines_stays_in_the_order_of_print() -> None:
    whole = [(head, opening, torn + rest) for head, opening, torn, rest in (BRIDGE, BAKERY)]
    found = split(*whole[0], *whole[1])
    assert [[p.text for p in a.paragraphs][-1] for a in found.articles] == [w[2] for w in whole]
    assert not found.links


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("把值班的司机叫", "醒。车开走了"),
        ("谁还记得住名", "字呢"),
        ("先借了三百，又借三", "千元，说好月底还"),
    ],
)
def test_a_word_across_a_join_speaks_for_it(above: str, below: str) -> None:
    rated = rate_words(view_end(above), view_start(below))
    assert rated is not None
    assert rated > 2


def test_two_whole_texts_have_no_word_across_their_join() -> None:
    assert rate_words(view_end("他把门关上了。"), view_start("记者来到现场")) is None
    rated = rate_words(view_end("老人的儿子"), view_start("市水利局昨日通报"))
    assert rated is not None
    assert rated < 0


LINES = [line for story in (BRIDGE, BAKERY, SCHOOL) for line in story]


@settings(max_examples=25, deadline=None)
@given(st.permutations(LINES))
def test_stories_in_any_order_lose_no_character_and_come_out_alike_twice(
    lines: list[str],
) -> None:
    found = split(*lines)
    assert found == split(*lines)
    text = tuple(line for printed in lines for line in (printed, ""))
    edition = Edition(
        date=None, paper="青川日报", pages=(Page(number=2, name="02.txt", lines=text),)
    )
    assert not find_lost_text(edition, found)
