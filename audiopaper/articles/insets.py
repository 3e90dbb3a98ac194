"""What stands between two lines of wrapped text and is no text, by its form.

A picture's words with its photographer, an advert, editors' names or a sentence set large may stand
inside a paragraph; the line above them goes on below them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiopaper.articles.features.picture_signs import ends_with_credit
from audiopaper.articles.page_words import PHONE, PICTURE_MARK, PICTURE_OPEN
from audiopaper.articles.word_joins import rate_words, view_end, view_start

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.articles.line_joins import JoinView

MOST_LINES = 4
"""An inset has at most so many lines."""

_ALONE_CHARS = 8
"""A photographer's name, a part of which stands on the line above, is no longer."""

_CREDIT, _ADVERT, _OPENS, _QUOTED = 0.0, -1.0, -1.0, -4.0
"""Log-odds of a line going on below an inset, as priors that are not learned."""

_MORE, _PLAIN = -3.0, -2.0
"""The same of each line of a picture's words but the last one, and of each short line without a
space above an advert's or a page's foot; priors."""

OPENING = -6.0
"""Log-odds of a text going on in a line that opens as only a picture's words do; a prior."""


def rate_inset(views: Sequence[JoinView], first: int, last: int) -> float | None:
    """Rate lines as what is set between two lines of a paragraph, by their form.

    Args:
        views: A page's lines.
        first: The first of them, below the line that breaks off.
        last: The last of them.

    Returns:
        Log-odds; None if their form does not say that they are no text.
    """
    count = last - first + 1
    if count > MOST_LINES or not _is_torn_text(views[first - 1]):
        return None
    end = views[last]
    if names_photographer(end):
        alone = is_credit_alone(end)
        # A name alone right below a line is rather the end of its picture's words.
        if alone and count == 1 and not end.line.text.startswith(("（", "(")):
            return None
        return _CREDIT + _MORE * max(0, count - (2 if alone else 1))
    if opens_caption(views[first]) and end.ended:
        return _OPENS * count
    lines = views[first : last + 1]
    if all(map(_may_be_advert, lines)) and any(map(_is_foreign, lines)):
        return _ADVERT + _PLAIN * sum(map(_is_plain, lines))
    return _QUOTED if count == 1 and _is_quoted(end) else None


def _is_torn_text(view: JoinView) -> bool:
    """Return whether a line of text breaks off, and not inside a bracket or behind a name."""
    text = view.line.text
    apart = view.in_bracket or names_photographer(view) or PHONE.search(text)
    return view.open and (view.marked or view.line.indented) and not apart


_PROVIDED = re.compile(
    r"[（(](?:本[版组文]?)?(?:图片|照片|图)(?:均|皆|都)?[由为系][^（）()。]{2,20}(?:提供|供图|摄影?|拍摄)[）)]$"
)


def names_photographer(view: JoinView) -> bool:
    """Return whether a line ends with who took a picture, or who provided it."""
    return ends_with_credit(view.line.text) or bool(_PROVIDED.search(view.line.text))


def is_credit_alone(view: JoinView) -> bool:
    """Return whether a line is a photographer's name and nothing else."""
    return (view.byline or len(view.line.text) <= _ALONE_CHARS) and names_photographer(view)


def opens_caption(view: JoinView) -> bool:
    """Return whether a line opens as a text never does: with 图为, or an arrow."""
    text = view.line.text
    return bool(PICTURE_OPEN.match(text) or PICTURE_MARK.match(text))


def is_torn_word(above: JoinView, line: JoinView) -> bool:
    """Return whether a word stands across the end of a line: 企|图为自己开脱."""
    words = rate_words(view_end(above.line.text), view_start(line.line.text))
    return words is not None and words > 0


def _may_be_advert(view: JoinView) -> bool:
    return view.row or view.title or _is_foreign(view)


def _is_foreign(view: JoinView) -> bool:
    return view.foreign or bool(PHONE.search(view.line.text))


def _is_plain(view: JoinView) -> bool:
    """Return whether a line may as well be the torn one's next words."""
    return not _is_foreign(view) and " " not in view.line.text


def _is_quoted(view: JoinView) -> bool:
    text = view.line.text
    return text.startswith(("“", "「")) and text.endswith(("”", "」")) and text.count(text[0]) == 1
