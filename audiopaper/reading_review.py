"""Lists the readings that an editor should check: segments with readings -> doubts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from audiopaper.marked_text import mark_text
from audiopaper.model import NUMBER_RULES, ReadingRule, RespellingQuality
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audiopaper.model import Name, Reading, Segment

DoubtKind = Literal[
    "person", "place", "term", "number", "letters", "respelling", "polyphone", "unknown"
]
"""What a doubt is about."""

_NAMES = ("person", "place", "term")
"""Kinds of doubts that are about names."""

_CONTEXT_CHARS = 10

# A polyphone is listed below this certainty; if sources disagree, below a higher one.
_SURE_ENOUGH, _SURE_ENOUGH_AGAINST = 0.975, 0.99

# Below this a word of one character is listed with each of its neighbours, above it once.
_SHOWN_EACH = 0.95

# An unverified entry with which other sources disagree.
_DISPUTED_SURE = 0.5

# Two readings of one name: one of them is wrong.
_CONFLICT_SURE = 0.2

# A forced reading that an engine may miss, since no character that it knows is read only so.
_POOR_RESPELLING_SURE = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A reading in the script that an editor should check."""

    kind: DoubtKind
    """What it is."""

    text: str
    """As printed."""

    spoken: str
    """What is said, in characters."""

    pinyin: tuple[str, ...]
    """How it is said; empty for letters."""

    context: str
    """The printed text around its least certain occurrence, by `mark_text`."""

    source: str
    """What decided it, several joined by `` + ``."""

    sure: float
    """Its certainty, from 0 to 1."""

    count: int = 1
    """Number of occurrences."""

    others: tuple[str, ...] = ()
    """The readings of other sources; for a name with several readings, all of these."""

    respelling: str = ""
    """The characters sent to engines without phonemes; empty if they are the spoken ones."""

    conflict: bool = False
    """Whether this name has another reading elsewhere in the edition."""

    unverified: bool = False
    """Whether it rests on a lexicon entry that nobody looked up."""


def review_readings(segments: Sequence[Segment]) -> tuple[Doubt, ...]:
    """List the readings that an editor should check.

    These are every person, place, number, group of letters and respelling; each polyphone that is
    uncertain or on which sources disagree; each character without a reading; and each name with
    two readings.

    Args:
        segments: The whole script, with readings and names.

    Returns:
        One doubt for each text and reading, the least certain first; among equals unverified ones,
        then names, then the most frequent.
    """
    doubts = [pair for segment in segments for pair in _find(segment)]
    unrecognised = _find_unrecognised(segments, [doubt for _, doubt in doubts])
    doubts += [("", doubt) for doubt in unrecognised]
    merged = _mark_conflicts(_merge(doubts))
    return tuple(
        sorted(
            merged,
            key=lambda d: (
                d.sure,
                not d.unverified,
                d.kind not in _NAMES,
                -d.count,
                d.text,
            ),
        )
    )


def warn_of_silence(segments: Sequence[Segment]) -> tuple[str, ...]:
    """Give a warning that names the characters without a reading; nothing if there are none."""
    unread = {
        segment.printed[r.start : r.end]: None
        for segment in segments
        for r in segment.readings
        if r.rule is ReadingRule.UNKNOWN
    }
    if not unread:
        return ()
    return (
        _(
            "no reading is known of {unread}, left out by engines that are told "
            "pinyin: audiopaper lexicon add",
            unread="、".join(unread),
        ),
    )


def _find(segment: Segment) -> Iterator[tuple[str, Doubt]]:
    """Give the doubts of a segment, each with the word for which it is listed once."""
    named: set[int] = set()
    for name in segment.names:
        inside = [r for r in segment.readings if name.start <= r.start < name.end]
        named.update(r.start for r in inside)
        yield "", _doubt(segment, inside, _name_kind(name))
    for index, reading in enumerate(segment.readings):
        kind = _kind(reading, named)
        if kind:
            word = _word_around(segment, index) if kind == "polyphone" else ""
            yield word, _doubt(segment, [reading], kind)


def _word_around(segment: Segment, index: int) -> str:
    """Give the word around a reading; if it is uncertain and single, with its neighbours."""
    readings = segment.readings
    first, last = index, index + 1
    while readings[first].joined and first:
        first -= 1
    while last < len(readings) and readings[last].joined:
        last += 1
    if last - first == 1 and readings[index].sure < _SHOWN_EACH:
        first, last = max(0, index - 1), min(len(readings), index + 2)
    return segment.printed[readings[first].start : readings[last - 1].end]


def _name_kind(name: Name) -> DoubtKind:
    return "person" if name.kind == "person" else "place" if name.kind == "place" else "term"


def _kind(reading: Reading, named: set[int]) -> DoubtKind | None:
    if reading.rule in NUMBER_RULES:
        return "number"
    if reading.rule is ReadingRule.LETTERS:
        return "letters"
    if reading.rule is ReadingRule.UNKNOWN:
        return "unknown"
    if reading.start in named:
        return None
    if reading.forced:
        return "respelling"
    enough = _SURE_ENOUGH_AGAINST if reading.others else _SURE_ENOUGH
    if reading.pinyin and reading.sure < enough:
        return "polyphone"
    return None


def _doubt(segment: Segment, readings: Sequence[Reading], kind: DoubtKind) -> Doubt:
    start, end = readings[0].start, readings[-1].end
    printed = segment.printed
    before = printed[max(0, start - _CONTEXT_CHARS) : start]
    behind = printed[end : end + _CONTEXT_CHARS]
    respelled = any(r.respelling for r in readings) and kind != "unknown"
    sources = dict.fromkeys(r.source for r in readings if kind not in _NAMES or _is_informative(r))
    return Doubt(
        kind=kind,
        text=printed[start:end],
        spoken="".join(r.spoken for r in readings),
        pinyin=tuple(syllable for r in readings for syllable in r.pinyin),
        context=mark_text(before, printed[start:end], behind).replace("\n", " "),
        source=" + ".join(sources) or "default",
        sure=round(min(_sure(r) for r in readings), 2),
        others=_list_others(readings),
        respelling="".join(r.respelling or r.spoken for r in readings) if respelled else "",
        unverified=not all(r.verified for r in readings),
    )


def _list_others(readings: Sequence[Reading]) -> tuple[str, ...]:
    """Return what other sources say: of a name all of it, with one character read otherwise."""
    if len(readings) == 1:
        return readings[0].others
    pinyin = [" ".join(reading.pinyin) for reading in readings]
    return tuple(
        " ".join((*pinyin[:i], other, *pinyin[i + 1 :]))
        for i, reading in enumerate(readings)
        if reading.sure < _SURE_ENOUGH_AGAINST
        for other in reading.others
    )


def _is_informative(reading: Reading) -> bool:
    """Whether a character's source is more than the default table."""
    return reading.rule is not ReadingRule.DEFAULT or bool(reading.passed_over)


def _sure(reading: Reading) -> float:
    if reading.passed_over:
        return reading.sure
    if reading.respelling_quality is not RespellingQuality.GOOD:
        return min(reading.sure, _POOR_RESPELLING_SURE)
    if not reading.verified and reading.others:
        return min(reading.sure, _DISPUTED_SURE)
    return reading.sure


def _find_unrecognised(segments: Sequence[Segment], doubts: Sequence[Doubt]) -> list[Doubt]:
    """Give the occurrences of a known name that were not recognised and have another reading."""
    known = {(d.text, d.pinyin): d.kind for d in doubts if d.kind in _NAMES and len(d.text) > 1}
    texts = sorted({text for text, _ in known})
    other: list[Doubt] = []
    for segment in segments:
        present = [text for text in texts if text in segment.printed]
        if not present:
            continue
        taken = {(name.start, name.end) for name in segment.names}
        by_start = {r.start: r for r in segment.readings}
        for text in present:
            start = segment.printed.find(text)
            while start >= 0:
                end = start + len(text)
                inside = [by_start[i] for i in range(start, end) if i in by_start]
                pinyin = tuple(s for r in inside for s in r.pinyin)
                whole = len(inside) == len(text)
                # It may be part of another name: 馆长|乐怀章 contains no 长乐.
                apart = not any(a < end and start < b for a, b in taken)
                if whole and apart and (text, pinyin) not in known:
                    kinds = [kind for (name, _), kind in known.items() if name == text]
                    other.append(_doubt(segment, inside, kinds[0]))
                start = segment.printed.find(text, start + 1)
    return other


def _merge(doubts: Sequence[tuple[str, Doubt]]) -> list[Doubt]:
    groups: dict[tuple[object, ...], list[Doubt]] = defaultdict(list)
    for word, doubt in doubts:
        groups[doubt.kind, doubt.text, doubt.pinyin, doubt.spoken, word].append(doubt)
    return [
        replace(
            min(group, key=lambda d: d.sure),
            count=len(group),
            source=" + ".join(dict.fromkeys(d.source for d in group)),
            unverified=any(d.unverified for d in group),
        )
        for group in groups.values()
    ]


def _mark_conflicts(doubts: Sequence[Doubt]) -> list[Doubt]:
    readings: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for doubt in doubts:
        if doubt.kind in _NAMES:
            readings[doubt.text].add(doubt.pinyin)
    return [
        replace(
            doubt,
            sure=min(doubt.sure, _CONFLICT_SURE),
            conflict=True,
            others=tuple(" ".join(p) for p in sorted(readings[doubt.text]) if p != doubt.pinyin),
        )
        if doubt.kind in _NAMES and len(readings[doubt.text]) > 1
        else doubt
        for doubt in doubts
    ]
