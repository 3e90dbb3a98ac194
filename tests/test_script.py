from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiopaper.config import EpisodeSettings
from audiopaper.numbers import spell_segment
from audiopaper.script import MAX_SEGMENT_CHARS, split_text, spoken_items, write_script
from tests.support.builders import make_item, make_rundown

EPISODE = EpisodeSettings()


def test_a_story_is_its_title_and_its_paragraphs() -> None:
    rundown = make_rundown(make_item(title="题", text="第一段。\n## 小题\n第二段。"))
    said = [(s.role, s.printed, s.pause) for s in write_script(rundown, EPISODE)]
    assert said == [
        ("headline", "题", "headline"),
        ("text", "第一段。", "headline"),
        ("heading", "小题", "paragraph"),
        ("text", "第二段。", "story"),
    ]


HEAD = "城南校园排球赛收官 柳湾中学捧杯"


@pytest.mark.parametrize(
    ("title", "head", "spoken"),
    [
        pytest.param("柳湾中学捧杯", HEAD, HEAD, id="second-line"),
        pytest.param("城南校园排球赛收官", HEAD, HEAD, id="first-line"),
        pytest.param(HEAD, HEAD, HEAD, id="both-lines"),
        pytest.param("柳湾中学捧杯", "排球赛收官，柳湾中学捧杯！", None, id="lines-joined"),
        pytest.param("中学捧杯", HEAD, "中学捧杯", id="beginning-removed"),
        pytest.param("柳湾中学", HEAD, "柳湾中学", id="end-removed"),
        pytest.param("湾”里开市", "春日 “柳湾”里开市", "湾”里开市", id="quotes-torn"),
        pytest.param("里开市", "春日 “柳湾”里开市", "里开市", id="quoted-word-removed"),
        pytest.param("末班车改到零点", HEAD, "末班车改到零点", id="another"),
        pytest.param("末班车(夜)", "公交 末班车(夜)", None, id="brackets"),
        pytest.param("题", "", "题", id="no-head"),
    ],
)
def test_a_head_is_read_only_with_the_title_that_is_a_line_of_it(
    title: str, head: str, spoken: str | None
) -> None:
    assert make_item(title=title, head=head).read_title == (spoken or head)


def test_the_summary_follows_the_stories_that_are_left() -> None:
    rundown = make_rundown(
        make_item(kind="headlines", title="内容提要", text=""),
        make_item(title="甲"),
        make_item(title="乙", drop=True),
        make_item(title="丙"),
    )
    script = write_script(rundown, EPISODE)
    assert [s.printed for s in script if s.role == "summary"] == ["甲", "丙"]


def test_an_editors_own_summary_is_read_as_written() -> None:
    rundown = make_rundown(
        make_item(kind="headlines", title="提要", text="今天有两条。"), make_item()
    )
    assert write_script(rundown, EPISODE)[0].printed == "今天有两条。"


def test_words_before_a_story_are_said_where_the_show_has_them() -> None:
    episode = EpisodeSettings(story_intro="第{number}条，见第{page}版。")
    script = write_script(make_rundown(make_item()), episode)
    assert script[0].printed == "第1条，见第1版。"


FIVE = make_rundown(
    make_item(kind="headlines", title="内容提要", text=""),
    *(make_item(title=t) for t in "甲乙丙丁戊"),
)


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ("none", ["甲", "乙", "丙", "丁", "戊"]),
        ("numbers", ["第1条，甲", "第2条，乙", "第3条，丙", "第4条，丁", "第5条，戊"]),
        ("connectives", ["首先，甲", "另外，乙", "还有，丙", "另外，丁", "最后，戊"]),
    ],
)
def test_the_order_of_the_headlines_can_be_heard(order: Any, said: list[str]) -> None:
    script = write_script(FIVE, EpisodeSettings(headline_order=order))
    assert [s.printed for s in script if s.role == "summary"] == said
    # A chapter's title and the headline before its story stay as they are.
    assert [s.printed for s in script if s.role == "headline"] == list("甲乙丙丁戊")


def test_numbers_before_headlines_are_said_as_ordinals() -> None:
    script = write_script(FIVE, EpisodeSettings(headline_order="numbers"))
    assert spell_segment(script[1]).spoken == "第二条，乙"


@pytest.mark.parametrize("order", ["numbers", "connectives"])
def test_a_single_headline_has_no_order(order: Any) -> None:
    rundown = make_rundown(
        make_item(kind="headlines", title="提要", text=""), make_item(title="甲")
    )
    script = write_script(rundown, EpisodeSettings(headline_order=order))
    assert script[0].printed == "甲"


def test_words_stand_between_stories_in_turns_and_none_before_the_first() -> None:
    links = ("接下来，", "另一条消息，")
    script = write_script(FIVE, EpisodeSettings(story_links=links))
    by_story = [[s.printed for s in script if s.item == item] for item in range(1, 6)]
    assert [said[0] for said in by_story] == ["甲", *links, *links]
    assert all(said[-2] in "甲乙丙丁戊" for said in by_story)
    assert write_script(FIVE, EpisodeSettings(story_links=links)) == script


def heard(*names: str) -> list[str]:
    """The order in which items are heard: s1 a story, out a dropped one, else an item's kind."""
    items = [
        make_item(title=name, drop=name == "out")
        if name in ("s1", "s2", "s3", "out")
        else make_item(kind=name.rstrip("+"), title=name, article_id="", pages=())
        for name in names
    ]
    return [item.title for item in spoken_items(make_rundown(*items))]


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("greeting s1 sign-off out s2", "greeting s1 s2 sign-off"),
        ("s1 sign-off s2 out s3", "s1 s2 s3 sign-off"),
        ("sign-off s1 s2", "s1 s2 sign-off"),
        ("s1 sign-off sign-off+ out s2", "s1 s2 sign-off sign-off+"),
        ("s1 sign-off s2 sign-off+", "s1 sign-off s2 sign-off+"),
        ("s1 sign-off ident", "s1 sign-off ident"),
        ("s1 sign-off s2 ident", "s1 s2 sign-off ident"),
        ("s2 s1", "s2 s1"),
        ("s1 sign-off out", "s1 sign-off"),
    ],
)
def test_a_story_that_is_taken_in_behind_the_sign_off_is_heard_before_it(
    written: str, spoken: str
) -> None:
    assert heard(*written.split()) == spoken.split()


def test_segments_count_the_items_that_are_spoken() -> None:
    rundown = make_rundown(make_item(drop=True), make_item(title="甲"), make_item(title="乙"))
    script = write_script(rundown, EPISODE)
    assert {s.item for s in script} == {0, 1}


@given(st.text(max_size=400), st.integers(min_value=1, max_value=50))
def test_pieces_joined_are_the_text_and_none_is_too_long(text: str, limit: int) -> None:
    pieces = split_text(text, limit=limit)
    assert "".join(pieces) == text
    assert all(len(piece) <= limit for piece in pieces)


@given(
    st.lists(
        st.sampled_from(["青川市今天晴。", "“有风吗？”", "气温十二度，", "明天转阴；"]), max_size=90
    )
)
def test_a_long_paragraph_is_cut_behind_a_mark(parts: list[str]) -> None:
    for piece in split_text("".join(parts))[:-1]:
        assert piece[-1] in "。？”；，"
        assert len(piece) > MAX_SEGMENT_CHARS // 2


@pytest.mark.parametrize(
    "unit",
    [
        pytest.param("{n}镇1,200吨", id="grouped"),
        pytest.param("{n}队对乐安队11:45开赛，", id="time"),
        pytest.param("{n}队十一比赛11：45开赛，", id="wide-colon"),
        pytest.param("{n}厂产3，600台", id="wide-comma"),
        pytest.param("{n}村3、4月份播种", id="list-of-months"),
        pytest.param("{n}乡增长12.5%", id="percent"),
        pytest.param("{n}街第206号院", id="ordinal"),
        pytest.param("{n}户￥1500元", id="currency"),
        pytest.param("{n}站Qinghe路", id="latin"),
        pytest.param("{n}记Le\u0301on说", id="accent"),
    ],
)
def test_no_number_and_no_word_is_cut(unit: str) -> None:
    whole = unit.replace("{n}", "")
    for shift in range(20):
        text = "今" * shift + "".join(unit.replace("{n}", n) for n in "甲乙丙丁戊己庚辛" * 9)
        pieces = split_text(text)
        assert "".join(pieces) == text
        assert all(len(piece) > MAX_SEGMENT_CHARS // 2 for piece in pieces[:-1])
        assert all(len(piece) <= MAX_SEGMENT_CHARS for piece in pieces)
        number = re.search(r"[第￥]?[0-9][0-9,，:：、.]*.|Q[a-z]+|L.*n", whole)
        assert number is not None
        assert sum(piece.count(number[0]) for piece in pieces) == 72


@pytest.mark.parametrize("mark", ["，", "、"])
def test_a_long_list_of_numbers_is_cut_between_two_of_them(mark: str) -> None:
    pieces = split_text(mark.join(str(n) for n in range(100, 400)))
    assert all(len(number) == 3 for piece in pieces for number in piece.strip(mark).split(mark))


def test_a_colon_between_a_number_and_a_word_ends_a_clause() -> None:
    text = "".join(f"{n}号：青河队主场，请观众提前入场就座" for n in range(10, 40))
    for piece in split_text(text)[:-1]:
        assert piece[-1] in "：，"


@pytest.mark.parametrize("length", [3, 200, 290, 310, 900])
@pytest.mark.parametrize("before", [0, 1, 150, 299, 450])
def test_a_marked_run_is_never_cut(length: int, before: int) -> None:
    text = "田" * before + "{" + "A" * length + "|甲}" + "完，" * 200
    script = write_script(make_rundown(make_item(title="题", text=text)), EPISODE)
    marked = [s.printed[r.start : r.end] for s in script for r in s.readings if r.spoken == "甲"]
    assert marked == ["A" * length]
    assert all(len(s.printed) <= max(MAX_SEGMENT_CHARS, length) for s in script if s.role == "text")


LINES = st.lists(
    st.sampled_from(["一段。", "## 小题", "“问：", "字" * 700, "##", "## ", "甲 乙"]), max_size=8
)


@given(LINES)
def test_every_line_is_said_and_a_heading_stands_alone(lines: list[str]) -> None:
    rundown = make_rundown(make_item(title="题", text="\n".join(["一段。", *lines])))
    script = write_script(rundown, EPISODE)
    said = "".join(s.printed for s in script[1:])
    assert said == "一段。" + "".join(line.removeprefix("## ").strip() for line in lines)
    assert all(s.printed for s in script)
    assert script[-1].pause == "story"
    for above, heading in pairwise(script):
        if heading.role == "heading" and above.role == "text":
            assert above.pause == "headline"
