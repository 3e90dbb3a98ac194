"""Settings: ``config.toml`` and the presenters' files, as frozen values with their defaults."""

from __future__ import annotations

from audiopaper.config.config_file import (
    Config,
    defaults_folder,
    inbox_folder,
    load_config,
    load_presenters,
    output_folder,
    read_config,
    voices_folder,
)
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
    LOCAL_BASE_URL,
    BriefingSettings,
    FeedSettings,
    PublishSettings,
    ShowSettings,
)

__all__ = [
    "LOCAL_BASE_URL",
    "ArchiveSettings",
    "BriefingSettings",
    "Config",
    "DeskSettings",
    "EpisodeSettings",
    "FeedSettings",
    "LeadSettings",
    "LoudnessSettings",
    "NotifySettings",
    "PauseSettings",
    "PresenterSettings",
    "PublishSettings",
    "ShowSettings",
    "SourceSettings",
    "SpeechSettings",
    "TodaySettings",
    "defaults_folder",
    "inbox_folder",
    "load_config",
    "load_presenters",
    "output_folder",
    "read_config",
    "voices_folder",
]
