"""Edit a rundown: open a draft, check it, compare it, and put it in force or keep it."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.errors import RundownError
from audiopaper.files import write_file
from audiopaper.model import day_key
from audiopaper.pipeline.engine_choice import configured_engine
from audiopaper.pipeline.rundown_differences import describe_changes
from audiopaper.pipeline.show_setup import load_setup, read_rundown
from audiopaper.pipeline.speaking_rates import find_pace
from audiopaper.pipeline.stale_stories import find_new_stories, find_stale_stories
from audiopaper.rundown import (
    Pace,
    load_rundown,
    measure_rundown,
    save_backup,
    spoken_ms,
    warn_of_length,
    warn_of_repeats,
)
from audiopaper.show.folder import EditionFolder
from audiopaper.show.release import work_on_show
from audiopaper.speech import missing_segments
from audiopaper.translations import _, system_reason

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Sequence

    from audiopaper.config import Config
    from audiopaper.model import Rundown, Segment
    from audiopaper.pipeline.show_setup import ShowSetup
    from audiopaper.show.folder import ShowFolder


_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class RundownEdit:
    """An edit of a rundown that has begun.

    The editor changes the edition's ``rundown_draft``, which stays if the edit is not accepted.
    """

    edition: EditionFolder
    """The edition whose rundown is edited."""

    begun: bytes
    """The rundown as it was when the edit began."""

    resumed: bool
    """Whether the draft is one that an earlier edit left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """What an edit changed, and what it costs."""

    changes: tuple[str, ...]
    """A line for each change; empty where there is none."""

    misfits: tuple[str, ...]
    """Stories whose text on the pages has changed since, and stories that are new there."""

    segments: int
    """Number of segments of the rundown."""

    to_speak: int
    """Number of segments without a clip in the cache."""

    speak_ms: int
    """Estimated length of the segments without a clip."""

    total_ms: int
    """Estimated length of all segments, without pauses."""

    length_ms: int
    """Estimated length of the episode, with pauses."""

    minutes: int
    """The target length."""

    warnings: tuple[str, ...] = ()
    """Warnings, of an episode that would miss its target length for instance."""

    put_aside: Path | None = None
    """The copy of a rundown that was written after the draft was begun; None if there was none."""


def find_rundown(show: ShowFolder, date: dt.date | None, edition: str = "") -> EditionFolder:
    """Return the edition of a day, or the newest one, that has a rundown.

    Raises:
        RundownError: There is none.
    """
    editions = show.editions() if date is None else (show.edition(date, edition),)
    # The folder may hold copies that an editor made: 2026-03-old.
    with_rundown = [e for e in editions if _DAY.match(e.key) and e.rundown.is_file()]
    if not with_rundown:
        raise RundownError(
            _("there is no rundown of {key} in {work}", key=day_key(date, edition), work=show.work)
            if date
            else _("there is no rundown yet in {work}", work=show.work),
            remedy=_("write it first: audiopaper rundown PATH"),
        )
    return with_rundown[-1]


def begin_edit(edition: EditionFolder) -> RundownEdit:
    """Copy a rundown to its draft, or resume the draft of an edit that was not accepted.

    Raises:
        RundownError: The rundown cannot be read.
        PublishError: The draft cannot be written.
    """
    try:
        begun = edition.rundown.read_bytes()
    except OSError as error:
        raise RundownError(
            _(
                "{rundown} cannot be read: {reason}",
                rundown=edition.rundown,
                reason=system_reason(error),
            ),
            remedy=_("correct its permissions"),
        ) from error
    if not begun.strip():
        raise RundownError(
            _("{rundown} is empty", rundown=edition.rundown),
            remedy=_("write it first: audiopaper rundown PATH"),
        )
    resumed = edition.rundown_draft.is_file()
    if not resumed:
        write_file(edition.rundown_draft, begun)
    return RundownEdit(edition=edition, begun=begun, resumed=resumed)


def give_up_edit(edit: RundownEdit) -> None:
    """Remove an unchanged draft, so that the next edit starts from the rundown in force."""
    if not edit.resumed and edit.edition.rundown_draft.read_bytes() == edit.begun:
        edit.edition.rundown_draft.unlink()


def finish_edit(edit: RundownEdit, config: Config) -> Edited:
    """Check a draft and put it in force unchanged, with its comments and its order.

    Raises:
        RundownError: The draft is wrong; it is kept, and the rundown in force is unchanged.
        PublishError: Another run is at work, or a file cannot be written.
    """
    edition, setup = edit.edition, load_setup(config)
    after = _load_draft(edition, setup.presenters)
    before = _load_replaced(edition, setup.presenters)
    text = edition.rundown_draft.read_bytes()
    put_aside = None
    if text != edit.begun:
        with work_on_show(config):
            # A draft of last time may be older than the rundown.
            if edit.resumed or edition.rundown.read_bytes() != edit.begun:
                put_aside = save_backup(edition.rundown)
            write_file(edition.rundown, text)
    segments = read_rundown(after, setup)
    to_speak = _unspoken(segments, setup)
    pace, damaged = find_pace(setup, after.date, edition.name)
    anchor = config.presenters.anchor
    length_ms = measure_rundown(after, anchor, pace, config.episode).total_ms
    edition.rundown_draft.unlink(missing_ok=True)
    return Edited(
        changes=describe_changes(before, after) if before else (_("the file can be read again"),),
        misfits=(*find_stale_stories(edition, after), *find_new_stories(edition, after)),
        segments=len(segments),
        to_speak=len(to_speak),
        speak_ms=_length_ms(to_speak, pace),
        total_ms=_length_ms(segments, pace),
        length_ms=length_ms,
        minutes=config.episode.minutes,
        warnings=(
            *warn_of_repeats(after),
            *filter(None, (warn_of_length(length_ms, config.episode.minutes), damaged)),
        ),
        put_aside=put_aside,
    )


def _load_draft(edition: EditionFolder, presenters: Collection[str]) -> Rundown:
    """Read a draft; remove a blank one, which would be resumed by the next edit.

    Raises:
        RundownError: The draft is wrong.
    """
    draft = edition.rundown_draft
    if not draft.read_bytes().strip():
        draft.unlink()
        raise RundownError(
            _("the draft is empty; the rundown is as it was"),
            remedy=_("edit the rundown again: audiopaper edit"),
        )
    start_over = _("give the draft up by deleting {draft}; the rundown is as it was", draft=draft)
    return load_rundown(draft, presenters=presenters, date=edition.date, start_over=start_over)


def _load_replaced(edition: EditionFolder, presenters: Collection[str]) -> Rundown | None:
    """Read the rundown that a draft replaces; None if it is wrong, as the draft may mend it."""
    try:
        return load_rundown(edition.rundown, presenters=presenters)
    except RundownError:
        return None


def _unspoken(segments: Sequence[Segment], setup: ShowSetup) -> Sequence[Segment]:
    name = "edge" if setup.engine == "auto" else setup.engine
    with closing(configured_engine(name, setup.config, setup.presenters)) as engine:
        return missing_segments(segments, engine, setup.clips)


def _length_ms(segments: Sequence[Segment], pace: Pace) -> int:
    return sum(spoken_ms(s.printed, pace.chars_per_minute[s.presenter]) for s in segments)
