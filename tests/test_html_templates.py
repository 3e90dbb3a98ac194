"""Templates: their compiled code is stored where that is possible, and never outlives a change."""

from __future__ import annotations

import sys
from pathlib import Path

import jinja2
import pytest

from audiopaper.html_templates import load_templates


@pytest.fixture(autouse=True)
def _code_may_be_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def render(folder: Path) -> str:
    return load_templates(folder).get_template("page.j2").render(name="青川<报>")


def test_a_template_is_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "page.j2").write_text("<p>{{ name }}</p>", "utf-8")
    first = render(tmp_path)
    assert first == "<p>青川&lt;报&gt;</p>"
    assert len(list(tmp_path.glob("__pycache__/*.pyc"))) == 1
    monkeypatch.setattr(jinja2.Environment, "_parse", None)
    assert render(tmp_path) == first


def test_a_template_that_is_changed_is_compiled_anew(tmp_path: Path) -> None:
    (tmp_path / "page.j2").write_text("<p>{{ name }}</p>", "utf-8")
    render(tmp_path)
    (tmp_path / "page.j2").write_text("<b>{{ name }}</b>", "utf-8")
    assert render(tmp_path) == "<b>青川&lt;报&gt;</b>"


def test_stored_code_that_is_damaged_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "page.j2").write_text("<p>{{ name }}</p>", "utf-8")
    first = render(tmp_path)
    (stored,) = tmp_path.glob("__pycache__/*.pyc")
    whole = stored.read_bytes()
    for damaged in (b"", b"no code", whole[: len(whole) // 2]):
        stored.write_bytes(damaged)
        assert render(tmp_path) == first


@pytest.mark.parametrize("blocked", ["wish", "file"])
def test_a_package_that_is_not_written_to_renders_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, blocked: str
) -> None:
    (tmp_path / "page.j2").write_text("<p>{{ name }}</p>", "utf-8")
    if blocked == "wish":
        monkeypatch.setattr(sys, "dont_write_bytecode", True)
    else:
        (tmp_path / "__pycache__").write_text("", "utf-8")
    assert render(tmp_path) == "<p>青川&lt;报&gt;</p>"
    assert not list(tmp_path.glob("__pycache__/*"))
