"""Paragraphs that begin or end inside a sentence, most often inside a word.

Whether a text begins where a paragraph begins is judged by its first words. The weights in
``starts.tsv`` were learned from the beginnings of real paragraphs, and from the same paragraphs
cut in the middle (``python -m tests.tools.train_starts``).
"""

from __future__ import annotations

import math
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.articles.sentence_ends import begins_inside, ends_open
from audiopaper.doubts.doubt import doubt_at
from audiopaper.readings.word_division import Division

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audiopaper.doubts.doubt import Passage, TextDoubt

MIN_START_LOG_ODDS = 3.0
"""Log odds from which a beginning is doubtful: about one in a hundred paragraphs of undamaged text,
and seven in ten texts that were cut inside a word."""

MAX_SEAM_LOG_ODDS = -1.0
"""Log odds below which a line begins as a paragraph does: of lines joined by mistake nearly half
are below it, of those joined rightly three in a hundred."""

MIN_END_CHARS = 20
"""A shorter paragraph without a stop may be a label, a signature or an item of a list."""

_SEEN_CHARS = 12
# A paragraph of more lines is one of a page whose lines are wrapped.
_MAX_SEAMS = 4
_SURELY_TORN = 5.0
_SHOWN_CHARS = 4
_MARK = re.compile(r"[。！？；：，、,;:“”《》（）()]")
_WIDE = str.maketrans(",;:()?!", "，；：（）？！")
# A local paper calls its own town's offices 市审计局, 县领导; the papers learned from never do.
_LOCAL = re.compile(
    r"[省市州盟县区镇乡村](?:[、，][省市州盟县区镇乡村])?"
    r"(?:委|政府|政协|人大|领导|第[一二三四五六七八九十]|内|里|标准|"
    r"[\u4e00-\u9fff、]{1,12}(?:局|办|会|委|院|署|处|中心|支队|大队|集团|公司|校|站|馆|所|园|团|部|库|厂))"
)
# 方致远指出: names are not known to what was learned.
_SPEAKER = re.compile(
    r"[王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    r"姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤]"
    r"[\u4e00-\u9fff]{1,2}(?:指出|强调|要求|表示|说|介绍|告诉|认为|回忆|坦言|透露|做|是|在)"
)
_LISTED = re.compile(r"[★●■◆▲◇○□▶·•@]|\d{1,2}[.．、]|[一二三四五六七八九十]{1,2}、")


def find_torn(passages: Iterable[Passage]) -> Iterator[TextDoubt]:
    """Find paragraphs that begin or end inside a sentence."""
    for passage in passages:
        if passage.index < 0 or passage.article.paragraphs[passage.index].role == "heading":
            continue
        odds = judge_start(passage.text)
        if odds >= MIN_START_LOG_ODDS and not _is_announced_start(passage):
            yield doubt_at(
                passage,
                0,
                min(_SHOWN_CHARS, len(passage.text)),
                kind="torn-start",
                done=_done_at(passage, passage.index),
                other="前面缺字或缺段；或是另一行的下半截",
                sure=1 / (1 + math.exp(odds - MIN_START_LOG_ODDS)),
            )
        if is_torn_end(passage.text):
            size = len(passage.text)
            yield doubt_at(
                passage,
                size - _SHOWN_CHARS,
                size,
                kind="torn-end",
                done=_done_at(passage, passage.index + 1),
                other="后面缺字或缺段；或下半截在另一行",
                sure=0.4,
            )


def find_odd_seams(passages: Iterable[Passage]) -> Iterator[TextDoubt]:
    """Find lines that were joined to the line above though they begin as a paragraph does."""
    for passage in passages:
        if passage.index < 0:
            continue
        sources = passage.article.paragraphs[passage.index].sources
        if not 1 < len(sources) <= _MAX_SEAMS:
            continue
        starts = {(source.page, source.start) for source in sources[1:]}
        for page, line, printed in passage.lines:
            lower = printed.strip()
            at = passage.text.find(lower[:_SEEN_CHARS], 1)
            if (page, line) not in starts or at < 1 or judge_start(lower) > MAX_SEAM_LOG_ODDS:
                continue
            yield doubt_at(
                passage,
                at,
                min(at + _SHOWN_CHARS, len(passage.text)),
                kind="link",
                done="接在上一行的句子后面",
                other="像是另起一段；上一行的下半截或在别处",
                sure=0.3,
                line=(page, line),
            )


def judge_start(text: str) -> float:
    """Return the log odds that a text begins inside a sentence rather than where a paragraph does.

    Example:
        >>> judge_start("里的鱼很多，大家来看。") > 3
        True
        >>> judge_start("据了解，河里的鱼很多。") > 0
        False
    """
    text = text.strip().translate(_WIDE)
    if not text or text.startswith(("…", "—")) or _LOCAL.match(text):
        return 0.0
    if _SPEAKER.match(text):
        return MAX_SEAM_LOG_ODDS
    weights = _weights()
    odds = weights["bias"] + sum(weights.get(name, 0.0) for name in see_start(text))
    return max(odds, _SURELY_TORN) if begins_inside(text) else odds


def see_start(text: str) -> list[str]:
    """List what is seen of a text's beginning: characters, words, and its first mark.

    Args:
        text: A paragraph without white space before it; not empty.
    """
    mark = _MARK.search(text[:_SEEN_CHARS])
    words = _words(text[:_SEEN_CHARS])
    seen = [f"c1 {text[0]}", f"c2 {text[:2]}", f"w1 {words[0]}"]
    seen.append(f"p {mark.start()}{mark[0]}" if mark else "p none")
    if len(words[0]) == 1:
        seen.append(f"s {text[0]}")
    seen.append("l " + "".join(str(min(4, len(word))) for word in words[:2]))
    seen += [f"w2 {word}" for word in words[1:2]]
    return seen


def is_torn_end(text: str) -> bool:
    """Whether a paragraph stops inside a sentence.

    Example:
        >>> is_torn_end("县电力公司这几天在更换山上的电杆，每走三里路就要歇")
        True
        >>> is_torn_end("（青川市城市管理局供稿）")
        False
    """
    text = text.strip()
    if len(text) < MIN_END_CHARS or not ends_open(text) or text.endswith("—"):
        return False
    if _LISTED.match(text):
        return False
    # A line of a poem, a list or a table has no stop anywhere.
    return bool(re.search(r"[。，；]", text[:-1]))


def _words(text: str) -> list[str]:
    breaks = Division(text).breaks
    ends = [at for at in range(1, len(text) + 1) if breaks[at]]
    return [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _is_announced_start(passage: Passage) -> bool:
    article = passage.article
    return passage.index == 0 and article.incomplete == "head"


def _done_at(passage: Passage, index: int) -> str:
    """Describe what listeners hear where text may be missing before a paragraph."""
    article = passage.article
    at_end = index == len(article.paragraphs) and article.incomplete == "tail"
    in_middle = article.incomplete == "middle" and article.gap == index
    if at_end or in_middle:
        return "照原文播出，并说明此处有缺"
    return "照原文播出，没有说明此处有缺"


@cache
def _weights() -> dict[str, float]:
    path = Path(__file__).with_name("starts.tsv")
    lines = path.read_text(encoding="utf-8").split("\n")
    rows = (line.rsplit("\t", 1) for line in lines if "\t" in line and line[0] != "#")
    return {name: float(weight) for name, weight in rows}
