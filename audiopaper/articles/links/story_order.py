"""A page's lines by stories: each text is put to the story that it goes on.

The best of a few ways to read the page is kept at each line (beam search), by what `stories` sees
of a text and of the stories above it. A torn line then goes on in a text of its own story, or in a
piece without a beginning, wherever that was printed: the piece goes to its story.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from audiopaper.articles.links.interrupted_lines import is_interrupted
from audiopaper.articles.links.line_views import HEADS
from audiopaper.articles.links.linker import leads_to, rate_links
from audiopaper.articles.links.readings import Reading, close_story, open_story, place_text
from audiopaper.articles.links.stories import (
    OPENING,
    TEXTS,
    StoryPage,
    is_late,
    list_stories,
    load_stories,
    see_stories,
)
from audiopaper.assignment import assign

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audiopaper.articles.links.line_views import LineView
    from audiopaper.articles.links.link_features import PageView
    from audiopaper.articles.links.linker import LinkChances, LinkTable

_BEAM, _SPREAD = 3, 2.0
"""How many readings are kept, and how much less probable than the best one, as a logarithm."""

_OWN_STORY, _AGAINST_PIECE = 2.0, 1.4
"""What a rest in the story of the torn line has before others, and what speaks against a piece, in
log-odds: priors, set by hand on pages that their writers damaged. A piece is not read out."""

_MOST_LINES, _NEVER = 200, -1e6
"""On a page with more torn lines each goes on in the surest rest that is left."""

_PIECES = frozenset({"text", "heading", "closing"})


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryOrder:
    """The lines of a page by stories."""

    lines: tuple[int, ...]
    """The places of all lines, in the order of reading."""

    rests: Mapping[int, int]
    """The index of each torn line's continuation, by the index of the torn line."""

    pieces: frozenset[int]
    """The first lines of pieces that go on no line of the page."""

    moved: frozenset[int]
    """Whole texts that are printed under another story's head."""


def order_stories(page: PageView, chances: LinkChances) -> StoryOrder:
    """Put each text of a page to the story that it goes on.

    Args:
        page: The page's lines.
        chances: By the place of each torn line the probability of each line that may go on it;
            the key None stands for none.
    """
    reading = _read_page(StoryPage(page, chances), load_stories())
    stories = _lines_of(reading)
    rests, homes = _find_rests(page, chances, stories)
    whole = [list(_order_story(lines, page, rests)) for lines in _gather_pieces(stories, homes)]
    order = list(itertools.chain.from_iterable(whole))
    return StoryOrder(
        lines=tuple(_with_others(order, len(page.views))),
        rests=rests,
        pieces=frozenset(lines[0] for lines in whole if page.views[lines[0]].role in _PIECES),
        moved=_find_moved(page, whole) - set(rests.values()),
    )


def _find_moved(page: PageView, stories: Sequence[Sequence[int]]) -> frozenset[int]:
    """Return the places of the texts that stand below the head of another story."""
    owners = {at: number for number, lines in enumerate(stories) for at in lines}
    headed = {owners[view.at] for view in page.views if view.role in HEADS}
    moved, head = set(), -1
    for view in page.views:
        own = owners.get(view.at, -1)
        if view.role in OPENING:
            head = own
        elif view.role in TEXTS and own != head and own in headed:
            moved.add(view.at)
    return frozenset(moved)


# --- reading the page -----------------------------------------------------------------------


def _read_page(page: StoryPage, table: LinkTable) -> Reading:
    """Find the most probable way to read a page."""
    readings = [Reading()]
    for view in page.views:
        if view.role in OPENING:
            readings = [open_story(r, view, late=is_late(page, r, view)) for r in readings]
        elif view.role in TEXTS:
            readings = _best(_place(page, readings, view, table))
        elif view.role == "jump_out":
            readings = [close_story(r) for r in readings]
    return max(readings, key=lambda reading: reading.whole_score)


def _place(
    page: StoryPage, readings: Sequence[Reading], view: LineView, table: LinkTable
) -> Iterator[Reading]:
    """Extend each reading by assigning a text to each story that it plausibly continues."""
    ways = [(reading, list_stories(page, reading, view)) for reading in readings]
    seen = [see_stories(page, r, view.at, stories) for r, stories in ways if len(stories) > 1]
    # All at once: a call for few rows takes as long as one for many.
    scores = table.score(np.concatenate(seen)).astype(np.float64) if seen else np.zeros(0)
    first = 0
    for reading, stories in ways:
        if len(stories) == 1:
            yield place_text(reading, view, stories[0])
            continue
        own, first = scores[first : first + len(stories)], first + len(stories)
        logs = own - np.array([_AGAINST_PIECE if story is None else 0.0 for story in stories])
        logs -= logs.max()
        logs -= math.log(np.exp(logs).sum())
        for story, log in zip(stories, logs.tolist(), strict=True):
            if log >= logs.max() - _SPREAD:
                grown = place_text(reading, view, story)
                yield grown._replace(score=grown.score + log)


def _best(grown: Iterable[Reading]) -> list[Reading]:
    """Keep the best reading of those that may go on alike, and of these the best few."""
    best: dict[tuple[object, ...], Reading] = {}
    for reading in grown:
        key = (reading.head, *((story.number, story.texts[-1:]) for story in reading.open))
        if key not in best or reading.score > best[key].score:
            best[key] = reading
    ranked = sorted(best.values(), key=lambda own: -own.score)[:_BEAM]
    return [own for own in ranked if own.score >= ranked[0].score - _SPREAD]


def _lines_of(reading: Reading) -> list[list[int]]:
    """Return the lines of each story in the order of print."""
    stories: list[list[int]] = [[] for _ in range(reading.begun)]
    trail = reading.trail
    while trail is not None:
        stories[trail.story].append(trail.line)
        trail = trail.above
    return [lines[::-1] for lines in stories]


# --- the rests of torn lines -----------------------------------------------------------------


def _find_rests(
    page: PageView, chances: LinkChances, stories: Sequence[Sequence[int]]
) -> tuple[dict[int, int], dict[int, int]]:
    """Find the continuation of each torn line, the surest first.

    Returns:
        The index of each torn line's continuation by the index of the line, and the story of each
        piece that continues a line by the number of the piece.
    """
    owners = {at: number for number, lines in enumerate(stories) for at in lines}
    ways = []
    for line, rests in rate_links(page, chances).items():
        own = owners.get(line, -1)
        for rest, odds in rests.items():
            if own >= 0 and rest in owners:
                gain = odds + (_OWN_STORY if owners[rest] == own else 0.0)
                if gain > 0:
                    ways.append((gain, line, rest))
    chosen: dict[int, int] = {}
    homes: dict[int, int] = {}
    used: set[int] = set()
    interrupted: set[int] = set()
    for line, rest in _order_ways(ways):
        if line in chosen or line in interrupted or rest in used:
            continue
        if leads_to(rest, line, chosen):
            continue
        if is_interrupted(page.views, line, rest):
            interrupted.add(line)
            used.add(rest)
            continue
        own, other = _home(owners[line], homes), _home(owners[rest], homes)
        if own != other:
            lines = stories[other]
            if lines[0] != rest or page.views[rest].role not in _PIECES:
                continue
            homes[other] = own
        chosen[line] = rest
        used.add(rest)
    return chosen, homes


def _order_ways(ways: Sequence[tuple[float, int, int]]) -> list[tuple[int, int]]:
    """Order links, of which each line and each rest may have one: those to be tried first.

    Args:
        ways: The gain of each link, its line and its rest.

    Returns:
        The links of the assignment with the largest total gain, then all others; the surest first.
    """
    lines, rests = sorted({line for _, line, _ in ways}), sorted({rest for *_, rest in ways})
    together: set[tuple[int, int]] = set()
    if 0 < len(lines) <= _MOST_LINES:
        # The columns behind those of the rests mean that a line has no continuation.
        gains = np.full((len(lines), len(rests) + len(lines)), _NEVER)
        gains[:, len(rests) :] = 0
        for gain, line, rest in ways:
            gains[lines.index(line), rests.index(rest)] = gain
        chosen = zip(lines, assign(gains), strict=True)
        together = {(line, rests[n]) for line, n in chosen if n < len(rests)}
    ranked = sorted(ways, key=lambda way: (way[1:] not in together, -way[0], way[1:]))
    return [(line, rest) for _, line, rest in ranked]


def _home(number: int, homes: Mapping[int, int]) -> int:
    while number in homes:
        number = homes[number]
    return number


def _gather_pieces(stories: Sequence[Sequence[int]], homes: Mapping[int, int]) -> list[list[int]]:
    """Put the lines of each piece to those of its story; in the order of print."""
    whole: list[list[int]] = [[] for _ in stories]
    for number, lines in enumerate(stories):
        whole[_home(number, homes)] += lines
    return [sorted(lines) for lines in whole if lines]


# --- the lines of a story ---------------------------------------------------------------------


def _order_story(lines: Sequence[int], page: PageView, rests: Mapping[int, int]) -> Iterator[int]:
    """Order a story's lines: its head, its first text, each rest behind its line."""
    roles = {at: page.views[at].role for at in lines}
    texts = [at for at in lines if roles[at] in TEXTS]
    heads = [at for at in lines if roles[at] in HEADS]
    begins = texts[1] if len(texts) > 1 else lines[-1] + 1
    signed = [at for at in lines if roles[at] in ("byline", "jump_in") and at < begins]
    yield from heads
    yield from signed
    above = {*heads, *signed}
    body = [at for at in lines if at not in above]
    moved = {rests[at] for at in lines if at in rests}
    opening = next((at for at in body if roles[at] == "lede"), None)
    continued = "jump_in" in roles.values()
    if opening is not None and opening not in moved and not continued:
        first = body.index(opening)
        body = body[first:] + body[:first]
    placed: set[int] = set()
    for at in itertools.chain((at for at in body if at not in moved), body):
        following: int | None = at
        while following is not None and following not in placed:
            placed.add(following)
            yield following
            following = rests.get(following)


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
