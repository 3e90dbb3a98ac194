"""The archive's search: an index a title, made once, and a page that finds what stands there."""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import json
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiopaper.archive import pagefind_program, search_index
from audiopaper.archive.archive_folder import folder_of, slug
from audiopaper.archive.discovery import EditionSource
from audiopaper.archive.search_index import (
    group_years,
    index_title,
    publish_search_page,
    spread_han,
)
from audiopaper.archive.storage import Storage
from audiopaper.errors import MissingProgramError, PublishError
from audiopaper.model import Chapter, Cue, Episode, Story
from audiopaper.programs import ProgramError, run_program
from tests.support.archive_kit import job_settings
from tests.support.archive_output import files_of
from tests.support.browser_waits import WAIT_MS, has_focus, holds, is_hidden
from tests.support.episode_folders import make_episode
from tests.support.served import served

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
BRIDGE = ("老桥边添了修鞋摊", "危师傅说，有了棚，雨天也能出摊。")
LANTERN = ("灯会今晚开灯", "覃海燕带着学生来看，<b>GDP</b>达2.5亿元。")
TITLES = ("青川日报", "石堰晚报", "tongxi")


def episode(date: dt.date, *told: tuple[str, str]) -> tuple[int, Episode]:
    """An edition of some stories behind its opening, each a headline and a text."""
    chapters = [Chapter(start_ms=0, end_ms=1_000, title="片头")]
    cues, stories = [], []
    for number, (title, text) in enumerate(told, 1):
        start = number * 1_000
        chapters.append(Chapter(start_ms=start, end_ms=start + 1_000, title=title))
        for at, said in ((start, title), (start + 200, text)):
            cues.append(
                Cue(start_ms=at, end_ms=at + 100, text=said, presenter="lan", chapter=number)
            )
        stories.append(Story(title=title, pages=(1,), byline=(), chapter=number))
    made = make_episode(
        date=date, chapters=tuple(chapters), cues=tuple(cues), stories=tuple(stories)
    )
    return date.year, made


def days(*years: int) -> list[tuple[int, Episode]]:
    return [episode(dt.date(year, 3, 2), BRIDGE, (f"{year}年春耕", "农机下田。")) for year in years]


def index_of(folder: Path) -> set[str]:
    """The stories that an index refers to; what is noted of its files is so, and none is missing.

    Two indexes of the same stories may differ in their bytes: Pagefind numbers the values of a
    filter as its threads come.
    """
    state = json.loads((folder / ".work" / "search" / "daily.json").read_bytes())
    top = folder / "daily" / "pagefind"
    for name, digest in state["there"].items():
        assert hashlib.sha256((top / name).read_bytes()).hexdigest().startswith(digest), name
    for part in json.loads((top / "parts.json").read_bytes()):
        entry = json.loads((top / part / "pagefind-entry.json").read_bytes())
        assert f"{part}/pagefind.{entry['languages']['zh']['hash']}.pf_meta" in state["there"]
    return {name for name in state["there"] if name.endswith(".pf_fragment")}


def write_log(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    written: list[str] = []
    write = Storage.write

    def logged(self: Storage, name: str, data: bytes) -> None:
        written.append(name)
        write(self, name, data)

    monkeypatch.setattr(Storage, "write", logged)
    return written


def test_the_same_stories_are_not_indexed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert index_title(job_settings(tmp_path), "青川日报", days(2025, 2026)) == 4
    top = tmp_path / slug("青川日报") / "pagefind"
    assert len(list(top.rglob("*.pf_fragment"))) == 4
    assert not list(top.rglob("*ui*")), "Pagefind's ready-made pages are not used"
    written = write_log(monkeypatch)
    assert index_title(job_settings(tmp_path), "青川日报", days(2025, 2026)) == 4
    assert written == []


def test_a_new_year_leaves_the_parts_of_old_ones_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "PART_STORIES", 4)
    index_title(job_settings(tmp_path), "daily", days(2023, 2024, 2025))
    written = write_log(monkeypatch)
    assert index_title(job_settings(tmp_path), "daily", days(2023, 2024, 2025, 2026)) == 8
    public = [name for name in written if not name.startswith(".work/")]
    assert public[-1] == "daily/pagefind/parts.json"
    assert all(name.startswith("daily/pagefind/2025/") for name in public[:-1])
    assert sum(name.endswith(".pf_fragment") for name in public) == 2, "the new year's two"
    assert written[-1] == ".work/search/daily.sha256"


@pytest.mark.parametrize("ends_at", [".pf_fragment", "parts.json"])
def test_a_call_that_breaks_off_is_made_good_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ends_at: str
) -> None:
    index_title(job_settings(tmp_path), "daily", days(2025))
    before = index_of(tmp_path)
    write = Storage.write

    def broken(self: Storage, name: str, data: bytes) -> None:
        if name.endswith(ends_at):
            raise PublishError("the storage is gone", remedy="wait")
        write(self, name, data)

    with monkeypatch.context() as patch:
        patch.setattr(Storage, "write", broken)
        with pytest.raises(PublishError):
            index_title(job_settings(tmp_path), "daily", days(2025, 2026))
    # What it left behind is not taken for what stood there before.
    index_title(job_settings(tmp_path), "daily", days(2025))
    assert index_of(tmp_path) == before
    assert index_title(job_settings(tmp_path), "daily", days(2025, 2026)) == 4
    assert len(index_of(tmp_path)) == 4


def test_what_is_no_longer_referred_to_goes_one_index_later(tmp_path: Path) -> None:
    def fragments() -> int:
        return len(list(tmp_path.rglob("*.pf_fragment")))

    index_title(job_settings(tmp_path), "daily", days(2025, 2026))
    index_title(job_settings(tmp_path), "daily", days(2025))
    assert (fragments(), len(index_of(tmp_path))) == (4, 2), "a reader may have the old list open"
    index_title(job_settings(tmp_path), "daily", days(2025, 2027))
    assert (fragments(), len(index_of(tmp_path))) == (4, 4), "2026 is gone and 2027 has come"


def test_an_index_elsewhere_is_the_same(tmp_path: Path) -> None:
    there = replace(job_settings(tmp_path), output=f"memory://{tmp_path.name}")
    for made_with in (job_settings(tmp_path), there):
        for years in ((2024, 2025), (2025,), (2025, 2026)):
            index_title(made_with, "daily", days(*years))
        publish_search_page(made_with, ["daily"])
    names = [name for name in Storage(there.output).names() if name.endswith((".pf_fragment", "l"))]
    assert names == [n for n in files_of(tmp_path) if n.endswith((".pf_fragment", "l"))]
    entry = "daily/pagefind/2025/pagefind-entry.json"
    assert (
        json.loads(Storage(there.output).read(entry) or b"")["languages"]["zh"]["page_count"] == 4
    )


def test_a_title_without_stories_has_no_index(tmp_path: Path) -> None:
    assert index_title(job_settings(tmp_path), "daily", []) == 0
    assert files_of(tmp_path) == {}
    index_title(job_settings(tmp_path), "daily", days(2026))
    assert index_title(job_settings(tmp_path), "daily", []) == 0
    assert files_of(tmp_path) == {}
    assert index_title(job_settings(tmp_path), "daily", days(2026)) == 2
    assert "daily/pagefind/parts.json" in files_of(tmp_path)


def test_a_missing_pagefind_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pagefind.service", None)
    with pytest.raises(MissingProgramError) as caught:
        index_title(job_settings(tmp_path), "daily", days(2026))
    assert "audiopaper[cluster]" in caught.value.remedy


@pytest.mark.parametrize("left", [None, "index", "fragment", "pagefind-entry.json"])
def test_a_pagefind_that_fails_is_a_sentence_and_leaves_the_old_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: str | None
) -> None:
    index_title(job_settings(tmp_path), "青川日报", days(2025))
    before = files_of(tmp_path, but="")

    def fail(args: list[Any], **options: Any) -> bytes:
        if left is None:
            raise ProgramError("pagefind: no message")
        # As on a full disk: it ends well, and files are empty.
        said = run_program(args, **options)
        made = Path(args[args.index("--output-path") + 1]) / left
        (next(made.iterdir()) if made.is_dir() else made).write_bytes(b"")
        return said

    monkeypatch.setattr(pagefind_program, "run_program", fail)
    with pytest.raises(PublishError, match="青川日报") as caught:
        index_title(job_settings(tmp_path), "青川日报", days(2025, 2026))
    assert "disk" in str(caught.value) or left is None
    assert files_of(tmp_path, but="") == before


def test_a_full_disk_for_the_pages_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_options: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(PublishError, match="No space left on device") as caught:
        index_title(job_settings(tmp_path), "daily", days(2026))
    assert "TMPDIR" in caught.value.remedy


@given(st.dictionaries(st.integers(1850, 2030), st.integers(1, 9_000), max_size=40))
def test_each_year_is_in_one_part_and_a_later_one_changes_only_the_last(
    counts: dict[int, int],
) -> None:
    parts = group_years(counts)
    assert [year for years in parts.values() for year in years] == sorted(counts)
    assert all(part == str(years[0]) for part, years in parts.items())
    for years in parts.values():
        assert len(years) == 1 or sum(counts[y] for y in years) <= search_index.PART_STORIES
    later = group_years(counts | {2031: 500})
    assert list(parts.items())[:-1] == list(later.items())[: max(0, len(parts) - 1)]


@given(st.text(st.sampled_from("老桥〇𠮷，。a1 é\n“")))
def test_each_han_character_is_a_word_and_no_other_is_parted(text: str) -> None:
    spread = spread_han(text)
    assert spread.replace("\u200b", "") == text
    for word in re.split("[\u200b\\s]", spread):
        assert len(word) <= 1 or not re.search("[老桥〇𠮷]", word)
    for run in re.findall("[a1é，。“]+", text):
        assert run in spread


# The page, in a browser.


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three titles, in a folder of a site that has others."""
    top = tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_index, "PART_STORIES", 30)
        made_with = job_settings(top / "podcast")
        index_title(
            made_with,
            TITLES[0],
            [episode(dt.date(2024, 3, 2), BRIDGE), episode(dt.date(2026, 3, 2), LANTERN, BRIDGE)],
        )
        index_title(made_with, TITLES[1], [episode(dt.date(2025, 3, 2), BRIDGE)])
        index_title(
            made_with,
            TITLES[2],
            [
                episode(dt.date(year, 1, day), ("桐溪天气", f"晴，<i>{day}度。"))
                for year in (2019, 2020)
                for day in range(1, 31)
            ],
        )
        publish_search_page(made_with, TITLES)
    return top


@pytest.fixture(scope="module")
def site(archive: Path) -> Iterator[str]:
    with served(archive) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


class Visit:
    """A page of the site, and what it asked for."""

    def __init__(self, browser: Any, site: str, **options: Any) -> None:
        self.site = site
        self.asked: list[str] = []
        self.errors: list[str] = []
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.page.set_default_timeout(WAIT_MS)
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def ask(self, **fields: str) -> str:
        """Open the page with a question, and wait for what it says."""
        self.asked.clear()
        self.page.goto(f"{self.site}podcast/search.html?{urlencode(fields)}")
        return self.said()

    def said(self) -> str:
        self.page.wait_for_selector("#status:not(:empty):not(:text('正在'))")
        return str(self.page.inner_text("#status"))

    def links(self) -> list[str]:
        return [
            link.get_attribute("href").removeprefix(f"{self.site}podcast/")
            for link in self.page.locator("#results a").all()
        ]


@pytest.fixture
def visit(browser: Any, site: str) -> Iterator[Visit]:
    """At the end, nothing was asked of any other host and there was no error."""
    visit = Visit(browser, site)
    yield visit
    visit.context.close()
    assert not [url for url in visit.asked if not url.startswith(site)]
    assert visit.errors == []


def address(title: str, date: dt.date, chapter: int) -> str:
    return f"{folder_of(EditionSource(title=title, date=date, pages=()))}/index.html#c{chapter + 1}"


@pytest.mark.browser
def test_a_question_finds_stories_of_two_titles_the_newest_first(visit: Visit) -> None:
    assert visit.ask(q="修鞋摊") == "找到3条。"
    first = [
        address(TITLES[0], dt.date(2026, 3, 2), 2),
        address(TITLES[1], dt.date(2025, 3, 2), 1),
        address(TITLES[0], dt.date(2024, 3, 2), 1),
    ]
    assert visit.links() == first
    told = visit.page.locator("#results li").nth(1).inner_text()
    assert BRIDGE[0] in told
    assert "《石堰晚报》，2025-03-02" in told
    assert visit.page.locator("mark").first.inner_text() == "修鞋摊"
    visit.ask(q="修鞋摊", sort="asc")
    assert visit.links() == first[::-1]
    assert visit.ask(q="修鞋摊", title=slug(TITLES[0]), year="2024") == "找到1条。"
    assert visit.links() == first[2:]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("question", "said"),
    [
        pytest.param("危师傅", "找到3条。", id="a name that is in no dictionary"),
        pytest.param("覃海燕", "找到1条。", id="a name of three characters"),
        pytest.param("海燕", "找到1条。", id="a part of a name"),
        pytest.param("师傅说，有了棚", "找到3条。", id="over a comma"),
        pytest.param("棚 危师傅", "找到3条。", id="two words anywhere"),
        pytest.param("灯会 危师傅", "没有找到。", id="two words of two stories"),
        pytest.param("傅师危", "没有找到。", id="the same characters otherwise"),
        pytest.param("gdp", "找到1条。", id="latin letters"),
        pytest.param("达2.5亿", "找到1条。", id="a number"),
        pytest.param("2024-03-02", "找到1条。", id="a day"),
        pytest.param("，“”", "请输入文字或数字。", id="marks"),
    ],
)
def test_what_stands_in_a_story_is_found_and_nothing_else(
    visit: Visit, question: str, said: str
) -> None:
    assert visit.ask(q=question) == said


@pytest.mark.browser
def test_long_lists_come_in_pieces_and_the_focus_follows(visit: Visit) -> None:
    assert visit.ask(q="桐溪天气") == "找到60条。"
    assert len(visit.links()) == 20
    visit.page.click("#more")
    visit.page.locator("#results li").nth(39).wait_for()
    holds(
        visit.page,
        "document.querySelectorAll('#results a')[20] === document.activeElement",
    )
    visit.page.click("#more")
    visit.page.locator("#results li").nth(59).wait_for()
    is_hidden(visit.page, "#more")
    dates = re.findall(r"/(\d{4}-\d\d-\d\d)/", "\n".join(visit.links()))
    assert dates == sorted(dates, reverse=True)
    assert len(set(dates)) == 60
    assert "<i>1度" in visit.page.locator("#results li").last.inner_text()


@pytest.mark.browser
def test_of_eleven_titles_one_is_chosen_and_no_other_is_loaded(visit: Visit, archive: Path) -> None:
    made_with = job_settings(archive / "podcast")
    others = [f"other-{number}" for number in range(8)]
    publish_search_page(made_with, [*TITLES, *others])
    try:
        visit.page.goto(f"{visit.site}podcast/search.html?q=修鞋摊")
        visit.page.wait_for_load_state("networkidle")
        assert not [url for url in visit.asked if "/pagefind/" in url]
        choice = visit.page.get_by_label("报纸")
        assert choice.locator("option").count() == 12
        visit.page.keyboard.press("Enter")
        visit.page.get_by_role("button", name="搜索").click()
        assert not choice.evaluate("e => e.checkValidity()")
        choice.select_option(label=TITLES[1])
        visit.page.get_by_role("button", name="搜索").click()
        assert visit.said() == "找到1条。"
        assert visit.links() == [address(TITLES[1], dt.date(2025, 3, 2), 1)]
        assert f"title={slug(TITLES[1])}" in visit.page.url
        loaded = {url.split("/")[4] for url in visit.asked if "/pagefind/" in url}
        assert loaded == {slug(TITLES[1])}
        # As a title's own page leads to it.
        visit.page.goto(f"{visit.site}podcast/search.html?title=tongxi")
        assert choice.evaluate("e => e.selectedOptions[0].text") == "tongxi"
    finally:
        publish_search_page(made_with, TITLES)


@pytest.mark.browser
def test_all_is_done_by_keyboard(visit: Visit) -> None:
    visit.page.goto(f"{visit.site}podcast/search.html")
    for _ in range(2):
        visit.page.keyboard.press("Tab")
    has_focus(visit.page, "[name=q]")
    visit.page.keyboard.type("灯会")
    visit.page.keyboard.press("Enter")
    assert visit.said() == "找到1条。"
    assert visit.page.title().startswith("灯会：")
    visit.page.locator("#results a").focus()
    outline = visit.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


@pytest.mark.browser
def test_an_index_that_cannot_be_read_is_told_and_the_others_are_searched(
    browser: Any, site: str, archive: Path
) -> None:
    visit = Visit(browser, site)
    folder = archive / "podcast" / slug(TITLES[0]) / "pagefind"
    shutil.move(folder / "2024" / "pagefind-entry.json", archive / "entry.json")
    try:
        assert visit.ask(q="修鞋摊") == "找到1条。有些索引读不到，请稍后再试。"
        shutil.move(folder / "parts.json", archive / "parts.json")
        assert visit.ask(q="修鞋摊") == "找到1条。有些索引读不到，请稍后再试。"
        shutil.move(archive / "parts.json", folder / "parts.json")
    finally:
        shutil.move(archive / "entry.json", folder / "2024" / "pagefind-entry.json")
        visit.context.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Any, site: str, scheme: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    visit = Visit(browser, site, viewport={"width": 320, "height": 640}, color_scheme=scheme)
    visit.ask(q="桐溪")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = axe.Axe().run(visit.page, options={"runOnly": tags})
    assert found.response["violations"] == [], found.generate_report()
    width = visit.page.locator("html").evaluate("e => e.scrollWidth")
    visit.context.close()
    assert width <= 320


@pytest.mark.browser
def test_without_scripts_it_says_where_to_look(browser: Any, site: str) -> None:
    visit = Visit(browser, site, java_script_enabled=False)
    visit.page.goto(f"{site}podcast/search.html")
    assert visit.page.locator("noscript a").get_attribute("href") == "index.html"
    visit.context.close()
