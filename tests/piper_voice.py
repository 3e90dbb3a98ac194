"""A tiny Piper voice of seven nodes: each phoneme id is a tone of its own, the pad is silent.

The ONNX file is put together byte by byte, so that no package is needed to write it.

Source: onnx.proto3 of ONNX 1.16 (field numbers); Protocol Buffers, encoding.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

RATE_HZ = 22_050
SLOT = 882
"""Samples of a phoneme: 40 ms, so that tones 25 Hz apart are told from each other."""

BASE_HZ, STEP_HZ = 200, 50
FLOAT, INT64 = 1, 7

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


# ------------------------------------------------------------------------ protocol buffers


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes | str) -> bytes:
    data = value.encode() if isinstance(value, str) else value
    return _varint(field << 3 | 2) + _varint(len(data)) + data


def _node(kind: str, inputs: Sequence[str], output: str, attribute: bytes = b"") -> bytes:
    told = b"".join(_bytes(1, name) for name in inputs) + _bytes(2, output) + _bytes(4, kind)
    return _bytes(1, told + (_bytes(5, attribute) if attribute else b""))


def _tensor(name: str, values: np.ndarray) -> bytes:
    kind = FLOAT if values.dtype == np.float32 else INT64
    dims = b"".join(_number(1, n) for n in values.shape)
    return _bytes(5, dims + _number(2, kind) + _bytes(8, name) + _bytes(9, values.tobytes()))


def _value(field: int, name: str, kind: int, dims: Sequence[int | str]) -> bytes:
    shape = b"".join(
        _bytes(1, _bytes(2, dim) if isinstance(dim, str) else _number(1, dim)) for dim in dims
    )
    return _bytes(
        field, _bytes(1, name) + _bytes(2, _bytes(1, _number(1, kind) + _bytes(2, shape)))
    )


def _model(speakers: int) -> bytes:
    # Each id's tone: sin(2 pi (base + step id) t), a row an id; zero where the id is.
    ramp = (2 * np.pi * np.arange(SLOT) / RATE_HZ).astype(np.float32).reshape(1, 1, SLOT)
    to_float = _bytes(1, "to") + _number(3, FLOAT) + _number(20, 2)
    graph = b"".join(
        [
            _node("Cast", ["input"], "ids", to_float),
            _node("Sign", ["ids"], "sounding"),
            _node("Mul", ["ids", "step"], "above"),
            _node("Add", ["above", "base"], "hz"),
            _node("Unsqueeze", ["hz", "axis"], "hz3"),
            _node("Unsqueeze", ["sounding", "axis"], "sounding3"),
            _node("Mul", ["hz3", "ramp"], "phase"),
            _node("Sin", ["phase"], "tones"),
            _node("Mul", ["tones", "sounding3"], "row"),
            _node("Reshape", ["row", "shape"], "output"),
            _bytes(2, "tones"),
            _tensor("step", np.array([STEP_HZ], np.float32)),
            _tensor("base", np.array([BASE_HZ], np.float32)),
            _tensor("axis", np.array([2], np.int64)),
            _tensor("ramp", ramp),
            _tensor("shape", np.array([1, 1, -1], np.int64)),
            _value(11, "input", INT64, [1, "phonemes"]),
            _value(11, "input_lengths", INT64, [1]),
            _value(11, "scales", FLOAT, [3]),
            _value(11, "sid", INT64, [1]) if speakers > 1 else b"",
            _value(12, "output", FLOAT, [1, 1, "samples"]),
        ]
    )
    return _number(1, 8) + _bytes(7, graph) + _bytes(8, _bytes(1, "") + _number(2, 13))
