"""Sentences spoken at once for an editor, as the episode would say them."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audiopaper.config import load_presenters, voices_folder
from audiopaper.desk.passages import cut_passage
from audiopaper.engines import engine_names
from audiopaper.errors import AudiopaperError
from audiopaper.pipeline.engine_choice import configured_engine
from audiopaper.pipeline.single_clips import speak_text
from audiopaper.runtime import tell_nobody

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.config import Config
    from audiopaper.engines.base import Engine
    from audiopaper.lexicon import Entry

_MODEL_ENGINE = "kokoro"
"""The engine whose model takes seconds to load, and which loads one for all that are open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What is listened to: a sentence, or the words around a text in it."""

    sentence: str
    """What is printed."""

    presenter: str = ""
    """Who says it; empty for the anchor."""

    text: str = ""
    """What is listened for; empty for the whole sentence."""

    said: str = ""
    """How the sentence says that text; empty where the reading is given."""

    context: str = ""
    """The text around it, the characters themselves in 【】."""


class Audition:
    """Speaks for one desk: what is asked for, and meanwhile what will be asked for next.

    One passage is spoken at a time, with all cores. What was spoken is in the show's cache.
    """

    def __init__(self) -> None:
        """Start nothing before the first passage."""
        self._speaking = threading.Lock()
        self._change = threading.Condition()
        self._asked = 0
        self._next: list[tuple[Passage, Config]] = []
        self._thread: threading.Thread | None = None
        self._open: dict[str, Engine] = {}

    def hear(self, passage: Passage, config: Config, tried: Entry | None = None) -> bytes:
        """Speak a passage.

        Args:
            passage: What is said.
            config: The configuration in force.
            tried: A reading that holds for this once.

        Returns:
            An MP3.

        Raises:
            AudiopaperError: It could not be spoken.
        """
        with self._change:
            self._asked += 1
            self._change.notify_all()
        try:
            return self._speak(passage, config, tried)
        finally:
            with self._change:
                self._asked -= 1
                self._change.notify_all()

    def prepare(self, passages: Sequence[Passage], config: Config) -> None:
        """Speak passages in the background, in place of those that were to be prepared before.

        Only an engine on this machine is asked: services are paid for what they say.
        """
        with self._change:
            self._next = [(passage, config) for passage in passages]
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, daemon=True, name="audition")
                self._thread.start()
            self._change.notify_all()

    def _work(self) -> None:
        while True:
            with self._change:
                self._change.wait_for(lambda: self._next and not self._asked)
                passage, config = self._next.pop(0)
            # An editor who asks for it is told what fails.
            with contextlib.suppress(AudiopaperError):
                if speaks_here(config):
                    self._speak(passage, config, None)

    def _speak(self, passage: Passage, config: Config, tried: Entry | None) -> bytes:
        # One request at a time: an engine that divides the cores by requests gives it them all.
        config = replace(config, speech=replace(config.speech, workers=1))
        with self._speaking:
            text = passage.sentence
            if passage.text:
                said = "" if tried is not None else passage.said
                text = cut_passage(text, passage.text, said, config, context=passage.context)
            spoken, mp3 = speak_text(
                text,
                presenter=passage.presenter,
                engine="",
                config=config,
                tell=tell_nobody,
                tried=tried,
            )
            self._keep_open(spoken.engine, config)
        return mp3

    def _keep_open(self, name: str, config: Config) -> None:
        """Keep an engine as long as the desk, so that its model is loaded once."""
        if name != _MODEL_ENGINE or name in self._open:
            return
        engine = configured_engine(name, config, load_presenters(voices_folder(config)))
        engine.probe()
        self._open[name] = engine


def speaks_here(config: Config) -> bool:
    """Say whether the configured engine needs no service; ``auto`` may be one."""
    if config.engine not in engine_names():
        return False
    engine = configured_engine(config.engine, config, load_presenters(voices_folder(config)))
    try:
        return engine.capabilities.offline
    finally:
        engine.close()
