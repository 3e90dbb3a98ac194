"""How well printed pages become articles: `python -m tests.tools.measure_printed MONTH COUNT SEED`.

Lays real articles of ../shared/corpus out as pages of three styles, writes them as PDFs with their
text objects shuffled (``--browser``: Chromium prints them), reads these and compares the articles
with the gold by the measures of ../shared/tools/pages/score.py, those of score_articles.py but
leads and rejects. ``--plain`` leaves the layout out, ``--xy-cut`` orders the pieces of a page by
recursive cuts in place of the matching.
"""

from __future__ import annotations

import argparse
import json
import runpy
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from audiopaper.articles import split_articles
from audiopaper.config import LeadSettings
from audiopaper.leads import rank_articles
from audiopaper.pages import read_edition
from audiopaper.pages.geometry import reading_order
from audiopaper.pages.geometry.flow import column_edges, see_column
from audiopaper.pages.geometry.frame import Frame
from audiopaper.pages.geometry.printed_blocks import Piece
from audiopaper.pages.geometry.reading_order import Story
from audiopaper.publish.articles_json import articles_json
from tests.tools.printed import real_pages, web
from tests.tools.printed.pdf import write_pdf

SCORER = Path(__file__).resolve().parents[3] / "shared" / "tools" / "pages" / "score.py"


def cut_recursively(pieces: Sequence[Piece]) -> list[Piece]:
    """Order pieces by the widest white across the page, else from top to bottom (XY-cut)."""
    if len(pieces) < 2:
        return list(pieces)
    best: tuple[float, list[Piece], list[Piece]] | None = None
    for low, high in (("top", "bottom"), ("left", "right")):
        ordered = sorted(pieces, key=lambda piece: getattr(piece.box, low))
        end = getattr(ordered[0].box, high)
        for n in range(1, len(ordered)):
            gap = getattr(ordered[n].box, low) - end
            if gap > 0 and (best is None or gap > best[0]):
                best = (gap, ordered[:n], ordered[n:])
            end = max(end, getattr(ordered[n].box, high))
    if best is None:
        return sorted(pieces, key=lambda piece: (piece.box.top, piece.box.left))
    return cut_recursively(best[1]) + cut_recursively(best[2])


def cut_stories(pieces: Sequence[Piece], frame: Frame) -> list[Story]:
    """Gather stories by recursive cuts: a head, and all columns up to the next one."""
    edges = column_edges([piece for piece in pieces if piece.kind == "column"])
    stories: list[Story] = []
    for piece in cut_recursively([p for p in pieces if p.kind in ("head", "column")]):
        if piece.kind == "head" or not stories:
            stories.append(Story(piece if piece.kind == "head" else None))
        if piece.kind == "column":
            stories[-1].columns.append(see_column(piece, frame, edges))
    return stories


def read_pdf(data: bytes, *, plain: bool) -> Any:
    """Read a PDF and list its articles as `audiopaper articles --json` does."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "day.pdf"
        path.write_bytes(data)
        edition = read_edition([path])
    if plain:
        pages = tuple(replace(page, layout=None) for page in edition.pages)
        edition = replace(edition, pages=pages)
    articles = split_articles(edition).articles
    listed = articles_json(articles, rank_articles(articles, LeadSettings()))
    return json.loads(json.dumps(listed, ensure_ascii=False))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("month")
    parser.add_argument("count", type=int)
    parser.add_argument("seed")
    parser.add_argument("--browser", action="store_true")
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--xy-cut", action="store_true")
    args = parser.parse_args()
    scorer = runpy.run_path(str(SCORER))
    if args.xy_cut:
        reading_order.find_stories = cut_stories
    pages = real_pages(args.month, args.count, seed=args.seed)
    if args.browser:
        with web.open_printer() as printer:
            files = [web.print_pdf(printer, [sheet], shuffle=7) for _, sheet, _ in pages]
    else:
        files = [write_pdf([sheet], shuffle=7) for _, sheet, _ in pages]
    rows: dict[str, list[dict[str, float]]] = defaultdict(list)
    for (name, _, gold), data in zip(pages, files, strict=True):
        found = scorer["score"](gold, read_pdf(data, plain=args.plain))
        rows[name.partition("-")[0]].append(found)
        rows["all"].append(found)
    for style, scores in sorted(rows.items(), key=lambda row: row[0] == "all"):
        means = {k: sum(s[k] for s in scores) / len(scores) for k in scorer["KEYS"]}
        print(f"{style:8} {len(scores):3} ", " ".join(f"{k} {v:.3f}" for k, v in means.items()))


if __name__ == "__main__":
    main()
