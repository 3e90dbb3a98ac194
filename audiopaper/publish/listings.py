"""What each published list says alike of a show and its episodes: order, names, times, addresses.

The lists are the feeds, the briefing, the playlists, the web pages and their search.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

from audiopaper.publish.file_names import FEED_NAME
from audiopaper.publish.sanitiser import ascii_address, one_line

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from audiopaper.config import ShowSettings
    from audiopaper.model import Episode

AUDIO_TYPE = "audio/mpeg"
"""The media type of an episode's MP3 and of its briefing."""


def newest_first(episodes: Iterable[Episode]) -> list[Episode]:
    """Return episodes by date, the newest first; further editions of a day precede its first."""
    return sorted(episodes, key=lambda episode: episode.key, reverse=True)


def name_show(show: ShowSettings) -> str:
    """Return the show's title in one line; its id if the title is empty."""
    return one_line(show.title) or show.id


def name_author(show: ShowSettings) -> str:
    """Return the show's author in one line; the show's name if no author is set."""
    return one_line(show.author) or name_show(show)


def name_episode(show: ShowSettings, episode: Episode) -> str:
    """Return an episode's title in one line.

    An episode without a title gets one from its paper and date. The date makes it unique, since
    some apps merge equal titles.
    """
    if title := one_line(episode.title):
        return title
    date, edition = episode.date, show.name_edition(episode.edition)
    paper = f"《{episode.paper}》" if episode.paper else name_show(show)
    further = f"（{edition}）" if edition else ""
    return one_line(f"{paper}{date.year}年{date.month}月{date.day}日{further}")


def published_at(show: ShowSettings, episode: Episode) -> dt.datetime:
    """Return when an episode was published: its own time, or else its date at the show's hour."""
    if episode.published is not None and episode.published.tzinfo is not None:
        return episode.published
    return show.publication_of(episode.date)


def round_seconds(episode: Episode) -> int:
    """Return the length of an episode's MP3, rounded to whole seconds."""
    return (episode.duration_ms + 500) // 1000


def feed_address(base_url: str) -> str:
    """Return the public address of ``feed.xml``.

    Args:
        base_url: Public address of the output folder, which ends with a slash.
    """
    return ascii_address(base_url) + FEED_NAME


def website_address(show: ShowSettings) -> str:
    """Return the address of the show's website; the output folder's if none is set."""
    return ascii_address(show.website) or ascii_address(show.base_url)


def episode_path(key: str) -> str:
    """Return the path of an episode's folder in the output folder, with a slash at its end."""
    return f"episodes/{key}/"


def episode_address(base_url: str, episode: Episode, name: str = "") -> str:
    """Return the public address of an episode's folder, or of a file in it.

    Args:
        base_url: Public address of the output folder, which ends with a slash.
        episode: The episode.
        name: The file's name; empty for the folder.
    """
    return ascii_address(base_url) + episode_path(episode.key) + quote(name)


def format_json(document: object) -> bytes:
    """Return a document as JSON in UTF-8, indented for people who look into a published file."""
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
