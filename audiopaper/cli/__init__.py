"""The command line: the only room that prints."""

from __future__ import annotations

import io
import sys

import click

from audiopaper import __version__
from audiopaper.cli.archive import archive_command
from audiopaper.cli.articles import articles_command
from audiopaper.cli.cache import cache_command
from audiopaper.cli.check import check_command
from audiopaper.cli.completion import completion_command
from audiopaper.cli.correct import correct_command, withdraw_command
from audiopaper.cli.doctor import doctor_command
from audiopaper.cli.edit import edit_command, rundown_command
from audiopaper.cli.feed import feed_command, serve_command
from audiopaper.cli.groups import GroupedCommands
from audiopaper.cli.inspect import inspect_command
from audiopaper.cli.lexicon import lexicon_command
from audiopaper.cli.produce import produce_command
from audiopaper.cli.pronounce import pronounce_command
from audiopaper.cli.publish import prune_command, publish_command
from audiopaper.cli.readings import readings_command
from audiopaper.cli.say import say_command
from audiopaper.cli.show import guide_command, init_command
from audiopaper.cli.today import today_command
from audiopaper.cli.voices import voices_command
from audiopaper.errors import INTERRUPTED, AudiopaperError


@click.group(
    cls=GroupedCommands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="First steps: audiopaper guide first-episode",
)
@click.version_option(__version__, prog_name="audiopaper")
def audiopaper() -> None:
    """Turn a Chinese newspaper edition into a podcast episode and a feed.

    \b
    audiopaper produce               make an episode of the sample edition or the inbox
    audiopaper produce PAGES/        make one of your own pages
    audiopaper pronounce 曾令新      see how a name will be said
    """


for command in (
    produce_command,
    today_command,
    rundown_command,
    edit_command,
    correct_command,
    withdraw_command,
    articles_command,
    pronounce_command,
    readings_command,
    lexicon_command,
    say_command,
    voices_command,
    cache_command,
    feed_command,
    check_command,
    inspect_command,
    publish_command,
    prune_command,
    serve_command,
    init_command,
    guide_command,
    doctor_command,
    completion_command,
    archive_command,
):
    audiopaper.add_command(command)

audiopaper.headings = {
    "Every day": ("produce", "today", "rundown", "edit", "guide"),
    "Check": ("articles", "check", "doctor", "inspect"),
    "Names": ("readings", "pronounce", "say", "lexicon", "voices"),
    "Publish": ("publish", "correct", "withdraw", "serve", "feed", "prune"),
    "Archive": ("archive",),
    "Develop": ("init", "cache", "completion"),
}


def main() -> None:
    """Run a command and end with the exit code that says how it went.

    Expected failures become two lines on standard error; what is left is a bug and keeps its
    traceback (exit code 1).
    """
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a character, and a name that is no UTF-8, are shown with escapes.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        sys.exit(audiopaper(prog_name="audiopaper", standalone_mode=False))
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Ended: by Ctrl-C, or for want of an answer.", err=True)
        sys.exit(INTERRUPTED)
    except AudiopaperError as error:
        click.echo(f"audiopaper: {error.problem}", err=True)
        click.echo(f"  -> {error.remedy}", err=True)
        sys.exit(error.exit_code)
