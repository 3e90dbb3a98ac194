"""The review of an edition before anything is spoken: what an editor should check."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audiopaper.config import Config, load_presenters, voices_folder
from audiopaper.doubts import TextDoubt
from audiopaper.pipeline.known_names import with_known_names
from audiopaper.pipeline.lexicon_entries import show_lexicon
from audiopaper.pipeline.page_choice import choose_pages
from audiopaper.pipeline.rundown_draft import draft_edition
from audiopaper.pipeline.text import find_text_doubts, read_articles, settle_readings
from audiopaper.reading_review import Doubt, review_readings
from audiopaper.rundown import Pace, is_edited, load_rundown
from audiopaper.script import write_script
from audiopaper.show.folder import show_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


# Stands for a missing date. Pages without a date have no greeting, so it is never spoken.
_NO_DATE = dt.date(2000, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The results of a review."""

    doubts: tuple[Doubt, ...]
    """Doubtful readings, the most doubtful first."""

    text_doubts: tuple[TextDoubt, ...] = ()
    """Doubtful passages of the text, by page and line."""

    warnings: tuple[str, ...] = ()
    """Pages that could not be read."""


def review_edition(paths: Sequence[Path], *, date: dt.date | None, config: Config) -> Review:
    """Review every story of an edition that is fit to air, reserve stories too.

    If the editor changed the day's rundown, that is reviewed.

    Args:
        paths: Page files and folders; empty for the configured inbox or the sample.
        date: Date of the edition if the pages print none; it may stay unknown.
        config: The configuration in force.

    Raises:
        InputError: The pages cannot be read or do not make one edition.
        LexiconError: A lexicon file is wrong.
        PublishError: The show's list of known names is damaged.
        RundownError: No article is fit to be picked, or the edited rundown is wrong.
    """
    presenters = load_presenters(voices_folder(config))
    lexicon = show_lexicon(config)
    pages, _is_sample = choose_pages(tuple(paths), date, config)
    read = read_articles(pages, date=date, leads=config.leads)
    known = read.edition.date
    show = show_folder(config)
    if known:
        lexicon = with_known_names(lexicon, show, known)
    path = show.edition(known).rundown if known else None
    if path is not None and path.exists() and is_edited(path):
        rundown = load_rundown(path, presenters=presenters, date=known)
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
