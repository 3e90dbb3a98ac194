"""A tiny Kokoro model of ten nodes: each symbol is a tone of its own, the padding is silent."""

from __future__ import annotations

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

RATE_HZ = 24_000
SLOT = 960
"""Samples of a symbol: 40 ms, so that tones 25 Hz apart are told from each other."""

BASE_HZ, STEP_HZ = 200, 50
NAME = "kokoro-v1.0.int8.onnx"


def write_model(folder: Path, loud: float = 1.0) -> Path:
    """Write a release file; its tones peak at ``loud``."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NAME
    path.write_bytes(model_bytes(loud))
    return path


def heard_numbers(pcm: bytes) -> list[int]:
    """The symbols that a sound of this model holds, by its spectrum, its trimmed ends left out."""
    samples = np.frombuffer(pcm, "<i2").astype(float)
    loud = np.flatnonzero(np.abs(samples) > 0)
    samples = samples[max(0, int(loud[0]) - 1) :]
    numbers = []
    for at in range(0, len(samples) - SLOT + 1, SLOT):
        spectrum = np.abs(np.fft.rfft(samples[at : at + SLOT]))
        hz = float(np.argmax(spectrum)) * RATE_HZ / SLOT
        if spectrum.max() > 1e5:
            numbers.append(round((hz - BASE_HZ) / STEP_HZ))
    return numbers


def model_bytes(loud: float = 1.0) -> bytes:
    # Each symbol's tone: sin(2 pi (base + step number) t), a row a symbol; zero where the number is.
    ramp = (2 * np.pi * np.arange(SLOT) / RATE_HZ).astype(np.float32).reshape(1, 1, SLOT)
    graph = b"".join(
        [
            cast("tokens", "numbers", FLOAT),
            node("Sign", ["numbers"], "sounding"),
            node("Mul", ["sounding", "loud"], "level"),
            node("Mul", ["numbers", "step"], "above"),
            node("Add", ["above", "base"], "hz"),
            node("Unsqueeze", ["hz", "axis"], "hz3"),
            node("Unsqueeze", ["level", "axis"], "level3"),
            node("Mul", ["hz3", "ramp"], "phase"),
            node("Sin", ["phase"], "tones"),
            node("Mul", ["tones", "level3"], "row"),
            node("Reshape", ["row", "shape"], "audio"),
            field_bytes(2, "tones"),
            tensor("step", np.array([STEP_HZ], np.float32)),
            tensor("base", np.array([BASE_HZ], np.float32)),
            tensor("loud", np.array([loud], np.float32)),
            tensor("axis", np.array([2], np.int64)),
            tensor("ramp", ramp),
            tensor("shape", np.array([-1], np.int64)),
            value_info(11, "tokens", INT64, [1, "symbols"]),
            value_info(11, "style", FLOAT, [1, 256]),
            value_info(11, "speed", FLOAT, [1]),
            value_info(12, "audio", FLOAT, ["samples"]),
        ]
    )
    return model_file(graph, 13)
