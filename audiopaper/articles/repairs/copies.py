"""What a page or an edition prints twice: heads, halves of lines, paragraphs, whole articles."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict, deque
from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.articles.repairs.repeated_passages import copy_of
from audiopaper.articles.sentence_ends import ends_open
from audiopaper.articles.shared_text import headline_likeness
from audiopaper.model import Repair, RepairRule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.articles.drafts import Draft
    from audiopaper.model import Paragraph

# --- a broken line and its beginning again ----------------------------------------------------

# A shorter beginning may be said twice by chance.
_MIN_COPY_CHARS = 12
_MIN_TAIL_CHARS = 6


def join_copied_heads(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Join an article with its rest below a copy of its own head and first paragraph."""
    out: list[Draft] = []
    # Indices of the articles that break off, in order, by head and first paragraph.
    broken: dict[tuple[str, str], deque[int]] = defaultdict(deque)
    first: dict[tuple[str, str], int] = {}
    for draft in drafts:
        key = _opening(draft)
        at = None
        if draft.headlines and draft.paragraphs:
            at = broken[key][0] if broken.get(key) else first.setdefault(key, len(out))
            if at == len(out) or not (broken.get(key) or _has_all(out[at], draft)):
                at = None
        if at is None:
            if _breaks_off(draft):
                broken[key].append(len(out))
            out.append(draft)
            continue
        texts = {p.text for p in out[at].paragraphs}
        gone = [(part.source, part.text) for part in draft.head]
        gone += [(p.sources[0], p.text) for p in draft.paragraphs if p.text in texts]
        repairs = tuple(
            Repair(source=source, before=text, after="", rule=RepairRule.REPEATED_PASSAGE)
            for source, text in gone
        )
        rest = tuple(p for p in draft.paragraphs if p.text not in texts)
        out[at] = replace(
            out[at],
            paragraphs=out[at].paragraphs + rest,
            writers=tuple(dict.fromkeys((*out[at].writers, *draft.writers))),
            alone=out[at].alone | draft.alone,
            jump_to=draft.jump_to if draft.jump_to is not None else out[at].jump_to,
            repairs=out[at].repairs + draft.repairs + repairs,
            sources=out[at].sources + draft.sources,
        )
        if broken.get(key) and not _breaks_off(out[at]):
            broken[key].popleft()
    return tuple(out)


def _has_all(draft: Draft, copy: Draft) -> bool:
    """Return whether an article has all paragraphs of another one."""
    return {p.text for p in copy.paragraphs} <= {p.text for p in draft.paragraphs}


def _opening(draft: Draft) -> tuple[str, str]:
    """Return what an article and a copy of its beginning have in common: head, first paragraph."""
    return _tight(draft.headlines), draft.paragraphs[0].text if draft.paragraphs else ""


def _breaks_off(draft: Draft) -> bool:
    return bool(draft.paragraphs) and ends_open(draft.paragraphs[-1].text)


def _tight(lines: Sequence[str]) -> str:
    return "".join("".join(lines).split())


_REACH = 3
"""How many paragraphs further below a copy, or a second version, may stand."""


def drop_broken_copies(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Drop from a page's articles what breaks off, goes on nowhere, and is a copy.

    Such a copy is a torn line once more, with another passage's words behind it, or the beginning
    of a passage that stands whole elsewhere on the page.
    """
    page = "\n".join(p.text for draft in drafts for p in draft.paragraphs)
    return tuple(_without_copies(draft, page) for draft in drafts)


def _without_copies(draft: Draft, page: str) -> Draft:
    paragraphs: list[Paragraph] = []
    repairs: list[Repair] = []
    for paragraph, below in itertools.zip_longest(draft.paragraphs, draft.paragraphs[1:]):
        near = paragraphs[-_REACH:]
        goes_on = below is not None and below.sources[0] in draft.rests
        again = any(
            _is_restart(above, paragraph, page)
            for n, above in enumerate(near, start=1)
            if n == len(near) or paragraph.text != above.text
        )
        torn = any(map(_is_broken, near)) and not goes_on
        if again or (torn and _is_stray_start(paragraph, page)):
            repairs.append(_dropped(paragraph))
            continue
        paragraphs.append(paragraph)
    if not repairs:
        return draft
    return replace(draft, paragraphs=tuple(paragraphs), repairs=(*draft.repairs, *repairs))


def _is_broken(paragraph: Paragraph) -> bool:
    text = paragraph.text
    return paragraph.role == "text" and len(text) >= _MIN_COPY_CHARS and ends_open(text)


def _is_restart(above: Paragraph, paragraph: Paragraph, page: str) -> bool:
    """Return whether a paragraph says a broken line again and goes on with another one's words."""
    if not _is_broken(above) or not paragraph.text.startswith(above.text):
        return False
    tail = paragraph.text[len(above.text) :]
    return not tail or (len(tail) >= _MIN_TAIL_CHARS and page.count(tail) > 1)


def _is_stray_start(paragraph: Paragraph, page: str) -> bool:
    """Return whether a paragraph begins a passage that stands elsewhere, and goes on there."""
    if not _is_broken(paragraph):
        return False
    return re.search(re.escape(paragraph.text) + r"[^\n]", page) is not None


def _dropped(paragraph: Paragraph) -> Repair:
    return Repair(
        source=paragraph.sources[0],
        before=paragraph.text,
        after="",
        rule=RepairRule.REPEATED_PASSAGE,
    )


# --- a paragraph in other words ---------------------------------------------------------------

# Two versions of one paragraph share most of their runs of three characters, and begin alike. On
# 28 generated pages no two other paragraphs did both.
_MIN_CHARS, _GRAM, _MIN_SHARE, _BEGINNING = 30, 3, 0.7, 3
_FIGURE = re.compile(r"[\d.]+|[一二两三四五六七八九十百千万亿]{2,}")


def drop_near_copies(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Drop from each article the shorter of two versions of one paragraph; of equals the second.

    What was dropped is a copy whose words differ, which an editor is shown.
    """
    return tuple(_without(draft) if draft.form == "article" else draft for draft in drafts)


def _without(draft: Draft) -> Draft:
    units = _units(draft)
    texts = [unit[0].text for unit in units]
    gone: dict[int, int] = {}
    for j in range(1, len(units)):
        for i in range(max(0, j - _REACH), j):
            if i in gone or j in gone or not _are_versions(texts[i], texts[j]):
                continue
            drop, keep = (i, j) if _worth(units[j]) > _worth(units[i]) else (j, i)
            gone[drop] = keep
    if not gone:
        return draft
    repairs, copies = list(draft.repairs), list(draft.copies)
    for n, other in gone.items():
        for paragraph in units[n]:
            source, text = paragraph.sources[0], paragraph.text
            repairs.append(
                Repair(source=source, before=text, after="", rule=RepairRule.REPEATED_PASSAGE)
            )
            copies.append(copy_of(source, text, units[other][0]))
    return replace(
        draft,
        paragraphs=tuple(p for n, unit in enumerate(units) if n not in gone for p in unit),
        repairs=tuple(repairs),
        copies=tuple(copies),
    )


def _units(draft: Draft) -> list[list[Paragraph]]:
    """Put each torn paragraph together with the rests that go on it."""
    out: list[list[Paragraph]] = []
    for paragraph in draft.paragraphs:
        if out and paragraph.sources[0] in draft.rests:
            out[-1].append(paragraph)
        else:
            out.append([paragraph])
    return out


def _grams(text: str) -> frozenset[str]:
    if len(text) < _MIN_CHARS:
        return frozenset()
    return frozenset(text[k : k + _GRAM] for k in range(len(text) - _GRAM + 1))


def _are_versions(first: str, second: str) -> bool:
    """Return whether two paragraphs say the same in nearly the same words."""
    if first[:_BEGINNING] != second[:_BEGINNING]:
        return False
    grams, others = _grams(first), _grams(second)
    smaller = min(len(grams), len(others))
    if not smaller or len(grams & others) < _MIN_SHARE * smaller:
        return False
    # Two reports in the same words, of other figures, are two reports.
    figures, other_figures = (set(_FIGURE.findall(text)) for text in (first, second))
    return figures <= other_figures or other_figures <= figures


def _worth(unit: Sequence[Paragraph]) -> tuple[bool, int]:
    """Rate a version: a whole one before one that breaks off, then the longer."""
    return not ends_open(unit[-1].text), sum(len(p.text) for p in unit)


# --- an article on two pages ------------------------------------------------------------------

_SAME_CHARS = 40


def drop_printed_twice(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Keep one of the articles that are printed twice: the longer, or else the first.

    They open with the same words, under like headlines or with the same bylines.
    """
    first: dict[str, int] = {}
    out = list(drafts)
    for i, draft in enumerate(drafts):
        if draft.headless or not draft.paragraphs:
            continue
        opening = draft.paragraphs[0].text[:_SAME_CHARS]
        if len(opening) < _SAME_CHARS // 2:
            continue
        j = first.setdefault(opening, i)
        if j != i and _is_double(draft, out[j]):
            keep, drop = (i, j) if draft.chars > out[j].chars else (j, i)
            first[opening] = keep
            out[keep] = _with_double(out[keep], out[drop])
            out[drop] = replace(out[drop], sources=())
    return tuple(draft for draft in out if draft.sources)


_MIN_LIKENESS = 0.5


def _is_double(draft: Draft, other: Draft) -> bool:
    if draft.writers and draft.writers == other.writers:
        return True
    return headline_likeness(draft.headline, other.headline) >= _MIN_LIKENESS


def _with_double(draft: Draft, double: Draft) -> Draft:
    heads = [(part.source, part.text) for part in double.head]
    texts = [(p.sources[0], p.text) for p in double.paragraphs]
    gone = tuple(
        Repair(source=source, before=text, after="", rule=RepairRule.PRINTED_TWICE)
        for source, text in (*heads, *texts)
    )
    return replace(
        draft, repairs=draft.repairs + double.repairs + gone, copies=draft.copies + double.copies
    )
