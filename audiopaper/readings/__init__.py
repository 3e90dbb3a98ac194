"""How each character of a segment is said: `Segment` + `Lexicon` -> `Segment` with readings."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from audiopaper.model import Name, Reading, Segment
from audiopaper.readings.decision_list import SURNAME_RULE, UNKNOWN, Decision, decide, visible
from audiopaper.readings.dictionary import readings_of
from audiopaper.readings.entries import find_entries
from audiopaper.readings.g2pm import guess_readings
from audiopaper.readings.names.people import find_people
from audiopaper.readings.names.place_names import find_places
from audiopaper.readings.tokens import Run, cut_runs, plain_han, plain_text
from audiopaper.readings.variant_readings import settle_variants
from audiopaper.variants import simplify

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from audiopaper.lexicon import Lexicon
    from audiopaper.readings.entries import Words
    from audiopaper.readings.g2pm import Guess
    from audiopaper.readings.names.person import Person

_MARKS = "，。、：；！？ "

__all__ = ["SURNAME_RULE", "UNKNOWN", "add_readings"]

# Letters are spelt out or said as a word as each engine likes.
_SURE_LETTERS = 0.96


def add_readings(segments: Sequence[Segment], lexicon: Lexicon) -> tuple[Segment, ...]:
    """Decide how every character of an edition is said.

    Args:
        segments: All segments of one edition, so that a person introduced in one is known in
            the others; each with the readings of its number groups, or none.
        lexicon: The decisions of people, which go before every rule.

    Returns:
        The same segments, their readings tiling ``printed``: one a Han character, one a number
        group (as it came, with its pinyin), one a group of letters, one a run of anything else.
    """
    layouts = [_lay_out(segment) for segment in segments]
    shown = [plain_text(text) for text, _ in layouts]
    texts = [simplify(text) for text in shown]
    guesses = guess_readings(texts)
    people = find_people(texts, guesses, lexicon)
    words = [
        find_entries(text, persons, lexicon) for text, persons in zip(texts, people, strict=True)
    ]
    guesses = _guess_apart(texts, guesses, words)
    return tuple(
        _tile(
            segment,
            printed,
            stretches,
            settle_variants(printed, text, decide(text, guess, persons, found, lexicon)),
            (found, persons, find_places(text, found)),
        )
        for segment, (_, stretches), printed, text, guess, persons, found in zip(
            segments, layouts, shown, texts, guesses, people, words, strict=True
        )
    )


def _guess_apart(
    texts: Sequence[str], guesses: Sequence[Mapping[int, Guess]], words: Sequence[Words]
) -> list[dict[int, Guess]]:
    """Ask the network again where it took characters of two words for one: 秘书长|安全.

    It is then shown the text up to the break only.
    """
    asked: list[tuple[int, int, int, str]] = []
    for index, (text, guess, found) in enumerate(zip(texts, guesses, words, strict=True)):
        for at, syllable, cut in found.crossed:
            if at in guess and guess[at].syllable == syllable:
                start, end = visible(len(text), at, [cut])
                asked.append((index, at, start, text[start:end]))
    answers = guess_readings([part for *_, part in asked])
    changed = [dict(guess) for guess in guesses]
    for (index, at, start, _), answer in zip(asked, answers, strict=True):
        if at - start in answer:
            changed[index][at] = answer[at - start]
    return changed


def _tile(
    segment: Segment,
    text: str,
    stretches: Sequence[_Stretch],
    decisions: Mapping[int, Decision],
    named: tuple[Words, Sequence[Person], Sequence[tuple[int, int, str]]],
) -> Segment:
    words, persons, places = named
    starts, ends = {p.start for p in persons}, {p.end for p in persons}
    inner = _inside_words(words, [*((p.start, p.end) for p in persons), *places])
    readings: list[Reading] = []
    for stretch in stretches:
        if stretch.group is not None:
            said = stretch.group.spoken
            if said in _MARKS and _is_paused(readings):
                said = ""
            group = replace(stretch.group, spoken=said, pinyin=_pinyin(stretch, decisions))
            readings.append(group)
            continue
        shift = stretch.printed - stretch.start
        for run in cut_runs(text, stretch.start, stretch.end):
            decision = decisions.get(run.start) or Decision(_digit(run), run.sort)
            if run.sort == "letters":
                decision = replace(decision, sure=_SURE_LETTERS)
            unknown = decision.source == UNKNOWN
            said = run.spoken
            if not said and run.start in ends and run.end in starts:
                # 廖承雄 周代耀: two people, though nothing is printed between them.
                said = "、"
            elif run.sort == "pause" and readings and _is_paused(readings):
                # It would be one with the mark before it: what is between is silent, or the
                # number's words end in one.
                said = ""
            readings.append(
                Reading(
                    start=run.start + shift,
                    end=run.end + shift,
                    spoken="" if unknown else said,
                    pinyin=(decision.syllable,) if decision.syllable else (),
                    source=decision.source,
                    forced=decision.forced,
                    # An engine that takes characters may know it.
                    respelling=run.spoken if unknown else decision.respelling,
                    sure=decision.sure,
                    others=decision.others,
                    joined=run.start in inner,
                )
            )
    _drop_spaces(readings)
    place_ends: dict[int, int] = {}
    for start, end, _ in places:
        place_ends.update((i, max(end, place_ends.get(i, 0))) for i in range(start, end))
    # 石坪镇 is a place, and 石坪 nobody.
    spans = [
        (p.start, p.end, "person")
        for p in persons
        if p.end - p.start > 1 and place_ends.get(p.start, 0) <= p.end
    ]
    return replace(
        segment, readings=tuple(readings), names=_printed_names([*spans, *places], stretches)
    )


def _inside_words(words: Words, names: Iterable[Sequence[Any]]) -> set[int]:
    """Where a word goes on: behind the first character of a dictionary's word or of a name."""
    inner = {n for at, word in words.dictionary for n in range(at + 1, at + len(word.text))}
    for start, end, *_ in names:
        inner -= {start, end}
        inner |= set(range(start + 1, end))
    return inner


def _printed_names(
    spans: Sequence[tuple[int, int, str]], stretches: Sequence[_Stretch]
) -> tuple[Name, ...]:
    """Names where they are printed; none that reaches into a number group."""
    found = {}
    begins = [stretch.start for stretch in stretches]
    for start, end, kind in spans:
        # The last to begin there; those before it are over, or say nothing.
        stretch = stretches[bisect_right(begins, start) - 1]
        if stretch.group is None and end <= stretch.end:
            shift = stretch.printed - stretch.start
            found[start, end] = Name(start=start + shift, end=end + shift, kind=kind)
    return tuple(found[key] for key in sorted(found))


def _drop_spaces(readings: list[Reading]) -> None:
    """Keep the space at either end of a group's words only between letters."""
    spoken = "".join(reading.spoken for reading in readings)
    at = 0
    for index, reading in enumerate(readings):
        said, start, at = reading.spoken, at, at + len(reading.spoken)
        if said.startswith(" ") and not _is_letter(spoken[start - 1 : start]):
            said = said.lstrip()
        if said.endswith(" ") and not _is_letter(spoken[at : at + 1]):
            said = said.rstrip()
        if said != reading.spoken:
            readings[index] = replace(reading, spoken=said)


def _is_letter(character: str) -> bool:
    return character.isalpha() and not plain_han(character)


def _is_paused(readings: Sequence[Reading]) -> bool:
    """Whether nothing was said since the beginning or the last mark."""
    last = next((r.spoken for r in reversed(readings) if r.spoken), "，")
    return last[-1] in _MARKS


def _digit(run: Run) -> str:
    # A digit that no number rule took is read by its name.
    return readings_of(run.spoken)[0] if run.sort == "digit" else ""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A part of the text that is read: printed characters, or a number group's words."""

    start: int
    end: int
    printed: int
    group: Reading | None


def _lay_out(segment: Segment) -> tuple[str, list[_Stretch]]:
    """Put the number groups' words in their place, so that every rule sees what is said."""
    parts: list[str] = []
    stretches: list[_Stretch] = []
    length = at = 0

    def add(part: str, printed: int, group: Reading | None) -> None:
        nonlocal length
        parts.append(part)
        stretches.append(_Stretch(length, length + len(part), printed, group))
        length += len(part)

    for group in sorted(segment.readings, key=lambda reading: reading.start):
        if at < group.start:
            add(segment.printed[at : group.start], at, None)
        add(group.spoken, group.start, group)
        at = group.end
    if at < len(segment.printed):
        add(segment.printed[at:], at, None)
    return "".join(parts), stretches


def _pinyin(stretch: _Stretch, decisions: Mapping[int, Decision]) -> tuple[str, ...]:
    return tuple(
        decisions[at].syllable
        for at in range(stretch.start, stretch.end)
        if at in decisions and decisions[at].syllable
    )
