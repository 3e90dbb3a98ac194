"""A show's feed as a target has it: which episodes it lists, and in which version."""

from __future__ import annotations

import datetime as dt
import email.utils
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from urllib.parse import urlsplit

_NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "podcast": "https://podcastindex.org/namespace/1.0",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedEpisode:
    """An episode in a feed."""

    key: str
    """Its day, and its name if it is a further edition; empty if it is of another program."""

    guid: str
    """Its GUID; empty if the feed gives none."""

    version: str
    """The query of its transcripts' addresses, as `publish.file_names.version_query` makes it: a
    later correction has a greater one; empty without a correction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetFeed:
    """A feed or an archive feed."""

    episodes: tuple[ListedEpisode, ...]
    """In the order of the feed."""

    built: dt.datetime | None
    """Its ``lastBuildDate``; None without a legible one."""

    older: str
    """File name of the archive feed with the next older episodes; empty for none."""


def parse_feed(data: bytes | None) -> TargetFeed | None:
    """Read a feed's bytes; None if there are none, or they are not a feed."""
    try:
        channel = ET.fromstring(data).find("channel") if data else None
    except ET.ParseError:
        return None
    if channel is None:
        return None
    older = channel.find("atom:link[@rel='prev-archive']", _NAMES)
    return TargetFeed(
        episodes=tuple(_list_episode(item) for item in channel.findall("item")),
        built=_read_moment(channel.findtext("lastBuildDate") or ""),
        older=_file_name(older.get("href", "")) if older is not None else "",
    )


def _list_episode(item: ET.Element) -> ListedEpisode:
    enclosure = item.find("enclosure")
    url = enclosure.get("url", "") if enclosure is not None else ""
    folder = re.search(r"/episodes/([^/]+)/[^/]+\Z", url)
    transcript = item.find("podcast:transcript", _NAMES)
    query = urlsplit(transcript.get("url", "")).query if transcript is not None else ""
    return ListedEpisode(
        key=folder[1] if folder else "",
        guid=item.findtext("guid") or "",
        version=f"?{query}" if query else "",
    )


def _read_moment(text: str) -> dt.datetime | None:
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def _file_name(address: str) -> str:
    return urlsplit(address).path.rpartition("/")[2]
