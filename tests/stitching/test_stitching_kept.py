"""What was encoded once is kept: a correction costs one segment, and damage is never heard."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from audiopaper.config import LoudnessSettings, PauseSettings
from audiopaper.errors import PublishError
from audiopaper.model import Clip
from audiopaper.runtime import tell_nobody
from audiopaper.stitching import Clips, SoundSettings, finished_recordings, stitch
from audiopaper.stitching.finished_recordings import FinishedRecording
from audiopaper.stitching.piece_cache import make_key
from audiopaper.store.clip_store import ClipCache
from audiopaper.store.hash_store import HashStore
from tests.support.spoken_show import TAGS, ClipShelf, Show, make_clip, make_show


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "kept"


def small_show() -> Show:
    return make_show(
        [
            ("ident", "片头", [("听报。", make_clip(1.2, seed=1))]),
            ("story", "一", [("甲。", make_clip(1.5, seed=2)), ("乙。", make_clip(3.4, seed=3))]),
            ("story", "二", [("丙。", make_clip(3.3, seed=4)), ("丁。", make_clip(3.2, seed=5))]),
        ]
    )


def stitch_with(show: Show, clips: Clips, path: Path, kept: Path | None) -> bytes:
    stitch(
        show.spoken,
        clips,
        items=show.items,
        settings=SoundSettings(pauses=PauseSettings(), loudness=LoudnessSettings()),
        sounds={},
        tags=TAGS,
        path=path,
        cache=kept,
        tell=tell_nobody,
    )
    return path.read_bytes()


def entries(kept: Path) -> list[Path]:
    return sorted(kept.glob("*/*.piece"))


def test_one_changed_segment_is_all_that_is_read_and_the_bytes_are_those_of_a_cold_build(
    tmp_path: Path, kept: Path
) -> None:
    show = small_show()
    stitch_with(show, ClipShelf(show.clips), tmp_path / "a.mp3", kept)
    show.clips["2-0"] = make_clip(3.6, seed=9)
    warm, cold = ClipShelf(show.clips), ClipShelf(show.clips)
    after = stitch_with(show, warm, tmp_path / "a.mp3", kept)
    assert set(warm.loads) == {"2-0"}
    assert after == stitch_with(show, cold, tmp_path / "b.mp3", None)
    assert set(cold.loads) == set(show.clips)


def test_where_nothing_changed_no_clip_is_read(tmp_path: Path, kept: Path) -> None:
    show = small_show()
    first = stitch_with(show, ClipShelf(show.clips), tmp_path / "a.mp3", kept)
    again = ClipShelf(show.clips)
    assert stitch_with(show, again, tmp_path / "b.mp3", kept) == first
    assert again.loads == []


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"pauses": PauseSettings(story_ms=900)}, id="pause"),
        pytest.param({"loudness": LoudnessSettings(target_lufs=-19)}, id="loudness"),
        pytest.param({"loudness": LoudnessSettings(peak_dbtp=-4)}, id="peak"),
        pytest.param({"rate_hz": 24_000}, id="rate"),
    ],
)
def test_another_setting_gives_what_it_gives_without_anything_kept(
    tmp_path: Path, kept: Path, change: dict[str, object]
) -> None:
    show = small_show()
    before = show.stitch(tmp_path / "a.mp3", cache=kept)
    after = show.stitch(tmp_path / "b.mp3", cache=kept, **change)  # type: ignore[arg-type]
    cold = show.stitch(tmp_path / "c.mp3", **change)  # type: ignore[arg-type]
    assert after == cold != before
    assert (tmp_path / "b.mp3").read_bytes() == (tmp_path / "c.mp3").read_bytes()


def _flip(data: bytes) -> bytes:
    at = len(data) // 2
    return data[:at] + bytes([data[at] ^ 0x40]) + data[at + 1 :]


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(_flip, id="flipped"),
        pytest.param(lambda data: data[: len(data) // 2], id="truncated"),
        pytest.param(lambda data: b"", id="emptied"),
        pytest.param(lambda data: data + b"\0", id="lengthened"),
        pytest.param(lambda data: bytes(len(data)), id="zeroed"),
        pytest.param(None, id="missing"),
    ],
)
def test_damage_is_repaired_and_never_heard(tmp_path: Path, kept: Path, harm: object) -> None:
    show = small_show()
    first = stitch_with(show, ClipShelf(show.clips), tmp_path / "a.mp3", kept)
    before = {path: path.read_bytes() for path in entries(kept)}
    assert len(before) >= 2 * len(show.spoken)
    for path, data in before.items():
        path.write_bytes(harm(data)) if callable(harm) else path.unlink()
    assert stitch_with(show, ClipShelf(show.clips), tmp_path / "b.mp3", kept) == first
    assert {path: path.read_bytes() for path in entries(kept)} == before


def recording_entries(kept: Path) -> list[Path]:
    """Entries that hold the description of a whole recording."""
    return [path for path in entries(kept) if b"true_peak_dbtp" in path.read_bytes()]


def test_where_nothing_changed_the_description_is_that_of_a_cold_build(
    tmp_path: Path, kept: Path
) -> None:
    show = small_show()
    first = show.stitch(tmp_path / "a.mp3", cache=kept)
    assert len(recording_entries(kept)) == 1
    assert show.stitch(tmp_path / "b.mp3", cache=kept) == first
    assert show.stitch(tmp_path / "c.mp3") == first


@pytest.mark.parametrize("lost", ["description", "one-piece", "all-pieces"])
@pytest.mark.parametrize("harm", [_flip, lambda data: data[:40], None])
def test_what_is_damaged_beside_a_sound_description_or_piece_is_made_again(
    tmp_path: Path, kept: Path, lost: str, harm: object
) -> None:
    show = small_show()
    first = show.stitch(tmp_path / "a.mp3", cache=kept)
    before = {path: path.read_bytes() for path in entries(kept)}
    whole = recording_entries(kept)
    pieces = [path for path in entries(kept) if path not in whole]
    harmed = {"description": whole, "one-piece": pieces[:1], "all-pieces": pieces}[lost]
    for path in harmed:
        path.write_bytes(harm(before[path])) if callable(harm) else path.unlink()
    (tmp_path / "b.mp3").write_bytes(b"what was there before")
    assert show.stitch(tmp_path / "b.mp3", cache=kept) == first
    assert (tmp_path / "b.mp3").read_bytes() == (tmp_path / "a.mp3").read_bytes()
    assert not list(tmp_path.glob(".*.tmp"))


def test_a_description_of_other_streams_is_ignored(tmp_path: Path, kept: Path) -> None:
    show = small_show()
    first = show.stitch(tmp_path / "a.mp3", cache=kept)
    (path,) = recording_entries(kept)
    store = HashStore(kept)
    stored = store.load(path.stem, FinishedRecording)
    assert stored is not None
    store.store(path.stem, replace(stored, streams=stored.streams[::-1]))
    assert show.stitch(tmp_path / "b.mp3", cache=kept) == first
    assert (tmp_path / "b.mp3").read_bytes() == (tmp_path / "a.mp3").read_bytes()


@pytest.mark.parametrize("other", ["program", "language", "text", "tag", "items"])
def test_what_was_made_of_something_else_is_made_anew(
    tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch, other: str
) -> None:
    show, tags = small_show(), TAGS
    first = show.stitch(tmp_path / "a.mp3", cache=kept)
    match other:
        case "program":
            monkeypatch.setattr(finished_recordings, "name_program", lambda: "another")
        case "language":
            monkeypatch.setenv("AUDIOPAPER_LANG", "zh")
        case "text":  # printed otherwise, and said as before
            last = show.spoken[-1]
            segment = replace(last.segment, printed="戊。")
            show.spoken[-1] = replace(last, segment=segment)
        case "tag":
            tags = replace(TAGS, title="另一期")
        case _:
            show.items[-1] = ("story", "三")
    again = show.stitch(tmp_path / "b.mp3", cache=kept, tags=tags)
    assert len(recording_entries(kept)) == 2
    assert again == show.stitch(tmp_path / "c.mp3", tags=tags)
    assert (again == first) is (other in ("program", "language"))


def test_an_entry_under_anothers_name_is_no_entry(tmp_path: Path, kept: Path) -> None:
    show = small_show()
    first = stitch_with(show, ClipShelf(show.clips), tmp_path / "a.mp3", kept)
    paths = sorted(entries(kept), key=lambda path: path.stat().st_size)
    paths[-1].write_bytes(paths[-2].read_bytes())
    assert stitch_with(show, ClipShelf(show.clips), tmp_path / "b.mp3", kept) == first


def test_a_sound_file_that_changed_is_heard(tmp_path: Path, kept: Path) -> None:
    show = small_show()
    sound = tmp_path / "separator.wav"
    heard = []
    for seed in (1, 2):
        make_audio_file(sound, make_clip(0.6, seed=seed, rate_hz=44_100, silence=0))
        show.stitch(tmp_path / "a.mp3", cache=kept, sounds={"separator": sound})
        show.stitch(tmp_path / "b.mp3", sounds={"separator": sound})
        heard.append((tmp_path / "a.mp3").read_bytes())
        assert heard[-1] == (tmp_path / "b.mp3").read_bytes()
    assert heard[0] != heard[1]


def make_audio_file(path: Path, clip: Clip) -> None:
    import wave

    with wave.open(str(path), "wb") as out:
        out.setparams((1, 2, clip.rate_hz, 0, "NONE", ""))
        out.writeframes(clip.pcm)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    show = small_show()
    with pytest.raises(PublishError, match="file"):
        show.stitch(tmp_path / "a.mp3", cache=tmp_path / "file" / "kept")


def test_what_was_not_used_for_longest_goes_first(kept: Path) -> None:
    import os

    store = HashStore(kept)
    keys = [make_key("piece", i) for i in range(6)]
    for age, key in enumerate(keys):
        store.store(key, bytes(1000))
        os.utime(kept / key[:2] / f"{key}.piece", (10**9 - age, 10**9 - age))
    store.trim(3500)
    assert [store.load(key, bytes) is not None for key in keys] == [True] * 3 + [False] * 3


def test_the_clip_cache_tells_recordings_of_one_name_apart(tmp_path: Path) -> None:
    cache, key = ClipCache(tmp_path / "cache"), "0" * 64
    assert cache.digest(key) is None
    digests = []
    for seed in (1, 2, 1):
        cache.store(key, make_clip(0.2, seed=seed))
        digests.append(cache.digest(key))
    assert digests[0] == digests[2] != digests[1]
    (path,) = (tmp_path / "cache").glob("*/*.clip")
    path.write_bytes(b"{}\n" + path.read_bytes())
    assert cache.digest(key) is None
