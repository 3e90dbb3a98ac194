"""What the lines around a line say of its role: the networks, against their definition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiopaper.articles.page_networks import PageNetworks
from audiopaper.articles.tagger import STATES, read_weights
from tests.tools.tagger_file import Learned, to_bytes

FEATURES, VECTOR, MEMORY = ("a", "b", "c"), 4, 5
Network = dict[str, np.ndarray[Any, Any]]


def make_network(seed: int) -> Learned:
    dice = np.random.default_rng(seed)
    states = len(STATES)
    shapes = {
        "linear": (3, states), "steps": (states + 1, states), "vectors": (3, VECTOR), "norm": (3, VECTOR),
        "gates": (VECTOR, 6 * MEMORY), "memory": (2, MEMORY, 3 * MEMORY), "biases": (2, 2, 3 * MEMORY),
        "out": (2 * MEMORY, states), "out_bias": (states,),
    }  # fmt: skip
    return Learned(
        FEATURES, {name: dice.normal(scale=0.3, size=size) for name, size in shapes.items()}
    )


def read_plainly(network: Learned, lines: Sequence[Sequence[int]]) -> np.ndarray[Any, Any]:
    """Weigh lines one after the other, as the definition of the unit has it."""
    arrays = {name: own.astype(np.float16).astype(float) for name, own in network.arrays.items()}
    added, gain, shift = arrays["norm"]
    vectors = []
    for line in lines:
        vector = sum((arrays["vectors"][n] for n in line), np.zeros(VECTOR)) + added
        spread = np.sqrt(vector.var() + 1e-5)
        vectors.append(np.maximum((vector - vector.mean()) / spread * gain + shift, 0))
    memories = []
    for way, order in enumerate((1, -1)):
        state, states = np.zeros(MEMORY), []
        for vector in vectors[::order]:
            own = vector @ arrays["gates"][:, 3 * MEMORY * way : 3 * MEMORY * (way + 1)]
            own = own + arrays["biases"][0][way]
            held = state @ arrays["memory"][way] + arrays["biases"][1][way]
            reset = 1 / (1 + np.exp(-(own + held)[:MEMORY]))
            update = 1 / (1 + np.exp(-(own + held)[MEMORY : 2 * MEMORY]))
            new = np.tanh(own[2 * MEMORY :] + reset * held[2 * MEMORY :])
            state = (1 - update) * new + update * state
            states.append(state)
        memories.append(np.array(states[::order]))
    scores: np.ndarray[Any, Any] = np.concatenate(memories, axis=1) @ arrays["out"]
    return scores + arrays["out_bias"]


def read_file(*networks: Learned) -> PageNetworks:
    read = read_weights(to_bytes(networks, {})).networks
    assert read is not None
    return read


@given(st.lists(st.lists(st.integers(0, 2), max_size=4), min_size=1, max_size=30))
@settings(max_examples=40, deadline=None)
def test_several_networks_give_the_mean_of_what_each_says_line_by_line(
    lines: list[list[int]],
) -> None:
    networks = [make_network(1), make_network(2)]
    rows = [np.array(line, dtype=np.intp) for line in lines]
    expected = np.mean([read_plainly(network, lines) for network in networks], axis=0)
    assert read_file(*networks).weigh(rows) == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize("count", [383, 384, 385, 640, 2500])
def test_a_long_page_is_read_in_windows_and_each_line_once(count: int) -> None:
    network = make_network(3)
    lines = [[n % 3, n // 7 % 3] for n in range(count)]
    read = read_file(network).weigh([np.array(line, dtype=np.intp) for line in lines])
    assert read.shape == (count, len(STATES))
    assert read == pytest.approx(read_plainly(network, lines), abs=0.02)


@given(st.lists(st.lists(st.integers(0, 2), max_size=3, unique=True), min_size=1, max_size=12))
@settings(max_examples=20, deadline=None)
def test_a_line_is_weighed_without_each_feature_as_if_it_were_not_there(
    lines: list[list[int]],
) -> None:
    networks = read_file(make_network(1), make_network(2))
    rows = [np.array(line, dtype=np.intp) for line in lines]
    for n, (row, without) in enumerate(zip(rows, networks.weigh_without(rows), strict=True)):
        fewer = [*(np.delete(row, place) for place in range(len(row))), row[:0]]
        expected = [networks.weigh([*rows[:n], less, *rows[n + 1 :]])[n] for less in fewer]
        assert without == pytest.approx(np.array(expected), abs=1e-4)


def test_each_line_of_a_long_page_is_weighed_without_its_features() -> None:
    networks = read_file(make_network(3))
    rows = [np.array([n % 3], dtype=np.intp) for n in range(700)]
    without = networks.weigh_without(rows)
    assert [len(scores) for scores in without] == [2] * 700
    for n in (0, 255, 256, 699):
        expected = networks.weigh([*rows[:n], rows[n][:0], *rows[n + 1 :]])[n]
        assert without[n][-1] == pytest.approx(expected, abs=1e-4)


def test_a_feature_that_one_network_has_not_seen_says_nothing_in_it() -> None:
    known, other = make_network(1), make_network(2)
    fewer = {
        name: own[1:] if name in ("linear", "vectors") else own
        for name, own in other.arrays.items()
    }
    weights = read_weights(to_bytes([known, Learned(("b", "c"), fewer)], {}))
    own = weights.emissions[weights.features["a"]]
    assert own == pytest.approx(
        (known.arrays["linear"][0] - known.arrays["linear"][0].mean()) / 2, abs=0.01
    )
