"""From a rundown to a finished episode: spoken, stitched, and put among what is public."""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audiopaper.cache import ClipCache
from audiopaper.config import Config, load_presenters, output_folder, voices_folder
from audiopaper.errors import AudiopaperError, ConfigError, PublishError
from audiopaper.lexicon import Lexicon
from audiopaper.model import (
    Episode,
    Item,
    Presenter,
    Rundown,
    Segment,
    SpokenSegment,
    Story,
    Tags,
    day_key,
)
from audiopaper.pipeline.briefing import make_briefing
from audiopaper.pipeline.lexicon import show_lexicon
from audiopaper.pipeline.public import WORK_FOLDER, make_show_cover, standing_episodes
from audiopaper.pipeline.publishing import MAKING_NAME, publish_episode, refuse_wrong_show
from audiopaper.pipeline.reporting import write_report
from audiopaper.pipeline.sentences import cut_at_sentences
from audiopaper.pipeline.speaking import (
    Gate,
    fallback_spoke,
    needed_engines,
    settled_engine,
    speak_segments,
)
from audiopaper.pipeline.text import settle_readings
from audiopaper.publish.feed import episode_guid, episode_title
from audiopaper.script import spoken_items, write_script
from audiopaper.stitching import SoundSettings, find_sounds, stitch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from audiopaper.model import Recording
    from audiopaper.pipeline.journal import Journal
    from audiopaper.pipeline.reporting import RunFacts
    from audiopaper.progress import Teller
    from audiopaper.report import RunState

# Half a unit round the target is what Apple's and Alexa's tolerances leave room for.
LOUDNESS_TOLERANCE_LU = 0.5

Correction = Callable[[Episode, Episode], str]
"""Says in a sentence what became of an episode, from what is public and what is to be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Studio:
    """All that an episode is made with, whatever its day."""

    config: Config
    """The configuration in force."""

    engine: str
    """Name of the engine, or ``auto``."""

    presenters: Mapping[str, Presenter]
    """All presenters, by name."""

    lexicon: Lexicon
    """The show's readings."""

    cache: ClipCache | None = None
    """Where clips are kept; None for the show's own work folder."""

    gate: Gate | None = None
    """What stands between the engine and those that ask it; None for nothing."""

    @property
    def output(self) -> Path:
        """The folder that is published."""
        return output_folder(self.config)

    def work(self, date: dt.date, edition: str = "") -> Path:
        """The work folder of one edition."""
        return self.output / WORK_FOLDER / day_key(date, edition)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One episode that is to be made."""

    rundown: Rundown
    """What is read."""

    segments: tuple[Segment, ...]
    """The same, with its readings."""

    edition: str = ""
    """Name of a further edition of the day."""

    sample: bool = False
    """Whether it is made from the sample edition."""

    hold: bool = False
    """Whether it waits until its date is named."""

    unattended: bool = False
    """Whether nobody listens before it is public: then no voice speaks that nobody configured."""

    correction: Correction | None = None
    """Says what became of the public episode, where another takes its place; None for no word."""


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


def open_studio(
    config: Config, engine: str = "", *, cache: ClipCache | None = None, gate: Gate | None = None
) -> Studio:
    """Gather what an episode is made with; a wrong engine, presenter or lexicon is found here.

    Raises:
        ConfigError: There is no such engine or presenter, or a setting is wrong.
        LexiconError: A lexicon is malformed.
    """
    presenters = load_presenters(voices_folder(config))
    name = engine or config.engine
    _check_voices(name, config, presenters)
    refuse_wrong_show(config)
    lexicon = show_lexicon(config)
    return Studio(
        config=config, engine=name, presenters=presenters, lexicon=lexicon, cache=cache, gate=gate
    )


def read_out(rundown: Rundown, studio: Studio) -> tuple[Segment, ...]:
    """All that a rundown says, in segments with their readings.

    An engine that does not tell when it says each sentence is asked for one at a time.
    """
    script = write_script(rundown, studio.config.episode)
    segments = settle_readings(script, studio.lexicon)
    return segments if _tells_times(studio) else cut_at_sentences(segments)


def _tells_times(studio: Studio) -> bool:
    name = needed_engines(studio.engine, studio.config.speech)[0]
    engine = settled_engine(name, studio.config, studio.presenters)
    try:
        return engine.capabilities.marks != "none"
    finally:
        engine.close()


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


def make_episode(task: Task, studio: Studio, run: RunFacts, journal: Journal, tell: Teller) -> Made:
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
        episode = _record(task, run.warnings, spoken, cache, studio, folder, tell)
        told(f"{episode.duration_ms / 60_000:.1f} minutes, {episode.loudness_lufs:.1f} LUFS")
    public = {e.key: e for e in standing_episodes(studio.output)}
    episode = _in_place_of(public, episode, task.correction)
    run.episode, run.warnings = episode, episode.warnings
    hold = _reason_to_hold(task, spoken, studio)
    with journal.stage("publishing") as told:
        done = publish_episode(episode, folder, config, hold=hold)
        told("published" if done else "held")
    before = public.get(episode.key)
    return Made(
        episode=episode,
        held="" if done else hold or "[publish] hold is set",
        retry=bool(hold) and not task.hold,
        fell_back=fallback_spoke(studio.engine, spoken),
        same=before is not None and before.audio_sha256 == episode.audio_sha256,
    )


def _in_place_of(
    public: Mapping[str, Episode], episode: Episode, correction: Correction | None
) -> Episode:
    """Give an episode what listeners know it by: the date of publication, past corrections."""
    before = public.get(episode.key)
    if before is not None and not before.sample:
        corrections = before.corrections
        if correction is not None and before.audio_sha256 != episode.audio_sha256:
            corrections += (correction(before, episode),)
        return replace(episode, published=before.published, corrections=corrections)
    if episode.edition and episode.published is not None:
        # Apps put equal dates in any order: a further edition follows the first by an hour.
        further = sum(e.date == episode.date for e in public.values())
        return replace(episode, published=episode.published + dt.timedelta(hours=further))
    return episode


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


def _check_voices(name: str, config: Config, presenters: Mapping[str, Presenter]) -> None:
    """Find a wrong engine or presenter before anything is written."""
    used = (config.presenters.anchor, *config.presenters.stories)
    for presenter in used:
        if presenter not in presenters:
            raise ConfigError(
                f"[presenters] names {presenter!r}, and there is no {presenter}.toml in the voices",
                remedy=f"one of {', '.join(presenters)}; see: audiopaper voices",
            )
    for needed in needed_engines(name, config.speech):
        engine = settled_engine(needed, config, presenters)
        try:
            for presenter in used:
                engine.fingerprint(presenter)
        finally:
            engine.close()


def _record(
    task: Task,
    warnings: tuple[str, ...],
    spoken: Sequence[SpokenSegment],
    cache: ClipCache,
    studio: Studio,
    folder: Path,
    tell: Teller,
) -> Episode:
    """Stitch the clips, and the briefing's if there is one, and tell what came of it."""
    config, show, rundown = studio.config, studio.config.show, task.rundown
    items = spoken_items(rundown)
    kinds = [(item.kind, item.title) for item in items]
    engine = "+".join(sorted({s.engine for s in spoken}))
    title = episode_title(show.title, rundown.paper, rundown.date, task.edition)
    audio = f"{show.id}-{day_key(rundown.date, task.edition)}.mp3"
    sound = SoundSettings(
        pauses=config.pauses,
        loudness=config.loudness,
        rate_hz=config.episode.sample_rate_hz,
        bed=config.episode.bed,
    )
    sounds = find_sounds(voices_folder(config))
    tags = Tags(
        title=title,
        artist=show.author,
        album=show.title,
        date=rundown.date,
        comment=f"本节目由人工智能语音合成播报（{engine}）。",
        website=show.website or show.base_url,
        cover=make_show_cover(config, 800),
    )
    kept = studio.output / WORK_FOLDER / "pieces"
    recording = stitch(
        spoken,
        cache,
        items=kinds,
        settings=sound,
        sounds=sounds,
        tags=tags,
        path=folder / audio,
        kept=kept,
        tell=tell,
    )
    warnings += (*recording.warnings, *_loudness_warning(recording, config))
    briefing = None
    if config.briefing.enabled:
        briefing, problem = make_briefing(
            spoken,
            cache,
            items=kinds,
            settings=config.briefing,
            sound=sound,
            sounds=sounds,
            tags=replace(tags, title=f"{title} 简报"),
            folder=folder,
            kept=kept,
            tell=tell,
        )
        warnings += (problem,) if problem else ()
    return Episode(
        date=rundown.date,
        paper=rundown.paper or show.title,
        title=title,
        guid=episode_guid(
            f"{show.id}.sample" if task.sample else show.id, rundown.date, task.edition
        ),
        audio=audio,
        audio_bytes=recording.audio_bytes,
        audio_sha256=recording.audio_sha256,
        duration_ms=recording.duration_ms,
        chapters=recording.chapters,
        cues=recording.cues,
        stories=_stories(items, spoken),
        engine=engine,
        loudness_lufs=recording.loudness_lufs,
        true_peak_dbtp=recording.true_peak_dbtp,
        presenters=tuple((n, studio.presenters[n].display_name) for n in _speakers(items)),
        published=dt.datetime.fromisoformat(
            f"{rundown.date.isoformat()}T{show.publish_time}:00{show.utc_offset}"
        ),
        sample=task.sample,
        warnings=warnings,
        briefing=briefing,
        edition=task.edition,
    )


def _stories(items: Sequence[Item], spoken: Sequence[SpokenSegment]) -> tuple[Story, ...]:
    # An item of which nothing is said gets no chapter.
    chapters = {item: n for n, item in enumerate(sorted({s.segment.item for s in spoken}))}
    return tuple(
        Story(
            title=item.title,
            pages=item.pages,
            byline=item.byline,
            byline_roles=item.byline_roles,
            chapter=chapters[index],
        )
        for index, item in enumerate(items)
        if item.kind == "story"
    )


def _loudness_warning(recording: Recording, config: Config) -> tuple[str, ...]:
    off = recording.loudness_lufs - config.loudness.target_lufs
    if abs(off) <= LOUDNESS_TOLERANCE_LU:
        return ()
    return (
        f"the episode's loudness is {recording.loudness_lufs:.1f} LUFS, "
        f"{abs(off):.1f} LU {'above' if off > 0 else 'below'} the target",
    )


def _speakers(items: Sequence[Item]) -> list[str]:
    return list(dict.fromkeys(item.presenter for item in items))
