"""Whether a sound is as long as its text needs: a broken-off answer is too short."""

from __future__ import annotations

from typing import Literal

_MAX_CHARS_PER_S = 11.0
_MIN_CHARS_PER_S = 1.2
"""At the voice's own pace. News is read at 4 to 5 characters a second; a sentence of short words
reaches 7. Four Latin letters count as one character against the maximum, and each as one against
the minimum, since they may be spelled out."""

_MIN_CHARS = 8
"""In a shorter text pauses outweigh the characters, and nothing can be concluded."""

_ALLOWED_PAUSE_S = 2.0


DURATION_WORDS = {
    "shorter": "the sound is shorter than any voice would need",
    "longer": "the sound is longer than any voice would need",
}
"""What each result of `check_duration` means."""


def spoken_chars(text: str) -> str:
    """Return the letters and digits of a text, casefolded: what two spellings of it share.

    Example:
        >>> spoken_chars("《青川日报》 App，3 月")
        '青川日报app3月'
    """
    return "".join(char for char in text.casefold() if char.isalnum())


def check_duration(text: str, seconds: float, pace: float) -> Literal["", "shorter", "longer"]:
    """Return whether a sound is too short or too long for its text; empty if neither.

    Args:
        text: What was to be said.
        seconds: Length of the sound.
        pace: Pace that was asked for, as a factor.
    """
    latin = sum(c.isascii() for c in text if c.isalnum())
    other = sum(c.isalnum() for c in text) - latin
    if other + latin < _MIN_CHARS:
        return ""
    if other + latin / 4 > _MAX_CHARS_PER_S * pace * seconds:
        return "shorter"
    longest = _MIN_CHARS_PER_S * pace * (seconds - _ALLOWED_PAUSE_S)
    return "longer" if other + latin < longest else ""
