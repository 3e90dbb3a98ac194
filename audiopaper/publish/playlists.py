"""The newest episodes at fixed addresses, for speakers and programs that do not read feeds.

Source:
    M3U with ``#EXTINF``, as Home Assistant, Music Assistant, Sonos and VLC read it; the network
    playlist of hanxi/xiaomusic for Xiaomi's speakers (issue 78 there: a list of ``name`` and
    ``musics``, each with ``name`` and ``url``; no ``type`` but for endless streams).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

from audiopaper.publish.sanitiser import ascii_address, one_line
from audiopaper.publish.show_notes import find_corrected

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.config import ShowSettings
    from audiopaper.model import Episode

M3U_NAME = "latest.m3u"
JSON_NAME = "latest.json"
XIAOMUSIC_NAME = "xiaomusic.json"
PLAYLIST_NAMES = (M3U_NAME, JSON_NAME, XIAOMUSIC_NAME)

MAX_EPISODES = 10
"""What the playlist of a speaker holds, newest first."""


def render_playlists(show: ShowSettings, episodes: Sequence[Episode]) -> dict[str, bytes]:
    """Return the files by name; there are none without an episode.

    ``latest.m3u`` and ``latest.json`` list only the newest episode, so that a speaker that plays
    the whole list stops after it; ``xiaomusic.json`` lists the newest ten.
    """
    newest_first = sorted(episodes, key=lambda e: e.key, reverse=True)
    if not newest_first:
        return {}
    newest = newest_first[0]
    return {
        M3U_NAME: _m3u(show, newest).encode(),
        JSON_NAME: _as_json(_describe(show, newest)),
        XIAOMUSIC_NAME: _as_json(
            [
                {
                    "name": one_line(show.title) or show.id,
                    "musics": [
                        {"name": _title(episode), "url": _audio_url(show, episode)}
                        for episode in newest_first[:MAX_EPISODES]
                    ],
                }
            ]
        ),
    }


def _m3u(show: ShowSettings, episode: Episode) -> str:
    seconds = (episode.duration_ms + 500) // 1000
    return f"#EXTM3U\n#EXTINF:{seconds},{_title(episode)}\n{_audio_url(show, episode)}\n"


def _describe(show: ShowSettings, episode: Episode) -> dict[str, object]:
    base = _folder_url(show, episode)
    return {
        "title": _title(episode),
        "date": episode.date.isoformat(),
        "show": one_line(show.title) or show.id,
        "audio": _audio_url(show, episode),
        "seconds": episode.duration_ms / 1000,
        "bytes": episode.audio_bytes,
        "page": f"{base}index.html",
        "chapters": f"{base}chapters.json",
        "transcript": f"{base}transcript.json",
        "corrections": [
            {
                "text": one_line(text),
                "starts": [ms / 1000 for ms in find_corrected(episode, number)],
            }
            for number, text in enumerate(episode.corrections, 1)
        ],
        "stories": [
            {
                "title": one_line(story.title),
                "pages": list(story.pages),
                "start": episode.chapters[story.chapter].start_ms / 1000,
            }
            for story in episode.stories
        ],
    }


def _as_json(document: object) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _title(episode: Episode) -> str:
    return one_line(episode.title) or episode.key


def _folder_url(show: ShowSettings, episode: Episode) -> str:
    return f"{ascii_address(show.base_url)}episodes/{episode.key}/"


def _audio_url(show: ShowSettings, episode: Episode) -> str:
    return _folder_url(show, episode) + quote(episode.audio)
