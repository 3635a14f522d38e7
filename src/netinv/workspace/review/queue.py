"""The queue of doubtful pairs, the most informative first: uncertainty times what hangs on it."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from netinv.model.keys import SEPARATOR
from netinv.model.review import Doubtful
from netinv.model.views import ComparisonView
from netinv.resolve.calibration import SURE
from netinv.resolve.result import Comparison, Doubt, Joined
from netinv.resolve.tree import Tree
from netinv.workspace.entities import record_of
from netinv.workspace.review.desk import Desk
from netinv.workspace.review.naming import written

ALERTS = 3
"""Alerts beyond which one more adds nothing to what hangs on a pair."""
BOTH, EITHER = 3.0, 2.0
"""What a pair of an official and a gang member, or one with either, counts against a pair of others."""


class Pair(NamedTuple):
    """A pair in the queue before it is dressed up. `value` orders; `part`: what hangs on a join's right."""

    value: float
    uncertainty: float
    found: Doubt | Joined
    part: tuple[str, ...]


class _Stakes:
    """What hangs on a pair of mentions."""

    def __init__(self, desk: Desk, entity_of: Mapping[str, str]) -> None:
        self._alerts = {entity: len(alerts) for entity, alerts in desk.alerts_of.items()}
        self._size: dict[str, int] = defaultdict(int)
        self._officials: set[str] = set()
        self._members: set[str] = set()
        for key, entity in entity_of.items():
            table = key.split(SEPARATOR, 2)[1]
            if table == "calls":
                continue
            self._size[entity] += 1
            if table == "gang_members":
                self._members.add(entity)
            elif table in ("posts", "people") and record_of(key) in desk.official_records:
                self._officials.add(entity)

    def size(self, entity: str) -> int:
        """Mentions of an entity outside call lists."""
        return self._size[entity]

    def of(self, entities: set[str], smaller: int) -> float:
        """1 for a pair on which nothing hangs but two mentions that nobody asks for."""
        alerts = min(ALERTS, sum(self._alerts.get(entity, 0) for entity in entities))
        official, member = bool(entities & self._officials), bool(entities & self._members)
        role = BOTH if official and member else EITHER if official or member else 1.0
        return (1 + math.log2(smaller)) * (1 + alerts) * role


def entropy(probability: float) -> float:
    """Bits that an answer teaches: 1 at one half, 0 where all is known."""
    return -sum(p * math.log2(p) for p in (probability, 1 - probability) if p > 0)


def ranked(desk: Desk) -> list[Pair]:
    """Every pair worth asking, best first; what people have judged already is not asked again."""
    entity_of = desk.resolution.entity_of()
    stakes = _Stakes(desk, entity_of)
    judged = {(j.left_key, j.right_key) for j in desk.judgements}
    settled = {frozenset(entity_of.get(key, "") for key in pair) for pair in judged}
    found = []
    for doubt in desk.resolution.doubts():
        ends = {entity_of[doubt.left], entity_of[doubt.right]}
        # what cannot be, or was outdone by a join that is asked about itself, is no question
        if doubt.outcome == "below" and frozenset(ends) not in settled:
            smaller = max(1, min(stakes.size(entity) for entity in ends))
            found.append(_pair(doubt, entropy(doubt.probability), stakes.of(ends, smaller), ()))
    by_entity: dict[str, list[Joined]] = defaultdict(list)
    for join in desk.resolution.joins():
        by_entity[entity_of[join.right]].append(join)
    for entity, joins in by_entity.items():
        weak = [j for j in joins if j.probability < SURE and tuple(sorted(j[:2])) not in judged]
        tree = Tree(joins) if weak else None
        for join in weak:
            if tree is None or not tree.holds(join):
                continue
            part = tree.beyond(join)
            smaller = max(1, min(len(part), stakes.size(entity) - len(part)))
            found.append(_pair(join, entropy(join.probability), stakes.of({entity}, smaller), part))
    return sorted(found, key=lambda each: (-each.value, each.found.left, each.found.right))


def single(desk: Desk, left: str, right: str) -> Pair | None:
    """The pair of the queue with these two ends, whichever way round; None where nothing is asked about them.

    Unlike in the queue its value is not measured against others: it is 0.
    """
    ends = {left, right}
    entities = desk.resolution.entities_of(ends)
    for entity in sorted(set(entities.values())):
        joins = desk.resolution.joins(entity)
        for join in joins:
            if {join.left, join.right} != ends or join.probability >= SURE:
                continue
            tree = Tree(joins)
            if tree.holds(join):
                return Pair(0.0, round(entropy(join.probability), 9), join, tree.beyond(join))
        for doubt in desk.resolution.doubts(entity):
            if {doubt.left, doubt.right} == ends and doubt.outcome == "below":
                return Pair(0.0, round(entropy(doubt.probability), 9), doubt, ())
    return None


def _pair(found: Doubt | Joined, uncertainty: float, stakes: float, part: tuple[str, ...]) -> Pair:
    return Pair(round(uncertainty * stakes, 9), round(uncertainty, 9), found, part)


def dressed(desk: Desk, pair: Pair) -> Doubtful:
    """A pair with all that a person needs to answer."""
    left, right = pair.found.left, pair.found.right
    ends = desk.resolution.entities_of([left, right])
    joined = isinstance(pair.found, Joined)
    sides = [desk.stated(ends[left]), desk.stated(ends[right])]
    if joined:
        sides = [[key for key in sides[0] if key not in pair.part], list(pair.part)]
    rival = "" if isinstance(pair.found, Joined) or not pair.found.rival else written(pair.found.rival)
    return Doubtful(
        left=desk.side(sides[0], ends[left], left),
        right=desk.side(sides[1], ends[right], right),
        joined=joined,
        probability=pair.found.probability,
        outcome="joined" if isinstance(pair.found, Joined) else pair.found.outcome,
        rival=rival,
        rival_probability=0.0 if isinstance(pair.found, Joined) else pair.found.rival_probability,
        part=[f"{key.split(SEPARATOR)[0]}|{written(key)}" for key in pair.part],
        comparisons=compared(pair.found.comparisons),
        alerts=desk.touched(set(ends.values())),
        uncertainty=pair.uncertainty,
        value=pair.value,
    )


def compared(comparisons: Iterable[Comparison]) -> list[ComparisonView]:
    """Comparisons as pages show them."""
    return [
        ComparisonView(field=c.field, left=c.left, right=c.right, level=c.level, weight=c.weight)
        for c in comparisons
    ]
