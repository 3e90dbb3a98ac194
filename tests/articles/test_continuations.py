"""Whether one text goes on in another, by the characters at their join."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiopaper.articles.continuations import (
    END_CHARS,
    START_CHARS,
    load_continuations,
    rate_continuations,
)

TABLE = load_continuations()


def rate(end: str, *starts: str) -> list[float]:
    ends = TABLE.read_ends([end] * len(starts))
    rated: list[float] = rate_continuations(ends, TABLE.read_starts(starts)).tolist()
    return rated


@pytest.mark.parametrize(
    ("end", "rest", "others"),
    [
        (
            "操作工林小满是他的侄女，原在外省",
            "的电子厂打工，今年夏天回来学了三个月。",
            ("校验结果当场写在黑板上：一号磅误差为零。", "记者昨日从市水利局获悉，今年汛期"),
        ),
        (
            "体育场方面每个摊位每天收十元",
            "保洁费，不收租金，洗手间和热水免费用。",
            ("延时的建议来自几位市民的来信。", "下烟火一百多起，无一处失火。"),
        ),
        (
            "村里的老人都说，这座石桥是他们小时候修",
            "的，桥面的石板前后换过两次。",
            ("青石镇卫生院新添了一台机器。", "多户，一户一个编号，贴在门框上。"),
        ),
    ],
)
def test_the_rest_of_a_sentence_is_before_other_texts(
    end: str, rest: str, others: tuple[str, ...]
) -> None:
    first, *behind = rate(end, rest, *others)
    assert first > max(behind)


def test_a_beginning_inside_a_sentence_is_rather_a_rest_than_the_opening_of_a_story() -> None:
    inside, opening = TABLE.read_starts(
        ["的电子厂打工，今年夏天回来", "本报讯（记者 高远）昨天上午"]
    )[:, -1]
    assert inside > opening


@settings(max_examples=60)
@given(st.lists(st.text(max_size=40), max_size=12), st.text(max_size=60))
def test_a_text_is_read_alike_whatever_stands_beside_it(others: list[str], text: str) -> None:
    alone, beside = (TABLE.read_ends(texts)[0] for texts in ([text], [text, *others]))
    assert np.allclose(alone, beside, atol=1e-4)
    backwards, among = (TABLE.read_starts(texts)[0] for texts in ([text], [text, *others]))
    assert np.allclose(backwards, among, atol=1e-4)


@given(st.text(min_size=END_CHARS, max_size=60), st.text(max_size=20))
def test_only_the_characters_near_the_join_count(text: str, far: str) -> None:
    assert np.array_equal(TABLE.read_ends([far + text]), TABLE.read_ends([text]))
    near = text[:START_CHARS]
    assert np.array_equal(TABLE.read_starts([near + far]), TABLE.read_starts([near]))
