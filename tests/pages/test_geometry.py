"""What stands where on a page says what belongs together, though sizes are uncertain."""

from __future__ import annotations

from audiopaper.layout import Box, PageLayout
from audiopaper.pages.geometry import PrintedRow, arrange_page

EM = 3.5
PITCH = 5.0
TEXT = "渠水提前十天进田八个乡镇"
"""A full row of twelve characters."""

LEFTS = (10.0, 58.0, 106.0)


def row(text: str, x: float, y: float, *, ratio: float = 1.0, bold: bool = False) -> PrintedRow:
    em = EM * ratio
    box = Box(left=x, top=y, right=x + em * len(text), bottom=y + em)
    return PrintedRow(text=text, box=box, size_pt=em / 25.4 * 72, bold=bold)


def column(x: float, y: float, count: int, *, end: str = "。") -> list[PrintedRow]:
    """A column that begins with an indent and ends with a stop."""
    rows = [row(TEXT[2:], x + 2 * EM, y)]
    rows += [row(TEXT, x, y + PITCH * n) for n in range(1, count - 1)]
    return [*rows, row(TEXT[:-4] + end, x, y + PITCH * (count - 1))]


def arrange(
    rows: list[PrintedRow], *, rules: tuple[Box, ...] = (), pictures: tuple[Box, ...] = ()
) -> list[tuple[str, str, int]]:
    """The text of each line, what it is, and the number of its article."""
    lines, layout = arrange_page(
        rows, rules, pictures, width_mm=160, height_mm=240, body_pt=EM / 25.4 * 72
    )
    assert isinstance(layout, PageLayout)
    return [
        (text, seen.part, seen.article)
        for text, seen in zip(lines, layout.lines, strict=True)
        if seen is not None
    ]


def test_a_short_heading_in_its_column_does_not_cut_the_article() -> None:
    head = row("城北新桥昨日通车", 10, 10, ratio=2)
    heading = row("首日车流", 10 + 4.2 * EM, 20 + 5 * PITCH, ratio=0.97, bold=True)
    second = row("记者走访桥头渠水提前十天", 10, 20 + 6 * PITCH, bold=True)
    rest = [row("进田放水。", 10, 20 + 7 * PITCH), *column(10, 20 + 8 * PITCH, 6)]
    placed = arrange([head, *column(10, 20, 5), heading, second, *rest])
    assert {article for _, _, article in placed} == {1}


def test_a_caption_hardly_smaller_than_text_is_known_by_its_tight_rows() -> None:
    picture = Box(left=10, top=20, right=10 + 12 * EM, bottom=50)
    caption = [
        row("图中是刚刚通车的城北新桥", 10, 51, ratio=0.98),
        row("和车流许青禾摄", 10, 51 + 4.3, ratio=1.0),
    ]
    head = row("城北新桥昨日通车", 10, 6, ratio=2)
    placed = arrange([head, *caption, *column(10, 64, 8)], pictures=(picture,))
    captions = [text for text, part, _ in placed if part == "caption"]
    assert captions == ["图中是刚刚通车的城北新桥和车流许青禾摄"]


def test_text_right_below_a_picture_is_no_caption() -> None:
    picture = Box(left=10, top=20, right=10 + 12 * EM, bottom=50)
    head = row("城北新桥昨日通车", 10, 6, ratio=2)
    placed = arrange([head, *column(10, 53, 8)], pictures=(picture,))
    assert all(part != "caption" for _, part, _ in placed)


def test_the_short_last_row_of_a_caption_belongs_to_it_whatever_its_size_seems() -> None:
    picture = Box(left=10, top=20, right=10 + 12 * EM, bottom=50)
    caption = [
        row("图中是刚刚通车的城北新桥和桥上", 10, 51, ratio=0.8),
        row("国）", 10, 51 + 3.9, ratio=0.66),
    ]
    head = row("城北新桥昨日通车", 10, 6, ratio=2)
    placed = arrange([head, *caption, *column(10, 62, 8)], pictures=(picture,))
    captions = [text for text, part, _ in placed if part == "caption"]
    assert captions == ["图中是刚刚通车的城北新桥和桥上国）"]


def test_an_opening_row_that_is_spaced_out_does_not_join_its_rows_to_the_head() -> None:
    head = row("城北新桥昨日通车", 10, 10, ratio=2)
    text = column(10, 20, 5)
    spaced = row("本报讯记者许青禾", 10 + 2 * EM, 20, ratio=1.1)
    placed = arrange([head, spaced, *text[1:]])
    heads = [line for line, part, _ in placed if part == "head"]
    assert heads == ["城北新桥昨日通车"]


def test_a_column_does_not_go_on_behind_a_rule_that_walls_it_off() -> None:
    left = [row("渠水提前十天", 10, 10, ratio=1.5), *column(10, 20, 6, end="")]
    # A row is lost, so that what follows seems to belong nowhere.
    left += column(10, 20 + 8 * PITCH, 6)
    right = [row("八个乡镇全部放水", 58, 10, ratio=1.8), *column(58, 20, 9), *column(106, 20, 9)]
    wall = Box(left=55, top=8, right=55.2, bottom=230)
    placed = arrange([*left, *right], rules=(wall,))
    behind = {article for text, _, article in placed if "八个乡镇全部放水" in text}
    texts = [text for text, part, article in placed if part == "text" and article in behind]
    assert len("".join(texts)) < 2 * 9 * len(TEXT)
