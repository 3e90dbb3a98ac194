from __future__ import annotations

import json
import math
import re
import shutil
import subprocess
import sys
import wave
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import miniaudio
import numpy as np
import pytest
from mutagen.id3 import ID3
from mutagen.mp3 import MP3

from audiopaper.audio.loudness import measure, measure_file
from audiopaper.audio.mp3_encoder import (
    FORMS,
    LARGE_FORM,
    Form,
    count_frames,
    decode,
    encode,
    find_form,
)
from audiopaper.audio.sample_arrays import Samples
from audiopaper.audio.samples import trim_clip
from audiopaper.config import LoudnessSettings, PauseSettings
from audiopaper.errors import PublishError, SynthesisError
from audiopaper.model import (
    Chapter,
    Clip,
    Mark,
    Name,
    Reading,
    Recording,
    Segment,
)
from audiopaper.stitching.jingles import make_jingle
from audiopaper.stitching.sequence import SoundName
from audiopaper.stitching.tags import make_tag
from audiopaper.stitching.timing import time_cues
from tests.support.spoken_show import RATE_HZ, TAGS, Show, make_clip, make_show, usual_show

needs_ffmpeg = pytest.mark.skipif(
    not (shutil.which("ffmpeg") and shutil.which("ffprobe")), reason="needs ffmpeg and ffprobe"
)

FORM = FORMS[RATE_HZ]


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> tuple[Show, Recording, Path]:
    path = tmp_path_factory.mktemp("stitching") / "青川.mp3"
    show = usual_show()
    return show, show.stitch(path), path


def listen(path: Path, rate_hz: int = RATE_HZ) -> Samples:
    decoded = miniaudio.decode_file(
        str(path), output_format=miniaudio.SampleFormat.FLOAT32, nchannels=1, sample_rate=rate_hz
    )
    return np.frombuffer(decoded.samples, dtype=np.float32)


def listen_by_ffmpeg(path: Path, rate_hz: int) -> Samples:
    args = [
        "ffmpeg",
        "-v",
        "error",
        "-i",
        path,
        "-f",
        "f32le",
        "-ac",
        "1",
        "-ar",
        str(rate_hz),
        "-",
    ]
    done = subprocess.run(args, capture_output=True, check=True)
    assert done.stderr == b""
    return np.frombuffer(done.stdout, dtype=np.float32)


def longest_silence_s(samples: Samples) -> float:
    frame = RATE_HZ // 100
    levels = np.abs(samples[: len(samples) // frame * frame]).reshape(-1, frame).max(axis=1)
    quiet = "".join("0" if level > 0.001 else "1" for level in levels)
    return max(len(run) for run in quiet.split("0")) / 100


def test_length_chapters_and_decoders_agree(usual: tuple[Show, Recording, Path]) -> None:
    _, recording, path = usual
    samples = len(listen(path))
    assert abs(samples * 1000 / RATE_HZ - recording.duration_ms) <= 1
    assert abs(MP3(path).info.length * 1000 - recording.duration_ms) <= 1
    assert recording.chapters[-1].end_ms == recording.duration_ms
    assert recording.audio_bytes == path.stat().st_size


@pytest.mark.ffmpeg
@needs_ffmpeg
def test_ffmpeg_decodes_the_same_length_without_a_word(
    usual: tuple[Show, Recording, Path],
) -> None:
    _, recording, path = usual
    done = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", path, "-f", "f32le", "-ac", "1", "-"],
        capture_output=True,
        check=True,
    )
    assert done.stderr == b""
    assert abs(len(done.stdout) / 4 * 1000 / RATE_HZ - recording.duration_ms) <= 1
    probed = json.loads(
        subprocess.run(
            ["ffprobe", "-v", "error", "-show_format", "-show_chapters", "-of", "json", path],
            capture_output=True,
            check=True,
        ).stdout
    )
    assert abs(float(probed["format"]["duration"]) * 1000 - recording.duration_ms) <= 100
    assert [
        (
            round(float(c["start_time"]) * 1000),
            round(float(c["end_time"]) * 1000),
            c["tags"]["title"],
        )
        for c in probed["chapters"]
    ] == [(c.start_ms, c.end_ms, c.title) for c in recording.chapters]


def test_every_item_has_a_chapter_and_they_tile_the_episode(
    usual: tuple[Show, Recording, Path],
) -> None:
    show, recording, _ = usual
    chapters = recording.chapters
    assert [c.title for c in chapters] == [title for _, title in show.items]
    assert chapters[0].start_ms == 0
    assert all(a.end_ms == b.start_ms for a, b in pairwise(chapters))


def test_an_item_of_which_nothing_is_said_has_no_chapter(tmp_path: Path) -> None:
    show = usual_show()
    show.spoken = [s for s in show.spoken if s.segment.item != 1]
    recording = show.stitch(tmp_path / "a.mp3")
    assert [c.title for c in recording.chapters] == [
        title for index, (_, title) in enumerate(show.items) if index != 1
    ]
    assert [c.chapter for c in recording.cues if c.text == "明天再见。"] == [3]


def test_a_chapter_starts_at_its_first_word(usual: tuple[Show, Recording, Path]) -> None:
    _, recording, _ = usual
    for index, chapter in enumerate(recording.chapters[1:], 1):
        first = next(cue for cue in recording.cues if cue.chapter == index)
        assert 0 <= first.start_ms - chapter.start_ms <= 20


def test_each_clip_is_heard_where_its_cue_says(usual: tuple[Show, Recording, Path]) -> None:
    show, recording, path = usual
    heard = listen(path)
    starts = {cue.text: cue.start_ms for cue in recording.cues}
    for one in show.spoken:
        clip = show.clips[one.clip_key]
        if clip.marks:
            continue
        trimmed = trim_clip(clip)
        assert trimmed is not None
        wanted = trimmed.pcm.astype(np.float64) / 32768
        wanted = np.interp(
            np.arange(RATE_HZ // 2) / RATE_HZ * clip.rate_hz, np.arange(len(wanted)), wanted
        )
        around = RATE_HZ // 20
        at = starts[one.segment.printed] * RATE_HZ // 1000 - around
        window = heard[at : at + len(wanted) + 2 * around].astype(np.float64)
        lag = int(np.abs(np.correlate(window, wanted, "valid")).argmax()) - around
        assert abs(lag) <= RATE_HZ // 1000 + 1, one.segment.printed


def test_sentences_have_cues_of_their_own_where_the_engine_marked_them(
    usual: tuple[Show, Recording, Path],
) -> None:
    show, recording, _ = usual
    first, second = (c for c in recording.cues if c.text in ("大桥昨日通车。", "全长1200米。"))
    assert second.start_ms - first.start_ms == pytest.approx(2000 - 150, abs=2 + 20)
    assert second.start_ms == first.end_ms
    printed = "".join(s.segment.printed for s in show.spoken)
    assert "".join(c.text for c in recording.cues) == printed


def test_a_cue_knows_where_the_words_of_its_sentence_go_on() -> None:
    printed = "大桥通车。全长1200米。"
    bounds = [(0, 1, False), (1, 2, True), (2, 3, False), (3, 4, True), (4, 5, False)]
    bounds += [(5, 6, False), (6, 7, False), (7, 11, False), (11, 12, False), (12, 13, False)]
    readings = tuple(
        Reading(start=a, end=b, spoken=printed[a:b], joined=joined) for a, b, joined in bounds
    )
    segment = Segment(item=0, presenter="lan", printed=printed, readings=readings)
    sentences = (("大桥通车。", 0, 900), ("全长1200米。", 900, 2000))
    cues = time_cues(segment, sentences, chapter=0, paragraph=0, first_ms=0, last_ms=2000)
    assert [cue.inside_words for cue in cues] == [(1, 3), (3, 4, 5)]


def test_a_cue_knows_the_people_in_its_sentence_and_no_place() -> None:
    printed = "高岚到了石坪。顾远山和高岚走了。"
    named = [(0, 2, "person"), (4, 6, "place"), (7, 10, "person"), (11, 13, "person")]
    segment = Segment(
        item=0,
        presenter="lan",
        printed=printed,
        names=tuple(Name(start=a, end=b, kind=kind) for a, b, kind in named),
    )
    sentences = ((printed[:7], 0, 900), (printed[7:], 900, 2000))
    cues = time_cues(segment, sentences, chapter=0, paragraph=0, first_ms=0, last_ms=2000)
    assert [cue.names for cue in cues] == [("高岚",), ("高岚", "顾远山")]


@pytest.mark.parametrize(
    "marks",
    [
        pytest.param([(0, 900), (9_000, 9_900)], id="behind-the-clip"),
        pytest.param([(0, 0), (0, 900)], id="empty"),
        pytest.param([(900, 1800), (0, 900)], id="backwards"),
    ],
)
def test_marks_that_cannot_be_true_make_no_cues(
    tmp_path: Path, marks: list[tuple[int, int]]
) -> None:
    told = tuple(Mark(start_ms=a, end_ms=b, text="x") for a, b in marks)
    show = make_show([("story", "一", [("桥通了。路也通了。", make_clip(2, marks=told))])])
    (cue,) = show.stitch(tmp_path / "a.mp3").cues
    assert cue.text == "桥通了。路也通了。"
    assert 2000 <= cue.end_ms - cue.start_ms <= 2100


def test_cues_follow_each_other_within_their_chapters(
    usual: tuple[Show, Recording, Path],
) -> None:
    _, recording, _ = usual
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(recording.cues))
    for cue in recording.cues:
        chapter = recording.chapters[cue.chapter]
        assert chapter.start_ms <= cue.start_ms < cue.end_ms <= chapter.end_ms


def _shows() -> Iterator[tuple[str, Show]]:
    def show(*clips: Clip) -> Show:
        half = len(clips) // 2
        return make_show(
            [
                ("story", "一", [(f"第{i}段", c) for i, c in enumerate(clips[:half])]),
                ("story", "二", [(f"第{i}段", c) for i, c in enumerate(clips[half:])]),
            ]
        )

    yield "usual", usual_show()
    yield "quiet", show(*(make_clip(4, level=0.01, seed=i) for i in range(6)))
    yield "loud", show(*(make_clip(4, level=1.0, seed=i) for i in range(6)))
    yield "clipped", show(*(make_clip(4, level=3.0, seed=i) for i in range(6)))
    yield "short", show(*(make_clip(1, level=0.1, seed=i) for i in range(12)))
    two = show(*(make_clip(4, level=0.8 if i < 3 else 0.2, seed=i) for i in range(6)))
    two.spoken[3:] = [replace(s, engine="edge") for s in two.spoken[3:]]
    yield "two-engines", two
    pauses = show(*(make_clip(4, level=0.5, seed=i) for i in range(6)))
    for index in (1, 4):
        one = pauses.spoken[index]
        pauses.clips[one.clip_key] = Clip(pcm=bytes(22_050), rate_hz=22_050)
        pauses.spoken[index] = replace(one, segment=replace(one.segment, printed="＊＊＊"))
    yield "silence", pauses


@pytest.mark.parametrize("rate_hz", [44_100, 24_000])
@pytest.mark.parametrize("show", [pytest.param(show, id=name) for name, show in _shows()])
def test_an_episode_is_as_loud_as_asked_and_has_no_high_peak(
    show: Show, tmp_path: Path, rate_hz: int
) -> None:
    path = tmp_path / "a.mp3"
    recording = show.stitch(path, rate_hz=rate_hz)
    heard = measure_file(path)
    assert heard.lufs == pytest.approx(-16, abs=0.5)
    assert heard.true_peak_dbtp <= -2.0
    assert recording.loudness_lufs == pytest.approx(heard.lufs, abs=0.1)
    assert recording.true_peak_dbtp == pytest.approx(heard.true_peak_dbtp, abs=0.1)


@pytest.mark.ffmpeg
@needs_ffmpeg
def test_ffmpeg_reads_the_same_loudness(usual: tuple[Show, Recording, Path]) -> None:
    _, recording, path = usual
    said = subprocess.run(
        [
            "ffmpeg",
            "-hide_banner",
            "-nostats",
            "-i",
            path,
            "-af",
            "ebur128=peak=true",
            "-f",
            "null",
            "-",
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    lufs = float(re.findall(r"I:\s+(-?[\d.]+) LUFS", said)[-1])
    dbtp = float(re.findall(r"Peak:\s+(-?[\d.]+) dBFS", said)[-1])
    assert lufs == pytest.approx(recording.loudness_lufs, abs=0.1)
    assert dbtp <= -2.0


def test_another_loudness_can_be_asked_for(tmp_path: Path) -> None:
    settings = LoudnessSettings(target_lufs=-23, peak_dbtp=-6)
    recording = usual_show().stitch(tmp_path / "a.mp3", loudness=settings)
    assert recording.loudness_lufs == pytest.approx(-23, abs=0.5)
    assert recording.true_peak_dbtp <= -5.5


def test_a_quiet_voice_becomes_as_loud_as_a_loud_one(
    usual: tuple[Show, Recording, Path],
) -> None:
    _, recording, path = usual
    heard = listen(path)
    levels = []
    for text in ("全长1200米。", "市民王先生很高兴。", "农机下田。"):
        cue = next(c for c in recording.cues if c.text == text)
        part = heard[cue.start_ms * RATE_HZ // 1000 : cue.end_ms * RATE_HZ // 1000]
        levels.append(measure([part], RATE_HZ).lufs)
    assert max(levels) - min(levels) < 1


def test_the_first_sound_comes_at_once_and_no_silence_is_long(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    pauses = PauseSettings(sentence_ms=3000, paragraph_ms=3000, headline_ms=3000, story_ms=3000)
    usual_show().stitch(path, pauses=pauses)
    heard = listen(path)
    assert np.abs(heard[: RATE_HZ // 2]).max() > 0.02
    assert 2.5 < longest_silence_s(heard) <= 3.0


@pytest.mark.parametrize("wanted_ms", [0, 250, 700, 1500])
def test_a_pause_is_as_long_as_its_level_says(tmp_path: Path, wanted_ms: int) -> None:
    show = make_show(
        [("story", "一", [("甲。", make_clip(2, seed=1)), ("乙。", make_clip(2, seed=2))])]
    )
    pauses = PauseSettings(headline_ms=wanted_ms)
    path = tmp_path / "a.mp3"
    first, second = show.stitch(path, pauses=pauses).cues
    heard = listen(path)
    between = heard[
        (first.start_ms + 500) * RATE_HZ // 1000 : (second.start_ms + 500) * RATE_HZ // 1000
    ]
    # One MP3 frame, and the frame that the encoder needs between two pieces, are 52 ms.
    assert wanted_ms / 1000 - 0.06 <= longest_silence_s(between) <= max(wanted_ms, 150) / 1000


def test_joins_are_silent(usual: tuple[Show, Recording, Path]) -> None:
    _, recording, path = usual
    heard = listen(path)
    for a, b in pairwise(recording.cues):
        if a.end_ms == b.start_ms or a.chapter != b.chapter:
            continue
        gap = heard[(a.end_ms + 20) * RATE_HZ // 1000 : (b.start_ms - 5) * RATE_HZ // 1000]
        assert len(gap)
        assert np.abs(gap).max() < 10 ** (-70 / 20)


def test_equal_clips_give_equal_bytes(usual: tuple[Show, Recording, Path], tmp_path: Path) -> None:
    show, recording, path = usual
    again = show.stitch(tmp_path / "a.mp3")
    assert again == recording
    assert (tmp_path / "a.mp3").read_bytes() == path.read_bytes()


def test_progress_is_told_to_the_end(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    show = usual_show()
    show.stitch(tmp_path / "a.mp3", tell=lambda *report: told.append(report))
    total = 2 * len(show.spoken)
    assert {(stage, of) for stage, _, of in told} == {("stitching", total)}
    assert [done for _, done, _ in told][-1] == total


def test_a_missing_clip_makes_no_episode_and_spares_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(b"yesterday")
    show = usual_show()
    del show.clips["3-1"]
    with pytest.raises(SynthesisError, match="农机下田"):
        show.stitch(path)
    assert path.read_bytes() == b"yesterday"
    assert [p.name for p in tmp_path.iterdir()] == ["a.mp3"]


@pytest.mark.parametrize("seconds", [0, 0.1, 2])
def test_silence_in_place_of_words_makes_no_episode(tmp_path: Path, seconds: float) -> None:
    show = usual_show()
    show.clips["3-1"] = Clip(pcm=bytes(2 * int(22_050 * seconds)), rate_hz=22_050)
    with pytest.raises(SynthesisError, match="农机下田"):
        show.stitch(tmp_path / "a.mp3")
    assert not list(tmp_path.iterdir())


def test_a_row_of_asterisks_is_a_pause(tmp_path: Path) -> None:
    show = usual_show()
    show.clips["3-1"] = Clip(pcm=bytes(4410), rate_hz=22_050)
    show.spoken[-2] = replace(
        show.spoken[-2], segment=replace(show.spoken[-2].segment, printed="＊＊＊")
    )
    recording = show.stitch(tmp_path / "a.mp3")
    assert "＊＊＊" not in [c.text for c in recording.cues]
    assert len(recording.chapters) == len(show.items)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(PublishError, match="file"):
        usual_show().stitch(tmp_path / "file" / "a.mp3")


def test_a_temporary_folder_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(PublishError, match="nowhere") as caught:
        usual_show().stitch(tmp_path / "a.mp3")
    assert "TMPDIR" in caught.value.remedy


def test_segments_without_an_item_are_refused(tmp_path: Path) -> None:
    show = usual_show()
    show.items.pop()
    with pytest.raises(ValueError, match="item"):
        show.stitch(tmp_path / "a.mp3")
    show.spoken.clear()
    with pytest.raises(ValueError, match="at least one"):
        show.stitch(tmp_path / "a.mp3")


def test_the_tag_says_all_that_is_known(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    jpeg = b"\xff\xd8\xff\xe0 a picture"
    recording = usual_show().stitch(path, tags=replace(TAGS, cover=jpeg))
    tag = ID3(path, translate=False)
    assert tag.version == (2, 3, 0)
    assert tag["TIT2"].text == [TAGS.title]
    assert tag["TPE1"].text == [TAGS.artist]
    assert tag["TALB"].text == [TAGS.album]
    assert (tag["TYER"].text, tag["TDAT"].text) == (["2026"], ["0203"])
    assert tag["TLAN"].text == ["zho"]
    assert tag["COMM::zho"].text == [TAGS.comment]
    assert tag["WXXX:"].url == TAGS.website
    assert tag["TXXX:AIGC"].text == [TAGS.label]
    assert (tag["APIC:"].mime, tag["APIC:"].data) == ("image/jpeg", jpeg)
    assert "农机下田。" in tag["USLT::zho"].text
    names = tag["CTOC:toc"].child_element_ids
    assert [
        Chapter(
            start_ms=tag[f"CHAP:{name}"].start_time,
            end_ms=tag[f"CHAP:{name}"].end_time,
            title=tag[f"CHAP:{name}"].sub_frames["TIT2"].text[0],
        )
        for name in names
    ] == list(recording.chapters)


def test_a_hostile_title_stays_text_in_the_tag(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    show = usual_show()
    show.items[2] = ("story", "\x00<script>&\x07]]>/../😀")
    show.stitch(path)
    assert ID3(path)["CHAP:ch2"].sub_frames["TIT2"].text == ["<script>& ]]>/../😀"]


@pytest.mark.ffmpeg
@needs_ffmpeg
def test_three_hundred_chapters_are_listed_in_order(tmp_path: Path) -> None:
    chapters = [
        Chapter(start_ms=100 * i, end_ms=100 * (i + 1), title="长" * (300 - i)) for i in range(300)
    ]
    path = tmp_path / "a.mp3"
    audio = encode(np.zeros(FORM.frame_samples * 1200, np.float32), FORM)
    path.write_bytes(make_tag(TAGS, chapters, "", duration_ms=30_000) + audio)
    assert [len(t.child_element_ids) for t in ID3(path).getall("CTOC")] == [2, 255, 45]
    probed = json.loads(
        subprocess.run(
            ["ffprobe", "-v", "error", "-show_chapters", "-of", "json", path],
            capture_output=True,
            check=True,
        ).stdout
    )
    assert [c["tags"]["title"] for c in probed["chapters"]] == [c.title for c in chapters]


@pytest.mark.parametrize("frames", [1, 2, 3, 50, 401])
@pytest.mark.parametrize(
    "form", [*FORMS.values(), LARGE_FORM], ids=lambda form: str(form.bit_rate_kbps)
)
def test_a_piece_has_a_tail_beyond_the_frames_that_its_samples_fill(
    frames: int, form: Form
) -> None:
    noise = np.random.default_rng(frames).normal(0, 0.1, frames * form.frame_samples)
    assert count_frames(encode(noise.astype(np.float32), form)) == frames + form.tail_frames


@pytest.mark.parametrize(
    "form", [*FORMS.values(), LARGE_FORM], ids=lambda form: str(form.bit_rate_kbps)
)
def test_a_piece_is_decoded_at_the_level_it_had(form: Form) -> None:
    tone = np.sin(2 * np.pi * 440 * np.arange(100 * form.frame_samples) / form.rate_hz)
    tone = (0.3 * tone).astype(np.float32)
    heard = np.concatenate(list(decode(encode(tone, form), form)))
    middle = slice(form.rate_hz // 4, form.rate_hz)
    assert np.std(heard[middle]) == pytest.approx(np.std(tone[middle]), rel=0.002)


@pytest.mark.parametrize(("rate_hz", "bit_rate_kbps"), [(24_000, 256), (44_100, 128), (8_000, 0)])
def test_a_kind_of_mp3_that_there_is_not_is_refused(rate_hz: int, bit_rate_kbps: int) -> None:
    with pytest.raises(ValueError, match="there is no MP3"):
        find_form(rate_hz, bit_rate_kbps)


@pytest.mark.parametrize("count", [0, 1, FORM.frame_samples + 1])
def test_a_piece_that_is_no_whole_frames_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match="whole frames"):
        encode(np.zeros(count, np.float32), FORM)


def test_damaged_frames_are_noticed() -> None:
    stream = encode(np.zeros(FORM.frame_samples * 4, np.float32), FORM)
    with pytest.raises(ValueError, match="cut off"):
        count_frames(stream[:-1])
    with pytest.raises(ValueError, match="no MP3 frame"):
        count_frames(stream[1:])


@pytest.mark.parametrize("name", ["opening", "separator", "closing"])
def test_the_shows_sounds_begin_at_once_end_in_silence_and_never_clip(name: SoundName) -> None:
    sound = make_jingle(name, RATE_HZ)
    assert 0.5 < len(sound) / RATE_HZ < 4
    assert np.abs(sound[: RATE_HZ // 20]).max() > 0.02
    assert np.abs(sound[-100:]).max() < 0.002
    assert np.abs(sound).max() < 0.9
    assert math.isfinite(measure([sound], RATE_HZ).lufs)


def test_importing_pydub_says_nothing_to_the_user(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", "import audiopaper.stitching"],
        env={"PATH": str(tmp_path), "SYSTEMROOT": "C:\\Windows"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("rate_hz", [44_100, 24_000])
@pytest.mark.ffmpeg
@needs_ffmpeg
def test_every_decoder_hears_the_same_samples_and_just_as_many(
    tmp_path: Path, rate_hz: int
) -> None:
    path = tmp_path / "a.mp3"
    recording = usual_show().stitch(path, rate_hz=rate_hz)
    here, there = listen(path, rate_hz), listen_by_ffmpeg(path, rate_hz)
    assert len(here) == len(there)
    assert round(len(here) * 1000 / rate_hz) == recording.duration_ms
    # ffmpeg decodes some short blocks of MPEG-2 otherwise than minimp3, in any encoder's stream.
    apart = np.abs(here - there) > 1e-3
    assert apart.mean() < (0.1 if rate_hz == 24_000 else 1e-9)
    assert recording.loudness_lufs == pytest.approx(-16, abs=0.5)


@pytest.mark.parametrize(
    "decode",
    [
        pytest.param(listen, id="miniaudio"),
        pytest.param(listen_by_ffmpeg, id="ffmpeg", marks=[pytest.mark.ffmpeg, needs_ffmpeg]),
    ],
)
@pytest.mark.parametrize("rate_hz", [44_100, 24_000])
def test_each_piece_stands_where_the_frames_before_it_end_and_its_joins_make_no_click(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    rate_hz: int,
    decode: Callable[[Path, int], Samples],
) -> None:
    encoded: dict[bytes, Samples] = {}

    def remember(samples: Samples, form: Form) -> bytes:
        stream = encode(samples, form)
        encoded[stream] = samples
        return stream

    def remember_blocks(blocks: Iterable[Samples], form: Form) -> bytes:
        return remember(np.concatenate(list(blocks)), form)

    monkeypatch.setattr("audiopaper.stitching.render.encode_blocks", remember_blocks)
    monkeypatch.setattr("audiopaper.stitching.chapter_grid.encode", remember)
    path, form = tmp_path / "a.mp3", FORMS[rate_hz]
    usual_show().stitch(path, rate_hz=rate_hz)
    body = path.read_bytes()
    at = min(body.find(stream) for stream in encoded if stream in body)
    reference, joins, silences = [], [], 0
    while at < len(body):
        stream = next(s for s in encoded if body.startswith(s, at))
        silences += not encoded[stream].any()
        joins.append(sum(map(len, reference)))
        reference += [
            encoded[stream],
            np.zeros(form.tail_frames * form.frame_samples, np.float32),
        ]
        at += len(stream)
    wanted, heard = np.concatenate(reference), decode(path, rate_hz)
    # The opening, two separators and the closing; a silence before each chapter but the first.
    assert len(joins) == len(usual_show().spoken) + 4 + silences
    assert silences <= 4
    near = rate_hz // 50
    for start, end in pairwise([*joins, len(heard)]):
        piece = wanted[start:end]
        if not piece.any():
            continue
        # Where it is heard: the lag at which it fits best.
        window = heard[max(0, start - near) : end].astype(np.float64)
        size = 1 << (len(window) + 2 * near).bit_length()
        spectrum = np.conj(np.fft.rfft(piece.astype(np.float64), size))
        lags = np.fft.irfft(np.fft.rfft(window, size) * spectrum, size)
        best = int(lags[: 2 * near].argmax()) - min(start, near)
        assert abs(best) <= rate_hz // 1000
    for join in joins[1:]:
        around = slice(join - near, join + near)
        error = heard[around] - wanted[around]
        assert 20 * np.log10(np.sqrt(np.mean(np.square(error))) + 1e-12) <= -90


@pytest.mark.parametrize("rate_hz", [44_100, 24_000])
@pytest.mark.skipif(not shutil.which("mp3val"), reason="needs mp3val")
def test_mp3val_has_nothing_to_say(tmp_path: Path, rate_hz: int) -> None:
    path = tmp_path / "a.mp3"
    usual_show().stitch(path, rate_hz=rate_hz, tags=replace(TAGS, cover=b"\xff\xd8\xff\xe0 a"))
    said = subprocess.run(["mp3val", path], capture_output=True, text=True, check=True).stdout
    assert "INFO" in said
    assert "WARNING" not in said
    assert "ERROR" not in said


@pytest.mark.parametrize("rate_hz", [44_100, 24_000])
@pytest.mark.ffmpeg
@needs_ffmpeg
def test_a_jump_to_a_chapter_lands_on_it(tmp_path: Path, rate_hz: int) -> None:
    path = tmp_path / "a.mp3"
    recording = usual_show().stitch(path, rate_hz=rate_hz)
    heard = listen(path, rate_hz).astype(np.float64)
    for chapter in recording.chapters[1:]:
        done = subprocess.run(
            [
                *["ffmpeg", "-v", "error", "-ss", f"{chapter.start_ms / 1000}", "-i", path],
                *["-t", "1", "-f", "f32le", "-ac", "1", "-"],
            ],
            capture_output=True,
            check=True,
        )
        found = np.frombuffer(done.stdout, dtype=np.float32).astype(np.float64)
        near, at = rate_hz // 5, chapter.start_ms * rate_hz // 1000
        window = heard[at - near : at + near + len(found)]
        size = 1 << (len(window) - 1).bit_length()
        match = np.fft.irfft(np.fft.rfft(window, size) * np.conj(np.fft.rfft(found, size)), size)
        assert abs(int(match[: 2 * near].argmax()) - near) <= rate_hz // 20


def test_an_engines_long_silence_is_shortened_and_its_sentences_keep_their_times(
    tmp_path: Path,
) -> None:
    first, second = make_clip(3, seed=1), make_clip(3, seed=2)
    hole = bytes(2 * 22_050 * 6)
    marks = (
        Mark(start_ms=150, end_ms=3150, text="x"),
        Mark(start_ms=9450, end_ms=12_450, text="x"),
    )
    clip = Clip(pcm=first.pcm + hole + second.pcm, rate_hz=22_050, marks=marks)
    show = make_show([("story", "一", [("桥通了。路也通了。", clip)])])
    path = tmp_path / "a.mp3"
    recording = show.stitch(path)
    heard = listen(path)
    assert longest_silence_s(heard) <= 3
    one, two = recording.cues
    assert one.end_ms - one.start_ms == pytest.approx(3000, abs=60)
    assert two.start_ms - one.end_ms == pytest.approx(1500, abs=60)
    sound = int(np.flatnonzero(np.abs(heard[one.end_ms * 45 :]) > 0.01)[0]) + one.end_ms * 45
    assert sound * 1000 / RATE_HZ == pytest.approx(two.start_ms, abs=60)


def test_a_pause_for_thought_stays_as_it_is() -> None:
    pause = bytes(2 * 22_050 * 2)
    clip = Clip(pcm=make_clip(2, silence=0).pcm + pause + make_clip(2).pcm, rate_hz=22_050)
    trimmed = trim_clip(clip)
    assert trimmed is not None
    assert len(trimmed.cuts) == 1
    assert trimmed.map_time_ms(5000) == 5000 - trimmed.cuts[0][1] * 1000 // 22_050


def headline_show() -> Show:
    said = [(f"标题{i}。", make_clip(2 + i / 2, seed=i)) for i in range(4)]
    return make_show(
        [
            ("greeting", "问候", [("您好。", make_clip(1.5, seed=8))]),
            ("headlines", "要闻", said),
            ("story", "一", [("大桥昨日通车。", make_clip(4, seed=9))]),
        ]
    )


def test_a_bed_lies_under_the_headlines_and_nowhere_else(tmp_path: Path) -> None:
    plain, laid = tmp_path / "plain.mp3", tmp_path / "bed.mp3"
    without = headline_show().stitch(plain)
    recording = headline_show().stitch(laid, bed=True)
    heard = listen(laid)
    chapter = recording.chapters[1]
    assert [c.title for c in recording.chapters] == [c.title for c in without.chapters]
    assert [c.text for c in recording.cues] == [c.text for c in without.cues]
    for a, b in pairwise(recording.cues):
        gap = heard[(a.end_ms + 60) * RATE_HZ // 1000 : (b.start_ms - 10) * RATE_HZ // 1000]
        level = 20 * np.log10(np.abs(gap).max() + 1e-9)
        if chapter.start_ms + 400 <= a.end_ms and b.end_ms <= chapter.end_ms:
            assert -60 < level < -20
        elif b.start_ms > chapter.end_ms and a.start_ms > chapter.end_ms:
            assert level < -70
    assert recording.loudness_lufs == pytest.approx(without.loudness_lufs, abs=0.3)
    spoken_ms = [c.start_ms - chapter.start_ms for c in recording.cues if c.chapter == 1]
    before = [c.start_ms - without.chapters[1].start_ms for c in without.cues if c.chapter == 1]
    assert spoken_ms == pytest.approx(before, abs=60 * len(before))


def test_cues_over_a_bed_are_where_they_are_heard(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    show = headline_show()
    recording = show.stitch(path, bed=True)
    heard = listen(path).astype(np.float64)
    for one, cue in zip(show.spoken[1:5], recording.cues[1:5], strict=True):
        clip = show.clips[one.clip_key]
        trimmed = trim_clip(clip)
        assert trimmed is not None
        samples = trimmed.pcm.astype(np.float64) / 32768
        wanted = np.interp(
            np.arange(RATE_HZ) / RATE_HZ * clip.rate_hz, np.arange(len(samples)), samples
        )
        at = cue.start_ms * RATE_HZ // 1000 - 2000
        lags = np.correlate(heard[at : at + RATE_HZ + 4000], wanted, "valid")
        assert abs(int(np.abs(lags).argmax()) - 2000) <= RATE_HZ // 1000 + 1


def test_the_shows_own_separator_is_what_is_heard(tmp_path: Path) -> None:
    sound = tmp_path / "separator.wav"
    time = np.arange(48_000) / 48_000
    tone = (0.1 * np.sin(2 * np.pi * 3000 * time) * 32767).astype("<i2")
    with wave.open(str(sound), "wb") as out:
        out.setparams((1, 2, 48_000, 0, "NONE", ""))
        out.writeframes(tone.tobytes())
    path = tmp_path / "a.mp3"
    recording = usual_show().stitch(path, sounds={"separator": sound})
    heard = listen(path)
    end = recording.chapters[2].start_ms * RATE_HZ // 1000
    part = heard[end - RATE_HZ : end - RATE_HZ // 4].astype(np.float64)
    spectrum = np.abs(np.fft.rfft(part * np.hanning(len(part))))
    assert np.argmax(spectrum) * RATE_HZ / len(part) == pytest.approx(3000, abs=3)


def test_a_segment_of_ten_minutes_is_level_too(tmp_path: Path) -> None:
    # No part lies at the meter's relative gate: there, where the first block begins decides what
    # counts, and the same MP3 reads 0.14 LU apart.
    parts = [make_clip(20, seed=i, level=0.1 + 0.1 * (i % 3), silence=0.2) for i in range(6)]
    clip = Clip(pcm=b"".join(p.pcm for p in parts) * 5, rate_hz=22_050)
    show = make_show([("story", "一", [("长文。", clip)])])
    path = tmp_path / "a.mp3"
    recording = show.stitch(path, rate_hz=24_000)
    assert recording.duration_ms > 600_000
    heard = measure_file(path)
    assert heard.lufs == pytest.approx(-16, abs=0.5)
    assert recording.loudness_lufs == pytest.approx(heard.lufs, abs=0.1)


def test_a_segment_that_cannot_be_made_loud_is_named(tmp_path: Path) -> None:
    # Clicks: peaks that no limiter can bring to the loudness of speech.
    pcm = np.zeros(22_050 * 5, dtype="<i2")
    pcm[::11_025] = 30_000
    show = usual_show()
    show.clips["3-1"] = Clip(pcm=pcm.tobytes(), rate_hz=22_050)
    (warning,) = show.stitch(tmp_path / "a.mp3").warnings
    assert "农机下田" in warning
    assert "LUFS" in warning


def test_a_good_episode_has_no_warnings(usual: tuple[Show, Recording, Path]) -> None:
    assert usual[1].warnings == ()


@pytest.mark.parametrize("rate_hz", [44_100, 24_000])
def test_chapters_begin_within_a_frame_behind_a_whole_second(tmp_path: Path, rate_hz: int) -> None:
    recording = usual_show().stitch(tmp_path / "a.mp3", rate_hz=rate_hz)
    assert len(recording.chapters) == 5
    for chapter in recording.chapters:
        assert chapter.start_ms % 1000 <= 27


def test_a_pause_that_would_be_taken_for_the_end_is_not_made_longer(tmp_path: Path) -> None:
    show = usual_show()
    usual = show.stitch(tmp_path / "a.mp3", pauses=PauseSettings(paragraph_ms=500))
    longest = PauseSettings(sentence_ms=3000, paragraph_ms=3000, headline_ms=3000, story_ms=3000)
    slow = show.stitch(tmp_path / "b.mp3", pauses=longest)
    ends = [cue.end_ms for cue in slow.cues]
    waits = [cue.start_ms - end for end, cue in zip(ends, slow.cues[1:], strict=False)]
    assert usual.duration_ms < slow.duration_ms
    separators = 2 * 1500  # before each story
    assert sorted(waits)[-3] <= 3000 + 40
    assert sum(waits) <= len(waits) * 3040 + separators
