"""What a run writes while it runs: a line a stage on standard error, everything into a file."""

from __future__ import annotations

import contextlib
import logging
import logging.handlers
import os
import re
import sys
import traceback
from typing import TYPE_CHECKING, Any, TypeVar

import click

from audiopaper.errors import AudiopaperError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_log = logging.getLogger(__name__)

_Command = TypeVar("_Command", bound="Callable[..., Any]")

LOG_BYTES, LOG_FILES = 1_000_000, 5
"""A log file is put aside at this size, and so many are kept besides the newest."""

_KEPT_ONLY = {"kept_only": True}
"""Marks a record that is shown on standard error by other means."""

_SECRET_VARIABLE = re.compile(r"(?:^|_)(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD)(?:\Z|_)")
_ADDRESS_SECRETS = re.compile(r"(?<=://)[^\s/@]+@|(?<=\w)\?[^\s\"']*")


def verbosity_options(function: _Command) -> _Command:
    """Add ``--quiet`` and ``--verbose``."""
    function = click.option(
        "--verbose", "-v", is_flag=True, help="Say more of what is done, page text included."
    )(function)
    return click.option("--quiet", "-q", is_flag=True, help="Say warnings and errors only.")(
        function
    )


@contextlib.contextmanager
def logging_to(folder: Path, *, quiet: bool = False, verbose: bool = False) -> Iterator[None]:
    """Have what the program says of its work shown and kept while the block runs.

    Args:
        folder: Of the log files; nothing is kept where it cannot be written.
        quiet: Whether standard error gets warnings only.
        verbose: Whether it gets all messages.
    """
    level = logging.WARNING if quiet else logging.DEBUG if verbose else logging.INFO
    log_file = _KeptFile(folder / "audiopaper.log")
    log_file.setFormatter(
        logging.Formatter(
            "%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s",
            # The clock of this machine, which is not always that of the show.
            datefmt="%Y-%m-%d %H:%M:%S %z",
        )
    )
    with _sent_to(_make_screen(level), log_file):
        try:
            yield
        except AudiopaperError as error:
            _log.error("%s -> %s", error.problem, error.remedy, extra=_KEPT_ONLY)
            raise
        except Exception:
            _log.critical("a bug", exc_info=True, extra=_KEPT_ONLY)
            raise


@contextlib.contextmanager
def showing_steps() -> Iterator[None]:
    """Show each step of the work on standard error while the block runs, and write no log file."""
    with _sent_to(_make_screen(logging.DEBUG)):
        yield


def _make_screen(level: int) -> logging.Handler:
    screen = logging.StreamHandler(sys.stderr)
    screen.setLevel(level)
    screen.setFormatter(logging.Formatter("%(message)s"))
    screen.addFilter(lambda record: not getattr(record, "kept_only", False))
    return screen


@contextlib.contextmanager
def _sent_to(*handlers: logging.Handler) -> Iterator[None]:
    """Have handlers get all of the program's messages, without secrets."""
    logger = logging.getLogger("audiopaper")
    before = logger.level, logger.propagate
    # The root logger belongs to whoever imports the package.
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    for handler in handlers:
        handler.addFilter(_WithoutSecrets())
        logger.addHandler(handler)
    try:
        yield
    finally:
        for handler in handlers:
            logger.removeHandler(handler)
            handler.close()
        logger.setLevel(before[0])
        logger.propagate = before[1]


def keep_warning(text: str) -> None:
    """Write a warning that is shown on the screen into the log file."""
    _log.warning("%s", text, extra=_KEPT_ONLY)


class _KeptFile(logging.handlers.RotatingFileHandler):
    """A log file that is created when the show exists, and skipped if it cannot be written."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            maxBytes=LOG_BYTES,
            backupCount=LOG_FILES,
            encoding="utf-8",
            errors="replace",
            delay=True,
        )
        self._folder = path.parent

    def emit(self, record: logging.LogRecord) -> None:
        # A run that finds no edition leaves no trace where no show stands yet: a stage that ends
        # well is the first that is told at this level.
        show = self._folder.parent.parent
        if not show.exists() and record.levelno != logging.INFO:
            return
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Go on without a log where the disk is full or the folder cannot be written."""


class _WithoutSecrets(logging.Filter):
    """Take the environment's keys, and what an address carries besides its path, out of a line."""

    def __init__(self) -> None:
        super().__init__()
        self._secrets = sorted(
            (v for k, v in os.environ.items() if _SECRET_VARIABLE.search(k.upper()) and len(v) > 3),
            key=len,
            reverse=True,
        )

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        for secret in self._secrets:
            message = message.replace(secret, "***")
        record.msg, record.args = _ADDRESS_SECRETS.sub("", message), None
        if record.exc_info:
            # Its lines are the program's own, its message may be anybody's.
            record.exc_text = "".join(traceback.format_tb(record.exc_info[2])) + str(
                record.exc_info[0]
            )
        return True
