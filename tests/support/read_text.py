"""The readings of a text by the shipped lexicon."""

from __future__ import annotations

from audiopaper.lexicon import Entry, Lexicon, load_lexicon, parse_pinyin
from audiopaper.model import Segment
from audiopaper.readings import add_readings
from tests.support.paths import LEXICON_FOLDER

SHIPPED = load_lexicon(LEXICON_FOLDER)


def read_all(*texts: str, lexicon: Lexicon = SHIPPED) -> tuple[Segment, ...]:
    segments = [Segment(item=i, presenter="lan", printed=text) for i, text in enumerate(texts)]
    return add_readings(segments, lexicon)


def read(text: str, lexicon: Lexicon = SHIPPED) -> Segment:
    return read_all(text, lexicon=lexicon)[0]


def pinyin(segment: Segment, part: str = "") -> str:
    start = segment.printed.index(part)
    end = start + len(part or segment.printed)
    inside = (r for r in segment.readings if start <= r.start < end)
    return " ".join(syllable for r in inside for syllable in r.pinyin)


def own(text: str, syllables: str, **more: object) -> Lexicon:
    entry = Entry(
        text=text, pinyin=parse_pinyin(text, syllables), file="ours.toml", source="asked", **more
    )  # type: ignore[arg-type]
    return Lexicon(entries=(*SHIPPED.entries, entry), surnames=SHIPPED.surnames)
