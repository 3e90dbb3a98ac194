"""The editor at the rundown: a draft is opened, checked, compared, and put in force or kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.config import output_folder
from audiopaper.errors import RundownError
from audiopaper.files import write_file
from audiopaper.model import Item, Rundown, day_key
from audiopaper.pipeline.engine_choice import settled_engine
from audiopaper.pipeline.episode_plan import open_studio, read_out
from audiopaper.pipeline.speaking_rates import find_pace
from audiopaper.pipeline.stale_stories import find_misfits
from audiopaper.rundown import Pace, load_rundown, measure_rundown, spoken_ms, warn_of_length
from audiopaper.script import spoken_items
from audiopaper.show.public import WORK_FOLDER
from audiopaper.show.release import work_on_show
from audiopaper.speech import missing_segments
from audiopaper.store.clip_store import ClipCache

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from audiopaper.config import Config
    from audiopaper.model import Segment
    from audiopaper.pipeline.episode_plan import Studio

RUNDOWN_NAME, DRAFT_NAME = "rundown.toml", "rundown.draft.toml"


@dataclass(frozen=True, slots=True)
class Editing:
    """A rundown that is being edited."""

    path: Path
    """The rundown in force."""

    draft: Path
    """The copy that the editor changes; it outlives an edit that was not accepted."""

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


def find_rundown(config: Config, date: dt.date | None, edition: str = "") -> Path:
    """The rundown of a day, or of the newest one that has any.

    Raises:
        RundownError: There is none.
    """
    work = output_folder(config) / WORK_FOLDER
    if date is not None:
        path = work / day_key(date, edition) / RUNDOWN_NAME
        found = [path] if path.is_file() else []
    else:
        found = sorted(work.glob(f"[0-9]*/{RUNDOWN_NAME}"))
    if not found:
        which = f"no rundown of {day_key(date, edition)}" if date else "no rundown yet"
        raise RundownError(
            f"there is {which} in {work}", remedy="write it first: audiopaper rundown PATH"
        )
    return found[-1]


def begin_edit(path: Path) -> Editing:
    """Lay out a draft of a rundown, or take up the one that was not accepted.

    Raises:
        RundownError: The rundown cannot be read.
        PublishError: The draft cannot be written.
    """
    try:
        begun = path.read_bytes()
    except OSError as error:
        raise RundownError(
            f"{path} cannot be read: {error.strerror or error}", remedy="correct its permissions"
        ) from error
    draft = path.with_name(DRAFT_NAME)
    resumed = draft.is_file()
    if not resumed:
        write_file(draft, begun)
    return Editing(path=path, draft=draft, begun=begun, resumed=resumed)


def give_up_edit(editing: Editing) -> None:
    """Remove a draft that nobody has changed: what is in force may change before the next edit."""
    if not editing.resumed and editing.draft.read_bytes() == editing.begun:
        editing.draft.unlink()


def finish_edit(editing: Editing, config: Config) -> Edited:
    """Check a draft and put it in force just as it was written, comments, order and all.

    Raises:
        RundownError: The draft cannot be read out; it is kept, and so is the rundown in force.
        PublishError: Another run is at work, or something cannot be written.
    """
    studio = open_studio(config)
    after = load_rundown(editing.draft, presenters=studio.presenters)
    before = load_rundown(editing.path, presenters=studio.presenters)
    if after.date != before.date:
        raise RundownError(
            f"{editing.draft} is for {after.date} now, and the edition is of {before.date}",
            remedy=f"write date = {before.date} again",
        )
    text = editing.draft.read_bytes()
    put_aside = None
    if text != editing.begun:
        with work_on_show(config):
            standing = editing.path.read_bytes()
            if standing != editing.begun:
                put_aside = editing.path.with_suffix(".toml.bak")
                write_file(put_aside, standing)
            write_file(editing.path, text)
    segments = read_out(after, studio)
    to_speak = _unspoken(segments, studio)
    pace, damaged = find_pace(studio, after.date, _edition_of(editing.path, after))
    anchor = config.presenters.anchor
    length_ms = measure_rundown(after, anchor, pace, config.episode).total_ms
    editing.draft.unlink(missing_ok=True)
    return Edited(
        changes=tell_changes(before, after),
        misfits=find_misfits(editing.path.parent, after),
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


def _unspoken(segments: Sequence[Segment], studio: Studio) -> Sequence[Segment]:
    name = "edge" if studio.engine == "auto" else studio.engine
    engine = settled_engine(name, studio.config, studio.presenters)
    try:
        cache = ClipCache(studio.output / WORK_FOLDER / "cache")
        return missing_segments(segments, engine, cache)
    finally:
        engine.close()


def _edition_of(path: Path, rundown: Rundown) -> str:
    """The edition that a rundown belongs to, by the name of its folder."""
    return path.parent.name.removeprefix(rundown.date.isoformat()).removeprefix("-")


def _length_ms(segments: Sequence[Segment], pace: Pace) -> int:
    return sum(spoken_ms(s.printed, pace.chars_per_minute[s.presenter]) for s in segments)
