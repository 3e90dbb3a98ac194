"""ONNX files, read and written a field at a time.

Source: onnx.proto3 of ONNX 1.16 (field numbers); Protocol Buffers, encoding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FLOAT, UINT8, INT8, INT32, INT64 = 1, 2, 3, 6, 7
"""Element types of tensors."""

_TYPES = {np.dtype(np.float32): FLOAT, np.dtype(np.uint8): UINT8, np.dtype(np.int64): INT64}

_FIXED = {1: 8, 5: 4}
"""Wire types of a fixed size, in bytes."""


def read_fields(
    message: bytes | memoryview,
) -> Iterator[tuple[int, int | memoryview, memoryview]]:
    """Yield the fields of a message, in order.

    Yields:
        The field's number; its value, bytes for a string or a message; the whole field as it is
        written.

    Raises:
        ValueError: It is no message.
    """
    view = memoryview(message)
    at = 0
    while at < len(view):
        start = at
        key, at = _read_varint(view, at)
        value: int | memoryview
        if key & 7 == 0:
            value, at = _read_varint(view, at)
        else:
            size, at = _read_varint(view, at) if key & 7 == 2 else (_FIXED.get(key & 7, -1), at)
            if size < 0 or at + size > len(view):
                raise ValueError(_("a field is cut short, or of no known type"))
            value, at = view[at : at + size], at + size
        yield key >> 3, value, view[start:at]


def _read_varint(view: memoryview, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(view):
            break
        byte = view[at]
        value, at = value | (byte & 127) << shift, at + 1
        if byte < 128:
            return value, at
    raise ValueError(_("a number is cut short"))


def varint(value: int) -> bytes:
    """Encode a number, at least 0, as a varint."""
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def number(field: int, value: int) -> bytes:
    """Encode a field with a number."""
    return varint(field << 3) + varint(value)


def field_bytes(field: int, value: bytes | str) -> bytes:
    """Encode a field with a message or a string."""
    data = value.encode() if isinstance(value, str) else value
    return varint(field << 3 | 2) + varint(len(data)) + data


def node(kind: str, inputs: Sequence[str], output: str, attribute: bytes = b"") -> bytes:
    """Encode an operator, as a field of a graph."""
    fields = b"".join(field_bytes(1, name) for name in inputs)
    fields += field_bytes(2, output) + field_bytes(4, kind)
    return field_bytes(1, fields + (field_bytes(5, attribute) if attribute else b""))


def cast(name: str, output: str, kind: int) -> bytes:
    """Encode a conversion of a tensor to another type, as a field of a graph."""
    return node("Cast", [name], output, field_bytes(1, "to") + number(3, kind) + number(20, 2))


def tensor(name: str, values: np.ndarray[Any, Any]) -> bytes:
    """Encode a constant, as a field of a graph."""
    dims = b"".join(number(1, n) for n in values.shape)
    kind = number(2, _TYPES[values.dtype])
    return field_bytes(5, dims + kind + field_bytes(8, name) + field_bytes(9, values.tobytes()))


def value_info(field: int, name: str, kind: int, dims: Sequence[int | str]) -> bytes:
    """Encode an input (11) or output (12) of a graph; a dimension without a size has a name."""
    shape = b"".join(
        field_bytes(1, field_bytes(2, dim) if isinstance(dim, str) else number(1, dim))
        for dim in dims
    )
    tensor_type = field_bytes(1, number(1, kind) + field_bytes(2, shape))
    return field_bytes(field, field_bytes(1, name) + field_bytes(2, tensor_type))


def model_file(graph: bytes, operators: int) -> bytes:
    """Encode a file with a graph.

    Args:
        graph: Fields of the graph.
        operators: Version of ONNX's operators.
    """
    opset = field_bytes(8, field_bytes(1, "") + number(2, operators))
    return number(1, 8) + field_bytes(7, graph) + opset
