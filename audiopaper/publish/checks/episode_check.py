"""Checks an episode's own files: audio, times, chapters and transcripts."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

from mutagen import MutagenError
from mutagen.mp3 import MP3

from audiopaper.disk import open_file, read_file
from audiopaper.errors import PublishError
from audiopaper.model import Briefing, Episode, OpusFile
from audiopaper.publish import transcript
from audiopaper.publish.checks.finding import (
    AGAIN,
    TOLERANCE_MS,
    Finding,
    compare_chapters,
    flag,
    name_reason,
    to_ms,
)
from audiopaper.publish.linked_files import CHAPTERS_NAME
from audiopaper.publish.sanitiser import one_line
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The line behind a cue's number, which a blank line is above: text may look like times, too.
_CUE_TIMES = re.compile(r"(?:\A|\n\n)\d+\n([\d:.,]+) --> ([\d:.,]+)$", re.MULTILINE)


def check_episode(folder: Path, episode: Episode) -> tuple[Finding, ...]:
    """Check that an episode's audio and texts are complete and that their times agree.

    Args:
        folder: The folder of its files.
        episode: The record that the files must match.
    """
    findings = [*_check_audio(folder / episode.audio, episode)]
    if episode.briefing is not None:
        findings += _check_audio(folder / episode.briefing.audio, episode.briefing)
    if episode.opus is not None:
        findings += _check_bytes(folder / episode.opus.audio, episode.opus)
    findings += _check_times(episode, folder.name)
    findings += _check_chapters_file(folder / CHAPTERS_NAME, episode)
    for name in transcript.FORMS:
        findings += _check_transcript(folder / name, episode)
    return tuple(findings)


def _check_audio(path: Path, made: Episode | Briefing) -> Iterator[Finding]:
    try:
        with open_file(path) as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()
            file.seek(0)
            sound: Any = MP3(file)  # type: ignore[no-untyped-call]
    except (OSError, PublishError, MutagenError) as error:
        yield flag(path.name, _("it cannot be read: {error}", error=name_reason(error)), _(AGAIN))
        return
    if (size, digest) != (made.audio_bytes, made.audio_sha256):
        problem = _(
            "it has {size} bytes and is not the file that was made ({audio_bytes})",
            size=size,
            audio_bytes=made.audio_bytes,
        )
        yield flag(path.name, problem, _(AGAIN))
    length_ms = sound.info.length * 1000
    if abs(length_ms - made.duration_ms) > TOLERANCE_MS:
        problem = _(
            "it lasts {length_ms:.0f} ms; its record says {duration_ms} ms",
            length_ms=length_ms,
            duration_ms=made.duration_ms,
        )
        yield flag(path.name, problem, _(AGAIN))
    if not isinstance(made, Episode):
        return
    frames = sound.tags.getall("CHAP") if sound.tags is not None else []
    starts = [(f.start_time, str(f.sub_frames.get("TIT2", ""))) for f in frames]
    yield from compare_chapters(path.name, sorted(starts), made)


def _check_bytes(path: Path, made: OpusFile) -> Iterator[Finding]:
    try:
        data = read_file(path)
    except (OSError, PublishError) as error:
        yield flag(path.name, _("it cannot be read: {error}", error=name_reason(error)), _(AGAIN))
        return
    if hashlib.sha256(data).hexdigest() != made.audio_sha256:
        size = len(data)
        problem = _(
            "it has {size} bytes and is not the file that was made ({audio_bytes})",
            size=size,
            audio_bytes=made.audio_bytes,
        )
        yield flag(path.name, problem, _(AGAIN))


def _check_times(episode: Episode, place: str) -> Iterator[Finding]:
    end_ms = 0
    for chapter in episode.chapters:
        if chapter.start_ms != end_ms or chapter.end_ms <= end_ms:
            problem = _("there is a gap or an overlap at chapter {title!r}", title=chapter.title)
            yield flag(place, problem, _(AGAIN))
            break
        end_ms = chapter.end_ms
    else:
        if end_ms != episode.duration_ms:
            yield flag(place, _("the last chapter does not end with the episode"), _(AGAIN))
    before = 0
    for cue in episode.cues:
        if not before <= cue.start_ms < cue.end_ms <= episode.duration_ms:
            yield flag(
                place,
                _("the line {cue_text!r} has impossible times", cue_text=cue.text[:12]),
                _(AGAIN),
            )
            return
        before = cue.start_ms


def _check_chapters_file(path: Path, episode: Episode) -> Iterator[Finding]:
    try:
        document = json.loads(read_file(path).decode("utf-8"))
        listed = [(c["startTime"] * 1000, c["title"]) for c in document["chapters"]]
    except (OSError, PublishError, ValueError, KeyError, TypeError, RecursionError) as error:
        yield flag(path.name, _("it cannot be read: {error}", error=name_reason(error)), _(AGAIN))
        return
    yield from compare_chapters(path.name, listed, episode)


def _check_transcript(path: Path, episode: Episode) -> Iterator[Finding]:
    try:
        text = read_file(path).decode("utf-8")
        if path.suffix == ".json":
            spans = [
                (s["startTime"] * 1000, s["endTime"] * 1000) for s in json.loads(text)["segments"]
            ]
        else:
            spans = [(to_ms(a), to_ms(b)) for a, b in _CUE_TIMES.findall(text)]
    except (OSError, PublishError, ValueError, KeyError, TypeError, RecursionError) as error:
        yield flag(path.name, _("it cannot be read: {error}", error=name_reason(error)), _(AGAIN))
        return
    if path.suffix == ".txt":
        squeezed = "".join(text.split())
        if any("".join(one_line(c.text).split()) not in squeezed for c in episode.cues):
            yield flag(path.name, _("a line is missing from it"), _(AGAIN))
        return
    if len(spans) < len(episode.cues):
        yield flag(
            path.name,
            _("{count} lines and not {count_2}", count=len(spans), count_2=len(episode.cues)),
            _(AGAIN),
        )
    last = episode.duration_ms + TOLERANCE_MS
    if any(not 0 <= start <= end <= last for start, end in spans) or spans != sorted(spans):
        yield flag(path.name, _("its times do not follow each other in the episode"), _(AGAIN))
