"""Second editions of a day at the desk: each has its pages, its rundown and its episode."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the desk's packages are not installed")

from audiopaper.daily.due_editions import choose_delivery
from audiopaper.desk import worker
from audiopaper.desk.days import DayState, find_current, list_editions, read_day
from audiopaper.desk.edition_key import EditionKey, parse_key
from audiopaper.desk.jobs import Job, jobs_folder, load_job, save_job
from audiopaper.show.folder import ShowFolder
from audiopaper.show.inbox import find_deliveries
from tests.support.desk_show import DAY, DeskShow, lay_out_show, open_desk
from tests.support.sample_edition import PAGE

NOW = dt.datetime(2026, 3, 2, 18, tzinfo=dt.UTC)
FIRST, EVENING = parse_key(DAY), parse_key(f"{DAY}-evening")


def work(show: DeskShow, verb: str, edition: EditionKey) -> None:
    """Do a job here, as the desk's worker does it."""
    save_job(jobs_folder(show.config), Job(verb=verb, day=str(edition)))
    assert worker.main(["--config", str(show.folder / "config.toml")]) == 0
    job = load_job(jobs_folder(show.config))
    assert job is not None
    assert job.state == "done", job.problem


def state_of(show: DeskShow, edition: EditionKey) -> DayState:
    return read_day(show.config, edition, NOW).state


def test_an_evening_edition_goes_its_own_way_from_its_pages_to_listeners(tmp_path: Path) -> None:
    with open_desk(lay_out_show(tmp_path)) as show:
        opened = show.ask(f"/day/{DAY}/edition?name=evening")
        assert opened.headers["location"] == f"/day/{EVENING}"
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
        log = (tmp_path / "output" / ".work" / "logs" / "desk.jsonl").read_text("utf-8")
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


@pytest.mark.parametrize("name", ["..", "2026-03-02-", "2026-03-02-晚报", "2026-03-02-a/b", "lock"])
def test_no_other_folder_is_an_edition(name: str) -> None:
    with pytest.raises(ValueError, match="names no edition"):
        parse_key(name)


def test_an_address_of_no_edition_is_refused(tmp_path: Path) -> None:
    with open_desk(lay_out_show(tmp_path, drafted=False)) as show:
        assert show.ask("/day/2026-13-01").status == 400
        assert show.ask(f"/day/{DAY}/edition?name=..").status == 400
