"""The commands of ``audiopaper --help``, grouped by the work that they are for."""

from __future__ import annotations

import importlib
from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Any

import click

from audiopaper.cli.translated_help import WideFormatter, translate_command
from audiopaper.translations import _, find_language, translate_library

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

OTHERS = "More"
"""Heads the commands that no group names."""


class LazyCommands(MutableMapping[str, click.Command]):
    """Commands by name; each is imported when it is first asked for.

    Args:
        modules: Of each command, the module that holds it as ``<name>_command``.
    """

    def __init__(self, modules: Mapping[str, str]) -> None:
        self._commands: dict[str, click.Command | str] = dict(modules)

    def __getitem__(self, name: str) -> click.Command:
        command = self._commands[name]
        if isinstance(command, str):
            loaded = getattr(importlib.import_module(command), f"{name}_command")
            assert isinstance(loaded, click.Command)
            self._commands[name] = command = loaded
        return translate_command(command)

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._commands[name] = command

    def __delitem__(self, name: str) -> None:
        del self._commands[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._commands)

    def __len__(self) -> int:
        return len(self._commands)


def summarise(command: click.Command) -> str:
    """Return the first paragraph of a command's help as one line, in the language of messages."""
    summary = " ".join((command.help or "").partition("\n\n")[0].split())
    return _(summary)


class SummarisedCommands(click.Group):
    """A group whose help has the first paragraph of each command's help, whole."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands; click would break their summaries off at the line's end."""
        commands = {name: self.get_command(ctx, name) for name in self.list_commands(ctx)}
        rows = [(n, summarise(c)) for n, c in commands.items() if c is not None and not c.hidden]
        with formatter.section(_("Commands")):
            formatter.write_dl(rows)


class GroupedCommands(click.Group):
    """A group whose help lists its commands under headings; it is a plain group in all else."""

    headings: Mapping[str, Sequence[str]] = {}
    """Names of commands by heading, in the order of the help."""

    summaries: Mapping[str, str] = {}
    """The first sentence of the help of commands that the group's help need not import."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run a command, with click's own words in the language of messages."""
        translate_library()
        return super().main(*args, **kwargs)

    def get_help(self, ctx: click.Context) -> str:
        """Return the help in the language of messages."""
        if find_language() == "en":
            return super().get_help(ctx)
        formatter = WideFormatter(width=ctx.terminal_width, max_width=ctx.max_content_width)
        translate_command(self).format_help(ctx, formatter)
        return formatter.getvalue().rstrip("\n")

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands under their headings, those of no heading last."""
        named = {name for names in self.headings.values() for name in names}
        others = [name for name in self.list_commands(ctx) if name not in named]
        width = max(map(len, self.commands), default=0)
        for heading, names in (*self.headings.items(), (OTHERS, others)):
            rows = []
            for name in names:
                command: click.Command | None
                if name in self.summaries:
                    command = click.Command(name, help=self.summaries[name])
                else:
                    command = self.get_command(ctx, name)
                if command is not None and not command.hidden:
                    rows.append((name.ljust(width), summarise(command)))
            if rows:
                with formatter.section(_(heading)):
                    formatter.write_dl(rows)
