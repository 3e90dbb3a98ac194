"""The ASGI application of the desk: its pages and the requests of their buttons."""

from __future__ import annotations

import contextlib
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from audiopaper.desk.access import Guard
from audiopaper.desk.actions import Actions
from audiopaper.desk.days import find_current
from audiopaper.desk.media_requests import MediaRequests
from audiopaper.desk.renderer import Renderer, today_at
from audiopaper.desk.screens import Screens
from audiopaper.errors import AudiopaperError

_HERE = Path(__file__).parent


def make_desk(renderer: Renderer) -> Guard:
    """Make the application.

    Args:
        renderer: The renderer, with the show and the rules of access.
    """
    screens, actions, media = Screens(renderer), Actions(renderer), MediaRequests(renderer)
    routes = [
        Route("/", screens.front),
        Route("/login", screens.show_login, methods=["GET"]),
        Route("/login", screens.log_in, methods=["POST"]),
        Route("/days", screens.show_days),
        Route("/years", screens.show_years),
        Route("/lexicon", screens.show_lexicon),
        Route("/presenters", screens.show_presenters),
        Route("/settings", screens.show_settings, methods=["GET"]),
        Route("/settings", screens.save_settings, methods=["POST"]),
        Route("/hear", actions.hear, methods=["POST"]),
        Route("/stop", actions.stop, methods=["POST"]),
        Route("/day/{day}", screens.show_day),
        Route("/day/{day}/edition", actions.begin_edition, methods=["POST"]),
        Route("/day/{day}/main", screens.show_main),
        Route("/day/{day}/events", media.send_events),
        Route("/day/{day}/audio", media.send_audio),
        Route("/day/{day}/sound.svg", media.draw_sound),
        Route("/day/{day}/page/{number:int}", media.draw_page),
        Route("/day/{day}/report", screens.show_report),
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
            AudiopaperError: renderer.answer_failure,
            OSError: renderer.answer_os_failure,
            ValueError: renderer.answer_bad_request,
            KeyError: renderer.answer_bad_request,
        },
    )
    return Guard(application, renderer.desk.access)


def warm_desk(renderer: Renderer) -> None:
    """Load the tables for the first page in advance, and speak the first doubtful readings."""
    with contextlib.suppress(AudiopaperError):
        config, now = renderer.desk.settings(), renderer.desk.clock()
        renderer.gather(config, find_current(config, today_at(config, now), now))
