"""The words of the show's web page: Chinese, English, or a show's own."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from audiopaper.disk import read_file
from audiopaper.errors import ConfigError
from audiopaper.variants import to_traditional

_TRADITIONAL = "zh-Hant"
_WORDS_FILE = Path(__file__).parent / "words.toml"


def load_words(wanted: str, folder: Path) -> dict[str, str]:
    """Return the texts of the page.

    Args:
        wanted: ``zh``, ``zh-Hant``, ``en``, or the path of a TOML file; texts that the file
            lacks are Chinese.
        folder: Where a relative path starts.

    Raises:
        ConfigError: The file is missing, is not TOML, or has an unknown key, a value that is not
            text, or an unknown placeholder.
    """
    shipped = tomllib.loads(_WORDS_FILE.read_text("utf-8"))
    if wanted == _TRADITIONAL:
        return {
            **{key: to_traditional(value) for key, value in shipped["zh"].items()},
            "lang": _TRADITIONAL,
        }
    if wanted in shipped:
        return dict(shipped[wanted])
    path = folder / wanted
    try:
        own = tomllib.loads(read_file(path, failure=ConfigError).decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise ConfigError(
            f"the page's words {path} cannot be read: {getattr(error, 'strerror', None) or error}",
            remedy=f"in [show], set page_words to {', '.join((*shipped, _TRADITIONAL))}, "
            "or to a TOML file",
        ) from error
    for key, value in own.items():
        known = shipped["zh"].get(key)
        if known is None:
            raise ConfigError(
                f"{path}: {key!r} is no word of the page",
                remedy=f"take the lines of {_WORDS_FILE} as they are, and translate the values",
            )
        if not isinstance(value, str) or not _fills(value) <= _fills(known):
            raise ConfigError(
                f"{path}: {key} is not a text like {known!r}",
                remedy="put it in quotes, and fill in nothing that the Chinese one does not",
            )
    return {**shipped["zh"], **own}


def _fills(text: str) -> set[str]:
    return set(re.findall(r"\{.*?\}|[{}]", text))
