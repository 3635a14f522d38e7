"""The k most reliable paths between two nodes, no node twice (Yen 1971), and whether a path runs in time.

A path is a sequence of nodes: several relations between the same two nodes are one step of it.
"""

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from netinv.graph.arrays import NO_DATE
from netinv.graph.search_kernel import hops_left, search
from netinv.graph.snapshot import Snapshot
from netinv.graph.weights import Weights

LEAST = 1e-9
"""A path weaker than this is none: nothing that it says could be told from chance."""


@dataclass(frozen=True)
class Way:
    """A path as positions of nodes in the snapshot, and what it costs: exp(-cost) is its reliability."""

    nodes: tuple[int, ...]
    cost: float


class Ways:
    """Path search over one snapshot with costs that some edges are taken out of (infinite)."""

    def __init__(self, snapshot: Snapshot, weights: Weights) -> None:
        self._snapshot = snapshot
        self._node_cost = weights.node
        self._edge_cost = weights.edge
        self._left: dict[tuple[int, int], NDArray[np.int8]] = {}

    def ranked(
        self,
        source: int,
        target: int,
        max_hops: int,
        least: float = LEAST,
    ) -> Iterator[Way]:
        """Paths from the most reliable on; ends where no other has so few links."""
        first = self._best(source, target, max_hops, -math.log(least))
        found: list[Way] = []
        waiting: list[tuple[float, tuple[int, ...]]] = [(first.cost, first.nodes)] if first else []
        known = {first.nodes} if first else set()
        while waiting:
            cost, nodes = heappop(waiting)
            found.append(Way(nodes, cost))
            yield found[-1]
            for other in self._departures(found, max_hops, -math.log(least)):
                if other.nodes not in known:
                    known.add(other.nodes)
                    heappush(waiting, (other.cost, other.nodes))

    def between(self, a: int, b: int) -> NDArray[np.int32]:
        """The edges between two nodes that may be used."""
        edges = self._all_between(a, b)
        return np.asarray(edges[np.isfinite(self._edge_cost[edges])])

    def cost(self, nodes: Sequence[int]) -> float:
        """What a path costs: its cheapest edges and the nodes between its ends."""
        edges = sum(float(self._edge_cost[self._all_between(a, b)].min()) for a, b in pairwise(nodes))
        return edges + float(sum(self._node_cost[node] for node in nodes[1:-1]))

    def _departures(self, found: list[Way], max_hops: int, limit: float) -> Iterator[Way]:
        """Yen's step: leave the last path at each of its nodes, by a way that none found before takes."""
        last = found[-1].nodes
        for place in range(len(last) - 1):
            root = last[: place + 1]
            taken = {way.nodes[place + 1] for way in found if way.nodes[: place + 1] == root}
            before = self.cost(root) + (float(self._node_cost[root[-1]]) if place else 0.0)
            spur = self._best(root[-1], last[-1], max_hops - place, limit - before, root[:-1], taken)
            if spur is not None:
                yield Way(root + spur.nodes[1:], before + spur.cost)

    def _all_between(self, a: int, b: int) -> NDArray[np.int32]:
        snapshot = self._snapshot
        if snapshot.degrees[a] > snapshot.degrees[b]:
            a, b = b, a
        around = slice(snapshot.offsets[a], snapshot.offsets[a + 1])
        first, last = np.searchsorted(snapshot.neighbours[around], [b, b + 1])
        return np.asarray(snapshot.edges[around][first:last])

    def _hops_left(self, target: int, depth: int) -> NDArray[np.int8]:
        """Hops to a target; the searches towards one share them."""
        if (target, depth) not in self._left:
            snapshot = self._snapshot
            self._left[target, depth] = hops_left(
                snapshot.offsets, snapshot.neighbours, snapshot.edges, self._edge_cost, target, depth
            )
        return self._left[target, depth]

    def _best(
        self,
        source: int,
        target: int,
        max_hops: int,
        limit: float,
        barred: Collection[int] = (),
        not_next: Collection[int] = (),
    ) -> Way | None:
        """The most reliable path that passes no `barred` node and does not begin with one `not_next`."""
        if max_hops < 1 or limit < 0 or source == target:
            return None
        snapshot = self._snapshot
        wanted = np.zeros(len(snapshot.arrays.node_ids), dtype=np.bool_)
        wanted[target] = True
        cost, nodes, _ = search(
            snapshot.offsets, snapshot.neighbours, snapshot.edges, self._edge_cost, self._node_cost,
            source, wanted, max_hops, limit,
            np.array(sorted(barred), dtype=np.int64), np.array(sorted(not_next), dtype=np.int64),
            self._hops_left(target, max_hops // 2),
        )  # fmt: skip
        return Way(tuple(int(node) for node in nodes), float(cost)) if len(nodes) else None


def runs_in_time(snapshot: Snapshot, steps: Sequence[NDArray[np.int32]]) -> bool:
    """Whether one relation of each step can be chosen so that they follow one another, either way.

    A relation whose dates are unknown may have been at any time.
    """
    return _follows(snapshot, steps) or _follows(snapshot, steps[::-1])


def _follows(snapshot: Snapshot, steps: Sequence[NDArray[np.int32]]) -> bool:
    since, until = snapshot.arrays.since, snapshot.arrays.until
    now = int(NO_DATE)  # before every date
    for edges in steps:
        ends = np.where(until[edges] == NO_DATE, np.iinfo(np.int32).max, until[edges])
        possible = np.maximum(since[edges], now)[ends >= now]
        if len(possible) == 0:
            return False
        now = int(possible.min())
    return True
