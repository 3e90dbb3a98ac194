"""Cutting a finished episode's MP3 at its chapters without encoding anything again.

A chapter begins with a piece, and a piece is a stream of its own: its frames decode by themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.audio.mp3_encoder import FORMS, Form, make_info_frame
from audiopaper.audio.mp3_frames import find_frames, measure_tag, parse_header

if TYPE_CHECKING:
    from collections.abc import Sequence


def slice_audio(mp3: bytes, spans_ms: Sequence[tuple[int, int]]) -> tuple[bytes, ...]:
    """Cut an episode's MP3 at chapters.

    Args:
        mp3: A file written by `stitch`.
        spans_ms: Start and end of each part; each is the start of a chapter or the episode's end;
            shape ``(n, 2)``.

    Returns:
        The audio of each part behind an Info frame, without a tag; shape ``(n,)``.

    Raises:
        ValueError: The file was not written by this program.
    """
    audio = mp3[measure_tag(mp3) :]
    form = _find_form(audio)
    starts = find_frames(audio)[1:]  # behind the Info frame
    frame_ms = 1000 * form.frame_samples
    parts = []
    for start_ms, end_ms in spans_ms:
        first, last = (
            min(len(starts) - 1, round(ms * form.rate_hz / frame_ms)) for ms in (start_ms, end_ms)
        )
        part = audio[starts[first] : starts[last]]
        info = make_info_frame(part[:4], last - first, len(part), form)
        parts.append(info + part)
    return tuple(parts)


def _find_form(audio: bytes) -> Form:
    header = parse_header(audio[:4])
    form = FORMS.get(header.rate_hz) if header else None
    if form is None:
        raise ValueError("the tag is not followed by a frame of this program's")
    return form
