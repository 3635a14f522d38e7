"""The compiled inner loop of the first few paths of many pairs: depth first, bounded by what is still to
come.

Around each target it is known what every node near it costs at least to go on; a beginning is followed only
while with that it could still be among the best so far.
"""

import numpy as np
from numpy.typing import NDArray

from netinv.graph.network import FAR, Costs, Ints
from netinv.model.jit import compiled

Long = NDArray[np.int64]
_SIEVE = (1 << 16) - 1
"""Nodes near a target are first looked for by their last bits: so small a table stays in the cache."""


@compiled
def first_few(
    offsets: Long,
    neighbours: Ints,
    link: Costs,
    passing: Costs,
    sources: Ints,
    targets: Ints,
    count: int,
    hops: int,
    limit: int,
) -> tuple[Costs, Ints]:
    """(cost, nodes from end to end, padded with -1) of the `count` cheapest paths of each pair, no node
    twice.

    Shapes (pairs, count) and (pairs, count, hops + 1); FAR where there are fewer paths.
    """
    size, pairs = len(offsets) - 1, len(sources)
    costs = np.full((pairs, count), FAR, dtype=np.int64)
    nodes = np.full((pairs, count, hops + 1), -1, dtype=np.int32)
    depth = hops // 2
    # onward[v, j]: cheapest way from v, passing it, to the target over at most j + 1 links
    onward = np.full((size, max(depth, 1)), FAR, dtype=np.int64)
    touched = np.empty(1024, dtype=np.int32)
    near = np.zeros(_SIEVE + 1, dtype=np.bool_)
    walk = np.empty(hops + 1, dtype=np.int32)
    at = np.empty(hops + 1, dtype=np.int64)
    spent = np.empty(hops + 1, dtype=np.int64)
    marked, same = 0, 0
    for pair in range(pairs):
        source, target = sources[pair], targets[pair]
        if (
            source == target
            or offsets[source] == offsets[source + 1]
            or offsets[target] == offsets[target + 1]
        ):
            continue
        if (
            pair >= same
        ):  # another target: forget the last one, look around this one as far as any source needs
            least = FAR
            same = pair
            while same < pairs and targets[same] == target:
                if offsets[sources[same]] < offsets[sources[same] + 1]:
                    least = min(least, link[offsets[sources[same]]])
                same += 1
            for i in range(marked):
                onward[touched[i]] = FAR
                near[touched[i] & _SIEVE] = False
            marked, touched = _around(
                offsets, neighbours, link, passing, target, limit, limit - least, onward, touched
            )
            for i in range(marked):
                near[touched[i] & _SIEVE] = True
        last = link[offsets[target]]  # any path ends with a link of at least this cost
        worst = limit + 1
        walk[0], at[0], spent[0] = source, offsets[source], 0
        if onward[source, 0] - passing[source] < worst:
            worst = _insert(
                costs[pair], nodes[pair], onward[source, 0] - passing[source], walk, 0, target, worst
            )
        step = 0 if hops > 1 else -1
        while step >= 0:
            here = walk[step]
            position = at[step]
            if position == offsets[here + 1] or spent[step] + link[position] + last >= worst:
                step -= 1
                continue
            at[step] += 1
            other = neighbours[position]
            if other == target:
                continue  # found when `here` was
            left = hops - step - 1  # links that may still be taken
            price = spent[step] + link[position]
            if left <= depth:
                if not near[other & _SIEVE] or price + onward[other, left - 1] >= worst:
                    continue
            elif price + passing[other] + last >= worst:
                continue
            seen = False
            for i in range(step + 1):
                seen |= walk[i] == other
            if seen:
                continue
            if price + onward[other, 0] < worst:
                walk[step + 1] = other
                worst = _insert(
                    costs[pair], nodes[pair], price + onward[other, 0], walk, step + 1, target, worst
                )
            if left > 1:
                step += 1
                walk[step], at[step], spent[step] = other, offsets[other], price + passing[other]
    return costs, nodes


@compiled
def _around(
    offsets: Long,
    neighbours: Ints,
    link: Costs,
    passing: Costs,
    target: int,
    limit: int,
    inner: int,
    onward: NDArray[np.int64],
    touched: Ints,
) -> tuple[int, Ints]:
    """Fill `onward` for a target: direct links up to `limit`, longer ways up to `inner`; returns how many
    nodes were marked, and which."""
    marked = 0
    depth = onward.shape[1]
    for position in range(offsets[target], offsets[target + 1]):
        if link[position] > limit:
            break
        if marked == len(touched):
            touched = np.append(touched, np.empty_like(touched))
        other = neighbours[position]
        touched[marked] = other
        marked += 1
        onward[other] = link[position] + passing[other]
    for hop in range(1, depth):
        known = marked
        for i in range(known):
            here = touched[i]
            base = onward[here, hop - 1]
            for position in range(offsets[here], offsets[here + 1]):
                price = base + link[position]
                if price > inner:
                    break
                other = neighbours[position]
                if other == target:
                    continue
                price += passing[other]
                if price < onward[other, hop]:
                    if onward[other, depth - 1] == FAR:
                        if marked == len(touched):
                            touched = np.append(touched, np.empty_like(touched))
                        touched[marked] = other
                        marked += 1
                    for later in range(hop, depth):
                        onward[other, later] = min(onward[other, later], price)
    return marked, touched


@compiled
def _insert(
    costs: Costs, nodes: NDArray[np.int32], price: int, walk: Ints, step: int, target: int, worst: int
) -> int:
    """Put a path in its place among the best; returns what another must cost less than."""
    count = len(costs)
    place = count - 1
    while place > 0 and costs[place - 1] > price:
        costs[place] = costs[place - 1]
        nodes[place] = nodes[place - 1]
        place -= 1
    costs[place] = price
    nodes[place] = -1
    nodes[place, : step + 1] = walk[: step + 1]
    nodes[place, step + 1] = target
    return int(min(worst, costs[count - 1]))
