"""Corrections after publication: an episode made again, a story or an episode withdrawn."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from audiopaper.errors import InputError, RundownError
from audiopaper.files import write_file
from audiopaper.model import EditionKey, Episode, Story, day_key
from audiopaper.pipeline.episode_maker import make_episode
from audiopaper.pipeline.episode_plan import EpisodePlan
from audiopaper.pipeline.run_log import RunLog
from audiopaper.pipeline.run_report import report_run
from audiopaper.pipeline.rundown_edit import find_rundown
from audiopaper.pipeline.show_setup import load_setup, read_rundown
from audiopaper.reading_review import review_readings, warn_of_silence
from audiopaper.rundown import load_rundown
from audiopaper.show.episode_record import load_episode
from audiopaper.show.folder import EditionFolder, show_folder
from audiopaper.show.lifecycle import ProductionRecord, load_record, save_record
from audiopaper.show.public import is_withdrawn, standing_episodes
from audiopaper.show.release import (
    mark_withdrawn,
    remove_episodes,
    work_on_show,
)
from audiopaper.translations import _

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from audiopaper.config import Config
    from audiopaper.pipeline.episode_maker import MadeEpisode
    from audiopaper.pipeline.episode_plan import Correction
    from audiopaper.pipeline.show_setup import ShowSetup
    from audiopaper.runtime import ProgressCallback
    from audiopaper.show.folder import ShowFolder

_NAMED = 3
"""How many headlines a correction names of each sort."""


def correction_on(date: dt.date, note: str = "", *, by_hand: bool = True) -> Correction:
    """Make the sentence about a correction: the editor's note, or what has changed.

    Args:
        date: The day of the correction.
        note: The editor's words; empty for a list of the changed stories.
        by_hand: Whether somebody took out the stories that are gone. If not, others stand in
            their place, and nothing is wrong with them.
    """

    def describe(before: Episode, after: Episode) -> str:
        text = " ".join(note.split()).rstrip("。") or _describe_difference(
            before, after, gone=_WITHDRAWN if by_hand else _LEFT_OUT
        )
        return f"更正（{date.month}月{date.day}日）：{text}。"

    return describe


def correct_episode(
    config: Config,
    date: dt.date,
    *,
    today: dt.date,
    tell: ProgressCallback,
    edition: str = "",
    engine: str = "",
    note: str = "",
    without: int = 0,
    now: dt.datetime | None = None,
) -> MadeEpisode:
    """Make a public episode again from its rundown and lexicons as they are now.

    Args:
        config: The configuration in force.
        date: The episode's day.
        today: The day of the correction, for the line in the notes.
        tell: Called with the progress.
        edition: Name of a further edition of the day.
        engine: The engine; empty for the configured one.
        note: The announcement to listeners; empty for a list of the changed stories.
        without: Number of a story to take out of it, and of its rundown, as the notes count
            them from 1; 0 for none.
        now: The present moment; None for a second after the feed's last change.

    Returns:
        The episode; its GUID, address and date of publication are unchanged.

    Raises:
        InputError: No episode of that day is public, or it has no such story.
        RundownError: Its rundown is gone, malformed, or has no other story than that one.
        AudiopaperError: It could not be made; what is public is unchanged.
    """
    setup = load_setup(config, engine)
    with work_on_show(config):
        titles = [story.title for story in public_episode(setup.show, date, edition).stories]
        if without:
            public_story(setup.show, date, without, edition)
        folder = find_rundown(setup.show, date, edition)
        if without:
            title, nth = titles[without - 1], titles[:without].count(titles[without - 1])
            drop_story(folder.rundown, title, nth, presenters=setup.presenters)
        return _make_again(folder, setup, correction_on(today, note), tell, now)


def public_story(show: ShowFolder, date: dt.date, number: int, edition: str = "") -> Story:
    """Return a story of a public episode by its number in the notes, from 1.

    Raises:
        InputError: No episode of that day is public, or it has no such story.
    """
    stories = public_episode(show, date, edition).stories
    if not 1 <= number <= len(stories):
        raise InputError(
            _(
                "the episode of {key} has {count} stories, no {number}.",
                key=day_key(date, edition),
                count=len(stories),
                number=number,
            ),
            remedy=_("count them in its show notes, or in: audiopaper edit"),
        )
    return stories[number - 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """Result of a withdrawal."""

    title: str
    """Title of the episode, or its key if it was withdrawn before."""

    warnings: tuple[str, ...] = ()
    """What could not be removed beside the public files."""


def withdraw_episode(config: Config, date: dt.date, edition: str = "") -> Withdrawal:
    """Withdraw an episode: from feed and pages, from disk, and later from the target.

    A held episode is removed. `today` does not make the episode again; `produce` does. An episode
    that is withdrawn already is no error: the copy to the target may have failed after an earlier
    call.

    Raises:
        InputError: There is no episode of that day.
        PublishError: Something cannot be written; the episode is still public, or gone as a whole.
    """
    show = show_folder(config)
    folder = show.edition(date, edition)
    with work_on_show(config):
        public, held = _find_episodes(folder)
        episode = public or held
        if episode is None:
            return Withdrawal(title=folder.key)
        warnings: tuple[str, ...] = ()
        if public is not None:
            (removed,) = remove_episodes((public,), config)
            warnings = removed.warnings
        else:
            mark_withdrawn(episode, show)
        shutil.rmtree(folder.staged.path, ignore_errors=True)
    return Withdrawal(title=episode.title, warnings=warnings)


def check_withdrawal(config: Config, date: dt.date, edition: str = "") -> None:
    """Refuse a day that `withdraw_episode` refuses; nothing is changed.

    Raises:
        InputError: There is no episode of that day.
    """
    _find_episodes(show_folder(config).edition(date, edition))


def _find_episodes(folder: EditionFolder) -> tuple[Episode | None, Episode | None]:
    """Return the public episode of an edition and the held one; neither if it is withdrawn.

    Raises:
        InputError: There was never one.
    """
    staged = folder.staged
    held = load_episode(staged.record) if staged.path.is_dir() else None
    public = {e.key: e for e in standing_episodes(folder.show)}.get(folder.key)
    if public is None and held is None and not is_withdrawn(folder.show, folder.key):
        raise _no_episode(folder.show, folder.key)
    return public, held


_NAMED_DAYS = 5
"""How many public episodes a message names, the newest first."""


def public_episode(show: ShowFolder, date: dt.date, edition: str = "") -> Episode:
    """Return the public episode of a day.

    Raises:
        InputError: There is none.
    """
    key = day_key(date, edition)
    for episode in standing_episodes(show):
        if episode.key == key:
            return episode
    raise _no_episode(show, key)


def _no_episode(show: ShowFolder, key: str) -> InputError:
    public = ", ".join(
        EditionKey.parse(episode.key).as_arguments
        for episode in standing_episodes(show)[:_NAMED_DAYS]
    )
    return InputError(
        _("no episode of {key} is public", key=key),
        remedy=_(
            "name one that is: {public}; or make it first: audiopaper produce PATH, or release it: "
            "audiopaper publish DATE",
            public=public,
        )
        if public
        else _("make it first: audiopaper produce PATH, or release it: audiopaper publish DATE"),
    )


def _make_again(
    folder: EditionFolder,
    setup: ShowSetup,
    correction: Correction,
    tell: ProgressCallback,
    now: dt.datetime | None,
) -> MadeEpisode:
    rundown = load_rundown(folder.rundown, presenters=setup.presenters, date=folder.date)
    run = RunLog(
        folder=folder,
        title=f"{rundown.paper or setup.config.show.title} {folder.key}",
        rundown=rundown,
    )
    with report_run(run) as finish:
        with run.stage("readings"):
            segments = read_rundown(rundown, setup)
            run.doubts = review_readings(segments)
        run.warnings = tuple(warn_of_silence(segments))
        plan = EpisodePlan(
            setup=setup,
            edition=folder,
            rundown=rundown,
            segments=segments,
            correction=correction,
            now=now,
        )
        made = make_episode(plan, run, tell)
        record = load_record(folder) or ProductionRecord(contents=(), audio_sha256="")
        record = replace(record, audio_sha256=made.episode.audio_sha256, held=made.held)
        save_record(folder, record)
        finish("held" if made.held else "published")
    return made


def drop_story(path: Path, title: str, which: int, *, presenters: Collection[str]) -> None:
    """Write ``drop = true`` into a story of a rundown file; the rest of the file is unchanged.

    Args:
        path: The rundown.
        title: The story's headline as it is read out.
        which: Which of the stories with that title, from 1; the last one if there are fewer.
        presenters: Names of all presenters.

    Raises:
        RundownError: The rundown has no such story, or no other one.
    """
    rundown = load_rundown(path, presenters=presenters)
    stories = [n for n, i in enumerate(rundown.items) if i.kind == "story" and not i.drop]
    matches = [n for n in stories if rundown.items[n].title == title]
    if not matches and any(i.kind == "story" and i.title == title for i in rundown.items):
        # An earlier call has dropped it.
        return
    if not matches:
        raise RundownError(
            _("{path} holds no story {title!r} any more", path=path, title=title),
            remedy=_("drop it by hand: audiopaper edit; then: audiopaper correct DATE"),
        )
    if len(stories) == 1:
        raise RundownError(
            _("{title!r} is the only story of {path}", title=title, path=path),
            remedy=_("take the whole episode back: audiopaper withdraw DATE"),
        )
    text = path.read_text("utf-8-sig")
    try:
        document: Any = tomlkit.parse(text)
    except TOMLKitError as error:
        raise RundownError(f"{path}: {error}", remedy=_("correct that line")) from error
    document["items"][matches[min(which, len(matches)) - 1]]["drop"] = True
    write_file(path, tomlkit.dumps(document))


_WITHDRAWN, _LEFT_OUT = "撤下", "不再播报"
"""What is announced of a story that is gone: somebody took it out, or others stand in its place."""


def _describe_difference(before: Episode, after: Episode, *, gone: str) -> str:
    old, new = _list_stories(before), _list_stories(after)
    pairs = _pair_stories(old, new)
    titles = [(old[i].title, new[j].title) for i, j in pairs.items()]
    parts = [
        _name("新增", [story.title for j, story in enumerate(new) if j not in pairs.values()]),
        _name(gone, [story.title for i, story in enumerate(old) if i not in pairs]),
        _name(
            "修改",
            [
                new[j].title
                for i, j in pairs.items()
                if old[i].title == new[j].title and old[i].text != new[j].text
            ],
        ),
        _name(
            "修改标题", [f"{title}》为《{title_2}" for title, title_2 in titles if title != title_2]
        ),
    ]
    changes = [part for part in parts if part]
    if not changes and list(pairs.values()) != sorted(pairs.values()):
        changes = ["调整了播出次序"]
    return "；".join(changes) or "重新录制"


@dataclass(frozen=True, slots=True)
class _SpokenStory:
    """A story of an episode as it is read out."""

    title: str
    text: str
    """Its sentences without the headline."""


def _list_stories(episode: Episode) -> list[_SpokenStory]:
    return [
        _SpokenStory(
            story.title,
            "\n".join(
                cue.text
                for cue in episode.cues
                if cue.chapter == story.chapter and cue.text.rstrip("。") != story.title
            ),
        )
        for story in episode.stories
    ]


def _pair_stories(old: Sequence[_SpokenStory], new: Sequence[_SpokenStory]) -> dict[int, int]:
    """Return which story of a new version is which of the old one, by their indices.

    A story is known by its headline and text, else by its text, else by its headline: several
    stories may have the same headline, and a headline may change.
    """
    pairs: dict[int, int] = {}

    def pair(is_same: Callable[[_SpokenStory, _SpokenStory], bool]) -> None:
        for i, story in enumerate(old):
            for j, other in enumerate(new):
                if i not in pairs and j not in pairs.values() and is_same(story, other):
                    pairs[i] = j

    pair(lambda story, other: story == other)
    pair(lambda story, other: bool(story.text) and story.text == other.text)
    pair(lambda story, other: story.title == other.title)
    # What is left may have another headline and a changed sentence.
    pair(lambda story, other: _share_sentences(story.text, other.text))
    return dict(sorted(pairs.items()))


_SAME_STORY = 1 / 2
"""Share of the shorter text's sentences from which on two texts are of one story."""


def _share_sentences(text: str, other: str) -> bool:
    lines, others = set(text.split("\n")), set(other.split("\n"))
    return bool(text and other) and len(lines & others) >= _SAME_STORY * min(
        len(lines), len(others)
    )


def _name(what: str, titles: list[str]) -> str:
    if not titles:
        return ""
    more = f"等{len(titles)}条" if len(titles) > _NAMED else ""
    return what + "".join(f"《{title}》" for title in titles[:_NAMED]) + more
