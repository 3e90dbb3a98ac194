"""Whether an edited rundown still fits the pages that its stories were made from."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from audiopaper.errors import RundownError
from audiopaper.files import write_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from audiopaper.model import Rundown

ARTICLES_NAME, DRAFTED_NAME = "articles.json", "drafted.json"
_SCHEMA = 1


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
        RundownError: What is kept of the articles was written by another audiopaper.
    """
    now = _digests(work / ARTICLES_NAME)
    drafted = _kept(work / DRAFTED_NAME)
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
    document = _load(path)
    return {row["id"]: _digest(row) for row in document.get("articles", [])}


def _kept(path: Path) -> dict[str, str]:
    return dict(_load(path).get("articles", {}))


def _digest(row: Mapping[str, Any]) -> str:
    # What is empty may be left out.
    heads = [row.get(key, "") for key in ("kicker", "headline", "subhead")]
    words = [*heads, *map(str, row.get("paragraphs", ()))]
    return hashlib.sha256("\n".join(words).encode("utf-8")).hexdigest()


def _load(path: Path) -> dict[str, Any]:
    try:
        document: Any = json.loads(path.read_text("utf-8"))
        if document["schema"] != _SCHEMA:
            raise ValueError(f"it was written by another audiopaper (schema {document['schema']})")
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RundownError(
            f"{path} cannot be read: {getattr(error, 'strerror', None) or error}",
            remedy="remove it; the next run writes it anew",
        ) from error
    return dict(document)
