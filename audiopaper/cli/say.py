"""``audiopaper say``: hear one text, with the readings it was given."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audiopaper.cli.bars import show_progress
from audiopaper.cli.options import config_option, json_option, read_settings

if TYPE_CHECKING:
    from audiopaper.model import Reading
    from audiopaper.pipeline.single_clips import SaidText


@click.command("say")
@click.argument("text")
@click.option(
    "--presenter", metavar="NAME", default="", help="Who says it.  [default: the show's anchor]"
)
@click.option(
    "--engine", metavar="NAME", default="", help="Engine that speaks, in place of the configured."
)
@click.option(
    "--output-file",
    "-o",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("say.mp3"),
    show_default=True,
    metavar="FILE",
    help="The MP3 to write.",
)
@json_option
@config_option
def say_command(
    text: str, presenter: str, engine: str, path: Path, as_json: bool, config_path: Path | None
) -> None:
    """Say TEXT into one MP3, just as an episode would, and show the readings it was given.

    Readings that a lexicon or a rule for names decided stand with their source; put corrections
    into voices/lexicon/ and say it again. {300|三百} in TEXT is printed 300 and said 三百.

    \b
    Examples:
      audiopaper say 局长曾令新
      audiopaper say 单县的单老师 --presenter song --engine espeak -o shan.mp3
    """
    from audiopaper.pipeline.single_clips import say_text

    config = read_settings(config_path)
    with show_progress() as tell:
        said = say_text(text, path, presenter=presenter, engine=engine, config=config, tell=tell)
    if as_json:
        click.echo(json.dumps(_row(said, path), ensure_ascii=False, indent=1))
    else:
        _print(said, path)
    for warning in said.warnings:
        click.echo(f"warning: {warning}", err=True)


def _row(said: SaidText, path: Path) -> dict[str, Any]:
    segment = said.segment
    return {
        "text": segment.printed,
        "spoken": segment.spoken,
        "presenter": segment.presenter,
        "engine": said.engine,
        "readings": [
            {
                "start": r.start,
                "end": r.end,
                "text": segment.printed[r.start : r.end],
                "spoken": r.spoken,
                "pinyin": list(r.pinyin),
                "source": r.source,
                "forced": r.forced,
                "respelling": r.respelling,
            }
            for r in segment.readings
        ],
        "length_ms": said.length_ms,
        "audio": str(path),
    }


def _print(said: SaidText, path: Path) -> None:
    segment = said.segment
    click.echo(segment.spoken)
    click.echo(" ".join(" ".join(r.pinyin) or r.spoken for r in segment.readings))
    for reading in segment.readings:
        if reading.forced:
            click.echo(_told(segment.printed, reading))
    click.echo(
        f"{path}: {said.length_ms / 1000:.1f} s, presenter {segment.presenter}, "
        f"engine {said.engine}"
    )


def _told(printed: str, reading: Reading) -> str:
    told = f"  {printed[reading.start : reading.end]}  {' '.join(reading.pinyin)}"
    if reading.respelling:
        told += f"  (sent to engines without phonemes as {reading.respelling})"
    return f"{told}  {reading.source}"
