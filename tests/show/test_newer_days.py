"""A show that was put back from an old copy, and a target that has newer days."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiopaper.config import Config
from audiopaper.errors import PublishError
from audiopaper.pipeline.correction import correct_episode, withdraw_episode
from audiopaper.runtime import tell_nobody
from audiopaper.show.newer_days import load_sent
from audiopaper.show.publication import prune_episodes, rebuild_feed
from audiopaper.show.sync import CopyResult, copy_show
from audiopaper.show.target_feed import parse_feed
from tests.show.test_losses import command, failure, www  # noqa: F401
from tests.support.corrected_show import change
from tests.support.public_show import Made, config, made, make, output, shelf  # noqa: F401

TODAY = dt.date(2026, 3, 9)


def copy(config: Config, target: str = "www", **options: bool) -> CopyResult:
    wanted = {"dry_run": False} | options
    return copy_show(config, target, tell=tell_nobody, **wanted)


def day(number: int) -> dt.date:
    return dt.date(2026, 3, number)


def correct(config: Config, number: int = 2, price: str = "9") -> None:
    rundown = config.folder / f"output/.work/{day(number)}/rundown.toml"
    change(rundown, "票价2元", f"票价{price}元")
    made = correct_episode(config, day(number), today=TODAY, tell=tell_nobody)
    assert made.episode.corrections


def drop_second_story(config: Config) -> None:
    correct_episode(config, day(2), today=TODAY, tell=tell_nobody, without=2)


def withdraw(config: Config) -> None:
    withdraw_episode(config, day(2))


def withdraw_all(config: Config) -> None:
    for number in (2, 3):
        withdraw_episode(config, day(number))


def put_back(config: Config, later: Callable[[Config], None]) -> None:
    """Copy a show, do something, copy it again, and put back its folder as it was before."""
    copy(config)
    backup = config.folder / "backup"
    shutil.copytree(config.folder / "output", backup, symlinks=True)
    later(config)
    copy(config)
    shutil.rmtree(config.folder / "output")
    backup.rename(config.folder / "output")


def state_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize(
    ("later", "named"),
    [
        pytest.param(withdraw, "withdrawn there: 2026-03-02", id="withdrawn"),
        pytest.param(withdraw_all, "withdrawn there: 2026-03-02, 2026-03-03", id="all-withdrawn"),
        pytest.param(correct, "corrected there: 2026-03-02", id="corrected"),
        pytest.param(drop_second_story, "corrected there: 2026-03-02", id="story-withdrawn"),
    ],
)
@pytest.mark.parametrize("new_day", [False, True])
def test_an_old_copy_of_a_show_does_not_replace_what_is_newer_at_the_target(
    www: Config, made: Made, later: Callable[[Config], None], named: str, new_day: bool
) -> None:
    made(www, 2, 3)
    put_back(www, later)
    there = state_of(www.folder / "www")
    if new_day:
        # A new day moves the feed's date past the one at the target, which proves no less.
        make(www, 4)
    for args in (("publish",), ("publish", "--dry-run")):
        error = failure(command(www, *args))
        assert (error.exit_code, named in error.problem) == (9, True), error.problem
        assert "--replace-newer" in error.remedy
    assert state_of(www.folder / "www") == there


def test_the_producer_may_say_that_the_old_state_is_right(www: Config, made: Made) -> None:
    made(www, 2, 3)
    copy(www)
    before = feedparser.parse(str(www.folder / "www" / "feed.xml")).entries
    put_back(www, withdraw)
    result = command(www, "publish", "--replace-newer")
    assert result.exit_code == 0, result.output
    after = feedparser.parse(str(www.folder / "www" / "feed.xml")).entries
    # The same GUIDs and addresses: apps download nothing again.
    assert [(e.id, e.enclosures[0].href) for e in after] == [
        (e.id, e.enclosures[0].href) for e in before
    ]
    assert copy(www).sent == ()


def test_days_that_are_withdrawn_and_corrected_again_need_no_leave(www: Config, made: Made) -> None:
    def later(config: Config) -> None:
        correct(config, 3)
        withdraw(config)

    made(www, 2, 3)
    put_back(www, later)
    withdraw(www)
    with pytest.raises(PublishError, match="corrected there: 2026-03-03"):
        copy(www)
    correct(www, 3, price="8")
    copy(www)
    assert b"2026-03-02" not in (www.folder / "www" / "feed.xml").read_bytes()


def test_a_pruned_day_and_an_archived_one_are_compared_too(www: Config, made: Made) -> None:
    two = replace(www, feed=replace(www.feed, newest=2))
    made(two, 2, 3, 4, 5)
    put_back(two, lambda config: correct(config, 3))
    with pytest.raises(PublishError, match="corrected there: 2026-03-03"):
        copy(two)
    copy(two, replace_newer=True)
    put_back(two, lambda config: void(prune_episodes(config, 3)))
    with pytest.raises(PublishError, match="withdrawn there: 2026-03-02"):
        copy(two)


def void(_: object) -> None:
    """Make a function's result that of one without a result."""


def nothing(_: Config) -> None:
    """Leave the target as it is."""


def new_target(config: Config) -> None:
    shutil.rmtree(config.folder / "www")


def damaged_feed(config: Config) -> None:
    (config.folder / "www" / "feed.xml").write_bytes(b"<rss><chan")


def no_feed(config: Config) -> None:
    (config.folder / "www" / "feed.xml").unlink()


def other_hand(config: Config) -> None:
    feed = config.folder / "www" / "feed.xml"
    feed.write_bytes(feed.read_bytes().replace("夜间公交".encode(), "夜班公交".encode()))


@pytest.mark.parametrize("at_target", [nothing, new_target, damaged_feed, no_feed, other_hand])
def test_what_is_newer_here_is_copied(
    www: Config, made: Made, at_target: Callable[[Config], None]
) -> None:
    made(www, 2, 3)
    copy(www)
    correct(www, 3)
    at_target(www)
    make(www, 4)
    copy(www)
    feed = feedparser.parse(str(www.folder / "www" / "feed.xml"))
    assert len(feed.entries) == 3
    withdraw(www)
    make(www, 5)
    copy(www)
    correct(www, 4)
    assert copy(www).sent


def test_a_day_that_was_never_copied_is_not_withdrawn(www: Config, made: Made) -> None:
    made(www, 3)
    copy(www)
    # A late edition, made while the target was out of reach.
    make(www, 2)
    make(www, 4)
    copy(www)
    assert len(feedparser.parse(str(www.folder / "www" / "feed.xml")).entries) == 3


def test_a_target_that_was_itself_put_back_is_brought_up_to_date(www: Config, made: Made) -> None:
    made(www, 2)
    copy(www)
    shutil.copytree(www.folder / "www", www.folder / "old")
    make(www, 3)
    correct(www, 2)
    copy(www)
    shutil.rmtree(www.folder / "www")
    (www.folder / "old").rename(www.folder / "www")
    copy(www)
    assert len(feedparser.parse(str(www.folder / "www" / "feed.xml")).entries) == 2


def test_a_day_that_was_withdrawn_and_made_again_is_as_it_is_here(www: Config, made: Made) -> None:
    made(www, 2, 3)
    correct(www, 2)
    copy(www)
    # The target was out of reach when the day was withdrawn.
    withdraw(www)
    make(www, 2)
    copy(www)
    feed = parse_feed((www.folder / "www" / "feed.xml").read_bytes())
    assert feed is not None
    assert [listed.version for listed in feed.episodes] == ["", ""]


def test_each_target_is_compared_with_what_was_copied_there(www: Config, made: Made) -> None:
    made(www, 2)
    copy(www, "far")
    make(www, 3)
    copy(www)
    correct(www, 2)
    copy(www)
    copy(www, "far")
    assert (www.folder / "far" / "feed.xml").read_bytes() == (
        www.folder / "www" / "feed.xml"
    ).read_bytes()


@pytest.mark.parametrize("content", ["", "[]", '{"schema": 1, "built": "2026-03-02T06:00:00"}'])
def test_a_damaged_record_of_what_was_sent_is_named(www: Config, made: Made, content: str) -> None:
    made(www, 2)
    copy(www)
    (record,) = (www.folder / "output" / ".work" / "targets").glob("*.sent.json")
    assert list(load_sent(record).versions) == ["2026-03-02"]
    record.write_text(content, "utf-8")
    with pytest.raises(PublishError, match=r"sent\.json cannot be read"):
        copy(www)
    record.unlink()
    copy(www)
    assert json.loads(record.read_text("utf-8"))["versions"] == {"2026-03-02": ""}


def test_archives_that_are_no_more_leave_the_target(www: Config, made: Made, output: Path) -> None:
    made(www, 2, 3, 4)
    two = replace(www, feed=replace(www.feed, newest=2))
    rebuild_feed(two)
    assert "feed-1.xml" in copy(two).sent
    rebuild_feed(www)
    copied = copy(www)
    assert copied.removed == ("feed-1.xml",)
    assert not (www.folder / "www" / "feed-1.xml").exists()
    # An archive of the same name that comes later stays.
    rebuild_feed(two)
    assert "feed-1.xml" in copy(two).sent
    assert copy(two).removed == ()
    assert (www.folder / "www" / "feed-1.xml").read_bytes() == (output / "feed-1.xml").read_bytes()


def test_no_feed_at_the_target_lists_what_was_pruned(www: Config, made: Made) -> None:
    one = replace(www, feed=replace(www.feed, newest=1))
    made(one, 2, 3, 4)
    copy(one)
    prune_episodes(one, 1)
    copy(one)
    for path in (www.folder / "www").glob("feed*.xml"):
        assert b"2026-03-02" not in path.read_bytes(), path.name
    assert not list((www.folder / "www").glob("feed-*.xml"))


def test_a_run_that_was_killed_does_not_forget_an_old_archive(
    www: Config, made: Made, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(www, 2, 3, 4)
    two = replace(www, feed=replace(www.feed, newest=2))
    rebuild_feed(two)
    copy(two)

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", stop)
        with pytest.raises(KeyboardInterrupt):
            rebuild_feed(www)
    rebuild_feed(www)
    assert not (output / "feed-1.xml").exists()
    assert copy(www).removed == ("feed-1.xml",)


@given(st.binary())
def test_a_feed_of_any_bytes_is_read(data: bytes) -> None:
    assert parse_feed(data) is None
    item = b"<item><guid>a</guid><enclosure url='https://x.example/episodes/%s/a.mp3'/></item>"
    feed = parse_feed(b"<rss><channel>" + item % b"2026-03-02" + b"</channel></rss>")
    assert feed is not None
    assert [(e.key, e.version) for e in feed.episodes] == [("2026-03-02", "")]
