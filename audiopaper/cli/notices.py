"""``--notify``: whoever the show names is told how a run went."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, TypeVar

import click

from audiopaper.cli.run_logs import keep_warning
from audiopaper.errors import AudiopaperError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from audiopaper.config import Config

_Command = TypeVar("_Command", bound="Callable[..., Any]")


def notify_option(function: _Command) -> _Command:
    """Add ``--notify``."""
    return click.option(
        "--notify",
        "notifying",
        is_flag=True,
        help="Tell whoever [notify] in config.toml names how it went.",
    )(function)


@contextlib.contextmanager
def announcing(
    config: Config, *, wanted: bool
) -> Iterator[Callable[[str, str, Mapping[str, Any]], None]]:
    """Tell people when the block has failed, or what the block itself has to tell.

    Args:
        config: For ``[notify]`` and the show's title.
        wanted: Whether anybody is told anything.

    Returns:
        A function that takes a subject, a text for people and a summary for machines. What goes
        wrong with it is a warning on standard error.
    """

    def tell(subject: str, text: str, summary: Mapping[str, Any]) -> None:
        if not wanted:
            return
        # Mail and HTTP are loaded where somebody is told.
        from audiopaper.daily.notifications import notify

        problems = notify(config.notify, subject, text, summary)
        if not (config.notify.webhook or config.notify.mail_to):
            problems = ("--notify tells nobody: set webhook or mail_to in [notify]",)
        for problem in problems:
            click.echo(f"warning: {problem}", err=True)
            keep_warning(problem)

    try:
        yield tell
    except AudiopaperError as error:
        tell(
            f"{config.show.title}: 没有做成 failed",
            f"{error.problem}\n-> {error.remedy}",
            {"state": "failed", "problem": error.problem, "remedy": error.remedy},
        )
        raise
    except Exception as error:
        # A bug of ours: whoever waits for an episode is to know that there is none.
        problem = f"a bug of the program: {type(error).__name__}"
        remedy = "report it with the traceback in the log"
        tell(
            f"{config.show.title}: 没有做成 failed",
            f"{problem}\n-> {remedy}",
            {"state": "failed", "problem": problem, "remedy": remedy},
        )
        raise
