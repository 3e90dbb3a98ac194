"""``--notify``: sends the result of a run to the addresses that the show names."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, TypeVar

import click

from audiopaper.cli.run_output import keep_warning
from audiopaper.errors import AudiopaperError
from audiopaper.translations import _

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


def describe_failure(title: str, problem: str, remedy: str) -> tuple[str, str, dict[str, str]]:
    """Describe a failed run in a notification: subject, text, and a summary for programs.

    Args:
        title: The show's.
        problem: What went wrong.
        remedy: What to do about it.
    """
    summary = {"state": "failed", "problem": problem, "remedy": remedy}
    return f"{title}: 制作失败", f"{problem}\n-> {remedy}", summary


@contextlib.contextmanager
def announcing(
    config: Config, *, wanted: bool
) -> Iterator[Callable[[str, str, Mapping[str, Any]], None]]:
    """Send a notification when the block fails; the block itself may send others.

    Args:
        config: For ``[notify]`` and the show's title.
        wanted: Whether notifications are sent.

    Returns:
        A function that takes a subject, a text for people and a summary for programs. If it
        fails, it prints a warning to standard error.
    """

    def tell(subject: str, text: str, summary: Mapping[str, Any]) -> None:
        if not wanted:
            return
        # Mail and HTTP are loaded only if a notification is sent.
        from audiopaper.daily.notifications import notify

        problems = notify(config.notify, subject, text, summary)
        if not (config.notify.webhook or config.notify.mail_to):
            problems = (_("--notify has no recipient: set webhook or mail_to in [notify]"),)
        for problem in problems:
            click.echo(_("warning: {problem}", problem=problem), err=True)
            keep_warning(problem)

    try:
        yield tell
    except AudiopaperError as error:
        tell(*describe_failure(config.show.title, error.problem, error.remedy))
        raise
    except Exception as error:
        # A bug of ours: the people who wait for the episode need to know that there is none.
        problem = _("a bug of the program: {name}", name=type(error).__name__)
        remedy = _("report it with the traceback in the log")
        tell(*describe_failure(config.show.title, problem, remedy))
        raise
