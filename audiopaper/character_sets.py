"""Sets of characters in regular expressions, of which `re` prepares each one once.

For a set with a Chinese character `re` fills a table of 65,536 entries and keeps some dozens: a
tenth of a millisecond, and a whole one for ``[\u4e00-\u9fff]``, as often as the set stands in a
pattern. An edition needs a thousand patterns, in which the same sets return: without this, a sixth
of the processor time until its readings are decided went to those tables (CPython 3.11 to 3.14).
"""

from __future__ import annotations

import functools
import re
from typing import Any

HAN = "\u3400-\u9fff\U00020000-\U0002f7ff\U00030000-\U000323af"
"""Han characters, as the inside of a set (``[{HAN}]``): those beyond the basic plane stand in names
and places (𬭎). Compatibility forms and 〇 are left out.

Source:
    Unicode 16, blocks of CJK unified ideographs.
"""


def share_character_sets() -> None:
    """Let `re` remember the sets that it has prepared, as it remembers whole patterns.

    It is for a program to call, not for a library: it holds for the whole process. The function is
    one of CPython's own, which may go: where it is not there, nothing is changed.
    """
    compiler = getattr(re, "_compiler", None)
    prepare = getattr(compiler, "_optimize_charset", None)
    if callable(prepare) and not hasattr(prepare, "__wrapped__"):
        setattr(compiler, "_optimize_charset", _remember(prepare))  # noqa: B010 - not in its stub


def _remember(prepare: Any) -> Any:
    known: dict[tuple[object, ...], Any] = {}

    @functools.wraps(prepare)
    def prepare_once(charset: list[object], *folding: object) -> Any:
        # With folding of case, functions and tables decide the result as well.
        if any(value is not None for value in folding):
            return prepare(charset, *folding)
        key = tuple(charset)
        if key not in known:
            known[key] = prepare(charset)
        return known[key]

    return prepare_once
