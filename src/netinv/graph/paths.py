"""Paths between many nodes at once: the most reliable of all pairs, and the first few of some.

The reliability of a path is the product of its edges' probabilities and of what passing its inner nodes costs
(`weights`). It says how much a connection carries, not that anybody did anything. All answers are exact:
nothing that is reliable enough is left out, and of equally reliable paths the one with fewer links is taken.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from netinv.graph.first_few import first_few
from netinv.graph.halves import by_node, halves, meet, nearest
from netinv.graph.network import FAR, MAX_HOPS, Costs, Ints, Network, limit_of, probability_of

HOPS = 4
LEAST = 0.02
"""A path weaker than this carries nothing worth telling."""

_CHUNK = 512
"""Nodes or pairs that one thread takes at least: each thread needs arrays as long as the graph."""

_T = TypeVar("_T")
_R = TypeVar("_R")


@dataclass(frozen=True)
class Paths:
    """Paths by row: `nodes` from end to end as positions in the network, padded with -1; `cost` and
    reliability."""

    nodes: Ints
    cost: Costs

    @property
    def probability(self) -> NDArray[np.float64]:
        """Reliability of each path."""
        return probability_of(self.cost)

    @property
    def source(self) -> Ints:
        """Where each begins."""
        return np.asarray(self.nodes[:, 0])

    @property
    def target(self) -> Ints:
        """Where each ends."""
        lengths = (self.nodes >= 0).sum(axis=1)
        return np.asarray(self.nodes[np.arange(len(self.nodes)), lengths - 1])

    def walk(self, row: int) -> list[int]:
        """Nodes of one path."""
        return [int(node) for node in self.nodes[row] if node >= 0]

    def __len__(self) -> int:
        return len(self.cost)


def most_reliable(
    network: Network,
    sources: Sequence[int] | Ints,
    targets: Sequence[int] | Ints,
    max_hops: int = HOPS,
    min_probability: float = LEAST,
) -> Paths:
    """The most reliable path of every pair of a source and a target that has one so reliable, by source and
    target."""
    _check(max_hops)
    one, other, limit = _distinct(sources), _distinct(targets), limit_of(min_probability)
    if not len(one) or not len(other):
        return Paths(np.empty((0, max_hops + 1), np.int32), np.empty(0, np.int64))
    near = max_hops - max_hops // 2  # links of the first half; the fewer ends go further
    if len(one) > len(other):
        found = most_reliable(network, other, one, max_hops, min_probability)
        return _sorted(_reversed(found))
    arrays = (network.offsets, network.neighbours, network.cost, network.passing)
    bound = nearest(*arrays, one, near, limit)
    parts = _in_parallel(
        lambda part: halves(*arrays, part, max_hops - near, limit, bound),
        np.array_split(other, _chunks(other)),
    )
    of, at, price, back = _joined(parts, [len(part) for part in np.array_split(other, _chunks(other))])
    first, half_of, half_cost, label = by_node(len(network.passing), of, at, price)
    met = _in_parallel(
        lambda part: meet(*arrays, part, near, limit, other, first, half_of, half_cost),
        np.array_split(one, _chunks(one)),
    )
    cost = np.concatenate([part[2] for part in met])
    here = label[np.concatenate([part[3] for part in met])]
    nodes = np.full((len(cost), max_hops + 1), -1, dtype=np.int32)
    nodes[:, :near] = np.concatenate([part[4] for part in met])
    length = (nodes >= 0).sum(axis=1)
    rows = np.arange(len(cost))
    while len(rows):  # the second halves, node by node
        nodes[rows, length[rows]] = at[here[rows]]
        length[rows] += 1
        here[rows] = back[here[rows]]
        rows = rows[here[rows] >= 0]
    return _sorted(Paths(nodes, cost))


def ranked(
    network: Network,
    pairs: Sequence[tuple[int, int]] | Ints,
    count: int = 5,
    max_hops: int = HOPS,
    min_probability: float = LEAST,
) -> list[Paths]:
    """The `count` most reliable paths of each pair, best first, no node twice in one; fewer where there are
    fewer."""
    _check(max_hops)
    asked = np.asarray(pairs, dtype=np.int32).reshape(-1, 2)
    order = np.lexsort((asked[:, 0], asked[:, 1]))  # what lies around a target is looked at once
    arrays = (network.offsets, network.neighbours, network.cost, network.passing)
    limit = limit_of(min_probability)

    def few(part: NDArray[np.int64]) -> tuple[Costs, Ints]:
        one, other = (np.ascontiguousarray(asked[part, end]) for end in (0, 1))
        return first_few(*arrays, one, other, count, max_hops, limit)

    parts = _in_parallel(few, np.array_split(order, _chunks(order)))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    cost, nodes = (np.concatenate([part[k] for part in parts])[place] for k in (0, 1))
    known = (cost < FAR).sum(axis=1)
    return [Paths(nodes[row, : known[row]], cost[row, : known[row]]) for row in range(len(asked))]


def _check(max_hops: int) -> None:
    if not 1 <= max_hops <= MAX_HOPS:
        raise ValueError(f"paths have 1 to {MAX_HOPS} links, not {max_hops}")


def _distinct(nodes: Sequence[int] | Ints) -> Ints:
    return np.unique(np.asarray(nodes, dtype=np.int32))


def _chunks(nodes: NDArray[np.generic]) -> int:
    return max(1, min(os.cpu_count() or 1, len(nodes) // _CHUNK))


def _in_parallel(work: Callable[[_T], _R], parts: Sequence[_T]) -> list[_R]:
    """In threads, since the compiled loops let go of the interpreter; the answer does not depend on their
    number."""
    if len(parts) == 1:
        return [work(parts[0])]
    with ThreadPoolExecutor(len(parts)) as pool:
        return list(pool.map(work, parts))


def _joined(
    parts: Sequence[tuple[Ints, Ints, Costs, Ints]], starts: Sequence[int]
) -> tuple[Ints, Ints, Costs, Ints]:
    """Halves of several parts as of one: positions of starts and labels go on counting."""
    labels = np.cumsum([0, *(len(part[0]) for part in parts)])
    before = np.cumsum([0, *starts])
    of = np.concatenate([part[0] + before[i] for i, part in enumerate(parts)]).astype(np.int32)
    back = np.concatenate([np.where(part[3] < 0, -1, part[3] + labels[i]) for i, part in enumerate(parts)])
    at, price = (np.concatenate([part[k] for part in parts]) for k in (1, 2))
    return of, at, price, back.astype(np.int32)


def _reversed(paths: Paths) -> Paths:
    nodes = np.full_like(paths.nodes, -1)
    length = (paths.nodes >= 0).sum(axis=1)
    for step in range(nodes.shape[1]):
        rows = np.flatnonzero(length > step)
        nodes[rows, step] = paths.nodes[rows, length[rows] - 1 - step]
    return Paths(nodes, paths.cost)


def _sorted(paths: Paths) -> Paths:
    order = np.lexsort((paths.target, paths.source))
    return Paths(paths.nodes[order], paths.cost[order])
