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

import jinja2
import segno

from audiopaper.publish.month_search import render_search
from audiopaper.publish.sanitiser import one_line
from audiopaper.publish.sitemap import SITEMAP_NAME, render_sitemap
from audiopaper.publish.subscription_links import app_links
from audiopaper.publish.template_values import (
    keep_whole,
    list_downloads,
    view_chapters,
    view_episode,
    view_show,
)
from audiopaper.publish.web_manifest import MANIFEST_NAME, render_manifest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audiopaper.config import ShowSettings
    from audiopaper.model import Episode

_FOLDER = Path(__file__).parent

WORKER_NAME = "worker.js"
"""The service worker stands beside the pages: it answers for its own folder and what is below."""

ASSETS = ("site.css", "site.js", "player.js", "text.js", "filter.js", "offline.js")
"""Files that each page loads, from ``assets/``."""

SPEEDS = ("0.75", "1", "1.25", "1.5", "1.75", "2")
SLEEP_MINUTES = (5, 10, 15, 30, 60)


def render_site(
    show: ShowSettings,
    episodes: Sequence[Episode],
    *,
    words: Mapping[str, str],
    newest: int,
    rewrite: Sequence[Episode] | None = None,
) -> dict[str, bytes]:
    """Write the pages and what they load, but for the pictures of the cover.

    Args:
        show: What listeners see of the podcast.
        episodes: All, in any order.
        words: From `load_words`.
        newest: How many episodes the first page tells the headlines of; the rest are links.
        rewrite: Those whose own pages are wanted; None for all.

    Returns:
        Each file's bytes by its path in the output folder; the same show and episodes give the
        same bytes.
    """
    known = sorted(episodes, key=lambda e: e.key, reverse=True)
    environment = _load_templates()
    seen = view_show(show)
    # A mapping's own methods would stand before its keys in a template.
    common = {"show": seen, "words": SimpleNamespace(**words)}
    listed = [view_episode(e, words) for e in known]
    files = {f"assets/{n}": (_FOLDER / "templates" / n).read_bytes() for n in ASSETS}
    index = environment.get_template("index.html.j2").render(
        **common,
        root="",
        newest=listed[0] if listed else None,
        episodes=listed[1:newest],
        months=_by_month(listed[newest:], words),
    )
    files["index.html"] = index.encode()
    files[WORKER_NAME] = (_FOLDER / "templates" / WORKER_NAME).read_bytes()
    files[MANIFEST_NAME] = render_manifest(show, words)
    files |= render_search(known)
    if seen["public"]:
        files[SITEMAP_NAME] = render_sitemap(show, known)
    apps = app_links(seen["feed_url"], show.directories, other=words["other_app"])
    page = environment.get_template("subscribe.html.j2").render(**common, root="", apps=apps)
    files["subscribe.html"] = page.encode()
    intro = re.sub(r'([\\"])', r"\\\1", words["feed_intro"])
    files["assets/feed.css"] = environment.get_template("feed.css.j2").render(intro=intro).encode()
    if seen["public"]:
        files["assets/subscribe.svg"] = _draw_code(f"{seen['base_url']}subscribe.html")
    wanted = {e.key for e in (known if rewrite is None else rewrite)}
    template = environment.get_template("episode.html.j2")
    for position, episode in enumerate(known):
        if episode.key not in wanted:
            continue
        rendered = template.render(
            **common,
            root="../../",
            episode=listed[position],
            chapters=tuple(view_chapters(episode, words, show.language)),
            downloads=list_downloads(episode, words),
            speeds=SPEEDS,
            sleep_minutes=SLEEP_MINUTES,
            linked_data=_linked_data(seen, listed[position], episode) if seen["public"] else "",
            newer=listed[position - 1] if position else None,
            older=listed[position + 1] if position + 1 < len(known) else None,
        )
        files[f"episodes/{episode.key}/index.html"] = rendered.encode()
    return files


def _by_month(
    episodes: Sequence[dict[str, Any]], words: Mapping[str, str]
) -> list[tuple[str, list[dict[str, Any]]]]:
    """Group episodes, newest first, under the name of their month."""
    months = groupby(episodes, key=lambda e: (e["year"], e["month"]))
    return [(words["month"].format(year=y, month=m), list(group)) for (y, m), group in months]


def _linked_data(show: Mapping[str, Any], seen: Mapping[str, Any], episode: Episode) -> str:
    """Describe an episode for search engines, as JSON-LD that is safe inside HTML.

    Source:
        https://schema.org/PodcastEpisode; ISO 8601 for the duration.
    """
    address = f"{show['base_url']}{seen['path']}"
    document = {
        "@context": "https://schema.org",
        "@type": "PodcastEpisode",
        "name": seen["title"],
        "url": f"{address}index.html",
        "datePublished": (episode.published or episode.date).isoformat(),
        "description": "；".join(seen["story_titles"]),
        "inLanguage": show["language"],
        "partOfSeries": {
            "@type": "PodcastSeries",
            "name": show["title"],
            "url": show["base_url"],
            "webFeed": show["feed_url"],
        },
        "associatedMedia": {
            "@type": "AudioObject",
            "contentUrl": f"{address}{seen['audio_url']}",
            "encodingFormat": "audio/mpeg",
            "contentSize": str(episode.audio_bytes),
            "duration": f"PT{(episode.duration_ms + 500) // 1000}S",
            "transcript": "".join(one_line(cue.text) for cue in episode.cues),
        },
    }
    text = json.dumps(document, ensure_ascii=False)
    # Inside a script element, only "<" could end it; ">" and "&" go for parsers that know less.
    return re.sub("[<>&]", lambda sign: f"\\u{ord(sign[0]):04x}", text)


@functools.cache
def _load_templates() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["whole"] = keep_whole
    return environment


def _draw_code(address: str) -> bytes:
    out = io.BytesIO()
    segno.make(address, micro=False, error="m").save(
        out, kind="svg", border=2, light="#fff", xmldecl=False, svgclass=None, lineclass=None
    )
    return out.getvalue()
