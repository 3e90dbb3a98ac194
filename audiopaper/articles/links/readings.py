"""The stories of a page as they are read down to a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from audiopaper.articles.links.line_views import HEADS

if TYPE_CHECKING:
    from audiopaper.articles.links.line_views import LineView

_OPEN_STORIES = 8
"""How many stories may go on: those that were read last, and the one of the head above."""

_EMPTY = 1.0
"""What speaks against a head that no text stands under, in log-odds: a prior, set by hand."""

_RECENT_TEXTS, _RECENT_HEADS = 12, 3
"""How many lines of a story are compared with others."""


class Story(NamedTuple):
    """A story that is read so far."""

    number: int
    first: int = -1
    """Its first text; -1 for none yet."""

    length: int = 0
    """How many texts it has."""

    texts: tuple[int, ...] = ()
    """The last of them."""

    heads: tuple[int, ...] = ()
    """The last lines of its head."""

    closed: bool = False
    """Whether a signature or a jump line ended it."""

    touched: int = -1
    """Its last line."""


class Trail(NamedTuple):
    """Which story each line went to, the last line first."""

    line: int
    story: int
    above: Trail | None


class Reading(NamedTuple):
    """One way to read a page down to a line."""

    score: float = 0.0
    """Log of its probability, less `_EMPTY` for each head above the last one without a text."""

    begun: int = 0
    """How many stories there are."""

    open: tuple[Story, ...] = ()
    """Those that may go on, in the order of their last lines: that of the line above last."""

    head: int = -1
    """The number of the story that was opened last; -1 for none."""

    resumed: bool = False
    """Whether the story of the line above stands under another one's head."""

    trail: Trail | None = None

    @property
    def current(self) -> Story | None:
        """The story of the line above."""
        return self.open[-1] if self.open else None

    @property
    def whole_score(self) -> float:
        """The score if the page ends here."""
        return self.score - (_EMPTY if self._waits() else 0.0)

    def _waits(self) -> bool:
        """Return whether the last head has no text."""
        return any(s.number == self.head and s.heads and not s.length for s in self.open)


def open_story(reading: Reading, view: LineView, *, late: bool = False) -> Reading:
    """Read a line of a head, a byline or a jump line from another page.

    Args:
        reading: What is read above it.
        view: The line.
        late: Whether it is the head of the story above, which began without one.
    """
    story = reading.current
    begun = story is not None and story.number == reading.head and not story.length
    headed = story is not None and bool(story.heads)
    # The lines of a late head stand one below the other.
    late = late or (story is not None and view.role in HEADS and view.at - 1 in story.heads)
    if story is None or not (late or (begun and (headed or view.role != "jump_in"))):
        reading = reading._replace(score=reading.whole_score)
        story = Story(reading.begun)
    if view.role in HEADS:
        story = story._replace(heads=(*story.heads, view.at)[-_RECENT_HEADS:])
    return _touch(reading, story, view.at)._replace(head=story.number, resumed=False)


def place_text(reading: Reading, view: LineView, story: Story | None) -> Reading:
    """Put a text to a story; None for a piece."""
    above = reading.current
    story = story or Story(reading.begun)
    resumed = story.number != reading.head and (
        above is None or story.number != above.number or reading.resumed
    )
    if story.heads and not story.length and story.number != reading.head:
        reading = reading._replace(score=reading.score + _EMPTY)
    grown = story._replace(
        first=view.at if story.first < 0 else story.first,
        length=story.length + 1,
        texts=(*story.texts, view.at)[-_RECENT_TEXTS:],
        closed=story.closed or view.signed or view.role == "closing",
    )
    return _touch(reading, grown, view.at)._replace(resumed=resumed)


def close_story(reading: Reading) -> Reading:
    """Read a jump line to another page, which ends the story above it."""
    if reading.current is None:
        return reading
    return reading._replace(open=(*reading.open[:-1], reading.current._replace(closed=True)))


def _touch(reading: Reading, story: Story, at: int) -> Reading:
    """Set a story behind the others that are open, the one read longest ago is closed."""
    others = [other for other in reading.open if other.number != story.number]
    if len(others) >= _OPEN_STORIES:
        head = others[0].number == reading.head
        del others[1 if head else 0]
    return reading._replace(
        begun=max(reading.begun, story.number + 1),
        open=(*others, story._replace(touched=at)),
        trail=Trail(at, story.number, reading.trail),
    )
