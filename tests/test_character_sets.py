"""Patterns match the same whether `re` remembers the sets in them or not."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest

from audiopaper import character_sets

COMPILER: Any = getattr(re, "_compiler", None)

SETS = (
    "[\u4e00-\u9fff]",
    "[^一-龥·]",
    "[，。；]",
    r"[a-z\d]",
    r"[^\W_]",
    "[\U00020000-\U0002ffff甲]",
    "[a甲ſ]",
)
TEXT = "甲甲龥\u4dff龥··，。aAa9zſſK9_  \U00020001\U00020002甲a，一二"


@pytest.fixture
def own_function(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put `re` back as it was, whatever the program has done to it."""
    prepare = getattr(COMPILER, "_optimize_charset", None)
    if prepare is None:
        pytest.skip("this Python's re has no such function")
    prepare = getattr(prepare, "__wrapped__", prepare)
    monkeypatch.setattr(COMPILER, "_optimize_charset", prepare)


@pytest.mark.usefixtures("own_function")
def test_patterns_match_the_same() -> None:
    patterns = [f"{one}+|{two}{{2}}" for one in SETS for two in SETS]
    flags = (re.NOFLAG, re.IGNORECASE, re.ASCII)

    def find() -> list[list[str]]:
        re.purge()
        return [re.findall(pattern, TEXT, flag) for pattern in patterns for flag in flags]

    without = find()
    character_sets.share_character_sets()
    assert find() == without == find()


@pytest.mark.usefixtures("own_function")
def test_each_set_is_prepared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    prepare = COMPILER._optimize_charset
    asked: list[object] = []

    def count(charset: object, *folding: object) -> object:
        asked.append(charset)
        return prepare(charset, *folding)

    monkeypatch.setattr(COMPILER, "_optimize_charset", count)
    character_sets.share_character_sets()
    character_sets.share_character_sets()
    re.purge()
    for pattern in ("[甲-龥]乙", "丙[甲-龥]", "[甲-龥]{2}[丁-戊]"):
        re.compile(pattern)
    assert len(asked) == 2


def test_another_python_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(character_sets, "re", SimpleNamespace())
    character_sets.share_character_sets()
