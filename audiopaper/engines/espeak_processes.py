"""The processes in which espeak-ng runs: started once, and used for one request after another."""

from __future__ import annotations

import json
import queue
import subprocess  # noqa: TID251 - no outside program: our own worker
import sys
import threading
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiopaper.engines.base import TransientError
from audiopaper.errors import MissingProgramError, SynthesisError
from audiopaper.memory import THREAD_BYTES, require_memory
from audiopaper.translations import _, system_reason

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORKER = Path(__file__).with_name("espeak_worker.py")

_IS_REUSED = sys.platform == "linux"
"""Whether a worker carries out each request in a copy of itself, as the library is to be new."""

_RESERVE_S = 10.0
"""The worker ends a request that hangs; if it hangs itself, it is killed so much later."""


class EspeakProcesses:
    """A pool of workers, one for each thread that asks; see `espeak_worker`."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._idle: queue.LifoQueue[_Process] = queue.LifoQueue()
        self._is_closed = False
        weakref.finalize(self, _end_all, self._idle)

    def ask(self, request: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        """Have a request carried out; return its answer and its samples.

        Raises:
            TransientError: The library crashes or hangs.
            SynthesisError: The library fails, or no process can be started.
            MissingProgramError: The library or its data is missing.
        """
        try:
            process = self._idle.get_nowait()
        except queue.Empty:
            process = _Process()
        is_reusable = False
        try:
            answer, pcm = process.ask(request)
            is_reusable = _IS_REUSED
        finally:
            if is_reusable and not self._is_closed:
                self._idle.put(process)
            else:
                process.end()
        if "crash" in answer:
            raise TransientError(
                _("espeak-ng crashed (code {code})", code=answer["crash"]),
                remedy=_("run the same command again"),
            )
        if "hangs" in answer:
            raise TransientError(_("espeak-ng hangs"), remedy=_("run the same command again"))
        if "error" in answer:
            raise SynthesisError(
                _("the embedded espeak-ng fails: {error}", error=answer["error"]),
                remedy=_("install it again: pip install --force-reinstall espeakng-loader"),
            )
        return answer, pcm

    def close(self) -> None:
        """End the workers that do nothing now; the others end with their requests."""
        self._is_closed = True
        _end_all(self._idle)


def _end_all(idle: queue.LifoQueue[_Process]) -> None:
    while True:
        try:
            idle.get_nowait().end()
        except queue.Empty:
            return


class _Process:
    """A worker."""

    def __init__(self) -> None:
        """Start it.

        Raises:
            MissingProgramError: The library or its data is missing.
            SynthesisError: No process can be started.
        """
        library, data = find_library()
        # Not multiprocessing: forkserver and spawn import the caller's __main__ into every worker
        # (0.3 s for the command line); this starts in 40 ms whatever __main__ is.
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", str(_WORKER), library, data],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise SynthesisError(
                _("no process can be started: {strerror}", strerror=system_reason(error)),
                remedy=_("close other programs and run the same command again"),
            ) from error

    def ask(self, request: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        """Send a request and wait for the answer.

        Raises:
            TransientError: The worker has ended.
        """
        limit_s = 30 + len(request["text"]) / 50
        require_memory(THREAD_BYTES)
        killer = threading.Timer(limit_s + _RESERVE_S, self._process.kill)
        killer.daemon = True
        killer.start()
        requests, answers = self._process.stdin, self._process.stdout
        if requests is None or answers is None:
            raise ValueError("a worker is connected by pipes")
        try:
            requests.write(json.dumps({"limit_s": limit_s, **request}).encode() + b"\n")
            requests.flush()
            answer = json.loads(answers.readline() or "{}")
            pcm = answers.read(answer.get("bytes", 0))
        except (OSError, ValueError):
            answer, pcm = {}, b""
        finally:
            killer.cancel()
        if "bytes" not in answer or len(pcm) != answer["bytes"]:
            raise TransientError(
                _("espeak-ng crashed (code {code})", code=self._process.poll()),
                remedy=_("run the same command again"),
            )
        return answer, pcm

    def end(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        # Closes the pipes, and waits for its end.
        self._process.communicate()


def find_library() -> tuple[str, str]:
    """Return the paths of the library and of its data.

    Raises:
        MissingProgramError: One of them is missing.
    """
    try:
        import espeakng_loader

        paths = espeakng_loader.get_library_path(), espeakng_loader.get_data_path()
    except (ImportError, RuntimeError) as error:
        raise MissingProgramError(
            _("the embedded espeak-ng is incomplete: {error}", error=error),
            remedy=_("install it again: pip install --force-reinstall espeakng-loader"),
        ) from error
    for path in paths:
        if not Path(path).exists():
            raise MissingProgramError(
                _("the embedded espeak-ng is incomplete: {name} is missing", name=Path(path).name),
                remedy=_("install it again: pip install --force-reinstall espeakng-loader"),
            )
    return paths
