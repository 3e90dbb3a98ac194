"""The page files of an edition: which they are, and their order."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, TypeVar

from audiopaper.errors import InputError
from audiopaper.legible_names import make_legible
from audiopaper.model import SkippedPage
from audiopaper.pages.filenames import SortKey, read_page_name, sort_key
from audiopaper.pages.scan import scans
from audiopaper.pages.sources import find_source
from audiopaper.translations import _, system_reason

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_P = TypeVar("_P", bound=PurePath)

PAGE_SUFFIXES = frozenset({".txt", ".md", ".markdown", ".html", ".htm"})
"""Endings by which an archive knows page files, of which it sees only the names."""

MAX_PAGES = 200
"""The thickest Chinese weekend editions have about 150 pages."""

MAX_FILES = 2000
"""An edition of 200 pages has that many articles, where each has a file of its own."""


@dataclass(frozen=True, slots=True)
class EditionFiles:
    """The files that an edition is read from."""

    pages: tuple[Path, ...]
    """Page files, in page order."""

    handed: tuple[Path, ...]
    """Files of articles that a newsroom system handed over, by name."""

    skipped: tuple[SkippedPage, ...]
    """Links that lead out of their folders, which are not followed, or to no file."""


_ONLY_FOLDERS = (
    "{folder} holds no page file, but the folder {listed}",
    "{folder} holds no page file, but the folders {listed}",
)
"""Of one folder, and of several."""


def find_files(paths: Sequence[Path]) -> EditionFiles:
    """Find the files of one edition.

    Args:
        paths: Files and folders. In a folder hidden files are left out, and of the JSON files
            those count that are named ``edition….json`` or ``articles….json``.

    Raises:
        InputError: A path is not there or no page file, a folder has none, there are too many,
            or pages and articles handed over are mixed.
    """
    if not paths:
        raise InputError(_("no page was named"), remedy=_("name a page file or a folder of pages"))
    files: dict[Path, Path] = {}
    skipped: list[SkippedPage] = []
    for path in paths:
        for file in _files_under(_as_on_disk(path), skipped):
            files.setdefault(file.resolve(), file)
    pages_of = {_page_of(file) for file in files.values()}
    if len(pages_of) > MAX_PAGES or len(files) > MAX_FILES:
        raise InputError(
            _("{count} page files are more than one edition has", count=len(files)),
            remedy=_("name the pages of one day only, at most {max_pages}", max_pages=MAX_PAGES),
        )
    handed = sorted((f for f in files.values() if _is_json(f)), key=lambda f: f.name)
    pages = sorted((f for f in files.values() if not _is_json(f)), key=_file_order)
    if handed and pages:
        raise mixed_edition(handed[0].name, pages[0].name)
    return EditionFiles(pages=tuple(pages), handed=tuple(handed), skipped=tuple(skipped))


def mixed_edition(handed: str, page: str) -> InputError:
    """Return the error for articles handed over and pages in one edition, by their files' names."""
    return InputError(
        _("{handed} holds articles handed over, and {page} is a page", handed=handed, page=page),
        remedy=_("name one or the other: an edition comes in articles or in pages, never both"),
    )


_READ = ".txt, .md, .html, .pdf, .xml, .jpg, .png, .tif"

NEWSROOM_SUFFIXES = frozenset({".xml", ".json"})
"""Formats of newsroom systems (NITF, NewsML), of which one form each is read."""

_OUTSIDE = "is a link that leads out of its folder"
_NOWHERE = "is a link that leads to no file"

_PUT_PAGES = "put the day's pages ({read}, a file a page) or an edition.json into it and run again"


def _as_on_disk(path: Path) -> Path:
    """Return the path whose name is shown like this one; the path itself if it exists.

    A name in GBK can be typed as it is shown, and not as it is on the disk.
    """
    if os.path.lexists(path) or path == path.parent:
        return path
    folder = _as_on_disk(path.parent)
    try:
        alike = [entry for entry in folder.iterdir() if make_legible(entry.name) == path.name]
    except OSError:
        return path
    return alike[0] if len(alike) == 1 else folder / path.name


def _files_under(path: Path, skipped: list[SkippedPage]) -> Iterator[Path]:
    try:
        if path.is_dir():
            files = _without_prints([f for f in sorted(path.iterdir()) if is_page_file(f)])
            outside = [f for f in files if not _stays_in(f, path)]
            skipped += [_skip(f, _(_OUTSIDE)) for f in outside]
            skipped += [_skip(f, _(_NOWHERE)) for f in sorted(path.iterdir()) if _leads_nowhere(f)]
        elif path.is_file():
            files, outside = [path], []
        elif path.exists():
            raise InputError(
                _("{path} is no file", path=path), remedy=_("name page files or a folder of them")
            )
        else:
            raise InputError(
                _("no such file or folder: {path}", path=path),
                remedy=_("correct the path and run again"),
            )
    except OSError as error:
        raise InputError(
            _("{path} cannot be opened: {reason}", path=path, reason=system_reason(error)),
            remedy=_("correct the path or its permissions and run again"),
        ) from error
    files = [f for f in files if f not in outside]
    if not files and skipped:
        raise InputError(
            f"{skipped[0].name} {skipped[0].problem}", remedy=_(_PUT_PAGES, read=_READ)
        )
    if not files:
        raise _no_pages(path)
    for file in files:
        if find_source(file) is None:
            raise InputError(
                _("{file} is no page file", file=file.name),
                remedy=_(
                    "name {read} or .json files; save other formats as text first", read=_READ
                ),
            )
        yield file


def _skip(file: Path, problem: str) -> SkippedPage:
    return SkippedPage(name=make_legible(file.name), problem=problem)


def _leads_nowhere(file: Path) -> bool:
    return file.is_symlink() and not file.exists() and not file.name.startswith((".", "~"))


def _no_pages(folder: Path) -> InputError:
    """Return the error for a folder without pages: what it holds, and what to give."""
    entries = [path for path in sorted(folder.iterdir()) if not path.name.startswith((".", "~"))]
    folders = [path.name for path in entries if path.is_dir()]
    files = [path.name for path in entries if not path.is_dir()]
    if folders:
        some = len(folders) > 1
        return InputError(
            _(_ONLY_FOLDERS[some], folder=folder, listed=_listed(folders)),
            remedy=_("give one of them: {folder}", folder=folder / folders[-1])
            if some
            else _("give {folder}", folder=folder / folders[0]),
        )
    if files:
        remedy = _("save each page as text or PDF ({read}) beside them and run again", read=_READ)
        if any(PurePath(name).suffix.lower() in NEWSROOM_SUFFIXES for name in files):
            remedy = _(
                "XML is read as ALTO alone, and JSON as edition.json (audiopaper guide handover): "
                "hand the articles over so, or save each page as text or PDF"
            )
        return InputError(
            _("{folder} holds no page file, but {listed}", folder=folder, listed=_listed(files)),
            remedy=remedy,
        )
    return InputError(
        _("{folder} holds no page file: it is empty", folder=folder),
        remedy=_(_PUT_PAGES, read=_READ),
    )


_MAX_LISTED = 5


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _MAX_LISTED
    return ", ".join(names[:_MAX_LISTED]) + (_(" and {more} more", more=more) if more > 0 else "")


# Scanners lay a JSON file of their own beside each page: only these names are meant for us.
_HANDED_NAME = re.compile(r"(?:edition|articles).*\.json", re.IGNORECASE)


def is_page_file(path: Path) -> bool:
    """Return whether a file of a folder is one of the edition's; hidden files never are."""
    if path.name.startswith((".", "~")) or not path.is_file():
        return False
    if _is_json(path):
        return _HANDED_NAME.fullmatch(path.name) is not None
    return find_source(path) is not None and not _is_checksum_list(path)


# md5sum, sha256sum: hash and name; with --tag: MD5 (01.pdf) = hash.
_CHECKSUM = re.compile(
    rb"\s*(?:[0-9A-Fa-f]{32,128}[ \t]+\*?\S|[A-Z0-9]{3,10} \([^)\n]+\) = [0-9a-f]{32})"
)


def _is_checksum_list(path: Path) -> bool:
    """Return whether a text file lists checksums of the other files, and is no page."""
    if path.suffix.lower() != ".txt":
        return False
    try:
        with path.open("rb") as file:
            return _CHECKSUM.match(file.read(400)) is not None
    except OSError:
        # The error is reported when the page is read.
        return False


def _without_prints(files: Sequence[Path]) -> list[Path]:
    """Leave out files that repeat the pages of a folder's other files.

    These are PDFs of pages that are there as text, pictures beside either, and ALTO files beside
    the METS file that names them.
    """
    packages = _find_packages([file for file in files if file.suffix.lower() == ".xml"])
    pages = [f for f in files if f in packages or not (packages and f.suffix.lower() == ".xml")]
    prints = [file for file in pages if file.suffix.lower() not in scans.SUFFIXES]
    texts = [file for file in prints if file.suffix.lower() != ".pdf"]
    if packages or not texts:
        return texts or prints or pages
    return [*texts, *without_twins(set(prints) - set(texts), texts)]


def without_twins(pdfs: Collection[_P], texts: Sequence[PurePath]) -> list[_P]:
    """Return the PDFs of pages that are not among the texts, by the numbers in their names.

    A text without a number can be of any page: only if there are more such PDFs than such texts,
    the PDFs are no prints of them.
    """
    places = [read_page_name(text.name) for text in texts]
    pages = {(place.section, place.page) for place in places if place.page is not None}
    alone = []
    for pdf in sorted(pdfs):
        place = read_page_name(pdf.name)
        if place.page is not None and (place.section, place.page) not in pages:
            alone.append(pdf)
    unnumbered = sum(place.page is None for place in places)
    return alone if len(alone) > unnumbered else []


def _find_packages(files: list[Path]) -> list[Path]:
    if not files:
        return []
    # Only for files of XML: it loads all that finds the order of text on a printed page.
    from audiopaper.pages.alto import is_mets

    return [file for file in files if is_mets(file)]


def _is_json(path: Path) -> bool:
    return path.suffix.lower() == ".json"


def _stays_in(file: Path, folder: Path) -> bool:
    """Return whether a file of a folder is not a link to a place outside it."""
    return not file.is_symlink() or file.resolve().is_relative_to(folder.resolve())


def _file_order(path: Path) -> SortKey:
    return sort_key(read_page_name(path.name), path.name)


def _page_of(path: Path) -> tuple[str, int] | Path:
    """Return the page whose article a file holds, or the file itself if it holds a page."""
    place = read_page_name(path.name)
    if place.article is None or place.page is None:
        return path
    return place.section, place.page
