"""An edition's articles and rankings as the JSON that ``audiopaper articles --json`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.model import Article, FurnitureLine, Ranking, Repair


def articles_json(
    articles: Sequence[Article], rankings: Sequence[Ranking]
) -> list[dict[str, object]]:
    """Return articles as values for JSON.

    Args:
        articles: In reading order.
        rankings: The articles' rankings, in any order; an article without one is never picked.

    Returns:
        A dictionary for each article, in reading order, with the documented keys.
    """
    by_id = {ranking.article_id: ranking for ranking in rankings}
    return [_article_json(article, by_id.get(article.id)) for article in articles]


def explained_json(
    articles: Sequence[Article],
    rankings: Sequence[Ranking],
    furniture: Sequence[FurnitureLine],
    repairs: Sequence[tuple[str, Repair]],
) -> dict[str, object]:
    """Return articles and the rest of their pages as values for JSON.

    Args:
        articles: In reading order.
        rankings: One for each article.
        furniture: The lines that belong to no article.
        repairs: The repairs, each with the article's id (empty for none).

    Returns:
        ``{"schema": 1, "articles": …, "furniture": …, "repairs": …}``.
    """
    return {
        "schema": 1,
        "articles": [
            listed | _places_json(article)
            for listed, article in zip(articles_json(articles, rankings), articles, strict=True)
        ],
        "furniture": [
            {"page": f.page, "line": f.line, "role": f.role, "text": f.text} for f in furniture
        ],
        "repairs": [
            {
                "article": article,
                "page": repair.source.page,
                "lines": [repair.source.start, repair.source.end],
                "before": repair.before,
                "after": repair.after,
                "rule": repair.rule,
            }
            for article, repair in repairs
        ],
    }


def _article_json(article: Article, ranking: Ranking | None) -> dict[str, object]:
    return {
        "id": article.id,
        "pages": list(article.pages),
        "kind": article.kind,
        "kicker": article.kicker,
        "headline": article.headline,
        "subhead": article.subhead,
        "byline": list(article.byline),
        "dateline": article.dateline,
        "paragraphs": [paragraph.text for paragraph in article.paragraphs],
        "lead_rank": ranking.rank if ranking else None,
        "lead_score": round(ranking.score, 3) if ranking else 0.0,
        "reasons": list(ranking.reasons) if ranking else [],
    }


def _places_json(article: Article) -> dict[str, object]:
    """Return the positions of an article's parts: pages and lines, the head as printed."""
    return {
        "incomplete": article.incomplete,
        "head_order": list(article.head_order),
        "head": [
            {
                "role": part.role,
                "text": part.text,
                "page": part.source.page,
                "lines": [part.source.start, part.source.end],
            }
            for part in article.head
        ],
        "places": [
            [[s.page, s.start, s.end] for s in paragraph.sources]
            for paragraph in article.paragraphs
        ],
    }
