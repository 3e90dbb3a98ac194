"""Measure the readings: ``python -m tests.bench_readings [--misses] [--no-model] [NAME ...]``.

Prints a line a set: the public CPP sentences, this project's own sentences, and the pinyin of the
gold pages, in-process; ``--misses`` lists what went wrong, ``--no-model`` reads without g2pM. Sets
that are not there are skipped. Rules are chosen on cpp-dev; cpp-test is only reported.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from audiopaper import readings
from audiopaper.lexicon import Lexicon, load_lexicon
from audiopaper.model import Segment

HERE = Path(__file__).resolve().parent
LEXICON_FOLDER = HERE.parent / "voices" / "lexicon"
EVALS = HERE.parent.parent / "shared" / "evals"


@dataclass(frozen=True, slots=True)
class Case:
    """A text, the offsets of the characters that count, and the pinyin that is right."""

    text: str
    offsets: tuple[int, ...]
    wanted: tuple[str, ...]
    kind: str


def parse_marked(line: str) -> Case:
    """Read ``sentence with {marked} characters<TAB>pinyin<TAB>kind``."""
    marked, pinyin, kind = line.rstrip("\n").split("\t")
    text, offsets, inside = "", [], False
    for character in marked:
        if character in "{}":
            inside = character == "{"
            continue
        if inside:
            offsets.append(len(text))
        text += character
    return Case(text, tuple(offsets), tuple(pinyin.split("|")), kind)


def load_marked(path: Path) -> list[Case]:
    """Read a file of marked sentences, leaving out comments."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [parse_marked(line) for line in lines if line and not line.startswith("#")]


def load_cpp(split: str) -> list[Case]:
    """Read a split of the CPP data set; [] where it is not there."""
    path = EVALS / "polyphone" / "cpp" / f"{split}.sent"
    if not path.exists():
        return []
    cases = []
    labels = path.with_suffix(".lb").read_text(encoding="utf-8").split("\n")
    for line, label in zip(path.read_text(encoding="utf-8").split("\n"), labels, strict=False):
        found = re.search(r"▁\s?(.)\s?▁", line)
        if found is None:
            continue
        before = line[: found.start()].replace("▁", "")
        text = before + found[1] + line[found.end() :]
        wanted = label.strip().replace("u:", "v")
        cases.append(Case(text, (len(before),), (wanted,), found[1]))
    return cases


def load_gold() -> list[Case]:
    """Read the gold pages' readings that are pinyin; [] where they are not there."""
    cases = []
    for path in sorted((EVALS / "articles").glob("*.json")):
        for row in json.loads(path.read_text(encoding="utf-8"))["readings"]:
            wanted = tuple(row["spoken"].split("|"))
            if re.fullmatch(r"[a-z]+[1-5]( [a-z]+[1-5])*", wanted[0]):
                at = row["text"].find(row["target"])
                offsets = tuple(range(at, at + len(row["target"])))
                cases.append(Case(row["text"], offsets, wanted, row["why"]))
    return cases


SETS = {
    "names": lambda: load_marked(HERE / "data" / "names_newspaper.tsv"),
    "names-heldout": lambda: load_marked(HERE / "data" / "names_heldout.tsv"),
    "names-fresh": lambda: load_marked(HERE / "data" / "names_fresh.tsv"),
    "names-verbs": lambda: load_marked(HERE / "data" / "names_verbs.tsv"),
    "names-verbs2": lambda: load_marked(HERE / "data" / "names_verbs2.tsv"),
    "names-verbs3": lambda: load_marked(HERE / "data" / "names_verbs3.tsv"),
    "names-verbs4": lambda: load_marked(HERE / "data" / "names_verbs4.tsv"),
    "names-sorts": lambda: load_marked(HERE / "data" / "names_sorts.tsv"),
    "names-sorts2": lambda: load_marked(HERE / "data" / "names_sorts2.tsv"),
    "names-sorts3": lambda: load_marked(HERE / "data" / "names_sorts3.tsv"),
    "names-third": lambda: load_marked(HERE / "data" / "names_third.tsv"),
    "polyphones": lambda: load_marked(HERE / "data" / "polyphones_newspaper.tsv"),
    "places": lambda: load_marked(HERE / "data" / "places_newspaper.tsv"),
    "places-third": lambda: load_marked(HERE / "data" / "places_third.tsv"),
    "gold": load_gold,
    "cpp-dev": lambda: load_cpp("dev"),
    "cpp-test": lambda: load_cpp("test"),
}


def read_case(case: Case, lexicon: Lexicon) -> str:
    """Give the pinyin of a case's characters, each text read for itself."""
    (segment,) = readings.add_readings([Segment(item=0, presenter="", printed=case.text)], lexicon)
    by_start = {reading.start: reading.pinyin for reading in segment.readings}
    return " ".join(s for at in case.offsets for s in by_start.get(at, ("?",)))


def main() -> None:
    """Print the accuracy of each set that was named, or of all."""
    chosen = [a for a in sys.argv[1:] if not a.startswith("-")] or list(SETS)
    misses = "--misses" in sys.argv
    if "--no-model" in sys.argv:
        readings.guess_readings = lambda texts: [{} for _ in texts]
    lexicon = load_lexicon(LEXICON_FOLDER)
    for name in chosen:
        cases = SETS[name]()
        if not cases:
            print(f"{name}: not there")
            continue
        right: dict[str, list[bool]] = defaultdict(list)
        began = time.perf_counter()
        for case in cases:
            got = read_case(case, lexicon)
            right[case.kind].append(got in case.wanted)
            if misses and got not in case.wanted:
                print(f"  [{case.kind}] {case.text}: want {'|'.join(case.wanted)}, got {got}")
        took = time.perf_counter() - began
        hits = sum(sum(answers) for answers in right.values())
        print(f"{name}: {hits / len(cases):.4f} of {len(cases)} ({took:.1f} s)")
        if not name.startswith("cpp"):
            for kind, answers in sorted(right.items()):
                print(f"  {kind}: {sum(answers)} of {len(answers)}")


if __name__ == "__main__":
    main()
