"""``audiopaper inspect``: an episode measured, as a table and as a picture."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audiopaper.cli.options import config_option, json_option, output_option, read_settings
from audiopaper.errors import InputError
from audiopaper.translations import _

if TYPE_CHECKING:
    from audiopaper.model import Episode
    from audiopaper.stitching.analysis import Analysis


@click.command("inspect")
@click.argument("episode", metavar="EPISODE")
@click.option(
    "--png", type=click.Path(path_type=Path), metavar="FILE", help="Draw it into this file too."
)
@json_option
@output_option
@config_option
def inspect_command(
    episode: str, png: Path | None, as_json: bool, output: Path | None, config_path: Path | None
) -> None:
    """Measure an episode's sound: loudness over time, chapter by chapter, peaks and silences.

    EPISODE is a date (2026-03-02), an episode's folder, or the MP3 or episode.json in it. The MP3
    is decoded to its end, so that the figures are what a listener gets.

    \b
    Examples:
      audiopaper inspect 2026-03-02
      audiopaper inspect 2026-03-02 --png sound.png
    """
    from audiopaper.config import output_folder
    from audiopaper.show.episode_record import load_episode

    config = read_settings(config_path, output)
    folder = _find_folder(episode, output_folder(config))
    record = load_episode(folder / "episode.json")
    analysis = _analyse(folder / record.audio)
    figures = _measure(record, analysis)
    if as_json:
        click.echo(json.dumps(figures, ensure_ascii=False, indent=1))
    else:
        _print_table(record, figures)
    target_lufs = config.loudness.target_lufs
    if png is not None:
        _draw(record, analysis, png, target_lufs)
        click.echo(_("Picture   {png}", png=png), err=as_json)
    _check_loudness(record, analysis.loudness.lufs, target_lufs)


def _analyse(audio: Path) -> Analysis:
    """Decode and measure an episode's MP3.

    Raises:
        InputError: It is missing or cannot be decoded.
    """
    from audiopaper.stitching.analysis import analyse_file

    if not audio.is_file():
        raise InputError(
            _("no such file: {audio}", audio=audio), remedy=_("make that episode again")
        )
    try:
        return analyse_file(audio)
    except ValueError as error:
        raise InputError(str(error), remedy=_("make that episode again")) from error


def _draw(record: Episode, analysis: Analysis, png: Path, target_lufs: float) -> None:
    from audiopaper.files import write_file
    from audiopaper.pipeline.episode_recording import LOUDNESS_TOLERANCE_LU
    from audiopaper.publish.typefaces import find_font
    from audiopaper.stitching.analysis_chart import draw_analysis

    picture = draw_analysis(
        analysis,
        record.title,
        record.chapters,
        record.cues,
        dict(record.presenters),
        target_lufs=target_lufs,
        tolerance_lu=LOUDNESS_TOLERANCE_LU,
        font=find_font(),
    )
    write_file(png, picture)


def _check_loudness(record: Episode, lufs: float, target_lufs: float) -> None:
    """Warn if the measured loudness is off the target, or differs from that in episode.json."""
    from audiopaper.pipeline.episode_recording import LOUDNESS_TOLERANCE_LU

    if abs(lufs - target_lufs) > LOUDNESS_TOLERANCE_LU:
        _warn(
            _(
                "{lufs:.1f} LUFS, and {target_lufs:.1f} are asked for",
                lufs=lufs,
                target_lufs=target_lufs,
            )
        )
    if abs(lufs - record.loudness_lufs) > 0.1:
        _warn(
            _(
                "episode.json says {loudness_lufs:.1f} LUFS: the MP3 was changed after "
                "episode.json was written",
                loudness_lufs=record.loudness_lufs,
            )
        )


def _warn(problem: str) -> None:
    click.echo(_("warning: {problem}", problem=problem), err=True)


def _find_folder(episode: str, output: Path) -> Path:
    named = Path(episode)
    for folder in (output / "episodes" / episode, named, named.parent):
        if (folder / "episode.json").is_file():
            return folder
    known = sorted(p.parent.name for p in (output / "episodes").glob("*/episode.json"))
    raise InputError(
        _("there is no episode {episode}", episode=episode),
        remedy=_(
            "name a date ({known}) or a folder with an episode.json", known=", ".join(known[-3:])
        )
        if known
        else _("make one first: audiopaper produce"),
    )


def _measure(episode: Episode, analysis: Analysis) -> dict[str, Any]:
    silence_at, silence_ms = analysis.longest_silence_ms()
    return {
        "title": episode.title,
        "duration_ms": analysis.loudness.samples * 1000 // analysis.rate_hz,
        "sample_rate_hz": analysis.rate_hz,
        "loudness_lufs": _figure(analysis.loudness.lufs),
        "true_peak_dbtp": _figure(analysis.loudness.true_peak_dbtp),
        "longest_silence": {"start_ms": silence_at, "length_ms": silence_ms},
        "chapters": [
            {
                "start_ms": chapter.start_ms,
                "end_ms": chapter.end_ms,
                "title": chapter.title,
                "loudness_lufs": _figure(
                    analysis.loudness_between(chapter.start_ms, chapter.end_ms)
                ),
                "presenters": list(
                    dict.fromkeys(c.presenter for c in episode.cues if c.chapter == index)
                ),
            }
            for index, chapter in enumerate(episode.chapters)
        ],
        "short_term_lufs": [_figure(float(lufs)) for lufs in analysis.short_term()[9::10]],
    }


def _figure(value: float) -> float | None:
    return round(value, 1) if math.isfinite(value) else None


def _print_table(episode: Episode, figures: dict[str, Any]) -> None:
    from audiopaper.timeline import clock

    click.echo(episode.title)
    click.echo(_(" #  start     length      LUFS  presenters  chapter"))
    for number, chapter in enumerate(figures["chapters"], 1):
        length = clock(chapter["end_ms"] - chapter["start_ms"])
        lufs = "silent" if chapter["loudness_lufs"] is None else f"{chapter['loudness_lufs']:.1f}"
        click.echo(
            f"{number:>2}  {clock(chapter['start_ms'])}  {length}  {lufs:>6}  "
            f"{','.join(chapter['presenters']):<10}  {chapter['title']}"
        )
    silence = figures["longest_silence"]
    click.echo(
        _(
            "Episode   {clock}, {loudness_lufs} LUFS, true peak {true_peak_dbtp} dBTP, "
            "{sample_rate_hz} Hz",
            clock=clock(figures["duration_ms"]),
            loudness_lufs=figures["loudness_lufs"],
            true_peak_dbtp=figures["true_peak_dbtp"],
            sample_rate_hz=figures["sample_rate_hz"],
        )
    )
    click.echo(
        _(
            "Silence   at most {length_ms:.1f} s, at {clock}",
            length_ms=silence["length_ms"] / 1000,
            clock=clock(silence["start_ms"]),
        )
    )
