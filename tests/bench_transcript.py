"""How true transcript and chapters are: ``python -m tests.bench_transcript [ENGINE]... [--pages P]``.

Makes an episode with each engine (tone and espeak, which need no network), decodes its MP3 and
measures against the sound and against the rundown, not against what the program says of itself:

start   from each sentence's start in ``transcript.json`` to where sound begins in the MP3 after the
        silence before it, in milliseconds: median, 95 in 100, largest
cover   how much of what the rundown has said stands in ``transcript.json``, in characters, and how
        many of its paragraphs stand there whole; all four forms of the transcript likewise
forms   how far the chapters' starts in the MP3's tag, ``chapters.json``, the feed's psc:chapters
        and the description lie apart, in milliseconds; the first start and the last one's place

The tone engine's sentences are tones with 60 ms of silence between them, so that their starts are
known to the sample; espeak's are found in the same way, where 120 ms of silence stand before them.
Ends with 1 where the median is 150 ms or more, cover is below 99 in 100, or the three exact forms
lie more than 100 ms apart.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
import tempfile
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

import miniaudio
import mutagen.mp3
import numpy as np
import pytest

from audiopaper.config import defaults_folder, load_presenters, read_config, voices_folder
from audiopaper.pipeline.page_choice import SAMPLE_FOLDER
from audiopaper.pipeline.production import Order, produce
from audiopaper.rundown import load_rundown
from audiopaper.runtime import tell_nobody
from audiopaper.script import write_script
from tests.support import tone_engine

RATE_HZ = 44_100
BLOCK_MS = 5
# Of full scale: above the encoder's own noise, below the softest consonant.
LOUD = 0.01
SILENCE_MS = {"tone": 40}
NAMES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "psc": "http://podlove.org/simple-chapters",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was measured of one episode."""

    errors_ms: list[float]
    unheard: int
    covered: dict[str, float]
    paragraphs: tuple[int, int]
    spread_ms: float
    described_ms: float
    first_ms: float
    inside: bool


def onsets_ms(audio: Path, silence_ms: int) -> np.ndarray:
    """Where sound begins after at least so much silence."""
    decoded = miniaudio.decode_file(
        str(audio), output_format=miniaudio.SampleFormat.FLOAT32, nchannels=1, sample_rate=RATE_HZ
    )
    samples = np.abs(np.frombuffer(decoded.samples, dtype=np.float32))
    block = RATE_HZ * BLOCK_MS // 1000
    loud = samples[: len(samples) // block * block].reshape(-1, block).max(axis=1) > LOUD
    need = silence_ms // BLOCK_MS
    quiet = np.concatenate([np.ones(need, dtype=int), (~loud).astype(int)])
    before = np.convolve(quiet, np.ones(need, dtype=int), "valid")[: len(loud)]
    return np.flatnonzero(loud & (before == need)) * (block * 1000 / RATE_HZ)


def squeeze(text: str) -> str:
    return "".join(text.split())


def to_ms(clock: str) -> float:
    hours, minutes, seconds = clock.replace(",", ".").split(":")
    return (int(hours) * 3600 + int(minutes) * 60 + float(seconds)) * 1000


def read_forms(folder: Path) -> dict[str, str]:
    """The words of each form of the transcript, without times, numbers and names."""
    cues = json.loads((folder / "transcript.json").read_text("utf-8"))["segments"]
    forms = {"json": "".join(cue["body"] for cue in cues)}
    names = "|".join(re.escape(name) for name in {cue["speaker"] for cue in cues})
    for name in ("vtt", "srt"):
        blocks = (folder / f"transcript.{name}").read_text("utf-8").split("\n\n")
        lines = ["".join(b.split("-->")[1].split("\n")[1:]) for b in blocks if "-->" in b]
        said = (re.sub(rf"^<v [^>]*>|^(?:{names})：", "", line) for line in lines)
        text = "".join(said)
        forms[name] = re.sub("&lt;", "<", re.sub("&gt;", ">", text)).replace("&amp;", "&")
    forms["txt"] = (folder / "transcript.txt").read_text("utf-8")
    return {name: squeeze(text) for name, text in forms.items()}


def cover(text: str, said: list[str]) -> tuple[float, int]:
    """Share of the characters that stand there in order, and how many paragraphs are whole."""
    at, found, whole = 0, 0, 0
    for paragraph in map(squeeze, said):
        here = text.find(paragraph, at)
        if here >= 0:
            at, found, whole = here + len(paragraph), found + len(paragraph), whole + 1
            continue
        # A headline is said twice and stands once in plain text, as its chapter's title.
        found += len(paragraph) if paragraph in text[max(0, at - 200) :] else 0
        whole += paragraph in text[max(0, at - 200) :]
    return found / sum(len(squeeze(p)) for p in said), whole


def measure(folder: Path, output: Path, said: list[str], silence_ms: int) -> Figures:
    audio = folder / json.loads((folder / "episode.json").read_text("utf-8"))["audio"]
    cues = json.loads((folder / "transcript.json").read_text("utf-8"))["segments"]
    heard = onsets_ms(audio, silence_ms)
    errors = [float(np.abs(heard - cue["startTime"] * 1000).min()) for cue in cues]
    forms = read_forms(folder)
    sound = mutagen.mp3.MP3(audio)
    tag = sorted(frame.start_time for frame in sound.tags.getall("CHAP"))
    document = json.loads((folder / "chapters.json").read_text("utf-8"))
    in_json = [c["startTime"] * 1000 for c in document["chapters"]]
    item = ET.fromstring((output / "feed.xml").read_bytes()).find("channel/item")
    assert item is not None
    simple = [to_ms(c.get("start", "")) for c in item.findall(".//psc:chapter", NAMES)]
    text = item.findtext("description") or ""
    described = [to_ms(c) for c in re.findall(r"^(\d\d:\d\d:\d\d) ", text, re.MULTILINE)]
    rows = list(zip(tag, in_json, simple, strict=True))
    return Figures(
        errors_ms=errors,
        unheard=sum(error > 1000 for error in errors),
        covered={name: cover(text, said)[0] for name, text in forms.items()},
        paragraphs=(cover(forms["json"], said)[1], len(said)),
        spread_ms=max(max(row) - min(row) for row in rows),
        described_ms=max(abs(d - row[0]) for d, row in zip(described, rows, strict=False)),
        first_ms=max(tag[0], in_json[0], simple[0], described[0]),
        inside=max(tag[-1], in_json[-1], simple[-1]) < sound.info.length * 1000,
    )


def make(engine: str, pages: tuple[Path, ...], folder: Path) -> tuple[Path, Path, list[str]]:
    (folder / "voices").symlink_to(defaults_folder() / "voices")
    (folder / "config.toml").write_text(
        f'engine = "{engine}"\n[show]\nid = "bench"\nbase_url = "https://pod.example.org/"\n',
        "utf-8",
    )
    config = read_config(folder / "config.toml")
    with pytest.MonkeyPatch.context() as patch:
        tone_engine.install(patch)
        outcome = produce(Order(paths=pages, engine=engine), config, tell_nobody)
    assert outcome.episode is not None
    presenters = load_presenters(voices_folder(config))
    rundown = load_rundown(outcome.rundown_path, presenters=presenters)
    said = [segment.printed for segment in write_script(rundown, config.episode)]
    output = folder / "output"
    return output / "episodes" / outcome.episode.date.isoformat(), output, said


def main() -> int:
    """Measure, and print one block an engine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engines", nargs="*", default=["tone", "espeak"])
    parser.add_argument("--pages", type=Path, nargs="+", default=[SAMPLE_FOLDER])
    told = parser.parse_args()
    good = True
    for engine in told.engines or ["tone", "espeak"]:
        with tempfile.TemporaryDirectory(prefix="bench-transcript-") as name:
            folder, output, said = make(engine, tuple(told.pages), Path(name))
            figures = measure(folder, output, said, SILENCE_MS.get(engine, 120))
        errors = sorted(figures.errors_ms)
        median = statistics.median(errors)
        print(f"{engine}: {len(errors)} sentences, {figures.paragraphs[1]} paragraphs")
        print(
            f"  start   {median:.0f} ms median, {errors[len(errors) * 95 // 100]:.0f} of 95 in "
            f"100, {errors[-1]:.0f} largest; {figures.unheard} without a sound near"
        )
        shares = ", ".join(f"{n} {100 * share:.2f}" for n, share in figures.covered.items())
        print(f"  cover   {shares} in 100; {figures.paragraphs[0]} paragraphs whole")
        print(
            f"  forms   tag, JSON and psc within {figures.spread_ms:.1f} ms; description within "
            f"{figures.described_ms:.0f} ms; first at {figures.first_ms:.0f}; "
            f"{'inside' if figures.inside else 'NOT INSIDE'} the duration"
        )
        good &= median < 150 and min(figures.covered.values()) >= 0.99
        good &= figures.spread_ms <= 100 and figures.first_ms == 0 and figures.inside
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
