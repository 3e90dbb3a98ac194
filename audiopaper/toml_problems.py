"""What is wrong with a file that is not TOML, in the language of messages.

`tomllib` describes mistakes in English, with the line and the column behind them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Callable

# CPython converts no longer number; `tomllib` lets that plain ValueError through.
_TOO_LONG = "Exceeds the limit"
_LONG_NUMBER = re.compile(r"\d(?:_?\d){4299}")

_POSITION = re.compile(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)$")

# By the beginning of the parser's message (CPython 3.11 to 3.14, Lib/tomllib/_parser.py).
_PROBLEMS: dict[str, Callable[[], str]] = {
    "Invalid statement": lambda: _("this line is neither a setting nor a table"),
    "Expected '=' after": lambda: _("= is missing behind the key"),
    "Expected ']' at": lambda: _("] is missing"),
    "Expected ']]' at": lambda: _("]] is missing"),
    "Expected newline": lambda: _("something stands behind the value"),
    "Invalid date": lambda: _("there is no such date"),
    "Invalid initial character": lambda: _("the key is missing, or begins with a wrong character"),
    "Invalid value (at end": lambda: _("the file ends where a value is expected; ] may be missing"),
    "Invalid value": lambda: _("the value is neither in quotes nor a number"),
    "Invalid hex": lambda: _("a backslash stands in the text"),
    "Escaped character": lambda: _("a backslash stands in the text"),
    "Unescaped '\\'": lambda: _("a backslash stands in the text"),
    "Unclosed array": lambda: _("] is missing at the end of the list"),
    "Unclosed inline table": lambda: _("the end of the table is missing"),
    "Unterminated string": lambda: _("the closing quotes are missing"),
    "Illegal character": lambda: _("the closing quotes are missing, or a character is invisible"),
    "Found invalid character": lambda: _("a character of the line is invisible"),
    "Expected '": lambda: _("the closing quotes are missing"),
    _TOO_LONG: lambda: _("a number has too many digits"),
    "Cannot ": lambda: _("this stands twice"),
    "Duplicate": lambda: _("this stands twice"),
}


def describe_toml_error(error: str) -> str:
    """Describe a mistake without its position.

    Args:
        error: The message of `tomllib`, or of the ValueError for a number that is too long; one
            that is unknown stays as it is.

    Example:
        >>> describe_toml_error("Unterminated string (at line 3, column 9)")
        'the closing quotes are missing'
    """
    describe = next((d for start, d in _PROBLEMS.items() if error.startswith(start)), None)
    return describe() if describe else _POSITION.sub("", error)


def find_long_number(error: str, text: str) -> int:
    """Return the line of the number that is too long to read, counted from 1; 0 for another error.

    Args:
        error: The message of `tomllib`, or of the ValueError for a number that is too long.
        text: The file.
    """
    number = _LONG_NUMBER.search(text) if error.startswith(_TOO_LONG) else None
    return text.count("\n", 0, number.start()) + 1 if number else 0
