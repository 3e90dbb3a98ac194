"""What `audiopaper articles --html` shows."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner
from lxml import etree

from audiopaper.cli.articles_command import articles_command
from tests.support.printed_stories import make_page, make_stories
from tests.tools.printed.pdf import write_pdf


def show(path: Path, out: Path) -> etree._Element:
    done = CliRunner().invoke(articles_command, [str(path), "--html", str(out)])
    assert done.exit_code == 0, done.output
    return etree.fromstring(out.read_bytes(), etree.HTMLParser())


def test_a_printed_page_is_drawn_with_each_article_in_a_colour_and_numbered(
    tmp_path: Path,
) -> None:
    sheet, _ = make_page("party")
    (tmp_path / "01.pdf").write_bytes(write_pdf([sheet]))
    shown = show(tmp_path / "01.pdf", tmp_path / "view.html")
    (svg,) = shown.iter("svg")
    assert svg.get("viewbox") == f"0 0 {sheet.width:.1f} {sheet.height:.1f}"
    listed = ["".join(item.itertext()) for item in shown.iter("li")]
    assert all(any(story.headline in item for item in listed) for story in make_stories())
    fills = {rect.get("fill") for rect in svg.iter("rect")}
    colours = {re.search(r"background:(.*)", i.get("style", ""))[1] for i in shown.iter("i")}  # type: ignore[index]
    assert len(colours) == len(listed)
    assert len(fills & colours) >= len(make_stories())
    badges = {text.text for text in svg.iter("text") if text.get("text-anchor")}
    assert {"1", "2", "3", "4"} <= badges


def test_a_page_of_plain_text_is_shown_line_by_line_and_escaped(tmp_path: Path) -> None:
    text = "城北新桥昨日通车\n\n新桥全长一千二百米，<b>双向</b>六车道，昨日通车。\n"
    (tmp_path / "01.txt").write_text(text, encoding="utf-8")
    shown = show(tmp_path / "01.txt", tmp_path / "view.html")
    lines = [p.text or "" for p in shown.iter("p")]
    assert "新桥全长一千二百米，<b>双向</b>六车道，昨日通车。" in lines


def test_doubts_are_said_in_words_beside_their_mark(tmp_path: Path) -> None:
    from audiopaper.layout import Box, LineLayout, PageLayout
    from audiopaper.model import Edition, Page, SplitEdition
    from audiopaper.publish.page_view import PageDoubt, render_page_view

    line = LineLayout(boxes=(Box(left=1, top=1, right=9, bottom=2),), size_pt=9, doubtful=True)
    layout = PageLayout(width_mm=10, height_mm=10, lines=(line,))
    page = Page(number=1, name="a", lines=("他在河",), layout=layout)
    edition = Edition(date=None, paper="", pages=(page,))
    doubt = PageDoubt(page=1, line=1, text="torn-end")
    shown = render_page_view(edition, SplitEdition(articles=(), furniture=()), [doubt])
    assert "torn-end; not clear to which article" in shown
    assert ">?</text>" in shown
