"""The audit's table of what a text says, and the score of a judged one."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from audiopaper.lexicon import load_lexicon
from tests.tools.audit import (
    LEXICON_FOLDER,
    Row,
    draw_rows,
    expected_error,
    read_again,
    read_table,
    report,
    write_table,
)

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "青川市市长曾令新说，行长去了长沙。\n他们投资3.5亿元，学生都说好。"


def draw() -> list[Row]:
    return draw_rows(TEXT, load_lexicon(LEXICON_FOLDER))


def test_the_table_has_every_polyphone_name_place_and_number_with_source_and_certainty():
    rows = draw()
    marked = {(r.sentence[r.start : r.end], r.kind, r.given) for r in rows}
    assert ("曾", "person", "zeng1") in marked
    assert ("新", "person", "xin1") in marked
    assert ("沙", "place", "sha1") in marked
    assert ("行", "polyphone", "hang2") in marked
    assert ("3.5", "number", "三点五") in marked
    assert all(r.source and 0 <= r.sure <= 1 for r in rows)


def test_the_table_has_ends_of_words_that_may_be_neutral_though_they_have_one_reading():
    assert any(row.sentence[row.start : row.end] == "生" for row in draw())


def test_a_row_that_nobody_judged_is_no_right_one():
    rows, characters = read_table(write_table(draw(), characters=30, name="青川"))
    assert characters == 30
    assert len(rows) == len(draw())
    assert not any(row.right for row in rows)
    assert next(report(rows, characters)) == f"30 characters, 0 of {len(rows)} rows judged"


def test_a_verdict_alone_judges_what_was_given():
    lines = write_table(draw(), characters=30, name="青川").splitlines()
    columns = lines[2].split("\t")
    columns[4] = "right"
    (row,), _ = read_table("\t".join(columns))
    assert row.right == (row.given,)


@pytest.mark.parametrize(
    ("given", "right", "outcome"),
    [
        ("xing2", ("xing2",), "right"),
        ("lv4", ("lu:4",), "right"),
        ("yi1", ("yi2", "yi1"), "right"),
        ("sheng1", ("sheng5",), "neutral missing"),
        ("sheng5", ("sheng1",), "neutral too many"),
        ("di4", ("de5",), "wrong"),
        ("一百二十", ("幺二零",), "wrong"),
    ],
)
def test_neutral_tones_are_told_from_other_errors(given: str, right: tuple[str, ...], outcome: str):
    row = replace(draw()[0], given=given, right=right)
    assert row.outcome == outcome


def test_a_judged_table_is_scored_as_it_is_read_today():
    sentence = "青川市{行}长说"
    rows, characters = read_table(f"# note\n{sentence}\thang2\tpolyphone\txing2\twrong\tg2pM\n")
    (row,) = read_again(rows, load_lexicon(LEXICON_FOLDER))
    assert (row.given, row.outcome, characters) == ("hang2", "right", 6)


def test_certainty_is_off_by_what_it_promises_more_than_it_holds():
    row = replace(draw()[0], given="xing2", right=("xing2",), sure=0.9)
    wrong = replace(row, right=("hang2",))
    assert expected_error([row] * 9 + [wrong]) == pytest.approx(0)
    assert expected_error([row, wrong]) == pytest.approx(0.4)


def test_a_text_becomes_a_table_on_the_command_line(tmp_path: Path):
    path = tmp_path / "青川.txt"
    path.write_text(TEXT, encoding="utf-8")
    run = [sys.executable, "-m", "tests.tools.audit"]
    table = subprocess.run([*run, str(path)], capture_output=True, check=True).stdout
    judged = tmp_path / "青川.tsv"
    judged.write_bytes(table)
    score = subprocess.run([*run, str(judged)], capture_output=True, check=True).stdout
    assert score.decode().startswith("33 characters, 0 of ")
