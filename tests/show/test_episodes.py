from __future__ import annotations

import datetime as dt
import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audiopaper.errors import PublishError
from audiopaper.model import Episode
from audiopaper.publish.linked_files import render_side_files
from audiopaper.show.episode_record import load_episode, load_episodes, save_episode
from audiopaper.show.folder import EpisodeFolder, ShowFolder
from tests.support.episode_folders import make_episode


def test_an_episode_is_read_as_it_was_written(tmp_path: Path) -> None:
    episode = make_episode(sample=True, warnings=("第4版缺失",))
    assert load_episode(save_episode(EpisodeFolder(tmp_path / "2026-03-02"), episode)) == episode


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    loudness=st.floats(-70, 0),
    date=st.dates(),
)
def test_any_text_survives_the_file(
    tmp_path: Path, text: str, loudness: float, date: dt.date
) -> None:
    episode = make_episode(date=date, paper=text, loudness_lufs=loudness, published=None)
    episode = replace(episode, cues=(replace(episode.cues[0], text=text),))
    assert load_episode(save_episode(EpisodeFolder(tmp_path), episode)) == episode


def test_the_file_is_for_people_too(tmp_path: Path) -> None:
    text = save_episode(EpisodeFolder(tmp_path), make_episode()).read_text(encoding="utf-8")
    assert '"title": "青川大桥通车"' in text
    assert '"date": "2026-03-02"' in text
    assert '"published": "2026-03-02T06:00:00+08:00"' in text
    assert text.startswith('{\n  "schema": 1,\n')
    assert text.endswith("}\n")
    assert set(json.loads(text)) == {"schema", *(f.name for f in fields(Episode))}


def test_episodes_come_newest_first(tmp_path: Path) -> None:
    dates = [dt.date(2026, 3, 2), dt.date(2025, 12, 31), dt.date(2026, 3, 10)]
    for date in dates:
        save_episode(ShowFolder(tmp_path).public_episode(str(date)), make_episode(date=date))
    (tmp_path / "episodes" / "2026-03-11").mkdir()
    (tmp_path / "episodes" / ".2026-03-12").mkdir()
    (tmp_path / "episodes" / ".2026-03-12" / "episode.json").write_text("{")
    assert [e.date for e in load_episodes(ShowFolder(tmp_path))] == sorted(dates, reverse=True)


def test_a_new_show_has_no_episodes(tmp_path: Path) -> None:
    assert load_episodes(ShowFolder(tmp_path / "output")) == ()


def _document(tmp_path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(
        save_episode(EpisodeFolder(tmp_path), make_episode()).read_text(encoding="utf-8")
    )
    return document


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param({"schema": 2}, "newer audiopaper", id="newer"),
        pytest.param({"schema": None}, "schema", id="no-schema"),
        pytest.param({"schema": "1"}, "schema", id="schema-in-words"),
        pytest.param({"date": "yesterday"}, "date", id="no-date"),
        pytest.param({"chapters": [{"start_ms": 0}]}, "chapters", id="half-a-chapter"),
        pytest.param({"duration_ms": "long"}, "duration_ms", id="no-number"),
        pytest.param({"audio": "../../etc/passwd"}, "file name", id="leads-elsewhere"),
        pytest.param({"audio": ".hidden.mp3"}, "file name", id="hidden"),
        pytest.param({"audio": ""}, "file name", id="no-audio"),
    ],
)
def test_a_wrong_file_is_named_with_what_is_wrong(
    tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    path = tmp_path / "episode.json"
    path.write_text(json.dumps(_document(tmp_path) | change), encoding="utf-8")
    with pytest.raises(PublishError, match=said) as caught:
        load_episode(path)
    assert str(path) in caught.value.problem
    assert caught.value.remedy


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"{}"])
def test_a_damaged_file_is_named(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "episode.json"
    path.write_bytes(data)
    with pytest.raises(PublishError, match=r"episode\.json"):
        load_episode(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match=r"episode\.json"):
        load_episode(tmp_path / "episode.json")


def test_a_field_of_a_later_version_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "episode.json"
    path.write_text(json.dumps(_document(tmp_path) | {"mood": "calm"}), encoding="utf-8")
    assert load_episode(path) == make_episode()


def test_an_episode_in_another_days_folder_is_not_published(tmp_path: Path) -> None:
    save_episode(ShowFolder(tmp_path).public_episode("2026-03-03"), make_episode())
    with pytest.raises(PublishError, match="2026-03-03"):
        load_episodes(ShowFolder(tmp_path))


def test_all_files_beside_the_audio_are_made() -> None:
    files = render_side_files(make_episode())
    assert set(files) == {
        "chapters.json",
        "transcript.vtt",
        "transcript.srt",
        "transcript.json",
        "transcript.txt",
    }
    assert files == render_side_files(make_episode())
