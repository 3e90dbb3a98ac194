"""Chapters aligned to whole seconds, since a description can give no finer time.

Apple's and Spotify's apps make chapters of lines such as ``00:03:07 title``. A silence of some
frames before what opens a chapter makes that time equal, to within a frame (26 ms), to the times in
the tag and the chapter files, so that a jump leads to the first word whichever an app reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from audiopaper.audio.mp3_encoder import encode
from audiopaper.stitching.piece_cache import make_key
from audiopaper.stitching.sequence import EncodedPiece, Piece, RenderedPiece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.audio.mp3_encoder import Form
    from audiopaper.stitching.piece_encoder import StitchContext

# Three seconds of silence seem to be the end of the episode: a pause that would become so long is
# left as it is, and the chapter behind it begins off the grid.
_MAX_PAUSE_MS = 2_900


def align_chapters(
    context: StitchContext, keys: Sequence[str], encoded: Sequence[EncodedPiece]
) -> tuple[list[Piece], list[str], list[EncodedPiece]]:
    """Insert silence before each chapter but the first, so that it starts on a whole second.

    It is inserted before the separator, if there is one: that belongs to the chapter behind it.

    Args:
        context: The episode.
        keys: Cache key of each piece; shape ``(pieces,)``.
        encoded: What is known of each piece; shape ``(pieces,)``.

    Returns:
        The same three, with the silences among them.
    """
    pieces: list[Piece] = []
    all_keys: list[str] = []
    all_encoded: list[EncodedPiece] = []
    item = None
    for piece, key, piece_encoded in zip(context.pieces, keys, encoded, strict=True):
        next_item = context.spoken[piece.segments[0]].segment.item if piece.segments else item
        if next_item != item and item is not None:
            index = len(pieces) - (pieces[-1].sound == "separator" and not pieces[-1].segments)
            frames = _count_missing(sum(e.frames for e in all_encoded), context.form)
            pause_ms = pieces[index - 1].pauses_ms[-1]
            added_ms = frames * context.form.frame_samples * 1000 // context.form.rate_hz
            if frames and pause_ms + added_ms <= _MAX_PAUSE_MS:
                silence_key, silence = _make_silence(context, frames)
                pieces.insert(index, Piece(pauses_ms=(added_ms,)))
                all_keys.insert(index, silence_key)
                all_encoded.insert(index, silence)
        item = next_item
        pieces.append(piece)
        all_keys.append(key)
        all_encoded.append(piece_encoded)
    return pieces, all_keys, all_encoded


def _count_missing(frames: int, form: Form) -> int:
    """Count the frames of silence behind ``frames`` that let the next begin on a whole second."""
    # The encoder makes no fewer of a piece.
    fewest = 1 + form.tail_frames
    missing = 0
    while (frames + missing) * form.frame_samples % form.rate_hz >= form.frame_samples or (
        0 < missing < fewest
    ):
        missing += 1
    return missing


def _make_silence(context: StitchContext, frames: int) -> tuple[str, EncodedPiece]:
    form = context.form

    def render() -> RenderedPiece:
        samples = np.zeros((frames - form.tail_frames) * form.frame_samples, dtype=np.float32)
        stream = encode(samples, form)
        encoded = EncodedPiece(
            header=stream[:4],
            stream_bytes=len(stream),
            frames=frames,
            speech_spans=(),
            energies=bytes(4 * frames),
            peak=0.0,
        )
        return RenderedPiece(stream=stream, encoded=encoded)

    key = make_key("silence", form.rate_hz, form.bit_rate_kbps, frames)
    return key, context.store.get_or_make(key, RenderedPiece, render).encoded
