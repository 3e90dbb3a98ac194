"""The spoken text of an article: its head as sentences, its body line by line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiopaper.model import Item
from audiopaper.rundown.byline_sentence import credit_names, credit_sentence
from audiopaper.rundown.excerpts import say_rest

if TYPE_CHECKING:
    from audiopaper.config import EpisodeSettings
    from audiopaper.model import Article

_OPENING_CHARS = 24

# 问： and 答： are spoken as printed; other marks are replaced if a question has one of them.
_MARKED = r"^[■●◆▲□▶]?\s?(?:[【\[（(]\s?(?:{0})\s?[】\]）)]\s?[:：]?|[{1}]\d{{0,2}}\s?[:：、.])\s?"
_ASKED = re.compile(_MARKED.format("问|提问|Q|Ｑ", "QＱ"))
_ANSWERED = re.compile(_MARKED.format("答|回答|A|Ａ", "AＡ"))

# A kicker with such an end continues in its headline: 高远在会上强调 / 把实事办好.
_SAYS_ON = re.compile(r"(?:[：:]|强调|指出|要求|表示|提出|主张|认为|宣布|透露|时说|呼吁)\s*$")
# The name of a column: 民生问答, 乡村行走. A clause of that length ends in another character.
_COLUMN = re.compile(r"[\u4e00-\u9fff]{2,6}(?<![了起后前时中着过啦吗吧])")
# A time, which leads into its headline: 截至5月底, 今年以来.
_SINCE = re.compile(r"截[至止][^，。：！？]{2,12}|[^，。：！？\s]{1,8}以来")


def tell_story(article: Article, episode: EpisodeSettings, paper: str = "") -> Item:
    """Make the rundown item of an article: its spoken title, and its text.

    Args:
        article: The article, cleaned.
        episode: The words for a missing part, and their position.
        paper: Name of the newspaper, whose own reporters are 本报记者.

    Returns:
        The item, without a presenter.
    """
    credit = credit_sentence(article, paper, episode.outlet.format(paper=paper or "本报"))
    together = () if _leads_in(article.kicker) else article.head_order
    kicker = "" if _leads_in(article.kicker) or "kicker" in together else _sentence(article.kicker)
    subhead = "" if "subhead" in together else _sentence(article.subhead)
    # The credit comes first and kicker and subhead follow it, as the first sentences of the report:
    # between headline and credit they would have no context.
    lines = [f"{credit}{kicker}{subhead}"]
    roles = tuple(credit.role for credit in credit_names(article))
    return Item(
        kind="story",
        presenter="",
        title=spoken_title(article),
        head=" ".join(getattr(article, part) for part in together),
        text="\n".join(line for line in _with_gaps(article, lines, episode) if line),
        article_id=article.id,
        pages=article.pages,
        byline=article.byline,
        byline_roles=roles if any(roles) else (),
    )


def _with_gaps(article: Article, head: list[str], episode: EpisodeSettings) -> list[str]:
    """Return the lines, with the words for a missing part at its position."""
    body = _body_lines(article)
    words = episode.incomplete
    if article.rest_page is not None:
        words = say_rest(episode.continued, article.rest_page)
    match article.incomplete:
        case "middle" if 0 < article.gap < len(body):
            body.insert(article.gap, episode.incomplete_middle)
        case "tail" | "middle" if episode.incomplete_at == "after":
            body.append(words)
        case "":
            pass
        case _:
            head = [words, *head]
    return head + body


def _body_lines(article: Article) -> list[str]:
    texts = [p.text for p in article.paragraphs]
    if any(_ASKED.match(text) for text in texts):
        texts = [_ANSWERED.sub("答：", _ASKED.sub("问：", t, count=1), count=1) for t in texts]
    return [
        f"## {text}" if p.role == "heading" else text
        for p, text in zip(article.paragraphs, texts, strict=True)
    ]


def _leads_in(kicker: str) -> bool:
    """Return whether a kicker is spoken in one sentence with its headline."""
    return bool(
        _SAYS_ON.search(kicker)
        or _COLUMN.fullmatch(kicker.strip())
        or _SINCE.fullmatch(kicker.strip())
    )


def spoken_title(article: Article) -> str:
    """Return the headline as it is spoken, with a kicker that leads into it.

    Any other kicker is a sentence of its own. A space between two clauses is spoken as a pause.
    """
    headline = article.headline or _opening(article.text)
    kicker = article.kicker.strip("：: ")
    if not kicker or not _leads_in(article.kicker):
        return headline
    return f"{kicker}{'，' if _SINCE.fullmatch(kicker) else '：'}{headline}"


def _opening(text: str) -> str:
    """Return the first words of a text without a headline, to the end of a clause if possible."""
    clauses = re.match(rf"[^。！？\n]{{1,{_OPENING_CHARS}}}(?=[，。！？\n]|$)", text)
    return clauses[0] if clauses else text[:_OPENING_CHARS]


def _sentence(text: str) -> str:
    text = text.strip().lstrip("—-―－ ").rstrip("，、；;,：: ")
    return text if not text or text.endswith(("。", "！", "？", "…")) else f"{text}。"
