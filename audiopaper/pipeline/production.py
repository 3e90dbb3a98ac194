"""From pages to a published episode. Each step leaves what is public whole."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.doubts import TextDoubt
from audiopaper.errors import ConfigError, InputError, PublishError
from audiopaper.files import write_file
from audiopaper.model import Episode, Rundown, day_key
from audiopaper.pages.handover import edition_json
from audiopaper.pages.page_files import find_files
from audiopaper.pipeline.episode_maker import make_episode, reporting
from audiopaper.pipeline.episode_plan import Correction, Studio, Task, open_studio, read_out
from audiopaper.pipeline.journal import Journal
from audiopaper.pipeline.known_names import remember_names
from audiopaper.pipeline.run_report import RunFacts
from audiopaper.pipeline.rundown_draft import draft_edition
from audiopaper.pipeline.speaking_rates import find_pace, judge_length, learn_pace
from audiopaper.pipeline.stale_stories import (
    FIRST_DRAFT_NAME,
    find_misfits,
    mark_drafted,
    save_articles,
)
from audiopaper.pipeline.text import ReadEdition, read_articles
from audiopaper.pipeline.text_cache import find_doubts_again
from audiopaper.publish.sanitiser import ascii_address
from audiopaper.reading_review import Doubt, review_readings, warn_of_silence
from audiopaper.rundown import (
    is_edited,
    load_rundown,
    measure_rundown,
    save_rundown,
)
from audiopaper.show.inbox import digest_files, missing_pages, newest_delivery
from audiopaper.show.production_record import Record, save_record
from audiopaper.show.public import (
    WORK_FOLDER,
    draw_cover,
    standing_episodes,
    warn_of_future,
)
from audiopaper.show.release import work_on_show
from audiopaper.show.sync import announce_feed
from audiopaper.store.retention import remove_unused

if TYPE_CHECKING:
    from audiopaper.config import Config
    from audiopaper.pipeline.engine_choice import Gate
    from audiopaper.runtime import ProgressCallback
    from audiopaper.store.clip_store import ClipCache

SAMPLE_FOLDER = Path(__file__).parent.parent / "sample"
"""The sample edition that ships with the package."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the producer asked for."""

    paths: tuple[Path, ...] = ()
    """Page files and folders; none means the configured inbox or the sample."""

    date: dt.date | None = None
    """Date of the edition, where the pages print none."""

    edition: str = ""
    """Name of a further edition of the day, an episode of its own; empty for the first one."""

    engine: str = ""
    """Engine in place of the configured one."""

    rundown: Path | None = None
    """A rundown from elsewhere."""

    redraft: bool = False
    """Whether to draft anew though an editor changed the rundown."""

    dry_run: bool = False
    """Whether to stop before anything is spoken."""

    hold: bool = False
    """Whether to publish nothing until the date is named."""

    unattended: bool = False
    """Whether nobody looks before it is public."""

    correction: Correction | None = None
    """Says what became of the public episode, where another takes its place; None for no word."""

    now: dt.datetime | None = None
    """The clock; None where no moment matters."""


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

    target_minutes: int
    """How long an episode is to be, in minutes."""

    asked_engine: str
    """The engine that was to speak; ``auto`` is edge, else kokoro or espeak."""

    episode: Episode | None = None
    """None after a dry run."""

    held: str = ""
    """Why it waits for `audiopaper publish`; empty where it is public."""

    same: bool = False
    """Whether it sounds just as the episode that was public."""

    fell_back: bool = False
    """Whether a configured fallback spoke, in part or in whole."""

    warnings: tuple[str, ...] = ()
    """What the producer should look at."""

    notices: tuple[str, ...] = ()
    """What the producer may want to know."""

    doubts: tuple[Doubt, ...] = ()
    """After a dry run: what deserves an ear, the most doubtful first."""

    text_doubts: tuple[TextDoubt, ...] = ()
    """After a dry run: what is doubtful in the text, by page and line."""


def produce(
    order: Order,
    config: Config,
    tell: ProgressCallback,
    *,
    cache: ClipCache | None = None,
    gate: Gate | None = None,
) -> Outcome:
    """Make and publish one episode, or make its rundown only.

    Args:
        order: What was asked for.
        config: The configuration in force.
        tell: Called with each stage's progress.
        cache: Where clips are kept; None for the show's own work folder.
        gate: What stands between the engine and those that ask it; None for nothing.

    Raises:
        AudiopaperError: Something kept the episode from being made; what was public before
            is public still, as it was.
    """
    if not re.fullmatch(r"(?:[A-Za-z0-9][A-Za-z0-9-]{0,31})?", order.edition):
        raise ConfigError(
            f"{order.edition!r} is no name for an edition",
            remedy="take up to 32 ASCII letters, digits and hyphens: it enters addresses",
        )
    journal = Journal()
    paths, sample = _find_pages(order, config)
    studio = open_studio(config, order.engine, cache=cache, gate=gate)
    with journal.stage("pages") as told:
        read = read_articles(paths, date=order.date, leads=config.leads)
        date = read.edition.date
        if date is None:
            raise InputError(
                f"no date is printed on {paths[0]} and none is in its name",
                remedy="name the folder YYYY-MM-DD, or: audiopaper produce PATH --date YYYY-MM-DD",
            )
        if not read.split.articles:
            raise InputError(
                f"there is no article on {paths[0]}",
                remedy="look at what the lines were taken for: audiopaper articles PATH",
            )
        told(f"{len(read.edition.pages)} pages, {len(read.split.articles)} articles")
    if sample:
        _refuse_beside_real(studio.output)
    run = RunFacts(
        work=studio.work(date, order.edition),
        title=f"{read.edition.paper or config.show.title} {day_key(date, order.edition)}",
        read=read,
    )
    with work_on_show(config), reporting(run, journal) as told_state:
        rundown, path = _choose(order, studio, read, run, journal)
        if not order.dry_run:
            # Before the tables of readings are loaded, which stay.
            draw_cover(config)
        with journal.stage("readings") as told:
            segments = read_out(rundown, studio)
            run.doubts = review_readings(segments)
            told(f"{len(segments)} segments, {len(run.doubts)} readings to review")
        run.warnings += tuple(warn_of_silence(segments))
        outcome = Outcome(
            rundown=rundown,
            rundown_path=path,
            articles=len(read.split.articles),
            output=studio.output,
            feed_url=f"{ascii_address(config.show.base_url)}feed.xml",
            target_minutes=config.episode.minutes,
            asked_engine=studio.engine,
            warnings=run.warnings,
            notices=run.notices,
        )
        if order.dry_run:
            run.warnings += judge_length(studio, rundown, order.edition)
            told_state("drafted")
            return replace(
                outcome,
                doubts=run.doubts,
                text_doubts=find_doubts_again(read, studio.work(date, order.edition)),
                warnings=run.warnings,
            )
        task = Task(
            rundown=rundown,
            segments=segments,
            edition=order.edition,
            sample=sample,
            hold=order.hold,
            unattended=order.unattended,
            correction=order.correction,
            now=order.now,
        )
        made = make_episode(task, studio, run, journal, tell)
        length_ms = made.episode.duration_ms
        off_target = judge_length(studio, rundown, order.edition, length_ms)
        run.warnings += off_target
        learn_pace(studio, made.episode)
        if not sample:
            remember_names(studio.output / WORK_FOLDER, date, segments)
        # Last of all: without it, the same edition is made once more, to the same bytes.
        found = find_files(paths)
        record = Record(
            contents=digest_files((*found.pages, *found.handed)),
            audio_sha256=made.episode.audio_sha256,
            held=made.held,
            retry=made.retry,
        )
        save_record(studio.work(date, order.edition), record)
        unremovable = _age_work(studio, run, order.now)
        run.warnings += unremovable
        told_state("held" if made.held else "published")
    # A scheduler's run before the show's hour of publication is as it should be.
    due = order.unattended and order.now is not None and order.now.date() >= date
    # A target's listeners are told when it was copied there.
    public = not (made.held or config.publish.target)
    return replace(
        outcome,
        episode=made.episode,
        warnings=(
            *made.episode.warnings,
            *off_target,
            *unremovable,
            *warn_of_future((made.episode,), config, None if due else order.now),
            *(announce_feed(config) if public else ()),
        ),
        held=made.held,
        same=made.same,
        fell_back=made.fell_back,
    )


def _age_work(studio: Studio, run: RunFacts, now: dt.datetime | None) -> tuple[str, ...]:
    """Remove what no run used for long; what cannot be removed is a warning: all is made."""
    if now is None:
        return ()
    days = studio.config.keep_days
    try:
        run.cleared = remove_unused(studio.output / WORK_FOLDER, now=now.timestamp(), days=days)
    except PublishError as error:
        return (f"{error.problem}; {error.remedy}",)
    return ()


def _choose(
    order: Order, studio: Studio, read: ReadEdition, run: RunFacts, journal: Journal
) -> tuple[Rundown, Path]:
    """The rundown that is read, and what is to be said of it."""
    assert read.edition.date is not None
    with journal.stage("rundown") as told:
        rundown, path, notices = _settle_rundown(order, studio, read, read.edition.date)
        stories = sum(item.kind == "story" and not item.drop for item in rundown.items)
        told(f"{stories} stories" + (", as edited" if rundown.edited else ""))
    run.rundown, run.notices = rundown, tuple(notices)
    run.warnings = read.edition.notices
    missing = missing_pages(read.edition)
    if missing:
        run.warnings += (f"page {', '.join(map(str, missing))} is missing",)
    if rundown.edited:
        run.warnings += find_misfits(studio.work(rundown.date, order.edition), rundown)
    return rundown, path


def _find_pages(order: Order, config: Config) -> tuple[tuple[Path, ...], bool]:
    if order.paths:
        return order.paths, False
    if config.sample:
        return (SAMPLE_FOLDER,), True
    if config.inbox:
        inbox = config.folder / config.inbox
        newest = newest_delivery(inbox, order.date) if inbox.is_dir() else None
        return newest.paths if newest is not None else (inbox,), False
    raise InputError(
        "no pages were named and the configuration has neither inbox nor sample",
        remedy='name a folder of pages, or write inbox = "inbox" in config.toml',
    )


def _refuse_beside_real(output: Path) -> None:
    if any(not episode.sample for episode in standing_episodes(output)):
        raise InputError(
            f"{output} holds episodes of a real show, and the sample never joins their feed",
            remedy="name your pages, or give the sample a place of its own: "
            "audiopaper produce --output DIR",
        )


def _settle_rundown(
    order: Order, studio: Studio, read: ReadEdition, date: dt.date
) -> tuple[Rundown, Path, list[str]]:
    config, presenters = studio.config, studio.presenters
    work = studio.work(date, order.edition)
    path = work / "rundown.toml"
    paper = read.edition.paper
    save_articles(work, edition_json(read.split.articles, read.rankings, paper=paper, date=date))
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
    pace, _ = find_pace(studio, date, order.edition)
    rundown = draft_edition(read, date, config, pace)
    reasons = {r.article_id: ("；".join(r.reasons),) for r in read.rankings if r.reasons}
    lengths = measure_rundown(rundown, config.presenters.anchor, pace, config.episode)
    save_rundown(path, rundown, notes=reasons, lengths=lengths, minutes=config.episode.minutes)
    write_file(work / FIRST_DRAFT_NAME, path.read_bytes())
    mark_drafted(work)
    return rundown, path, notices
