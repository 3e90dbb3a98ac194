"""Rows of the readings' own tables, and how a text is read."""

from __future__ import annotations

from pathlib import Path

from audiopaper import readings
from audiopaper.lexicon import Lexicon
from audiopaper.model import Segment
from audiopaper.readings import add_readings

FOLDER = Path(readings.__file__).parent


def rows(name: str) -> list[list[str]]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def said(text: str, word: str) -> str:
    (segment,) = add_readings([Segment(item=0, presenter="lan", printed=text)], Lexicon())
    end = text.index(word) + len(word)
    inside = [r for r in segment.readings if text.index(word) <= r.start and r.end <= end]
    return " ".join(syllable for r in inside for syllable in r.pinyin)
