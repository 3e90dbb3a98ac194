"""The plan of one episode: what it is made from, and whether it is held or public."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from audiopaper.model import Episode, Rundown, Segment
from audiopaper.pipeline.show_setup import ShowSetup
from audiopaper.show.folder import EditionFolder

Correction = Callable[[Episode, Episode], str]
"""Returns a sentence about a correction, given the public episode and its new version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodePlan:
    """The plan of one episode."""

    setup: ShowSetup
    """The show that it belongs to: engine, presenters, readings."""

    edition: EditionFolder
    """The work folder of its edition."""

    rundown: Rundown
    """The running order."""

    segments: tuple[Segment, ...]
    """The segments of the rundown, with readings, in running order."""

    sample: bool = False
    """Whether it is made from the sample edition."""

    hold: bool = False
    """Whether it is held until its date is named."""

    unattended: bool = False
    """Whether the run is scheduled; then only configured engines speak in a public episode."""

    objections: tuple[str, ...] = ()
    """Contradictions on the pages, a sentence each; a scheduled run holds the episode for them."""

    correction: Correction | None = None
    """Returns a sentence for listeners if the episode replaces a public one; None for none."""

    now: dt.datetime | None = None
    """The present moment, for the time of a correction; None for one second after the feed's."""
