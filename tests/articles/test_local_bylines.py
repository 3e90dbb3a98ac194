"""Bylines as local papers print them: with an office, with a trade, with spaces in the names."""

from __future__ import annotations

import pytest

from audiopaper.articles.assembly import draft_articles
from audiopaper.articles.blocks import Block
from audiopaper.articles.byline_forms import is_byline, is_photo_credit
from audiopaper.articles.bylines import parse_byline
from audiopaper.articles.draft_builder import DraftBuilder
from audiopaper.articles.links.page_stories import ReadPage
from audiopaper.articles.paragraph_bylines import parse_closing, parse_opening
from audiopaper.articles.roles import Part, Role


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("高 远（导游）", ("高远",)),
        ("林晓禾（前青川队队长）", ("林晓禾",)),
        ("方 圆（七十一岁）", ("方圆",)),
        ("青川机械厂 高 远", ("高远",)),
        ("八年级（3）班 林晓禾", ("林晓禾",)),
        ("通讯员 安平县 林 禾", ("林禾",)),
    ],
)
def test_a_name_with_an_office_or_a_trade_is_a_byline(line: str, names: tuple[str, ...]) -> None:
    assert is_byline(line)
    assert parse_byline(line).writers == names


@pytest.mark.parametrize("office", ["工会", "妇联", "团委", "青川县文联"])
def test_a_closing_credit_names_its_writer_behind_an_office_that_stands_alone(office: str) -> None:
    text, byline = parse_closing(f"渡口三月二日开航。（{office} 林晓禾）")
    assert text == "渡口三月二日开航。"
    assert byline
    assert byline.writers == ("林晓禾",)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("本报讯（融媒体中心 高 远 教务处 林晓禾）三月二日，渡口开航。", ("高远", "林晓禾")),
        ("青川讯（记者 高 远舟 通讯员 林 禾）三月二日，渡口开航。", ("高远舟", "林禾")),
        ("本报讯（农学院 端木远）三月二日，渡口开航。", ("端木远",)),
    ],
)
def test_behind_a_dateline_offices_stand_beside_names(text: str, names: tuple[str, ...]) -> None:
    opening = parse_opening(text)
    assert (opening.writers, opening.rest) == (names, "三月二日，渡口开航。")


def test_what_is_no_name_in_brackets_behind_a_dateline_stays_in_the_text() -> None:
    opening = parse_opening("本报讯（渡口停航三个月后 恢复开航）三月二日，渡口开航。")
    assert opening.writers == ()
    assert "渡口停航三个月后 恢复开航" in opening.rest


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("林师傅口述 高远整理", ("林师傅", "高远")),
        ("口述：林师傅 整理：高远", ("林师傅", "高远")),
        ("岭州 林师傅口述 高远整理", ("林师傅", "高远")),
        ("讲述人/林师傅 记录/本报记者 高远", ("林师傅", "高远")),
        ("□ 青川市委党校课题组", ("青川市委党校课题组",)),
        ("（青川大学渡口文化研究中心）", ("青川大学渡口文化研究中心",)),
    ],
)
def test_who_told_a_text_and_a_group_that_wrote_it_are_its_byline(
    line: str, names: tuple[str, ...]
) -> None:
    assert is_byline(line)
    assert parse_byline(line).writers == names


@pytest.mark.parametrize("line", ["青川市委党校课题组", "□ 课题组走访渡口", "（课题组）调研"])
def test_a_group_without_a_mark_or_in_a_sentence_is_no_byline(line: str) -> None:
    assert not is_byline(line)


@pytest.mark.parametrize(
    ("line", "is_credit"),
    [
        ("摄影 高远", True),
        ("高远 摄影", True),
        ("渡口晨雾 摄影 高远", False),
        ("值班摄影 高远 编辑 林晓", False),
        ("记者 林晓 采写 高远 摄影", False),
    ],
)
def test_a_photographer_alone_is_a_credit(line: str, *, is_credit: bool) -> None:
    assert is_photo_credit(line) == is_credit


@pytest.mark.parametrize(
    ("above", "writers"),
    [
        ("问：末班船几点开？", ()),
        ("（读者问）：末班船几点开？", ()),
        ("问：末班船几点开？答：夜里十点。", ("高远",)),
        ("末班船夜里十点开。", ("高远",)),
    ],
)
def test_a_name_below_a_question_is_who_asked(above: str, writers: tuple[str, ...]) -> None:
    builder = DraftBuilder(page=1)
    rows: list[tuple[str, Role]] = [(above, "text"), ("石塘镇 高远", "closing")]
    for line, (text, role) in enumerate(rows, 1):
        block = Block(page=1, lines=((line, text),), text=text)
        builder.add(Part(block=block, role=role, seen=frozenset()))
    assert builder.writers == writers
    assert ("石塘镇 高远" in [p.text for p in builder.paragraphs]) == (not writers)


def test_an_office_and_a_name_close_an_article() -> None:
    text, byline = parse_closing("渡口开航了。（运输部 林 禾）")
    assert text == "渡口开航了。"
    assert byline is not None
    assert byline.writers == ("林禾",)


@pytest.mark.parametrize(
    ("between", "lines", "apart"),
    [
        ("byline", ("渡口来了", "一条会说话的船"), False),
        ("caption", ("渡口来了", "一条会说话的船"), False),
        # A headline over a caption that does not read on is the picture's.
        ("caption", ("春耕忙", "石塘渡口改建完工"), True),
    ],
)
def test_what_stands_between_the_two_lines_of_a_headline_leaves_it_one_headline(
    between: Role, lines: tuple[str, str], *, apart: bool
) -> None:
    news = "三月二日，石塘渡口改建完工，新添的两个泊位当天启用，末班船开到夜里十点。"
    rows: list[tuple[str, Role]] = [
        (lines[0], "headline"), ("晚报记者 林晓禾 报道", between), (lines[1], "headline"), (news, "lede"),
    ]  # fmt: skip
    blocks = [Block(page=1, lines=((n, text),), text=text) for n, (text, _) in enumerate(rows, 1)]
    parts = [
        Part(block=block, role=role, seen=frozenset(), marginals=((role, 1.0),))
        for block, (_, role) in zip(blocks, rows, strict=True)
    ]
    drafts, _ = draft_articles(ReadPage(parts=tuple(parts)))
    headlines = [d.headlines for d in drafts if d.headlines]
    assert headlines == ([(line,) for line in lines] if apart else [lines])
