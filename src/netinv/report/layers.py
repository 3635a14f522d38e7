"""Where the nodes of an alert's picture stand: layers from the official (left) to the gang (right).

A small layered layout (Sugiyama's steps): layer by distance, long edges cut by helper points so that they
bend around what stands between, order by barycentre, then spread. The same alert gives the same picture.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

SWEEPS = 8


@dataclass(frozen=True)
class Layout:
    """`layer` and centre height of every node; `bends`: the helper points (layer, height) of an edge."""

    layer: dict[str, int]
    y: dict[str, float]
    bends: dict[tuple[str, str], list[tuple[int, float]]]
    layers: int
    height: float


def lay_out(
    nodes: Mapping[str, float], edges: Sequence[tuple[str, str, float]], first: str, last: str
) -> Layout:
    """Place `nodes` (id -> height it needs); an edge is (source, target, height where it passes a layer)."""
    near = _neighbours(nodes, edges)
    layer = _layers(near, first, last)
    room = dict(nodes)
    links: list[tuple[str, str]] = []
    chains: dict[tuple[str, str], list[str]] = {}
    for source, target, thickness in edges:
        low, high = sorted((source, target), key=lambda node: (layer[node], node))
        chain = [low]
        for between in range(layer[low] + 1, layer[high]):
            helper = f"\x00{low}\x00{high}\x00{between}"
            layer[helper], room[helper] = between, thickness
            chain.append(helper)
        chain.append(high)
        links += list(pairwise(chain))
        chains[(source, target)] = chain[1:-1] if low == source else chain[-2:0:-1]
    rows = _ordered(layer, _neighbours(layer, [(a, b, 0.0) for a, b in links]))
    y, height = _spread(rows, room, _neighbours(layer, [(a, b, 0.0) for a, b in links]))
    bends = {pair: [(layer[helper], y[helper]) for helper in chain] for pair, chain in chains.items()}
    return Layout({n: layer[n] for n in nodes}, {n: y[n] for n in nodes}, bends, len(rows), height)


def _neighbours(
    nodes: Mapping[str, float] | Mapping[str, int], edges: Sequence[tuple[str, str, float]]
) -> dict[str, list[str]]:
    near: dict[str, set[str]] = {node: set() for node in nodes}
    for source, target, _ in edges:
        if source != target:
            near[source].add(target)
            near[target].add(source)
    return {node: sorted(others) for node, others in near.items()}


def _distances(near: Mapping[str, list[str]], start: str, without: str = "") -> dict[str, int]:
    far, queue = {start: 0}, deque([start])
    while queue:
        node = queue.popleft()
        for other in near[node]:
            if other not in far and other != without:
                far[other] = far[node] + 1
                queue.append(other)
    return far


def _layers(near: Mapping[str, list[str]], first: str, last: str) -> dict[str, int]:
    """By distance from the official without passing the gang; the gang's own people stand just before it."""
    left = _distances(near, first, without=last)
    right = _distances(near, last, without=first)
    deepest = max((d for node, d in left.items() if node != last), default=0)
    end = max(deepest + 1, 2 if len(near) > 2 else 1)
    layer = {first: 0, last: end}
    for node in near:
        if node in layer:
            continue
        if node in right and (node not in left or right[node] <= left[node]):
            layer[node] = max(1, end - right[node])
        else:
            layer[node] = min(end - 1, left.get(node, 1))
    used = {depth: place for place, depth in enumerate(sorted(set(layer.values())))}
    return {node: used[depth] for node, depth in layer.items()}


def _ordered(layer: Mapping[str, int], near: Mapping[str, list[str]]) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(max(layer.values()) + 1)]
    for node in sorted(layer):
        rows[layer[node]].append(node)
    for sweep in range(SWEEPS):
        steps = range(1, len(rows)) if sweep % 2 == 0 else range(len(rows) - 2, -1, -1)
        for step in steps:
            beside = rows[step - 1] if sweep % 2 == 0 else rows[step + 1]
            place = {node: i / max(1, len(beside) - 1) for i, node in enumerate(beside)}
            own = {node: i for i, node in enumerate(rows[step])}

            def centre(node: str, place: dict[str, float] = place, own: dict[str, int] = own) -> float:
                seen = [place[other] for other in near[node] if other in place]
                return sum(seen) / len(seen) if seen else own[node] / max(1, len(own) - 1)

            rows[step].sort(key=lambda node: (centre(node), own[node]))
    return rows


def _spread(
    rows: Sequence[Sequence[str]], room: Mapping[str, float], near: Mapping[str, list[str]]
) -> tuple[dict[str, float], float]:
    """Heights: each layer stacked and centred, then drawn towards its neighbours without overlap."""
    height = max(sum(room[node] for node in row) for row in rows)
    y: dict[str, float] = {}
    for row in rows:
        top = (height - sum(room[node] for node in row)) / 2
        for node in row:
            y[node] = top + room[node] / 2
            top += room[node]
    for sweep in range(SWEEPS):
        for row in rows if sweep % 2 == 0 else rows[::-1]:
            wish = {n: sum(y[o] for o in near[n]) / len(near[n]) if near[n] else y[n] for n in row}
            floor = 0.0
            for node in row:  # downwards: none above the one before
                y[node] = max(wish[node], floor + room[node] / 2)
                floor = y[node] + room[node] / 2
            ceiling = height
            for node in reversed(row):  # and back up where the last ran over the edge
                y[node] = min(y[node], ceiling - room[node] / 2)
                ceiling = y[node] - room[node] / 2
    return y, height
