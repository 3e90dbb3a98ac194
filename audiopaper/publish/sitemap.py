"""The site's pages for search engines.

Source:
    https://www.sitemaps.org/protocol.html, version 0.9: at most 50,000 addresses in a file.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from audiopaper.publish.sanitiser import ascii_address

if TYPE_CHECKING:
    from collections.abc import Sequence

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
        address = f"{base}episodes/{episode.key}/index.html"
        ET.SubElement(entry, "loc").text = address
        changed = episode.corrected or episode.published or episode.date
        ET.SubElement(entry, "lastmod").text = changed.isoformat()
    ET.indent(root)
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"
