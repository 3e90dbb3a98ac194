"""`audiopaper init` asks for what a show needs first, and writes no more than that."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audiopaper.cli import audiopaper, new_show, setup_commands
from audiopaper.config import Config, read_config
from audiopaper.errors import SynthesisError

SIX = ("engine", "title", "id", "base_url", "minutes", "target")


def lay_out(*words: str, answers: str | None = None) -> Result:
    return CliRunner().invoke(audiopaper, ["init", *words], input=answers)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Answers come from a terminal; what would be opened is listed."""
    opened: list[str] = []
    monkeypatch.setattr(setup_commands, "_is_terminal", lambda: True)
    monkeypatch.setattr(new_show.click, "launch", opened.append)
    return opened


def test_without_a_terminal_the_defaults_hold_and_nothing_is_asked(tmp_path: Path) -> None:
    done = lay_out("青川")
    assert done.exit_code == 0
    assert "Title" not in done.output
    config = read_config(tmp_path / "青川" / "config.toml")
    expected = Config()
    assert config.engine == "edge"
    assert config.inbox == "inbox"
    assert config.show.id == "show"
    assert config.episode == expected.episode
    assert config.leads == expected.leads
    assert config.publish == expected.publish


def test_the_file_has_the_six_first_and_no_other(tmp_path: Path) -> None:
    lay_out("qingchuan")
    text = (tmp_path / "qingchuan" / "config.toml").read_text("utf-8")
    names = [line.split(" = ")[0] for line in text.splitlines() if " = " in line and line[0] != "#"]
    assert names == ["inbox", *SIX]
    assert text.index("更多 more") > text.index("target = ")
    assert "audiopaper guide settings" in text


@pytest.mark.usefixtures("terminal")
def test_what_is_answered_is_what_the_show_has(tmp_path: Path) -> None:
    answers = ["青川早听", "青川日报社", "espeak", "n", "20", "https://pod.example.org/", "../www"]
    done = lay_out("qc", answers="\n".join(answers) + "\n")
    assert done.exit_code == 0, done.output
    config = read_config(tmp_path / "qc" / "config.toml")
    assert (config.show.title, config.show.author) == ("青川早听", "青川日报社")
    assert (config.engine, config.episode.minutes) == ("espeak", 20)
    assert (config.show.base_url, config.publish.target) == ("https://pod.example.org/", "../www")


@pytest.mark.usefixtures("terminal")
def test_a_title_may_hold_quotes_and_braces(tmp_path: Path) -> None:
    title = '青川"{早}听"\\'
    done = lay_out("qc", answers=f"{title}\n\n\n\n\n\n\n")
    assert done.exit_code == 0, done.output
    assert read_config(tmp_path / "qc" / "config.toml").show.title == title


@pytest.mark.usefixtures("terminal")
def test_an_answer_that_no_show_can_have_is_asked_for_again(tmp_path: Path) -> None:
    answers = [
        "",
        "",
        "nonsense",
        "espeak",
        "n",
        "0",
        "9",
        "pod.example.org",
        "https://a.org/b/",
        "",
    ]
    done = lay_out("qc", answers="\n".join(answers) + "\n")
    assert done.exit_code == 0, done.output
    config = read_config(tmp_path / "qc" / "config.toml")
    assert (config.episode.minutes, config.show.base_url) == (9, "https://a.org/b/")


def test_an_engine_can_be_heard_before_it_is_taken(tmp_path: Path, terminal: list[str]) -> None:
    done = lay_out("qc", answers="\n\nespeak\ny\ny\n\n\n\n")
    assert done.exit_code == 0, done.output
    (sample,) = terminal
    assert Path(sample).read_bytes()[:1] == b"\xff"
    assert read_config(tmp_path / "qc" / "config.toml").engine == "espeak"


def test_an_engine_that_cannot_be_heard_says_why_and_another_is_asked_for(
    tmp_path: Path, terminal: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_words: object, **_options: object) -> None:
        raise SynthesisError("the edge service cannot be reached", remedy="choose another")

    monkeypatch.setattr("audiopaper.pipeline.single_clips.say_text", fail)
    done = lay_out("qc", answers="\n\nedge\ny\nn\nespeak\nn\n\n\n\n")
    assert done.exit_code == 0, done.output
    assert "the edge service cannot be reached" in done.output
    assert not terminal
    assert read_config(tmp_path / "qc" / "config.toml").engine == "espeak"


def test_the_version_is_told_with_all_that_a_report_needs() -> None:
    told = CliRunner().invoke(audiopaper, ["--version", "--json"])
    assert told.exit_code == 0
    report = json.loads(told.output)
    assert {"audiopaper", "python", "system", "machine", "language", "packages"} == set(report)
    assert report["packages"]["click"]
    assert str(Path.home()) not in told.output
    assert CliRunner().invoke(audiopaper, ["--json", "--version"]).output == told.output
