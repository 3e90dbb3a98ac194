"""The processes in which espeak speaks: used again, the same bytes, and no crash takes others along."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from audiopaper.engines import espeak_processes, make_engine
from audiopaper.engines.base import TransientError
from audiopaper.engines.espeak_processes import EspeakProcesses
from audiopaper.errors import SynthesisError
from audiopaper.model import Presenter, Reading, Segment
from tests.support.paths import ROOT

LAN = Presenter(name="lan", display_name="岚", chars_per_minute=250, engines={"espeak": {}})

NEW_EACH_TIME = "the library is started anew for each segment here"


def segment(text: str, *syllables: str) -> Segment:
    reading = Reading(start=0, end=len(text), spoken=text, pinyin=syllables)
    return Segment(item=0, presenter="lan", printed=text, readings=(reading,))


BRIDGE = segment("新桥", "xin1", "qiao2")
RIVER = segment("长河水", "chang2", "he2", "shui3")


def test_a_segment_is_the_same_bytes_whatever_was_spoken_before() -> None:
    with closing(make_engine("espeak", {"lan": LAN}, {})) as engine:
        first = engine.synthesise(BRIDGE)
        engine.synthesise(RIVER)
        assert engine.synthesise(BRIDGE) == first
    with closing(make_engine("espeak", {"lan": LAN}, {})) as another:
        assert another.synthesise(BRIDGE) == first


@pytest.mark.skipif(sys.platform != "linux", reason=NEW_EACH_TIME)
def test_one_process_speaks_one_segment_after_another_and_ends_with_the_engine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def start(*args: Any, **options: Any) -> subprocess.Popen[bytes]:
        started.append(real(*args, **options))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", start)
    with closing(make_engine("espeak", {"lan": LAN}, {})) as engine:
        for said in (BRIDGE, RIVER, BRIDGE):
            engine.synthesise(said)
        (process,) = started
        assert process.poll() is None
    assert process.poll() is not None


def carry_out(body: str, limit_s: float = 60) -> dict[str, Any]:
    """Have a worker's copy do something in place of speaking; what it answers."""
    program = (
        "import os, sys, time\nfrom audiopaper.engines import espeak_worker\n"
        f"def speak(*_): {body}\n"
        "espeak_worker.speak = speak\n"
        f"answer = espeak_worker._answer_in_copy(None, 0, {{'limit_s': {limit_s}}}, chosen=True)\n"
        "sys.stdout.buffer.write(answer)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
        timeout=60,
    )
    answer: dict[str, Any] = json.loads(done.stdout.partition(b"\n")[0])
    return answer


@pytest.mark.skipif(sys.platform != "linux", reason=NEW_EACH_TIME)
def test_a_crash_or_a_hang_of_the_library_ends_one_segment_alone() -> None:
    assert carry_out("os.kill(os.getpid(), 11)") == {"crash": -11, "bytes": 0}
    assert carry_out("time.sleep(600)", limit_s=0.1) == {"hangs": True, "bytes": 0}
    assert carry_out("return {'words': []}, b'xy'") == {"words": [], "bytes": 2}


def test_a_voice_that_is_missing_is_an_error_and_the_next_request_is_answered() -> None:
    with closing(EspeakProcesses()) as processes:
        with pytest.raises(SynthesisError, match="no voice"):
            processes.ask({"voice": "no such voice", "ipa": True, "text": "bridge"})
        answer, _ = processes.ask({"voice": "en-us", "ipa": True, "text": "bridge"})
        assert "b" in answer["ipa"]
        another, _ = processes.ask({"voice": "de", "ipa": True, "text": "bridge"})
        assert another["ipa"] != answer["ipa"]
        assert processes.ask({"voice": "en-us", "ipa": True, "text": "bridge"})[0] == answer


@pytest.mark.parametrize(
    ("answer", "kind", "problem"),
    [
        ('{"crash": -11, "bytes": 0}', TransientError, "crashed"),
        ('{"hangs": true, "bytes": 0}', TransientError, "hangs"),
        ('{"error": "no data", "bytes": 0}', SynthesisError, "no data"),
        ('{"words": [], "bytes": 9}', TransientError, "crashed"),
        ("", TransientError, "crashed"),
        ("no JSON", TransientError, "crashed"),
    ],
)
def test_whatever_a_worker_answers_is_speech_or_a_failure(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    kind: type[Exception],
    problem: str,
) -> None:
    worker = tmp_path / "worker.py"
    worker.write_text(f"import sys\nsys.stdin.readline()\nprint({answer!r})\n", "utf-8")
    monkeypatch.setattr(espeak_processes, "_WORKER", worker)
    with closing(EspeakProcesses()) as processes, pytest.raises(kind, match=problem):
        processes.ask({"text": "x"})
