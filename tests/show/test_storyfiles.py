"""Each story as an MP3 of its own: numbered, whole, and gone when the story is."""

from __future__ import annotations

import errno
import json
import os
from dataclasses import replace
from pathlib import Path

import miniaudio
import mutagen.mp3
import numpy as np
import pytest
from click.testing import CliRunner, Result

from audiopaper.cli import audiopaper
from audiopaper.config import Config, read_config
from audiopaper.errors import ConfigError, InputError, PublishError
from audiopaper.pipeline.correction import correct_episode, withdraw_episode
from audiopaper.runtime import tell_nobody
from audiopaper.show.folder import show_folder
from audiopaper.show.public import standing_episodes
from audiopaper.show.publication import prune_episodes, rebuild_feed, refuse_wrong_settings
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


def refuse_changes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that has become read-only below a folder, also for a user who may do anything."""

    def fail(path: Path, *_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))

    for name in ("unlink", "rmdir"):
        change = getattr(Path, name)
        monkeypatch.setattr(
            Path,
            name,
            lambda p, *a, _c=change, **k: (fail if p.absolute().is_relative_to(folder) else _c)(
                p, *a, **k
            ),
        )


def with_target(config: Config) -> Config:
    """The same show with a folder as target, written to its configuration."""
    path = config.folder / "config.toml"
    table = '\n[publish]\ntarget = "www"\nstory_files = "stories"\n'
    path.write_text(path.read_text("utf-8") + table, "utf-8")
    return read_config(path)


def run(*words: str) -> Result:
    return CliRunner().invoke(audiopaper, list(words), catch_exceptions=False)


class Killed(BaseException):
    """The end of a killed run."""


def end_run(*_: object) -> None:
    raise Killed


def stories_of(config: Config) -> list[str]:
    folder = config.folder / "stories" / "2026-03-02"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_the_run_after_a_killed_withdrawal_removes_the_story_files(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(config)
    make(config, 3)
    other = sorted((config.folder / "stories" / "2026-03-03").iterdir())
    assert stories_of(config)
    with monkeypatch.context() as patch:
        patch.setattr("audiopaper.show.release.remove_story_files", end_run)
        with pytest.raises(Killed):
            withdraw_episode(config, SECOND)
    assert stories_of(config)
    rebuild_feed(config)
    assert not stories_of(config)
    assert sorted((config.folder / "stories" / "2026-03-03").iterdir()) == other


@pytest.mark.parametrize("step", ["write_feeds", "write_story_files"])
def test_the_run_after_a_killed_release_writes_the_story_files(
    config: Config, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    make(config, 3)
    with monkeypatch.context() as patch:
        patch.setattr(f"audiopaper.show.release.{step}", end_run)
        with pytest.raises(Killed):
            make(config)
    assert not stories_of(config)
    rebuild_feed(config)
    assert len(stories_of(config)) > 1


def test_story_files_that_stayed_on_a_broken_disk_go_with_the_next_run(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(config)
    make(config, 3)
    with monkeypatch.context() as patch:
        refuse_changes(config.folder / "stories", patch)
        withdraw_episode(config, SECOND)
        rebuild_feed(config)
        assert stories_of(config)
    rebuild_feed(config)
    assert not stories_of(config)


def test_the_hundredth_story_is_numbered_and_removed_like_the_others(config: Config) -> None:
    episode = make(config)
    many = replace(episode, stories=episode.stories[:1] * 100)
    write_story_files(config, many)
    names = stories_of(config)
    assert (names[0][:4], names[-1][:4], len(names)) == ("000 ", "100 ", 101)
    write_story_files(config, episode)
    assert len(stories_of(config)) == len(episode.stories) + 1


def feed_entries(folder: Path) -> int:
    return (folder / "feed.xml").read_text("utf-8").count("<item>")


def test_a_withdrawal_reaches_the_target_though_story_files_stay(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = with_target(config)
    monkeypatch.chdir(config.folder)
    make(config)
    run("publish")
    assert feed_entries(config.folder / "www") == 1
    with monkeypatch.context() as patch:
        refuse_changes(config.folder / "stories", patch)
        done = run("withdraw", "2026-03-02", "--yes", "--json")
    assert done.exit_code == 0
    (warning,) = json.loads(done.stdout)["warnings"]
    assert warning.startswith("the stories of 2026-03-02 were not removed from ")
    assert f"warning: {warning}" in done.stderr
    assert feed_entries(config.folder / "www") == 0
    assert list((config.folder / "stories/2026-03-02").iterdir())


def test_a_withdrawal_whose_copy_failed_is_copied_when_it_is_repeated(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = with_target(config)
    monkeypatch.chdir(config.folder)
    make(config)
    run("publish")
    with monkeypatch.context() as patch:
        patch.setattr("audiopaper.show.sync.check_target", fail_to_connect)
        with pytest.raises(PublishError, match="is away"):
            run("withdraw", "2026-03-02", "--yes")
    assert feed_entries(config.folder / "www") == 1
    again = run("withdraw", "2026-03-02", "--yes")
    assert (again.exit_code, again.stderr) == (0, "")
    assert feed_entries(config.folder / "www") == 0
    with pytest.raises(InputError, match="no episode of 2026-03-03"):
        run("withdraw", "2026-03-03", "--yes")


def fail_to_connect(*_: object, **__: object) -> None:
    raise PublishError("the target is away", remedy="run again")


def test_pruning_goes_on_though_story_files_stay(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = replace(config, feed=replace(config.feed, newest=1))
    make(config)
    make(config, 3)
    refuse_changes(config.folder / "stories", monkeypatch)
    (removed,) = prune_episodes(config, 1)
    (warning,) = removed.warnings
    assert "the stories of 2026-03-02 were not removed" in warning
    assert [e.key for e in standing_episodes(show_folder(config))] == ["2026-03-03"]


def test_publishing_reports_story_files_that_cannot_be_written(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = with_target(config)
    monkeypatch.chdir(config.folder)
    make(config, hold=True)
    (config.folder / "www").mkdir()
    (config.folder / "stories").write_text("a file in the folder's place", "utf-8")
    done = run("publish", "2026-03-02", "--json")
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert told["released"] == ["2026-03-02"]
    (warning,) = told["warnings"]
    assert "the stories of 2026-03-02 were not written to" in warning
    assert feed_entries(config.folder / "www") == 1


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
