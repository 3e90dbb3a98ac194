"""A sheet as a picture: drawn at so many dots an inch, then damaged as scans and photographs are."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from audiopaper.publish.typefaces import SHIPPED_FACE
from tests.tools.printed.setting import MM, SetLine, Sheet, cells

_SERIF = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")
_BOLD = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc")


@dataclass(frozen=True)
class Damage:
    """What happens to a page on its way to a picture."""

    name: str
    skew: float = 0.0
    """Degrees to the right."""

    noise: float = 0.0
    """Standard deviation of the brightness, of 255."""

    blur: float = 0.0
    """Pixels."""

    jpeg: int = 0
    """Quality; 0 for a PNG."""

    through: float = 0.0
    """How much of the ink on the back is seen."""

    paper: int = 255
    """Brightness of the paper."""

    ink: int = 0
    photographed: bool = False
    """Whether the page lies on a table, seen aslant in uneven light."""


DAMAGES = (
    Damage("clean"),
    Damage("noise", noise=18, paper=235, ink=40),
    Damage("skew", skew=1.6, noise=6, paper=245),
    Damage("skew3", skew=-3.0, noise=6, paper=245),
    Damage("blur", blur=1.1, noise=5, paper=240, ink=30),
    Damage("jpeg", jpeg=35, noise=6, paper=240),
    Damage("through", through=0.22, noise=6, paper=232, ink=35),
    Damage("photo", photographed=True, noise=5, jpeg=80, blur=0.6, paper=225, ink=45),
)


def draw(sheet: Sheet, *, dpi: int) -> Image.Image:
    """Draw a sheet in black on white."""
    scale = dpi / 25.4
    image = Image.new("L", (round(sheet.width * scale), round(sheet.height * scale)), 255)
    pen = ImageDraw.Draw(image)
    for n, p in enumerate(sheet.pictures):
        grain = _picture(round(p.width * scale), round(p.height * scale), n)
        image.paste(grain, (round(p.x * scale), round(p.y * scale)))
    for r in sheet.rules:
        left, top = r.x * scale, r.y * scale
        right, bottom = left + max(1.0, r.width * scale), top + max(1.0, r.height * scale)
        pen.rectangle((round(left), round(top), round(right) - 1, round(bottom) - 1), fill=20)
    for line in sheet.lines:
        _draw_line(pen, line, scale)
    return image


def _draw_line(pen: ImageDraw.ImageDraw, line: SetLine, scale: float) -> None:
    em = line.size * MM * scale
    face = _face(round(em, 1), line.bold)
    x, y = line.x * scale, line.y * scale
    if line.vertical:
        for n, char in enumerate(line.text):
            pen.text((x, y + n * em + 0.88 * em), char, font=face, fill=0, anchor="ls")
        return
    natural = sum(cells(char) for char in line.text) * em / 2
    gaps = len(line.text) - 1
    spread = (line.width * scale - natural) / gaps if line.width and gaps else 0.0
    for char in line.text:
        pen.text((x, y + 0.88 * em), char, font=face, fill=0, anchor="ls")
        x += cells(char) * em / 2 + spread


@cache
def _face(size: float, bold: bool) -> ImageFont.FreeTypeFont:
    path = _BOLD if bold else _SERIF
    if not path.is_file():
        return ImageFont.truetype(str(SHIPPED_FACE), size)
    return ImageFont.truetype(str(path), size, index=2)


def _picture(width: int, height: int, seed: int) -> Image.Image:
    """Draw something that is dark here and light there, as photographs are."""
    dice = np.random.default_rng(seed)
    small = Image.fromarray(dice.integers(40, 215, (8, 11), dtype=np.uint8))
    return small.resize((max(1, width), max(1, height)), Image.Resampling.BICUBIC)


def damage(image: Image.Image, how: Damage, seed: int) -> bytes:
    """Damage a drawn page and save it as a PNG or a JPEG."""
    dice = Random(seed)
    if how.through:
        back = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT).filter(ImageFilter.GaussianBlur(2))
        faint = back.point(lambda v: 255 - round((255 - v) * how.through))
        image = ImageChops.multiply(image, faint)
    image = image.point(lambda v: how.ink + round(v * (how.paper - how.ink) / 255))
    if how.skew:
        image = image.rotate(-how.skew, Image.Resampling.BICUBIC, expand=True, fillcolor=how.paper)
    if how.photographed:
        image = _photograph(image, dice)
    if how.blur:
        image = image.filter(ImageFilter.GaussianBlur(how.blur))
    if how.noise:
        noise = np.random.default_rng(seed).normal(0, how.noise, (image.height, image.width))
        values = np.asarray(image, dtype=np.float32) + noise.astype(np.float32)
        image = Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))
    out = io.BytesIO()
    if how.jpeg:
        image.save(out, "JPEG", quality=how.jpeg)
    else:
        image.save(out, "PNG")
    return out.getvalue()


def _photograph(image: Image.Image, dice: Random) -> Image.Image:
    """Lay a page on a dark table and look at it from a corner, the light from one side."""
    width, height = image.size
    wide, high = round(width * 1.12), round(height * 1.1)
    around = [(wide - width) / 2, (high - height) / 2]
    shift = [dice.uniform(-0.02, 0.03) * width for _ in range(8)]
    corners = [
        (around[0] + shift[0], around[1] + shift[1]),
        (around[0] + width + shift[2], around[1] + shift[3]),
        (around[0] + width + shift[4], around[1] + height + shift[5]),
        (around[0] + shift[6], around[1] + height + shift[7]),
    ]
    source = [(0, 0), (width, 0), (width, height), (0, height)]
    matrix = _coefficients(corners, source)
    where = Image.new("L", image.size, 255)
    how: Any = Image.Transform.PERSPECTIVE
    page = image.transform((wide, high), how, matrix, Image.Resampling.BICUBIC)
    mask = where.transform((wide, high), how, matrix, Image.Resampling.BICUBIC)
    table = Image.new("L", (wide, high), 70)
    table.paste(page, (0, 0), mask)
    light = (
        np.linspace(1.0, 0.72, wide, dtype=np.float32)[None, :]
        * np.linspace(1.0, 0.88, high, dtype=np.float32)[:, None]
    )
    return Image.fromarray((np.asarray(table, dtype=np.float32) * light).astype(np.uint8))


def _coefficients(
    target: list[tuple[float, float]], source: list[tuple[float, float]]
) -> list[float]:
    rows, values = [], []
    for (x, y), (u, v) in zip(target, source, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return [float(c) for c in np.linalg.solve(np.array(rows), np.array(values))]


def scan(sheet: Sheet, how: Damage, *, dpi: int, seed: int = 1) -> bytes:
    """Draw a sheet and damage it; blur and noise are for 200 dots an inch."""
    return damage(draw(sheet, dpi=dpi), replace(how, blur=how.blur * dpi / 200), seed)
