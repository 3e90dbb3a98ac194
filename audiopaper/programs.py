"""Outside programs: the only room that starts one, and none is needed for an episode."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess  # noqa: TID251 - this is the room
import sys
from typing import TYPE_CHECKING

from audiopaper.errors import MissingProgramError, PublishError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_MESSAGE_CHARS = 200
_EDITING_S = 24 * 3600.0
"""On a bare desktop `xdg-open` stays until the program that it opened has ended."""


class ProgramError(Exception):
    """A program ran and failed; the message is the last line of what it said."""


def run_program(args: Sequence[str | Path], *, timeout_s: float, max_bytes: int) -> bytes:
    """Run an outside program to its end, without a shell or an input.

    Args:
        args: Its name and arguments.
        timeout_s: How long it may take.
        max_bytes: The most that it may write.

    Returns:
        What it wrote on standard output.

    Raises:
        MissingProgramError: There is no such program on the path.
        ProgramError: It failed, took longer or wrote more.
    """
    name = str(args[0])
    found = shutil.which(name)
    if found is None:
        raise MissingProgramError(
            f"the program {name} is not installed",
            remedy=f"install {name}, for instance with the system's package manager",
        )
    try:
        done = subprocess.run(
            [found, *map(str, args[1:])],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout_s,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ProgramError(f"{name} had not ended after {timeout_s:.0f} seconds") from error
    except OSError as error:
        raise ProgramError(f"{name} cannot be started: {error.strerror or error}") from error
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no message"]
        raise ProgramError(f"{name}: {lines[-1][:_MESSAGE_CHARS]}")
    if len(done.stdout) > max_bytes:
        raise ProgramError(f"{name} gave more than {max_bytes} bytes")
    return done.stdout


_LOOK = "import os, sys; os.path.isdir(sys.argv[1]) and os.listdir(sys.argv[1])"


def folder_answers(path: Path, *, limit_s: float) -> bool:
    """Tell whether the disk that a path is on answers in time, by a process that looks at it.

    Who asks a mounted disk that hangs cannot be ended, not even killed, before the disk answers: a
    thread would keep the whole program, and the show's lock, until then. The process that looks is
    left to itself.

    Args:
        path: What is looked at; it need not exist.
        limit_s: How long the answer may take.
    """
    looking = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", _LOOK, path],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        looking.wait(limit_s)
    except subprocess.TimeoutExpired:
        looking.kill()
        # Else it would be waited for, or warned of, when this object goes.
        looking.returncode = -9
        return False
    return True


class Worker:
    """A process of the program's own that is asked and answers; started by `start_worker`."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        """Take a process whose standard input and output are pipes."""
        if process.stdin is None or process.stdout is None:
            raise ValueError("a worker is asked and answers by pipes")
        self._process = process
        self._questions = process.stdin
        self.answers = process.stdout
        """What it answers."""

    def send(self, question: bytes) -> None:
        """Ask it for something.

        Raises:
            OSError: It has ended.
        """
        self._questions.write(question)
        self._questions.flush()

    def leave(self) -> None:
        """End it without waiting: a disk may hold it."""
        self._process.kill()
        try:
            self._process.wait(_ENDING_S)
        except subprocess.TimeoutExpired:
            # Else it would be warned of when this object goes. Its pipes stay open: a thread may
            # be reading, and closing waits for that.
            self._process.returncode = -9
            return
        with contextlib.suppress(OSError):
            self._questions.close()
        self.answers.close()


_ENDING_S = 1.0


def start_worker(module: str, *args: str) -> Worker:
    """Start a module of the program as a process that may be left to itself.

    Args:
        module: It reads questions from standard input and answers on standard output.
        args: Its arguments.

    Raises:
        PublishError: No process can be started.
    """
    try:
        # A session of its own: it holds no terminal, and nothing that waits for this program.
        process = subprocess.Popen(
            [sys.executable, "-m", module, *args],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise PublishError(
            f"no process can be started: {error.strerror or error}",
            remedy="free memory, then run again",
        ) from error
    return Worker(process)


def open_text_file(path: Path) -> None:
    """Have the desktop open a file with the program that it opens text with.

    Most desktops hand it over and return at once, so that nobody can wait for the editor.

    Raises:
        MissingProgramError: There is no desktop: no screen, or no program that opens files.
        ProgramError: The desktop opened nothing.
    """
    if sys.platform == "darwin":
        opener: tuple[str, ...] = ("open", "-t")
    elif os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        opener = ("xdg-open",)
    else:
        raise MissingProgramError(
            "this machine has no screen to open an editor on",
            remedy="choose an editor for the terminal: export EDITOR=nano",
        )
    run_program((*opener, path), timeout_s=_EDITING_S, max_bytes=10_000_000)
