"""Generated pages with more ways of tearing a line: what the linker learns from.

The generator of ../shared/tools/pages lays real articles out as damaged pages. To its kinds of
damage come tears behind a comma, boxes and bare captions between the halves of a line, and the
end of an article read across into the next one's lines.
"""

from __future__ import annotations

import importlib
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

TOOLS = Path(__file__).resolve().parents[3] / "shared" / "tools" / "pages"
MONTHS = ("2019-02", "2019-10", "2020-01")
MORE = {
    "seeds": {"break": 1.6, "box": 0.4, "bare": 0.5, "across": 0.25},
    "heavy": {"box": 0.8, "bare": 0.8, "across": 0.5},
}
LAYOUTS = (("seeds", "any", 3), ("heavy", "any", 4), ("heavy", "no", 5))
"""The level of damage, whether headlines are marked, and the seed."""

_STOPS = "。！？；：，、”’）》…—"
_LABELS = (
    "链接",
    "相关链接",
    "新闻链接",
    "延伸阅读",
    "名词解释",
    "小知识",
    "【背景】",
    "【延伸阅读】",
    "数说",
)


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


def lay_out_pages(month: str) -> Iterator[tuple[Path, list[dict[str, Any]]]]:
    """Lay a month's articles out; gives each page's file and the labels of its lines."""
    corpus, generate = shared_tool("corpus"), shared_tool("generate")
    maker = _torn_maker(generate)
    with tempfile.TemporaryDirectory() as folder:
        for level, marked, seed in LAYOUTS:
            pages = corpus.real_pages(month)
            Random(seed).shuffle(pages)
            amounts = {**generate.LEVELS[level], **MORE[level]}
            for n, (key, articles) in enumerate(pages):
                made = maker(Random(f"{seed}/{key}/{marked}"), month, amounts, marked)
                made.rng = Random(f"{seed}/{key}/{level}")
                made.spare = pages[(n + 7) % len(pages)][1]
                lines, _, _ = made.page(key, list(articles), made.spare)
                text, labels = generate.render(made, lines)
                path = Path(folder) / f"{level}-{marked}-{key}.txt"
                path.write_text(text, encoding="utf-8")
                yield path, labels


def _torn_maker(generate: ModuleType) -> Any:
    """Make a page maker that tears lines in more ways."""
    plain = generate.torn_at

    def torn_at(dice: Random, text: str) -> int | None:
        if dice.random() < 0.15 and len(text) > 24:
            # A few words alone below a column's end.
            at = dice.choice([dice.randint(8, 16), len(text) - dice.randint(4, 12)])
            if text[at - 1] not in _STOPS and text[at] not in _STOPS:
                return at
        if dice.random() < 0.15:
            ends = [m.end() for m in re.finditer("[，、]", text)]
            ends = [at for at in ends if 15 < at < len(text) - 10]
            if ends:
                return dice.choice(ends)
        found: int | None = plain(dice, text)
        return found

    class TornMaker(generate.Maker):  # type: ignore[misc, name-defined]
        spare: list[Any]

        def damage(self, lines: list[Any]) -> None:
            for _ in range(self.many("box")):
                _set_between(self, lines, self.box(generate))
            for _ in range(self.many("bare")):
                _set_between(self, lines, self.caption(generate))
            for _ in range(self.many("across")):
                _read_across(self.rng, lines)
            super().damage(lines)

        def box(self, generate: ModuleType) -> list[Any]:
            texts = [p for p in self.rng.choice(self.spare).paragraphs if 20 < len(p) < 140]
            chosen = self.rng.sample(texts, min(len(texts), self.rng.choice([1, 1, 2])))
            label = [self.rng.choice(_LABELS)] if self.rng.random() < 0.6 else []
            return [generate.Line(text, "box", -4) for text in (*label, *chosen)]

        def caption(self, generate: ModuleType) -> list[Any]:
            text = re.split("[\\s\u3000。]", self.rng.choice(self.captions))[0]
            stop = "。" if self.rng.random() < 0.5 else ""
            return [generate.Line(text + stop, "caption", -1)] if 8 < len(text) < 60 else []

    # The maker's own methods look the function up in their module.
    generate.torn_at = torn_at
    return TornMaker


def _set_between(maker: Any, lines: list[Any], inserted: list[Any]) -> None:
    spots = [k for k in range(1, len(lines)) if lines[k].joins and lines[k].art >= 0]
    spots = [k for k in spots if lines[k - 1].art == lines[k].art]
    if spots:
        k = maker.rng.choice(spots)
        lines[k:k] = inserted


def _read_across(dice: Random, lines: list[Any]) -> None:
    """Set an article's last texts among those of the next one."""
    articles = sorted({line.art for line in lines if line.art >= 0})
    if len(articles) < 2:
        return
    art = dice.choice(articles[:-1])
    mine = [k for k, line in enumerate(lines) if line.art == art and line.role == "text"]
    theirs = [line for line in lines if line.art == art + 1 and line.role == "text"]
    many = min(dice.choice([1, 1, 2, 2, 3]), len(mine) - 1)
    if len(mine) < 3 or len(theirs) < 2 or mine[-1] - mine[-many] != many - 1:
        return
    moved = [lines[k] for k in mine[-many:]]
    del lines[mine[-many] : mine[-1] + 1]
    above = dice.sample(range(len(theirs)), min(many, len(theirs)))
    for line, n in reversed(list(zip(moved, sorted(above), strict=False))):
        at = next(k for k, other in enumerate(lines) if other is theirs[n])
        lines.insert(at + 1, line)
