"""``audiopaper --version --json``: what a report of a fault should say of the installation."""

from __future__ import annotations

import json
import platform
import re
from importlib.metadata import PackageNotFoundError, requires, version

from audiopaper import __version__
from audiopaper.translations import find_language

_NAME = re.compile(r"[A-Za-z0-9._-]+")
"""A package's name at the beginning of a requirement."""


def report_version() -> str:
    """Report the version, the system and the packages as JSON; no name, path or setting is in it.

    Returns:
        Keys ``audiopaper``, ``python``, ``system``, ``machine``, ``language``, ``packages`` (those
        that the program names, each with its version; null where it is not installed).
    """
    report = {
        "audiopaper": __version__,
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "system": f"{platform.system()} {platform.release()}",
        "machine": platform.machine(),
        "language": find_language(),
        "packages": {name: _find_version(name) for name in _list_packages()},
    }
    return json.dumps(report, ensure_ascii=False, indent=1)


def _list_packages() -> list[str]:
    try:
        needed = requires("audiopaper") or []
    except PackageNotFoundError:  # run from a bare checkout
        return []
    matches = (_NAME.match(line) for line in needed)
    names = {name[0].lower() for name in matches if name}
    return sorted(names - {"audiopaper"})


def _find_version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
