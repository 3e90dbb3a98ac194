"""The archive's search: an index for each title, made by Pagefind, and the page over them."""

from __future__ import annotations

import hashlib
import html
import json
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiopaper.archive.archive_folder import slug
from audiopaper.archive.index_files import load_state, replace_files, save_state
from audiopaper.archive.pagefind_program import ENTRY, find_pagefind, make_parts
from audiopaper.archive.scratch import scratch_folder
from audiopaper.archive.storage import WORK, Storage
from audiopaper.documents import DocumentError, parse_document
from audiopaper.errors import PublishError
from audiopaper.html_templates import render_template
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from audiopaper.archive.job_settings import JobSettings
    from audiopaper.model import Episode

MOST_TITLES = 10
"""Greatest number of titles that the page searches together; of more, the reader chooses one."""

MOST_PARTS = 20
"""Greatest number of index parts that it searches together, if the reader has chosen no title.

At the first question a part of 6,000 stories costs the browser some 0.2 MB: Pagefind's program, the
list of its stories, and the positions of the characters (``python -m tests.bench_search``)."""

PART_STORIES = 8_000
"""Greatest number of stories in a part of an index, except for a year that has more.

Pagefind holds all of a part in memory, 0.16 MB for each of 300 characters (1.5.2); and a part whose
stories are the same is not made again."""

_FORMAT = 1
"""Version of the records; a new one makes every index again."""

_NOTES = f"{WORK}/search"
"""Folder of the records on each index: its stories and its files. Never served."""

_PARTS = "parts.json"
"""File that lists a title's parts, each by its first year, and the years in it."""

# Unicode's script Han, as ``\p{Script=Han}`` in search.js.
_HAN = (
    "[\u2e80-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U000323af]"
)
_BESIDE_HAN = re.compile(rf"(?<={_HAN})(?=\S)|(?<=\S)(?={_HAN})")


def index_title(
    job_settings: JobSettings, title: str, episodes: Iterable[tuple[int, Episode]]
) -> int:
    """Write the index of one title, all its years: a record a story, at ``<slug>/pagefind/``.

    It is made in parts of whole years, some thousand stories each; a part whose stories are those
    of the last call is left as it is. The next call completes one that broke off. Files of the last
    index stay until the next one, for readers who have its list open; files of older ones are
    removed.

    Args:
        job_settings: Settings of the editions.
        title: The newspaper.
        episodes: Its episodes, each with its year, the oldest first; iterated twice.

    Returns:
        The number of records; 0 leaves no index, and the title is not for the search page.

    Raises:
        MissingProgramError: Pagefind is not installed.
        PublishError: Pagefind fails, or the storage does not answer.
    """
    program, version = find_pagefind()
    by_year, counts = _digest_years(title, episodes, version)
    parts = group_years(counts)
    digests = {part: _digest([by_year[year] for year in years]) for part, years in parts.items()}
    storage = Storage(job_settings.output)
    digest = _digest([json.dumps([parts, digests])]).encode()
    digest_name = f"{_NOTES}/{slug(title)}.sha256"
    if storage.read(digest_name) == digest:
        return sum(counts.values())
    state_name = f"{_NOTES}/{slug(title)}.json"
    state = load_state(state_name, storage.read(state_name))
    unchanged = {part for part in parts if state["parts"].get(part) == digests[part]}
    with tempfile.TemporaryDirectory(dir=scratch_folder()) as folder:
        changed = {part: parts[part] for part in parts.keys() - unchanged}
        index = _make_index(program, title, episodes, changed, Path(folder))
        if parts:
            (index / _PARTS).write_text(json.dumps(parts), encoding="utf-8")
        # An empty digest shows that the replacement of the files did not end.
        storage.write(digest_name, b"")
        state["parts"] = {part: digests[part] for part in unchanged}
        top, leading = f"{slug(title)}/pagefind", (ENTRY, _PARTS)
        state = replace_files(storage, top, index, notes=state_name, leading=leading, state=state)
    state["parts"] = digests
    save_state(storage, state_name, state)
    storage.write(digest_name, digest)
    return sum(counts.values())


def _make_index(
    program: Path,
    title: str,
    episodes: Iterable[tuple[int, Episode]],
    parts: Mapping[str, Sequence[int]],
    folder: Path,
) -> Path:
    """Make some parts of a title's index below a folder, and return where they are."""
    index = folder / "made"
    index.mkdir()
    part_of = {year: part for part, years in parts.items() for year in years}
    pages = (
        (f"{part_of[year]}/{name}", page)
        for year, name, page in _pages(title, episodes)
        if year in part_of
    )
    make_parts(program, pages, folder / "site", index, title)
    return index


def publish_search_page(job_settings: JobSettings, titles: Sequence[str]) -> None:
    """Write ``search.html`` and its script.

    Few titles with few parts are searched together; of more, the reader chooses one.
    ``search.html?title=<slug>`` opens it with a title chosen; ``&q=`` asks, ``&year=`` narrows.

    Args:
        job_settings: Settings of the editions.
        titles: The titles that have an index, in the order of the list.

    Raises:
        PublishError: The storage does not answer, or the list of an index's parts is damaged.
    """
    show = job_settings.config.show.title
    storage = Storage(job_settings.output)
    few = list(titles)[:MOST_TITLES]
    parts = sum(_count_parts(storage, title) for title in few)
    together = len(titles) == len(few) and parts <= MOST_PARTS
    page = render_template(
        Path(__file__).with_name("search.html.j2"),
        show=show,
        titles=[(slug(title), title or show) for title in titles],
        together=together or len(titles) == 1,
    )
    script = (Path(__file__).parent / "search.js").read_bytes()
    storage.write_changed({"search.js": script, "search.html": page.encode()})


def _count_parts(storage: Storage, title: str) -> int:
    name = f"{slug(title)}/pagefind/{_PARTS}"
    data = storage.read(name)
    if data is None:
        return 0
    try:
        return len(parse_document(data, dict[str, list[int]], schema=1, bare=True))
    except DocumentError as error:
        raise PublishError(
            _("{name} in the archive's output cannot be read: {error}", name=name, error=error),
            remedy=_(
                "remove {notes}/{slug}.sha256 and .json there, then run again",
                notes=_NOTES,
                slug=slug(title),
            ),
        ) from error


def group_years(counts: Mapping[int, int]) -> dict[str, list[int]]:
    """Put years together into parts, from the oldest on, so that a new year leaves old parts alone.

    Args:
        counts: The number of stories in each year.

    Returns:
        The years of each part, by the first of them.

    Example:
        >>> group_years({1981: 5_000, 1980: 2_000, 1982: 3_000})
        {'1980': [1980, 1981], '1982': [1982]}
    """
    parts: dict[str, list[int]] = {}
    last: list[int] = []
    for year in sorted(counts):
        if not last or sum(counts[y] for y in last) + counts[year] > PART_STORIES:
            last = parts.setdefault(str(year), [])
        last.append(year)
    return parts


def _pages(title: str, episodes: Iterable[tuple[int, Episode]]) -> Iterator[tuple[int, str, str]]:
    """Give a web page for each story, for Pagefind: year, name and text.

    Records without a page (``add_custom_record``) take 0.1 s each, since Pagefind's Python client
    checks for an answer every 0.1 s (1.5.2).
    """
    for year, episode in episodes:
        folder = f"{slug(title)}/{year}/episodes/{episode.date}"
        texts: dict[int, list[str]] = {}
        for cue in episode.cues:
            texts.setdefault(cue.chapter, []).append(cue.text)
        for story in episode.stories:
            text = "".join(texts.get(story.chapter, ())).removeprefix(story.title)
            # Relative to the archive's top, where the search page is.
            url = f"{folder}/index.html#{episode.anchor(story.chapter)}"
            date = episode.date.isoformat()
            yield (
                year,
                f"{date}/{story.chapter}.html",
                '<!doctype html><html lang="zh"><meta charset="utf-8">'
                f"{_tag('meta', 'title', story.title)}{_tag('meta', 'url', url)}"
                f"{_tag('meta', 'date', date)}{_tag('sort', 'date', date)}"
                f"{_tag('filter', 'year', str(year))}"
                f"<body><h1>{html.escape(spread_han(story.title))}</h1>"
                f"<p>{html.escape(spread_han(text))}</p>",
            )


def _digest_years(
    title: str, episodes: Iterable[tuple[int, Episode]], version: str
) -> tuple[dict[int, str], dict[int, int]]:
    """Return a digest of the stories of each year, and their number."""
    digests: dict[int, Any] = {}
    counts: dict[int, int] = {}
    for year, name, page in _pages(title, episodes):
        counts[year] = counts.get(year, 0) + 1
        if year not in digests:
            digests[year] = hashlib.sha256(f"{_FORMAT} {version}".encode())
        digests[year].update(f"\n{name} {page}".encode())
    return {year: digest.hexdigest() for year, digest in digests.items()}, counts


def _digest(texts: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def _tag(kind: str, name: str, value: str) -> str:
    return f'<meta data-pagefind-{kind}="{name}[content]" content="{html.escape(value)}">'


def spread_han(text: str) -> str:
    """Make each Han character a word, by the zero-width space at which Pagefind splits words.

    Pagefind and the browser split words by different dictionaries, and neither contains names: 23 %
    of the names in tests/data were not found in their own sentence (``python -m tests.bench_search
    --names``). The page searches for characters in sequence, which finds exactly the texts that
    contain the query.

    Example:
        >>> spread_han("GDP达5亿").split("\u200b")
        ['GDP', '达', '5', '亿']
    """
    return _BESIDE_HAN.sub("\u200b", text.replace("\u200b", ""))
