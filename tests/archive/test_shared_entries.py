"""Clips in shared storage: what one machine stored, another finds, and damage is never heard."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from audiopaper.archive.shared_cache import SharedEntries
from audiopaper.archive.storage import Storage
from audiopaper.model import Clip
from audiopaper.store.clip_store import ClipCache, clip_key

KEY = clip_key("ni3 hao3", "espeak lan")
CLIP = Clip(pcm=bytes(range(200)), rate_hz=24_000)


class FakeStorage:
    """Storage in memory that counts what is asked of it."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.reads = 0

    def read(self, name: str) -> bytes | None:
        self.reads += 1
        return self.files.get(name)

    def read_all(self, names: list[str]) -> list[tuple[str, bytes | None]]:
        return [(name, self.files.get(name)) for name in names]

    def send(self, name: str, path: Path) -> None:
        self.files[name] = path.read_bytes()


@pytest.fixture
def storage() -> FakeStorage:
    return FakeStorage()


def cache_of(folder: Path, storage: FakeStorage) -> ClipCache:
    return ClipCache(folder, SharedEntries(folder, cast("Storage", storage)))


def test_a_clip_of_another_machine_is_found_once_it_has_arrived(
    tmp_path: Path, storage: FakeStorage
) -> None:
    here, there = cache_of(tmp_path / "here", storage), cache_of(tmp_path / "there", storage)
    here.expect([KEY])
    there.store(KEY, CLIP)
    assert not here.has(KEY)
    assert storage.reads == 0
    assert here.arrived(KEY)
    assert here.load(KEY) == CLIP
    assert here.digest(KEY) == there.digest(KEY)


@pytest.mark.parametrize("damage", [b"junk", b""])
def test_a_damaged_copy_is_fetched_again(
    tmp_path: Path, storage: FakeStorage, damage: bytes
) -> None:
    cache = cache_of(tmp_path, storage)
    cache.store(KEY, CLIP)
    digest = cache.digest(KEY)
    (copy,) = tmp_path.rglob(f"{KEY}*")
    copy.write_bytes(damage)
    assert cache.digest(KEY) == digest
    copy.write_bytes(damage)
    assert cache.load(KEY) == CLIP


def test_a_damaged_original_counts_as_missing(tmp_path: Path, storage: FakeStorage) -> None:
    cache = cache_of(tmp_path, storage)
    cache.store(KEY, CLIP)
    storage.files = {name: data[:-2] for name, data in storage.files.items()}
    (copy,) = tmp_path.rglob(f"{KEY}*")
    copy.write_bytes(b"junk")
    assert cache.load(KEY) is None
    assert not copy.exists()
