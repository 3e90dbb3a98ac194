"""All segments are spoken, in order, or the first failure is told; never a hole."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from audiopaper import speech
from audiopaper.engines.base import BusyError, ServiceRefusedError, TransientError
from audiopaper.errors import ConfigError, SynthesisError
from audiopaper.model import Clip, Presenter, Reading, Segment
from audiopaper.speech import MAX_BUSY, MAX_FAILED_IN_A_ROW, missing_segments, speak
from audiopaper.store.clip_store import ClipCache
from audiopaper.store.retention import measure_folders
from tests import HANG_S
from tests.support.tone_engine import ToneEngine

PRESENTERS = {
    name: Presenter(name=name, display_name=name, chars_per_minute=270) for name in ("lan", "song")
}


def no_sleep(seconds: float) -> None:
    assert seconds >= 0


def segment(text: str, presenter: str = "lan") -> Segment:
    return Segment(item=0, presenter=presenter, printed=text)


SEGMENTS = tuple(
    segment(f"第{n}段话说的是青川公园。", "lan" if n % 2 else "song") for n in range(12)
)


class FaultyEngine(ToneEngine):
    """A tone engine that raises what a script says, request by request."""

    capabilities = replace(ToneEngine.capabilities, offline=False)
    max_concurrent = 4

    def __init__(self, script: Callable[[str, int], Exception | Clip | None]) -> None:
        super().__init__(PRESENTERS)
        self.script = script
        self.requests: dict[str, int] = {}
        self.asking = self.peak = 0
        self.lock = threading.Lock()
        self.idle = threading.Event()

    def synthesise(self, segment: Segment) -> Clip:
        with self.lock:
            self.requests[segment.printed] = self.requests.get(segment.printed, 0) + 1
            count = self.requests[segment.printed]
            self.asking += 1
            self.idle.clear()
            self.peak = max(self.peak, self.asking)
        try:
            result = self.script(segment.printed, count)
            if isinstance(result, Exception):
                raise result
            return result or super().synthesise(segment)
        finally:
            with self.lock:
                self.asking -= 1
                if not self.asking:
                    self.idle.set()


def transient() -> TransientError:
    return TransientError("the line broke", remedy="try again")


@pytest.fixture
def cache(tmp_path: Path) -> ClipCache:
    return ClipCache(tmp_path / "cache")


def test_clips_come_in_the_order_of_the_segments(cache: ClipCache) -> None:
    spoken = speak(SEGMENTS, ToneEngine(PRESENTERS), cache, tries=1, workers=3)
    assert tuple(s.segment for s in spoken) == SEGMENTS
    assert {s.engine for s in spoken} == {"tone"}
    assert {s.tries for s in spoken} == {1}
    engine = ToneEngine(PRESENTERS)
    for one in spoken:
        assert cache.load(one.clip_key) == engine.synthesise(one.segment)


def test_a_second_run_asks_nothing(cache: ClipCache) -> None:
    first = speak(SEGMENTS, ToneEngine(PRESENTERS), cache, tries=1, workers=2)
    engine = ToneEngine(PRESENTERS)
    second = speak(SEGMENTS, engine, cache, tries=1, workers=2)
    assert engine.asked == []
    assert [s.clip_key for s in second] == [s.clip_key for s in first]
    assert {s.tries for s in second} == {0}


def test_one_changed_character_costs_one_request_and_a_changed_pause_none(
    cache: ClipCache,
) -> None:
    speak([segment("甲。"), segment("乙。")], ToneEngine(PRESENTERS), cache, tries=1, workers=1)
    engine = ToneEngine(PRESENTERS)
    paused = Segment(item=3, presenter="lan", printed="甲。", pause="story", role="heading")
    speak([paused, segment("丙。")], engine, cache, tries=1, workers=1)
    assert engine.asked == ["丙。"]


def test_a_reading_or_a_presenter_that_changes_the_sound_is_asked_for(cache: ClipCache) -> None:
    plain = segment("重庆。")
    forced = Segment(
        item=0,
        presenter="lan",
        printed="重庆。",
        readings=(Reading(start=0, end=1, spoken="重", respelling="虫"),),
    )
    other = segment("重庆。", "song")
    engine = ToneEngine(PRESENTERS)
    spoken = speak([plain, forced, other], engine, cache, tries=1, workers=1)
    assert len({s.clip_key for s in spoken}) == 3
    assert len(engine.asked) == 3


def test_segments_that_sound_the_same_are_asked_for_once(cache: ClipCache) -> None:
    engine = ToneEngine(PRESENTERS)
    spoken = speak([segment("你好。")] * 5, engine, cache, tries=1, workers=4)
    assert engine.asked == ["你好。"]
    assert len({s.clip_key for s in spoken}) == 1
    assert len(spoken) == 5


def test_nothing_to_say_is_no_work(cache: ClipCache) -> None:
    assert speak([], ToneEngine(PRESENTERS), cache, tries=1, workers=4) == ()


def test_a_damaged_clip_is_made_again(cache: ClipCache) -> None:
    (spoken,) = speak([segment("你好。")], ToneEngine(PRESENTERS), cache, tries=1, workers=1)
    (path,) = cache.folder.rglob("*.clip")
    path.write_bytes(path.read_bytes()[:-2])
    engine = ToneEngine(PRESENTERS)
    assert missing_segments([segment("你好。")], engine, cache) == (segment("你好。"),)
    path.write_bytes(b"damaged")
    speak([segment("你好。")], engine, cache, tries=1, workers=1)
    assert engine.asked == ["你好。"]
    assert cache.has(spoken.clip_key)


def test_progress_counts_characters_from_this_thread_and_ends_at_the_whole(
    cache: ClipCache,
) -> None:
    speak(SEGMENTS[:3], ToneEngine(PRESENTERS), cache, tries=1, workers=2)
    told: list[tuple[str, int, int]] = []
    threads = set()

    def tell(stage: str, done: int, total: int) -> None:
        told.append((stage, done, total))
        threads.add(threading.current_thread())

    speak((*SEGMENTS, SEGMENTS[-1]), ToneEngine(PRESENTERS), cache, tries=1, workers=4, tell=tell)
    total = sum(len(s.printed) for s in SEGMENTS) + len(SEGMENTS[-1].printed)
    assert told[0] == ("speech", sum(len(s.printed) for s in SEGMENTS[:3]), total)
    assert told[-1] == ("speech", total, total)
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)
    assert threads == {threading.current_thread()}


def test_missing_segments_are_those_not_in_the_cache(cache: ClipCache) -> None:
    engine = ToneEngine(PRESENTERS)
    speak(SEGMENTS[::2], engine, cache, tries=1, workers=2)
    assert missing_segments(SEGMENTS, engine, cache) == SEGMENTS[1::2]


# ------------------------------------------------------------------------------- failures


def test_a_try_that_failed_is_repeated(cache: ClipCache) -> None:
    engine = FaultyEngine(lambda text, count: transient() if count < 3 else None)
    spoken = speak(SEGMENTS, engine, cache, tries=3, workers=4, sleep=no_sleep)
    assert {s.tries for s in spoken} == {3}
    assert all(cache.has(s.clip_key) for s in spoken)


def test_tries_are_bounded_and_the_error_names_segment_presenter_and_remedy(
    cache: ClipCache,
) -> None:
    engine = FaultyEngine(lambda text, count: transient() if text.startswith("第7段") else None)
    with pytest.raises(SynthesisError) as caught:
        speak(SEGMENTS, engine, cache, tries=4, workers=1, sleep=no_sleep)
    assert engine.requests[SEGMENTS[7].printed] == 4
    problem, remedy = caught.value.problem, caught.value.remedy
    assert "第7段话说的是青川公园。" in problem
    assert "presenter lan" in problem
    assert "4 tries" in problem
    assert "the line broke" in problem
    assert "try again" in remedy
    assert "kept" in remedy
    assert caught.value.exit_code == 7


def test_the_next_run_goes_on_where_a_failed_one_stopped(cache: ClipCache) -> None:
    broken = FaultyEngine(lambda text, count: transient() if text.startswith("第7段") else None)
    with pytest.raises(SynthesisError):
        speak(SEGMENTS, broken, cache, tries=2, workers=1, sleep=no_sleep)
    engine = ToneEngine(PRESENTERS)
    spoken = speak(SEGMENTS, engine, cache, tries=1, workers=1)
    # An engine on this machine is asked by several threads, so the order is not the segments'.
    kept = {text for text in broken.asked if not text.startswith("第7段")}
    assert sorted(engine.asked) == sorted({s.printed for s in SEGMENTS} - kept)
    assert [s.tries for s in spoken] == [0] * 7 + [1] * 5


def test_a_refusal_stops_everything_at_once(cache: ClipCache) -> None:
    refusal = ServiceRefusedError("blocked", remedy="upgrade")
    engine = FaultyEngine(lambda text, count: refusal)
    with pytest.raises(ServiceRefusedError, match="第0段"):
        speak(SEGMENTS, engine, cache, tries=9, workers=1, sleep=no_sleep)
    assert engine.requests == {SEGMENTS[0].printed: 1}
    assert measure_folders([cache.folder]).files == 0


def test_the_others_are_asked_for_where_it_shall_go_on_and_the_failure_is_told(
    cache: ClipCache,
) -> None:
    engine = FaultyEngine(lambda text, count: transient() if text.startswith("第7段") else None)
    with pytest.raises(TransientError, match="第7段"):
        speak(SEGMENTS, engine, cache, tries=2, workers=2, go_on=True, sleep=no_sleep)
    assert missing_segments(SEGMENTS, engine, cache) == (SEGMENTS[7],)
    assert engine.requests[SEGMENTS[7].printed] == 2


def test_a_service_that_says_nothing_more_is_given_up_though_it_shall_go_on(
    cache: ClipCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speech, "JOIN_S", 0.0)
    hold = threading.Event()

    def script(text: str, count: int) -> Exception | None:
        if len(engine.requests) > 5 + MAX_FAILED_IN_A_ROW:
            hold.wait(HANG_S)
        return None if int(text[1 : text.index("段")]) < 5 else transient()

    engine = FaultyEngine(script)
    with pytest.raises(TransientError, match="the line broke"):
        speak(SEGMENTS, engine, cache, tries=1, workers=1, go_on=True, sleep=no_sleep)
    assert len(engine.requests) <= 5 + MAX_FAILED_IN_A_ROW + 1
    hold.set()
    assert missing_segments(SEGMENTS, engine, cache) == SEGMENTS[5:]


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(ServiceRefusedError("blocked", remedy="upgrade"), id="refused"),
        pytest.param(ConfigError("no such voice", remedy="choose another"), id="wrongly-set-up"),
    ],
)
def test_what_concerns_all_segments_ends_it_though_it_shall_go_on(
    cache: ClipCache, error: Exception
) -> None:
    engine = FaultyEngine(lambda text, count: error)
    with pytest.raises(type(error)):
        speak(SEGMENTS, engine, cache, tries=9, workers=1, go_on=True, sleep=no_sleep)
    assert engine.requests == {SEGMENTS[0].printed: 1}


def test_a_segment_that_cannot_be_spoken_is_not_tried_again(cache: ClipCache) -> None:
    engine = FaultyEngine(lambda text, count: SynthesisError("no such sound", remedy="rewrite it"))
    with pytest.raises(SynthesisError, match="no such sound"):
        speak(SEGMENTS[:1], engine, cache, tries=9, workers=1, sleep=no_sleep)
    assert engine.requests == {SEGMENTS[0].printed: 1}


def test_a_request_for_patience_makes_all_wait_and_go_on_with_fewer(cache: ClipCache) -> None:
    together = threading.Barrier(4, timeout=HANG_S)
    gate = threading.Event()
    waits: list[float] = []
    engine: FaultyEngine

    def script(text: str, count: int) -> Exception | None:
        if not waits and count == 1:
            together.wait()
            return BusyError("too often", remedy="wait")
        return None

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        assert engine.idle.wait(HANG_S), "the requests of the same moment end"
        begun = sum(engine.requests.values())
        gate.wait(0.05)
        assert sum(engine.requests.values()) == begun, "somebody asks while all should wait"
        engine.peak = 0

    engine = FaultyEngine(script)
    spoken = speak(SEGMENTS, engine, cache, tries=1, workers=4, sleep=sleep)
    assert len(waits) == 1
    assert waits[0] >= 5
    assert engine.peak <= 2
    assert all(cache.has(s.clip_key) for s in spoken)


def test_a_service_that_never_has_time_is_given_up(cache: ClipCache) -> None:
    waits: list[float] = []
    engine = FaultyEngine(lambda text, count: BusyError("too often", remedy="wait"))
    with pytest.raises(BusyError, match="too often"):
        speak(SEGMENTS[:1], engine, cache, tries=2, workers=1, sleep=waits.append)
    assert engine.requests == {SEGMENTS[0].printed: MAX_BUSY + 1}
    assert sum(waits) < 400
    assert waits[3] > waits[0]


def test_waits_for_patience_are_short_again_once_the_service_speaks(cache: ClipCache) -> None:
    waits: list[float] = []
    engine = FaultyEngine(
        lambda text, count: BusyError("too often", remedy="wait") if count == 1 else None
    )
    speak(SEGMENTS, engine, cache, tries=1, workers=1, sleep=waits.append)
    assert len(waits) == len(SEGMENTS)
    assert max(waits) < 8


def test_after_the_longest_run_nothing_is_tried_again(
    cache: ClipCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speech, "MAX_RUN_S", -1.0)
    monkeypatch.setattr(speech, "MAX_CHAR_S", 0.0)
    engine = FaultyEngine(lambda text, count: transient() if text.startswith("第7段") else None)
    with pytest.raises(TransientError, match="the line broke"):
        speak(SEGMENTS, engine, cache, tries=9, workers=1, sleep=no_sleep)
    assert engine.requests[SEGMENTS[7].printed] == 1
    assert measure_folders([cache.folder]).files == 7


def test_waits_grow_and_are_bounded(cache: ClipCache) -> None:
    waits: list[float] = []
    engine = FaultyEngine(lambda text, count: transient())
    with pytest.raises(TransientError):
        speak(SEGMENTS[:1], engine, cache, tries=10, workers=1, sleep=waits.append)
    assert len(waits) == 9
    assert 0.5 <= waits[0] <= 1.5
    assert max(waits) <= 45
    assert waits[4] > waits[0]


def test_an_online_engine_is_asked_by_no_more_workers_than_set(cache: ClipCache) -> None:
    engine = FaultyEngine(lambda text, count: None)
    speak(SEGMENTS, engine, cache, tries=1, workers=2)
    assert engine.peak <= 2


@pytest.mark.parametrize(
    "clip",
    [
        pytest.param(Clip(pcm=b"", rate_hz=24_000), id="empty"),
        pytest.param(Clip(pcm=bytes(2 * 240), rate_hz=24_000), id="ten-milliseconds"),
        pytest.param(Clip(pcm=bytes(2 * 72_000), rate_hz=24_000), id="three-seconds-of-nothing"),
        pytest.param(Clip(pcm=b"\x10\x00" * 72_000, rate_hz=24_000), id="a-hum-nobody-hears"),
        pytest.param(
            Clip(pcm=b"\x00\x20" * 9_000 + bytes(2 * 160_000) + b"\x00\x20", rate_hz=24_000),
            id="a-hole-between-two-sounds",
        ),
    ],
)
def test_a_clip_too_short_or_silent_for_its_text_is_a_hole_and_never_kept(
    cache: ClipCache, clip: Clip
) -> None:
    engine = FaultyEngine(lambda text, count: clip)
    with pytest.raises(SynthesisError, match=r"ms of sound|silence"):
        speak(SEGMENTS[:1], engine, cache, tries=2, workers=1, sleep=no_sleep)
    assert measure_folders([cache.folder]).files == 0


def test_ctrl_c_ends_at_once_and_keeps_what_is_done(cache: ClipCache) -> None:
    hold = threading.Event()

    def script(text: str, count: int) -> None:
        if not text.startswith("第0段"):
            hold.wait(HANG_S)

    def tell(stage: str, done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    engine = FaultyEngine(script)
    with pytest.raises(KeyboardInterrupt):
        speak(SEGMENTS, engine, cache, tries=3, workers=2, tell=tell)
    assert not hold.is_set()
    assert missing_segments(SEGMENTS, engine, cache) == SEGMENTS[1:]
    hold.set()
    for thread in threading.enumerate():
        if thread.name.startswith("speech-"):
            thread.join(HANG_S)
    assert len(engine.requests) <= 3, "workers went on after Ctrl-C"


def test_an_unexpected_error_of_an_engine_is_not_swallowed(cache: ClipCache) -> None:
    engine = FaultyEngine(lambda text, count: ZeroDivisionError("a bug"))
    with pytest.raises(ZeroDivisionError):
        speak(SEGMENTS, engine, cache, tries=3, workers=2, sleep=no_sleep)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_threads_that_end_without_a_word_are_not_waited_for(
    cache: ClipCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lack_memory(**_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(speech, "_Outcome", lack_memory)
    with pytest.raises(MemoryError):
        speak(SEGMENTS, ToneEngine({}), cache, tries=1, workers=2, sleep=no_sleep)


def test_a_presenter_that_is_not_set_up_is_told_before_anything_is_asked(
    cache: ClipCache,
) -> None:
    class Strict(ToneEngine):
        def fingerprint(self, presenter: str) -> str:
            if presenter == "song":
                raise ConfigError("no table", remedy="add one")
            return super().fingerprint(presenter)

    engine = Strict(PRESENTERS)
    with pytest.raises(ConfigError):
        speak(SEGMENTS, engine, cache, tries=1, workers=1)
    assert engine.asked == []
