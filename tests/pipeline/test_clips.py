"""Single clips: what an editor hears of a name, of a voice, and what is kept of it all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import miniaudio
import pytest
from aiohttp import web
from click.testing import CliRunner

from audiopaper.cli.pronounce_commands import say_command
from audiopaper.config import Config, SpeechSettings
from audiopaper.engines import make_engine
from audiopaper.engines.base import TransientError
from audiopaper.engines.edge_client import packaged_voices
from audiopaper.errors import ConfigError, InputError, SynthesisError
from audiopaper.model import Clip, Segment
from audiopaper.pipeline.single_clips import list_voices, sample_voices, say_text
from audiopaper.runtime import tell_nobody
from audiopaper.show.run_lock import hold_lock
from audiopaper.store.clip_store import ClipCache
from audiopaper.store.hash_store import HashStore
from audiopaper.store.retention import measure_folders
from tests.support import edge_double, tone_engine
from tests.support.edge_double import EdgeDouble, double  # noqa: F401
from tests.support.tone_engine import ToneEngine


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "audiopaper", *words],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def length_ms(path: Path) -> float:
    return miniaudio.mp3_get_file_info(str(path)).duration * 1000


@pytest.fixture
def service(double: EdgeDouble) -> EdgeDouble:
    double.reset()
    Path("config.toml").write_text(
        f'engine = "edge"\n[speech]\ntries = 1\n[engines.edge]\nendpoint = "{double.url}"\n',
        "utf-8",
    )
    return double


# ------------------------------------------------------------------------------------ say


def test_a_name_is_said_with_its_readings_and_their_sources(tmp_path: Path) -> None:
    done = run("say", "局长曾令新", "--engine", "espeak", "-o", "zeng.mp3", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert [p for r in told["readings"] for p in r["pinyin"]][2] == "zeng1"
    assert any(r["forced"] and r["source"] for r in told["readings"])
    assert (told["engine"], told["presenter"]) == ("espeak", "lan")
    assert abs(length_ms(tmp_path / "zeng.mp3") - told["length_ms"]) < 120


def test_what_is_shown_for_people_names_reading_and_file() -> None:
    done = run("say", "局长曾令新", "--engine", "espeak")
    assert "zeng1" in done.stdout
    assert "say.mp3: " in done.stdout
    assert Path("say.mp3").is_file()


def test_another_presenter_says_it_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tone_engine.install(monkeypatch)
    for who in ("lan", "song"):
        path = tmp_path / f"{who}.mp3"
        said = say_text(
            "青川", path, presenter=who, engine="tone", config=Config(), tell=tell_nobody
        )
        assert said.segment.presenter == who
    assert (tmp_path / "lan.mp3").read_bytes() != (tmp_path / "song.mp3").read_bytes()


def test_a_service_that_refuses_connections_is_named_after_three_tries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tone_engine.install(monkeypatch)
    monkeypatch.setattr("audiopaper.speech.FIRST_WAIT_S", 0.0)
    tried: list[str] = []

    def refuse(_: ToneEngine, segment: Segment) -> Clip:
        tried.append(segment.printed)
        raise TransientError("connection refused", remedy="try later")

    monkeypatch.setattr(ToneEngine, "synthesise", refuse)
    with pytest.raises(SynthesisError, match="connection refused"):
        say_text(
            "青川",
            tmp_path / "a.mp3",
            presenter="",
            engine="tone",
            config=Config(),
            tell=tell_nobody,
        )
    assert tried == ["青川"] * 3
    assert not (tmp_path / "a.mp3").exists()


def test_say_shows_each_try_while_a_service_does_not_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tone_engine.install(monkeypatch)
    monkeypatch.setattr("audiopaper.speech.FIRST_WAIT_S", 0.0)
    online = replace(ToneEngine.capabilities, offline=False)
    monkeypatch.setattr(ToneEngine, "capabilities", online)

    def refuse(_engine: ToneEngine, _segment: Segment) -> Clip:
        raise TransientError("connection refused", remedy="try later")

    monkeypatch.setattr(ToneEngine, "synthesise", refuse)
    done = CliRunner().invoke(say_command, ["青川", "--engine", "tone"])
    assert isinstance(done.exception, SynthesisError)
    assert done.stderr.splitlines() == [
        "sending a request to tone",
        "tone: connection refused; asked again (try 2 of 3)",
        "tone: connection refused; asked again (try 3 of 3)",
    ]
    assert not done.stdout


def test_nothing_to_say_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        say_text(
            "……", tmp_path / "a.mp3", presenter="", engine="", config=Config(), tell=tell_nobody
        )


def test_a_presenter_that_is_not_there_is_a_config_error(tmp_path: Path) -> None:
    done = run("say", "青川", "--presenter", "mei", "--engine", "espeak")
    assert done.returncode == 3
    assert "mei" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("say", "青川", "--engine", "espaek"), id="say"),
        pytest.param(("voices", "--engine", "espaek"), id="voices"),
    ],
)
def test_an_unknown_engine_is_a_config_error(words: tuple[str, ...]) -> None:
    done = run(*words)
    assert done.returncode == 3
    assert "did you mean 'espeak'?" in done.stderr


def test_the_shows_cache_is_used_where_there_is_a_show(tmp_path: Path, service: EdgeDouble) -> None:
    config = Config(folder=tmp_path, engines={"edge": {"endpoint": service.url}})
    for _ in range(2):
        say_text(
            "青川", tmp_path / "a.mp3", presenter="", engine="edge", config=config, tell=tell_nobody
        )
    assert service.texts == ["青川", "青川"]
    assert not (tmp_path / "output").exists()
    (tmp_path / "output").mkdir()
    for _ in range(2):
        say_text(
            "青川", tmp_path / "a.mp3", presenter="", engine="edge", config=config, tell=tell_nobody
        )
    assert service.texts == ["青川"] * 3


# --------------------------------------------------------------------------------- voices


def test_edges_chinese_voices_are_listed_without_a_network(service: EdgeDouble) -> None:
    done = run("voices", "--engine", "edge", "--locale", "zh-CN", "--json")
    rows = json.loads(done.stdout)
    assert {"zh-CN-XiaoxiaoNeural", "zh-CN-YunyangNeural"} <= {row["voice"] for row in rows}
    assert all(row["locale"].startswith("zh-CN") for row in rows)
    assert all(row["table"] == {"voice": row["voice"]} for row in rows)
    assert {row["voice"]: row["presenters"] for row in rows}["zh-CN-XiaoxiaoNeural"] == ["lan"]
    assert service.outcomes == []


def test_each_packaged_voice_is_one_that_the_engine_takes() -> None:
    from audiopaper.engines.edge import EdgeVoice

    assert len(packaged_voices()) >= 14
    for voice in packaged_voices():
        assert EdgeVoice(**voice.table).voice == voice.id
        assert voice.gender in ("Female", "Male")


@pytest.mark.parametrize(
    ("locale", "ids"),
    [
        pytest.param("", {"beep", "boop"}, id="all"),
        pytest.param("zh", {"beep"}, id="language"),
        pytest.param("ZH-cn", {"beep"}, id="case"),
        pytest.param("z", set(), id="no-half-words"),
    ],
)
def test_a_locale_takes_in_what_lies_in_it(
    locale: str, ids: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tone_engine.install(monkeypatch)
    offered = list_voices("tone", Config(), locale=locale, refresh=False)
    assert {one.voice.id for one in offered} == ids


def test_each_voice_says_the_sample_into_a_file_of_its_own(service: EdgeDouble) -> None:
    done = run("voices", "--engine", "edge", "--locale", "zh-TW", "--sample", "青川", "--json")
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)
    assert len(rows) == 3
    assert {Path(row["sample"]).name for row in rows} == {f"{row['voice']}.mp3" for row in rows}
    assert all(length_ms(Path(row["sample"])) > 200 for row in rows)


def test_a_voice_that_cannot_speak_is_told_and_the_others_are_heard(
    tmp_path: Path, service: EdgeDouble
) -> None:
    service.next_faults = ["ok", "no-audio", "no-audio"]  # the probe, then the first voice
    config = Config(
        folder=tmp_path,
        engines={"edge": {"endpoint": service.url}},
        speech=SpeechSettings(tries=1),
    )
    offered = list_voices("edge", config, locale="zh-HK", refresh=False)
    first, *others = sample_voices(offered, "edge", "青川", tmp_path / "samples", config=config)
    assert first.sample is None
    assert "no sound" in first.problem
    assert all(one.sample and one.sample.is_file() for one in others)


def test_a_service_that_is_down_ends_the_sampling_at_once(
    tmp_path: Path, service: EdgeDouble
) -> None:
    service.every_fault = "500"
    config = Config(folder=tmp_path, engines={"edge": {"endpoint": service.url}})
    offered = list_voices("edge", config, locale="zh", refresh=False)
    with pytest.raises(SynthesisError, match="500"):
        sample_voices(offered, "edge", "青川", tmp_path / "samples", config=config)
    assert len(service.outcomes) == 2


VOICE_LIST = [
    {"ShortName": "zh-CN-XinyuNeural", "Gender": "Female", "Locale": "zh-CN"},
    {
        "ShortName": "en-US-EmmaNeural",
        "Gender": "Female",
        "Locale": "en-US",
        "VoiceTag": {"ContentCategories": ["News"], "VoicePersonalities": ["Clear"]},
    },
]


@pytest.fixture(scope="module")
def listing() -> Iterator[str]:
    with edge_double.serving(
        "/base/voices/list", lambda request: web.json_response(VOICE_LIST)
    ) as url:
        yield url.replace("http", "ws").replace("/voices/list", "/edge/v1") + "?key=local"


def test_refreshed_voices_are_what_the_service_has_now(listing: str) -> None:
    engine = make_engine("edge", {}, {"endpoint": listing})
    voices = engine.voices(refresh=True)
    assert [v.id for v in voices] == ["en-US-EmmaNeural", "zh-CN-XinyuNeural"]
    assert (voices[0].locale, voices[0].about) == ("en-US", "News, Clear")


def test_a_service_that_does_not_list_its_voices_is_an_error(listing: str) -> None:
    away = listing.replace("/base/", "/elsewhere/")
    with pytest.raises(SynthesisError, match="404"):
        make_engine("edge", {}, {"endpoint": away}).voices(refresh=True)
    with pytest.raises(SynthesisError, match="no list of voices"):
        make_engine("edge", {}, {"endpoint": "ws://127.0.0.1:9/speak"}).voices(refresh=True)


def test_presenters_are_listed_with_all_engines() -> None:
    done = run("voices")
    assert "lan  岚" in done.stdout
    assert "espeak" in done.stdout.rpartition("Engines:")[2]


# ---------------------------------------------------------------------------------- cache


@pytest.fixture
def kept(tmp_path: Path) -> ClipCache:
    cache = ClipCache(tmp_path / "output" / ".work" / "cache")
    for n in range(4):
        cache.store(f"{n}" * 64, Clip(pcm=bytes(500_000), rate_hz=24_000))
        (path,) = cache.folder.glob(f"{n}{n}/*")
        used = time.time() - 86_400 * n
        os.utime(path, (used, used))
    return cache


def test_the_size_of_the_cache_is_shown(kept: ClipCache) -> None:
    told = json.loads(run("cache", "--json").stdout)
    assert (told["clips"], told["removed"]) == (4, 0)
    assert 2_000_000 < told["bytes"] < 2_010_000
    assert "4 clips spoken, 0 pieces encoded, 2.0 MB" in run("cache").stdout


def test_encoded_pieces_are_counted_and_trimmed_with_the_clips(kept: ClipCache) -> None:
    store = HashStore(kept.folder.parent / "pieces")
    for n in range(2):
        store.store(f"{n}" * 64, bytes(200_000))
    told = json.loads(run("cache", "--json").stdout)
    assert (told["clips"], told["pieces"]) == (4, 2)
    assert 2_400_000 < told["bytes"] < 2_410_000
    told = json.loads(run("cache", "--trim-days", "2", "--trim-mb", "1", "--json").stdout)
    assert (told["clips"], told["pieces"], told["removed"]) == (1, 2, 3)
    assert json.loads(run("cache", "--trim-mb", "0", "--json").stdout)["bytes"] == 0


@pytest.mark.parametrize(
    ("words", "left"),
    [
        pytest.param(("--trim-days", "2"), "01", id="age"),
        pytest.param(("--trim-mb", "1"), "0", id="size"),
        pytest.param(("--trim-days", "3", "--trim-mb", "3"), "012", id="both"),
        pytest.param(("--trim-mb", "0"), "", id="all"),
    ],
)
def test_what_was_not_used_for_longest_is_removed(
    kept: ClipCache, words: tuple[str, ...], left: str
) -> None:
    done = run("cache", *words, "--json")
    assert json.loads(done.stdout)["removed"] == 4 - len(left)
    assert "".join(n for n in "0123" if kept.has(n * 64)) == left


def test_nothing_is_removed_under_a_run_that_is_at_work(kept: ClipCache) -> None:
    with hold_lock(kept.folder.parent / "lock"):
        done = run("cache", "--trim-mb", "0")
    assert done.returncode == 9
    assert measure_folders([kept.folder]).files == 4


def test_where_nothing_was_spoken_nothing_is_laid_out(tmp_path: Path) -> None:
    done = run("cache", "--trim-mb", "1")
    assert "0 clips spoken, 0 pieces encoded, 0.0 MB" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_engine_setting_names_its_table(tmp_path: Path) -> None:
    Path("config.toml").write_text("[engines.edge]\nidle_second = 3\n", "utf-8")
    done = run("voices", "--engine", "edge")
    assert done.returncode == ConfigError.exit_code
    assert "[engines.edge]" in done.stderr
