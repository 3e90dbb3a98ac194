"""What a check finds, and the comparisons that several checks make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from audiopaper.publish.sanitiser import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from audiopaper.model import Episode

TOLERANCE_MS = 100
"""How far two accounts of the same moment may lie apart."""

AGAIN = "make that episode again: audiopaper produce"
REBUILD = "write the feed anew: audiopaper feed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that would fail listeners."""

    place: str
    """The file, in the output folder, or the setting."""

    problem: str
    """What is wrong."""

    remedy: str
    """What to do."""


def found(place: str, problem: str, remedy: str) -> Finding:
    """Say that something is wrong."""
    return Finding(place=place, problem=problem, remedy=remedy)


def compare_chapters(
    place: str, told: Sequence[tuple[float, str]], episode: Episode
) -> Iterator[Finding]:
    """Compare what a file tells of an episode's chapters: how many, their starts, their titles."""
    if len(told) != len(episode.chapters):
        yield found(place, f"{len(told)} chapters and not {len(episode.chapters)}", AGAIN)
        return
    for (start_ms, title), chapter in zip(told, episode.chapters, strict=True):
        if abs(start_ms - chapter.start_ms) > TOLERANCE_MS:
            yield found(place, f"chapter {chapter.title!r} begins at {start_ms} ms", AGAIN)
            return
        if one_line(title) != one_line(chapter.title):
            yield found(place, f"chapter {chapter.title!r} is called {title!r}", AGAIN)
            return


def to_ms(clock: str) -> int:
    """Read a caption's time: ``01:02:05.009``, with a dot or a comma."""
    seconds, _, thousandths = clock.replace(",", ".").partition(".")
    total = 0
    for part in seconds.split(":"):
        total = total * 60 + int(part)
    return total * 1000 + int(thousandths)


def check_address(
    name: str, url: str, base: str, locate: Callable[[str], Path]
) -> Iterator[Finding]:
    """See whether an address is of this show, and leads to a file that there is."""
    if not url.isascii() or not url.startswith(base):
        yield found(name, f"{url} is not below {base}", REBUILD)
    elif not locate(unquote(url.removeprefix(base).partition("?")[0])).is_file():
        # What stands beside the audio is made again from episode.json.
        remedy = AGAIN if url.endswith(".mp3") else "make it again: audiopaper feed"
        yield found(name, f"{url} leads to no file", remedy)
