"""An edition's pages become articles: blocks, then roles, then drafts, then whole articles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from audiopaper.articles.assembly import draft_articles, find_headlines
from audiopaper.articles.explain import ExplainedLine, explain_lines
from audiopaper.articles.features import repeated_lines, see_features
from audiopaper.articles.heads import choose_headline
from audiopaper.articles.kinds import judge_kind
from audiopaper.articles.links.linker import make_links
from audiopaper.articles.links.page_stories import ReadPage, read_stories
from audiopaper.articles.marked_pages import is_marked, join_parts, marked_parts
from audiopaper.articles.page_blocks import make_blocks
from audiopaper.articles.printed_pages import draft_printed, is_printed, mark_articles, score_layout
from audiopaper.articles.repairs import repair_edition, repair_page
from audiopaper.articles.sentence_ends import is_torn
from audiopaper.articles.tagger import Weights, assign_roles
from audiopaper.articles.torn_roles import settle_roles
from audiopaper.byline_roles import credits_in_print
from audiopaper.model import Article, Edition, FurnitureLine, Link, SplitEdition
from audiopaper.runtime import without_collector

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audiopaper.articles.drafts import Draft
    from audiopaper.articles.roles import Part

__all__ = ["ExplainedLine", "explain_edition", "explain_lines", "split_articles", "split_parts"]


_SURE_END = 0.9
"""The least probability of having no continuation from which the line below is none."""


def split_articles(edition: Edition) -> SplitEdition:
    """Split an edition's pages into articles.

    Returns:
        The articles in reading order, the furniture in page order. Each line that is not blank
        stands in an article (head, byline or body), in the furniture, or in a repair.
    """
    return split_parts(explain_edition(edition))


@without_collector()
def split_parts(pages: Iterable[Sequence[Part]]) -> SplitEdition:
    """Split pages whose blocks have their roles; see `split_articles`."""
    drafts: list[Draft] = []
    furniture: list[FurnitureLine] = []
    links: list[Link] = []
    for parts in pages:
        if is_marked(parts):
            on_page, lines = draft_articles(ReadPage(parts=tuple(parts)))
            furniture += lines
            drafts = [*drafts[:-1], *join_parts((*drafts[-1:], *on_page))]
            continue
        if is_printed(parts):
            printed, at_edge = draft_printed(parts)
            furniture += at_edge
            drafts += printed
            continue
        stories = read_stories(parts)
        links += make_links(parts, stories.links)
        on_page, lines = draft_articles(stories)
        furniture += lines
        drafts += repair_page(on_page)
    ended = {
        link.line for link in links if link.successor is None and link.probability >= _SURE_END
    }
    whole = repair_edition(drafts, ended)
    return SplitEdition(
        articles=_numbered(whole),
        furniture=tuple(furniture),
        links=tuple(links),
        copies=tuple(copy for draft in whole for copy in draft.copies),
    )


@without_collector()
def explain_edition(
    edition: Edition, weights: Weights | None = None
) -> tuple[tuple[Part, ...], ...]:
    """Give each block of each page its role, with the reasons and the probability.

    Args:
        edition: The pages.
        weights: Other weights than the shipped ones, to be measured.
    """
    pages = [
        () if page.roles else mark_articles(make_blocks(page), page.layout)
        for page in edition.pages
    ]
    repeated = repeated_lines(pages)
    words = weights.words if weights else None
    return tuple(
        marked_parts(page)
        if page.roles
        else find_headlines(
            settle_roles(
                assign_roles(
                    blocks,
                    see_features(blocks, edition.paper, repeated, words),
                    weights,
                    score_layout(blocks, page.layout),
                )
            )
        )
        for page, blocks in zip(edition.pages, pages, strict=True)
    )


def _numbered(drafts: Sequence[Draft]) -> tuple[Article, ...]:
    places: dict[int, int] = {}
    articles = []
    for draft in drafts:
        place = places.get(draft.page, 0)
        places[draft.page] = place + 1
        articles.append(_article(draft, place))
    return tuple(articles)


def _article(draft: Draft, place: int) -> Article:
    pages = dict.fromkeys((draft.page, *(s.page for s in draft.sources)))
    head = choose_headline(draft.head, draft.kickers, draft.headlines, draft.subheads)
    writers = draft.writers or (draft.photographers if draft.form == "caption" else ())
    return Article(
        id=f"p{draft.page}-a{place + 1}",
        pages=tuple(pages),
        kind=judge_kind(draft),
        headline=close_up(" ".join(head.headlines)),
        paragraphs=draft.paragraphs,
        kicker=close_up(" ".join(head.kickers)),
        subhead=close_up(" ".join(head.subheads)),
        head_order=head.order,
        byline=writers,
        credits=credits_in_print(
            writers, [part.text for part in draft.head if part.role == "byline"]
        ),
        head=draft.head,
        dateline=draft.dateline,
        heading_level=draft.level,
        position=place,
        incomplete=_missing(draft),
        gap=_gap(draft),
        rest_page=_rest_page(draft),
        repairs=draft.repairs,
    )


def _missing(draft: Draft) -> Literal["", "head", "middle", "tail"]:
    if draft.jump_to is not None:
        return "tail"
    if draft.jump_from is not None:
        return "head"
    if _breaks_off(draft):
        return "tail"
    return "middle" if _gap(draft) else ""


def _rest_page(draft: Draft) -> int | None:
    """Return the page of the missing part; 0 if it is not named, or wrongly named."""
    page = draft.jump_to if draft.jump_to is not None else draft.jump_from
    return 0 if page in {s.page for s in draft.sources} else page


def _gap(draft: Draft) -> int:
    """Count the paragraphs before the first missing part; 0 for none."""
    for place, paragraph in enumerate(draft.paragraphs):
        if paragraph.sources[0] in draft.gaps:
            return place
    return 0


def _breaks_off(draft: Draft) -> bool:
    """Return whether an article's last paragraph stops inside a sentence."""
    if not draft.paragraphs or draft.form == "caption" or draft.closed:
        return False
    last = draft.paragraphs[-1]
    if last.role == "heading" or last.sources[-1] in draft.alone:
        return False
    return is_torn(last.text)


_SPACES = re.compile(r"[\s\u3000]+")


def close_up(headline: str) -> str:
    """Close up the accidental spaces of a headline; those that part two clauses stay."""
    return _SPACES.sub(" ", headline).strip()
