from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from audiopaper.config import Config
from audiopaper.errors import PublishError
from audiopaper.files import remove_leftovers, replace_file, write_file
from audiopaper.show.folder import show_folder
from audiopaper.show.release import work_on_show
from audiopaper.show.run_lock import hold_lock


def test_a_file_is_written_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    write_file(tmp_path / "a" / "feed.xml", "听报")
    assert (tmp_path / "a" / "feed.xml").read_text("utf-8") == "听报"
    assert [p.name for p in (tmp_path / "a").iterdir()] == ["feed.xml"]


def test_a_failure_half_way_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    write_file(path, "old")

    def fail() -> None:
        with replace_file(path) as out:
            out.write(b"half")
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        fail()
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["feed.xml"]


def test_others_may_read_what_is_published(tmp_path: Path) -> None:
    write_file(tmp_path / "feed.xml", "x")
    assert (tmp_path / "feed.xml").stat().st_mode & 0o044 == 0o044 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_a_folder_that_cannot_be_made_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(PublishError, match="cannot be written") as caught:
        write_file(tmp_path / "file" / "feed.xml", "x")
    assert "permissions" in caught.value.remedy


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_disk_is_an_error_and_keeps_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "feed.xml"
    write_file(path, "old")
    full = os.open("/dev/full", os.O_WRONLY)
    monkeypatch.setattr(os, "fdopen", lambda handle, mode: (os.close(handle), open(full, mode))[1])  # noqa: PTH123, SIM115
    with pytest.raises(PublishError, match="No space left"):
        write_file(path, b"x" * 100_000)
    assert path.read_text() == "old"


def test_a_second_run_is_told_that_another_is_at_work(tmp_path: Path) -> None:
    with (
        hold_lock(tmp_path / ".work" / "lock"),
        pytest.raises(PublishError, match="another run is at work"),
        hold_lock(tmp_path / ".work" / "lock"),
    ):
        pass


def test_the_lock_is_free_again_after_a_run(tmp_path: Path) -> None:
    for _ in range(2):
        with hold_lock(tmp_path / ".work" / "lock"):
            pass


def test_what_a_killed_run_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    output = tmp_path / "output"
    left = [output / ".feed.xml.abc.tmp", output / "episodes" / "d" / ".a.mp3.x_1.tmp"]
    kept = [output / "feed.xml", output / "a.tmp", output / ".work" / "cache" / ".b.clip.x.tmp"]
    for path in (*left, *kept):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    remove_leftovers(output, but=output / ".work")
    assert not any(path.exists() for path in left)
    assert all(path.exists() for path in kept)


def test_what_a_process_without_the_lock_is_writing_stays(tmp_path: Path) -> None:
    config = replace(Config(), folder=tmp_path)
    work, now = show_folder(config).work, time.time()
    # A decision of the desk, the list of its jobs, the record of a target.
    names = ("2026-03-02/.verdicts.json.a.tmp", "desk/.1.json.b.tmp", ".show.json.c.tmp")
    begun = [work / name for name in names]
    abandoned = [path.with_name(f".old{path.name}") for path in begun]
    for path in (*begun, *abandoned):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    for path in abandoned:
        os.utime(path, (now - 25 * 3600, now - 25 * 3600))
    with work_on_show(config):
        pass
    assert all(path.exists() for path in begun)
    assert not any(path.exists() for path in abandoned)
