from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiopaper.config import LeadSettings
from audiopaper.leads import rank_articles
from audiopaper.model import ARTICLE_KINDS, PICKABLE_KINDS, Article
from audiopaper.publish.listing import articles_json
from tests.builders import make_article, make_paragraph

BODY = "城北新桥通车，两岸居民往来更加方便了，大家纷纷走上桥头。" * 15


def story(number: int, **changes: Any) -> Article:
    values: dict[str, Any] = {
        "id": f"p1-a{number}",
        "headline": f"第{number}条消息",
        "paragraphs": (make_paragraph(BODY),),
    }
    return make_article(**(values | changes))


def order(*articles: Article, **settings: Any) -> list[str]:
    rankings = rank_articles(articles, LeadSettings(**settings))
    ranked = sorted((r for r in rankings if r.rank), key=lambda r: r.rank or 0)
    return [r.article_id for r in ranked]


def test_every_article_has_a_ranking_in_the_given_order() -> None:
    articles = [story(n) for n in range(1, 5)]
    rankings = rank_articles(articles, LeadSettings())
    assert [r.article_id for r in rankings] == [a.id for a in articles]
    assert sorted(r.rank or 0 for r in rankings) == [1, 2, 3, 4]


@pytest.mark.parametrize("kind", sorted(set(ARTICLE_KINDS) - PICKABLE_KINDS))
def test_what_is_no_story_is_never_picked(kind: Any) -> None:
    (ranking,) = rank_articles([story(1, kind=kind)], LeadSettings())
    assert ranking.rank is None
    assert ranking.reasons[0].startswith("不入选")


@pytest.mark.parametrize(
    "changes", [{"headline": ""}, {"paragraphs": ()}, {"headline": "股市收评：窄幅震荡"}]
)
def test_what_cannot_be_told_or_is_not_wanted_is_never_picked(changes: dict[str, Any]) -> None:
    rankings = rank_articles([story(1, **changes)], LeadSettings(skip=("股市",)))
    assert rankings[0].rank is None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param({}, {"pages": (2,), "id": "p2-a2"}, id="front-page-first"),
        pytest.param({}, {}, id="top-of-the-page-first"),
        pytest.param({"pages": (3,)}, {"pages": (8,)}, id="early-page-first"),
        pytest.param({"heading_level": 2}, {"heading_level": 4}, id="larger-headline-first"),
        pytest.param(
            {"paragraphs": (make_paragraph(BODY * 2),)}, {}, id="what-was-given-room-first"
        ),
        pytest.param({}, {"kind": "commentary"}, id="news-before-comment"),
        pytest.param({}, {"kind": "brief"}, id="news-before-briefs"),
        pytest.param({}, {"incomplete": "tail"}, id="whole-before-broken-off"),
    ],
)
def test_an_editor_s_order(first: dict[str, Any], second: dict[str, Any]) -> None:
    a, b = story(1, **first), story(2, **second)
    assert order(a, b) == [a.id, b.id]


def test_the_event_of_a_day_comes_before_what_has_no_date() -> None:
    undated = story(1)
    dated = story(2, paragraphs=(make_paragraph("3月1日，" + BODY),))
    assert order(undated, dated) == [dated.id, undated.id]


def test_a_campaign_has_one_story_among_the_first() -> None:
    articles = [
        story(1, subhead="市水务局开展春季植树护绿大行动"),
        story(2, subhead="市教育局开展春季植树护绿大行动"),
        story(3, subhead="公交线路今起调整"),
    ]
    assert order(*articles) == ["p1-a1", "p1-a3", "p1-a2"]


def test_reasons_are_words_with_the_strongest_first() -> None:
    (ranking,) = rank_articles([story(1)], LeadSettings())
    assert ranking.reasons[0] == "头版（+2.00）"
    weights = [abs(float(reason.split("（")[1].rstrip("）"))) for reason in ranking.reasons]
    assert weights == sorted(weights, reverse=True)


@given(st.lists(st.sampled_from(ARTICLE_KINDS), max_size=12))
def test_ranks_count_from_one_without_a_hole(kinds: list[Any]) -> None:
    articles = [story(n, kind=kind) for n, kind in enumerate(kinds, start=1)]
    rankings = rank_articles(articles, LeadSettings())
    ranks = sorted(r.rank for r in rankings if r.rank is not None)
    assert ranks == list(range(1, len(ranks) + 1))
    assert len(ranks) == sum(kind in PICKABLE_KINDS for kind in kinds)


def test_the_listing_has_the_keys_of_the_command_s_contract() -> None:
    article = story(1, kicker="市交通局：", subhead="今起调整", byline=("高远",), dateline="本报讯")
    (listed,) = articles_json([article], rank_articles([article], LeadSettings()))
    assert list(listed) == [
        "id", "pages", "kind", "kicker", "headline", "subhead", "byline", "dateline",
        "paragraphs", "lead_rank", "lead_score", "reasons",
    ]  # fmt: skip
    assert listed["pages"] == [1]
    assert listed["lead_rank"] == 1
    assert listed["byline"] == ["高远"]


def test_an_article_with_a_missing_part_stays_out_only_where_the_editor_wants_it() -> None:
    articles = [story(1, incomplete="tail"), story(2)]
    assert rank_articles(articles, LeadSettings())[0].rank is not None
    out = rank_articles(articles, LeadSettings(leave_out_incomplete=True))
    assert [ranking.rank for ranking in out] == [None, 1]
    assert out[0].reasons == ("不入选：内容不完整",)
