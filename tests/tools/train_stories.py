"""Learn which story each text goes on: `python -m tests.tools.train_stories [--check]`.

What a text and the stories above it have in common (`audiopaper.articles.links.stories`) is weighed
by a small network, learned by PyTorch (`tests.tools.link_training`) from pages whose columns were
read in another order: those that their writers damaged by hand (tests/data/damaged_pages, with
their roles as the tagger reads them and as they are), the pages of tests/local and of the golds,
../shared/pages among them, and those of tests/data/local_pages, damaged by `tests.tools.newspapers`.
Links are weighed by the shipped table:
learn that first (`tests.tools.train_linker`). The same files give the same bytes.

--check    tell whether the shipped file is what is learned, and write nothing
"""

from __future__ import annotations

import argparse
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from audiopaper.articles import explain_edition
from audiopaper.articles.links.line_views import HEADS
from audiopaper.articles.links.link_features import PageView
from audiopaper.articles.links.linker import LinkTable, weigh_links
from audiopaper.articles.links.readings import Reading, close_story, open_story, place_text
from audiopaper.articles.links.stories import (
    OPENING,
    TEXTS,
    StoryPage,
    list_stories,
    may_be_late,
    see_stories,
)
from audiopaper.articles.roles import Part
from audiopaper.model import Edition, Page
from audiopaper.pages import read_edition
from tests.bench_articles import cases, heldout_cases, local_cases
from tests.tools.damaged_pages import DamagedPage, read_damaged
from tests.tools.learned_files import write_or_compare
from tests.tools.train_linker import Choice, damage_written

TABLE = Path(__file__).resolve().parents[2] / "audiopaper" / "articles" / "stories.npz"
BY_HAND_COPIES, LOCAL_COPIES, GOLD_COPIES = 3, 4, 4
LEVELS = ("none", "light", "seeds", "heavy")


@dataclass(frozen=True)
class OwnedPage:
    """A page, and the article of each of its parts, 0 for none."""

    parts: tuple[Part, ...]
    owners: Mapping[int, int]


def label_damaged(pages: Sequence[DamagedPage]) -> Iterator[OwnedPage]:
    """Label pages that their writers damaged by hand, with the roles that are read and with theirs."""
    for made in pages:
        page = Page(number=1, name=made.gold.name, lines=made.lines)
        read = explain_edition(Edition(date=None, paper=made.gold.paper, pages=(page,)))[0]
        owners = {at: made.articles[_line(part)] for at, part in enumerate(read)}
        yield OwnedPage(read, owners)
        own = tuple(replace(part, role=made.roles[_line(part)], marginals=()) for part in read)
        yield OwnedPage(own, owners)


def label_local() -> Iterator[OwnedPage]:
    """Label the pages of tests/local by their accounts."""
    for gold, pages in local_cases():
        account = json.loads(gold.read_text(encoding="utf-8"))["account"]
        parts = explain_edition(read_edition(pages))[0]
        numbers: dict[str | None, int] = {None: 0}
        owners = {}
        for at, part in enumerate(parts):
            name, code, _ = account[str(_line(part))][0]
            owners[at] = 0 if code == "R" else numbers.setdefault(name, len(numbers))
        yield OwnedPage(parts, owners)


def label_golds() -> Iterator[OwnedPage]:
    """Label the pages of the golds that name the lines of their articles."""
    for gold, files in cases() + heldout_cases():
        articles = json.loads(gold.read_text(encoding="utf-8"))["articles"]
        edition = read_edition(files)
        for page, parts in zip(edition.pages, explain_edition(edition), strict=True):
            lines = [_lines_on(article, page.name) for article in articles]
            if any(lines):
                yield OwnedPage(parts, _find_owners(parts, articles, lines))


def _lines_on(article: Mapping[str, Any], page: str) -> frozenset[int]:
    named = article.get("source_lines") or ()
    return frozenset(named.get(page, ()) if isinstance(named, dict) else named)


def _find_owners(
    parts: Sequence[Part], articles: Sequence[Mapping[str, Any]], lines: Sequence[frozenset[int]]
) -> dict[int, int]:
    """Return the number of the article of each part; a line of a head is known by its words too."""
    heads = [
        "".join(_tight(str(article.get(name) or "")) for name in ("kicker", "headline", "subhead"))
        if own
        else ""
        for article, own in zip(articles, lines, strict=True)
    ]
    owners = {}
    for at, part in enumerate(parts):
        printed = {n for n, _ in part.block.lines}
        text = _tight(part.block.text)
        own = [n for n, on_page in enumerate(lines, start=1) if printed & on_page]
        if part.role in HEADS:
            own += [n for n, head in enumerate(heads, start=1) if text in head]
        owners[at] = own[0] if own else 0
    return owners


def _tight(text: str) -> str:
    return "".join(text.split()).lstrip("#")


def label_written() -> Iterator[OwnedPage]:
    """Label the pages of tests/data/local_pages, damaged."""
    for made, parts in damage_written(LEVELS, "story"):
        yield OwnedPage(parts, {at: 1 + made.stories[_line(part)] for at, part in enumerate(parts)})


def _line(part: Part) -> int:
    return part.block.lines[0][0]


def see_choices(page: OwnedPage, copies: int = 1) -> Iterator[Choice]:
    """Read a page as it is right, and look at each text and the stories that it may go on."""
    view = PageView(page.parts)
    seen = StoryPage(view, weigh_links(view))
    reading = Reading()
    numbers: dict[int, int] = {}
    for line in view.views:
        article = page.owners[line.at]
        if line.role in OPENING:
            above = reading.current
            late = may_be_late(seen, reading, line) and above is not None
            own = late and above is not None and numbers.get(article) == above.number
            reading = open_story(reading, line, late=own)
        elif line.role in TEXTS:
            stories = list_stories(seen, reading, line)
            known = [story.number if story else None for story in stories]
            number = numbers.get(article) if article else known[-1]
            if article and number in known and len(known) > 1:
                rows = see_stories(seen, reading, line.at, stories)
                yield Choice(rows, known.index(number), copies)
            story = stories[known.index(number)] if number in known else None
            reading = place_text(reading, line, story)
        elif line.role == "jump_out":
            reading = close_story(reading)
        if article and reading.current is not None and line.role in OPENING | TEXTS:
            numbers[article] = reading.current.number


def learn() -> LinkTable:
    """Learn the weights."""
    from tests.tools.link_training import learn_links

    choices = [c for page in label_written() for c in see_choices(page)]
    choices += [c for page in label_local() for c in see_choices(page, LOCAL_COPIES)]
    choices += [c for page in label_golds() for c in see_choices(page, GOLD_COPIES)]
    by_hand = label_damaged(read_damaged())
    choices += [c for page in by_hand for c in see_choices(page, BY_HAND_COPIES)]
    return learn_links(choices)


def to_bytes(table: LinkTable) -> bytes:
    """Give what was learned as the bytes of the shipped file."""
    out = io.BytesIO()
    np.savez_compressed(
        out,
        **{field.name: getattr(table, field.name).astype(np.float16) for field in fields(table)},
    )
    return out.getvalue()


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    write_or_compare(TABLE, to_bytes(learn()), compare=check)


if __name__ == "__main__":
    main()
