"""Learn the tagger's networks with PyTorch (BSD; used here only): see `audiopaper.articles.tagger`.

A network is a linear-chain conditional random field (Lafferty et al. 2001) whose scores are a
linear sum of a line's features and what a recurrent network says of the lines around it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

from audiopaper.articles.roles import Role
from audiopaper.articles.tagger import MAY_FOLLOW, NEVER, STATES, name_states
from tests.tools.tagger_file import Arrays, Learned

VECTOR, MEMORY = 128, 64
DROPPED, HIDDEN = 0.3, 0.15
"""So much of a network, and so many of a line's features, are not seen each time."""

SAMPLES, AT_ONCE = 56_000, 16
"""Pages that a network learns from, drawn by their weight, and pages in one step."""

_RATE, _SHRINK, _MOST_SLOPE, _WARM = 3e-3, 1e-4, 1.0, 0.1
_LEAST_TIMES, _MOST_LINES = 5, 160
_SPREAD = 0.1


@dataclass(frozen=True)
class Sample:
    """The features and roles of a page's lines, and how often it is drawn beside others."""

    seen: tuple[frozenset[str], ...]
    roles: tuple[Role, ...]
    weight: float


class Network(nn.Module):
    """The scores of the states of a page's lines, and of the steps between them."""

    def __init__(self, features: int) -> None:
        super().__init__()
        states = len(STATES)
        # The last place is of features that are not known.
        self.vectors = nn.EmbeddingBag(features + 1, VECTOR, mode="sum", padding_idx=features)
        nn.init.normal_(self.vectors.weight, 0, _SPREAD)
        self.linear = nn.EmbeddingBag(features + 1, states, mode="sum", padding_idx=features)
        nn.init.zeros_(self.linear.weight)
        with torch.no_grad():
            self.vectors.weight[features] = 0
        self.added = nn.Parameter(torch.zeros(VECTOR))
        self.norm = nn.LayerNorm(VECTOR)
        self.context = nn.GRU(VECTOR, MEMORY, batch_first=True, bidirectional=True)
        self.out = nn.Linear(2 * MEMORY, states)
        self.steps = nn.Parameter(torch.zeros(states + 1, states))
        self.drop = nn.Dropout(DROPPED)
        self.barred = ~torch.tensor(MAY_FOLLOW)

    def score_steps(self) -> Tensor:
        """Return the scores of the steps; those that may not be have `NEVER`."""
        return self.steps.masked_fill(self.barred, NEVER)

    def forward(self, places: Tensor, begins: Tensor, lengths: Sequence[int]) -> Tensor:
        """Return the scores of some pages' lines; shape ``(pages, lines, states)``.

        Args:
            places: The features of all lines, one after the other.
            begins: Where each line's features begin.
            lengths: The number of lines of each page.
        """
        sizes = list(lengths)
        lines = self.drop(torch.relu(self.norm(self.vectors(places, begins) + self.added)))
        pages = pad_sequence(torch.split(lines, sizes), batch_first=True)
        packed = pack_padded_sequence(
            pages, torch.tensor(sizes), batch_first=True, enforce_sorted=False
        )
        read, _ = pad_packed_sequence(self.context(packed)[0], batch_first=True)
        own = pad_sequence(torch.split(self.linear(places, begins), sizes), batch_first=True)
        scores: Tensor = self.out(self.drop(read)) + own
        return scores

    def loss(self, scores: Tensor, states: Tensor, lengths: Sequence[int]) -> Tensor:
        """Return minus the log-probability of the pages' states, a line."""
        steps, sizes = self.score_steps(), torch.tensor(lengths)
        moves = steps[:-1].exp()
        sums = steps[-1] + scores[:, 0]
        for line in range(1, scores.shape[1]):
            most = sums.amax(dim=1, keepdim=True)
            ways = ((sums - most).exp() @ moves).clamp_min(1e-30).log() + most
            sums = torch.where((line < sizes)[:, None], ways + scores[:, line], sums)
        there = torch.arange(scores.shape[1])[None] < sizes[:, None]
        path = (scores.gather(2, states[:, :, None])[:, :, 0] * there).sum(dim=1)
        path = path + steps[-1][states[:, 0]]
        path = path + (steps[states[:, :-1], states[:, 1:]] * there[:, 1:]).sum(dim=1)
        return (torch.logsumexp(sums, dim=1) - path).sum() / sizes.sum()


def _name_features(samples: Sequence[Sample]) -> tuple[str, ...]:
    """Name the features that are not rare."""
    times = Counter(name for sample in samples for names in sample.seen for name in names)
    return tuple(sorted(name for name, n in times.items() if n >= _LEAST_TIMES))


def learn_network(samples: Sequence[Sample], seed: int) -> Learned:
    """Learn one network; the same samples and seed give the same numbers on the same machine."""
    features = _name_features(samples)
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    dice, hide = Random(seed), np.random.default_rng(seed)
    place = {name: n for n, name in enumerate(features)}
    index = {name: n for n, name in enumerate(STATES)}
    pages = [
        (
            [
                np.array(sorted(place[name] for name in names if name in place), dtype=np.int64)
                for names in sample.seen[:_MOST_LINES]
            ],
            torch.tensor([index[name] for name in name_states(sample.roles)][:_MOST_LINES]),
        )
        for sample in samples
    ]
    network = Network(len(features))
    optimizer = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=_SHRINK)
    steps = SAMPLES // AT_ONCE
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, _RATE, total_steps=steps, pct_start=_WARM
    )
    weights = [sample.weight for sample in samples]
    for _ in range(steps):
        drawn = dice.choices(pages, weights=weights, k=AT_ONCE)
        lengths = [len(states) for _, states in drawn]
        rows = [row[hide.random(len(row)) >= HIDDEN] for page, _ in drawn for row in page]
        begins = np.cumsum([0, *(len(row) for row in rows[:-1])])
        scores = network(torch.from_numpy(np.concatenate(rows)), torch.from_numpy(begins), lengths)
        states = pad_sequence([own for _, own in drawn], batch_first=True)
        optimizer.zero_grad()
        network.loss(scores, states, lengths).backward()
        nn.utils.clip_grad_norm_(network.parameters(), _MOST_SLOPE)
        optimizer.step()
        schedule.step()
    return Learned(features, _read_arrays(network))


def _read_arrays(network: Network) -> Arrays:
    """Give a network's weights as `audiopaper.articles.tagger.Weights` has them."""
    state = {name: value.detach().numpy() for name, value in network.state_dict().items()}
    ways = ("", "_reverse")
    gates = [state[f"context.weight_ih_l0{way}"].T for way in ways]
    return {
        "linear": state["linear.weight"][:-1],
        "steps": state["steps"],
        "vectors": state["vectors.weight"][:-1],
        "norm": np.stack([state["added"], state["norm.weight"], state["norm.bias"]]),
        "gates": np.concatenate(gates, axis=1),
        "memory": np.stack([state[f"context.weight_hh_l0{way}"].T for way in ways]),
        "biases": np.stack(
            [np.stack([state[f"context.bias_{of}_l0{way}"] for way in ways]) for of in ("ih", "hh")]
        ),
        "out": state["out.weight"].T,
        "out_bias": state["out.bias"],
    }
