"""The files beside an episode's audio that the feed points to: its transcript and its chapters.

Source:
    https://github.com/Podcastindex-org/podcast-namespace/blob/main/chapters/jsonChapters.md
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from audiopaper.publish import transcript
from audiopaper.publish.file_names import SITE_NAME
from audiopaper.publish.listings import episode_address
from audiopaper.urls import is_local

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audiopaper.model import Episode

CHAPTERS_NAME = "chapters.json"
CHAPTERS_TYPE = "application/json+chapters"


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
                **({"url": f"{page}#{episode.anchor(index)}"} if page and index in listed else {}),
                **({} if index in listed or not listed else {"toc": False}),
            }
            for index, chapter in enumerate(episode.chapters)
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def render_linked_chapters(episode: Episode, base_url: str) -> bytes:
    """Return an episode's chapters with links to its page.

    Args:
        episode: The episode.
        base_url: Public address of the output folder. If it is empty or an address of this
            machine, the chapters have no links.
    """
    page = ""
    if base_url and not is_local(base_url):
        page = episode_address(base_url, episode, SITE_NAME)
    return render_chapters(episode, page)


def render_side_files(episode: Episode, base_url: str = "") -> Mapping[str, bytes]:
    """Render the transcript in each of its forms, and the chapters.

    Args:
        episode: The episode.
        base_url: Public address of the output folder: see `render_linked_chapters`.

    Returns:
        The content of each file, by its name in the episode's folder.
    """
    files = {name: render(episode) for name, (_, render) in transcript.FORMS.items()}
    return {CHAPTERS_NAME: render_linked_chapters(episode, base_url), **files}
