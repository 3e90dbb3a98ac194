"""The page in a real browser: it plays, jumps, follows, works by keyboard and without scripts."""

from __future__ import annotations

import contextlib
import io
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from audiopaper.config import defaults_folder, read_config
from audiopaper.pipeline.episode import Order, produce
from audiopaper.progress import tell_nobody
from audiopaper.publish.site import render_site
from audiopaper.publish.words import load_words
from tests import HANG_S, tone_engine
from tests.served import served
from tests.test_feed import SHOW, with_text
from tests.test_pipeline import PAGE

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SIZES = {"phone": {"width": 320, "height": 640}, "desk": {"width": 1280, "height": 900}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a show of one episode."""
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed")
    folder = tmp_path_factory.mktemp("show")
    (folder / "config.toml").write_text('engine = "tone"\n[show]\nid = "qingchuan"\n', "utf-8")
    (folder / "voices").symlink_to(defaults_folder() / "voices")
    (folder / "01.txt").write_text(PAGE, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        tone_engine.install(patch)
        config = read_config(folder / "config.toml")
        produce(Order(paths=(folder / "01.txt",)), config, tell_nobody)
    return folder / "output"


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    """The same, served."""
    with served(folder) as address:
        yield address


@pytest.fixture(scope="module")
def browser(site: str) -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
        )
        yield launched
        launched.close()


@pytest.fixture
def visit(browser: Any, site: str) -> Iterator[Any]:
    """Open a page of the site; at the end, nothing was asked of any other host and no error."""
    contexts, asked, errors = [], [], []

    def open_page(path: str = "episodes/2026-03-02/index.html", **options: Any) -> Any:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(HANG_S * 1000)
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(site + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not [url for url in asked if not url.startswith(site)]
    assert errors == []


def seconds(page: Any) -> float:
    return float(page.evaluate("document.getElementById('audio').currentTime"))


def marked(page: Any, start: str) -> None:
    page.wait_for_function(
        "start => document.querySelector('.now')?.dataset.start === start", arg=start
    )


def test_it_plays_and_the_text_follows(visit: Any) -> None:
    page = visit(viewport=SIZES["desk"])
    first, second = page.locator(".s").nth(2), page.locator(".s").nth(3)
    first.click()
    marked(page, first.get_attribute("data-start"))
    assert not page.evaluate("document.getElementById('audio').paused")
    marked(page, second.get_attribute("data-start"))
    assert page.locator(".now").count() == 1


def test_a_click_on_a_chapter_or_a_sentence_plays_from_there(visit: Any) -> None:
    page = visit(viewport=SIZES["desk"])
    chapter = page.locator(".chapters a").nth(3)
    chapter.click()
    page.wait_for_function("!document.getElementById('audio').paused")
    start = int(chapter.get_attribute("data-start")) / 1000
    assert start <= seconds(page) < start + 2
    page.wait_for_function("document.querySelectorAll('.chapters a')[3].ariaCurrent === 'true'")
    sentence = page.locator("article p .s").last
    sentence.click()
    marked(page, sentence.get_attribute("data-start"))
    start = int(sentence.get_attribute("data-start")) / 1000
    assert start <= seconds(page) < start + 2


def test_all_works_by_keyboard_alone(visit: Any) -> None:
    page = visit(viewport=SIZES["desk"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    seen = []
    for _ in range(80):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                "(e => e.id || e.className || e.textContent.trim())(document.activeElement)"
            )
        )
        if seen[-1] == "here":
            break
    assert {"audio", "speed", "follow"} <= set(seen)
    assert "s" not in seen, "a sentence is no tab stop"
    page.keyboard.press("Enter")
    page.wait_for_function("!document.getElementById('audio').paused")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


@pytest.mark.parametrize("size", SIZES)
def test_what_has_the_focus_is_never_behind_the_player(visit: Any, size: str) -> None:
    page = visit(viewport=SIZES[size], reduced_motion="reduce")
    hidden = """() => {
        const e = document.activeElement, player = document.querySelector('.player');
        if (player.contains(e) || e === document.body) return false;
        const box = e.getBoundingClientRect(), over = player.getBoundingClientRect();
        return box.top < over.bottom - 1 && box.bottom > over.top + 1;
    }"""
    stops = page.locator("a[href], button:visible").count()
    for key in ["Tab"] * stops + ["Shift+Tab"] * stops:
        page.keyboard.press(key)
        assert not page.evaluate(hidden), page.evaluate("document.activeElement.outerHTML")


def test_long_and_hostile_words_neither_run_nor_run_out_of_the_page(
    browser: Any, tmp_path: Path
) -> None:
    nasty = "<script>alert(1)</script><img src=x onerror=alert(2)>" + "W" * 2_000
    episode = with_text(nasty)
    episode = replace(episode, cues=(replace(episode.cues[0], text=nasty),))
    for name, data in render_site(
        replace(SHOW, title=nasty), [episode], words=load_words("zh", tmp_path), newest=60
    ).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    context = browser.new_context(viewport=SIZES["phone"])
    page = context.new_page()
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    for name in ("index.html", "episodes/2026-03-02/index.html"):
        page.goto((tmp_path / name).as_uri())
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.locator("img[src=x]").count() == 0
    context.close()


def test_each_paragraph_has_one_named_button_and_the_mark_is_announced_nowhere(
    visit: Any,
) -> None:
    page = visit(viewport=SIZES["desk"])
    paragraphs = page.locator(".para").count()
    assert paragraphs > 3
    assert page.locator(".para .here").count() == paragraphs
    names = page.eval_on_selector_all(".here", "all => all.map(b => b.ariaLabel)")
    assert all(name.startswith("从这里播放：") for name in names)
    live = "[aria-live], [role=status], [role=alert], [role=log]"
    assert page.locator(f".text {live}, .text[aria-live]").count() == 0
    assert page.locator(live).count() == 0


def test_speed_and_place_are_remembered(visit: Any) -> None:
    page = visit(viewport=SIZES["desk"])
    page.select_option("#speed", "1.5")
    page.locator("article .s").last.click()
    page.wait_for_function("!document.getElementById('audio').paused")
    page.evaluate(
        "(a => { a.pause(); a.currentTime = a.duration / 2; })(document.getElementById('audio'))"
    )
    page.wait_for_function("localStorage.length >= 2")
    page.evaluate("document.getElementById('audio').dispatchEvent(new Event('pause'))")
    half = seconds(page)
    page.reload()
    page.wait_for_function("document.getElementById('audio').currentTime > 0")
    assert abs(seconds(page) - half) < 1
    assert page.evaluate("document.getElementById('audio').playbackRate") == 1.5
    assert page.evaluate("document.getElementById('audio').paused")
    assert page.locator("#resumed").is_visible()


def test_two_shows_on_one_host_never_share_a_remembered_place(
    browser: Any, folder: Path, tmp_path: Path
) -> None:
    for name in ("morning", "evening"):
        shutil.copytree(folder, tmp_path / name, ignore=shutil.ignore_patterns(".work"))
    with (
        served(tmp_path) as host,
        contextlib.closing(browser.new_context(bypass_csp=True)) as context,
    ):
        context.set_default_timeout(HANG_S * 1000)
        page = context.new_page()
        page.goto(f"{host}morning/episodes/2026-03-02/index.html")
        page.select_option("#speed", "1.5")
        page.evaluate("document.getElementById('audio').load()")
        page.wait_for_function("document.getElementById('audio').readyState > 0")
        page.evaluate(
            "(a => { a.currentTime = a.duration / 2; a.dispatchEvent(new Event('pause')); })"
            "(document.getElementById('audio'))"
        )
        page.wait_for_function("localStorage.length === 2")
        page.goto(f"{host}evening/episodes/2026-03-02/index.html")
        page.wait_for_function("document.getElementById('audio').readyState > 0")
        assert not page.locator("#resumed").is_visible()
        assert seconds(page) == 0
        assert page.evaluate("document.getElementById('audio').playbackRate") == 1
        page.goto(f"{host}morning/episodes/2026-03-02/index.html")
        page.wait_for_function("document.getElementById('audio').currentTime > 0")
        assert page.locator("#resumed").is_visible()
        assert page.evaluate("document.getElementById('audio').playbackRate") == 1.5


def test_the_page_is_read_and_played_with_scripts_off(visit: Any) -> None:
    page = visit(viewport=SIZES["desk"], java_script_enabled=False)
    assert page.locator("audio").is_visible()
    assert page.locator("article h3").count() >= 4
    assert page.locator("article p .s").first.is_visible()
    assert not page.locator("#controls").is_visible()
    assert page.locator(".here").count() == 0
    assert "#t=" in page.locator(".chapters a").nth(1).get_attribute("href")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["index.html", "episodes/2026-03-02/index.html"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    visit: Any, path: str, scheme: str, size: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = visit(path, viewport=SIZES[size], color_scheme=scheme)
    if path != "index.html":
        page.locator("article .s").first.click()
        page.wait_for_selector(".now")
        page.evaluate("document.getElementById('audio').pause()")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = axe.Axe().run(page, options={"runOnly": tags})
    assert found.response["violations"] == [], found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_who_wants_little_motion_gets_none(visit: Any) -> None:
    page = visit(viewport=SIZES["desk"], reduced_motion="reduce")
    assert not page.locator("#follow").is_checked()
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_zoomed_to_four_times_the_player_leaves_room_to_read(visit: Any) -> None:
    # 1280 x 1024 at 400 % is a window of 320 x 256.
    page = visit(viewport={"width": 320, "height": 256})
    assert page.evaluate("getComputedStyle(document.querySelector('.player')).position") == "static"


def test_the_feed_address_can_be_copied(visit: Any) -> None:
    page = visit("index.html", permissions=["clipboard-read", "clipboard-write"])
    page.locator("#copy").click()
    page.wait_for_function("document.getElementById('copy-result').textContent === '已复制'")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith("/feed.xml")


def test_the_page_works_from_the_disk_without_a_server(browser: Any, folder: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto((folder / "episodes" / "2026-03-02" / "index.html").as_uri())
    assert page.evaluate("getComputedStyle(document.querySelector('.player')).display") == "block"
    page.locator("article .s").first.click()
    page.wait_for_selector(".now")
    page.wait_for_function("document.getElementById('audio').currentTime > 0")
    context.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_camera_reads_the_feeds_address_off_the_page(visit: Any, scheme: str, size: str) -> None:
    zxingcpp = pytest.importorskip("zxingcpp")
    page = visit("index.html", viewport=SIZES[size], color_scheme=scheme)
    assert page.evaluate("document.querySelector('.cover').naturalWidth > 0")
    seen = Image.open(io.BytesIO(page.screenshot(full_page=True)))
    assert [code.text for code in zxingcpp.read_barcodes(seen)] == [
        page.locator("#feed-address").get_attribute("href")
    ]
