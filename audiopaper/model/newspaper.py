"""What is printed: pages, articles and what was changed in their text."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, get_args

from audiopaper.layout import PageLayout

ArticleKind = Literal[
    "news",
    "brief",
    "commentary",
    "feature",
    "photo_caption",
    "notice",
    "ad",
    "weather",
    "listing",
    "fragment",
]
"""What an article is; only the first four are fit to be picked as leads."""

ARTICLE_KINDS: tuple[str, ...] = get_args(ArticleKind)

PICKABLE_KINDS: frozenset[str] = frozenset({"news", "brief", "commentary", "feature"})

LineRole = Literal[
    "", "kicker", "headline", "subhead", "byline", "text", "heading", "caption", "furniture"
]
"""What a page's own mark-up says that a line is; empty where it does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the newspaper, as digitisation left it."""

    number: int
    """Page number 版, from 1: as printed, else by the file's name, else the place in the order."""

    name: str
    """Name of the file it came from, for messages."""

    lines: tuple[str, ...]
    """The text, line by line, without line ends; line ``n`` of the file is ``lines[n - 1]``."""

    roles: tuple[LineRole, ...] = ()
    """For each line what it is, where the page is one article whose parts its mark-up names;
    empty where the lines must be split into articles."""

    layout: PageLayout | None = None
    """Where its lines stand in print, a row for each line; None where the source does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedPage:
    """A page that could not be read; the edition went on without it."""

    name: str
    """Name of the file."""

    problem: str
    """Why it was left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One day's newspaper."""

    date: dt.date | None
    """Date of the edition; None where no source gave one."""

    paper: str
    """Name of the newspaper from the masthead; empty where none is printed."""

    pages: tuple[Page, ...]
    """The readable pages, in page order; none where articles were handed over."""

    articles: tuple[Article, ...] = ()
    """The articles that a newsroom system handed over whole, in reading order; they are not
    split."""

    skipped: tuple[SkippedPage, ...] = ()
    """The pages that were left out."""

    warnings: tuple[str, ...] = ()
    """What is in doubt of the pages that were read, a sentence each."""

    @property
    def notices(self) -> tuple[str, ...]:
        """All that an editor should know of the pages: those left out, and what is in doubt."""
        left_out = (f"page {page.name} was left out: {page.problem}" for page in self.skipped)
        return (*left_out, *self.warnings)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRange:
    """Where a piece of text stands on the pages."""

    page: int
    """Page number."""

    start: int
    """First line, counted from 1."""

    end: int
    """Last line, itself included."""

    def __post_init__(self) -> None:
        """Refuse a range that no page can have."""
        if not 1 <= self.start <= self.end:
            raise ValueError(f"lines {self.start} to {self.end} are no range")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of an article's body."""

    text: str
    """The text as it will be printed in the transcript."""

    sources: tuple[LineRange, ...]
    """The lines it was joined from, in reading order."""

    role: Literal["text", "heading"] = "text"
    """``heading`` is a heading inside the body 小标题."""


HeadOrder = tuple[()] | tuple[Literal["kicker", "headline"], Literal["headline", "subhead"]]
"""The two parts of a head that a page does not tell apart, in print order; empty for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadPart:
    """A piece of an article's head or of its bylines, as it is printed."""

    role: Literal["kicker", "headline", "subhead", "byline"]
    """What it is; a dateline stands in the byline that it opens."""

    text: str
    """The piece as printed, without mark-up."""

    source: LineRange
    """Where it stands."""

    headline_chance: float = 0.0
    """Probability that it is the headline, from 0 to 1; 0 where nothing was in question."""


class RepairRule(StrEnum):
    """What a page's text was changed for; the value is shown to editors and written to files."""

    TORN_PARAGRAPH = "torn paragraph"
    SAID_TWICE = "said twice across a break"
    REPEATED_PASSAGE = "repeated passage"
    GRAFTED_PASSAGE = "grafted passage"
    PRINTED_TWICE = "printed twice"
    PULL_QUOTE = "pull quote"
    INTERRUPTION = "inside a torn line"
    CROSSED_COLUMN = "column read across"
    MOVED_DATELINE = "dateline before its headline"
    REPEATED_DATELINE = "dateline said twice"
    RUN_OVER_HEAD = "head of a run-over"
    HALF_SENTENCE = "half a sentence before a missing page"
    JUMP_LINE = "jump line"
    READER_CONTACT = "how to reach the reporter"
    AUTHOR_NOTE = "author's note"
    BYLINE_NOTE = "note in a byline"
    CREDIT_NOTE = "note in a credit"
    PICTURE_CREDIT = "picture credit"
    PICTURE_NOTE = "picture note"
    FULL_WIDTH_DIGITS = "full-width digits"
    HALF_WIDTH_STOP = "half-width stop"
    SPACE_BESIDE_DIGITS = "space beside digits"
    WIDE_SPACE = "wide space"
    CORNER_QUOTES = "corner quotes"
    STRAIGHT_QUOTES = "straight quotes"
    LOST_QUOTE = "lost opening quote"
    HEADLINE_SPACE = "space in a headline"

    @property
    def drops_copy(self) -> bool:
        """Whether what was dropped stands elsewhere, too."""
        return self in {
            RepairRule.SAID_TWICE,
            RepairRule.REPEATED_PASSAGE,
            RepairRule.PRINTED_TWICE,
            RepairRule.REPEATED_DATELINE,
        }

    @property
    def notes_byline(self) -> bool:
        """Whether it only notes what a byline says, which is kept as printed."""
        return self in {
            RepairRule.AUTHOR_NOTE,
            RepairRule.BYLINE_NOTE,
            RepairRule.CREDIT_NOTE,
            RepairRule.PICTURE_CREDIT,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """One change made to a page's text."""

    source: LineRange
    """Where the text stood."""

    before: str
    """The text as printed."""

    after: str
    """The text as it is now; empty where it was dropped."""

    rule: RepairRule
    """What it was changed for."""

    @property
    def dropped(self) -> str:
        """The characters of `before` that are no more in `after`, from the first to the last."""
        start = 0
        while start < min(len(self.before), len(self.after)):
            if self.before[start] != self.after[start]:
                break
            start += 1
        end = 0
        while end < min(len(self.before), len(self.after)) - start:
            if self.before[-1 - end] != self.after[-1 - end]:
                break
            end += 1
        return self.before[start : len(self.before) - end]


@dataclass(frozen=True, slots=True, kw_only=True)
class FurnitureLine:
    """A line that is no part of an article: masthead, running head, credit, slogan, jump line."""

    page: int
    """Page number."""

    line: int
    """Line number, counted from 1."""

    text: str
    """The line as printed."""

    role: str
    """What it was taken for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article, its parts apart as an editor names them."""

    id: str
    """Stable within the edition: ``p2-a3`` is the third article that begins on page 2."""

    pages: tuple[int, ...]
    """The pages it stands on, in reading order."""

    kind: ArticleKind
    """What it is."""

    headline: str
    """标题; empty where none is printed."""

    paragraphs: tuple[Paragraph, ...]
    """正文 in reading order, without dateline and byline."""

    kicker: str = ""
    """引题, above the headline."""

    subhead: str = ""
    """副题, below the headline."""

    byline: tuple[str, ...] = ()
    """署名: the names of reporters and correspondents, in printed order."""

    byline_roles: tuple[str, ...] = ()
    """What each name of ``byline`` is by what a newsroom said: ``记者``, ``通讯员``; empty where
    none is told, and then ``head`` may show what is printed."""

    head: tuple[HeadPart, ...] = ()
    """The head and all bylines as printed, in reading order."""

    head_order: HeadOrder = ()
    """The parts of the head that the page does not tell apart, in print order: they are read and
    shown together, and ``headline`` is the more probable one. Empty where the page tells."""

    dateline: str = ""
    """电头: ``青川日报讯``, ``本报讯``; empty where none is printed."""

    heading_level: int = 0
    """Mark-up level of the headline, 1 the highest; 0 where the page has no mark-up."""

    position: int = 0
    """Place on its first page in reading order, from 0."""

    incomplete: Literal["", "head", "middle", "tail"] = ""
    """Which part is missing from the pages at hand."""

    gap: int = 0
    """How many paragraphs stand before a missing middle; 0 where it is not known."""

    rest_page: int | None = None
    """The page on which the missing part stands by the article's jump line; 0 where that names
    none, None where there is no jump line."""

    repairs: tuple[Repair, ...] = ()
    """What was changed in its text."""

    @property
    def text(self) -> str:
        """The body, one paragraph a line."""
        return "\n".join(p.text for p in self.paragraphs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Where a line of a text goes on, other than in the line right below it."""

    line: LineRange
    """The line that goes on."""

    successor: LineRange | None
    """Where it goes on; None where it breaks off and nothing on the pages fits."""

    probability: float
    """How sure that is, 0 to 1."""

    kind: Literal["torn", "next", "jump"]
    """Inside a sentence, in another paragraph, or on another page."""

    other: LineRange | None = None
    """The second best place to go on at."""

    other_probability: float = 0.0
    """How likely that one is, looked at alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A passage that was dropped since another one says the same."""

    line: LineRange
    """Where the dropped passage stood."""

    original: LineRange
    """Where the other one stands."""

    text: str
    """The dropped words."""

    original_text: str
    """What the other one says in their place."""

    @property
    def same(self) -> bool:
        """Whether the other one has each of the dropped words."""
        return self.text in self.original_text


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitEdition:
    """All that an edition's pages hold, each line in one place."""

    articles: tuple[Article, ...]
    """In reading order."""

    furniture: tuple[FurnitureLine, ...]
    """Lines that belong to no article, in page order."""

    repairs: tuple[Repair, ...] = ()
    """Changes that belong to no one article (a dropped passage, for instance)."""

    links: tuple[Link, ...] = ()
    """Where torn lines were found to go on, in page order."""

    copies: tuple[Copy, ...] = ()
    """The passages that were dropped as copies, in page order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Where an article stands among the leads, and why."""

    article_id: str
    """The article."""

    rank: int | None
    """From 1 over all that are fit to be picked; None for what never is."""

    score: float
    """The sum of the evidence; higher is better."""

    reasons: tuple[str, ...]
    """The evidence in words, strongest first."""

    themes: tuple[str, ...] = ()
    """What it is about, as far as an episode's themes are held in balance: ``时政``, ``体育`` …"""
