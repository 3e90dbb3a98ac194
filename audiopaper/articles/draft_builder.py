"""An article as it is built from a page's blocks, each block in its role."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from audiopaper.articles.byline_forms import byline_rest
from audiopaper.articles.bylines import Byline, parse_byline
from audiopaper.articles.datelines import HAN
from audiopaper.articles.jump_lines import jump_in, jump_out
from audiopaper.articles.page_words import LETTER_WRITER, PLACE_AND_NAME, READER_CONTACT
from audiopaper.articles.paragraph_bylines import parse_closing, parse_opening
from audiopaper.articles.person_names import NO_NAMES, PLACE_END, close_name, is_name
from audiopaper.articles.torn_roles import OVER_DATE
from audiopaper.model import HeadPart, LineRange, Paragraph, Repair, RepairRule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audiopaper.articles.roles import Part, Role

HeadRole = Literal["kicker", "headline", "subhead", "byline"]

_HEAD_ROLES: Mapping[Role, HeadRole] = {
    "kicker": "kicker",
    "headline": "headline",
    "subhead": "subhead",
    "byline": "byline",
    "closing": "byline",
}

_ALONE = frozenset(
    {
        "letter_signature",
        "org_name",
        "label_line",
        "phone_end",
        "signature_date",
        OVER_DATE,
        "list_line",
        "data_row",
        "verse",
    }
)

_BYLINES = frozenset({"byline", "photo_credit"})
_CONTACT_CHARS = 60
_QUESTION = re.compile(
    r"[■●◆▲□▶]?\s?(?:[【\[（(]\s?)?(?:读者|网友)?(?:提?问)(?:\s?[】\]）)])?\s?[：:]"
)

_UNIT_AND_NAME = re.compile(
    rf"[{HAN}\d（()）]{{2,24}}[\s\u3000]+(?P<name>[{HAN}]{{2,3}}|[{HAN}][\s\u3000][{HAN}])"
)

# 编者按： alone on its line.
_NOTE_LABEL_CHARS = 8


@dataclass(slots=True, kw_only=True)
class DraftBuilder:
    """An article under construction; each field is the field of `Draft` with its name.

    It is changed in place: a page may be one article of 20,000 blocks, and a copy of the article
    for each of them would take time that grows with the square of the page.
    """

    page: int
    kickers: list[str] = field(default_factory=list)
    headlines: list[str] = field(default_factory=list)
    subheads: list[str] = field(default_factory=list)
    level: int = 0
    column: str = ""
    dateline: str = ""
    writers: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    paragraphs: list[Paragraph] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    jump_to: int | None = None
    jump_from: int | None = None
    alone: set[LineRange] = field(default_factory=set)
    rests: set[LineRange] = field(default_factory=set)
    closed: bool = False
    noted: bool = False
    head: list[HeadPart] = field(default_factory=list)
    sources: list[LineRange] = field(default_factory=list)
    longest: int = 0
    """Characters of its longest paragraph."""

    def add(self, part: Part, *, is_rest: bool = False, is_moved: bool = False) -> None:
        """Add a block in its role.

        Args:
            part: The block.
            is_rest: Whether it continues the text above inside a sentence.
            is_moved: Whether it is printed under another article's head.
        """
        source, text = part.block.source, part.block.text
        self.sources.append(source)
        if is_rest:
            self.rests.add(source)
        if is_moved:
            moved = Repair(source=source, before=text, after=text, rule=RepairRule.CROSSED_COLUMN)
            self.repairs.append(moved)
        if part.role in ("byline", "closing") and self._is_asked():
            # Below a question a name says who asked it.
            self._add_paragraph(Paragraph(text=text, sources=(source,)))
            self.alone.add(source)
            return
        role = _HEAD_ROLES.get(part.role)
        if role is not None:
            self.head.append(head_part(part, role, text))
        match part.role:
            case "kicker":
                self.kickers.append(text)
            case "headline":
                self.level = self.level or part.block.level
                self.headlines.append(text)
            case "subhead":
                self.subheads.append(text)
            case "byline" | "closing":
                self._add_byline(part, source)
            case "heading":
                self._add_paragraph(Paragraph(text=text, sources=(source,), role="heading"))
            case _:
                self._add_text(part, source)

    def _add_paragraph(self, paragraph: Paragraph) -> None:
        self.paragraphs.append(paragraph)
        self.longest = max(self.longest, len(paragraph.text))

    def _add_names(self, named: Byline) -> None:
        self.writers = _merged(self.writers, named.writers)
        self.photographers = _merged(self.photographers, named.photographers)

    def _add_byline(self, part: Part, source: LineRange) -> None:
        text = part.block.text
        named = parse_byline(text)
        if part.role == "byline" and not (named.writers or named.photographers):
            # A pen name or a rare surname, known by its place: alone, or behind who its bearer is.
            behind = _UNIT_AND_NAME.fullmatch(text.strip())
            name = text if "name_under_head" in part.seen else ""
            name = close_name(behind["name"] if behind else name)
            named = Byline((name,) if name and not NO_NAMES.fullmatch(name) else (), ())
        signed = _sign_letter(text.strip())
        if signed and not part.seen & _BYLINES:
            named = Byline((signed,), named.photographers)
        note = byline_rest(text, named)
        if note:
            self.repairs.append(dropped_text(source, note, RepairRule.BYLINE_NOTE))
        self.repairs += [
            dropped_text(source, name, RepairRule.PICTURE_CREDIT) for name in named.photographers
        ]
        self._add_names(named)
        # A reader's letter may be answered below its signature.
        self.closed = part.role == "closing" and not signed

    def _add_text(self, part: Part, source: LineRange) -> None:
        repairs: list[Repair] = []
        self.closed = False
        text = self._without_jumps(part.block.text, source, repairs)
        self.noted = self._is_note(part)
        if part.role == "lede" or not self.paragraphs:
            opening = parse_opening(text)
            printed = text[: len(text) - len(opening.rest)]
            text = opening.rest
            if printed:
                self.head.append(head_part(part, "byline", printed))
            self.dateline = self.dateline or opening.dateline
            self.writers = _merged(self.writers, opening.writers)
            self.photographers = _merged(self.photographers, opening.photographers)
        contact = READER_CONTACT.search(text[-_CONTACT_CHARS:])
        if contact is not None and text.endswith(contact.group()):
            repairs.append(dropped_text(source, contact.group(), RepairRule.READER_CONTACT))
            text = text[: -len(contact.group())].rstrip()
        whole = text
        text, closing = parse_closing(text)
        if closing is not None:
            printed = whole[len(text) :]
            if not closing.writers and not closing.photographers:
                repairs.append(dropped_text(source, printed, RepairRule.AUTHOR_NOTE))
            self.head.append(head_part(part, "byline", printed.strip()))
            self._add_names(closing)
            self.closed = bool(closing.writers) or not closing.photographers
        if text:
            self._add_paragraph(Paragraph(text=text, sources=(source,)))
        if part.seen & _ALONE:
            self.alone.add(source)
        self.repairs += repairs

    def _without_jumps(self, text: str, source: LineRange, repairs: list[Repair]) -> str:
        """Remove the jump lines from a text and store where they point."""
        entering = jump_in(text)
        if entering is not None and entering.rest:
            repairs.append(dropped_text(source, entering.printed, RepairRule.JUMP_LINE))
            text = entering.rest
            self.jump_from = entering.page
        leaving = jump_out(text)
        if leaving is not None:
            repairs.append(dropped_text(source, leaving.printed, RepairRule.JUMP_LINE))
            text = leaving.rest
            self.jump_to = leaving.page
        return text

    def _is_asked(self) -> bool:
        """Return whether the text so far ends with a question that has no answer yet."""
        last = self.paragraphs[-1].text if self.paragraphs else ""
        return _QUESTION.match(last) is not None and "答：" not in last

    def _is_note(self, part: Part) -> bool:
        """Return whether a body of which this is the next text is still an editor's note."""
        if "editors_note" in part.seen:
            return not self.paragraphs
        return self.noted and "dateline" not in part.seen and self.longest <= _NOTE_LABEL_CHARS


def _sign_letter(text: str) -> str:
    """Return the name that a letter is signed with behind a place or 读者; empty for none."""
    signature = LETTER_WRITER.search(text)
    if signature is None:
        signature = PLACE_AND_NAME.fullmatch(text)
        # Two names may stand beside each other; a place ends as places do.
        if signature and is_name(signature[1]) and not PLACE_END.search(signature[1]):
            return ""
    return signature["name"] if signature and is_name(signature["name"]) else ""


def head_part(part: Part, role: HeadRole, text: str) -> HeadPart:
    """Return a line of a head, or the part of a block that is one."""
    chances = dict(part.marginals)
    chance = float(chances.get("headline", 0.0))
    return HeadPart(role=role, text=text, source=part.block.source, headline_chance=chance)


def dropped_text(source: LineRange, before: str, rule: RepairRule) -> Repair:
    """Return the repair of a text that is not read out."""
    return Repair(source=source, before=before, after="", rule=rule)


def _merged(first: tuple[str, ...], second: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second))) if second else first
