"""An episode measured as a listener hears it: the table, the figures and the picture."""

from __future__ import annotations

import datetime as dt
import io
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from audiopaper.audio.loudness import measure_file
from audiopaper.cli import audiopaper
from audiopaper.errors import AudiopaperError
from audiopaper.model import Episode, Recording
from audiopaper.show.episode_record import save_episode
from audiopaper.show.folder import EpisodeFolder
from audiopaper.stitching.analysis import analyse_file
from audiopaper.stitching.analysis_chart import draw_analysis
from tests.support.spoken_show import usual_show


def episode_of(recording: Recording) -> Episode:
    return Episode(
        date=dt.date(2026, 3, 2),
        paper="青川日报",
        title="《青川日报》2026年3月2日",
        guid="qingchuan:2026-03-02",
        audio="a.mp3",
        audio_bytes=recording.audio_bytes,
        audio_sha256=recording.audio_sha256,
        duration_ms=recording.duration_ms,
        chapters=recording.chapters,
        cues=recording.cues,
        stories=(),
        engine="espeak",
        loudness_lufs=recording.loudness_lufs,
        true_peak_dbtp=recording.true_peak_dbtp,
        presenters=(("lan", "岚"), ("song", "松")),
    )


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("show")
    folder = output / "episodes" / "2026-03-02"
    folder.mkdir(parents=True)
    save_episode(EpisodeFolder(folder), episode_of(usual_show().stitch(folder / "a.mp3")))
    return output


def inspect(output: Path, *args: str) -> Result:
    return CliRunner().invoke(audiopaper, ["inspect", *args, "--output", str(output)])


def test_the_figures_are_those_of_the_whole_decode(output: Path) -> None:
    done = inspect(output, "2026-03-02", "--json")
    told = json.loads(done.stdout)
    heard = measure_file(output / "episodes/2026-03-02/a.mp3")
    assert done.exit_code == 0
    assert done.stderr == ""
    assert told["loudness_lufs"] == pytest.approx(heard.lufs, abs=0.06)
    assert told["true_peak_dbtp"] == pytest.approx(heard.true_peak_dbtp, abs=0.06)
    assert [c["title"] for c in told["chapters"]][3:] == ["春耕", "结束语"]
    # Those of segments over three seconds, which have gains of their own.
    for chapter in told["chapters"][2:4]:
        assert chapter["loudness_lufs"] == pytest.approx(-16, abs=1.5)
    assert [c["presenters"] for c in told["chapters"][:2]] == [["lan"], ["song"]]
    assert len(told["short_term_lufs"]) == told["duration_ms"] // 1000
    assert 0 < told["longest_silence"]["length_ms"] <= 3000


@pytest.mark.parametrize("name", ["", "a.mp3", "episode.json"])
def test_an_episode_is_named_by_folder_or_file_too(output: Path, name: str) -> None:
    done = inspect(output, str(output / "episodes/2026-03-02" / name))
    assert done.exit_code == 0
    assert "春耕" in done.stdout
    assert "song" in done.stdout


def test_an_episode_that_is_not_there_leads_to_those_that_are(output: Path) -> None:
    done = inspect(output, "2026-03-03")
    assert isinstance(done.exception, AudiopaperError)
    assert "2026-03-03" in done.exception.problem
    assert "2026-03-02" in done.exception.remedy


def test_a_damaged_mp3_is_named(output: Path, tmp_path: Path) -> None:
    told = json.loads((output / "episodes/2026-03-02/episode.json").read_text("utf-8"))
    (tmp_path / "episode.json").write_text(json.dumps(told), "utf-8")
    done = inspect(output, str(tmp_path))
    assert isinstance(done.exception, AudiopaperError)
    assert "a.mp3" in done.exception.problem
    (tmp_path / "a.mp3").write_bytes(b"no sound")
    done = inspect(output, str(tmp_path))
    assert isinstance(done.exception, AudiopaperError)
    assert "a.mp3" in done.exception.problem


def test_another_loudness_than_was_told_is_a_warning(output: Path, tmp_path: Path) -> None:
    folder = output / "episodes/2026-03-02"
    told = json.loads((folder / "episode.json").read_text("utf-8")) | {"loudness_lufs": -20.0}
    (tmp_path / "episode.json").write_text(json.dumps(told), "utf-8")
    (tmp_path / "a.mp3").write_bytes((folder / "a.mp3").read_bytes())
    assert "episode.json says -20.0 LUFS" in inspect(output, str(tmp_path)).stderr


def test_a_picture_is_drawn_and_shows_what_is_there(output: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    done = inspect(output, "2026-03-02", "--png", str(path))
    assert done.exit_code == 0
    image = Image.open(path)
    assert image.format == "PNG"
    assert image.width == 1600
    colours = {colour for _, colour in image.convert("RGB").getcolors(1 << 24) or []}
    # The waveform's, the loudness curve's and both presenters'.
    assert {(70, 105, 140), (150, 50, 40), (0, 114, 178), (230, 159, 0)} <= colours


def test_a_picture_needs_no_chinese_face_and_is_the_same_every_time(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    recording = usual_show().stitch(path)
    analysis = analyse_file(path)
    pictures = [
        draw_analysis(
            analysis,
            "《青川日报》2026-03-02",
            recording.chapters,
            recording.cues,
            {},
            target_lufs=-16,
            tolerance_lu=0.5,
            font=None,
        )
        for _ in range(2)
    ]
    assert pictures[0] == pictures[1]
    assert Image.open(io.BytesIO(pictures[0])).width == 1600


def test_a_long_and_a_very_short_sound_are_drawn(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    usual_show().stitch(path)
    analysis = analyse_file(path)
    short = replace(
        analysis,
        energies=analysis.energies[:1],
        lows=analysis.lows[:1],
        highs=analysis.highs[:1],
        loudness=replace(analysis.loudness, samples=4410),
    )
    long = replace(
        analysis,
        energies=np.tile(analysis.energies, 300),
        lows=np.tile(analysis.lows, 300),
        highs=np.tile(analysis.highs, 300),
        loudness=replace(analysis.loudness, samples=analysis.loudness.samples * 300),
    )
    for one in (short, long):
        assert draw_analysis(
            one, "", (), (), {}, target_lufs=-16, tolerance_lu=0.5, font=None
        ).startswith(b"\x89PNG")
