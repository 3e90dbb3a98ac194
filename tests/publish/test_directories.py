"""What directories ask of a feed, item by item, on a show of two editions as `produce` makes it.

Source:
    Apple Podcasts: podcast RSS feed requirements; PSP-1, the Podcast Standards Project's RSS
    specification; podcast namespace 1.0 and its taxonomy; RFC 5646, RFC 2822, RFC 4122.
"""

from __future__ import annotations

import email.utils
import json
import re
import statistics
import subprocess
import sys
import uuid
import xml.etree.ElementTree as ET
from pathlib import Path

import mutagen.mp3
import pytest
from PIL import Image

from audiopaper.config import load_presenters, read_config, voices_folder
from audiopaper.publish.checks.show_check import CATEGORIES
from audiopaper.rundown import load_rundown
from audiopaper.script import write_script
from tests.bench_transcript import SILENCE_MS, measure
from tests.check_feed_rules import BASE, RULES, Rule, check_output, make_show, offences
from tests.support.feed_values import NAMES

ITUNES = f"{{{NAMES['itunes']}}}"


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three editions: two in the feed, the oldest in its archive."""
    return make_show(tmp_path_factory.mktemp("show"))


@pytest.fixture
def channel(output: Path) -> ET.Element:
    found = ET.fromstring((output / "feed.xml").read_bytes()).find("channel")
    assert found is not None
    return found


def one(parent: ET.Element, path: str) -> ET.Element:
    found = parent.findall(path, NAMES)
    assert len(found) == 1, f"{len(found)} of {path}"
    return found[0]


def test_the_feed_is_utf_8_and_says_so(output: Path) -> None:
    data = (output / "feed.xml").read_bytes()
    assert data.startswith(b"<?xml version='1.0' encoding='UTF-8'?>")
    data.decode("utf-8")
    assert ET.fromstring(data).attrib == {"version": "2.0"}


def test_the_channel_has_each_required_element_once(channel: ET.Element) -> None:
    for path in (
        *("title", "link", "description", "language", "itunes:author", "itunes:type"),
        *("itunes:explicit", "itunes:image", "podcast:guid", "podcast:locked", "podcast:medium"),
        *("podcast:updateFrequency", "podcast:txt[@purpose='ai-content']", "itunes:owner"),
    ):
        one(channel, path)
    assert one(channel, "itunes:explicit").text in ("true", "false")
    assert re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", one(channel, "language").text or "")
    assert uuid.UUID(one(channel, "podcast:guid").text or "").version == 5
    assert one(channel, "podcast:locked").get("owner") == "editor@tingbao.example"
    top = one(channel, "itunes:category")
    under = one(top, "itunes:category")
    assert under.get("text") in CATEGORIES[top.get("text") or ""]


def test_the_cover_is_what_apple_takes(output: Path, channel: ET.Element) -> None:
    href = one(channel, "itunes:image").get("href") or ""
    path = output / href.removeprefix(BASE)
    with Image.open(path) as image:
        assert image.format == "JPEG"
        assert image.mode == "RGB"
        assert image.width == image.height == 3000
    assert path.suffix == ".jpg"
    assert path.stat().st_size < 512 * 1024


def test_each_item_has_each_required_element_once(output: Path, channel: ET.Element) -> None:
    items = channel.findall("item")
    assert len(items) == 2
    for item in items:
        for path in ("title", "guid", "pubDate", "link", "description", "itunes:duration"):
            assert one(item, path).text
        enclosure = one(item, "enclosure")
        assert set(enclosure.attrib) == {"url", "length", "type"}
        url = enclosure.get("url") or ""
        assert re.fullmatch(r"https://[\x21-\x7e]+\.mp3", url)
        path = output / url.removeprefix(BASE)
        assert enclosure.get("length") == str(path.stat().st_size)
        assert enclosure.get("type") == "audio/mpeg"
        assert one(item, "guid").get("isPermaLink") == "false"
        when = email.utils.parsedate_to_datetime(one(item, "pubDate").text or "")
        assert when.utcoffset() is not None
        seconds = int(one(item, "itunes:duration").text or "")
        assert abs(seconds - mutagen.mp3.MP3(path).info.length) <= 0.6
        assert len((one(item, "description").text or "").encode()) <= 4000
        assert one(item, "itunes:episodeType").text == "full"
    for path in ("title", "guid", "link"):
        assert len({one(i, path).text for i in items}) == len(items)
    dates = [email.utils.parsedate_to_datetime(one(i, "pubDate").text or "") for i in items]
    assert dates == sorted(dates, reverse=True)


def test_podcast_tags_keep_the_namespaces_rules(output: Path, channel: ET.Element) -> None:
    for item in channel.findall("item"):
        kinds = [t.get("type") for t in item.findall("podcast:transcript", NAMES)]
        assert {"text/vtt", "application/x-subrip", "application/json"} <= set(kinds)
        for tag in item.findall("podcast:transcript", NAMES):
            assert (output / (tag.get("url") or "").removeprefix(BASE)).is_file()
        assert one(item, "podcast:chapters").get("type") == "application/json+chapters"
        for person in item.findall("podcast:person", NAMES):
            assert person.text
            assert (person.get("group"), person.get("role")) == ("writing", "author")
        for bite in item.findall("podcast:soundbite", NAMES):
            assert 15 <= float(bite.get("duration") or 0) <= 120
            assert len(bite.text or "") <= 128


def test_the_forms_of_the_chapters_agree(output: Path, channel: ET.Element) -> None:
    for item in channel.findall("item"):
        url = one(item, "enclosure").get("url") or ""
        audio = output / url.removeprefix(BASE)
        tags = mutagen.mp3.MP3(audio).tags
        frames = sorted(tags.getall("CHAP"), key=lambda f: f.start_time)
        in_audio = [(f.start_time, str(f.sub_frames["TIT2"])) for f in frames]
        document = json.loads((audio.parent / "chapters.json").read_text("utf-8"))
        in_json = [(round(c["startTime"] * 1000), c["title"]) for c in document["chapters"]]
        in_feed = [
            (milliseconds(c.get("start") or ""), c.get("title"))
            for c in item.findall("psc:chapters/psc:chapter", NAMES)
        ]
        in_words = re.findall(r"^(\d\d:\d\d:\d\d) (.+)$", one(item, "description").text or "", re.M)
        assert in_audio == in_json == in_feed
        assert in_audio[0][0] == 0
        assert in_audio[-1][0] < mutagen.mp3.MP3(audio).info.length * 1000
        # A description counts whole seconds, rounded down.
        assert [(ms // 1000 * 1000, title) for ms, title in in_audio] == [
            (milliseconds(clock), title) for clock, title in in_words
        ]


def milliseconds(clock: str) -> int:
    hours, minutes, seconds = clock.split(":")
    return round((int(hours) * 3600 + int(minutes) * 60 + float(seconds)) * 1000)


def test_the_transcript_holds_what_is_spoken(output: Path) -> None:
    for day in (2, 3):
        folder = output / "episodes" / f"2026-03-0{day}"
        said = json.loads((folder / "transcript.json").read_text("utf-8"))["segments"]
        text = "".join(s["body"] for s in said)
        for line in ("3月1日晚10时", "600多名夜班职工", "炒茶的铁锅留在原处"):
            assert line in text
        captions = (folder / "transcript.srt").read_text("utf-8")
        assert captions.count(" --> ") >= len(said)


def test_every_rule_of_validators_and_directories_holds(output: Path) -> None:
    assert {rule.says: told for rule, told in check_output(output).items() if told} == {}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.source}: {rule.says}")
def test_every_rule_bites(output: Path, rule: Rule) -> None:
    feed = (output / "feed.xml").read_text("utf-8")
    spoiled = re.sub(*rule.spoil, feed, count=1)
    assert spoiled != feed
    assert offences(rule, spoiled.encode(), output)


def test_sentences_begin_when_they_are_heard_and_nothing_spoken_is_missing(output: Path) -> None:
    config = read_config(output.parent / "config.toml")
    presenters = load_presenters(voices_folder(config))
    rundown = load_rundown(output / ".work/2026-03-03/rundown.toml", presenters=presenters)
    said = [segment.printed for segment in write_script(rundown, config.episode)]
    folder = output / "episodes" / "2026-03-03"
    figures = measure(folder, output, said, SILENCE_MS["tone"])
    assert statistics.median(figures.errors_ms) < 150
    assert min(figures.covered.values()) >= 0.99
    assert figures.paragraphs[0] == figures.paragraphs[1]
    assert figures.spread_ms <= 100
    assert (figures.first_ms, figures.inside) == (0, True)


# --- the commands ---


def run(output: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "audiopaper", *words],
        cwd=output.parent,
        capture_output=True,
        text=True,
        check=False,
    )


def test_check_says_that_nothing_was_found(output: Path) -> None:
    done = run(output, "check", "--json")
    assert (done.returncode, json.loads(done.stdout)) == (0, {"ok": True, "findings": []})


def test_check_ends_with_9_and_a_remedy(output: Path) -> None:
    path = output / "episodes" / "2026-03-02" / "transcript.txt"
    before = path.read_bytes()
    path.write_bytes(before[:30])
    try:
        done = run(output, "check")
        assert done.returncode == 9
        assert "episodes/2026-03-02/transcript.txt: a line is missing" in done.stdout
        assert "-> make that episode again" in done.stdout
        done = run(output, "publish", "--to", "www")
        assert done.returncode == 9
        assert not (output.parent / "www").exists()
    finally:
        path.write_bytes(before)


def test_publish_without_a_target_says_what_to_set(output: Path) -> None:
    done = run(output, "publish")
    assert done.returncode == 9
    assert "no target is configured" in done.stderr
    assert "--to" in done.stderr


def test_publish_copies_and_says_what_it_did(output: Path) -> None:
    done = run(output, "publish", "--to", "www", "--dry-run", "--json")
    assert done.returncode == 0
    told = json.loads(done.stdout)
    assert told["sent"][-1] == "feed.xml"
    assert not (output.parent / "www").exists()
    done = run(output, "publish", "--to", "www")
    assert done.returncode == 0
    assert (output.parent / "www" / "feed.xml").is_file()
    assert f"{len(told['sent'])} sent, 0 unchanged" in done.stdout


def test_prune_with_nothing_to_remove_says_so(output: Path) -> None:
    done = run(output, "prune", "--keep", "3")
    assert done.returncode == 0
    assert "Nothing to remove" in done.stdout
    assert run(output, "prune", "--keep", "1").returncode == 9
