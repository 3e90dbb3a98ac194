"""Copies of a broken line that damage put between its two halves."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.articles.sentence_ends import ends_open
from audiopaper.model import Repair, RepairRule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.articles.drafts import Draft
    from audiopaper.model import Paragraph

# A shorter beginning may be said twice by chance.
_MIN_COPY_CHARS = 12
_MIN_TAIL_CHARS = 6


def join_copied_heads(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Join an article with its rest below a copy of its own head and first paragraph."""
    out: list[Draft] = []
    # Indices of the articles that break off, in order, by head and first paragraph.
    broken: dict[tuple[str, str], deque[int]] = defaultdict(deque)
    for draft in drafts:
        key = _opening(draft)
        at = broken[key][0] if draft.headlines and draft.paragraphs and broken.get(key) else None
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
        if not _breaks_off(out[at]):
            broken[key].popleft()
    return tuple(out)


def _opening(draft: Draft) -> tuple[str, str]:
    """Return what an article and a copy of its beginning have in common: head, first paragraph."""
    return _tight(draft.headlines), draft.paragraphs[0].text if draft.paragraphs else ""


def _breaks_off(draft: Draft) -> bool:
    return bool(draft.paragraphs) and ends_open(draft.paragraphs[-1].text)


def _tight(lines: Sequence[str]) -> str:
    return "".join("".join(lines).split())


def drop_broken_copies(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Drop from a page's articles what stands between the halves of a broken line and is a copy.

    Such a copy is the line once more, with another passage's words behind it, or the beginning
    of a passage that stands whole elsewhere on the page.
    """
    page = "\n".join(p.text for draft in drafts for p in draft.paragraphs)
    return tuple(_without_copies(draft, page) for draft in drafts)


def _without_copies(draft: Draft, page: str) -> Draft:
    paragraphs: list[Paragraph] = []
    repairs: list[Repair] = []
    for i, paragraph in enumerate(draft.paragraphs):
        above = paragraphs[-1] if paragraphs else None
        if above is not None and (
            _is_restart(above, paragraph, page)
            or (i + 1 < len(draft.paragraphs) and _is_stray_start(above, paragraph, page))
        ):
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


def _is_stray_start(above: Paragraph, paragraph: Paragraph, page: str) -> bool:
    """Return whether a paragraph inside a broken line begins a passage that stands elsewhere."""
    return _is_broken(above) and _is_broken(paragraph) and page.count(paragraph.text) > 1


def _dropped(paragraph: Paragraph) -> Repair:
    return Repair(
        source=paragraph.sources[0],
        before=paragraph.text,
        after="",
        rule=RepairRule.REPEATED_PASSAGE,
    )
