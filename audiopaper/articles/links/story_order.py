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

_PIECES = frozenset({"text", "heading", "closing"})


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryOrder:
    """The lines of a page by stories."""

    lines: tuple[int, ...]
    """The places of all lines, in the order of reading."""

    rests: Mapping[int, int]
    """By the place of each torn line the place of the line in which it goes on."""

    pieces: frozenset[int]
    """The first lines of pieces that go on no line of the page."""


def order_stories(
    page: PageView, chances: LinkChances, table: LinkTable | None = None
) -> StoryOrder:
    """Put each text of a page to the story that it goes on.

    Args:
        page: The page's lines.
        chances: By the place of each torn line the probability of each line that may go on it;
            the key None stands for none.
        table: Other weights than the shipped ones, to be measured.
    """
    reading = _read_page(StoryPage(page, chances), table or load_stories())
    stories = _lines_of(reading)
    rests, homes = _find_rests(page, chances, stories)
    whole = [list(_order_story(lines, page, rests)) for lines in _gather_pieces(stories, homes)]
    order = list(itertools.chain.from_iterable(whole))
    return StoryOrder(
        lines=tuple(_with_others(order, len(page.views))),
        rests=rests,
        pieces=frozenset(lines[0] for lines in whole if page.views[lines[0]].role in _PIECES),
    )


# --- reading the page -----------------------------------------------------------------------


def _read_page(page: StoryPage, table: LinkTable) -> Reading:
    """Find the most probable way to read a page."""
    readings = [Reading()]
    for view in page.views:
        if view.role in OPENING:
            readings = [open_story(r, view, late=is_late(page, r, view)) for r in readings]
        elif view.role in TEXTS:
            readings = _best(grown for r in readings for grown in _place(page, r, view, table))
        elif view.role == "jump_out":
            readings = [close_story(r) for r in readings]
    return max(readings, key=lambda reading: reading.whole_score)


def _place(
    page: StoryPage, reading: Reading, view: LineView, table: LinkTable
) -> Iterator[Reading]:
    """Put a text to each story that it may well go on."""
    stories = list_stories(page, reading, view)
    if len(stories) == 1:
        yield place_text(reading, view, stories[0])
        return
    scores = table.score(see_stories(page, reading, view.at, stories)).astype(np.float64)
    scores -= np.array([_AGAINST_PIECE if story is None else 0.0 for story in stories])
    logs = scores - scores.max()
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
    """Find where each torn line goes on, the surest first.

    Returns:
        By the place of each torn line that of its rest, and by the number of each piece that goes
        on a line the number of that one's story.
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
    for _, line, rest in sorted(ways, key=lambda way: (-way[0], way[1:])):
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
    if opening is not None and opening not in moved:
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
