"""Count what captions break: ``python -m tests.tools.count_captions [PAGES]...``.

Makes an episode of each page file or folder (without any: of the sample edition) by an offline
engine and prints a row for each: captions, the longest in seconds, the most lines, the widest line
in cells (a full-width character fills two), how many lines end inside a word, a number, a date or a
Latin word, and how many begin with a closing mark. Ends with 1 where a bound is broken.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from audiopaper.config import defaults_folder, read_config
from audiopaper.errors import InputError
from audiopaper.model import Cue, Episode
from audiopaper.pipeline.page_choice import SAMPLE_FOLDER
from audiopaper.pipeline.production import Order, produce
from audiopaper.publish.captions import (
    MAX_DURATION_MS,
    MAX_LINE_CELLS,
    MAX_LINES,
    Caption,
    cell_width,
    split_captions,
)
from audiopaper.publish.sanitiser import one_line
from audiopaper.runtime import tell_nobody

_WHOLE = re.compile(r"[A-Za-z0-9.,%:/_@'&+-]+|\d+年\d+月\d+日|\d+月\d+日")
_CLOSING = "，。；：！？、」』”’）》〉】%％"


def make_episode(pages: Path, folder: Path, engine: str) -> Episode:
    """Make an episode of a page file or a folder of them."""
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(f'engine = "{engine}"\n[show]\nid = "count"\n', "utf-8")
    (folder / "voices").symlink_to(defaults_folder() / "voices")
    config, order = read_config(folder / "config.toml"), Order(paths=(pages,))
    try:
        outcome = produce(order, config, tell_nobody)
    except InputError:
        # Not every page prints its date.
        outcome = produce(replace(order, date=dt.date(2026, 3, 2)), config, tell_nobody)
    assert outcome.episode is not None
    return outcome.episode


def captions_of(cue: Cue) -> tuple[Caption, ...]:
    """A cue's captions, as the transcripts cut them."""
    return split_captions(
        one_line(cue.text),
        cue.start_ms,
        cue.end_ms,
        inside_words=cue.inside_words,
        words=cue.words,
    )


def line_ends(text: str, captions: tuple[Caption, ...]) -> list[int]:
    """Offsets in a cue's text at which a line ends, but for the last."""
    ends, at = [], 0
    for line in (line for caption in captions for line in caption.lines):
        at = text.index(line, at) + len(line)
        ends.append(at)
    return ends[:-1]


def count(episode: Episode) -> dict[str, float]:
    """Count an episode's captions and what they break."""
    told = {"captions": 0, "seconds": 0.0, "lines": 0, "cells": 0}
    told |= {"ends": 0, "in words": 0, "in numbers": 0, "marks": 0}
    for cue in episode.cues:
        text, captions = one_line(cue.text), captions_of(cue)
        ends = line_ends(text, captions)
        whole = {n for m in _WHOLE.finditer(text) for n in range(m.start() + 1, m.end())}
        told["captions"] += len(captions)
        told["ends"] += len(ends)
        told["in words"] += len(set(ends) & set(cue.inside_words))
        told["in numbers"] += len(set(ends) & whole)
        for end in sorted(set(ends) & {*cue.inside_words, *whole}):
            print(f"  {text[max(0, end - 8) : end]} | {text[end : end + 8]}")
        for caption in captions:
            told["seconds"] = max(told["seconds"], (caption.end_ms - caption.start_ms) / 1000)
            told["lines"] = max(told["lines"], len(caption.lines))
            told["cells"] = max(told["cells"], *map(cell_width, caption.lines))
            told["marks"] += sum(line[0] in _CLOSING for line in caption.lines)
    return told


def main(arguments: list[str]) -> int:
    """Print a row for each page; 1 where a bound is broken."""
    bad = 0
    for number, name in enumerate(arguments or [str(SAMPLE_FOLDER)]):
        with tempfile.TemporaryDirectory() as folder:
            told = count(make_episode(Path(name), Path(folder) / str(number), "espeak"))
        print(Path(name).name, ", ".join(f"{key} {value}" for key, value in told.items()))
        bad += told["seconds"] > MAX_DURATION_MS / 1000 or told["lines"] > MAX_LINES
        bad += told["cells"] > MAX_LINE_CELLS
        bad += any(told[key] for key in ("in words", "in numbers", "marks"))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
