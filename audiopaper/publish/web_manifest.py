"""The web application manifest: the show as an app on a telephone's home screen.

Source:
    W3C, Web Application Manifest.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from audiopaper.publish.sanitiser import clean, one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audiopaper.config import ShowSettings

MANIFEST_NAME = "manifest.webmanifest"

ICON_SIZES = (16, 32, 48, 180, 192, 512)
"""Sides in pixels: tabs (16 to 48), Apple's home screen (180), Android's (192), splash (512)."""

_BACKGROUND, _THEME = "#f8f5ee", "#be2f24"


def icon_name(size: int) -> str:
    """Return the path of an icon in the output folder."""
    return f"assets/icon-{size}.png"


def render_manifest(show: ShowSettings, words: Mapping[str, str]) -> bytes:
    """Return the manifest; its addresses are relative, so that it is valid on any host."""
    title = one_line(show.title) or show.id
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
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
