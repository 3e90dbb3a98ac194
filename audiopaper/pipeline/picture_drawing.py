"""The show's pictures drawn beside other work, on a core that would be idle."""

from __future__ import annotations

import contextvars
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Self

from audiopaper.memory import ARRAYS_BYTES, THREAD_BYTES, require_memory
from audiopaper.runtime import share_heap
from audiopaper.show.artwork import COVER_PX, cache_pictures, make_show_cover

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from audiopaper.config import Config


class PictureDrawing:
    """A thread that draws a show's pictures, one after the other.

    The cover takes 110 MB for a second, so it is drawn first, before the tables of readings are in
    memory; the rest is cached in the show's folder, so it waits until a run has that for itself.
    """

    def __init__(self, config: Config) -> None:
        """Take the show; nothing is drawn yet.

        Raises:
            MemoryError: There is too little for the thread and for numpy, which it loads.
        """
        # Where anything has changed, numpy is loaded now, by this thread or the other.
        require_memory(ARRAYS_BYTES + THREAD_BYTES)
        # A picture of 27 MB is given back when it is freed.
        share_heap()
        self._config = config
        self._pool = ThreadPoolExecutor(1)
        self._waits: list[Callable[[], object]] = []

    def __enter__(self) -> Self:
        """Return the drawing itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Wait until the thread has ended; what it has not begun is not drawn."""
        self._pool.shutdown(cancel_futures=True)

    def draw_cover(self) -> None:
        """Begin to draw the cover, if the show has none of its own."""
        if not self._config.show.cover:
            context = contextvars.copy_context()
            drawn = self._pool.submit(context.run, make_show_cover, self._config, COVER_PX)
            self._waits.append(drawn.result)

    def draw_rest(self, date: dt.date) -> None:
        """Begin to check the cover and to draw its other sizes and the picture of a day."""
        context = contextvars.copy_context()
        drawn = self._pool.submit(context.run, cache_pictures, self._config, date)
        self._waits.append(drawn.result)

    def wait(self) -> None:
        """Wait until all that was begun is drawn.

        Raises:
            ConfigError: The show's own cover is missing, or not as directories want it.
        """
        for wait in self._waits:
            wait()
