"""One contract, every engine; then what is the offline engine's own."""

from __future__ import annotations

import ctypes
import functools
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, lazy_pinyin

import audiopaper.engines
from audiopaper.engines import engine_names, make_engine
from audiopaper.engines.base import Engine
from audiopaper.engines.espeak_phonemes import mark_phonemes
from audiopaper.engines.pinyin import pinyin_text
from audiopaper.engines.sandhi import sandhi
from audiopaper.errors import ConfigError, MissingProgramError, SynthesisError
from audiopaper.lexicon import load_lexicon
from audiopaper.model import Presenter, Reading, Segment
from audiopaper.pipeline.text import settle_readings
from tests.support import kokoro_model, piper_voice, speech_server, tone_engine
from tests.support.builders import make_read_segment
from tests.support.edge_double import EdgeDouble, double  # noqa: F401

ENGINES = ("tone", "espeak", "edge", "openai", "azure", "piper", "kokoro")

PRESENTERS = {
    name: Presenter(
        name=name,
        display_name=name,
        chars_per_minute=270,
        engines={
            "edge": {"voice": voice},
            "openai": {"voice": name},
            "azure": {"voice": voice},
            "piper": {"voice": f"{piper}.onnx"},
            "kokoro": {"voice": kokoro},
            "espeak": {"words_per_minute": 170, "pitch": pitch},
        },
    )
    for name, voice, pitch, piper, kokoro in (
        ("lan", "zh-CN-XiaoxiaoNeural", 62, "pinyin", "zf_xiaobei"),
        ("song", "zh-CN-YunyangNeural", 30, "espeak", "zm_yunjian"),
    )
}


SHORT = make_read_segment(("青川", "qing1 chuan1"), ("。", ""))
LONG = make_read_segment(
    ("青川", "qing1 chuan1"),
    ("夜间公交", "ye4 jian1 gong1 jiao1"),
    ("今天", "jin1 tian1"),
    ("开行", "kai1 xing2"),
    ("。", ""),
    ("市民", "shi4 min2"),
    ("，", ""),
    ("请", "qing3"),
    ("乘车", "cheng2 che1"),
    ("！", ""),
)


@pytest.fixture(scope="module")
def speech_service() -> Iterator[speech_server.SpeechServer]:
    with speech_server.running() as service:
        yield service


@pytest.fixture(params=ENGINES)
def engine(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    double: EdgeDouble,
    speech_service: speech_server.SpeechServer,
    tmp_path: Path,
) -> Iterator[Engine]:
    tone_engine.install(monkeypatch)
    monkeypatch.setenv("AZURE_SPEECH_KEY", "some-key")
    settings: dict[str, object] = {"workers": 4}
    if request.param == "edge":
        settings["endpoint"] = double.url
    if request.param == "openai":
        settings["base_url"] = f"{speech_service.url}/v1"
    if request.param == "azure":
        settings["endpoint"] = speech_service.url
    if request.param == "piper":
        pytest.importorskip("piper", reason="piper-tts is not installed")
        settings["folder"] = str(tmp_path / "piper")
        for kind in ("pinyin", "espeak"):
            piper_voice.write_voice(tmp_path / "piper", kind)
    if request.param == "kokoro":
        pytest.importorskip("onnxruntime", reason="the extra natural is not installed")
        if "kokoro" not in engine_names():
            pytest.skip("audiopaper was installed before it had this engine")
        settings["folder"] = str(kokoro_model.write_model(tmp_path / "kokoro").parent)
    made = make_engine(request.param, PRESENTERS, settings)
    yield made
    made.close()


def test_an_engine_knows_its_name_and_how_much_it_takes_at_once(engine: Engine) -> None:
    assert engine.name in engine_names()
    assert engine.max_concurrent >= 1
    engine.probe()


def test_an_engine_says_what_it_can_do(engine: Engine) -> None:
    can = engine.capabilities
    assert can.readings in ("none", "respelling", "pinyin", "ssml", "ipa", "phonemes")
    assert can.marks in ("none", "sentence", "word")
    assert bool(engine.synthesise(LONG).marks) == (can.marks != "none")


def test_each_voice_that_an_engine_offers_can_be_a_presenters(
    engine: Engine, tmp_path: Path
) -> None:
    offline = engine.name in ("piper", "kokoro")
    settings = {"folder": str(tmp_path / engine.name)} if offline else {}
    for voice in engine.voices():
        own = replace(PRESENTERS["lan"], name="own", engines={engine.name: dict(voice.table)})
        if engine.name != "tone":
            assert make_engine(engine.name, {"own": own}, settings).fingerprint("own")
        assert voice.id


def test_equal_presenters_have_equal_fingerprints_and_others_do_not(engine: Engine) -> None:
    assert engine.fingerprint("lan") == engine.fingerprint("lan")
    assert engine.fingerprint("lan") != engine.fingerprint("song")


def test_the_same_segment_is_the_same_clip_byte_for_byte(engine: Engine) -> None:
    assert engine.synthesise(LONG) == engine.synthesise(LONG)


def test_more_text_is_a_longer_clip(engine: Engine) -> None:
    assert engine.synthesise(LONG).length_ms > 2 * engine.synthesise(SHORT).length_ms


def test_a_clip_holds_sound_from_edge_to_edge_and_does_not_clip(engine: Engine) -> None:
    clip = engine.synthesise(LONG)
    samples = np.abs(np.frombuffer(clip.pcm, "<i2").astype(int))
    loud = np.flatnonzero(samples > samples.max() / 50)
    assert 1000 < samples.max() < 32_000
    assert loud[0] < 0.08 * clip.rate_hz
    assert len(samples) - loud[-1] < 0.15 * clip.rate_hz


def test_marks_are_the_sentences_in_order_of_time(engine: Engine) -> None:
    clip = engine.synthesise(LONG)
    if engine.capabilities.marks == "none":
        assert clip.marks == ()
        return
    assert [m.text for m in clip.marks] == ["青川夜间公交今天开行。", "市民，请乘车！"]
    times = [t for m in clip.marks for t in (m.start_ms, m.end_ms)]
    assert times == sorted(times)
    assert 0 <= times[0] < 100
    assert times[-1] <= clip.length_ms
    assert 0.4 < clip.marks[1].start_ms / clip.length_ms < 0.8


def test_a_segment_without_anything_to_say_is_a_moment_of_silence(engine: Engine) -> None:
    marks = Segment(item=0, presenter="lan", printed="——＊＊＊")
    clip = engine.synthesise(marks)
    assert clip.length_ms == 100
    assert not any(clip.pcm)


def test_a_forced_reading_reaches_the_voice(engine: Engine) -> None:
    plain = make_read_segment(("重", "zhong4"), ("庆", "qing4"))
    readings = (
        replace(plain.readings[0], pinyin=("chong2",), forced=True, respelling="虫"),
        plain.readings[1],
    )
    forced = replace(plain, readings=readings)
    assert engine.utterance(forced) != engine.utterance(plain)
    told = {
        "espeak": "chong2 qing4",
        "azure": '<phoneme alphabet="sapi" ph="chong 2">重</phoneme>庆',
        "piper": "ch ong 2 q ing 4",
        "kokoro": "ꭧʰʊ↗ŋ ʨʰi↘ŋ.",
    }
    assert engine.utterance(forced) == told.get(engine.name, "虫庆")


def test_a_lexicons_override_comes_out_as_each_engine_can_be_told(
    engine: Engine, tmp_path: Path
) -> None:
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "ours.toml").write_text(
        '[[entry]]\ntext = "重岭"\npinyin = "chong2 ling3"\n', "utf-8"
    )
    lexicon = load_lexicon(tmp_path / "lexicon")
    plain = Segment(item=0, presenter="lan", printed="重岭镇")
    (settled,) = settle_readings([plain], lexicon)
    told = {
        "espeak": "chong2 ling3",
        "azure": '<phoneme alphabet="sapi" ph="chong 2',
        "piper": "ch ong 2 l ing 3",
        "kokoro": "ꭧʰʊ↗ŋli↓ŋ",
    }
    said = engine.utterance(settled)
    if engine.capabilities.readings != "respelling":
        assert said.startswith(told[engine.name])
        return
    # A homophone that can be read in one way only stands where the printed character stood.
    assert said[0] != "重"
    assert lazy_pinyin(said[0], style=Style.TONE3) == ["chong2"]


def test_an_engine_may_be_asked_from_as_many_threads_as_it_says(engine: Engine) -> None:
    alone = engine.synthesise(LONG), engine.synthesise(SHORT)
    with ThreadPoolExecutor(engine.max_concurrent) as threads:
        together = list(threads.map(engine.synthesise, (LONG, SHORT) * 4))
    assert together == list(alone) * 4


def test_a_presenter_that_is_not_there_is_named(engine: Engine) -> None:
    if engine.name == "tone":
        return
    with pytest.raises(ConfigError, match="'mei'") as caught:
        engine.fingerprint("mei")
    assert "lan" in caught.value.remedy


# ---------------------------------------------------------------------- finding an engine


def test_an_unknown_engine_is_answered_with_the_nearest_and_all_known() -> None:
    with pytest.raises(ConfigError, match="'espaek'") as caught:
        make_engine("espaek", {}, {})
    assert "did you mean 'espeak'?" in caught.value.remedy
    assert "edge" in caught.value.remedy


def test_an_engine_whose_package_is_broken_is_a_missing_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from importlib.metadata import EntryPoint

    broken = EntryPoint("broken", "no_such_package:make", audiopaper.engines.GROUP)
    monkeypatch.setattr(audiopaper.engines, "entry_points", lambda group: [broken])
    with pytest.raises(MissingProgramError, match="no_such_package"):
        make_engine("broken", {}, {})


@pytest.mark.parametrize("name", ["edge", "espeak", "openai", "azure", "piper", "kokoro"])
def test_an_unknown_setting_of_an_engine_is_refused(name: str) -> None:
    if name not in engine_names():
        pytest.skip("audiopaper was installed before it had this engine")
    with pytest.raises(ConfigError, match=rf"\[engines.{name}\]: unknown key 'worker'") as caught:
        make_engine(name, PRESENTERS, {"worker": 4})
    assert "'workers'" in caught.value.remedy


# ------------------------------------------------------------------------------- espeak


def espeak(**table: Any) -> Engine:
    told = replace(PRESENTERS["lan"], engines={"espeak": table})
    return make_engine("espeak", {"lan": told}, {})


@pytest.mark.parametrize(
    ("table", "words"),
    [
        pytest.param({"words_per_minute": 20}, "between 80 and 450", id="pace"),
        pytest.param({"pitch": 100}, "between 0 and 99", id="pitch"),
        pytest.param(
            {"pitch": "high"},
            "pitch: it is a text in quotes, and must be a whole number",
            id="type",
        ),
        pytest.param({"speed": 170}, "unknown key 'speed'", id="unknown"),
    ],
)
def test_a_wrong_espeak_table_names_the_presenters_file(table: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError, match=words) as caught:
        espeak(**table).fingerprint("lan")
    assert "voices/lan.toml" in caught.value.problem


def test_a_presenter_without_the_engines_table_is_told_what_to_add() -> None:
    told = replace(PRESENTERS["lan"], engines={})
    with pytest.raises(ConfigError, match=r"no table \[espeak\]") as caught:
        make_engine("espeak", {"lan": told}, {}).fingerprint("lan")
    assert "words_per_minute" in caught.value.remedy


def test_pace_and_pitch_change_the_sound() -> None:
    usual = espeak(words_per_minute=170, pitch=50).synthesise(LONG)
    faster = espeak(words_per_minute=240, pitch=50).synthesise(LONG)
    higher = espeak(words_per_minute=170, pitch=80).synthesise(LONG)
    assert faster.length_ms < 0.85 * usual.length_ms
    assert higher.pcm != usual.pcm


def test_the_highest_loudest_voice_does_not_clip() -> None:
    text = make_read_segment(*[("啊", "a4"), ("大", "da4"), ("爸", "ba4"), ("好", "hao3")] * 6)
    for pitch in (0, 50, 99):
        samples = np.frombuffer(espeak(pitch=pitch).synthesise(text).pcm, "<i2").astype(int)
        assert np.abs(samples).max() < 32_000


@pytest.mark.parametrize(
    ("said", "told"),
    [
        pytest.param([("绿", "lv4"), ("女", "nv3")], "lv4 nv3", id="v-for-u-umlaut"),
        pytest.param([("的", "de5")], "de5", id="neutral-is-5"),
        pytest.param([("熊", "xiong2"), ("穷", "qiong2")], "xong2 qong2", id="iong"),
        pytest.param([("“好”", "hao3"), ("！", "")], "hao3！", id="quotation-marks"),
        pytest.param([("一", "yi1"), ("——", ""), ("二", "er4")], "yi1，er4", id="dash"),
        pytest.param(
            [("完", "wan2"), ("。》（", ""), ("下", "xia4")], "wan2。xia4", id="strongest"
        ),
        pytest.param([("GDP", ""), ("增", "zeng1")], "G D P zeng1", id="initials"),
        pytest.param([("A", ""), ("股", "gu3")], "ei1 gu3", id="letter-a"),
        pytest.param([("ChatGPT", "")], "ChatGPT", id="word"),
        pytest.param([("ＷＴＯ", "")], "W T O", id="full-width"),
        pytest.param([("HUAWEI", "")], "HUAWEI", id="long-capitals"),
    ],
)
def test_espeak_is_told(said: list[tuple[str, str]], told: str) -> None:
    assert pinyin_text(make_read_segment(*said))[0] == told


@pytest.mark.parametrize(
    ("chars", "citation", "spoken"),
    [
        pytest.param("你好", "ni3 hao3", "ni2 hao3", id="two-thirds"),
        pytest.param(
            "我想买好酒", "wo3 xiang3 mai3 hao3 jiu3", "wo2 xiang3 mai2 hao2 jiu3", id="5"
        ),
        pytest.param("一个", "yi1 ge5", "yi2 ge5", id="one-piece"),
        pytest.param("一定", "yi1 ding4", "yi2 ding4", id="one-before-fourth"),
        pytest.param("一天", "yi1 tian1", "yi4 tian1", id="one-before-first"),
        pytest.param("第一天", "di4 yi1 tian1", "di4 yi1 tian1", id="ordinal"),
        pytest.param("一月一日", "yi1 yue4 yi1 ri4", "yi1 yue4 yi1 ri4", id="date"),
        pytest.param("二零一一年", "er4 ling2 yi1 yi1 nian2", "er4 ling2 yi1 yi1 nian2", id="year"),
        pytest.param("一百", "yi1 bai3", "yi4 bai3", id="hundred"),
        pytest.param("统一", "tong3 yi1", "tong3 yi1", id="end-of-word"),
        pytest.param("看一看", "kan4 yi1 kan4", "kan4 yi5 kan4", id="between-verbs"),
        pytest.param("不是", "bu4 shi4", "bu2 shi4", id="not-before-fourth"),
        pytest.param("不好", "bu4 hao3", "bu4 hao3", id="not-before-third"),
        pytest.param("是不是", "shi4 bu4 shi4", "shi4 bu5 shi4", id="a-not-a"),
        pytest.param("幺", "yao1", "yao1", id="telephone-one"),
    ],
)
def test_tones_are_spoken_as_in_connected_speech(chars: str, citation: str, spoken: str) -> None:
    assert " ".join(sandhi(chars, citation.split())) == spoken


@given(st.lists(st.sampled_from([("一", "yi1"), ("不", "bu4"), ("好", "hao3"), ("看", "kan4")])))
def test_sandhi_changes_tones_only(said: list[tuple[str, str]]) -> None:
    spoken = sandhi("".join(c for c, _ in said), [p for _, p in said])
    assert [s[:-1] for s in spoken] == [p[:-1] for _, p in said]
    assert all(s[-1] in "12345" for s in spoken)


def test_sandhi_stops_at_a_pause() -> None:
    said = make_read_segment(("好", "hao3"), ("，", ""), ("好", "hao3"))
    assert pinyin_text(said)[0] == "hao3，hao3"


@given(st.text(alphabet="的 一，。！——“”（）ABaé3·α\n", min_size=1, max_size=60))
def test_any_text_is_told_in_syllables_letters_and_pause_marks(text: str) -> None:
    readings = tuple(
        Reading(start=n, end=n + 1, spoken=c, pinyin={"的": ("de5",), "一": ("yi1",)}.get(c, ()))
        for n, c in enumerate(text)
    )
    said = Segment(item=0, presenter="lan", printed=text, readings=readings)
    told, sentences = pinyin_text(said)
    assert "的" not in told
    assert told.count("de5") == text.count("的")
    assert [s.offset for s in sentences] == sorted({s.offset for s in sentences})


def test_a_character_without_a_reading_is_refused_by_name() -> None:
    with pytest.raises(SynthesisError, match="青") as caught:
        pinyin_text(Segment(item=0, presenter="lan", printed="青川"))
    assert "lexicon" in caught.value.remedy


@functools.cache
def _every_syllable() -> list[str]:
    from pypinyin.constants import PINYIN_DICT
    from pypinyin.contrib.tone_convert import to_tone3

    syllables = {
        to_tone3(reading, v_to_u=False, neutral_tone_with_five=True)
        for readings in PINYIN_DICT.values()
        for reading in readings.split(",")
    }
    assert len(syllables) > 1000
    return sorted(syllables | {"r5", "lü4", "de0"})


def test_every_pinyin_syllable_has_phonemes_that_espeak_knows(tmp_path: Path) -> None:
    import espeakng_loader

    told = [
        mark_phonemes(pinyin_text(make_read_segment(("某", s)))[0], ())[0]
        for s in _every_syllable()
    ]
    assert [s for s in told if not re.fullmatch(r"\[\[.+\]\]", s)] == []
    # One tone of each will do.
    told = list({re.sub("[0-9]", "", s): s for s in told}.values())

    library = ctypes.CDLL(espeakng_loader.get_library_path())
    assert library.espeak_Initialize(2, 0, espeakng_loader.get_data_path().encode(), 0x8000) > 0
    assert library.espeak_SetVoiceByName(b"cmn-latn-pinyin") == 0
    libc = ctypes.CDLL(None)
    libc.fopen.restype = ctypes.c_void_p
    trace = ctypes.c_void_p(libc.fopen(bytes(tmp_path / "trace"), b"w"))
    library.espeak_SetPhonemeTrace(1, trace)
    text = "。".join(told).encode() + b"\0"
    assert library.espeak_Synth(text, len(text), 0, 1, 0, 0x101, None, None) == 0
    library.espeak_SetPhonemeTrace(0, None)
    libc.fclose(trace)

    def phonemes(text: str) -> list[str]:
        # The library adds tones and a pause, and moves or drops stress.
        return sorted(re.sub(r"_.*|[0-9' ]", "", text))

    spoken = (tmp_path / "trace").read_text("utf-8").splitlines()
    assert [phonemes(s.strip("[]")) for s in told] == [
        phonemes(line) for line in spoken if line.strip()
    ]


def test_no_two_pinyin_syllables_have_the_same_phonemes() -> None:
    same = {("hm", "hen"), ("hng", "heng"), ("m", "mu"), ("n", "en"), ("ng", "eng"), ("r", "er")}
    same |= {("ê", "ei"), ("lü", "lv"), ("wong", "weng")}
    said: dict[str, str] = {}
    for syllable in _every_syllable():
        base = dict(same).get(syllable[:-1], syllable[:-1]) + syllable[-1].replace("0", "5")
        told, _ = mark_phonemes(pinyin_text(make_read_segment(("某", syllable)))[0], ())
        assert said.setdefault(told, base) == base


def test_espeaks_marks_stand_where_sentences_begin_among_phonemes() -> None:
    text, sentences = pinyin_text(
        make_read_segment(("好", "hao3"), ("。GDP", ""), ("增", "zeng1"), ("！", ""))
    )
    marked, moved = mark_phonemes(text, sentences)
    assert re.sub(r"\[\[.+?\]\]", "_", marked) == "_。G D P _！"
    assert [marked[s.offset] for s in moved] == ["[", "G"]
    assert [s.spoken for s in moved] == [s.spoken for s in sentences]


def test_espeak_tells_when_each_word_begins() -> None:
    said = Segment(
        item=0,
        presenter="lan",
        printed="青川通GDP。好！",
        readings=(
            Reading(start=0, end=1, spoken="青", pinyin=("qing1",)),
            Reading(start=1, end=2, spoken="川", pinyin=("chuan1",), joined=True),
            Reading(start=2, end=3, spoken="通", pinyin=("tong1",)),
            Reading(start=3, end=7, spoken="GDP。"),
            Reading(start=7, end=8, spoken="好", pinyin=("hao3",)),
            Reading(start=8, end=9, spoken="！"),
        ),
    )
    clip = espeak(words_per_minute=170, pitch=50).synthesise(said)
    assert [word.text for word in clip.words] == ["青川", "通", "GDP", "好"]
    starts = [word.start_ms for word in clip.words]
    assert starts == sorted(set(starts)), "each begins behind the one before"
    assert starts[0] < 50
    assert starts[-1] == clip.marks[1].start_ms
    assert clip.words[-1].end_ms == clip.length_ms


def test_espeak_finds_its_data_however_deep_it_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import espeakng_loader

    usual = espeak().synthesise(SHORT)
    deep = tmp_path / ("很深" * 20) / ("d" * 120)
    deep.mkdir(parents=True)
    (deep / "espeak-ng-data").symlink_to(espeakng_loader.get_data_path())
    monkeypatch.setattr(espeakng_loader, "get_data_path", lambda: str(deep / "espeak-ng-data"))
    monkeypatch.setenv("ESPEAK_DATA_PATH", str(tmp_path))
    assert espeak().synthesise(SHORT) == usual


def test_an_espeak_that_is_not_whole_says_how_to_mend_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import espeakng_loader

    monkeypatch.setattr(espeakng_loader, "get_data_path", lambda: str(tmp_path / "gone"))
    with pytest.raises(MissingProgramError) as caught:
        espeak().probe()
    assert "pip install" in caught.value.remedy
    (tmp_path / "espeak-ng-data").mkdir()
    monkeypatch.setattr(espeakng_loader, "get_data_path", lambda: str(tmp_path / "espeak-ng-data"))
    with pytest.raises(SynthesisError) as failed:
        espeak().synthesise(SHORT)
    assert "pip install" in failed.value.remedy
