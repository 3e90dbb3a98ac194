"""Print how many number readings are right: `python -m tests.bench_numbers [--failures]`.

Own sentences (tests/data/numbers_*.tsv), and where it stands beside the checkout the public data in
../shared/evals. A case is right where the whole spoken line equals one of those wanted, folded as
by the scorer that comes with that data: width, letter case and punctuation do not count, 到 is 至,
〇 is 零, 两 in front of 百千万亿 is 二. `--failures` lists every miss, and for the WeText cases with
numbers why the expected reading is not what a newsreader would say.
"""

from __future__ import annotations

import argparse
import collections
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from audiopaper.numbers import spell_numbers
from tests.support.paths import DATA, SHARED

EVALS = SHARED / "evals"

# Why the public set wants something else, for each of its cases with numbers that is missed.
WETEXT_REASONS = {
    "010-64035547": "1 in a telephone number is said 幺",
    "CNY1.25": "人民币 alone is no unit: 元人民币",
    "CNY 1.25": "人民币 alone is no unit: 元人民币",
    "10001111": "eight digits by themselves are a telephone number or a code",
    "拉齐奥 2/2": "no paper prints a score with a slash; 2/2 is a fraction",
}

HAS_NUMBER = re.compile(r"[\d%$￥²]")
PINYIN = re.compile(r"^[a-zêüv:]+[1-5]([ |][a-zêüv:]+[1-5])*$")


def fold(spoken: str) -> str:
    folded = unicodedata.normalize("NFKC", spoken).lower()
    folded = "".join(c for c in folded if c.isalnum() or c in "+%$<>")
    folded = folded.replace("到", "至").replace("〇", "零")
    for unit in "百千万亿":
        folded = folded.replace("两" + unit, "二" + unit)
    return folded


def read_own(path: Path) -> Iterator[tuple[str, list[str], str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            printed, spoken, category = line.split("\t")
            yield printed, spoken.split("|"), category


def read_pairs(path: Path, mark: str) -> Iterator[tuple[str, list[str], str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if mark in line:
            printed, spoken = line.split(mark, 1)
            yield printed.strip(), [spoken.strip()], path.stem


def read_gold(path: Path) -> Iterator[tuple[str, list[str], str]]:
    for row in json.loads(path.read_text(encoding="utf-8"))["readings"]:
        if not PINYIN.match(row["spoken"]):
            yield row["text"], row["spoken"].split("|"), row.get("why", "")


def score(
    name: str, cases: list[tuple[str, list[str], str]], *, inside: bool, misses: bool
) -> float:
    tally: dict[str, list[int]] = collections.defaultdict(lambda: [0, 0])
    for printed, wanted, category in cases:
        spoken = fold(spell_numbers(printed))
        right = any(fold(w) in spoken if inside else fold(w) == spoken for w in wanted)
        tally[category][0] += right
        tally[category][1] += 1
        if misses and not right:
            print(f"miss [{category}] {printed}\n  want {'|'.join(wanted)}")
            print(f"  got  {spell_numbers(printed)}")
            if printed in WETEXT_REASONS:
                print(f"  because {WETEXT_REASONS[printed]}")
    for category, (right, of) in sorted(tally.items()):
        print(f"  {category:14s} {right}/{of}")
    right, of = sum(r for r, _ in tally.values()), len(cases)
    print(f"{name}: accuracy {right / of:.4f} of {of}")
    return right / of


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--failures", action="store_true", help="list every miss")
    options = parser.parse_args()
    for path in sorted(DATA.glob("numbers_*.tsv")):
        score(path.stem, list(read_own(path)), inside=False, misses=options.failures)
    if not EVALS.is_dir():
        print("no ../shared/evals beside the checkout: the public sets are left out")
        return
    wetext = sorted((EVALS / "tn" / "wetext").glob("*.txt"))
    cases = [case for path in wetext for case in read_pairs(path, "=>")]
    score("wetext", cases, inside=False, misses=options.failures)
    # The others drop interjections and 儿, mark unknown letters or turn traditional characters
    # into simplified ones, which no newsreader does.
    numbers = [case for case in cases if HAS_NUMBER.search(case[0])]
    score("wetext, cases with a number", numbers, inside=False, misses=False)
    paddle = EVALS / "tn" / "paddlespeech" / "textnorm_test_cases.txt"
    score("paddlespeech", list(read_pairs(paddle, "|")), inside=False, misses=options.failures)
    gold = [c for path in sorted((EVALS / "articles").glob("[0-9]*.json")) for c in read_gold(path)]
    score("gold pages", gold, inside=True, misses=options.failures)


if __name__ == "__main__":
    main()
