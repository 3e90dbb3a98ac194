"""Changes of a TOML file that a person may edit too: a change replaces it once it was checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from audiopaper.errors import AudiopaperError
from audiopaper.files import write_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_Checked = TypeVar("_Checked")


def replace_checked(
    path: Path,
    text: str,
    check: Callable[[Path], _Checked],
    *,
    temporary: str,
    failure: type[AudiopaperError],
) -> _Checked:
    """Replace a file by a changed text, unless the check of the text fails.

    Args:
        path: The file.
        text: Its new content.
        check: Reads a file with that content as a run would.
        temporary: Name of that file. It is in the folder of ``path``, for relative paths in it, and
            is removed afterwards.
        failure: The error to raise if the check fails.

    Returns:
        The result of the check.

    Raises:
        AudiopaperError: The check failed; it is a ``failure`` that names ``path``, which is
            unchanged.
        PublishError: A file cannot be written.
    """
    checked = path.with_name(temporary)
    try:
        write_file(checked, text)
        try:
            result = check(checked)
        except AudiopaperError as error:
            problem = error.problem.replace(str(checked), path.name)
            raise failure(problem, remedy=error.remedy) from error
    finally:
        checked.unlink(missing_ok=True)
    write_file(path, text)
    return result
