"""What `audiopaper archive` promises: every edition once, the same bytes wherever it is made."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

import boto3
import pytest
from click.testing import CliRunner
from moto.server import ThreadedMotoServer
from PIL import Image
from s3fs import S3FileSystem

from audiopaper.archive.archive_folder import folder_of, manifest_name, slug
from audiopaper.archive.discovery import find_editions, survey_archive
from audiopaper.archive.edition_job import make_edition
from audiopaper.archive.estimate import estimate_archive
from audiopaper.archive.job_settings import JobSettings, pack_settings
from audiopaper.archive.rate_limit import limit_engine
from audiopaper.archive.storage import Storage
from audiopaper.archive.summary import summarise
from audiopaper.archive.year_records import save_year
from audiopaper.archive.yearly_feeds import publish_year
from audiopaper.cli import audiopaper
from audiopaper.config import ArchiveSettings, Config, EpisodeSettings
from audiopaper.errors import ConfigError, PublishError
from tests.support import tone_engine
from tests.support.archive_output import VOICES, files_of
from tests.support.tone_engine import ToneEngine

PAGE = """# 老桥边添了修鞋摊

{title}讯（记者 单路平）3月{day}日，青川老桥边的便民点开张，修鞋、配钥匙、磨剪刀，{day}个摊位都有了棚。

修鞋的危师傅说，有了棚，雨天也能出摊。
"""


def lay_out(folder: Path, titles: tuple[str, ...] = ("qingchuan", "晚报"), days: int = 2) -> Path:
    for title in titles:
        for day in range(1, days + 1):
            inbox = folder / title / f"2026-03-{day:02d}"
            inbox.mkdir(parents=True)
            (inbox / "01.txt").write_text(PAGE.format(title=title, day=day), encoding="utf-8")
    return folder


def job_settings(source: str, output: str, engine: str = "tone") -> JobSettings:
    episode = EpisodeSettings(minutes=1, sample_rate_hz=24_000)
    return JobSettings(
        source=source, output=output, config=Config(episode=episode), voices=VOICES, engine=engine
    )


@pytest.fixture
def tone(monkeypatch: pytest.MonkeyPatch) -> None:
    tone_engine.install(monkeypatch)


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        # A process that ends gives its connections up by itself; this one goes on.
        for files in list(S3FileSystem._cache.values()):
            files.close_session(files.loop, files.s3)
        S3FileSystem.clear_instance_cache()
        server.stop()


def test_editions_are_found_by_title_and_date_however_the_days_are_written(tmp_path: Path) -> None:
    for name in ("a/2026-03-02/01.txt", "a/20260303/01.md", "b/2026/03/04/01.html", "a/x/01.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.touch()
    (tmp_path / "a" / "2026-03-02" / "scan.pdf").touch()
    found = find_editions(Storage(str(tmp_path)))
    assert [(f.title, str(f.date), len(f.pages)) for f in found] == [
        ("a", "2026-03-02", 1),
        ("a", "2026-03-03", 1),
        ("b", "2026-03-04", 1),
    ]
    between = find_editions(
        Storage(str(tmp_path)), since=dt.date(2026, 3, 3), until=dt.date(2026, 3, 3)
    )
    assert [str(f.date) for f in between] == ["2026-03-03"]
    assert [f.title for f in find_editions(Storage(str(tmp_path)), titles=["b"])] == ["b"]


def test_what_is_not_read_of_a_day_is_named(tmp_path: Path) -> None:
    for name in (
        *("a/2026-03-02/01.txt", "a/2026-03-02/01.pdf", "a/2026-03-02/prints/01.pdf"),
        *("a/2026-03-03/01.pdf", "a/2026-03-04/01.txt", "a/2026-03-04/02.pdf"),
        *("a/2026-03-05/版面/01.txt", "a/2026-03-06号外/01.txt", "a/2026-02-30/01.txt"),
        *("a/2026-03-02/notes.log", "a/readme.txt", "a/20260399/log.csv", "a/10002345/01.txt"),
        *("b/2026/03/07/01.jpg", "b/2026/03/08/.hidden.pdf"),
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    storage = Storage(str(tmp_path))
    survey = survey_archive(storage)
    assert [str(edition.date) for edition in survey.editions] == ["2026-03-02", "2026-03-04"]
    assert [sentence.split(",")[0] for sentence in survey.left_out] == [
        "a/2026-02-30: there is no such day",
        "a/2026-03-03: it has no page as text",
        "a/2026-03-04: 02.pdf: PDFs are not read here",
        "a/2026-03-05/版面: the folder of a day is named by its date alone",
        "a/2026-03-06号外: the folder of a day is named by its date alone",
        "b/2026/03/07: it has no page as text",
    ]
    third = dt.date(2026, 3, 3)
    assert len(survey_archive(storage, since=third, until=third).left_out) == 2
    assert len(survey_archive(storage, titles=["b"]).left_out) == 1


def test_no_page_replaces_another_of_its_name(tmp_path: Path) -> None:
    for name in (
        # Two editions of a day, and a copy of a day.
        *("早刊/雾河日报/2026/03/02/01.txt", "晚刊/雾河日报/2026/03/02/01.txt"),
        *("晚刊/雾河日报/2026/03/02/02.txt", "雾河日报/20260303/01.txt"),
        "雾河日报/2026-03-03/01.TXT",
        # Two sections of one edition, and two newspapers.
        *("A/青川日报/2026/03/02/A01.txt", "B/青川日报/2026/03/02/B01.txt"),
        "雾河晚报/2026/03/02/01.txt",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    survey = survey_archive(Storage(str(tmp_path)))
    names = [[PurePosixPath(page).name for page in e.pages] for e in survey.editions]
    assert all(len(set(pages)) == len(pages) for pages in names)
    assert sorted(names) == [["01.TXT"], ["01.txt"], ["01.txt"], ["A01.txt", "B01.txt"]]
    second, copy = survey.left_out
    assert second.startswith("晚刊/雾河日报/2026/03/02: 早刊/雾河日报/2026/03/02 has the same")
    assert copy.startswith("雾河日报/20260303: 雾河日报/2026-03-03 has the same")


@pytest.mark.usefixtures("tone")
def test_an_edition_is_made_once_and_again_when_its_pages_change(tmp_path: Path) -> None:
    source, output = lay_out(tmp_path / "scans"), tmp_path / "out"
    made_with = job_settings(str(source), str(output))
    found = find_editions(Storage(made_with.source))[0]
    first = make_edition(found, made_with)
    assert (first.state, first.problem) == ("made", "")
    before = files_of(output)
    assert f"{folder_of(found)}/episode.json" in before
    assert make_edition(found, made_with).state == "kept"
    assert files_of(output) == before
    page = source / found.pages[0]
    page.write_text(page.read_text("utf-8").replace("修鞋摊", "修伞摊"), encoding="utf-8")
    assert make_edition(found, made_with).state == "made"
    louder = replace(made_with.config, episode=replace(made_with.config.episode, sign_off="再会。"))
    assert make_edition(found, replace(made_with, config=louder)).state == "made"


def test_only_what_is_heard_makes_an_edition_another_one() -> None:
    made_with = job_settings("scans", "out")
    dearer = replace(
        made_with.config,
        archive=ArchiveSettings(prices={"azure": 100.0}, hang_minutes=5),
        speech=replace(made_with.config.speech, workers=8, tries=3),
        output="elsewhere",
    )
    assert replace(made_with, config=dearer).fingerprint == made_with.fingerprint
    assert replace(made_with, engine="espeak").fingerprint != made_with.fingerprint
    assert replace(made_with, voices=made_with.voices[1:]).fingerprint != made_with.fingerprint
    assert replace(made_with, extras=(("cover.png", b"x"),)).fingerprint != made_with.fingerprint


@pytest.mark.usefixtures("tone")
def test_the_show_s_own_cover_and_words_go_along_to_a_worker_elsewhere(tmp_path: Path) -> None:
    art, words = tmp_path / "art" / "own.png", tmp_path / "words.toml"
    art.parent.mkdir()
    Image.new("RGB", (1400, 1400), "#336699").save(art)
    words.write_text('skip = "直接看正文"\n', encoding="utf-8")
    show = replace(Config().show, cover="art/own.png", page_words=str(words))
    episode = EpisodeSettings(minutes=1, sample_rate_hz=24_000)
    config = Config(show=show, episode=episode, folder=tmp_path)
    source = lay_out(tmp_path / "scans", titles=("qingchuan",), days=1)
    packed = pack_settings(config, source=str(source), output=str(tmp_path / "out"), engine="tone")
    art.unlink()
    words.unlink()
    assert make_edition(find_editions(Storage(packed.source))[0], packed).problem == ""
    assert publish_year(packed, ("qingchuan", 2026)) == 1
    cover = Image.open(tmp_path / "out" / "qingchuan" / "2026" / "cover.jpg")
    red, green, blue = cover.convert("RGB").getpixel((9, 9))
    assert abs(red - 0x33) + abs(green - 0x66) + abs(blue - 0x99) < 24
    page = (tmp_path / "out" / "qingchuan" / "2026" / "index.html").read_text("utf-8")
    assert "直接看正文" in page


def test_an_archive_is_spoken_by_one_engine_that_is_named() -> None:
    with pytest.raises(ConfigError, match="some editions by edge and some offline"):
        pack_settings(Config(), source="scans", output="out", engine="auto")


@pytest.mark.usefixtures("tone")
def test_an_edition_that_fails_says_why_and_stops_nothing(tmp_path: Path) -> None:
    inbox = tmp_path / "scans" / "qingchuan" / "2026-03-01"
    inbox.mkdir(parents=True)
    (inbox / "01.txt").write_text("", encoding="utf-8")
    made_with = job_settings(str(tmp_path / "scans"), str(tmp_path / "out"))
    result = make_edition(find_editions(Storage(made_with.source))[0], made_with)
    assert result.state == "failed"
    assert result.problem
    assert result.remedy


@pytest.mark.usefixtures("tone")
def test_shared_storage_elsewhere_holds_the_same_bytes_and_no_clip_is_spoken_twice(
    tmp_path: Path, s3: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (
        ("AWS_ACCESS_KEY_ID", "reader"),
        ("AWS_SECRET_ACCESS_KEY", "not-a-secret"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
        ("AWS_ENDPOINT_URL", s3),
    ):
        monkeypatch.setenv(name, value)
    boto3.client("s3", endpoint_url=s3).create_bucket(Bucket="pod")
    source = lay_out(tmp_path / "scans", titles=("qingchuan",), days=1)
    here, there = (
        job_settings(str(source), str(tmp_path / "out")),
        job_settings(str(source), "s3://pod/archive"),
    )
    found = find_editions(Storage(here.source))[0]
    assert make_edition(found, here).state == "made"
    assert make_edition(found, there).state == "made"
    storage = Storage(there.output)
    for name in files_of(tmp_path / "out"):
        assert storage.read(name) == (tmp_path / "out" / name).read_bytes(), name
    told = json.loads(storage.read(manifest_name(found)) or b"{}")
    assert told["facts"]["spoken_anew"] > 0
    # Another worker, with nothing of its own, that has to make it again.
    storage.write(manifest_name(found), b"{}")
    from audiopaper.archive.scratch import scratch_folder

    scratch_folder.cache_clear()
    again = make_edition(found, there)
    assert (again.state, again.facts["spoken_anew"]) == ("made", 0)


class _Flaky:
    """A file system of which every second answer is a failure."""

    protocol = "flaky"

    def __init__(self) -> None:
        self.asked = 0

    def cat_file(self, _path: str) -> bytes:
        self.asked += 1
        if self.asked % 2:
            raise OSError("503 Slow Down")
        return b"whole"


def test_storage_that_fails_now_and_then_is_asked_again(tmp_path: Path) -> None:
    waits: list[float] = []
    storage = Storage(str(tmp_path), wait=waits.append)
    storage._files = _Flaky()
    assert storage.read("x") == b"whole"
    assert len(waits) == 1


def test_storage_that_is_gone_is_a_sentence(tmp_path: Path) -> None:
    storage = Storage(str(tmp_path), wait=lambda _s: None)

    class Gone:
        def cat_file(self, _path: str) -> bytes:
            raise OSError("no route to host")

    storage._files = Gone()
    with pytest.raises(PublishError, match="no route to host"):
        storage.read("x")


def test_a_limited_engine_asks_only_under_a_lease() -> None:
    held: list[str] = []

    class Lease:
        def __enter__(self) -> None:
            held.append("in")

        def __exit__(self, *_args: object) -> None:
            held.append("out")

    engine = limit_engine(ToneEngine({}), Lease())
    engine.probe()
    assert held == ["in", "out"]
    assert engine.name == "tone"


def test_a_plan_counts_without_speaking(tmp_path: Path) -> None:
    source = Storage(str(lay_out(tmp_path)))
    config = Config(archive=ArchiveSettings(prices={"azure": 100.0}))
    plan = estimate_archive(source, find_editions(source), config)
    assert (plan.editions, plan.titles, plan.pages) == (4, 2, 4)
    assert plan.spoken_characters == plan.page_characters
    assert plan.costs == (("azure", round(plan.spoken_characters / 10_000, 2)),)


@pytest.mark.parametrize(("title", "name"), [("daily", "daily"), ("", "all")])
def test_a_title_keeps_its_name_in_addresses(title: str, name: str) -> None:
    assert slug(title) == name


def test_a_title_in_han_characters_gets_an_ascii_address() -> None:
    assert slug("青川日报").isascii()
    assert slug("青川日报") != slug("青川晚报")


def test_a_summary_names_what_stands_out_and_what_was_set_aside(tmp_path: Path) -> None:
    storage = Storage(str(tmp_path))
    usual = {
        "pages": 4,
        "articles": 24,
        "stories": 8,
        "minutes": 12.0,
        "furniture_share": 0.1,
        "loudness_lufs": -16.1,
        "doubtful": [["乐", "le4", 2]],
    }
    odd = usual | {"articles": 2, "furniture_share": 0.6, "loudness_lufs": -19.0}
    manifests = [
        {"title": "q", "date": f"2026-03-{day:02d}", "facts": facts}
        for day, facts in enumerate([usual, usual, usual, odd], 1)
    ]
    save_year(storage, ("q", 2026), manifests)
    failed = {"schema": 1, "title": "q", "date": "2026-03-09", "problem": "-", "remedy": "-"}
    storage.write(".work/failed/q/2026-03-09.json", json.dumps(failed).encode())
    # Set aside by one run, made by a later one.
    storage.write(
        ".work/failed/q/2026-03-01.json", json.dumps(failed | {"date": "2026-03-01"}).encode()
    )
    summary = summarise(storage, target_lufs=-16.0)
    assert {o.date for o in summary.outliers} == {"2026-03-04"}
    assert len(summary.outliers) == 3
    assert summary.totals == (("q", 4, 16, 0.8),)
    assert summary.next_entries == (("乐", "le4", 8, 4),)
    assert [f["date"] for f in summary.failures] == ["2026-03-09"]


def test_a_cluster_makes_every_edition_once_and_the_feeds_lead_to_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(tmp_path / "scans", titles=("qingchuan",), days=2)
    empty = tmp_path / "scans" / "qingchuan" / "2026-03-09"
    empty.mkdir()
    (empty / "01.txt").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    Path("config.toml").write_text(
        'engine = "espeak"\n[episode]\nminutes = 1\nsample_rate_hz = 24000\n', encoding="utf-8"
    )
    arguments = ["archive", "scans", "--output", "out", "--workers", "1", "--json"]
    run = CliRunner().invoke(audiopaper, arguments, catch_exceptions=False)
    told = json.loads(run.stdout)
    assert run.exit_code == 11
    assert (told["made"], told["kept"], told["failed"]) == (2, 0, 1)
    assert [f["tries"] for f in told["summary"]["failures"]] == [3]
    out = files_of(Path("out"))
    assert {"index.html", "search.html", "qingchuan/2026/feed.xml"} <= set(out)
    assert any(name.startswith("qingchuan/pagefind/") for name in out)
    feed = Path("out/qingchuan/2026/feed.xml").read_text("utf-8")
    assert feed.count("<item>") == 2
    again = json.loads(CliRunner().invoke(audiopaper, arguments).stdout)
    assert (again["made"], again["kept"], again["failed"]) == (0, 2, 1)
    assert files_of(Path("out")) == out
