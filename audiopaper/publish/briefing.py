"""The briefing for smart speakers: the headlines and the first sentences of the leads.

Source:
    Amazon, Flash Briefing Skill API feed reference: at most five items, newest first; audio of
    10 s to 10 min by https; text under 4,500 characters without markup; dates in UTC.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
import xml.etree.ElementTree as ET
from dataclasses import dataclass, replace
from email.utils import format_datetime
from typing import TYPE_CHECKING, Protocol

from audiopaper.publish import listings
from audiopaper.publish.file_names import SITE_NAME
from audiopaper.publish.sanitiser import ascii_address, clean, one_line
from audiopaper.sentences import CLOSERS
from audiopaper.timeline import split_sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from audiopaper.config import BriefingSettings, ShowSettings
    from audiopaper.model import Briefing, Clip, Episode, ItemKind, Segment, SpokenSegment

AUDIO_NAME = "briefing.mp3"

MAX_ITEMS = 5
MAX_TEXT_CHARS = 4500
MIN_AUDIO_MS, MAX_AUDIO_MS = 10_000, 600_000

_CLOSED = f"[{re.escape(CLOSERS)}]*"
_ANNOUNCEMENT = re.compile(
    r"(?:[：:]|如下(?:所示|表|名[单單])?[。！!]?"
    rf"|(?:^|[，；])(?:以下|下面|下列)[是为為][^，。；：]{{1,14}}[。！!]?){_CLOSED}\s*$"
)
_OPEN_END = re.compile(rf"[；;，,、]{_CLOSED}\s*$")

# A smart speaker may read the text aloud, so it contains nothing like markup.
_WIDE_BRACKETS = str.maketrans("<>", "＜＞")


class Clips(Protocol):
    """Finds clips by their keys."""

    def load(self, key: str) -> Clip | None:
        """Return the clip, or None if there is none."""
        ...

    def digest(self, key: str) -> str | None:
        """Return a hash of the clip, or None if there is no clip."""
        ...


@dataclass(frozen=True, slots=True)
class CutClips:
    """Clips, some of them shortened: ``KEY#n`` names the first ``n`` sentences of ``KEY``."""

    whole: Clips
    """The whole clips."""

    def load(self, key: str) -> Clip | None:
        """Return the clip, cut after its last sentence, or None if there is none."""
        name, _, count = key.partition("#")
        clip = self.whole.load(name)
        return _cut_clip(clip, int(count)) if clip is not None and count else clip

    def digest(self, key: str) -> str | None:
        """Return a hash that differs for each cut, or None if there is no clip."""
        name, _, count = key.partition("#")
        digest = self.whole.digest(name)
        return f"{digest}-{count}" if digest is not None and count else digest


def choose_segments(
    spoken: Sequence[SpokenSegment],
    kinds: Sequence[ItemKind],
    bodies: Mapping[int, Collection[int]],
    load: Callable[[str], Clip | None],
    settings: BriefingSettings,
) -> tuple[SpokenSegment, ...]:
    """Choose the segments of the briefing from those of the episode.

    They are the ident (which says that the voice is synthesised), the headlines, the first
    stories' headlines with the first sentences of each, and the sign-off.

    Args:
        spoken: The episode's segments, in running order.
        kinds: Kind of each item, by `Segment.item`.
        bodies: The lines of each story's text that belong to the report, by `Segment.item` and
            counted from 0; the others are its credit, its headings and remarks of the program.
        load: Returns a clip by its key; its marks give the ends of its sentences.
        settings: How many stories, and how much of each.

    Returns:
        The segments in running order; a shortened one has a clip key for `CutClips`. Stories are
        left out from the end until the briefing is short enough.
    """
    stories = list(
        dict.fromkeys(s.segment.item for s in spoken if kinds[s.segment.item] == "story")
    )
    for count in range(min(settings.stories, len(stories)), -1, -1):
        chosen: list[SpokenSegment] = []
        for item, kind in enumerate(kinds):
            segments = [s for s in spoken if s.segment.item == item]
            if kind in ("ident", "headlines", "sign-off"):
                chosen += segments
            elif item in stories[:count]:
                chosen += _shorten(segments, bodies[item], load, settings.sentences)
        lengths_ms = [_length_ms(spoken_segment, load) for spoken_segment in chosen]
        # Each pause counts as one second, and the show's own sounds as ten.
        if sum(lengths_ms) + 1000 * len(chosen) + 10_000 <= MAX_AUDIO_MS:
            break
    return tuple(chosen)


def _shorten(
    story: Sequence[SpokenSegment],
    body: Collection[int],
    load: Callable[[str], Clip | None],
    sentences: int,
) -> list[SpokenSegment]:
    """Return a story's headline and the first sentences of its report."""
    chosen = [s for s in story if s.segment.role == "headline"]
    report = [(s, _list_parts(s, load)) for s in _find_body(story, body)]
    count = _count_parts([text for _, parts in report for text, _ in parts], sentences)
    for spoken, parts in report:
        if count <= 0:
            break
        if count < len(parts):
            printed = "".join(text for text, _ in parts[:count])
            spoken = _cut(spoken, printed, parts[count - 1][1])
        chosen.append(spoken)
        count -= len(parts)
    *others, last = chosen
    return [*others, replace(last, segment=replace(last.segment, pause="story"))]


def _list_parts(spoken: SpokenSegment, load: Callable[[str], Clip | None]) -> list[tuple[str, int]]:
    """Return the text of each sentence whose end is known, and the number of marks to its end."""
    clip = load(spoken.clip_key)
    marks = clip.marks if clip else ()
    parts = split_sentences(spoken.segment.printed, marks)
    if not parts:
        return [(spoken.segment.printed, len(marks))]
    return [(text, sum(mark.end_ms <= end_ms for mark in marks)) for text, _, end_ms in parts]


def _count_parts(texts: Sequence[str], sentences: int) -> int:
    """Return how many parts of a report make up its first sentences.

    It ends before a sentence that only announces a list, and before the rows of a table: without
    what follows, it would mislead. A part that ends on a semicolon belongs to the next one's
    sentence.
    """
    count = 0
    for number, text in enumerate(texts, 1):
        if _ANNOUNCEMENT.search(text) or _is_row(text):
            break
        if _OPEN_END.search(text):
            continue
        count, sentences = number, sentences - 1
        if sentences <= 0:
            break
    return count


def _is_row(text: str) -> bool:
    """Return whether a text is cells with white space between them and no mark at the end."""
    cells = text.split()
    return len(cells) > 1 and (cells[-1][-1].isalnum() or cells[-1][-1] in "%％℃")


def _find_body(story: Sequence[SpokenSegment], body: Collection[int]) -> Iterator[SpokenSegment]:
    """Yield the segments of some lines of a story's text, which follows its headline."""
    line = -1
    for spoken in story:
        if line in body:
            yield spoken
        # A line may be several segments, with a sentence's pause between them.
        is_last = line >= 0 and spoken.segment.pause != "sentence"
        if is_last or spoken.segment.role == "headline":
            line += 1


def _cut(spoken: SpokenSegment, printed: str, count: int) -> SpokenSegment:
    # The audio exists already, so the readings are not needed any more.
    segment: Segment = replace(spoken.segment, printed=printed, readings=())
    return replace(spoken, segment=segment, clip_key=f"{spoken.clip_key}#{count}")


def _cut_clip(clip: Clip, count: int) -> Clip:
    """Return the first sentences of a clip, cut in the middle of the pause after the last one."""
    if count >= len(clip.marks):
        return clip
    last, following = clip.marks[count - 1], clip.marks[count]
    end = (last.end_ms + max(last.end_ms, following.start_ms)) // 2 * clip.rate_hz // 1000
    return replace(clip, pcm=clip.pcm[: 2 * end], marks=clip.marks[:count], words=())


def _length_ms(spoken: SpokenSegment, load: Callable[[str], Clip | None]) -> int:
    name, _, count = spoken.clip_key.partition("#")
    clip = load(name)
    if clip is None:
        return 0
    return _cut_clip(clip, int(count)).length_ms if count else clip.length_ms


def render_briefing(show: ShowSettings, episodes: Sequence[Episode]) -> bytes:
    """Write ``briefing.json``: the newest episodes that have a briefing, at most five."""
    return listings.format_json([_describe_item(show, *pair) for pair in _choose_newest(episodes)])


def render_briefing_xml(show: ShowSettings, episodes: Sequence[Episode]) -> bytes:
    """Write ``briefing.xml``: the same items as RSS, which the reference allows too."""
    rss = ET.Element("rss", version="2.0")
    channel = ET.SubElement(rss, "channel")
    for name, text in (
        ("title", listings.name_show(show)),
        ("link", ascii_address(show.base_url)),
        ("description", one_line(show.description)),
        ("ttl", "30"),
    ):
        ET.SubElement(channel, name).text = text
    for episode, briefing in _choose_newest(episodes):
        values = _describe_item(show, episode, briefing)
        item = ET.SubElement(channel, "item")
        ET.SubElement(item, "guid", isPermaLink="false").text = values["uid"]
        ET.SubElement(item, "title").text = values["titleText"]
        ET.SubElement(item, "description").text = values["mainText"]
        ET.SubElement(item, "link").text = values["redirectionUrl"]
        ET.SubElement(item, "pubDate").text = format_datetime(_update_date(show, episode))
        length = str(briefing.audio_bytes)
        ET.SubElement(
            item, "enclosure", url=values["streamUrl"], type=listings.AUDIO_TYPE, length=length
        )
    ET.indent(rss)
    data: bytes = ET.tostring(rss, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def briefing_uid(episode: Episode) -> str:
    """Return a briefing's permanent identifier, made from its episode's GUID."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{episode.guid}#briefing").urn


def _choose_newest(episodes: Sequence[Episode]) -> list[tuple[Episode, Briefing]]:
    """Return the newest episodes with their briefings, at most `MAX_ITEMS`."""
    pairs = [(e, e.briefing) for e in listings.newest_first(episodes) if e.briefing is not None]
    return pairs[:MAX_ITEMS]


def _update_date(show: ShowSettings, episode: Episode) -> dt.datetime:
    # The reference's dates end with ".0Z": UTC, without parts of a second.
    return listings.published_at(show, episode).astimezone(dt.UTC).replace(microsecond=0)


def _describe_item(show: ShowSettings, episode: Episode, briefing: Briefing) -> dict[str, str]:
    text = "\n".join(one_line(line) for line in clean(briefing.text).split("\n"))
    return {
        "uid": briefing_uid(episode),
        "updateDate": _update_date(show, episode).strftime("%Y-%m-%dT%H:%M:%S.0Z"),
        "titleText": listings.name_episode(show, episode),
        "mainText": text.translate(_WIDE_BRACKETS)[:MAX_TEXT_CHARS],
        "streamUrl": listings.episode_address(show.base_url, episode, briefing.audio),
        "redirectionUrl": listings.episode_address(show.base_url, episode, SITE_NAME),
    }
