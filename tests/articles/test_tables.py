"""Rows of tables stay rows, below the line that names their columns, in the story above them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiopaper.articles import split_articles
from audiopaper.articles.table_rows import find_table_rows, heads_columns, is_table_row
from tests.articles.test_articles import make_edition

STORY = """
青川日报　2026年3月2日　星期一　第5版

{head}
　　本报讯（记者 高远）{lede}
{rows}
　　{end}
"""
TIMES = ("班次", "石塘", "青川", "票价"), ("1", "7:10", "8:20", "6"), ("2", "9:30", "10:40", "6")
RANKS = (
    ("名次", "球队", "胜", "平", "负", "积分"),
    ("1", "码头队", "5", "1", "0", "16"),
    ("2", "茶厂队", "4", "1", "1", "13"),
    ("3", "邮电队", "3", "2", "1", "11"),
    ("4", "中学队", "2", "3", "1", "9"),
)


def paragraphs_of(head: str, lede: str, rows: str, end: str) -> list[list[str]]:
    edition = make_edition(STORY.format(head=head, lede=lede, rows=rows, end=end))
    return [[p.text for p in article.paragraphs] for article in split_articles(edition).articles]


@pytest.mark.parametrize("edge", ["\t", " ", "　", " | "])
@pytest.mark.parametrize("rows", [TIMES, RANKS])
def test_each_row_of_a_table_stays_a_paragraph_of_its_story(
    edge: str, rows: tuple[tuple[str, ...], ...]
) -> None:
    lines = [edge.join(cells) for cells in rows]
    lede = "新的表从明天起用，详情如下。"
    end = "请市民提前十分钟到，工作人员在现场答问。"
    story = paragraphs_of("渡口换新表", lede, "\n".join(lines), end)
    assert story == [[lede, *lines, end]]


def test_rows_under_a_head_of_their_own_stay_below_it() -> None:
    rows = "\n".join("　".join(cells) for cells in RANKS)
    lede = "市足球联赛第六轮昨晚结束，码头队以1比1逼平茶厂队，仍居第一。"
    first, table = paragraphs_of("码头队守住第一", lede, f"积分榜\n{rows}", "比赛下周继续。")
    assert first == [lede]
    assert table[:5] == rows.split("\n")


@pytest.mark.parametrize(
    "text",
    [
        "2026 年 5 月 全县 共有 30 家",
        "截至 30 日，已有 8 家 12 人",
        "途经 码头 茶厂",
        "高远 林晓禾 5",
    ],
)
def test_prose_with_spaces_and_figures_is_no_row(text: str) -> None:
    assert not is_table_row(text)


def test_a_row_alone_makes_no_table() -> None:
    assert find_table_rows(["1 码头队 5 1", "比赛结束了。", "2 茶厂队 4 1", "3 邮电队 3 2"]) == [
        False, False, True, True,
    ]  # fmt: skip


def test_what_names_the_columns_has_about_as_many_cells() -> None:
    assert heads_columns("球队 胜 平 负", "1 码头队 5 1 0")
    assert not heads_columns("码头队守住第一", "1 码头队 5 1 0")
    assert not heads_columns("球队 胜 平 负", "码头队守住第一。")


@given(st.lists(st.text(max_size=30), max_size=8))
def test_any_lines_may_be_asked_for_rows(lines: list[str]) -> None:
    assert len(find_table_rows(lines)) == len(lines)
