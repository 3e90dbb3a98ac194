"""Chapters are laid on whole seconds, since a description can tell no finer time.

Apple's and Spotify's apps make chapters of lines such as ``00:03:07 title``. With silence of some
frames before what opens a chapter, that time and those in the tag and the chapter files are the
same to within a frame (26 ms), and a jump lands on the first word whichever an app reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from audiopaper.audio.mp3_encoder import encode
from audiopaper.stitching.piece_cache import name_work
from audiopaper.stitching.sequence import Encoded, Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.audio.mp3_encoder import Form
    from audiopaper.stitching.piece_encoder import Work

# A listener takes three seconds of silence for the end; a pause that would come so near is left as
# it is, and the chapter behind it where it falls.
_LONGEST_MS = 2_900


def lay_on_seconds(
    work: Work, keys: Sequence[str], encoded: Sequence[Encoded]
) -> tuple[list[Piece], list[str], list[Encoded]]:
    """Put silence before each chapter but the first, so that it starts on a whole second.

    It stands before the separator where there is one: that belongs to the chapter behind it.

    Args:
        work: The episode's pieces in running order.
        keys: Under which name each is kept; shape ``(pieces,)``.
        encoded: What each became; shape ``(pieces,)``.

    Returns:
        Pieces, names and what they became, the silences among them.
    """
    pieces: list[Piece] = []
    names: list[str] = []
    made: list[Encoded] = []
    item = None
    for piece, key, one in zip(work.pieces, keys, encoded, strict=True):
        begins = work.spoken[piece.segments[0]].segment.item if piece.segments else item
        if begins != item and item is not None:
            at = len(pieces) - (pieces[-1].sound == "separator" and not pieces[-1].segments)
            frames = _missing_frames(sum(e.frames for e in made), work.form)
            pause_ms = pieces[at - 1].pauses_ms[-1]
            added_ms = frames * work.form.frame_samples * 1000 // work.form.rate_hz
            if frames and pause_ms + added_ms <= _LONGEST_MS:
                name, silence = _make_silence(work, frames)
                pieces.insert(at, Piece(pauses_ms=(added_ms,)))
                names.insert(at, name)
                made.insert(at, silence)
        item = begins
        pieces.append(piece)
        names.append(key)
        made.append(one)
    return pieces, names, made


def _missing_frames(frames: int, form: Form) -> int:
    """How many frames of silence let what follows so many begin on a whole second."""
    # The encoder makes no fewer of a piece.
    fewest = 1 + form.tail_frames
    more = 0
    while (frames + more) * form.frame_samples % form.rate_hz >= form.frame_samples or (
        0 < more < fewest
    ):
        more += 1
    return more


def _make_silence(work: Work, frames: int) -> tuple[str, Encoded]:
    form = work.form
    name = name_work("silence", form.rate_hz, form.bit_rate_kbps, frames)
    silence = work.workshop.load(name, Encoded)
    if silence is None:
        samples = np.zeros((frames - form.tail_frames) * form.frame_samples, dtype=np.float32)
        stream = encode(samples, form)
        silence = Encoded(
            stream=stream,
            stream_bytes=len(stream),
            frames=frames,
            spots=(),
            energies=bytes(4 * frames),
            peak=0.0,
        )
        work.workshop.keep(name, silence)
    return name, silence
