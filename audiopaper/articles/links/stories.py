"""Which story each text of a page goes on: what is seen of a text and of the stories above it.

The lines are read in the order of print. A line of a head opens a story; a text goes on one of the
stories that are open, or is a piece whose beginning is not known yet. What is seen is weighed by a
small network, learned by `python -m tests.tools.train_stories`; `story_order` finds the best way to
read the whole page.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from audiopaper.articles.links.line_views import HEADS
from audiopaper.articles.links.linker import LinkTable, read_table

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from audiopaper.articles.links.line_views import LineView
    from audiopaper.articles.links.link_features import PageView
    from audiopaper.articles.links.linker import LinkChances
    from audiopaper.articles.links.readings import Reading, Story

TEXTS = frozenset({"lede", "text", "heading", "closing"})
OPENING = HEADS | {"byline", "jump_in"}
_PROSE = frozenset({"lede", "text"})

_Floats = NDArray[np.float32]

_MOST_KIN, _ALIKE = 3.0, 3
"""The most that the words in common say, and of how many lines they are counted."""


class StoryPage:
    """A page's lines, and what is known of two of them wherever they are read."""

    def __init__(self, page: PageView, chances: LinkChances) -> None:
        self.views, self.is_long = page.views, page.is_long
        self.chances = chances
        self.odds = {line: _odds(rests) for line, rests in chances.items()}
        self.best_line: dict[int, tuple[float, int]] = {}
        """By the place of a rest the line that it goes on most probably, behind how probably."""
        self.best_rest: dict[int, tuple[float, int]] = {}
        """By the place of a line its most probable rest, behind how probable that is."""
        for line, rests in chances.items():
            for rest, chance in rests.items():
                if rest is None:
                    continue
                if chance > self.best_line.get(rest, (0.0, 0))[0]:
                    self.best_line[rest] = chance, line
                if chance > self.best_rest.get(line, (0.0, 0))[0]:
                    self.best_rest[line] = chance, rest
        self._words = None if page.is_long else page.words
        self._rows: dict[int, list[float]] = {}
        self._kin: dict[tuple[int, tuple[int, ...], tuple[int, ...]], float] = {}
        self.below = _find_next(self.views, _PROSE)
        """For each line the place of the next text below it; -1 for none."""
        self.head_below = _find_next(self.views, HEADS)

    def kin_of(self, at: int, stories: Sequence[Story | None]) -> dict[int, float]:
        """Return the `kin` of a text with each of some stories, by their numbers; 0 for no text."""
        return {
            story.number: self.kin(at, story) if at >= 0 else 0.0
            for story in stories
            if story is not None
        }

    def kin(self, at: int, story: Story) -> float:
        """Sum up the words that a text has in common with the lines of a story most like it."""
        key = (at, story.texts, story.heads)
        kin = self._kin.get(key)
        if kin is None:
            row = self._row(at)
            shared = sorted([row[n] for n in (*story.texts, *story.heads)]) if row else ()
            kin = self._kin[key] = min(_MOST_KIN, sum(shared[-_ALIKE:]))
        return kin

    def share(self, line: int, other: int) -> float:
        """Return how much of the shorter one's words two lines have in common, rare words first."""
        row = self._row(line)
        return row[other] if row else 0.0

    def _row(self, at: int) -> list[float]:
        row = self._rows.get(at)
        if row is None:
            row = self._rows[at] = self._words.share(at).tolist() if self._words else []
        return row


def _find_next(views: Sequence[LineView], roles: Container[str]) -> list[int]:
    """Return for each line the place of the next one below that has one of some roles; -1."""
    out: list[int] = []
    below = -1
    for view in reversed(views):
        out.append(below)
        if view.role in roles:
            below = view.at
    return out[::-1]


_MOST_ODDS = 6.0
_LEAST_CHANCE = 1e-6


def _odds(rests: Mapping[int | None, float]) -> dict[int, float]:
    """Return the log-odds of each rest against none."""
    none = math.log(max(rests[None], _LEAST_CHANCE))
    logs = {rest: math.log(max(p, _LEAST_CHANCE)) - none for rest, p in rests.items()}
    return {
        rest: max(-_MOST_ODDS, min(_MOST_ODDS, odds))
        for rest, odds in logs.items()
        if rest is not None
    }


_TEXT_FEATURES = (
    "bias", "lede", "heading", "closing", "begins inside", "opens without a head", "torn", "short",
    "line above is torn", "goes on line above", "line above goes on nowhere", "resumed",
    "goes on any line", "last head has no text", "no gap above", "head above", "last head is above",
    "kin of story above", "kin of last head", "first text", "head below", "rest below a head",
    "opening below", "kin of text below",
)  # fmt: skip
_STORY_FEATURES = (
    "piece", "story above", "last head", "no text yet", "no head", "texts", "torn", "goes on",
    "goes on nowhere", "goes on elsewhere", "goes on an earlier line", "most probable line",
    "kin", "kin ahead", "most kin", "lines since", "stories since", "closed",
    "story above, resumed", "last head, no text, resumed", "story", "kin of its text below",
    "kin ahead, below",
)  # fmt: skip
STORY_FEATURES = _TEXT_FEATURES + _STORY_FEATURES
"""What is seen of a text, and of a story that it may go on; for a piece only the first are."""

_PIECE = (1.0, *(0.0,) * (len(_STORY_FEATURES) - 1))

_SHORT, _MOST_TEXTS, _MOST_SINCE = 12, 5, 20
_LIKELY = 0.5
_LATE_TEXTS, _LOOK_AHEAD = 2, 6
"""How many texts may stand above their article's head, and where the next one is looked for."""


def list_stories(page: StoryPage, reading: Reading, view: LineView) -> tuple[Story | None, ...]:
    """Return the stories that a text may go on, that of the line above last; None for a piece.

    A row of a table stays in the story above it. A heading or a signature begins no piece; a text
    with a dateline right above a head does, where no other head waits for one: its article's head
    was set below it.
    """
    stories = reading.open
    if view.row and stories:
        return stories[-1:]
    waiting = any(story.heads and not story.length for story in stories)
    if view.unheaded and page.head_below[view.at] == view.at + 1 and not waiting:
        return (None,)
    if page.is_long:
        near = [story for story in stories[:-1] if story.number == reading.head]
        stories = (*near, *stories[-1:])
    if stories and view.role in ("heading", "closing"):
        return stories
    return (None, *stories)


def see_stories(
    page: StoryPage, reading: Reading, at: int, stories: Sequence[Story | None]
) -> _Floats:
    """Look at a text and the stories that it may go on.

    Returns:
        Shape ``(stories, STORY_FEATURES)``, in the order of the stories.
    """
    kin = page.kin_of(at, stories)
    below = page.kin_of(page.below[at], stories)
    ahead, ahead_below = _lead(kin), _lead(below)
    text = _see_text(page, reading, at, kin)
    rows = [
        _PIECE
        if story is None
        else (
            *_see_story(page, reading, at, story, kin[story.number], ahead[story.number]),
            below[story.number],
            ahead_below[story.number],
        )
        for story in stories
    ]
    return np.array([(*text, *row) for row in rows], dtype=np.float32)


def _see_text(
    page: StoryPage, reading: Reading, at: int, kin: Mapping[int, float]
) -> tuple[float, ...]:
    view, current = page.views[at], reading.current
    rests = page.chances.get(current.texts[-1], {}) if current and current.texts else {}
    above = page.views[at - 1].role if at else ""
    head = next((story for story in reading.open if story.number == reading.head), None)
    return (
        1.0,
        view.role == "lede",
        view.role == "heading",
        view.role == "closing",
        view.inside,
        view.unheaded,
        view.torn,
        len(view.text) < _SHORT,
        bool(rests),
        rests.get(at, 0.0),
        rests.get(None, 0.0),
        reading.resumed,
        page.best_line.get(at, (0.0, -1))[0],
        head is not None and not head.length,
        above in TEXTS or above in OPENING,
        above in HEADS or above == "byline",
        current is head,
        kin.get(current.number, 0.0) if current else 0.0,
        kin.get(reading.head, 0.0),
        not kin,
        *_see_below(page, at),
    )


def _see_below(page: StoryPage, at: int) -> tuple[float, ...]:
    """Look at what stands below a text."""
    below, head = page.below[at], page.head_below[at]
    chance, rest = page.best_rest.get(at, (0.0, -1))
    return (
        at + 1 < len(page.views) and head == at + 1,
        chance > _LIKELY and rest > head >= 0,
        below >= 0 and page.views[below].role == "lede",
        page.share(at, below) if below >= 0 else 0.0,
    )


def _see_story(
    page: StoryPage, reading: Reading, at: int, story: Story, kin: float, ahead: float
) -> tuple[float, ...]:
    last = story.texts[-1] if story.texts else -1
    rests = page.chances.get(last, {})
    chance, rest = page.best_rest.get(last, (0.0, -1))
    earlier = [page.odds[n].get(at, -_MOST_ODDS) for n in story.texts[:-1] if n in page.odds]
    sure, line = page.best_line.get(at, (0.0, -1))
    is_head, is_current = story.number == reading.head, story is reading.current
    return (
        0.0,
        is_current,
        is_head,
        not story.length,
        not story.heads,
        min(_MOST_TEXTS, story.length) / _MOST_TEXTS,
        bool(rests),
        page.odds[last].get(at, -_MOST_ODDS) / 3 if rests else 0.0,
        rests.get(None, 0.0),
        chance if rest > at else 0.0,
        max(earlier, default=-_MOST_ODDS) / 3,
        sure > _LIKELY and line in story.texts,
        kin,
        ahead,
        ahead >= 0 < kin,
        min(_MOST_SINCE, at - story.touched) / 10,
        (len(reading.open) - 1 - reading.open.index(story)) / 3,
        story.closed,
        is_current and reading.resumed,
        is_head and not story.length and reading.resumed,
        1.0,
    )


def _lead(kin: Mapping[int, float]) -> dict[int, float]:
    """Return by how much each story is ahead of the best other one; alone, of none."""
    second, most = ([0.0, 0.0, *sorted(kin.values())])[-2:]
    return {number: own - (second if own == most else most) for number, own in kin.items()}


def may_be_late(page: StoryPage, reading: Reading, view: LineView) -> bool:
    """Return whether a line of a head may be that of the story above, which has no head yet."""
    story = reading.current
    if story is None or view.role not in HEADS or story.heads:
        return False
    return 0 < story.length <= _LATE_TEXTS and page.views[story.first].role == "lede"


def is_late(page: StoryPage, reading: Reading, view: LineView) -> bool:
    """Return whether a line of a head is that of the story above, which has no head yet.

    Then the story's last line goes on below it, or no other text opens there.
    """
    if reading.current is None or not may_be_late(page, reading, view):
        return False
    below = page.views[view.at + 1 : view.at + _LOOK_AHEAD]
    text = next((other for other in below if other.role in ("lede", "text")), None)
    if text is None:
        return False
    chance, rest = page.best_rest.get(reading.current.texts[-1], (0.0, -1))
    return text.role == "text" or (rest == text.at and chance > _LIKELY)


@cache
def load_stories() -> LinkTable:
    """Read the shipped weights."""
    return read_table("stories.npz", len(STORY_FEATURES))
