"""The inner loops of path search, compiled: Dijkstra over labels (node, hops), because hops are bounded.

A label is worth expanding only if no cheaper one has reached its node in as few hops: labels leave the heap
by cost, so it is enough to remember the fewest hops with which each node has left it.
"""

from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from netinv.model.jit import compiled

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]


@compiled
def is_among(node: np.int64, few: NDArray[np.int64]) -> bool:
    """Whether a node is one of a few."""
    for each in few:  # noqa: SIM110 (no generators where this is compiled)
        if each == node:
            return True
    return False


@compiled
def hops_left(
    offsets: NDArray[np.int64], neighbours: Ints, edges: Ints, edge_cost: Floats, target: int, depth: int
) -> NDArray[np.int8]:
    """Hops of each node to the target over edges that are not infinite; `depth` + 1 for all that are farther.

    Half the hops of a search are enough: most nodes that lie within reach of its start lead nowhere near.
    """
    left = np.full(len(offsets) - 1, depth + 1, dtype=np.int8)
    left[target] = 0
    near = [np.int64(target)]
    for hop in range(1, depth + 1):
        found = near[:0]
        for node in near:
            for position in range(offsets[node], offsets[node + 1]):
                other = np.int64(neighbours[position])
                if left[other] > hop and edge_cost[edges[position]] < np.inf:
                    left[other] = hop
                    found.append(other)
        near = found
    return left


@compiled
def search(
    offsets: NDArray[np.int64],
    neighbours: Ints,
    edges: Ints,
    edge_cost: Floats,
    node_cost: Floats,
    start: int,
    wanted: NDArray[np.bool_],
    max_hops: int,
    limit: float,
    barred: NDArray[np.int64],
    not_next: NDArray[np.int64],
    left: NDArray[np.int8],
) -> tuple[float, NDArray[np.int64], NDArray[np.int64]]:
    """(cost, nodes, edges) of the cheapest path to a wanted node; empty if none costs at most `limit`.

    It passes none of the nodes `barred`, and from `start` goes to none of `not_next`: a few of each.
    `left` says how many hops each node has to go at least (`hops_left`): who has too many is not looked at.
    """
    fewest = np.full(len(offsets) - 1, max_hops + 1, dtype=np.int16)
    for node in barred:
        fewest[node] = 0
    # labels: node, edge that led to it, label before; heap: cost, hops, node, label
    label_node = [np.int64(start)]
    label_edge = [np.int64(-1)]
    label_before = [-1]
    heap = [(0.0, 0, np.int64(start), 0)]
    while len(heap) > 0:
        cost, hops, node, label = heappop(heap)
        if hops >= fewest[node]:
            continue
        fewest[node] = hops
        if wanted[node]:
            nodes = np.empty(hops + 1, dtype=np.int64)
            used = np.empty(hops, dtype=np.int64)
            for step in range(hops, -1, -1):
                nodes[step] = label_node[label]
                if step > 0:
                    used[step - 1] = label_edge[label]
                label = label_before[label]
            return cost, nodes, used
        if hops == max_hops:
            continue
        base = cost if node == start else cost + node_cost[node]
        for position in range(offsets[node], offsets[node + 1]):
            other = np.int64(neighbours[position])
            reached = base + edge_cost[edges[position]]
            if reached <= limit and hops + 1 < fewest[other]:
                if hops + 1 + left[other] > max_hops or (node == start and is_among(other, not_next)):
                    continue
                label_node.append(other)
                label_edge.append(np.int64(edges[position]))
                label_before.append(label)
                heappush(heap, (reached, hops + 1, other, len(label_node) - 1))
    return np.inf, np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
