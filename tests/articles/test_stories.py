"""Which story each text goes on: every line is read once, whatever stands on the page."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiopaper.articles import explain_edition
from audiopaper.articles.links.line_views import LineView
from audiopaper.articles.links.link_features import PageView
from audiopaper.articles.links.linker import read_table, weigh_links
from audiopaper.articles.links.readings import Reading, close_story, open_story, place_text
from audiopaper.articles.links.stories import STORY_FEATURES, StoryPage, list_stories, see_stories
from audiopaper.articles.links.story_order import StoryOrder, order_stories
from audiopaper.model import Edition, Page
from tests.support.paths import ROOT
from tests.tools.damaged_pages import read_damaged

LINES = (
    "青川河两岸新添三座步行桥",
    "青川日报讯（记者 林晓禾）记者昨日获悉，青川河两岸新建的三座步行桥全部建成，方便附近居民晚上出行和散步锻",
    "炼。下一步还将在桥头修建小游园，为过桥的居民提供休闲空间。",
    "本报记者 方小雨",
    "老街面包房的炉火亮了四十年",
    "严守田说，面团要醒足八个小时，急不得，火候差一分钟，面包的颜色就不",
    "一样。今年秋天，他收了两个徒弟。",
    "（上接第1版）",
    "（下转第3版）",
    "面包师傅在揉面。 周小满 摄",
    "一、过桥的规矩",
    "（严守田）",
)


def view_page(lines: list[str]) -> PageView:
    page = Page(number=2, name="02.txt", lines=tuple(text for line in lines for text in (line, "")))
    (parts,) = explain_edition(Edition(date=None, paper="青川日报", pages=(page,)))
    return PageView(parts)


def order(page: PageView) -> StoryOrder:
    return order_stories(page, weigh_links(page))


@given(st.lists(st.sampled_from(LINES) | st.text(max_size=60), max_size=16))
@settings(max_examples=60, deadline=None)
def test_each_line_of_any_page_is_read_once_and_alike_twice(lines: list[str]) -> None:
    page = view_page(lines)
    stories = order(page)
    assert sorted(stories.lines) == list(range(len(page.views)))
    assert len(set(stories.rests.values())) == len(stories.rests)
    assert all(line != rest for line, rest in stories.rests.items())
    assert stories.pieces <= set(stories.lines)
    assert order(page) == stories


@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=12))
@settings(max_examples=40, deadline=None)
def test_what_is_seen_has_a_row_for_each_story_and_a_value_for_each_feature(
    lines: list[str],
) -> None:
    page = view_page(lines)
    seen = StoryPage(page, weigh_links(page))
    reading = Reading()
    for view in page.views:
        stories = list_stories(seen, reading, view)
        rows = see_stories(seen, reading, view.at, stories)
        assert rows.shape == (len(stories), len(STORY_FEATURES))
        reading = place_text(reading, view, stories[-1])


def digest_rows() -> str:
    """Hash what is seen of the texts of some pages, to the last bit."""
    digest = hashlib.sha256()
    for made in read_damaged()[:20]:
        page = view_page(list(made.lines[::2]))
        seen = StoryPage(page, weigh_links(page))
        reading = Reading()
        for line in page.views:
            stories = list_stories(seen, reading, line)
            digest.update(see_stories(seen, reading, line.at, stories).tobytes())
            reading = place_text(reading, line, stories[-1])
    return digest.hexdigest()


def test_what_is_seen_is_the_same_in_every_run() -> None:
    command = "from tests.articles.test_stories import digest_rows; print(digest_rows())"
    printed = {
        subprocess.run(
            [sys.executable, "-c", command],
            capture_output=True,
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(printed) == 1


def view(at: int, role: str) -> LineView:
    (made,) = view_page(["炼。下一步还将修建小游园。"]).views
    return LineView(
        **{name: getattr(made, name) for name in made.__slots__} | {"at": at, "role": role}
    )


def test_lines_of_a_head_open_one_story_until_it_has_a_text() -> None:
    reading = Reading()
    for at, role in enumerate(("kicker", "headline", "byline")):
        reading = open_story(reading, view(at, role))
    assert reading.begun == 1
    reading = place_text(reading, view(3, "lede"), reading.current)
    assert open_story(reading, view(4, "headline")).begun == 2


def test_a_jump_line_below_a_head_belongs_to_it_and_opens_a_story_elsewhere() -> None:
    headed = open_story(Reading(), view(0, "headline"))
    assert open_story(headed, view(1, "jump_in")).begun == 1
    assert open_story(open_story(Reading(), view(0, "jump_in")), view(1, "jump_in")).begun == 2


def test_a_late_head_is_that_of_the_story_above() -> None:
    begun = place_text(Reading(), view(0, "lede"), None)
    late = open_story(begun, view(1, "headline"), late=True)
    assert late.begun == 1
    assert late.current is not None
    assert late.current.heads == (1,)


def test_a_text_below_another_head_resumes_its_story() -> None:
    reading = place_text(open_story(Reading(), view(0, "headline")), view(1, "lede"), None)
    first = reading.open[0]
    reading = open_story(reading, view(2, "headline"))
    reading = place_text(reading, view(3, "text"), first)
    assert reading.resumed
    assert reading.current is not None
    assert reading.current.number == first.number


def test_a_jump_line_closes_the_story_above_it() -> None:
    reading = close_story(open_story(Reading(), view(0, "headline")))
    assert reading.current is not None
    assert reading.current.closed
    assert close_story(Reading()) == Reading()


def test_weights_for_other_features_are_refused() -> None:
    with pytest.raises(ValueError, match=r"stories\.npz .* train it again"):
        read_table("stories.npz", 3)
