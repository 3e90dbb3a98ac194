"""The briefing for smart speakers: the headlines and the first words of the leads, by itself.

Source:
    Amazon, Flash Briefing Skill API feed reference: at most five items, newest first; audio of
    10 s to 10 min by https; text under 4,500 characters without markup; dates in UTC.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
import xml.etree.ElementTree as ET
from dataclasses import dataclass, replace
from email.utils import format_datetime
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

from audiopaper.publish.sanitiser import ascii_address, clean, one_line
from audiopaper.timeline import split_sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from audiopaper.config import BriefingSettings, ShowSettings
    from audiopaper.model import Clip, Episode, ItemKind, Segment, SpokenSegment

AUDIO_NAME = "briefing.mp3"

MAX_ITEMS = 5
MAX_TEXT_CHARS = 4500
MIN_AUDIO_MS, MAX_AUDIO_MS = 10_000, 600_000

# A story's first paragraphs may be its subhead and its byline; its lede is longer.
_LEDE_CHARS = 40


class Clips(Protocol):
    """Where clips are found, by their keys."""

    def load(self, key: str) -> Clip | None:
        """The clip, or None where there is none."""
        ...

    def digest(self, key: str) -> str | None:
        """A hash of the clip; None for no clip."""
        ...


@dataclass(frozen=True, slots=True)
class CutClips:
    """Clips of which some end early: a key ``KEY#n`` is the first ``n`` sentences of ``KEY``."""

    whole: Clips
    """Where the uncut ones are found."""

    def load(self, key: str) -> Clip | None:
        """The clip, cut behind its sentence; None where there is none."""
        name, _, count = key.partition("#")
        clip = self.whole.load(name)
        return _cut_clip(clip, int(count)) if clip is not None and count else clip

    def digest(self, key: str) -> str | None:
        """A hash that another cut does not share."""
        name, _, count = key.partition("#")
        digest = self.whole.digest(name)
        return f"{digest}-{count}" if digest is not None and count else digest


def choose_segments(
    spoken: Sequence[SpokenSegment],
    kinds: Sequence[ItemKind],
    load: Callable[[str], Clip | None],
    settings: BriefingSettings,
) -> tuple[SpokenSegment, ...]:
    """Choose what the briefing says, from what the episode says.

    The ident (which owns that the voice is synthesised), the headlines, the first stories'
    headlines with the first sentences of their ledes, and the sign-off.

    Args:
        spoken: The episode's segments, in running order.
        kinds: Kind of each item, by `Segment.item`.
        load: Finds a clip by its key, for where its sentences end.
        settings: How many stories, and how much of each.

    Returns:
        The segments in running order, those that are shortened with a clip key for `CutClips`;
        stories are left out from the end until it is short enough.
    """
    stories = list(
        dict.fromkeys(s.segment.item for s in spoken if kinds[s.segment.item] == "story")
    )
    for count in range(min(settings.stories, len(stories)), -1, -1):
        chosen: list[SpokenSegment] = []
        for item, kind in enumerate(kinds):
            said = [s for s in spoken if s.segment.item == item]
            if kind in ("ident", "headlines", "sign-off"):
                chosen += said
            elif item in stories[:count]:
                chosen += _shorten(said, load, settings.sentences)
        lengths_ms = [_length_ms(one, load) for one in chosen]
        # A second behind each for its pause, and ten for the show's own sounds.
        if sum(lengths_ms) + 1000 * len(chosen) + 10_000 <= MAX_AUDIO_MS:
            break
    return tuple(chosen)


def _shorten(
    said: Sequence[SpokenSegment], load: Callable[[str], Clip | None], sentences: int
) -> list[SpokenSegment]:
    """A story's headline and the first sentences of its lede."""
    headline = [s for s in said if s.segment.role == "headline"]
    texts = [s for s in said if s.segment.role == "text"]
    texts = texts[texts.index(_find_lede(texts)) :] if texts else []
    kept: list[SpokenSegment] = []
    for one in texts:
        clip = load(one.clip_key)
        parts = split_sentences(one.segment.printed, clip.marks) if clip else ()
        if len(parts) > sentences:
            kept.append(_cut(one, "".join(text for text, _, _ in parts[:sentences]), sentences))
            break
        kept.append(one)
        sentences -= max(1, len(parts))
        if sentences <= 0 or one.segment.pause != "sentence":
            break
    if kept:
        last = kept[-1]
        kept[-1] = replace(last, segment=replace(last.segment, pause="story"))
    return headline + kept


def _find_lede(texts: Sequence[SpokenSegment]) -> SpokenSegment:
    """Where the first paragraph begins that is long enough to be the lede."""
    first, chars = 0, 0
    for at, one in enumerate(texts):
        chars += len(one.segment.printed)
        if chars >= _LEDE_CHARS:
            return texts[first]
        # A paragraph may be several segments, with a sentence's pause between them.
        if one.segment.pause != "sentence":
            first, chars = at + 1, 0
    return texts[0]


def _cut(one: SpokenSegment, printed: str, count: int) -> SpokenSegment:
    # The audio is at hand: how it is said was decided when it was spoken.
    segment: Segment = replace(one.segment, printed=printed, readings=())
    return replace(one, segment=segment, clip_key=f"{one.clip_key}#{count}")


def _cut_clip(clip: Clip, count: int) -> Clip:
    """The first sentences of a clip: cut half way between one's end and the next one's start."""
    if count >= len(clip.marks):
        return clip
    last, following = clip.marks[count - 1], clip.marks[count]
    end = (last.end_ms + max(last.end_ms, following.start_ms)) // 2 * clip.rate_hz // 1000
    return replace(clip, pcm=clip.pcm[: 2 * end], marks=clip.marks[:count])


def _length_ms(one: SpokenSegment, load: Callable[[str], Clip | None]) -> int:
    name, _, count = one.clip_key.partition("#")
    clip = load(name)
    if clip is None:
        return 0
    return _cut_clip(clip, int(count)).length_ms if count else clip.length_ms


def render_briefing(show: ShowSettings, episodes: Sequence[Episode]) -> bytes:
    """Write ``briefing.json``: the newest episodes that have a briefing, at most five."""
    return (json.dumps(_items(show, episodes), ensure_ascii=False, indent=1) + "\n").encode()


def render_briefing_xml(show: ShowSettings, episodes: Sequence[Episode]) -> bytes:
    """Write ``briefing.xml``: the same as RSS, which the reference takes too."""
    rss = ET.Element("rss", version="2.0")
    channel = ET.SubElement(rss, "channel")
    for name, text in (
        ("title", one_line(show.title) or show.id),
        ("link", ascii_address(show.base_url)),
        ("description", one_line(show.description)),
        ("ttl", "30"),
    ):
        ET.SubElement(channel, name).text = text
    for told in _items(show, episodes):
        item = ET.SubElement(channel, "item")
        ET.SubElement(item, "guid", isPermaLink="false").text = told["uid"]
        ET.SubElement(item, "title").text = told["titleText"]
        ET.SubElement(item, "description").text = told["mainText"]
        ET.SubElement(item, "link").text = told["redirectionUrl"]
        moment = dt.datetime.strptime(told["updateDate"], _DATE).replace(tzinfo=dt.UTC)
        ET.SubElement(item, "pubDate").text = format_datetime(moment)
        ET.SubElement(
            item,
            "enclosure",
            url=told["streamUrl"],
            type="audio/mpeg",
            length=_size(episodes, told["uid"]),
        )
    ET.indent(rss)
    data: bytes = ET.tostring(rss, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


_DATE = "%Y-%m-%dT%H:%M:%S.0Z"


def briefing_uid(episode: Episode) -> str:
    """Name a day's briefing for ever, by its episode."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{episode.guid}#briefing").urn


def _size(episodes: Sequence[Episode], uid: str) -> str:
    return next(
        str(e.briefing.audio_bytes) for e in episodes if e.briefing and briefing_uid(e) == uid
    )


def _items(show: ShowSettings, episodes: Sequence[Episode]) -> list[dict[str, str]]:
    newest_first = sorted(episodes, key=lambda e: e.key, reverse=True)
    with_one = [e for e in newest_first if e.briefing is not None][:MAX_ITEMS]
    return [_item(show, episode) for episode in with_one]


def _item(show: ShowSettings, episode: Episode) -> dict[str, str]:
    assert episode.briefing is not None
    base = f"{ascii_address(show.base_url)}episodes/{episode.key}/"
    published = episode.published or dt.datetime.combine(episode.date, dt.time(), tzinfo=dt.UTC)
    text = "\n".join(one_line(line) for line in clean(episode.briefing.text).split("\n"))
    return {
        "uid": briefing_uid(episode),
        "updateDate": published.astimezone(dt.UTC).strftime(_DATE),
        "titleText": one_line(episode.title),
        # The speaker may read it out: nothing in it may look like markup.
        "mainText": re.sub(r"[<>]", " ", text)[:MAX_TEXT_CHARS],
        "streamUrl": base + quote(episode.briefing.audio),
        "redirectionUrl": f"{base}index.html",
    }
