"""What `produce` says when it is done, and what `serve`, `withdraw` and `archive` say first."""

from __future__ import annotations

import json
import re
import socket
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from audiopaper.archive.storage import Storage
from audiopaper.cli import audiopaper, feed_commands
from audiopaper.cli.produce_command import explain_spare_voice
from audiopaper.config import Config
from audiopaper.errors import ConfigError, MissingProgramError
from audiopaper.show import server
from audiopaper.show.episode_record import load_episodes
from audiopaper.show.folder import ShowFolder
from tests.support.corrected_show import make
from tests.support.daily_show import make_show


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    made = make_show(tmp_path, monkeypatch)
    monkeypatch.chdir(made.folder)
    return made


def run(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(audiopaper, list(words), input=typed, catch_exceptions=False)


@pytest.mark.parametrize("hold", [False, True])
def test_the_summary_names_page_and_report_and_the_share_of_the_target(
    config: Config, hold: bool
) -> None:
    make(config)
    words = ["produce", "pages2/01.txt", *(["--hold"] if hold else [])]
    told = json.loads(run(*words, "--json").stdout)
    shown = run(*words).stdout
    assert told["report"].endswith("output/.work/2026-03-02/report.html")
    assert told["page"].endswith("output/index.html")
    assert Path(told["report"]).is_file()
    assert Path(told["page"]).is_file()
    assert f"Report    {told['report']}" in shown
    assert (f"Page      {told['page']}" in shown) != hold
    share = told["minutes"] / told["target_minutes"]
    assert told["target_share"] == pytest.approx(share, abs=0.01)
    assert re.search(rf"minutes, \d+% of the {told['target_minutes']} asked for; ", shown)
    assert "Voice " not in shown


@pytest.mark.parametrize(
    ("engine", "asked", "words"),
    [
        (
            "espeak",
            "auto",
            ["espeak, a spare voice, read all of it in place of edge", "like a machine"],
        ),
        ("edge+espeak", "edge", ["read a part of it in place of edge", "like a machine"]),
        ("piper", "azure", ["all of it in place of azure", "another voice"]),
    ],
)
def test_what_a_spare_voice_means_is_said_in_a_sentence(
    engine: str, asked: str, words: list[str]
) -> None:
    said = explain_spare_voice(engine, asked)
    assert all(word in said for word in words)
    assert said.count(".") == 0


@pytest.mark.parametrize(("engine", "asked"), [("edge", "auto"), ("espeak", "espeak")])
def test_the_voice_that_was_asked_for_is_no_spare_one(engine: str, asked: str) -> None:
    assert explain_spare_voice(engine, asked) == ""


def test_a_story_is_withdrawn_only_when_it_was_asked_for_twice(config: Config) -> None:
    make(config)
    title = load_episodes(ShowFolder(config.folder / "output"))[0].stories[1].title
    asked = run("withdraw", "2026-03-02", "--story", "2", typed="n\n")
    assert asked.exit_code == 0
    assert "Nothing was changed." in asked.output
    assert f"Take story 2 “{title}” out of the episode of 2026-03-02?" in asked.output
    assert len(load_episodes(ShowFolder(config.folder / "output"))[0].stories) == 2
    done = run("withdraw", "2026-03-02", "--story", "2", "--yes")
    assert done.exit_code == 0
    assert "?" not in done.stderr
    assert len(load_episodes(ShowFolder(config.folder / "output"))[0].stories) == 1


def test_an_archive_without_its_extra_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(MissingProgramError) as caught:
        Storage(str(tmp_path))
    assert caught.value.remedy == 'pip install "audiopaper[cluster]"'


class Deaf:
    """A server that ends at once, as by Ctrl-C."""

    server_address = ("0.0.0.0", 8123)

    def __enter__(self) -> Deaf:
        return self

    def __exit__(self, *args: Any) -> None:
        pass

    def serve_forever(self) -> None:
        raise KeyboardInterrupt


@pytest.fixture
def deaf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "make_server", lambda *_: Deaf())


@pytest.mark.usefixtures("deaf")
@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_the_address_that_a_phone_opens_is_printed(
    monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setattr(server, "find_lan_address", lambda: "192.168.1.5")
    told = run("serve", "--host", host)
    assert "Feed: http://192.168.1.5:8123/feed.xml " in told.stdout
    assert "On a phone of the same network: http://192.168.1.5:8123/\n" in told.stdout
    assert 'set base_url = "http://192.168.1.5:8123/"' in told.stderr
    assert "█" not in told.output, "a file or a pipe gets no picture"


@pytest.mark.usefixtures("deaf")
def test_without_a_network_nothing_is_promised_to_phones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "find_lan_address", lambda: "")
    told = run("serve", "--host", "0.0.0.0")
    assert "Feed: http://127.0.0.1:8123/feed.xml " in told.stdout
    assert "in no network" in told.stderr
    assert "phone" not in told.stdout


@pytest.mark.usefixtures("deaf")
def test_a_server_of_this_machine_alone_looks_for_no_other_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(server, "find_lan_address", lambda: pytest.fail("looked"))
    assert "phone" not in run("serve").stdout


def test_in_a_terminal_the_phones_address_is_a_qr_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    feed_commands._show_to_phones("http://192.168.1.5:8123/")
    shown = capsys.readouterr().out
    zxingcpp = pytest.importorskip("zxingcpp")
    assert [b.text for b in zxingcpp.read_barcodes(picture_of(shown))] == [
        "http://192.168.1.5:8123/"
    ]


def picture_of(shown: str) -> Any:
    """The half blocks of a terminal, light on dark, as a picture."""
    import numpy as np

    lines = [line for line in shown.splitlines() if set(line) <= set("█▀▄ ") and "█" in line]
    rows = []
    for line in lines:
        rows += [[c in "█▀" for c in line], [c in "█▄" for c in line]]
    width = max(map(len, rows))
    bits = np.array([row + [True] * (width - len(row)) for row in rows], dtype=np.uint8) * 255
    return np.pad(bits, 4, constant_values=255).repeat(8, axis=0).repeat(8, axis=1)


class Asked:
    """A datagram socket that notes what it is used for."""

    def __init__(self, own: str, used: list[str]) -> None:
        self.own, self.used = own, used

    def __enter__(self) -> Asked:
        return self

    def __exit__(self, *args: Any) -> None:
        pass

    def connect(self, address: tuple[str, int]) -> None:
        self.used.append("connect")
        if not self.own:
            raise OSError("no way out")

    def getsockname(self) -> tuple[str, int]:
        return self.own, 5

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"{name}: no packet may leave the machine")


@pytest.mark.parametrize(
    ("v4", "v6", "found"),
    [
        ("192.168.1.5", "", "192.168.1.5"),
        ("", "2001:db8:5::7", "[2001:db8:5::7]"),
        ("127.0.0.1", "::1", ""),
        ("169.254.3.3", "", ""),
        ("", "", ""),
    ],
)
def test_the_address_in_the_network_is_found_without_a_packet(
    monkeypatch: pytest.MonkeyPatch, v4: str, v6: str, found: str
) -> None:
    used: list[str] = []

    def make_socket(family: int, kind: int) -> Asked:
        assert kind == socket.SOCK_DGRAM
        return Asked(v4 if family == socket.AF_INET else v6, used)

    monkeypatch.setattr(server.socket, "socket", make_socket)
    assert server.find_lan_address() == found
    assert set(used) <= {"connect"}


@pytest.mark.parametrize(
    "words", [[], ["pages2/01.txt"], ["pages2", "--date", "2026-03-02"]], ids=" ".join
)
def test_a_dry_run_ends_with_commands_that_read_the_same_pages(
    config: Config, words: list[str]
) -> None:
    make(config)
    inbox = config.folder / "inbox" / "2026-03-02"
    inbox.mkdir(parents=True, exist_ok=True)
    (inbox / "01.txt").write_bytes((config.folder / "pages2" / "01.txt").read_bytes())
    shown = run("produce", *words, "--dry-run").stdout
    line = next(x for x in shown.splitlines() if "audiopaper readings" in x)
    command = line.partition("audiopaper ")[2].partition(" (")[0].split()
    assert command == ["readings", *words]
    assert run(*command).stdout
    assert run("articles", *words).stdout


def test_an_engine_that_does_not_exist_is_answered_with_all_that_may_be_configured(
    config: Config,
) -> None:
    done = CliRunner().invoke(audiopaper, ["say", "青川", "--engine", "aut0"])
    assert isinstance(done.exception, ConfigError)
    assert "did you mean 'auto'?" in done.exception.remedy
