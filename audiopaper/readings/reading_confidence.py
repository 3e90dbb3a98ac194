"""How certain a reading is, by the rule that decided it and the sources that disagree.

Classes and shares were set on newspaper text whose polyphones a reader had judged, before the rules
were changed by it: about 90 in 100 readings with 0.9 are right there.
``python -m tests.tools.audit TABLE`` measures that on a judged text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audiopaper.readings.g2pm import Guess

ALL_VOTES = 4
"""The number of dictionaries behind words.tsv."""

LEXICON, UNVERIFIED_ENTRY = 0.99, 0.96
"""A shipped entry that was looked up, and an unverified one."""

GIVEN = 0.97
"""A character of a given name that is nearly always read so."""

GIVEN_DOUBTFUL = 0.9
"""A character of a given name with two common readings."""

SURNAME_OF_TWO = 0.8
"""A surname that dictionaries list with two readings, which only the family can tell: 覃, 乐."""

CHOSEN_IN_TWO = frozenset("为乐行朝重单曾盛少长应令好宁相朴中空难兴便种")
"""The characters of given names with two common readings."""

COMMON_WORD, COMMON_GUESSED = 0.998, 0.99
"""A word of everyday text on which all dictionaries agree, whatever the network says; and one
that they do not decide, if the network gives its answer nine tenths or a context rule decides. Of
32 places where the network alone differed, all were right."""

COMMON_SHARE = 0.9

KNOWN_COUNT = 50.0
"""Count in sixty million of a word that is known, though not of everyday text."""

PHRASE, DEFAULT = 0.985, 0.995
"""A word of one dictionary, and the default reading of a character without other sources."""

# Characters that, where no word decides, have their second reading in at least five of a hundred
# places of a daily's running text (350,000 characters), or that people often misread.
HARD = frozenset(
    "为长得处地重应干行种还当乐率藏只尽少鲜铺教蒙倒累散奔咋相塞载转模差弹切调曲夫冠朝挑假脏校卷薄露血泊担曾囤豁耙磨钉吐茜"
    "抹扎晃呛逮垛剥缝炸拧撮背盛"
)

# The network's share for its answer, how often that is right, and how often for HARD.
_BY_SHARE = (
    (0.9999, 0.996, 0.93),
    (0.999, 0.97, 0.8),
    (0.99, 0.93, 0.78),
    (0.9, 0.87, 0.72),
    (0.0, 0.7, 0.5),
)

# 为 where no rule decides: the network was right in 14 of 24 cases (unseen text).
_WEI = 0.7

# A context rule, if nothing disagrees, if the network does, and if dictionaries do.
_RULE, _RULE_AGAINST_NETWORK, _RULE_AGAINST_WORDS = 0.995, 0.975, 0.94

# Words of all dictionaries and of fewer, each also if the network disagrees.
_ALL, _ALL_AGAINST = 0.998, 0.985
_FEWER, _FEWER_AGAINST = 0.989, 0.96
_AGREED = 0.997


def sure_of_rule(*, network_differs: bool, words_differ: bool) -> float:
    """Return the certainty of a context rule."""
    if words_differ:
        return _RULE_AGAINST_WORDS
    return _RULE_AGAINST_NETWORK if network_differs else _RULE


def sure_of_words(votes: int, *, network_differs: bool) -> float:
    """Return the certainty of a reading on which so many dictionaries agree."""
    if votes < ALL_VOTES:
        return _FEWER_AGAINST if network_differs else _FEWER
    return _ALL_AGAINST if network_differs else _ALL


def sure_of_guess(character: str, guess: Guess, *, votes: int, words_differ: bool) -> float:
    """Return the certainty of the network's answer.

    Args:
        character: The character.
        guess: The answer.
        votes: How many dictionaries have a word there.
        words_differ: Whether these dictionaries disagree with the answer.
    """
    if votes and not words_differ:
        return _AGREED
    if character == "为":
        return min(_WEI, guess.share)
    plain, hard = next((p, h) for share, p, h in _BY_SHARE if guess.share >= share)
    return hard if character in HARD or words_differ else plain
