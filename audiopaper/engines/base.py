"""What an engine promises. A plug-in author reads this file and writes one class."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, Protocol, TypeVar

import msgspec

from audiopaper.errors import ConfigError, SynthesisError
from audiopaper.model import Clip, Presenter, Segment


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What an engine can do, whatever its settings."""

    offline: bool
    """Whether it works without a network."""

    readings: Literal["none", "respelling", "pinyin", "ssml", "ipa", "phonemes"]
    """How a forced reading is told: not at all; by other characters that sound so; by pinyin;
    by SSML's ``phoneme``; by IPA; by the voice's own phonemes."""

    marks: Literal["none", "sentence", "word"]
    """What its clips' marks stand at."""

    max_request_bytes: int
    """Most of UTF-8 text that one request holds, 0 for any length. The engine cuts a longer
    segment at sentence marks and joins the clips itself."""

    formats: tuple[str, ...]
    """What it may be sent by its service or library: ``mp3``, ``wav``, ``flac``, ``ogg``,
    ``pcm``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A voice that an engine offers."""

    id: str
    """Its name with the engine."""

    locale: str
    """Language and region: ``zh-CN``; a dialect behind them: ``zh-CN-liaoning``."""

    gender: str = ""
    """``Female``, ``Male`` or, where unknown, empty."""

    about: str = ""
    """What its maker says of it, in a few words."""

    table: Mapping[str, str | int | float] = field(default_factory=dict)
    """What a presenter's table for the engine holds to get this voice."""


class Engine(Protocol):
    """A program or service that speaks.

    A class that keeps this promise is registered in the entry-point group
    ``audiopaper.engines``; see `EngineFactory`.
    """

    name: str
    """The name in the configuration and in the episode's metadata."""

    max_concurrent: int
    """How many segments may be asked for at once."""

    capabilities: Capabilities
    """What it can do."""

    def fingerprint(self, presenter: str) -> str:
        """All that changes how a segment sounds, besides its text and readings.

        Voice, pace, pitch, and the versions that matter; equal fingerprints mean equal sound.

        Raises:
            ConfigError: The presenter has no table for this engine, or a wrong one.
        """
        ...

    def utterance(self, segment: Segment) -> str:
        """What is sent for a segment, in the engine's own spelling; part of the cache's key."""
        ...

    def synthesise(self, segment: Segment) -> Clip:
        """Speak one segment, whole or not at all, with the service's own padding trimmed.

        May be called from ``max_concurrent`` threads at once. Every call ends in bounded time.

        Raises:
            TransientError: Another try may go better.
            ServiceRefusedError: No further try will, for this or any other segment.
            SynthesisError: This segment cannot be spoken.
        """
        ...

    def probe(self) -> None:
        """Find out in a few seconds whether the engine can be used now.

        Raises:
            SynthesisError: It cannot; the problem says why in one sentence.
        """
        ...

    def voices(self, *, refresh: bool = False) -> tuple[Voice, ...]:
        """The voices to choose from; none where the engine cannot tell.

        Args:
            refresh: Whether to ask the service; otherwise nothing is asked.

        Raises:
            SynthesisError: The service was asked and did not tell.
        """
        ...

    def close(self) -> None:
        """Give back what the engine holds: processes, loops, connections."""
        ...


EngineFactory = Callable[[Mapping[str, Presenter], Mapping[str, object]], Engine]
"""What an entry point names: called with the presenters and the engine's own settings."""


class TransientError(SynthesisError):
    """A try failed in a way that another may not."""


class ServiceRefusedError(SynthesisError):
    """The service refuses us; trying again only makes it worse."""


class BusyError(TransientError):
    """The service asks for patience (HTTP 429): nobody may ask it anything for a while."""


_T = TypeVar("_T")


def read_voice(
    presenters: Mapping[str, Presenter], presenter: str, engine: str, kind: type[_T]
) -> _T:
    """A presenter's table for an engine, as a value of the engine's own dataclass.

    Args:
        presenters: All presenters, by name.
        presenter: Whose table.
        engine: Name of the table.
        kind: A dataclass whose fields are the keys; its ``__post_init__`` refuses wrong values
            with a ValueError that names the key.

    Raises:
        ConfigError: No such presenter or table, an unknown key or a wrong value.
    """
    if presenter not in presenters:
        raise ConfigError(
            f"there is no presenter {presenter!r}",
            remedy=f"take one of {', '.join(sorted(presenters))}, or write voices/{presenter}.toml",
        )
    where = f"voices/{presenter}.toml, table [{engine}]"
    table = presenters[presenter].engines.get(engine)
    if table is None:
        raise ConfigError(
            f"voices/{presenter}.toml has no table [{engine}]",
            remedy=f"add one with: {', '.join(_keys(kind))}; see: audiopaper guide presenters",
        )
    return _read_table(table, kind, where)


def read_settings(settings: Mapping[str, object], engine: str, kind: type[_T]) -> _T:
    """An engine's own settings, as a value of its dataclass (see `read_voice`).

    Raises:
        ConfigError: An unknown key or a wrong value.
    """
    return _read_table(settings, kind, f"config.toml, table [engines.{engine}]")


def _read_table(table: Mapping[str, object], kind: type[_T], where: str) -> _T:
    known = _keys(kind)
    for key in table:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
            raise ConfigError(
                f"{where}: unknown key {key!r}",
                remedy=f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}",
            )
    try:
        return msgspec.convert(dict(table), kind)
    except msgspec.ValidationError as error:
        problem, _, place = str(error).partition(" - at `$.")
        key = f"{place.rstrip('`')}: " if place else ""
        raise ConfigError(
            f"{where}: {key}{problem[:1].lower()}{problem[1:]}",
            remedy="correct that key; see: audiopaper guide presenters",
        ) from error


def _keys(kind: Any) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))


def has_speech(text: str) -> bool:
    """Whether a text holds anything that can be said: a letter, a digit or a Han character."""
    return any(c.isalnum() for c in text)


def silent_clip(rate_hz: int) -> Clip:
    """A tenth of a second of silence, for a segment that holds nothing but marks.

    Services answer such a segment with an error, and an episode must not fail for a row of
    asterisks.
    """
    return Clip(pcm=bytes(2 * (rate_hz // 10)), rate_hz=rate_hz)
