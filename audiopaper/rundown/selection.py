"""Pick the stories: by rank, within the limits of time, number and balance of themes."""

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
    """Picks stories by the settings of a show."""

    episode: EpisodeSettings
    """Target length, and maximum length of a story."""

    presenters: PresenterSettings
    """The presenters, who read stories in turn."""

    leads: LeadSettings
    """Maximum number of stories, and maximum share of one theme."""

    pace: Pace
    """The pace by which lengths are estimated."""

    def pick_stories(self, ranked: Sequence[tuple[Item, Themes]]) -> tuple[Item, ...]:
        """Pick stories, each with its presenter.

        If a theme exceeds its share, its last story is replaced by others that fit. The only story
        of a theme is not replaced, nor is the best story of all.

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
        """Assign a presenter to a story, and limit its paragraphs to the maximum length.

        At least the first paragraph is read, whatever its length.
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
        """Pick stories by rank until the time is filled; return them by position in the ranking."""
        room_ms = self.episode.minutes * 60_000 - self.pace.overhead.fixed_ms
        picked: dict[int, Item] = {}
        for position, (item, _) in enumerate(ranked):
            if position in left_out:
                continue
            turns = self.presenters.stories
            item = self.limit_story(item, turns[len(picked) % len(turns)])
            need_ms = self._need_ms(item)
            if not picked or (need_ms <= room_ms and len(picked) < self.leads.max_stories):
                room_ms -= need_ms
                picked[position] = item
        return picked

    def _find_surplus(
        self, ranked: Sequence[tuple[Item, Themes]], picked: dict[int, Item]
    ) -> int | None:
        """Find the last story of a theme that exceeds its share of the stories' time."""
        if self.leads.max_theme_share >= 1:
            return None
        taken_ms: Counter[str] = Counter()
        positions: dict[str, list[int]] = {}
        for position, item in picked.items():
            for theme in ranked[position][1]:
                taken_ms[theme] += self._need_ms(item)
                positions.setdefault(theme, []).append(position)
        allowed_ms = self.leads.max_theme_share * sum(map(self._need_ms, picked.values()))
        over = [t for t, ms in taken_ms.items() if ms > allowed_ms and len(positions[t]) > 1]
        return max((positions[theme][-1] for theme in over), default=None)
