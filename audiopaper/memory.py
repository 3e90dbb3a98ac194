"""Whether there is memory for a step that could not say that it lacks some."""

from __future__ import annotations

import mmap

THREAD_BYTES = 16 << 20
"""Memory for a thread: its stack, which systems reserve whole, and its first objects."""

NUMPY_BYTES = 144 << 20
"""Address space for numpy and its first product, which take 117 MB with one thread of OpenBLAS."""

ARRAYS_BYTES = 320 << 20
"""Address space for numpy when it is loaded, and for what an edition takes meanwhile: OpenBLAS
takes 33 MB for each core, and ends the program where it gets none."""


def require_memory(size: int) -> None:
    """Ask the system for memory, and give it back at once.

    A thread that gets none for its first step ends without a sign, and `threading.Thread.start`
    waits for that sign without end (CPython's issue 140746). OpenBLAS ends the program.

    Args:
        size: Bytes that the next step needs at most.

    Raises:
        MemoryError: There is less.
    """
    try:
        mmap.mmap(-1, size).close()
    except OSError as error:
        raise MemoryError(f"there are no {size >> 20} MB for the next step") from error
