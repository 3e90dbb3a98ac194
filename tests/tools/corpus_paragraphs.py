"""The paragraphs of the real articles in ../shared/corpus."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

TOOLS = Path(__file__).resolve().parents[3] / "shared" / "tools" / "pages"
MONTHS = ("2019-02", "2019-10", "2020-01")


def shared_tool(name: str) -> ModuleType:
    """Import a module of ../shared/tools/pages."""
    if str(TOOLS) not in sys.path:
        sys.path.insert(0, str(TOOLS))
    return importlib.import_module(name)


def read_paragraphs(months: tuple[str, ...]) -> list[str]:
    """Give the paragraphs of some months' articles, each once."""
    corpus = shared_tool("corpus")
    found: dict[str, None] = {}
    for month in months:
        for path, raw in corpus.raw_articles(month):
            article = corpus.parse(path, raw)
            if article is not None:
                pairs = zip(article.paragraphs, article.heads, strict=True)
                found.update(dict.fromkeys(p for p, head in pairs if not head and len(p) >= 24))
    return list(found)
