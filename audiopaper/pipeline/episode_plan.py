"""One episode that is to be made, and what is to become of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from audiopaper.model import Episode, Rundown, Segment
from audiopaper.pipeline.show_setup import ShowSetup
from audiopaper.show.folder import EditionFolder

Correction = Callable[[Episode, Episode], str]
"""Gives a sentence about a correction, from the public episode and its new version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodePlan:
    """One episode that is to be made."""

    setup: ShowSetup
    """The show that it belongs to: engine, presenters, readings."""

    edition: EditionFolder
    """The work folder of its edition."""

    rundown: Rundown
    """What is read."""

    segments: tuple[Segment, ...]
    """All that the rundown says, with readings, in running order."""

    sample: bool = False
    """Whether it is made from the sample edition."""

    hold: bool = False
    """Whether it is held until its date is named."""

    unattended: bool = False
    """Whether nobody listens before it is public. Then no voice speaks that is not configured."""

    correction: Correction | None = None
    """Gives a sentence for listeners if the episode replaces a public one; None for no sentence."""

    now: dt.datetime | None = None
    """The present moment, for the time of a correction; None for one second after the feed's."""
