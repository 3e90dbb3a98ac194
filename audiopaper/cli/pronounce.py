"""``audiopaper pronounce``: how a text will be said."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from audiopaper.cli.options import config_option, json_option, read_settings
from audiopaper.errors import InputError
from audiopaper.lexicon import PASSED_OVER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from audiopaper.model import Segment


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
        row = _row(settled.printed if settled else text, settled)
        if as_json:
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            click.echo(row["spoken"])
            click.echo(" ".join(" ".join(r["pinyin"]) or r["spoken"] for r in row["readings"]))
            for remark in dict.fromkeys(_remarks(row["readings"])):
                click.echo(remark)


def _remarks(readings: list[dict[str, Any]]) -> Iterator[str]:
    """What an editor decided and is not said here, with the reason."""
    for reading in readings:
        _, passed, why = reading["source"].partition(PASSED_OVER)
        if passed:
            yield f"  {PASSED_OVER.strip(', ')} {why.strip()}"


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
                    f"standard input, line {number}: not UTF-8", remedy="save it as UTF-8"
                ) from error


def _row(text: str, segment: Segment | None) -> dict[str, Any]:
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
