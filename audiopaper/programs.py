"""External programs; no other module starts one, and none is needed for an episode."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess  # noqa: TID251 - the module for it
import sys
from typing import TYPE_CHECKING

from audiopaper.errors import MissingProgramError, PublishError
from audiopaper.translations import _, system_reason

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_MESSAGE_CHARS = 200
_EDITING_S = 24 * 3600.0
"""Time limit of an editing session: without a desktop environment, `xdg-open` runs as long as the
editor that it opened."""

_ENDING_S = 1.0
"""Time that a killed worker gets to end."""

_KILLED = -9
"""Return code of a process that is no longer waited for."""

_LIST_FOLDER = "import os, sys; os.path.isdir(sys.argv[1]) and os.listdir(sys.argv[1])"


class ProgramError(Exception):
    """A program failed; the message is the last line of its error output."""


def run_program(args: Sequence[str | Path], *, timeout_s: float, max_bytes: int) -> bytes:
    """Run an external program to its end, without a shell and without input.

    Args:
        args: Name and arguments.
        timeout_s: Time that it may take.
        max_bytes: Greatest size of its output.

    Returns:
        Its standard output.

    Raises:
        MissingProgramError: It is not on the path.
        ProgramError: It failed, took longer or wrote more.
    """
    name = str(args[0])
    program = shutil.which(name)
    if program is None:
        raise MissingProgramError(
            _("the program {name} is not installed", name=name),
            remedy=_("install {name}, for instance with the system's package manager", name=name),
        )
    try:
        process = subprocess.run(
            [program, *map(str, args[1:])],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout_s,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ProgramError(
            _("{name} had not ended after {timeout_s:.0f} seconds", name=name, timeout_s=timeout_s)
        ) from error
    except OSError as error:
        raise ProgramError(
            _("{name} cannot be started: {reason}", name=name, reason=system_reason(error))
        ) from error
    if process.returncode:
        lines = process.stderr.decode("utf-8", "replace").strip().splitlines() or [_("no message")]
        raise ProgramError(f"{name}: {lines[-1][:_MESSAGE_CHARS]}")
    if len(process.stdout) > max_bytes:
        raise ProgramError(
            _("{name} gave more than {max_bytes} bytes", name=name, max_bytes=max_bytes)
        )
    return process.stdout


def folder_answers(path: Path, *, limit_s: float) -> bool:
    """Return whether the disk of a path answers in time, by a process that reads the path.

    A process that waits for a hanging mount cannot be killed before the disk answers: a thread
    would block the whole program, and hold the show's lock, until then. The reading process is
    abandoned.

    Args:
        path: Path to be read; it need not exist.
        limit_s: Time that the answer may take.
    """
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", _LIST_FOLDER, path],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(limit_s)
    except subprocess.TimeoutExpired:
        process.kill()
        # Without a return code, Python would wait for it or warn when the object is deleted.
        process.returncode = _KILLED
        return False
    return True


class Worker:
    """A process of this program that answers requests; started by `start_worker`."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        """Take a process whose standard input and output are pipes."""
        if process.stdin is None or process.stdout is None:
            raise ValueError("a worker is connected by pipes")
        self._process = process
        self._requests = process.stdin
        self.answers = process.stdout
        """Stream of its answers."""

    def send(self, request: bytes) -> None:
        """Send a request.

        Raises:
            OSError: It has ended.
        """
        self._requests.write(request)
        self._requests.flush()

    def leave(self) -> None:
        """Kill it without waiting for its end, which a hanging disk may delay."""
        self._process.kill()
        try:
            self._process.wait(_ENDING_S)
        except subprocess.TimeoutExpired:
            # Without a return code, Python would warn when the object is deleted. The pipes stay
            # open: a thread may be reading, and closing would wait for it.
            self._process.returncode = _KILLED
            return
        with contextlib.suppress(OSError):
            self._requests.close()
        self.answers.close()


def start_worker(module: str, *args: str) -> Worker:
    """Start a module of this program as a process that may be abandoned.

    Args:
        module: A module that reads requests from standard input and answers on standard output.
        args: Its arguments.

    Raises:
        PublishError: No process can be started.
    """
    try:
        # In a session of its own, so that it holds neither the terminal nor what waits for this
        # program.
        process = subprocess.Popen(
            [sys.executable, "-m", module, *args],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise PublishError(
            _("no process can be started: {reason}", reason=system_reason(error)),
            remedy=_("free memory, then run again"),
        ) from error
    return Worker(process)


def open_text_file(path: Path) -> None:
    """Open a file with the desktop's program for text files.

    Most desktops return at once, so that the end of editing cannot be awaited.

    Raises:
        MissingProgramError: There is no screen, or no program that opens files.
        ProgramError: The desktop could not open it.
    """
    if sys.platform == "darwin":
        opener: tuple[str, ...] = ("open", "-t")
    elif os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        opener = ("xdg-open",)
    else:
        raise MissingProgramError(
            _("this machine has no screen to open an editor on"),
            remedy=_("choose an editor for the terminal: export EDITOR=nano"),
        )
    run_program((*opener, path), timeout_s=_EDITING_S, max_bytes=10_000_000)
