"""Examine a show's pages: ``python -m tests.tools.examine_site NODE [SCREENSHOTS [OUTPUT]...]``.

NODE is a folder in which ``npm install lighthouse html-validate puppeteer-core`` was run. Makes a
show of two editions by the tone engine, with a public address, serves it on loopback, and prints
what each tool says:

html-validate   every page that is written
lighthouse      front page, subscription page, newest episode: performance (the best and the median
                of three runs) and accessibility
firefox         what the page promises, tried in the Firefox that is installed (Debian: firefox-esr),
                with screenshots at 320, 390, 768 and 1280 px

Where folders of other shows' output are named, these are examined in place of the one that is made,
by the first two tools. Ends with 1 where html-validate finds anything, accessibility is under 100,
performance under 95 in the best run, or Firefox breaks a promise. Not run by pytest: the tools are
not Python's to install.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from audiopaper.config import defaults_folder, read_config
from audiopaper.pipeline.production import Order, produce
from audiopaper.runtime import tell_nobody
from audiopaper.show.targets import list_public
from tests.support import tone_engine
from tests.support.sample_edition import PAGE
from tests.support.served import served

_CONFIG = """engine = "tone"
[show]
id = "qingchuan"
title = "青川听报"
base_url = "https://tingbao.example/show/"
owner_email = "desk@tingbao.example"
[show.directories]
apple = "1234567890"
"""
# What else the machine does at the time counts against a page.
_TRIES = 3
_WANTED = {"performance": 95, "accessibility": 100}


def make_show(folder: Path) -> Path:
    """Make a show of two episodes; the folder that is published."""
    (folder / "config.toml").write_text(_CONFIG, "utf-8")
    (folder / "voices").symlink_to(defaults_folder() / "voices")
    with pytest.MonkeyPatch.context() as patch:
        tone_engine.install(patch)
        config = read_config(folder / "config.toml")
        for day, week in ((1, "日"), (2, "一")):
            path = folder / f"{day}.txt"
            page = PAGE.replace("3月2日", f"3月{day}日").replace("星期一", f"星期{week}")
            path.write_text(page, "utf-8")
            produce(Order(paths=(path,)), config, tell_nobody)
    return folder / "output"


def run(words: list[str], folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a program of the Node folder."""
    environment = {**os.environ, **more}
    return subprocess.run(
        words, cwd=folder, env=environment, text=True, capture_output=True, timeout=300, check=False
    )


def validate(node: Path, output: Path) -> bool:
    """Whether html-validate has nothing to say of any page."""
    settings = node / "htmlvalidate.json"
    settings.write_text('{"root": true, "extends": ["html-validate:recommended"]}', "utf-8")
    pages = [str(output / name) for name in list_public(output) if name.endswith(".html")]
    done = run(["npx", "html-validate", "--config", str(settings), *pages], node)
    print(f"html-validate {'yes' if done.returncode == 0 else 'NO '} {len(pages)} pages")
    print(done.stdout, end="")
    return done.returncode == 0


def main_pages(output: Path) -> list[str]:
    """The pages that listeners open: front page, subscription page, newest episode."""
    newest = sorted(output.glob("episodes/*/index.html"))[-1:]
    return ["index.html", "subscribe.html", *(str(page.relative_to(output)) for page in newest)]


def measure(node: Path, site: str, pages: list[str]) -> bool:
    """Whether Lighthouse gives each page what is wanted in the best of its runs."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or ""
    good = True
    for page in pages:
        words = ["npx", "lighthouse", site + page, "--quiet", "--output=json"]
        words.append("--chrome-flags=--headless=new --no-sandbox")
        reports = [json.loads(run(words, node, CHROME_PATH=browser).stdout) for _ in range(_TRIES)]
        reports.sort(key=lambda report: report["categories"]["performance"]["score"])
        best = reports[-1]
        scores = {k: round(100 * c["score"]) for k, c in best["categories"].items()}
        median = reports[len(reports) // 2]["categories"]["performance"]["score"]
        bad = [k for k, wanted in _WANTED.items() if scores[k] < wanted]
        print(f"lighthouse {'NO ' if bad else 'yes'} {page} {scores} median {100 * median:.0f}")
        for name, audit in best["audits"].items() if bad else ():
            if audit["score"] is not None and audit["score"] < 0.9:
                print(f"  {name}: {audit.get('displayValue', '')}")
        good = good and not bad
    return good


def try_firefox(node: Path, site: str, screenshots: Path) -> bool:
    """Whether the pages keep their promises in Firefox."""
    browser = shutil.which("firefox-esr") or shutil.which("firefox")
    if browser is None:
        print("firefox is not installed")
        return False
    script = Path(__file__).with_name("examine_firefox.mjs")
    screenshots.mkdir(parents=True, exist_ok=True)
    done = run(["node", str(script), browser, site, str(screenshots), str(node)], node)
    print(done.stdout + done.stderr, end="")
    return done.returncode == 0


def main(arguments: list[str]) -> int:
    """Print what each tool finds; 1 where one finds something."""
    node = Path(arguments[0]).resolve()
    good = []
    with tempfile.TemporaryDirectory() as folder:
        screenshots = Path(arguments[1]) if arguments[1:] else Path(folder) / "screenshots"
        for output in map(Path, arguments[2:]) if arguments[2:] else [make_show(Path(folder))]:
            with served(output) as site:
                good += [validate(node, output), measure(node, site, main_pages(output))]
                if not arguments[2:]:
                    good.append(try_firefox(node, site, screenshots.resolve()))
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
