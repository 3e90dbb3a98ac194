"""Cut a language model down to `audiopaper/articles/words.npz`.

    python -m tests.tools.build_word_joins zh_CN.lm

The model is that of libime (LGPL-2.1-or-later; package libime-data-language-model 1.0.16 of
Debian, file zh_CN.lm): probabilities of 165,000 words, 2.0 million pairs and 0.6 million triples
of words, as a KenLM binary of type quantised array trie (K. Heafield, "KenLM: Faster and Smaller
Language Model Queries", 2011; format version 5). Kept are the words of two and more characters
that are not rarer than `LEAST_WORD`, all characters, and the pairs that are not rarer than
`LEAST_PAIR` and more probable than by chance by `LEAST_GAIN`.
"""

from __future__ import annotations

import io
import re
import struct
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from audiopaper.articles.word_joins import CROSSING_CHARS, WORD_CHARS, hash_word

TABLE = Path(__file__).resolve().parents[2] / "audiopaper" / "articles" / "words.npz"
LEAST_WORD, LEAST_PAIR, LEAST_GAIN = -6.0, -6.75, 1.0
SCALE = 18.0
_HAN = re.compile("[\u4e00-\u9fff]+")

Floats = np.ndarray[Any, np.dtype[np.float32]]
Places = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class WordModel:
    """Log10 of the probability of words, and of pairs of them."""

    words: list[str]
    chances: Floats
    backoffs: Floats
    first: Places
    """The first word of each pair, by its place."""

    second: Places
    pairs: Floats
    """Log10 of the probability of the second word behind the first."""


_SANITY, _PARAMETERS = 88, 20
_TYPE = 5
_SEARCH = _SANITY + _PARAMETERS


def read_model(data: bytes) -> WordModel:
    """Read the words and pairs of a KenLM binary of three orders.

    Raises:
        ValueError: It is a file of another kind.
    """
    order, kind = data[_SANITY], struct.unpack_from("<I", data, _SANITY + 8)[0]
    if not data.startswith(b"mmap lm http://kheafield.com/code format version 5") or (
        (order, kind) != (3, _TYPE)
    ):
        raise ValueError("not a KenLM array trie of three orders with quantised values")
    words, pairs, triples = struct.unpack_from("<3Q", data, _SEARCH)
    # The header is padded to eight bytes; behind it stand the hashes of the words.
    at = -(-(_SEARCH + 24) // 8) * 8 + 8 + 8 * words
    chance_bits, backoff_bits = data[at + 1], data[at + 2]
    chances = np.frombuffer(data, "<f4", 1 << chance_bits, at + 8)
    at += 8 + 4 * (2 * (1 << chance_bits) + (1 << backoff_bits))
    row = np.dtype([("chance", "<f4"), ("backoff", "<f4"), ("next", "<u8")])
    single = np.frombuffer(data, row, words + 2, at)
    at += row.itemsize * (words + 2)
    most = data[-(-at // 8) * 8 + 1]
    inline, offsets = _pointer_bits(pairs + 1, triples, most)
    at += 8 * (1 + offsets) + 7
    word_bits = words.bit_length()
    places = np.arange(pairs, dtype=np.int64) * (word_bits + chance_bits + backoff_bits + inline)
    raw = np.frombuffer(data, np.uint8, offset=at)
    behind = single["next"].astype(np.int64)[: words + 1]
    strings = data[data.rindex(b"<unk>\x00") :].split(b"\x00")[:words]
    return WordModel(
        words=[word.decode() for word in strings],
        chances=single["chance"][:words],
        backoffs=single["backoff"][:words],
        first=_unpack(raw, places, word_bits),
        second=np.repeat(np.arange(words), np.diff(behind)),
        pairs=chances[_unpack(raw, places + word_bits + backoff_bits, chance_bits)],
    )


def _pointer_bits(entries: int, most: int, allowed: int) -> tuple[int, int]:
    """Return how many bits of a pointer stand with its entry, and how many offsets there are."""
    needed = most.bit_length()
    sizes = [
        (most >> (needed - cut)) * 64 - entries * cut for cut in range(min(needed, allowed) + 1)
    ]
    cut = sizes.index(min(sizes))
    return needed - cut, (most >> (needed - cut)) + 1


def _unpack(raw: np.ndarray[Any, Any], places: Places, bits: int) -> Places:
    """Read whole numbers of so many bits at places that are counted in bits."""
    byte = places >> 3
    value = np.zeros(len(places), np.uint64)
    for k in range(8):
        value |= raw[byte + k].astype(np.uint64) << np.uint64(8 * k)
    value >>= (places & 7).astype(np.uint64)
    return (value & np.uint64((1 << bits) - 1)).astype(np.int64)


def choose_entries(model: WordModel) -> dict[int, float]:
    """Choose the words and pairs that are kept; log10 by hash."""
    han = np.array([_HAN.fullmatch(word) is not None for word in model.words])
    out = {}
    for word, chance, is_han in zip(model.words, model.chances.tolist(), han, strict=True):
        short = len(word) <= CROSSING_CHARS
        if is_han and short and (len(word) == 1 or chance >= LEAST_WORD):
            out[hash_word(word)] = chance
    chances, backoffs = model.chances[model.second], model.backoffs[model.first]
    kept = (model.pairs - chances - backoffs >= LEAST_GAIN) & han[model.first] & han[model.second]
    kept &= model.pairs + model.chances[model.first] >= LEAST_PAIR
    for at in np.flatnonzero(kept).tolist():
        first, second = model.words[model.first[at]], model.words[model.second[at]]
        if max(len(first), len(second)) <= WORD_CHARS:
            out[hash_word(second, hash_word(" ", hash_word(first)))] = float(model.pairs[at])
    return out


def to_bytes(entries: dict[int, float]) -> bytes:
    """Give the entries as the bytes of the shipped file."""
    keys = np.array(sorted(entries), dtype=np.uint64)
    values = np.array([entries[key] for key in keys.tolist()])
    out = io.BytesIO()
    np.savez_compressed(
        out,
        steps=np.diff(keys, prepend=np.uint64(0)).astype(np.uint32),
        values=np.clip(np.round(values * SCALE), -127, 0).astype(np.int8),
        scale=np.array(SCALE),
    )
    return out.getvalue()


def main() -> None:
    """Run the command."""
    entries = choose_entries(read_model(Path(sys.argv[1]).read_bytes()))
    data = to_bytes(entries)
    TABLE.write_bytes(data)
    print(f"{TABLE.name}: {len(entries)} words and pairs, {len(data)} bytes")


if __name__ == "__main__":
    main()
