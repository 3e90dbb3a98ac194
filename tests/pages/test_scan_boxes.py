"""What is put right between finding the lines of a scan and setting them in order."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from audiopaper.layout import Box
from audiopaper.pages.geometry.frame import find_frames
from audiopaper.pages.scan.box_repair import (
    join_overlapping,
    join_pieces,
    mend_scraps,
    split_vertical,
)
from audiopaper.pages.scan.line_reader import ReadChar, ReadLine
from audiopaper.pages.scan.recognised_rows import make_rows
from audiopaper.pages.scan.row_spaces import space_row
from audiopaper.pages.scan.shapes import find_shapes
from audiopaper.pages.scan.text_boxes import PixelBox
from audiopaper.pages.scan.unseen_rows import add_unseen
from tests.tools.printed.pictures import draw
from tests.tools.printed.setting import Rect, SetLine, Sheet

EM = 24.0
HEIGHT = 36.0


def row(
    text: str, *, apart: dict[int, float] | None = None, blanks: tuple[int, ...] = ()
) -> ReadLine:
    """A recognised row whose characters fill 0.9 em; ``apart``: ems of white before a character."""
    chars, marks, x = [], [], 0.0
    for n, char in enumerate(text):
        x += (apart or {}).get(n, 0.0) * EM
        if n in blanks:
            chars.append(ReadChar(" ", x, 0.7))
        chars.append(ReadChar(char, x + EM / 2, 1.0))
        marks.append((round(x + 0.05 * EM), round(x + 0.95 * EM), 4, 28))
        x += EM
    box = PixelBox(-8.0, 0.0, x + 8, HEIGHT)
    return ReadLine(box, tuple(chars), ink=(4.0, 28.0), span=(1.0, x), marks=tuple(marks))


def text_of(line: ReadLine) -> str:
    chars = [char for char in line.chars if char.char.strip()]
    return space_row(line, chars, EM, 0.1)[0]


def test_names_that_narrow_white_parts_are_two_names() -> None:
    assert (
        text_of(row("（记者马梅伟高军兰）", apart={3: 0.25, 6: 0.25})) == "（记者 马梅伟 高军兰）"
    )


def test_a_space_that_the_recognition_saw_stands() -> None:
    assert text_of(row("全场九折送货上门", apart={4: 0.2}, blanks=(4,))) == "全场九折 送货上门"


@pytest.mark.parametrize("white", [0.0, 0.05, 0.1])
def test_a_row_that_is_spaced_out_evenly_has_no_spaces(white: float) -> None:
    text = "渠水提前十天进田八个乡镇全部放水"
    assert text_of(row(text, apart=dict.fromkeys(range(1, len(text)), white))) == text


def test_a_thin_character_has_no_spaces_round_it() -> None:
    line = row("省第一中学")
    thin = tuple(
        (a + 8, b - 2, c, d) if n == 2 else (a, b, c, d)
        for n, (a, b, c, d) in enumerate(line.marks)
    )
    assert (
        text_of(ReadLine(line.box, line.chars, ink=line.ink, span=line.span, marks=thin))
        == "省第一中学"
    )


@pytest.mark.parametrize(("share", "printed"), [(0.045, "中国—中东欧"), (0.0005, "中国一中东欧")])
def test_a_dash_is_told_from_the_figure_one_only_where_it_is_sure(
    share: float, printed: str
) -> None:
    line = row("中国一中东欧")
    chars = tuple(
        replace(char, other="—", other_confidence=share) if char.char == "一" else char
        for char in line.chars
    )
    (made,) = make_rows([replace(line, chars=chars)], [0.2], body=EM, mm=0.1)
    assert made.text == printed


def test_a_thick_figure_one_in_a_headline_is_no_dash() -> None:
    line = row("一路乒乓一路辉煌")
    chars = tuple(
        replace(char, other="—", other_confidence=0.005) if char.char == "一" else char
        for char in line.chars
    )
    (made,) = make_rows([replace(line, chars=chars)], [0.2], body=EM / 1.8, mm=0.1)
    assert made.text == "一路乒乓一路辉煌"


@pytest.mark.parametrize("mark", ["）", ")"])
def test_a_row_goes_on_behind_a_bracket_whose_ink_stands_at_one_side(mark: str) -> None:
    line = row("涵" + mark)
    shut = replace(line, box=PixelBox(-8, 0, 1.6 * EM, HEIGHT), span=(1.0, 1.35 * EM))
    rest = row("渠水提前十天进田放水")
    at = 2.2 * EM
    rest = replace(
        rest,
        box=replace(rest.box, left=at - 8, right=rest.box.right + at),
        span=(at, rest.span[1] + at),
        chars=tuple(replace(char, middle=char.middle + at) for char in rest.chars),
    )
    (made,) = make_rows([shut, rest], [0.2, 0.2], body=EM, mm=0.1)
    assert made.text == "涵）渠水提前十天进田放水"


def test_pieces_of_a_headline_whose_boxes_reach_over_each_other_are_one_row() -> None:
    whole = row("城北新桥昨日通车")
    first, rest = (replace(whole, chars=part) for part in (whole.chars[:3], whole.chars[3:]))
    pieces = [
        replace(first, box=PixelBox(0, 0, 4.0 * EM, HEIGHT), span=(1.0, 4.0 * EM)),
        replace(rest, box=PixelBox(2.0 * EM, 0, 8.0 * EM, HEIGHT), span=(2.0 * EM, 8.0 * EM)),
    ]
    (made,) = make_rows(pieces, [0.2, 0.2], body=EM / 2, mm=0.1)
    assert made.text == "城北新桥昨日通车"


@pytest.mark.parametrize(
    ("apart", "high", "size"),
    [
        pytest.param(0.12, 1.0, 1.0, id="spaced out"),
        pytest.param(0.0, 1.0, 1.0, id="text"),
        pytest.param(-0.08, 0.92, 0.92, id="a caption"),
        pytest.param(0.3, 1.3, 1.3, id="a subhead"),
    ],
)
def test_a_row_is_as_large_as_its_type_and_not_as_it_is_wide(
    apart: float, high: float, size: float
) -> None:
    text = "渠水提前十天进田八个乡镇全部"
    usual = [row(text) for _ in range(5)]
    wide = row(text, apart=dict.fromkeys(range(1, len(text)), apart))
    wide = replace(wide, ink=(4.0, 4.0 + 24.0 * high))
    *_, made = make_rows([*usual, wide], [0.2] * 6, body=EM, mm=25.4 / 72)
    assert made.size_pt == pytest.approx(size * EM, rel=0.03)


def test_a_row_of_stops_that_was_overlooked_is_found() -> None:
    texts = ["渠水提前十天进田八个乡镇全部放水", "城北新桥昨日通车首日车流量很大啊"]
    lines = [SetLine(texts[n % 2], 10, 10 + 5 * n, 9.5) for n in range(6)]
    stops = SetLine("。”", 10, 10 + 5 * 6, 9.5)
    after = SetLine(texts[0], 10, 10 + 5 * 7, 9.5)
    sheet = Sheet(120, 70, [*lines, stops, after])
    page = np.asarray(draw(sheet, dpi=200))
    dot, em = 200 / 25.4, 9.5 / 72 * 200
    boxes = [
        PixelBox(9.4 * dot, (line.y - 0.4) * dot, (10.6 + 54) * dot, (line.y + 3.8) * dot)
        for line in (*lines, after)
    ]
    *seen, unseen = add_unseen(page, boxes, em)
    assert seen == boxes
    assert unseen.top == pytest.approx((stops.y - 0.4) * dot, abs=2)
    assert unseen.right < 10 * dot + 2.6 * em
    blank = np.asarray(draw(Sheet(120, 70, [*lines, after]), dpi=200))
    assert add_unseen(blank, boxes, em) == boxes
    ruled = np.asarray(draw(Sheet(120, 70, [*lines, after], [Rect(8, 41.5, 70, 0.2)]), dpi=200))
    assert add_unseen(ruled, boxes, em) == boxes


def test_a_stop_and_a_quotation_mark_alone_are_one_row_of_full_height() -> None:
    rows = [PixelBox(0, 40.0 * n, 300, 40.0 * n + HEIGHT) for n in range(4)]
    stop, quote = PixelBox(2, 180, 16, 194), PixelBox(26, 164, 40, 176)
    *rest, mended = mend_scraps([*rows, stop, quote], HEIGHT)
    assert rest == rows
    assert (mended.left, mended.right) == (2, 40)
    assert (mended.top, mended.bottom) == (160, 160 + HEIGHT)


def test_the_last_mark_of_a_headline_belongs_to_it() -> None:
    head, quote = PixelBox(0, 0, 600, 100), PixelBox(610, 10, 630, 28)
    assert mend_scraps([head, quote], HEIGHT) == [PixelBox(0, 0, 630, 100)]


def test_a_line_that_two_strips_saw_is_one() -> None:
    left, right = PixelBox(0, 0, 600, 100), PixelBox(400, 4, 1200, 98)
    assert join_overlapping([right, left]) == [PixelBox(0, 0, 1200, 100)]
    beside = PixelBox(590, 0, 1200, 100)
    assert len(join_overlapping([left, beside])) == 2, "boxes reach a little over each other"
    below = PixelBox(0, 90, 600, 190)
    assert len(join_overlapping([left, below])) == 2


def test_pieces_of_a_row_are_joined_but_not_over_a_gutter() -> None:
    full = [PixelBox(0, 40.0 * n, 300, 40.0 * n + HEIGHT) for n in range(5)]
    next_column = [PixelBox(312, 40.0 * n, 600, 40.0 * n + HEIGHT) for n in range(5)]
    torn = [PixelBox(0, 200, 38, 200 + HEIGHT), PixelBox(50, 200, 300, 200 + HEIGHT)]
    opening = [PixelBox(50, 40.0 * n, 300, 40.0 * n + HEIGHT) for n in range(6, 11)]
    joined = join_pieces([*full, *next_column, *torn, *opening], HEIGHT)
    assert PixelBox(0, 200, 300, 200 + HEIGHT) in joined
    assert len(joined) == 16


def test_vertical_lines_beside_each_other_are_parted_at_the_white() -> None:
    sheet = Sheet(60, 70, [
        SetLine("军运会圣火抵达", 30, 5, 22, bold=True, vertical=True),
        SetLine("两天后在武汉点燃", 22, 5, 12, vertical=True),
    ])  # fmt: skip
    page = np.asarray(draw(sheet, dpi=200))
    both = PixelBox(21 * 200 / 25.4, 30, 38.5 * 200 / 25.4, 480)
    parts = split_vertical(page, [both], EM)
    assert len(parts) == 2
    assert 26 < parts[0].right * 25.4 / 200 < 31


def test_a_picture_is_found_whole_though_parts_of_it_are_white() -> None:
    size = (16.0, 20.0, 60.0, 40.0)
    text = [SetLine("渠水提前十天进田八个乡镇全部放水", 16, 64 + 6 * n, 10) for n in range(4)]
    sheet = Sheet(100, 100, text, pictures=[Rect(*size)])
    page = np.asarray(draw(sheet, dpi=200)).copy()
    scale = 200 / 25.4
    page[round(24 * scale) : round(32 * scale), round(30 * scale) : round(44 * scale)] = 255
    page[page > 150] = 255
    boxes = [
        PixelBox(15 * scale, (63 + 6 * n) * scale, 75 * scale, (69 + 6 * n) * scale)
        for n in range(4)
    ]
    _, (picture,) = find_shapes(page, boxes, 10 * 200 / 72)
    found = (picture.left, picture.top, picture.right, picture.bottom)
    wanted = (size[0], size[1], size[0] + size[2], size[1] + size[3])
    assert [v / scale for v in found] == pytest.approx(wanted, abs=2.5)


def test_frames_beside_each_other_may_share_a_side_and_a_lid() -> None:
    rules = [
        Box(left=10, top=10, right=200, bottom=10),
        Box(left=10, top=80, right=105, bottom=80),
        Box(left=100, top=60, right=200, bottom=60),
        *(Box(left=x, top=10, right=x, bottom=y) for x, y in ((10, 80), (100, 80), (200, 60))),
    ]
    frames = find_frames(rules)
    assert Box(left=10, top=10, right=100, bottom=80) in frames
    assert Box(left=100, top=10, right=200, bottom=60) in frames
