"""What a line of a head says."""

from __future__ import annotations

import pytest

from audiopaper.articles.blocks import Block
from audiopaper.articles.features.head_words import hash_line, load_head_words, see_head_words
from audiopaper.articles.features.page_shapes import measure_shapes


@pytest.mark.parametrize(
    ("kicker", "headline"),
    [
        ("高远在全市春耕工作会议上强调", "抓住农时 种满种足"),
        ("青川市石塘镇桃源村", "山坡上有了图书馆"),
        ("第八届青川龙舟赛", "两支新队进决赛"),
        ("市教育局发出通知", "课后服务延长一小时"),
    ],
)
def test_the_words_of_a_kicker_are_known_from_those_of_its_headline(
    kicker: str, headline: str
) -> None:
    words = load_head_words()
    assert words.score(kicker)[0] > words.score(headline)[0]


@pytest.mark.parametrize(
    ("headline", "deck"),
    [
        ("石塘渡口改建完工", "每天可渡两千人次"),
        ("市图书馆夜间开放", "首周接待读者三千人"),
        ("老街来了修鞋匠", "一干就是十二年"),
    ],
)
def test_the_words_of_a_deck_are_known_from_those_of_the_headline_above_it(
    headline: str, deck: str
) -> None:
    words = load_head_words()
    assert words.score(deck)[2] > words.score(headline)[2]


@pytest.mark.parametrize(
    ("table", "line", "headline"),
    [
        (3, "民生热线", "老街路灯亮了"),
        (3, "青川观察", "渡口改建完工"),
        (3, "本版责编 高远", "市图书馆夜间开放"),
        (4, "一、种子从哪里来", "县里来了育种人"),
        (4, "问：多久浇一次水？", "菜农学会看天浇水"),
    ],
)
def test_the_words_of_a_columns_name_and_of_a_heading_are_known_from_a_headlines(
    table: int, line: str, headline: str
) -> None:
    words = load_head_words()
    assert words.score(line)[table] > words.score(headline)[table]


def test_spaces_inside_a_line_change_nothing_but_the_count_of_its_clauses() -> None:
    places, others = set(hash_line("抓住农时 种满种足")), set(hash_line("抓住农时种满种足"))
    assert len(places ^ others) == 2


def test_only_short_lines_are_compared_and_only_with_short_ones_beside_them() -> None:
    texts = ["市教育局发出通知", "课后服务延长一小时", "一" * 60 + "。", "渡口"]
    blocks = [Block(page=1, lines=((n, text),), text=text) for n, text in enumerate(texts, start=1)]
    names = [
        {name.partition("=")[0] for name in seen if name.startswith("kicker")}
        for seen in see_head_words(measure_shapes(blocks))
    ]
    assert names == [{"kicker", "kicker_below"}, {"kicker", "kicker_above"}, set(), {"kicker"}]
