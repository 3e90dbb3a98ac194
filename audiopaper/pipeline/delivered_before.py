"""Pages that were delivered before, for another day: a copy of yesterday's under today's name."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from audiopaper.errors import InputError, PublishError
from audiopaper.pages.page_files import find_files
from audiopaper.show.inbox import digest_files
from audiopaper.show.lifecycle import EpisodeStage, is_at_stage, load_record
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from audiopaper.show.folder import EditionFolder


def examine_repeated_files(paths: Sequence[Path], edition: EditionFolder) -> tuple[str, ...]:
    """Compare the files of an edition with those of the show's other days, byte by byte.

    Args:
        paths: The files and folders of the edition.
        edition: Its work folder. Editions of the same day are not compared with, nor are
            withdrawn ones, whose pages may have been delivered under a wrong date.

    Returns:
        A warning for each file that is one of another day's.

    Raises:
        InputError: All files are those of one other day, or a file cannot be read.
    """
    earlier = _digests_by_key(edition)
    if not earlier:
        return ()
    files = find_files(paths)
    digests = {path: digest_files((path,))[0] for path in (*files.pages, *files.handed)}
    for key, contents in earlier.items():
        if contents.issuperset(digests.values()):
            raise InputError(
                _(
                    "the pages for {key} are those of {other}, byte for byte",
                    key=edition.key,
                    other=key,
                ),
                remedy=_(
                    "deliver the pages of {key}; if it is {other} that was made of the wrong "
                    "pages: audiopaper withdraw {other}",
                    key=edition.key,
                    other=key,
                ),
            )
    return tuple(
        _("{file} is a file of {other}, byte for byte", file=path.name, other=key)
        for path, digest in digests.items()
        for key in [key for key, contents in earlier.items() if digest in contents][-1:]
    )


def _digests_by_key(edition: EditionFolder) -> Mapping[str, frozenset[str]]:
    """Return the hashes of the files that each episode of another day was made of."""
    digests = {}
    for other in edition.show.editions():
        if other.date_key == edition.date_key or is_at_stage(other, EpisodeStage.WITHDRAWN):
            continue
        # A damaged record of another day is no reason not to make this one.
        with contextlib.suppress(PublishError):
            record = load_record(other)
            if record is not None and record.contents:
                digests[other.key] = frozenset(record.contents)
    return digests
