"""How well engines are understood: ``python -m tests.tools.bench_ear [ENGINE]... [--episode DIR]``.

Each presenter of each engine (all offline ones that are installed, or those named) speaks the
sentences of ``ear_sentences.txt``, and Whisper base hears them (``pip install -e ".[ear]"``). One
row each:

char, syllable, toned   per cent of what was said that was heard otherwise: characters, syllables
                        without and with their tones. Any reading of a heard character counts;
                        numbers are written in characters. A Latin word is one.
loops                   sentences in which the recogniser repeats itself; they count as unheard
cpu, wall               seconds for a second of speech: of all cores' time, and by the clock
chars/min               pace
level, peak             dB under full scale: mean, and the loudest sample
before, behind          longest silence at either end, in milliseconds

``--episode DIR`` hears a finished episode instead, against its transcript: DIR holds
``transcript.json`` and the MP3. Cues in a row are heard together, up to 20 seconds, as a listener
hears them, and what is heard is divided among them where the fewest syllables are wrong; where the
recogniser repeats itself, each is heard alone, and what it repeats then is unheard. It lists
the cues of which a third or more was not understood, and ends with 1 where less than 97 in 100
syllables were.

``--forced`` has the sentences of ``ear_forced.tsv`` spoken instead, each twice, with one character
forced to one reading and then to another, and counts in how many the forced one is heard, and in
how many pairs the two are told apart: in one of the two at least, what is heard can not be read
as the other. Where readings differ in more than their tone, tones do not count.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import miniaudio
import numpy as np

from audiopaper.config import Config, defaults_folder, load_presenters, read_config, voices_folder
from audiopaper.engines import engine_names
from audiopaper.engines.base import Engine
from audiopaper.errors import AudiopaperError
from audiopaper.model import Presenter, Segment
from audiopaper.pipeline.engine_choice import configured_engine
from audiopaper.pipeline.lexicon_entries import show_lexicon
from audiopaper.pipeline.text import settle_readings
from tests.tools.ear import (
    Score,
    Unit,
    hear,
    heard_units,
    score,
    score_parts,
    silences_ms,
    units_of,
)
from tests.tools.ear_forced import hear_forced, read_forced

SENTENCES = Path(__file__).with_name("ear_sentences.txt")

UNDERSTOOD = 97.0
"""Per cent of an episode's syllables."""

LEAD_MS = 100
"""Heard before a stretch of cues, since its first consonant may be soft. Behind it nothing is: a
cue lasts to the next one's first sound."""

STRETCH_S = 20.0
"""Cues heard together; the recogniser takes 30 seconds at a time, and knows a word less surely
where it has nothing beside it."""


@dataclass(slots=True)
class Figures:
    """What was measured of one presenter with one engine."""

    score: Score
    seconds: float = 0.0
    cpu_s: float = 0.0
    wall_s: float = 0.0
    power: float = 0.0
    peak: float = 0.0
    before_ms: int = 0
    behind_ms: int = 0


@dataclass(frozen=True, slots=True)
class Cue:
    """A line of a transcript, and what was heard of it."""

    start_s: float
    speaker: str
    text: str
    heard: str
    score: Score


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("engines", nargs="*", metavar="ENGINE")
    parser.add_argument("--episode", type=Path, metavar="DIR")
    parser.add_argument(
        "--every",
        type=int,
        default=1,
        metavar="N",
        help="only each N-th sentence or stretch of cues",
    )
    parser.add_argument("--forced", action="store_true", help="forced readings, not sentences")
    parser.add_argument("--misheard", action="store_true", help="print what was heard otherwise")
    parser.add_argument("--voices", action="store_true", help="an engine's voices, not presenters")
    options = parser.parse_args()
    config = read_config(defaults_folder() / "config.toml")
    if options.episode:
        return hear_episode(options.episode, config, every=options.every, misheard=options.misheard)
    names = options.engines or [name for name in engine_names() if _offline(name, config)]
    if options.forced:
        pairs = read_forced(config)[:: options.every]
        for name in names:
            for presenter, told in _presenters(name, config, voices=options.voices):
                print(hear_forced(name, presenter, told, pairs, config, misheard=options.misheard))
        return 0
    segments = read_sentences(config)[:: options.every]
    print(f"{len(segments)} sentences, {os.cpu_count()} cores")
    print(
        f"{'engine':<8} {'presenter':<12} {'char':>5} {'syll.':>5} {'toned':>5} {'loops':>5}"
        f" {'cpu':>5} {'wall':>5} {'c/min':>5} {'level':>6} {'peak':>5} {'before':>6} {'behind':>6}"
    )
    for name in names:
        for presenter, told in _presenters(name, config, voices=options.voices):
            figures = measure(name, presenter, told, segments, config, misheard=options.misheard)
            print(_row(name, presenter, figures), flush=True)
    return 0


def read_sentences(config: Config) -> tuple[Segment, ...]:
    """The sentences with their readings, as an episode's."""
    lines = SENTENCES.read_text("utf-8").splitlines()
    return settle_readings(
        [Segment(item=0, presenter="ear", printed=line) for line in lines], show_lexicon(config)
    )


def measure(
    name: str,
    presenter: str,
    told: Presenter,
    segments: Sequence[Segment],
    config: Config,
    *,
    misheard: bool,
) -> Figures:
    """Have a presenter speak all sentences, and hear them."""
    figures = Figures(score=Score())
    engine = configured_engine(name, config, {"ear": told})
    try:
        engine.probe()
        for segment in segments:
            hear_segment(engine, segment, figures, misheard=misheard)
    finally:
        engine.close()
    return figures


def hear_segment(engine: Engine, segment: Segment, figures: Figures, *, misheard: bool) -> None:
    """Have one sentence spoken, and add what was measured."""
    # A worker process of its own counts as well.
    cpu_s, wall_s = _cpu_s(), time.monotonic()
    clip = engine.synthesise(segment)
    figures.cpu_s += _cpu_s() - cpu_s
    figures.wall_s += time.monotonic() - wall_s
    samples = np.frombuffer(clip.pcm, "<i2").astype(float) / 32768
    figures.seconds += len(samples) / clip.rate_hz
    figures.power += float((samples**2).sum()) / clip.rate_hz
    figures.peak = max(figures.peak, float(np.abs(samples).max(initial=0)))
    before, behind = (*silences_ms(clip.pcm, clip.rate_hz), 0, 0)[:2]
    figures.before_ms = max(figures.before_ms, before)
    figures.behind_ms = max(figures.behind_ms, behind)
    text, loops = hear(clip.pcm, clip.rate_hz)
    one = score(units_of(segment), heard_units(text), loops=loops)
    figures.score += one
    if misheard and one.wrong_syllables:
        print(f"  {one.wrong_syllables}: {segment.spoken} | {text.strip()}")


def hear_episode(folder: Path, config: Config, *, every: int, misheard: bool) -> int:
    """Hear an episode cue by cue; 1 where too little was understood."""
    whole, speakers = Score(), dict[str, Score]()
    for cue in heard_cues(folder, config, every=every):
        whole += cue.score
        speakers[cue.speaker] = speakers.get(cue.speaker, Score()) + cue.score
        wrong = cue.score.wrong_syllables
        if wrong * 3 >= cue.score.units or (misheard and wrong):
            minutes, seconds = divmod(int(cue.start_s), 60)
            print(f"{minutes:>3}:{seconds:02} {cue.text}\n       {cue.heard}")
    for name, one in (*speakers.items(), ("all", whole)):
        print(
            f"{name}: {one.units} syllables, {100 - one.rate(one.wrong_syllables):.1f} %"
            f" understood, {100 - one.rate(one.wrong_toned):.1f} % with their tones,"
            f" {one.loops} loops"
        )
    return 0 if 100 - whole.rate(whole.wrong_syllables) >= UNDERSTOOD else 1


def heard_cues(folder: Path, config: Config, *, every: int) -> Iterator[Cue]:
    """The transcript's lines, each with what is heard at its time."""
    lines = json.loads((folder / "transcript.json").read_text("utf-8"))["segments"]
    sound = miniaudio.decode_file(
        str(next(folder.glob("*.mp3"))),
        output_format=miniaudio.SampleFormat.SIGNED16,
        nchannels=1,
        sample_rate=16_000,
    )
    samples = np.frombuffer(sound.samples, "<i2")
    segments = settle_readings(
        [Segment(item=n, presenter="ear", printed=line["body"]) for n, line in enumerate(lines)],
        show_lexicon(config),
    )
    said = [units_of(segment) for segment in segments]
    stretches = list(_stretches([n for n, units in enumerate(said) if units], lines))
    for stretch in stretches[::every]:
        for n, (one, heard) in _hear_stretch(stretch, lines, said, samples):
            yield Cue(
                start_s=lines[n]["startTime"],
                speaker=lines[n]["speaker"],
                text=lines[n]["body"],
                heard=heard,
                score=one,
            )


def _hear_stretch(
    stretch: Sequence[int],
    lines: Sequence[dict[str, Any]],
    said: Sequence[Sequence[Unit]],
    samples: np.ndarray,
) -> Iterator[tuple[int, tuple[Score, str]]]:
    start = max(0, round(lines[stretch[0]]["startTime"] * 16_000) - 16 * LEAD_MS)
    end = round(lines[stretch[-1]]["endTime"] * 16_000)
    text, loops = hear(samples[start:end].tobytes(), 16_000)
    if loops and len(stretch) > 1:
        for n in stretch:
            yield from _hear_stretch([n], lines, said, samples)
        return
    scores = score_parts([said[n] for n in stretch], heard_units(text), loops=loops)
    yield from zip(stretch, scores, strict=True)


def _stretches(cues: Sequence[int], lines: Sequence[dict[str, Any]]) -> Iterator[list[int]]:
    """Cues in a row that are heard together."""
    stretch: list[int] = []
    for n in cues:
        if stretch and lines[n]["endTime"] - lines[stretch[0]]["startTime"] > STRETCH_S:
            yield stretch
            stretch = []
        stretch.append(n)
    if stretch:
        yield stretch


def _offline(name: str, config: Config) -> bool:
    """Whether an engine can speak here without a network."""
    try:
        engine = configured_engine(name, config, load_presenters(voices_folder(config)))
    except AudiopaperError:
        return False
    engine.close()
    return engine.capabilities.offline


def _presenters(name: str, config: Config, *, voices: bool) -> Iterator[tuple[str, Presenter]]:
    presenters = load_presenters(voices_folder(config))
    if not voices:
        yield from ((who, p) for who, p in presenters.items() if name in p.engines)
        return
    engine = configured_engine(name, config, presenters)
    offered = engine.voices()
    engine.close()
    for voice in offered:
        yield (
            voice.id,
            Presenter(
                name="ear",
                display_name=voice.id,
                chars_per_minute=270,
                engines={name: voice.table},
            ),
        )


def _row(name: str, presenter: str, figures: Figures) -> str:
    s, seconds = figures.score, max(1e-9, figures.seconds)
    return (
        f"{name:<8} {presenter:<12} {s.rate(s.wrong_chars):5.1f} {s.rate(s.wrong_syllables):5.1f}"
        f" {s.rate(s.wrong_toned):5.1f} {s.loops:>5} {figures.cpu_s / seconds:5.2f}"
        f" {figures.wall_s / seconds:5.2f} {s.units / seconds * 60:5.0f}"
        f" {10 * np.log10(max(1e-9, figures.power / seconds)):6.1f}"
        f" {20 * np.log10(max(1e-9, figures.peak)):5.1f}"
        f" {figures.before_ms:>6} {figures.behind_ms:>6}"
    )


def _cpu_s() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


if __name__ == "__main__":
    sys.exit(main())
