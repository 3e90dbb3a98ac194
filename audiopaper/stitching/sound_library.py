"""The sounds of a show: its own files if there are any, else the built-in jingles."""

from __future__ import annotations

import functools
import hashlib
from typing import TYPE_CHECKING, get_args

from audiopaper.disk import list_folder
from audiopaper.errors import ConfigError
from audiopaper.stitching.sequence import SoundName
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from audiopaper.audio.sample_arrays import Samples

NAMES: tuple[SoundName, ...] = get_args(SoundName)

MAX_S: Mapping[SoundName, int] = {"opening": 30, "separator": 10, "closing": 60, "bed": 180}
"""A longer file is surely the wrong one; the bed is looped."""


def find_sounds(folder: Path) -> dict[SoundName, Path]:
    """Find the show's own sounds: files named ``opening``, ``separator``, ``closing`` or ``bed``.

    The names may be in capitals, since other systems show no difference.

    Args:
        folder: The ``voices/`` folder.

    Returns:
        The files that exist, whatever their suffix.

    Raises:
        ConfigError: Two files have one sound's name, or the folder cannot be opened.
    """
    sounds: dict[SoundName, Path] = {}
    files = list_folder(folder, failure=ConfigError)
    for name in NAMES:
        paths = [p for p in files if p.name.lower().startswith(f"{name}.") and not _is_toml(p)]
        paths = [path for path in paths if path.is_file()]
        if len(paths) > 1:
            raise ConfigError(
                _(
                    "{folder} has {paths}, and one {name} is played",
                    folder=folder,
                    paths=_(" and ").join(p.name for p in paths),
                    name=name,
                ),
                remedy=_("keep one of them there"),
            )
        if paths:
            sounds[name] = paths[0]
    return sounds


def _is_toml(path: Path) -> bool:
    return path.suffix.lower() == ".toml"


class SoundLibrary:
    """The sounds of one episode, each decoded when it is first asked for."""

    def __init__(self, paths: Mapping[SoundName, Path], rate_hz: int) -> None:
        """Hash the show's own files.

        Args:
            paths: The show's own files, by sound.
            rate_hz: Sample rate wanted.

        Raises:
            ConfigError: A file cannot be read.
        """
        self._paths = paths
        self._rate_hz = rate_hz
        self.get = functools.lru_cache(maxsize=len(NAMES))(self._load)
        self.ids = {name: self._identify(name) for name in NAMES}
        """A hash of each file, for cache keys."""

    def _identify(self, name: SoundName) -> str:
        path = self._paths.get(name)
        if path is None:
            return _("built in")
        # Here and below: an unchanged episode with the built-in sounds needs no decoder.
        from audiopaper.audio.file_decoder import read_file

        return hashlib.sha256(read_file(path)).hexdigest()

    def _load(self, name: SoundName) -> Samples:
        path = self._paths.get(name)
        if path is None:
            from audiopaper.stitching.jingles import make_jingle

            return make_jingle(name, self._rate_hz)
        from audiopaper.audio.file_decoder import read_audio

        return read_audio(path, self._rate_hz, max_s=MAX_S[name])
