"""Checks the show's picture against the rules of directories."""

from __future__ import annotations

import io

from PIL import Image, UnidentifiedImageError

from audiopaper.publish import cover
from audiopaper.publish.checks.finding import Finding, flag
from audiopaper.translations import _


def check_cover(data: bytes, name: str) -> tuple[Finding, ...]:
    """Check the show's picture by Apple's rules: square, 1400 to 3000 px, RGB, matching suffix.

    Args:
        data: The file.
        name: Its name; the suffix must match the type.
    """

    def refuse(problem: str) -> tuple[Finding, ...]:
        remedy = _(
            "a square JPEG or PNG in RGB, {MIN_PX} to {MAX_PX} px a side",
            MIN_PX=cover.MIN_PX,
            MAX_PX=cover.MAX_PX,
        )
        return (flag(name, problem, remedy),)

    try:
        image = Image.open(io.BytesIO(data))
        image.load()
    except UnidentifiedImageError:
        # Its message names the buffer, an object in memory.
        return refuse(_("it is no picture of a known kind"))
    except (OSError, Image.DecompressionBombError) as error:
        return refuse(_("it cannot be read as a picture: {error}", error=error))
    endings = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",)}.get(image.format or "", ())
    width, height = image.size
    if width != height or not cover.MIN_PX <= width <= cover.MAX_PX:
        return refuse(_("it measures {width} x {height} px", width=width, height=height))
    if image.mode != "RGB":
        return refuse(_("its colours are {mode}", mode=image.mode))
    if not name.endswith(endings or "\n"):
        return refuse(_("it is a {value} by another name", value=image.format))
    return ()
