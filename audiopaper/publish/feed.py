"""The podcast feed: RSS 2.0 by feedgen, with the tags that podcast apps read today.

Source:
    RSS 2.0; Apple's podcaster's guide to RSS; the podcast namespace
    (https://podcastindex.org/namespace/1.0); Podlove Simple Chapters 1.2; RFC 4122 for the GUIDs;
    RFC 5005, sections 3 and 4, for older episodes.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from feedgen.feed import FeedGenerator

from audiopaper.config import FeedSettings
from audiopaper.model import day_key
from audiopaper.publish.file_names import COVER_NAME, FEED_NAME
from audiopaper.publish.podcast_tags import FEED_TYPE, ChannelTags, EntryTags
from audiopaper.publish.sanitiser import (
    ascii_address,
    clean,
    mail_address,
    one_line,
    without_markup,
)
from audiopaper.publish.show_notes import describe, render_notes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audiopaper.config import ShowSettings
    from audiopaper.model import Episode

AUDIO_TYPE = "audio/mpeg"
MAX_VALUE_CHARS = 255
"""What a value may hold unless it is told otherwise (PSP-1; W3C's validator for ``itunes``)."""

# The namespace under which the podcast namespace mints the GUID of a feed's address.
_PODCAST_GUIDS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
# And ours, for episodes: a UUIDv5 of the address at which the project could be found.
_EPISODE_GUIDS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:audiopaper:episode")

_COVERS = {"image/jpeg": (".jpg", ".jpeg"), "image/png": (".png",)}


def episode_guid(show_id: str, date: dt.date, edition: str = "") -> str:
    """Name an episode for ever, by its show and date: a new text or host makes no new episode.

    Args:
        show_id: The show's ``id``.
        date: Date of the edition.
        edition: Name of a further edition of that day.

    Example:
        >>> episode_guid("tingbao", dt.date(2026, 3, 2))
        'urn:uuid:36ec7d4a-bd66-5b30-a0bd-dff3180d1543'
    """
    return uuid.uuid5(_EPISODE_GUIDS, f"{show_id}/{day_key(date, edition)}").urn


def episode_title(show_title: str, paper: str, date: dt.date, edition: str = "") -> str:
    """Title an episode; the date makes it unlike every other, for apps that merge equal titles.

    Args:
        show_title: The show's title, where the paper has no name.
        paper: Name of the newspaper.
        date: Date of the edition.
        edition: Name of a further edition of that day.

    Example:
        >>> episode_title("听报", "青川日报", dt.date(2026, 3, 2))
        '《青川日报》2026年3月2日'
    """
    name = f"《{paper}》" if paper else show_title
    further = f"（{edition}）" if edition else ""
    return f"{name}{date.year}年{date.month}月{date.day}日{further}"


def podcast_guid(feed_url: str) -> str:
    """Name a podcast by its feed's address, as the podcast namespace says.

    Example:
        >>> podcast_guid("https://podnews.net/rss")
        '9b024349-ccf0-5f69-a609-6b82873eab3c'
    """
    return str(uuid.uuid5(_PODCAST_GUIDS, re.sub(r"^\w+://", "", feed_url).rstrip("/")))


def render_feeds(
    show: ShowSettings,
    episodes: Sequence[Episode],
    *,
    cover: tuple[str, str] | None,
    settings: FeedSettings | None = None,
    guid: str = "",
    built: dt.datetime | None = None,
) -> dict[str, bytes]:
    """Write the feed and, for what it has no room for, the archive feeds that it leads to.

    Archives are filled from the oldest episode on, so that a full one never changes again:
    ``feed-1.xml`` is the oldest.

    Args:
        show: What listeners see of the podcast.
        episodes: In any order; a feed holds them newest first.
        cover: The cover's file name in the output folder and its media type; None for none.
        settings: What the feed holds beyond the usual; the defaults where None.
        guid: The podcast's number; minted from the feed's address where empty.
        built: The ``lastBuildDate`` that ``feed.xml`` had, which never goes back.

    Returns:
        Each feed's bytes by its file name, ``feed.xml`` last.

    Example:
        >>> from audiopaper.config import ShowSettings
        >>> list(render_feeds(ShowSettings(), [], cover=None))
        ['feed.xml']
    """
    newest = (settings or FeedSettings()).newest
    oldest_first = sorted(episodes, key=lambda e: e.key)
    older = oldest_first[: max(0, len(oldest_first) - newest)]
    pages = [older[at : at + newest] for at in range(0, len(older), newest)]
    names = [f"feed-{number}.xml" for number in range(1, len(pages) + 1)] + [FEED_NAME]
    pages.append(oldest_first[len(older) :])
    feeds = {}
    for at, (name, page) in enumerate(zip(names, pages, strict=True)):
        links = _relate(names, at)
        feeds[name] = render_feed(
            show,
            page,
            cover=cover,
            settings=settings,
            guid=guid,
            name=name,
            links=links,
            built=built if name == FEED_NAME else None,
        )
    return feeds


def _relate(names: Sequence[str], at: int) -> dict[str, str]:
    """Where a feed leads: page by page (RFC 5005, 3), and from archive to archive (4)."""
    if len(names) == 1:
        return {}
    links = {"first": names[-1], "last": names[0]}
    if at:
        # Both lead from the newest back in time.
        links |= {"next": names[at - 1], "prev-archive": names[at - 1]}
    if at + 1 < len(names):
        links |= {"previous": names[at + 1], "current": names[-1]}
    if at + 2 < len(names):
        links["next-archive"] = names[at + 1]
    return links


def render_feed(
    show: ShowSettings,
    episodes: Sequence[Episode],
    *,
    cover: tuple[str, str] | None,
    settings: FeedSettings | None = None,
    guid: str = "",
    name: str = FEED_NAME,
    links: Mapping[str, str] | None = None,
    built: dt.datetime | None = None,
) -> bytes:
    """Write one whole feed; the same show and episodes give the same bytes.

    Args:
        show: What listeners see of the podcast.
        episodes: In any order; they stand newest first.
        cover: The cover's file name in the output folder and its media type; None for none.
        settings: What the feed holds beyond the usual; the defaults where None.
        guid: The podcast's number; minted from the feed's address where empty.
        name: Its own file name.
        links: File names of the feeds that it leads to, by relation; an archive has a
            ``current`` one.
        built: The ``lastBuildDate`` that it had, which never goes back.

    Returns:
        RSS 2.0 in UTF-8.

    Raises:
        ValueError: The cover's name and type are not those of one JPEG or PNG.
    """
    settings = settings or FeedSettings()
    newest_first = sorted(episodes, key=lambda e: e.key, reverse=True)
    feed = FeedGenerator()
    feed.load_extension("podcast")
    feed.register_extension("audiopaper", ChannelTags, EntryTags)
    base_url = ascii_address(show.base_url)
    website = ascii_address(show.website) or base_url
    title = clean(show.title) or show.id
    author = clean(show.author) or title
    feed.title(title)
    feed.description(without_markup(clean(show.description) or title))
    # feedgen keeps the last link() as the channel's: the page stands behind the feed itself.
    feed.link(href=base_url + name, rel="self", type=FEED_TYPE)
    feed.link(href=website, rel="alternate")
    feed.language(show.language)
    feed.generator("audiopaper")
    feed.docs("https://www.rssboard.org/rss-specification")
    if show.copyright:
        feed.copyright(clean(show.copyright))
    feed.podcast.itunes_author(author)
    feed.podcast.itunes_type("episodic")
    feed.podcast.itunes_category(*show.category)
    if show.owner_email:
        feed.podcast.itunes_owner(name=author, email=mail_address(show.owner_email))
    if cover is not None:
        if not cover[0].endswith(_COVERS.get(cover[1], ())):
            # feedgen takes any name without a word, and apps then show no picture.
            raise ValueError(f"{cover[0]} is no name for a cover of type {cover[1]}")
        cover_url = base_url + quote(cover[0])
        feed.podcast.itunes_image(cover_url)
        feed.image(url=cover_url, title=title, link=website)
    related = {rel: base_url + to for rel, to in (links or {}).items()}
    if settings.hub:
        related["hub"] = ascii_address(settings.hub)
    feed.audiopaper.fill(
        show,
        settings,
        guid or podcast_guid(base_url + FEED_NAME),
        related,
        dated=bool(newest_first),
    )
    if newest_first:
        feed.lastBuildDate(last_change(newest_first, show, built))
        feed.pubDate(published_at(newest_first[0], show))
    for episode in newest_first:
        _add_entry(feed, show, settings, episode)
    return _with_stylesheet(bytes(feed.rss_str(pretty=True)))


def _with_stylesheet(feed: bytes) -> bytes:
    """Name the style sheet that a browser shows a feed by.

    Source:
        Associating Style Sheets with XML documents 1.0. CSS and no XSLT: Chromium 156 shows a red
        banner over a page that XSLT made.
    """
    declaration, newline, rest = feed.partition(b"\n")
    sheet = b'<?xml-stylesheet type="text/css" href="assets/feed.css"?>'
    return declaration + newline + sheet + newline + rest


def _add_entry(feed: Any, show: ShowSettings, settings: FeedSettings, episode: Episode) -> None:
    base = f"{ascii_address(show.base_url)}episodes/{episode.key}/"
    entry = feed.add_entry(order="append")
    told = episode_title(show.title, episode.paper, episode.date, episode.edition)
    title = (one_line(episode.title) or one_line(told))[:MAX_VALUE_CHARS]
    entry.title(title)
    entry.guid(episode.guid, permalink=False)
    page = f"{base}index.html"
    entry.link(href=page)
    entry.pubDate(published_at(episode, show))
    entry.enclosure(
        url=base + quote(episode.audio), length=str(episode.audio_bytes), type=AUDIO_TYPE
    )
    entry.description(describe(episode, page))
    # Not CDATA: a text may hold what ends one.
    entry.content(render_notes(episode, page), type="html")
    entry.podcast.itunes_title(title)
    entry.podcast.itunes_author(clean(show.author) or clean(show.title) or show.id)
    entry.podcast.itunes_episode_type("full")
    entry.podcast.itunes_duration((episode.duration_ms + 500) // 1000)
    if settings.episode_images:
        entry.podcast.itunes_image(f"{base}{COVER_NAME}")
    entry.audiopaper.fill(show, episode, base, persons=settings.persons)


def last_change(
    episodes: Sequence[Episode], show: ShowSettings, built: dt.datetime | None = None
) -> dt.datetime:
    """When a feed's episodes were published or corrected last.

    Args:
        episodes: At least one, in any order.
        show: For the hour of those that tell none.
        built: No moment before this one is given; None for no bound.
    """
    moments = [published_at(episode, show) for episode in episodes]
    moments += [e.corrected for e in episodes if e.corrected is not None]
    return max([*moments, *([built] if built is not None else [])])


def published_at(episode: Episode, show: ShowSettings) -> dt.datetime:
    """An episode's ``pubDate``: its own, else its day at the show's hour."""
    if episode.published is not None and episode.published.tzinfo is not None:
        return episode.published
    return dt.datetime.fromisoformat(
        f"{episode.date.isoformat()}T{show.publish_time}:00{show.utc_offset}"
    )
