"""What a page, an editor or a reporter's name may hold comes out as text, everywhere."""

from __future__ import annotations

import datetime as dt
import html.parser
import io
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import mutagen.id3
import mutagen.mp3
import pytest

from audiopaper.config import Config, defaults_folder, load_presenters, read_config
from audiopaper.intake import normalise_text
from audiopaper.model import Chapter, Tags
from audiopaper.pipeline.production import Order, produce
from audiopaper.publish.sanitiser import one_line
from audiopaper.rundown import load_rundown, save_rundown
from audiopaper.runtime import tell_nobody
from audiopaper.show.rebuild_check import check_rebuild
from audiopaper.stitching.tags import make_tag
from tests.check_feed_rules import check_output
from tests.support import tone_engine
from tests.support.sample_edition import PAGE

NASTY = "<script>alert(1)</script>]]>&amp;&\u202e../../x\u202c😀-->\ufffd{{7*7}}\u200f\u0007"
LONG = "长" * 300


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> tuple[Config, Path]:
    """A show of which nearly every word means no good."""
    folder = tmp_path_factory.mktemp("show")
    (folder / "voices").symlink_to(defaults_folder() / "voices")
    (folder / "config.toml").write_text(
        'engine = "tone"\n[show]\nid = "qingchuan"\nbase_url = "https://pod.example.org/q/"\n'
        'owner_email = "editor@tingbao.example"\n'
        "title = '听报<b>&]]>'\ndescription = '<i>每天</i>]]>'\nauthor = '\"../青川\"'\n"
        "[feed]\npersons = true\n[briefing]\nenabled = true\n",
        "utf-8",
    )
    (folder / "2.txt").write_text(PAGE, "utf-8")
    config = read_config(folder / "config.toml")
    presenters = load_presenters(folder / "voices")
    with pytest.MonkeyPatch.context() as patch:
        tone_engine.install(patch)
        order = Order(paths=(folder / "2.txt",))
        outcome = produce(replace(order, dry_run=True), config, tell_nobody)
        rundown = load_rundown(outcome.rundown_path, presenters=presenters)
        first, second = (i for i, item in enumerate(rundown.items) if item.kind == "story")
        items = list(rundown.items)
        items[first] = replace(
            items[first],
            title=f"青川{NASTY}",
            text=f"正文{NASTY}。再说{NASTY}。",
            byline=(f"曾{NASTY}",),
            byline_roles=(),
        )
        items[second] = replace(items[second], title=LONG)
        save_rundown(folder / "own.toml", replace(rundown, items=tuple(items)))
        produce(replace(order, rundown=folder / "own.toml"), config, tell_nobody)
    return config, folder / "output"


SEEN = one_line(normalise_text(NASTY))


class Reader(html.parser.HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.scripts: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "script":
            self.scripts.append(dict(attrs).get("src") or dict(attrs).get("type") or "")

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_show_passes_its_own_check_and_the_checklist(show: tuple[Config, Path]) -> None:
    config, output = show
    assert check_rebuild(config) == ()
    found = {rule.says: told for rule, told in check_output(output).items() if told}
    # The words themselves look like markup here, and are told as they are.
    assert set(found) <= {"titles, descriptions and copyright are plain text"}


def test_the_feed_holds_it_as_text(show: tuple[Config, Path]) -> None:
    _, output = show
    item = ET.fromstring((output / "feed.xml").read_bytes()).find("channel/item")
    assert item is not None
    names = {"psc": "http://podlove.org/simple-chapters"}
    titles = [c.get("title") for c in item.findall(".//psc:chapter", names)]
    assert f"青川{SEEN}" in titles
    assert LONG in titles
    notes = Reader(item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") or "")
    assert set(notes.tags) == {"p", "ul", "li", "a"}
    assert notes.tags.count("a") == 1
    assert f"青川{SEEN}" in notes.text
    assert f"曾{SEEN}" in notes.text
    assert len((item.findtext("description") or "").encode()) <= 4000


def test_the_pages_hold_it_as_text(show: tuple[Config, Path]) -> None:
    _, output = show
    for name in ("index.html", "episodes/2026-03-02/index.html"):
        page = Reader((output / name).read_text("utf-8"))
        own = re.compile(r"(\.\./)*assets/\w+\.js|application/ld\+json")
        assert all(own.fullmatch(script) for script in page.scripts)
        assert f"青川{SEEN}" in page.text
        assert LONG in page.text
        assert "49" not in page.text


def test_the_tags_hold_it_as_text(show: tuple[Config, Path]) -> None:
    _, output = show
    tags = mutagen.mp3.MP3(output / "episodes/2026-03-02/qingchuan-2026-03-02.mp3").tags
    titles = [str(frame.sub_frames["TIT2"]) for frame in tags.getall("CHAP")]
    assert any("<script>alert(1)</script>" in title for title in titles)
    assert any(len(title) == len(LONG) for title in titles)


def test_a_headline_of_ten_thousand_characters_fits_into_a_tag() -> None:
    title = "长" * 10_000
    chapters = (
        Chapter(start_ms=0, end_ms=9_000, title=title),
        Chapter(start_ms=9_000, end_ms=20_000, title="春耕开始"),
    )
    told = Tags(
        title=title,
        artist=title,
        album=title,
        date=dt.date(2026, 3, 2),
        comment="",
        website="",
        cover=b"",
    )
    tag = mutagen.id3.ID3(io.BytesIO(make_tag(told, chapters, title, duration_ms=20_000)))
    titles = [str(frame.sub_frames["TIT2"]) for frame in tag.getall("CHAP")]
    assert titles == [title, "春耕开始"]


def test_the_transcripts_hold_it_as_text(show: tuple[Config, Path]) -> None:
    _, output = show
    folder = output / "episodes" / "2026-03-02"
    said = json.loads((folder / "transcript.json").read_text("utf-8"))["segments"]
    spoken = "".join(segment["body"] for segment in said)
    assert "<script>alert(1)</script>]]>" in spoken
    assert LONG in spoken
    captions = (folder / "transcript.vtt").read_text("utf-8")
    assert re.findall(r"<(?!v [^<>]+>)", captions) == []
    for name in ("transcript.vtt", "transcript.srt"):
        text = (folder / name).read_text("utf-8")
        times = re.findall(r"^[\d:.,]{12} --> [\d:.,]{12}$", text, re.MULTILINE)
        assert text.count(" --> ") == len(times) >= len(said)
    plain = (folder / "transcript.txt").read_text("utf-8")
    assert "<script>alert(1)</script>" in plain
    assert not re.search("[\u202a-\u202e\u200f\x00-\x09\x0b-\x1f]", spoken + captions + plain)


def test_no_file_is_named_by_what_was_written(show: tuple[Config, Path]) -> None:
    config, output = show
    names = {p.relative_to(output).as_posix() for p in output.rglob("*") if p.is_file()}
    public = {name for name in names if not name.startswith(".work/")}
    assert all(re.fullmatch(r"[a-z0-9./-]+", name) for name in public)
    assert sorted(p.name for p in config.folder.iterdir()) == [
        *("2.txt", "config.toml", "output", "own.toml", "voices"),
    ]
