"""Options that several commands share."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from audiopaper.config import Config, load_config
from audiopaper.errors import ConfigError
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Callable

_Command = TypeVar("_Command", bound="Callable[..., Any]")


def read_day(text: str) -> dt.date:
    """Read a day of the command line: the type of a parameter.

    Raises:
        click.BadParameter: It is not written as `YYYY-MM-DD`.
    """
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - only its day
    except ValueError as error:
        raise click.BadParameter(
            _("{text!r} is no day: write it as 2026-05-18", text=text)
        ) from error


def config_option(function: _Command) -> _Command:
    """Add ``--config FILE``."""
    return click.option(
        "--config",
        "config_path",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Configuration to use.  [default: ./config.toml, else the packaged one]",
    )(function)


def output_option(function: _Command) -> _Command:
    """Add ``--output DIR``."""
    return click.option(
        "--output",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Folder of the show's episodes and feed, in place of the configured one.",
    )(function)


def json_option(function: _Command) -> _Command:
    """Add ``--json``."""
    return click.option(
        "--json", "as_json", is_flag=True, help="Print the result as JSON on standard output."
    )(function)


def date_option(function: _Command) -> _Command:
    """Add ``--date YYYY-MM-DD``."""
    return click.option(
        "--date",
        type=read_day,
        metavar="YYYY-MM-DD",
        help="Date of the edition, where the pages print none.",
    )(function)


def day_argument(*, required: bool) -> Callable[[_Command], _Command]:
    """Add ``DATE``, the day of an episode."""
    return click.argument(
        "date",
        required=required,
        type=read_day,
        metavar="DATE" if required else "[DATE]",
    )


def pages_argument(function: _Command) -> _Command:
    """Add ``PATH...``, the pages of an edition; none are those of the inbox."""
    return click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")(
        function
    )


def edition_option(function: _Command) -> _Command:
    """Add ``--edition NAME``."""
    return click.option(
        "--edition",
        metavar="NAME",
        default="",
        help="A further edition of the day, as an episode of its own: evening, extra.",
    )(function)


def confirm(question: str) -> None:
    """Ask, and end the command well where the answer is no."""
    if not click.confirm(question, err=True):
        click.echo(_("Nothing was changed."), err=True)
        raise click.exceptions.Exit(0)


def read_settings(config_path: Path | None, output: Path | None = None) -> Config:
    """The configuration in force, with the output folder that was asked for.

    Raises:
        ConfigError: The file is missing or wrong.
    """
    config = load_config(config_path)
    if output is None:
        return config
    try:
        return replace(config, output=str(output.absolute()))
    except ValueError as error:
        raise ConfigError(
            f"--{error}", remedy=_("choose a shorter name, or a folder with a shorter path")
        ) from error
