"""How surely one text goes on in another, by the characters on both sides of the break.

Two gated recurrent units (as in `page_networks`) read towards the break: one the end of the first
text, one the beginning of the second, backwards. What they come to is compared as two vectors: a
dual encoder, learned by ``python -m tests.tools.train_continuations`` to tell the rest of a torn
paragraph from other rests and from beginnings of paragraphs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from audiopaper.articles.recurrent_units import advance

if TYPE_CHECKING:
    from collections.abc import Sequence

_Floats = NDArray[np.float32]

END_CHARS, START_CHARS = 20, 16
"""How many characters of each text are looked at."""

NO_CHAR, UNKNOWN_CHAR = 0, 1
"""The places of no character, before a short end or behind a short beginning, and of a rare one."""

_FEW = 8
"""For products of more lines OpenBLAS starts threads, which take more time than they save."""


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """A gated recurrent unit with a memory of ``h``, and the vector of ``d`` that it comes to."""

    given: _Floats
    """What each character gives it, for reset, update and new memory; ``(characters, 3 * h)``."""

    memory: _Floats
    """Of the memory, for the same three; shape ``(h, 3 * h)``."""

    bias: _Floats
    """Of the memory, for the same; shape ``(3 * h,)``."""

    out: _Floats
    """Of the memory for each value of the vector; shape ``(h, d)``."""

    out_bias: _Floats
    """Shape ``(d,)``."""

    def read(self, places: NDArray[np.intp]) -> _Floats:
        """Read lines of characters.

        Args:
            places: The places of the characters, those next to the break last; ``(lines, chars)``.

        Returns:
            Shape ``(lines, d)``.
        """
        groups = -(-len(places) // _FEW)
        padded = np.full((groups * _FEW, places.shape[1]), NO_CHAR, dtype=np.intp)
        padded[: len(places)] = places
        state = np.zeros((groups, _FEW, len(self.memory)), dtype=np.float32)
        for column in padded.T:
            held = state @ self.memory
            held += self.bias
            state = advance(self.given[column.reshape(groups, _FEW)], held, state)
        read: _Floats = (state @ self.out).reshape(-1, len(self.out_bias))[: len(places)]
        return read + self.out_bias


@dataclass(frozen=True, slots=True, eq=False)
class Continuations:
    """Encoders for text ends and text beginnings."""

    places: Mapping[str, int]
    """The places of characters."""

    ends: Reader
    starts: Reader
    """Its last value is how much a beginning is one of a rest, whatever it goes on."""

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> Continuations:
        """Build both encoders from the arrays of a file."""
        chars = arrays["chars"].tobytes().decode("utf-32-le")
        vectors = arrays["vectors"].astype(np.float32)
        readers = []
        for side in ("end", "start"):
            own = {
                name: arrays[f"{side}_{name}"].astype(np.float32)
                for name in ("gates", "gate_bias", "memory", "bias", "out", "out_bias")
            }
            given = vectors @ own.pop("gates") + own.pop("gate_bias")
            readers.append(Reader(given=given, **own))
        return cls({char: n for n, char in enumerate(chars, start=UNKNOWN_CHAR + 1)}, *readers)

    def read_ends(self, texts: Sequence[str]) -> _Floats:
        """Read the ends of texts, which are as `links.line_views.full_width` has them."""
        return self.ends.read(self._find_places([text[-END_CHARS:] for text in texts], END_CHARS))

    def read_starts(self, texts: Sequence[str]) -> _Floats:
        """Read the beginnings of texts."""
        backwards = [text[:START_CHARS][::-1] for text in texts]
        return self.starts.read(self._find_places(backwards, START_CHARS))

    def _find_places(self, texts: Sequence[str], count: int) -> NDArray[np.intp]:
        out = np.full((len(texts), count), NO_CHAR, dtype=np.intp)
        for row, text in zip(out, texts, strict=True):
            if text:
                row[count - len(text) :] = [self.places.get(c, UNKNOWN_CHAR) for c in text]
        return out


def rate_continuations(ends: _Floats, starts: _Floats) -> _Floats:
    """Return how surely each end goes on in the beginning beside it, in log-odds up to a constant.

    Args:
        ends: As `Continuations.read_ends` gives them; shape ``(pairs, d)``.
        starts: As `Continuations.read_starts` gives them; shape ``(pairs, d + 1)``.

    Returns:
        Shape ``(pairs,)``.
    """
    odds: _Floats = np.einsum("pd,pd->p", ends, starts[:, :-1]) + starts[:, -1]
    return odds


@cache
def load_continuations() -> Continuations:
    """Read the shipped weights."""
    data = files("audiopaper.articles").joinpath("continuations.npz").read_bytes()
    with np.load(BytesIO(data)) as arrays:
        return Continuations.from_arrays(arrays)
