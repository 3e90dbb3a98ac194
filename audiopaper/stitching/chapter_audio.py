"""A finished episode's stories as MP3 files of their own, without encoding anything again.

A chapter begins with a piece, and a piece is a whole stream: its frames decode by themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.audio.mp3_encoder import FORMS, Form, make_info_frame

if TYPE_CHECKING:
    from collections.abc import Sequence

_TAG_HEADER_BYTES = 10


def slice_audio(mp3: bytes, spans_ms: Sequence[tuple[int, int]]) -> tuple[bytes, ...]:
    """Cut an episode's MP3 at chapters.

    Args:
        mp3: A file that `stitch` wrote.
        spans_ms: Start and end of each part, both where chapters start or the episode ends;
            shape ``(n, 2)``.

    Returns:
        The audio of each part with the frame in front that players read its length from, and
        without a tag; shape ``(n,)``.

    Raises:
        ValueError: The file is none of this program's.
    """
    audio = mp3[_tag_bytes(mp3) :]
    form = _find_form(audio)
    starts = _find_frames(audio, form)[1:]  # behind the frame that tells the length
    samples_ms = 1000 * form.frame_samples
    parts = []
    for start_ms, end_ms in spans_ms:
        first, last = (
            min(len(starts) - 1, round(ms * form.rate_hz / samples_ms)) for ms in (start_ms, end_ms)
        )
        part = audio[starts[first] : starts[last]]
        info = make_info_frame(part[:4], last - first, len(part), form)
        parts.append(info + part)
    return tuple(parts)


def _tag_bytes(mp3: bytes) -> int:
    if not mp3.startswith(b"ID3"):
        return 0
    size = 0
    for byte in mp3[6:_TAG_HEADER_BYTES]:
        size = size << 7 | byte & 0x7F
    return _TAG_HEADER_BYTES + size


def _find_form(audio: bytes) -> Form:
    for form in FORMS.values():
        if len(audio) > 1 and audio[0] == 0xFF and audio[1] & 0xFE == form.version:
            return form
    raise ValueError("no frame of this program's stands behind the tag")


def _find_frames(audio: bytes, form: Form) -> list[int]:
    """Where each frame begins, and the end of the last."""
    offsets, at = [], 0
    while at + 4 <= len(audio):
        if audio[at] != 0xFF or audio[at + 1] & 0xFE != form.version:
            raise ValueError(f"byte {at} behind the tag begins no MP3 frame")
        offsets.append(at)
        at += form.frame_bytes + (audio[at + 2] >> 1 & 1)
    return [*offsets, at]
