"""The running order as it is drafted: the leads that fit, between greeting and sign-off."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from lunar_python import Solar

from audiopaper.errors import RundownError
from audiopaper.model import Article, Item, ItemKind, Ranking, Rundown
from audiopaper.rundown.reading_time import Overhead, Pace
from audiopaper.rundown.selection import Picker
from audiopaper.rundown.story_text import tell_story
from audiopaper.say_as import double_braces
from audiopaper.variants import in_traditional, is_traditional, to_traditional

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audiopaper.config import EpisodeSettings, LeadSettings, PresenterSettings

WEEKDAYS = "一二三四五六日"

_NEW_YEAR = dt.date(2000, 1, 1)
"""Some day that Python and the library of the Chinese calendar call by the same name."""


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
    """Pick the leads that fit the target length and put the running order together.

    How long a story takes is told by the pace of the presenter whose turn it is.

    Articles are taken by rank; one that no longer fits is passed over for a shorter one behind
    it, and the best one is taken whatever its length. All the others follow with ``drop`` set:
    first those that are fit to be picked, by rank, then the rest in reading order.

    Args:
        articles: The edition's articles, in reading order.
        rankings: One for each article.
        date: Date of the edition.
        paper: Name of the newspaper, for the spoken words.
        show: Title of the podcast, for the spoken words.
        episode: Target length and the words of the fixed parts.
        presenters: Who speaks.
        leads: How many stories at most, and how much of one theme.
        pace_chars: Characters a minute of each presenter, by name.
        overhead: What comes to the words; None for what is usual.

    Raises:
        RundownError: No article is fit to be picked.
    """
    by_id = {article.id: article for article in articles}
    ranked = sorted((r for r in rankings if r.rank is not None), key=lambda r: r.rank or 0)
    if not ranked:
        raise RundownError(
            f"no article of {paper or 'the edition'} {date} is fit to be a lead",
            remedy="see what the pages were taken for: audiopaper articles PATH",
        )
    traditional = _is_traditional(articles)
    episode = in_traditional(episode) if traditional else episode
    unfit = [ranking for ranking in rankings if ranking.rank is None]
    told = {r.article_id: tell_story(by_id[r.article_id], episode, paper) for r in rankings}
    pace = Pace(chars_per_minute=pace_chars, overhead=overhead or Overhead())
    picker = Picker(episode=episode, presenters=presenters, leads=leads, pace=pace)
    picked = picker.pick_stories([(told[r.article_id], r.themes) for r in ranked])
    taken = {item.article_id for item in picked}
    rest = [
        replace(picker.limit_story(told[r.article_id], presenters.stories[0]), drop=True)
        for r in (*ranked, *unfit)
        if r.article_id not in taken
    ]
    words = _spoken_words(date, paper=paper, show=show)
    opening, closing = _frame(episode, presenters, words, traditional=traditional)
    items = (
        # A brace of the paper's is no mark of the editor's.
        replace(item, text=double_braces(item.text))
        for item in (*opening, *picked, *closing, *rest)
    )
    return Rundown(date=date, paper=paper, items=tuple(items), edited=False)


def _frame(
    episode: EpisodeSettings,
    presenters: PresenterSettings,
    words: dict[str, str],
    *,
    traditional: bool,
) -> tuple[list[Item], list[Item]]:
    """What stands before and behind the stories."""
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


_SCRIPT_CHARS = 200


def _is_traditional(articles: Sequence[Article]) -> bool:
    """Whether the paper is printed in traditional characters: most of its articles are."""
    texts = (f"{a.headline}{a.text[:_SCRIPT_CHARS]}" for a in articles)
    told = [is_traditional(text) for text in texts]
    return sum(told) * 2 > len(told)


def lunar_date(date: dt.date) -> str:
    """The date of the Chinese calendar in words.

    Example:
        >>> lunar_date(dt.date(2026, 3, 2))
        '正月十四'
    """
    # Counted in days: the library's own calendar has no 5 to 14 October 1582.
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
