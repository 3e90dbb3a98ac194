"""Segments with clips of tones, as an engine would give them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from audiopaper.config import LoudnessSettings, PauseSettings
from audiopaper.model import (
    Clip,
    ItemKind,
    Mark,
    PauseLevel,
    Recording,
    Segment,
    SpokenSegment,
    Tags,
)
from audiopaper.runtime import ProgressCallback, tell_nobody
from audiopaper.stitching import SoundSettings, stitch
from audiopaper.stitching.sequence import SoundName

RATE_HZ = 44_100


TAGS = Tags(
    title="《青川日报》2026年3月2日",
    artist="听报",
    album="青川听报",
    date=dt.date(2026, 3, 2),
    comment="本节目由人工智能语音合成（espeak）",
    website="https://tingbao.example/",
    label='{"Label": "1", "ContentProducer": "听报"}',
    cover=b"",
)


def make_clip(
    seconds: float,
    *,
    rate_hz: int = 22_050,
    level: float = 0.3,
    seed: int = 0,
    silence: float = 0.15,
    marks: tuple[Mark, ...] = (),
) -> Clip:
    """Something like a voice: a buzz in syllables, with silence around it."""
    rng = np.random.default_rng(seed)
    time = np.arange(round(seconds * rate_hz)) / rate_hz
    buzz = sum(np.sin(2 * np.pi * (120 + seed) * k * time + k * k) / k for k in range(1, 15))
    speech = np.asarray(buzz) * (0.05 + np.sin(2 * np.pi * 3 * time + 0.5) ** 2)
    speech += rng.normal(0, 0.05, len(time))
    pad = np.zeros(round(silence * rate_hz))
    samples = np.concatenate([pad, level * speech / np.abs(speech).max(), pad])
    pcm = np.clip(np.rint(samples * 32767), -32768, 32767).astype("<i2").tobytes()
    return Clip(pcm=pcm, rate_hz=rate_hz, marks=marks)


class ClipShelf:
    """Clips in memory, as `stitch` asks for them; it counts what was loaded."""

    def __init__(self, clips: dict[str, Clip]) -> None:
        self.clips = clips
        self.loads: list[str] = []

    def load(self, key: str) -> Clip | None:
        self.loads.append(key)
        return self.clips.get(key)

    def digest(self, key: str) -> str | None:
        clip = self.clips.get(key)
        if clip is None:
            return None
        return hashlib.sha256(clip.pcm + repr((clip.rate_hz, clip.marks)).encode()).hexdigest()


@dataclass
class Show:
    """A small episode to be stitched."""

    spoken: list[SpokenSegment]
    clips: dict[str, Clip]
    items: list[tuple[ItemKind, str]]

    def stitch(
        self,
        path: Path,
        *,
        pauses: PauseSettings | None = None,
        loudness: LoudnessSettings | None = None,
        rate_hz: int = RATE_HZ,
        bed: bool = False,
        sounds: dict[SoundName, Path] | None = None,
        cache: Path | None = None,
        tags: Tags = TAGS,
        tell: ProgressCallback = tell_nobody,
    ) -> Recording:
        return stitch(
            self.spoken,
            ClipShelf(self.clips),
            items=self.items,
            settings=SoundSettings(
                pauses=pauses or PauseSettings(),
                loudness=loudness or LoudnessSettings(),
                rate_hz=rate_hz,
                bed=bed,
            ),
            sounds=sounds or {},
            tags=tags,
            path=path,
            cache=cache,
            tell=tell,
        )


def make_show(
    parts: Sequence[tuple[ItemKind, str, Sequence[tuple[str, Clip]]]], engine: str = "espeak"
) -> Show:
    """Lay out a show: kind, title, and what is said with its clip, the last before a long pause."""
    show = Show([], {}, [])
    for item, (kind, title, said) in enumerate(parts):
        show.items.append((kind, title))
        presenter = ("lan", "song")[item % 2]
        for index, (printed, clip) in enumerate(said):
            last = index == len(said) - 1
            pause: PauseLevel = "story" if last else "headline" if index == 0 else "paragraph"
            segment = Segment(item=item, presenter=presenter, printed=printed, pause=pause)
            key = f"{item}-{index}"
            show.clips[key] = clip
            show.spoken.append(SpokenSegment(segment=segment, clip_key=key, engine=engine))
    return show


def usual_show() -> Show:
    marks = (
        Mark(start_ms=150, end_ms=2000, text="大桥昨日通车。"),
        Mark(start_ms=2000, end_ms=4150, text="全长一千二百米。"),
    )
    return make_show(
        [
            ("ident", "青川听报", [("您正在收听的是《青川听报》。", make_clip(3.2, seed=1))]),
            ("greeting", "问候", [("今天是3月2日。", make_clip(2.1, seed=2, rate_hz=24_000))]),
            (
                "story",
                "青川大桥通车，两岸居民不再绕行，通勤时间缩短半个小时",
                [
                    ("青川大桥通车", make_clip(1.2, seed=3, level=0.1)),
                    ("大桥昨日通车。全长1200米。", make_clip(4.0, seed=4, level=0.7, marks=marks)),
                    ("市民王先生很高兴。", make_clip(3.5, seed=5, level=0.05)),
                ],
            ),
            (
                "story",
                "春耕",
                [
                    ("春耕开始", make_clip(1.4, seed=6, rate_hz=24_000)),
                    ("农机下田。", make_clip(5.0, seed=7, rate_hz=24_000, level=0.9)),
                ],
            ),
            ("sign-off", "结束语", [("明天再见。", make_clip(1.6, seed=8))]),
        ]
    )
