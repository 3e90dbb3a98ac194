"""The command line: the only room that prints."""

from __future__ import annotations

import gc
import sys

import click

from audiopaper.character_sets import share_character_sets
from audiopaper.cli.command_groups import GroupedCommands, LazyCommands
from audiopaper.cli.system_failures import (
    describe_failure,
    end_when_a_thread_lacks_memory,
    explain_failure,
    open_streams,
    prepare_numpy,
    tell_at_the_end,
)
from audiopaper.errors import INTERRUPTED
from audiopaper.translations import _

# Where each command stands below this package, and the first sentence of its help: `--help`
# shows them all without an import of any.
_COMMANDS = {
    "produce": (
        "produce_command",
        "Make one episode of an edition's pages and put it into the feed.",
    ),
    "today": (
        "today_command",
        "Make, check and publish the complete editions in the inbox that were not made yet.",
    ),
    "fetch": (
        "fetch_command",
        "Bring an edition of an e-paper, or a feed's articles of a day, into the inbox.",
    ),
    "rundown": (
        "rundown_commands",
        "Write the rundown of an edition's pages and print where it stands.",
    ),
    "edit": (
        "rundown_commands",
        "Open a day's rundown in an editor, check it, and say what changed and what that costs.",
    ),
    "desk": (
        "desk_command",
        "Serve the desk, on which an editor hears, changes and approves the day's episode.",
    ),
    "correct": (
        "correction_commands",
        "Make a public episode again from its rundown and lexicons, in its place.",
    ),
    "withdraw": ("correction_commands", "Take back an episode, or one story of it."),
    "articles": (
        "articles_command",
        "Show the articles of an edition as they were split and ranked.",
    ),
    "review": (
        "review_commands",
        "Show what is doubtful in an edition before it airs: first its text, then its readings.",
    ),
    "pronounce": (
        "pronounce_commands",
        "Show how a text will be said: numbers written out, a reading for each character.",
    ),
    "readings": (
        "review_commands",
        "Show how names, numbers and polyphones of an edition will be said, "
        "the most doubtful first.",
    ),
    "lexicon": ("lexicon_commands", "Add to the show's readings, check and list them."),
    "say": (
        "pronounce_commands",
        "Say TEXT into one MP3, just as an episode would, and show the readings it was given.",
    ),
    "voices": (
        "voices_command",
        "List the presenters and what each engine makes of them, or an engine's voices.",
    ),
    "cache": (
        "maintenance_commands",
        "Show how much is kept of what was spoken and encoded, and trim it.",
    ),
    "feed": ("feed_commands", "Write the feed anew from the episodes in the output folder."),
    "check": ("feed_commands", "Look at the feed and all its files as apps and directories will."),
    "inspect": (
        "inspect_command",
        "Measure an episode's sound: loudness over time, chapter by chapter, peaks and silences.",
    ),
    "publish": (
        "publish_commands",
        "Release what was held back, and copy what is public to the target.",
    ),
    "prune": (
        "publish_commands",
        "Remove old episodes for good, audio and all, once they have left the feed.",
    ),
    "stats": (
        "publish_commands",
        "Count how often each episode was downloaded, by the web server's log.",
    ),
    "history": (
        "publish_commands",
        "Show the show's months: episodes, how the lexicon grew, and what was corrected.",
    ),
    "serve": ("feed_commands", "Serve the output folder, for trying the feed in a podcast app."),
    "schedule": (
        "schedule_command",
        "Write what makes this machine work on the show's day every morning, and how to undo it.",
    ),
    "init": ("setup_commands", "Lay out a new show: config.toml, voices/, inbox/ and output/."),
    "guide": ("setup_commands", "Show longer help on a topic; without one, list the topics."),
    "doctor": (
        "maintenance_commands",
        "Look at everything that an unattended run depends on, each with its remedy.",
    ),
    "completion": (
        "setup_commands",
        "Print the script that makes your shell complete commands, options and files.",
    ),
    "archive": (
        "archive_command",
        "Make every edition below ROOT, with a feed for each title and year and a search page.",
    ),
}


_AS_JSON = "audiopaper.version_as_json"


def _print_version(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        # What is installed is looked up for who asks.
        from audiopaper import __version__

        if context.meta.get(_AS_JSON):
            from audiopaper.cli.version_report import report_version

            click.echo(report_version())
        else:
            click.echo(_("audiopaper, version {version}", version=__version__))
        context.exit()


def _note_json(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    context.meta[_AS_JSON] = wanted


@click.group(
    cls=GroupedCommands,
    commands=LazyCommands(
        {name: f"audiopaper.cli.{module}" for name, (module, _) in _COMMANDS.items()}
    ),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="First steps: audiopaper guide first-episode. Language: AUDIOPAPER_LANG=zh or en.",
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version and exit.",
)
@click.option(
    "--json",
    is_flag=True,
    # Before --version, wherever it stands.
    is_eager=True,
    expose_value=False,
    callback=_note_json,
    help="With --version: that, the system and all packages as JSON, for a report.",
)
def audiopaper() -> None:
    """Turn a Chinese newspaper edition into a podcast episode and a feed.

    \b
    audiopaper produce               make an episode of the sample or the inbox
    audiopaper produce PAGES/        make one of your own pages
    audiopaper pronounce 曾令新      see how a name will be said
    """


audiopaper.summaries = {name: summary for name, (_, summary) in _COMMANDS.items()}
audiopaper.headings = {
    "Every day": ("produce", "today", "fetch", "desk", "rundown", "edit", "guide"),
    "Check": ("articles", "review", "check", "doctor", "inspect"),
    "Names": ("readings", "pronounce", "say", "lexicon", "voices"),
    "Publish": ("publish", "correct", "withdraw", "serve", "feed", "prune", "stats", "history"),
    "Archive": ("archive",),
    "Set up": ("init", "schedule", "cache", "completion"),
}


def main() -> None:
    """Run a command and end with the exit code that says how it went.

    Expected failures become two lines on standard error; what is left is a bug and keeps its
    traceback (exit code 1).
    """
    try:
        open_streams()
        end_when_a_thread_lacks_memory()
        prepare_numpy()
        share_character_sets()
        # A command makes few reference cycles, and many objects that stay: by default a twentieth
        # of the time of a run with nothing changed is spent looking for what may be freed.
        gc.set_threshold(400_000, 20, 20)
        sys.exit(audiopaper(prog_name="audiopaper", standalone_mode=False))
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        tell_at_the_end(_("Stopped by Ctrl-C, or no answer was given.") + "\n")
        sys.exit(INTERRUPTED)
    except Exception as error:
        failure = explain_failure(error)
        if failure is None:
            raise
        tell_at_the_end(describe_failure(failure))
        sys.exit(failure.exit_code)
    finally:
        # When Python ends, it looks three times for cycles in all that is still alive: a sixth of
        # the time of a run with nothing changed.
        gc.freeze()
