"""Messages are Chinese where the reader's language is, whole, and the code's English elsewhere."""

from __future__ import annotations

import ast
import gettext
import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog
from click.testing import CliRunner

import audiopaper.cli
from audiopaper import errors, translations
from audiopaper.cli import audiopaper as program
from audiopaper.cli.translated_help import wrap_columns
from audiopaper.downloads import read_log
from audiopaper.engines.base import read_settings
from audiopaper.engines.espeak import EspeakVoice
from audiopaper.translations import find_language, translate
from tests.support.paths import PACKAGE
from tests.tools.build_catalogue import FILE, collect_messages, compile_catalogue, read_catalogue

MESSAGES = collect_messages()
CATALOGUE = read_catalogue()

SAME = {"Python", "g2pM", "the webhook"}
"""Names that are the same in Chinese."""


def placeholders(text: str) -> list[str]:
    """Names of what is filled in; ``{300|三百}`` is no placeholder."""
    return sorted(set(re.findall(r"\{(\w*)(?:![rsa])?(?::[^{}]*)?\}", text)))


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("AUDIOPAPER_LANG", "zh")
    # `translate_library` sets it for click.
    monkeypatch.setenv("LANGUAGE", "zh")
    yield
    monkeypatch.setenv("AUDIOPAPER_LANG", "en")
    translations.translate_library()


def chinese_of(message: str) -> str:
    found = CATALOGUE.get(message)
    if not found:
        return ""
    # Of a sentence with another form for several, Chinese has one.
    return str(found.string if isinstance(found.string, str) else found.string[0])


def singular(key: str | tuple[str, ...]) -> str:
    return key if isinstance(key, str) else key[0]


def test_every_message_has_chinese_and_none_is_left_behind() -> None:
    missing = [message for message in MESSAGES if not chinese_of(message)]
    assert not missing, "run: python -m tests.tools.build_catalogue, and fill in the empty ones"
    assert not [m.id for m in CATALOGUE if m.id and singular(m.id) not in MESSAGES]


def test_the_chinese_fills_in_what_the_english_does() -> None:
    assert not [m for m in MESSAGES if placeholders(m) != placeholders(chinese_of(m))]


def test_the_chinese_is_chinese() -> None:
    for message in MESSAGES.keys() - SAME:
        text = re.sub(r"\{[^{}]*\}", "", chinese_of(message))
        # Names of files and settings stay what they are.
        words = re.sub(r"\{[^{}]*\}|\S*[./=]\S*|Feed|cd|audiopaper( \w+)?", "", message)
        if re.search("[A-Za-z]{3}", words):
            assert re.search("[\u4e00-\u9fff]", text), message


PROSE = re.compile(r"\b(?:the|is|are|and|of|to|it|or|no|not|with|that|which) [a-z]+\b")
"""English in the middle of a sentence."""


def test_no_message_is_half_in_each_language() -> None:
    for message in MESSAGES:
        text = re.sub(r"\{[^{}]*\}|`[^`]*`|audiopaper [a-z]+.*", "", chinese_of(message))
        assert not PROSE.search(text), text


def test_the_compiled_catalogue_is_of_the_catalogue() -> None:
    shipped = gettext.GNUTranslations(io.BytesIO(FILE.with_suffix(".mo").read_bytes()))
    built = gettext.GNUTranslations(io.BytesIO(compile_catalogue(CATALOGUE)))
    assert all(shipped.gettext(m) == built.gettext(m) == chinese_of(m) for m in MESSAGES)


def test_the_catalogue_that_is_read_is_one() -> None:
    assert isinstance(CATALOGUE, Catalog)
    assert len(CATALOGUE) > 1000


KINDS = {
    name
    for name, value in vars(errors).items()
    if isinstance(value, type) and issubclass(value, errors.AudiopaperError)
}


def untranslated(tree: ast.AST) -> Iterator[str]:
    """List texts that an error shows without a way to translate them."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        shown = [word.value for word in node.keywords if word.arg == "remedy"]
        if isinstance(node.func, ast.Name) and node.func.id in KINDS:
            shown += node.args[:1]
        for text in shown:
            if isinstance(text, ast.JoinedStr):
                parts = [str(v.value) for v in text.values if isinstance(v, ast.Constant)]
            else:
                parts = [text.value] if isinstance(text, ast.Constant) else []
            if any(re.search("[a-z]{3}", str(part)) for part in parts):
                yield ast.unparse(text)


def test_every_error_is_shown_in_the_readers_language() -> None:
    for path in sorted(PACKAGE.rglob("*.py")):
        assert not list(untranslated(ast.parse(path.read_text("utf-8")))), path


def test_an_error_without_a_translation_is_seen() -> None:
    code = 'raise InputError(f"{x} is wrong", remedy="correct it")'
    assert len(list(untranslated(ast.parse(code)))) == 2
    assert not list(untranslated(ast.parse('InputError(_("{x} is wrong", x=x), remedy=_(R))')))


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8", "AUDIOPAPER_LANG": "zh"}, "zh"),
        ({"LANG": "zh_TW.UTF-8", "AUDIOPAPER_LANG": "en"}, "en"),
        ({"LC_MESSAGES": "zh_SG", "LANG": "C"}, "zh"),
        ({"AUDIOPAPER_LANG": ""}, "en"),
    ],
)
def test_the_language_is_the_locales_unless_it_is_named(
    environment: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AUDIOPAPER_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert find_language() == language


@pytest.mark.usefixtures("chinese")
def test_what_is_filled_in_may_hold_braces() -> None:
    assert translate("no such file: {path}", path="{0}") == "没有这个文件：{0}"
    assert translate("a message of nobody: {x}", x=1) == "a message of nobody: 1"
    assert translate("") == ""


def commands(command: click.Command, *names: str) -> Iterator[tuple[str, ...]]:
    yield names
    if isinstance(command, click.Group):
        for name in command.commands:
            yield from commands(command.commands[name], *names, name)


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize("names", list(commands(program)), ids=" ".join)
def test_every_help_is_chinese(names: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(program, [*names, "--help"]).output
    assert "用法：" in shown
    assert "显示这些说明" in shown
    lines = [line for line in shown.splitlines() if "audiopaper " not in line]
    assert not [line for line in lines if PROSE.search(line)]
    assert max(map(len, shown.splitlines())) <= 100


@pytest.mark.usefixtures("chinese")
def test_a_wrong_command_line_is_answered_in_chinese(tmp_path: Path) -> None:
    run = CliRunner()
    assert "没有命令" in run.invoke(program, ["nonsense"]).output
    assert "没有选项" in run.invoke(program, ["produce", "--nonsense"]).output
    assert "缺少参数" in run.invoke(program, ["init"]).output
    for words in (
        ["prodce"],
        ["produce", "--dry-runn"],
        ["produce", "--date", "3月2日"],
        ["serve", "--port", "x"],
        ["completion", "cmd"],
        ["init", "a", "b"],
        ["publish", "--to"],
    ):
        shown = run.invoke(program, words).output
        assert not PROSE.search(shown.rpartition("错误：")[2]), shown
    with pytest.raises(errors.InputError) as failure:
        run.invoke(program, ["produce", str(tmp_path / "x")], catch_exceptions=False)
    assert failure.value.problem == f"没有这个文件或文件夹：{tmp_path / 'x'}"
    assert failure.value.remedy == "改正路径，再运行一次"


def run_program(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "audiopaper", *words],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_program_itself_speaks_both() -> None:
    nowhere = run_program("produce", "/nowhere", AUDIOPAPER_LANG="zh")
    assert nowhere.returncode == 4
    assert nowhere.stderr == (
        "audiopaper：没有这个文件或文件夹：/nowhere\n  -> 改正路径，再运行一次\n"
    )
    nowhere = run_program("produce", "/nowhere", AUDIOPAPER_LANG="en")
    assert nowhere.stderr == (
        "audiopaper: no such file or folder: /nowhere\n  -> correct the path and run again\n"
    )


def test_in_english_no_catalogue_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> gettext.NullTranslations:
        raise AssertionError("the catalogue was read")

    monkeypatch.setattr(translations, "_load_catalogue", refuse)
    assert "Usage:" in CliRunner().invoke(audiopaper.cli.audiopaper, ["--help"]).output


def test_a_line_of_chinese_breaks_by_the_width_of_its_signs() -> None:
    lines = wrap_columns("把 inbox/2026-03-02 里的版面，做成一期节目（约 8 分钟）。", 20)
    assert all(sum(1 + (ord(c) > 0x2E80) for c in line) <= 22 for line in lines)
    assert (
        "".join(lines).replace(" ", "") == "把inbox/2026-03-02里的版面，做成一期节目（约8分钟）。"
    )
    assert not [line for line in lines if line[0] in "，。）" or line[-1] in "（"]


def test_a_failure_of_the_system_is_in_the_language_of_messages(
    tmp_path: Path, chinese: None
) -> None:
    with pytest.raises(errors.InputError) as failure:
        tuple(read_log(tmp_path / "access.log"))
    assert failure.value.problem.endswith("：没有这个文件或文件夹")
    assert translations.system_reason(ValueError("three columns")) == "three columns"


@pytest.mark.usefixtures("chinese")
def test_a_presenters_wrong_value_is_described_in_chinese() -> None:
    with pytest.raises(errors.ConfigError) as failure:
        read_settings({"words_per_minute": "fast"}, "espeak", EspeakVoice)
    assert "words_per_minute：" in failure.value.problem
    assert "整数" in failure.value.problem
    assert "int" not in failure.value.problem
