"""How texts begin: an article's first paragraph in another way than those below it."""

from __future__ import annotations

import pytest

from audiopaper.articles.blocks import Block
from audiopaper.articles.features.head_words import load_head_words
from audiopaper.articles.features.openings import hash_opening, see_openings
from audiopaper.articles.features.page_shapes import measure_shapes


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ("昨天上午，石塘渡口的新码头启用，首班渡船载客六十人。", "据介绍，码头有两个泊位，可供四条船停靠。"),
        ("近日，记者从市教育局获悉，课后服务延长一小时。", "“孩子有人看，我们放心。”家长高远说。"),
        ("3月8日，青川市图书馆夜间开放首日接待读者三百人。", "此外，馆内还添了六十个座位。"),
    ],
)  # fmt: skip
def test_a_first_paragraph_is_known_from_a_later_one(first: str, later: str) -> None:
    words = load_head_words()
    score = words.score_opening
    assert score(hash_opening(first)) > score(hash_opening(later))


def test_a_dateline_and_its_credit_change_nothing() -> None:
    text = "昨天上午，石塘渡口的新码头启用。"
    assert hash_opening(f"本报讯（记者 高远）{text}") == hash_opening(text)


def test_a_line_of_a_head_has_how_the_text_below_it_begins() -> None:
    texts = ["渡口启用", "首班渡船载客六十人", "记者 高远", "昨天上午，" + "码头启用。" * 12]
    blocks = [Block(page=1, lines=((n, text),), text=text) for n, text in enumerate(texts, start=1)]
    seen = see_openings(measure_shapes(blocks))
    assert [len(names) for names in seen] == [1, 1, 1, 1]
    assert {name.partition("=")[0] for name in seen[3]} == {"opens"}
    assert seen[0] == seen[1] == seen[2]
    assert all(name.endswith(", next") for name in seen[0])


def test_a_line_with_no_text_below_it_has_none() -> None:
    block = Block(page=1, lines=((1, "渡口启用"),), text="渡口启用")
    assert see_openings(measure_shapes([block])) == [frozenset()]
