"""Speak 40 segments against the stand-in's faults: `python -m tests.bench_speech [FAULT ...]`.

Prints a table: the fault (each alone at 30 % of requests, then all mixed at 20 %), how it ended,
requests, the most tries that one segment took, seconds, and the seconds of waiting between tries
that were counted and not waited. An outcome is "complete" where the stand-in's own log holds an
undisturbed answer for every sentence of every segment. Then a second run (no request), one with
a changed word (one request), and the speed of four workers against one at 300 ms latency. Needs
../shared/tools/edge_service.py and ffmpeg.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from audiopaper.config import SpeechSettings
from audiopaper.engines import make_engine
from audiopaper.errors import SynthesisError
from audiopaper.model import Presenter, Segment
from audiopaper.speech import missing_segments, speak
from audiopaper.store.clip_store import ClipCache
from tests.support.paths import SHARED

SERVICE = SHARED / "tools" / "edge_service.py"
PRESENTERS = {
    "lan": Presenter(
        name="lan",
        display_name="岚",
        chars_per_minute=270,
        engines={"edge": {"voice": "zh-CN-XiaoxiaoNeural"}},
    )
}
SEGMENTS = tuple(
    Segment(item=n, presenter="lan", printed=f"青川公园第{n}号步道今天开放。" * (1 + n % 4))
    for n in range(40)
)
HARMLESS = ("ok", "slow", "slow-connect", "unknown-path", "empty-frame", "drift")
"""Outcomes of the stand-in after which all sound and all text was sent; drift stretches the times
of the marks, which shows only where the last then ends behind the sound."""

SPEED_TURNS = 3

PARAMETERS = {"slow": "slow=40000", "slow-connect": "slow-connect=0.2"}
"""Faults that only cost time, made short enough for a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    outcome: str
    seconds: float
    waited: float
    most_tries: int


def load_service() -> Any:
    """The stand-in as a module."""
    spec = importlib.util.spec_from_file_location("edge_service", SERVICE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["edge_service"] = module
    spec.loader.exec_module(module)
    return module


def run(
    folder: Path,
    requests: Sequence[dict[str, Any]],
    *,
    workers: int,
    segments: Sequence[Segment],
    idle_seconds: float = 20,
) -> Run:
    """Speak the segments into a cache: how it ended."""
    waits: list[float] = []
    settings = {"workers": workers, "idle_seconds": idle_seconds}
    engine = make_engine("edge", PRESENTERS, settings)
    cache = ClipCache(folder)
    began = time.monotonic()
    tries = SpeechSettings().tries
    most = 0
    try:
        spoken = speak(segments, engine, cache, tries=tries, workers=workers, sleep=waits.append)
    except SynthesisError as error:
        kept = [s for s in segments if s not in missing_segments(segments, engine, cache)]
        whole = covered(kept, requests)
        said = error.problem.partition("could not be spoken")[2].lstrip(": ")
        outcome = f"exit {error.exit_code}, {len(kept)} kept: {said}"
    else:
        most = max(one.tries for one in spoken)
        whole = covered(segments, requests)
        outcome = "complete"
    if not whole:
        outcome = f"INCOMPLETE CLIPS KEPT ({outcome})"
    return Run(
        outcome=outcome, seconds=time.monotonic() - began, waited=sum(waits), most_tries=most
    )


def covered(segments: Sequence[Segment], requests: Sequence[dict[str, Any]]) -> bool:
    """Whether the stand-in's log holds an undisturbed answer for all text of the segments."""
    sent = {r["text"] for r in requests if r["outcome"] in HARMLESS and "text" in r}

    def said(text: str) -> bool:
        # What gave no sound twice goes out again in smaller pieces, cut at sentences.
        return not text or any(text.startswith(s) and said(text[len(s) :]) for s in sent)

    return all(said(segment.printed) for segment in segments)


def print_faults(stand_in: Any, service: Any, names: Sequence[str]) -> None:
    known = list(stand_in.FAULTS)
    mixed = [f"{f}:{0.2 / len(known):.4f}" for f in known if not f.startswith("slow")]
    passing = [f for f in mixed if not f.startswith("403")]
    for name in names or [*known, "mixed", "mixed, no 403"]:
        faults = {"mixed": mixed, "mixed, no 403": passing}.get(name)
        service.set_faults(faults or [f"{PARAMETERS.get(name, name)}:0.3"])
        service.requests.clear()
        with tempfile.TemporaryDirectory() as folder:
            done = run(Path(folder), service.requests, workers=4, segments=SEGMENTS, idle_seconds=1)
        bad = sum(r["outcome"] not in HARMLESS for r in service.requests)
        print(
            f"{name:13} {len(service.requests):4} requests {bad:3} bad {done.most_tries:2} tries "
            f"{done.seconds:5.1f} s + {done.waited:4.0f} s  {done.outcome}",
            flush=True,
        )


def print_reruns(service: Any) -> None:
    service.set_faults([])
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder), service.requests, workers=4, segments=SEGMENTS)
        changed = replace(SEGMENTS[7], printed=SEGMENTS[7].printed.replace("今天", "明天"))
        paused = replace(SEGMENTS[8], pause="story", item=99)
        for what, segments in (
            ("nothing changed", SEGMENTS),
            ("a pause changed", (*SEGMENTS[:8], paused, *SEGMENTS[9:])),
            ("a word changed", (*SEGMENTS[:7], changed, *SEGMENTS[8:])),
        ):
            service.requests.clear()
            run(Path(folder), service.requests, workers=4, segments=segments)
            print(f"{what}: {len(service.requests)} requests")


def print_speed(stand_in: Any) -> None:
    # In a process of its own, as a service is: here it would take turns with the program.
    command = [sys.executable, "-W", "ignore", str(SERVICE), "--latency-ms", "300"]
    seconds: dict[int, float] = {}
    with subprocess.Popen([*command, "--speech", "tone"], stdout=subprocess.PIPE, text=True) as own:
        assert own.stdout is not None
        undo = stand_in.redirect(own.stdout.readline().split()[1])
        # The best of some, in turns: what else the machine does is not what is measured, nor that
        # the stand-in makes each sound when it is first asked for it.
        for workers in (4, 1) * SPEED_TURNS:
            with tempfile.TemporaryDirectory() as folder:
                done = run(Path(folder), [], workers=workers, segments=SEGMENTS)
            seconds[workers] = min(done.seconds, seconds.get(workers, done.seconds))
        undo()
        own.terminate()
    speed = seconds[1] / seconds[4]
    print(
        f"latency 300 ms: 1 worker {seconds[1]:.1f} s, 4 workers {seconds[4]:.1f} s, x{speed:.2f}"
    )


def main(faults: list[str]) -> None:
    """Print the tables."""
    warnings.simplefilter("ignore")
    if not SERVICE.is_file() or not shutil.which("ffmpeg"):
        raise SystemExit("needs ../shared/tools/edge_service.py and ffmpeg")
    stand_in = load_service()
    with stand_in.running(speech="tone", seed=7) as service:
        undo = stand_in.redirect(service.url)
        for segment in SEGMENTS:  # its own synthesis is not what is measured
            stand_in.synthesise(segment.printed, "zh-CN-XiaoxiaoNeural", 1.0, 1.0, "tone")
        print_faults(stand_in, service, faults)
        print_reruns(service)
        undo()
    print_speed(stand_in)


if __name__ == "__main__":
    main(sys.argv[1:])
