"""Speak 40 segments against the stand-in's faults: `python -m tests.bench_speech [FAULT ...]`.

Prints a table: the fault (alone at 30 % of requests, all mixed at 20 %), how it ended, requests,
seconds, and the seconds of waiting that were left out. Then the speed of four workers against one
at 300 ms latency. Needs ../shared/tools/edge_service.py.
"""

from __future__ import annotations

import importlib.util
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

from audiopaper.cache import ClipCache
from audiopaper.engines import make_engine
from audiopaper.errors import SynthesisError
from audiopaper.model import Presenter, Segment
from audiopaper.speech import speak

SERVICE = Path(__file__).resolve().parents[2] / "shared" / "tools" / "edge_service.py"
PRESENTER = Presenter(
    name="lan",
    display_name="岚",
    chars_per_minute=270,
    engines={"edge": {"voice": "zh-CN-XiaoxiaoNeural"}},
)
SEGMENTS = tuple(
    Segment(item=n, presenter="lan", printed=f"青川公园第{n}号步道今天开放。" * (1 + n % 4))
    for n in range(40)
)


def load_service() -> Any:
    """The stand-in as a module."""
    spec = importlib.util.spec_from_file_location("edge_service", SERVICE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["edge_service"] = module
    spec.loader.exec_module(module)
    return module


def run(workers: int) -> tuple[str, float, float]:
    """Speak all segments into an empty cache: how it ended, seconds, waits left out."""
    waits: list[float] = []
    engine = make_engine("edge", {"lan": PRESENTER}, {"workers": workers, "idle_seconds": 0.5})
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        cache = ClipCache(Path(folder))
        try:
            spoken = speak(SEGMENTS, engine, cache, tries=4, workers=workers, sleep=waits.append)
        except SynthesisError as error:
            kept = cache.size().clips
            outcome = f"exit {error.exit_code}, {kept} kept: {error.problem.split(': ')[-1]}"
        else:
            whole = all(
                "".join(m.text for m in clip.marks) == one.segment.printed
                for one in spoken
                if (clip := cache.load(one.clip_key))
            )
            outcome = "complete" if whole else "INCOMPLETE"
    return outcome, time.monotonic() - began, sum(waits)


def main(faults: list[str]) -> None:
    """Print the table."""
    warnings.simplefilter("ignore")
    stand_in = load_service()
    known = [f for f in stand_in.FAULTS if f not in ("slow", "slow-connect")]
    mixed = [f"{f}:{0.2 / len(known):.4f}" for f in known if not f.startswith("403")]
    with stand_in.running(speech="silence", seed=7) as service:
        undo = stand_in.redirect(service.url)
        for name in faults or [*known, "mixed"]:
            service.set_faults(mixed if name == "mixed" else [f"{name}:0.3"])
            service.requests.clear()
            outcome, seconds, waited = run(workers=4)
            count = len(service.requests)
            print(f"{name:13} {count:4} requests {seconds:5.1f} s + {waited:5.0f} s  {outcome}")
        service.set_faults([])
        service.latency = 0.3
        one, four = run(workers=1)[1], run(workers=4)[1]
        print(f"latency 300 ms: 1 worker {one:.1f} s, 4 workers {four:.1f} s, x{one / four:.2f}")
        undo()


if __name__ == "__main__":
    main(sys.argv[1:])
