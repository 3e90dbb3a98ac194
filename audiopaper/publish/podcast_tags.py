"""Tags of podcast apps that feedgen does not support, as extensions of feedgen.

Source:
    Podcast namespace (https://podcastindex.org/namespace/1.0); Podlove Simple Chapters 1.2; Apple's
    podcaster's guide to RSS; RFC 4287 and WebSub for links; RFC 5005 for archives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.util import xml_elem

from audiopaper.config import FeedSettings
from audiopaper.publish import transcript
from audiopaper.publish.file_names import version_query
from audiopaper.publish.linked_files import CHAPTERS_NAME, CHAPTERS_TYPE
from audiopaper.publish.sanitiser import ascii_address, mail_address, one_line
from audiopaper.publish.show_notes import find_soundbite
from audiopaper.timeline import clock_ms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audiopaper.config import ShowSettings
    from audiopaper.model import Chapter, Episode, OpusFile

FEED_TYPE = "application/rss+xml"

_ATOM = "http://www.w3.org/2005/Atom"
_HISTORY = "http://purl.org/syndication/history/1.0"
_ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
_PODCAST = "https://podcastindex.org/namespace/1.0"
_PSC = "http://podlove.org/simple-chapters"


class ChannelTags(BaseExtension):  # type: ignore[misc]
    """Further tags of the channel."""

    def __init__(self) -> None:
        """Create an empty extension; feedgen passes no arguments."""
        self._explicit = False
        self._dated = True
        self._guid = ""
        self._email = ""
        self._links: Mapping[str, str] = {}
        self._settings = FeedSettings()

    def fill(
        self,
        show: ShowSettings,
        settings: FeedSettings,
        guid: str,
        links: Mapping[str, str],
        *,
        dated: bool,
    ) -> None:
        """Set the values of a show; an archive feed has a link to the ``current`` feed."""
        self._settings = settings
        self._explicit = show.explicit
        self._dated = dated
        self._guid = guid
        self._links = links
        self._email = mail_address(show.owner_email) if show.owner_email else ""

    def extend_ns(self) -> dict[str, str]:
        """Return the namespaces of the feed."""
        names = {"itunes": _ITUNES, "podcast": _PODCAST, "psc": _PSC}
        return names | ({"fh": _HISTORY} if "current" in self._links else {})

    def extend_rss(self, feed: Any) -> Any:
        """Add the tags to the channel."""
        channel = feed[0]
        if not self._dated:
            # feedgen sets the present time by default; a feed without episodes has no date.
            channel.remove(channel.find("lastBuildDate"))
        # feedgen writes only rel="self" into RSS and silently drops other relations.
        for rel, href in self._links.items():
            kind = {} if rel == "hub" else {"type": FEED_TYPE}
            _add(channel, _ATOM, "link", "", href=href, rel=rel, **kind)
        if "current" in self._links:
            _add(channel, _HISTORY, "archive", "")
        _add_explicit(channel, self._explicit)
        _add(channel, _PODCAST, "guid", self._guid)
        if self._email:
            # A host that imports the show asks the owner, so the tag needs an address.
            _add(channel, _PODCAST, "locked", "yes", owner=self._email)
        _add(channel, _PODCAST, "medium", "podcast")
        _add(channel, _PODCAST, "updateFrequency", "每天一期", rrule="FREQ=DAILY")
        _add(channel, _PODCAST, "txt", "true", purpose="ai-content")
        self._add_settings(channel)
        return feed

    def _add_settings(self, channel: Any) -> None:
        settings = self._settings
        if settings.verify:
            # Apple reads its own purpose; other directories read "verify".
            for purpose in ("verify", "applepodcastsverify"):
                _add(channel, _PODCAST, "txt", one_line(settings.verify), purpose=purpose)
        if settings.funding:
            url = ascii_address(settings.funding)
            _add(channel, _PODCAST, "funding", one_line(settings.funding_text), url=url)
        if settings.moved_to:
            _add(channel, _ITUNES, "new-feed-url", ascii_address(settings.moved_to))


class EntryTags(BaseEntryExtension):  # type: ignore[misc]
    """Further tags of an episode."""

    def __init__(self) -> None:
        """Create an empty extension; feedgen passes no arguments."""
        self._explicit = False
        self._base = ""
        self._version = ""
        self._language = ""
        self._chapters: tuple[Chapter, ...] = ()
        self._soundbite: tuple[int, int, str] | None = None
        self._opus: OpusFile | None = None
        self._duration_ms = 0
        self._persons: tuple[str, ...] = ()

    def fill(self, show: ShowSettings, episode: Episode, base: str, *, persons: bool) -> None:
        """Set the values of an episode; ``base`` is the address of its folder."""
        self._soundbite = find_soundbite(episode)
        self._opus = episode.opus
        self._duration_ms = episode.duration_ms
        names = [one_line(name) for story in episode.stories for name in story.byline]
        self._persons = tuple(dict.fromkeys(filter(None, names))) if persons else ()
        self._explicit = show.explicit
        self._base = base
        self._version = version_query(episode)
        self._language = show.language
        self._chapters = episode.chapters

    def extend_ns(self) -> dict[str, str]:
        """Return no namespaces; the channel has declared them."""
        return {}

    def extend_rss(self, entry: Any) -> Any:
        """Add the tags to the entry."""
        _add_explicit(entry, self._explicit)
        if self._opus:
            self._add_opus(entry, self._opus)
        for name, (mime, _) in transcript.FORMS.items():
            details = {
                "url": self._base + name + self._version,
                "type": mime,
                "language": self._language,
            }
            _add(entry, _PODCAST, "transcript", "", **details)
        url = self._base + CHAPTERS_NAME + self._version
        _add(entry, _PODCAST, "chapters", "", url=url, type=CHAPTERS_TYPE)
        if self._soundbite:
            start_ms, length_ms, title = self._soundbite
            times = {"startTime": f"{start_ms / 1000:.3f}", "duration": f"{length_ms / 1000:.3f}"}
            _add(entry, _PODCAST, "soundbite", title, **times)
        for name in self._persons:
            _add(entry, _PODCAST, "person", name, group="writing", role="author")
        if self._chapters:
            simple = _add(entry, _PSC, "chapters", "", version="1.2")
            for chapter in self._chapters:
                start = clock_ms(chapter.start_ms)
                _add(simple, _PSC, "chapter", "", start=start, title=one_line(chapter.title))
        return entry

    def _add_opus(self, entry: Any, opus: OpusFile) -> None:
        details = {
            "type": "audio/ogg; codecs=opus",
            "length": str(opus.audio_bytes),
            "bitrate": str(8000 * opus.audio_bytes // max(1, self._duration_ms)),
            "lang": self._language,
            "title": "Opus",
        }
        enclosure = _add(entry, _PODCAST, "alternateEnclosure", "", **details)
        address = self._base + quote(opus.audio) + self._version
        _add(enclosure, _PODCAST, "source", "", uri=address)


def _add_explicit(parent: Any, explicit: bool) -> None:
    # feedgen supports only yes, no and clean, which Apple no longer accepts.
    _add(parent, _ITUNES, "explicit", "true" if explicit else "false")


def _add(parent: Any, namespace: str, name: str, text: str, **attributes: str) -> Any:
    element = xml_elem(f"{{{namespace}}}{name}", parent, **attributes)
    element.text = text or None
    return element
