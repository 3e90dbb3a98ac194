"""What a command finds around it: streams that are closed, a machine short of memory or names."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import stat
import sys
import threading
from typing import TYPE_CHECKING

import click

from audiopaper.disk import explain_os_error
from audiopaper.errors import AudiopaperError, InputError, PublishError
from audiopaper.memory import NUMPY_BYTES, require_memory
from audiopaper.translations import _

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_STREAMS = ("stdin", "stdout", "stderr")

# Error texts of failed allocations: numpy's loader, threads, FreeType's map of a font.
_MEMORY_WORDS = (
    "failed to map segment",
    "cannot allocate memory",
    "can't start new thread",
    "unable to allocate",
)

_RESERVE_BYTES = 1 << 20


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
    for name in ("stdout", "stderr"):
        output = getattr(sys, name)
        # A terminal that lacks a character, and a name that is no UTF-8, are shown with escapes.
        if isinstance(output, io.TextIOWrapper):
            output.reconfigure(errors="backslashreplace")
            setattr(sys, name, _outlive_reader(output))
    # pydub asks for it as soon as it is loaded.
    os.environ.setdefault("PATH", os.defpath)


class _Outlet(io.FileIO):
    """An output that is thrown away once nobody reads it: ``audiopaper today | head -1``."""

    def write(self, data: ReadableBuffer, /) -> int:
        """Write what fits, or nothing for a reader who has gone."""
        try:
            return super().write(data)
        except BrokenPipeError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.fileno())
            os.close(nowhere)
            return memoryview(data).nbytes


def _outlive_reader(output: io.TextIOWrapper) -> io.TextIOWrapper:
    """Let a command go on to its end, with the exit code of its own, when its reader has gone."""
    try:
        mode = os.fstat(output.fileno()).st_mode
    except OSError:
        return output
    if not (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)):
        return output
    output.flush()
    return io.TextIOWrapper(
        io.BufferedWriter(_Outlet(output.fileno(), "wb", closefd=False)),
        encoding=output.encoding,
        errors=output.errors,
        line_buffering=output.line_buffering,
    )


def end_when_a_thread_lacks_memory() -> None:
    """Let the program end, with its two sentences, once a thread ends for want of memory.

    Whoever waits for such a thread would wait for ever: `threading.Thread.start` for its first
    step, others for a result. Files are replaced whole, so that the program may end at any moment.
    Where not even this can run, `require_memory` was asked before.
    """
    failure = _memory_failure()
    code, sentences = failure.exit_code, describe_failure(failure).encode(errors="replace")
    # Memory for the last steps.
    reserve = [bytes(_RESERVE_BYTES)]
    usual, usual_in_thread = sys.unraisablehook, threading.excepthook
    main_thread = threading.get_ident()

    def end(error: BaseException | None) -> None:
        reserve.clear()
        if error is None or not _lacks_memory(error):
            return
        try:
            os.write(2, sentences)
        finally:
            os._exit(code)

    def note_thread(args: threading.ExceptHookArgs) -> None:
        end(args.exc_value)
        usual_in_thread(args)

    def note_unraisable(args: sys.UnraisableHookArgs) -> None:
        # A thread that could not begin.
        if threading.get_ident() != main_thread:
            end(args.exc_value)
        usual(args)

    threading.excepthook = note_thread
    sys.unraisablehook = note_unraisable


class _NumpySettings:
    """Prepares the first import of numpy, whichever command needs it."""

    def find_spec(self, name: str, _path: object, _target: object = None, /) -> None:
        """Find nothing itself."""
        if name == "numpy":
            # The products are small, and a second thread waits for the next one at work.
            os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
            require_memory(NUMPY_BYTES)
            sys.meta_path.remove(self)


def prepare_numpy() -> None:
    """Have numpy multiply on the calling thread alone, and fail as want of memory does.

    OpenBLAS would end the program where it gets no memory.
    """
    sys.meta_path.insert(0, _NumpySettings())


def explain_failure(error: BaseException) -> AudiopaperError | None:
    """Return an error for a failure of the machine; None if the failure is a bug.

    Args:
        error: The exception that ended a command.
    """
    if isinstance(error, AudiopaperError):
        short = any(_is_memory_error(cause) for cause in _list_causes(error))
        return _memory_failure() if short else error
    if _lacks_memory(error):
        return _memory_failure()
    if isinstance(error, FileNotFoundError) and not _has_working_folder():
        return InputError(
            _("the folder that the command was given in is no longer there"),
            remedy=_("change to a folder that is there: cd"),
        )
    return explain_os_error(error) if isinstance(error, OSError) else None


def _has_working_folder() -> bool:
    try:
        os.getcwd()  # noqa: PTH109 - no path is asked for
    except FileNotFoundError:
        return False
    return True


def tell_at_the_end(text: str) -> None:
    """Write what a command ends with to standard error, if that can be written."""
    with contextlib.suppress(OSError):
        click.echo(text, err=True, nl=False)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            # Python writes what is left when it ends, and would end with a code of its own.
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def describe_failure(failure: AudiopaperError) -> str:
    """Return the two lines that say what is wrong and what to do about it."""
    return f"{_('audiopaper: {problem}', problem=failure.problem)}\n  -> {failure.remedy}\n"


def _memory_failure() -> PublishError:
    return PublishError(
        _("the machine lets the program have too little memory, so it was ended"),
        remedy=_("give it 1 GB, or close other programs; then run again: what was done is kept"),
    )


def _lacks_memory(error: BaseException) -> bool:
    return any(
        _is_memory_error(cause) or any(words in str(cause).lower() for words in _MEMORY_WORDS)
        for cause in _list_causes(error)
    )


def _is_memory_error(error: BaseException) -> bool:
    return isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM


def _list_causes(error: BaseException) -> list[BaseException]:
    """Return an exception and what it was raised from."""
    causes: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in causes:
        causes.append(cause)
        cause = cause.__cause__ or cause.__context__
    return causes
