"""The show's pictures: its own cover or the built-in one, in each size, made once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.disk import read_file
from audiopaper.errors import ConfigError
from audiopaper.publish import typefaces
from audiopaper.publish.checks.finding import Finding
from audiopaper.show.stage_cache import load_or_make

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    findings: tuple[Finding, ...]


def draw_again(title: str, size: int, work: Path) -> bytes:
    """Draw the built-in cover, or take the one that was drawn for the same title, size and face."""

    def draw() -> bytes:
        # So does the picture library, where a cover is to be drawn.
        from audiopaper.publish.cover import make_cover

        return make_cover(title, size)

    font = typefaces.find_font()
    face: tuple[object, ...] = ()
    if font is not None:
        stat = font.stat()
        face = (str(font), stat.st_size, stat.st_mtime_ns)
    parts = ("cover", title, size, face)
    return load_or_make(work, bytes, draw, parts)


def find_missing_again(title: str, work: Path) -> str:
    """The characters that the built-in cover cannot show, or what was found of the same title."""

    def find() -> bytes:
        from audiopaper.publish.cover import find_missing

        return find_missing(title).encode("utf-8", "replace")

    font = typefaces.find_font()
    parts = ("no face", title, str(font), font.stat().st_mtime_ns if font is not None else 0)
    return load_or_make(work, bytes, find, parts).decode()


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
    return load_or_make(work, bytes, prepare, parts)


def reduce_again(cover: bytes, size: int, work: Path) -> bytes:
    """Bring a cover down to an icon, or take the one that came of the same picture."""

    def reduce() -> bytes:
        from audiopaper.publish.cover import reduce_cover

        return reduce_cover(cover, size)

    return load_or_make(work, bytes, reduce, ("icon", hashlib.sha256(cover).hexdigest(), size))


def check_cover_again(data: bytes, name: str, work: Path) -> tuple[Finding, ...]:
    """Look at the show's picture as Apple would, or take what was found in the same file."""

    def check() -> _Checked:
        from audiopaper.publish.checks.cover_check import check_cover

        return _Checked(findings=check_cover(data, name))

    parts = ("cover checked", name, hashlib.sha256(data).hexdigest())
    return load_or_make(work, _Checked, check, parts).findings
