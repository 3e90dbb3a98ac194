"""Articles ranked as an editor would: which open the show, and why."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audiopaper.leads.news_value import (
    KIND_WORDS,
    LEDE_CHARS,
    WEIGHTS,
    WORDS,
    Side,
    find_evidence,
    find_side,
)
from audiopaper.model import PICKABLE_KINDS, Article, Ranking
from audiopaper.variants import simplify

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from audiopaper.config import LeadSettings


@dataclass(frozen=True, slots=True)
class _Scored:
    article: Article
    evidence: tuple[tuple[str, float], ...]
    heads: frozenset[str]
    subjects: frozenset[str]
    side: Side

    @property
    def score(self) -> float:
        return sum(weight for _, weight in self.evidence)


def rank_articles(
    articles: Sequence[Article], settings: LeadSettings, *, date: dt.date | None = None
) -> tuple[Ranking, ...]:
    """Rank an edition's articles.

    Args:
        articles: In reading order.
        settings: What the editor set; an article whose headline holds a word of ``skip`` is
            never picked, and ``people`` is the share that stories of people's lives should have.
        date: Date of the edition, by which an event is fresh or not.

    Returns:
        One ranking an article, in the given order. Ranks count from 1 over all that are fit to
        be picked; reasons are Chinese, the strongest first.
    """
    unfit = {a.id: reason for a in articles if (reason := _unfit(a, settings))}
    candidates = [a for a in articles if a.id not in unfit]
    fit = []
    places: Counter[int] = Counter()
    levels = _top_levels(candidates)
    for article in candidates:
        first = article.pages[0]
        evidence = find_evidence(article, places[first], levels.get(first, 0), date)
        fit.append(_scored(article, evidence, settings.people))
        places[first] += 1
    ordered = _in_order(fit, settings.people)
    themes = _find_themes(ordered) if settings.max_theme_share < 1 else {}
    ranks = {scored.article.id: i for i, scored in enumerate(ordered, start=1)}
    by_id = {scored.article.id: scored for scored in ordered}
    return tuple(
        Ranking(article_id=a.id, rank=None, score=0.0, reasons=(unfit[a.id],))
        if a.id in unfit
        else Ranking(
            article_id=a.id,
            rank=ranks[a.id],
            score=round(by_id[a.id].score, 3),
            reasons=_reasons(by_id[a.id]),
            themes=themes.get(a.id, ()),
        )
        for a in articles
    )


def _top_levels(articles: Sequence[Article]) -> dict[int, int]:
    """Return the level of each page's largest headline; pages without mark-up are left out."""
    levels: dict[int, int] = {}
    for article in articles:
        if article.heading_level:
            page = article.pages[0]
            levels[page] = min(levels.get(page, article.heading_level), article.heading_level)
    return levels


def _scored(article: Article, evidence: Mapping[str, float], people: float) -> _Scored:
    head = (article.kicker, article.headline, article.subhead)
    side = find_side(article)
    lean = 2 * people - 1
    wanted = {"people": lean, "politics": -lean}.get(side, 0.0)
    weighed = {name: WEIGHTS[name] * n for name, n in {**evidence, "wanted": wanted}.items()}
    return _Scored(
        article=article,
        evidence=tuple((name, weight) for name, weight in weighed.items() if weight),
        heads=_runs(*head),
        subjects=_runs(*head, article.text[:LEDE_CHARS]),
        side=side,
    )


def _unfit(article: Article, settings: LeadSettings) -> str:
    """Return why an article is never picked; an empty string if it may be."""
    if article.kind not in PICKABLE_KINDS:
        return f"不入选：{KIND_WORDS[article.kind]}"
    if not article.headline:
        return "不入选：没有标题"
    if not article.text.strip():
        return "不入选：没有正文"
    if settings.leave_out_incomplete and article.incomplete:
        return "不入选：内容不完整"
    head = simplify(article.kicker + article.headline + article.subhead)
    word = next((w for w in settings.skip if w and simplify(w) in head), "")
    return f"不入选：标题含“{word}”" if word else ""


# So many are put in order one after the other, each against those before it; no episode is
# longer, and the rest stands by its score alone.
_MAX_IN_TURN = 120


def _in_order(fit: Sequence[_Scored], people: float) -> list[_Scored]:
    """Order by repeated choice of the best; a subject already chosen lowers the score."""
    scoreds = list(fit)
    scores = [scored.score for scored in fit]
    left = list(range(len(fit)))
    index = _SubjectIndex(fit)
    taken: list[_Scored] = []
    sides: Counter[str] = Counter()
    while left and len(taken) < _MAX_IN_TURN:
        bonus = {side: _balance(side, sides, people) for side in {s.side for s in fit}}
        at = max(left, key=lambda n: scores[n] + bonus[scoreds[n].side])
        left.remove(at)
        best = scoreds[at]
        fair = bonus[best.side]
        given = (("balance", fair),) if fair else ()
        taken.append(replace(best, evidence=(*best.evidence, *given)))
        sides[best.side] += 1
        for n in index.take_related(best):
            scoreds[n] = _fallen(scoreds[n], best)
            scores[n] = scoreds[n].score
    return taken + [scoreds[n] for n in sorted(left, key=lambda n: -scores[n])]


class _SubjectIndex:
    """Finds the articles that may share a subject with one, without a look at all others."""

    def __init__(self, fit: Sequence[_Scored]) -> None:
        self._by_head: dict[str, list[int]] = {}
        for n, scored in enumerate(fit):
            for run in scored.heads:
                self._by_head.setdefault(run, []).append(n)
        # Runs that no head has are most of all, and are never asked for.
        self._by_subject: dict[str, list[int]] = {run: [] for run in self._by_head}
        for n, scored in enumerate(fit):
            for run in scored.subjects & self._by_subject.keys():
                self._by_subject[run].append(n)

    def take_related(self, taken: _Scored) -> set[int]:
        """Return the articles related to one, less those that an earlier call returned for it.

        An article falls once: whatever shared a run of characters with one that was taken before
        need not be looked at again for the same run.
        """
        if taken.article.kind == "commentary":
            return set()
        related: set[int] = set()
        for run in taken.subjects & self._by_head.keys():
            related.update(self._by_head.pop(run))
        for run in taken.heads & self._by_subject.keys():
            related.update(self._by_subject.pop(run))
        return related


def _balance(side: Side, sides: Mapping[str, int], people: float) -> float:
    """Return the bonus of a side that is under-represented among the stories taken before."""
    taken = sides.get("people", 0) + sides.get("politics", 0)
    if not side or not taken:
        return 0.0
    short = people - sides.get("people", 0) / taken
    return WEIGHTS["balance"] * max(short if side == "people" else -short, 0.0)


def _fallen(scored: _Scored, taken: _Scored) -> _Scored:
    """Lower the score of a repeated subject; a comment on the news keeps its score."""
    if scored.article.kind == "commentary" or taken.article.kind == "commentary":
        return scored
    if any(name == "same_subject" for name, _ in scored.evidence):
        return scored
    if not _same_subject(scored, taken):
        return scored
    fall = ("same_subject", WEIGHTS["same_subject"])
    return replace(scored, evidence=(*scored.evidence, fall))


# Seven characters in a row are a campaign's or a person's full name with office, as in
# 党的二十大精神; shorter runs are everyday phrases.
_SUBJECT_CHARS = 7


def _same_subject(a: _Scored, b: _Scored) -> bool:
    """Return whether what one article's head speaks of is also in the other's head or lede."""
    return not (a.heads.isdisjoint(b.subjects) and b.heads.isdisjoint(a.subjects))


_SIDES = {"politics": "时政", "people": "民生"}


def _find_themes(ordered: Sequence[_Scored]) -> dict[str, tuple[str, ...]]:
    """Name what each article is about: its side, sports, and the subject it shares with others.

    A subject is named after the best article on it.
    """
    subjects: dict[str, str] = {}
    # The first place of each run of characters, in a head and in a head or lede; see
    # `_same_subject`.
    heads: dict[str, int] = {}
    texts: dict[str, int] = {}
    for place, scored in enumerate(ordered):
        before = [texts[run] for run in scored.heads if run in texts]
        before += [heads[run] for run in scored.subjects if run in heads]
        if before:
            better = ordered[min(before)]
            first = subjects.setdefault(better.article.id, better.article.headline)
            subjects.setdefault(scored.article.id, first)
        for runs, places in ((scored.heads, heads), (scored.subjects, texts)):
            for run in runs:
                places.setdefault(run, place)
    themes = {}
    for scored in ordered:
        sports = any(name == "sports" for name, _ in scored.evidence)
        named = ("体育" if sports else _SIDES.get(scored.side, ""), subjects.get(scored.article.id))
        themes[scored.article.id] = tuple(name for name in named if name)
    return themes


def _runs(*texts: str) -> frozenset[str]:
    runs: set[str] = set()
    for text in texts:
        for run in re.findall(r"[^\W\d]{7,}", text):
            runs.update(run[i : i + _SUBJECT_CHARS] for i in range(len(run) - _SUBJECT_CHARS + 1))
    return frozenset(runs)


def _reasons(scored: _Scored) -> tuple[str, ...]:
    ordered = sorted(scored.evidence, key=lambda e: (-abs(e[1]), e[0]))
    return tuple(f"{WORDS[name]}（{weight:+.2f}）" for name, weight in ordered)
