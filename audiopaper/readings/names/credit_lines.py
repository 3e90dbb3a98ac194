"""Names in credits that are printed without separators: （记者张明王强李丽摄）."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiopaper.readings.dictionary import is_word
from audiopaper.readings.names.name_cues import load_cues

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiopaper.lexicon import Lexicon

_ROLE = "(?:记者|通讯员|摄影|摄像|编辑|校对|实习生|责编|美编)"

# The names between a role and what was done, or the end of the credit.
_CREDIT = re.compile(
    rf"{_ROLE}[\s:：/、]*(?P<names>(?:(?!{_ROLE})[\u3400-\u9fff]){{4,16}}?)[\s/]*"
    r"(?:(?:综合|联合|摄影|现场)?报道|摄影?|供图|撰文|撰稿|采写|[文图]|文/图|图/文)?"
    rf"(?=[）)】\]]|$|\s*{_ROLE})"
)

_BRACKETS = "（(【["

# The most frequent surnames; half the people of the country have one of the first twenty.
_FIRST = frozenset("王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗")

_WORTH = {"first": 3.0, "common": 1.5, "weak": 0.5, "rare": -1.0}

# Points off for a name of two characters (one in five) and for each further name.
_SHORT = 1.0
_EACH = 1.5

_LONGEST_GIVEN = 2

# Points below which characters are no name even in a credit: 连线张明.
_LEAST = -2.5

Parts = tuple[tuple[int, int, int], ...]


def find_credited(text: str, lexicon: Lexicon) -> Parts:
    """Find names without separators in a credit.

    Args:
        text: What is said.
        lexicon: Its surnames are the ones that names begin with.

    Returns:
        Start of each name, end of its surname and end of the name, in order; nothing for a credit
        that does not divide into two or more names.
    """
    return tuple(
        part
        for match in _CREDIT.finditer(text)
        if _is_credit(text, match.start())
        for part in _divide(text, *match.span("names"), lexicon)
    )


def _is_credit(text: str, start: int) -> bool:
    before = text[:start].rstrip()
    opened = max(before.rfind(mark) for mark in _BRACKETS)
    return not before or (opened >= 0 and not re.search("[）)】\\]。！？]", before[opened:]))


def _divide(text: str, start: int, end: int, lexicon: Lexicon) -> Parts:
    """Divide characters into names in the most probable way; empty if there is none."""
    best: dict[int, tuple[float, Parts]] = {start: (0.0, ())}
    for at in range(start, end):
        if at not in best:
            continue
        points, parts = best[at]
        for part in _names_at(text, at, end, lexicon):
            worth = _points(text, *part, lexicon)
            total = points + worth
            if worth < _LEAST:
                continue
            if part[2] not in best or best[part[2]][0] < total:
                best[part[2]] = (total, (*parts, part))
    _, parts = best.get(end, (0.0, ()))
    return parts if len(parts) > 1 else ()


def _names_at(text: str, at: int, end: int, lexicon: Lexicon) -> Iterator[tuple[int, int, int]]:
    for length in (1, 2):
        if not _worth(text[at : at + length], lexicon):
            continue
        for behind in range(at + length + 1, min(end, at + length + _LONGEST_GIVEN) + 1):
            yield at, at + length, behind


def _worth(surname: str, lexicon: Lexicon) -> float:
    if surname in _FIRST:
        return _WORTH["first"]
    if surname in lexicon.rare_surnames:
        return _WORTH["rare"]
    if surname in lexicon.weak_surnames and surname not in lexicon.common_surnames:
        return _WORTH["weak"]
    known = surname in lexicon.common_surnames or surname in lexicon.surnames
    return _WORTH["common"] if known else 0.0


def _points(text: str, start: int, given: int, end: int, lexicon: Lexicon) -> float:
    """Points for characters as a name; below 0 if they are more probably none."""
    cues, name = load_cues(), text[given:end]
    points = _worth(text[start:given], lexicon) - _EACH - _SHORT * (len(name) == 1)
    points += 1.0 * (name[0] == name[-1] and len(name) > 1)
    points += sum(0.5 if c in cues.given else -1.0 for c in name) / len(name)
    points -= 2.0 * (cues.never_given >= set(name))
    # 王强|李丽, and not 王强李|丽.
    points -= 1.0 * (name[-1] in _FIRST and len(name) > 1)
    likely = cues.given >= set(name)
    return points - ((1.0 if likely else 2.0) if is_word(text[start:end]) else 0.0)
