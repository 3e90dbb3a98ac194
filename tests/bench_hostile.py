"""Measure what takes text from outside on text made to hurt: `python -m tests.bench_hostile [MB]`.

For each reader and each unit of text (brackets, digits, one character, mark-up that never ends) it
prints the seconds for a page of the given size (10 MB where none is named, the most a page may
have) and of half of it: linear is about twice.
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from audiopaper.cleaning import clean_article
from audiopaper.errors import InputError
from audiopaper.pages import html_text, read_edition
from audiopaper.pages.markdown import plain_lines
from tests.builders import make_article, make_paragraph

UNITS = [
    "（", "（）", "（图", "（图）", "5", "5，", "字", "“”", "“", '"', "，", ", ", " ", "\u3000", "2026年", "3月",
    "#", "*", "[", "](", "![](", "\\", "> ", "<", "<a ", "<!", "<![", "<!--", "&#", "<b>字", "<div>", "日报", "」", "\u200b",
]  # fmt: skip


def _clean(text: str) -> None:
    clean_article(make_article(headline=text[:500], paragraphs=(make_paragraph(f"字{text}字"),)))


def _read(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(InputError):
        page = Path(folder) / "01.txt"
        page.write_text(f"字{text}\n字", encoding="utf-8")
        read_edition([page])


def _mark_down(text: str) -> None:
    plain_lines([text])


def _web(text: str) -> None:
    html_text(text)


READERS: list[Callable[[str], None]] = [_read, _clean, _mark_down, _web]


def seconds(reader: Callable[[str], None], unit: str, size_bytes: int) -> float:
    """How long a reader takes over one page of nothing but a unit."""
    text = unit * (size_bytes // len(unit.encode("utf-8")))
    start = time.process_time()
    reader(text)
    return time.process_time() - start


def main() -> None:
    """Print a line a reader and unit, the slowest last."""
    size_bytes = int(float(sys.argv[1] if sys.argv[1:] else 10) * 1_000_000) - 100
    rows = []
    for reader in READERS:
        for unit in UNITS:
            half, whole = (seconds(reader, unit, size) for size in (size_bytes // 2, size_bytes))
            rows.append((whole, half, reader.__name__.strip("_"), unit))
    for whole, half, name, unit in sorted(rows):
        print(f"{name:>10} {unit!r:10} {half:7.2f} s, {whole:7.2f} s")


if __name__ == "__main__":
    main()
