"""The compiled inner loops of all-pairs search: paths are halved, and the halves meet in a middle node.

A path of at most k links is a first half of at most a links from its source and a second of at most k - a
from its target. Halves are few; what they may still cost is known before they are made, from the cheapest
half that could complete them. So nothing is looked at that no path could use, and nothing that one could is
left out.
"""

import numpy as np
from numpy.typing import NDArray

from netinv.graph.network import FAR, Costs, Ints
from netinv.model.jit import compiled

Long = NDArray[np.int64]


@compiled
def nearest(
    offsets: Long, neighbours: Ints, link: Costs, passing: Costs, starts: Ints, hops: int, limit: int
) -> Costs:
    """Cost of arriving at each node from the nearest other start over 1 to `hops` links; FAR where dearer
    than `limit`."""
    size = len(offsets) - 1
    best = np.full(size, FAR, dtype=np.int64)
    queued = np.full(size, -1, dtype=np.int64)
    nodes = starts.copy()
    costs = np.zeros(len(starts), dtype=np.int64)
    for hop in range(hops):
        reached = [np.int32(0) for _ in range(0)]
        for i in range(len(nodes)):
            node = nodes[i]
            base = costs[i] + (passing[node] if hop > 0 else 0)
            for position in range(offsets[node], offsets[node + 1]):
                price = base + link[position]
                if price > limit:
                    break
                other = neighbours[position]
                if price < best[other]:
                    best[other] = price
                    if queued[other] < hop:
                        queued[other] = hop
                        reached.append(other)
        nodes = np.empty(len(reached), dtype=np.int32)
        costs = np.empty(len(reached), dtype=np.int64)
        for i in range(len(reached)):
            nodes[i] = reached[i]
            costs[i] = best[reached[i]]
    return best


@compiled
def _grow(
    offsets: Long,
    neighbours: Ints,
    link: Costs,
    passing: Costs,
    start: int,
    hops: int,
    limit: int,
    bound: Costs,
    label_at: Long,
    node: Ints,
    cost: Costs,
    before: Ints,
) -> tuple[int, Ints, Costs, Ints]:
    """Labels of one start, step by step: (number, node, cost of arriving, label before), the start's own
    first.

    `label_at` holds the best label of each node (-1: none) and is given back dirty. The last step keeps
    only what `bound`, the cheapest completion from each node, lets in.
    """
    count = 1
    node[0], cost[0], before[0] = start, 0, -1
    label_at[start] = 0
    begin = 0
    for hop in range(hops):
        end = count
        last = hop == hops - 1
        for label in range(begin, end):
            here = node[label]
            base = cost[label] + (passing[here] if hop > 0 else 0)
            for position in range(offsets[here], offsets[here + 1]):
                price = base + link[position]
                if price > limit:
                    break
                other = neighbours[position]
                if last and price + bound[other] > limit:
                    continue
                known = label_at[other]
                if known >= 0 and cost[known] <= price:
                    continue
                if known >= end:
                    cost[known] = price
                    before[known] = label
                    continue
                if count == len(node):
                    node = np.append(node, np.empty_like(node))
                    cost = np.append(cost, np.empty_like(cost))
                    before = np.append(before, np.empty_like(before))
                node[count], cost[count], before[count] = other, price, label
                label_at[other] = count
                count += 1
        begin = end
    return count, node, cost, before


@compiled
def halves(
    offsets: Long,
    neighbours: Ints,
    link: Costs,
    passing: Costs,
    starts: Ints,
    hops: int,
    limit: int,
    bound: Costs,
) -> tuple[Ints, Ints, Costs, Ints]:
    """Second halves: (position of the start, node, cost of passing the node and going on to the start,
    label before) of every label of every start. What no first half can use costs FAR and is there only to
    be followed."""
    label_at = np.full(len(offsets) - 1, -1, dtype=np.int64)
    node, cost, before = np.empty(64, np.int32), np.empty(64, np.int64), np.empty(64, np.int32)
    size = 1024
    of, at, price, back = (
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(size, np.int64),
        np.empty(size, np.int32),
    )
    filled = 0
    for index in range(len(starts)):
        count, node, cost, before = _grow(
            offsets,
            neighbours,
            link,
            passing,
            starts[index],
            hops,
            limit,
            bound,
            label_at,
            node,
            cost,
            before,
        )
        while filled + count > size:
            of, at = np.append(of, np.empty_like(of)), np.append(at, np.empty_like(at))
            price, back = np.append(price, np.empty_like(price)), np.append(back, np.empty_like(back))
            size *= 2
        for label in range(count):
            here = node[label]
            whole = cost[label] + (passing[here] if label > 0 else 0)
            best = label_at[here] == label and whole + bound[here] <= limit
            of[filled + label] = index
            at[filled + label] = here
            price[filled + label] = whole if best else FAR
            back[filled + label] = before[label] + filled if label > 0 else -1
        for label in range(count):
            label_at[node[label]] = -1
        filled += count
    return of[:filled].copy(), at[:filled].copy(), price[:filled].copy(), back[:filled].copy()


@compiled
def by_node(size: int, of: Ints, node: Ints, cost: Costs) -> tuple[Long, Ints, Costs, Ints]:
    """Usable halves grouped by node, the cheapest first: (offsets, position of the start, cost, label)."""
    first = np.zeros(size + 1, dtype=np.int64)
    for label in range(len(node)):
        if cost[label] < FAR:
            first[node[label] + 1] += 1
    for index in range(size):
        first[index + 1] += first[index]
    free = first[:-1].copy()
    order = np.empty(first[size], dtype=np.int32)
    for label in range(len(node)):
        if cost[label] < FAR:
            order[free[node[label]]] = label
            free[node[label]] += 1
    for index in range(size):
        begin, end = first[index], first[index + 1]
        if end - begin > 1:
            group = order[begin:end].copy()
            order[begin:end] = group[np.argsort(cost[group], kind="mergesort")]
    return first, of[order], cost[order], order


@compiled
def meet(
    offsets: Long,
    neighbours: Ints,
    link: Costs,
    passing: Costs,
    starts: Ints,
    hops: int,
    limit: int,
    targets: Ints,
    first: Long,
    half_of: Ints,
    half_cost: Costs,
) -> tuple[Ints, Ints, Costs, Ints, Ints]:
    """First halves joined with the second: (start, target, cost, half, nodes before its node) of each pair
    found.

    `first`, `half_of`, `half_cost` are the second halves by node, the cheapest first; `half` is a position
    among them. Starts and targets are told by position; the last array has a row a pair, padded with -1 on
    the right.
    """
    size = len(offsets) - 1
    bound = np.full(size, FAR, dtype=np.int64)
    for index in range(size):
        if first[index] < first[index + 1]:
            bound[index] = half_cost[first[index]]
    label_at = np.full(size, -1, dtype=np.int64)
    node, cost, before = np.empty(64, np.int32), np.empty(64, np.int64), np.empty(64, np.int32)
    best = np.full(len(targets), FAR, dtype=np.int64)
    head, tail = np.empty(len(targets), np.int32), np.empty(len(targets), np.int32)
    touched = np.empty(len(targets), np.int32)
    room = 1024
    one, other, half = np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.int32)
    total = np.empty(room, np.int64)
    walk = np.full((room, hops), -1, dtype=np.int32)
    filled = 0
    for index in range(len(starts)):
        count, node, cost, before = _grow(
            offsets,
            neighbours,
            link,
            passing,
            starts[index],
            hops,
            limit,
            bound,
            label_at,
            node,
            cost,
            before,
        )
        found = 0
        for label in range(1, count):
            here = node[label]
            if label_at[here] != label:
                continue
            base = cost[label]
            for position in range(first[here], first[here + 1]):
                price = base + half_cost[position]
                if price > limit:
                    break
                target = half_of[position]
                if price < best[target]:
                    if best[target] == FAR:
                        touched[found] = target
                        found += 1
                    best[target], head[target], tail[target] = price, label, position
        for label in range(count):
            label_at[node[label]] = -1
        while filled + found > room:
            one, other = np.append(one, np.empty_like(one)), np.append(other, np.empty_like(other))
            half, total = np.append(half, np.empty_like(half)), np.append(total, np.empty_like(total))
            walk = np.concatenate((walk, np.full_like(walk, -1)))
            room *= 2
        for k in range(found):
            target = touched[k]
            price = best[target]
            best[target] = FAR
            if targets[target] == starts[index]:
                continue
            one[filled], other[filled], total[filled], half[filled] = index, target, price, tail[target]
            label, length = before[head[target]], 0
            while label >= 0:
                walk[filled, length] = node[label]
                length += 1
                label = before[label]
            for step in range(length // 2):
                swap = walk[filled, step]
                walk[filled, step] = walk[filled, length - 1 - step]
                walk[filled, length - 1 - step] = swap
            filled += 1
    return (
        one[:filled].copy(),
        other[:filled].copy(),
        total[:filled].copy(),
        half[:filled].copy(),
        walk[:filled].copy(),
    )
