"""A line of a column that was printed twice is read once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiopaper.articles.drafts import Draft
from audiopaper.articles.repairs.repeated_lines import drop_repeated_lines
from audiopaper.model import LineRange, Paragraph, RepairRule

SOURCE = LineRange(page=1, start=3, end=9)
LINE = "药、信和孩子的书本都靠他这条"


def repaired(text: str) -> Draft:
    return drop_repeated_lines(
        Draft(page=1, paragraphs=(Paragraph(text=text, sources=(SOURCE,)),), sources=(SOURCE,))
    )


def test_a_line_printed_twice_inside_a_paragraph_is_read_once_and_noted() -> None:
    draft = repaired(f"孟大江撑了三十一年船，对岸的{LINE}{LINE}船送过河去。")
    assert draft.paragraphs[0].text == f"孟大江撑了三十一年船，对岸的{LINE}船送过河去。"
    (repair,) = draft.repairs
    assert (repair.rule, repair.before, repair.after) == (RepairRule.REPEATED_PASSAGE, LINE, "")


@pytest.mark.parametrize(
    "text",
    [
        "渡口的灯还亮着，船就还会来，渡口的灯还亮着，船就还会来，他唱到天亮。",
        "渡口的灯还亮着啊渡口的灯",
        "石塘渡口……………………………………………………三时",
        "一到四月为12.50 12.50 12.50 12.50 12.50 12.50元。",
    ],
)
def test_a_refrain_leader_dots_and_rows_of_figures_stay(text: str) -> None:
    draft = repaired(text)
    assert draft.paragraphs[0].text == text
    assert not draft.repairs


@given(st.text(alphabet="渡口的灯还亮着，。 12", max_size=200))
def test_nothing_is_dropped_but_what_stands_in_a_repair(text: str) -> None:
    draft = repaired(text)
    dropped = sum(len(repair.before) for repair in draft.repairs)
    assert len(draft.paragraphs[0].text) + dropped == len(text)
