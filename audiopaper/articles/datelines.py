"""Datelines: whether a text opens with one, or with a byline that does its work."""

from __future__ import annotations

import re
from functools import lru_cache

from audiopaper.variants import simplify

PAPER_ENDINGS = (
    "日报|晚报|早报|晨报|午报|时报|商报|都市报|周报|周刊|导报|新报|快报|青年报|法制报|法治报"
    "|工人报|农民报|科技报|教育报|经济报|建设报|交通报|健康报|消费报|广播电视报|导刊"
)
"""How names of newspapers end; a bare 报 is too common in other words."""

HAN = "\u4e00-\u9fff\u3400-\u4dbf\U00020000-\U000323af"
"""Unicode's unified ideographs: given names have rare ones, beyond the basic plane too."""

_DAY = r"(?:\s?\d{1,2}\s?月)?(?:\s?\d{1,2}\s?日)?(?:上午|下午|凌晨|晚)?"
_AGENCIES = "(?:(?:新华社|中新社|人民日报|央视新闻|央视|外电|外媒|媒体|本报|本刊)、?){1,3}"
_DATELINE = re.compile(
    rf"[【\[〔]?(?:"
    rf"(?:本报|本刊|本台|本网|[{HAN}]{{1,7}}?(?:{PAPER_ENDINGS}))"
    rf"(?!通讯|记者|评论|编辑|热线)(?:综合)?(?:[{HAN}]{{0,6}}?{_DAY})?"
    rf"(?:快讯|专讯|讯|综合消息|消息|(?:专电|电)(?=[\s\u3000（(：:】\]〕，]))"
    rf"|[{HAN}]{{2,6}}报讯(?=\s?[（(])"
    rf"|据?(?:新华社|中新社|中新网|人民网|央视|央广网)[{HAN}]{{0,8}}?{_DAY}(?:消息|专电|电|讯)"
    rf"|(?:综合|据){_AGENCIES}(?:综合)?(?:消息|报道|电)(?=[\s\u3000：:])"
    rf"|[{HAN}]{{2,5}}{_DAY}(?:讯|电)(?=[\s\u3000（(：:】\]〕])(?!\s+[A-Za-z])"
    rf")[】\]〕]?"
)

# 記者柯文溪／蓮塢報導, 【記者柯文溪報導】: a byline that does a dateline's work, as papers outside
# the mainland print it. Without brackets the slash is what tells it from 记者从……报道.
_NAMES = rf"([{HAN}]{{2,4}}(?:[、，\s][{HAN}]{{2,4}}){{0,3}}?)"
_REPORTS = rf"(?:专题|综合|专访|特稿|现场|连线|摄影)?\s?(?:{_DAY})?(?:报导|报道|电)"
_REPORTER = rf"(?:本报|本刊|中央社|特派|特约|实习|驻地)?(?:特派|驻地)?记者\s?{_NAMES}"
# 综合新华社记者 高远 等报道: what was gathered from an agency's reporters. 据… alone opens many a
# sentence, so a space or colon has to part it from the text.
_GATHERED = rf"{_AGENCIES}(?:特派|驻\S{{1,4}})?记者\s?{_NAMES}\s?等?\s?"
_REPORTER_OPENING = re.compile(
    rf"[〔【（(\[「]\s?{_REPORTER}\s?(?:[／/·\s]\s?[{HAN}]{{2,6}}?)?{_REPORTS}[〕】）)\]」][：:\s]*"
    rf"|{_REPORTER}\s?[／/]\s?(?:[{HAN}]{{2,6}}?)??{_REPORTS}[：:\s]*"
    rf"|本[报刊]记者\s?{_NAMES}\s+[{HAN}]{{2,6}}?(?:摄影)?(?:报导|报道|电)[：:\s\u3000]+"
    rf"|综合{_GATHERED}(?:报导|报道|电)(?![，,])[：:\s]*"
    rf"|据{_GATHERED}(?:综合)?(?:报导|报道|电)[：:\s\u3000]+"
)

_OPENING_CHARS = 60


def reporter_opening(text: str) -> tuple[int, tuple[str, ...]]:
    """Read 【記者柯文溪報導】 at the beginning of a text: its length and the names; 0 for none.

    Example:
        >>> reporter_opening("記者柯文溪／蓮塢報導上周寒流來襲。")
        (10, ('柯文溪',))
    """
    return _reporter_opening(text[:_OPENING_CHARS])


def dateline_end(text: str) -> int:
    """Return the length of the dateline that a text opens with; 0 if there is none."""
    return _dateline_end(text[:_OPENING_CHARS])


# The opening of a line is parsed a dozen times for an article; a page has some 200 lines.
_KEPT_OPENINGS = 1024


@lru_cache(_KEPT_OPENINGS)
def _reporter_opening(text: str) -> tuple[int, tuple[str, ...]]:
    match = _REPORTER_OPENING.match(simplify(text))
    if not match:
        return 0, ()
    group = next(n for n, names in enumerate(match.groups(), start=1) if names)
    names = text[match.start(group) : match.end(group)]
    return match.end(), tuple(re.split(r"[、，\s]+", names))


@lru_cache(_KEPT_OPENINGS)
def _dateline_end(text: str) -> int:
    match = _DATELINE.match(simplify(text))
    return match.end() if match else 0


def is_dateline(text: str) -> bool:
    """Return whether a text opens with a dateline, or with a byline that does its work."""
    if dateline_end(text):
        return True
    end = reporter_opening(text)[0]
    return 0 < end < len(text.rstrip())
