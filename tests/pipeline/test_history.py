"""A show over months: what it made, how its lexicon grew, and what was corrected."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from audiopaper.cli import audiopaper
from audiopaper.config import Config, read_config
from audiopaper.lexicon import Entry, load_lexicon
from audiopaper.pipeline.lexicon_entries import add_entry, own_folder
from audiopaper.pipeline.show_history import find_day, gather_history
from audiopaper.show.episode_record import save_episode
from audiopaper.show.folder import show_folder
from tests.support.episode_folders import make_episode


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    """A show of three episodes in two months, one of them corrected twice."""
    folder = tmp_path / "show"
    assert CliRunner().invoke(audiopaper, ["init", str(folder)]).exit_code == 0
    monkeypatch.chdir(folder)
    config = read_config(folder / "config.toml")
    days = (dt.date(2026, 2, 27), dt.date(2026, 3, 2), dt.date(2026, 3, 3))
    for day in days:
        corrections = ("局长姓曾，不姓增。", "票价是2元。") if day.day == 2 else ()
        edition = show_folder(config).edition(day, "")
        edition.public.path.mkdir(parents=True)
        save_episode(edition.public, make_episode(date=day, corrections=corrections))
    return config


def test_months_have_episodes_corrections_and_the_lexicons_growth(config: Config) -> None:
    ours = config.folder / "voices" / "lexicon" / "ours.toml"
    ours.write_text('[[entry]]\ntext = "长乐口"\npinyin = "chang2 le4 kou3"\n', "utf-8")
    add_entry(own_folder(config), "单文", "shan4 wen2", source="林, desk, 2026-02-27")
    for text, day in (("曾仪", 2), ("解岚", 30)):
        syllables = "zeng1 yi2" if text == "曾仪" else "xie4 lan2"
        add_entry(own_folder(config), text, syllables, source="asked", added=dt.date(2026, 3, day))
    history = gather_history(config)
    shown = [
        (m.month, m.episodes, m.corrections, m.decided, m.lexicon, m.downloads)
        for m in history.months
    ]
    assert shown == [("2026-03", 2, 2, 2, 4, None), ("2026-02", 1, 0, 1, 2, None)]
    assert (history.undated, history.unverified) == (1, 1)
    assert [(c.key, c.text) for c in history.corrections] == [
        ("2026-03-02", "局长姓曾，不姓增。"),
        ("2026-03-02", "票价是2元。"),
    ]


def test_the_day_of_a_decision_is_kept_with_it(config: Config) -> None:
    path = add_entry(
        own_folder(config), "单文", "shan4 wen2", source="asked", added=dt.date(2026, 3, 2)
    )
    assert "added = 2026-03-02\n" in path.read_text("utf-8")
    (entry,) = (e for e in load_lexicon(path.parent).entries if e.file == "ours.toml")
    assert find_day(entry) == dt.date(2026, 3, 2)
    assert find_day(Entry(text="单", pinyin=("shan4",), source="asked, 2026-02-30")) is None


def test_the_command_prints_what_the_page_shows(config: Config) -> None:
    run = CliRunner()
    added = run.invoke(audiopaper, ["lexicon", "add", "单文", "shan4 wen2"], catch_exceptions=False)
    assert added.exit_code == 0
    printed = run.invoke(audiopaper, ["history"], catch_exceptions=False).output
    assert "2026-03    2 episodes" in printed
    assert "2026-03-02  票价是2元。" in printed
    told = json.loads(run.invoke(audiopaper, ["history", "--json"]).output)
    assert sum(month["decided"] for month in told["months"]) == 1
    assert told["undated"] == 0
