from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiopaper.config import EpisodeSettings, LeadSettings, PresenterSettings
from audiopaper.errors import RundownError
from audiopaper.model import Rundown
from audiopaper.rundown import (
    draft_rundown,
    is_edited,
    load_rundown,
    lunar_date,
    save_rundown,
)
from tests.builders import (
    DATE,
    make_article,
    make_item,
    make_paragraph,
    make_ranking,
    make_rundown,
)

PRESENTERS = ["lan", "song"]


def draft(articles: list[Any], ranks: list[int | None], **changes: Any) -> Rundown:
    values: dict[str, Any] = {
        "date": DATE,
        "paper": "青川日报",
        "show": "听报",
        "episode": EpisodeSettings(),
        "presenters": PresenterSettings(),
        "leads": LeadSettings(),
        "pace_chars": {"lan": 270, "song": 270},
    }
    rankings = [make_ranking(a, r) for a, r in zip(articles, ranks, strict=True)]
    return draft_rundown(articles, rankings, **(values | changes))


def articles_of(*lengths: int) -> list[Any]:
    return [
        make_article(
            id=f"p1-a{n}", headline=f"标题{n}", paragraphs=(make_paragraph("字" * length),)
        )
        for n, length in enumerate(lengths, 1)
    ]


def stories(rundown: Rundown) -> list[str]:
    return [i.article_id for i in rundown.items if i.kind == "story" and not i.drop]


def test_stories_stand_in_the_order_of_their_rank() -> None:
    assert stories(draft(articles_of(50, 50, 50), [2, 3, 1])) == ["p1-a3", "p1-a1", "p1-a2"]


def test_an_article_without_rank_is_neither_story_nor_candidate() -> None:
    rundown = draft(articles_of(50, 50), [1, None])
    assert [i.article_id for i in rundown.items if i.kind == "story"] == ["p1-a1"]


def test_stories_fill_the_target_length_and_the_rest_are_candidates() -> None:
    rundown = draft(articles_of(*[270] * 6), [1, 2, 3, 4, 5, 6], episode=EpisodeSettings(minutes=4))
    assert stories(rundown) == ["p1-a1", "p1-a2", "p1-a3"]
    assert [i.article_id for i in rundown.items if i.drop] == ["p1-a4", "p1-a5", "p1-a6"]


def test_a_shorter_story_takes_the_room_that_a_longer_one_does_not_fit_in() -> None:
    rundown = draft(articles_of(270, 2700, 270), [1, 2, 3], episode=EpisodeSettings(minutes=4))
    assert stories(rundown) == ["p1-a1", "p1-a3"]


def test_the_best_article_is_read_whatever_its_length() -> None:
    assert stories(draft(articles_of(9000), [1], episode=EpisodeSettings(minutes=2))) == ["p1-a1"]


def test_no_fit_article_is_an_error_that_says_where_to_look() -> None:
    with pytest.raises(RundownError, match="fit to be a lead"):
        draft(articles_of(50), [None])


def test_presenters_take_the_stories_in_turns() -> None:
    rundown = draft(articles_of(50, 50, 50), [1, 2, 3])
    assert [i.presenter for i in rundown.items if i.kind == "story"] == ["lan", "song", "lan"]


def test_the_ident_says_that_the_voice_is_synthesised() -> None:
    ident = draft(articles_of(50), [1]).items[0]
    assert ident.kind == "ident"
    assert "人工智能语音合成" in ident.text


def test_the_greeting_has_weekday_and_lunar_date() -> None:
    greeting = draft(articles_of(50), [1]).items[1]
    assert "2026年3月2日，星期一，农历正月十四" in greeting.text


@pytest.mark.parametrize(
    ("date", "lunar"),
    [
        pytest.param(dt.date(2026, 2, 17), "正月初一", id="new-year"),
        pytest.param(dt.date(2023, 3, 25), "闰二月初四", id="leap-month"),
        pytest.param(dt.date(2021, 10, 29), "九月廿四", id="autumn"),
    ],
)
def test_lunar_dates(date: dt.date, lunar: str) -> None:
    assert lunar_date(date) == lunar


def test_kicker_subhead_and_reporters_are_said_as_sentences() -> None:
    article = make_article(
        kicker="市公交集团：",
        subhead="——首末班时间公布",
        byline=("曾令新", "林青"),
        dateline="青川日报讯",
    )
    item = next(i for i in draft([article], [1]).items if i.kind == "story")
    assert item.title == "市公交集团：青川开通夜间公交"
    assert item.text.split("\n")[:2] == ["首末班时间公布。", "青川日报讯，曾令新、林青报道。"]


def test_a_kicker_without_colon_is_a_sentence_of_its_own() -> None:
    article = make_article(kicker="夜班职工有福了")
    item = next(i for i in draft([article], [1]).items if i.kind == "story")
    assert item.title == "青川开通夜间公交"
    assert item.text.startswith("夜班职工有福了。\n")


def test_an_article_with_a_part_missing_says_so_before_it_is_read() -> None:
    item = next(i for i in draft([make_article(incomplete="tail")], [1]).items if i.kind == "story")
    assert item.text.startswith("因版面所限，以下内容未刊完整。")


def test_what_was_saved_is_loaded_and_counts_as_unedited(tmp_path: Path) -> None:
    path, rundown = tmp_path / "rundown.toml", make_rundown()
    save_rundown(path, rundown, notes={"p1-a1": ["头版，有署名"]})
    assert load_rundown(path, presenters=PRESENTERS) == rundown
    assert not is_edited(path)


def test_a_changed_character_makes_the_rundown_edited(tmp_path: Path) -> None:
    path = tmp_path / "rundown.toml"
    save_rundown(path, make_rundown())
    path.write_text(path.read_text("utf-8").replace("夜间", "深夜"), "utf-8")
    assert is_edited(path)
    assert load_rundown(path, presenters=PRESENTERS).edited


def test_windows_line_ends_alone_are_no_edit(tmp_path: Path) -> None:
    path = tmp_path / "rundown.toml"
    save_rundown(path, make_rundown())
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert not is_edited(path)


@pytest.mark.parametrize(
    ("old", "new", "problem", "remedy"),
    [
        pytest.param('kind = "story"', 'kind = "storry"', "kind 'storry'", "story", id="kind"),
        pytest.param('presenter = "lan"', 'presenter = "lam"', "no presenter", "lan", id="voice"),
        pytest.param("title =", "titel =", "unknown key 'titel'", "title", id="key"),
        pytest.param("schema = 1", "schema = 9", "schema 9", "upgrade", id="schema"),
        pytest.param("\n[[items]]", "\n[[items", "line 12", "--redraft", id="toml"),
        pytest.param("pages = [1]", 'pages = ["a"]', "pages is no list", "[1]", id="pages"),
    ],
)
def test_a_malformed_rundown_names_the_line_and_the_way_out(
    tmp_path: Path, old: str, new: str, problem: str, remedy: str
) -> None:
    path = tmp_path / "rundown.toml"
    save_rundown(path, make_rundown())
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(RundownError, match="line") as caught:
        load_rundown(path, presenters=PRESENTERS)
    assert problem in caught.value.problem
    assert remedy in caught.value.remedy


def test_the_named_line_is_the_one_that_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "rundown.toml"
    save_rundown(path, make_rundown())
    lines = path.read_text("utf-8").splitlines()
    at = max(n for n, line in enumerate(lines, 1) if line.startswith("presenter"))
    lines[at - 1] = 'presenter = "nobody"'
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(RundownError) as caught:
        load_rundown(path, presenters=PRESENTERS)
    assert f"line {at}:" in caught.value.problem


def test_a_rundown_without_a_story_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rundown.toml"
    save_rundown(path, make_rundown(make_item(drop=True)))
    with pytest.raises(RundownError, match="no story is left"):
        load_rundown(path, presenters=PRESENTERS)


line_text = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")), min_size=1, max_size=40
)


@settings(deadline=None)
@given(title=line_text, lines=st.lists(line_text, min_size=1, max_size=4))
def test_any_text_survives_save_and_load(
    tmp_path_factory: pytest.TempPathFactory, title: str, lines: list[str]
) -> None:
    path = tmp_path_factory.mktemp("rundown") / "rundown.toml"
    rundown = make_rundown(make_item(title=title, text="\n".join(lines)))
    save_rundown(path, rundown)
    assert load_rundown(path, presenters=PRESENTERS) == rundown
