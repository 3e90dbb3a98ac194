"""The joins of a page's lines, chosen together (the Viterbi algorithm).

A line goes on the one above it, on the last line of another column that the page was read across,
or on none. Whether a line opens its paragraph, and when the columns last changed, is evidence for
the line below.
"""

from __future__ import annotations

import itertools
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from audiopaper.articles.insets import (
    OPENING,
    is_credit_alone,
    is_torn_word,
    opens_caption,
    rate_inset,
)
from audiopaper.articles.jump_lines import is_jump
from audiopaper.articles.line_joins import (
    FULL,
    RAGGED_CHARS,
    may_join,
    see_join,
    view_lines,
)
from audiopaper.articles.whole_paragraphs import find_whole_paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from audiopaper.articles.blocks import Block
    from audiopaper.articles.line_joins import JoinView, Seen

_SURE_JOIN = 2.0
"""Log-odds of a line going on inside a paragraph that blank lines part from the others."""

_BEAM, _FAR_BEAM = 12.0, 4.0
"""Widths of the beam, in log-odds: of ways on which the columns have changed, and of the others."""

NONE = -1


class Turn(NamedTuple):
    """When the columns last changed, down to a line."""

    length: int = 0
    """How many lines of a column stood together then; 0 if the columns have not changed near."""

    lines: int = 0
    """How many lines of a column stand together down to this one, if the columns have changed."""

    @property
    def name(self) -> str:
        """When the next line should stand in the other column.

        The columns have not changed near, or too few lines of this one stand together yet, as many
        as last time, or more.
        """
        if not self.length:
            return "far"
        return ("early", "due", "late")[1 + (self.lines > self.length) - (self.lines < self.length)]

    def follow(self, gone: int = 0, *, changed: bool = False) -> Turn:
        """Return the state after the next line.

        Args:
            gone: The distance to the line above that it continues; 0 if it continues none.
            changed: Whether it opens a paragraph in the other column.
        """
        if not (self.length or gone):
            return self
        if changed and self.name == "due":
            gone = self.length
        if gone:
            return Turn(gone, 1)
        if self.lines > self.length:
            return Turn()
        return Turn(self.length, self.lines + 1)


FARTHEST = 5
"""A line may go on one that stands at most so many lines above it."""

TURN_COSTS = {"far": -10.0, "early": -3.0, "due": 0.0, "late": -3.0}
"""Log-odds of a change of the column, as priors that are not learned. On 144 pages set in
columns, 1 of 63 changes is wrong at -10, 12 of 82 at -9."""

_OVERDUE = -2.0
"""What speaks for going on in the same column when a change is due, in log-odds; a prior."""


class Way(NamedTuple):
    """The state of the choice after a line."""

    joined: bool
    """Whether the line goes on another one."""

    waiting: int
    """The last line of the other column; `NONE` if there is none."""

    turn: Turn
    """When the columns last changed."""


def choose_joins(
    lines: Sequence[Block], page_width: int, weights: Mapping[str, float] | None = None
) -> tuple[int, ...]:
    """Choose the line that each line of a page continues, in time linear in their number.

    Args:
        lines: The lines, in the order of reading.
        page_width: The usual width of the page's columns, in characters; 0 for none.
        weights: Other weights than the shipped ones.

    Returns:
        The line above that each line goes on, or `NONE`; shape ``(lines,)``.
    """
    page = _Chooser(view_lines(lines, page_width), shipped_joins() if weights is None else weights)
    ways: dict[Way, float] = {Way(False, NONE, Turn()): 0.0}
    back: list[dict[Way, tuple[Way, int]]] = [{}]
    for at in range(1, len(lines)):
        grown: dict[Way, float] = {}
        steps: dict[Way, tuple[Way, int]] = {}
        most = max(ways.values())
        for way, score in ways.items():
            if score < most - (_BEAM if way.turn.length else _FAR_BEAM):
                continue
            for below, above, gain in page.steps(at, way):
                if below not in grown or score + gain > grown[below]:
                    grown[below], steps[below] = score + gain, (way, above)
        ways = grown
        back.append(steps)
    way = max(ways, key=lambda w: ways[w])
    out = []
    for steps in reversed(back):
        way, above = steps.get(way, (way, NONE))
        out.append(above)
    return tuple(reversed(out))


class _Chooser:
    """Weighs the ways of a page's lines."""

    def __init__(self, views: Sequence[JoinView], table: Mapping[str, float]) -> None:
        self.views = views
        self.table = table
        self.indents = has_indents(views)
        self.whole = find_whole_paragraphs(views, FULL)
        self.waits = [_may_wait(view) for view in views]
        self.resumes = [_may_resume(view) for view in views]
        self.known: dict[tuple[int, int], float] = {}
        self.insets: dict[tuple[int, int], float | None] = {}

    def steps(self, at: int, way: Way) -> list[tuple[Way, int, float]]:
        """List what may follow for a line, which line it then goes on, and what speaks for it."""
        _, waiting, turn = way
        stays = turn.follow()
        if at + 1 - waiting > FARTHEST:
            waiting = NONE
        waits = self.waits[at - 1]
        out = [(Way(False, waiting, stays), NONE, 0.0)]
        if waits:
            out.append((Way(False, at - 1, turn.follow(changed=True)), NONE, 0.0))
        joins = self._join(at)
        if joins is not None:
            plain = 0.0 if way.joined else self._opening(at - 1)
            plain += _OVERDUE * (turn.name == "due")
            out.append((Way(True, waiting, stays), at - 1, joins + plain))
        if way.waiting != NONE and self.resumes[at]:
            out += self._resume_ways(at, way, at - 1 if waits else NONE)
        return out

    def _resume_ways(self, at: int, way: Way, left: int) -> Iterator[tuple[Way, int, float]]:
        """Go on the line that waits: in its column, or below what is set inside a paragraph."""
        waiting, turn = way.waiting, way.turn
        if self._stand_beside(waiting, at - 1):
            gain = self._resume(waiting, at) + TURN_COSTS[turn.name]
            yield Way(True, left, turn.follow(at - 1 - waiting)), waiting, gain
        inset = self._rate_inset(waiting + 1, at - 1)
        if inset is not None:
            yield Way(True, NONE, turn.follow()), waiting, self._resume(waiting, at) + inset

    def _stand_beside(self, left: int, right: int) -> bool:
        """Return whether two lines may stand in columns side by side, which are of one width."""
        return abs(self.views[left].width - self.views[right].width) <= 1

    def _sum(self, seen: Seen) -> float:
        table = self.table
        return sum(table.get(name, 0.0) * value for name, value in seen.items())

    def _join(self, at: int) -> float | None:
        key = (at - 1, at)
        if key in self.known:
            return self.known[key]
        above, line = self.views[at - 1], self.views[at]
        if not may_join(above, line):
            return None
        inside = self.whole[at] and not line.line.gap
        gain = self.table[""] + self._sum(see_join(above, line, indents=self.indents or inside))
        if inside and above.ended and not (line.opens or line.foreign or line.title):
            gain = max(gain, _SURE_JOIN)
        if self._opens_picture(at):
            gain += OPENING
        self.known[key] = gain
        return gain

    def _rate_inset(self, first: int, last: int) -> float | None:
        if first > last:
            return None
        if (first, last) not in self.insets:
            self.insets[first, last] = rate_inset(self.views, first, last)
        return self.insets[first, last]

    def _opens_picture(self, at: int) -> bool:
        """Return whether a line is a picture's words by its form, or by the name below it."""
        above, line = self.views[at - 1], self.views[at]
        if opens_caption(line):
            return above.ended or not is_torn_word(above, line)
        below = self.views[at + 1] if at + 1 < len(self.views) else None
        named = below is not None and not below.line.gap and is_credit_alone(below)
        return named and above.ended and self.indents and not line.line.indented

    def _resume(self, above: int, at: int) -> float:
        if (above, at) not in self.known:
            seen = see_join(self.views[above], self.views[at], indents=self.indents)
            self.known[above, at] = self.table[""] + self._sum(seen)
        return self.known[above, at]

    def _opening(self, at: int) -> float:
        return self.table.get(see_opening(self.views[at], indents=self.indents), 0.0)


def _may_wait(view: JoinView) -> bool:
    """Return whether a line may go on behind lines of another column."""
    other = view.foreign or view.line.level or view.line.front_matter or is_jump(view.line.text)
    return view.missing in FULL and (view.open or view.ended) and not other


def _may_resume(view: JoinView) -> bool:
    """Return whether a line may go on one that is not the one above it."""
    line = view.line
    apart = line.indented or line.gap or line.level or line.front_matter
    return not (apart or view.opens or view.foreign)


def has_indents(views: Sequence[JoinView]) -> bool:
    """Return whether an indent opens each paragraph of a page."""
    opening = [
        line.line.indented
        for above, line in itertools.pairwise(views)
        if above.ended and above.missing > RAGGED_CHARS and line.marked
    ]
    return sum(view.line.indented for view in views) > 1 and 2 * sum(opening) >= len(opening)


def see_opening(above: JoinView, *, indents: bool) -> str:
    """Name what is seen of a line if it does not go on the line above."""
    if not indents or above.line.indented:
        return "above opens its paragraph"
    mark = "a mark" if above.marked else "no mark"
    return f"above opens its paragraph without an indent, {mark}"


@cache
def shipped_joins() -> Mapping[str, float]:
    """Read the weights that come with the program; that of the empty name is always added."""
    text = files("audiopaper.articles").joinpath("joins.tsv").read_text(encoding="utf-8")
    rows = (row.split("\t") for row in text.splitlines() if not row.startswith("#"))
    return {name: float(weight) for name, weight in rows}
