"""The presenters' files: ``voices/NAME.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiopaper.config.toml_tables import convert_table, read_toml
from audiopaper.disk import list_folder
from audiopaper.errors import ConfigError
from audiopaper.model import Presenter
from audiopaper.translations import _

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class _PresenterFile:
    name: str = ""
    chars_per_minute: int = 270

    def __post_init__(self) -> None:
        if not 60 <= self.chars_per_minute <= 1000:
            raise ValueError(_("chars_per_minute lies between 60 and 1000"))


def load_presenters(folder: Path) -> dict[str, Presenter]:
    """Read every presenter's file, by name.

    Args:
        folder: The ``voices/`` folder; each ``NAME.toml`` directly in it is a presenter.

    Raises:
        ConfigError: There is no presenter, or a file is wrong.
    """
    presenters = {}
    paths = list_folder(folder, failure=ConfigError)
    for path in (p for p in paths if p.suffix == ".toml" and not p.name.startswith(".")):
        if not path.stem.isprintable():
            raise ConfigError(
                _("{path!r}: a presenter's name contains an unprintable character", path=str(path)),
                remedy=_("rename the file: letters and digits of any script"),
            )
        table = read_toml(path)
        engines = {k: v for k, v in table.items() if isinstance(v, dict)}
        rest = {k: v for k, v in table.items() if not isinstance(v, dict)}
        settings = convert_table(path, rest, _PresenterFile)
        presenters[path.stem] = Presenter(
            name=path.stem,
            display_name=settings.name or path.stem,
            chars_per_minute=settings.chars_per_minute,
            engines=engines,
        )
    if not presenters:
        raise ConfigError(
            _("no presenter in {folder}", folder=folder),
            remedy=_("put one NAME.toml there; see: audiopaper guide presenters"),
        )
    return presenters
