"""Real articles of a national daily, as values; read from ../shared/corpus, never committed."""

from __future__ import annotations

import functools
import json
import lzma
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from audiopaper.articles.page_words import PICTURE_CLOSE

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus"
MONTHS = ("2019-02", "2019-10", "2020-01")

_STOPS = "。！？…；”’）》!?："
_DATELINE = re.compile(
    r"(?:据?新华社|本报)(?!记者)[^（(]{0,14}?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:电|讯)\s*(?:[（(][^（）()]{0,60}[）)])?\s*"
)
_SIGNED = re.compile(
    r"[（(](?:本报|新华社|记者|通讯员|[^（）。]{2,12}(?:采写|整理))[^（）。]{0,80}[）)]$"
)
_JUMP = re.compile(r"[（(][^（）]{0,12}见第?[^（）]{1,6}版[）)]$")
_CAPTION = re.compile(
    r"摄（[^）]{2,12}）$|(?:摄|（影像中国）|供图|资料图片|资料照片)[）)]?$|^(?:图[①②③④⑤一二三四]|上图|下图|左图|右图|图为|题图)"
)
_CREDIT = re.compile(
    r"(?:本报记者|新华社记者|记者|新华社发|通讯员)?\s*[\u4e00-\u9fff·\s]{2,16}(?:摄|摄影报道|发)\s*(?:（[^）]{2,12}）)?"
)
_NO_STORY = ("图片报道", "导读", "责编", "本版责编", "公告", "广告")
_NOTES = ("核心阅读", "阅读提示", "编者按", "人物小传", "开栏的话")


@dataclass(frozen=True)
class Story:
    """An article as it was printed, its dateline and signatures taken off."""

    kicker: str
    headline: str
    subhead: str
    column: str
    """The name of the column it stood in."""

    paragraphs: tuple[str, ...]
    headings: tuple[bool, ...]
    """Which paragraphs are headings in the body."""

    captions: tuple[str, ...]

    @property
    def chars(self) -> int:
        """Length of the body."""
        return sum(map(len, self.paragraphs))


def parse_story(raw: str) -> Story | None:
    """Read an article: kicker, headline, subhead, then paragraphs; None for what is no story."""
    lines = raw.split("\n")
    if len(lines) < 4:
        return None
    kicker, headline, subhead = (re.sub(r"\s+", " ", line.strip()) for line in lines[:3])
    column = re.search(r"[（(]([^（）()]{2,30})[）)]$", headline)
    if column:
        headline = headline[: column.start()].strip()
    if not 4 <= len(headline) <= 46 or headline.startswith(_NO_STORY):
        return None
    body = [re.sub(r"\s{2,}", " ", line.strip()) for line in lines[3:]]
    body = [line for line in body if line]
    captions = [line for line in body if _is_caption(line)]
    body = [_JUMP.sub("", line) for line in body if line not in captions]
    while body and (body[0] in _NOTES or len(body[0]) < 3):
        body.pop(0)
    body = [line for line in (_SIGNED.sub("", line).strip() for line in body) if line]
    if body:
        body[0] = _DATELINE.sub("", body[0], count=1) if _DATELINE.match(body[0]) else body[0]
    if not body or not body[0]:
        return None
    headings = tuple(
        3 <= len(line) <= 24 and line[-1] not in _STOPS and i < len(body) - 1
        for i, line in enumerate(body)
    )
    return Story(
        kicker, headline, re.sub(r"[（(][^（）()]{2,40}[）)]$", "", subhead), column.group(1) if column else "",
        tuple(body), headings, tuple(captions),
    )  # fmt: skip


def _is_caption(line: str) -> bool:
    """Return whether a line of an article is a picture's words or its credit."""
    if len(line) >= 200:
        return False
    if _CAPTION.search(line) or PICTURE_CLOSE.search(line[-120:]):
        return True
    return "摄" in line and _CREDIT.fullmatch(line) is not None


def is_usable(story: Story) -> bool:
    """Tell whether an article is prose: no list, no picture page, no speech without end."""
    if not 60 <= story.chars <= 2600 or len(story.paragraphs) > 30 or story.headings[0]:
        return False
    prose = [p for p, head in zip(story.paragraphs, story.headings, strict=True) if not head]
    if sum(len(p) < 20 for p in prose) > max(1, len(prose) // 4):
        return False
    return all(p[-1] in _STOPS for p in prose)


@functools.cache
def read_stories(month: str) -> tuple[Story, ...]:
    """Give all articles of a month, each headline once."""
    found: dict[str, Story] = {}
    with lzma.open(CORPUS / f"{month}.jsonl.xz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            story = parse_story(row["text"])
            if story is not None:
                found.setdefault(story.headline, story)
    return tuple(found.values())


@functools.cache
def read_month(month: str) -> tuple[tuple[str, tuple[Story, ...]], ...]:
    """Give the usable stories of each page of a month, with the page's name DATE-PAGE."""
    pages: dict[str, dict[str, Story]] = defaultdict(dict)
    with lzma.open(CORPUS / f"{month}.jsonl.xz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            story = parse_story(row["text"])
            if story is not None and is_usable(story):
                pages[f"{row['date']}-{row['page']:02d}"].setdefault(story.headline, story)
    return tuple((name, tuple(found.values())) for name, found in sorted(pages.items()))


@functools.cache
def real_captions(month: str) -> tuple[str, ...]:
    """Give the captions of a month's pictures, with the credits that stand below them."""
    found = set()
    with lzma.open(CORPUS / f"{month}.jsonl.xz", "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            lines = [re.sub(r"\s+", " ", line.strip()) for line in row["text"].split("\n")[3:]]
            for above, line in zip(["", *lines], lines, strict=False):
                if _CREDIT.fullmatch(line) and 16 <= len(above) <= 160 and above[-1] in "。）":
                    found.add(f"{_DATELINE.sub('', above)} {line}")
                elif _is_caption(line) and 12 <= len(line) <= 160:
                    found.add(_DATELINE.sub("", line))
    return tuple(sorted(found))


@functools.cache
def real_columns(month: str) -> tuple[str, ...]:
    """Give the names of a month's columns."""
    found = {s.column for _, stories in read_month(month) for s in stories}
    return tuple(sorted(c for c in found if 4 <= len(c) <= 16 and "，" not in c))
