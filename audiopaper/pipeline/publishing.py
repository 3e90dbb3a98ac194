"""From a finished episode to what is public: checked first, then put in place, the feed last."""

from __future__ import annotations

import filecmp
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.config import Config, output_folder
from audiopaper.errors import ConfigError, PublishError
from audiopaper.files import hold_lock, write_file
from audiopaper.publish.briefing import FILE_NAME as BRIEFING_NAME
from audiopaper.publish.briefing import XML_NAME, render_briefing, render_briefing_xml
from audiopaper.publish.checking import (
    Finding,
    check_briefing,
    check_cover,
    check_episode,
    check_feeds,
    check_settings,
)
from audiopaper.publish.cover import make_cover, prepare_cover
from audiopaper.publish.episodes import (
    folder_name,
    load_episode,
    load_episodes,
    render_side_files,
    save_episode,
)
from audiopaper.publish.feed import FILE_NAME, IMAGE_NAME, podcast_guid, render_feeds
from audiopaper.publish.plain import ascii_address
from audiopaper.publish.site import load_words, render_site
from audiopaper.publish.state import ShowState, is_local, load_state, save_state
from audiopaper.publish.targets import list_public

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from audiopaper.model import Episode

WORK_FOLDER = ".work"
"""Beside what is public: cache, rundowns, show state. Never published or served."""

COVER_NAME = "cover.jpg"

_COVER_PX, _EPISODE_COVER_PX = 3000, 1400
_PICTURES = {"assets/cover.jpg": 480, "assets/icon.jpg": 64}
"""What the pages show of the cover, in pixels."""


def refuse_wrong_show(config: Config) -> None:
    """Find what would keep an episode from being published before one is spoken.

    Raises:
        ConfigError: The category is not Apple's, the cover is not as directories want it, or the
            page's words cannot be read.
    """
    for found in check_settings(config.show):
        raise ConfigError(f"{found.place}: {found.problem}", remedy=found.remedy)
    if config.show.cover:
        make_show_cover(config, _COVER_PX)
    load_words(config.show.page_words, config.folder)


def publish_episode(episode: Episode, staged: Path, config: Config) -> bool:
    """Put a finished episode among what is public, or hold it back where the show says so.

    Args:
        episode: The episode; its MP3 stands in ``staged``.
        staged: A folder in the work folder, given up when the episode is public.
        config: The configuration in force.

    Returns:
        Whether it is public now; False where it is held for `release_episodes`.

    Raises:
        PublishError: The episode, or the feed as it would be with it, would fail listeners, or
            something cannot be written. What was public before is public still.
    """
    for name, data in render_side_files(episode).items():
        write_file(staged / name, data)
    if config.feed.episode_images:
        day = f"{episode.date.month}月{episode.date.day}日"
        picture = make_cover(f"{config.show.title} {day}", _EPISODE_COVER_PX)
        write_file(staged / IMAGE_NAME, picture)
    save_episode(staged, episode)
    if config.publish.hold:
        refuse_findings(check_episode(staged, episode))
        return False
    _release(episode, staged, config)
    return True


def release_episodes(config: Config, date: dt.date | None = None) -> tuple[Episode, ...]:
    """Make public what was held back.

    Args:
        config: The configuration in force.
        date: Only that day's; None for all.

    Returns:
        The episodes that were released, oldest first.

    Raises:
        PublishError: One would fail listeners, or something cannot be written.
    """
    output = output_folder(config)
    with hold_lock(output / WORK_FOLDER / "lock"):
        held = held_episodes(output, date)
        for staged, episode in held:
            _release(episode, staged, config)
    return tuple(episode for _, episode in held)


def held_episodes(output: Path, date: dt.date | None = None) -> list[tuple[Path, Episode]]:
    """The finished episodes that are not public, and where they stand; oldest first."""
    found = []
    for path in sorted((output / WORK_FOLDER).glob("*/episode/episode.json")):
        episode = load_episode(path)
        if date in (None, episode.date):
            found.append((path.parent, episode))
    return found


def rebuild_feed(config: Config) -> tuple[Path, int]:
    """Write the feed, the pages and the briefing anew from the episodes' own metadata.

    Returns:
        The feed's path and the number of episodes.

    Raises:
        PublishError: There is no episode, one's metadata is damaged, or the feed would fail
            listeners; then the old one stays.
    """
    output = output_folder(config)
    if not load_episodes(output):
        raise PublishError(
            f"no episode stands in {output / 'episodes'}",
            remedy="make one first: audiopaper produce PATH",
        )
    with hold_lock(output / WORK_FOLDER / "lock"):
        episodes = load_episodes(output)
        _write_missing(output, episodes, config)
        state, feeds = _prepare(config, episodes, output)
        cover = make_show_cover(config, _COVER_PX)
        refuse_findings(_check_public(config, episodes, feeds, cover, state, output))
        _write_public(output, config, episodes, feeds, cover, state)
    return output / FILE_NAME, len(episodes)


def check_show(config: Config) -> tuple[Finding, ...]:
    """Look at everything that is public, and every byte of it.

    Returns:
        What would fail listeners; empty where nothing would.

    Raises:
        PublishError: There is no feed, or an episode's metadata is damaged.
    """
    output = output_folder(config)
    if not (output / FILE_NAME).is_file():
        raise PublishError(
            f"there is no feed in {output}", remedy="make an episode first: audiopaper produce"
        )
    episodes = load_episodes(output)
    feeds = {path.name: path.read_bytes() for path in _feed_files(output)}
    cover = output / COVER_NAME
    picture = cover.read_bytes() if cover.is_file() else b""
    state = load_state(output / WORK_FOLDER)
    findings = [*_check_public(config, episodes, feeds, picture, state, output)]
    if config.briefing.enabled:
        path = output / BRIEFING_NAME
        told = path.read_bytes() if path.is_file() else b""
        findings += check_briefing(told, config.show, output)
    for episode in episodes:
        folder = output / "episodes" / folder_name(episode)
        prefix = f"episodes/{folder.name}"
        findings += [
            replace(found, place=f"{prefix}/{found.place}")
            for found in check_episode(folder, episode)
        ]
        if not (folder / "index.html").is_file():
            problem = "the episode has no page"
            findings.append(
                Finding(place=prefix, problem=problem, remedy="make it: audiopaper feed")
            )
    return tuple(findings)


def prunable_episodes(config: Config, keep: int) -> tuple[Episode, ...]:
    """The episodes that may be removed: older than the newest ``keep``, and out of the feed.

    Raises:
        PublishError: ``keep`` would take an episode that stands in the feed.
    """
    if keep < config.feed.newest:
        raise PublishError(
            f"the newest {config.feed.newest} episodes stand in the feed, and {keep} were to stay",
            remedy="set newest in [feed] lower first, and publish that feed",
        )
    return load_episodes(output_folder(config))[keep:]


def prune_episodes(config: Config, keep: int) -> tuple[Episode, ...]:
    """Remove old episodes: they leave the archive feeds and the page first, then the disk.

    Returns:
        What was removed.

    Raises:
        PublishError: ``keep`` would take an episode that stands in the feed, or something
            cannot be written.
    """
    output = output_folder(config)
    with hold_lock(output / WORK_FOLDER / "lock"):
        gone = prunable_episodes(config, keep)
        if not gone:
            return ()
        episodes = [e for e in load_episodes(output) if e not in gone]
        state, feeds = _prepare(config, episodes, output)
        cover = make_show_cover(config, _COVER_PX)
        refuse_findings(_check_public(config, episodes, feeds, cover, state, output))
        _write_public(output, config, episodes, feeds, cover, state)
        folders = [f"episodes/{folder_name(episode)}" for episode in gone]
        names = [n for n in list_public(output) if n.rpartition("/")[0] in folders]
        state = load_state(output / WORK_FOLDER)
        save_state(
            output / WORK_FOLDER, replace(state, pruned=tuple(sorted({*state.pruned, *names})))
        )
        for folder in folders:
            _remove(output / folder)
    return gone


def make_show_cover(config: Config, size: int) -> bytes:
    """The show's cover as a JPEG: its own where it has one, else the built-in design.

    Raises:
        ConfigError: The show's own is missing, or not as directories want it.
    """
    if config.show.cover:
        return prepare_cover(config.folder / config.show.cover, size)
    return make_cover(config.show.title, size)


def _release(episode: Episode, staged: Path, config: Config) -> None:
    """Check everything as it will be, then move it into place; the feed goes last."""
    output = output_folder(config)
    standing = load_episodes(output)
    retired = [e for e in standing if e.sample and not episode.sample]
    others = [e for e in standing if e not in retired and e.date != episode.date]
    episodes = [*others, episode]
    state, feeds = _prepare(config, episodes, output)
    cover = make_show_cover(config, _COVER_PX)
    findings = _check_public(config, episodes, feeds, cover, state, output, episode, staged)
    refuse_findings((*check_episode(staged, episode), *findings))
    for old in retired:
        _retire_sample(output, old)
    _move(staged, output / "episodes" / folder_name(episode))
    _write_public(output, config, episodes, feeds, cover, state)


def _prepare(
    config: Config, episodes: Sequence[Episode], output: Path
) -> tuple[ShowState, dict[str, bytes]]:
    """The show's state and feeds as they will be."""
    state = load_state(output / WORK_FOLDER)
    guid = state.podcast_guid
    address = ascii_address(config.show.base_url) + FILE_NAME
    if not guid and not is_local(config.show.base_url):
        guid = podcast_guid(address)
    state = replace(state, podcast_guid=guid)
    feeds = render_feeds(
        config.show,
        episodes,
        cover=(COVER_NAME, "image/jpeg"),
        settings=config.feed,
        guid=guid,
    )
    return state, feeds


def _check_public(
    config: Config,
    episodes: Sequence[Episode],
    feeds: Mapping[str, bytes],
    cover: bytes,
    state: ShowState,
    output: Path,
    fresh: Episode | None = None,
    staged: Path | None = None,
) -> tuple[Finding, ...]:
    """Look at feeds, cover and settings; a fresh episode's files stand in ``staged`` yet."""
    prefix = f"episodes/{folder_name(fresh)}/" if fresh is not None else ""

    def locate(path: str) -> Path:
        if fresh is not None and staged is not None and path.startswith(prefix):
            return staged / path.removeprefix(prefix)
        # The cover is looked at as it will be, and written before the feed.
        return Path(__file__) if path == COVER_NAME and cover else output / path

    return (
        *check_settings(config.show),
        *check_cover(cover, COVER_NAME),
        *check_feeds(feeds, episodes, show=config.show, locate=locate, state=state),
    )


def refuse_findings(findings: Sequence[Finding]) -> None:
    """Publish nothing where the check found something.

    Raises:
        PublishError: It did; the first finding is named, the rest are counted.
    """
    if not findings:
        return
    first = findings[0]
    more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
    raise PublishError(f"not published: {first.place}: {first.problem}{more}", remedy=first.remedy)


def _write_missing(output: Path, episodes: Iterable[Episode], config: Config) -> None:
    """Make again what stands beside an MP3 and can be made again."""
    for episode in episodes:
        folder = output / "episodes" / folder_name(episode)
        for name, data in render_side_files(episode).items():
            _write_changed(folder / name, data)
        if config.feed.episode_images and not (folder / IMAGE_NAME).is_file():
            day = f"{episode.date.month}月{episode.date.day}日"
            picture = make_cover(f"{config.show.title} {day}", _EPISODE_COVER_PX)
            write_file(folder / IMAGE_NAME, picture)


def _write_public(
    output: Path,
    config: Config,
    episodes: Sequence[Episode],
    feeds: Mapping[str, bytes],
    cover: bytes,
    state: ShowState,
) -> None:
    _write_changed(output / COVER_NAME, cover)
    for name, size in _PICTURES.items():
        _write_changed(output / name, make_show_cover(config, size))
    words = load_words(config.show.page_words, config.folder)
    pages = render_site(config.show, episodes, words=words, newest=config.feed.newest)
    for name, data in pages.items():
        _write_changed(output / name, data)
    if config.briefing.enabled:
        _write_changed(output / BRIEFING_NAME, render_briefing(config.show, episodes))
        _write_changed(output / XML_NAME, render_briefing_xml(config.show, episodes))
    else:
        for name in (BRIEFING_NAME, XML_NAME):
            (output / name).unlink(missing_ok=True)
    # Before the feed: a GUID that is out must be known, whatever happens next.
    guids = {e.date: e.guid for e in episodes if not e.sample}
    save_state(output / WORK_FOLDER, replace(state, guids={**state.guids, **guids}))
    for name, data in feeds.items():
        _write_changed(output / name, data)
    for path in _feed_files(output):
        if path.name not in feeds:
            path.unlink()


def _write_changed(path: Path, data: bytes) -> None:
    if not path.is_file() or path.read_bytes() != data:
        write_file(path, data)


def _feed_files(output: Path) -> list[Path]:
    archives = [p for p in output.glob("feed-*.xml") if p.stem[5:].isdigit()]
    return [*sorted(archives, key=lambda p: int(p.stem[5:])), output / FILE_NAME]


def _move(staged: Path, target: Path) -> None:
    try:
        target.mkdir(parents=True, exist_ok=True)
        # episode.json goes last: what it names is in place when a feed is built from it.
        for path in sorted(staged.iterdir(), key=lambda p: p.name == "episode.json"):
            # A file that stays untouched keeps its time, and pollers get their 304.
            standing = target / path.name
            if standing.is_file() and filecmp.cmp(path, standing, shallow=False):
                path.unlink()
            else:
                path.replace(standing)
        staged.rmdir()
    except OSError as error:
        raise PublishError(
            f"{target} cannot be written: {error.strerror or error}",
            remedy="free disk space or correct the folder's permissions, then run again",
        ) from error


def _retire_sample(output: Path, episode: Episode) -> None:
    retired = output / WORK_FOLDER / "sample" / folder_name(episode)
    shutil.rmtree(retired, ignore_errors=True)
    retired.parent.mkdir(parents=True, exist_ok=True)
    (output / "episodes" / folder_name(episode)).replace(retired)


def _remove(folder: Path) -> None:
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise PublishError(
            f"{folder} cannot be removed: {error.strerror or error}",
            remedy="correct its permissions, and remove it by hand",
        ) from error
