"""Reads one lexicon file and reports each mistake with its line."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import tomllib
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from audiopaper.errors import LexiconError
from audiopaper.intake import normalise_text, normalise_values
from audiopaper.lexicon.lexicon_entry import CONTEXT_KEYS, UNVERIFIED, Entry
from audiopaper.lexicon.pinyin_spelling import parse_pinyin
from audiopaper.say_as import check_spoken
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_ENTRY_KEYS = (
    "text",
    "pinyin",
    "say",
    "before",
    "after",
    "not_before",
    "not_after",
    "kind",
    "source",
    "added",
)

_TABLES = (
    "entry",
    "surnames",
    "other_surnames",
    "weak_surnames",
    "rare_surnames",
    "given",
    "common_surnames",
    "source",
)


class LexiconFile:
    """The content of one lexicon file."""

    def __init__(self, path: Path, content: bytes) -> None:
        self.path = path
        try:
            self.text = content.decode("utf-8-sig")
            self.text = self.text.replace("\r\n", "\n")
            self.table: dict[str, Any] = normalise_values(tomllib.loads(self.text))
            self.text = normalise_text(self.text)
        except UnicodeDecodeError as error:
            raise LexiconError(
                _("{path} is not UTF-8", path=path), remedy=_("save it as UTF-8")
            ) from error
        except RecursionError as error:
            raise LexiconError(
                _("{path} is nested too deep", path=path),
                remedy=_("take out the lists that stand in lists"),
            ) from error
        except tomllib.TOMLDecodeError as error:
            last = self.text.count("\n") + 1
            problem = str(error).replace("at end of document", f"at the end, line {last}")
            raise LexiconError(
                _("{path} is not TOML: {problem}", path=path, problem=problem),
                remedy=_('correct that line; text and Chinese keys stand in "quotes"'),
            ) from error
        self._refuse_unknown(self.table, _TABLES)

    def wrong(self, text: str, problem: str, remedy: str, *, nth: int = 1) -> LexiconError:
        """Give an error for the nth line that mentions a text."""
        return LexiconError(
            f"{self.path}{self._line_of(text, nth)}: {text} {problem}", remedy=remedy
        )

    def entries(self) -> list[Entry]:
        """Give the ``entry`` tables, checked."""
        tables = self.table.get("entry", [])
        if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
            raise self.wrong(
                "entry", _("is not a list of tables"), _("begin each entry with a line [[entry]]")
            )
        entries: dict[tuple[object, ...], Entry] = {}
        mentions: dict[str, int] = defaultdict(int)
        for number, table in enumerate(tables, 1):
            text = table.get("text")
            if not isinstance(text, str) or not text or re.search(r"\s", text):
                raise LexiconError(
                    _(
                        "{path}, entry {number}: text is missing or holds a space",
                        path=self.path,
                        number=number,
                    ),
                    remedy=_('give each entry its characters: text = "曾令新"'),
                )
            mentions[text] += 1
            entry = self._entry(table, text, mentions[text])
            if other := entries.get(entry.key):
                also = (
                    ""
                    if other.pronunciation == entry.pronunciation
                    else f" as {other.pronunciation}"
                )
                raise self.wrong(
                    text,
                    _("stands there already{also}", also=also),
                    _("keep one of the two, or give each its context with before or after"),
                    nth=mentions[text],
                )
            entries[entry.key] = entry
        return list(entries.values())

    def readings(self, name: str) -> dict[str, tuple[str, ...]]:
        """Give a table of characters and their pinyin, checked."""
        table = self.table.get(name, {})
        if not isinstance(table, dict):
            raise self.wrong(name, _("is not a table"), _("write it as [{name}]", name=name))
        named = {normalise_text(text): pinyin for text, pinyin in table.items()}
        return {text: self._pinyin(text, pinyin) for text, pinyin in named.items()}

    def words(self, name: str) -> tuple[str, ...]:
        """Give a setting that is a string of words separated by spaces."""
        value = self.table.get(name, "")
        if not isinstance(value, str):
            raise self.wrong(
                name,
                _("is not a text"),
                _('write {name} = "...", with spaces between the words', name=name),
            )
        return tuple(value.split())

    def _entry(self, table: dict[str, Any], text: str, nth: int) -> Entry:
        self._refuse_unknown(table, _ENTRY_KEYS, text, nth)
        for key in CONTEXT_KEYS:
            value = table.get(key, [])
            if not isinstance(value, list) or not all(isinstance(s, str) and s for s in value):
                raise self.wrong(
                    text,
                    _("has no list of texts as {key}", key=key),
                    _('write {key} = ["记者"]', key=key),
                    nth=nth,
                )
        for key in ("kind", "source"):
            if not isinstance(table.get(key, ""), str):
                raise self.wrong(
                    text, _("has no text as {key}", key=key), _('put it in "quotes"'), nth=nth
                )
        added = table.get("added")
        if added is not None and type(added) is not dt.date:
            raise self.wrong(text, _("has no day as added"), _("write added = 2026-03-02"), nth=nth)
        say = self._say(table, text, nth)
        return Entry(
            text=text,
            pinyin=() if say else self._pinyin(text, table.get("pinyin"), nth),
            say=say,
            kind=table.get("kind", ""),
            source=table.get("source", UNVERIFIED),
            added=added,
            file=self.path.name,
            **{key: tuple(table.get(key, ())) for key in CONTEXT_KEYS},
        )

    def _say(self, table: dict[str, Any], text: str, nth: int) -> str:
        say = table.get("say", "")
        if "say" not in table:
            return ""
        if "pinyin" in table:
            raise self.wrong(text, _("has both pinyin and say"), _("keep one of the two"), nth=nth)
        try:
            check_spoken(str(say))
        except ValueError as error:
            remedy = _('write it in words: say = "三百余台"')
            raise self.wrong(
                text, _("cannot be said: {error}", error=error), remedy, nth=nth
            ) from error
        return str(say)

    def _pinyin(self, text: str, pinyin: object, nth: int = 1) -> tuple[str, ...]:
        if not isinstance(pinyin, str):
            raise self.wrong(
                text, _("has no pinyin"), _('write it as pinyin = "zeng1 ling4 xin1"'), nth=nth
            )
        try:
            return parse_pinyin(text, pinyin)
        except ValueError as error:
            raise self.wrong(
                text,
                _("has wrong pinyin: {error}", error=error),
                _('one syllable a character, each with its tone: "lv4 dao3" for 绿岛'),
                nth=nth,
            ) from error

    def _refuse_unknown(
        self, table: Mapping[str, Any], known: Sequence[str], text: str = "", nth: int = 1
    ) -> None:
        for key in table:
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
                remedy = (
                    _("did you mean {near!r}?", near=near[0])
                    if near
                    else _("known: {known}", known=", ".join(known))
                )
                raise self.wrong(
                    text or key, _("has the unknown key {key!r}", key=key), remedy, nth=nth
                )

    def _line_of(self, text: str, nth: int) -> str:
        mention = re.compile(rf"(?<!\w){re.escape(text)}(?!\w)")
        lines = [
            number
            for number, line in enumerate(self.text.splitlines(), 1)
            if mention.search(line) and not line.lstrip().startswith("#")
        ]
        return _(", line {line}", line=lines[nth - 1]) if nth <= len(lines) else ""
