"""The page in a real browser: it plays, jumps, follows, works by keyboard and without scripts."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from audiopaper.config import defaults_folder, read_config
from audiopaper.pipeline.production import Order, produce
from audiopaper.publish.page_strings import load_words
from audiopaper.publish.site import render_site
from audiopaper.runtime import tell_nobody
from audiopaper.show.episode_record import load_episode
from tests.support import tone_engine
from tests.support.browser_waits import (
    WAIT_MS,
    are_seen,
    has_focus,
    has_text,
    has_value,
    holds,
    is_hidden,
)
from tests.support.episode_folders import make_episode
from tests.support.feed_values import SHOW, with_text
from tests.support.sample_edition import PAGE
from tests.support.served import served

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
THIRD = """
## 第二小学添了操场

青川日报讯（记者 高岚）第二小学的新操场昨天启用，六百名学生在上面上了第一堂体育课。操场傍晚向附近居民开放。
"""
SIZES = {"phone": {"width": 320, "height": 640}, "desk": {"width": 1280, "height": 900}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a show of two episodes."""
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed")
    folder = tmp_path_factory.mktemp("show")
    (folder / "config.toml").write_text('engine = "tone"\n[show]\nid = "qingchuan"\n', "utf-8")
    (folder / "voices").symlink_to(defaults_folder() / "voices")
    with pytest.MonkeyPatch.context() as patch:
        tone_engine.install(patch)
        config = read_config(folder / "config.toml")
        for day, week in ((1, "日"), (2, "一")):
            path = folder / f"{day}.txt"
            page = (PAGE + THIRD).replace("3月2日", f"3月{day}日").replace("星期一", f"星期{week}")
            path.write_text(page, "utf-8")
            produce(Order(paths=(path,)), config, tell_nobody)
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
        # The driver polls by evaluating text, which the page's policy forbids.
        context = browser.new_context(**{"bypass_csp": True, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(WAIT_MS)
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


def play_slowly(page: Any) -> None:
    """Let a second of sound take ten, so that a machine that is late hears nearly the same."""
    page.evaluate(
        "(a => { a.defaultPlaybackRate = a.playbackRate = 0.1; })(document.getElementById('audio'))"
    )


def is_playing(page: Any) -> None:
    page.wait_for_selector(".playing")
    holds(page, "!document.getElementById('audio').paused")


def marked(page: Any, start: str) -> None:
    page.wait_for_function(
        "start => document.querySelector('.now')?.dataset.start === start", arg=start
    )


def test_nothing_of_the_sound_is_fetched_before_somebody_wants_it(visit: Any) -> None:
    page = visit(viewport=SIZES["phone"])
    page.wait_for_load_state("networkidle")
    fetched = "performance.getEntriesByType('resource').filter(e => e.name.endsWith('.mp3')).length"
    assert page.evaluate(fetched) == 0
    assert page.locator("#total").inner_text() != "0:00"
    page.locator("#toggle").click()
    page.wait_for_function("document.getElementById('audio').currentTime > 0")
    holds(page, f"{fetched} > 0")


def test_it_plays_and_the_text_follows(visit: Any) -> None:
    page = visit(viewport=SIZES["desk"])
    first, second = page.locator(".s").nth(2), page.locator(".s").nth(3)
    first.click()
    marked(page, first.get_attribute("data-start"))
    is_playing(page)
    # On a machine that is late, a later one.
    holds(
        page,
        "start => Number(document.querySelector('.now')?.dataset.start) >= start",
        int(second.get_attribute("data-start")),
    )
    assert page.evaluate("document.querySelectorAll('.now').length") <= 1


def test_a_click_on_a_chapter_or_a_sentence_plays_from_there(visit: Any) -> None:
    page = visit(viewport=SIZES["desk"])
    play_slowly(page)
    chapter = page.locator(".chapters a").nth(3)
    chapter.click()
    is_playing(page)
    start = int(chapter.get_attribute("data-start")) / 1000
    assert start <= seconds(page) < start + 2
    page.wait_for_function("document.querySelectorAll('.chapters a')[3].ariaCurrent === 'true'")
    sentence = page.locator("article p .s").last
    sentence.click()
    marked(page, sentence.get_attribute("data-start"))
    start = int(sentence.get_attribute("data-start")) / 1000
    assert start <= seconds(page) < start + 2


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


FOCUS = "(e => e.id || e.className || e.textContent.trim())(document.activeElement)"


def test_all_works_by_keyboard_alone(visit: Any) -> None:
    page = visit(viewport=SIZES["desk"])
    press(page, "Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    press(page, "Enter")
    has_focus(page, "#main")
    seen = []
    for _ in range(80):
        press(page, "Tab")
        seen.append(page.evaluate(FOCUS))
        if seen[-1] == "c1-play":
            break
    wanted = ["seek", "previous", "back", "toggle", "forward", "next", "speed", "sleep"]
    assert [name for name in seen if name in wanted] == wanted
    assert {"follow", "large", "past"} <= set(seen)
    assert "s" not in seen, "a sentence is no tab stop"
    press(page, "Enter")
    page.wait_for_function("!document.getElementById('audio').paused")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_a_story_is_one_stop_and_arrows_go_from_sentence_to_sentence(visit: Any) -> None:
    page = visit(viewport=SIZES["desk"])
    assert page.locator(".here").count() == page.locator("article").count()
    names = page.eval_on_selector_all(".here", "all => all.map(b => b.ariaLabel)")
    assert all(name.startswith("从这里播放：") for name in names)
    story = page.locator("article").filter(has=page.locator(".para .s + .s")).first
    sentences = story.locator(".s")
    story.locator(".here").focus()
    press(page, "ArrowDown", "ArrowDown")
    second = sentences.nth(1)
    start = second.get_attribute("data-start")
    has_focus(page, f"[data-start='{start}']")
    assert said(page) == f"button {second.inner_text()}"
    assert story.locator("[role]").count() == 1
    press(page, "Enter")
    marked(page, start)
    press(page, "ArrowUp", "ArrowUp")
    has_focus(page, ".here")
    press(page, *["ArrowDown"] * 100)
    last = sentences.last.get_attribute("data-start")
    has_focus(page, f"[data-start='{last}']")


def test_the_third_story_is_less_than_twelve_keys_from_the_front_page(visit: Any) -> None:
    page = visit("index.html", viewport=SIZES["desk"])
    pressed = 0
    while page.evaluate("document.activeElement.className") != "button play":
        press(page, "Tab")
        pressed += 1
    press(page, "Enter")
    # A page that is being loaded has no active element.
    page.wait_for_function("document.activeElement?.id === 'toggle'")
    page.wait_for_function("!document.getElementById('audio').paused")
    stories = page.locator(".chapters a[data-story]")
    wanted = min(3, stories.count())
    press(page, *["n"] * wanted)
    pressed += 1 + wanted
    start = int(stories.nth(wanted - 1).get_attribute("data-start")) / 1000
    page.wait_for_function(f"document.getElementById('audio').currentTime >= {start}")
    assert pressed < 12


def said(page: Any) -> str:
    """What a screen reader says of the element with the focus: role, name, value."""
    session = page.context.new_cdp_session(page)
    focused = session.send("Runtime.evaluate", {"expression": "document.activeElement"})
    node = session.send(
        "Accessibility.getPartialAXTree",
        {"objectId": focused["result"]["objectId"], "fetchRelatives": False},
    )["nodes"][0]
    session.detach()
    told = (node.get(key, {}).get("value", "") for key in ("role", "name", "value"))
    return " ".join(str(one) for one in told if one not in ("", None))


def test_a_blind_listeners_day_from_finding_the_news_to_coming_back_tomorrow(visit: Any) -> None:
    """Each key is counted, and what is heard at each stop is printed (``pytest -s``)."""
    page = visit("index.html", viewport=SIZES["desk"])
    page.clock.install()
    keys: list[str] = []

    def key(*pressed: str) -> str:
        press(page, *pressed)
        keys.extend(pressed)
        heard = said(page)
        print(f"{len(keys):3} {' '.join(pressed):22} {heard}")
        return heard

    # Find today's news, and start it.
    while "播放最新一期" not in key("Tab"):
        assert len(keys) < 8
    press(page, "Enter")
    keys.append("Enter")
    has_focus(page, "#toggle")
    is_playing(page)
    play_slowly(page)
    assert said(page) == "button 暂停"
    # Jump to the third story.
    stories = page.locator(".chapters a[data-story]")
    wanted = stories.nth(2).locator("> span").first.inner_text()
    key("n", "n", "n")
    assert len(keys) < 12
    page.wait_for_function("t => document.getElementById('story').textContent === t", arg=wanted)
    # Slow down.
    while not key("Tab").startswith("combobox 语速"):
        assert len(keys) < 16
    assert "0.75倍" in key("ArrowUp")
    holds(page, "document.getElementById('audio').playbackRate === 0.75")
    # Far enough for a place to be remembered, however fast or slow the machine is.
    page.evaluate("(a => { a.currentTime = Math.max(6, a.currentTime); })(audio)")
    play_slowly(page)
    # Stop after ten minutes.
    assert key("Tab").startswith("combobox 定时")
    assert "10分钟" in key("ArrowDown", "ArrowDown")
    page.clock.run_for(10 * 60_000 + 100)
    has_text(page, "#status", "定时已到，已暂停。")
    assert page.locator("#status").get_attribute("role") == "status"
    stopped = seconds(page)
    # Tomorrow, from the front page: the place, and the pace, are as they were.
    page.goto(page.url.partition("episodes/")[0])
    keys.clear()
    while "继续收听：" not in key("Tab"):
        assert len(keys) < 10
    press(page, "Enter")
    page.wait_for_function("document.getElementById('audio').currentTime > 0")
    assert seconds(page) >= stopped - 5
    holds(page, "document.getElementById('audio').playbackRate === 0.75")


def test_buttons_and_keys_go_back_on_and_from_story_to_story(visit: Any) -> None:
    page = visit(viewport=SIZES["desk"])
    play_slowly(page)
    page.locator("#follow").uncheck()
    stories = page.locator(".chapters a[data-story]")
    first, second = (int(stories.nth(n).get_attribute("data-start")) / 1000 for n in (0, 1))
    page.locator("#next").click()
    page.wait_for_function(f"document.getElementById('audio').currentTime >= {first}")
    page.evaluate("document.getElementById('audio').pause()")
    page.locator("#next").click()
    page.wait_for_function(f"document.getElementById('audio').currentTime >= {second}")
    page.evaluate("document.getElementById('audio').pause()")
    page.locator("#previous").click()
    page.wait_for_function(
        f"(t => t >= {first} && t < {second})(document.getElementById('audio').currentTime)"
    )
    page.evaluate("document.getElementById('audio').pause()")
    before = seconds(page)
    page.locator("#forward").click()
    page.wait_for_function(f"document.getElementById('audio').currentTime > {before} + 1")
    page.locator("#back").focus()
    here = seconds(page)
    press(page, "ArrowLeft")
    page.wait_for_function(f"document.getElementById('audio').currentTime < {here}")


def test_the_bar_is_as_wide_as_the_player_and_tells_time_and_story(visit: Any) -> None:
    page = visit(viewport=SIZES["phone"])
    assert page.locator("#seek").bounding_box()["width"] >= 120
    chapters = page.locator(".chapters a")
    assert page.locator("#ticks span").count() == chapters.count() - 1
    chapters.nth(2).click()
    title = chapters.nth(2).locator("span").first.inner_text()
    page.wait_for_function(
        "title => document.getElementById('seek').getAttribute('aria-valuetext').includes(title)",
        arg=title,
    )
    has_text(page, "#story", title)


def test_lock_screen_and_headset_know_the_story_and_its_neighbours(visit: Any) -> None:
    page = visit(viewport=SIZES["desk"])
    stories = page.locator(".chapters a[data-story]")
    stories.nth(0).click()
    title = stories.nth(0).locator("span").first.inner_text()
    page.wait_for_function("title => navigator.mediaSession.metadata?.title === title", arg=title)
    tags = page.evaluate(
        "(({artist, album, artwork}) => [artist, album, artwork.length])"
        "(navigator.mediaSession.metadata)"
    )
    assert tags == ["听报", page.locator("h1").inner_text(), 1]
    holds(page, "navigator.mediaSession.playbackState === 'playing'")


def test_the_sleep_timer_pauses_at_the_end_of_the_story_and_says_so(visit: Any) -> None:
    page = visit(viewport=SIZES["desk"])
    play_slowly(page)
    page.locator("#follow").uncheck()
    chapters = page.locator(".chapters a")
    end = int(chapters.nth(3).get_attribute("data-start")) / 1000
    chapters.nth(2).click()
    page.wait_for_function("!document.getElementById('audio').paused")
    page.select_option("#sleep", "story")
    page.evaluate(f"document.getElementById('audio').currentTime = {end} - 0.4")
    page.wait_for_function("document.getElementById('audio').paused")
    assert end <= seconds(page) < end + 0.01, "who goes on hears the next story from its beginning"
    has_text(page, "#status", "定时已到，已暂停。")
    has_value(page, "#sleep", "0")
    holds(page, f"Object.values(localStorage).some(v => {end} - 0.11 < v && v <= {end})")


@pytest.mark.parametrize("answer", ["none", "404"])
def test_a_sound_that_cannot_be_had_is_announced_and_tried_again(
    browser: Any, site: str, answer: str
) -> None:
    with contextlib.closing(browser.new_context(viewport=SIZES["phone"])) as context:
        context.set_default_timeout(WAIT_MS)
        page = context.new_page()
        page.goto(f"{site}episodes/2026-03-02/index.html")
        page.route(
            "**/*.mp3*",
            lambda route: route.abort() if answer == "none" else route.fulfill(status=404),
        )
        for _ in range(2):
            page.locator("#toggle").click()
            page.wait_for_selector("#status.failed:visible")
            has_text(page, "#status", "音频加载失败。请检查网络，再按播放键重试。")
            holds(page, "document.getElementById('toggle').getAttribute('aria-label') === '播放'")
        page.unroute("**/*.mp3*")
        page.locator("#toggle").click()
        is_playing(page)
        has_text(page, "#status", "")


def test_a_sound_that_breaks_off_goes_on_from_the_same_place(visit: Any) -> None:
    page = visit(viewport=SIZES["phone"])
    page.locator("#toggle").click()
    is_playing(page)
    page.evaluate("audio.pause(); audio.currentTime = 7")
    page.wait_for_function("!audio.seeking")
    # The file is loaded already, so that its network cannot fail any more.
    page.evaluate(
        "Object.defineProperty(audio, 'error', { configurable: true, get: () => ({ code: 2 }) });"
        "audio.dispatchEvent(new Event('error'));"
    )
    page.wait_for_selector("#status.failed:visible")
    page.evaluate(
        "audio.addEventListener('loadstart', () => { delete audio.error; }, { once: true })"
    )
    page.locator("#toggle").click()
    is_playing(page)
    assert 7 <= seconds(page) < 20
    has_text(page, "#status", "")


def test_older_browsers_play_and_go_back_a_story(browser: Any, site: str) -> None:
    with contextlib.closing(
        browser.new_context(viewport=SIZES["desk"], bypass_csp=True)
    ) as context:
        context.set_default_timeout(WAIT_MS)
        errors: list[str] = []
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        # What Chromium 80 and Safari 13.1 lack.
        page.add_init_script(
            "delete Array.prototype.at; delete String.prototype.at; delete String.prototype.replaceAll;"
            "delete Element.prototype.replaceChildren; delete Document.prototype.replaceChildren;"
            "const { matches } = Element.prototype;"
            "Element.prototype.matches = function (selector) {"
            "  if (/:is\\(|:focus-visible/.test(selector)) throw new SyntaxError(selector);"
            "  return matches.call(this, selector); };"
        )
        page.goto(f"{site}episodes/2026-03-02/index.html")
        chapters = page.locator(".chapters a")
        second, third = (
            int(chapters.nth(n).get_attribute("data-start") or 0) / 1000 for n in (2, 3)
        )
        chapters.nth(3).click()
        is_playing(page)
        page.evaluate(f"document.getElementById('audio').currentTime = {third} + 0.5")
        page.locator("#previous").click()
        page.wait_for_function(
            f"(t => {second} <= t && t < {third})(document.getElementById('audio').currentTime)"
        )
        page.mouse.wheel(0, 4000)
        page.wait_for_selector(".player.small")
        page.goto(f"{site}index.html")
        page.fill("#filter-words", "三万册")
        page.wait_for_selector("#hits li:nth-child(2)")
        assert errors == []


def test_the_sleep_timer_waits_for_the_end_of_the_story_one_went_to(visit: Any) -> None:
    page = visit(viewport=SIZES["desk"])
    play_slowly(page)
    page.locator("#follow").uncheck()
    chapters = page.locator(".chapters a")
    third, fourth = (int(chapters.nth(n).get_attribute("data-start")) / 1000 for n in (2, 3))
    chapters.nth(2).click()
    is_playing(page)
    page.select_option("#sleep", "story")
    # On to the next story, and back to the one before.
    for link, start in ((3, fourth), (2, third)):
        chapters.nth(link).click()
        page.wait_for_function(f"audio.currentTime > {start} && !audio.paused && !audio.seeking")
        page.wait_for_function(f"audio.currentTime > {start} + 0.05")
        holds(page, "!audio.paused")
        has_value(page, "#sleep", "story")
    page.evaluate(f"audio.currentTime = {fourth} - 0.4")
    page.wait_for_function("audio.paused")
    assert fourth <= seconds(page) < fourth + 0.01
    has_text(page, "#status", "定时已到，已暂停。")


def test_a_sleep_timer_in_minutes_pauses_after_them(visit: Any) -> None:
    page = visit(viewport=SIZES["desk"])
    page.locator("#follow").uncheck()
    page.clock.install()
    page.locator("#toggle").click()
    page.wait_for_function("!document.getElementById('audio').paused")
    page.select_option("#sleep", "10")
    page.clock.run_for(10 * 60_000 - 1000)
    assert not page.locator("#status").inner_text()
    page.clock.run_for(2000)
    holds(page, "document.getElementById('audio').paused")


def test_a_sleep_timer_holds_where_the_phone_holds_up_timers(visit: Any) -> None:
    page = visit(viewport=SIZES["desk"])
    page.locator("#follow").uncheck()
    page.locator("#toggle").click()
    page.wait_for_function("!document.getElementById('audio').paused")
    page.evaluate("window.setTimeout = () => 0")
    page.select_option("#sleep", "10")
    page.evaluate("(now => { Date.now = () => now + 10 * 60_000; })(Date.now())")
    page.wait_for_function("document.getElementById('audio').paused")
    has_text(page, "#status", "定时已到，已暂停。")


@pytest.mark.parametrize("size", [*SIZES.values(), {"width": 640, "height": 320}])
def test_a_small_player_stays_while_one_reads(visit: Any, size: dict[str, int]) -> None:
    page = visit(viewport=size, reduced_motion="reduce")
    page.locator("article").last.scroll_into_view_if_needed()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_selector(".player.small")
    box = page.locator("#player").bounding_box()
    assert box["y"] + box["height"] <= size["height"] + 1
    assert box["height"] < size["height"] / 3
    page.locator("#toggle").click()
    page.wait_for_function("!document.getElementById('audio').paused")
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_selector(".player:not(.small)")


def test_all_of_the_player_works_under_the_pages_own_policy(visit: Any) -> None:
    page = visit(viewport=SIZES["desk"], bypass_csp=False)
    page.locator(".chapters a").first.click()
    page.wait_for_selector(".playing")
    page.locator("#follow").uncheck()
    for name in ("next", "forward", "back", "previous", "toggle"):
        page.locator(f"#{name}").click()
    page.locator("#seek").fill("1")
    page.select_option("#speed", "2")
    page.select_option("#sleep", "story")
    page.locator("#large").check()
    page.locator(".here").last.click()
    page.wait_for_selector(".now")


def test_an_address_with_a_time_begins_there(visit: Any) -> None:
    page = visit("episodes/2026-03-02/index.html#t=2.5", viewport=SIZES["desk"])
    page.wait_for_function("document.getElementById('audio').currentTime === 2.5")
    has_focus(page, "#toggle")


def test_an_address_with_a_time_is_followed_where_the_page_is_open_already(visit: Any) -> None:
    page = visit(viewport=SIZES["desk"])
    page.evaluate("location.hash = '#t=2.5'")
    page.wait_for_function("document.getElementById('audio').currentTime === 2.5")
    has_focus(page, "#toggle")


def test_a_link_to_this_moment_can_be_copied(visit: Any) -> None:
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    page.evaluate("document.getElementById('audio').load()")
    page.wait_for_function("document.getElementById('audio').readyState > 0")
    page.evaluate("document.getElementById('audio').currentTime = 3")
    page.locator("#copy-here").click()
    page.wait_for_function("document.getElementById('copy-result').textContent === '已复制'")
    assert page.evaluate("navigator.clipboard.readText()").endswith("index.html#t=3")


def test_large_print_is_remembered_on_every_page(visit: Any) -> None:
    page = visit(viewport=SIZES["phone"])
    size = "getComputedStyle(document.body).fontSize"
    usual = float(page.evaluate(size).removesuffix("px"))
    page.locator("#large").check()
    holds(page, f"parseFloat({size}) > {1.3 * usual}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("nav.neighbours a").last.click()
    page.wait_for_selector(".masthead")
    # The script of the page that opens may run after its head stands there.
    page.wait_for_function(f"parseFloat({size}) > {1.3 * usual}")


# 1280 x 1024 at 400 % is a window of 320 x 256.
ZOOMED = {"width": 320, "height": 256}


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("size", [*SIZES.values(), ZOOMED])
def test_what_has_the_focus_is_never_behind_the_player(
    visit: Any, size: dict[str, int], large: bool
) -> None:
    page = visit(viewport=size, reduced_motion="reduce")
    if large:
        # A listener who was here before: the player tells where the sound goes on.
        page.locator("#large").check()
        page.evaluate("(a => { a.preload = 'metadata'; a.load(); })(audio)")
        page.wait_for_function("audio.readyState > 0")
        page.evaluate("audio.currentTime = audio.duration / 2")
        page.wait_for_function("!audio.seeking")
        page.evaluate("audio.dispatchEvent(new Event('pause'))")
        page.reload()
        page.wait_for_selector("#resumed:not([hidden])", state="attached")
    hidden = """async (frames) => {
        // The player learns of a scroll some frames later, and the page then makes room for it.
        for (let n = 0; n < frames; n++) await new Promise(requestAnimationFrame);
        const e = document.activeElement, player = document.querySelector('.player');
        if (player.contains(e) || e === document.body) return false;
        const box = e.getBoundingClientRect(), over = player.getBoundingClientRect();
        return box.top < over.bottom - 1 && box.bottom > over.top + 1;
    }"""
    stops = page.locator("a[href], button:visible").count()
    for key in ["Tab"] * stops + ["Shift+Tab"] * stops:
        page.keyboard.press(key)
        is_behind = page.evaluate(hidden, 3) and page.evaluate(hidden, 60)
        assert not is_behind, page.evaluate("document.activeElement.outerHTML")


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
    context.set_default_timeout(WAIT_MS)
    page = context.new_page()
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    for name in ("index.html", "episodes/2026-03-02/index.html"):
        page.goto((tmp_path / name).as_uri())
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.locator("img[src=x]").count() == 0
    context.close()


def test_the_mark_that_follows_the_voice_is_announced_nowhere(visit: Any) -> None:
    page = visit(viewport=SIZES["desk"])
    live = "[aria-live], [role=status], [role=alert], [role=log]"
    assert page.locator(".text").locator(live).count() == 0
    page.locator("article .s").first.click()
    page.wait_for_selector(".now")
    assert not page.locator("#status").inner_text()


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
    holds(page, "document.getElementById('audio').playbackRate === 1.5")
    assert page.evaluate("document.getElementById('audio').paused")
    page.wait_for_selector("#resumed:visible")
    holds(page, "document.getElementById('status').innerText.startsWith('已回到上次听到的位置')")


def test_two_shows_on_one_host_never_share_a_remembered_place(
    browser: Any, folder: Path, tmp_path: Path
) -> None:
    for name in ("morning", "evening"):
        shutil.copytree(folder, tmp_path / name, ignore=shutil.ignore_patterns(".work"))
    with (
        served(tmp_path) as host,
        contextlib.closing(browser.new_context(bypass_csp=True)) as context,
    ):
        context.set_default_timeout(WAIT_MS)
        page = context.new_page()
        page.goto(f"{host}morning/episodes/2026-03-02/index.html")
        page.select_option("#speed", "1.5")
        page.evaluate("document.getElementById('audio').load()")
        page.wait_for_function("document.getElementById('audio').readyState > 0")
        page.evaluate(
            "(a => { a.currentTime = a.duration / 2; a.dispatchEvent(new Event('pause')); })"
            "(document.getElementById('audio'))"
        )
        page.wait_for_function("localStorage.length === 3")
        page.goto(f"{host}evening/episodes/2026-03-02/index.html", wait_until="networkidle")
        assert not page.locator("#resumed").is_visible()
        assert seconds(page) == 0
        assert page.evaluate("document.getElementById('audio').playbackRate") == 1
        page.goto(f"{host}morning/episodes/2026-03-02/index.html")
        page.wait_for_function("document.getElementById('audio').currentTime > 0")
        page.wait_for_selector("#resumed:visible")
        holds(page, "document.getElementById('audio').playbackRate === 1.5")


def test_the_page_is_read_and_played_with_scripts_off(visit: Any) -> None:
    page = visit(viewport=SIZES["desk"], java_script_enabled=False)
    assert page.locator("audio").is_visible()
    assert page.locator("article h3").count() >= 4
    assert page.locator("article p .s").first.is_visible()
    assert not page.locator("#deck").is_visible()
    assert page.locator(".here").count() == 0
    assert "#t=" in page.locator(".chapters a").nth(1).get_attribute("href")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["index.html", "subscribe.html", "episodes/2026-03-02/index.html"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    visit: Any, path: str, scheme: str, size: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = visit(path, viewport=SIZES[size], color_scheme=scheme)
    if path.startswith("episodes"):
        page.locator("article .s").first.click()
        page.wait_for_selector(".now")
        page.evaluate("document.getElementById('audio').pause()")
    tags = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = axe.Axe().run(page, options={"runOnly": tags})
    assert found.response["violations"] == [], found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, select, summary, label, input')]
    .filter((e) => e.checkVisibility() && !e.closest('.correction, .s, label:has(input, select)')
        && !e.matches('.skip, .past, .fixed, label'))
    .concat([...document.querySelectorAll('label')].filter((e) => e.checkVisibility()))
    .filter((e) => { const b = e.getBoundingClientRect(); return b.height < 43.5 || b.width < 43.5; })
    .map((e) => e.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", ["index.html", "subscribe.html", "episodes/2026-03-02/index.html"])
def test_whatever_is_touched_is_as_large_as_a_finger(visit: Any, path: str, size: str) -> None:
    """WCAG 2.2, 2.5.5: 44 px each way but for links in a sentence."""
    page = visit(path, viewport=SIZES[size])
    assert page.evaluate(SMALL_TARGETS) == []
    if path.startswith("episodes"):
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        page.wait_for_selector(".player.small")
        assert page.evaluate(SMALL_TARGETS) == []


def test_who_wants_little_motion_gets_none(visit: Any) -> None:
    page = visit(viewport=SIZES["desk"], reduced_motion="reduce")
    assert not page.locator("#follow").is_checked()
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_zoomed_to_four_times_the_player_leaves_room_to_read(visit: Any) -> None:
    page = visit(viewport=ZOOMED)
    # The player was never in sight: one jumps from above it past it.
    page.evaluate("document.querySelector('article:last-of-type').scrollIntoView()")
    page.wait_for_selector(".player.small")
    assert page.locator("#player").bounding_box()["height"] < 256 / 3


def test_a_list_of_episodes_is_narrowed_by_words(browser: Any, tmp_path: Path) -> None:
    episodes = [make_episode(date=dt.date(2026, 3, day)) for day in range(1, 6)]
    episodes[2] = with_text("春耕")
    words = load_words("zh", tmp_path)
    for name, data in render_site(SHOW, episodes, words=words, newest=4).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    with contextlib.closing(browser.new_context()) as context:
        context.set_default_timeout(WAIT_MS)
        page = context.new_page()
        page.goto((tmp_path / "index.html").as_uri())
        page.fill("#filter-words", "2026年3月1日")
        page.wait_for_function("document.getElementById('filter-result').textContent === '找到1期'")
        are_seen(page, ".entry", 1)
        page.fill("#filter-words", "没有这样的词")
        page.wait_for_function(
            "document.getElementById('filter-result').textContent === '没有找到'"
        )
        page.fill("#filter-words", "")
        are_seen(page, ".entry", 3)


def test_at_the_end_the_next_episode_is_offered_and_does_not_start(visit: Any) -> None:
    page = visit("episodes/2026-03-01/index.html", viewport=SIZES["phone"])
    page.locator("#toggle").click()
    page.wait_for_function("!document.getElementById('audio').paused")
    page.evaluate("(a => { a.currentTime = a.duration - 0.2; })(document.getElementById('audio'))")
    page.wait_for_selector("#up-next:visible")
    offer = page.locator("#up-next").inner_text()
    assert "3月2日" in offer
    has_text(page, "#status", offer.strip())
    assert page.url.endswith("2026-03-01/index.html")
    page.goto(page.url.replace("episodes/2026-03-01/", ""))
    has_text(page, ".entry .heard", "已听完")
    is_hidden(page, "#continue")


def test_the_front_page_leads_back_to_where_one_stopped(visit: Any) -> None:
    page = visit(viewport=SIZES["phone"])
    page.locator("#toggle").click()
    page.wait_for_function("!document.getElementById('audio').paused")
    page.evaluate("(a => { a.currentTime = 7; a.pause(); })(document.getElementById('audio'))")
    page.wait_for_selector(".player:not(.playing)")
    page.locator(".bar a").click()
    page.wait_for_selector("#continue:visible")
    link = page.locator("#continue a")
    holds(page, "document.querySelector('#continue a').innerText.startsWith('继续收听：3月2日')")
    link.click()
    page.wait_for_function("document.getElementById('audio').currentTime >= 7")


def test_search_finds_stories_by_their_text_and_leads_to_them(visit: Any) -> None:
    page = visit("index.html", viewport=SIZES["phone"], bypass_csp=False)
    page.fill("#filter-words", "三万册")
    page.wait_for_selector("#hits li:nth-child(2)")
    holds(page, "document.getElementById('filter-result').innerText.includes('正文里找到2条')")
    assert page.locator("#hits mark").first.inner_text() == "三万册"
    page.locator("#hits a").first.click()
    page.wait_for_selector("article:target")
    assert "老茶厂" in page.locator("article:target").inner_text()


def test_an_excerpt_is_cut_between_characters(browser: Any, tmp_path: Path) -> None:
    rare = "𬭎𬀩"
    episode = make_episode()
    cue = replace(
        episode.cues[0],
        text=f"{rare * 20}新渡口{rare * 20}",
        chapter=episode.stories[0].chapter,
        inside_words=(),
        words=(),
    )
    episodes = [replace(episode, cues=(cue,)), make_episode(date=dt.date(2026, 3, 1))]
    words = load_words("zh", tmp_path)
    for name, data in render_site(SHOW, episodes, words=words, newest=4).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    with served(tmp_path) as host, contextlib.closing(browser.new_context()) as context:
        context.set_default_timeout(WAIT_MS)
        page = context.new_page()
        page.goto(f"{host}index.html")
        for wanted in ("新渡口", "口𬭎"):
            page.fill("#filter-words", wanted)
            has_text(page, "#hits mark", wanted)
            excerpt = page.locator("#hits .meta").first.inner_text()
            before, _, behind = excerpt.partition(wanted)
            assert before.partition("…")[2].endswith((rare * 12, f"{rare * 11}新渡"))
            assert behind.startswith((rare * 12, f"𬀩{rare * 11}"))
            assert behind.endswith("…")


def test_the_newest_episode_is_heard_where_no_host_answers(browser: Any, folder: Path) -> None:
    with contextlib.closing(browser.new_context(viewport=SIZES["phone"])) as context:
        context.set_default_timeout(WAIT_MS)
        page = context.new_page()
        with served(folder) as host:
            page.goto(host)
            assert (
                page.evaluate("navigator.serviceWorker.getRegistrations().then(r => r.length)") == 0
            )
            page.locator("#offline-wanted").check()
            page.wait_for_selector("#offline-result:text('已保存')")
        page.reload()
        page.locator(".newest .play").click()
        page.wait_for_selector(".playing")
        page.locator(".chapters a").nth(3).click()
        page.wait_for_selector(".s.now")
        page.goto(host)
        page.locator("#offline-wanted").uncheck()


def test_a_correction_is_heard_at_once_and_the_listeners_place_stays(
    browser: Any, folder: Path, tmp_path: Path
) -> None:
    shutil.copytree(folder, tmp_path / "show", ignore=shutil.ignore_patterns(".work"))
    show, episode = tmp_path / "show", "episodes/2026-03-02"
    with contextlib.closing(browser.new_context(bypass_csp=True)) as context:
        context.set_default_timeout(WAIT_MS)
        page = context.new_page()
        with served(show) as host:
            page.goto(f"{host}{episode}/index.html")
            page.locator("#toggle").click()
            page.wait_for_selector(".playing")
            page.evaluate("(a => { a.currentTime = 7; a.pause(); })(audio)")
            page.wait_for_selector(".player:not(.playing)")
            corrected = replace(
                load_episode(show / episode / "episode.json"),
                corrected=dt.datetime.fromisoformat("2026-03-02T09:30:00+08:00"),
            )
            words = load_words("zh", tmp_path)
            for name, data in render_site(SHOW, [corrected], words=words, newest=60).items():
                (show / name).write_bytes(data)
            asked: list[str] = []
            page.on("request", lambda request: asked.append(request.url))
            page.goto(f"{host}{episode}/index.html")
            page.wait_for_function("document.getElementById('audio').currentTime >= 7")
            audio = [url for url in asked if ".mp3" in url]
            assert audio
            assert [url for url in audio if not url.endswith(".mp3?v=20260302093000")] == []
            page.goto(host)
            page.locator("#offline-wanted").check()
            page.wait_for_selector("#offline-result:text('已保存')")
        page.reload()
        page.locator(".newest .play").click()
        page.wait_for_selector(".playing")
        page.goto(host)
        page.locator("#offline-wanted").uncheck()


def test_the_feed_address_can_be_copied(visit: Any) -> None:
    page = visit("subscribe.html", permissions=["clipboard-read", "clipboard-write"])
    page.locator("#copy").click()
    page.wait_for_function("document.getElementById('copy-result').textContent === '已复制'")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith("/feed.xml")


def test_the_page_works_from_the_disk_without_a_server(browser: Any, folder: Path) -> None:
    context = browser.new_context()
    context.set_default_timeout(WAIT_MS)
    page = context.new_page()
    page.goto((folder / "episodes" / "2026-03-02" / "index.html").as_uri())
    assert page.evaluate("getComputedStyle(document.querySelector('.player')).display") == "block"
    page.locator("article .s").first.click()
    page.wait_for_selector(".now")
    page.wait_for_function("document.getElementById('audio').currentTime > 0")
    context.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_camera_reads_the_subscription_pages_address_off_it(
    browser: Any, tmp_path: Path, scheme: str, size: str
) -> None:
    zxingcpp = pytest.importorskip("zxingcpp")
    words = load_words("zh", tmp_path)
    for name, data in render_site(SHOW, [make_episode()], words=words, newest=60).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    context = browser.new_context(viewport=SIZES[size], color_scheme=scheme)
    with contextlib.closing(context):
        context.set_default_timeout(WAIT_MS)
        page = context.new_page()
        page.goto((tmp_path / "subscribe.html").as_uri())
        seen = Image.open(io.BytesIO(page.screenshot(full_page=True)))
    codes = [code.text for code in zxingcpp.read_barcodes(seen)]
    assert codes == ["https://tingbao.example/show/subscribe.html"]


def test_a_browser_shows_the_feed_as_a_page(browser: Any, site: str) -> None:
    # Not by `visit`: a browser asks for the host's icon where a page names none.
    with contextlib.closing(browser.new_context()) as context:
        context.set_default_timeout(WAIT_MS)
        page = context.new_page()
        page.goto(f"{site}feed.xml")
        before = "getComputedStyle(document.querySelector('channel'), '::before').content"
        assert "这是播客的订阅源" in page.evaluate(before)
        hidden = page.evaluate("getComputedStyle(document.querySelector('item > guid')).display")
        assert hidden == "none"
        shown = """[...document.querySelectorAll('item > *')]
            .filter((e) => e.checkVisibility()).map((e) => e.tagName)"""
        assert page.evaluate(shown) == ["title", "link"] * 2
