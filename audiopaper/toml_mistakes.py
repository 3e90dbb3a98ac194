"""Mistakes that make a file invalid TOML: the line, and its correct form."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.toml_problems import describe_toml_error, find_long_number
from audiopaper.toml_values import CLOSING, FULL_WIDTH, OPENING, QUOTES, WriteValue
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class TomlForm:
    """What a kind of TOML file consists of: the correct form of a line depends on it."""

    headers: str
    """A pattern of the names that begin a table."""

    repeated: str = ""
    """The table whose name stands in two brackets, since it may stand several times; or empty."""

    find_key: Callable[[tuple[str, ...], str], str]
    """Gives the key that a name means, as it stands in the file; called with the names that lead
    to the table, and the name. Empty for a name that is no key."""

    find_writer: Callable[[tuple[str, ...], str], WriteValue]
    """Gives the function that writes a key's values; called as `find_key` is."""

    describe_value: Callable[[tuple[str, ...], str], str]
    """Says what a key's value is, where no correct form of it is known; called as `find_key` is."""

    long_text: str = ""
    """The key whose value is a text of several lines; or empty."""

    describe_line: Callable[[], str]
    """Says what a line has to be that is neither a table nor a setting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A line that is not TOML."""

    line: int
    """Line number, counted from 1."""

    problem: str
    """What is wrong with it."""

    cure: str
    """The correct form."""


_TEXT_MARK = '"""'
_MOST_CHARS = 400
"""A longer line is shown to nobody as the correct one."""
_ENDLESS = "{text_mark} on a line of its own"
_SETTING = re.compile(
    r"^\s*[\"'“]?(?P<key>[A-Za-z_Ａ-Ｚａ-ｚ＿][A-Za-z0-9_.\-Ａ-Ｚａ-ｚ０-９＿]*"
    r"|[\u4e00-\u9fff]{1,5}(?=[\"'”]?\s*[=＝:：]))[\"'”]?\s*(?P<sign>[=＝:：]?)\s*(?P<value>.*)$"
)
_OPEN_BRACKETS, _CLOSE_BRACKETS = "[［【〔", "]］】〕"
_NAMED_TABLE = re.compile(r"\s*\[\[?\s*(?P<name>[^\[\]=,]+?)\s*\]\]?\s*(?:#.*)?$")
# What other formats write behind a whole value: a comma, or a remark in brackets.
_STRAY_END = re.compile(
    r"^(\"[^\"]*\"|'[^']*'|[“「][^“”「」\"]*[”」])\s*[,，;；、。]*\s*(?:[（(][^\"”」]*[)）])?$"
)
_REMARK = re.compile(r"(?<=[\"'”」\]］】])\s*[#＃][^\"”」]*$|\s[#＃][^\"”」]*$")
_MAX_JOINED = 4
"""Lines on which one value may stand for its correct form to be shown."""


def find_slip(text: str, error: str, form: TomlForm) -> Slip:
    """Find the mistake in a file that cannot be parsed.

    Args:
        text: The file.
        error: The message of `tomllib`.
        form: What the file consists of.
    """
    return _Reader(text.split("\n"), form).find(error)


def correct_line(text: str, number: int, form: TomlForm) -> str:
    """Return the correct form of a line that is TOML; empty if it is unknown.

    Args:
        text: The file.
        number: The line, counted from 1.
        form: What the file consists of.
    """
    return _Reader(text.split("\n"), form).correct(number)


def _lines_inside(lines: Sequence[str]) -> list[int]:
    """Return for each line the number of the line where its text began; 0 outside a text."""
    inside, began, mark = [], 0, ""
    for number, line in enumerate(lines, 1):
        inside.append(began)
        offset = 0
        while offset < len(line):
            if mark:
                end = _find_end(line, mark, offset)
                if end < 0:
                    break
                offset, mark, began = end, "", 0
                continue
            opened = re.compile(r"\"\"\"|'''|\"(?:[^\"\\]|\\.)*\"|'[^']*'|#.*").search(line, offset)
            if opened is None:
                break
            offset = opened.end()
            if opened[0] in (_TEXT_MARK, "'''"):
                mark, began = opened[0], number
    return inside


def _find_end(line: str, mark: str, offset: int) -> int:
    """Return the offset after the closing mark of a text; -1 if the line has none."""
    end = re.compile(r"(?:[^\"\\]|\\.|\"(?!\"\"))*\"{3,5}" if mark == _TEXT_MARK else r".*?'''")
    match = end.match(line, offset)
    return match.end() if match else -1


def _double_backslashes(text: str) -> str:
    return re.sub(r"\\(?!\")", r"\\\\", text.replace("\\\\", "\\"))


def _fold_marks(line: str) -> str:
    """Give a line with straight quotes, and with ASCII marks outside them."""
    if '"' not in line:
        line = re.sub(f"[{OPENING}{CLOSING}]", '"', line)
    parts = line.split('"')
    return '"'.join(p if n % 2 else p.translate(FULL_WIDTH) for n, p in enumerate(parts))


def _trim_value(value: str) -> str:
    """Give a value without the remark or the comma behind it."""
    value = value.strip()
    remark = _REMARK.search(value)
    if (
        remark
        and remark.start()
        and (value[0] not in QUOTES or value[remark.start() - 1] in QUOTES)
    ):
        value = value[: remark.start()].rstrip()
    return _STRAY_END.sub(r"\1", value)


class _Reader:
    """Finds the mistake in the lines of a file."""

    def __init__(self, lines: Sequence[str], form: TomlForm) -> None:
        self.lines = lines
        self.form = form
        self.inside = _lines_inside(lines)
        self.header = re.compile(
            rf"\s*(?P<open>[{re.escape(_OPEN_BRACKETS)}]*)\s*(?P<name>{form.headers})\s*"
            rf"[{re.escape(_CLOSE_BRACKETS)}]*\s*(?:#.*)?$"
        )

    def find(self, error: str) -> Slip:
        """Find what `tomllib` stumbled over."""
        position = re.search(r"\(at line (\d+), column (\d+)", error)
        last = find_long_number(error, "\n".join(self.lines)) or self._line_above(
            len(self.lines) + 1
        )
        number = min(int(position[1]), len(self.lines)) if position else last
        endless = self._find_endless()
        # If the opening mark of a text is damaged, its closing mark looks like an opening one.
        if endless is not None and not (position and number < endless.line):
            return endless
        if "Unclosed array" in error and position and position[2] == "1":
            number = self._line_above(number)
        problem = describe_toml_error(error)
        if re.search("overwrite|twice|mutate", error):
            # The parser is behind a text of several lines when it notices a second one.
            return self._doubled(self.inside[number - 1] or number, problem)
        if self.inside[number - 1]:
            return self._inside_text(number, problem)
        if not position and self._is_open_list(number):
            cure = _('write ] below this line, behind the last value in "quotes"')
            return Slip(line=number, problem=problem, cure=cure)
        return Slip(line=number, problem=problem, cure=self._cure_line(number))

    def _is_open_list(self, number: int) -> bool:
        """Whether a line begins a list that is continued below, or stands in one."""
        key, value = self._read_setting(number)
        line = self.lines[number - 1].strip()
        return value == "[" if key else line.endswith((",", '"', "'", "["))

    def _find_endless(self) -> Slip | None:
        """Find a text that includes the next tables because its closing mark is missing."""
        lines = self.lines
        endless = _(_ENDLESS, text_mark=_TEXT_MARK)
        for number, line in enumerate(lines, 1):
            began = self.inside[number - 1]
            if not began:
                continue
            if line.strip() and not line.strip().strip(QUOTES) and len(line.strip()) >= 2:
                straight = line.strip().startswith(_TEXT_MARK) or line.strip() == "'''"
                if not straight:
                    problem = _("these quotation marks do not end a text")
                    cure = _("write: {text_mark}", text_mark=_TEXT_MARK)
                    return Slip(line=number, problem=problem, cure=cure)
            if self._name_header(line) and "[" in line:
                problem = _("this text has no end")
                cure = _("write {endless} above line {number}", endless=endless, number=number)
                return Slip(line=began, problem=problem, cure=cure)
        if self.inside and self.inside[-1] and _TEXT_MARK not in lines[-1]:
            cure = _("write {endless} behind its last line", endless=endless)
            return Slip(line=self.inside[-1], problem=_("this text has no end"), cure=cure)
        return None

    def _name_header(self, line: str) -> str:
        """Return the name of the table that a line was meant to begin; empty if none."""
        header = self.header.match(line)
        if header is None or not (header["open"] or header["name"] == self.form.repeated):
            return ""
        return str(header["name"])

    def _table_of(self, number: int) -> tuple[str, ...]:
        """Return the names that lead to the table in which a line stands."""
        for above in range(number - 1, 0, -1):
            named = _NAMED_TABLE.match(self.lines[above - 1])
            if named and not self.inside[above - 1]:
                return tuple(part.strip(" \"'") for part in named["name"].split("."))
        return ()

    def _line_above(self, number: int) -> int:
        above = [n for n in range(1, number) if self.lines[n - 1].strip()]
        return above[-1] if above else min(number, len(self.lines))

    def _doubled(self, number: int, problem: str) -> Slip:
        repeated = self.form.repeated
        single = [
            n
            for n, line in enumerate(self.lines, 1)
            if repeated and re.match(rf"\s*\[\s*{repeated}\s*\]", line) and not self.inside[n - 1]
        ]
        if single:
            problem = _("{table} begins with two brackets", table=repeated)
            cure = _("write: {cure}", cure=_name_table(repeated, twice=True))
            return Slip(line=single[0], problem=problem, cure=cure)
        if self._name_header(self.lines[number - 1]):
            cure = _("leave one of them, and write the settings of both there")
            return Slip(line=number, problem=problem, cure=cure)
        setting = _SETTING.match(self.lines[number - 1])
        key = setting["key"] if setting else ""
        first = number
        for above in range(number - 1, 0, -1):
            if self._name_header(self.lines[above - 1]):
                break
            other = _SETTING.match(self.lines[above - 1])
            if other and other["sign"] and other["key"] == key:
                first = above
        twice = _("{problem}, first in line {first}", problem=problem, first=first)
        if repeated:
            twice = _(
                "{key} stands twice in this item, first in line {first}", key=key, first=first
            )
        return Slip(line=number, problem=twice, cure=_("keep one of them"))

    def _inside_text(self, number: int, problem: str) -> Slip:
        line = self.lines[number - 1]
        if _TEXT_MARK in line:
            problem = _("{text_mark} stands inside a text, and ends it there", text_mark=_TEXT_MARK)
            return Slip(line=number, problem=problem, cure=_("write “ and ” in place of it"))
        if "\\" in line:
            cure = _("write: {backslashes}", backslashes=_double_backslashes(line.strip()))
            return Slip(line=number, problem=problem, cure=cure)
        return Slip(line=number, problem=problem, cure=_("remove what is no text from this line"))

    def correct(self, number: int) -> str:
        """Return the correct form of a table's line or a short setting; empty if it is unknown."""
        line = self._clean_line(number)
        if name := self._name_header(line):
            return _name_table(name, twice=name == self.form.repeated)
        key, value = self._read_setting(number)
        if not key or key == self.form.long_text:
            return ""
        table = self._table_of(number)
        value = _trim_value(self._join_value(value, number))
        try:
            written = f"{key} = {self.form.find_writer(table, key)(value)}"
            tomllib.loads(written)
        except ValueError:  # TOMLDecodeError, or a number with thousands of digits
            return ""
        return written if len(written) <= _MOST_CHARS else ""

    def _clean_line(self, number: int) -> str:
        return self.lines[number - 1].translate({0xFEFF: None, 0x200B: None})

    def _read_setting(self, number: int) -> tuple[str, str]:
        """Return the key and the value that a line was meant to have; empty if it is no setting."""
        setting = _SETTING.match(self._clean_line(number))
        if setting is None:
            return "", ""
        key = self.form.find_key(self._table_of(number), setting["key"])
        if not key and setting["key"].isascii() and setting["sign"]:
            key = setting["key"]
        return key, setting["value"].strip() if key else ""

    def _cure_line(self, number: int) -> str:
        """Return the advice for a line outside a text."""
        if written := self.correct(number):
            return _("write: {cure}", cure=written)
        key, value = self._read_setting(number)
        if not key:
            return self._cure_other(self._clean_line(number), number)
        if key == self.form.long_text:
            return self._cure_text(value, self._table_of(number))
        return self.form.describe_value(self._table_of(number), key)

    def _cure_other(self, line: str, number: int) -> str:
        above = self.lines[self._line_above(number) - 1]
        text = self.form.long_text
        if text and re.match(rf"\s*{text}\s*=\s*$", above):
            return _("write {text_mark} behind text = in the line above", text_mark=_TEXT_MARK)
        folded = _fold_marks(line)
        # An entry of a list that goes over several lines.
        if folded != line and re.fullmatch(r"\s*\"[^\"]*\"\s*,?\s*\]?\s*,?\s*", folded):
            return _("write: {cure}", cure=folded.strip())
        return self.form.describe_line()

    def _join_value(self, value: str, number: int) -> str:
        """Return a value with the lines below on which it goes on, if its end stands there."""
        ends = '"' if value.startswith('"') and value.count('"') == 1 else ""
        if value[:1] in tuple(_OPEN_BRACKETS) and not re.search(r"[\]］】]", value):
            ends = _CLOSE_BRACKETS
        parts = [value]
        for line in self.lines[number : number + _MAX_JOINED - 1] if ends else ():
            part = line.strip()
            setting = _SETTING.match(line)
            if not part or self._name_header(line) or (setting and setting["sign"]):
                break
            parts.append(part)
            if part.rstrip(",， ")[-1:] in tuple(ends):
                return _join_parts(parts)
        return value

    def _cure_text(self, value: str, table: tuple[str, ...]) -> str:
        key = self.form.long_text
        if value and value.strip(QUOTES) and value.count(_TEXT_MARK) != 1:
            written = self.form.find_writer(table, key)(value)
            return _("write: {cure}", cure=f"{key} = {written}")
        return _(
            "write: text = {text_mark} and end the text with {endless}",
            text_mark=_TEXT_MARK,
            endless=_(_ENDLESS, text_mark=_TEXT_MARK),
        )


def _name_table(name: str, *, twice: bool) -> str:
    return f"[[{name}]]" if twice else f"[{name}]"


def _join_parts(parts: Sequence[str]) -> str:
    """Join the lines of a value; a space parts words of letters, and nothing Han characters."""
    joined = parts[0]
    for part in parts[1:]:
        joined += (" " if joined[-1:].isascii() and part[:1].isascii() else "") + part
    return joined
