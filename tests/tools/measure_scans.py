"""How well scans and photographs become articles: `python -m tests.tools.measure_scans MONTH COUNT SEED`.

The pages of `measure_printed` are drawn as pictures, damaged in each way of ``--damages``, and read
by recognition. The table gives, by style and damage, the mean of the seven measures of the articles
and how many characters of a hundred are wrong: the edit distance of each printed line to what is
nearest to it in the text that was read. The same pages as PDF stand in the first row.
"""

from __future__ import annotations

import argparse
import resource
import runpy
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from audiopaper.articles import split_articles
from audiopaper.config import LeadSettings
from audiopaper.leads import rank_articles
from audiopaper.model import Edition
from audiopaper.pages import read_edition
from audiopaper.publish.articles_json import articles_json
from tests.tools.measure_printed import SCORER
from tests.tools.printed import real_pages
from tests.tools.printed.pdf import write_pdf
from tests.tools.printed.pictures import DAMAGES, scan
from tests.tools.printed.setting import Sheet

_GRAM = 4
_SLACK = 6


def character_error(sheet: Sheet, edition: Edition) -> tuple[int, int]:
    """Count the characters of a sheet that were read wrongly, and all of them."""
    text = squash("".join("".join(page.lines) for page in edition.pages))
    places: dict[str, list[int]] = defaultdict(list)
    for at in range(len(text) - _GRAM + 1):
        places[text[at : at + _GRAM]].append(at)
    wrong = total = 0
    for line in sheet.lines:
        printed = squash(line.text)
        if len(printed) < 2 * _GRAM:
            continue
        total += len(printed)
        if printed not in text:
            wrong += min(
                (nearest(printed, text[a:b]) for a, b in windows(printed, text, places)),
                default=len(printed),
            )
    return wrong, total


def windows(printed: str, text: str, places: dict[str, list[int]]) -> Iterator[tuple[int, int]]:
    starts = {
        at - n
        for n in range(len(printed) - _GRAM + 1)
        for at in places.get(printed[n : n + _GRAM], ())[:20]
    }
    for start in starts:
        yield max(0, start - _SLACK), min(len(text), start + len(printed) + _SLACK)


def nearest(printed: str, text: str) -> int:
    """Return the edit distance of a line to the nearest piece of a text."""
    above = [0] * (len(text) + 1)
    for n, char in enumerate(printed, 1):
        row = [n]
        for m, other in enumerate(text, 1):
            row.append(min(above[m - 1] + (char != other), above[m] + 1, row[-1] + 1))
        above = row
    return min(above)


def squash(text: str) -> str:
    return "".join(text.split())


def read(data: bytes, name: str) -> tuple[Edition, Any]:
    """Read a file; give the edition, and its articles as `audiopaper articles --json` does."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        edition = read_edition([path])
    articles = split_articles(edition).articles
    return edition, articles_json(articles, rank_articles(articles, LeadSettings()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("month")
    parser.add_argument("count", type=int)
    parser.add_argument("seed")
    parser.add_argument("--dpi", type=int, default=200)
    parser.add_argument("--damages", default=",".join(d.name for d in DAMAGES))
    args = parser.parse_args()
    scorer = runpy.run_path(str(SCORER))
    keys = scorer["KEYS"]
    rows: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    damages = [d for d in DAMAGES if d.name in args.damages.split(",")]
    for name, sheet, gold in real_pages(args.month, args.count, seed=args.seed):
        style = name.partition("-")[0]
        _, listed = read(write_pdf([sheet], shuffle=7), "day.pdf")
        mean = sum(scorer["score"](gold, listed)[k] for k in keys) / len(keys)
        rows["pdf", style].append((mean, 0.0))
        for how in damages:
            data = scan(sheet, how, dpi=args.dpi)
            start = time.process_time()
            edition, listed = read(data, "day.jpg" if how.jpeg else "day.png")
            took = time.process_time() - start
            scores = scorer["score"](gold, listed)
            mean = sum(scores[k] for k in keys) / len(keys)
            wrong, total = character_error(sheet, edition)
            rows[how.name, style].append((mean, wrong / total))
            told = " ".join(f"{k} {scores[k]:.2f}" for k in keys)
            print(
                f"{name} {how.name:8} {mean:.3f} {wrong / total:.2%} {took:.1f} s  {told}",
                flush=True,
            )
    for (how_name, style), found in [*rows.items(), *sums(rows)]:
        mean, wrong_share = (sum(v) / len(found) for v in zip(*found, strict=True))
        print(f"{how_name:8} {style:8} {len(found):3} {mean:.3f} {wrong_share:.2%}")
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB")


def sums(rows: dict[tuple[str, str], Any]) -> list[tuple[tuple[str, str], Any]]:
    names = dict.fromkeys(name for name, _ in rows)
    return [((n, "all"), [v for (m, _), vs in rows.items() if m == n for v in vs]) for n in names]


if __name__ == "__main__":
    main()
