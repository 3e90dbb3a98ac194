"""What a run did so far: its stages with their times, and its results for the report."""

from __future__ import annotations

import contextlib
import logging
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from audiopaper.model import Episode, Rundown, SpokenSegment
from audiopaper.pipeline.text import ReadEdition
from audiopaper.reading_review import Doubt
from audiopaper.show.folder import EditionFolder
from audiopaper.store.retention import StoreSize
from audiopaper.translations import _

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


def name_stage(stage: str) -> str:
    """Return a stage's name in the language of messages."""
    names = {
        "pages": _("pages"),
        "rundown": _("rundown"),
        "readings": _("readings"),
        "speech": _("speech"),
        "stitching": _("stitching"),
        "publishing": _("publishing"),
    }
    return names.get(stage, stage)


def describe_stage(stage: str, result: str, seconds: float) -> str:
    """Describe a stage that ended, in a line."""
    return _(
        "{stage}: {result} ({seconds} s)",
        stage=name_stage(stage),
        result=result or _("done"),
        seconds=f"{seconds:.1f}",
    )


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
            note(_("ended by {kind}", kind=type(error).__name__))
            # The cause is shown to people elsewhere; this line is for readers of the log file.
            level = logging.DEBUG
            raise
        finally:
            seconds = self._timer() - start
            self._stages.append(StageTime(stage=name, seconds=seconds, result=result))
            _log.log(level, "%s", describe_stage(name, result, seconds))


@dataclass(slots=True, kw_only=True)
class RunLog:
    """The results of a run so far; each stage adds its own."""

    journal: Journal = field(default_factory=Journal)
    """The stages with their times."""

    folder: EditionFolder | None = None
    """The edition's work folder; None while its date is not known."""

    title: str = ""
    """Paper and date."""

    read: ReadEdition | None = None
    """The edition as read."""

    contents: tuple[str, ...] = ()
    """Hashes of the files that it was read from, as `digest_files` gives them."""

    rundown: Rundown | None = None
    """The running order."""

    doubts: tuple[Doubt, ...] = ()
    """Doubtful readings, the most doubtful first."""

    spoken: tuple[SpokenSegment, ...] = ()
    """The spoken segments, in running order."""

    episode: Episode | None = None
    """The finished episode."""

    warnings: tuple[str, ...] = ()
    """Warnings for the producer."""

    notices: tuple[str, ...] = ()
    """Notices for the producer."""

    cleared: StoreSize | None = None
    """The aged files removed from the caches; None if the caches were not searched."""

    def stage(self, name: str) -> contextlib.AbstractContextManager[Callable[[str], None]]:
        """Time a stage, as `Journal.stage` does."""
        return self.journal.stage(name)
