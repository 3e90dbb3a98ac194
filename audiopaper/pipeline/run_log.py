"""The results of a run so far, so that a failed run has a report too."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from audiopaper.model import Episode, Rundown, SpokenSegment
from audiopaper.pipeline.journal import Journal
from audiopaper.pipeline.text import ReadEdition
from audiopaper.reading_review import Doubt
from audiopaper.show.folder import EditionFolder
from audiopaper.store.retention import StoreSize

if TYPE_CHECKING:
    import contextlib
    from collections.abc import Callable


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
