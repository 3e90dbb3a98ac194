"""The values that flow between the stages. They know nothing of files, clocks or engines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
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

ItemKind = Literal["ident", "greeting", "headlines", "story", "sign-off"]
"""What a row of the rundown is."""

ITEM_KINDS: tuple[str, ...] = get_args(ItemKind)

SegmentRole = Literal["ident", "greeting", "summary", "headline", "heading", "text", "sign-off"]
"""What a segment is in its item."""

PauseLevel = Literal["none", "sentence", "paragraph", "headline", "story"]
"""Which silence stands behind a segment; its length is a setting."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """One change made to a page's text."""

    source: LineRange
    """Where the text stood."""

    before: str
    """The text as printed."""

    after: str
    """The text as it is now; empty where it was dropped."""

    rule: str
    """Name of the rule that changed it."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One row of the rundown."""

    kind: ItemKind
    """What it is."""

    presenter: str
    """Name of the presenter's file in ``voices/``, without ending."""

    title: str = ""
    """Chapter title; a story's headline as it is read out."""

    head: str = ""
    """What is read in place of ``title`` as long as it holds that: a head of two lines of which
    the page does not tell which is the headline. Empty for the title itself."""

    text: str = ""
    """What is said, one paragraph a line; a line that begins with ``## `` is a heading.

    Empty for ``headlines`` means: made from the stories' titles.
    """

    article_id: str = ""
    """The article a story was made from; empty for an editor's own."""

    pages: tuple[int, ...] = ()
    """The pages the article stands on."""

    byline: tuple[str, ...] = ()
    """The article's reporters."""

    byline_roles: tuple[str, ...] = ()
    """What each of them is, ``记者`` or ``通讯员``, as long as ``byline``; empty where unknown, and
    an empty text where it is for one name."""

    paragraphs: int = 0
    """How many paragraphs of a story are read, from its first; 0 for all."""

    drop: bool = False
    """Whether it stays out of the episode: a candidate, or a story the editor took out."""

    @property
    def read_title(self) -> str:
        """What is read as the headline: the whole head, unless an editor wrote another title."""
        return self.head if self.title and self.title in self.head else self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Rundown:
    """The running order of one episode, as drafted or as the editor left it."""

    date: dt.date
    """Date of the edition."""

    paper: str
    """Name of the newspaper."""

    items: tuple[Item, ...]
    """In running order."""

    edited: bool = False
    """Whether an editor changed it since it was drafted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How one run of a segment's printed text is said."""

    start: int
    """Offset of the first character in the printed text, counted in characters."""

    end: int
    """Offset behind the last character in the printed text."""

    spoken: str
    """What is said, in Han characters, Latin letters and pause marks; may be empty."""

    pinyin: tuple[str, ...] = ()
    """A syllable for each Han character of ``spoken``, with tone digits 1 to 5, ``v`` for ü,
    in citation form: ``("chang2", "le4")``."""

    source: str = ""
    """The lexicon file or rule that decided it, for the editor who asks why."""

    forced: bool = False
    """Whether a lexicon or a name rule decided it, so that every engine must be made to say it."""

    respelling: str = ""
    """For engines that take no phonemes: characters to send in place of ``spoken``; else empty."""

    sure: float = 1.0
    """How sure the decision is, from 0 to 1: about the share of such decisions that are right."""

    others: tuple[str, ...] = ()
    """What other sources say: syllables that were not taken, the most trusted first."""

    joined: bool = False
    """Whether it goes on with the word that the reading before it began."""

    def __post_init__(self) -> None:
        """Refuse an empty or backward run."""
        if not 0 <= self.start < self.end:
            raise ValueError(f"characters {self.start} to {self.end} are no run")


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name in a segment's printed text."""

    start: int
    """Offset of the first character in the printed text, counted in characters."""

    end: int
    """Offset behind the last character in the printed text."""

    kind: str
    """``person``, ``place``, or what the lexicon says that it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One utterance: the unit that is spoken, cached and timed."""

    item: int
    """Index of the rundown item it belongs to, from 0."""

    presenter: str
    """Name of the presenter who says it."""

    printed: str
    """The text as the transcript shows it; never empty."""

    readings: tuple[Reading, ...] = ()
    """How it is said. After `numbers` only the number groups, after `readings` runs that tile
    ``printed`` from first to last character."""

    pause: PauseLevel = "paragraph"
    """The silence that follows it."""

    role: SegmentRole = "text"
    """What it is in its item."""

    names: tuple[Name, ...] = ()
    """The people and places in it, in order; set by `readings`."""

    @property
    def spoken(self) -> str:
        """What is said, in characters; the printed text where nothing was decided yet."""
        if not self.readings:
            return self.printed
        out, at = [], 0
        for reading in self.readings:
            out.append(self.printed[at : reading.start])
            out.append(reading.spoken)
            at = reading.end
        out.append(self.printed[at:])
        return "".join(out)

    @property
    def respelled(self) -> str:
        """What an engine that takes no phonemes is sent: `spoken` with the respellings in it."""
        out, at = [], 0
        for reading in self.readings:
            out.append(self.printed[at : reading.start])
            out.append(reading.respelling or reading.spoken)
            at = reading.end
        out.append(self.printed[at:])
        return "".join(out)


@dataclass(frozen=True, slots=True, kw_only=True)
class Presenter:
    """A configured voice: one TOML file in ``voices/``."""

    name: str
    """Name of the file, without ending; what a rundown calls the presenter."""

    display_name: str
    """The name listeners see."""

    chars_per_minute: int
    """Measured pace, in Han characters, for planning the episode's length."""

    engines: Mapping[str, Mapping[str, str | int | float]] = field(default_factory=dict)
    """The presenter's table for each engine, as written in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """When an engine says a piece of a segment, in its own clip."""

    start_ms: int
    """From the beginning of the clip."""

    end_ms: int
    """Likewise."""

    text: str
    """The piece, as it was sent to the engine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """The audio of one segment."""

    pcm: bytes
    """Samples: mono, signed 16 bit, little-endian."""

    rate_hz: int
    """Samples a second."""

    marks: tuple[Mark, ...] = ()
    """In order of time; empty for engines that give none."""

    def __post_init__(self) -> None:
        """Refuse audio that is no whole number of samples."""
        if len(self.pcm) % 2 or self.rate_hz <= 0:
            raise ValueError("a clip holds whole 16-bit samples at a positive rate")

    @property
    def length_ms(self) -> int:
        """Length, rounded to whole milliseconds."""
        return round(len(self.pcm) / 2 * 1000 / self.rate_hz)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenSegment:
    """A segment and where its clip is kept."""

    segment: Segment
    """What was said."""

    clip_key: str
    """Name of the clip in the cache."""

    engine: str
    """Name of the engine that said it."""

    tries: int = 0
    """Requests it took; 0 where the clip was in the cache."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One item on the episode's timeline."""

    start_ms: int
    """From the beginning of the MP3."""

    end_ms: int
    """Likewise; the next chapter's start, or the episode's end."""

    title: str
    """The headline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One line of the transcript with its times."""

    start_ms: int
    """From the beginning of the MP3."""

    end_ms: int
    """Likewise."""

    text: str
    """The printed text."""

    presenter: str
    """Name of the presenter who says it."""

    chapter: int
    """Index of its chapter, from 0."""

    paragraph: int = 0
    """Index of its paragraph within the chapter, from 0; a headline is a paragraph too."""

    role: SegmentRole = "text"
    """What its segment is in its item."""

    inside_words: tuple[int, ...] = ()
    """Offsets in ``text`` at which a word or a number goes on, so that no caption is cut there;
    ascending. Empty where the words are not known."""

    correction: int = 0
    """Number of the correction that changed it, from 1, as `Episode.corrections` counts them; 0
    for none. Of several changed sentences in a row only the first has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """What the MP3 says of itself in its ID3 tag."""

    title: str
    """Title of the episode."""

    artist: str
    """Who makes the show."""

    album: str
    """Title of the show."""

    date: dt.date
    """Date of the edition."""

    comment: str
    """One line; it says that the voice is synthesised, and by which engine."""

    website: str
    """Address of the show's page; empty for none."""

    label: str = ""
    """The label of synthetic content as JSON (GB 45438-2025), for a frame TXXX:AIGC; empty for
    none."""

    cover: bytes
    """A JPEG or PNG of at most 800 px; empty for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A finished MP3, measured."""

    audio_bytes: int
    """Size of the file, its tag included."""

    audio_sha256: str
    """Hash of the file, in hexadecimal."""

    duration_ms: int
    """Length as decoded."""

    chapters: tuple[Chapter, ...]
    """Without holes from 0 to ``duration_ms``; one an item."""

    cues: tuple[Cue, ...]
    """The transcript in order of time."""

    loudness_lufs: float
    """Integrated loudness (ITU-R BS.1770-4)."""

    true_peak_dbtp: float
    """Highest true peak (ITU-R BS.1770-4, Annex 2)."""

    warnings: tuple[str, ...] = ()
    """Segments that are not as loud as they should be, each in a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A story of an episode, as the feed and the page list it."""

    title: str
    """The headline as read out."""

    pages: tuple[int, ...]
    """The pages it stood on."""

    byline: tuple[str, ...]
    """Its reporters."""

    chapter: int
    """Index of its chapter, from 0."""

    byline_roles: tuple[str, ...] = ()
    """What each reporter is, as long as ``byline``; empty where unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """The short form of an episode for smart speakers: headlines and shortened leads."""

    audio: str
    """File name of its MP3 in the episode's folder."""

    audio_bytes: int
    """Size of the MP3."""

    audio_sha256: str
    """Its hash, in hexadecimal."""

    duration_ms: int
    """Length of the MP3 as decoded."""

    text: str
    """What is said in it, one paragraph a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpusFile:
    """An episode's audio a second time, smaller."""

    audio: str
    """File name in the episode's folder."""

    audio_bytes: int
    """Size of the file."""

    audio_sha256: str
    """Its hash, in hexadecimal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One day's MP3 and all that is published about it; ``episode.json`` holds just this."""

    date: dt.date
    """Date of the edition."""

    paper: str
    """Name of the newspaper."""

    title: str
    """Title in the feed, the date in it."""

    guid: str
    """Never changes for a show, date and edition."""

    audio: str
    """File name of the MP3 in the episode's folder."""

    audio_bytes: int
    """Size of the MP3."""

    audio_sha256: str
    """Its hash, in hexadecimal."""

    duration_ms: int
    """Length of the MP3 as decoded."""

    chapters: tuple[Chapter, ...]
    """Without holes from 0 to the end."""

    cues: tuple[Cue, ...]
    """The transcript in order of time."""

    stories: tuple[Story, ...]
    """In running order."""

    engine: str
    """Name of the engine that spoke it; several joined by ``+``."""

    loudness_lufs: float
    """Integrated loudness of the MP3 (ITU-R BS.1770-4)."""

    true_peak_dbtp: float
    """Highest true peak (ITU-R BS.1770-4, Annex 2)."""

    presenters: tuple[tuple[str, str], ...] = ()
    """Each presenter's file name and the name listeners see."""

    published: dt.datetime | None = None
    """The feed's pubDate: the edition's date at the show's hour, with its offset from UTC."""

    sample: bool = False
    """Whether it was made from the sample edition."""

    warnings: tuple[str, ...] = ()
    """What the producer should know: pages left out, loudness outside its bounds."""

    briefing: Briefing | None = None
    """Its short form; None where none was made."""

    opus: OpusFile | None = None
    """Its audio as Opus; None where none was made."""

    edition: str = ""
    """Name of a further edition of the day; empty for the first one."""

    corrections: tuple[str, ...] = ()
    """What was corrected after it was published, a sentence each, for the notes."""

    corrected: dt.datetime | None = None
    """When other audio took its place last, with its offset from UTC; None where none has."""

    @property
    def key(self) -> str:
        """Names the episode within its show, and its folder: the date, and the edition if any."""
        return day_key(self.date, self.edition)


def day_key(date: dt.date, edition: str = "") -> str:
    """Name one edition of one day, as its folders are called.

    Example:
        >>> day_key(dt.date(2026, 3, 2)), day_key(dt.date(2026, 3, 2), "evening")
        ('2026-03-02', '2026-03-02-evening')
    """
    return f"{date.isoformat()}-{edition}" if edition else date.isoformat()
