"""Articles laid out as a printed page, with gold by construction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.tools.newspapers.corpus import Story
from tests.tools.printed.setting import MM, Rect, Row, SetLine, Sheet, cells, rows_of
from tests.tools.printed.styles import Style

Segment = tuple[float, float, float]
"""A piece of a column that text may stand in: left edge, top, bottom."""


@dataclass
class Laid:
    """A story on the page, as gold needs it."""

    story: Story
    names: list[str] = field(default_factory=list)
    opening: str = ""
    """What stands before its first words: dateline and byline in brackets."""

    joins: list[tuple[str, str]] = field(default_factory=list)
    text: str = ""
    """Its body as printed."""

    incomplete: bool = False


@dataclass
class Run:
    """A text to be set: its rows for a measure."""

    texts: list[tuple[str, str]]
    """Kind and text of each paragraph: text, heading, byline, jump."""

    laid: Laid | None = None


class Setter:
    """Sets one page."""

    def __init__(self, style: Style, dice: Random, names: Sequence[str], captions: Sequence[str]):
        self.style, self.dice, self.names, self.captions = style, dice, names, captions
        self.sheet = Sheet(style.width, 0.0)
        inner = style.width - 2 * style.margin
        self.column = (inner - (style.columns - 1) * style.gutter) / style.columns
        self.em = style.size * MM
        self.lead = self.em * style.leading
        self.measure = int(self.column / self.em) * 2
        self.laid: list[Laid] = []
        self.noise: list[str] = []

    def left(self, column: int) -> float:
        """Left edge of a column."""
        return self.style.margin + column * (self.column + self.style.gutter)

    def span(self, columns: int) -> float:
        """Width of so many columns."""
        return columns * self.column + (columns - 1) * self.style.gutter

    # --- lines ---------------------------------------------------------------------------

    def put(self, text: str, x: float, y: float, size: float, **how: Any) -> None:
        self.sheet.lines.append(SetLine(text, round(x, 3), round(y, 3), size, **how))

    def put_in(
        self, text: str, x: float, y: float, width: float, size: float, *, centred: bool, bold: bool
    ) -> None:
        natural = cells(text) * size * MM / 2
        self.put(text, x + max(0.0, (width - natural) / 2) * centred, y, size, bold=bold)

    def rule(self, x: float, y: float, width: float, height: float) -> None:
        self.sheet.rules.append(Rect(x, y, width, height))

    def frame(self, x: float, y: float, width: float, height: float) -> None:
        for rect in (
            (x, y, width, 0.2), (x, y + height, width, 0.2),
            (x, y, 0.2, height), (x + width, y, 0.2, height),
        ):  # fmt: skip
            self.rule(*rect)

    # --- heads ---------------------------------------------------------------------------

    def fitted(self, text: str, width: float, size: float, least: float) -> list[tuple[str, float]]:
        """Fit a line of a head into a width: smaller type first, then two lines."""
        most = width * 0.98 / (cells(text) * MM / 2)
        if most >= size or most >= max(least, size * 0.72):
            return [(text, round(min(size, most), 1))]
        for parts in range(2, 8):
            pieces = parted(text, parts)
            most = min(width * 0.98 / (cells(piece) * MM / 2) for piece in pieces)
            if most >= least:
                break
        return [(piece, round(max(8.0, min(size, most)), 1)) for piece in pieces]

    def head(self, story: Story, x: float, y: float, width: float, size: float) -> float:
        """Set a head over a width; give where it ends."""
        small = max(self.style.size * 1.3, size * 0.5)
        centred = self.style.centred
        rows: list[tuple[str, float, bool]] = []
        if story.kicker:
            rows += [(t, s, False) for t, s in self.fitted(story.kicker, width, small, 11)]
        main = self.fitted(story.headline, width, size, 14)
        rows += [(t, s, True) for t, s in main]
        if story.subhead:
            rows += [(t, s, False) for t, s in self.fitted(story.subhead, width, small, 11)]
        for text, points, bold in rows:
            self.put_in(text, x, y, width, points, centred=centred, bold=bold)
            y += points * MM * 1.3
        return y + 1.5

    # --- text ----------------------------------------------------------------------------

    def rows(self, run: Run) -> list[Row]:
        out: list[Row] = []
        for n, (kind, text) in enumerate(run.texts):
            if kind in ("byline", "jump"):
                out.append(Row(text, 0, last=True, centred=kind == "byline", paragraph=n))
            else:
                out += rows_of(text, self.measure, paragraph=n, heading=kind == "heading")
        return out

    def pour(self, run: Run, segments: Sequence[Segment]) -> float:
        """Pour a text into pieces of columns, in their order; give the lowest edge."""
        rows, at, low = self.rows(run), 0, 0.0
        so_far = ""
        for x, top, bottom in segments:
            y = top
            for place in range(int((bottom - top + 0.01) / self.lead)):
                if at == len(rows):
                    break
                row = rows[at]
                if place == 0 and at and run.laid and row.paragraph == rows[at - 1].paragraph:
                    run.laid.joins.append((so_far[-8:], row.text[:8]))
                if at and row.paragraph != rows[at - 1].paragraph:
                    so_far = ""
                so_far += row.text
                left = x + row.indent * self.em / 2
                wide = self.measure * self.em / 2 - row.indent * self.em / 2
                if row.centred:
                    left = x + (self.column - cells(row.text) * self.em / 2) / 2
                right = run.texts[row.paragraph][0] == "jump"
                if right:
                    left = x + self.column - cells(row.text) * self.em / 2
                self.put(
                    row.text,
                    left,
                    y,
                    self.style.size,
                    width=0.0 if row.last else wide,
                    bold=row.bold,
                )
                y += self.lead
                at += 1
            low = max(low, y)
        return low

    def balance(self, run: Run, tops: Sequence[float], lefts: Sequence[float],
                holes: Sequence[tuple[float, float]]) -> list[Segment]:  # fmt: skip
        """Make columns of one foot that hold a text; a hole of a column is (top, height)."""
        need = len(self.rows(run))
        foot = min(tops) + self.lead
        while True:
            segments: list[Segment] = []
            for top, left, (hole, height) in zip(tops, lefts, holes, strict=True):
                if height and hole < foot:
                    segments += [(left, top, hole), (left, hole + height, foot)]
                else:
                    segments.append((left, top, foot))
            segments = [s for s in segments if s[2] - s[1] >= self.lead * 0.99]
            if sum(int((b - t + 0.01) / self.lead) for _, t, b in segments) >= need:
                return segments
            foot += self.lead

    # --- modules -------------------------------------------------------------------------

    def signed(self, story: Story, laid: Laid) -> list[tuple[str, str]]:
        """Give a story's paragraphs with its byline where the style prints it."""
        who = self.dice.sample(list(self.names), self.dice.choice([1, 1, 2]))
        texts = [
            ("heading" if heading else "text", text)
            for text, heading in zip(story.paragraphs, story.headings, strict=True)
        ]
        form = self.style.byline
        if form != "bracket" and self.dice.random() < 0.15:
            return texts
        laid.names = who
        if form == "bracket":
            laid.opening = f"本报讯（记者 {' '.join(who)}）"
            return [("text", laid.opening + texts[0][1]), *texts[1:]]
        if form == "end" and texts[-1][1].endswith("）"):
            laid.names = []
            return texts
        if form == "end":
            return [*texts[:-1], ("text", texts[-1][1] + f"（记者 {' '.join(who)}）")]
        return [("byline", f"□本报记者 {' '.join(who)}"), *texts]

    def picture(self, x: float, y: float, width: float, height: float) -> float:
        """Set a picture with its caption; give where they end."""
        self.sheet.pictures.append(Rect(x, y, width, height))
        text = self.dice.choice(list(self.captions))
        size = self.style.caption
        y += height + 1.2
        measure = int(width / (size * MM)) * 2
        for row in rows_of(text, measure, paragraph=0):
            # Captions open without an indent.
            self.put(row.text, x, y, size)
            y += size * MM * 1.35
        return y + 2.0

    def story(self, story: Story, column: int, columns: int, y: float, *, lead: bool) -> float:
        """Set a story over some columns; give where it ends."""
        laid = Laid(story)
        self.laid.append(laid)
        style, dice = self.style, self.dice
        run = Run(self.signed(story, laid), laid)
        if len(run.texts) > 3 and story.chars > 700 and dice.random() < 0.12:
            laid.incomplete = True
            laid.names = [] if style.byline == "end" else laid.names
            kept = run.texts[: len(run.texts) // 2 + 1]
            cut = re.sub(r"[^，]*$", "", kept[-1][1][: len(kept[-1][1]) * 2 // 3]) or kept[-1][1]
            run.texts = [*kept[:-1], (kept[-1][0], cut), ("jump", "（下转第3版）")]
            self.noise.append("（下转第3版）")
        boxed = columns > 1 and dice.random() < style.boxed and not lead
        top = y
        y += 3.0 * boxed
        size = style.lead_head if lead else style.head * dice.choice([0.85, 1.0, 1.15])
        size = min(size, style.head * 0.8) if columns == 1 else size
        kind = dice.choice(style.heads) if columns > 2 else "over"
        head_size = size
        if kind == "side" and columns > 2:
            y2 = self.head(story, self.left(column), y + 2, self.column, head_size * 0.8)
            columns_of = range(column + 1, column + columns)
            tops = [y] * len(columns_of)
        elif kind == "vertical" and columns > 2 and len(story.headline) <= 16:
            x = self.left(column)
            points = min(size, 30.0)
            self.put(
                story.headline.replace(" ", ""), x + self.column / 2 - points * MM / 2, y, points,
                bold=True, vertical=True,
            )  # fmt: skip
            if story.kicker or story.subhead:
                self.put(
                    (story.kicker or story.subhead).replace(" ", "")[:22],
                    x + self.column / 2 + (0.8 if story.kicker else -1.2) * points * MM,
                    y + points * MM, style.size * 1.3, vertical=True,
                )  # fmt: skip
                laid.story = Story(
                    (story.kicker or story.subhead)[:22] if story.kicker else "", story.headline,
                    "" if story.kicker else story.subhead[:22], story.column, story.paragraphs,
                    story.headings, story.captions,
                )  # fmt: skip
            y2 = y + max(len(story.headline), 23) * points * MM * 0.7
            y2 = max(y2, y + len(story.headline) * points * MM)
            columns_of = range(column + 1, column + columns)
            tops = [y] * len(columns_of)
        elif kind == "partial" and columns > 2:
            wide = columns - 1
            y2 = self.head(story, self.left(column), y, self.span(wide), head_size)
            columns_of = range(column, column + columns)
            tops = [y2] * wide + [y]
        else:
            y2 = self.head(story, self.left(column), y, self.span(columns), head_size)
            columns_of = range(column, column + columns)
            tops = [y2] * columns
        if style.byline == "under" and run.texts[0][0] == "byline" and kind == "over":
            _, text = run.texts.pop(0)
            self.put_in(
                text, self.left(column), y2, self.span(columns), style.size,
                centred=style.centred, bold=False,
            )  # fmt: skip
            tops = [y2 + self.lead * 1.3] * columns
        lefts = [self.left(c) for c in columns_of]
        holes = [(0.0, 0.0)] * len(lefts)
        if kind == "over" and columns > 1 and story.chars > 500 and dice.random() < 0.4:
            tops, holes = self.inset(columns, tops, lefts)
        start = len(self.sheet.lines)
        segments = self.balance(run, tops, lefts, holes)
        low = self.pour(run, segments)
        laid.text = "".join(row.text for row in self.rows(run) if row.text not in self.noise)
        low = max([low, y2, *(hole + height for hole, height in holes)])
        if style.rules == "columns" and start < len(self.sheet.lines):
            for left in lefts[1:]:
                self.rule(left - style.gutter / 2, max(tops), 0.1, low - max(tops))
        if boxed:
            low += 2.0
            x = self.left(column) - style.gutter * 0.4
            self.frame(x, top, self.span(columns) + style.gutter * 0.8, low - top)
        return low

    def inset(
        self, columns: int, tops: list[float], lefts: list[float]
    ) -> tuple[list[float], list[tuple[float, float]]]:
        """Set a picture into a story's columns: at the top right, or in the middle of one."""
        holes = [(0.0, 0.0)] * columns
        if self.dice.random() < 0.6:
            wide = min(columns - 1, 2) if columns > 2 else 1
            first = columns - wide
            height = self.span(wide) * 0.62
            low = self.picture(lefts[first], tops[first], self.span(wide), height)
            return [*tops[:first], *[low] * wide], holes
        middle = self.dice.randrange(columns)
        top = tops[middle] + 4 * self.lead
        low = self.picture(lefts[middle], top, self.column, self.column * 0.7)
        holes[middle] = (top, low - top)
        return tops, holes

    def advert(self, column: int, columns: int, y: float, height: float) -> None:
        """Fill a gap with an advert in a frame."""
        x, width = self.left(column), self.span(columns)
        self.frame(x, y, width, height)
        lines = self.dice.choice([
            ["沿街门面招租", "位于城东的沿街门面三间有意者请电话联系", "联系电话：0799-2345678 李先生"],
            ["公益广告", "节约用水 从我做起", f"{self.style.paper}宣"],
            ["青川家电城", "全场九折 送货上门 欢迎选购", "地址：城北路18号 电话：0799-2233445"],
        ])  # fmt: skip
        y += 3
        for n, text in enumerate(lines):
            size = min(self.style.head if n == 0 else 10.0, (width - 4) / (cells(text) * MM / 2))
            self.put_in(text, x + 2, y, width - 4, round(size, 1), centred=True, bold=n == 0)
            y += size * MM * 1.6
        self.noise += lines[1:]

    def fill(
        self, stories: Sequence[Story], column: int, columns: int, y: float, *, lead: bool
    ) -> float:
        """Lay stories out over some columns; give where the last one ends."""
        if len(stories) == 1:
            return self.story(stories[0], column, columns, y, lead=lead)
        across = (
            columns > 1 and not (lead and self.dice.random() < 0.5) and self.dice.random() < 0.7
        )
        if not across:
            low = self.story(stories[0], column, columns, y, lead=lead)
            if self.style.rules != "none" and self.dice.random() < 0.6:
                self.rule(self.left(column), low + 2.5, self.span(columns), 0.2)
            return self.fill(stories[1:], column, columns, low + 5.5, lead=False)
        total = sum(s.chars for s in stories)
        first = max(1, min(len(stories) - 1, self.dice.randint(1, len(stories) - 1)))
        share = sum(s.chars for s in stories[:first]) / total
        wide = max(1, min(columns - 1, round(columns * share)))
        lows = (
            self.fill(stories[:first], column, wide, y, lead=lead),
            self.fill(stories[first:], column + wide, columns - wide, y, lead=False),
        )
        low = max(lows)
        if self.style.rules != "none" and self.dice.random() < 0.6:
            x = self.left(column + wide) - self.style.gutter / 2
            self.rule(x, y, 0.2, low - y)
        for at, width, own in ((column, wide, lows[0]), (column + wide, columns - wide, lows[1])):
            gap = low - own - 5
            if gap > 30 and self.dice.random() < 0.8:
                self.advert(at, width, own + 5, gap)
        return low

    def page(self, stories: Sequence[Story], number: int) -> Sheet:
        """Set a page: its running head or masthead, the stories, a foot."""
        y = self.masthead() if number == 1 else self.running_head(number)
        low = self.fill(stories, 0, self.style.columns, y, lead=True)
        foot = "本报地址：青川市城北路2号　邮编：335000　新闻热线：0799-8223344"
        self.put(foot, self.style.margin, low + 5, 8.0)
        self.noise.append(foot)
        self.sheet.height = round(low + 14)
        return self.sheet

    def running_head(self, number: int) -> float:
        style = self.style
        section = self.dice.choice(["要闻", "综合", "民生", "经济"])
        names = self.dice.sample(list(self.names), 2)
        texts = [
            f"{number:02d} {section}", "2026年3月2日 星期一", f"责任编辑：{names[0]} 校对：{names[1]}",
        ]  # fmt: skip
        self.put(texts[0], style.margin, 8.0, 16.0, bold=True)
        self.put(texts[1], style.width / 2 - 22, 9.5, 9.0)
        wide = cells(texts[2]) * 9 * MM / 2
        self.put(texts[2], style.width - style.margin - wide, 9.5, 9.0)
        self.rule(style.margin, 15.5, style.width - 2 * style.margin, 0.3)
        self.noise += texts[1:]
        return 20.0

    def masthead(self) -> float:
        style = self.style
        self.put(style.paper, style.margin, 12, 72.0, bold=True)
        x = style.margin + 4.5 * 72 * MM
        for n, text in enumerate((
            "中共青川市委主管主办", "2026年3月2日 星期一", "农历丙午年正月十四", "国内统一连续出版物号 CN 36-0099",
            "第8912期 今日8版",
        )):  # fmt: skip
            self.put(text, x, 14 + n * 5, 9.0)
            self.noise.append(text)
        self.rule(style.margin, 42, style.width - 2 * style.margin, 0.5)
        return 46.0


def parted(text: str, parts: int) -> list[str]:
    """Part a headline in about equal lines, at its spaces where they are near."""
    if parts == 1:
        return [text]
    aim = max(2, len(text) // parts)
    places = range(2, max(3, len(text) - 2 * (parts - 1)))
    at = min((abs(n - aim) - 4 * (text[n] == " "), n) for n in places)[1]
    return [text[:at].strip(), *parted(text[at:].strip(), parts - 1)]


def squash(text: str) -> str:
    """Take white space out of a text."""
    return re.sub(r"\s+", "", text)


def make_gold(setter: Setter) -> dict[str, Any]:
    """Give the gold of a page in the form of ``../shared/evals/articles``."""
    articles: list[dict[str, Any]] = []
    bodies = [squash(laid.text) for laid in setter.laid]
    for n, laid in enumerate(setter.laid):
        story, own = laid.story, bodies[n]
        start = squash(story.paragraphs[0])[:12]
        note = re.search(r"(?:（[^）]{2,40}）){1,2}$", own)
        foreign = [bodies[m][-14:] for m in (n - 1, n + 1) if 0 <= m < len(bodies)]
        opening = squash(story.paragraphs[0])[:14]
        foreign += [squash(o.story.paragraphs[0])[:14] for o in setter.laid if o is not laid]
        entry = {
            "id": f"a{n + 1}", "headline": story.headline, "kicker": story.kicker or None,
            "subhead": story.subhead or None, "byline": laid.names, "kind": "news",
            "body_start": start, "body_end": own[-12:], "n_chars": len(own),
            "joins": [[squash(a), squash(b)] for a, b in laid.joins if squash(a) and squash(b)],
            "contains": [own[len(own) // 2 :][:12]] if not laid.joins else [],
            "must_not_contain": [f for f in foreign if f not in own and f != opening],
            "lead_rank": None,
        }  # fmt: skip
        if note:
            entry["body_end_alt"] = own[: note.start()][-12:]
        if laid.incomplete:
            # Half a sentence before a missing page is not read.
            entry["body_end_alt"] = re.sub(r"(?<=[。！？])[^。！？]*$", "", own)[-12:]
        articles.append(entry)
    for rank, entry in enumerate(sorted(articles, key=lambda e: -int(e["n_chars"])), 1):
        entry["lead_rank"] = rank
    everything = "".join(bodies)
    return {
        "file": "page", "date": "2026-03-02", "articles": articles,
        "noise": [t for t in setter.noise if squash(t) not in everything],
    }  # fmt: skip
