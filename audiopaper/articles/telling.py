"""What each line of a page was taken for, and why, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.articles.drafts import furniture_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from audiopaper.articles.roles import Part, Reason

ROLE_WORDS: Mapping[str, str] = {
    "kicker": "kicker",
    "headline": "headline",
    "subhead": "subhead",
    "byline": "byline",
    "lede": "text, the article's first",
    "text": "text",
    "heading": "heading in the body",
    "closing": "byline at the end",
    "caption": "caption",
    "jump_out": "jump line to another page",
    "jump_in": "jump line from another page",
}

# Signs whose names do not say it by themselves; the others are said with spaces.
_WORDS: Mapping[str, str] = {
    "zone": "stands over a dateline or byline",
    "zone_only": "stands alone over a dateline or byline",
    "zone_top": "first of the lines over a dateline or byline",
    "zone_bottom": "last of the lines over a dateline or byline",
    "zone_upper": "not the last of the lines over a dateline or byline",
    "zone_of_three": "first of three or more lines over a dateline or byline",
    "zone_label": "a few characters over the lines of a head",
    "page_head": "above the page's first text",
    "page_foot": "at the page's end",
    "page_marked": "without mark-up on a page with mark-up",
    "marked": "mark-up of the web page",
    "level_main": "mark-up of the page's headlines",
    "level_above": "mark-up higher than the headlines'",
    "level_below": "mark-up lower than the headlines'",
    "level_flat": "same mark-up as the heading beside it",
    "head_short": "as short as a headline",
    "head_long": "as long as a long headline",
    "tiny": "four characters or fewer",
    "middling": "49 to 80 characters",
    "long": "more than 80 characters",
    "very_long": "more than 220 characters",
    "stop": "ends with a stop",
    "exclaims": "a short question or exclamation",
    "open": "breaks off inside a sentence",
    "above_open": "the line above breaks off",
    "mid_start": "begins with a stop",
    "bare_line": "short, without comma or stop",
    "comma_line": "short, with a comma, without a stop",
    "no_han": "no Han character",
    "says": "ends with a verb of saying",
    "says_who": "opens with a speaker's name",
    "below_dateline": "a dateline stands below",
    "below_byline": "a byline stands below",
    "below_label": "a label or telephone number stands below",
    "below_heading": "a lower heading stands below",
    "below_heading_higher": "a higher heading stands below",
    "below_photo_credit": "a photographer's name stands below",
    "closes_below": "the text below ends with a byline",
    "unled": "unlike the page's headlines it leads to no dateline or byline",
    "parts": "the texts above and below share no words",
    "coheres": "the texts above and below share words",
    "twin": "a line of the same length stands near",
    "mates": "the article has more lines like it",
    "lone": "the article has no other line like it",
    "short_above": "little text stands above",
    "digest_line": "points to another page",
    "over_head": "a column's name over a headline",
    "in_column": "stands under a column's name",
    "in_masthead": "stands inside the masthead",
    "in_foot": "the paper speaks of itself at the page's end",
    "name_under_head": "one name between a head and its text",
    "presides": "says who was in the chair",
    "no_subject": "begins with a verb of meetings",
    "meeting": "says that a meeting was held",
    "place_colon": "opens with a place and a colon",
    "unechoed": "the text below takes up none of its words",
    "slogan_pair": "slogans of one length",
    "banner_words": "what only banners say",
    "ticker": "prices in a row behind a name",
    "weather_line": "a forecast of one line",
    "editors_note": "an editor's note",
    "scene": "who does what where, in one clause",
    "pictured": "a thing and what it is, no sentence",
    "lonely_clause": "one short sentence between longer texts",
    "lonely_top": "stands right below a byline",
    "photo_article": "the article's byline names a photographer",
    "above_caption": "a caption stands above",
    "torn_clauses": "several clauses without an end",
    "org_signature": "an office's name under a notice",
    "names_column": "names the column it stands in",
    "preface": "leads to a headline: since when, from where",
    "asks": "a question or a warning",
    "below_asks": "a question or a warning stands below",
    "below_quoted": "the line below has the head's quotes",
    "quoted_alone": "has the head's only quotes",
    "reader_contact": "how to reach the reporter",
    "essay_label": "a column's name over a head with one person's name",
    "broken_upper": "first half of a headline in two lines of one length",
    "broken_lower": "second half of a headline in two lines of one length",
    "over_broken": "stands over a headline in two lines of one length",
    "zone_largest": "the head's only line with its highest mark-up",
    "zone_smaller": "mark-up lower than that of the head's largest line",
    "bracketed": "a remark in brackets",
    "colon_twin": "another line is made alike round a colon",
    "below_image": "the line below names a thing by where it lies",
    "below_fact": "two clauses of one length over what has been done",
    "office_alone": "an office's name and nothing else",
    "names_items": "names a column of tips or answers, which stand below",
    "series_number": "says which of a series the story is",
    "lost_notice": "a notice of one line",
    "data_row": "a figure and what it counts",
    "": "usual for this role",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldLine:
    """One line of a page, with the role that it was given."""

    page: int
    """Page number."""

    line: int
    """Line number, counted from 1."""

    text: str
    """The line as printed."""

    role: str
    """What it was taken for, in words."""

    reasons: tuple[str, ...]
    """What spoke for it and against it, strongest first; ``goes on`` for a block's later
    lines."""


def tell_lines(parts: Iterable[Part]) -> tuple[ToldLine, ...]:
    """Tell for each line that is not blank what it was taken for, and why.

    Two pieces of one line are told one after the other.
    """
    told = []
    for part in parts:
        role = ROLE_WORDS.get(part.role) or f"furniture ({furniture_name(part)})"
        for n, (line, text) in enumerate(part.block.lines):
            reasons = tuple(map(_words, part.reasons)) if n == 0 else ("goes on",)
            told.append(
                ToldLine(page=part.block.page, line=line, text=text, role=role, reasons=reasons)
            )
    return tuple(told)


def _words(reason: Reason) -> str:
    name = _WORDS.get(reason.name) or reason.name.replace("_", " ")
    return f"{name} ({reason.weight:+.1f})"
