"""Paths between two or more nodes under conditions; where there are none, what was shut out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, pairwise, permutations, product

import numpy as np

from netinv.graph.protocol import GraphStore
from netinv.graph.ranked import Way, Ways, runs_in_time
from netinv.graph.snapshot import Snapshot
from netinv.graph.weights import Weights
from netinv.model.errors import NotFoundError, UsageError
from netinv.model.exploring import Excluded, FoundPath, PathsAsked, PathsBetween, PathsFound, Step
from netinv.workspace.exploring.allowing import Mask, all_of, conditions, hubs, past_hubs
from netinv.workspace.exploring.cards import cards, links, telling

TRIED = 60
"""Paths between two ends that are looked at before those that run in time are given up."""

HUBS, TIME, THROUGH = "hubs", "in_time", "through"


def paths_found(store: GraphStore, snapshot: Snapshot, weights: Weights, asked: PathsAsked) -> PathsFound:
    """The paths between every two ends. NotFoundError: an end or a node to pass is not there."""
    at = {id: snapshot.index(id) for id in (*asked.ends, *asked.through)}
    if missing := [id for id, place in at.items() if place is None]:
        raise NotFoundError(f"没有 {missing[0]} / there is no {missing[0]}")
    if len(at) < len(asked.ends) + len(asked.through):
        raise UsageError("两端及须经过的对象不能重复 / ends and nodes to pass must differ from one another")
    place = {id: position for id, position in at.items() if position is not None}
    search = _Search(snapshot, weights, asked, conditions(snapshot, asked), place)
    between = [_between(store, search, a, b) for a, b in combinations(asked.ends, 2)]
    shown = [*asked.ends, *asked.through, *(n for each in between for path in each.paths for n in path.nodes)]
    return PathsFound(between=between, cards=cards(store, snapshot, shown))


def warm(snapshot: Snapshot, weights: Weights) -> None:
    """Have path search compiled, or what was compiled read: the first question need not wait for it."""
    if len(snapshot.arrays.node_ids) > 1:
        next(Ways(snapshot, weights).ranked(0, 1, max_hops=1), None)


@dataclass(frozen=True)
class _Search:
    """One question, with conditions that can be left out one at a time."""

    snapshot: Snapshot
    weights: Weights
    asked: PathsAsked
    masks: dict[str, Mask]
    place: dict[str, int]

    def ways(self, without: str = "") -> Ways:
        """Path search over the edges that meet the conditions."""
        masks = [mask for name, mask in self.masks.items() if name != without]
        if self.asked.avoid_hubs and without != HUBS:
            masks.append(past_hubs(self.snapshot, list(self.place.values())))
        if not masks:
            return Ways(self.snapshot, self.weights)
        edge = np.where(all_of(self.snapshot, masks), self.weights.edge, np.inf)
        return Ways(self.snapshot, Weights(edge, self.weights.node))

    def hubs(self) -> Mask:
        """Nodes linked with more than their kind can bear; the ends and what must be passed are none."""
        return hubs(self.snapshot, list(self.place.values()))

    def found(self, ways: Ways, a: str, b: str, without: str = "") -> Iterator[Way]:
        """Paths by reliability, looked at one by one: whoever filters sees all of them."""
        through = [self.place[id] for id in self.asked.through] if without != THROUGH else []
        source, target, hops = self.place[a], self.place[b], self.asked.max_hops
        if not through:
            return islice(ways.ranked(source, target, hops), TRIED)
        return iter(_by_way_of(ways, source, target, through, hops))

    def in_time(self, ways: Ways, way: Way) -> bool:
        """Whether the relations of a path can follow one another."""
        return runs_in_time(self.snapshot, [ways.between(x, y) for x, y in pairwise(way.nodes)])


def _by_way_of(ways: Ways, source: int, target: int, through: Sequence[int], hops: int) -> list[Way]:
    """Paths that pass given nodes, in any order: the best legs put together, no node twice."""
    found: dict[tuple[int, ...], Way] = {}
    for order in permutations(through):
        stops = (source, *order, target)
        longest = hops - len(order)
        legs = [[w.nodes for w in islice(ways.ranked(a, b, longest), 12)] for a, b in pairwise(stops)]
        for chosen in product(*legs):
            nodes = chosen[0] + tuple(n for leg in chosen[1:] for n in leg[1:])
            if len(set(nodes)) == len(nodes) <= hops + 1:
                found[nodes] = Way(nodes, ways.cost(nodes))
    return sorted(found.values(), key=lambda way: (way.cost, way.nodes))[:TRIED]


def _between(store: GraphStore, search: _Search, a: str, b: str) -> PathsBetween:
    ways, asked = search.ways(), search.asked
    chosen: list[Way] = []
    tried = 0
    for way in search.found(ways, a, b):
        tried += 1
        if not asked.in_time or search.in_time(ways, way):
            chosen.append(way)
        if len(chosen) == asked.count:
            break
    return PathsBetween(
        ends=(a, b),
        paths=[_shown(store, search, ways, way) for way in chosen],
        excluded=[] if chosen else _excluded(search, a, b, tried),
        tried=tried,
    )


def _shown(store: GraphStore, search: _Search, ways: Ways, way: Way) -> FoundPath:
    nodes = [search.snapshot.node_id(n) for n in way.nodes]
    among = links(store, nodes)
    steps = []
    for n, (x, y) in enumerate(pairwise(nodes)):
        usable = ways.between(way.nodes[n], way.nodes[n + 1])
        used = {search.snapshot.arrays.relation_ids[edge].decode() for edge in usable}
        steps.append(Step(source=x, target=y, links=telling(each for each in among if each.id in used)))
    return FoundPath(nodes=nodes, steps=steps, strength=float(np.exp(-way.cost)))


def _excluded(search: _Search, a: str, b: str, tried: int) -> list[Excluded]:
    """Every condition with what it takes away and how short a path is without it alone."""
    counted = {name: int((~mask).sum()) for name, mask in search.masks.items()}
    if search.asked.avoid_hubs:
        counted[HUBS] = int(search.hubs().sum())
    if search.asked.through:
        counted[THROUGH] = len(search.asked.through)
    if search.asked.in_time:
        counted[TIME] = tried
    return [
        Excluded(condition=name, count=count, hops_without=_hops(search, a, b, name))
        for name, count in counted.items()
        if count
    ]


def _hops(search: _Search, a: str, b: str, without: str) -> int | None:
    ways = search.ways(without)
    for way in search.found(ways, a, b, without):
        if without == TIME or not search.asked.in_time or search.in_time(ways, way):
            return len(way.nodes) - 1
    return None
