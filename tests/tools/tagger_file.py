"""The file of the tagger's weights, written: see `audiopaper.articles.tagger.read_weights`."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Arrays = dict[str, np.ndarray[Any, Any]]


@dataclass(frozen=True)
class Learned:
    """One network: the names of its features, and its weights by the names of the file's arrays."""

    features: tuple[str, ...]
    arrays: Arrays


def to_bytes(networks: Sequence[Learned], note: Mapping[str, object]) -> bytes:
    """Give networks, side by side, as the bytes of the shipped file."""
    features = sorted({name for own in networks for name in own.features})
    arrays = _join([_spread(own, features) for own in networks])
    out = io.BytesIO()
    np.savez_compressed(
        out,
        note=_encode(json.dumps(note)),
        features=_encode("\n".join(features)),
        **{name: values.astype(np.float16) for name, values in arrays.items()},
    )
    return out.getvalue()


def _spread(network: Learned, features: Sequence[str]) -> Arrays:
    """Give a network's arrays with a row for each feature; what it has not seen says nothing."""
    place = {name: n for n, name in enumerate(features)}
    places = [place[name] for name in network.features]
    rows = {}
    for name in ("linear", "vectors"):
        own = network.arrays[name]
        rows[name] = np.zeros((len(features), own.shape[1]), dtype=own.dtype)
        rows[name][places] = own
    return network.arrays | rows


def _join(networks: Sequence[Arrays]) -> Arrays:
    """Put networks side by side; of what is added up for a state the mean is enough."""
    mean = {
        name: np.mean([own[name] for own in networks], axis=0)
        for name in ("linear", "steps", "out_bias")
    }
    return {
        **mean,
        "vectors": np.concatenate([own["vectors"] for own in networks], axis=1),
        "norm": np.stack([own["norm"] for own in networks], axis=1),
        "gates": np.stack([own["gates"] for own in networks]),
        "memory": np.stack([own["memory"][way] for way in (0, 1) for own in networks]),
        "biases": np.stack([own["biases"][:, way] for way in (0, 1) for own in networks], axis=1),
        "out": np.stack([own["out"] for own in networks]),
    }


def _encode(text: str) -> np.ndarray[Any, Any]:
    return np.frombuffer(text.encode(), dtype=np.uint8)
