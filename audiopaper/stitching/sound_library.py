"""The show's own audio: any usual file becomes mono samples, and a damaged one is refused.

WAV, FLAC, Ogg Vorbis and MP3 are read here, whatever their channels, rate and width; other formats
by an ffmpeg where there is one.
"""

from __future__ import annotations

import functools
import hashlib
from typing import TYPE_CHECKING, get_args

import miniaudio
import numpy as np

from audiopaper.audio.formats import find_damage, sniff
from audiopaper.audio.samples import resample
from audiopaper.disk import list_folder
from audiopaper.errors import ConfigError, MissingProgramError
from audiopaper.programs import ProgramError, run_program
from audiopaper.stitching.jingles import SoundName, make_sound

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from audiopaper.audio.loudness import Samples

NAMES: tuple[SoundName, ...] = get_args(SoundName)

MAX_S: Mapping[SoundName, int] = {"opening": 30, "separator": 10, "closing": 60, "bed": 180}
"""A longer file is surely the wrong one; the bed goes round."""

_MAX_FILE_BYTES = 400 << 20

# What lies below at either end is cut off, so that the episode begins at once.
_SILENT_DBFS = -60.0

# Samples that are converted at a time.
_BLOCK = 1 << 16

_FFMPEG_TIMEOUT_S = 120.0


def find_sounds(folder: Path) -> dict[SoundName, Path]:
    """The show's own sounds: files named ``opening``, ``separator``, ``closing`` or ``bed``.

    Args:
        folder: The ``voices/`` folder.

    Returns:
        The files there are, whatever their ending.

    Raises:
        ConfigError: Two files claim one sound, or the folder may not be opened.
    """
    found: dict[SoundName, Path] = {}
    files = list_folder(folder, failure=ConfigError)
    for name in NAMES:
        paths = [p for p in files if p.name.startswith(f"{name}.") and p.suffix != ".toml"]
        paths = [path for path in paths if path.is_file()]
        if len(paths) > 1:
            raise ConfigError(
                f"{folder} has {' and '.join(p.name for p in paths)}, and one {name} is played",
                remedy="keep one of them there",
            )
        if paths:
            found[name] = paths[0]
    return found


class SoundShelf:
    """The sounds of one episode: the show's own where there are files, else the built-in ones."""

    def __init__(self, paths: Mapping[SoundName, Path], rate_hz: int) -> None:
        """Take the show's own files.

        Args:
            paths: The files, by sound.
            rate_hz: The rate wanted.

        Raises:
            ConfigError: A file cannot be read.
        """
        self._paths = paths
        self._rate_hz = rate_hz
        self.take = functools.lru_cache(maxsize=len(NAMES))(self._take)
        self.ids = {name: self._identify(name) for name in NAMES}

    def _identify(self, name: SoundName) -> str:
        path = self._paths.get(name)
        return hashlib.sha256(_read(path)).hexdigest() if path else "built in"

    def _take(self, name: SoundName) -> Samples:
        path = self._paths.get(name)
        if path is None:
            return make_sound(name, self._rate_hz)
        return read_audio(path, self._rate_hz, max_s=MAX_S[name])


def read_audio(path: Path, rate_hz: int, *, max_s: int) -> Samples:
    """Read an audio file as mono, less the silence at its ends.

    Args:
        path: The file. All its channels are mixed in equal parts.
        rate_hz: The rate wanted.
        max_s: The longest that is taken.

    Returns:
        The samples, full scale at 1.

    Raises:
        ConfigError: It is missing, empty, damaged, cut off, silent, too long or no audio.
        MissingProgramError: Its format needs an ffmpeg, and there is none.
    """
    data = _read(path)
    if not data:
        raise ConfigError(f"{path} is empty (0 bytes)", remedy="put the whole file there again")
    kind = sniff(data)
    if kind:
        damage = find_damage(data, kind)
        if damage:
            raise ConfigError(
                f"{path} is damaged: {damage}", remedy="put the whole file there again"
            )
    samples = None if kind == "" else _decode(path, rate_hz, max_s)
    if samples is None:
        samples = _decode_outside(path, rate_hz, max_s)
    loud = np.flatnonzero(np.abs(samples) > 10 ** (_SILENT_DBFS / 20))
    if not len(loud):
        raise ConfigError(f"{path} is silent", remedy="put another file there, or remove it")
    return samples[int(loud[0]) : int(loud[-1]) + 1]


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MAX_FILE_BYTES:
            raise ConfigError(
                f"{path} is larger than {_MAX_FILE_BYTES >> 20} MB", remedy="shorten it"
            )
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(
            f"{path} cannot be read: {error.strerror}", remedy="correct its permissions"
        ) from error


def _decode(path: Path, rate_hz: int, max_s: int) -> Samples | None:
    """Decode by miniaudio; None where it does not know the format."""
    try:
        told = miniaudio.get_file_info(str(path))
    except miniaudio.MiniaudioError:
        return None
    mono = _mix(path, told.nchannels, told.sample_rate, max_s)
    try:
        samples = _convert(mono, told.sample_rate, rate_hz)
        # A FLAC says how long it is, and its decoder does not mind an early end.
        missing_s = told.duration - len(samples) / rate_hz
        if told.file_format == miniaudio.FileFormat.FLAC and missing_s > 0.01:
            raise miniaudio.DecodeError(f"{missing_s:.2f} seconds are missing at its end")
        return samples
    except miniaudio.MiniaudioError as error:
        raise ConfigError(
            f"{path} is damaged: {error}", remedy="put the whole file there again"
        ) from error


def _mix(path: Path, channels: int, from_hz: int, max_s: int) -> Iterator[Samples]:
    left = max_s * from_hz
    for block in miniaudio.stream_file(
        str(path),
        output_format=miniaudio.SampleFormat.FLOAT32,
        nchannels=channels,
        sample_rate=from_hz,
        frames_to_read=_BLOCK,
    ):
        samples = np.frombuffer(block, dtype=np.float32).reshape(-1, channels).mean(axis=1)
        left -= len(samples)
        if left < 0:
            raise _too_long(path, max_s)
        yield samples


def _convert(blocks: Iterator[Samples], from_hz: int, to_hz: int) -> Samples:
    """Resample block by block: what is high-rate and long is never held as a whole."""
    out, rest = [], np.zeros(0, dtype=np.float32)
    # Whole seconds stand at whole samples in both rates; a second on either side is more than the
    # filter's reach.
    before = 0
    for block in blocks:
        rest = np.concatenate([rest, block])
        while len(rest) >= from_hz * (before + 2):
            made = resample(rest[: from_hz * (before + 2)], from_hz, to_hz)
            out.append(made[to_hz * before : to_hz * (before + 1)])
            rest = rest[from_hz * before :]
            before = 1
    out.append(resample(rest, from_hz, to_hz)[to_hz * before :])
    return np.concatenate(out)


def _decode_outside(path: Path, rate_hz: int, max_s: int) -> Samples:
    args: list[str | Path] = [
        "ffmpeg",
        "-v",
        "error",
        "-nostdin",
        "-xerror",
        "-t",
        str(max_s + 1),
        "-i",
        path,
    ]
    # Without the limit, ffmpeg mixes two equal channels 3 dB too loud.
    args += ["-vn", "-ac", "1", "-rematrix_maxval", "1", "-ar", str(rate_hz), "-f", "f32le", "-"]
    try:
        pcm = run_program(args, timeout_s=_FFMPEG_TIMEOUT_S, max_bytes=8 * rate_hz * (max_s + 1))
    except MissingProgramError as error:
        raise MissingProgramError(
            f"{path} is no WAV, FLAC, Ogg Vorbis or MP3, and no ffmpeg is here that might read it",
            remedy="save it as one of these, or install ffmpeg",
        ) from error
    except ProgramError as error:
        raise ConfigError(
            f"{path} cannot be read as audio ({error})",
            remedy="save it as WAV, FLAC or MP3, or remove it",
        ) from error
    samples: Samples = np.frombuffer(pcm, dtype=np.float32)
    if len(samples) > max_s * rate_hz:
        raise _too_long(path, max_s)
    return samples


def _too_long(path: Path, max_s: int) -> ConfigError:
    return ConfigError(f"{path} is longer than {max_s} seconds", remedy="shorten it")
