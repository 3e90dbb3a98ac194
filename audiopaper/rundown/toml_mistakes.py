"""Slips of the hand in a rundown file that is no TOML: the line, and how it is written rightly."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

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
    """How to write it."""


_OPENING, _CLOSING = "“„‟‘「『〝＂", "”‟’」』〞＂"
_QUOTES = f"\"'{_OPENING}{_CLOSING}"
_TEXT_MARK = '"""'
_ENDLESS = f"{_TEXT_MARK} on a line of its own"
_FULL_WIDTH = str.maketrans("＝［］【】｛｝＃，、；．\u3000\xa0", "=[][]{}#,,,.  ")
_SETTING = re.compile(r"^\s*[\"“]?(?P<key>[A-Za-z_]+)[\"”]?\s*(?P<sign>[=＝:：]?)\s*(?P<value>.*)$")
_HEADER = re.compile(r"^\s*[\[［【〔]*\s*items\s*[\]］】〕]*\s*$")
_YES = frozenset({"true", "ture", "yes", "on", "1", "是", "真"})
_NO = frozenset({"false", "flase", "no", "off", "0", "否", "假"})


def find_slip(text: str, error: str) -> Slip:
    """Find out what is wrong with a rundown file that cannot be parsed.

    Args:
        text: The file.
        error: What `tomllib` says of it.

    Example:
        >>> find_slip("drop = Ture", "Invalid value (at line 1, column 8)").cure
        'write: drop = true'
    """
    lines = text.split("\n")
    inside = _lines_inside(lines)
    place = re.search(r"\(at line (\d+), column (\d+)", error)
    number = min(int(place[1]), len(lines)) if place else len(lines)
    endless = _find_endless(lines, inside)
    # Where the beginning of a text is damaged, its end looks like the beginning of another.
    if endless is not None and not (place and number < endless.line):
        return endless
    if "Unclosed array" in error and place and place[2] == "1":
        number = _line_above(lines, number)
    what = re.sub(r" \(at .*\)$", "", error)
    if re.search("overwrite|twice|mutate", error):
        return _doubled(lines, number)
    if inside[number - 1]:
        return _inside_text(lines, number, what)
    return Slip(line=number, problem=what, cure=_cure_line(lines, number))


def _lines_inside(lines: Sequence[str]) -> list[int]:
    """Give for each line the line number at which the text began that it stands in; 0 for none."""
    inside, began, mark = [], 0, ""
    for number, line in enumerate(lines, 1):
        inside.append(began)
        at = 0
        while at < len(line):
            if mark:
                end = _find_end(line, mark, at)
                if end < 0:
                    break
                at, mark, began = end, "", 0
                continue
            opened = re.compile(r"\"\"\"|'''|\"(?:[^\"\\]|\\.)*\"|'[^']*'|#.*").search(line, at)
            if opened is None:
                break
            at = opened.end()
            if opened[0] in (_TEXT_MARK, "'''"):
                mark, began = opened[0], number
    return inside


def _find_end(line: str, mark: str, at: int) -> int:
    """Give the offset behind the mark that ends a text; -1 where the line has none."""
    end = re.compile(r"(?:[^\"\\]|\\.|\"(?!\"\"))*\"{3,5}" if mark == _TEXT_MARK else r".*?'''")
    found = end.match(line, at)
    return found.end() if found else -1


def _find_endless(lines: Sequence[str], inside: Sequence[int]) -> Slip | None:
    """Find a text that runs on over the next items because its end is missing."""
    for number, line in enumerate(lines, 1):
        began = inside[number - 1]
        if not began:
            continue
        if line.strip() and not line.strip().strip(_QUOTES) and len(line.strip()) >= 2:
            straight = line.strip().startswith(_TEXT_MARK) or line.strip() == "'''"
            if not straight:
                problem = "these quotation marks do not end a text"
                return Slip(line=number, problem=problem, cure=f"write: {_TEXT_MARK}")
        if _HEADER.match(line) and "[" in line:
            problem = "this text has no end"
            return Slip(line=began, problem=problem, cure=f"write {_ENDLESS} above line {number}")
    if inside and inside[-1] and _TEXT_MARK not in lines[-1]:
        cure = f"write {_ENDLESS} behind its last line"
        return Slip(line=inside[-1], problem="this text has no end", cure=cure)
    return None


def _line_above(lines: Sequence[str], number: int) -> int:
    above = [n for n in range(1, number) if lines[n - 1].strip()]
    return above[-1] if above else number


def _doubled(lines: Sequence[str], number: int) -> Slip:
    single = [n for n, line in enumerate(lines, 1) if re.match(r"\s*\[\s*items\s*\]", line)]
    if single:
        problem = "an item begins with two brackets"
        return Slip(line=single[0], problem=problem, cure="write: [[items]]")
    found = _SETTING.match(lines[number - 1])
    key = found["key"] if found else ""
    first = number
    for above in range(number - 1, 0, -1):
        if _HEADER.match(lines[above - 1]):
            break
        other = _SETTING.match(lines[above - 1])
        if other and other["sign"] and other["key"] == key:
            first = above
    return Slip(
        line=number,
        problem=f"{key} stands twice in this item, first in line {first}",
        cure="keep one of the two lines",
    )


def _inside_text(lines: Sequence[str], number: int, what: str) -> Slip:
    line = lines[number - 1]
    if _TEXT_MARK in line:
        problem = f"{_TEXT_MARK} stands inside a text, and ends it there"
        return Slip(line=number, problem=problem, cure="write “ and ” in place of it")
    if "\\" in line:
        return Slip(line=number, problem=what, cure=f"write: {_double_backslashes(line.strip())}")
    return Slip(line=number, problem=what, cure="remove what is no text from this line")


def _double_backslashes(text: str) -> str:
    return re.sub(r"\\(?!\")", r"\\\\", text.replace("\\\\", "\\"))


_EXAMPLES = {"schema": "1", "date": "2026-03-02", "pages": "[1]", "drop": "true", "paragraphs": "3"}


def _cure_line(lines: Sequence[str], number: int) -> str:
    """Say how a line outside every text is written rightly."""
    line = lines[number - 1]
    if _HEADER.match(line):
        return "write: [[items]]"
    found = _SETTING.match(line.translate({0xFEFF: None, 0x200B: None}))
    if found is None or not (found["sign"] or found["key"] in _VALUES):
        above = lines[_line_above(lines, number) - 1]
        if re.match(r"\s*text\s*=\s*$", above):
            return f"write {_TEXT_MARK} behind text = in the line above"
        return (
            f"the words of a story stand between text = {_TEXT_MARK} and {_TEXT_MARK}; "
            "a remark begins with #"
        )
    key = found["key"]
    if key == "text":
        return _cure_text(found["value"])
    write = _VALUES.get(key, _string)
    cure = f"{key} = {write(found['value'].strip())}"
    try:
        tomllib.loads(cure)
    except tomllib.TOMLDecodeError:
        example = _EXAMPLES.get(key, '"…"')
        return f"write: {key} = {example}"
    return f"write: {cure}"


def _cure_text(value: str) -> str:
    value = value.strip()
    if value and value.strip(_QUOTES) and value.count(_TEXT_MARK) != 1:
        return f"write: text = {_string(value)}"
    return f"write: text = {_TEXT_MARK} and end the text with {_ENDLESS}"


def _string(value: str) -> str:
    """Put a value into straight quotes; quotes inside it become printed ones."""
    if value[:1] and value[0] in "\"'":
        value = value[1:]
        # Quoted speech at the end has its own mark: only one that nothing opened ends the value.
        if value[-1:] and (value[-1] in "\"'" or (value[-1] in _CLOSING and not _is_paired(value))):
            value = value[:-1]
    elif len(value) > 1 and value[0] in _OPENING + _CLOSING and value[-1] in _QUOTES:
        # “青川”的“春天” is quoted speech without the quotation marks of TOML.
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
    found = re.search(r"\d+", value)
    return str(int(found[0])) if found else ""


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
