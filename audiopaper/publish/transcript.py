"""The transcript: the printed text with the times at which it is heard, in four forms.

Source:
    https://github.com/Podcastindex-org/podcast-namespace/blob/main/transcripts/transcripts.md
    WebVTT: https://www.w3.org/TR/webvtt1/
"""

from __future__ import annotations

import json
import unicodedata
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING

from audiopaper.publish.plain import one_line
from audiopaper.timeline import clock_ms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from audiopaper.model import Cue, Episode


# 65 narrow or 20 wide characters: a wide one weighs 13, a narrow one 4, and a line 260.
_LINE_WEIGHT, _WIDE_WEIGHT, _NARROW_WEIGHT = 260, 13, 4
_BREAK_BEHIND = "，。；：！？、,;!?…」』”’）》〉】 "
_NO_LINE_BEGINS = "，。；：！？、,.;:!?…」』”’）》〉】)]}%％·—"
_NO_LINE_ENDS = "「『“‘（《〈【([{"


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
        said = "\n".join(_escape_vtt(line) for line in wrap_caption(one_line(cue.text)))
        out += [str(number), _times(cue, "."), f"<v {voice}>{said}", ""]
    return "\n".join(out).encode()


def render_srt(episode: Episode) -> bytes:
    """Write SubRip; the presenter is named where another one begins."""
    names = dict(episode.presenters)
    out, before = [], ""
    for number, cue in enumerate(episode.cues, 1):
        name = one_line(names.get(cue.presenter, cue.presenter))
        said = one_line(cue.text) if name == before else f"{name}：{one_line(cue.text)}"
        out += [str(number), _times(cue, ","), *wrap_caption(said), ""]
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
        # A story begins with its headline, in a cue or more: it is the chapter's title already.
        said = next((n for n in range(1, len(lines) + 1) if "".join(lines[:n]) == title), 0)
        out += [title, "", *lines[said:], ""]
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


def wrap_caption(text: str) -> tuple[str, ...]:
    """Break a caption into lines of at most 65 narrow or 20 wide characters.

    Behind a mark or a space where there is one in the line's second half; never inside a number
    or a Latin word that fits a line, nor in front of a closing mark. A caption is not cut in
    time: its sentence's time is measured, and the times of halves would be guessed.

    Args:
        text: One line.

    Returns:
        The lines; joined they are the text, but for spaces at which it was broken.

    Source:
        Podcast namespace, transcripts: at most 65 characters a line, for captions in SRT.

    Example:
        >>> wrap_caption("两条夜间公交线路从青川火车站发出首班车，线路全长23公里。")
        ('两条夜间公交线路从青川火车站发出首班车，', '线路全长23公里。')
    """
    lines = []
    while _weigh(text) > _LINE_WEIGHT:
        cut = _find_break(text)
        lines.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return (*lines, text)


def _weigh(text: str) -> int:
    return sum(_weight(c) for c in text)


def _weight(char: str) -> int:
    return _WIDE_WEIGHT if unicodedata.east_asian_width(char) in "WF" else _NARROW_WEIGHT


def _find_break(text: str) -> int:
    """Where the first line ends: at least one character on, at most a line."""
    room, weight = 0, 0
    while room < len(text) and weight + _weight(text[room]) <= _LINE_WEIGHT:
        weight += _weight(text[room])
        room += 1
    fits = [at for at in range(1, room + 1) if _may_break(text, at)]
    good = [at for at in fits if at > room // 2 and text[at - 1] in _BREAK_BEHIND]
    return (good or fits or [room])[-1]


def _may_break(text: str, at: int) -> bool:
    before, behind = text[at - 1], text[at : at + 1]
    if not behind:
        return True
    if behind in _NO_LINE_BEGINS or before in _NO_LINE_ENDS:
        return False
    return not (_in_word(before) and _in_word(behind))


def _in_word(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in ".,%:/-_@'&+")


def _times(cue: Cue, separator: str) -> str:
    return f"{clock_ms(cue.start_ms, separator)} --> {clock_ms(cue.end_ms, separator)}"


def _escape_vtt(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
