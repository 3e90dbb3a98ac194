"""Mistakes in a rundown file that make it invalid TOML: the line, and its correct form."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.rundown.key_names import find_key
from audiopaper.toml_problems import describe_toml_error, find_toml_line
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A line that is not TOML."""

    line: int
    """Line number, counted from 1."""

    problem: str
    """What is wrong with it."""

    cure: str
    """The correct form."""


_OPENING, _CLOSING = "“„‟‘「『〝＂", "”‟’」』〞＂"
_QUOTES = f"\"'{_OPENING}{_CLOSING}"
_TEXT_MARK = '"""'
_ENDLESS = "{text_mark} on a line of its own"
_FULL_WIDTH = str.maketrans("＝［］【】｛｝＃，、；．\u3000\xa0", "=[][]{}#,,,.  ")
_SETTING = re.compile(
    r"^\s*[\"“]?(?P<key>[A-Za-z_Ａ-Ｚａ-ｚ＿]+|[\u4e00-\u9fff]{1,5}(?=[\"”]?\s*[=＝:：]))[\"”]?\s*"
    r"(?P<sign>[=＝:：]?)\s*(?P<value>.*)$"
)
_HEADER = re.compile(r"^\s*[\[［【〔]*\s*items\s*[\]］】〕]*\s*$")
# A comma behind a whole value, as other formats write it.
_STRAY_STOP = re.compile(r"^(\"[^\"]*\"|'[^']*')\s*[,，;；、。]+$")
_YES = frozenset({"true", "ture", "yes", "on", "1", "是", "真"})
_NO = frozenset({"false", "flase", "no", "off", "0", "否", "假"})


def find_slip(text: str, error: str) -> Slip:
    """Find the mistake in a rundown file that cannot be parsed.

    Args:
        text: The file.
        error: The message of `tomllib`.

    Example:
        >>> find_slip("drop = Ture", "Invalid value (at line 1, column 8)").cure
        'write: drop = true'
    """
    lines = text.split("\n")
    inside = _lines_inside(lines)
    position = re.search(r"\(at line (\d+), column (\d+)", error)
    number = min(find_toml_line(error, text), len(lines))
    endless = _find_endless(lines, inside)
    # If the opening mark of a text is damaged, its closing mark looks like an opening one.
    if endless is not None and not (position and number < endless.line):
        return endless
    if "Unclosed array" in error and position and position[2] == "1":
        number = _line_above(lines, number)
    problem = describe_toml_error(error)
    if re.search("overwrite|twice|mutate", error):
        # The parser is behind a text of several lines when it notices a second one.
        return _doubled(lines, inside[number - 1] or number)
    if inside[number - 1]:
        return _inside_text(lines, number, problem)
    return Slip(line=number, problem=problem, cure=_cure_line(lines, number))


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


def _find_endless(lines: Sequence[str], inside: Sequence[int]) -> Slip | None:
    """Find a text that includes the next items because its closing mark is missing."""
    for number, line in enumerate(lines, 1):
        began = inside[number - 1]
        if not began:
            continue
        if line.strip() and not line.strip().strip(_QUOTES) and len(line.strip()) >= 2:
            straight = line.strip().startswith(_TEXT_MARK) or line.strip() == "'''"
            if not straight:
                problem = _("these quotation marks do not end a text")
                return Slip(
                    line=number, problem=problem, cure=_("write: {text_mark}", text_mark=_TEXT_MARK)
                )
        if _HEADER.match(line) and "[" in line:
            problem = _("this text has no end")
            return Slip(
                line=began,
                problem=problem,
                cure=_(
                    "write {endless} above line {number}",
                    endless=_(_ENDLESS, text_mark=_TEXT_MARK),
                    number=number,
                ),
            )
    if inside and inside[-1] and _TEXT_MARK not in lines[-1]:
        cure = _("write {endless} behind its last line", endless=_(_ENDLESS, text_mark=_TEXT_MARK))
        return Slip(line=inside[-1], problem=_("this text has no end"), cure=cure)
    return None


def _line_above(lines: Sequence[str], number: int) -> int:
    above = [n for n in range(1, number) if lines[n - 1].strip()]
    return above[-1] if above else number


def _doubled(lines: Sequence[str], number: int) -> Slip:
    single = [n for n, line in enumerate(lines, 1) if re.match(r"\s*\[\s*items\s*\]", line)]
    if single:
        problem = _("an item begins with two brackets")
        return Slip(line=single[0], problem=problem, cure=_("write: [[items]]"))
    setting = _SETTING.match(lines[number - 1])
    key = setting["key"] if setting else ""
    first = number
    for above in range(number - 1, 0, -1):
        if _HEADER.match(lines[above - 1]):
            break
        other = _SETTING.match(lines[above - 1])
        if other and other["sign"] and other["key"] == key:
            first = above
    return Slip(
        line=number,
        problem=_("{key} stands twice in this item, first in line {first}", key=key, first=first),
        cure=_("keep one of the two lines"),
    )


def _inside_text(lines: Sequence[str], number: int, problem: str) -> Slip:
    line = lines[number - 1]
    if _TEXT_MARK in line:
        problem = _("{text_mark} stands inside a text, and ends it there", text_mark=_TEXT_MARK)
        return Slip(line=number, problem=problem, cure=_("write “ and ” in place of it"))
    if "\\" in line:
        return Slip(
            line=number,
            problem=problem,
            cure=_("write: {backslashes}", backslashes=_double_backslashes(line.strip())),
        )
    return Slip(line=number, problem=problem, cure=_("remove what is no text from this line"))


def _double_backslashes(text: str) -> str:
    return re.sub(r"\\(?!\")", r"\\\\", text.replace("\\\\", "\\"))


def _string(value: str) -> str:
    """Put a value into straight quotes; quotes inside it become printed ones."""
    if value[:1] and value[0] in "\"'":
        value = value[1:]
        # A closing mark ends the value only if it does not close quoted speech.
        if value[-1:] and (value[-1] in "\"'" or (value[-1] in _CLOSING and not _is_paired(value))):
            value = value[:-1]
    elif len(value) > 1 and value[0] in _OPENING + _CLOSING and value[-1] in _QUOTES:
        # “青川”的“春天” lacks TOML's quotation marks: both pairs are quoted speech.
        inner = value[1:-1]
        value = inner if inner.find("”") < 0 or _is_paired(inner) else value
    elif value.endswith('"'):
        value = value[:-1]
    parts = value.replace('\\"', '"').split('"')
    value = "".join(part + ("“" if n % 2 else "”") for n, part in enumerate(parts, 1))[:-1]
    return json.dumps(value.replace("\\\\", "\\"), ensure_ascii=False)


def _is_paired(value: str) -> bool:
    return value.count("“") == value.count("”")


def _bool(value: str) -> str:
    word = value.strip(_QUOTES + " ").translate(_FULL_WIDTH).casefold()
    return "true" if word in _YES else "false" if word in _NO else "true"


def _number(value: str) -> str:
    digits = re.search(r"\d+", value)
    return str(int(digits[0])) if digits else ""


def _pages(value: str) -> str:
    numbers = [str(int(number)) for number in re.findall(r"\d+", value)]
    return f"[{', '.join(numbers)}]"


def _names(value: str) -> str:
    body = value.strip("[]［］【】 \u3000")
    names = [
        part.strip(f"{_QUOTES} \u3000")
        for part in re.split(r"[,，、;；]|(?<=[\"”])\s+(?=[\"“])", body)
    ]
    return f"[{', '.join(_string(name) for name in names if name)}]"


def _date(value: str) -> str:
    numbers = [int(number) for number in re.findall(r"\d+", value)]
    return "-".join(f"{number:02}" for number in numbers[:3])


_VALUES: dict[str, Callable[[str], str]] = {
    "schema": _number,
    "date": _date,
    "paper": _string,
    "fingerprint": _string,
    "kind": _string,
    "title": _string,
    "presenter": _string,
    "article": _string,
    "pages": _pages,
    "byline": _names,
    "roles": _names,
    "drop": _bool,
    "paragraphs": _number,
    "text": _string,
}

_EXAMPLES = {"schema": "1", "date": "2026-03-02", "pages": "[1]", "drop": "true", "paragraphs": "3"}


def _cure_line(lines: Sequence[str], number: int) -> str:
    """Return the correct form of a line outside a text."""
    line = lines[number - 1]
    if _HEADER.match(line):
        return _("write: [[items]]")
    setting = _SETTING.match(line.translate({0xFEFF: None, 0x200B: None}))
    key = find_key(setting["key"]) if setting else ""
    plain = setting is not None and setting["key"].isascii()
    if setting is None or not (key or (plain and setting["sign"])):
        above = lines[_line_above(lines, number) - 1]
        if re.match(r"\s*text\s*=\s*$", above):
            return _("write {text_mark} behind text = in the line above", text_mark=_TEXT_MARK)
        return _(
            "the words of a story stand between text = {text_mark} and {text_mark}; a "
            "remark begins with #",
            text_mark=_TEXT_MARK,
        )
    key = key or setting["key"]
    if key == "text":
        return _cure_text(setting["value"])
    write = _VALUES.get(key, _string)
    value = _STRAY_STOP.sub(r"\1", setting["value"].strip())
    try:
        cure = f"{key} = {write(value)}"
        tomllib.loads(cure)
    except ValueError:  # TOMLDecodeError, or a number with thousands of digits
        example = _EXAMPLES.get(key, '"…"')
        return _("write: {key} = {example}", key=key, example=example)
    return _("write: {cure}", cure=cure)


def _cure_text(value: str) -> str:
    value = value.strip()
    if value and value.strip(_QUOTES) and value.count(_TEXT_MARK) != 1:
        return _("write: text = {string}", string=_string(value))
    return _(
        "write: text = {text_mark} and end the text with {endless}",
        text_mark=_TEXT_MARK,
        endless=_(_ENDLESS, text_mark=_TEXT_MARK),
    )
