"""``audiopaper completion``: what makes a shell complete this program's commands."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

VARIABLE = "_AUDIOPAPER_COMPLETE"
"""Set by the shell's script when it asks the program what fits."""


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion_command(shell: str) -> None:
    """Print the script that makes your shell complete commands, options and files.

    Put it where the shell reads it at its start.

    \b
    Examples:
      audiopaper completion bash >> ~/.bashrc
      audiopaper completion zsh >> ~/.zshrc
      audiopaper completion fish > ~/.config/fish/completions/audiopaper.fish
    """
    kind = get_completion_class(shell)
    assert kind is not None
    complete = kind(click.Group(), {}, "audiopaper", VARIABLE)
    # Not `source`: for bash that starts a bash to look at its version, on any system.
    click.echo(complete.source_template % complete.source_vars())
