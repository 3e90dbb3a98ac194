"""Golds for the scorer, made of a page's rows: each row's role, article and text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from audiopaper.articles.paragraph_bylines import parse_closing, parse_opening

_END_CHARS, _INSIDE_CHARS, _LEAST_CHARS = 12, 10, 20


def make_gold(rows: Sequence[str]) -> dict[str, Any]:
    """Make a gold for the scorer of a page's rows, in the order of print."""
    articles: dict[str, dict[str, list[str]]] = {}
    noise = []
    for row in rows:
        label, _, text = row.partition("\t")
        text = re.sub(r"^#+ *", "", text)
        if label[1:] == "0":
            noise.append(text)
            continue
        own = articles.setdefault(label[1:], {"heads": [], "texts": []})
        if label[0] in "HLT":
            own["heads" if label[0] == "H" else "texts"].append(text)
    whole = {name: own for name, own in articles.items() if all(own.values())}
    golds = [_make_article(name, own["heads"], own["texts"]) for name, own in whole.items()]
    texts = [own["texts"] for own in whole.values()]
    for n, gold in enumerate(golds):
        if n:
            gold["must_not_contain"].append(tighten(texts[n - 1][-1])[-_END_CHARS:])
        if n + 1 < len(golds):
            gold["must_not_contain"].append(tighten(texts[n + 1][0])[:_END_CHARS])
    return {"articles": golds, "noise": noise}


def _make_article(name: str, heads: Sequence[str], texts: Sequence[str]) -> dict[str, Any]:
    inside = [tighten(text) for text in texts if len(tighten(text)) > _LEAST_CHARS]
    return {
        "name": name,
        "headline": " ".join(heads),
        "kind": "news",
        "lead_rank": 1,
        "body_start": tighten(parse_opening(texts[0]).rest)[:_END_CHARS],
        "body_start_alt": tighten(texts[0])[:_END_CHARS],
        "body_end": tighten(texts[-1])[-_END_CHARS:],
        "body_end_alt": tighten(parse_closing(texts[-1])[0] or texts[-1])[-_END_CHARS:],
        "contains": [
            text[len(text) // 2 - _INSIDE_CHARS // 2 :][:_INSIDE_CHARS] for text in inside
        ],
        "must_not_contain": [],
        "byline": [],
    }


def tighten(text: str) -> str:
    """Return a text without white space."""
    return "".join(text.split())
