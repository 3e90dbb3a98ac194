"""Sockets and files that a test leaves open: they are named as that test's, and fail no other.

The garbage collector finds what is in a cycle at any later moment, and its warning would fail the
test that happens to run then. So after each test that left a file descriptor open the collector is
called, and what it finds is that test's. A thread that a test abandoned may hold a connection for
longer; once that is garbage, it is noted and fails nothing.
"""

from __future__ import annotations

import gc
import os
import re
import sys
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest

_FOLDER = "/proc/self/fd"
_PROPERTY = "left open"
_BEFORE = pytest.StashKey[dict[int, str]]()

_open_before: dict[int, str] = {}
_late: list[str] = []


def open_descriptors() -> dict[int, str]:
    """What is behind each open file descriptor; nothing where the system does not tell."""
    found = {}
    try:
        names = os.listdir(_FOLDER)  # noqa: PTH208
    except OSError:
        return {}
    for name in names:
        try:
            found[int(name)] = os.readlink(f"{_FOLDER}/{name}")  # noqa: PTH115
        except OSError:
            continue
    return found


def collect_leftovers(before: dict[int, str]) -> list[str]:
    """Collect garbage if there are descriptors that were not there; what was never closed."""
    if not open_descriptors().items() - before.items():
        return []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        gc.collect()
    told = [str(w.message) for w in caught if issubclass(w.category, ResourceWarning)]
    _late.extend(text for text in told if is_older(text, before))
    return [text for text in told if not is_older(text, before)]


def is_older(warning: str, before: dict[int, str]) -> bool:
    """Whether what a warning says to be unclosed was open already."""
    number = re.search(r"fd=(\d+)", warning)
    if number:
        return int(number[1]) in before
    return any(path.startswith("/") and f"'{path}'" in warning for path in before.values())


def watch_unraisable(usual: Callable[[Any], object]) -> Callable[[Any], None]:
    """Give a hook that notes what earlier tests left open, and hands on everything else."""

    def note(unraisable: Any) -> None:
        error = unraisable.exc_value
        if isinstance(error, ResourceWarning) and is_older(str(error), _open_before):
            _late.append(str(error))
        else:
            usual(unraisable)

    return note


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    sys.unraisablehook = watch_unraisable(sys.unraisablehook)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    global _open_before
    item.stash[_BEFORE] = _open_before = open_descriptors()
    return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    result = yield
    left = collect_leftovers(item.stash.get(_BEFORE, {}))
    for text in left:
        item.user_properties.append((_PROPERTY, text))
    while _late:
        item.user_properties.append((_PROPERTY, f"by an earlier test: {_late.pop()}"))
    # What is left by chance fails no run of CI; it is in the summary there.
    if left and not os.environ.get("AUDIOPAPER_NO_SKIPS"):
        pytest.fail("the test left open: " + "; ".join(left), pytrace=False)
    return result


def pytest_terminal_summary(terminalreporter: Any) -> None:
    lines = {
        f"{report.nodeid}: {text}"
        for reports in terminalreporter.stats.values()
        for report in reports
        for name, text in getattr(report, "user_properties", ())
        if name == _PROPERTY
    }
    if lines:
        terminalreporter.section("left open")
        for line in sorted(lines):
            terminalreporter.line(line)
