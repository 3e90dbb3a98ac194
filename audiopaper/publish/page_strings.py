"""The words of the show's web page: Chinese, English, or a show's own."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.disk import read_file
from audiopaper.errors import ConfigError
from audiopaper.translations import _, system_reason
from audiopaper.variants import to_traditional

if TYPE_CHECKING:
    from collections.abc import Mapping

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
            _(
                "the page's words {path} cannot be read: {reason}",
                path=path,
                reason=system_reason(error),
            ),
            remedy=_(
                "in [show], set page_words to {value}, or to a TOML file",
                value=", ".join((*shipped, _TRADITIONAL)),
            ),
        ) from error
    for key, value in own.items():
        _refuse_word(path, key, value, shipped["zh"])
    return {**shipped["zh"], **own}


def _refuse_word(path: Path, key: str, value: object, shipped: Mapping[str, str]) -> None:
    known = shipped.get(key)
    if known is None:
        raise ConfigError(
            _("{path}: {key!r} is no word of the page", path=path, key=key),
            remedy=_(
                "take the lines of {words_file} as they are, and translate the values",
                words_file=_WORDS_FILE,
            ),
        )
    if not isinstance(value, str) or not _fills(value) <= _fills(known):
        raise ConfigError(
            _("{path}: {key} is not a text like {known!r}", path=path, key=key, known=known),
            remedy=_("put it in quotes, and fill in nothing that the Chinese one does not"),
        )


def _fills(text: str) -> set[str]:
    return set(re.findall(r"\{.*?\}|[{}]", text))
