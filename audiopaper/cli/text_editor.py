"""A file in the editor's editor: the one that was chosen, else what the system opens text with."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from audiopaper.errors import MissingProgramError
from audiopaper.programs import ProgramError, open_text_file
from audiopaper.translations import _

if TYPE_CHECKING:
    from pathlib import Path

_CHOOSE = "setx EDITOR notepad" if sys.platform == "win32" else "export EDITOR=nano"


def open_editor(path: Path) -> None:
    """Open a file to be edited, and wait until it is.

    ``VISUAL`` or ``EDITOR`` of the environment decides. Where neither is set, it is the program
    that the system opens a text file with, and the person says when it is saved.

    Args:
        path: The file.

    Raises:
        MissingProgramError: The editor that was chosen cannot be started; or none was, and the
            system opens none.
    """
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    # Windows always has an editor that can be waited for.
    if chosen or sys.platform == "win32":
        try:
            click.edit(filename=str(path), editor=chosen or "notepad")
        except click.ClickException as error:
            raise MissingProgramError(
                _("the editor {editor} failed", editor=chosen or "notepad"),
                remedy=_("choose another: {choose}", choose=_CHOOSE),
            ) from error
        return
    remedy = _(
        "choose an editor: {choose}; or change {name} yourself",
        choose=_CHOOSE,
        name=path.with_name("rundown.toml"),
    )
    if not _has_terminal():
        raise MissingProgramError(
            _("EDITOR is not set, and without a terminal nobody can say when the file is saved"),
            remedy=remedy,
        )
    try:
        open_text_file(path)
    except MissingProgramError as error:
        raise MissingProgramError(
            _("EDITOR is not set, and {problem}", problem=error.problem), remedy=remedy
        ) from error
    except ProgramError as error:
        raise MissingProgramError(
            _("EDITOR is not set, and the system opens no text file: {error}", error=error),
            remedy=remedy,
        ) from error
    _wait_for_person(path)


def _wait_for_person(path: Path) -> None:
    click.echo(
        _(
            "note: the system's editor has {path}; choose another with: {choose}",
            path=path,
            choose=_CHOOSE,
        ),
        err=True,
    )
    click.prompt(
        _("Press Enter when it is saved"),
        default="",
        show_default=False,
        prompt_suffix=" ",
        err=True,
    )


def _has_terminal() -> bool:
    return sys.stdin.isatty()
