"""Whether a service's answer is whole; edge-tts, for one, does not tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from audiopaper.audio.mp3_frames import seconds_of
from audiopaper.engines.base import TransientError
from audiopaper.engines.edge_errors import LATER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.model import Mark

_FASTEST = 11.0
_SLOWEST = 1.2
"""Characters a second, at the voice's own pace. News is read at 4 to 5; a sentence of short words
reaches 7. Of Latin letters four count as one for the upper bound, and one for the lower, since
they may be spelled."""

_SHORT = 8
"""Below this many characters the pauses decide, and the pace says nothing."""


def check_answer(text: str, mp3: bytes, marks: Sequence[Mark], pace: float) -> None:
    """See that an answer of the edge service is whole.

    Args:
        text: What was sent.
        mp3: The sound that came.
        marks: When each sentence is said, as the service tells.
        pace: The pace asked for, as a factor.

    Raises:
        TransientError: It is not; the problem says which of the five conditions fails.
    """
    seconds = seconds_of(mp3)
    if seconds is None:
        raise _incomplete("the sound is no MP3, or breaks off inside a frame")
    if not marks:
        raise _incomplete("the sentence marks are missing")
    missing = _unsaid(text, marks)
    if missing:
        raise _incomplete(f"its marks end {missing} characters early")
    last_ms = max(mark.end_ms for mark in marks)
    if seconds * 1000 < last_ms:
        raise _incomplete(f"the sound ends {last_ms / 1000 - seconds:.1f} s before the last mark")
    if wrong := wrong_pace(text, seconds, pace):
        raise _incomplete(f"the sound is {wrong} than any voice would need")


def wrong_pace(text: str, seconds: float, pace: float) -> Literal["", "shorter", "longer"]:
    """Whether a sound is too short or too long for what it says.

    Args:
        text: What was to be said.
        seconds: Length of the sound.
        pace: The pace asked for, as a factor.
    """
    latin = sum(c.isascii() for c in text if c.isalnum())
    other = sum(c.isalnum() for c in text) - latin
    if other + latin < _SHORT:
        return ""
    if other + latin / 4 > _FASTEST * pace * seconds:
        return "shorter"
    return "longer" if other + latin < _SLOWEST * pace * (seconds - 2) else ""


def _incomplete(what: str) -> TransientError:
    return TransientError(f"the edge service's answer is not whole: {what}", remedy=LATER)


def _plain(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _unsaid(text: str, marks: Sequence[Mark]) -> int:
    """How many characters of the text lie behind the last mark.

    Marks are looked up in order, so that a sentence that stands twice is not taken for its
    twin. What the service writes otherwise than we did is passed over by its length.
    """
    sent = _plain(text)
    at = 0
    guessed = 0
    for mark in marks:
        said = _plain(mark.text)
        found = sent.find(said, at, at + len(said) + 2 * guessed + 4)
        if found >= 0:
            at, guessed = found + len(said), 0
        else:
            at, guessed = at + len(said), guessed + len(said)
    return max(0, len(sent) - at - guessed // 4)
