"""The cache gives back what was stored, or nothing."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiopaper.errors import PublishError
from audiopaper.model import Clip, Mark
from audiopaper.stitching.piece_cache import make_key
from audiopaper.store.clip_store import ClipCache, clip_key
from audiopaper.store.hash_store import HashStore
from audiopaper.store.retention import StoreSize, measure_folders, trim_folders

KEY = clip_key("ni3 hao3", "espeak lan")
CLIP = Clip(
    pcm=bytes(range(200)) * 10,
    rate_hz=22_050,
    marks=(Mark(start_ms=0, end_ms=40, text="你好。"),),
)


@pytest.fixture
def cache(tmp_path: Path) -> ClipCache:
    return ClipCache(tmp_path / "cache")


def entry(cache: ClipCache, key: str = KEY) -> Path:
    (path,) = cache.folder.rglob(f"{key}*")
    return path


def test_a_clip_comes_back_as_it_was_stored(cache: ClipCache) -> None:
    assert cache.load(KEY) is None
    assert not cache.has(KEY)
    cache.store(KEY, CLIP)
    assert cache.load(KEY) == CLIP
    assert cache.has(KEY)


def test_an_empty_clip_and_line_ends_in_the_samples_come_back_too(cache: ClipCache) -> None:
    for n, pcm in enumerate((b"", b"\n\n" * 9, b"{}\n{}\n")):
        clip = Clip(pcm=pcm, rate_hz=24_000)
        cache.store(clip_key(str(n), ""), clip)
        assert cache.load(clip_key(str(n), "")) == clip


@given(
    one=st.tuples(st.text(max_size=8), st.text(max_size=8)),
    other=st.tuples(st.text(max_size=8), st.text(max_size=8)),
)
def test_a_key_tells_utterance_and_fingerprint_apart(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    assert (clip_key(*one) == clip_key(*other)) == (one == other)


@pytest.mark.parametrize("part", ["header", "mark", "first sample", "last sample"])
def test_one_wrong_bit_is_noticed_and_the_entry_removed(cache: ClipCache, part: str) -> None:
    cache.store(KEY, CLIP)
    path = entry(cache)
    data = bytearray(path.read_bytes())
    header = data.index(b"\n")
    at = {
        "header": 3,
        "mark": data.index(b'"marks"') + 12,
        "first sample": header + 1,
        "last sample": len(data) - 1,
    }[part]
    data[at] ^= 1
    path.write_bytes(data)
    assert cache.load(KEY) is None
    assert not path.exists()


@pytest.mark.parametrize("length", [0, 1, 100, 400, 2000, -1])
def test_an_entry_cut_short_is_none(cache: ClipCache, length: int) -> None:
    cache.store(KEY, CLIP)
    path = entry(cache)
    path.write_bytes(path.read_bytes()[:length])
    assert not cache.has(KEY)
    assert not path.exists()


@pytest.mark.parametrize("data", [b"", b"[]\n", b"7\n", b"{}\n", b"\xff\xfe\n", b"RIFF", b"null\n"])
def test_something_else_under_the_name_is_none(cache: ClipCache, data: bytes) -> None:
    cache.store(KEY, CLIP)
    entry(cache).write_bytes(data)
    assert cache.load(KEY) is None


def test_another_clips_entry_under_the_name_is_none(cache: ClipCache) -> None:
    other = clip_key("zai4 jian4", "espeak lan")
    cache.store(other, CLIP)
    cache.store(KEY, CLIP)
    entry(cache).write_bytes(entry(cache, other).read_bytes())
    assert cache.load(KEY) is None
    assert cache.load(other) == CLIP


def test_two_runs_store_and_load_the_same_clip_at_once(cache: ClipCache) -> None:
    wrong: list[Clip | None] = []

    def run() -> None:
        for _ in range(20):
            cache.store(KEY, CLIP)
            found = cache.load(KEY)
            if found != CLIP:
                wrong.append(found)

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert measure_folders([cache.folder]).files == 1
    assert list(cache.folder.rglob("*.tmp")) == []


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    with pytest.raises(PublishError, match="cache"):
        ClipCache(tmp_path / "cache").store(KEY, CLIP)


def filled(cache: ClipCache, count: int) -> list[str]:
    """Keys of clips used one after the other, a second apart from 1000 on."""
    keys = [clip_key(str(n), "") for n in range(count)]
    for n, key in enumerate(keys):
        cache.store(key, CLIP)
        os.utime(entry(cache, key), (1000 + n, 1000 + n))
    return keys


@pytest.fixture
def both(cache: ClipCache) -> list[Path]:
    """The folder of four clips and that of three encoded pieces, used in turns from 1000 on."""
    filled(cache, 4)
    store = HashStore(cache.folder.parent / "pieces")
    for n in range(3):
        store.store(make_key(n), bytes(3000))
        (path,) = store.folder.glob(f"*/{make_key(n)}.piece")
        os.utime(path, (1000.5 + n, 1000.5 + n))
    return [cache.folder, store.folder]


def ages(folders: list[Path]) -> list[float]:
    found = [path for folder in folders for path in folder.glob("*/*")]
    return sorted(path.stat().st_mtime - 1000 for path in found)


def test_the_size_counts_clips_and_encoded_pieces(cache: ClipCache, both: list[Path]) -> None:
    assert measure_folders([cache.folder.parent / "nothing"]) == StoreSize(files=0, total_bytes=0)
    spoken, encoded = measure_folders(both[:1]), measure_folders(both[1:])
    assert (spoken.files, encoded.files) == (4, 3)
    assert spoken.total_bytes > 4 * len(CLIP.pcm)
    assert encoded.total_bytes > 3 * 3000
    whole = measure_folders(both)
    assert (whole.files, whole.total_bytes) == (7, spoken.total_bytes + encoded.total_bytes)


def test_trimming_by_age_removes_what_was_not_used_for_longer(both: list[Path]) -> None:
    assert trim_folders(both, now=1003, max_age_s=1).files == 4
    assert ages(both) == [2, 2.5, 3]


def test_trimming_by_size_keeps_what_was_used_last(cache: ClipCache, both: list[Path]) -> None:
    left = measure_folders(both).total_bytes
    oldest = [entry(cache, clip_key("0", "")), *both[1].glob(f"*/{make_key(0)}.piece")]
    room = left - sum(path.stat().st_size for path in oldest)
    assert trim_folders(both, now=1010, max_bytes=room).files == 2
    assert ages(both) == [1, 1.5, 2, 2.5, 3]


def test_a_clip_that_was_used_is_no_longer_the_oldest(cache: ClipCache) -> None:
    keys = filled(cache, 3)
    cache.load(keys[0])
    size = entry(cache, keys[0]).stat().st_size
    assert trim_folders([cache.folder], now=1010, max_bytes=size).files == 2
    assert [cache.has(key) for key in keys] == [True, False, False]


def test_trimming_clears_away_what_a_killed_run_left(cache: ClipCache) -> None:
    filled(cache, 1)
    left = entry(cache, clip_key("0", "")).with_name(".abc.clip.xyz.tmp")
    fresh = left.with_name(".abc.clip.new.tmp")
    left.touch()
    fresh.touch()
    os.utime(left, (1000, 1000))
    os.utime(fresh, (200_000, 200_000))
    assert trim_folders([cache.folder], now=200_010).files == 0
    assert (left.exists(), fresh.exists()) == (False, True)


def test_a_store_clears_away_what_a_killed_run_left(tmp_path: Path) -> None:
    store = HashStore(tmp_path)
    store.store("ab", "value")
    left, fresh = (tmp_path / "ab" / f".ab.piece.{name}.tmp" for name in ("xyz", "new"))
    left.touch()
    fresh.touch()
    day_before_yesterday = time.time() - 2 * 24 * 3600
    os.utime(left, (day_before_yesterday, day_before_yesterday))
    store.trim()
    assert (left.exists(), fresh.exists()) == (False, True)
    assert store.load("ab", str) == "value"


def test_trimming_without_a_limit_or_a_folder_removes_nothing(cache: ClipCache) -> None:
    assert trim_folders([cache.folder], now=0, max_bytes=0).files == 0
    filled(cache, 2)
    assert trim_folders([cache.folder], now=10**10).files == 0
    assert measure_folders([cache.folder]).files == 2


def test_two_runs_may_trim_at_once_while_a_third_stores(cache: ClipCache) -> None:
    wrong: list[BaseException] = []

    def run(work: Callable[[], object]) -> None:
        try:
            for _ in range(20):
                work()
        except BaseException as error:
            wrong.append(error)

    works: list[Callable[[], object]] = [
        lambda: filled_by(cache, range(8)),
        lambda: trim_folders([cache.folder], now=0, max_bytes=5000),
        lambda: trim_folders([cache.folder], now=0, max_bytes=5000),
    ]
    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    cache.store(KEY, CLIP)
    assert cache.load(KEY) == CLIP


def filled_by(cache: ClipCache, numbers: range) -> None:
    for n in numbers:
        cache.store(clip_key(str(n), ""), CLIP)


def test_two_threads_that_want_one_value_make_it_once(tmp_path: Path) -> None:
    made: list[int] = []
    inside, go = threading.Event(), threading.Event()

    def make() -> int:
        made.append(threading.get_ident())
        inside.set()
        go.wait()
        return 7

    def want() -> int:
        return HashStore(tmp_path).get_or_make(make_key("clip", "a"), int, make)

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(want)
        inside.wait()
        second = pool.submit(want)
        go.set()
        assert (first.result(), second.result()) == (7, 7)
    assert len(made) == 1


def test_a_value_may_be_made_of_another_one(tmp_path: Path) -> None:
    store = HashStore(tmp_path)

    def make() -> int:
        return store.get_or_make(make_key("inner"), int, lambda: 3) + 4

    assert store.get_or_make(make_key("outer"), int, make) == 7
