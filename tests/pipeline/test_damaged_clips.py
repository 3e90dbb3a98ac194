"""Clips of earlier runs are not read whole, and a damaged one never goes on air."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from audiopaper.audio.mp3_encoder import Form
from audiopaper.audio.sample_arrays import Samples
from audiopaper.config import Config, defaults_folder, read_config
from audiopaper.model import Clip, Segment
from audiopaper.pipeline.production import Order, produce
from audiopaper.runtime import tell_nobody
from audiopaper.stitching import piece_encoder, render
from audiopaper.stitching.sequence import Measurement
from audiopaper.store.clip_store import ClipCache, UncheckedClips
from tests.support import tone_engine
from tests.support.sample_edition import PAGE, public_state
from tests.support.tone_engine import ToneEngine


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    tone_engine.install(monkeypatch)
    # Not one whose answers are compared with what was sent: for that every clip is read.
    other = replace(ToneEngine.capabilities, readings="pinyin")
    monkeypatch.setattr(ToneEngine, "capabilities", other)
    path = tmp_path / "config.toml"
    text = 'engine = "tone"\ninbox = "inbox"\n[show]\nbase_url = "https://pod.example.org/"\n'
    path.write_text(text + "[briefing]\nenabled = true\nsentences = 1\n", "utf-8")
    (tmp_path / "voices").symlink_to(defaults_folder() / "voices")
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "01.txt").write_text(PAGE, "utf-8")
    return read_config(path)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the engine was asked to say."""
    said: list[str] = []
    synthesise = ToneEngine.synthesise

    def remember(self: ToneEngine, segment: Segment) -> object:
        said.append(segment.printed)
        return synthesise(self, segment)

    monkeypatch.setattr(ToneEngine, "synthesise", remember)
    return said


def make(config: Config) -> dict[str, str]:
    outcome = produce(Order(paths=()), config, tell_nobody)
    assert outcome.episode is not None
    return public_state(config.folder / "output")


def clips(config: Config) -> list[Path]:
    return sorted((config.folder / "output" / ".work" / "cache").glob("*/*.clip"))


def forget_pieces(config: Config) -> None:
    for path in (config.folder / "output" / ".work" / "pieces").glob("*/*.piece"):
        path.unlink()


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-len(data) // 3] ^= 0x40
    path.write_bytes(data)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def _garble_head(path: Path) -> None:
    path.write_bytes(b'{"sha256": "' + b"0" * 64 + path.read_bytes()[76:])


HARMS = [
    pytest.param(_flip, id="flipped"),
    pytest.param(_cut, id="cut"),
    pytest.param(_garble_head, id="other-digest"),
    pytest.param(lambda path: path.write_bytes(b""), id="empty"),
    pytest.param(Path.unlink, id="missing"),
]


@pytest.mark.parametrize("harm", HARMS)
def test_damaged_clips_that_are_needed_are_spoken_again(
    config: Config, asked: list[str], harm: Callable[[Path], None]
) -> None:
    before = make(config)
    sound = {path: path.read_bytes() for path in clips(config)}
    said = sorted(set(asked))
    asked.clear()
    forget_pieces(config)
    for path in sound:
        harm(path)
    assert make(config) == before
    assert sorted(set(asked)) == said
    assert {path: path.read_bytes() for path in clips(config)} == sound


@pytest.mark.parametrize("harm", HARMS)
def test_damaged_clips_beside_what_was_encoded_change_nothing(
    config: Config, harm: Callable[[Path], None]
) -> None:
    before = make(config)
    for path in clips(config):
        harm(path)
    assert make(config) == before


def test_a_run_in_which_nothing_changed_reads_no_clip_whole_and_counts_it_as_used(
    config: Config, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = config.folder / "config.toml"
    text.write_text(text.read_text("utf-8").replace("enabled = true", "enabled = false"), "utf-8")
    config = read_config(text)
    before = make(config)
    ages = [path.stat().st_mtime_ns for path in clips(config)]
    asked.clear()
    loaded: list[str] = []
    monkeypatch.setattr(ClipCache, "load", lambda _, key: loaded.append(key))
    assert make(config) == before
    assert not asked
    assert not loaded
    assert all(path.stat().st_mtime_ns > age for path, age in zip(clips(config), ages, strict=True))


def test_a_clip_without_a_digest_is_none(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    unchecked = UncheckedClips(cache)
    assert not unchecked.has("a" * 64)
    path = tmp_path / "aa" / f"{'a' * 64}.clip"
    path.parent.mkdir()
    path.write_bytes(b"something else")
    assert not unchecked.has("a" * 64)


def test_what_makes_no_sound_loads_no_arrays() -> None:
    """An unchanged episode is made without numpy; loading it would take a tenth of the time."""
    rooms = "audiopaper.pipeline.production, audiopaper.engines.espeak, audiopaper.engines.edge"
    code = f"import sys, {rooms}; sys.exit('numpy' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_new_clips_are_measured_once_and_by_what_was_stored(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A briefing measures the clips that it cuts, too.
    config = replace(config, briefing=replace(config.briefing, enabled=False))
    measured: list[bytes] = []
    measure = piece_encoder.measure_clip

    def remember(clip: Clip) -> Measurement:
        measured.append(clip.pcm)
        return measure(clip)

    monkeypatch.setattr(piece_encoder, "measure_clip", remember)
    first = make(config)
    cache = ClipCache(config.folder / "output" / ".work" / "cache")
    loaded = [cache.load(path.stem) for path in clips(config)]
    stored = [clip.pcm for clip in loaded if clip is not None]
    assert sorted(measured) == sorted(stored)
    measured.clear()
    forget_pieces(config)
    assert make(config) == first
    assert sorted(measured) == sorted(stored)


@pytest.fixture
def encoders(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The threads that encoded a piece."""
    names: list[str] = []
    encode = render.encode_blocks

    def remember(blocks: Iterable[Samples], form: Form) -> bytes:
        names.append(threading.current_thread().name)
        return encode(blocks, form)

    monkeypatch.setattr(render, "encode_blocks", remember)
    return names


@pytest.mark.parametrize("bed", [False, True])
def test_new_clips_and_sounds_are_encoded_while_others_are_spoken(
    config: Config, encoders: list[str], monkeypatch: pytest.MonkeyPatch, bed: bool
) -> None:
    monkeypatch.setattr(tone_engine, "CHAR_MS", 200)  # a short segment's gain is known last
    config = replace(config, briefing=replace(config.briefing, enabled=False))
    config = replace(config, episode=replace(config.episode, bed=bed))
    first = make(config)
    early = [name for name in encoders if name.startswith("speech-")]
    assert 2 * len(early) > len(encoders)
    # What was not known in advance is encoded in the end: nothing is encoded twice, and the file
    # is the same as one whose clips were all there before.
    once = len(encoders)
    forget_pieces(config)
    assert make(config) == first
    assert len(encoders) == 2 * once
