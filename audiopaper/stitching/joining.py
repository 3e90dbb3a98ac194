"""Clips in running order become one MP3, and where everything stands in it."""

from __future__ import annotations

import hashlib
import math
import os
import tempfile
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from audiopaper.errors import PublishError, SynthesisError
from audiopaper.files import replace_file
from audiopaper.model import Clip, ItemKind, Recording, SpokenSegment, Tags
from audiopaper.stitching.encoding import (
    FRAME_SAMPLES,
    RATE_HZ,
    count_frames,
    count_samples,
    decode,
    encode,
    make_info_frame,
)
from audiopaper.stitching.levelling import choose_gains, listen_to, quote
from audiopaper.stitching.limiting import level_peaks
from audiopaper.stitching.loudness import Loudness, Samples, TruePeak, measure_file
from audiopaper.stitching.pieces import Encoded, Level, Piece, arrange
from audiopaper.stitching.placing import place
from audiopaper.stitching.shaping import BEFORE_MS, resample, take_samples, trim_clip
from audiopaper.stitching.sounds import make_sound
from audiopaper.stitching.tags import make_tag
from audiopaper.timeline import to_ms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from audiopaper.config import LoudnessSettings, PauseSettings
    from audiopaper.progress import Teller

# Quiet in front of each piece, into which the encoder may smear an onset.
_LEAD_MS = 10

# An MP3 overshoots what was encoded by some tenths of a decibel: allowed up to this above the
# ceiling; a piece beyond it is encoded anew below a lower ceiling.
_OVERSHOOT_DB = 0.4
_PEAK_TRIES = 5

# Half of what the target allows on either side.
_LOUDNESS_TOLERANCE_LU = 0.25
_LOUDNESS_TRIES = 3

_WORKERS = min(4, os.cpu_count() or 1)

_T = TypeVar("_T")


def stitch(
    spoken: Sequence[SpokenSegment],
    load: Callable[[str], Clip | None],
    *,
    items: Sequence[tuple[ItemKind, str]],
    pauses: PauseSettings,
    loudness: LoudnessSettings,
    tags: Tags,
    path: Path,
    tell: Teller,
) -> Recording:
    """Make the episode's MP3: mono, 44.1 kHz, 96 kbit/s, level, with chapters and tags.

    Each segment is trimmed, levelled by its own loudness (a short one by its presenter's), limited
    and encoded by itself, so that memory does not grow with the episode. The show's own sounds
    open the episode, stand before every story and close it; each belongs to the chapter before it,
    so that a jump to a story lands on its first word, and the opening to the first chapter.
    The same clips and settings give the same bytes.

    Args:
        spoken: The segments in running order; at least one.
        load: Finds a clip by its key; called twice or more a segment, one clip at a time.
        items: Kind and chapter title of each item, by `Segment.item`. An item of which nothing is
            spoken gets no chapter; cues count the chapters there are.
        pauses: The silence behind each level of segment.
        loudness: How loud, and the highest peak.
        tags: What the file says of itself.
        path: Where the MP3 will stand; an old one stays until the new one is whole.
        tell: Told of segments done; each is counted once when listened to and once when encoded.

    Raises:
        SynthesisError: A clip is missing or silent: the episode would have a hole.
        PublishError: The file cannot be written whole.
        ValueError: There are no segments, or one belongs to no item.
    """
    if not spoken or any(not 0 <= s.segment.item < len(items) for s in spoken):
        raise ValueError("each segment belongs to one of the items, and there is at least one")
    pieces = arrange(spoken, items, pauses)
    with ThreadPoolExecutor(_WORKERS) as pool:
        levels = _listen(pool, spoken, load, tell)
        gains_db = choose_gains(pieces, spoken, levels, loudness.target_lufs)
        with _make_folder() as folder:
            body = Path(folder) / "audio.mp3"
            for _ in range(_LOUDNESS_TRIES):
                encoded = _encode_all(
                    pool, pieces, spoken, load, gains_db, loudness.peak_dbtp, body, tell
                )
                measured = measure_file(body)
                off = loudness.target_lufs - measured.lufs
                if abs(off) <= _LOUDNESS_TOLERANCE_LU:
                    break
                gains_db = [gain + off for gain in gains_db]
            return _write(body, encoded, pieces, spoken, levels, items, tags, path, measured)


def _make_folder() -> tempfile.TemporaryDirectory[str]:
    try:
        return tempfile.TemporaryDirectory(prefix="audiopaper-")
    except OSError as error:
        raise _no_room(tempfile.gettempdir(), error) from error


def _no_room(folder: str | Path, error: OSError) -> PublishError:
    return PublishError(
        f"the temporary folder {folder} cannot be written: {error.strerror or error}",
        remedy="free disk space there, or point TMPDIR elsewhere",
    )


def _in_order(pool: ThreadPoolExecutor, calls: Iterator[Callable[[], _T]]) -> Iterator[_T]:
    """Run calls side by side, give their results in order, and hold few of them at once."""
    waiting: deque[Future[_T]] = deque()
    try:
        for call in calls:
            waiting.append(pool.submit(call))
            if len(waiting) > _WORKERS:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def _load(spoken: SpokenSegment, load: Callable[[str], Clip | None]) -> Clip:
    clip = load(spoken.clip_key)
    if clip is None:
        raise SynthesisError(
            f"the clip of {quote(spoken)} is no longer in the cache",
            remedy="run again: it will be spoken anew",
        )
    return clip


def _listen(
    pool: ThreadPoolExecutor,
    spoken: Sequence[SpokenSegment],
    load: Callable[[str], Clip | None],
    tell: Teller,
) -> list[Level]:
    # The clip is loaded when the call is made, and the call when its turn is near.
    calls = (partial(listen_to, one, _load(one, load)) for one in spoken)
    levels = []
    for level in _in_order(pool, calls):
        levels.append(level)
        tell("stitching", len(levels), 2 * len(spoken))
    return levels


def _encode_all(
    pool: ThreadPoolExecutor,
    pieces: Sequence[Piece],
    spoken: Sequence[SpokenSegment],
    load: Callable[[str], Clip | None],
    gains_db: Sequence[float],
    peak_dbtp: float,
    body: Path,
    tell: Teller,
) -> list[Encoded]:
    """Encode all pieces into one file; the streams themselves are not kept in memory."""

    def encode_piece(piece: Piece, gain_db: float) -> Callable[[], Encoded]:
        if piece.segment < 0:
            return lambda: _encode_sound(piece, gain_db, peak_dbtp)
        clip = _load(spoken[piece.segment], load)
        return lambda: _encode_clip(clip, piece, gain_db, peak_dbtp)

    calls = (encode_piece(p, g) for p, g in zip(pieces, gains_db, strict=True))
    made, told = [], len(spoken)
    with body.open("wb") as out:
        for piece, encoded in zip(pieces, _in_order(pool, calls), strict=True):
            try:
                out.write(encoded.stream)
                out.flush()
            except OSError as error:
                raise _no_room(body.parent, error) from error
            made.append(replace(encoded, stream=encoded.stream[:4]))
            if piece.segment >= 0:
                told += 1
                tell("stitching", told, 2 * len(spoken))
    return made


def _encode_sound(piece: Piece, gain_db: float, peak_dbtp: float) -> Encoded:
    sound = make_sound(piece.sound, RATE_HZ) * np.float32(10 ** (gain_db / 20))
    end = len(sound) + RATE_HZ * piece.pause_ms // 1000
    return _encode_samples(sound, 0, 0, end, peak_dbtp)


def _encode_clip(clip: Clip, piece: Piece, gain_db: float, peak_dbtp: float) -> Encoded:
    trimmed = trim_clip(clip)
    pause = RATE_HZ * (piece.pause_ms - _LEAD_MS - BEFORE_MS) // 1000
    if trimmed is None:
        # A row of asterisks: nothing is said, and its pause stays.
        return _encode_samples(np.zeros(0, np.float32), 0, 0, pause, peak_dbtp)
    audio, cut, behind = trimmed
    speech = resample(take_samples(audio), clip.rate_hz, RATE_HZ)
    speech *= np.float32(10 ** (gain_db / 20))
    lead = RATE_HZ * _LEAD_MS // 1000
    # The pause counts from the last sound to the first of the next piece.
    sounding = lead + len(speech) - behind * RATE_HZ // clip.rate_hz
    return _encode_samples(speech, lead, cut * RATE_HZ // clip.rate_hz, sounding + pause, peak_dbtp)


def _encode_samples(
    samples: Samples, lead: int, trimmed: int, end: int, peak_dbtp: float
) -> Encoded:
    """Encode a piece that ends about ``end``, in whole frames, its peaks under the ceiling."""
    content = -(-(lead + len(samples)) // FRAME_SAMPLES)
    # One frame more comes out than goes in; see `encode`.
    frames = max(1, content, end // FRAME_SAMPLES - 1)
    ceiling = peak_dbtp
    for _ in range(_PEAK_TRIES):
        padded = np.zeros(frames * FRAME_SAMPLES, dtype=np.float32)
        padded[lead : lead + len(samples)] = level_peaks(samples, RATE_HZ, ceiling)
        stream = encode(padded)
        peak = TruePeak()
        peak.add(decode(stream))
        excess = 20 * math.log10(max(peak.value, 1e-9)) - peak_dbtp - _OVERSHOOT_DB
        if excess <= 0:
            break
        ceiling -= excess + 0.05
    return Encoded(
        stream=stream,
        frames=count_frames(stream),
        first_sample=lead,
        trimmed_samples=trimmed,
        last_sample=lead + len(samples),
    )


def _write(
    body: Path,
    encoded: Sequence[Encoded],
    pieces: Sequence[Piece],
    spoken: Sequence[SpokenSegment],
    levels: Sequence[Level],
    items: Sequence[tuple[ItemKind, str]],
    tags: Tags,
    path: Path,
    measured: Loudness,
) -> Recording:
    frames = sum(e.frames for e in encoded)
    duration_ms = to_ms(count_samples(frames), RATE_HZ)
    chapters, cues = place(encoded, pieces, spoken, levels, items, duration_ms)
    tag = make_tag(tags, chapters, "\n".join(c.text for c in cues), duration_ms=duration_ms)
    info = make_info_frame(encoded[0].stream, frames, body.stat().st_size)
    digest, size = hashlib.sha256(), 0
    with body.open("rb") as audio, replace_file(path) as out:
        for block in (tag + info, *iter(lambda: audio.read(1 << 20), b"")):
            out.write(block)
            digest.update(block)
            size += len(block)
    return Recording(
        audio_bytes=size,
        audio_sha256=digest.hexdigest(),
        duration_ms=duration_ms,
        chapters=chapters,
        cues=cues,
        loudness_lufs=round(measured.lufs, 2),
        true_peak_dbtp=round(measured.true_peak_dbtp, 2),
    )
