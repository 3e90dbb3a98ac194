"""The show's cover: a check of its own picture, and the built-in design."""

from __future__ import annotations

import bisect
import functools
import io
import itertools
import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Literal

from PIL import (
    Image,
    ImageChops,
    ImageDraw,
    ImageFont,
    ImageOps,
    ImageStat,
    UnidentifiedImageError,
)

from audiopaper.disk import read_file
from audiopaper.errors import ConfigError, PublishError
from audiopaper.memory import THREAD_BYTES, require_memory
from audiopaper.publish import typefaces
from audiopaper.runtime import count_cores
from audiopaper.translations import _

if TYPE_CHECKING:
    from pathlib import Path

MIN_PX, MAX_PX = 1400, 3000
"""Limits of Apple, the strictest directory."""

_MAX_MEAN_DIFFERENCE = 1.0
"""Of 255 levels in each channel. Measured between two faces: 0 at 480 and 3000 px, 0.12 at 64 px;
between the design and a plain sheet of its paper: 35 and more."""

# Parts of a title that are never broken: a date, a number with its unit, a Latin word.
_UNBROKEN = re.compile(r"(?:\d+年)?\d+月(?:\d+[日号])?|\d+[年期版]?|[A-Za-z0-9&'’.-]+|.", re.DOTALL)

_PAPER, _INK, _VERMILION = (244, 239, 228), (28, 26, 24), (190, 47, 36)

_WAVE_PERCENT = (22, 40, 66, 48, 84, 100, 72, 92, 56, 76, 44, 60, 34, 20)
"""Height of each bar of the sound wave, in hundredths of the highest."""

_SIGNAL_BAR = 5
"""Index of the bar in vermilion."""


def make_cover(title: str, size: int, *, kind: Literal["JPEG", "PNG"] = "JPEG") -> bytes:
    """Draw the built-in cover: a newspaper's page whose columns become a sound wave.

    Args:
        title: The show's title; set in the machine's face or else the shipped one where one of
            them has all of its characters, and otherwise left out.
        size: Length of a side in pixels.
        kind: File format.

    Returns:
        The file; the same title, size and machine give the same bytes.

    Raises:
        PublishError: The typeface cannot be read, or there is too little memory.
    """
    readable = " ".join(title.split())
    try:
        font = _find_face(readable)
        if font is None:
            readable = ""
        return _draw_cover(readable, font, size, kind)
    except OSError as error:
        # FreeType and Pillow's encoders raise other exceptions if there is too little memory.
        raise PublishError(
            _("the cover cannot be drawn: {error}", error=error),
            remedy=_(
                "give the program 1 GB of memory, or the show a cover of its own (cover in "
                "[show]); then run again"
            ),
        ) from error


def find_missing(title: str) -> str:
    """Return the characters of a title that no typeface has; empty if the cover shows the title."""
    readable = " ".join(title.split())
    if _find_face(readable) is not None:
        return ""
    face = typefaces.SHIPPED_FACE
    return "".join(c for c in dict.fromkeys(readable) if not _has_glyphs(face, c))


def _find_face(text: str) -> Path | None:
    machine = typefaces.find_font()
    candidates = ([machine] if machine is not None else []) + [typefaces.SHIPPED_FACE]
    return next((face for face in candidates if _has_glyphs(face, text)), None)


# Wanted in several places of one run.
@functools.lru_cache(maxsize=16)
def _draw_cover(readable: str, font: Path | None, size: int, kind: Literal["JPEG", "PNG"]) -> bytes:
    # What is not paper is drawn at twice the size and reduced, for smooth edges; then it is
    # coloured by area, since there is paper between any two colours.
    double = Image.new("L", (size * 2, size * 2), 0)
    draw = ImageDraw.Draw(double)
    _draw_masthead(draw, size * 2, readable, font)
    _draw_waves(draw, size * 2)
    shapes = _halved(double, size)
    del draw, double  # 36 MB at 3000 px
    picture = Image.new("RGB", (size, size), _PAPER)
    for box, colour in _colour_areas(size):
        picture.paste(colour, box, shapes.crop(box))
    return _save(picture, kind)


_Box = tuple[int, int, int, int]
"""Left, top, right and bottom of a drawing, in pixels."""

_Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""

_FULL = 255
"""What is not paper, in a drawing of shapes."""

_BAND_PX = 250

# As fine as the eye sees at half the size, in a third of the time of a wider filter.
_FILTER = Image.Resampling.HAMMING


def _halved(image: Image.Image, size: int) -> Image.Image:
    """Reduce a drawing to half its size, band by band, on all cores.

    The filter looks beyond its band, so the bytes are those of one step, which would need a
    further 18 MB at 3000 px.
    """

    def reduce(top: int) -> Image.Image:
        bottom = min(top + _BAND_PX, size)
        box = (0, 2 * top, 2 * size, 2 * bottom)
        return image.resize((size, bottom - top), _FILTER, box=box)

    halved = Image.new(image.mode, (size, size))
    tops = range(0, size, _BAND_PX)
    require_memory(count_cores() * THREAD_BYTES)
    with ThreadPoolExecutor(count_cores()) as pool:
        for top, band in zip(tops, pool.map(reduce, tops), strict=True):
            halved.paste(band, (0, top))
    return halved


def is_same_design(data: bytes, drawn: bytes) -> bool:
    """Whether a picture is the built-in cover, whatever face its title is set in.

    Which faces a machine has changes nothing that listeners could miss, and the bytes all the
    same: the block of the title is left out of the comparison.

    Args:
        data: The file.
        drawn: The cover as this machine draws it, from `make_cover`.
    """
    try:
        images = [Image.open(io.BytesIO(file)) for file in (data, drawn)]
        sizes = {(image.size, image.mode, image.format) for image in images}
        if len(sizes) > 1:
            return False
        # The lines above and below hold the frame and all that is drawn.
        for image in images:
            edge, bottom = image.width * 9 // 100, image.width * 46 // 100
            box = (edge, edge, image.width - edge, bottom)
            ImageDraw.Draw(image).rectangle(box, fill=_PAPER)
        difference = ImageChops.difference(images[0], images[1])
    except (OSError, ValueError, Image.DecompressionBombError):
        return False
    # JPEG's rounding beside the block; another picture is off by tens.
    return max(ImageStat.Stat(difference).mean) < _MAX_MEAN_DIFFERENCE


def prepare_cover(path: Path, size: int = MAX_PX) -> bytes:
    """Check a show's own cover and convert it for directories and players.

    Args:
        path: The file named in the configuration.
        size: Longest side wanted, in pixels; a smaller picture is not enlarged.

    Returns:
        A JPEG in RGB; the file's own bytes if it is such a JPEG and small enough.

    Raises:
        ConfigError: The file is missing, not a JPEG or PNG, not square, or of a wrong size.
    """
    image = _open(path)
    if image.format not in ("JPEG", "PNG"):
        raise ConfigError(
            _("cover {path} is a {value}", path=path, value=image.format),
            remedy=_("save it as a JPEG or PNG"),
        )
    width, height = image.size
    if width != height or not MIN_PX <= width <= MAX_PX:
        raise ConfigError(
            _("cover {path} measures {width} x {height} px", path=path, width=width, height=height),
            remedy=_(
                "make it square, {min_px} to {max_px} px a side", min_px=MIN_PX, max_px=MAX_PX
            ),
        )
    if image.format == "JPEG" and image.mode == "RGB" and width <= size and not image.getexif():
        return path.read_bytes()
    flat = _flatten(ImageOps.exif_transpose(image))
    flat.thumbnail((size, size), Image.Resampling.LANCZOS)
    return _save(flat, "JPEG")


@functools.lru_cache(maxsize=16)
def reduce_cover(cover: bytes, size: int) -> bytes:
    """Reduce a cover to an icon, as a PNG.

    Args:
        cover: From `prepare_cover` or `make_cover`.
        size: Length of the icon's side in pixels.
    """
    image = Image.open(io.BytesIO(cover)).convert("RGB")
    return _save(image.resize((size, size), Image.Resampling.LANCZOS), "PNG")


def _open(path: Path) -> Image.Image:
    try:
        # The file is read first since Pillow leaves the file of a damaged picture open.
        image = Image.open(io.BytesIO(read_file(path, failure=ConfigError)))
        image.load()
    except FileNotFoundError as error:
        raise ConfigError(
            _("no such file: {path}, the cover", path=path),
            remedy=_("correct cover in [show], or leave it empty"),
        ) from error
    except (OSError, Image.DecompressionBombError) as error:
        # Pillow's own sentence on what is no picture names the object in memory.
        raise ConfigError(
            _("cover {path} is no picture", path=path)
            if isinstance(error, UnidentifiedImageError)
            else _("cover {path} cannot be read as a picture: {error}", path=path, error=error),
            remedy=_("save it as a JPEG or PNG"),
        ) from error
    return image


def _flatten(image: Image.Image) -> Image.Image:
    if image.mode in ("RGBA", "LA", "PA", "P"):
        layered = image.convert("RGBA")
        ground = Image.new("RGBA", layered.size, (255, 255, 255, 255))
        ground.alpha_composite(layered)
        return ground.convert("RGB")
    return image.convert("RGB")


@functools.lru_cache(maxsize=16)
def _has_glyphs(font: Path, text: str) -> bool:
    """Whether a typeface has a glyph for each character."""
    face = _open_face(font, 40)
    box = bytes(face.getmask("\uffff"))
    return all(bytes(face.getmask(c)) != box for c in text if not c.isspace())


def _draw_masthead(draw: ImageDraw.ImageDraw, scale: int, title: str, font: Path | None) -> None:
    """Draw a block with the title, or with two bars without a typeface, and a rule below it."""
    edge, bottom = scale * 9 // 100, scale * 46 // 100
    block = (edge, edge, scale - edge, bottom)
    draw.rectangle(block, fill=_FULL)
    if title and font is not None:
        _draw_title(draw, title, font, block)
    else:
        height, inner = bottom - edge, scale - 2 * edge
        for above, below, right in ((28, 50, 86), (64, 74, 58)):
            draw.rectangle(
                (
                    edge + inner * 14 // 100,
                    edge + height * above // 100,
                    edge + inner * right // 100,
                    edge + height * below // 100,
                ),
                fill=0,
            )
    rule = _thickness(scale)
    draw.rectangle((edge, bottom + 3 * rule, scale - edge, bottom + 4 * rule), fill=_FULL)


def _thickness(scale: int) -> int:
    return max(2, scale // 160)


def _colour_areas(size: int) -> list[tuple[_Box, _Colour]]:
    """Divide a picture into areas of one colour beside the paper's.

    Args:
        size: Length of a side in pixels.
    """
    scale = 2 * size
    edge = scale * 9 // 100
    step = (scale - 2 * edge) / len(_WAVE_PERCENT)
    block_end = (scale * 46 // 100 + 3 * _thickness(scale) // 2 + 1) // 2
    rule_end = size * 53 // 100
    left, right = (round((edge + (_SIGNAL_BAR + n) * step) / 2) for n in (0, 1))
    return [
        ((0, 0, size, block_end), _VERMILION),
        ((0, block_end, size, rule_end), _INK),
        ((0, rule_end, left, size), _INK),
        ((left, rule_end, right, size), _VERMILION),
        ((right, rule_end, size, size), _INK),
    ]


def _draw_title(draw: ImageDraw.ImageDraw, title: str, font: Path, box: _Box) -> None:
    """Cut a title out of a block, as large as it fits."""
    left, top, right, bottom = box
    width, height = (right - left) * 84 // 100, (bottom - top) * 76 // 100
    lines = _break_title(title)

    sizes = range(height // len(lines), 8, -max(1, height // 200))
    pixels = _choose_size(draw, lines, font, sizes, width)
    face = _open_face(font, pixels)
    leading = pixels * 115 // 100
    middle = (left + right) // 2
    first = (top + bottom) // 2 - leading * (len(lines) - 1) // 2
    for index, line in enumerate(lines):
        position = (middle, first + index * leading)
        draw.text(position, line, font=face, fill=0, anchor="mm")


def _choose_size(
    draw: ImageDraw.ImageDraw, lines: list[str], font: Path, sizes: range, width: int
) -> int:
    """Return the first of some falling sizes at which all lines fit; the last if none does."""

    def measure(pixels: int) -> int:
        face = _open_face(font, pixels)
        boxes = [draw.textbbox((0, 0), line, font=face, anchor="ls") for line in lines]
        return int(max(right - left for left, _, right, _ in boxes))

    # To open a typeface takes long, so the search begins where it most probably ends: a line's
    # width grows with the size, but for roundings.
    guess = sizes[0] * width // max(1, measure(sizes[0]))
    at = bisect.bisect_left(sizes, -guess, 0, len(sizes) - 1, key=lambda pixels: -pixels)
    while at > 0 and measure(sizes[at - 1]) <= width:
        at -= 1
    while at < len(sizes) - 1 and measure(sizes[at]) > width:
        at += 1
    return sizes[at]


@functools.lru_cache(maxsize=4)
def _open_face(font: Path, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font), pixels)


def _break_title(title: str) -> list[str]:
    """Break a title into lines of about one width, never inside a date, a number or a Latin word.

    A title has one line up to five characters, two up to twelve, otherwise three; fewer if a word
    is too long.
    """
    count = 1 if len(title) <= 5 else 2 if len(title) <= 12 else 3
    parts = _UNBROKEN.findall(title)
    # A very long title is tried at fewer places, for speed.
    step = 1 + len(parts) // 60
    best = min(
        (
            ["".join(parts[a:b]).strip() for a, b in itertools.pairwise((0, *cuts, len(parts)))]
            for cuts in itertools.combinations(range(step, len(parts), step), count - 1)
        ),
        key=lambda lines: sum(_width(line) ** 2 for line in lines),
        default=[title],
    )
    return [line for line in best if line]


def _width(text: str) -> int:
    return sum(1 if char.isascii() else 2 for char in text)


def _draw_waves(draw: ImageDraw.ImageDraw, scale: int) -> None:
    """Draw bars below the masthead that look like a sound wave."""
    edge = scale * 9 // 100
    top, bottom = scale * 53 // 100, scale * 91 // 100
    step = (scale - 2 * edge) / len(_WAVE_PERCENT)
    middle, half = (top + bottom) / 2, (bottom - top) / 2
    for index, percent in enumerate(_WAVE_PERCENT):
        left = edge + index * step + step * 0.19
        right = edge + (index + 1) * step - step * 0.19
        reach = half * percent / 100
        draw.rounded_rectangle(
            (left, middle - reach, right, middle + reach), radius=(right - left) / 2, fill=_FULL
        )


def _save(image: Image.Image, kind: Literal["JPEG", "PNG"]) -> bytes:
    out = io.BytesIO()
    if kind == "JPEG":
        image.save(out, "JPEG", quality=88, subsampling=0, optimize=True)
    else:
        image.save(out, "PNG", optimize=True)
    return out.getvalue()
