"""The texts of an episode in the feed: description, show notes and soundbite."""

from __future__ import annotations

import html
from itertools import groupby, islice, zip_longest
from typing import TYPE_CHECKING

from audiopaper.publish.sanitiser import one_line, without_markup
from audiopaper.timeline import clock, short_clock
from audiopaper.variants import is_traditional, to_traditional

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.model import Cue, Episode, Story

_MAX_DESCRIPTION_BYTES = 4000
"""Apple truncates longer descriptions."""

_MIN_SOUNDBITE_MS, _MAX_SOUNDBITE_MS = 15_000, 120_000
_STORY_SOUNDBITE_MS = 45_000

SYNTHETIC = "本节目由人工智能语音合成播报"

_SAMPLE = "这是用软件自带的样报制作的试听节目，内容均为虚构。"
_CORRECTED_HERE = "此处更正"
_MAX_PLACES = 3
"""Limit on the times listed for one correction."""

_TEXT_AND_AUDIO = "文字稿与收听"

ENGINES = {
    "azure": "Azure AI Speech",
    "edge": "edge-tts",
    "espeak": "eSpeak NG",
    "kokoro": "Kokoro-82M",
    "piper": "Piper",
}
"""The engines' names for listeners."""


def describe(episode: Episode, page: str = "") -> str:
    """Return the plain description: headlines, chapters as apps read them, and the engines.

    Args:
        episode: The episode.
        page: Address of its page; left out if empty.

    Returns:
        At most 4000 bytes of UTF-8; chapters are left out from the end to fit.
    """
    top = ["；".join(one_line(story.title) for story in episode.stories)]
    top += [*_tell_corrections(episode), ""]
    bottom = ["", *([page] if page else []), _introduce(episode)]
    if episode.sample:
        bottom.append(_SAMPLE)
    chapters = [f"{clock(c.start_ms)} {one_line(c.title)}" for c in episode.chapters]
    top, chapters, bottom = (
        [without_markup(line) for line in lines] for lines in (top, chapters, bottom)
    )
    room = _MAX_DESCRIPTION_BYTES - _size(bottom)
    lines: list[str] = []
    for line in (*top, *chapters):
        if _size([*lines, line]) > room:
            break
        lines.append(line)
    return "\n".join([*lines, *bottom]).strip("\n")


def _size(lines: Sequence[str]) -> int:
    return sum(len(line.encode()) + 1 for line in lines)


def render_notes(episode: Episode, page: str = "") -> str:
    """Return the show notes as HTML: each story with its pages and reporters, then the engines.

    Args:
        episode: The episode.
        page: Address of its page; left out if empty.
    """
    out = [f"<p>{_escape(line)}</p>" for line in _tell_corrections(episode)]
    stories = {story.chapter: story for story in episode.stories}
    out.append("<ul>")
    for index, chapter in enumerate(episode.chapters):
        text = f"{clock(chapter.start_ms)} {_escape(chapter.title)}"
        if index in stories:
            story = stories[index]
            names, by_role = tell_byline(story, "、")
            where = "、".join(map(str, story.pages))
            notes = [f"第{where}版"] if where else []
            notes += [_escape(by_role or f"署名：{names}")] if names else []
            text += f"（{'；'.join(notes)}）" if notes else ""
        out.append(f"<li>{text}</li>")
    out.append("</ul>")
    if page:
        words = _in_script_of(episode, _TEXT_AND_AUDIO)
        out.append(f'<p><a href="{html.escape(page)}">{words}</a></p>')
    out.append(f"<p>{_escape(_introduce(episode))}</p>")
    if episode.sample:
        out.append(f"<p>{_SAMPLE}</p>")
    return "\n".join(out)


def find_corrected(episode: Episode, number: int) -> tuple[int, ...]:
    """Return when a correction is heard, in milliseconds; at most three times.

    Args:
        episode: The episode.
        number: Number of the correction, from 1.
    """
    starts = (cue.start_ms for cue in episode.cues if cue.correction == number)
    return tuple(islice(starts, _MAX_PLACES))


def _tell_corrections(episode: Episode) -> list[str]:
    """Return each correction with the times at which it is heard."""
    here = _in_script_of(episode, _CORRECTED_HERE)
    return [
        " ".join(
            (one_line(line), *(f"{short_clock(ms)} {here}" for ms in find_corrected(episode, n)))
        )
        for n, line in enumerate(episode.corrections, 1)
    ]


def tell_byline(story: Story, separator: str) -> tuple[str, str]:
    """Return the names of a story's authors, and the same names with their roles.

    Args:
        story: The story.
        separator: What stands between two names.

    Returns:
        All names; and the names grouped by role, or an empty string if any role is unknown, so
        that nobody is called a reporter by mistake.

    Example:
        >>> from audiopaper.model import Story
        >>> story = Story(title="桥通了", pages=(1,), chapter=1,
        ...               byline=("林晓", "高远", "单文"), byline_roles=("记者", "记者", "通讯员"))
        >>> tell_byline(story, "、")
        ('林晓、高远、单文', '记者林晓、高远，通讯员单文')
    """
    pairs = zip_longest(story.byline_roles, story.byline, fillvalue="")
    people = [(one_line(role), one_line(name)) for role, name in pairs if one_line(name)]
    plain = separator.join(name for _, name in people)
    if not all(role for role, _ in people):
        return plain, ""
    groups = groupby(people, key=lambda pair: pair[0])
    return plain, "，".join(role + separator.join(n for _, n in group) for role, group in groups)


def find_soundbite(episode: Episode) -> tuple[int, int, str] | None:
    """Return the headlines as a soundbite; if they are too short, the first story and what follows.

    Args:
        episode: The episode; the role of its cues tells which are the summary.

    Returns:
        Start and length in milliseconds, and a title; None if from the first story on less than
        15 s is said.

    Source:
        Podcast namespace, soundbite: 15 to 120 seconds, a title of at most 128 characters.
    """
    summary = [cue for cue in episode.cues if cue.role == "summary"]
    first = episode.stories[0].chapter if episode.stories else -1
    story = [cue for cue in episode.cues if cue.chapter == first]
    following = [cue for cue in episode.cues if cue.chapter >= first]
    return (
        _cut_soundbite(episode, summary, _MAX_SOUNDBITE_MS)
        or _cut_soundbite(episode, story, _STORY_SOUNDBITE_MS)
        or _cut_soundbite(episode, following, _STORY_SOUNDBITE_MS)
    )


def _cut_soundbite(
    episode: Episode, cues: Sequence[Cue], max_ms: int
) -> tuple[int, int, str] | None:
    if not cues:
        return None
    start_ms = cues[0].start_ms
    ends = [cue.end_ms for cue in cues if cue.end_ms - start_ms <= max_ms]
    if not ends or ends[-1] - start_ms < _MIN_SOUNDBITE_MS:
        return None
    title = one_line(episode.chapters[cues[0].chapter].title)
    return start_ms, ends[-1] - start_ms, title[:128]


def _introduce(episode: Episode) -> str:
    paper = f"《{one_line(episode.paper)}》" if episode.paper else "报纸"
    date = f"{episode.date.year}年{episode.date.month}月{episode.date.day}日"
    engine = "、".join(ENGINES.get(e, one_line(e)) for e in episode.engine.split("+"))
    statement = f"的主要内容。{SYNTHETIC}（语音引擎："
    return f"{paper}{date}{_in_script_of(episode, statement)}{engine}）。"


def _in_script_of(episode: Episode, words: str) -> str:
    """Return the program's own words in the script of the newspaper."""
    titles = "".join(story.title for story in episode.stories)
    return to_traditional(words) if is_traditional(titles) else words


def _escape(text: str) -> str:
    return html.escape(one_line(text), quote=False)
