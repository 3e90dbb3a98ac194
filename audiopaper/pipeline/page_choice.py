"""Which pages an episode is made from: those that were named, the inbox's, or the sample."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.config import inbox_folder
from audiopaper.errors import InputError
from audiopaper.show.folder import show_folder
from audiopaper.show.inbox import newest_delivery
from audiopaper.show.public import standing_episodes
from audiopaper.translations import _

if TYPE_CHECKING:
    import datetime as dt

    from audiopaper.config import Config
    from audiopaper.show.folder import ShowFolder

SAMPLE_FOLDER = Path(__file__).parent.parent / "sample"
"""The sample edition that ships with the package."""


def choose_pages(
    named: tuple[Path, ...], date: dt.date | None, config: Config
) -> tuple[tuple[Path, ...], bool]:
    """Return the paths of the pages, and whether they are the sample edition.

    Args:
        named: The paths that the user named.
        date: The day that the user named; None for the newest in the inbox.
        config: The configuration in force.

    Raises:
        InputError: There are no pages, or the inbox holds different pages of the day.
    """
    if named:
        return named, False
    if config.sample:
        return (SAMPLE_FOLDER,), True
    if config.inbox:
        inbox = inbox_folder(config)
        newest = newest_delivery(inbox, date, show_folder(config)) if inbox.is_dir() else None
        return newest.paths if newest is not None else (inbox,), False
    raise InputError(
        _("no pages were named and the configuration has neither inbox nor sample"),
        remedy=_('name a folder of pages, or write at the top of config.toml: inbox = "inbox"'),
    )


def refuse_beside_real(show: ShowFolder) -> None:
    """Refuse to make the sample edition in a real show.

    Raises:
        InputError: A real episode is public.
    """
    if any(not episode.sample for episode in standing_episodes(show)):
        raise InputError(
            _(
                "{output} holds episodes of a real show, and the sample never joins their feed",
                output=show.output,
            ),
            remedy=_(
                "name your pages, or give the sample a place of its own: audiopaper "
                "produce --output DIR"
            ),
        )
