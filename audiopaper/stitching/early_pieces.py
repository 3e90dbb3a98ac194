"""Pieces that are encoded as soon as their clips are there, while other segments are spoken.

An episode's gains are known only when all of its clips are measured. Yet a segment that is levelled
by its own loudness nearly always keeps that gain, since an episode of such segments meets its
target: its piece is encoded with it in advance. One that gets another gain is encoded again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.stitching.sequence import RenderedPiece, SoundName, lay_out
from audiopaper.stitching.sound_library import SoundLibrary
from audiopaper.stitching.stitch_inputs import SoundSettings

# What measures and encodes is imported where it is called: it loads numpy, which a run without a
# new segment does not need.
if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from audiopaper.model import Clip, ItemKind, Segment
    from audiopaper.store.hash_store import HashStore


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyPieces:
    """The pieces of an episode that hold one segment each and no music, and those of sounds."""

    settings: SoundSettings
    """How the episode is to sound."""

    pauses_ms: tuple[int | None, ...]
    """Silence behind each segment of the episode; None if its piece holds more than it."""

    sounds: Mapping[SoundName, int]
    """Silence behind each sound that is a piece by itself."""

    library: SoundLibrary
    """The show's sounds."""

    def encode_clip(self, clip: Clip, digest: str, segment: int, store: HashStore) -> None:
        """Measure a segment's clip and encode its piece into the cache.

        Args:
            clip: The segment's clip.
            digest: Hash of the clip.
            segment: Index of the segment.
            store: The cache of measurements and encoded pieces.

        Raises:
            PublishError: The cache cannot be written.
        """
        from audiopaper.audio.mp3_encoder import find_form
        from audiopaper.stitching.gains import find_own_gain
        from audiopaper.stitching.piece_cache import make_piece_key
        from audiopaper.stitching.piece_encoder import measure_clip_once
        from audiopaper.stitching.render import render_speech

        measurement = measure_clip_once(store, digest, lambda: clip)
        pause_ms, loudness = self.pauses_ms[segment], self.settings.loudness
        if pause_ms is None:
            return
        gain_db = find_own_gain(measurement, pause_ms, loudness.target_lufs)
        if gain_db is None:
            return
        peak_dbtp = loudness.peak_dbtp
        form = find_form(self.settings.rate_hz, self.settings.bit_rate_kbps)
        store.get_or_make(
            make_piece_key(form, peak_dbtp, [(digest, gain_db)], (pause_ms,)),
            RenderedPiece,
            lambda: render_speech((clip,), (gain_db,), (pause_ms,), form=form, peak_dbtp=peak_dbtp),
        )

    def encode_sound(self, name: SoundName, store: HashStore) -> None:
        """Measure one of `sounds` and encode it into the cache.

        Raises:
            ConfigError: It is the show's own and cannot be decoded.
            PublishError: The cache cannot be written.
        """
        from audiopaper.audio.mp3_encoder import find_form
        from audiopaper.stitching.gains import find_sound_gain
        from audiopaper.stitching.piece_cache import make_piece_key
        from audiopaper.stitching.piece_encoder import measure_sound_once
        from audiopaper.stitching.render import render_sound

        form = find_form(self.settings.rate_hz, self.settings.bit_rate_kbps)
        measurement = measure_sound_once(store, name, self.library, form.rate_hz)
        pause_ms, loudness = self.sounds[name], self.settings.loudness
        gain_db = find_sound_gain(name, measurement, loudness.target_lufs)
        peak_dbtp = loudness.peak_dbtp
        sound = (name, self.library.ids[name], gain_db)
        store.get_or_make(
            make_piece_key(form, peak_dbtp, (), (pause_ms,), sound),
            RenderedPiece,
            lambda: render_sound(
                self.library.get(name), gain_db, pause_ms, form=form, peak_dbtp=peak_dbtp
            ),
        )


def find_early_pieces(
    segments: Sequence[Segment],
    items: Sequence[tuple[ItemKind, str]],
    settings: SoundSettings,
    sounds: Mapping[SoundName, Path],
) -> EarlyPieces:
    """Find the pieces of an episode that can be encoded early.

    Args:
        segments: The segments in running order.
        items: Kind and chapter title of each item, by `Segment.item`.
        settings: How the episode is to sound.
        sounds: The show's own sounds.

    Raises:
        ConfigError: A sound cannot be read.
    """
    pieces = lay_out(segments, items, settings.pauses, bed=settings.bed)
    alone = {
        piece.segments[0]: piece.pauses_ms[0]
        for piece in pieces
        if piece.sound is None and len(piece.segments) == 1
    }
    return EarlyPieces(
        settings=settings,
        pauses_ms=tuple(map(alone.get, range(len(segments)))),
        sounds={p.sound: p.pauses_ms[0] for p in pieces if p.sound and not p.segments},
        library=SoundLibrary(sounds, settings.rate_hz),
    )
