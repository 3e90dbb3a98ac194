"""How each character of a segment is said: `Segment` + `Lexicon` -> `Segment` with readings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.readings.context_rules import release_context_rules
from audiopaper.readings.decision_list import decide, settle_variants, visible
from audiopaper.readings.dictionary import release_dictionaries
from audiopaper.readings.dictionary_readings import release_further_dictionary
from audiopaper.readings.entries import find_entries
from audiopaper.readings.g2pm import guess_readings, release_network
from audiopaper.readings.names.people import find_people
from audiopaper.readings.names.place_names import find_places
from audiopaper.readings.names.possible_names import doubt_surnames
from audiopaper.readings.segment_readings import Surroundings, lay_out, tile_segment
from audiopaper.readings.settled_places import settle_places
from audiopaper.readings.word_division import release_frequencies
from audiopaper.readings.word_lists import release_word_lists

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audiopaper.lexicon import Lexicon
    from audiopaper.model import Segment
    from audiopaper.readings.entries import Words
    from audiopaper.readings.g2pm import Guess

__all__ = ["add_readings", "release_tables"]


def add_readings(segments: Sequence[Segment], lexicon: Lexicon) -> tuple[Segment, ...]:
    """Decide how every character of an edition is said.

    Args:
        segments: All segments of one edition, so that a person introduced in one is known in
            the others; each with the readings of its number groups, or none.
        lexicon: The decisions of people, which go before every rule.

    Returns:
        The same segments, their readings tiling ``printed``: one a Han character, one a number
        group (as it came, with its pinyin), one a group of letters, one a run of anything else.
    """
    spoken = [lay_out(segment) for segment in segments]
    texts = [each.simplified for each in spoken]
    guesses = guess_readings(texts)
    names = find_people(texts, guesses, lexicon)
    people = [own.people for own in names]
    words = [
        find_entries(text, persons, lexicon) for text, persons in zip(texts, people, strict=True)
    ]
    guesses = _guess_apart(texts, guesses, words)
    decisions = [
        settle_variants(
            spoken[index].text,
            text,
            decide(text, guesses[index], people[index], words[index], lexicon),
        )
        for index, text in enumerate(texts)
    ]
    settle_places(texts, [entries.spans for entries in words], decisions)
    for text, own, entries, decided in zip(texts, names, words, decisions, strict=True):
        doubt_surnames(text, own.possible, entries.spans, lexicon, decided)
    read = []
    for index, segment in enumerate(segments):
        places = find_places(texts[index], words[index])
        surroundings = Surroundings(words[index], people[index], places)
        read.append(tile_segment(segment, spoken[index], decisions[index], surroundings))
    return tuple(read)


def release_tables() -> None:
    """Free the memory of the tables, some 70 MB; the next edition takes 0.3 seconds to read them.

    For a caller that needs the memory before the next readings are decided.
    """
    release_dictionaries()
    release_further_dictionary()
    release_word_lists()
    release_frequencies()
    release_context_rules()
    release_network()


def _guess_apart(
    texts: Sequence[str], guesses: Sequence[Mapping[int, Guess]], words: Sequence[Words]
) -> list[dict[int, Guess]]:
    """Repeat the network's guess where it took characters of two words for one: 秘书长|安全.

    The second guess is made from the text up to the break only.
    """
    asked: list[tuple[int, int, int, str]] = []
    for index, (text, guess, entries) in enumerate(zip(texts, guesses, words, strict=True)):
        for at, syllable, cut in entries.crossed:
            if at in guess and guess[at].syllable == syllable:
                start, end = visible(len(text), at, [cut])
                asked.append((index, at, start, text[start:end]))
    answers = guess_readings([part for *_, part in asked])
    changed = [dict(guess) for guess in guesses]
    for (index, at, start, _), answer in zip(asked, answers, strict=True):
        if at - start in answer:
            changed[index][at] = answer[at - start]
    return changed
