"""Files and folders beside the pages of an edition that may be pages of it, and are not read."""

from __future__ import annotations

import contextlib
import mimetypes
import os
import zipfile
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.legible_names import make_legible
from audiopaper.pages.edition_dates import name_dates
from audiopaper.pages.filenames import read_page_name
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from audiopaper.model import Page
    from audiopaper.pages.filenames import PageName

_MAX_LOOKED_AT = 2000
"""Files that are looked at in the subfolders of one folder; no edition has more pages."""

_MAX_NAMED = 5


def find_unread(
    paths: Sequence[Path], files: Sequence[Path], pages: Sequence[Page]
) -> tuple[str, ...]:
    """Name what stands beside the pages and has a page number that none of them has.

    A name counts as that of a page if nothing stands before its number, or what stands before
    the number of a page that is read. Originals and prints of the pages that are read have their
    numbers, and are nobody's concern; pictures in subfolders are those of articles.

    Args:
        paths: The folders and files that the edition is read from.
        files: The page files, those included that cannot be read.
        pages: The pages that were read.

    Returns:
        A sentence for the files, and one for the archives.
    """
    places = [read_page_name(file.name) for file in files]
    known = {_number_of(place) for place in places} | {("", page.number) for page in pages}
    prefixes = {"", *(place.prefix for place in places)}
    unread = [
        make_legible(name)
        for folder in paths
        if folder.is_dir()
        for name, place in _list_candidates(folder, files)
        if place.page and place.prefix in prefixes and _number_of(place) not in known
    ]
    packed = [
        make_legible(entry.name)
        for folder in paths
        if folder.is_dir()
        for entry in _list_archives(folder)
        if entry.name not in unread and _may_hold_page(entry, known)
    ]
    sentences = []
    if unread:
        sentences.append(
            _(
                "not read, though no page that was read has such a number: {listed}; a page is to "
                "lie beside the others as text or PDF",
                listed=_join(unread),
            )
        )
    if packed:
        sentences.append(
            _("not unpacked: {listed}; lay its pages beside the others", listed=_join(packed))
        )
    return tuple(sentences)


def _join(names: Sequence[str]) -> str:
    more = len(names) - _MAX_NAMED
    return ", ".join(names[:_MAX_NAMED]) + (_(" and {more} more", more=more) if more > 0 else "")


_ARCHIVES = frozenset({".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz"})


def _list_archives(folder: Path) -> Iterator[Path]:
    # What cannot be listed is reported where the pages are looked for.
    with contextlib.suppress(OSError):
        for entry in sorted(folder.iterdir()):
            if entry.suffix.lower() in _ARCHIVES and entry.is_file() and not _is_hidden(entry.name):
                yield entry


def _may_hold_page(archive: Path, known: Collection[tuple[str, int | None]]) -> bool:
    """Return whether an archive may hold a page that was not read.

    One whose name has the number of a page that was read holds its original. Of the others only
    zip files are looked into: their pages may be those that were read.
    """
    if read_page_name(archive.name).page is not None:
        return False
    if archive.suffix.lower() != ".zip":
        return True
    try:
        with zipfile.ZipFile(archive) as opened:
            names = [Path(info.filename) for info in opened.infolist() if not info.is_dir()]
    except (OSError, zipfile.BadZipFile):
        return True
    files = [name for name in names if not (_is_hidden(name.name) or _is_picture(name.name))]
    return any(_number_of(read_page_name(name.name)) not in known for name in files)


def _number_of(place: PageName) -> tuple[str, int | None]:
    """Return section and page number; the first section is often left out."""
    return "" if place.section == "A" else place.section, place.page


def _list_candidates(folder: Path, files: Collection[Path]) -> Iterator[tuple[str, PageName]]:
    """Yield the names in a folder that are not read, and those in its subfolders."""
    read = {file.resolve() for file in files}
    # The files of a METS package are its pages, and have numbers of their own.
    is_package = any(file.suffix.lower() == ".xml" for file in files)
    # What cannot be listed is reported where the pages are looked for.
    with contextlib.suppress(OSError):
        for entry in sorted(folder.iterdir()):
            if _is_hidden(entry.name) or entry.is_symlink() or entry.resolve() in read:
                continue
            if entry.is_dir():
                if not any(name_dates(entry.name)):  # Else it is another day's.
                    yield from _list_folder(entry)
            elif not (is_package and (entry.suffix.lower() == ".xml" or _is_picture(entry.name))):
                yield entry.name, read_page_name(entry.name)


def _list_folder(folder: Path) -> Iterator[tuple[str, PageName]]:
    """Yield a folder whose own name has a page number, or else the files in it."""
    own = read_page_name(folder.name)
    if own.page is not None:
        yield f"{folder.name}/", own
        return
    files = (
        Path(parent, name).relative_to(folder.parent)
        for parent, _folders, names in os.walk(folder)
        if not _is_hidden(Path(parent).name)
        for name in sorted(names)
    )
    for file in islice(files, _MAX_LOOKED_AT):
        if not (_is_hidden(file.name) or _is_picture(file.name)):
            yield file.as_posix(), read_page_name(file.name)


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~"))


def _is_picture(name: str) -> bool:
    return (mimetypes.guess_type(name)[0] or "").startswith("image/")
