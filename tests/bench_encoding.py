"""What each quality of the encoder costs and gives: `python -m tests.bench_encoding`.

For a speech (by espeak), the show's own sounds and bursts of noise, at both bit rates: how much
faster than real time, how far the coding noise lies below the signal, and in how many spectra a
band's noise lies 6 dB above what the signal masks, by long windows (tone) and short ones (onsets).

The masking is a rough model after Zwicker and Schroeder (bark bands, spread by 27 dB a bark down
and 15 up, 14.5 dB below, 200 dB a second behind a sound): good for telling qualities apart, not
for saying what is heard.
"""

from __future__ import annotations

import time

import lameenc
import miniaudio
import numpy as np
from numpy.typing import NDArray

from audiopaper.audio.mp3_encoder import FORMS, Form
from audiopaper.audio.resampler import resample
from audiopaper.config import load_presenters
from audiopaper.engines import make_engine
from audiopaper.lexicon import load_lexicon
from audiopaper.model import Segment
from audiopaper.pipeline.text import settle_readings
from audiopaper.stitching.jingles import make_jingle
from tests.support.paths import VOICES

TEXTS = (
    "青川夜间公交今起开行，两条线路从火车站发出首班车。",
    "城东的老茶厂关门十二年以后昨天重新开门，厂房里摆上三万册图书。",
    "环城步道全长十八公里，沿线有六个驿站，市民可以喝水歇脚修自行车。",
)
QUALITIES = (2, 3, 5, 7)
WINDOWS = (1024, 256)

Signal = NDArray[np.float64]


def make_speech(rate_hz: int) -> Signal:
    presenters = load_presenters(VOICES)
    lexicon = load_lexicon(VOICES / "lexicon")
    engine = make_engine("espeak", presenters, {})
    parts = []
    for presenter in presenters:
        for text in TEXTS:
            printed = Segment(item=0, presenter=presenter, printed=text)
            clip = engine.synthesise(settle_readings([printed], lexicon)[0])
            samples = np.frombuffer(clip.pcm, dtype="<i2").astype(np.float32)
            parts.append(resample(samples, clip.rate_hz, rate_hz))
    engine.close()
    return np.concatenate(parts).astype(np.float64)


def make_sounds(rate_hz: int) -> Signal:
    names = ("opening", "separator", "closing", "bed")
    return np.concatenate([make_jingle(name, rate_hz) for name in names]).astype(np.float64)


def make_bursts(rate_hz: int) -> Signal:
    rng, signal = np.random.default_rng(1), np.zeros(10 * rate_hz)
    fall = np.exp(-np.arange(rate_hz // 20) / (0.006 * rate_hz))
    for start_s in np.arange(0.3, 9.7, 0.31):
        at = int(start_s * rate_hz)
        signal[at : at + len(fall)] += rng.normal(size=len(fall)) * fall
    return signal


def encode(pcm: bytes, form: Form, quality: int) -> tuple[bytes, float]:
    """The MP3, and the best of three times that it took."""
    seconds = []
    for _ in range(3):
        encoder = lameenc.Encoder()
        encoder.silence()
        encoder.set_bit_rate(form.bit_rate_kbps)
        encoder.set_in_sample_rate(form.rate_hz)
        encoder.set_out_sample_rate(form.rate_hz)
        encoder.set_channels(1)
        encoder.set_quality(quality)
        began = time.process_time()
        stream = bytes(encoder.encode(pcm) + encoder.flush())
        seconds.append(time.process_time() - began)
    return stream, min(seconds)


def find_noise(signal: Signal, stream: bytes, rate_hz: int) -> tuple[Signal, Signal]:
    """The signal as far as it was decoded, and what was added to it."""
    sound = miniaudio.decode(stream, miniaudio.SampleFormat.FLOAT32, 1, rate_hz).samples
    decoded = np.frombuffer(sound, dtype=np.float32).astype(np.float64)
    # The encoder's delay, and its gain, are none of its noise.
    first, last = rate_hz // 2, rate_hz * 2
    delay = max(
        range(900, 1300),
        key=lambda lag: float(np.dot(signal[first:last], decoded[first + lag : last + lag])),
    )
    length = min(len(signal), len(decoded) - delay)
    signal, decoded = signal[:length], decoded[delay : delay + length]
    gain = np.dot(decoded, signal) / np.dot(signal, signal)
    return signal, decoded / gain - signal


def share_above_masking(signal: Signal, noise: Signal, rate_hz: int, window: int) -> float:
    """In how many of a hundred spectra a band's noise lies 6 dB above its masking."""
    hop = window // 4
    spots = np.arange((len(signal) - window) // hop)[:, None] * hop + np.arange(window)
    hertz = np.fft.rfftfreq(window, 1 / rate_hz)
    barks = (13 * np.arctan(0.00076 * hertz) + 3.5 * np.arctan((hertz / 7500) ** 2)).astype(int)
    bands = np.zeros((len(hertz), barks.max() + 1))
    bands[np.arange(len(hertz)), barks] = 1
    bands = bands[:, bands.any(axis=0)]
    loud, noisy = (
        np.abs(np.fft.rfft(x[spots] * np.hanning(window))) ** 2 @ bands for x in (signal, noise)
    )
    away = np.arange(bands.shape[1])[None, :] - np.arange(bands.shape[1])[:, None]
    masking = loud @ 10 ** (np.where(away >= 0, -15.0 * away, 27.0 * away) / 10) * 10**-1.45
    # What 16 bits round away is no fault of the encoder.
    masking = np.maximum(masking, 10**-9.0 * window**2 / 8)
    fall = 10 ** (-20 * hop / rate_hz)
    for index in range(1, len(masking)):
        masking[index] = np.maximum(masking[index], masking[index - 1] * fall)
    return float(100 * (noisy / masking > 10**0.6).any(axis=1).mean())


def main() -> None:
    """Print the table."""
    print(f"{'':18}{'quality':>8}{'speed':>8}{'SNR dB':>8}{'tones %':>9}{'onsets %':>9}")
    for name, make in (("speech", make_speech), ("sounds", make_sounds), ("bursts", make_bursts)):
        for form in FORMS.values():
            signal = make(form.rate_hz)
            pcm = (signal * (0.6 * 32767 / np.abs(signal).max())).astype("<i2")
            for quality in QUALITIES:
                stream, seconds = encode(pcm.tobytes(), form, quality)
                heard, noise = find_noise(pcm / 32768, stream, form.rate_hz)
                below_db = 10 * np.log10(np.square(heard).sum() / np.square(noise).sum())
                above = [share_above_masking(heard, noise, form.rate_hz, w) for w in WINDOWS]
                print(
                    f"{name:10}{form.rate_hz:8}{quality:8}{len(signal) / form.rate_hz / seconds:8.0f}"
                    f"{below_db:8.1f}{above[0]:9.1f}{above[1]:9.1f}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
