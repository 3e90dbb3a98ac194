"""An episode's title: by a template, unlike every other one."""

from __future__ import annotations

import datetime as dt

import pytest

from audiopaper.config import EpisodeSettings
from audiopaper.publish.file_tags import MAX_HEADLINE_CHARS, shorten_headline, write_title

DAY = dt.date(2026, 3, 2)


@pytest.mark.parametrize(
    ("template", "headlines", "title"),
    [
        ("{date} {headline}{more}", ("大桥通车", "春耕开始"), "3月2日 大桥通车等2条"),
        ("{date} {headline}{more}", ("大桥通车",), "3月2日 大桥通车"),
        ("{date} {headline}{more}", (), "3月2日"),
        ("《{paper}》{year}{date}", ("大桥通车",), "《青川日报》2026年3月2日"),
        ("{show} {date}", ("大桥通车",), "听报 3月2日"),
    ],
)
def test_a_title_is_written_by_the_shows_template(
    template: str, headlines: tuple[str, ...], title: str
) -> None:
    written = write_title(template, date=DAY, headlines=headlines, show="听报", paper="青川日报")
    assert written == title


def test_a_further_edition_of_a_day_is_named() -> None:
    title = write_title("{date}", date=DAY, headlines=(), show="听报", edition="evening")
    assert title == "3月2日（evening）"


@pytest.mark.parametrize("template", ["{headline}", "今天", "{date} {nobody}", "{date"])
def test_a_template_that_gives_two_days_one_title_or_no_title_is_refused(template: str) -> None:
    with pytest.raises(ValueError, match="title"):
        EpisodeSettings(title=template)


@pytest.mark.parametrize(
    ("headline", "short"),
    [
        ("大桥通车", "大桥通车"),
        ("城北水厂深度处理工程通水：38万居民喝上“少一点土腥味”的水", "城北水厂深度处理工程通水"),
        ("字" * 40, "字" * 23 + "…"),
    ],
)
def test_a_long_headline_is_cut_behind_a_mark(headline: str, short: str) -> None:
    assert shorten_headline(headline) == short
    assert len(short) <= MAX_HEADLINE_CHARS
