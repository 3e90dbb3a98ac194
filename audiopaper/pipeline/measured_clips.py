"""Clips that are measured for the stitching as soon as they are stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.store.clip_store import ClipCache, UncheckedClips
from audiopaper.store.hash_store import HashStore

if TYPE_CHECKING:
    from pathlib import Path

    from audiopaper.model import Clip


class MeasuredClips(UncheckedClips):
    """The clips of a cache, unchecked; the loudness of each new one is cached beside its piece.

    While a clip is measured, others are spoken, and later it need not be read for it again.
    """

    def __init__(self, cache: ClipCache, pieces: Path) -> None:
        """Take the cache whose clips these are, and the folder of the stitching's own cache."""
        super().__init__(cache)
        self._store = HashStore(pieces)

    def store(self, key: str, clip: Clip) -> str:
        """Add a clip and measure it; see `ClipCache.store`."""
        digest = super().store(key, clip)
        # Imported here: it loads numpy, which a run without a new segment does not need.
        from audiopaper.stitching.piece_encoder import measure_clip_once

        measure_clip_once(self._store, digest, lambda: clip)
        return digest
