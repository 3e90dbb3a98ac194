"""One edition of an archive, on any machine: pages in, an episode in shared storage out."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import tempfile
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Literal

from audiopaper.archive.archive_folder import (
    SCHEMA,
    Facts,
    Manifest,
    folder_of,
    manifest_name,
    read_stored,
)
from audiopaper.archive.discovery import Found
from audiopaper.archive.job_settings import Kit, config_for
from audiopaper.archive.scratch import scratch_folder
from audiopaper.archive.shared_cache import SharedEntries
from audiopaper.archive.storage import WORK, Storage
from audiopaper.errors import AudiopaperError, InputError, PublishError
from audiopaper.pipeline.production import Order, produce
from audiopaper.runtime import limited_to, tell_nobody
from audiopaper.store.clip_store import ClipCache

if TYPE_CHECKING:
    from audiopaper.pipeline.engine_choice import Gate
    from audiopaper.runtime import Teller

State = Literal["made", "kept", "failed"]
"""``kept``: another run, or this one before, had made it of the same pages and settings."""

Fault = Literal["", "pages", "means"]
"""What an edition fails by: its own pages, or what it is made with, which others share."""

BRAKE_S = 5.0
"""How long a worker waits that cannot write: one with a full disk fails so fast that it would
otherwise draw the whole archive's editions to itself."""

_LAYING = threading.Lock()

_NEXT_ENTRIES = 40
"""Of the readings an edition is least sure of; what comes up in many is what to look up."""

_UNSURE = 0.9
"""Below this a reading is one that no rule and no agreement of sources settled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one edition."""

    found: Found
    """Which."""

    state: State
    """What became of it."""

    seconds: float = 0.0
    """How long it took."""

    facts: Facts | None = None
    """What the summary is made of; see `_facts`."""

    fault: Fault = ""
    """What it failed by."""

    problem: str = ""
    """Why it failed."""

    remedy: str = ""
    """What to do about that."""


def make_edition(
    found: Found, kit: Kit, gate: Gate | None = None, tell: Teller = tell_nobody
) -> Result:
    """Make one edition on one core, unless its manifest says that it is made of these very pages.

    Args:
        found: Which.
        kit: What with.
        gate: What stands between an engine and those that ask it.
        tell: Told whenever something of it is done.

    Returns:
        What became of it; no expected failure is raised, so that one edition never stops others.
    """
    began = time.monotonic()

    def failed(fault: Fault, problem: str, remedy: str) -> Result:
        return Result(
            found=found,
            state="failed",
            seconds=time.monotonic() - began,
            fault=fault,
            problem=problem,
            remedy=remedy,
        )

    try:
        with limited_to(1):
            state, facts = _make(found, kit, gate, tell)
    except InputError as error:
        return failed("pages", error.problem, error.remedy)
    except PublishError as error:
        time.sleep(BRAKE_S)
        return failed("means", error.problem, error.remedy)
    except AudiopaperError as error:
        return failed("means", error.problem, error.remedy)
    except OSError as error:
        time.sleep(BRAKE_S)
        where = f"{error.filename}: " if error.filename else ""
        problem = f"the worker's own disk fails: {where}{error.strerror or error}"
        return failed("means", problem, "free space there, or set TMPDIR for the worker")
    return Result(found=found, state=state, seconds=time.monotonic() - began, facts=facts)


def _make(found: Found, kit: Kit, gate: Gate | None, tell: Teller) -> tuple[State, Facts]:
    source, output = Storage(kit.source), Storage(kit.output)
    pages = [(name, data or b"") for name, data in source.read_all(found.pages)]
    inputs = hashlib.sha256(repr(pages).encode()).hexdigest()
    settings = kit.settings
    manifest = _manifest_of(found, output)
    if manifest and (manifest["inputs"], manifest["settings"]) == (inputs, settings):
        return "kept", manifest["facts"]
    scratch = scratch_folder() / settings[:16]
    scratch.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=scratch, prefix="edition-") as name:
        folder = Path(name)
        kept = _lay_kit(scratch, kit)
        for path in kept.iterdir():
            (folder / path.name).symlink_to(path)
        inbox = folder / found.date.isoformat()
        inbox.mkdir()
        for page, data in pages:
            (inbox / PurePosixPath(page).name).write_bytes(data)
        bare = replace(kit, voices=(), extras=())
        config = config_for(bare, found.title, found.date.year, folder)
        order = Order(paths=(inbox,), date=found.date, engine=kit.engine, hold=True)
        outcome = produce(order, config, tell, cache=_cache(output, scratch), gate=gate)
        work = folder / "output" / WORK / found.date.isoformat()
        staged = sorted(p for p in (work / "episode").iterdir() if p.is_file())
        files = {path.name: path.read_bytes() for path in staged}
        facts = _facts(work, pages, outcome.warnings)
    top = folder_of(found)
    output.write_all({f"{top}/{name}": data for name, data in files.items()})
    told = {
        "schema": SCHEMA,
        "title": found.title,
        "date": found.date.isoformat(),
        "inputs": inputs,
        "settings": settings,
        "files": {n: [len(data), hashlib.sha256(data).hexdigest()] for n, data in files.items()},
        "facts": facts,
    }
    # Last: it says that all the rest is there.
    output.write(manifest_name(found), json.dumps(told, ensure_ascii=False).encode())
    return "made", facts


def _manifest_of(found: Found, output: Storage) -> Manifest | None:
    """Read an edition's manifest; one that is damaged is written anew with its edition."""
    name = manifest_name(found)
    data = output.read(name)
    try:
        return read_stored(name, data, Manifest)
    except PublishError:
        return None


def _facts(work: Path, pages: list[tuple[str, bytes]], warnings: tuple[str, ...]) -> Facts:
    """What a summary over many editions needs of one; nobody will read ten thousand reports."""
    report = json.loads((work / "report.json").read_text("utf-8"))
    page_chars = sum(_count(data.decode("utf-8", "ignore")) for _, data in pages)
    furniture = sum(_count(row["text"]) for row in report["furniture"])
    unsure = [
        row
        for row in report["readings"]
        if row["sure"] < _UNSURE and row["kind"] not in ("number", "letters")
    ]
    return {
        "pages": report["pages"],
        "articles": report["articles"],
        "stories": len(report["picks"]),
        "characters": sum(row["characters"] for row in report["picks"]),
        "page_characters": page_chars,
        "furniture_share": round(furniture / page_chars, 3) if page_chars else 0.0,
        "repairs": len(report["repairs"]),
        "minutes": report["minutes"],
        "loudness_lufs": report["loudness_lufs"],
        "spoken_anew": report["spoken_anew"],
        "retries": report["retries"],
        "doubtful": [(row["text"], row["said"], row["count"]) for row in unsure[:_NEXT_ENTRIES]],
        "warnings": list(warnings),
    }


def _count(text: str) -> int:
    return sum(not c.isspace() for c in text)


def _cache(output: Storage, scratch: Path) -> ClipCache:
    """Clips that all workers share: the very folder, or copies of what stands elsewhere."""
    shared = output.local(f"{WORK}/cache")
    if shared is not None:
        return ClipCache(shared)
    folder = scratch / "clips"
    return ClipCache(folder, SharedEntries(folder, output))


def _lay_kit(scratch: Path, kit: Kit) -> Path:
    """The kit's files, laid out once for all editions of this process."""
    folder = scratch / "kit"
    # A worker may make several editions at once, and none may see half a kit.
    with _LAYING:
        if not folder.exists():
            folder.mkdir()
            config_for(kit, "", dt.date.min.year, folder)
    return folder
