"""The files beside an episode's audio that the feed points to: its transcript and its chapters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.publish import chapters, transcript
from audiopaper.publish.sanitiser import ascii_address
from audiopaper.urls import is_local

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audiopaper.model import Episode


def render_side_files(episode: Episode, base_url: str = "") -> Mapping[str, bytes]:
    """Render the transcript in each of its forms, and the chapters.

    Args:
        episode: The episode.
        base_url: Public address of the output folder. If it is empty or an address of this
            machine, the chapters have no links to the episode's page.

    Returns:
        The content of each file, by its name in the episode's folder.
    """
    page = ""
    if base_url and not is_local(base_url):
        page = f"{ascii_address(base_url)}episodes/{episode.key}/index.html"
    files = {name: render(episode) for name, (_, render) in transcript.FORMS.items()}
    return {chapters.FILE_NAME: chapters.render_chapters(episode, page), **files}
