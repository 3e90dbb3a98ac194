"""Preloaded into workers: a tone engine that has an accident with certain words."""

from __future__ import annotations

import errno
import os
import signal
import threading
from collections.abc import Mapping
from importlib.metadata import EntryPoint

import audiopaper.engines
import audiopaper.pipeline.production
from audiopaper.config import defaults_folder
from audiopaper.engines.base import Engine
from audiopaper.errors import SynthesisError
from audiopaper.lexicon import load_lexicon
from audiopaper.model import Clip, Presenter, Segment
from audiopaper.numbers import spell_segment
from audiopaper.readings import add_readings
from tests.support.tone_engine import ToneEngine

DIES, HANGS, EATS, FULL, FAILS = "断电", "停摆", "撑爆", "盘满", "失声"
"""Words in a segment: its worker is killed, gets no further, takes all memory, has a full disk, or
its engine says that it cannot."""


class FaultEngine(ToneEngine):
    """Says tones, but for the words above."""

    max_concurrent = 1

    def synthesise(self, segment: Segment) -> Clip:
        if DIES in segment.printed:
            os.kill(os.getpid(), signal.SIGKILL)
        if HANGS in segment.printed:
            threading.Event().wait()
        if EATS in segment.printed:
            held = []
            while True:
                held.append(bytearray(os.urandom(2**20)) * 16)
        if FULL in segment.printed:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "scratch")
        if FAILS in segment.printed:
            raise SynthesisError("there is no voice for it", remedy="find one")
        return super().synthesise(segment)


def make_engine(presenters: Mapping[str, Presenter], settings: Mapping[str, object]) -> Engine:
    """What an entry point would name."""
    return FaultEngine(presenters)


def dask_setup(worker: object) -> None:
    """What Dask calls in a worker that has this in ``distributed.worker.preload``."""
    real = audiopaper.engines.entry_points
    own = EntryPoint("tone", "tests.support.fault_engine:make_engine", audiopaper.engines.GROUP)

    def with_tone(*, group: str) -> list[EntryPoint]:
        return [*real(group=group), own] if group == audiopaper.engines.GROUP else []

    audiopaper.engines.entry_points = with_tone  # type: ignore[assignment]
    _warm_up()


def _warm_up() -> None:
    """Load the program and its tables before a worker takes work.

    Else the first edition of a worker tells nothing for a second of computing, which a busy
    machine draws out until it is taken for a hanging one.
    """
    segment = Segment(item=0, presenter="lan", printed="局长曾令新说，3月1日都长乐了。")
    add_readings([spell_segment(segment)], load_lexicon(defaults_folder() / "voices" / "lexicon"))
