"""Runs Pagefind, the program that makes a search index of pages."""

from __future__ import annotations

import gzip
import json
import zlib
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.errors import MissingProgramError, PublishError
from audiopaper.files import unwritable
from audiopaper.programs import ProgramError, run_program
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterable

ENTRY = "pagefind-entry.json"
"""File in each part that lists the other files of the part."""

# Pagefind's ready-made pages, 0.4 MB a part; the search page does not use them.
_UNUSED = ("pagefind-ui.", "pagefind-modular-ui.", "pagefind-component-ui.", "pagefind-highlight.")

# A part takes a quarter of a minute.
_LONGEST_S = 3600.0
_MAX_MESSAGE_BYTES = 1_000_000


def find_pagefind() -> tuple[Path, str]:
    """Return the program and its version.

    Raises:
        MissingProgramError: It is not installed.
    """
    try:
        from pagefind.service import get_executable

        executable = get_executable()
    except ImportError:
        executable = None
    if executable is None:
        raise MissingProgramError(
            _("Pagefind, which makes the search page's index, is not installed"),
            remedy=_('pip install "audiopaper[cluster]"'),
        )
    return Path(executable), metadata.version("pagefind")


def make_parts(
    program: Path, pages: Iterable[tuple[str, str]], site: Path, made: Path, title: str
) -> None:
    """Write pages by part, and run Pagefind on each part.

    Args:
        program: Pagefind.
        pages: Name of each page, which begins with the name of its part, and text.
        site: Folder for the pages.
        made: Folder for the indexes, one folder a part.
        title: The newspaper, for messages.

    Raises:
        PublishError: Pagefind fails, or the disk is full.
    """
    parts = set()
    try:
        for name, page in pages:
            path = site / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page, encoding="utf-8")
            parts.add(name.partition("/")[0])
    except OSError as error:
        remedy = _("make space for temporary files, or set TMPDIR to where there is some")
        raise unwritable(site, error, remedy) from error
    for part in sorted(parts):
        paths: list[str | Path] = ["--site", site / part, "--output-path", made / part]
        try:
            run_program(
                [program, *paths, "--force-language", "zh", "--silent"],
                timeout_s=_LONGEST_S,
                max_bytes=_MAX_MESSAGE_BYTES,
            )
            if not _is_whole(made / part):
                raise ProgramError(_("it wrote only a part, as on a full disk"))
        except ProgramError as error:
            raise _no_index(title, error) from error
        for path in (made / part).iterdir():
            if path.name.startswith(_UNUSED):
                path.unlink()


def _no_index(title: str, error: ProgramError) -> PublishError:
    return PublishError(
        _(
            "Pagefind could not make the search index of {title}: {error}",
            title=title or _("the archive"),
            error=error,
        ),
        remedy=_("look at the worker's memory and its space for temporary files, then run again"),
    )


def _is_whole(part: Path) -> bool:
    """Whether an index was written to its end.

    On a full disk Pagefind leaves empty files and reports no failure (seen in 1.5.2).
    """
    try:
        languages = json.loads((part / ENTRY).read_bytes())["languages"].values()
        for path in part.rglob("*.pf_*"):
            if not gzip.decompress(path.read_bytes()):
                return False
    except (OSError, EOFError, KeyError, ValueError, zlib.error):
        return False
    if not all(path.stat().st_size for path in part.glob("*")):
        return False
    stories: int = sum(language["page_count"] for language in languages)
    return len(list(part.glob("fragment/*"))) == stories
