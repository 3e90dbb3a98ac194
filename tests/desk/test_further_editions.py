"""Second editions of a day at the desk: each has its pages, its rundown and its episode."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("starlette", reason="the desk's packages are not installed")

from audiopaper.config import ShowSettings
from audiopaper.daily.due_editions import choose_delivery
from audiopaper.desk import worker
from audiopaper.desk.days import DayState, find_current, list_editions, read_day
from audiopaper.desk.jobs import Job, jobs_folder, load_job, save_job
from audiopaper.errors import ConfigError
from audiopaper.lexicon import Lexicon
from audiopaper.model import EditionKey, is_edition_key
from audiopaper.pipeline.edition_names import check_edition_name, romanise_name
from audiopaper.pipeline.production import Order, produce
from audiopaper.runtime import tell_nobody
from audiopaper.show.folder import ShowFolder
from audiopaper.show.inbox import find_deliveries
from tests.support import tone_engine
from tests.support.desk_show import DAY, Answer, DeskShow, lay_out_show, open_desk
from tests.support.quick_files import skip_syncs
from tests.support.sample_edition import PAGE

NOW = dt.datetime(2026, 3, 2, 18, tzinfo=dt.UTC)
FIRST, EVENING = EditionKey.parse(DAY), EditionKey.parse(f"{DAY}-evening")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a show whose voice is quick: what is said is no matter of these tests."""
    tone_engine.install(monkeypatch)
    skip_syncs(monkeypatch)
    return lay_out_show(tmp_path, engine="tone")


def begin(show: DeskShow, name: str) -> Answer:
    """Ask for the page of a further edition."""
    return show.ask(f"/day/{DAY}/edition", {"name": name}, cookie=show.session())


def work(show: DeskShow, verb: str, edition: EditionKey) -> None:
    """Do a job here, as the desk's worker does it."""
    save_job(jobs_folder(show.config), Job(verb=verb, day=str(edition)))
    assert worker.main(["--config", str(show.folder / "config.toml")]) == 0
    job = load_job(jobs_folder(show.config))
    assert job is not None
    assert job.state == "done", job.problem


def state_of(show: DeskShow, edition: EditionKey) -> DayState:
    return read_day(show.config, edition, NOW).state


def test_an_evening_edition_goes_its_own_way_from_its_pages_to_listeners(folder: Path) -> None:
    with open_desk(folder) as show:
        assert begin(show, "Evening").told["go"] == f"/day/{EVENING}"
        assert state_of(show, EVENING) is DayState.EMPTY
        page = PAGE.replace("夜间公交今起开行", "晚高峰加开五趟车").encode()
        path = f"/day/{EVENING}/pages/01.txt"
        assert show.ask(path, page, method="PUT", cookie=show.session()).status == 200
        assert (show.folder / "inbox" / str(EVENING) / "01.txt").read_bytes() == page
        work(show, "draft", EVENING)
        assert state_of(show, EVENING) is DayState.DRAFTED
        assert "晚高峰加开五趟车" in show.ask(f"/day/{EVENING}").body.decode()
        assert "晚高峰加开五趟车" not in show.ask(f"/day/{DAY}").body.decode()
        for edition in (FIRST, EVENING):
            work(show, "make", edition)
        work(show, "publish", EVENING)
        # What the morning's editor has not approved stays where it is.
        assert (state_of(show, FIRST), state_of(show, EVENING)) == (DayState.HELD, DayState.PUBLIC)
        assert find_current(show.config, NOW.date(), NOW) == FIRST
        assert list_editions(show.config) == (FIRST, EVENING)
        assert f"/day/{EVENING}" in show.ask(f"/day/{DAY}").body.decode()
        log = (folder / "output" / ".work" / "logs" / "desk.jsonl").read_text("utf-8")
        assert {json.loads(line)["day"] for line in log.splitlines()} == {str(EVENING)}


def test_the_day_of_an_edition_that_was_begun_has_no_part_in_its_pages(tmp_path: Path) -> None:
    show = DeskShow(lay_out_show(tmp_path, drafted=False), 0)
    inbox, output = show.folder / "inbox", show.folder / "output"
    (inbox / str(EVENING)).mkdir()
    (inbox / str(EVENING) / "01.txt").write_text(PAGE.replace("夜间", "晚间"), "utf-8")
    (output / ".work" / str(EVENING)).mkdir(parents=True)
    chosen = choose_delivery(find_deliveries(inbox), FIRST.date, ShowFolder(output))
    assert chosen is not None
    assert chosen[0].name == DAY


def test_pages_that_come_after_the_draft_are_seen(tmp_path: Path) -> None:
    show = DeskShow(lay_out_show(tmp_path), 0)
    assert not read_day(show.config, FIRST, NOW).late_pages
    (show.folder / "inbox" / DAY / "02.txt").write_text(
        "青川日报\n\n## 新桥通车\n\n昨天。\n", "utf-8"
    )
    assert read_day(show.config, FIRST, NOW).late_pages


@pytest.mark.parametrize(
    "name",
    [
        *(
            "..",
            "lock",
            "20260302",
            "2026-02-30",
            "２０２６-03-02",
            "2026-03-02 copy",
            "2026-03-02\n",
        ),
        *("2026-03-02-", "2026-03-02--a", "2026-03-02-晚报", "2026-03-02-a/b"),
        f"2026-03-02-{'a' * 33}",
    ],
)
def test_no_other_folder_is_an_edition(name: str) -> None:
    assert not is_edition_key(name)
    with pytest.raises(ValueError, match=r"names no edition|is out of range|must be in"):
        EditionKey.parse(name)


def test_an_address_of_no_edition_is_refused(tmp_path: Path) -> None:
    with open_desk(lay_out_show(tmp_path, drafted=False)) as show:
        assert show.ask("/day/2026-13-01").status == 400
        before = (show.folder / "config.toml").read_bytes()
        for name in ("..", "", "！？"):
            assert begin(show, name).status == 400
        assert (show.folder / "config.toml").read_bytes() == before


def test_a_chinese_name_is_shown_and_its_pinyin_enters_addresses(folder: Path) -> None:
    with open_desk(folder) as show:
        config = show.folder / "config.toml"
        config.write_text(f"# 手写的说明\n{config.read_text('utf-8')}", "utf-8")
        assert begin(show, "晚报").told["go"] == f"/day/{DAY}-wanbao"
        # The configuration knows the name from then on.
        assert begin(show, " 晚报 ").told["go"] == f"/day/{DAY}-wanbao"
        assert config.read_text("utf-8").startswith("# 手写的说明\n")
        assert show.config.show.editions == {"wanbao": "晚报"}
        assert begin(show, "万宝").status == 400
        assert "晚报</span></h1>" in show.ask(f"/day/{DAY}-wanbao").body.decode()
        pages = show.folder / "inbox" / DAY
        made = produce(Order(paths=(pages,), edition="wanbao"), show.config, tell_nobody)
        assert made.episode is not None
        assert made.episode.title.endswith("（晚报）")
        assert made.episode.key == f"{DAY}-wanbao"
        assert "（晚报）" in (show.folder / "output" / "feed.xml").read_text("utf-8")


@given(st.text(max_size=40))
def test_a_name_for_addresses_is_one_or_none(text: str) -> None:
    name = romanise_name(text, Lexicon())
    if name:
        assert str(EditionKey.parse(f"{DAY}-{name}")) == f"{DAY}-{name}"


def test_a_name_that_cannot_enter_addresses_is_refused_with_the_setting() -> None:
    with pytest.raises(ConfigError) as caught:
        check_edition_name("晚报")
    assert "[show.editions]" in caught.value.remedy


def test_a_wrong_name_of_an_edition_is_refused() -> None:
    for editions in ({"晚报": "晚报"}, {"evening": " "}, {"evening": "a\nb"}, {"-": "晚报"}):
        with pytest.raises(ValueError, match="editions"):
            ShowSettings(editions=editions)
