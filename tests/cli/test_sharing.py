"""Readings that one show exports and another imports."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audiopaper.cli import audiopaper
from audiopaper.lexicon import load_file, load_lexicon


def run(*words: str) -> Result:
    return CliRunner().invoke(audiopaper, list(words))


@pytest.fixture
def shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    monkeypatch.chdir(tmp_path)
    for name in ("a", "b"):
        assert run("init", name).exit_code == 0
    return tmp_path / "a", tmp_path / "b"


def add(show: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> None:
    monkeypatch.chdir(show)
    result = run("lexicon", "add", *words)
    assert result.exit_code == 0, result.output


def test_what_one_show_decided_holds_in_another_with_its_source(
    shows: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = shows
    add(a, monkeypatch, "长重山", "chang2 chong2 shan1", "--kind", "place", "--source", "村里人")
    add(a, monkeypatch, "重", "chong2", "--context", "单重山", "--source", "本人")
    assert run("lexicon", "export", "../qingchuan.toml").exit_code == 0
    monkeypatch.chdir(b)
    result = run("lexicon", "import", "../qingchuan.toml")
    assert "2 new, 0 known already" in result.output
    entries = {e.text: e for e in load_lexicon(b / "voices" / "lexicon").entries if not e.shipped}
    assert entries["长重山"].source == "村里人"
    assert entries["长重山"].file == "qingchuan.toml"
    assert entries["重"].before == ("单",)
    assert "chang2 chong2 shan1" in run("pronounce", "长重山").output


def test_what_a_show_decided_itself_holds_and_is_named(
    shows: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = shows
    add(a, monkeypatch, "长重山", "chang2 chong2 shan1")
    add(a, monkeypatch, "乐平里", "yue4 ping2 li3")
    run("lexicon", "export", "../qingchuan.toml")
    add(b, monkeypatch, "长重山", "zhang3 zhong4 shan1")
    add(b, monkeypatch, "乐平里", "yue4 ping2 li3")
    result = run("lexicon", "import", "../qingchuan.toml")
    assert result.exit_code == 0
    assert "0 new, 1 known already" in result.output
    assert "skipped: 长重山 as chang2 chong2 shan1" in result.output
    assert "zhang3 zhong4 shan1" in run("pronounce", "长重山").output


def test_a_newer_file_of_a_name_replaces_the_older(
    shows: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = shows
    for text, pinyin in (("长重山", "chang2 chong2 shan1"), ("乐平里", "yue4 ping2 li3")):
        add(a, monkeypatch, text, pinyin)
        run("lexicon", "export", "../qingchuan.toml")
        monkeypatch.chdir(b)
        assert run("lexicon", "import", "../qingchuan.toml").exit_code == 0
    assert len(load_file(b / "voices" / "lexicon" / "qingchuan.toml").entries) == 2


def test_names_are_exported_too(shows: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = shows
    own = a / "voices" / "lexicon" / "family.toml"
    own.write_text('[surnames]\n"种" = "chong2"\n\n[given]\n"为民" = "wei4 min2"\n', "utf-8")
    monkeypatch.chdir(a)
    run("lexicon", "export", "../qingchuan.toml")
    monkeypatch.chdir(b)
    assert "2 new" in run("lexicon", "import", "../qingchuan.toml").output
    taken = load_file(b / "voices" / "lexicon" / "qingchuan.toml")
    assert taken.given["为民"] == ("wei4", "min2")


def test_a_show_without_decisions_has_nothing_to_export(
    shows: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shows[0])
    result = run("lexicon", "export")
    assert result.exit_code != 0
    assert "lexicon add" in str(getattr(result.exception, "remedy", "")) + result.output


@pytest.mark.parametrize("name", ["ours.toml", "names.toml"])
def test_an_import_never_overwrites_a_file_that_a_show_has(
    shows: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    a, b = shows
    add(a, monkeypatch, "长重山", "chang2 chong2 shan1")
    run("lexicon", "export", f"../{name}")
    monkeypatch.chdir(b)
    assert run("lexicon", "import", f"../{name}").exit_code != 0


def test_a_wrong_file_is_refused_and_nothing_is_written(
    shows: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    b = shows[1]
    (b.parent / "bad.toml").write_text('[[entry]]\ntext = "长重山"\npinyin = "chang"\n', "utf-8")
    monkeypatch.chdir(b)
    assert run("lexicon", "import", "../bad.toml").exit_code != 0
    assert not (b / "voices" / "lexicon" / "bad.toml").exists()
