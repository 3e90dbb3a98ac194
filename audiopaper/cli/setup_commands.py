"""``audiopaper init``, ``guide`` and ``completion``: setting up a show and learning how."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from audiopaper.config import defaults_folder
from audiopaper.errors import ConfigError, PublishError
from audiopaper.files import write_file

_SAMPLE_LENGTH = (
    "# 样报用 8，离线也很快做完；默认是 12。"
    " 8 for the sample, soon spoken offline; the default is 12.\n"
)
"""What `config.toml` says of a length that is the sample's alone."""

GUIDES_FOLDER = Path(__file__).parent.parent / "guides"


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
def init_command(folder: Path) -> None:
    """Lay out a new show: config.toml, voices/, inbox/ and output/.

    Nothing that stands there is overwritten.

    \b
    Example:
      audiopaper init qingchuan
    """
    config = folder / "config.toml"
    if config.exists():
        raise ConfigError(
            f"{config} is there already", remedy="name another folder, or edit that file"
        )
    text = (defaults_folder() / "config.toml").read_text(encoding="utf-8")
    slug = re.sub(r"[^A-Za-z0-9._-]+", "-", folder.absolute().name).strip("-.") or "show"
    for old, new in (
        ("sample = true", 'inbox = "inbox"'),
        ('engine = "auto"', 'engine = "edge"'),
        (f"{_SAMPLE_LENGTH}minutes = 8", "minutes = 12"),
        ('id = "audiopaper"', f'id = "{slug}"'),
    ):
        text = re.sub(rf"^{re.escape(old)}$", new, text, count=1, flags=re.MULTILINE)
    try:
        for name in ("inbox", "output"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        if not (folder / "voices").exists():
            shutil.copytree(defaults_folder() / "voices", folder / "voices")
    except OSError as error:
        raise PublishError(
            f"{folder} cannot be laid out: {error.strerror or error}",
            remedy="correct the folder's permissions, or name another",
        ) from error
    write_file(config, text)
    click.echo(f"{folder}: config.toml, voices/, inbox/, output/")
    click.echo(f"Next: put a day's pages into {folder / 'inbox'}, then")
    click.echo(f"  cd {folder} && audiopaper produce")


@click.command("guide")
@click.argument("topic", required=False)
def guide_command(topic: str | None) -> None:
    """Show longer help on a topic; without one, list the topics.

    \b
    Example:
      audiopaper guide rundown
    """
    topics = {path.stem: path for path in sorted(GUIDES_FOLDER.glob("*.md"))}
    topics["settings"] = defaults_folder() / "config.toml"
    if topic in topics:
        click.echo_via_pager(topics[topic].read_text(encoding="utf-8"))
        return
    if topic is not None:
        raise click.BadParameter(f"no topic {topic!r}; there are: {', '.join(sorted(topics))}")
    for name, path in sorted(topics.items()):
        first = path.read_text(encoding="utf-8").lstrip("#").splitlines()[0].strip()
        click.echo(f"{name:<15} {first}")


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
