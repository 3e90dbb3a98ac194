"""Readings that are forced, by ear: ``python -m tests.tools.bench_ear --forced``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from audiopaper.config import Config
from audiopaper.engines.base import Engine
from audiopaper.model import Presenter, Segment
from audiopaper.pipeline.engine_choice import configured_engine
from audiopaper.pipeline.lexicon_entries import show_lexicon
from audiopaper.pipeline.text import settle_readings
from tests.tools.ear import hear, heard_reading, heard_units, units_of

FORCED = Path(__file__).with_name("ear_forced.tsv")


@dataclass(frozen=True, slots=True)
class Forced:
    """A sentence with one of two readings forced on one of its characters."""

    segment: Segment
    at: int
    """The character's offset."""

    said: str
    other: str


def read_forced(config: Config) -> list[tuple[Forced, Forced]]:
    """The pairs of ``ear_forced.tsv``."""
    rows = [
        line.split("\t")
        for line in FORCED.read_text("utf-8").splitlines()
        if not line.startswith("#")
    ]
    segments = settle_readings(
        [
            Segment(item=0, presenter="ear", printed=re.sub("[【】]", "", marked))
            for marked, *_ in rows
        ],
        show_lexicon(config),
    )
    return [
        (
            _force(segment, marked.index("【"), one, other),
            _force(segment, marked.index("【"), other, one),
        )
        for segment, (marked, one, other) in zip(segments, rows, strict=True)
    ]


def _force(segment: Segment, at: int, said: str, other: str) -> Forced:
    readings = tuple(
        replace(reading, pinyin=(said,), forced=True) if reading.start == at else reading
        for reading in segment.readings
    )
    return Forced(replace(segment, readings=readings), at, said, other)


def hear_forced(
    name: str,
    presenter: str,
    told: Presenter,
    pairs: Sequence[tuple[Forced, Forced]],
    config: Config,
    *,
    misheard: bool,
) -> str:
    """Have a presenter speak each pair, and count the readings that are heard as forced."""
    engine = configured_engine(name, config, {"ear": told})
    as_forced = apart = 0
    try:
        for pair in pairs:
            results = [_hear_reading(engine, one, misheard=misheard) for one in pair]
            right = [one.said in heard for one, heard in zip(pair, results, strict=True)]
            as_forced += sum(right)
            apart += all(right) and any(len(heard) == 1 for heard in results)
    finally:
        engine.close()
    return (
        f"{name:<8} {presenter:<12} {as_forced} of {2 * len(pairs)} readings heard as forced,"
        f" {apart} of {len(pairs)} pairs told apart"
    )


def _hear_reading(engine: Engine, one: Forced, *, misheard: bool) -> frozenset[str]:
    clip = engine.synthesise(one.segment)
    text, loops = hear(clip.pcm, clip.rate_hz)
    units = [] if loops else heard_units(text)
    heard = heard_reading(units_of(one.segment), units, one.at, (one.said, one.other))
    if misheard and one.said not in heard:
        print(f"  {one.said}: {one.segment.spoken} | {text.strip()}")
    return heard
