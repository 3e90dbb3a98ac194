"""What a command finds around it: streams that are closed, a machine short of memory or names."""

from __future__ import annotations

import errno
import io
import os
import sys

from audiopaper.errors import AudiopaperError, PublishError
from audiopaper.translations import _

_STREAMS = ("stdin", "stdout", "stderr")

_MACHINE = {
    errno.EACCES: "correct its permissions",
    errno.EDQUOT: "free disk space",
    errno.EIO: "look at the disk",
    errno.EMFILE: "raise the limit of open files: ulimit -n",
    errno.ENAMETOOLONG: "choose a shorter name: a file's has 255 bytes at most, three a character",
    errno.ENFILE: "close other programs, or raise the machine's limit of open files",
    errno.ENOSPC: "free disk space",
    errno.EPERM: "correct its permissions",
    errno.EROFS: "name an output folder on a disk that can be written",
    errno.ESTALE: "mount the disk anew",
}
"""Failures of the machine's that may meet any file, each with the way out."""

# What libraries say where they get no memory: numpy's loader, threads, FreeType's map of a font.
_MEMORY_WORDS = (
    "failed to map segment",
    "cannot allocate memory",
    "can't start new thread",
    "unable to allocate",
)


def open_streams() -> None:
    """Open what the shell closed (``>&-``): the next file that is opened would take its place."""
    for number, name in enumerate(_STREAMS):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
        if getattr(sys, name) is None:
            mode = "r" if name == "stdin" else "w"
            stream = os.fdopen(number, mode, encoding="utf-8", closefd=False)
            setattr(sys, name, stream)
    for output in (sys.stdout, sys.stderr):
        # A terminal that lacks a character, and a name that is no UTF-8, are shown with escapes.
        if isinstance(output, io.TextIOWrapper):
            output.reconfigure(errors="backslashreplace")
    # pydub asks for it as soon as it is loaded.
    os.environ.setdefault("PATH", os.defpath)


def explain_failure(error: BaseException) -> AudiopaperError | None:
    """Return an error for a failure of the machine; None if the failure is a bug.

    Args:
        error: The exception that ended a command.
    """
    if isinstance(error, AudiopaperError):
        return error
    if _lacks_memory(error):
        return PublishError(
            _("the machine lets the program have too little memory, so it was ended"),
            remedy=_(
                "give it 1 GB, or close other programs; then run again: what was done is kept"
            ),
        )
    if isinstance(error, OSError) and error.errno in _MACHINE:
        name = f"{os.fsdecode(error.filename)}: " if error.filename else ""
        return PublishError(
            f"{name}{error.strerror}",
            remedy=_("{machine}, then run again", machine=_MACHINE[error.errno]),
        )
    return None


def _lacks_memory(error: BaseException) -> bool:
    seen: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in seen:
        if isinstance(cause, MemoryError) or getattr(cause, "errno", None) == errno.ENOMEM:
            return True
        if any(words in str(cause).lower() for words in _MEMORY_WORDS):
            return True
        seen.append(cause)
        cause = cause.__cause__ or cause.__context__
    return False
