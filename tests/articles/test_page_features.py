"""Features of like lines are looked at once, and are those of each line."""

from __future__ import annotations

import pytest

from audiopaper.articles.features.head_words import see_head_words
from audiopaper.articles.features.line_shape import SHAPES
from audiopaper.articles.features.openings import see_openings
from audiopaper.articles.features.page_features import see_shapes
from audiopaper.articles.features.page_shapes import measure_shapes
from audiopaper.articles.features.shared_words import see_shared_words
from audiopaper.articles.page_blocks import make_blocks
from audiopaper.model import Page
from tests.bench_hostile import LINES

HEAD = [
    "青川大桥通车",
    "两岸往来不再靠渡船",
    "本报记者 高远",
    "本报讯 青川大桥昨天通车，两岸居民走上新桥。",
]


@pytest.mark.parametrize("kind", ["all", *sorted(LINES)])
def test_what_is_seen_of_a_line_does_not_depend_on_the_lines_looked_at_before(kind: str) -> None:
    kinds = sorted(LINES) if kind == "all" else [kind]
    text = [line for n in range(4) for name in kinds for line in (*LINES[name](n % 3), *HEAD)]
    blocks = make_blocks(Page(number=1, name="01.txt", lines=tuple(text)))
    page = measure_shapes(blocks)
    others = zip(see_shared_words(page), see_head_words(page), see_openings(page), strict=True)
    assert see_shapes(blocks) == [
        {f"{f.name}={value}" for f in SHAPES if (value := f.see(page, i))}
        | shared
        | words
        | opening
        for i, (shared, words, opening) in enumerate(others)
    ]
