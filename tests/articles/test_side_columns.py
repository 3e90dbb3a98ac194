"""Pages that were read across columns, and openings apart from their heads."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from audiopaper.articles import split_articles
from audiopaper.articles.coverage import find_lost_text
from audiopaper.articles.page_blocks import make_blocks
from audiopaper.articles.side_columns import part_columns
from audiopaper.articles.single_lines import read_lines
from audiopaper.model import Edition, Page

BRIDGE = (
    "石塘大桥昨天上午正式通车，市民可以在桥上步行，也可以骑自行车，"
    "机动车每小时限速四十公里，大桥管理处提醒大家不要在桥面停车拍照，以免发生危险。"
)
SCHOOL = (
    "城东小学的新操场这个星期开始使用，学校把围墙往外移了两米，"
    "孩子们每天下午可以在跑道上练习接力，老师说放学以后操场也向附近的居民开放。"
)
WIDTH = 15


def rows(text: str) -> list[str]:
    return [text[at : at + WIDTH] for at in range(0, len(text), WIDTH)]


def parted(lines: list[str]) -> list[str]:
    page = Page(number=1, name="01.txt", lines=tuple(lines))
    return [block.text for block in part_columns(list(read_lines(page)))]


def blocks_of(lines: list[str]) -> list[str]:
    page = Page(number=1, name="01.txt", lines=tuple(lines))
    return [block.text for block in make_blocks(page)]


def test_two_columns_on_one_row_are_read_one_after_the_other() -> None:
    lines = [f"{a}\u3000\u3000{b}" for a, b in zip(rows(BRIDGE), rows(SCHOOL), strict=True)]
    assert parted(lines) == [BRIDGE, SCHOOL]


def test_two_columns_line_by_line_are_read_one_after_the_other() -> None:
    pairs = zip(rows(BRIDGE), rows(SCHOOL), strict=True)
    lines = [row for pair in pairs for row in pair]
    assert blocks_of(lines) == [BRIDGE, SCHOOL]
    assert blocks_of([line for row in lines for line in (row, "")]) == [BRIDGE, SCHOOL]


def test_two_columns_by_turns_of_two_lines_are_read_one_after_the_other() -> None:
    left, right = rows(BRIDGE * 2), rows(SCHOOL * 2)
    turns = range(0, len(left), 2)
    lines = [row for at in turns for row in (*left[at : at + 2], *right[at : at + 2])]
    assert blocks_of(lines) == [BRIDGE * 2, SCHOOL * 2]


def test_lines_of_one_column_stay_in_their_order() -> None:
    lines = [line for row in rows(BRIDGE + SCHOOL) for line in (row, "")]
    assert parted(lines) == rows(BRIDGE + SCHOOL)
    assert "".join(blocks_of(lines)) == BRIDGE + SCHOOL


def test_rows_of_a_poem_and_of_a_table_are_no_columns() -> None:
    poem = ["春江潮水连海平，\u3000海上明月共潮生。", "滟滟随波千万里，\u3000何处春江无月明。"] * 2
    table = [
        "草鱼\u3000三斤以上\u30005.30",
        "鲫鱼\u3000四两以上\u30007.90",
        "鲈鱼\u3000一斤以上\u30008.40",
    ]
    assert parted(poem) == poem
    assert parted(table) == table


def test_columns_that_share_their_rows_lose_no_character() -> None:
    lines = [f"{a}\u3000\u3000{b}" for a, b in zip(rows(BRIDGE), rows(SCHOOL), strict=True)]
    text = ("石塘大桥通车", "", f"本报讯（记者 高远）{BRIDGE}", "", *lines)
    edition = Edition(date=None, paper="", pages=(Page(number=1, name="01.txt", lines=text),))
    assert find_lost_text(edition, split_articles(edition)) == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("桥上石塘，。 \u3000\t5A", max_size=24), max_size=12))
def test_any_rows_keep_all_their_characters(lines: list[str]) -> None:
    page = Page(number=1, name="01.txt", lines=tuple(lines))
    before = sorted("".join("".join(b.text for b in read_lines(page)).split()))
    assert sorted("".join("".join(parted(lines)).split())) == before


def test_an_opening_below_the_rest_of_its_article_comes_before_it() -> None:
    lines = (
        "外卖柜进小区 先过投诉这一关",
        "争论最多的是保温。骑手说冬天的柜子像冰箱，业主嫌饭凉，物业起先只肯装普通的柜子。",
        "市热线今年接到外卖柜投诉二百多件，住房局说小区的约定会整理成样本，供其他小区参照。",
        "A06 城事",
        "青川都市报讯（记者 温舒月）家门口的外卖柜该不该装？昨天，小区的业主和物业围着桌子谈了两个小时。",
        "约定说，柜子装在北门，头两个小时免费，骑手送餐须打电话，夜里十点以后不再发出声音。",
    )
    page = Page(number=1, name="01.txt", lines=tuple("\n\n".join(lines).split("\n")))
    (article,) = split_articles(Edition(date=None, paper="", pages=(page,))).articles
    assert article.byline == ("温舒月",)
    assert [p.text[:4] for p in article.paragraphs] == [
        "家门口的",
        "约定说，",
        "争论最多",
        "市热线今",
    ]


def test_a_paragraph_printed_again_in_other_words_is_read_once() -> None:
    lines = (
        "泵站里的“静音师傅”",
        "本报讯（记者 杜若飞）检修工佟二柱在泵站干了三十年，靠一根听棒能说出九种泵的毛病。",
        "他的本事是让噪声逼出来的。当年泵站离家属区只有一墙之隔，夜里泵一响，半栋楼的人睡不着。",
        "他的本事是被噪声逼出来的。当年泵站与家属区只有一墙之隔，夜里泵一响，半栋楼的人都睡不着。",
        "如今公司装了在线监测，屏幕上的曲线一抖，系统就报警，可是哪里坏了还得靠人去听。",
    )
    page = Page(number=1, name="01.txt", lines=tuple("\n\n".join(lines).split("\n")))
    split = split_articles(Edition(date=None, paper="", pages=(page,)))
    (article,) = split.articles
    assert sum("一墙之隔" in p.text for p in article.paragraphs) == 1
    assert [copy.text[:6] for copy in split.copies]
