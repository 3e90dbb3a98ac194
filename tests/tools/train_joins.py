"""Learn which lines of wrapped text go on: `python -m tests.tools.train_joins [--measure]`.

A logistic regression over the evidence of `audiopaper.articles.line_joins`, from stories of
../shared/corpus set in columns (`tests.tools.newspapers.print_lines`) and the pages of tests/local
that are set in them. The same files give the same bytes. A headline that is glued to a text is
lost, two paragraphs in one are not: wrong joins across articles and heads count more.

--check    tell whether the shipped file is what is learned, and write nothing
--measure  print precision and recall on the local pages of each writer, learned without them
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from audiopaper.articles.blocks import Block
from audiopaper.articles.join_choice import (
    FARTHEST,
    NONE,
    choose_joins,
    has_indents,
    see_opening,
)
from audiopaper.articles.line_joins import Seen, may_join, see_join, view_lines
from audiopaper.articles.page_blocks import find_page_width, measure_lines
from audiopaper.articles.seams import SeamTable
from audiopaper.articles.single_lines import read_lines
from audiopaper.model import Page
from audiopaper.pages import read_edition
from tests.bench_articles import local_cases
from tests.tools.newspapers.corpus import MONTHS
from tests.tools.newspapers.print_lines import make_row_pages
from tests.tools.train_linker import learn_seams, seam_table

TABLE = Path(__file__).resolve().parents[2] / "audiopaper" / "articles" / "joins.tsv"
PAGES, SEED = 40, "joins"
GOLD_COPIES = 4
COSTS = (1.0, 2.0, 8.0)
"""What a wrong join costs: of two paragraphs of a text, of two texts, of a text and a head."""

_RIDGE, _STEPS = 1.0, 40
_TURN = 2
"""So many lines round a change of the column are not learned from."""


@dataclass(frozen=True)
class LabelledLines:
    """A page's lines, and what is known of each line's join with the one above."""

    name: str
    lines: tuple[Block, ...]
    width: int
    seams: SeamTable | None
    """What reads on, learned without the page's month; None for the shipped table."""

    joins: tuple[tuple[float | None, ...], ...]
    """For each line how it stands to the one above it, to the one above that, and so on: 1 if it
    goes on it; minus the cost of a wrong join if it does not; None for what is not known or does
    not matter."""


@functools.cache
def read_other_months(month: str) -> SeamTable:
    """Learn what reads on from all months but one."""
    return seam_table(learn_seams(tuple(m for m in MONTHS if m != month)))


def label_month(month: str) -> Iterator[LabelledLines]:
    """Set a month's stories in columns."""
    seams = read_other_months(month)
    for n, made in enumerate(make_row_pages(month, pages=PAGES, seed=SEED)):
        page = Page(number=1, name="", lines=made.lines)
        labelled = _label(f"{month} {n}", page, partial(made.join, costs=COSTS), seams)
        if labelled is not None:
            yield labelled


def label_golds() -> Iterator[LabelledLines]:
    """Label the pages of tests/local that are set in columns."""
    for gold, pages in local_cases():
        page = read_edition(pages).pages[0]
        account = GoldAccount(json.loads(gold.read_text(encoding="utf-8")), page.lines)
        labelled = _label(gold.parent.name, page, account.join, None)
        if labelled is not None:
            yield labelled


def _label(
    name: str, page: Page, join: Callable[[int, int], float | None], seams: SeamTable | None
) -> LabelledLines | None:
    lines = measure_lines(list(read_lines(page)))
    width = find_page_width(lines)
    if width is None:
        return None
    numbers = [line.lines[0][0] for line in lines]
    joins = [
        # The pieces of a glued line do not go on each other.
        tuple(
            -COSTS[-1] if above == below else join(above, below)
            for above in reversed(numbers[max(0, at - FARTHEST) : at])
        )
        for at, below in enumerate(numbers)
    ]
    return LabelledLines(name, tuple(lines), width, seams, tuple(joins))


_TEXTS = frozenset("LTGCPRD")
_PROSE = frozenset("LT")
_EDGE_CHARS = 7


class GoldAccount:
    """What a gold of tests/local says of its page's lines."""

    def __init__(self, gold: dict[str, Any], lines: Sequence[str]) -> None:
        self.texts = {a["id"]: [_tight(p) for p in a["paragraphs"]] for a in gold["articles"]}
        self.pieces: dict[int, list[tuple[str | None, str, str]]] = {}
        for number, row in gold["account"].items():
            line = lines[int(number) - 1]
            ends = [at for _, _, at in row[1:]] + [len(line)]
            self.pieces[int(number)] = [
                (owner, code, _tight(line[at:end]))
                for (owner, code, at), end in zip(row, ends, strict=True)
                if line[at:end].strip()
            ]

    def join(self, above: int, below: int) -> float | None:
        """Tell whether a line goes on another one; see `LabelledLines`."""
        if not (self.pieces.get(above) and self.pieces.get(below)):
            return None
        owner, code, text = self.pieces[above][-1]
        other, other_code, rest = self.pieces[below][0]
        if owner is None or owner != other:
            return -COSTS[1] if {code, other_code} <= _PROSE else -COSTS[2]
        if not {code, other_code} <= _TEXTS:
            return -COSTS[2] if code in _TEXTS or other_code in _TEXTS else -COSTS[0]
        join = text[-_EDGE_CHARS:] + rest[:_EDGE_CHARS]
        if any(join in paragraph for paragraph in self.texts[owner]):
            return 1.0
        if max(text.rfind("（"), text.rfind("(")) > max(text.rfind("）"), text.rfind(")")):
            return 1.0 if re.search("[）)]", rest) else None
        if "D" in (code, other_code) or "C" in (code, other_code):
            return None
        if {code, other_code} <= _PROSE:
            return -COSTS[0] if text[-1] in "。！？”" else -COSTS[1]
        return -COSTS[2]


def _tight(text: str) -> str:
    return "".join(text.split())


# --- learning -------------------------------------------------------------------------------

Sample = tuple[Seen, float]


def see_samples(page: LabelledLines) -> Iterator[Sample]:
    """Look at the joins of a page that may be."""
    views = view_lines(page.lines, page.width)
    indents = has_indents(views)
    turned = [any(label and label > 0 for label in labels[1:]) for labels in page.joins]
    for at in range(1, len(views)):
        label = page.joins[at][0]
        # Where the columns change, two lines are weighed against each other.
        if label is None or any(turned[max(0, at - _TURN) : at + _TURN]):
            continue
        if not may_join(views[at - 1], views[at]):
            continue
        seen = see_join(views[at - 1], views[at], indents=indents, seams=page.seams)
        opens = not any(label and label > 0 for label in page.joins[at - 1])
        if opens:
            seen[see_opening(views[at - 1], indents=indents)] = 1.0
        seen[""] = 1.0
        if seen.get("reads on, line is a title"):
            # It may as well be the last word of a text that was torn before it was set.
            label = max(label, -COSTS[1])
        yield seen, label


def fit_joins(samples: Sequence[Sample]) -> dict[str, float]:
    """Fit the weights by Newton's method."""
    names = sorted({name for seen, _ in samples for name in seen})
    places = {name: n for n, name in enumerate(names)}
    rows = np.zeros((len(samples), len(names)))
    for row, (seen, _) in zip(rows, samples, strict=True):
        for name, value in seen.items():
            row[places[name]] = value
    labels = np.array([label for _, label in samples])
    truth, cost = (labels > 0).astype(float), np.abs(labels)
    weights = np.zeros(len(names))
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ ((chance - truth) * cost) + _RIDGE * weights
        bend = (rows * (chance * (1 - chance) * cost)[:, None]).T @ rows
        step = np.linalg.solve(bend + _RIDGE * np.eye(len(names)), slope)
        weights -= step
        if np.abs(step).max() < 1e-5:
            break
    return {name: round(float(w), 2) for name, w in zip(names, weights, strict=True)}


def learn(golds: Sequence[LabelledLines]) -> dict[str, float]:
    """Learn from all months and some golds."""
    made = [
        sample for month in MONTHS for page in label_month(month) for sample in see_samples(page)
    ]
    own = [sample for page in golds for sample in see_samples(page)]
    return fit_joins(made + own * GOLD_COPIES)


def count_joins(page: LabelledLines, weights: dict[str, float]) -> Counter[str]:
    """Count the joins of a page that are right, wrong, harmful and missing."""
    counts: Counter[str] = Counter()
    for at, above in enumerate(choose_joins(page.lines, page.width, weights)):
        labels = page.joins[at]
        known = [label for label in labels if label is not None and label > 0]
        if above == NONE:
            counts["missing"] += bool(known)
            continue
        label = labels[at - above - 1]
        if label is not None:
            counts["right" if label > 0 else "wrong"] += 1
            counts["harmful"] += label < -1
    return counts


def measure() -> None:
    """Print how many joins are right on each writer's pages, learned without them."""
    golds = list(label_golds())
    writers = sorted({_writer(page) for page in golds})
    for writer in writers:
        weights = learn([page for page in golds if _writer(page) != writer])
        counts: Counter[str] = Counter()
        for page in golds:
            if _writer(page) == writer:
                counts += count_joins(page, weights)
        print(writer, dict(counts))


def _writer(page: LabelledLines) -> str:
    return page.name[0] if page.name[1] == "_" else "first"


def format_table(weights: dict[str, float], golds: Sequence[LabelledLines]) -> str:
    """Give the weights as the file that is shipped."""
    digest = hashlib.sha256(repr([(g.name, g.joins) for g in golds]).encode()).hexdigest()[:16]
    source = json.dumps({"pages": PAGES, "seed": SEED, "golds": digest})
    rows = (f"{name}\t{weight:.2f}" for name, weight in sorted(weights.items()))
    return "\n".join((f"# learned by tests.tools.train_joins from {source}", *rows)) + "\n"


def main() -> None:
    """Learn and write the table, or measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--measure", action="store_true")
    args = parser.parse_args()
    if args.measure:
        measure()
        return
    golds = list(label_golds())
    table = format_table(learn(golds), golds)
    if args.check:
        raise SystemExit(TABLE.read_text(encoding="utf-8") != table)
    TABLE.write_text(table, encoding="utf-8")


if __name__ == "__main__":
    main()
