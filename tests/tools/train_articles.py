"""Learn the splitter's weights: `python -m tests.tools.train_articles [--check]`.

It lays the articles of ../shared/corpus out as pages (`tests.tools.newspapers`), adds the pages
of ../shared/pages and of the project's own golds, whose roles are in tests/data/article_roles.tsv,
and learns a linear-chain conditional random field by python-crfsuite (MIT; used here only). The
weights go to audiopaper/articles/roles.tsv. The same files give the same bytes; --check tells
whether they do and writes nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from audiopaper.articles.blocks import Block
from audiopaper.articles.features import repeated_lines, see_features
from audiopaper.articles.page_blocks import make_blocks
from audiopaper.articles.roles import Role
from audiopaper.articles.tagger import name_states
from audiopaper.model import Page
from audiopaper.pages import read_edition
from tests.bench_articles import cases, heldout_cases
from tests.tools.newspapers import make_pages
from tests.tools.newspapers.corpus import CORPUS, MONTHS
from tests.tools.newspapers.golds import damage_page

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "audiopaper" / "articles" / "roles.tsv"
LABELS = ROOT / "tests" / "data" / "article_roles.tsv"
MADE_UP = ROOT / "tests" / "data" / "article_pages.txt"
CODES: dict[str, Role] = {
    "K": "kicker", "H": "headline", "S": "subhead", "B": "byline", "L": "lede", "T": "text",
    "G": "heading", "C": "closing", "P": "caption", "F": "furniture", "O": "jump_out", "I": "jump_in",
}  # fmt: skip
ROUNDS = 1
# A gold's page counts as many times as it is, and as often damaged in each of three ways: it is
# of another paper than the corpus, and there are few.
GOLD_COPIES, DAMAGED_COPIES = 16, 2
DAMAGES = ("light", "seeds", "heavy")
MADE_UP_COPIES = 50
# Penalties on the sum of the weights and of their squares; chosen on months and golds left out.
L1, L2, PASSES = 0.1, 1.5, 90


@dataclass(frozen=True)
class LabelledPage:
    """The features and roles of a page's blocks."""

    source: str
    """The month, or the gold's path."""

    seen: tuple[frozenset[str], ...]
    roles: tuple[Role, ...]
    copies: int = 1
    """How many times it counts."""


def label_month(month: str, rounds: int = ROUNDS, seed: str = "train") -> list[LabelledPage]:
    """Lay out and label a month's pages."""
    out = []
    for name, made in make_pages(month, rounds=rounds, seed=seed):
        page = Page(number=1, name=name, lines=tuple(made.text.split("\n")))
        blocks = make_blocks(page)
        seen = see_features(blocks, "", frozenset())
        roles = tuple(made.roles[block.lines[0][0]] for block in blocks)
        out.append(LabelledPage(month, tuple(seen), roles))
    return out


def all_cases() -> dict[str, tuple[Path, list[Path]]]:
    """Every gold of the project and of the shared folder, by the name it has in the labels."""
    return {name_gold(gold): (gold, pages) for gold, pages in cases() + heldout_cases()}


def name_gold(gold: Path) -> str:
    parts = gold.parts
    at = max(i for i, part in enumerate(parts) if part in ("shared", "editions", "heldout"))
    return "/".join(parts[at:])


def label_golds() -> list[LabelledPage]:
    """Read the labels of the golds' pages."""
    files = all_cases()
    out = []
    for name, rows in _read_labels().items():
        edition = read_edition(files[name][1])
        blocks = [make_blocks(page) for page in edition.pages]
        roles = [_roles_of(on_page, row) for on_page, row in zip(blocks, rows, strict=True)]
        out += _label_pages(name, edition.paper, list(zip(blocks, roles, strict=True)), GOLD_COPIES)
        for level in DAMAGES:
            made = [
                _damaged(on_page, own, level, f"{name}/{n}")
                for n, (on_page, own) in enumerate(zip(blocks, roles, strict=True))
            ]
            out += _label_pages(name, edition.paper, made, DAMAGED_COPIES)
    return out


Roled = tuple[tuple[Block, ...], tuple[Role, ...]]


def _label_pages(
    source: str, paper: str, pages: Sequence[Roled], copies: int
) -> list[LabelledPage]:
    repeated = repeated_lines([blocks for blocks, _ in pages])
    return [
        LabelledPage(source, tuple(see_features(blocks, paper, repeated)), roles, copies)
        for blocks, roles in pages
    ]


def _damaged(blocks: Sequence[Block], roles: Sequence[Role], level: str, name: str) -> Roled:
    if not blocks:
        return (), ()
    made = damage_page(blocks, roles, level=level, seed=f"{level}/{name}")
    again = make_blocks(Page(number=1, name=name, lines=tuple(made.text.split("\n"))))
    return again, tuple(made.roles[block.lines[0][0]] for block in again)


def label_made_up() -> list[LabelledPage]:
    """Read the made-up pages, whose lines have their roles before them."""
    out = []
    text = MADE_UP.read_text(encoding="utf-8")
    for n, part in enumerate(text.split("\n===")[1:]):
        rows = [row for row in part.split("\n")[1:] if row]
        page = Page(number=1, name="", lines=tuple("\n\n".join(r[2:] for r in rows).split("\n")))
        blocks = make_blocks(page)
        roles = tuple(CODES[rows[block.lines[0][0] // 2][0]] for block in blocks)
        seen = see_features(blocks, "", frozenset())
        out.append(LabelledPage(f"made up {n}", tuple(seen), roles, MADE_UP_COPIES))
    return out


def _roles_of(blocks: Sequence[Block], roles: Sequence[tuple[int, Role]]) -> tuple[Role, ...]:
    """Give each block the role of its first line; pieces of one line have theirs in order."""
    left: dict[int, list[Role]] = {}
    for line, role in roles:
        left.setdefault(line, []).append(role)
    out: list[Role] = []
    for block in blocks:
        own = left.get(block.lines[0][0], ["text"])
        out.append(own.pop(0) if len(own) > 1 else own[0])
    return tuple(out)


def _read_labels() -> dict[str, list[list[tuple[int, Role]]]]:
    out: dict[str, list[list[tuple[int, Role]]]] = {}
    for row in LABELS.read_text(encoding="utf-8").splitlines():
        if not row.startswith("#"):
            name, _, cells = row.split("\t")
            labels = [(int(cell[:-1]), CODES[cell[-1]]) for cell in cells.split()]
            out.setdefault(name, []).append(labels)
    return out


def learn(
    pages: Iterable[LabelledPage], *, l1: float = L1, l2: float = L2, passes: int = PASSES
) -> str:
    """Learn weights and give them as the table that `audiopaper.articles.tagger` reads."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    for page in pages:
        rows, states = [sorted(seen) for seen in page.seen], name_states(page.roles)
        for _ in range(page.copies):
            trainer.append(rows, states)
    trainer.set_params({
        "c1": l1, "c2": l2, "max_iterations": passes, "feature.minfreq": 3,
        "feature.possible_transitions": True,
    })  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        model = str(Path(folder) / "model")
        trainer.train(model)
        tagger = pycrfsuite.Tagger()
        tagger.open(model)
        learned = tagger.info()
    rows = [(f">{above}", state, w) for (above, state), w in learned.transitions.items()]
    rows += [(name, state, w) for (name, state), w in learned.state_features.items()]
    return "\n".join(f"{a}\t{b}\t{w:.2f}" for a, b, w in sorted(rows) if abs(w) >= 0.02)


def fingerprint() -> str:
    """Name what the weights are learned from."""
    digest = hashlib.sha256()
    files = [CORPUS / f"{month}.jsonl.xz" for month in MONTHS]
    for gold, pages in all_cases().values():
        files += [gold, *pages]
    for file in (*files, LABELS, MADE_UP):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def main() -> int:
    """Learn, and write or compare the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--check", action="store_true", help="compare only")
    check = options.parse_args().check
    pages = [page for month in MONTHS for page in label_month(month)]
    golds = [*label_golds(), *label_made_up()]
    note = {"pages": len(pages), "golds": len(golds), "files": fingerprint()}
    text = f"# learned by tests.tools.train_articles from {json.dumps(note)}\n{learn([*pages, *golds])}\n"
    if check:
        same = TABLE.read_text(encoding="utf-8") == text
        print("the same bytes" if same else "other weights than the shipped ones")
        return 0 if same else 1
    TABLE.write_text(text, encoding="utf-8")
    print(f"{len(text.splitlines())} rows from {note}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
