"""The transcript: the printed text with the times at which it is heard, in four forms.

Captions (VTT, SRT) are cut to what a viewer can read; text and JSON hold whole sentences.

Source:
    https://github.com/Podcastindex-org/podcast-namespace/blob/main/transcripts/transcripts.md
    WebVTT: https://www.w3.org/TR/webvtt1/
"""

from __future__ import annotations

import functools
import json
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING

from audiopaper.publish.captions import split_captions
from audiopaper.publish.sanitiser import one_line
from audiopaper.timeline import clock_ms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from audiopaper.model import Cue, Episode
    from audiopaper.publish.captions import Caption


def render_vtt(episode: Episode) -> bytes:
    """Write WebVTT, each cue with a voice tag that names its presenter.

    Example of a cue::

        00:00:07.131 --> 00:00:12.310
        <v 岚>今天是3月2日。
    """
    names = dict(episode.presenters)
    blocks = ["WEBVTT\n"]
    for cue in episode.cues:
        voice = _escape_vtt(one_line(names.get(cue.presenter, cue.presenter)))
        for caption in _split_cue(cue, ""):
            lines = "\n".join(_escape_vtt(line) for line in caption.lines)
            blocks.append(f"{len(blocks)}\n{_times(caption, '.')}\n<v {voice}>{lines}\n")
    return "\n".join(blocks).encode()


def render_srt(episode: Episode) -> bytes:
    """Write SubRip; each change of presenter gives the new presenter's name."""
    names = dict(episode.presenters)
    blocks: list[str] = []
    before = ""
    for cue in episode.cues:
        name = one_line(names.get(cue.presenter, cue.presenter))
        prefix = "" if name == before else f"{name}："
        before = name
        for caption in _split_cue(cue, prefix):
            lines = "\n".join(caption.lines)
            blocks.append(f"{len(blocks) + 1}\n{_times(caption, ',')}\n{lines}\n")
    return "\n".join(blocks).encode()


def render_json(episode: Episode) -> bytes:
    """Write the podcast namespace's JSON; times are seconds, to the millisecond.

    A segment is a sentence. If the engine has timed its words, it has a list ``words`` besides
    what the namespace defines.
    """
    names = dict(episode.presenters)
    # A line for each segment: indented, the words would take four lines each.
    segments = (json.dumps(_describe_cue(cue, names), ensure_ascii=False) for cue in episode.cues)
    lines = ",\n".join(segments)
    return f'{{"version": "1.0.0", "segments": [\n{lines}\n]}}\n'.encode()


def _describe_cue(cue: Cue, names: Mapping[str, str]) -> dict[str, object]:
    segment: dict[str, object] = {
        "speaker": one_line(names.get(cue.presenter, cue.presenter)),
        "startTime": cue.start_ms / 1000,
        "endTime": cue.end_ms / 1000,
        "body": one_line(cue.text),
    }
    if cue.words:
        segment["words"] = [
            {
                "startTime": word.start_ms / 1000,
                "endTime": word.end_ms / 1000,
                "body": one_line(cue.text[word.first : word.end]),
            }
            for word in cue.words
        ]
    return segment


def render_text(episode: Episode) -> bytes:
    """Write plain text: the episode's title, then each chapter's title and its lines."""
    out = [one_line(episode.title), ""]
    for chapter, cues in groupby(episode.cues, key=lambda cue: cue.chapter):
        title = one_line(episode.chapters[chapter].title)
        chapter_cues = list(cues)
        lines = [one_line(cue.text) for cue in chapter_cues]
        # A head of two lines contains the chapter's title and replaces it.
        if chapter_cues and chapter_cues[0].role == "headline" and title in lines[0]:
            title = lines[0]
        # The first cues of a story may be its headline, which is printed as the title already.
        head_lines = next((n for n in range(1, len(lines) + 1) if "".join(lines[:n]) == title), 0)
        out += [title, "", *lines[head_lines:], ""]
    return "\n".join(out).encode()


FORMS: Mapping[str, tuple[str, Callable[[Episode], bytes]]] = MappingProxyType(
    {
        "transcript.vtt": ("text/vtt", render_vtt),
        "transcript.srt": ("application/x-subrip", render_srt),
        "transcript.json": ("application/json", render_json),
        "transcript.txt": ("text/plain", render_text),
    }
)
"""File name, media type and writer of each form."""


@functools.lru_cache(maxsize=1024)
def _split_cue(cue: Cue, name: str) -> tuple[Caption, ...]:
    text = one_line(cue.text)
    # Offsets in the cue's text are valid in the cleaned text only if nothing was removed.
    inside, words = (cue.inside_words, cue.words) if len(text) == len(cue.text) else ((), ())
    return split_captions(
        text, cue.start_ms, cue.end_ms, name=name, inside_words=inside, words=words
    )


def _times(caption: Caption, separator: str) -> str:
    return f"{clock_ms(caption.start_ms, separator)} --> {clock_ms(caption.end_ms, separator)}"


def _escape_vtt(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
