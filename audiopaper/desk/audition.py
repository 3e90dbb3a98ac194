"""Speak sentences for an editor on request, as in the episode."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audiopaper.config import Config, load_presenters, voices_folder
from audiopaper.desk.passages import cut_passage
from audiopaper.engines import engine_names
from audiopaper.errors import AudiopaperError
from audiopaper.lexicon import Entry, Lexicon
from audiopaper.model import Presenter
from audiopaper.pipeline.engine_choice import configured_engine
from audiopaper.pipeline.lexicon_entries import show_lexicon
from audiopaper.pipeline.single_clips import speak_text
from audiopaper.runtime import tell_nobody

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from audiopaper.engines.base import Engine

_MODEL_ENGINE = "kokoro"
"""The engine whose model takes seconds to load and is shared by all its instances."""

_OFFLINE_S = 300.0
"""Time for which ``auto`` is spoken offline after edge did not answer."""

_MAX_SPOKEN = 200
"""Number of MP3s in memory, some 20 kB each."""

_REST_S = 0.4
"""Time after a request before anything is spoken ahead, so that the next request is not slowed."""


@dataclass(frozen=True, slots=True)
class _Basis:
    """All that the sound of a passage depends on."""

    config: Config
    lexicon: Lexicon
    presenters: Mapping[str, Presenter]
    engine: str


@dataclass(frozen=True, slots=True)
class _Spoken:
    basis: _Basis
    mp3: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A sentence to speak, or the words around a text in it."""

    sentence: str
    """The sentence as printed."""

    presenter: str = ""
    """The presenter who speaks it; empty for the anchor."""

    text: str = ""
    """The text to listen for; empty for the whole sentence."""

    spoken: str = ""
    """The spoken form of the text in the sentence; empty if the reading is given."""

    context: str = ""
    """The text around it, which is marked by `mark_text`."""

    tried: Entry | None = None
    """A lexicon entry for this passage only."""


class Audition:
    """Speaks passages for one desk on request, and between requests those likely to follow.

    One passage is spoken at a time, with all cores. The clips are in the show's cache, the newest
    MP3s in memory. After the words around a text, its whole sentence is likely to follow, so that
    is spoken ahead, too.
    """

    def __init__(
        self, *, clock: Callable[[], float] = time.monotonic, rest_s: float = _REST_S
    ) -> None:
        """Start no thread before the first passage.

        Args:
            clock: The time in seconds.
            rest_s: Time after a request before anything is spoken ahead.
        """
        self._clock = clock
        self._rest_s = rest_s
        self._rest_until = 0.0
        self._speaking = threading.Lock()
        self._change = threading.Condition()
        self._asked = 0
        self._next: list[tuple[Passage, Config]] = []
        self._spoken: dict[Passage, _Spoken] = {}
        self._thread: threading.Thread | None = None
        self._open: dict[str, Engine] = {}
        self._offline = ("", 0.0)

    def hear(self, passage: Passage, config: Config) -> bytes:
        """Speak a passage.

        Args:
            passage: The passage.
            config: The configuration in force.

        Returns:
            An MP3.

        Raises:
            AudiopaperError: It could not be spoken.
        """
        with self._change:
            self._asked += 1
            self._change.notify_all()
        try:
            return self._find_spoken(passage, config) or self._speak(passage, config)
        finally:
            with self._change:
                self._asked -= 1
                self._rest_until = self._clock() + self._rest_s
                whole = replace(passage, text="", spoken="", context="")
                if self._thread is not None and whole != passage:
                    self._next.append((whole, config))
                self._change.notify_all()

    def prepare(self, passages: Sequence[Passage], config: Config) -> None:
        """Speak passages in the background in their order, in place of those of the last call.

        Only an engine on this machine is used, since services charge for what they speak.
        """
        with self._change:
            self._next = [(passage, config) for passage in passages]
            self._rest_until = self._clock() + self._rest_s
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, daemon=True, name="audition")
                self._thread.start()
            self._change.notify_all()

    def _work(self) -> None:
        while True:
            passage, config = self._take_next()
            # The same failure is reported when an editor requests the passage.
            with contextlib.suppress(AudiopaperError):
                known = self._find_spoken(passage, config) is not None
                if not known and speaks_here(self._choose_engine(config), config):
                    self._speak(passage, config)

    def _take_next(self) -> tuple[Passage, Config]:
        """Wait for a passage to speak ahead, until no request is open or was answered just now."""
        with self._change:
            while True:
                self._change.wait_for(lambda: self._next and not self._asked)
                rest_s = self._rest_until - self._clock()
                if rest_s <= 0:
                    return self._next.pop(0)
                self._change.wait(rest_s)

    def _find_spoken(self, passage: Passage, config: Config) -> bytes | None:
        """Return the MP3 of a passage that was spoken, unless it would sound otherwise now."""
        with self._change:
            spoken = self._spoken.get(passage)
        if spoken is not None and spoken.basis == self._read_basis(config):
            return spoken.mp3
        return None

    def _speak(self, passage: Passage, config: Config) -> bytes:
        asked, basis = config, self._read_basis(config)
        # With one worker, an engine that divides the cores among its workers uses all of them.
        config = replace(config, speech=replace(config.speech, workers=1))
        with self._speaking:
            text = passage.sentence
            if passage.text:
                spoken_form = "" if passage.tried is not None else passage.spoken
                text = cut_passage(text, passage.text, spoken_form, config, context=passage.context)
            spoken, mp3 = speak_text(
                text,
                presenter=passage.presenter,
                engine=self._choose_engine(config),
                config=config,
                tell=tell_nobody,
                tried=passage.tried,
            )
            self._keep_open(spoken.engine, config)
            if config.engine == "auto" and spoken.engine != "edge":
                self._offline = (spoken.engine, self._clock() + _OFFLINE_S)
        basis = replace(basis, engine=self._choose_engine(asked))
        with self._change:
            self._spoken.pop(passage, None)
            self._spoken[passage] = _Spoken(basis, mp3)
            while len(self._spoken) > _MAX_SPOKEN:
                self._spoken.pop(next(iter(self._spoken)))
        return mp3

    def _read_basis(self, config: Config) -> _Basis:
        presenters = load_presenters(voices_folder(config))
        return _Basis(config, show_lexicon(config), presenters, self._choose_engine(config))

    def _choose_engine(self, config: Config) -> str:
        """Return the configured engine; for ``auto`` the one that spoke when edge did not answer.

        Edge is tried again after some minutes.
        """
        name, until = self._offline
        if config.engine == "auto" and name and self._clock() < until:
            return name
        return config.engine

    def _keep_open(self, name: str, config: Config) -> None:
        """Keep an engine open until the desk ends, so that its model is loaded once."""
        if name != _MODEL_ENGINE or name in self._open:
            return
        engine = configured_engine(name, config, load_presenters(voices_folder(config)))
        engine.probe()
        self._open[name] = engine


def speaks_here(name: str, config: Config) -> bool:
    """Return whether an engine needs no service; False for ``auto``."""
    if name not in engine_names():
        return False
    presenters = load_presenters(voices_folder(config))
    with contextlib.closing(configured_engine(name, config, presenters)) as engine:
        return engine.capabilities.offline
