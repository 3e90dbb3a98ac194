"""Articles ranked as an editor would: which open the show, and why."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audiopaper.model import PICKABLE_KINDS, Article, Ranking

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audiopaper.config import LeadSettings

# How the weights were found: by hand on the editor's rankings beside the shared pages and the
# made-up editions. Place counts most, as it does for the paper's own editors; the event of a
# named day beats what people said about last week's; a campaign has one story among the first.
WEIGHTS: Mapping[str, float] = {
    "front_page": 2.0,
    "page_step": -0.4,
    "place_step": -0.28,
    "level_step": -0.6,
    "news": 1.0,
    "commentary": -2.2,
    "feature": -0.1,
    "brief": -2.2,
    "length": 1.0,
    "short": -0.8,
    "subhead": 0.3,
    "dated": 0.8,
    "sports": -1.0,
    "damaged": -1.6,
    "same_subject": -1.0,
}

SHORT_CHARS, FULL_CHARS = 250, 1000
"""Shorter texts hardly carry a story; beyond the longer length no more is gained."""

_OPENING_CHARS = 60
"""Where a story says when it happened."""

_MAX_PAGE_STEPS, _MAX_PLACE_STEPS = 12, 10

_WORDS = {
    "front_page": "头版",
    "page_step": "版次靠后",
    "place_step": "版面位置靠后",
    "level_step": "标题级别较低",
    "news": "消息",
    "commentary": "评论",
    "feature": "通讯特写",
    "brief": "短讯",
    "length": "篇幅",
    "sports": "体育赛事",
    "short": "篇幅短",
    "subhead": "配有副题",
    "dated": "有近日的确切日期",
    "damaged": "内容不完整",
    "same_subject": "同一主题已有报道",
}

_KIND_WORDS = {
    "photo_caption": "图片说明",
    "notice": "公告启事",
    "ad": "广告",
    "weather": "天气预报",
    "listing": "列表资料",
    "fragment": "残缺片段",
}

_SPORTS = re.compile(
    r"决赛|联赛|锦标赛|邀请赛|女足|男足|女排|男排|男篮|女篮|客场|主场|夺冠|中超|英超"
)
_EVENT_DATE = re.compile(r"(?:\d{1,2}\s?月\s?\d{1,2}\s?日|昨日|昨天|今日|今天|前天)")


@dataclass(frozen=True, slots=True)
class _Scored:
    article: Article
    evidence: tuple[tuple[str, float], ...]
    heads: frozenset[str]
    subjects: frozenset[str]

    @property
    def score(self) -> float:
        return sum(weight for _, weight in self.evidence)


def rank_articles(articles: Sequence[Article], settings: LeadSettings) -> tuple[Ranking, ...]:
    """Rank an edition's articles.

    Args:
        articles: In reading order.
        settings: What the editor set; an article whose headline holds a word of ``skip`` is
            never picked.

    Returns:
        One ranking an article, in the given order. Ranks count from 1 over all that are fit to
        be picked; reasons are Chinese, the strongest first.
    """
    unfit = {a.id: reason for a in articles if (reason := _unfit(a, settings))}
    fit = []
    places: Counter[int] = Counter()
    for article in articles:
        if article.id not in unfit:
            first = article.pages[0]
            evidence = _evidence(article, places[first])
            head = (article.kicker, article.headline, article.subhead)
            subjects = _runs(*head, article.text[:_LEDE_CHARS])
            fit.append(_Scored(article, evidence, _runs(*head), subjects))
            places[first] += 1
    ordered = _in_order(fit)
    ranks = {scored.article.id: i for i, scored in enumerate(ordered, start=1)}
    by_id = {scored.article.id: scored for scored in ordered}
    rankings = []
    for article in articles:
        if article.id in unfit:
            reasons = (unfit[article.id],)
            rankings.append(Ranking(article_id=article.id, rank=None, score=0.0, reasons=reasons))
            continue
        scored = by_id[article.id]
        rankings.append(
            Ranking(
                article_id=article.id,
                rank=ranks[article.id],
                score=round(scored.score, 3),
                reasons=_reasons(scored),
            )
        )
    return tuple(rankings)


def _unfit(article: Article, settings: LeadSettings) -> str:
    """Say why an article is never picked; empty where it may be."""
    if article.kind not in PICKABLE_KINDS:
        return f"不入选：{_KIND_WORDS[article.kind]}"
    if not article.headline:
        return "不入选：没有标题"
    if not article.text.strip():
        return "不入选：没有正文"
    if settings.leave_out_incomplete and article.incomplete:
        return "不入选：内容不完整"
    head = article.kicker + article.headline + article.subhead
    word = next((w for w in settings.skip if w and w in head), "")
    return f"不入选：标题含“{word}”" if word else ""


def _evidence(article: Article, place: int) -> tuple[tuple[str, float], ...]:
    chars = len(article.text)
    opening = article.text[:_OPENING_CHARS]
    found = {
        "front_page": float(min(article.pages) == 1),
        "page_step": float(min(min(article.pages) - 1, _MAX_PAGE_STEPS)),
        "place_step": float(min(place, _MAX_PLACE_STEPS)),
        "level_step": float(max(article.heading_level - 2, 0)),
        article.kind: 1.0,
        "length": min(max(chars - SHORT_CHARS, 0) / (FULL_CHARS - SHORT_CHARS), 1.0),
        "sports": float(bool(_SPORTS.search(article.headline + article.subhead + opening))),
        "short": float(chars < SHORT_CHARS and article.kind != "brief"),
        "subhead": float(bool(article.subhead)),
        "dated": float(article.kind == "news" and bool(_EVENT_DATE.search(opening))),
        "damaged": float(bool(article.incomplete)),
    }
    return tuple((name, WEIGHTS[name] * n) for name, n in found.items() if n)


def _in_order(fit: Sequence[_Scored]) -> list[_Scored]:
    """Take the best again and again; what shares its subject with one taken falls back."""
    left = list(fit)
    taken: list[_Scored] = []
    while left:
        best = max(left, key=lambda s: s.score)
        left.remove(best)
        taken.append(best)
        left = [_fallen(scored, best) for scored in left]
    return taken


def _fallen(scored: _Scored, taken: _Scored) -> _Scored:
    if any(name == "same_subject" for name, _ in scored.evidence):
        return scored
    if not _same_subject(scored, taken):
        return scored
    fall = ("same_subject", WEIGHTS["same_subject"])
    return replace(scored, evidence=(*scored.evidence, fall))


# Seven characters in a row are a campaign's or a person's full name with office, as in
# 党的二十大精神; shorter runs are everyday phrases.
_SUBJECT_CHARS = 7
_LEDE_CHARS = 300


def _same_subject(a: _Scored, b: _Scored) -> bool:
    """Tell whether what one article's head speaks of is also in the other's head or lede."""
    return not (a.heads.isdisjoint(b.subjects) and b.heads.isdisjoint(a.subjects))


def _runs(*texts: str) -> frozenset[str]:
    found: set[str] = set()
    for text in texts:
        for run in re.findall(r"[^\W\d]{7,}", text):
            found.update(run[i : i + _SUBJECT_CHARS] for i in range(len(run) - _SUBJECT_CHARS + 1))
    return frozenset(found)


def _reasons(scored: _Scored) -> tuple[str, ...]:
    ordered = sorted(scored.evidence, key=lambda e: (-abs(e[1]), e[0]))
    return tuple(f"{_WORDS[name]}（{weight:+.2f}）" for name, weight in ordered)
