"""The model with signed factors, which many processors multiply twice as fast.

The 8-bit model convolves bytes 0 to 255 with bytes 0 to 255. Processors that have an instruction
for products of 8-bit numbers (VNNI) have it for one factor with a sign and one without. Taken less
128, with its zero point less 128 as well, the one factor gives the same sums, to the last bit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from audiopaper.engines.kokoro.onnx_file import (
    INT8,
    INT32,
    cast,
    field_bytes,
    model_file,
    node,
    read_fields,
    tensor,
    value_info,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SIGN = "audiopaper_sign_bit"

_MIN_OPERATORS = 18
"""Version of ONNX's operators that has BitwiseXor."""


def sign_factors(model: bytes) -> bytes:
    """Convert a model's convolutions of bytes to signed ones; another model is returned unchanged.

    Args:
        model: Content of a file.

    Raises:
        ValueError: It is no ONNX file.
    """
    fields = list(read_fields(model))
    versions = [dict(_pairs(value)) for number, value, _ in fields if number == 8]
    operators = [v.get(2, 0) for v in versions if not v.get(1)]
    if not any(isinstance(n, int) and n >= _MIN_OPERATORS for n in operators):
        return model
    return b"".join(
        field_bytes(7, b"".join(_signed_graph(value)))
        if number == 7 and not isinstance(value, int)
        else raw
        for number, value, raw in fields
    )


def _pairs(message: int | memoryview) -> Iterator[tuple[int, int | bytes]]:
    for number, value, _ in read_fields(b"" if isinstance(message, int) else message):
        yield number, value if isinstance(value, int) else bytes(value)


def _signed_graph(graph: memoryview) -> Iterator[bytes | memoryview]:
    quantised: set[bytes] = set()
    signed: set[bytes] = set()
    for number, value, raw in read_fields(graph):
        parts = list(_pairs(value)) if number == 1 else []
        inputs = [v for n, v in parts if n == 1 and isinstance(v, bytes)]
        kind = next((v for n, v in parts if n == 4), b"")
        if kind == b"DynamicQuantizeLinear":
            quantised |= {v for n, v in parts if n == 2 and isinstance(v, bytes)}
        if kind != b"ConvInteger" or len(inputs) < 3 or not {inputs[0], inputs[2]} <= quantised:
            yield raw
            continue
        for name in (inputs[0], inputs[2]):
            if name not in signed:
                yield _flip(name.decode())
                signed.add(name)
        yield _rename(value, {inputs[0], inputs[2]})
    if signed:
        yield tensor(_SIGN, np.array(128, np.uint8))


def _flip(name: str) -> bytes:
    """Subtract 128: invert the highest bit, then read it as the sign."""
    return node("BitwiseXor", [name, _SIGN], f"{name}_flipped") + cast(
        f"{name}_flipped", f"{name}_signed", INT8
    )


def _rename(operator: int | memoryview, names: set[bytes]) -> bytes:
    fields = b""
    for number, value, raw in read_fields(b"" if isinstance(operator, int) else operator):
        flipped = number == 1 and not isinstance(value, int) and bytes(value) in names
        fields += field_bytes(1, bytes(value) + b"_signed") if flipped else bytes(raw)
    return field_bytes(1, fields)


def sums_are_whole(load: Any) -> bool:
    """Return whether convolutions of signed with unsigned bytes are exact on this processor.

    Those without an instruction for it add two products in 16 bits, where the greatest have no
    room.

    Args:
        load: Makes a session of a file's content.
    """
    channels = 64
    weights = np.full((16, channels, 1), 255, np.uint8)
    graph = node("ConvInteger", ["x", "weights"], "y") + tensor("weights", weights)
    graph += value_info(11, "x", INT8, [1, channels, channels])
    graph += value_info(12, "y", INT32, [1, 16, channels])
    session = load(model_file(graph + field_bytes(2, "sums"), _MIN_OPERATORS))
    return all(
        _sums(session, factor, channels) == {255 * factor * channels} for factor in (-128, 127)
    )


def _sums(session: Any, factor: int, channels: int) -> set[int]:
    x = np.full((1, channels, channels), factor, np.int8)
    sums: Sequence[int] = np.unique(session.run(None, {"x": x})[0]).tolist()
    return set(sums)
