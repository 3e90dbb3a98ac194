"""The lexicon: readings that people decided, from ``voices/lexicon/*.toml``.

The format is explained in Chinese at the head of each shipped file.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from audiopaper.disk import list_folder, read_file
from audiopaper.errors import LexiconError
from audiopaper.lexicon.lexicon_entry import (
    SHIPPED_FILES,
    UNVERIFIED,
    Entry,
    fold_width,
    render_entry,
)
from audiopaper.lexicon.lexicon_file import LexiconFile
from audiopaper.lexicon.lookup_table import Lexicon
from audiopaper.lexicon.pinyin_spelling import parse_pinyin
from audiopaper.translations import _
from audiopaper.variants import simplify_word

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = [
    "SHIPPED_FILES",
    "UNVERIFIED",
    "Entry",
    "Lexicon",
    "fold_width",
    "ignored_files",
    "lexicon_files",
    "load_file",
    "load_lexicon",
    "parse_contents",
    "parse_pinyin",
    "read_contents",
    "render_entry",
]


def load_lexicon(folder: Path, *, shipped: Path | None = None) -> Lexicon:
    """Read every ``*.toml`` of a folder.

    An editor's entry replaces a shipped one with the same text and context.

    Args:
        folder: ``voices/lexicon/``; a missing folder is an empty lexicon.
        shipped: The package's own folder, from which the shipped files that ``folder`` lacks are
            read, so that a show with one file of its own still has the others.

    Raises:
        LexiconError: A file cannot be read, is not TOML, an entry is invalid, or two files of one
            kind contradict each other; the problem names file, line and entry.
    """
    return parse_contents(read_contents(folder, shipped=shipped))


def read_contents(folder: Path, *, shipped: Path | None = None) -> tuple[tuple[Path, bytes], ...]:
    """Read the files of `load_lexicon`, each with its content.

    Raises:
        LexiconError: A file cannot be read.
    """
    by_name = {path.name: path for path in lexicon_files(folder)}
    if shipped is not None:
        ours = {name: shipped / name for name in SHIPPED_FILES}
        by_name = {name: path for name, path in ours.items() if path.exists()} | by_name
    paths = sorted(by_name.values(), key=lambda p: (p.name not in SHIPPED_FILES, p.name))
    return tuple((path, _read_content(path)) for path in paths)


@functools.lru_cache(maxsize=4)
def parse_contents(files: tuple[tuple[Path, bytes], ...]) -> Lexicon:
    """Parse the content of files, once for the same contents in a process.

    Contents are compared, not times, so a changed file is always parsed again.

    Raises:
        LexiconError: As `load_lexicon` raises it.
    """
    return _join([LexiconFile(path, content) for path, content in files])


def lexicon_files(folder: Path) -> tuple[Path, ...]:
    """The files of a folder of lexicons, in order of name.

    Raises:
        LexiconError: The folder may not be opened.
    """
    paths = list_folder(folder, failure=LexiconError)
    return tuple(p for p in paths if _is_lexicon(p) and not p.is_dir())


def ignored_files(folder: Path) -> tuple[Path, ...]:
    """The files that look like lexicons and are not read: in subfolders, or named ``.toml.txt``.

    Raises:
        LexiconError: The folder may not be opened.
    """
    paths = list_folder(folder, failure=LexiconError)
    misnamed = [p for p in paths if p.name.lower().endswith((".toml.txt", ".toml.toml.txt"))]
    folders = [p for p in paths if p.is_dir() and not p.name.startswith(".")]
    below = [p for inner in folders for p in inner.rglob("*") if _is_lexicon(p)]
    return tuple(sorted([*misnamed, *below]))


def _is_lexicon(path: Path) -> bool:
    return path.suffix.lower() == ".toml" and not path.name.startswith(".")


def load_file(path: Path) -> Lexicon:
    """Read one lexicon file.

    Raises:
        LexiconError: It is invalid; the problem names line and entry.
    """
    return parse_contents(((path, _read_content(path)),))


def _read_content(path: Path) -> bytes:
    try:
        return read_file(path, failure=LexiconError)
    except FileNotFoundError as error:
        raise LexiconError(
            _("no such file: {path}", path=path), remedy=_("put the file back")
        ) from error


def _join(files: Sequence[LexiconFile]) -> Lexicon:
    entries: dict[tuple[object, ...], Entry] = {}
    for file in files:
        for entry in file.entries():
            other = entries.pop(entry.key, entry)
            if other.shipped is entry.shipped and other.pronunciation != entry.pronunciation:
                raise file.wrong(
                    entry.text,
                    _(
                        "is {pronunciation} here and {pronunciation_2} in {file}",
                        pronunciation=entry.pronunciation,
                        pronunciation_2=other.pronunciation,
                        file=other.file,
                    ),
                    _("keep one of the two, or give each its context with before or after"),
                    line=file.lines.get(entry.key, 0),
                )
            entries[entry.key] = entry
    for table in ("surnames", "given"):
        _refuse_contradictions(files, table)
    common = frozenset(c for file in files for c in file.words("common_surnames"))
    written = {name for file in files for name in file.readings("surnames")}
    return Lexicon(
        entries=tuple(entries.values()),
        # 於 and 于 are two different surnames.
        surnames={
            name: pinyin
            for name, pinyin in _both_scripts(files, "surnames").items()
            if name in written or name not in common
        },
        other_surnames=_both_scripts(files, "other_surnames"),
        weak_surnames=frozenset(c for file in files for c in file.words("weak_surnames")),
        rare_surnames=frozenset(c for file in files for c in file.words("rare_surnames")),
        common_surnames=common,
        given=_both_scripts(files, "given"),
    )


def _refuse_contradictions(files: Sequence[LexiconFile], table: str) -> None:
    """Refuse two files of one kind that read a surname or given name differently."""
    earlier: dict[tuple[bool, str], tuple[tuple[str, ...], str]] = {}
    for file in files:
        shipped = file.path.name in SHIPPED_FILES
        for text, pinyin in file.readings(table).items():
            other, name = earlier.setdefault((shipped, text), (pinyin, file.path.name))
            if other != pinyin:
                raise file.wrong(
                    text,
                    _(
                        "is {pronunciation} here and {pronunciation_2} in {file}",
                        pronunciation=" ".join(pinyin),
                        pronunciation_2=" ".join(other),
                        file=name,
                    ),
                    _("keep one of the two"),
                    line=file.line_of_key(text),
                )


def _both_scripts(files: Sequence[LexiconFile], name: str) -> dict[str, tuple[str, ...]]:
    """Give a table of all files, with its keys as written and in simplified characters."""
    table = {key: pinyin for file in files for key, pinyin in file.readings(name).items()}
    return {simplify_word(key): pinyin for key, pinyin in table.items()} | table
