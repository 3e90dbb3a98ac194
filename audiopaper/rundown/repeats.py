"""Stories that an episode would say twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.translations import _

if TYPE_CHECKING:
    from audiopaper.model import Item, Rundown


def warn_of_repeats(rundown: Rundown) -> tuple[str, ...]:
    """Warn of each story that repeats an earlier one.

    A story repeats another one if it has its text, or its article and its title. Two parts of one
    article, each with its own title and text, are no repetition.
    """
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
    return tuple(warnings)


def _signs(item: Item) -> list[tuple[str, ...]]:
    """Return what two stories have in common if one repeats the other."""
    article = [("article", item.article_id, item.title)] if item.article_id else []
    return [("text", item.text), *article]
