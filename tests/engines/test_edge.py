"""The edge engine with the unmodified client: whole clips or the right error, and no third."""

from __future__ import annotations

import contextlib
import importlib.util
import logging
import shutil
import sys
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiopaper.engines import make_engine
from audiopaper.engines.base import BusyError, Engine, ServiceRefusedError, TransientError
from audiopaper.engines.chunks import escape_text, split_text
from audiopaper.engines.edge import MAX_CHUNK_BYTES
from audiopaper.engines.edge_answer import check_answer, join_words
from audiopaper.errors import AudiopaperError, ConfigError, SynthesisError
from audiopaper.model import Mark, Presenter, Segment
from audiopaper.speech import speak
from audiopaper.store.clip_store import ClipCache
from audiopaper.store.retention import measure_folders
from tests.support import edge_double
from tests.support.edge_double import EdgeDouble, double  # noqa: F401
from tests.support.paths import SHARED

SHARED_SERVICE = SHARED / "tools" / "edge_service.py"
TEXT = "青川夜间公交今天开行。两条线路从车站出发，经过老城！市民可以刷卡乘车。"


def presenters(**table: Any) -> dict[str, Presenter]:
    voice = {"voice": "zh-CN-XiaoxiaoNeural"} | table
    return {
        "lan": Presenter(
            name="lan", display_name="岚", chars_per_minute=270, engines={"edge": voice}
        )
    }


def edge_engine(settings: Mapping[str, object] | None = None, **table: Any) -> Engine:
    return make_engine("edge", presenters(**table), {"workers": 4} | dict(settings or {}))


def patience(fault: str) -> float:
    """Short where the service hangs, else longer than the busiest machine takes to answer."""
    return 0.4 if fault.startswith("hang") else 30


def segment(text: str = TEXT) -> Segment:
    return Segment(item=0, presenter="lan", printed=text)


@pytest.fixture
def service(double: EdgeDouble, monkeypatch: pytest.MonkeyPatch) -> EdgeDouble:
    import edge_tts.communicate

    monkeypatch.setattr(edge_tts.communicate, "WSS_URL", double.url)
    double.reset()
    double.peak = 0
    return double


def test_a_clip_begins_and_ends_with_the_sound_and_its_marks_follow_the_sentences(
    service: EdgeDouble,
) -> None:
    clip = edge_engine().synthesise(segment())
    assert clip.rate_hz == 24_000
    assert [m.text for m in clip.marks] == [
        "青川夜间公交今天开行。",
        "两条线路从车站出发，经过老城！",
        "市民可以刷卡乘车。",
    ]
    spoken_ms = sum(c.isalnum() for c in TEXT) * edge_double.CHAR_MS + 2 * edge_double.GAP_MS
    assert spoken_ms <= clip.length_ms <= spoken_ms + 120
    loud = np.flatnonzero(np.abs(np.frombuffer(clip.pcm, "<i2").astype(int)) > 3000)
    edges = loud[np.flatnonzero(np.diff(loud) > 24_000 * 0.1) + 1] / 24
    for mark, begins_ms in zip(clip.marks[1:], edges, strict=True):
        assert abs(mark.start_ms - begins_ms) < 25


def test_each_word_has_its_time_in_the_clip(service: EdgeDouble) -> None:
    clip = edge_engine().synthesise(segment())
    assert [word.text for word in clip.words[:3]] == ["青川", "夜间", "公交"]
    assert "".join(word.text for word in clip.words) == "".join(c for c in TEXT if c.isalnum())
    for sentence in clip.marks:
        own = [w for w in clip.words if sentence.start_ms <= w.start_ms < sentence.end_ms]
        assert (own[0].start_ms, own[-1].end_ms) == (sentence.start_ms, sentence.end_ms)


def test_where_marks_of_words_end_early_marks_of_sentences_are_asked_for(
    service: EdgeDouble,
) -> None:
    service.every_fault = "half-the-words"
    clip = edge_engine().synthesise(segment())
    assert service.texts == [TEXT, TEXT]
    assert "".join(mark.text for mark in clip.marks) == TEXT
    assert clip.words == ()


def test_words_that_the_service_writes_otherwise_stay_in_their_sentences() -> None:
    said = ["增长", "百分之三点五", "很好", "完"]
    words = [Mark(start_ms=500 * n, end_ms=500 * n + 400, text=t) for n, t in enumerate(said)]
    assert join_words("增长3.5%。很好！（完）", words) == (
        Mark(start_ms=0, end_ms=900, text="增长百分之三点五"),
        Mark(start_ms=1000, end_ms=1400, text="很好！"),
        Mark(start_ms=1500, end_ms=1900, text="（完）"),
    )


def test_the_same_segment_gives_the_same_clip(service: EdgeDouble) -> None:
    engine = edge_engine()
    assert engine.synthesise(segment()) == engine.synthesise(segment())


def test_the_respelling_is_sent_and_marks_of_markup_arrive_as_text(service: EdgeDouble) -> None:
    text = "甲<乙>&丙'丁\"的报道。"
    edge_engine().synthesise(segment(text))
    assert service.texts == [text]


def test_a_text_of_marks_alone_asks_nothing(service: EdgeDouble) -> None:
    assert edge_engine().synthesise(segment("——＊＊＊。")).length_ms == 100
    assert service.texts == []


def test_a_long_text_goes_out_in_pieces_cut_at_sentences(service: EdgeDouble) -> None:
    sentences = [f"这是第{'一二三四五六七八九'[n % 9]}句关于青川公园的报道。" for n in range(60)]
    text = "".join(sentences)
    clip = edge_engine().synthesise(segment(text))
    assert len(service.texts) == 2
    assert "".join(service.texts) == text
    assert all(len(escape_text(t)) <= MAX_CHUNK_BYTES and t.endswith("。") for t in service.texts)
    assert [m.text for m in clip.marks] == sentences
    starts = [m.start_ms for m in clip.marks]
    assert starts == sorted(starts)


@pytest.mark.parametrize(
    ("fault", "error", "words"),
    [
        pytest.param("half", TransientError, "characters early", id="half-of-everything"),
        pytest.param("half-sound", TransientError, "before the last mark", id="half-the-sound"),
        pytest.param("noise", TransientError, "no MP3", id="not-mp3"),
        pytest.param("short-frame", TransientError, "inside a frame", id="broken-frame"),
        pytest.param("no-marks", TransientError, "marks are missing", id="no-marks"),
        pytest.param("hang", TransientError, "stopped answering", id="hang"),
        pytest.param("no-audio", TransientError, "zh-CN-XiaoxiaoNeural", id="no-audio"),
        pytest.param("500", TransientError, "500", id="500"),
        pytest.param("429", BusyError, "429", id="429"),
        pytest.param("403", ServiceRefusedError, "403", id="403"),
        pytest.param("407", ServiceRefusedError, "proxy", id="proxy-password"),
    ],
)
def test_a_fault_becomes_an_error_that_says_what_is_wrong(
    service: EdgeDouble, fault: str, error: type[SynthesisError], words: str
) -> None:
    service.every_fault = fault
    with pytest.raises(error, match=words) as caught:
        edge_engine({"idle_seconds": patience(fault)}).synthesise(segment())
    assert caught.value.remedy


def test_a_connection_closed_behind_the_last_sound_is_whole(service: EdgeDouble) -> None:
    service.every_fault = "close"
    assert len(edge_engine().synthesise(segment()).marks) == 3


def test_no_sound_is_asked_for_again_and_then_in_smaller_pieces(service: EdgeDouble) -> None:
    service.next_faults = ["no-audio", "no-audio"]
    clip = edge_engine().synthesise(segment())
    assert service.texts[:2] == [TEXT, TEXT]
    assert "".join(service.texts[2:]) == TEXT
    assert all(len(t) <= len(TEXT) * 2 // 3 for t in service.texts[2:])
    assert "".join(m.text for m in clip.marks) == TEXT


def test_an_unused_address_is_a_failure_worth_another_try(monkeypatch: pytest.MonkeyPatch) -> None:
    import edge_tts.communicate

    monkeypatch.setattr(edge_tts.communicate, "WSS_URL", "ws://127.0.0.1:9/speak?local=1")
    engine = edge_engine()
    with pytest.raises(TransientError, match="cannot be reached"):
        engine.synthesise(segment())
    with pytest.raises(TransientError, match="cannot be reached"):
        engine.probe()


def test_a_probe_sends_one_character_and_sees_a_refusal(service: EdgeDouble) -> None:
    edge_engine().probe()
    assert service.texts == ["好"]
    service.every_fault = "403"
    with pytest.raises(ServiceRefusedError):
        edge_engine().probe()


def test_a_probe_looks_twice_before_it_gives_a_live_service_up(service: EdgeDouble) -> None:
    service.next_faults = ["500"]
    edge_engine().probe()
    assert service.outcomes == ["500", "ok"]


def test_another_endpoint_is_asked_and_the_library_stays_as_it_was(double: EdgeDouble) -> None:
    import edge_tts.communicate

    before = edge_tts.communicate.WSS_URL
    double.texts.clear()
    double.every_fault = "ok"
    engine = edge_engine({"endpoint": double.url})
    assert engine.synthesise(segment("青川")).marks
    assert double.texts == ["青川"]
    assert before == edge_tts.communicate.WSS_URL
    assert engine.fingerprint("lan") != edge_engine().fingerprint("lan")


def test_a_proxy_is_taken_from_the_environment_and_never_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://editor:secret@127.0.0.1:9")
    with pytest.raises(TransientError) as caught:
        edge_engine().synthesise(segment())
    assert "secret" not in caught.value.problem + caught.value.remedy
    assert "127.0.0.1" in str(caught.value.__cause__), "the request went past the proxy"


def test_an_endpoint_with_secrets_is_used_and_neither_shown_nor_kept(
    service: EdgeDouble, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    own = service.url.replace("ws://", "ws://editor:hunter2@") + "&token=open-sesame"
    engine = edge_engine({"endpoint": own})
    cache = ClipCache(tmp_path / "cache")
    service.next_faults = ["500"]
    speak([segment()], engine, cache, tries=2, workers=1, sleep=lambda _: None)
    service.every_fault = "403"
    with pytest.raises(ServiceRefusedError) as caught:
        engine.synthesise(segment())
    shown = caught.value.problem + caught.value.remedy + caplog.text + engine.fingerprint("lan")
    kept = b"".join(path.read_bytes() for path in cache.folder.rglob("*.clip"))
    for secret in ("hunter2", "open-sesame"):
        assert secret not in shown
        assert secret.encode() not in kept
    assert kept


@pytest.mark.parametrize(
    ("table", "words"),
    [
        pytest.param({"rate": "10"}, "rate must be a percentage", id="rate"),
        pytest.param({"rate": "+500%"}, "rate must be a percentage", id="rate-out-of-range"),
        pytest.param({"pitch": "high"}, "pitch must be a number", id="pitch"),
        pytest.param({"voice": "Xiaoxiao"}, "voice must be a short name", id="voice"),
        pytest.param({"spead": "+1%"}, "unknown key 'spead'", id="unknown"),
    ],
)
def test_a_wrong_presenter_is_named(table: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError, match=words) as caught:
        edge_engine(**table).fingerprint("lan")
    assert "voices/lan.toml" in caught.value.problem


@pytest.mark.parametrize("settings", [{"workers": 9}, {"idle_seconds": 0}, {"endpoint": "x"}])
def test_wrong_settings_are_refused(settings: dict[str, object]) -> None:
    with pytest.raises(ConfigError, match=r"\[engines.edge\]"):
        edge_engine(settings)


# ---------------------------------------------------------------- splitting and checking


@given(st.text(alphabet="青川公园 的。，！？；：&<>aZ09.“”\n𠮷", max_size=200), st.integers(12, 60))
def test_pieces_fit_and_lose_nothing_that_can_be_said(text: str, max_bytes: int) -> None:
    pieces = split_text(text, max_bytes)
    assert all(0 < len(escape_text(piece)) <= max_bytes for piece in pieces)
    said = [c for piece in pieces for c in piece if c.isalnum()]
    assert said == [c for c in text if c.isalnum()]


FRAME = b"\xff\xf3\x64\xc4" + bytes(140)


def marks_of(*sentences: str) -> list[Mark]:
    return [
        Mark(start_ms=100 + 1000 * n, end_ms=1000 + 1000 * n, text=s)
        for n, s in enumerate(sentences)
    ]


@pytest.mark.parametrize(
    ("sent", "marked"),
    [
        pytest.param("第一句话。第二句话。", ["第一句话。", "第二句话。"], id="as-sent"),
        pytest.param("增长3.5%。很好。", ["增长百分之三点五。", "很好。"], id="rewritten-inside"),
        pytest.param("ＡＢ公司。（完）", ["ab公司。（完）"], id="case-and-width"),
    ],
)
def test_an_answer_that_reaches_the_end_of_the_text_is_whole(sent: str, marked: list[str]) -> None:
    check_answer(sent, FRAME * 42 * len(marked) + FRAME * 42, marks_of(*marked), 1.0)


@pytest.mark.parametrize(
    ("sent", "marked"),
    [
        pytest.param("第一句话。第二句话。", ["第一句话。"], id="last-sentence-lost"),
        pytest.param("很好。很好。", ["很好。"], id="last-of-two-alike-lost"),
        pytest.param(
            "甲乙丙丁。很好。戊己庚辛。很好。", ["甲乙丙丁。", "很好。"], id="same-ending"
        ),
    ],
)
def test_an_answer_that_ends_before_the_text_is_not(sent: str, marked: list[str]) -> None:
    with pytest.raises(TransientError, match="early"):
        check_answer(sent, FRAME * 42 * 4, marks_of(*marked), 1.0)


def test_a_sound_too_short_or_too_long_for_its_text_is_not_whole() -> None:
    text = "青川市民公园今天开放欢迎大家前来游玩" * 3
    mark = [Mark(start_ms=0, end_ms=100, text=text)]
    with pytest.raises(TransientError, match="shorter"):
        check_answer(text, FRAME * 42 * 3, mark, 1.0)
    with pytest.raises(TransientError, match="longer"):
        check_answer(text, FRAME * 42 * 60, mark, 1.0)
    check_answer(text, FRAME * 42 * 12, mark, 1.0)


# ---------------------------------------------------- the fuller stand-in, where it is


@pytest.fixture(scope="module")
def stand_in() -> ModuleType:
    if not SHARED_SERVICE.is_file():
        pytest.skip("the stand-in service (../shared) is not here")
    if shutil.which("ffmpeg") is None:
        pytest.skip("ffmpeg is not installed, and without it the stand-in only sends silence")
    spec = importlib.util.spec_from_file_location("edge_service", SHARED_SERVICE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["edge_service"] = module  # its dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def stand_in_service(stand_in: ModuleType) -> Iterator[Any]:
    with contextlib.ExitStack() as stack:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of aiohttp, on the stand-in
            running = stack.enter_context(stand_in.running(speech="tone"))
        stack.callback(stand_in.redirect(running.url))
        yield running


RECOVERS = [
    "truncate",
    "lost-audio",
    "drop",
    "close",
    "close-early",
    "hang",
    "hang-mid",
    "not-mp3",
    "no-audio",
    "429",
    "500",
    "503",
    "reset",
    "bad-json",
    "garbage",
    "bad-length",
    "short-frame",
    "unknown-path",
    "bad-type",
    "empty-frame",
    "no-boundary",
    "drift",
]


@pytest.mark.parametrize("fault", RECOVERS)
def test_after_one_fault_of_the_stand_in_the_text_is_whole(
    stand_in_service: Any, fault: str, tmp_path: Path
) -> None:
    stand_in_service.set_faults([f"{fault}@1"])
    stand_in_service.requests.clear()
    cache = ClipCache(tmp_path / "cache")
    engine = edge_engine({"idle_seconds": patience(fault)})
    (spoken,) = speak([segment()], engine, cache, tries=3, workers=1, sleep=lambda _: None)
    clip = cache.load(spoken.clip_key)
    assert clip is not None
    assert "".join(m.text for m in clip.marks) == TEXT
    assert stand_in_service.requests[-1]["outcome"] == "ok"


@pytest.mark.parametrize("fault", ["truncate", "drift", "403", "403-nodate", "429", "no-audio"])
def test_a_fault_that_stays_ends_in_an_error_and_nothing_is_kept(
    stand_in_service: Any, fault: str, tmp_path: Path
) -> None:
    stand_in_service.set_faults([fault])
    cache = ClipCache(tmp_path / "cache")
    with pytest.raises(AudiopaperError, match="青川夜间公交") as caught:
        speak([segment()], edge_engine(), cache, tries=2, workers=1, sleep=lambda _: None)
    assert caught.value.exit_code == 7
    assert measure_folders([cache.folder]).files == 0
