"""Pictures of printed pages: the part of a page that contains a story."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import io
import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.errors import AudiopaperError
from audiopaper.layout import Box, enclose
from audiopaper.legible_names import make_legible
from audiopaper.pages import BadPageError, read_edition
from audiopaper.pages.pdfium import PDFIUM_LOCK
from audiopaper.pages.scan.scans import SUFFIXES
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PIL import Image

    from audiopaper.model import Edition, Page

_PICTURES = (".jpg", ".jpeg", ".png")
"""Suffixes of the picture of a page, beside its text file and with the same name."""

_DPI = 150
_MAX_PIXELS = 60_000_000
"""Maximum size of a picture; a broadsheet at 300 dots an inch has 30 million pixels."""

_MAX_EDGE = 2400
_MARGIN_MM = 4.0
_MIN_LINE_CHARS = 5
_MIN_LINES = 2
"""Least number of a story's lines found on the page; with fewer, the whole page is shown."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The picture of a page, and the part of it to show."""

    path: Path
    """File of the picture: a PDF or an image."""

    number: int
    """Page of a PDF, from 0."""

    box: Box | None
    """The part that contains the story, in millimetres; None for the whole page."""

    width_mm: float = 0.0
    """Width of the page on which the box is measured."""

    recognised: bool = False
    """Whether the page was read from this picture, and the box is on the straightened page."""


def has_pictures(files: Iterable[Path]) -> bool:
    """Return whether a delivery has pages with a picture, by the names of its files."""
    return any(_is_picture(p) or _beside(p) is not None for p in files)


def find_sheet(files: Sequence[Path], number: int, printed: Sequence[str]) -> Sheet | None:
    """Find the picture of a page, and the part of it that contains a story.

    Args:
        files: The edition's page files.
        number: The page, as printed.
        printed: The story's head and paragraphs.

    Returns:
        None where the page has no picture, or the pages cannot be read.
    """
    try:
        edition = read_pages(files)
    except (AudiopaperError, OSError):
        return None
    page = next((page for page in edition.pages if page.number == number), None)
    if page is None:
        return None
    for path in files:
        name, shown = make_legible(path.name), page.name
        if shown != name and not shown.startswith(f"{name}, page "):
            continue
        picture = path if _is_picture(path) else _beside(path)
        if picture is None:
            return None
        sheet = int(shown.rpartition(" ")[2]) - 1 if shown != name else 0
        box = _find_story(page, "".join(printed))
        width = page.layout.width_mm if page.layout else 0.0
        recognised = path.suffix.lower() in SUFFIXES
        return Sheet(picture, sheet, box, width, recognised)
    return None


def read_pages(files: Sequence[Path]) -> Edition:
    """Read an edition's page files, or return the result of the last call for the same files.

    Raises:
        InputError: They cannot be read.
        OSError: One of them is not there.
    """
    return _read(tuple((path, _stamp(path)) for path in files))


def name_version(sheet: Sheet) -> str:
    """Return a name of what `draw_sheet` draws; a replaced file has another one.

    Raises:
        OSError: The file is not there.
    """
    return hashlib.sha256(repr((sheet, _stamp(sheet.path))).encode()).hexdigest()[:16]


def draw_sheet(sheet: Sheet) -> bytes:
    """Draw a page, or a part of it, as a JPEG.

    Raises:
        ValueError: It cannot be drawn.
    """
    # Imported here: a desk that shows no picture needs no imaging library.
    from PIL.Image import DecompressionBombError

    try:
        if sheet.path.suffix.lower() == ".pdf":
            image = _draw_pdf(sheet)
        elif sheet.recognised:
            image = _draw_scan(sheet)
        else:
            image = _open_picture(sheet.path)
    except (OSError, RuntimeError, DecompressionBombError, BadPageError) as error:
        raise ValueError(
            _("{name} cannot be drawn: {error}", name=sheet.path.name, error=error)
        ) from error
    if sheet.box is not None and sheet.width_mm:
        scale = image.width / sheet.width_mm
        edges = (sheet.box.left, sheet.box.top, sheet.box.right, sheet.box.bottom)
        margins = (-_MARGIN_MM, -_MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
        left, top, right, bottom = (
            round((edge + margin) * scale) for edge, margin in zip(edges, margins, strict=True)
        )
        image = image.crop(
            (max(0, left), max(0, top), min(image.width, right), min(image.height, bottom))
        )
    image.thumbnail((_MAX_EDGE, _MAX_EDGE))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def _is_picture(path: Path) -> bool:
    return path.suffix.lower() in {".pdf", *SUFFIXES}


def _beside(path: Path) -> Path | None:
    """Find the image with the same name as a page's text file."""
    names = (path.with_suffix(suffix) for suffix in _PICTURES)
    return next((name for name in names if name.is_file() and not name.is_symlink()), None)


def _stamp(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_mtime_ns, status.st_size


@functools.lru_cache(maxsize=2)
def _read(files: tuple[tuple[Path, tuple[int, int]], ...]) -> Edition:
    return read_edition(tuple(path for path, _ in files))


def _find_story(page: Page, story: str) -> Box | None:
    """Find the lines of a story on its page."""
    if page.layout is None:
        return None
    wanted = "".join(story.split())
    boxes: list[Box] = []
    lines = 0
    for text, layout in zip(page.lines, page.layout.lines, strict=True):
        bare = "".join(text.strip("# ").split())
        if layout is not None and len(bare) >= _MIN_LINE_CHARS and bare in wanted:
            boxes += layout.boxes
            lines += 1
    return enclose(boxes) if lines >= _MIN_LINES else None


def _draw_pdf(sheet: Sheet) -> Image.Image:
    # Imported here: only PDF files need it, and the import takes a tenth of a second.
    import pypdfium2

    with PDFIUM_LOCK:
        document = pypdfium2.PdfDocument(sheet.path)
        try:
            page = document[sheet.number]
            width, height = page.get_size()
            scale = min(_DPI / 72, (_MAX_PIXELS / max(1.0, width * height)) ** 0.5)
            bitmap = page.render(scale=scale)
            try:
                picture: Image.Image = bitmap.to_pil().copy()
            finally:
                bitmap.close()
        finally:
            document.close()
    return picture.convert("RGB")


def _draw_scan(sheet: Sheet) -> Image.Image:
    """Draw a scan or photograph as it was read: straightened."""
    from PIL import Image

    from audiopaper.pages.scan.page_images import read_images
    from audiopaper.pages.scan.straightening import cut_out_page, straighten

    with contextlib.closing(read_images(sheet.path)) as images:
        image = next(itertools.islice(images, sheet.number, None), None)
    if image is None:
        raise OSError(f"it has no page {sheet.number + 1}")
    return Image.fromarray(straighten(cut_out_page(image.pixels)))


def _open_picture(path: Path) -> Image.Image:
    from PIL import Image

    with Image.open(path) as image:
        if image.width * image.height > _MAX_PIXELS:
            raise OSError("it is too large")
        return image.convert("RGB")
