"""Draft the running order: the leads that fit, between greeting and sign-off."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lunar_python import Solar

from audiopaper.config import EpisodeSettings, LeadSettings, PresenterSettings
from audiopaper.errors import RundownError
from audiopaper.model import Article, Item, ItemKind, Ranking, Rundown
from audiopaper.rundown.excerpts import paragraph_ends
from audiopaper.rundown.reading_time import Overhead, Pace, read_ms, story_ms
from audiopaper.rundown.story_text import tell_story
from audiopaper.say_as import double_braces
from audiopaper.translations import _
from audiopaper.variants import in_traditional, is_traditional, to_traditional

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

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
        for position, (item, _themes) in enumerate(ranked):
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


WEEKDAYS = "一二三四五六日"

_NEW_YEAR = dt.date(2000, 1, 1)
"""A day with the same date in Python and in the library of the Chinese calendar."""

_SCRIPT_CHARS = 200
"""Characters of each article that decide whether the paper is printed in traditional characters."""


def draft_rundown(
    articles: Sequence[Article],
    rankings: Sequence[Ranking],
    *,
    date: dt.date,
    paper: str,
    show: str,
    episode: EpisodeSettings,
    presenters: PresenterSettings,
    leads: LeadSettings,
    pace_chars: Mapping[str, int],
    overhead: Overhead | None = None,
) -> Rundown:
    """Pick the leads that fit the target length, and arrange the running order.

    The length of a story is estimated by the pace of the presenter whose turn it is.

    Articles are picked by rank; one that no longer fits is passed over for a shorter one of lower
    rank, and the best one is picked whatever its length. The others follow with ``drop`` set:
    first those with a rank, by rank, then the rest in reading order.

    Args:
        articles: The edition's articles, in reading order.
        rankings: One for each article.
        date: Date of the edition.
        paper: Name of the newspaper, for the spoken words.
        show: Title of the podcast, for the spoken words.
        episode: Target length and the words of the fixed parts.
        presenters: The names of the presenters.
        leads: The maximum number of stories, and the maximum share of one theme.
        pace_chars: Characters a minute of each presenter, by name.
        overhead: Time besides the words; None for the usual one.

    Raises:
        RundownError: No article has a rank.
    """
    _refuse_unfit(rankings, paper, date)
    traditional = _is_traditional(articles)
    episode = in_traditional(episode) if traditional else episode
    pace = Pace(chars_per_minute=pace_chars, overhead=overhead or Overhead())
    picker = Picker(episode=episode, presenters=presenters, leads=leads, pace=pace)
    picked, rest = _pick_stories(articles, rankings, picker, paper)
    words = _spoken_words(date, paper=paper, show=show)
    opening, closing = _frame(episode, presenters, words, traditional=traditional)
    items = _escape_braces((*opening, *picked, *closing, *rest))
    return Rundown(date=date, paper=paper, items=items, edited=False)


def _refuse_unfit(rankings: Sequence[Ranking], paper: str, date: dt.date) -> None:
    if all(ranking.rank is None for ranking in rankings):
        raise RundownError(
            _(
                "no article of {paper} {date} is fit to be a lead",
                paper=paper or _("the edition"),
                date=date,
            ),
            remedy=_("see what the pages were taken for: audiopaper articles PATH"),
        )


def _pick_stories(
    articles: Sequence[Article], rankings: Sequence[Ranking], picker: Picker, paper: str
) -> tuple[Sequence[Item], list[Item]]:
    """Return the picked stories, and the other ones with ``drop`` set."""
    by_id = {article.id: article for article in articles}
    ranked = sorted((r for r in rankings if r.rank is not None), key=lambda r: r.rank or 0)
    unranked = [ranking for ranking in rankings if ranking.rank is None]
    stories = {
        r.article_id: tell_story(by_id[r.article_id], picker.episode, paper) for r in rankings
    }
    picked = picker.pick_stories([(stories[r.article_id], r.themes) for r in ranked])
    picked_ids = {item.article_id for item in picked}
    first_presenter = picker.presenters.stories[0]
    rest = [
        replace(picker.limit_story(stories[r.article_id], first_presenter), drop=True)
        for r in (*ranked, *unranked)
        if r.article_id not in picked_ids
    ]
    return picked, rest


def _escape_braces(items: Sequence[Item]) -> tuple[Item, ...]:
    # A printed brace must not be read as a mark of the editor.
    return tuple(replace(item, text=double_braces(item.text)) for item in items)


def _frame(
    episode: EpisodeSettings,
    presenters: PresenterSettings,
    words: dict[str, str],
    *,
    traditional: bool,
) -> tuple[list[Item], list[Item]]:
    """Return the items before and after the stories."""
    fixed: dict[ItemKind, Item] = {}
    parts: tuple[tuple[ItemKind, str, str], ...] = (
        ("ident", "片头", episode.ident),
        ("greeting", "开场", episode.greeting),
        ("sign-off", "结束语", episode.sign_off),
    )
    write = to_traditional if traditional else str
    words["lunar"] = write(words["lunar"])
    for kind, title, text in parts:
        if text:
            fixed[kind] = Item(
                kind=kind,
                presenter=presenters.anchor,
                title=write(title),
                text=text.format(**words),
            )
    summary = Item(kind="headlines", presenter=presenters.anchor, title=write("内容提要"))
    opening = [item for kind, item in fixed.items() if kind != "sign-off"]
    return [*opening, summary], [item for kind, item in fixed.items() if kind == "sign-off"]


def _is_traditional(articles: Sequence[Article]) -> bool:
    """Return whether most of the articles are printed in traditional characters."""
    texts = (f"{a.headline}{a.text[:_SCRIPT_CHARS]}" for a in articles)
    traditional = [is_traditional(text) for text in texts]
    return sum(traditional) * 2 > len(traditional)


def lunar_date(date: dt.date) -> str:
    """Return the date of the Chinese calendar in words.

    Example:
        >>> lunar_date(dt.date(2026, 3, 2))
        '正月十四'
    """
    # Counted in days, since the library's own calendar omits 5 to 14 October 1582.
    days = (date - _NEW_YEAR).days
    lunar = Solar.fromYmd(_NEW_YEAR.year, _NEW_YEAR.month, _NEW_YEAR.day).next(days).getLunar()
    return f"{lunar.getMonthInChinese()}月{lunar.getDayInChinese()}"


def _spoken_words(date: dt.date, *, paper: str, show: str) -> dict[str, str]:
    return {
        "paper": paper or show,
        "show": show,
        "date": f"{date.year}年{date.month}月{date.day}日",
        "weekday": f"星期{WEEKDAYS[date.weekday()]}",
        "lunar": lunar_date(date),
    }
