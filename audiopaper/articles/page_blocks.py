"""A page's lines become blocks: wrapped lines are joined to the paragraphs that they were."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from audiopaper.articles.byline_forms import is_byline
from audiopaper.articles.datelines import PAPER_ENDINGS, is_dateline
from audiopaper.articles.jump_lines import is_jump
from audiopaper.articles.page_words import CREDIT, MASTHEAD
from audiopaper.articles.paragraph_bylines import parse_closing
from audiopaper.articles.seams import goes_on
from audiopaper.articles.sentence_ends import ends_sentence
from audiopaper.articles.side_columns import part_columns
from audiopaper.articles.single_lines import read_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audiopaper.model import Page
from audiopaper.articles.blocks import Block

# Wrapped text: columns of Chinese newspapers hold 11 to 45 characters a line.
_MIN_WIDTH, _MAX_WIDTH = 8, 64
_MIN_WHOLE = 2
"""So many wrapped paragraphs with blank lines between them, and the page parts all of them so."""

# Each article may be set in columns of its own width. So few lines of one length are wrapped
# text only where they are longer than verses.
_MIN_GROUP_LINES, _MIN_GROUP_WIDTH = 3, 14
_MIN_FULL_LINES = 5


def make_blocks(page: Page) -> tuple[Block, ...]:
    """Cut a page into blocks, whether it has mark-up, blank lines between paragraphs, or neither.

    Every line that is not blank stands in one block.
    """
    lines = _measured(part_columns(list(read_lines(page))))
    wrapped = _wrap_width(lines, _MIN_FULL_LINES)
    groups = list(_groups(lines))
    own = [_wrap_width(group, _MIN_GROUP_LINES) for group in groups]
    own = [width if width >= _MIN_GROUP_WIDTH else 0 for width in own]
    above, below = _nearest(own), _nearest(own[::-1])[::-1]
    widths = [
        width or _fitting(group, above[i], below[i]) or wrapped
        for i, (group, width) in enumerate(zip(groups, own, strict=True))
    ]
    whole = [_is_one_paragraph(*pair) for pair in zip(groups, widths, strict=True)]
    apart = sum(whole) >= _MIN_WHOLE and sum(whole) * 4 >= 3 * sum(len(g) > 1 for g in groups)
    out: list[Block] = []
    for group, width, is_whole in zip(groups, widths, whole, strict=True):
        wraps = width and not _is_table(group)
        out += _unwrap(group, width, whole=apart and is_whole) if wraps else group
    return tuple(_part_glued_heads(out))


_GLUED_HEAD = re.compile(
    r"[。！？][”」』]?\s*([^。！？，,（）()“”「」\s][^。！？，,（）()]{4,27})\Z"
)


def _part_glued_heads(blocks: Sequence[Block]) -> Iterator[Block]:
    """Part a headline from the text before it, where the next line is its article's dateline."""
    for block, below in itertools.zip_longest(blocks, blocks[1:]):
        glued = _GLUED_HEAD.search(block.text) if below and is_dateline(below.text) else None
        number, printed = block.lines[-1]
        if glued is None or block.level or not printed.rstrip().endswith(glued[1]):
            yield block
            continue
        at = printed.rstrip().rfind(glued[1])
        rest = ((number, printed[:at]),) if printed[:at].strip() else ()
        text = block.text[: glued.start(1)].rstrip()
        yield replace(block, text=text, lines=(*block.lines[:-1], *rest))
        yield Block(page=block.page, lines=((number, printed[at:]),), text=glued[1])


# Stops that may not begin a line, and Latin words, leave a line up to this much shorter.
_RAGGED_CHARS = 3


def _is_one_paragraph(group: Sequence[Block], width: int) -> bool:
    """Return whether all lines but the last are full, so that nothing ends before the last."""
    full = all(_printed_chars(block) >= width - _RAGGED_CHARS for block in group[:-1])
    return bool(width) and len(group) > 1 and full


def _measured(blocks: list[Block]) -> list[Block]:
    """Measure lines as they were wrapped: by characters, or two Latin letters as a wide one."""
    columns = [
        (sum(1 + (east_asian_width(c) in "WFA") for c in block.text) + 1) // 2 for block in blocks
    ]
    if _most_common(columns) <= _most_common(len(block.text) for block in blocks):
        return blocks
    return [replace(block, half_columns=n) for block, n in zip(blocks, columns, strict=True)]


def _most_common(lengths: Iterable[int]) -> int:
    """Count the lines of the most common length that wrapped lines may have."""
    counted = Counter(n for n in lengths if _MIN_WIDTH <= n <= _MAX_WIDTH)
    return max(counted.values(), default=0)


def _groups(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Part a page's lines where blank lines or headings stand between them."""
    group: list[Block] = []
    for block in blocks:
        if group and (block.gap or block.level or group[-1].level):
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _nearest(widths: Sequence[int]) -> list[int]:
    """Return for each group the width of the last one before it that has one, or 0."""
    out, width = [], 0
    for own in widths:
        out.append(width)
        width = own or width
    return out


def _fitting(group: Sequence[Block], above: int, below: int) -> int:
    """Return the width of the text above or below if a group's lines are as long, else 0."""
    longest = max(_printed_chars(block) for block in group)
    fits = (w for w in (above, below) if w and w - _RAGGED_CHARS <= longest <= w + 2)
    return next(fits, 0)


_MAX_WORDS = 2


def _is_table(group: Sequence[Block]) -> bool:
    """Return whether all lines are rows of a table: several words, and none ends a sentence."""
    return all(
        len(block.text.split()) > _MAX_WORDS and not ends_sentence(block.text) for block in group
    )


def _printed_chars(block: Block) -> int:
    """Count a line's characters, the two of its indent included."""
    return block.length + 2 * block.indented


def _wrap_width(blocks: Sequence[Block], min_full: int) -> int:
    """Return the number of characters at which lines were wrapped; 0 if they were not.

    Wrapped lines follow each other without blank lines; many have one and the same length, few
    are longer, and most of them end inside a sentence.
    """
    following = [a for a, b in itertools.pairwise(blocks) if not (b.gap or b.level or a.level)]
    lengths = Counter(a.length for a in following if _MIN_WIDTH <= a.length <= _MAX_WIDTH)
    if not lengths:
        return 0
    # The longest length that is usual: rarer ones are headlines, or lines with Latin words.
    usual = max(lengths.values()) / 3
    width = max(n for n, times in lengths.items() if times >= usual)
    full = [a for a in following if width - _RAGGED_CHARS <= a.length <= width + 2]
    longer = sum(a.length > width + 2 for a in following)
    cut = sum(not ends_sentence(a.text) for a in full)
    # Where paragraphs are indented, a line without an indent goes on, whatever ends above it.
    share = 4 if any(block.indented for block in blocks) else 6
    if len(full) < min_full or cut * 10 < len(full) * share or longer * 4 > len(full):
        return 0
    return width


def _unwrap(blocks: Sequence[Block], width: int, *, whole: bool) -> Iterator[Block]:
    heads = _head_lines(blocks, width)
    # Where blank lines part the paragraphs, a line goes on as it does under an indent.
    indents = whole or sum(block.indented for block in blocks) > 1
    pending: list[Block] = []
    for i, block in enumerate(blocks):
        head = i in heads or i - 1 in heads
        opens = i in heads and i - 1 not in heads
        if pending and (opens or not _continues(pending, block, width, head=head, indents=indents)):
            yield _merge(pending)
            pending = []
        pending.append(block)
    if pending:
        yield _merge(pending)


# A head has no more lines than this.
_HEAD_LINES = 4


def _head_lines(blocks: Sequence[Block], width: int) -> frozenset[int]:
    """Find the lines of heads, however long: those over a dateline, a byline or an indented line.

    A head may stand below a line that a column's end cut: then the two do not read on.
    """
    heads = set()
    for i, block in enumerate(blocks):
        opens = is_dateline(block.text) or is_byline(block.text)
        if not opens and not block.indented:
            continue
        for at in range(i - 1, max(-1, i - 1 - _HEAD_LINES), -1):
            line, above = blocks[at], blocks[at - 1] if at else None
            if not _may_be_head(line, width) or (not opens and _goes_on_text(above, line)):
                break
            # A full line under an unfinished full line is rather the tail of a paragraph.
            full = above is not None and line.length >= width - 1 and above.length == width
            if full and (at < i - 1 or not block.indented or _goes_on_text(above, line)):
                break
            heads.add(at)
    return frozenset(heads)


def _may_be_head(line: Block, width: int) -> bool:
    return not (
        ends_sentence(line.text)
        or parse_closing(line.text)[1]
        or line.length > width + 8
        or line.indented
    )


_MIN_SEAM = -0.5
"""From these log-odds on a line may go on the one above."""


def _goes_on_text(above: Block | None, line: Block) -> bool:
    """Return whether a line goes on an unfinished one above it."""
    if above is None or line.gap or ends_sentence(above.text):
        return False
    return goes_on(above.text, line.text) >= _MIN_SEAM


# A byline in brackets goes over no more lines than this.
_BYLINE_LINES = 4


def _continues(
    pending: Sequence[Block], block: Block, width: int, *, head: bool, indents: bool
) -> bool:
    """Return whether a line goes on with the paragraph of the lines above."""
    above = pending[-1]
    if block.gap or block.level or above.level or block.indented:
        return False
    if block.front_matter or above.front_matter:
        return False
    full = _printed_chars(above) >= width - _RAGGED_CHARS
    if full and _is_bracket_open("".join(b.text for b in pending[-_BYLINE_LINES:])):
        return True
    if is_dateline(block.text) or is_jump(above.text):
        return False
    if head:
        # A headline is set larger than the text; only one of the text's own width was wrapped.
        wrapped = above.length == width and block.length < width and not is_byline(block.text)
        return wrapped and goes_on(above.text, block.text) >= _MIN_SEAM
    if is_byline(above.text):
        return full and block.length < width and is_byline(f"{above.text} {block.text}")
    if is_byline(block.text) or not full:
        return False
    if _is_foreign(block, width) or _is_foreign(above, width):
        return False
    if _is_set_apart(above, block, width):
        return False
    if indents:
        # Where an indent opens each paragraph, a line without one goes on.
        return True
    if ends_sentence(above.text):
        return block.length >= width - _RAGGED_CHARS and not above.indented
    return True


_PROSE_MARK = re.compile("[，,。；：:！？、]")
_NO_HEAD_END = ("摄", "）", ")")


def _is_set_apart(above: Block, block: Block, width: int) -> bool:
    """Return whether a line among wrapped ones is a headline, a slogan or an advert.

    It is longer than the column, or too short to be inside a paragraph without being its end.
    """
    if any(b.length > width + 2 and not _PROSE_MARK.search(b.text) for b in (above, block)):
        return True
    if _PROSE_MARK.search(block.text):
        return False
    short = 1 < block.length < width - _RAGGED_CHARS and not block.text.endswith(_NO_HEAD_END)
    return short and goes_on(above.text, block.text) < 0


# Names of editors and advisers, a running head, prices in a row: what damage sets between lines.
_SURE_FOREIGN = re.compile(
    r"法律顾问|责任编辑|责编|版式|校对\s?[：:／/]|主编\s?[：:／/]|^[^，。\s]{2,6}[·｜|][^，。\s]+(?:\s[^，。\s]+){2,}$"
)
_FOREIGN = re.compile(
    rf"{MASTHEAD.pattern}|{CREDIT.pattern}|^[\u4e00-\u9fff]{{2,6}}(?:{PAPER_ENDINGS})(?:\s|$)"
)


def _is_foreign(block: Block, width: int) -> bool:
    """Return whether a line among wrapped ones is furniture; full prose may contain its words."""
    text = block.text
    if _SURE_FOREIGN.search(text):
        return "，" not in text
    full = width - _RAGGED_CHARS <= block.length <= width + 2
    return not full and not re.search("[，。]", text) and _FOREIGN.search(text) is not None


def _is_bracket_open(text: str) -> bool:
    return max(text.rfind("（"), text.rfind("(")) > max(text.rfind("）"), text.rfind(")"))


def _merge(blocks: Sequence[Block]) -> Block:
    if len(blocks) == 1:
        return blocks[0]
    text = blocks[0].text
    for block in blocks[1:]:
        text += _seam(text, block.text) + block.text
    first = blocks[0]
    return Block(
        page=first.page,
        lines=tuple(line for block in blocks for line in block.lines),
        text=text,
        gap=first.gap,
        indented=first.indented,
    )


def _seam(left: str, right: str) -> str:
    """Return the space that joins two lines: one between Latin words, else none."""
    return " " if left[-1:].isascii() and right[:1].isascii() and right[:1].isalpha() else ""
