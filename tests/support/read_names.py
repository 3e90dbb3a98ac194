"""The names in a text, and how they are read."""

from __future__ import annotations

from audiopaper.lexicon import load_lexicon
from audiopaper.model import Segment
from audiopaper.readings import add_readings
from tests.tools.audit import LEXICON_FOLDER


def read(text: str) -> tuple[list[str], str]:
    """The people in a text, and its pinyin."""
    segment = Segment(item=0, presenter="", printed=text)
    (read,) = add_readings([segment], load_lexicon(LEXICON_FOLDER))
    people = [text[n.start : n.end] for n in read.names if n.kind == "person"]
    return people, " ".join(s for r in read.readings for s in r.pinyin)
