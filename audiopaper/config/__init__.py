"""Settings: ``config.toml`` and the presenters' files, as frozen values with their defaults."""

from __future__ import annotations

from audiopaper.config.config_file import load_config, read_config
from audiopaper.config.config_folders import (
    defaults_folder,
    logs_folder,
    output_folder,
    voices_folder,
)
from audiopaper.config.config_table import Config
from audiopaper.config.episode_tables import (
    EpisodeSettings,
    LeadSettings,
    LoudnessSettings,
    PauseSettings,
    PresenterSettings,
    SpeechSettings,
)
from audiopaper.config.presenter_files import load_presenters
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
    "load_config",
    "load_presenters",
    "logs_folder",
    "output_folder",
    "read_config",
    "voices_folder",
]
