"""Checks the folders of a show: its inbox, and its output with the disk under it."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.config import inbox_folder
from audiopaper.daily.machine_finding import Finding, failed_finding
from audiopaper.daily.unread_deliveries import InboxSearch, find_unread_deliveries
from audiopaper.disk import has_folder, list_folder
from audiopaper.errors import AudiopaperError
from audiopaper.pages.page_files import PAGE_SUFFIXES
from audiopaper.show.folder import show_folder
from audiopaper.show.inbox import find_deliveries
from audiopaper.translations import _, system_reason

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from audiopaper.config import Config
    from audiopaper.show.folder import ShowFolder

# The space that a few days take: an hour of episode is 43 MB, its clips as PCM in the cache are
# about 170 MB at 24 kHz, and the encoded pieces are as large as the episode.
_LOW_DISK_BYTES, _NO_DISK_BYTES = 2_000_000_000, 300_000_000


def examine_inbox(config: Config, now: dt.datetime) -> Iterator[Finding]:
    """Check that the editions in the inbox can be listed, and that nothing else lies there."""
    if not config.inbox:
        if not config.sample:
            # `today` has nothing to do; `produce PATH` makes episodes all the same.
            yield Finding(
                name="inbox",
                state="warning",
                message=_("the configuration names no inbox to look into"),
                remedy=_('write at the top of config.toml: inbox = "inbox"'),
            )
        return
    folder = inbox_folder(config)
    if folder.resolve() == config.folder.resolve():
        yield Finding(
            name="inbox",
            state="error",
            message=_("inbox: it is the show's own folder, with all that stands there"),
            remedy=_('name a folder of its own at the top of config.toml: inbox = "inbox"'),
        )
        return
    yield from _examine_marker(config.today.marker)
    failures = list[AudiopaperError]()
    try:
        deliveries = find_deliveries(folder, failures)
    except AudiopaperError as error:
        yield failed_finding("inbox", error)
        return
    yield from (failed_finding("inbox", error) for error in failures)
    unread = find_unread_deliveries(
        InboxSearch(
            inbox=folder,
            show=show_folder(config),
            now=config.show.local_time(now),
            delivered=[delivery.date for delivery in deliveries if delivery.date],
            marker=config.today.marker,
        )
    )
    for stray in unread:
        yield Finding(name="inbox", state="warning", message=stray.problem, remedy=stray.remedy)
    if not (failures or unread):
        yield Finding(
            name="inbox",
            state="ok",
            message=_("{folder}: {count} lying there", folder=folder, count=len(deliveries)),
        )


def _examine_marker(marker: str) -> Iterator[Finding]:
    if Path(marker).suffix.lower() in PAGE_SUFFIXES:
        yield Finding(
            name="inbox",
            state="warning",
            message=_("{marker} would be read as a page of its own", marker=marker),
            remedy=_('give the marker in [today] another ending: marker = "whole.done"'),
        )


def examine_output(show: ShowFolder) -> Iterator[Finding]:
    """Check that the output folder and the folders in it can be written, and its disk's space."""
    for folder in (show.output, show.work, show.episodes):
        standing = next(p for p in (folder.absolute(), *folder.absolute().parents) if p.exists())
        try:
            with tempfile.TemporaryFile(dir=standing):
                continue
        except OSError as caught:
            error = caught
        yield Finding(
            name="output",
            state="error",
            message=_(
                "{path} cannot be written: {reason}",
                path=folder,
                reason=system_reason(error),
            ),
            remedy=_("correct its permissions, or name another folder: output in config.toml"),
        )
        return
    output = show.output
    if foreign := _find_unwritable(show):
        yield Finding(
            name="output",
            state="error",
            message=_("{path} cannot be written: it belongs to another user", path=foreign),
            remedy=_("give all of {output} to the user who runs this", output=output),
        )
        return
    yield Finding(
        name="output", state="ok", message=_("{output} can be written", output=output.absolute())
    )
    free = shutil.disk_usage(standing).free
    low = free < _LOW_DISK_BYTES
    yield Finding(
        name="disk space",
        state="error" if free < _NO_DISK_BYTES else "warning" if low else "ok",
        message=_("{free:.1f} GB free", free=free / 1000000000.0),
        remedy=_("make room: audiopaper cache --help, audiopaper prune --help") if low else "",
    )


def _find_unwritable(show: ShowFolder) -> Path | None:
    """Return the lock, or a folder of an edition or an episode, that this user may not write."""
    for folder in (show.work, show.episodes):
        inner = list_folder(folder) if has_folder(folder) else ()
        for path in inner:
            if path.is_dir() and not os.access(path, os.W_OK | os.X_OK):
                return path
    locked = os.path.lexists(show.lock) and not os.access(show.lock, os.R_OK | os.W_OK)
    return show.lock if locked else None
