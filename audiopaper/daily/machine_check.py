"""Checks whether this machine and this show are ready to make tomorrow's episode."""

from __future__ import annotations

import contextlib
import datetime as dt
import email.utils
import http.client
import importlib.metadata
import platform
import shutil
import sys
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

from audiopaper.config import Config, load_presenters, voices_folder
from audiopaper.daily.folder_check import examine_inbox, examine_output
from audiopaper.daily.machine_finding import Finding, failed_finding
from audiopaper.engines import engine_names, find_misspelt
from audiopaper.errors import AudiopaperError, ConfigError, MissingProgramError, PublishError
from audiopaper.pages.scan.ocr_models import INSTALL, is_installed
from audiopaper.pipeline.engine_choice import (
    OFFLINE,
    configured_engine,
    name_engine_tables,
    needed_engines,
)
from audiopaper.pipeline.lexicon_entries import show_lexicon
from audiopaper.publish.checks.finding import file_size, make_again
from audiopaper.publish.checks.notice_check import warn_of_no_notice
from audiopaper.publish.listings import feed_address
from audiopaper.publish.typefaces import find_font
from audiopaper.show.folder import show_folder
from audiopaper.show.losses import find_losses, refuse_losses, refuse_lost
from audiopaper.show.public import standing_episodes
from audiopaper.show.publication import refuse_wrong_settings
from audiopaper.show.show_id import refuse_other_id
from audiopaper.show.state import refuse_lost_state
from audiopaper.translations import _
from audiopaper.urls import is_local

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from pathlib import Path

    from audiopaper.model import Episode, Presenter
    from audiopaper.show.folder import ShowFolder

_WAIT_S = 10

# edge-tts signs its requests with the time and corrects a skew once by itself. Its service accepts
# a skew of five minutes, since a token is valid for five minutes.
_CLOCK_SKEW_S = 300


def examine(
    config: Config,
    *,
    online: bool = True,
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
) -> Iterator[Finding]:
    """Check everything that an unattended run depends on.

    Args:
        config: The configuration in force.
        online: Whether online engines and addresses are contacted.
        now: The clock, for its skew against the feed's server.

    Returns:
        The findings, one by one; the slow checks come last.
    """
    yield _examine_python()
    yield from _examine_packages()
    yield from _examine_programs()
    yield _examine_font()
    yield _examine_recognition()
    yield _examine_configuration(config.folder)
    yield from _examine_show(config)
    yield _examine_lexicon(config)
    yield from examine_inbox(config, now())
    yield _examine_episodes(config, online=online)
    yield from examine_output(show_folder(config))
    yield from _examine_engines(config, online=online)
    if online:
        yield from _examine_address(config, now)


def _examine_python() -> Finding:
    version = f"{platform.python_implementation()} {platform.python_version()} on {sys.platform}"
    return Finding(name="Python", state="ok", message=version)


def _examine_packages() -> Iterator[Finding]:
    """Check that the required packages are installed."""
    missing, installed = [], []
    for line in importlib.metadata.requires("audiopaper") or ():
        name, _sign, marker = line.partition(";")
        if "extra ==" in marker or (
            "python_version >= '3.13'" in marker.replace('"', "'") and sys.version_info < (3, 13)
        ):
            continue
        plain = "".join(c if c.isalnum() or c in "-_." else " " for c in name).split()[0]
        try:
            installed.append(f"{plain} {importlib.metadata.version(plain)}")
        except importlib.metadata.PackageNotFoundError:
            missing.append(plain)
    yield Finding(
        name="packages",
        state="error" if missing else "ok",
        message=_("missing: {missing}", missing=", ".join(missing))
        if missing
        else ", ".join(sorted(installed, key=str.lower)),
        remedy=_("install the program anew: pip install --force-reinstall audiopaper")
        if missing
        else "",
    )


def _examine_programs() -> Iterator[Finding]:
    path = shutil.which("ffmpeg")
    yield Finding(
        name="encoder",
        state="ok",
        message=_("built in (LAME); nothing else is needed")
        + (_(". ffmpeg, for music in rare formats: {path}", path=path) if path else ""),
    )


def _examine_font() -> Finding:
    font = find_font()
    if font is None:
        return Finding(
            name="font",
            state="warning",
            message=_(
                "no Chinese font was found: the cover's title is set in the shipped one, "
                "which has some 1,900 characters"
            ),
            remedy=_(
                "for a rarer one install fonts-noto-cjk (Debian), or name a picture: cover "
                "in [show]"
            ),
        )
    return Finding(name="font", state="ok", message=_("{font} (for the built-in cover)", font=font))


def _examine_recognition() -> Finding:
    if is_installed():
        return Finding(
            name="recognition", state="ok", message=_("scans and photographs of pages are read")
        )
    return Finding(
        name="recognition",
        state="ok",
        message=_("scans and photographs of pages are not read: the extra ocr is missing"),
        remedy=_(INSTALL),
    )


def _examine_configuration(folder: Path) -> Finding:
    own = folder / "config.toml"
    source = f"{own.absolute()}" if own.is_file() else _("none here, so the packaged one holds")
    return Finding(name="configuration", state="ok", message=source)


def _examine_show(config: Config) -> Iterator[Finding]:
    try:
        presenters = load_presenters(voices_folder(config))
    except AudiopaperError as error:
        yield failed_finding("presenters", error)
        return
    used = {config.presenters.anchor, *config.presenters.stories}
    unknown = sorted(used - set(presenters))
    yield Finding(
        name="presenters",
        state="error" if unknown else "ok",
        message=_(
            "[presenters] names {unknown}, but the voices folder has no such file",
            unknown=", ".join(unknown),
        )
        if unknown
        else _("{used} in {folder}", used=", ".join(sorted(used)), folder=voices_folder(config)),
        remedy=_("see which there are: audiopaper voices") if unknown else "",
    )
    try:
        refuse_wrong_settings(config)
        refuse_other_id(config)
    except AudiopaperError as error:
        yield failed_finding("show", error)
    else:
        yield Finding(name="show", state="ok", message=f"{config.show.title} ({config.show.id})")
    episode = config.episode
    for warning in warn_of_no_notice((episode.ident, episode.greeting, episode.sign_off)):
        remedy = _("name both in ident, greeting or sign_off")
        yield Finding(name="show", state="warning", message=warning, remedy=remedy)


def _examine_lexicon(config: Config) -> Finding:
    folder = voices_folder(config) / "lexicon"
    try:
        show_lexicon(config)
    except AudiopaperError as error:
        return failed_finding("lexicons", error)
    return Finding(name="lexicons", state="ok", message=_("{folder} can be read", folder=folder))


def _examine_episodes(config: Config, *, online: bool) -> Finding:
    show = show_folder(config)
    try:
        refuse_lost_state(show)
        episodes = standing_episodes(show)
        if online:
            refuse_losses(config)
        else:
            refuse_lost(find_losses(show), show.output)
        for episode in episodes:
            _refuse_lost_audio(episode, show)
    except AudiopaperError as error:
        return failed_finding("episodes", error)
    return Finding(
        name="episodes", state="ok", message=_("{count} can be read", count=len(episodes))
    )


def _refuse_lost_audio(episode: Episode, show: ShowFolder) -> None:
    """Refuse an episode without its whole audio: no later one is published beside it.

    Raises:
        PublishError: The file is missing, or has another length than the one that was made.
    """
    path = show.public_episode(episode.key).path / episode.audio
    if file_size(path) != episode.audio_bytes:
        raise PublishError(
            _("{path} is missing or damaged, and no later episode is published", path=path),
            remedy=make_again(episode.key),
        )


def _examine_engines(config: Config, *, online: bool) -> Iterator[Finding]:
    try:
        presenters = load_presenters(voices_folder(config))
    except AudiopaperError:
        return
    names = list(needed_engines(config.engine, config.speech))
    if config.engine == "auto":
        names += [name for name in OFFLINE if name not in names]
    for name in names:
        yield _examine_engine(name, config, presenters, online=online)
    yield from _examine_spare_tables(config, presenters, names)


def _examine_spare_tables(
    config: Config, presenters: Mapping[str, Presenter], used: Collection[str]
) -> Iterator[Finding]:
    """Warn of tables of engines that are not installed, and of mistakes in those not used."""
    installed = engine_names()
    for table, name in name_engine_tables(config, presenters):
        if name not in installed:
            near = find_misspelt(name)
            yield Finding(
                name=f"engine {name}",
                state="error" if near else "warning",
                message=_("{table}: there is no engine {name!r}", table=table, name=name),
                remedy=_("did you mean {near!r}?", near=near)
                if near
                else _("known engines: {installed}", installed=", ".join(installed)),
            )
    for name in sorted({name for _table, name in name_engine_tables(config, presenters)}):
        if name in installed and name not in used:
            yield from _examine_spare(name, config, presenters)


def _examine_spare(
    name: str, config: Config, presenters: Mapping[str, Presenter]
) -> Iterator[Finding]:
    try:
        with contextlib.closing(configured_engine(name, config, presenters)) as engine:
            for presenter in presenters.values():
                if name in presenter.engines:
                    engine.fingerprint(presenter.name)
    except ConfigError as error:
        yield failed_finding(f"engine {name}", error, "warning")
    except AudiopaperError:
        # It is not installed whole, or has no key, and is not used.
        return


def _examine_engine(
    name: str,
    config: Config,
    presenters: Mapping[str, Presenter],
    *,
    online: bool,
) -> Finding:
    title = f"engine {name}"
    # With engine = "auto", another engine can replace this one.
    replaceable = config.engine == "auto" and name != OFFLINE[-1]
    try:
        engine = configured_engine(name, config, presenters)
    except MissingProgramError as error:
        return failed_finding(title, error, "warning" if replaceable else "error")
    except AudiopaperError as error:
        return failed_finding(title, error)
    try:
        for presenter in dict.fromkeys((config.presenters.anchor, *config.presenters.stories)):
            if presenter in presenters:
                engine.fingerprint(presenter)
        if not online and not engine.capabilities.offline:
            return Finding(name=title, state="ok", message=_("not asked (--offline)"))
        start = time.monotonic()
        engine.probe()
        took = time.monotonic() - start
    except AudiopaperError as error:
        return failed_finding(title, error, "warning" if replaceable else "error")
    finally:
        engine.close()
    return Finding(name=title, state="ok", message=_("answers in {took:.1f} s", took=took))


def _examine_address(config: Config, now: Callable[[], dt.datetime]) -> Iterator[Finding]:
    base = config.show.base_url
    if is_local(base):
        # With a target every copy is refused, since no listener could follow the feed.
        yield Finding(
            name="feed address",
            state="error" if config.publish.target else "warning",
            message=_("{base} is heard on this machine only", base=base),
            remedy=_("set base_url in [show] to where output/ will be found"),
        )
        return
    address = feed_address(base)
    request = urllib.request.Request(address, method="HEAD")
    asked = now()
    try:
        with urllib.request.urlopen(request, timeout=_WAIT_S) as answer:
            date = answer.headers.get("Date", "")
    except urllib.error.HTTPError as error:
        error.close()
        gone = error.code in (404, 410)
        yield Finding(
            name="feed address",
            state="warning",
            message=_("{address} answers {code}", address=address, code=error.code),
            remedy=_("publish once, and look again: audiopaper publish")
            if gone
            else _("look at the server's settings: podcast apps will be answered alike"),
        )
        date = error.headers.get("Date", "")
    except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as error:
        # What speaks no HTTP gives a `BadStatusLine`, often with an empty message.
        reason = getattr(error, "reason", str(error).strip() or type(error).__name__)
        yield Finding(
            name="feed address",
            state="warning",
            message=_("{address} does not answer: {reason}", address=address, reason=reason),
            remedy=_("correct base_url in [show], or look at the server"),
        )
        return
    else:
        yield Finding(
            name="feed address", state="ok", message=_("{address} answers", address=address)
        )
    yield from _examine_clock(date, asked)


def _examine_clock(date: str, asked: dt.datetime) -> Iterator[Finding]:
    try:
        there = email.utils.parsedate_to_datetime(date)
    except ValueError:
        return
    # RFC 5322, section 3.3: -0000 is UTC whose local time zone is not known.
    there = there if there.tzinfo else there.replace(tzinfo=dt.UTC)
    skew = abs((asked - there).total_seconds())
    off = skew > _CLOCK_SKEW_S
    yield Finding(
        name="clock",
        state="warning" if off else "ok",
        message=_("{skew:.0f} s apart from the feed's server", skew=skew),
        remedy=_("set the clock by the network (NTP): online engines refuse a wrong one")
        if off
        else "",
    )
