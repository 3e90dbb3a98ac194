"""The front door: short, in two languages of equal rank, with pictures and clips that are small."""

from __future__ import annotations

import re

import pytest

from tests.support.paths import ROOT
from tests.tools.measure_coverage import BADGES, draw_badge, list_badges

TEXT = (ROOT / "README.md").read_text("utf-8")
ENGLISH, CHINESE = TEXT.split("\n---\n")

CLIPS_AND_PICTURES = 1_500_000
"""Bytes at most of all of them."""


def test_it_begins_with_a_link_to_the_chinese() -> None:
    assert TEXT.startswith("[中文说明](#中文说明)\n")
    assert "\n## 中文说明\n" in CHINESE


@pytest.mark.parametrize("half", [ENGLISH, CHINESE], ids=["english", "chinese"])
def test_a_half_is_soon_read(half: str) -> None:
    assert len(half.splitlines()) < 200


def parts(half: str) -> list[int]:
    """What a half consists of: blocks of code, tables' rows, pictures and links to files."""
    return [
        len(re.findall(pattern, half, re.MULTILINE))
        for pattern in (r"^```\w", r"^\|", r"!\[", r"\]\(audiopaper/", r"^#{2,3} ", r"^\d\. ")
    ]


def test_both_halves_have_the_same_parts() -> None:
    english, chinese = parts(ENGLISH), parts(CHINESE)
    # The Chinese half has its own heading.
    chinese[4] -= 1
    assert english == chinese


def test_each_picture_and_clip_is_there_described_and_small() -> None:
    links = set(re.findall(r"\]\((audiopaper/[^)]+)\)", TEXT))
    assert len({link for link in links if "/badges/" not in link}) == 5
    assert all((ROOT / link).is_file() for link in links)
    assert all(len(words) > 20 for words in re.findall(r"!\[([^\]]*)\]\([^)]*\.png", TEXT))
    guides = ROOT / "audiopaper" / "guides"
    files = [p for name in ("pictures", "clips") for p in (guides / name).iterdir()]
    assert sum(path.stat().st_size for path in files) < CLIPS_AND_PICTURES


def test_badges_say_what_the_project_and_the_measurement_have() -> None:
    badges = list_badges()
    assert {path.stem for path in BADGES.glob("*.svg")} == set(badges)
    for name, (label, value) in badges.items():
        assert (BADGES / f"{name}.svg").read_text("utf-8") == draw_badge(label, value)
        for half in (ENGLISH, CHINESE):
            (words,) = re.findall(rf"!\[([^\]]*)\]\([^)]*/badges/{name}\.svg\)", half)
            assert value.removesuffix(" or later") in words


def to_powershell(command: str) -> str:
    """The same command line as PowerShell, also of Windows itself, takes it."""
    line = command.replace("python3", "py").replace(".venv/bin/", ".venv\\Scripts\\")
    return line.replace(" && ", "; ")


@pytest.mark.parametrize("half", [ENGLISH, CHINESE], ids=["english", "chinese"])
def test_the_commands_for_powershell_are_those_for_bash(half: str) -> None:
    shell = re.findall(r"```sh\n(python3 .*?)\n```", half, re.DOTALL)
    (powershell,) = re.findall(r"```powershell\n(.*?)\n```", half, re.DOTALL)
    assert powershell.splitlines() == [to_powershell(command) for command in shell]
    assert "&&" not in powershell


def test_every_row_of_the_comparison_is_measured_or_cited() -> None:
    for half in (ENGLISH, CHINESE):
        assert "[[1]](https://support.google.com/" in half
        assert "python -m tests.bench_readings --plain names-final cpp-test" in half
