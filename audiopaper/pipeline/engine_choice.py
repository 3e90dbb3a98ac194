"""The choice of the engine that speaks, and what happens if it fails."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.config import Config
from audiopaper.engines import engine_names, find_misspelt, make_engine
from audiopaper.engines.base import Engine
from audiopaper.engines.duration_check import spoken_chars
from audiopaper.errors import ConfigError, MissingProgramError, SynthesisError
from audiopaper.model import Presenter
from audiopaper.runtime import ProgressCallback, return_freed_memory
from audiopaper.speech import missing_segments, speak
from audiopaper.store.clip_store import ClipCache
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audiopaper.config import SpeechSettings
    from audiopaper.model import Segment, SpokenSegment

_log = logging.getLogger(__name__)

FIRST = "edge"
"""The engine that ``auto`` tries first."""

OFFLINE = ("kokoro", "espeak")
"""Engines that speak for ``auto`` if edge cannot be reached, in order of preference."""

Gate = Callable[[Engine], Engine]
"""Wraps an engine in one that passes requests on no faster than is allowed."""


@dataclass(frozen=True, slots=True)
class _Speech:
    """The arguments that every step of this module needs."""

    config: Config
    presenters: Mapping[str, Presenter]
    cache: ClipCache
    tell: ProgressCallback
    gate: Gate | None
    keeps_tables: bool


def speak_segments(
    segments: Sequence[Segment],
    name: str,
    config: Config,
    presenters: Mapping[str, Presenter],
    cache: ClipCache,
    tell: ProgressCallback,
    gate: Gate | None = None,
    keeps_tables: bool = False,
) -> tuple[tuple[SpokenSegment, ...], list[str]]:
    """Speak all segments by an engine, or by a second one as the configuration says.

    ``auto`` is edge, or an offline engine for the whole episode if edge cannot be reached: kokoro
    if it is installed, else espeak. Segments in the cache are not spoken again.

    Args:
        segments: In running order, with their readings.
        name: The engine, or ``auto``.
        config: The configuration; ``[speech]`` and ``[engines.*]`` are read.
        presenters: All presenters, by name.
        cache: The cache of clips.
        tell: Called with the progress.
        gate: Limits how often an engine is called; None for no limit.
        keeps_tables: Whether the tables of readings stay in memory beside a large engine.

    Returns:
        The spoken segments in the same order, and warnings: another engine spoke, or other words.

    Raises:
        SynthesisError: The engine failed, and no second one is configured, or that failed too.
        ConfigError: There is no such engine, or a presenter or a setting of it is wrong.
    """
    speech = _Speech(config, presenters, cache, tell, gate, keeps_tables)
    fallback, second, auto = config.speech.fallback, config.speech.second_engine, False
    if name == "auto":
        if reason := _out_of_reach(segments, speech):
            return _speak_offline(segments, reason, speech)
        # A mix of voices must be configured; an offline episode is better than none.
        name, second = FIRST, offline_engine(segments, config, presenters)
        auto = fallback != "segment"
    try:
        spoken = _speak_by(name, segments, speech, go_on=fallback == "segment")
    except SynthesisError as error:
        if not auto and (fallback == "none" or name == second):
            raise
        reason = _("{name} failed ({problem}); ", name=name, problem=error.problem)
        if auto:
            return _speak_offline(segments, reason, speech)
        return _speak_by_second(name, second, segments, reason, speech)
    return spoken, _warn_of_other_text(name, spoken, speech)


def offline_engine(
    segments: Sequence[Segment], config: Config, presenters: Mapping[str, Presenter]
) -> str:
    """Return the engine that ``auto`` uses offline.

    It is the first that is installed and that has a voice for all presenters of the segments.

    Raises:
        ConfigError: Its settings are wrong.
    """
    used = {segment.presenter for segment in segments}
    *better, last = OFFLINE
    for name in (name for name in better if name in engine_names()):
        try:
            configured_engine(name, config, presenters).close()
        except MissingProgramError:
            continue
        if all(name in presenters[who].engines for who in used if who in presenters):
            return name
    return last


def fallback_spoke(name: str, spoken: Sequence[SpokenSegment]) -> bool:
    """Return whether a configured fallback spoke the episode or a part of it.

    The offline engine that ``auto`` chooses by itself does not count, unless two engines spoke.

    Args:
        name: The configured engine, or ``auto``.
        spoken: The spoken segments.
    """
    engines = {segment.engine for segment in spoken}
    return len(engines) > 1 if name == "auto" else bool(engines - {name})


def needed_engines(name: str, speech: SpeechSettings) -> tuple[str, ...]:
    """Return the engines that the configuration names, in order of preference."""
    name = FIRST if name == "auto" else name
    return (name,) if speech.fallback == "none" else (name, speech.second_engine)


def name_engine_tables(
    config: Config, presenters: Mapping[str, Presenter]
) -> Iterator[tuple[str, str]]:
    """Yield the tables of engines in the configuration and in presenters' files.

    Yields:
        Each table as messages name it, and the engine.
    """
    for name in config.engines:
        yield _("config.toml, table [engines.{engine}]", engine=name), name
    for presenter in presenters.values():
        for name in presenter.engines:
            yield (
                _(
                    "voices/{presenter}.toml, table [{engine}]",
                    presenter=presenter.name,
                    engine=name,
                ),
                name,
            )


def refuse_misspelt_tables(config: Config, presenters: Mapping[str, Presenter]) -> None:
    """Refuse a table whose name is nearly that of an engine: nothing would read it.

    Raises:
        ConfigError: There is one.
    """
    for table, name in name_engine_tables(config, presenters):
        if near := find_misspelt(name):
            raise ConfigError(
                _("{table}: there is no engine {name!r}", table=table, name=name),
                remedy=_("did you mean {near!r}?", near=near),
            )


def configured_engine(name: str, config: Config, presenters: Mapping[str, Presenter]) -> Engine:
    """Make an engine with the configuration's settings.

    Raises:
        ConfigError: There is no such engine, or a setting is wrong.
    """
    settings = {"workers": config.speech.workers, **config.engines.get(name, {})}
    return make_engine(name, presenters, settings)


def _out_of_reach(segments: Sequence[Segment], speech: _Speech) -> str:
    engine = configured_engine(FIRST, speech.config, speech.presenters)
    try:
        if missing_segments(segments, engine, speech.cache):
            _log.debug("%s", _("checking whether {name} can be reached", name=engine.name))
            engine.probe()
    except SynthesisError as error:
        return _("edge cannot be reached ({problem}); ", problem=error.problem)
    finally:
        engine.close()
    return ""


def _speak_offline(
    segments: Sequence[Segment], why: str, speech: _Speech
) -> tuple[tuple[SpokenSegment, ...], list[str]]:
    """Speak the whole episode by an offline engine; add a warning with its name and the reason."""
    name = offline_engine(segments, speech.config, speech.presenters)
    try:
        spoken = _speak_by(name, segments, speech)
    except SynthesisError as error:
        if name == OFFLINE[-1]:
            raise
        why += _("{name} failed ({problem}); ", name=name, problem=error.problem)
        name = OFFLINE[-1]
        spoken = _speak_by(name, segments, speech)
    return spoken, [_("{why}the whole episode is spoken offline, by {name}", why=why, name=name)]


def _speak_by_second(
    name: str, second: str, segments: Sequence[Segment], reason: str, speech: _Speech
) -> tuple[tuple[SpokenSegment, ...], list[str]]:
    """Speak the whole episode, or the segments that failed, by the second engine."""
    if speech.config.speech.fallback == "episode":
        spoken = _speak_by(second, segments, speech)
        return spoken, [
            _("{reason}the whole episode is spoken by {second}", reason=reason, second=second)
        ]
    spoken, count = _fill_up(name, second, segments, speech)
    return spoken, [
        _(
            "{reason}{count} of {count_2} segments are spoken by {second}",
            reason=reason,
            count=count,
            count_2=len(segments),
            second=second,
        )
    ]


def _warn_of_other_text(name: str, spoken: Sequence[SpokenSegment], speech: _Speech) -> list[str]:
    """Warn if an engine spoke a text that differs from the text that it was given.

    Only engines that are sent plain text and return marks are checked.
    """
    with closing(configured_engine(name, speech.config, speech.presenters)) as engine:
        if engine.capabilities.readings != "respelling" or engine.capabilities.marks == "none":
            return []
        other = []
        for segment in spoken:
            clip = speech.cache.load(segment.clip_key)
            marked = "".join(mark.text for mark in clip.marks) if clip else ""
            if marked and spoken_chars(marked) != spoken_chars(engine.utterance(segment.segment)):
                other.append(f"“{segment.segment.printed[:16]}”")
    if not other:
        return []
    more = _(" and {count} more", count=len(other) - 3) if len(other) > 3 else ""
    return [
        _(
            "{name} spoke text that differs from what was sent: {other}{more}; listen to it",
            name=name,
            other=", ".join(other[:3]),
            more=more,
        )
    ]


def _fill_up(
    name: str, second: str, segments: Sequence[Segment], speech: _Speech
) -> tuple[tuple[SpokenSegment, ...], int]:
    """Speak by the second engine what the first has not; return all segments and their number."""
    with closing(configured_engine(name, speech.config, speech.presenters)) as engine:
        missing = {id(s) for s in missing_segments(segments, engine, speech.cache)}
    spoken = _speak_by(name, [s for s in segments if id(s) not in missing], speech)
    filled = _speak_by(second, [s for s in segments if id(s) in missing], speech)
    by_segment = {id(s.segment): s for s in (*spoken, *filled)}
    return tuple(by_segment[id(s)] for s in segments), len(filled)


def _speak_by(
    name: str, segments: Sequence[Segment], speech: _Speech, *, go_on: bool = False
) -> tuple[SpokenSegment, ...]:
    with closing(configured_engine(name, speech.config, speech.presenters)) as engine:
        frees = engine.capabilities.large and not speech.keeps_tables
        if frees and missing_segments(segments, engine, speech.cache):
            _release_tables()
        return speak(
            segments,
            speech.gate(engine) if speech.gate else engine,
            speech.cache,
            tries=speech.config.speech.tries,
            workers=speech.config.speech.workers,
            go_on=go_on,
            tell=speech.tell,
        )


def _release_tables() -> None:
    # Imported here: a run that reuses all readings of the last run needs no tables.
    from audiopaper.readings import release_tables

    release_tables()
    return_freed_memory()
