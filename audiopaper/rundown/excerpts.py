"""Shorten a story to its first paragraphs, and refer the listener to the printed page."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.variants import to_traditional

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.config import EpisodeSettings
    from audiopaper.model import Item, Rundown

_SENTENCE_END = re.compile(r"[。！？!?…][”’」』）)】》〕\"']*$")
_LIST_ITEM = re.compile(
    r"(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）、.．]|[①-⑳㈠-㈩■●◆▲△□▶·•—-]"
    r"|[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十]{1,3}[，、：是条项])"
)
_ASKED = re.compile(r"(?:问|記者|记者)[：:]")
_CREDIT = re.compile(
    r"^作者：|[报報]道。$|(?:撰文|文章|社论|[来來]信)。$|(?:口述|[讲講]述|自述|整理)[，。]"
    r"|[指辅輔][导導]\S{2}：[^。]*。$"
)
_TUTOR = re.compile(r"[指辅輔][导導]\S{2}：[^。]*。")
_SOURCE = re.compile(r"[据據综綜].{2,40}(?:[电電]|消息)。")
_HEAD_LINES = 5
"""Lines that are searched for the credit; a remark on a missing part may precede it."""

_DIGITS = "零一二三四五六七八九"


def cut_stories(rundown: Rundown, episode: EpisodeSettings) -> Rundown:
    """Shorten each story to its number of ``paragraphs``."""
    return replace(rundown, items=tuple(cut_story(item, episode) for item in rundown.items))


def cut_story(item: Item, episode: EpisodeSettings) -> Item:
    """Shorten a story to its first ``paragraphs``, and add a reference to the printed page.

    The excerpt ends with a whole sentence, and never within quoted speech, within a list, or
    between a question and its answer: fewer paragraphs are read then, or more if there are no
    fewer. Head and credit are always read; a heading is not counted as a paragraph.

    Args:
        item: The story; an item of another kind is returned unchanged.
        episode: The words of the reference.
    """
    if item.kind != "story" or not item.paragraphs:
        return item
    lines = item.text.split("\n")
    ends = paragraph_ends(item, episode)
    fewer = [end for count, end in ends if count <= item.paragraphs]
    end = fewer[-1] if fewer else ends[0][1] if ends else len(lines)
    if end >= len(lines) or (ends and end == ends[-1][1]):
        return item
    words = say_pages(episode.shortened, item.pages)
    return replace(item, text="\n".join([*lines[:end], *filter(None, [words])]))


def find_body(item: Item, episode: EpisodeSettings) -> frozenset[int]:
    """Return which lines of a story's text belong to its report.

    Left out are its credit with what stands before it, its headings, and remarks of the program.

    Args:
        item: The story, shortened or whole.
        episode: The words of the remarks.

    Returns:
        The numbers of the lines, from 0; a line without text is not counted.
    """
    lines = item.text.split("\n")
    first = _count_head(lines, item, episode)
    remark = _remark_pattern(episode)
    report = [
        number >= first and not line.startswith("## ") and not remark.fullmatch(line)
        for number, line in enumerate(lines)
        if line.removeprefix("## ").strip()
    ]
    return frozenset(number for number, belongs in enumerate(report) if belongs)


def paragraph_ends(item: Item, episode: EpisodeSettings) -> tuple[tuple[int, int], ...]:
    """Return where a story may end, as pairs of numbers of paragraphs and of lines.

    The last pair is the end of the story.
    """
    lines = item.text.split("\n")
    first = _count_head(lines, item, episode)
    remark = _remark_pattern(episode)
    ends, count, quoted = [], 0, False
    for number, line in enumerate(lines[first:], first):
        marks = re.findall("[“”「」]", line)
        quoted = marks[-1] in "“「" if marks else quoted
        if line.startswith("## ") or remark.fullmatch(line):
            continue
        count += 1
        if not quoted and _may_end(lines, number):
            ends.append((count, number + 1))
    if count and (not ends or ends[-1][0] < count):
        ends.append((count, len(lines)))
    return tuple(ends)


def _may_end(lines: Sequence[str], number: int) -> bool:
    line = lines[number]
    below = lines[number + 1] if number + 1 < len(lines) else ""
    if not _SENTENCE_END.search(line) or _ASKED.match(line):
        return False
    return not (_LIST_ITEM.match(line) and _LIST_ITEM.match(below))


def _count_head(lines: Sequence[str], item: Item, episode: EpisodeSettings) -> int:
    """Count the lines before the body: a remark on a missing part, and the credit."""
    # The credit may have the paper's name in place of 本报, as in 本报评论员.
    names = [name.removeprefix("本报") for name in item.byline]
    for number, line in enumerate(lines[:_HEAD_LINES], 1):
        # The credit's line goes on with kicker and subhead.
        end = line.find("。") + 1
        tutor = _TUTOR.match(line, end)
        credit = line[: tutor.end() if tutor else end]
        named = names and all(name in credit for name in names)
        if (named and _CREDIT.search(credit)) or _SOURCE.fullmatch(credit):
            return number
    return int(bool(lines) and bool(_remark_pattern(episode).fullmatch(lines[0])))


def _remark_pattern(episode: EpisodeSettings) -> re.Pattern[str]:
    """Return a pattern of all that the program says of parts that are missing or not read."""
    words = [episode.incomplete, episode.incomplete_middle, episode.continued, episode.shortened]
    words += [say_rest(episode.continued, 0), say_pages(episode.shortened, ())]
    words += [to_traditional(line) for line in words]
    escaped = (re.escape(line).replace(re.escape("{page}"), ".{1,12}") for line in words if line)
    return re.compile("|".join(escaped) or r"(?!)")


def say_pages(words: str, pages: Sequence[int]) -> str:
    """Insert page numbers into words; without pages, leave out the clause that names them.

    Example:
        >>> say_pages("以上是前一部分，全文请看第{page}版。", (1, 12))
        '以上是前一部分，全文请看第一、十二版。'
        >>> say_pages("以上是前一部分，全文请看第{page}版。", ())
        '以上是前一部分。'
    """
    if pages:
        return words.replace("{page}", "、".join(map(_numeral, pages)))
    clauses = re.findall(r"[^，,。；;！？!?]+[，,。；;！？!?]*", words)
    remaining = "".join(clause for clause in clauses if "{page}" not in clause)
    if remaining.endswith(tuple("，,；;")):
        return f"{remaining.rstrip('，,；;')}。"
    return remaining


def say_rest(words: str, page: int) -> str:
    """Insert the page of the rest of a story, 0 if it is unknown, into words.

    Example:
        >>> say_rest("该稿其余部分见第{page}版。", 6), say_rest("该稿其余部分见第{page}版。", 0)
        ('该稿其余部分见第六版。', '该稿其余部分见其他版。')
    """
    if page:
        return say_pages(words, (page,))
    return say_pages(words.replace("第{page}版", "其他版"), ())


def _numeral(number: int) -> str:
    """Write a page number in Chinese characters.

    Example:
        >>> [_numeral(n) for n in (6, 10, 12, 40, 105, 210)]
        ['六', '十', '十二', '四十', '一百零五', '二百一十']
    """
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    out = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        out += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    elif hundreds and ones:
        out += "零"
    return out + (_DIGITS[ones] if ones else "")
