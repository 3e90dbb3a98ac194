"""A desk of one show, and how its pages are rendered."""

from __future__ import annotations

import datetime as dt
import getpass
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse, JSONResponse, Response

from audiopaper.config import Config, load_config
from audiopaper.desk.access import Access
from audiopaper.desk.audition import Audition
from audiopaper.desk.board import Board, list_doubts, read_board
from audiopaper.desk.changelog import log_change
from audiopaper.desk.chosen_readings import mark_tones
from audiopaper.desk.days import list_editions
from audiopaper.desk.doubt_rows import list_likely
from audiopaper.desk.episode_changes import find_change
from audiopaper.desk.phrases import Failure, explain, load_phrases, name_failure
from audiopaper.disk import explain_os_error
from audiopaper.errors import AudiopaperError, LexiconError, ShowBusyError
from audiopaper.marked_text import split_mark
from audiopaper.model import EditionKey
from audiopaper.show.folder import show_folder
from audiopaper.timeline import clock
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from audiopaper.desk.jobs import Job
    from audiopaper.show.folder import EditionFolder

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A desk of one show."""

    config_path: Path | None = None
    """The configuration; None for ``./config.toml``."""

    output: Path | None = None
    """The output folder in place of the configured one."""

    language: str = "zh"
    """Language of the pages."""

    access: Access = field(default_factory=lambda: Access(user=_user()))
    """Who may use it."""

    clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
    """The time."""

    speaks_ahead: bool = False
    """Whether the most doubtful readings are spoken before an editor requests them."""

    ending: Callable[[], bool] = lambda: False
    """Whether the desk is ending; then the event streams of its pages are closed."""

    def settings(self) -> Config:
        """Read the configuration, which may have changed."""
        config = load_config(self.config_path)
        return config if self.output is None else replace(config, output=str(self.output))

    def settings_file(self) -> Path | None:
        """Return the show's own configuration; None if the packaged one is in force."""
        path = self.config_path or Path("config.toml")
        return path if path.is_file() else None

    def options(self) -> list[str]:
        """Return the options of the worker's command line."""
        options = [] if self.config_path is None else ["--config", str(self.config_path)]
        return options if self.output is None else [*options, "--output", str(self.output)]


class Renderer:
    """Renders the pages of one desk."""

    def __init__(self, desk: Desk) -> None:
        """Load the words and the templates."""
        self.desk = desk
        self.words = load_phrases(desk.language)
        loader = jinja2.FileSystemLoader(_HERE / "templates")
        self.templates = jinja2.Environment(
            loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
        )
        self.templates.filters["tones"] = mark_tones
        # Only one request at a time may fill the tables and caches of readings.
        self._reading = threading.Lock()
        self.audition = Audition()

    def find_edition(self, request: Request) -> tuple[Config, EditionKey]:
        """Find the configuration in force and the edition of a request.

        Raises:
            ValueError: The address names no edition.
        """
        return self.desk.settings(), EditionKey.parse(request.path_params["day"])

    def gather(self, config: Config, edition: EditionKey) -> Board:
        """Read the content of the page of an edition."""
        with self._reading:
            board = read_board(config, edition, self.desk.clock())
        if self.desk.speaks_ahead:
            at_work = board.job is not None and board.job.running
            self.audition.prepare(() if at_work else list_likely(board.readings), config)
        return board

    def is_read_so(self, config: Config, edition: EditionKey, name: str) -> bool:
        """Return whether the rundown still has a doubtful reading, by its name."""
        with self._reading:
            return name in list_doubts(config, edition)

    def answer(
        self, config: Config, edition: EditionKey, message: str, *, status: int = 200
    ) -> Response:
        """Answer a change with a message and the present content of the page."""
        main = self.render_main(config, self.gather(config, edition))
        return JSONResponse({"said": message, "main": main}, status)

    def explain(self, error: AudiopaperError) -> Failure:
        """Describe a failure in the language of the desk."""
        return explain(self.words, name_failure(error), error.problem, error.remedy)

    def answer_failure(self, request: Request, error: Exception) -> Response:
        """Answer a request that failed as expected, with a page if a browser opens one."""
        assert isinstance(error, AudiopaperError)
        status = 423 if isinstance(error, ShowBusyError) else 400
        if isinstance(error, LexiconError):
            status = 422
        failure = self.explain(error)
        if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
            main = self.render("failure.html.j2", failure=failure)
            # The configuration may be what is wrong.
            return self.render_page(Config(), self.words["desk"], main, here="", status=status)
        return JSONResponse({"said": failure.sentence, "detail": failure.detail}, status)

    def answer_os_failure(self, request: Request, error: Exception) -> Response:
        """Answer a request that met a failure of the machine, a full disk for instance."""
        assert isinstance(error, OSError)
        failure = explain_os_error(error)
        if failure is None:
            raise error
        return self.answer_failure(request, failure)

    def answer_bad_request(self, _request: Request, error: Exception) -> Response:
        """Answer a request that is malformed or out of date."""
        failure = explain(
            self.words, "failure_request", _("that cannot be done: {error}", error=error), ""
        )
        return JSONResponse({"said": failure.sentence, "detail": failure.detail}, 400)

    def render_main(self, config: Config, board: Board) -> str:
        """Render the page of an edition, without its frame."""
        order = [card.index for card in board.cards]
        following = dict(zip(order, [*order[1:], order[-1]] if order else [], strict=True))
        previous = dict(zip(order, [order[0], *order[:-1]] if order else [], strict=True))
        return self.render(
            "day.html.j2",
            board=board,
            editions=[e for e in list_editions(config) if e.date == board.day.date],
            clock=_show_time,
            marked=_show_marked,
            failure=_explain_job(self.words, board.job),
            minutes=config.episode.minutes,
            names=dict(board.presenters),
            name_edition=config.show.name_edition,
            find_change=find_change,
            edition_names=sorted(config.show.editions.values()),
            target=config.publish.target,
            previous=previous,
            following=following,
            cards_by_title={card.item.title: card.name for card in board.cards},
        )

    def render_page(
        self,
        config: Config,
        heading: str,
        main: str,
        *,
        here: str,
        board: Board | None = None,
        status: int = 200,
    ) -> Response:
        """Render a page in its frame."""
        more = {} if board is None else {"board": board}
        who = None if here == "login" else ""
        page = self.render(
            "page.html.j2",
            heading=heading,
            show=config.show.title,
            main=Markup(main),
            here=here,
            who=who,
            scripted=here in ("day", "presenters"),
            **more,
        )
        return HTMLResponse(page, status)

    def render(self, name: str, **values: Any) -> str:
        """Render a template with the words of the desk."""
        return self.templates.get_template(name).render(w=self.words, **values)

    def log(self, request: Request, config: Config, edition: EditionKey, what: str) -> None:
        """Log a change."""
        log_change(config, who=request.scope["who"], day=str(edition), what=what)


def _explain_job(words: Mapping[str, str], job: Job | None) -> Failure | None:
    if job is None or not job.problem:
        return None
    return explain(words, job.failure, job.problem, job.remedy)


def _show_time(time_ms: int) -> str:
    """Write a time without its leading zeros."""
    return clock(time_ms).lstrip("0:") if time_ms >= 60_000 else f"0:{time_ms // 1000:02}"


def _show_marked(passage: str) -> Markup:
    """Show the marked part of a passage as a mark."""
    before, part, behind = split_mark(passage)
    return Markup("{}<mark>{}</mark>{}").format(before, part, behind) if part else escape(passage)


def edition_folder(config: Config, edition: EditionKey) -> EditionFolder:
    """Return the work folder of an edition."""
    return show_folder(config).edition(edition.date, edition.name)


def today_at(config: Config, now: dt.datetime) -> dt.date:
    """Return the date in the time zone of the show, which may differ from the machine's."""
    return config.show.local_time(now).date()


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "editor"
