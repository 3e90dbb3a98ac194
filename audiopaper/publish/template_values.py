"""The values for the templates of the show's pages: plain, cleaned, in the page's language."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from markupsafe import Markup

from audiopaper.publish.captions import WHOLE
from audiopaper.publish.file_names import version_query
from audiopaper.publish.listings import (
    episode_path,
    feed_address,
    name_episode,
    name_show,
    published_at,
)
from audiopaper.publish.sanitiser import ascii_address, clean, mail_address, one_line
from audiopaper.publish.show_notes import ENGINES, find_corrected, tell_byline
from audiopaper.timeline import short_clock
from audiopaper.urls import is_local

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from audiopaper.config import ShowSettings
    from audiopaper.model import Cue, Episode, Story

_MAX_WHOLE_CHARS = 11
_RARE = "[\U00020000-\U000323af]"
"""A Han character beyond Unicode's first plane."""

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
    anchor: str
    start: int
    seconds: str
    clock: str
    story: bool
    notes: tuple[_Note, ...]
    headline: _Block | None
    blocks: tuple[_Block, ...]


def keep_whole(text: str, names: tuple[str, ...] = ()) -> Markup:
    """Return a text as HTML without line breaks inside dates, numbers with units, and names.

    Args:
        text: Plain text.
        names: The names.

    Example:
        >>> str(keep_whole("3月2日 <夜>"))
        '<span class="n">3月2日</span> &lt;夜&gt;'
        >>> str(keep_whole("记者高岚", ("高岚",)))
        '记者<span class="n">高岚</span>'
        >>> str(keep_whole("局长𬭎卫民", ("卫民",)))
        '局长<span class="n">𬭎卫民</span>'
    """
    parts, end = [], 0
    for run in _whole_pattern(names).finditer(text):
        # A very long number would not fit on a narrow page.
        if 1 < len(run[0]) <= _MAX_WHOLE_CHARS:
            parts.append(
                Markup('{}<span class="n">{}</span>').format(text[end : run.start()], run[0])
            )
            end = run.end()
    return Markup("").join([*parts, text[end:]])


@functools.lru_cache(maxsize=64)
def _whole_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    # Longer names come before shorter ones that they begin with.
    # A rare character beside a name belongs to it: the lists of names have none of them.
    ordered = sorted(set(names), key=lambda name: (-len(name), name))
    escaped = [f"{_RARE}{{0,2}}{re.escape(name)}{_RARE}{{0,2}}" for name in ordered]
    return re.compile("|".join([*escaped, WHOLE.pattern]))


def view_show(show: ShowSettings) -> dict[str, Any]:
    """Return the values of the show that every page uses."""
    return {
        "title": name_show(show),
        "description": clean(show.description),
        "copyright": one_line(show.copyright),
        "language": show.language,
        "base_url": ascii_address(show.base_url),
        "feed_url": feed_address(show.base_url),
        "mail": quote(mail_address(show.owner_email), safe="@") if show.owner_email else "",
        # A listener's telephone or a search engine cannot follow a local address.
        "public": not is_local(show.base_url),
    }


def view_episode(show: ShowSettings, episode: Episode, words: Mapping[str, str]) -> dict[str, Any]:
    """Return the values of an episode for lists and its own page, except for its text."""
    names = [one_line(name) for _, name in episode.presenters]
    engines = [ENGINES.get(e, one_line(e)) for e in episode.engine.split("+")]
    title = name_episode(show, episode)
    minutes = max(1, round(episode.duration_ms / 60_000))
    return {
        "title": title,
        "date": episode.date.isoformat(),
        "published": published_at(show, episode).isoformat(),
        "year": episode.date.year,
        "month": episode.date.month,
        "seconds": episode.duration_ms // 1000,
        "clock": short_clock(episode.duration_ms),
        "corrections": _view_corrections(episode, words),
        "subject": quote(title),
        "folder": episode.key,
        "path": episode_path(episode.key),
        "audio_url": _address_audio(episode),
        # A browser remembers a listener's place under this name.
        "audio_name": quote(episode.audio),
        "minutes": words["minutes"].format(minutes=minutes),
        "stories_count": words["stories"].format(count=len(episode.stories)),
        "story_titles": [one_line(story.title) for story in episode.stories],
        "names": tuple(dict.fromkeys(name for cue in episode.cues for name in cue.names)),
        "sample": episode.sample,
        "presenters": words["presenters"].format(names=words["name_separator"].join(names)),
        "engine": words["engine"].format(engine=words["name_separator"].join(engines)),
    }


def _address_audio(episode: Episode) -> str:
    """Return the address of an episode's audio from its own page."""
    return quote(episode.audio) + version_query(episode)


def _view_corrections(episode: Episode, words: Mapping[str, str]) -> list[dict[str, Any]]:
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


def list_downloads(episode: Episode, words: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the address and label of each file that an episode's page offers, the MP3 first."""
    megabytes = f"{episode.audio_bytes / 1_000_000:.1f}"
    audio = (_address_audio(episode), words["audio_file"].format(megabytes=megabytes))
    return [audio, *((name, words[name.replace(".", "_")]) for name in _DOWNLOADS)]


def view_chapters(episode: Episode, words: Mapping[str, str], language: str) -> Iterator[_Chapter]:
    """Yield an episode's chapters with their text, in order.

    Args:
        episode: The episode.
        words: The page's words.
        language: The show's language.
    """
    stories = {story.chapter: story for story in episode.stories}
    cues = {
        chapter: tuple(group)
        for chapter, group in groupby(episode.cues, key=lambda cue: cue.chapter)
    }
    for index, chapter in enumerate(episode.chapters):
        title = one_line(chapter.title)
        blocks = _view_blocks(cues.get(index, ()), title)
        headline = None
        if blocks and blocks[0].heading and index in stories:
            headline, *blocks = blocks
        notes = _view_notes(stories[index], words, language) if index in stories else ()
        yield _Chapter(
            title=title,
            anchor=episode.anchor(index),
            start=chapter.start_ms,
            seconds=f"{chapter.start_ms / 1000:.3f}",
            clock=short_clock(chapter.start_ms),
            story=index in stories,
            notes=notes,
            headline=headline,
            blocks=tuple(blocks),
        )


def _view_notes(story: Story, words: Mapping[str, str], language: str) -> tuple[_Note, ...]:
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


def _view_blocks(cues: Sequence[Cue], title: str) -> list[_Block]:
    # Cues of older episodes have no role; the headline is recognised by its text.
    without_roles = {cue.role for cue in cues} == {"text"} and {cue.paragraph for cue in cues} == {
        0
    }
    blocks = []
    for _, group in groupby(
        enumerate(cues), key=lambda pair: pair[0] == 0 if without_roles else pair[1].paragraph
    ):
        paragraph = [cue for _, cue in group]
        heading = paragraph[0].role in ("headline", "heading") or (
            without_roles and one_line(paragraph[0].text) == title
        )
        blocks.append(_Block(heading=heading, sentences=tuple(_view_sentences(paragraph))))
    return blocks


def _view_sentences(cues: Sequence[Cue]) -> Iterator[_Sentence]:
    before = ""
    for cue in cues:
        text = one_line(cue.text)
        # A space separates two sentences unless one of them is Chinese.
        gap = " " if before[-1:].isascii() and text[:1].isascii() and before and text else ""
        yield _Sentence(text=text, start=cue.start_ms, gap=gap, correction=cue.correction)
        before = text
