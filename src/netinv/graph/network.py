"""The graph made ready for path search: one link between any two nodes, each node's cheapest links first.

Costs are fixed-point integers, so that a sum is the same in any order of adding and equal costs are equal:
the lowest `HOP_BITS` bits count links, those above hold nats in units of `NAT`. Of equally reliable paths
the shorter one is therefore the cheaper.
"""

import math
import sys
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netinv.graph.snapshot import Snapshot
from netinv.graph.weights import Weights
from netinv.model.jit import compiled

Ints = NDArray[np.int32]
Costs = NDArray[np.int64]

HOP_BITS = 3
MAX_HOPS = (1 << HOP_BITS) - 2
NAT = 1 << 37
"""Units a nat: a cost is exact to 10^-11."""

FAR = 1 << 60
"""Costs more than any path; three of it can still be added."""


@dataclass(frozen=True)
class Network:
    """Links of node i: `neighbours[offsets[i]:offsets[i+1]]`, with `cost` and `edge`, the cheapest allowed
    relation.

    `passing` is what going through each node costs. Links that weights forbid are not there.
    """

    offsets: NDArray[np.int64]
    neighbours: Ints
    cost: Costs
    edge: Ints
    passing: Costs

    def at(self, a: int, b: int) -> int | None:
        """Place of the link from a node to another, None where there is none."""
        around = self.neighbours[self.offsets[a] : self.offsets[a + 1]]
        found = np.flatnonzero(around == b)
        return int(self.offsets[a] + found[0]) if len(found) else None

    @classmethod
    def of(cls, snapshot: Snapshot, weights: Weights) -> "Network":
        """Made once for a snapshot and weights, in about a second for ten million relations; searched
        often."""
        offsets, neighbours, cost, edge = _links(
            snapshot.offsets, snapshot.neighbours, snapshot.edges, fixed(weights.edge)
        )
        return cls(offsets, neighbours, cost, edge, fixed(weights.node))


def limit_of(min_probability: float) -> int:
    """The most that a path of at least such a probability costs."""
    nats = -math.log(max(min_probability, sys.float_info.min))
    return (math.ceil(nats * NAT) << HOP_BITS) | ((1 << HOP_BITS) - 1)


def probability_of(cost: Costs) -> NDArray[np.float64]:
    """Reliability of paths by their cost."""
    return np.asarray(np.exp(-(cost >> HOP_BITS) / NAT), dtype=np.float64)


def fixed(nats: NDArray[np.float64]) -> Costs:
    """Costs in nats as whole numbers, infinite ones as FAR."""
    known = np.isfinite(nats)
    fixed = np.full(len(nats), FAR, dtype=np.int64)
    fixed[known] = np.rint(nats[known] * NAT).astype(np.int64) << HOP_BITS
    return fixed


@compiled
def _links(
    offsets: NDArray[np.int64], neighbours: Ints, edges: Ints, edge_cost: Costs
) -> tuple[NDArray[np.int64], Ints, Costs, Ints]:
    """The cheapest of all relations between two nodes, one hop added, sorted by cost and neighbour."""
    size = len(offsets) - 1
    first = np.zeros(size + 1, dtype=np.int64)
    other = np.empty(len(neighbours), dtype=np.int32)
    cost = np.empty(len(neighbours), dtype=np.int64)
    edge = np.empty(len(neighbours), dtype=np.int32)
    filled = 0
    for node in range(size):
        begin = filled
        for position in range(offsets[node], offsets[node + 1]):
            price = edge_cost[edges[position]]
            if price >= FAR or neighbours[position] == node:
                continue
            if filled > begin and other[filled - 1] == neighbours[position]:
                if price + 1 < cost[filled - 1]:
                    cost[filled - 1] = price + 1
                    edge[filled - 1] = edges[position]
                continue
            other[filled] = neighbours[position]
            cost[filled] = price + 1
            edge[filled] = edges[position]
            filled += 1
        order = np.argsort(cost[begin:filled], kind="mergesort")
        other[begin:filled] = other[begin:filled][order]
        cost[begin:filled] = cost[begin:filled][order]
        edge[begin:filled] = edge[begin:filled][order]
        first[node + 1] = filled
    return first, other[:filled].copy(), cost[:filled].copy(), edge[:filled].copy()
