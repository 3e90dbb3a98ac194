"""Learn the splitter's weights: `python -m tests.tools.train_articles [--check]`.

It lays the articles of ../shared/corpus out as pages (`tests.tools.newspapers`), adds the pages
of ../shared/pages and of the project's own golds, whose roles are in
tests/data/article_roles.tsv, and made-up local papers: by 21 writers (tests/data/local_pages),
heads over short texts (tests/data/local_heads), and pages that their writers damaged by hand
(tests/data/damaged_pages), and learns networks from them (`tests.tools.tagger_training`, by PyTorch). The weights go to
audiopaper/articles/roles.npz, the words of heads (`tests.tools.head_training`) to heads.npz.

There are several networks, which are read together. Each draw lays the articles out and damages
the golds in another way, each seed begins elsewhere. A page is learned from often, and each time
other features of its lines are hidden: no feature can be relied on to be there, and what pages of
one writer have in common counts for less.

The draws and seeds are fixed: the same files give the same bytes on the same kind of processor.
--check tells whether they do and writes nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from audiopaper.articles.blocks import Block
from audiopaper.articles.features import repeated_lines, see_features
from audiopaper.articles.features.head_words import HeadWords
from audiopaper.articles.page_blocks import make_blocks
from audiopaper.articles.roles import Role
from audiopaper.model import Page
from tests.tools.damaged_pages import DAMAGED, read_damaged
from tests.tools.gold_labels import (
    HEADS,
    LABELS,
    MADE_UP,
    WRITTEN,
    LabelledGold,
    Roled,
    all_cases,
    read_golds,
    read_heads,
    read_made_up,
    read_written,
)
from tests.tools.head_training import train_head_words, words_to_bytes
from tests.tools.newspapers import make_pages
from tests.tools.newspapers.corpus import CORPUS, MONTHS
from tests.tools.newspapers.golds import damage_page, narrow_heads
from tests.tools.tagger_file import Learned, to_bytes

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "audiopaper" / "articles" / "roles.npz"
HEADS = TABLE.with_name("heads.npz")
ROUNDS = 1
DRAWS, SEEDS = (1, 2), (1, 2)
"""What the samples are drawn with, and what each network of a draw begins with."""
# How much a page weighs as it is, and in each of three ways of damage; a page of the corpus weighs
# one. On pages of writers left out, lighter golds read better (7.7 lines of a hundred wrong with a
# weight of 10, 8.2 with 30), on golds left out heavier ones (4.8 with 5, 4.2 with 40): the weights
# lie between the two.
GOLD_WEIGHT, GOLD_DAMAGED = 30.0, 3.0
WRITER_WEIGHT, WRITER_DAMAGED, NARROW_WEIGHT, WRAPPED_WEIGHT = 3.0, 0.75, 0.5, 0.5
WRITER_COPIES = 2
"""In so many ways each page of the writers is damaged at each level."""
DAMAGES = ("light", "seeds", "heavy")
MADE_UP_WEIGHT = 50.0
HEADS_WEIGHT, HEADS_DAMAGED = 2.0, 0.5
BY_HAND_WEIGHT = 15.0
"""Of pages that their writers damaged by hand."""


WRITER_GROUPS = 10
"""What the heads of a writer say is learned without the writers of one of so many groups."""


GoldWords = Callable[[str], HeadWords]
"""The words of heads for a gold's pages: those of all golds but its writer's and some others'."""


@cache
def group_writers() -> tuple[tuple[str, ...], ...]:
    """Divide the writers of all golds into `WRITER_GROUPS`."""
    damaged = (page.gold for page in read_damaged())
    golds = (*read_golds(), *read_written(), *read_heads(), *read_made_up(), *damaged)
    writers = sorted({gold.writer for gold in golds})
    return tuple(tuple(writers[n::WRITER_GROUPS]) for n in range(WRITER_GROUPS))


@dataclass(frozen=True)
class LabelledPage:
    """The features and roles of a page's blocks."""

    source: str
    """The month, or the gold's path."""

    seen: tuple[frozenset[str], ...]
    roles: tuple[Role, ...]
    weight: float = 1.0
    """How often it is drawn beside a page of the corpus."""


def label_month(month: str, draw: int, months: tuple[str, ...] = MONTHS) -> list[LabelledPage]:
    """Lay out and label a month's pages; the words of heads are those of the other months."""
    out = []
    words = train_head_words(tuple(other for other in months if other != month))
    for name, made in make_pages(month, rounds=ROUNDS, seed=f"train {draw}"):
        page = Page(number=1, name=name, lines=tuple(made.text.split("\n")))
        blocks = make_blocks(page)
        seen = see_features(blocks, "", frozenset(), words)
        roles = tuple(made.roles[block.lines[0][0]] for block in blocks)
        out.append(LabelledPage(month, tuple(seen), roles))
    return out


def label_golds(words: GoldWords, draw: int) -> list[LabelledPage]:
    """See the golds' pages and the writers'; the draw says how copies are damaged."""
    out = []
    for gold in read_written():
        names = [f"{draw}/{gold.name}/{n}" for n in range(len(gold.pages))]
        own = words(gold.writer)
        narrow = [_narrow(*page, name) for page, name in zip(gold.pages, names, strict=True)]
        out += _label_pages(gold, narrow, NARROW_WEIGHT, own)
        lines = [
            _damaged(*page, "none", name, wrapped=True)
            for page, name in zip(gold.pages, names, strict=True)
        ]
        out += _label_pages(gold, lines, WRAPPED_WEIGHT, own)
    for page in read_damaged():
        out += _label_pages(page.gold, page.gold.pages, BY_HAND_WEIGHT, words(page.gold.writer))
    for gold in (*read_golds(), *read_written(), *read_heads()):
        own = words(gold.writer)
        plain, damaged, copies = _weigh(gold)
        out += _label_pages(gold, gold.pages, plain, own)
        for level, copy in itertools.product(DAMAGES, range(copies)):
            made = [
                _damaged(*page, level, f"{draw}.{copy}/{gold.name}/{n}")
                for n, page in enumerate(gold.pages)
            ]
            out += _label_pages(gold, made, damaged, own)
    return out


def _weigh(gold: LabelledGold) -> tuple[float, float, int]:
    """Return how much a gold's pages weigh as they are and damaged, and the copies of a level."""
    if gold.writer.startswith(HEADS.name):
        return HEADS_WEIGHT, HEADS_DAMAGED, 1
    if gold.writer.startswith(("local ", WRITTEN.name)):
        return WRITER_WEIGHT, WRITER_DAMAGED, WRITER_COPIES
    return GOLD_WEIGHT, GOLD_DAMAGED, 1


def _label_pages(
    gold: LabelledGold, pages: Sequence[Roled], weight: float, words: HeadWords
) -> list[LabelledPage]:
    repeated = repeated_lines([blocks for blocks, _ in pages])
    return [
        LabelledPage(
            gold.name, tuple(see_features(blocks, gold.paper, repeated, words)), roles, weight
        )
        for blocks, roles in pages
    ]


def _damaged(
    blocks: Sequence[Block],
    roles: Sequence[Role],
    level: str,
    name: str,
    *,
    wrapped: bool = False,
) -> Roled:
    if not blocks:
        return (), ()
    made = damage_page(blocks, roles, level=level, seed=f"{level}/{name}", wrapped=wrapped)
    again = make_blocks(Page(number=1, name=name, lines=tuple(made.text.split("\n"))))
    return again, tuple(_find_role(block, made.roles) for block in again)


def _find_role(block: Block, roles: Mapping[int, Role]) -> Role:
    """Return the role of most of a block's lines, of several the one that comes first."""
    times = Counter(roles[line] for line, _ in block.lines)
    return max(times, key=lambda role: times[role])


def _narrow(blocks: Sequence[Block], roles: Sequence[Role], name: str) -> Roled:
    texts, owners = narrow_heads(blocks, roles, seed=name)
    page = Page(number=1, name=name, lines=tuple("\n\n".join(texts).split("\n")))
    again = make_blocks(page)
    # Every second line of the page is blank.
    return again, tuple(owners[block.lines[0][0] // 2] for block in again)


def label_made_up(words: GoldWords) -> list[LabelledPage]:
    """See the made-up pages."""
    return [
        page
        for made in read_made_up()
        for page in _label_pages(made, made.pages, MADE_UP_WEIGHT, words(made.writer))
    ]


def label_all(draw: int, months: tuple[str, ...] = MONTHS) -> list[LabelledPage]:
    """Give what one training learns from: these months' pages, the golds and the made-up pages."""
    pages = [page for month in months for page in label_month(month, draw, months)]

    def words(writer: str) -> HeadWords:
        return train_head_words(months, *next(own for own in group_writers() if writer in own))

    return [*pages, *label_golds(words, draw), *label_made_up(words)]


def learn(pages: Sequence[LabelledPage]) -> list[Learned]:
    """Learn a network for each of `SEEDS`."""
    from tests.tools.tagger_training import Sample, learn_network

    samples = [Sample(page.seen, page.roles, page.weight) for page in pages if page.roles]
    return [learn_network(samples, seed) for seed in SEEDS]


def train(draw: int) -> list[Learned]:
    """Learn the networks of one draw from all pages."""
    return learn(label_all(draw))


def _written_files() -> list[Path]:
    return [file for folder in (WRITTEN, HEADS, DAMAGED) for file in sorted(folder.glob("*.txt"))]


def fingerprint() -> str:
    """Name what the weights are learned from."""
    digest = hashlib.sha256()
    files = [CORPUS / f"{month}.jsonl.xz" for month in MONTHS]
    for gold, pages in all_cases().values():
        files += [gold, *pages]
    for file in (*files, LABELS, MADE_UP, *_written_files()):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def main() -> int:
    """Learn, and write or compare the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--check", action="store_true", help="compare only")
    check = options.parse_args().check
    with ProcessPoolExecutor(max_workers=2) as pool:
        networks = [network for own in pool.map(train, DRAWS) for network in own]
    note = {"networks": len(networks), "files": fingerprint()}
    table = to_bytes(networks, note)
    heads = words_to_bytes(train_head_words(MONTHS))
    if check:
        same = TABLE.read_bytes() == table and HEADS.read_bytes() == heads
        print("the same bytes" if same else "other weights than the shipped ones")
        return 0 if same else 1
    TABLE.write_bytes(table)
    HEADS.write_bytes(heads)
    print(f"learned {note}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
