"""The feed as JSON, for programs that do not read XML.

Source:
    https://www.jsonfeed.org/version/1.1/
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

from audiopaper.publish.feed import published_at
from audiopaper.publish.sanitiser import ascii_address, clean, one_line
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
    newest_first = sorted(episodes, key=lambda e: e.key, reverse=True)[:newest]
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": one_line(show.title) or show.id,
        "description": clean(show.description),
        "home_page_url": f"{base}index.html",
        "feed_url": base + JSON_FEED_NAME,
        "icon": f"{base}assets/icon-512.png",
        "favicon": f"{base}assets/icon-48.png",
        "authors": [{"name": one_line(show.author) or one_line(show.title) or show.id}],
        "language": show.language,
        "items": [_describe_item(show, episode) for episode in newest_first],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _describe_item(show: ShowSettings, episode: Episode) -> dict[str, object]:
    base = f"{ascii_address(show.base_url)}episodes/{episode.key}/"
    page = f"{base}index.html"
    changed = {"date_modified": episode.corrected.isoformat()} if episode.corrected else {}
    return {
        "id": episode.guid,
        "url": page,
        "title": one_line(episode.title) or episode.key,
        "summary": describe(episode).partition("\n")[0],
        "content_html": render_notes(episode, page),
        "date_published": published_at(episode, show).isoformat(),
        **changed,
        "attachments": [
            {
                "url": base + quote(episode.audio),
                "mime_type": "audio/mpeg",
                "size_in_bytes": episode.audio_bytes,
                "duration_in_seconds": (episode.duration_ms + 500) // 1000,
            }
        ],
    }
