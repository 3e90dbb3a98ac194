"""Share readings between shows: a file with all readings of a show, and their sources."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.errors import LexiconError
from audiopaper.files import write_file
from audiopaper.lexicon import (
    SHIPPED_FILES,
    Entry,
    Lexicon,
    lexicon_files,
    load_file,
    load_lexicon,
    render_entry,
)
from audiopaper.pipeline.lexicon_entries import OWN_FILE
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


_HEAD = """\
# {show}
# 另一个节目用 audiopaper lexicon import 取用；写法见 names.toml 开头。
# Another show takes it with audiopaper lexicon import.
"""

Table = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """Result of importing another show's file."""

    path: Path
    """The file to write; it is not written if no reading is new."""

    taken: int
    """Number of new readings."""

    known: int
    """Number of readings that the show already has."""

    conflicts: tuple[tuple[Entry, Entry], ...]
    """Entries that were left out, each with the show's own entry, which takes precedence."""


def export_lexicon(folder: Path, title: str) -> str:
    """Write all readings of a show as one lexicon file, each entry with its source.

    Args:
        folder: The show's own lexicon files.
        title: The show's title, which the file begins with.

    Raises:
        LexiconError: A file is wrong, or the show decided nothing.
    """
    own = _own(folder)
    if not (own.entries or own.surnames or own.given):
        raise LexiconError(
            _("this show has no readings of its own to export"),
            remedy=_("decide one first: audiopaper lexicon add TEXT PINYIN"),
        )
    return _render(title, own.entries, own.surnames, own.given)


def import_lexicon(folder: Path, path: Path) -> Imported:
    """Copy the readings of another show's file into a file of the same name of this show.

    What this show decided holds. A file that was imported before is replaced.

    Args:
        folder: The show's own lexicon files.
        path: A lexicon file.

    Raises:
        LexiconError: A file is wrong, or its name is one that a show has already.
        PublishError: The file cannot be written.
    """
    target = folder / f"{path.stem}.toml"
    if target.name in {*SHIPPED_FILES, OWN_FILE}:
        raise LexiconError(
            _("{path}: a show has a file of that name already", path=path.name),
            remedy=_("call it after the show that it is from: qingchuan.toml"),
        )
    theirs, ours = load_file(path), _own(folder, but=target.name)
    mine = {entry.key: entry for entry in ours.entries}
    new = [e for e in theirs.entries if e.key not in mine]
    surnames = _without(theirs.surnames, ours.surnames)
    given = _without(theirs.given, ours.given)
    taken = len(new) + len(surnames) + len(given)
    if taken:
        write_file(target, _render(path.stem, new, surnames, given))
    both = [(e, mine[e.key]) for e in theirs.entries if e.key in mine]
    return Imported(
        path=target,
        taken=taken,
        known=sum(a.pronunciation == b.pronunciation for a, b in both),
        conflicts=tuple((a, b) for a, b in both if a.pronunciation != b.pronunciation),
    )


def _own(folder: Path, *, but: str = "") -> Lexicon:
    """Return the show's own readings: those of all files that are not shipped."""
    files = [p for p in lexicon_files(folder) if p.name not in {*SHIPPED_FILES, but}]
    entries = [e for e in load_lexicon(folder).entries if not e.shipped and e.file != but]
    surnames: Table = {}
    given: Table = {}
    for lexicon in map(load_file, files):
        surnames |= lexicon.surnames
        given |= lexicon.given
    return Lexicon(entries=tuple(entries), surnames=surnames, given=given)


def _without(theirs: Mapping[str, tuple[str, ...]], ours: Mapping[str, object]) -> Table:
    return {text: pinyin for text, pinyin in theirs.items() if text not in ours}


def _render(
    show: str,
    entries: Sequence[Entry],
    surnames: Mapping[str, tuple[str, ...]],
    given: Mapping[str, tuple[str, ...]],
) -> str:
    parts = [_HEAD.format(show=" ".join(show.split()))]
    for name, table in (("surnames", surnames), ("given", given)):
        if table:
            rows = [f'"{text}" = "{" ".join(pinyin)}"' for text, pinyin in sorted(table.items())]
            parts.append("\n".join([f"[{name}]", *rows]) + "\n")
    parts += [render_entry(replace(entry, file="")) for entry in entries]
    return "\n".join(parts)
