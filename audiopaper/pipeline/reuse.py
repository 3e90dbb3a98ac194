"""What an earlier run made of the same input: readings, doubts and pictures, below ``.work``.

A value is named by all that it hangs on: the input, the program's own code and tables, and the
versions of what it calls. So another lexicon, setting, typeface or program makes it anew, and what
is taken again is what would be made.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import importlib.metadata
import sys
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from audiopaper.disk import read_file
from audiopaper.doubts import TextDoubt
from audiopaper.errors import ConfigError, PublishError
from audiopaper.model import Segment
from audiopaper.pipeline.text import find_text_doubts
from audiopaper.publish import faces
from audiopaper.publish.checking.finding import Finding
from audiopaper.store.hash_store import Workshop, hash_files

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from audiopaper.lexicon import Lexicon
    from audiopaper.model import Tags
    from audiopaper.pipeline.text import ReadEdition

PIECES_NAME = "pieces"
"""In the work folder: all that is kept beside the clips."""

_T = TypeVar("_T")

_PACKAGE = Path(__file__).parents[1]
_ENDINGS = (".py", ".tsv", ".txt", ".toml", ".woff2")
_HELPERS = ("g2pM", "lunar-python", "numpy", "pillow", "pypinyin")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settled:
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Doubted:
    doubts: tuple[TextDoubt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    findings: tuple[Finding, ...]


def settle_again(
    segments: Sequence[Segment], lexicon: Lexicon, work: Path, *, max_names: int
) -> tuple[Segment, ...]:
    """Decide how each character of a script is said, or take what was decided of the same script.

    A reading may hang on what stands elsewhere in the edition, as a name does that is told in full
    only once: so all of a script is one value.

    Args:
        segments: As written, before any number or reading.
        lexicon: The show's readings.
        work: The show's work folder.
        max_names: How many names of a list are said.
    """

    def settle() -> _Settled:
        # The tables of readings are large: they are loaded where something is to be decided.
        from audiopaper.pipeline.text import settle_readings
        from audiopaper.readings.name_lists import shorten_names

        return _Settled(segments=shorten_names(settle_readings(segments, lexicon), max_names))

    parts = ("readings", max_names, tuple(segments), *map(_in_order, _list_values(lexicon)))
    return _take(work, _Settled, settle, parts).segments


def find_doubts_again(read: ReadEdition, work: Path) -> tuple[TextDoubt, ...]:
    """List what is doubtful in an edition's text, or take what was listed of the same pages."""

    def find() -> _Doubted:
        return _Doubted(doubts=find_text_doubts(read))

    return _take(work, _Doubted, find, ("doubts", read.edition, read.split)).doubts


def draw_again(title: str, size: int, work: Path) -> bytes:
    """Draw the built-in cover, or take the one that was drawn for the same title, size and face."""

    def draw() -> bytes:
        # So does the picture library, where a cover is to be drawn.
        from audiopaper.publish.cover import make_cover

        return make_cover(title, size)

    font = faces.find_font()
    face: tuple[object, ...] = ()
    if font is not None:
        stat = font.stat()
        face = (str(font), stat.st_size, stat.st_mtime_ns)
    parts = ("cover", title, size, face)
    return _take(work, bytes, draw, parts)


def find_missing_again(title: str, work: Path) -> str:
    """The characters that the built-in cover cannot show, or what was found of the same title."""

    def find() -> bytes:
        from audiopaper.publish.cover import find_missing

        return find_missing(title).encode("utf-8", "replace")

    font = faces.find_font()
    parts = ("no face", title, str(font), font.stat().st_mtime_ns if font is not None else 0)
    return _take(work, bytes, find, parts).decode()


def prepare_again(path: Path, size: int, work: Path) -> bytes:
    """Check a show's own cover and bring it down, or take what came of the same file.

    Raises:
        ConfigError: It is missing, or not as directories want it.
    """

    def prepare() -> bytes:
        from audiopaper.publish.cover import prepare_cover

        return prepare_cover(path, size)

    try:
        content = hashlib.sha256(read_file(path, failure=ConfigError)).hexdigest()
    except FileNotFoundError:
        return prepare()
    parts = ("own cover", path.name, content, size)
    return _take(work, bytes, prepare, parts)


def reduce_again(cover: bytes, size: int, work: Path) -> bytes:
    """Bring a cover down to an icon, or take the one that came of the same picture."""

    def reduce() -> bytes:
        from audiopaper.publish.cover import reduce_cover

        return reduce_cover(cover, size)

    return _take(work, bytes, reduce, ("icon", hashlib.sha256(cover).hexdigest(), size))


def encode_opus_again(mp3: Path, sha256: str, tags: Tags, work: Path) -> bytes:
    """Encode an MP3 as Opus, or take what came of the same one."""

    def encode() -> bytes:
        from audiopaper.audio.opus import encode_opus

        return encode_opus(mp3, title=tags.title, artist=tags.artist, comment=tags.comment)

    parts = ("opus", sha256, tags.title, tags.artist, tags.comment)
    return _take(work, bytes, encode, parts)


def check_cover_again(data: bytes, name: str, work: Path) -> tuple[Finding, ...]:
    """Look at the show's picture as Apple would, or take what was found in the same file."""

    def check() -> _Checked:
        from audiopaper.publish.checking.pictures import check_cover

        return _Checked(findings=check_cover(data, name))

    parts = ("cover checked", name, hashlib.sha256(data).hexdigest())
    return _take(work, _Checked, check, parts).findings


def _take(work: Path, kind: type[_T], make: Callable[[], _T], parts: tuple[object, ...]) -> _T:
    """Take a value that is kept, or make and keep it; where nothing can be kept it is made.

    Args:
        work: The show's work folder; a show that has none yet keeps nothing.
        kind: The value's type.
        make: Makes it.
        parts: All that it hangs on but the program; their `repr` tells any two of them apart.
    """
    if not work.is_dir():
        return make()
    workshop = Workshop(work / PIECES_NAME)
    told = repr((_name_program(), parts))
    key = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
    kept = workshop.load(key, kind)
    if kept is not None:
        return kept
    made = make()
    # A full disk is no reason to make nothing, nor is a text that cannot be written as UTF-8.
    with contextlib.suppress(PublishError, UnicodeEncodeError):
        workshop.keep(key, made)
    return made


@functools.lru_cache(maxsize=1)
def _name_program() -> str:
    """This program's files by their contents, and the versions of what they call."""
    versions = [sys.version]
    for name in _HELPERS:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            versions.append(f"{name} {importlib.metadata.version(name)}")
    return " ".join((hash_files(_PACKAGE, _ENDINGS), *versions))


def _list_values(lexicon: Lexicon) -> list[object]:
    return [getattr(lexicon, field.name) for field in fields(lexicon) if field.init]


def _in_order(value: object) -> object:
    """A value that has one `repr` whatever the run; sets have another in each."""
    if isinstance(value, frozenset):
        return sorted(value)
    return value
