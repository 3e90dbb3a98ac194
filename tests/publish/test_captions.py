"""Captions: what a viewer can read in passing."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiopaper.model import WordTime
from audiopaper.publish.captions import (
    MAX_DURATION_MS,
    MAX_LINE_CELLS,
    MAX_LINES,
    cell_width,
    split_captions,
)

LINE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=200)
CHINESE = st.text("青川大桥今天通车，。、“”（）1200米AB的了在和：", max_size=200)


def lines(text: str, duration_ms: int = 6000) -> list[tuple[str, ...]]:
    return [caption.lines for caption in split_captions(text, 0, duration_ms)]


@pytest.mark.parametrize(
    ("text", "captions"),
    [
        pytest.param("春耕开始。", [("春耕开始。",)], id="short"),
        pytest.param(
            "青川大桥今天早上八点正式通车，全长1200米。",
            [("青川大桥今天早上八点正式通车，", "全长1200米。")],
            id="behind-a-mark",
        ),
        pytest.param(
            "市民代表、青年志愿者和老师傅们走上大桥，用脚步丈量这座等了十二年的大桥，有人落泪，有人鼓掌。",
            [
                ("市民代表、青年志愿者", "和老师傅们走上大桥，"),
                ("用脚步丈量这座等了十二年的大桥，", "有人落泪，有人鼓掌。"),
            ],
            id="pieces-end-behind-marks",
        ),
        pytest.param("字" * 40, [("字" * 14, "字" * 14), ("字" * 12,)], id="no-mark"),
    ],
)
def test_a_sentence_is_cut_where_a_reader_would(text: str, captions: list[tuple[str, ...]]) -> None:
    assert lines(text, 250 * len(text)) == captions


def test_a_number_and_a_latin_word_stay_whole() -> None:
    said = lines("今年第一季度全市的财政收入共计大约1234567.89万元，由Greenriver公司代收。")
    flat = [line for caption in said for line in caption]
    assert any("1234567.89" in line for line in flat)
    assert any("Greenriver" in line for line in flat)


def test_no_line_ends_inside_a_word() -> None:
    text = "青川市教育局组织全市二十八所中小学校的学生前往新落成的体育馆参加首届运动会开幕仪式"
    words = "青川市 教育局 组织 全市 二十八 所 中小学校 的 学生 前往 新 落成 的 体育馆 参加 首届 运动会 开幕 仪式"
    starts = set(itertools.accumulate(map(len, words.split()), initial=0))
    inside = [n for n in range(len(text)) if n not in starts]
    for duration_ms in (4000, 9000, 20_000):
        captions = split_captions(text, 0, duration_ms, inside_words=inside)
        flat = [line for caption in captions for line in caption.lines]
        assert set(itertools.accumulate(map(len, flat))) <= starts


@pytest.mark.parametrize("kept", ["2026年3月2日", "3月2日", "1.2万名", "350所", "8时30分"])
def test_a_date_and_a_number_with_its_unit_stay_on_one_line(kept: str) -> None:
    for before in range(10, 18):
        flat = [x for c in lines("字" * before + kept + "字" * 12) for x in c]
        assert any(kept in line for line in flat), flat


def test_no_line_begins_with_a_closing_mark() -> None:
    said = lines("“" + "字" * 15 + "”" + "字" * 16 + "。" + "字" * 14 + "、" + "字" * 30)
    assert not [x for caption in said for x in caption if x[0] in "”。、"]


def test_a_paragraph_that_came_as_one_cue_is_still_cut_to_seven_seconds() -> None:
    captions = split_captions("桥通了。大家都来了。" * 12, 0, 40_000)
    assert all(c.end_ms - c.start_ms <= MAX_DURATION_MS for c in captions)
    assert "".join("".join(c.lines) for c in captions) == "桥通了。大家都来了。" * 12


def test_slow_words_are_not_torn_and_their_caption_ends_after_seven_seconds() -> None:
    (caption,) = split_captions("好的。", 1000, 12_000)
    assert (caption.lines, caption.start_ms, caption.end_ms) == (("好的。",), 1000, 8000)


def test_times_go_by_syllables_and_the_rest_at_a_mark() -> None:
    first, second = split_captions("字" * 30 + "，" + "字" * 10 + "。", 0, 8000)
    assert (first.end_ms, second.start_ms) == (second.start_ms, first.end_ms)
    assert first.end_ms == pytest.approx(8000 * 31.3 / 43.3, abs=1)


def test_a_caption_begins_when_its_first_word_is_said_where_the_engine_knows() -> None:
    text = "两条夜间公交线路从青川火车站发出首班车，线路全长23公里。"
    at = text.index("线路全长")
    words = (WordTime(0, 400, 0, 2), WordTime(4321, 4700, at, at + 2))
    captions = split_captions(text, 0, 6000, words=words)
    assert [(c.start_ms, c.end_ms) for c in captions] == [(0, 4321), (4321, 6000)]
    after = split_captions(text, 0, 3000, words=words)
    assert [(c.start_ms, c.end_ms) for c in after] == [(0, 3000), (3000, 3000)]


def test_a_speakers_name_stands_before_the_first_line_alone() -> None:
    captions = split_captions("字" * 40, 0, 6000, name="岚：")
    assert [c.lines[0][:2] == "岚：" for c in captions] == [True, False]


@given(LINE | CHINESE, st.integers(0, 120_000), st.frozensets(st.integers(0, 200)))
def test_no_caption_is_too_wide_too_high_or_too_long_and_none_loses_a_character(
    text: str, duration_ms: int, inside: frozenset[int]
) -> None:
    text = " ".join(text.split())
    captions = split_captions(text, 500, 500 + duration_ms, inside_words=inside)
    joined = "".join("".join(caption.lines) for caption in captions)
    assert "".join(joined.split()) == "".join(text.split())
    assert captions[0].start_ms == 500
    for caption in captions:
        assert 1 <= len(caption.lines) <= MAX_LINES
        assert all(cell_width(line) <= MAX_LINE_CELLS for line in caption.lines)
        assert 0 <= caption.end_ms - caption.start_ms <= MAX_DURATION_MS
    for one, following in itertools.pairwise(captions):
        assert one.end_ms <= following.start_ms


def test_an_address_stays_whole() -> None:
    address = "www.qingchuan.example/q?id=3#top"
    text = f"市民和游客从今天起都可以在网址{address}上报名，名额有限，先到先得。"
    lines = [line for c in split_captions(text, 0, 9000) for line in c.lines]
    assert any(address in line for line in lines)
