"""What every test has: no network but loopback, and a working folder of its own."""

from __future__ import annotations

import importlib.util
import ipaddress
import os
import shutil
import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.support.leftovers import (  # noqa: F401 - hooks
    pytest_configure,
    pytest_runtest_setup,
    pytest_runtest_teardown,
    pytest_terminal_summary,
)
from tests.support.paths import SHARED

# They need PyTorch, which only learning the splitter's weights again does.
collect_ignore = (
    []
    if importlib.util.find_spec("torch")
    else [
        "tools/continuation_training.py",
        "tools/link_training.py",
        "tools/tagger_training.py",
    ]
)

# How long an example takes is the machine's, not the program's: no test asks for it.
settings.register_profile("any-load", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-load")

# Messages are tested in the code's own language, whatever the locale of who tests.
os.environ["AUDIOPAPER_LANG"] = "en"

LOOPBACK_NAMES = {"localhost", "", None}


def _is_loopback(host: Any) -> bool:
    if host in LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def _network_is_shut(monkeypatch: pytest.MonkeyPatch) -> None:
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def shut_connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
            raise OSError(f"the tests' network is shut: {address[0]}")
        connect(self, address)

    def shut_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not _is_loopback(host):
            raise socket.gaierror(f"the tests' network is shut: {host}")
        return look_up(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", shut_connect)
    monkeypatch.setattr(socket, "getaddrinfo", shut_look_up)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real pages and evaluation data, where it is there."""
    if not SHARED.is_dir():
        pytest.skip("the real pages and evaluation data (../shared) are not here")
    return SHARED


@pytest.fixture
def ffmpeg() -> str:
    found = shutil.which("ffmpeg")
    if found is None:
        pytest.skip("ffmpeg is not installed")
    return found


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """In CI a skipped test is a failure, unless what it lacks is ../shared."""
    outcome = yield
    report = outcome.get_result()
    # What is known to fail counts as skipped, too; its report holds no reason in a tuple.
    skipped = report.skipped and not hasattr(report, "wasxfail")
    if skipped and os.environ.get("AUDIOPAPER_NO_SKIPS"):
        reason = str(report.longrepr[-1] if report.longrepr else "")
        if "../shared" not in reason:
            report.outcome = "failed"
            report.longrepr = f"skipped where nothing may be skipped: {reason}"
