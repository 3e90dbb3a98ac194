"""What a page's columns run together on one line: headlines, datelines, bylines behind a stop."""

from __future__ import annotations

import pytest

from audiopaper.articles.page_blocks import make_blocks
from audiopaper.articles.paragraph_bylines import parse_closing
from audiopaper.articles.single_lines import split_glued_line
from audiopaper.model import Page


def read_blocks(text: str) -> list[tuple[str, int]]:
    """Give the texts of a page's blocks with their mark-up."""
    page = Page(number=1, name="", lines=tuple(text.split("\n")))
    return [(block.text, block.level) for block in make_blocks(page)]


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        (
            "石塘渡口夜里也开船 都市报讯（记者 高远）三月二日",
            ["石塘渡口夜里也开船", "都市报讯（记者 高远）三月二日"],
        ),
        (
            "渡口停航三天后恢复晚报讯（记者 高远）三月二日",
            ["渡口停航三天后恢复", "晚报讯（记者 高远）三月二日"],
        ),
        (
            "老街“鞋摊” 一摆就是三十年本报讯（记者 高远）",
            ["老街“鞋摊” 一摆就是三十年", "本报讯（记者 高远）"],
        ),
        ("青川晚报讯（记者 高远）三月二日", ["青川晚报讯（记者 高远）三月二日"]),
        ("他给渡口写了一封通讯（后来登了报）", ["他给渡口写了一封通讯（后来登了报）"]),
    ],
)
def test_a_dateline_inside_a_line_parts_it(line: str, pieces: list[str]) -> None:
    assert split_glued_line(line) == pieces


def test_a_marked_headline_keeps_its_mark_where_its_text_stands_on_its_line() -> None:
    blocks = read_blocks("## 石塘渡口夜里也开船 都市报讯（记者 高远）三月二日，渡口添了夜班船。")
    assert blocks == [
        ("石塘渡口夜里也开船", 2),
        ("都市报讯（记者 高远）三月二日，渡口添了夜班船。", 0),
    ]


def test_a_headline_behind_the_text_above_it_is_parted_where_its_dateline_follows() -> None:
    text = "渡口添了夜班船，末班开到十点。老街来了修鞋匠"
    below = "本报讯（记者 高远）老街的修鞋摊摆到了第三十年。"
    assert [t for t, _ in read_blocks(f"{text}\n\n{below}")] == [
        "渡口添了夜班船，末班开到十点。",
        "老街来了修鞋匠",
        below,
    ]
    # Without a dateline below it may be a sentence that a column's end cut.
    assert read_blocks(f"{text}\n\n修鞋摊摆到了第三十年。")[0][0] == text


def test_a_kicker_as_wide_as_the_column_is_no_part_of_the_headline_below_it() -> None:
    rows = (
        "总投资三千二百万元 每年多运十万人", "石塘渡口改建完工", "　　本报讯（记者 高远）三月二日，石塘",
        "渡口改建完工，新添的两个泊位当天启用，末", "班船从傍晚六点开到夜里十点，两岸的居民说",
        "往后赶集看病都不用绕路了，渡口还给老人留", "了一排带靠背的长椅。",
    )  # fmt: skip
    assert [t for t, _ in read_blocks("\n".join(rows))][:2] == list(rows[:2])


@pytest.mark.parametrize(
    ("text", "rest", "names"),
    [
        ("雨停了，船开了。记者 高远", "雨停了，船开了。", ("高远",)),
        ("“再等等。”他说。晚报记者 高远 林晓禾", "“再等等。”他说。", ("高远", "林晓禾")),
        ("他笑了。记者问他为什么还不走", "他笑了。记者问他为什么还不走", None),
        ("渡口没有记者 高远", "渡口没有记者 高远", None),
    ],
)
def test_a_byline_behind_the_last_stop_needs_no_brackets(
    text: str, rest: str, names: tuple[str, ...] | None
) -> None:
    left, byline = parse_closing(text)
    assert (left, byline and byline.writers) == (rest, names)


def test_among_narrow_columns_a_wider_line_and_a_short_one_without_a_stop_stand_alone() -> None:
    rows = (
        "本报讯（记者 高远）三月", "二日，石塘渡口改建完工，新", "添的两个泊位当天启用，末班", "船从傍晚六点开到夜里十点，",
        "两岸的居民说，往后赶集看病", "都不用绕路，渡口还给老人留", "山下的老磨坊昨天换上了新磨盘和新水车", "了一排带靠背的长椅，船票也",
        "青川大桥", "便宜了一元，开船的师傅还会", "把行李扶上跳板，一直送到岸", "上。",
    )  # fmt: skip
    blocks = [text for text, _ in read_blocks("\n".join(rows))]
    assert "山下的老磨坊昨天换上了新磨盘和新水车" in blocks
    assert "青川大桥" in blocks


@pytest.mark.parametrize("mark", ["*", "_"])
def test_a_line_in_italics_is_read_without_its_marks(mark: str) -> None:
    assert read_blocks(f"{mark}本报记者 林晓禾{mark}") == [("本报记者 林晓禾", 0)]
    assert read_blocks(f"{mark}本报记者 林晓禾") == [(f"{mark}本报记者 林晓禾", 0)]
