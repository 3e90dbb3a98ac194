"""The words that an engine has timed, found in what is printed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from audiopaper.model import Mark, Reading, Segment
from audiopaper.stitching.timing import time_cues
from audiopaper.stitching.word_places import place_words, time_sentences


def marks(*texts: str) -> list[Mark]:
    return [Mark(start_ms=100 * n, end_ms=100 * n + 90, text=text) for n, text in enumerate(texts)]


def placed(segment: Segment, *texts: str) -> list[tuple[str, int, int]]:
    words = place_words(segment, marks(*texts))
    return [(segment.printed[w.first : w.end], w.start_ms, w.end_ms) for w in words]


def segment(printed: str, *readings: Reading) -> Segment:
    return Segment(item=0, presenter="lan", printed=printed, readings=readings)


def test_a_number_that_is_said_in_words_is_one_word() -> None:
    number = Reading(start=2, end=7, spoken="二零二六年")
    said = segment("青川2026年通车。", number)
    assert placed(said, "青川", "二零", "二六", "年", "通车") == [
        ("青川", 0, 90),
        ("2026年", 100, 390),
        ("通车", 400, 490),
    ]


def test_a_word_that_was_sent_in_other_characters_is_found_as_printed() -> None:
    sent = Reading(start=0, end=1, spoken="曾", respelling="增")
    assert placed(segment("曾令新说。", sent), "增令新", "说") == [
        ("曾令新", 0, 90),
        ("说", 100, 190),
    ]


def test_what_the_engine_writes_otherwise_is_passed_over() -> None:
    assert placed(segment("增长3%，很好。"), "增长", "百分之三", "很好") == [
        ("增长", 0, 90),
        ("很好", 200, 290),
    ]


def test_sentences_are_timed_by_their_words() -> None:
    printed = "“好。”他说，行！"
    words = place_words(segment(printed), marks("好", "他说", "行"))
    assert time_sentences(printed, words) == (("“好。”", 0, 90), ("他说，行！", 100, 290))
    assert time_sentences(printed, words[:1]) == ()


def test_each_cue_has_its_own_words_counted_from_its_own_beginning() -> None:
    said = segment("桥通了。路也通了。")
    words = place_words(said, marks("桥", "通了", "路", "也", "通了"))
    cues = time_cues(
        said,
        time_sentences(said.printed, words),
        words=words,
        chapter=0,
        paragraph=0,
        first_ms=5000,
        last_ms=6000,
    )
    assert [cue.text for cue in cues] == ["桥通了。", "路也通了。"]
    assert [tuple(word) for word in cues[1].words] == [
        (5200, 5290, 0, 1),
        (5300, 5390, 1, 2),
        (5400, 5490, 2, 4),
    ]


@given(
    st.text("青川。，的3年ßaA ", min_size=1, max_size=30),
    st.lists(st.text("青川的3年ßsaA ", max_size=4)),
)
def test_words_follow_each_other_within_the_text_whatever_is_marked(
    printed: str, texts: list[str]
) -> None:
    words = place_words(segment(printed), marks(*texts))
    bounds = [n for word in words for n in (word.first, word.end)]
    assert bounds == sorted(bounds)
    assert all(0 <= word.first < word.end <= len(printed) for word in words)
