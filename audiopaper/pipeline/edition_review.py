"""From page files to what an editor should listen to, without a sound or a file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audiopaper.config import Config, load_presenters, output_folder, voices_folder
from audiopaper.doubts import TextDoubt
from audiopaper.pipeline.lexicon_entries import show_lexicon
from audiopaper.pipeline.rundown_draft import draft_edition
from audiopaper.pipeline.text import find_text_doubts, read_articles, settle_readings
from audiopaper.reading_review import Doubt, review_readings
from audiopaper.rundown import Pace, is_edited, load_rundown
from audiopaper.script import write_script
from audiopaper.show.public import WORK_FOLDER

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


# Pages without a date have no greeting, so it is never said.
_NO_DATE = dt.date(2000, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What a review found."""

    doubts: tuple[Doubt, ...]
    """The most doubtful first."""

    text_doubts: tuple[TextDoubt, ...] = ()
    """What is doubtful in the text itself, by page and line."""

    warnings: tuple[str, ...] = ()
    """Pages that could not be read."""


def review_edition(paths: Sequence[Path], *, date: dt.date | None, config: Config) -> Review:
    """Review every story of an edition that is fit to air, those in reserve too.

    Where the editor changed the day's rundown, it is what is reviewed.

    Args:
        paths: Page files and folders.
        date: Date of the edition, where the pages print none; it may stay unknown.
        config: The configuration in force.

    Raises:
        InputError: The pages cannot be read or do not make one edition.
        LexiconError: A lexicon file is wrong.
        RundownError: No article is fit to be picked, or the edited rundown is wrong.
    """
    presenters = load_presenters(voices_folder(config))
    lexicon = show_lexicon(config)
    read = read_articles(paths, date=date, leads=config.leads)
    known = read.edition.date
    path = output_folder(config) / WORK_FOLDER / f"{known}" / "rundown.toml"
    if known and path.exists() and is_edited(path):
        rundown = load_rundown(path, presenters=presenters)
    else:
        paces = {name: p.chars_per_minute for name, p in presenters.items()}
        rundown = draft_edition(read, known or _NO_DATE, config, Pace(chars_per_minute=paces))
    unfit = {ranking.article_id for ranking in read.rankings if ranking.rank is None}
    items = tuple(
        replace(item, drop=False)
        for item in rundown.items
        if (known or item.kind not in ("greeting", "headlines"))
        and not (item.drop and (item.article_id in unfit or not item.text))
    )
    segments = write_script(replace(rundown, items=items), config.episode)
    return Review(
        doubts=review_readings(settle_readings(segments, lexicon)),
        text_doubts=find_text_doubts(read),
        warnings=read.edition.notices,
    )
