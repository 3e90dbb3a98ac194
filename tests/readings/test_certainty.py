"""How sure a reading is."""

from __future__ import annotations

import pytest

from audiopaper.lexicon import Lexicon
from audiopaper.model import Segment
from audiopaper.reading_review import review_readings
from audiopaper.readings import add_readings, reading_confidence
from audiopaper.readings.g2pm import Guess


def guess(share: float) -> Guess:
    return Guess("xing2", share)


@pytest.mark.parametrize("share", [1.0, 0.9995, 0.995, 0.95, 0.5])
def test_a_character_that_is_read_in_two_ways_is_less_sure(share: float) -> None:
    hard = reading_confidence.sure_of_guess("行", guess(share), votes=0, words_differ=False)
    assert hard < reading_confidence.sure_of_guess("说", guess(share), votes=0, words_differ=False)


def test_the_network_is_surer_with_a_dictionary_than_against_one() -> None:
    alone, agreed, against = (
        reading_confidence.sure_of_guess("行", guess(0.9995), votes=votes, words_differ=differ)
        for votes, differ in ((0, False), (2, False), (2, True))
    )
    assert against <= alone < agreed


def test_a_rule_is_less_sure_the_more_sources_differ() -> None:
    none = reading_confidence.sure_of_rule(network_differs=False, words_differ=False)
    network = reading_confidence.sure_of_rule(network_differs=True, words_differ=False)
    words = reading_confidence.sure_of_rule(network_differs=True, words_differ=True)
    assert none > network > words


def test_all_dictionaries_are_surer_than_some() -> None:
    for differs in (False, True):
        assert reading_confidence.sure_of_words(
            4, network_differs=differs
        ) > reading_confidence.sure_of_words(3, network_differs=differs)


@pytest.mark.parametrize(
    ("text", "at"),
    [("村里种植玉米。", 2), ("家长都来了。", 1), ("他当天就走了。", 1), ("麦子熟了。", 1)],
)
def test_a_common_word_against_the_network_alone_is_not_asked_about(text: str, at: int) -> None:
    (read,) = add_readings([Segment(item=0, presenter="", printed=text)], Lexicon())
    reading = next(r for r in read.readings if r.start == at)
    assert reading.sure >= reading_confidence.COMMON_GUESSED
    assert not [d for d in review_readings([read]) if d.text == text[at]]


def test_a_character_alone_against_the_network_is_asked_about() -> None:
    text = "把麦子装囤。"
    (read,) = add_readings([Segment(item=0, presenter="", printed=text)], Lexicon())
    assert "囤" in [d.text for d in review_readings([read])]
