"""What the guide to plug-ins promises: its engine speaks, and its source reads, once installed."""

from __future__ import annotations

import contextlib
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from audiopaper.cli.setup_commands import GUIDES_FOLDER
from audiopaper.config import defaults_folder
from audiopaper.errors import ConfigError, MissingProgramError, PublishError
from audiopaper.pages import read_edition, sources
from audiopaper.show import target_kinds
from audiopaper.show.inbox import find_deliveries
from audiopaper.show.targets import check_address, find_digest, open_target

GUIDE = (GUIDES_FOLDER / "plug-ins.md").read_text("utf-8")
HUM, DESK, SHEET, HOUSE = re.findall(r"```python\n(.*?)```", GUIDE, re.S)


@contextmanager
def speech_server(share: float) -> Iterator[tuple[str, list[str]]]:
    """A server of the house that sends a given share of each clip."""
    said: list[str] = []

    class Desk(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            said.append(text)
            samples = int(24_000 * 0.2 * len(text))
            pcm = b"".join(
                (3000 if n // 50 % 2 else -3000).to_bytes(2, "little", signed=True)
                for n in range(int(samples * share))
            )
            self.send_response_only(200)
            self.send_header("Content-Length", str(len(pcm)))
            self.end_headers()
            self.wfile.write(pcm)

        def log_request(self, code: object = "-", size: object = "-") -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/", said
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder that holds the guide's packages as an installer lays them out, and a show."""
    for name, code in (("hum", HUM), ("desk", DESK)):
        (entry,) = re.findall(rf"^{name} = \"(.*?)\"$", GUIDE, re.M)
        (tmp_path / f"{name}_engine.py").write_text(code, encoding="utf-8")
        about = tmp_path / f"{name}_engine-1.dist-info"
        about.mkdir()
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}-engine\nVersion: 1\n")
        (about / "entry_points.txt").write_text(f"[audiopaper.engines]\n{name} = {entry}\n")
    voices = tmp_path / "voices"
    shutil.copytree(defaults_folder() / "voices", voices)
    (voices / "lan.toml").write_text('name = "兰"\n[desk]\nvoice = "lan"\n', encoding="utf-8")
    return tmp_path


def say(desk: Path, address: str = "", engine: str = "desk") -> subprocess.CompletedProcess[str]:
    (desk / "config.toml").write_text(
        f'[engines.desk]\naddress = "{address}"\n[speech]\ntries = 1\n'
        '[presenters]\nanchor = "lan"\nstories = ["lan"]\n',
        encoding="utf-8",
    )
    return subprocess.run(
        [sys.executable, "-m", "audiopaper", "say", "局长曾令新", "--engine", engine],
        cwd=desk,
        env={**os.environ, "PYTHONPATH": str(desk)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_guides_first_engine_makes_sound_by_itself(desk: Path) -> None:
    done = say(desk, engine="hum")
    assert done.returncode == 0, done.stderr
    assert "engine hum" in done.stdout
    assert list(desk.glob("*.mp3"))


def test_the_guides_engine_is_found_and_speaks(desk: Path) -> None:
    with speech_server(1.0) as (address, said):
        done = say(desk, address)
    assert done.returncode == 0, done.stderr
    (sent,) = said
    assert sent.startswith("局长")
    assert "曾" not in sent, "a decided reading is spelt so that it cannot be misread"
    assert list(desk.glob("*.mp3"))


def test_half_a_clip_is_a_failure_with_a_remedy(desk: Path) -> None:
    with speech_server(0.04) as (address, _):
        done = say(desk, address)
    assert done.returncode == 7
    assert "half a clip" in done.stderr


def test_the_guides_source_is_found_and_its_articles_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (entry,) = re.findall(r"^sheet = \"(.*?)\"$", GUIDE, re.M)
    assert SHEET.strip().count("\n") < 25
    (tmp_path / "sheet_source.py").write_text(SHEET, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    installed = EntryPoint("sheet", entry, sources.GROUP)
    monkeypatch.setattr(sources, "_installed", lambda: (installed,))
    folder = tmp_path / "2026-03-02"
    folder.mkdir()
    (folder / "day.csv").write_text("page,headline,text\n2,新桥通车,青川大桥昨日通车。\n", "utf-8")
    (folder / "notes.doc").write_bytes(b"not read by anyone")
    (article,) = read_edition([folder]).articles
    assert (article.headline, article.pages) == ("新桥通车", (2,))
    assert article.paragraphs[0].text == "青川大桥昨日通车。"
    assert [file.name for file in find_deliveries(tmp_path)[0].files] == ["day.csv"]


class Failing:
    """A target whose disk is full."""

    def put(self, name: str, path: Path, digest: str) -> None:
        raise RuntimeError("the shelf is full")


def install_target(monkeypatch: pytest.MonkeyPatch, entry: str) -> None:
    installed = {"house": EntryPoint("house", entry, target_kinds.GROUP)}
    monkeypatch.setattr(target_kinds, "_installed", lambda: installed)


def test_the_guides_target_takes_what_is_public_and_gives_it_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (entry,) = re.findall(r"^house = \"(.*?)\"$", GUIDE, re.M)
    assert len([line for line in HOUSE.splitlines() if line.strip()]) <= 25
    (tmp_path / "house_target.py").write_text(HOUSE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    install_target(monkeypatch, entry)
    output = tmp_path / "output"
    output.mkdir()
    feed = output / "feed.xml"
    feed.write_bytes(b"<rss/>")
    address = f"house://{tmp_path}/pod.db"
    check_address(address, tmp_path, output)
    with contextlib.closing(open_target(address, tmp_path, {}, {})) as target:
        digest = find_digest(feed)
        assert not target.has("feed.xml", feed, digest)
        target.put("feed.xml", feed, digest)
        assert target.has("feed.xml", feed, digest)
        assert target.read("feed.xml") == b"<rss/>"
        target.remove("feed.xml")
        assert target.read("feed.xml") is None


def test_whatever_a_target_raises_is_a_failure_to_publish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_target(monkeypatch, "tests.engines.test_plugins:open_failing")
    target = open_target("house://a/b", tmp_path, {}, {})
    with pytest.raises(PublishError, match="house://a/b: the shelf is full"):
        target.put("feed.xml", tmp_path, "")


def open_failing(*_: object) -> Failing:
    return Failing()


def test_an_unknown_kind_of_target_names_those_that_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_target(monkeypatch, "no_such_package")
    with pytest.raises(ConfigError, match="unsupported target gopher://") as failure:
        check_address("gopher://a/b", tmp_path, tmp_path / "output")
    assert failure.value.remedy.startswith("a folder, or s3://, sftp://")
    assert failure.value.remedy.endswith(", house://")
    with pytest.raises(MissingProgramError, match="'house' cannot be loaded"):
        check_address("house://a/b", tmp_path, tmp_path / "output")


def test_a_source_whose_package_is_broken_is_an_error_with_a_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = EntryPoint("gone", "no_such_package", sources.GROUP)
    monkeypatch.setattr(sources, "_installed", lambda: (gone,))
    (tmp_path / "day.csv").write_text("x", "utf-8")
    with pytest.raises(MissingProgramError, match="'gone' cannot be loaded"):
        read_edition([tmp_path])


@pytest.mark.parametrize("name", ["01.txt", "01.md", "01.html", "edition.json"])
def test_what_the_program_reads_itself_asks_no_plug_in(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> tuple[EntryPoint, ...]:
        raise AssertionError("the installed packages were looked through")

    monkeypatch.setattr(sources, "_installed", refuse)
    assert sources.find_source(Path(name)) is not None
