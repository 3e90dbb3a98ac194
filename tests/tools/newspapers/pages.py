"""Lay real articles out as the pages of many papers, damaged as read pages are, with roles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from audiopaper.articles.roles import Role
from tests.tools.newspapers.corpus import Story
from tests.tools.newspapers.damage import Damager, Flow, Line, torn_at
from tests.tools.newspapers.heads import list_clauses, make_head
from tests.tools.newspapers.local_items import (
    LETTER_COLUMNS,
    make_answers,
    make_digest,
    make_house_note,
    make_letter,
    make_table,
    make_voices,
)
from tests.tools.newspapers.strays import make_banner
from tests.tools.newspapers.styles import (
    BRIEFS,
    COLUMNS,
    HEADINGS,
    OPINIONS,
    Style,
    make_box,
    make_byline,
    make_closing,
    make_foot,
    make_masthead,
    make_name,
)


@dataclass(frozen=True)
class Page:
    """A page's text and the role of each line that is not blank, by line number."""

    text: str
    roles: dict[int, Role]
    rests: dict[int, int]
    """By the number of a line that goes on a torn one, the number of that one's last row."""

    stories: dict[int, int]
    """Which story each line belongs to; -1 for none."""


class Maker(Damager):
    """Makes one page; all that is left to chance comes from its dice."""

    def __init__(
        self,
        dice: Random,
        style: Style,
        level: str,
        captions: tuple[str, ...],
        columns: tuple[str, ...],
    ) -> None:
        super().__init__(dice, style, level, captions, columns + COLUMNS)
        self.day = f"{dice.randint(1, 12)}月{dice.randint(1, 28)}日"
        self.column_level = dice.choice((0, self.levels()[0])) if style.local else 0

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
        made = make_head(self.dice, self.style, story)
        headline = made.headline
        if self.times("space") and len(headline) > 9:
            at = self.dice.randint(4, len(headline) - 4)
            headline = f"{headline[:at].strip()} {headline[at:].strip()}"
        if self.chance(self.style.columns) and (story.column or self.chance(0.3)):
            name = story.column or self.dice.choice(self.columns).format(town=self.style.town)
            lines.append(
                Line(
                    self.dice.choice(("{}", "{}", "【{}】", "·{}·", "■{}", "{}")).format(name),
                    "furniture",
                    n,
                    level=self.column_level,
                )
            )
        lines += [Line(text, "kicker", n, level=up) for text in made.kickers]
        lines.append(Line(headline, "headline", n, level=main))
        lines += [Line(text, "subhead", n, level=down) for text in made.decks]
        return lines

    def body(self, story: Story, n: int, opening: str) -> list[Line]:
        lines: list[Line] = []
        paragraphs = list(zip(story.paragraphs, story.headings, strict=True))
        level = 3 if self.style.mark in ("two", "loose") and self.chance(0.6) else 0
        sparse = len(paragraphs) > 5 and not any(story.headings)
        numbered, asked = self.chance(0.15), sparse and self.chance(0.08)
        count = 0
        for i, (text, heading) in enumerate(paragraphs):
            made = sparse and i > 1 and not asked and self.chance(self.style.headings * 0.5)
            if heading or made:
                number = f"{'一二三四五六七八九十'[count % 10]}、" if numbered else ""
                count += 1
                line = text if heading else self.heading(text)
                lines.append(Line(number + line, "heading", n, level=level))
            if heading:
                continue
            role: Role = "text" if any(line.role == "lede" for line in lines) else "lede"
            if role == "lede":
                text = opening + text
            elif asked:
                lines.append(Line(self.question(text), "text", n))
                text = "答：" + text
            lines.append(Line(text, role, n))
        return lines

    def heading(self, text: str) -> str:
        clauses = list_clauses(text, 4, 14)
        if not clauses or self.chance(0.4):
            return self.dice.choice(HEADINGS)
        line = self.dice.choice(clauses)
        return self.dice.choice((line, line, line, f"“{line}”", line + "？"))

    def question(self, text: str) -> str:
        clauses = list_clauses(text, 5, 20)
        asked = self.dice.choice(clauses) if clauses else "下一步有什么打算"
        return "问：" + self.dice.choice(("{}？", "怎样看待{}？", "{}，为什么？")).format(asked)

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
        if end and (end[0] != "（" or self.chance(0.6)):
            lines.append(Line(end, "closing", n))
        elif end:
            lines[-1] = replace(lines[-1], text=lines[-1].text + end)
        if self.style.local and self.chance(0.06):
            lines.append(Line(make_closing(self.dice, self.style), "closing", n))
        if self.style.local and self.chance(0.06):
            lines += self.box_inside(story, n)
        return lines

    def box_inside(self, story: Story, n: int) -> list[Line]:
        """Make a box that belongs to an article: a label and a paragraph or two."""
        label = self.dice.choice(
            ("新闻链接", "相关链接", "延伸阅读", "记者手记", "新闻背景", "【链接】", "名词解释")
        )
        return [Line(label, "heading", n), Line(story.paragraphs[-1], "text", n)]

    def column_of_briefs(self, stories: list[Story], first: int) -> list[Line]:
        """Lay out short stories: with heads under a column's name, or as one list under it."""
        level = 2 if self.style.mark != "none" else 0
        name = self.dice.choice(BRIEFS)
        headed, bullets = self.chance(0.65), self.dice.choice(("", "", "●", "■", "▲"))
        short, named = self.chance(0.5), not headed or self.chance(0.7)
        lines = [Line(name, "furniture" if headed else "headline", first, level=level)] * named
        for n, story in enumerate(stories, start=first):
            text = story.paragraphs[0][:260]
            end = text.find("。") if short else text.rfind("。")
            text = text[: end + 1] or text
            opening = self.dice.choice(
                ("", "", f"本报讯（{make_name(self.dice)}）", f"（记者 {make_name(self.dice)}）")
            )
            signed = self.dice.choice(("", "", f"（{make_name(self.dice)}）"))
            if headed:
                lower = 3 if self.style.mark in ("two", "loose", "flat") else 0
                lines.append(Line(bullets + story.headline, "headline", n, level=lower))
                lines.append(Line(opening * (not short) + text + signed, "lede", n))
            else:
                role: Role = "lede" if n == first else "text"
                lines.append(Line((bullets or "■") + text, role, first))
        return lines

    def letters(self, spare: list[Story], first: int) -> list[Line]:
        """Lay out readers' letters, with the name of their column over the first."""
        level = 2 if self.style.mark != "none" else 0
        lines = [Line(self.dice.choice(LETTER_COLUMNS), "furniture", first)]
        for n, story in enumerate(self.dice.sample(spare, self.dice.randint(1, 2)), start=first):
            for text, role in make_letter(self.dice, self.style, story):
                lines.append(Line(text, role, n, level=level if role == "headline" else 0))
        return lines

    def column(self, spare: list[Story], first: int) -> list[Line]:
        """Lay out a column that is one article under its own name: answers, readers' remarks."""
        level = 2 if self.style.mark != "none" else 0
        stories = self.dice.sample(spare, self.dice.randint(2, 3))
        if self.chance(0.5):
            rows = make_answers(self.dice, self.style, stories)
        else:
            rows = make_voices(self.dice, stories)
        return [
            Line(text, role, first, level=level if role == "headline" else 0) for text, role in rows
        ]

    # --- a page ----------------------------------------------------------------------------

    def page(self, number: int, stories: list[Story], spare: list[Story]) -> Page:
        opinions = self.chance(0.1)
        flow = [self.article(story, n) for n, story in enumerate(stories)]
        if opinions:
            flow[-1].insert(0, Line(self.dice.choice(OPINIONS), "furniture", len(flow) - 1))
        if self.style.briefs and len(spare) > 4:
            flow.append(
                self.column_of_briefs(self.dice.sample(spare, self.dice.randint(2, 5)), len(flow))
            )
        if self.style.local and self.chance(0.2) and len(spare) > 2:
            flow.append(self.letters(spare, len(flow)))
        if self.style.local and self.chance(0.15) and len(spare) > 3:
            flow.append(self.column(spare, len(flow)))
        self.jump_out(flow)
        self.damage(flow)
        lines = [line for piece in flow for line in piece]
        lines = self.jump_in(lines, spare)
        for _ in range(self.style.boxes):
            if self.chance(0.4):
                lines += [Line(text, role) for text, role in make_table(self.dice, self.style)]
                continue
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
        if self.style.local and self.chance(0.35):
            top += [Line(t, "furniture") for t in make_banner(self.dice, self.style, self.columns)]
        foot = [Line(text, "furniture") for text in self.foot(spare)]
        if top and self.style.mark != "none" and self.chance(0.4):
            top[0] = replace(top[0], level=1)
        lines = [*top, *lines, *foot]
        return self.render([self.soil(line) for line in lines])

    def foot(self, spare: list[Story]) -> list[str]:
        """Make the lines below a page's stories."""
        lines = make_foot(self.dice, self.style)
        if self.style.local and self.chance(0.2):
            lines.insert(self.dice.randint(0, len(lines)), make_house_note(self.dice, self.style))
        if self.style.local and self.style.front and self.chance(0.3):
            lines = [*make_digest(self.dice, [story.headline for story in spare[3:6]]), *lines]
        return lines

    def jump_out(self, flow: Flow) -> None:
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
                replace(piece[i], text=piece[i].text[:at], breaks=0),
                Line(jump, "jump_out", piece[i].story),
            ]

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

    def render(self, lines: list[Line]) -> Page:
        out: list[str] = []
        roles: dict[int, Role] = {}
        broken: dict[int, int] = {}
        going: dict[int, int] = {}
        stories: dict[int, int] = {}
        for line in lines:
            text = line.text
            if line.level:
                text = f"**{text}**" if line.level == 6 else f"{'#' * line.level} {text}"
            wrap = self.style.wrap if line.role in ("lede", "text", "caption") else 0
            if self.style.blank and out:
                out.append("")
            going[line.goes_on] = len(out) + 1
            for at in range(0, len(text), wrap or len(text)):
                out.append(text[at : at + (wrap or len(text))])
                roles[len(out)] = line.role
                stories[len(out)] = line.story
            broken[line.breaks] = len(out)
        rests = {going[tear]: broken[tear] for tear in going.keys() & broken.keys() if tear}
        return Page("\n".join(out) + "\n", roles, rests, stories)
