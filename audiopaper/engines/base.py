"""The protocol of an engine. A plug-in author reads this file and writes one class."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, Protocol, TypeVar

import msgspec

from audiopaper.config.refused_settings import describe_refusal
from audiopaper.errors import ConfigError, SynthesisError
from audiopaper.model import Clip, Presenter, Segment
from audiopaper.translations import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What an engine can do, whatever its settings."""

    offline: bool
    """Whether it works without a network."""

    readings: Literal["none", "respelling", "pinyin", "ssml", "ipa", "phonemes"]
    """How a forced reading is passed on: not at all; by other characters that sound so; by pinyin;
    by SSML's ``phoneme``; by IPA; by the voice's own phonemes."""

    marks: Literal["none", "sentence", "word"]
    """What its clips have times of: nothing, sentences (`Clip.marks`), or sentences and words
    (`Clip.words`)."""

    large: bool = False
    """Whether it takes hundreds of megabytes of this machine's memory while it speaks; what else
    takes much is then released before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A voice that an engine offers."""

    id: str
    """Its name with the engine."""

    locale: str
    """Language and region: ``zh-CN``; a dialect behind them: ``zh-CN-liaoning``."""

    gender: str = ""
    """``Female``, ``Male`` or, if unknown, empty."""

    about: str = ""
    """Its maker's description in a few words."""

    table: Mapping[str, str | int | float] = field(default_factory=dict)
    """The keys of a presenter's table for the engine that select this voice."""


class Engine(Protocol):
    """A program or service that speaks.

    A factory of a class with these members is registered in the entry-point group
    ``audiopaper.engines``; see `EngineFactory`.
    """

    name: str
    """The name in the configuration and in the episode's metadata."""

    max_concurrent: int
    """How many segments may be asked for at once."""

    capabilities: Capabilities
    """What it can do."""

    def fingerprint(self, presenter: str) -> str:
        """Return all that changes how a segment sounds, besides its text and readings.

        That is voice, pace, pitch, and the versions that matter; equal fingerprints mean equal
        sound.

        Raises:
            ConfigError: The presenter has no table for this engine, or a wrong one.
        """
        ...

    def utterance(self, segment: Segment) -> str:
        """Return what is sent for a segment, in the engine's own spelling; part of the key."""
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
        """Check within a few seconds that the engine can be used now.

        Raises:
            SynthesisError: It cannot; the problem says why in one sentence.
        """
        ...

    def voices(self, *, refresh: bool = False) -> tuple[Voice, ...]:
        """Return the voices to choose from; none if the engine has no list of them.

        Args:
            refresh: Whether to ask the service for its list.

        Raises:
            SynthesisError: The service was asked and gave no list.
        """
        ...

    def close(self) -> None:
        """Release what the engine holds: processes, loops, connections."""
        ...


EngineFactory = Callable[[Mapping[str, Presenter], Mapping[str, object]], Engine]
"""The object of an entry point: called with the presenters and the engine's own settings."""


class TransientError(SynthesisError):
    """An attempt failed in a way that another may not."""


class ServiceRefusedError(SynthesisError):
    """The service refuses all requests; further attempts only make that worse."""


class BusyError(TransientError):
    """The service limits the rate (HTTP 429): no worker may send a request for a while."""


_T = TypeVar("_T")


def read_voice(
    presenters: Mapping[str, Presenter], presenter: str, engine: str, kind: type[_T]
) -> _T:
    """Convert a presenter's table for an engine to the engine's own dataclass.

    Args:
        presenters: All presenters, by name.
        presenter: Name of the table's owner.
        engine: Name of the table.
        kind: A dataclass whose fields are the keys; its ``__post_init__`` refuses wrong values
            with a ValueError that names the key.

    Raises:
        ConfigError: There is no such presenter or table, a key is unknown or a value wrong.
    """
    if presenter not in presenters:
        raise ConfigError(
            _("there is no presenter {presenter!r}", presenter=presenter),
            remedy=_(
                "take one of {presenters}, or write voices/{presenter}.toml",
                presenters=", ".join(sorted(presenters)),
                presenter=presenter,
            ),
        )
    where = _("voices/{presenter}.toml, table [{engine}]", presenter=presenter, engine=engine)
    table = presenters[presenter].engines.get(engine)
    if table is None:
        raise ConfigError(
            _(
                "voices/{presenter}.toml has no table [{engine}]",
                presenter=presenter,
                engine=engine,
            ),
            remedy=_(
                "add one with: {kind}; see: audiopaper guide presenters",
                kind=", ".join(_keys(kind)),
            ),
        )
    return _read_table(table, kind, where)


def read_settings(settings: Mapping[str, object], engine: str, kind: type[_T]) -> _T:
    """Convert an engine's own settings to its dataclass (see `read_voice`).

    Raises:
        ConfigError: A key is unknown or a value wrong.
    """
    return _read_table(settings, kind, _("config.toml, table [engines.{engine}]", engine=engine))


def _read_table(table: Mapping[str, object], kind: type[_T], where: str) -> _T:
    known = _keys(kind)
    for key in table:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
            raise ConfigError(
                _("{where}: unknown key {key!r}", where=where, key=key),
                remedy=_("did you mean {near!r}?", near=near[0])
                if near
                else _("known: {known}", known=", ".join(known)),
            )
    try:
        return msgspec.convert(dict(table), kind)
    except msgspec.ValidationError as error:
        problem, _sign, key_path = str(error).partition(" - at `$.")
        problem = describe_refusal(problem, kind, (key_path.rstrip("`"),))
        problem = f"{problem[:1].lower()}{problem[1:]}"
        if key_path:
            problem = _("{place}: {problem}", place=key_path.rstrip("`"), problem=problem)
        raise ConfigError(
            _("{place}: {problem}", place=where, problem=problem),
            remedy=_("correct that key; see: audiopaper guide presenters"),
        ) from error


def _keys(kind: Any) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))


def has_speech(text: str) -> bool:
    """Return whether a text has anything to be said: a letter, a digit or a Han character."""
    return any(c.isalnum() for c in text)


def silent_clip(rate_hz: int) -> Clip:
    """Return a tenth of a second of silence, for a segment of nothing but punctuation.

    Services answer such a segment with an error, and an episode must not fail because of a row of
    asterisks.
    """
    return Clip(pcm=bytes(2 * (rate_hz // 10)), rate_hz=rate_hz)
