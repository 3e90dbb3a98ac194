"""``audiopaper lexicon``: the readings that people decided."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audiopaper.cli.command_groups import SummarisedCommands
from audiopaper.cli.options import config_option, json_option, read_settings
from audiopaper.errors import LexiconError
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.config import Config
    from audiopaper.lexicon import Entry
    from audiopaper.pipeline.lexicon_entries import Findings


@click.group("lexicon", cls=SummarisedCommands)
def lexicon_command() -> None:
    """Add to the show's readings, check and list them.

    \b
    Examples:
      audiopaper lexicon add 单田芳 "shan4 tian2 fang1" --source "asked the family"
      audiopaper lexicon check
      audiopaper lexicon list 长乐
      audiopaper lexicon export qingchuan.toml
      audiopaper lexicon import qingchuan.toml
    """


@lexicon_command.command("add")
@click.argument("text")
@click.argument("pinyin", default="")
@click.option("--say", metavar="WORDS", default="", help="Say WORDS in place of TEXT: of a number.")
@click.option(
    "--reading",
    type=click.IntRange(min=1),
    metavar="N",
    help="Take the Nth of the readings that TEXT has; without PINYIN they are listed.",
)
@click.option("--before", multiple=True, metavar="WORD", help="Only right behind WORD; repeatable.")
@click.option("--after", multiple=True, metavar="WORD", help="Only right before WORD; repeatable.")
@click.option(
    "--context",
    metavar="PHRASE",
    default="",
    help="A phrase that holds TEXT once: only between what stands before and behind it there.",
)
@click.option("--kind", type=click.Choice(["name", "place", "term"]), default=None)
@click.option(
    "--source",
    metavar="WORDS",
    default="",
    help='What was consulted.  [default: "unverified", which the review shows first]',
)
@config_option
def add_command(
    text: str,
    pinyin: str,
    say: str,
    reading: int | None,
    before: tuple[str, ...],
    after: tuple[str, ...],
    context: str,
    kind: str | None,
    source: str,
    config_path: Path | None,
) -> None:
    """Decide how TEXT is read, for ever after.

    PINYIN has a syllable with its tone for each character (5 is the neutral tone, v stands for ü).
    Without PINYIN the readings that TEXT has are listed, to be chosen by number. --say gives what
    is said in place of a number; the transcript keeps TEXT.

    It is written into voices/lexicon/ours.toml of the show; all that stands there stays.

    \b
    Examples:
      audiopaper lexicon add 绿岛 "lv4 dao3" --kind place
      audiopaper lexicon add 重 chong2 --before 长 --source "local usage"
      audiopaper lexicon add 重 chong2 --context 长重山
      audiopaper lexicon add 长乐 --reading 2
      audiopaper lexicon add 300余台 --say 三百余台
    """
    from audiopaper.pipeline.entry_words import fold_text
    from audiopaper.pipeline.lexicon_entries import add_entry, own_folder

    text, context = fold_text(text), fold_text(context)
    head, tail = _split_context(context, text) if context else ((), ())
    config = read_settings(config_path)
    if bool(pinyin) + bool(say) + bool(reading) > 1:
        raise click.UsageError(_("PINYIN, --say and --reading each decide it: give one of them"))
    if not pinyin and not say:
        pinyin = _choose_reading(config, text, reading)
    path = add_entry(
        own_folder(config),
        text,
        pinyin,
        say=say,
        before=before + head,
        after=after + tail,
        kind=kind or "",
        source=source,
        added=config.show.local_time(dt.datetime.now(dt.UTC)).date(),
    )
    _print_decision(path, text, pinyin, say)


def _print_decision(path: Path, text: str, pinyin: str, say: str) -> None:
    click.echo(
        _(
            "{path}: saved {text} as {which}",
            path=path,
            text=text,
            which=say or pinyin.lower(),
        )
    )


def _split_context(context: str, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What stands before and after a text in a phrase; an end with nothing is empty.

    Raises:
        LexiconError: The phrase does not hold the text just once, or holds nothing else.
    """
    if context.strip() == text:
        raise LexiconError(
            _("{context} holds nothing beside the text, and is no context", context=context),
            remedy=_("give a phrase with the words around it, or leave --context out"),
        )
    if context.count(text) != 1:
        raise LexiconError(
            _("{context} does not hold {text} just once", context=context, text=text),
            remedy=_("give a phrase that does, or --before and --after"),
        )
    head, tail = context.split(text)
    return (head,) if head else (), (tail,) if tail else ()


def _choose_reading(config: Config, text: str, number: int | None) -> str:
    """Return the reading of a number; without a number, ask in a terminal, or list and stop."""
    from audiopaper.pipeline.lexicon_entries import list_readings

    choices = list_readings(config, text)
    if number is None:
        width = max(len(" ".join(choice.pinyin)) for choice in choices)
        for n, choice in enumerate(choices, 1):
            click.echo(f"{n:>3}  {' '.join(choice.pinyin):<{width}}  {choice.source}")
        if not sys.stdin.isatty():
            raise LexiconError(
                _(
                    "{text} has {count} readings, and none was chosen",
                    text=text,
                    count=len(choices),
                ),
                remedy=_(
                    "take one by its number N: audiopaper lexicon add {text} --reading N",
                    text=text,
                ),
            )
        number = int(click.prompt(_("Which one?"), type=click.IntRange(1, len(choices))))
    if number > len(choices):
        raise LexiconError(
            _(
                "{text} has {count} readings, and no number {number}",
                text=text,
                count=len(choices),
                number=number,
            ),
            remedy=_("list them: audiopaper lexicon add {text}", text=text),
        )
    return " ".join(choices[number - 1].pinyin)


@lexicon_command.command("check")
@json_option
@config_option
def check_lexicon_command(as_json: bool, config_path: Path | None) -> None:
    """Check every lexicon file; ends with exit code 6 where one is wrong.

    Lists the show's own entries that nobody looked up, that override or contradict others, and
    that are read so without them.

    \b
    Example:
      audiopaper lexicon check
    """
    from audiopaper.pipeline.lexicon_entries import check_lexicon

    report = check_lexicon(read_settings(config_path))
    if as_json:
        row = {
            "files": dict(report.files),
            "errors": [{"problem": e.problem, "remedy": e.remedy} for e in report.errors],
            "unverified": [entry_row(e) for e in report.unverified],
            "conflicts": [[entry_row(a), entry_row(b)] for a, b in report.conflicts],
            "unneeded": [entry_row(e) for e in report.unneeded],
            "ignored": list(report.ignored),
        }
        click.echo(json.dumps(row, ensure_ascii=False, indent=1))
    else:
        _print_findings(report)
    for line in report.ignored:
        click.echo(_("warning: {warning}", warning=line), err=True)
    for error in report.errors:
        click.echo(_("audiopaper: {problem}", problem=error.problem), err=True)
        click.echo(f"  -> {error.remedy}", err=True)
    if report.errors:
        raise click.exceptions.Exit(LexiconError.exit_code)


def _print_findings(report: Findings) -> None:
    for name, count in report.files:
        click.echo(_("{name}: {count} entries", name=name, count=count))
    unverified = [e for e in report.unverified if not e.shipped]
    own = len(unverified)
    click.echo(
        _(
            "unverified: {count}, {own} of them the show's own",
            count=len(report.unverified),
            own=own,
        )
    )
    _print_entries("  ", unverified)
    _print_conflicts(report)
    for entry in report.unneeded:
        click.echo(
            _(
                "not needed: {describe} is the reading without this entry",
                describe=describe(entry),
            )
        )


def _print_conflicts(report: Findings) -> None:
    for part, whole in report.conflicts:
        same = len(part.text) == len(whole.text)
        verb = _("overrides") if same else _("is read otherwise inside")
        click.echo(
            _(
                "conflict: {describe} {verb} {describe_2}",
                describe=describe(part),
                verb=verb,
                describe_2=describe(whole),
            )
        )


@lexicon_command.command("list")
@click.argument("text", default="")
@json_option
@config_option
def list_command(text: str, as_json: bool, config_path: Path | None) -> None:
    """List the entries, or those that hold TEXT or stand in it; the show's own come first.

    \b
    Examples:
      audiopaper lexicon list
      audiopaper lexicon list 长乐 --json
    """
    from audiopaper.pipeline.lexicon_entries import list_entries

    entries = [
        entry
        for entry in list_entries(read_settings(config_path))
        if text in entry.text or entry.text in text
    ]
    if as_json:
        click.echo(json.dumps([entry_row(e) for e in entries], ensure_ascii=False, indent=1))
    else:
        _print_entries("", entries)


@lexicon_command.command("export")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@config_option
def export_command(file: Path | None, config_path: Path | None) -> None:
    """Write all that the show decided into FILE, or to standard output: for other shows.

    Each entry keeps its source. A FILE that is there is replaced.

    \b
    Example:
      audiopaper lexicon export qingchuan.toml
    """
    from audiopaper.files import write_file
    from audiopaper.pipeline.lexicon_entries import own_folder
    from audiopaper.pipeline.shared_lexicon import export_lexicon

    config = read_settings(config_path)
    text = export_lexicon(own_folder(config), config.show.title)
    if file is None:
        click.echo(text, nl=False)
    else:
        write_file(file, text)
        click.echo(_("{file}: {count} entries", file=file, count=text.count("[[entry]]")))


@lexicon_command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@config_option
def import_command(file: Path, config_path: Path | None) -> None:
    """Take over the readings that another show exported into FILE.

    They become voices/lexicon/NAME.toml, after FILE's name, with their sources; importing a newer
    FILE of that name replaces them. What the show decided itself holds, and is named where FILE
    says otherwise.

    \b
    Example:
      audiopaper lexicon import qingchuan.toml
    """
    from audiopaper.pipeline.lexicon_entries import own_folder
    from audiopaper.pipeline.shared_lexicon import import_lexicon

    done = import_lexicon(own_folder(read_settings(config_path)), file)
    click.echo(
        _(
            "{done_path}: {taken} new, {known} known already",
            done_path=done.path,
            taken=done.taken,
            known=done.known,
        )
    )
    for theirs, ours in done.conflicts:
        click.echo(
            _(
                "skipped: {theirs_text} as {pronunciation}; this show has {describe}",
                theirs_text=theirs.text,
                pronunciation=theirs.pronunciation,
                describe=describe(ours),
            )
        )


def entry_row(entry: Entry) -> dict[str, Any]:
    """An entry as it stands in JSON."""
    return {
        "text": entry.text,
        "pinyin": list(filter(None, entry.pinyin)),
        "say": entry.say,
        "before": list(entry.before),
        "after": list(entry.after),
        "not_before": list(entry.not_before),
        "not_after": list(entry.not_after),
        "kind": entry.kind,
        "source": entry.source,
        "file": entry.file,
    }


def _print_entries(indent: str, entries: Sequence[Entry]) -> None:
    from audiopaper.lexicon import UNVERIFIED

    for entry in entries:
        source = _(UNVERIFIED) if entry.source == UNVERIFIED else entry.source
        click.echo(f"{indent}{describe(entry)}" + (f"  {source}" if source else ""))


def describe(entry: Entry) -> str:
    """An entry in a line: text, pinyin, context, kind and file."""
    context = (
        _("only behind {words}", words=_quote_words(entry.before)) if entry.before else "",
        _("only before {words}", words=_quote_words(entry.after)) if entry.after else "",
        _("not behind {words}", words=_quote_words(entry.not_before)) if entry.not_before else "",
        _("not before {words}", words=_quote_words(entry.not_after)) if entry.not_after else "",
    )
    more = _("; ").join(part for part in (_(entry.kind), *context, entry.file) if part)
    pronunciation = _("said {say}", say=entry.say) if entry.say else entry.pronunciation
    return _(
        "{text} {pronunciation} ({more})", text=entry.text, pronunciation=pronunciation, more=more
    )


_SHOWN_WORDS = 6
"""How many words of a context a line shows."""


def _quote_words(words: Sequence[str]) -> str:
    shown = "".join(f"“{word}”" for word in words[:_SHOWN_WORDS])
    return f"{shown}…" if len(words) > _SHOWN_WORDS else shown
