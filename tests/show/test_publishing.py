"""What is public: checked before, put in place in order, copied whole, and pruned when told."""

from __future__ import annotations

import contextlib
import datetime as dt
import http.server
import json
import os
import shutil
import threading
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs

import feedparser
import mutagen.mp3
import pytest
from click.testing import CliRunner
from PIL import Image

from audiopaper import model
from audiopaper.audio.loudness import measure_file
from audiopaper.cli import audiopaper
from audiopaper.config import Config, defaults_folder, read_config
from audiopaper.daily.run_state import load_run_state
from audiopaper.desk.phrases import load_phrases
from audiopaper.errors import ConfigError, PublishError
from audiopaper.model import Briefing
from audiopaper.pipeline.correction import withdraw_episode
from audiopaper.publish import typefaces
from audiopaper.publish.briefing import render_briefing
from audiopaper.publish.cover import make_cover
from audiopaper.publish.feed import podcast_guid
from audiopaper.runtime import tell_nobody
from audiopaper.show import publication, sync, target_kinds
from audiopaper.show.artwork import check_cover_once
from audiopaper.show.episode_record import load_episodes
from audiopaper.show.folder import ShowFolder
from audiopaper.show.lifecycle import load_record
from audiopaper.show.publication import (
    check_show,
    describe_waiting,
    prune_episodes,
    rebuild_feed,
    release_episodes,
)
from audiopaper.show.rebuild_check import check_rebuild
from audiopaper.show.release import release_episode
from audiopaper.show.remote_target import RemoteTarget
from audiopaper.show.show_id import refuse_other_id
from audiopaper.show.state import load_state
from audiopaper.show.sync import announce_feed, copy_show
from audiopaper.show.targets import list_public
from tests.support import tone_engine
from tests.support.episode_folders import make_episode
from tests.support.feed_values import NAMES
from tests.support.public_show import BASE, Made, config, made, make, output, shelf  # noqa: F401
from tests.support.sample_edition import PAGE, public_state


def problems(config: Config) -> list[str]:
    return [f"{f.place}: {f.problem}" for f in check_show(config)]


def test_what_was_just_made_passes_the_check(config: Config, made: Made) -> None:
    made(config, 2, 3)
    assert check_show(config) == ()


def cut_audio(folder: Path) -> None:
    path = folder / "qingchuan-2026-03-02.mp3"
    path.write_bytes(path.read_bytes()[:-5000])


def change_audio(folder: Path) -> None:
    path = folder / "qingchuan-2026-03-02.mp3"
    data = bytearray(path.read_bytes())
    data[-3000] ^= 0xFF
    path.write_bytes(data)


def other_chapters(folder: Path) -> None:
    path = folder / "chapters.json"
    document = json.loads(path.read_text("utf-8"))
    document["chapters"][1]["startTime"] += 0.2
    path.write_text(json.dumps(document), "utf-8")


def lose_a_line(folder: Path) -> None:
    path = folder / "transcript.txt"
    path.write_text(path.read_text("utf-8").replace("三万册", ""), "utf-8")


def late_caption(folder: Path) -> None:
    path = folder / "transcript.vtt"
    path.write_text(path.read_text("utf-8").replace("--> 00:00:", "--> 01:00:"), "utf-8")


def no_chapters_in_audio(folder: Path) -> None:
    tags = mutagen.mp3.MP3(folder / "qingchuan-2026-03-02.mp3")
    tags.tags.delall("CHAP")
    tags.save()


def small_cover(folder: Path) -> None:
    Image.new("RGB", (600, 600)).save(folder.parents[1] / "cover.jpg")


def grey_cover(folder: Path) -> None:
    Image.new("L", (1400, 1400)).save(folder.parents[1] / "cover.jpg")


def broken_feed(folder: Path) -> None:
    path = folder.parents[1] / "feed.xml"
    path.write_bytes(path.read_bytes()[:-20])


def wrong_length(folder: Path) -> None:
    path = folder.parents[1] / "feed.xml"
    path.write_text(path.read_text("utf-8").replace('length="', 'length="1'), "utf-8")


def wrong_length_behind_a_query(folder: Path) -> None:
    path = folder.parents[1] / "feed.xml"
    text = path.read_text("utf-8")
    assert '.mp3" length="' in text
    path.write_text(text.replace('.mp3" length="', '.mp3?2" length="1'), "utf-8")


def other_host(folder: Path) -> None:
    path = folder.parents[1] / "feed.xml"
    text = path.read_text("utf-8")
    path.write_text(text.replace(f"{BASE}episodes", "https://old.example/episodes"), "utf-8")


def no_page(folder: Path) -> None:
    (folder / "index.html").unlink()


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        pytest.param(cut_audio, "is not the file that was made", id="audio-cut"),
        pytest.param(change_audio, "is not the file that was made", id="audio-changed"),
        pytest.param(no_chapters_in_audio, "0 chapters", id="tag-without-chapters"),
        pytest.param(other_chapters, "begins at", id="chapters-differ"),
        pytest.param(lambda f: (f / "transcript.srt").unlink(), "leads to no file", id="no-srt"),
        pytest.param(lose_a_line, "a line is missing", id="transcript-line"),
        pytest.param(late_caption, "times", id="caption-times"),
        pytest.param(small_cover, "600 x 600", id="small-cover"),
        pytest.param(grey_cover, "colours", id="grey-cover"),
        pytest.param(broken_feed, "no XML", id="feed-cut"),
        pytest.param(wrong_length, "the feed lists", id="feed-length"),
        # The address of a corrected episode has a query.
        pytest.param(wrong_length_behind_a_query, "the feed lists", id="feed-length-query"),
        pytest.param(other_host, "is not below", id="feed-host"),
        pytest.param(no_page, "no page", id="no-page"),
    ],
)
def test_the_check_finds_what_would_fail_listeners(
    config: Config, made: Made, output: Path, damage: Callable[[Path], None], said: str
) -> None:
    made(config, 2)
    damage(output / "episodes" / "2026-03-02")
    assert any(said in problem for problem in problems(config)), problems(config)


FACES = ("DejaVuSerif-Bold.ttf", "DejaVuSans-Bold.ttf")


@pytest.mark.parametrize("then", [*FACES, None])
def test_a_font_that_came_or_went_is_no_fault(
    config: Config, output: Path, monkeypatch: pytest.MonkeyPatch, then: str | None
) -> None:
    fonts = {path.name: path for path in Path("/usr/share/fonts").rglob("*.ttf")}
    if not set(FACES) <= set(fonts):
        pytest.skip("the DejaVu fonts are not installed")
    config = replace(config, show=replace(config.show, title="Qingchuan News"))
    monkeypatch.setattr(typefaces, "find_font", lambda: fonts[FACES[0]])
    make(config)
    before = (output / "cover.jpg").read_bytes()
    monkeypatch.setattr(typefaces, "find_font", lambda: fonts.get(then or ""))
    assert (make_cover("Qingchuan News", 3000) == before) is (then == FACES[0])
    assert check_rebuild(config) == ()
    # Another picture is one all the same.
    for name, size in (
        ("cover.jpg", 3000),
        ("assets/cover.jpg", 480),
        ("assets/icon-192.png", 192),
    ):
        whole = (output / name).read_bytes()
        Image.new("RGB", (size, size), (244, 239, 228)).save(output / name)
        assert [f.place for f in check_rebuild(config)] == [name]
        (output / name).write_bytes(whole[: len(whole) // 2])
        assert name in [f.place for f in check_rebuild(config)]
        (output / name).write_bytes(whole)


def test_a_date_of_publication_in_the_future_is_a_warning_of_produce_and_check(
    config: Config,
) -> None:
    day = dt.datetime.now(dt.timezone(dt.timedelta(hours=8))).date() + dt.timedelta(days=2)
    folder = config.folder / day.isoformat()
    folder.mkdir()
    page = PAGE.replace("2026年3月2日 星期一", f"{day.year}年{day.month}月{day.day}日")
    (folder / "01.txt").write_text(page, "utf-8")
    told = ["--config", str(config.folder / "config.toml")]
    made = CliRunner().invoke(audiopaper, ["produce", str(folder), *told])
    assert made.exit_code == 0, made.output
    sentence = f"warning: {day} is dated {day} 06:00 +0800, which lies in the future"
    assert sentence in made.stderr
    for more in ([], ["--all"]):
        checked = CliRunner().invoke(audiopaper, ["check", *told, *more])
        assert checked.exit_code == 0, checked.output
        assert sentence in checked.stderr
    document = json.loads(CliRunner().invoke(audiopaper, ["check", "--json", *told]).stdout)
    assert document["ok"]
    assert len(document["warnings"]) == 1


def test_a_past_date_of_publication_is_no_warning(config: Config) -> None:
    make(config)
    told = ["--config", str(config.folder / "config.toml")]
    assert CliRunner().invoke(audiopaper, ["check", *told]).stderr == ""


def test_what_stands_beside_the_audio_is_made_again(
    config: Config, made: Made, output: Path
) -> None:
    made(config, 2)
    before = public_state(output)
    folder = output / "episodes" / "2026-03-02"
    for name in ("transcript.srt", "chapters.json", "index.html"):
        (folder / name).unlink()
    (found, *_) = check_show(config)
    assert "audiopaper feed" in found.remedy
    rebuild_feed(config)
    assert public_state(output) == before


def test_all_that_is_public_can_be_made_again_from_the_episodes_own_files(
    config: Config, made: Made, output: Path
) -> None:
    wired = replace(config, feed=replace(config.feed, newest=2, persons=True))
    made(briefed(wired), 2, 3, 4)
    before = public_state(output)
    own = {"episode.json", "briefing.mp3", *(f"qingchuan-2026-03-0{n}.mp3" for n in (2, 3, 4))}
    for path in sorted(output.rglob("*"), reverse=True):
        if path.is_file() and path.name not in own:
            path.unlink()
    rebuild_feed(briefed(wired))
    assert public_state(output) == before
    assert check_rebuild(briefed(wired)) == ()


def other_words(folder: Path) -> None:
    page = folder / "index.html"
    page.write_text(page.read_text("utf-8").replace("三万册", "四万册"), "utf-8")


def lost_state(folder: Path) -> None:
    (folder.parents[1] / ".work" / "show.json").unlink()


def withdrawn_in_part(folder: Path) -> None:
    work = folder.parents[1] / ".work" / folder.name
    work.mkdir(parents=True, exist_ok=True)
    (work / "withdrawn.json").write_text("{}", "utf-8")


def other_title(folder: Path) -> None:
    path = folder / "episode.json"
    path.write_text(path.read_text("utf-8").replace("老茶厂改成", "老茶厂变成"), "utf-8")


@pytest.mark.parametrize(
    ("damage", "place", "said"),
    [
        (other_words, "episodes/2026-03-02/index.html", "is not what"),
        (other_title, "feed.xml", "is not what"),
        (lambda f: (f.parents[1] / "assets/site.css").unlink(), "assets/site.css", "missing"),
        (lambda f: (f / "old.mp3").write_bytes(b"x"), "episodes/2026-03-02/old.mp3", "no episode"),
        (
            lambda f: (f.parent / "x").mkdir() or (f.parent / "x/a.mp3").touch(),
            "episodes/x/a.mp3",
            "no",
        ),
        (withdrawn_in_part, "episodes/2026-03-02/episode.json", "of an episode that was withdrawn"),
        (lost_state, ".work/show.json", "does not know the GUID"),
        (cut_audio, "episodes/2026-03-02/qingchuan-2026-03-02.mp3", "not the file"),
    ],
)
def test_check_all_finds_what_differs_from_the_episodes_own_files(
    config: Config,
    made: Made,
    output: Path,
    damage: Callable[[Path], object],
    place: str,
    said: str,
) -> None:
    made(config, 2)
    assert check_rebuild(config) == ()
    damage(output / "episodes" / "2026-03-02")
    assert any(f.place == place and said in f.problem for f in check_rebuild(config))


def test_check_all_looks_at_what_is_held_too(config: Config, made: Made, output: Path) -> None:
    made(config, 2)
    make(replace(config, publish=replace(config.publish, hold=True)), 3)
    assert check_rebuild(config) == ()
    (output / ".work/2026-03-03/episode/transcript.srt").unlink()
    (found,) = check_rebuild(config)
    assert found.place == ".work/2026-03-03/episode/transcript.srt"


@pytest.mark.parametrize(
    ("changes", "problem", "remedy"),
    [
        ({"category": ("News", "Dayly News")}, "Apple's list", "News > Daily News"),
        ({"category": ("新闻",)}, "Apple's list", "'News'"),
        ({"category": ("新闻类", "日报")}, "Apple's list", "'News > Daily News'"),
        ({"category": ("News", "体育新闻")}, "Apple's list", "'News > Sports News'"),
        ({"category": ("新闻", "音乐")}, "Apple's list", "'News'"),
        ({"category": ("社会与文化",)}, "Apple's list", "'Society & Culture'"),
        ({"category": ("渡口",)}, "Apple's list", "one of: Arts, Business"),
        ({"cover": "none.jpg"}, "no such file", "cover in"),
        ({"page_words": "fr"}, "cannot be read", "page_words"),
    ],
)
def test_a_show_that_cannot_be_published_is_refused_before_anything_is_spoken(
    config: Config,
    output: Path,
    monkeypatch: pytest.MonkeyPatch,
    changes: dict[str, object],
    problem: str,
    remedy: str,
) -> None:
    def never(self: object, segment: object) -> None:
        raise AssertionError("it was spoken")

    monkeypatch.setattr(tone_engine.ToneEngine, "synthesise", never)
    with pytest.raises(ConfigError, match=problem) as caught:
        make(replace(config, show=replace(config.show, **changes)))  # type: ignore[arg-type]
    assert remedy in caught.value.remedy
    assert not output.exists()


def test_a_finding_about_the_cover_is_in_the_language_of_the_run(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    show = ShowFolder(output)
    show.work.mkdir(parents=True)
    problems = []
    for language in ("en", "zh", "en"):
        monkeypatch.setenv("AUDIOPAPER_LANG", language)
        (finding,) = check_cover_once(b"no picture", "cover.jpg", show)
        problems.append(finding.problem)
    assert problems[0] == problems[2] == "it is no picture of a known kind"
    assert not problems[1].isascii()


def test_a_wrong_category_in_an_old_show_is_found_by_the_check(config: Config, made: Made) -> None:
    made(config, 2)
    wrong = replace(config, show=replace(config.show, category=("News", "Dayly News")))
    assert any("Apple's list" in problem for problem in problems(wrong))
    with pytest.raises(PublishError, match="not published") as caught:
        rebuild_feed(wrong)
    assert caught.value.exit_code == 9


def test_what_fails_the_check_leaves_what_is_public_as_it_was(
    config: Config, made: Made, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(config, 2)
    before = public_state(output)
    real = publication.render_side_files

    def without_a_line(episode: model.Episode, base_url: str) -> dict[str, bytes]:
        files = dict(real(episode, base_url))
        files["transcript.txt"] = files["transcript.txt"][:40]
        return files

    monkeypatch.setattr(publication, "render_side_files", without_a_line)
    with pytest.raises(PublishError, match=r"not published: transcript\.txt"):
        make(config, page=PAGE.replace("三万册", "四万册"))
    assert public_state(output) == before


def test_a_day_that_was_out_keeps_its_guid_or_is_refused(
    config: Config, made: Made, output: Path
) -> None:
    made(config, 2)
    before = public_state(output)
    renamed = replace(config, show=replace(config.show, id="tingbao"))
    # Under another id the day is the same day to apps: nothing is downloaded again.
    make(renamed)
    assert public_state(output) == before
    # A record that gives another GUID, whatever the reason, is refused.
    record = output / "episodes/2026-03-02/episode.json"
    (episode,) = load_episodes(ShowFolder(output))
    other = record.read_text("utf-8").replace(episode.guid, episode.guid[:-1] + "x")
    record.write_text(other, "utf-8")
    with pytest.raises(PublishError, match="was published as") as caught:
        rebuild_feed(renamed)
    assert "make that day again" in caught.value.remedy
    make(renamed)
    assert load_episodes(ShowFolder(output)) == (episode,)


def test_a_changed_id_is_refused_on_the_next_day_and_named_by_the_check(
    config: Config, made: Made, output: Path
) -> None:
    renamed = replace(config, show=replace(config.show, id="tingbao"))
    # Before the first episode an id may be any.
    refuse_other_id(renamed)
    made(config, 2, 3)
    refuse_other_id(config)
    with pytest.raises(PublishError, match="published as 'qingchuan'") as caught:
        make(renamed, 4)
    assert 'id = "qingchuan"' in caught.value.remedy
    assert any("published as 'qingchuan'" in problem for problem in problems(renamed))


def test_an_audio_file_that_cannot_be_read_has_a_reason(
    config: Config, made: Made, output: Path
) -> None:
    made(config, 2)
    path = output / "episodes/2026-03-02/qingchuan-2026-03-02.mp3"
    path.write_bytes(path.read_bytes()[:2000])
    (problem,) = [p for p in problems(config) if "cannot be read" in p]
    assert not problem.endswith(": ")
    path.unlink()
    (problem,) = [p for p in problems(config) if "cannot be read" in p]
    assert problem.endswith("there is no such file")


def test_a_target_folder_that_was_not_there_is_a_warning_once(
    config: Config, made: Made, tmp_path: Path
) -> None:
    made(config, 2)
    target = tmp_path / "web"
    for _ in range(2):
        would = copy_show(config, str(target), dry_run=True, tell=tell_nobody)
        assert any("is not there, and would be made" in warning for warning in would.warnings)
    first = copy_show(config, str(target), dry_run=False, tell=tell_nobody)
    assert any("was not there" in warning for warning in first.warnings)
    assert copy_show(config, str(target), dry_run=False, tell=tell_nobody).warnings == ()


def channel(output: Path, name: str = "feed.xml") -> ET.Element:
    found = ET.fromstring((output / name).read_bytes()).find("channel")
    assert found is not None
    return found


def test_the_podcasts_number_stays_when_the_feed_moves(
    config: Config, made: Made, output: Path
) -> None:
    made(config, 2)
    first = channel(output).findtext("podcast:guid", namespaces=NAMES)
    assert first == podcast_guid(f"{BASE}feed.xml")
    rebuild_feed(replace(config, show=replace(config.show, base_url="https://new.example/")))
    assert channel(output).findtext("podcast:guid", namespaces=NAMES) == first


def test_no_number_is_minted_for_an_address_of_this_machine(config: Config, output: Path) -> None:
    make(replace(config, show=replace(config.show, base_url="http://127.0.0.1:8000/")))
    assert load_state(ShowFolder(output)).podcast_guid == ""
    rebuild_feed(config)
    assert load_state(ShowFolder(output)).podcast_guid == podcast_guid(f"{BASE}feed.xml")


def list_archived(output: Path) -> list[list[str]]:
    """The days in the feed and in each archive that it leads to, newest first."""
    seen, name = [], "feed.xml"
    while name:
        top = channel(output, name)
        own = top.find("atom:link[@rel='self']", NAMES)
        assert own is not None
        assert own.get("href") == BASE + name
        seen.append([i.findtext("title", "").split()[0][-2:] for i in top.findall("item")])
        following = top.find("atom:link[@rel='next']", NAMES)
        name = (following.get("href") or "").removeprefix(BASE) if following is not None else ""
    return seen


def test_older_episodes_stand_in_archives_that_the_feed_leads_to(
    config: Config, made: Made, output: Path
) -> None:
    two = replace(config, feed=replace(config.feed, newest=2))
    made(two, 2, 3, 4, 5, 6)
    # An archive that is not full would change, and clients need not fetch it again.
    assert list_archived(output) == [["6日", "5日"], ["4日"], ["3日"], ["2日"]]
    assert check_show(two) == ()
    make(two, 7)
    assert list_archived(output) == [["7日", "6日"], ["5日"], ["4日"], ["3日"], ["2日"]]
    assert check_show(two) == ()
    full = (output / "feed-1.xml").read_bytes()
    make(two, 8)
    assert (output / "feed-1.xml").read_bytes() == full, "a full archive never changes"
    rebuild_feed(replace(two, feed=replace(two.feed, newest=60)))
    assert not list(output.glob("feed-*.xml"))


def test_a_withdrawal_moves_no_episode_into_an_archive_that_was_published(
    config: Config, made: Made, output: Path
) -> None:
    two = replace(config, feed=replace(config.feed, newest=2))
    made(two, 2, 3, 4, 5, 6, 7)
    assert list_archived(output) == [["7日", "6日"], ["5日"], ["4日"], ["3日"], ["2日"]]
    withdraw_episode(two, dt.date(2026, 3, 4))
    assert list_archived(output) == [["7日", "6日"], ["5日"], ["3日"], ["2日"]]
    withdraw_episode(two, dt.date(2026, 3, 7))
    assert list_archived(output) == [["6日"], ["5日"], ["3日"], ["2日"]]
    make(two, 8)
    assert list_archived(output) == [["8日", "6日"], ["5日"], ["3日"], ["2日"]]
    assert check_show(two) == ()


def test_what_is_made_twice_keeps_its_times_so_that_pollers_get_304(
    config: Config, made: Made, output: Path
) -> None:
    def times() -> dict[str, int]:
        return {n: (output / n).stat().st_mtime_ns for n in list_public(output)}

    made(config, 2)
    before = times()
    make(config)
    rebuild_feed(config)
    assert times() == before


def test_reporters_pictures_and_a_hub_are_told_where_the_show_wants_it(
    config: Config, made: Made, output: Path
) -> None:
    made(config, 2)
    item = channel(output).find("item")
    assert item is not None
    assert item.find("podcast:person", NAMES) is None
    feed = replace(config.feed, persons=True, episode_images=True, hub="https://hub.example/")
    rebuild_feed(replace(config, feed=feed))
    item = channel(output).find("item")
    assert item is not None
    assert {p.text for p in item.findall("podcast:person", NAMES)} >= {"曾令新", "解小雨"}
    image = item.find("itunes:image", NAMES)
    assert image is not None
    assert image.get("href") == f"{BASE}episodes/2026-03-02/cover.jpg"
    with Image.open(output / "episodes/2026-03-02/cover.jpg") as picture:
        assert picture.size == (1400, 1400)
    hub = channel(output).find("atom:link[@rel='hub']", NAMES)
    assert hub is not None
    assert hub.get("href") == "https://hub.example/"


def test_a_held_episode_is_public_only_after_its_release(
    config: Config, made: Made, output: Path
) -> None:
    made(config, 2)
    before = public_state(output)
    holding = replace(config, publish=replace(config.publish, hold=True))
    outcome = make(holding, 3)
    assert outcome.held
    assert public_state(output) == before
    assert [e.date.day for e in release_episodes(holding, dt.date(2026, 3, 4))] == []
    assert [e.date.day for e in release_episodes(holding)] == [3]
    assert [e.date.day for e in load_episodes(ShowFolder(output))] == [3, 2]
    assert len(feedparser.parse((output / "feed.xml").read_bytes()).entries) == 2
    assert check_show(config) == ()


@pytest.mark.parametrize(
    "copy", ["2026-03-03 副本", "2026-03-03.bak", "2026-03-03-old", "20260303"]
)
def test_a_copy_of_a_work_folder_is_not_published(
    config: Config, made: Made, output: Path, copy: str
) -> None:
    made(config, 2)
    holding = replace(config, publish=replace(config.publish, hold=True))
    make(holding, 3)
    shutil.copytree(output / ".work/2026-03-03", output / ".work" / copy)
    notes = describe_waiting(ShowFolder(output))
    assert [note.partition(" ")[0] for note in notes] == [copy] * copy.endswith("-old")
    assert [episode.key for episode in release_episodes(holding)] == ["2026-03-03"]
    rebuild_feed(config)
    assert check_show(config) == ()
    assert sorted(path.name for path in (output / "episodes").iterdir()) == [
        "2026-03-02",
        "2026-03-03",
    ]


def test_the_copy_of_a_release_that_was_killed_is_not_finished(
    config: Config, made: Made, output: Path
) -> None:
    made(config, 2)
    make(replace(config, publish=replace(config.publish, hold=True)), 3)
    work = output / ".work/2026-03-03"
    (work / "episode").rename(work / "release")
    shutil.copytree(work, output / ".work/2026-03-03-evening")
    rebuild_feed(config)
    assert [episode.key for episode in load_episodes(ShowFolder(output))] == [
        "2026-03-03",
        "2026-03-02",
    ]


def test_an_episode_in_the_folder_of_another_edition_is_refused(
    config: Config, made: Made, output: Path
) -> None:
    made(config, 2)
    show = ShowFolder(output)
    (episode,) = load_episodes(show)
    with pytest.raises(PublishError, match="holds the episode of 2026-03-02"):
        release_episode(episode, show.edition(episode.date, "evening"), config)


def test_pruning_removes_only_what_left_the_feed(config: Config, made: Made, output: Path) -> None:
    two = replace(config, feed=replace(config.feed, newest=2))
    made(two, 2, 3, 4, 5, 6)
    with pytest.raises(PublishError, match="the feed lists"):
        prune_episodes(two, 1)
    # More may be listed than there are: of five, no more than five are in the feed.
    with pytest.raises(PublishError, match="the feed lists 5 episodes"):
        prune_episodes(config, 4)
    assert prune_episodes(config, 5) == ()
    assert [e.date.day for e in prune_episodes(two, 2)] == [4, 3, 2]
    assert not (output / "episodes" / "2026-03-02").exists()
    assert not list(output.glob("feed-*.xml"))
    assert "2026-03-02" not in (output / "index.html").read_text("utf-8")
    assert check_show(two) == ()


# --- briefing ---


def briefed(config: Config) -> Config:
    return replace(config, briefing=replace(config.briefing, enabled=True, sentences=1))


def test_the_briefing_is_a_shorter_cut_of_the_same_episode(
    config: Config, made: Made, output: Path
) -> None:
    config = briefed(config)
    settings = replace(config.briefing, target_lufs=-14.0, bit_rate_kbps=256)
    made(replace(config, briefing=settings), 2)
    (item,) = json.loads((output / "briefing.json").read_text("utf-8"))
    assert set(item) == {
        *("uid", "updateDate", "titleText", "mainText", "streamUrl", "redirectionUrl"),
    }
    assert item["updateDate"] == "2026-03-01T22:00:00.0Z"
    assert item["streamUrl"] == f"{BASE}episodes/2026-03-02/briefing.mp3"
    assert "人工智能" in item["mainText"]
    assert "首班车。" in item["mainText"]
    assert "线路全长" not in item["mainText"], "one sentence of the lede and no more"
    assert len(item["mainText"]) <= 4500
    sound = mutagen.mp3.MP3(output / "episodes/2026-03-02/briefing.mp3")
    (episode,) = load_episodes(ShowFolder(output))
    assert sound.info.bitrate == pytest.approx(256_000, rel=0.001)
    assert episode.briefing is not None
    assert abs(sound.info.length * 1000 - episode.briefing.duration_ms) < 100
    assert 10_000 <= episode.briefing.duration_ms <= 600_000
    loud = measure_file(output / "episodes/2026-03-02/briefing.mp3")
    assert loud.lufs == pytest.approx(-14, abs=0.5)
    assert episode.loudness_lufs == pytest.approx(-16, abs=0.5)
    assert episode.briefing.duration_ms < episode.duration_ms
    parsed = feedparser.parse((output / "briefing.xml").read_bytes())
    assert not parsed.bozo
    assert parsed.entries[0].enclosures[0].href == item["streamUrl"]


def test_a_briefing_holds_five_days_at_most_newest_first(config: Config) -> None:
    short = Briefing(
        audio="briefing.mp3", audio_bytes=1, audio_sha256="0" * 64, duration_ms=60_000, text="要闻"
    )
    days = [dt.date(2026, 3, day) for day in (4, 2, 7, 3, 6, 5)]
    episodes = [make_episode(date=day, briefing=short) for day in days]
    episodes.append(make_episode(date=dt.date(2026, 3, 8)))
    items = json.loads(render_briefing(config.show, episodes))
    assert [i["titleText"][-2:] for i in items] == ["7日", "6日", "5日", "4日", "3日"]
    assert len({i["uid"] for i in items}) == 5


def test_the_check_looks_at_the_briefing_too(config: Config, made: Made, output: Path) -> None:
    on = made(briefed(config), 2)
    assert check_show(on) == ()
    (output / "episodes/2026-03-02/briefing.mp3").write_bytes(b"")
    assert any("briefing.mp3" in problem for problem in problems(on))
    rebuild = json.loads((output / "briefing.json").read_text("utf-8"))
    rebuild[0]["streamUrl"] = "http://pod.example.org/q/none.mp3"
    rebuild[0]["mainText"] = "<b>听报</b>"
    (output / "briefing.json").write_text(json.dumps(rebuild), "utf-8")
    said = " ".join(problems(on))
    assert "is not https" in said
    assert "markup" in said
    (output / "briefing.json").unlink()
    assert any("damaged" in problem for problem in problems(on))


def test_a_briefing_without_https_is_refused_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "b.toml"
    path.write_text("[briefing]\nenabled = true\n", "utf-8")
    with pytest.raises(ConfigError, match="https only"):
        read_config(path)


# --- copying ---


def test_a_copy_holds_what_is_public_and_nothing_else(
    config: Config, made: Made, output: Path, tmp_path: Path
) -> None:
    made(config, 2)
    (output / "episodes" / ".secret").write_text("x", "utf-8")
    (output / "link").symlink_to(output / ".work")
    copied = copy_show(config, str(tmp_path / "www"), dry_run=False, tell=tell_nobody)
    there = {str(p.relative_to(tmp_path / "www")) for p in (tmp_path / "www").rglob("*.*")}
    assert there == set(copied.sent) | {n for n in there if (tmp_path / "www" / n).is_dir()}
    assert not [n for n in there if "/." in f"/{n}" or "secret" in n]
    order = [copied.sent.index(n) for n in _in_order()]
    assert order == sorted(order)
    assert copied.sent[-1] == "feed.xml"


def _in_order() -> list[str]:
    day = "episodes/2026-03-02/"
    return [
        *(f"{day}qingchuan-2026-03-02.mp3", f"{day}transcript.vtt", f"{day}chapters.json"),
        *(f"{day}index.html", "index.html", "feed.xml"),
    ]


def test_a_second_copy_sends_only_what_changed(config: Config, made: Made, tmp_path: Path) -> None:
    made(config, 2)
    www = str(tmp_path / "www")
    first = copy_show(config, www, dry_run=False, tell=tell_nobody)
    again = copy_show(config, www, dry_run=False, tell=tell_nobody)
    assert (again.sent, again.unchanged) == ((), len(first.sent))
    make(config, 3)
    third = copy_show(config, www, dry_run=False, tell=tell_nobody)
    assert "episodes/2026-03-02/qingchuan-2026-03-02.mp3" not in third.sent
    assert "episodes/2026-03-03/qingchuan-2026-03-03.mp3" in third.sent


def test_the_desk_has_a_phrase_for_the_progress_of_a_copy(
    config: Config, made: Made, tmp_path: Path
) -> None:
    stages: set[str] = set()
    copy_show(
        made(config, 2),
        str(tmp_path / "www"),
        dry_run=False,
        tell=lambda stage, _done, _total: stages.add(stage),
    )
    assert stages
    for language in ("en", "zh"):
        assert {f"stage_{stage}" for stage in stages} <= set(load_phrases(language))


def test_a_dry_run_copies_nothing(config: Config, made: Made, tmp_path: Path) -> None:
    made(config, 2)
    copied = copy_show(config, str(tmp_path / "www"), dry_run=True, tell=tell_nobody)
    assert copied.sent
    assert not (tmp_path / "www").exists()


def test_a_copy_that_breaks_off_leaves_the_old_feed(
    config: Config, made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(config, 2)
    www = tmp_path / "www"
    copy_show(config, str(www), dry_run=False, tell=tell_nobody)
    before = (www / "feed.xml").read_bytes()
    make(config, 3)

    def break_off(stage: str, done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy_show(config, str(www), dry_run=False, tell=break_off)
    assert (www / "feed.xml").read_bytes() == before
    copy_show(config, str(www), dry_run=False, tell=tell_nobody)
    assert len(feedparser.parse((www / "feed.xml").read_bytes()).entries) == 2


def test_pruned_episodes_leave_the_target_too(config: Config, made: Made, tmp_path: Path) -> None:
    one = replace(config, feed=replace(config.feed, newest=1))
    made(one, 2, 3)
    www = tmp_path / "www"
    (www / "other").mkdir(parents=True)
    (www / "other" / "kept.txt").write_text("x", "utf-8")
    copy_show(one, str(www), dry_run=False, tell=tell_nobody)
    prune_episodes(one, 1)
    copied = copy_show(one, str(www), dry_run=False, tell=tell_nobody)
    assert "episodes/2026-03-02/qingchuan-2026-03-02.mp3" in copied.removed
    assert not (www / "episodes" / "2026-03-02").exists()
    assert (www / "other" / "kept.txt").exists()
    # What is gone already is not removed again, and was never at another target.
    assert copy_show(one, str(www), dry_run=False, tell=tell_nobody).removed == ()
    assert copy_show(one, str(tmp_path / "new"), dry_run=True, tell=tell_nobody).removed == ()


class Storage:
    """A plug-in's target in memory, which compares contents itself."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.ends_at = ""
        """The file before which the process is killed."""

    def open(self, *_: object) -> Storage:
        return self

    def has(self, name: str, path: Path, digest: str) -> bool:
        return self.files.get(name) == path.read_bytes()

    def put(self, name: str, path: Path, digest: str) -> None:
        if name == self.ends_at:
            raise KeyboardInterrupt
        self.files[name] = path.read_bytes()

    def read(self, name: str) -> bytes | None:
        return self.files.get(name)

    def remove(self, name: str) -> None:
        self.files.pop(name, None)

    def close(self) -> None:
        pass


@pytest.fixture
def storage(monkeypatch: pytest.MonkeyPatch) -> Storage:
    storage = Storage()
    entry = type("Point", (), {"load": lambda _: storage.open})()
    monkeypatch.setattr(target_kinds, "_installed", lambda: {"house": entry})
    return storage


def _copy(config: Config) -> tuple[str, ...]:
    return copy_show(config, "house://q", dry_run=False, tell=tell_nobody).removed


@pytest.mark.parametrize("is_record_lost", [False, True])
def test_what_a_killed_copy_laid_down_is_removed_once_it_is_withdrawn(
    config: Config,
    made: Made,
    output: Path,
    storage: Storage,
    monkeypatch: pytest.MonkeyPatch,
    is_record_lost: bool,
) -> None:
    made(config, 2, 3)
    storage.ends_at = "feed.xml"
    with monkeypatch.context() as patch:
        # A killed process saves nothing at its end.
        saves: list[Path] = []
        real = sync._save_known

        def save_first(path: Path, known: dict[str, tuple[str, int]]) -> None:
            saves.append(path)
            if len(saves) == 1:
                real(path, known)

        patch.setattr(sync, "_save_known", save_first)
        with pytest.raises(KeyboardInterrupt):
            _copy(config)
    storage.ends_at = ""
    if is_record_lost:
        shutil.rmtree(output / ".work" / "targets")
    audio = "episodes/2026-03-02/qingchuan-2026-03-02.mp3"
    assert audio in storage.files
    withdraw_episode(config, dt.date(2026, 3, 2))
    assert audio in _copy(config)
    assert set(storage.files) == set(list_public(output))
    # What is gone already is not removed again.
    assert _copy(config) == ()


@pytest.mark.skipif(os.name == "nt", reason="no names of Windows")
@pytest.mark.parametrize("name", ["备注\\草稿.txt", "改\n稿.txt", "a:b", "feed.xml.gz", "c\\..\\d"])
def test_any_file_beside_an_episode_is_withdrawn_with_it(
    config: Config, made: Made, output: Path, tmp_path: Path, name: str
) -> None:
    made(config, 2, 3)
    folder = output / "episodes" / "2026-03-02"
    (folder / name).write_text("x", "utf-8")
    www = tmp_path / "www"
    copy_show(config, str(www), dry_run=False, tell=tell_nobody)
    assert (www / "episodes" / "2026-03-02" / name).exists()
    withdraw_episode(config, dt.date(2026, 3, 2))
    assert f"episodes/2026-03-02/{name}" in load_state(ShowFolder(output)).pruned
    copy_show(config, str(www), dry_run=False, tell=tell_nobody)
    assert not (www / "episodes" / "2026-03-02").exists()
    rebuild_feed(config)


@pytest.mark.skipif(os.name == "nt", reason="no names of Windows")
@pytest.mark.parametrize(
    "name", ["feed.xml.gz", "feed.xml.br", "feed.xml~", "feed.xml\n", "旧\n稿"]
)
def test_the_feed_is_the_last_of_all_public_files(tmp_path: Path, name: str) -> None:
    for other in ("feed.xml", "index.html", "episodes/2026-03-02/a.mp3", name):
        (tmp_path / other).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / other).write_text("x", "utf-8")
    names = list_public(tmp_path)
    assert names == ("episodes/2026-03-02/a.mp3", "index.html", name, "feed.xml")


@pytest.mark.parametrize("base", ["http://127.0.0.1:8000/", "http://localhost/", "http://[::1]/"])
def test_an_address_of_this_machine_is_never_published(
    config: Config, tmp_path: Path, base: str
) -> None:
    local = replace(config, show=replace(config.show, base_url=base))
    with pytest.raises(PublishError, match="no listener"):
        copy_show(local, str(tmp_path / "www"), dry_run=False, tell=tell_nobody)
    assert not (tmp_path / "www").exists()


def test_what_fails_the_check_is_not_copied(
    config: Config, made: Made, output: Path, tmp_path: Path
) -> None:
    made(config, 2)
    cut_audio(output / "episodes" / "2026-03-02")
    with pytest.raises(PublishError, match="not published"):
        copy_show(config, str(tmp_path / "www"), dry_run=False, tell=tell_nobody)
    assert not (tmp_path / "www").exists()


@contextlib.contextmanager
def hub(status: int) -> Iterator[tuple[str, list[dict[str, list[str]]]]]:
    told: list[dict[str, list[str]]] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            told.append(parse_qs(self.rfile.read(length).decode()))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/", told
        server.shutdown()


def wire(config: Config, address: str, **publish: str) -> Config:
    feed = replace(config.feed, hub=address)
    return replace(config, feed=feed, publish=replace(config.publish, **publish))  # type: ignore[arg-type]


def test_the_hub_is_told_once_a_new_feed_is_out(config: Config, made: Made, tmp_path: Path) -> None:
    made(config, 2)
    www = str(tmp_path / "www")
    Path(www).mkdir()
    with hub(204) as (address, told):
        wired = wire(config, address, target=www)
        rebuild_feed(wired)
        copy_show(wired, www, dry_run=True, tell=tell_nobody)
        make(wired, 3)
        assert told == [], "listeners find the feed at the target"
        for _ in range(2):
            assert copy_show(wired, www, dry_run=False, tell=tell_nobody).warnings == ()
    assert [t["hub.url"] for t in told] == [[f"{BASE}feed.xml"]]
    assert told[0]["hub.mode"] == ["publish"]


def test_the_hub_is_told_by_produce_where_the_output_itself_is_served(config: Config) -> None:
    with hub(204) as (address, told):
        wired = wire(config, address)
        make(wired, 2)
        assert [t["hub.url"] for t in told] == [[f"{BASE}feed.xml"]]
        make(wired, 2)
        assert len(told) == 1, "the same feed is no news"
        make(replace(wired, publish=replace(wired.publish, hold=True)), 3)
        assert len(told) == 1, "what is held is no news"
        release_episodes(wired)
        assert announce_feed(wired) == ()
        assert len(told) == 2
        local = replace(wired, show=replace(config.show, base_url="http://127.0.0.1:8000/"))
        rebuild_feed(local)
        assert announce_feed(local) == ()
        assert len(told) == 2, "no listener could follow an address of this machine"


def test_a_hub_that_fails_is_a_warning_and_is_told_again(
    config: Config, made: Made, tmp_path: Path
) -> None:
    made(config, 2)
    (tmp_path / "www").mkdir()
    with hub(500) as (address, _):
        wired = wire(config, address)
        rebuild_feed(wired)
        copied = copy_show(wired, str(tmp_path / "www"), dry_run=False, tell=tell_nobody)
        (warning,) = copied.warnings
        assert "could not be notified" in warning
        assert "the feed is published" in warning
        assert (tmp_path / "www" / "feed.xml").exists()
        again = copy_show(wired, str(tmp_path / "www"), dry_run=False, tell=tell_nobody)
        assert (again.sent, again.warnings) == ((), (warning,))


@pytest.mark.skipif(os.name == "nt", reason="names with colons")
@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("gopher://host/x", "unsupported target"),
        ("sftp://me:secret@host/x", "holds a password"),
        ("output", "contains the other"),
        ("output/copy", "contains the other"),
        (".", "contains the other"),
        ("file://", "no folder's path"),
        ("file:///srv/www", "no folder's path"),
        ("FILE:///srv/www", "no folder's path"),
        ("file://host/x", "no folder's path"),
        ("file:www", "no folder's path"),
        ("~nosuchuser/www", "is no address"),
        ("http://[x/", "is no address"),
        ("s3://", "no host or bucket"),
        ("sftp:///x", "no host or bucket"),
        ("webdav://host:99999/", "is no address"),
        ("www\x00x", "is no address"),
        ("长" * 86, "is no address: target is too long"),
        (" ", "a space stands before or behind it"),
        ("www ", "a space stands before or behind it"),
    ],
)
def test_an_address_of_no_known_kind_is_refused(
    config: Config, made: Made, address: str, problem: str
) -> None:
    made(config, 2)
    with pytest.raises(ConfigError, match=problem):
        copy_show(config, address, dry_run=False, tell=tell_nobody)
    # And before anything is spoken, where the configuration names it.
    with pytest.raises(ConfigError, match=problem):
        make(replace(config, publish=replace(config.publish, target=address)), 3)
    assert not (config.folder / "output" / ".work" / "2026-03-03").exists()


STATES = (
    b"",
    b"{",
    b"[]",
    b"null",
    b"7",
    b'"x"',
    b"[" * 100_000,
    b'{"schema": 1, "guids": []}',
    b'{"schema": 1, "guids": {"2026-03-02": 7}}',
    b'{"schema": true}',
    b'{"schema": "1"}',
    b'{"schema": 99}',
    b'{"schema": 1, "schema": 1}',
    b'{"schema": 1, "x": "\\ud800"}',
    b'{"schema": 1e999}',
    b"\xff\xfe",
    b"\x00" * 100,
)


@pytest.mark.parametrize("data", STATES)
@pytest.mark.parametrize(
    "name",
    ["show.json", "today.json", "2026-03-02/made.json", "../episodes/2026-03-02/episode.json"],
)
def test_a_state_file_of_any_content_is_a_sentence(
    config: Config, made: Made, output: Path, name: str, data: bytes
) -> None:
    made(config, 2)
    feed = (output / "feed.xml").read_bytes()
    (output / ".work" / name).write_bytes(data)
    show = ShowFolder(output)
    readers = (
        lambda: load_state(show),
        lambda: load_run_state(show),
        lambda: load_record(show.edition(dt.date(2026, 3, 2))),
        lambda: load_episodes(ShowFolder(output)),
        lambda: check_show(config),
        lambda: rebuild_feed(config),
    )
    failures = []
    for read in readers:
        try:
            read()
        except PublishError as error:
            failures.append(error.problem)
    assert all(Path(name).name in problem for problem in failures)
    # What it does not know is none of its business.
    assert failures or (name == "today.json" and b"guids" in data)
    assert (output / "feed.xml").read_bytes() == feed


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "/etc/passwd",
        "a/../../x",
        ".work/show.json",
        "a//b",
        "a\0b",
        "",
        # Elsewhere a backslash is a character like others.
        *(["a\\b"] if os.name == "nt" else []),
    ],
)
def test_pruned_names_never_leave_the_target(
    config: Config, made: Made, output: Path, tmp_path: Path, name: str
) -> None:
    made(config, 2)
    path = output / ".work" / "show.json"
    document = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**document, "pruned": [name]}), "utf-8")
    with pytest.raises(PublishError, match="not the name of a published file"):
        copy_show(config, str(tmp_path / "www"), dry_run=False, tell=tell_nobody)


def test_a_show_under_an_address_in_another_script_is_published_whole(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch, hub(204) as (address, told):
        tone_engine.install(patch)
        patch.setattr(os, "fsync", lambda _: None)
        path = tmp_path / "config.toml"
        path.write_text(
            f'engine = "tone"\n[show]\nid = "q"\nbase_url = "https://例子.中国/听报/"\n'
            f'website = "https://青川日报.example/首页"\nowner_email = "editor@例子.中国"\n'
            f'[feed]\nhub = "{address}"\n[publish]\ntarget = "听报"\n',
            "utf-8",
        )
        (tmp_path / "voices").symlink_to(defaults_folder() / "voices")
        (tmp_path / "听报").mkdir()
        config = read_config(path)
        outcome = make(config)
        assert outcome.feed_url == "https://xn--fsqu00a.xn--fiqs8s/%E5%90%AC%E6%8A%A5/feed.xml"
        assert copy_show(config, "听报", dry_run=False, tell=tell_nobody).warnings == ()
    assert told[0]["hub.url"] == [outcome.feed_url]
    assert check_rebuild(config) == ()
    assert outcome.episode is not None
    audio = tmp_path / "听报" / "episodes" / "2026-03-02" / outcome.episode.audio
    tags = mutagen.mp3.MP3(audio).tags
    assert [frame.url for frame in tags.getall("WXXX")] == [
        "https://xn--5rt79hk5c9u9e.example/%E9%A6%96%E9%A1%B5"
    ]
    page = (tmp_path / "听报" / "subscribe.html").read_text("utf-8")
    assert outcome.feed_url in page
    feed = (tmp_path / "听报" / "feed.xml").read_text("utf-8")
    assert "editor@xn--fsqu00a.xn--fiqs8s" in feed


@pytest.mark.filterwarnings("ignore")
def test_a_feed_that_a_target_gives_otherwise_is_sent_again_by_the_next_run(
    config: Config, made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.support.target_servers import KINDS

    made(config, 2)
    with KINDS["webdav"](tmp_path, monkeypatch) as place:
        with monkeypatch.context() as patch:
            patch.setattr(RemoteTarget, "read", lambda *_: b"<rss/>")
            with pytest.raises(PublishError, match="differs there from the feed"):
                copy_show(config, place.address, dry_run=False, tell=tell_nobody)
        again = copy_show(config, place.address, dry_run=False, tell=tell_nobody)
        assert again.sent == ("feed.xml",)
        assert copy_show(config, place.address, dry_run=False, tell=tell_nobody).sent == ()


def links(config: Config, key: str) -> str:
    return (config.folder / f"output/episodes/{key}/chapters.json").read_text("utf-8")


def test_all_that_has_the_shows_address_moves_with_it(config: Config, made: Made) -> None:
    made(config, 2, 3)
    held = replace(config, publish=replace(config.publish, hold=True))
    make(held, 4)
    other = "https://ting.example.net/pod/"
    moved = replace(config, show=replace(config.show, base_url=other))
    make(moved, 5)
    for key in ("2026-03-02", "2026-03-03", "2026-03-05"):
        assert f"{other}episodes/{key}/index.html#" in links(config, key)
        assert BASE not in links(config, key)
    # One that was held meanwhile moves with its release.
    release_episodes(moved)
    assert f"{other}episodes/2026-03-04/index.html#" in links(config, "2026-03-04")
    assert check_rebuild(moved) == ()
    # A withdrawal writes the rest under the address in force, too.
    withdraw_episode(config, dt.date(2026, 3, 5))
    assert other not in links(config, "2026-03-02")
    assert check_rebuild(config) == ()
