"""Clips that are measured and encoded for the stitching as soon as they are stored."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from audiopaper.store.clip_store import ClipCache, UncheckedClips
from audiopaper.store.hash_store import HashStore

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from audiopaper.model import Clip
    from audiopaper.stitching import EarlyPieces


class EarlyClips(UncheckedClips):
    """The clips of a cache, unchecked; what is made of each new one is cached beside it at once.

    While a clip is measured and encoded, others are spoken, and later it need not be read again.
    """

    def __init__(self, cache: ClipCache, early: EarlyPieces, folder: Path) -> None:
        """Take the cache whose clips these are, the episode, and the folder of encoded pieces."""
        super().__init__(cache)
        self._early = early
        self._store = HashStore(folder)
        self._segments: dict[str, list[int]] = {}
        self._sounds = list(early.sounds)

    def expect(self, keys: Sequence[str]) -> None:
        """Note which segments have which clips, if all of the episode is asked for."""
        super().expect(keys)
        self._segments = {}
        if len(keys) == len(self._early.pauses_ms):
            for index, key in enumerate(keys):
                self._segments.setdefault(key, []).append(index)

    def store(self, key: str, clip: Clip) -> str:
        """Add a clip and encode what it is in; see `ClipCache.store`."""
        digest = super().store(key, clip)
        for segment in self._segments.get(key, ()):
            self._early.encode_clip(clip, digest, segment, self._store)
        # The sounds are shared out among the threads that speak.
        with contextlib.suppress(IndexError):
            self._early.encode_sound(self._sounds.pop(), self._store)
        return digest
