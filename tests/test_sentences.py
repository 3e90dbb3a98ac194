"""A text is divided where a sentence ends, and nowhere inside one of its parts."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiopaper.sentences import find_end_marks, find_marks, find_sentence_ends


def divided(text: str, *, semicolons: bool = False) -> list[str]:
    bounds = [0, *find_sentence_ends(text, semicolons=semicolons), len(text)]
    return [text[start:end] for start, end in itertools.pairwise(bounds)]


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("小剧场推出《谁来开门？》和《别走！》两部新戏。", id="titles"),
        pytest.param("《你好！青川》昨晚首演", id="title-that-goes-on"),
        pytest.param("《青川，加油！》登上榜首，《为什么是我？》排第二。", id="title-before-verb"),
        pytest.param("〈谁？〉与《“走！”》同场上演。", id="nested-titles"),
        pytest.param("“真香！”的评价刷了屏。", id="particle"),
        pytest.param("“真香！真香！”的评价刷了屏。", id="particle-behind-two"),
        pytest.param("“好球！”“再进一个！”的喊声不断。", id="particle-behind-a-row"),
        pytest.param("孩子们齐喊“爷爷好！”，老人笑了。", id="comma"),
        pytest.param("记者问“何时完工？”时，工长说下月。", id="embedded-question"),
        pytest.param("桥头挂着“慢！”“停！”两块牌子。", id="embedded-row"),
        pytest.param("作品“出发！”获得一等奖。", id="embedded-before-verb"),
        pytest.param("口号“冲啊！”、“别怕！”响彻全场。", id="embedded-list"),
        pytest.param("“青川，早安！”走进校园", id="campaign"),
        pytest.param("「太好看了！」的讚嘆聲不斷。", id="traditional"),
        pytest.param("他（真的是他？）昨天到了。", id="bracket"),
        pytest.param("她问“完了吗？”。", id="stop-behind-the-quotation"),
        pytest.param("入口在qc.example.cn/s?page=2&lang=zh，今日开放。", id="address"),
        pytest.param("入口在qc.example.cn/?from=app，今日开放。", id="address-behind-a-slash"),
        pytest.param("Joomla!网站和Yahoo!日本在青川设点。", id="names"),
    ],
)
@pytest.mark.parametrize("before", ["", "桥通了。", "谁不高兴？"])
@pytest.mark.parametrize("behind", ["", "路也通了。"])
def test_a_mark_in_a_part_of_a_sentence_ends_nothing(
    sentence: str, before: str, behind: str
) -> None:
    behind = behind if sentence[-1] == "。" else ""
    assert divided(before + sentence + behind) == [s for s in (before, sentence, behind) if s]


@pytest.mark.parametrize(
    "sentences",
    [
        pytest.param(["他说：“好！”", "大家笑了。"], id="speech-behind-a-colon"),
        pytest.param(["馆长问：“开门了吗？”", "时间是八点。"], id="word-like-a-particle"),
        pytest.param(["“明天见！”", "他说。"], id="who-says-it"),
        pytest.param(["“桥通了。", "路也通了！”", "镇长说。"], id="speech-of-two-sentences"),
        pytest.param(
            ["村民说“桥修好了。", "水也通了！”", "大家都来看。"], id="long-speech-embedded"
        ),
        pytest.param(["“谁？”", "“我。”"], id="dialogue"),
        pytest.param(["（掌声响起！）", "他坐下。"], id="bracket-of-its-own"),
        pytest.param(["他读完了《谁来开门？》。", "好看！", "再读！"], id="behind-a-title"),
        pytest.param(["为什么？！……", "没有人知道。"], id="several-marks"),
        pytest.param(["门票50元，在前台买。", "我也去！"], id="plain"),
        pytest.param(["谁会用WPS?", "记者去问。"], id="question-behind-letters"),
        pytest.param(["《谁来开门？", "今晚上演。", "票价五十元。"], id="title-never-closed"),
        pytest.param(["Let's go!", " We win."], id="english"),
    ],
)
def test_a_new_sentence_is_divided_from_the_last(sentences: list[str]) -> None:
    assert divided("".join(sentences)) == sentences


def test_a_semicolon_divides_on_demand() -> None:
    text = "桥通了；《路；桥》也上演了。"
    assert divided(text) == [text]
    assert divided(text, semicolons=True) == ["桥通了；", "《路；桥》也上演了。"]


TEXTS = st.text("桥通《》“”（）「」〈！？。；…，的Ab?!/=. \n", max_size=60)


@given(TEXTS, st.booleans())
def test_ends_are_in_order_and_among_all_marks(text: str, semicolons: bool) -> None:
    ends = find_sentence_ends(text, semicolons=semicolons)
    assert list(ends) == sorted(set(ends))
    assert all(0 < end < len(text) and text[end:].strip() for end in ends)
    assert set(ends) <= set(find_marks(text, semicolons=semicolons))


@given(TEXTS)
def test_an_end_mark_is_a_mark(text: str) -> None:
    assert {text[n] for n in find_end_marks(text)} <= set("！？。；…?!.")


@given(st.lists(st.sampled_from(["桥通了。", "路通了吗？", "水也通了！"]), min_size=1))
def test_plain_sentences_are_divided_one_by_one(sentences: list[str]) -> None:
    assert divided("".join(sentences)) == sentences
