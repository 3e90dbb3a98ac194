"""What stands between the halves of a torn line gets the role that lets the line go on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from audiopaper.articles.blocks import Block
from audiopaper.articles.roles import Part, Role
from audiopaper.articles.torn_roles import settle_roles

TORN = "船工孟大江在石塘渡口撑了三十一年船，对岸的药、信和孩子的书本，都靠他这条船送"
REST = "过河去，最早的一班在清早五点。"


def part(line: str, role: Role, **chances: float) -> Part:
    marginals = sorted(chances.items(), key=lambda pair: -pair[1])
    return Part(
        block=Block(page=1, lines=((1, line),), text=line),
        role=role,
        seen=frozenset(),
        marginals=tuple(marginals),  # type: ignore[arg-type]
    )


def settled(middle: Part, above: str = TORN) -> Role:
    parts = (part(above, "text", text=1.0), middle, part(REST, "text", text=1.0))
    return settle_roles(parts)[1].role


@pytest.mark.parametrize(("caption", "role"), [(0.45, "caption"), (0.2, "text")])
def test_a_sentence_inside_a_torn_line_that_may_be_a_caption_is_one(
    caption: float, role: Role
) -> None:
    middle = part("孟大江把药箱递上岸。", "text", text=1 - caption, caption=caption)
    assert settled(middle) == role
    assert settled(middle, above=TORN + "。") == "text"


def test_a_sentence_that_begins_inside_stays_the_rest_of_the_torn_line() -> None:
    assert settled(part("，孟大江把药箱递上岸。", "text", text=0.5, caption=0.5)) == "text"


@pytest.mark.parametrize("label", ["链接", "【延伸阅读】"])
def test_the_label_of_a_box_inside_a_torn_line_heads_the_box(label: str) -> None:
    middle = part(label, "text", text=0.45, furniture=0.43, heading=0.1)
    assert settled(middle) == "headline"
    assert (
        settled(replace(middle, marginals=(("furniture", 0.9),), role="furniture")) == "furniture"
    )


@pytest.mark.parametrize(
    ("line", "above", "sign", "role"),
    [
        ("过河去。", TORN, "picture_mark", "text"),
        ("过河去。", TORN + "。", "picture_mark", "caption"),
        ("过河去。", TORN, "comma", "caption"),
    ],
)
def test_the_rest_of_a_torn_line_below_a_picture_s_words_is_text(
    line: str, above: str, sign: str, role: Role
) -> None:
    picture = replace(
        part("↑孟大江把药箱递上岸。", "caption", caption=1.0), seen=frozenset({sign, "stop"})
    )
    rest = part(line, "caption", caption=0.7, text=0.3)
    parts = (part(above, "text", text=1.0), picture, rest, part(REST, "text", text=1.0))
    assert settle_roles(parts)[2].role == role


@pytest.mark.parametrize(
    ("torn", "rest", "below"),
    [
        (
            "青川县老年大学的新校区占地六十亩，可容纳学员五千人，今年秋季",
            "投入使用。",
            "学校开设书画、声乐、太极拳等课程四十门。",
        ),
        (
            "抢修队冒雨干了一整夜，截至昨天上午十点，石塘镇全镇的供水",
            "已恢复正常。",
            "据了解，爆裂的是一条使用了三十年的铸铁管。",
        ),
    ],
)
def test_what_a_torn_line_reads_on_in_below_a_picture_s_words_is_text_whatever_its_chance(
    torn: str, rest: str, below: str
) -> None:
    picture = replace(
        part("↓孟大江在查看管线。", "caption", caption=1.0),
        seen=frozenset({"picture_mark", "stop"}),
    )
    unsure = part(rest, "caption", caption=0.98, text=0.02)
    parts = (part(torn, "text", text=1.0), picture, unsure, part(below, "text", text=1.0))
    assert settle_roles(parts)[2].role == "text"


def test_a_second_caption_in_which_the_torn_line_does_not_read_on_stays_one() -> None:
    torn = "抢修队冒雨干了一整夜，截至昨天上午十点，石塘镇全镇的供水"
    signs = frozenset({"picture_mark", "stop"})
    picture = replace(part("↓孟大江在查看管线。", "caption", caption=1.0), seen=signs)
    other = part("孟大江把药箱递上岸。", "caption", caption=0.98, text=0.02)
    parts = (part(torn, "text", text=1.0), picture, other, part("已恢复正常。", "text", text=1.0))
    assert settle_roles(parts)[2].role == "caption"


def test_a_sentence_in_which_the_torn_line_reads_on_is_no_caption() -> None:
    torn = "青川县二手房的挂牌量上个月是一万两千套，比前一个月少了三成，结束了"
    parts = (
        part(torn, "text", text=1.0),
        part("此前连续五个月的上涨。", "text", text=0.55, caption=0.45),
        part("“看房的人多了，出手也更理性。”中介门店店长孟大江说。", "text", text=1.0),
    )
    assert settle_roles(parts)[1].role == "text"


@pytest.mark.parametrize(
    ("signs", "role"),
    [
        ({"phone", "ad_words"}, "furniture"),
        ({"phone"}, "text"),
        ({"phone", "ad_words", "stop"}, "text"),
    ],
)
def test_an_advert_s_telephone_number_inside_a_torn_line_is_furniture(
    signs: set[str], role: Role
) -> None:
    line = replace(part("江畔洋房 咨询电话：0999-5550166", "text", text=0.9), seen=frozenset(signs))
    assert settled(line) == role


ITEMS = ["客运站修好了候车棚。", "货运站检修了轨道衡。", "车站食堂换了新灶台。"]


@pytest.mark.parametrize("marks", ["▲▲▲", "①②③", "↑→↓"])
@pytest.mark.parametrize(
    ("roles", "settled_roles"),
    [
        (("lede", "caption", "text"), ["lede", "text", "text"]),
        (("caption", "caption", "text"), ["caption"] * 3),
    ],
)
def test_neighbours_with_marks_of_one_kind_are_what_most_of_them_are(
    marks: str, roles: tuple[Role, Role, Role], settled_roles: list[Role]
) -> None:
    lines = [mark + item for mark, item in zip(marks, ITEMS, strict=True)]
    parts = [part(line, role) for line, role in zip(lines, roles, strict=True)]
    assert [p.role for p in settle_roles(parts)] == settled_roles


@pytest.mark.parametrize(("marks", "role"), [("▲■", "caption"), ("  ", "caption")])
def test_neighbours_without_a_common_mark_keep_their_roles(marks: str, role: Role) -> None:
    lines = [mark.strip() + item for mark, item in zip(marks, ITEMS, strict=False)]
    parts = [part(lines[0], role), part(lines[1], "text"), part(ITEMS[2], "text")]
    assert [p.role for p in settle_roles(parts)] == [role, "text", "text"]


@pytest.mark.parametrize(("chance", "role"), [(0.4, "furniture"), (0.9, "closing")])
def test_a_line_of_the_digest_below_the_last_story_is_no_part_of_it(
    chance: float, role: Role
) -> None:
    line = part("老街改造留住烟火气（见第4版）", "closing", closing=chance)
    assert settle_roles((replace(line, seen=frozenset({"digest_line"})),))[0].role == role


@pytest.mark.parametrize(
    ("line", "role"), [("本报讯（记者 高远）三月的", "lede"), ("本报讯（记者 高远）", "kicker")]
)
def test_a_torn_text_behind_its_dateline_is_no_furniture_and_no_head(line: str, role: Role) -> None:
    torn = replace(part(line, "kicker", kicker=0.4), seen=frozenset({"dateline"}))
    assert settle_roles((torn,))[0].role == role


@pytest.mark.parametrize("sign", ["jump_in", "jump_out"])
def test_a_line_that_only_names_another_page_is_a_jump_line(sign: str) -> None:
    line = replace(part("上接第2版", "furniture", furniture=0.6), seen=frozenset({sign}))
    assert settle_roles((line,))[0].role == sign


@pytest.mark.parametrize("sign", ["picture_open", "picture_close"])
def test_a_text_that_says_what_a_picture_shows_is_a_caption(sign: str) -> None:
    shows = replace(part("图为孟大江把药箱递上岸。", "text", text=0.9), seen=frozenset({sign}))
    assert settle_roles((shows,))[0].role == "caption"
    assert settle_roles((replace(shows, role="lede"),))[0].role == "lede"


def test_a_label_in_brackets_is_neither_text_nor_caption() -> None:
    middle = part("【渡口夜话】", "caption", caption=0.5, furniture=0.4, text=0.1)
    assert settled(middle) == "furniture"
    assert settled(part("【渡口夜话】", "text")) == "text"


@pytest.mark.parametrize(("sign", "role"), [("long", "furniture"), ("torn_clauses", "lede")])
def test_a_torn_sentence_that_names_publishers_is_no_imprint(sign: str, role: Role) -> None:
    opening = part("青川出版社、石塘出版社、柳溪文学出版社、松岭", "lede", lede=0.9, text=0.1)
    signs = frozenset({"imprint", sign})
    assert settle_roles((replace(opening, seen=signs),))[0].role == role


@pytest.mark.parametrize("role", ["closing", "byline"])
def test_who_said_the_quotation_above_signs_no_text(role: Role) -> None:
    quotation = part("“船在，人就在。”", "text", text=0.9)
    speaker = part("——孟大江", role, closing=0.8)
    assert settle_roles((quotation, speaker))[1].role == "text"
    plain = replace(quotation, block=replace(quotation.block, text="船在，人就在。"))
    assert settle_roles((plain, speaker))[1].role == role
