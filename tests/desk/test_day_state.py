"""What the page says of an edition: what it waits for, who spoke it, what changed in it."""

from __future__ import annotations

import datetime as dt
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the desk's packages are not installed")

from audiopaper.desk import worker
from audiopaper.desk.board import read_board
from audiopaper.desk.days import DayState, read_day
from audiopaper.desk.episode_changes import find_change
from audiopaper.desk.jobs import Job, jobs_folder, load_job, save_job
from audiopaper.desk.renderer import Desk, Renderer
from audiopaper.model import Chapter, Cue, EditionKey
from audiopaper.show.folder import show_folder
from audiopaper.show.lifecycle import load_record, save_record
from tests.support import tone_engine
from tests.support.desk_show import DAY, DeskShow, lay_out_show
from tests.support.episode_folders import make_episode
from tests.support.quick_files import skip_syncs

EDITION = EditionKey.parse(DAY)
NOW = dt.datetime(2026, 3, 1, 22, 0, tzinfo=dt.UTC)
"""Six in the morning where the show is."""


@pytest.fixture
def show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DeskShow:
    tone_engine.install(monkeypatch)
    skip_syncs(monkeypatch)
    return DeskShow(lay_out_show(tmp_path, drafted=False, engine="tone"), 0)


def configure(show: DeskShow, settings: str) -> None:
    path = show.folder / "config.toml"
    path.write_text(f"{path.read_text('utf-8')}\n[today]\n{settings}\n", "utf-8")


def age_pages(show: DeskShow, minutes: int) -> None:
    """Give the pages the time of that many minutes before now; their change time is today's."""
    for path in (show.folder / "inbox" / DAY).iterdir():
        moment = NOW.timestamp() - minutes * 60
        os.utime(path, (moment, moment))


def read_main(show: DeskShow, language: str = "zh") -> str:
    renderer = Renderer(Desk(config_path=show.folder / "config.toml", language=language))
    return renderer.render_main(show.config, read_board(show.config, EDITION, NOW))


def work(show: DeskShow, verb: str) -> None:
    """Do a job here, as the desk's worker does it."""
    save_job(jobs_folder(show.config), Job(verb=verb, day=DAY))
    assert worker.main(["--config", str(show.folder / "config.toml")]) == 0
    job = load_job(jobs_folder(show.config))
    assert job is not None
    assert job.state == "done", job.problem


def list_jumps(page: str) -> list[str]:
    """The sentences to which the page leads after a remake."""
    return re.findall(
        r'data-to-cue="(cue-\d+)"', page.partition('class="remade"')[2].partition("</div>")[0]
    )


@pytest.mark.parametrize(
    ("settings", "chinese", "english"),
    [
        (
            'marker = "DONE"',
            "在等：DONE（收齐的标志）；已有 1 版<",
            "DONE, which marks the pages as whole; 1 are there<",
        ),
        (
            'pages = 4\ndeadline = "05:45"',
            "在等：应有 4 版，已到 1 版；05:45 还没有齐就算迟到<",
            "4 pages, of which 1 are there; late from 05:45<",
        ),
        (
            "",
            "在等：05:58:00 还有文件变动；到 06:03:00 再没有变动就算收齐<",
            "files changed at 05:58:00; the pages are whole at 06:03:00 if nothing changes<",
        ),
    ],
)
def test_what_an_edition_waits_for_is_said_in_the_desks_language(
    show: DeskShow, settings: str, chinese: str, english: str
) -> None:
    configure(show, settings)
    age_pages(show, 2)
    assert chinese in read_main(show)
    assert english in read_main(show, "en")


def test_an_edition_with_a_gap_waits_if_the_show_says_so(show: DeskShow) -> None:
    configure(show, 'pages = 1\ngap = "hold"')
    (show.folder / "inbox" / DAY / "01.txt").rename(show.folder / "inbox" / DAY / "03.txt")
    assert read_day(show.config, EDITION, NOW).state is DayState.WAITING
    assert "在等：第 1、2 版还没有到<" in read_main(show)


def test_the_page_looks_again_once_the_pages_should_be_whole(show: DeskShow) -> None:
    age_pages(show, 2)
    assert f'data-until="{int(NOW.timestamp()) + 180}"' in read_main(show)
    age_pages(show, 60)
    assert "data-until" not in read_main(show)


def test_why_an_episode_was_not_published_by_itself_is_said(show: DeskShow) -> None:
    work(show, "draft")
    work(show, "make")
    folder = show_folder(show.config).edition(EDITION.date)
    assert "没有连上在线语音" not in read_main(show)
    record = load_record(folder)
    assert record is not None
    save_record(folder, replace(record, retry=True))
    assert "没有连上在线语音，这一期是 tone 念的" in read_main(show)


def test_what_changed_in_an_episode_made_again_is_marked_with_a_jump_to_it(
    show: DeskShow,
) -> None:
    work(show, "draft")
    work(show, "make")
    assert "改过</span>" not in read_main(show)
    text = show.rundown.read_text("utf-8")
    show.rundown.write_text(text.replace("票价2元", "票价3元"), "utf-8")
    work(show, "make")
    page = read_main(show)
    (jump,) = list_jumps(page)
    assert re.search(rf'<button id="{jump}" [^>]*>[^<]*票价3元[^<]*<span class="mark">改过', page)
    marked = [part for part in page.split("<details") if "改过</span></summary>" in part]
    assert len(marked) == 1
    assert "夜间公交今起开行" in marked[0].partition("</summary>")[0]
    assert " open>" in marked[0].partition("<summary>")[0]
    # The list of changes since the draft leads to the same sentence.
    assert jump in page.partition('id="changes"')[2]
    # The same once more sounds the same: what is to be heard is still marked.
    work(show, "make")
    assert list_jumps(read_main(show)) == [jump]
    # A correction of the public episode is another change.
    work(show, "publish")
    text = show.rundown.read_text("utf-8")
    show.rundown.write_text(text.replace("三万册", "四万册"), "utf-8")
    work(show, "correct")
    page = read_main(show)
    (jump,) = list_jumps(page)
    assert re.search(rf'<button id="{jump}" [^>]*>[^<]*四万册', page)


def test_a_change_is_found_in_the_episode_by_its_words_or_at_the_end_of_its_story() -> None:
    episode = make_episode(
        chapters=tuple(
            Chapter(title=title, start_ms=start, end_ms=start + 3000)
            for title, start in (("甲", 0), ("乙", 3000))
        ),
        cues=tuple(
            Cue(
                start_ms=n * 1000,
                end_ms=n * 1000 + 1000,
                text=f"第{n}句。",
                presenter="lan",
                chapter=n // 3,
            )
            for n in range(6)
        ),
    )
    assert find_change(episode, "乙", "", False) == 3000
    assert find_change(episode, "乙", "", True) == 4000
    assert find_change(episode, "", "第2句", False) == 2000
    assert find_change(episode, "乙", "第2句", False) is None
    assert find_change(episode, "丙", "", False) is None
    assert find_change(episode, "", "", False) is None
    assert find_change(None, "甲", "", False) is None
