"""What listeners would get, looked at before they do: whatever is found is not published.

Source:
    Apple Podcasts: RSS feed requirements and artwork specifications; podcast namespace 1.0;
    PSP-1 (https://github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification).
"""

from __future__ import annotations

import email.utils
import hashlib
import io
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from mutagen import MutagenError
from mutagen.mp3 import MP3
from PIL import Image, UnidentifiedImageError

from audiopaper.model import Briefing, Episode
from audiopaper.publish import briefing, chapters, cover, transcript
from audiopaper.publish.briefing import MAX_ITEMS, MAX_TEXT_CHARS
from audiopaper.publish.categories import nearest_category
from audiopaper.publish.feed import FILE_NAME, IMAGE_NAME
from audiopaper.publish.plain import ascii_address, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from audiopaper.config import ShowSettings
    from audiopaper.publish.state import ShowState

TOLERANCE_MS = 100
"""How far two accounts of the same moment may lie apart."""

_MAX_DESCRIPTION_BYTES = 4000

_NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
}

_AGAIN = "make that episode again: audiopaper produce"
_REBUILD = "write the feed anew: audiopaper feed"

_BRIEFING = briefing.FILE_NAME

_CUE_TIMES = re.compile(r"^([\d:.,]+) --> ([\d:.,]+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that would fail listeners."""

    place: str
    """The file, in the output folder, or the setting."""

    problem: str
    """What is wrong."""

    remedy: str
    """What to do."""


def check_settings(show: ShowSettings) -> tuple[Finding, ...]:
    """Look at what directories read of a show."""
    nearest = nearest_category(show.category)
    if nearest != tuple(show.category):
        told, meant = " > ".join(show.category), " > ".join(nearest)
        return (
            Finding(
                place="config.toml",
                problem=f"[show] category {told!r} is not in Apple's list",
                remedy=f"did you mean {meant!r}? See podcasters.apple.com, categories",
            ),
        )
    return ()


def check_cover(data: bytes, name: str) -> tuple[Finding, ...]:
    """Look at the show's picture as Apple would: square, 1400 to 3000 px, RGB, name and type agree.

    Args:
        data: The file.
        name: Its name, for its ending.
    """

    def found(problem: str) -> tuple[Finding, ...]:
        return (
            Finding(
                place=name,
                problem=problem,
                remedy=f"a square JPEG or PNG in RGB, {cover.MIN_PX} to {cover.MAX_PX} px a side",
            ),
        )

    try:
        image = Image.open(io.BytesIO(data))
        image.load()
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        return found(f"it cannot be read as a picture: {error}")
    endings = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",)}.get(image.format or "", ())
    width, height = image.size
    if width != height or not cover.MIN_PX <= width <= cover.MAX_PX:
        return found(f"it measures {width} x {height} px")
    if image.mode != "RGB":
        return found(f"its colours are {image.mode}")
    if not name.endswith(endings or "\n"):
        return found(f"it is a {image.format} by another name")
    return ()


def check_episode(folder: Path, episode: Episode) -> tuple[Finding, ...]:
    """Look at an episode's own files: the MP3 whole, its times in agreement, the texts whole.

    Args:
        folder: Where its files are.
        episode: What is told of them.
    """
    findings = [*_check_audio(folder / episode.audio, episode)]
    if episode.briefing is not None:
        findings += _check_audio(folder / episode.briefing.audio, episode.briefing)
    findings += _check_times(episode, folder.name)
    findings += _check_chapters_file(folder / chapters.FILE_NAME, episode)
    for name in transcript.FORMS:
        findings += _check_transcript(folder / name, episode)
    return tuple(findings)


def check_briefing(data: bytes, show: ShowSettings, output: Path) -> tuple[Finding, ...]:
    """Look at ``briefing.json`` as Amazon's reference has it.

    Args:
        data: The file.
        show: For the address.
        output: The folder that is published.
    """
    remedy = "write it anew: audiopaper feed"
    try:
        items = json.loads(data)
        addresses = [(item["streamUrl"], item["redirectionUrl"]) for item in items]
        dates = [item["updateDate"] for item in items]
        texts = [item["mainText"] for item in items]
        names = {item["uid"] for item in items}
    except (ValueError, KeyError, TypeError) as error:
        return (_found(_BRIEFING, f"it is damaged: {error}", remedy),)
    findings = []
    if len(items) > MAX_ITEMS or len(names) < len(items):
        findings.append(_found(_BRIEFING, f"{len(items)} items, {len(names)} of them new", remedy))
    if dates != sorted(dates, reverse=True):
        findings.append(_found(_BRIEFING, "its items are not newest first", remedy))
    if any(len(text) > MAX_TEXT_CHARS or re.search("[<>]", text) for text in texts):
        findings.append(_found(_BRIEFING, "a text is too long or holds markup", remedy))
    base = ascii_address(show.base_url)
    for url in (url for pair in addresses for url in pair):
        if not url.startswith("https://"):
            findings.append(_found(_BRIEFING, f"{url} is not https", remedy))
        findings += _check_address(_BRIEFING, url, base, lambda path: output / path)
    return tuple(findings)


def check_feeds(
    feeds: Mapping[str, bytes],
    episodes: Sequence[Episode],
    *,
    show: ShowSettings,
    locate: Callable[[str], Path],
    state: ShowState,
) -> tuple[Finding, ...]:
    """Look at the feeds against the episodes that they should tell of, and the files.

    Args:
        feeds: Each feed's bytes by name, ``feed.xml`` among them.
        episodes: All that should stand in them.
        show: For the address.
        locate: Where the file of a path in the output folder is now.
        state: What was published before.
    """
    findings: list[Finding] = []
    by_guid = {episode.guid: episode for episode in episodes}
    guids: set[str] = set()
    titles: set[str] = set()
    for name, data in feeds.items():
        try:
            channel = ET.fromstring(data).find("channel")
        except ET.ParseError as error:
            findings.append(_found(name, f"it is no XML: {error}", _REBUILD))
            continue
        if channel is None:
            findings.append(_found(name, "it has no channel", _REBUILD))
            continue
        findings += _check_channel(name, channel, show, locate, state)
        for item in channel.findall("item"):
            guid = item.findtext("guid") or ""
            title = item.findtext("title") or ""
            if guid in guids or title in titles:
                findings.append(_found(name, f"{title!r} stands in it twice", _REBUILD))
            guids.add(guid)
            titles.add(title)
            if guid not in by_guid:
                findings.append(_found(name, f"{title!r} is of no episode here", _REBUILD))
                continue
            findings += _check_item(name, item, by_guid[guid], show, locate)
    missing = ", ".join(e.key for g, e in by_guid.items() if g not in guids)
    if missing:
        findings.append(_found(FILE_NAME, f"there is no word of {missing}", _REBUILD))
    for episode in episodes:
        before = state.guids.get(episode.key)
        if before is not None and before != episode.guid:
            problem = f"{episode.key} was published as {before} and is now {episode.guid}"
            remedy = "put back the show's old id in [show]: apps would download the day again"
            findings.append(_found(FILE_NAME, problem, remedy))
    return tuple(findings)


def _found(place: str, problem: str, remedy: str) -> Finding:
    return Finding(place=place, problem=problem, remedy=remedy)


def _check_audio(path: Path, made: Episode | Briefing) -> Iterator[Finding]:
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = path.stat().st_size
        sound: Any = MP3(path)  # type: ignore[no-untyped-call]
    except (OSError, MutagenError) as error:
        yield _found(path.name, f"it cannot be read: {error}", _AGAIN)
        return
    if (size, digest) != (made.audio_bytes, made.audio_sha256):
        told = f"it has {size} bytes and is not the file that was made ({made.audio_bytes})"
        yield _found(path.name, told, _AGAIN)
    length_ms = sound.info.length * 1000
    if abs(length_ms - made.duration_ms) > TOLERANCE_MS:
        told = f"it lasts {length_ms:.0f} ms, and {made.duration_ms} are told of"
        yield _found(path.name, told, _AGAIN)
    if not isinstance(made, Episode):
        return
    frames = sound.tags.getall("CHAP") if sound.tags is not None else []
    starts = [(f.start_time, str(f.sub_frames.get("TIT2", ""))) for f in frames]
    yield from _compare_chapters(path.name, sorted(starts), made)


def _check_times(episode: Episode, place: str) -> Iterator[Finding]:
    at = 0
    for chapter in episode.chapters:
        if chapter.start_ms != at or chapter.end_ms <= at:
            yield _found(place, f"chapter {chapter.title!r} leaves a hole", _AGAIN)
            break
        at = chapter.end_ms
    else:
        if at != episode.duration_ms:
            yield _found(place, "the last chapter does not end with the episode", _AGAIN)
    before = 0
    for cue in episode.cues:
        if not before <= cue.start_ms < cue.end_ms <= episode.duration_ms:
            yield _found(place, f"the line {cue.text[:12]!r} has impossible times", _AGAIN)
            return
        before = cue.start_ms


def _compare_chapters(
    place: str, told: Sequence[tuple[float, str]], episode: Episode
) -> Iterator[Finding]:
    if len(told) != len(episode.chapters):
        yield _found(place, f"{len(told)} chapters and not {len(episode.chapters)}", _AGAIN)
        return
    for (start_ms, title), chapter in zip(told, episode.chapters, strict=True):
        if abs(start_ms - chapter.start_ms) > TOLERANCE_MS:
            yield _found(place, f"chapter {chapter.title!r} begins at {start_ms} ms", _AGAIN)
            return
        if one_line(title) != one_line(chapter.title):
            yield _found(place, f"chapter {chapter.title!r} is called {title!r}", _AGAIN)
            return


def _check_chapters_file(path: Path, episode: Episode) -> Iterator[Finding]:
    try:
        document = json.loads(path.read_text("utf-8"))
        told = [(c["startTime"] * 1000, c["title"]) for c in document["chapters"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        yield _found(path.name, f"it cannot be read: {error}", _AGAIN)
        return
    yield from _compare_chapters(path.name, told, episode)


def _check_transcript(path: Path, episode: Episode) -> Iterator[Finding]:
    try:
        text = path.read_text("utf-8")
        if path.suffix == ".json":
            spans = [
                (s["startTime"] * 1000, s["endTime"] * 1000) for s in json.loads(text)["segments"]
            ]
        else:
            spans = [(_to_ms(a), _to_ms(b)) for a, b in _CUE_TIMES.findall(text)]
    except (OSError, ValueError, KeyError, TypeError) as error:
        yield _found(path.name, f"it cannot be read: {error}", _AGAIN)
        return
    if path.suffix == ".txt":
        squeezed = "".join(text.split())
        if any("".join(one_line(c.text).split()) not in squeezed for c in episode.cues):
            yield _found(path.name, "a line is missing from it", _AGAIN)
        return
    if len(spans) < len(episode.cues):
        yield _found(path.name, f"{len(spans)} lines and not {len(episode.cues)}", _AGAIN)
    last = episode.duration_ms + TOLERANCE_MS
    if any(not 0 <= start <= end <= last for start, end in spans) or spans != sorted(spans):
        yield _found(path.name, "its times do not follow each other in the episode", _AGAIN)


def _to_ms(clock: str) -> int:
    seconds, _, thousandths = clock.replace(",", ".").partition(".")
    total = 0
    for part in seconds.split(":"):
        total = total * 60 + int(part)
    return total * 1000 + int(thousandths)


def _check_channel(
    name: str,
    channel: ET.Element,
    show: ShowSettings,
    locate: Callable[[str], Path],
    state: ShowState,
) -> Iterator[Finding]:
    for path in (
        *("title", "link", "description", "language", "itunes:author", "itunes:explicit"),
        *("itunes:image", "itunes:category", "atom:link[@rel='self']", "podcast:guid"),
    ):
        if channel.find(path, _NAMES) is None:
            yield _found(name, f"the channel has no {path}", _REBUILD)
    base = ascii_address(show.base_url)
    own = channel.find("atom:link[@rel='self']", _NAMES)
    if own is not None and own.get("href") != base + name:
        yield _found(name, f"it says that it stands at {own.get('href')}", _REBUILD)
    guid = channel.findtext("podcast:guid", namespaces=_NAMES)
    if state.podcast_guid and guid != state.podcast_guid:
        told = f"its podcast:guid is {guid}, and {state.podcast_guid} was published"
        yield _found(name, told, _REBUILD)
    if len((channel.findtext("description") or "").encode()) > _MAX_DESCRIPTION_BYTES:
        yield _found(name, "the channel's description is longer than 4000 bytes", "shorten it")
    image = channel.find("itunes:image", _NAMES)
    if image is not None:
        yield from _check_address(name, image.get("href") or "", base, locate)


def _check_item(
    name: str, item: ET.Element, episode: Episode, show: ShowSettings, locate: Callable[[str], Path]
) -> Iterator[Finding]:
    base = ascii_address(show.base_url)
    enclosure = item.find("enclosure")
    if enclosure is None:
        yield _found(name, f"{episode.date} has no enclosure", _REBUILD)
        return
    url = enclosure.get("url") or ""
    yield from _check_address(name, url, base, locate)
    path = locate(unquote(url.removeprefix(base)))
    if path.is_file() and enclosure.get("length") != str(path.stat().st_size):
        real, told_bytes = path.stat().st_size, enclosure.get("length")
        told = f"{path.name} has {real} bytes, and {told_bytes} are told of"
        yield _found(name, told, _AGAIN)
    seconds = item.findtext("itunes:duration", namespaces=_NAMES) or "0"
    if abs(int(seconds) * 1000 - episode.duration_ms) > 500:
        yield _found(name, f"{episode.date} lasts {seconds} s in it", _REBUILD)
    if len((item.findtext("description") or "").encode()) > _MAX_DESCRIPTION_BYTES:
        yield _found(name, f"{episode.date}'s description is longer than 4000 bytes", _REBUILD)
    published = item.findtext("pubDate") or ""
    try:
        email.utils.parsedate_to_datetime(published)
    except ValueError:
        yield _found(name, f"{episode.date} has no date but {published!r}", _REBUILD)
    for kind in ("podcast:transcript", "podcast:chapters"):
        links = item.findall(kind, _NAMES)
        if not links:
            yield _found(name, f"{episode.date} has no {kind}", _REBUILD)
        for link in links:
            yield from _check_address(name, link.get("url") or "", base, locate)
    image = item.find("itunes:image", _NAMES)
    if image is not None and (image.get("href") or "").endswith(IMAGE_NAME):
        yield from _check_address(name, image.get("href") or "", base, locate)
    told_chapters = [
        (float(_to_ms(c.get("start") or "0.0")), c.get("title") or "")
        for c in item.findall("psc:chapters/psc:chapter", _NAMES)
    ]
    yield from _compare_chapters(name, told_chapters, episode)


def _check_address(
    name: str, url: str, base: str, locate: Callable[[str], Path]
) -> Iterator[Finding]:
    if not url.isascii() or not url.startswith(base):
        yield _found(name, f"{url} is not below {base}", _REBUILD)
    elif not locate(unquote(url.removeprefix(base))).is_file():
        # What stands beside the audio is made again from episode.json.
        remedy = _AGAIN if url.endswith(".mp3") else "make it again: audiopaper feed"
        yield _found(name, f"{url} leads to no file", remedy)
