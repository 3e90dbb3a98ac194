"""A Chinese newspaper edition in, a podcast episode out."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("audiopaper")
except PackageNotFoundError:  # run from a bare checkout
    __version__ = "0"
