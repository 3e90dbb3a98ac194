"""The ear's counting: what is said against what is heard; no recogniser is needed."""

from __future__ import annotations

import numpy as np
import pytest

from audiopaper.config import defaults_folder, read_config
from tests.tools.bench_ear import SENTENCES
from tests.tools.ear import (
    heard_reading,
    heard_units,
    said_units,
    score,
    score_parts,
    silences_ms,
)
from tests.tools.ear_forced import read_forced


def rates(
    spoken: str, pinyin: str, heard: str, *, loops: bool = False
) -> tuple[int, int, int, int]:
    s = score(said_units(spoken, pinyin.split()), heard_units(heard), loops=loops)
    return s.units, s.wrong_chars, s.wrong_syllables, s.wrong_toned


@pytest.mark.parametrize(
    ("heard", "wrong"),
    [
        pytest.param("青川开会。", (4, 0, 0, 0), id="as-it-was-said"),
        pytest.param("清川 开会", (4, 1, 0, 0), id="homophone"),
        pytest.param("请川开会", (4, 1, 0, 1), id="another-tone"),
        pytest.param("青川开", (4, 1, 1, 1), id="left-out"),
        pytest.param("青川开开会", (4, 1, 1, 1), id="twice"),
        pytest.param("青川开花", (4, 1, 1, 1), id="another-syllable"),
        pytest.param("", (4, 4, 4, 4), id="silence"),
    ],
)
def test_what_is_heard_otherwise_is_counted(heard: str, wrong: tuple[int, ...]) -> None:
    assert rates("青川开会", "qing1 chuan1 kai1 hui4", heard) == wrong


def test_any_reading_of_a_heard_character_counts_and_one_of_a_said_one() -> None:
    assert rates("虫庆", "chong2 qing4", "重庆")[2:] == (0, 0)
    assert rates("重庆", "zhong4 qing4", "虫庆")[2:] == (1, 1)


def test_a_latin_word_is_one_unit_however_it_is_spaced() -> None:
    assert rates("GDP增长", "zeng1 zhang3", "G D P增长") == (3, 0, 0, 0)
    assert rates("App好", "hao3", "app 好") == (2, 0, 0, 0)


def test_a_loop_counts_as_nothing_heard() -> None:
    assert rates("青川", "qing1 chuan1", "青川", loops=True) == (2, 2, 2, 2)


@pytest.mark.parametrize(
    ("heard", "parts"),
    [
        pytest.param("青川开会他来了", [(0, "青川开会"), (0, "他来了")], id="as-it-was-said"),
        pytest.param("青川开费他来", [(1, "青川开费"), (1, "他来")], id="both-misheard"),
        pytest.param("青川开会嗯他来了", [(1, "青川开会嗯"), (0, "他来了")], id="between"),
        pytest.param("他来了", [(4, ""), (0, "他来了")], id="first-unheard"),
        pytest.param("啊青川开会", [(1, "啊青川开会"), (3, "")], id="second-unheard"),
    ],
)
def test_what_is_heard_of_several_parts_is_divided_among_them(
    heard: str, parts: list[tuple[int, str]]
) -> None:
    said = [
        said_units("青川开会", ["qing1", "chuan1", "kai1", "hui4"]),
        said_units("他来了", ["ta1", "lai2", "le5"]),
    ]
    scores = score_parts(said, heard_units(heard))
    assert [(s.wrong_syllables, text) for s, text in scores] == parts
    whole = score([unit for part in said for unit in part], heard_units(heard))
    assert sum(s.wrong_chars for s, _ in scores) == whole.wrong_chars


def test_a_loop_counts_as_nothing_heard_of_all_parts() -> None:
    said = [said_units("青川", ["qing1", "chuan1"]), said_units("好", ["hao3"])]
    scores = score_parts(said, heard_units("青川好"), loops=True)
    assert [s.wrong_syllables for s, _ in scores] == [2, 1]
    assert sum(s.loops for s, _ in scores) == 1


def test_silence_at_the_ends_is_measured() -> None:
    sound = np.concatenate([np.zeros(1600), np.full(1600, 9000), np.zeros(3200)]).astype("<i2")
    assert [round(ms, -1) for ms in silences_ms(sound.tobytes(), 16_000)] == [100, 200]


def test_the_sentences_are_at_least_sixty_and_all_different() -> None:
    lines = SENTENCES.read_text("utf-8").splitlines()
    assert len(set(lines)) == len(lines) >= 60
    assert any("儿" in line for line in lines)
    assert any(c.isascii() and c.isalpha() for line in lines for c in line)


@pytest.mark.parametrize(
    ("heard", "others", "readings"),
    [
        pytest.param("虫庆下雨", "chong2 zhong4", {"chong2"}, id="as-forced"),
        pytest.param("中庆下雨", "chong2 zhong4", {"zhong4"}, id="as-the-other-in-any-tone"),
        pytest.param("重庆下雨", "chong2 zhong4", {"chong2", "zhong4"}, id="as-either"),
        pytest.param("红庆下雨", "chong2 zhong4", set(), id="as-neither"),
        pytest.param("充庆下雨", "chong2 chong1", {"chong1"}, id="tones-where-only-they-differ"),
        pytest.param("下雨", "chong2 zhong4", set(), id="not-heard"),
        pytest.param("", "chong2 zhong4", set(), id="silence"),
    ],
)
def test_a_forced_reading_is_heard_as_forced_or_not(
    heard: str, others: str, readings: set[str]
) -> None:
    said = said_units("重庆下雨", ["chong2", "qing4", "xia4", "yu3"])
    assert heard_reading(said, heard_units(heard), 0, others.split()) == readings


def test_each_forced_pair_says_one_character_in_two_readings() -> None:
    pairs = read_forced(read_config(defaults_folder() / "config.toml"))
    assert len(pairs) >= 20
    for one, other in pairs:
        assert (one.said, one.other) == (other.other, other.said)
        assert one.said != one.other
        for forced in (one, other):
            (reading,) = [r for r in forced.segment.readings if r.start == forced.at]
            assert (reading.pinyin, reading.forced) == ((forced.said,), True)
        rest = [[r for r in f.segment.readings if r.start != f.at] for f in (one, other)]
        assert rest[0] == rest[1]
