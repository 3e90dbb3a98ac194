"""The setup of a show: engine, presenters, readings, clips."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audiopaper.config import Config, load_presenters, voices_folder
from audiopaper.engines.base import has_speech
from audiopaper.errors import ConfigError
from audiopaper.lexicon import Lexicon
from audiopaper.model import Presenter, Rundown, Segment
from audiopaper.pipeline.engine_choice import (
    Gate,
    configured_engine,
    needed_engines,
    refuse_misspelt_tables,
)
from audiopaper.pipeline.known_names import with_known_names
from audiopaper.pipeline.lexicon_entries import show_lexicon
from audiopaper.pipeline.text_cache import decide_readings_once
from audiopaper.rundown import cut_stories
from audiopaper.script import write_script
from audiopaper.sentences import find_sentence_ends
from audiopaper.show.folder import ShowFolder, show_folder
from audiopaper.show.publication import refuse_wrong_settings
from audiopaper.store.clip_store import ClipCache
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def cut_at_sentences(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Make each sentence a segment of its own.

    Each sentence is then spoken, cached and timed by itself, so that no time in the transcript is
    estimated. The sentences of a paragraph are separated by the pause of a sentence.

    Args:
        segments: Segments in running order, with their readings.

    Returns:
        Smaller segments in the same order with the same text and readings.
    """
    return tuple(piece for segment in segments for piece in _cut(segment))


def _cut(segment: Segment) -> Iterator[Segment]:
    printed = segment.printed
    whole = [(r.start, r.end) for r in segment.readings]
    whole += [(n.start, n.end) for n in segment.names]
    bounds = [0]
    for end in find_sentence_ends(printed):
        apart = not any(start < end < behind for start, behind in whole)
        # An engine cannot speak a lone punctuation mark or bracket.
        if apart and has_speech(printed[bounds[-1] : end]) and has_speech(printed[end:]):
            bounds.append(end)
    pieces = list(itertools.pairwise([*bounds, len(printed)]))
    for start, end in pieces:
        yield replace(
            segment,
            printed=printed[start:end],
            readings=tuple(
                replace(r, start=r.start - start, end=r.end - start)
                for r in segment.readings
                if start <= r.start and r.end <= end
            ),
            names=tuple(
                replace(n, start=n.start - start, end=n.end - start)
                for n in segment.names
                if start <= n.start and n.end <= end
            ),
            pause=segment.pause if end == len(printed) else "sentence",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowSetup:
    """The setup of a show, which is the same for all editions."""

    config: Config
    """The configuration in force."""

    engine: str
    """Name of the engine, or ``auto``."""

    presenters: Mapping[str, Presenter]
    """All presenters, by name."""

    lexicon: Lexicon
    """The show's readings."""

    clips: ClipCache
    """The cache of clips."""

    gate: Gate | None = None
    """Limits how often the engine is called; None for no limit."""

    @property
    def show(self) -> ShowFolder:
        """The show on disk."""
        return show_folder(self.config)


def load_setup(
    config: Config, engine: str = "", *, clips: ClipCache | None = None, gate: Gate | None = None
) -> ShowSetup:
    """Load presenters and lexicon, and check all settings that an episode needs.

    Args:
        config: The configuration in force.
        engine: An engine in place of the configured one; empty for that.
        clips: A cache of clips in place of the show's own.
        gate: Limits how often the engine is called.

    Raises:
        ConfigError: There is no such engine or presenter, or a setting is wrong.
        LexiconError: A lexicon is malformed.
    """
    presenters = load_presenters(voices_folder(config))
    name = engine or config.engine
    _check_voices(name, config, presenters)
    refuse_wrong_settings(config)
    return ShowSetup(
        config=config,
        engine=name,
        presenters=presenters,
        lexicon=show_lexicon(config),
        clips=clips or ClipCache(show_folder(config).clips),
        gate=gate,
    )


def read_rundown(rundown: Rundown, setup: ShowSetup) -> tuple[Segment, ...]:
    """Write the script of a rundown and decide how each character is said.

    If the engine does not report when it says each sentence, each sentence is a segment.

    Returns:
        The segments in running order, with their readings.
    """
    episode = setup.config.episode
    script = write_script(cut_stories(rundown, episode), episode)
    lexicon = with_known_names(setup.lexicon, setup.show, rundown.date)
    segments = decide_readings_once(script, lexicon, setup.show, max_names=episode.max_names)
    return segments if _reports_times(setup) else cut_at_sentences(segments)


def _reports_times(setup: ShowSetup) -> bool:
    name = needed_engines(setup.engine, setup.config.speech)[0]
    with closing(configured_engine(name, setup.config, setup.presenters)) as engine:
        return engine.capabilities.marks != "none"


def _check_voices(name: str, config: Config, presenters: Mapping[str, Presenter]) -> None:
    """Find a wrong engine or presenter before anything is written.

    Raises:
        ConfigError: There is no such engine or presenter, or the table of one is misspelt.
    """
    used = (config.presenters.anchor, *config.presenters.stories)
    for presenter in used:
        if presenter not in presenters:
            raise ConfigError(
                _(
                    "[presenters] names {presenter!r}, but voices/{presenter}.toml does not exist",
                    presenter=presenter,
                ),
                remedy=_(
                    "one of {presenters}; see: audiopaper voices", presenters=", ".join(presenters)
                ),
            )
    refuse_misspelt_tables(config, presenters)
    for needed in needed_engines(name, config.speech):
        with closing(configured_engine(needed, config, presenters)) as engine:
            for presenter in used:
                engine.fingerprint(presenter)
