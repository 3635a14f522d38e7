"""Several paths that share no relation, and what they carry together."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from netinv.graph.network import FAR, Network, fixed
from netinv.graph.paths import HOPS, LEAST, most_reliable
from netinv.graph.snapshot import Snapshot
from netinv.graph.weights import Weights


@dataclass(frozen=True)
class Path:
    """Nodes from end to end and the relations between them, as positions in the snapshot; the probability
    that it carries."""

    nodes: tuple[int, ...]
    relations: tuple[int, ...]
    probability: float


def disjoint(
    snapshot: Snapshot,
    weights: Weights,
    network: Network,
    source: int,
    targets: Sequence[int],
    count: int = 3,
    max_hops: int = HOPS,
    min_probability: float = LEAST,
) -> list[Path]:
    """Up to `count` paths from a node to the nearest of some, each the most reliable that the ones before
    leave.

    Relations of one kind between the same two nodes (a kinship stated twice, calls both ways) are one here.
    """
    free = replace(
        network, neighbours=network.neighbours.copy(), cost=network.cost.copy(), edge=network.edge.copy()
    )
    left = fixed(weights.edge)
    paths: list[Path] = []
    while len(paths) < count:
        found = most_reliable(free, [source], [t for t in targets if t != source], max_hops, min_probability)
        if not len(found):
            break
        row = int(np.lexsort((found.target, found.cost))[0])
        nodes = found.walk(row)
        places = [free.at(a, b) for a, b in pairwise(nodes)]
        used = [int(free.edge[place]) for place in places if place is not None]
        paths.append(Path(tuple(nodes), tuple(used), float(found.probability[row])))
        for (a, b), edge in zip(pairwise(nodes), used, strict=True):
            between = _between(snapshot, a, b)
            left[between[snapshot.arrays.kind[between] == snapshot.arrays.kind[edge]]] = FAR
            next_best = int(between[np.argmin(left[between])])
            for here, there in ((a, b), (b, a)):
                _relink(free, here, there, next_best, int(left[next_best]))
    return paths


def combined(probabilities: Iterable[float]) -> float:
    """Noisy-or: the probability that at least one of several independent paths carries."""
    return 1.0 - math.prod(1.0 - probability for probability in probabilities)


def _between(snapshot: Snapshot, a: int, b: int) -> NDArray[np.int32]:
    around = slice(snapshot.offsets[a], snapshot.offsets[a + 1])
    return np.asarray(snapshot.edges[around][snapshot.neighbours[around] == b])


def _relink(free: Network, here: int, there: int, edge: int, cost: int) -> None:
    """Give a link another relation and cost, and its place among the links of its node."""
    place = free.at(here, there)
    assert place is not None
    free.edge[place], free.cost[place] = edge, min(cost + 1, FAR)
    around = slice(free.offsets[here], free.offsets[here + 1])
    order = np.lexsort((free.neighbours[around], free.cost[around]))
    for values in (free.neighbours, free.cost, free.edge):
        values[around] = values[around][order]
