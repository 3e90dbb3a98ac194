"""Draft the running order: the leads that fit, between greeting and sign-off."""

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
from audiopaper.translations import _
from audiopaper.variants import in_traditional, is_traditional, to_traditional

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audiopaper.config import EpisodeSettings, LeadSettings, PresenterSettings

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
