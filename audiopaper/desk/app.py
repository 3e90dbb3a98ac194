"""The desk's pages and what their buttons do, as an ASGI application."""

from __future__ import annotations

import contextlib
import datetime as dt
import getpass
import json
import logging
import threading
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import anyio
import anyio.to_thread
import jinja2
from markupsafe import Markup, escape
from starlette.applications import Starlette
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from audiopaper.config import Config, load_config, load_presenters, output_folder, voices_folder
from audiopaper.desk.access import Access, Guard, session_cookie
from audiopaper.desk.board import Board, list_rundown_files, read_board
from audiopaper.desk.changelog import log_change
from audiopaper.desk.days import list_dates, read_day
from audiopaper.desk.edits import RundownChangedError, change_rundown, move_item, set_values
from audiopaper.desk.jobs import JOB_NAME, VERBS, Job, jobs_folder, load_job, start_job, stop_job
from audiopaper.desk.phrases import load_phrases
from audiopaper.desk.pictures import draw_loudness
from audiopaper.desk.settings import SETTINGS, change_settings
from audiopaper.desk.uploads import MAX_BYTES, save_page
from audiopaper.desk.verdicts import settle
from audiopaper.desk.voicing import cut_passage, decide_reading, hear_sentence, make_entry
from audiopaper.engines import engine_names
from audiopaper.errors import AudiopaperError, InputError, LexiconError, ShowBusyError
from audiopaper.pages.finding import PAGE_SUFFIXES
from audiopaper.pipeline.downloads import count_show_downloads
from audiopaper.pipeline.lexicon import show_lexicon
from audiopaper.pipeline.public import WORK_FOLDER
from audiopaper.pipeline.reporting import HTML_NAME
from audiopaper.timeline import clock

if TYPE_CHECKING:
    from starlette.requests import Request

    from audiopaper.desk.edits import Change

_log = logging.getLogger(__name__)

_HERE = Path(__file__).parent
_LOOK_S = 0.4
"""How often the show's files are looked at for what another window or program changed."""

_MAX_JSON_BYTES = 2_000_000
_LISTED = 400
"""Days or lexicon entries of one page."""

_MAX_SENTENCE = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A desk of one show."""

    config_path: Path | None = None
    """The configuration; None for ``./config.toml``."""

    output: Path | None = None
    """The output folder in place of the configured one."""

    language: str = "zh"
    """Of the pages."""

    access: Access = field(default_factory=lambda: Access(user=_user()))
    """Who may use it."""

    clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
    """The time."""

    ending: Callable[[], bool] = lambda: False
    """Whether the desk is being ended: pages that are told of changes are let go then."""

    def settings(self) -> Config:
        """Read the configuration, which may have changed."""
        config = load_config(self.config_path)
        return config if self.output is None else replace(config, output=str(self.output))

    def options(self) -> list[str]:
        """The same for the worker's command line."""
        options = [] if self.config_path is None else ["--config", str(self.config_path)]
        return options if self.output is None else [*options, "--output", str(self.output)]


def make_desk(desk: Desk) -> Guard:
    """Make the application.

    Args:
        desk: The show, and who may come.
    """
    rooms = _Rooms(desk)
    routes = [
        Route("/", rooms.front),
        Route("/login", rooms.show_login, methods=["GET"]),
        Route("/login", rooms.log_in, methods=["POST"]),
        Route("/days", rooms.show_days),
        Route("/lexicon", rooms.show_lexicon),
        Route("/presenters", rooms.show_presenters),
        Route("/settings", rooms.show_settings, methods=["GET"]),
        Route("/settings", rooms.save_settings, methods=["POST"]),
        Route("/hear", rooms.hear, methods=["POST"]),
        Route("/stop", rooms.stop, methods=["POST"]),
        Route("/day/{day}", rooms.show_day),
        Route("/day/{day}/main", rooms.show_main),
        Route("/day/{day}/events", rooms.send_events),
        Route("/day/{day}/audio", rooms.send_audio),
        Route("/day/{day}/loudness.svg", rooms.draw_loudness),
        Route("/day/{day}/report", rooms.show_report),
        Route("/day/{day}/move", rooms.move, methods=["POST"]),
        Route("/day/{day}/values", rooms.change_values, methods=["POST"]),
        Route("/day/{day}/reading", rooms.settle_reading, methods=["POST"]),
        Route("/day/{day}/seen", rooms.settle_text, methods=["POST"]),
        Route("/day/{day}/job", rooms.start, methods=["POST"]),
        Route("/day/{day}/pages/{name}", rooms.upload, methods=["PUT"]),
        Mount("/static", StaticFiles(directory=_HERE / "static")),
    ]
    application = Starlette(
        routes=routes,
        exception_handlers={
            AudiopaperError: _show_failure,
            ValueError: _show_bad_request,
            KeyError: _show_bad_request,
        },
    )
    return Guard(application, desk.access)


def warm_desk(desk: Desk) -> None:
    """Load what the first page needs, before somebody asks for it."""
    with contextlib.suppress(AudiopaperError):
        config = desk.settings()
        dates = list_dates(config)
        read_board(config, dates[0] if dates else _today(config, desk.clock()), desk.clock())


class _Rooms:
    """The handlers of one desk."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.words = load_phrases(desk.language)
        loader = jinja2.FileSystemLoader(_HERE / "templates")
        self.templates = jinja2.Environment(
            loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
        )
        # Tables and caches of readings are filled by one request at a time.
        self._reading = threading.Lock()

    # Pages

    def front(self, _request: Request) -> Response:
        config = self.desk.settings()
        dates = list_dates(config)
        day = dates[0] if dates else _today(config, self.desk.clock())
        return RedirectResponse(f"/day/{day}", 303)

    def show_day(self, request: Request) -> Response:
        config, date = self._of(request)
        board = self._board(config, date)
        heading = f"{date.month}月{date.day}日" if self.desk.language == "zh" else str(date)
        return self._page(config, heading, self._main(config, board), here="day", board=board)

    def show_main(self, request: Request) -> Response:
        config, date = self._of(request)
        return HTMLResponse(self._main(config, self._board(config, date)))

    def show_days(self, _request: Request) -> Response:
        config = self.desk.settings()
        days, reports = [], set()
        for date in list_dates(config)[:_LISTED]:
            with contextlib.suppress(AudiopaperError):
                day = read_day(config, date, self.desk.clock())
                days.append(day)
                if _work(config, date).joinpath(HTML_NAME).is_file():
                    reports.add(day.key)
        main = self._render(
            "days.html.j2", days=days, reports=reports, downloads=_count_downloads(config)
        )
        return self._page(config, self.words["days"], main, here="days")

    def show_lexicon(self, request: Request) -> Response:
        config = self.desk.settings()
        query = request.query_params.get("q", "").strip()
        entries = [
            entry
            for entry in show_lexicon(config).entries
            if (query in entry.text or query in entry.said if query else not entry.shipped)
        ]
        entries.sort(key=lambda e: (e.shipped, e.source != "unverified", e.text))
        main = self._render("lexicon.html.j2", entries=entries[:_LISTED], query=query)
        return self._page(config, self.words["lexicon"], main, here="lexicon")

    def show_presenters(self, _request: Request) -> Response:
        config = self.desk.settings()
        presenters = load_presenters(voices_folder(config)).values()
        main = self._render("presenters.html.j2", presenters=presenters)
        return self._page(config, self.words["presenters"], main, here="presenters")

    def show_settings(self, _request: Request) -> Response:
        return self._settings_page("", "")

    async def save_settings(self, request: Request) -> Response:
        body = await _read_body(request, _MAX_JSON_BYTES)
        given = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
        values = {name: texts[0] for name, texts in given.items()}

        def save() -> Response:
            path = self._config_path()
            if path is None:
                return self._settings_page("", "")
            try:
                lines = change_settings(path, values)
            except AudiopaperError as error:
                return self._settings_page("", f"{error.problem} → {error.remedy}", 400)
            if lines:
                who = request.scope["who"]
                log_change(self.desk.settings(), who=who, day="", what="；".join(lines))
            return self._settings_page(self.words["saved"], "")

        return await anyio.to_thread.run_sync(save)

    def show_report(self, request: Request) -> Response:
        config, date = self._of(request)
        path = _work(config, date) / HTML_NAME
        if not path.is_file():
            return PlainTextResponse("there is no report", 404)
        # The report brings its own styles, and nothing that runs.
        policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
        return HTMLResponse(path.read_bytes(), headers={"content-security-policy": policy})

    def show_login(self, _request: Request) -> Response:
        return self._login_page("")

    async def log_in(self, request: Request) -> Response:
        body = await _read_body(request, 4096)
        given = parse_qs(body.decode("utf-8", "replace"))
        password = self.desk.access.password
        if password is None:
            return RedirectResponse("/", 303)
        wait_s = password.wait_s()
        if wait_s:
            problem = self.words["login_wait"].format(seconds=round(wait_s) or 1)
            return self._login_page(problem, 429)
        text = given.get("password", [""])[0]
        if not await anyio.to_thread.run_sync(password.check, text):
            return self._login_page(self.words["login_wrong"], 403)
        who = given.get("name", [""])[0].strip()[:60] or "editor"
        answer = RedirectResponse("/", 303)
        answer.headers.append("set-cookie", session_cookie(self.desk.access.sessions.begin(who)))
        return answer

    # What buttons do

    async def move(self, request: Request) -> Response:
        given = await _read_json(request)
        change = move_item(int(given["index"]), int(given["to"]))
        return await self._change(request, given, change, "moved")

    async def change_values(self, request: Request) -> Response:
        given = await _read_json(request)
        values = _read_values(given["values"])
        word = "saved"
        if set(values) == {"drop"}:
            word = "dropped" if values["drop"] else "taken"
        return await self._change(request, given, set_values(int(given["index"]), values), word)

    async def settle_reading(self, request: Request) -> Response:
        given = await _read_json(request)
        return await anyio.to_thread.run_sync(self._settle_reading, request, given)

    async def settle_text(self, request: Request) -> Response:
        given = await _read_json(request)

        def note() -> Response:
            config, date = self._of(request)
            settle(_work(config, date), str(given["id"]))
            self._log(request, config, date, f"text seen: {given.get('text', '')}")
            return self._answer(config, date, self.words["settled"])

        return await anyio.to_thread.run_sync(note)

    async def start(self, request: Request) -> Response:
        given = await _read_json(request)
        verb = str(given["verb"])
        if verb not in VERBS:
            raise ValueError(f"no such work: {verb}")

        def begin() -> Response:
            config, date = self._of(request)
            job = Job(
                verb=verb,
                day=date.isoformat(),
                who=request.scope["who"],
                note=str(given.get("note", ""))[:300],
                story=int(given.get("story", 0)),
            )
            start_job(config, job, self.desk.options())
            self._log(request, config, date, f"started: {verb}")
            return self._answer(config, date, self.words["started"])

        return await anyio.to_thread.run_sync(begin)

    def stop(self, request: Request) -> Response:
        config = self.desk.settings()
        stopped = stop_job(config)
        if stopped:
            log_change(config, who=request.scope["who"], day="", what="stopped the work")
        return JSONResponse({"said": self.words["stopping"] if stopped else ""})

    async def hear(self, request: Request) -> Response:
        given = await _read_json(request)

        def speak() -> Response:
            config = self.desk.settings()
            tried = None
            if given.get("mark"):
                say = str(given.get("say", ""))
                tried = make_entry(str(given["mark"]), str(given.get("pinyin", "")), say)
            sentence = str(given["sentence"])[:_MAX_SENTENCE]
            if given.get("text") and tried is None:
                said = str(given.get("said", ""))
                sentence = cut_passage(sentence, str(given["text"]), said, config)
            mp3 = hear_sentence(
                sentence,
                presenter=str(given.get("presenter", "")),
                engine="",
                config=config,
                tried=tried,
            )
            return Response(mp3, media_type="audio/mpeg")

        return await anyio.to_thread.run_sync(speak)

    async def upload(self, request: Request) -> Response:
        data = await _read_body(request, MAX_BYTES)
        name = request.path_params["name"]

        def save() -> Response:
            config, date = self._of(request)
            path = save_page(config, date, name, data)
            self._log(request, config, date, f"page added: {path.name}")
            return self._answer(config, date, self.words["uploaded"].format(name=path.name))

        return await anyio.to_thread.run_sync(save)

    # Sound, pictures, news

    def send_audio(self, request: Request) -> Response:
        config, date = self._of(request)
        day = read_day(config, date, self.desk.clock())
        if day.episode is None or day.folder is None:
            return PlainTextResponse("there is no episode", 404)
        return FileResponse(day.folder / day.episode.audio, media_type="audio/mpeg")

    def draw_loudness(self, request: Request) -> Response:
        from audiopaper.stitching.survey import survey_file

        config, date = self._of(request)
        day = read_day(config, date, self.desk.clock())
        if day.episode is None or day.folder is None:
            return PlainTextResponse("there is no episode", 404)
        survey = survey_file(day.folder / day.episode.audio)
        levels = [float(lufs) for lufs in survey.short_term()[9::10]]
        length_ms = day.episode.duration_ms or 1
        starts = [chapter.start_ms / length_ms for chapter in day.episode.chapters]
        svg = draw_loudness(levels, starts, config.loudness.target_lufs)
        return Response(
            svg, media_type="image/svg+xml", headers={"cache-control": "private, max-age=86400"}
        )

    async def send_events(self, request: Request) -> Response:
        config, date = self._of(request)
        return StreamingResponse(self._watch(request, config, date), media_type="text/event-stream")

    async def _watch(self, request: Request, config: Config, date: dt.date) -> AsyncIterator[bytes]:
        """Send what changes, as it changes: the job's progress, and that the page is another."""
        files, folder = list_rundown_files(config, date), jobs_folder(config)
        seen, told = _times(files), _times((folder / JOB_NAME,))
        state = ""
        yield b"retry: 2000\n\n"
        while not (self.desk.ending() or await request.is_disconnected()):
            await anyio.sleep(_LOOK_S)
            now = await anyio.to_thread.run_sync(_times, files)
            job_time = _times((folder / JOB_NAME,))
            if job_time != told or state == "running":
                told = job_time
                with contextlib.suppress(AudiopaperError):
                    job = await anyio.to_thread.run_sync(load_job, folder)
                    if job is not None:
                        yield _event("job", self._progress(job))
                        if job.state != state:
                            state = job.state
                            yield _event("changed", {})
            if now != seen:
                seen = now
                yield _event("changed", {})

    def _progress(self, job: Job) -> dict[str, Any]:
        stage = self.words.get(f"stage_{job.stage}", job.stage)
        return {"state": job.state, "stage": stage, "done": job.done, "total": job.total}

    # Parts of these

    def _of(self, request: Request) -> tuple[Config, dt.date]:
        return self.desk.settings(), dt.date.fromisoformat(request.path_params["day"])

    def _board(self, config: Config, date: dt.date) -> Board:
        with self._reading:
            return read_board(config, date, self.desk.clock())

    async def _change(
        self, request: Request, given: dict[str, Any], change: Change, word: str
    ) -> Response:
        def apply() -> Response:
            config, date = self._of(request)
            path = _work(config, date) / "rundown.toml"
            presenters = load_presenters(voices_folder(config))
            try:
                lines = change_rundown(
                    path, str(given["version"]), change, config=config, presenters=presenters
                )
            except RundownChangedError:
                return self._answer(config, date, self.words["conflict"], status=409)
            except ShowBusyError:
                return self._answer(config, date, self.words["busy"], status=423)
            self._log(request, config, date, "；".join(lines) or "nothing")
            return self._answer(config, date, self.words[word])

        return await anyio.to_thread.run_sync(apply)

    def _settle_reading(self, request: Request, given: dict[str, Any]) -> Response:
        config, date = self._of(request)
        text, scope = str(given["text"]), str(given["scope"])
        said = self.words["settled"]
        names = [str(given["id"])]
        if scope in ("always", "here"):
            pinyin, say = str(given.get("pinyin", "")), str(given.get("say", ""))
            decide_reading(
                config,
                text,
                pinyin,
                say=say,
                context=str(given["context"]) if scope == "here" else "",
                kind={"person": "name", "place": "place"}.get(str(given.get("kind")), ""),
                source=f"{request.scope['who']}, desk, {date}",
            )
            word = "decided_here" if scope == "here" else "decided"
            said = self.words[word].format(text=text, pinyin=say or pinyin)
        elif scope != "right":
            raise ValueError(f"no such scope: {scope}")
        settle(_work(config, date), *names)
        self._log(request, config, date, said)
        return self._answer(config, date, said)

    def _answer(self, config: Config, date: dt.date, said: str, *, status: int = 200) -> Response:
        main = self._main(config, self._board(config, date))
        return JSONResponse({"said": said, "main": main}, status)

    def _main(self, config: Config, board: Board) -> str:
        order = [card.index for card in board.cards]
        following = dict(zip(order, [*order[1:], order[-1]] if order else [], strict=True))
        previous = dict(zip(order, [order[0], *order[:-1]] if order else [], strict=True))
        return self._render(
            "day.html.j2",
            board=board,
            clock=_show_time,
            marked=_marked,
            minutes=config.episode.minutes,
            names=dict(board.presenters),
            target=config.publish.target,
            previous=previous,
            following=following,
            cards_by_title={
                card.item.title: card.item.article_id or f"{card.item.kind}{card.index}"
                for card in board.cards
            },
            suffixes=",".join(sorted(PAGE_SUFFIXES)),
        )

    def _page(
        self,
        config: Config,
        heading: str,
        main: str,
        *,
        here: str,
        board: Board | None = None,
        status: int = 200,
    ) -> Response:
        more = {} if board is None else {"board": board}
        who = None if here == "login" else ""
        page = self._render(
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

    def _config_path(self) -> Path | None:
        """The show's own configuration; None where the packaged one is in force."""
        path = self.desk.config_path or Path("config.toml")
        return path if path.is_file() else None

    def _settings_page(self, said: str, problem: str, status: int = 200) -> Response:
        config = self.desk.settings()
        main = self._render(
            "settings.html.j2",
            said=said,
            problem=problem,
            path=self._config_path(),
            settings=[(setting, setting.read(config)) for setting in SETTINGS],
            engines=sorted({*engine_names(), "auto"}),
        )
        return self._page(config, self.words["settings"], main, here="settings", status=status)

    def _login_page(self, problem: str, status: int = 200) -> Response:
        main = self._render("login.html.j2", problem=problem)
        config = self.desk.settings()
        return self._page(config, self.words["login"], main, here="login", status=status)

    def _render(self, name: str, **values: Any) -> str:
        return self.templates.get_template(name).render(w=self.words, **values)

    def _log(self, request: Request, config: Config, date: dt.date, what: str) -> None:
        log_change(config, who=request.scope["who"], day=date.isoformat(), what=what)


def _count_downloads(config: Config) -> dict[str, int] | None:
    """How often each episode was downloaded; None where no log is configured or can be read."""
    if not config.publish.access_logs:
        return None
    try:
        return dict(Counter(download.key for download in count_show_downloads(config)))
    except AudiopaperError:
        return None


def _read_values(given: Any) -> dict[str, str | int | bool]:
    """Read an item's new values.

    Raises:
        ValueError: One of them is none that the desk changes.
    """
    values: dict[str, str | int | bool] = {}
    for key, value in dict(given).items():
        if key in ("title", "text", "presenter"):
            values[key] = str(value)
        elif key == "paragraphs":
            values[key] = int(value or 0)
        elif key == "drop":
            values[key] = bool(value)
        else:
            raise ValueError(f"{key} is nothing that is changed here")
    return values


async def _read_body(request: Request, limit: int) -> bytes:
    """Read a request's body, as far as it is not too large.

    Raises:
        InputError: It is larger.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise InputError(
                f"that is larger than {limit} bytes", remedy="put one page into one file"
            )
    return bytes(body)


async def _read_json(request: Request) -> dict[str, Any]:
    """Read a request's JSON object.

    Raises:
        ValueError: It is none.
    """
    value = json.loads(await _read_body(request, _MAX_JSON_BYTES))
    if not isinstance(value, dict):
        raise ValueError("that is no object")
    return value


def _show_failure(_request: Request, error: Exception) -> Response:
    assert isinstance(error, AudiopaperError)
    status = 423 if isinstance(error, ShowBusyError) else 400
    if isinstance(error, LexiconError):
        status = 422
    return JSONResponse({"said": f"{error.problem} → {error.remedy}"}, status)


def _show_bad_request(_request: Request, error: Exception) -> Response:
    return JSONResponse({"said": f"that cannot be done: {error}"}, 400)


def _event(name: str, value: dict[str, Any]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(value, ensure_ascii=False)}\n\n".encode()


def _times(files: tuple[Path, ...]) -> tuple[int, ...]:
    times = []
    for path in files:
        try:
            times.append(path.stat().st_mtime_ns)
        except OSError:
            times.append(0)
    return tuple(times)


def _show_time(time_ms: int) -> str:
    """Write a time without its leading zeros."""
    return clock(time_ms).lstrip("0:") if time_ms >= 60_000 else f"0:{time_ms // 1000:02}"


def _marked(context: str) -> Markup:
    """Show a text's 【…】 as a mark."""
    shown = str(escape(context)).replace("【", "<mark>", 1).replace("】", "</mark>", 1)
    return Markup(shown) if shown.count("<mark>") == shown.count("</mark>") else escape(context)


def _work(config: Config, date: dt.date) -> Path:
    return output_folder(config) / WORK_FOLDER / date.isoformat()


def _today(config: Config, now: dt.datetime) -> dt.date:
    zone = dt.time.fromisoformat(f"00:00{config.show.utc_offset}").tzinfo
    return now.astimezone(zone).date()


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "editor"
