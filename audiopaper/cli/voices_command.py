"""``audiopaper voices``: who speaks here, and who could."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audiopaper.cli.options import config_option, json_option, read_settings
from audiopaper.translations import _

if TYPE_CHECKING:
    from audiopaper.config import Config, PresenterSettings
    from audiopaper.model import Presenter
    from audiopaper.pipeline.single_clips import OfferedVoice


@click.command("voices")
@click.option("--engine", metavar="NAME", default="", help="List the voices of this engine.")
@click.option(
    "--locale", metavar="LOCALE", default="", help="Only voices of it: zh, zh-CN.  [default: zh]"
)
@click.option("--refresh", is_flag=True, help="Ask the service; else the packaged list is shown.")
@click.option("--sample", metavar="TEXT", default="", help="Have each voice say TEXT into an MP3.")
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    default=Path("voice-samples"),
    show_default=True,
    metavar="DIR",
    help="Where samples go.",
)
@json_option
@config_option
def voices_command(
    engine: str,
    locale: str,
    refresh: bool,
    sample: str,
    folder: Path,
    as_json: bool,
    config_path: Path | None,
) -> None:
    """List the presenters and what each engine makes of them, or an engine's voices.

    With --engine, --locale, --refresh or --sample the voices of an engine are listed: the one
    named, else the configured one.

    \b
    Examples:
      audiopaper voices --json
      audiopaper voices --engine edge --locale zh-CN
      audiopaper voices --engine edge --sample 青川夜间公交今起开行
    """
    config = read_settings(config_path)
    if not (engine or locale or refresh or sample):
        _list_presenters(config, as_json)
        return
    from audiopaper.pipeline.single_clips import list_voices, sample_voices

    name = engine or ("edge" if config.engine == "auto" else config.engine)
    offered = list_voices(name, config, locale=locale or "zh", refresh=refresh)
    if sample:
        offered = sample_voices(offered, name, sample, folder, config=config)
    if as_json:
        rows = [_row(name, offer) for offer in offered]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for offer in offered:
            _print_voice(offer)
        if not offered:
            click.echo(_("{name} has no voice for {locale}.", name=name, locale=locale or "zh"))
    for offer in offered:
        if offer.problem:
            click.echo(
                _("warning: {id}: {problem}", id=offer.voice.id, problem=offer.problem), err=True
            )


def _list_presenters(config: Config, as_json: bool) -> None:
    from audiopaper.config import load_presenters, voices_folder
    from audiopaper.engines import engine_names

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
        _print_presenter(p, config.presenters)
    click.echo(_("Their files are in {folder}.", folder=folder))
    click.echo(
        _(
            "Engines: {names}. Voices of one: audiopaper voices --engine NAME",
            names=", ".join(engine_names()),
        )
    )


def _print_presenter(p: Presenter, used: PresenterSettings) -> None:
    parts = [name for name in ("anchor",) if used.anchor == p.name]
    parts += ["stories"] if p.name in used.stories else []
    click.echo(f"{p.name}  {p.display_name}  {', '.join(parts) or _('not in use')}")
    for engine, table in p.engines.items():
        click.echo(f"  {engine}: " + ", ".join(f"{k} = {v}" for k, v in table.items()))


def _row(name: str, offer: OfferedVoice) -> dict[str, Any]:
    return {
        "engine": name,
        "voice": offer.voice.id,
        "locale": offer.voice.locale,
        "gender": offer.voice.gender,
        "about": offer.voice.about,
        "table": dict(offer.voice.table),
        "presenters": list(offer.presenters),
        "sample": str(offer.sample) if offer.sample else None,
    }


def _print_voice(offer: OfferedVoice) -> None:
    voice = offer.voice
    who = (
        _("  presenter {presenters}", presenters=", ".join(offer.presenters))
        if offer.presenters
        else ""
    )
    click.echo(f"{voice.id:<28} {voice.gender:<7} {voice.locale:<15} {voice.about}{who}")
    if offer.sample:
        click.echo(f"{'':28} {offer.sample}")
