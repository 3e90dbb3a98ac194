"""What a pattern needs is never more than what it matches."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiopaper.numbers.number_rule import _may_match
from audiopaper.numbers.rule_table import RULES
from audiopaper.pattern_needs import find_needs, may_match
from audiopaper.readings.context_rules import _rules
from audiopaper.readings.pattern_edges import find_first, find_last


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        pytest.param("公里", ["公", "里"], id="row"),
        pytest.param("米|公里|尺", ["公尺米"], id="alternatives"),
        pytest.param("[上下]午?", ["上下"], id="optional"),
        pytest.param(r"\d{1,3}[.,]\d{0,2}", [",."], id="digits"),
        pytest.param("(?:年|月){0,2}日{1,2}+号*?点+", ["日", "点"], id="repeated"),
        pytest.param(
            "(?<=第)[0-9](?=届)(?!次)(?<!共)", ["第", "0123456789", "届"], id="conditions"
        ),
        pytest.param("[^年月]日", ["日"], id="excluded"),
        pytest.param("(?P<a>甲)|乙(?:丙|丁)", ["甲乙"], id="groups"),
        pytest.param(r"\.\-\n", [".", "-", "\n"], id="escapes"),
        pytest.param("[一二]|", [], id="may-be-empty"),
        pytest.param("(?i)km", [], id="flags"),
        pytest.param(r"(?P<a>甲)(?P=a)", [], id="backward-reference"),
        pytest.param("[一-鿿]", [], id="wide-range"),
        pytest.param("甲(乙)丙", ["甲", "乙", "丙"], id="numbered-group"),
        pytest.param(r"[\-~—]", ["-~—"], id="escaped-in-a-set"),
        pytest.param(r"[+\--/a]", ["+-./a"], id="range-from-an-escaped"),
        pytest.param("[]a]", ["]a"], id="bracket-in-a-set"),
        pytest.param("[甲", [], id="no-pattern"),
        pytest.param("甲)乙", [], id="closed-twice"),
    ],
)
def test_a_pattern_needs_these_characters(pattern: str, needs: list[str]) -> None:
    assert ["".join(sorted(need)) for need in find_needs(pattern)] == [
        "".join(sorted(need)) for need in needs
    ]


NUMBER_PATTERNS = sorted(
    {
        pattern
        for rule in RULES
        for pattern in (
            rule.pattern,
            rule.before,
            rule.after,
            rule.unless_before,
            rule.unless_after,
            rule.around_before,
            rule.around_behind,
        )
    }
)

CONTEXT_PATTERNS = sorted(
    {p for rules in _rules().values() for rule in rules for p in (rule.before, rule.after)}
)


@given(st.data())
def test_no_pattern_of_the_program_matches_where_it_may_not(data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from(NUMBER_PATTERNS) | st.sampled_from(CONTEXT_PATTERNS))
    letters = sorted({*pattern, *"0123456789年月，a "})
    text = data.draw(st.text(st.sampled_from(letters), max_size=12))
    if re.search(pattern, text):
        assert may_match(pattern, set(text))
        assert _may_match(pattern, frozenset(text))
    first, last = find_first(pattern), find_last(pattern)
    for at in range(len(text) + 1):
        if first and re.compile(pattern).match(text, at):
            assert text[at] in first
    if last and re.search(f"(?:{pattern})$", text):
        assert text[-1] in last or text[-1] == "\n"


@pytest.mark.parametrize(
    ("pattern", "first", "last"),
    [
        pytest.param("公里", "公", "里", id="row"),
        pytest.param("[上下]午?", "上下", "", id="optional-end"),
        pytest.param("很?(?:好|不坏)", "", "", id="optional-begin"),
        pytest.param("(甲|[乙丙]丁)", "甲乙丙", "甲丁", id="group"),
        pytest.param("(?:甲|乙)丙", "甲乙", "", id="group-and-more"),
        pytest.param("(?:甲|乙)?丙", "", "", id="optional-group"),
        pytest.param("甲(?:丙|丁)+|乙", "甲乙", "", id="group-within"),
        pytest.param("(?=甲(?:丙|丁)?|乙)", "甲乙", "", id="condition-behind"),
        pytest.param("(?<=甲(?:丙|丁)?戊|乙)", "", "戊乙", id="condition-before"),
        pytest.param("(?!甲)乙", "", "乙", id="exclusion"),
        pytest.param("^甲$", "", "", id="edges-of-a-text"),
        pytest.param(r"\d甲|乙\u4e00", "", "", id="escapes"),
        pytest.param(r"甲\|乙", "", "", id="plain-bar"),
        pytest.param("甲[|]乙", "", "", id="bar-in-a-set"),
        pytest.param("[^甲]乙[丙-丁]", "", "", id="other-sets"),
        pytest.param("甲{0,2}乙+", "", "", id="repeated"),
        pytest.param("", "", "", id="empty"),
    ],
)
def test_a_pattern_begins_and_ends_with_these(pattern: str, first: str, last: str) -> None:
    assert (find_first(pattern), find_last(pattern)) == (frozenset(first), frozenset(last))


def test_every_pattern_for_numbers_may_match_the_examples_that_it_matches() -> None:
    texts = sorted({printed for rule in RULES for printed, _ in rule.examples})
    missed = [
        (pattern, text)
        for pattern in NUMBER_PATTERNS
        for text in texts
        if re.search(pattern, text) and not _may_match(pattern, frozenset(text))
    ]
    assert not missed
