from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiopaper.config import LeadSettings
from audiopaper.leads import rank_articles
from audiopaper.model import ARTICLE_KINDS, PICKABLE_KINDS, Article
from audiopaper.publish.articles_json import articles_json
from tests.support.builders import make_article, make_paragraph

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
    undated = story(1, pages=(2,))
    dated = story(2, pages=(2,), paragraphs=(make_paragraph("昨日，" + BODY),))
    assert order(story(3, pages=(2,)), undated, dated) == ["p1-a3", "p1-a2", "p1-a1"]


@pytest.mark.parametrize(
    ("edition", "fresh"),
    [
        pytest.param(dt.date(2026, 3, 2), "3月1日", id="yesterday"),
        pytest.param(dt.date(2026, 1, 1), "12月31日", id="last-year"),
        pytest.param(dt.date(2026, 3, 2), "今起", id="today"),
    ],
)
def test_what_is_fresh_comes_before_what_is_weeks_old(edition: dt.date, fresh: str) -> None:
    lead = story(1)
    old = story(2, paragraphs=(make_paragraph("去年8月30日，" + BODY),))
    new = story(3, paragraphs=(make_paragraph(fresh + "，" + BODY),))
    rankings = rank_articles([lead, old, new], LeadSettings(), date=edition)
    assert [r.rank for r in rankings] == [1, 3, 2]
    assert any(reason.startswith("时间新近") for reason in rankings[2].reasons)
    assert any(reason.startswith("时间已久") for reason in rankings[1].reasons)


POLITICS = {"headline": "市委部署党建", "subhead": "书记主持"}
PEOPLE = {"headline": "小区电梯换新", "subhead": "业主叫好"}


def test_the_show_may_want_more_of_people_s_lives_or_of_politics() -> None:
    articles = [story(n, **(POLITICS if n <= 3 else PEOPLE)) for n in range(1, 7)]
    assert order(*articles)[:2] == ["p1-a1", "p1-a2"]
    assert order(*articles, people=1.0)[:3] == ["p1-a4", "p1-a5", "p1-a6"]
    assert order(*articles, people=0.0)[:3] == ["p1-a1", "p1-a2", "p1-a3"]


def test_a_side_that_came_short_gains_a_place() -> None:
    first, second = story(1, **POLITICS), story(2, **POLITICS | {"headline": "市长主持座谈"})
    third = story(3, **PEOPLE)
    assert order(first, second, third) == ["p1-a1", "p1-a3", "p1-a2"]
    rankings = rank_articles([first, second, third], LeadSettings())
    assert any(reason.startswith("兼顾时政与民生") for reason in rankings[2].reasons)


def test_a_comment_on_the_news_is_no_repetition_and_comes_before_a_line_of_news() -> None:
    news = story(1, headline="全市开展春季植树护绿大行动")
    comment = story(2, kind="commentary", headline="春季植树护绿大行动贵在坚持")
    line = story(3, kind="brief", paragraphs=(make_paragraph("市图书馆周末开放。"),))
    rankings = rank_articles([news, comment, line], LeadSettings())
    assert [r.rank for r in rankings] == [1, 2, 3]
    assert not any("同一主题" in reason for reason in rankings[1].reasons)


def test_a_headline_is_as_large_as_its_page_lets_it_be() -> None:
    large = story(1, pages=(2,), heading_level=3)
    small = story(2, pages=(2,), heading_level=4)
    rankings = rank_articles([large, small], LeadSettings())
    assert not any("标题级别" in reason for reason in rankings[0].reasons)
    assert any("标题级别" in reason for reason in rankings[1].reasons)


def test_an_edition_of_two_hundred_pages_is_ranked_by_the_same_rules() -> None:
    articles = [
        story(page * 10 + n, id=f"p{page}-a{n}", pages=(page,), headline=f"{page}版第{n}条")
        for page in range(1, 201)
        for n in range(1, 11)
    ]
    rankings = rank_articles(articles, LeadSettings())
    assert rankings[0].rank == 1
    assert sorted(r.rank or 0 for r in rankings) == list(range(1, 2001))


def test_a_campaign_has_one_story_among_the_first() -> None:
    articles = [
        story(1, subhead="市水务局开展春季植树护绿大行动"),
        story(2, subhead="市教育局开展春季植树护绿大行动"),
        story(3, subhead="公交线路今起调整"),
    ]
    assert order(*articles) == ["p1-a1", "p1-a3", "p1-a2"]


def test_a_campaign_has_one_story_among_the_first_whatever_else_speaks_of_it() -> None:
    campaign = "开展春季植树护绿大行动"
    lede = make_paragraph(f"青川县昨天{campaign}，" + BODY)
    articles = [
        story(1, kind="commentary", headline=f"从{campaign}说起"),
        story(2, subhead=f"市水务局{campaign}"),
        story(3, paragraphs=(lede,)),
        story(4, subhead=f"市教育局{campaign}"),
        story(5, subhead="公交线路今起调整"),
    ]
    reasons = {r.article_id: " ".join(r.reasons) for r in rank_articles(articles, LeadSettings())}
    repeated = [number for number, told in reasons.items() if "同一主题已有报道" in told]
    assert repeated == sorted({"p1-a2", "p1-a3", "p1-a4"} - {order(*articles)[0]})


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


WORDS = st.text(alphabet=list("市委书记居民电梯昨日3月1日12 。"), max_size=24)


@given(
    st.lists(
        st.tuples(st.sampled_from(ARTICLE_KINDS), WORDS, WORDS, st.integers(0, 6)), max_size=8
    ),
    st.floats(0, 1),
)
def test_any_text_is_ranked_once_and_adverts_never(told: list[Any], people: float) -> None:
    articles = [
        story(n, kind=kind, headline=head, paragraphs=(make_paragraph(text),), heading_level=level)
        for n, (kind, head, text, level) in enumerate(told)
    ]
    settings = LeadSettings(people=people)
    rankings = rank_articles(articles, settings, date=dt.date(2026, 2, 28))
    ranks = sorted(r.rank for r in rankings if r.rank is not None)
    assert ranks == list(range(1, len(ranks) + 1))
    for article, ranking in zip(articles, rankings, strict=True):
        assert ranking.reasons
        assert ranking.rank is None or article.kind in PICKABLE_KINDS
