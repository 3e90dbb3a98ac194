"""The tables ``[show]``, ``[feed]``, ``[briefing]`` and ``[publish]``."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from audiopaper.config.languages import is_language_tag, nearest_tag
from audiopaper.config.toml_tables import refuse_address, refuse_mail, refuse_path
from audiopaper.model import is_edition_name
from audiopaper.translations import _

LOCAL_BASE_URL = "http://127.0.0.1:8000/"
"""The address that `audiopaper serve` answers unless told otherwise."""


_BREAK = re.compile(r"[\n\v\f\r\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowSettings:
    """``[show]``: what listeners see of the podcast."""

    title: str = "听报"
    """Title of the podcast."""

    id: str = "audiopaper"
    """Short name that enters every GUID; never change it after the first episode."""

    description: str = "一份报纸，每天一期，读给您听。"
    """What the show is, for the feed; at most 4000 bytes."""

    author: str = "听报"
    """Who makes it."""

    owner_email: str = ""
    """Address for the podcast directories; left out of the feed where empty."""

    language: str = "zh-cn"
    """Language tag of the show (BCP 47)."""

    copyright: str = ""
    """Copyright line; left out where empty."""

    category: tuple[str, ...] = ("News", "Daily News")
    """Apple's category and subcategory."""

    explicit: bool = False
    """Whether the show holds explicit material."""

    base_url: str = LOCAL_BASE_URL
    """Address under which ``output/`` will be found: a slash at its end, no ``?`` and no ``#``."""

    website: str = ""
    """Address of the show's page; ``base_url`` where empty."""

    cover: str = ""
    """Path of a square JPEG or PNG, 1400 to 3000 px; the built-in one where empty."""

    publish_time: str = "06:00"
    """Hour of the episodes' pubDate, ``HH:MM``."""

    utc_offset: str = "+08:00"
    """The show's offset from UTC, ``+HH:MM``."""

    page_words: str = "zh"
    """Words of the web page: ``zh``, ``zh-Hant``, ``en``, or the path of one's own TOML file."""

    directories: dict[str, str] = field(default_factory=dict)
    """The show's number in each directory that lists it: ``apple``, ``xiaoyuzhou``, ``ximalaya``,
    ``spotify``."""

    editions: dict[str, str] = field(default_factory=dict)
    """For the name of a further edition in addresses, ``evening``, the name that people see, 晚报;
    without an entry they see the former."""

    def local_time(self, moment: dt.datetime) -> dt.datetime:
        """Return a moment in the time zone of the show, which may differ from the machine's."""
        return moment.astimezone(dt.time.fromisoformat(f"00:00{self.utc_offset}").tzinfo)

    def publication_of(self, date: dt.date) -> dt.datetime:
        """Return the moment at which a day's episode is published if nothing else is said."""
        return dt.datetime.fromisoformat(
            f"{date.isoformat()}T{self.publish_time}:00{self.utc_offset}"
        )

    def name_edition(self, name: str) -> str:
        """Return the name of a further edition that people see; empty for the first edition."""
        return self.editions.get(name, name)

    def __post_init__(self) -> None:
        """Refuse values that no episode can be made with."""
        if not re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}", self.id):
            raise ValueError(
                _(
                    "id must be up to 64 ASCII letters, digits, dots, hyphens and underscores, "
                    "with no dot in front: it begins the audio's name, and what begins with a dot "
                    "is never published"
                )
            )
        _check_title(self.title)
        for name in ("cover", "page_words"):
            refuse_path(name, getattr(self, name))
        refuse_address("base_url", self.base_url)
        if not self.base_url.endswith("/") or re.search("[?#]", self.base_url):
            raise ValueError(
                _(
                    "base_url must end with a slash and hold no ? or #: the addresses of all "
                    "files are written behind it"
                )
            )
        if urlsplit(self.base_url).username is not None:
            raise ValueError(
                _("base_url must hold no user or password: every listener would see them")
            )
        if self.website:
            refuse_address("website", self.website)
        if not is_language_tag(self.language):
            raise ValueError(
                _(
                    "language {language!r} is no language tag (BCP 47): did you mean {tag!r}?",
                    language=self.language,
                    tag=nearest_tag(self.language),
                )
            )
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", self.publish_time):
            raise ValueError(_("publish_time must be an hour and minute such as 06:00"))
        if not re.fullmatch(r"[+-](0\d|1[0-4]):[0-5]\d", self.utc_offset):
            raise ValueError(_("utc_offset must be an offset such as +08:00"))
        if len(self.description.encode("utf-8")) > 4000:
            raise ValueError(_("description must not be longer than 4000 bytes"))
        if self.owner_email:
            refuse_mail("owner_email", self.owner_email)
        _check_directories(self.directories)
        _check_editions(self.editions)
        if not 1 <= len(self.category) <= 2:
            raise ValueError(
                _("category must be a category of Apple's list, and its subcategory if any")
            )


def _check_title(title: str) -> None:
    if not title.strip():
        raise ValueError(_("title must not be empty: it is the show's name, which is spoken"))
    if _BREAK.search(title):
        raise ValueError(_("title must be one line: it holds a line break"))


def _check_directories(directories: dict[str, str]) -> None:
    for name, number in directories.items():
        if name not in ("apple", "xiaoyuzhou", "ximalaya", "spotify"):
            raise ValueError(
                _(
                    "directories: there is no {name!r}; known: apple, xiaoyuzhou, ximalaya, "
                    "spotify",
                    name=name,
                )
            )
        if not re.fullmatch(r"[A-Za-z0-9]+", number):
            raise ValueError(
                _(
                    "directories: {name} = {number!r} must be letters and digits: the show's "
                    "number in the directory",
                    name=name,
                    number=number,
                )
            )


def _check_editions(editions: dict[str, str]) -> None:
    for name, shown in editions.items():
        if not is_edition_name(name):
            raise ValueError(
                _(
                    "editions: {name!r} must be up to 32 ASCII letters, digits, hyphens: it "
                    "enters addresses",
                    name=name,
                )
            )
        if not re.fullmatch(r"(?=.*\S)[^\x00-\x1f()（）]{1,30}", shown):
            raise ValueError(
                _(
                    "editions: the name that {name} is shown as must have 1 to 30 characters, "
                    "and no brackets",
                    name=name,
                )
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSettings:
    """``[feed]``: what the feed holds beyond what every app needs."""

    newest: int = 60
    """Episodes in ``feed.xml``; older ones stand in archive feeds that it leads to."""

    hub: str = ""
    """Address of a WebSub hub that is told of each publication; none where empty."""

    persons: bool = False
    """Whether each episode names the paper's reporters as its authors."""

    episode_images: bool = False
    """Whether each episode has a picture of its own, the cover's design with the date."""

    opus: bool = False
    """Whether each episode is offered as Opus, too, a third of the MP3's size; needs the extra
    ``opus``."""

    verify: str = ""
    """A word that a directory asks to find in the feed, as proof that it is yours."""

    funding: str = ""
    """Address at which listeners can support the show; none where empty."""

    funding_text: str = "支持本节目"
    """What the link is called; at most 128 characters."""

    moved_to: str = ""
    """Address of the feed that takes this one's place; apps go there for good."""

    def __post_init__(self) -> None:
        """Refuse values that no feed can be made with."""
        if not 1 <= self.newest <= 1000:
            raise ValueError(_("newest must lie between 1 and 1000"))
        for name in ("hub", "funding", "moved_to"):
            if getattr(self, name):
                refuse_address(name, getattr(self, name))
        if not 1 <= len(self.funding_text) <= 128:
            raise ValueError(_("funding_text must have 1 to 128 characters"))


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingSettings:
    """``[briefing]``: the short form for smart speakers."""

    enabled: bool = False
    """Whether it is made; only where ``base_url`` is https."""

    stories: int = 3
    """Leads that are told after the headlines."""

    sentences: int = 2
    """Sentences of each, counted from its beginning."""

    target_lufs: float = 0.0
    """Integrated loudness (Amazon asks for -14); 0 for that of the episode."""

    bit_rate_kbps: int = 0
    """256, which Amazon asks for, or 0 for that of the episode."""

    def __post_init__(self) -> None:
        """Refuse values that no briefing can be made with."""
        if not 0 <= self.stories <= 10:
            raise ValueError(_("stories must lie between 0 and 10"))
        if not 1 <= self.sentences <= 10:
            raise ValueError(_("sentences must lie between 1 and 10"))
        if self.target_lufs and not -30 <= self.target_lufs <= -9:
            raise ValueError(_("target_lufs must lie between -30 and -9, or be 0"))
        if self.bit_rate_kbps not in (0, 256):
            raise ValueError(_("bit_rate_kbps must be 256 or 0"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishSettings:
    """``[publish]``: where the output folder is copied to."""

    hold: bool = False
    """Whether `produce` keeps an episode back until `publish` releases it."""

    target: str = ""
    """A folder, or an address: ``s3://bucket/path``, ``sftp://host/path``, ``webdavs://...``,
    ``ftp://...``."""

    story_files: str = ""
    """A folder for each story as an MP3 of its own, for a USB stick; none where empty."""

    request_seconds: float = 120.0
    """How long the target may take to answer each request."""

    silence_seconds: float = 300.0
    """How long nothing of a file that is sent may move."""

    total_minutes: float = 120.0
    """How long a whole publication may take."""

    access_logs: str = ""
    """The web server's access logs, for `stats` and the desk; ``*`` and ``?`` stand for others."""

    options: dict[str, str | int | float | bool] = field(default_factory=dict)
    """``[publish.options]``: what the target's library is told besides; never a secret."""

    def __post_init__(self) -> None:
        """Refuse limits that no publication could keep, or none at all."""
        for name in ("request_seconds", "silence_seconds"):
            if not 1 <= getattr(self, name) <= 3600:
                raise ValueError(_("{name} must lie between 1 and 3600", name=name))
        if not 0.05 <= self.total_minutes <= 1440:
            raise ValueError(_("total_minutes must lie between 0.05 and 1440, a day"))
        for name in ("story_files", "access_logs"):
            refuse_path(name, getattr(self, name))
