"""A page's lines by stories: each text is put to the story whose last line it goes on.

The lines are read in the order of print. A line of a head opens a story; a text goes on the story
above it, or on another open one, or is a piece whose beginning is not known yet. What speaks for
each is added up, in log-odds, over the whole page, and the best of a few dozen readings is kept at
each line (beam search): a rest that another torn line needs more is so left to that one. A torn
line that is found no rest takes the piece that fits it best, wherever that was printed.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from audiopaper.articles.links.line_views import HEADS
from audiopaper.articles.links.linker import leads_to

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audiopaper.articles.links.line_views import LineView
    from audiopaper.articles.links.link_features import PageView

# What speaks against a change, in log-odds: chosen by a search on the pages of tests/local, by how
# many of their texts stand behind the right one.
_CHANGE = 8.3
"""Against going on in another story where nothing says so."""

_LEAVE_TORN = 3.4
"""Against going on in another story where the line above breaks off and may go on elsewhere."""

_RETURN = 8.0
"""Against going back to the story before that of the line above."""

_ASIDE = 4.2
"""Against a whole text between a torn line and its rest."""

_RESUME = -2.0
"""Against going on in the story whose last line goes on in this one."""

_PIECE = 2.9
"""Against a piece without a beginning."""

_LATE_HEAD = 1.0
"""Against a head that stands below the first text of its story."""

_INSIDE = 2.8
"""Against a text that begins inside a sentence below a whole one."""

_LEAST = -9.2
"""What a rest may be improbable at most: log of its probability."""

_ATTACHED = 0.15
"""From these log-odds on a piece is set behind a torn line."""

_KIN, _MOST_KIN, _KIN_LINES = 6.1, 2.0, 3
"""What words in common say, and of how many lines of a story they are counted."""

_MOST_SUM = 3.0
_BEAM, _SPREAD = 24, 12.0
"""How many readings are kept, and how much less probable than the best one, in log-odds."""

_FINISHED = 6
"""How many readings of the whole page are compared with their pieces set behind torn lines."""

_OPEN_STORIES, _RECENT = 8, 12
"""How many stories may go on, and how many lines of each are compared."""

_MIN_PAIRS = 8
_TEXTS = frozenset({"lede", "text", "heading", "closing"})
_OPENING = HEADS | {"byline", "jump_in"}
_PIECES = frozenset({"text", "heading", "closing"})


class _Story(NamedTuple):
    """A story that is read so far."""

    number: int
    last: int
    """Its last text; -1 for none yet."""

    recent: tuple[int, ...]
    """Its last lines."""


class _Trail(NamedTuple):
    """Which story each line went to, the last line first."""

    line: int
    story: int
    behind: int
    """The torn line that it goes on; -1 for none."""

    above: _Trail | None


class _Reading(NamedTuple):
    """One way to read a page up to a line."""

    score: float
    begun: int
    """How many stories there are."""

    open: tuple[_Story, ...]
    """Those that may go on; the one of the line above last."""

    trail: _Trail | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryOrder:
    """The lines of a page by stories."""

    lines: tuple[int, ...]
    """The places of all lines, in the order of reading."""

    rests: Mapping[int, int]
    """By the place of each torn line the place of the line in which it goes on."""

    pieces: frozenset[int]
    """The first lines of pieces whose beginning was not found."""

    score: float
    """What speaks for it, in log-odds."""


def order_stories(page: PageView, chances: Mapping[int, Mapping[int | None, float]]) -> StoryOrder:
    """Put each text of a page to the story that it goes on.

    Args:
        page: The page's lines.
        chances: By the place of each torn line the probability of each line that may go on it;
            the key None stands for none.
    """
    return _Reader(page, chances).read()


class _Reader:
    """Reads one page."""

    def __init__(self, page: PageView, chances: Mapping[int, Mapping[int | None, float]]) -> None:
        self._page, self._views = page, page.views
        self._logs = {
            line: {rest: math.log(max(p, 1e-9)) for rest, p in rests.items()}
            for line, rests in chances.items()
        }
        self._common: dict[tuple[int, int], float] = {}

    def read(self) -> StoryOrder:
        readings = [_Reading(0.0, 0, (), None)]
        for view in self._views:
            if view.role in _OPENING or (view.role == "lede" and not view.inside):
                readings = self._best(
                    grown for reading in readings for grown in self._open_story(reading, view)
                )
            elif view.role in _TEXTS:
                readings = self._best(
                    grown for reading in readings for grown in self._place(reading, view)
                )
        return max((self._finish(r) for r in readings[:_FINISHED]), key=lambda o: o.score)

    def _best(self, grown: Iterator[_Reading]) -> list[_Reading]:
        """Keep the best reading of those that may go on alike, and of these the best few."""
        best: dict[tuple[tuple[int, int], ...], _Reading] = {}
        for reading in grown:
            key = tuple((story.number, story.last) for story in reading.open)
            if key not in best or reading.score > best[key].score:
                best[key] = reading
        ranked = sorted(best.values(), key=lambda r: -r.score)[:_BEAM]
        return [r for r in ranked if r.score >= ranked[0].score - _SPREAD]

    # --- one line ----------------------------------------------------------------------------

    def _open_story(self, reading: _Reading, view: LineView) -> Iterator[_Reading]:
        """Add a line of a head, or a text that opens a story."""
        last = view.at if view.role == "lede" else -1
        above = reading.open[-1] if reading.open else None
        if above is not None and above.last < 0 and view.role != "jump_in":
            yield self._added(reading, above, view, last, 0.0)
            return
        if above is not None and view.role in HEADS and self._is_late(above):
            yield self._added(reading, above, view, above.last, -_LATE_HEAD)
        story = _Story(reading.begun, -1, ())
        yield self._added(reading._replace(begun=reading.begun + 1), story, view, last, 0.0)

    def _is_late(self, story: _Story) -> bool:
        """Return whether a story's head may stand below its first text, which breaks off."""
        roles = [self._views[at].role for at in story.recent]
        opens = self._views[story.last].unheaded or "byline" in roles
        return opens and story.last in self._logs and roles.count("lede") + roles.count("text") == 1

    def _place(self, reading: _Reading, view: LineView) -> Iterator[_Reading]:
        """Put a text to each story that it may go on."""
        above = reading.open[-1] if reading.open else None
        own = self._kin(view, above) if above is not None else 0.0
        for story in reading.open:
            score = self._join(story.last, view)
            if story is not above:
                if story.last < 0 or view.role == "closing" or score < -4:
                    continue
                score -= self._change(reading, story, view)
                gained = self._kin(view, story) - own
                score += _KIN * max(-_MOST_KIN, min(_MOST_KIN, gained))
            yield self._added(reading, story, view, view.at, score)
        if above is not None and above.last in self._logs and not view.inside:
            yield self._added(reading, above, view, above.last, -_ASIDE)
        if above is None or view.inside or above.last in self._logs:
            story = _Story(reading.begun, -1, ())
            grown = reading._replace(begun=reading.begun + 1)
            yield self._added(grown, story, view, view.at, -_PIECE)

    def _added(
        self, reading: _Reading, story: _Story, view: LineView, last: int, score: float
    ) -> _Reading:
        others = tuple(other for other in reading.open if other.number != story.number)
        closed = others[: 1 - _OPEN_STORIES]
        grown = _Story(story.number, last, (*story.recent, view.at)[-_RECENT:])
        behind = story.last if last == view.at and self._goes_on(story.last, last) else -1
        return _Reading(
            reading.score + score + sum(map(self._breaks_off, closed)),
            reading.begun,
            (*others[1 - _OPEN_STORIES :], grown),
            _Trail(view.at, story.number, behind, reading.trail),
        )

    def _join(self, last: int, view: LineView) -> float:
        """Rate a text standing below the last one of a story; log of its probability."""
        fresh = -_INSIDE if view.inside else 0.0
        logs = self._logs.get(last)
        return fresh if logs is None else max(logs.get(view.at, _LEAST), logs[None] + fresh)

    def _change(self, reading: _Reading, story: _Story, view: LineView) -> float:
        """Rate what speaks against going on in another story than that of the line above."""
        if self._goes_on(story.last, view.at):
            return _RESUME
        *_, other, above = reading.open
        logs = self._logs.get(above.last)
        if logs is not None and logs[None] < math.log(0.5):
            return _LEAVE_TORN
        return _RETURN if story is other else _CHANGE

    def _goes_on(self, line: int, rest: int) -> bool:
        """Return whether a torn line rather goes on in another one than nowhere."""
        logs = self._logs.get(line)
        return logs is not None and logs.get(rest, -math.inf) > logs[None]

    def _kin(self, view: LineView, story: _Story) -> float:
        """Sum up the words that a text has in common with the lines of a story most like it."""
        shared = sorted(self._shared(view.at, line) for line in story.recent)
        return min(_MOST_SUM, sum(shared[-_KIN_LINES:]))

    def _shared(self, line: int, other: int) -> float:
        key = (line, other) if line < other else (other, line)
        shared = self._common.get(key)
        if shared is None:
            a, b = self._views[line].pairs, self._views[other].pairs
            least = max(_MIN_PAIRS, min(len(a), len(b)))
            shared = self._common[key] = self._page.rarity(a & b) / math.sqrt(least)
        return shared

    # --- the page ----------------------------------------------------------------------------

    def _finish(self, reading: _Reading) -> StoryOrder:
        """Set the pieces behind the torn lines that they go on, and order the lines."""
        stories = self._adopt(_stories_of(reading))
        score = reading.score + sum(self._breaks_off(story) for story in reading.open)
        behind, gained = self._attach(stories)
        attached = set(behind.values())
        order: list[int] = []
        rests: dict[int, int] = {}
        for number in range(len(stories)):
            lines: list[int] = []
            at: int | None = None if number in attached else number
            while at is not None:
                lines += self._head_first(stories[at])
                at = behind.get(at)
            order += lines
            rests |= self._rests(lines)
        pieces = {
            lines[0]
            for number, lines in enumerate(stories)
            if self._is_piece(lines) and number not in attached
        }
        return StoryOrder(
            lines=tuple(_with_others(order, len(self._views))),
            rests=rests,
            pieces=frozenset(pieces),
            score=score + gained,
        )

    def _adopt(self, stories: Sequence[Sequence[int]]) -> list[list[int]]:
        """Set a whole text between a torn line and its rest behind the rest, if it is like them."""
        owners = {at: number for number, lines in enumerate(stories) for at in lines}
        out = [list(lines) for lines in stories]
        for number, lines in enumerate(stories):
            above, below = owners.get(lines[0] - 1), owners.get(lines[-1] + 1)
            inside = self._views[lines[0]].inside or not self._is_piece(lines)
            if inside or above is None or above != below or above == number:
                continue
            if not self._is_like(lines, stories, above):
                continue
            at = out[above].index(lines[-1] + 1) + 1
            out[above][at:at] = out[number]
            out[number] = []
        return [lines for lines in out if lines]

    def _is_like(self, lines: Sequence[int], stories: Sequence[Sequence[int]], home: int) -> bool:
        """Return whether some lines have more words in common with one story than any other."""
        view = self._views[lines[0]]
        kin = [
            self._kin(view, _Story(number, -1, tuple(at for at in other if at not in lines)))
            for number, other in enumerate(stories)
        ]
        return kin[home] > 0 and kin[home] == max(kin)

    def _head_first(self, lines: Sequence[int]) -> list[int]:
        """Set the head of a story before its first text."""
        heads = [at for at in lines if self._views[at].role in HEADS]
        return [*heads, *(at for at in lines if self._views[at].role not in HEADS)]

    def _is_piece(self, lines: Sequence[int]) -> bool:
        return self._views[lines[0]].role in _PIECES

    def _breaks_off(self, story: _Story) -> float:
        """Rate a story ending with its last line; log of the probability."""
        logs = self._logs.get(story.last)
        return logs[None] if logs is not None else 0.0

    def _attach(self, stories: Sequence[Sequence[int]]) -> tuple[dict[int, int], float]:
        """Find the piece that goes on each story which breaks off, the surest first.

        Returns:
            By the number of a story that of its piece, and what speaks for all of them.
        """
        pieces = {lines[0]: n for n, lines in enumerate(stories) if self._is_piece(lines)}
        ways = []
        for number, lines in enumerate(stories):
            last = next((at for at in reversed(lines) if self._views[at].role in _TEXTS), -1)
            logs = self._logs.get(last, {})
            ways += [
                (log - logs[None] + _PIECE, number, pieces[rest])
                for rest, log in logs.items()
                if rest is not None and pieces.get(rest, number) != number
            ]
        behind: dict[int, int] = {}
        used = set()
        gained = 0.0
        for gain, number, piece in sorted(ways, reverse=True):
            free = number not in behind and piece not in used
            if gain > _ATTACHED and free and not leads_to(piece, number, behind):
                behind[number] = piece
                used.add(piece)
                gained += gain
        return behind, gained

    def _rests(self, lines: Sequence[int]) -> dict[int, int]:
        """Find which texts of a story go on the one before them inside a sentence."""
        texts = [at for at in lines if self._views[at].role in _TEXTS]
        pairs = itertools.pairwise(texts)
        return {line: rest for line, rest in pairs if self._goes_on(line, rest)}


def _stories_of(reading: _Reading) -> list[list[int]]:
    """Return the lines of each story in the order of reading, the stories as they began."""
    trails: list[_Trail] = []
    trail = reading.trail
    while trail is not None:
        trails.append(trail)
        trail = trail.above
    stories: dict[int, list[int]] = {}
    for trail in reversed(trails):
        lines = stories.setdefault(trail.story, [])
        at = lines.index(trail.behind) + 1 if trail.behind in lines[-_RECENT:] else len(lines)
        lines.insert(at, trail.line)
    return list(stories.values())


def _with_others(order: Sequence[int], count: int) -> Iterator[int]:
    """Add the lines of no story, each behind the line that it is printed below."""
    placed = set(order)
    below: dict[int, list[int]] = {}
    above = -1
    for at in range(count):
        if at in placed:
            above = at
        else:
            below.setdefault(above, []).append(at)
    yield from below.get(-1, ())
    for at in order:
        yield at
        yield from below.get(at, ())
