"""How fast an episode is stitched, and in how much memory: `python -m tests.bench_stitching`."""

from __future__ import annotations

import datetime as dt
import resource
import sys
import tempfile
import time
from pathlib import Path

from audiopaper.config import LoudnessSettings, PauseSettings
from audiopaper.model import Clip, ItemKind, Segment, SpokenSegment, Tags
from audiopaper.progress import tell_nobody
from audiopaper.stitching import stitch
from tests.test_stitching import make_clip

MINUTES = (5, 15, 55)
SEGMENT_S = 15
TAGS = Tags(
    title="青川", artist="", album="", date=dt.date(2026, 3, 2), comment="", website="", cover=b""
)


def bench(minutes: int, clips: list[Clip]) -> None:
    count = minutes * 60 // SEGMENT_S
    spoken = [
        SpokenSegment(
            segment=Segment(item=i // 6, presenter="lan", printed=f"第{i}段。"),
            clip_key=str(i % len(clips)),
            engine="bench",
        )
        for i in range(count)
    ]
    items: list[tuple[ItemKind, str]] = [("story", str(i)) for i in range(count // 6 + 1)]
    with tempfile.TemporaryDirectory() as folder:
        wall, cpu = time.perf_counter(), time.process_time()
        recording = stitch(
            spoken,
            lambda key: clips[int(key)],
            items=items,
            pauses=PauseSettings(),
            loudness=LoudnessSettings(),
            tags=TAGS,
            path=Path(folder) / "a.mp3",
            tell=tell_nobody,
        )
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    seconds = recording.duration_ms / 1000
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{seconds / 60:5.1f} min: {wall:5.1f} s wall, {cpu:5.1f} s CPU, "
        f"x{seconds / wall:3.0f} real time, {memory_mb} MB at most, "
        f"{recording.loudness_lufs:.2f} LUFS, {recording.true_peak_dbtp:.2f} dBTP"
    )


def main() -> None:
    clips = [make_clip(SEGMENT_S - 1, rate_hz=24_000, seed=i, level=0.3) for i in range(4)]
    for minutes in [int(a) for a in sys.argv[1:]] or MINUTES:
        bench(minutes, clips)


if __name__ == "__main__":
    main()
