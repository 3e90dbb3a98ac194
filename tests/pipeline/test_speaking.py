"""Which engine speaks an episode, and what a producer is told where it fails."""

from __future__ import annotations

import ctypes
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

import audiopaper.engines
from audiopaper.config import Config, SpeechSettings
from audiopaper.engines import engine_names
from audiopaper.engines.base import Engine, ServiceRefusedError
from audiopaper.errors import DONE_WITH_WARNINGS, ConfigError, SynthesisError
from audiopaper.model import Clip, Presenter, Reading, Segment, SpokenSegment
from audiopaper.pipeline.engine_choice import fallback_spoke, speak_segments
from audiopaper.readings import dictionary
from audiopaper.runtime import return_freed_memory, tell_nobody
from audiopaper.store.clip_store import ClipCache
from tests.support import kokoro_model, tone_engine
from tests.support.edge_double import EdgeDouble, double  # noqa: F401
from tests.support.tone_engine import ToneEngine

PRESENTERS = {
    "lan": Presenter(
        name="lan",
        display_name="岚",
        chars_per_minute=270,
        engines={"edge": {"voice": "zh-CN-XiaoxiaoNeural"}, "espeak": {}},
    )
}


def segment(text: str) -> Segment:
    readings = tuple(
        Reading(start=n, end=n + 1, spoken=c, pinyin=("hao3",)) for n, c in enumerate(text)
    )
    return Segment(item=0, presenter="lan", printed=text, readings=readings)


SEGMENTS = tuple(segment(text) for text in ("青川公园", "夜间公交", "茶厂书房", "环城步道"))


class BrokenEngine(ToneEngine):
    """A tone engine that cannot say 书."""

    name = "broken"

    def synthesise(self, segment: Segment) -> Clip:
        if "书" in segment.printed:
            raise SynthesisError("the tone broke", remedy="mend it")
        return super().synthesise(segment)


def make_broken(presenters: Mapping[str, Presenter], settings: Mapping[str, object]) -> Engine:
    return BrokenEngine(presenters)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ClipCache:
    tone_engine.install(monkeypatch)
    with_tone = audiopaper.engines.entry_points
    broken = EntryPoint(
        "broken", "tests.pipeline.test_speaking:make_broken", audiopaper.engines.GROUP
    )
    monkeypatch.setattr(
        audiopaper.engines, "entry_points", lambda group: [*with_tone(group=group), broken]
    )
    return ClipCache(tmp_path / "cache")


def spoken_by(
    cache: ClipCache, name: str, fallback: str = "none", **changes: object
) -> tuple[list[str], list[str]]:
    speech = SpeechSettings(fallback=fallback, second_engine="tone", tries=1)  # type: ignore[arg-type]
    config = replace(Config(), speech=speech, **changes)  # type: ignore[arg-type]
    spoken, warnings = speak_segments(SEGMENTS, name, config, PRESENTERS, cache, tell_nobody)
    assert [one.segment for one in spoken] == list(SEGMENTS)
    assert all(cache.has(one.clip_key) for one in spoken)
    return [one.engine for one in spoken], warnings


def test_an_engine_that_speaks_needs_no_other_and_warns_of_nothing(cache: ClipCache) -> None:
    assert spoken_by(cache, "tone", "episode") == (["tone"] * 4, [])


@pytest.mark.parametrize("large", [True, False])
def test_the_tables_of_readings_are_released_before_an_engine_that_takes_much_memory(
    cache: ClipCache, monkeypatch: pytest.MonkeyPatch, large: bool
) -> None:
    held = []

    def speak(self: ToneEngine, segment: Segment) -> Clip:
        held.append(dictionary._agreed.cache_info().currsize)
        return tone(self, segment)

    tone = ToneEngine.synthesise
    monkeypatch.setattr(ToneEngine, "synthesise", speak)
    monkeypatch.setattr(ToneEngine, "capabilities", replace(ToneEngine.capabilities, large=large))
    before = dictionary.find_word("公园")
    spoken_by(cache, "tone")
    assert held == [0 if large else 1] * len(SEGMENTS)
    assert dictionary.find_word("公园") == before
    spoken_by(cache, "tone")
    assert dictionary._agreed.cache_info().currsize == 1, "nothing was to be spoken"


def test_the_tables_stay_where_another_text_is_read_next(
    cache: ClipCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ToneEngine, "capabilities", replace(ToneEngine.capabilities, large=True))
    dictionary.find_word("公园")
    speak_segments(SEGMENTS, "tone", Config(), PRESENTERS, cache, tell_nobody, keeps_tables=True)
    assert dictionary._agreed.cache_info().currsize == 1


def test_where_the_c_library_keeps_its_memory_nothing_is_returned_and_nothing_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(ctypes, "CDLL", lambda name: asked.append(name) or object())
    return_freed_memory()
    assert asked == [None]


def test_what_the_marks_show_to_be_read_otherwise_is_a_warning(
    cache: ClipCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    def misread(self: ToneEngine, segment: Segment) -> Clip:
        clip = tone(self, segment)
        marks = tuple(replace(m, text=m.text.replace("书", "树") + "。") for m in clip.marks)
        return replace(clip, marks=marks)

    tone = ToneEngine.synthesise
    monkeypatch.setattr(ToneEngine, "synthesise", misread)
    _, (warning,) = spoken_by(cache, "tone")
    assert warning == "tone spoke text that differs from what was sent: “茶厂书房”; listen to it"


def test_without_a_fallback_a_failure_is_a_failure(cache: ClipCache) -> None:
    with pytest.raises(SynthesisError, match=r"茶厂书房.*the tone broke"):
        spoken_by(cache, "broken", "none")


def test_a_fallback_for_the_episode_makes_all_of_it_by_the_second_engine(cache: ClipCache) -> None:
    engines, (warning,) = spoken_by(cache, "broken", "episode")
    assert engines == ["tone"] * 4
    assert "broken failed" in warning
    assert "the tone broke" in warning
    assert "whole episode is spoken by tone" in warning


def test_a_fallback_for_segments_keeps_what_the_first_engine_said(cache: ClipCache) -> None:
    engines, (warning,) = spoken_by(cache, "broken", "segment")
    assert engines == ["broken", "broken", "tone", "broken"]
    assert "1 of 4 segments are spoken by tone" in warning


@pytest.mark.parametrize(
    ("asked", "spoke", "fell_back"),
    [
        pytest.param("edge", ("edge", "edge"), False, id="the-engine-itself"),
        pytest.param("edge", ("espeak", "espeak"), True, id="the-second-alone"),
        pytest.param("edge", ("edge", "espeak"), True, id="both"),
        pytest.param("auto", ("edge", "edge"), False, id="auto-online"),
        pytest.param("auto", ("espeak", "espeak"), False, id="auto-offline"),
        pytest.param("auto", ("edge", "espeak"), True, id="auto-mixed-as-configured"),
    ],
)
def test_a_fallback_is_what_the_configuration_asked_for_and_not_what_auto_chose(
    asked: str, spoke: tuple[str, ...], fell_back: bool
) -> None:
    spoken = [SpokenSegment(segment=SEGMENTS[0], clip_key="0", engine=e) for e in spoke]
    assert fallback_spoke(asked, spoken) is fell_back


def test_a_second_engine_that_fails_too_ends_the_run(cache: ClipCache) -> None:
    speech = SpeechSettings(fallback="episode", second_engine="broken", tries=1)
    config = replace(Config(), speech=speech)
    with pytest.raises(SynthesisError, match="the tone broke"):
        speak_segments(SEGMENTS, "broken", config, PRESENTERS, cache, tell_nobody)


def test_an_unknown_second_engine_is_named(cache: ClipCache) -> None:
    speech = SpeechSettings(fallback="episode", second_engine="tune", tries=1)
    config = replace(Config(), speech=speech)
    with pytest.raises(ConfigError, match="'tune'"):
        speak_segments(SEGMENTS, "broken", config, PRESENTERS, cache, tell_nobody)


# ----------------------------------------------------------------- auto, against a service


@pytest.fixture
def service(double: EdgeDouble) -> EdgeDouble:
    double.reset()
    return double


def at(service: EdgeDouble) -> dict[str, dict[str, str | int | float | bool]]:
    return {"edge": {"endpoint": service.url, "idle_seconds": 60}}


def test_auto_is_edge_where_it_answers(cache: ClipCache, service: EdgeDouble) -> None:
    assert spoken_by(cache, "auto", engines=at(service)) == (["edge"] * 4, [])
    assert sorted(service.texts) == sorted(["好", *(s.printed for s in SEGMENTS)])


def test_auto_asks_nobody_where_all_is_in_the_cache(cache: ClipCache, service: EdgeDouble) -> None:
    spoken_by(cache, "edge", engines=at(service))
    service.outcomes.clear()
    service.every_fault = "500"
    assert spoken_by(cache, "auto", engines=at(service)) == (["edge"] * 4, [])
    assert service.outcomes == []


def test_auto_makes_the_whole_episode_offline_where_edge_does_not_answer(
    cache: ClipCache, service: EdgeDouble
) -> None:
    service.every_fault = "500"
    engines, (warning,) = spoken_by(cache, "auto", engines=at(service))
    assert engines == ["espeak"] * 4
    assert "whole episode is spoken offline" in warning


def natural(folder: Path, service: EdgeDouble) -> dict[str, Any]:
    """Settings and presenters with which kokoro can speak."""
    pytest.importorskip("onnxruntime", reason="the extra natural is not installed")
    if "kokoro" not in engine_names():
        pytest.skip("audiopaper was installed before it had this engine")
    model = kokoro_model.write_model(folder / "kokoro").parent
    presenters = {
        name: replace(p, engines={**p.engines, "kokoro": {"voice": "zf_xiaobei"}})
        for name, p in PRESENTERS.items()
    }
    return {
        "config": replace(Config(), engines=at(service) | {"kokoro": {"folder": str(model)}}),
        "presenters": presenters,
    }


def test_auto_takes_kokoro_where_it_is_installed(
    cache: ClipCache, service: EdgeDouble, tmp_path: Path
) -> None:
    service.every_fault = "500"
    made = natural(tmp_path, service)
    spoken, (warning,) = speak_segments(
        SEGMENTS, "auto", made["config"], made["presenters"], cache, tell_nobody
    )
    assert {one.engine for one in spoken} == {"kokoro"}
    assert warning.endswith("the whole episode is spoken offline, by kokoro")


def test_auto_takes_espeak_where_a_presenter_has_no_voice_of_kokoros(
    cache: ClipCache, service: EdgeDouble, tmp_path: Path
) -> None:
    service.every_fault = "500"
    made = natural(tmp_path, service)
    spoken, (warning,) = speak_segments(
        SEGMENTS, "auto", made["config"], PRESENTERS, cache, tell_nobody
    )
    assert {one.engine for one in spoken} == {"espeak"}
    assert "by espeak" in warning


def test_auto_never_mixes_engines_where_kokoro_fails(
    cache: ClipCache, service: EdgeDouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from audiopaper.engines import kokoro

    def run_out(*args: Any) -> Any:
        raise SynthesisError("there is no memory left", remedy="close other programs")

    monkeypatch.setattr(kokoro, "run_model", run_out)
    service.next_faults = ["ok", "ok", *["403"] * 9]
    made = natural(tmp_path, service)
    spoken, (warning,) = speak_segments(
        SEGMENTS, "auto", made["config"], made["presenters"], cache, tell_nobody
    )
    assert {one.engine for one in spoken} == {"espeak"}
    assert "403" in warning
    assert "no memory left" in warning


def test_auto_never_mixes_engines_where_edge_fails_half_way(
    cache: ClipCache, service: EdgeDouble
) -> None:
    service.next_faults = ["ok", "ok", *["403"] * 9]
    engines, (warning,) = spoken_by(cache, "auto", engines=at(service))
    assert engines == ["espeak"] * 4
    assert "403" in warning


def test_a_refusal_is_asked_once_and_never_again(cache: ClipCache, service: EdgeDouble) -> None:
    service.every_fault = "403"
    speech = SpeechSettings(tries=8, workers=1)
    config = replace(Config(), speech=speech, engines=at(service))
    with pytest.raises(ServiceRefusedError, match="403"):
        speak_segments(SEGMENTS, "edge", config, PRESENTERS, cache, tell_nobody)
    assert len(service.outcomes) <= 2, "the client itself repeats one, for a wrong clock"


# --------------------------------------------------------------------- the program itself

PAGE = """\
青川日报 2026年3月2日 星期一

## 夜间公交今起开行

青川日报讯（记者 曾令新）3月1日晚10时，两条夜间公交线路从青川火车站发出首班车。线路全长23公里，票价2元。
"""


def produce(
    service: EdgeDouble, *words: str, engine: str = "edge", speech: str = "", more: str = ""
) -> subprocess.CompletedProcess[str]:
    Path("01.txt").write_text(PAGE, "utf-8")
    Path("config.toml").write_text(
        f'engine = "{engine}"\n[speech]\ntries = 1\n{speech}\n'
        f'[engines.edge]\nendpoint = "{service.url}"\nidle_seconds = 60\n{more}',
        "utf-8",
    )
    return subprocess.run(
        [sys.executable, "-m", "audiopaper", "produce", "01.txt", "--json", *words],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def episode() -> dict[str, object]:
    (path,) = Path("output/episodes").glob("*/episode.json")
    found: dict[str, object] = json.loads(path.read_text("utf-8"))
    return found


def test_a_service_behind_a_gateway_makes_a_whole_episode(service: EdgeDouble) -> None:
    done = produce(service)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["engine"] == "edge"
    assert episode()["warnings"] == []


def test_a_service_that_fails_is_exit_7_and_nothing_is_published(service: EdgeDouble) -> None:
    service.every_fault = "half"
    done = produce(service)
    assert done.returncode == 7
    *_, problem, remedy = done.stderr.splitlines()
    assert "not whole" in problem
    assert "what was spoken is kept" in remedy
    assert not Path("output/feed.xml").exists()
    assert not list(Path("output/episodes").glob("*/*"))


def test_a_fallback_is_told_in_the_summary_and_in_the_episodes_metadata(
    service: EdgeDouble,
) -> None:
    service.every_fault = "half"
    done = produce(service, speech='fallback = "episode"')
    assert done.returncode == DONE_WITH_WARNINGS, done.stderr
    told = json.loads(done.stdout)
    (warning,) = (w for w in told["warnings"] if "edge" in w)
    assert told["engine"] == "espeak"
    assert "edge failed" in warning
    assert "whole episode is spoken by espeak" in warning
    assert f"warning: {warning}" in done.stderr
    assert (episode()["engine"], episode()["warnings"]) == ("espeak", [warning])


def test_a_fallback_for_segments_makes_the_episode_and_is_exit_11(service: EdgeDouble) -> None:
    # An answer that ends early is asked for again, with the marks of sentences.
    service.next_faults = ["half", "half"]
    done = produce(service, speech='fallback = "segment"\nworkers = 1')
    assert done.returncode == DONE_WITH_WARNINGS, done.stderr
    assert json.loads(done.stdout)["engine"] == episode()["engine"] == "edge+espeak"
    assert re.search(r" 1 of \d+ segments are spoken by espeak", done.stderr), done.stderr
    again = produce(service, speech='fallback = "segment"\nworkers = 1')
    assert again.returncode == 0, "what was missing is spoken by the first engine now"
    assert episode()["engine"] == "edge"


def test_auto_without_a_network_is_done_as_it_should_be(
    service: EdgeDouble, tmp_path: Path
) -> None:
    natural(tmp_path, service)
    service.every_fault = "500"
    done = produce(
        service, engine="auto", more=f'[engines.kokoro]\nfolder = "{tmp_path / "kokoro"}"\n'
    )
    assert done.returncode == 0, done.stderr
    assert "whole episode is spoken offline, by kokoro" in done.stderr
    assert episode()["engine"] == "kokoro"
