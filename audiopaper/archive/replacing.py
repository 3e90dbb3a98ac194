"""The files of an index in storage: new ones in, those that nothing refers to out."""

from __future__ import annotations

import contextlib
import hashlib
import json
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from audiopaper.archive.storage import Storage

_AT_ONCE = 200
"""Files that are in memory at once while they are written."""


def load_state(data: bytes | None) -> dict[str, Any]:
    """What is noted of the files that stand there; what cannot be read knows nothing.

    Returns:
        ``parts``: each part's digest; ``there``: each file's; ``stale``: files that only an older
        index refers to.
    """
    try:
        state = json.loads(data or b"{}")
        return {
            "parts": dict(state.get("parts", {})),
            "there": dict(state.get("there", {})),
            "stale": list(state.get("stale", ())),
        }
    except (ValueError, TypeError, AttributeError):
        return {"parts": {}, "there": {}, "stale": []}


def replace_files(
    storage: Storage,
    top: str,
    made: Path,
    *,
    notes: str,
    leading: Sequence[str],
    state: dict[str, Any],
) -> dict[str, Any]:
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
    unsure = {
        "parts": state["parts"],
        "there": {name: digest for name, digest in there.items() if name not in changed},
        "stale": sorted(stale | changed),
    }
    storage.write(notes, json.dumps(unsure).encode())
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
