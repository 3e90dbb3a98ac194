"""The places that a show can be copied to: a folder, S3-compatible storage, SFTP, WebDAV, plug-ins.

A file is replaced as a whole: S3 does so by itself; elsewhere a new file is written beside the old
one and then renamed.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from audiopaper.config.toml_tables import refuse_path
from audiopaper.disk import is_remote_disk, open_file
from audiopaper.errors import ConfigError, PublishError
from audiopaper.legible_names import make_legible
from audiopaper.programs import folder_answers
from audiopaper.publish.file_names import FEED_NAME
from audiopaper.show.folder_target import FolderTarget
from audiopaper.show.remote_target import Limits, refuse_password
from audiopaper.show.target_kinds import FOLDER, find_opener, is_built_in
from audiopaper.show.visible import walk_public
from audiopaper.translations import _, system_reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audiopaper.show.target_kinds import Target

# The order of copying: a file is copied before the files that link to it.
_ORDER = (
    re.compile(r".*\.(mp3|m4a|opus)"),
    re.compile(r".*/transcript\.\w+"),
    re.compile(r".*/chapters\.json"),
    re.compile(r"(?!.*index\.html)(episodes|assets)/.*|cover\.\w+"),
    re.compile(r".*/index\.html"),
    re.compile(r"index\.html"),
    re.compile(r"(briefing|latest|xiaomusic)\.\w+"),
    re.compile(r"feed-\d+\.xml"),
)
"""Files of other names follow these, and the feed is the last."""


def list_public(output: Path) -> tuple[str, ...]:
    """List the public files of a show in the order of copying, the feed last.

    Args:
        output: The folder that is published.

    Returns:
        Paths in the folder, with slashes; without hidden files and without links that lead out
        of the folder.

    Raises:
        PublishError: A folder may not be opened.
    """
    names, _ = walk_public(output)
    return tuple(sorted(names, key=lambda name: (_rank(name), name)))


def _rank(name: str) -> int:
    if name == FEED_NAME:
        return len(_ORDER) + 1
    ranks = (rank for rank, pattern in enumerate(_ORDER) if pattern.fullmatch(name))
    return next(ranks, len(_ORDER))


def find_digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal.

    Raises:
        PublishError: The file cannot be read.
    """
    try:
        with open_file(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise PublishError(
            _("{path} cannot be read: {reason}", path=path, reason=system_reason(error)),
            remedy=_("correct its permissions"),
        ) from error


def check_address(address: str, folder: Path, output: Path) -> None:
    """Check that an address can be a target; no remote disk is accessed.

    Args:
        address: As `open_target` takes it.
        folder: Where a relative path starts.
        output: The folder that is published.

    Raises:
        ConfigError: It cannot.
    """
    if address.lower().startswith("file:"):
        raise ConfigError(
            _("the target {legible!r} is no folder's path", legible=make_legible(address)),
            remedy=_("write the folder's path, as /srv/www, without file://"),
        )
    try:
        parts = urlsplit(address)
        place = parts.hostname or parts.path.strip("/")
        if address != address.strip():
            raise ValueError(_("a space stands before or behind it"))
        if not address.isprintable() or (parts.port is not None and not 0 < parts.port < 65536):
            raise ValueError(_("it holds what no address does"))
        if len(parts.scheme) >= 2:
            refuse_password(address)
            find_opener(parts.scheme)
            if not place or (is_built_in(parts.scheme) and not parts.netloc):
                raise ValueError(_("it names no host or bucket"))
            return
        refuse_path("target", address)
        own = _folder_of(address, folder)
        if not is_remote_disk(own):
            own = own.resolve()
    except (ValueError, RuntimeError, OSError) as error:
        raise ConfigError(
            _(
                "the target {legible!r} is no address: {error}",
                legible=make_legible(address),
                error=error,
            ),
            remedy=_(
                "a folder, or s3://, sftp://, webdav://, webdavs://, ftp:// or ftps:// with a host"
            ),
        ) from error
    _refuse_nested(address, own, output.resolve())


def _refuse_nested(address: str, own: Path, out: Path) -> None:
    if own == out or out in own.parents or own in out.parents:
        raise ConfigError(
            _(
                "one of target {address} and output folder {output} contains the other",
                address=address,
                output=out,
            ),
            remedy=_("name a folder beside the output folder: a copy would be copied again"),
        )


def check_target(address: str, folder: Path, output: Path, limits: Limits | None = None) -> None:
    """Check that an address can be a target, and that a mounted folder answers.

    Args:
        address: As `open_target` takes it.
        folder: Where a relative path starts.
        output: The folder that is published.
        limits: How long to wait for a folder; None for the defaults.

    Raises:
        ConfigError: The address cannot be a target.
        PublishError: It is a folder on a disk that does not answer.
    """
    check_address(address, folder, output)
    place, limit_s = _folder_of(address, folder), (limits or Limits()).request_s
    if _is_folder(address) and is_remote_disk(place) and not folder_answers(place, limit_s=limit_s):
        raise PublishError(
            _(
                "the target {address}: no answer in {limit_s:.0f} s",
                address=address,
                limit_s=limit_s,
            ),
            remedy=_("look whether its disk is mounted and answers"),
        )


def folder_at(address: str, folder: Path) -> Path | None:
    """Return the folder that an address names; None if it is of another kind.

    Args:
        address: As `open_target` takes it.
        folder: Where a relative path starts.
    """
    return _folder_of(address, folder) if _is_folder(address) else None


def _is_folder(address: str) -> bool:
    # A scheme of one letter is a drive on Windows.
    return len(urlsplit(address).scheme) < 2


def _folder_of(address: str, folder: Path) -> Path:
    return folder / Path(address).expanduser()


def open_target(
    address: str,
    folder: Path,
    options: Mapping[str, str | int | float | bool],
    known: dict[str, tuple[str, int]],
    limits: Limits | None = None,
) -> Target:
    """Open a target.

    Args:
        address: A folder, or ``s3://``, ``sftp://``, ``webdav://`` (http), ``webdavs://``
            (https), or a plug-in's.
        folder: Where a relative path starts.
        options: Further options for the library of that kind of target.
        known: Hash and size of each file that was copied there before; it is updated.
        limits: How long to wait for the target; None for the defaults.

    Raises:
        ConfigError: The address is of another kind, or contains a password.
        MissingProgramError: The library for it is not installed.
        PublishError: The target cannot be reached.
    """
    if _is_folder(address):
        kind, address = FOLDER, str(_folder_of(address, folder))
    else:
        kind = urlsplit(address).scheme
    return find_opener(kind)(address, options, known, limits or Limits())


def open_folder(
    address: str,
    options: Mapping[str, str | int | float | bool],  # noqa: ARG001
    known: dict[str, tuple[str, int]],  # noqa: ARG001
    limits: Limits,
) -> FolderTarget:
    """Open a folder as a target; see `audiopaper.show.target_kinds.TargetOpener`."""
    place = Path(address)
    return FolderTarget(place, limits, remote=is_remote_disk(place))
