"""The chapters file: JSON chapters of the podcast namespace.

Source:
    https://github.com/Podcastindex-org/podcast-namespace/blob/main/chapters/jsonChapters.md
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audiopaper.model import Episode

FILE_NAME = "chapters.json"
MIME_TYPE = "application/json+chapters"


def render_chapters(episode: Episode, page: str = "") -> bytes:
    """Return an episode's chapters, version 1.2; times are seconds, to the millisecond.

    Ident, greeting and sign-off are left out of an app's table of contents (``toc``).

    Args:
        episode: The episode.
        page: Address of the episode's page, for links to its stories; empty for no links.
    """
    listed = {story.chapter for story in episode.stories}
    listed |= {cue.chapter for cue in episode.cues if cue.role == "summary"}
    document = {
        "version": "1.2.0",
        "title": episode.title,
        "fileName": episode.audio,
        "chapters": [
            {
                "startTime": chapter.start_ms / 1000,
                "endTime": chapter.end_ms / 1000,
                "title": chapter.title,
                **({"url": f"{page}#c{index + 1}"} if page and index in listed else {}),
                **({} if index in listed or not listed else {"toc": False}),
            }
            for index, chapter in enumerate(episode.chapters)
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
