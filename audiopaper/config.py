"""Settings: ``config.toml`` and the presenters' files, as frozen values with their defaults."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from email.utils import parseaddr
from pathlib import Path
from string import Formatter
from typing import Any, Literal, TypeVar, get_type_hints
from urllib.parse import urlsplit

import msgspec

from audiopaper.disk import has_file, has_folder, list_folder, read_file
from audiopaper.errors import ConfigError
from audiopaper.languages import is_language_tag, nearest_tag
from audiopaper.model import Presenter
from audiopaper.urls import ascii_mail, check_url

LOCAL_BASE_URL = "http://127.0.0.1:8000/"
"""The address that `audiopaper serve` answers unless told otherwise."""


_PLACEHOLDERS = {
    "ident": ("show", "paper"),
    "greeting": ("date", "weekday", "lunar", "paper", "show"),
    "story_intro": ("number", "headline", "page"),
    "sign_off": ("paper", "show"),
    "continued": ("page",),
    "shortened": ("page",),
    "outlet": ("paper",),
    "title": ("date", "year", "headline", "more", "paper", "show"),
}


def _has_only(text: str, keys: tuple[str, ...]) -> bool:
    """Whether a text holds no braces but plain placeholders of these names.

    A width, a conversion or an attribute behind the name (``{paper:999999999}``) is none.
    """
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return False
    return all(
        key is None or (key in keys and not spec and conversion is None)
        for _, key, spec, conversion in parts
    )


def _refuse_address(name: str, url: str) -> None:
    problem = check_url(url)
    if problem:
        raise ValueError(f"{name} is no web address: {problem}")


def _refuse_mail(name: str, address: str) -> None:
    plain = parseaddr(address)[1]
    try:
        # What is no address at all is read as the part of it that may be one.
        whole = address.isprintable() and address.endswith((plain or "\0", f"<{plain}>"))
        ascii_mail(plain if whole else address)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from error


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

    def __post_init__(self) -> None:
        """Refuse values that no episode can be made with."""
        if not re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]*", self.id):
            raise ValueError(
                "id takes ASCII letters, digits, dots and hyphens only, and no dot in front: it "
                "begins the audio's name, and what begins with a dot is never published"
            )
        _refuse_address("base_url", self.base_url)
        if not self.base_url.endswith("/") or re.search("[?#]", self.base_url):
            raise ValueError(
                "base_url ends with a slash and holds no ? or #: the addresses of all files "
                "are written behind it"
            )
        if urlsplit(self.base_url).username is not None:
            raise ValueError("base_url holds a user or a password, which every listener would see")
        if self.website:
            _refuse_address("website", self.website)
        if not is_language_tag(self.language):
            raise ValueError(
                f"language {self.language!r} is no language tag (BCP 47): "
                f"did you mean {nearest_tag(self.language)!r}?"
            )
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", self.publish_time):
            raise ValueError("publish_time is an hour and minute such as 06:00")
        if not re.fullmatch(r"[+-](0\d|1[0-4]):[0-5]\d", self.utc_offset):
            raise ValueError("utc_offset is an offset such as +08:00")
        if len(self.description.encode("utf-8")) > 4000:
            raise ValueError("description is longer than 4000 bytes")
        if self.owner_email:
            _refuse_mail("owner_email", self.owner_email)
        for name, number in self.directories.items():
            if name not in ("apple", "xiaoyuzhou", "ximalaya", "spotify"):
                raise ValueError(
                    f"directories knows no {name!r}: apple, xiaoyuzhou, ximalaya, spotify"
                )
            if not re.fullmatch(r"[A-Za-z0-9]+", number):
                raise ValueError(f"directories: {name} = {number!r} is no number in a directory")
        if not 1 <= len(self.category) <= 2:
            raise ValueError("category is a category of Apple's list, and its subcategory if any")


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeSettings:
    """``[episode]``: how long an episode is and what its fixed parts say."""

    minutes: int = 12
    """Target length; as many leads are picked as fit."""

    title: str = "{date} {headline}{more}"
    """Title in feed, page and MP3: ``{date}`` (3月2日), ``{year}`` (2026年), ``{headline}`` of the
    first story, ``{more}`` (等7条; nothing for one story), ``{paper}``, ``{show}``."""

    ident: str = "您正在收听的是《{show}》。本节目由人工智能语音合成播报。"
    """First words; must say that the voice is synthesised. ``{show}``, ``{paper}``."""

    greeting: str = "今天是{date}，{weekday}，农历{lunar}。以下是《{paper}》的主要内容。"
    """Second words. ``{date}``, ``{weekday}``, ``{lunar}``, ``{paper}``, ``{show}``."""

    story_intro: str = ""
    """Words before each story; none where empty. ``{number}``, ``{headline}``, ``{page}``."""

    headline_order: Literal["none", "numbers", "connectives"] = "none"
    """What makes the order of the headlines at the opening heard: nothing, 第一条 第二条, or
    首先 另外 还有 最后."""

    story_links: tuple[str, ...] = ()
    """Words between two stories, in turns; none where empty."""

    outlet: str = "本报"
    """How the paper's own reporters are said: 本报记者. ``{paper}`` for a show that is not made
    by the paper itself."""

    max_names: int = 0
    """How many names of a long list are said, before 等十二人; 0 for all."""

    incomplete: str = "因版面所限，以下内容未刊完整。"
    """Said of a story of which a part is missing; nothing is said where empty."""

    continued: str = "该稿其余部分见第{page}版。"
    """Said in its place where the paper prints on which page the missing part stands, and that
    page was not given. ``{page}``; where the paper names none, 第{page}版 is 其他版."""

    incomplete_at: Literal["before", "after"] = "before"
    """Where it is said of a story whose end is missing; a missing beginning is always said
    before."""

    incomplete_middle: str = "此处有一部分内容未能刊出。"
    """Said in the middle of a story, where a part is missing there."""

    max_story_minutes: float = 0
    """A story that takes longer is cut behind a paragraph; 0 for no limit."""

    shortened: str = "以上是该稿的前一部分，全文请看报纸第{page}版。"
    """Said behind a story of which only the first paragraphs are read; nothing where empty.
    ``{page}``; a story without a page is said without that clause."""

    sign_off: str = "以上就是今天《{paper}》的主要内容，感谢收听，明天再见。"
    """Last words. ``{paper}``, ``{show}``."""

    sample_rate_hz: Literal[44100, 24000] = 44100
    """44,100 makes an MP3 of 96 kbit/s, 24,000 one of 64 kbit/s that is a third smaller."""

    bed: bool = False
    """Whether music lies under the headlines."""

    def __post_init__(self) -> None:
        """Refuse values that no episode can be made with."""
        if not 1 <= self.minutes <= 180:
            raise ValueError("minutes lies between 1 and 180")
        if not 0 <= self.max_story_minutes <= 180:
            raise ValueError("max_story_minutes lies between 0 (no limit) and 180")
        if not 0 <= self.max_names <= 100:
            raise ValueError("max_names lies between 0 (all) and 100")
        if "{date}" not in self.title:
            raise ValueError("title holds {date}: apps merge episodes of one title")
        if not all(link.strip() for link in self.story_links):
            raise ValueError("story_links holds words, none of them empty")
        for name, keys in _PLACEHOLDERS.items():
            if not _has_only(getattr(self, name), keys):
                raise ValueError(
                    f"{name} may hold {', '.join('{' + k + '}' for k in keys)} and no other braces"
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenterSettings:
    """``[presenters]``: who speaks."""

    anchor: str = "lan"
    """Presenter of ident, greeting, headlines and sign-off."""

    stories: tuple[str, ...] = ("lan", "song")
    """Presenters of the stories, in turns."""

    def __post_init__(self) -> None:
        """Refuse values that no episode can be made with."""
        if not self.stories:
            raise ValueError("stories names at least one presenter")


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseSettings:
    """``[pauses]``: the silence behind a segment of each level, in milliseconds."""

    sentence_ms: int = 250
    """Between two pieces of one paragraph."""

    paragraph_ms: int = 500
    """Between two paragraphs."""

    headline_ms: int = 700
    """After a headline."""

    story_ms: int = 1200
    """After a story, before the separator."""

    def __post_init__(self) -> None:
        """Refuse values that no episode can be made with."""
        for name in ("sentence_ms", "paragraph_ms", "headline_ms", "story_ms"):
            if not 0 <= getattr(self, name) <= 3000:
                raise ValueError(f"{name} lies between 0 and 3000")


@dataclass(frozen=True, slots=True, kw_only=True)
class LoudnessSettings:
    """``[loudness]``: how loud the episode is."""

    target_lufs: float = -16.0
    """Integrated loudness of the episode (Apple Podcasts: -16 LKFS within 1 dB)."""

    peak_dbtp: float = -2.5
    """Highest true peak before encoding."""

    def __post_init__(self) -> None:
        """Refuse values that no episode can be made with."""
        if not -30 <= self.target_lufs <= -9:
            raise ValueError("target_lufs lies between -30 and -9")
        if not -9 <= self.peak_dbtp <= -1:
            raise ValueError("peak_dbtp lies between -9 and -1")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechSettings:
    """``[speech]``: how an engine is asked."""

    workers: int = 4
    """Requests at once for an online engine, 1 to 8."""

    tries: int = 8
    """Tries for each segment, 1 to 20. With 8, a service that fails three times in ten keeps
    one edition of 40 segments in 400 from being made; with 4, one in three."""

    fallback: Literal["none", "episode", "segment"] = "none"
    """What happens where the engine fails: nothing is made; the whole episode is made by
    ``second_engine``; or only what is missing is, and the episode mixes engines."""

    second_engine: str = "espeak"
    """Who speaks then."""

    def __post_init__(self) -> None:
        """Refuse values that no episode can be made with."""
        if not 1 <= self.workers <= 8:
            raise ValueError("workers lies between 1 and 8")
        if not 1 <= self.tries <= 20:
            raise ValueError("tries lies between 1 and 20")


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadSettings:
    """``[leads]``: what an editor can set about the choice."""

    max_stories: int = 12
    """Never more stories than this, however short they are."""

    skip: tuple[str, ...] = ()
    """Words that keep an article out where its headline holds one."""

    leave_out_incomplete: bool = False
    """Whether an article of which a part is missing is never picked; else it is said on air."""

    max_theme_share: float = 1.0
    """Share of an episode that the stories of one theme may take; 1 for no limit."""

    people: float = 0.5
    """Share of stories about people's lives beside those about politics, from 0 to 1."""

    def __post_init__(self) -> None:
        """Refuse values that no episode can be made with."""
        if not 1 <= self.max_stories <= 100:
            raise ValueError("max_stories lies between 1 and 100")
        if not 0 <= self.people <= 1:
            raise ValueError("people lies between 0 and 1")
        if not 0 < self.max_theme_share <= 1:
            raise ValueError("max_theme_share is above 0 and at most 1 (no limit)")


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
            raise ValueError("newest lies between 1 and 1000")
        for name in ("hub", "funding", "moved_to"):
            if getattr(self, name):
                _refuse_address(name, getattr(self, name))
        if not 1 <= len(self.funding_text) <= 128:
            raise ValueError("funding_text has 1 to 128 characters")


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

    def __post_init__(self) -> None:
        """Refuse values that no briefing can be made with."""
        if not 0 <= self.stories <= 10:
            raise ValueError("stories lies between 0 and 10")
        if not 1 <= self.sentences <= 10:
            raise ValueError("sentences lies between 1 and 10")
        if self.target_lufs and not -30 <= self.target_lufs <= -9:
            raise ValueError("target_lufs lies between -30 and -9, or is 0")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishSettings:
    """``[publish]``: where the output folder is copied to."""

    hold: bool = False
    """Whether `produce` keeps an episode back until `publish` releases it."""

    target: str = ""
    """A folder, or an address: ``s3://bucket/path``, ``sftp://host/path``, ``webdavs://...``."""

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
                raise ValueError(f"{name} lies between 1 and 3600")
        if not 0.05 <= self.total_minutes <= 1440:
            raise ValueError("total_minutes lies between 0.05 and 1440, a day")


@dataclass(frozen=True, slots=True, kw_only=True)
class TodaySettings:
    """``[today]``: when an edition in the inbox is whole."""

    marker: str = ""
    """Name of a file that is laid beside the pages when all are there; none where empty."""

    pages: int = 0
    """How many page files make it whole; 0 where that differs from day to day."""

    gap: Literal["warn", "hold"] = "warn"
    """What happens where a page number is missing: the episode is made, or waits for the page."""

    deadline: str = ""
    """Hour ``HH:MM`` by which the day's edition should be there; none where empty."""

    def __post_init__(self) -> None:
        """Refuse values that no inbox can meet."""
        if self.marker and not re.fullmatch(r"[^/\\:\x00-\x1f]+", self.marker):
            raise ValueError("marker is the name of a file, without a folder")
        if not 0 <= self.pages <= 200:
            raise ValueError("pages lies between 0 and 200")
        if self.deadline and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", self.deadline):
            raise ValueError("deadline is an hour and minute such as 05:45, or empty")


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifySettings:
    """``[notify]``: who is told how a run went, with ``--notify``."""

    webhook: str = ""
    """Address that a JSON summary is posted to; none where empty."""

    mail_to: tuple[str, ...] = ()
    """Who gets a mail; nobody where empty."""

    mail_from: str = ""
    """The mail's sender."""

    smtp: str = ""
    """The mail server, ``host`` or ``host:port``; user and password stand in the environment."""

    def __post_init__(self) -> None:
        """Refuse what nobody can be told by."""
        if self.webhook:
            _refuse_address("webhook", self.webhook)
        if self.mail_to and not (self.mail_from and self.smtp):
            raise ValueError("mail_to needs mail_from and smtp beside it")
        for name, addresses in (("mail_to", self.mail_to), ("mail_from", (self.mail_from,))):
            for address in filter(None, addresses):
                _refuse_mail(name, address)
        if self.smtp and not re.fullmatch(r"[A-Za-z0-9.-]+(:\d{1,5})?", self.smtp):
            raise ValueError("smtp is a host, or host:port")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveSettings:
    """``[archive]``: years of back issues on a cluster."""

    prices: dict[str, float] = field(default_factory=dict)
    """For each engine, what it costs to speak a million characters, in any one currency."""

    resources: dict[str, float] = field(default_factory=dict)
    """What making one edition takes of a worker's resources as Dask knows them: ``GPU = 1``."""

    hang_minutes: float = 30.0
    """A worker that gets no further with an edition for so long is ended and started again."""

    def __post_init__(self) -> None:
        """Refuse what would end every worker, or none."""
        if not 0 < self.hang_minutes <= 1440:
            raise ValueError("hang_minutes is above 0 and at most 1440, a day")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The whole configuration. A stage is handed the part that it reads, never this."""

    sample: bool = False
    """Whether `produce` without a path makes the sample edition."""

    inbox: str = ""
    """Folder of the day's pages for `produce` without a path."""

    output: str = "output"
    """Folder that is published."""

    voices: str = "voices"
    """Folder of the presenters and the lexicon."""

    keep_days: int = 30
    """How long clips and encoded pieces stay in the work folder that no run uses; 0 for ever."""

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
    today: TodaySettings = field(default_factory=TodaySettings)
    notify: NotifySettings = field(default_factory=NotifySettings)
    archive: ArchiveSettings = field(default_factory=ArchiveSettings)
    engines: dict[str, dict[str, str | int | float | bool]] = field(default_factory=dict)
    """``[engines.NAME]``: an engine's own settings."""

    folder: Path = field(default_factory=Path)
    """Where the file stands; relative paths in it start here. Not a setting."""

    def __post_init__(self) -> None:
        """Refuse tables that contradict each other, and ages that are none."""
        if not 0 <= self.keep_days <= 3650:
            raise ValueError("keep_days lies between 0 (for ever) and 3650, ten years")
        if self.briefing.enabled and not self.show.base_url.startswith("https://"):
            raise ValueError(
                "[briefing] is enabled, and smart speakers fetch audio by https only: "
                f"base_url in [show] is {self.show.base_url}"
            )


_T = TypeVar("_T")


def defaults_folder() -> Path:
    """Where the default ``config.toml`` and ``voices/`` stand: in the package, or its checkout.

    The wheel carries a copy of both (see ``pyproject.toml``); an editable installation reads
    the checkout's own.
    """
    packaged = Path(__file__).parent / "defaults"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent


def load_config(path: Path | None) -> Config:
    """Read the configuration in force.

    Args:
        path: The file that was asked for; None takes ``./config.toml``, and where there is
            none, the packaged copy (its relative paths start at the working folder).

    Raises:
        ConfigError: The file is missing, is not TOML, or has a wrong table, key or value.
    """
    if path is None:
        here = Path("config.toml")
        if not os.path.lexists(here):
            return replace(read_config(defaults_folder() / "config.toml"), folder=Path())
        path = here
    if not has_file(path, failure=ConfigError):
        raise ConfigError(
            f"{path} is not there",
            remedy="name a file that is there, or lay out a show with: audiopaper init DIR",
        )
    return read_config(path)


def read_config(path: Path) -> Config:
    """Read one configuration file.

    Raises:
        ConfigError: It cannot be read, is not TOML, or has a wrong table, key or value; the
            problem names file and line, and the nearest right key.
    """
    config = _convert(path, _read_toml(path), Config, reserved=frozenset({"folder"}))
    return replace(config, folder=path.parent)


def voices_folder(config: Config) -> Path:
    """The folder of presenters and lexicon: the show's own, or the packaged one.

    Raises:
        ConfigError: The folder above it may not be opened.
    """
    own = config.folder / config.voices
    return own if has_folder(own, failure=ConfigError) else defaults_folder() / "voices"


def output_folder(config: Config) -> Path:
    """The folder that is published."""
    return config.folder / config.output


def logs_folder(config: Config) -> Path:
    """The folder of the log files; it is never published."""
    return output_folder(config) / ".work" / "logs"


def load_presenters(folder: Path) -> dict[str, Presenter]:
    """Read every presenter's file, by name.

    Args:
        folder: The ``voices/`` folder; each ``NAME.toml`` directly in it is a presenter.

    Raises:
        ConfigError: There is none, or a file is not as it should be.
    """
    presenters = {}
    found = list_folder(folder, failure=ConfigError)
    for path in (p for p in found if p.suffix == ".toml" and not p.name.startswith(".")):
        if not path.stem.isprintable():
            raise ConfigError(
                f"{str(path)!r}: a presenter's name holds what is no character",
                remedy="rename the file: letters and digits of any script",
            )
        table = _read_toml(path)
        engines = {k: v for k, v in table.items() if isinstance(v, dict)}
        rest = {k: v for k, v in table.items() if not isinstance(v, dict)}
        told = _convert(path, rest, _PresenterFile)
        presenters[path.stem] = Presenter(
            name=path.stem,
            display_name=told.name or path.stem,
            chars_per_minute=told.chars_per_minute,
            engines=engines,
        )
    if not presenters:
        raise ConfigError(
            f"no presenter in {folder}",
            remedy="put one NAME.toml there; see: audiopaper guide presenters",
        )
    return presenters


@dataclass(frozen=True, slots=True, kw_only=True)
class _PresenterFile:
    name: str = ""
    chars_per_minute: int = 270

    def __post_init__(self) -> None:
        if not 60 <= self.chars_per_minute <= 1000:
            raise ValueError("chars_per_minute lies between 60 and 1000")


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        text = read_file(path, failure=ConfigError).decode("utf-8-sig")
        return tomllib.loads(text.replace("\r\n", "\n"))
    except FileNotFoundError as error:
        raise ConfigError(f"{path} is not there", remedy="put the file back") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8", remedy="save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            f"{path} is not TOML: {error}", remedy='correct that line; text goes in "quotes"'
        ) from error
    except RecursionError as error:
        raise ConfigError(
            f"{path} is nested too deep", remedy="take out the lists that stand in lists"
        ) from error


def _convert(
    path: Path, table: dict[str, Any], kind: type[_T], reserved: frozenset[str] = frozenset()
) -> _T:
    text = path.read_text(encoding="utf-8-sig")
    _refuse_unknown(path, text, table, kind, (), reserved)
    try:
        return msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        problem, _, where = str(error).partition(" - at `$.")
        key = where.rstrip("`").split(".")[-1].split("[")[0]
        place = f"{path}{_line_of(text, key)}" if key else str(path)
        name = f"{where.rstrip('`')}: " if key else ""
        raise ConfigError(
            f"{place}: {name}{problem[:1].lower()}{problem[1:]}",
            remedy="the commented default stands in: audiopaper guide settings",
        ) from error


def _refuse_unknown(
    path: Path,
    text: str,
    table: Mapping[str, Any],
    kind: Any,
    above: tuple[str, ...],
    reserved: frozenset[str] = frozenset(),
) -> None:
    known = {f.name: f for f in fields(kind) if f.name not in reserved}
    types = get_type_hints(kind)
    for key, value in table.items():
        if key not in known:
            nearest = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
            where = f"table [{'.'.join(above)}]" if above else "the top of the file"
            raise ConfigError(
                f"{path}{_line_of(text, key)}: unknown setting {key!r} in {where}",
                remedy=f"did you mean {nearest[0]!r}?"
                if nearest
                else f"known there: {', '.join(known)}",
            )
        if is_dataclass(types[key]) and isinstance(value, Mapping):
            _refuse_unknown(path, text, value, types[key], (*above, key))


def _line_of(text: str, key: str) -> str:
    pattern = re.compile(rf"^\s*(?:\[+.*\b)?[\"']?{re.escape(key)}[\"']?\s*(?:=|\.|\])")
    for number, line in enumerate(text.splitlines(), 1):
        if pattern.match(line):
            return f", line {number}"
    return ""
