"""``--help`` in Chinese: translated, and laid out by the width of its signs."""

from __future__ import annotations

import copy
import inspect
import re
import unicodedata
from typing import TYPE_CHECKING

import click

from audiopaper.translations import _, find_language

if TYPE_CHECKING:
    from collections.abc import Iterable

VERBATIM = "\b\n"
"""Begins a paragraph whose lines click leaves as they are."""

EXAMPLE = re.compile(r"Examples?:")
"""The heading of examples, which is all that is translated of them."""

_TOKEN = re.compile(
    r"[（“《\[(]*(?:[^\W\u2e80-\uffef]+\S*?(?=[\u2e80-\uffef\s]|\Z)|\S)\s*|\s+",
)
"""A word or a Han character, with brackets before and the space behind it."""

_NO_START = "，。、；：？！）》」』”’…"
"""What never begins a line."""


def read_paragraphs(text: str) -> list[tuple[str, str]]:
    """Cut a command's help into what is translated.

    Args:
        text: A docstring.

    Returns:
        Each paragraph with what stands before it: ``"\\b\\n"`` or nothing. Of examples, only the
        heading is translated, so that it is a paragraph of its own here.
    """
    paragraphs = []
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        start = VERBATIM if paragraph.startswith(VERBATIM) else ""
        paragraphs.append((start, paragraph[len(start) :]))
    return paragraphs


def translate_help(text: str) -> str:
    """Translate a command's help, paragraph by paragraph; examples stay as they are."""
    out = []
    for start, paragraph in read_paragraphs(text):
        example = EXAMPLE.match(paragraph)
        if example:
            out.append(start + _(example[0]) + paragraph[example.end() :])
        else:
            out.append(start + _(paragraph if start else " ".join(paragraph.split())))
    return "\n\n".join(out)


def translate_command(command: click.Command) -> click.Command:
    """Return a command with its help in the language of messages: itself in English."""
    if find_language() == "en":
        return command
    translated = copy.copy(command)
    translated.context_class = WideContext
    # click keeps the option --help of a command that has been asked for it, in that language.
    translated._help_option = None
    if command.help:
        translated.help = translate_help(command.help)
    if command.epilog:
        translated.epilog = _(command.epilog)
    translated.params = [_translate_parameter(parameter) for parameter in command.params]
    if isinstance(command, click.Group) and isinstance(translated, click.Group):
        commands = command.commands
        if isinstance(commands, dict):
            translated.commands = {n: translate_command(c) for n, c in commands.items()}
    return translated


def _translate_parameter(parameter: click.Parameter) -> click.Parameter:
    translated = copy.copy(parameter)
    if isinstance(parameter.type, click.IntRange):
        # click puts the English name into what it says of a wrong value.
        translated.type = copy.copy(parameter.type)
        translated.type.name = _("whole number")
    if isinstance(parameter, click.Option) and isinstance(translated, click.Option):
        translated.help = _(" ".join(parameter.help.split())) if parameter.help else None
    return translated


def measure_width(text: str) -> int:
    """Measure a text in columns of a terminal; a Han character has two.

    Example:
        >>> measure_width("feed 的网址")
        11
    """
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def wrap_columns(text: str, width: int) -> list[str]:
    """Break a text into lines of so many columns, between Han characters or words.

    Example:
        >>> wrap_columns("把一期报纸做成节目。", 12)
        ['把一期报纸做', '成节目。']
    """
    lines, line = [], ""
    for token in _TOKEN.findall(text):
        full = measure_width(line) + measure_width(token.rstrip()) > width
        if full and line and token[0] not in _NO_START:
            lines.append(line.rstrip())
            line = token.lstrip()
        else:
            line += token
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


class WideFormatter(click.HelpFormatter):
    """Lays help out by the width of its signs."""

    def write_text(self, text: str) -> None:
        """Write paragraphs, those that are marked as they are."""
        margin = " " * self.current_indent
        blocks = []
        for paragraph in text.split("\n\n"):
            if paragraph.startswith(VERBATIM):
                lines = paragraph[len(VERBATIM) :].splitlines()
            else:
                lines = wrap_columns(" ".join(paragraph.split()), self.width - self.current_indent)
            blocks.append("\n".join(f"{margin}{line}" if line else "" for line in lines))
        self.write("\n\n".join(blocks))
        self.write("\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write a list of two columns."""
        rows = list(rows)
        first = min(max((measure_width(name) for name, _text in rows), default=0), col_max)
        column = self.current_indent + first + col_spacing
        for name, text in rows:
            lines = wrap_columns(text, max(10, self.width - column)) if text else [""]
            self.write(self._head(name, first + col_spacing, column, lines[0]).rstrip() + "\n")
            for line in lines[1:]:
                self.write(f"{' ' * column}{line}\n")

    def _head(self, name: str, room: int, column: int, line: str) -> str:
        margin = " " * self.current_indent
        if measure_width(name) > room - 1:
            return f"{margin}{name}\n{' ' * column}{line}"
        return f"{margin}{name}{' ' * (room - measure_width(name))}{line}"


class WideContext(click.Context):
    """The context of a command whose help is Chinese."""

    formatter_class = WideFormatter
