"""The paths of a show on disk; no other module contains these names.

The published folder holds what listeners get: the feed, the pages and ``episodes/KEY/``, where KEY
is the day and, for a further edition, its name. Its hidden folder ``.work`` holds all else and is
never published or served: ``.work/KEY/`` for each edition, the caches, the show's state.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.config import output_folder
from audiopaper.disk import list_folder
from audiopaper.model import EditionKey, day_key, is_edition_key
from audiopaper.publish.file_names import (
    BRIEFING_NAME,
    COVER_NAME,
    FEED_NAME,
    SITE_NAME,
)

if TYPE_CHECKING:
    import datetime as dt

    from audiopaper.config import Config

EPISODE_NAME = "episode.json"
"""In the folder of an episode: all that is published about it."""

_WORK_NAME = ".work"


@dataclass(frozen=True, slots=True)
class ShowFolder:
    """A show on disk."""

    output: Path
    """The folder that is published."""

    @property
    def work(self) -> Path:
        """What is never published or served."""
        return self.output / _WORK_NAME

    @property
    def episodes(self) -> Path:
        """The public episodes, a folder each."""
        return self.output / "episodes"

    @property
    def assets(self) -> Path:
        """Styles, scripts and pictures of the pages."""
        return self.output / "assets"

    @property
    def feed(self) -> Path:
        """The feed of the newest episodes."""
        return self.output / FEED_NAME

    @property
    def cover(self) -> Path:
        """The show's cover as apps get it."""
        return self.output / COVER_NAME

    @property
    def briefing(self) -> Path:
        """The flash briefing as JSON."""
        return self.output / BRIEFING_NAME

    @property
    def lock(self) -> Path:
        """Held by the one run that changes the show."""
        return self.work / "lock"

    @property
    def clips(self) -> Path:
        """The cache of what was spoken."""
        return self.work / "cache"

    @property
    def pieces(self) -> Path:
        """The cache of what was made of clips, texts and pictures."""
        return self.work / "pieces"

    @property
    def state(self) -> Path:
        """The show's state, which cannot be made again: see `show.state`."""
        return self.work / "show.json"

    @property
    def run_state(self) -> Path:
        """What a run of ``audiopaper today`` leaves for the next."""
        return self.work / "today.json"

    @property
    def speaking_rates(self) -> Path:
        """How fast each voice spoke in the episodes so far."""
        return self.work / "pace.json"

    @property
    def known_names(self) -> Path:
        """Names that the show met in its bylines."""
        return self.work / "names.json"

    @property
    def targets(self) -> Path:
        """What was copied to each target, a file each."""
        return self.work / "targets"

    @property
    def announced_feed(self) -> Path:
        """The feed that the WebSub hub was last told of."""
        return self.targets / "hub.txt"

    @property
    def retired_samples(self) -> Path:
        """Episodes of the sample edition that real ones have replaced."""
        return self.work / "sample"

    @property
    def logs(self) -> Path:
        """The log files."""
        return self.work / "logs"

    @property
    def desk(self) -> Path:
        """What the desk's worker and page leave for each other."""
        return self.work / "desk"

    def edition(self, date: dt.date, name: str = "") -> EditionFolder:
        """The work folder of an edition.

        Args:
            date: Its day.
            name: Its name if it is a further edition of the day; else empty.
        """
        return EditionFolder(self, day_key(date, name))

    def editions(self) -> tuple[EditionFolder, ...]:
        """The work folders of all editions, in order of their days.

        A folder of any other name, such as a copy ``2026-03-02 copy``, is no edition's.

        Raises:
            PublishError: The work folder may not be opened.
        """
        return tuple(
            EditionFolder(self, folder.name)
            for folder in list_folder(self.work)
            if is_edition_key(folder.name)
        )

    def public_episode(self, key: str) -> EpisodeFolder:
        """The folder of a public episode."""
        return EpisodeFolder(self.episodes / key)


@dataclass(frozen=True, slots=True)
class EditionFolder:
    """The work folder of one edition: its rundown, its reports, its episode until it is public."""

    show: ShowFolder
    """The show that it belongs to."""

    key: str
    """The edition's day, and its name if it is a further edition: ``2026-03-02-evening``."""

    @property
    def name(self) -> str:
        """The edition's name if it is a further edition of its day; else empty."""
        return EditionKey.parse(self.key).name

    @property
    def date_key(self) -> str:
        """The edition's day as YYYY-MM-DD; the further editions of a day have the same."""
        return self.date.isoformat()

    @property
    def date(self) -> dt.date:
        """The edition's day."""
        return EditionKey.parse(self.key).date

    @property
    def path(self) -> Path:
        """The folder itself."""
        return self.show.work / self.key

    @property
    def rundown(self) -> Path:
        """The rundown in force."""
        return self.path / "rundown.toml"

    @property
    def rundown_draft(self) -> Path:
        """The copy that an editor is changing."""
        return self.path / "rundown.draft.toml"

    @property
    def first_draft(self) -> Path:
        """The rundown as it was drafted, for comparison."""
        return self.path / "rundown.drafted.toml"

    @property
    def made_rundown(self) -> Path:
        """The rundown of the newest episode, for comparison."""
        return self.path / "rundown.made.toml"

    @property
    def articles(self) -> Path:
        """The articles as they were read last, for whoever reads the rundown."""
        return self.path / "articles.json"

    @property
    def drafted(self) -> Path:
        """Hashes of the articles that the rundown was drafted from."""
        return self.path / "drafted.json"

    @property
    def production_record(self) -> Path:
        """What the episode was made of, and what became of it."""
        return self.path / "made.json"

    @property
    def report_json(self) -> Path:
        """The report of the last run, for programs."""
        return self.path / "report.json"

    @property
    def report_html(self) -> Path:
        """The report of the last run, for people."""
        return self.path / "report.html"

    @property
    def verdicts(self) -> Path:
        """What the editor decided about doubts at the desk."""
        return self.path / "verdicts.json"

    @property
    def remade(self) -> Path:
        """What changed when the episode was made again at the desk."""
        return self.path / "remade.json"

    @property
    def making(self) -> EpisodeFolder:
        """The episode while it is made."""
        return EpisodeFolder(self.path / "making")

    @property
    def staged(self) -> EpisodeFolder:
        """The finished episode that waits for its release."""
        return EpisodeFolder(self.path / "episode")

    @property
    def releasing(self) -> EpisodeFolder:
        """The checked episode while its files are moved to the public folder."""
        return EpisodeFolder(self.path / "release")

    @property
    def public(self) -> EpisodeFolder:
        """The public episode."""
        return self.show.public_episode(self.key)

    @property
    def hold_mark(self) -> Path:
        """Marks that no version of the episode is released until its date is named."""
        return self.path / "hold.txt"

    @property
    def withdrawal(self) -> Path:
        """Marks the episode as not public, whatever other files exist."""
        return self.path / "withdrawn.json"


@dataclass(frozen=True, slots=True)
class EpisodeFolder:
    """A folder with an episode's files: being made, staged, being released, or public."""

    path: Path
    """The folder itself."""

    @property
    def record(self) -> Path:
        """All that is published about the episode."""
        return self.path / EPISODE_NAME

    @property
    def picture(self) -> Path:
        """The episode's own picture."""
        return self.path / COVER_NAME

    @property
    def page(self) -> Path:
        """The episode's page."""
        return self.path / SITE_NAME

    @property
    def hold_reason(self) -> Path:
        """Why the episode waits until its date is named."""
        return self.path / "held.txt"


def show_folder(config: Config) -> ShowFolder:
    """The folder of the show that a configuration describes."""
    return ShowFolder(output_folder(config))
