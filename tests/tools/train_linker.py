"""Learn which line goes on which: `python -m tests.tools.train_linker [--check | --measure]`.

First the n-grams across a join (`tests.tools.seam_training`), then what the features of two lines
say (a conditional logit), on generated pages of the months in ../shared/corpus
(`tests.tools.torn_pages`, `tests.tools.newspapers`) and on the golds of tests/editions and
tests/heldout. The page's seams are read from a table that was learned without its own month, so
that the logit does not trust them too much. The same files give the same bytes.

--check    tell whether the shipped file is what is learned, and write nothing
--measure  learn from two months, print precision and recall of links on the third
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from audiopaper.articles import explain_edition
from audiopaper.articles.links.link_features import (
    END_FEATURES,
    LINK_FEATURES,
    PageView,
    may_go_on,
    see_end,
    see_link,
)
from audiopaper.articles.links.linker import LinkTable, choose_links_between, find_candidates
from audiopaper.articles.roles import Part
from audiopaper.articles.seams import SeamTable
from audiopaper.articles.tagger import Weights
from audiopaper.errors import AudiopaperError
from audiopaper.model import Edition, Page
from audiopaper.pages import read_edition
from tests.bench_articles import cases, heldout_cases
from tests.tools.newspapers import make_pages
from tests.tools.seam_training import BITS, SCALE, train_seams
from tests.tools.torn_pages import MONTHS, lay_out_pages, read_paragraphs

TABLE = Path(__file__).resolve().parents[2] / "audiopaper" / "articles" / "linker.npz"
GOLD_COPIES = 4
_RIDGE, _STEPS = 1.0, 40

Seams = tuple[np.ndarray[Any, Any], float]


@dataclass(frozen=True)
class LabelledPage:
    """A page, and which part of it goes on which."""

    parts: tuple[Part, ...]
    rests: dict[int, int]
    """By the place of a rest the place of the line that it goes on."""


def label_month(month: str, weights: Weights | None = None) -> Iterator[LabelledPage]:
    """Lay a month out in two ways and label its pages."""
    yield from _label_torn(month, weights)
    for name, made in make_pages(month, rounds=1, seed="links"):
        page = Page(number=1, name=name, lines=tuple(made.text.split("\n")))
        parts = explain_edition(Edition(date=None, paper="", pages=(page,)), weights)[0]
        places = {n: at for at, part in enumerate(parts) for n, _ in part.block.lines}
        ends = ((places[rest], places[broken]) for rest, broken in made.rests.items())
        yield LabelledPage(parts, {rest: line for rest, line in ends if rest != line})


def _label_torn(month: str, weights: Weights | None) -> Iterator[LabelledPage]:
    for path, labels in lay_out_pages(month):
        try:
            parts = explain_edition(read_edition([path]), weights)[0]
        except AudiopaperError:
            continue
        by_line = {label["line"]: label for label in labels}
        yield LabelledPage(parts, _rests([by_line.get(p.block.lines[0][0]) for p in parts]))


def _rests(labels: Sequence[dict[str, Any] | None]) -> dict[int, int]:
    texts = [
        (label["art"], label["order"], at, label["joins"])
        for at, label in enumerate(labels)
        if label and label["role"] in ("text", "heading")
    ]
    out = {}
    for art, order, at, joins in texts:
        above = [(other[1], other[2]) for other in texts if other[0] == art and other[1] < order]
        if joins and above:
            out[at] = max(above)[1]
    return out


def label_golds() -> Iterator[LabelledPage]:
    """Label the pages of tests/editions and tests/heldout by the joins that their golds name."""
    for gold, pages in cases() + heldout_cases():
        if "shared" in gold.parts or gold.stem == "sample_gold":
            continue
        articles = json.loads(gold.read_text(encoding="utf-8"))["articles"]
        joins = [(_tight(t)[-6:], _tight(h)[:6]) for a in articles for t, h in a.get("joins", [])]
        for parts in explain_edition(read_edition(pages)):
            texts = [_tight(part.block.text) for part in parts]
            rests = {}
            for tail, head in joins:
                ends = [at for at, text in enumerate(texts) if text.endswith(tail)]
                starts = [at for at, text in enumerate(texts) if text.startswith(head)]
                if ends and starts:
                    rests[next((at for at in starts if at > ends[0]), starts[0])] = ends[0]
            yield LabelledPage(tuple(parts), rests)


def _tight(text: str) -> str:
    return "".join(text.split())


@dataclass(frozen=True)
class Choice:
    """A torn line's candidates, that it goes nowhere as the last row, and the right row."""

    rows: np.ndarray[Any, Any]
    right: int


def see_choices(page: LabelledPage, seams: SeamTable) -> Iterator[Choice]:
    """Look at each torn line of a page and where it may go on."""
    seen = PageView(page.parts, seams)
    goes_on = {line: rest for rest, line in page.rests.items()}
    for view in seen.views:
        if not may_go_on(view):
            continue
        found = find_candidates(seen, view)
        rows = [(*see_link(seen, view, other), *(0.0,) * len(END_FEATURES)) for other in found]
        rows.append((0.0,) * len(LINK_FEATURES) + see_end(seen, view))
        places = [other.at for other in found]
        rest = goes_on.get(view.at, -1)
        right = places.index(rest) if rest in places else len(found)
        yield Choice(np.array(rows, dtype=np.float32), right)


def fit_logit(choices: Sequence[Choice]) -> np.ndarray[Any, Any]:
    """Fit the weights by Newton's method, halving steps that do not help."""
    rows = np.concatenate([c.rows for c in choices]).astype(np.float64)
    sizes = np.array([len(c.rows) for c in choices])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    group = np.repeat(np.arange(len(sizes)), sizes)
    truth = np.zeros(len(rows))
    truth[starts + np.array([c.right for c in choices])] = 1

    def loss(weights: np.ndarray[Any, Any]) -> tuple[float, np.ndarray[Any, Any]]:
        sums = rows @ weights
        sums = sums - np.maximum.reduceat(sums, starts)[group]
        odds = np.exp(sums)
        whole = np.add.reduceat(odds, starts)
        value = np.log(whole).sum() - (sums * truth).sum() + _RIDGE / 2 * weights @ weights
        return float(value), odds / whole[group]

    weights = np.zeros(rows.shape[1])
    value, chances = loss(weights)
    for _ in range(_STEPS):
        slope = rows.T @ (chances - truth) + _RIDGE * weights
        mean = np.add.reduceat(rows * chances[:, None], starts)
        bend = (rows * chances[:, None]).T @ rows - mean.T @ mean + _RIDGE * np.eye(len(weights))
        step, share, better = np.linalg.solve(bend, slope), 1.0, value
        while share > 1e-4:
            better, new = loss(weights - share * step)
            if better < value:
                break
            share /= 2
        if value - better < 1e-4:
            break
        weights, value, chances = weights - share * step, better, new
    return weights


def learn(months: tuple[str, ...], *, golds: bool = True) -> tuple[Seams, np.ndarray[Any, Any]]:
    """Learn the table of seams and the weights of links from some months."""
    choices: list[Choice] = []
    for month in months:
        others = tuple(m for m in months if m != month)
        table = seam_table(learn_seams(others))
        for page in label_month(month):
            choices += see_choices(page, table)
    seams = learn_seams(months)
    if golds:
        table = seam_table(seams)
        choices += [c for page in label_golds() for c in see_choices(page, table)] * GOLD_COPIES
    return seams, fit_logit(choices)


def learn_seams(months: tuple[str, ...]) -> Seams:
    """Learn what reads on from some months."""
    paragraphs = read_paragraphs(months)
    random.Random(1).shuffle(paragraphs)
    return train_seams(paragraphs)


def seam_table(seams: Seams) -> SeamTable:
    """Give learned seams as the table that the program reads."""
    return SeamTable(memoryview(seams[0].tobytes()).cast("b"), BITS, SCALE, seams[1])


def measure() -> None:
    """Print precision and recall of links on each month, learned from the others."""
    for month in MONTHS:
        seams, weights = learn(tuple(m for m in MONTHS if m != month))
        table = LinkTable(
            tuple(weights[: len(LINK_FEATURES)]), tuple(weights[len(LINK_FEATURES) :])
        )
        right = claimed = wanted = 0
        for page in label_month(month):
            ties = choose_links_between(PageView(page.parts, seam_table(seams)), table)
            found = {(t.line, t.successor) for t in ties if t.successor is not None}
            gold = {(line, rest) for rest, line in page.rests.items()}
            right += len(found & gold)
            claimed += len(found)
            wanted += len(gold)
        print(f"{month} precision {right / claimed:.3f} recall {right / wanted:.3f} of {wanted}")


def fingerprint() -> str:
    """Give a hash of the articles and golds that are learned from."""
    digest = hashlib.sha256("\n".join(read_paragraphs(MONTHS)).encode())
    for page in label_golds():
        digest.update("\n".join(part.block.text for part in page.parts).encode())
    return digest.hexdigest()[:16]


def to_bytes(seams: Seams, weights: np.ndarray[Any, Any]) -> bytes:
    """Give what was learned as the bytes of the shipped file."""
    out = io.BytesIO()
    np.savez_compressed(
        out,
        seams=seams[0],
        seam_scale=np.array([SCALE, round(seams[1], 4)]),
        link=np.round(weights[: len(LINK_FEATURES)], 2),
        end=np.round(weights[len(LINK_FEATURES) :], 2),
        learned_from=np.array(fingerprint()),
    )
    return out.getvalue()


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--measure", action="store_true")
    named = parser.parse_args()
    if named.measure:
        measure()
        return
    data = to_bytes(*learn(MONTHS))
    if named.check:
        same = TABLE.read_bytes() == data
        print("the same" if same else "another file is learned")
        raise SystemExit(not same)
    TABLE.write_bytes(data)
    print(f"{TABLE.name}: {len(data)} bytes")


if __name__ == "__main__":
    main()
