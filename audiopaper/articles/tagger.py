"""A linear chain over a page's blocks: the most probable roles, and how probable each is.

The weights are data, learned from labelled pages by ``python -m tests.tools.train_articles``.
A block's score is the sum of the weights of its features and of what two recurrent networks say of
it and the lines around it (`page_networks`); `reasons` tells an editor what counted.
A state of the chain is a role; for what may stand anywhere, such as furniture and captions, it is
the role together with the part of an article that is open above it.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from io import BytesIO
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from audiopaper.articles.features.head_words import HeadWords, load_head_words
from audiopaper.articles.page_networks import PageNetworks
from audiopaper.articles.roles import ROLES, Part, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.articles.blocks import Block

Open = Literal["out", "head", "body"]
"""What is open above a block: no article, the head of one, the body of one."""

_ANYWHERE: tuple[Role, ...] = ("caption", "furniture", "jump_out", "jump_in")
_OPEN: tuple[Open, ...] = ("out", "head", "body")
_Floats = NDArray[np.float64]


def open_below(role: Role, above: Open) -> Open:
    """Return what is open below a block of a role."""
    if role in ("kicker", "headline", "subhead", "byline"):
        return "head"
    if role in ("lede", "text", "heading", "closing"):
        return "body"
    if role == "jump_in":
        return "out" if above == "body" else above
    return above


def name_states(roles: Sequence[Role]) -> list[str]:
    """Name the states that a page's roles make, in the page's order."""
    names, above = [], _OPEN[0]
    for role in roles:
        names.append(f"{role}/{above}" if role in _ANYWHERE else role)
        above = open_below(role, above)
    return names


STATES: tuple[str, ...] = tuple(
    name
    for role in ROLES
    for name in ([f"{role}/{above}" for above in _OPEN] if role in _ANYWHERE else [role])
)
_ROLE_OF = np.array([ROLES.index(name.split("/")[0]) for name in STATES])
NEVER = -1e4
"""The score of a forbidden transition."""
_DECLARED = np.where(ROLES.index("furniture") == _ROLE_OF, 0.0, NEVER)
"""Scores of a front matter's lines: a file declares what they are, and nothing is weighed."""


def _may_follow() -> NDArray[np.bool_]:
    """Return which state may follow which; shape ``(states + 1, states)``, the start last."""
    allowed = np.zeros((len(STATES) + 1, len(STATES)), dtype=bool)
    for i, name in enumerate((*STATES, "")):
        role, _, above = name.partition("/")
        below = open_below(role, above or "out") if role else "out"  # type: ignore[arg-type]
        for j, other in enumerate(STATES):
            needs = other.partition("/")[2]
            allowed[i, j] = not needs or needs == below
    return allowed


MAY_FOLLOW = _may_follow()


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What was learned: a weight for each feature and state, and for each step."""

    features: Mapping[str, int]
    """The row of each feature."""

    emissions: _Floats
    """Weight of a feature for a state; shape ``(features + 1, states)``, last row zero."""

    steps: _Floats
    """Weight of a state behind another, the page's start last; shape ``(states + 1, states)``."""

    networks: PageNetworks | None
    """What the lines around a line say; None if each line is weighed by itself."""

    note: str
    """What the weights were learned from."""

    words: HeadWords
    """The words of heads that the features were seen with."""


def read_weights(data: bytes, words: HeadWords | None = None) -> Weights:
    """Read weights: the arrays of an npz file that `tests.tools.tagger_training` writes.

    Args:
        data: The file.
        words: The words of heads that it was learned with, if not the shipped ones.
    """
    with np.load(BytesIO(data)) as file:
        arrays = {name: file[name] for name in file.files}
    names = arrays["features"].tobytes().decode().split("\n")
    arrays["vectors"] = np.pad(arrays["vectors"], ((0, 1), (0, 0)))
    return make_weights(
        dict(zip(names, arrays["linear"], strict=True)),
        arrays["steps"],
        PageNetworks.from_arrays(arrays),
        note=arrays["note"].tobytes().decode(),
        words=words,
    )


def make_weights(
    linear: Mapping[str, NDArray[np.generic]],
    steps: NDArray[np.generic],
    networks: PageNetworks | None = None,
    *,
    note: str = "",
    words: HeadWords | None = None,
) -> Weights:
    """Make weights of what each feature says of each state, and each state of the next."""
    emissions = np.zeros((len(linear) + 1, len(STATES)))
    for n, row in enumerate(linear.values()):
        emissions[n] = row
    # Weights that all states share cancel, so they are centred.
    emissions -= emissions.mean(axis=1, keepdims=True)
    allowed = np.where(MAY_FOLLOW, steps.astype(np.float64), NEVER)
    features = {name: n for n, name in enumerate(linear)}
    return Weights(features, emissions, allowed, networks, note, words or load_head_words())


@functools.cache
def shipped_weights() -> Weights:
    """Read the weights that come with the program."""
    return read_weights((resources.files("audiopaper.articles") / "roles.npz").read_bytes())


def assign_roles(
    blocks: Sequence[Block],
    seen: Sequence[frozenset[str]],
    weights: Weights | None = None,
    layout_scores: _Floats | None = None,
) -> tuple[Part, ...]:
    """Give each block of a page its role, with the probability of every role.

    Args:
        blocks: The page's blocks in printed order.
        seen: The features of each block.
        weights: Other weights than the shipped ones, to be measured.
        layout_scores: What the blocks' places in print add to each role's score; shape
            ``(blocks, roles)``; None if the places are not known.

    Returns:
        A part for each block: the roles of the most probable path.
    """
    if not blocks:
        return ()
    table = weights or shipped_weights()
    rows = find_rows(seen, table)
    scores = np.stack([table.emissions[row].sum(axis=0) for row in rows])
    if table.networks is not None:
        scores += table.networks.weigh(rows)
    if layout_scores is not None:
        scores += layout_scores[:, _ROLE_OF]
    scores[[block.front_matter for block in blocks]] = _DECLARED
    chances = _chances(scores, table.steps)
    path = _best_path(scores, table.steps)
    return tuple(
        Part(block=block, role=ROLES[_ROLE_OF[state]], seen=names, marginals=marginals)
        for block, names, state, marginals in zip(blocks, seen, path, _ranked(chances), strict=True)
    )


def find_rows(seen: Sequence[frozenset[str]], table: Weights) -> list[NDArray[np.intp]]:
    """Return the rows of each block's features, sorted; the last row is of unknown ones."""
    features, unknown = table.features, len(table.features)
    known: dict[frozenset[str], NDArray[np.intp]] = {}
    rows = []
    for names in seen:
        row = known.get(names)
        if row is None:
            # Sorted, so that the sum is the same in every run.
            row = known[names] = np.array(sorted([features.get(n, unknown) for n in names]))
        rows.append(row)
    return rows


def _best_path(scores: _Floats, steps: _Floats) -> list[int]:
    """Find the states with the highest sum (Viterbi); linear in the number of blocks."""
    best = steps[-1] + scores[0]
    back = np.zeros(scores.shape, dtype=np.intp)
    for i in range(1, len(scores)):
        ways = best[:, None] + steps[:-1]
        back[i] = ways.argmax(axis=0)
        best = ways[back[i], np.arange(len(STATES))] + scores[i]
    path = [int(best.argmax())]
    for row in back[:0:-1]:
        path.append(int(row[path[-1]]))
    return path[::-1]


def _chances(scores: _Floats, steps: _Floats) -> _Floats:
    """Return the probability of each role of each block; shape ``(blocks, roles)``.

    Forward and backward sums, scaled at each block against underflow.
    """
    moves = np.exp(np.clip(steps, -700, None))
    gains = np.exp(scores - scores.max(axis=1, keepdims=True))
    forward = np.empty_like(gains)
    forward[0] = moves[-1] * gains[0]
    for i in range(len(gains)):
        if i:
            forward[i] = (forward[i - 1] @ moves[:-1]) * gains[i]
        forward[i] /= forward[i].sum() or 1.0
    backward = np.ones_like(gains)
    for i in range(len(gains) - 2, -1, -1):
        backward[i] = moves[:-1] @ (gains[i + 1] * backward[i + 1])
        backward[i] /= backward[i].sum() or 1.0
    both = forward * backward
    both /= both.sum(axis=1, keepdims=True)
    out = np.zeros((len(gains), len(ROLES)))
    np.add.at(out.T, _ROLE_OF, both.T)
    return out


# Roles less probable than this are not listed.
_MIN_CHANCE = 0.005


def _ranked(chances: _Floats) -> list[tuple[tuple[Role, float], ...]]:
    """Rank the roles of each block that are not improbable."""
    out: list[list[tuple[Role, float]]] = [[] for _ in range(len(chances))]
    for i, role in np.argwhere(chances >= _MIN_CHANCE).tolist():
        out[i].append((ROLES[role], float(chances[i, role])))
    return [tuple(sorted(ranked, key=lambda pair: -pair[1])) for ranked in out]
