"""Piper, with the package's own loading code and a voice of ten nodes: what is really spoken."""

from __future__ import annotations

import importlib.util
import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.builders import make_read_segment

pytest.importorskip("piper", reason="piper-tts is not installed")

from audiopaper.engines import make_engine
from audiopaper.engines.base import Engine
from audiopaper.engines.syllable_phonemes import pinyin_sentences, split_syllable
from audiopaper.errors import ConfigError, MissingProgramError, SynthesisError
from audiopaper.model import Presenter, Reading, Segment
from tests.support import piper_voice
from tests.support.piper_voice import heard_ids, id_map


def piper(folder: Path, kind: str = "pinyin", **table: object) -> Engine:
    presenter = Presenter(
        name="lan",
        display_name="岚",
        chars_per_minute=270,
        engines={"piper": {"voice": f"{kind}.onnx"} | table},  # type: ignore[dict-item]
    )
    return make_engine("piper", {"lan": presenter}, {"folder": str(folder)})


@pytest.fixture
def voices(tmp_path: Path) -> Path:
    folder = tmp_path / "voices"
    for kind in ("pinyin", "espeak"):
        piper_voice.write_voice(folder, kind)
    return folder


CHONGQING = make_read_segment(("重", "chong2"), ("庆", "qing4"))


def test_a_pinyin_voice_speaks_the_phonemes_of_our_readings(voices: Path) -> None:
    ids = id_map("pinyin")
    clip = piper(voices).synthesise(CHONGQING)
    told = ["^", "ch", "ong", "2", "_", "q", "ing", "4", "_", "$"]
    assert heard_ids(clip.pcm) == [ids[p][0] for p in told]


def test_another_reading_is_another_sound(voices: Path) -> None:
    readings = (replace(CHONGQING.readings[0], pinyin=("zhong4",)), CHONGQING.readings[1])
    other = piper(voices).synthesise(replace(CHONGQING, readings=readings))
    ids = id_map("pinyin")
    assert heard_ids(other.pcm)[1:4] == [ids[p][0] for p in ("zh", "ong", "4")]


def test_an_espeak_voice_speaks_the_ipa_of_our_readings(voices: Path) -> None:
    engine = piper(voices, "espeak")
    utterance = engine.utterance(CHONGQING)
    assert utterance.startswith("[[")
    assert utterance.endswith("]]")
    ids = id_map("espeak")
    told = ["^", "_", *(x for c in utterance[2:-2] for x in (c, "_")), "$"]
    assert heard_ids(engine.synthesise(CHONGQING).pcm) == [ids[p][0] for p in told]
    readings = (replace(CHONGQING.readings[0], pinyin=("zhong4",)), CHONGQING.readings[1])
    assert engine.utterance(replace(CHONGQING, readings=readings)) != utterance


def test_pauses_reach_the_voice_and_sentences_become_marks(voices: Path) -> None:
    said = make_read_segment(
        ("青川", "qing1 chuan1"), ("，", ""), ("好", "hao3"), ("。", ""), ("来", "lai2"), ("！", "")
    )
    engine = piper(voices)
    assert engine.utterance(said) == "q ing 1 ch uan 1 ， h ao 3 。\nl ai 2 ！"
    clip = engine.synthesise(said)
    assert [m.text for m in clip.marks] == ["青川，好。", "来！"]
    gap_ms = clip.marks[1].start_ms - clip.marks[0].end_ms
    assert 300 < gap_ms < 400
    assert clip.marks[1].end_ms == clip.length_ms
    assert "hao2" not in piper(voices, "espeak").utterance(said)
    assert ", " in piper(voices, "espeak").utterance(said)


def test_letters_are_said_in_mandarin_by_a_voice_that_knows_nothing_else(voices: Path) -> None:
    said = make_read_segment(("A", ""), ("股", "gu3"))
    assert piper(voices).utterance(said) == "Ø ei 1 g u 3"


def test_what_a_voice_cannot_say_is_refused_by_name_and_never_left_out(voices: Path) -> None:
    with pytest.raises(SynthesisError, match=r"pinyin\.onnx has no phoneme 'Β'"):
        piper(voices).synthesise(make_read_segment(("β", ""), ("好", "hao3")))


@pytest.mark.parametrize(
    ("syllable", "parts"),
    [
        pytest.param("zhuang4", ("zh", "uang", "4"), id="two-letters"),
        pytest.param("yue4", ("y", "ue", "4"), id="y"),
        pytest.param("wo3", ("w", "o", "3"), id="w"),
        pytest.param("nv3", ("n", "v", "3"), id="u-umlaut"),
        pytest.param("jv4", ("j", "u", "4"), id="u-umlaut-behind-j"),
        pytest.param("ai4", ("Ø", "ai", "4"), id="no-initial"),
        pytest.param("r5", ("Ø", "er", "5"), id="erhua"),
        pytest.param("ng4", ("Ø", "eng", "4"), id="interjection"),
    ],
)
def test_a_syllable_is_initial_final_and_tone(syllable: str, parts: tuple[str, ...]) -> None:
    assert split_syllable(syllable) == parts


def test_every_pinyin_syllable_has_an_initial_and_a_final_that_voices_know() -> None:
    from pypinyin.constants import PINYIN_DICT
    from pypinyin.contrib.tone_convert import to_tone3

    known = set(id_map("pinyin"))
    syllables = {
        to_tone3(reading, v_to_u=False, neutral_tone_with_five=True)
        for readings in PINYIN_DICT.values()
        for reading in readings.split(",")
    }
    assert len(syllables) > 1000
    said = [
        pinyin_sentences(make_read_segment(("某", syllable)))[0].groups[0] for syllable in syllables
    ]
    assert [parts for parts in said if not set(parts) <= known] == []


@given(st.text(alphabet="的一，。！？；——“”（）AB\n ", min_size=1, max_size=40))
def test_all_that_can_be_said_is_told_in_order(text: str) -> None:
    readings = tuple(
        Reading(start=n, end=n + 1, spoken=c, pinyin={"的": ("de5",), "一": ("yi1",)}.get(c, ()))
        for n, c in enumerate(text)
    )
    said = Segment(item=0, presenter="lan", printed=text, readings=readings)
    sentences = pinyin_sentences(said)
    told = [g for s in sentences for g in s.groups if len(g) == 3]
    sounds = {"的": [("d", "e", "5")], "一": [("y", "i", "1")]}
    sounds |= {"A": [("Ø", "ei", "1")], "B": [("b", "i", "4")]}
    assert told == [g for c in text for g in sounds.get(c, [])]
    assert all(any(len(g) == 3 for g in s.groups) for s in sentences)
    marks = [len(g) == 1 for s in sentences for g in s.groups]
    assert not any(a and b for a, b in itertools.pairwise(marks))


# ------------------------------------------------------------------------ files and settings


def test_a_voice_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"pinyin\.onnx"):
        piper(tmp_path).fingerprint("lan")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"phoneme_type": "japanese"}, "not Mandarin", id="language"),
        pytest.param({"phoneme_id_map": {"a": [1]}}, "not Mandarin", id="phonemes"),
        pytest.param({"phoneme_id_map": None}, "describe", id="no-phonemes"),
    ],
)
def test_a_file_that_is_no_chinese_voice_is_refused(
    tmp_path: Path, changes: dict[str, object], words: str
) -> None:
    piper_voice.write_voice(tmp_path, "pinyin", **changes)
    with pytest.raises(ConfigError, match=words):
        piper(tmp_path).fingerprint("lan")


def test_a_damaged_voice_file_is_refused(voices: Path) -> None:
    (voices / "pinyin.onnx").write_bytes(b"no model")
    with pytest.raises(ConfigError, match="cannot be loaded"):
        piper(voices).synthesise(CHONGQING)
    with pytest.raises(ConfigError, match="cannot be loaded"):
        piper(voices).probe()


def test_another_file_of_the_same_name_is_another_fingerprint(voices: Path) -> None:
    before = piper(voices).fingerprint("lan")
    piper_voice.write_voice(voices, "pinyin", hop_length=300)
    assert piper(voices).fingerprint("lan") != before
    assert piper(voices, length_scale=1.2).fingerprint("lan") != piper(voices).fingerprint("lan")


def test_a_speaker_that_the_file_does_not_hold_is_refused(tmp_path: Path) -> None:
    piper_voice.write_voice(tmp_path, "pinyin", speakers=2)
    assert piper(tmp_path, speaker=1).synthesise(CHONGQING).length_ms > 0
    with pytest.raises(ConfigError, match="2 speakers"):
        piper(tmp_path, speaker=2).synthesise(CHONGQING)


@pytest.mark.parametrize(
    "table", [{"voice": "a.bin"}, {"length_scale": 9}, {"speaker": -1}, {"noise_w": 3}]
)
def test_a_wrong_presenter_is_named(voices: Path, table: dict[str, object]) -> None:
    with pytest.raises(ConfigError, match=r"voices/lan.toml, table \[piper\]"):
        piper(voices, **table).fingerprint("lan")


def test_without_the_package_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(MissingProgramError, match="piper-tts") as caught:
        make_engine("piper", {}, {})
    assert "audiopaper[piper]" in caught.value.remedy


def test_the_voices_of_the_configured_folder_are_listed(voices: Path) -> None:
    offered = piper(voices).voices()
    assert [v.id for v in offered] == ["espeak", "pinyin"]
    assert offered[1].table == {"voice": "pinyin.onnx"}, "as a presenter's table has it"
    assert make_engine("piper", {}, {}).voices() == ()
