"""ONNX files put together byte by byte, so that no package is needed to write them.

Source: onnx.proto3 of ONNX 1.16 (field numbers); Protocol Buffers, encoding.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

FLOAT, INT64 = 1, 7


def varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def number(field: int, value: int) -> bytes:
    return varint(field << 3) + varint(value)


def field_bytes(field: int, value: bytes | str) -> bytes:
    data = value.encode() if isinstance(value, str) else value
    return varint(field << 3 | 2) + varint(len(data)) + data


def node(kind: str, inputs: Sequence[str], output: str, attribute: bytes = b"") -> bytes:
    told = (
        b"".join(field_bytes(1, name) for name in inputs)
        + field_bytes(2, output)
        + field_bytes(4, kind)
    )
    return field_bytes(1, told + (field_bytes(5, attribute) if attribute else b""))


def tensor(name: str, values: np.ndarray) -> bytes:
    kind = FLOAT if values.dtype == np.float32 else INT64
    dims = b"".join(number(1, n) for n in values.shape)
    return field_bytes(
        5, dims + number(2, kind) + field_bytes(8, name) + field_bytes(9, values.tobytes())
    )


def value_info(field: int, name: str, kind: int, dims: Sequence[int | str]) -> bytes:
    shape = b"".join(
        field_bytes(1, field_bytes(2, dim) if isinstance(dim, str) else number(1, dim))
        for dim in dims
    )
    return field_bytes(
        field,
        field_bytes(1, name)
        + field_bytes(2, field_bytes(1, number(1, kind) + field_bytes(2, shape))),
    )
