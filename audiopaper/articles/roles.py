"""Which part each block plays: evidence that adds up, and the order of an article's parts.

A page is read as a path through the roles below. A step on the path costs what `STEPS` says, a
role earns what `WEIGHTS` gives for what is seen of the block; the path with the highest sum is
taken (Viterbi's algorithm: linear in the number of blocks).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from audiopaper.articles.blocks import Block

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


Role = Literal[
    "kicker",
    "headline",
    "subhead",
    "byline",
    "lede",
    "text",
    "heading",
    "closing",
    "caption",
    "furniture",
    "jump_out",
    "jump_in",
]

Context = Literal["out", "head", "body"]
"""What stands open above a block: nothing, an article's head, an article's body."""

# How the weights were found: by hand on the three pages in the shared folder and on made-up
# ones, each sign from what newspapers do and each size so that no single doubtful sign beats
# two sure ones. One point is about what a careful reader calls "rather".
WEIGHTS: Mapping[Role, Mapping[str, float]] = {
    "kicker": {
        "": -1.5,
        "colon_end": 3.0,
        "says": 2.5,
        "series_words": 1.0,
        "slogan_words": 0.2,
        "heading": 1.0,
        "level_below": 0.5,
        "below_heading_higher": 2.5,
        "longer_than_below": 0.8,
        "comma": 1.2,
        "below_dateline": -3.0,
        "below_byline": -3.0,
        "dash": -2.0,
        "stop": -4.0,
        "exclaims": 2.0,
        "middling": -2.0,
        "long": -8.0,
        "dateline": -8.0,
        "above_open": -2.5,
        "bullet": -1.0,
        "list_line": -1.5,
        "signature_date": -6.0,
        "salutation": -3.0,
        "page_marked": -3.0,
        "zone_top": 0.3,
        "zone_bottom": -3.0,
        "zone_only": -4.0,
        "notice_words": -1.0,
        "listing_words": -2.0,
        "label_line": -3.0,
        "below_signature_date": -4.0,
        "sponsor": -3.0,
        "below_salutation": -3.0,
        "calendar_words": -3.0,
        "digest_line": -3.0,
        "zone_label": 1.6,
        "notice_exact": -3.0,
        "markup_only": -8.0,
        "section_name": -1.0,
        "says_who": -4.0,
        "interrupts": -2.0,
    },
    "headline": {
        "": -0.5,
        "level_main": 4.0,
        "level_above": 2.0,
        "level_below": 0.5,
        "head_long": 0.6,
        "clauses": 0.8,
        "below_dateline": 0.3,
        "below_byline": 0.3,
        "event_words": 0.1,
        "notice_words": 1.5,
        "colon_end": -3.0,
        "dash": -3.5,
        "comma": -1.0,
        "stop": -4.0,
        "exclaims": 4.2,
        "middling": -2.5,
        "long": -8.0,
        "dateline": -8.0,
        "byline": -5.0,
        "byline_likely": -1.5,
        "above_open": -2.5,
        "says": -1.0,
        "list_line": -1.5,
        "signature_date": -6.0,
        "masthead_words": -2.0,
        "phone": -2.0,
        "salutation": -3.0,
        "page_marked": -2.0,
        "mid_start": -4.0,
        "no_han": -3.0,
        "zone": 1.5,
        "zone_only": 1.0,
        "slogan_strong": -2.6,
        "slogan_dash": -3.0,
        "below_slogan_dash": -1.0,
        "below_salutation": 2.5,
        "column_words": 2.0,
        "weather_words": 4.0,
        "listing_words": 3.5,
        "label_line": -3.0,
        "org_name": -0.6,
        "below_signature_date": -4.0,
        "sponsor": -3.0,
        "above_jump": 1.0,
        "calendar_words": -3.0,
        "unled": -2.0,
        "closes_below": 2.5,
        "parts": 0.8,
        "coheres": -0.8,
        "above_torn_dateline": 3.0,
        "digest_line": -4.0,
        "notice_exact": 3.0,
        "zone_label": -2.6,
        "section_name": -3.0,
        "markup_only": -8.0,
        "says_who": -6.0,
        "below_label": 1.5,
        "ad_words": 0.8,
        "twin": -1.0,
        "below_digest": -1.5,
        "interrupts": -2.0,
        "near_sponsor": 1.5,
        "below_phone": 1.2,
        "date_line": -5.0,
        "lone": 0.5,
        "below_weather": 2.0,
    },
    "subhead": {
        "": -0.8,
        "dash": 4.0,
        "level_below": 2.5,
        "level_main": -1.0,
        "longer_than_above": 0.7,
        "event_words": 0.9,
        "head_long": 0.3,
        "below_dateline": 0.5,
        "below_byline": 0.5,
        "comma": 0.3,
        "stop": -4.0,
        "exclaims": 3.5,
        "middling": -0.5,
        "long": -8.0,
        "colon_end": -2.5,
        "dateline": -8.0,
        "byline": -5.0,
        "byline_likely": -2.0,
        "above_open": -3.0,
        "slogan_words": -0.3,
        "signature_date": -6.0,
        "below_heading_higher": -1.5,
        "list_line": -1.0,
        "salutation": -3.0,
        "page_marked": -1.0,
        "mid_start": -4.0,
        "no_han": -3.0,
        "zone": 1.5,
        "zone_bottom": 0.5,
        "zone_top": -2.0,
        "slogan_dash": -5.0,
        "below_slogan_dash": -1.0,
        "slogan_strong": -0.5,
        "label_line": -3.0,
        "below_signature_date": -4.0,
        "sponsor": -2.0,
        "calendar_words": -3.0,
        "zone_only": -1.5,
        "digest_line": -3.0,
        "above_torn_dateline": -2.0,
        "notice_exact": -3.0,
        "markup_only": -8.0,
        "says_who": -6.0,
        "below_label": 0.5,
        "date_line": -5.0,
        "near_sponsor": 1.0,
    },
    "byline": {
        "": -4.0,
        "byline": 8.0,
        "byline_likely": 4.5,
        "photo_credit": 1.0,
        "long": -8.0,
        "byline_maybe": 2.8,
        "name_under_head": 3.5,
    },
    "closing": {
        "": -4.0,
        "byline": 7.5,
        "byline_likely": 4.0,
        "photo_credit": 0.0,
        "long": -8.0,
        "byline_maybe": 2.0,
    },
    "lede": {
        "": -0.5,
        "dateline": 6.0,
        "byline_opening": 4.0,
        "long": 2.0,
        "very_long": 0.5,
        "sentences": 1.0,
        "middling": 1.0,
        "stop": 1.8,
        "comma": 0.6,
        "head_short": -2.0,
        "tiny": -2.0,
        "heading": -6.0,
        "colon_end": -0.5,
        "byline": -4.0,
        "salutation": 3.0,
        "above_open": -1.0,
        "byline_closing": 0.5,
        "bare_line": -3.0,
        "comma_line": -2.0,
        "zone": -3.0,
        "label_line": 2.5,
        "signature_date": -2.0,
        "calendar_words": -3.0,
        "phone_end": 1.5,
        "markup_only": -8.0,
        "notice_exact": -2.0,
        "says_who": 3.0,
        "says_comma": 0.5,
        "near_sponsor": -2.0,
    },
    "text": {
        "": -0.5,
        "dateline": -5.0,
        "byline_opening": -2.0,
        "long": 2.5,
        "very_long": 0.5,
        "sentences": 1.0,
        "middling": 1.2,
        "stop": 2.0,
        "open": 0.3,
        "comma": 1.0,
        "above_open": 3.0,
        "mid_start": 3.0,
        "heading": -6.0,
        "colon_end": 1.0,
        "byline": -4.0,
        "byline_likely": -1.0,
        "list_line": 1.5,
        "salutation": 2.0,
        "signature_date": 5.5,
        "ends_in_jump": 1.0,
        "starts_in_jump": 1.0,
        "byline_closing": 1.0,
        "exclaims": -1.0,
        "bare_line": -2.5,
        "comma_line": -0.6,
        "zone": -3.0,
        "gap": -1.5,
        "one_clause": -0.3,
        "below_photo_credit": -2.5,
        "dated_open": -0.3,
        "slogan_dash": -2.0,
        "label_line": 3.5,
        "below_signature_date": 3.5,
        "above_jump": -4.0,
        "org_name": 0.3,
        "sponsor": -0.5,
        "calendar_words": -2.0,
        "head_date": -6.0,
        "digest_line": -1.0,
        "above_torn_dateline": -2.0,
        "phone_end": 1.5,
        "markup_only": -8.0,
        "notice_exact": -2.0,
        "says_who": 4.0,
        "says_comma": 1.5,
        "ad_words": -0.7,
        "twin": -0.7,
        "interrupts": -1.0,
        "near_sponsor": -2.0,
        "page_marked": 0.0,
    },
    "heading": {
        "": -1.2,
        "head_short": 1.5,
        "level_below": 3.0,
        "level_main": 0.0,
        "head_long": -0.3,
        "list_line": 0.7,
        "clauses": 0.2,
        "stop": -4.0,
        "exclaims": 3.0,
        "middling": -3.0,
        "long": -8.0,
        "comma": -0.5,
        "colon_end": -1.0,
        "dash": -1.0,
        "above_open": -3.0,
        "dateline": -8.0,
        "byline": -5.0,
        "below_dateline": -3.0,
        "below_byline": -3.0,
        "below_heading_higher": -2.0,
        "below_heading": -1.0,
        "signature_date": -6.0,
        "slogan_words": -0.2,
        "page_marked": -2.0,
        "mid_start": -4.0,
        "no_han": -3.0,
        "masthead_words": -2.0,
        "phone": -2.0,
        "zone": -3.0,
        "gap": -0.7,
        "notice_words": -1.5,
        "below_salutation": -4.0,
        "column_words": -2.0,
        "weather_words": -5.0,
        "listing_words": -4.0,
        "label_line": -3.0,
        "org_name": -0.4,
        "below_signature_date": -4.0,
        "sponsor": -3.0,
        "above_jump": -6.0,
        "calendar_words": -3.0,
        "unled": 3.0,
        "closes_below": -2.5,
        "parts": -1.2,
        "coheres": 1.0,
        "above_torn_dateline": -6.0,
        "digest_line": -4.0,
        "notice_exact": -4.0,
        "markup_only": -8.0,
        "short_above": -2.0,
        "says_who": -3.0,
        "below_label": -2.0,
        "ad_words": -1.0,
        "twin": 2.0,
        "says_comma": -2.0,
        "interrupts": -2.0,
        "near_sponsor": -4.0,
        "below_phone": -1.5,
        "lone": -1.0,
        "mates": 0.3,
        "date_line": -4.0,
        "below_weather": -2.0,
    },
    "caption": {
        "": -2.2,
        "caption_words": 5.0,
        "caption_tail": 3.5,
        "caption_closing": 4.0,
        "below_photo_credit": 7.0,
        "photo_credit": 6.0,
        "gap": 2.0,
        "head_short": 0.5,
        "head_long": 0.5,
        "middling": 0.2,
        "stop": 0.5,
        "very_long": -1.5,
        "long": -1.0,
        "sentences": -0.8,
        "heading": -4.0,
        "dateline": -8.0,
        "byline": -1.0,
        "above_open": -0.5,
        "exclaims": -1.5,
        "mid_start": -2.0,
        "list_line": -1.0,
        "one_clause": 1.0,
        "dated_open": 1.5,
        "label_line": -3.0,
        "signature_date": -4.0,
        "below_signature_date": -3.0,
        "calendar_words": -3.0,
        "head_date": -6.0,
        "markup_only": -8.0,
        "digest_line": -3.0,
        "above_photo_byline": 1.5,
        "above_byline": 1.0,
        "above_picture": 3.0,
        "interrupts": 0.5,
        "bare_line": -0.6,
    },
    "furniture": {
        "": -2.5,
        "front_matter": 20.0,
        "masthead_words": 4.5,
        "paper_name": 4.5,
        "credit": 4.5,
        "page_only": 5.5,
        "section_name": 5.5,
        "date_line": 5.0,
        "repeated": 4.0,
        "slogan_words": 1.6,
        "no_han": 2.5,
        "tiny": 1.5,
        "page_head": 0.4,
        "page_foot": 0.4,
        "phone": 2.0,
        "gap": 1.0,
        "level_above": 0.5,
        "heading": -0.5,
        "level_main": -1.0,
        "head_short": 0.3,
        "middling": -2.0,
        "long": -6.0,
        "stop": -2.5,
        "sentences": -3.0,
        "dateline": -8.0,
        "above_open": -1.0,
        "exclaims": 1.0,
        "event_words": -0.5,
        "mid_start": -0.5,
        "byline": -2.0,
        "zone_bottom": -1.5,
        "zone_only": -3.0,
        "slogan_dash": 5.0,
        "slogan_strong": 2.8,
        "below_slogan_dash": 2.5,
        "zone": 0.0,
        "sponsor": 3.5,
        "calendar_words": 2.5,
        "label_line": -2.5,
        "below_signature_date": -1.5,
        "signature_date": 1.5,
        "head_date": 6.0,
        "column_words": -2.5,
        "ad_words": 1.0,
        "digest_line": 6.0,
        "zone_label": 2.6,
        "markup_only": 14.0,
        "notice_exact": -2.0,
        "below_digest": 2.5,
        "interrupts": 2.5,
        "near_sponsor": 1.0,
        "below_phone": -1.5,
        "page_marked": 1.0,
        "lone_short": 1.5,
    },
    "jump_out": {"": -6.0, "jump_out": 14.0},
    "jump_in": {"": -6.0, "jump_in": 14.0},
}

Place = tuple[Role | Literal[""], Context]
"""A role, and what stands open after a block that plays it."""

_NEVER = float("-inf")

# What may follow what; a step that is not named is never taken. Found as the weights were.
_OUT: Mapping[Role, float] = {
    "kicker": 0.0, "headline": 0.0, "subhead": -5.0, "byline": -4.0, "lede": -2.5, "text": -3.0,
    "heading": -4.0, "closing": -3.0, "caption": -0.3, "furniture": 0.0, "jump_out": -1.0,
    "jump_in": 0.0,
}  # fmt: skip
_HEAD: Mapping[Role, float] = {
    "kicker": -4.5, "headline": -2.5, "subhead": 0.0, "byline": 0.0, "lede": 0.0, "text": -6.0,
    "heading": -2.0, "closing": -6.0, "caption": -0.5, "furniture": -0.6, "jump_out": -2.0,
    "jump_in": -0.5,
}  # fmt: skip
_BODY: Mapping[Role, float] = {
    "kicker": -0.3, "headline": -0.3, "subhead": -6.0, "byline": -6.0, "lede": -2.0, "text": 0.3,
    "heading": 0.0, "closing": 0.0, "caption": -0.3, "furniture": -0.3, "jump_out": 0.0,
    "jump_in": -0.5,
}  # fmt: skip
_CHANGES: Mapping[Role | Literal[""], Mapping[Role, float]] = {
    "kicker": {"kicker": -2.0, "headline": 0.5, "subhead": -8.0, "byline": -6.0, "lede": -6.0,
               "caption": -4.0, "furniture": -3.0, "heading": -8.0, "jump_in": -4.0},
    "headline": {"headline": -1.2, "kicker": -4.5, "furniture": -1.0},
    "subhead": {"subhead": -0.8, "headline": -4.0, "kicker": -5.0},
    "byline": {"byline": -0.5, "headline": -4.0, "subhead": -5.0, "heading": -1.0,
               "furniture": -0.3},
    "heading": {"text": 0.5, "lede": 0.0, "heading": -3.0, "headline": -5.0, "kicker": -5.0,
                "closing": -4.0, "furniture": -2.0, "caption": -1.0},
    "jump_in": {"text": -0.3, "lede": -0.3},
    "closing": {"text": -2.5, "heading": -3.0, "headline": 0.4, "kicker": 0.4, "lede": -0.8},
}  # fmt: skip

_AT_PLACE: Mapping[Place, Mapping[Role, float]] = {
    ("caption", "head"): {"headline": -0.5, "kicker": -1.0, "subhead": -2.5},
    ("furniture", "head"): {"headline": -1.0, "kicker": -1.5},
    ("furniture", "body"): {"heading": -1.5},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One piece of evidence for a role."""

    name: str
    """What was seen, or the step."""

    weight: float
    """What it added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A block and the role it was given."""

    block: Block
    role: Role
    seen: frozenset[str]
    reasons: tuple[Reason, ...]
    """What spoke for the role and against it, strongest first."""


def _after(role: Role, context: Context) -> Context:
    if role in ("kicker", "headline", "subhead", "byline"):
        return "head"
    if role in ("lede", "text", "heading", "closing"):
        return "body"
    if role == "jump_in":
        return "out" if context == "body" else context
    return context


def _step(place: Place, role: Role) -> float:
    above, context = place
    table = _OUT if context == "out" else _HEAD if context == "head" else _BODY
    if above == "heading" and context == "body" and role == "lede":
        return -2.0
    usual = _CHANGES.get(above, {}).get(role, table[role])
    return _AT_PLACE.get(place, {}).get(role, usual)


_CONTEXTS: tuple[Context, ...] = ("out", "head", "body")
_START: Place = ("", "out")


def _places() -> tuple[Place, ...]:
    return tuple(
        dict.fromkeys((role, _after(role, context)) for role in WEIGHTS for context in _CONTEXTS)
    )


PLACES = _places()
_STEPS: Mapping[Place, tuple[tuple[Role, Place, float], ...]] = {
    place: tuple((role, (role, _after(role, place[1])), _step(place, role)) for role in WEIGHTS)
    for place in (_START, *PLACES)
}


def earned(role: Role, seen: frozenset[str]) -> float:
    """Sum what is seen of a block into what a role earns by it."""
    weights = WEIGHTS[role]
    return math.fsum((weights.get("", 0.0), *(weights.get(name, 0.0) for name in seen)))


def assign_roles(blocks: Sequence[Block], seen: Sequence[frozenset[str]]) -> tuple[Part, ...]:
    """Give each block of a page its role: the path whose evidence and steps sum highest."""
    best: dict[Place, float] = {_START: 0.0}
    came: list[dict[Place, Place]] = []
    for features in seen:
        gains = {role: earned(role, features) for role in WEIGHTS}
        scores: dict[Place, float] = {}
        back: dict[Place, Place] = {}
        for place, score in best.items():
            for role, following, step in _STEPS[place]:
                total = score + step + gains[role]
                if total > scores.get(following, _NEVER):
                    scores[following] = total
                    back[following] = place
        best = scores
        came.append(back)
    path = _trace(best, came)
    parts = []
    above: Place = _START
    for block, features, (role, context) in zip(blocks, seen, path, strict=True):
        reasons = _reasons(above, role, features)
        parts.append(Part(block=block, role=role, seen=features, reasons=reasons))
        above = (role, context)
    return tuple(parts)


# What a page never ends with: a head without a text.
_AT_END: Mapping[str, float] = {"kicker": -4.0, "heading": -4.0, "subhead": -0.5, "byline": -1.0}


def _trace(best: Mapping[Place, float], came: Sequence[Mapping[Place, Place]]) -> list[Place]:
    path: list[Place] = []
    if not came:
        return path
    place = max(best, key=lambda p: best[p] + _AT_END.get(p[0], 0.0))
    for back in reversed(came):
        path.append(place)
        place = back[place]
    path.reverse()
    return path


def _reasons(above: Place, role: Role, seen: frozenset[str]) -> tuple[Reason, ...]:
    weights = WEIGHTS[role]
    found = [Reason(name=n, weight=weights[n]) for n in seen if weights.get(n)]
    step = _step(above, role)
    if step:
        found.append(Reason(name=f"after {above[0] or 'start'}", weight=step))
    return tuple(sorted(found, key=lambda r: (-abs(r.weight), r.name)))
