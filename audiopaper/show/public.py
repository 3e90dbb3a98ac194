"""Renders, checks and writes the public files of a show together, the feed last."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audiopaper.config import Config
from audiopaper.disk import list_folder, read_if_there
from audiopaper.errors import PublishError
from audiopaper.files import write_file
from audiopaper.model import Episode
from audiopaper.publish.briefing import render_briefing, render_briefing_xml
from audiopaper.publish.checks import Finding, check_feeds, check_settings, file_size
from audiopaper.publish.feed import (
    last_change,
    podcast_guid,
    render_feeds,
)
from audiopaper.publish.feed_archives import assign_archives
from audiopaper.publish.file_names import (
    BRIEFING_NAME,
    BRIEFING_XML_NAME,
    COVER_NAME,
    FEED_NAME,
    SITE_NAME,
)
from audiopaper.publish.json_feed import JSON_FEED_NAME, render_json_feed
from audiopaper.publish.linked_files import CHAPTERS_NAME, render_linked_chapters
from audiopaper.publish.listings import episode_path, feed_address, published_at
from audiopaper.publish.page_strings import load_words
from audiopaper.publish.playlists import PLAYLIST_NAMES, render_playlists
from audiopaper.publish.site import render_site
from audiopaper.publish.site_files import SEARCH_FOLDER
from audiopaper.show.artwork import (
    COVER_PX,
    check_cover_once,
    make_page_pictures,
    make_show_cover,
)
from audiopaper.show.episode_record import load_episodes
from audiopaper.show.folder import EditionFolder, EpisodeFolder, ShowFolder, show_folder
from audiopaper.show.lifecycle import EpisodeStage, is_at_stage
from audiopaper.show.state import ShowState, load_state, save_state
from audiopaper.show.visible import walk_public
from audiopaper.translations import _
from audiopaper.urls import is_local

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from audiopaper.config import ShowSettings

_MONTH_FILE = re.compile(r"\d{4}-\d{2}\.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicShow:
    """The public files before they are written; only the episodes' own files exist yet."""

    config: Config
    """The configuration that they are rendered by."""

    episodes: tuple[Episode, ...]
    """All episodes in the feed, its archives and on the page."""

    state: ShowState
    """The show's new state, except for the episodes' GUIDs."""

    feeds: Mapping[str, bytes]
    """Each feed's bytes by name, ``feed.xml`` last."""

    cover: bytes
    """The show's picture."""


def standing_episodes(show: ShowFolder) -> tuple[Episode, ...]:
    """Return the episodes for the feed: not withdrawn, and no samples beside real ones.

    Returns:
        The episodes, newest first.

    Raises:
        PublishError: The metadata of an episode is damaged, or was written by a newer audiopaper.
    """
    episodes = [e for e in load_episodes(show) if not is_withdrawn(show, e.key)]
    return tuple([e for e in episodes if not e.sample] or episodes)


def is_withdrawn(show: ShowFolder, key: str) -> bool:
    """Whether an episode was taken back, or pruned."""
    return is_at_stage(EditionFolder(show, key), EpisodeStage.WITHDRAWN)


def warn_of_future(
    episodes: Sequence[Episode], show: ShowSettings, now: dt.datetime | None
) -> tuple[str, ...]:
    """Warn of episodes whose date of publication is still to come.

    Args:
        episodes: Episodes in any order.
        show: Gives the hour of publication.
        now: The present moment; None gives no warning.
    """
    if now is None:
        return ()
    late = [(published_at(show, e), e.key) for e in episodes]
    return tuple(
        _(
            "{key} is dated {moment:%Y-%m-%d %H:%M %z}, which lies in the future: apps "
            "may hide it until then; its day is the edition's date, its hour "
            "publish_time in [show]",
            key=key,
            moment=moment,
        )
        for moment, key in sorted(late)
        if moment > now
    )


def prepare_public(config: Config, episodes: Sequence[Episode]) -> PublicShow:
    """Render the show's state, feeds and cover as they will be.

    Args:
        config: The show.
        episodes: The episodes that are to be public, in any order.
    """
    state = load_state(show_folder(config))
    guid = state.podcast_guid
    if not guid and not is_local(config.show.base_url):
        guid = podcast_guid(feed_address(config.show.base_url))
    archives = assign_archives((e.key for e in episodes), state.archives, config.feed.newest)
    feeds = render_feeds(
        config.show,
        episodes,
        cover=(COVER_NAME, "image/jpeg"),
        settings=config.feed,
        guid=guid,
        built=state.built,
        archives=archives,
    )
    built = last_change(episodes, config.show, state.built) if episodes else state.built
    return PublicShow(
        config=config,
        episodes=tuple(episodes),
        state=replace(state, podcast_guid=guid, built=built, archives=archives),
        feeds=feeds,
        cover=make_show_cover(config, COVER_PX),
    )


def check_public(
    public: PublicShow, fresh: Episode | None = None, staged: EpisodeFolder | None = None
) -> tuple[Finding, ...]:
    """Check feeds, cover and settings.

    Args:
        public: What is to be public.
        fresh: An episode whose files are not in the public folder yet.
        staged: Where the files of that episode are.
    """
    settings, show = public.config.show, show_folder(public.config)
    prefix = episode_path(fresh.key) if fresh is not None else ""

    def find_size(path: str) -> int | None:
        if fresh is not None and staged is not None and path.startswith(prefix):
            return file_size(staged.path / path.removeprefix(prefix))
        # The cover is checked as it will be, and is written before the feed.
        if path == COVER_NAME and public.cover:
            return len(public.cover)
        return file_size(show.output / path)

    return (
        *check_links(show),
        *check_settings(settings),
        *check_cover_once(public.cover, COVER_NAME, show),
        *check_feeds(
            public.feeds,
            public.episodes,
            show=settings,
            find_size=find_size,
            podcast_guid=public.state.podcast_guid,
            guids=public.state.guids,
        ),
    )


def check_links(show: ShowFolder) -> tuple[Finding, ...]:
    """Find links out of the folder, and special files, under the names that the show uses.

    Files of other names are not checked: `audiopaper publish` and `serve` ignore such links there.
    """
    ours = (
        "episodes",
        "assets",
        FEED_NAME,
        COVER_NAME,
        SITE_NAME,
        BRIEFING_NAME,
        BRIEFING_XML_NAME,
    )
    _walked, refused = walk_public(show.output)
    return tuple(
        Finding(
            place=name,
            problem=_(
                "it is a link that leads out of the output folder, or not a regular file, and "
                "would be neither copied nor served"
            ),
            remedy=_("put the files themselves there, or mount the disk at that place"),
        )
        for name in refused
        if name.partition("/")[0] in ours or name.startswith("feed-")
    )


def refuse_findings(findings: Sequence[Finding]) -> None:
    """Raise if there is a finding, so that nothing is published.

    Raises:
        PublishError: There is one; the first is named and the others are counted.
    """
    if not findings:
        return
    first = findings[0]
    more = _(" (and {count} more)", count=len(findings) - 1) if len(findings) > 1 else ""
    raise PublishError(
        _(
            "not published: {place}: {problem}{more}",
            place=first.place,
            problem=first.problem,
            more=more,
        ),
        remedy=first.remedy,
    )


def render_pages(public: PublicShow) -> dict[str, bytes]:
    """Render all that is made of the episodes' records and has the show's address in it.

    These are cover, pictures, pages, chapters, playlists and briefing, not the feeds.

    Returns:
        The content of each file, by its path in the published folder.
    """
    config = public.config
    words = load_words(config.show.page_words, config.folder)
    pages = render_site(config.show, public.episodes, words=words, newest=config.feed.newest)
    briefing = {}
    if config.briefing.enabled:
        briefing = {
            BRIEFING_NAME: render_briefing(config.show, public.episodes),
            BRIEFING_XML_NAME: render_briefing_xml(config.show, public.episodes),
        }
    json_feed = render_json_feed(config.show, public.episodes, newest=config.feed.newest)
    chapters = {
        episode_path(episode.key) + CHAPTERS_NAME: render_linked_chapters(
            episode, config.show.base_url
        )
        for episode in public.episodes
    }
    return {
        COVER_NAME: public.cover,
        **chapters,
        **make_page_pictures(config),
        **pages,
        **briefing,
        **render_playlists(config.show, public.episodes),
        JSON_FEED_NAME: json_feed,
    }


def write_public(public: PublicShow) -> None:
    """Write cover, pages, briefing, state and feeds, in this order; unchanged files stay."""
    write_feeds(write_pages(public))


def write_pages(public: PublicShow) -> PublicShow:
    """Write what `render_pages` gives, and remove what is no more; unchanged files stay.

    Returns:
        The show, whose state has the removed files, so that `sync` removes them at targets too.
    """
    show = show_folder(public.config)
    output = show.output
    pages = render_pages(public)
    # A page leads to others: first those that no page leads to yet, and the show's own last.
    for name in sorted(pages, key=lambda n: (n == SITE_NAME, (output / n).is_file())):
        write_changed(output / name, pages[name])
    obsolete = [name for name in _list_optional(show) if name not in pages]
    if not obsolete:
        return public
    public = replace(public, state=note_removed(public.state, obsolete))
    # Before the files: a killed run must not forget them.
    save_state(show, note_removed(load_state(show), obsolete))
    for name in obsolete:
        (output / name).unlink(missing_ok=True)
    return public


def note_removed(state: ShowState, names: Iterable[str]) -> ShowState:
    """Return a state with further files to be removed at targets."""
    return replace(state, pruned=tuple(sorted({*state.pruned, *names})))


def _list_optional(show: ShowFolder) -> list[str]:
    """List the public files that a show has only with certain episodes or settings."""
    months = [path.name for path in list_folder(show.output / SEARCH_FOLDER)]
    names = [BRIEFING_NAME, BRIEFING_XML_NAME, *PLAYLIST_NAMES]
    names += [f"{SEARCH_FOLDER}/{name}" for name in months if _MONTH_FILE.fullmatch(name)]
    return [name for name in names if (show.output / name).is_file()]


def write_feeds(public: PublicShow) -> None:
    """Write the show's state and the feeds, ``feed.xml`` last; unchanged files stay.

    An archive feed that is no more is noted, so that `sync` removes it at targets too: it would
    list episodes there that are withdrawn later.
    """
    show = show_folder(public.config)
    obsolete = [path for path in feed_files(show) if path.name not in public.feeds]
    # Before the feed: a GUID that is published must be known, whatever happens next.
    guids = {e.key: e.guid for e in public.episodes if not e.sample}
    state = replace(
        public.state,
        guids={**public.state.guids, **guids},
        # An episode that was given up and is public again must not be lost a second time.
        dropped=tuple(guid for guid in public.state.dropped if guid not in guids.values()),
    )
    save_state(show, note_removed(state, (path.name for path in obsolete)))
    for name, data in public.feeds.items():
        write_changed(show.output / name, data)
    for path in obsolete:
        path.unlink()


def write_changed(path: Path, data: bytes) -> None:
    """Write a file unless it has that content: it keeps its time, and pollers get a 304.

    Raises:
        PublishError: It may not be opened, or not be written.
    """
    if read_if_there(path) != data:
        write_file(path, data)


def feed_files(show: ShowFolder) -> list[Path]:
    """The archive feeds on disk, oldest first, and then the feed."""
    archives = [
        path
        for path in list_folder(show.output)
        if re.fullmatch(r"feed-[0-9]+\.xml", path.name) and path.is_file()
    ]
    return [*sorted(archives, key=lambda p: int(p.stem[5:])), show.feed]
