"""A sheet as ALTO and as hOCR, as an OCR program would write them."""

from __future__ import annotations

from html import escape
from random import Random

from tests.tools.printed.setting import MM, SetLine, Sheet, cells

_DOTS = 300 / 25.4
"""Dots of a millimetre at 300 an inch."""


def _box(line: SetLine) -> tuple[float, float, float, float]:
    em = line.size * MM
    if line.vertical:
        return line.x, line.y, em, em * len(line.text)
    return line.x, line.y, line.width or cells(line.text) * em / 2, em


def write_alto(sheet: Sheet, *, version: int = 3, shuffle: int | None = None) -> str:
    """Write a sheet as ALTO in pixels, each line of type in a block of its own."""
    lines = list(sheet.lines)
    if shuffle is not None:
        Random(shuffle).shuffle(lines)
    out = []
    for number, line in enumerate(lines):
        x, y, width, height = (round(value * _DOTS) for value in _box(line))
        place = f'HPOS="{x}" VPOS="{y}" WIDTH="{width}" HEIGHT="{height}"'
        out.append(
            f'<TextBlock ID="b{number}" {place}><TextLine {place}>'
            f'<String CONTENT="{escape(line.text)}" WC="0.93" {place}/></TextLine></TextBlock>'
        )
    for number, p in enumerate(sheet.pictures):
        out.append(
            f'<Illustration ID="i{number}" HPOS="{p.x * _DOTS:.0f}" VPOS="{p.y * _DOTS:.0f}" '
            f'WIDTH="{p.width * _DOTS:.0f}" HEIGHT="{p.height * _DOTS:.0f}"/>'
        )
    for number, r in enumerate(sheet.rules):
        out.append(
            f'<GraphicalElement ID="g{number}" HPOS="{r.x * _DOTS:.0f}" VPOS="{r.y * _DOTS:.0f}" '
            f'WIDTH="{r.width * _DOTS:.0f}" HEIGHT="{r.height * _DOTS:.0f}"/>'
        )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<alto xmlns="http://www.loc.gov/standards/alto/'
        f'ns-v{version}#"><Description><MeasurementUnit>pixel</MeasurementUnit></Description>'
        f'<Layout><Page ID="p" WIDTH="{sheet.width * _DOTS:.0f}" HEIGHT="'
        f'{sheet.height * _DOTS:.0f}"><PrintSpace>{"".join(out)}</PrintSpace></Page></Layout></alto>'
    )


def write_hocr(sheet: Sheet) -> str:
    """Write a sheet as hOCR, a word a line of type."""
    out = []
    for line in sheet.lines:
        x, y, width, height = (round(value * _DOTS) for value in _box(line))
        box = f"bbox {x} {y} {x + width} {y + height}"
        out.append(
            f'<p class="ocr_par" title="{box}"><span class="ocr_line" title="{box}">'
            f'<span class="ocrx_word" title="{box}; x_wconf 87">{escape(line.text)}</span></span></p>'
        )
    size = f"bbox 0 0 {sheet.width * _DOTS:.0f} {sheet.height * _DOTS:.0f}; scan_res 300 300"
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>'
        f'<div class="ocr_page" title="{size}">{"".join(out)}</div></body></html>'
    )
