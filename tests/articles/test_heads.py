"""Head as one: what the page does not tell apart is read and shown together, in print order."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from audiopaper.articles.heads import choose_headline
from audiopaper.config import EpisodeSettings
from audiopaper.doubts import find_doubts
from audiopaper.model import (
    Article,
    Edition,
    HeadPart,
    Item,
    LineRange,
    Page,
    Paragraph,
    Rundown,
    SplitEdition,
)
from audiopaper.rundown.rundown_file import load_rundown, save_rundown
from audiopaper.rundown.story_text import tell_story
from audiopaper.script import write_script

UPPER, LOWER = "山上的茶园有了身份证", "全县古茶树登记造册"


def head(upper: float, lower: float, roles: tuple[str, str]) -> tuple[HeadPart, ...]:
    return tuple(
        HeadPart(
            role=role,  # type: ignore[arg-type]
            text=text,
            source=LineRange(page=1, start=number, end=number),
            headline_chance=chance,
        )
        for number, (role, text, chance) in enumerate(
            zip(roles, (UPPER, LOWER), (upper, lower), strict=True), 1
        )
    )


@pytest.mark.parametrize(
    ("upper", "lower", "roles", "title", "order"),
    [
        (0.35, 0.65, ("kicker", "headline"), LOWER, ("kicker", "headline")),
        (0.55, 0.45, ("kicker", "headline"), UPPER, ("headline", "subhead")),
        (0.6, 0.4, ("headline", "subhead"), UPPER, ("headline", "subhead")),
        (0.45, 0.55, ("headline", "subhead"), LOWER, ("kicker", "headline")),
        (0.05, 0.95, ("kicker", "headline"), LOWER, ()),
        (0.9, 0.1, ("headline", "subhead"), UPPER, ()),
        (0.0, 0.0, ("headline", "subhead"), UPPER, ()),
    ],
)
def test_the_title_is_the_more_probable_line(
    upper: float, lower: float, roles: tuple[str, str], title: str, order: tuple[str, ...]
) -> None:
    parts = head(upper, lower, roles)
    texts = {role: (text,) for role, text in zip(roles, (UPPER, LOWER), strict=True)}
    told = choose_headline(
        parts, texts.get("kicker", ()), texts.get("headline", ()), texts.get("subhead", ())
    )
    assert told.headlines == (title,)
    assert told.order == order
    assert (*told.kickers, *told.headlines, *told.subheads) == (UPPER, LOWER)


@pytest.mark.parametrize(
    ("upper", "lower", "titles", "order"),
    [
        (0.55, 0.92, (LOWER,), ("kicker", "headline")),
        (0.8, 0.6, (UPPER,), ("headline", "subhead")),
        (0.9, 0.95, (UPPER, LOWER), ()),
        (0.0, 0.0, (UPPER, LOWER), ()),
    ],
)
def test_of_two_lines_of_a_headline_the_title_is_the_one_that_is_surely_one(
    upper: float, lower: float, titles: tuple[str, ...], order: tuple[str, ...]
) -> None:
    parts = head(upper, lower, ("headline", "headline"))
    chosen = choose_headline(parts, (), (UPPER, LOWER), ())
    assert (chosen.headlines, chosen.order) == (titles, order)
    assert (*chosen.kickers, *chosen.headlines, *chosen.subheads) == (UPPER, LOWER)


def article(order: str) -> Article:
    """A story whose head is not told apart; its title is the lower line for kicker, else upper."""
    upper_first = order == "subhead"
    return Article(
        id="p1-a1",
        pages=(1,),
        kind="news",
        headline=UPPER if upper_first else LOWER,
        kicker="" if upper_first else UPPER,
        subhead=LOWER if upper_first else "",
        head_order=("headline", "subhead") if upper_first else ("kicker", "headline"),
        head=head(0.45, 0.55, ("kicker", "headline")),
        paragraphs=(
            Paragraph(text="登记工作今天结束。", sources=(LineRange(page=1, start=3, end=3),)),
        ),
        byline=("林知雨",),
        dateline="本报讯",
    )


def said(item: Item) -> list[str]:
    rundown = Rundown(
        date=dt.date(2024, 5, 22), paper="青川日报", items=(replace(item, presenter="anchor"),)
    )
    return [segment.printed for segment in write_script(rundown, EpisodeSettings())]


@pytest.mark.parametrize("order", ["kicker", "subhead"])
def test_both_lines_are_read_as_the_headline_in_print_order_and_once(order: str) -> None:
    spoken = said(tell_story(article(order), EpisodeSettings(), "青川日报"))
    assert f"{UPPER} {LOWER}" in spoken
    assert "".join(spoken).count(UPPER) == "".join(spoken).count(LOWER) == 1


@pytest.mark.parametrize(("order", "title"), [("kicker", LOWER), ("subhead", UPPER)])
def test_the_chapter_is_named_for_the_more_probable_line(order: str, title: str) -> None:
    assert tell_story(article(order), EpisodeSettings(), "青川日报").title == title


def test_a_kicker_that_the_page_tells_is_read_behind_the_credit_as_before() -> None:
    told = tell_story(replace(article("kicker"), head_order=()), EpisodeSettings(), "青川日报")
    assert told.head == ""
    assert f"{UPPER}。" in told.text


def test_an_editors_new_title_is_read_alone() -> None:
    item = tell_story(article("kicker"), EpisodeSettings(), "青川日报")
    spoken = said(replace(item, title="古茶树有了户口"))
    assert "古茶树有了户口" in spoken
    assert not any(UPPER in text for text in spoken)


def test_the_head_survives_the_rundown_file(tmp_path: Path) -> None:
    item = replace(tell_story(article("kicker"), EpisodeSettings(), "青川日报"), presenter="anchor")
    rundown = Rundown(date=dt.date(2024, 5, 22), paper="青川日报", items=(item,))
    save_rundown(tmp_path / "rundown.toml", rundown)
    read = load_rundown(tmp_path / "rundown.toml", presenters={"anchor"})
    assert read.items[0].head == f"{UPPER} {LOWER}"


def test_the_review_says_which_line_became_the_title() -> None:
    page = Page(number=1, name="1.txt", lines=(UPPER, LOWER, "登记工作今天结束。"))
    edition = Edition(date=None, paper="青川日报", pages=(page,))
    found = find_doubts(edition, SplitEdition(articles=(article("kicker"),), furniture=()))
    assert [(d.kind, d.line, d.sure) for d in found] == [("head", 1, 0.55)]
    assert LOWER in found[0].done
    assert UPPER in found[0].other


@pytest.mark.parametrize(
    ("lines", "kickers", "headlines"),
    [
        (("百姓故事", "守着渡口的人"), ("百姓故事",), ("守着渡口的人",)),
        (("三千只旧书包", "洗净了再出发"), (), ("三千只旧书包", "洗净了再出发")),
        (("守着渡口的人",), (), ("守着渡口的人",)),
    ],
)
def test_a_column_s_name_is_no_half_of_a_headline(
    lines: tuple[str, ...], kickers: tuple[str, ...], headlines: tuple[str, ...]
) -> None:
    chosen = choose_headline((), (), lines, ())
    assert (chosen.kickers, chosen.headlines) == (kickers, headlines)
