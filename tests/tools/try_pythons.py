"""Run the tests under each Python there is: ``python -m tests.tools.try_pythons``.

Looks for CPython 3.11 and newer on the path and among those that uv and pyenv keep, makes an
environment with each by uv, installs the program with what its tests need, and runs them. With
``--lowest`` the environment has the lowest versions that ``pyproject.toml`` names. Prints a line for
each Python: what was installed, and how the tests ended. Pythons that are not there are named and
skipped; none is downloaded. Ends with 1 where tests fail.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import requires
from pathlib import Path

ROOT = Path(__file__).parents[2]
VERSIONS = ("3.11", "3.12", "3.13", "3.14")
LONGEST_S = 4 * 3600


def find_pythons() -> dict[str, Path]:
    """The interpreters of this machine, by version; one of each."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = {}
    for version in VERSIONS:
        places = sorted(pyenv.glob(f"{version}.*/bin/python"))
        on_path = shutil.which(f"python{version}")
        places += [Path(on_path)] if on_path else []
        kept = _run(["uv", "python", "find", "--no-python-downloads", version])
        places += [Path(kept.stdout.strip())] if kept.returncode == 0 else []
        for place in places:
            told = _run([str(place), "-c", "import sys; print('%d.%d' % sys.version_info[:2])"])
            if told.returncode == 0 and told.stdout.strip() == version:
                found[version] = place
                break
    return found


def try_python(version: str, python: Path, folder: Path, tests: Sequence[str], lowest: bool) -> str:
    """Install and test with one interpreter; what was found, in a sentence."""
    environment = folder / version
    made = _run(["uv", "venv", "-q", "--seed", "-p", str(python), str(environment)])
    if made.returncode:
        return f"no environment could be made: {_last(made)}"
    own = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
    how = ["--resolution", "lowest-direct"] if lowest else []
    wanted = ["uv", "pip", "install", "-q", "-p", str(own), *how, "-e", f"{ROOT}[test]"]
    installed = _run(wanted)
    if installed.returncode:
        return f"could not be installed: {_last(installed)}"
    args = [str(own), "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
    done = _run(args)
    names = sorted({re.split(r"[<>=;\[ ]", r)[0] for r in requires("audiopaper") or ()})
    frozen = _run(["uv", "pip", "freeze", "-p", str(own)]).stdout.splitlines()
    if lowest:
        print("  " + " ".join(line for line in frozen if line.split("==")[0] in names), flush=True)
    told = re.findall(
        r"^(?:FAILED|ERROR) \S+\.py.*|^.*\d+ (?:passed|failed).*", done.stdout, re.MULTILINE
    )
    state = "tests pass" if done.returncode == 0 else f"tests end with {done.returncode}"
    return "; ".join([f"{state} ({len(frozen)} packages)", *told[:10]])


def _run(args: Sequence[str]) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if k not in ("VIRTUAL_ENV", "PYTHONPATH")}
    return subprocess.run(
        args, cwd=ROOT, env=clean, capture_output=True, text=True, timeout=LONGEST_S, check=False
    )


def _last(done: subprocess.CompletedProcess[str]) -> str:
    return (done.stderr.strip().splitlines() or ["no message"])[-1].strip()


def main() -> int:
    """Try each Python, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lowest", action="store_true", help="with the lowest versions named")
    parser.add_argument("--only", default="", help="one version, as 3.13")
    parser.add_argument("tests", nargs="*", help="what pytest is given; all where left out")
    options = parser.parse_args()
    if shutil.which("uv") is None:
        print("uv is needed: pip install uv")
        return 1
    pythons = find_pythons()
    bad = 0
    with tempfile.TemporaryDirectory(prefix="pythons-") as name:
        for version in VERSIONS:
            if options.only not in version:
                continue
            if version not in pythons:
                print(f"{version}: not on this machine", flush=True)
                continue
            told = try_python(version, pythons[version], Path(name), options.tests, options.lowest)
            bad += "tests pass" not in told
            print(f"{version}: {told}", flush=True)
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
