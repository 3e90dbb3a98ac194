"""Where a show is copied to: a folder, S3-compatible storage, SFTP or WebDAV.

A file replaces its forerunner whole: S3 does so by itself, elsewhere it is written beside its
name and then renamed.
"""

from __future__ import annotations

import filecmp
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from audiopaper.disk import has_file
from audiopaper.errors import PublishError
from audiopaper.files import replace_file
from audiopaper.publish.remote import Limits, open_remote
from audiopaper.publish.visible import walk_public

if TYPE_CHECKING:
    from collections.abc import Mapping

# What goes first: whatever is pointed to is there before what points to it.
_ORDER = (
    re.compile(r".*\.(mp3|m4a)"),
    re.compile(r".*/transcript\.\w+"),
    re.compile(r".*/chapters\.json"),
    re.compile(r"(?!.*index\.html)(episodes|assets)/.*|cover\.\w+"),
    re.compile(r".*/index\.html"),
    re.compile(r"index\.html"),
    re.compile(r"briefing\.\w+"),
    re.compile(r"feed-\d+\.xml"),
    re.compile(r"(?!feed\.xml).*"),
    re.compile(r"feed\.xml"),
)


class Target(Protocol):
    """A place that files are copied to."""

    def has(self, name: str, path: Path, digest: str) -> bool:
        """Whether this very file is there already."""
        ...

    def put(self, name: str, path: Path, digest: str) -> None:
        """Copy a file, whole or not at all."""
        ...

    def read(self, name: str) -> bytes | None:
        """A file's bytes; None where there is none."""
        ...

    def remove(self, name: str) -> None:
        """Remove a file; it is no failure that there is none."""
        ...

    def close(self) -> None:
        """Give up the connection."""
        ...


def list_public(output: Path) -> tuple[str, ...]:
    """The files of a show that may be copied, in the order to copy them: the feed last.

    Args:
        output: The folder that is published.

    Returns:
        Paths in it with slashes; nothing in or under a name that begins with a dot, and no link
        that leads out of the folder.

    Raises:
        PublishError: A folder may not be opened.
    """
    names, _ = walk_public(output)
    return tuple(sorted(names, key=lambda name: (_rank(name), name)))


def _rank(name: str) -> int:
    return next(rank for rank, pattern in enumerate(_ORDER) if pattern.fullmatch(name))


def find_digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal.

    Raises:
        PublishError: It cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise PublishError(
            f"{path} cannot be read: {error.strerror or error}", remedy="correct its permissions"
        ) from error


def open_target(
    address: str,
    folder: Path,
    options: Mapping[str, str | int | float | bool],
    known: dict[str, tuple[str, int]],
    limits: Limits | None = None,
) -> Target:
    """Find the place that an address names.

    Args:
        address: A folder, or ``s3://``, ``sftp://``, ``webdav://`` (http), ``webdavs://``
            (https).
        folder: Where a relative path starts.
        options: What the place's library is told besides.
        known: Hash and size of each file that was copied there before; kept up to date.
        limits: How long it is waited for; the defaults where None.

    Raises:
        ConfigError: It is no address of these, or holds a password.
        MissingProgramError: The library for it is not installed.
        PublishError: It cannot be reached.
    """
    parts = urlsplit(address)
    # One letter is a drive of Windows.
    if len(parts.scheme) < 2:
        return FolderTarget(folder / Path(address).expanduser())
    if parts.scheme == "file":
        return FolderTarget(Path(parts.path))
    return open_remote(address, options, known, limits or Limits())


@dataclass(frozen=True, slots=True)
class FolderTarget:
    """A folder of this machine, or one that is mounted."""

    folder: Path
    """Made where it is missing."""

    def has(self, name: str, path: Path, digest: str) -> bool:  # noqa: ARG002
        """Whether the same bytes are there."""
        there = self.folder / name
        return there.is_file() and filecmp.cmp(path, there, shallow=False)

    def put(self, name: str, path: Path, digest: str) -> None:  # noqa: ARG002
        """Copy a file, whole or not at all."""
        with path.open("rb") as source, replace_file(self.folder / name) as out:
            while block := source.read(1 << 20):
                out.write(block)

    def read(self, name: str) -> bytes | None:
        """A file's bytes; None where there is none."""
        path = self.folder / name
        try:
            return path.read_bytes() if has_file(path) else None
        except OSError as error:
            raise PublishError(
                f"{path} cannot be read: {error.strerror or error}",
                remedy="correct its permissions",
            ) from error

    def remove(self, name: str) -> None:
        """Remove a file, and its folder where that was the last."""
        path = self.folder / name
        path.unlink(missing_ok=True)
        if path.parent != self.folder and path.parent.is_dir() and not any(path.parent.iterdir()):
            path.parent.rmdir()

    def close(self) -> None:
        """Nothing is held."""
