"""The made-up pages that the splitter learns from: every row has a role, every rest its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.damaged_pages import DAMAGED, read_damaged, read_file
from tests.tools.gold_labels import HEADS, WRITTEN, LabelledGold, read_heads, read_written

PAGE = """=== county_front | 石塘报
F0\t石塘报 2031年3月4日 星期二
H1\t三口机井解了八百亩麦田的渴
L1:1a\t本报讯（记者 林间）“往年这个时候，队伍要排到后半夜，”村民邱大年说，“今年机井一开
P1\t村民在机井旁引水浇麦。 高远 摄
H2\t城北早市月底前搬家
T1:1b\t闸，水就到了。”
L2:1\t城北早市本月底前搬到旧粮库院内，摊位费不变。
R1:1\t闸，水就到了。”
"""


@pytest.mark.parametrize(
    ("pages", "folder"),
    [
        (read_written(), WRITTEN),
        (read_heads(), HEADS),
        (tuple(page.gold for page in read_damaged()), DAMAGED),
    ],
    ids=["pages", "heads", "damaged"],
)
def test_the_pages_of_each_writer_have_a_role_on_every_row(
    pages: tuple[LabelledGold, ...], folder: Path
) -> None:
    assert len({page.writer for page in pages}) == len(list(folder.glob("*.txt"))) > 0
    for page in pages:
        for blocks, roles in page.pages:
            assert len(blocks) == len(roles) > 0


def test_a_page_damaged_by_hand_says_which_row_goes_on_which(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(PAGE, encoding="utf-8")
    (page,) = read_file(file)
    assert page.rests == {11: 5}
    assert page.lines[10] == "闸，水就到了。”"
    assert [page.roles[n] for n in (1, 3, 5, 7, 11, 15)] == [
        "furniture", "headline", "lede", "caption", "text", "text",
    ]  # fmt: skip


def test_the_gold_of_a_damaged_page_is_the_page_as_it_would_be_whole(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(PAGE, encoding="utf-8")
    (page,) = read_file(file)
    first, second = page.measured["articles"]
    assert first["body_start"] == "“往年这个时候，队伍要排"
    assert first["body_end"] == "今年机井一开闸，水就到了。”"[-12:]
    assert first["joins"] == [["今年机井一开", "闸，水就到了"]]
    assert first["must_not_contain"] == ["城北早市本月底前搬到旧粮"]
    assert second["joins"] == []
    assert page.measured["noise"] == ["石塘报 2031年3月4日 星期二"]


def test_a_row_of_another_form_is_named(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(PAGE + "Z\tabc\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"a\.txt, county_front: 'Z"):
        list(read_file(file))
