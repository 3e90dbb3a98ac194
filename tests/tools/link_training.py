"""Learn to choose among candidates, with PyTorch (BSD; used here only).

Where a torn line goes on, and which story a text goes on: see `links.linker.LinkTable`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn

from audiopaper.articles.links.linker import LinkTable
from tests.tools.train_linker import Choice

HIDDEN, DROPPED = 48, 0.2
PASSES, AT_ONCE = 24, 256
_RATE, _SHRINK = 1e-2, 1e-4


class Network(nn.Module):
    """The score of each candidate."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.linear = nn.Parameter(torch.zeros(features))
        self.hidden = nn.Linear(features, HIDDEN)
        self.out = nn.Linear(HIDDEN, 1, bias=False)
        self.drop = nn.Dropout(DROPPED)

    def forward(self, rows: Tensor) -> Tensor:
        """Return the scores of rows; shape ``(rows,)``."""
        hidden = self.drop(torch.tanh(self.hidden(rows)))
        scores: Tensor = rows @ self.linear + self.out(hidden)[:, 0]
        return scores


def learn_links(choices: Sequence[Choice], seed: int = 1) -> LinkTable:
    """Learn a table; the same choices give the same numbers on the same machine."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    dice = np.random.default_rng(seed)
    pool = np.repeat(np.arange(len(choices)), [choice.copies for choice in choices])
    network = Network(choices[0].rows.shape[1])
    optimizer = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=_SHRINK)
    steps = PASSES * -(-len(pool) // AT_ONCE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, total_steps=steps)
    for _ in range(PASSES):
        dice.shuffle(pool)
        for at in range(0, len(pool), AT_ONCE):
            drawn = [choices[n] for n in pool[at : at + AT_ONCE]]
            optimizer.zero_grad()
            _loss(network, drawn).backward()
            optimizer.step()
            schedule.step()
    state = {name: value.detach().numpy() for name, value in network.state_dict().items()}
    return LinkTable(
        linear=state["linear"],
        inputs=state["hidden.weight"].T,
        biases=state["hidden.bias"],
        out=state["out.weight"][0],
    )


def _loss(network: Network, drawn: Sequence[Choice]) -> Tensor:
    """Return minus the mean log-probability of what is right."""
    rows = torch.from_numpy(np.concatenate([choice.rows for choice in drawn]))
    scores = torch.split(network(rows), [len(choice.rows) for choice in drawn])
    chances = nn.utils.rnn.pad_sequence(list(scores), batch_first=True, padding_value=-1e9)
    right = torch.tensor([choice.right for choice in drawn])
    return nn.functional.cross_entropy(chances, right)
