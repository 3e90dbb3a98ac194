"""What the desk shows of a rundown's changes before it is approved."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from audiopaper.desk.differences import compare_with_file, list_decided
from audiopaper.lexicon import Entry, Lexicon
from audiopaper.model import Item, Rundown
from audiopaper.pipeline.rundown_differences import compare_rundowns
from audiopaper.rundown import save_rundown

BRIDGE = Item(
    kind="story",
    presenter="lan",
    title="新桥通车",
    text="新桥昨天通车。全长三公里。\n市民说方便。",
    article_id="a1",
)
TEA = Item(kind="story", presenter="song", title="春茶开采", text="茶熟了。", article_id="a2")
LATE = Item(kind="story", presenter="lan", title="夜班车", text="夜里也有车。", article_id="a3")
DRAFT = Rundown(
    date=dt.date(2026, 3, 2), paper="青川日报", items=(BRIDGE, TEA, replace(LATE, drop=True))
)


def changed(*items: Item) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    rows = compare_rundowns(DRAFT, replace(DRAFT, items=items))
    return [(row.kind, row.title, row.before, row.after) for row in rows]


def test_nothing_is_other_in_the_same_rundown() -> None:
    assert changed(*DRAFT.items) == []


def test_a_story_that_was_dropped_and_one_that_was_taken_in_are_named() -> None:
    assert changed(BRIDGE, replace(TEA, drop=True), LATE) == [
        ("out", "春茶开采", (), ()),
        ("in", "夜班车", (), ()),
    ]


def test_only_the_sentences_that_are_other_are_shown() -> None:
    text = "新桥昨天通车。全长五公里。\n市民说方便。"
    assert changed(replace(BRIDGE, text=text), TEA) == [
        ("text", "新桥通车", ("全长三公里。",), ("全长五公里。",))
    ]


def test_a_shortened_story_and_another_order_are_told() -> None:
    assert changed(TEA, replace(BRIDGE, paragraphs=1)) == [
        ("paragraphs", "新桥通车", (), ("1",)),
        ("order", "", (), ("春茶开采", "新桥通车")),
    ]


@given(st.text("一二。！？\n”", min_size=1, max_size=40), st.text("一二。！？\n”", max_size=40))
def test_of_two_texts_only_what_one_lacks_is_shown(old: str, new: str) -> None:
    before = replace(DRAFT, items=(replace(BRIDGE, text=old),))
    after = replace(DRAFT, items=(replace(BRIDGE, text=new),))
    for row in compare_rundowns(before, after):
        assert all(sentence in old for sentence in row.before)
        assert all(sentence in new for sentence in row.after)


def test_an_edition_without_a_draft_that_was_put_aside_shows_no_difference(tmp_path: Path) -> None:
    path = tmp_path / "rundown.drafted.toml"
    assert compare_with_file(path, DRAFT, ("lan", "song")) == ()
    save_rundown(path, DRAFT)
    (row,) = compare_with_file(path, replace(DRAFT, items=(BRIDGE,)), ("lan", "song"))
    assert (row.kind, row.title) == ("out", "春茶开采")


def test_readings_that_were_decided_for_the_edition_and_are_said_in_it_are_listed() -> None:
    def entry(text: str, source: str) -> Entry:
        return Entry(text=text, pinyin=("a1",) * len(text), source=source, file="ours.toml")

    mark = "desk, 2026-03-02"
    mine = entry("新桥", f"王编辑, {mark}")
    others = (entry("茶厂", f"王编辑, {mark}"), entry("市民", "王编辑, desk, 2026-03-01"))
    lexicon = Lexicon(entries=(mine, *others))
    assert list_decided(lexicon, DRAFT, mark) == (mine,)
