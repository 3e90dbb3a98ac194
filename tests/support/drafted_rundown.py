"""A rundown drafted of made-up articles."""

from __future__ import annotations

from typing import Any

from audiopaper.config import EpisodeSettings, LeadSettings, PresenterSettings
from audiopaper.model import Rundown
from audiopaper.rundown import (
    draft_rundown,
)
from tests.support.builders import (
    DATE,
    make_article,
    make_paragraph,
    make_ranking,
)


def draft(articles: list[Any], ranks: list[int | None], **changes: Any) -> Rundown:
    values: dict[str, Any] = {
        "date": DATE,
        "paper": "青川日报",
        "show": "听报",
        "episode": EpisodeSettings(),
        "presenters": PresenterSettings(),
        "leads": LeadSettings(),
        "pace_chars": {"lan": 270, "song": 270},
    }
    rankings = [make_ranking(a, r) for a, r in zip(articles, ranks, strict=True)]
    return draft_rundown(articles, rankings, **(values | changes))


def articles_of(*lengths: int) -> list[Any]:
    return [
        make_article(
            id=f"p1-a{n}", headline=f"标题{n}", paragraphs=(make_paragraph("字" * length),)
        )
        for n, length in enumerate(lengths, 1)
    ]


def stories(rundown: Rundown) -> list[str]:
    return [i.article_id for i in rundown.items if i.kind == "story" and not i.drop]
