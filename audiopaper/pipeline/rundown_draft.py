"""Choose the rundown of an edition: the editor's, a foreign one, or a new draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.errors import InputError
from audiopaper.files import write_file
from audiopaper.pages.handover import edition_json
from audiopaper.pipeline.speaking_rates import find_pace
from audiopaper.pipeline.stale_stories import mark_drafted, save_articles
from audiopaper.rundown import (
    draft_rundown,
    is_edited,
    load_rundown,
    measure_rundown,
    save_backup,
    save_rundown,
)
from audiopaper.translations import _

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection
    from pathlib import Path

    from audiopaper.config import Config
    from audiopaper.model import Rundown
    from audiopaper.pipeline.show_setup import ShowSetup
    from audiopaper.pipeline.text import ReadEdition
    from audiopaper.rundown import Pace
    from audiopaper.show.folder import EditionFolder


def choose_rundown(
    read: ReadEdition,
    edition: EditionFolder,
    setup: ShowSetup,
    *,
    foreign: Path | None = None,
    redraft: bool = False,
) -> tuple[Rundown, Path, list[str]]:
    """Load the rundown of an edition if an editor changed it; otherwise draft it.

    Args:
        read: The edition, which has a date.
        edition: Its work folder. The articles are saved there in any case.
        setup: The show.
        foreign: A rundown file that is used in place of the edition's own.
        redraft: Whether to draft again even if an editor changed the rundown, which is copied
            beside every earlier copy.

    Returns:
        The rundown, its path, and notices for the producer.

    Raises:
        InputError: The rundown from elsewhere is of another day.
        RundownError: A rundown is wrong, or of another day than the pages; or no article is fit to
            be picked.
        PublishError: A file cannot be written.
    """
    date, path, presenters = read.edition.date, edition.rundown, setup.presenters
    assert date is not None
    articles, paper = read.split.articles, read.edition.paper
    save_articles(edition, edition_json(articles, read.rankings, paper=paper, date=date))
    if foreign is not None:
        rundown = _load_foreign(foreign, presenters, date)
        return rundown, foreign, [_("the rundown is {foreign}", foreign=foreign)]
    notices = []
    if path.exists() and is_edited(path):
        if not redraft:
            rundown = load_rundown(path, presenters=presenters, date=date)
            return rundown, path, [_("the editor's rundown was used: {path}", path=path)]
        if backup := save_backup(path):
            notices.append(
                _("the rundown was drafted anew; the editor's is kept as {backup}", backup=backup)
            )
    return _save_draft(read, date, edition, setup), path, notices


def _load_foreign(foreign: Path, presenters: Collection[str], date: dt.date) -> Rundown:
    rundown = load_rundown(foreign, presenters=presenters)
    if rundown.date != date:
        raise InputError(
            _(
                "{foreign} is for {rundown_date} and the pages are of {date}",
                foreign=foreign,
                rundown_date=rundown.date,
                date=date,
            ),
            remedy=_("name the rundown of that day, or the pages of this one"),
        )
    return rundown


def _save_draft(
    read: ReadEdition, date: dt.date, edition: EditionFolder, setup: ShowSetup
) -> Rundown:
    config = setup.config
    pace, _ = find_pace(setup, date, edition.name)
    rundown = draft_edition(read, date, config, pace)
    reasons = {r.article_id: ("；".join(r.reasons),) for r in read.rankings if r.reasons}
    lengths = measure_rundown(rundown, config.presenters.anchor, pace, config.episode)
    save_rundown(
        edition.rundown, rundown, notes=reasons, lengths=lengths, minutes=config.episode.minutes
    )
    write_file(edition.first_draft, edition.rundown.read_bytes())
    mark_drafted(edition)
    return rundown


def draft_edition(read: ReadEdition, date: dt.date, config: Config, pace: Pace) -> Rundown:
    """Draft the rundown of an edition.

    Args:
        read: The edition, split, cleaned and ranked.
        date: Its date.
        config: The configuration in force.
        pace: The pace by which lengths are estimated.

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
