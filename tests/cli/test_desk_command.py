"""How the desk is started."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

pytest.importorskip("uvicorn", reason="the desk's packages are not installed")

import uvicorn

from audiopaper.cli import audiopaper
from tests import HANG_S
from tests.support.desk_show import lay_out_show


@pytest.mark.parametrize(
    ("options", "language"),
    [([], "en"), (["--language", "zh"], "zh"), (["--language", "en"], "en")],
)
def test_the_language_is_configured_and_an_option_goes_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], language: str
) -> None:
    config = lay_out_show(tmp_path, drafted=False) / "config.toml"
    config.write_text(f'{config.read_text("utf-8")}\n[desk]\nlanguage = "en"\n', "utf-8")
    seen: list[str] = []
    warmed = threading.Event()

    def note_language(renderer: Any) -> None:
        seen.append(renderer.desk.language)
        warmed.set()

    def wait_instead(_server: Any, sockets: Any) -> None:
        assert sockets
        assert warmed.wait(HANG_S)

    monkeypatch.setattr("audiopaper.desk.app.warm_desk", note_language)
    monkeypatch.setattr(uvicorn.Server, "run", wait_instead)
    command = ["desk", "--no-open", "--port", "0", "--config", str(config), *options]
    result = CliRunner().invoke(audiopaper, command)
    assert result.exit_code == 0, result.output
    assert seen == [language]
