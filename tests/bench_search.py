"""What a title's search index costs: ``python -m tests.bench_search [--episodes N]``.

Episodes of eight stories of 300 characters, drawn one by one: frequencies fall with the rank r as
exp(-r / 1200) / (r + 20), of which 100 characters make 49 % of a text, 1,000 make 92 % and 2,500
make 99 %, about as in Chinese newspapers. Real text compresses better: the bytes are high.

Prints, for each number of episodes: records a second, the indexer's peak memory (Pagefind's, a
process of its own, and this one's), files and bytes of the index, and what a browser loads for a
question of three characters of middling frequency: its program, the lists of stories, parts of the
index, and the stories that are shown.

``--names`` asks for each name of tests/data/names_*.tsv and places_*.tsv among all their sentences:
once as Pagefind takes words and questions apart by itself, once character by character as the search
page does. Prints how many names were found in their own sentence, and how many sentences were found
beside how many hold the name.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import math
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, overload
from urllib.parse import urlsplit

from audiopaper.archive import pagefind_program, search_index
from audiopaper.archive.job_settings import JobSettings
from audiopaper.archive.search_index import index_title, publish_search_page
from audiopaper.config import Config
from audiopaper.model import Chapter, Cue, Episode, Story
from audiopaper.programs import run_program
from audiopaper.show.server import make_server
from tests.support.episode_folders import make_episode
from tests.support.paths import DATA

COUNTS = (300, 3_000, 15_000)
STORIES = 8
STORY_CHARS = 300
TITLE = "青川日报"
FIRST_DAY = dt.date(1980, 1, 1)

_WEIGHTS = [math.exp(-rank / 1_200) / (rank + 20) for rank in range(3_500)]
_CHARACTERS = random.Random(0).sample([chr(c) for c in range(0x4E00, 0x9FA6)], len(_WEIGHTS))
ASKED = "".join(_CHARACTERS[rank] for rank in (300, 500, 800))


@cache
def _stream() -> str:
    """Two million characters by their frequency, a comma or a number every dozen or so."""
    dice = random.Random(1)
    text = dice.choices(_CHARACTERS, _WEIGHTS, k=2_000_000)
    at = 0
    while (at := at + dice.randrange(6, 19)) < len(text):
        text[at] = str(dice.randrange(1, 1_000)) if dice.random() < 0.1 else "，"
    return "".join(text)


def text_of(dice: random.Random, length: int) -> str:
    """A piece of it: no two stories share more than chance and overlap give."""
    at = dice.randrange(len(_stream()) - length)
    return _stream()[at : at + length]


class Episodes(Sequence[tuple[int, Episode]]):
    """Made when they are asked for, so that they are not in the memory that is measured."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._plain = make_episode(paper=TITLE)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, number: int) -> tuple[int, Episode]: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[tuple[int, Episode]]: ...
    def __getitem__(self, number: int | slice) -> Any:
        if isinstance(number, slice):
            return [self[n] for n in range(*number.indices(self._count))]
        if not 0 <= number < self._count:
            raise IndexError(number)
        dice = random.Random(number)
        date = FIRST_DAY + dt.timedelta(days=number)
        chapters, cues, stories = [], [], []
        for chapter in range(STORIES):
            title, text = text_of(dice, 16).replace("，", "的"), text_of(dice, STORY_CHARS - 16)
            # Each hundredth story has what is asked.
            if dice.random() < 0.01:
                text = text[:100] + ASKED + text[100 + len(ASKED) :]
            start = chapter * 60_000
            chapters.append(Chapter(start_ms=start, end_ms=start + 60_000, title=title))
            for part, said in enumerate((title, text)):
                at = start + part * 5_000
                cues.append(
                    Cue(start_ms=at, end_ms=at + 4_000, text=said, presenter="lan", chapter=chapter)
                )
            stories.append(Story(title=title, pages=(1,), byline=(), chapter=chapter))
        episode = replace(
            self._plain,
            date=date,
            chapters=tuple(chapters),
            cues=tuple(cues),
            stories=tuple(stories),
            duration_ms=STORIES * 60_000,
        )
        return date.year, episode

    def __iter__(self) -> Iterator[tuple[int, Episode]]:
        return (self[number] for number in range(self._count))


@contextmanager
def _browse(folder: Path) -> Iterator[tuple[Any, str]]:
    """A page of a browser, and the address that a folder is served at."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with make_server(folder, "127.0.0.1", 0) as server, sync_playwright() as playwright:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser.new_page(), f"http://127.0.0.1:{server.server_address[1]}/"
        browser.close()
        server.shutdown()
        thread.join()


def ask(output: Path) -> dict[str, Any]:
    """What a browser loads for one question, and how long it takes on this machine."""
    loaded: list[str] = []
    with _browse(output) as (page, top):
        page.on("requestfinished", lambda request: loaded.append(urlsplit(request.url).path))
        began = time.perf_counter()
        page.goto(f"{top}search.html?q={ASKED}", wait_until="networkidle")
        page.wait_for_selector("#status:text('条')", timeout=120_000)
        seconds = time.perf_counter() - began
        told = page.inner_text("#status")
    sizes: dict[str, int] = {"program": 0, "list": 0, "index": 0, "fragment": 0, "filter": 0}
    for name in loaded:
        kind = next((k for k in ("index", "fragment", "filter") if f"/{k}/" in name), "program")
        kind = "list" if name.endswith((".pf_meta", "entry.json")) else kind
        sizes[kind] += (output / name.lstrip("/")).stat().st_size
    return {"told": told, "seconds": round(seconds, 2), "bytes": sizes}


def find_names() -> None:
    """How well names are found, word by word and character by character."""
    asked = [
        (name, re.sub("[{}]", "", line.split("\t")[0]))
        for pattern in ("names_*.tsv", "places_*.tsv")
        for path in sorted(DATA.glob(pattern))
        for line in path.read_text("utf-8").splitlines()
        if not line.startswith("#")
        for name in re.findall("{(.+?)}", line.split("\t")[0])
    ]
    holding = {name: sum(name in said for _, said in asked) for name, _ in asked}
    for way, spread in (("word by word", str), ("character by character", search_index.spread_han)):
        with tempfile.TemporaryDirectory() as folder:
            site, made = Path(folder) / "site", Path(folder) / "made"
            site.mkdir()
            for number, (_, said) in enumerate(asked):
                (site / f"{number}.html").write_text(
                    f'<!doctype html><html lang="zh"><meta charset="utf-8"><p>{spread(said)}</p>',
                    encoding="utf-8",
                )
            program, _ = pagefind_program.find_pagefind()
            options = ["--force-language", "zh", "--silent"]
            subprocess.run([program, "--site", site, "--output-path", made, *options], check=True)
            (made / "index.html").write_text('<!doctype html><html lang="zh">', "utf-8")
            questions = {
                name: [name]
                if spread is str
                else [f'"{" ".join(run)}"' for run in re.findall(r"\w+", name)]
                for name in holding
            }
            found = _ask_all(made, questions)
        own = sum(f"/{number}.html" in found[name] for number, (name, _) in enumerate(asked))
        print(
            f"{way}: {own} of {len(asked)} names in their own sentence ({own / len(asked):.1%}); "
            f"{sum(map(len, found.values()))} sentences found, {sum(holding.values())} hold a name"
        )


def _ask_all(made: Path, questions: dict[str, list[str]]) -> dict[str, list[str]]:
    """The addresses that each question finds, all of its phrases in them."""
    with _browse(made) as (page, top):
        page.goto(f"{top}index.html")
        found: dict[str, list[str]] = page.evaluate(
            """async (questions) => {
                const pagefind = await import("/pagefind.js");
                const found = {};
                for (const [name, phrases] of Object.entries(questions)) {
                    for (const phrase of phrases) {
                        const { results } = await pagefind.search(phrase);
                        const data = await Promise.all(results.map((result) => result.data()));
                        const urls = data.map(({ url }) => url);
                        found[name] = (found[name] ?? urls).filter((url) => urls.includes(url));
                    }
                }
                return found;
            }""",
            questions,
        )
    return found


def measure(count: int) -> dict[str, Any]:
    """Index so many episodes once, once more and with a day more."""
    spent = [0.0]

    def timed(*args: Any, **options: Any) -> bytes:
        began = time.perf_counter()
        told = run_program(*args, **options)
        spent[0] += time.perf_counter() - began
        return told

    pagefind_program.run_program = timed
    with tempfile.TemporaryDirectory() as name:
        output = Path(name)
        job_settings = JobSettings(
            source="", output=str(output), config=Config(), voices=(), engine="espeak"
        )
        rows: dict[str, Any] = {"episodes": count}
        for row, episodes in (
            ("first", Episodes(count)),
            ("again", Episodes(count)),
            ("a day more", Episodes(count + 1)),
        ):
            spent[0] = 0.0
            began = time.perf_counter()
            records = index_title(job_settings, TITLE, episodes)
            rows[f"{row} s"] = round(time.perf_counter() - began, 1)
            rows[f"{row}, of it Pagefind s"] = round(spent[0], 1)
            rows.setdefault("records", records)
        rows["records a second"] = round(rows["records"] / rows["first s"])
        rows["Pagefind's peak MB"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        rows["own peak MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        files = [p for p in output.rglob("*") if p.is_file() and ".work" not in p.parts]
        rows["files"] = len(files)
        rows["index MB"] = round(sum(p.stat().st_size for p in files) / 1e6, 1)
        kept = [p for p in (output / ".work").rglob("*") if p.is_file()]
        rows["state MB"] = round(sum(p.stat().st_size for p in kept) / 1e6, 1)
        publish_search_page(job_settings, [TITLE])
        rows["browser"] = ask(output)
    return rows


def main() -> None:
    """Each number of episodes in a process of its own, so that its peak is its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--episodes", type=int)
    parser.add_argument("--names", action="store_true")
    asked = parser.parse_args()
    if asked.names:
        find_names()
        return
    if asked.episodes:
        print(json.dumps(measure(asked.episodes), ensure_ascii=False), flush=True)
        return
    for count in COUNTS:
        subprocess.run(
            [sys.executable, "-m", "tests.bench_search", "--episodes", str(count)], check=True
        )


if __name__ == "__main__":
    main()
