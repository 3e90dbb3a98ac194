"""Single clips: a text said once, a sample of each voice."""

from __future__ import annotations

import re
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import lameenc

from audiopaper.config import load_presenters, output_folder, voices_folder
from audiopaper.engines.base import ServiceRefusedError, Voice, has_speech
from audiopaper.errors import InputError, SynthesisError
from audiopaper.files import write_file
from audiopaper.intake import normalise_text
from audiopaper.model import Presenter, Segment
from audiopaper.pipeline.engine_choice import settled_engine, speak_segments
from audiopaper.pipeline.lexicon_entries import show_lexicon
from audiopaper.pipeline.number_overrides import mark_segment
from audiopaper.pipeline.text import settle_readings
from audiopaper.runtime import tell_nobody
from audiopaper.store.clip_store import ClipCache

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from audiopaper.config import Config
    from audiopaper.lexicon import Entry
    from audiopaper.model import Clip
    from audiopaper.runtime import ProgressCallback

BIT_RATE_KBPS = 64
"""Of a clip's MP3: mono at the engine's own rate, 22 or 24 kHz mostly."""


SAMPLE_TRIES = 3
"""For a sample of a voice; another voice may do better sooner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidText:
    """A text that was said."""

    segment: Segment
    """With its readings."""

    engine: str
    """Who said it."""

    length_ms: int
    """Length of the clip."""

    warnings: tuple[str, ...] = ()
    """That another engine had to help out, for instance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedVoice:
    """A voice of an engine, and what this show does with it."""

    voice: Voice
    """As the engine tells it."""

    presenters: tuple[str, ...] = ()
    """The presenters that have it."""

    sample: Path | None = None
    """Where its sample was written."""

    problem: str = ""
    """Why it has none, where one was asked for."""


def say_text(
    text: str, path: Path, *, presenter: str, engine: str, config: Config, tell: ProgressCallback
) -> SaidText:
    """Say one text, as the episode would, into an MP3.

    Args:
        text: What to say, at least one letter, digit or Han character of it.
        path: The MP3 to write.
        presenter: Who says it; empty for the show's anchor.
        engine: Empty for the configured one.
        config: The configuration in force.
        tell: Told of the progress.

    Raises:
        InputError: There is nothing in the text to say.
        ConfigError: There is no such presenter or engine.
        SynthesisError: It could not be spoken.
        PublishError: The file cannot be written.
    """
    said, mp3 = speak_text(text, presenter=presenter, engine=engine, config=config, tell=tell)
    write_file(path, mp3)
    return said


def speak_text(
    text: str,
    *,
    presenter: str,
    engine: str,
    config: Config,
    tell: ProgressCallback,
    tried: Entry | None = None,
) -> tuple[SaidText, bytes]:
    """Say one text, as the episode would.

    Args:
        text: What to say, at least one letter, digit or Han character of it.
        presenter: Who says it; empty for the show's anchor.
        engine: Empty for the configured one.
        config: The configuration in force.
        tell: Told of the progress.
        tried: A lexicon entry that holds for this once, in place of one for the same text.

    Returns:
        What was said, and its MP3.

    Raises:
        InputError: There is nothing in the text to say.
        ConfigError: There is no such presenter or engine.
        SynthesisError: It could not be spoken.
    """
    text = normalise_text(text)
    _refuse_nothing(text)
    presenters = load_presenters(voices_folder(config))
    lexicon = show_lexicon(config)
    if tried is not None:
        others = (entry for entry in lexicon.entries if entry.key != tried.key)
        lexicon = replace(lexicon, entries=(tried, *others))
    printed = mark_segment(text, presenter or config.presenters.anchor)
    (segment,) = settle_readings([printed], lexicon)
    with _cache(config) as cache:
        (spoken,), warnings = speak_segments(
            [segment], engine or config.engine, config, presenters, cache, tell
        )
        clip = _loaded(cache, spoken.clip_key)
    said = SaidText(
        segment=segment,
        engine=spoken.engine,
        length_ms=clip.length_ms,
        warnings=tuple(warnings),
    )
    return said, encode_clip(clip)


def list_voices(
    name: str, config: Config, *, locale: str, refresh: bool
) -> tuple[OfferedVoice, ...]:
    """The voices of an engine, and who has them.

    Args:
        name: The engine.
        config: The configuration in force.
        locale: Only voices of this language or region and what lies in it; empty for all.
        refresh: Whether the service is asked.

    Returns:
        By name. Where an engine cannot tell its voices, those that presenters have.

    Raises:
        ConfigError: There is no such engine.
        SynthesisError: The service was asked and did not tell.
    """
    presenters = load_presenters(voices_folder(config))
    engine = settled_engine(name, config, presenters)
    try:
        voices = engine.voices(refresh=refresh)
    finally:
        engine.close()
    tables = {p.name: p.engines[name] for p in presenters.values() if name in p.engines}
    if not voices:
        voices = tuple(
            Voice(id=who, locale="", about="as the presenter's file says", table=table)
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
    """Have each voice say a text into an MP3 of its own.

    Args:
        offered: The voices.
        name: Their engine.
        text: What they say.
        folder: Where the files go, each named for its voice.
        config: The configuration in force.

    Returns:
        The voices with their samples; one that could not speak says why.

    Raises:
        InputError: There is nothing in the text to say.
        SynthesisError: The engine cannot be used now, or no voice could speak.
        PublishError: A file cannot be written.
    """
    _refuse_nothing(text)
    engine = settled_engine(name, config, load_presenters(voices_folder(config)))
    try:
        engine.probe()
    finally:
        engine.close()
    lexicon = show_lexicon(config)
    (segment,) = settle_readings([Segment(item=0, presenter="sample", printed=text)], lexicon)
    # One voice after another, and no second engine: it is this one that is listened to.
    speech = replace(config.speech, fallback="none", tries=min(SAMPLE_TRIES, config.speech.tries))
    config = replace(config, speech=speech)
    done: list[OfferedVoice] = []
    last: SynthesisError | None = None
    with _cache(config) as cache:
        for one in offered:
            presenter = Presenter(
                name="sample",
                display_name=one.voice.id,
                chars_per_minute=270,
                engines={name: one.voice.table},
            )
            try:
                (spoken,), _ = speak_segments(
                    [segment], name, config, {"sample": presenter}, cache, tell_nobody
                )
            except ServiceRefusedError:
                raise
            except SynthesisError as error:
                last = error
                done.append(replace(one, problem=error.problem))
                continue
            path = folder / f"{re.sub(r'[^A-Za-z0-9._-]+', '-', one.voice.id)}.mp3"
            write_file(path, encode_clip(_loaded(cache, spoken.clip_key)))
            done.append(replace(one, sample=path))
    if last is not None and not any(one.sample for one in done):
        raise last
    return tuple(done)


def encode_clip(clip: Clip) -> bytes:
    """A clip as an MP3, at its own rate."""
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(BIT_RATE_KBPS)
    encoder.set_in_sample_rate(clip.rate_hz)
    encoder.set_channels(1)
    return bytes(encoder.encode(clip.pcm)) + bytes(encoder.flush())


def _refuse_nothing(text: str) -> None:
    if not has_speech(text):
        raise InputError("there is nothing to say in that text", remedy="give a word or a name")


def _has(table: Mapping[str, str | int | float], voice: Voice) -> bool:
    return all(table.get(key) == value for key, value in voice.table.items())


def _prefix(locale: str) -> str:
    return f"{locale}-".lower() if locale else ""


def _loaded(cache: ClipCache, key: str) -> Clip:
    clip = cache.load(key)
    if clip is None:
        raise SynthesisError("the clip left the cache at once", remedy="run the same command again")
    return clip


@contextmanager
def _cache(config: Config) -> Iterator[ClipCache]:
    """The show's cache; a passing one where there is no show, so that none is laid out."""
    output = output_folder(config)
    if output.is_dir():
        yield ClipCache(output / ".work" / "cache")
        return
    with tempfile.TemporaryDirectory() as folder:
        yield ClipCache(Path(folder))
