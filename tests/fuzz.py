"""A campaign of damaged input against every reader, to be run for hours outside CI.

``python -m tests.fuzz --minutes 60 --workers 2`` takes real and made-up input of each kind (the
corpus), damages it at random and asks the promises in `TARGETS`. What breaks one is made as small
as it gets and stored in ``tests/data/findings``, where `tests.test_findings` asks it again at
every run of the tests. A seed repeats a campaign: ``--seed 7``. What kills a worker is left in the
file that the campaign names at its start.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import logging
import multiprocessing
import random
import resource
import socket
import sys
import tempfile
import time
import traceback
import wave
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from unittest import mock

import numpy as np

from audiopaper.articles import split_articles
from audiopaper.articles.coverage import find_lost_text
from audiopaper.audio.file_decoder import read_audio
from audiopaper.audio.mp3_encoder import FORMS, count_frames, encode
from audiopaper.audio.mp3_frames import find_mp3_damage
from audiopaper.cleaning import clean_article
from audiopaper.config import LeadSettings, load_presenters, read_config
from audiopaper.engines.edge_answer import decode_answer, measure_stream
from audiopaper.engines.service_audio import make_clip
from audiopaper.errors import AudiopaperError
from audiopaper.leads import rank_articles
from audiopaper.lexicon import Lexicon, load_file, load_lexicon
from audiopaper.model import Clip, Edition, Page, Segment
from audiopaper.numbers import find_numbers, spell_numbers, spell_segment
from audiopaper.pages import read_edition
from audiopaper.pages.decoding import BadPageError
from audiopaper.pages.scan import page_reader
from audiopaper.pages.scan.page_images import MAX_EDGE, read_images
from audiopaper.readings import add_readings
from audiopaper.rundown import load_rundown
from audiopaper.show.episode_record import load_episode
from audiopaper.store.clip_store import ClipCache
from tests.support.paths import DATA, LEXICON_FOLDER, ROOT
from tests.support.printed_stories import make_page
from tests.tools.printed import hostile
from tests.tools.printed.alto import write_alto, write_hocr
from tests.tools.printed.pdf import write_pdf
from tests.tools.printed.setting import Sheet
from tests.tools.printed.styles import STYLES

FINDINGS = DATA / "findings"

LONGEST_S = 20.0
"""An input of some kilobytes that takes so much processor time has found a pattern that backtracks."""

MOST_KB = 2_000_000
"""Memory that no input may take."""

_SPLICES = (
    *("（" * 40, "）", "“" * 30, "【", "《" * 20, "0" * 60, "１２", "-" * 50, "...." * 9, "%" * 20),
    *(
        "二〇二六年",
        "3:2",
        "10%-15%",
        "本报讯（记者 ",
        "■",
        "下转第2版",
        "# ",
        "## ",
        "\n\n",
        "\r\n",
    ),
    *(
        "\ufeff",
        "\u200b",
        "\u202e",
        "\x00",
        "\x1b[31m",
        "\u3000",
        "\ud7ff",
        "𠮷",
        "👩‍👩‍👧",
        "ﷺ",
        "é",
        "Ⅻ",
    ),
    *("]]>", "<script>", "&amp;", '"""', "'''", "[[", "= ", "../../", "nan", "1e999", "-1", "\\"),
)


def ask_pages(data: bytes, folder: Path) -> None:
    """A page of any bytes is read or refused, and what is read is kept to the last character."""
    path = folder / "01.txt"
    path.write_bytes(data)
    edition = read_edition([path], date=None)
    found = split_articles(edition)
    assert find_lost_text(edition, found) == ()
    rank_articles(found.articles, LeadSettings())
    for article in found.articles:
        clean_article(article)


def ask_articles(data: bytes, folder: Path) -> None:
    """Two pages of any text lose nothing."""
    lines = _text(data).splitlines() or [""]
    half = len(lines) // 2
    pages = (lines[:half], lines[half:])
    edition = Edition(
        date=None,
        paper="",
        pages=tuple(
            Page(number=n, name=f"{n}.txt", lines=tuple(page)) for n, page in enumerate(pages, 1)
        ),
    )
    assert find_lost_text(edition, split_articles(edition)) == ()


def ask_numbers(data: bytes, folder: Path) -> None:
    """Any text is written out without a digit, and written out again it stays."""
    text = _text(data)
    spoken = spell_numbers(text)
    assert not any(c.isdecimal() for c in spoken)
    assert spell_numbers(spoken) == spoken
    groups = find_numbers(text)
    assert all(a.end <= b.start for a, b in pairwise(groups))


def ask_readings(data: bytes, folder: Path) -> None:
    """Readings tile any text, and what is spoken is spoken so again."""
    text = _text(data)[:400].strip()
    if not text:
        return
    (segment,) = _settle(text)
    at = 0
    for reading in segment.readings:
        assert reading.start == at
        at = reading.end
    assert at == len(text)
    spoken = segment.spoken
    assert not any(c.isdecimal() for c in spoken)
    if spoken:
        assert _settle(spoken)[0].spoken == spoken


def ask_rundown(data: bytes, folder: Path) -> None:
    """A rundown of any bytes is read or refused."""
    path = folder / "rundown.toml"
    path.write_bytes(data)
    load_rundown(path, presenters=("lan", "song"))


def ask_lexicon(data: bytes, folder: Path) -> None:
    """A lexicon of any bytes is read or refused, and answers once it is read."""
    path = folder / "own.toml"
    path.write_bytes(data)
    load_file(path)


def ask_config(data: bytes, folder: Path) -> None:
    """Settings and presenters of any bytes are read or refused."""
    path = folder / "config.toml"
    path.write_bytes(data)
    read_config(path)
    load_presenters(folder)


def ask_episode(data: bytes, folder: Path) -> None:
    """Metadata of any bytes is read or refused."""
    path = folder / "episode.json"
    path.write_bytes(data)
    load_episode(path)


def ask_sound(data: bytes, folder: Path) -> None:
    """What a service sent is a clip or is refused, whatever it is."""
    with contextlib.suppress(ValueError):
        count_frames(data)
    find_mp3_damage(data)
    measure_stream(data)
    with contextlib.suppress(AudiopaperError):
        decode_answer(data)
    make_clip(data, "青川", service="a service", counted=True, pace=1.0, raw_rate_hz=24_000)


def ask_music(data: bytes, folder: Path) -> None:
    """A show's own audio file is read or refused."""
    path = folder / "bed.wav"
    path.write_bytes(data)
    read_audio(path, 24_000, max_s=30)


def ask_cache(data: bytes, folder: Path) -> None:
    """A damaged entry of the cache is none, or the clip that was stored."""
    cache = ClipCache(folder / "cache")
    clip = Clip(pcm=bytes(range(256)) * 8, rate_hz=24_000)
    key = "0" * 64
    cache.store(key, clip)
    (path,) = [p for p in (folder / "cache").rglob("*") if p.is_file()]
    stored = path.read_bytes()
    path.write_bytes(_mix(stored, data))
    assert cache.load(key) in (None, clip)


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="replace")


@lru_cache
def _lexicon() -> Lexicon:
    return load_lexicon(LEXICON_FOLDER)


def _settle(text: str) -> tuple[Segment, ...]:
    return add_readings([spell_segment(Segment(item=0, presenter="lan", printed=text))], _lexicon())


def _mix(stored: bytes, data: bytes) -> bytes:
    """A stored entry with a hole, a tail or other bytes as ``data`` says."""
    dice = random.Random(data)
    at = dice.randrange(len(stored))
    end = at + dice.randrange(64)
    return stored[:at] + dice.choice([b"", data[: end - at], bytes(end - at)]) + stored[end:]


def _files(*patterns: str) -> list[bytes]:
    return [path.read_bytes() for pattern in patterns for path in sorted(ROOT.glob(pattern))]


def _sounds() -> list[bytes]:
    sine = np.sin(np.arange(1152 * 20) / 9) * 0.3
    samples = sine.astype(np.float32)
    wav = io.BytesIO()
    with wave.open(wav, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(24_000)
        out.writeframes((sine * 32_767).astype(np.int16).tobytes())
    return [wav.getvalue(), encode(samples, FORMS[24_000]), encode(samples, FORMS[44_100])]


def _ask_printed(data: bytes, folder: Path, name: str) -> None:
    """Printed pages, damaged: read, or one sentence; each line has its place, nothing is fetched."""
    path = folder / name
    path.write_bytes(data)
    (folder / "secret.txt").write_text(hostile.SECRET, "utf-8")
    with mock.patch.object(socket.socket, "connect", side_effect=AssertionError("it fetched")):
        pages = read_edition([path], date=None).pages
    for page in pages:
        text = "".join(page.lines)
        assert hostile.SECRET not in text
        assert "root:x:0" not in text
        if page.layout is not None:
            assert len(page.layout.lines) == len(page.lines)
        split_articles(Edition(date=None, paper="", pages=(page,)))


def ask_pdf(data: bytes, folder: Path) -> None:
    """A PDF file."""
    _ask_printed(data, folder, "day.pdf")


def ask_alto(data: bytes, folder: Path) -> None:
    """An ALTO or METS file."""
    _ask_printed(data, folder, "day.xml")


def ask_mets(data: bytes, folder: Path) -> None:
    """A METS file with a page beside it."""
    (folder / "1.xml").write_bytes(_page_beside())
    _ask_printed(data, folder, "mets.xml")


@lru_cache
def _page_beside() -> bytes:
    return write_alto(make_page("evening")[0]).encode()


def ask_hocr(data: bytes, folder: Path) -> None:
    """An hOCR file."""
    _ask_printed(data, folder, "day.hocr")


def ask_picture(data: bytes, folder: Path) -> None:
    """The file of a picture, not recognised: its pages, or one sentence."""
    path = folder / "day.png"
    path.write_bytes(data)
    sentence = "it is read"
    try:
        for image in read_images(path):
            assert image.pixels.dtype == np.uint8
            assert max(image.pixels.shape) <= MAX_EDGE
    except BadPageError as bad:
        sentence = str(bad)
    assert sentence


def ask_scan(data: bytes, folder: Path) -> None:
    """The file of a picture, recognised."""
    with mock.patch.object(page_reader, "_store_folder", return_value=folder / "store"):
        _ask_printed(data, folder, "day.png")


def _sheets() -> list[Sheet]:
    return [make_page(style)[0] for style in STYLES]


PAGES = ("audiopaper/sample/*.txt", "tests/editions/*/*.txt", "tests/heldout/*/*/*.txt")

TARGETS: dict[str, tuple[Callable[[bytes, Path], None], Callable[[], list[bytes]]]] = {
    "pages": (ask_pages, lambda: _files(*PAGES, "tests/data/corpus/page.*")),
    "articles": (ask_articles, lambda: _files(*PAGES)),
    "pdf": (ask_pdf, lambda: [write_pdf(_sheets()[:n], shuffle=n) for n in (1, 2, 3)]),
    "alto": (
        ask_alto,
        lambda: [*(write_alto(s).encode() for s in _sheets()), *hostile.xml_files()],
    ),
    "mets": (ask_mets, hostile.mets_files),
    "picture": (ask_picture, hostile.pictures),
    "scan": (ask_scan, hostile.pictures),
    "hocr": (ask_hocr, lambda: [write_hocr(s).encode() for s in _sheets()]),
    "numbers": (ask_numbers, lambda: _files(*PAGES, "tests/data/numbers*")),
    "readings": (ask_readings, lambda: _files(*PAGES, "tests/data/names*", "tests/data/places*")),
    "rundown": (ask_rundown, lambda: _files("tests/data/corpus/rundown.toml")),
    "lexicon": (ask_lexicon, lambda: _files("voices/lexicon/*.toml")),
    "config": (ask_config, lambda: _files("config.toml", "voices/*.toml")),
    "episode": (ask_episode, lambda: _files("tests/data/corpus/episode.json")),
    "sound": (ask_sound, _sounds),
    "music": (ask_music, _sounds),
    "cache": (ask_cache, lambda: [b"\x00" * 32, b"\xff" * 32, b"RIFF"]),
}
"""Each promise by name, and where its corpus comes from."""

PICTURES = ("picture", "scan")
"""Targets whose files are damaged in their headers too."""


def damage(data: bytes, corpus: list[bytes], dice: random.Random) -> bytes:
    """Damage an input as scans, transfers and hands do; text mostly stays text."""
    window = dice.choice([200, 800, 3000, 0, 0])
    if 0 < window < len(data):
        at = dice.randrange(len(data) - window)
        data = data[at : at + window]
    for _ in range(dice.choice([0, 1, 1, 2, 3, 5, 9])):
        at, to = (dice.randrange(len(data) + 1) for _ in range(2))
        start, end = min(at, to), max(at, to)
        match dice.randrange(9):
            case 0:
                data = data[:start] + data[end:]
            case 1:
                data = data[:at] + dice.choice(_SPLICES).encode("utf-8", "replace") + data[at:]
            case 2:
                data = data[:end] + data[start:end][:2000] + data[end:]
            case 3:
                other = dice.choice(corpus)
                cut = dice.randrange(len(other) + 1)
                data = data[:at] + other[cut : cut + dice.randrange(1, 600)] + data[to:]
            case 4:
                lines = data.split(b"\n")
                dice.shuffle(lines)
                data = b"\n".join(lines)
            case 5:
                noise = bytes(dice.randrange(256) for _ in range(dice.randrange(1, 6)))
                data = data[:at] + noise + data[at + len(noise) :]
            case 6:
                text = _text(data)
                data = "".join(c for c in text if dice.random() > 0.02).encode("utf-8", "replace")
            case 7:
                code = dice.choice([dice.randrange(0x20, 0xD800), dice.randrange(0xE000, 0x2FFFF)])
                data = data[:at] + chr(code).encode() * dice.choice([1, 1, 2, 40]) + data[at:]
            case 8:
                data = data.replace(b"\n", dice.choice([b"", b"\r\n", b" ", b"\n\n"]))
    return data


def ask(target: str, data: bytes) -> str:
    """Ask one promise of one input; how it was broken, or nothing."""
    promise, _ = TARGETS[target]
    began, held = time.process_time(), _most_kb()
    with tempfile.TemporaryDirectory() as folder:
        try:
            promise(data, Path(folder))
        except AudiopaperError as error:
            if not (error.problem and error.remedy):
                return "refused without a sentence"
        except Exception:
            return traceback.format_exc(limit=-4)
    took = time.process_time() - began
    if _most_kb() > max(held, MOST_KB):
        return f"took {_most_kb() // 1000} MB for {len(data)} bytes"
    return f"took {took:.0f} s for {len(data)} bytes" if took > LONGEST_S else ""


def _most_kb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def shrink(target: str, data: bytes, broken: str) -> bytes:
    """The smallest input found in bounded time that breaks the same promise in the same way."""
    if broken.startswith("took"):
        return data
    kind = _kind(broken)
    ends = time.monotonic() + 60
    size = max(1, len(data) // 2)
    while size and time.monotonic() < ends:
        at = 0
        while at < len(data) and time.monotonic() < ends:
            less = data[:at] + data[at + size :]
            told = ask(target, less)
            if told and _kind(told) == kind:
                data = less
            else:
                at += size
        size //= 2
    return data


def _kind(broken: str) -> str:
    """The same word for two inputs that break a promise in the same place."""
    lines = broken.splitlines()
    places = [line.split(", in ")[0] for line in lines if line.startswith("  File")]
    return f"{places[-1] if places else ''} {lines[-1].split(':')[0]}"


def current_input(seed: int, worker: int) -> Path:
    """Where the input stands that a worker is asked of: its target in the first line."""
    return Path(tempfile.gettempdir()) / f"fuzz-{seed}-{worker}"


def campaign(worker: int, seed: int, seconds: float, targets: list[str]) -> Iterator[str]:
    """Go round the targets until the time is up; a line for each finding, the last the counts."""
    dice = random.Random(f"{seed}-{worker}")
    corpora = {target: TARGETS[target][1]() or [b""] for target in targets}
    ends, asked, found = time.monotonic() + seconds, Counter[str](), set[str]()
    asking = current_input(seed, worker)
    while time.monotonic() < ends:
        target = dice.choice(targets)
        data = dice.choice(corpora[target])
        if target in PICTURES and dice.random() < 0.8:
            data = hostile.damage_picture(data, dice)
        else:
            data = damage(data, corpora[target], dice)
        asked[target] += 1
        asking.write_bytes(target.encode() + b"\n" + data)
        broken = ask(target, data)
        if broken and (kind := f"{target}: {_kind(broken)}") not in found:
            found.add(kind)
            small = shrink(target, data, broken)
            FINDINGS.mkdir(parents=True, exist_ok=True)
            path = FINDINGS / f"{target}-{hashlib.sha256(small).hexdigest()[:8]}.bin"
            path.write_bytes(small)
            yield f"FOUND {path.name} ({len(small)} bytes)\n{broken}"
    asking.unlink(missing_ok=True)
    counts = ", ".join(f"{name} {count}" for name, count in sorted(asked.items()))
    yield f"worker {worker}: {sum(asked.values())} inputs ({counts}), {len(found)} findings"


def _work(arguments: tuple[int, int, float, list[str]]) -> list[str]:
    logging.disable(logging.CRITICAL)
    told = []
    for line in campaign(*arguments):
        print(line, flush=True)
        told.append(line)
    return told


def main() -> None:
    """Run the campaign and end with 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--target", action="append", choices=sorted(TARGETS))
    told = parser.parse_args()
    targets = told.target or sorted(TARGETS)
    print(f"seed {told.seed}, {told.workers} workers, {told.minutes:g} minutes", flush=True)
    jobs = [(n, told.seed, told.minutes * 60, targets) for n in range(told.workers)]
    print(f"asked at the moment: {current_input(told.seed, 0)}", flush=True)
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(told.workers, mp_context=spawn) as pool:
        lines = [line for lines in pool.map(_work, jobs) for line in lines]
    sys.exit(any(line.startswith("FOUND") for line in lines))


if __name__ == "__main__":
    main()
