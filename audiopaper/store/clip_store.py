"""Clips by a hash of their speech. A corrupt entry is detected, removed and made again."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

from audiopaper.errors import PublishError
from audiopaper.model import Clip, Mark
from audiopaper.store.entry_folder import EntryFolder
from audiopaper.store.retention import CLIP_SUFFIX

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from audiopaper.store.entry_folder import EntryStore

FORMAT = 1
"""Raised when entries of an earlier version can no longer be read; they are then made again."""

_DIGEST = re.compile(rb'\{"sha256": "([0-9a-f]{64})"')
_HEAD_BYTES = 128
"""An entry begins with its digest, which is shorter than this."""


def clip_key(utterance: str, fingerprint: str) -> str:
    """Return the key of a clip: a hash of all that changes its sound, and of nothing else.

    Args:
        utterance: What the engine is sent, in its own spelling; the readings are in it.
        fingerprint: The engine's, for the presenter.

    Returns:
        64 hexadecimal digits.

    Example:
        >>> clip_key("ni3 hao3", "espeak 1") == clip_key("ni3 hao3", "espeak 2")
        False
    """
    text = json.dumps([FORMAT, fingerprint, utterance], ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


class ClipCache:
    """A folder of clips, one file each: a line of JSON, then the samples.

    Two runs may share one, since two entries of one key are the same utterance.
    """

    def __init__(self, folder: Path, entries: EntryStore | None = None) -> None:
        """Take a folder; it is created with the first clip.

        Args:
            folder: Folder of the entries.
            entries: What reads and writes them, if not only the folder is to be looked into.
        """
        self.folder = folder
        self._entries = entries or EntryFolder(folder, CLIP_SUFFIX, sync=True)

    def load(self, key: str) -> Clip | None:
        """Return the clip, or None if it is missing or corrupt.

        A corrupt entry is removed.
        """
        for _ in range(2):  # where there are copies, another one is read
            data = self._entries.read(key)
            if data is None:
                return None
            clip = _unpack(key, data)
            if clip is not None:
                return clip
            self._entries.remove(key)
        return None

    def has(self, key: str) -> bool:
        """Return whether there is a clip that is not corrupt; it is read whole."""
        return self.load(key) is not None

    def expect(self, keys: Sequence[str]) -> None:
        """Prepare for reading many clips."""
        self._entries.prefetch(keys)

    def arrived(self, key: str) -> bool:
        """Return whether another run has stored a clip that was missing a moment ago."""
        self._entries.recheck(key)
        return self.digest(key) is not None

    def digest(self, key: str) -> str | None:
        """Return the hash stored in a clip's entry, in hexadecimal; None if there is no entry.

        Only the first bytes are read: the hash distinguishes two recordings of one key, and does
        not prove that the entry is sound.
        """
        head = self._entries.read_head(key, _HEAD_BYTES)
        if head is None:
            return None
        match = _DIGEST.match(head)
        if match is None and self.load(key) is not None:  # by another copy
            return self.digest(key)
        return match[1].decode("ascii") if match else None

    def store(self, key: str, clip: Clip) -> str:
        """Add a clip.

        Returns:
            The hash in its entry, as `digest` returns it.

        Raises:
            PublishError: The folder cannot be written or the disk is full.
        """
        digest, about = _describe(key, clip)
        line = json.dumps({"sha256": digest, **about}, ensure_ascii=True)
        try:
            self._entries.write(key, (line.encode("ascii") + b"\n", clip.pcm))
        except PublishError:
            # Windows refuses to replace a file that another run is reading; that file is equal.
            if not self.has(key):
                raise
        self._entries.share(key)
        return digest


class UncheckedClips(ClipCache):
    """The clips of a cache, each taken for sound if its entry begins as one.

    For a run that may need none of them, because all that was encoded of them is stored: to read
    them whole would take longer than the rest of their use. Whoever does load one checks it.
    """

    def __init__(self, cache: ClipCache) -> None:
        """Take the cache whose clips these are."""
        super().__init__(cache.folder, cache._entries)

    def has(self, key: str) -> bool:
        """Return whether there is a clip; only its first bytes are read."""
        if self.digest(key) is None:
            return False
        self._entries.note_use(key)
        return True


def _describe(key: str, clip: Clip) -> tuple[str, dict[str, object]]:
    """Return the hash of an entry, and all that it says of its samples."""
    about: dict[str, object] = {
        "format": FORMAT,
        "key": key,
        "rate_hz": clip.rate_hz,
        "marks": _pack_marks(clip.marks),
    }
    if clip.words:
        about["words"] = _pack_marks(clip.words)
    return _hash(about, clip.pcm), about


def _pack_marks(marks: Sequence[Mark]) -> list[list[object]]:
    return [[mark.start_ms, mark.end_ms, mark.text] for mark in marks]


def _unpack_marks(rows: Iterable[Any]) -> tuple[Mark, ...]:
    return tuple(Mark(start_ms=start, end_ms=end, text=text) for start, end, text in rows)


def _unpack(key: str, data: bytes) -> Clip | None:
    start = data.find(b"\n") + 1
    pcm = data[start:]
    try:
        about = json.loads(data[:start])
        digest = about.pop("sha256")
        if digest != _hash(about, pcm) or about["key"] != key or about["format"] != FORMAT:
            return None
        marks, words = _unpack_marks(about["marks"]), _unpack_marks(about.get("words", ()))
        return Clip(pcm=pcm, rate_hz=about["rate_hz"], marks=marks, words=words)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _hash(about: dict[str, object], pcm: bytes) -> str:
    head = json.dumps(about, ensure_ascii=True, sort_keys=True).encode("ascii")
    digest = hashlib.sha256(head + b"\n")
    digest.update(pcm)
    return digest.hexdigest()
