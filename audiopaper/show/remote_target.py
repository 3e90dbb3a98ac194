"""A target behind a file system: S3-compatible storage, SFTP or WebDAV by fsspec, or FTP.

Each library is loaded only when it is needed. Secrets come from the environment, never from the
configuration.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import re
import time
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from audiopaper.errors import ConfigError, MissingProgramError, PublishError
from audiopaper.publish.file_names import media_type
from audiopaper.show.ftp_files import FtpFiles
from audiopaper.timeouts import Activity, run_within
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

USER_VARIABLE = "AUDIOPAPER_TARGET_USER"
PASSWORD_VARIABLE = "AUDIOPAPER_TARGET_PASSWORD"

# A corrected episode keeps its address, so no file may be cached for ever. The feed and the pages
# change daily; audio and pictures seldom change.
_LONG, _SHORT = "public, max-age=86400", "public, max-age=300"
_LONG_CACHED = (".mp3", ".jpg", ".jpeg", ".png", ".svg")

_PART_BYTES = 5 * 2**20
"""The smallest part of a file that S3 accepts; each accepted part counts as activity."""

_SECRET = re.compile("secret|pass|token|key|auth", re.IGNORECASE)
"""Names of options whose values never appear in a message."""

_CLOSE_S = 5.0
"""Limit on closing a connection; nothing is lost if it is exceeded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits on waiting for a target."""

    request_s: float = 120.0
    """For each answer."""

    silence_s: float = 300.0
    """While no part of a file is transferred."""

    total_s: float = 7200.0
    """For all of a copy."""


@dataclass(slots=True)
class RemoteTarget:
    """A target behind one of fsspec's file systems, or FTP."""

    files: Any
    root: str
    address: str
    known: dict[str, tuple[str, int]]
    in_place: bool
    limits: Limits
    ends: float
    """Time of the monotonic clock at which the copy must have ended."""

    hidden: tuple[str, ...] = ()
    """Secrets that are set in the options; no message shows them."""

    _sizes: dict[str, int] | None = None

    def has(self, name: str, path: Path, digest: str) -> bool:
        """Whether the file was copied before and a file of its size is still there."""
        if self.known.get(name) != (digest, path.stat().st_size):
            return False
        return self._list_sizes().get(self._path_of(name).strip("/")) == path.stat().st_size

    def has_any(self, name: str) -> bool:
        """Whether the target has a file of this name, whatever its content."""
        return self._path_of(name).strip("/") in self._list_sizes()

    def put(self, name: str, path: Path, digest: str) -> None:
        """Copy a file completely or not at all."""
        there = self._path_of(name)
        with self._naming(name):
            if self.in_place:
                caching = _LONG if name.endswith(_LONG_CACHED) else _SHORT
                headers = {"ContentType": media_type(Path(name)), "CacheControl": caching}
                # Parts are sent one at a time, so that each one is reported as activity.
                self._send(path, there, chunksize=_PART_BYTES, max_concurrency=1, **headers)
            else:
                beside = str(PurePosixPath(there).with_name(f".{PurePosixPath(there).name}.part"))
                parent = str(PurePosixPath(there).parent)
                self._ask(lambda: self.files.makedirs(parent, exist_ok=True))
                # A WebDAV server may store the content type; SFTP has none.
                headers = {"Content-Type": media_type(Path(name))}
                self._send(path, beside, **({"headers": headers} if self._is_webdav else {}))
                self._ask(lambda: self._rename(beside, there))
            size = int(self._ask(lambda: self.files.info(there))["size"])
        if size != path.stat().st_size:
            raise _other_there(f"{self.address}: {name}", _("{size} bytes", size=size))
        self.known[name] = (digest, size)

    def read(self, name: str) -> bytes | None:
        """Return a file's bytes, None if it is missing, or no bytes if it is damaged."""
        with self._naming(name):
            try:
                return bytes(self._ask(lambda: self.files.cat_file(self._path_of(name))))
            except Exception as error:
                if _is_missing(error):
                    return None
                if _is_damaged(error):
                    return b""
                raise

    def remove(self, name: str) -> None:
        """Remove a file if there is one."""
        with self._naming(name):
            if self._ask(lambda: self.files.exists(self._path_of(name))):
                self._ask(lambda: self.files.rm_file(self._path_of(name)))
        self.known.pop(name, None)

    def close(self) -> None:
        """Close the connection; sshfs closes its own."""
        with contextlib.suppress(Exception):
            run_within(self._close, limit_s=_CLOSE_S)

    def _close(self) -> None:
        if hasattr(self.files, "close_session"):
            self.files.close_session(self.files.loop, self.files.s3)
        elif hasattr(self.files, "client"):
            self.files.client.http.close()
        elif hasattr(self.files, "close"):
            self.files.close()

    @property
    def _is_webdav(self) -> bool:
        return hasattr(getattr(self.files, "client", None), "move")

    def _ask(self, action: Callable[[], Any]) -> Any:
        """Call the library within the limit of a request."""
        return run_within(action, limit_s=self.limits.request_s, ends=self.ends)

    def _send(self, path: Path, there: str, **options: Any) -> None:
        """Send a file within the limit of silence."""
        activity = Activity()
        # FTP needs no library, so fsspec may be missing.
        callback = activity if isinstance(self.files, FtpFiles) else _callback(activity)
        run_within(
            lambda: self.files.put_file(str(path), there, callback=callback, **options),
            limit_s=self.limits.silence_s,
            activity=activity,
            ends=self.ends,
        )

    def _rename(self, beside: str, there: str) -> None:
        if self._is_webdav:
            # fsspec's own move for WebDAV does not replace a file.
            self.files.client.move(beside, there, overwrite=True)
        else:
            self.files.mv(beside, there)

    def _list_sizes(self) -> dict[str, int]:
        if self._sizes is None:
            with self._naming(""):
                listing = self._list_files()
            self._sizes = {
                path.strip("/"): int(info.get("size") or 0) for path, info in listing.items()
            }
        return self._sizes

    def _list_files(self) -> dict[str, Any]:
        try:
            listing: dict[str, Any] = self._ask(lambda: self.files.find(self.root, detail=True))
        except Exception as error:
            if _is_missing(error):
                return {}
            raise
        return listing

    def _naming(self, name: str) -> AbstractContextManager[None]:
        return _naming(f"{self.address}: {name}".rstrip(": "), self.hidden)

    def _path_of(self, name: str) -> str:
        return f"{self.root}/{name}" if self.root else name


def _open_s3(address: str, options: dict[str, Any], limits: Limits) -> tuple[Any, str]:
    parts = urlsplit(address)
    s3fs = _load("s3fs", "publish-s3")
    root = f"{parts.hostname}{parts.path}".rstrip("/")
    # The defaults of the library are five attempts of a minute each.
    own = {"connect_timeout": limits.request_s, "read_timeout": limits.request_s}
    options.setdefault("config_kwargs", {**own, "retries": {"max_attempts": 2}})
    return s3fs.S3FileSystem(use_listings_cache=False, skip_instance_cache=True, **options), root


def _open_sftp(address: str, options: dict[str, Any], limits: Limits) -> tuple[Any, str]:
    parts = urlsplit(address)
    sshfs = _load("sshfs", "publish-sftp")
    # The default of sshfs is to trust any host; () stands for the user's own known_hosts.
    options.setdefault("known_hosts", ())
    options.setdefault("login_timeout", limits.request_s)
    options.setdefault("connect_timeout", limits.request_s)
    user = parts.username or os.environ.get(USER_VARIABLE)
    if user:
        options["username"] = user
    if os.environ.get(PASSWORD_VARIABLE):
        options["password"] = os.environ[PASSWORD_VARIABLE]
    files = sshfs.SSHFileSystem(
        parts.hostname or "", port=parts.port or 22, skip_instance_cache=True, **options
    )
    return files, parts.path.rstrip("/")


def _open_webdav(address: str, options: dict[str, Any], limits: Limits) -> tuple[Any, str]:
    parts = urlsplit(address)
    webdav = _load("webdav4.fsspec", "publish-webdav")
    scheme = "https" if parts.scheme == "webdavs" else "http"
    host = f"{parts.hostname}:{parts.port}" if parts.port else f"{parts.hostname}"
    user = parts.username or os.environ.get(USER_VARIABLE, "")
    options.setdefault("timeout", min(limits.request_s, limits.silence_s))
    if user:
        options["auth"] = (user, os.environ.get(PASSWORD_VARIABLE, ""))
    files = webdav.WebdavFileSystem(f"{scheme}://{host}/", skip_instance_cache=True, **options)
    return files, parts.path.strip("/")


def _open_ftp(address: str, options: dict[str, Any], limits: Limits) -> tuple[Any, str]:
    parts = urlsplit(address)
    files = FtpFiles(
        parts.hostname or "",
        port=parts.port or 0,
        user=parts.username or os.environ.get(USER_VARIABLE, ""),
        password=os.environ.get(PASSWORD_VARIABLE, ""),
        secure=parts.scheme == "ftps",
        timeout_s=limits.request_s,
        **options,
    )
    return files, parts.path.rstrip("/")


_MAKERS: dict[str, Callable[[str, dict[str, Any], Limits], tuple[Any, str]]] = {
    "s3": _open_s3,
    "sftp": _open_sftp,
    "webdav": _open_webdav,
    "webdavs": _open_webdav,
    "ftp": _open_ftp,
    "ftps": _open_ftp,
}


def refuse_password(address: str) -> None:
    """Check that an address contains no password.

    Raises:
        ConfigError: It does.
    """
    if urlsplit(address).password:
        raise ConfigError(
            _("the target's address holds a password"),
            remedy=_(
                "take it out, and set {password_variable} in the environment",
                password_variable=PASSWORD_VARIABLE,
            ),
        )


def open_remote(
    address: str,
    options: Mapping[str, str | int | float | bool],
    known: dict[str, tuple[str, int]],
    limits: Limits,
) -> RemoteTarget:
    """Connect to the target at an address.

    Args:
        address: ``s3://``, ``sftp://``, ``webdav://`` (http), ``webdavs://`` (https), ``ftp://`` or
            ``ftps://``.
        options: Further arguments for the target's library.
        known: Hash and size of each file that was copied before; it is updated.
        limits: Limits on waiting.

    Raises:
        ConfigError: The address contains a password.
        MissingProgramError: The target's library is not installed.
        PublishError: The target cannot be reached.
    """
    refuse_password(address)
    parts = urlsplit(address)
    hidden = tuple(str(v) for k, v in options.items() if _SECRET.search(k) and len(str(v)) > 3)
    ends = time.monotonic() + limits.total_s
    with _naming(address, hidden):
        files, root = run_within(
            lambda: _MAKERS[parts.scheme](address, dict(options), limits),
            limit_s=limits.request_s,
            ends=ends,
        )
    in_place = parts.scheme == "s3"
    return RemoteTarget(files, root, address, known, in_place, limits, ends, hidden)


@contextlib.contextmanager
def _naming(address: str, hidden: Sequence[str]) -> Iterator[None]:
    """Turn a failure of a block into an error that names the address, and shows no secret."""
    try:
        yield
    except (ConfigError, MissingProgramError):
        raise
    except Exception as error:
        # Each of the libraries raises exceptions of its own.
        raise _unreachable(address, error, hidden) from _without(error, hidden)


def _load(module: str, extra: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise MissingProgramError(
            _("this kind of target needs the package {split}", split=module.split(".")[0]),
            remedy=_('install it: pip install "audiopaper[{extra}]"', extra=extra),
        ) from error


def _callback(activity: Activity) -> Any:
    """Return a callback for fsspec that records activity at each block."""
    from fsspec.callbacks import Callback

    class ActivityCallback(Callback):  # type: ignore[misc]
        def call(self, *_: Any, **__: Any) -> None:
            activity.note()

    return ActivityCallback()


def _other_there(place: str, what: str) -> PublishError:
    return PublishError(
        _(
            "{place}: the stored file has {what}; its size differs from the file sent",
            place=place,
            what=what,
        ),
        remedy=_("look at the target's disk and its settings, then run again"),
    )


def _is_missing(error: Exception) -> bool:
    """Whether an exception means that a file is missing; each library has its own."""
    return isinstance(error, FileNotFoundError) or type(error).__name__ in (
        "SFTPNoSuchFile",
        "ResourceNotFound",
    )


def _is_damaged(error: Exception) -> bool:
    """Whether the checksum of a stored file is wrong; sending the file again corrects that."""
    causes = (error, error.__cause__, error.__context__)
    return any(type(cause).__name__ == "FlexibleChecksumError" for cause in causes)


def _without(error: Exception, hidden: Sequence[str]) -> Exception | None:
    """Return an exception for use as a cause, or None if its message contains a secret."""
    return None if any(secret in str(error) for secret in hidden) else error


def _unreachable(address: str, error: Exception, hidden: Sequence[str]) -> PublishError:
    message = (str(error).splitlines() or [type(error).__name__])[0]
    for secret in hidden:
        message = message.replace(secret, "***")
    return PublishError(
        f"{address}: {message}",
        remedy=_(
            "check address, user and keys (audiopaper guide publishing); run again, "
            "what was copied is kept and the old feed stands"
        ),
    )
