"""The newest episodes at fixed addresses, for speakers that read no feed."""

from __future__ import annotations

import datetime as dt
import json

from audiopaper.publish.playlists import MAX_EPISODES, render_playlists
from tests.support.episode_folders import make_episode
from tests.support.feed_values import SHOW, with_text

BASE = "https://tingbao.example/show/episodes/"
DAYS = [make_episode(date=dt.date(2026, 3, day)) for day in (2, 4, 3)]


def test_the_newest_episode_alone_stands_in_the_playlist_of_a_speaker() -> None:
    lines = render_playlists(SHOW, DAYS)["latest.m3u"].decode().splitlines()
    seconds = (DAYS[0].duration_ms + 500) // 1000
    assert lines[0] == "#EXTM3U"
    assert lines[1] == f"#EXTINF:{seconds},{DAYS[1].title}"
    assert lines[2].startswith(f"{BASE}2026-03-04/")
    assert len(lines) == 3


def test_programs_find_audio_page_and_stories_of_the_newest_episode() -> None:
    newest = json.loads(render_playlists(SHOW, DAYS)["latest.json"])
    assert newest["date"] == "2026-03-04"
    assert newest["audio"].startswith(f"{BASE}2026-03-04/")
    assert newest["page"] == f"{BASE}2026-03-04/index.html"
    assert [story["start"] for story in newest["stories"]] == [9.0, 300.25]


def test_xiaomi_speakers_get_the_newest_ten_as_a_network_playlist() -> None:
    days = [make_episode(date=dt.date(2026, 3, day)) for day in range(1, 15)]
    (playlist,) = json.loads(render_playlists(SHOW, days)["xiaomusic.json"])
    assert playlist["name"] == SHOW.title
    assert len(playlist["musics"]) == MAX_EPISODES
    assert playlist["musics"][0]["url"].startswith(f"{BASE}2026-03-14/")
    assert all(set(entry) == {"name", "url"} for entry in playlist["musics"])


def test_no_text_adds_a_line_to_a_playlist() -> None:
    text = render_playlists(SHOW, [with_text("甲\nhttps://else.example/x.mp3")])
    assert len(text["latest.m3u"].decode().splitlines()) == 3


def test_without_an_episode_there_is_no_playlist() -> None:
    assert render_playlists(SHOW, []) == {}
