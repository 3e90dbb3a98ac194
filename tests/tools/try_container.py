"""The container, built and run where there is a tool for it: ``python -m tests.tools.try_container``.

Builds the image of ``audiopaper/guides/hosting/Containerfile`` with docker or podman, runs it on an
empty folder until it has looked into the inbox once, and asks whether it is well. Ends with 0 where
it is, with 1 where it is not, and with 2 where there is no such tool or it does not answer. Needs the
network.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.support.paths import ROOT

IMAGE = "audiopaper-try"
FILE = "audiopaper/guides/hosting/Containerfile"
LONGEST_S = 120


def find_tool() -> str:
    """Docker or podman, if it answers; else nothing."""
    for name in ("docker", "podman"):
        if (
            shutil.which(name)
            and not subprocess.run([name, "info"], capture_output=True).returncode
        ):
            return name
    return ""


def main() -> int:
    """Build, run, ask."""
    tool = find_tool()
    if not tool:
        print("neither docker nor podman answers here")
        return 2
    subprocess.run([tool, "build", "-t", IMAGE, "-f", FILE, "."], cwd=ROOT, check=True)
    with tempfile.TemporaryDirectory() as folder:
        # The container's user is another than this one.
        Path(folder).chmod(0o777)
        start = [tool, "run", "-d", "--rm", "-v", f"{folder}:/show", IMAGE]
        name = subprocess.run(start, capture_output=True, text=True, check=True).stdout.strip()
        try:
            return _wait(tool, name)
        finally:
            subprocess.run([tool, "stop", "-t", "2", name], capture_output=True)


def _wait(tool: str, name: str) -> int:
    ends = time.monotonic() + LONGEST_S
    while time.monotonic() < ends:
        asked = subprocess.run([tool, "exec", name, "show-is-well"], capture_output=True, text=True)
        if asked.returncode == 0:
            print("it is well")
            return 0
        time.sleep(2)
    print(asked.stdout)
    return 1


if __name__ == "__main__":
    sys.exit(main())
