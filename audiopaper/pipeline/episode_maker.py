"""From a rundown to a finished episode: spoken, stitched, and put among what is public."""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audiopaper.errors import AudiopaperError, PublishError
from audiopaper.model import (
    Episode,
    SpokenSegment,
)
from audiopaper.pipeline.changed_passages import mark_corrections
from audiopaper.pipeline.engine_choice import (
    fallback_spoke,
    speak_segments,
)
from audiopaper.pipeline.episode_recording import record_episode
from audiopaper.pipeline.run_report import write_report
from audiopaper.publish.feed import last_change
from audiopaper.rundown import save_rundown
from audiopaper.show.public import WORK_FOLDER, standing_episodes
from audiopaper.show.publication import publish_episode
from audiopaper.show.release import MAKING_NAME
from audiopaper.show.state import load_state
from audiopaper.show.story_files import write_story_files
from audiopaper.store.clip_store import ClipCache

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from audiopaper.pipeline.episode_plan import Studio, Task
    from audiopaper.pipeline.journal import Journal
    from audiopaper.pipeline.run_report import RunFacts
    from audiopaper.report import RunState
    from audiopaper.runtime import ProgressCallback


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A finished episode."""

    episode: Episode
    """As it stands in its folder."""

    held: str = ""
    """Why it is not public; empty where it is."""

    retry: bool = False
    """Whether it is held because a voice was out of reach, so that a later run may do better."""

    fell_back: bool = False
    """Whether a configured fallback spoke, in part or in whole."""

    same: bool = False
    """Whether it sounds just as the episode that was public."""


@contextlib.contextmanager
def reporting(run: RunFacts, journal: Journal) -> Iterator[Callable[[RunState], None]]:
    """Write a run's report when the block ends, or has failed.

    Args:
        run: What is known by then.
        journal: The stages.

    Returns:
        A function that is told how it ended.
    """
    state: list[RunState] = []
    try:
        yield state.append
    except AudiopaperError as error:
        run.stages = journal.stages
        # A disk that is full has no room for the report either.
        with contextlib.suppress(PublishError):
            write_report(run, "failed", error.problem, error.remedy)
        raise
    run.stages = journal.stages
    for told in state[-1:]:
        write_report(run, told)


MADE_RUNDOWN_NAME = "rundown.made.toml"
"""In an edition's work folder: what its newest episode reads, for whoever compares."""


def make_episode(
    task: Task, studio: Studio, run: RunFacts, journal: Journal, tell: ProgressCallback
) -> Made:
    """Speak a rundown, stitch it, and publish it or hold it back.

    The caller holds the show, by `work_on_show`. An episode that takes the place of a public one
    keeps its GUID, address and date of publication.

    Raises:
        SynthesisError: It could not be spoken.
        PublishError: It would fail listeners, or something cannot be written; what was public is
            public still.
    """
    config, rundown = studio.config, task.rundown
    cache = studio.cache or ClipCache(studio.output / WORK_FOLDER / "cache")
    with journal.stage("speech") as told:
        spoken, said = speak_segments(
            task.segments, studio.engine, config, studio.presenters, cache, tell, studio.gate
        )
        asked = sum(1 for one in spoken if one.tries)
        told(f"{asked} segments spoken, {len(spoken) - asked} kept from before")
    run.spoken = spoken
    run.warnings += tuple(said)
    folder = studio.work(rundown.date, task.edition) / MAKING_NAME
    shutil.rmtree(folder, ignore_errors=True)
    with journal.stage("stitching") as told:
        episode = record_episode(task, run.warnings, spoken, cache, studio, folder, tell)
        told(f"{episode.duration_ms / 60_000:.1f} minutes, {episode.loudness_lufs:.1f} LUFS")
    public = {e.key: e for e in standing_episodes(studio.output)}
    episode = _in_place_of(public, episode, task, studio)
    run.episode, run.warnings = episode, episode.warnings
    hold = _reason_to_hold(task, spoken, studio)
    save_rundown(folder.with_name(MADE_RUNDOWN_NAME), rundown)
    with journal.stage("publishing") as told:
        done = publish_episode(episode, folder, config, hold=hold)
        told("published" if done else "held")
        if done:
            problems = write_story_files(config, episode)
            run.warnings += problems
            episode = replace(episode, warnings=(*episode.warnings, *problems))
    before = public.get(episode.key)
    return Made(
        episode=episode,
        held="" if done else hold or "[publish] hold is set",
        retry=bool(hold) and not task.hold,
        fell_back=fallback_spoke(studio.engine, spoken),
        same=before is not None and before.audio_sha256 == episode.audio_sha256,
    )


def _in_place_of(
    public: Mapping[str, Episode], episode: Episode, task: Task, studio: Studio
) -> Episode:
    """Give an episode what listeners know it by: the date of publication, past corrections."""
    before = public.get(episode.key)
    if before is not None and not before.sample:
        corrections, corrected = before.corrections, before.corrected
        if before.audio_sha256 != episode.audio_sha256:
            corrected = _next_change(public.values(), studio, task.now)
            if task.correction is not None:
                corrections += (task.correction(before, episode),)
        is_new = len(corrections) > len(before.corrections)
        return replace(
            episode,
            published=before.published,
            corrections=corrections,
            corrected=corrected,
            cues=mark_corrections(before, episode, len(corrections) if is_new else 0),
        )
    if episode.edition and episode.published is not None:
        # Apps put equal dates in any order: a further edition follows the first by an hour.
        further = sum(e.date == episode.date for e in public.values())
        return replace(episode, published=episode.published + dt.timedelta(hours=further))
    return episode


def _next_change(public: Iterable[Episode], studio: Studio, now: dt.datetime | None) -> dt.datetime:
    """The moment of a correction: now, but always later than the feed's last change."""
    show = studio.config.show
    built = load_state(studio.output / WORK_FOLDER).built
    after = last_change(tuple(public), show, built) + dt.timedelta(seconds=1)
    zone = dt.time.fromisoformat(f"00:00{show.utc_offset}").tzinfo
    return max(after, now or after).astimezone(zone).replace(microsecond=0)


def _reason_to_hold(task: Task, spoken: Sequence[SpokenSegment], studio: Studio) -> str:
    if task.hold:
        return "it is held by --hold"
    # `auto` settles on an offline voice by itself; for a show on air somebody must have said so.
    unasked = studio.engine == "auto" and studio.config.speech.fallback == "none"
    others = {one.engine for one in spoken} - {"edge"}
    if task.unattended and unasked and others:
        return (
            f"{'+'.join(sorted(others))} spoke because edge could not be reached, "
            "and the show configures no fallback"
        )
    return ""
