"""From ranked articles to a published episode. Each step leaves what is public whole."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.cache import ClipCache
from audiopaper.config import (
    Config,
    load_presenters,
    output_folder,
    voices_folder,
)
from audiopaper.errors import AudiopaperError, ConfigError, InputError, PublishError
from audiopaper.files import hold_lock, remove_leftovers, write_file
from audiopaper.lexicon import load_lexicon
from audiopaper.model import Episode, Item, Rundown, SpokenSegment, Story, Tags
from audiopaper.pipeline.briefing import make_briefing
from audiopaper.pipeline.journal import Journal
from audiopaper.pipeline.publishing import (
    WORK_FOLDER,
    make_show_cover,
    publish_episode,
    refuse_wrong_show,
)
from audiopaper.pipeline.reporting import RunFacts, write_report
from audiopaper.pipeline.speaking import (
    fallback_spoke,
    needed_engines,
    settled_engine,
    speak_segments,
)
from audiopaper.pipeline.text import ReadEdition, read_articles, settle_readings
from audiopaper.publish.episodes import load_episodes
from audiopaper.publish.feed import episode_guid, episode_title
from audiopaper.publish.listing import articles_json
from audiopaper.review import Doubt, review_readings, warn_of_silence
from audiopaper.rundown import draft_rundown, is_edited, load_rundown, save_rundown
from audiopaper.script import spoken_items, write_script
from audiopaper.stitching import SoundSettings, find_sounds, stitch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audiopaper.model import Presenter
    from audiopaper.progress import Teller

SAMPLE_FOLDER = Path(__file__).parent.parent / "sample"
"""The sample edition that ships with the package."""

# Half a unit round the target is what Apple's and Alexa's tolerances leave room for.
LOUDNESS_TOLERANCE_LU = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the producer asked for."""

    paths: tuple[Path, ...] = ()
    """Page files and folders; none means the configured inbox or the sample."""

    date: dt.date | None = None
    """Date of the edition, where the pages print none."""

    engine: str = ""
    """Engine in place of the configured one."""

    rundown: Path | None = None
    """A rundown from elsewhere."""

    redraft: bool = False
    """Whether to draft anew though an editor changed the rundown."""

    dry_run: bool = False
    """Whether to stop before anything is spoken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run did."""

    rundown: Rundown
    """The running order that was used."""

    rundown_path: Path
    """Where it stands."""

    articles: int
    """How many articles the pages held."""

    output: Path
    """The public folder."""

    feed_url: str
    """Address of the feed."""

    episode: Episode | None = None
    """None after a dry run."""

    held: bool = False
    """Whether it waits for `audiopaper publish`."""

    fell_back: bool = False
    """Whether a configured fallback spoke, in part or in whole."""

    warnings: tuple[str, ...] = ()
    """What the producer should look at."""

    notices: tuple[str, ...] = ()
    """What the producer may want to know."""

    doubts: tuple[Doubt, ...] = ()
    """After a dry run: what deserves an ear, the most doubtful first."""


def produce(order: Order, config: Config, tell: Teller) -> Outcome:
    """Make and publish one episode, or make its rundown only.

    Args:
        order: What was asked for.
        config: The configuration in force.
        tell: Called with each stage's progress.

    Raises:
        AudiopaperError: Something kept the episode from being made; what was public before
            is public still, as it was.
    """
    journal = Journal()
    paths, sample = _find_pages(order, config)
    presenters = load_presenters(voices_folder(config))
    _check_voices(order.engine or config.engine, config, presenters)
    refuse_wrong_show(config)
    output = output_folder(config)
    with journal.stage("pages") as told:
        read = read_articles(paths, date=order.date, leads=config.leads)
        told(f"{len(read.edition.pages)} pages, {len(read.split.articles)} articles")
    date = read.edition.date
    if date is None:
        raise InputError(
            f"no date is printed on {paths[0]} and none is in its name",
            remedy="give it: --date YYYY-MM-DD, or name the folder YYYY-MM-DD",
        )
    if not read.split.articles:
        raise InputError(
            f"there is no article on {paths[0]}",
            remedy="look at what the lines were taken for: audiopaper articles PATH",
        )
    if sample:
        _refuse_beside_real(output)
    with hold_lock(output / WORK_FOLDER / "lock"):
        # Of a run that was killed; what lies in the cache may be somebody's who needs no lock.
        remove_leftovers(output, but=output / WORK_FOLDER / "cache")
        run = RunFacts(
            work=output / WORK_FOLDER / date.isoformat(),
            title=f"{read.edition.paper or config.show.title} {date}",
            read=read,
        )
        try:
            outcome = _make(order, config, presenters, run, journal, tell, sample=sample)
        except AudiopaperError as error:
            run.stages = journal.stages
            # A disk that is full has no room for the report either.
            with contextlib.suppress(PublishError):
                write_report(run, "failed", error.problem, error.remedy)
            raise
        run.stages, run.warnings, run.notices = journal.stages, outcome.warnings, outcome.notices
        drafted = outcome.episode is None
        write_report(run, "drafted" if drafted else "held" if outcome.held else "published")
        return outcome


def _make(
    order: Order,
    config: Config,
    presenters: Mapping[str, Presenter],
    run: RunFacts,
    journal: Journal,
    tell: Teller,
    *,
    sample: bool,
) -> Outcome:
    assert run.read is not None
    assert run.work is not None
    read, work, output = run.read, run.work, output_folder(config)
    name = order.engine or config.engine
    lexicon = load_lexicon(voices_folder(config) / "lexicon")
    with journal.stage("rundown") as told:
        rundown, rundown_path, notices = _settle_rundown(
            order, config, read, _date_of(read), work, presenters
        )
        stories = sum(item.kind == "story" and not item.drop for item in rundown.items)
        told(f"{stories} stories" + (", as edited" if rundown.edited else ""))
    run.rundown = rundown
    warnings = [f"page {page.name} was left out: {page.problem}" for page in read.edition.skipped]
    outcome = Outcome(
        rundown=rundown,
        rundown_path=rundown_path,
        articles=len(read.split.articles),
        output=output,
        feed_url=f"{config.show.base_url}feed.xml",
        warnings=tuple(warnings),
        notices=tuple(notices),
    )
    with journal.stage("readings") as told:
        segments = settle_readings(write_script(rundown, config.episode), lexicon)
        run.doubts = review_readings(segments)
        told(f"{len(segments)} segments, {len(run.doubts)} readings to review")
    warnings += warn_of_silence(segments)
    run.warnings = tuple(warnings)
    if order.dry_run:
        return replace(outcome, warnings=run.warnings, doubts=run.doubts)
    cache = ClipCache(output / WORK_FOLDER / "cache")
    with journal.stage("speech") as told:
        spoken, said = speak_segments(segments, name, config, presenters, cache, tell)
        asked = sum(1 for one in spoken if one.tries)
        told(f"{asked} segments spoken, {len(spoken) - asked} kept from before")
    run.spoken = spoken
    warnings += said
    run.warnings = tuple(warnings)
    with journal.stage("stitching") as told:
        episode = _record(
            rundown, spoken, cache, config, presenters, work, run.warnings, tell, sample=sample
        )
        told(f"{episode.duration_ms / 60_000:.1f} minutes, {episode.loudness_lufs:.1f} LUFS")
    run.episode, run.warnings = episode, episode.warnings
    with journal.stage("publishing") as told:
        public = publish_episode(episode, work / "episode", config)
        told("published" if public else "held")
    return replace(
        outcome,
        episode=episode,
        warnings=episode.warnings,
        held=not public,
        fell_back=fallback_spoke(name, spoken),
    )


def _date_of(read: ReadEdition) -> dt.date:
    assert read.edition.date is not None
    return read.edition.date


def _find_pages(order: Order, config: Config) -> tuple[tuple[Path, ...], bool]:
    if order.paths:
        return order.paths, False
    if config.sample:
        return (SAMPLE_FOLDER,), True
    if config.inbox:
        return (config.folder / config.inbox,), False
    raise InputError(
        "no pages were named and the configuration has neither inbox nor sample",
        remedy='name a folder of pages, or write inbox = "inbox" in config.toml',
    )


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


def _refuse_beside_real(output: Path) -> None:
    if any(not episode.sample for episode in load_episodes(output)):
        raise InputError(
            f"{output} holds episodes of a real show, and the sample never joins their feed",
            remedy="name your pages, or give the sample a place of its own: --output DIR",
        )


def _settle_rundown(
    order: Order,
    config: Config,
    read: ReadEdition,
    date: dt.date,
    work: Path,
    presenters: Mapping[str, Presenter],
) -> tuple[Rundown, Path, list[str]]:
    path = work / "rundown.toml"
    write_file(
        work / "articles.json",
        json.dumps(
            {"schema": 1, "articles": articles_json(read.split.articles, read.rankings)},
            ensure_ascii=False,
            indent=1,
        ),
    )
    if order.rundown is not None:
        rundown = load_rundown(order.rundown, presenters=presenters)
        if rundown.date != date:
            raise InputError(
                f"{order.rundown} is for {rundown.date} and the pages are of {date}",
                remedy="name the rundown of that day, or the pages of this one",
            )
        return rundown, order.rundown, [f"the rundown is {order.rundown}"]
    notices = []
    if path.exists() and is_edited(path):
        if not order.redraft:
            rundown = load_rundown(path, presenters=presenters)
            return rundown, path, [f"the editor's rundown was used: {path}"]
        backup = path.with_suffix(".toml.bak")
        write_file(backup, path.read_bytes())
        notices.append(f"the rundown was drafted anew; the editor's is kept as {backup}")
    rundown = draft_rundown(
        read.cleaned,
        read.rankings,
        date=date,
        paper=read.edition.paper,
        show=config.show.title,
        episode=config.episode,
        presenters=config.presenters,
        leads=config.leads,
        pace_chars={name: p.chars_per_minute for name, p in presenters.items()},
    )
    reasons = {r.article_id: ("；".join(r.reasons),) for r in read.rankings if r.reasons}
    save_rundown(path, rundown, notes=reasons)
    return rundown, path, notices


def _record(
    rundown: Rundown,
    spoken: Sequence[SpokenSegment],
    cache: ClipCache,
    config: Config,
    presenters: Mapping[str, Presenter],
    work: Path,
    warnings: tuple[str, ...],
    tell: Teller,
    *,
    sample: bool,
) -> Episode:
    items = spoken_items(rundown)
    show = config.show
    engine = "+".join(sorted({s.engine for s in spoken}))
    # An item of which nothing is said gets no chapter.
    chapters = {item: n for n, item in enumerate(sorted({s.segment.item for s in spoken}))}
    paper = rundown.paper or show.title
    title = episode_title(show.title, rundown.paper, rundown.date)
    audio = f"{show.id}-{rundown.date.isoformat()}.mp3"
    kinds = [(item.kind, item.title) for item in items]
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
    kept = output_folder(config) / WORK_FOLDER / "pieces"
    recording = stitch(
        spoken,
        cache,
        items=kinds,
        settings=sound,
        sounds=sounds,
        tags=tags,
        path=work / "episode" / audio,
        kept=kept,
        tell=tell,
    )
    warnings += recording.warnings
    off = recording.loudness_lufs - config.loudness.target_lufs
    if abs(off) > LOUDNESS_TOLERANCE_LU:
        warnings += (
            f"the episode's loudness is {recording.loudness_lufs:.1f} LUFS, "
            f"{abs(off):.1f} LU {'above' if off > 0 else 'below'} the target",
        )
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
            folder=work / "episode",
            kept=kept,
            tell=tell,
        )
        warnings += (problem,) if problem else ()
    hour, minute = map(int, show.publish_time.split(":"))
    return Episode(
        date=rundown.date,
        paper=paper,
        title=title,
        guid=episode_guid(f"{show.id}.sample" if sample else show.id, rundown.date),
        audio=audio,
        audio_bytes=recording.audio_bytes,
        audio_sha256=recording.audio_sha256,
        duration_ms=recording.duration_ms,
        chapters=recording.chapters,
        cues=recording.cues,
        stories=tuple(
            Story(title=item.title, pages=item.pages, byline=item.byline, chapter=chapters[index])
            for index, item in enumerate(items)
            if item.kind == "story"
        ),
        engine=engine,
        loudness_lufs=recording.loudness_lufs,
        true_peak_dbtp=recording.true_peak_dbtp,
        presenters=tuple((n, presenters[n].display_name) for n in _speakers(items)),
        published=dt.datetime.combine(
            rundown.date, dt.time(hour, minute), tzinfo=_timezone(show.utc_offset)
        ),
        sample=sample,
        warnings=warnings,
        briefing=briefing,
    )


def _speakers(items: Sequence[Item]) -> list[str]:
    return list(dict.fromkeys(item.presenter for item in items))


def _timezone(offset: str) -> dt.timezone:
    sign = -1 if offset.startswith("-") else 1
    hours, minutes = map(int, offset[1:].split(":"))
    return dt.timezone(sign * dt.timedelta(hours=hours, minutes=minutes))
