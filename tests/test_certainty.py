"""How sure a reading is."""

from __future__ import annotations

import pytest

from audiopaper.readings import certainty
from audiopaper.readings.network import Guess


def guess(share: float) -> Guess:
    return Guess("xing2", share)


@pytest.mark.parametrize("share", [1.0, 0.9995, 0.995, 0.95, 0.5])
def test_a_character_that_is_read_in_two_ways_is_less_sure(share: float) -> None:
    hard = certainty.sure_of_guess("行", guess(share), votes=0, words_differ=False)
    assert hard < certainty.sure_of_guess("说", guess(share), votes=0, words_differ=False)


def test_the_network_is_surer_with_a_dictionary_than_against_one() -> None:
    alone, agreed, against = (
        certainty.sure_of_guess("行", guess(0.9995), votes=votes, words_differ=differ)
        for votes, differ in ((0, False), (2, False), (2, True))
    )
    assert against <= alone < agreed


def test_a_rule_is_less_sure_the_more_sources_differ() -> None:
    none = certainty.sure_of_rule(network_differs=False, words_differ=False)
    network = certainty.sure_of_rule(network_differs=True, words_differ=False)
    words = certainty.sure_of_rule(network_differs=True, words_differ=True)
    assert none > network > words


def test_all_dictionaries_are_surer_than_some() -> None:
    for differs in (False, True):
        assert certainty.sure_of_words(4, network_differs=differs) > certainty.sure_of_words(
            3, network_differs=differs
        )
