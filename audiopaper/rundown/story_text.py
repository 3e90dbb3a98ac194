"""The spoken text of an article: its head as sentences, its authors, its body line by line."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from audiopaper.byline_roles import PAPER, TUTOR, credit_from_role, is_outside
from audiopaper.model import Credit, Item
from audiopaper.rundown.excerpts import say_rest
from audiopaper.variants import is_traditional

if TYPE_CHECKING:
    from audiopaper.config import EpisodeSettings
    from audiopaper.model import Article

_HAN = "\u4e00-\u9fff"
_AUTHORS = frozenset({"作者", "撰文", "撰稿", "撰稿人", "执笔", "供稿"})
_OWN_HOUSES = ("本报", "本報", "本刊", "本台", "本网", "本網")
_REPORTERS = ("记者", "评论员", "实习生", "記者", "評論員", "實習生")
"""Roles that are spoken with the name of the outlet."""

_READERS = ("读者", "讀者")

_WIRE = re.compile(r"(?:据|據|综合|綜合){0,2}(?:新华社|新華社|中新社|中新网|人民网|央视|央广网)")
_DATELINE_OUTLET = re.compile(rf"本[报報刊台网網]|{PAPER}")
# 本报讯 and 青川日报讯 only mark a story of the paper itself.
_PLAIN_DATELINE = re.compile(rf"(?:本[刊台网網]|[{_HAN}]{{0,10}}[报報刊讯])(?:综合)?[讯訊]")
# Openings of reports, as opposed to essays and poems.
_REPORTED = re.compile(
    r"\d{1,2}\s?月|[昨今][日天晚晨早]|近日|日前|连日来|本周|上周|记者|据了解|截至"
)
_OPENING_CHARS = 80
_TRADITIONAL = str.maketrans("报据综闻讯记来", "報據綜聞訊記來")
"""For the words of this module; printed words are in traditional characters already."""


def credit_names(article: Article) -> tuple[Credit, ...]:
    """Return a credit for each name of an article's byline.

    The role is that given by the newsroom, otherwise that printed in the byline.
    """
    if article.byline_roles:
        named = zip(article.byline, article.byline_roles, strict=False)
        return tuple(credit_from_role(name, role) for name, role in named)
    return article.credits or tuple(Credit(name) for name in article.byline)


def credit_sentence(article: Article, paper: str = "", outlet: str = "本报") -> str:
    """Return a sentence that credits an article; empty if neither byline nor dateline is printed.

    A reporter is always named with an outlet, even if only the name is printed.

    Args:
        article: The article.
        paper: Name of the newspaper; its own reporters are 本报记者 whatever the byline says.
        outlet: The spoken form of 本报.

    Example:
        >>> from audiopaper.model import Article
        >>> credit_sentence(Article(
        ...     id="p1-a1", pages=(1,), kind="news", headline="桥通了", paragraphs=(),
        ...     byline=("林晓禾", "高远"), byline_roles=("记者", "通讯员"), dateline="本报讯"))
        '本报记者林晓禾、通讯员高远报道。'
    """
    everyone = credit_names(article)
    named = tuple(credit for credit in everyone if not TUTOR.fullmatch(credit.role))
    tutors = [credit for credit in everyone if credit not in named]
    dateline = article.dateline.strip()
    if _WIRE.match(dateline):
        sentence = _from_wire(named, dateline)
    elif not named:
        sentence = ""
    elif any(credit.task for credit in named):
        sentence = _narrated(named, outlet, (paper, dateline))
    elif article.kind == "commentary" or _is_author(article, named):
        sentence = _written_by(named, outlet)
    else:
        sentence = _reported_by(named, dateline, paper, outlet)
    for role, members in groupby(tutors, key=lambda credit: credit.role):
        sentence += f"{role}：{'、'.join(credit.name for credit in members)}。"
    head = dateline + "".join(credit.role for credit in everyone)
    traditional = is_traditional(head) or is_traditional(article.text[:_OPENING_CHARS])
    return sentence.translate(_TRADITIONAL) if traditional else sentence


def _reported_by(named: tuple[Credit, ...], dateline: str, paper: str, outlet: str) -> str:
    if not any(credit.house or credit.role.endswith(_REPORTERS) for credit in named):
        # A listener cannot know the outlet of a bare name.
        named = tuple(credit if credit.role else replace(credit, role="记者") for credit in named)
    printed = _DATELINE_OUTLET.match(dateline)
    theirs = printed[0] if printed and not _is_own(printed[0], paper) else ""
    own = theirs or outlet
    ours = (paper, dateline)
    if not dateline or _PLAIN_DATELINE.fullmatch(dateline):
        return f"{_grouped(named, own=own, ours=ours)}报道。"
    if printed is None:
        return f"{dateline}，{_grouped(named, own=own, ours=ours)}报道。"
    # A dateline such as 本报云雾3月2日讯 names the outlet already.
    return f"{own}{dateline[printed.end() :]}，{_grouped(named, own='', ours=ours)}报道。"


def _is_own(house: str, paper: str) -> bool:
    """Return whether a dateline's outlet is the paper itself; True if the paper is unknown."""
    return not paper or house in _OWN_HOUSES or paper.startswith(house) or house.startswith(paper)


def _from_wire(named: tuple[Credit, ...], dateline: str) -> str:
    source = dateline.lstrip("据據")
    source = f"{source[:-1]}消息" if source.endswith(("讯", "訊")) else source
    source = source if source.startswith(("综", "綜")) else f"据{source}"
    who = _grouped(named, own="", ours=("", dateline.lstrip("据據综合綜")))
    return f"{source}，{who}报道。" if named else f"{source}。"


def _is_author(article: Article, named: tuple[Credit, ...]) -> bool:
    """Return whether a text was written rather than reported, such as an essay."""
    if all(credit.role in _AUTHORS for credit in named):
        return True
    if article.dateline:
        return False
    if all(is_outside(credit.role) for credit in named) or _is_verse(article):
        return True
    if any(credit.role in _AUTHORS for credit in named):
        # 市委党校课题组 and its members.
        return all(credit.role in ("", *_AUTHORS) for credit in named)
    bare = not any(credit.role for credit in named)
    return bare and not _REPORTED.search(article.text[:_OPENING_CHARS])


_MIN_VERSES, _VERSE_CHARS = 4, 20


def _is_verse(article: Article) -> bool:
    """Return whether a text is a poem: short lines, of which few end with a full stop."""
    lines = [p.text for p in article.paragraphs]
    stops = sum(line.endswith("。") for line in lines)
    short = all(len(line) <= _VERSE_CHARS for line in lines)
    return len(lines) >= _MIN_VERSES and short and _MIN_VERSES * stops <= len(lines)


def _written_by(named: tuple[Credit, ...], outlet: str) -> str:
    names = "、".join(credit.name for credit in named)
    if names == "社论":
        return f"{outlet}社论。"
    if names.startswith(_OWN_HOUSES):
        return f"{outlet}{names[2:]}文章。"
    if names.startswith("新华社"):
        return f"{names}文章。"
    if all(credit.role.endswith(("评论员", "評論員")) for credit in named):
        house = "" if named[0].house in _OWN_HOUSES else named[0].house
        return f"{house or outlet}{named[0].role}{names}撰文。"
    if all(credit.role.endswith(_READERS) for credit in named):
        return f"{'、'.join(map(_with_affiliation, named))}来信。"
    return f"作者：{'、'.join(map(_with_affiliation, named))}。"


def _with_affiliation(credit: Credit) -> str:
    return f"{credit.role}{credit.name}" if is_outside(credit.role) else credit.name


def _narrated(named: tuple[Credit, ...], outlet: str, ours: tuple[str, str]) -> str:
    """Return who told a text and who wrote it down: 甲口述，本报记者乙整理."""
    parts = [
        f"{_grouped(tuple(members), own=outlet, ours=ours)}{task or '报道'}"
        for task, members in groupby(named, key=lambda credit: credit.task)
    ]
    return f"{'，'.join(parts)}。"


def _grouped(named: tuple[Credit, ...], *, own: str, ours: tuple[str, str]) -> str:
    """Join names under their roles: 本报记者甲、乙，通讯员丙.

    A house is replaced by ``own`` if the paper or the dateline, given as ``ours``, starts with it.
    """
    groups = []
    # A name without a role comes first; after a role it would seem to share the role.
    ordered = sorted(named, key=lambda c: bool(c.role))
    for (house, role), members in groupby(ordered, key=lambda c: (c.house, c.role)):
        names = "、".join(c.name for c in members)
        theirs = house not in ("", *_OWN_HOUSES) and not any(o.startswith(house) for o in ours)
        if not theirs:
            house = own if house or role.endswith(_REPORTERS) else ""
        role = "" if role in _AUTHORS else role
        groups.append(f"{house}{role}{names}")
    # 本报 is spoken once, before the first of its reporters.
    first = next((n for n, group in enumerate(groups) if own and group.startswith(own)), -1)
    groups = [g if n == first else g.removeprefix(own) for n, g in enumerate(groups)]
    return ("，" if any("、" in g for g in groups) else "、").join(groups)


_CLAUSE_CHARS = 24

# 问： and 答： are spoken as printed; other marks are replaced if a question has one of them.
_MARKED = r"^[■●◆▲□▶]?\s?(?:[【\[（(]\s?(?:{0})\s?[】\]）)]\s?[:：]?|[{1}]\d{{0,2}}\s?[:：、.])\s?"
_ASKED = re.compile(_MARKED.format("问|提问|Q|Ｑ", "QＱ"))
_ANSWERED = re.compile(_MARKED.format("答|回答|A|Ａ", "AＡ"))

# A kicker with such an end continues in its headline: 高远在会上强调 / 把实事办好.
_SAYS_ON = re.compile(
    r"(?:[：:]|—{1,2}|强调|指出|要求|表示|提出|主张|认为|宣布|透露|时说|呼吁)\s*$"
)
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
    if kicker.endswith("—"):
        return f"{kicker}{headline}"
    return f"{kicker}{'，' if _SINCE.fullmatch(kicker) else '：'}{headline}"


def _opening(text: str) -> str:
    """Return the first words of a text without a headline, to the end of a clause if possible."""
    clauses = re.match(rf"[^。！？\n]{{1,{_CLAUSE_CHARS}}}(?=[，。！？\n]|$)", text)
    return clauses[0] if clauses else text[:_CLAUSE_CHARS]


def _sentence(text: str) -> str:
    text = text.strip().lstrip("—-―－ ").rstrip("，、；;,：: ")
    return text if not text or text.endswith(("。", "！", "？", "…")) else f"{text}。"
