"""The running order as it is drafted: the leads that fit, between greeting and sign-off."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lunar_python import Solar

from audiopaper.errors import RundownError
from audiopaper.model import Article, Item, ItemKind, Ranking, Rundown
from audiopaper.rundown.telling import tell_story

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from audiopaper.config import EpisodeSettings, LeadSettings, PresenterSettings

WEEKDAYS = "一二三四五六日"

# Said before and between the stories: greeting, summary lines and sign-off of the sample took
# 50 s with eight stories, some 4 s a story and 20 s beside.
FIXED_MS = 20_000
STORY_OVERHEAD_MS = 4_000

USUAL_PACE = 270
"""Han characters a minute of a newsreader, for a presenter whose pace is not known."""


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
) -> Rundown:
    """Pick the leads that fit the target length and put the running order together.

    How long a story takes is told by the pace of the presenter whose turn it is.

    Articles are taken by rank; one that no longer fits is passed over for a shorter one behind
    it, and the best one is taken whatever its length. The rest that is fit to be picked follows
    as candidates with ``drop`` set.

    Args:
        articles: The edition's articles, in reading order.
        rankings: One for each article.
        date: Date of the edition.
        paper: Name of the newspaper, for the spoken words.
        show: Title of the podcast, for the spoken words.
        episode: Target length and the words of the fixed parts.
        presenters: Who speaks.
        leads: How many stories at most.
        pace_chars: Han characters a minute of each presenter, by name.

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
    room_ms = episode.minutes * 60_000 - FIXED_MS
    picked: list[Item] = []
    rest: list[Item] = []
    for ranking in ranked:
        item = tell_story(by_id[ranking.article_id], episode, paper)
        reader = presenters.stories[len(picked) % len(presenters.stories)]
        # The anchor says the title too, among the headlines.
        need_ms = (
            STORY_OVERHEAD_MS
            + spoken_ms(item.title, pace_chars.get(presenters.anchor, USUAL_PACE))
            + spoken_ms(f"{item.title}{item.text}", pace_chars.get(reader, USUAL_PACE))
        )
        if not picked or (need_ms <= room_ms and len(picked) < leads.max_stories):
            room_ms -= need_ms
            picked.append(replace(item, presenter=reader))
        else:
            rest.append(replace(item, presenter=presenters.stories[0], drop=True))
    words = _spoken_words(date, paper=paper, show=show)
    fixed: dict[ItemKind, Item] = {}
    parts: tuple[tuple[ItemKind, str, str], ...] = (
        ("ident", "片头", episode.ident),
        ("greeting", "开场", episode.greeting),
        ("sign-off", "结束语", episode.sign_off),
    )
    for kind, title, text in parts:
        if text:
            fixed[kind] = Item(
                kind=kind, presenter=presenters.anchor, title=title, text=text.format(**words)
            )
    summary = Item(kind="headlines", presenter=presenters.anchor, title="内容提要")
    opening = [item for kind, item in fixed.items() if kind != "sign-off"]
    closing = [fixed["sign-off"]] if "sign-off" in fixed else []
    return Rundown(
        date=date, paper=paper, items=(*opening, summary, *picked, *closing, *rest), edited=False
    )


def spoken_ms(text: str, chars_per_minute: int) -> int:
    """How long a text will take at a presenter's pace, in milliseconds.

    Only what is said counts: letters and digits; a digit or Latin letter takes about as long
    as a Han character.

    Example:
        >>> spoken_ms("今天，晴。", 180)
        1000
    """
    return round(sum(c.isalnum() for c in text) * 60_000 / chars_per_minute)


def lunar_date(date: dt.date) -> str:
    """The date of the Chinese calendar in words.

    Example:
        >>> import datetime as dt
        >>> lunar_date(dt.date(2026, 3, 2))
        '正月十四'
    """
    lunar = Solar.fromYmd(date.year, date.month, date.day).getLunar()
    return f"{lunar.getMonthInChinese()}月{lunar.getDayInChinese()}"


def _spoken_words(date: dt.date, *, paper: str, show: str) -> dict[str, str]:
    return {
        "paper": paper or show,
        "show": show,
        "date": f"{date.year}年{date.month}月{date.day}日",
        "weekday": f"星期{WEEKDAYS[date.weekday()]}",
        "lunar": lunar_date(date),
    }
