"""Which engine speaks, and what happens where it fails."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.config import Config
from audiopaper.engines import engine_names, make_engine
from audiopaper.engines.base import Engine
from audiopaper.errors import MissingProgramError, SynthesisError
from audiopaper.model import Presenter
from audiopaper.runtime import ProgressCallback
from audiopaper.speech import missing_segments, speak
from audiopaper.store.clip_store import ClipCache

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.config import SpeechSettings
    from audiopaper.model import Segment, SpokenSegment

OFFLINE = ("kokoro", "espeak")
"""What speaks for ``auto`` where edge cannot be reached: the first of these that can."""


Gate = Callable[[Engine], Engine]
"""Gives an engine that passes every request on to another, as slowly as it must."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Voices:
    """What every step here is handed on."""

    config: Config
    presenters: Mapping[str, Presenter]
    cache: ClipCache
    tell: ProgressCallback
    gate: Gate | None


def speak_segments(
    segments: Sequence[Segment],
    name: str,
    config: Config,
    presenters: Mapping[str, Presenter],
    cache: ClipCache,
    tell: ProgressCallback,
    gate: Gate | None = None,
) -> tuple[tuple[SpokenSegment, ...], list[str]]:
    """Have all segments spoken by an engine, or by the second one where the policy says so.

    ``auto`` is edge, and an offline engine for the whole episode where edge cannot be reached:
    kokoro where it is installed, else espeak. Nobody is asked where every segment is in the cache.

    Args:
        segments: In running order, with their readings.
        name: The engine, or ``auto``.
        config: For ``[speech]`` and ``[engines.*]``.
        presenters: All presenters, by name.
        cache: Where clips are kept.
        tell: Told of the progress.
        gate: What stands between an engine and those that ask it; None for nothing.

    Returns:
        The spoken segments in the same order, and warnings: a change of engine, and segments
        that the engine's marks show to be read otherwise than they were sent.

    Raises:
        SynthesisError: It failed, and the policy names no second engine, or that failed too.
        ConfigError: There is no such engine, or a presenter or a setting of it is wrong.
    """
    voices = _Voices(config=config, presenters=presenters, cache=cache, tell=tell, gate=gate)
    fallback, second, auto = config.speech.fallback, config.speech.second_engine, False
    if name == "auto":
        problem = _out_of_reach(segments, voices)
        if problem:
            return _speak_offline(segments, f"edge cannot be reached ({problem}); ", voices)
        # Never a mixed episode that nobody asked for, and never none where one can be made.
        name, second = "edge", offline_engine(segments, config, presenters)
        auto = fallback != "segment"
    try:
        spoken = _speak_by(name, segments, voices, go_on=fallback == "segment")
    except SynthesisError as error:
        if not auto and (fallback == "none" or name == second):
            raise
        said = f"{name} failed ({error.problem}); "
    else:
        return spoken, _said_otherwise(name, spoken, voices)
    if auto:
        return _speak_offline(segments, said, voices)
    if fallback == "episode":
        spoken = _speak_by(second, segments, voices)
        return spoken, [f"{said}the whole episode is spoken by {second}"]
    spoken, made = _fill_up(name, second, segments, voices)
    return spoken, [f"{said}{made} of {len(segments)} segments are spoken by {second}"]


def offline_engine(
    segments: Sequence[Segment], config: Config, presenters: Mapping[str, Presenter]
) -> str:
    """The name of the engine that ``auto`` takes offline.

    The first that is installed and that all presenters of the segments have a table for.

    Raises:
        ConfigError: Its settings are wrong.
    """
    used = {segment.presenter for segment in segments}
    *better, last = OFFLINE
    for name in (name for name in better if name in engine_names()):
        try:
            settled_engine(name, config, presenters).close()
        except MissingProgramError:
            continue
        if all(name in presenters[who].engines for who in used if who in presenters):
            return name
    return last


def fallback_spoke(name: str, spoken: Sequence[SpokenSegment]) -> bool:
    """Whether a configured fallback spoke, in part or in whole.

    ``auto`` settles on one engine by its own rule, and that is none; two voices in one episode
    are there only where the configuration asks for it.

    Args:
        name: The engine that was asked for, or ``auto``.
        spoken: What came of it.
    """
    engines = {one.engine for one in spoken}
    return len(engines) > 1 if name == "auto" else bool(engines - {name})


def needed_engines(name: str, speech: SpeechSettings) -> tuple[str, ...]:
    """The engines that the configuration asks for, the first one first."""
    name = "edge" if name == "auto" else name
    return (name,) if speech.fallback == "none" else (name, speech.second_engine)


def settled_engine(name: str, config: Config, presenters: Mapping[str, Presenter]) -> Engine:
    """An engine with the configuration's settings, ready to be asked.

    Raises:
        ConfigError: There is no such engine, or a setting is wrong.
    """
    settings = {"workers": config.speech.workers, **config.engines.get(name, {})}
    return make_engine(name, presenters, settings)


def _out_of_reach(segments: Sequence[Segment], voices: _Voices) -> str:
    engine = settled_engine("edge", voices.config, voices.presenters)
    try:
        if missing_segments(segments, engine, voices.cache):
            engine.probe()
    except SynthesisError as error:
        return error.problem
    finally:
        engine.close()
    return ""


def _speak_offline(
    segments: Sequence[Segment], why: str, voices: _Voices
) -> tuple[tuple[SpokenSegment, ...], list[str]]:
    """The whole episode by the best offline engine, else by the last; one sentence says which."""
    name = offline_engine(segments, voices.config, voices.presenters)
    try:
        spoken = _speak_by(name, segments, voices)
    except SynthesisError as error:
        if name == OFFLINE[-1]:
            raise
        why += f"{name} failed ({error.problem}); "
        name = OFFLINE[-1]
        spoken = _speak_by(name, segments, voices)
    return spoken, [f"{why}the whole episode is spoken offline, by {name}"]


def _said_otherwise(name: str, spoken: Sequence[SpokenSegment], voices: _Voices) -> list[str]:
    """A warning where an engine tells that it read something else than it was sent.

    Only for engines that are sent the text itself, and mark what they read.
    """
    engine = settled_engine(name, voices.config, voices.presenters)
    try:
        if engine.capabilities.readings != "respelling" or engine.capabilities.marks == "none":
            return []
        other = []
        for one in spoken:
            clip = voices.cache.load(one.clip_key)
            marked = "".join(mark.text for mark in clip.marks) if clip else ""
            if marked and _plain(marked) != _plain(engine.utterance(one.segment)):
                other.append(f"“{one.segment.printed[:16]}”")
    finally:
        engine.close()
    if not other:
        return []
    more = f" and {len(other) - 3} more" if len(other) > 3 else ""
    return [f"{name} read otherwise than it was sent: {', '.join(other[:3])}{more}; listen to it"]


def _plain(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _fill_up(
    name: str, second: str, segments: Sequence[Segment], voices: _Voices
) -> tuple[tuple[SpokenSegment, ...], int]:
    """What the first engine said, and the rest by the second; how many those are."""
    engine = settled_engine(name, voices.config, voices.presenters)
    missing = {id(s) for s in missing_segments(segments, engine, voices.cache)}
    engine.close()
    kept = _speak_by(name, [s for s in segments if id(s) not in missing], voices)
    made = _speak_by(second, [s for s in segments if id(s) in missing], voices)
    by_segment = {id(one.segment): one for one in (*kept, *made)}
    return tuple(by_segment[id(s)] for s in segments), len(made)


def _speak_by(
    name: str, segments: Sequence[Segment], voices: _Voices, *, go_on: bool = False
) -> tuple[SpokenSegment, ...]:
    engine = settled_engine(name, voices.config, voices.presenters)
    try:
        if engine.capabilities.large and missing_segments(segments, engine, voices.cache):
            _release_tables()
        return speak(
            segments,
            voices.gate(engine) if voices.gate else engine,
            voices.cache,
            tries=voices.config.speech.tries,
            workers=voices.config.speech.workers,
            go_on=go_on,
            tell=voices.tell,
        )
    finally:
        engine.close()


def _release_tables() -> None:
    # Imported here, since a run that takes all its readings from the last one imports no tables.
    from audiopaper.readings import release_tables

    release_tables()
