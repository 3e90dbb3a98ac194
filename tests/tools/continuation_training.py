"""Learn to tell the rest of a torn text, with PyTorch (BSD; used here only).

See `audiopaper.articles.continuations` and `tests.tools.train_continuations`.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from random import Random
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from audiopaper.articles.continuations import END_CHARS, NO_CHAR, START_CHARS

CHARS, VECTOR, MEMORY, VALUES = 4094, 48, 64, 64
"""Characters that are known, and the sizes of their vectors, of the memory and of what is compared."""

STEPS, AT_ONCE = 16_000, 128
LOCAL_SHARE = 0.5
"""How many of the articles are of local papers."""

_RATE, _SHRINK, _WARM, _MOST_SLOPE, _DROPPED = 7e-3, 1e-3, 0.1, 1.0, 0.1
_MIN_CHARS, _MIN_END, _TEARS = 12, 5, 4
_SPREAD = 4 / VALUES**0.5

Places = np.ndarray[Any, np.dtype[np.int64]]


class Network(nn.Module):
    """Encoders for text ends and beginnings; see `audiopaper.articles.continuations`."""

    def __init__(self) -> None:
        super().__init__()
        self.vectors = nn.Embedding(CHARS + 2, VECTOR, padding_idx=NO_CHAR)
        self.end = nn.GRU(VECTOR, MEMORY, batch_first=True)
        self.start = nn.GRU(VECTOR, MEMORY, batch_first=True)
        self.end_out = nn.Linear(MEMORY, VALUES)
        self.start_out = nn.Linear(MEMORY, VALUES)
        self.prior = nn.Linear(MEMORY, 1)
        self.drop = nn.Dropout(_DROPPED)

    def read_ends(self, places: Tensor) -> Tensor:
        """Read ends; shape ``(ends, VALUES)``."""
        read: Tensor = self.end_out(self.drop(self.end(self.drop(self.vectors(places)))[1][0]))
        return read

    def read_starts(self, places: Tensor) -> tuple[Tensor, Tensor]:
        """Read beginnings, whose characters stand backwards, and rate each as one of a rest."""
        read = self.drop(self.start(self.drop(self.vectors(places)))[1][0])
        return self.start_out(read), self.prior(read)[:, 0]


def learn_network(articles: Sequence[Sequence[Places]], local: int, stops: set[int]) -> Network:
    """Learn from articles of which the first `local` ones are of local papers."""
    torch.set_num_threads(1)
    torch.manual_seed(1)
    dice = Random(1)
    network = Network()
    optimizer = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=_SHRINK)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, _RATE, total_steps=STEPS, pct_start=_WARM
    )
    right = torch.arange(AT_ONCE)
    for _ in range(STEPS):
        ends, starts = _draw(articles, local, stops, dice)
        values, priors = network.read_starts(starts)
        likeness = network.read_ends(ends) @ values.T * _SPREAD
        loss = nn.functional.cross_entropy(likeness + priors, right)
        loss = loss + nn.functional.cross_entropy(likeness[:, :AT_ONCE].T, right) / 2
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), _MOST_SLOPE)
        optimizer.step()
        schedule.step()
    return network


def _draw(
    articles: Sequence[Sequence[Places]], local: int, stops: set[int], dice: Random
) -> tuple[Tensor, Tensor]:
    """Tear paragraphs: their ends, and their rests above as many beginnings of paragraphs."""
    ends, rests, others = [], [], []
    while len(ends) < AT_ONCE:
        of_local = dice.random() < LOCAL_SHARE
        at = dice.randrange(local) if of_local else dice.randrange(local, len(articles))
        article = articles[at]
        for _ in range(min(len(article), _TEARS)):
            number = dice.randrange(len(article))
            text = article[number]
            if len(text) < _MIN_CHARS:
                continue
            tear = dice.randrange(_MIN_END, len(text) - 1)
            if int(text[tear - 1]) in stops:
                continue
            below = dice.random() < 0.5
            other = article[(number + 1) % len(article)] if below else dice.choice(article)
            ends.append(_lay(text[max(0, tear - END_CHARS) : tear], END_CHARS))
            rests.append(_lay(text[tear : tear + START_CHARS][::-1], START_CHARS))
            others.append(_lay(other[:START_CHARS][::-1], START_CHARS))
    starts = [*rests[:AT_ONCE], *others[:AT_ONCE]]
    return torch.from_numpy(np.stack(ends[:AT_ONCE])), torch.from_numpy(np.stack(starts))


def _lay(text: Places, count: int) -> Places:
    out = np.full(count, NO_CHAR, dtype=np.int64)
    out[count - len(text) :] = text
    return out


def to_bytes(network: Network, chars: Sequence[str]) -> bytes:
    """Give a network as the bytes of the shipped file."""
    state = {name: value.detach().numpy() for name, value in network.state_dict().items()}
    arrays = {"vectors": state["vectors.weight"]}
    for side in ("end", "start"):
        arrays[f"{side}_gates"] = state[f"{side}.weight_ih_l0"].T
        arrays[f"{side}_gate_bias"] = state[f"{side}.bias_ih_l0"]
        arrays[f"{side}_memory"] = state[f"{side}.weight_hh_l0"].T
        arrays[f"{side}_bias"] = state[f"{side}.bias_hh_l0"]
        arrays[f"{side}_out"] = state[f"{side}_out.weight"].T
        arrays[f"{side}_out_bias"] = state[f"{side}_out.bias"]
    arrays["end_out"], arrays["end_out_bias"] = (
        arrays[name] * _SPREAD for name in ("end_out", "end_out_bias")
    )
    arrays["start_out"] = np.hstack((arrays["start_out"], state["prior.weight"].T))
    arrays["start_out_bias"] = np.concatenate((arrays["start_out_bias"], state["prior.bias"]))
    out = io.BytesIO()
    np.savez_compressed(
        out,
        chars=np.frombuffer("".join(chars).encode("utf-32-le"), dtype=np.uint8),
        **{name: values.astype(np.float16) for name, values in arrays.items()},
    )
    return out.getvalue()
