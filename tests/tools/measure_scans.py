"""How well scans and photographs become articles: `python -m tests.tools.measure_scans MONTH COUNT SEED`.

The pages of `measure_printed` are drawn as pictures, damaged in each way of ``--damages``, and read
by recognition (``--rotate``: each page in one of the ways, by turns). The table gives, by style and
damage, the mean of the seven measures of the articles and how many characters of a hundred are
wrong: the edit distance of each printed line to what is nearest to it in the text that was read.
Beside it stand the same pages as PDF, and each source as plain text without its layout.

With ``--rows FILE`` a line is written for each page that was read, and pages that the file has are
not read again.
"""

from __future__ import annotations

import argparse
import json
import resource
import runpy
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from audiopaper.articles import split_articles
from audiopaper.config import LeadSettings
from audiopaper.leads import rank_articles
from audiopaper.model import Edition
from audiopaper.pages import read_edition
from audiopaper.publish.articles_json import articles_json
from tests.tools.measure_printed import SCORER
from tests.tools.printed import STYLES, real_pages
from tests.tools.printed.pdf import write_pdf
from tests.tools.printed.pictures import DAMAGES, Damage, scan
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


def read(data: bytes, name: str) -> Edition:
    """Read a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return read_edition([path])


def list_articles(edition: Edition) -> Any:
    """List the articles of an edition as `audiopaper articles --json` does."""
    articles = split_articles(edition).articles
    return articles_json(articles, rank_articles(articles, LeadSettings()))


def without_layout(edition: Edition) -> Edition:
    """Take away where the lines of an edition stand."""
    return replace(edition, pages=tuple(replace(page, layout=None) for page in edition.pages))


def measure(edition: Edition, sheet: Sheet, gold: Any, scorer: Any) -> dict[str, Any]:
    """Measure a page that was read, with its layout and without it."""
    wrong, total = character_error(sheet, edition)
    plain = scorer["score"](gold, list_articles(without_layout(edition)))
    return {
        **scorer["score"](gold, list_articles(edition)),
        "plain": plain["score7"],
        "wrong": wrong,
        "total": total,
    }


def sources(
    sheet: Sheet, damages: Sequence[Damage], dpi: int
) -> Iterator[tuple[str, Callable[[], bytes], str]]:
    """Yield how a page may be given: what it is called, its bytes, and the name of its file."""
    yield "pdf", lambda: write_pdf([sheet], shuffle=7), "day.pdf"
    for how in damages:
        name = "day.jpg" if how.jpeg else "day.png"
        yield f"{how.name} {dpi}", lambda how=how: scan(sheet, how, dpi=dpi), name  # type: ignore[misc]


def print_table(rows: Sequence[dict[str, Any]]) -> None:
    """Print the means by source and style."""
    grouped: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        style, source = row["page"].partition("-")[0], row["source"]
        kinds = [source] if source == "pdf" else [source, f"scans {source.split()[1]}"]
        for kind in kinds:
            grouped[kind, style].append(row)
            grouped[kind, "all"].append(row)
    print("source       style    pages articles plain  characters wrong")
    for (source, style), found in sorted(grouped.items()):
        score, plain = (sum(row[key] for row in found) / len(found) for key in ("score7", "plain"))
        share = sum(row["wrong"] for row in found) / sum(row["total"] for row in found)
        print(f"{source:12} {style:8} {len(found):5} {score:8.3f} {plain:.3f} {share:.2%}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("month")
    parser.add_argument("count", type=int)
    parser.add_argument("seed")
    parser.add_argument("--dpi", type=int, default=200)
    parser.add_argument("--damages", default=",".join(d.name for d in DAMAGES))
    parser.add_argument("--rotate", action="store_true")
    parser.add_argument("--rows", type=Path)
    args = parser.parse_args()
    scorer = runpy.run_path(str(SCORER))
    damages = [d for d in DAMAGES if d.name in args.damages.split(",")]
    rows = [json.loads(line) for line in read_rows(args.rows)]
    known = {(row["page"], row["source"]) for row in rows}
    for n, (name, sheet, gold) in enumerate(real_pages(args.month, args.count, seed=args.seed)):
        turn = damages[n // len(STYLES) % len(damages)]
        for source, make, file in sources(sheet, [turn] if args.rotate else damages, args.dpi):
            if (name, source) in known:
                continue
            data = make()
            start = time.process_time()
            edition = read(data, file)
            took = round(time.process_time() - start, 1)
            row = {"page": name, "source": source, **measure(edition, sheet, gold, scorer)}
            rows.append({**row, "seconds": took})
            line = json.dumps(rows[-1], ensure_ascii=False)
            print(line, flush=True)
            if args.rows:
                with args.rows.open("a", encoding="utf-8") as out:
                    out.write(line + "\n")
    print_table(rows)
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB")


def read_rows(path: Path | None) -> list[str]:
    return path.read_text("utf-8").splitlines() if path is not None and path.exists() else []


if __name__ == "__main__":
    main()
