"""How much of those beside a group a cluster is recorded with, too: the sums of `Surroundings`, pair by pair.

Compiled loops: as products of sparse matrices, those whom the acquaintances of all groups know are gigabytes,
of which each pair asks for a handful.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from netinv.model.jit import compiled

Index = NDArray[np.int32]
Floats = NDArray[np.float64]


class Lines(NamedTuple):
    """A sparse matrix by lines, as `scipy.sparse.csr_matrix` keeps it."""

    indptr: Index
    indices: Index
    data: Floats


@compiled
def scores(
    group: NDArray[np.int64],
    cluster: NDArray[np.int64],
    beside: Lines,
    own: Lines,
    counts: Lines,
    weight: Floats,
    via: Floats,
    people: int,
) -> Floats:
    """(shared, second) of each pair of a group and a cluster, sorted by group for speed.

    `beside` is groups by nodes: how close each node stands to the group; `own` counts which of the cluster's
    records are the group's own (no entries where they count); `counts` is clusters by nodes: how often each
    is recorded with it. `weight` and `via` say by node what sharing it is worth at first and second hand; the
    first `people` nodes are clusters themselves.
    """
    found = np.zeros((len(group), 2))
    nodes = len(weight)
    near, taken, through = np.zeros(nodes), np.zeros(nodes), np.zeros(nodes)
    present = -1
    for pair in range(len(group)):
        if group[pair] != present:
            for value in (False, True):  # what the last group left is wiped out first
                if value:
                    present = group[pair]
                if present < 0:
                    continue
                for at in range(own.indptr[present], own.indptr[present + 1]):
                    taken[own.indices[at]] = own.data[at] if value else 0.0
                for at in range(beside.indptr[present], beside.indptr[present + 1]):
                    node, close = beside.indices[at], beside.data[at]
                    near[node] = close * weight[node] if value else 0.0
                    if node < people:
                        for of in range(counts.indptr[node], counts.indptr[node + 1]):
                            other = counts.indices[of]
                            through[other] = through[other] + close if value else 0.0
        line = cluster[pair]
        shared = second = 0.0
        for at in range(counts.indptr[line], counts.indptr[line + 1]):
            node = counts.indices[at]
            if counts.data[at] - taken[node] > 0.5:
                shared += near[node]
            second += through[node] * via[node]
        found[pair, 0], found[pair, 1] = shared, second
    return found
