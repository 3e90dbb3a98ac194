"""What is public, copied to where listeners find it: the feed last, the same file never twice."""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.config import Config, output_folder
from audiopaper.disk import read_file, read_if_there
from audiopaper.documents import DocumentError, read_document
from audiopaper.errors import PublishError
from audiopaper.files import write_file
from audiopaper.publish.feed import FILE_NAME
from audiopaper.publish.json_feed import JSON_FEED_NAME
from audiopaper.publish.sanitiser import ascii_address
from audiopaper.publish.sitemap import SITEMAP_NAME
from audiopaper.show.folder_target import FolderTarget
from audiopaper.show.losses import find_losses_at, limits_of, refuse_lost
from audiopaper.show.public import WORK_FOLDER, refuse_findings
from audiopaper.show.publication import check_show
from audiopaper.show.release import work_on_show
from audiopaper.show.state import load_state
from audiopaper.show.targets import (
    check_target,
    find_digest,
    list_public,
    open_target,
)
from audiopaper.show.websub import tell_hub
from audiopaper.urls import is_local

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from audiopaper.runtime import ProgressCallback
    from audiopaper.show.targets import Target


_SCHEMA = 1
"""Of what is remembered of a target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What a copy to a target did, or would do."""

    target: str
    """Its address."""

    sent: tuple[str, ...]
    """The files that were copied, in order."""

    unchanged: int
    """How many were there already."""

    removed: tuple[str, ...]
    """Files of pruned episodes that were removed there."""

    warnings: tuple[str, ...] = ()
    """What went wrong after all was there."""


def copy_show(config: Config, address: str, *, dry_run: bool, tell: ProgressCallback) -> Copied:
    """Copy what is public to a target: audio first, the feed last, what is the same not at all.

    Args:
        config: The configuration in force.
        address: The target's address, or a folder.
        dry_run: Whether to say only what would be done.
        tell: Told of the files.

    Raises:
        PublishError: The show's address leads to this machine only, the check finds something, or
            the target cannot be written; then the feed there is the old one, or the new one
            with all that it needs.
        ConfigError: The target's address is wrong.
        MissingProgramError: The target's library is not installed.
    """
    if is_local(config.show.base_url):
        raise PublishError(
            f"base_url is {config.show.base_url}: no listener could follow the feed's addresses",
            remedy="set base_url in [show] to where the target is found, then: audiopaper feed",
        )
    output = output_folder(config)
    check_target(address, config.folder, output, limits_of(config.publish))
    if not output.is_dir():
        # Says so, and lays none out.
        check_show(config)
    with work_on_show(config):
        refuse_findings(check_show(config))
        memory = output / WORK_FOLDER / "targets" / f"{_name(address)}.json"
        known = _load_known(memory)
        publish = config.publish
        target = open_target(address, config.folder, publish.options, known, limits_of(publish))
        names = list_public(output)
        # Only what prune removed here is removed there.
        stale = [n for n in load_state(output / WORK_FOLDER).pruned if n not in names]
        if isinstance(target, FolderTarget) and not dry_run:
            target.remove_leftovers(names)
        with contextlib.closing(target):
            refuse_lost(find_losses_at(target, config), address)
            wanted = []
            for name in names:
                digest = find_digest(output / name)
                if not target.has(name, output / name, digest):
                    wanted.append((name, digest))
            # Corrected audio goes just before the feed, which tells of the old one till then.
            wanted.sort(key=lambda pair: _replaces(pair[0], target, known))
            removed = [name for name in stale if name in known or isinstance(target, FolderTarget)]
            try:
                for done, (name, digest) in enumerate(() if dry_run else wanted, 1):
                    target.put(name, output / name, digest)
                    tell("publishing", done, len(wanted))
                if any(name == FILE_NAME for name, _ in wanted) and not dry_run:
                    try:
                        _read_back(target, output, address)
                    except PublishError:
                        # Else the next run would take what is there for what was sent.
                        known.pop(FILE_NAME, None)
                        raise
                for name in () if dry_run else removed:
                    target.remove(name)
            finally:
                if known and not dry_run:
                    document = {"schema": _SCHEMA, **dict(sorted(known.items()))}
                    write_file(memory, json.dumps(document, ensure_ascii=False, indent=0))
    sent = tuple(name for name, _ in wanted)
    return Copied(
        target=address,
        sent=sent,
        unchanged=len(names) - len(sent),
        removed=tuple(removed),
        warnings=() if dry_run else announce_feed(config),
    )


def _read_back(target: Target, output: Path, address: str) -> None:
    """See that listeners get the feed that was sent.

    Raises:
        PublishError: The target gives another one, or none.
    """
    if target.read(FILE_NAME) != read_file(output / FILE_NAME):
        raise PublishError(
            f"{address}: {FILE_NAME} was taken, and is another one there",
            remedy="look at the target's disk and its settings, then run again",
        )


def _replaces(name: str, target: Target, known: Collection[str]) -> int:
    """Where a file stands in the order: the new ones, the audio that is replaced, the feeds."""
    if name == JSON_FEED_NAME or (name.endswith(".xml") and name != SITEMAP_NAME):
        return 2
    there = target.has_any(name) if isinstance(target, FolderTarget) else name in known
    return 1 if there and name.endswith((".mp3", ".opus")) else 0


def announce_feed(config: Config) -> tuple[str, ...]:
    """Tell the show's hub that the feed is new, once for each new feed.

    Called when the feed is where listeners find it: after a copy, or after every change where
    no target is configured and the output folder itself is served.

    Returns:
        What the producer should know where the hub did not take it; it is told again by the next
        run. Nothing where no hub is configured, or the address leads to this machine.

    Raises:
        PublishError: What the hub was told cannot be noted.
    """
    hub, output = config.feed.hub, output_folder(config)
    if not hub or is_local(config.show.base_url):
        return ()
    memory = output / WORK_FOLDER / "targets" / "hub.txt"
    news = f"{hub} {find_digest(output / FILE_NAME)}\n"
    if read_if_there(memory) == news.encode():
        return ()
    try:
        tell_hub(hub, ascii_address(config.show.base_url) + FILE_NAME)
    except PublishError as error:
        return (f"{error.problem}; {error.remedy}",)
    write_file(memory, news)
    return ()


def _name(address: str) -> str:
    return hashlib.sha256(address.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _load_known(path: Path) -> dict[str, tuple[str, int]]:
    """What was copied to a target before: hash and size of each file, by name.

    Raises:
        PublishError: It is damaged, or may not be opened.
    """
    try:
        return read_document(path, dict[str, tuple[str, int]], schema=_SCHEMA, bare=True)
    except FileNotFoundError:
        return {}
    except DocumentError as error:
        raise PublishError(
            f"{path} cannot be read: {error}",
            remedy="remove it; what is public is then copied to the target once more",
        ) from error
