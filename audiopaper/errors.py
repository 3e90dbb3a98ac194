"""The failures that a user can meet, each with the way out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from audiopaper.legible_names import make_legible

if TYPE_CHECKING:
    import datetime as dt

NOTHING_NEW = 10
"""Exit code of `audiopaper today` where there was nothing to do."""

DONE_WITH_WARNINGS = 11
"""Exit code of a run that made its episode with something that a producer must look at."""


INTERRUPTED = 130
"""Exit code of a run that Ctrl-C ended: 128 and the number of the signal, as of a shell."""


class AudiopaperError(Exception):
    """An expected failure: what is wrong, where, and what to do about it.

    The command line prints both lines and ends with the class's exit code; see
    ``audiopaper guide errors`` for the list.
    """

    exit_code = 1

    def __init__(self, problem: str, *, remedy: str) -> None:
        """Keep the two sentences apart, so that every printer can lay them out itself.

        Args:
            problem: What is wrong, naming the file, article or segment.
            remedy: What the user can do.
        """
        # A name in it may be no UTF-8.
        self.problem = make_legible(problem)
        self.remedy = make_legible(remedy)
        super().__init__(self.problem)

    def __reduce__(self) -> tuple[object, ...]:
        """Go from one process to another with both sentences."""
        return partial(type(self), remedy=self.remedy), (self.problem,)


class UnexpectedError(AudiopaperError):
    """A bug of ours that kept one part of the work from being done; the rest was done."""


class ConfigError(AudiopaperError):
    """The configuration or a presenter's file is wrong."""

    exit_code = 3


class InputError(AudiopaperError):
    """The pages cannot be read or do not make an edition."""

    exit_code = 4


class RundownError(AudiopaperError):
    """The rundown cannot be read or does not fit."""

    exit_code = 5


class LexiconError(AudiopaperError):
    """A lexicon file is wrong."""

    exit_code = 6


class SynthesisError(AudiopaperError):
    """A segment could not be spoken, so no episode was made."""

    exit_code = 7


class MissingProgramError(AudiopaperError):
    """A program or package that this task needs is not installed."""

    exit_code = 8


class PublishError(AudiopaperError):
    """The episode or the feed could not be written whole."""

    exit_code = 9


class ShowBusyError(PublishError):
    """Another run is at work on the show."""

    since: dt.datetime | None = None
    """When that run began, with its offset from UTC; None where nobody knows."""
