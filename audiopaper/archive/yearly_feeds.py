"""Feeds by title and year, and an index of them."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import audiopaper
from audiopaper.archive.archive_folder import Manifest, manifests_of, read_stored, slug
from audiopaper.archive.job_settings import config_for
from audiopaper.archive.scratch import scratch_folder
from audiopaper.archive.storage import WORK, Storage
from audiopaper.archive.year_records import Year, load_digest, load_years, save_year
from audiopaper.html_templates import render_template
from audiopaper.publish.checks import check_feeds, file_size
from audiopaper.show.episode_record import load_episode
from audiopaper.show.folder import show_folder
from audiopaper.show.public import (
    prepare_public,
    refuse_findings,
    render_pages,
)
from audiopaper.show.state import save_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from audiopaper.archive.job_settings import JobSettings
    from audiopaper.model import Episode


def publish_year(job_settings: JobSettings, year: Year) -> int:
    """Write the feed, its archives and the pages of one title's year, the feed last.

    Files of the same editions, settings and program are left alone. Two runs may do so at once:
    after writing, each checks whether more editions were made meanwhile.

    Args:
        job_settings: What the editions were made with.
        year: Title and year.

    Returns:
        The number of episodes.

    Raises:
        PublishError: The storage does not answer, an episode's metadata is damaged, or the feed
            would not be what podcast apps take.
    """
    storage = Storage(job_settings.output)
    while True:
        read = dict(storage.read_all(list(storage.names(manifests_of(*year)))))
        digest = _digest(job_settings, read)
        if load_digest(storage, year) == digest:
            return len(read)
        stored = [read_stored(name, data, Manifest) for name, data in read.items()]
        manifests = [manifest for manifest in stored if manifest]
        if manifests:
            _publish(job_settings, year, manifests, storage)
        # The record is written last: it shows that all other files are complete.
        save_year(storage, year, manifests, digest)


def _digest(job_settings: JobSettings, manifests: Mapping[str, bytes | None]) -> str:
    inputs = repr((audiopaper.__version__, job_settings.fingerprint, sorted(manifests.items())))
    return hashlib.sha256(inputs.encode()).hexdigest()


def _publish(
    job_settings: JobSettings, year: Year, manifests: Sequence[Manifest], storage: Storage
) -> None:
    top = f"{slug(year[0])}/{year[1]}"
    shown = f"{WORK}/shows/{slug(year[0])}-{year[1]}.json"
    with tempfile.TemporaryDirectory(dir=scratch_folder()) as name:
        folder = Path(name)
        config = config_for(job_settings, *year, folder)
        show = show_folder(config)
        show.work.mkdir(parents=True)
        for manifest in manifests:
            _stand_in(show.episodes / manifest["date"], manifest["files"])
        episodes = read_episodes(storage, year, [m["date"] for m in manifests], folder)
        state = storage.read(shown)
        if state is not None:
            show.state.write_bytes(state)
        public = prepare_public(config, episodes)
        pages = render_pages(public)
        for page in pages:
            _stand_in(show.output, {page: [0]})
        refuse_findings(
            check_feeds(
                public.feeds,
                public.episodes,
                show=config.show,
                find_size=lambda path: file_size(show.output / path),
                podcast_guid=public.state.podcast_guid,
                guids=public.state.guids,
            )
        )
        storage.write_changed({f"{top}/{name}": data for name, data in pages.items()})
        guids = {episode.key: episode.guid for episode in episodes}
        save_state(show, replace(public.state, guids={**public.state.guids, **guids}))
        storage.write_changed({shown: show.state.read_bytes()})
    for feed, data in public.feeds.items():
        # One after the other: the newest leads to the others.
        storage.write_changed({f"{top}/{feed}": data})


def _stand_in(folder: Path, files: Mapping[str, Sequence[Any]]) -> None:
    """Lay out files of the right length for the check: what they hold stands in the storage."""
    for name, (length, *_) in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as out:
            out.truncate(length)


def read_episodes(
    storage: Storage, year: Year, days: Iterable[str], folder: Path
) -> tuple[Episode, ...]:
    """What is told of the episodes of one title's year, in the order of the days.

    Args:
        storage: The archive's output.
        year: Title and year.
        days: As ``YYYY-MM-DD``.
        folder: A folder of this machine for the time being.

    Raises:
        PublishError: The storage does not answer, or one's metadata is damaged.
    """
    top = f"{slug(year[0])}/{year[1]}/episodes"
    episodes = []
    for name, data in storage.read_all([f"{top}/{day}/episode.json" for day in days]):
        path = folder / f"{name.split('/')[-2]}.json"
        path.write_bytes(data or b"")
        episodes.append(load_episode(path))
    return tuple(episodes)


def publish_index(job_settings: JobSettings) -> tuple[str, ...]:
    """Write the page that leads to every feed.

    Args:
        job_settings: What the editions were made with.

    Returns:
        The newspapers that have an episode.

    Raises:
        PublishError: The storage does not answer.
    """
    storage = Storage(job_settings.output)
    titles: dict[str, list[dict[str, Any]]] = {}
    for record in load_years(storage):
        if record["days"]:
            path = f"{slug(record['title'])}/{record['year']}/"
            row = {"year": record["year"], "count": len(record["days"]), "path": path}
            titles.setdefault(record["title"], []).append(row)
    page = render_template(
        Path(__file__).with_name("index.html.j2"),
        show=job_settings.config.show.title,
        titles={
            title or job_settings.config.show.title: {"slug": slug(title), "years": years}
            for title, years in titles.items()
        },
    )
    storage.write_changed({"index.html": page.encode()})
    return tuple(titles)
