"""The meter, against the signals of EBU Tech 3341 and against ffmpeg's.

The signals are stereo there, both channels alike; one channel 3.01 dB louder holds as much energy.
"""

from __future__ import annotations

import itertools
import math
import re
import shutil
import subprocess
import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiopaper.audio.k_weighting import BLOCK, KWeighting
from audiopaper.audio.limiter import limit_peaks
from audiopaper.audio.loudness import Meter, measure, measure_file, to_tenths
from audiopaper.audio.resampler import resample
from audiopaper.audio.sample_arrays import Samples, to_pcm

RATE_HZ = 44_100


def tone(level_dbfs: float, seconds: float, rate_hz: int = RATE_HZ, hz: float = 1000) -> Samples:
    time = np.arange(round(seconds * rate_hz)) / rate_hz
    sine: Samples = (10 ** (level_dbfs / 20) * np.sin(2 * np.pi * hz * time)).astype(np.float32)
    return sine


def stereo_tones(*parts: tuple[float, float], rate_hz: int = RATE_HZ) -> Samples:
    mono = 10 * math.log10(2)
    return np.concatenate([tone(level + mono, seconds, rate_hz) for level, seconds in parts])


@pytest.mark.parametrize("rate_hz", [22_050, 24_000, 44_100, 48_000])
@pytest.mark.parametrize(
    ("parts", "lufs"),
    [
        pytest.param([(-23, 20)], -23, id="case-1"),
        pytest.param([(-33, 20)], -33, id="case-2"),
        pytest.param([(-36, 10), (-23, 60), (-36, 10)], -23, id="case-3"),
        pytest.param([(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)], -23, id="case-4"),
        pytest.param([(-26, 20), (-20, 20.1), (-26, 20)], -23, id="case-5"),
    ],
)
def test_the_meter_reads_the_tones_of_tech_3341(
    parts: list[tuple[float, float]], lufs: float, rate_hz: int
) -> None:
    read = measure([stereo_tones(*parts, rate_hz=rate_hz)], rate_hz)
    assert read.lufs == pytest.approx(lufs, abs=0.1)


@pytest.mark.parametrize(
    ("divisor", "degrees", "amplitude", "dbtp"),
    [
        pytest.param(4, 0, 0.5, -6.0, id="case-15"),
        pytest.param(4, 45, 0.5, -6.0, id="case-16"),
        pytest.param(6, 60, 0.5, -6.0, id="case-17"),
        pytest.param(8, 67.5, 0.5, -6.0, id="case-18"),
        pytest.param(4, 45, 1.41, 3.0, id="case-19"),
    ],
)
def test_the_meter_finds_peaks_between_the_samples(
    divisor: int, degrees: float, amplitude: float, dbtp: float
) -> None:
    at = np.arange(RATE_HZ)
    sine = amplitude * np.sin(2 * np.pi * at / divisor + math.radians(degrees))
    # Faded, as in the recommendation: a tone that begins at once overshoots by itself.
    sine *= np.minimum(1, np.minimum(at, at[::-1]) / 2000)
    read = measure([sine.astype(np.float32)], RATE_HZ)
    assert -0.4 <= read.true_peak_dbtp - dbtp <= 0.2


def test_silence_has_no_loudness_and_no_peak() -> None:
    read = measure([np.zeros(RATE_HZ, np.float32)], RATE_HZ)
    assert (read.lufs, read.true_peak_dbtp, read.samples) == (-math.inf, -math.inf, RATE_HZ)
    assert measure([], RATE_HZ).lufs == -math.inf


@pytest.mark.parametrize("block", [31, 32, 33, 1000, 4410, 32_767, 32_769])
def test_the_peak_of_a_tone_is_the_same_in_blocks_of_any_length(block: int) -> None:
    sine = tone(-2.5, 1, hz=997)
    sine *= np.minimum(1, np.minimum(np.arange(RATE_HZ), np.arange(RATE_HZ)[::-1]) / 2000)
    blocks = [sine[at : at + block] for at in range(0, len(sine), block)]
    assert measure(blocks, RATE_HZ).true_peak_dbtp == pytest.approx(-2.5, abs=0.05)


@settings(max_examples=15)
@given(st.lists(st.integers(0, 50_000), max_size=6), st.integers(0, 2**32 - 1))
def test_pieces_measure_as_the_whole(cuts: list[int], seed: int) -> None:
    noise = np.random.default_rng(seed).normal(0, 0.1, 50_000).astype(np.float32)
    bounds = [0, *sorted(cuts), len(noise)]
    pieces = [noise[a:b] for a, b in itertools.pairwise(bounds)]
    whole, parted = measure([noise], RATE_HZ), measure(pieces, RATE_HZ)
    assert parted.lufs == pytest.approx(whole.lufs, abs=1e-6)
    assert parted.true_peak_dbtp == pytest.approx(whole.true_peak_dbtp, abs=1e-3)
    assert parted.samples == whole.samples


@pytest.mark.ffmpeg
@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="needs ffmpeg to compare with")
@pytest.mark.parametrize("rate_hz", [24_000, 44_100])
def test_the_meter_agrees_with_ffmpeg(tmp_path: Path, rate_hz: int) -> None:
    rng = np.random.default_rng(7)
    time = np.arange(12 * rate_hz) / rate_hz
    speech = sum(np.sin(2 * np.pi * 150 * k * time + k) / k for k in range(1, 25))
    speech = speech * np.sin(2 * np.pi * 2.1 * time) ** 2 + rng.normal(0, 0.05, len(time))
    speech[4 * rate_hz : 6 * rate_hz] *= 0.01
    speech = (0.4 * speech / np.abs(speech).max()).astype(np.float32)
    path = tmp_path / "speech.wav"
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 2, rate_hz, 0, "NONE", ""))
        out.writeframes(to_pcm(speech))
    said = subprocess.run(
        f"ffmpeg -hide_banner -nostats -i {path} -af ebur128=peak=true -f null -".split(),
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    lufs = float(re.findall(r"I:\s+(-?[\d.]+) LUFS", said)[-1])
    dbtp = float(re.findall(r"Peak:\s+(-?[\d.]+) dBFS", said)[-1])
    read = measure_file(path)
    # ffmpeg prints tenths.
    assert read.lufs == pytest.approx(lufs, abs=0.1)
    assert read.true_peak_dbtp == pytest.approx(dbtp, abs=0.15)


def limit(samples: Samples, **options: float) -> Samples:
    return np.concatenate(list(limit_peaks(samples, RATE_HZ, -3, **options)))


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1), st.floats(-12, 12), st.integers(1, 150_000))
def test_no_peak_is_left_above_the_ceiling(seed: int, gain_db: float, count: int) -> None:
    rng = np.random.default_rng(seed)
    bursts = rng.normal(0, 0.2, count) * (rng.random(count) > 0.9) + rng.normal(0, 0.05, count)
    samples = (10 ** (gain_db / 20) * bursts).astype(np.float32)
    limited = limit(samples, max_makeup_db=0)
    assert len(limited) == count
    assert np.abs(limited).max() <= 10 ** (-3 / 20) * 1.0001
    # The gain moves while it acts, so a value between two samples may pass by a hair.
    assert measure([np.pad(limited, 64)], RATE_HZ).true_peak_dbtp <= -2.9


def test_what_is_below_the_ceiling_is_left_alone() -> None:
    quiet = tone(-10, 1)
    assert np.array_equal(limit(quiet), quiet)


def test_a_peak_far_away_changes_nothing() -> None:
    samples = tone(-10, 1)
    samples[RATE_HZ // 2] = 1.0
    limited = limit(samples, max_makeup_db=0)
    near = RATE_HZ // 50
    assert np.array_equal(limited[: RATE_HZ // 2 - near], samples[: RATE_HZ // 2 - near])
    assert np.array_equal(limited[RATE_HZ // 2 + near :], samples[RATE_HZ // 2 + near :])


def test_levelling_gives_back_what_the_limiter_took() -> None:
    time = np.arange(8 * RATE_HZ) / RATE_HZ
    tones = sum(np.sin(2 * np.pi * 120 * k * time + k * k) / k for k in range(1, 20))
    stress = 0.3 + np.abs(np.sin(2 * np.pi * 0.4 * time)) ** 5
    speech = np.asarray(tones) * stress * np.sin(2 * np.pi * 3 * time) ** 2
    voice = (1.1 * speech / np.abs(speech).max()).astype(np.float32)
    wanted = measure([voice], RATE_HZ).lufs
    limited = measure([limit(voice, max_makeup_db=0)], RATE_HZ).lufs
    levelled = measure([limit(voice)], RATE_HZ)
    assert limited < wanted - 0.4
    assert levelled.lufs == pytest.approx(wanted, abs=0.3)
    assert levelled.true_peak_dbtp <= -2.9


def test_a_file_that_is_no_audio_is_named(tmp_path: Path) -> None:
    path = tmp_path / "音乐.mp3"
    path.write_text("这不是声音")
    with pytest.raises(ValueError, match=re.escape(path.name)):
        measure_file(path)


@pytest.mark.parametrize("from_hz", [8000, 11_025, 16_000, 22_050, 24_000, 32_000, 48_000])
def test_resampling_keeps_a_tone_and_adds_no_other(from_hz: int) -> None:
    hz = from_hz * 0.4
    made = resample(tone(-6, 1, from_hz, hz), from_hz, RATE_HZ)
    assert len(made) == RATE_HZ
    inner = made[4410:-4410].astype(np.float64)
    spectrum = np.abs(np.fft.rfft(inner * np.blackman(len(inner))))
    peak = int(spectrum.argmax())
    assert peak * RATE_HZ / len(inner) == pytest.approx(hz, abs=1)
    assert np.sqrt(2 * np.mean(inner**2)) == pytest.approx(10 ** (-6 / 20), rel=0.02)
    beside = np.delete(spectrum, np.arange(max(0, peak - 8), peak + 9))
    assert beside.max() < spectrum[peak] * 10 ** (-70 / 20)


@settings(max_examples=40)
@given(st.integers(0, 5000), st.sampled_from([7999, 8000, 22_050, 24_000, 44_100, 48_000, 96_000]))
def test_resampling_keeps_the_length_and_the_place(count: int, from_hz: int) -> None:
    samples = np.zeros(count, np.float32)
    samples[count // 2 : count // 2 + 1] = 1
    made = resample(samples, from_hz, RATE_HZ)
    assert abs(len(made) - count * RATE_HZ / from_hz) <= 1
    if count > 400:
        assert abs(int(made.argmax()) - (count // 2) * RATE_HZ / from_hz) <= 1


def test_the_meter_forgets_nothing_of_a_short_end() -> None:
    meter = Meter(RATE_HZ)
    meter.add(tone(-20, 0.5))
    assert len(meter.energies()) == 5


@settings(max_examples=50)
@given(
    st.lists(st.floats(0, 1, allow_subnormal=False), max_size=200),
    st.floats(0.1, 1.0),
)
def test_energies_spread_over_tenths_keep_their_sum_and_place(
    energies: list[float], hop_tenths: float
) -> None:
    given_energies = np.array(energies)
    tenths = to_tenths(given_energies, hop_tenths)
    sums = np.concatenate([[0.0], np.cumsum(given_energies)]) * hop_tenths
    wanted = np.interp(np.arange(len(tenths) + 1) / hop_tenths, np.arange(len(sums)), sums)
    assert len(tenths) == int(len(energies) * hop_tenths + 1e-9)
    assert np.cumsum(tenths) == pytest.approx(wanted[1:], abs=1e-9)


# Annex 1, tables 1 and 2: the filters at 48 kHz.
ANNEX_1 = (
    (
        (1.53512485958697, -2.69169618940638, 1.19839281085285),
        (-1.69065929318241, 0.73248077421585),
    ),
    ((1.0, -2.0, 1.0), (-1.99004745483398, 0.99007225036621)),
)


def weigh_by_the_book(samples: Samples) -> list[float]:
    out = [float(sample) for sample in samples]
    for (b0, b1, b2), (a1, a2) in ANNEX_1:
        x1 = x2 = y1 = y2 = 0.0
        for index, x in enumerate(out):
            y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2
            x1, x2, y1, y2 = x, x1, y, y1
            out[index] = y
    return out


@pytest.mark.parametrize("blocks", [1, 3, 16, 17, 300])
def test_blocks_are_weighed_as_the_filters_of_annex_1_weigh_sample_by_sample(blocks: int) -> None:
    rng = np.random.default_rng(blocks)
    time = np.arange(3 * blocks * BLOCK) / 48_000
    # Speech is weighed together with a hum and an offset, which single precision finds hard.
    signal = 0.3 * np.sin(2 * np.pi * 50 * time) + 0.2 + rng.normal(0, 0.05, len(time))
    samples = signal.astype(np.float32)
    weighting = KWeighting(48_000)
    parts = [weighting.apply(part) for part in np.split(samples, 3)]
    wanted = np.array(weigh_by_the_book(samples))
    noise = np.concatenate(parts) - wanted
    assert np.square(noise).mean() < 1e-10 * np.square(wanted).mean()
