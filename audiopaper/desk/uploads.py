"""Pages that an editor uploads to the inbox."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.config import inbox_folder
from audiopaper.errors import InputError
from audiopaper.files import unwritable, write_file
from audiopaper.pages import read_edition
from audiopaper.show.folder import show_folder
from audiopaper.translations import _

if TYPE_CHECKING:
    from audiopaper.config import Config
    from audiopaper.model import EditionKey

MAX_BYTES = 100_000_000
"""Maximum size of a file; a print PDF of a page has some 10 MB. Some kinds have lower limits."""

_NAME = re.compile(r"[^\x00-\x1f/\\:*?\"<>|.][^\x00-\x1f/\\:*?\"<>|]*")
_MAX_NAME_BYTES = 200
"""Maximum length of a file's name in UTF-8; file systems allow 255 bytes, with the suffix of the
temporary file."""


def save_page(config: Config, edition: EditionKey, name: str, data: bytes) -> Path:
    """Save a page in the edition's folder of the inbox, after a check that it can be read.

    Args:
        config: The configuration in force.
        edition: The edition.
        name: Name of the uploaded file.
        data: Content of the file.

    Returns:
        The file.

    Raises:
        InputError: The show has no inbox, the name is none, the file is too large or is no page,
            or another page of that name is there.
        PublishError: It cannot be written.
    """
    if not config.inbox:
        raise InputError(
            _("the configuration names no inbox"),
            remedy=_('write at the top of config.toml: inbox = "inbox"'),
        )
    if not _NAME.fullmatch(name) or len(os.fsencode(name)) > _MAX_NAME_BYTES:
        raise InputError(
            _("{name!r} is no name of a page", name=name),
            remedy=_("name it as the page it is: 01.txt, A02.pdf"),
        )
    if len(data) > MAX_BYTES:
        raise InputError(
            _(
                "{name} is larger than a page can be ({max_bytes} MB)",
                name=name,
                max_bytes=MAX_BYTES // 10**6,
            ),
            remedy=_("put one page into one file"),
        )
    _refuse_no_page(name, data)
    path = inbox_folder(config) / str(edition) / name
    if path.exists() and path.read_bytes() != data:
        raise InputError(
            _("another {name} is in the inbox of {edition}", name=name, edition=edition),
            remedy=_("give this one another name"),
        )
    if edition.name:
        _begin_edition(edition, config)
    write_file(path, data)
    return path


def _begin_edition(edition: EditionKey, config: Config) -> None:
    """Make the work folder of a further edition: its pages are no longer the first edition's."""
    folder = show_folder(config).edition(edition.date, edition.name).path
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(folder, error) from error


def _refuse_no_page(name: str, data: bytes) -> None:
    """Check that a file can be read as a page, before it is saved in the inbox.

    Raises:
        InputError: It cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="audiopaper-page-") as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        try:
            read_edition((path,))
        except InputError as error:
            problem = error.problem.replace(str(path), name)
            raise InputError(problem, remedy=error.remedy) from error
