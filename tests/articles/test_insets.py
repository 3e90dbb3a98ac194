"""What is set between two lines of wrapped text leaves the paragraph whole."""

from __future__ import annotations

import pytest

from audiopaper.articles.page_blocks import make_blocks
from audiopaper.model import Page

FIRST = (
    "石塘渡口的船工孟大江撑了三十一年船，",
    "对岸的药、信和孩子的书本，都靠他这条",
    "船送过河去。",
)
TORN = ("去年冬天河面结了薄冰，他凌晨三点起来", "敲冰，把一位要临盆的产妇送到了县医院")
REST = ("的急诊室门口，自己的棉鞋全湿透了。",)
LAST = ("今年渡口要建桥，他说这是等了一辈子的", "好消息。")


def paragraphs(inset: tuple[str, ...], torn: tuple[str, ...] = TORN, *, indent: bool) -> list[str]:
    mark = "\u3000\u3000" if indent else ""
    opening = (mark + FIRST[0], *FIRST[1:], mark + torn[0], *torn[1:])
    lines = (*opening, *inset, *REST, mark + LAST[0], *LAST[1:])
    return [block.text for block in make_blocks(Page(number=1, name="", lines=lines))]


@pytest.mark.parametrize("indent", [True, False])
@pytest.mark.parametrize(
    "inset",
    [
        ("孟大江在清理船舱。鲁一鸣 摄",),
        ("孟大江在清理船舱。", "本报记者 鲁一鸣 摄"),
        ("图为孟大江在清理船舱。", "鲁一鸣 摄"),
        ("▲孟大江在清理船舱。鲁一鸣 摄",),
        ("渡口的老船。（图片由村委会提供）",),
        ("（图片由村委会提供）",),
        ("编辑：高远 校对：石砚 组版：小禾",),
        ("石塘驾校 随到随学", "报名电话：0990-8123456"),
    ],
)
def test_a_paragraph_goes_on_below_a_picture_s_words_an_advert_and_a_page_s_foot(
    inset: tuple[str, ...], indent: bool
) -> None:
    blocks = paragraphs(inset, indent=indent)
    assert "".join((*TORN, *REST)) in blocks
    assert "".join(inset) in ("".join(blocks[2 : 2 + n]) for n in range(1, 4))


@pytest.mark.parametrize("indent", [True, False])
def test_words_that_only_a_caption_opens_with_are_not_joined_to_a_whole_paragraph(
    indent: bool,
) -> None:
    whole = (TORN[0], "敲冰，把一位要临盆的产妇送到了医院。")
    blocks = paragraphs(("图为孟大江在清理船舱。", "鲁一鸣 摄"), whole, indent=indent)
    assert "".join(whole) in blocks


def test_a_word_across_the_end_of_a_line_is_no_picture_s_opening() -> None:
    torn = (TORN[0], "敲冰。去年有人在渡口私设收费的杆子，企")
    blocks = paragraphs(("图为自己多要两块钱，被他当面拦下，送到",), torn, indent=True)
    assert any("企图为自己" in block for block in blocks)


def test_a_line_that_closes_with_a_semicolon_and_fills_its_column_goes_on() -> None:
    torn = (TORN[0], "敲冰，把一位要临盆的产妇送到了医院；")
    blocks = paragraphs(("天亮以后他又把两个学生送过河去念书，",), torn, indent=False)
    assert any("送到了医院；天亮以后" in block for block in blocks)
