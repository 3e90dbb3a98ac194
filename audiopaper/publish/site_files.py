"""Files beside the show's pages: for search engines, home screens and the front page's search.

A browser loads the files of the search when a visitor searches, the newest month first. A year of
daily episodes of 3,500 characters is about 4 MB, or a third of that if the host compresses.

Source:
    https://www.sitemaps.org/protocol.html, version 0.9: at most 50,000 addresses in a file.
    W3C, Web Application Manifest.
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from itertools import groupby
from typing import TYPE_CHECKING

from audiopaper.publish import listings
from audiopaper.publish.file_names import SITE_NAME
from audiopaper.publish.sanitiser import ascii_address, clean, one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audiopaper.config import ShowSettings
    from audiopaper.model import Episode

SITEMAP_NAME = "sitemap.xml"

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_MAX_ADDRESSES = 50_000


def render_sitemap(show: ShowSettings, newest_first: Sequence[Episode]) -> bytes:
    """Return the sitemap: the two pages of the show, then those of its episodes."""
    base = ascii_address(show.base_url)
    root = ET.Element("urlset", xmlns=_NAMESPACE)
    for name in ("", "subscribe.html"):
        ET.SubElement(ET.SubElement(root, "url"), "loc").text = base + name
    for episode in newest_first[: _MAX_ADDRESSES - 2]:
        entry = ET.SubElement(root, "url")
        address = listings.episode_address(show.base_url, episode, SITE_NAME)
        ET.SubElement(entry, "loc").text = address
        changed = episode.corrected or listings.published_at(show, episode)
        ET.SubElement(entry, "lastmod").text = changed.isoformat()
    ET.indent(root)
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


MANIFEST_NAME = "manifest.webmanifest"

ICON_SIZES = (16, 32, 48, 180, 192, 512)
"""Sides in pixels: tabs (16 to 48), Apple's home screen (180), Android's (192), splash (512)."""

_BACKGROUND, _THEME = "#f8f5ee", "#be2f24"


def icon_name(size: int) -> str:
    """Return the path of an icon in the output folder."""
    return f"assets/icon-{size}.png"


def render_manifest(show: ShowSettings, words: Mapping[str, str]) -> bytes:
    """Return the manifest; its addresses are relative, so that it is valid on any host."""
    title = listings.name_show(show)
    document = {
        "name": title,
        "short_name": title[:12],
        "description": clean(show.description),
        "lang": words["lang"],
        "id": "./",
        "start_url": "./index.html",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": _BACKGROUND,
        "theme_color": _THEME,
        "icons": [
            {"src": icon_name(size), "sizes": f"{size}x{size}", "type": "image/png"}
            for size in ICON_SIZES
        ],
    }
    return listings.format_json(document)


SEARCH_FOLDER = "search"
MONTHS_NAME = f"{SEARCH_FOLDER}/months.json"


def render_search(show: ShowSettings, newest_first: Sequence[Episode]) -> dict[str, bytes]:
    """Return the list of months and each month's stories, by path in the output folder."""
    months = {
        month: [_list_stories(show, episode) for episode in group]
        for month, group in groupby(newest_first, key=lambda e: f"{e.date:%Y-%m}")
    }
    files = {
        f"{SEARCH_FOLDER}/{month}.json": _format_compactly(stories)
        for month, stories in months.items()
    }
    return {**files, MONTHS_NAME: _format_compactly(list(months))}


def _list_stories(show: ShowSettings, episode: Episode) -> dict[str, object]:
    texts: dict[int, list[str]] = {}
    for cue in episode.cues:
        texts.setdefault(cue.chapter, []).append(one_line(cue.text))
    return {
        "title": listings.name_episode(show, episode),
        "path": listings.episode_path(episode.key) + SITE_NAME,
        "stories": [
            {
                "title": one_line(story.title),
                "place": episode.anchor(story.chapter),
                "text": "\n".join(texts.get(story.chapter, ())),
            }
            for story in episode.stories
        ],
    }


def _format_compactly(document: object) -> bytes:
    return (json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
