"""Items that an episode would say twice."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from audiopaper.translations import _

if TYPE_CHECKING:
    from audiopaper.model import Item, Rundown


def warn_of_repeats(rundown: Rundown) -> tuple[str, ...]:
    """Warn of each item that repeats an earlier one.

    A story repeats another one if it has its text, or its article and its title. Two parts of one
    article, each with its own title and text, are no repetition. Any other item repeats one of its
    kind that has its text.
    """
    return (*_find_stories(rundown), *_find_blocks(rundown))


def _find_blocks(rundown: Rundown) -> list[str]:
    """Warn of a greeting, headlines or any item but a story that is there twice."""
    blocks = [item for n in rundown.spoken if (item := rundown.items[n]).kind != "story"]
    return [
        _(
            "“{title}” ({kind}) is in the rundown {count} times: each is heard",
            title=next(b.title or b.text for b in blocks if (b.kind, b.text) == block),
            kind=block[0],
            count=count,
        )
        for block, count in Counter((b.kind, b.text) for b in blocks).items()
        if count > 1
    ]


def _find_stories(rundown: Rundown) -> list[str]:
    heard: dict[tuple[str, ...], int] = {}
    warnings = []
    stories = [rundown.items[n] for n in rundown.spoken if rundown.items[n].kind == "story"]
    for number, item in enumerate(stories, 1):
        signs = _signs(item)
        earlier = next((heard[sign] for sign in signs if sign in heard), 0)
        if earlier:
            warnings.append(
                _(
                    "story {number} “{title}” repeats story {earlier}: both are heard",
                    number=number,
                    title=item.title,
                    earlier=earlier,
                )
            )
        for sign in signs:
            heard.setdefault(sign, number)
    return warnings


def _signs(item: Item) -> list[tuple[str, ...]]:
    """Return what two stories have in common if one repeats the other."""
    article = [("article", item.article_id, item.title)] if item.article_id else []
    return [("text", item.text), *article]
