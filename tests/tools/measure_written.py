"""Measure the splitter on made-up local papers: `python -m tests.tools.measure_written FILE ...`.

A file has the form of those in tests/data/local_pages. At first sight means: before anything is
learned from it. Each page is read as it is and damaged as real pages are; printed are the share of
lines with a wrong role (a lede for a text and the reverse count as right), the share of headlines
found and of found ones that are right, and the means of measures of ../shared/evals/articles. Pages
that their writers damaged by hand (tests/data/damaged_pages) are read as they are.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from audiopaper.articles import explain_edition, split_parts
from audiopaper.articles.roles import Role
from audiopaper.config import LeadSettings
from audiopaper.leads import rank_articles
from audiopaper.model import Edition, Page
from audiopaper.publish.articles_json import articles_json
from tests.bench_articles import score
from tests.tools.damaged_pages import is_damaged_form, read_file
from tests.tools.gold_labels import read_written_file
from tests.tools.newspapers.golds import damage_page
from tests.tools.written_golds import make_gold

MEASURES = ("headline", "body", "contains", "foreign", "noise")
LEVELS = ("none", "seeds")
_HEADS = ("kicker", "headline", "subhead")

Head = tuple[int, ...]
"""The lines of a headline."""


def find_heads(roles: Sequence[Role]) -> list[tuple[Head, Head, Head]]:
    """Return the lines of kicker, headline and subhead of each head that has a headline."""
    heads: list[list[int]] = [[]]
    for line, role in enumerate(roles):
        if role in _HEADS:
            heads[-1].append(line)
        elif heads[-1]:
            heads.append([])
    parted = [
        tuple(tuple(n for n in head if roles[n] == role) for role in _HEADS) for head in heads
    ]
    return [(above, lines, below) for above, lines, below in parted if lines]


def count_roles(gold: Sequence[Role], read: Sequence[Role]) -> tuple[int, int, int, int, int]:
    """Count lines, wrong roles, headlines, those found, and headlines that were read.

    A headline is found as the scorer finds it: alone, with its kicker or with its subhead.
    """
    wrong = sum(a != b and {a, b} != {"lede", "text"} for a, b in zip(gold, read, strict=True))
    taken = find_heads(read)
    found: set[Head] = set()
    for above, lines, below in taken:
        found |= {lines, tuple(sorted(above + lines)), tuple(sorted(lines + below))}
    heads = [lines for _, lines, _ in find_heads(gold)]
    return len(gold), wrong, len(heads), sum(lines in found for lines in heads), len(taken)


def name_measures(gold: dict[str, Any]) -> tuple[str, ...]:
    """Return `MEASURES`, and "joins" if the page was damaged by its writer."""
    return (*MEASURES, "joins") if any("joins" in own for own in gold["articles"]) else MEASURES


def measure_page(
    lines: Sequence[str], paper: str, roles: dict[int, Role], gold: dict[str, Any]
) -> tuple[tuple[int, int, int, int, int], list[float]]:
    """Split a page; returns the counts of its roles and its `MEASURES`."""
    page = Page(number=1, name="1.txt", lines=tuple(lines))
    parts = explain_edition(Edition(date=None, paper=paper, pages=(page,)))
    own = [roles[part.block.lines[0][0]] for part in parts[0]]
    counts = count_roles(own, [part.role for part in parts[0]])
    articles = split_parts(parts).articles
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        file = Path(folder) / "gold.json"
        file.write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")
        got = score(file, articles_json(articles, rank_articles(articles, LeadSettings())))
    return counts, [got[name] for name in name_measures(gold)]


def measure_file(file: Path, level: str) -> tuple[list[tuple[int, ...]], list[list[float]]]:
    """Measure each page of a file at a level of damage."""
    counts, measures = [], []
    for lines, paper, roles, gold in read_pages(file, level):
        counted, got = measure_page(lines, paper, roles, gold)
        counts.append(counted)
        measures.append(got)
    return counts, measures


MeasuredPage = tuple[Sequence[str], str, dict[int, Role], dict[str, Any]]
"""A page's lines, its paper's name, the role of each line, and its gold."""


def read_pages(file: Path, level: str) -> Iterator[MeasuredPage]:
    """Give the pages of a file at a level of damage."""
    if is_damaged_form(file):
        for page in read_file(file):
            yield page.lines, page.gold.paper, dict(page.roles), page.measured
        return
    pages = [part.splitlines() for part in file.read_text(encoding="utf-8").split("=== ")[1:]]
    for gold, (_, *rows) in zip(read_written_file(file), pages, strict=True):
        blocks, roles = gold.pages[0]
        made = damage_page(blocks, roles, level=level, seed=f"measure {gold.name}")
        yield made.text.split("\n"), gold.paper, dict(made.roles), make_gold(rows)


def main() -> None:
    """Print a row for each file and level of damage, and one for all files."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("file", nargs="+", type=Path)
    files = options.parse_args().file
    damaged = [is_damaged_form(file) for file in files]
    if len(set(damaged)) > 1:
        options.error("some pages were damaged by their writers, others not: measure them apart")
    for level in LEVELS[:1] if damaged[0] else LEVELS:
        all_counts: list[tuple[int, ...]] = []
        all_measures: list[list[float]] = []
        for file in files:
            counts, measures = measure_file(file, level)
            all_counts += counts
            all_measures += measures
            print(format_row(f"{file.stem} {level}", counts, measures))
        print(format_row(f"all {level}", all_counts, all_measures))


def format_row(
    name: str, counts: Sequence[tuple[int, ...]], measures: Sequence[Sequence[float]]
) -> str:
    lines, wrong, heads, found, read = map(sum, zip(*counts, strict=True))
    means = [sum(column) / len(column) for column in zip(*measures, strict=True)]
    names = (*MEASURES, "joins")[: len(means)]
    named = " ".join(f"{name} {value:.3f}" for name, value in zip(names, means, strict=True))
    return (
        f"{name:10} {lines} lines, wrong {wrong / lines:.4f}, heads {found / heads:.3f}, "
        f"right {found / max(1, read):.3f}; mean {sum(means) / len(means):.4f}: {named}"
    )


if __name__ == "__main__":
    main()
