"""Single clips outside an episode: a text spoken once, a sample of each voice."""

from __future__ import annotations

import re
import tempfile
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import lameenc

from audiopaper.config import load_presenters, voices_folder
from audiopaper.engines.base import ServiceRefusedError, Voice, has_speech
from audiopaper.errors import InputError, SynthesisError
from audiopaper.files import write_file
from audiopaper.intake import normalise_text
from audiopaper.model import Presenter, Segment
from audiopaper.pipeline.engine_choice import configured_engine, speak_segments
from audiopaper.pipeline.lexicon_entries import show_lexicon
from audiopaper.pipeline.number_overrides import mark_segment
from audiopaper.pipeline.text import settle_readings
from audiopaper.runtime import tell_nobody
from audiopaper.show.folder import show_folder
from audiopaper.store.clip_store import ClipCache
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from audiopaper.config import Config
    from audiopaper.lexicon import Entry
    from audiopaper.model import Clip
    from audiopaper.runtime import ProgressCallback
    from audiopaper.show.folder import ShowFolder

BIT_RATE_KBPS = 64
"""Bit rate of a clip's MP3, which is mono at the engine's own rate, mostly 22 or 24 kHz."""

CLIP_TRIES = 3
"""Tries for a clip that somebody waits for; an episode is tried for some minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenText:
    """A text that was spoken."""

    segment: Segment
    """The text with its readings."""

    engine: str
    """The engine that spoke it."""

    length_ms: int
    """Length of the clip."""

    warnings: tuple[str, ...] = ()
    """Warnings, of a change of engine for instance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedVoice:
    """A voice of an engine, and its use in the show."""

    voice: Voice
    """The voice as the engine lists it."""

    presenters: tuple[str, ...] = ()
    """The presenters that use it."""

    sample: Path | None = None
    """The file with its sample; None if there is none."""

    problem: str = ""
    """Why there is no sample although one was asked for; else empty."""


def say_text(
    text: str, path: Path, *, presenter: str, engine: str, config: Config, tell: ProgressCallback
) -> SpokenText:
    """Speak a text as an episode would, and write it as an MP3.

    Args:
        text: The text, with at least one letter, digit or Han character.
        path: The MP3 to write.
        presenter: The presenter; empty for the show's anchor.
        engine: The engine; empty for the configured one.
        config: The configuration in force.
        tell: Called with the progress.

    Raises:
        InputError: The text has nothing that can be spoken.
        ConfigError: There is no such presenter or engine.
        SynthesisError: It could not be spoken.
        PublishError: The file cannot be written.
    """
    spoken, mp3 = speak_text(text, presenter=presenter, engine=engine, config=config, tell=tell)
    write_file(path, mp3)
    return spoken


def speak_text(
    text: str,
    *,
    presenter: str,
    engine: str,
    config: Config,
    tell: ProgressCallback,
    tried: Entry | None = None,
) -> tuple[SpokenText, bytes]:
    """Speak a text as an episode would.

    Args:
        text: The text, with at least one letter, digit or Han character.
        presenter: The presenter; empty for the show's anchor.
        engine: The engine; empty for the configured one.
        config: The configuration in force.
        tell: Called with the progress.
        tried: A lexicon entry for this call only, in place of the entry for the same text.

    Returns:
        The spoken text, and its MP3.

    Raises:
        InputError: The text has nothing that can be spoken.
        ConfigError: There is no such presenter or engine.
        SynthesisError: It could not be spoken.
    """
    text, name = normalise_text(text), engine or config.engine
    _refuse_nothing(text)
    presenters = load_presenters(voices_folder(config))
    lexicon = show_lexicon(config)
    if tried is not None:
        others = (entry for entry in lexicon.entries if entry.key != tried.key)
        lexicon = replace(lexicon, entries=(tried, *others))
    printed = mark_segment(text, presenter or config.presenters.anchor)
    (segment,) = settle_readings([printed], lexicon)
    with _cache(show_folder(config)) as cache:
        (spoken,), warnings = speak_segments(
            [segment], name, _with_few_tries(config), presenters, cache, tell, keeps_tables=True
        )
        clip = _loaded(cache, spoken.clip_key)
    result = SpokenText(
        segment=segment,
        engine=spoken.engine,
        length_ms=clip.length_ms,
        warnings=tuple(warnings),
    )
    return result, encode_clip(clip)


def list_voices(
    name: str, config: Config, *, locale: str, refresh: bool
) -> tuple[OfferedVoice, ...]:
    """List the voices of an engine and the presenters that use them.

    Args:
        name: The engine.
        config: The configuration in force.
        locale: A language, or a language and a region; only its voices are listed. Empty for all.
        refresh: Whether to ask the service rather than to use a saved list.

    Returns:
        The voices by name. If an engine cannot list its voices, those of the presenters.

    Raises:
        ConfigError: There is no such engine.
        SynthesisError: The service did not answer.
    """
    presenters = load_presenters(voices_folder(config))
    with closing(configured_engine(name, config, presenters)) as engine:
        voices = engine.voices(refresh=refresh)
    tables = {p.name: p.engines[name] for p in presenters.values() if name in p.engines}
    if not voices:
        voices = tuple(
            Voice(id=who, locale="", about=_("as the presenter's file says"), table=table)
            for who, table in tables.items()
        )
    return tuple(
        OfferedVoice(
            voice=voice,
            presenters=tuple(who for who, table in tables.items() if _has(table, voice)),
        )
        for voice in voices
        if not voice.locale or f"{voice.locale}-".lower().startswith(_prefix(locale))
    )


def sample_voices(
    offered: Sequence[OfferedVoice], name: str, text: str, folder: Path, *, config: Config
) -> tuple[OfferedVoice, ...]:
    """Speak a text by each voice, each into its own MP3.

    Args:
        offered: The voices.
        name: Their engine.
        text: The text.
        folder: The folder of the files, which are named by their voices.
        config: The configuration in force.

    Returns:
        The voices with their samples, or with the reason why there is none.

    Raises:
        InputError: The text has nothing that can be spoken.
        SynthesisError: The engine cannot be used now, or no voice could speak.
        PublishError: A file cannot be written.
    """
    _refuse_nothing(text)
    with closing(configured_engine(name, config, load_presenters(voices_folder(config)))) as engine:
        engine.probe()
    lexicon = show_lexicon(config)
    (segment,) = settle_readings([Segment(item=0, presenter="sample", printed=text)], lexicon)
    # No second engine: the samples are for listening to this one.
    config = _with_few_tries(config)
    config = replace(config, speech=replace(config.speech, fallback="none"))
    sampled: list[OfferedVoice] = []
    last: SynthesisError | None = None
    with _cache(show_folder(config)) as cache:
        for offer in offered:
            try:
                clip_key = _speak_sample(segment, offer.voice, name, config, cache)
            except ServiceRefusedError:
                raise
            except SynthesisError as error:
                last = error
                sampled.append(replace(offer, problem=error.problem))
                continue
            path = folder / f"{re.sub(r'[^A-Za-z0-9._-]+', '-', offer.voice.id)}.mp3"
            write_file(path, encode_clip(_loaded(cache, clip_key)))
            sampled.append(replace(offer, sample=path))
    if last is not None and not any(offer.sample for offer in sampled):
        raise last
    return tuple(sampled)


def _speak_sample(
    segment: Segment, voice: Voice, name: str, config: Config, cache: ClipCache
) -> str:
    """Speak a segment by a voice of the engine ``name``, and return the key of the clip."""
    presenter = Presenter(
        name="sample",
        display_name=voice.id,
        chars_per_minute=270,
        engines={name: voice.table},
    )
    (spoken,), _ = speak_segments(
        [segment], name, config, {"sample": presenter}, cache, tell_nobody, keeps_tables=True
    )
    return spoken.clip_key


def encode_clip(clip: Clip) -> bytes:
    """Encode a clip as an MP3 at the clip's rate."""
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(BIT_RATE_KBPS)
    encoder.set_in_sample_rate(clip.rate_hz)
    encoder.set_channels(1)
    return bytes(encoder.encode(clip.pcm)) + bytes(encoder.flush())


def _with_few_tries(config: Config) -> Config:
    tries = min(CLIP_TRIES, config.speech.tries)
    return replace(config, speech=replace(config.speech, tries=tries))


def _refuse_nothing(text: str) -> None:
    if not has_speech(text):
        raise InputError(
            _("there is nothing to say in that text"), remedy=_("give a word or a name")
        )


def _has(table: Mapping[str, str | int | float], voice: Voice) -> bool:
    return all(table.get(key) == value for key, value in voice.table.items())


def _prefix(locale: str) -> str:
    return f"{locale}-".lower() if locale else ""


def _loaded(cache: ClipCache, key: str) -> Clip:
    clip = cache.load(key)
    if clip is None:
        raise SynthesisError(
            _("the new clip is no longer in the cache"), remedy=_("run the same command again")
        )
    return clip


@contextmanager
def _cache(show: ShowFolder) -> Iterator[ClipCache]:
    """The show's cache of clips; a temporary one if there is no show, so that none is created."""
    if show.output.is_dir():
        yield ClipCache(show.clips)
        return
    with tempfile.TemporaryDirectory() as folder:
        yield ClipCache(Path(folder))
