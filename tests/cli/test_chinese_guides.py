"""The guides in Chinese: those that editors and listeners read, in step with the English ones."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

import audiopaper.desk
from audiopaper.cli import audiopaper as command
from audiopaper.cli.setup_commands import GUIDES_FOLDER

FOR_PROGRAMMERS = {
    *("api", "architecture", "archive", "changes", "contributing", "design"),
    *("handover", "plug-ins", "python"),
}
"""Read by who writes programs: in English only."""

FOR_EDITORS = {path.stem for path in GUIDES_FOLDER.glob("*.md")} - FOR_PROGRAMMERS
CHINESE = GUIDES_FOLDER / "zh"

SAID = {"日期": "DATE", "网址": "URL"}
"""Placeholders, by the Chinese word for them."""


def read(name: str, folder: Path = GUIDES_FOLDER) -> str:
    text = (folder / f"{name}.md").read_text("utf-8")
    for chinese, english in SAID.items():
        text = re.sub(rf"(?<=/){chinese}(?=/)", english, text)
    return text


def headings(text: str) -> list[str]:
    """How deep each heading is, in order; comments in code are none."""
    text = re.sub(r"^```.*?^```", "", text, flags=re.S | re.M)
    return re.findall(r"^(#{1,4}) ", text, re.M)


def tables(text: str) -> list[tuple[int, int]]:
    """Rows and columns of each table."""
    found = re.findall(r"(?:^ *\|.*\n)+", text, re.M)
    return [(len(t.splitlines()), t.splitlines()[0].replace(r"\|", "").count("|")) for t in found]


def steps(text: str) -> list[str]:
    return re.findall(r"^\d\. ", text, re.M)


def code(text: str) -> list[str]:
    """The lines of code blocks, without comments, descriptions and sentences in Chinese."""
    # A description that goes on below stands deeper than any code.
    lines = re.findall(r"^ {4,20}(?![|])(\S.*)$", text, re.M)
    for block in re.findall(r"```\w*\n(.*?)```", text, re.S):
        lines += block.splitlines()
    bare = (re.sub(r"^#.*$|\s{2,}.*$", "", line).strip() for line in lines)
    return [line for line in bare if line and not re.search(r"[\u4e00-\u9fff]{6}", line)]


def spans(text: str) -> list[str]:
    """What stands between backticks in running text."""
    text = re.sub(r"^```.*?^```", "", text, flags=re.S | re.M)
    return [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", text)]


def settings(text: str) -> set[str]:
    """The settings, tables, variables and options that a guide names."""
    found = set()
    for span in spans(text):
        found |= set(re.findall(r"(?<![\w./-])[a-z]+(?:_[a-z]+)+(?![\w./(])", span))
        found |= set(re.findall(r"\[[a-z._]+\]|\b[A-Z]+(?:_[A-Z0-9]+)+\b|--[a-z-]{2,}", span))
    return found


def commands(text: str) -> set[str]:
    return {span for span in spans(text) if re.match(r"audiopaper [a-z]", span)}


def test_every_guide_is_for_programmers_or_is_in_chinese() -> None:
    assert {path.stem for path in CHINESE.glob("*.md")} == FOR_EDITORS
    assert {"desk", "pages", "readings", "publishing", "hosting", "smart-speakers"} <= FOR_EDITORS


@pytest.mark.parametrize("name", sorted(FOR_EDITORS))
def test_a_chinese_guide_has_the_parts_of_the_english_one(name: str) -> None:
    english, chinese = read(name), read(name, CHINESE)
    assert headings(chinese) == headings(english)
    assert steps(chinese) == steps(english)
    assert tables(chinese) == tables(english)


@pytest.mark.parametrize("name", sorted(FOR_EDITORS))
def test_a_chinese_guide_shows_the_code_of_the_english_one(name: str) -> None:
    english, chinese = Counter(code(read(name))), Counter(code(read(name, CHINESE)))
    assert chinese - english == Counter()
    assert english - chinese == Counter()


@pytest.mark.parametrize("name", sorted(FOR_EDITORS))
def test_a_chinese_guide_names_the_settings_and_commands_of_the_english_one(name: str) -> None:
    english, chinese = read(name), read(name, CHINESE)
    assert settings(chinese) == settings(english)
    assert commands(chinese) == commands(english)


@pytest.mark.parametrize("name", sorted(FOR_EDITORS))
def test_a_chinese_guide_is_in_chinese(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOPAPER_LANG", "zh")
    monkeypatch.setenv("LANGUAGE", "zh")
    shown = CliRunner().invoke(command, ["guide", name], catch_exceptions=False).output
    # Pages of code count for nothing.
    prose = re.sub(r"^ {4}.*$|`[^`]*`|\|", "", shown, flags=re.M)
    han = len(re.findall(r"[\u4e00-\u9fff]", prose))
    assert han > 2 * len(re.findall(r"\b[A-Za-z]+\b", prose)), name
    # A line of Chinese that goes on below has no space at its end, which a browser would show.
    assert "。 \n" not in shown


def test_the_buttons_that_the_guide_to_the_desk_names_are_there() -> None:
    phrases = Path(audiopaper.desk.__file__).with_name("phrases.toml").read_text("utf-8")
    words = set(tomllib.loads(phrases)["zh"].values())
    named = set(re.findall(r"(?:点|键|底部的|^)“([^”]+)”", read("desk", CHINESE), re.M))
    assert len(named) > 6
    assert named <= words, named - words
