"""Names that are no UTF-8: recognised, shown, and never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiopaper.errors import InputError
from audiopaper.files import write_file
from audiopaper.legible_names import make_legible
from audiopaper.pages.page_files import find_files
from audiopaper.show.inbox import find_deliveries
from tests.support.sample_edition import PAGE

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux only")


def name_of(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


@pytest.mark.parametrize(
    "name",
    [
        "2026年3月2日",
        "第01版：要闻.txt",
        "青川日报20260302",
        "【头版】老茶厂改成图书馆.html",
        "A01_专题·副刊.md",
        "丂丄丅丆.txt",
        "民生（二）.txt",
        "01版 经济·金融.txt",
        "镕瀞.txt",
        "“两会”特刊.txt",
    ],
)
def test_a_name_in_gbk_is_read_as_it_was_written(name: str) -> None:
    for encoding in ("gbk", "gb18030"):
        assert make_legible(name_of(name.encode(encoding))) == name


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (b"caf\xe9", "caf\\xe9"),
        (b"\xff\xfe.txt", "\\xff\\xfe.txt"),
        (b"page\x80", "page\\x80"),
        ("青川".encode() + b"\xe9", "青川\\xe9"),
        ("青川".encode() + b"\xe9\xe8", "青川\\xe9\\xe8"),
        (b"plain.txt", "plain.txt"),
        ("第1版.txt".encode(), "第1版.txt"),
    ],
)
def test_other_bytes_are_shown_with_escapes(data: bytes, shown: str) -> None:
    assert make_legible(name_of(data)) == shown


@given(st.text())
def test_what_is_made_legible_can_be_written_and_stays_so(text: str) -> None:
    shown = make_legible(text)
    shown.encode("utf-8")
    assert make_legible(shown) == shown


@given(st.binary())
def test_any_bytes_of_a_name_can_be_shown(data: bytes) -> None:
    make_legible(name_of(data)).encode("utf-8")


def test_failures_and_files_hold_legible_names(tmp_path: Path) -> None:
    name = name_of("第1版".encode("gbk"))
    error = InputError(f"{name} is empty", remedy=f"fill {name}")
    assert (error.problem, error.remedy) == ("第1版 is empty", "fill 第1版")
    assert str(error) == error.problem
    write_file(tmp_path / "a.txt", f"{name} \udc80")
    assert (tmp_path / "a.txt").read_text("utf-8") == "第1版 \\x80"


def deliver_gbk(folder: Path) -> str:
    day = os.fsencode(folder) + b"/" + "2026年3月2日".encode("gbk")
    Path(os.fsdecode(day)).mkdir()
    for name, text in (("第01版.txt", PAGE), ("第02版.txt", "")):
        Path(os.fsdecode(day + b"/" + name.encode("gbk"))).write_text(text, "utf-8")
    return os.fsdecode(day)


def test_a_delivery_in_gbk_has_its_date(tmp_path: Path) -> None:
    deliver_gbk(tmp_path)
    (found,) = find_deliveries(tmp_path)
    assert (found.name, str(found.date)) == ("2026年3月2日", "2026-03-02")


def test_a_path_in_gbk_can_be_given_as_it_is_shown(tmp_path: Path) -> None:
    inner = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + "电子版".encode("gbk")))
    inner.mkdir()
    deliver_gbk(inner)
    with pytest.raises(InputError, match="holds no page file, but the folder") as caught:
        find_files([tmp_path / "电子版"])
    shown = Path(caught.value.remedy.removeprefix("give "))
    assert shown == tmp_path / "电子版" / "2026年3月2日"
    assert [make_legible(page.name) for page in find_files([shown]).pages] == [
        "第01版.txt",
        "第02版.txt",
    ]
    with pytest.raises(InputError, match=r"no such file or folder: .*电子版/2026年3月3日"):
        find_files([shown.with_name("2026年3月3日")])


def run(folder: Path, coding: str, *args: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": coding}
    return subprocess.run(
        [sys.executable, "-m", "audiopaper", *args],
        cwd=folder,
        env=environment,
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("coding", ["utf-8:strict", "latin-1:strict"])
def test_a_folder_in_gbk_is_made_and_its_names_are_shown(tmp_path: Path, coding: str) -> None:
    pages = deliver_gbk(tmp_path)
    done = run(tmp_path, coding, "produce", "--dry-run", pages)
    assert b"Traceback" not in done.stderr
    assert done.returncode == 0, done.stderr
    shown = "第02版.txt was left out: is empty"
    encoding = coding.partition(":")[0]
    assert shown.encode(encoding, "backslashreplace") in done.stderr
    told = run(tmp_path, coding, "articles", "--json", pages)
    assert json.loads(told.stdout.decode(encoding))


def test_an_episode_of_pages_in_gbk_is_published_with_its_warnings(tmp_path: Path) -> None:
    from tests.support import tone_engine

    with pytest.MonkeyPatch.context() as patch:
        tone_engine.install(patch)
        from audiopaper.config import defaults_folder, read_config
        from audiopaper.pipeline.production import Order, produce
        from audiopaper.runtime import tell_nobody

        (tmp_path / "config.toml").write_text('engine = "tone"\n', "utf-8")
        (tmp_path / "voices").symlink_to(defaults_folder() / "voices")
        pages = Path(deliver_gbk(tmp_path))
        outcome = produce(Order(paths=(pages,)), read_config(tmp_path / "config.toml"), tell_nobody)
    assert any("第02版.txt was left out" in warning for warning in outcome.warnings)
    assert (tmp_path / "output" / "feed.xml").is_file()
