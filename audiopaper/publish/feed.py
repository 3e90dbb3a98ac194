"""The podcast feed: RSS 2.0 by feedgen, with the tags that podcast apps read today.

Source:
    RSS 2.0; Apple's podcaster's guide to RSS; the podcast namespace
    (https://podcastindex.org/namespace/1.0); Podlove Simple Chapters 1.2; RFC 4122 for the GUIDs;
    RFC 5005, sections 3 and 4, for older episodes.
"""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from feedgen.feed import FeedGenerator

from audiopaper.config import FeedSettings
from audiopaper.model import day_key
from audiopaper.publish import listings
from audiopaper.publish.feed_archives import assign_archives, relate_feeds
from audiopaper.publish.file_names import COVER_NAME, FEED_NAME, SITE_NAME
from audiopaper.publish.podcast_tags import FEED_TYPE, ChannelTags, EntryTags
from audiopaper.publish.sanitiser import ascii_address, clean, mail_address, without_markup
from audiopaper.publish.show_notes import describe, render_notes

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from audiopaper.config import ShowSettings
    from audiopaper.model import Episode

MAX_VALUE_CHARS = 255
"""The default limit of a value's length (PSP-1; W3C's validator for ``itunes``)."""

# The namespace under which the podcast namespace mints the GUID of a feed's address.
_PODCAST_GUIDS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
# The namespace of the episodes' GUIDs: a UUIDv5 of the project's URN.
_EPISODE_GUIDS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:audiopaper:episode")

_COVERS = {"image/jpeg": (".jpg", ".jpeg"), "image/png": (".png",)}


def episode_guid(show_id: str, date: dt.date, edition: str = "") -> str:
    """Return an episode's permanent GUID, made from its show and date; text and host do not count.

    Args:
        show_id: The show's ``id``.
        date: Date of the edition.
        edition: Name of a further edition of that day.

    Example:
        >>> import datetime as dt
        >>> episode_guid("tingbao", dt.date(2026, 3, 2))
        'urn:uuid:36ec7d4a-bd66-5b30-a0bd-dff3180d1543'
    """
    return uuid.uuid5(_EPISODE_GUIDS, f"{show_id}/{day_key(date, edition)}").urn


def podcast_guid(feed_url: str) -> str:
    """Return a podcast's GUID, made from its feed's address as the podcast namespace defines it.

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
    archives: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, bytes]:
    """Write the feed, and archive feeds for the episodes beyond its limit.

    Args:
        show: What listeners see of the podcast.
        episodes: In any order; each feed lists them newest first.
        cover: The cover's file name in the output folder and its media type; None for no cover.
        settings: Settings of the feed; the defaults if None.
        guid: The podcast's GUID; made from the feed's address if empty.
        built: The previous ``lastBuildDate`` of ``feed.xml``; the new one is never earlier.
        archives: The keys of the episodes in each archive, from `assign_archives`; assigned from
            the oldest episode on if None.

    Returns:
        Each feed's bytes by its file name, ``feed.xml`` last.

    Example:
        >>> from audiopaper.config import ShowSettings
        >>> list(render_feeds(ShowSettings(), [], cover=None))
        ['feed.xml']
    """
    by_key = {e.key: e for e in episodes}
    if archives is None:
        archives = assign_archives(by_key, {}, (settings or FeedSettings()).newest)
    names = [*archives, FEED_NAME]
    pages = [[by_key.pop(key) for key in keys] for keys in archives.values()]
    pages.append([*by_key.values()])
    feeds = {}
    for index, (name, page) in enumerate(zip(names, pages, strict=True)):
        feeds[name] = render_feed(
            show,
            page,
            cover=cover,
            settings=settings,
            guid=guid,
            name=name,
            links=relate_feeds(names, index),
            built=built if name == FEED_NAME else None,
        )
    return feeds


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
        episodes: In any order; the feed lists them newest first.
        cover: The cover's file name in the output folder and its media type; None for no cover.
        settings: Settings of the feed; the defaults if None.
        guid: The podcast's GUID; made from the feed's address if empty.
        name: The feed's own file name.
        links: File names of related feeds, by relation; an archive feed has a ``current``
            relation.
        built: The feed's previous ``lastBuildDate``; the new one is never earlier.

    Returns:
        RSS 2.0 in UTF-8.

    Raises:
        ValueError: The cover's name and type are not those of one JPEG or PNG.
    """
    settings = settings or FeedSettings()
    listed = listings.newest_first(episodes)
    feed = _create_channel(show, name)
    if cover is not None:
        _set_cover(feed, show, *cover)
    base_url = ascii_address(show.base_url)
    related = {relation: base_url + target for relation, target in (links or {}).items()}
    if settings.hub:
        related["hub"] = ascii_address(settings.hub)
    guid = guid or podcast_guid(listings.feed_address(show.base_url))
    feed.audiopaper.fill(show, settings, guid, related, dated=bool(listed))
    if listed:
        feed.lastBuildDate(last_change(listed, show, built))
        feed.pubDate(listings.published_at(show, listed[0]))
    for episode in listed:
        _add_entry(feed, show, settings, episode)
    return _with_stylesheet(bytes(feed.rss_str(pretty=True)))


def _create_channel(show: ShowSettings, name: str) -> Any:
    """Return a channel with the elements that every feed of the show has, except for its cover."""
    feed = FeedGenerator()
    feed.load_extension("podcast")
    feed.register_extension("audiopaper", ChannelTags, EntryTags)
    title = listings.name_show(show)
    author = listings.name_author(show)
    feed.title(title)
    feed.description(without_markup(clean(show.description) or title))
    # feedgen takes the last link() as the channel's own, so the web page is added last.
    feed.link(href=ascii_address(show.base_url) + name, rel="self", type=FEED_TYPE)
    feed.link(href=listings.website_address(show), rel="alternate")
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
    return feed


def _set_cover(feed: Any, show: ShowSettings, name: str, media_type: str) -> None:
    """Set the channel's picture.

    Raises:
        ValueError: The name's suffix does not match the media type.
    """
    if not name.endswith(_COVERS.get(media_type, ())):
        # feedgen accepts any name silently, and apps then show no picture.
        raise ValueError(f"{name} is no name for a cover of type {media_type}")
    address = ascii_address(show.base_url) + quote(name)
    feed.podcast.itunes_image(address)
    feed.image(url=address, title=listings.name_show(show), link=listings.website_address(show))


def _with_stylesheet(feed: bytes) -> bytes:
    """Return a feed with a reference to the style sheet for browsers.

    Source:
        Associating Style Sheets with XML documents 1.0. The style sheet is CSS because Chromium
        156 shows a red banner over a page made by XSLT.
    """
    declaration, newline, rest = feed.partition(b"\n")
    sheet = b'<?xml-stylesheet type="text/css" href="assets/feed.css"?>'
    return declaration + newline + sheet + newline + rest


def _add_entry(feed: Any, show: ShowSettings, settings: FeedSettings, episode: Episode) -> None:
    base = listings.episode_address(show.base_url, episode)
    page = base + SITE_NAME
    title = listings.name_episode(show, episode)[:MAX_VALUE_CHARS]
    entry = feed.add_entry(order="append")
    entry.title(title)
    entry.guid(episode.guid, permalink=False)
    entry.link(href=page)
    entry.pubDate(listings.published_at(show, episode))
    entry.enclosure(
        url=listings.episode_address(show.base_url, episode, episode.audio),
        length=str(episode.audio_bytes),
        type=listings.AUDIO_TYPE,
    )
    entry.description(describe(episode, page))
    # Escaped and not CDATA: a text may contain the end mark of CDATA.
    entry.content(render_notes(episode, page), type="html")
    entry.podcast.itunes_title(title)
    entry.podcast.itunes_author(listings.name_author(show))
    entry.podcast.itunes_episode_type("full")
    entry.podcast.itunes_duration(listings.round_seconds(episode))
    if settings.episode_images:
        entry.podcast.itunes_image(f"{base}{COVER_NAME}")
    entry.audiopaper.fill(show, episode, base, persons=settings.persons)


def last_change(
    episodes: Sequence[Episode], show: ShowSettings, built: dt.datetime | None = None
) -> dt.datetime:
    """Return when an episode of a feed was last published or corrected.

    Args:
        episodes: At least one, in any order.
        show: Gives the hour for episodes without a time of publication.
        built: The earliest moment that is returned; None for no bound.
    """
    moments = [listings.published_at(show, episode) for episode in episodes]
    moments += [e.corrected for e in episodes if e.corrected is not None]
    return max([*moments, *([built] if built is not None else [])])
