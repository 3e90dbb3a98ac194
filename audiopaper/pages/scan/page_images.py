"""Files of pictures become grey pictures of pages: PNG, JPEG, TIFF with one or many."""

from __future__ import annotations

import ctypes
import functools
import warnings
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from audiopaper.pages.decoding import BadPageError
from audiopaper.translations import _, system_reason

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

MAX_IMAGE_BYTES = 300_000_000
"""A broadsheet at 600 dots an inch in grey, without compression, has under 100 MB."""

MAX_PIXELS = 89_000_000
"""A broadsheet of 400 by 560 mm has this many at 500 dots an inch; pillow warns above."""

MAX_FRAMES = 200

MAX_EDGE = 6600
"""Longer pictures are made smaller: a broadsheet at 300 dots an inch has this height."""

_MIN_EDGE = 300
_DPI_RANGE = (100.0, 1300.0)
_ANEW = "scan or photograph the page again, at 200 to 300 dots an inch"


_ORIENTATION = 0x0112
_TURNS = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}
"""What EXIF's orientations ask for. Source: CIPA DC-008, tag Orientation."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """A grey picture of a page."""

    pixels: NDArray[np.uint8]
    """Brightness; shape ``(height, width)``."""

    dpi: float
    """Dots an inch as the file states them; 0 where it does not, or a screen's."""


def read_images(path: Path) -> Generator[PageImage]:
    """Yield the pages of a picture's file, turned as its EXIF data say.

    Raises:
        BadPageError: It cannot be read, is damaged, or too large or small.
    """
    from PIL import Image

    _silence_libtiff()
    try:
        if path.stat().st_size > MAX_IMAGE_BYTES:
            raise BadPageError(
                _("is larger than {size} MB", size=MAX_IMAGE_BYTES // 10**6), remedy=_(_ANEW)
            )
        with _without_warnings():
            opened = Image.open(path, formats=("PNG", "JPEG", "TIFF"))
            count = getattr(opened, "n_frames", 1)
        with opened as image:
            if count > MAX_FRAMES:
                raise BadPageError(_("has {count} pages, more than one edition has", count=count))
            for number in range(count):
                with _without_warnings():
                    image.seek(number)
                    frame = _read_frame(image)
                yield frame
    except BadPageError:
        raise
    # Damaged files raise nearly everything in the decoders, struct.error and MemoryError included.
    except Exception as error:
        if isinstance(error, OSError) and error.errno:
            raise BadPageError(
                _("cannot be read: {reason}", reason=system_reason(error))
            ) from error
        raise BadPageError(
            _("is no picture that can be read, or damaged"), remedy=_(_ANEW)
        ) from error


@contextmanager
def _without_warnings() -> Iterator[None]:
    """Leave out what pillow says of damaged tags, and of too many pixels, which are refused."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@functools.cache
def _silence_libtiff() -> None:
    """Keep libtiff from writing what it says of damaged pictures past the program to stderr.

    What is damaged is refused with a sentence of its own. Where pillow was built without libtiff,
    or does not show its functions, nothing is done.
    """
    from PIL import _imaging

    with suppress(AttributeError, OSError, TypeError):
        set_handler = ctypes.CDLL(_imaging.__file__).TIFFSetErrorHandler
        set_handler.argtypes, set_handler.restype = (ctypes.c_void_p,), ctypes.c_void_p
        set_handler(None)


def _read_frame(image: Any) -> PageImage:
    from PIL import Image

    width, height = image.size
    if width * height > MAX_PIXELS:
        raise BadPageError(
            _(
                "has {width} x {height} pixels, more than {most} million",
                width=width,
                height=height,
                most=MAX_PIXELS // 10**6,
            ),
            remedy=_("scan the page at 300 dots an inch"),
        )
    if min(width, height) < _MIN_EDGE:
        raise BadPageError(
            _("has {width} x {height} pixels only", width=width, height=height), remedy=_(_ANEW)
        )
    image.draft("L", (MAX_EDGE, MAX_EDGE))
    dpi = _stated_dpi(image) * image.size[0] / width
    turn = _TURNS.get(image.getexif().get(_ORIENTATION, 1))
    if image.mode == "I;16":
        grey = Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    else:
        grey = _on_white(image).convert("L")
    if max(grey.size) > MAX_EDGE:
        dpi *= MAX_EDGE / max(grey.size)
        grey.thumbnail((MAX_EDGE, MAX_EDGE), Image.Resampling.LANCZOS)
    if turn is not None:
        grey = grey.transpose(Image.Transpose[turn])
    return PageImage(np.asarray(grey, dtype=np.uint8), dpi)


def _on_white(image: Any) -> Any:
    """Lay a transparent picture on white."""
    from PIL import Image

    if image.mode not in ("LA", "PA", "RGBA") and "transparency" not in image.info:
        return image
    # In greys and with its mask beside it: four colours of 89 million pixels twice are over 1 GB.
    layer = image if image.mode in ("LA", "RGBA") else image.convert("RGBA")
    white = Image.new("L", layer.size, 255)
    white.paste(layer.convert("L"), mask=layer.getchannel("A"))
    return white


def _stated_dpi(image: Any) -> float:
    try:
        dpi = float(image.info.get("dpi", (0,))[0])
    except (TypeError, ValueError, ZeroDivisionError, IndexError):
        return 0.0
    return dpi if _DPI_RANGE[0] <= dpi <= _DPI_RANGE[1] else 0.0
