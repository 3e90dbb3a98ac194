"""``audiopaper pronounce`` and ``say``: how a text is spoken, in writing and as sound."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audiopaper.cli.options import config_option, json_option, read_settings
from audiopaper.cli.run_output import showing_steps
from audiopaper.errors import InputError
from audiopaper.runtime import tell_nobody
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiopaper.model import Reading, Segment
    from audiopaper.pipeline.single_clips import SpokenText


@click.command("pronounce")
@click.argument("texts", nargs=-1, required=True, metavar="TEXT...")
@json_option
@config_option
def pronounce_command(texts: tuple[str, ...], as_json: bool, config_path: Path | None) -> None:
    """Show how a text will be said: numbers written out, a reading for each character.

    TEXT may be "-" for lines from standard input. Readings are pinyin with tone digits (5 is
    the neutral tone, v stands for ü), before any change of tone in speech. {300|三百} in TEXT is
    printed 300 and said 三百.

    \b
    Examples:
      audiopaper pronounce 曾令新局长说，增长了3.5%
      audiopaper pronounce --json - < names.txt
    """
    from audiopaper.intake import normalise_text
    from audiopaper.pipeline.lexicon_entries import show_lexicon
    from audiopaper.pipeline.number_overrides import mark_segment
    from audiopaper.pipeline.text import settle_readings

    lexicon = show_lexicon(read_settings(config_path))
    for text in map(normalise_text, _lines(texts)):
        settled = None
        if text:
            settled = settle_readings([mark_segment(text, "")], lexicon)[0]
        row = _text_row(settled.printed if settled else text, settled)
        if as_json:
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            click.echo(row["spoken"])
            click.echo(" ".join(" ".join(r["pinyin"]) or r["spoken"] for r in row["readings"]))
            for entry in _passed_over(settled):
                click.echo(_("  passed over: {entry}", entry=entry))


def _passed_over(segment: Segment | None) -> tuple[str, ...]:
    """What an editor decided that does not hold here, each entry once with the reason."""
    readings = segment.readings if segment else ()
    return tuple(dict.fromkeys(entry for reading in readings for entry in reading.passed_over))


def _lines(texts: tuple[str, ...]) -> Iterator[str]:
    for text in texts:
        if text != "-":
            yield text
            continue
        for number, line in enumerate(sys.stdin.buffer, 1):
            try:
                yield line.decode("utf-8").rstrip("\r\n")
            except UnicodeDecodeError as error:
                raise InputError(
                    _("standard input, line {number}: not UTF-8", number=number),
                    remedy=_("save it as UTF-8"),
                ) from error


def _text_row(text: str, segment: Segment | None) -> dict[str, Any]:
    return {
        "text": text,
        "spoken": segment.spoken if segment else "",
        "readings": [
            {
                "start": r.start,
                "end": r.end,
                "text": text[r.start : r.end],
                "spoken": r.spoken,
                "pinyin": list(r.pinyin),
                "source": r.source,
            }
            for r in (segment.readings if segment else ())
        ],
    }


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
    with showing_steps():
        clip = say_text(
            text, path, presenter=presenter, engine=engine, config=config, tell=tell_nobody
        )
    if as_json:
        click.echo(json.dumps(_row(clip, path), ensure_ascii=False, indent=1))
    else:
        _print(clip, path)
    for warning in clip.warnings:
        click.echo(_("warning: {warning}", warning=warning), err=True)


def _row(clip: SpokenText, path: Path) -> dict[str, Any]:
    segment = clip.segment
    return {
        "text": segment.printed,
        "spoken": segment.spoken,
        "presenter": segment.presenter,
        "engine": clip.engine,
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
        "length_ms": clip.length_ms,
        "audio": str(path),
    }


def _print(clip: SpokenText, path: Path) -> None:
    segment = clip.segment
    click.echo(segment.spoken)
    click.echo(" ".join(" ".join(r.pinyin) or r.spoken for r in segment.readings))
    for reading in segment.readings:
        if reading.forced:
            click.echo(_describe_reading(segment.printed, reading))
    click.echo(
        _(
            "{path}: {length_ms:.1f} s, presenter {presenter}, engine {engine}",
            path=path,
            length_ms=clip.length_ms / 1000,
            presenter=segment.presenter,
            engine=clip.engine,
        )
    )


def _describe_reading(printed: str, reading: Reading) -> str:
    line = f"  {printed[reading.start : reading.end]}  {' '.join(reading.pinyin)}"
    if reading.respelling:
        line += _(
            "  (sent to engines without phonemes as {respelling})", respelling=reading.respelling
        )
    return f"{line}  {reading.source}"
