"""Preloaded into a bench's workers: notes each clip that is spoken, when it began and was stored.

A line ``key began stored`` each, times in seconds, in the file that ``ARCHIVE_LOG`` names.
"""

from __future__ import annotations

import os
import threading
import time
from collections import defaultdict
from pathlib import Path

from audiopaper.engines.espeak import EspeakEngine
from audiopaper.model import Clip, Segment
from audiopaper.store.clip_store import ClipCache

_began = threading.local()
_synthesise, _store = EspeakEngine.synthesise, ClipCache.store


def dask_setup(worker: object) -> None:
    """What Dask calls in a worker that has this in ``distributed.worker.preload``."""
    path = os.environ["ARCHIVE_LOG"]

    def synthesise(self: EspeakEngine, segment: Segment) -> Clip:
        _began.at = time.time()
        return _synthesise(self, segment)

    def store(self: ClipCache, key: str, clip: Clip) -> None:
        _store(self, key, clip)
        line = f"{key} {_began.at:.6f} {time.time():.6f}\n"
        # One write of less than a page at the end of a file is whole, whoever else writes.
        with open(path, "a", encoding="ascii") as log:  # noqa: PTH123
            log.write(line)

    EspeakEngine.synthesise = synthesise  # type: ignore[method-assign]
    ClipCache.store = store  # type: ignore[method-assign]


def spoken_again(path: Path) -> list[str]:
    """The keys of clips of which a speaking began after they had been stored."""
    spoken: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for line in path.read_text("ascii").splitlines():
        key, began, stored = line.split()
        spoken[key].append((float(began), float(stored)))
    return [
        key
        for key, times in spoken.items()
        if max(began for began, _ in times) > min(stored for _, stored in times)
    ]
