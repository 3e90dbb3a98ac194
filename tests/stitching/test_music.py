"""The show's own sounds: any usual file is read, and a broken one is refused by its name."""

from __future__ import annotations

import struct
import subprocess
from pathlib import Path

import numpy as np
import pytest

from audiopaper.audio.file_decoder import read_audio
from audiopaper.audio.mp3_encoder import FORMS, encode, make_info_frame
from audiopaper.errors import ConfigError, MissingProgramError
from audiopaper.stitching.sound_library import find_sounds

RATE_HZ = 44_100
FORM = FORMS[RATE_HZ]


def chime(seconds: float, rate_hz: int, hz: float = 440) -> np.ndarray:
    time = np.arange(round(seconds * rate_hz)) / rate_hz
    return 0.5 * np.sin(2 * np.pi * hz * time)


def wav(samples: np.ndarray, rate_hz: int, channels: int, bits: int) -> bytes:
    """A WAV of the same sound in every channel."""
    wide = np.repeat(samples[:, None], channels, axis=1).ravel()
    if bits == 8:
        pcm, kind = np.rint(wide * 127 + 128).astype(np.uint8).tobytes(), 1
    elif bits == 16:
        pcm, kind = np.rint(wide * 32767).astype("<i2").tobytes(), 1
    elif bits == 24:
        whole = np.rint(wide * 8388607).astype("<i4").tobytes()
        pcm, kind = np.frombuffer(whole, np.uint8).reshape(-1, 4)[:, :3].tobytes(), 1
    else:
        pcm, kind = wide.astype("<f4").tobytes(), 3
    block = channels * bits // 8
    head = struct.pack("<HHIIHH", kind, channels, rate_hz, rate_hz * block, block, bits)
    body = b"WAVEfmt " + struct.pack("<I", 16) + head + b"data" + struct.pack("<I", len(pcm)) + pcm
    return b"RIFF" + struct.pack("<I", len(body)) + body


def mp3(seconds: float, *, tagged: bool) -> bytes:
    samples = chime(seconds, RATE_HZ).astype(np.float32)
    stream = encode(samples[: len(samples) // 1152 * 1152], FORM)
    if not tagged:
        return stream
    frames = len(samples) // 1152 + 1
    return make_info_frame(stream[:4], frames, len(stream), FORM) + stream


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("rate_hz", [8_000, 22_050, 44_100, 48_000, 192_000])
@pytest.mark.parametrize(("channels", "bits"), [(1, 8), (2, 16), (6, 24), (8, 8), (8, 32)])
def test_any_width_rate_and_number_of_channels_is_the_same_sound(
    tmp_path: Path, rate_hz: int, channels: int, bits: int
) -> None:
    path = write(tmp_path / "opening.wav", wav(chime(2.5, rate_hz), rate_hz, channels, bits))
    read = read_audio(path, RATE_HZ, max_s=10)
    assert abs(len(read) - 2.5 * RATE_HZ) < 0.01 * RATE_HZ
    inner = read[RATE_HZ // 4 : -RATE_HZ // 4].astype(np.float64)
    assert np.sqrt(2 * np.mean(inner**2)) == pytest.approx(0.5, rel=0.03)
    spectrum = np.abs(np.fft.rfft(inner * np.hanning(len(inner))))
    assert np.argmax(spectrum) * RATE_HZ / len(inner) == pytest.approx(440, abs=1)


@pytest.mark.parametrize("seconds", [0.9, 1.0, 1.5, 2.0, 3.7])
def test_blocks_are_joined_without_a_trace(tmp_path: Path, seconds: float) -> None:
    path = write(tmp_path / "bed.wav", wav(chime(seconds, 48_000), 48_000, 1, 32))
    read = read_audio(path, RATE_HZ, max_s=10)
    wanted = chime(seconds, RATE_HZ)[-len(read) :]
    edge = RATE_HZ // 50
    lag = int(np.argmax([np.dot(read[e : e + 4000], wanted[:4000]) for e in range(100)]))
    inner = slice(edge, min(len(read) - lag, len(wanted)) - edge)
    assert np.abs(read[lag:][inner] - wanted[: len(read) - lag][inner]).max() < 0.02


def test_silence_at_the_ends_is_cut_off(tmp_path: Path) -> None:
    quiet = np.zeros(RATE_HZ)
    sound = np.concatenate([quiet, chime(1, RATE_HZ), quiet])
    path = write(tmp_path / "opening.wav", wav(sound, RATE_HZ, 1, 16))
    assert len(read_audio(path, RATE_HZ, max_s=10)) == pytest.approx(RATE_HZ, rel=0.01)


@pytest.mark.parametrize("tagged", [False, True])
def test_a_whole_mp3_is_read(tmp_path: Path, tagged: bool) -> None:
    path = write(tmp_path / "opening.mp3", mp3(2, tagged=tagged))
    assert len(read_audio(path, RATE_HZ, max_s=10)) == pytest.approx(2 * RATE_HZ, rel=0.05)


WHOLE_WAV = wav(chime(1, RATE_HZ), RATE_HZ, 2, 16)


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        pytest.param("片头.mp3", b"", "empty", id="0-bytes"),
        pytest.param("片头.wav", b"", "empty", id="0-bytes-wav"),
        pytest.param("片头.mp3", "这不是声音，只是文字。".encode() * 50, "", id="text"),
        pytest.param("片头.wav", b"hello" * 100, "", id="text-wav"),
        pytest.param("片头.mp3", bytes(5000), "", id="zeros"),
        pytest.param("片头.mp3", mp3(2, tagged=False)[:-100], "cut off", id="mp3-inside-a-frame"),
        pytest.param("片头.mp3", mp3(2, tagged=True)[: 313 * 20 + 9], "missing", id="mp3-short"),
        pytest.param(
            "片头.mp3",
            mp3(2, tagged=False)[:5000] + b"x" * 3000 + mp3(2, tagged=False),
            "byte",
            id="mp3-rubbish-inside",
        ),
        pytest.param("片头.wav", WHOLE_WAV[:-4000], "4000 bytes are missing", id="wav-short"),
        pytest.param("片头.wav", WHOLE_WAV[:30], "no sound", id="wav-head-only"),
        pytest.param("片头.flac", b"fLaC" + bytes(300), "", id="flac-zeros"),
        pytest.param("片头.ogg", b"OggS" + bytes(300), "end is missing", id="ogg-zeros"),
        pytest.param("片头.wav", wav(np.zeros(9000), RATE_HZ, 1, 16), "silent", id="silent"),
        pytest.param("片头.wav", wav(chime(9, 8000), 8000, 1, 8), "longer than 5", id="long"),
    ],
)
@pytest.mark.parametrize("path_variable", ["", None], ids=["without-ffmpeg", "as-it-is"])
def test_what_is_broken_is_refused_by_name(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    data: bytes,
    why: str,
    path_variable: str | None,
) -> None:
    if path_variable is not None:
        monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises((ConfigError, MissingProgramError), match=name) as caught:
        read_audio(write(tmp_path / name, data), RATE_HZ, max_s=5)
    assert why in caught.value.problem
    assert caught.value.remedy


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"gone\.mp3"):
        read_audio(tmp_path / "gone.mp3", RATE_HZ, max_s=5)


@pytest.mark.ffmpeg
@pytest.mark.parametrize("ending", ["flac", "ogg", "m4a", "aiff", "opus"])
def test_other_formats_are_read_where_there_is_an_ffmpeg(
    tmp_path: Path, ffmpeg: str, ending: str
) -> None:
    source = write(tmp_path / "source.wav", wav(chime(2, RATE_HZ), RATE_HZ, 2, 16))
    path = tmp_path / f"片头.{ending}"
    subprocess.run([ffmpeg, "-v", "error", "-i", source, path], check=True)
    read = read_audio(path, RATE_HZ, max_s=5)
    assert len(read) == pytest.approx(2 * RATE_HZ, rel=0.06)
    assert np.sqrt(2 * np.mean(read[9000:-9000].astype(float) ** 2)) == pytest.approx(0.5, rel=0.1)


@pytest.mark.ffmpeg
@pytest.mark.parametrize("ending", ["flac", "ogg", "m4a"])
def test_other_formats_that_are_cut_off_are_refused(
    tmp_path: Path, ffmpeg: str, ending: str
) -> None:
    source = write(tmp_path / "source.wav", wav(chime(4, RATE_HZ), RATE_HZ, 2, 16))
    path = tmp_path / f"片头.{ending}"
    subprocess.run([ffmpeg, "-v", "error", "-i", source, path], check=True)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 6 // 10])
    with pytest.raises(ConfigError, match=path.name):
        read_audio(path, RATE_HZ, max_s=5)


def test_a_format_that_needs_ffmpeg_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    path = write(tmp_path / "片头.m4a", b"\0\0\0\x20ftypM4A " + bytes(200))
    with pytest.raises(MissingProgramError, match=r"片头\.m4a") as caught:
        read_audio(path, RATE_HZ, max_s=5)
    assert "ffmpeg" in caught.value.remedy


def test_sounds_are_found_by_name_and_two_of_one_name_are_refused(tmp_path: Path) -> None:
    names = ("opening.wav", "bed.mp3", "Closing.MP3", "lan.toml", "separator.toml", "Bed.TOML")
    for name in (*names, "openings.wav", "my opening.wav"):
        (tmp_path / name).touch()
    found = find_sounds(tmp_path)
    sounds = {"opening": "opening.wav", "bed": "bed.mp3", "closing": "Closing.MP3"}
    assert {k: v.name for k, v in found.items()} == sounds
    (tmp_path / "Opening.mp3").touch()
    with pytest.raises(ConfigError, match="opening"):
        find_sounds(tmp_path)
