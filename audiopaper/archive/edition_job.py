"""The job that makes one edition: pages from storage in, an episode in storage out."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
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
from audiopaper.archive.discovery import EditionSource
from audiopaper.archive.job_settings import JobSettings, config_for
from audiopaper.archive.scratch import scratch_folder
from audiopaper.archive.shared_cache import SharedEntries
from audiopaper.archive.storage import WORK, Storage
from audiopaper.errors import AudiopaperError, InputError, PublishError
from audiopaper.pipeline.production import Order, produce
from audiopaper.runtime import limited_to, tell_nobody
from audiopaper.store.clip_store import ClipCache
from audiopaper.translations import _, system_reason

if TYPE_CHECKING:
    from audiopaper.pipeline.engine_choice import Gate
    from audiopaper.runtime import ProgressCallback

State = Literal["made", "kept", "failed"]
"""``kept``: it had been made before of the same pages and settings."""

Fault = Literal["", "pages", "means"]
"""Cause of a failure: the edition's own pages, or the means that all editions share."""

BRAKE_S = 5.0
"""Seconds that a worker waits if it cannot write: one with a full disk fails so fast that it would
otherwise draw all editions of the archive to itself."""

_LAYOUT_LOCK = threading.Lock()

_NEXT_ENTRIES = 40
"""Number of the least sure readings of an edition that its manifest lists."""

_UNSURE = 0.9
"""A reading is unsure below this: no rule decided it, and the sources disagree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The outcome of one edition."""

    edition: EditionSource
    """The edition."""

    state: State
    """Its state now."""

    seconds: float = 0.0
    """Duration of the job."""

    facts: Facts | None = None
    """Figures for the summary."""

    fault: Fault = ""
    """Cause of the failure."""

    problem: str = ""
    """The problem, in words."""

    remedy: str = ""
    """What to do about it."""


def make_edition(
    edition: EditionSource,
    job_settings: JobSettings,
    gate: Gate | None = None,
    tell: ProgressCallback = tell_nobody,
) -> Result:
    """Make one edition on one core, unless its manifest shows that it was made of these pages.

    Args:
        edition: The edition.
        job_settings: What with.
        gate: Wraps the engine with the rate limit.
        tell: Called when a step of it is done.

    Returns:
        The outcome; expected failures are not raised, so that one edition never stops others.
    """
    began = time.monotonic()

    def failed(fault: Fault, problem: str, remedy: str) -> Result:
        return Result(
            edition=edition,
            state="failed",
            seconds=time.monotonic() - began,
            fault=fault,
            problem=problem,
            remedy=remedy,
        )

    try:
        with limited_to(1):
            state, facts = _make(edition, job_settings, gate, tell)
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
        problem = _(
            "the worker's own disk fails: {where}{reason}",
            where=where,
            reason=system_reason(error),
        )
        return failed("means", problem, _("free space there, or set TMPDIR for the worker"))
    return Result(edition=edition, state=state, seconds=time.monotonic() - began, facts=facts)


def _make(
    edition: EditionSource, job_settings: JobSettings, gate: Gate | None, tell: ProgressCallback
) -> tuple[State, Facts]:
    source, output = Storage(job_settings.source), Storage(job_settings.output)
    pages = [(name, data or b"") for name, data in source.read_all(edition.pages)]
    inputs = hashlib.sha256(repr(pages).encode()).hexdigest()
    settings = job_settings.fingerprint
    manifest = _manifest_of(edition, output)
    if manifest and (manifest["inputs"], manifest["settings"]) == (inputs, settings):
        return "kept", manifest["facts"]
    scratch = scratch_folder() / settings[:16]
    scratch.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=scratch, prefix="edition-") as name:
        folder = Path(name)
        shared = _lay_out_settings(scratch, job_settings)
        for path in shared.iterdir():
            (folder / path.name).symlink_to(path)
        inbox = folder / edition.date.isoformat()
        inbox.mkdir()
        for page, data in pages:
            (inbox / PurePosixPath(page).name).write_bytes(data)
        bare = replace(job_settings, voices=(), extras=())
        config = config_for(bare, edition.title, edition.date.year, folder)
        order = Order(paths=(inbox,), date=edition.date, engine=job_settings.engine, hold=True)
        outcome = produce(order, config, tell, cache=_cache(output, scratch), gate=gate)
        work = folder / "output" / WORK / edition.date.isoformat()
        staged = sorted(p for p in (work / "episode").iterdir() if p.is_file())
        files = {path.name: path.read_bytes() for path in staged}
        facts = _facts(work, pages, outcome.warnings)
    top = folder_of(edition)
    output.write_all({f"{top}/{name}": data for name, data in files.items()})
    document = {
        "schema": SCHEMA,
        "title": edition.title,
        "date": edition.date.isoformat(),
        "inputs": inputs,
        "settings": settings,
        "files": {n: [len(data), hashlib.sha256(data).hexdigest()] for n, data in files.items()},
        "facts": facts,
    }
    # The manifest is written last: it shows that all other files are complete.
    output.write(manifest_name(edition), json.dumps(document, ensure_ascii=False).encode())
    return "made", facts


def _manifest_of(edition: EditionSource, output: Storage) -> Manifest | None:
    """Read an edition's manifest; None if it is missing or damaged, so that it is made again."""
    name = manifest_name(edition)
    data = output.read(name)
    try:
        return read_stored(name, data, Manifest)
    except PublishError:
        return None


def _facts(work: Path, pages: list[tuple[str, bytes]], warnings: tuple[str, ...]) -> Facts:
    """The figures of an edition, from its report."""
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
    """The clip cache of all workers: the folder itself, or local copies of remote clips."""
    shared = output.local(f"{WORK}/cache")
    if shared is not None:
        return ClipCache(shared)
    folder = scratch / "clips"
    return ClipCache(folder, SharedEntries(folder, output))


def _lay_out_settings(scratch: Path, job_settings: JobSettings) -> Path:
    """Lay the files of the settings out, once for all editions of this process."""
    folder, begun = scratch / "settings", scratch / "settings.begun"
    # A worker may make several editions at once, and none may see half the files; nor may a later
    # one, if the disk was full.
    with _LAYOUT_LOCK:
        if not folder.exists():
            shutil.rmtree(begun, ignore_errors=True)
            begun.mkdir()
            config_for(job_settings, "", dt.date.min.year, begun)
            begun.replace(folder)
    return folder
