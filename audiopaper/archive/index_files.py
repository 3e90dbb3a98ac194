"""The files of a search index in storage: new files replace old ones, unused files go."""

from __future__ import annotations

import contextlib
import hashlib
import json
from itertools import islice
from typing import TYPE_CHECKING, TypedDict

from audiopaper.documents import DocumentError, parse_document
from audiopaper.errors import PublishError
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from audiopaper.archive.storage import Storage

_AT_ONCE = 200
"""Files that are in memory at once while they are written."""


_SCHEMA = 1
"""Version of the record on an index."""


class IndexState(TypedDict, total=False):
    """The record on the files of an index; a missing key is empty."""

    parts: dict[str, str]
    """Digest of each part."""

    there: dict[str, str]
    """Digest of each file."""

    stale: list[str]
    """Files that only older indexes refer to."""


def load_state(name: str, data: bytes | None) -> IndexState:
    """Read the record on an index; an empty one if there is no index yet.

    Args:
        name: The record's name, for messages.
        data: Its bytes; None if there is none.

    Raises:
        PublishError: It is damaged, or was written by another audiopaper.
    """
    empty = IndexState(parts={}, there={}, stale=[])
    if data is None:
        return empty
    try:
        return empty | parse_document(data, IndexState, schema=_SCHEMA, bare=True)
    except DocumentError as error:
        raise PublishError(
            _("{name} in the archive's output cannot be read: {error}", name=name, error=error),
            remedy=_("remove that file; the next run writes the search index anew"),
        ) from error


def save_state(storage: Storage, name: str, state: IndexState) -> None:
    """Write the record on an index.

    Raises:
        PublishError: The storage does not answer.
    """
    storage.write(name, json.dumps({"schema": _SCHEMA, **state}).encode())


def replace_files(
    storage: Storage,
    top: str,
    made: Path,
    *,
    notes: str,
    leading: Sequence[str],
    state: IndexState,
) -> IndexState:
    """Replace the files of an index, and remove those that no index refers to.

    The record says which bytes are in storage; they are not read: an index has one file for each
    story, and another day changes a few.

    Args:
        storage: The archive's output.
        top: Folder of the files there.
        made: Local folder of the new files.
        notes: Name of the record.
        leading: Suffixes of files that refer to others, and are written after them.
        state: The record; the files of its parts stay as they are.

    Returns:
        The new record, which the caller writes.

    Raises:
        PublishError: The storage does not answer.
    """
    there, stale = state["there"], set(state["stale"])
    unchanged = {name: d for name, d in there.items() if name.partition("/")[0] in state["parts"]}
    new = unchanged | {
        path.relative_to(made).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for path in sorted(made.rglob("*"))
        if path.is_file()
    }
    changed = {name for name, digest in new.items() if there.get(name) != digest}
    # Until all are written, the bytes of the changed files are unknown.
    unsure: IndexState = {
        "parts": state["parts"],
        "there": {name: digest for name, digest in there.items() if name not in changed},
        "stale": sorted(stale | changed),
    }
    save_state(storage, notes, unsure)
    _write(storage, top, made, changed, leading)
    # An empty index has no readers who still use the list of the last one.
    gone = (stale if new else stale | there.keys()) - new.keys()
    left = _remove(storage.address, top, gone)
    return {"there": new, "stale": sorted(left | (there.keys() - new.keys() - gone))}


def _write(storage: Storage, top: str, made: Path, names: set[str], leading: Sequence[str]) -> None:
    """Write files, those that refer to others last."""
    last = sorted(name for name in names if name.endswith(tuple(leading)))
    first = iter(sorted(names - set(last)))
    while batch := list(islice(first, _AT_ONCE)):
        storage.write_all({f"{top}/{name}": (made / name).read_bytes() for name in batch})
    for name in last:
        storage.write(f"{top}/{name}", (made / name).read_bytes())


def _remove(address: str, top: str, names: set[str]) -> set[str]:
    """Remove files; return those that could not be removed, for the next call."""
    from fsspec.core import url_to_fs

    files, root = url_to_fs(address)
    left = set()
    for name in names:
        try:
            with contextlib.suppress(FileNotFoundError):
                files.rm_file(f"{str(root).rstrip('/')}/{top}/{name}")
        # Each library behind fsspec raises exceptions of its own; files that stay do no harm.
        except Exception:
            left.add(name)
    return left
