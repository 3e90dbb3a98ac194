"""The text of an e-paper's web page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_SUFFIXES = frozenset({".html", ".htm"})
UNSEEN = frozenset({
    "script", "style", "nav", "head", "template", "noscript", "button", "select", "textarea",
    "iframe", "object", "svg", "map", "footer",
})  # fmt: skip
BREAKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption",
    "figure", "header", "hr", "li", "main", "ol", "p", "section", "table", "tbody", "td", "th",
    "tr", "ul",
})  # fmt: skip
HEADINGS = {f"h{level}": level for level in range(1, 7)}
HIDDEN = re.compile(r"display\s{0,9}:\s{0,9}none", re.IGNORECASE)
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u2014-\u2026]")
_NO_TEXT = re.compile(r"[#\s\u3000]*")


def is_webpage(path: Path) -> bool:
    """Whether a file's name says that it is a web page."""
    return path.suffix.lower() in _SUFFIXES


_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_START_CHARS = 1000


def is_html(text: str) -> bool:
    """Whether a text begins as a web page does, whatever its file's name."""
    return _HTML_START.match(text[:_START_CHARS]) is not None


_BETWEEN = re.compile(r"[\s\u3000|｜:：·>》«»<《、-]+")
_MAX_CONTROLS_CHARS, _MAX_BUTTON_CHARS = 200, 5


class _Line:
    """The pieces of one line, and how much of it is links."""

    def __init__(self, mark: str = "", *, listed: bool = False) -> None:
        self.mark = mark
        self.listed = listed
        self.pieces: list[str] = []
        self.linked: list[bool] = []

    def text(self) -> str:
        """Return the line; empty where it holds nothing but what the page is steered with."""
        shown = unfold_lines("".join(self.pieces))
        if not shown or is_control(shown):
            return ""
        texts = [(p.strip(), n) for p, n in zip(self.pieces, self.linked, strict=True) if p.strip()]
        if not self.mark and all(linked or _BETWEEN.fullmatch(p) for p, linked in texts):
            short = all(len(p) <= _MAX_BUTTON_CHARS for p, _ in texts)
            if short or self.listed:
                return ""
        return self.mark + shown


VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "area", "base", "col", "wbr"})


class _Lines:
    """Collects the lines of a web page (a parser target of lxml)."""

    def __init__(self) -> None:
        self.lines = [_Line()]
        self.unseen: list[str] = []
        self.links = 0
        self.items = 0

    def start(self, tag: str, attrs: Mapping[str, str]) -> None:
        if self.unseen:
            # Only what is like the unseen element itself can end it too early.
            self.unseen += [tag] if tag == self.unseen[0] else []
        elif tag in UNSEEN or "hidden" in attrs or HIDDEN.search(attrs.get("style", "")):
            self.unseen += [tag] if tag not in VOID else []
        elif tag == "br" and self.lines[-1].mark:
            self.data(" ")
        elif tag in HEADINGS:
            self.lines.append(_Line("#" * HEADINGS[tag] + " "))
        elif tag in BREAKS:
            self.items += tag == "li"
            self.lines.append(_Line(listed=self.items > 0))
        self.links += tag == "a"

    def end(self, tag: str) -> None:
        self.links -= tag == "a"
        if self.unseen:
            if tag == self.unseen[0]:
                self.unseen.pop()
        elif tag in HEADINGS or (tag in BREAKS and tag != "br"):
            self.items -= tag == "li"
            self.lines.append(_Line(listed=self.items > 0))

    def data(self, data: str) -> None:
        if not self.unseen:
            self.lines[-1].pieces.append(data)
            self.lines[-1].linked.append(self.links > 0)

    def close(self) -> list[str]:
        lines = (line.text() for line in self.lines)
        return [line for line in lines if not _NO_TEXT.fullmatch(line)]


# What an e-paper's page is steered with, and what stands between.
_WORDS = (
    "放大|缩小|默认|朗读|听报|上一[篇版期页]|下一[篇版期页]|首页|返回(?:首页|目录|版面)?|目录|打印|收藏|分享|关闭|复制链接|字[体号]"
    "|版面(?:导航|目录|概览)|标题导航|往期(?:回顾)?|下载|PDF(?:下载|版)?|[大中小]"
)
# Possessive: 返回目录 may be one word or two, and a line of nothing else would be read in 2^n ways.
_CONTROLS = re.compile(rf"(?:(?>{_WORDS})[\s\u3000|｜:：·>》«»<《+-]*+)++")


def is_control(line: str) -> bool:
    """Whether a line is nothing but words that a page is steered with.

    Example:
        >>> is_control("放大 缩小 默认")
        True
    """
    return _CONTROLS.fullmatch(line[:_MAX_CONTROLS_CHARS]) is not None


def unfold_lines(text: str) -> str:
    """Join what the source's own line ends part: Han characters close up, words keep a space."""
    out = ""
    pieces = [piece.strip() for piece in text.splitlines()]
    for piece in filter(None, pieces):
        apart = out and not _WIDE.match(out[-1]) and not _WIDE.match(piece)
        out += f" {piece}" if apart else piece
    return out


def html_text(html: str) -> str:
    """Return the text of an e-paper's web page: a line a paragraph, headings marked with ``#``.

    Scripts, menus, forms and what the page hides are left out; what else is no article is for
    the splitter to tell. Nothing is fetched.

    Example:
        >>> html_text("<h2>石塘大桥通车</h2><p>大桥<b>通车</b>了。</p>").splitlines()
        ['## 石塘大桥通车', '', '大桥通车了。']
    """
    # What the page says of its encoding is no longer true: it was decoded already.
    parser = etree.HTMLParser(
        target=_Lines(), encoding="utf-8", recover=True, no_network=True, huge_tree=True
    )
    parser.feed(html.encode("utf-8", "replace"))
    try:
        lines: list[str] = parser.close()
    except etree.XMLSyntaxError:
        return ""
    return "\n\n".join(lines)
