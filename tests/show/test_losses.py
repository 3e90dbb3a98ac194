"""What was published and cannot be read any more: named, and the feed is not changed."""

from __future__ import annotations

import datetime as dt
import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audiopaper.cli import audiopaper
from audiopaper.config import Config
from audiopaper.daily.machine_check import examine
from audiopaper.errors import PublishError
from audiopaper.pipeline.correction import withdraw_episode
from audiopaper.pipeline.production import Order, produce
from audiopaper.runtime import tell_nobody
from audiopaper.show.folder import ShowFolder
from audiopaper.show.losses import find_losses
from audiopaper.show.publication import describe_waiting, prune_episodes, rebuild_feed
from audiopaper.show.targets import list_public
from audiopaper.show.visible import find_file
from tests.support.public_show import Made, config, made, make, output, shelf  # noqa: F401
from tests.support.sample_edition import PAGE
from tests.support.unprivileged import run_unprivileged


def command(config: Config, *args: str) -> Result:
    path = str(config.folder / "config.toml")
    return CliRunner().invoke(audiopaper, [*args, "--config", path], catch_exceptions=True)


def failure(result: Result) -> PublishError:
    assert isinstance(result.exception, PublishError), result.output
    return result.exception


@contextmanager
def shut(path: Path) -> Iterator[None]:
    path.chmod(0)
    try:
        yield
    finally:
        path.chmod(0o755)


@pytest.fixture
def www(config: Config) -> Config:
    """The show with a target, copied once its first episodes are made."""
    path = config.folder / "config.toml"
    text = path.read_text("utf-8") + '[publish]\ntarget = "www"\n'
    path.write_text(text, "utf-8")
    return replace(config, publish=replace(config.publish, target="www"))


def lose_folder(output: Path) -> None:
    shutil.rmtree(output / "episodes" / "2026-03-02")


def lose_description(output: Path) -> None:
    (output / "episodes" / "2026-03-02" / "episode.json").unlink()


def lose_all_episodes(output: Path) -> None:
    shutil.rmtree(output / "episodes")


@pytest.mark.parametrize("lose", [lose_folder, lose_description, lose_all_episodes])
@pytest.mark.parametrize(
    "args",
    [
        ("feed",),
        ("publish",),
        ("publish", "--dry-run"),
        ("correct", "2026-03-03"),
        ("withdraw", "2026-03-03", "--yes"),
        ("prune", "--keep", "60", "--yes"),
    ],
)
def test_no_command_publishes_a_feed_that_lost_an_episode(
    www: Config,
    made: Made,
    output: Path,
    lose: Callable[[Path], None],
    args: tuple[str, ...],
) -> None:
    made(www, 2, 3)
    assert command(www, "publish").exit_code == 0
    before = {n: (output / n).read_bytes() for n in ("feed.xml", "index.html")}
    there = (www.folder / "www" / "feed.xml").read_bytes()
    lose(output)
    result = command(www, *args)
    if args[0] == "prune" and result.exit_code == 0:
        # Too few episodes to prune any: nothing was changed.
        assert "Nothing to remove" in result.output
    else:
        error = failure(result)
        assert error.exit_code == 9
        assert "2026-03-02" in error.problem
    assert {n: (output / n).read_bytes() for n in before} == before
    assert (www.folder / "www" / "feed.xml").read_bytes() == there


def test_a_new_episode_is_not_published_without_a_lost_one(
    config: Config,
    made: Made,
    output: Path,
) -> None:
    made(config, 2, 3)
    before = (output / "feed.xml").read_bytes()
    lose_folder(output)
    with pytest.raises(PublishError, match="2026-03-02 was published and cannot be read") as caught:
        make(config, 4)
    assert "--drop-lost" in caught.value.remedy
    assert (output / "feed.xml").read_bytes() == before


@pytest.mark.parametrize("more", [(), ("--all",)])
def test_the_check_names_what_is_lost(
    config: Config,
    made: Made,
    output: Path,
    more: tuple[str, ...],
) -> None:
    made(config, 2, 3)
    lose_folder(output)
    result = command(config, "check", *more)
    assert result.exit_code == 9
    assert "episodes/2026-03-02: it was published as urn:uuid:" in result.output


def test_what_is_given_up_leaves_the_feed_and_may_come_back(
    www: Config,
    made: Made,
    output: Path,
) -> None:
    made(www, 2, 3)
    assert command(www, "publish").exit_code == 0
    lose_folder(output)
    result = command(www, "publish", "--drop-lost")
    assert result.exit_code == 0, result.output
    assert "2026-03-02: given up" in result.stderr
    for folder in (output, www.folder / "www"):
        assert b"2026-03-02" not in (folder / "feed.xml").read_bytes()
        assert b"2026-03-03" in (folder / "feed.xml").read_bytes()
    assert command(www, "check", "--all").exit_code == 0
    # Made again it is public again, and is missed again when it is lost again.
    make(www, 2)
    assert b"2026-03-02" in (output / "feed.xml").read_bytes()
    lose_folder(output)
    assert [loss.key for loss in find_losses(ShowFolder(output))] == ["2026-03-02"]


def test_what_was_withdrawn_or_pruned_is_not_lost(
    config: Config,
    made: Made,
    output: Path,
) -> None:
    config = replace(config, feed=replace(config.feed, newest=1))
    made(config, 2, 3, 4)
    withdraw_episode(config, dt.date(2026, 3, 4))
    prune_episodes(config, 1)
    assert find_losses(ShowFolder(output)) == ()
    rebuild_feed(config)


def test_a_show_whose_output_is_gone_asks_its_target(
    www: Config,
    made: Made,
    output: Path,
) -> None:
    made(www, 2, 3)
    assert command(www, "publish").exit_code == 0
    there = (www.folder / "www" / "feed.xml").read_bytes()
    # The disk of the output folder is not mounted: an empty folder stands in its place.
    output.rename(www.folder / "elsewhere")
    output.mkdir()
    with pytest.raises(PublishError, match="2026-03-02, 2026-03-03 were published"):
        make(www, 4)
    assert not (output / "feed.xml").exists()
    assert "2026-03-02, 2026-03-03 were published" in failure(command(www, "check")).problem
    examined = next(found for found in examine(www) if found.name == "episodes")
    assert examined.state == "error"
    assert "2026-03-02, 2026-03-03 were published" in examined.message
    # It was begun anew without the target's being asked.
    alone = replace(www, publish=replace(www.publish, target=""))
    make(alone, 4)
    error = failure(command(www, "publish"))
    assert "2026-03-02, 2026-03-03 were published" in error.problem
    assert (www.folder / "www" / "feed.xml").read_bytes() == there
    assert command(www, "publish", "--drop-lost").exit_code == 0
    assert b"2026-03-04" in (www.folder / "www" / "feed.xml").read_bytes()


def test_another_shows_feed_at_the_target_is_not_replaced(
    www: Config,
    made: Made,
) -> None:
    made(www, 2)
    other = b"<rss><channel><item><guid>https://old.example/7</guid></item></channel></rss>"
    (www.folder / "www").mkdir()
    (www.folder / "www" / "feed.xml").write_bytes(other)
    assert "https://old.example/7 was published" in failure(command(www, "publish")).problem
    assert (www.folder / "www" / "feed.xml").read_bytes() == other


@pytest.mark.parametrize("place", ["episodes", "episodes/2026-03-02", ".work", ".work/2026-03-02"])
@pytest.mark.parametrize("args", [("feed",), ("check",)])
def test_a_folder_that_may_not_be_opened_is_no_empty_one(
    config: Config,
    made: Made,
    output: Path,
    place: str,
    args: tuple[str, ...],
) -> None:
    made(config, 2, 3)
    before = (output / "feed.xml").read_bytes()
    with shut(output / place):
        done = run_unprivileged(config.folder, *args)
    assert "Traceback" not in done.stderr
    assert done.returncode == 9, done.stderr
    assert place in done.stderr
    assert (output / "feed.xml").read_bytes() == before


def link_out(output: Path) -> None:
    day = output / "episodes" / "2026-03-02"
    day.rename(output.parent / "disk")
    day.symlink_to(output.parent / "disk")


def link_all_out(output: Path) -> None:
    (output / "episodes").rename(output.parent / "disk")
    (output / "episodes").symlink_to(output.parent / "disk")


def link_audio_out(output: Path) -> None:
    audio = output / "episodes" / "2026-03-02" / "qingchuan-2026-03-02.mp3"
    audio.rename(output.parent / "a.mp3")
    audio.symlink_to(output.parent / "a.mp3")


def link_to_hidden(output: Path) -> None:
    day = output / "episodes" / "2026-03-02"
    day.rename(output / ".work" / "disk")
    day.symlink_to(output / ".work" / "disk")


def link_in_a_circle(output: Path) -> None:
    (output / "episodes" / "2026-03-02" / "more").symlink_to(output / "episodes")


def link_to_nothing(output: Path) -> None:
    (output / "episodes" / "2026-03-02" / "more.txt").symlink_to(output / "nothing")


def pipe(output: Path) -> None:
    os.mkfifo(output / "episodes" / "2026-03-02" / "more.mp3")


@pytest.mark.parametrize(
    ("damage", "place"),
    [
        (link_out, "episodes/2026-03-02"),
        (link_all_out, "episodes"),
        (link_audio_out, "episodes/2026-03-02/qingchuan-2026-03-02.mp3"),
        (link_to_hidden, "episodes/2026-03-02"),
        (link_in_a_circle, "episodes/2026-03-02/more"),
        (link_to_nothing, "episodes/2026-03-02/more.txt"),
        (pipe, "episodes/2026-03-02/more.mp3"),
    ],
)
def test_a_link_that_would_not_be_served_is_refused_by_name_everywhere(
    www: Config,
    made: Made,
    output: Path,
    damage: Callable[[Path], None],
    place: str,
) -> None:
    made(www, 2, 3)
    damage(output)
    checked = command(www, "check")
    assert checked.exit_code == 9
    assert f"{place}: it is a link that leads out" in checked.output
    for args in (("publish",), ("feed",)):
        assert f"{place}: it is a link" in failure(command(www, *args)).problem
    assert not (www.folder / "www" / "feed.xml").exists()
    assert find_file(output.resolve(), f"/{place}") is None
    assert not any(name.startswith(f"{place}/") for name in list_public(output))


def test_a_link_inside_the_folder_is_copied_and_served(
    www: Config,
    made: Made,
    output: Path,
) -> None:
    made(www, 2, 3)
    day = output / "episodes" / "2026-03-02"
    (output / "media").mkdir()
    audio = day / "qingchuan-2026-03-02.mp3"
    audio.rename(output / "media" / "a.mp3")
    audio.symlink_to(Path("../../media/a.mp3"))
    assert command(www, "check").exit_code == 0
    assert command(www, "publish").exit_code == 0
    name = "episodes/2026-03-02/qingchuan-2026-03-02.mp3"
    assert (www.folder / "www" / name).read_bytes() == audio.read_bytes()
    assert find_file(output.resolve(), f"/{name}") is not None


def test_links_beside_the_shows_own_files_are_passed_over(
    www: Config,
    made: Made,
    output: Path,
) -> None:
    made(www, 2)
    (output / "notes").symlink_to(www.folder)
    assert command(www, "check").exit_code == 0
    assert command(www, "publish").exit_code == 0
    assert not (www.folder / "www" / "notes").exists()
    assert find_file(output.resolve(), "/notes/config.toml") is None


def test_a_release_that_was_killed_is_no_loss(
    config: Config,
    made: Made,
    output: Path,
) -> None:
    made(config, 2, 3)
    feed = (output / "feed.xml").read_bytes()
    work = output / ".work" / "2026-03-02"
    (output / "episodes" / "2026-03-02").rename(work / "release")
    (work / "withdrawn.json").write_text("{}")
    rebuild_feed(config)
    assert (output / "feed.xml").read_bytes() == feed
    assert not (work / "withdrawn.json").exists()


def test_a_dry_run_tells_of_a_loss_too(
    config: Config,
    made: Made,
    output: Path,
) -> None:
    made(config, 2)
    lose_folder(output)
    page = config.folder / "2.txt"
    page.write_text(PAGE, "utf-8")
    with pytest.raises(PublishError, match="cannot be read any more"):
        produce(Order(paths=(page,), dry_run=True), config, tell_nobody)


def test_a_refused_question_changes_nothing_and_ends_well(
    config: Config, made: Made, output: Path
) -> None:
    made(config, 2)
    feed = (output / "feed.xml").read_bytes()
    path = str(config.folder / "config.toml")
    asked = ["withdraw", "2026-03-02", "--config", path]
    done = CliRunner().invoke(audiopaper, asked, input="n\n")
    assert (done.exit_code, "Nothing was changed." in done.stderr) == (0, True)
    assert (output / "feed.xml").read_bytes() == feed


def test_ctrl_c_has_an_exit_code_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    from audiopaper import cli

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("audiopaper.cli.audiopaper.invoke", interrupt)
    monkeypatch.setattr("sys.argv", ["audiopaper", "check"])
    # What watches over the program's threads is not for the tests'.
    monkeypatch.setattr("audiopaper.cli.end_when_a_thread_lacks_memory", lambda: None)
    with pytest.raises(SystemExit) as caught:
        cli.main()
    assert caught.value.code == 130


def test_a_show_whose_episodes_are_on_another_disk_is_published_and_taken_back(
    config: Config, made: Made, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.replace

    def replace_within(self: Path, target: Path) -> Path:
        if ("episodes" in self.parts) != ("episodes" in Path(target).parts):
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        return real(self, target)

    made(config, 2)
    monkeypatch.setattr(Path, "replace", replace_within)
    make(config, 3)
    withdraw_episode(config, dt.date(2026, 3, 2))
    assert [p.name for p in (output / "episodes").iterdir()] == ["2026-03-03"]
    assert command(config, "check", "--all").exit_code == 0


def test_what_a_killed_removal_left_is_cleared_away(
    config: Config, made: Made, output: Path
) -> None:
    made(config, 2, 3)
    half = output / "episodes" / ".2026-02-27.removed"
    half.mkdir()
    (half / "a.mp3").write_bytes(b"x")
    rebuild_feed(config)
    assert not half.exists()


@pytest.mark.parametrize("name", ["feed.xml", "index.html", "cover.jpg", ".work/targets/hub.txt"])
@pytest.mark.parametrize(
    "args", [("check", "--all"), ("feed",), ("publish",), ("publish", "--dry-run")]
)
def test_a_public_file_that_may_not_be_opened_is_named(
    www: Config, made: Made, output: Path, name: str, args: tuple[str, ...]
) -> None:
    made(www, 2)
    path = output / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    with shut(path):
        done = run_unprivileged(www.folder, *args)
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 9), done.stderr
    if name == "feed.xml":
        assert done.returncode == 9
        assert f"{name} cannot be" in done.stderr + done.stdout


def test_a_reason_to_wait_that_is_garbled_is_shown_all_the_same(output: Path) -> None:
    held = output / ".work" / "2026-03-02" / "episode"
    held.mkdir(parents=True)
    (held / "held.txt").write_bytes(b"\xff\xfe\x00")
    (held / "episode.json").write_text("{}", "utf-8")
    (told,) = describe_waiting(ShowFolder(output))
    assert told.startswith("2026-03-02 waits until its date is named")
