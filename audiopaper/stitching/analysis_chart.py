"""A chart of an episode's measurements over time, as a PNG."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from audiopaper.timeline import clock

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from audiopaper.model import Chapter, Cue
    from audiopaper.stitching.analysis import Analysis

    Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
    Box = tuple[int, int, int, int]

_WIDTH, _LEFT, _RIGHT = 1600, 90, 1570
_TITLE_TOP, _WAVE, _LOUD, _LANE = 24, (120, 330), (370, 640), (690, 730)
_LEGEND_TOP, _LINE = 800, 30

_PAPER, _INK, _GREY, _RULE = (250, 248, 243), (35, 35, 40), (120, 120, 125), (215, 212, 205)
_WAVE_INK, _LOUD_INK, _GOOD, _CHAPTER = (
    (70, 105, 140),
    (150, 50, 40),
    (225, 236, 220),
    (170, 165, 150),
)

# Distinguishable with red-green colour blindness (after Okabe and Ito).
_VOICES = (
    (0, 114, 178),
    (230, 159, 0),
    (0, 158, 115),
    (204, 121, 167),
    (86, 180, 233),
    (213, 94, 0),
)

_LOUDEST_LUFS, _QUIETEST_LUFS = -6.0, -42.0
_TICKS_S = (5, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600)


def draw_analysis(
    analysis: Analysis,
    title: str,
    chapters: Sequence[Chapter],
    cues: Sequence[Cue],
    presenters: Mapping[str, str],
    *,
    target_lufs: float,
    tolerance_lu: float,
    font: Path | None,
) -> bytes:
    """Draw waveform, loudness, chapters and presenters on one timeline.

    Args:
        analysis: Measurements of the decoded episode.
        title: The episode's title.
        chapters: In order of time.
        cues: Who speaks when.
        presenters: Name of each presenter for listeners.
        target_lufs: Loudness asked for; a band is drawn around it.
        tolerance_lu: Half the height of that band.
        font: A font with Chinese characters; without one, Chinese titles are left out.

    Returns:
        A PNG, 1,600 pixels wide; the same episode and font give the same bytes.
    """
    lines = (len(chapters) + 1) // 2
    image = Image.new("RGB", (_WIDTH, _LEGEND_TOP + _LINE * max(1, lines) + 40), _PAPER)
    draw = ImageDraw.Draw(image)
    duration_ms = max(1, analysis.loudness.samples * 1000 // analysis.rate_hz)
    scale = (_RIGHT - _LEFT) / duration_ms
    _draw_title(draw, analysis, title, font)
    _draw_wave(draw, analysis)
    _draw_loudness(draw, analysis, target_lufs, tolerance_lu, scale)
    _draw_presenters(draw, cues, presenters, scale, font)
    _draw_axis(draw, duration_ms, scale)
    _draw_chapters(draw, chapters, scale, font)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _load_font(font: Path | None, pixels: int) -> Font:
    if font is not None:
        return ImageFont.truetype(str(font), pixels)
    return ImageFont.load_default(pixels)


def _readable(text: str, font: Path | None) -> str:
    return text if font is not None else "".join(c for c in text if c.isascii())


def _draw_title(
    draw: ImageDraw.ImageDraw, analysis: Analysis, title: str, font: Path | None
) -> None:
    draw.text((_LEFT, _TITLE_TOP), _readable(title, font), font=_load_font(font, 34), fill=_INK)
    loudness = analysis.loudness
    figures = (
        f"{clock(loudness.samples * 1000 // analysis.rate_hz)}   {loudness.lufs:.1f} LUFS   "
        f"true peak {loudness.true_peak_dbtp:.1f} dBTP   {analysis.rate_hz} Hz"
    )
    draw.text((_LEFT, _TITLE_TOP + 48), figures, font=_load_font(None, 22), fill=_GREY)


def _draw_wave(draw: ImageDraw.ImageDraw, analysis: Analysis) -> None:
    top, bottom = _WAVE
    middle, half = (top + bottom) / 2, (bottom - top) / 2
    width = _RIGHT - _LEFT
    lows, highs = (
        _columns(analysis.lows, width, np.minimum),
        _columns(analysis.highs, width, np.maximum),
    )
    for dbfs in (0, -6):
        for sign in (1, -1):
            y = middle - sign * half * 10 ** (dbfs / 20)
            draw.line((_LEFT, y, _RIGHT, y), fill=_RULE)
            draw.text(
                (_LEFT - 8, y), f"{dbfs} dB", font=_load_font(None, 14), fill=_GREY, anchor="rm"
            )
    for x, (low, high) in enumerate(zip(lows, highs, strict=True)):
        draw.line(
            (_LEFT + x, middle - half * high, _LEFT + x, middle - half * low + 1), fill=_WAVE_INK
        )


def _columns(values: NDArray[np.float32], count: int, reduce: np.ufunc) -> NDArray[np.float32]:
    """Reduce values to the extremes in each of ``count`` columns of pixels."""
    bounds = np.arange(count) * len(values) // count
    reduced: NDArray[np.float32] = reduce.reduceat(values, bounds)
    return reduced


def _draw_loudness(
    draw: ImageDraw.ImageDraw,
    analysis: Analysis,
    target_lufs: float,
    tolerance_lu: float,
    scale: float,
) -> None:
    top, bottom = _LOUD

    def height(lufs: float) -> float:
        part = (_LOUDEST_LUFS - lufs) / (_LOUDEST_LUFS - _QUIETEST_LUFS)
        return top + (bottom - top) * min(1.0, max(0.0, part))

    band = (height(target_lufs + tolerance_lu), height(target_lufs - tolerance_lu))
    draw.rectangle((_LEFT, band[0], _RIGHT, band[1]), fill=_GOOD)
    for lufs in range(int(_LOUDEST_LUFS), int(_QUIETEST_LUFS) - 1, -6):
        y = height(lufs)
        draw.line((_LEFT, y, _RIGHT, y), fill=_RULE)
        draw.text((_LEFT - 8, y), f"{lufs}", font=_load_font(None, 14), fill=_GREY, anchor="rm")
    y = height(target_lufs)
    draw.line((_LEFT, y, _RIGHT, y), fill=_GREY)
    draw.text(
        (_LEFT, top - 22),
        "short-term loudness, LUFS (over 3 seconds)",
        font=_load_font(None, 15),
        fill=_GREY,
    )
    points = [
        (_LEFT + (index + 1) * 100 * scale, height(float(lufs)))
        for index, lufs in enumerate(analysis.short_term())
    ]
    if len(points) > 1:
        draw.line(points, fill=_LOUD_INK, width=2)


def _draw_presenters(
    draw: ImageDraw.ImageDraw,
    cues: Sequence[Cue],
    presenters: Mapping[str, str],
    scale: float,
    font: Path | None,
) -> None:
    top, bottom = _LANE
    names = list(dict.fromkeys(cue.presenter for cue in cues))
    colours = {name: _VOICES[index % len(_VOICES)] for index, name in enumerate(names)}
    for cue in cues:
        x = _LEFT + cue.start_ms * scale, _LEFT + cue.end_ms * scale
        draw.rectangle((x[0], top, max(x[0], x[1]), bottom), fill=colours[cue.presenter])
    x_left = float(_LEFT)
    for name in names:
        label = f"{name} {presenters.get(name, '')}" if font is not None else name
        draw.rectangle((x_left, top - 24, x_left + 14, top - 10), fill=colours[name])
        draw.text((x_left + 22, top - 17), label, font=_load_font(font, 16), fill=_INK, anchor="lm")
        x_left += 60 + draw.textlength(label, font=_load_font(font, 16))


def _draw_axis(draw: ImageDraw.ImageDraw, duration_ms: int, scale: float) -> None:
    step_s = next((s for s in _TICKS_S if s * 1000 * scale >= 70), _TICKS_S[-1])
    y = _LANE[1]
    for second in range(0, duration_ms // 1000 + 1, step_s):
        x = _LEFT + second * 1000 * scale
        draw.line((x, y, x, y + 8), fill=_GREY)
        label = f"{second // 60}:{second % 60:02}"
        draw.text((x, y + 12), label, font=_load_font(None, 15), fill=_GREY, anchor="mt")


def _draw_chapters(
    draw: ImageDraw.ImageDraw, chapters: Sequence[Chapter], scale: float, font: Path | None
) -> None:
    free = 0.0
    for number, chapter in enumerate(chapters, 1):
        x = _LEFT + chapter.start_ms * scale
        for bottom in (_WAVE, _LOUD, _LANE):
            draw.line((x, bottom[0], x, bottom[1]), fill=_CHAPTER)
        if x >= free:
            draw.text((x + 3, _WAVE[0] - 18), str(number), font=_load_font(None, 15), fill=_INK)
            free = x + 12 + draw.textlength(str(number), font=_load_font(None, 15))
    half = (len(chapters) + 1) // 2
    room = (_WIDTH - _LEFT) // 2 - 40
    for index, chapter in enumerate(chapters):
        position = (_LEFT + (index // half) * (room + 20), _LEGEND_TOP + (index % half) * _LINE)
        label = _readable(f"{index + 1}  {clock(chapter.start_ms)}  {chapter.title}", font)
        draw.text(
            position,
            _shorten(draw, label, _load_font(font, 18), room),
            font=_load_font(font, 18),
            fill=_INK,
        )


def _shorten(draw: ImageDraw.ImageDraw, text: str, face: Font, room: int) -> str:
    if draw.textlength(text, font=face) <= room:
        return text
    while text and draw.textlength(text + "…", font=face) > room:
        text = text[:-1]
    return text + "…"
