"""The newest episodes at fixed addresses, for speakers and programs that do not read feeds.

Source:
    M3U with ``#EXTINF``, as Home Assistant, Music Assistant, Sonos and VLC read it; the network
    playlist of hanxi/xiaomusic for Xiaomi's speakers (issue 78 there: a list of ``name`` and
    ``musics``, each with ``name`` and ``url``; no ``type`` but for endless streams).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.publish import listings
from audiopaper.publish.file_names import SITE_NAME
from audiopaper.publish.linked_files import CHAPTERS_NAME
from audiopaper.publish.sanitiser import one_line
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
    listed = listings.newest_first(episodes)
    if not listed:
        return {}
    newest = listed[0]
    return {
        M3U_NAME: _m3u(show, newest).encode(),
        JSON_NAME: listings.format_json(_describe(show, newest)),
        XIAOMUSIC_NAME: listings.format_json(
            [
                {
                    "name": listings.name_show(show),
                    "musics": [
                        {
                            "name": listings.name_episode(show, episode),
                            "url": _audio_url(show, episode),
                        }
                        for episode in listed[:MAX_EPISODES]
                    ],
                }
            ]
        ),
    }


def _m3u(show: ShowSettings, episode: Episode) -> str:
    entry = f"#EXTINF:{listings.round_seconds(episode)},{listings.name_episode(show, episode)}"
    return f"#EXTM3U\n{entry}\n{_audio_url(show, episode)}\n"


def _describe(show: ShowSettings, episode: Episode) -> dict[str, object]:
    base = listings.episode_address(show.base_url, episode)
    return {
        "title": listings.name_episode(show, episode),
        "date": episode.date.isoformat(),
        "show": listings.name_show(show),
        "audio": _audio_url(show, episode),
        "seconds": episode.duration_ms / 1000,
        "bytes": episode.audio_bytes,
        "page": base + SITE_NAME,
        "chapters": base + CHAPTERS_NAME,
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


def _audio_url(show: ShowSettings, episode: Episode) -> str:
    return listings.episode_address(show.base_url, episode, episode.audio)
