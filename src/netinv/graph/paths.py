"""Paths over a snapshot: the most reliable one, several that share no edge, and how far one reaches.

The reliability of a path is the product of its edges' probabilities and of what passing its inner nodes costs
(`weights`). It says how much a connection carries, not that anybody did anything.
"""

import math
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netinv.graph.search_kernel import NONE, reachable, search
from netinv.graph.snapshot import Snapshot
from netinv.graph.weights import Weights

MAX_HOPS = 6
MIN_PROBABILITY = 1e-4
"""Below this a path says nothing and the search need not look further."""

_ROUNDING = 1e-12


@dataclass(frozen=True)
class Path:
    """A path: nodes from end to end, the relations between them, the probability that it carries."""

    nodes: tuple[str, ...]
    relations: tuple[str, ...]
    probability: float


def best_path(
    snapshot: Snapshot,
    weights: Weights,
    source: str,
    targets: Sequence[str],
    max_hops: int = MAX_HOPS,
    min_probability: float = MIN_PROBABILITY,
) -> Path | None:
    """The most reliable path from a node to the nearest of some targets; None if none is reliable enough.

    Of equally reliable paths the one with fewer hops is taken, then by the order of ids.
    """
    found = _search(snapshot, weights, weights.edge, source, targets, max_hops, min_probability)
    return found[0] if found else None


def disjoint_paths(
    snapshot: Snapshot,
    weights: Weights,
    source: str,
    targets: Sequence[str],
    count: int = 3,
    max_hops: int = MAX_HOPS,
    min_probability: float = MIN_PROBABILITY,
) -> list[Path]:
    """Up to `count` paths that share no edge, each the most reliable that the ones before leave.

    Edges of one kind between the same two nodes (a kinship stated twice, calls both ways) are one edge here.
    """
    free = weights.edge.copy()
    paths: list[Path] = []
    while len(paths) < count:
        found = _search(snapshot, weights, free, source, targets, max_hops, min_probability)
        if found is None:
            break
        path, edges = found
        paths.append(path)
        for edge in edges:
            free[_twins(snapshot, edge)] = np.inf
    return paths


def combined(probabilities: Iterable[float]) -> float:
    """Noisy-or: the probability that at least one of several independent paths carries."""
    return 1.0 - math.prod(1.0 - probability for probability in probabilities)


def reach(
    snapshot: Snapshot,
    weights: Weights,
    sources: Sequence[str],
    max_hops: int = MAX_HOPS,
    min_probability: float = MIN_PROBABILITY,
) -> NDArray[np.float64]:
    """Reliability of the best path from any of some nodes to every node by position; 0 if there is none."""
    starts = _indices(snapshot, sources)
    if len(starts) == 0:
        return np.zeros(len(snapshot.arrays.node_ids))
    cost = reachable(
        snapshot.offsets,
        snapshot.neighbours,
        snapshot.edges,
        weights.edge,
        weights.node,
        starts,
        max_hops,
        _limit(min_probability),
    )
    return np.asarray(np.exp(-cost), dtype=np.float64)


def _search(
    snapshot: Snapshot,
    weights: Weights,
    edge_cost: NDArray[np.float64],
    source: str,
    targets: Sequence[str],
    max_hops: int,
    min_probability: float,
) -> tuple[Path, list[int]] | None:
    start, goals = snapshot.index(source), _indices(snapshot, targets)
    if start is None or len(goals) == 0 or start in goals:
        return None
    wanted = np.zeros(len(snapshot.arrays.node_ids), dtype=np.bool_)
    wanted[goals] = True
    cost, nodes, edges = search(
        snapshot.offsets,
        snapshot.neighbours,
        snapshot.edges,
        edge_cost,
        weights.node,
        start,
        wanted,
        max_hops,
        _limit(min_probability),
        NONE,
        NONE,
        np.zeros(len(wanted), dtype=np.int8),
    )
    if len(nodes) == 0:
        return None
    ids = tuple(snapshot.node_id(int(node)) for node in nodes)
    relations = tuple(snapshot.arrays.relation_ids[edge].decode() for edge in edges)
    return Path(ids, relations, math.exp(-cost)), [int(edge) for edge in edges]


def _indices(snapshot: Snapshot, ids: Iterable[str]) -> NDArray[np.int64]:
    found = {index for id in ids if (index := snapshot.index(id)) is not None}
    return np.array(sorted(found), dtype=np.int64)


def _twins(snapshot: Snapshot, edge: int) -> NDArray[np.int32]:
    """All edges of an edge's kind between its two nodes."""
    arrays = snapshot.arrays
    a, b = arrays.source[edge], arrays.target[edge]
    around = slice(snapshot.offsets[a], snapshot.offsets[a + 1])
    same = (snapshot.neighbours[around] == b) & (arrays.kind[snapshot.edges[around]] == arrays.kind[edge])
    return np.asarray(snapshot.edges[around][same])


def _limit(min_probability: float) -> float:
    # never infinite: that is what a forbidden edge costs
    return -math.log(max(min_probability, sys.float_info.min)) + _ROUNDING
