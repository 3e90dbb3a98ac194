"""Every command line that README and guides show is run, in a show as they describe it."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from audiopaper.cli import audiopaper
from audiopaper.cli.setup_commands import GUIDES_FOLDER
from audiopaper.errors import AudiopaperError
from tests.support.paths import ROOT

DOCUMENTS = [ROOT / "README.md", *sorted(GUIDES_FOLDER.rglob("*.md"))]

WORDS = {
    "PATH": "inbox",
    "PATH...": "inbox",
    "PAGES": "inbox",
    "PAGES/": "inbox",
    "PAGE.html": "inbox",
    "DATE": "2026-03-02",
    "日期": "2026-03-02",
    "TEXT": "青川日报",
    "PAGE": "inbox/01.txt",
    "FILE": "pages.html",
    "NAME": "evening",
    "DIR": "elsewhere",
    "EPISODE": "2026-03-02",
    "ROOT": "scans",
    "SHELL": "bash",
    "N": "1",
    "inbox/2026-03-02": "inbox",
    "inbox/evening": "inbox",
    "2026-02-16": "2026-03-02",
    "inbox/2026-03-02/edition.json": "edition.json",
}
"""What a placeholder stands for in the show of this test."""

AWAY = (
    *("engine edge", "engine azure", "engine openai", "engine piper", "engine desk", "engine hum"),
    *("refresh", "fetch --epaper"),
)
"""Needs a service, a key, a plug-in or a voice that is not here: the sentence that says so will do."""

ASKS = "audiopaper lexicon add 长乐"
"""Asks at a terminal which reading is meant; elsewhere it lists them and ends so."""

BLOCKS = ("serve", "desk")
"""Run until they are stopped; what they do is in `tests.show.test_server` and `tests.desk.test_desk`."""


@dataclass(frozen=True)
class Line:
    """A command line as it is written down."""

    document: str
    text: str

    def __str__(self) -> str:
        return f"{self.document}: {self.text}"


def written_lines() -> list[Line]:
    """The lines in code blocks, and those in running text that are more than a command's name.

    What stands in several documents is run once, as the first has it.
    """
    lines: dict[str, Line] = {}
    for path in DOCUMENTS:
        text = path.read_text("utf-8")
        blocks = re.findall(r"```sh\n(.*?)```|^ {4,}([^\n]*)$", text, re.S | re.M)
        for command in (c for parts in blocks for p in parts for c in _commands(p)):
            lines.setdefault(command, Line(path.stem, command))
        for part in re.findall(r"`(audiopaper [^`\n]*)`", text):
            # `audiopaper init` in a sentence is the command's name.
            bare = re.sub(r"\[[A-Z]+\](?:\.\.\.)?", "", part)
            for command in (c for c in _commands(bare) if len(c.split()) > 2):
                lines.setdefault(command, Line(path.stem, command))
    return sorted(lines.values(), key=str)


def _commands(code: str) -> Iterator[str]:
    for line in code.splitlines():
        # Behind a number sign stands a comment, such as the name that `schedule` gives its line.
        code_part = re.split(r"(?:^|\s)#", line)[0]
        for command in re.findall(r"(?:^|&& |\s)(?:\S*/)?(audiopaper [^&|><#]+)", code_part):
            if re.match(r"audiopaper [a-z]", command):
                yield command.strip().rstrip(".,;")


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A show with a day's pages, its episode and its feed."""
    folder = tmp_path_factory.mktemp("desk") / "show"
    run = CliRunner()
    assert run.invoke(audiopaper, ["init", str(folder)]).exit_code == 0
    config = folder / "config.toml"
    text = config.read_text("utf-8").replace('engine = "edge"', 'engine = "espeak"')
    text = text.replace("minutes = 12", "minutes = 6\nsample_rate_hz = 24000")
    text = re.sub("(?m)^base_url = .*$", 'base_url = "https://pod.example.org/qingchuan/"', text)
    text = re.sub("(?m)^target = .*$", 'target = "site"', text)
    config.write_text(f"{text}\n[today]\npages = 4\n", encoding="utf-8")
    for page in sorted((Path(audiopaper_folder()) / "sample").glob("*.txt")):
        shutil.copy(page, folder / "inbox" / page.name)
    shutil.copytree(folder / "inbox", folder / "scans" / "青川日报" / "2026-03-02")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        made = run.invoke(audiopaper, ["produce"], catch_exceptions=False)
    assert made.exit_code == 0, made.output
    return folder


def audiopaper_folder() -> Path:
    return GUIDES_FOLDER.parent


LINES = written_lines()
EVENING = "inbox/2026-03-02-evening"


def test_there_are_lines_to_run() -> None:
    assert len(LINES) > 30
    assert {"README", "desk", "publishing", "readings"} <= {line.document for line in LINES}
    assert len({line.text for line in LINES}) == len(LINES)


@pytest.mark.parametrize("line", LINES, ids=str)
def test_a_written_command_line_runs(
    line: Line, show: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = [WORDS.get(word, word) for word in shlex.split(line.text)][1:]
    words = [word.replace("/srv/", f"{tmp_path}/srv/") for word in words]
    assert not [w for w in words if re.fullmatch(r"[A-Z]{3,}(?:\.\.\.)?", w)], "an unknown word"
    if words[0] in BLOCKS:
        words = [words[0], "--help"]
    folder = tmp_path / "show"
    shutil.copytree(show, folder)
    for name in ("lines.txt", "page1.txt", "access.log"):
        (folder / name).write_text("局长曾令新出席了会议。\n", encoding="utf-8")
    entry = '[[entry]]\ntext = "长重山"\npinyin = "chang2 chong2 shan1"\n'
    for name in ("qingchuan.toml", "voices/lexicon/ours.toml"):
        (folder / name).write_text(entry, encoding="utf-8")
    (handed,) = re.findall(
        r"```json\n(.*?)```", (GUIDES_FOLDER / "handover.md").read_text("utf-8"), re.S
    )
    (folder / "edition.json").write_text(handed, encoding="utf-8")
    if EVENING in line.text:
        (folder / EVENING).mkdir()
        page = (GUIDES_FOLDER.parent / "sample" / "02.txt").read_text("utf-8")
        (folder / EVENING / "01.txt").write_text(page.replace("第2版", "第1版"), encoding="utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    typed = "y\n" if words[0] == "withdraw" else "局长曾令新出席了会议。\n"
    result = CliRunner().invoke(audiopaper, words, input=typed)
    if isinstance(result.exception, AudiopaperError):
        known = line.text == ASKS or any(away in line.text for away in AWAY)
        assert known, result.exception.problem
        return
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code in (0, 10, 11), result.output
