"""The offline engine: espeak-ng from the espeakng-loader wheel, which is sent toned pinyin."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import TYPE_CHECKING

from audiopaper.audio.silence import trim_padding
from audiopaper.engines.base import (
    Capabilities,
    Engine,
    Voice,
    has_speech,
    read_settings,
    read_voice,
    silent_clip,
)
from audiopaper.engines.espeak_phonemes import mark_phonemes
from audiopaper.engines.espeak_processes import EspeakProcesses, find_library
from audiopaper.engines.pinyin import pinyin_text
from audiopaper.errors import SynthesisError
from audiopaper.model import Clip, Mark, Presenter, Segment
from audiopaper.runtime import count_cores
from audiopaper.translations import _

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
            raise ValueError(_("words_per_minute must lie between 80 and 450"))
        if not 0 <= self.pitch <= 99:
            raise ValueError(_("pitch must lie between 0 and 99"))


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
    """espeak-ng, each segment in a process of its own."""

    name = NAME
    capabilities = Capabilities(offline=True, readings="pinyin", marks="word")

    def __init__(self, presenters: Mapping[str, Presenter]) -> None:
        """Take the presenters; nothing is started before the first segment."""
        # Two more than there are cores: a clip is forced to the disk, and another waits for its
        # turn at arrays (`array_turns`), while others are spoken and encoded. With one more, speech
        # and encoding take a thirtieth longer.
        self.max_concurrent = count_cores() + 2
        self._presenters = presenters
        self._library_version = version("espeakng-loader")
        self._processes = EspeakProcesses()

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
        rate_hz, spoken, pcm = _speak(self._processes, phonemes, voice)
        trimmed, cut = trim_padding(pcm, rate_hz)
        if not trimmed:
            raise SynthesisError(_("espeak-ng made no sound"), remedy=_("choose another engine"))
        clip = Clip(pcm=trimmed, rate_hz=rate_hz)
        cut_ms = round(cut * 1000 / rate_hz)

        def mark(parts: Sequence[tuple[str, int]]) -> tuple[Mark, ...]:
            starts = [_find_start_ms(offset, spoken) - cut_ms for _, offset in parts]
            return _make_marks([text for text, _ in parts], starts, clip.length_ms)

        return replace(
            clip,
            marks=mark([(s.spoken, s.offset) for s in sentences]),
            words=mark([word for s in sentences for word in s.words]),
        )

    def probe(self) -> None:
        """Check that the library and its data are installed."""
        find_library()

    def voices(self, *, refresh: bool = False) -> tuple[Voice, ...]:  # noqa: ARG002
        """Return the one Mandarin voice; presenters differ by pace and pitch."""
        return (
            Voice(id=VOICE, locale="zh-CN", about=_("machine; set words_per_minute and pitch")),
        )

    def close(self) -> None:
        """End the processes that wait for a segment."""
        self._processes.close()


def english_ipa(text: str) -> str:
    """Convert English words to American IPA, with a tie (^) between a phoneme's letters.

    Raises:
        SynthesisError: The library fails.
    """
    with contextlib.closing(EspeakProcesses()) as processes:
        answer, _ = processes.ask({"voice": ENGLISH, "ipa": True, "text": text})
    return str(answer["ipa"])


def _speak(
    processes: EspeakProcesses, text: str, voice: EspeakVoice
) -> tuple[int, list[tuple[int, int]], bytes]:
    """Return sample rate, offset and start in milliseconds of each word, and samples of a text."""
    request = {
        "voice": f"{VOICE}+{VARIANT}",
        "volume": VOLUME,
        "words_per_minute": voice.words_per_minute,
        "pitch": voice.pitch,
        "text": text,
    }
    answer, pcm = processes.ask(request)
    return answer["rate_hz"], answer["words"], pcm


def _find_start_ms(offset: int, spoken: Sequence[Sequence[int]]) -> int:
    return next((ms for other, ms in spoken if other >= offset), 0)


def _make_marks(texts: Sequence[str], starts: Sequence[int], end_ms: int) -> tuple[Mark, ...]:
    """Make a mark of each text; it ends where the next begins."""
    marks = []
    end = 0
    for n, text in enumerate(texts):
        start = max(end, min(starts[n], end_ms))
        end = max(start, min(starts[n + 1], end_ms)) if n + 1 < len(starts) else end_ms
        marks.append(Mark(start_ms=start, end_ms=end, text=text))
    return tuple(marks)
