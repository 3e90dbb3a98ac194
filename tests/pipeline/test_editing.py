"""The editor's hand: what is written stays as it was written, and what it costs is told before."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from audiopaper.cli import audiopaper
from audiopaper.config import Config
from audiopaper.errors import MissingProgramError, RundownError
from audiopaper.model import Item
from audiopaper.pipeline.production import Order, produce
from audiopaper.pipeline.rundown_differences import describe_changes
from audiopaper.pipeline.rundown_edit import begin_edit, find_rundown, finish_edit
from audiopaper.rundown import warn_of_repeats
from audiopaper.runtime import tell_nobody
from audiopaper.show.folder import EditionFolder, show_folder
from tests.support.builders import make_item, make_rundown
from tests.support.daily_show import make_show
from tests.support.sample_edition import PAGE


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    return make_show(tmp_path, monkeypatch)


def draft(config: Config, page: str = PAGE) -> EditionFolder:
    path = config.folder / "01.txt"
    path.write_text(page, "utf-8")
    produce(Order(paths=(path,), dry_run=True), config, tell_nobody)
    return find_rundown(show_folder(config), None)


def test_comments_and_order_survive_an_edit(config: Config) -> None:
    edition = draft(config)
    editing = begin_edit(edition)
    text = edition.rundown_draft.read_text("utf-8")
    written = "# 主任说先播茶厂\n" + text.replace("老茶厂改成图书馆", "茶厂变书房 # 不是注释")
    edition.rundown_draft.write_text(written, "utf-8")
    edited = finish_edit(editing, config)
    assert edition.rundown.read_text("utf-8") == written
    assert edited.changes == ("title: 老茶厂改成图书馆 -> 茶厂变书房 # 不是注释",)
    assert not edition.rundown_draft.exists()


def test_only_what_changed_is_to_be_spoken_again(config: Config) -> None:
    edition = draft(config)
    first = finish_edit(begin_edit(edition), config)
    assert first.changes == ()
    assert first.to_speak == first.segments > 3
    produce(Order(paths=(config.folder / "01.txt",)), config, tell_nobody)
    editing = begin_edit(edition)
    text = edition.rundown_draft.read_text("utf-8")
    edition.rundown_draft.write_text(text.replace("周末有孩子们的故事会", "周末有故事会"), "utf-8")
    edited = finish_edit(editing, config)
    assert edited.to_speak == 1
    assert 0 < edited.speak_ms < edited.total_ms


def test_a_draft_with_a_mistake_is_kept_and_the_rundown_stays(config: Config) -> None:
    edition = draft(config)
    before = edition.rundown.read_bytes()
    editing = begin_edit(edition)
    edition.rundown_draft.write_text(
        edition.rundown_draft.read_text("utf-8").replace('"lan"', '"lna"'), "utf-8"
    )
    with pytest.raises(RundownError, match=r"line \d+: there is no presenter 'lna'"):
        finish_edit(editing, config)
    assert edition.rundown.read_bytes() == before
    again = begin_edit(edition)
    assert again.resumed
    assert '"lna"' in edition.rundown_draft.read_text("utf-8")


def test_the_way_out_of_a_broken_draft_leads_back_to_the_rundown(config: Config) -> None:
    edition = draft(config)
    edition.rundown.write_text(
        edition.rundown.read_text("utf-8").replace("老茶厂改成图书馆", "茶厂变书房"), "utf-8"
    )
    before = edition.rundown.read_bytes()
    for broken in (b"title = ", b"# nothing else\n", b"schema = 1\ndate = 2026-03-02\n"):
        editing = begin_edit(edition)
        edition.rundown_draft.write_bytes(broken)
        with pytest.raises(RundownError) as caught:
            finish_edit(editing, config)
        assert "--redraft" not in caught.value.remedy
        assert "deleting" in caught.value.remedy
        assert str(edition.rundown_draft) in caught.value.remedy
        assert edition.rundown.read_bytes() == before
        edition.rundown_draft.unlink()
    assert finish_edit(begin_edit(edition), config).changes == ()


@pytest.mark.parametrize("blank", ["", "\n", " \n\t\n"])
def test_an_emptied_draft_changes_nothing_and_is_not_resumed(config: Config, blank: str) -> None:
    edition = draft(config)
    before = edition.rundown.read_bytes()
    editing = begin_edit(edition)
    edition.rundown_draft.write_text(blank, "utf-8")
    with pytest.raises(RundownError, match="the draft is empty; the rundown is as it was"):
        finish_edit(editing, config)
    assert edition.rundown.read_bytes() == before
    assert not begin_edit(edition).resumed


def test_an_empty_rundown_is_not_opened(config: Config) -> None:
    edition = draft(config)
    edition.rundown.write_bytes(b"\n")
    with pytest.raises(RundownError, match="is empty") as caught:
        begin_edit(edition)
    assert "audiopaper rundown PATH" in caught.value.remedy
    assert not edition.rundown_draft.exists()


@pytest.mark.parametrize("wrong", ['presenter = "lna"', "presenter = lan", 'pages = "x"'])
def test_an_edit_mends_a_rundown_that_was_broken_by_hand(config: Config, wrong: str) -> None:
    edition = draft(config)
    right = edition.rundown.read_text("utf-8")
    edition.rundown.write_text(right.replace('presenter = "lan"', wrong, 1), "utf-8")
    editing = begin_edit(edition)
    edition.rundown_draft.write_text(right, "utf-8")
    assert finish_edit(editing, config).changes == ("the file can be read again",)
    assert edition.rundown.read_text("utf-8") == right


def test_the_day_of_an_edition_is_not_changed(config: Config) -> None:
    edition = draft(config)
    right = edition.rundown.read_text("utf-8")
    wrong = right.replace("date = 2026-03-02", "date = 2026-03-05")
    editing = begin_edit(edition)
    edition.rundown_draft.write_text(wrong, "utf-8")
    with pytest.raises(RundownError, match=r"line \d+: date is 2026-03-05") as caught:
        finish_edit(editing, config)
    assert caught.value.remedy == "write: date = 2026-03-02"
    # A hand that changed it in the rundown itself is mended by an edit.
    edition.rundown.write_text(wrong, "utf-8")
    edition.rundown_draft.write_text(right, "utf-8")
    finish_edit(begin_edit(edition), config)
    assert edition.rundown.read_text("utf-8") == right


def test_what_a_resumed_draft_replaces_is_kept(config: Config) -> None:
    edition = draft(config)
    begin_edit(edition)
    text = edition.rundown.read_text("utf-8")
    edition.rundown_draft.write_text(text + "# 昨晚的\n", "utf-8")
    edition.rundown.write_text(text + "# 今早别人的\n", "utf-8")
    edited = finish_edit(begin_edit(edition), config)
    assert edited.put_aside is not None
    assert edited.put_aside.read_text("utf-8").endswith("# 今早别人的\n")


def test_a_copy_of_an_editions_folder_is_no_edition(config: Config) -> None:
    edition = draft(config)
    copied = edition.path.with_name("2026-old")
    copied.mkdir()
    (copied / "rundown.toml").write_bytes(edition.rundown.read_bytes())
    assert find_rundown(show_folder(config), None) == edition


def test_a_rundown_drafted_meanwhile_is_put_aside(config: Config) -> None:
    edition = draft(config)
    editing = begin_edit(edition)
    edition.rundown_draft.write_text(edition.rundown_draft.read_text("utf-8") + "# 我的\n", "utf-8")
    draft(config, PAGE.replace("老茶厂改成图书馆", "老茶厂重新开门"))
    edited = finish_edit(editing, config)
    assert edited.put_aside is not None
    assert "老茶厂重新开门" in edited.put_aside.read_text("utf-8")
    assert edition.rundown.read_text("utf-8").endswith("# 我的\n")


def test_a_story_that_no_longer_fits_its_pages_is_named(config: Config) -> None:
    edition = draft(config)
    edition.rundown.write_text(
        edition.rundown.read_text("utf-8").replace("老茶厂改成图书馆", "茶厂变书房"), "utf-8"
    )
    shorter = PAGE[: PAGE.index("## 老茶厂")]
    other = shorter.replace("票价2元", "票价3元")
    (config.folder / "01.txt").write_text(other, "utf-8")
    outcome = produce(Order(paths=(config.folder / "01.txt",)), config, tell_nobody)
    told = "\n".join(outcome.warnings)
    assert "“茶厂变书房”: its article p1-a2 is not on the pages any more" in told
    assert "“夜间公交今起开行”: the pages have another text for it now" in told
    assert "票价2元" in "".join(c.text for c in outcome.episode.cues), "the editor's text is read"  # type: ignore[union-attr]
    assert len(finish_edit(begin_edit(edition), config).misfits) == 2


NEW_STORY = "## 渡口今起停航\n\n青川日报讯（记者 解小雨）城东渡口今天起停航检修，为期十天。\n\n"


@pytest.mark.parametrize("first", [True, False])
def test_a_story_that_came_to_the_pages_later_is_named(config: Config, first: bool) -> None:
    edition = draft(config)
    edition.rundown.write_text(
        edition.rundown.read_text("utf-8").replace("老茶厂改成图书馆", "茶厂变书房"), "utf-8"
    )
    path = config.folder / "01.txt"
    before = produce(Order(paths=(path,), dry_run=True), config, tell_nobody)
    assert not [line for line in before.warnings if "new on the pages" in line]
    head, mark, rest = PAGE.partition("## ")
    page = f"{head}{NEW_STORY}{mark}{rest}" if first else f"{PAGE.rstrip()}\n\n{NEW_STORY}"
    path.write_text(page, "utf-8")
    outcome = produce(Order(paths=(path,), dry_run=True), config, tell_nobody)
    named = [line for line in outcome.warnings if "new on the pages" in line]
    assert len(named) == 1
    assert "“渡口今起停航”" in named[0]
    misfits = finish_edit(begin_edit(edition), config).misfits
    assert [line for line in misfits if "new on the pages" in line] == named
    # An editor who has written it in is not told again.
    own = (
        '\n[[items]]\nkind = "story"\ntitle = "渡口今起停航"\npresenter = "lan"\ntext = "停航。"\n'
    )
    edition.rundown.write_text(edition.rundown.read_text("utf-8") + own, "utf-8")
    again = produce(Order(paths=(path,), dry_run=True), config, tell_nobody)
    assert not [line for line in again.warnings if "new on the pages" in line]


def test_a_story_that_would_be_heard_twice_is_named() -> None:
    one = make_item(title="甲", text="桥通了。")
    copy = make_item(title="甲", text="桥昨天通了。")
    other_id = make_item(title="乙", text="桥通了。", article_id="p2-a4")
    second_part = make_item(title="甲（二）", text="桥长三百米。")
    own = make_item(title="简讯", article_id="", text="渡口停航。")
    own_too = make_item(title="简讯", article_id="", text="公园开门。")
    assert warn_of_repeats(make_rundown(one, second_part, own, own_too)) == ()
    assert warn_of_repeats(make_rundown(one, make_item(title="甲", drop=True))) == ()
    for repeated in (copy, other_id, one):
        (warning,) = warn_of_repeats(make_rundown(one, own, repeated))
        assert f"story 3 “{repeated.title}” repeats story 1" in warning


def test_a_fixed_block_that_would_be_heard_twice_is_named() -> None:
    story = make_item(title="甲", text="桥通了。")
    greeting = make_item(kind="greeting", title="开场", text="早上好。", article_id="")
    second = make_item(kind="greeting", title="开场", text="我是小宋。", presenter="song")
    headlines = make_item(kind="headlines", title="内容提要", text="", article_id="")
    closing = make_item(kind="sign-off", title="结束", text="早上好。", article_id="")
    assert warn_of_repeats(make_rundown(greeting, second, headlines, story, closing)) == ()
    dropped = make_item(kind="greeting", text="早上好。", drop=True)
    assert warn_of_repeats(make_rundown(greeting, dropped, story)) == ()
    for block in (greeting, headlines, closing):
        (warning,) = warn_of_repeats(make_rundown(block, block, story))
        assert f"“{block.title}” ({block.kind}) is in the rundown 2 times" in warning


def test_each_kind_of_change_is_told() -> None:
    one = make_item(title="甲", article_id="p1-a1")
    two = make_item(title="乙", article_id="p1-a2")
    three = make_item(title="丙", article_id="p1-a3", drop=True)
    before = make_rundown(one, two, three)
    after = make_rundown(
        make_item(title="丙", article_id="p1-a3"),
        make_item(title="乙", article_id="p1-a2", presenter="song", text="两条线路今天开通。"),
        make_item(title="甲", article_id="p1-a1", drop=True),
    )
    assert describe_changes(before, after) == (
        "out: 甲",
        "in: 丙",
        "presenter of 乙: lan -> song",
        "text of 乙: -11 characters",
    )
    assert describe_changes(make_rundown(one, two), make_rundown(two, one)) == ("order: 乙、甲",)
    assert describe_changes(before, before) == ()


def test_changes_are_described_in_the_language_of_messages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    story = make_item(title="渡口复航", article_id="p1-a1", paragraphs=2)
    greeting = Item(kind="greeting", presenter="lan", text="早上好。")
    before = make_rundown(greeting, story)
    after = make_rundown(
        replace(story, paragraphs=0), Item(kind="ident", presenter="lan", text="青")
    )
    expected = {
        "en": ("out: the greeting", "in: the ident", "paragraphs of 渡口复航: 2 -> all"),
        "zh": ("不播：开场", "加入：片头", "渡口复航 的段数：2 -> 全部"),
    }
    for language, lines in expected.items():
        monkeypatch.setenv("AUDIOPAPER_LANG", language)
        assert describe_changes(before, after) == lines


def test_a_line_break_alone_changes_a_text_by_no_characters() -> None:
    story = make_item(title="渡口复航", text="渡口昨天复航。票价不变。")
    split = replace(story, text="渡口昨天复航。\n票价不变。")
    longer = replace(story, text="渡口昨天复航。\n票价不变，五元。")
    assert describe_changes(make_rundown(story), make_rundown(split)) == ("text of 渡口复航",)
    (line,) = describe_changes(make_rundown(story), make_rundown(longer))
    assert line == "text of 渡口复航: +3 characters"


def test_rundown_writes_the_file_and_edit_opens_it(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = config.folder / "01.txt"
    page.write_text(PAGE, "utf-8")
    runner = CliRunner()
    written = runner.invoke(audiopaper, ["rundown", str(page)])
    assert written.stdout.splitlines() == ["output/.work/2026-03-02/rundown.toml"]
    editor = config.folder / "editor.py"
    editor.write_text(
        "import sys, pathlib\np = pathlib.Path(sys.argv[1])\n"
        "p.write_text(p.read_text('utf-8').replace('老茶厂改成图书馆', '茶厂变书房'), 'utf-8')\n",
        "utf-8",
    )
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"{sys.executable} {editor}")
    edited = runner.invoke(audiopaper, ["edit", "2026-03-02"])
    assert edited.exit_code == 0, edited.output
    assert "title: 老茶厂改成图书馆 -> 茶厂变书房" in edited.stdout
    assert "To speak: " in edited.stdout
    assert "Length    about 1.4 of 12 minutes" in edited.stdout
    assert "茶厂变书房" in find_rundown(show_folder(config), None).rundown.read_text("utf-8")


def test_a_day_without_a_rundown_is_an_error_that_says_how_to_write_one(config: Config) -> None:
    with pytest.raises(RundownError, match="no rundown yet") as caught:
        find_rundown(show_folder(config), None)
    assert "audiopaper rundown" in caught.value.remedy


@pytest.fixture
def desktop(config: Config, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desktop that opens text files, and a person at its terminal; no editor was chosen."""
    opener = config.folder / "bin" / ("open" if sys.platform == "darwin" else "xdg-open")
    opener.parent.mkdir()
    opener.write_text(
        f"#!{sys.executable}\nimport sys, pathlib\np = pathlib.Path(sys.argv[-1])\n"
        "p.write_text(p.read_text('utf-8').replace('老茶厂改成图书馆', '茶厂变书房'), 'utf-8')\n",
        "utf-8",
    )
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", str(opener.parent), prepend=os.pathsep)
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.setattr("audiopaper.cli.text_editor._has_terminal", lambda: True)
    return opener


def test_without_an_editor_the_system_opens_the_rundown_and_says_how_to_choose(
    config: Config, desktop: Path
) -> None:
    draft(config)
    edited = CliRunner().invoke(audiopaper, ["edit"], input="\n")
    assert edited.exit_code == 0, edited.output
    assert "title: 老茶厂改成图书馆 -> 茶厂变书房" in edited.stdout
    assert "choose another with: export EDITOR=nano" in edited.stderr
    assert "Press Enter when it is saved" in edited.stderr


@pytest.mark.parametrize("lacking", ["screen", "opener", "terminal"])
def test_a_machine_that_opens_no_editor_says_how_to_choose_one(
    config: Config, desktop: Path, lacking: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft(config)
    if lacking == "screen":
        monkeypatch.setattr("sys.platform", "linux")
        monkeypatch.delenv("DISPLAY")
        monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    elif lacking == "opener":
        desktop.write_text("#!/bin/sh\necho no application for it >&2\nexit 3\n", "utf-8")
    else:
        monkeypatch.setattr("audiopaper.cli.text_editor._has_terminal", lambda: False)
    edited = CliRunner().invoke(audiopaper, ["edit"], input="\n")
    assert isinstance(edited.exception, MissingProgramError)
    assert edited.exception.problem.startswith("EDITOR is not set, and ")
    assert "export EDITOR=nano" in edited.exception.remedy
    assert "2026-03-02/rundown.toml" in edited.exception.remedy
    assert not list(config.folder.rglob("rundown.draft.toml")), "nobody has changed it"


def test_a_chosen_editor_that_is_not_there_is_named(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft(config)
    monkeypatch.setenv("VISUAL", "no-such-editor-here")
    edited = CliRunner().invoke(audiopaper, ["edit"])
    assert isinstance(edited.exception, MissingProgramError)
    assert "no-such-editor-here" in edited.exception.problem
    assert "export EDITOR=nano" in edited.exception.remedy
