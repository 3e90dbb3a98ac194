"""What an earlier run made of the same input, kept below ``.work/pieces``.

A value's key is a hash of all that it depends on: the input, the program's own code and tables,
the versions of the packages that it calls, and the language of messages. A change to any of them
makes the value anew.
"""

from __future__ import annotations

import contextlib
import hashlib
from typing import TYPE_CHECKING, TypeVar

from audiopaper.errors import PublishError
from audiopaper.store.hash_store import HashStore
from audiopaper.store.program_identity import name_program
from audiopaper.translations import find_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from audiopaper.show.folder import ShowFolder

_T = TypeVar("_T")


def load_or_make(
    show: ShowFolder, kind: type[_T], make: Callable[[], _T], parts: tuple[object, ...]
) -> _T:
    """Load a value from the cache, or make and store it.

    Args:
        show: The show. If it has no work folder yet, nothing is stored.
        kind: The value's type.
        make: Makes the value.
        parts: All that the value depends on besides the program and the language of messages. Two
            different inputs must have different ``repr``.

    Returns:
        The value. A failure to store it is ignored.
    """
    if not show.work.is_dir():
        return make()
    store = HashStore(show.pieces)
    # Findings and notes in a value are in the language of the run that made it.
    identity = repr((name_program(), find_language(), parts))
    key = hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()
    stored = store.load(key, kind)
    if stored is not None:
        return stored
    value = make()
    # A full disk is no reason to make nothing, nor is a text that cannot be written as UTF-8.
    with contextlib.suppress(PublishError, UnicodeEncodeError):
        store.store(key, value)
    return value
