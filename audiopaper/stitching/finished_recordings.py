"""Finished recordings by all that they are made from: an unchanged episode is put together again.

A finished recording is stored with the keys of its streams. Put together again, it needs neither
numpy, which is loaded with the first step of stitching, nor a decision about any gain or time.
"""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from audiopaper.errors import PublishError
from audiopaper.files import replace_file
from audiopaper.model import Recording
from audiopaper.stitching.sequence import RenderedPiece
from audiopaper.store.program_identity import name_program
from audiopaper.translations import _, find_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from audiopaper.stitching.stitch_inputs import StitchRequest
    from audiopaper.store.hash_store import HashStore


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedRecording:
    """A finished MP3. It is cached."""

    recording: Recording
    """Its description, with the hash of the whole file."""

    head: bytes
    """The tag and the Info frame."""

    streams: tuple[str, ...]
    """Keys of the pieces behind them, in order."""


class LostPieceError(PublishError):
    """A piece that was stored is missing, corrupt or not the one that was stored."""


def make_recording_key(request: StitchRequest) -> str:
    """Hash all that a recording is made from.

    Returns:
        64 hexadecimal digits; empty for a text that cannot be written as UTF-8.
    """
    # How often a segment was requested does not count, nor under which key its clip is stored.
    spoken = [
        (s.segment, s.engine, digest)
        for s, digest in zip(request.spoken, request.digests, strict=True)
    ]
    identity = (
        "recording",
        name_program(),
        find_language(),  # of its warnings
        spoken,
        request.items,
        request.settings,
        request.sounds.ids,
        request.tags,
    )
    try:
        return hashlib.sha256(msgspec.json.encode(identity)).hexdigest()
    except UnicodeEncodeError:
        return ""


def restore_recording(store: HashStore, key: str, path: Path) -> Recording | None:
    """Write a stored recording to a file.

    Returns:
        Its description; None if it is not stored or a piece of it is lost, and nothing is written.

    Raises:
        PublishError: The file cannot be written whole.
    """
    finished = store.load(key, FinishedRecording)
    if finished is None:
        return None
    try:
        digest = finished.recording.audio_sha256
        write_streams(finished.head, finished.streams, store, path, digest=digest)
    except LostPieceError:
        return None
    return finished.recording


def write_streams(
    head: bytes, keys: Sequence[str], store: HashStore, path: Path, *, digest: str = ""
) -> tuple[int, str]:
    """Write head and streams to a file; an old one is replaced when the new one is whole.

    Args:
        head: The tag and the Info frame.
        keys: Keys of the pieces behind them.
        store: The cache that holds the pieces.
        path: Path of the MP3.
        digest: Hash that the file must have; empty if it is not known yet.

    Returns:
        Its size in bytes, and its hash.

    Raises:
        LostPieceError: A piece is no longer stored, or the hash is another one.
        PublishError: The file cannot be written whole.
    """
    written, size = hashlib.sha256(), 0
    with replace_file(path) as out:
        for block in itertools.chain([head], _read_streams(store, keys)):
            out.write(block)
            written.update(block)
            size += len(block)
        if digest and written.hexdigest() != digest:
            raise _lost_piece(store)
    return size, written.hexdigest()


def _read_streams(store: HashStore, keys: Sequence[str]) -> Iterator[bytes]:
    for key in keys:
        rendered = store.load(key, RenderedPiece)
        if rendered is None:
            raise _lost_piece(store)
        yield rendered.stream


def _lost_piece(store: HashStore) -> LostPieceError:
    return LostPieceError(
        _("{folder} changed while the episode was written", folder=store.folder),
        remedy=_("run again: what is missing is made anew"),
    )
