"""What the splitter decided without being sure: roles, links between lines, dropped copies."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Protocol

from audiopaper.doubts.doubt import TextDoubt
from audiopaper.marked_text import mark_text
from audiopaper.model import Copy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from audiopaper.model import Edition, LineRange, Link, Repair, SplitEdition

MIN_ROLE_SURE = 0.6
MIN_LINK_SURE = 0.6

_SHOWN_CHARS = 24
_SHOWN_ENDS = 10
_MIN_COPY_CHARS = 8
_SHINGLE_CHARS = 8
# 副局长 is another man than 局长.
_DEPUTY, _OFFICE_CHARS = "副代原前", 2
_MIN_ALIKE_CHARS = 4
_SET_APART = re.compile(r"[\s\u3000，。：；、！？“”‘’（）()]+")

# What an editor calls a role; roles that sound the same on air share a name.
_ROLES: Mapping[str, str] = {
    "kicker": "标题",
    "headline": "标题",
    "subhead": "标题",
    "byline": "署名",
    "closing": "署名",
    "lede": "正文",
    "text": "正文",
    "heading": "文内小标题",
    "caption": "图片说明",
    "jump_out": "转版行",
    "jump_in": "转版行",
    "furniture": "版面文字（不播）",
}


class DecidedLine(Protocol):
    """A line with the role that it was given, and how sure that is."""

    @property
    def page(self) -> int:
        """Page number."""

    @property
    def line(self) -> int:
        """Line number, counted from 1."""

    @property
    def text(self) -> str:
        """The line as printed."""

    @property
    def role(self) -> str:
        """What it was taken for: one of the splitter's roles."""

    @property
    def confidence(self) -> float:
        """Probability of that role."""

    @property
    def others(self) -> tuple[tuple[str, float], ...]:
        """Other roles, each with its probability."""


def find_doubtful_roles(lines: Iterable[DecidedLine]) -> Iterator[TextDoubt]:
    """Find lines whose part in the page is not clear: headline or text, caption or text."""
    for line in lines:
        shares: dict[str, float] = {}
        for role, share in ((line.role, line.confidence), *line.others):
            name = _ROLES[role]
            shares[name] = shares.get(name, 0.0) + share
        taken = _ROLES[line.role]
        rest = sorted(((p, n) for n, p in shares.items() if n != taken), reverse=True)
        if shares[taken] >= MIN_ROLE_SURE or not rest:
            continue
        yield TextDoubt(
            kind="role",
            page=line.page,
            line=line.line,
            text=mark_text("", _short(line.text), ""),
            done=f"看作{taken}",
            other="或是" + "、".join(f"{name}（{share:.0%}）" for share, name in rest[:2]),
            sure=round(shares[taken], 2),
        )


def find_doubtful_heads(split: SplitEdition) -> Iterator[TextDoubt]:
    """Find heads of two lines of which the page does not tell which is the headline."""
    for article in split.articles:
        texts = [getattr(article, part) for part in article.head_order]
        lines = [part for part in article.head if part.role != "byline"]
        if not texts or not lines:
            continue
        other = next((text for text in texts if text != article.headline), "")
        chance = max((part.headline_chance for part in lines), default=0.0)
        yield TextDoubt(
            kind="head",
            page=lines[0].source.page,
            line=lines[0].source.start,
            text="".join(mark_text("", _short(text), "") for text in texts),
            done=f"两行照印的次序一起读，章节名用“{_short(article.headline)}”",
            other=f"或是“{_short(other)}”为标题",
            sure=round(chance, 2),
            article=article.id,
        )


def find_doubtful_links(split: SplitEdition, edition: Edition) -> Iterator[TextDoubt]:
    """Find lines of which it is not clear where their sentence goes on."""
    printed = {page.number: page.lines for page in edition.pages}

    def text_of(source: LineRange) -> str:
        lines = printed.get(source.page, ())
        return "".join(text.strip() for text in lines[source.start - 1 : source.end])

    heads = {
        (part.source.page, part.source.start) for article in split.articles for part in article.head
    }
    for link in split.links:
        # That a headline ends without a stop is no sign of a tear.
        in_head = link.successor is None and (link.line.page, link.line.start) in heads
        if link.probability >= MIN_LINK_SURE or in_head:
            continue
        upper = text_of(link.line)
        lower = "" if link.successor is None else text_of(link.successor)[:_SHOWN_ENDS]
        done = (
            f"接到{_where(link.successor)}“{lower}”"
            if link.successor is not None
            else "看作到此中断"
        )
        yield TextDoubt(
            kind="link",
            page=link.line.page,
            line=link.line.end,
            text=mark_text(upper[-2 * _SHOWN_ENDS : -_SHOWN_ENDS], upper[-_SHOWN_ENDS:], lower),
            done=done,
            other=_other_link(link, text_of),
            sure=round(link.probability, 2),
        )


def _other_link(link: Link, text_of: _TextOf) -> str:
    if link.other is None:
        return "或是到此中断" if link.successor is not None else "或另有下半截"
    text = text_of(link.other)[:_SHOWN_ENDS]
    return f"或接到{_where(link.other)}“{text}”（{link.other_probability:.0%}）"


def find_differing_copies(split: SplitEdition) -> Iterator[TextDoubt]:
    """Find passages that were dropped as copies though their words differ from what was kept."""
    listed = {(copy.line.page, copy.line.start) for copy in split.copies}
    for copy in split.copies:
        yield from _compare(copy, "")
    repairs = [("", repair) for repair in split.repairs]
    repairs += [(article.id, repair) for article in split.articles for repair in article.repairs]
    for article, repair in repairs:
        source = repair.source
        if repair.rule.drops_copy and (source.page, source.start) not in listed:
            original = _original_of(repair, split)
            if original is not None:
                yield from _compare(original, article)


def _compare(copy: Copy, article: str) -> Iterator[TextDoubt]:
    """Yield a doubt if a dropped passage has words that the original has not."""
    dropped, original = _bare(copy.text), _bare(copy.original_text)
    if len(dropped) < _MIN_COPY_CHARS:
        return
    ours, theirs = _differences(dropped, original)
    if not ours:
        return
    yield TextDoubt(
        kind="copy",
        page=copy.line.page,
        line=copy.line.start,
        text=_marked(copy.text, dropped, ours),
        done=f"当作重复删去，保留{_where(copy.original)}",
        other=f"两段用词不同：此处“{_short(ours)}”，保留的是“{_short(theirs)}”；或是另一段话",
        sure=0.5,
        article=article,
    )


def _original_of(repair: Repair, split: SplitEdition) -> Copy | None:
    """Return the paragraph with the same text as a dropped passage, or None if there is none."""
    dropped = _bare(repair.dropped)
    paragraphs = [
        paragraph
        for article in split.articles
        if repair.source.page in article.pages
        for paragraph in article.paragraphs
    ]
    best = max(paragraphs, key=lambda p: _shared(dropped, _bare(p.text)), default=None)
    if best is None or not _shared(dropped, _bare(best.text)):
        return None
    return Copy(
        line=repair.source,
        original=best.sources[0],
        text=repair.dropped,
        original_text="".join(p.text for p in paragraphs if dropped in _bare(p.text)) or best.text,
    )


def _shared(dropped: str, original: str) -> int:
    """Count the places of a passage that stand in another one too, in runs of some characters."""
    runs = range(max(1, len(dropped) - _SHINGLE_CHARS + 1))
    return sum(dropped[at : at + _SHINGLE_CHARS] in original for at in runs)


def _differences(dropped: str, original: str) -> tuple[str, str]:
    """Return the longest run in which a passage differs from another, and the other's text there.

    Example:
        >>> _differences("主任苏承平说", "副主任苏承平说")
        ('主任', '副主任')
    """
    at = original.find(dropped)
    if at > 0 and original[at - 1] in _DEPUTY:
        return dropped[:_OFFICE_CHARS], original[at - 1 : at + _OFFICE_CHARS]
    if at >= 0:
        return "", ""
    runs = _runs(dropped, original)
    if not runs:
        return "", ""
    first, last, there, behind = max(runs, key=lambda run: max(run[1] - run[0], 1))
    if first == last:
        return dropped[first : first + _OFFICE_CHARS], original[there : behind + _OFFICE_CHARS]
    return dropped[first:last], original[there:behind]


def _runs(dropped: str, original: str) -> list[tuple[int, int, int, int]]:
    """List the runs in which two texts differ; what is alike by chance between two is part of one.

    Returns:
        Of each run its offsets in the first and in the second text. What only the second one has
        before and behind the first is left out.
    """
    runs: list[tuple[int, int, int, int]] = []
    matcher = difflib.SequenceMatcher(None, dropped, original, autojunk=False)
    for kind, first, last, there, behind in matcher.get_opcodes():
        if kind == "equal" or (kind == "insert" and first in (0, len(dropped))):
            continue
        if runs and first - runs[-1][1] < _MIN_ALIKE_CHARS:
            runs[-1] = (runs[-1][0], last, runs[-1][2], behind)
        else:
            runs.append((first, last, there, behind))
    return runs


def _marked(printed: str, bare: str, part: str) -> str:
    """Show a passage's beginning, or its other words where they stand further behind."""
    at = printed.find(part)
    if at < 0:
        at = bare.find(part)
        printed = bare
    before, behind = printed[max(0, at - _SHOWN_ENDS) : at], printed[at + len(part) :]
    return mark_text(before, _short(part), behind[:_SHOWN_ENDS])


def _bare(text: str) -> str:
    return _SET_APART.sub("", text)


def _where(source: LineRange | None) -> str:
    return f"第{source.page}版第{source.start}行" if source is not None else ""


def _short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= _SHOWN_CHARS else f"{text[:_SHOWN_CHARS]}…"


class _TextOf(Protocol):
    def __call__(self, source: LineRange) -> str: ...
