"""The presenters' measured speaking rates, learned from the episodes that were made."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta

from audiopaper.disk import read_file
from audiopaper.errors import AudiopaperError, PublishError
from audiopaper.files import write_file
from audiopaper.model import day_key
from audiopaper.pipeline.engine_choice import OFFLINE, configured_engine, needed_engines
from audiopaper.rundown import (
    Overhead,
    Pace,
    count_chars,
    measure_rundown,
    warn_of_length,
    warn_of_stories,
)
from audiopaper.translations import _, system_reason

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from pathlib import Path

    from audiopaper.model import Episode, Rundown
    from audiopaper.pipeline.show_setup import ShowSetup

_SCHEMA = 1

_MAX_EPISODES = 60
"""Two months; older episodes would add nothing, and the file stays below 50 kB."""

_MIN_CHARS = 200
"""A voice with fewer characters, some 45 seconds, is not measured reliably."""

_FIXED_PARAGRAPHS = 3
"""Ident, greeting and sign-off."""

_MIN_PACE, _MAX_PACE = 60, 1000
"""Characters a minute, as in a presenter's file; a rate outside is an error of measurement."""

_Milliseconds = Annotated[int, Meta(ge=0, le=24 * 3_600_000)]


class _Measured(msgspec.Struct, forbid_unknown_fields=True):
    """The measurements of one episode."""

    voices: dict[str, tuple[Annotated[int, Meta(ge=0, le=10**7)], _Milliseconds]]
    """For each voice, the number of characters and their length in milliseconds."""

    fixed_ms: _Milliseconds
    """Length of the speech besides stories and headlines."""

    silence_ms: _Milliseconds
    """Total length of pauses, music and separators."""

    paragraphs: Annotated[int, Meta(ge=1, le=100_000)]
    """Number of paragraphs and headlines, each followed by a pause."""


class _Document(msgspec.Struct, forbid_unknown_fields=True):
    schema: Annotated[int, Meta(ge=_SCHEMA, le=_SCHEMA)]
    episodes: dict[str, _Measured]


def find_pace(setup: ShowSetup, date: dt.date, edition: str = "") -> tuple[Pace, str]:
    """Return the pace by which the length of an edition is estimated.

    Only episodes of earlier editions count, so that an edition that is made again is drafted as
    before. A voice without measurements has the pace in its presenter's file.

    Args:
        setup: The show.
        date: The day of the edition.
        edition: Name of a further edition of the day.

    Returns:
        The pace, and a warning if the file of measurements is damaged and therefore ignored.
    """
    usual = {name: p.chars_per_minute for name, p in setup.presenters.items()}
    path = setup.show.speaking_rates
    measured, warning = _load(path)
    key = day_key(date, edition)
    earlier = [episode for day, episode in sorted(measured.items()) if day < key]
    if not earlier:
        return Pace(chars_per_minute=usual), warning
    chars, length_ms = Counter[str](), Counter[str]()
    for episode in earlier:
        for voice, (voice_chars, voice_ms) in episode.voices.items():
            chars[voice] += voice_chars
            length_ms[voice] += voice_ms
    learned = {
        voice: round(chars[voice] * 60_000 / length_ms[voice])
        for voice in chars
        if chars[voice] >= _MIN_CHARS and length_ms[voice]
    }
    learned = {voice: pace for voice, pace in learned.items() if _MIN_PACE <= pace <= _MAX_PACE}
    pause_ms = sum(e.silence_ms for e in earlier) / sum(e.paragraphs for e in earlier)
    fixed_ms = sum(e.fixed_ms for e in earlier) / len(earlier)
    overhead = Overhead(
        fixed_ms=round(fixed_ms + _FIXED_PARAGRAPHS * pause_ms),
        # The headline of a story is said twice: among the headlines, and before the story.
        story_ms=round(2 * pause_ms),
        paragraph_ms=round(pause_ms),
    )
    paces = usual | _by_presenter(setup, learned)
    return Pace(chars_per_minute=paces, overhead=overhead), warning


def judge_length(
    setup: ShowSetup, rundown: Rundown, edition: str = "", length_ms: int | None = None
) -> tuple[str, ...]:
    """Warn of an episode or story that misses its target length, and of unreadable measurements.

    Args:
        setup: The show.
        rundown: What is read.
        edition: Name of a further edition of the day.
        length_ms: Length of the finished episode; None to estimate it.
    """
    config = setup.config
    pace, warning = find_pace(setup, rundown.date, edition)
    if length_ms is None:
        anchor = config.presenters.anchor
        length_ms = measure_rundown(rundown, anchor, pace, config.episode).total_ms
    off = warn_of_length(length_ms, config.episode.minutes)
    long = warn_of_stories(rundown, pace, config.episode)
    return tuple(filter(None, (off, warning, *long)))


def learn_rates(setup: ShowSetup, episode: Episode) -> None:
    """Save the speaking rates of an episode, unless two engines spoke it.

    Raises:
        PublishError: The file cannot be written.
    """
    measured = _measure(setup, episode)
    if measured is None:
        return
    path = setup.show.speaking_rates
    episodes = _load(path)[0] | {episode.key: measured}
    newest = dict(sorted(episodes.items())[-_MAX_EPISODES:])
    document = msgspec.to_builtins(_Document(schema=_SCHEMA, episodes=newest))
    write_file(path, json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def _measure(setup: ShowSetup, episode: Episode) -> _Measured | None:
    if "+" in episode.engine or not episode.stories:
        return None
    chars, length_ms = Counter[str](), Counter[str]()
    fixed_ms = 0
    for cue in episode.cues:
        took_ms = cue.end_ms - cue.start_ms
        chars[cue.presenter] += count_chars(cue.text)
        length_ms[cue.presenter] += took_ms
        fixed_ms += took_ms if cue.role in ("ident", "greeting", "sign-off") else 0
    voices = _voice_keys(setup, episode.engine)
    return _Measured(
        voices={voices[name]: (chars[name], length_ms[name]) for name in chars if name in voices},
        fixed_ms=fixed_ms,
        silence_ms=max(episode.duration_ms - sum(length_ms.values()), 0),
        paragraphs=len({(cue.chapter, cue.paragraph) for cue in episode.cues}),
    )


def _by_presenter(setup: ShowSetup, learned: Mapping[str, int]) -> dict[str, int]:
    """Return the rates of the engine that will speak; for ``auto``, of the first that has any."""
    engines = [needed_engines(setup.engine, setup.config.speech)[0]]
    engines += OFFLINE if setup.engine == "auto" else ()
    for engine in engines:
        keys = _voice_keys(setup, engine)
        paces = {name: learned[key] for name, key in keys.items() if key in learned}
        if paces:
            return paces
    return {}


def _voice_keys(setup: ShowSetup, name: str) -> dict[str, str]:
    """Return the key of each presenter's voice, which depends on all that changes its sound.

    A presenter whom the engine has no voice for is left out; if the engine is not installed, all.
    """
    keys: dict[str, str] = {}
    with (
        contextlib.suppress(AudiopaperError),
        contextlib.closing(configured_engine(name, setup.config, setup.presenters)) as engine,
    ):
        for presenter in setup.presenters:
            with contextlib.suppress(AudiopaperError):
                keys[presenter] = f"{name}/{presenter}/{_digest(engine.fingerprint(presenter))}"
    return keys


def _digest(fingerprint: str) -> str:
    return hashlib.sha256(fingerprint.encode()).hexdigest()[:12]


def _load(path: Path) -> tuple[dict[str, _Measured], str]:
    try:
        return msgspec.json.decode(read_file(path), type=_Document).episodes, ""
    except FileNotFoundError:
        return {}, ""
    except (PublishError, ValueError, RecursionError) as error:
        reason = system_reason(error.__cause__ or error)
        return {}, _(
            "{path} cannot be read ({reason}); lengths are estimated without it",
            path=path,
            reason=reason,
        )
