"""Pairs that were weighed and stayed two, or lost to a rival: what a person should look at."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from netinv.resolve.candidates import WRITTEN, Candidates
from netinv.resolve.clusters import Clusters
from netinv.resolve.people import People
from netinv.resolve.placing import FIELDS, ROUNDS, Claim, Group, Placing, Weights
from netinv.resolve.result import Comparison, Doubt
from netinv.resolve.strangers import Strangers
from netinv.resolve.surroundings import Links, Surroundings

WORTH = 0.05
"""Probability below which nobody needs to look at a pair."""
RIVALS = 3
"""Candidates for one mention that are kept, the likeliest."""


class Weighed(NamedTuple):
    """A pair of mentions by index; `rival` -1 where nobody else could be meant."""

    left: int
    right: int
    probability: float
    rival: int
    rival_probability: float
    comparisons: tuple[Comparison, ...]


class DoubtfulPlacing(Placing):
    """Placing that remembers how the claims stood when the last round was over."""

    def __init__(self, people: People, links: Links, roles: Sequence[str], scenes: Sequence[str]) -> None:
        super().__init__(people, links, roles, scenes)
        self.weighed: list[Weighed] = []

    def _accept(
        self,
        clusters: Clusters,
        candidates: Candidates,
        groups: Sequence[Group],
        claims: Sequence[Claim],
        surroundings: Surroundings,
        weights: Weights,
        strangers: Strangers,
        threshold: float,
    ) -> None:
        if threshold == ROUNDS[-1]:
            self._remember(clusters, candidates, groups, claims, surroundings, weights, strangers)
        super()._accept(clusters, candidates, groups, claims, surroundings, weights, strangers, threshold)

    def _remember(
        self,
        clusters: Clusters,
        candidates: Candidates,
        groups: Sequence[Group],
        claims: Sequence[Claim],
        surroundings: Surroundings,
        weights: Weights,
        strangers: Strangers,
    ) -> None:
        members = [groups[claim.group].members for claim in claims]
        evidence = self._levels(clusters, surroundings, members, [c.cluster for c in claims], own=False)
        bits = np.array([np.log2(WRITTEN[claim.name]) for claim in claims])
        for column, field in enumerate(FIELDS):
            bits += weights[field][evidence[:, column]]
        power = np.exp2(np.minimum(bits, 60.0))
        of_group: dict[int, list[int]] = defaultdict(list)
        for row, claim in enumerate(claims):
            of_group[claim.group].append(row)
        for position, rows in of_group.items():
            total = float(power[rows].sum()) + strangers.claim(groups[position].members)
            ranked = sorted(rows, key=lambda row: (-power[row], row))
            share = {row: float(power[row]) / total for row in ranked[: RIVALS + 1]}
            anchors = {row: candidates.anchor(clusters.find(claims[row].cluster)) for row in share}
            for row in ranked[:RIVALS]:
                if share[row] < WORTH:
                    break
                rival = next((other for other in share if other != row), None)
                first, name = groups[position].members[0], claims[row].name.name.lower()
                why = [
                    Comparison("name", self._people.name[anchors[row]], self._people.name[first], name, 0.0)
                ]
                why += [
                    Comparison(field, "", "", str(level), float(weights[field][level]))
                    for field, level in zip(FIELDS, evidence[row].tolist(), strict=True)
                    if level
                ]
                self.weighed.append(
                    Weighed(
                        anchors[row],
                        first,
                        share[row],
                        -1 if rival is None else anchors[rival],
                        0.0 if rival is None else share[rival],
                        tuple(why),
                    )
                )


def doubts(people: People, clusters: Clusters, weighed: Iterable[Weighed], needed: float) -> list[Doubt]:
    """What is still two when all is done: the likeliest pair of each two clusters, by keys.

    `needed` is the probability that a pair needs where nobody competes.
    """
    best: dict[tuple[int, int], Weighed] = {}
    for each in weighed:
        ends = clusters.find(each.left), clusters.find(each.right)
        if ends[0] == ends[1]:
            continue
        pair = min(ends), max(ends)
        if pair not in best or _rank(each) < _rank(best[pair]):
            best[pair] = each
    return sorted(_doubt(people, clusters, each, pair, needed) for pair, each in best.items())


def _rank(each: Weighed) -> tuple[float, int, int]:
    return -each.probability, each.left, each.right


def _doubt(people: People, clusters: Clusters, each: Weighed, pair: tuple[int, int], needed: float) -> Doubt:
    if not clusters.possible(*pair):
        outcome = "barred"
    elif each.rival >= 0 and clusters.find(each.rival) == clusters.find(each.right):
        outcome = "outdone"
    else:
        outcome = "below" if each.probability < needed or each.rival >= 0 else "barred"
    return Doubt(
        people.key[each.left],
        people.key[each.right],
        each.probability,
        outcome,
        people.key[each.rival] if each.rival >= 0 else "",
        each.rival_probability,
        each.comparisons,
    )
