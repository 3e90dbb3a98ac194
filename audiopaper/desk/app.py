"""The desk's pages and what their buttons do, as an ASGI application."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.responses import (
    JSONResponse,
    Response,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from audiopaper.desk.access import Guard
from audiopaper.desk.actions import Actions
from audiopaper.desk.board import read_board
from audiopaper.desk.days import list_dates
from audiopaper.desk.media import Media
from audiopaper.desk.renderer import Desk, Renderer, today_at
from audiopaper.desk.views import Views
from audiopaper.errors import AudiopaperError, LexiconError, ShowBusyError

if TYPE_CHECKING:
    from starlette.requests import Request


_HERE = Path(__file__).parent


def make_desk(desk: Desk) -> Guard:
    """Make the application.

    Args:
        desk: The show, and who may come.
    """
    renderer = Renderer(desk)
    views, actions, media = Views(renderer), Actions(renderer), Media(renderer)
    routes = [
        Route("/", views.front),
        Route("/login", views.show_login, methods=["GET"]),
        Route("/login", views.log_in, methods=["POST"]),
        Route("/days", views.show_days),
        Route("/lexicon", views.show_lexicon),
        Route("/presenters", views.show_presenters),
        Route("/settings", views.show_settings, methods=["GET"]),
        Route("/settings", views.save_settings, methods=["POST"]),
        Route("/hear", actions.hear, methods=["POST"]),
        Route("/stop", actions.stop, methods=["POST"]),
        Route("/day/{day}", views.show_day),
        Route("/day/{day}/main", views.show_main),
        Route("/day/{day}/events", media.send_events),
        Route("/day/{day}/audio", media.send_audio),
        Route("/day/{day}/loudness.svg", media.draw_loudness),
        Route("/day/{day}/report", views.show_report),
        Route("/day/{day}/move", actions.move, methods=["POST"]),
        Route("/day/{day}/values", actions.change_values, methods=["POST"]),
        Route("/day/{day}/reading", actions.settle_reading, methods=["POST"]),
        Route("/day/{day}/seen", actions.settle_text, methods=["POST"]),
        Route("/day/{day}/job", actions.start, methods=["POST"]),
        Route("/day/{day}/pages/{name}", actions.upload, methods=["PUT"]),
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
        read_board(config, dates[0] if dates else today_at(config, desk.clock()), desk.clock())


def _show_failure(_request: Request, error: Exception) -> Response:
    assert isinstance(error, AudiopaperError)
    status = 423 if isinstance(error, ShowBusyError) else 400
    if isinstance(error, LexiconError):
        status = 422
    return JSONResponse({"said": f"{error.problem} → {error.remedy}"}, status)


def _show_bad_request(_request: Request, error: Exception) -> Response:
    return JSONResponse({"said": f"that cannot be done: {error}"}, 400)
