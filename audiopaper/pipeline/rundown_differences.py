"""Differences between two rundowns, and a line for each in the language of messages."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from audiopaper.script import spoken_items
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiopaper.model import Item, ItemKind, Rundown

DifferenceKind = Literal["out", "in", "order", "title", "head", "presenter", "paragraphs", "text"]

_SENTENCE = re.compile(r"[^。！？\n]*[。！？]?[”’」』]?\n?")


_KIND_NAMES: dict[ItemKind, str] = {
    "ident": "the ident",
    "greeting": "the greeting",
    "headlines": "the headlines",
    "story": "a story",
    "sign-off": "the sign-off",
}
"""How an item without a title is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A difference between two rundowns."""

    kind: DifferenceKind
    """The part that differs."""

    title: str
    """The item's present title, or what it is; empty for the order of all stories."""

    before: tuple[str, ...] = ()
    """What was removed: sentences, a name, a number of paragraphs; empty for all paragraphs."""

    after: tuple[str, ...] = ()
    """What replaced it."""

    more_chars: int = 0
    """By how many characters a text has become longer, without white space; below 0 if shorter."""


def compare_rundowns(before: Rundown, after: Rundown) -> tuple[Difference, ...]:
    """List the differences: items added or removed, heads, texts, presenters, the order.

    Stories are recognised by the article they were made from, an editor's own by their title.
    """
    old, new = name_items(before), name_items(after)
    differences = [
        Difference(kind="out", title=_title(i)) for name, i in old.items() if name not in new
    ]
    differences += [
        Difference(kind="in", title=_title(i)) for name, i in new.items() if name not in old
    ]
    for name, item in new.items():
        if name in old:
            differences += _compare_items(old[name], item)
    if [name for name in old if name in new] != [name for name in new if name in old]:
        stories = tuple(item.title for item in new.values() if item.kind == "story")
        differences.append(Difference(kind="order", title="", after=stories))
    return tuple(differences)


def describe_changes(before: Rundown, after: Rundown) -> tuple[str, ...]:
    """Describe each difference between two rundowns in a line."""
    return tuple(_describe(difference) for difference in compare_rundowns(before, after))


def name_items(rundown: Rundown) -> dict[str, Item]:
    """Return the spoken items by names that stay the same through an edit."""
    named: dict[str, Item] = {}
    for item in spoken_items(rundown):
        name = item.article_id or (item.title if item.kind == "story" else item.kind)
        while name in named:
            name += "+"
        named[name] = item
    return named


def _describe(difference: Difference) -> str:
    name, kind = difference.title, difference.kind
    was, now = ("、".join(texts) for texts in (difference.before, difference.after))
    match kind:
        case "out":
            return _("out: {title}", title=name)
        case "in":
            return _("in: {title}", title=name)
        case "order":
            return _("order: {order}", order=now)
        case "head":
            return _("head: {head} -> {head_2}", head=was, head_2=now)
        case "title":
            return _("title: {title} -> {title_2}", title=was, title_2=now)
        case "presenter":
            return _(
                "presenter of {name}: {presenter} -> {presenter_2}",
                name=name,
                presenter=was,
                presenter_2=now,
            )
        case "paragraphs":
            was, now = was or _("all"), now or _("all")
            return _("paragraphs of {name}: {was} -> {now}", name=name, was=was, now=now)
        case "text":
            more = difference.more_chars
            return (
                _("text of {name}: {more:+} characters", name=name, more=more)
                if more
                else _("text of {name}", name=name)
            )


def _compare_items(old: Item, new: Item) -> Iterator[Difference]:
    title = _title(new)
    for kind, was, now in (
        ("title", old.title, new.title),
        ("head", old.head, new.head),
        ("presenter", old.presenter, new.presenter),
        ("paragraphs", str(old.paragraphs or ""), str(new.paragraphs or "")),
    ):
        if was != now:
            before, after = ((text,) if text else () for text in (was, now))
            yield Difference(kind=kind, title=title, before=before, after=after)  # type: ignore[arg-type]
    if old.text != new.text:
        removed, added = _compare_texts(old.text, new.text)
        more = _count_chars(new.text) - _count_chars(old.text)
        yield Difference(kind="text", title=title, before=removed, after=added, more_chars=more)


def _compare_texts(old: str, new: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the removed and the added sentences."""
    was, now = _cut_sentences(old), _cut_sentences(new)
    removed: list[str] = []
    added: list[str] = []
    matcher = difflib.SequenceMatcher(None, was, now, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            removed += was[a:b]
            added += now[c:d]
    return tuple(removed), tuple(added)


def _cut_sentences(text: str) -> list[str]:
    return [sentence.strip() for sentence in _SENTENCE.findall(text) if sentence.strip()]


def _count_chars(text: str) -> int:
    return sum(not char.isspace() for char in text)


def _title(item: Item) -> str:
    return item.title or _(_KIND_NAMES[item.kind])
