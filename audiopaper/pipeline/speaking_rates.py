"""How fast the presenters really speak, learned from the episodes that were made."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta

from audiopaper.errors import AudiopaperError
from audiopaper.files import write_file
from audiopaper.model import day_key
from audiopaper.pipeline.engine_choice import OFFLINE, needed_engines, settled_engine
from audiopaper.rundown import (
    Overhead,
    Pace,
    count_chars,
    measure_rundown,
    warn_of_length,
    warn_of_stories,
)
from audiopaper.show.public import WORK_FOLDER

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from pathlib import Path

    from audiopaper.model import Episode, Rundown
    from audiopaper.pipeline.episode_plan import Studio

PACE_NAME = "pace.json"
_SCHEMA = 1

_MAX_EPISODES = 60
"""Two months; older episodes tell nothing more, and the file stays below 50 kB."""

_MIN_CHARS = 200
"""Fewer characters of a voice, some 45 seconds, say too little of its pace."""

_FIXED_PARAGRAPHS = 3
"""Ident, greeting and sign-off."""

_MIN_PACE, _MAX_PACE = 60, 1000
"""As in a presenter's file; what lies outside was not speech."""

_Milliseconds = Annotated[int, Meta(ge=0, le=24 * 3_600_000)]


class _Measured(msgspec.Struct, forbid_unknown_fields=True):
    """What was measured in one episode."""

    voices: dict[str, tuple[Annotated[int, Meta(ge=0, le=10**7)], _Milliseconds]]
    """For each voice, characters said and how long they took."""

    fixed_ms: _Milliseconds
    """What is said besides stories and headlines."""

    silence_ms: _Milliseconds
    """Pauses, music and separators, all together."""

    paragraphs: Annotated[int, Meta(ge=1, le=100_000)]
    """Behind how many paragraphs and headlines they stood."""


class _Document(msgspec.Struct, forbid_unknown_fields=True):
    schema: Annotated[int, Meta(ge=_SCHEMA, le=_SCHEMA)]
    episodes: dict[str, _Measured]


def find_pace(studio: Studio, date: dt.date, edition: str = "") -> tuple[Pace, str]:
    """What the length of an edition is estimated by: what was measured before it.

    Only episodes of earlier editions count, so that an edition that is made once more is drafted
    as it was the first time. A voice that has said nothing yet has its presenter's pace.

    Args:
        studio: Who speaks.
        date: The day of the edition.
        edition: Name of a further edition of the day.

    Returns:
        The pace, and a warning where what was measured is damaged, which counts as nothing.
    """
    usual = {name: p.chars_per_minute for name, p in studio.presenters.items()}
    path = studio.output / WORK_FOLDER / PACE_NAME
    measured, warning = _load(path)
    key = day_key(date, edition)
    earlier = [one for day, one in sorted(measured.items()) if day < key]
    if not earlier:
        return Pace(chars_per_minute=usual), warning
    chars, length_ms = Counter[str](), Counter[str]()
    for one in earlier:
        for voice, (said, took_ms) in one.voices.items():
            chars[voice] += said
            length_ms[voice] += took_ms
    learned = {
        voice: round(chars[voice] * 60_000 / length_ms[voice])
        for voice in chars
        if chars[voice] >= _MIN_CHARS and length_ms[voice]
    }
    learned = {voice: pace for voice, pace in learned.items() if _MIN_PACE <= pace <= _MAX_PACE}
    pause_ms = sum(one.silence_ms for one in earlier) / sum(one.paragraphs for one in earlier)
    fixed_ms = sum(one.fixed_ms for one in earlier) / len(earlier)
    overhead = Overhead(
        fixed_ms=round(fixed_ms + _FIXED_PARAGRAPHS * pause_ms),
        # Its headline is said twice, and among the headlines first.
        story_ms=round(2 * pause_ms),
        paragraph_ms=round(pause_ms),
    )
    paces = usual | _by_presenter(studio, learned)
    return Pace(chars_per_minute=paces, overhead=overhead), warning


def judge_length(
    studio: Studio, rundown: Rundown, edition: str = "", length_ms: int | None = None
) -> tuple[str, ...]:
    """Warn where an episode or a story misses its length, or where lengths are estimated blindly.

    Args:
        studio: Who speaks, and the target.
        rundown: What is read.
        edition: Name of a further edition of the day.
        length_ms: Its length as made; None estimates it.
    """
    config = studio.config
    pace, warning = find_pace(studio, rundown.date, edition)
    if length_ms is None:
        anchor = config.presenters.anchor
        length_ms = measure_rundown(rundown, anchor, pace, config.episode).total_ms
    off = warn_of_length(length_ms, config.episode.minutes)
    long = warn_of_stories(rundown, pace, config.episode)
    return tuple(filter(None, (off, warning, *long)))


def learn_pace(studio: Studio, episode: Episode) -> None:
    """Note how fast an episode was spoken; one that two engines spoke teaches nothing.

    Raises:
        PublishError: The file cannot be written.
    """
    measured = _measure(studio, episode)
    if measured is None:
        return
    path = studio.output / WORK_FOLDER / PACE_NAME
    episodes = _load(path)[0] | {episode.key: measured}
    newest = dict(sorted(episodes.items())[-_MAX_EPISODES:])
    document = msgspec.to_builtins(_Document(schema=_SCHEMA, episodes=newest))
    write_file(path, json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def _measure(studio: Studio, episode: Episode) -> _Measured | None:
    if "+" in episode.engine or not episode.stories:
        return None
    chars, length_ms = Counter[str](), Counter[str]()
    fixed_ms = 0
    for cue in episode.cues:
        took_ms = cue.end_ms - cue.start_ms
        chars[cue.presenter] += count_chars(cue.text)
        length_ms[cue.presenter] += took_ms
        fixed_ms += took_ms if cue.role in ("ident", "greeting", "sign-off") else 0
    voices = _voice_keys(studio, episode.engine)
    return _Measured(
        voices={voices[name]: (chars[name], length_ms[name]) for name in chars if name in voices},
        fixed_ms=fixed_ms,
        silence_ms=max(episode.duration_ms - sum(length_ms.values()), 0),
        paragraphs=len({(cue.chapter, cue.paragraph) for cue in episode.cues}),
    )


def _by_presenter(studio: Studio, learned: Mapping[str, int]) -> dict[str, int]:
    """The paces of the engine that will speak: for ``auto``, of the first that ever did."""
    engines = [needed_engines(studio.engine, studio.config.speech)[0]]
    engines += OFFLINE if studio.engine == "auto" else ()
    for engine in engines:
        keys = _voice_keys(studio, engine)
        paces = {name: learned[key] for name, key in keys.items() if key in learned}
        if paces:
            return paces
    return {}


def _voice_keys(studio: Studio, name: str) -> dict[str, str]:
    """Name each presenter's voice by all that changes how it sounds.

    A presenter without a voice of the engine is left out, and all are where it is not installed.
    """
    keys: dict[str, str] = {}
    with contextlib.suppress(AudiopaperError):
        engine = settled_engine(name, studio.config, studio.presenters)
        try:
            for presenter in studio.presenters:
                with contextlib.suppress(AudiopaperError):
                    keys[presenter] = f"{name}/{presenter}/{_digest(engine.fingerprint(presenter))}"
        finally:
            engine.close()
    return keys


def _digest(fingerprint: str) -> str:
    return hashlib.sha256(fingerprint.encode()).hexdigest()[:12]


def _load(path: Path) -> tuple[dict[str, _Measured], str]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Document).episodes, ""
    except FileNotFoundError:
        return {}, ""
    except (OSError, ValueError, RecursionError) as error:
        reason = getattr(error, "strerror", None) or error
        return {}, f"{path} cannot be read ({reason}); lengths are estimated without it"
