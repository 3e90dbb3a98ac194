"""What every edition of an archive is made with, taken along to machines elsewhere."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from audiopaper.archive.archive_folder import slug
from audiopaper.config import Config, voices_folder
from audiopaper.errors import ConfigError


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """What every edition of an archive is made with; sent to each worker once."""

    source: str
    """Address of the pages."""

    output: str
    """Address of what is made."""

    config: Config
    """Settings; titles and addresses in them are an edition's own."""

    voices: tuple[tuple[str, bytes], ...]
    """Presenters, lexicons and sounds: each file's name and bytes."""

    engine: str
    """Name of the engine."""

    extras: tuple[tuple[str, bytes], ...] = ()
    """The show's own cover and page words: each file's name in the settings, and bytes."""

    @property
    def settings(self) -> str:
        """A hash of all that changes an episode besides its pages.

        How it is made, and who is told, change no episode: another price or another number of
        requests at once is no reason to make a million of them again.
        """
        plain = Config()
        heard = replace(
            self.config,
            **{name: getattr(plain, name) for name in _NOT_HEARD},
            speech=replace(self.config.speech, workers=1, tries=1),
        )
        told = hashlib.sha256(repr((heard, self.engine)).encode())
        for name, data in (*self.voices, *self.extras):
            told.update(repr((name, hashlib.sha256(data).hexdigest())).encode())
        return told.hexdigest()


_NOT_HEARD = (
    *("sample", "inbox", "output", "voices", "folder", "engine"),
    *("publish", "today", "notify", "archive"),
)


def pack_kit(config: Config, *, source: str, output: str, engine: str) -> Kit:
    """Take along all that the settings name, so that a worker elsewhere has it.

    Args:
        config: The configuration in force.
        source: Address of the pages.
        output: Address of what is made.
        engine: Name of the engine.

    Raises:
        ConfigError: The engine is ``auto``, or a file that the settings name cannot be read.
    """
    if engine == "auto":
        raise ConfigError(
            "engine auto would speak some editions by edge and some offline, as the net goes",
            remedy="name one for all: --engine edge, --engine espeak, or another",
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
    # Addresses within this machine mean nothing to a worker elsewhere: names will do there.
    show = config.show
    taken = {name for name, _ in extras}
    cover, words = (
        Path(n).name if n and Path(n).name in taken else n for n in (show.cover, show.page_words)
    )
    return Kit(
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
            f"{path} cannot be read: {error.strerror}", remedy="look at its permissions"
        ) from error


def config_for(kit: Kit, title: str, year: int, folder: Path) -> Config:
    """The settings of one title's year, at work in a folder of this machine.

    Args:
        kit: For the settings and the voices, which are laid out in ``folder``.
        title: The newspaper.
        year: Whose feed it is.
        folder: Where ``output`` and ``voices`` are to stand.
    """
    lay_out = [(f"voices/{name}", data) for name, data in kit.voices]
    for name, data in (*lay_out, *kit.extras):
        path = folder / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    show = kit.config.show
    return replace(
        kit.config,
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
        publish=replace(kit.config.publish, hold=True, target=""),
    )
