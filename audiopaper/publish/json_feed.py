"""The feed as JSON, for programs that do not read XML.

Source:
    https://www.jsonfeed.org/version/1.1/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.publish import listings
from audiopaper.publish.file_names import SITE_NAME
from audiopaper.publish.sanitiser import ascii_address, clean
from audiopaper.publish.show_notes import describe, render_notes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.config import ShowSettings
    from audiopaper.model import Episode

JSON_FEED_NAME = "feed.json"


def render_json_feed(show: ShowSettings, episodes: Sequence[Episode], *, newest: int) -> bytes:
    """Write the feed of the newest episodes.

    Args:
        show: What listeners see of the podcast.
        episodes: All, in any order.
        newest: How many episodes are listed.
    """
    base = ascii_address(show.base_url)
    listed = listings.newest_first(episodes)[:newest]
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": listings.name_show(show),
        "description": clean(show.description),
        "home_page_url": base + SITE_NAME,
        "feed_url": base + JSON_FEED_NAME,
        "icon": f"{base}assets/icon-512.png",
        "favicon": f"{base}assets/icon-48.png",
        "authors": [{"name": listings.name_author(show)}],
        "language": show.language,
        "items": [_describe_item(show, episode) for episode in listed],
    }
    return listings.format_json(document)


def _describe_item(show: ShowSettings, episode: Episode) -> dict[str, object]:
    page = listings.episode_address(show.base_url, episode, SITE_NAME)
    changed = {"date_modified": episode.corrected.isoformat()} if episode.corrected else {}
    return {
        "id": episode.guid,
        "url": page,
        "title": listings.name_episode(show, episode),
        "summary": describe(episode).partition("\n")[0],
        "content_html": render_notes(episode, page),
        "date_published": listings.published_at(show, episode).isoformat(),
        **changed,
        "attachments": [
            {
                "url": listings.episode_address(show.base_url, episode, episode.audio),
                "mime_type": listings.AUDIO_TYPE,
                "size_in_bytes": episode.audio_bytes,
                "duration_in_seconds": listings.round_seconds(episode),
            }
        ],
    }
