"""Blocks with roles become drafts of articles, in reading order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.articles.byline_forms import byline_rest
from audiopaper.articles.bylines import parse_byline
from audiopaper.articles.draft_builder import DraftBuilder, dropped_text, head_part
from audiopaper.articles.jump_lines import jump_in, jump_out
from audiopaper.articles.paragraph_bylines import parse_closing
from audiopaper.articles.seams import goes_on
from audiopaper.model import FurnitureLine, Paragraph, RepairRule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audiopaper.articles.links.page_stories import ReadPage
    from audiopaper.articles.roles import Part, Role
from audiopaper.articles.drafts import Draft

_LABELS = frozenset({"section_name", "zone_label"})


def draft_articles(read: ReadPage) -> tuple[tuple[Draft, ...], tuple[FurnitureLine, ...]]:
    """Gather one page's blocks into drafts, and its furniture.

    Returns:
        The drafts, and the furniture; every block ends up in one of the two.
    """
    drafts: list[Draft] = []
    furniture: list[FurnitureLine] = []
    captions: list[tuple[int, Draft]] = []
    current: DraftBuilder | None = None
    above = label = ""
    for at, printed in enumerate(read.parts):
        signed = current is not None and bool(current.dateline or current.writers)
        part = settle_role(printed, above=above, label=label, signed=signed)
        role = part.role
        if role in ("furniture", "jump_in", "jump_out"):
            furniture += _furniture_lines(part)
            current = _jumped(drafts, current, part)
            label = part.block.text if part.seen & _LABELS else ""
        elif role == "caption":
            _add_caption(captions, part, len(drafts) + (current is not None))
        else:
            begins = at in read.pieces or (
                current is not None and at not in read.rests and _begins(part, current, above)
            )
            if current is not None and begins:
                drafts.append(_drafted(current))
                current = None
            current = current or DraftBuilder(page=part.block.page, column=label)
            current.add(part, is_rest=at in read.rests, is_moved=at in read.moved)
            label = ""
        above = role
    if current is not None:
        drafts.append(_drafted(current))
    articles = [d for d in drafts if d.sources]
    for at, caption in reversed(captions):
        articles.insert(min(at, len(articles)), caption)
    return tuple(articles), tuple(furniture)


def _furniture_lines(part: Part) -> list[FurnitureLine]:
    name = "jump line" if part.role != "furniture" else furniture_name(part)
    return [
        FurnitureLine(page=part.block.page, line=n, text=text, role=name)
        for n, text in part.block.lines
    ]


# From this probability of being furniture a short line is not read out; a line of the story that
# is left out is a lesser fault than the paper's own telephone number.
_MIN_FURNITURE, _SHORT_CHARS = 0.4, 30
_SENTENCES = frozenset({"stop", "comma", "sentences"})
_TEXTS = frozenset({"lede", "text"})
_CREDITS = frozenset({"photo_credit", "caption_tail", "photo_report"})
_MIN_NAME = 0.2
"""From this probability on a short line right below a headline is its author's name."""

_OF_THE_PAGE = ("本版照片", "本版图片", "本版摄影")


def settle_role(part: Part, *, above: str, label: str, signed: bool) -> Part:
    """Change the role of a line of which the tagger is unsure, by the line above it.

    Args:
        part: The line with its role.
        above: The role of the line above.
        label: The name of a column right above it; empty for none.
        signed: Whether the article above has a dateline or a byline, as no advert has.
    """
    chances = dict(part.marginals)
    text = part.block.text
    role: Role = part.role
    if role == "heading" and label and _is_rather(chances, "headline", role):
        role = "headline"
    elif role == "heading" and above == "headline" and chances.get("byline", 0.0) >= _MIN_NAME:
        # A heading cannot precede the first paragraph.
        role = "byline" if "name_under_head" in part.seen else role
    elif role == "text" and signed and len(text) <= _SHORT_CHARS and above in _TEXTS:
        furniture = chances.get("furniture", 0.0) >= _MIN_FURNITURE
        role = "furniture" if furniture and not part.seen & _SENTENCES else role
    elif role == "furniture" and not signed and above in _TEXTS:
        # An advert's own address.
        role = "text" if chances.get("text", 0.0) >= _MIN_FURNITURE else role
    elif role == "caption" and text.startswith(_OF_THE_PAGE):
        role = "furniture"
    elif role == "caption" and "dateline" in part.seen and not part.seen & _CREDITS:
        role = "lede"
    return part if role == part.role else replace(part, role=role)


def _is_rather(chances: Mapping[Role, float], role: Role, other: Role) -> bool:
    return chances.get(role, 0.0) > chances.get(other, 0.0)


_MIN_HEADLINE, _MOST_ABOVE = 0.1, 3
_HEADS = frozenset({"kicker", "subhead"})


def find_headlines(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Name the headline of each article that opens under a head without one.

    It is the most probable of the lines above; a slogan or a column's name may be a headline.
    """
    out = list(parts)
    above: list[int] = []
    named = False
    for at, part in enumerate(parts):
        if part.role in _HEADS or part.role == "furniture":
            above.append(at)
        elif part.role == "headline":
            named = True
        elif part.role != "byline":
            if part.role == "lede" and above and not named:
                lines = above[-_MOST_ABOVE:]
                best = max(lines, key=lambda i: _headline_chance(parts[i]))
                sure = "dateline" in part.seen or any(parts[i].role in _HEADS for i in lines)
                if sure and _headline_chance(parts[best]) >= _MIN_HEADLINE:
                    out[best] = replace(parts[best], role="headline")
            above, named = [], False
    return tuple(out)


def _headline_chance(part: Part) -> float:
    return dict(part.marginals).get("headline", 0.0)


STRAY_LINE = "stray line"
"""Furniture without a sign that tells its kind."""

FURNITURE_WORDS = {
    "front_matter": "front matter",
    "date_line": "date line",
    "calendar_words": "date line",
    "masthead_words": "masthead",
    "imprint": "masthead",
    "paper_name": "masthead",
    "credit": "credit",
    "page_only": "page number",
    "section_name": "section name",
    "repeated": "running head",
    "slogan_words": "banner",
    "slogan_pair": "banner",
    "banner_words": "banner",
    "weather_line": "weather box",
    "ticker": "prices",
    "reader_contact": "contact",
    "slogan_strong": "banner",
    "slogan_dash": "banner",
    "sponsor": "advert",
    "ad_words": "advert",
    "phone": "advert",
    "digest_line": "digest of inside pages",
    "zone_label": "column name",
    "markup_only": "mark-up",
    "in_masthead": "masthead",
    "picture_label": "column name",
    "motto": "banner",
    "marked": "beside the article",
}


def furniture_name(part: Part) -> str:
    """Name the kind of furniture that a part is: the first kind that has a sign on the line."""
    kinds = (name for sign, name in FURNITURE_WORDS.items() if sign in part.seen)
    return next(kinds, STRAY_LINE)


_HALF_CHARS = 12
"""The first half of a torn headline is at most this long."""


def _is_second_half(part: Part, current: DraftBuilder, above: str) -> bool:
    """Return whether a line continues the headline above it, with other lines between.

    A byline or a caption may be between them, though a headline over a caption is mostly the
    picture's.
    """
    if above in ("headline", "kicker"):
        return True
    first = current.headlines[-1]
    if len(first) > _HALF_CHARS:
        return False
    return above == "byline" or (above == "caption" and goes_on(first, part.block.text) >= 0)


def _begins(part: Part, current: DraftBuilder, above: str) -> bool:
    """Return whether a block begins another article."""
    has_body = bool(current.paragraphs) and not current.noted
    if "marked" in part.seen:
        return part.role in ("kicker", "headline") and bool(current.headlines)
    if "starts_in_jump" in part.seen:
        return has_body or current.closed
    if part.role in ("kicker", "headline", "subhead", "byline"):
        if has_body or current.closed:
            return True
        if part.role == "kicker":
            return bool(current.headlines)
        if part.role == "headline":
            return bool(current.headlines) and not _is_second_half(part, current, above)
        return False
    return part.role == "lede" and (has_body or current.closed)


def _jumped(drafts: list[Draft], current: DraftBuilder | None, part: Part) -> DraftBuilder | None:
    if part.role == "jump_out" and current is not None:
        jump = jump_out(part.block.text)
        current.jump_to = jump.page if jump else 0
    if part.role == "jump_in":
        jump = jump_in(part.block.text)
        came_from = jump.page if jump else 0
        if current is not None and not current.paragraphs:
            current.jump_from = came_from
            return current
        if current is not None:
            drafts.append(_drafted(current))
        return DraftBuilder(page=part.block.page, jump_from=came_from)
    return current


def _drafted(builder: DraftBuilder) -> Draft:
    """Return what was built as a draft."""
    return Draft(
        page=builder.page,
        kickers=tuple(builder.kickers),
        headlines=tuple(builder.headlines),
        subheads=tuple(builder.subheads),
        level=builder.level,
        column=builder.column,
        dateline=builder.dateline,
        writers=builder.writers,
        photographers=builder.photographers,
        paragraphs=tuple(builder.paragraphs),
        repairs=tuple(builder.repairs),
        jump_to=builder.jump_to,
        jump_from=builder.jump_from,
        alone=frozenset(builder.alone),
        rests=frozenset(builder.rests),
        closed=builder.closed,
        noted=builder.noted,
        head=tuple(builder.head),
        sources=tuple(builder.sources),
    )


def _add_caption(captions: list[tuple[int, Draft]], part: Part, at: int) -> None:
    block = part.block
    rest, named = parse_closing(block.text)
    if part.seen & {"photo_credit", "photo_report"}:
        rest, named = "", parse_byline(block.text)
        if captions and not captions[-1][1].photographers:
            place, last = captions[-1]
            near = last.sources[-1].page == block.page
            if near and block.source.start - last.sources[-1].end <= 4:
                who = named.photographers or named.writers
                note = byline_rest(block.text, named)
                dropped = (
                    (dropped_text(block.source, note, RepairRule.CREDIT_NOTE),) if note else ()
                )
                grown = replace(
                    last,
                    photographers=who,
                    head=(*last.head, head_part(part, "byline", block.text)),
                    sources=(*last.sources, block.source),
                    repairs=last.repairs + dropped,
                )
                captions[-1] = (place, grown)
                return
    paragraph = Paragraph(text=rest or block.text, sources=(block.source,))
    credit = block.text[len(paragraph.text) :].strip()
    draft = Draft(
        head=(head_part(part, "byline", credit),) if credit else (),
        form="caption",
        page=block.page,
        paragraphs=(paragraph,),
        photographers=(named.photographers or named.writers) if named else (),
        sources=(block.source,),
    )
    captions.append((at, draft))
