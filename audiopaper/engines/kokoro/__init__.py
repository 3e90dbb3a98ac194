"""Kokoro-82M: a neural voice on this machine, which is sent phonemes of our readings."""

from __future__ import annotations

import functools
import threading
import weakref
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from audiopaper.audio.silence import trim_padding
from audiopaper.engines.base import (
    Capabilities,
    Engine,
    Voice,
    read_settings,
    read_voice,
    silent_clip,
)
from audiopaper.engines.chunks import join_clips
from audiopaper.engines.kokoro.model import find_model, load_model, run_model
from audiopaper.engines.kokoro.phonemes import NUMBERS, PAD, cut_words, read_sentences
from audiopaper.errors import SynthesisError
from audiopaper.model import Clip, Mark, Presenter, Segment
from audiopaper.runtime import count_cores
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audiopaper.engines.kokoro.phonemes import Phonemes

NAME = "kokoro"
RATE_HZ = 24_000

GAIN = 0.7
"""Factor for all samples; without it, the loudest voices exceed full scale."""

MAX_PEAK = 0.95
"""Share of full scale to which a louder piece is reduced."""

REVISION = 2
"""Raised when the sound of an unchanged utterance changes here."""

MAX_REQUESTS = 2
"""Concurrent requests, each of some 150 MB. A request on two cores takes half as much processor
time again as on one core, since each core packs the same matrices for itself."""

_VOICES = Path(__file__).with_name("voices")

VOICES: Mapping[str, tuple[str, str]] = {
    "zf_xiaobei": ("Female", "240 Hz, 260 characters a minute"),
    "zf_xiaoni": ("Female", "220 Hz, 300 characters a minute"),
    "zf_xiaoxiao": ("Female", "240 Hz, 310 characters a minute"),
    "zf_xiaoyi": ("Female", "300 Hz, 320 characters a minute"),
    "zm_yunjian": ("Male", "130 Hz, 310 characters a minute"),
    "zm_yunxi": ("Male", "170 Hz, 330 characters a minute"),
    "zm_yunxia": ("Male", "300 Hz, 300 characters a minute"),
    "zm_yunyang": ("Male", "130 Hz, 330 characters a minute"),
}
"""Sex of each voice; its median pitch and pace in two sentences, rounded to tens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KokoroVoice:
    """A presenter's table ``[kokoro]``."""

    voice: str
    """One of `VOICES`."""

    speed: float = 1.0
    """Pace, 0.5 to 2; above 1 is faster."""

    def __post_init__(self) -> None:
        """Refuse an unknown voice and a pace out of range."""
        if self.voice not in VOICES:
            raise ValueError(_("voice must be one of {voices}", voices=", ".join(VOICES)))
        if not 0.5 <= self.speed <= 2:
            raise ValueError(_("speed must lie between 0.5 and 2"))


@dataclass(frozen=True, slots=True, kw_only=True)
class KokoroSettings:
    """The table ``[engines.kokoro]``."""

    workers: int = 4
    """Concurrent segments, two at most; with 1, each segment uses all cores."""

    folder: str = ""
    """Folder of the user's own release file; empty for the model of the installed packages."""


def make_engine(presenters: Mapping[str, Presenter], settings: Mapping[str, object]) -> Engine:
    """Construct the engine; the entry point's factory.

    Raises:
        MissingProgramError: onnxruntime or the model is not installed.
        ConfigError: The configured folder holds no model.
    """
    return KokoroEngine(presenters, read_settings(settings, NAME, KokoroSettings))


_sessions_lock = threading.Lock()
_sessions: weakref.WeakValueDictionary[tuple[str, int], Any] = weakref.WeakValueDictionary()
"""The models of the open engines, by content and number of threads."""


class KokoroEngine:
    """Kokoro's Mandarin voices; nothing is downloaded."""

    name = NAME
    capabilities = Capabilities(
        offline=True,
        readings="phonemes",
        marks="sentence",
        large=True,
    )

    def __init__(self, presenters: Mapping[str, Presenter], settings: KokoroSettings) -> None:
        """Find the model; it is loaded for the first segment."""
        self._presenters = presenters
        self._file = find_model(settings.folder)
        self.max_concurrent = min(count_cores(), MAX_REQUESTS, max(1, settings.workers))
        self._threads = count_cores() // self.max_concurrent
        self._loaded: Any = None

    def fingerprint(self, presenter: str) -> str:
        """Return the model's content, voice, pace, and the runtime's version."""
        voice = self._voice(presenter)
        runtime = f"onnxruntime {version('onnxruntime')}"
        return f"{self._file.digest[:32]} {voice.voice} {voice.speed} {runtime} {REVISION}"

    def utterance(self, segment: Segment) -> str:
        """Return the segment in the model's phonemes, a sentence a line."""
        return "\n".join(" ".join(sentence.words) for sentence in read_sentences(segment))

    def synthesise(self, segment: Segment) -> Clip:
        """Speak one segment, a sentence at a time."""
        voice = self._voice(segment.presenter)
        sentences = read_sentences(segment)
        if not sentences:
            return silent_clip(RATE_HZ)
        return join_clips([(sentence.spoken, self._say(sentence, voice)) for sentence in sentences])

    def probe(self) -> None:
        """Check that the model can be loaded."""
        self._model()

    def voices(self, *, refresh: bool = False) -> tuple[Voice, ...]:  # noqa: ARG002
        """Return the Mandarin voices that come with this program."""
        return tuple(
            Voice(id=name, locale="zh-CN", gender=sex, about=about, table={"voice": name})
            for name, (sex, about) in VOICES.items()
        )

    def close(self) -> None:
        """Release the model."""
        self._loaded = None

    def _voice(self, presenter: str) -> KokoroVoice:
        return read_voice(self._presenters, presenter, NAME, KokoroVoice)

    def _model(self) -> Any:
        with _sessions_lock:
            if self._loaded is None:
                key = (self._file.digest, self._threads)
                # The model of another open engine is shared.
                self._loaded = _sessions.get(key) or load_model(self._file, self._threads)
                _sessions[key] = self._loaded
            return self._loaded

    def _say(self, sentence: Phonemes, voice: KokoroVoice) -> Clip:
        pieces = [" ".join(words) for words in cut_words(sentence.words)]
        whole = join_clips([(piece, self._clip(piece, voice)) for piece in pieces])
        mark = Mark(start_ms=0, end_ms=whole.length_ms, text=sentence.spoken)
        return Clip(pcm=whole.pcm, rate_hz=RATE_HZ, marks=(mark,))

    def _clip(self, piece: str, voice: KokoroVoice) -> Clip:
        numbers = [NUMBERS[symbol] for symbol in piece]
        style = _table(voice.voice)[min(len(numbers), 510) - 1]
        wave = GAIN * run_model(self._model(), [PAD, *numbers, PAD], style, voice.speed)
        peak = float(np.abs(wave).max(initial=0))
        if not np.isfinite(peak) or peak < 1e-6:
            raise SynthesisError(_("Kokoro made no sound"), remedy=_("choose another engine"))
        wave *= min(1.0, MAX_PEAK / peak) * 32767
        pcm, _trimmed = trim_padding(np.rint(wave).astype("<i2").tobytes(), RATE_HZ)
        return Clip(pcm=pcm, rate_hz=RATE_HZ)


@functools.lru_cache(maxsize=len(VOICES))
def _table(voice: str) -> np.ndarray[Any, Any]:
    """Return a voice's style vectors, by number of symbols; shape ``(510, 256)``."""
    return np.asarray(np.load(_VOICES / f"{voice}.npy"), np.float32)
