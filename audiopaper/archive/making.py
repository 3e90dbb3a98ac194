"""One edition of an archive, on any machine: pages in, an episode in shared storage out."""

from __future__ import annotations

import atexit
import contextlib
import datetime as dt
import hashlib
import json
import re
import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Literal

from audiopaper.archive.finding import Found
from audiopaper.archive.shared_cache import SharedCache
from audiopaper.archive.storage import Storage
from audiopaper.cache import ClipCache
from audiopaper.config import Config
from audiopaper.errors import AudiopaperError
from audiopaper.pipeline.episode import Order, produce
from audiopaper.progress import tell_nobody

if TYPE_CHECKING:
    from audiopaper.pipeline.speaking import Gate

SCHEMA = 1
"""Of a manifest."""

TRIES = 3
"""Of an edition that fails; then it is set aside with its report."""

WORK = ".work"
"""Below the output's address: cache, manifests, failures. Never served."""

State = Literal["made", "kept", "failed"]
"""``kept``: another run, or this one before, had made it of the same pages and settings."""

_NEXT_ENTRIES = 40
"""Of the readings an edition is least sure of; what comes up in many is what to look up."""

_UNSURE = 0.9
"""Below this a reading is one that no rule and no agreement of sources settled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """What every edition of an archive is made with; sent to each worker once."""

    source: str
    """Address of the pages."""

    output: str
    """Address of what is made."""

    config: Config
    """Settings; titles and addresses in them are an edition's own."""

    voices: tuple[tuple[str, bytes], ...]
    """Presenters, lexicons and sounds: each file's name and bytes."""

    engine: str
    """Name of the engine."""

    @property
    def settings(self) -> str:
        """A hash of all that changes an episode besides its pages."""
        told = repr((replace(self.config, folder=Path(), output=""), self.engine, self.voices))
        return hashlib.sha256(told.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one edition."""

    found: Found
    """Which."""

    state: State
    """What became of it."""

    seconds: float = 0.0
    """How long it took."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    """What the summary is made of; see `_facts`."""

    problem: str = ""
    """Why it failed."""

    remedy: str = ""
    """What to do about that."""


def slug(title: str) -> str:
    """A title's name in addresses: itself where it is plain ASCII, else a hash of it.

    Example:
        >>> slug("qingchuan-daily"), slug("青川日报")
        ('qingchuan-daily', 't-dbcd3cdd')
    """
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", title):
        return title
    return f"t-{hashlib.sha256(title.encode()).hexdigest()[:8]}" if title else "all"


def manifest_name(found: Found) -> str:
    """Where an edition's manifest stands: whoever finds it whole need not make the edition."""
    return f"{WORK}/manifests/{slug(found.title)}/{found.date}.json"


def failure_name(found: Found) -> str:
    """Where an edition that failed is told of."""
    return f"{WORK}/failed/{slug(found.title)}/{found.date}.json"


def folder_of(found: Found) -> str:
    """Where an edition's episode stands: in the feed of its title and year."""
    return f"{slug(found.title)}/{found.date.year}/episodes/{found.date}"


def config_for(kit: Kit, title: str, year: int, folder: Path) -> Config:
    """The settings of one title's year, at work in a folder of this machine.

    Args:
        kit: For the settings and the voices, which are laid out in ``folder``.
        title: The newspaper.
        year: Whose feed it is.
        folder: Where ``output`` and ``voices`` are to stand.
    """
    for name, data in kit.voices:
        path = folder / "voices" / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    show = kit.config.show
    return replace(
        kit.config,
        sample=False,
        inbox="",
        folder=folder,
        output="output",
        voices="voices",
        show=replace(
            show,
            title=f"{title or show.title} {year}",
            id=f"{show.id}.{slug(title)}",
            base_url=f"{show.base_url}{slug(title)}/{year}/",
        ),
        publish=replace(kit.config.publish, hold=True, target=""),
    )


def make_edition(found: Found, kit: Kit, gate: Gate | None = None) -> Result:
    """Make one edition, unless its manifest says that it is made of these very pages.

    Args:
        found: Which.
        kit: What with.
        gate: What stands between an engine and those that ask it.

    Returns:
        What became of it; no expected failure is raised, so that one edition never stops others.
    """
    began = time.monotonic()
    try:
        state, facts = _make(found, kit, gate)
    except AudiopaperError as error:
        return Result(
            found=found,
            state="failed",
            seconds=time.monotonic() - began,
            problem=error.problem,
            remedy=error.remedy,
        )
    return Result(found=found, state=state, seconds=time.monotonic() - began, facts=facts)


def _make(found: Found, kit: Kit, gate: Gate | None) -> tuple[State, Mapping[str, Any]]:
    source, output = Storage(kit.source), Storage(kit.output)
    pages = [(name, source.read(name) or b"") for name in found.pages]
    inputs = hashlib.sha256(repr(pages).encode()).hexdigest()
    manifest = _load(output.read(manifest_name(found)))
    if manifest.get("inputs") == inputs and manifest.get("settings") == kit.settings:
        return "kept", manifest["facts"]
    scratch = _scratch(kit.settings)
    with tempfile.TemporaryDirectory(dir=scratch, prefix="edition-") as name:
        folder = Path(name)
        (folder / "voices").symlink_to(_voices(scratch, kit))
        inbox = folder / found.date.isoformat()
        inbox.mkdir()
        for path, data in pages:
            (inbox / PurePosixPath(path).name).write_bytes(data)
        config = config_for(replace(kit, voices=()), found.title, found.date.year, folder)
        order = Order(paths=(inbox,), date=found.date, engine=kit.engine, hold=True)
        cache = _cache(output, scratch)
        outcome = produce(order, config, tell_nobody, cache=cache, gate=gate)
        work = folder / "output" / WORK / found.date.isoformat()
        staged = work / "episode"
        files = {}
        for made in sorted(p for p in staged.iterdir() if p.is_file()):
            data = made.read_bytes()
            files[made.name] = hashlib.sha256(data).hexdigest()
            output.write(f"{folder_of(found)}/{made.name}", data)
        facts = _facts(work, pages, outcome.warnings)
    told = {
        "schema": SCHEMA,
        "title": found.title,
        "date": found.date.isoformat(),
        "inputs": inputs,
        "settings": kit.settings,
        "files": files,
        "facts": facts,
    }
    output.write(manifest_name(found), json.dumps(told, ensure_ascii=False).encode())
    return "made", facts


def _facts(work: Path, pages: list[tuple[str, bytes]], warnings: tuple[str, ...]) -> dict[str, Any]:
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
        "doubtful": [[row["text"], row["said"], row["count"]] for row in unsure[:_NEXT_ENTRIES]],
        "warnings": list(warnings),
    }


def _count(text: str) -> int:
    return sum(not c.isspace() for c in text)


def _load(data: bytes | None) -> dict[str, Any]:
    """A manifest; an empty one where there is none, or it is another program's."""
    try:
        told = json.loads(data or b"{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) and told.get("schema") == SCHEMA else {}


def _cache(output: Storage, scratch: Path) -> ClipCache:
    """Clips that all workers share: the very folder, or copies of what stands elsewhere."""
    shared = output.local(f"{WORK}/cache")
    return ClipCache(shared) if shared is not None else SharedCache(scratch / "clips", output)


@lru_cache(maxsize=1)
def _scratch(settings: str) -> Path:
    """A folder of this process, removed when it ends."""
    folder = Path(tempfile.mkdtemp(prefix=f"audiopaper-{settings[:8]}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _voices(scratch: Path, kit: Kit) -> Path:
    folder = scratch / "kit"
    with contextlib.suppress(FileExistsError):
        folder.mkdir()
        config_for(kit, "", dt.date.min.year, folder)
    return folder / "voices"
