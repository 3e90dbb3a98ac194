"""An engine for quick, offline, repeatable tests: a beep whose length follows the text."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from importlib.metadata import EntryPoint

import numpy as np
import pytest

import audiopaper.engines
from audiopaper.engines.base import Capabilities, Engine, Voice, has_speech, silent_clip
from audiopaper.model import Clip, Mark, Presenter, Segment

RATE_HZ = 24_000
CHAR_MS = 40
GAP_MS = 60


class ToneEngine:
    """Says each sentence as a tone of the presenter's own pitch, 40 ms a character."""

    name = "tone"
    capabilities = Capabilities(offline=True, readings="respelling", marks="sentence")
    max_concurrent = 2

    def __init__(self, presenters: Mapping[str, Presenter]) -> None:
        self._order = sorted(presenters)
        self.asked: list[str] = []

    def fingerprint(self, presenter: str) -> str:
        return f"tone 1 {self._pitch_hz(presenter)} Hz"

    def utterance(self, segment: Segment) -> str:
        return segment.respelled

    def synthesise(self, segment: Segment) -> Clip:
        text = self.utterance(segment)
        self.asked.append(text)
        if not has_speech(text):
            return silent_clip(RATE_HZ)
        pcm = bytearray()
        marks = []
        for sentence in re.findall(r"[^。！？；]+[。！？；]*", text):
            length_ms = CHAR_MS * sum(c.isalnum() for c in sentence)
            if not length_ms:
                continue
            at_ms = len(pcm) // 2 * 1000 // RATE_HZ
            marks.append(Mark(start_ms=at_ms, end_ms=at_ms + length_ms, text=sentence))
            pcm += self._tone(self._pitch_hz(segment.presenter), length_ms)
            pcm += bytes(2 * RATE_HZ * GAP_MS // 1000)
        del pcm[-2 * RATE_HZ * GAP_MS // 1000 :]
        return Clip(pcm=bytes(pcm), rate_hz=RATE_HZ, marks=tuple(marks))

    def probe(self) -> None:
        """A tone can always be made."""

    def voices(self, *, refresh: bool = False) -> tuple[Voice, ...]:
        return (Voice(id="beep", locale="zh-CN"), Voice(id="boop", locale="en-US"))

    def close(self) -> None:
        """Nothing is held."""

    def _pitch_hz(self, presenter: str) -> int:
        return 330 + 110 * (self._order.index(presenter) if presenter in self._order else 0)

    def _tone(self, pitch_hz: int, length_ms: int) -> bytes:
        samples = RATE_HZ * length_ms // 1000
        at = np.arange(samples)
        edge = np.minimum(1.0, np.minimum(at, samples - 1 - at) / 120)
        wave = 8000 * edge * np.sin(2 * np.pi * pitch_hz * at / RATE_HZ)
        return wave.astype("<i2").tobytes()


def make_engine(presenters: Mapping[str, Presenter], settings: Mapping[str, object]) -> Engine:
    """What an entry point would name."""
    return ToneEngine(presenters)


def install(
    monkeypatch: pytest.MonkeyPatch,
    factory: str = "tests.support.tone_engine:make_engine",
    instead_of: Collection[str] = (),
) -> None:
    """Let ``--engine tone`` be found in this test, as if a plug-in had registered it.

    It takes the place of other engines, too, where they are named.
    """
    real = audiopaper.engines.entry_points
    own = [EntryPoint(n, factory, audiopaper.engines.GROUP) for n in ("tone", *instead_of)]

    def with_tone(*, group: str) -> list[EntryPoint]:
        others = [one for one in real(group=group) if one.name not in instead_of]
        return [*others, *own] if group == audiopaper.engines.GROUP else []

    monkeypatch.setattr(audiopaper.engines, "entry_points", with_tone)
