"""The kinds of targets, by the schemes of their addresses; plug-ins add more."""

from __future__ import annotations

import functools
import time
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from audiopaper.errors import AudiopaperError, ConfigError, MissingProgramError, PublishError
from audiopaper.timeouts import run_within
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from audiopaper.show.remote_target import Limits

GROUP = "audiopaper.targets"
"""The entry-point group in which a package registers a kind of target, named as its scheme."""

FOLDER = "folder"
"""The kind of addresses without a scheme."""

_T = TypeVar("_T")


class Target(Protocol):
    """A place that files are copied to."""

    def has(self, name: str, path: Path, digest: str) -> bool:
        """Whether the target has this file with the same content."""
        ...

    def put(self, name: str, path: Path, digest: str) -> None:
        """Copy a file completely or not at all."""
        ...

    def read(self, name: str) -> bytes | None:
        """Read a file; None if there is none."""
        ...

    def remove(self, name: str) -> None:
        """Remove a file if there is one."""
        ...

    def close(self) -> None:
        """Close the connection."""
        ...


class TargetOpener(Protocol):
    """What an entry point names: a function that opens the targets of one kind."""

    def __call__(
        self,
        address: str,
        options: Mapping[str, str | int | float | bool],
        known: dict[str, tuple[str, int]],
        limits: Limits,
    ) -> Target:
        """Open a target.

        Args:
            address: Its address, or the path of a folder.
            options: The table ``[publish.options]``.
            known: SHA-256 and size of each file that was copied there before, by name; a target
                that cannot compare contents looks here, and writes what it copies.
            limits: How long to wait for the target.
        """
        ...


# Written here and not in the package's metadata, because those of an editable install are as old
# as the install.
_BUILT_IN = {
    FOLDER: "audiopaper.show.targets:open_folder",
    **dict.fromkeys(
        ("s3", "sftp", "webdav", "webdavs", "ftp", "ftps"),
        "audiopaper.show.remote_target:open_remote",
    ),
}


def is_built_in(kind: str) -> bool:
    """Return whether the program itself has a kind of target."""
    return kind in _BUILT_IN


def find_opener(kind: str) -> TargetOpener:
    """Return what opens the targets of a kind; a plug-in's are guarded.

    Raises:
        ConfigError: There is no such kind.
        MissingProgramError: The package of a plug-in cannot be imported.
    """
    if kind in _BUILT_IN:
        opener: TargetOpener = EntryPoint(kind, _BUILT_IN[kind], GROUP).load()
        return opener
    points = _installed()
    if kind not in points:
        schemes = ", ".join(f"{name}://" for name in (*_BUILT_IN, *points) if name != FOLDER)
        raise ConfigError(
            _("unsupported target {kind}://", kind=kind),
            remedy=_("a folder, or {schemes}", schemes=schemes),
        )
    try:
        return functools.partial(_open_guarded, points[kind].load())
    except (ImportError, AttributeError) as error:
        raise MissingProgramError(
            _("the target {kind!r} cannot be loaded: {error}", kind=kind, error=error),
            remedy=_("install its package again, or remove it"),
        ) from error


@functools.cache
def _installed() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}


def _open_guarded(
    opener: TargetOpener,
    address: str,
    options: Mapping[str, str | int | float | bool],
    known: dict[str, tuple[str, int]],
    limits: Limits,
) -> Target:
    guard = _Guard(address, limits)
    return _GuardedTarget(guard.ask(lambda: opener(address, options, known, limits)), guard)


class _Guard:
    """Time limits for a plug-in, and one kind of error for whatever it raises."""

    def __init__(self, address: str, limits: Limits) -> None:
        self._address, self._limits = address, limits
        self._ends = time.monotonic() + limits.total_s

    def ask(self, action: Callable[[], _T], *, sends: bool = False) -> _T:
        limit_s = self._limits.silence_s if sends else self._limits.request_s
        try:
            return run_within(action, limit_s=limit_s, ends=self._ends)
        except AudiopaperError:
            raise
        except Exception as error:
            message = (str(error).splitlines() or [""])[0] or type(error).__name__
            raise PublishError(
                f"{self._address}: {message}",
                remedy=_("look at the target and its plug-in, then run again; the old feed stands"),
            ) from error


class _GuardedTarget:
    """A plug-in's target behind a guard."""

    def __init__(self, target: Any, guard: _Guard) -> None:
        self._target, self._guard = target, guard

    def has(self, name: str, path: Path, digest: str) -> bool:
        return bool(self._guard.ask(lambda: self._target.has(name, path, digest)))

    def put(self, name: str, path: Path, digest: str) -> None:
        self._guard.ask(lambda: self._target.put(name, path, digest), sends=True)

    def read(self, name: str) -> bytes | None:
        data: bytes | None = self._guard.ask(lambda: self._target.read(name))
        return data

    def remove(self, name: str) -> None:
        self._guard.ask(lambda: self._target.remove(name))

    def close(self) -> None:
        self._guard.ask(self._target.close)
