"""The README's first picture: a newspaper's page beside the episode that it became.

    python -m tests.tools.picture_front [FOLDER]

makes the sample's episode by espeak in a passing folder, opens its page in Chromium, plays a
sentence of the first story, and sets the sample's first page as a newspaper with that sentence
marked. Needs Chromium and fonts for Chinese.
"""

from __future__ import annotations

import html
import io
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from PIL import Image

from audiopaper.config import defaults_folder, read_config
from audiopaper.files import write_file
from audiopaper.pipeline.page_choice import SAMPLE_FOLDER
from audiopaper.pipeline.production import Order, produce
from audiopaper.runtime import tell_nobody
from tests.support.served import served
from tests.tools.picture_desk import FOLDER

NAME = "page-and-episode.png"
WIDTH, HEIGHT, GAP = 640, 900, 20
"""Of each half in CSS pixels, and what lies between them."""

COLOURS = 96
MARK = "#ffe08a"

STYLE = f"""
body {{ margin: 0; padding: 22px 26px; font: 13px/1.55 'Noto Serif CJK SC'; color: #1c1a17;
  background: #f3efe4; text-align: justify; }}
h1 {{ font-size: 54px; line-height: 1.1; margin: 0; letter-spacing: .1em; }}
header {{ display: flex; justify-content: space-between; align-items: end; padding-bottom: 6px;
  border-bottom: 3px double #1c1a17; }}
header p {{ margin: 0; font-size: 11px; line-height: 1.35; text-align: right; }}
main {{ columns: 3; column-gap: 18px; column-rule: 1px solid #b8b0a0; margin-top: 10px; }}
h2 {{ column-span: all; font-size: 31px; line-height: 1.2; margin: 2px 0 10px; text-align: center; }}
h2.later {{ column-span: none; font-size: 19px; text-align: left; margin: 8px 0 6px; }}
h3 {{ font-size: 15px; margin: 4px 0; text-align: center; column-span: all; }}
h3.later {{ column-span: none; text-align: left; font-size: 13px; }}
p {{ margin: 0; text-indent: 2em; }}
mark {{ background: {MARK}; color: inherit; }}
"""


def set_page(text: str, sentence: str) -> str:
    """Set the text of a page as a newspaper, with one sentence of it marked.

    Args:
        text: The sample's page: ``#`` is the paper's name, ``##`` a headline, ``###`` what stands
            above or below one.
        sentence: A sentence of the first story.
    """
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text) if block.strip()]
    first = next(n for n, block in enumerate(blocks) if block.startswith("##"))
    facts = "<br>".join(html.escape(block) for block in blocks[1:first][-5:])
    body = "".join(_set_blocks(blocks[first:], sentence))
    return (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><style>{STYLE}</style>'
        f"<header><h1>{html.escape(blocks[0].strip('# '))}</h1><p>{facts}</p></header>"
        f"<main>{body}</main>"
    )


def _set_blocks(blocks: list[str], sentence: str) -> Iterator[str]:
    later = begun = False
    for block in blocks:
        level = len(block) - len(block.lstrip("#"))
        words = html.escape(block.strip("# "))
        if level:
            later = later or begun
            kind = ' class="later"' if later else ""
            yield f"<h{level}{kind}>{words}</h{level}>"
        else:
            begun = True
            marked = html.escape(sentence)
            yield f"<p>{words.replace(marked, f'<mark>{marked}</mark>', 1)}</p>"


def _play(page: Any, address: str) -> str:
    """Play the second sentence of the first story's second paragraph, and return it."""
    page.goto(address)
    story = page.get_attribute(".chapters a[data-story]", "data-target").removesuffix("-play")
    sentence = page.locator(f"#{story} .para").nth(1).locator(".s").nth(1)
    sentence.click()
    page.wait_for_function("!document.querySelector('audio').paused")
    page.wait_for_selector(".text .s.now")
    page.evaluate("document.querySelector('audio').pause()")
    page.evaluate(f"document.querySelector('#{story}').scrollIntoView()")
    page.wait_for_timeout(500)
    return str(sentence.inner_text()).strip()


def main(arguments: list[str]) -> int:
    """Write the picture; print its size."""
    from playwright.sync_api import sync_playwright

    folder = Path(arguments[0]) if arguments else FOLDER
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory() as scratch:
        config = read_config(defaults_folder() / "config.toml")
        config = replace(config, output=scratch, engine="espeak")
        outcome = produce(Order(), config, tell_nobody)
        with served(outcome.output) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium,
                args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
            )
            # Without motion the page stays where it is put.
            view = {"viewport": {"width": WIDTH, "height": HEIGHT}, "reduced_motion": "reduce"}
            page = browser.new_page(**view)
            sentence = _play(page, f"{address}episodes/{outcome.rundown.date}/index.html")
            episode = page.screenshot()
            # A page of its own: the episode's allows no style but the site's.
            page = browser.new_page(**view)
            page.set_content(set_page((SAMPLE_FOLDER / "01.txt").read_text("utf-8"), sentence))
            paper = page.screenshot()
            browser.close()
    picture = join_pictures(paper, episode)
    write_file(folder / NAME, picture)
    print(f"{folder / NAME}  {len(picture) // 1000} kB")
    return 0


def join_pictures(left: bytes, right: bytes) -> bytes:
    """Lay two pictures side by side."""
    whole = Image.new("RGB", (2 * WIDTH + GAP, HEIGHT), "white")
    for n, data in enumerate((left, right)):
        whole.paste(Image.open(io.BytesIO(data)).convert("RGB"), (n * (WIDTH + GAP), 0))
    out = io.BytesIO()
    whole.quantize(COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
