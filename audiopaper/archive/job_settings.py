"""The settings, voices and files that every edition is made with, packed for other machines."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from audiopaper.archive.archive_folder import slug
from audiopaper.config import Config, voices_folder
from audiopaper.errors import ConfigError
from audiopaper.translations import _, system_reason

# Tables and settings that change no sound.
_INAUDIBLE = (
    *("sample", "inbox", "output", "voices", "folder", "engine"),
    *("publish", "today", "notify", "archive"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobSettings:
    """Settings and files of every edition of an archive; sent to each worker once."""

    source: str
    """Address of the pages."""

    output: str
    """Address of the output."""

    config: Config
    """Settings; each edition replaces the titles and addresses in them."""

    voices: tuple[tuple[str, bytes], ...]
    """Presenters, lexicons and sounds: each file's name and bytes."""

    engine: str
    """Name of the engine."""

    extras: tuple[tuple[str, bytes], ...] = ()
    """The show's own cover and page words: each file's name in the settings, and bytes."""

    @property
    def fingerprint(self) -> str:
        """A hash of all that changes an episode besides its pages.

        Settings that change no episode are left out: a new price or another number of parallel
        requests is no reason to make a million editions again.
        """
        plain = Config()
        audible = replace(
            self.config,
            **{name: getattr(plain, name) for name in _INAUDIBLE},
            speech=replace(self.config.speech, workers=1, tries=1),
        )
        digest = hashlib.sha256(repr((audible, self.engine)).encode())
        for name, data in (*self.voices, *self.extras):
            digest.update(repr((name, hashlib.sha256(data).hexdigest())).encode())
        return digest.hexdigest()


def pack_settings(config: Config, *, source: str, output: str, engine: str) -> JobSettings:
    """Pack the settings and all files that they name, for workers on other machines.

    Args:
        config: The configuration in force.
        source: Address of the pages.
        output: Address of the output.
        engine: Name of the engine.

    Raises:
        ConfigError: The engine is ``auto``, or a file that the settings name cannot be read.
    """
    if engine == "auto":
        raise ConfigError(
            _("engine auto would speak some editions by edge and some offline, as the net goes"),
            remedy=_("name one for all: --engine edge, --engine espeak, or another"),
        )
    folder = voices_folder(config)
    extras = []
    for name in (config.show.cover, config.show.page_words):
        path = config.folder / name
        if name and path.is_file():
            extras.append((path.name, _read_file(path)))
    voices = tuple(
        (path.relative_to(folder).as_posix(), _read_file(path))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    )
    # Paths of this machine mean nothing on another one, so only file names are sent.
    show = config.show
    packed = {name for name, _ in extras}
    cover, words = (
        Path(n).name if n and Path(n).name in packed else n for n in (show.cover, show.page_words)
    )
    return JobSettings(
        source=source,
        output=output,
        config=replace(config, show=replace(show, cover=cover, page_words=words)),
        voices=voices,
        engine=engine,
        extras=tuple(extras),
    )


def _read_file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(
            _("{path} cannot be read: {strerror}", path=path, strerror=system_reason(error)),
            remedy=_("look at its permissions"),
        ) from error


def config_for(job_settings: JobSettings, title: str, year: int, folder: Path) -> Config:
    """The settings for one title's year, with files laid out in a folder of this machine.

    Args:
        job_settings: For the settings and the voices, which are laid out in ``folder``.
        title: The newspaper.
        year: The year of its feed.
        folder: The folder for ``output`` and ``voices``.
    """
    voices = [(f"voices/{name}", data) for name, data in job_settings.voices]
    for name, data in (*voices, *job_settings.extras):
        path = folder / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    show = job_settings.config.show
    return replace(
        job_settings.config,
        sample=False,
        inbox="",
        folder=folder,
        output="output",
        voices="voices",
        show=replace(
            show,
            title=f"{title or show.title} {year}",
            id=f"{show.id}.{slug(title)}",
            base_url=f"{show.base_url}{slug(title)}/{year}/",
        ),
        publish=replace(job_settings.config.publish, hold=True, target=""),
    )
