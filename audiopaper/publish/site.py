"""The show's web page: static, readable and playable without scripts, nothing from elsewhere.

Source:
    WCAG 2.2, level AA; Content Security Policy Level 3; Media Fragments URI 1.0 (``#t=``).
"""

from __future__ import annotations

import functools
import io
import json
import re
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import jinja2
import segno

from audiopaper.publish.episodes import folder_name
from audiopaper.publish.feed import FILE_NAME
from audiopaper.publish.notes import ENGINES, find_corrected, tell_byline
from audiopaper.publish.plain import ascii_address, clean, mail_address, one_line
from audiopaper.publish.state import is_local
from audiopaper.publish.subscribe import app_links
from audiopaper.timeline import short_clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from audiopaper.config import ShowSettings
    from audiopaper.model import Cue, Episode, Story

_FOLDER = Path(__file__).parent

ASSETS = ("site.css", "site.js", "player.js", "text.js", "filter.js")
"""Files that each page loads, from ``assets/``."""

SPEEDS = ("0.75", "1", "1.25", "1.5", "1.75", "2")
SLEEP_MINUTES = (5, 10, 15, 30, 60)

_DOWNLOADS = (
    "transcript.txt",
    "transcript.vtt",
    "transcript.srt",
    "transcript.json",
    "chapters.json",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    text: str
    start: int
    gap: str = ""
    correction: int = 0
    """Number of the correction that changed it, from 1; 0 for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """A paragraph or a heading inside a story."""

    heading: bool
    sentences: tuple[_Sentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Note:
    text: str
    lang: str
    """The page's language for words of the page, the show's for what was printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chapter:
    title: str
    start: int
    seconds: str
    clock: str
    story: bool
    notes: tuple[_Note, ...]
    headline: _Block | None
    blocks: tuple[_Block, ...]


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
    seen = _see_show(show)
    # A mapping's own methods would stand before its keys in a template.
    common = {"show": seen, "words": SimpleNamespace(**words)}
    listed = [_see_episode(e, words) for e in known]
    files = {f"assets/{n}": (_FOLDER / "templates" / n).read_bytes() for n in ASSETS}
    index = environment.get_template("index.html.j2").render(
        **common,
        root="",
        newest=listed[0] if listed else None,
        episodes=listed[1:newest],
        months=_by_month(listed[newest:], words),
    )
    files["index.html"] = index.encode()
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
            chapters=tuple(_see_chapters(episode, words, show.language)),
            downloads=_downloads(episode, words),
            speeds=SPEEDS,
            sleep_minutes=SLEEP_MINUTES,
            linked_data=_linked_data(seen, listed[position], episode) if seen["public"] else "",
            newer=listed[position - 1] if position else None,
            older=listed[position + 1] if position + 1 < len(known) else None,
        )
        files[f"episodes/{folder_name(episode)}/index.html"] = rendered.encode()
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
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _see_show(show: ShowSettings) -> dict[str, Any]:
    base_url = ascii_address(show.base_url)
    return {
        "title": one_line(show.title) or show.id,
        "description": clean(show.description),
        "copyright": one_line(show.copyright),
        "language": show.language,
        "base_url": base_url,
        "feed_url": base_url + FILE_NAME,
        "mail": quote(mail_address(show.owner_email), safe="@") if show.owner_email else "",
        # What leads to this machine is no use to a listener's telephone or a search engine.
        "public": not is_local(show.base_url),
    }


def _see_episode(episode: Episode, words: Mapping[str, str]) -> dict[str, Any]:
    names = [one_line(name) for _, name in episode.presenters]
    engines = [ENGINES.get(e, one_line(e)) for e in episode.engine.split("+")]
    minutes = max(1, round(episode.duration_ms / 60_000))
    return {
        "title": one_line(episode.title) or episode.date.isoformat(),
        "date": episode.date.isoformat(),
        "year": episode.date.year,
        "month": episode.date.month,
        "seconds": episode.duration_ms // 1000,
        "clock": short_clock(episode.duration_ms),
        "corrections": _see_corrections(episode, words),
        "subject": quote(one_line(episode.title) or episode.key),
        "folder": folder_name(episode),
        "path": f"episodes/{folder_name(episode)}/",
        "audio_url": quote(episode.audio),
        "minutes": words["minutes"].format(minutes=minutes),
        "stories_count": words["stories"].format(count=len(episode.stories)),
        "story_titles": [one_line(story.title) for story in episode.stories],
        "sample": episode.sample,
        "presenters": words["presenters"].format(names=words["name_separator"].join(names)),
        "engine": words["engine"].format(engine=words["name_separator"].join(engines)),
    }


def _see_corrections(episode: Episode, words: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "text": one_line(line),
            "places": [
                {
                    "start": start_ms,
                    "seconds": f"{start_ms / 1000:.3f}",
                    "text": words["corrected_here"].format(time=short_clock(start_ms)),
                }
                for start_ms in find_corrected(episode, number)
            ],
        }
        for number, line in enumerate(episode.corrections, 1)
    ]


def _downloads(episode: Episode, words: Mapping[str, str]) -> list[tuple[str, str]]:
    megabytes = f"{episode.audio_bytes / 1_000_000:.1f}"
    audio = (quote(episode.audio), words["audio_file"].format(megabytes=megabytes))
    return [audio, *((name, words[name.replace(".", "_")]) for name in _DOWNLOADS)]


def _see_chapters(episode: Episode, words: Mapping[str, str], language: str) -> Iterator[_Chapter]:
    stories = {story.chapter: story for story in episode.stories}
    cues = {
        chapter: tuple(group)
        for chapter, group in groupby(episode.cues, key=lambda cue: cue.chapter)
    }
    for index, chapter in enumerate(episode.chapters):
        title = one_line(chapter.title)
        blocks = _see_blocks(cues.get(index, ()), title)
        headline = None
        if blocks and blocks[0].heading and index in stories:
            headline, *blocks = blocks
        notes = _see_notes(stories[index], words, language) if index in stories else ()
        yield _Chapter(
            title=title,
            start=chapter.start_ms,
            seconds=f"{chapter.start_ms / 1000:.3f}",
            clock=short_clock(chapter.start_ms),
            story=index in stories,
            notes=notes,
            headline=headline,
            blocks=tuple(blocks),
        )


def _see_notes(story: Story, words: Mapping[str, str], language: str) -> tuple[_Note, ...]:
    notes = []
    pages = words["page_separator"].join(map(str, story.pages))
    if pages:
        notes.append(_Note(text=words["page"].format(pages=pages), lang=words["lang"]))
    names, by_role = tell_byline(story, words["name_separator"])
    if by_role:
        notes.append(_Note(text=by_role, lang=language))
    elif names:
        notes.append(_Note(text=words["byline"].format(names=names), lang=words["lang"]))
    return tuple(notes)


def _see_blocks(cues: Sequence[Cue], title: str) -> list[_Block]:
    # Episodes made before cues knew their role: the headline is told by its words.
    untold = {cue.role for cue in cues} == {"text"} and {cue.paragraph for cue in cues} == {0}
    blocks = []
    for _, group in groupby(
        enumerate(cues), key=lambda pair: pair[0] == 0 if untold else pair[1].paragraph
    ):
        said = [cue for _, cue in group]
        heading = said[0].role in ("headline", "heading") or (
            untold and one_line(said[0].text) == title
        )
        blocks.append(_Block(heading=heading, sentences=tuple(_see_sentences(said))))
    return blocks


def _see_sentences(cues: Sequence[Cue]) -> Iterator[_Sentence]:
    before = ""
    for cue in cues:
        text = one_line(cue.text)
        # Between Chinese sentences stands no space, between others one.
        gap = " " if before[-1:].isascii() and text[:1].isascii() and before and text else ""
        yield _Sentence(text=text, start=cue.start_ms, gap=gap, correction=cue.correction)
        before = text


def _draw_code(address: str) -> bytes:
    out = io.BytesIO()
    segno.make(address, micro=False, error="m").save(
        out, kind="svg", border=2, light="#fff", xmldecl=False, svgclass=None, lineclass=None
    )
    return out.getvalue()
