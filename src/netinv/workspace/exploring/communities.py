"""Who is close to whom: communities by spreading labels (Raghavan et al. 2007), bounded in size."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from netinv.model.jit import compiled

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

ROUNDS = 12
"""Of spreading labels in a search for communities."""
LEVELS = 8
"""Of communities of communities, until they are few."""
FEW = 50


def communities(count: int, source: Ints, target: Ints, strength: Floats) -> Ints:
    """The best linked member of each node's community, as places among `count` nodes that are sorted by id.

    Every node takes over, in turn, what most of its neighbours have, until little changes; then the
    communities do the same, until they are few. None grows beyond a share of all. In a fixed order, so that
    the same picture falls into the same parts.
    """
    of_node = np.arange(count)
    most, before = max(40, -(-count // 10)), count + 1
    for _ in range(LEVELS):
        sizes = np.bincount(of_node, minlength=count)
        parts = np.flatnonzero(sizes)
        if len(parts) <= FEW or len(parts) >= before:
            break
        before = len(parts)
        near = _linked(count, of_node[source], of_node[target], strength)
        of_node = spread(parts, near.indptr, near.indices, near.data, sizes, most)[of_node]
    degree = np.bincount(np.concatenate([source, target]), minlength=count)
    best = np.lexsort((np.arange(count), -degree, of_node))
    first = np.ones(count, dtype=bool)
    first[1:] = np.diff(of_node[best]) != 0
    centre = np.empty(count, dtype=np.int64)
    centre[of_node[best[first]]] = best[first]
    return np.asarray(centre[of_node])


def warm() -> None:
    """Have the loop compiled, or what was compiled read: the first large picture need not wait for it."""
    none, ends = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int32)
    spread(none, np.zeros(1, dtype=np.int32), ends, np.zeros(0), none, 0)


def _linked(count: int, source: Ints, target: Ints, strength: Floats) -> sparse.csr_matrix:
    """How strongly each part is linked with which others, by lines."""
    apart = source != target
    one, other = source[apart], target[apart]
    ends = (np.concatenate([one, other]), np.concatenate([other, one]))
    return sparse.coo_matrix((np.tile(strength[apart], 2), ends), shape=(count, count)).tocsr()


@compiled
def spread(
    parts: Ints,
    offsets: NDArray[np.int32],
    others: NDArray[np.int32],
    strengths: Floats,
    sizes: Ints,
    most: int,
) -> Ints:
    """A label for each part, spread over the links; one holds no more than `most` nodes."""
    label = np.arange(len(sizes))
    held = sizes.copy()
    weight = np.zeros(len(sizes))
    for _ in range(ROUNDS):
        changed = 0
        for part in parts:
            around = range(offsets[part], offsets[part + 1])
            for at in around:
                other = others[at]
                # who is linked with everybody says little
                weight[label[other]] += strengths[at] / np.sqrt(offsets[other + 1] - offsets[other])
            own = label[part]
            best = own
            for at in around:
                one = label[others[at]]
                if one != own and held[one] + sizes[part] > most:
                    continue
                more = weight[one] - weight[best]
                if more > 1e-9 or (abs(more) <= 1e-9 and one < best):
                    best = one
            for at in around:
                weight[label[others[at]]] = 0
            if best != own:
                held[own] -= sizes[part]
                held[best] += sizes[part]
                label[part] = best
                changed += 1
        if changed <= len(parts) // 200:
            break
    return label
