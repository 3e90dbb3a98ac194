"""Outside programs: the only room that starts one, and none is needed for an episode."""

from __future__ import annotations

import shutil
import subprocess  # noqa: TID251 - this is the room
from typing import TYPE_CHECKING

from audiopaper.errors import MissingProgramError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_MESSAGE_CHARS = 200


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
