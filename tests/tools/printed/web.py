"""A sheet as HTML, and printed by Chromium to PDF and PNG."""

from __future__ import annotations

import html
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from random import Random
from typing import Any

from tests.tools.printed.setting import MM, Sheet

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def write_html(sheets: Sequence[Sheet], *, shuffle: int | None = None) -> str:
    """Write sheets as a web page, each line where it stands."""
    size = f"{sheets[0].width}mm {sheets[0].height}mm"
    style = (
        f"@page{{size:{size};margin:0}}body{{margin:0;font-family:'Noto Serif CJK SC'}}"
        "section{position:relative;overflow:hidden;break-after:page}"
        "p,i,img{position:absolute;margin:0;white-space:pre;line-height:1}i{background:#000}"
        "p.b{font-family:'Noto Sans CJK SC';font-weight:700}"
        "p.j{text-align:justify;text-align-last:justify;white-space:nowrap}"
        "p.v{writing-mode:vertical-rl}"
    )
    return f"<!doctype html><meta charset=utf-8><style>{style}</style>" + "".join(
        f'<section style="width:{s.width}mm;height:{s.height}mm">{"".join(_pieces(s, shuffle))}'
        "</section>"
        for s in sheets
    )


_GREY = "data:image/gif;base64,R0lGODdhAQABAIAAAICAgAAAACwAAAAAAQABAAACAkQBADs="


def _pieces(sheet: Sheet, shuffle: int | None) -> list[str]:
    shapes = [
        f'<{tag} style="left:{r.x:.2f}mm;top:{r.y:.2f}mm;width:{r.width:.2f}mm;'
        f'height:{r.height:.2f}mm">' + "</i>" * (tag == "i")
        for tag, rects in (("i", sheet.rules), (f'img src="{_GREY}"', sheet.pictures))
        for r in rects
    ]
    lines = []
    for line in sheet.lines:
        kinds = "b" * line.bold + " j" * bool(line.width) + " v" * line.vertical
        wide = f"width:{line.width + 0.05:.3f}mm;" if line.width else ""
        lines.append(
            f'<p class="{kinds}" style="left:{line.x:.3f}mm;top:{line.y:.3f}mm;{wide}'
            f'font-size:{line.size * MM:.4f}mm">{html.escape(line.text)}</p>'
        )
    if shuffle is not None:
        Random(shuffle).shuffle(lines)
    return shapes + lines


@contextmanager
def open_printer() -> Iterator[Any]:
    """Start Chromium; what it gives prints sheets by `print_pdf` and `print_png`."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield browser.new_page()
        finally:
            browser.close()


def print_pdf(printer: Any, sheets: Sequence[Sheet], *, shuffle: int | None = None) -> bytes:
    """Print sheets to a PDF."""
    printer.set_content(write_html(sheets, shuffle=shuffle))
    data: bytes = printer.pdf(prefer_css_page_size=True, print_background=True)
    return data


def print_png(printer: Any, sheet: Sheet, *, dpi: int) -> bytes:
    """Print a sheet to a PNG of so many pixels an inch."""
    printer.set_viewport_size({"width": int(sheet.width / MM * 96 / 72), "height": 800})
    printer.set_content(f"<style>html{{zoom:{dpi / 96}}}</style>{write_html([sheet])}")
    data: bytes = printer.screenshot(full_page=True)
    return data
