"""Lay real articles out as the pages of many papers, damaged as read pages are, with roles."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from random import Random

from audiopaper.articles.roles import Role
from tests.tools.newspapers.corpus import Story
from tests.tools.newspapers.styles import (
    BRIEFS,
    COLUMNS,
    HEADINGS,
    KICKERS,
    OPINIONS,
    SECTIONS,
    SLOGANS,
    SUBHEADS,
    Style,
    fill_line,
    make_box,
    make_byline,
    make_foot,
    make_masthead,
    make_name,
)

# Mean number on a page of each kind of damage; those of the first line are counted an article.
LEVELS: dict[str, dict[str, float]] = {
    "none": {},
    "light": {"break": 0.35, "space": 0.05, "caption": 0.4, "banner": 0.3, "jumpout": 0.1, "jumpin": 0.1, "digest": 0.1},
    "seeds": {"break": 1.15, "space": 0.2, "headbreak": 0.08, "caption": 1, "captbreak": 0.2, "repeat": 0.7, "neighbour": 0.2, "swap": 0.1,
              "latehead": 0.2, "jumpout": 0.2, "jumpin": 0.3, "banner": 1.0, "quotes": 0.8, "digest": 0.3, "chars": 1.0},
    "heavy": {"break": 2.4, "space": 0.4, "headbreak": 0.25, "caption": 2, "captbreak": 0.8, "repeat": 1.5, "neighbour": 1.2, "swap": 0.8,
              "latehead": 0.6, "jumpout": 0.5, "jumpin": 0.7, "banner": 2, "quotes": 2, "digest": 0.5, "chars": 3.0},
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A printed line and the role it plays."""

    text: str
    role: Role
    story: int = -1
    torn: bool = False
    """Whether it goes on with a torn line."""

    level: int = 0


@dataclass(frozen=True)
class Page:
    """A page's text and the role of each line that is not blank, by line number."""

    text: str
    roles: dict[int, Role]


class Maker:
    """Makes one page; all that is left to chance comes from its dice."""

    def __init__(
        self,
        dice: Random,
        style: Style,
        level: str,
        captions: tuple[str, ...],
        columns: tuple[str, ...],
    ) -> None:
        self.dice, self.style, self.amounts = dice, style, LEVELS[level]
        self.captions, self.columns = captions, columns + COLUMNS
        self.day = f"{dice.randint(1, 12)}月{dice.randint(1, 28)}日"

    def times(self, kind: str) -> int:
        mean = self.amounts.get(kind, 0)
        return int(mean) + (self.dice.random() < mean % 1)

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    # --- an article ------------------------------------------------------------------------

    def levels(self) -> tuple[int, int, int]:
        """Mark-up of kicker, headline and subhead."""
        dice = self.dice
        return {
            "none": (0, 0, 0), "two": (3, 2, 3), "flat": (2, 2, 2), "one": (0, 1, 0), "bold": (0, 6, 0),
            "loose": (dice.choice((0, 3)), dice.choice((2, 2, 2, 0)), dice.choice((0, 3))),
        }[self.style.mark]  # fmt: skip

    def head(self, story: Story, n: int) -> list[Line]:
        lines: list[Line] = []
        up, main, down = self.levels()
        headline = story.headline
        if self.times("space") and len(headline) > 9:
            at = self.dice.randint(4, len(headline) - 4)
            headline = f"{headline[:at].strip()} {headline[at:].strip()}"
        if self.chance(self.style.columns) and (story.column or self.chance(0.3)):
            name = story.column or self.dice.choice(self.columns)
            lines.append(
                Line(
                    self.dice.choice(("{}", "{}", "【{}】", "·{}·", "■{}", "{}")).format(name),
                    "furniture",
                    n,
                )
            )
        if story.kicker and self.chance(self.style.kickers):
            lines.append(Line(story.kicker, "kicker", n, level=up))
        elif self.style.local and self.chance(0.12):
            lines.append(
                Line(
                    fill_line(self.dice, self.dice.choice(KICKERS), self.style),
                    "kicker",
                    n,
                    level=up,
                )
            )
        at = headline.find(" ", 4)
        if self.times("headbreak") and len(headline) > 10:
            at = at if 0 < at < len(headline) - 3 else self.dice.randint(4, len(headline) - 4)
            lines += [
                Line(part.strip(), "headline", n, level=main)
                for part in (headline[:at], headline[at:])
            ]
        else:
            lines.append(Line(headline, "headline", n, level=main))
        if story.subhead and self.chance(self.style.kickers):
            lines.append(Line(story.subhead, "subhead", n, level=down))
        elif self.style.local and self.chance(0.12):
            lines.append(
                Line(
                    fill_line(self.dice, self.dice.choice(SUBHEADS), self.style),
                    "subhead",
                    n,
                    level=down,
                )
            )
        return lines

    def body(self, story: Story, n: int, opening: str) -> list[Line]:
        lines: list[Line] = []
        paragraphs = list(zip(story.paragraphs, story.headings, strict=True))
        torn = self.torn_paragraphs(paragraphs)
        level = 3 if self.style.mark in ("two", "loose") and self.chance(0.6) else 0
        for i, (text, heading) in enumerate(paragraphs):
            if heading:
                lines.append(Line(text, "heading", n, level=level))
                continue
            if (
                i > 1
                and len(paragraphs) > 5
                and not any(h for _, h in paragraphs)
                and self.chance(self.style.headings * 0.5)
            ):
                lines.append(Line(self.heading(text), "heading", n, level=level))
            role: Role = "text" if any(line.role == "lede" for line in lines) else "lede"
            text = opening + text if role == "lede" else text
            at = torn_at(self.dice, text) if i in torn else 0
            if at:
                lines += [Line(text[:at], role, n), Line(text[at:], "text", n, torn=True)]
            else:
                lines.append(Line(text, role, n))
        return lines

    def heading(self, text: str) -> str:
        clauses = [
            c
            for c in re.split("[，。；：]", text)
            if 4 <= len(c) <= 14 and "“" not in c and "”" not in c
        ]
        return (
            self.dice.choice(clauses)
            if clauses and self.chance(0.5)
            else self.dice.choice(HEADINGS)
        )

    def torn_paragraphs(self, paragraphs: list[tuple[str, bool]]) -> set[int]:
        long = [i for i, (text, heading) in enumerate(paragraphs) if len(text) > 50 and not heading]
        return set(self.dice.sample(long, min(self.times("break"), len(long))))

    def article(self, story: Story, n: int) -> list[Line]:
        lines = self.head(story, n)
        above = opening = end = ""
        if self.chance(self.style.bylines):
            above, opening, end = make_byline(self.dice, self.style, self.day)
        if above:
            lines.append(Line(above, "byline", n))
        if self.chance(0.04):
            lines.append(Line(f"编者按：{story.paragraphs[-1][:90].rstrip('，、')}。", "lede", n))
        lines += self.body(story, n, opening)
        if end and self.chance(0.6):
            lines.append(Line(end, "closing", n))
        elif end:
            lines[-1] = replace(lines[-1], text=lines[-1].text + end)
        return lines

    def column_of_briefs(self, stories: list[Story], first: int) -> list[Line]:
        """Lay out short stories: with heads under a column's name, or as one list under it."""
        level = 2 if self.style.mark != "none" else 0
        name = self.dice.choice(BRIEFS)
        headed, bullets = self.chance(0.65), self.dice.choice(("", "", "●", "■", "▲"))
        lines = [Line(name, "furniture" if headed else "headline", first, level=level)]
        for n, story in enumerate(stories, start=first):
            text = story.paragraphs[0][:260]
            text = text[: max(text.rfind("。") + 1, 0)] or text
            opening = self.dice.choice(
                ("", "", f"本报讯（{make_name(self.dice)}）", f"（记者 {make_name(self.dice)}）")
            )
            end = self.dice.choice(("", "", f"（{make_name(self.dice)}）"))
            if headed:
                lower = 3 if self.style.mark in ("two", "loose", "flat") else 0
                lines.append(Line(bullets + story.headline, "headline", n, level=lower))
                lines.append(Line(opening + text + end, "lede", n))
            else:
                role: Role = "lede" if n == first else "text"
                lines.append(Line((bullets or "■") + text, role, first))
        return lines

    # --- a page ----------------------------------------------------------------------------

    def page(self, number: int, stories: list[Story], spare: list[Story]) -> Page:
        opinions = self.chance(0.1)
        flow = [self.article(story, n) for n, story in enumerate(stories)]
        if opinions:
            flow[-1].insert(0, Line(self.dice.choice(OPINIONS), "furniture", len(flow) - 1))
        self.jump_out(flow)
        self.neighbours(flow)
        self.swaps(flow)
        self.late_heads(flow)
        self.repeats(flow)
        if self.style.briefs and len(spare) > 4:
            flow.append(
                self.column_of_briefs(self.dice.sample(spare, self.dice.randint(2, 5)), len(flow))
            )
        self.captions_inside(flow)
        self.banners(flow)
        lines = [line for piece in flow for line in piece]
        lines = self.jump_in(lines, spare)
        for _ in range(self.style.boxes):
            lines += [Line(text, role) for text, role in make_box(self.dice, self.style)]  # type: ignore[arg-type]
        date = f"20{self.dice.randint(10, 26)}年{self.day}"
        top = [
            Line(text, "furniture")
            for text in make_masthead(self.dice, self.style, number, self.day, date)
        ]
        if self.style.front and top and self.times("digest"):
            top += [
                Line(
                    f"{s.headline[:16]}{self.dice.choice(('……', ' ', '　▶', '（详见', ' /'))}{self.dice.randint(2, 8)}版",
                    "furniture",
                )
                for s in spare[:3]
            ]
        foot = [Line(text, "furniture") for text in make_foot(self.dice, self.style)]
        if top and self.style.mark != "none" and self.chance(0.4):
            top[0] = replace(top[0], level=1)
        lines = [*top, *lines, *foot]
        return self.render([self.soiled(line) for line in lines])

    def jump_out(self, flow: list[list[Line]]) -> None:
        for _ in range(self.times("jumpout")):
            piece = self.dice.choice(flow)
            texts = [
                i for i, line in enumerate(piece) if line.role == "text" and len(line.text) > 60
            ]
            if len(texts) < 2:
                continue
            i = self.dice.choice(texts)
            at = torn_at(self.dice, piece[i].text)
            jump = self.dice.choice(
                ("（下转第{}版）", "（下转{}版）", "(下转第{}版)", "▶▶下转{}版")
            ).format(self.dice.choice("二三四六八2345"))
            piece[i:] = [
                replace(piece[i], text=piece[i].text[:at]),
                Line(jump, "jump_out", piece[i].story),
            ]

    def neighbours(self, flow: list[list[Line]]) -> None:
        for _ in range(self.times("neighbour")):
            if len(flow) < 2:
                return
            i = self.dice.randrange(len(flow) - 1)
            here, there = flow[i], flow[i + 1]
            spots = [
                k
                for k in range(1, len(here))
                if here[k].role == "text" and here[k - 1].role in ("lede", "text")
            ]
            theirs = [k for k, line in enumerate(there) if line.role == "text"]
            if spots and len(theirs) >= 3:
                at = self.dice.choice(spots)
                here[at:at] = [there.pop(theirs[-1])]

    def swaps(self, flow: list[list[Line]]) -> None:
        for _ in range(self.times("swap")):
            piece = self.dice.choice(flow)
            spots = [
                k for k in range(1, len(piece) - 1) if piece[k].torn and piece[k + 1].role == "text"
            ]
            if spots:
                k = self.dice.choice(spots)
                piece[k], piece[k + 1] = piece[k + 1], piece[k]

    def late_heads(self, flow: list[list[Line]]) -> None:
        for _ in range(self.times("latehead")):
            i = self.dice.randrange(len(flow))
            head = [line for line in flow[i] if line.role in ("kicker", "headline", "subhead")]
            rest = [line for line in flow[i] if line.role not in ("kicker", "headline", "subhead")]
            k = next((k for k, line in enumerate(rest) if line.role == "lede"), None)
            if k is None or len(rest) < 4 or len(rest[k].text) < 60:
                continue
            at = torn_at(self.dice, rest[k].text)
            if at and self.chance(0.7):
                parts = (
                    [replace(rest[k], text=rest[k].text[:at])],
                    [replace(rest[k], text=rest[k].text[at:], role="text", torn=True)],
                )
                flow[i] = [*rest[:k], *parts[0], *head, *parts[1], *rest[k + 1 :]]
            else:
                flow[i] = [*rest[: k + 1], *head, *rest[k + 1 :]]

    def repeats(self, flow: list[list[Line]]) -> None:
        for _ in range(self.times("repeat")):
            texts = [
                line
                for piece in flow
                for line in piece
                if line.role == "text" and len(line.text) > 60
            ]
            piece = self.dice.choice(flow)
            spots = [k for k, line in enumerate(piece) if line.role in ("lede", "text")]
            if not texts or not spots:
                continue
            copied = self.dice.choice(texts).text
            stops = [0, *(m.end() for m in re.finditer("[。！？]”?", copied[:-25]))]
            copied = copied[self.dice.choice(stops) :]
            if self.chance(0.4):
                copied = copied[: torn_at(self.dice, copied) or len(copied)]
            piece.insert(self.dice.choice(spots) + 1, Line(copied, "text", piece[0].story))

    def captions_inside(self, flow: list[list[Line]]) -> None:
        for kind in ("caption", "captbreak"):
            for _ in range(self.times(kind)):
                piece = self.dice.choice(flow)
                torn = kind == "captbreak"
                spots = [
                    k
                    for k in range(1, len(piece))
                    if piece[k].torn == torn and piece[k - 1].role in ("lede", "text", "byline")
                ]
                if not spots or not self.captions:
                    continue
                text = self.dice.choice(self.captions)
                who = make_name(self.dice)
                if not re.search(r"[摄图发）)]$", text) and self.chance(0.7):
                    text += self.dice.choice(
                        (
                            f" {who} 摄",
                            f"　本报记者 {who} 摄",
                            f"（{who} 摄）",
                            f" 通讯员 {who} 摄影报道",
                        )
                    )
                if self.chance(0.15):
                    text = self.dice.choice("▲▼◀") + text
                at = self.dice.choice(spots)
                piece.insert(at, Line(text, "caption"))
                if self.chance(0.08):
                    piece.insert(
                        at,
                        Line(
                            self.dice.choice(("图片新闻", "【图片新闻】", "图说", "光影")),
                            "furniture",
                        ),
                    )

    def banners(self, flow: list[list[Line]]) -> None:
        for _ in range(self.times("banner")):
            text = self.dice.choice(self.columns) if self.chance(0.7) else self.dice.choice(SLOGANS)
            text = self.dice.choice(("{}", "{}", "【{}】", "·{}·", "★{}★")).format(
                text.format(town=self.style.town)
            )
            if self.chance(0.15):
                text = self.dice.choice(TICKERS).format(
                    town=self.style.town,
                    paper=self.style.paper,
                    section=self.dice.choice(SECTIONS),
                    n=self.dice.randint(1, 16),
                )
            piece = self.dice.choice(flow)
            spots = [k for k in range(1, len(piece) + 1) if piece[k - 1].role in ("lede", "text")]
            piece.insert(
                0 if self.chance(0.4) else self.dice.choice(spots or [0]), Line(text, "furniture")
            )

    def jump_in(self, lines: list[Line], spare: list[Story]) -> list[Line]:
        for _ in range(self.times("jumpin")):
            stories = [s for s in spare if len(s.paragraphs) > 3]
            if not stories:
                return lines
            story = self.dice.choice(stories)
            n = self.dice.randint(1, len(story.paragraphs) - 2)
            part = [
                p
                for p, h in list(zip(story.paragraphs, story.headings, strict=True))[n : n + 3]
                if not h
            ]
            if not part:
                continue
            part[0] = part[0][torn_at(self.dice, part[0]) :]
            jump = self.dice.choice(
                ("（上接第一版）", "（上接1版）", "(上接第1版)", "（紧接第一版）", "◀◀上接A1版")
            )
            chunk = [Line(jump, "jump_in"), *(Line(p, "text") for p in part)]
            if self.chance(0.3):
                chunk.insert(0, Line(story.headline, "headline"))
            starts = [
                k
                for k in range(1, len(lines))
                if lines[k].role in ("kicker", "headline")
                and lines[k - 1].role in ("text", "closing")
            ]
            at = 0 if self.chance(0.4) else self.dice.choice([*starts, len(lines)])
            lines = [*lines[:at], *chunk, *lines[at:]]
        return lines

    def soiled(self, line: Line) -> Line:
        """Damage a line's characters: lost quotation marks, half-width marks, lost letters."""
        text, dice = line.text, self.dice
        prose = line.role in ("lede", "text") and len(text) > 40
        if prose and "“" in text and self.chance(self.amounts.get("quotes", 0) / 20):
            text = text.replace("“", "", 1)
        if prose and self.chance(self.amounts.get("chars", 0) / 30):
            at = dice.randint(20, len(text) - 10)
            text = text[:at] + text[at + 1 :]
        if self.style.half and line.role != "furniture":
            text = text.translate(str.maketrans("，：；？！（）", ",:;?!()"))
        if self.style.indent and line.role in ("lede", "text") and not line.torn:
            text = "\u3000\u3000" + text
        return replace(line, text=text)

    def render(self, lines: list[Line]) -> Page:
        out: list[str] = []
        roles: dict[int, Role] = {}
        for line in lines:
            text = line.text
            if line.level:
                text = f"**{text}**" if line.level == 6 else f"{'#' * line.level} {text}"
            wrap = self.style.wrap if line.role in ("lede", "text", "caption") else 0
            if self.style.blank and out:
                out.append("")
            for at in range(0, len(text), wrap or len(text)):
                out.append(text[at : at + (wrap or len(text))])
                roles[len(out)] = line.role
        return Page("\n".join(out) + "\n", roles)


TICKERS = (
    "{paper}社 新闻热线 0{n}5-8123456", "{section} {n:02d}", "{town}{section}", "本版编辑 {section}", "责编 版式 校对",
    "欢迎关注{paper}微信公众号", "新闻线索一经采用即付稿酬",
)  # fmt: skip


def torn_at(dice: Random, text: str) -> int:
    """Choose a place inside a sentence, where a column may end; 0 where there is none."""
    low, high = max(12, len(text) // 6), min(len(text) - 10, len(text) * 5 // 6)
    for _ in range(40 if high > low else 0):
        at = dice.randint(low, high)
        if not re.match("[。！？；：，、”’）》…—]", text[at - 1]) and not re.match(
            "[。！？；：，、”’）》…—]", text[at]
        ):
            return at
    return 0
