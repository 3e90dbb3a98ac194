"""Scanned and photographed pages: PNG, JPEG and TIFF, read by recognition of their characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.legible_names import make_legible
from audiopaper.pages.decoding import BadPageError
from audiopaper.pages.page_numbers import PageFile
from audiopaper.pages.scan.ocr_models import INSTALL, is_installed
from audiopaper.translations import _

if TYPE_CHECKING:
    from pathlib import Path

SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff"})
"""Endings of pictures."""


def can_read(path: Path) -> bool:
    """Return whether a file's name says that it is a picture."""
    return path.suffix.lower() in SUFFIXES


def read(path: Path) -> tuple[PageFile, ...]:
    """Read the pages of a picture's file, each in reading order, with its layout.

    Raises:
        BadPageError: The extra ``ocr`` is missing, or the file cannot be used.
    """
    if not is_installed():
        raise BadPageError(_("is a picture, and pictures need the extra ocr"), remedy=_(INSTALL))
    # Imported here: numpy, OpenCV and the networks' runtime take half a second.
    from audiopaper.pages.scan.page_images import read_images
    from audiopaper.pages.scan.page_reader import read_page

    name = make_legible(path.name)
    pages: list[PageFile] = []
    problem: BadPageError | None = None
    for number, image in enumerate(read_images(path), 1):
        try:
            lines, layout = read_page(image)
        except BadPageError as bad:
            problem = problem or bad
            continue
        pages.append(PageFile(f"{name}, page {number}", lines, layout=layout, sheet=number))
    if not pages:
        raise problem or BadPageError(_("holds no page"))
    if len(pages) == 1 and pages[0].sheet == 1:
        return (PageFile(name, pages[0].lines, layout=pages[0].layout),)
    return tuple(pages)
