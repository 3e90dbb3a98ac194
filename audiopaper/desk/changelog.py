"""The log of changes at the desk, with user and time."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

from audiopaper.files import unwritable
from audiopaper.legible_names import make_legible
from audiopaper.show.folder import show_folder

if TYPE_CHECKING:
    from audiopaper.config import Config

LOG_NAME = "desk.jsonl"


def log_change(config: Config, *, who: str, day: str, what: str) -> None:
    """Add a line to the log.

    Args:
        config: The configuration in force.
        who: The user of the session, or of the machine.
        day: The edition, as YYYY-MM-DD; empty for the whole show.
        what: The change, in a sentence.

    Raises:
        PublishError: The log cannot be written.
    """
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    row = {"at": now, "who": who, "day": day, "what": what}
    path = show_folder(config).logs / LOG_NAME
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as out:
            out.write(make_legible(json.dumps(row, ensure_ascii=False)) + "\n")
    except OSError as error:
        raise unwritable(path, error) from error
