"""A morning at the desk in a real browser: by mouse, by keyboard, and with others at the same show."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the desk's packages are not installed")

from audiopaper.desk.jobs import jobs_folder
from audiopaper.show.episode_record import load_episode
from tests.support.browser_waits import WAIT_MS, has_focus, holds
from tests.support.desk_show import DAY, DeskShow, lay_out_show, open_desk
from tests.support.sample_edition import PAGE

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HOSTILE = PAGE.replace("老茶厂改成图书馆", '<script>document.title="caught"</script>老茶厂')
SECOND_PAGE = """\
青川日报
2026年3月2日 星期一
第2版

## 新桥昨天通车

青川日报讯（记者 解小雨）连接城东与城西的新桥昨天上午通车，桥长三百米，双向四车道，两侧有三米宽的步道。

大桥工地负责人说，通车以后，从老茶厂到火车站不用再绕行，车程由半小时缩短到十分钟。
"""
# A reading that is doubtful, which is marked on its story.
HOSTILE = HOSTILE.replace("故事会。", "故事会。一斤干茶要采五万个芽头。")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
        )
        yield launched
        launched.close()


@pytest.fixture
def visit(browser: Any) -> Iterator[Any]:
    """Opens pages; at the end, no page may have met an error."""
    with contextlib.ExitStack() as stack:
        problems: list[str] = []

        def open_page(address: str, **context: Any) -> Any:
            made = browser.new_context(**context)
            stack.callback(made.close)
            page = made.new_page()
            page.set_default_timeout(WAIT_MS)
            page.on("pageerror", lambda error: problems.append(str(error)))
            page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
            page.goto(address)
            return page

        yield open_page
        assert [p for p in problems if "409" not in p] == []


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskShow]:
    """A show whose rundown the tests only look at, or change in ways of their own."""
    with open_desk(lay_out_show(tmp_path_factory.mktemp("drafted"), page=HOSTILE)) as show:
        yield show


def titles(page: Any) -> list[str]:
    return [str(t) for t in page.locator("[data-cards] h3").all_inner_texts()]


def has_titles(page: Any, wanted: list[str]) -> None:
    """Wait until the cards of the rundown have these titles."""
    holds(
        page,
        "t => [...document.querySelectorAll('[data-cards] h3')].map(h => h.innerText).join('\\n') === t",
        "\n".join(wanted),
    )


def press(page: Any, key: str, answer: str) -> Any:
    """Press a key and wait for what it asks for."""
    with page.expect_response(lambda r: answer in r.url) as waiting:
        page.keyboard.press(key)
    return waiting.value


def box_of(element: Any) -> Any:
    """Give where an element stands; while the page is renewed, it stands nowhere for a moment."""
    for _ in range(100):
        element.wait_for()
        if box := element.bounding_box():
            return box
    raise AssertionError(f"{element} stands nowhere")


def drag(page: Any, start: Any, end: Any) -> None:
    """Drag with the mouse; both elements are within the window."""
    page.wait_for_load_state()
    first, last = box_of(start), box_of(end)
    page.mouse.move(first["x"] + 20, first["y"] + 10)
    page.mouse.down()
    page.mouse.move(first["x"] + 25, first["y"] + 18, steps=4)
    page.mouse.move(last["x"] + 20, last["y"] + 10, steps=8)
    page.mouse.up()


def test_a_morning_from_the_inbox_to_a_correction_by_mouse(visit: Any, tmp_path: Path) -> None:
    with open_desk(lay_out_show(tmp_path, drafted=False)) as show:
        page = visit(show.address, viewport={"width": 1280, "height": 1200})
        late = {"name": "02.txt", "mimeType": "text/plain", "buffer": SECOND_PAGE.encode()}
        page.locator("[data-upload]").set_input_files(late)
        page.wait_for_selector("text=已放入：02.txt")
        page.click("#go")
        page.wait_for_selector("#go[data-verb=make]")
        first = titles(page)
        assert "新桥昨天通车" in first
        page.locator("[data-card] [data-move]").nth(7).click()
        page.wait_for_function(
            "t => [...document.querySelectorAll('[data-cards] h3')].map(h => h.innerText).join() !== t",
            arg=",".join(first),
        )
        assert sorted(titles(page)) == sorted(first)
        # By dragging, too.
        before = titles(page)
        cards = page.locator("[data-cards] > [data-card]")
        drag(page, cards.nth(5).locator("h3"), cards.nth(3).locator("h3"))
        page.wait_for_function(
            "t => document.querySelectorAll('[data-cards] h3')[3].innerText === t", arg=before[5]
        )
        page.locator("[data-reading] [data-right]").first.click()
        page.wait_for_selector("text=已处理 1 处")
        page.click("#go")
        page.wait_for_selector("#approve")
        # What was changed since the draft is there to be read before it is approved.
        assert page.locator("#changes .changes").first.inner_text().startswith("顺序")
        page.locator("#approve").click()
        page.wait_for_selector(".state.public")
        public = show.folder / "output" / "episodes" / DAY
        before = load_episode(public / "episode.json")
        assert (show.folder / "output" / "feed.xml").is_file()
        # A story is rewritten and the correction published, in the episode's place.
        page.wait_for_selector("[data-correct]")
        card = page.locator("[data-cards] [data-card]").nth(3)
        card.locator("[data-edit]").click()
        assert not card.locator("[data-anyway]").is_visible()
        card.locator("textarea").fill("青川夜间公交昨晚首发，票价两元。")
        with page.expect_response("**/hear") as heard:
            card.locator("[data-hear-here]").click()
        assert json.loads(heard.value.request.post_data)["sentence"].startswith("青川夜间公交")
        card.locator("button[type=submit]").first.click()
        page.wait_for_selector("text=制作以后又改过")
        page.fill("[name=note]", "票价改为两元")
        page.click("[data-correct] button")
        page.wait_for_selector("text=票价改为两元。")
        # What listeners get now is heard where it changed.
        jump = page.locator(".remade [data-to-cue]").first
        jump.click()
        has_focus(page, f"[id={jump.get_attribute('data-to-cue')}]")
        page.wait_for_function("() => document.querySelector('[data-audio]').currentTime > 1")
        after = load_episode(public / "episode.json")
        assert after.guid == before.guid
        assert after.audio_sha256 != before.audio_sha256


def test_a_morning_by_keyboard_alone(visit: Any, tmp_path: Path) -> None:
    card = "[data-cards] > [data-card]"
    with open_desk(lay_out_show(tmp_path)) as show:
        page = visit(show.address)
        order = titles(page)
        moved = page.locator("[data-card]").nth(3).get_attribute("id")
        page.locator("[data-card]").nth(3).focus()
        press(page, "Alt+ArrowDown", "/move")
        has_titles(page, [*order[:3], order[4], order[3], *order[5:]])
        # The card that was moved still has the focus.
        has_focus(page, f"[id='{moved}']")
        press(page, "Alt+ArrowUp", "/move")
        has_titles(page, order)
        has_focus(page, f"[id='{moved}']")
        # What is dropped leaves the focus on the next card, and is taken in again by the keyboard.
        page.locator("[data-card]").nth(4).locator("[data-drop]").focus()
        press(page, "Enter", "/values")
        has_titles(page, [*order[:4], *order[5:]])
        has_focus(page, card)
        page.locator("#candidates > summary").focus()
        page.keyboard.press("Enter")
        page.locator("#candidates [data-drop]:visible").first.focus()
        press(page, "Enter", "/values")
        holds(
            page,
            "n => document.querySelectorAll('[data-cards] h3').length === n",
            len(order),
        )
        has_focus(page, card)
        page.locator("[data-reading]").first.focus()
        assert press(page, " ", "/hear").status == 200
        settled = page.evaluate("document.activeElement.id")
        press(page, "y", "/reading")
        page.wait_for_function("id => !document.getElementById(id)", arg=settled)
        # One key a decision: the next one has the focus.
        has_focus(page, "[data-reading]")
        for button, reached in (("#go", "#approve"), ("#approve", ".state.public")):
            page.locator(button).focus()
            press(page, "Enter", "/job")
            page.wait_for_selector(reached)
        assert (show.folder / "output" / "episodes" / DAY / "episode.json").is_file()


def test_an_answer_that_comes_late_takes_neither_the_newer_page_nor_the_focus(
    visit: Any, tmp_path: Path
) -> None:
    with open_desk(lay_out_show(tmp_path)) as show:
        page = visit(show.address)
        order = titles(page)
        moved = page.locator("[data-card]").nth(3).get_attribute("id")
        # The page as it was before the move, which another program's saving asks for, is held up.
        held: list[tuple[Any, Any]] = []
        page.route("**/main", lambda route: held.append((route, route.fetch())), times=1)
        with page.expect_request("**/main"):
            os.utime(show.rundown)
        while not held:
            page.wait_for_timeout(20)
        ((late, answer),) = held
        page.locator("[data-card]").nth(3).focus()
        with page.expect_response("**/main"):
            press(page, "Alt+ArrowDown", "/move")
        wanted = [*order[:3], order[4], order[3], *order[5:]]
        has_titles(page, wanted)
        # What comes late is asked for anew.
        with page.expect_response(lambda r: r.url.endswith("/main") and r.request != late.request):
            late.fulfill(response=answer)
        has_titles(page, wanted)
        has_focus(page, f"[id='{moved}']")


@pytest.mark.parametrize(
    "selector", ["#more-pages > summary", "[data-reading] summary", "[data-reading] [data-right]"]
)
def test_the_focus_stays_on_a_control_while_the_page_is_renewed(
    visit: Any, drafted: DeskShow, selector: str
) -> None:
    page = visit(drafted.address)
    page.locator(selector).first.focus()
    before = page.evaluate("document.activeElement.outerHTML")
    renew_by_another_program(page, drafted)
    has_focus(page, selector)
    assert page.evaluate("document.activeElement.outerHTML") == before


def renew_by_another_program(page: Any, show: DeskShow) -> None:
    """Change the rundown's file, and wait until the page is of the new one."""
    version = page.locator("[data-version]").get_attribute("data-version")
    text = show.rundown.read_text("utf-8")
    show.rundown.write_text(f"{text}# 手改\n", "utf-8")
    holds(page, "v => document.querySelector('[data-version]').dataset.version !== v", version)


def test_two_editors_see_each_others_changes_and_lose_nothing(
    visit: Any, drafted: DeskShow
) -> None:
    first, second = visit(drafted.address), visit(drafted.address)
    mine = first.locator("[data-cards] [data-card]").nth(3)
    mine.locator("[data-edit]").click()
    mine.locator("textarea").fill("我写的这一段。")
    theirs = second.locator("[data-cards] [data-card]").nth(4)
    theirs.locator("[data-edit]").click()
    theirs.locator("[name=title]").fill("别人改的标题")
    theirs.locator("button[type=submit]").first.click()
    second.wait_for_selector("h3:text('别人改的标题')")
    first.wait_for_selector("text=这一页在别处有改动")
    assert mine.locator("textarea").input_value() == "我写的这一段。"
    mine.locator("button[type=submit]").first.click()
    # The page is the new one, and what was typed still stands in its form.
    first.wait_for_selector("h3:text('别人改的标题')")
    assert mine.locator("textarea").input_value() == "我写的这一段。"
    mine.locator("[data-anyway]").click()
    mine.locator("[data-form]").wait_for(state="hidden")
    rundown = drafted.rundown.read_text("utf-8")
    assert "别人改的标题" in rundown
    assert "我写的这一段。" in rundown


OWN_STORIES = """
[[items]]
kind = "story"
title = "读者来信"
presenter = "lan"
text = "第一封信。"

[[items]]
kind = "story"
title = "读者来信"
presenter = "lan"
text = "第二封信。"

[[items]]
kind = "story"
title = "编后话"
presenter = "lan"
text = "编辑的话。"
"""


@pytest.fixture
def lettered(tmp_path: Path) -> Iterator[DeskShow]:
    """A desk whose rundown begins with stories of the editor's own, two of one title."""
    with open_desk(lay_out_show(tmp_path)) as show:
        head, first, rest = show.rundown.read_text("utf-8").partition("\n[[items]]")
        show.rundown.write_text(f"{head}{OWN_STORIES}{first}{rest}", "utf-8")
        yield show


def items_of(show: DeskShow) -> list[dict[str, Any]]:
    return list(tomllib.loads(show.rundown.read_text("utf-8"))["items"])


@pytest.mark.parametrize("number", [0, 1])
def test_what_is_typed_stays_with_its_item_when_items_change_places(
    visit: Any, lettered: DeskShow, number: int
) -> None:
    page = visit(lettered.address)
    card = page.locator("[data-cards] [data-card]").nth(number)
    name = card.get_attribute("id")
    card.locator("[data-edit]").click()
    card.locator("textarea").fill("改过的信。")
    card.focus()
    for place in (number + 1, number + 2):
        press(page, "Alt+ArrowDown", "/move")
        holds(
            page,
            f"id => document.querySelectorAll('[data-cards] > [data-card]')[{place}].id === id",
            name,
        )
        has_focus(page, f"#{name}")
    moved = page.locator(f"#{name}")
    assert moved.locator("textarea").input_value() == "改过的信。"
    moved.locator("[data-save]").click()
    moved.locator("[data-form]").wait_for(state="hidden")
    letters = ["第一封信。", "第二封信。"]
    letters[number] = "改过的信。"
    texts = {item["text"].strip() for item in items_of(lettered)[:4] if item["kind"] == "story"}
    assert texts == {*letters, "编辑的话。"}


def test_what_is_typed_into_the_greeting_stays_there(visit: Any, lettered: DeskShow) -> None:
    page = visit(lettered.address)
    card = page.locator("#card-greeting")
    card.locator("[data-edit]").click()
    card.locator("textarea").fill("各位早上好。")
    page.locator("#card-headlines [data-move]").first.click()
    page.wait_for_selector("#card-headlines + #card-greeting")
    assert card.locator("textarea").input_value() == "各位早上好。"
    card.locator("[data-cancel]").click()


def save_title(page: Any, number: int, title: str) -> None:
    card = page.locator("[data-cards] [data-card]").nth(number)
    card.locator("[data-edit]").click()
    card.locator("[name=title]").fill(title)
    card.locator("[data-save]").click()
    page.wait_for_selector(f"h3:text('{title}')")


def test_saving_against_another_editor_changes_only_what_was_typed(
    visit: Any, drafted: DeskShow
) -> None:
    first, second = visit(drafted.address), visit(drafted.address)
    mine = first.locator("[data-cards] [data-card]").nth(3)
    mine.locator("[data-edit]").click()
    mine.locator("textarea").fill("我改的正文。")
    save_title(second, 3, "别人改的这条标题")
    first.wait_for_selector("text=这一页在别处有改动")
    mine.locator("[data-save]").click()
    first.wait_for_selector("h3:text('别人改的这条标题')")
    assert mine.locator("[name=title]").input_value() == "别人改的这条标题"
    assert mine.locator("textarea").input_value() == "我改的正文。"
    assert mine.locator("[data-theirs]").count() == 0
    mine.locator("[data-anyway]").click()
    mine.locator("[data-form]").wait_for(state="hidden")
    item = items_of(drafted)[3]
    assert (item["title"], item["text"].strip()) == ("别人改的这条标题", "我改的正文。")


def test_what_somebody_else_wrote_in_the_same_field_is_shown_beside_it(
    visit: Any, drafted: DeskShow
) -> None:
    first, second = visit(drafted.address), visit(drafted.address)
    mine = first.locator("[data-cards] [data-card]").nth(3)
    mine.locator("[data-edit]").click()
    mine.locator("[name=title]").fill("我的说法")
    save_title(second, 3, "别人的说法")
    first.wait_for_selector("text=这一页在别处有改动")
    mine.locator("[data-save]").click()
    first.wait_for_selector("[data-theirs]:has-text('别人的说法')")
    assert mine.locator("[name=title]").input_value() == "我的说法"
    assert not mine.locator("[data-save]").is_visible()
    assert items_of(drafted)[3]["title"] == "别人的说法"
    mine.locator("[data-anyway]").click()
    first.wait_for_selector("h3:text('我的说法')")
    assert items_of(drafted)[3]["title"] == "我的说法"


def test_what_was_typed_for_an_item_that_is_gone_is_still_shown(
    visit: Any, lettered: DeskShow
) -> None:
    page = visit(lettered.address)
    card = page.locator("[data-cards] [data-card]").nth(2)
    card.locator("[data-edit]").click()
    card.locator("textarea").fill("写了很久的话。")
    text = lettered.rundown.read_text("utf-8")
    lettered.rundown.write_text(text.replace("编后话", "编辑手记"), "utf-8")
    page.wait_for_selector("text=这一页在别处有改动")
    card.locator("[data-save]").click()
    page.wait_for_selector("#orphans:not([hidden])")
    assert page.locator("#orphans textarea").input_value() == "写了很久的话。"
    page.locator("#orphans [data-forget]").click()
    page.locator("#orphans").wait_for(state="hidden")


def test_what_is_typed_outlives_a_reload(visit: Any, drafted: DeskShow) -> None:
    page = visit(drafted.address)
    card = page.locator("[data-cards] [data-card]").nth(3)
    card.locator("[data-edit]").click()
    card.locator("[name=title]").fill("还没有保存")
    page.reload()
    card.locator("[data-edit]").click()
    assert card.locator("[name=title]").input_value() == "还没有保存"
    card.locator("[data-cancel]").click()


def test_typed_text_is_marked_and_asked_about_until_it_is_saved(
    visit: Any, drafted: DeskShow
) -> None:
    page = visit(drafted.address)
    card = page.locator("[data-cards] [data-card]").nth(3)
    mark, title = card.locator("[data-unsaved]"), card.locator("h3").inner_text()
    assert not mark.is_visible()
    card.locator("[data-edit]").click()
    card.locator("textarea").press_sequentially("又")
    card.locator("[data-edit]").click()
    assert mark.is_visible()
    page.reload()
    assert mark.is_visible()
    jobs: list[str] = []
    page.on("request", lambda r: jobs.append(r.url) if r.url.endswith("/job") else None)
    page.click("#go")
    page.wait_for_selector(f"#trouble:has-text('{title}')")
    assert jobs == []
    # The browser asks before the tab is closed.
    card.locator("[data-edit]").click()
    questions: list[str] = []
    page.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    page.wait_for_timeout(500)
    assert questions == ["beforeunload"]
    # What is typed and taken back, or given up, is no change.
    card.locator("textarea").press("ControlOrMeta+z")
    card.locator("[data-cancel]").click()
    assert not mark.is_visible()


def test_a_form_without_a_change_keeps_nobody_from_the_work(visit: Any, tmp_path: Path) -> None:
    with open_desk(lay_out_show(tmp_path)) as show:
        page = visit(show.address)
        card = page.locator("[data-cards] [data-card]").nth(3)
        card.locator("[data-edit]").click()
        card.locator("[name=title]").press("End")
        card.locator("[name=title]").press_sequentially("又")
        card.locator("[name=title]").press("Backspace")
        assert not card.locator("[data-unsaved]").is_visible()
        card.locator("[name=title]").press_sequentially("又")
        page.click("#go")
        page.wait_for_selector("#trouble:has-text('没有保存')")
        # The second press goes on.
        with page.expect_response("**/job"):
            page.click("#go")
        card.locator("[data-cancel]").click()


def test_every_answer_to_an_upload_of_several_files_stays(browser: Any, tmp_path: Path) -> None:
    # Not by `visit`, since Chromium reports a refusal as an error of the page.
    with (
        open_desk(lay_out_show(tmp_path, drafted=False)) as show,
        contextlib.closing(browser.new_context()) as context,
    ):
        page = context.new_page()
        page.goto(show.address)
        files = [
            {"name": name, "mimeType": "text/plain", "buffer": content.encode()}
            for name, content in (("稿件.docx", "x"), ("05.txt", ""), ("04.txt", SECOND_PAGE))
        ]
        page.locator("[data-upload]").set_input_files(files)
        page.wait_for_selector("#trouble:has-text('已放入：04.txt')")
        trouble = page.locator("#trouble").inner_text()
        assert all(file["name"] in trouble for file in files)


def test_a_note_that_is_being_typed_outlives_what_changes_elsewhere(
    visit: Any, drafted: DeskShow
) -> None:
    page = visit(drafted.address)
    row = page.locator("[data-reading]").nth(1)
    name = row.get_attribute("id")
    row.locator("summary").click()
    row.locator("[name=reading]").fill("ce4 shi4")
    row.locator("[name=reading]").press("ArrowLeft")
    renew_by_another_program(page, drafted)
    has_focus(page, f"#{name} [name=reading]")
    # Typing goes on where the cursor was, and no letter is taken for a key of the desk's.
    page.keyboard.type("y")
    assert page.locator(f"#{name} [name=reading]").input_value() == "ce4 shiy4"


def test_a_headline_is_never_code(visit: Any, drafted: DeskShow) -> None:
    page = visit(drafted.address)
    assert page.title() != "caught"
    assert any("<script>" in title for title in titles(page)) or "&lt;script" in page.content()


def test_making_goes_on_when_the_desk_is_killed_and_is_taken_up_again(
    visit: Any, tmp_path: Path
) -> None:
    folder = lay_out_show(tmp_path)
    with open_desk(folder) as show:
        page = visit(show.address)
        page.click("#go")
        page.wait_for_selector("#stop")
        page.context.close()
    # That desk is gone; the work is not.
    with open_desk(folder) as show:
        page = visit(show.address)
        page.wait_for_selector("#approve")
        page.reload()
        page.wait_for_selector("#approve")


def test_work_that_is_killed_is_told_and_done_again(visit: Any, tmp_path: Path) -> None:
    with open_desk(lay_out_show(tmp_path)) as show:
        page = visit(show.address)
        job = jobs_folder(show.config) / "job.json"
        with page.expect_response("**/job"):
            page.click("#go")
        pid = 0
        while not pid:
            pid = json.loads(job.read_text("utf-8"))["pid"]
            page.wait_for_timeout(20)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        page.wait_for_selector("text=/没有做成|制作完成/")
        if page.locator("#approve").count() == 0:
            page.click("#go")
        page.wait_for_selector("#approve")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    visit: Any, drafted: DeskShow, width: int, scheme: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = visit(drafted.address, viewport={"width": width, "height": 900}, color_scheme=scheme)
    assert page.locator(".card .mark").count()
    page.locator("[data-edit]").nth(3).click()
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = axe.Axe().run(page, options={"runOnly": AXE_TAGS})
    assert [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = page.evaluate(
        "[...document.querySelectorAll('button, .button')].filter(b => b.offsetHeight && "
        "b.getBoundingClientRect().height < 44).map(b => b.outerHTML.slice(0, 80))"
    )
    assert small == []


@pytest.mark.parametrize("path", ["/days", "/years", "/lexicon?q=单", "/presenters", "/settings"])
def test_axe_finds_nothing_on_the_other_pages(visit: Any, drafted: DeskShow, path: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    size = {"width": 320, "height": 900}
    page = visit(drafted.address + path, viewport=size, color_scheme="dark")
    found = axe.Axe().run(page, options={"runOnly": AXE_TAGS})
    assert [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_no_request_leaves_the_machine(browser: Any, drafted: DeskShow) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(drafted.address)
    page.close()
    assert asked
    assert all(re.match(re.escape(drafted.address), url) for url in asked)
