"""Copies the public files of a show to a target where listeners find them, the feed last.

Source:
    WebSub (W3C Recommendation, 2018), section 7; public hubs accept ``hub.mode=publish``.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from audiopaper.disk import read_file, read_if_there
from audiopaper.documents import DocumentError, read_document
from audiopaper.errors import PublishError
from audiopaper.files import write_file
from audiopaper.http_post import LONGEST_S, PostError, post
from audiopaper.publish.file_names import FEED_NAME
from audiopaper.publish.json_feed import JSON_FEED_NAME
from audiopaper.publish.listings import feed_address
from audiopaper.publish.site_files import SITEMAP_NAME
from audiopaper.show.folder import show_folder
from audiopaper.show.folder_target import FolderTarget
from audiopaper.show.losses import find_losses_at, refuse_lost, target_limits
from audiopaper.show.newer_days import find_newer_days, load_sent, refuse_newer, save_sent
from audiopaper.show.public import refuse_findings
from audiopaper.show.publication import check_show
from audiopaper.show.release import work_on_show
from audiopaper.show.remote_target import RemoteTarget
from audiopaper.show.state import load_state
from audiopaper.show.targets import check_target, find_digest, list_public, open_target
from audiopaper.translations import _
from audiopaper.urls import is_local

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from audiopaper.config import Config
    from audiopaper.runtime import ProgressCallback
    from audiopaper.show.folder import ShowFolder
    from audiopaper.show.target_kinds import Target


def tell_hub(hub: str, feed_url: str, *, longest_s: float = LONGEST_S) -> None:
    """Tell a hub that a feed has changed.

    Args:
        hub: Address of the hub.
        feed_url: Address of the feed.
        longest_s: Limit for the whole request, in seconds.

    Raises:
        PublishError: The hub did not accept it. The feed is public nevertheless.
    """
    # Hubs differ on which of the two parameters they read.
    form = urlencode({"hub.mode": "publish", "hub.url": feed_url, "hub.topic": feed_url})
    try:
        post(hub, form.encode(), longest_s=longest_s)
    except PostError as error:
        # Only the host is shown: the rest of the address may contain a key.
        raise PublishError(
            _(
                "the hub {hostname} could not be notified: {error}",
                hostname=urlsplit(hub).hostname,
                error=error,
            ),
            remedy=_("the feed is published; apps find it at their next look. Check hub in [feed]"),
        ) from error


_SCHEMA = 1
"""Of the record of what was copied to a target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyResult:
    """The files that a copy sent to a target and removed there, or those that it would."""

    target: str
    """The target's address."""

    sent: tuple[str, ...]
    """The files that were copied, in order."""

    unchanged: int
    """How many files the target had already."""

    removed: tuple[str, ...]
    """Files of pruned or withdrawn episodes that were removed at the target."""

    warnings: tuple[str, ...] = ()
    """What the producer has to look at: the target was not there, or a later step failed."""


def copy_show(
    config: Config,
    address: str,
    *,
    dry_run: bool,
    tell: ProgressCallback,
    replace_newer: bool = False,
) -> CopyResult:
    """Copy the public files to a target: audio first, the feed last, unchanged files not at all.

    Args:
        config: The configuration in force.
        address: The target's address, or a folder.
        dry_run: Whether to report what would be done without doing it.
        tell: Called with the number of copied files.
        replace_newer: Whether to replace what the target has in a newer state than the show.

    Raises:
        PublishError: The show's address leads to this machine only, the check finds something, the
            target has a newer state, or it cannot be written. The feed at the target is then the
            old one, or the new one with all files that it refers to.
        ConfigError: The target's address is wrong.
        MissingProgramError: The target's library is not installed.
    """
    _refuse_local_address(config.show.base_url)
    show = show_folder(config)
    check_target(address, config.folder, show.output, target_limits(config.publish))
    if not show.output.is_dir():
        # Raises PublishError; taking the lock below would create the folder.
        check_show(config)
    with work_on_show(config):
        refuse_findings(check_show(config))
        with _open_target(config, show, address) as (target, known):
            refuse_lost(find_losses_at(target, show, config.show.id), address)
            sent = show.targets / f"{_short_hash(address)}.sent.json"
            if not replace_newer:
                refuse_newer(find_newer_days(target, show, load_sent(sent)), address)
            copied = _update_target(
                target,
                show,
                address,
                known,
                record=_record_file(show, address),
                tell=None if dry_run else tell,
            )
        if not dry_run:
            save_sent(sent, show)
    return copied if dry_run else replace(copied, warnings=announce_feed(config) + copied.warnings)


def _refuse_local_address(base_url: str) -> None:
    """Refuse a show's address that leads to this machine only.

    Raises:
        PublishError: It does.
    """
    if is_local(base_url):
        raise PublishError(
            _(
                "base_url is {base_url}: no listener could follow the feed's addresses",
                base_url=base_url,
            ),
            remedy=_("set base_url in [show] to where the target is found, then: audiopaper feed"),
        )


@contextlib.contextmanager
def _open_target(
    config: Config, show: ShowFolder, address: str
) -> Iterator[tuple[Target, dict[str, tuple[str, int]]]]:
    """Open a target together with the record of what was copied there, which is saved at the end.

    Raises:
        PublishError: The target cannot be reached, or the record cannot be read or written.
    """
    path = _record_file(show, address)
    known = _load_known(path)
    before = dict(known)
    options, limits = config.publish.options, target_limits(config.publish)
    with contextlib.closing(open_target(address, config.folder, options, known, limits)) as target:
        try:
            yield target, known
        finally:
            if known != before:
                _save_known(path, known)


def _update_target(
    target: Target,
    show: ShowFolder,
    address: str,
    known: dict[str, tuple[str, int]],
    *,
    record: Path,
    tell: ProgressCallback | None,
) -> CopyResult:
    """Copy changed files to a target and remove those that are no more; the show is locked.

    Args:
        target: The target.
        show: The show's files.
        address: The target's address.
        known: Hash and size of each file that was copied there; it is updated.
        record: The file that `known` is saved to.
        tell: Called with the number of copied files; None to change nothing.

    Raises:
        PublishError: The target cannot be written.
    """
    names = list_public(show.output)
    warnings = _warn_of_new_folder(target, dry_run=tell is None)
    if isinstance(target, FolderTarget) and tell is not None:
        target.remove_leftovers(names)
    changed = _list_changed(names, show.output, target, known)
    removed = _list_removed(names, show, target, known)
    if tell is not None:
        if not isinstance(target, FolderTarget):
            # A killed copy must not forget what it has laid there.
            _note_begun((*(name for name, _ in changed), *removed), known)
            _save_known(record, known)
        _send(changed, show.output, target, address, known, tell)
        for name in removed:
            target.remove(name)
            known.pop(name, None)
    return CopyResult(
        target=address,
        sent=tuple(name for name, _ in changed),
        unchanged=len(names) - len(changed),
        removed=removed,
        warnings=warnings,
    )


def _warn_of_new_folder(target: Target, *, dry_run: bool) -> tuple[str, ...]:
    """Warn of a target's folder that was not there: its name may be wrong, its disk not mounted."""
    if not isinstance(target, FolderTarget) or target.is_there():
        return ()
    if dry_run:
        return (
            _(
                "{folder} is not there, and would be made: see whether its name is right and its "
                "disk is mounted",
                folder=target.folder,
            ),
        )
    return (
        _(
            "{folder} was not there, and is made: see whether its name is right and its disk is "
            "mounted",
            folder=target.folder,
        ),
    )


def announce_feed(config: Config) -> tuple[str, ...]:
    """Notify the show's WebSub hub that the feed has changed, once for each new feed.

    Call it when listeners can get the feed: after a copy, or after every change if no target is
    configured and the output folder itself is served.

    Returns:
        A warning if the hub did not accept it; the next run tries again. Empty if no hub is
        configured, or the show's address leads to this machine.

    Raises:
        PublishError: The record of the last announcement cannot be written.
    """
    hub, show = config.feed.hub, show_folder(config)
    if not hub or is_local(config.show.base_url):
        return ()
    announcement = f"{hub} {find_digest(show.feed)}\n"
    if read_if_there(show.announced_feed) == announcement.encode():
        return ()
    try:
        tell_hub(hub, feed_address(config.show.base_url))
    except PublishError as error:
        return (f"{error.problem}; {error.remedy}",)
    write_file(show.announced_feed, announcement)
    return ()


def _list_changed(
    names: Sequence[str], output: Path, target: Target, known: Collection[str]
) -> list[tuple[str, str]]:
    """Return the files that the target lacks, with their hashes, in the order of copying."""
    changed = []
    for name in names:
        digest = find_digest(output / name)
        if not target.has(name, output / name, digest):
            changed.append((name, digest))
    changed.sort(key=lambda pair: _copy_order(pair[0], target, known))
    return changed


def _copy_order(name: str, target: Target, known: Collection[str]) -> int:
    """Return the group in which a file is copied: new files, replaced audio, feeds.

    Replaced audio goes just before the feed, because the feed at the target describes the old one.
    """
    if name == JSON_FEED_NAME or (name.endswith(".xml") and name != SITEMAP_NAME):
        return 2
    is_audio = name.endswith((".mp3", ".opus"))
    return 1 if is_audio and _is_at_target(name, target, known) else 0


def _is_at_target(name: str, target: Target, known: Collection[str]) -> bool:
    """Whether the target has a file of this name; a plug-in's, as far as it was copied there."""
    if isinstance(target, FolderTarget | RemoteTarget):
        return target.has_any(name)
    return name in known


_BEGUN = ("", 0)
"""In the record, for a file whose first copy or whose removal began: it may be there or not."""


def _note_begun(names: Iterable[str], known: dict[str, tuple[str, int]]) -> None:
    for name in names:
        known.setdefault(name, _BEGUN)


def _list_removed(
    names: Collection[str], show: ShowFolder, target: Target, known: Collection[str]
) -> tuple[str, ...]:
    """Return the files to remove at a target: those that were removed here and are there."""
    gone = [name for name in load_state(show).pruned if name not in names]
    if not known and not isinstance(target, FolderTarget | RemoteTarget):
        # The record of what was copied to a plug-in's target is gone: it may have any of them.
        return tuple(gone)
    return tuple(name for name in gone if _is_at_target(name, target, known))


def _send(
    changed: Sequence[tuple[str, str]],
    output: Path,
    target: Target,
    address: str,
    known: dict[str, tuple[str, int]],
    tell: ProgressCallback,
) -> None:
    """Copy files to a target and read the feed back.

    Raises:
        PublishError: A file cannot be written, or the target returns another feed.
    """
    for count, (name, digest) in enumerate(changed, 1):
        target.put(name, output / name, digest)
        tell("copying", count, len(changed))
    if not any(name == FEED_NAME for name, _ in changed):
        return
    try:
        is_sent = target.read(FEED_NAME) == read_file(output / FEED_NAME)
        if not is_sent:
            raise PublishError(
                _(
                    "{address}: {feed_name} differs there from the feed that was sent",
                    address=address,
                    feed_name=FEED_NAME,
                ),
                remedy=_("look at the target's disk and its settings, then run again"),
            )
    except PublishError:
        # Otherwise the next run would assume that the target has the feed that was sent.
        known.pop(FEED_NAME, None)
        raise


def _record_file(show: ShowFolder, address: str) -> Path:
    """Return the file that records what was copied to a target."""
    return show.targets / f"{_short_hash(address)}.json"


def _short_hash(address: str) -> str:
    return hashlib.sha256(address.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _save_known(path: Path, known: dict[str, tuple[str, int]]) -> None:
    if known or path.exists():
        document = {"schema": _SCHEMA, **dict(sorted(known.items()))}
        write_file(path, json.dumps(document, ensure_ascii=False, indent=0))


def _load_known(path: Path) -> dict[str, tuple[str, int]]:
    """Read the record of a target: hash and size of each file that was copied, by name.

    Raises:
        PublishError: The record is damaged, or may not be opened.
    """
    try:
        return read_document(path, dict[str, tuple[str, int]], schema=_SCHEMA, bare=True)
    except FileNotFoundError:
        return {}
    except DocumentError as error:
        raise PublishError(
            _("{path} cannot be read: {error}", path=path, error=error),
            remedy=_("remove it; what is public is then copied to the target once more"),
        ) from error
