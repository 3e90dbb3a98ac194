"""``audiopaper init``, ``guide`` and ``completion``: setting up a show and learning how."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import get_completion_class

from audiopaper.cli.new_show import Answers, ask_settings, write_settings
from audiopaper.config import defaults_folder
from audiopaper.config.settings_guide import write_defaults
from audiopaper.errors import ConfigError, PublishError
from audiopaper.files import write_file
from audiopaper.translations import _, find_language, system_reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

GUIDES_FOLDER = Path(__file__).parent.parent / "guides"


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
def init_command(folder: Path) -> None:
    """Lay out a new show: config.toml, voices/, inbox/ and output/.

    In a terminal it asks for what a show needs first: title, newspaper, engine (with a sample to
    hear), minutes, address and target. Nothing that stands there is overwritten.

    \b
    Example:
      audiopaper init qingchuan
    """
    config = folder / "config.toml"
    if config.exists():
        raise ConfigError(
            _("{config} is there already", config=config),
            remedy=_("name another folder, or edit that file"),
        )
    try:
        for name in ("inbox", "output"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        if not (folder / "voices").exists():
            shutil.copytree(defaults_folder() / "voices", folder / "voices")
    except OSError as error:
        raise PublishError(
            _(
                "{folder} cannot be laid out: {reason}",
                folder=folder,
                reason=system_reason(error),
            ),
            remedy=_("correct the folder's permissions, or name another"),
        ) from error
    answers = ask_settings(folder) if _is_terminal() else Answers()
    write_file(config, write_settings(answers, folder.absolute().name))
    click.echo(_("{folder}: config.toml, voices/, inbox/, output/", folder=folder))
    click.echo(_("Next: put a day's pages into {folder}, then", folder=folder / "inbox"))
    click.echo(_("  cd {folder} && audiopaper produce", folder=folder))


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def read_guides() -> dict[str, str]:
    """Read the guides: their texts by name; ``zh/`` stands before those in Chinese.

    ``settings`` is the commented configuration, with the default of every setting.
    """
    guides = {path.stem: path.read_text("utf-8") for path in sorted(GUIDES_FOLDER.glob("*.md"))}
    guides["settings"] = write_defaults((defaults_folder() / "config.toml").read_text("utf-8"))
    chinese = sorted((GUIDES_FOLDER / "zh").glob("*.md"))
    return guides | {f"zh/{path.stem}": path.read_text("utf-8") for path in chinese}


def _describe_topics(guides: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield the topics in the language of messages: names, titles and texts."""
    chinese = find_language() == "zh"
    for name, text in sorted((k, v) for k, v in guides.items() if "/" not in k):
        if name == "settings":
            # Its comments are in both languages.
            yield name, _("All settings of config.toml, each with its default"), text
        elif chinese and f"zh/{name}" in guides:
            yield name, _read_title(guides[f"zh/{name}"]), guides[f"zh/{name}"]
        else:
            title = _read_title(text)
            yield name, f"{title}（英文）" if chinese else title, text


def _read_title(text: str) -> str:
    return text.lstrip("#").splitlines()[0].strip()


@click.command("guide")
@click.argument("topic", required=False)
@click.option(
    "--html",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write all topics there as a site with search.",
)
def guide_command(topic: str | None, folder: Path | None) -> None:
    """Show longer help on a topic; without one, list the topics.

    \b
    Examples:
      audiopaper guide rundown
      audiopaper guide --html DIR
    """
    guides = read_guides()
    if folder is not None:
        from audiopaper.cli.guide_site import write_site

        pages = write_site(folder, guides, GUIDES_FOLDER / "pictures")
        click.echo(_("{path}: {pages} pages", path=folder / "index.html", pages=pages))
        return
    topics = {name: (title, text) for name, title, text in _describe_topics(guides)}
    if topic in topics:
        click.echo_via_pager(topics[topic][1])
        return
    if topic is not None:
        raise click.BadParameter(
            _(
                "no topic {topic!r}; there are: {topics}",
                topic=topic,
                topics=", ".join(sorted(topics)),
            )
        )
    for name, (title, _text) in topics.items():
        click.echo(f"{name:<15} {title}")


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
