"""The work of splitting and ranking a page grows with the page, not faster."""

from __future__ import annotations

import sys

import pytest

from audiopaper.articles.copies import join_copied_heads
from audiopaper.articles.drafts import Draft
from audiopaper.articles.mending import drop_pull_quotes
from tests.bench_hostile import LINES, make_page, split_page
from tests.builders import make_paragraph


def calls_for(kind: str, lines: int) -> int:
    """Count the calls of functions, of Python and of C, that a page takes: the same each time."""
    edition = make_page(LINES[kind], lines)
    calls = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        split_page(edition)
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize("kind", sorted(LINES))
def test_three_times_the_lines_take_three_times_the_work(kind: str) -> None:
    calls_for(kind, 20)
    assert calls_for(kind, 600) < 3.15 * calls_for(kind, 200)


def texts_without_quotes(*texts: str) -> list[str]:
    paragraphs = tuple(make_paragraph(text) for text in texts)
    return [p.text for p in drop_pull_quotes(Draft(page=1, paragraphs=paragraphs)).paragraphs]


QUOTE = "桥通了，老人过河不再等船。"
TOLD = f"罗青禾说，{QUOTE}她的孩子在对岸读书，每天要走两趟，往年涨水时只能住在学校。"


def test_a_sentence_set_large_goes_wherever_the_text_says_it() -> None:
    assert texts_without_quotes(f"“{QUOTE}”", TOLD) == [TOLD]
    assert texts_without_quotes(TOLD, QUOTE) == [TOLD]
    assert texts_without_quotes(QUOTE, TOLD, QUOTE, TOLD) == [TOLD, TOLD]


def test_a_sentence_that_no_longer_text_says_stays() -> None:
    assert texts_without_quotes(QUOTE, QUOTE) == [QUOTE, QUOTE]
    assert texts_without_quotes(QUOTE, f"他说，{QUOTE}") == [QUOTE, f"他说，{QUOTE}"]
    assert texts_without_quotes(QUOTE, TOLD.replace("老人", "大家"))[0] == QUOTE
    assert texts_without_quotes("桥通了。", f"桥通了。{TOLD}")[0] == "桥通了。"
    # Itself is no other text, however many marks stand round it.
    marked = f"{'“' * 9}桥通了老人过河不再等船{'”' * 9}"
    assert texts_without_quotes(marked) == [marked]


def test_of_quotes_that_begin_alike_each_is_looked_for() -> None:
    begin = "青川县今年春天新修的"
    quotes = [f"{begin}{name}大桥通车了。" for name in ("柳湾", "石门", "莲塘")]
    text = f"记者从县里获悉，{quotes[2]}此前十年，两岸的人来往只有一条渡船，遇到涨水便要停航半月。"
    assert texts_without_quotes(*quotes, text) == [*quotes[:2], text]


def make_brief(*texts: str, headline: str = "青川大桥合龙") -> Draft:
    paragraphs = tuple(make_paragraph(text) for text in texts)
    sources = tuple(p.sources[0] for p in paragraphs)
    return Draft(page=1, headlines=(headline,), paragraphs=paragraphs, sources=sources)


def test_copies_of_a_head_go_on_the_article_that_breaks_off() -> None:
    opening, broken, rest = "大桥今天合龙。", "工人们从清晨起就在", "桥面上焊接，午后收工。"
    whole = make_brief(opening)
    torn = make_brief(opening, broken)
    joined = join_copied_heads(
        (whole, torn, make_brief(opening, rest), make_brief(opening, "完。"))
    )
    assert [[p.text for p in draft.paragraphs] for draft in joined] == [
        [opening],
        [opening, broken, rest],
        [opening, "完。"],
    ]
    other = make_brief(opening, rest, headline="青川大桥通车")
    assert join_copied_heads((torn, other)) == (torn, other)
