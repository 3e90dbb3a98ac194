"""Files on a server with FTP or FTPS, by the standard library's client."""

from __future__ import annotations

import contextlib
import ftplib
import io
import re
import ssl
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiopaper.timeouts import Activity

_BLOCK_BYTES = 64 * 1024
_NOT_KNOWN = ("500", "501", "502", "504")
"""Answers of a server that has no such command."""

_UNIX_LINE = re.compile(r"([d-])\S{9}\s+\S+\s+\S+\s+\S+\s+(\d+)\s+\S+\s+\S+\s+\S+\s(.+)")
"""A line of LIST as most servers write it: kind, size, name."""


class _SecureFTP(ftplib.FTP_TLS):
    """FTP over TLS whose data connections resume the session, as many servers demand."""

    def ntransfercmd(self, cmd: str, rest: int | str | None = None) -> tuple[Any, int | None]:
        connection, size = ftplib.FTP.ntransfercmd(self, cmd, rest)
        if self._prot_p:  # type: ignore[attr-defined]
            connection = self.context.wrap_socket(
                connection,
                server_hostname=self.host,
                session=self.sock.session,  # type: ignore[union-attr]
            )
        return connection, size


class FtpFiles:
    """What a target needs of a file system, with the names that fsspec has for it.

    Args:
        host: The server.
        port: Its port; 21 where 0.
        user: Empty for ``anonymous``.
        password: The password.
        secure: Whether the connection is encrypted (FTPS, explicit TLS).
        timeout_s: Limit on each answer.
        ca_file: Certificate of a server that no authority vouches for; empty for the usual ones.
    """

    def __init__(
        self,
        host: str,
        *,
        port: int = 0,
        user: str = "",
        password: str = "",
        secure: bool = False,
        timeout_s: float = 120.0,
        ca_file: str = "",
    ) -> None:
        if secure:
            context = ssl.create_default_context(cafile=ca_file or None)
            self._ftp: ftplib.FTP = _SecureFTP(context=context, timeout=timeout_s)
        else:
            self._ftp = ftplib.FTP(timeout=timeout_s)
        self._ftp.encoding = "utf-8"
        try:
            self._ftp.connect(host, port or ftplib.FTP_PORT)
            self._ftp.login(user, password)
            if isinstance(self._ftp, _SecureFTP):
                self._ftp.prot_p()
        except ftplib.all_errors:
            self._ftp.close()
            raise

    def makedirs(self, path: str, *, exist_ok: bool = True) -> None:  # noqa: ARG002
        """Make a folder and those above it; the last answer is not trusted, the next command is."""
        parts = [part for part in path.split("/") if part]
        for depth in range(1, len(parts) + 1):
            # There is no question whether a folder is there that every server answers.
            with contextlib.suppress(ftplib.error_perm):
                self._ftp.mkd(f"{'/' * path.startswith('/')}{'/'.join(parts[:depth])}")

    def put_file(self, local: str, there: str, *, callback: Activity) -> None:
        """Send a file; each block is noted as activity."""
        with open(local, "rb") as file:  # noqa: PTH123 - a name of any bytes
            self._ftp.storbinary(f"STOR {there}", file, _BLOCK_BYTES, callback=callback.note)

    def mv(self, before: str, after: str) -> None:
        """Rename a file, in place of one that is there."""
        try:
            self._ftp.rename(before, after)
        except ftplib.error_perm:
            # Some servers replace no file.
            self._ftp.delete(after)
            self._ftp.rename(before, after)

    def info(self, path: str) -> dict[str, int]:
        """Return the size of a file.

        Raises:
            FileNotFoundError: It is missing.
        """
        with _missing(path):
            # A listing leaves the connection in text mode, in which no size is told.
            self._ftp.voidcmd("TYPE I")
            return {"size": self._ftp.size(path) or 0}

    def exists(self, path: str) -> bool:
        """Whether there is a file."""
        try:
            self.info(path)
        except FileNotFoundError:
            return False
        return True

    def cat_file(self, path: str) -> bytes:
        """Return the bytes of a file.

        Raises:
            FileNotFoundError: It is missing.
        """
        data = io.BytesIO()
        with _missing(path):
            self._ftp.retrbinary(f"RETR {path}", data.write, _BLOCK_BYTES)
        return data.getvalue()

    def rm_file(self, path: str) -> None:
        """Remove a file."""
        self._ftp.delete(path)

    def find(self, root: str, *, detail: bool = True) -> dict[str, dict[str, int]]:  # noqa: ARG002
        """List the files below a folder with their sizes."""
        files: dict[str, dict[str, int]] = {}
        for name, size in self._list(root):
            path = f"{root}/{name}".lstrip("/") if not root else f"{root}/{name}"
            if size is None:
                files |= self.find(path)
            else:
                files[path] = {"size": size}
        return files

    def _list(self, folder: str) -> list[tuple[str, int | None]]:
        """List a folder: names with their sizes, None for a folder."""
        try:
            with _missing(folder):
                entries = list(self._ftp.mlsd(folder, ["type", "size"]))
        except ftplib.error_perm as error:
            if str(error)[:3] not in _NOT_KNOWN:
                raise
            return self._list_lines(folder)
        return [
            (name, None if facts.get("type") == "dir" else int(facts.get("size", 0)))
            for name, facts in entries
            if facts.get("type") in ("dir", "file")
        ]

    def _list_lines(self, folder: str) -> list[tuple[str, int | None]]:
        lines: list[str] = []
        with _missing(folder):
            self._ftp.retrlines(f"LIST {folder}".rstrip(), lines.append)
        entries = [line for line in map(_UNIX_LINE.fullmatch, lines) if line]
        return [
            (entry[3], None if entry[1] == "d" else int(entry[2]))
            for entry in entries
            if entry[3] not in (".", "..")
        ]

    def close(self) -> None:
        """Say goodbye, and close the connection in any case."""
        try:
            self._ftp.quit()
        finally:
            self._ftp.close()


@contextlib.contextmanager
def _missing(path: str) -> Iterator[None]:
    """Make a server's answer that a file is not there (550) a `FileNotFoundError`."""
    try:
        yield
    except ftplib.error_perm as error:
        if str(error).startswith("550"):
            raise FileNotFoundError(path) from error
        raise
