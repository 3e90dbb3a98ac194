"""Names that their place on the page makes known."""

from __future__ import annotations

import pytest

from audiopaper.articles.blocks import Block
from audiopaper.articles.bylines import parse_byline
from audiopaper.articles.draft_builder import DraftBuilder
from audiopaper.articles.person_names import is_name
from audiopaper.articles.roles import Part, Role
from audiopaper.articles.torn_roles import settle_roles


def part(line: str, role: Role, number: int = 1, **chances: float) -> Part:
    return Part(
        block=Block(page=1, lines=((number, line),), text=line),
        role=role,
        seen=frozenset(),
        marginals=tuple(chances.items()),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("line", "writers"),
    [
        ("中文系2031级 揣晚舟", ("揣晚舟",)),
        ("三年级（2）班 冒 禾", ("冒禾",)),
        ("青川县委宣传部 供稿", ()),
        ("综合青川通讯社报道", ()),
    ],
)
def test_a_name_below_a_head_stands_behind_who_its_bearer_is(
    line: str, writers: tuple[str, ...]
) -> None:
    article = DraftBuilder(page=1)
    article.add(part(line, "byline"))
    assert article.writers == writers


@pytest.mark.parametrize("job", ["保洁员", "快递员", "理发师"])
def test_what_the_teller_of_a_story_works_as_is_no_name(job: str) -> None:
    named = parse_byline(f"讲述：{job} 孟大江 整理：记者 林晓禾")
    assert named.writers == ("孟大江", "林晓禾")


@pytest.mark.parametrize(
    ("line", "chance", "role"),
    [
        ("（教宣）", 0.16, "closing"),
        ("（教宣）", 0.02, "text"),
        ("（掌声）", 0.16, "text"),
        ("（未完待续）", 0.16, "text"),
    ],
)
def test_a_pen_name_in_brackets_below_a_text_may_sign_it(
    line: str, chance: float, role: Role
) -> None:
    below = part(line, "text", text=1 - chance, closing=chance)
    parts = (part("石塘渡口三月二日开航。", "text", text=1.0), below)
    assert settle_roles(parts)[1].role == role


# Surnames that any large newsroom has among its reporters and contributors.
@pytest.mark.parametrize("surname", "王傅常赖萧习丘畅糜")
def test_a_common_surname_begins_a_name(surname: str) -> None:
    assert is_name(f"{surname}晚舟")
    assert not is_name(f"晚{surname}")


@pytest.mark.parametrize(
    ("line", "writers", "photographers"),
    [
        ("记者 高远 发自 云浦", ("高远",), ()),
        ("本报记者 高远 发自云浦 摄影 方圆", ("高远",), ("方圆",)),
        ("文 高远 图 受访者提供", ("高远",), ()),
        ("文/高远 图片/由受访者提供", ("高远",), ()),
        ("策划：高远 文案：方圆 设计：林舟", ("高远", "方圆", "林舟"), ()),
        ("图为记者 高远 摄", (), ("高远",)),
        ("右图为记者 高远 摄", (), ("高远",)),
        ("本版撰文/高远 本版摄影/方圆", ("高远",), ("方圆",)),
        ("出镜记者 高远", ("高远",), ()),
        ("记者｜高远", ("高远",), ()),
        ("文丨高远 图丨方圆", ("高远",), ("方圆",)),
    ],
)
def test_a_place_a_task_or_a_source_of_pictures_is_nobody_s_name(
    line: str, writers: tuple[str, ...], photographers: tuple[str, ...]
) -> None:
    found = parse_byline(line)
    assert (found.writers, found.photographers) == (writers, photographers)
