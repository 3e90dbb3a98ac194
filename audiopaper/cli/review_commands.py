"""``audiopaper review`` and ``readings``: what an editor should check before an edition airs."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - click reads the annotations' values
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from audiopaper.cli.options import (
    config_option,
    date_option,
    json_option,
    pages_argument,
    read_settings,
)
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from audiopaper.doubts import TextDoubt
    from audiopaper.reading_review import Doubt

SHORT_LIST = 15
"""How many doubts ``produce --dry-run`` prints."""


@click.command("readings")
@pages_argument
@date_option
@json_option
@config_option
def readings_command(
    paths: tuple[Path, ...], date: dt.date | None, as_json: bool, config_path: Path | None
) -> None:
    """Show how names, numbers and polyphones of an edition will be said, the most doubtful first.

    A line says how sure the reading is (0 to 1), how often it is said, what it is, the text,
    the reading and its source; the line below it says where it stands and what other sources
    say. Decide what is wrong once for ever: audiopaper lexicon add. Without PATH, the pages that
    audiopaper produce would read.

    \b
    Examples:
      audiopaper readings inbox/2026-03-02
      audiopaper readings page1.txt --json
    """
    from audiopaper.pipeline.edition_review import review_edition

    review = review_edition(paths, date=date, config=read_settings(config_path))
    if as_json:
        click.echo(json.dumps(list(map(doubt_row, review.doubts)), ensure_ascii=False, indent=1))
    else:
        print_doubts(review.doubts)
    for warning in review.warnings:
        click.echo(_("warning: {warning}", warning=warning), err=True)


def doubt_row(doubt: Doubt) -> dict[str, Any]:
    """A doubt as it stands in JSON."""
    return {
        "kind": doubt.kind,
        "text": doubt.text,
        "spoken": doubt.spoken,
        "pinyin": list(doubt.pinyin),
        "context": doubt.context,
        "source": doubt.source,
        "sure": round(doubt.sure, 2),
        "count": doubt.count,
        "others": list(doubt.others),
        "respelling": doubt.respelling,
        "conflict": doubt.conflict,
        "unverified": doubt.unverified,
    }


def print_doubts(doubts: Sequence[Doubt]) -> None:
    """Print doubts for reading, two lines each."""
    for doubt in doubts:
        pinyin = " ".join(doubt.pinyin) or doubt.spoken or _("(silent)")
        if doubt.kind == "number":
            pinyin = doubt.spoken or _("(silent)")
        click.echo(
            f"{doubt.sure:.2f} {doubt.count:>3}x {_(doubt.kind):<10} "
            + _("{place}: {problem}", place=doubt.text, problem=pinyin)
            + f"  [{doubt.source}]"
        )
        more = [doubt.context]
        if doubt.conflict:
            more.append(_("CONFLICT: elsewhere {others}", others=", ".join(doubt.others)))
        elif doubt.others:
            more.append(_("others say {others}", others=", ".join(doubt.others)))
        if doubt.respelling:
            more.append(_("respelled as {respelling}", respelling=doubt.respelling))
        click.echo(f"{'':10}{_('; ').join(more)}")


@click.command("review")
@pages_argument
@date_option
@json_option
@config_option
def review_command(
    paths: tuple[Path, ...], date: dt.date | None, as_json: bool, config_path: Path | None
) -> None:
    """Show what is doubtful in an edition before it airs: first its text, then its readings.

    Of the text: lines that begin or end inside a word, links and roles that are not sure, dropped
    copies whose words differ, dates after the edition's, odd repetitions, characters that look
    like others; each with page and line, what was done, and what else was possible (these two are
    always in Chinese, as in the rundown). The readings are those of audiopaper readings. Without
    PATH, the pages that audiopaper produce would read.

    \b
    Examples:
      audiopaper review inbox/2026-03-02
      audiopaper review page1.txt --json
    """
    from audiopaper.pipeline.edition_review import review_edition

    review = review_edition(paths, date=date, config=read_settings(config_path))
    if as_json:
        shown = {
            "schema": 1,
            "text": list(map(asdict, review.text_doubts)),
            "readings": list(map(doubt_row, review.doubts)),
        }
        click.echo(json.dumps(shown, ensure_ascii=False, indent=1))
    else:
        click.echo(_("Text to look at: {count}", count=len(review.text_doubts)))
        print_text_doubts(review.text_doubts)
        click.echo(_("Readings to check: {count}", count=len(review.doubts)))
        print_doubts(review.doubts)
    for warning in review.warnings:
        click.echo(_("warning: {warning}", warning=warning), err=True)


def print_text_doubts(doubts: Sequence[TextDoubt]) -> None:
    """Print doubts about the text for reading, two lines each."""
    for doubt in doubts:
        click.echo(
            _(
                "page {page} line {line:<4} {kind:<10} {doubt_text}",
                page=doubt.page,
                line=doubt.line,
                kind=_(doubt.kind),
                doubt_text=doubt.text,
            )
        )
        click.echo(f"{'':10}{doubt.done}；{doubt.other}")
