"""Learn from real paragraphs how paragraphs begin: ``python -m tests.tools.train_starts``.

Each paragraph counts as it is, and twice cut in its middle. What is learned is written into
``audiopaper/doubts/starts.tsv``; no text of the articles is.
"""

import argparse
import hashlib
import json
import lzma
import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from audiopaper.doubts import torn_sentences

MIN_CHARS, MIN_COUNT, MIN_WEIGHT = 30, 8, 0.3
CUTS, PASSES, STEP, SHRINK = 2, 8, 0.15, 0.001
STOPS = "。！？；：，、”’）》…—,.!?;:)"
HEAD_LINES = 3


def read_paragraphs(paths: Sequence[Path]) -> Iterator[str]:
    """Give the whole paragraphs of files of articles, a JSON object with ``text`` a line."""
    for path in paths:
        with lzma.open(path, "rt", encoding="utf-8") as rows:
            for row in rows:
                for line in json.loads(row)["text"].split("\n")[HEAD_LINES:]:
                    text = line.strip()
                    if len(text) >= MIN_CHARS and text.endswith(("。", "！", "？", "”")):
                        yield torn_dateline(text)


def torn_dateline(text: str) -> str:
    """Cut a dateline off, as the splitter does."""
    for mark in ("电　", "）　"):
        at = text[:60].find(mark)
        if at >= 0:
            return text[at + len(mark) :]
    return text


def make_samples(paths: Sequence[Path], seed: int) -> list[tuple[list[str], int]]:
    """Lay out beginnings with their label: 0 where a paragraph begins, 1 inside of one."""
    rng = random.Random(seed)
    samples = []
    for text in read_paragraphs(paths):
        if len(text) < MIN_CHARS:
            continue
        samples.append((torn_sentences.see_start(text), 0))
        for _ in range(CUTS):
            at = rng.randint(5, len(text) - 12)
            if text[at] in STOPS or text[at - 1] in "。！？" or text[at - 1 : at + 1].isascii():
                continue
            samples.append((torn_sentences.see_start(text[at:]), 1))
    return samples


def fit_weights(samples: Sequence[tuple[list[str], int]], seed: int) -> dict[str, float]:
    """Fit a logistic regression with steps that shrink by how often a feature was met."""
    rng = random.Random(seed)
    counts = Counter(name for names, _ in samples for name in names)
    rows = [([n for n in names if counts[n] >= MIN_COUNT], label) for names, label in samples]
    weights = {name: 0.0 for name, count in sorted(counts.items()) if count >= MIN_COUNT}
    squares = dict.fromkeys(weights, 1e-6)
    bias = 0.0
    for _ in range(PASSES):
        rng.shuffle(rows)
        for names, label in rows:
            score = bias + sum(weights[name] for name in names)
            error = 1 / (1 + math.exp(-max(-30.0, min(30.0, score)))) - label
            bias -= 0.01 * error
            for name in names:
                slope = error + SHRINK * weights[name]
                squares[name] += slope * slope
                weights[name] -= STEP * slope / math.sqrt(squares[name])
    return {"bias": bias} | {n: w for n, w in weights.items() if abs(w) >= MIN_WEIGHT}


def main() -> None:
    """Train on the named files and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="+", type=Path, help="files of articles, .jsonl.xz")
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument(
        "--out", type=Path, default=Path(torn_sentences.__file__).with_name("starts.tsv")
    )
    chosen = parser.parse_args()
    digest = hashlib.sha256(b"".join(p.read_bytes() for p in sorted(chosen.articles))).hexdigest()
    weights = fit_weights(make_samples(chosen.articles, chosen.seed), chosen.seed)
    head = [
        "# What speaks for a paragraph's beginning inside a sentence (above 0) or against it.",
        "# c1, c2: its first characters; w1, w2: its first words; s: a first word of one",
        "# character; l: lengths of the first two words; p: place and kind of the first mark.",
        "# Made by tests/tools/train_starts.py.",
        f"# learned from {len(chosen.articles)} files, sha256 {digest[:16]}, seed {chosen.seed}",
    ]
    rows = [f"{name}\t{weight:.2f}" for name, weight in sorted(weights.items())]
    chosen.out.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
