"""Finds and reads ``config.toml`` and the presenters' files; the folders that they name."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path

from audiopaper.config.episode_tables import (
    EpisodeSettings,
    LeadSettings,
    LoudnessSettings,
    PauseSettings,
    PresenterSettings,
    SpeechSettings,
)
from audiopaper.config.run_tables import (
    ArchiveSettings,
    DeskSettings,
    NotifySettings,
    SourceSettings,
    TodaySettings,
)
from audiopaper.config.show_tables import (
    BriefingSettings,
    FeedSettings,
    PublishSettings,
    ShowSettings,
)
from audiopaper.config.toml_tables import convert_table, read_toml, refuse_path
from audiopaper.disk import has_file, has_folder, list_folder
from audiopaper.errors import ConfigError
from audiopaper.model import Presenter
from audiopaper.translations import _

_VOICES = "voices"


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The whole configuration. A stage takes only the table that it reads."""

    sample: bool = False
    """Whether `produce` without a path makes the sample edition."""

    inbox: str = ""
    """Folder of the day's pages for `produce` without a path."""

    output: str = "output"
    """Folder that is published."""

    voices: str = _VOICES
    """Folder of the presenters and the lexicon."""

    keep_days: int = 30
    """Days that unused clips and encoded pieces stay in the work folder; 0 for ever."""

    engine: str = "edge"
    """Engine that speaks; ``auto`` is edge where it answers, else kokoro where it is installed,
    else espeak."""

    show: ShowSettings = field(default_factory=ShowSettings)
    episode: EpisodeSettings = field(default_factory=EpisodeSettings)
    presenters: PresenterSettings = field(default_factory=PresenterSettings)
    pauses: PauseSettings = field(default_factory=PauseSettings)
    loudness: LoudnessSettings = field(default_factory=LoudnessSettings)
    speech: SpeechSettings = field(default_factory=SpeechSettings)
    leads: LeadSettings = field(default_factory=LeadSettings)
    feed: FeedSettings = field(default_factory=FeedSettings)
    briefing: BriefingSettings = field(default_factory=BriefingSettings)
    publish: PublishSettings = field(default_factory=PublishSettings)
    source: SourceSettings = field(default_factory=SourceSettings)
    today: TodaySettings = field(default_factory=TodaySettings)
    desk: DeskSettings = field(default_factory=DeskSettings)
    notify: NotifySettings = field(default_factory=NotifySettings)
    archive: ArchiveSettings = field(default_factory=ArchiveSettings)
    engines: dict[str, dict[str, str | int | float | bool]] = field(default_factory=dict)
    """``[engines.NAME]``: an engine's own settings."""

    folder: Path = field(default_factory=Path)
    """Where the file stands; relative paths in it start here. Not a setting."""

    def __post_init__(self) -> None:
        """Refuse tables that contradict each other, and an impossible ``keep_days``."""
        if not 0 <= self.keep_days <= 3650:
            raise ValueError(_("keep_days must lie between 0 (for ever) and 3650, ten years"))
        for name in ("inbox", "output", "voices"):
            refuse_path(name, getattr(self, name))
        if self.briefing.enabled and not self.show.base_url.startswith("https://"):
            raise ValueError(
                _(
                    "[briefing] is enabled, and smart speakers fetch audio by https only: "
                    "base_url in [show] is {base_url}",
                    base_url=self.show.base_url,
                )
            )


def defaults_folder() -> Path:
    """Return the folder of the default ``config.toml`` and ``voices/``: package or checkout.

    The wheel carries a copy of both (see ``pyproject.toml``); an editable installation reads
    the checkout's own.
    """
    packaged = Path(__file__).parents[1] / "defaults"
    return packaged if packaged.is_dir() else Path(__file__).parents[2]


def voices_folder(config: Config) -> Path:
    """Return the folder of presenters and lexicon: the show's own, or the packaged one.

    Raises:
        ConfigError: The folder above it may not be opened, or there is no folder of a name that
            the configuration chose.
    """
    own = config.folder / config.voices
    if has_folder(own, failure=ConfigError):
        return own
    if config.voices != _VOICES or os.path.lexists(own):
        # Without a word, another lexicon and other presenters would take its place.
        raise ConfigError(
            _("voices: {folder} is no folder", folder=own),
            remedy=_("correct voices in config.toml, or put the folder back"),
        )
    return defaults_folder() / "voices"


def inbox_folder(config: Config) -> Path:
    """Return the folder of the pages that arrive."""
    return config.folder / config.inbox


def output_folder(config: Config) -> Path:
    """Return the folder that is published."""
    return config.folder / config.output


def load_config(path: Path | None) -> Config:
    """Read the configuration in force.

    Args:
        path: The file; None means ``./config.toml`` or, if that is missing, the packaged copy
            (its relative paths start at the working folder).

    Raises:
        ConfigError: The file is missing, is not TOML, or has a wrong table, key or value.
    """
    if path is None:
        here = Path("config.toml")
        if not os.path.lexists(here):
            return replace(read_config(defaults_folder() / "config.toml"), folder=Path())
        path = here
    if not has_file(path, failure=ConfigError):
        is_other = path.exists()
        raise ConfigError(
            _("{path} is no file", path=path) if is_other else _("no such file: {path}", path=path),
            remedy=_("name a file that is there, or lay out a show with: audiopaper init DIR"),
        )
    return read_config(path)


def read_config(path: Path) -> Config:
    """Read one configuration file.

    Raises:
        ConfigError: It cannot be read, is not TOML, or has a wrong table, key or value; the
            problem names file and line, and the nearest right key.
    """
    config = convert_table(path, read_toml(path, Config), Config, reserved=frozenset({"folder"}))
    return replace(config, folder=path.parent)


@dataclass(frozen=True, slots=True, kw_only=True)
class _PresenterFile:
    name: str = ""
    chars_per_minute: int = 270

    def __post_init__(self) -> None:
        if not 60 <= self.chars_per_minute <= 1000:
            raise ValueError(_("chars_per_minute must lie between 60 and 1000"))


def load_presenters(folder: Path) -> dict[str, Presenter]:
    """Read every presenter's file, by name.

    Args:
        folder: The ``voices/`` folder; each ``NAME.toml`` directly in it is a presenter.

    Raises:
        ConfigError: There is no presenter, or a file is wrong.
    """
    presenters = {}
    paths = list_folder(folder, failure=ConfigError)
    for path in (p for p in paths if p.suffix == ".toml" and not p.name.startswith(".")):
        if not path.stem.isprintable():
            raise ConfigError(
                _("{path!r}: a presenter's name contains an unprintable character", path=str(path)),
                remedy=_("rename the file: letters and digits of any script"),
            )
        table = read_toml(path, _PresenterFile)
        engines = {k: v for k, v in table.items() if isinstance(v, dict)}
        rest = {k: v for k, v in table.items() if not isinstance(v, dict)}
        settings = convert_table(path, rest, _PresenterFile)
        presenters[path.stem] = Presenter(
            name=path.stem,
            display_name=settings.name or path.stem,
            chars_per_minute=settings.chars_per_minute,
            engines=engines,
        )
    if not presenters:
        raise ConfigError(
            _("no presenter in {folder}", folder=folder),
            remedy=_("put one NAME.toml there; see: audiopaper guide presenters"),
        )
    return presenters
