"""Learn the splitter's weights from golds: what `tests.bench_articles --leave-one-out` runs.

The roles of a page's blocks are read off its gold; the weights of all signs and steps are then
learned by the averaged structured perceptron (Collins 2002), from nothing.
"""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audiopaper.articles.blocks import Block, make_blocks
from audiopaper.articles.bylines import byline_strength
from audiopaper.articles.evidence import repeated_lines, see_page
from audiopaper.articles.roles import SHIPPED, Table, assign_roles
from audiopaper.articles.weights import Role
from audiopaper.pages import read_edition

Weights = dict[tuple[object, ...], float]
HEADS: tuple[Role, ...] = ("kicker", "headline", "subhead")
PASSES = 12
# More than all evidence of a block together.
FORCED = 1000.0


@dataclass(frozen=True)
class LabelledPage:
    """A page's blocks, what is seen of them, and the roles that its gold gives them."""

    blocks: tuple[Block, ...]
    seen: list[frozenset[str]]
    roles: tuple[Role, ...]


def squash(text: str | None) -> str:
    return re.sub(r"\s+", "", text or "")


def label_pages(gold: Path, pages: list[Path]) -> list[LabelledPage]:
    """Read the roles off a gold; where it leaves a choice, the shipped weights choose."""
    wanted = json.loads(gold.read_text(encoding="utf-8"))
    edition = read_edition(pages)
    blocks = [make_blocks(page) for page in edition.pages]
    repeated = repeated_lines(blocks)
    out = []
    for on_page in blocks:
        seen = see_page(on_page, edition.paper, repeated)
        allowed = [_allowed(block, wanted) for block in on_page]
        marked = [
            signs | {f"={role}" for role in roles}
            for signs, roles in zip(seen, allowed, strict=True)
        ]
        forcing = {
            role: {**weights, f"={role}": FORCED} for role, weights in SHIPPED.weights.items()
        }
        table = Table(forcing, SHIPPED.steps, SHIPPED.ends)
        parts = assign_roles(on_page, [frozenset(m) for m in marked], table)
        out.append(LabelledPage(on_page, seen, tuple(part.role for part in parts)))
    return out


def _allowed(block: Block, gold: dict[str, Any]) -> set[Role]:
    """Give the roles that a gold leaves to a block."""
    text = squash(block.text)
    maybe: set[Role] = set()
    for article in gold["articles"]:
        for role in HEADS:
            whole = squash(article.get(role))
            if whole and (text == whole or (len(text) > 3 and text in whole)):
                return {role}
            if text in whole:
                maybe.add(role)
        if text in [squash(h) for h in article.get("body_subheads") or []]:
            return {"heading"}
    noise = {squash(re.sub(r"^#+", "", line)) for line in gold["noise"]}
    if text in noise or (len(text) > 6 and any(text in line for line in noise)):
        # A column's name may be a kicker as well: neither is read out as text.
        return {"furniture", "caption", "kicker", "jump_in", "jump_out"}
    captions = [squash(a["body_start"]) for a in gold["articles"] if a["kind"] == "photo_caption"]
    if any(start and start in text for start in captions):
        return {"caption"}
    maybe |= {"lede", "text", "jump_in", "jump_out"}
    if byline_strength(block.text) > 0:
        maybe |= {"byline", "closing", "caption"}
    if not re.search(r"[\u4e00-\u9fff]", text):
        maybe.add("furniture")
    return maybe if "body_subheads" in gold["articles"][0] else maybe | {"heading"}


def _features(page: LabelledPage, roles: tuple[Role, ...]) -> Weights:
    """Count the signs and steps that a way of reading a page uses."""
    found: Weights = defaultdict(float)
    place: tuple[object, object] = ("", "out")
    after = {p: {r: to for r, to, _ in steps} for p, steps in SHIPPED.steps.items()}
    for signs, role in zip(page.seen, roles, strict=True):
        found[("sign", role, "")] += 1
        for name in signs:
            found[("sign", role, name)] += 1
        found[("step", place, role)] += 1
        place = after[place][role]  # type: ignore[index]
    found[("end", place[0])] += 1
    return found


def make_table(weights: Weights) -> Table:
    """Lay learned weights out as the table that decides roles."""
    signs: dict[Role, dict[str, float]] = {role: {} for role in SHIPPED.weights}
    for key, value in weights.items():
        if key[0] == "sign":
            signs[key[1]][key[2]] = value  # type: ignore[index]
    steps = {
        place: tuple((r, to, weights.get(("step", place, r), 0.0)) for r, to, _ in ways)
        for place, ways in SHIPPED.steps.items()
    }
    ends = {str(key[1]): value for key, value in weights.items() if key[0] == "end"}
    return Table(signs, steps, ends)


def learn(pages: list[LabelledPage]) -> Table:
    """Learn weights from labelled pages; the same pages give the same weights."""
    weights: Weights = defaultdict(float)
    total: Weights = defaultdict(float)
    dice = random.Random(1)
    order = list(pages)
    steps = 0
    for _ in range(PASSES):
        dice.shuffle(order)
        for page in order:
            parts = assign_roles(page.blocks, page.seen, make_table(weights))
            got = tuple(part.role for part in parts)
            steps += 1
            if got == page.roles:
                continue
            for roles, sign in ((page.roles, 1.0), (got, -1.0)):
                for key, value in _features(page, roles).items():
                    weights[key] += sign * value
                    total[key] += sign * value * steps
    # The mean over all steps of learning: later pages are not worth more than earlier ones.
    return make_table({k: value - total[k] / (steps + 1) for k, value in weights.items()})
