"""Feeds by title and year, an index of them, and a search over all titles and transcripts."""

from __future__ import annotations

import asyncio
import hashlib
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2

from audiopaper.archive.making import WORK, config_for, slug
from audiopaper.archive.storage import Storage
from audiopaper.config import output_folder
from audiopaper.errors import MissingProgramError
from audiopaper.pipeline.public import WORK_FOLDER, prepare_public, render_pages
from audiopaper.publish.episodes import load_episode
from audiopaper.publish.state import save_state

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audiopaper.archive.making import Kit
    from audiopaper.model import Episode

_SEARCH_NAME = f"{WORK}/search.sha256"

Year = tuple[str, int]
"""A newspaper and a year."""


def find_made(storage: Storage) -> dict[Year, tuple[str, ...]]:
    """The days that are made, by title and year; their manifests say so.

    Raises:
        PublishError: The storage does not answer.
    """
    made: dict[Year, list[str]] = {}
    for name in storage.names(f"{WORK}/manifests"):
        told = json.loads(storage.read(name) or b"{}")
        if told:
            made.setdefault((told["title"], int(told["date"][:4])), []).append(told["date"])
    return {year: tuple(sorted(days)) for year, days in sorted(made.items())}


def publish_year(kit: Kit, year: Year, days: Sequence[str]) -> tuple[Episode, ...]:
    """Write the feed, its archives and the pages of one title's year; the feed last.

    Two runs that do so at once write the same bytes, or those of one day more.

    Args:
        kit: What the editions were made with.
        year: Title and year.
        days: The days that are made, as ``YYYY-MM-DD``.

    Returns:
        The year's episodes, oldest first.

    Raises:
        PublishError: The storage does not answer, or an episode's metadata is damaged.
    """
    storage = Storage(kit.output)
    title, number = year
    top = f"{slug(title)}/{number}"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config = config_for(kit, title, number, folder)
        episodes = []
        for day in days:
            data = storage.read(f"{top}/episodes/{day}/episode.json")
            if data is not None:
                path = folder / f"{day}.json"
                path.write_bytes(data)
                episodes.append(load_episode(path))
        work = output_folder(config) / WORK_FOLDER
        work.mkdir(parents=True)
        state = storage.read(f"{WORK}/shows/{slug(title)}-{number}.json")
        if state is not None:
            (work / "show.json").write_bytes(state)
        public = prepare_public(config, episodes)
        for path_name, data in render_pages(config, public).items():
            _write_changed(storage, f"{top}/{path_name}", data)
        save_state(work, public.state)
        kept = (work / "show.json").read_bytes()
        _write_changed(storage, f"{WORK}/shows/{slug(title)}-{number}.json", kept)
        for feed, data in public.feeds.items():
            _write_changed(storage, f"{top}/{feed}", data)
    return tuple(episodes)


def publish_index(kit: Kit, years: Sequence[tuple[Year, int]]) -> None:
    """Write the page that leads to every feed, and the search page.

    Args:
        kit: What the editions were made with.
        years: Each title's year and its number of episodes.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    titles: dict[str, list[dict[str, Any]]] = {}
    for (title, year), count in years:
        row = {"year": year, "count": count, "path": f"{slug(title)}/{year}/"}
        titles.setdefault(title or kit.config.show.title, []).append(row)
    storage = Storage(kit.output)
    for name in ("index.html", "search.html"):
        page = environment.get_template(f"{name}.j2").render(
            show=kit.config.show.title, titles=titles
        )
        _write_changed(storage, name, page.encode())


def publish_search(kit: Kit, episodes: Sequence[tuple[Year, Episode]]) -> int:
    """Write the index that the search page looks things up in: a record a story.

    Args:
        kit: What the editions were made with.
        episodes: All episodes, each with its title and year.

    Returns:
        The number of records.

    Raises:
        MissingProgramError: Pagefind is not installed.
        PublishError: The storage does not answer.
    """
    try:
        from pagefind.index import IndexConfig, PagefindIndex
    except ImportError as error:
        raise MissingProgramError(
            "Pagefind, which makes the search page's index, is not installed",
            remedy="pip install 'audiopaper[cluster]'",
        ) from error
    records = [record for year, episode in episodes for record in _records(year, episode)]
    storage = Storage(kit.output)
    # Pagefind numbers its parts as its threads come, so the same records give other files.
    digest = hashlib.sha256(json.dumps(records).encode()).hexdigest().encode()
    if storage.read(_SEARCH_NAME) == digest:
        return len(records)

    async def index() -> list[tuple[str, bytes]]:
        with tempfile.TemporaryDirectory() as folder:
            async with PagefindIndex(
                config=IndexConfig(output_path=folder, force_language="zh")
            ) as made:
                for record in records:
                    await made.add_custom_record(**record)
                await made.write_files()
            top = Path(folder)
            return [
                (path.relative_to(top).as_posix(), path.read_bytes())
                for path in sorted(top.rglob("*"))
                if path.is_file()
            ]

    for name, data in asyncio.run(index()):
        _write_changed(storage, f"pagefind/{name}", data)
    storage.write(_SEARCH_NAME, digest)
    return len(records)


def _records(year: Year, episode: Episode) -> Iterator[dict[str, Any]]:
    title, number = year
    page = f"{slug(title)}/{number}/episodes/{episode.date}/"
    for story in episode.stories:
        text = "".join(cue.text for cue in episode.cues if cue.chapter == story.chapter)
        yield {
            "url": f"{page}#c{story.chapter + 1}",
            "content": text,
            "language": "zh",
            "meta": {"title": story.title, "date": episode.date.isoformat(), "paper": title},
            "filters": {"paper": [title or episode.paper], "year": [str(number)]},
            "sort": {"date": episode.date.isoformat()},
        }


def _write_changed(storage: Storage, name: str, data: bytes) -> None:
    if storage.read(name) != data:
        storage.write(name, data)
