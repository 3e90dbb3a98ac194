"""Speak sentences for an editor on request, as in the episode."""

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
"""The engine whose model takes seconds to load and is shared by all its instances."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A sentence to speak, or the words around a text in it."""

    sentence: str
    """The sentence as printed."""

    presenter: str = ""
    """The presenter who speaks it; empty for the anchor."""

    text: str = ""
    """The text to listen for; empty for the whole sentence."""

    said: str = ""
    """The spoken form of the text in the sentence; empty if the reading is given."""

    context: str = ""
    """The text around it, the characters themselves in 【】."""


class Audition:
    """Speaks passages for one desk on request, and between requests those likely to follow.

    One passage is spoken at a time, with all cores. The clips are in the show's cache.
    """

    def __init__(self) -> None:
        """Start no thread before the first passage."""
        self._speaking = threading.Lock()
        self._change = threading.Condition()
        self._asked = 0
        self._next: list[tuple[Passage, Config]] = []
        self._thread: threading.Thread | None = None
        self._open: dict[str, Engine] = {}

    def hear(self, passage: Passage, config: Config, tried: Entry | None = None) -> bytes:
        """Speak a passage.

        Args:
            passage: The passage.
            config: The configuration in force.
            tried: A lexicon entry for this call only.

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
        """Speak passages in the background, in place of those of the last call.

        Only an engine on this machine is used, since services charge for what they speak.
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
            # The same failure is reported when an editor requests the passage.
            with contextlib.suppress(AudiopaperError):
                if speaks_here(config):
                    self._speak(passage, config, None)

    def _speak(self, passage: Passage, config: Config, tried: Entry | None) -> bytes:
        # With one worker, an engine that divides the cores among its workers uses all of them.
        config = replace(config, speech=replace(config.speech, workers=1))
        with self._speaking:
            text = passage.sentence
            if passage.text:
                spoken_form = "" if tried is not None else passage.said
                text = cut_passage(text, passage.text, spoken_form, config, context=passage.context)
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
        """Keep an engine open until the desk ends, so that its model is loaded once."""
        if name != _MODEL_ENGINE or name in self._open:
            return
        engine = configured_engine(name, config, load_presenters(voices_folder(config)))
        engine.probe()
        self._open[name] = engine


def speaks_here(config: Config) -> bool:
    """Return whether the configured engine needs no service; False for ``auto``."""
    if config.engine not in engine_names():
        return False
    engine = configured_engine(config.engine, config, load_presenters(voices_folder(config)))
    try:
        return engine.capabilities.offline
    finally:
        engine.close()
