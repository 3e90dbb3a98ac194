"""The commands of ``audiopaper --help``, grouped by the work that they are for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

OTHERS = "More"
"""Heads the commands that no group names."""


class GroupedCommands(click.Group):
    """A group whose help lists its commands under headings; it is a plain group in all else."""

    headings: Mapping[str, Sequence[str]] = {}
    """Names of commands by heading, in the order of the help."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands under their headings, those of no heading last."""
        named = {name for names in self.headings.values() for name in names}
        others = [name for name in self.list_commands(ctx) if name not in named]
        width = max(map(len, self.commands), default=0)
        for heading, names in (*self.headings.items(), (OTHERS, others)):
            rows = []
            for name in names:
                command = self.get_command(ctx, name)
                if command is not None and not command.hidden:
                    room = formatter.width - 6 - width
                    rows.append((name.ljust(width), command.get_short_help_str(room)))
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)
