from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiopaper.readings import context_rules
from audiopaper.readings.plain_patterns import list_texts

PATTERNS = sorted(
    {
        (behind, pattern)
        for rules in context_rules._rules().values()
        for rule in rules
        for behind, pattern in ((False, rule.before), (True, rule.after))
        if list_texts(pattern, behind=behind) is not None
    }
)
CHARACTERS = "".join(sorted(set("".join(pattern for _, pattern in PATTERNS))))


def _never_decides(rules: list[context_rules.ContextRule], at: int) -> bool:
    """Whether an earlier rule that excludes nothing fits each text that a plain rule lists."""
    rule = rules[at]
    before = list_texts(rule.before, behind=False)
    after = list_texts(rule.after, behind=True)
    if before is None or after is None or before.excludes or after.excludes:
        return False
    earlier = [
        other
        for other in rules[:at]
        if other.begins <= rule.begins
        and other.ends <= rule.ends
        and not re.search(r"\(\?<?!", other.before + other.after)
    ]
    character = re.split("[【】]", rule.text)[1]
    return all(
        any(
            all(
                context_rules._fits(other, pad + x + character + y + pad, len(pad + x))
                for pad in ("", "某")
            )
            for other in earlier
        )
        for x in before.texts
        for y in after.texts
    )


def test_no_rule_stands_behind_others_that_decide_all_its_texts() -> None:
    shadowed = [
        rules[at].text
        for rules in context_rules._rules().values()
        for at in range(len(rules))
        if _never_decides(rules, at)
    ]
    assert not shadowed


def test_most_patterns_of_the_tables_need_no_compilation() -> None:
    assert len(PATTERNS) > 1000


@given(st.data())
def test_a_plain_pattern_matches_what_the_regular_expression_does(data: st.DataObject) -> None:
    behind, pattern = data.draw(st.sampled_from(PATTERNS))
    plain = list_texts(pattern, behind=behind)
    assert plain is not None
    beside = st.text(CHARACTERS, max_size=4)
    listed = data.draw(st.sampled_from(plain.texts))
    text = data.draw(beside) + listed + data.draw(beside)
    at = data.draw(st.integers(0, len(text)))
    if behind:
        assert plain.fits_behind(text, at) is bool(re.compile(pattern).match(text, at))
    else:
        before = text[:at]
        assert plain.fits_before(before) is bool(re.search(f"(?:{pattern})$", before))


@pytest.mark.parametrize(
    "pattern",
    [
        "[一-龥]",
        "了+",
        "(着){2}",
        ".",
        "a*",
        r"\d",
        "[^了]",
        "了|$",
        "(?=了)(?!着)",
        "(?:了",
        "了)",
    ],
)
def test_other_patterns_are_left_to_regular_expressions(pattern: str) -> None:
    assert list_texts(pattern, behind=True) is None


def test_a_pattern_of_very_many_texts_is_not_listed() -> None:
    assert list_texts("[一二三四五六七八]" * 6, behind=False) is None
