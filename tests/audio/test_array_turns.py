"""One thread at a time works on arrays, and none keeps the others waiting while it encodes."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from audiopaper.audio.array_turns import ARRAY_TURN, compute_in_turns


def is_free() -> bool:
    """Whether another thread could begin a turn now."""

    def begin() -> bool:
        begun = ARRAY_TURN.acquire(blocking=False)
        if begun:
            ARRAY_TURN.release()
        return begun

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(begin).result()


def test_a_value_is_computed_in_a_turn_and_used_outside_of_it() -> None:
    computing: list[bool] = []

    def compute() -> Iterator[int]:
        for value in range(3):
            computing.append(is_free())
            yield value

    used = [(value, is_free()) for value in compute_in_turns(compute())]
    assert used == [(0, True), (1, True), (2, True)]
    assert computing == [False, False, False]
    assert is_free()


def test_a_failure_gives_the_turn_up() -> None:
    def fail() -> Iterator[int]:
        yield 1
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="gone"):
        list(compute_in_turns(fail()))
    assert is_free()
