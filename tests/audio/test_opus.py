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
from audiopaper.show.publication import refuse_wrong_settings
from audiopaper.show.rebuild_check import check_rebuild
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


def test_what_is_no_ogg_is_refused() -> None:
    with pytest.raises(ValueError, match="byte 0 begins no Ogg page"):
        number_stream(b"ID3")


def test_without_the_encoder_nothing_is_made(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "soundfile", None)
    with pytest.raises(MissingProgramError, match="opus is set"):
        refuse_wrong_settings(config)
