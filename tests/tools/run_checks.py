"""Every check of the project by one command: ``python -m tests.tools.run_checks [--quick]``.

Formatting, style, types and layers, then the tests; ``--quick`` leaves out the tests, as the hook
does (.pre-commit-config.yaml). It may be started by any Python: the checks run in the environment
that is active, else in ``.venv``, so that a hook, an editor and CI use the same programs. All
checks run, also behind one that fails; the exit code is 1 where one did.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

LAYERS = "import sys; from importlinter.cli import lint_imports_command as check; sys.exit(check())"

CHECKS = {
    "format": ("-m", "ruff", "format", "--check", "."),
    "style": ("-m", "ruff", "check", "."),
    "types": ("-m", "mypy"),
    "layers": ("-c", LAYERS),
    "tests": ("-m", "pytest"),
}
"""Arguments of Python for each check, the quickest first."""


def find_python() -> str:
    """The Python that has the project's programs.

    Returns:
        That of the active environment (the first on PATH that has them), else that of ``.venv``.
    """
    # A hook's own environment stands first on PATH, and has none of them.
    folders = [*map(Path, os.environ.get("PATH", "").split(os.pathsep)), ROOT / ".venv" / "bin"]
    candidates = [Path(sys.executable)]
    for folder in (*folders, ROOT / ".venv" / "Scripts"):
        candidates += [folder / "python", folder / "python3", folder / "python.exe"]
    for python in candidates:
        if python.is_file() and _has_programs(str(python)):
            return str(python)
    raise SystemExit('no ruff and mypy here: .venv/bin/pip install -e ".[test]"')


def _has_programs(python: str) -> bool:
    run = subprocess.run([python, "-c", "import importlinter, mypy, ruff"], capture_output=True)
    return run.returncode == 0


def main() -> None:
    """Run the checks and say which failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="without the tests")
    options = parser.parse_args()
    python = find_python()
    failed = []
    for name, arguments in CHECKS.items():
        if name == "tests" and options.quick:
            continue
        print(f"== {name}", flush=True)
        if subprocess.run([python, *arguments], cwd=ROOT, check=False).returncode:
            failed.append(name)
    if failed:
        raise SystemExit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
