"""The editor at the rundown: a draft is opened, checked, compared, and put in force or kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.errors import RundownError
from audiopaper.files import write_file
from audiopaper.model import Item, Rundown, day_key
from audiopaper.pipeline.engine_choice import configured_engine
from audiopaper.pipeline.show_setup import load_setup, read_rundown
from audiopaper.pipeline.speaking_rates import find_pace
from audiopaper.pipeline.stale_stories import find_stale_stories
from audiopaper.rundown import Pace, load_rundown, measure_rundown, spoken_ms, warn_of_length
from audiopaper.script import spoken_items
from audiopaper.show.folder import EditionFolder, show_folder
from audiopaper.show.release import work_on_show
from audiopaper.speech import missing_segments

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from audiopaper.config import Config
    from audiopaper.model import Segment
    from audiopaper.pipeline.show_setup import ShowSetup


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
    """Stories that are no longer what stands on the pages."""

    segments: int
    """All that the rundown says, in segments."""

    to_speak: int
    """Those of them that no kept clip says."""

    speak_ms: int
    """How long these will last, by the presenters' pace."""

    total_ms: int
    """How long all will last, pauses aside."""

    length_ms: int
    """How long the episode will be, pauses and all."""

    minutes: int
    """The target length."""

    warnings: tuple[str, ...] = ()
    """That the episode would miss its target length, for one."""

    put_aside: Path | None = None
    """Where a rundown is kept that was drafted while this one was edited."""


def find_rundown(config: Config, date: dt.date | None, edition: str = "") -> EditionFolder:
    """The edition of a day, or the newest one, that has a rundown.

    Raises:
        RundownError: There is none.
    """
    show = show_folder(config)
    editions = show.editions() if date is None else (show.edition(date, edition),)
    with_rundown = [edition for edition in editions if edition.rundown.is_file()]
    if not with_rundown:
        which = f"no rundown of {day_key(date, edition)}" if date else "no rundown yet"
        raise RundownError(
            f"there is {which} in {show.work}", remedy="write it first: audiopaper rundown PATH"
        )
    return with_rundown[-1]


def begin_edit(edition: EditionFolder) -> RundownEdit:
    """Copy a rundown to its draft, or go on with the draft of an edit that was not accepted.

    Raises:
        RundownError: The rundown cannot be read.
        PublishError: The draft cannot be written.
    """
    try:
        begun = edition.rundown.read_bytes()
    except OSError as error:
        raise RundownError(
            f"{edition.rundown} cannot be read: {error.strerror or error}",
            remedy="correct its permissions",
        ) from error
    resumed = edition.rundown_draft.is_file()
    if not resumed:
        write_file(edition.rundown_draft, begun)
    return RundownEdit(edition=edition, begun=begun, resumed=resumed)


def give_up_edit(edit: RundownEdit) -> None:
    """Remove a draft that nobody has changed: what is in force may change before the next edit."""
    if not edit.resumed and edit.edition.rundown_draft.read_bytes() == edit.begun:
        edit.edition.rundown_draft.unlink()


def finish_edit(edit: RundownEdit, config: Config) -> Edited:
    """Check a draft and put it in force just as it was written, comments, order and all.

    Raises:
        RundownError: The draft cannot be read out; it is kept, and so is the rundown in force.
        PublishError: Another run is at work, or something cannot be written.
    """
    edition, setup = edit.edition, load_setup(config)
    after = load_rundown(edition.rundown_draft, presenters=setup.presenters)
    before = load_rundown(edition.rundown, presenters=setup.presenters)
    if after.date != before.date:
        raise RundownError(
            f"{edition.rundown_draft} is for {after.date} now, and the edition is of {before.date}",
            remedy=f"write date = {before.date} again",
        )
    text = edition.rundown_draft.read_bytes()
    put_aside = None
    if text != edit.begun:
        with work_on_show(config):
            standing = edition.rundown.read_bytes()
            if standing != edit.begun:
                put_aside = edition.rundown.with_suffix(".toml.bak")
                write_file(put_aside, standing)
            write_file(edition.rundown, text)
    segments = read_rundown(after, setup)
    to_speak = _unspoken(segments, setup)
    pace, damaged = find_pace(setup, after.date, edition.name)
    anchor = config.presenters.anchor
    length_ms = measure_rundown(after, anchor, pace, config.episode).total_ms
    edition.rundown_draft.unlink(missing_ok=True)
    return Edited(
        changes=tell_changes(before, after),
        misfits=find_stale_stories(edition, after),
        segments=len(segments),
        to_speak=len(to_speak),
        speak_ms=_length_ms(to_speak, pace),
        total_ms=_length_ms(segments, pace),
        length_ms=length_ms,
        minutes=config.episode.minutes,
        warnings=(*filter(None, (warn_of_length(length_ms, config.episode.minutes), damaged)),),
        put_aside=put_aside,
    )


def tell_changes(before: Rundown, after: Rundown) -> tuple[str, ...]:
    """Say in a line each what is other in a rundown.

    Stories are recognised by the article they were made from, an editor's own by their title.
    """
    old, new = name_items(before), name_items(after)
    told = [f"out: {item.title or item.kind}" for name, item in old.items() if name not in new]
    told += [f"in: {item.title or item.kind}" for name, item in new.items() if name not in old]
    for name, item in new.items():
        if name in old:
            told += _tell_item(old[name], item)
    kept_before = [name for name in old if name in new]
    kept_after = [name for name in new if name in old]
    if kept_before != kept_after:
        order = "、".join(new[name].title for name in kept_after if new[name].kind == "story")
        told.append(f"order: {order}")
    return tuple(told)


def name_items(rundown: Rundown) -> dict[str, Item]:
    """Give the items that are read, each under a name that outlives an edit."""
    named: dict[str, Item] = {}
    for item in spoken_items(rundown):
        name = item.article_id or (item.title if item.kind == "story" else item.kind)
        while name in named:
            name += "+"
        named[name] = item
    return named


def _tell_item(old: Item, new: Item) -> list[str]:
    name = new.title or new.kind
    told = []
    if old.head != new.head:
        told.append(f"head: {old.head} -> {new.head}")
    if old.title != new.title:
        told.append(f"title: {old.title} -> {new.title}")
    if old.presenter != new.presenter:
        told.append(f"presenter of {name}: {old.presenter} -> {new.presenter}")
    if old.paragraphs != new.paragraphs:
        was, now = (str(item.paragraphs or "all") for item in (old, new))
        told.append(f"paragraphs of {name}: {was} -> {now}")
    if old.text != new.text:
        more = len(new.text) - len(old.text)
        told.append(f"text of {name}: {more:+} characters" if more else f"text of {name}")
    return told


def _unspoken(segments: Sequence[Segment], setup: ShowSetup) -> Sequence[Segment]:
    name = "edge" if setup.engine == "auto" else setup.engine
    engine = configured_engine(name, setup.config, setup.presenters)
    try:
        return missing_segments(segments, engine, setup.clips)
    finally:
        engine.close()


def _length_ms(segments: Sequence[Segment], pace: Pace) -> int:
    return sum(spoken_ms(s.printed, pace.chars_per_minute[s.presenter]) for s in segments)
