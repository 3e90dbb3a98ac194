"""Messages in the reader's language: the code's English, or Chinese from the catalogue.

``AUDIOPAPER_LANG`` chooses (``zh`` or ``en``), else the locale. The catalogue is read for the
first message that is translated; in English nothing is loaded.
"""

from __future__ import annotations

import functools
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import NullTranslations

DOMAIN = "audiopaper"
CATALOGUES = Path(__file__).parent / "locale"
VARIABLE = "AUDIOPAPER_LANG"

_VARIABLES = (VARIABLE, "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""The first that is set decides, as gettext has it."""


def find_language() -> str:
    """Return the language of messages: ``zh`` or ``en``."""
    name = next((value for key in _VARIABLES if (value := os.environ.get(key))), "")
    if not name and sys.platform == "win32":
        # Windows has no such variables; a name there is Chinese (Simplified)_China.
        import locale

        name = locale.getlocale()[0] or ""
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"


def translate(message: str, /, **values: object) -> str:
    """Return a message in the language of messages; in the code's English if it has no other.

    Args:
        message: A message as it stands in the code.
        values: What stands for its ``{placeholders}``; without any, braces are plain characters.

    Example:
        >>> translate("no such file: {path}", path="01.txt")
        'no such file: 01.txt'
    """
    # An empty message is the key of the catalogue's head.
    if message and find_language() != "en":
        message = _load_catalogue().gettext(message)
    return message.format(**values) if values else message


_ = translate


def system_reason(error: BaseException) -> str:
    """Return why a call of the system failed, in the language of messages.

    Python has the system's words in English: `os.strerror`. Those of an error that is none of the
    system's are returned as they are.

    Example:
        >>> system_reason(FileNotFoundError(2, "No such file or directory", "access.log"))
        'No such file or directory'
    """
    reason = getattr(error, "strerror", None)
    return translate(reason) if isinstance(reason, str) else str(error)


def translate_library() -> None:
    """Have click, which asks gettext for its own words, find them in the same catalogue."""
    import gettext

    if find_language() == "en":
        gettext.textdomain("messages")
        return
    gettext.bindtextdomain(DOMAIN, str(CATALOGUES))
    gettext.textdomain(DOMAIN)
    # The one variable by which gettext finds a catalogue whatever the locale is.
    os.environ["LANGUAGE"] = "zh"


@functools.cache
def _load_catalogue() -> NullTranslations:
    import gettext

    return gettext.translation(DOMAIN, CATALOGUES, languages=["zh"], fallback=True)
