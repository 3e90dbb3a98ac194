"""A printed edition: its pages, and the articles that they are split into."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, get_args

from audiopaper.layout import PageLayout
from audiopaper.model.page_repairs import LineRange, Repair
from audiopaper.translations import _


@dataclass(frozen=True, slots=True)
class Credit:
    """A name of a byline, and what its bearer is."""

    name: str
    """As printed."""

    house: str = ""
    """Who the bearer works for, as printed: ``本报``, ``新华社``; empty where not said."""

    role: str = ""
    """``记者``, ``见习记者``, ``通讯员``, ``作者`` …; empty where not said."""

    task: str = ""
    """What the bearer did for a text that someone told and someone else wrote down: ``口述``,
    ``整理``; empty for any other text."""


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
"""What a line is by the page's own mark-up; empty if that does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the newspaper, as digitisation left it."""

    number: int
    """Page number 版, from 1: as printed, else by the file's name, else by its position."""

    name: str
    """Name of the file it came from, for messages."""

    lines: tuple[str, ...]
    """The text, line by line, without line ends; line ``n`` of the file is ``lines[n - 1]``."""

    roles: tuple[LineRole, ...] = ()
    """The role of each line if the page is one article whose mark-up names its parts; empty if
    the lines must be split into articles."""

    layout: PageLayout | None = None
    """Positions of its lines in print, a row for each line; None if the source has none."""


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
    """Date of the edition; None if no source gives one."""

    paper: str
    """Name of the newspaper from the masthead; empty if none is printed."""

    pages: tuple[Page, ...]
    """The readable pages, in page order; none if whole articles were delivered."""

    articles: tuple[Article, ...] = ()
    """Articles that a newsroom system delivered whole, in reading order; they are not split."""

    skipped: tuple[SkippedPage, ...] = ()
    """The pages that were left out."""

    warnings: tuple[str, ...] = ()
    """Doubts about the pages that were read, a sentence each."""

    objections: tuple[str, ...] = ()
    """Contradictions that a person has to settle before publication, a sentence each."""

    @property
    def notices(self) -> tuple[str, ...]:
        """The pages that were left out, and the doubts about the others, a sentence each."""
        left_out = (
            _("page {page} was left out: {problem}", page=page.name, problem=page.problem)
            for page in self.skipped
        )
        return (*left_out, *self.warnings, *self.objections)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of an article's body."""

    text: str
    """The text as it will be printed in the transcript."""

    sources: tuple[LineRange, ...]
    """The lines it was joined from, in reading order."""

    role: Literal["text", "heading"] = "text"
    """``heading`` is a heading inside the body 小标题."""


# Not a union of tuples, which msgspec cannot decode.
HeadOrder = tuple[Literal["kicker", "headline", "subhead"], ...]
"""Two parts of a head with uncertain roles, in print order, or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadPart:
    """A part of an article's head or of its bylines, as printed."""

    role: Literal["kicker", "headline", "subhead", "byline"]
    """What it is; a dateline is part of the byline that it opens."""

    text: str
    """The part as printed, without mark-up."""

    source: LineRange
    """Where it stands."""

    headline_chance: float = 0.0
    """Probability that it is the headline, from 0 to 1; 0 if its role is certain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FurnitureLine:
    """A line outside all articles: masthead, running head, credit, slogan, jump line."""

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
    """One article, in the parts that an editor names."""

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
    """The role of each name of ``byline`` as a newsroom delivered it: ``记者``, ``通讯员``. Empty
    if it delivered none; then ``credits`` has what is printed."""

    credits: tuple[Credit, ...] = ()
    """Each name of ``byline`` with its role in print; empty if the article was not split off a
    page."""

    head: tuple[HeadPart, ...] = ()
    """The head and all bylines as printed, in reading order."""

    head_order: HeadOrder = ()
    """Parts of the head whose roles are uncertain, in print order: they are read and shown
    together, and ``headline`` is the more probable one. Empty if the roles are certain."""

    dateline: str = ""
    """电头: ``青川日报讯``, ``本报讯``; empty where none is printed."""

    heading_level: int = 0
    """Mark-up level of the headline, 1 the highest; 0 where the page has no mark-up."""

    position: int = 0
    """Place on its first page in reading order, from 0."""

    incomplete: Literal["", "head", "middle", "tail"] = ""
    """Which part is missing from the pages at hand."""

    gap: int = 0
    """Number of paragraphs before a missing middle; 0 if it is not known."""

    rest_page: int | None = None
    """The page of the missing part by the article's jump line; 0 if that names no page, None if
    there is no jump line."""

    repairs: tuple[Repair, ...] = ()
    """What was changed in its text."""

    @property
    def text(self) -> str:
        """The body, one paragraph a line."""
        return "\n".join(p.text for p in self.paragraphs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A line of a text and its successor, if that is not the line right below."""

    line: LineRange
    """The line that goes on."""

    successor: LineRange | None
    """The line that follows it; None if nothing on the pages fits."""

    probability: float
    """Probability of this successor, from 0 to 1."""

    kind: Literal["torn", "next", "jump"]
    """Whether the text goes on inside a sentence, in another paragraph, or on another page."""

    other: LineRange | None = None
    """The second best successor."""

    other_probability: float = 0.0
    """Probability of that one by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A passage that was dropped because another one has the same text."""

    line: LineRange
    """Where the dropped passage stood."""

    original: LineRange
    """Where the other one stands."""

    text: str
    """The dropped words."""

    original_text: str
    """The corresponding words of the other passage."""

    @property
    def same(self) -> bool:
        """Whether the other passage has all of the dropped words."""
        return self.text in self.original_text


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitEdition:
    """The content of an edition's pages, each line once."""

    articles: tuple[Article, ...]
    """In reading order."""

    furniture: tuple[FurnitureLine, ...]
    """Lines that belong to no article, in page order."""

    repairs: tuple[Repair, ...] = ()
    """Changes that belong to no one article (a dropped passage, for instance)."""

    links: tuple[Link, ...] = ()
    """The successors of torn lines, in page order."""

    copies: tuple[Copy, ...] = ()
    """The passages that were dropped as copies, in page order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Where an article stands among the leads, and why."""

    article_id: str
    """The article."""

    rank: int | None
    """From 1, among the articles that may be leads; None for the others."""

    score: float
    """The sum of the evidence; higher is better."""

    reasons: tuple[str, ...]
    """The evidence in words, strongest first."""

    themes: tuple[str, ...] = ()
    """Its subjects, by which the leads of an episode are balanced: ``时政``, ``体育`` …"""
