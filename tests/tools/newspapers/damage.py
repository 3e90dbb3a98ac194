"""How pages are damaged when they are read: torn lines, columns read across, copies, strays."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import zip_longest
from random import Random

from audiopaper.articles.roles import Role
from tests.tools.newspapers.columns import shift_columns
from tests.tools.newspapers.local_items import make_advert, make_folio
from tests.tools.newspapers.strays import make_banner, make_captions, make_credit
from tests.tools.newspapers.styles import Style

# Mean number on a page of each kind of damage; break, space and headbreak are counted an article,
# chars and stops a line of prose.
LEVELS: dict[str, dict[str, float]] = {
    "none": {},
    "light": {"break": 0.35, "space": 0.05, "caption": 0.4, "banner": 0.3, "jumpout": 0.1, "jumpin": 0.1, "digest": 0.1},
    "seeds": {"break": 1.15, "space": 0.2, "headbreak": 0.08, "caption": 1, "captbreak": 0.2, "repeat": 0.7, "neighbour": 0.2, "swap": 0.1,
              "latehead": 0.2, "jumpout": 0.2, "jumpin": 0.3, "banner": 1.0, "quotes": 0.8, "digest": 0.3, "chars": 0.03,
              "tail": 0.15, "across": 0.1, "stops": 0.01, "advert": 0.25, "folio": 0.3, "rows": 0.1, "variant": 0.15, "latelede": 0.1, "shift": 0.6},
    "heavy": {"break": 2.4, "space": 0.4, "headbreak": 0.25, "caption": 2, "captbreak": 0.8, "repeat": 1.5, "neighbour": 1.2, "swap": 0.8,
              "latehead": 0.6, "jumpout": 0.5, "jumpin": 0.7, "banner": 2, "quotes": 2, "digest": 0.5, "chars": 0.1,
              "tail": 0.5, "across": 0.4, "stops": 0.03, "advert": 0.5, "folio": 0.8, "rows": 0.3, "variant": 0.4, "latelede": 0.3, "shift": 1.2},
}  # fmt: skip

HEADS = frozenset({"kicker", "headline", "subhead"})
TEXTS = frozenset({"lede", "text"})


@dataclass(frozen=True)
class Line:
    """A printed line and the role it plays."""

    text: str
    role: Role
    story: int = -1
    breaks: int = 0
    """The tear that it ends at; 0 for none."""

    goes_on: int = 0
    """The tear that it goes on behind; 0 for none."""

    level: int = 0

    @property
    def torn(self) -> bool:
        """Whether it goes on with a torn line."""
        return self.goes_on > 0


Flow = list[list[Line]]
"""The lines of each article, in the order of the page."""


_MIN_CUT = 30
"""A line of fewer characters is not torn where a column ends."""


class Damager:
    """Damages a page; all that is left to chance comes from its dice."""

    def __init__(
        self,
        dice: Random,
        style: Style,
        level: str,
        captions: tuple[str, ...],
        columns: tuple[str, ...],
    ) -> None:
        self.dice, self.style, self.amounts = dice, style, LEVELS[level]
        self.captions, self.columns = captions, columns
        self.tears = 0

    def times(self, kind: str) -> int:
        mean = self.amounts.get(kind, 0)
        return int(mean) + (self.dice.random() < mean % 1)

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    def damage(self, flow: Flow) -> None:
        """Damage the articles of a page."""
        for piece in flow:
            piece[:] = self.tear_heads(self.tear(piece))
        steps: tuple[tuple[str, Callable[[Flow], None]], ...] = (
            ("neighbour", self.move_to_neighbour),
            ("swap", self.swap_halves),
            ("latehead", self.print_head_late),
            ("latelede", self.print_opening_last),
            ("repeat", self.repeat_passage),
            ("variant", self.repeat_in_other_words),
            ("tail", self.move_tail),
            ("across", self.read_across),
            ("shift", self.shift_columns),
            ("rows", self.read_rows_across),
            ("caption", self.insert_caption),
            ("captbreak", self.insert_caption_in_line),
            ("banner", self.insert_banner),
            ("advert", self.insert_advert),
            ("folio", self.insert_folio),
        )
        for kind, step in steps:
            for _ in range(self.times(kind)):
                step(flow)

    # --- lines -----------------------------------------------------------------------------

    def tear(self, piece: list[Line]) -> list[Line]:
        """Tear some of an article's paragraphs in two, one in four of them in three."""
        long = [i for i, line in enumerate(piece) if line.role in TEXTS and len(line.text) > 50]
        torn = set(self.dice.sample(long, min(self.times("break"), len(long))))
        out: list[Line] = []
        for i, line in enumerate(piece):
            out.append(line)
            for _ in range((1 + self.chance(0.25)) * (i in torn)):
                at = torn_at(self.dice, out[-1].text)
                if at:
                    out[-1:] = self._tear_line(out[-1], at)
        return out

    def _tear_line(self, line: Line, at: int) -> tuple[Line, Line]:
        """Tear a line in two; what it was torn from before holds on."""
        self.tears += 1
        return (
            replace(line, text=line.text[:at], breaks=self.tears),
            replace(line, text=line.text[at:], role="text", goes_on=self.tears),
        )

    def tear_heads(self, piece: list[Line]) -> list[Line]:
        out: list[Line] = []
        for line in piece:
            is_head = line.role in ("headline", "heading") and len(line.text) > _MIN_TORN_HEAD
            if not is_head or not self.times("headbreak"):
                out.append(line)
                continue
            at = line.text.find(" ", 4)
            at = at if 0 < at < len(line.text) - 3 else self.dice.randint(4, len(line.text) - 4)
            out += [replace(line, text=part.strip()) for part in (line.text[:at], line.text[at:])]
        return out

    def soil(self, line: Line) -> Line:
        """Damage a line's characters: lost quotation marks and stops, other marks and letters."""
        text, dice = line.text, self.dice
        prose = line.role in TEXTS and len(text) > 40
        if prose and "“" in text and self.chance(self.amounts.get("quotes", 0) / 20):
            text = text.replace("“", "", 1)
        if prose and self.chance(self.amounts.get("chars", 0)):
            at = dice.randint(20, len(text) - 10)
            text = text[:at] + dice.choice(("", "", "己", "一", "■")) + text[at + 1 :]
        if prose and text[-1] in "。！" and self.chance(self.amounts.get("stops", 0)):
            text = text[:-1]
        if self.style.half and line.role != "furniture":
            text = text.translate(str.maketrans("，：；？！（）", ",:;?!()"))
        if self.style.indent and line.role in TEXTS and not line.torn:
            text = "\u3000\u3000" + text
        return replace(line, text=text)

    # --- passages out of their place -------------------------------------------------------

    def move_to_neighbour(self, flow: Flow) -> None:
        """Print a paragraph inside the article above its own."""
        if len(flow) < 2:
            return
        i = self.dice.randrange(len(flow) - 1)
        here, there = flow[i], flow[i + 1]
        spots = [
            k for k in range(1, len(here)) if here[k].role == "text" and here[k - 1].role in TEXTS
        ]
        theirs = [k for k, line in enumerate(there) if line.role == "text"]
        if spots and len(theirs) >= 3:
            at = self.dice.choice(spots)
            here[at:at] = [there.pop(theirs[-1])]

    def swap_halves(self, flow: Flow) -> None:
        """Print the rest of a torn line below the next paragraph."""
        piece = self.dice.choice(flow)
        spots = [
            k for k in range(1, len(piece) - 1) if piece[k].torn and piece[k + 1].role == "text"
        ]
        if spots:
            k = self.dice.choice(spots)
            piece[k], piece[k + 1] = piece[k + 1], piece[k]

    def print_head_late(self, flow: Flow) -> None:
        """Print an article's head below its first line, or in it."""
        i = self.dice.randrange(len(flow))
        head = [line for line in flow[i] if line.role in HEADS]
        rest = [line for line in flow[i] if line.role not in HEADS]
        k = next((k for k, line in enumerate(rest) if line.role == "lede"), None)
        if k is None or not head or len(rest) < 4 or len(rest[k].text) < 60:
            return
        at = torn_at(self.dice, rest[k].text)
        if at and self.chance(0.7):
            first, second = self._tear_line(rest[k], at)
            flow[i] = [*rest[:k], first, *head, second, *rest[k + 1 :]]
        else:
            flow[i] = [*rest[: k + 1], *head, *rest[k + 1 :]]

    def repeat_passage(self, flow: Flow) -> None:
        """Print a passage of the page again, whole or cut, in any article."""
        texts = [
            line for piece in flow for line in piece if line.role == "text" and len(line.text) > 60
        ]
        piece = self.dice.choice(flow)
        spots = [k for k, line in enumerate(piece) if line.role in TEXTS]
        if not texts or not spots:
            return
        copied = self.dice.choice(texts).text
        stops = [0, *(m.end() for m in re.finditer("[。！？]”?", copied[:-25]))]
        copied = copied[self.dice.choice(stops) :]
        if self.chance(0.4):
            copied = copied[: torn_at(self.dice, copied) or len(copied)]
        piece.insert(self.dice.choice(spots) + 1, Line(copied, "text", piece[0].story))

    def move_tail(self, flow: Flow) -> None:
        """Print the end of an article, torn or whole, behind another one."""
        if len(flow) < 2:
            return
        i = self.dice.randrange(len(flow) - 1)
        starts = [k for k, line in enumerate(flow[i]) if line.role == "text"][1:]
        if not starts:
            return
        at = self.dice.choice(starts[-3:])
        tail = flow[i][at:]
        del flow[i][at:]
        other = flow[self.dice.randrange(i + 1, len(flow))]
        other += tail

    def read_across(self, flow: Flow) -> None:
        """Read two articles that stand beside each other line by line."""
        if len(flow) < 2:
            return
        i = self.dice.randrange(len(flow) - 1)
        left, right = flow[i], flow[i + 1]
        first = next((k for k, line in enumerate(left) if line.role == "lede"), None)
        if first is None:
            return
        mixed, rest, other = left[: first + 1], left[first + 1 :], list(right)
        head = next((k for k, line in enumerate(other) if line.role in TEXTS), 0)
        mixed += other[:head]
        other = other[head:]
        while rest and other:
            taken = self.dice.choice((1, 1, 2))
            mixed += [*rest[:taken], *other[:taken]]
            rest, other = rest[taken:], other[taken:]
        flow[i] = [*mixed, *rest, *other]
        del flow[i + 1]

    def shift_columns(self, flow: Flow) -> None:
        """Print the rests of some articles behind others' beginnings."""
        shift_columns(self.dice, flow, TEXTS, self._cut_long)

    def _cut_long(self, line: Line) -> tuple[Line, Line] | None:
        at = torn_at(self.dice, line.text) if len(line.text) > _MIN_CUT else 0
        return self._tear_line(line, at) if at and not line.breaks else None

    def print_opening_last(self, flow: Flow) -> None:
        """Print an article's first paragraphs below its last one, as a column that stands right."""
        piece = self.dice.choice(flow)
        first = next((k for k, line in enumerate(piece) if line.role == "lede"), None)
        texts = [k for k, line in enumerate(piece) if line.role == "text" and not line.torn]
        if first is None or len(texts) < 3 or any(line.role in HEADS for line in piece[first:]):
            return
        at = self.dice.choice(texts[1:])
        piece[first:] = [*piece[at:], *piece[first:at]]

    def repeat_in_other_words(self, flow: Flow) -> None:
        """Print a paragraph again below it, with a few words changed, whole or cut."""
        piece = self.dice.choice(flow)
        spots = [k for k, line in enumerate(piece) if line.role == "text" and len(line.text) > 60]
        if not spots:
            return
        k = self.dice.choice(spots)
        copied = piece[k].text
        for old, new in self.dice.sample(_SYNONYMS, 6):
            copied = copied.replace(old, new, 1)
        if self.chance(0.4):
            copied = copied[: torn_at(self.dice, copied) or len(copied)]
        piece.insert(k + 1, replace(piece[k], text=copied, breaks=0, goes_on=0))

    def read_rows_across(self, flow: Flow) -> None:
        """Read two paragraphs that stand beside each other in narrow columns row by row."""
        if len(flow) < 2:
            return
        i = self.dice.randrange(len(flow) - 1)
        first, second = flow[i], flow[i + 1]
        at = next((k for k, line in enumerate(first) if line.role == "text"), None)
        other = next((k for k, line in enumerate(second) if line.role == "text"), None)
        if at is None or other is None:
            return
        width = self.dice.randint(11, 22)
        rows = [self._cut_rows(line, width) for line in (first[at], second.pop(other))]
        mixed = [row for pair in zip_longest(*rows) for row in pair if row is not None]
        first[at : at + 1] = mixed

    def _cut_rows(self, line: Line, width: int) -> list[Line]:
        """Cut the first nine rows of a line as a column prints them."""
        whole = len(line.text) <= 9 * width
        rows = [replace(line, text=line.text[: 9 * width], breaks=line.breaks if whole else 0)]
        while len(rows[-1].text) > width:
            rows[-1:] = self._tear_line(rows[-1], width)
        return [replace(row, role=line.role) for row in rows]

    # --- what stands between ---------------------------------------------------------------

    def insert_caption(self, flow: Flow) -> None:
        """Set a picture's caption, in one line or with its credit below, between paragraphs."""
        piece = self.dice.choice(flow)
        spots = [
            k
            for k in range(1, len(piece) + 1)
            if piece[k - 1].role in ("lede", "text", "byline")
            and (k == len(piece) or not piece[k].torn)
        ]
        self._insert_caption(piece, spots)

    def insert_caption_in_line(self, flow: Flow) -> None:
        """Set a picture's caption between the halves of a torn line."""
        piece = self.dice.choice(flow)
        spots = [k for k in range(1, len(piece)) if piece[k].torn and piece[k - 1].role in TEXTS]
        self._insert_caption(piece, spots)

    def _insert_caption(self, piece: list[Line], spots: list[int]) -> None:
        if not spots:
            return
        text = "".join(line.text for line in piece if line.role in TEXTS)[:1500]
        at = self.dice.choice(spots)
        rows = [Line(row, "caption") for row in make_captions(self.dice, self.captions, text)]
        if self.chance(0.08):
            label = self.dice.choice(("图片新闻", "【图片新闻】", "图说", "光影"))
            rows.insert(0, Line(label, "furniture"))
        if self.chance(0.3) and not re.search(r"[摄图发）)]$", rows[-1].text):
            rows.append(Line(make_credit(self.dice), "caption"))
        piece[at:at] = rows

    def insert_banner(self, flow: Flow) -> None:
        """Set a slogan, a column's name, a page's label or a contact anywhere on the page."""
        lines = make_banner(self.dice, self.style, self.columns)
        piece = self.dice.choice(flow)
        spots = [k for k in range(1, len(piece) + 1) if piece[k - 1].role in TEXTS]
        under = [k for k in range(1, len(piece)) if piece[k].role == "lede"]
        at = 0 if self.chance(0.4) else self.dice.choice(spots or [0])
        if under and self.chance(0.1):
            at = under[0]
        piece[at:at] = [Line(text, "furniture") for text in lines]

    def insert_advert(self, flow: Flow) -> None:
        """Set an advert between an article's paragraphs."""
        self._insert_lines(flow, make_advert(self.dice, self.style))

    def insert_folio(self, flow: Flow) -> None:
        """Set a page's running foot between an article's lines, torn ones too."""
        self._insert_lines(flow, [make_folio(self.dice, self.style)])

    def _insert_lines(self, flow: Flow, texts: list[str]) -> None:
        piece = self.dice.choice(flow)
        spots = [k for k in range(1, len(piece) + 1) if piece[k - 1].role in TEXTS]
        if spots:
            at = self.dice.choice(spots)
            piece[at:at] = [Line(text, "furniture") for text in texts]


_SYNONYMS = (
    ("介绍", "说"), ("表示", "说"), ("目前", "眼下"), ("已经", "已"), ("和", "与"), ("进行", "开展"), ("近日", "日前"), ("同时", "此外"),
    ("以及", "和"), ("提高", "提升"), ("通过", "经过"), ("为了", "为"), ("许多", "不少"), ("今年", "本年"), ("但", "但是"), ("让", "使"),
    ("的", ""), ("了", ""), ("将", "要"), ("在", "于"), ("我们", "咱们"), ("成为", "变成"), ("局长", "书记"), ("主任", "副主任"),
)  # fmt: skip


_MIN_TORN_HEAD = 10

_NEAR_EDGE = 0.2
"""Share of tears that may leave a few characters alone."""


def torn_at(dice: Random, text: str) -> int:
    """Choose a place inside a sentence, where a column may end; 0 where there is none."""
    low, high = max(12, len(text) // 6), min(len(text) - 10, len(text) * 5 // 6)
    if dice.random() < _NEAR_EDGE:
        low, high = 8, len(text) - 4
    for _ in range(40 if high > low else 0):
        at = dice.randint(low, high)
        if not re.match("[。！？；：，、”’）》…—]", text[at - 1]) and not re.match(
            "[。！？；：，、”’）》…—]", text[at]
        ):
            return at
    return 0
