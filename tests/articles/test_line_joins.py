"""Lines of wrapped text are joined to their paragraphs, and to nothing else."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiopaper.articles.blocks import Block
from audiopaper.articles.join_choice import NONE, choose_joins, shipped_joins
from audiopaper.articles.line_joins import find_widths, see_join, view_lines
from audiopaper.articles.page_blocks import make_blocks
from audiopaper.model import Page

FERRY = (
    "本报讯（记者沈砚秋）连日大雨，望溪渡口的水位比上周高出一米多，摆渡船每天只开早晚两班。",
    "渡口管理站说，船工夜里轮流值守，河面一有漂木就用长钩拨开，缆绳每两小时检查一次。",
    "对岸的石桥村有四十多个孩子要过河上学，村里商量后，请家长轮流陪着一起坐船。",
)
BAKERY = (
    "南门外的老饼铺搬了新家，炉子还是原来那一座，搬的时候拆成三百多块砖，编了号再砌起来。",
    "掌柜的说，砖缝里的火候搬不走，头一个月烤坏了两百多只饼，都送给了街坊喂鸡。",
    "如今每天清早四点生火，六点开门，卖完三炉就收，想多买的人要在前一天留个名字。",
)


def wrap(paragraphs: tuple[str, ...], width: int) -> list[str]:
    """Set paragraphs in a column, each opened by an indent."""
    lines = []
    for text in paragraphs:
        row = "\u3000\u3000" + text
        lines += [row[at : at + width] for at in range(0, len(row), width)]
    return lines


def texts(lines: list[str]) -> list[str]:
    """Return the texts of a page's blocks."""
    page = Page(number=1, name="01.txt", lines=tuple(lines))
    return [block.text for block in make_blocks(page)]


@pytest.mark.parametrize("width", [9, 13, 18, 24])
def test_a_wrapped_story_comes_back_in_its_paragraphs(width: int) -> None:
    assert texts(["渡口加了一班岗", *wrap(FERRY, width)]) == ["渡口加了一班岗", *FERRY]


def test_a_headline_below_a_line_that_a_column_cut_stands_alone() -> None:
    column = wrap(FERRY, 14)
    cut = column[:-1]
    page = [*cut, "老饼铺搬炉记", *wrap(BAKERY, 14)]
    assert "老饼铺搬炉记" in texts(page)


def test_two_stories_in_columns_of_two_widths_are_both_read() -> None:
    page = [*wrap(FERRY, 11), "", "老饼铺搬炉记", *wrap(BAKERY, 22)]
    assert texts(page) == [*FERRY, "老饼铺搬炉记", *BAKERY]


def test_rows_of_a_table_among_wrapped_lines_stay_apart() -> None:
    rows = ["早班 6:20 望溪渡口", "晚班 17:40 望溪渡口"]
    assert texts([*wrap(FERRY, 14), "开船时刻", *rows])[-3:] == ["开船时刻", *rows]


def test_a_column_has_the_width_of_the_lines_near() -> None:
    lines = [Block(page=1, lines=((1, "渡"),), text="渡" * n) for n in [9] * 20 + [16] * 20]
    widths = find_widths(lines, 0)
    assert widths[:14] == (9,) * 14
    assert widths[-14:] == (16,) * 14


def test_what_is_seen_of_two_lines_has_a_weight() -> None:
    page = [*wrap(FERRY, 12), "老饼铺搬炉记", "（下转第三版）", *wrap(BAKERY, 12)]
    lines = [Block(page=1, lines=((n, t),), text=t.strip()) for n, t in enumerate(page, 1)]
    views = view_lines(lines, 12)
    for above, line in itertools.pairwise(views):
        assert set(see_join(above, line, indents=True)) <= set(shipped_joins())


@given(st.lists(st.text("渡口船工，。“”（）:A1 \u3000", max_size=20), max_size=30))
def test_any_lines_are_read_and_the_first_goes_on_none(page: list[str]) -> None:
    lines = [Block(page=1, lines=((1, text),), text=text) for text in page]
    joins = choose_joins(lines, 9)
    assert len(joins) == max(1, len(lines))
    assert joins[0] == NONE
    going_on = [above for above in joins if above != NONE]
    assert len(set(going_on)) == len(going_on)
    assert all(above < at for at, above in enumerate(joins))
