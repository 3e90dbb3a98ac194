"""The whole configuration: every table of ``config.toml``."""

from __future__ import annotations

from dataclasses import dataclass, field
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
from audiopaper.translations import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The whole configuration. A stage takes only the table that it reads."""

    sample: bool = False
    """Whether `produce` without a path makes the sample edition."""

    inbox: str = ""
    """Folder of the day's pages for `produce` without a path."""

    output: str = "output"
    """Folder that is published."""

    voices: str = "voices"
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
            raise ValueError(_("keep_days lies between 0 (for ever) and 3650, ten years"))
        if self.briefing.enabled and not self.show.base_url.startswith("https://"):
            raise ValueError(
                _(
                    "[briefing] is enabled, and smart speakers fetch audio by https only: "
                    "base_url in [show] is {base_url}",
                    base_url=self.show.base_url,
                )
            )
