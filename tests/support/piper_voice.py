"""A tiny Piper voice of seven nodes: each phoneme id is a tone of its own, the pad is silent."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from audiopaper.engines.kokoro.onnx_file import (
    FLOAT,
    INT64,
    cast,
    field_bytes,
    model_file,
    node,
    tensor,
    value_info,
)

RATE_HZ = 22_050
SLOT = 882
"""Samples of a phoneme: 40 ms, so that tones 25 Hz apart are told from each other."""

BASE_HZ, STEP_HZ = 200, 50

INITIALS = [
    "Ø",
    "b",
    "p",
    "m",
    "f",
    "d",
    "t",
    "n",
    "l",
    "g",
    "k",
    "h",
    "j",
    "q",
    "x",
    "zh",
    "ch",
    "sh",
    "r",
    "z",
    "c",
    "s",
    "y",
    "w",
]
FINALS = [
    "a",
    "o",
    "e",
    "ai",
    "ei",
    "ao",
    "ou",
    "an",
    "en",
    "ang",
    "eng",
    "ong",
    "i",
    "ia",
    "ie",
    "iao",
    "iu",
    "ian",
    "in",
    "iang",
    "ing",
    "iong",
    "u",
    "ua",
    "uo",
    "uai",
    "ui",
    "uan",
    "un",
    "uang",
    "ueng",
    "v",
    "ve",
    "van",
    "vn",
    "er",
    "ue",
]
MARKS = "。？！，、：；"


def id_map(kind: str) -> dict[str, list[int]]:
    """Numbers for all phonemes of a type."""
    if kind == "pinyin":
        phonemes = ["_", "^", "$", *INITIALS, *FINALS, *"12345", *MARKS]
    else:
        phonemes = [*"_^$ !',-.:;?abcdefhijklmnopqrstuvwxyz123456789ɡŋɐɑɔəɚɛɜɕɨɪɹʂʃʈʊʌʒʰˈˌːχæðθɒ"]
    return {phoneme: [n] for n, phoneme in enumerate(phonemes)}


def write_voice(folder: Path, kind: str, *, speakers: int = 1, **changes: object) -> Path:
    """Write ``KIND.onnx`` and the settings beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{kind}.onnx"
    path.write_bytes(_model(speakers))
    about = {
        "audio": {"sample_rate": RATE_HZ},
        "espeak": {"voice": "cmn"},
        "phoneme_type": kind,
        "num_symbols": 256,
        "num_speakers": speakers,
        "phoneme_id_map": id_map(kind),
    }
    path.with_name(f"{path.name}.json").write_text(json.dumps(about | changes), "utf-8")
    return path


def heard_ids(pcm: bytes) -> list[int]:
    """The phoneme ids that a sound of this voice holds, by its spectrum."""
    samples = np.frombuffer(pcm, "<i2").astype(float)
    ids = []
    for at in range(0, len(samples) - SLOT + 1, SLOT):
        spectrum = np.abs(np.fft.rfft(samples[at : at + SLOT]))
        hz = float(np.argmax(spectrum)) * RATE_HZ / SLOT
        ids.append(round((hz - BASE_HZ) / STEP_HZ) if spectrum.max() > 1e5 else 0)
    return ids


def _model(speakers: int) -> bytes:
    # Each id's tone: sin(2 pi (base + step id) t), a row an id; zero where the id is.
    ramp = (2 * np.pi * np.arange(SLOT) / RATE_HZ).astype(np.float32).reshape(1, 1, SLOT)
    graph = b"".join(
        [
            cast("input", "ids", FLOAT),
            node("Sign", ["ids"], "sounding"),
            node("Mul", ["ids", "step"], "above"),
            node("Add", ["above", "base"], "hz"),
            node("Unsqueeze", ["hz", "axis"], "hz3"),
            node("Unsqueeze", ["sounding", "axis"], "sounding3"),
            node("Mul", ["hz3", "ramp"], "phase"),
            node("Sin", ["phase"], "tones"),
            node("Mul", ["tones", "sounding3"], "row"),
            node("Reshape", ["row", "shape"], "output"),
            field_bytes(2, "tones"),
            tensor("step", np.array([STEP_HZ], np.float32)),
            tensor("base", np.array([BASE_HZ], np.float32)),
            tensor("axis", np.array([2], np.int64)),
            tensor("ramp", ramp),
            tensor("shape", np.array([1, 1, -1], np.int64)),
            value_info(11, "input", INT64, [1, "phonemes"]),
            value_info(11, "input_lengths", INT64, [1]),
            value_info(11, "scales", FLOAT, [3]),
            value_info(11, "sid", INT64, [1]) if speakers > 1 else b"",
            value_info(12, "output", FLOAT, [1, 1, "samples"]),
        ]
    )
    return model_file(graph, 13)
