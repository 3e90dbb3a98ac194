"""The transcript: the printed text with the times at which it is heard, in four forms.

Source:
    https://github.com/Podcastindex-org/podcast-namespace/blob/main/transcripts/transcripts.md
    WebVTT: https://www.w3.org/TR/webvtt1/
"""

from __future__ import annotations

import json
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING

from audiopaper.publish.plain import one_line
from audiopaper.timeline import clock_ms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from audiopaper.model import Cue, Episode


def render_vtt(episode: Episode) -> bytes:
    """Write WebVTT, each cue with a voice tag that names its presenter.

    Example of a cue::

        00:00:07.131 --> 00:00:12.310
        <v 岚>今天是3月2日。
    """
    names = dict(episode.presenters)
    out = ["WEBVTT", ""]
    for number, cue in enumerate(episode.cues, 1):
        voice = _escape_vtt(one_line(names.get(cue.presenter, cue.presenter)))
        out += [str(number), _times(cue, "."), f"<v {voice}>{_escape_vtt(one_line(cue.text))}", ""]
    return "\n".join(out).encode()


def render_srt(episode: Episode) -> bytes:
    """Write SubRip; the presenter is named where another one begins."""
    names = dict(episode.presenters)
    out, before = [], ""
    for number, cue in enumerate(episode.cues, 1):
        name = one_line(names.get(cue.presenter, cue.presenter))
        said = one_line(cue.text)
        out += [str(number), _times(cue, ","), said if name == before else f"{name}：{said}", ""]
        before = name
    return "\n".join(out).encode()


def render_json(episode: Episode) -> bytes:
    """Write the podcast namespace's JSON; times are seconds, to the millisecond."""
    names = dict(episode.presenters)
    segments = [
        {
            "speaker": one_line(names.get(cue.presenter, cue.presenter)),
            "startTime": cue.start_ms / 1000,
            "endTime": cue.end_ms / 1000,
            "body": one_line(cue.text),
        }
        for cue in episode.cues
    ]
    document = {"version": "1.0.0", "segments": segments}
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def render_text(episode: Episode) -> bytes:
    """Write plain text: the episode's title, then each chapter's title and its lines."""
    out = [one_line(episode.title), ""]
    for chapter, cues in groupby(episode.cues, key=lambda cue: cue.chapter):
        title = one_line(episode.chapters[chapter].title)
        lines = [one_line(cue.text) for cue in cues]
        # A story's first cue is its headline, which is the chapter's title already.
        out += [title, "", *lines[lines[0] == title :], ""]
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


def _times(cue: Cue, separator: str) -> str:
    return f"{clock_ms(cue.start_ms, separator)} --> {clock_ms(cue.end_ms, separator)}"


def _escape_vtt(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
