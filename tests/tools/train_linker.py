"""Learn which line goes on which: `python -m tests.tools.train_linker [--check | --measure]`.

First the n-grams across a join (`tests.tools.seam_training`), from the real articles of
../shared/corpus, then what the features of two lines say (`tests.tools.link_training`, by PyTorch): on the pages of
tests/data/local_pages, whose columns are read in another order and damaged in other ways
(`tests.tools.newspapers`), on the golds of ../shared/evals, tests/editions and tests/heldout, on the pages that their
writers damaged by hand (tests/data/damaged_pages) and on those of tests/local, where every torn
line is known. The same files give the same bytes.

--check    tell whether the shipped file is what is learned, and write nothing
--measure  print precision and recall of links on the pages of each writer of tests/local, learned
           without that writer's
"""

from __future__ import annotations

import argparse
import hashlib
import io
import itertools
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from audiopaper.articles import explain_edition
from audiopaper.articles.links.link_features import PageView
from audiopaper.articles.links.linker import LinkTable, see_links, weigh_links
from audiopaper.articles.links.story_order import order_stories
from audiopaper.articles.roles import Part
from audiopaper.articles.seams import SeamTable, load_seams
from audiopaper.model import Edition, Page
from audiopaper.pages import read_edition
from tests.bench_articles import cases, heldout_cases, local_cases
from tests.tools.corpus_paragraphs import MONTHS, read_paragraphs
from tests.tools.damaged_pages import read_damaged
from tests.tools.gold_labels import read_written
from tests.tools.learned_files import write_or_compare
from tests.tools.newspapers.golds import damage_page
from tests.tools.newspapers.pages import Page as MadePage
from tests.tools.seam_training import BITS, SCALE, train_seams

TABLE = Path(__file__).resolve().parents[2] / "audiopaper" / "articles" / "linker.npz"
# How often the pages of a kind count: those of tests/local and of tests/data/damaged_pages were
# damaged by hand, as papers are.
GOLD_COPIES, LOCAL_COPIES, BY_HAND_COPIES = 2, 6, 2
LEVELS = ("light", "seeds", "heavy")

Seams = tuple[np.ndarray[Any, Any], float]


@dataclass(frozen=True)
class LabelledPage:
    """A page, and which part of it goes on which."""

    parts: tuple[Part, ...]
    rests: dict[int, int]
    """By the place of a rest the place of the line that it goes on."""


def damage_written(
    levels: Sequence[str], purpose: str
) -> Iterator[tuple[MadePage, tuple[Part, ...]]]:
    """Damage the pages of tests/data/local_pages and read them; the purpose is part of the seed."""
    for gold in read_written():
        for blocks, roles in gold.pages:
            for level in levels:
                made = damage_page(
                    blocks, roles, level=level, seed=f"{purpose} {gold.name} {level}"
                )
                page = Page(number=1, name=gold.name, lines=tuple(made.text.split("\n")))
                edition = Edition(date=None, paper=gold.paper, pages=(page,))
                yield made, explain_edition(edition)[0]


def label_written() -> Iterator[LabelledPage]:
    """Label the pages of tests/data/local_pages, damaged."""
    for made, parts in damage_written(LEVELS, "links"):
        yield _label(parts, made.rests)


def label_damaged() -> Iterator[LabelledPage]:
    """Label the pages that their writers damaged by hand."""
    for made in read_damaged():
        page = Page(number=1, name=made.gold.name, lines=made.lines)
        parts = explain_edition(Edition(date=None, paper=made.gold.paper, pages=(page,)))[0]
        yield _label(parts, made.rests)


def _label(parts: tuple[Part, ...], rests: Mapping[int, int]) -> LabelledPage:
    """Label a page's parts by the lines of its rests and of those that they go on."""
    places = {n: at for at, part in enumerate(parts) for n, _ in part.block.lines}
    ends = ((places[rest], places[line]) for rest, line in rests.items())
    return LabelledPage(parts, {rest: line for rest, line in ends if rest != line})


def label_local() -> Iterator[tuple[str, LabelledPage]]:
    """Label the pages of tests/local by where their lines stand in the golds' paragraphs.

    Yields:
        The writer's letter, empty for the first one, and the page.
    """
    for gold, pages in local_cases():
        labels = json.loads(gold.read_text(encoding="utf-8"))
        parts = explain_edition(read_edition(pages))[0]
        name = gold.parent.name
        yield (
            name[0] * (name[1] == "_"),
            LabelledPage(parts, _find_rests(parts, labels["articles"], labels["account"])),
        )


_FOUND_CHARS, _MOST_CREDIT = 14, 60


def _find_rests(
    parts: Sequence[Part], articles: Sequence[dict[str, Any]], owners: dict[str, Any]
) -> dict[int, int]:
    """Find the parts that begin where another one ends inside a paragraph."""
    bodies = {a["id"]: [_tight(p) for p in a["paragraphs"]] for a in articles}
    ends = {
        (name, end) for name, body in bodies.items() for end in itertools.accumulate(map(len, body))
    }
    begins: dict[tuple[str, int], int] = {}
    stops: dict[int, tuple[str, int]] = {}
    for at, part in enumerate(parts):
        for name in {o for o, code, _ in owners[str(part.block.lines[0][0])] if code in "LT"}:
            found = _find_in(_tight(part.block.text), "".join(bodies[name]))
            if found is not None:
                begins.setdefault((name, found[0]), at)
                stops[at] = (name, found[1])
    return {
        begins[stop]: at
        for at, stop in stops.items()
        if stop not in ends and begins.get(stop, at) != at
    }


def _find_in(text: str, body: str) -> tuple[int, int] | None:
    """Return where a text without its credits begins and ends in a body."""
    for skipped in range(min(_MOST_CREDIT, len(text))):
        start = body.find(text[skipped : skipped + _FOUND_CHARS])
        if start >= 0:
            end = min(start + len(text) - skipped, len(body))
            while end > start and not text.endswith(body[max(start, end - 6) : end]):
                end -= 1
            return start, end
    return None


def label_golds() -> Iterator[LabelledPage]:
    """Label the golds' pages, ../shared/pages among them, by the joins that the golds name."""
    for gold, pages in cases() + heldout_cases():
        if gold.stem == "sample_gold":
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
    """What is seen of a torn line's candidates, and which of them is right."""

    rows: np.ndarray[Any, Any]
    """Shape ``(candidates, FEATURES)``; one of them is that it goes on nowhere."""

    right: int
    copies: int = 1


def see_choices(page: LabelledPage, seams: SeamTable, copies: int = 1) -> Iterator[Choice]:
    """Look at each torn line of a page and where it may go on."""
    goes_on = {line: rest for rest, line in page.rests.items()}
    for line, (rests, rows) in see_links(PageView(page.parts, seams)).items():
        right = goes_on.get(line)
        yield Choice(rows, rests.index(right if right in rests else None), copies)


def learn() -> tuple[Seams, LinkTable]:
    """Learn the table of seams and the weights of links."""
    from tests.tools.link_training import learn_links

    seams = learn_seams(MONTHS)
    table = seam_table(seams)
    choices = [c for page in label_written() for c in see_choices(page, table)]
    choices += [c for page in label_golds() for c in see_choices(page, table, GOLD_COPIES)]
    choices += [c for page in label_damaged() for c in see_choices(page, table, BY_HAND_COPIES)]
    choices += [c for _, page in label_local() for c in see_choices(page, table, LOCAL_COPIES)]
    return seams, learn_links(choices)


def learn_seams(months: tuple[str, ...]) -> Seams:
    """Learn what reads on from some months."""
    paragraphs = read_paragraphs(months)
    random.Random(1).shuffle(paragraphs)
    return train_seams(paragraphs)


def seam_table(seams: Seams) -> SeamTable:
    """Give learned seams as the table that the program reads."""
    return SeamTable(memoryview(seams[0].tobytes()).cast("b"), BITS, SCALE, seams[1])


def measure() -> None:
    """Print precision and recall of links on each writer's pages, learned without them."""
    from tests.tools.link_training import learn_links

    seams = load_seams()
    shared = [c for page in label_written() for c in see_choices(page, seams)]
    shared += [c for page in label_golds() for c in see_choices(page, seams, GOLD_COPIES)]
    shared += [c for page in label_damaged() for c in see_choices(page, seams, BY_HAND_COPIES)]
    pages = list(label_local())
    for writer in sorted({name for name, _ in pages}):
        others = [page for name, page in pages if name != writer]
        own = [c for page in others for c in see_choices(page, seams, LOCAL_COPIES)]
        table = learn_links([*shared, *own])
        right = claimed = wanted = 0
        for page in (page for name, page in pages if name == writer):
            seen = PageView(page.parts)
            order = order_stories(seen, weigh_links(seen, table))
            gold = {(line, rest) for rest, line in page.rests.items()}
            right += len(gold & set(order.rests.items()))
            claimed += len(order.rests)
            wanted += len(gold)
        print(
            f"{writer or 'first'}: precision {right / claimed:.3f} recall {right / wanted:.3f}"
            f" of {wanted}"
        )


def fingerprint() -> str:
    """Give a hash of the articles and golds that are learned from."""
    digest = hashlib.sha256("\n".join(read_paragraphs(MONTHS)).encode())
    local = (page for _, page in label_local())
    for page in itertools.chain(label_golds(), label_written(), label_damaged(), local):
        digest.update("\n".join(part.block.text for part in page.parts).encode())
    return digest.hexdigest()[:16]


def to_bytes(seams: Seams, table: LinkTable) -> bytes:
    """Give what was learned as the bytes of the shipped file."""
    out = io.BytesIO()
    np.savez_compressed(
        out,
        seams=seams[0],
        seam_scale=np.array([SCALE, round(seams[1], 4)]),
        **{field.name: getattr(table, field.name).astype(np.float16) for field in fields(table)},
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
    write_or_compare(TABLE, to_bytes(*learn()), compare=named.check)


if __name__ == "__main__":
    main()
