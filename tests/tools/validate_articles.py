"""Measure the splitter on pages that it has not learned from.

`python -m tests.tools.validate_articles --months` learns from two months of the corpus and the
golds, and measures the third month's pages as ../shared/tools/pages/generate.py lays them out:
undamaged, damaged as real pages, and heavily damaged; with mark-up and bare. Each is measured
twice: by exact headlines, and with kicker, headline and subhead as one head. `--golds N` learns
in N rounds from all months and all golds but each N-th, and measures these. Scores are the means
of all measures but leads (and, for the months, rejects) of ../shared/evals/articles.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import io
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from audiopaper.articles import explain_edition, split_parts
from audiopaper.articles.tagger import Weights, read_weights
from audiopaper.config import LeadSettings
from audiopaper.errors import InputError
from audiopaper.leads import rank_articles
from audiopaper.model import Edition
from audiopaper.pages import read_edition
from audiopaper.publish.articles_json import articles_json
from tests.bench_articles import SHARED, score
from tests.tools import train_articles
from tests.tools.gold_labels import all_cases
from tests.tools.head_training import train_head_words
from tests.tools.newspapers.corpus import MONTHS
from tests.tools.tagger_file import to_bytes

LEVELS = {"undamaged": "none", "as real": "seeds", "heavy": "heavy"}
MEASURES = ("headline", "body", "contains", "foreign", "joins", "byline", "noise", "score7")


def shared_tool(name: str) -> Any:
    """Import a module of ../shared/tools/pages."""
    folder = str(SHARED / "tools" / "pages")
    if folder not in sys.path:
        sys.path.insert(0, folder)
    return importlib.import_module(name)


def generated(month: str, level: str, marked: str, count: int) -> Iterator[tuple[Edition, Any]]:
    """Give laid-out pages of a month with their golds."""
    tool, corpus = shared_tool("generate"), shared_tool("corpus")
    pages = corpus.real_pages(month)
    step = max(1, len(pages) // count)
    chosen = pages[::step][:count]
    for n, (key, articles) in enumerate(chosen):
        spare = chosen[(n + 7) % len(chosen)][1]
        made = tool.make(
            month, key, articles, spare, "1", tool.LEVELS[level], marked, f"{level}-{key}"
        )
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"{n:03}.txt"
            file.write_text(made[0], encoding="utf-8")
            # A page that names another day than its masthead is refused, as it should be.
            with contextlib.suppress(InputError):
                yield read_edition([file]), made[1]


def listed(edition: Edition, weights: Weights | None) -> list[dict[str, object]]:
    articles = split_parts(explain_edition(edition, weights)).articles
    return articles_json(articles, rank_articles(articles, LeadSettings()))


def validate_months(count: int, *, shipped: bool) -> None:
    """Print a row for each kind of damage: the mean of three months, each left out once."""
    rows: dict[tuple[str, str, str], list[dict[str, float]]] = {}
    measure = shared_tool("score").score
    for month in MONTHS:
        weights = None
        if not shipped:
            weights = learn_without(month)
        for name, level in LEVELS.items():
            for marked in ("yes", "no"):
                for edition, gold in generated(month, level, marked, count):
                    found = listed(edition, weights)
                    for heads, as_one in (("headlines", False), ("heads", True)):
                        got = measure(gold, found, as_one)
                        rows.setdefault((name, marked, heads), []).append(got)
    for (name, marked, heads), got in rows.items():
        means = {m: sum(row[m] for row in got) / len(got) for m in MEASURES}
        kind = "marked" if marked == "yes" else "bare"
        print(
            f"{name:10} {kind:7} {heads:10}{len(got):4} "
            + " ".join(f"{m} {v:.3f}" for m, v in means.items())
        )


def learn_without(month: str) -> Weights:
    """Learn from the other months and all golds; nothing of the month is in any table of it."""
    others = tuple(other for other in MONTHS if other != month)
    networks = [
        network
        for draw in train_articles.DRAWS
        for network in train_articles.learn(train_articles.label_all(draw, others))
    ]
    return read_weights(to_bytes(networks, {}), train_head_words(others))


def validate_golds(rounds: int) -> None:
    """Print the score of each gold with weights that were learned without it."""
    labelled = [train_articles.label_all(draw) for draw in train_articles.DRAWS]
    files = all_cases()
    names = sorted(files)
    means: dict[str, list[float]] = {}
    for turn in range(rounds):
        out = set(names[turn::rounds])
        networks = [
            network
            for own in labelled
            for network in train_articles.learn([page for page in own if page.source not in out])
        ]
        weights = read_weights(to_bytes(networks, {}), train_head_words(MONTHS, *sorted(out)))
        for name in sorted(out):
            gold, pages = files[name]
            with contextlib.redirect_stdout(io.StringIO()):
                got = score(gold, listed(read_edition(pages), weights))
            wide = [v for k, v in got.items() if k not in ("score", "leads")]
            means.setdefault(name.split("/")[0], []).append(sum(wide) / len(wide))
            print(
                f"{name}: {sum(wide) / len(wide):.3f} {json.dumps({k: v for k, v in got.items() if v < 1})}",
                flush=True,
            )
    for group, values in means.items():
        print(
            f"{group}: mean {sum(values) / len(values):.3f} of {len(values)}, least {min(values):.3f}"
        )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--months", action="store_true")
    options.add_argument("--golds", type=int, default=0, metavar="N")
    options.add_argument("--count", type=int, default=20, help="pages of each kind and month")
    options.add_argument(
        "--shipped", action="store_true", help="with the shipped weights, as a check"
    )
    chosen = options.parse_args()
    if chosen.months:
        validate_months(chosen.count, shipped=chosen.shipped)
    if chosen.golds:
        validate_golds(chosen.golds)


if __name__ == "__main__":
    main()
