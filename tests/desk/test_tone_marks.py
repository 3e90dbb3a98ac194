"""Pinyin with tone marks."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiopaper.desk.chosen_readings import mark_tones
from audiopaper.lexicon import parse_pinyin


@pytest.mark.parametrize(
    ("digits", "marks"),
    [
        ("ge3 chun1 lei2", "gě chūn léi"),
        ("lv4 lve4 nv3", "lǜ lüè nǚ"),
        ("jiu3 gui4 hou4 xiong2 lao3 xue2", "jiǔ guì hòu xióng lǎo xué"),
        ("de5 er2", "de ér"),
        ("hm5 三百 A4 mp3 G20", "hm5 三百 A4 mp3 G20"),
    ],
)
def test_a_tone_is_marked_on_its_vowel(digits: str, marks: str) -> None:
    assert mark_tones(digits) == marks


@given(st.text("aeiouvngzhlbx", min_size=1, max_size=6), st.integers(1, 5))
def test_every_syllable_of_the_lexicon_loses_its_digit_and_nothing_else(
    letters: str, tone: int
) -> None:
    try:
        (syllable,) = parse_pinyin("字", f"{letters}{tone}")
    except ValueError:
        return
    if not set(letters) & set("aeiouv"):
        return
    marked = unicodedata.normalize("NFD", mark_tones(syllable))
    bare = "".join(c for c in marked if c.isascii() or c == "\u0308")
    assert bare.replace("u\u0308", "v") == letters


@given(st.text(max_size=40))
def test_a_text_without_pinyin_stays(text: str) -> None:
    if not any(c in "12345" for c in text):
        assert mark_tones(text) == text
