"""What each line of a page was taken for, and why, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.articles.assembly import furniture_name
from audiopaper.articles.features.head_words import HEAD_WORDS
from audiopaper.articles.features.line_shape import SHAPES
from audiopaper.articles.features.openings import OPENING_WORDS
from audiopaper.articles.features.position import POSITION_WORDS
from audiopaper.articles.features.shared_words import SHARED_WORDS
from audiopaper.articles.reasons import find_reasons
from audiopaper.articles.roles import Role
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audiopaper.articles.reasons import Reason
    from audiopaper.articles.roles import Part

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
    "furniture": "furniture",
}

# What each sign says, for an editor's eyes.
_WORDS: Mapping[str, str] = {
    "ad_words": "words of adverts",
    "asks": "a question or a warning",
    "banner_words": "what only banners say",
    "below_masthead": "above the first text, below the masthead",
    "bracketed": "a remark in brackets",
    "bullet": "begins with a bullet",
    "byline": "a byline",
    "byline_closing": "ends with a byline",
    "byline_likely": "rather a byline",
    "byline_maybe": "perhaps a byline",
    "byline_opening": "opens with a byline",
    "calendar_words": "a day of the calendar",
    "caption_closing": "ends with a picture credit",
    "caption_tail": "ends with a photographer's name",
    "caption_words": "words of captions",
    "picture_open": "opens as only a caption does",
    "picture_close": "its last sentence says what a picture shows",
    "clauses": "several clauses with spaces between",
    "closing_formula": "a closing formula of notices",
    "colon_end": "ends with a colon",
    "colon_inside": "a colon inside",
    "column_words": "words of columns' names",
    "comma": "a comma inside",
    "comma_end": "ends with a comma",
    "around": "the lines around it",
    "credit": "editors' credits",
    "dash": "begins with a dash",
    "data_row": "a figure and what it counts",
    "date_line": "a date with weekday or issue",
    "dated_open": "opens with a day",
    "dateline": "a dateline",
    "digest_line": "points to another page",
    "editors_note": "an editor's note",
    "ends_in_jump": "ends with a jump line",
    "event_words": "says what was held or done",
    "exclaims": "a short question or exclamation",
    "first_head": "the page's first short lines over a text",
    "front_matter": "front matter of a Markdown file",
    "head_long": "as long as a long headline",
    "head_short": "as short as a headline",
    "hotline": "a hotline and its number",
    "in_masthead": "stands inside the masthead",
    "introduces": "introduces a person or an interview",
    "jump_in": "comes from another page",
    "jump_out": "goes on at another page",
    "label_line": "a label with its value",
    "letter_signature": "signature of a reader's letter",
    "place_and_name": "a place, or what someone is, and a name",
    "list_line": "an item of a list",
    "listing_words": "words of listings",
    "lonely_clause": "one short sentence between longer texts",
    "long": "more than 80 characters",
    "lost_notice": "a notice of one line",
    "marked": "mark-up of the web page",
    "lone": "the article has no other short line like it",
    "mates": "the article has more short lines like it",
    "pair": "clauses of one length",
    "markup_only": "mark-up and no text",
    "masthead_words": "words of mastheads",
    "imprint": "an imprint: address, telephones, price",
    "meeting": "says that a meeting was held",
    "mid_start": "begins with a stop",
    "middling": "49 to 80 characters",
    "motto": "two clauses of four characters",
    "name_under_head": "one name between a head and its text",
    "names_column": "names the column it stands in",
    "no_han": "no Han character",
    "no_subject": "begins with a verb of meetings",
    "notice_end": "ends as notices are headed",
    "notice_exact": "a heading of notices",
    "notice_words": "words of notices",
    "one_clause": "one clause with a stop",
    "open": "breaks off inside a sentence",
    "org_name": "ends with an office's name",
    "over_items": "two items of a list stand below",
    "page_head": "above the page's first text",
    "page_only": "a page number",
    "paper_name": "a paper's name",
    "phone": "a telephone number",
    "phone_end": "ends with a telephone number",
    "photo_article": "the article's byline names a photographer",
    "photo_credit": "a picture credit",
    "photo_report": "a byline of a picture with words",
    "picture_label": "a label of pictures",
    "picture_mark": "an arrow that points to a picture",
    "pictured": "a thing and what it is, no sentence",
    "place_colon": "opens with a place and a colon",
    "preface": "leads to a headline: since when, from where",
    "presides": "says who was in the chair",
    "reader_contact": "how to reach the reporter",
    "repeated": "stands on other pages too",
    "salutation": "opens a letter",
    "says": "ends with a verb of saying",
    "says_comma": "a verb of saying, then a comma",
    "says_who": "opens with a speaker's name",
    "scene": "who does what where, in one clause",
    "section_name": "a section's name",
    "sentences": "a stop inside",
    "series_number": "says which of a series the story is",
    "series_words": "words of series",
    "signature_date": "a date alone",
    "slogan_dash": "a slogan behind a dash",
    "slogan_pair": "slogans of one length",
    "slogan_strong": "several words of slogans",
    "slogan_words": "words of slogans",
    "sponsor": "names a sponsor",
    "starts_in_jump": "opens with a jump line",
    "stop": "ends with a stop",
    "ticker": "prices in a row behind a name",
    "tiny": "four characters or fewer",
    "torn_clauses": "several clauses without an end",
    "twin": "a line of the same length stands near",
    "verse": "one of four or more short lines in a row",
    "very_long": "more than 220 characters",
    "weather_line": "a forecast of one line",
    "weather_words": "words of forecasts",
    "zone_label": "a few characters over the lines of a head",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedLine:
    """One line of a page, with the role that it was given."""

    page: int
    """Page number."""

    line: int
    """Line number, counted from 1."""

    text: str
    """The line as printed."""

    role: Role
    """What it was taken for."""

    furniture: str
    """The kind of page furniture, as `furniture_name` gives it; empty for any other role."""

    reasons: tuple[str, ...]
    """What spoke for it and against it in words, strongest first; ``goes on`` for a block's
    later lines."""

    confidence: float = 1.0
    """Probability of the role, from 0 to 1."""

    others: tuple[tuple[Role, float], ...] = ()
    """Other roles with a probability worth an editor's look, highest first."""


# An editor reads the strongest reasons; the rest decides little.
_REASONS = 6
_MIN_CHANCE = 0.05


def explain_lines(parts: Sequence[Part]) -> tuple[ExplainedLine, ...]:
    """Explain for each line of a page that is not blank which role it was given, and why.

    Two pieces of one line follow each other.
    """
    explained = []
    for part, why in zip(parts, find_reasons(parts), strict=True):
        furniture = furniture_name(part) if part.role == "furniture" else ""
        for n, (line, text) in enumerate(part.block.lines):
            reasons = tuple(map(_words, why[:_REASONS])) if n == 0 else (_("goes on"),)
            explained.append(
                ExplainedLine(
                    page=part.block.page,
                    line=line,
                    text=text,
                    role=part.role,
                    furniture=furniture,
                    reasons=reasons,
                    confidence=part.confidence,
                    others=tuple(
                        (other, chance)
                        for other, chance in part.marginals
                        if other != part.role and chance >= _MIN_CHANCE
                    ),
                )
            )
    return tuple(explained)


def describe_role(role: Role, furniture: str = "") -> str:
    """Put a role into words of the language of messages.

    Args:
        role: The role.
        furniture: The kind of page furniture; empty if it is not known.
    """
    if furniture:
        return _("furniture ({name})", name=_(furniture))
    return _(ROLE_WORDS[role])


FEATURE_WORDS: Mapping[str, str] = {
    **{feature.name: feature.words for feature in SHAPES},
    **{feature.name: feature.words for feature in SHARED_WORDS},
    **POSITION_WORDS,
    **HEAD_WORDS,
    **OPENING_WORDS,
}
"""What each feature with a value says; the value goes into the braces."""


def _words(reason: Reason) -> str:
    """Put a reason into words: a sign, a shape with its value, or the role of the line above."""
    return f"{_name_in_words(reason.name)} ({reason.weight:+.1f})"


def _name_in_words(name: str) -> str:
    if name.startswith(">"):
        above = name[1:]
        if above == "start":
            return _("opens the page")
        return _("after {role}", role=_(ROLE_WORDS[above]))
    feature, _equals, value = name.partition("=")
    if value:
        return _(FEATURE_WORDS[feature]).format(value)
    return _(_WORDS[name])
