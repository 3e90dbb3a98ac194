"""What an episode is made with, and what is asked for: engine, presenters, readings, a task."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.config import Config, load_presenters, output_folder, voices_folder
from audiopaper.errors import ConfigError
from audiopaper.lexicon import Lexicon
from audiopaper.model import Episode, Presenter, Rundown, Segment, day_key
from audiopaper.pipeline.engine_choice import Gate, needed_engines, settled_engine
from audiopaper.pipeline.known_names import with_known_names
from audiopaper.pipeline.lexicon_entries import show_lexicon
from audiopaper.pipeline.sentences import cut_at_sentences
from audiopaper.pipeline.text_cache import settle_again
from audiopaper.rundown import cut_stories
from audiopaper.script import write_script
from audiopaper.show.public import WORK_FOLDER
from audiopaper.show.publication import refuse_wrong_show
from audiopaper.store.clip_store import ClipCache

if TYPE_CHECKING:
    from pathlib import Path

Correction = Callable[[Episode, Episode], str]
"""Says in a sentence what became of an episode, from what is public and what is to be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Studio:
    """All that an episode is made with, whatever its day."""

    config: Config
    """The configuration in force."""

    engine: str
    """Name of the engine, or ``auto``."""

    presenters: Mapping[str, Presenter]
    """All presenters, by name."""

    lexicon: Lexicon
    """The show's readings."""

    cache: ClipCache | None = None
    """Where clips are kept; None for the show's own work folder."""

    gate: Gate | None = None
    """What stands between the engine and those that ask it; None for nothing."""

    @property
    def output(self) -> Path:
        """The folder that is published."""
        return output_folder(self.config)

    def work(self, date: dt.date, edition: str = "") -> Path:
        """The work folder of one edition."""
        return self.output / WORK_FOLDER / day_key(date, edition)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One episode that is to be made."""

    rundown: Rundown
    """What is read."""

    segments: tuple[Segment, ...]
    """The same, with its readings."""

    edition: str = ""
    """Name of a further edition of the day."""

    sample: bool = False
    """Whether it is made from the sample edition."""

    hold: bool = False
    """Whether it waits until its date is named."""

    unattended: bool = False
    """Whether nobody listens before it is public: then no voice speaks that nobody configured."""

    correction: Correction | None = None
    """Says what became of the public episode, where another takes its place; None for no word."""

    now: dt.datetime | None = None
    """The clock, for the moment of a correction; None for a second after the feed's last change."""


def open_studio(
    config: Config, engine: str = "", *, cache: ClipCache | None = None, gate: Gate | None = None
) -> Studio:
    """Gather what an episode is made with; a wrong engine, presenter or lexicon is found here.

    Raises:
        ConfigError: There is no such engine or presenter, or a setting is wrong.
        LexiconError: A lexicon is malformed.
    """
    presenters = load_presenters(voices_folder(config))
    name = engine or config.engine
    _check_voices(name, config, presenters)
    refuse_wrong_show(config)
    lexicon = show_lexicon(config)
    return Studio(
        config=config, engine=name, presenters=presenters, lexicon=lexicon, cache=cache, gate=gate
    )


def read_out(rundown: Rundown, studio: Studio) -> tuple[Segment, ...]:
    """All that a rundown says, in segments with their readings.

    An engine that does not tell when it says each sentence is asked for one at a time.
    """
    episode = studio.config.episode
    script = write_script(cut_stories(rundown, episode), episode)
    work = studio.output / WORK_FOLDER
    lexicon = with_known_names(studio.lexicon, work, rundown.date)
    segments = settle_again(script, lexicon, work, max_names=episode.max_names)
    return segments if _tells_times(studio) else cut_at_sentences(segments)


def _tells_times(studio: Studio) -> bool:
    name = needed_engines(studio.engine, studio.config.speech)[0]
    engine = settled_engine(name, studio.config, studio.presenters)
    try:
        return engine.capabilities.marks != "none"
    finally:
        engine.close()


def _check_voices(name: str, config: Config, presenters: Mapping[str, Presenter]) -> None:
    """Find a wrong engine or presenter before anything is written."""
    used = (config.presenters.anchor, *config.presenters.stories)
    for presenter in used:
        if presenter not in presenters:
            raise ConfigError(
                f"[presenters] names {presenter!r}, and there is no {presenter}.toml in the voices",
                remedy=f"one of {', '.join(presenters)}; see: audiopaper voices",
            )
    for needed in needed_engines(name, config.speech):
        engine = settled_engine(needed, config, presenters)
        try:
            for presenter in used:
                engine.fingerprint(presenter)
        finally:
            engine.close()
