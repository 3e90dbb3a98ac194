from __future__ import annotations

from pathlib import Path

import pytest

from audiopaper.config import Config, defaults_folder, load_config, load_presenters, read_config
from audiopaper.errors import ConfigError


def config_of(tmp_path: Path, text: str) -> Config:
    path = tmp_path / "config.toml"
    path.write_text(text, "utf-8")
    return read_config(path)


def test_the_commented_example_says_what_the_defaults_are(tmp_path: Path) -> None:
    example = read_config(defaults_folder() / "config.toml")
    default = config_of(tmp_path, "")
    assert (example.sample, example.engine) == (True, "auto")
    for table in (
        *("show", "episode", "presenters", "pauses", "loudness", "speech", "leads"),
        *("feed", "briefing", "publish"),
    ):
        assert getattr(example, table) == getattr(default, table)


def test_the_example_names_every_setting() -> None:
    text = (defaults_folder() / "config.toml").read_text("utf-8")
    names = ("show", "episode", "pauses", "speech", "feed", "briefing", "publish")
    for table in (getattr(Config(), name) for name in names):
        for name in set(table.__dataclass_fields__) - {"options"}:
            assert f"\n{name} = " in text


@pytest.mark.parametrize(
    ("text", "problem", "remedy"),
    [
        pytest.param('[show]\ntitel = "x"', "line 2: unknown setting 'titel'", "title", id="key"),
        pytest.param("[pause]\nstory_ms = 1", "line 1: unknown setting", "pauses", id="table"),
        pytest.param('[episode]\nminutes = "x"', "line 2: episode.minutes", "guide", id="type"),
        pytest.param("[episode]\nminutes = 0", "between 1 and 180", "guide", id="range"),
        pytest.param('[episode]\ngreeting = "{today}"', "may hold {date}", "guide", id="braces"),
        pytest.param('[show]\nbase_url = "pod.example"', "begins with http", "guide", id="url"),
        pytest.param("sample = ", "not TOML", "correct", id="toml"),
        pytest.param(
            '[speech]\nfallback = "some"', "line 2: speech.fallback", "guide", id="choice"
        ),
    ],
)
def test_a_wrong_setting_names_line_and_remedy(
    tmp_path: Path, text: str, problem: str, remedy: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        config_of(tmp_path, text)
    assert problem in caught.value.problem
    assert remedy in caught.value.remedy
    assert caught.value.exit_code == 3


def test_a_missing_configuration_names_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="is not there") as caught:
        load_config(tmp_path / "no.toml")
    assert "audiopaper init" in caught.value.remedy


def test_without_a_file_the_packaged_one_holds_and_paths_start_here() -> None:
    config = load_config(None)
    assert config.sample
    assert config.folder == Path()


def test_the_packaged_presenters_have_a_table_for_each_engine() -> None:
    presenters = load_presenters(defaults_folder() / "voices")
    assert set(presenters) == {"lan", "song"}
    for presenter in presenters.values():
        assert {"edge", "espeak"} <= set(presenter.engines)
    assert presenters["lan"].engines["espeak"] != presenters["song"].engines["espeak"]


def test_a_presenter_with_an_unknown_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lan.toml").write_text('nmae = "岚"', "utf-8")
    with pytest.raises(ConfigError, match="line 1: unknown setting 'nmae'"):
        load_presenters(tmp_path)


def test_a_folder_without_presenters_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no presenter"):
        load_presenters(tmp_path)
