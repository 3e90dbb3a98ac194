"""Checks the feeds against the show's episodes and files."""

from __future__ import annotations

import email.utils
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from audiopaper.publish.checks.finding import (
    AGAIN,
    REBUILD,
    Finding,
    check_address,
    compare_chapters,
    flag,
    local_path,
    to_ms,
)
from audiopaper.publish.file_names import COVER_NAME, FEED_NAME
from audiopaper.publish.sanitiser import ascii_address
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from audiopaper.config import ShowSettings
    from audiopaper.model import Episode
    from audiopaper.publish.checks.finding import FindSize

_MAX_DESCRIPTION_BYTES = 4000

_NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
}


def check_feeds(
    feeds: Mapping[str, bytes],
    episodes: Sequence[Episode],
    *,
    show: ShowSettings,
    find_size: FindSize,
    podcast_guid: str,
    guids: Mapping[str, str],
) -> tuple[Finding, ...]:
    """Check the feeds against the episodes that they should list, and against the files.

    Args:
        feeds: Each feed's bytes by name, ``feed.xml`` among them.
        episodes: All episodes that the feeds should list.
        show: Gives the address.
        find_size: Finds the files that addresses lead to.
        podcast_guid: The podcast's GUID as published before; empty before the first time.
        guids: The GUID under which each episode was published before, by `Episode.key`.
    """
    findings: list[Finding] = []
    by_guid = {episode.guid: episode for episode in episodes}
    listed: set[str] = set()
    titles: set[str] = set()
    for name, data in feeds.items():
        channel = _parse_channel(name, data)
        if isinstance(channel, Finding):
            findings.append(channel)
            continue
        findings += _check_channel(name, channel, show, find_size, podcast_guid)
        for item in channel.findall("item"):
            guid = item.findtext("guid") or ""
            title = item.findtext("title") or ""
            if guid in listed or title in titles:
                problem = _("{title!r} is listed twice", title=title)
                findings.append(flag(name, problem, _(REBUILD)))
            listed.add(guid)
            titles.add(title)
            if guid not in by_guid:
                problem = _("{title!r} is of no episode here", title=title)
                findings.append(flag(name, problem, _(REBUILD)))
                continue
            findings += _check_item(name, item, by_guid[guid], show, find_size)
    missing = ", ".join(e.key for g, e in by_guid.items() if g not in listed)
    if missing:
        findings.append(
            flag(FEED_NAME, _("the feed does not list {missing}", missing=missing), _(REBUILD))
        )
    findings += _check_guids(episodes, guids)
    return tuple(findings)


def _parse_channel(name: str, data: bytes) -> ET.Element | Finding:
    try:
        channel = ET.fromstring(data).find("channel")
    except ET.ParseError as error:
        return flag(name, _("it is no XML: {error}", error=error), _(REBUILD))
    return flag(name, _("it has no channel"), _(REBUILD)) if channel is None else channel


def _check_guids(episodes: Sequence[Episode], published: Mapping[str, str]) -> Iterator[Finding]:
    """Check that no episode's GUID differs from the published one."""
    for episode in episodes:
        before = published.get(episode.key)
        if before is not None and before != episode.guid:
            problem = _(
                "{key} was published as {before} and is now {guid}",
                key=episode.key,
                before=before,
                guid=episode.guid,
            )
            remedy = _("make that day again: it keeps the GUID under which it was published")
            yield flag(FEED_NAME, problem, remedy)


def _check_channel(
    name: str,
    channel: ET.Element,
    show: ShowSettings,
    find_size: FindSize,
    podcast_guid: str,
) -> Iterator[Finding]:
    for path in (
        *("title", "link", "description", "language", "itunes:author", "itunes:explicit"),
        *("itunes:image", "itunes:category", "atom:link[@rel='self']", "podcast:guid"),
    ):
        if channel.find(path, _NAMES) is None:
            yield flag(name, _("the channel has no {path}", path=path), _(REBUILD))
    base = ascii_address(show.base_url)
    self_link = channel.find("atom:link[@rel='self']", _NAMES)
    if self_link is not None and self_link.get("href") != base + name:
        yield flag(
            name, _("it says that it stands at {href}", href=self_link.get("href")), _(REBUILD)
        )
    guid = channel.findtext("podcast:guid", namespaces=_NAMES)
    if podcast_guid and guid != podcast_guid:
        problem = _(
            "its podcast:guid is {guid}, and {podcast_guid} was published",
            guid=guid,
            podcast_guid=podcast_guid,
        )
        yield flag(name, problem, _(REBUILD))
    if len((channel.findtext("description") or "").encode()) > _MAX_DESCRIPTION_BYTES:
        yield flag(name, _("the channel's description is longer than 4000 bytes"), _("shorten it"))
    image = channel.find("itunes:image", _NAMES)
    if image is not None:
        yield from check_address(name, image.get("href") or "", base, find_size)


def _check_item(
    name: str, item: ET.Element, episode: Episode, show: ShowSettings, find_size: FindSize
) -> Iterator[Finding]:
    base = ascii_address(show.base_url)
    enclosure = item.find("enclosure")
    if enclosure is None:
        yield flag(
            name, _("{episode_date} has no enclosure", episode_date=episode.date), _(REBUILD)
        )
        return
    url = enclosure.get("url") or ""
    yield from check_address(name, url, base, find_size)
    path = local_path(url, base)
    size, listed_size = find_size(path), enclosure.get("length")
    if size is not None and listed_size != str(size):
        problem = _(
            "{path} has {size} bytes; the feed lists {listed_size}",
            path=path.rpartition("/")[2],
            size=size,
            listed_size=listed_size,
        )
        yield flag(name, problem, _(AGAIN))
    seconds = item.findtext("itunes:duration", namespaces=_NAMES) or "0"
    if abs(int(seconds) * 1000 - episode.duration_ms) > 500:
        yield flag(
            name,
            _("{episode_date} lasts {seconds} s in it", episode_date=episode.date, seconds=seconds),
            _(REBUILD),
        )
    if len((item.findtext("description") or "").encode()) > _MAX_DESCRIPTION_BYTES:
        yield flag(
            name,
            _("{episode_date}'s description is longer than 4000 bytes", episode_date=episode.date),
            _(REBUILD),
        )
    published = item.findtext("pubDate") or ""
    try:
        email.utils.parsedate_to_datetime(published)
    except ValueError:
        yield flag(
            name,
            _(
                "{episode_date} has no date but {published!r}",
                episode_date=episode.date,
                published=published,
            ),
            _(REBUILD),
        )
    yield from _check_links(name, item, episode, show, find_size)


def _check_links(
    name: str, item: ET.Element, episode: Episode, show: ShowSettings, find_size: FindSize
) -> Iterator[Finding]:
    base = ascii_address(show.base_url)
    for kind in ("podcast:transcript", "podcast:chapters"):
        links = item.findall(kind, _NAMES)
        if not links:
            yield flag(
                name,
                _("{episode_date} has no {kind}", episode_date=episode.date, kind=kind),
                _(REBUILD),
            )
        for link in links:
            yield from check_address(name, link.get("url") or "", base, find_size)
    image = item.find("itunes:image", _NAMES)
    if image is not None and (image.get("href") or "").endswith(COVER_NAME):
        yield from check_address(name, image.get("href") or "", base, find_size)
    listed_chapters = [
        (float(to_ms(c.get("start") or "0.0")), c.get("title") or "")
        for c in item.findall("psc:chapters/psc:chapter", _NAMES)
    ]
    yield from compare_chapters(name, listed_chapters, episode)
