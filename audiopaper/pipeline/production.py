"""Make and publish an episode from pages: the order of the stages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.doubts import TextDoubt
from audiopaper.errors import InputError, PublishError
from audiopaper.model import Episode, Rundown
from audiopaper.pages.page_files import find_files
from audiopaper.pipeline.delivered_before import digest_sentences
from audiopaper.pipeline.edition_names import check_edition_name
from audiopaper.pipeline.episode_maker import MadeEpisode, make_episode
from audiopaper.pipeline.episode_plan import Correction, EpisodePlan
from audiopaper.pipeline.known_names import remember_names
from audiopaper.pipeline.lexicon_entries import warn_of_ignored
from audiopaper.pipeline.page_choice import choose_pages, compare_with_show
from audiopaper.pipeline.picture_drawing import PictureDrawing
from audiopaper.pipeline.run_log import RunLog
from audiopaper.pipeline.run_report import report_run
from audiopaper.pipeline.rundown_draft import choose_rundown
from audiopaper.pipeline.show_setup import ShowSetup, load_setup, read_rundown
from audiopaper.pipeline.speaking_rates import judge_length, learn_rates
from audiopaper.pipeline.stale_stories import find_new_stories, find_stale_stories
from audiopaper.pipeline.text_cache import (
    find_text_doubts_once,
    read_articles_once,
    store_articles,
)
from audiopaper.publish.checks.notice_check import warn_of_no_notice
from audiopaper.publish.listings import feed_address
from audiopaper.reading_review import Doubt, review_readings, warn_of_silence
from audiopaper.rundown import warn_of_repeats
from audiopaper.show.completeness import (
    describe_announced,
    describe_missing,
    missing_pages,
    page_labels,
)
from audiopaper.show.folder import show_folder
from audiopaper.show.inbox import (
    digest_files,
)
from audiopaper.show.lifecycle import (
    ProductionRecord,
    hold_until_named,
    is_held_until_named,
    save_record,
)
from audiopaper.show.public import warn_of_future
from audiopaper.show.release import work_on_show
from audiopaper.show.sync import announce_feed
from audiopaper.store.retention import remove_unused
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.config import Config
    from audiopaper.model import Segment
    from audiopaper.pipeline.engine_choice import Gate
    from audiopaper.pipeline.text import ReadEdition
    from audiopaper.runtime import ProgressCallback
    from audiopaper.show.folder import EditionFolder, ShowFolder
    from audiopaper.store.clip_store import ClipCache


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A request of the producer."""

    paths: tuple[Path, ...] = ()
    """Page files and folders; empty for the configured inbox or the sample."""

    date: dt.date | None = None
    """Date of the edition, if the pages print none; else None."""

    edition: str = ""
    """Name of a further edition of the day, an episode of its own; empty for the first one."""

    engine: str = ""
    """Engine in place of the configured one; empty for that."""

    rundown: Path | None = None
    """A rundown file outside the show, to be used in place of a draft; else None."""

    redraft: bool = False
    """Whether to draft anew even if an editor changed the rundown."""

    dry_run: bool = False
    """Whether to stop before anything is spoken."""

    hold: bool = False
    """Whether the episode waits for `audiopaper publish`."""

    unattended: bool = False
    """Whether the run is scheduled, without a person who checks the episode."""

    correction: Correction | None = None
    """The correction to announce if the episode replaces a public one; None for no announcement."""

    now: dt.datetime | None = None
    """The present time; None if no step depends on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Result of a run."""

    rundown: Rundown
    """The running order that was used."""

    rundown_path: Path
    """File of the rundown."""

    articles: int
    """Number of articles on the pages."""

    output: Path
    """The public folder."""

    feed_url: str
    """Address of the feed."""

    target_minutes: int
    """Target length of an episode, in minutes."""

    asked_engine: str
    """The configured engine; ``auto`` is edge, or kokoro or espeak if edge cannot be reached."""

    episode: Episode | None = None
    """The episode; None after a dry run."""

    held: str = ""
    """Why it waits for `audiopaper publish`; empty if it is public."""

    same: bool = False
    """Whether it sounds as the episode that was public."""

    fell_back: bool = False
    """Whether a configured fallback spoke the episode or a part of it."""

    warnings: tuple[str, ...] = ()
    """Warnings for the producer."""

    notices: tuple[str, ...] = ()
    """Notices for the producer."""

    doubts: tuple[Doubt, ...] = ()
    """After a dry run: doubtful readings, the most doubtful first."""

    text_doubts: tuple[TextDoubt, ...] = ()
    """After a dry run: doubtful passages of the text, by page and line."""


def produce(
    order: Order,
    config: Config,
    tell: ProgressCallback,
    *,
    cache: ClipCache | None = None,
    gate: Gate | None = None,
) -> Outcome:
    """Make and publish one episode, or only its rundown.

    Args:
        order: The request.
        config: The configuration in force.
        tell: Called with the progress of each stage.
        cache: A cache of clips in place of the show's own.
        gate: Limits how often the engine is called; None for no limit.

    Raises:
        AudiopaperError: The episode could not be made. What was public before is unchanged.
    """
    check_edition_name(order.edition)
    paths, is_sample = choose_pages(order.paths, order.date, config)
    setup = load_setup(config, order.engine, clips=cache, gate=gate)
    run = RunLog()
    with PictureDrawing(config) as pictures:
        if not order.dry_run:
            pictures.draw_cover()
        read, date = _read_pages(paths, order.date, config, run)
        edition = setup.show.edition(date, order.edition)
        run.warnings += compare_with_show(order, paths, read, edition, config)
        paper = read.edition.paper or config.show.title
        run.folder, run.title = edition, f"{paper} {edition.key}"
        with work_on_show(config), report_run(run) as finish:
            rundown, path = _choose_rundown(order, setup, read, edition, run)
            store_articles(read, setup.show, config.leads)
            if not order.dry_run:
                pictures.draw_rest(date)
            segments = _decide_readings(rundown, setup, run)
            pictures.wait()
            outcome = _describe(rundown, path, setup, run)
            if order.dry_run:
                run.warnings += judge_length(setup, rundown, order.edition)
                finish("drafted")
                return _add_doubts(outcome, read, setup.show, run)
            plan = _plan_episode(order, setup, edition, rundown, segments, run)
            plan = replace(plan, sample=is_sample)
            made = make_episode(plan, run, tell)
            later_warnings = _remember(plan, made, run)
            finish("held" if made.held else "published")
    return _finish(outcome, plan, made, later_warnings)


def _read_pages(
    paths: Sequence[Path], asked: dt.date | None, config: Config, run: RunLog
) -> tuple[ReadEdition, dt.date]:
    """Read an edition that has a date and at least one article."""
    with run.stage("pages") as note:
        # Hashed before they are read: a file that arrives or changes later is then new to the next
        # run of `today`, which makes the edition again.
        files = find_files(paths)
        run.contents = digest_files((*files.pages, *files.handed))
        read = read_articles_once(paths, show_folder(config), date=asked, leads=config.leads)
        date = read.edition.date
        if date is None:
            raise InputError(
                _("no date is printed on {path} and none is in its name", path=paths[0]),
                remedy=_(
                    "name the folder YYYY-MM-DD, or: audiopaper produce PATH --date YYYY-MM-DD"
                ),
            )
        if not read.split.articles:
            raise InputError(
                _("there is no article on {path}", path=paths[0]),
                remedy=_("look at what the lines were taken for: audiopaper articles PATH"),
            )
        pages, articles = len(read.edition.pages), len(read.split.articles)
        note(_("{pages} pages, {articles} articles", pages=pages, articles=articles))
    run.read = read
    return read, date


def _choose_rundown(
    order: Order, setup: ShowSetup, read: ReadEdition, edition: EditionFolder, run: RunLog
) -> tuple[Rundown, Path]:
    """Return the rundown and its path; add its notices and warnings to the log."""
    with run.stage("rundown") as note:
        rundown, path, notices = choose_rundown(
            read, edition, setup, foreign=order.rundown, redraft=order.redraft
        )
        stories = sum(item.kind == "story" and not item.drop for item in rundown.items)
        note(_("{stories} stories", stories=stories) + (_(", as edited") if rundown.edited else ""))
    run.rundown, run.notices = rundown, tuple(notices)
    run.warnings += read.edition.notices
    missing = missing_pages(read.edition)
    if missing:
        run.warnings += (describe_missing(missing),)
    if announced := describe_announced(read.edition, setup.config.today):
        run.warnings += (announced,)
    if rundown.edited:
        run.warnings += find_stale_stories(edition, rundown)
        run.warnings += find_new_stories(edition, rundown)
        run.warnings += warn_of_repeats(rundown)
    return rundown, path


def _decide_readings(rundown: Rundown, setup: ShowSetup, run: RunLog) -> tuple[Segment, ...]:
    with run.stage("readings") as note:
        segments = read_rundown(rundown, setup)
        run.doubts = review_readings(segments)
        count, doubts = len(segments), len(run.doubts)
        note(_("{count} segments, {doubts} readings to review", count=count, doubts=doubts))
    run.warnings += (*warn_of_silence(segments), *warn_of_ignored(setup.config))
    ends = ("ident", "greeting", "sign-off")
    run.warnings += warn_of_no_notice(s.printed for s in segments if s.role in ends)
    return segments


def _describe(rundown: Rundown, path: Path, setup: ShowSetup, run: RunLog) -> Outcome:
    """Return the outcome of a run before anything is spoken."""
    config = setup.config
    return Outcome(
        rundown=rundown,
        rundown_path=path,
        articles=len(run.read.split.articles) if run.read is not None else 0,
        output=setup.show.output,
        feed_url=feed_address(config.show.base_url),
        target_minutes=config.episode.minutes,
        asked_engine=setup.engine,
        warnings=run.warnings,
        notices=run.notices,
    )


def _add_doubts(outcome: Outcome, read: ReadEdition, show: ShowFolder, run: RunLog) -> Outcome:
    """Add to the outcome of a dry run what an editor should look at."""
    text_doubts = find_text_doubts_once(read, show)
    return replace(outcome, doubts=run.doubts, text_doubts=text_doubts, warnings=run.warnings)


def _plan_episode(
    order: Order,
    setup: ShowSetup,
    edition: EditionFolder,
    rundown: Rundown,
    segments: tuple[Segment, ...],
    run: RunLog,
) -> EpisodePlan:
    if order.hold:
        hold_until_named(edition)
    return EpisodePlan(
        setup=setup,
        edition=edition,
        rundown=rundown,
        segments=segments,
        hold=order.hold or is_held_until_named(edition),
        unattended=order.unattended,
        objections=run.read.edition.objections if run.read is not None else (),
        correction=order.correction,
        now=order.now,
    )


def _remember(plan: EpisodePlan, made: MadeEpisode, run: RunLog) -> tuple[str, ...]:
    """Save what later runs need of an episode, and return warnings for the producer."""
    setup, episode = plan.setup, made.episode
    warnings = judge_length(setup, plan.rundown, plan.edition.name, episode.duration_ms)
    learn_rates(setup, episode)
    if not plan.sample:
        remember_names(setup.show, plan.rundown.date, plan.segments)
    # The record is saved last: without it, the next run makes the edition again, to equal bytes.
    record = ProductionRecord(
        contents=run.contents,
        audio_sha256=episode.audio_sha256,
        pages=page_labels(run.read.edition) if run.read is not None else (),
        held=made.held,
        retry=made.retry,
        sentences=digest_sentences(run.read.edition) if run.read is not None else (),
    )
    save_record(plan.edition, record)
    warnings += _remove_aged(plan, run)
    run.warnings += warnings
    return warnings


def _remove_aged(plan: EpisodePlan, run: RunLog) -> tuple[str, ...]:
    """Remove cached files that were not used for ``keep_days``; a failure is only a warning."""
    if plan.now is None:
        return ()
    work, days = plan.setup.show.work, plan.setup.config.keep_days
    try:
        run.cleared = remove_unused(work, now=plan.now.timestamp(), days=days)
    except PublishError as error:
        return (f"{error.problem}; {error.remedy}",)
    return ()


def _finish(
    outcome: Outcome, plan: EpisodePlan, made: MadeEpisode, warnings: tuple[str, ...]
) -> Outcome:
    """Add the episode to an outcome, and notify the hub if the episode is public here."""
    config, now = plan.setup.config, plan.now
    # A scheduled run normally ends before the show's hour of publication.
    is_scheduled = plan.unattended and now is not None and now.date() >= plan.rundown.date
    # With a target, the hub is notified after the copy.
    is_public_here = not (made.held or config.publish.target)
    return replace(
        outcome,
        episode=made.episode,
        warnings=(
            *made.episode.warnings,
            *warnings,
            *warn_of_future((made.episode,), config.show, None if is_scheduled else now),
            *(announce_feed(config) if is_public_here else ()),
        ),
        held=made.held,
        same=made.same,
        fell_back=made.fell_back,
    )
