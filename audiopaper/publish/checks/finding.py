"""The result of a check, and comparisons that several checks share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from audiopaper.publish.sanitiser import one_line
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from audiopaper.model import Episode

FindSize = Callable[[str], int | None]
"""Returns the size of the file at a path of the output folder in bytes; None if there is none."""

TOLERANCE_MS = 100
"""The largest accepted difference between two values of the same time."""

AGAIN = "make that episode again: audiopaper produce --date and its day"
REBUILD = "write the feed anew: audiopaper feed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A problem that listeners would notice."""

    place: str
    """The file, in the output folder, or the setting."""

    problem: str
    """What is wrong."""

    remedy: str
    """What to do."""


def flag(place: str, problem: str, remedy: str) -> Finding:
    """Return a finding."""
    return Finding(place=place, problem=problem, remedy=remedy)


def make_again(key: str) -> str:
    """Return the remedy that makes the episode of a day again, by its key."""
    date, name = key[: len("2026-03-02")], key[len("2026-03-02-") :]
    if name:
        return _(
            "make that episode again: audiopaper produce PATH --date {date} --edition {name}",
            date=date,
            name=name,
        )
    return _("make that episode again: audiopaper produce --date {date}", date=date)


def compare_chapters(
    place: str, listed: Sequence[tuple[float, str]], episode: Episode
) -> Iterator[Finding]:
    """Compare a file's chapters with the episode's: their number, starts and titles."""
    if len(listed) != len(episode.chapters):
        yield flag(
            place,
            _(
                "{count} chapters and not {count_2}",
                count=len(listed),
                count_2=len(episode.chapters),
            ),
            _(AGAIN),
        )
        return
    for (start_ms, title), chapter in zip(listed, episode.chapters, strict=True):
        if abs(start_ms - chapter.start_ms) > TOLERANCE_MS:
            yield flag(
                place,
                _(
                    "chapter {title!r} begins at {start_ms} ms",
                    title=chapter.title,
                    start_ms=start_ms,
                ),
                _(AGAIN),
            )
            return
        if one_line(title) != one_line(chapter.title):
            yield flag(
                place,
                _("chapter {title!r} is called {title_2!r}", title=chapter.title, title_2=title),
                _(AGAIN),
            )
            return


def name_reason(error: Exception) -> str:
    """Return why a file cannot be read, as a clause; mutagen and the system have reasons of theirs.

    Example:
        >>> name_reason(ValueError()), name_reason(FileNotFoundError(2, "No such file"))
        ('it is damaged or cut off', 'there is no such file')
    """
    inner = error.args[0] if error.args and isinstance(error.args[0], OSError) else error
    if isinstance(inner, FileNotFoundError):
        return _("there is no such file")
    if isinstance(inner, OSError) and inner.strerror:
        return inner.strerror
    return str(inner).strip() or _("it is damaged or cut off")


def to_ms(clock: str) -> int:
    """Read a caption's time: ``01:02:05.009``, with a dot or a comma."""
    seconds, _, thousandths = clock.replace(",", ".").partition(".")
    total = 0
    for part in seconds.split(":"):
        total = total * 60 + int(part)
    return total * 1000 + int(thousandths)


def file_size(path: Path) -> int | None:
    """Return the size of a file in bytes; None if there is no file."""
    return path.stat().st_size if path.is_file() else None


def local_path(url: str, base: str) -> str:
    """Return the path in the output folder to which an address of the show leads.

    Example:
        >>> local_path("https://a.cn/episodes/2026-03-02.mp3?v=2", "https://a.cn/")
        'episodes/2026-03-02.mp3'
    """
    return unquote(url.removeprefix(base).partition("?")[0])


def check_address(name: str, url: str, base: str, find_size: FindSize) -> Iterator[Finding]:
    """Check that an address belongs to this show and leads to an existing file."""
    if not url.isascii() or not url.startswith(base):
        yield flag(name, _("{url} is not below {base}", url=url, base=base), _(REBUILD))
    elif find_size(path := local_path(url, base)) is None:
        # Files other than the audio can be made again from episode.json.
        remedy = _("make it again: audiopaper feed")
        if url.endswith(".mp3"):
            remedy = make_again(path.removeprefix("episodes/").partition("/")[0])
        yield flag(name, _("{url} leads to no file", url=url), remedy)
