"""The offline engine: espeak-ng from the espeakng-loader wheel, which is sent toned pinyin."""

from __future__ import annotations

import json
import subprocess  # noqa: TID251 - no outside program: our own worker, see `_run_worker`
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiopaper.audio.silence import trim_padding
from audiopaper.engines.base import (
    Capabilities,
    Engine,
    TransientError,
    Voice,
    has_speech,
    read_settings,
    read_voice,
    silent_clip,
)
from audiopaper.engines.espeak_phonemes import mark_phonemes
from audiopaper.engines.pinyin import Sentence, pinyin_text
from audiopaper.errors import MissingProgramError, SynthesisError
from audiopaper.model import Clip, Mark, Presenter, Segment
from audiopaper.runtime import count_cores

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NAME = "espeak"
RATE_HZ = 22_050
VOICE = "cmn-latn-pinyin"
"""The voice ``cmn`` spells unknown Han characters in English; this one takes pinyin."""

VARIANT = "rob"
"""The library's variant with narrower formants: the most intelligible of its variants."""

ENGLISH = "en-us"
"""The voice that converts English words to IPA, for engines that take phonemes."""

VOLUME = 90
"""Volume, of 100, at which the loudest sample is at half of full scale."""

REVISION = 2
"""Raised when the sound of an unchanged utterance changes, so that clips are made again."""

_WORKER = Path(__file__).with_name("espeak_worker.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class EspeakVoice:
    """A presenter's table ``[espeak]``."""

    words_per_minute: int = 170
    """Pace; the library counts a syllable as a word. 80 to 450."""

    pitch: int = 50
    """0 to 99."""

    def __post_init__(self) -> None:
        """Refuse values that the library would change without an error."""
        if not 80 <= self.words_per_minute <= 450:
            raise ValueError("words_per_minute lies between 80 and 450")
        if not 0 <= self.pitch <= 99:
            raise ValueError("pitch lies between 0 and 99")


@dataclass(frozen=True, slots=True, kw_only=True)
class EspeakSettings:
    """The table ``[engines.espeak]``."""

    workers: int = 4
    """Ignored, as it is for online engines; espeak speaks a segment on each core."""


def make_engine(presenters: Mapping[str, Presenter], settings: Mapping[str, object]) -> Engine:
    """Construct the engine; the entry point's factory."""
    read_settings(settings, NAME, EspeakSettings)
    return EspeakEngine(presenters)


class EspeakEngine:
    """espeak-ng, each segment in a fresh process."""

    name = NAME
    capabilities = Capabilities(
        offline=True, readings="pinyin", marks="sentence", max_request_bytes=0, formats=("pcm",)
    )

    def __init__(self, presenters: Mapping[str, Presenter]) -> None:
        """Take the presenters; nothing is started before the first segment."""
        self.max_concurrent = count_cores()
        self._presenters = presenters
        self._library_version = version("espeakng-loader")

    def fingerprint(self, presenter: str) -> str:
        """Return pace, pitch, volume and the versions of library and rules."""
        voice = read_voice(self._presenters, presenter, NAME, EspeakVoice)
        return (
            f"{VOICE}+{VARIANT} {voice.words_per_minute} {voice.pitch} volume {VOLUME}"
            f" loader {self._library_version} rules {REVISION}"
        )

    def utterance(self, segment: Segment) -> str:
        """Return the segment in toned pinyin."""
        return pinyin_text(segment)[0]

    def synthesise(self, segment: Segment) -> Clip:
        """Speak one segment; the same segment gives the same bytes."""
        text, sentences = pinyin_text(segment)
        if not has_speech(text):
            return silent_clip(RATE_HZ)
        voice = read_voice(self._presenters, segment.presenter, NAME, EspeakVoice)
        phonemes, sentences = mark_phonemes(text, sentences)
        rate_hz, words, pcm = _speak(phonemes, voice)
        trimmed, cut = trim_padding(pcm, rate_hz)
        if not trimmed:
            raise SynthesisError("espeak-ng made no sound", remedy="choose another engine")
        clip = Clip(pcm=trimmed, rate_hz=rate_hz)
        starts = [_find_start_ms(s, words) - round(cut * 1000 / rate_hz) for s in sentences]
        marks = _make_marks(sentences, starts, clip.length_ms)
        return Clip(pcm=trimmed, rate_hz=rate_hz, marks=marks)

    def probe(self) -> None:
        """Check that the library and its data are installed."""
        _find_library()

    def voices(self, *, refresh: bool = False) -> tuple[Voice, ...]:  # noqa: ARG002
        """Return the one Mandarin voice; presenters differ by pace and pitch."""
        return (Voice(id=VOICE, locale="zh-CN", about="machine; set words_per_minute and pitch"),)

    def close(self) -> None:
        """Do nothing: the engine holds nothing between two segments."""


def english_ipa(text: str) -> str:
    """Convert English words to American IPA, with a tie (^) between a phoneme's letters.

    Raises:
        SynthesisError: The library fails.
    """
    answer, _ = _run_worker({"voice": ENGLISH, "ipa": True, "text": text})
    return str(answer["ipa"])


def _find_library() -> tuple[str, str]:
    """Return the paths of the library and of its data."""
    try:
        import espeakng_loader

        paths = espeakng_loader.get_library_path(), espeakng_loader.get_data_path()
    except (ImportError, RuntimeError) as error:
        raise MissingProgramError(
            f"the embedded espeak-ng is incomplete: {error}",
            remedy="install it again: pip install --force-reinstall espeakng-loader",
        ) from error
    for path in paths:
        if not Path(path).exists():
            raise MissingProgramError(
                f"the embedded espeak-ng is incomplete: {Path(path).name} is missing",
                remedy="install it again: pip install --force-reinstall espeakng-loader",
            )
    return paths


def _speak(text: str, voice: EspeakVoice) -> tuple[int, list[tuple[int, int]], bytes]:
    """Return sample rate, offset and start in milliseconds of each word, and samples of a text."""
    request = {
        "voice": f"{VOICE}+{VARIANT}",
        "volume": VOLUME,
        "words_per_minute": voice.words_per_minute,
        "pitch": voice.pitch,
        "text": text,
    }
    answer, pcm = _run_worker(request)
    return answer["rate_hz"], answer["words"], pcm


def _run_worker(request: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Run a request in a new process; return its answer and its samples."""
    # Not multiprocessing: forkserver and spawn import the caller's __main__ into every worker
    # (0.3 s for the command line); this starts in 40 ms whatever __main__ is, and a crash of
    # the library ends the worker only.
    library, data = _find_library()
    request = {"library": library, "data": data, **request}
    try:
        run = subprocess.run(
            [sys.executable, "-I", "-S", str(_WORKER)],
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=30 + len(request["text"]) / 50,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TransientError("espeak-ng hangs", remedy="run the same command again") from error
    except OSError as error:
        raise SynthesisError(
            f"no process can be started: {error.strerror}",
            remedy="close other programs and run the same command again",
        ) from error
    line, _, pcm = run.stdout.partition(b"\n")
    if run.returncode or not line:
        raise TransientError(
            f"espeak-ng crashed (code {run.returncode})", remedy="run the same command again"
        )
    answer = json.loads(line)
    if "error" in answer:
        raise SynthesisError(
            f"the embedded espeak-ng fails: {answer['error']}",
            remedy="install it again: pip install --force-reinstall espeakng-loader",
        )
    return answer, pcm


def _find_start_ms(sentence: Sentence, words: Sequence[Sequence[int]]) -> int:
    return next((ms for offset, ms in words if offset >= sentence.offset), 0)


def _make_marks(
    sentences: Sequence[Sentence], starts: Sequence[int], end_ms: int
) -> tuple[Mark, ...]:
    marks = []
    end = 0
    for n, sentence in enumerate(sentences):
        start = max(end, min(starts[n], end_ms))
        end = max(start, min(starts[n + 1], end_ms)) if n + 1 < len(starts) else end_ms
        marks.append(Mark(start_ms=start, end_ms=end, text=sentence.spoken))
    return tuple(marks)
