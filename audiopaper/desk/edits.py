"""Changes of a rundown file by the desk, which leave its comments and layout as they are."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from audiopaper.desk.checked_files import replace_checked
from audiopaper.disk import read_file
from audiopaper.errors import RundownError
from audiopaper.intake import normalise_text
from audiopaper.pipeline.rundown_differences import describe_changes
from audiopaper.rundown import load_rundown
from audiopaper.rundown.rundown_file import item_table, quote_text
from audiopaper.show.release import work_on_show
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from audiopaper.config import Config
    from audiopaper.model import Item, Rundown

CHECKED_NAME = "rundown.checked.toml"
"""Temporary file for the check of a change."""


Change = Callable[[str], str]
"""Returns the changed text of a rundown file."""

_ITEM_HEAD = re.compile(r"\s*\[\[\s*items\s*\]\]")


class RundownChangedError(RundownError):
    """The rundown was changed since it was shown."""


def digest_rundown(path: Path) -> str:
    """Return the version of a rundown: a hash of its content.

    Raises:
        RundownError: The file cannot be read.
    """
    try:
        return hashlib.sha256(read_file(path, failure=RundownError)).hexdigest()[:16]
    except FileNotFoundError as error:
        raise RundownError(
            _("no such file: {path}", path=path), remedy=_("draft it first")
        ) from error


def change_rundown(
    path: Path,
    seen: str,
    change: Change,
    *,
    config: Config,
    presenters: Collection[str],
) -> tuple[str, ...]:
    """Change a rundown, unless it was changed since it was shown.

    Args:
        path: The rundown.
        seen: The version that was shown, by `digest_rundown`.
        change: Returns the changed text of the file.
        config: The configuration in force.
        presenters: Names of all presenters.

    Returns:
        A line for each change.

    Raises:
        RundownChangedError: The file was changed since; it is left as it is.
        RundownError: The changed rundown would be wrong; the file is left as it is.
        ShowBusyError: A run is at work on the show.
        PublishError: The file cannot be written.
    """
    with work_on_show(config):
        _refuse_changed(path, seen)
        before = load_rundown(path, presenters=presenters)
        try:
            written = read_file(path, failure=RundownError).decode("utf-8-sig")
            # TOML knows no carriage return alone, which ends lines of some old editors.
            text = change(re.sub(r"\r(?!\n)", "\n", written))
        except (TOMLKitError, IndexError, KeyError, ValueError) as error:
            raise RundownError(
                _("{path} cannot be changed here: {error}", path=path, error=error),
                remedy=_("change the file by hand"),
            ) from error

        def check(checked: Path) -> Rundown:
            unchanged = _("the rundown is as it was; make another change")
            return load_rundown(checked, presenters=presenters, start_over=unchanged)

        after = replace_checked(path, text, check, temporary=CHECKED_NAME, failure=RundownError)
    return describe_changes(before, after)


def _refuse_changed(path: Path, seen: str) -> None:
    if digest_rundown(path) != seen:
        raise RundownChangedError(
            _("{path} was changed by somebody else meanwhile", path=path),
            remedy=_("look at the new one, and make your change again"),
        )


def move_item(index: int, to: int) -> Change:
    """Return a change that moves an item in the running order.

    Args:
        index: Present position of the item, from 0.
        to: New position of the item, from 0.
    """

    def change(text: str) -> str:
        head, items = _cut_items(text)
        if not (0 <= index < len(items) and 0 <= to < len(items)):
            raise IndexError("there is no such item")
        items.insert(to, items.pop(index))
        return head + "\n".join(item.strip("\n") + "\n" for item in items)

    return change


def set_values(index: int, values: Mapping[str, str | int | bool]) -> Change:
    """Return a change that sets values of an item, and removes those that are empty or zero.

    Args:
        index: Position of the item, from 0.
        values: New values by key: title, head, text, presenter, paragraphs, drop. A new title
            without a new head is read alone, so the item's head is removed.
    """

    def change(text: str) -> str:
        document = tomlkit.parse(text)
        table: Any = document["items"][index]
        if "head" not in values and values.get("title", table.get("title")) != table.get("title"):
            table.pop("head", None)
        for key, value in values.items():
            if not value:
                table.pop(key, None)
            elif key == "text":
                table[key] = write_text(normalise_text(str(value)))
            else:
                table[key] = normalise_text(value) if isinstance(value, str) else value
        return tomlkit.dumps(document)

    return change


def append_items(items: Sequence[Item]) -> Change:
    """Return a change that appends items as candidates."""

    def change(text: str) -> str:
        tables = tomlkit.aot()
        for item in items:
            tables.append(item_table(replace(item, drop=True)))
        document = tomlkit.document()
        document.add("items", tables)
        return text.rstrip("\n") + "\n\n" + tomlkit.dumps(document).strip("\n") + "\n"

    return change


def _cut_items(text: str) -> tuple[str, list[str]]:
    """Split a rundown into its head and its items; an item includes the comments right above it."""
    lines = text.splitlines(keepends=True)
    starts = [n for n, line in enumerate(lines) if _ITEM_HEAD.match(line)]
    for index, start in enumerate(starts):
        while start and lines[start - 1].startswith("#"):
            start -= 1
        starts[index] = start
    ends = [*starts[1:], len(lines)]
    head = "".join(lines[: starts[0]]) if starts else text
    return head, ["".join(lines[a:b]) for a, b in zip(starts, ends, strict=True)]


def write_text(text: str) -> Any:
    """Convert a text to the form of the rundown: a paragraph a line, below the line of its key."""
    lines = "\n".join(line.strip() for line in text.splitlines() if line.strip())
    return quote_text(lines)
