"""The work of splitting and ranking a page grows with the page, not faster."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest

from audiopaper.articles.drafts import Draft
from audiopaper.articles.repairs import repair_edition
from audiopaper.articles.repairs.jumps import join_pages
from audiopaper.articles.repairs.pull_quotes import drop_pull_quotes
from tests.bench_hostile import LINES, make_page, split_page
from tests.support.builders import make_paragraph


def calls_for(kind: str, lines: int) -> int:
    """Count the calls that a page takes."""
    edition = make_page(LINES[kind], lines)
    return count_calls(lambda: split_page(edition))


def count_calls(work: Callable[[], object]) -> int:
    """Count the calls of functions, of Python and of C: the same each time."""
    calls = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize("kind", sorted(LINES))
def test_three_times_the_lines_take_three_times_the_work(kind: str) -> None:
    # What is kept of words that were looked up is the same for both.
    calls_for(kind, 600)
    # A page's first lines have fewer stories and lines near them to be compared with.
    assert calls_for(kind, 600) < 3.4 * calls_for(kind, 200)


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


def test_a_quote_without_a_stop_is_no_torn_line() -> None:
    bare = QUOTE.strip("。")
    below = "桥头新设的站牌昨天也立好了，末班车推迟到晚上九点。"
    texts = [make_paragraph(text) for text in (TOLD, bare, below)]
    paragraphs = tuple(
        replace(text, sources=(replace(text.sources[0], start=n, end=n),))
        for n, text in enumerate(texts, start=1)
    )
    # The linker, too, may take the quote for a line that breaks off.
    for rests in (frozenset(), frozenset({paragraphs[2].sources[0]})):
        draft = Draft(page=1, paragraphs=paragraphs, rests=rests, sources=paragraphs[0].sources)
        (mended,) = repair_edition([draft], ())
        assert [p.text for p in mended.paragraphs] == [TOLD, below]


def test_a_torn_line_goes_on_below_a_quote() -> None:
    torn, rest = "镇上的人说起这座桥，都要讲到那年的", "大水和那条渡船，讲起来就没有个完。"
    paragraphs = tuple(
        replace(text, sources=(replace(text.sources[0], start=n, end=n),))
        for n, text in enumerate(map(make_paragraph, (TOLD, torn, QUOTE, rest)), start=1)
    )
    rests = frozenset({paragraphs[3].sources[0]})
    draft = Draft(page=1, paragraphs=paragraphs, rests=rests, sources=paragraphs[0].sources)
    (mended,) = repair_edition([draft], ())
    assert [p.text for p in mended.paragraphs] == [TOLD, torn + rest]


def test_a_heading_goes_only_where_it_is_a_sentence_that_the_text_says() -> None:
    def headed(heading: str, text: str) -> list[str]:
        paragraphs = (replace(make_paragraph(heading), role="heading"), make_paragraph(text))
        return [p.text for p in drop_pull_quotes(Draft(page=1, paragraphs=paragraphs)).paragraphs]

    assert headed("桥通了，老人过河不再等船", TOLD) == [TOLD]
    title = "修桥先修两岸人心"
    longer = f"{title}齐才能成"
    assert headed(longer, f"{longer}。{TOLD}") == [longer, f"{longer}。{TOLD}"]


def calls_of_jumps(articles: int) -> int:
    """Count the calls that joining so many articles of page 1 with their rests on page 2 takes."""
    text = (make_paragraph("大桥今天合龙，工人们"),)
    source = text[0].sources
    heads = [f"青川第{n}座桥合龙" for n in range(articles)]
    first = [
        Draft(page=1, headlines=(h,), paragraphs=text, jump_to=2, sources=source) for h in heads
    ]
    second = [
        Draft(page=2, headlines=(h,), paragraphs=text, jump_from=1, sources=source) for h in heads
    ]
    return count_calls(lambda: join_pages((*first, *second)))


def test_three_times_the_jumps_take_three_times_the_work() -> None:
    calls_of_jumps(40)
    assert calls_of_jumps(480) < 3.15 * calls_of_jumps(160)


def test_the_collector_is_off_only_while_a_page_is_split() -> None:
    assert gc.isenabled()
    split_page(make_page(LINES["briefs"], 20))
    assert gc.isenabled()
    gc.disable()
    try:
        split_page(make_page(LINES["briefs"], 20))
        assert not gc.isenabled()
    finally:
        gc.enable()
