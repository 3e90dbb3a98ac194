"""The text of all episodes for the search on the front page, one file for each month.

A browser loads the files when a visitor searches, the newest month first. A year of daily episodes
of 3,500 characters is about 4 MB, or a third of that if the host compresses.
"""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING

from audiopaper.publish.sanitiser import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.model import Episode

SEARCH_FOLDER = "search"
MONTHS_NAME = f"{SEARCH_FOLDER}/months.json"


def render_search(newest_first: Sequence[Episode]) -> dict[str, bytes]:
    """Return the list of months and each month's stories, by path in the output folder."""
    months = {
        month: [_list_stories(episode) for episode in group]
        for month, group in groupby(newest_first, key=lambda e: f"{e.date:%Y-%m}")
    }
    files = {
        f"{SEARCH_FOLDER}/{month}.json": _as_json(stories) for month, stories in months.items()
    }
    return {**files, MONTHS_NAME: _as_json(list(months))}


def _list_stories(episode: Episode) -> dict[str, object]:
    texts: dict[int, list[str]] = {}
    for cue in episode.cues:
        texts.setdefault(cue.chapter, []).append(one_line(cue.text))
    return {
        "title": one_line(episode.title) or episode.key,
        "path": f"episodes/{episode.key}/index.html",
        "stories": [
            {
                "title": one_line(story.title),
                "place": f"c{story.chapter + 1}",
                "text": "".join(texts.get(story.chapter, ())),
            }
            for story in episode.stories
        ],
    }


def _as_json(document: object) -> bytes:
    return (json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
