"""Pictures of the desk on the sample edition, for the README and the guide.

    python -m tests.tools.picture_desk [FOLDER]

makes the sample's episode by espeak in a passing folder, opens its desk, and photographs it in
Chromium at three widths, light and dark. Needs Chromium and fonts for Chinese.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image

from audiopaper.config import read_config
from audiopaper.desk.app import warm_desk
from audiopaper.desk.renderer import Desk, Renderer
from audiopaper.files import write_file
from audiopaper.pipeline.page_choice import SAMPLE_FOLDER
from audiopaper.pipeline.production import Order, produce
from audiopaper.runtime import tell_nobody
from tests.support.desk_show import lay_out_show, open_desk

FOLDER = Path(__file__).parents[2] / "audiopaper" / "guides" / "pictures"
VIEWS = (
    ("desk", 1280, 860, "light"),
    ("desk-dark", 1280, 860, "dark"),
    ("desk-tablet", 768, 900, "light"),
    ("desk-phone", 390, 780, "dark"),
)
"""Name, width and height in CSS pixels, colour scheme."""

_COLOURS = 128


def main(arguments: list[str]) -> int:
    """Write the pictures; print each with its size."""
    from playwright.sync_api import sync_playwright

    folder = Path(arguments[0]) if arguments else FOLDER
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory() as scratch:
        show = lay_out_show(Path(scratch), drafted=False)
        shutil.rmtree(show / "inbox")
        shutil.copytree(SAMPLE_FOLDER, show / "inbox" / "2026-03-02")
        config = show / "config.toml"
        config.write_text(config.read_text("utf-8").replace("minutes = 2", "minutes = 12"), "utf-8")
        pages = (show / "inbox" / "2026-03-02",)
        produce(Order(paths=pages, hold=True), read_config(config), tell_nobody)
        warm_desk(Renderer(Desk(config_path=config)))
        with open_desk(show) as desk, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            for name, width, height, scheme in VIEWS:
                picture = _photograph(browser, desk.address, width, height, scheme)
                write_file(folder / f"{name}.png", picture)
                print(f"{folder / name}.png  {len(picture) // 1000} kB")
            browser.close()
    return 0


def _photograph(browser: Any, address: str, width: int, height: int, scheme: str) -> bytes:
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
    page.goto(address)
    page.wait_for_selector("[data-cards]")
    png = page.screenshot()
    page.close()
    # A page has few colours: a third of the size.
    image = Image.open(io.BytesIO(png)).convert("RGB").quantize(_COLOURS)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
