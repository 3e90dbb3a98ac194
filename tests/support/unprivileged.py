"""Commands that run without root's privilege of opening every file, whoever runs the tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import ROOT

_CAPABILITIES = "-dac_override,-dac_read_search"


def run_unprivileged(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the program in a folder; permissions of files count."""
    command = [sys.executable, "-m", "audiopaper", *args]
    if os.geteuid() == 0:
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            pytest.skip("root may open every file, and setpriv is not installed")
        options = [f"--bounding-set={_CAPABILITIES}", f"--inh-caps={_CAPABILITIES}"]
        command = [setpriv, *options, *command]
    root = str(ROOT)
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": root},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
