"""The files of an index in storage: new ones in, those that nothing refers to out."""

from __future__ import annotations

import contextlib
import hashlib
import json
from itertools import islice
from typing import TYPE_CHECKING, TypedDict

from audiopaper.documents import DocumentError, parse_document
from audiopaper.errors import PublishError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from audiopaper.archive.storage import Storage

_AT_ONCE = 200
"""Files that are in memory at once while they are written."""


_SCHEMA = 1
"""Of what is noted of an index."""


class IndexState(TypedDict, total=False):
    """What is noted of the files of an index; what is left out is empty."""

    parts: dict[str, str]
    """Each part's digest."""

    there: dict[str, str]
    """Each file's digest."""

    stale: list[str]
    """Files that only an older index refers to."""


def load_state(name: str, data: bytes | None) -> IndexState:
    """Read what is noted of the files that stand there; nothing where no index was made yet.

    Args:
        name: Where it stands, for whoever must look.
        data: What stands there.

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
            f"{name} in the archive's output cannot be read: {error}",
            remedy="remove that file; the next run writes the search index anew",
        ) from error


def save_state(storage: Storage, name: str, state: IndexState) -> None:
    """Note what stands there.

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
    """Put files in the place of those that are there, and remove what no index refers to.

    Which bytes stand there is noted, not asked: an index has a file a story, and a day more
    changes a handful.

    Args:
        storage: Where.
        top: The folder that the files are in.
        made: The new files.
        notes: The file that notes what stands there.
        leading: Ends of names that lead to other files, and are written behind them.
        state: What is noted; the files of its parts stay as they are.

    Returns:
        What is to be noted.

    Raises:
        PublishError: The storage does not answer.
    """
    there, stale = state["there"], set(state["stale"])
    kept = {name: d for name, d in there.items() if name.partition("/")[0] in state["parts"]}
    new = kept | {
        path.relative_to(made).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for path in sorted(made.rglob("*"))
        if path.is_file()
    }
    changed = {name for name, digest in new.items() if there.get(name) != digest}
    # From here to the end nobody can tell which bytes the changed ones have.
    unsure: IndexState = {
        "parts": state["parts"],
        "there": {name: digest for name, digest in there.items() if name not in changed},
        "stale": sorted(stale | changed),
    }
    save_state(storage, notes, unsure)
    last = sorted(name for name in changed if name.endswith(tuple(leading)))
    first = iter(sorted(changed - set(last)))
    while some := list(islice(first, _AT_ONCE)):
        storage.write_all({f"{top}/{name}": (made / name).read_bytes() for name in some})
    for name in last:
        storage.write(f"{top}/{name}", (made / name).read_bytes())
    # Where nothing is left to be found, nobody has a list open.
    gone = (stale if new else stale | there.keys()) - new.keys()
    left = _remove(storage.address, top, gone)
    return {"there": new, "stale": sorted(left | (there.keys() - new.keys() - gone))}


def _remove(address: str, top: str, names: set[str]) -> set[str]:
    """Remove files; those that could not be are given back, for the next call."""
    from fsspec.core import url_to_fs

    files, root = url_to_fs(address)
    left = set()
    for name in names:
        try:
            with contextlib.suppress(FileNotFoundError):
                files.rm_file(f"{str(root).rstrip('/')}/{top}/{name}")
        # Each library behind fsspec raises failures of its own; what stays is in nobody's way.
        except Exception:
            left.add(name)
    return left
