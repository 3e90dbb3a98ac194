"""Sentences in which each reading that matters is marked."""

from __future__ import annotations

from audiopaper.lexicon import load_lexicon
from tests.bench_readings import parse_marked, read_case
from tests.support.paths import LEXICON_FOLDER

SHIPPED = load_lexicon(LEXICON_FOLDER)


def assert_read(*marked: str) -> None:
    """Compare ``sentence with {marked} characters: pinyin`` with how they are read."""
    wrong = []
    for line in marked:
        case = parse_marked(line.replace(": ", "\t") + "\t")
        got = read_case(case, SHIPPED)
        if got not in case.wanted:
            wrong.append(f"{line}, not {got}")
    assert not wrong, "\n".join(wrong)
