"""The rundown of an edition as it was read, drafted by the show's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.rundown import draft_rundown

if TYPE_CHECKING:
    import datetime as dt

    from audiopaper.config import Config
    from audiopaper.model import Rundown
    from audiopaper.pipeline.text import ReadEdition
    from audiopaper.rundown import Pace


def draft_edition(read: ReadEdition, date: dt.date, config: Config, pace: Pace) -> Rundown:
    """Draft the rundown of an edition.

    Args:
        read: The edition, split, cleaned and ranked.
        date: Its date.
        config: The configuration in force.
        pace: What lengths are estimated by.

    Raises:
        RundownError: No article is fit to be picked.
    """
    return draft_rundown(
        read.cleaned,
        read.rankings,
        date=date,
        paper=read.edition.paper,
        show=config.show.title,
        episode=config.episode,
        presenters=config.presenters,
        leads=config.leads,
        pace_chars=pace.chars_per_minute,
        overhead=pace.overhead,
    )
