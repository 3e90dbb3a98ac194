"""Each story as an MP3 of its own: numbered, whole, and gone when the story is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import miniaudio
import mutagen.mp3
import numpy as np
import pytest

from audiopaper.config import Config
from audiopaper.errors import ConfigError
from audiopaper.pipeline.correction import correct_episode, withdraw_episode
from audiopaper.runtime import tell_nobody
from audiopaper.show.publication import refuse_wrong_settings
from audiopaper.show.story_files import story_folder, write_story_files
from tests.support.corrected_show import SECOND, THIRD, make
from tests.support.daily_show import make_show
from tests.support.episode_folders import make_episode


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    config = make_show(tmp_path, monkeypatch)
    return replace(config, publish=replace(config.publish, story_files="stories"))


def samples(path: Path) -> np.ndarray:
    return np.asarray(miniaudio.mp3_read_file_s16(str(path)).samples, dtype=np.int32)


def test_each_story_is_a_numbered_file_that_sounds_as_in_the_episode_and_goes_with_it(
    config: Config,
) -> None:
    episode = make(config)
    folder = config.folder / "stories" / "2026-03-02"
    paths = sorted(folder.iterdir())
    titles = ["提要", *(story.title for story in episode.stories)]
    assert [path.name for path in paths] == [f"{n:02} {t}.mp3" for n, t in enumerate(titles)]
    whole = samples(config.folder / "output/episodes/2026-03-02" / episode.audio)
    starts = [0, *(episode.chapters[story.chapter].start_ms for story in episode.stories)]
    for path, start_ms, title in zip(paths, starts, titles, strict=True):
        audio = mutagen.mp3.MP3(path)
        assert str(audio.tags["TIT2"]) == title
        assert str(audio.tags["TRCK"]).endswith(f"/{len(titles) - 1}")
        assert "AIGC" in str(audio.tags.getall("TXXX"))
        heard = samples(path)
        assert abs(audio.info.length - len(heard) / 44_100) < 0.01
        first = round(start_ms * 44.1)
        # The whole file's rounding to the millisecond may be off by half of one.
        there = whole[first : first + len(heard)]
        best = min(
            np.abs(heard[2000:40_000] - whole[first + d + 2000 : first + d + 40_000]).max()
            for d in range(-45, 46)
        )
        assert best <= 2
        assert len(there) > 40_000
    # What else lies there is left alone.
    (folder / "notes.txt").write_text("mine", "utf-8")
    correct_episode(config, SECOND, without=2, today=THIRD, tell=tell_nobody)
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["00 提要.mp3", f"01 {titles[1]}.mp3", "notes.txt"]
    withdraw_episode(config, SECOND)
    assert [path.name for path in folder.iterdir()] == ["notes.txt"]


def test_what_cannot_be_written_is_a_warning(config: Config) -> None:
    (warning,) = write_story_files(config, make_episode())
    assert "the stories of 2026-03-02 were not written to" in warning


def test_a_folder_that_is_published_is_refused(config: Config) -> None:
    inside = replace(config, publish=replace(config.publish, story_files="output/stories"))
    with pytest.raises(ConfigError, match="is published"):
        refuse_wrong_settings(inside)


def test_a_folder_below_the_home_of_a_user_is_found_and_of_nobody_refused(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    at_home = replace(config, publish=replace(config.publish, story_files="~/stories"))
    refuse_wrong_settings(at_home)
    assert story_folder(at_home, make_episode()) == tmp_path / "home/stories/2026-03-02"
    of_nobody = replace(config, publish=replace(config.publish, story_files="~no-such-user/x"))
    with pytest.raises(ConfigError, match="home folder"):
        refuse_wrong_settings(of_nobody)


@pytest.mark.parametrize(
    ("output", "name"), [(".", "inbox"), ("", "inbox"), ("inbox", "inbox"), ("voices", "voices")]
)
def test_an_output_folder_with_what_is_not_to_be_published_is_refused(
    config: Config, output: str, name: str
) -> None:
    config = replace(config, publish=replace(config.publish, story_files=""))
    for folder in ("inbox", "voices"):
        (config.folder / folder).mkdir(exist_ok=True)
    with pytest.raises(ConfigError, match=f"{name} stands in the folder that is published"):
        refuse_wrong_settings(replace(config, inbox="inbox", output=output))
