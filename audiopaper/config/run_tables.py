"""The tables ``[source]``, ``[today]``, ``[desk]``, ``[notify]`` and ``[archive]``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from audiopaper.config.toml_tables import has_only_placeholders, refuse_address, refuse_mail
from audiopaper.translations import _


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
            raise ValueError(_("marker must be the name of a file, without a folder"))
        if not 0 <= self.pages <= 200:
            raise ValueError(_("pages must lie between 0 and 200"))
        if self.deadline and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", self.deadline):
            raise ValueError(_("deadline must be an hour and minute such as 05:45, or empty"))


_DAY_PARTS = ("year", "month", "day")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSettings:
    """``[source]``: what `fetch` may bring into the inbox."""

    hosts: tuple[str, ...] = ()
    """Hosts that may be asked, ``host`` or ``host:port``; none where empty."""

    epapers: dict[str, str] = field(default_factory=dict)
    """By name, the address of an e-paper's first page, with ``{year}``, ``{month}``, ``{day}``; or
    of a feed, which may do without."""

    def __post_init__(self) -> None:
        """Refuse what is no host and no address."""
        for host in self.hosts:
            if not re.fullmatch(r"[A-Za-z0-9.-]+(:\d{1,5})?", host):
                raise ValueError(
                    _(
                        "hosts: {host} is no host: it must look like epaper.example.org, without "
                        "https://",
                        host=host,
                    )
                )
        for name, address in self.epapers.items():
            if not has_only_placeholders(address, _DAY_PARTS):
                raise ValueError(
                    _(
                        "epapers.{name} must hold no braces but {{year}} {{month}} {{day}}",
                        name=name,
                    )
                )
            missing = [key for key in _DAY_PARTS if f"{{{key}}}" not in address]
            if 0 < len(missing) < len(_DAY_PARTS):
                raise ValueError(
                    _(
                        "epapers.{name} must hold {missing}, too: else several days have one "
                        "address",
                        name=name,
                        missing=" ".join(f"{{{key}}}" for key in missing),
                    )
                )
            refuse_address(f"epapers.{name}", address.format(year="2026", month="03", day="04"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSettings:
    """``[desk]``: the page of the editors."""

    language: Literal["zh", "en"] = "zh"
    """Language of the page."""


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
            refuse_address("webhook", self.webhook)
        if self.mail_to and not (self.mail_from and self.smtp):
            raise ValueError(_("with mail_to, mail_from and smtp must be set, too"))
        for name, addresses in (("mail_to", self.mail_to), ("mail_from", (self.mail_from,))):
            for address in filter(None, addresses):
                refuse_mail(name, address)
        if self.smtp and not re.fullmatch(r"[A-Za-z0-9.-]+(:\d{1,5})?", self.smtp):
            raise ValueError(_("smtp must be a host, or host:port"))


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
            raise ValueError(_("hang_minutes must be above 0 and at most 1440, a day"))
