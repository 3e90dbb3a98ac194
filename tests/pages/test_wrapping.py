"""Pages whose lines were wrapped: their date, their name and their articles."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from audiopaper.articles import split_articles
from audiopaper.model import Edition
from audiopaper.pages import read_edition
from audiopaper.pages.wrapped_lines import running_lines

DAY = dt.date(2026, 3, 2)
HEAD = "城北河堤步道开放"
BODY = (
    "本报讯（记者 白小禾）昨天上午，城北河堤步道正式开放，市民可以从石桥一直走到东门码头。步道全长"
    "六公里，沿途设有十二处休息亭和三座公共厕所，夜间照明到十一点。",
    "市水务局负责人介绍，河堤管理办法由市人大常委会于2025年12月28日通过，自2026年1月1日起施行，"
    "车辆和烧烤摊点不得进入步道。违反规定的，由城管部门处以二百元以下罚款。",
    "“以前这里杂草丛生，没人愿意来。”住在附近的居民说，如今每天早晚都有人散步、跑步。据昨日出版的"
    "石坪晚报报道，下游两个县也将在2027年6月1日前建成同样的步道。",
)
MASTHEAD = "城北日报\n2026年3月2日 星期一 第1203期\n\n"


def by_characters(text: str, width: int) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)]


def by_columns(text: str, width: int) -> list[str]:
    lines = [""]
    taken = 0
    for c in text:
        taken += 1 + (unicodedata.east_asian_width(c) in "WF")
        if taken > 2 * width:
            lines.append("")
            taken = 1 + (unicodedata.east_asian_width(c) in "WF")
        lines[-1] += c
    return lines


def wrap(
    cut: Callable[[str, int], list[str]], width: int, *, blank: bool = True, indent: bool = False
) -> str:
    first = "　　" if indent else ""
    paragraphs = ["\n".join(cut(first + text, width)) for text in BODY]
    return f"{HEAD}\n\n" + ("\n\n" if blank else "\n").join(paragraphs) + "\n"


def read(tmp_path: Path, text: str, name: str = "01.txt") -> Edition:
    page = tmp_path / name
    page.write_text(text, encoding="utf-8")
    return read_edition([page])


LAYOUTS = pytest.mark.parametrize("cut", [by_characters, by_columns])
WIDTHS = pytest.mark.parametrize("width", [12, 13, 15, 16, 18, 20, 22, 26, 30, 36, 40])
SHAPES = pytest.mark.parametrize(
    "shape",
    [{}, {"indent": True}, {"blank": False, "indent": True}],
    ids=["plain", "indent", "close"],
)


@LAYOUTS
@WIDTHS  # 36: a mail of 72 columns
@SHAPES
def test_a_date_inside_wrapped_text_is_never_the_editions(
    tmp_path: Path, cut: Callable[[str, int], list[str]], width: int, shape: dict[str, bool]
) -> None:
    edition = read(tmp_path, wrap(cut, width, **shape))
    assert edition.date is None
    assert edition.paper == ""
    assert read(tmp_path, wrap(cut, width, **shape), "2026-03-02-01.txt").date == DAY


@LAYOUTS
@WIDTHS
@SHAPES
def test_the_masthead_over_wrapped_text_says_the_date(
    tmp_path: Path, cut: Callable[[str, int], list[str]], width: int, shape: dict[str, bool]
) -> None:
    edition = read(tmp_path, MASTHEAD + wrap(cut, width, **shape))
    assert edition.date == DAY
    assert edition.paper == "城北日报"
    close = MASTHEAD.replace("\n\n", "\n") + wrap(cut, width, **shape).replace("\n\n", "\n", 1)
    assert read(tmp_path, close).date == DAY


@LAYOUTS
@WIDTHS
@SHAPES
def test_wrapped_paragraphs_come_out_whole(
    tmp_path: Path, cut: Callable[[str, int], list[str]], width: int, shape: dict[str, bool]
) -> None:
    # A column has more lines than this text alone.
    page = (
        MASTHEAD + wrap(cut, width, **shape) + "\n" + wrap(cut, width, **shape).replace("河", "湖")
    )
    first, second = split_articles(read(tmp_path, page)).articles
    assert first.headline == HEAD
    assert second.headline == HEAD.replace("河", "湖")
    assert first.text.replace("\n", "") == "".join(BODY).replace("本报讯（记者 白小禾）", "")
    assert [p.text[-4:] for p in first.paragraphs] == [text[-4:] for text in BODY]


def test_paragraphs_of_wrapped_text_name_the_lines_they_are_from(tmp_path: Path) -> None:
    edition = read(tmp_path, MASTHEAD + wrap(by_characters, 16))
    (article,) = split_articles(edition).articles
    lines = edition.pages[0].lines
    for paragraph, text in zip(article.paragraphs, BODY, strict=True):
        (source,) = paragraph.sources
        assert "".join(lines[source.start - 1 : source.end]) == text


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("春 晓\n\n春眠不觉晓\n处处闻啼鸟\n夜来风雨声\n花落知多少", id="poem"),
        pytest.param("石坪县\n东湖镇\n北川镇\n云岭乡", id="list"),
        pytest.param("城北日报\n2026年3月2日\n星期一\n第1203期\n今日8版", id="masthead"),
        pytest.param("城北河堤步道开放\n全长六公里十二亭\n夜间照明到十一点", id="headlines"),
        pytest.param("品名 单价 涨跌\n大米 2.90 持平\n面粉 2.60 微涨\n白糖 4.10 持平", id="table"),
        pytest.param("城北河堤步道今天起开放\n下游两县明年建成步道", id="two-heads"),
        pytest.param("7:00 早间新闻\n8:00 电视剧场\n9:30 健康讲座\n12:00 午间新闻", id="programme"),
        pytest.param(
            "主管：中共城北市委\n主办：城北日报社\n国内统一刊号：CN-0000\n邮发代号：00-00",
            id="imprint",
        ),
    ],
)
def test_short_lines_of_their_own_are_no_running_text(page: str) -> None:
    assert not running_lines(page.split("\n"))


@pytest.mark.parametrize(
    "line",
    [
        "新条例2026年5月1日起施行",
        "自2026年5月1日施行",
        "截至2025年12月31日的数据",
        "大桥于2027年10月1日前通车",
        "2025年10月1日至8日停水",
    ],
)
def test_a_date_that_a_headline_speaks_of_is_never_the_editions(tmp_path: Path, line: str) -> None:
    assert read(tmp_path, f"城北日报\n\n{line}\n\n{BODY[0]}").date is None


@pytest.mark.parametrize(
    "line",
    [
        "2026年3月2日",
        "2026年3月2日，星期一",
        "城北日报2026年3月2日",
        "2026-03-02 08:00 来源：城北日报",
        "出版日期：2026年3月2日",
        "2026年3月2日出版",
        "二〇二六年三月二日 星期一",
    ],
)
def test_a_date_that_stands_apart_over_the_text_is_the_editions(tmp_path: Path, line: str) -> None:
    assert read(tmp_path, f"{line}\n\n{HEAD}\n\n{BODY[0]}").date == DAY


def test_the_papers_name_is_never_a_line_of_wrapped_text(tmp_path: Path) -> None:
    column = ["记者昨天从县里了解到，据", "邻县出版的云岭日报", "昨天报道，步道今年建成。"]
    edition = read(tmp_path, HEAD + "\n\n" + "\n".join(column * 3) + "\n")
    assert edition.paper == ""


@pytest.mark.parametrize("width", [12, 14, 17, 20])
def test_a_date_behind_a_wrapped_byline_is_never_the_editions(tmp_path: Path, width: int) -> None:
    text = (
        "（记者 白小禾 图 / 通讯员 汤一沐 谭佩）2026 年 1 月 6 日，云台区经济工作会议召开。会议通报了"
        "去年的经济运行情况，部署了今年的工作任务，要求各镇街抓好重点项目。"
    )
    lines = by_characters(text, width)
    assert read(tmp_path, "云台区部署今年经济工作\n\n" + "\n".join(lines)).date is None
