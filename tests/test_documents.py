"""Whatever stands in a file of the program's own: a sentence and exit code 9, never a traceback."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from audiopaper.archive.archive_folder import Failure, Manifest, read_stored
from audiopaper.archive.index_files import load_state
from audiopaper.archive.search_index import publish_search_page
from audiopaper.archive.storage import Storage
from audiopaper.archive.summary import summarise
from audiopaper.archive.year_records import YearRecord, load_years, save_year
from audiopaper.cli import audiopaper
from audiopaper.config import Config
from audiopaper.documents import DocumentError, format_document, parse_document
from audiopaper.errors import PublishError
from audiopaper.model import Rundown
from audiopaper.pipeline.stale_stories import find_stale_stories
from audiopaper.show.folder import EditionFolder, ShowFolder
from tests.support.archive_kit import job_settings
from tests.support.builders import make_item
from tests.support.public_show import Made, config, made, output, shelf  # noqa: F401

DAMAGED: dict[str, bytes] = {
    "empty": b"",
    "cut": b'{"schema": 1, "art',
    "no UTF-8": b'{"schema": 1, "title": "\xc7\xe0\xb4\xa8"}',
    "half a character": b'{"schema": 1, "title": "\\ud800"}',
    "nested": b'{"schema": 1, "articles": ' + b"[" * 60_000 + b"]" * 60_000 + b"}",
    "a list": b"[]",
    "a number": b"1",
    "twice": b'{"schema": 1, "schema": 1}',
    "newer": b'{"schema": 7}',
    "no whole number": b'{"schema": true}',
    "endless": b'{"schema": 1e999}',
    "other types": b'{"schema": 1, "articles": 5, "days": {"x": 1}, "files": [], "parts": [1], '
    b'"title": [], "date": 7, "feed.xml": 3}',
}


@pytest.fixture(params=DAMAGED)
def damaged(request: pytest.FixtureRequest) -> bytes:
    return DAMAGED[request.param]


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "ignore"))
)
def test_a_document_of_any_bytes_is_read_or_refused(data: bytes) -> None:
    for kind in (Manifest, YearRecord, Failure, dict[str, tuple[str, int]]):
        with contextlib.suppress(DocumentError):
            parse_document(data, kind, schema=1, bare=True)


@pytest.mark.parametrize("name", ["articles.json", "drafted.json"])
def test_what_is_kept_of_the_articles_may_be_damaged(
    tmp_path: Path, damaged: bytes, name: str
) -> None:
    edition = EditionFolder(ShowFolder(tmp_path), "2026-03-02")
    edition.path.mkdir(parents=True)
    other = {"articles.json": "drafted.json", "drafted.json": "articles.json"}[name]
    (edition.path / other).write_bytes(
        b'{"schema": 1, "articles": %s}' % (b"[]" if "art" in other else b"{}")
    )
    (edition.path / name).write_bytes(damaged)
    rundown = Rundown(
        date=dt.date(2026, 3, 2),
        paper="青川日报",
        items=(make_item(article_id="p1-a1"),),
        edited=True,
    )
    with pytest.raises(PublishError, match=name) as caught:
        find_stale_stories(edition, rundown)
    assert "remove it" in caught.value.remedy


def test_what_is_remembered_of_a_target_may_be_damaged(
    config: Config, made: Made, output: Path, damaged: bytes
) -> None:
    made(config, 2)
    address = "sftp://127.0.0.1:9/show"
    name = hashlib.sha256(address.encode()).hexdigest()[:16]
    memory = output / ".work" / "targets" / f"{name}.json"
    memory.parent.mkdir(parents=True, exist_ok=True)
    memory.write_bytes(damaged)
    path = str(config.folder / "config.toml")
    done = CliRunner().invoke(audiopaper, ["publish", "--to", address, "--config", path])
    assert isinstance(done.exception, PublishError), done.output
    assert memory.name in done.exception.problem
    assert "remove it" in done.exception.remedy


def test_what_an_earlier_program_remembered_of_a_target_is_known_still() -> None:
    before = json.dumps({"feed.xml": ["ab", 7]}).encode()
    assert parse_document(before, dict[str, tuple[str, int]], schema=1, bare=True) == {
        "feed.xml": ("ab", 7)
    }


@pytest.mark.parametrize("kind", [Manifest, YearRecord, Failure])
def test_an_archives_files_of_any_content_are_refused_by_name(damaged: bytes, kind: type) -> None:
    with pytest.raises(PublishError, match=r"q/2026\.json"):
        read_stored("q/2026.json", damaged, kind)


def test_a_manifest_names_no_file_outside_its_episode() -> None:
    facts = {"pages": 1, "articles": 1, "stories": 1, "furniture_share": 0.1, "minutes": 1.0}
    manifest: dict[str, Any] = {
        "schema": 1,
        "title": "q",
        "date": "2026-03-02",
        "inputs": "",
        "settings": "",
        "files": {"a.mp3": [7, "ab"]},
        "facts": {**facts, "loudness_lufs": -16.0},
    }
    assert read_stored("m", json.dumps(manifest).encode(), Manifest)
    for name, length in (("../a.mp3", 7), ("a/b", 7), (".a", 7), ("a.mp3", -1), ("a.mp3", 2**62)):
        wrong = json.dumps(manifest | {"files": {name: [length, "ab"]}}).encode()
        with pytest.raises(PublishError, match="cannot be read"):
            read_stored("m", wrong, Manifest)
    for date in ("2026-03-02\n", "../../x"):
        with pytest.raises(PublishError, match="cannot be read"):
            read_stored("m", json.dumps(manifest | {"date": date}).encode(), Manifest)


@pytest.mark.parametrize("name", [".work/years/q/2026.json", ".work/failed/q/2026-03-02.json"])
def test_a_summary_of_a_damaged_archive_says_which_file(
    tmp_path: Path, damaged: bytes, name: str
) -> None:
    storage = Storage(str(tmp_path))
    save_year(storage, ("q", 2025), [])
    assert len(list(load_years(storage))) == 1
    storage.write(name, damaged)
    with pytest.raises(PublishError, match=name):
        summarise(storage, target_lufs=-16.0)


def test_what_is_noted_of_a_search_index_may_be_damaged(damaged: bytes) -> None:
    assert load_state("s", None) == {"parts": {}, "there": {}, "stale": []}
    with pytest.raises(PublishError, match=r"s in the archive.s output"):
        load_state("s", damaged)


def test_the_list_of_an_indexs_parts_may_be_damaged(tmp_path: Path, damaged: bytes) -> None:
    Storage(str(tmp_path)).write("q/pagefind/parts.json", damaged)
    with pytest.raises(PublishError, match=r"parts\.json"):
        publish_search_page(job_settings(tmp_path), ["q"])


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(VALUES, st.integers(1, 4))
def test_documents_are_written_as_the_standard_library_writes_them(
    document: object, indent: int
) -> None:
    expected = json.dumps(document, ensure_ascii=False, indent=indent)
    assert format_document(document, indent=indent) == expected


@pytest.mark.parametrize("odd", [float("-inf"), "half \ud83d", {"deep": [float("nan")]}])
def test_what_is_no_json_by_the_standard_is_written_all_the_same(odd: object) -> None:
    expected = json.dumps([odd], ensure_ascii=False, indent=2)
    assert format_document([odd], indent=2) == expected
