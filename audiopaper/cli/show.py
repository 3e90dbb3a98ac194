"""``audiopaper init``, ``voices`` and ``guide``: setting up a show and learning how."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import click

from audiopaper.cli.options import config_option, json_option, read_settings
from audiopaper.config import defaults_folder, load_presenters, voices_folder
from audiopaper.errors import ConfigError, PublishError
from audiopaper.files import write_file

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


@click.command("voices")
@json_option
@config_option
def voices_command(as_json: bool, config_path: Path | None) -> None:
    """List the presenters and what each engine makes of them.

    \b
    Example:
      audiopaper voices --json
    """
    config = read_settings(config_path)
    folder = voices_folder(config)
    presenters = load_presenters(folder)
    if as_json:
        rows = [
            {
                "presenter": p.name,
                "name": p.display_name,
                "chars_per_minute": p.chars_per_minute,
                "file": str(folder / f"{p.name}.toml"),
                "engines": {k: dict(v) for k, v in p.engines.items()},
            }
            for p in presenters.values()
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for p in presenters.values():
        parts = [name for name in ("anchor",) if config.presenters.anchor == p.name]
        parts += ["stories"] if p.name in config.presenters.stories else []
        click.echo(f"{p.name}  {p.display_name}  {', '.join(parts) or 'not in use'}")
        for engine, table in p.engines.items():
            click.echo(f"  {engine}: " + ", ".join(f"{k} = {v}" for k, v in table.items()))
    click.echo(f"Their files are in {folder}.")


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
