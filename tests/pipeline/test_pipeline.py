"""A whole edition, offline: what a producer gets, and what stays when something goes wrong."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import feedparser
import mutagen.mp3
import pytest

from audiopaper.config import Config, defaults_folder, read_config
from audiopaper.errors import AudiopaperError, InputError, RundownError, SynthesisError
from audiopaper.model import Episode
from audiopaper.pipeline import engine_choice
from audiopaper.pipeline.correction import correct_episode
from audiopaper.pipeline.production import Order, Outcome, produce
from audiopaper.publish.linked_files import render_side_files
from audiopaper.publish.transcript import render_vtt
from audiopaper.runtime import tell_nobody
from audiopaper.show import publication
from audiopaper.show.episode_record import load_episodes
from audiopaper.show.folder import ShowFolder
from audiopaper.show.publication import rebuild_feed
from tests.support import edge_double, tone_engine
from tests.support.sample_edition import PAGE, public_state


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    tone_engine.install(monkeypatch)
    path = tmp_path / "config.toml"
    path.write_text('engine = "tone"\ninbox = "inbox"\n[show]\nid = "qingchuan"\n', "utf-8")
    (tmp_path / "voices").symlink_to(defaults_folder() / "voices")
    voices = tmp_path / "voices"
    assert voices.is_dir()
    return read_config(path)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "pages" / "01.txt"
    path.parent.mkdir()
    path.write_text(PAGE, "utf-8")
    return path


def make(config: Config, *paths: Path, **changes: object) -> Outcome:
    return produce(replace(Order(paths=paths), **changes), config, tell_nobody)  # type: ignore[arg-type]


def test_a_page_becomes_an_episode_whose_stories_are_its_articles(
    config: Config, page: Path
) -> None:
    episode = make(config, page).episode
    assert episode is not None
    assert episode.date == dt.date(2026, 3, 2)
    assert {s.title for s in episode.stories} == {"夜间公交今起开行", "老茶厂改成图书馆"}
    assert episode.paper == "青川日报"


def test_each_line_of_the_transcript_knows_its_paragraph_and_role(
    config: Config, page: Path
) -> None:
    episode = make(config, page).episode
    assert episode is not None
    story = next(s for s in episode.stories if s.title == "夜间公交今起开行")
    cues = [c for c in episode.cues if c.chapter == story.chapter]
    assert (cues[0].role, cues[0].text) == ("headline", story.title)
    assert {c.role for c in cues[1:]} == {"text"}
    numbers = [c.paragraph for c in cues]
    assert numbers[0] == 0
    assert numbers == sorted(numbers)
    # Headline, subhead, byline, and the page's two paragraphs of two sentences and one.
    assert len(set(numbers)) == numbers[-1] + 1 >= 4
    assert any(a == b for a, b in itertools.pairwise(numbers))
    assert {c.role for c in episode.cues} >= {"ident", "greeting", "summary", "sign-off"}


def test_file_feed_and_chapters_agree_on_the_length(
    config: Config, page: Path, tmp_path: Path
) -> None:
    episode = make(config, page).episode
    assert episode is not None
    path = tmp_path / "output" / "episodes" / "2026-03-02" / episode.audio
    real_ms = mutagen.mp3.MP3(path).info.length * 1000
    assert abs(real_ms - episode.duration_ms) < 100
    assert episode.chapters[-1].end_ms == episode.duration_ms
    feed = feedparser.parse((tmp_path / "output" / "feed.xml").read_bytes())
    assert not feed.bozo
    entry = feed.entries[0]
    assert abs(_seconds(entry.itunes_duration) * 1000 - real_ms) <= 1000
    assert int(entry.enclosures[0].length) == path.stat().st_size


def _seconds(text: str) -> int:
    total = 0
    for part in text.split(":"):
        total = total * 60 + int(part)
    return total


def test_two_editions_stand_in_one_feed_newest_first(
    config: Config, page: Path, tmp_path: Path
) -> None:
    make(config, page)
    later = tmp_path / "later.txt"
    later.write_text(PAGE.replace("2026年3月2日 星期一", "2026年3月3日 星期二"), "utf-8")
    make(config, later)
    feed = feedparser.parse((tmp_path / "output" / "feed.xml").read_bytes())
    assert [e.title[-11:] != "" for e in feed.entries] == [True, True]
    assert feed.entries[0].published_parsed > feed.entries[1].published_parsed
    assert feed.entries[0].id != feed.entries[1].id


def test_the_same_edition_again_asks_for_nothing_and_gives_the_same_bytes(
    config: Config, page: Path, tmp_path: Path
) -> None:
    make(config, page)
    before = public_state(tmp_path / "output")
    make(config, page)
    assert public_state(tmp_path / "output") == before


def test_a_dry_run_writes_the_rundown_and_makes_no_sound(
    config: Config, page: Path, tmp_path: Path
) -> None:
    outcome = make(config, page, dry_run=True)
    assert outcome.episode is None
    assert outcome.rundown_path.is_file()
    assert public_state(tmp_path / "output") == {}


def test_the_editors_rundown_is_used_until_a_redraft_keeps_it_aside(
    config: Config, page: Path
) -> None:
    path = make(config, page, dry_run=True).rundown_path
    path.write_text(path.read_text("utf-8").replace("夜间公交今起开行", "夜班车来了"), "utf-8")
    outcome = make(config, page)
    assert outcome.episode is not None
    assert "夜班车来了" in {s.title for s in outcome.episode.stories}
    assert any("editor's rundown" in notice for notice in outcome.notices)
    again = make(config, page, redraft=True, dry_run=True)
    assert "夜班车来了" not in path.read_text("utf-8")
    assert "夜班车来了" in path.with_suffix(".toml.bak").read_text("utf-8")
    assert any(".bak" in notice for notice in again.notices)


def test_every_redraft_keeps_what_an_editor_wrote(config: Config, page: Path) -> None:
    path = make(config, page, dry_run=True).rundown_path
    draft = path.read_text("utf-8")
    for words in ("夜班车来了", "末班车晚了", "夜班车来了"):
        path.write_text(draft.replace("夜间公交今起开行", words), "utf-8")
        make(config, page, redraft=True, dry_run=True)
    copies = sorted(path.parent.glob("*.bak"))
    assert [copy.name for copy in copies] == ["rundown.toml.2.bak", "rundown.toml.bak"]
    assert ["末班车晚了" in copy.read_text("utf-8") for copy in copies] == [True, False]
    # A blank file holds nothing to keep.
    path.write_bytes(b" \n")
    assert not make(config, page, redraft=True, dry_run=True).notices
    assert sorted(path.parent.glob("*.bak")) == copies


def test_a_rundown_of_another_day_changes_nothing_that_is_public(
    config: Config, page: Path, tmp_path: Path
) -> None:
    path = make(config, page).rundown_path
    before, day = public_state(tmp_path / "output"), dt.date(2026, 3, 2)
    right = path.read_text("utf-8")
    path.write_text(right.replace("date = 2026-03-02", "date = 2026-03-09"), "utf-8")
    number = right.splitlines().index("date = 2026-03-02") + 1
    for dry_run in (True, False):
        with pytest.raises(RundownError, match=f"line {number}: date is 2026-03-09") as caught:
            make(config, page, dry_run=dry_run)
        assert caught.value.remedy == "write: date = 2026-03-02"
    with pytest.raises(RundownError, match="date is 2026-03-09"):
        correct_episode(config, day, today=day, tell=tell_nobody)
    assert public_state(tmp_path / "output") == before
    path.write_text(right, "utf-8")
    assert make(config, page).episode is not None


def test_a_rundown_from_elsewhere_is_used(config: Config, page: Path, tmp_path: Path) -> None:
    path = make(config, page, dry_run=True).rundown_path
    own = tmp_path / "own.toml"
    own.write_text(path.read_text("utf-8").replace("老茶厂改成图书馆", "茶厂变书房"), "utf-8")
    outcome = make(config, page, rundown=own)
    assert outcome.episode is not None
    assert "茶厂变书房" in {s.title for s in outcome.episode.stories}


def test_a_rundown_of_another_day_is_refused(config: Config, page: Path, tmp_path: Path) -> None:
    path = make(config, page, dry_run=True).rundown_path
    own = tmp_path / "own.toml"
    own.write_text(path.read_text("utf-8").replace("2026-03-02", "2026-03-01"), "utf-8")
    with pytest.raises(InputError, match="is for 2026-03-01"):
        make(config, page, rundown=own)


def test_the_transcript_shows_numbers_as_printed(
    config: Config, page: Path, tmp_path: Path
) -> None:
    make(config, page)
    text = (tmp_path / "output/episodes/2026-03-02/transcript.txt").read_text("utf-8")
    assert "3月1日晚10时" in text
    assert "600多名" in text


def test_pages_without_a_date_are_refused_with_the_way_to_give_one(
    config: Config, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(PAGE.replace("2026年3月2日 星期一 农历丙午年正月十四\n", ""), "utf-8")
    with pytest.raises(InputError, match="no date") as caught:
        make(config, path)
    assert "--date" in caught.value.remedy
    assert not (tmp_path / "output").exists()


def test_one_bad_page_is_reported_and_the_edition_goes_on(
    config: Config, page: Path, tmp_path: Path
) -> None:
    (page.parent / "02.txt").write_bytes(b"")
    outcome = make(config, page.parent)
    assert any("02.txt" in warning for warning in outcome.warnings)
    stored = json.loads((tmp_path / "output/episodes/2026-03-02/episode.json").read_text("utf-8"))
    assert any("02.txt" in warning for warning in stored["warnings"])


def test_a_failing_voice_leaves_what_is_public_as_it_was(
    config: Config, page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(config, page)
    before = public_state(tmp_path / "output")
    page.write_text(PAGE.replace("三万册", "四万册"), "utf-8")

    def fail(self: object, segment: object) -> None:
        raise SynthesisError("the voice failed", remedy="run again")

    monkeypatch.setattr(tone_engine.ToneEngine, "synthesise", fail)
    with pytest.raises(AudiopaperError) as caught:
        make(config, page)
    assert caught.value.exit_code == 7
    assert public_state(tmp_path / "output") == before


def edge_config(config: Config, url: str, engine: str, **speech: object) -> Config:
    return replace(
        config,
        engine=engine,
        engines={"edge": {"endpoint": url}},
        speech=replace(config.speech, **speech),  # type: ignore[arg-type]
    )


def test_the_unmodified_edge_client_speaks_an_edition(config: Config, page: Path) -> None:
    with edge_double.running() as service:
        outcome = make(edge_config(config, service.url, "edge"), page)
        assert outcome.episode is not None
        assert outcome.episode.engine == "edge"
        sent = "".join(service.texts)
        assert "三月一日晚十时" in sent
        assert "夜间公交今起开行" in sent
        asked = len(service.texts)
        make(edge_config(config, service.url, "auto"), page)
        assert len(service.texts) == asked, "a rerun with nothing changed asks for nothing"


def test_auto_makes_the_whole_episode_offline_where_edge_cannot_be_reached(
    config: Config, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_choice, "OFFLINE", ("espeak",))
    outcome = make(edge_config(config, "ws://127.0.0.1:1/speak", "auto"), page)
    assert outcome.episode is not None
    assert outcome.episode.engine == "espeak"
    assert any("offline" in warning for warning in outcome.episode.warnings)


def test_a_configured_edge_that_fails_half_way_makes_nothing(
    config: Config, page: Path, tmp_path: Path
) -> None:
    make(config, page)
    before = public_state(tmp_path / "output")
    with edge_double.running() as service:
        service.next_faults = ["ok", "ok", "ok", "403"]
        service.every_fault = "403"
        with pytest.raises(SynthesisError):
            make(edge_config(config, service.url, "edge"), page)
    assert public_state(tmp_path / "output") == before


def test_an_empty_inbox_is_an_input_error_and_never_the_sample(
    config: Config, tmp_path: Path
) -> None:
    (tmp_path / "inbox").mkdir()
    with pytest.raises(InputError, match="inbox"):
        make(config)


def test_the_sample_leaves_the_feed_when_a_real_episode_comes(
    config: Config, page: Path, tmp_path: Path
) -> None:
    make(replace(config, sample=True))
    assert [e.sample for e in load_episodes(ShowFolder(tmp_path / "output"))] == [True]
    make(config, page, date=None)
    assert [e.sample for e in load_episodes(ShowFolder(tmp_path / "output"))] == [False]
    assert (tmp_path / "output/.work/sample").is_dir()


def test_the_sample_never_joins_a_real_feed(config: Config, page: Path, tmp_path: Path) -> None:
    make(config, page)
    before = public_state(tmp_path / "output")
    with pytest.raises(InputError, match="never joins"):
        make(replace(config, sample=True))
    assert public_state(tmp_path / "output") == before


def test_the_feed_can_be_rebuilt_from_the_episodes_alone(
    config: Config, page: Path, tmp_path: Path
) -> None:
    make(config, page)
    feed = tmp_path / "output" / "feed.xml"
    before = feed.read_bytes()
    feed.unlink()
    path, count = rebuild_feed(config)
    assert (path, count) == (feed, 1)
    assert feed.read_bytes() == before


def test_a_new_address_changes_the_feed_and_no_guid(
    config: Config, page: Path, tmp_path: Path
) -> None:
    make(config, page)
    old = feedparser.parse((tmp_path / "output/feed.xml").read_bytes()).entries[0]
    show = replace(config.show, base_url="https://pod.example.org/q/")
    rebuild_feed(replace(config, show=show))
    new = feedparser.parse((tmp_path / "output/feed.xml").read_bytes()).entries[0]
    assert new.enclosures[0].href.startswith("https://pod.example.org/q/episodes/2026-03-02/")
    assert new.id == old.id


def test_transcripts_are_rendered_once_for_an_episode_and_address(
    config: Config, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def count(episode: Episode, base_url: str = "") -> Mapping[str, bytes]:
        made.append(base_url)
        return render_side_files(episode, base_url)

    monkeypatch.setattr(publication, "render_side_files", count)
    for _ in range(2):
        outcome = produce(Order(paths=(page,)), config, tell_nobody)
    assert len(made) == 1
    assert outcome.episode is not None
    episodes = config.folder / "output" / "episodes"
    vtt = episodes / outcome.episode.key / "transcript.vtt"
    assert vtt.read_bytes() == render_vtt(outcome.episode)
    moved = replace(config, show=replace(config.show, base_url="https://other.example.org/"))
    produce(Order(paths=(page,)), moved, tell_nobody)
    assert made[1:] == ["https://other.example.org/"]
    assert b"other.example.org" in (vtt.parent / "chapters.json").read_bytes()
