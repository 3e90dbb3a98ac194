"""What a release is made of, made and checked: ``python -m tests.tools.check_release [--folder DIR]``.

Builds wheel and sdist twice from what git has of this checkout, and ends with 1 where

- the two wheels or the two sdists differ (`SOURCE_DATE_EPOCH` is the last commit's time),
- `twine check --strict` or `check-wheel-contents` finds something,
- the wheel lacks what is read at run time, or has no ``py.typed``,
- the version is not the newest of ``guides/changes.md``.

Into DIR (a passing folder without it) go wheel, sdist, ``sbom.json`` (CycloneDX 1.6: the wheel, what
it needs, each with version and licence) and ``LICENCES.md``, the same for people. Needs the extra
``release``, and the network for the build's own requirement.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import uuid
import zipfile
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

from tests.support.paths import PACKAGE, ROOT

READ_AT_RUN_TIME = (
    "audiopaper/py.typed",
    "audiopaper/LICENSE",
    "audiopaper/defaults/config.toml",
    "audiopaper/defaults/voices/lan.toml",
    "audiopaper/locale/zh/LC_MESSAGES/audiopaper.mo",
    "audiopaper/guides/errors.md",
    "audiopaper/sample/01.txt",
)
"""Some of each kind of file that is no code."""

IGNORED = "W002,W004,W009"
"""Of check-wheel-contents: the same file twice (the empty ones), modules whose names are data's, and
more than one name at the top (there is one)."""


def run(*words: str, cwd: Path = ROOT, **environment: str) -> str:
    """Run a program of this environment; what it printed.

    Raises:
        SystemExit: It failed; with what it printed.
    """
    done = subprocess.run(
        words, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(words)}\n{done.stdout}{done.stderr}")
    return done.stdout


def copy_checkout(folder: Path) -> None:
    """Copy what git has of this checkout, as it stands."""
    names = run("git", "-c", "safe.directory=*", "ls-files", "-z").split("\0")
    for name in filter(None, names):
        if (ROOT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)


def build(folder: Path) -> tuple[Path, Path]:
    """Build from a copy of the checkout; wheel and sdist."""
    source = folder / "source"
    copy_checkout(source)
    epoch = run("git", "-c", "safe.directory=*", "log", "-1", "--format=%ct").strip()
    out = folder / "dist"
    run(sys.executable, "-m", "build", "--outdir", str(out), str(source), SOURCE_DATE_EPOCH=epoch)
    (wheel,), (sdist,) = out.glob("*.whl"), out.glob("*.tar.gz")
    return wheel, sdist


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def newest_version() -> str:
    """The newest release that the changes are listed of."""
    text = (PACKAGE / "guides" / "changes.md").read_text("utf-8")
    found = re.search(r"^## (\d+\.\d+\.\d+)", text, re.MULTILINE)
    return found[1] if found else ""


def check_contents(wheel: Path, sdist: Path) -> list[str]:
    """What is missing in wheel and sdist, or too much."""
    problems = []
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    problems += [f"{wheel.name} lacks {name}" for name in READ_AT_RUN_TIME if name not in names]
    problems += [f"{wheel.name} has {n}" for n in names if n.startswith("tests/") or "/.work/" in n]
    with tarfile.open(sdist) as archive_of_source:
        inside = {name.partition("/")[2] for name in archive_of_source.getnames()}
    wanted = ("README.md", "pyproject.toml", "config.toml", "tests/conftest.py", "voices/lan.toml")
    problems += [f"{sdist.name} lacks {name}" for name in wanted if name not in inside]
    if newest_version() != wheel.name.split("-")[1]:
        problems.append(f"{wheel.name}: changes.md has {newest_version() or 'no release'} on top")
    return problems


def list_needed() -> list[Distribution]:
    """What is installed with the program, its extra ``natural`` and what those need."""
    waiting = [Requirement("audiopaper[natural]")]
    found: dict[str, Distribution] = {}
    seen: set[str] = set()
    while waiting:
        wanted = waiting.pop()
        if str(wanted) in seen:
            continue
        seen.add(str(wanted))
        try:
            package = distribution(wanted.name)
        except PackageNotFoundError:
            # For another system or version of Python.
            continue
        found[package.name.lower()] = package
        for line in package.requires or ():
            needed = Requirement(line)
            extras = {"extra": ""}, *({"extra": name} for name in wanted.extras)
            if needed.marker is None or any(needed.marker.evaluate(extra) for extra in extras):
                waiting.append(needed)
    return [found[name] for name in sorted(found)]


def licence_of(package: Distribution) -> str:
    """The licence that a package states; ``NOASSERTION`` where it states none."""
    about = package.metadata
    stated = about.get("License-Expression") or ""
    if not stated:
        classes = [c for c in about.get_all("Classifier") or () if c.startswith("License ::")]
        stated = "; ".join(c.rpartition(" :: ")[2] for c in classes)
    text = about.get("License") or ""
    return stated or (text if text and len(text) < 80 and "\n" not in text else "NOASSERTION")


def write_sbom(wheel: Path, folder: Path) -> None:
    """Write ``sbom.json`` and ``LICENCES.md`` of what is installed with the wheel."""
    packages = [package for package in list_needed() if package.name != "audiopaper"]
    version = wheel.name.split("-")[1]
    own = {
        "type": "application",
        "bom-ref": f"pkg:pypi/audiopaper@{version}",
        "purl": f"pkg:pypi/audiopaper@{version}",
        "name": "audiopaper",
        "version": version,
        "licenses": [{"expression": "GPL-3.0-or-later"}],
        "hashes": [{"alg": "SHA-256", "content": digest(wheel)}],
    }
    parts = [
        {
            "type": "library",
            "bom-ref": f"pkg:pypi/{package.name.lower()}@{package.version}",
            "purl": f"pkg:pypi/{package.name.lower()}@{package.version}",
            "name": package.name,
            "version": package.version,
            "licenses": [{"license": {"name": licence_of(package)}}],
        }
        for package in packages
    ]
    serial = uuid.uuid5(uuid.NAMESPACE_URL, digest(wheel))
    bom = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {"component": own},
        "components": parts,
    }
    (folder / "sbom.json").write_text(json.dumps(bom, indent=1, ensure_ascii=False), "utf-8")
    rows = "\n".join(f"| {p.name} | {p.version} | {licence_of(p)} |" for p in packages)
    (folder / "LICENCES.md").write_text(
        "# Licences of what is installed with audiopaper[natural]\n\n"
        f"audiopaper {version} itself: GPL-3.0-or-later (audiopaper/LICENSE in the wheel). What data\n"
        "it has of others, and their licences, stands in the README and `audiopaper guide readings`.\n\n"
        f"| package | version | licence that it states |\n| --- | --- | --- |\n{rows}\n",
        "utf-8",
    )


def main() -> int:
    """Build, check, and write what a release needs."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--folder", type=Path, help="where wheel, sdist, SBOM and licences go")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        first = build(Path(scratch) / "first")
        second = build(Path(scratch) / "second")
        problems = [
            f"{one.name} is another at each build"
            for one, two in zip(first, second, strict=True)
            if digest(one) != digest(two)
        ]
        wheel, sdist = first
        programs = Path(sys.executable).parent
        run(str(programs / "twine"), "check", "--strict", str(wheel), str(sdist))
        run(str(programs / "check-wheel-contents"), "--ignore", IGNORED, str(wheel))
        problems += check_contents(wheel, sdist)
        folder = options.folder or Path(scratch) / "release"
        folder.mkdir(parents=True, exist_ok=True)
        write_sbom(wheel, folder)
        for path in first:
            shutil.copyfile(path, folder / path.name)
        for path in sorted(folder.iterdir()):
            print(f"{digest(path)}  {path.stat().st_size:>10,}  {path.name}")
    for problem in problems:
        print(problem, file=sys.stderr)
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
