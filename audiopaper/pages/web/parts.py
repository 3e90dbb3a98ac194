"""The parts of a web page's article: paragraphs, headings, captions, credits."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.pages.web.body import LEGAL, PROMPT, is_boilerplate, is_end_line, prose_chars
from audiopaper.pages.web.elements import bare
from audiopaper.pages.web.head import (
    Extent,
    MarkedLine,
    above_headline,
    below_headline,
    element_names,
    running_head,
    stated_author,
)
from audiopaper.pages.web.service_lines import (
    SECTION_NUMBER,
    TIME,
    is_editors,
    is_info,
    is_reporters,
    is_source,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audiopaper.model import LineRole
    from audiopaper.pages.web.elements import WebBlock, WebDocument


_CREDITS_BEHIND = 8
_REPORTED = re.compile(r"记者|通讯员|作者|本报评论员")


def mark_article(
    document: WebDocument, extent: Extent, suspect: Sequence[bool]
) -> list[MarkedLine]:
    """Return an article's lines with their roles; what stands round the article is left out."""
    last = _last_text(document, extent, suspect)
    lines = [
        *running_head(document, extent),
        *above_headline(document, extent),
        MarkedLine(extent.headline, "headline"),
    ]
    head, text = below_headline(document, extent, suspect)
    lines += head
    body = list(_body(document, extent, suspect, (text, last)))
    pictures_only = all(line.role != "text" for line in body)
    lines += [replace(x, role="text") if pictures_only else x for x in body]
    lines += _credits(document.blocks[last : extent.end + _CREDITS_BEHIND])
    signed = any(line.role == "byline" for line in lines)
    texts = [line.text for line in lines if line.role == "text"]
    if not signed and not (texts and _REPORTED.search(texts[0][:60] + texts[-1][-40:])):
        author = stated_author(document)
        at = max(n for n, x in enumerate(lines, 1) if x.role in ("headline", "subhead"))
        lines[at:at] = [MarkedLine(author, "byline")] if author else []
    return lines


_MIN_READ_CHARS = 40


def _last_text(document: WebDocument, extent: Extent, suspect: Sequence[bool]) -> int:
    """Return the position behind the last paragraph: what follows is no more the article."""
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


def _is_apart(blocks: Sequence[WebBlock], number: int, extent: Extent) -> bool:
    """Whether what follows a line is links, or texts each below a link."""
    following = blocks[number + 1 : extent.end]
    links = sum(block.linked and len(bare(block.text)) >= 6 for block in following)
    return links > 0 and links * 3 >= 2 * sum(prose_chars(block) > 0 for block in following)


_DATE_ALONE = re.compile(
    r"(?:19|20)\d{2}年\d{1,2}月\d{1,2}日|[一二][〇○零一二三四五六七八九]{3}年\S{2,7}日"
)

_NOTE = re.compile(
    r"[（(]?(?:文中|本文|配|封面|部分|以上)?(?:图片?|视频|资料|素材)[^。]{0,8}(?:来自|来源|源自|均为|均来自)[^。]{0,20}[）)]?。?|[（(]?(?:完|全文完|本文完|END|end)[）)]?|[-—\s]*(?:END|end|完)[-—\s]*"
)


def _is_trailing(block: WebBlock, suspect: bool) -> bool:
    text = block.text
    if suspect or block.linked or is_boilerplate(text) or is_end_line(text):
        return True
    if is_editors(text) or is_source(text) or _NOTE.fullmatch(text):
        return True
    if is_info(text):
        # A signature ends with its date.
        return _DATE_ALONE.fullmatch(text) is None
    return len(bare(text)) <= 2 or (bool(block.level) and len(text) <= 12)


_WHEN = re.compile(r"发布|发表|日期|时间|来源")


def _credits(blocks: Sequence[WebBlock]) -> Iterator[MarkedLine]:
    """Yield the lines below an article that say who edited it and where it came from."""
    for block in blocks:
        text = block.text
        dated = is_info(text) and TIME.search(text) and _WHEN.search(text)
        if is_editors(text) or (not block.linked and (is_source(text) or dated)):
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
        role = _body_role(document, block, following, all_bold=bold)
        above = blocks[shown[at - 1]].text if at else ""
        if role == "text" and _is_plain_heading(block, above, following):
            role = "heading"
        yield MarkedLine(block.text, role)


_MAX_PLAIN_HEADING_CHARS = 25
_MIN_BELOW_CHARS = 40
_SENTENCE_ENDS = ("。", "！", "？", "”", "…", "）", "!", "?")
_LISTED = re.compile(r"[0-9一二三四五六七八九十]{1,2}[.、．]|[—\-·•●]")


def _is_plain_heading(block: WebBlock, above: str, following: Sequence[WebBlock]) -> bool:
    """Whether a short line that ends no sentence stands between paragraphs that do."""
    if not following or len(block.text) > _MAX_PLAIN_HEADING_CHARS:
        return False
    below = following[0].text
    closed = not above or above.endswith(_SENTENCE_ENDS) or SECTION_NUMBER.fullmatch(above)
    return (
        bool(closed)
        and block.text[-1].isalnum()
        and len(below) >= _MIN_BELOW_CHARS
        and below.endswith(_SENTENCE_ENDS)
        and not _LISTED.match(block.text)
    )


_SEE_ALSO = re.compile(
    r"[【\[（(▶●■>»\s]*(?:相关|推荐|延伸|拓展|更多|往期|点击|此前|早前|上[一]?篇|下[一]?篇)\S{0,6}\s?[：:】\]>»]"
)

_PAGES = re.compile(
    r"[【\[（(]?\s?(?:第?\d{1,2}页?|[上下]一页|首页|尾页|末页|全文)(?:[】\])）\s|/共]+(?:第?\d{1,2}页?|[上下]一页|首页|尾页|末页|全文))+[】\])）]?"
)


def _is_noise(block: WebBlock) -> bool:
    """Whether a line between paragraphs is none: a link, a prompt, a heading of related links."""
    text = block.text
    if block.linked and not (block.level and prose_chars(block)):
        return True
    if block.linked_chars * 2 >= len(text) and _SEE_ALSO.match(text):
        return True
    if PROMPT.search(text) or is_end_line(text) or _PAGES.fullmatch(text):
        return True
    return len(text) <= 60 and "。" not in text and LEGAL.search(text) is not None


_CAPTION_NAMES = re.compile(
    r"figcaption|caption|pic-?text|pic-?(?:desc|intro|info|title|note)|img-?(?:desc|title|note|info|alt)|photo-?(?:desc|info|note)|image-?(?:desc|title|note)|tu-?(?:shuo|zhu)|f-?pictext"
)
_CAPTION = re.compile(
    r".{2,120}(?:摄影?|供图|图[/／]\S{2,12}|制图|资料图片?|资料照片|图片来源.{0,16}|[/／\s]图|效果图|示意图|截图"
    r"|(?:图|图片|照片)由.{0,16}提供|合影)[）)\]】。]?"
)
_MAX_CAPTION_CHARS = 110
_MAX_HEADING_CHARS = 40


def _body_role(
    document: WebDocument, block: WebBlock, following: Sequence[WebBlock], *, all_bold: bool
) -> LineRole:
    text = block.text
    if len(text) <= _MAX_CAPTION_CHARS:
        if _CAPTION_NAMES.search(element_names(document, block)):
            return "caption"
        if block.after_picture and _CAPTION.fullmatch(text):
            return "caption"
    if is_editors(text) or is_source(text) or _NOTE.fullmatch(text):
        return "furniture"
    if text[0] in "（(" and is_reporters(text.strip("（()）")):
        return "byline"
    goes_on = any(not (b.strong or b.level) and len(b.text) > len(text) for b in following)
    if not goes_on or len(text) > _MAX_HEADING_CHARS or text.startswith("—"):
        return "text"
    if text.rstrip("”’」』）) ").endswith(tuple("。，；、！!…~～")):
        return "text"
    if block.level or (block.strong and not all_bold) or SECTION_NUMBER.fullmatch(text):
        return "heading"
    return "text"
