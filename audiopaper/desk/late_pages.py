"""Pages that arrive after an editor changed the rundown: their stories become candidates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.config import load_presenters, voices_folder
from audiopaper.desk.edits import append_items, change_rundown, digest_rundown
from audiopaper.pipeline.rundown_draft import draft_edition
from audiopaper.pipeline.text import read_articles
from audiopaper.rundown import Pace, load_rundown

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from audiopaper.config import Config
    from audiopaper.model import Item, Rundown


def offer_late_articles(
    path: Path, paths: Sequence[Path], date: dt.date, config: Config
) -> tuple[str, ...]:
    """Add to an edited rundown, as candidates, the articles that it does not have.

    Args:
        path: The rundown.
        paths: The day's pages.
        date: The day.
        config: The configuration in force.

    Returns:
        The titles of what was added.

    Raises:
        InputError: The pages cannot be read.
        RundownError: The rundown is wrong, or was changed at this moment.
        PublishError: The file cannot be written.
    """
    presenters = load_presenters(voices_folder(config))
    seen = digest_rundown(path)
    rundown = load_rundown(path, presenters=presenters, date=date)
    read = read_articles(paths, date=date, leads=config.leads)
    paces = {name: p.chars_per_minute for name, p in presenters.items()}
    drafted = draft_edition(read, date, config, Pace(chars_per_minute=paces))
    late = find_new_stories(rundown, drafted)
    if late:
        change_rundown(path, seen, append_items(late), config=config, presenters=presenters)
    return tuple(item.title for item in late)


def find_new_stories(rundown: Rundown, drafted: Rundown) -> tuple[Item, ...]:
    """Find the stories of a new draft whose titles and texts a rundown does not have."""
    titles = {item.title for item in rundown.items}
    texts = {item.text for item in rundown.items if item.text}
    return tuple(
        item
        for item in drafted.items
        if item.kind == "story" and item.title not in titles and item.text not in texts
    )
