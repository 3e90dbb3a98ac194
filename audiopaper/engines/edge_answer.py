"""The edge service's answer: whether it is whole, which the client does not report, and its sound.

The service sends a bare MP3 stream: 24 kHz, mono, 48 kbit/s, constant rate.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from audiopaper.audio.mp3_frames import FrameHeader, walk_frames
from audiopaper.engines.base import TransientError
from audiopaper.engines.duration_check import DURATION_WORDS, check_duration, spoken_chars
from audiopaper.engines.edge_errors import LATER
from audiopaper.errors import SynthesisError
from audiopaper.model import Mark
from audiopaper.sentences import find_sentence_ends
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Sequence

RATE_HZ = 24_000

_HEADER = FrameHeader(mpeg_version=2, rate_hz=RATE_HZ, bit_rate_kbps=48, mono=True, frame_bytes=144)
_BYTES_PER_S = 6_000

# Characters by which a mark's text may lie further on than the previous marks suggest.
_SEARCH_CHARS = 4

# Likewise with the punctuation between two words, which has no marks.
_SEARCH_MARKS = 12


class UnmarkedError(TransientError):
    """The marks of an answer end before its text, or there are none."""


def check_answer(text: str, mp3: bytes, marks: Sequence[Mark], pace: float) -> None:
    """Refuse an answer of the edge service that is not whole.

    Args:
        text: What was sent.
        mp3: The sound received.
        marks: When each sentence, or each word, is said, according to the service.
        pace: Pace that was asked for, as a factor.

    Raises:
        UnmarkedError: Its marks end before the text, or there are none.
        TransientError: It is not whole; the problem says which of the other conditions fails.
    """
    seconds = measure_stream(mp3)
    if seconds is None:
        raise _incomplete(_("the sound is no MP3, or breaks off inside a frame"))
    if not marks:
        raise _incomplete(_("its marks are missing"), UnmarkedError)
    missing = _count_unmarked(text, marks)
    if missing:
        raise _incomplete(
            _("its marks end {missing} characters early", missing=missing), UnmarkedError
        )
    last_ms = max(mark.end_ms for mark in marks)
    if seconds * 1000 < last_ms:
        raise _incomplete(
            _(
                "the sound ends {last_ms:.1f} s before the last mark",
                last_ms=last_ms / 1000 - seconds,
            )
        )
    if wrong := check_duration(text, seconds, pace):
        raise _incomplete(_(DURATION_WORDS[wrong]))


def measure_stream(mp3: bytes) -> float | None:
    """Return the length of a stream of the service in seconds; None if it is no such stream."""
    end = 0
    for offset, header in walk_frames(mp3):
        if header != _HEADER:
            return None
        end = offset + _HEADER.frame_bytes
    return len(mp3) / _BYTES_PER_S if end and end == len(mp3) else None


def decode_answer(mp3: bytes) -> bytes:
    """Decode to mono samples, signed 16 bit, little-endian, at `RATE_HZ`.

    Raises:
        SynthesisError: It cannot be decoded.
    """
    # Imported here: it loads numpy, which a run without a new segment does not need.
    import miniaudio

    try:
        samples: bytes = miniaudio.decode(mp3, nchannels=1, sample_rate=RATE_HZ).samples.tobytes()
    except miniaudio.DecodeError as error:
        raise SynthesisError(
            _("the MP3 cannot be decoded"), remedy=_("choose another engine")
        ) from error
    return samples


def join_words(text: str, words: Sequence[Mark]) -> tuple[Mark, ...]:
    """Join marks of words to marks of sentences.

    Args:
        text: What was sent.
        words: When each word is said; shape ``(n,)``, at least one.

    Returns:
        A mark for each sentence that a word was found in; its text is what was sent if all of its
        words are in it, else the words themselves.

    Example:
        >>> words = [Mark(start_ms=0, end_ms=400, text="青川"),
        ...          Mark(start_ms=700, end_ms=900, text="好")]
        >>> [(m.start_ms, m.end_ms, m.text) for m in join_words("青川！好。", words)]
        [(0, 400, '青川！'), (700, 900, '好。')]
    """
    bounds = [*find_sentence_ends(text), len(text)]
    groups: list[list[Mark]] = [[] for _ in bounds]
    position = passed = index = 0
    for word in words:
        limit = position + len(word.text) + 2 * passed + _SEARCH_MARKS
        at = text.find(word.text, position, limit)
        if at >= 0:
            position, passed = at + len(word.text), 0
        else:
            passed += len(word.text)
        while position > bounds[index] and index + 1 < len(bounds):
            index += 1
        groups[index].append(word)
    sentences = [text[start:end].strip() for start, end in pairwise([0, *bounds])]
    return tuple(
        Mark(
            start_ms=group[0].start_ms,
            end_ms=group[-1].end_ms,
            text=_name_sentence(sentence, group),
        )
        for sentence, group in zip(sentences, groups, strict=True)
        if group
    )


def _name_sentence(sentence: str, words: Sequence[Mark]) -> str:
    spoken = "".join(word.text for word in words)
    return sentence if spoken_chars(sentence) == spoken_chars(spoken) else spoken


def _incomplete(problem: str, kind: type[TransientError] = TransientError) -> TransientError:
    return kind(
        _("the edge service's answer is not whole: {problem}", problem=problem), remedy=_(LATER)
    )


def _count_unmarked(text: str, marks: Sequence[Mark]) -> int:
    """Count the characters of the text behind the last mark.

    Marks are located in order, so that a repeated sentence is not taken for its first occurrence.
    A mark whose text the service writes differently is skipped by its length.
    """
    sent = spoken_chars(text)
    position = 0
    skipped = 0
    for mark in marks:
        marked = spoken_chars(mark.text)
        limit = position + len(marked) + 2 * skipped + _SEARCH_CHARS
        start = sent.find(marked, position, limit)
        if start >= 0:
            position, skipped = start + len(marked), 0
        else:
            position, skipped = position + len(marked), skipped + len(marked)
    return max(0, len(sent) - position - skipped // 4)
