"""How fast an episode is stitched, and in how much memory: `python -m tests.bench_stitching`.

Three ways make one episode of the same segments, in turns:

A        what people write: pydub, from_file of each MP3, +=, export as MP3 (by ffmpeg)
C        ffmpeg alone: concat, loudnorm in two passes, libmp3lame
project  `stitch`, with nothing kept, with one of the segments changed, with nothing changed

Each runs in a process of its own on as many cores as told. A's and C's figures are for the whole
of their work; the project's for the call of `stitch` in a process that has stitched before, and
beside them what its process took in all, interpreter and imports included. A and C need ffmpeg and
ffprobe; where these are missing, only the project runs.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

SEGMENT_S = 14
STORY_SEGMENTS = 6
SILENCE_MS = 500


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--long", action="store_true", help="55 minutes and 2.8 hours too")
    parser.add_argument("--segments", type=int, nargs="+", help="lengths in place of these")
    parser.add_argument("--rates", type=int, nargs="+", default=[44_100, 24_000])
    parser.add_argument("--runs", type=int, default=3, help="of which the median is shown")
    parser.add_argument("--cores", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--way", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.way:
        sys.stdout.write(json.dumps(WAYS[told.way](told.folder, told.rates[0])))
        return
    others = [name for name in ("ffmpeg", "ffprobe") if not shutil.which(name)]
    if others:
        print(f"{' and '.join(others)} missing: ways A and C are left out")
    cores = [n for n in told.cores if n <= len(os.sched_getaffinity(0))]
    for segments in told.segments or ((60, 220, 670) if told.long else (60,)):
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            run("segments", Path(folder), segments, [])
            for rate_hz in told.rates:
                for count in cores:
                    compare(Path(folder), segments, rate_hz, count, told.runs, bool(others))


def compare(folder: Path, segments: int, rate_hz: int, cores: int, runs: int, alone: bool) -> None:
    # Not in the processes that are measured.
    import statistics

    affinity = sorted(os.sched_getaffinity(0))[:cores]
    rows: dict[str, list[dict[str, float]]] = {}
    # In turns, so that a busy machine is busy for all of them.
    for _ in range(1 if segments > 60 else runs):
        for way in ("project",) if alone else ("pydub", "ffmpeg", "project"):
            for name, figures in run(way, folder, rate_hz, affinity).items():
                rows.setdefault(name, []).append(figures)
    minutes = segments * (SEGMENT_S + SILENCE_MS / 1000) / 60
    print(f"\n{minutes:.0f} minutes, {segments} segments, {rate_hz} Hz, {cores} core(s)")
    print(f"{'':34}{'wall s':>9}{'CPU s':>9}{'MB':>6}{'A/wall':>8}{'A/CPU':>8}")
    base = [
        statistics.median(r[k] for r in rows.get("A pydub", []) or [{k: 0.0}])
        for k in ("wall", "cpu")
    ]
    for name, figures in rows.items():
        wall, cpu, memory = (
            statistics.median(f[k] for f in figures) for k in ("wall", "cpu", "memory_mb")
        )
        ratios = f"{base[0] / wall:8.1f}{base[1] / cpu:8.1f}" if base[0] else ""
        print(f"{name:34}{wall:9.3f}{cpu:9.3f}{memory:6.0f}{ratios}", flush=True)


def run(way: str, folder: Path, number: int, affinity: list[int]) -> dict[str, dict[str, float]]:
    args = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        __name__ if __name__ != "__main__" else "tests.bench_stitching",
    ]
    args += ["--way", way, "--folder", str(folder), "--rates", str(number)]

    def pin() -> None:
        if affinity:
            os.sched_setaffinity(0, affinity)

    began = time.perf_counter()
    done = subprocess.run(args, stdout=subprocess.PIPE, check=True, preexec_fn=pin)
    told: dict[str, dict[str, float]] = json.loads(done.stdout)
    if way == "project":
        told["project, process of these in all"] = {
            "wall": time.perf_counter() - began,
            "cpu": told["project, nothing changed"].pop("cpu_in_all"),
            "memory_mb": told["project, nothing changed"]["memory_mb"],
        }
    return told


class Watch:
    """Wall and CPU time of a block, children included, and the process's memory at its height."""

    def __enter__(self) -> Watch:
        self.wall, self.cpu = time.perf_counter(), self._cpu()
        return self

    def __exit__(self, *_: object) -> None:
        self.wall, self.cpu = time.perf_counter() - self.wall, self._cpu() - self.cpu

    @staticmethod
    def _cpu() -> float:
        used = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(u.ru_utime + u.ru_stime for u in used)

    def read(self, *, children: bool = False) -> dict[str, float]:
        if children:
            memory_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        else:
            # Not ru_maxrss: that begins with the memory of the process which started this one.
            status = Path("/proc/self/status").read_text("ascii")
            memory_mb = int(status.split("VmHWM:")[1].split()[0]) / 1024
        return {"wall": self.wall, "cpu": self.cpu, "memory_mb": memory_mb}


def make_segments(folder: Path, count: int) -> dict[str, Any]:
    import numpy as np

    from audiopaper.model import Clip
    from audiopaper.store.clip_store import ClipCache
    from tests.support.spoken_show import make_clip

    voices = [make_clip(SEGMENT_S - 0.3, rate_hz=24_000, seed=i) for i in range(8)]
    cache = ClipCache(folder / "clips")
    (folder / "mp3").mkdir()
    for index in range(count + 1):
        voice = np.frombuffer(voices[index % 8].pcm, dtype="<i2")
        pcm = (voice * (0.3 + 0.7 * (index * 37 % 101) / 101)).astype("<i2").tobytes()
        clip = Clip(pcm=pcm, rate_hz=24_000)
        cache.store(key_of(index), clip)
        if shutil.which("ffmpeg"):
            # As the online service sends them.
            args = ["ffmpeg", "-v", "error", "-f", "s16le", "-ar", "24000", "-ac", "1", "-i", "-"]
            subprocess.run(
                [*args, "-b:a", "48k", "-y", folder / f"mp3/{index:04}.mp3"], input=pcm, check=True
            )
    (folder / "mp3" / f"{count:04}.mp3").unlink(missing_ok=True)
    return {}


def key_of(index: int) -> str:
    return f"{index:064x}"


def stitch_by_pydub(folder: Path, rate_hz: int) -> dict[str, Any]:
    from pydub import AudioSegment

    with Watch() as watch:
        episode = AudioSegment.empty()
        for path in sorted((folder / "mp3").glob("*.mp3")):
            segment = AudioSegment.from_file(path)
            episode += segment.apply_gain(-20 - segment.dBFS)
            episode += AudioSegment.silent(SILENCE_MS, frame_rate=segment.frame_rate)
        episode = episode.set_frame_rate(rate_hz)
        episode.export(folder / "a.mp3", format="mp3", bitrate=bit_rate(rate_hz))
    return {"A pydub": watch.read()}


def stitch_by_ffmpeg(folder: Path, rate_hz: int) -> dict[str, Any]:
    paths = sorted((folder / "mp3").glob("*.mp3"))
    (folder / "list.txt").write_text("".join(f"file '{p}'\n" for p in paths), "utf-8")
    read = [
        "ffmpeg",
        "-hide_banner",
        "-nostats",
        "-y",
        "-f",
        "concat",
        "-safe",
        "0",
        "-i",
        folder / "list.txt",
    ]
    level = "loudnorm=I=-16:TP=-2.5:LRA=11"
    with Watch() as watch:
        first = subprocess.run(
            [*read, "-af", f"{level}:print_format=json", "-f", "null", "-"],
            stderr=subprocess.PIPE,
            check=True,
        )
        text = first.stderr.decode("utf-8", "replace")
        m = json.loads(text[text.rindex("{") : text.rindex("}") + 1])
        level += (
            f":measured_I={m['input_i']}:measured_TP={m['input_tp']}:measured_LRA={m['input_lra']}"
        )
        level += f":measured_thresh={m['input_thresh']}:offset={m['target_offset']}"
        write = ["-c:a", "libmp3lame", "-b:a", bit_rate(rate_hz), "-ac", "1", "-ar", str(rate_hz)]
        subprocess.run([*read, "-v", "error", "-af", level, *write, folder / "c.mp3"], check=True)
    return {"C ffmpeg": watch.read(children=True)}


def stitch_by_project(folder: Path, rate_hz: int) -> dict[str, Any]:
    import datetime as dt

    from audiopaper.config import LoudnessSettings, PauseSettings
    from audiopaper.model import ItemKind, Segment, SpokenSegment, Tags
    from audiopaper.runtime import tell_nobody
    from audiopaper.stitching import SoundSettings, stitch
    from audiopaper.store.clip_store import ClipCache

    tags = Tags(
        title="青川",
        artist="",
        album="",
        date=dt.date(2026, 3, 2),
        comment="",
        website="",
        cover=b"",
    )
    clips = ClipCache(folder / "clips")
    count = sum(1 for _ in (folder / "clips").glob("*/*.clip")) - 1

    def stitch_these(indexes: list[int], cache: Path) -> Watch:
        spoken = [
            SpokenSegment(
                segment=Segment(item=i // STORY_SEGMENTS, presenter="lan", printed=f"第{i}段。"),
                clip_key=key_of(index),
                engine="bench",
            )
            for i, index in enumerate(indexes)
        ]
        items: list[tuple[ItemKind, str]] = [("story", str(s.segment.item)) for s in spoken]
        with Watch() as watch:
            recording = stitch(
                spoken,
                clips,
                items=items,
                settings=SoundSettings(
                    pauses=PauseSettings(), loudness=LoudnessSettings(), rate_hz=rate_hz
                ),
                sounds={},
                tags=tags,
                path=folder / "project.mp3",
                cache=cache,
                tell=tell_nobody,
            )
        assert abs(recording.loudness_lufs + 16) <= 0.5
        return watch

    told = {}
    with tempfile.TemporaryDirectory(dir=folder) as kept:
        stitch_these([0, 1], Path(kept) / "warm")
        usual = list(range(count))
        changed = [count if i == count // 2 else i for i in usual]
        told["project, cold"] = stitch_these(usual, Path(kept) / "episode").read()
        told[f"project, 1 of {count} changed"] = stitch_these(
            changed, Path(kept) / "episode"
        ).read()
        told["project, nothing changed"] = stitch_these(changed, Path(kept) / "episode").read()
    told["project, nothing changed"]["cpu_in_all"] = Watch._cpu()
    return told


def bit_rate(rate_hz: int) -> str:
    return "96k" if rate_hz == 44_100 else "64k"


WAYS = {
    "segments": make_segments,
    "pydub": stitch_by_pydub,
    "ffmpeg": stitch_by_ffmpeg,
    "project": stitch_by_project,
}

if __name__ == "__main__":
    main()
