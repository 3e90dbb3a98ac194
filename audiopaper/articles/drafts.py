"""Blocks with roles become drafts of articles, in reading order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from audiopaper.articles.bylines import (
    Byline,
    byline_rest,
    parse_byline,
    parse_closing,
    parse_opening,
)
from audiopaper.articles.grammar import jump_in, jump_out
from audiopaper.articles.words import COLUMN, READER_CONTACT
from audiopaper.model import Copy, FurnitureLine, HeadPart, LineRange, Paragraph, Repair

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audiopaper.articles.roles import Part, Role

Form = Literal["article", "caption"]
HeadRole = Literal["kicker", "headline", "subhead", "byline"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article on its way: what was read off one page, before mending."""

    form: Form = "article"
    page: int
    kickers: tuple[str, ...] = ()
    headlines: tuple[str, ...] = ()
    subheads: tuple[str, ...] = ()
    level: int = 0
    column: str = ""
    """The label right above its head, which is furniture: 社论."""

    dateline: str = ""
    writers: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    repairs: tuple[Repair, ...] = ()
    jump_to: int | None = None
    """The page it goes on at; 0 where a jump line does not say."""

    jump_from: int | None = None
    """The page it comes from; 0 where a jump line does not say."""

    alone: frozenset[LineRange] = frozenset()
    """Lines that stand for themselves: labels, signatures, items of a list."""

    rests: frozenset[LineRange] = frozenset()
    """Lines that go on a torn line above them, inside its sentence."""

    closed: bool = False
    """Whether a byline at the end closed it."""

    gaps: tuple[LineRange, ...] = ()
    """The paragraphs before which a part is missing, by where they stand."""

    copies: tuple[Copy, ...] = ()
    """The passages that were dropped from it as copies."""

    noted: bool = False
    """Whether its body is only an editor's note so far."""

    head: tuple[HeadPart, ...] = ()
    """Its head and bylines as printed."""

    sources: tuple[LineRange, ...] = ()
    """All its blocks, head and byline included."""

    @property
    def headline(self) -> str:
        """The headline in one line; a space parts its clauses."""
        return " ".join(self.headlines)

    @property
    def headless(self) -> bool:
        """Whether it has no headline of its own."""
        return not self.headlines

    @property
    def chars(self) -> int:
        """Length of the body."""
        return sum(len(p.text) for p in self.paragraphs)


def draft_articles(
    parts: Sequence[Part], rests: frozenset[int] = frozenset()
) -> tuple[tuple[Draft, ...], tuple[FurnitureLine, ...]]:
    """Gather one page's blocks into drafts, and its furniture.

    Args:
        parts: The blocks with their roles, in the order of reading.
        rests: The places of those that go on the text above inside a sentence.

    Returns:
        The drafts, and the furniture; every block ends up in one of the two.
    """
    drafts: list[Draft] = []
    furniture: list[FurnitureLine] = []
    captions: list[tuple[int, Draft]] = []
    current: Draft | None = None
    above = label = ""
    for at, part in enumerate(parts):
        role = part.role
        if role in ("furniture", "jump_in", "jump_out"):
            name = "jump line" if role != "furniture" else furniture_name(part)
            furniture += [
                FurnitureLine(page=part.block.page, line=n, text=text, role=name)
                for n, text in part.block.lines
            ]
            current = _jumped(drafts, current, part)
            label = part.block.text if part.seen & _LABELS else ""
        elif role == "caption":
            captions = _caption(captions, part, len(drafts) + (current is not None))
        else:
            if current is not None and at not in rests and _begins(part, current, above):
                drafts.append(current)
                current = None
            current = _added(current or Draft(page=part.block.page, column=label), part)
            if at in rests:
                current = replace(current, rests=current.rests | {part.block.source})
            label = ""
        above = role
    if current is not None:
        drafts.append(current)
    kept = [d for d in drafts if d.sources]
    for at, caption in reversed(captions):
        kept.insert(min(at, len(kept)), caption)
    return tuple(kept), tuple(furniture)


_LABELS = frozenset({"section_name", "zone_label"})

_FURNITURE = {
    "front_matter": "front matter",
    "date_line": "date line",
    "calendar_words": "date line",
    "masthead_words": "masthead",
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
    """Name the kind of furniture that a part is: the first kind whose sign spoke for the role."""
    spoke = {reason.name for reason in part.reasons if reason.weight > 0}
    return next((name for sign, name in _FURNITURE.items() if sign in spoke), "stray line")


def _begins(part: Part, current: Draft, above: str) -> bool:
    """Tell whether a block begins another article."""
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
            return bool(current.headlines) and above not in ("headline", "kicker")
        return False
    if part.role == "lede":
        return has_body or current.closed
    # Under a column's name several briefs follow each other, each closed by its own byline.
    if COLUMN.search(current.headline) or _goes_on_listing(part, current):
        return False
    return current.closed and part.role in ("text", "heading")


def _goes_on_listing(part: Part, current: Draft) -> bool:
    """Tell whether a text opens with the same bullet as the one above it."""
    bullet = part.block.text[:1]
    return bullet in _BULLETS and any(p.text[:1] == bullet for p in current.paragraphs[-1:])


_BULLETS = frozenset("●■◆▲★☆※◎□○△▶•")


def _jumped(drafts: list[Draft], current: Draft | None, part: Part) -> Draft | None:
    if part.role == "jump_out" and current is not None:
        jump = jump_out(part.block.text)
        return replace(current, jump_to=jump.page if jump else 0)
    if part.role == "jump_in":
        jump = jump_in(part.block.text)
        came_from = jump.page if jump else 0
        if current is not None and not current.paragraphs:
            return replace(current, jump_from=came_from)
        if current is not None:
            drafts.append(current)
        return Draft(page=part.block.page, jump_from=came_from)
    return current


def _caption(captions: list[tuple[int, Draft]], part: Part, at: int) -> list[tuple[int, Draft]]:
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
                dropped = (_dropped(block.source, note, "note in a credit"),) if note else ()
                grown = replace(
                    last,
                    photographers=who,
                    head=(*last.head, _head_part(part, "byline", block.text)),
                    sources=(*last.sources, block.source),
                    repairs=last.repairs + dropped,
                )
                return [*captions[:-1], (place, grown)]
    paragraph = Paragraph(text=rest or block.text, sources=(block.source,))
    credit = block.text[len(paragraph.text) :].strip()
    draft = Draft(
        head=(_head_part(part, "byline", credit),) if credit else (),
        form="caption",
        page=block.page,
        paragraphs=(paragraph,),
        photographers=(named.photographers or named.writers) if named else (),
        sources=(block.source,),
    )
    return [*captions, (at, draft)]


_HEAD_ROLES: Mapping[Role, HeadRole] = {
    "kicker": "kicker",
    "headline": "headline",
    "subhead": "subhead",
    "byline": "byline",
    "closing": "byline",
}


def _head_part(part: Part, role: HeadRole, text: str) -> HeadPart:
    chances = dict(part.marginals)
    chance = float(chances.get("headline", 0.0))
    return HeadPart(role=role, text=text, source=part.block.source, headline_chance=chance)


def _added(draft: Draft, part: Part) -> Draft:
    """Add a block to a draft, in its role."""
    block = part.block
    draft = replace(draft, sources=(*draft.sources, block.source))
    role = _HEAD_ROLES.get(part.role)
    if role is not None:
        draft = replace(draft, head=(*draft.head, _head_part(part, role, block.text)))
    match part.role:
        case "kicker":
            return replace(draft, kickers=(*draft.kickers, block.text))
        case "headline":
            level = draft.level or block.level
            return replace(draft, headlines=(*draft.headlines, block.text), level=level)
        case "subhead":
            return replace(draft, subheads=(*draft.subheads, block.text))
        case "byline" | "closing":
            named = parse_byline(block.text)
            if "name_under_head" in part.seen and not (named.writers or named.photographers):
                # A pen name, known by its place.
                named = Byline(("".join(block.text.split()),), ())
            note = byline_rest(block.text, named)
            dropped = [_dropped(block.source, note, "note in a byline")] if note else []
            dropped += [
                _dropped(block.source, name, "picture credit") for name in named.photographers
            ]
            draft = replace(draft, repairs=(*draft.repairs, *dropped))
            return replace(
                draft,
                writers=_merged(draft.writers, named.writers),
                photographers=_merged(draft.photographers, named.photographers),
                closed=part.role == "closing",
            )
        case "heading":
            heading = Paragraph(text=block.text, sources=(block.source,), role="heading")
            return replace(draft, paragraphs=(*draft.paragraphs, heading))
        case _:
            return _with_text(draft, part)


_ALONE = frozenset(
    {
        "letter_signature",
        "org_name",
        "label_line",
        "phone_end",
        "signature_date",
        "below:signature_date",
        "list_line",
        "data_row",
        "verse",
    }
)


def _with_text(draft: Draft, part: Part) -> Draft:
    block, text = part.block, part.block.text
    repairs: list[Repair] = []
    entering, leaving = jump_in(text), jump_out(text)
    if entering is not None and entering.rest:
        repairs.append(_dropped(block.source, entering.printed, "jump line"))
        text = entering.rest
        draft = replace(draft, jump_from=entering.page)
    leaving = jump_out(text)
    if leaving is not None:
        repairs.append(_dropped(block.source, leaving.printed, "jump line"))
        text = leaving.rest
        draft = replace(draft, jump_to=leaving.page)
    draft = replace(draft, noted=_is_note(draft, part))
    if part.role == "lede" or not draft.paragraphs:
        opening = parse_opening(text)
        printed = text[: len(text) - len(opening.rest)]
        text = opening.rest
        draft = replace(
            draft,
            head=(*draft.head, *([_head_part(part, "byline", printed)] if printed else [])),
            dateline=draft.dateline or opening.dateline,
            writers=_merged(draft.writers, opening.writers),
            photographers=_merged(draft.photographers, opening.photographers),
        )
    contact = READER_CONTACT.search(text[-_CONTACT_CHARS:])
    if contact is not None and text.endswith(contact.group()):
        repairs.append(_dropped(block.source, contact.group(), "how to reach the reporter"))
        text = text[: -len(contact.group())].rstrip()
    whole = text
    text, closing = parse_closing(text)
    if closing is not None and not closing.writers and not closing.photographers:
        repairs.append(_dropped(block.source, whole[len(text) :], "author's note"))
    if closing is not None:
        draft = replace(
            draft,
            head=(*draft.head, _head_part(part, "byline", whole[len(text) :].strip())),
            writers=_merged(draft.writers, closing.writers),
            photographers=_merged(draft.photographers, closing.photographers),
            closed=bool(closing.writers) or not closing.photographers,
        )
    if text:
        paragraph = Paragraph(text=text, sources=(block.source,))
        draft = replace(draft, paragraphs=(*draft.paragraphs, paragraph))
    if part.seen & _ALONE:
        draft = replace(draft, alone=draft.alone | {block.source})
    return replace(draft, repairs=(*draft.repairs, *repairs))


_CONTACT_CHARS = 60


def _is_note(draft: Draft, part: Part) -> bool:
    """Tell whether a body of which this is the next text is still an editor's note."""
    if "editors_note" in part.seen:
        return not draft.paragraphs
    return (
        draft.noted
        and "dateline" not in part.seen
        and all(len(p.text) <= _NOTE_LABEL_CHARS for p in draft.paragraphs)
    )


# 编者按： alone on its line.
_NOTE_LABEL_CHARS = 8


def _dropped(source: LineRange, before: str, rule: str) -> Repair:
    return Repair(source=source, before=before, after="", rule=rule)


def _merged(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))
