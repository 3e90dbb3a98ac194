"""The pages of the desk."""

from __future__ import annotations

import contextlib
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import anyio
import anyio.to_thread
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from audiopaper.config import Config, load_presenters, voices_folder
from audiopaper.desk.access import session_cookie
from audiopaper.desk.changelog import log_change
from audiopaper.desk.days import find_current, list_editions, read_day
from audiopaper.desk.renderer import Renderer, edition_folder, today_at
from audiopaper.desk.request_bodies import read_body
from audiopaper.desk.settings import SETTINGS, change_settings
from audiopaper.engines import engine_names
from audiopaper.errors import AudiopaperError
from audiopaper.lexicon import UNVERIFIED
from audiopaper.pipeline.lexicon_entries import show_lexicon
from audiopaper.pipeline.show_history import gather_history
from audiopaper.show.audience import count_show_downloads

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request

    from audiopaper.desk.phrases import Failure

_LISTED = 400
"""Maximum number of days or lexicon entries on a page."""


class Screens:
    """Answers requests for pages of one desk."""

    def __init__(self, renderer: Renderer) -> None:
        """Use a renderer for the answers."""
        self._renderer = renderer

    def front(self, _request: Request) -> Response:
        """Redirect to the newest day."""
        config = self._renderer.desk.settings()
        now = self._renderer.desk.clock()
        return RedirectResponse(f"/day/{find_current(config, today_at(config, now), now)}", 303)

    def show_day(self, request: Request) -> Response:
        """Show the page of a day."""
        config, edition = self._renderer.find_edition(request)
        board = self._renderer.gather(config, edition)
        name = config.show.name_edition(edition.name)
        date = f"{edition.date.month}月{edition.date.day}日"
        heading = f"{date if self._renderer.desk.language == 'zh' else edition.date} {name}".strip()
        main = self._renderer.render_main(config, board)
        return self._renderer.render_page(config, heading, main, here="day", board=board)

    def show_main(self, request: Request) -> Response:
        """Show the page of a day without its frame, to replace the content of an open page."""
        config, edition = self._renderer.find_edition(request)
        return HTMLResponse(
            self._renderer.render_main(config, self._renderer.gather(config, edition))
        )

    def show_days(self, _request: Request) -> Response:
        """List the days."""
        config = self._renderer.desk.settings()
        days, reports = [], set()
        for edition in list_editions(config)[:_LISTED]:
            with contextlib.suppress(AudiopaperError):
                day = read_day(config, edition, self._renderer.desk.clock())
                days.append(day)
                if edition_folder(config, edition).report_html.is_file():
                    reports.add(day.key)
        main = self._renderer.render(
            "days.html.j2",
            days=days,
            reports=reports,
            downloads=_count_downloads(config),
            name_edition=config.show.name_edition,
        )
        return self._renderer.render_page(config, self._renderer.words["days"], main, here="days")

    def show_lexicon(self, request: Request) -> Response:
        """List or search the lexicon."""
        config = self._renderer.desk.settings()
        query = request.query_params.get("q", "").strip()
        entries = [
            entry
            for entry in show_lexicon(config).entries
            if (query in entry.text or query in entry.pronunciation if query else not entry.shipped)
        ]
        entries.sort(key=lambda e: (e.shipped, e.source != UNVERIFIED, e.text))
        main = self._renderer.render("lexicon.html.j2", entries=entries[:_LISTED], query=query)
        return self._renderer.render_page(
            config, self._renderer.words["lexicon"], main, here="lexicon"
        )

    def show_years(self, _request: Request) -> Response:
        """Show the show's months, how its lexicon grew, and what was corrected."""
        config = self._renderer.desk.settings()
        history = gather_history(config)
        downloads = bool(config.publish.access_logs)
        main = self._renderer.render("years.html.j2", history=history, downloads=downloads)
        return self._renderer.render_page(config, self._renderer.words["years"], main, here="years")

    def show_presenters(self, _request: Request) -> Response:
        """List the presenters."""
        config = self._renderer.desk.settings()
        presenters = load_presenters(voices_folder(config)).values()
        words = self._renderer.words
        main = self._renderer.render("presenters.html.j2", presenters=presenters)
        return self._renderer.render_page(config, words["presenters"], main, here="presenters")

    def show_settings(self, _request: Request) -> Response:
        """Show the settings that a producer needs first."""
        return self._settings_page("", None)

    async def save_settings(self, request: Request) -> Response:
        """Change the settings."""
        body = await read_body(request)
        given = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
        values = {name: texts[0] for name, texts in given.items()}

        def save() -> Response:
            path = self._config_path()
            if path is None:
                return self._settings_page("", None)
            try:
                lines = change_settings(path, values)
            except AudiopaperError as error:
                return self._settings_page("", self._renderer.explain(error), 400)
            if lines:
                who = request.scope["who"]
                log_change(self._renderer.desk.settings(), who=who, day="", what="；".join(lines))
            return self._settings_page(self._renderer.words["saved"], None)

        return await anyio.to_thread.run_sync(save)

    def show_report(self, request: Request) -> Response:
        """Show the report of the last run."""
        config, edition = self._renderer.find_edition(request)
        path = edition_folder(config, edition).report_html
        if not path.is_file():
            return PlainTextResponse("there is no report", 404)
        # The report has its own styles and no scripts.
        policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
        return HTMLResponse(path.read_bytes(), headers={"content-security-policy": policy})

    def show_login(self, _request: Request) -> Response:
        """Show the login form."""
        return self._login_page("")

    async def log_in(self, request: Request) -> Response:
        """Begin a session if the password is right."""
        body = await read_body(request, 4096)
        given = parse_qs(body.decode("utf-8", "replace"))
        password = self._renderer.desk.access.password
        if password is None:
            return RedirectResponse("/", 303)
        wait_s = password.wait_s()
        if wait_s:
            problem = self._renderer.words["login_wait"].format(seconds=round(wait_s) or 1)
            return self._login_page(problem, 429)
        text = given.get("password", [""])[0]
        if not await anyio.to_thread.run_sync(password.check, text):
            return self._login_page(self._renderer.words["login_wrong"], 403)
        who = given.get("name", [""])[0].strip()[:60] or "editor"
        answer = RedirectResponse("/", 303)
        session = self._renderer.desk.access.sessions.begin(who)
        answer.headers.append(
            "set-cookie", session_cookie(session, request.headers.get("host", ""))
        )
        return answer

    def _config_path(self) -> Path | None:
        """Return the show's own configuration; None if the packaged one is in force."""
        return self._renderer.desk.settings_file()

    def _settings_page(self, message: str, failure: Failure | None, status: int = 200) -> Response:
        config = self._renderer.desk.settings()
        words = self._renderer.words
        main = self._renderer.render(
            "settings.html.j2",
            said=message,
            failure=failure,
            path=self._config_path(),
            settings=[(setting, setting.read(config)) for setting in SETTINGS],
            engines=sorted({*engine_names(), "auto"}),
        )
        return self._renderer.render_page(
            config, words["settings"], main, here="settings", status=status
        )

    def _login_page(self, problem: str, status: int = 200) -> Response:
        words = self._renderer.words
        main = self._renderer.render("login.html.j2", problem=problem)
        config = self._renderer.desk.settings()
        return self._renderer.render_page(config, words["login"], main, here="login", status=status)


def _count_downloads(config: Config) -> dict[str, int] | None:
    """Count the downloads of each episode; None if no log is configured or readable."""
    if not config.publish.access_logs:
        return None
    try:
        return dict(Counter(download.key for download in count_show_downloads(config)))
    except AudiopaperError:
        return None
