"""The g2pM network: chooses the reading of a polyphone by the sentence around it.

Model and weights: g2pM 0.1.2.5 (kakaobrain, Apache-2.0; Park and Lee, Interspeech 2020), one
bidirectional LSTM over characters and two layers above it. Its own code reads one sentence at a
time in 64 bits; here all sentences of an edition are one batch in 32 bits, which takes
milliseconds. Its files are pickles; the reader here refuses everything except arrays and plain
values.
"""

from __future__ import annotations

import importlib.util
import pickle
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from audiopaper.errors import MissingProgramError
from audiopaper.readings.tokens import plain_han
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float32]

# The network was trained on single sentences.
_SENTENCE_ENDS = re.compile(r"[。！？；!?;\n]+")
# Keeps the arrays of one pass small; a longer sentence (a list, a table) is cut at random.
_MAX_CHARS = 160
_BATCH_SENTENCES = 512

_BEGIN, _END, _UNKNOWN = "시", "끝", "<UNK>"


@dataclass(frozen=True, slots=True)
class Guess:
    """The network's answer for one character."""

    syllable: str
    """The most probable of the character's readings."""

    share: float
    """Its share of the probability among the character's readings, above 0 and up to 1."""


@dataclass(frozen=True, slots=True)
class _Network:
    ids: dict[str, int]
    listed: dict[str, tuple[str, ...]]
    readings: dict[str, tuple[str, ...]]
    classes: dict[str, tuple[int, ...]]
    inputs: Array
    recurrent: Array
    layers: tuple[Array, Array, Array, Array]


def guess_readings(texts: Sequence[str]) -> list[dict[int, Guess]]:
    """Guess the readings of the polyphones in texts.

    Args:
        texts: What is said, with its punctuation.

    Returns:
        For each text the guesses, by the offset of each character that the network knows as a
        polyphone.

    Raises:
        MissingProgramError: g2pM is not installed.
    """
    network = _load()
    guesses: list[dict[int, Guess]] = [{} for _ in texts]
    pieces = sorted(_pieces(texts, network), key=lambda piece: -len(piece[2]))
    for first in range(0, len(pieces), _BATCH_SENTENCES):
        _guess_batch(pieces[first : first + _BATCH_SENTENCES], network, guesses)
    return guesses


def characters_by_frequency() -> list[tuple[str, tuple[str, ...]]]:
    """Return each Han character that CC-CEDICT lists, with its readings.

    Returns:
        The most frequent in the network's training text (Wikipedia) first.
    """
    network = _load()
    return [
        (character, network.listed[character])
        for character in sorted(
            network.listed, key=lambda c: (network.ids.get(c, len(network.ids)), c)
        )
    ]


def knows_character(character: str) -> bool:
    """Whether a character is frequent enough in the training text (Wikipedia) to be known."""
    return character in _load().ids


def _pieces(texts: Sequence[str], network: _Network) -> Iterator[tuple[int, int, str]]:
    for index, text in enumerate(texts):
        at = 0
        ends = [match.end() for match in _SENTENCE_ENDS.finditer(text)]
        for end in [*ends, len(text)]:
            while at < end:
                piece = text[at : min(end, at + _MAX_CHARS)]
                if any(character in network.readings for character in piece):
                    yield index, at, piece
                at += len(piece)


def _guess_batch(
    pieces: list[tuple[int, int, str]], network: _Network, guesses: list[dict[int, Guess]]
) -> None:
    import numpy as np

    unknown = network.ids[_UNKNOWN]
    rows = [
        [network.ids[_BEGIN], *(network.ids.get(c, unknown) for c in piece), network.ids[_END]]
        for _, _, piece in pieces
    ]
    # Longest first, so that each step runs over a shrinking block without padding.
    ids = np.zeros((2, len(rows), len(rows[0])), dtype=np.int64)
    for row, values in enumerate(rows):
        ids[0, row, : len(values)] = values
        ids[1, row, : len(values)] = values[::-1]
    lengths = np.array([len(values) for values in rows])
    there, back = _run_lstm(ids, lengths, network)
    wanted = [
        (row, at)
        for row, (_, _, piece) in enumerate(pieces)
        for at, character in enumerate(piece)
        if character in network.readings
    ]
    row_of = np.array([row for row, _ in wanted])
    column = np.array([at + 1 for _, at in wanted])
    hidden = np.concatenate(
        [there[row_of, column], back[row_of, lengths[row_of] - 1 - column]], axis=1
    )
    weight, bias, last_weight, last_bias = network.layers
    scores = np.maximum(hidden @ weight.T + bias, 0) @ last_weight.T + last_bias
    for (row, at), score in zip(wanted, scores, strict=True):
        index, start, piece = pieces[row]
        allowed = score[list(network.classes[piece[at]])]
        shares = np.exp(allowed - allowed.max())
        best = int(allowed.argmax())
        guesses[index][start + at] = Guess(
            network.readings[piece[at]][best], float(shares[best] / shares.sum())
        )


def _run_lstm(ids: Any, lengths: Any, network: _Network) -> Array:
    """Run both directions at once; ids and states have the shape (direction, sentence, step)."""
    import numpy as np

    width = network.recurrent.shape[1]
    gates_in = np.stack([network.inputs[end][ids[end]] for end in (0, 1)])
    hidden = np.zeros((2, ids.shape[1], width), dtype=np.float32)
    cell = np.zeros_like(hidden)
    states = np.zeros((*ids.shape, width), dtype=np.float32)
    counts = (lengths[:, None] > np.arange(ids.shape[2])).sum(axis=0)
    for step, count in enumerate(counts.tolist()):
        hidden, cell = hidden[:, :count], cell[:, :count]
        gates = np.tanh(gates_in[:, :count, step] + hidden @ network.recurrent)
        fresh = gates[:, :, 2 * width : 3 * width].copy()
        # sigmoid(x) = (1 + tanh(x / 2)) / 2; `_load` halved x.
        gates = 0.5 * gates + 0.5
        entry, forget = gates[:, :, :width], gates[:, :, width : 2 * width]
        cell = forget * cell + entry * fresh
        hidden = gates[:, :, 3 * width :] * np.tanh(cell)
        states[:, :count, step] = hidden
    return states


def release_network() -> None:
    """Free the memory of the weights; the next guess reads them again."""
    _load.cache_clear()


@cache
def _load() -> _Network:
    import numpy as np

    spec = importlib.util.find_spec("g2pM")
    if spec is None or spec.origin is None:
        raise MissingProgramError(
            _("the package g2pM, which decides polyphones, is not installed"),
            remedy=_("install audiopaper again with its dependencies"),
        )
    folder = Path(spec.origin).parent
    ids, classes, readings, weights = (
        _unpickle(folder / name)
        for name in ("char2idx.pkl", "class2idx.pkl", "digest_cedict.pkl", "np_ckpt.pkl")
    )
    # The input part of each gate depends on the character alone: one table for all characters.
    inputs, recurrent = [], []
    for end in ("", "_reverse"):
        bias = weights[f"lstm.bias_ih_l0{end}"] + weights[f"lstm.bias_hh_l0{end}"]
        own = weights["embedding.weight"] @ weights[f"lstm.weight_ih_l0{end}"].T + bias
        passed_on = weights[f"lstm.weight_hh_l0{end}"].T
        scale = np.full(own.shape[1], 0.5, dtype=np.float32)
        scale[own.shape[1] // 2 : own.shape[1] * 3 // 4] = 1
        inputs.append(own * scale)
        recurrent.append(passed_on * scale)
    known = {
        character: tuple(s for s in syllables if s in classes)
        for character, syllables in readings.items()
        if len(syllables) > 1
    }
    known = {character: syllables for character, syllables in known.items() if len(syllables) > 1}
    return _Network(
        ids=ids,
        listed={
            c: tuple(s.replace("u:", "v") for s in syllables)
            for c, syllables in readings.items()
            if plain_han(c)
        },
        readings={
            c: tuple(s.replace("u:", "v") for s in syllables) for c, syllables in known.items()
        },
        classes={c: tuple(classes[s] for s in syllables) for c, syllables in known.items()},
        inputs=np.stack(inputs),
        recurrent=np.stack(recurrent),
        layers=(
            weights["logit_layer.0.weight"],
            weights["logit_layer.0.bias"],
            weights["logit_layer.2.weight"],
            weights["logit_layer.2.bias"],
        ),
    )


class _ArrayUnpickler(pickle.Unpickler):
    """Opens pickles that hold plain values and arrays, and refuses others."""

    def find_class(self, module: str, name: str) -> Any:
        import numpy as np

        # numpy 2 has moved the module that the file names.
        if (module, name) == ("numpy.core.multiarray", "_reconstruct"):
            return lambda kind, shape, code: np.ndarray.__new__(kind, shape, code)
        if (module, name) in (("numpy", "ndarray"), ("numpy", "dtype")):
            return getattr(np, name)
        raise pickle.UnpicklingError(f"{module}.{name} is not allowed")


def _unpickle(path: Path) -> Any:
    with path.open("rb") as file:
        return _open_pickle(file)


def _open_pickle(file: BinaryIO) -> Any:
    return _ArrayUnpickler(file).load()
