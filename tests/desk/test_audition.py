"""What an editor hears at the desk: how much of a sentence, in which order, and by whom."""

from __future__ import annotations

import shutil
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiopaper.config import Config, defaults_folder, read_config
from audiopaper.desk import audition
from audiopaper.desk.audition import Audition, Passage, speaks_here
from audiopaper.desk.doubt_rows import ReadingDoubt, count_doubts, list_likely
from audiopaper.desk.passages import PASSAGE_CHARS, cut_passage, find_text, split_context
from audiopaper.desk.renderer import _show_marked
from audiopaper.marked_text import mark_text, split_mark
from audiopaper.model import Reading, ReadingRule, Segment
from audiopaper.pipeline.lexicon_entries import add_entry, own_folder
from audiopaper.reading_review import Doubt, review_readings
from tests import HANG_S
from tests.support.builders import make_item

CONFIG = Config()
LONG = "市农业农村局昨天组织的春茶采摘培训班上老师傅一斤干茶要采50000个芽头才够数。"


def test_a_long_sentence_is_cut_to_its_clause_only_where_that_is_read_alike() -> None:
    sentence = "过去一年里大家都说得最多的是早上挤，馆长单文说，图书馆每天开到晚上九点。"
    assert cut_passage(sentence, "单文", "shan4 wen2", CONFIG) == "馆长单文说，"
    assert cut_passage(sentence, "单文", "dan1 wen2", CONFIG) == sentence
    assert cut_passage("单文说。", "单文", "shan4 wen2", CONFIG) == "单文说。"


def test_a_number_is_compared_by_its_words() -> None:
    sentence = "老师傅教大家怎样采茶，一斤要采300多个芽头，歇一歇再采。"
    assert cut_passage(sentence, "300", "三百", CONFIG) == "要采300多个芽头"


def test_of_a_clause_without_marks_whole_words_are_spoken_and_no_figure_is_divided() -> None:
    passage = cut_passage(LONG, "芽头", "", CONFIG)
    assert "芽头" in passage
    assert len(passage) <= PASSAGE_CHARS
    assert "50000" in passage or not any(c.isdigit() for c in passage)
    assert cut_passage(LONG, "培训", "", CONFIG) == "采摘培训班上老师傅"


def test_no_number_is_divided_from_its_unit() -> None:
    sentence = "一斤干茶要采将近5万个芽头，手最快的采茶工一天也采不到。"
    assert cut_passage(sentence, "干", "", CONFIG) == "一斤干茶要采将近"
    assert cut_passage(sentence, "5", "", CONFIG).endswith("5万个芽头")


def test_a_character_that_stands_twice_is_heard_where_it_is_doubtful() -> None:
    sentence = "最快的采茶工采三斤，慢的也采得一斤多，新来的跟着采。"
    assert (
        cut_passage(sentence, "采", "", CONFIG, context="慢的也【采】得一斤")
        == "慢的也采得一斤多，"
    )
    assert cut_passage(sentence, "采", "", CONFIG) == "最快的采茶工采三斤"


def test_what_is_said_of_a_mark_in_braces_is_never_cut() -> None:
    sentence = "昨天来了很多很多的人，{300|三百}多个芽头，歇一歇再采。"
    assert cut_passage(sentence, "芽头", "", CONFIG) == sentence


@given(st.text("一二三采茶的，。、50 abc“”", min_size=1, max_size=60), st.data())
def test_a_passage_is_a_part_of_its_sentence_that_holds_the_text(sentence: str, data: Any) -> None:
    start = data.draw(st.integers(0, len(sentence) - 1))
    end = data.draw(st.integers(start + 1, min(len(sentence), start + 4)))
    text = sentence[start:end]
    passage = cut_passage(sentence, text, "", CONFIG)
    assert text in passage
    assert passage in sentence
    assert find_text(sentence, text, "") <= start


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were spoken; nothing sounds."""
    texts: list[str] = []

    def speak(text: str, **_: object) -> tuple[Any, bytes]:
        texts.append(text)
        return type("Said", (), {"engine": "espeak"}), text.encode()

    monkeypatch.setattr(audition, "speak_text", speak)
    return texts


def configure(folder: Path, engine: str) -> Config:
    path = folder / "config.toml"
    path.write_text(f'engine = "{engine}"\n', "utf-8")
    return read_config(path)


def test_what_is_next_is_spoken_ahead_in_order_and_what_is_asked_for_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoken: list[str]
) -> None:
    config = configure(tmp_path, "espeak")
    begun, goes_on, all_done = threading.Event(), threading.Event(), threading.Event()
    speak = audition.speak_text

    def speak_slowly(text: str, **more: Any) -> tuple[Any, bytes]:
        if text == "一。":
            begun.set()
            assert goes_on.wait(HANG_S)
        said = speak(text, **more)
        if text == "三。":
            all_done.set()
        return said

    monkeypatch.setattr(audition, "speak_text", speak_slowly)
    voice = Audition(rest_s=0)
    voice.prepare([Passage(sentence=text) for text in ("一。", "二。", "三。")], config)
    assert begun.wait(HANG_S)
    asked = threading.Thread(target=voice.hear, args=(Passage(sentence="急。"), config))
    with voice._change:
        asked.start()
        # The question is there before the first passage ends.
        assert voice._change.wait_for(lambda: bool(voice._asked), HANG_S)
    goes_on.set()
    asked.join(HANG_S)
    assert all_done.wait(HANG_S)
    assert spoken == ["一。", "急。", "二。", "三。"]


@pytest.mark.parametrize(("engine", "here"), [("espeak", True), ("auto", False), ("edge", False)])
def test_no_service_is_asked_ahead(tmp_path: Path, engine: str, here: bool) -> None:
    assert speaks_here(engine, configure(tmp_path, engine)) is here


def test_once_edge_did_not_answer_the_offline_engine_is_asked_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoken: list[str]
) -> None:
    config = configure(tmp_path, "auto")
    engines: list[str] = []
    now = [0.0]
    speak = audition.speak_text

    def note_engine(text: str, *, engine: str, **more: Any) -> tuple[Any, bytes]:
        engines.append(engine)
        return speak(text, **more)

    monkeypatch.setattr(audition, "speak_text", note_engine)
    voice = Audition(clock=lambda: now[0])
    for moment, text in ((0.0, "一。"), (10.0, "二。"), (1000.0, "三。")):
        now[0] = moment
        voice.hear(Passage(sentence=text), config)
    assert engines == ["auto", "espeak", "auto"]


def test_what_was_heard_is_not_spoken_again_unless_a_reading_was_decided_since(
    tmp_path: Path, spoken: list[str]
) -> None:
    config = replace(configure(tmp_path, "espeak"), voices=str(tmp_path / "voices"))
    shutil.copytree(defaults_folder() / "voices", tmp_path / "voices")
    voice = Audition(rest_s=0)
    for _ in range(2):
        voice.hear(Passage(sentence="单文说。"), config)
    assert spoken == ["单文说。"]
    add_entry(own_folder(config), "单文", "shan4 wen2")
    voice.hear(Passage(sentence="单文说。"), config)
    assert spoken == ["单文说。"] * 2


def test_after_the_words_the_whole_sentence_is_spoken_next_and_nothing_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoken: list[str]
) -> None:
    config = configure(tmp_path, "espeak")
    whole, done = threading.Event(), threading.Event()
    speak = audition.speak_text

    def note_end(text: str, **more: Any) -> tuple[Any, bytes]:
        said = speak(text, **more)
        if text == LONG:
            whole.set()
        if text == "末。":
            done.set()
        return said

    monkeypatch.setattr(audition, "speak_text", note_end)
    voice = Audition(rest_s=0)
    words = Passage(sentence=LONG, text="芽头", presenter="lan")
    voice.prepare([], config)
    voice.hear(words, config)
    assert whole.wait(HANG_S)
    voice.prepare([words, Passage(sentence="末。")], config)
    assert done.wait(HANG_S)
    assert spoken[0] == cut_passage(LONG, "芽头", "", CONFIG)
    assert spoken.count(spoken[0]) == 1


def test_the_likely_presses_are_the_words_of_each_reading_then_their_other_readings() -> None:
    def row(text: str, choices: tuple[str, ...]) -> ReadingDoubt:
        pinyin = ("a1",) * len(text)
        doubt = Doubt(
            kind="person" if len(text) > 1 else "polyphone",
            text=text,
            pinyin=pinyin,
            spoken="",
            context=f"甲【{text}】乙",
            sure=0.5,
            count=1,
            source="",
        )
        sentence = f"甲{text}乙。"
        return ReadingDoubt(
            id=text, doubt=doubt, sentence=sentence, presenter="lan", choices=choices
        )

    rows = [row("单文", ("shan4 wen2", "chan2 wen2")), row("干", ("gan4",)), row("盖春", ())]
    likely = list_likely(rows)
    assert [passage.text for passage in likely] == ["单文", "干", "盖春", "单文"]
    assert [passage.spoken for passage in likely] == ["a1 a1", "a1", "a1 a1", "shan4 wen2"]
    assert likely[3].tried is not None
    assert likely[3].tried.pinyin == ("shan4", "wen2")


@pytest.mark.parametrize(
    ("before", "behind", "context"),
    [
        pytest.param("他说，【现场】曾", "表示", ("曾", "表示"), id="before"),
        pytest.param("曾", "表示【图】", ("曾", "表示"), id="behind"),
        pytest.param("见【", "】表", ("", ""), id="around"),
        pytest.param("【行】字的", "，读音", ("字的", ""), id="same-character"),
        pytest.param("】曾", "表【", ("曾", "表"), id="unpaired"),
    ],
)
def test_printed_brackets_are_not_taken_for_the_mark(
    before: str, behind: str, context: tuple[str, str]
) -> None:
    printed = before + "行" + behind
    reading = Reading(
        start=len(before),
        end=len(before) + 1,
        pinyin=("xing2",),
        spoken="行",
        rule=ReadingRule.DEFAULT,
        sure=0.4,
    )
    segment = Segment(item=0, presenter="", printed=printed, readings=(reading,))
    (doubt,) = review_readings([segment])
    assert find_text(printed, "行", doubt.context) == len(before)
    assert "<mark>行</mark>" in str(_show_marked(doubt.context))
    assert split_context(doubt.context) == context
    assert count_doubts(make_item(text=printed), [doubt], ()) == 1


@given(*[st.text("【】〖〗行曾，<a", max_size=6)] * 3)
def test_a_marked_passage_can_be_taken_apart(before: str, part: str, behind: str) -> None:
    parts = split_mark(mark_text(before, part, behind))
    brackets = str.maketrans("【】", "〖〗")
    assert parts == tuple(text.translate(brackets) for text in (before, part, behind))
