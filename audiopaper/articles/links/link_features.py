"""The lines of a page that may go on each other, and what two of them have in common."""

from __future__ import annotations

import re
from operator import add
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from audiopaper.articles.continuations import load_continuations, rate_continuations
from audiopaper.articles.datelines import is_dateline
from audiopaper.articles.links.common_words import CommonWords
from audiopaper.articles.links.line_views import HEADS, LineView, full_width, view_lines
from audiopaper.articles.paragraph_bylines import parse_opening
from audiopaper.articles.seams import SPANS, load_seams
from audiopaper.articles.shared_text import overlap_chars
from audiopaper.articles.word_joins import rate_words, view_end, view_start

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.articles.roles import Part
    from audiopaper.articles.seams import SeamTable

_Floats = NDArray[np.float32]
_Places = NDArray[np.intp]

_MOST_LINES = 1_500
"""A newspaper's page has some 300 paragraphs; of a file with more, only near lines are compared."""

# Some 3 MB: more than a page of two hundred torn lines has.
_MOST_COMPARED = 8192


class PageView:
    """A page's lines, and what of them is seen wherever they are compared."""

    def __init__(self, parts: Sequence[Part], seams: SeamTable | None = None) -> None:
        self.views = view_lines(parts)
        self.is_long = len(parts) > _MOST_LINES
        self.may_follow = [may_follow(view) for view in self.views]
        self.seams = seams or load_seams()
        self.words = CommonWords(() if self.is_long else self.views)
        texts = () if self.is_long else (v.text for v in self.views if v.is_text or v.is_head)
        self._printed = "\n".join(map(full_width, texts))
        self._pairs = frozenset(map(add, self._printed, self._printed[1:]))
        self.before = _count_before(self.views)
        self.runs = np.array([view.run for view in self.views], dtype=np.intp)
        self.first = np.array([view.first for view in self.views], dtype=bool)
        self.unheaded = np.array([view.unheaded for view in self.views], dtype=bool)
        self.indents = sum(p.indented for p in self.views) > 2
        self.ends, self.starts = (
            np.array(hashed, dtype=np.uint64).reshape(len(self.views), len(SPANS))
            for hashed in ([v.end for v in self.views], [v.start for v in self.views])
        )
        self.above = np.array([_see_above(view) for view in self.views], dtype=np.float32)
        self.below = np.array([_see_below(self, view) for view in self.views], dtype=np.float32)
        self.continuations = _Continuations(self)
        self._joins: dict[tuple[str, str], tuple[float, ...]] = {}

    def see_join(self, above: LineView, below: LineView) -> tuple[float, ...]:
        """Compare the ends of two lines; what is printed again is compared once."""
        key = (above.text, below.text)
        join = self._joins.get(key)
        if join is None:
            if len(self._joins) >= _MOST_COMPARED:
                self._joins.clear()
            join = self._joins[key] = _see_join(self, above, below)
        return join

    def echo(self, a: LineView, b: LineView) -> int:
        """Count the characters round a join that stand together elsewhere on the page."""
        tail, front, printed = a.tail, b.front, self._printed
        if len(tail) < 2 or len(front) < 2 or tail[-1] + front[0] not in self._pairs:
            return 0
        if tail[-2:] + front[:2] in printed:
            return 3
        return 1 + (tail[-2:] + front[0] in printed or tail[-1] + front[:2] in printed)


_USUAL_ODDS = 4.0


class _Continuations:
    """How surely each torn line of a page goes on in each line that may be a rest."""

    def __init__(self, page: PageView) -> None:
        table = load_continuations()
        ends = [view.at for view in page.views if may_go_on(view)]
        starts = [view.at for view in page.views if page.may_follow[view.at]] if ends else []
        self._ends, self._starts = np.zeros((2, len(page.views)), dtype=np.intp)
        self._ends[ends] = np.arange(len(ends))
        self._starts[starts] = np.arange(len(starts))
        self._read_ends = table.read_ends([page.views[at].tail for at in ends])
        self._read_starts = table.read_starts([page.views[at].front for at in starts])

    def see(self, lines: _Places, rests: _Places) -> _Floats:
        """Return the values of `_READ_FEATURES` for torn lines and as many rests."""
        starts = self._read_starts[self._starts[rests]]
        odds = rate_continuations(self._read_ends[self._ends[lines]], starts)
        return np.stack((odds, starts[:, -1]), axis=1) / _USUAL_ODDS


def _count_before(views: Sequence[LineView]) -> NDArray[np.int64]:
    """Count the lines of each kind that stand before each place, and in all.

    The kinds are those that may stand between two others: texts, lines of heads, captions,
    headings, furniture, torn texts, jump lines.
    """
    rows = [
        (
            view.is_text,
            view.is_head,
            view.role == "caption",
            view.role == "heading",
            view.role == "furniture",
            view.torn and view.is_text,
            view.role in ("jump_out", "jump_in"),
        )
        for view in views
    ]
    counts = np.zeros((len(views) + 1, 7), dtype=np.int64)
    np.cumsum(np.array(rows, dtype=np.int64).reshape(len(views), 7), axis=0, out=counts[1:])
    return counts


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
    whole = is_dateline(view.text) or view.row
    return view.role not in _CLOSED and not view.level and not whole


_ABOVE_FEATURES = (
    "comma above", "digit or letter above", "short above", "long above", "heading above",
    "head above", "caption above", "label above",
)  # fmt: skip
_BELOW_FEATURES = (
    "begins inside", "begins with a stop", "short below", "ends below", "torn below",
    "colon below", "indent below", "one clause below", "heading below", "head below",
    "caption below", "label below", "opens below",
)  # fmt: skip
_SEAM_FEATURES = ("bias", "seam", "seam strong", "seam weak")
_JOIN_FEATURES = (
    "quote closed", "quote opened", "said twice",
    "same as above", "words", "words strong", "words sure", "no word across", "no words",
    "pair elsewhere", "three elsewhere", "four elsewhere",
)  # fmt: skip
_READ_FEATURES = ("reads on", "is a rest")
_BETWEEN_FEATURES = (
    "right below", "next text", "one text between", "more texts between", "far", "right above",
    "above in its run", "above", "far above", "head between", "caption between",
    "heading between", "label between", "torn between", "jump between",
)  # fmt: skip
_RUN_FEATURES = (
    "another run", "first under another head", "first under the next head, opened above",
    "common words", "kin gained", "kin",
)  # fmt: skip
LINK_FEATURES = (
    *_ABOVE_FEATURES, *_BELOW_FEATURES, *_SEAM_FEATURES, *_JOIN_FEATURES, *_READ_FEATURES,
    *_BETWEEN_FEATURES, *_RUN_FEATURES,
)  # fmt: skip
"""What is seen of two lines, of which the second may go on the first."""


def see_pairs(page: PageView, lines: _Places, rests: _Places) -> _Floats:
    """Look at torn lines and as many lines that may be their rests.

    Returns:
        Shape ``(pairs, LINK_FEATURES)``.
    """
    views = page.views
    joins = [
        page.see_join(views[line], views[rest])
        for line, rest in zip(lines.tolist(), rests.tolist(), strict=True)
    ]
    return np.hstack(
        (
            page.above[lines],
            page.below[rests],
            _see_seams(page, lines, rests),
            np.array(joins, dtype=np.float32).reshape(len(joins), len(_JOIN_FEATURES)),
            page.continuations.see(lines, rests),
            _see_between(page, lines, rests),
            _see_runs(page, lines, rests),
        )
    ).astype(np.float32)


_CLAUSE = re.compile("[^，,；;：:“”。！？]{1,29}[。！？]?")
"""A caption's one clause, or a label."""


def _see_above(view: LineView) -> tuple[float, ...]:
    """Features of a torn line alone."""
    last = view.tail[-1:]
    return (
        last in "，、",
        last.isascii() and last.isalnum(),
        len(view.text) < 20 and not view.clauses,
        len(view.text) > 60,
        *_see_role(view),
    )


def _see_below(page: PageView, view: LineView) -> tuple[float, ...]:
    """Features of a rest alone."""
    return (
        view.inside,
        view.front[:1] in _CLOSERS,
        len(view.text) < 12,
        view.ended,
        view.torn,
        view.text[-1:] in "：:",
        page.indents and view.indented,
        not view.inside and _CLAUSE.fullmatch(view.text) is not None,
        *_see_role(view),
        view.unheaded,
    )


def _see_role(view: LineView) -> tuple[float, ...]:
    role = view.role
    return role == "heading", view.is_head, role == "caption", role == "furniture"


_MOST_SEAM, _STRONG_SEAM, _WEAK_SEAM = 8.0, 1.5, -3.0


def _see_seams(page: PageView, lines: _Places, rests: _Places) -> _Floats:
    """Features of the characters where a line and a rest meet."""
    seams = page.seams.score_pairs(page.ends[lines], page.starts[rests])
    seen = (
        np.ones(len(seams)),
        np.clip(seams, -_MOST_SEAM, _MOST_SEAM) / 4,
        seams > _STRONG_SEAM,
        seams < _WEAK_SEAM,
    )
    return np.stack(seen, axis=1).astype(np.float32)


_MOST_WORDS = 10.0
_STRONG_WORDS, _SURE_WORDS = 2.5, 5.0


def _see_join(page: PageView, above: LineView, below: LineView) -> tuple[float, ...]:
    """Features of the two texts where they meet."""
    words = None if page.is_long else rate_words(view_end(above.tail), view_start(below.front))
    across = 0.0 if words is None else words
    echo = page.echo(above, below)
    return (
        above.quote > 0 > below.quote,
        (above.quote > 0) != (below.quote < 0),
        overlap_chars(above.tail, below.front) > 0,
        below.text[:12] == above.text[:12],
        max(-_MOST_WORDS, min(_MOST_WORDS, across)) / 4,
        across > _STRONG_WORDS,
        across > _SURE_WORDS,
        words is not None and words < 0,
        words is None,
        echo == 1,
        echo == 2,
        echo == 3,
    )


_REACH = 20


def _see_between(page: PageView, lines: _Places, rests: _Places) -> _Floats:
    """Features of what stands between a line and a rest."""
    forward = rests > lines
    low = np.minimum(rests, lines) + 1
    end = np.maximum(low, np.minimum(np.maximum(rests, lines), low - 1 + _REACH))
    between = end - low
    counts = page.before[end] - page.before[low]
    texts = counts[:, 0]
    seen = (
        forward & (between == 0),
        forward & (between > 0) & (texts == 0),
        forward & (texts == 1),
        forward & (texts > 1),
        forward & (between > 5),
        ~forward & (texts == 0),
        ~forward & (page.runs[rests] == page.runs[lines]),
        ~forward,
        ~forward & (between > 5),
        *(counts[:, 1:6] > 0).T,
        forward & (counts[:, 6] > 0),
    )
    return np.stack(seen, axis=1).astype(np.float32)


def _see_runs(page: PageView, lines: _Places, rests: _Places) -> _Floats:
    """Features of the articles that a line and a rest stand in."""
    apart = page.runs[rests] != page.runs[lines]
    first = page.first[rests] & apart
    opened = page.unheaded[lines] & (page.runs[rests] == page.runs[lines] + 1)
    common, kin = (np.zeros(len(lines), dtype=np.float32) for _ in range(2))
    gained = common
    if not page.is_long:
        for line in np.unique(lines).tolist():
            own = lines == line
            common[own] = page.words.share(line)[rests[own]]
            kin[own] = page.words.kin(rests[own], int(page.runs[line]))
        gained = np.where(apart, kin - page.words.own_kin[rests], 0.0)
    seen = (
        apart,
        first,
        first & opened,
        np.minimum(2.0, common),
        np.clip(gained, -2.0, 2.0),
        np.minimum(2.0, kin),
    )
    return np.stack(seen, axis=1).astype(np.float32)


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
