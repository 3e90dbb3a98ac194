"""Reads one lexicon file and reports each mistake with its line."""

from __future__ import annotations

import datetime as dt
import difflib
import itertools
import re
import tomllib
import unicodedata
from functools import cached_property
from typing import TYPE_CHECKING, Any

from audiopaper.errors import LexiconError
from audiopaper.intake import normalise_text, normalise_values
from audiopaper.lexicon.lexicon_entry import CONTEXT_KEYS, UNVERIFIED, Entry, fold_width
from audiopaper.lexicon.pinyin_spelling import correct_pinyin, find_foreign, parse_pinyin
from audiopaper.say_as import check_spoken
from audiopaper.toml_mistakes import TomlForm, find_slip
from audiopaper.toml_values import write_date, write_text, write_texts
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from audiopaper.toml_values import WriteValue

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
_HEADERS = {name: f"[[{name}]]" if name == "entry" else f"[{name}]" for name in _TABLES}

_DATE_EXAMPLE = "write added = 2026-03-02"


def _find_key(table: tuple[str, ...], name: str) -> str:
    if table and table[0] != "entry":
        # A table of characters and their pinyin; TOML wants Chinese keys in quotes.
        return name if name.isascii() else f'"{name}"'
    plain = unicodedata.normalize("NFKC", name)
    return plain if plain in (_ENTRY_KEYS if table else _TABLES) else ""


def _find_writer(_table: tuple[str, ...], key: str) -> WriteValue:
    return write_texts if key in CONTEXT_KEYS else write_date if key == "added" else write_text


def _describe_line() -> str:
    return _('correct that line; text and Chinese keys stand in "quotes"')


_FORM = TomlForm(
    headers="entry|surnames|other_surnames|given",
    repeated="entry",
    find_key=_find_key,
    find_writer=_find_writer,
    describe_value=lambda _table, key: _(_DATE_EXAMPLE) if key == "added" else _describe_line(),
    describe_line=_describe_line,
)

_HEADER = re.compile(r"\s*\[\[\s*[\"']?entry[\"']?\s*\]\]")
_TEXT = re.compile(r"\s*[\"']?text[\"']?\s*=")
_KEY = re.compile(r"\s*[\"']?([^\"'=\s]+)[\"']?\s*=")


class LexiconFile:
    """The content of one lexicon file."""

    def __init__(self, path: Path, content: bytes) -> None:
        self.path = path
        self.lines: dict[tuple[object, ...], int] = {}
        try:
            self.text = content.decode("utf-8-sig")
            self.text = self.text.replace("\r\n", "\n").replace("\r", "\n")
            self.table: dict[str, Any] = normalise_values(tomllib.loads(self.text))
            self.text = normalise_text(self.text)
        except UnicodeDecodeError as error:
            raise LexiconError(
                _("{path} is not UTF-8", path=path), remedy=_("save it as UTF-8")
            ) from error
        except RecursionError as error:
            raise LexiconError(
                _("{path} is nested too deeply", path=path),
                remedy=_("take out the lists that stand in lists"),
            ) from error
        except ValueError as error:  # TOMLDecodeError, or a number with thousands of digits
            slip = find_slip(self.text, str(error), _FORM)
            raise LexiconError(
                _(
                    "{path} is not TOML: line {line}: {problem}",
                    path=path,
                    line=slip.line,
                    problem=slip.problem,
                ),
                remedy=slip.cure,
            ) from error
        self._refuse_unknown_tables()

    def wrong(self, text: str, problem: str, remedy: str, *, line: int = 0) -> LexiconError:
        """Give an error for a line; 0 for the first line that mentions the text."""
        line = line or self._line_of(text)
        where = _(", line {line}", line=line) if line else ""
        return LexiconError(f"{self.path}{where}: {text} {problem}", remedy=remedy)

    def entries(self) -> list[Entry]:
        """Give the ``entry`` tables, checked."""
        tables = self.table.get("entry", [])
        if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
            raise self.wrong(
                "entry", _("is not a list of tables"), _("begin each entry with a line [[entry]]")
            )
        entries: dict[tuple[object, ...], Entry] = {}
        for number, table in enumerate(tables, 1):
            text = self._entry_text(table, number)
            line = self._line_of_entry(number)
            entry = self._entry(table, text, line)
            if other := entries.get(entry.key):
                same = other.pronunciation == entry.pronunciation
                raise self.wrong(
                    text,
                    _("already has an entry")
                    if same
                    else _("already has an entry: {other}", other=other.pronunciation),
                    _("keep one of the two, or give each its context with before or after"),
                    line=line,
                )
            entries[entry.key] = entry
            self.lines[entry.key] = line
        return list(entries.values())

    def _entry_text(self, table: dict[str, Any], number: int) -> str:
        """Return the text of an entry, with digits, letters and signs in ASCII."""
        line = self._line_of_entry(number)
        name = _("entry {number}", number=number)
        text = table.get("text")
        if text is None:
            self._refuse_unknown(table, name, line)
        problem, example = "", "曾令新"
        if isinstance(text, (int, float)) and not isinstance(text, bool):
            problem, example = _("text is a number without quotes"), str(text)
        elif not isinstance(text, str) or not text:
            problem = _("text is missing")
        elif re.search(r"\s", text):
            problem = _("text holds a space: {text!r}", text=text)
        if problem:
            where = _(", line {line}", line=line) if line else ""
            raise LexiconError(
                f"{self.path}{where}, {name}: {problem}",
                remedy=_('give each entry its characters: text = "{example}"', example=example),
            )
        return fold_width(str(text))

    def readings(self, name: str) -> dict[str, tuple[str, ...]]:
        """Give a table of characters and their pinyin, checked."""
        table = self.table.get(name, {})
        if not isinstance(table, dict):
            raise self.wrong(name, _("is not a table"), _("write it as [{name}]", name=name))
        named = {normalise_text(text): pinyin for text, pinyin in table.items()}
        return {
            text: self._pinyin(text, pinyin, self.line_of_key(text))
            for text, pinyin in named.items()
        }

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

    def _entry(self, table: dict[str, Any], text: str, line: int) -> Entry:
        self._refuse_unknown(table, text, line)
        for key in CONTEXT_KEYS:
            value = table.get(key, [])
            if not isinstance(value, list) or not all(isinstance(s, str) and s for s in value):
                raise self.wrong(
                    text,
                    _("has no list of texts as {key}", key=key),
                    _('write {key} = ["记者"]', key=key),
                    line=line,
                )
        for key in ("kind", "source"):
            if not isinstance(table.get(key, ""), str):
                raise self.wrong(
                    text, _("has no text as {key}", key=key), _('put it in "quotes"'), line=line
                )
        added = table.get("added")
        if added is not None and type(added) is not dt.date:
            raise self.wrong(text, _("has no day as added"), _(_DATE_EXAMPLE), line=line)
        say = self._say(table, text, line)
        return Entry(
            text=text,
            pinyin=() if say else self._pinyin(text, table.get("pinyin"), line),
            say=say,
            kind=table.get("kind", ""),
            source=table.get("source", UNVERIFIED),
            added=added,
            file=self.path.name,
            **{key: tuple(map(fold_width, table.get(key, ()))) for key in CONTEXT_KEYS},
        )

    def _say(self, table: dict[str, Any], text: str, line: int) -> str:
        say = table.get("say", "")
        if "say" not in table:
            return ""
        if not isinstance(say, str):
            raise self.wrong(text, _("has no text as say"), _('put it in "quotes"'), line=line)
        if "pinyin" in table:
            raise self.wrong(
                text, _("has both pinyin and say"), _("keep one of the two"), line=line
            )
        try:
            check_spoken(say)
        except ValueError as error:
            remedy = _('write it in words, as say = "三百余台" for 300余台')
            raise self.wrong(
                text, _("cannot be said: {error}", error=error), remedy, line=line
            ) from error
        return str(say)

    def _pinyin(self, text: str, pinyin: object, line: int) -> tuple[str, ...]:
        if not isinstance(pinyin, str):
            raise self.wrong(
                text, _("has no pinyin"), _('write one, as pinyin = "lv4 dao3" for 绿岛'), line=line
            )
        try:
            return parse_pinyin(text, pinyin)
        except ValueError as error:
            remedy = _('one syllable a character, each with its tone: "lv4 dao3" for 绿岛')
            if spelled := correct_pinyin(text, pinyin):
                remedy = _("write: {cure}", cure=f'"{spelled}"')
            elif find_foreign(text):
                remedy = _('write its words in place of pinyin, as say = "开幺路" for K1路')
            raise self.wrong(
                text, _("has wrong pinyin: {error}", error=error), remedy, line=line
            ) from error

    def _refuse_unknown_tables(self) -> None:
        for key, value in self.table.items():
            if key not in _TABLES:
                shown = key
                if isinstance(value, (dict, list)):
                    shown = f"[[{key}]]" if isinstance(value, list) else f"[{key}]"
                raise self.wrong(
                    shown,
                    _("is no table of this file"),
                    _suggest(key, _TABLES, _HEADERS),
                    line=self._line_of(key),
                )

    def _refuse_unknown(self, table: Mapping[str, Any], text: str, line: int) -> None:
        for key in table:
            if key not in _ENTRY_KEYS:
                problem = _("has the unknown key {key!r}", key=key)
                raise self.wrong(text, problem, _suggest(key, _ENTRY_KEYS), line=line)

    def line_of_key(self, key: str) -> int:
        """Return the number of the line that sets a key; 0 if there is none."""
        return self._key_lines.get(key, 0)

    @cached_property
    def _key_lines(self) -> Mapping[str, int]:
        """By each key the number of the first line that sets it."""
        lines: dict[str, int] = {}
        for number, line in enumerate(self.text.split("\n"), 1):
            key = _KEY.match(line)
            if key is not None:
                lines.setdefault(key[1], number)
        return lines

    def _line_of_entry(self, number: int) -> int:
        """Return the number of the line with an entry's text; 0 if it has no header of its own."""
        return self._entry_lines[number - 1] if number <= len(self._entry_lines) else 0

    @cached_property
    def _entry_lines(self) -> Sequence[int]:
        """The number of the line with the text of each entry that has a header of its own."""
        lines = self.text.split("\n")
        heads = [n for n, line in enumerate(lines) if _HEADER.match(line)]
        return [
            next((n + 1 for n in range(start, end) if _TEXT.match(lines[n])), start + 1)
            for start, end in itertools.pairwise([*heads, len(lines)])
        ]

    def _line_of(self, text: str) -> int:
        mention = re.compile(rf"(?<!\w){re.escape(text)}(?!\w)")
        lines = enumerate(self.text.split("\n"), 1)
        mentions = (n for n, x in lines if mention.search(x) and not x.lstrip().startswith("#"))
        return next(mentions, 0)


def _suggest(key: str, known: Sequence[str], shown: Mapping[str, str] | None = None) -> str:
    """Return the way out for an unknown key: the nearest known one, or all; as they are shown."""
    shown = shown or {name: repr(name) for name in known}
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    if near:
        return _("did you mean {near}?", near=shown[near[0]])
    return _("known: {known}", known=", ".join(known))
