"""Which pages an episode is made from: those that were named, the inbox's, or the sample."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.config import inbox_folder
from audiopaper.errors import InputError
from audiopaper.model import EditionKey
from audiopaper.pipeline.delivered_before import examine_repeated_pages
from audiopaper.show.folder import show_folder
from audiopaper.show.inbox import newest_delivery
from audiopaper.show.public import is_withdrawn, standing_episodes
from audiopaper.show.show_id import refuse_other_id
from audiopaper.translations import _

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from audiopaper.config import Config
    from audiopaper.pipeline.production import Order
    from audiopaper.pipeline.text import ReadEdition
    from audiopaper.show.folder import EditionFolder, ShowFolder

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
        show, names = show_folder(config), config.show.editions
        newest = newest_delivery(inbox, date, show, names) if inbox.is_dir() else None
        return newest.paths if newest is not None else (inbox,), False
    raise InputError(
        _("no pages were named and the configuration has neither inbox nor sample"),
        remedy=_('name a folder of pages, or write at the top of config.toml: inbox = "inbox"'),
    )


def compare_with_show(
    order: Order, paths: Sequence[Path], read: ReadEdition, edition: EditionFolder, config: Config
) -> tuple[str, ...]:
    """Compare an edition with those of the show, and return warnings for the producer.

    Args:
        order: What was asked for.
        paths: The files and folders of the edition.
        read: What they hold.
        edition: Its work folder.
        config: The configuration in force.

    Raises:
        PublishError: The show's ``id`` was changed, and this edition is a new one.
        InputError: The pages are those of another day, or the edition's episode was withdrawn and
            nobody named it; or it is the sample in a real show.
    """
    refuse_other_id(config, edition.key)
    if config.sample and not order.paths:
        _refuse_beside_real(edition.show)
        return ()
    warnings = examine_repeated_pages(paths, read.edition, edition)
    if is_withdrawn(edition.show, edition.key):
        warnings += (_examine_withdrawn(edition, is_named=bool(order.paths or order.date)),)
    if edition.name and edition.name not in config.show.editions:
        warnings += (
            _(
                "listeners read “{name}” in the title; to give the edition a name of theirs, "
                'write below [show.editions] in config.toml: {name} = "晚报"',
                name=edition.name,
            ),
        )
    return warnings


def _examine_withdrawn(edition: EditionFolder, *, is_named: bool) -> str:
    words = EditionKey.parse(edition.key).as_arguments
    if not is_named:
        raise InputError(
            _("the episode of {key} was withdrawn or pruned", key=edition.key),
            remedy=_(
                "to put it on the air again, name the day: audiopaper produce --date {words}",
                words=words,
            ),
        )
    return _(
        "the episode of {key} had been withdrawn or pruned, and is made again; to take it "
        "back: audiopaper withdraw {words}",
        key=edition.key,
        words=words,
    )


def _refuse_beside_real(show: ShowFolder) -> None:
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
