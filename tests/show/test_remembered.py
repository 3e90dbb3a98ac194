"""A show remembers who signs in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from audiopaper.config import defaults_folder, read_config
from audiopaper.errors import PublishError
from audiopaper.lexicon import Lexicon, load_lexicon
from audiopaper.model import Segment
from audiopaper.pipeline.edition_review import review_edition
from audiopaper.pipeline.known_names import remember_names, settle_name, with_known_names
from audiopaper.pipeline.text import settle_readings
from audiopaper.show.folder import ShowFolder, show_folder
from tests.support.paths import LEXICON_FOLDER

SHIPPED = load_lexicon(LEXICON_FOLDER)
BYLINE = "青川日报记者 单解放 报道。"
ALONE = "旧稿多出单解放之手。"
FIRST = dt.date(2026, 3, 1)


def settle(text: str, lexicon: Lexicon = SHIPPED) -> Segment:
    (segment,) = settle_readings([Segment(item=0, presenter="", printed=text)], lexicon)
    return segment


def names_of(text: str, lexicon: Lexicon) -> list[str]:
    return [text[n.start : n.end] for n in settle(text, lexicon).names]


def sign(output: Path, days: int) -> None:
    for day in range(days):
        remember_names(ShowFolder(output), FIRST + dt.timedelta(days=day), [settle(BYLINE)])


def test_who_signed_on_ten_days_is_known_wherever_the_name_stands(tmp_path: Path) -> None:
    assert names_of(ALONE, SHIPPED) == []
    sign(tmp_path, 10)
    lexicon = with_known_names(SHIPPED, ShowFolder(tmp_path), FIRST + dt.timedelta(days=10))
    assert names_of(ALONE, lexicon) == ["单解放"]
    (reading,) = (r for r in settle(ALONE, lexicon).readings if r.start == ALONE.index("单"))
    assert reading.pinyin == ("shan4",)


def test_nine_days_are_too_few_and_a_day_counts_once(tmp_path: Path) -> None:
    sign(tmp_path, 9)
    sign(tmp_path, 9)
    lexicon = with_known_names(SHIPPED, ShowFolder(tmp_path), FIRST + dt.timedelta(days=30))
    assert lexicon == SHIPPED


def test_an_edition_made_again_knows_what_it_knew(tmp_path: Path) -> None:
    sign(tmp_path, 20)
    ninth = FIRST + dt.timedelta(days=8)
    assert with_known_names(SHIPPED, ShowFolder(tmp_path), ninth) == SHIPPED


def test_a_name_that_an_editor_found_right_is_known_from_the_next_day_on(tmp_path: Path) -> None:
    show = ShowFolder(tmp_path)
    settle_name(show, FIRST, "单解放")
    assert with_known_names(SHIPPED, show, FIRST) == SHIPPED
    sign(tmp_path, 2)
    settle_name(show, FIRST + dt.timedelta(days=9), "单解放")
    lexicon = with_known_names(SHIPPED, show, FIRST + dt.timedelta(days=1))
    assert names_of(ALONE, lexicon) == ["单解放"]


def test_two_characters_that_an_editor_found_right_stay_words_elsewhere(tmp_path: Path) -> None:
    settle_name(ShowFolder(tmp_path), FIRST, "解放")
    later = FIRST + dt.timedelta(days=30)
    assert with_known_names(SHIPPED, ShowFolder(tmp_path), later) == SHIPPED


def test_who_is_only_written_about_is_not_remembered(tmp_path: Path) -> None:
    for day in range(12):
        remember_names(
            ShowFolder(tmp_path),
            FIRST + dt.timedelta(days=day),
            [settle("局长单解放今年五十岁，他说。")],
        )
    later = FIRST + dt.timedelta(days=30)
    assert with_known_names(SHIPPED, ShowFolder(tmp_path), later) == SHIPPED


def test_the_review_reads_a_known_name_as_the_episode_says_it(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    body = f"{ALONE}读者来信说，青川大桥通车以后，附近居民出行更加方便。" * 3
    article = f"青川日报\n2026年3月9日 第01版\n\n青川大桥今天通车\n\n本报讯 {body}\n"
    (pages / "青川日报_2026-03-09_A01.txt").write_text(article, "utf-8")
    config = replace(
        read_config(defaults_folder() / "config.toml"), output=str(tmp_path / "output")
    )
    before = review_edition([pages], date=None, config=config)
    settle_name(show_folder(config), FIRST, "单解放")
    behind = review_edition([pages], date=None, config=config)
    assert "单解放" not in {doubt.text for doubt in before.doubts}
    assert "单解放" in {doubt.text for doubt in behind.doubts}


def test_a_damaged_list_is_named_with_its_remedy(tmp_path: Path) -> None:
    path = ShowFolder(tmp_path).known_names
    path.parent.mkdir()
    path.write_text("{", "utf-8")
    with pytest.raises(PublishError, match=path.name):
        with_known_names(SHIPPED, ShowFolder(tmp_path), FIRST)


def test_the_remedy_of_a_damaged_file_says_what_would_be_lost(tmp_path: Path) -> None:
    show = ShowFolder(tmp_path)
    settle_name(show, FIRST, "单雨禾")
    show.known_names.write_text("{", "utf-8")
    with pytest.raises(PublishError) as failure:
        with_known_names(SHIPPED, show, FIRST)
    assert "those that editors confirmed are lost" in failure.value.remedy
