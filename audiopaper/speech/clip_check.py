"""Clips with a hole in them, from any engine: they are not stored, but requested again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.audio.silence import longest_silence_ms
from audiopaper.engines.base import TransientError, has_speech
from audiopaper.translations import _

if TYPE_CHECKING:
    from audiopaper.model import Clip, Segment

MIN_CHAR_MS = 10
"""No voice says a character in less time: a shorter clip has a hole."""

MAX_SILENCE_MS = 6_000
"""No voice pauses longer inside a segment; at the slowest pace of edge (half) a full stop takes
some two seconds."""


def refuse_hole(segment: Segment, clip: Clip) -> None:
    """Refuse a clip that is too short for its text, silent, or silent for too long.

    Raises:
        TransientError: The clip is one of these.
    """
    if not has_speech(segment.spoken):
        return
    chars = sum(c.isalnum() for c in segment.spoken)
    silent_ms = longest_silence_ms(clip.pcm, clip.rate_hz)
    if clip.length_ms < chars * MIN_CHAR_MS:
        problem = _(
            "{chars} characters came back as {length_ms} ms of sound",
            chars=chars,
            length_ms=clip.length_ms,
        )
    elif silent_ms == clip.length_ms:
        problem = _("{chars} characters came back as silence", chars=chars)
    elif silent_ms > MAX_SILENCE_MS:
        problem = _("the clip contains {silent_s:.1f} s of silence", silent_s=silent_ms / 1000)
    else:
        return
    raise TransientError(
        problem,
        remedy=_("run the same command again; if that does not help, choose another engine"),
    )
