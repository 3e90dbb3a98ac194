"""Stories of an edited rundown whose articles have changed on the pages since."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from audiopaper.documents import DocumentError, format_document, read_document
from audiopaper.errors import PublishError
from audiopaper.files import write_file
from audiopaper.script import spoken_items
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from audiopaper.model import Rundown
    from audiopaper.show.folder import EditionFolder

_SCHEMA = 1

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Article:
    id: str
    kicker: str = ""
    headline: str = ""
    subhead: str = ""
    paragraphs: tuple[str, ...] = ()
    lead_rank: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Articles:
    """What is read of ``articles.json``."""

    articles: tuple[_Article, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drafted:
    """What is read of ``drafted.json``."""

    articles: dict[str, str] = field(default_factory=dict)


def save_articles(edition: EditionFolder, document: Mapping[str, object]) -> None:
    """Save the edition's articles as they are on the pages now.

    Raises:
        PublishError: The file cannot be written.
    """
    write_file(edition.articles, format_document(document, indent=1))


def mark_drafted(edition: EditionFolder) -> None:
    """Note that the rundown was drafted from the articles that are saved.

    Raises:
        PublishError: The file cannot be written.
    """
    document = {"schema": _SCHEMA, "articles": _digests(edition.articles)}
    write_file(edition.drafted, json.dumps(document, indent=1))


def find_stale_stories(edition: EditionFolder, rundown: Rundown) -> tuple[str, ...]:
    """Find the stories of a rundown that no longer match the pages.

    Args:
        edition: The edition's work folder.
        rundown: The rundown, as edited.

    Returns:
        A sentence for each story whose article has changed or is gone since the draft.

    Raises:
        PublishError: A saved file is damaged, may not be opened, or was written by another
            audiopaper.
    """
    now = _digests(edition.articles)
    drafted = _load(edition.drafted, _Drafted).articles
    warnings = []
    stories = (item for item in spoken_items(rundown) if item.kind == "story")
    for number, item in enumerate(stories, 1):
        if not item.article_id or not now:
            continue
        digest = drafted.get(item.article_id)
        if digest is None and item.article_id in now:
            continue
        if digest in now.values():
            continue
        story = _("story {number} “{title}”", number=number, title=item.title)
        if item.article_id in now:
            warnings.append(
                _(
                    "{story}: the pages have another text for it now ({article_id}); the "
                    "rundown's is read",
                    story=story,
                    article_id=item.article_id,
                )
            )
        else:
            warnings.append(
                _(
                    "{story}: its article {article_id} is not on the pages any more; the "
                    "rundown's text is read",
                    story=story,
                    article_id=item.article_id,
                )
            )
    return tuple(warnings)


def find_new_stories(edition: EditionFolder, rundown: Rundown) -> tuple[str, ...]:
    """Find the articles that came to the pages after the rundown was drafted.

    An article that is never picked by itself is left out, as is one whose headline the rundown
    has, and one that is a new text of an article of the draft.

    Args:
        edition: The edition's work folder.
        rundown: The rundown, as edited.

    Returns:
        A sentence for each article.

    Raises:
        PublishError: A saved file is damaged, may not be opened, or was written by another
            audiopaper.
    """
    drafted = _load(edition.drafted, _Drafted).articles
    if not drafted:
        return ()
    rows = _load(edition.articles, _Articles).articles
    digests = {row.id: _digest(row) for row in rows}
    # The number of an article changes when another one is printed above it.
    changed = {id_ for id_, digest in drafted.items() if digest not in digests.values()}
    titles = {item.title for item in rundown.items}
    return tuple(
        _(
            "“{title}” ({article_id}) is new on the pages, and the rundown has not got it; draft "
            "anew, or write it in: audiopaper edit",
            title=row.headline,
            article_id=row.id,
        )
        for row in rows
        if row.lead_rank is not None
        and digests[row.id] not in drafted.values()
        and row.id not in changed
        and row.headline not in titles
    )


def _digests(path: Path) -> dict[str, str]:
    return {row.id: _digest(row) for row in _load(path, _Articles).articles}


def _digest(row: _Article) -> str:
    words = [row.kicker, row.headline, row.subhead, *row.paragraphs]
    return hashlib.sha256("\n".join(words).encode("utf-8")).hexdigest()


def _load(path: Path, kind: type[_T]) -> _T:
    try:
        return read_document(path, kind, schema=_SCHEMA)
    except FileNotFoundError:
        return kind()
    except DocumentError as error:
        raise PublishError(
            _("{path} cannot be read: {error}", path=path, error=error),
            remedy=_("remove it; the next run writes it anew"),
        ) from error
