"""Names of the files of a published show, and the content types that belong to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import PurePath

    from audiopaper.model import Episode

FEED_NAME = "feed.xml"
"""The RSS feed, in the published folder."""

COVER_NAME = "cover.jpg"
"""The show's cover in the published folder, and an episode's picture in its folder."""

BRIEFING_NAME = "briefing.json"
BRIEFING_XML_NAME = "briefing.xml"
"""The flash briefing, in the published folder."""

SITE_NAME = "index.html"
"""The show's page in the published folder, and an episode's page in its folder."""


def version_query(episode: Episode) -> str:
    """Return what follows the address of an episode's file, so that no cache gives the old file.

    Browsers, apps and hosts cache files by their addresses, and a corrected episode keeps the
    names of its files.

    Returns:
        A query that is another one after each correction; empty for an episode without any.
    """
    return f"?v={episode.corrected:%Y%m%d%H%M%S}" if episode.corrected else ""


_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".m3u": "audio/x-mpegurl",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".opus": "audio/ogg",
    ".png": "image/png",
    ".srt": "application/x-subrip; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/xml; charset=utf-8",
}
# Browsers show application/xml as a page; they show application/rss+xml as text or download it.
_FEED_TYPE = "application/xml; charset=utf-8"
_JSON_FEED_TYPE = "application/feed+json; charset=utf-8"
_CHAPTERS_TYPE = "application/json+chapters; charset=utf-8"


def media_type(path: PurePath) -> str:
    """Return the content type for a file, by its name.

    Example:
        >>> from pathlib import PurePosixPath
        >>> media_type(PurePosixPath("feed-1.xml"))
        'application/xml; charset=utf-8'
    """
    if path.name.startswith("feed") and path.suffix == ".xml":
        return _FEED_TYPE
    if path.name == "chapters.json":
        return _CHAPTERS_TYPE
    if path.name == "feed.json":
        return _JSON_FEED_TYPE
    return _TYPES.get(path.suffix.lower(), "application/octet-stream")
