"""What `audiopaper doctor` promises: each trouble of an unattended run, with its remedy."""

from __future__ import annotations

import datetime as dt
import email.utils
import http.server
import importlib.util
import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from audiopaper.cli import audiopaper
from audiopaper.config import Config, PresenterSettings, ShowSettings
from audiopaper.daily.machine_check import Finding, examine
from audiopaper.errors import ConfigError
from audiopaper.pipeline.show_setup import load_setup

NOON = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)


def look(config: Config, *, online: bool = False) -> dict[str, Finding]:
    return {found.name: found for found in examine(config, online=online, now=lambda: NOON)}


def show(folder: Path, **settings: object) -> Config:
    return replace(Config(folder=folder, engine="espeak"), **settings)  # type: ignore[arg-type]


@contextmanager
def raw_server(answer: bytes) -> Iterator[str]:
    """A server that sends the same bytes to whoever connects, and closes the connection."""

    class Answer(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(65_536)
            self.request.sendall(answer)

    with socketserver.ThreadingTCPServer(("127.0.0.2", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.2:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


@contextmanager
def feed_server(status: int, date: dt.datetime) -> Iterator[str]:
    class Answer(http.server.BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response_only(status)
            self.send_header("Date", email.utils.format_datetime(date))
            self.end_headers()

        def log_request(self, code: object = "-", size: object = "-") -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.2", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.2:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_sound_show_has_no_error(tmp_path: Path) -> None:
    findings = look(show(tmp_path), online=True)
    assert [f.name for f in findings.values() if f.state == "error"] == []
    assert {"Python", "packages", "encoder", "lexicons", "engine espeak"} <= set(findings)


def test_looking_leaves_no_trace(tmp_path: Path) -> None:
    look(show(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_presenter_without_a_file_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    config = show(tmp_path, presenters=PresenterSettings(anchor="nobody"))
    found = look(config)["presenters"]
    assert found.state == "error"
    assert "nobody" in found.message
    assert "audiopaper voices" in found.remedy


def test_an_engine_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    assert look(show(tmp_path, engine="megaphone"))["engine megaphone"].state == "error"


def test_a_natural_voice_that_is_missing_is_told_with_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name, *a: None if name == "onnxruntime" else find(name, *a),
    )
    found = look(show(tmp_path, engine="kokoro"))["engine kokoro"]
    assert found.state == "error"
    assert "audiopaper[natural]" in found.remedy
    spare = look(show(tmp_path, engine="auto"))
    assert spare["engine kokoro"].state == "warning", "espeak speaks in its place"
    assert spare["engine espeak"].state == "ok"


def test_an_online_engine_is_not_asked_offline(tmp_path: Path) -> None:
    found = look(show(tmp_path, engine="edge"))["engine edge"]
    assert (found.state, found.message) == ("ok", "not asked (--offline)")


def test_a_lexicon_with_a_mistake_is_named(tmp_path: Path) -> None:
    lexicon = tmp_path / "voices" / "lexicon"
    lexicon.mkdir(parents=True)
    (lexicon / "own.toml").write_text("[[entry\n", encoding="utf-8")
    found = look(show(tmp_path))["lexicons"]
    assert found.state == "error"
    assert "own.toml" in found.message


def test_an_output_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    assert look(show(tmp_path, output="taken/output"))["output"].state == "error"


def test_a_local_address_is_a_warning(tmp_path: Path) -> None:
    assert look(show(tmp_path), online=True)["feed address"].state == "warning"


@pytest.mark.parametrize(("status", "state"), [(200, "ok"), (404, "warning"), (403, "warning")])
def test_the_feed_address_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: int, state: str
) -> None:
    # A second loopback address stands for a server elsewhere.
    monkeypatch.setattr("audiopaper.daily.machine_check.is_local", lambda _url: False)
    with feed_server(status, NOON) as url:
        findings = look(show(tmp_path, show=ShowSettings(base_url=url)), online=True)
    assert findings["feed address"].state == state
    assert findings["clock"].state == "ok"


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"SSH-2.0-OpenSSH_9.6\r\n", id="ssh"),
        pytest.param(b"220 mail.example.org ESMTP\r\n", id="mail"),
        pytest.param(b"\x00\x01\xff" * 9, id="bytes"),
        pytest.param(b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 300, id="endless-head"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_an_address_that_speaks_no_http_is_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: bytes
) -> None:
    monkeypatch.setattr("audiopaper.daily.machine_check.is_local", lambda _url: False)
    with raw_server(answer) as url:
        findings = look(show(tmp_path, show=ShowSettings(base_url=url)), online=True)
    assert findings["feed address"].state == "warning"
    assert not findings["feed address"].message.endswith(": ")


@pytest.mark.parametrize(
    ("date", "state"),
    [
        pytest.param("Mon, 02 Mar 2026 12:00:00 -0000", "ok", id="no-zone-known"),
        pytest.param("Mon, 02 Mar 2026 11:00:00 -0000", "warning", id="no-zone-known-and-off"),
        pytest.param("Mon, 02 Mar 2026 20:00:00 +0800", "ok", id="another-zone"),
        pytest.param("soon", None, id="no-date"),
        pytest.param("", None, id="empty"),
    ],
)
def test_the_clock_is_compared_with_any_date_that_a_server_sends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, date: str, state: str | None
) -> None:
    monkeypatch.setattr("audiopaper.daily.machine_check.is_local", lambda _url: False)
    with raw_server(f"HTTP/1.0 200 OK\r\nDate: {date}\r\n\r\n".encode()) as url:
        findings = look(show(tmp_path, show=ShowSettings(base_url=url)), online=True)
    assert findings["feed address"].state == "ok"
    assert (findings["clock"].state if "clock" in findings else None) == state


def test_a_clock_that_is_off_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audiopaper.daily.machine_check.is_local", lambda _url: False)
    with feed_server(200, NOON - dt.timedelta(minutes=7)) as url:
        findings = look(show(tmp_path, show=ShowSettings(base_url=url)), online=True)
    assert findings["clock"].state == "warning"
    assert findings["clock"].remedy


def test_the_command_ends_with_3_and_json_where_something_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("config.toml").write_text('engine = "megaphone"\n', encoding="utf-8")
    result = CliRunner().invoke(audiopaper, ["doctor", "--offline", "--json"])
    told = json.loads(result.stdout)
    assert result.exit_code == 3
    assert told["ok"] is False
    assert [f["name"] for f in told["findings"] if f["state"] == "error"] == ["engine megaphone"]


def lay_presenters(folder: Path, table: str) -> None:
    (folder / "voices").mkdir()
    for name in ("lan", "song"):
        (folder / "voices" / f"{name}.toml").write_text(f"[espeak]\npitch = 40\n{table}", "utf-8")


@pytest.mark.parametrize(
    ("engines", "table", "name", "message", "remedy"),
    [
        ({"espeka": {}}, "", "espeka", "[engines.espeka]", "did you mean 'espeak'?"),
        ({}, "[azur]\n", "azur", "voices/song.toml, table [azur]", "did you mean 'azure'?"),
        ({"hum": {}}, "", "hum", "there is no engine 'hum'", "known engines: azure"),
        ({}, "[edge-house]\n", "edge-house", "table [edge-house]", "known engines: azure"),
        ({"piper": {"foldr": "x"}}, "", "piper", "unknown key 'foldr'", "did you mean 'folder'?"),
        ({}, '[edge]\nvoise = "x"\n', "edge", "lan.toml, table [edge]", "did you mean 'voice'?"),
    ],
)
def test_a_table_of_an_engine_that_nobody_reads_is_named(
    tmp_path: Path,
    engines: dict[str, dict[str, str | int | float | bool]],
    table: str,
    name: str,
    message: str,
    remedy: str,
) -> None:
    lay_presenters(tmp_path, table)
    finding = look(show(tmp_path, engines=engines))[f"engine {name}"]
    assert finding.state == ("error" if name in ("espeka", "azur") else "warning")
    assert message in finding.message
    assert remedy in finding.remedy


def test_a_misspelt_table_is_refused_before_anything_is_spoken(tmp_path: Path) -> None:
    lay_presenters(tmp_path, "")
    load_setup(show(tmp_path, engines={"hum": {"speed": 1}, "espeak-ng": {}}))
    with pytest.raises(ConfigError, match=r"\[engines\.espeka\]: there is no engine"):
        load_setup(show(tmp_path, engines={"espeka": {"speed": 1}}))
