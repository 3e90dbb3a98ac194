"""The heads of articles: a national daily's kickers over headlines, a local paper's decks below.

The corpus is of a national daily, which prints what a story is about over a headline that says
what to think of it. Local papers have fewer kickers. They print the same two lines the other way
round now and then, or the headline alone, and take what stands below it from the story's first
sentences.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from tests.tools.newspapers.corpus import Story
from tests.tools.newspapers.styles import DETAILS, EVENTS, KICKERS, SUBHEADS, Style, fill_line

_LEADS_ON = re.compile(r"[：:—]$|(?:强调|指出|要求|表示|提出|时|之际|以来|期间|前夕|中|后|上)$")
"""What is no statement of its own: the headline below says the rest."""

_DAY = re.compile(r"^(?:近日|日前|昨日|昨天|今天|目前|据悉|据了解|\d+月\d+日|\d+日)")
_CLAUSE_END = re.compile(r"[，。；：！？]")
_PRONOUN = re.compile(r"^[他她它我你这那其该也还而并但则就]|[“”（）《》]|[的了]$")
_DECK_CHARS = (7, 26)
_TITLE_CHARS = (2, 9)
_MAX_LINE = 40


@dataclass(frozen=True)
class Head:
    """The lines of an article's head, without mark-up."""

    kickers: tuple[str, ...]
    headline: str
    decks: tuple[str, ...]


def make_head(dice: Random, style: Style, story: Story) -> Head:
    """Choose the lines of an article's head as a paper of the style prints them."""
    if style.essays:
        titles = list_clauses(" ".join(story.paragraphs)[:600], *_TITLE_CHARS)
        return Head((), dice.choice(titles) if titles else story.headline, ())
    headline = _restyled(dice, style, story.headline)
    kicker = story.kicker if len(story.kicker) <= _MAX_LINE else ""
    deck = story.subhead if len(story.subhead) <= _MAX_LINE else ""
    if not style.local:
        return Head(_some(kicker), headline, _some(deck))
    leads_on = _LEADS_ON.search(kicker) is not None
    if kicker and not leads_on and dice.random() < _TURNED:
        # What the daily prints over its headline stands below a local paper's.
        return Head((), headline, tuple(dict.fromkeys([kicker.rstrip("：:—"), *_some(deck)])))
    kickers: list[str] = []
    if kicker and dice.random() < style.kickers:
        kickers.append(kicker)
    elif dice.random() < _MADE_UP_KICKERS:
        kickers.append(fill_line(dice, dice.choice(KICKERS), style))
    decks: list[str] = []
    if dice.random() < style.decks:
        decks.append(deck or _make_deck(dice, style, story))
        if dice.random() < _SECOND_DECKS:
            decks.append(_make_deck(dice, style, story))
    decks = [line for line in dict.fromkeys(decks) if line and line != headline]
    return Head(tuple(kickers), headline, tuple(decks))


_TURNED = 0.15
_MADE_UP_KICKERS = 0.08
_SECOND_DECKS = 0.15


def _some(line: str) -> tuple[str, ...]:
    return (line,) if line else ()


def _restyled(dice: Random, style: Style, headline: str) -> str:
    """Give a headline the marks of another paper: a question, a comma for a space, a dash."""
    if not style.local:
        return headline
    roll = dice.random()
    if roll < 0.06 and headline[-1] not in "？！?!”":
        return headline + dice.choice("？？！")
    if roll < 0.2 and headline.count(" ") == 1:
        return headline.replace(" ", dice.choice("，，？！"))
    if roll < 0.24:
        return f"{style.town}：{headline}"
    if roll < 0.28 and len(headline) > _QUOTED_CHARS:
        return f"“{headline[:4]}”{headline[4:]}"
    if roll < 0.295:
        return dice.choice(("【回音】{}", "【追踪】{}", "【调查】{}", "回音：{}")).format(headline)
    return headline


_QUOTED_CHARS = 9


def _make_deck(dice: Random, style: Style, story: Story) -> str:
    """Take a clause of the story's first paragraphs, or make a line up."""
    if " " in story.headline and dice.random() < 0.4:
        # A slogan leads, what it was said at stands below.
        return fill_line(dice, dice.choice(EVENTS), style)
    if dice.random() < style.made_up:
        return fill_line(
            dice, dice.choice(dice.choice((SUBHEADS, DETAILS, DETAILS, EVENTS))), style
        )
    clauses = list_clauses(" ".join(story.paragraphs[:2])[:400], *_DECK_CHARS)
    if not clauses:
        return fill_line(dice, dice.choice(DETAILS), style)
    found = dice.choice(clauses)
    roll = dice.random()
    if roll < 0.08:
        return "——" + found
    if roll < 0.16 and len(clauses) > 1:
        return f"{found} {dice.choice(clauses)}"
    return found


def list_clauses(text: str, least: int, most: int) -> list[str]:
    """List a text's clauses that can stand alone."""
    clauses = (_DAY.sub("", part.strip()) for part in _CLAUSE_END.split(text))
    return [c for c in clauses if least <= len(c) <= most and not _PRONOUN.search(c)]
