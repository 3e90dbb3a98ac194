"""Names of the items of a rundown, by which a page of the desk finds each of them again."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.model import Item


def name_cards(items: Sequence[Item]) -> tuple[str, ...]:
    """Name each item of a rundown; the name does not depend on the item's position.

    A story is named after its article, an editor's own story after its title, and another item
    after its kind. Items that would share a name are told apart by their words; items of the same
    words, which are interchangeable, by a number.

    Returns:
        As many names as items, all different, of letters, digits and hyphens.
    """
    plain = [_name(item) for item in items]
    counts = Counter(plain)
    names: list[str] = []
    for name, item in zip(plain, items, strict=True):
        words = (item.title, item.head, item.text, item.presenter)
        full = f"{name}-{_digest(*words)}" if counts[name] > 1 else name
        number = 1
        while (numbered := full if number == 1 else f"{full}-{number}") in names:
            number += 1
        names.append(numbered)
    return tuple(names)


def _name(item: Item) -> str:
    if item.article_id:
        safe = re.fullmatch(r"[A-Za-z0-9-]+", item.article_id)
        return item.article_id if safe else f"article-{_digest(item.article_id)}"
    return f"own-{_digest(item.title)}" if item.kind == "story" else item.kind


def _digest(*words: str) -> str:
    return hashlib.sha256("\n".join(words).encode("utf-8")).hexdigest()[:12]
