"""The day's work with nobody watching: what is whole is made once, and what is not waits."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import feedparser
import pytest
from click.testing import CliRunner

from audiopaper.cli import audiopaper
from audiopaper.config import Config, TodaySettings, read_config
from audiopaper.daily.daily_run import Day, work_through_day
from audiopaper.daily.machine_check import examine
from audiopaper.errors import ConfigError, InputError, PublishError, SynthesisError
from audiopaper.pipeline import engine_choice, episode_maker
from audiopaper.pipeline.correction import withdraw_episode
from audiopaper.pipeline.production import Order, produce
from audiopaper.runtime import tell_nobody
from audiopaper.show import targets
from audiopaper.show.completeness import (
    why_not_whole,
)
from audiopaper.show.episode_record import load_episodes
from audiopaper.show.folder import ShowFolder
from audiopaper.show.inbox import (
    find_deliveries,
)
from audiopaper.show.publication import check_show, held_episodes, release_episodes
from audiopaper.show.run_lock import hold_lock
from tests.support.daily_show import (
    HOUR,
    SIX,
    ZONE,
    config,  # noqa: F401
    days,
    deliver,
    page_of,
    run,
)
from tests.support.sample_edition import PAGE, public_state

SECOND_PAGE = """\
青川日报 2026年3月2日 星期一 第2版 民生

## 河堤新栽柳树三千棵

青川日报讯（记者 石小满）青川河南岸的柳树昨天栽完，三千棵树从水文站一直排到旧码头。园林处说，头三年每周浇两次水，树活了再撤支架。
"""

THIRD_PAGE = """\
青川日报 2026年3月2日 星期一 第2版 文化

## 文化馆周末教剪纸

青川日报讯（记者 乔木）市文化馆的剪纸班这个周末开课，由七十二岁的剪纸艺人贺春枝执教，每班收二十人，材料由馆里准备。
"""


def test_what_is_whole_is_made_once(config: Config) -> None:
    deliver(config, "2026-03-02", {"01.txt": PAGE})
    first = run(config)
    assert [o.rundown.date.day for o in first.made] == [2]
    before = public_state(config.folder / "output")
    assert run(config, SIX + HOUR) == Day()
    assert public_state(config.folder / "output") == before
    assert check_show(config) == ()


def test_a_day_that_was_delivered_twice_is_made_once(config: Config) -> None:
    deliver(config, "2026-03-02", {"01.txt": PAGE})
    run(config)
    deliver(config, "20260302 copy", {"page1.txt": PAGE})
    assert run(config, SIX + HOUR) == Day()
    deliver(config, "20260302 other", {"01.txt": PAGE.replace("三万册", "四万册")})
    (error,) = run(config, SIX + HOUR).failures
    assert "different pages of 2026-03-02" in error.problem
    assert days(config) == ["2026-03-02"]


def test_an_edition_that_is_still_coming_waits(config: Config) -> None:
    deliver(config, "2026-03-02", {"01.txt": PAGE}, at=SIX - dt.timedelta(minutes=2))
    waiting = run(config)
    assert waiting.made == ()
    assert "05:58" in waiting.waiting[0]
    assert [o.rundown.date.day for o in run(config, SIX + HOUR).made] == [2]


@pytest.mark.parametrize(
    ("settings", "lacks", "brings"),
    [
        pytest.param(TodaySettings(marker="DONE"), "DONE", {"DONE": ""}, id="marker"),
        pytest.param(
            TodaySettings(pages=2), "2 pages, 1 there", {"02.txt": SECOND_PAGE}, id="page-count"
        ),
    ],
)
def test_a_show_may_say_what_makes_an_edition_whole(
    config: Config, settings: TodaySettings, lacks: str, brings: dict[str, str]
) -> None:
    folder = deliver(config, "2026-03-02", {"01.txt": PAGE})
    (delivery,) = find_deliveries(config.folder / "inbox")
    assert lacks in why_not_whole(delivery, settings, SIX)
    for name, text in brings.items():
        (folder / name).write_text(text, "utf-8")
    (delivery,) = find_deliveries(config.folder / "inbox")
    assert why_not_whole(delivery, settings, SIX) == ""


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        pytest.param(
            TodaySettings(),
            "2026-03-02: its files changed at 05:58:00; it is whole at 06:03:00 +0800 if they stay as "
            "they are (neither marker nor pages is set in [today])",
            id="quiet",
        ),
        pytest.param(
            TodaySettings(marker="DONE"),
            "2026-03-02: DONE is not there yet (marker in [today]); it waits without limit "
            "(no deadline is set in [today]); to make it of what is there: "
            "audiopaper produce --date 2026-03-02",
            id="marker",
        ),
        pytest.param(
            TodaySettings(pages=2, deadline="06:45"),
            "2026-03-02: waiting for 2 pages, 1 there (pages in [today]); late "
            "after 06:45 (deadline in [today]); to make it of what is there: "
            "audiopaper produce --date 2026-03-02",
            id="page-count",
        ),
    ],
)
def test_it_is_said_until_when_it_waits_and_which_setting_decides(
    config: Config, settings: TodaySettings, said: str
) -> None:
    deliver(config, "2026-03-02", {"01.txt": PAGE}, at=SIX - dt.timedelta(minutes=2))
    assert run(replace(config, today=settings)).waiting == (said,)


@pytest.mark.parametrize("name", [".02.txt.part", "02.txt.part", "02.txt.filepart", "02.tmp"])
def test_a_file_that_is_still_copied_under_another_name_is_waited_for(
    config: Config, name: str
) -> None:
    folder = deliver(config, "2026-03-02", {"01.txt": PAGE, name: "x"})
    os.utime(folder / name, (SIX.timestamp() - 10, SIX.timestamp() - 10))
    (delivery,) = find_deliveries(config.folder / "inbox")
    waits = why_not_whole(delivery, TodaySettings(), SIX)
    assert waits.startswith("its files changed at 05:59:50; ")


def test_a_clock_that_was_set_back_keeps_no_edition_waiting(config: Config) -> None:
    deliver(config, "2026-03-02", {"01.txt": PAGE}, at=SIX + 5 * HOUR)
    assert [o.rundown.date.day for o in run(config).made] == [2]


def test_pages_that_come_later_correct_the_same_episode(config: Config) -> None:
    deliver(config, "2026-03-02", {"01.txt": PAGE, "03.txt": SECOND_PAGE.replace("2版", "3版")})
    first = run(config)
    assert "page 2 is missing" in first.made[0].warnings
    (before,) = load_episodes(ShowFolder(config.folder / "output"))
    deliver(config, "2026-03-02", {"02.txt": THIRD_PAGE}, at=SIX)
    second = run(config, SIX + HOUR)
    assert [o.rundown.date.day for o in second.made] == [2]
    (after,) = load_episodes(ShowFolder(config.folder / "output"))
    assert (after.guid, after.audio, after.published) == (
        before.guid,
        before.audio,
        before.published,
    )
    assert after.audio_sha256 != before.audio_sha256
    assert after.corrections == ("更正（3月2日）：新增《文化馆周末教剪纸》。",)
    (entry,) = feedparser.parse((config.folder / "output/feed.xml").read_bytes()).entries
    assert "更正（3月2日）" in entry.description
    assert int(entry.enclosures[0].length) == after.audio_bytes
    assert check_show(config) == ()


@pytest.mark.parametrize(
    ("name", "text", "stories"),
    [
        pytest.param("02.txt", SECOND_PAGE, 3, id="new-page"),
        pytest.param("01.txt", PAGE.replace("三万册", "四万册"), 2, id="corrected-page"),
    ],
)
def test_a_page_that_arrives_while_the_episode_is_spoken_corrects_it_at_the_next_run(
    config: Config, name: str, text: str, stories: int
) -> None:
    folder = deliver(config, "2026-03-02", {"01.txt": PAGE})
    arrived: list[str] = []

    def tell(stage: str, done: int, total: int) -> None:
        if stage == "speech" and not arrived:
            deliver(config, "2026-03-02", {name: text})
            arrived.append(name)

    day = work_through_day(config, now=SIX, date=None, hold=False, tell=tell)
    assert len(day.made) == 1
    assert (folder / name).read_text("utf-8") == text
    (made,) = run(config, SIX + HOUR).made
    assert not made.same
    (episode,) = load_episodes(ShowFolder(config.folder / "output"))
    assert len(episode.stories) == stories
    assert run(config, SIX + 2 * HOUR) == Day()


def test_a_missing_page_holds_the_edition_where_the_show_says_so(config: Config) -> None:
    strict = replace(config, today=TodaySettings(gap="hold"))
    deliver(config, "2026-03-02", {"01.txt": PAGE, "03.txt": SECOND_PAGE.replace("2版", "3版")})
    (said,) = run(strict).waiting
    assert said.startswith('2026-03-02: page 2 is missing (gap = "hold" in [today]); it waits ')
    assert days(config) == []


def test_a_date_that_is_far_from_today_must_be_asked_for(config: Config) -> None:
    deliver(config, "2026-03-20", {"01.txt": page_of(20)})
    (error,) = run(config).failures
    assert "2026-03-20" in error.problem
    assert "--date 2026-03-20" in error.remedy
    asked = run(config, date=dt.date(2026, 3, 20))
    assert [o.rundown.date.day for o in asked.made] == [20]
    with pytest.raises(InputError, match="no complete edition of 2026-03-19"):
        run(config, date=dt.date(2026, 3, 19))


def test_a_late_edition_does_not_jump_the_feeds_order(config: Config) -> None:
    deliver(config, "2026-03-02", {"01.txt": PAGE})
    run(config)
    deliver(config, "2026-03-01", {"01.txt": page_of(1)})
    deliver(config, "2026-02-20", {"01.txt": PAGE})
    assert [o.rundown.date.day for o in run(config, SIX + HOUR).made] == [1]
    feed = feedparser.parse((config.folder / "output/feed.xml").read_bytes())
    assert [e.published[:7] for e in feed.entries] == ["Mon, 02", "Sun, 01"]


def test_nothing_by_the_deadline_is_told_once_a_day(config: Config) -> None:
    strict = replace(config, today=TodaySettings(deadline="05:45"))
    early = run(strict, SIX - HOUR)
    assert not early.late
    first, second = run(strict), run(strict, SIX + HOUR)
    assert "2026-03-02" in first.late
    assert (first.tell_late, second.tell_late) == (True, False)
    deliver(config, "2026-03-02", {"01.txt": PAGE})
    assert not run(strict, SIX + 2 * HOUR).late


def test_a_failing_voice_keeps_no_other_day_from_being_made(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(config, "2026-03-01", {"01.txt": page_of(1)})
    deliver(config, "2026-03-02", {"01.txt": PAGE})
    real = episode_maker.speak_segments

    def fail_on_monday(segments: object, *rest: object) -> object:
        if "星期一" in str(segments):
            raise SynthesisError("the service is down", remedy="wait")
        return real(segments, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(episode_maker, "speak_segments", fail_on_monday)
    day = run(config)
    assert [o.rundown.date.day for o in day.made] == [1]
    assert [type(e) for e in day.failures] == [SynthesisError]
    assert day.news == day.failures
    again = run(config, SIX + dt.timedelta(minutes=10))
    assert len(again.failures) == 1
    assert again.news == (), "the same failure is told once"
    monkeypatch.setattr(episode_maker, "speak_segments", real)
    assert [o.rundown.date.day for o in run(config, SIX + HOUR).made] == [2]


def test_an_offline_voice_that_nobody_configured_is_held_until_its_date_is_named(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_choice, "OFFLINE", ("espeak",))
    deliver(config, "2026-03-02", {"01.txt": PAGE})
    auto = replace(config, engine="auto", engines={"edge": {"endpoint": "ws://127.0.0.1:1/speak"}})
    held = run(auto)
    assert "no fallback" in held.made[0].held
    assert days(config) == []
    assert held_episodes(ShowFolder(config.folder / "output")) == []
    assert run(auto, SIX + HOUR).made == (), "the same is not news twice"
    # The service is back.
    back = run(config, SIX + 2 * HOUR)
    assert [o.held for o in back.made] == [""]
    assert [e.engine for e in load_episodes(ShowFolder(config.folder / "output"))] == ["tone"]
    assert release_episodes(config, dt.date(2026, 3, 2)) == ()


def test_a_held_episode_is_released_by_its_date_alone(config: Config) -> None:
    deliver(config, "2026-03-02", {"01.txt": PAGE})
    assert run(config, hold=True).made[0].held
    assert run(config, SIX + HOUR) == Day()
    assert release_episodes(config) == ()
    told = CliRunner().invoke(audiopaper, ["publish"])
    assert "2026-03-02 waits until its date is named: it is held by --hold" in told.stderr
    assert [e.key for e in release_episodes(config, dt.date(2026, 3, 2))] == ["2026-03-02"]
    assert days(config) == ["2026-03-02"]


@pytest.mark.parametrize("by_hand", [False, True], ids=["today", "produce"])
@pytest.mark.parametrize(
    ("later", "change"),
    [
        pytest.param({"01.txt": PAGE.replace("三万册", "四万册")}, "a word", id="word"),
        pytest.param({"01.txt": PAGE, "02.txt": SECOND_PAGE}, "a page", id="page"),
    ],
)
def test_a_held_episode_stays_held_whatever_changes_before_its_date_is_named(
    config: Config, later: dict[str, str], change: str, by_hand: bool
) -> None:
    folder = deliver(config, "2026-03-02", {"01.txt": PAGE})
    if by_hand:
        produce(Order(paths=(folder,), hold=True), config, tell_nobody)
    else:
        run(config, hold=True)
    deliver(config, "2026-03-02", later)
    if by_hand:
        assert produce(Order(paths=(folder,)), config, tell_nobody).held
    else:
        assert [bool(o.held) for o in run(config, SIX + HOUR).made] == [True], change
    assert days(config) == []
    assert [e.key for e in release_episodes(config, dt.date(2026, 3, 2))] == ["2026-03-02"]
    deliver(config, "2026-03-02", {"01.txt": PAGE.replace("三万册", "五万册")})
    assert [o.held for o in run(config, SIX + 2 * HOUR).made] == [""], "the release ends it"


@pytest.mark.parametrize("ahead", [1, 2, 5, 9])
def test_pages_that_are_delivered_ahead_wait_for_their_day(config: Config, ahead: int) -> None:
    deliver(config, "2026-03-02", {"01.txt": PAGE})
    deliver(config, f"2026-03-{2 + ahead:02}", {"01.txt": page_of(2 + ahead)})
    day = run(config)
    assert [o.rundown.date.day for o in day.made] == [2]
    assert "waits for its day" in day.waiting[0]
    assert day.failures == ()
    assert run(config, SIX + (ahead * 24 - 7) * HOUR).made == ()
    assert [o.rundown.date.day for o in run(config, SIX + ahead * 24 * HOUR).made] == [2 + ahead]


def test_an_edition_ahead_that_was_asked_for_is_made_and_corrected(config: Config) -> None:
    deliver(config, "2026-03-04", {"01.txt": page_of(4)})
    assert run(config, date=dt.date(2026, 3, 4)).made
    deliver(config, "2026-03-04", {"01.txt": page_of(4).replace("三万册", "四万册")})
    assert [o.rundown.date.day for o in run(config, SIX + HOUR).made] == [4]


def test_editions_that_nobody_made_in_days_of_silence_are_named(config: Config) -> None:
    deliver(config, "2026-02-27", {"01.txt": page_of(27).replace("3月27日 星期五", "2月27日")})
    deliver(config, "2026-03-02", {"01.txt": PAGE})
    run(config)
    for number in range(4, 9):
        deliver(config, f"2026-03-0{number}", {"01.txt": page_of(number)})
    day = run(config, SIX + 6 * 24 * HOUR)
    assert [o.rundown.date.day for o in day.made] == [8, 7, 6]
    (notice,) = day.notices
    assert "2026-03-04, 2026-03-05" in notice
    assert "2026-02-27" not in notice, "the show had not begun"
    assert run(config, date=dt.date(2026, 3, 4)).made


def test_only_withdraw_takes_a_story_off_the_air(config: Config) -> None:
    folder = deliver(config, "2026-03-02", {"01.txt": PAGE, "02.txt": SECOND_PAGE})
    run(config)
    before = public_state(config.folder / "output")
    (folder / "02.txt").unlink()
    gone = run(config, SIX + HOUR)
    assert gone.made == ()
    assert "gone from the inbox" in gone.notices[0]
    deliver(config, "2026-03-02", {"01.txt": PAGE.replace("三万册", "四万册")})
    (error,) = run(config, SIX + HOUR).failures
    assert "it lacks 2" in error.problem
    assert public_state(config.folder / "output") == before
    deliver(config, "2026-03-02", {"02.md": SECOND_PAGE})
    (corrected,) = run(config, SIX + HOUR).made
    assert corrected.episode is not None
    assert len(corrected.episode.stories) == 3


def test_a_waiting_edition_is_described_in_one_language(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOPAPER_LANG", "zh")
    waits = replace(config, today=TodaySettings(pages=2, deadline="05:45"))
    deliver(waits, "2026-03-02", {"01.txt": PAGE})
    day = run(waits)
    (waiting,) = day.waiting
    assert waiting.startswith("2026-03-02：等满 2 版，已到 1 版")
    assert waiting.endswith("；就用已到的版面来做：audiopaper produce --date 2026-03-02")
    assert "; " not in waiting
    assert day.late == "还没有 2026-03-02 的节目，已经过了 05:45（[today] 里的 deadline）"
    assert produce(Order(date=dt.date(2026, 3, 2)), waits, tell_nobody).episode is not None


def test_a_folder_named_as_a_further_edition_is_never_the_first_one(config: Config) -> None:
    named = replace(config, show=replace(config.show, editions={"evening": "晚报"}))
    evening = deliver(named, "2026-03-02-evening", {"01.txt": PAGE})
    assert run(named) == Day()
    produce(Order(paths=(evening,), edition="evening"), named, tell_nobody)
    deliver(named, "2026-03-02", {"01.txt": PAGE.replace("三万册", "四万册")})
    assert [o.rundown.date.day for o in run(named, SIX + HOUR).made] == [2]
    assert days(named) == ["2026-03-02-evening", "2026-03-02"]


@pytest.mark.parametrize("name", ["2026-03-02", "2026-03-02-evening"])
def test_pages_of_another_edition_replace_no_episode_by_themselves(
    config: Config, name: str
) -> None:
    folder = deliver(config, "2026-03-02", {"01.txt": PAGE})
    run(config)
    before = public_state(config.folder / "output")
    shutil.rmtree(folder)
    evening = deliver(config, name, {"01.txt": SECOND_PAGE.replace("第2版", "第1版")})
    (error,) = run(config, SIX + HOUR).failures
    assert "have nothing of what its public episode was made of" in error.problem
    assert f"audiopaper produce {evening} --edition evening" in error.remedy
    assert public_state(config.folder / "output") == before


def test_a_held_episode_follows_the_pages_that_are_taken_away(config: Config) -> None:
    folder = deliver(config, "2026-03-02", {"01.txt": PAGE, "02.txt": SECOND_PAGE})
    run(config, hold=True)
    (folder / "02.txt").unlink()
    (held,) = run(config, SIX + HOUR).made
    assert held.episode is not None
    assert len(held.episode.stories) == 2


def test_pages_that_change_nothing_of_an_edited_rundown_are_warned_of(config: Config) -> None:
    deliver(config, "2026-03-02", {"01.txt": PAGE})
    (outcome,) = run(config).made
    text = outcome.rundown_path.read_text("utf-8")
    outcome.rundown_path.write_text(text.replace("drop = true", "drop = false") + "\n# mine\n")
    deliver(config, "2026-03-02", {"01.txt": RESENT, "02.txt": SECOND_PAGE})
    day = run(config, SIX + HOUR)
    assert day.made == ()
    assert any("pages came after the rundown was edited" in warning for warning in day.warnings)


def test_a_scheduler_is_told_once_what_each_run_finds(config: Config) -> None:
    path = config.folder / "config.toml"
    path.write_text(path.read_text("utf-8") + '[today]\ndeadline = "00:00"\n', "utf-8")
    today = dt.datetime.now(ZONE).date()
    deliver(config, f"{today + dt.timedelta(days=300)}", {"01.txt": UNDATED})
    first, second = (
        CliRunner().invoke(audiopaper, ["today", "--quiet", "--config", str(path)])
        for _ in range(2)
    )
    assert "no episode of" in first.stderr
    assert "and today is" in first.stderr
    assert (second.stderr, second.exit_code) == ("", first.exit_code)
    assert "and today is" in CliRunner().invoke(audiopaper, ["today", "--config", str(path)]).stderr


@pytest.mark.parametrize(
    ("ident", "warned"),
    [
        ("欢迎收听。", True),
        ("", True),
        ("本节目由AI主播播报。", True),
        ("本节目由AI合成播报。", False),
    ],
)
def test_an_episode_that_does_not_say_that_its_voice_is_synthetic_is_warned_of(
    config: Config, ident: str, warned: bool
) -> None:
    deliver(config, "2026-03-02", {"01.txt": PAGE})
    changed = replace(config, episode=replace(config.episode, ident=ident))
    (outcome,) = run(changed).made
    assert any("voice is synthetic" in warning for warning in outcome.warnings) == warned
    findings = [f for f in examine(changed, online=False) if f.name == "show"]
    assert any(f.state == "warning" for f in findings) == warned


def test_produce_refuses_different_pages_of_a_day_as_today_does(config: Config) -> None:
    deliver(config, "2026-03-02", {"01.txt": PAGE})
    deliver(config, "2026-03-02(2)", {"01.txt": RESENT})
    for date in (None, dt.date(2026, 3, 2)):
        with pytest.raises(InputError, match=r"2026-03-02.*2026-03-02\(2\).*different pages"):
            produce(Order(date=date), config, tell_nobody)
    deliver(config, "2026-03-02(2)", {"01.txt": PAGE, "02.txt": SECOND_PAGE})
    outcome = produce(Order(), config, tell_nobody)
    assert outcome.articles == 3, "the folder with further pages"


def test_loose_pages_of_one_day_beside_its_folder_are_named(config: Config) -> None:
    deliver(config, "2026-03-02", {"01.txt": PAGE})
    deliver(config, ".", {"2026-03-02_02.txt": SECOND_PAGE})
    (error,) = run(config).failures
    assert "2026-03-02_02.txt" in error.problem


def test_publish_says_that_nothing_of_the_day_is_held(config: Config) -> None:
    path = config.folder / "config.toml"
    deliver(config, "2026-03-02", {"01.txt": PAGE})
    run(config, hold=True)
    arguments = ["--config", str(path), "--to", str(config.folder / "www")]
    wrong = CliRunner().invoke(audiopaper, ["publish", "2026-03-20", *arguments])
    assert isinstance(wrong.exception, PublishError)
    assert wrong.exception.problem == "no episode of 2026-03-20 is held back"
    assert "2026-03-02" in wrong.exception.remedy
    right = CliRunner().invoke(audiopaper, ["publish", "2026-03-02", *arguments])
    assert (right.exit_code, "released" in right.output) == (0, True)
    again = CliRunner().invoke(audiopaper, ["publish", "2026-03-02", *arguments])
    assert again.exit_code == 0
    assert "it is public" in again.output


def test_a_page_that_was_copied_under_another_name_is_one_page(config: Config) -> None:
    deliver(config, "2026-03-02", {"01.txt": PAGE, "01 - 副本.txt": PAGE})
    (delivery,) = find_deliveries(config.folder / "inbox")
    assert why_not_whole(delivery, TodaySettings(pages=2), SIX).startswith(
        "waiting for 2 pages, 1 there"
    )


@pytest.mark.parametrize(
    "text",
    [
        "d41d8cd98f00b204e9800998ecf8427e  01.txt\n",
        "d41d8cd98f00b204e9800998ecf8427e *第01版.txt\n",
        "MD5 (01.txt) = d41d8cd98f00b204e9800998ecf8427e\n",
    ],
)
def test_a_list_of_checksums_is_no_page(config: Config, text: str) -> None:
    deliver(config, "2026-03-02", {"01.txt": PAGE, "md5.txt": text})
    (delivery,) = find_deliveries(config.folder / "inbox")
    assert why_not_whole(delivery, TodaySettings(pages=2), SIX).startswith(
        "waiting for 2 pages, 1 there"
    )


RESENT = PAGE.replace("三万册", "四万册")


@pytest.mark.parametrize(
    "name",
    ["01(1).txt", "01 - 副本.txt", "01_更正.txt", "01-2.txt", "01改.txt", "第一版.txt", "01.md"],
)
def test_a_page_that_was_sent_again_beside_the_old_one_holds_the_episode(
    config: Config, name: str
) -> None:
    folder = deliver(config, "2026-03-02", {"01.txt": PAGE, name: RESENT})
    (held,) = run(config).made
    assert "two versions of one page" in held.held
    assert any("01.txt" in warning and name in warning for warning in held.warnings)
    assert days(config) == []
    assert run(config, SIX + HOUR).made == ()
    (folder / "01.txt").unlink()
    assert [o.held for o in run(config, SIX + HOUR).made] == [""], "nothing is left to settle"
    assert days(config) == ["2026-03-02"]


def test_a_person_who_makes_the_episode_of_two_versions_is_warned(config: Config) -> None:
    folder = deliver(config, "2026-03-02", {"01.txt": PAGE, "01改.txt": RESENT})
    outcome = produce(Order(paths=(folder,)), config, tell_nobody)
    assert not outcome.held
    assert any("two versions of one page" in warning for warning in outcome.warnings)


UNDATED = PAGE.replace("2026年3月2日 星期一", "")


def test_an_edition_that_is_another_days_byte_for_byte_is_refused(config: Config) -> None:
    deliver(config, "2026-03-01", {"01.txt": UNDATED, "02.txt": SECOND_PAGE[23:]})
    run(config, SIX - 24 * HOUR)
    deliver(config, "2026-03-02", {"01.txt": UNDATED, "02.txt": SECOND_PAGE[23:]})
    (error,) = run(config).failures
    assert error.problem == "the pages for 2026-03-02 are those of 2026-03-01, byte for byte"
    assert days(config) == ["2026-03-01"]
    with pytest.raises(InputError, match="those of 2026-03-01"):
        produce(Order(date=dt.date(2026, 3, 2)), config, tell_nobody)


def test_a_page_of_another_day_among_new_ones_is_named(config: Config) -> None:
    deliver(config, "2026-03-01", {"01.txt": UNDATED, "02.txt": SECOND_PAGE[23:]})
    run(config, SIX - 24 * HOUR)
    deliver(
        config, "2026-03-02", {"01.txt": UNDATED.replace("三", "五"), "02.txt": SECOND_PAGE[23:]}
    )
    (outcome,) = run(config).made
    assert "02.txt is a file of 2026-03-01, byte for byte" in outcome.warnings


PAGE_WITHOUT_DATE = PAGE.replace("2026年3月2日 星期一", "")


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="line-ends"),
        pytest.param(lambda text: "\ufeff" + text, id="byte-order-mark"),
        pytest.param(lambda text: "\n".join(wrap_lines(text)), id="wrapped-anew"),
        pytest.param(lambda text: text.replace("，", "，\u200b") + "\n", id="invisible-characters"),
        pytest.param(lambda text: f"第02版 民生\n\n{text}", id="other-head"),
    ],
)
def test_an_edition_that_has_the_text_of_another_days_is_refused(
    config: Config, changed: Callable[[str], str]
) -> None:
    more = "\n柳树都是本地苗。沿河的两个社区认领了其中五百棵，名牌挂在树上。\n"
    pages = {"01.txt": PAGE_WITHOUT_DATE, "02.txt": SECOND_PAGE[23:] + more}
    deliver(config, "2026-03-01", pages)
    run(config, SIX - 24 * HOUR)
    deliver(config, "2026-03-02", {name: changed(text) for name, text in pages.items()})
    (error,) = run(config).failures
    assert error.problem.startswith("the pages for 2026-03-02 have the text of those of 2026-03-01")
    deliver(config, "2026-03-02", {"01.txt": PAGE_WITHOUT_DATE.replace("三", "五")})
    (outcome,) = run(config, SIX + HOUR).made
    assert "02.txt has the text of a page of 2026-03-01" in outcome.warnings


def wrap_lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield from textwrap.wrap(line, 17) or [""]


def test_a_notice_that_is_printed_again_under_todays_date_needs_nobody(config: Config) -> None:
    deliver(config, "2026-03-01", {"01.txt": PAGE_WITHOUT_DATE, "02.txt": page_of(1, SECOND_PAGE)})
    run(config, SIX - 24 * HOUR)
    deliver(
        config,
        "2026-03-02",
        {"01.txt": PAGE_WITHOUT_DATE.replace("三", "五"), "02.txt": SECOND_PAGE},
    )
    (outcome,) = run(config).made
    assert not any("2026-03-01" in warning for warning in outcome.warnings)


def test_the_pages_of_an_episode_that_was_withdrawn_may_be_of_another_day(config: Config) -> None:
    deliver(config, "2026-03-01", {"01.txt": UNDATED})
    run(config, SIX - 24 * HOUR)
    withdraw_episode(config, dt.date(2026, 3, 1))
    deliver(config, "2026-03-02", {"01.txt": UNDATED})
    assert [o.rundown.date.day for o in run(config).made] == [2]


def test_a_show_whose_work_folder_is_gone_makes_nothing_until_somebody_decides(
    config: Config,
) -> None:
    deliver(config, "2026-03-01", {"01.txt": page_of(1)}, SIX - 25 * HOUR)
    folder = deliver(config, "2026-03-02", {"01.txt": PAGE})
    run(config)
    withdraw_episode(config, dt.date(2026, 3, 2))
    show = ShowFolder(config.folder / "output")
    shutil.rmtree(show.work)
    for _attempt in range(2):
        day = run(config, SIX + HOUR)
        (error,) = day.failures
        assert "withdrawn and held episodes" in error.problem
        assert day.made == ()
    (finding,) = (f for f in examine(config, online=False) if f.name == "episodes")
    assert finding.state == "error"
    shutil.rmtree(folder)
    assert CliRunner().invoke(audiopaper, ["feed"]).exit_code == 0
    assert run(config, SIX + HOUR).failures == ()
    assert days(config) == ["2026-03-01"]


def test_the_day_of_lost_audio_is_named_with_what_makes_it_again(config: Config) -> None:
    deliver(config, "2026-03-02", {"01.txt": PAGE})
    run(config)
    show = ShowFolder(config.folder / "output")
    (audio,) = show.public_episode("2026-03-02").path.glob("*.mp3")
    audio.unlink()
    (finding,) = (f for f in examine(config, online=False) if f.name == "episodes")
    assert (finding.state, finding.remedy) == (
        "error",
        "make that episode again: audiopaper produce --date 2026-03-02",
    )
    deliver(config, "2026-03-03", {"01.txt": page_of(3)}, SIX + 23 * HOUR)
    (error,) = run(config, SIX + 24 * HOUR).failures
    assert error.remedy == finding.remedy
    produce(Order(date=dt.date(2026, 3, 2)), config, tell_nobody)
    assert run(config, SIX + 24 * HOUR).failures == ()
    assert days(config) == ["2026-03-03", "2026-03-02"]


def test_an_episode_whose_first_attempt_to_be_held_failed_is_held(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(config, "2026-03-02", {"01.txt": PAGE})

    def fail(*_rest: object) -> object:
        raise SynthesisError("the service is down", remedy="wait")

    with monkeypatch.context() as patch:
        patch.setattr(episode_maker, "speak_segments", fail)
        assert run(config, hold=True).failures
    assert run(config, SIX + HOUR).made[0].held
    assert days(config) == []


def test_a_copy_that_failed_is_made_up_for_by_the_next_run(config: Config) -> None:
    taken = config.folder / "www"
    taken.write_text("a file in the way")
    away = replace(config, publish=replace(config.publish, target=str(taken)))
    deliver(config, "2026-03-02", {"01.txt": PAGE})
    failed = run(away)
    assert [type(e) for e in failed.failures] == [PublishError]
    taken.unlink()
    copied = run(away, SIX + HOUR)
    assert copied.made == ()
    assert copied.copied is not None
    assert (taken / "feed.xml").is_file()
    assert run(away, SIX + 2 * HOUR) == Day()


def test_a_day_is_made_though_the_disk_of_its_target_hangs_and_somebody_is_told(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk holds whoever asks it: here a process that never answers."""
    asked: list[Path] = []

    def hang(path: Path, *, limit_s: float) -> bool:
        asked.append(path)
        return False

    monkeypatch.setattr(targets, "is_remote_disk", lambda _: True)
    path = config.folder / "config.toml"
    path.write_text(path.read_text("utf-8") + '[publish]\ntarget = "www"\n', "utf-8")
    away = read_config(path)
    deliver(config, "2026-03-02", {"01.txt": PAGE})
    with monkeypatch.context() as patch:
        patch.setattr(targets, "folder_answers", hang)
        failed = run(away)
    assert asked == [config.folder / "www"]
    assert [o.rundown.date.day for o in failed.made] == [2]
    assert days(config) == ["2026-03-02"]
    assert [e.exit_code for e in failed.failures] == [9]
    assert failed.news == failed.failures, "nobody is told"
    healed = run(away, SIX + HOUR)
    assert healed.copied is not None
    assert (config.folder / "www" / "feed.xml").is_file()


def test_a_run_that_meets_another_at_work_leaves_it_the_day(config: Config) -> None:
    deliver(config, "2026-03-02", {"01.txt": PAGE})
    with hold_lock(config.folder / "output" / ".work" / "lock"):
        day = run(config)
    assert (day.made, day.failures) == ((), ())
    assert f"process {os.getpid()}" in day.waiting[0]
    assert [o.rundown.date.day for o in run(config).made] == [2]


def test_a_further_edition_of_the_day_is_an_episode_of_its_own(config: Config) -> None:
    deliver(config, "2026-03-02", {"01.txt": PAGE})
    run(config)
    evening = deliver(config, "2026-03-02 evening", {"01.txt": PAGE.replace("三万册", "四万册")})
    produce(Order(paths=(evening,), edition="evening"), config, tell_nobody)
    assert run(config, SIX + HOUR) == Day()
    further, first = load_episodes(ShowFolder(config.folder / "output"))
    assert (first.key, further.key) == ("2026-03-02", "2026-03-02-evening")
    assert first.guid != further.guid
    assert first.published is not None
    assert further.published == first.published + HOUR
    assert check_show(config) == ()


def test_a_scheduler_sees_by_the_exit_code_what_became_of_the_day(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The pages of this test are far too short for any target length.
    monkeypatch.setattr("audiopaper.rundown.reading_time.TOLERANCE", 1.0)
    path = config.folder / "config.toml"
    path.write_text(path.read_text("utf-8") + "[today]\npages = 1\n", "utf-8")
    runner = CliRunner()
    assert runner.invoke(audiopaper, ["today"]).exit_code == 10
    now = dt.datetime.now(ZONE)
    date = f"{now.year}年{now.month}月{now.day}日 星期{'一二三四五六日'[now.weekday()]}"
    folder = deliver(
        config, f"{now:%Y-%m-%d}", {"01.txt": PAGE.replace("2026年3月2日 星期一", date)}
    )
    made = runner.invoke(audiopaper, ["today", "--json"])
    assert made.exit_code == 0, made.output
    (told,) = json.loads(made.stdout)["made"]
    assert (told["date"], told["state"]) == (f"{now:%Y-%m-%d}", "published")
    quiet = runner.invoke(audiopaper, ["today", "--quiet"])
    assert (quiet.exit_code, quiet.output) == (10, "")
    third = SECOND_PAGE.replace("2026年3月2日 星期一", date).replace("第2版", "第3版")
    (folder / "03.txt").write_text(third, "utf-8")
    warned = runner.invoke(audiopaper, ["today"])
    assert warned.exit_code == 11, warned.output
    assert "corrected" in warned.stdout
    assert "page 2 is missing" in warned.stderr
    (folder / "04.txt").write_bytes(b"")
    (folder / "01.txt").unlink()
    (folder / "03.txt").unlink()
    failed = runner.invoke(audiopaper, ["today"])
    assert failed.exit_code == 4


def test_a_linked_day_folder_is_named_and_never_read(config: Config, tmp_path: Path) -> None:
    away = tmp_path / "elsewhere"
    away.mkdir()
    (away / "01.txt").write_text(PAGE, "utf-8")
    link = tmp_path / "inbox" / "2026-03-02"
    for target in (away, tmp_path / "unmounted", link):
        link.symlink_to(target)
        done = run(config)
        assert done.made == ()
        (failure,) = done.failures
        assert isinstance(failure, InputError)
        assert "2026-03-02 in the inbox is a link" in failure.problem
        with pytest.raises(InputError, match="2026-03-02 in the inbox is a link"):
            produce(Order(), config, tell_nobody)
        with pytest.raises(
            InputError, match=r"no complete edition .*2026-03-02 in the inbox is a link"
        ):
            run(config, date=SIX.date())
        link.unlink()
    deliver(config, "2026-03-02", {"01.txt": PAGE})
    (tmp_path / "inbox" / "2026-03-01").symlink_to(away)
    assert len(run(config).made) == 1


@pytest.mark.parametrize("inside", ["青川日报/01.txt", "第1版.docx"])
def test_a_days_folder_without_a_page_is_named(config: Config, tmp_path: Path, inside: str) -> None:
    file = tmp_path / "inbox" / "2026-03-02" / inside
    file.parent.mkdir(parents=True)
    file.write_text(PAGE, "utf-8")
    # Another day's, a finished upload's beside it, and what only begins to be filled.
    deliver(config, "2026-03-01", {"01.txt": page_of(1)})
    (tmp_path / "inbox" / "2026-03-03").mkdir()
    (tmp_path / "inbox" / "2026-02-02" / "old").mkdir(parents=True)
    done = run(config)
    assert len(done.made) == 1
    (failure,) = done.failures
    assert "2026-03-02 holds no page file, but" in failure.problem
    assert "2026-03-02" in failure.remedy
    with pytest.raises(InputError, match=r"no complete edition .*2026-03-02 holds no page file"):
        run(config, date=SIX.date())
    # While it is being filled, and once an editor has made the day by hand, it is passed over.
    os.utime(file.parent, (SIX.timestamp(), SIX.timestamp()))
    assert run(config).failures == ()
    os.utime(file.parent, (0, 0))
    assert len(run(config).failures) == 1
    produce(Order(paths=(deliver(config, "pages", {"01.txt": PAGE}),)), config, tell_nobody)
    assert run(config).failures == ()


@pytest.mark.parametrize(
    ("inside", "day"),
    [
        ("青川20260302.zip", "2026-03-02"),
        ("2026-03-01_版面.rar", "2026-03-01"),
        ("版面.zip", "YYYY-MM-DD"),
        ("2026/03/02/01.txt", "2026-03-02"),
        ("青川日报/2026-03-02/01.docx", "2026-03-02"),
        ("青川日报/今天/01.txt", "YYYY-MM-DD"),
        ("青川日报/01.docx", "YYYY-MM-DD"),
    ],
)
def test_what_lies_in_the_inbox_and_is_not_read_is_named(
    config: Config, inside: str, day: str
) -> None:
    inbox = config.folder / "inbox"
    _lay(inbox / inside)
    (failure,) = run(config).failures
    assert "in the inbox is" in failure.problem
    assert inside.split("/")[0] in failure.problem
    assert f"{inbox / day}, a file a page" in failure.remedy
    unread = [f for f in examine(config, online=False, now=lambda: SIX) if f.name == "inbox"]
    assert [(f.state, f.message) for f in unread] == [("warning", failure.problem)]
    # Once the days are made, what their pages came in is of no further concern.
    deliver(config, "2026-03-02", {"01.txt": PAGE})
    deliver(config, "2026-03-01", {"01.txt": page_of(1)})
    assert run(config).failures == ()
    assert run(config, SIX + HOUR).failures == ()


@pytest.mark.parametrize(
    "inside",
    [
        "青川20260202.zip",
        "2026/02/02/01.txt",
        "已播/2026-02-28/01.txt",
        "desktop.ini",
        ".版面.zip",
        "2026/empty/",
        "READY",
    ],
)
def test_other_things_in_the_inbox_need_nobody(config: Config, inside: str) -> None:
    deliver(config, "2026-02-28", {"01.txt": PAGE.replace("3月2日 星期一", "2月28日 星期六")})
    marked = replace(config, today=TodaySettings(marker="READY"))
    run(config)
    _lay(config.folder / "inbox" / inside)
    assert run(marked).failures == ()


def test_a_file_that_is_still_being_uploaded_to_the_inbox_is_passed_over(config: Config) -> None:
    _lay(config.folder / "inbox" / "青川20260302.zip", SIX - dt.timedelta(minutes=1))
    assert run(config).failures == ()
    assert len(run(config, SIX + HOUR).failures) == 1


def _lay(path: Path, at: dt.datetime = SIX - HOUR) -> None:
    """Lay a file or an empty folder into the inbox, and the folders in which it lies."""
    (path if path.suffix or path.name == "READY" else path / "x").parent.mkdir(
        parents=True, exist_ok=True
    )
    if path.suffix or path.name == "READY":
        path.write_text(UNDATED, "utf-8")
    for changed in (path, path.parent):
        os.utime(changed, (at.timestamp(), at.timestamp()))


def test_pages_of_several_days_that_lie_loose_are_named_by_their_files(config: Config) -> None:
    deliver(
        config, "", {"2026-03-02_01.txt": UNDATED, "2026-03-01_02.txt": UNDATED, "03.txt": PAGE}
    )
    (failure,) = (f for f in run(config).failures if "different pages" in f.problem)
    assert "2026-03-02_01.txt and 03.txt in the inbox hold different pages" in failure.problem


def test_an_old_edition_that_is_public_already_is_no_wrong_date(config: Config) -> None:
    folder = deliver(
        config, "2026-02-20", {"01.txt": PAGE.replace("3月2日 星期一", "2月20日 星期五")}
    )
    assert len(run(config).failures) == 1
    run(config, date=dt.date(2026, 2, 20))
    (config.folder / "output/.work/2026-02-20/made.json").unlink()
    assert run(config) == Day()
    assert folder.is_dir()


UNDATED = "河堤新栽柳树三千棵\n\n本报讯（记者 石小满）青川河南岸的柳树昨天栽完，三千棵树从水文站一直排到旧码头。\n"
DAY = dt.date(2026, 3, 2)


def test_loose_pages_without_a_date_are_of_the_day_that_is_asked_for(config: Config) -> None:
    deliver(config, "", {"01.txt": UNDATED, "02.txt": UNDATED.replace("柳树", "桃树")})
    made = run(config, date=DAY).made
    assert [o.rundown.date for o in made] == [DAY]
    assert run(config, SIX + HOUR, date=DAY).made == ()


@pytest.mark.parametrize("command", [["produce", "--dry-run"], ["rundown"]])
def test_date_is_honoured_by_every_command_that_reads_the_inbox(
    command: list[str], config: Config
) -> None:
    deliver(config, "", {"01.txt": UNDATED})
    config_path = str(config.folder / "config.toml")
    runner = CliRunner()
    refused = runner.invoke(audiopaper, [*command, "--config", config_path])
    assert isinstance(refused.exception, InputError)
    assert "01.txt" in refused.exception.problem
    assert "--date YYYY-MM-DD" in refused.exception.remedy
    made = runner.invoke(audiopaper, [*command, "--date", "2026-03-02", "--config", config_path])
    assert made.exit_code == 0, made.output
    assert (config.folder / "output/.work/2026-03-02/rundown.toml").is_file()


def test_pages_of_the_day_go_before_pages_without_one(config: Config) -> None:
    deliver(config, "2026-03-02", {"01.txt": PAGE})
    deliver(config, "", {"09.txt": UNDATED})
    day = run(config, date=DAY)
    assert [len(o.rundown.items) > 0 for o in day.made] == [True]
    assert not any("河堤" in item.title for o in day.made for item in o.rundown.items)


def test_loose_pages_of_another_day_are_not_taken_for_the_one_asked_for(config: Config) -> None:
    deliver(config, "", {"01.txt": page_of(1)})
    with pytest.raises(InputError, match="no complete edition of 2026-03-02"):
        run(config, date=DAY)


def test_loose_pages_some_named_by_their_day_are_one_delivery(config: Config) -> None:
    deliver(config, "", {"20260302-01.txt": UNDATED, "02.txt": UNDATED.replace("柳树", "桃树")})
    (delivery,) = find_deliveries(config.folder / "inbox")
    assert (delivery.date, len(delivery.files)) == (DAY, 2)


@pytest.mark.parametrize("inbox", ["output", "output/inbox"])
def test_an_inbox_in_the_folder_that_is_published_is_refused(config: Config, inbox: str) -> None:
    (config.folder / inbox).mkdir(parents=True)
    with pytest.raises(ConfigError, match="in the folder that is published"):
        run(replace(config, inbox=inbox))
