"""Names of further editions of a day: one for addresses, and one for people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiopaper.errors import ConfigError
from audiopaper.intake import normalise_text
from audiopaper.model import Segment, is_edition_name
from audiopaper.pipeline.text import settle_readings
from audiopaper.translations import _

if TYPE_CHECKING:
    from audiopaper.lexicon import Lexicon

MAX_CHARS = 32


def check_edition_name(name: str) -> None:
    """Check the name of an edition that enters addresses; it may be empty.

    Raises:
        ConfigError: It is none.
    """
    if name and not is_edition_name(name):
        raise ConfigError(
            _("{name!r} is no name for an edition", name=name),
            remedy=_(
                "take up to {max_chars} ASCII letters, digits and hyphens, since it enters "
                'addresses; what people see is set in [show.editions]: evening = "晚报"',
                max_chars=MAX_CHARS,
            ),
        )


def romanise_name(text: str, lexicon: Lexicon) -> str:
    """Return a name for addresses: ASCII letters as they are, Han characters in pinyin.

    Args:
        text: The name that people see.
        lexicon: The show's readings.

    Returns:
        Up to 32 lower-case letters, digits and hyphens; empty if nothing of the text can be
        written so.
    """
    text = normalise_text(text)
    (settled,) = settle_readings([Segment(item=0, presenter="", printed=text)], lexicon)
    syllables = {
        reading.start + offset: syllable.rstrip("12345")
        for reading in settled.readings
        for offset, syllable in enumerate(reading.pinyin)
    }
    written = "".join(syllables.get(n, character) for n, character in enumerate(text))
    return re.sub(r"[^a-z0-9]+", "-", written.lower()).strip("-")[:MAX_CHARS].strip("-")
