"""Pages in print lines: the rows of columns as they were set, read in the wrong order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random
from unicodedata import east_asian_width

from tests.tools.newspapers.corpus import Story, read_month, real_captions, real_columns
from tests.tools.newspapers.damage import HEADS, TEXTS, Line, torn_at
from tests.tools.newspapers.local_items import make_advert, make_table
from tests.tools.newspapers.pages import Maker
from tests.tools.newspapers.strays import make_banner, make_captions
from tests.tools.newspapers.styles import choose_style, make_box, make_foot, make_masthead


@dataclass(eq=False)
class Row:
    """A printed line of a column."""

    text: str
    prose: bool = False
    above: Row | None = None
    """The line that it goes on, in the same paragraph."""

    below: Row | None = None
    """The line with which the next paragraph of the same text begins, if this ends one."""


@dataclass(frozen=True)
class RowPage:
    """A page's lines, and how they go on; lines are numbered from 1."""

    lines: tuple[str, ...]
    above: dict[int, int]
    """By a line's number that of the line that it goes on."""

    below: dict[int, int]
    """By the number of a paragraph's last line that of the next paragraph's first one."""

    prose: frozenset[int]
    """The lines of running text."""

    def join(self, above: int, below: int, costs: tuple[float, float, float]) -> float:
        """Tell whether a line goes on the one above: 1, or less the cost of a wrong join.

        Args:
            above: The upper line's number.
            below: The lower line's number.
            costs: Of joining two paragraphs of a text, two texts, a text and something else.
        """
        if self.above.get(below) == above:
            return 1.0
        if self.below.get(above) == below:
            return -costs[0]
        return -costs[1] if {above, below} <= self.prose else -costs[2]


def make_row_pages(month: str, *, pages: int, seed: str) -> list[RowPage]:
    """Set a month's stories in columns; the same seed gives the same pages."""
    every = [story for _, stories in read_month(month) for story in stories]
    return [_Setter(Random(f"{month}/{seed}/{n}"), month, every).page() for n in range(pages)]


_TORN_FIRST = 0.5
"""Share of the pages whose paragraphs were torn before they were set in columns."""

_TURNS = 0.3
"""Share of the pages that were read across two columns, whatever else is damaged."""

_STOPS = "，。、；：！？”）》’…"


class _Setter:
    def __init__(self, dice: Random, month: str, every: list[Story]) -> None:
        self.dice = dice
        self.style = choose_style(dice, marked=dice.random() < 0.1, local=True)
        self.maker = Maker(dice, self.style, "none", real_captions(month), real_columns(month))
        self.every = every
        self.width = dice.choice((8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 22, 24, 28))
        self.indent = dice.random() < 0.6
        self.stops = dice.choice(("cut", "hang", "push"))
        self.halves = dice.random() < 0.4
        self.damage = dice.choice((0.0, 0.3, 0.6, 1.2))
        self.tears = 0.6 * self.damage * (dice.random() < _TORN_FIRST)
        self.captions = real_captions(month)

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    # --- setting ---------------------------------------------------------------------------

    def rows(self, line: Line, width: int) -> list[Row]:
        """Set a line of an article."""
        if line.role == "byline":
            return [Row(line.text)]
        if line.role in HEADS or line.role in ("heading", "furniture"):
            return self._head(line, width)
        text = ("\u3000\u3000" if self.indent else "") + line.text
        rows: list[Row] = []
        while text:
            cut = self._cut(text, width)
            rows.append(Row(text[:cut], line.role in TEXTS, rows[-1] if rows else None))
            text = text[cut:]
        return rows

    def torn_rows(self, line: Line, width: int) -> list[Row]:
        """Set a line; sometimes in two halves, with something else between them."""
        at = torn_at(self.dice, line.text) if line.role in TEXTS and self.chance(self.tears) else 0
        if not at:
            return self.rows(line, width)
        text = line.text
        halves = [self.rows(Line(half, line.role), width) for half in (text[:at], text[at:])]
        halves[1][0].text = halves[1][0].text.lstrip("\u3000")
        return [*halves[0], *self.strays(text), *halves[1]]

    def _cut(self, text: str, width: int) -> int:
        """Return how many characters of a text stand on its first line."""
        room, cut = 2 * width, 0
        while cut < len(text):
            room -= 2 if not self.halves or east_asian_width(text[cut]) in "WFA" else 1
            if room < 0:
                break
            cut += 1
        if cut >= len(text) or self.stops == "cut":
            return cut
        if text[cut] in _STOPS:
            cut += 1 if self.stops == "hang" else -1
        return max(1, cut)

    def _head(self, line: Line, width: int) -> list[Row]:
        mark = "#" * line.level + " " if line.level else ""
        if line.level or len(line.text) <= width * 0.8 or self.chance(0.3):
            return [Row(mark + line.text)]
        # A headline is set larger, over one column or two, and broken where it can be.
        parts = re.split(r"[ \u3000]+", line.text)
        most = max(5, int(width * self.dice.choice((0.6, 0.8, 0.9, 1.0, 1.3))))
        cut = [p[at : at + most] for p in parts for at in range(0, len(p), most)]
        return [Row(part) for part in cut if part]

    def article(self, story: Story, n: int, width: int) -> list[Row]:
        lines = self.maker.article(story, n)
        out: list[Row] = []
        whole = self.chance(0.06)
        last = ""
        for line in lines:
            pieces = [line]
            if line.role in TEXTS and self.chance(0.5):
                found = re.findall(r"[^。！？]+[。！？]?[”」]?", line.text)
                pieces = []
                while found:
                    taken = self.dice.randint(1, 3)
                    text = "".join(found[:taken])
                    pieces.append(Line(text, line.role))
                    found = found[taken:]
            for piece in pieces:
                rows = (
                    [Row(piece.text, line.role in TEXTS)] if whole else self.torn_rows(piece, width)
                )
                if out and line.role in TEXTS and last in TEXTS:
                    out[-1].below = rows[0]
                out += rows
                last = line.role
        return out

    # --- a page ----------------------------------------------------------------------------

    def page(self) -> RowPage:
        dice = self.dice
        stories: list[Story] = []
        while sum(s.chars for s in stories) < dice.choice((900, 1500, 2200)):
            stories.append(dice.choice(self.every))
        flow = []
        for n, story in enumerate(stories):
            width = self.width
            if self.chance(0.15):
                width = max(8, min(30, int(width * dice.choice((0.5, 0.7, 1.4, 2.0)))))
            rows = self.article(story, n, width)
            # Local stories are short.
            flow.append(rows[: dice.choice((12, 20, 30, 45, 70))] if self.chance(0.6) else rows)
        if self.chance(0.4):
            spare = dice.sample(self.every, 3)
            for line in self.maker.column_of_briefs(spare, 0):
                flow.append([]) if line.role == "headline" else None
                flow[-1] += self.rows(line, self.width)
        for _ in range(dice.choice((0, 1, 2))):
            made = make_table(dice, self.style) if self.chance(0.4) else make_box(dice, self.style)
            flow.append([r for text, role in made for r in self.rows(Line(text, role), self.width)])  # type: ignore[arg-type]
        self.disorder(flow)
        day = f"{dice.randint(1, 12)}月{dice.randint(1, 28)}日"
        top = make_masthead(dice, self.style, 2, day, f"2031年{day}")
        if self.chance(0.4):
            top += make_banner(dice, self.style, self.maker.columns)
        parts = [
            [Row(text) for text in top],
            *flow,
            [Row(text) for text in make_foot(dice, self.style)],
        ]
        blank = self.chance(0.35)
        lines: list[str] = []
        numbers: dict[Row, int] = {}
        for part in parts:
            for row in part:
                if row.text.strip():
                    lines.append(row.text)
                    numbers[row] = len(lines)
            if blank:
                lines.append("")
        return RowPage(
            tuple(lines),
            {n: numbers[row.above] for row, n in numbers.items() if row.above in numbers},
            {n: numbers[row.below] for row, n in numbers.items() if row.below in numbers},
            frozenset(n for row, n in numbers.items() if row.prose),
        )

    def disorder(self, flow: list[list[Row]]) -> None:
        """Read columns in the wrong order, and set what stands between them inside."""
        steps = (
            self.by_chunks,
            self.by_chunks,
            self.by_turns,
            self.move_tail,
            self.insert,
            self.insert,
            self.repeat,
        )
        if self.chance(_TURNS):
            self.by_turns(flow)
        for step in steps:
            if self.chance(self.damage * 0.6):
                step(flow)

    def _texts(self, rows: list[Row]) -> list[int]:
        """Places at which a row goes on the one before it."""
        return [k for k in range(1, len(rows)) if rows[k].above is rows[k - 1]]

    def by_chunks(self, flow: list[list[Row]]) -> None:
        """Read pieces of two stories in turn, each cut at the foot of a column."""
        if len(flow) < 2:
            return
        i = self.dice.randrange(len(flow) - 1)
        first, second = (self._chunks(rows) for rows in flow[i : i + 2])
        mixed: list[Row] = []
        while first or second:
            for chunks in (first, second):
                if chunks:
                    mixed += chunks.pop(0)
        flow[i : i + 2] = [mixed]

    def _chunks(self, rows: list[Row]) -> list[list[Row]]:
        cuts = self._texts(rows)
        taken = sorted(self.dice.sample(cuts, min(len(cuts), self.dice.choice((1, 1, 2, 2, 3)))))
        ends = [*taken, len(rows)]
        return [rows[a:b] for a, b in zip([0, *taken], ends, strict=True)]

    def by_turns(self, flow: list[list[Row]]) -> None:
        """Read some lines of two stories by turns of one line or two."""
        if len(flow) < 2:
            return
        i = self.dice.randrange(len(flow) - 1)
        left, right = flow[i : i + 2]
        a, b = self._texts(left), self._texts(right)
        if len(a) < 5 or len(b) < 5:
            return
        a_at, b_at = a[self.dice.randrange(len(a) - 3)], b[self.dice.randrange(len(b) - 3)]
        turn, length = self.dice.choice((1, 1, 2, 2, 3)), self.dice.randint(4, 30)
        heads, tails = left[:a_at] + right[:b_at], (left[a_at + length :], right[b_at + length :])
        one, two = left[a_at : a_at + length], right[b_at : b_at + length]
        mixed: list[Row] = []
        while one or two:
            mixed += one[:turn] + two[:turn]
            one, two = one[turn:], two[turn:]
        flow[i : i + 2] = [heads + mixed + tails[0] + tails[1]]

    def move_tail(self, flow: list[list[Row]]) -> None:
        """Print the end of a story behind another one, or before its own beginning."""
        if len(flow) < 2:
            return
        i, j = self.dice.sample(range(len(flow)), 2)
        cuts = self._texts(flow[i])
        if cuts:
            at = self.dice.choice(cuts)
            flow[j] = flow[j] + flow[i][at:]
            flow[i] = flow[i][:at]

    def insert(self, flow: list[list[Row]]) -> None:
        """Set a caption, an advert or a headline between two lines of a paragraph."""
        piece = self.dice.choice(flow)
        cuts = self._texts(piece)
        if cuts:
            at = self.dice.choice(cuts)
            piece[at:at] = self.strays("".join(row.text for row in piece).replace("\u3000", ""))

    def strays(self, text: str) -> list[Row]:
        """Make what may stand between the lines of a text: a caption, a box, a banner, an advert."""
        dice = self.dice
        kind = dice.choice(("caption", "caption", "banner", "advert", "box"))
        if kind == "caption":
            made = [(line, "caption") for line in make_captions(dice, self.captions, text[:1500])]
        elif kind == "box":
            made = make_box(dice, self.style)
        elif kind == "banner":
            return [Row(line) for line in make_banner(dice, self.style, self.maker.columns)]
        else:
            return [Row(line) for line in make_advert(dice, self.style)]
        return [row for line, role in made for row in self.rows(Line(line, role), self.width)]  # type: ignore[arg-type]

    def repeat(self, flow: list[list[Row]]) -> None:
        """Print some lines again."""
        piece = self.dice.choice(flow)
        if len(piece) < 6:
            return
        at = self.dice.randrange(len(piece) - 4)
        copied: list[Row] = []
        for row in piece[at : at + self.dice.randint(2, 5)]:
            above = copied[-1] if copied and row.above is not None else None
            copied.append(Row(row.text, row.prose, above))
        other = self.dice.choice(flow)
        spots = self._texts(other) or [len(other)]
        place = self.dice.choice(spots)
        other[place:place] = copied
