"""The lines of a page that may go on each other, and what two of them have in common."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate
from operator import add, sub
from typing import TYPE_CHECKING

from audiopaper.articles.datelines import is_dateline
from audiopaper.articles.links.line_views import HEADS, TEXTS, LineView, full_width, view_lines
from audiopaper.articles.paragraph_bylines import parse_opening
from audiopaper.articles.seams import load_seams
from audiopaper.articles.shared_text import overlap_chars
from audiopaper.articles.word_joins import rate_words, view_end, view_start

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audiopaper.articles.roles import Part
    from audiopaper.articles.seams import SeamTable

_NAMES = frozenset({"byline", "closing"})
# More than ten pages of a newspaper: what a page of one file has beyond is not compared.
_MOST_CHARS = 200_000
_MOST_LINES = 1_500
"""A newspaper's page has some 300 paragraphs; of a file with more, only near lines are compared."""


def count_before(views: Sequence[LineView]) -> list[tuple[int, ...]]:
    """Count the lines of each kind that stand before each place, and in all.

    The kinds are those that may stand between two others: texts, lines of heads, captions,
    headings, furniture, torn texts, jump lines.
    """
    rows = [
        (
            view.is_text,
            view.role in HEADS,
            view.role == "caption",
            view.role == "heading",
            view.role == "furniture",
            view.torn and view.is_text,
            view.role in ("jump_out", "jump_in"),
        )
        for view in views
    ]
    return list(accumulate(rows, lambda above, row: tuple(map(add, above, row)), initial=(0,) * 7))


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """How the texts of two lines are related, wherever they stand."""

    join: tuple[float, ...]
    """What is seen at the join of the two, in the order of `_JOIN_FEATURES`."""

    echo: int
    """Characters round the join that stand together elsewhere on the page."""

    common: float
    """How much of the shorter one's words the other one has."""


# Some 3 MB: more than a page of two hundred torn lines has.
_MOST_COMPARED = 8192


class PageView:
    """A page's lines, and how much of a line's words stand elsewhere on the page."""

    def __init__(self, parts: Sequence[Part], seams: SeamTable | None = None) -> None:
        self.views = view_lines(parts)
        self.is_long = len(parts) > _MOST_LINES
        self.may_follow = [may_follow(view) for view in self.views]
        self.seams = seams or load_seams()
        self.runs: dict[int, Counter[str]] = {}
        seen: Counter[str] = Counter()
        for view in self.views:
            if view.role in HEADS or view.role in TEXTS:
                self.runs.setdefault(view.run, Counter()).update(view.pairs)
                seen.update(view.pairs)
        self.seen = seen
        self.grams: set[str] = set()
        chars = 0
        for view in self.views:
            if view.role in TEXTS or view.role in HEADS:
                text = full_width(view.text)
                chars += len(text)
                if chars > _MOST_CHARS:
                    break
                pairs = list(map(add, text, text[1:]))
                self.grams.update(pairs)
                self.grams.update(map(add, pairs, text[2:]))
                self.grams.update(map(add, pairs, pairs[2:]))
        self.before = count_before(self.views)
        self.indents = sum(p.indented for p in self.views) > 2
        self._kin: dict[tuple[int, int], float] = {}
        self._compared: dict[tuple[str, str, bool], Compared] = {}
        self._words: dict[int, tuple[frozenset[str], frozenset[str]]] = {}

    def compare(self, above: LineView, below: LineView) -> Compared:
        """Compare the texts of two lines; what is printed again is compared once."""
        key = (above.text, below.text, below.indented)
        compared = self._compared.get(key)
        if compared is None:
            if len(self._compared) >= _MOST_COMPARED:
                self._compared.clear()
            compared = self._compared[key] = Compared(
                join=_see_join(self, above, below),
                echo=self.echo(above, below),
                common=self.common(above, below),
            )
        return compared

    def kin(self, view: LineView, run: int) -> float:
        """Return how much of a line's words the other lines of a run have, rare words first."""
        key = (view.at, run)
        if key not in self._kin:
            once, twice = self._words_of(run)
            others = twice if run == view.run and view.role in TEXTS else once
            self._kin[key] = self.rarity(view.pairs & others) / math.sqrt(len(view.pairs) or 1)
        return self._kin[key]

    def _words_of(self, run: int) -> tuple[frozenset[str], frozenset[str]]:
        """Return the words of a run, and those that more than one of its lines has."""
        if run not in self._words:
            words = self.runs.get(run, Counter())
            twice = frozenset(pair for pair, times in words.items() if times > 1)
            self._words[run] = frozenset(words), twice
        return self._words[run]

    def rarity(self, pairs: Iterable[str]) -> float:
        """Sum up how rare words are on the page; the same in every order."""
        return math.fsum([1 / self.seen[pair] for pair in pairs if pair in self.seen])

    def echo(self, a: LineView, b: LineView) -> int:
        """Count the characters round a join that stand together elsewhere on the page."""
        tail, front = a.tail, b.front
        if len(tail) < 2 or len(front) < 2 or tail[-1] + front[0] not in self.grams:
            return 0
        if tail[-2:] + front[:2] in self.grams:
            return 3
        return 1 + (tail[-2:] + front[0] in self.grams or tail[-1] + front[:2] in self.grams)

    def common(self, a: LineView, b: LineView) -> float:
        """Return how much of the shorter line's words the other one has, rare words first."""
        shared = self.rarity(a.pairs & b.pairs)
        return shared / math.sqrt(min(len(a.pairs), len(b.pairs)) or 1)


_CLOSERS = "，。、；：！？”’）》」』"
_MIN_CHARS = 6
_CLOSED = frozenset({"jump_in", "jump_out", "byline", "closing"})
COMPLETE = _CLOSED | HEADS | {"furniture"}
"""Lines of heads and labels have no stop at their end either, and go on nowhere."""


def may_go_on(view: LineView) -> bool:
    """Return whether a line may end inside a sentence that stands on elsewhere."""
    if not view.torn or view.role in COMPLETE:
        return False
    # A dateline with a word or two behind it belongs to its head, whatever it goes on in.
    text = parse_opening(view.text).rest if view.role == "lede" else view.text
    return len(text) >= _MIN_CHARS


def may_follow(view: LineView) -> bool:
    """Return whether a line may begin inside a sentence."""
    return view.role not in _CLOSED and not view.level and not is_dateline(view.text)


_JOIN_FEATURES = (
    "bias", "seam", "seam strong", "seam weak", "begins inside", "begins with a stop",
    "comma above", "digit or letter above", "short above", "long above", "short below",
    "ends below", "torn below", "colon below", "quote closed", "quote opened", "said twice",
    "same as above", "indent below", "words", "words strong", "words sure", "no word across",
    "no words", "one clause below",
)  # fmt: skip
_BETWEEN_FEATURES = (
    "right below", "next text", "one text between", "more texts between", "far", "right above",
    "above in its run", "above", "far above", "head between", "caption between",
    "heading between", "label between", "torn between", "jump between",
)  # fmt: skip
_SIDE_FEATURES = (
    "heading above", "head above", "caption above", "label above", "heading below", "head below",
    "caption below", "label below", "opens below", "another run", "first under another head",
    "first under the next head, opened above", "pair elsewhere", "three elsewhere",
    "four elsewhere", "common words", "kin gained", "kin",
)  # fmt: skip
LINK_FEATURES = _JOIN_FEATURES + _BETWEEN_FEATURES + _SIDE_FEATURES
"""What is seen of two lines, of which the second may go on the first."""


def see_link(page: PageView, above: LineView, below: LineView) -> tuple[float, ...]:
    """Return the evidence for one line continuing in another, in the order of `LINK_FEATURES`."""
    compared = page.compare(above, below)
    return (
        *compared.join,
        *_see_between(page, above, below),
        *_see_sides(page, above, below, compared),
    )


_CLAUSE = re.compile("[^，,；;：:“”。！？]{1,29}[。！？]?")
"""A caption's one clause, or a label."""

_MOST_SEAM, _MOST_WORDS = 8.0, 10.0
_STRONG_WORDS, _SURE_WORDS = 2.5, 5.0


def _see_join(page: PageView, above: LineView, below: LineView) -> tuple[float, ...]:
    """Features of the two texts alone."""
    seam = page.seams.score(above.end, below.start)
    last = above.tail[-1:]
    words = None if page.is_long else rate_words(view_end(above.tail), view_start(below.front))
    across = 0.0 if words is None else words
    return (
        1.0,
        max(-_MOST_SEAM, min(_MOST_SEAM, seam)) / 4,
        seam > 1.5,
        seam < -3,
        below.inside,
        below.front[:1] in _CLOSERS,
        last in "，、",
        last.isascii() and last.isalnum(),
        len(above.text) < 20 and not above.clauses,
        len(above.text) > 60,
        len(below.text) < 12,
        below.ended,
        below.torn,
        below.text[-1:] in "：:",
        above.quote > 0 > below.quote,
        (above.quote > 0) != (below.quote < 0),
        overlap_chars(above.tail, below.front) > 0,
        below.text[:12] == above.text[:12],
        page.indents and below.indented,
        max(-_MOST_WORDS, min(_MOST_WORDS, across)) / 4,
        across > _STRONG_WORDS,
        across > _SURE_WORDS,
        words is not None and words < 0,
        words is None,
        not below.inside and _CLAUSE.fullmatch(below.text) is not None,
    )


_REACH = 20


def _see_between(page: PageView, above: LineView, below: LineView) -> tuple[float, ...]:
    """Features of what stands between the two."""
    forward = below.at > above.at
    low, high = sorted((above.at, below.at))
    end = min(high, low + _REACH)
    between = max(0, end - low - 1)
    counts = tuple(map(sub, page.before[max(low + 1, end)], page.before[low + 1]))
    texts, heads, captions, headings, labels, torn, jumps = counts
    return (
        forward and not between,
        forward and between > 0 and not texts,
        forward and texts == 1,
        forward and texts > 1,
        forward and between > 5,
        not forward and texts == 0,
        not forward and above.run == below.run,
        not forward,
        not forward and between > 5,
        heads > 0,
        captions > 0,
        headings > 0,
        labels > 0,
        torn > 0,
        forward and jumps > 0,
    )


def _see_sides(
    page: PageView, above: LineView, below: LineView, compared: Compared
) -> tuple[float, ...]:
    """Features of the roles of the two, and of the articles that they stand in."""
    apart = above.run != below.run
    kin = page.kin(below, above.run)
    gained = kin - page.kin(below, below.run) if apart else 0.0
    echo = compared.echo
    return (
        above.role == "heading",
        above.role in HEADS,
        above.role == "caption",
        above.role == "furniture",
        below.role == "heading",
        below.role in HEADS,
        below.role == "caption",
        below.role == "furniture",
        below.unheaded,
        apart,
        below.first and apart,
        below.first and above.unheaded and below.run == above.run + 1,
        echo == 1,
        echo == 2,
        echo == 3,
        min(2.0, compared.common),
        max(-2.0, min(2.0, gained)),
        min(2.0, kin),
    )


END_FEATURES = (
    "bias", "jump below", "heading", "head", "caption", "label", "short", "very short",
    "digit or letter", "comma", "last of its run", "last of the page", "level",
)  # fmt: skip


def see_end(page: PageView, a: LineView) -> tuple[float, ...]:
    """Return the evidence for a line having no successor, in the order of `END_FEATURES`."""
    below = page.views[a.at + 1] if a.at + 1 < len(page.views) else None
    last = a.tail[-1:]
    return (
        1.0,
        float(below is not None and below.role == "jump_out"),
        float(a.role == "heading"),
        float(a.role in HEADS),
        float(a.role == "caption"),
        float(a.role == "furniture"),
        float(len(a.text) < 30 and not a.clauses),
        float(len(a.text) < 15 and not a.clauses),
        float(last.isascii() and last.isalnum()),
        float(last in "，、"),
        float(below is None or below.run != a.run),
        float(below is None),
        float(a.level > 0),
    )
