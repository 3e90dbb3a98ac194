"""Which stories are read: by rank, as far as time, number and balance of themes allow."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audiopaper.config import EpisodeSettings, LeadSettings, PresenterSettings
from audiopaper.rundown.excerpts import paragraph_ends
from audiopaper.rundown.reading_time import Pace, read_ms, story_ms

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from audiopaper.model import Item

Themes = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picker:
    """What the choice goes by."""

    episode: EpisodeSettings
    """Target length, and the length of a story."""

    presenters: PresenterSettings
    """Who speaks, in turns."""

    leads: LeadSettings
    """How many stories at most, and how much of one theme."""

    pace: Pace
    """What lengths are estimated by."""

    def pick_stories(self, ranked: Sequence[tuple[Item, Themes]]) -> tuple[Item, ...]:
        """Take the stories that are read, each with its presenter.

        Where one theme takes more than its share, its last story gives way to what fits in its
        place; a theme's only story stays, and so does the best story of all.

        Args:
            ranked: The stories and their themes, by rank.
        """
        left_out: set[int] = set()
        while True:
            picked = self._fill_up(ranked, left_out)
            surplus = self._find_surplus(ranked, picked)
            if surplus is None:
                return tuple(picked.values())
            left_out.add(surplus)

    def limit_story(self, item: Item, presenter: str) -> Item:
        """Give a story its presenter, and as many paragraphs as its longest length allows.

        At least the first paragraph is read, however long.
        """
        item = replace(item, presenter=presenter)
        limit_ms = self.episode.max_story_minutes * 60_000
        if not limit_ms or read_ms(item, self.pace, self.episode) <= limit_ms:
            return item
        counts = [count for count, _ in paragraph_ends(item, self.episode)[:-1]]
        cuts = [replace(item, paragraphs=count) for count in counts]
        fitting = [cut for cut in cuts if read_ms(cut, self.pace, self.episode) <= limit_ms]
        return fitting[-1] if fitting else cuts[0] if cuts else item

    def _need_ms(self, item: Item) -> int:
        return story_ms(item, self.presenters.anchor, self.pace, self.episode)

    def _fill_up(
        self, ranked: Sequence[tuple[Item, Themes]], left_out: Collection[int]
    ) -> dict[int, Item]:
        """Take stories by rank until the time is full; by their place in the ranking."""
        room_ms = self.episode.minutes * 60_000 - self.pace.overhead.fixed_ms
        picked: dict[int, Item] = {}
        for place, (item, _) in enumerate(ranked):
            if place in left_out:
                continue
            turns = self.presenters.stories
            item = self.limit_story(item, turns[len(picked) % len(turns)])
            need_ms = self._need_ms(item)
            if not picked or (need_ms <= room_ms and len(picked) < self.leads.max_stories):
                room_ms -= need_ms
                picked[place] = item
        return picked

    def _find_surplus(
        self, ranked: Sequence[tuple[Item, Themes]], picked: dict[int, Item]
    ) -> int | None:
        """Find the last story of a theme that takes more than its share of the stories' time."""
        if self.leads.max_theme_share >= 1:
            return None
        taken_ms: Counter[str] = Counter()
        places: dict[str, list[int]] = {}
        for place, item in picked.items():
            for theme in ranked[place][1]:
                taken_ms[theme] += self._need_ms(item)
                places.setdefault(theme, []).append(place)
        allowed_ms = self.leads.max_theme_share * sum(map(self._need_ms, picked.values()))
        over = [t for t, ms in taken_ms.items() if ms > allowed_ms and len(places[t]) > 1]
        return max((places[theme][-1] for theme in over), default=None)
