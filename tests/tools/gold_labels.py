"""The golds' pages with the role of each line, and the made-up pages, as values."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from audiopaper.articles.blocks import Block
from audiopaper.articles.page_blocks import make_blocks
from audiopaper.articles.roles import Role
from audiopaper.model import Page
from audiopaper.pages import read_edition
from tests.bench_articles import cases, heldout_cases, local_cases
from tests.support.paths import DATA

LABELS = DATA / "article_roles.tsv"
MADE_UP = DATA / "article_pages.txt"
WRITTEN = DATA / "local_pages"
HEADS = DATA / "local_heads"
CODES: dict[str, Role] = {
    "K": "kicker", "H": "headline", "S": "subhead", "B": "byline", "L": "lede", "T": "text",
    "G": "heading", "C": "closing", "P": "caption", "F": "furniture", "O": "jump_out", "I": "jump_in",
}  # fmt: skip

LABEL_OF = {"D": "L", "N": "F", "R": "T"}
"""How the labels name what an account of tests/local names otherwise: a credit before the text, a
column's name, a repeated passage."""

FOLDERS = ("shared", "editions", "heldout", "local")
"""Where golds are: their names in the labels begin there."""

Roled = tuple[tuple[Block, ...], tuple[Role, ...]]
"""A page's blocks with their roles."""


Labels = dict[str, list[list[tuple[int, Role]]]]
"""For each gold by its name the line number and role of the blocks of each page."""


@dataclass(frozen=True)
class LabelledGold:
    """A gold's pages, or a made-up one."""

    name: str
    paper: str
    pages: tuple[Roled, ...]

    @property
    def writer(self) -> str:
        """Who wrote it, as far as it is known: pages of one hand are alike.

        The editions and the made-up pages are of many hands; each is put in one of five groups.
        """
        kind, _, rest = self.name.partition("/")
        if kind == "local":
            # The folders of the later writers begin with a letter and a stroke.
            folder = rest.partition("/")[0]
            return f"{kind} {folder[0]}" if folder[1] == "_" else kind
        if kind not in ("shared", "editions", "made up"):
            return f"{kind}/{rest.partition('/')[0]}"
        return f"{kind} {zlib.crc32(self.name.encode()) % _GROUPS}"


_GROUPS = 5


def all_cases() -> dict[str, tuple[Path, list[Path]]]:
    """Give every gold that is learned from, by the name it has in the labels."""
    chosen = cases() + heldout_cases() + local_cases()
    return {name_gold(gold): (gold, pages) for gold, pages in chosen}


def name_gold(gold: Path) -> str:
    """Give the name of a gold in the labels."""
    parts = gold.parts
    at = max(i for i, part in enumerate(parts) if part in FOLDERS)
    return "/".join(parts[at:])


@cache
def read_golds() -> tuple[LabelledGold, ...]:
    """Read the golds' pages with the roles of their lines."""
    files = all_cases()
    out = []
    local = {name: rows for name, rows in read_local_labels().items() if name in files}
    for name, rows in (_read_labels() | local).items():
        edition = read_edition(files[name][1])
        blocks = [make_blocks(page) for page in edition.pages]
        pages = tuple(
            (on_page, _roles_of(on_page, row)) for on_page, row in zip(blocks, rows, strict=True)
        )
        out.append(LabelledGold(name, edition.paper, pages))
    return tuple(out)


@cache
def read_made_up() -> tuple[LabelledGold, ...]:
    """Read the made-up pages, whose lines have their roles before them."""
    return tuple(_read_made_up())


def _read_made_up() -> Iterator[LabelledGold]:
    text = MADE_UP.read_text(encoding="utf-8")
    for n, part in enumerate(text.split("\n===")[1:]):
        rows = [row for row in part.split("\n")[1:] if row]
        page = Page(number=1, name="", lines=tuple("\n\n".join(r[2:] for r in rows).split("\n")))
        blocks = make_blocks(page)
        roles = tuple(CODES[rows[block.lines[0][0] // 2][0]] for block in blocks)
        yield LabelledGold(f"made up/{n}", "", ((blocks, roles),))


@cache
def read_written() -> tuple[LabelledGold, ...]:
    """Read the pages of `WRITTEN`, whose rows have their role, their article and their text."""
    return tuple(page for file in sorted(WRITTEN.glob("*.txt")) for page in read_written_file(file))


@cache
def read_heads() -> tuple[LabelledGold, ...]:
    """Read the pages of `HEADS`: heads of many forms, each over a short text."""
    return tuple(page for file in sorted(HEADS.glob("*.txt")) for page in read_written_file(file))


def read_written_file(file: Path) -> Iterator[LabelledGold]:
    """Read one file of the form of those of `WRITTEN`."""
    for part in file.read_text(encoding="utf-8").split("=== ")[1:]:
        title, *rows = part.splitlines()
        name, _, paper = title.partition(" | ")
        texts = [row.partition("\t")[2] for row in rows]
        page = Page(number=1, name=name, lines=tuple("\n\n".join(texts).split("\n")))
        blocks = make_blocks(page)
        roles = tuple(CODES[rows[block.lines[0][0] // 2][0]] for block in blocks)
        known = paper if any(paper in text for text in texts) else ""
        yield LabelledGold(f"{file.parent.name}/{file.stem}/{name}", known, ((blocks, roles),))


def _roles_of(blocks: Sequence[Block], roles: Sequence[tuple[int, Role]]) -> tuple[Role, ...]:
    """Give each block the role of its first line; pieces of one line have theirs in order.

    A kicker and a headline that stand in one block are a headline.
    """
    left: dict[int, list[Role]] = {}
    for line, role in roles:
        left.setdefault(line, []).append(role)
    blocks_of = Counter(block.lines[0][0] for block in blocks)
    out: list[Role] = []
    for block in blocks:
        line = block.lines[0][0]
        own = left.get(line, ["text"])
        if blocks_of[line] == 1 and own[-1] == "headline" and own[0] == "kicker":
            out.append("headline")
        else:
            out.append(own.pop(0) if len(own) > 1 else own[0])
    return tuple(out)


def _read_labels() -> Labels:
    out: Labels = {}
    for row in LABELS.read_text(encoding="utf-8").splitlines():
        if not row.startswith("#"):
            name, _, cells = row.split("\t")
            labels = [(int(cell[:-1]), CODES[cell[-1]]) for cell in cells.split()]
            out.setdefault(name, []).append(labels)
    return out


def read_local_labels() -> Labels:
    """Read the roles of the lines of tests/local from the golds' own accounts of them."""
    out = {}
    for gold, _ in local_cases():
        account = json.loads(gold.read_text(encoding="utf-8"))["account"]
        rows = [
            (int(line), CODES[code])
            for line, pieces in account.items()
            for code in _labels_of([(piece[0], piece[1]) for piece in pieces])
        ]
        out[name_gold(gold)] = [rows]
    return out


def _labels_of(pieces: Sequence[tuple[str | None, str]]) -> list[str]:
    """Give a line's codes as the labels have them, from the owners and codes of its pieces."""
    out: list[tuple[str | None, str]] = []
    for owner, code in pieces:
        label = LABEL_OF.get(code, code)
        # The credit is part of the text that it stands before or behind on the line.
        joined = out and out[-1][0] == owner and {out[-1][1], label} <= {"L", "T", "C"}
        if not joined:
            out.append((owner, label))
    return [code for _, code in out]
