"""What the package promises to a Python program that imports it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import audiopaper
from audiopaper.cli.setup_commands import GUIDES_FOLDER


def test_the_guides_script_makes_an_episode(tmp_path: Path) -> None:
    script = re.findall(
        r"```python\n(.*?)```", (GUIDES_FOLDER / "python.md").read_text("utf-8"), re.S
    )
    page = (Path(audiopaper.__file__).parent / "sample" / "01.txt").read_text("utf-8")
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "01.txt").write_text(page, encoding="utf-8")
    (tmp_path / "config.toml").write_text("[episode]\nminutes = 1\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", *script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    duration_ms, _, chapters = done.stdout.split()
    assert (tmp_path / "episode.mp3").stat().st_size > 12 * int(duration_ms) * 0.98
    assert int(chapters) >= 4


@pytest.mark.parametrize("name", audiopaper.__all__)
def test_every_name_that_is_given_is_documented(name: str) -> None:
    assert getattr(audiopaper, name).__doc__


def test_a_name_that_is_not_given_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="megaphone"):
        _ = audiopaper.megaphone


def test_importing_the_package_imports_no_stage() -> None:
    code = "import audiopaper, sys; print(*(m for m in sys.modules if m.startswith('audiopaper.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
