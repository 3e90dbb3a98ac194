"""``audiopaper guide``: what a guide shows of the program is what the program has."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from audiopaper.cli import audiopaper
from audiopaper.cli.setup_commands import GUIDES_FOLDER
from audiopaper.config import Config, defaults_folder, read_config
from audiopaper.engines.azure import AzureSettings, AzureVoice
from audiopaper.engines.edge import EdgeSettings, EdgeVoice
from audiopaper.engines.espeak import EspeakVoice
from audiopaper.engines.kokoro import KokoroSettings, KokoroVoice
from audiopaper.engines.openai import OpenaiSettings, OpenaiVoice
from audiopaper.engines.piper import PiperSettings, PiperVoiceTable

VOICES = {
    "edge": EdgeVoice,
    "kokoro": KokoroVoice,
    "espeak": EspeakVoice,
    "azure": AzureVoice,
    "openai": OpenaiVoice,
    "piper": PiperVoiceTable,
}
SETTINGS = {
    "edge": EdgeSettings,
    "kokoro": KokoroSettings,
    "azure": AzureSettings,
    "openai": OpenaiSettings,
    "piper": PiperSettings,
}
OPEN = {"folder", "engines", "directories", "editions", "options"}
"""Not a setting, and tables whose keys are the user's own: explained in comments."""


def guide(*words: str) -> str:
    done = CliRunner().invoke(audiopaper, ["guide", *words], catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def unset(table: dict[str, Any], settings: Any, above: str = "") -> list[str]:
    out = []
    for field in fields(settings):
        value = getattr(settings, field.name)
        if field.name in OPEN:
            continue
        if is_dataclass(value):
            out += unset(table.get(field.name, {}), value, f"{above}{field.name}.")
        elif field.name not in table:
            out.append(f"{above}{field.name}")
    return out


def test_the_settings_are_shown_with_their_defaults_and_none_is_left_out(tmp_path: Path) -> None:
    shown = guide("settings")
    path = tmp_path / "config.toml"
    path.write_text(shown, "utf-8")
    assert replace(read_config(path), folder=Path()) == Config()
    assert unset(tomllib.loads(shown), Config()) == []
    packaged = (defaults_folder() / "config.toml").read_text("utf-8")
    assert re.findall(r"(?m)^#.*", shown) == re.findall(r"(?m)^#.*", packaged)


def test_what_a_show_needs_first_stands_first_in_its_table() -> None:
    text = guide("settings")
    for table in ("", "show", "episode", "publish"):
        part = text if not table else text.partition(f"\n[{table}]\n")[2]
        part = part.partition("# ---- 更多 more")[0]
        keys = set(re.findall(r"(?m)^(\w+) =", part))
        assert keys <= {"engine", "title", "id", "base_url", "minutes", "target"}
        assert keys


def toml_tables(name: str) -> dict[str, Any]:
    """The TOML that a guide shows, indented by four blanks."""
    text = (GUIDES_FOLDER / f"{name}.md").read_text("utf-8")
    block = next(
        b for b in re.findall(r"(?m)(?:^(?: {4}.*)?\n)+", text) if re.search(r"(?m)^ +\[", b)
    )
    return tomllib.loads("\n".join(line[4:] for line in block.splitlines()))


@pytest.mark.parametrize("language", ["", "zh/"])
def test_the_presenters_guide_shows_all_keys_of_each_engine(language: str) -> None:
    shown = toml_tables(f"{language}presenters")
    assert {name: set(shown[name]) for name in VOICES} == {
        name: {field.name for field in fields(kind)} for name, kind in VOICES.items()
    }


@pytest.mark.parametrize("language", ["", "zh/"])
def test_the_engines_guide_shows_all_settings_with_their_defaults(language: str) -> None:
    shown = toml_tables(f"{language}engines")["engines"]
    for name, kind in SETTINGS.items():
        # The number of workers is set in [speech], for every engine.
        defaults = {f.name: getattr(kind(), f.name) for f in fields(kind) if f.name != "workers"}
        shown[name].update({} if name != "piper" else {"folder": ""})
        assert shown[name] == defaults


def test_topics_without_chinese_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not re.search(r"[\u4e00-\u9fff]", guide())
    monkeypatch.setenv("AUDIOPAPER_LANG", "zh")
    for line in guide().splitlines():
        assert re.search(r"[\u4e00-\u9fff]", line)
