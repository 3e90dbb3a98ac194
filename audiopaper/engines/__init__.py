"""Engines by their entry points; an engine is imported only when it is chosen."""

from __future__ import annotations

import difflib
import functools
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING

from audiopaper.errors import ConfigError, MissingProgramError
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from audiopaper.engines.base import Engine, EngineFactory
    from audiopaper.model import Presenter

GROUP = "audiopaper.engines"
"""Entry-point group in which an engine's package registers its factory."""


AUTO = "auto"
"""In the configuration, stands for an online engine, or an offline one if that is unreachable."""


def engine_names() -> tuple[str, ...]:
    """Return the names of all installed engines in alphabetical order; none is imported."""
    return tuple(sorted(_installed()))


def find_misspelt(name: str) -> str:
    """Return the engine that a name was meant for; empty for an engine, and for a name apart.

    The name of another engine may begin with that of one: the table of a plug-in that this machine
    lacks is no mistake.
    """
    installed = _installed()
    near = difflib.get_close_matches(name, installed, n=1, cutoff=0.75)
    if name in installed or not near or name.startswith(near[0]):
        return ""
    return near[0]


def make_engine(
    name: str, presenters: Mapping[str, Presenter], settings: Mapping[str, object]
) -> Engine:
    """Import an engine and construct it.

    Args:
        name: Name in the configuration.
        presenters: All presenters, by name.
        settings: The table ``[engines.NAME]``, with ``workers`` from ``[speech]`` in it.

    Raises:
        ConfigError: There is no such engine, or a setting is wrong.
        MissingProgramError: The engine's package cannot be imported.
    """
    installed = _installed()
    if name not in installed:
        # `auto` is not passed here where it is allowed.
        choices = engine_names() if name == AUTO else (AUTO, *engine_names())
        near = difflib.get_close_matches(name, choices, n=1, cutoff=0.5)
        known = _("known engines: {installed}", installed=", ".join(choices) or _("none"))
        raise ConfigError(
            _("there is no engine {name!r}", name=name),
            remedy=_("did you mean {near!r}? {known}", near=near[0], known=known)
            if near
            else known,
        )
    try:
        factory: EngineFactory = installed[name].load()
    except (ImportError, AttributeError) as error:
        raise MissingProgramError(
            _("the engine {name!r} cannot be loaded: {error}", name=name, error=error),
            remedy=_("install its package again, or choose another engine"),
        ) from error
    return factory(presenters, settings)


def _installed() -> dict[str, EntryPoint]:
    return _find_points(entry_points)


@functools.lru_cache(maxsize=1)
def _find_points(find: Callable[..., Iterable[EntryPoint]]) -> dict[str, EntryPoint]:
    # Each search opens a file of every installed package, and a run searches five times.
    return {point.name: point for point in find(group=GROUP)}
