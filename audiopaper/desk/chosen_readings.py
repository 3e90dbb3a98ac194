"""Readings chosen by an editor: for a trial, or for the lexicon of the show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.desk.passages import split_context
from audiopaper.errors import LexiconError
from audiopaper.intake import normalise_text
from audiopaper.lexicon import Entry, parse_pinyin
from audiopaper.pipeline.lexicon_entries import OWN_FILE, add_entry
from audiopaper.translations import _

if TYPE_CHECKING:
    from pathlib import Path

    from audiopaper.config import Config
    from audiopaper.desk.edition_key import EditionKey


def decision_mark(edition: EditionKey) -> str:
    """Return the end of the source of a reading that was decided for an edition."""
    return f"desk, {edition}"


def make_entry(text: str, pinyin: str, say: str = "") -> Entry:
    """Make a lexicon entry for a trial.

    Raises:
        LexiconError: The pinyin is wrong.
    """
    text = normalise_text(text)
    try:
        syllables = () if say else parse_pinyin(text, pinyin)
    except ValueError as error:
        raise LexiconError(
            _("wrong pinyin for {text}: {error}", text=text, error=error),
            remedy=_("one syllable a character, each with its tone: lv4 dao3 for 绿岛"),
        ) from error
    return Entry(text=text, pinyin=syllables, say=normalise_text(say), file=OWN_FILE)


def decide_reading(
    config: Config,
    text: str,
    pinyin: str,
    *,
    say: str = "",
    context: str = "",
    kind: str = "",
    source: str = "",
) -> Path:
    """Add a reading to the lexicon of the show.

    Args:
        config: The configuration in force.
        text: The characters.
        pinyin: A syllable for each.
        say: In place of pinyin, the words of a number.
        context: The characters around the text, which is in 【】, to restrict the reading to them;
            empty for a reading that applies everywhere.
        kind: ``name``, ``place``, ``term`` or empty.
        source: The editor and the edition.

    Returns:
        The file that was written.

    Raises:
        LexiconError: The reading is wrong, or the lexicon already has an entry for the text.
        PublishError: The file cannot be written.
    """
    before, after = split_context(context)
    return add_entry(
        config,
        text,
        pinyin,
        say=say,
        before=(before,) if before else (),
        after=(after,) if after else (),
        kind=kind,
        source=source,
    )
