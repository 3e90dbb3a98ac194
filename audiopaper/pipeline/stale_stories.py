"""Whether an edited rundown still fits the pages that its stories were made from."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from audiopaper.documents import DocumentError, read_document
from audiopaper.errors import PublishError
from audiopaper.files import write_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from audiopaper.model import Rundown

ARTICLES_NAME, DRAFTED_NAME = "articles.json", "drafted.json"
FIRST_DRAFT_NAME = "rundown.drafted.toml"
"""The rundown as it was drafted, for whoever compares; never in force."""
_SCHEMA = 1

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class _KeptArticle:
    id: str
    kicker: str = ""
    headline: str = ""
    subhead: str = ""
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _KeptArticles:
    """What is read of ``articles.json``."""

    articles: tuple[_KeptArticle, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drafted:
    """What is read of ``drafted.json``."""

    articles: dict[str, str] = field(default_factory=dict)


def save_articles(work: Path, document: Mapping[str, object]) -> None:
    """Keep the edition's articles as they stand on the pages now, in the hand-over form.

    Raises:
        PublishError: The file cannot be written.
    """
    write_file(work / ARTICLES_NAME, json.dumps(document, ensure_ascii=False, indent=1))


def mark_drafted(work: Path) -> None:
    """Note that the rundown was drafted from the articles that are kept.

    Raises:
        PublishError: The file cannot be written.
    """
    document = {"schema": _SCHEMA, "articles": _digests(work / ARTICLES_NAME)}
    write_file(work / DRAFTED_NAME, json.dumps(document, indent=1))


def find_misfits(work: Path, rundown: Rundown) -> tuple[str, ...]:
    """Say which stories of a rundown no longer are what stands on the pages.

    Args:
        work: The edition's work folder.
        rundown: The rundown, as edited.

    Returns:
        A sentence for each story whose article was changed or is gone since it was drafted.

    Raises:
        PublishError: What is kept of the articles is damaged, may not be opened, or was written by
            another audiopaper.
    """
    now = _digests(work / ARTICLES_NAME)
    drafted = _load(work / DRAFTED_NAME, _Drafted).articles
    told = []
    stories = (i for i in rundown.items if i.kind == "story" and not i.drop)
    for number, item in enumerate(stories, 1):
        if not item.article_id or not now:
            continue
        was = drafted.get(item.article_id)
        if was is None and item.article_id in now:
            continue
        if was in now.values():
            continue
        where = f"story {number} “{item.title}”"
        if item.article_id in now:
            told.append(
                f"{where}: the pages have another text for it now ({item.article_id}); "
                "the rundown's is read"
            )
        else:
            told.append(
                f"{where}: its article {item.article_id} is not on the pages any more; "
                "the rundown's text is read"
            )
    return tuple(told)


def _digests(path: Path) -> dict[str, str]:
    return {row.id: _digest(row) for row in _load(path, _KeptArticles).articles}


def _digest(row: _KeptArticle) -> str:
    words = [row.kicker, row.headline, row.subhead, *row.paragraphs]
    return hashlib.sha256("\n".join(words).encode("utf-8")).hexdigest()


def _load(path: Path, kind: type[_T]) -> _T:
    try:
        return read_document(path, kind, schema=_SCHEMA)
    except FileNotFoundError:
        return kind()
    except DocumentError as error:
        raise PublishError(
            f"{path} cannot be read: {error}",
            remedy="remove it; the next run writes it anew",
        ) from error
