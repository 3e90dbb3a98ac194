"""What is public, seen as one: rendered, checked and written together, the feed last."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.config import Config, output_folder
from audiopaper.disk import has_file, list_folder, read_if_there
from audiopaper.errors import PublishError
from audiopaper.files import write_file
from audiopaper.model import Episode
from audiopaper.publish.briefing import FILE_NAME as BRIEFING_NAME
from audiopaper.publish.briefing import XML_NAME, render_briefing, render_briefing_xml
from audiopaper.publish.checks import Finding, check_feeds, check_settings
from audiopaper.publish.feed import (
    FILE_NAME,
    last_change,
    podcast_guid,
    published_at,
    render_feeds,
)
from audiopaper.publish.json_feed import JSON_FEED_NAME, render_json_feed
from audiopaper.publish.page_strings import load_words
from audiopaper.publish.playlists import PLAYLIST_NAMES, render_playlists
from audiopaper.publish.sanitiser import ascii_address
from audiopaper.publish.site import render_site
from audiopaper.publish.web_manifest import ICON_SIZES, icon_name
from audiopaper.show.artwork import check_cover_again, draw_again, prepare_again, reduce_again
from audiopaper.show.episode_record import FILE_NAME as EPISODE_NAME
from audiopaper.show.episode_record import load_episodes
from audiopaper.show.state import ShowState, load_state, save_state
from audiopaper.show.visible import walk_public
from audiopaper.urls import is_local

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

WORK_FOLDER = ".work"
"""Beside what is public: cache, rundowns, show state. Never published or served."""

STAGED_NAME = "episode"
"""In an edition's work folder: a finished episode."""

WITHDRAWN_NAME = "withdrawn.json"
"""In an edition's work folder: its episode is no longer public, whatever still stands there."""

COVER_NAME = "cover.jpg"
COVER_PX = 3000

_PICTURE_NAME = "assets/cover.jpg"
_PICTURE_PX = 480
"""What the pages show of the cover, in pixels."""

DRAWN_NAMES = (COVER_NAME, _PICTURE_NAME, *map(icon_name, ICON_SIZES))
"""The pictures that are drawn here where the show has no cover of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Public:
    """What is to be public: nothing of it is written yet but the episodes' own files."""

    episodes: tuple[Episode, ...]
    """All that stand in the feed, its archives and on the page."""

    state: ShowState
    """The show's state as it will be, but for the episodes' GUIDs."""

    feeds: Mapping[str, bytes]
    """Each feed's bytes by name, ``feed.xml`` last."""

    cover: bytes
    """The show's picture."""


def standing_episodes(output: Path) -> tuple[Episode, ...]:
    """The episodes that are public or are to be: neither withdrawn nor a sample beside real ones.

    Args:
        output: The folder that is published.

    Returns:
        Newest first.

    Raises:
        PublishError: One's metadata is damaged, or was written by a newer audiopaper.
    """
    episodes = [e for e in load_episodes(output) if not is_withdrawn(output, e.key)]
    return tuple([e for e in episodes if not e.sample] or episodes)


def is_withdrawn(output: Path, key: str) -> bool:
    """Whether an episode was taken back, or pruned."""
    return has_file(output / WORK_FOLDER / key / WITHDRAWN_NAME)


def warn_of_future(
    episodes: Sequence[Episode], config: Config, now: dt.datetime | None
) -> tuple[str, ...]:
    """Warn of episodes whose date of publication is still to come.

    Args:
        episodes: In any order.
        config: For the hour of those that tell none.
        now: The clock; None to warn of nothing.
    """
    if now is None:
        return ()
    late = [(published_at(e, config.show), e.key) for e in episodes]
    return tuple(
        f"{key} is dated {moment:%Y-%m-%d %H:%M %z}, which lies in the future: apps may hide it "
        "until then; its day is the edition's date, its hour publish_time in [show]"
        for moment, key in sorted(late)
        if moment > now
    )


def make_show_cover(config: Config, size: int) -> bytes:
    """The show's cover as a JPEG: its own where it has one, else the built-in design.

    Raises:
        ConfigError: The show's own is missing, or not as directories want it.
    """
    work = output_folder(config) / WORK_FOLDER
    if config.show.cover:
        return prepare_again(config.folder / config.show.cover, size, work)
    return draw_again(config.show.title, size, work)


def draw_cover(config: Config) -> None:
    """Draw the show's cover and look at it, so that both are kept when they are asked for.

    That takes 110 MB for a second; a run does it where nothing else is in memory.

    Raises:
        ConfigError: The show's own is missing, or not as directories want it.
    """
    work = output_folder(config) / WORK_FOLDER
    check_cover_again(make_show_cover(config, COVER_PX), COVER_NAME, work)


def prepare_public(config: Config, episodes: Sequence[Episode]) -> Public:
    """Render the show's state, feeds and cover as they will be."""
    state = load_state(output_folder(config) / WORK_FOLDER)
    guid = state.podcast_guid
    address = ascii_address(config.show.base_url) + FILE_NAME
    if not guid and not is_local(config.show.base_url):
        guid = podcast_guid(address)
    feeds = render_feeds(
        config.show,
        episodes,
        cover=(COVER_NAME, "image/jpeg"),
        settings=config.feed,
        guid=guid,
        built=state.built,
    )
    built = last_change(episodes, config.show, state.built) if episodes else state.built
    return Public(
        episodes=tuple(episodes),
        state=replace(state, podcast_guid=guid, built=built),
        feeds=feeds,
        cover=make_show_cover(config, COVER_PX),
    )


def check_public(
    config: Config,
    public: Public,
    fresh: Episode | None = None,
    staged: Path | None = None,
) -> tuple[Finding, ...]:
    """Look at feeds, cover and settings; a fresh episode's files stand in ``staged`` yet."""
    output = output_folder(config)
    prefix = f"episodes/{fresh.key}/" if fresh is not None else ""

    def locate(path: str) -> Path:
        if fresh is not None and staged is not None and path.startswith(prefix):
            return staged / path.removeprefix(prefix)
        # The cover is looked at as it will be, and written before the feed.
        return Path(__file__) if path == COVER_NAME and public.cover else output / path

    return (
        *check_links(output),
        *check_settings(config.show),
        *check_cover_again(public.cover, COVER_NAME, output / WORK_FOLDER),
        *check_feeds(
            public.feeds,
            public.episodes,
            show=config.show,
            locate=locate,
            podcast_guid=public.state.podcast_guid,
            guids=public.state.guids,
        ),
    )


def check_links(output: Path) -> tuple[Finding, ...]:
    """Find links, and what is neither file nor folder, where the show's own files belong.

    What a show keeps besides is left alone: `audiopaper publish` and `serve` pass it over.
    """
    ours = ("episodes", "assets", FILE_NAME, COVER_NAME, "index.html", BRIEFING_NAME, XML_NAME)
    _, refused = walk_public(output)
    return tuple(
        Finding(
            place=name,
            problem="it is a link that leads out of the output folder, or no file at all, and "
            "would be neither copied nor served",
            remedy="put the files themselves there, or mount the disk at that place",
        )
        for name in refused
        if name.partition("/")[0] in ours or name.startswith("feed-")
    )


def edition_folders(output: Path) -> tuple[Path, ...]:
    """The work folder of each edition, in order of their days.

    Raises:
        PublishError: The folder above them may not be opened.
    """
    return tuple(f for f in list_folder(output / WORK_FOLDER) if f.name[:1].isdigit())


def held_folders(output: Path) -> tuple[Path, ...]:
    """The folders of finished episodes that wait for their release, in order of their days.

    Raises:
        PublishError: A folder may not be opened.
    """
    folders = [work / STAGED_NAME for work in edition_folders(output)]
    return tuple(folder for folder in folders if has_file(folder / EPISODE_NAME))


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


def render_pages(config: Config, public: Public) -> dict[str, bytes]:
    """Cover, pictures, pages and briefing as they are to be, by path in the output folder."""
    pictures = {_PICTURE_NAME: make_show_cover(config, _PICTURE_PX), **_draw_icons(config)}
    words = load_words(config.show.page_words, config.folder)
    pages = render_site(config.show, public.episodes, words=words, newest=config.feed.newest)
    briefing = {}
    if config.briefing.enabled:
        briefing = {
            BRIEFING_NAME: render_briefing(config.show, public.episodes),
            XML_NAME: render_briefing_xml(config.show, public.episodes),
        }
    playlists = render_playlists(config.show, public.episodes)
    json_feed = render_json_feed(config.show, public.episodes, newest=config.feed.newest)
    playlists[JSON_FEED_NAME] = json_feed
    return {COVER_NAME: public.cover, **pictures, **pages, **briefing, **playlists}


def _draw_icons(config: Config) -> dict[str, bytes]:
    work = output_folder(config) / WORK_FOLDER
    source = make_show_cover(config, max(ICON_SIZES))
    return {icon_name(size): reduce_again(source, size, work) for size in ICON_SIZES}


def write_public(config: Config, public: Public) -> None:
    """Write cover, pages, briefing, state and feeds, in this order; what is the same stays."""
    write_pages(config, public)
    write_feeds(config, public)


def write_pages(config: Config, public: Public) -> None:
    """Write cover, pages and briefing; what is the same stays."""
    output = output_folder(config)
    pages = render_pages(config, public)
    # A page leads to others: first those that no page leads to yet, and the show's own last.
    for name in sorted(pages, key=lambda n: (n == "index.html", (output / n).is_file())):
        write_changed(output / name, pages[name])
    for name in (BRIEFING_NAME, XML_NAME, *PLAYLIST_NAMES):
        if name not in pages:
            (output / name).unlink(missing_ok=True)


def write_feeds(config: Config, public: Public) -> None:
    """Write the show's state and the feeds, ``feed.xml`` last; what is the same stays."""
    output = output_folder(config)
    # Before the feed: a GUID that is out must be known, whatever happens next.
    guids = {e.key: e.guid for e in public.episodes if not e.sample}
    state = replace(
        public.state,
        guids={**public.state.guids, **guids},
        # What was given up and is public again may not be lost a second time.
        dropped=tuple(guid for guid in public.state.dropped if guid not in guids.values()),
    )
    save_state(output / WORK_FOLDER, state)
    for name, data in public.feeds.items():
        write_changed(output / name, data)
    for path in feed_files(output):
        if path.name not in public.feeds:
            path.unlink()


def write_changed(path: Path, data: bytes) -> None:
    """Write a file only where it is another: what stays keeps its time, and pollers get a 304.

    Raises:
        PublishError: It may not be opened, or not be written.
    """
    if read_if_there(path) != data:
        write_file(path, data)


def feed_files(output: Path) -> list[Path]:
    """The archive feeds that stand there, the oldest first, and the feed."""
    archives = [
        path
        for path in list_folder(output)
        if re.fullmatch(r"feed-[0-9]+\.xml", path.name) and path.is_file()
    ]
    return [*sorted(archives, key=lambda p: int(p.stem[5:])), output / FILE_NAME]
