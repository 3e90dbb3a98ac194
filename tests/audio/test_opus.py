"""An episode as Opus: smaller, the same every time, offered beside the MP3, gone when unwanted."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
import soundfile

from audiopaper.audio.opus import encode_opus, number_stream
from audiopaper.config import Config
from audiopaper.errors import MissingProgramError
from audiopaper.show.folder import show_folder
from audiopaper.show.publication import rebuild_feed, refuse_wrong_settings
from audiopaper.show.rebuild_check import check_rebuild
from audiopaper.show.state import load_state
from tests.support.corrected_show import change as change_text
from tests.support.corrected_show import correct, make, rundown_of
from tests.support.daily_show import make_show

PODCAST = "{https://podcastindex.org/namespace/1.0}"


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    config = make_show(tmp_path, monkeypatch)
    return replace(config, feed=replace(config.feed, opus=True))


def test_an_episode_is_offered_as_opus_and_the_old_one_goes_with_the_setting(
    config: Config,
) -> None:
    episode = make(config)
    folder = config.folder / "output/episodes/2026-03-02"
    assert episode.opus is not None
    path = folder / episode.opus.audio
    assert path.name == "qingchuan-2026-03-02.opus"
    with soundfile.SoundFile(path) as file:
        assert file.frames / file.samplerate == pytest.approx(episode.duration_ms / 1000, abs=0.1)
        assert "人工智能" in file.comment
    assert path.stat().st_size < episode.audio_bytes / 2
    words = {"title": "甲", "artist": "乙", "comment": "丙"}
    assert encode_opus(folder / episode.audio, **words) == encode_opus(
        folder / episode.audio, **words
    )
    feed = ET.fromstring((config.folder / "output/feed.xml").read_bytes())
    (enclosure,) = feed.iter(f"{PODCAST}alternateEnclosure")
    assert enclosure.get("length") == str(path.stat().st_size)
    (source,) = enclosure
    assert (source.get("uri") or "").endswith("episodes/2026-03-02/qingchuan-2026-03-02.opus")
    assert check_rebuild(config) == ()
    path.write_bytes(path.read_bytes()[:-1])
    assert path.name in [finding.place.rpartition("/")[2] for finding in check_rebuild(config)]
    change_text(rundown_of(config), "三万册图书", "一万三千册图书")
    assert correct(replace(config, feed=replace(config.feed, opus=False))).opus is None
    assert not path.exists()


class Killed(BaseException):
    """The end of a killed run."""


@pytest.mark.parametrize("step", ["write_pages", "write_feeds", "_remove_obsolete"])
def test_the_old_audio_goes_though_the_release_was_killed(
    config: Config, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    config = replace(config, briefing=replace(config.briefing, enabled=True))
    old = make(config)
    assert old.opus is not None
    assert old.briefing is not None
    folder = config.folder / "output/episodes/2026-03-02"
    plain = replace(
        config,
        feed=replace(config.feed, opus=False),
        briefing=replace(config.briefing, enabled=False),
    )

    def end_run(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(f"audiopaper.show.release.{step}", end_run)
        with pytest.raises(Killed):
            make(plain)
    rebuild_feed(plain)
    assert [path.name for path in folder.iterdir() if path.suffix in (".mp3", ".opus")] == [
        old.audio
    ]
    removed = {f"episodes/2026-03-02/{name}" for name in (old.opus.audio, old.briefing.audio)}
    assert removed <= set(load_state(show_folder(config)).pruned)


def test_a_file_of_the_producer_in_an_episodes_folder_stays(config: Config) -> None:
    make(config)
    own = config.folder / "output/episodes/2026-03-02/interview.mp3"
    own.write_bytes(b"ID3")
    make(replace(config, feed=replace(config.feed, opus=False)))
    assert own.exists()


def test_what_is_no_ogg_is_refused() -> None:
    with pytest.raises(ValueError, match="byte 0 begins no Ogg page"):
        number_stream(b"ID3")


def test_without_the_encoder_nothing_is_made(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "soundfile", None)
    with pytest.raises(MissingProgramError, match="opus is set"):
        refuse_wrong_settings(config)
