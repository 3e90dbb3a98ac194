"""Clips by the hash of what they say. Damaged entries are found and made again.

What else a show keeps by hash (`audiopaper.store.hash_store`) is counted and trimmed here too.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.errors import PublishError
from audiopaper.files import replace_file
from audiopaper.model import Clip, Mark

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FORMAT = 1
"""Raised when entries of an earlier program can no longer be read; they are then made again."""

CLIP_SUFFIX = ".clip"
PIECE_SUFFIX = ".piece"
"""Endings of what is kept by hash: what was spoken; what the stitching heard and encoded of it."""

KEPT_FOLDERS = ("cache", "pieces")
"""In a show's work folder: where entries of both kinds stand; all of them age alike."""

_DAY_S = 24 * 3600

_ABANDONED_S = _DAY_S
"""A temporary file this old belongs to no run that still lives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSize:
    """How much is kept."""

    files: int
    """Number of entries."""

    total_bytes: int
    """Their size on disk."""


def clip_key(utterance: str, fingerprint: str) -> str:
    """Name of a clip: a hash of all that changes how it sounds, and of nothing else.

    Args:
        utterance: What the engine is sent, in its own spelling; the readings are in it.
        fingerprint: The engine's, for the presenter.

    Returns:
        64 hexadecimal digits.

    Example:
        >>> clip_key("ni3 hao3", "espeak 1") == clip_key("ni3 hao3", "espeak 2")
        False
    """
    told = json.dumps([FORMAT, fingerprint, utterance], ensure_ascii=True)
    return hashlib.sha256(told.encode("ascii")).hexdigest()


class ClipCache:
    """A folder of clips, one file each: a line of JSON, then the samples.

    Two runs may share one: entries are whole files put in place by a rename, and two entries
    of one name hold the same sound.
    """

    def __init__(self, folder: Path) -> None:
        """Take a folder; it is made when the first clip is stored."""
        self.folder = folder

    def load(self, key: str) -> Clip | None:
        """The clip of that name, or None where there is no sound one.

        An entry that is damaged, cut short or another's is removed.
        """
        path = self._path(key)
        try:
            with path.open("rb") as entry:
                line, pcm = entry.readline(), entry.read()
        except OSError:
            return None
        clip = _unpack(key, line, pcm)
        with contextlib.suppress(OSError):
            if clip is None:
                path.unlink()
            else:
                os.utime(path)  # so that `trim` can tell what was used last
        return clip

    def has(self, key: str) -> bool:
        """Whether a sound clip of that name is here; read and checked, not only looked for."""
        return self.load(key) is not None

    def expect(self, keys: Sequence[str]) -> None:
        """Hear which clips will be asked for; nothing is to be done for those of this machine."""

    def arrived(self, key: str) -> bool:
        """Whether another run has stored a clip that was not here a moment ago."""
        return self.digest(key) is not None

    def digest(self, key: str) -> str | None:
        """The hash that a clip's entry says it has, in hexadecimal; None for no entry.

        Only the first bytes are read: it tells two recordings of one name apart, and not whether
        the entry is sound.
        """
        try:
            with self._path(key).open("rb") as entry:
                head = re.match(rb'\{"sha256": "([0-9a-f]{64})"', entry.read(128))
        except OSError:
            return None
        return head[1].decode("ascii") if head else None

    def store(self, key: str, clip: Clip) -> None:
        """Keep a clip.

        Raises:
            PublishError: The folder cannot be written or the disk is full.
        """
        try:
            with replace_file(self._path(key)) as out:
                out.write(_pack(key, clip))
        except PublishError:
            # Windows refuses to replace a file that another run is reading: then it is there.
            if not self.has(key):
                raise

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}{CLIP_SUFFIX}"


def _pack(key: str, clip: Clip) -> bytes:
    about = {
        "format": FORMAT,
        "key": key,
        "rate_hz": clip.rate_hz,
        "marks": [[m.start_ms, m.end_ms, m.text] for m in clip.marks],
    }
    line = json.dumps({"sha256": _hash(about, clip.pcm), **about}, ensure_ascii=True)
    return line.encode("ascii") + b"\n" + clip.pcm


def _unpack(key: str, line: bytes, pcm: bytes) -> Clip | None:
    try:
        about = json.loads(line)
        told = about.pop("sha256")
        if told != _hash(about, pcm) or about["key"] != key or about["format"] != FORMAT:
            return None
        marks = tuple(Mark(start_ms=s, end_ms=e, text=t) for s, e, t in about["marks"])
        return Clip(pcm=pcm, rate_hz=about["rate_hz"], marks=marks)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _hash(about: dict[str, object], pcm: bytes) -> str:
    head = json.dumps(about, ensure_ascii=True, sort_keys=True).encode("ascii")
    digest = hashlib.sha256(head + b"\n")
    digest.update(pcm)
    return digest.hexdigest()


def measure_kept(folders: Sequence[Path]) -> KeptSize:
    """How much is kept in these folders; one that is not there holds nothing."""
    sizes = [size for _, size, _ in _entries(folders)]
    return KeptSize(files=len(sizes), total_bytes=sum(sizes))


def trim_kept(
    folders: Sequence[Path],
    *,
    now: float,
    max_bytes: int | None = None,
    max_age_s: int | None = None,
) -> int:
    """Remove what was not used for longest, and what killed runs left half-written.

    Args:
        folders: Where it is kept; all of them share ``max_bytes``.
        now: Present time in seconds since 1970, to count ages from.
        max_bytes: As much may stay; None for any amount.
        max_age_s: Entries unused for longer go; None keeps them however old.

    Returns:
        How many entries were removed.

    Raises:
        PublishError: An entry cannot be removed.
    """
    return _trim(folders, now=now, max_bytes=max_bytes, max_age_s=max_age_s).files


def age_kept(work: Path, *, now: float, days: int) -> KeptSize:
    """Remove whatever in a show's work folder no run used for some days, and can be made again.

    Args:
        work: The folder beside what is public, ``output/.work``.
        now: Present time in seconds since 1970.
        days: As long an entry may go unused; 0 for ever.

    Returns:
        What was removed.

    Raises:
        PublishError: An entry cannot be removed.
    """
    folders = [work / name for name in KEPT_FOLDERS]
    max_age_s = days * _DAY_S if days else None
    return _trim(folders, now=now, max_bytes=None, max_age_s=max_age_s)


def _trim(
    folders: Sequence[Path], *, now: float, max_bytes: int | None, max_age_s: int | None
) -> KeptSize:
    entries = sorted(_entries(folders))
    left = sum(size for _, size, _ in entries)
    removed = removed_bytes = 0
    for used, size, path in entries:
        too_old = max_age_s is not None and now - used > max_age_s
        if too_old or (max_bytes is not None and left > max_bytes):
            _remove(path)
            left -= size
            removed += 1
            removed_bytes += size
    for folder in folders:
        for path in folder.glob("*/.*.tmp"):
            with contextlib.suppress(OSError):
                if now - path.stat().st_mtime > _ABANDONED_S:
                    path.unlink()
    return KeptSize(files=removed, total_bytes=removed_bytes)


def _entries(folders: Sequence[Path]) -> list[tuple[float, int, Path]]:
    found = []
    for folder in folders:
        for path in folder.glob("*/*"):
            if path.suffix in (CLIP_SUFFIX, PIECE_SUFFIX):
                with contextlib.suppress(FileNotFoundError):  # another run may trim too
                    told = path.stat()
                    found.append((told.st_mtime, told.st_size, path))
    return found


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise PublishError(
            f"{path} cannot be removed: {error.strerror or error}",
            remedy="correct the folder's permissions, then run again",
        ) from error
