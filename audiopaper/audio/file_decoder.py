"""Audio files of any usual format decoded to mono samples; a damaged file is refused.

WAV, FLAC, Ogg Vorbis and MP3 are decoded here, whatever their channels, rate and width; other
formats by ffmpeg, if it is installed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import miniaudio
import numpy as np

from audiopaper.audio.formats import find_damage, sniff
from audiopaper.audio.resampler import resample
from audiopaper.errors import ConfigError, MissingProgramError
from audiopaper.programs import ProgramError, run_program
from audiopaper.translations import _, system_reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from audiopaper.audio.sample_arrays import Samples

_DECODABLE = ("wav", "flac", "ogg", "mp3", "opus")
"""Formats that miniaudio is tried on; what it refuses of them goes to ffmpeg."""

_MAX_FILE_BYTES = 400 << 20

# Silence below this level is cut off at both ends, so that the sound begins at once.
_SILENT_DBFS = -60.0

# Samples decoded at a time.
_BLOCK = 1 << 16

# A FLAC file shorter than it announces by more than this is cut off.
_MISSING_S = 0.01

_FFMPEG_TIMEOUT_S = 120.0

_RESTORE = "put the whole file there again"


def stream_file(path: Path, rate_hz: int = 0, block: int = _BLOCK) -> Iterator[Samples]:
    """Decode a file block by block, its channels mixed to one.

    Args:
        path: An MP3 or another file that miniaudio decodes.
        rate_hz: Rate wanted; 0 for the file's own.
        block: Samples in each block but the last.

    Raises:
        ValueError: It cannot be decoded.
    """
    try:
        for samples in miniaudio.stream_file(
            str(path),
            output_format=miniaudio.SampleFormat.FLOAT32,
            nchannels=1,
            sample_rate=rate_hz or read_rate(path),
            frames_to_read=block,
        ):
            yield np.frombuffer(samples, dtype=np.float32)
    except miniaudio.MiniaudioError as error:
        raise ValueError(_("{path} cannot be decoded: {error}", path=path, error=error)) from error


def read_rate(path: Path) -> int:
    """Return a file's samples a second.

    Raises:
        ValueError: It cannot be decoded.
    """
    try:
        return int(miniaudio.get_file_info(str(path)).sample_rate)
    except miniaudio.MiniaudioError as error:
        raise ValueError(_("{path} cannot be decoded: {error}", path=path, error=error)) from error


def read_audio(path: Path, rate_hz: int, *, max_s: int) -> Samples:
    """Decode an audio file to mono without the silence at its ends.

    Args:
        path: The file. Its channels are mixed in equal parts.
        rate_hz: Rate wanted.
        max_s: Greatest length accepted.

    Returns:
        The samples at that rate.

    Raises:
        ConfigError: It is missing, empty, damaged, cut off, silent, too long or no audio.
        MissingProgramError: Its format needs ffmpeg, which is not installed.
    """
    data = read_file(path)
    if not data:
        raise ConfigError(_("{path} is empty (0 bytes)", path=path), remedy=_(_RESTORE))
    kind = sniff(data)
    damage = find_damage(data, kind)
    if damage:
        raise ConfigError(
            _("{path} is damaged: {damage}", path=path, damage=damage), remedy=_(_RESTORE)
        )
    samples = _decode(path, rate_hz, max_s) if kind in _DECODABLE else None
    if samples is None:
        samples = _decode_by_ffmpeg(path, rate_hz, max_s)
    loud = np.flatnonzero(np.abs(samples) > 10 ** (_SILENT_DBFS / 20))
    if not len(loud):
        raise ConfigError(
            _("{path} is silent", path=path), remedy=_("put another file there, or remove it")
        )
    return samples[int(loud[0]) : int(loud[-1]) + 1]


def read_file(path: Path) -> bytes:
    """Read an audio file whole.

    Raises:
        ConfigError: It cannot be read or is too large.
    """
    try:
        if path.stat().st_size > _MAX_FILE_BYTES:
            raise ConfigError(
                _(
                    "{path} is larger than {max_file_bytes} MB",
                    path=path,
                    max_file_bytes=_MAX_FILE_BYTES >> 20,
                ),
                remedy=_("shorten it"),
            )
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(
            _("{path} cannot be read: {strerror}", path=path, strerror=system_reason(error)),
            remedy=_("correct its permissions"),
        ) from error


def _decode(path: Path, rate_hz: int, max_s: int) -> Samples | None:
    """Decode by miniaudio; None if it does not know the format."""
    try:
        info = miniaudio.get_file_info(str(path))
    except miniaudio.MiniaudioError:
        return None
    blocks = _mix_channels(path, info.nchannels, info.sample_rate, max_s)
    try:
        samples = _resample_blocks(blocks, info.sample_rate, rate_hz)
        # A FLAC file announces its length, and its decoder accepts an early end.
        missing_s = info.duration - len(samples) / rate_hz
        if info.file_format == miniaudio.FileFormat.FLAC and missing_s > _MISSING_S:
            raise miniaudio.DecodeError(
                _("{missing_s:.2f} seconds are missing at its end", missing_s=missing_s)
            )
        return samples
    except miniaudio.MiniaudioError as error:
        raise ConfigError(
            _("{path} is damaged: {error}", path=path, error=error), remedy=_(_RESTORE)
        ) from error


def _mix_channels(path: Path, channels: int, from_hz: int, max_s: int) -> Iterator[Samples]:
    remaining = max_s * from_hz
    for block in miniaudio.stream_file(
        str(path),
        output_format=miniaudio.SampleFormat.FLOAT32,
        nchannels=channels,
        sample_rate=from_hz,
        frames_to_read=_BLOCK,
    ):
        samples = np.frombuffer(block, dtype=np.float32).reshape(-1, channels).mean(axis=1)
        remaining -= len(samples)
        if remaining < 0:
            raise _too_long(path, max_s)
        yield samples


def _resample_blocks(blocks: Iterator[Samples], from_hz: int, to_hz: int) -> Samples:
    """Resample block by block, so that audio of a high rate is never held as a whole."""
    seconds, pending = [], np.zeros(0, dtype=np.float32)
    # Whole seconds are whole samples at both rates; one second on either side is more than the
    # filter reaches.
    lead_s = 0
    for block in blocks:
        pending = np.concatenate([pending, block])
        while len(pending) >= from_hz * (lead_s + 2):
            resampled = resample(pending[: from_hz * (lead_s + 2)], from_hz, to_hz)
            seconds.append(resampled[to_hz * lead_s : to_hz * (lead_s + 1)])
            pending = pending[from_hz * lead_s :]
            lead_s = 1
    seconds.append(resample(pending, from_hz, to_hz)[to_hz * lead_s :])
    return np.concatenate(seconds)


def _decode_by_ffmpeg(path: Path, rate_hz: int, max_s: int) -> Samples:
    args: list[str | Path] = ["ffmpeg", "-v", "error", "-nostdin", "-xerror"]
    args += ["-t", str(max_s + 1), "-i", path]
    # Without the limit, ffmpeg mixes two equal channels 3 dB too loud.
    args += ["-vn", "-ac", "1", "-rematrix_maxval", "1", "-ar", str(rate_hz), "-f", "f32le", "-"]
    try:
        pcm = run_program(args, timeout_s=_FFMPEG_TIMEOUT_S, max_bytes=8 * rate_hz * (max_s + 1))
    except MissingProgramError as error:
        raise MissingProgramError(
            _(
                "{path} is not WAV, FLAC, Ogg Vorbis or MP3, and ffmpeg, which might "
                "decode it, is not installed",
                path=path,
            ),
            remedy=_("save it in one of these formats, or install ffmpeg"),
        ) from error
    except ProgramError as error:
        raise ConfigError(
            _("{path} cannot be read as audio ({error})", path=path, error=error),
            remedy=_("save it as WAV, FLAC or MP3, or remove it"),
        ) from error
    samples: Samples = np.frombuffer(pcm, dtype=np.float32)
    if len(samples) > max_s * rate_hz:
        raise _too_long(path, max_s)
    return samples


def _too_long(path: Path, max_s: int) -> ConfigError:
    return ConfigError(
        _("{path} is longer than {max_s} seconds", path=path, max_s=max_s), remedy=_("shorten it")
    )
