"""Files of weights that come with the program: written, or compared with what is learned."""

from __future__ import annotations

from pathlib import Path


def write_or_compare(file: Path, data: bytes, *, compare: bool) -> None:
    """Write a file, or tell whether it holds these bytes.

    Raises:
        SystemExit: It was compared; the code is 1 if it holds others.
    """
    if compare:
        same = file.read_bytes() == data
        print("the same" if same else "another file is learned")
        raise SystemExit(not same)
    file.write_bytes(data)
    print(f"{file.name}: {len(data)} bytes")
