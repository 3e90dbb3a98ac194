"""Piper: a neural voice on this machine, from the user's own voice file."""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import json
import re
import threading
from collections.abc import Mapping, Sequence
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
from audiopaper.engines.syllable_phonemes import ipa_sentences, pinyin_sentences
from audiopaper.errors import ConfigError, MissingProgramError, SynthesisError
from audiopaper.model import Clip, Mark, Presenter, Segment
from audiopaper.translations import _

if TYPE_CHECKING:
    from audiopaper.engines.syllable_phonemes import Phonemes

NAME = "piper"
SILENT_RATE_HZ = 22_050

PEAK = 0.7
"""Peak of each segment, full scale at 1; the models' own level differs by voice."""

REVISION = 1
"""Raised when the sound of an unchanged utterance changes here."""

_BEGIN, _END, _PAD = "^", "$", "_"

_ESPEAK = threading.Lock()
"""Held while the package's espeak-ng is used, which has global state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PiperVoiceTable:
    """A presenter's table ``[piper]``."""

    voice: str
    """The voice file, ``….onnx``, with its settings beside it in ``….onnx.json``."""

    speaker: int = 0
    """Number of the speaker, for files with several."""

    length_scale: float = 1.0
    """Pace: above 1 is slower."""

    noise_scale: float = -1.0
    """Variation of the voice, 0 to 2; below 0 the file's own."""

    noise_w: float = -1.0
    """Variation of the rhythm, likewise."""

    def __post_init__(self) -> None:
        """Refuse values that no voice accepts."""
        if not self.voice.endswith(".onnx"):
            raise ValueError(_("voice must be the path of a voice file, ending in .onnx"))
        if not 0.3 <= self.length_scale <= 3:
            raise ValueError(_("length_scale must lie between 0.3 and 3"))
        if self.speaker < 0:
            raise ValueError(_("speaker must be a number from 0"))
        if max(self.noise_scale, self.noise_w) > 2:
            raise ValueError(_("noise_scale and noise_w must be no higher than 2"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PiperSettings:
    """The table ``[engines.piper]``."""

    workers: int = 4
    """Ignored, as it is for online engines; piper speaks one segment at a time, on all cores."""

    folder: str = ""
    """Folder of the voice files; empty for the working directory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _VoiceFile:
    path: Path
    kind: str
    """``pinyin`` or ``espeak``: how its phonemes are written."""

    ids: Mapping[str, Sequence[int]]
    digest: str


def make_engine(presenters: Mapping[str, Presenter], settings: Mapping[str, object]) -> Engine:
    """Construct the engine; the entry point's factory.

    Raises:
        MissingProgramError: The package piper-tts is not installed.
    """
    # First, so that a mistake in the table is named where the package is missing, too.
    own = read_settings(settings, NAME, PiperSettings)
    if importlib.util.find_spec("piper") is None:
        raise MissingProgramError(
            _("the engine 'piper' needs the package piper-tts"),
            remedy=_('install it: pip install "audiopaper[piper]"'),
        )
    return PiperEngine(presenters, own)


class PiperEngine:
    """Piper voices, which are sent phonemes of our readings; nothing is downloaded."""

    name = NAME
    max_concurrent = 1
    capabilities = Capabilities(offline=True, readings="phonemes", marks="sentence")

    def __init__(self, presenters: Mapping[str, Presenter], settings: PiperSettings) -> None:
        """Take the settings; a voice is loaded for its first segment."""
        self._presenters = presenters
        self._folder = Path(settings.folder)
        self._loaded: dict[Path, Any] = {}
        self._lock = threading.Lock()

    def fingerprint(self, presenter: str) -> str:
        """Return the voice file's content, speaker, pace, and the package's version."""
        v = self._voice(presenter)
        file = _read_file(self._folder / v.voice)
        scales = f"{v.length_scale} {v.noise_scale} {v.noise_w}"
        return f"{file.digest} {v.speaker} {scales} piper-tts {version('piper-tts')} {REVISION}"

    def utterance(self, segment: Segment) -> str:
        """Return the segment in the voice's phonemes, a sentence a line."""
        file = _read_file(self._folder / self._voice(segment.presenter).voice)
        return "\n".join(_spell(file, sentence) for sentence in _sentences(file, segment))

    def synthesise(self, segment: Segment) -> Clip:
        """Speak one segment, a sentence at a time."""
        table = self._voice(segment.presenter)
        file = _read_file(self._folder / table.voice)
        sentences = _sentences(file, segment)
        if not sentences:
            return silent_clip(SILENT_RATE_HZ)
        model = self._model(file)
        waves = [_speak(model, _ids(file, sentence), table) for sentence in sentences]
        peak = max(float(np.abs(wave).max(initial=0)) for wave in waves)
        if not np.isfinite(peak) or peak < 1e-6:
            raise SynthesisError(
                _(
                    "{name} made no sound of “{printed}”",
                    name=file.path.name,
                    printed=segment.printed[:16],
                ),
                remedy=_("choose another voice file"),
            )
        clips = []
        for sentence, wave in zip(sentences, waves, strict=True):
            pcm = np.rint(wave * (PEAK / peak * 32767)).astype("<i2").tobytes()
            clips.append((sentence.spoken, _clip(pcm, model.config.sample_rate, sentence.spoken)))
        return join_clips(clips)

    def probe(self) -> None:
        """Check that the presenters' voice files can be loaded."""
        for name in sorted(self._presenters):
            if NAME in self._presenters[name].engines:
                self._model(_read_file(self._folder / self._voice(name).voice))

    def voices(self, *, refresh: bool = False) -> tuple[Voice, ...]:  # noqa: ARG002
        """Return the voice files in the configured folder."""
        if self._folder == Path():
            return ()
        return tuple(
            Voice(id=path.stem, locale="", about=path.name, table={"voice": path.name})
            for path in sorted(self._folder.glob("*.onnx"))
        )

    def close(self) -> None:
        """Unload the voices."""
        self._loaded.clear()

    def _voice(self, presenter: str) -> PiperVoiceTable:
        return read_voice(self._presenters, presenter, NAME, PiperVoiceTable)

    def _model(self, file: _VoiceFile) -> Any:
        from piper import PiperVoice

        with self._lock:
            if file.path not in self._loaded:
                try:
                    self._loaded[file.path] = PiperVoice.load(file.path)
                except Exception as error:
                    # onnxruntime raises classes of its own that have no common parent.
                    raise ConfigError(
                        _("{file_path} cannot be loaded as a voice", file_path=file.path),
                        remedy=_("fetch the file again, with the .onnx.json beside it"),
                    ) from error
            return self._loaded[file.path]


def _read_file(path: Path) -> _VoiceFile:
    try:
        settings = path.with_name(f"{path.name}.json").stat()
        model = path.stat()
    except OSError as error:
        raise ConfigError(
            _("the voice file {path} or its {path_2}.json is missing", path=path, path_2=path.name),
            remedy=_("put both into [engines.piper] folder; see: audiopaper guide engines"),
        ) from error
    return _parse_file(path, model.st_mtime_ns, settings.st_mtime_ns)


@functools.lru_cache(maxsize=16)
def _parse_file(path: Path, _model_ns: int, _settings_ns: int) -> _VoiceFile:
    about = path.with_name(f"{path.name}.json")
    try:
        text = about.read_bytes()
        settings = json.loads(text)
        kind, ids = settings.get("phoneme_type", "espeak"), settings["phoneme_id_map"]
        known = set(ids)
        digest = hashlib.sha256(text + path.read_bytes()).hexdigest()[:32]
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise ConfigError(
            _("{about} does not describe a piper voice", about=about),
            remedy=_("fetch it again with its voice file"),
        ) from error
    if kind not in ("pinyin", "espeak") or not {_BEGIN, _END, _PAD} <= known:
        raise ConfigError(
            _(
                "{path} takes phonemes of the type {kind!r}, not Mandarin ones",
                path=path.name,
                kind=kind,
            ),
            remedy=_("take a Chinese voice, of the type pinyin or espeak"),
        )
    return _VoiceFile(path=path, kind=kind, ids=ids, digest=digest)


def _sentences(file: _VoiceFile, segment: Segment) -> tuple[Phonemes, ...]:
    if file.kind == "pinyin":
        return pinyin_sentences(segment)
    return ipa_sentences(segment, _ipa)


def _spell(file: _VoiceFile, sentence: Phonemes) -> str:
    """Return a sentence's phonemes as text, for the cache key."""
    if file.kind == "pinyin":
        return " ".join(p for group in sentence.groups for p in group)
    return f"[[{''.join(p for group in sentence.groups for p in group)}]]"


def _ids(file: _VoiceFile, sentence: Phonemes) -> list[int]:
    """Return the numbers of a sentence's phonemes.

    Source:
        piper-tts 1.8: ``phonemize_chinese.phonemes_to_ids`` pads behind each syllable and mark,
        ``phoneme_ids.phonemes_to_ids`` behind each phoneme. Both skip what the voice does not
        know; here that is an error, since a skipped syllable would be a hole.
    """
    pinyin = file.kind == "pinyin"
    ids = list(file.ids[_BEGIN]) + ([] if pinyin else list(file.ids[_PAD]))
    for group in sentence.groups:
        for phoneme in group:
            if phoneme not in file.ids:
                raise SynthesisError(
                    _(
                        "{name} has no phoneme {phoneme!r}, which “{spoken}” needs",
                        name=file.path.name,
                        phoneme=phoneme,
                        spoken=sentence.spoken[:16],
                    ),
                    remedy=_("write it otherwise in the rundown, or choose another voice"),
                )
            ids += file.ids[phoneme]
            ids += [] if pinyin else file.ids[_PAD]
        ids += file.ids[_PAD] if pinyin else []
    return ids + list(file.ids[_END])


def _ipa(pinyin: str) -> str:
    """Convert toned pinyin to IPA by espeak-ng, as piper's voices were trained on it."""
    with _ESPEAK:
        phonemizer = _phonemizer()
        sentences = phonemizer.phonemize("cmn-latn-pinyin", pinyin)
    return re.sub(r"[.?!,;:]+\s*$", "", "".join("".join(s) for s in sentences)).strip()


@functools.lru_cache(maxsize=1)
def _phonemizer() -> Any:
    from piper.phonemize_espeak import EspeakPhonemizer

    return EspeakPhonemizer()


def _speak(model: Any, ids: Sequence[int], table: PiperVoiceTable) -> np.ndarray[Any, Any]:
    from piper import SynthesisConfig

    several = model.config.num_speakers > 1
    if table.speaker >= max(1, model.config.num_speakers):
        raise ConfigError(
            _(
                "the voice {voice} has {num_speakers} speakers and no number {speaker}",
                voice=table.voice,
                num_speakers=model.config.num_speakers,
                speaker=table.speaker,
            ),
            remedy=_("correct speaker in the presenter's table [piper]"),
        )
    settings = SynthesisConfig(
        speaker_id=table.speaker if several else None,
        length_scale=model.config.length_scale * table.length_scale,
        noise_scale=table.noise_scale if table.noise_scale >= 0 else None,
        noise_w_scale=table.noise_w if table.noise_w >= 0 else None,
    )
    try:
        wave = model.phoneme_ids_to_audio(list(ids), settings)
    except Exception as error:
        # As above: what onnxruntime raises has no common parent.
        raise SynthesisError(
            _("the voice {voice} fails ({name})", voice=table.voice, name=type(error).__name__),
            remedy=_("choose another voice file, or another engine"),
        ) from error
    return np.atleast_1d(np.asarray(wave, dtype=np.float64))


def _clip(pcm: bytes, rate_hz: int, spoken: str) -> Clip:
    trimmed, _ = trim_padding(pcm, rate_hz)
    whole = Clip(pcm=trimmed, rate_hz=rate_hz)
    mark = Mark(start_ms=0, end_ms=whole.length_ms, text=spoken)
    return Clip(pcm=trimmed, rate_hz=rate_hz, marks=(mark,))
