"""Judge how a new text is read: ``python -m tests.tools.audit FILE``.

A text of any kind (UTF-8, a paragraph a line) becomes a table on standard output: a row for each
polyphone, name, place, number, group of letters, and each end of a word that may be neutral. A
reader fills in what is right, or writes ``right`` as the verdict. A table (``.tsv``) that was judged
is scored as it is read today: wrong readings and neutral tones that are missing or too many in
10,000 characters, by source, and how far the certainty can be relied on. Rows that nobody judged
are counted and left out.

Columns: sentence with the ``{character}``, what is right (several joined by ``|``), kind, what was
given, verdict, source, word, text, cause, certainty. Any other character may be marked in a row of
the reader's own. To judge without seeing what is given, cover the fourth column.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.lexicon import Lexicon, load_lexicon
from audiopaper.model import NUMBER_RULES, ReadingRule, Segment
from audiopaper.pipeline.text import settle_readings
from audiopaper.readings.dictionary import all_words, find_word, readings_of
from audiopaper.readings.word_division import Division
from tests.support.paths import LEXICON_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audiopaper.model import Reading


HEADER = (
    "# sentence with {marked} character",
    *("right", "kind", "given", "verdict", "source", "word", "text", "cause", "certainty"),
)

_CHARACTERS = re.compile(r"# characters: (\d+)")

_SENTENCE = re.compile(r"[^。！？!?]*[。！？!?]*[”』」]?")

# The ends of the classes of certainty in the table of reliability.
_CLASSES = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.96, 0.98, 0.99, 0.995)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A reading that is to be judged, or was."""

    sentence: str
    """What is printed, without marks."""

    start: int
    """Offset of what is judged."""

    end: int
    right: tuple[str, ...] = ()
    """Any of these; () where nobody judged it."""

    kind: str
    given: str
    source: str
    word: str = ""
    sure: float = 1.0

    @property
    def outcome(self) -> str:
        """``right``, ``wrong``, ``neutral missing`` or ``neutral too many``."""
        if _fold(self.given) in map(_fold, self.right):
            return "right"
        wanted = self.right[0]
        if wanted[:-1] == self.given[:-1] and wanted[-1:] == "5":
            return "neutral missing"
        if self.given[-1:] == "5" and wanted[:-1] == self.given[:-1]:
            return "neutral too many"
        return "wrong"


def draw_rows(text: str, lexicon: Lexicon) -> list[Row]:
    """List what in a text has to be judged.

    Args:
        text: A paragraph a line; all of it is one edition.
        lexicon: The decisions of people.
    """
    sentences = [
        sentence
        for line in text.splitlines()
        for sentence in map(str.strip, _SENTENCE.findall(line))
        if sentence
    ]
    return [row for segment in _read(sentences, lexicon) for row in _draw(segment)]


def _read(sentences: Sequence[str], lexicon: Lexicon) -> tuple[Segment, ...]:
    segments = [Segment(item=0, presenter="", printed=sentence) for sentence in sentences]
    return settle_readings(segments, lexicon)


def _draw(segment: Segment) -> Iterator[Row]:
    words = {
        i: word.text
        for at, word in Division(segment.printed).words()
        for i in range(at, at + len(word.text))
    }
    ends = {at + len(w.text) - 1 for at, w in Division(segment.printed).words() if len(w.text) > 1}
    names = {i: name for name in segment.names for i in range(name.start, name.end)}
    for reading in segment.readings:
        printed = segment.printed[reading.start : reading.end]
        name = names.get(reading.start)
        if reading.rule not in NUMBER_RULES and reading.rule is not ReadingRule.LETTERS:
            if not reading.pinyin and reading.rule is not ReadingRule.UNKNOWN:
                continue
            may_be_neutral = reading.start in ends and printed in _neutral_ends()
            if len(readings_of(printed)) < 2 and name is None and not may_be_neutral:
                continue
        word = segment.printed[name.start : name.end] if name else words.get(reading.start, printed)
        yield Row(
            sentence=segment.printed,
            start=reading.start,
            end=reading.end,
            kind=_kind(reading, name.kind if name else ""),
            given=_given(reading),
            source=reading.source,
            word=word,
            sure=reading.sure,
        )


def _kind(reading: Reading, name: str) -> str:
    if reading.rule in NUMBER_RULES:
        return "number"
    if reading.rule in (ReadingRule.LETTERS, ReadingRule.UNKNOWN):
        return reading.rule.value
    return name or "polyphone"


def _given(reading: Reading) -> str:
    plain = reading.end - reading.start == 1 and len(reading.pinyin) == 1
    return reading.pinyin[0] if plain else reading.spoken


@cache
def _neutral_ends() -> frozenset[str]:
    """The characters in which a word of a dictionary ends with a neutral tone."""
    found = map(find_word, set(all_words()))
    return frozenset(w.text[-1] for w in found if w and w.pinyin and w.pinyin[-1].endswith("5"))


def _fold(said: str) -> str:
    return said.replace("u:", "v").replace("ü", "v").casefold().strip()


def write_table(rows: Sequence[Row], *, characters: int, name: str) -> str:
    """Give the table of rows for a reader to judge."""
    lines = [f"# characters: {characters}", "\t".join(HEADER)]
    for row in rows:
        text = row.sentence.replace("\t", " ")
        marked = f"{text[: row.start]}{{{text[row.start : row.end]}}}{text[row.end :]}"
        columns = (marked, "", row.kind, row.given, "", row.source, row.word, name, "")
        lines.append("\t".join((*columns, f"{row.sure:.3f}")))
    return "\n".join(lines) + "\n"


def read_table(table: str) -> tuple[list[Row], int]:
    """Read a table.

    Returns:
        Its rows, and how many characters the text has: as the table says, or those of its
        sentences, each counted once.
    """
    rows, written = [], 0
    for line in table.splitlines():
        if found := _CHARACTERS.match(line):
            written = int(found[1])
        if not line.strip() or line.startswith("#"):
            continue
        marked, right, kind, given, verdict, source, word, *_ = *line.split("\t"), *[""] * 7
        start, end = marked.index("{"), marked.index("}") - 1
        judged = right or (given if verdict == "right" else "")
        rows.append(
            Row(
                sentence=marked.replace("{", "").replace("}", ""),
                start=start,
                end=end,
                right=tuple(judged.split("|")) if judged else (),
                kind=kind,
                given=given,
                source=source,
                word=word,
            )
        )
    return rows, written or sum(map(len, _whole({row.sentence for row in rows})))


def _whole(sentences: set[str]) -> list[str]:
    """The sentences that are no part of another."""
    longest: list[str] = []
    for sentence in sorted(sentences, key=len, reverse=True):
        if not any(sentence in other for other in longest):
            longest.append(sentence)
    return longest


def read_again(rows: Sequence[Row], lexicon: Lexicon) -> list[Row]:
    """Give judged rows with what is given today, its source and certainty."""
    sentences = list(dict.fromkeys(row.sentence for row in rows))
    read = dict(zip(sentences, _read(sentences, lexicon), strict=True))
    today: list[Row] = []
    for row in rows:
        inside = [r for r in read[row.sentence].readings if row.start < r.end and r.start < row.end]
        today.append(
            Row(
                sentence=row.sentence,
                start=row.start,
                end=row.end,
                right=row.right,
                kind=row.kind,
                given=" ".join(map(_given, inside)) if inside else "(silent)",
                source=inside[0].source if inside else "silent",
                word=row.word,
                sure=min((r.sure for r in inside), default=1.0),
            )
        )
    return today


def expected_error(rows: Sequence[Row]) -> float:
    """How far certainty is from what proves right, on average over the rows."""
    classes = _by_certainty(rows)
    off = sum(abs(sum(r.sure - (r.outcome == "right") for r in group)) for group in classes)
    return off / max(1, len(rows))


def _by_certainty(rows: Sequence[Row]) -> list[list[Row]]:
    classes: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        classes[sum(row.sure >= end for end in _CLASSES)].append(row)
    return [group for _, group in sorted(classes.items())]


def report(rows: Sequence[Row], characters: int) -> Iterator[str]:
    """Give the lines of the score of judged rows in a text of so many characters."""
    judged = [row for row in rows if row.right]
    yield f"{characters} characters, {len(judged)} of {len(rows)} rows judged"
    for outcome in ("wrong", "neutral missing", "neutral too many"):
        missed = [row for row in judged if row.outcome == outcome]
        yield f"{outcome}: {len(missed)} ({len(missed) * 10_000 / max(1, characters):.1f} in 10,000)"
        for row in missed:
            text = f"{row.sentence[: row.start]}{{{row.sentence[row.start : row.end]}}}"
            near = text[-16:] + row.sentence[row.end : row.end + 10]
            yield f"  {near}: {'|'.join(row.right)}, not {row.given} ({row.source}, {row.sure:.3f})"
    yield "by source: judged, wrong, neutral missing, neutral too many"
    sources: dict[str, list[str]] = defaultdict(list)
    for row in judged:
        sources[row.source.partition(",")[0]].append(row.outcome)
    for source, outcomes in sorted(sources.items(), key=lambda item: -len(item[1])):
        counts = map(outcomes.count, ("wrong", "neutral missing", "neutral too many"))
        yield f"  {source}: {len(outcomes)}, {', '.join(map(str, counts))}"
    yield "by certainty: judged, mean certainty, right"
    for group in _by_certainty(judged):
        mean = sum(row.sure for row in group) / len(group)
        right = sum(row.outcome == "right" for row in group) / len(group)
        yield f"  {group[0].sure:.2f}: {len(group)}, {mean:.3f}, {right:.3f}"
    yield f"expected calibration error: {expected_error(judged):.4f}"


def main() -> None:
    """Print the table of a text, or the score of a judged table."""
    if sys.argv[1:] in (["-h"], ["--help"]):
        print(__doc__)
        return
    if len(sys.argv) != 2:
        sys.exit((__doc__ or "").splitlines()[0])
    path = Path(sys.argv[1])
    lexicon = load_lexicon(LEXICON_FOLDER)
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".tsv":
        rows = draw_rows(text, lexicon)
        sys.stdout.write(write_table(rows, characters=len("".join(text.split())), name=path.stem))
        return
    rows, characters = read_table(text)
    for line in report(read_again(rows, lexicon), characters):
        print(line)


if __name__ == "__main__":
    main()
