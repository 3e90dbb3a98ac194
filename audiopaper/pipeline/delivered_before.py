"""Pages that were delivered before, for another day: a copy of yesterday's under today's name."""

from __future__ import annotations

import contextlib
import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.errors import InputError, PublishError
from audiopaper.pages.edition_dates import line_date
from audiopaper.pages.head_dates import find_head_dates
from audiopaper.pages.page_files import find_files
from audiopaper.show.inbox import digest_files
from audiopaper.show.lifecycle import EpisodeStage, is_at_stage, load_record
from audiopaper.translations import _

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from audiopaper.model import Article, Edition, Page
    from audiopaper.show.folder import EditionFolder
    from audiopaper.show.lifecycle import ProductionRecord


@dataclass(frozen=True, slots=True)
class _Part:
    """A page, or the articles that were handed over."""

    name: str
    sentences: tuple[str, ...]
    """Hashes of its sentences, in their order."""

    is_dated: bool = False
    """Whether it prints the date of the edition."""


def examine_repeated_pages(
    paths: Sequence[Path], read: Edition, edition: EditionFolder
) -> tuple[str, ...]:
    """Compare an edition with those of the show's other days: its files, then its text.

    The text is compared by sentences, so that neither line ends nor encodings matter, nor a
    running head that was cut off. A page that prints the date of its edition may repeat another
    day's: a notice is printed several times.

    Args:
        paths: The files and folders of the edition.
        read: What they hold.
        edition: Its work folder. Editions of the same day are not compared with, nor are
            withdrawn ones, whose pages may have been delivered under a wrong date.

    Returns:
        A warning for each file or page that is one of another day's.

    Raises:
        InputError: All files or pages are those of one other day, or a file cannot be read.
    """
    earlier = _records_by_key(edition)
    if not earlier:
        return ()
    files = find_files(paths)
    digests = {path: digest_files((path,))[0] for path in (*files.pages, *files.handed)}
    parts = [part for part in _list_parts(read) if part.sentences]
    repeated: dict[str, str] = {}
    for key, record in earlier.items():
        same = {p.name for p in parts if not p.is_dated and _is_among(p, record.sentences)}
        is_whole = bool(parts) and len(same) == len(parts)
        _refuse_whole(digests.values(), record, edition.key, key, has_text=is_whole)
        repeated |= dict.fromkeys(sorted(same), key)
    by_bytes = {
        path.name: _("{file} is a file of {other}, byte for byte", file=path.name, other=key)
        for path, digest in digests.items()
        for key, record in earlier.items()
        if digest in record.contents
    }
    by_text = {
        name: _("{page} has the text of a page of {other}", page=name, other=key)
        for name, key in repeated.items()
    }
    return tuple((by_text | by_bytes).values())


def _refuse_whole(
    digests: Iterable[str], record: ProductionRecord, key: str, other: str, *, has_text: bool
) -> None:
    if set(record.contents).issuperset(digests):
        problem = _("the pages for {key} are those of {other}, byte for byte", key=key, other=other)
    elif has_text:
        problem = _("the pages for {key} have the text of those of {other}", key=key, other=other)
    else:
        return
    raise InputError(
        problem,
        remedy=_(
            "deliver the pages of {key}; if it is {other} that was made of the wrong "
            "pages: audiopaper withdraw {other}",
            key=key,
            other=other,
        ),
    )


def digest_sentences(edition: Edition) -> tuple[str, ...]:
    """Hash the sentences of an edition.

    Returns:
        The hashes in hexadecimal, sorted, each once.
    """
    return tuple(sorted({s for part in _list_parts(edition) for s in part.sentences}))


def _list_parts(edition: Edition) -> list[_Part]:
    parts = [
        _Part(
            page.name,
            _hash_sentences(line for line in page.lines if line_date(line) is None),
            edition.date is not None and _prints_date(page, edition.date),
        )
        for page in edition.pages
    ]
    if edition.articles:
        lines = (line for article in edition.articles for line in _article_lines(article))
        parts.append(_Part("articles", _hash_sentences(lines)))
    return parts


def _article_lines(article: Article) -> tuple[str, ...]:
    return (article.headline, *(paragraph.text for paragraph in article.paragraphs))


def _prints_date(page: Page, date: dt.date) -> bool:
    if any(head.is_of(date) for head in find_head_dates(page)):
        return True
    return any(parsed[0] == date for line in page.lines if (parsed := line_date(line)))


_SENTENCE_END = re.compile("[。！？!?]")

_MIN_SENTENCE_CHARS = 8
"""Shorter ones, as of a headline in a dialogue, are met by chance."""

_HASH_BYTES = 6
"""A hundred thousand sentences share such a hash with a probability of one in 50,000."""


def _hash_sentences(lines: Iterable[str]) -> tuple[str, ...]:
    text = "".join("".join(line.split()) for line in lines)
    return tuple(
        hashlib.blake2b(sentence.encode(), digest_size=_HASH_BYTES).hexdigest()
        for sentence in _SENTENCE_END.split(text)
        if len(sentence) >= _MIN_SENTENCE_CHARS
    )


_SAME_TEXT = 0.9
"""Share of a page's sentences from which on it is another day's. A new page shares no more than a
notice or the telephone numbers of its editors."""


def _is_among(part: _Part, sentences: Sequence[str]) -> bool:
    known = frozenset(sentences)
    first, *others = (sentence in known for sentence in part.sentences)
    # The first sentence can hold what is left of a running head.
    return (len(others) > 1 and all(others)) or first + sum(others) >= _SAME_TEXT * len(
        part.sentences
    )


def _records_by_key(edition: EditionFolder) -> Mapping[str, ProductionRecord]:
    """Return the records of the episodes of other days, oldest first."""
    records = {}
    for other in edition.show.editions():
        if other.date_key == edition.date_key or is_at_stage(other, EpisodeStage.WITHDRAWN):
            continue
        # A damaged record of another day is no reason not to make this one.
        with contextlib.suppress(PublishError):
            record = load_record(other)
            if record is not None and record.contents:
                records[other.key] = record
    return records
