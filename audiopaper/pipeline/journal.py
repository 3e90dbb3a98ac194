"""What a run did, stage by stage: one line each for whoever watches, the times for the report."""

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

    told: str
    """What it did, in a few words without any of the pages' text."""


class Journal:
    """The stages of one run so far, in order."""

    def __init__(self, timer: Callable[[], float] = time.monotonic) -> None:
        """Begin a run.

        Args:
            timer: Gives seconds since some moment.
        """
        self._timer = timer
        self._stages: list[StageTime] = []

    @property
    def stages(self) -> tuple[StageTime, ...]:
        """The stages that came to their end, or failed."""
        return tuple(self._stages)

    @contextlib.contextmanager
    def stage(self, name: str) -> Iterator[Callable[[str], None]]:
        """Time a stage and log its line when it ends.

        Args:
            name: The stage's name.

        Returns:
            A function that is told what the stage did; the last word counts.
        """
        said = [""]

        def tell(text: str) -> None:
            said[0] = text

        start, level = self._timer(), logging.INFO
        try:
            yield tell
        except BaseException as error:
            tell(f"ended by {type(error).__name__}")
            # The sentence that says why is for people; this is for who reads the file.
            level = logging.DEBUG
            raise
        finally:
            seconds = self._timer() - start
            self._stages.append(StageTime(stage=name, seconds=seconds, told=said[0]))
            _log.log(level, "%s: %s (%.1f s)", name, said[0] or "done", seconds)
