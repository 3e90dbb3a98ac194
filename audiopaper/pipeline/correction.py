"""After publication: an episode corrected in its place, a story or a whole episode taken back."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from audiopaper.config import output_folder
from audiopaper.errors import InputError, RundownError
from audiopaper.files import write_file
from audiopaper.model import Episode, Story, day_key
from audiopaper.pipeline.episode_maker import make_episode, reporting
from audiopaper.pipeline.episode_plan import Task, open_studio, read_out
from audiopaper.pipeline.journal import Journal
from audiopaper.pipeline.run_report import RunFacts
from audiopaper.pipeline.rundown_edit import find_rundown
from audiopaper.reading_review import review_readings, warn_of_silence
from audiopaper.rundown import load_rundown
from audiopaper.show.episode_record import load_episode
from audiopaper.show.production_record import Record, load_record, save_record
from audiopaper.show.public import STAGED_NAME, WORK_FOLDER, standing_episodes
from audiopaper.show.release import (
    mark_withdrawn,
    remove_episodes,
    work_on_show,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection
    from pathlib import Path

    from audiopaper.config import Config
    from audiopaper.pipeline.episode_maker import Made
    from audiopaper.pipeline.episode_plan import Correction, Studio
    from audiopaper.runtime import ProgressCallback

_NAMED = 3
"""How many headlines a correction names of each sort."""


def correction_on(date: dt.date, note: str = "") -> Correction:
    """Tell listeners of a correction: what an editor says, or else what is other now.

    Args:
        date: The day of the correction.
        note: The editor's words; empty for those that the two episodes give.
    """

    def tell(before: Episode, after: Episode) -> str:
        said = " ".join(note.split()).rstrip("。") or _tell_difference(before, after)
        return f"更正（{date.month}月{date.day}日）：{said}。"

    return tell


def correct_episode(
    config: Config,
    date: dt.date,
    *,
    today: dt.date,
    tell: ProgressCallback,
    edition: str = "",
    engine: str = "",
    note: str = "",
    now: dt.datetime | None = None,
) -> Made:
    """Make a public episode again from its rundown and lexicons as they are now, in its place.

    Args:
        config: The configuration in force.
        date: The episode's day.
        today: The day of the correction, for the line in the notes.
        tell: Told of the progress.
        edition: Name of a further edition of the day.
        engine: Who speaks; empty for the configured one.
        note: What listeners are told; empty for what the change itself gives.
        now: The clock; None for a second after the feed's last change.

    Returns:
        The episode: its GUID, address and date of publication are the old ones.

    Raises:
        InputError: No episode of that day is public.
        RundownError: Its rundown is gone, or malformed.
        AudiopaperError: It could not be made; what is public stays.
    """
    studio = open_studio(config, engine)
    with work_on_show(config):
        public_episode(config, date, edition)
        path = find_rundown(config, date, edition)
        return _make_again(path, studio, correction_on(today, note), edition, tell, now)


def withdraw_story(
    config: Config,
    date: dt.date,
    number: int,
    *,
    today: dt.date,
    tell: ProgressCallback,
    edition: str = "",
    engine: str = "",
    note: str = "",
    now: dt.datetime | None = None,
) -> Made:
    """Take one story out of a public episode, and out of its rundown.

    Args:
        config: The configuration in force.
        date: The episode's day.
        number: Which of its stories, as the notes list them, from 1.
        today: The day of the correction, for the line in the notes.
        tell: Told of the progress.
        edition: Name of a further edition of the day.
        engine: Who speaks; empty for the configured one.
        note: What listeners are told; empty to name the story's headline.
        now: The clock; None for a second after the feed's last change.

    Raises:
        InputError: No episode of that day is public, or it has no such story.
        RundownError: The story is its only one, or the rundown no longer holds it.
        AudiopaperError: It could not be made; what is public stays.
    """
    studio = open_studio(config, engine)
    with work_on_show(config):
        title = public_story(config, date, number, edition).title
        stories = public_episode(config, date, edition).stories
        path = find_rundown(config, date, edition)
        titles = [story.title for story in stories[:number]]
        drop_story(path, title, titles.count(title), presenters=studio.presenters)
        return _make_again(path, studio, correction_on(today, note), edition, tell, now)


def public_story(config: Config, date: dt.date, number: int, edition: str = "") -> Story:
    """A story of a public episode, by its number in the notes, from 1.

    Raises:
        InputError: No episode of that day is public, or it has no such story.
    """
    stories = public_episode(config, date, edition).stories
    if not 1 <= number <= len(stories):
        raise InputError(
            f"the episode of {day_key(date, edition)} has {len(stories)} stories, no {number}.",
            remedy="count them in its show notes, or in: audiopaper edit",
        )
    return stories[number - 1]


def withdraw_episode(config: Config, date: dt.date, edition: str = "") -> str:
    """Take an episode back: out of feed and page, off the disk, and later off the target.

    One that is only held is given up. `today` does not make it again; `produce` does.

    Returns:
        Its title.

    Raises:
        InputError: There is no episode of that day.
        PublishError: Something cannot be written; what was public is public still, or gone whole.
    """
    output, key = output_folder(config), day_key(date, edition)
    with work_on_show(config):
        staged = output / WORK_FOLDER / key / STAGED_NAME
        held = load_episode(staged / "episode.json") if staged.is_dir() else None
        public = {e.key: e for e in standing_episodes(output)}.get(key)
        gone = public or held
        if gone is None:
            public_episode(config, date, edition)
            raise AssertionError
        if public is not None:
            remove_episodes((public,), config)
        else:
            mark_withdrawn(gone, output)
        shutil.rmtree(staged, ignore_errors=True)
    return gone.title


def public_episode(config: Config, date: dt.date, edition: str = "") -> Episode:
    """The public episode of a day.

    Raises:
        InputError: There is none.
    """
    key = day_key(date, edition)
    for episode in standing_episodes(output_folder(config)):
        if episode.key == key:
            return episode
    raise InputError(
        f"no episode of {key} is public",
        remedy="make it first: audiopaper produce PATH, or release it: audiopaper publish DATE",
    )


def _make_again(
    path: Path,
    studio: Studio,
    correction: Correction,
    edition: str,
    tell: ProgressCallback,
    now: dt.datetime | None,
) -> Made:
    journal = Journal()
    rundown = load_rundown(path, presenters=studio.presenters)
    work = path.parent
    run = RunFacts(
        work=work,
        title=f"{rundown.paper or studio.config.show.title} {work.name}",
        rundown=rundown,
    )
    with reporting(run, journal) as told_state:
        with journal.stage("readings"):
            segments = read_out(rundown, studio)
            run.doubts = review_readings(segments)
        run.warnings = tuple(warn_of_silence(segments))
        task = Task(
            rundown=rundown, segments=segments, edition=edition, correction=correction, now=now
        )
        made = make_episode(task, studio, run, journal, tell)
        record = load_record(work) or Record(contents=(), audio_sha256="")
        record = replace(record, audio_sha256=made.episode.audio_sha256, held=made.held)
        save_record(work, record)
        told_state("held" if made.held else "published")
    return made


def drop_story(path: Path, title: str, which: int, *, presenters: Collection[str]) -> None:
    """Write ``drop = true`` into a story of a rundown file, and leave the rest as it is.

    Args:
        path: The rundown.
        title: The story's headline as it is read out.
        which: Which of the stories of that title, from 1; the last one where there are fewer.
        presenters: Names of the presenters there are.

    Raises:
        RundownError: It holds no such story, or no other.
    """
    rundown = load_rundown(path, presenters=presenters)
    read = [n for n, item in enumerate(rundown.items) if item.kind == "story" and not item.drop]
    at = [n for n in read if rundown.items[n].title == title]
    if not at and any(i.kind == "story" and i.title == title for i in rundown.items):
        # An earlier try got so far.
        return
    if not at:
        raise RundownError(
            f"{path} holds no story {title!r} any more",
            remedy="drop it by hand: audiopaper edit; then: audiopaper correct DATE",
        )
    if len(read) == 1:
        raise RundownError(
            f"{title!r} is the only story of {path}",
            remedy="take the whole episode back: audiopaper withdraw DATE",
        )
    text = path.read_text("utf-8-sig")
    try:
        document: Any = tomlkit.parse(text)
    except TOMLKitError as error:
        raise RundownError(f"{path}: {error}", remedy="correct that line") from error
    document["items"][at[min(which, len(at)) - 1]]["drop"] = True
    write_file(path, tomlkit.dumps(document))


def _tell_difference(before: Episode, after: Episode) -> str:
    old, new = _texts(before), _texts(after)
    parts = [
        _name("新增", [title for title in new if title not in old]),
        _name("撤下", [title for title in old if title not in new]),
        _name("修改", [title for title in new if title in old and new[title] != old[title]]),
    ]
    told = [part for part in parts if part]
    if not told and list(old) != list(new):
        told = ["调整了播出次序"]
    return "；".join(told) or "重新录制"


def _texts(episode: Episode) -> dict[str, str]:
    """What is said in each story, by its headline."""
    return {
        story.title: "\n".join(cue.text for cue in episode.cues if cue.chapter == story.chapter)
        for story in episode.stories
    }


def _name(what: str, titles: list[str]) -> str:
    if not titles:
        return ""
    more = f"等{len(titles)}条" if len(titles) > _NAMED else ""
    return what + "".join(f"《{title}》" for title in titles[:_NAMED]) + more
