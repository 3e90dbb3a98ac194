"""Evidence for a name: the words of ``name_cues.toml``, and where in a text it stands."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from audiopaper.character_sets import HAN
from audiopaper.readings.tokens import plain_han

NUMERALS = "一二三四五六七八九十百千万两"
"""The characters of numbers; numbers are in words when names are looked for."""

LOOK_BACK = 24
"""Evidence is looked for in the last 24 characters before a name; more would make it quadratic."""

PREPOSITIONS = frozenset("在与和跟向对给让请找问")
"""May precede a surname although they make a word with it: 在任师傅的店里."""


_BASIC_PLANE = 0xFFFF


@dataclass(frozen=True, slots=True)
class Cues:
    """Words and characters beside names and in them; the file explains each table."""

    titles_before: frozenset[str]
    titles_after: frozenset[str]
    honorifics: frozenset[str]
    address: frozenset[str]
    speech: frozenset[str]
    deeds: frozenset[str]
    belongings: frozenset[str]
    after: frozenset[str]
    before: frozenset[str]
    towards: frozenset[str]
    given: frozenset[str]
    given_words: frozenset[str]
    typical: frozenset[str]
    frequent: frozenset[str]
    never_given: frozenset[str]

    def is_given(self, character: str) -> bool:
        """Whether a character is likely in a given name.

        Beyond the basic plane simplified texts have hardly any but those of names (𬭎), for which
        the table of 2013 (通用规范汉字表, level 3) admitted them.
        """
        return character in self.given or ord(character) > _BASIC_PLANE


@cache
def load_cues() -> Cues:
    """Read the file, once."""
    path = Path(__file__).with_name("name_cues.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    characters = ("given", "typical", "frequent", "never_given")
    tables = {
        key: frozenset("".join(value.split()) if key in characters else value.split())
        for key, value in table.items()
    }
    tables["given"] |= tables["typical"] | tables["frequent"]
    tables["never_given"] -= tables["frequent"]
    return Cues(**tables)


def ending(text: str, words: frozenset[str], longest: int) -> str:
    """Return the longest of some words at the end of a text, or ""."""
    for length in range(min(longest, len(text)), 0, -1):
        if text[-length:] in words:
            return text[-length:]
    return ""


def beginning(text: str, at: int, words: frozenset[str], longest: int) -> str:
    """Return the longest of some words at an offset, or ""."""
    for length in range(longest, 0, -1):
        if at + length <= len(text) and text[at : at + length] in words:
            return text[at : at + length]
    return ""


# 说：“…: whoever stands before it is a speaker.
SPEAKS = re.compile(r"[^，。；：“”\s]{0,6}[说道示绍忆诉问答喊]\s*[：:，,]?\s*“")

# 单国强任青川市交通运输局局长
OFFICE = re.compile(
    "[任为][^，。；：、的]{2,20}(?:书记|主任|主席|委员|代表|教授|经理|[长员师])(?=[，。；、]|$)"
)

_AGE = re.compile(rf"今年[{NUMERALS}]|年[近逾过][{NUMERALS}]|[{NUMERALS}]+岁")

# 繁荣华是土生土长的青川人
_IDENTITY = re.compile(r"是[^，。；：]{0,14}[人员师长者家手兵工](?=[，。；]|$)")

# 记者解放军报道, 编辑：单飞
_BYLINE = re.compile(
    r"(?:记者|通讯员|实习生|摄影|摄影师|校对|[责美]编|(?:编辑|版式|制图|文|图|整理)[\s：:/])"
    rf"[\s：:/]*(?:[{HAN}]{{2,4}}[\s、]+){{0,5}}$"
)

_BYLINE_ENDS = re.compile(r"\s*(?:综合报道|报道|[摄文图]|供图|摄影|撰|整理|[\s）)/、，。；]|$)")


def is_signature(text: str, start: int, end: int) -> bool:
    """Whether a name stands where a byline has one: 记者 解放军 报道."""
    before = text[max(0, start - LOOK_BACK) : start]
    return bool(_BYLINE.search(before) and _BYLINE_ENDS.match(text, end))


def is_item(text: str, start: int, end: int) -> bool:
    """Whether a name is all that stands between a mark of lists and another mark."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return (
        "、" in (before, after) and not plain_han(before or "，") and not plain_han(after or "，")
    )


def is_described(text: str, end: int) -> bool:
    """Whether somebody's age or what somebody is stands behind a name that ends at an offset."""
    return bool(_AGE.match(text, end) or _IDENTITY.match(text, end))


def has_title_behind(text: str, end: int) -> bool:
    """Whether a title of two characters or more stands behind a name that ends at an offset."""
    return len(beginning(text, end, load_cues().titles_after, 4)) > 1


def is_free(text: str, start: int) -> bool:
    """Whether no Han character stands before an offset."""
    return start == 0 or not plain_han(text[start - 1])
