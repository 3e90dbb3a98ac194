"""The report of a run: picks, doubts, repairs, speech, sound and times."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.documents import DocumentError, read_document
from audiopaper.errors import AudiopaperError, PublishError
from audiopaper.files import write_file
from audiopaper.pipeline.text_cache import find_text_doubts_once
from audiopaper.report import SCHEMA, Cell, Report, Table, render_html, render_json
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from audiopaper.model import Article, Ranking, Rundown, SpokenSegment
    from audiopaper.pipeline.run_log import RunLog, StageTime
    from audiopaper.pipeline.text import ReadEdition
    from audiopaper.reading_review import Doubt
    from audiopaper.report import RunState
    from audiopaper.show.folder import EditionFolder, ShowFolder

_SHOWN_CHARS = 60
"""Longest passage in a table; ``articles --explain`` shows all of it."""


@contextlib.contextmanager
def report_run(run: RunLog) -> Iterator[Callable[[RunState], None]]:
    """Write a run's report when the block ends or fails.

    Args:
        run: What the run has done by then.

    Returns:
        A function that takes how the run ended.
    """
    states: list[RunState] = []
    try:
        yield states.append
    except AudiopaperError as error:
        # A disk that is full has no room for the report either.
        with contextlib.suppress(PublishError):
            write_report(run, "failed", error.problem, error.remedy)
        raise
    for state in states[-1:]:
        write_report(run, state)


def write_report(run: RunLog, state: RunState, problem: str = "", remedy: str = "") -> None:
    """Write ``report.html`` and ``report.json`` into an edition's work folder, once that is known.

    Raises:
        PublishError: They cannot be written.
    """
    if run.folder is None:
        return
    # A correction reads no pages: what an earlier run wrote about them still holds.
    earlier = _load_earlier(run.folder) if run.read is None else None
    report = Report(
        title=run.title,
        state=state,
        facts=(*_page_facts(run.read, earlier), *_facts(run)),
        problem=problem,
        remedy=remedy,
        warnings=run.warnings,
        notices=run.notices,
        tables=tuple(_tables(run, earlier)),
    )
    write_file(run.folder.report_json, render_json(report))
    write_file(run.folder.report_html, render_html(report))


@dataclass(frozen=True, slots=True, kw_only=True)
class _EarlierReport:
    """What an earlier report says about the pages of the edition."""

    pages: int = 0
    articles: int = 0
    doubtful_text: tuple[dict[str, Cell], ...] = ()
    repairs: tuple[dict[str, Cell], ...] = ()
    furniture: tuple[dict[str, Cell], ...] = ()

    def tables(self) -> list[Table]:
        """Return its tables about the pages, without those that have no rows."""
        tables = (
            (_doubtful_text, self.doubtful_text),
            (_repairs, self.repairs),
            (_furniture, self.furniture),
        )
        return [
            make(tuple(row.get(key, "") for key, _title in make(()).columns) for row in rows)
            for make, rows in tables
            if rows
        ]


def _load_earlier(edition: EditionFolder) -> _EarlierReport:
    try:
        return read_document(edition.report_json, _EarlierReport, schema=SCHEMA)
    except (FileNotFoundError, DocumentError):
        # The new report is written all the same.
        return _EarlierReport()


def _page_facts(
    read: ReadEdition | None, earlier: _EarlierReport | None
) -> list[tuple[str, str, Cell]]:
    if read is not None:
        pages, articles = len(read.edition.pages), len(read.split.articles)
    elif earlier is not None and earlier.pages:
        pages, articles = earlier.pages, earlier.articles
    else:
        return []
    return [("pages", _("pages"), pages), ("articles", _("articles"), articles)]


def _facts(run: RunLog) -> list[tuple[str, str, Cell]]:
    facts: list[tuple[str, str, Cell]] = []
    if run.rundown is not None:
        facts.append(("edited", _("rundown edited by hand"), run.rundown.edited))
    if run.episode is not None:
        facts += [
            ("minutes", _("minutes"), round(run.episode.duration_ms / 60_000, 1)),
            ("loudness_lufs", _("loudness, LUFS"), run.episode.loudness_lufs),
            ("true_peak_dbtp", _("true peak, dBTP"), run.episode.true_peak_dbtp),
            ("engine", _("engine"), run.episode.engine),
        ]
    if run.spoken:
        new = [segment for segment in run.spoken if segment.tries]
        facts += [
            ("segments", _("segments"), len(run.spoken)),
            ("spoken_anew", _("spoken anew"), len(new)),
            ("retries", _("retries"), sum(segment.tries - 1 for segment in new)),
        ]
    if run.cleared is not None:
        megabytes = round(run.cleared.total_bytes / 1e6, 1)
        facts += [
            ("cleared", _("cleared from the cache, files"), run.cleared.files),
            ("cleared_mb", _("cleared from the cache, MB"), megabytes),
        ]
    return facts


def _tables(run: RunLog, earlier: _EarlierReport | None) -> list[Table]:
    tables = []
    if run.rundown is not None and run.read is not None:
        tables += [_picks(run.rundown, run.read), _left_out(run.rundown, run.read)]
    if run.doubts:
        tables.append(_readings(run.doubts))
    if run.read is not None and run.folder is not None:
        tables.append(_find_text_doubts(run.read, run.folder.show))
        tables += [_list_repairs(run.read), _list_furniture(run.read)]
    elif earlier is not None:
        tables += earlier.tables()
    if run.spoken:
        tables.append(_retried(run.spoken))
    tables.append(_times(run.journal.stages))
    return tables


def _picks(rundown: Rundown, read: ReadEdition) -> Table:
    rankings = {ranking.article_id: ranking for ranking in read.rankings}
    rows = [
        (
            number,
            item.title,
            _pages(item.pages),
            item.presenter,
            len(item.text),
            _reasons(rankings.get(item.article_id)) or _("the editor's own"),
        )
        for number, item in enumerate(
            (i for i in rundown.items if i.kind == "story" and not i.drop), 1
        )
    ]
    return Table(
        key="picks",
        title=_("Stories in the episode"),
        columns=(
            ("number", "#"),
            ("title", _("headline")),
            ("pages", _("page")),
            ("presenter", _("presenter")),
            ("characters", _("characters")),
            ("reasons", _("reasons")),
        ),
        rows=tuple(rows),
    )


def _left_out(rundown: Rundown, read: ReadEdition) -> Table:
    read_ids = {i.article_id for i in rundown.items if i.kind == "story" and not i.drop}
    rankings = {ranking.article_id: ranking for ranking in read.rankings}
    left = [a for a in read.split.articles if a.id not in read_ids]
    left.sort(key=lambda a: (_rank(rankings.get(a.id)), a.pages, a.position))
    return Table(
        key="left_out",
        title=_("Left out"),
        columns=(
            ("article", _("article")),
            ("title", _("headline")),
            ("pages", _("page")),
            ("kind", _("kind")),
            ("reasons", _("reasons")),
        ),
        named=("kind",),
        rows=tuple(
            (a.id, _headline(a), _pages(a.pages), a.kind, _reasons(rankings.get(a.id)))
            for a in left
        ),
    )


def _readings(doubts: Sequence[Doubt]) -> Table:
    return Table(
        key="readings",
        title=_("Readings to hear"),
        note=_("the least certain first; to correct one: audiopaper lexicon add"),
        columns=(
            ("sure", _("certainty")),
            ("count", _("times")),
            ("kind", _("kind")),
            ("text", _("text")),
            ("said", _("said")),
            ("context", _("context")),
            ("source", _("source")),
        ),
        named=("kind",),
        rows=tuple(
            (
                round(d.sure, 2),
                d.count,
                d.kind,
                d.text,
                d.spoken if d.kind == "number" else " ".join(d.pinyin) or d.spoken,
                d.context,
                _("{source}; read otherwise elsewhere", source=d.source)
                if d.conflict
                else d.source,
            )
            for d in doubts
        ),
    )


def _find_text_doubts(read: ReadEdition, show: ShowFolder) -> Table:
    return _doubtful_text(
        (
            *(d.page, d.line, d.kind, d.text, d.done, d.other, round(d.sure, 2), d.article),
            d.picture,
        )
        for d in find_text_doubts_once(read, show)
    )


def _list_repairs(read: ReadEdition) -> Table:
    return _repairs(
        (
            repair.source.page,
            f"{repair.source.start}–{repair.source.end}",
            repair.rule,
            _short(repair.before),
            _short(repair.after),
            article,
        )
        for article, repair in read.repairs
    )


def _list_furniture(read: ReadEdition) -> Table:
    return _furniture((f.page, f.line, f.role, _short(f.text)) for f in read.split.furniture)


def _doubtful_text(rows: Iterable[tuple[Cell, ...]]) -> Table:
    return Table(
        key="doubtful_text",
        title=_("Doubtful text"),
        note=_("no change was made: compare it with the page"),
        columns=(
            ("page", _("page")),
            ("line", _("line")),
            ("kind", _("kind")),
            ("text", _("text")),
            ("done", _("what was done")),
            ("other", _("what else is possible")),
            ("sure", _("certainty")),
            ("article", _("article")),
            ("picture", _("picture")),
        ),
        named=("kind",),
        rows=tuple(rows),
    )


def _repairs(rows: Iterable[tuple[Cell, ...]]) -> Table:
    return Table(
        key="repairs",
        title=_("Repaired text"),
        columns=(
            ("page", _("page")),
            ("lines", _("line")),
            ("rule", _("rule")),
            ("before", _("before")),
            ("after", _("after")),
            ("article", _("article")),
        ),
        named=("rule",),
        rows=tuple(rows),
    )


def _furniture(rows: Iterable[tuple[Cell, ...]]) -> Table:
    return Table(
        key="furniture",
        title=_("Lines of no article"),
        columns=(
            ("page", _("page")),
            ("line", _("line")),
            ("role", _("taken for")),
            ("text", _("text")),
        ),
        named=("role",),
        rows=tuple(rows),
    )


def _retried(spoken: Sequence[SpokenSegment]) -> Table:
    return Table(
        key="retried",
        title=_("Segments that took several tries"),
        columns=(
            ("number", "#"),
            ("engine", _("engine")),
            ("tries", _("tries")),
            ("text", _("text")),
        ),
        rows=tuple(
            (number, segment.engine, segment.tries, _short(segment.segment.printed))
            for number, segment in enumerate(spoken, 1)
            if segment.tries > 1
        ),
    )


def _times(stages: Sequence[StageTime]) -> Table:
    return Table(
        key="stages",
        title=_("Times"),
        columns=(("stage", _("stage")), ("seconds", _("seconds")), ("told", _("result"))),
        named=("stage",),
        rows=tuple((s.stage, round(s.seconds, 2), s.result) for s in stages),
    )


def _rank(ranking: Ranking | None) -> int:
    return ranking.rank if ranking is not None and ranking.rank is not None else 1_000_000


def _reasons(ranking: Ranking | None) -> str:
    if ranking is None:
        return ""
    place = f"第{ranking.rank}位；" if ranking.rank is not None else ""
    return place + "；".join(ranking.reasons)


def _headline(article: Article) -> str:
    return article.headline or f"（无标题）{_short(article.text)}"


def _pages(pages: Sequence[int]) -> str:
    return "、".join(map(str, pages))


def _short(text: str) -> str:
    text = text.replace("\n", " ")
    return text if len(text) <= _SHOWN_CHARS else f"{text[:_SHOWN_CHARS]}…"
