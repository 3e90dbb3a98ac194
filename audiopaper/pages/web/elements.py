"""A web page's text as blocks, each with the elements that it stands in."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lxml import etree

from audiopaper.pages.web import (
    BREAKS,
    HEADINGS,
    HIDDEN,
    UNSEEN,
    VOID,
    is_control,
    unfold_lines,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_INDENT = re.compile("(?<=[。！？”」）])[ \t\r\n\u00a0]*\u3000{2,}(?=\\S)")
"""Old pages part paragraphs with nothing but the indent of the next one."""

_CENTRED = re.compile(r"text-align\s{0,9}:\s{0,9}center", re.IGNORECASE)
_NO_WORDS = re.compile(r"[\d\s\-/:：.年月日时分()（）\[\]【】·•>»|｜、，#*]*")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_STRONG = frozenset({"b", "strong"})
_FOUNDER = {"founder-title": 1}
"""The title's element in the e-paper system of Founder; it has no heading."""

_OWN_ELEMENTS = frozenset({
    "founder-title", "founder-subtitle", "founder-introtitle", "founder-author",
    "founder-content", "pre", "center", "caption", "body", "tfoot", "thead", "form", "fieldset",
    "details", "summary", "hgroup",
})  # fmt: skip
"""Elements that begin a block here, and not in the text of a whole page."""


@dataclass(slots=True)
class Node:
    """An element that begins a block of its own; the blocks that it holds stand together."""

    tag: str
    names: str
    """Its class, id and item property, in lower case, parts of a name separated."""

    parent: int
    """Position of the element around it; -1 for the outermost."""

    centred: bool
    first: int
    """Position of its first block."""

    end: int = 0
    """Position behind its last block."""


@dataclass(frozen=True, slots=True)
class WebBlock:
    """A line of text as a browser would lay it out."""

    text: str
    node: int
    """Position of the innermost element that it stands in."""

    linked_chars: int
    """How many of its characters are links."""

    linked: bool
    """Whether all of it is a link, but for a date or a number."""

    level: int
    """Level of the heading that it is, 1 the highest; 0 for none."""

    strong: bool
    """Whether all of it is set bold."""

    after_picture: bool
    """Whether nothing but space stands between a picture and it."""


@dataclass(slots=True)
class WebDocument:
    """The blocks of a web page, and what it says of itself."""

    nodes: list[Node] = field(default_factory=list)
    blocks: list[WebBlock] = field(default_factory=list)
    page_title: str = ""
    """``<title>``, which often names the site too."""

    titles: list[str] = field(default_factory=list)
    """Titles of the article alone: ``og:title``, JSON-LD ``headline``."""

    summary: str = ""
    """``description``: often the first sentence."""

    bodies: list[str] = field(default_factory=list)
    """JSON-LD ``articleBody``."""

    authors: list[str] = field(default_factory=list)
    """JSON-LD ``author``, or ``<meta name="author">``."""

    signatures: dict[int, str] = field(default_factory=dict)
    """Text whose element is named for an author, by the position of its block."""

    anchors: int = 0
    """How many links it has, those without text too."""

    kind: str = ""
    """``og:type``, or the type in JSON-LD, in lower case."""

    def parents(self, node: int) -> Iterator[Node]:
        """Yield an element and those around it, the innermost first; at most 60."""
        for _ in range(60):
            if node < 0:
                return
            yield self.nodes[node]
            node = self.nodes[node].parent


def read_document(html: str) -> WebDocument:
    """Read a web page that was decoded already; what it hides is left out."""
    reader = _Reader()
    parser = etree.HTMLParser(
        target=reader, encoding="utf-8", recover=True, no_network=True, huge_tree=True
    )
    parser.feed(html.encode("utf-8", "replace"))
    try:
        document: WebDocument = parser.close()
    except etree.XMLSyntaxError:
        return WebDocument()
    return document


_MAX_META_CHARS = 1000
_MAX_TITLES = 8
_META_TITLES = frozenset({"og:title", "twitter:title", "articletitle", "article:title"})
_INLINE = frozenset({"span", "a", "em", "i", "cite", "address"})


class _Reader:
    """Collects blocks (a parser target of lxml)."""

    def __init__(self) -> None:
        self.document = WebDocument(nodes=[Node("html", "", -1, False, 0)])
        self.open = [("html", 0)]
        self.unseen: list[str] = []
        self.captured: list[str] = []
        self.capture = ""
        self.pieces: list[tuple[str, bool, bool]] = []
        self.links = self.strong = self.level = 0
        self.picture = self.pictured = False
        self.signing: list[str] = []

    def start(self, tag: str, attrs: Mapping[str, str]) -> None:
        if tag == "meta":
            self._meta(attrs)
        elif tag == "title" and not self.document.page_title:
            self.capture, self.captured = "title", []
        elif tag == "script" and "ld+json" in attrs.get("type", "").lower():
            self.capture, self.captured = "script", []
        if self.unseen:
            self.unseen += [tag] if tag == self.unseen[0] else []
        elif (tag in UNSEEN and tag != "head") or _is_hidden(attrs):
            self.unseen += [tag] if tag not in VOID else []
        elif tag == "img":
            self.pictured = bool("".join(piece for piece, *_ in self.pieces).strip())
            self.picture = self.picture or not self.pictured
        elif tag == "br" or tag == "hr":
            if self.level:
                self.pieces.append((" ", False, True))
            else:
                self._flush()
        elif tag in BREAKS or tag in HEADINGS or tag in _OWN_ELEMENTS:
            self._flush()
            self._open(tag, attrs)
        elif tag in _INLINE and not self.signing and _is_signature(attrs):
            self.signing = [tag]
        self.links += tag == "a"
        self.document.anchors += tag == "a" and "href" in attrs
        self.strong += tag in _STRONG

    def _open(self, tag: str, attrs: Mapping[str, str]) -> None:
        raw = " ".join(attrs.get(name, "") for name in ("class", "id", "itemprop"))[:200]
        centred = attrs.get("align", "").lower() == "center" or tag == "center"
        centred = centred or bool(_CENTRED.search(attrs.get("style", "")))
        nodes = self.document.nodes
        names = _CAMEL.sub("-", raw).lower()
        nodes.append(Node(tag, names, self.open[-1][1], centred, len(self.document.blocks)))
        self.open.append((tag, len(nodes) - 1))
        self.level = HEADINGS.get(tag, _FOUNDER.get(tag, self.level))

    def end(self, tag: str) -> None:
        if self.capture == tag:
            self._captured()
        self.links -= tag == "a" and self.links > 0
        self.strong -= tag in _STRONG and self.strong > 0
        if self.signing and tag == self.signing[0]:
            name = "".join(self.signing[1:]).strip()
            self.signing = []
            if name:
                self.document.signatures.setdefault(len(self.document.blocks), name)
        if self.unseen:
            if tag == self.unseen[0]:
                self.unseen.pop()
        elif self.open[-1][0] == tag and len(self.open) > 1:
            self._flush()
            self._close()

    def _close(self) -> None:
        tag, number = self.open.pop()
        self.document.nodes[number].end = len(self.document.blocks)
        if tag in HEADINGS or tag in _FOUNDER:
            self.level = 0

    def data(self, data: str) -> None:
        if self.capture:
            self.captured.append(data)
        if self.signing:
            self.signing.append(data)
        if not self.unseen and self.capture != "title":
            self.pieces.append((data, self.links > 0, self.strong > 0))

    def close(self) -> WebDocument:
        self._flush()
        while self.open:
            self._close()
        return self.document

    def _flush(self) -> None:
        pieces, self.pieces = self.pieces, []
        texts = [(piece.strip(), linked, strong) for piece, linked, strong in pieces]
        texts = [row for row in texts if row[0]]
        if not texts:
            return
        linked_chars = sum(len(text) for text, linked, _ in texts if linked)
        rest = "".join(text for text, linked, _ in texts if not linked)
        linked = linked_chars > 0 and (
            len(rest) * 9 <= linked_chars or _NO_WORDS.fullmatch(rest) is not None
        )
        strong = all(strong for *_, strong in texts)
        shown = "".join(piece for piece, *_ in pieces)
        preformatted = self.document.nodes[self.open[-1][1]].tag == "pre"
        for part in shown.splitlines() if preformatted else _INDENT.split(shown):
            text = unfold_lines(part)
            if not text or is_control(text):
                continue
            self.document.blocks.append(
                WebBlock(
                    text=text,
                    node=self.open[-1][1],
                    linked_chars=min(linked_chars, len(text)),
                    linked=linked,
                    level=self.level,
                    strong=strong,
                    after_picture=self.picture,
                )
            )
            self.picture = False
        self.picture, self.pictured = self.picture or self.pictured, False

    def _meta(self, attrs: Mapping[str, str]) -> None:
        name = (attrs.get("property") or attrs.get("name") or "").lower()
        content = " ".join(attrs.get("content", "")[:_MAX_META_CHARS].split())
        if not content:
            return
        if name in _META_TITLES and len(self.document.titles) < _MAX_TITLES:
            self.document.titles.append(content)
        elif name in ("og:description", "description"):
            self.document.summary = self.document.summary or content
        elif name in ("author", "article:author"):
            self.document.authors.append(content)
        elif name == "og:type":
            self.document.kind = content.lower()

    def _captured(self) -> None:
        text, name = "".join(self.captured), self.capture
        self.capture, self.captured = "", []
        if name == "title":
            self.document.page_title = " ".join(text[:_MAX_META_CHARS].split())
            return
        try:
            linked_data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            return
        _read_linked_data(linked_data, self.document)


_SIGNATURE = re.compile(
    r"(?:^|[\s_-])(?:authors?|byline|zuozhe|writer|reporter)(?:[\s_-]?name)?(?:$|\s)"
)


def _is_signature(attrs: Mapping[str, str]) -> bool:
    names = " ".join(attrs.get(name, "") for name in ("class", "id", "rel", "itemprop"))
    return _SIGNATURE.search(names[:200].lower()) is not None


def _is_hidden(attrs: Mapping[str, str]) -> bool:
    return "hidden" in attrs or HIDDEN.search(attrs.get("style", "")) is not None


def _read_linked_data(linked_data: Any, document: WebDocument) -> None:
    rows = linked_data if isinstance(linked_data, list) else [linked_data]
    rows += [row for r in rows if isinstance(r, dict) for row in _as_list(r.get("@graph"))]
    for row in rows[:50]:
        kind = str(row.get("@type", "")).lower() if isinstance(row, dict) else ""
        if "article" not in kind and "posting" not in kind:
            continue
        document.kind = document.kind or kind
        for key, into in (("headline", document.titles), ("articleBody", document.bodies)):
            if isinstance(row.get(key), str) and row[key].strip():
                into.append(row[key] if into is document.bodies else row[key][:_MAX_META_CHARS])
        for author in _as_list(row.get("author")):
            name = author.get("name") if isinstance(author, dict) else author
            if isinstance(name, str):
                document.authors.append(name)


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def bare(text: str) -> str:
    """Return a text's letters and digits alone, to compare titles and sentences by."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(char for char in folded if char.isalnum())
