"""What an engine promises. A plug-in author reads this file and writes one class."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from audiopaper.errors import SynthesisError
from audiopaper.model import Clip, Presenter, Segment


class Engine(Protocol):
    """A program or service that speaks.

    A class that keeps this promise is registered in the entry-point group
    ``audiopaper.engines``; see `EngineFactory`.
    """

    name: str
    """The name in the configuration and in the episode's metadata."""

    max_concurrent: int
    """How many segments may be asked for at once."""

    offline: bool
    """Whether it works without a network."""

    def fingerprint(self, presenter: str) -> str:
        """All that changes how a segment sounds, besides its text and readings.

        Voice, pace, pitch, and the versions that matter; equal fingerprints mean equal sound.

        Raises:
            ConfigError: The presenter has no table for this engine, or a wrong one.
        """
        ...

    def utterance(self, segment: Segment) -> str:
        """What is sent for a segment, in the engine's own spelling; part of the cache's key."""
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
        """Find out in a few seconds whether the engine can be used now.

        Raises:
            SynthesisError: It cannot; the problem says why in one sentence.
        """
        ...

    def close(self) -> None:
        """Give back what the engine holds: processes, loops, connections."""
        ...


EngineFactory = Callable[[Mapping[str, Presenter], Mapping[str, object]], Engine]
"""What an entry point names: called with the presenters and the engine's own settings."""


class TransientError(SynthesisError):
    """A try failed in a way that another may not."""


class ServiceRefusedError(SynthesisError):
    """The service refuses us; trying again only makes it worse."""
