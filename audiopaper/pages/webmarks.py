"""The parts of a web page's article: head, bylines, paragraphs, headings, captions, credits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.model import LineRole
from audiopaper.pages.dating import line_date
from audiopaper.pages.webblocks import bare
from audiopaper.pages.webbody import LEGAL, PROMPT, is_boilerplate, is_end_line, prose_chars
from audiopaper.pages.weblines import TIME, author_of, is_editors, is_info, is_reporters, is_source
from audiopaper.pages.webtitle import is_no_headline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audiopaper.pages.webblocks import Node, WebBlock, WebDocument


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A line of a web page and what its mark-up says that it is."""

    text: str
    role: LineRole


@dataclass(frozen=True, slots=True)
class Extent:
    """Where an article stands among the blocks of its page."""

    headline: str
    first: int
    """The headline's block; -1 where the title stands in no block."""

    behind: int
    """Position behind the headline."""

    begin: int
    """First block of the body."""

    end: int
    """Position behind the body."""


def mark_article(
    document: WebDocument, extent: Extent, suspect: Sequence[bool]
) -> list[MarkedLine]:
    """Give an article's lines with their roles; what stands round the article is left out."""
    last = _last_text(document, extent, suspect)
    lines = [
        *_running_head(document, extent),
        *_above_headline(document, extent),
        MarkedLine(extent.headline, "headline"),
    ]
    head, text = _below_headline(document, extent, suspect)
    lines += head
    lines += _body(document, extent, suspect, (text, last))
    lines += _credits(document.blocks[last : extent.end + _CREDITS_BEHIND])
    signed = any(line.role == "byline" for line in lines)
    texts = [line.text for line in lines if line.role == "text"]
    if not signed and not (texts and _REPORTED.search(texts[0][:60] + texts[-1][-40:])):
        author = stated_author(document)
        at = max(n for n, x in enumerate(lines, 1) if x.role in ("headline", "subhead"))
        lines[at:at] = [MarkedLine(author, "byline")] if author else []
    return lines


_CREDITS_BEHIND = 8
_PAGE_LINE = re.compile(r"第?\s?[A-Z]{0,2}\d{1,3}\s?版(?:\s?[:：]?\s?[\u4e00-\u9fff·]{0,10})?")
_TODAY = re.compile(r"今天是|今日是|现在是|天气|℃")


def _running_head(document: WebDocument, extent: Extent) -> Iterator[MarkedLine]:
    """Give the page number and the date that an e-paper prints above its article.

    Other sites show the day on which the page was opened.
    """
    above = document.blocks[: max(extent.first, 0)]
    paged = any(_PAGE_LINE.search(block.text) for block in above)
    if not paged and not _E_PAPER.search(document.page_title):
        return
    numbers = {b.text for b in above if not b.linked_chars and _PAGE_LINE.fullmatch(b.text)}
    dates = {block.text for block in above if _is_date_line(block.text)}
    for texts in (numbers, dates):
        if len(texts) == 1:
            yield MarkedLine(texts.pop(), "furniture")


def _is_date_line(text: str) -> bool:
    if len(text) > _MAX_SUBHEAD_CHARS or _TODAY.search(text):
        return False
    found = line_date(text)
    return found is not None and found[1] > 0 and found[2] <= _MAX_DATE_REST_CHARS


_MAX_DATE_REST_CHARS = 16
_E_PAPER = re.compile(r"数字报|电子报|电子版|多媒体报|数字版")


_REPORTED = re.compile(r"记者|通讯员|作者|本报评论员")


def stated_author(document: WebDocument) -> str:
    """Give the author that the document states, where it is the name of a person."""
    for author in document.authors:
        name = author.strip()
        if re.fullmatch(r"[\u4e00-\u9fff·]{2,4}", name) and not _NO_PERSON.search(name):
            return f"作者：{name}"
    return ""


_NO_PERSON = re.compile(
    r"网|报|社|台|编辑|管理|作者|记者|小编|新闻|频道|部$|局$|办$|转载|佚名|原创"
)
_KICKER = re.compile(
    r"(?:^|[\s_-])(?:kicker|yinti|yt|intro-?title|pre-?title|jianti|shoulder|founder-introtitle|introduction-?title|zhu?yinti|eyebrow)(?:$|[\s_-])"
)
_SUBHEAD = re.compile(
    r"(?:^|[\s_-])(?:sub-?(?:title|head(?:line)?|tit)|fu-?(?:ti|biaoti|title)|futi|ft|second-?title|small-?title|founder-subtitle|sub)(?:$|[\s_-])"
)
_AUTHOR = re.compile(
    r"(?:^|[\s_-])(?:authors?|byline|zuozhe|writer|reporter|founder-author)(?:$|[\s_-])"
)
_ABSTRACT = re.compile(
    r"(?:^|[\s_-])(?:summary|abstract|digest|zhaiyao|daodu|lead-?in|desc(?:ription)?|guide|intro)(?:$|[\s_-])"
)
_ABSTRACT_LABEL = re.compile(
    r"^[【\[]?(?:摘\s*要|导\s*读|内容(?:提要|摘要|导读)|核心提示|提要)\s*[】\]]?\s*[：:】\]]"
)
_CRUMBS = re.compile(r"[>›»]|当前位置|所在位置|现在位置|首页")


def _names(document: WebDocument, block: WebBlock, depth: int = 2) -> str:
    chain = document.parents(block.node)
    return " ".join(
        f"{node.tag} {node.names}" for node, _ in zip(chain, range(depth), strict=False)
    )


def _above_headline(document: WebDocument, extent: Extent) -> list[MarkedLine]:
    if extent.first < 1:
        return []
    block, head = document.blocks[extent.first - 1], document.blocks[extent.first]
    text = block.text
    if (
        block.linked
        or not 4 <= len(text) <= _MAX_KICKER_CHARS
        or is_info(text)
        or is_no_headline(text)
        or _CRUMBS.search(text)
        or is_end_line(text)
        or bare(text) == bare(extent.headline)
    ):
        return []
    near = document.nodes[block.node].parent == document.nodes[head.node].parent
    marked = _KICKER.search(_names(document, block)) or (near and block.level and head.level)
    return [MarkedLine(text, "kicker")] if marked or _is_same_row(document, block, head) else []


_MAX_KICKER_CHARS = 50


def _is_same_row(document: WebDocument, block: WebBlock, head: WebBlock) -> bool:
    """Whether a line is centred in a table as the headline below or above it is."""
    here, there = _cell(document, block), _cell(document, head)
    if here is None or there is None or not (here.centred and there.centred):
        return False
    return document.nodes[here.parent].parent == document.nodes[there.parent].parent


def _cell(document: WebDocument, block: WebBlock) -> Node | None:
    chain = zip(document.parents(block.node), range(3), strict=False)
    return next((node for node, _ in chain if node.tag == "td"), None)


def _below_headline(
    document: WebDocument, extent: Extent, suspect: Sequence[bool]
) -> tuple[list[MarkedLine], int]:
    """Read what stands between the headline and the first paragraph.

    Returns:
        Subheads, bylines, and lines of time and source; and the position of the first paragraph.
    """
    lines: list[MarkedLine] = []
    head = document.blocks[max(extent.first, 0)]
    number = extent.behind
    while number < extent.end:
        block = document.blocks[number]
        inside = number >= extent.begin
        role = _head_role(document, block, head, inside=inside)
        if role == "text":
            if inside:
                break
            role = ""
        if bare(block.text) == bare(extent.headline) or (
            block.linked and not block.level and role != "furniture"
        ):
            role = ""
        if suspect[number] and role == "subhead":
            role = ""
        if role == "byline":
            lines.append(MarkedLine(_as_byline(block.text), "byline"))
        elif role == "furniture":
            author = author_of(block.text) or _signature(document, number)
            lines += [MarkedLine(author, "byline")] if author and author != block.text else []
            if author or TIME.search(block.text) or _LABEL_MARK.search(block.text):
                lines.append(MarkedLine(block.text, "furniture"))
        elif role:
            lines.append(MarkedLine(block.text, role))
        number += 1
    subheads = [line for line in lines if line.role == "subhead"][:2]
    bylines = list(dict.fromkeys(line for line in lines if line.role == "byline"))
    return [*subheads, *bylines, *(x for x in lines if x.role == "furniture")], number


_LABEL_MARK = re.compile(r"[\u4e00-\u9fff]\s?[：:]\s?[\u4e00-\u9fffA-Za-z]")


def _signature(document: WebDocument, number: int) -> str:
    """Give the author whom a part of a line is named for, as a byline; empty for none."""
    name = document.signatures.get(number, "")
    return _as_byline(name) if _IS_NAMES.fullmatch(name) and not _NO_PERSON.search(name) else ""


def _as_byline(text: str) -> str:
    name = text.strip("（）() \u3000")
    return f"作者：{name}" if re.fullmatch(r"[\u4e00-\u9fff·]{2,4}", name) else text


def _head_role(document: WebDocument, block: WebBlock, head: WebBlock, *, inside: bool) -> LineRole:
    """Give the role of a line between headline and body; ``text`` where the body begins."""
    text, names = block.text, _names(document, block)
    if _SUBHEAD.search(names) and len(text) <= _MAX_SUBHEAD_CHARS and not is_info(text):
        return "subhead"
    if (
        is_reporters(text)
        or _WRITES.match(text)
        or (_AUTHOR.search(names) and _IS_NAMES.fullmatch(text))
    ):
        return "byline"
    if is_info(text) or is_editors(text) or is_source(text):
        return "furniture"
    if _ABSTRACT.search(names) or _ABSTRACT_LABEL.search(text):
        return "" if not inside or _ABSTRACT_LABEL.search(text) else "text"
    if PROMPT.search(text) or is_end_line(text):
        return ""
    if len(bare(text)) <= _MAX_BADGE_CHARS and not (block.strong or block.level):
        return "" if not _NUMBER.fullmatch(text) else "text"
    if not inside and len(text) <= _MAX_SUBHEAD_CHARS:
        near = document.nodes[block.node].parent == document.nodes[head.node].parent
        if (block.level and head.level and near) or _is_same_row(document, block, head):
            return "subhead" if not _IS_NAMES.fullmatch(text) else "byline"
    return "text"


_MAX_SUBHEAD_CHARS = 60
_MAX_BADGE_CHARS = 3
_WRITES = re.compile(
    r"[（(●■▲\s]{0,3}(?:执笔|撰文|采写|文字|文|文/图|图/文|作者|记者)\s?[/／|｜丨：:]\s?[^。！？]{2,40}$"
)
_IS_NAMES = re.compile(
    r"[（(]?(?:(?:本报|本网)?(?:记者|通讯员|作者)[\s\u3000：:/]*)?[\u4e00-\u9fff·]{2,4}(?:[\s\u3000、]+[\u4e00-\u9fff·]{2,4}){0,4}[）)]?"
)


def _last_text(document: WebDocument, extent: Extent, suspect: Sequence[bool]) -> int:
    """Give the position behind the last paragraph: what follows is no more the article."""
    blocks = document.blocks
    prose = [
        0 if suspect[n] or blocks[n].linked else prose_chars(blocks[n])
        for n in range(extent.begin, extent.end)
    ]
    end, read, left = extent.end, 0, sum(prose)
    for number in range(extent.begin, extent.end):
        chars = prose[number - extent.begin]
        block = blocks[number]
        ends = is_end_line(block.text) or is_editors(block.text)
        if (
            ends
            and read >= _MIN_READ_CHARS
            and (left < read * 0.3 or _is_apart(blocks, number, extent))
        ):
            end = number
            break
        read, left = read + chars, left - chars
    while end > extent.begin and _is_trailing(blocks[end - 1], suspect[end - 1]):
        end -= 1
    return end


_MIN_READ_CHARS = 40


def _is_apart(blocks: Sequence[WebBlock], number: int, extent: Extent) -> bool:
    """Whether what follows a line is links, or texts each below a link."""
    following = blocks[number + 1 : extent.end]
    links = sum(block.linked and len(bare(block.text)) >= 6 for block in following)
    return links > 0 and links * 3 >= 2 * sum(prose_chars(block) > 0 for block in following)


def _is_trailing(block: WebBlock, suspect: bool) -> bool:
    text = block.text
    if suspect or block.linked or is_boilerplate(text) or is_end_line(text):
        return True
    if is_editors(text) or is_source(text) or is_info(text) or _NOTE.fullmatch(text):
        return True
    return len(bare(text)) <= 2 or (bool(block.level) and len(text) <= 12)


_NOTE = re.compile(
    r"[（(]?(?:文中|本文|配|封面|部分|以上)?(?:图片?|视频|资料|素材)[^。]{0,8}(?:来自|来源|源自|均为|均来自)[^。]{0,20}[）)]?。?|[（(]?(?:完|全文完|本文完|END|end)[）)]?|[-—\s]*(?:END|end|完)[-—\s]*"
)


def _credits(blocks: Sequence[WebBlock]) -> Iterator[MarkedLine]:
    """Give the lines below an article that say who edited it and where it came from."""
    for block in blocks:
        if is_editors(block.text) or (is_source(block.text) and not block.linked):
            yield MarkedLine(block.text, "furniture")


def _body(
    document: WebDocument, extent: Extent, suspect: Sequence[bool], span: tuple[int, int]
) -> Iterator[MarkedLine]:
    blocks = document.blocks
    shown = [
        n
        for n in range(*span)
        if not suspect[n]
        and not _is_noise(blocks[n])
        and bare(blocks[n].text) != bare(extent.headline)
    ]
    bold = sum(blocks[n].strong for n in shown) * 5 > len(shown) * 2
    for at, number in enumerate(shown):
        block = blocks[number]
        following = [blocks[n] for n in shown[at + 1 : at + 4]]
        yield MarkedLine(block.text, _body_role(document, block, following, all_bold=bold))


def _is_noise(block: WebBlock) -> bool:
    """Whether a line between paragraphs is none: a link, a prompt, a heading of related links."""
    text = block.text
    if block.linked and not (block.level and prose_chars(block)):
        return True
    if PROMPT.search(text) or is_end_line(text) or _PAGES.fullmatch(text):
        return True
    return len(text) <= 60 and "。" not in text and LEGAL.search(text) is not None


_PAGES = re.compile(
    r"[【\[（(]?\s?(?:第?\d{1,2}页?|[上下]一页|首页|尾页|末页|全文)(?:[】\])）\s|/共]+(?:第?\d{1,2}页?|[上下]一页|首页|尾页|末页|全文))+[】\])）]?"
)
_CAPTION_NAMES = re.compile(
    r"figcaption|caption|pic-?text|pic-?(?:desc|intro|info|title|note)|img-?(?:desc|title|note|info|alt)|photo-?(?:desc|info|note)|image-?(?:desc|title|note)|tu-?(?:shuo|zhu)|f-?pictext"
)
_CAPTION = re.compile(
    r".{2,120}(?:摄影?|供图|图[/／]\S{2,12}|制图|资料图片?|资料照片|图片来源.{0,16}|[/／\s]图|效果图|示意图|截图"
    r"|(?:图|图片|照片)由.{0,16}提供|合影)[）)\]】。]?"
)
_MAX_CAPTION_CHARS = 110


def _body_role(
    document: WebDocument, block: WebBlock, following: Sequence[WebBlock], *, all_bold: bool
) -> LineRole:
    text = block.text
    if len(text) <= _MAX_CAPTION_CHARS:
        if _CAPTION_NAMES.search(_names(document, block)):
            return "caption"
        if block.after_picture and _CAPTION.fullmatch(text):
            return "caption"
    if is_editors(text) or is_source(text) or _NOTE.fullmatch(text):
        return "furniture"
    goes_on = any(not (b.strong or b.level) and len(b.text) > len(text) for b in following)
    if not goes_on or len(text) > _MAX_HEADING_CHARS or text.startswith("—"):
        return "text"
    if text.rstrip("”’」』）) ").endswith(tuple("。，；、！!…~～")):
        return "text"
    if block.level or (block.strong and not all_bold) or _NUMBER.fullmatch(text):
        return "heading"
    return "text"


_MAX_HEADING_CHARS = 40
_NUMBER = re.compile(
    r"(?:No\.?|PART|Part)?\s?0?\d{1,2}[.、]?|[一二三四五六七八九十]{1,2}、?|[（(][一二三四五六七八九十\d]{1,2}[）)]"
)
