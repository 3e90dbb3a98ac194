"""Words that the dictionaries read wrongly, neutral tones, and longer words read by their parts."""

from __future__ import annotations

import itertools

import pytest

from audiopaper.readings import release_tables
from audiopaper.readings.dictionary import corrected_words, find_word, neutral_words
from audiopaper.readings.word_division import parts_of
from audiopaper.readings.word_lists import read_words
from tests.support.reading_rows import rows, said


@pytest.mark.parametrize("name", ["corrections.tsv", "neutral.tsv"])
def test_each_row_has_a_syllable_for_each_character_and_stands_once(name: str) -> None:
    words = [row[0] for row in rows(name)]
    assert words == sorted(set(words))
    for word, pinyin, *_ in rows(name):
        syllables = pinyin.split(" ")
        assert len(syllables) == len(word)
        assert all(s[-1] in "12345" and s[:-1].isalpha() for s in syllables)


def test_each_correction_names_its_source() -> None:
    assert all(len(row) == 3 and row[2] for row in rows("corrections.tsv"))


def test_what_is_in_a_table_is_what_the_dictionary_says() -> None:
    for word, pinyin, *_ in rows("corrections.tsv") + rows("neutral.tsv"):
        entry = find_word(word)
        assert entry is not None
        assert " ".join(entry.pinyin) == pinyin


@pytest.mark.parametrize(
    ("text", "word", "pinyin"),
    [
        pytest.param("青川的日均温差有十五度", "温差", "wen1 cha1", id="one-source"),
        pytest.param("国家加强宏观调控", "调控", "tiao2 kong4", id="inside-a-longer-word"),
        pytest.param("拿出一部分资金", "一部分", "yi1 bu4 fen4", id="undecided-longer-word"),
        pytest.param("是改革的重要组成部分", "部分", "bu4 fen4", id="undecided-longer-word-2"),
        pytest.param("村里的教师队伍", "队伍", "dui4 wu5", id="neutral-inside"),
        pytest.param("学生说，粮食丰收了", "学生", "xue2 sheng5", id="neutral"),
        pytest.param("青川大学生村官", "大学生", "da4 xue2 sheng1", id="full-in-a-compound"),
        pytest.param("这件事值得信赖", "值得", "zhi2 de2", id="varies-and-stays-full"),
        pytest.param("孙子兵法展", "孙子", "sun1 zi3", id="a-masters-name-is-full"),
    ],
)
def test_words_are_read_as_newsreaders_read_them(text: str, word: str, pinyin: str) -> None:
    assert said(text, word) == pinyin


def test_tables_whose_memory_was_freed_are_read_again() -> None:
    before = said("教师队伍里有一部分老人", "教师队伍里有一部分老人")
    release_tables()
    caches = (corrected_words, neutral_words, parts_of, read_words)
    assert all(cache.cache_info().currsize == 0 for cache in caches)
    assert said("教师队伍里有一部分老人", "教师队伍里有一部分老人") == before


def test_no_table_contradicts_one_that_goes_before_it() -> None:
    tables = ("phrases.tsv", "corrections.tsv", "neutral.tsv")
    readings = [{word: pinyin for word, pinyin, *_ in rows(name)} for name in tables]
    for earlier, later in itertools.combinations(readings, 2):
        assert {w for w in earlier.keys() & later.keys() if earlier[w] != later[w]} == set()
    for word, pinyin, _ in rows("extra_dictionary.tsv"):
        entry = find_word(word)
        if entry is not None and entry.votes:
            pairs = zip(entry.pinyin, pinyin.split(" "), strict=True)
            assert all(not known or asked in ("-", known) for known, asked in pairs), word
