"""The show's pictures: its own cover or the built-in one, in each size, made once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.disk import read_file
from audiopaper.errors import ConfigError
from audiopaper.publish import typefaces
from audiopaper.publish.checks.finding import Finding
from audiopaper.publish.file_names import COVER_NAME
from audiopaper.publish.site_files import ICON_SIZES, icon_name
from audiopaper.show.folder import show_folder
from audiopaper.show.stage_cache import load_or_make

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from audiopaper.config import Config
    from audiopaper.show.folder import ShowFolder

# The picture library is imported where a picture is to be made, and only there: it takes long.

COVER_PX = 3000
"""Width and height of the cover that apps get."""

_EPISODE_COVER_PX = 1400

FILE_COVER_PX = 800
"""What the tags of an MP3 hold."""

_PAGE_COVER_NAME = "assets/cover.jpg"
_PAGE_COVER_PX = 480
"""What the pages show of the cover."""

DRAWN_NAMES = (COVER_NAME, _PAGE_COVER_NAME, *map(icon_name, ICON_SIZES))
"""The pictures that are drawn by this program if the show has no cover of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _CoverCheck:
    findings: tuple[Finding, ...]


def make_show_cover(config: Config, size: int) -> bytes:
    """The show's cover as a JPEG: its own if it has one, else the built-in design.

    Args:
        config: The show.
        size: Width and height in pixels.

    Raises:
        ConfigError: The show's own cover is missing, or not as directories want it.
    """
    show = show_folder(config)
    if config.show.cover:
        return prepare_cover_once(config.folder / config.show.cover, size, show)
    return draw_cover_once(config.show.title, size, show)


def make_page_pictures(config: Config) -> dict[str, bytes]:
    """The pictures of the show's pages and of its web application.

    Returns:
        Each picture by its path in the published folder.
    """
    show = show_folder(config)
    source = make_show_cover(config, max(ICON_SIZES))
    return {
        _PAGE_COVER_NAME: make_show_cover(config, _PAGE_COVER_PX),
        **{icon_name(size): _reduce_cover_once(source, size, show) for size in ICON_SIZES},
    }


def draw_episode_cover(title: str, date: dt.date, show: ShowFolder) -> bytes:
    """The picture of a single episode: the built-in design with the show's title and the day."""
    return draw_cover_once(f"{title} {date.month}月{date.day}日", _EPISODE_COVER_PX, show)


def cache_pictures(config: Config, date: dt.date) -> None:
    """Check the show's cover and draw what an episode of a day needs, so that all is cached.

    Raises:
        ConfigError: The show's own cover is missing, or not as directories want it.
    """
    show = show_folder(config)
    check_cover_once(make_show_cover(config, COVER_PX), COVER_NAME, show)
    make_show_cover(config, FILE_COVER_PX)
    make_page_pictures(config)
    if config.feed.episode_images:
        draw_episode_cover(config.show.title, date, show)


def draw_cover_once(title: str, size: int, show: ShowFolder) -> bytes:
    """The built-in cover as a JPEG; cached by title, size and typeface."""

    def draw() -> bytes:
        from audiopaper.publish.cover import make_cover

        return make_cover(title, size)

    font = typefaces.find_font()
    face: tuple[object, ...] = ()
    if font is not None:
        stat = font.stat()
        face = (str(font), stat.st_size, stat.st_mtime_ns)
    parts = ("cover", title, size, face)
    return load_or_make(show, bytes, draw, parts)


def find_missing_characters(title: str, show: ShowFolder) -> str:
    """The characters of a title that the built-in cover cannot show; cached by typeface."""

    def find() -> bytes:
        from audiopaper.publish.cover import find_missing

        return find_missing(title).encode("utf-8", "replace")

    font = typefaces.find_font()
    parts = ("no face", title, str(font), font.stat().st_mtime_ns if font is not None else 0)
    return load_or_make(show, bytes, find, parts).decode()


def prepare_cover_once(path: Path, size: int, show: ShowFolder) -> bytes:
    """Check a show's own cover and scale it down; cached by the file's content.

    Raises:
        ConfigError: The cover is missing, or not as directories want it.
    """

    def prepare() -> bytes:
        from audiopaper.publish.cover import prepare_cover

        return prepare_cover(path, size)

    try:
        content = hashlib.sha256(read_file(path, failure=ConfigError)).hexdigest()
    except FileNotFoundError:
        return prepare()
    parts = ("own cover", path.name, content, size)
    return load_or_make(show, bytes, prepare, parts)


def check_cover_once(data: bytes, name: str, show: ShowFolder) -> tuple[Finding, ...]:
    """Check the show's picture by the rules of directories; cached by its content.

    Args:
        data: The picture.
        name: Name of its file, for the findings.
        show: The show.
    """

    def check() -> _CoverCheck:
        from audiopaper.publish.checks.cover_check import check_cover

        return _CoverCheck(findings=check_cover(data, name))

    parts = ("cover checked", name, hashlib.sha256(data).hexdigest())
    return load_or_make(show, _CoverCheck, check, parts).findings


def _reduce_cover_once(cover: bytes, size: int, show: ShowFolder) -> bytes:
    def reduce() -> bytes:
        from audiopaper.publish.cover import reduce_cover

        return reduce_cover(cover, size)

    return load_or_make(show, bytes, reduce, ("icon", hashlib.sha256(cover).hexdigest(), size))
