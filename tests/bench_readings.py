"""Measure the readings: ``python -m tests.bench_readings [--misses] [--no-model] [--plain] [NAME ...]``.

Prints a line a set: the public CPP sentences (the test split without g2pM too), this project's own
sentences, and the pinyin of the gold pages, in-process; ``--misses`` lists what went wrong,
``--no-model`` reads all without g2pM, ``--plain`` by pypinyin alone. Sets that are not there are skipped. Rules are chosen on
cpp-dev; cpp-test is only reported. ``--speed`` prints the processor time that
``audiopaper pronounce`` takes to start, and then for texts of up to a megabyte.
"""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pypinyin import Style, lazy_pinyin

from audiopaper import readings
from audiopaper.lexicon import Lexicon, load_lexicon
from audiopaper.model import Segment
from tests.support.paths import DATA, HELDOUT, LEXICON_FOLDER, SHARED

if TYPE_CHECKING:
    from collections.abc import Iterator

EVALS = SHARED / "evals"


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
    "names": lambda: load_marked(DATA / "names_newspaper.tsv"),
    "names-heldout": lambda: load_marked(DATA / "names_heldout.tsv"),
    "names-fresh": lambda: load_marked(DATA / "names_fresh.tsv"),
    "names-verbs": lambda: load_marked(DATA / "names_verbs.tsv"),
    "names-verbs2": lambda: load_marked(DATA / "names_verbs2.tsv"),
    "names-verbs3": lambda: load_marked(DATA / "names_verbs3.tsv"),
    "names-verbs4": lambda: load_marked(DATA / "names_verbs4.tsv"),
    "names-sorts": lambda: load_marked(DATA / "names_sorts.tsv"),
    "names-sorts2": lambda: load_marked(DATA / "names_sorts2.tsv"),
    "names-sorts3": lambda: load_marked(DATA / "names_sorts3.tsv"),
    "names-sorts4": lambda: load_marked(DATA / "names_sorts4.tsv"),
    "names-third": lambda: load_marked(DATA / "names_third.tsv"),
    "names-final": lambda: load_marked(DATA / "names_final.tsv"),
    "names-sixth-a": lambda: load_marked(DATA / "names_sixth_a.tsv"),
    "names-sixth-b": lambda: load_marked(DATA / "names_sixth_b.tsv"),
    "polyphones": lambda: load_marked(DATA / "polyphones_newspaper.tsv"),
    "polyphones-second": lambda: load_marked(DATA / "polyphones_second.tsv"),
    "single-words": lambda: load_marked(DATA / "single_words.tsv"),
    "prose-words": lambda: load_marked(DATA / "prose_words.tsv"),
    "prose-kinds": lambda: load_marked(DATA / "prose_kinds.tsv"),
    "local-kinds": lambda: load_marked(DATA / "local_kinds.tsv"),
    "everyday-words": lambda: load_marked(DATA / "everyday_words.tsv"),
    "places": lambda: load_marked(DATA / "places_newspaper.tsv"),
    "places-third": lambda: load_marked(DATA / "places_third.tsv"),
    "gold": load_gold,
    "cpp-dev": lambda: load_cpp("dev"),
    "cpp-test": lambda: load_cpp("test"),
}


def read_case(case: Case, lexicon: Lexicon) -> str:
    """Give the pinyin of a case's characters, each text read for itself."""
    (segment,) = readings.add_readings([Segment(item=0, presenter="", printed=case.text)], lexicon)
    by_start = {reading.start: reading.pinyin for reading in segment.readings}
    return " ".join(s for at in case.offsets for s in by_start.get(at, ("?",)))


def read_plainly(case: Case, _lexicon: Lexicon) -> str:
    """Give the pinyin of a case's characters as pypinyin alone chooses it."""
    syllables = lazy_pinyin(
        case.text, style=Style.TONE3, neutral_tone_with_five=True, v_to_u=False, errors=list
    )
    return " ".join(syllables[at] for at in case.offsets)


def measure(
    name: str, cases: list[Case], lexicon: Lexicon, *, misses: bool, plain: bool = False
) -> None:
    """Print how many of a set's cases are right, by their kind."""
    read = read_plainly if plain else read_case
    right: dict[str, list[bool]] = defaultdict(list)
    began = time.perf_counter()
    for case in cases:
        got = read(case, lexicon)
        right[case.kind].append(got in case.wanted)
        if misses and got not in case.wanted:
            print(f"  [{case.kind}] {case.text}: want {'|'.join(case.wanted)}, got {got}")
    took = time.perf_counter() - began
    hits = sum(sum(answers) for answers in right.values())
    print(f"{name}: {hits / len(cases):.4f} of {len(cases)} ({took:.1f} s)")
    if not name.startswith(("cpp", "polyphones")):
        for kind, answers in sorted(right.items()):
            print(f"  {kind}: {sum(answers)} of {len(answers)}")


@contextmanager
def without_model() -> Iterator[None]:
    """Read as if g2pM knew nothing."""
    kept = readings.guess_readings
    readings.guess_readings = lambda texts: [{} for _ in texts]
    try:
        yield
    finally:
        readings.guess_readings = kept


def pronounce_seconds(text: str) -> tuple[float, float]:
    """Give the seconds by the clock and of one processor that ``audiopaper pronounce`` takes."""
    one_core = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "audiopaper", "pronounce", "--json", "-"],
        input=text.encode(),
        stdout=subprocess.DEVNULL,
        check=True,
        env=one_core,
    )
    clock, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def print_speed() -> None:
    """Print start-up, 10,000 characters, and how time grows to a megabyte, in lines and in one."""
    pages = sorted(HELDOUT.rglob("*.txt"))
    page_text = "".join(page.read_text(encoding="utf-8") for page in pages)
    start = min(pronounce_seconds("好")[1] for _ in range(3))
    print(f"start-up: {start:.2f} s")
    for chars in (10_000, 33_000, 100_000, 333_000):
        text = (page_text * (chars // len(page_text) + 1))[:chars]
        in_lines = pronounce_seconds(text)[1] - start
        in_one = pronounce_seconds(text.replace("\n", "。"))[1] - start
        print(
            f"{chars} characters ({len(text.encode())} bytes): {in_lines:.2f} s in lines, "
            f"{in_one:.2f} s in one line"
        )


def main() -> None:
    """Print the accuracy of each set that was named, or of all, or the speed."""
    if "--speed" in sys.argv:
        print_speed()
        return
    chosen = [a for a in sys.argv[1:] if not a.startswith("-")] or list(SETS)
    misses = "--misses" in sys.argv
    lexicon = load_lexicon(LEXICON_FOLDER)
    for name in chosen:
        cases = SETS[name]()
        if not cases:
            print(f"{name}: not there")
            continue
        if "--plain" in sys.argv:
            measure(f"{name} by pypinyin alone", cases, lexicon, misses=misses, plain=True)
            continue
        if "--no-model" not in sys.argv:
            measure(name, cases, lexicon, misses=misses)
        if "--no-model" in sys.argv or name == "cpp-test":
            with without_model():
                measure(f"{name} without the model", cases, lexicon, misses=misses)


if __name__ == "__main__":
    main()
