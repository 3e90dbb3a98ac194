"""Silence is measured to the sample, whatever the clip holds."""

from __future__ import annotations

import itertools
import struct

from hypothesis import given
from hypothesis import strategies as st

from audiopaper.audio.silence import (
    FLOOR,
    KEEP_BEFORE_MS,
    KEEP_BEHIND_MS,
    LOUD_END,
    QUIET,
    ends_abruptly,
    longest_silence_ms,
    trim_padding,
)

RATE_HZ = 1000

LEVELS = st.sampled_from([0, 1, -1, QUIET, -QUIET, QUIET + 1, -QUIET - 1, 8000, 32767, -32768])
RUNS = st.lists(st.tuples(LEVELS, st.integers(1, 120)), max_size=8)


def as_pcm(runs: list[tuple[int, int]]) -> tuple[bytes, list[int]]:
    """A clip of levels that last for so many samples, and the magnitudes of its samples."""
    samples = [level for level, count in runs for _ in range(count)]
    return struct.pack(f"<{len(samples)}h", *samples), [abs(s) for s in samples]


@given(RUNS)
def test_the_longest_silence_is_the_longest_row_of_quiet_samples(
    runs: list[tuple[int, int]],
) -> None:
    pcm, magnitudes = as_pcm(runs)
    rows = itertools.groupby(m <= QUIET for m in magnitudes)
    longest = max((len(list(row)) for quiet, row in rows if quiet), default=0)
    assert longest_silence_ms(pcm, RATE_HZ) == longest


@given(RUNS)
def test_padding_is_cut_up_to_what_an_onset_and_a_last_sound_need(
    runs: list[tuple[int, int]],
) -> None:
    pcm, magnitudes = as_pcm(runs)
    floor = FLOOR * max(magnitudes, default=0)
    loud = [n for n, magnitude in enumerate(magnitudes) if magnitude > floor]
    if not loud:
        assert trim_padding(pcm, RATE_HZ) == (pcm, 0)
        return
    start = max(0, loud[0] - KEEP_BEFORE_MS)
    assert trim_padding(pcm, RATE_HZ) == (
        pcm[2 * start : 2 * (loud[-1] + 1 + KEEP_BEHIND_MS)],
        start,
    )


@given(RUNS)
def test_a_clip_ends_abruptly_where_its_last_samples_are_loud(
    runs: list[tuple[int, int]],
) -> None:
    pcm, magnitudes = as_pcm(runs)
    peak = max(magnitudes, default=0)
    assert ends_abruptly(pcm, RATE_HZ) == (max(magnitudes[-15:], default=0) > LOUD_END * peak > 0)
