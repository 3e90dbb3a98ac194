"""The stages of a run: a log line for each, and their times for the report."""

from __future__ import annotations

import contextlib
import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class StageTime:
    """One stage of a run."""

    stage: str
    """Its name."""

    seconds: float
    """How long it took."""

    result: str
    """What it did, in a few words, without any of the pages' text."""


class Journal:
    """The stages of one run so far, in order."""

    def __init__(self, timer: Callable[[], float] = time.monotonic) -> None:
        """Begin a run.

        Args:
            timer: Returns seconds since some fixed moment.
        """
        self._timer = timer
        self._stages: list[StageTime] = []

    @property
    def stages(self) -> tuple[StageTime, ...]:
        """The stages that ended or failed, in order."""
        return tuple(self._stages)

    @contextlib.contextmanager
    def stage(self, name: str) -> Iterator[Callable[[str], None]]:
        """Time a stage and log its line when it ends.

        Args:
            name: The stage's name.

        Returns:
            A function that takes what the stage did; the last call counts.
        """
        result = ""

        def note(text: str) -> None:
            nonlocal result
            result = text

        start, level = self._timer(), logging.INFO
        try:
            yield note
        except BaseException as error:
            note(f"ended by {type(error).__name__}")
            # The cause is shown to people elsewhere; this line is for readers of the log file.
            level = logging.DEBUG
            raise
        finally:
            seconds = self._timer() - start
            self._stages.append(StageTime(stage=name, seconds=seconds, result=result))
            _log.log(level, "%s: %s (%.1f s)", name, result or "done", seconds)
