"""The show's web page: static, readable and playable without scripts, nothing from elsewhere.

Source:
    WCAG 2.2, level AA; Content Security Policy Level 3; Media Fragments URI 1.0 (``#t=``).
"""

from __future__ import annotations

import functools
import io
import json
import re
from itertools import groupby
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import segno

from audiopaper.html_templates import load_templates
from audiopaper.publish import listings
from audiopaper.publish.file_names import SITE_NAME
from audiopaper.publish.sanitiser import one_line
from audiopaper.publish.site_files import (
    MANIFEST_NAME,
    SITEMAP_NAME,
    render_manifest,
    render_search,
    render_sitemap,
)
from audiopaper.publish.subscription_links import app_links
from audiopaper.publish.template_values import (
    keep_whole,
    list_downloads,
    view_chapters,
    view_episode,
    view_show,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import jinja2

    from audiopaper.config import ShowSettings
    from audiopaper.model import Episode

_FOLDER = Path(__file__).parent

WORKER_NAME = "worker.js"
"""The service worker; it is beside the pages since it serves only its own folder and below."""

ASSETS = ("site.css", "site.js", "player.js", "text.js", "filter.js", "offline.js")
"""Files that each page loads, from ``assets/``."""

MAX_LISTED = 30
"""Episodes that the first page lists with their headlines. Sixty, each with a dozen long headlines,
would be more than 100 kB."""

SPEEDS = ("0.75", "1", "1.25", "1.5", "1.75", "2")
SLEEP_MINUTES = (5, 10, 15, 30, 60)


def render_site(
    show: ShowSettings,
    episodes: Sequence[Episode],
    *,
    words: Mapping[str, str],
    newest: int,
) -> dict[str, bytes]:
    """Render the web pages and the files that they load, except for the pictures of the cover.

    Args:
        show: What listeners see of the podcast.
        episodes: All, in any order.
        words: From `load_words`.
        newest: How many episodes the first page lists with headlines, at most `MAX_LISTED`; the
            rest are links.

    Returns:
        Each file's bytes by its path in the output folder; the same show and episodes give the
        same bytes.
    """
    listed = listings.newest_first(episodes)
    views = [view_episode(show, episode, words) for episode in listed]
    show_view = view_show(show)
    # In a template, a mapping's methods would hide keys of the same name.
    common = {"show": show_view, "words": SimpleNamespace(**words)}
    files = {f"assets/{n}": (_FOLDER / "templates" / n).read_bytes() for n in ASSETS}
    files[SITE_NAME] = _render_index(views, common, words, min(newest, MAX_LISTED))
    files[WORKER_NAME] = (_FOLDER / "templates" / WORKER_NAME).read_bytes()
    files[MANIFEST_NAME] = render_manifest(show, words)
    files |= render_search(show, listed)
    if show_view["public"]:
        files[SITEMAP_NAME] = render_sitemap(show, listed)
    apps = app_links(show_view["feed_url"], show.directories, other=words["other_app"])
    files["subscribe.html"] = _render("subscribe.html.j2", **common, root="", apps=apps)
    files["assets/feed.css"] = _render_feed_style(words["feed_intro"])
    if show_view["public"]:
        files["assets/subscribe.svg"] = _draw_code(f"{show_view['base_url']}subscribe.html")
    for index, episode in enumerate(listed):
        values = {**common, **_view_neighbours(views, index)}
        page = _render_episode(episode, values, words, show.language)
        files[listings.episode_path(episode.key) + SITE_NAME] = page
    return files


def _render(template: str, **values: Any) -> bytes:
    return _load_templates().get_template(template).render(**values).encode()


def _render_index(
    views: Sequence[dict[str, Any]],
    common: Mapping[str, Any],
    words: Mapping[str, str],
    newest: int,
) -> bytes:
    """Return the first page: the newest episodes with their headlines, then links by month."""
    return _render(
        "index.html.j2",
        **common,
        root="",
        newest=views[0] if views else None,
        episodes=views[1:newest],
        months=_by_month(views[newest:], words),
    )


def _render_feed_style(intro: str) -> bytes:
    return _render("feed.css.j2", intro=re.sub(r'([\\"])', r"\\\1", intro))


def _view_neighbours(views: Sequence[dict[str, Any]], index: int) -> dict[str, Any]:
    """Return an episode with the next newer and the next older one, as its page shows them."""
    return {
        "episode": views[index],
        "newer": views[index - 1] if index else None,
        "older": views[index + 1] if index + 1 < len(views) else None,
    }


def _render_episode(
    episode: Episode, values: Mapping[str, Any], words: Mapping[str, str], language: str
) -> bytes:
    """Return an episode's own page.

    Args:
        episode: The episode.
        values: The values of the show, and those of the episode and its neighbours.
        words: The page's words.
        language: The show's language.
    """
    return _render(
        "episode.html.j2",
        **values,
        root="../../",
        chapters=tuple(view_chapters(episode, words, language)),
        downloads=list_downloads(episode, words),
        speeds=SPEEDS,
        sleep_minutes=SLEEP_MINUTES,
        linked_data=_linked_data(values["show"], values["episode"], episode),
    )


def _by_month(
    episodes: Sequence[dict[str, Any]], words: Mapping[str, str]
) -> list[tuple[str, list[dict[str, Any]]]]:
    """Group episodes, newest first, under the name of their month."""
    months = groupby(episodes, key=lambda e: (e["year"], e["month"]))
    return [(words["month"].format(year=y, month=m), list(group)) for (y, m), group in months]


def _linked_data(show: Mapping[str, Any], view: Mapping[str, Any], episode: Episode) -> str:
    """Describe an episode for search engines, as JSON-LD that is safe inside HTML.

    Returns:
        The document; empty if the show is not public.

    Source:
        https://schema.org/PodcastEpisode; ISO 8601 for the duration.
    """
    if not show["public"]:
        return ""
    address = f"{show['base_url']}{view['path']}"
    document = {
        "@context": "https://schema.org",
        "@type": "PodcastEpisode",
        "name": view["title"],
        "url": address + SITE_NAME,
        "datePublished": view["published"],
        "description": "；".join(view["story_titles"]),
        "inLanguage": show["language"],
        "partOfSeries": {
            "@type": "PodcastSeries",
            "name": show["title"],
            "url": show["base_url"],
            "webFeed": show["feed_url"],
        },
        "associatedMedia": {
            "@type": "AudioObject",
            "contentUrl": f"{address}{view['audio_url']}",
            "encodingFormat": listings.AUDIO_TYPE,
            "contentSize": str(episode.audio_bytes),
            "duration": f"PT{listings.round_seconds(episode)}S",
            "transcript": "\n".join(one_line(cue.text) for cue in episode.cues),
        },
    }
    text = json.dumps(document, ensure_ascii=False)
    # Only "<" could end a script element; ">" and "&" are escaped for less strict parsers.
    return re.sub("[<>&]", lambda sign: f"\\u{ord(sign[0]):04x}", text)


@functools.cache
def _load_templates() -> jinja2.Environment:
    environment = load_templates(_FOLDER / "templates", trailing_newline=True)
    environment.filters["whole"] = keep_whole
    return environment


def _draw_code(address: str) -> bytes:
    out = io.BytesIO()
    segno.make(address, micro=False, error="m").save(
        out, kind="svg", border=2, light="#fff", xmldecl=False, svgclass=None, lineclass=None
    )
    return out.getvalue()
