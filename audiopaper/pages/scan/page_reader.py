"""The picture of a page becomes text with its layout; what was recognised once is stored."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from audiopaper.errors import AudiopaperError
from audiopaper.layout import Box, PageLayout
from audiopaper.pages.decoding import BadPageError
from audiopaper.pages.geometry import arrange_page
from audiopaper.pages.scan.box_repair import (
    join_large,
    join_overlapping,
    join_pieces,
    mend_scraps,
    split_columns,
    split_vertical,
)
from audiopaper.pages.scan.line_reader import ReadLine, read_lines
from audiopaper.pages.scan.ocr_models import OcrModels, load_models, name_models
from audiopaper.pages.scan.recognised_rows import make_rows, measure_body, measure_ink
from audiopaper.pages.scan.shapes import find_shapes
from audiopaper.pages.scan.straightening import (
    clear_ghosts,
    cut_out_page,
    sharpen,
    straighten,
    whiten,
)
from audiopaper.pages.scan.text_boxes import UPRIGHT, PixelBox, find_text
from audiopaper.pages.scan.unseen_rows import add_unseen
from audiopaper.store.hash_store import HashStore, hash_files
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from audiopaper.pages.scan.page_images import PageImage

_BODY_PT = 9.5
"""Size that running text is taken to have where a picture does not say how large a page is."""

_PAGE_MM = (120.0, 700.0)
_MIN_TEXT_CHARS = 10
_STORE_BYTES = 200_000_000


_ANEW = "scan or photograph the page again, at 200 to 300 dots an inch, or save it as .txt"

_SEEN_BODY = 15.0
"""Pixels of running text at which the network finds lines best."""

_FIRST_EDGE = 2400
"""Pixels of the longer edge at which lines are looked for first, before their size is known."""

_BODY_RANGE = (11.0, 24.0)

_BOX_EMS = 1.3
"""Height of a line's box in ems."""

_LARGE_SCALE = 0.4
"""Headlines are looked for in the page made smaller by this, so that they are as large as text."""

_SAMPLE = 8

_SURE_SAMPLE = 0.7

_BETTER = 0.005
"""The network reads characters that lie on their side nearly as surely as upright ones."""


@dataclass(frozen=True, slots=True)
class SeenPage:
    """What was recognised in the picture of a page, in pixels of the straightened page."""

    width: int
    height: int
    body: float
    """Size of running text."""

    lines: tuple[ReadLine, ...]
    ink: tuple[float, ...]
    """How dark each line is."""

    rules: tuple[PixelBox, ...]
    pictures: tuple[PixelBox, ...]


def read_page(image: PageImage) -> tuple[tuple[str, ...], PageLayout]:
    """Read the picture of a page in reading order.

    Raises:
        BadPageError: It holds no text.
    """
    seen = _recall(image)
    if sum(len(line.chars) for line in seen.lines) < _MIN_TEXT_CHARS:
        raise BadPageError(_("shows no text that can be read"), remedy=_(_ANEW))
    mm = _pixel_mm(seen, image.dpi)
    rows = make_rows(seen.lines, seen.ink, body=seen.body, mm=mm)
    return arrange_page(
        rows,
        [_in_mm(box, mm) for box in seen.rules],
        [_in_mm(box, mm) for box in seen.pictures],
        width_mm=seen.width * mm,
        height_mm=seen.height * mm,
        body_pt=round(seen.body * mm / 25.4 * 72, 2),
    )


def _pixel_mm(seen: SeenPage, dpi: float) -> float:
    stated = 25.4 / dpi if dpi else 0.0
    if stated and _PAGE_MM[0] <= stated * max(seen.width, seen.height) <= _PAGE_MM[1]:
        return stated
    return _BODY_PT / 72 * 25.4 / seen.body


def _in_mm(box: PixelBox, mm: float) -> Box:
    left, top, right, bottom = (v * mm for v in (box.left, box.top, box.right, box.bottom))
    return Box(left=left, top=top, right=max(left, right), bottom=max(top, bottom))


# --- stored ------------------------------------------------------------------------------------


def _recall(image: PageImage) -> SeenPage:
    """Return what was recognised in a picture before, or recognise it and store that."""
    store = HashStore(_store_folder())
    key = _key(image)
    with suppress(OSError):
        seen = store.load(key, SeenPage)
        if seen is not None:
            return seen
    try:
        seen = see_page(image.pixels, load_models())
    except (MemoryError, ValueError, RuntimeError) as error:
        raise BadPageError(_("is too much for the recognition"), remedy=_(_ANEW)) from error
    # A folder that cannot be written costs the next run its time, and this one nothing.
    with suppress(AudiopaperError, OSError):
        store.store(key, seen)
        store.trim(_STORE_BYTES)
    return seen


def _store_folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("audiopaper", appauthor=False) / "scans"


def _key(image: PageImage) -> str:
    digest = hashlib.sha256(image.pixels.tobytes())
    digest.update(f"{image.pixels.shape} {name_models()}".encode())
    digest.update(hash_files(Path(__file__).parent, (".py",)).encode())
    return digest.hexdigest()


# --- recognised --------------------------------------------------------------------------------


def see_page(pixels: NDArray[np.uint8], models: OcrModels) -> SeenPage:
    """Recognise the text, rules and pictures of a page.

    Args:
        pixels: The picture as it was taken.
        models: The networks.
    """
    toned = whiten(sharpen(straighten(cut_out_page(pixels))))
    page, boxes, turn = _find_upright(clear_ghosts(toned), models)
    toned = np.ascontiguousarray(np.rot90(toned, turn))
    lines = read_lines(page, boxes, models)
    body = measure_body(lines)
    sure = [line.box for line in lines if _is_sure(line)]
    rules, pictures = find_shapes(toned, sure, body or 20.0)
    lines = [line for line in lines if not _is_in_picture(line, pictures)]
    return SeenPage(
        width=page.shape[1],
        height=page.shape[0],
        body=body or 20.0,
        lines=tuple(lines),
        ink=tuple(measure_ink(page, lines)),
        rules=tuple(rules),
        pictures=tuple(pictures),
    )


_SURE_TEXT, _TEXT_CHARS = 0.7, 4


def _is_sure(line: ReadLine) -> bool:
    """Return whether what was read is text, and not the picture of something."""
    return float(np.mean([char.confidence for char in line.chars])) > _SURE_TEXT


def _is_in_picture(line: ReadLine, pictures: Sequence[PixelBox]) -> bool:
    """Return whether a line is what was read into a picture."""
    if _is_sure(line) and len(line.chars) >= _TEXT_CHARS:
        return False
    x, y = (line.box.left + line.box.right) / 2, (line.box.top + line.box.bottom) / 2
    return any(p.left < x < p.right and p.top < y < p.bottom for p in pictures)


def _find_upright(
    page: NDArray[np.uint8], models: OcrModels
) -> tuple[NDArray[np.uint8], list[PixelBox], int]:
    """Find the lines of a page, turned so that they can be read, and the quarters of its turn."""
    boxes = _find_lines(page, models)
    upright = sum(box.height > UPRIGHT * box.width for box in boxes)
    sideways = 2 * upright > len(boxes)
    sure = _readable(page, boxes, models)
    if not boxes or (sure > _SURE_SAMPLE and not sideways):
        return page, boxes, 0
    quarters = (1, 3, 2) if sideways else (2,)
    best = (sure, page, boxes, 0)
    for turn in quarters:
        turned = np.ascontiguousarray(np.rot90(page, turn))
        lines = _find_lines(turned, models)
        sure = _readable(turned, lines, models)
        if sure > best[0] + _BETTER:
            best = (sure, turned, lines, turn)
    return best[1:]


def _find_lines(page: NDArray[np.uint8], models: OcrModels) -> list[PixelBox]:
    scale = min(1.0, _FIRST_EDGE / max(page.shape))
    boxes = find_text(page, models, scale)
    heights = [box.height for box in boxes if box.width > 4 * box.height]
    if len(heights) < _SAMPLE:
        return boxes
    height = float(np.median(heights))
    seen_body = height * scale / _BOX_EMS
    if not _BODY_RANGE[0] <= seen_body <= _BODY_RANGE[1]:
        wanted = min(1.0, scale * _SEEN_BODY / seen_body)
        if abs(wanted - scale) > 0.05 * scale:
            scale = wanted
            boxes = find_text(page, models, scale)
    large = find_text(page, models, _LARGE_SCALE * scale)
    em = height / _BOX_EMS
    boxes = join_overlapping(join_large(boxes, large, height))
    boxes = join_pieces(split_columns(page, boxes, em), height)
    boxes = add_unseen(page, mend_scraps(boxes, height), em)
    return split_vertical(page, boxes, em)


def _readable(page: NDArray[np.uint8], boxes: list[PixelBox], models: OcrModels) -> float:
    """Return how sure the characters of some lines are."""
    long = sorted(boxes, key=lambda box: -max(box.width, box.height))
    step = max(1, len(long) // 2 // _SAMPLE)
    lines = read_lines(page, long[: step * _SAMPLE : step], models)
    sure: list[Any] = [char.confidence for line in lines for char in line.chars]
    return float(np.mean(sure)) if sure else 0.0
