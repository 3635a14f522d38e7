"""Placing of mentions without a number: who of all that could be meant is it, or is it a stranger?

A bare name cannot be judged pair by pair: 刘勇 agrees with every 刘勇. So the candidates compete. Each
candidate's claim is how likely it would be written like this, times what its surroundings say; the stranger's
claim is how many people of that name no register holds. What surroundings are worth is learnt from mentions
whose number tells who they are, with the number hidden (I. Bhattacharya, L. Getoor, "Collective Entity
Resolution in Relational Data", TKDD 1 (2007), is the idea of relational evidence).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from netinv.resolve.candidates import REGISTERS, WRITTEN, Candidates, is_target
from netinv.resolve.clusters import Clusters, Merge
from netinv.resolve.comparisons import NameLevel
from netinv.resolve.people import People
from netinv.resolve.strangers import Strangers
from netinv.resolve.surroundings import SECOND_STEPS, SHARED_STEPS, Links, Surroundings

ROUNDS = (0.95, 0.8, 0.72)
"""Probability a claim needs, round by round: sure ones first, for they are evidence for the next."""

FIELDS = {
    "shared": len(SHARED_STEPS) + 1,
    "second": len(SECOND_STEPS) + 1,
    "role": 2,
    "town": 3,
    "unit": 3,
    "scene": 3,
    "phone": 2,
}
"""Comparisons of a group of mentions with a cluster, and how many levels each has."""

PRIOR: dict[str, tuple[tuple[float, ...], tuple[float, ...]]] = {
    "shared": ((0.45, 0.05, 0.15, 0.15, 0.1, 0.1), (0.93, 0.03, 0.02, 0.01, 0.005, 0.005)),
    "second": ((0.4, 0.1, 0.15, 0.15, 0.1, 0.1), (0.8, 0.08, 0.06, 0.04, 0.01, 0.01)),
    "role": ((0.5, 0.5), (0.7, 0.3)),
    "town": ((0.4, 0.05, 0.55), (0.4, 0.4, 0.2)),
    "unit": ((0.8, 0.01, 0.19), (0.8, 0.19, 0.01)),
    "scene": ((0.4, 0.1, 0.5), (0.4, 0.45, 0.15)),
    "phone": ((0.95, 0.05), (0.7, 0.3)),
}
"""Shares of the levels with the right cluster and with another of that name, held before the data speak."""

PRIOR_MENTIONS = 20.0
"""How many mentions that is worth."""

GRADED = ("shared", "second")
"""Fields of which a higher level can only say more."""

ABSENT = ("town", "unit", "scene")
"""Fields whose level 0 means that one side does not say."""

CAP = 7.0
"""Bits one kind of surroundings may weigh at most."""

Weights = dict[str, NDArray[np.float64]]
"""Bits by field and level."""


class Group(NamedTuple):
    """Mentions without a number that are one already, and the root of their cluster."""

    root: int
    members: list[int]


class Claim(NamedTuple):
    """One group (by position) and one cluster that it could belong to."""

    group: int
    cluster: int
    name: NameLevel


class Placing:
    """Everything the rounds need that does not change between them."""

    def __init__(self, people: People, links: Links, roles: Sequence[str], scenes: Sequence[str]) -> None:
        self._people = people
        self._links = links
        self._roles = roles
        self._scenes = scenes

    def run(self, clusters: Clusters) -> None:
        """Place group after group; `clusters` grows by the accepted merges."""
        weights: Weights | None = None
        strangers: Strangers | None = None
        for threshold in ROUNDS:
            roots = np.array([clusters.find(i) for i in range(len(self._people))], np.int64)
            surroundings = Surroundings(self._links, roots)
            targets = {r for r, m in clusters.members.items() if is_target(self._people, clusters, r, m)}
            candidates = Candidates(self._people, clusters, targets)
            groups = [Group(r, m) for r, m in clusters.members.items() if r not in clusters.numbers]
            weights = weights or self._learn(clusters, surroundings, candidates, roots)
            strangers = strangers or Strangers(
                self._people, [g.members for g in groups if g.root not in targets], candidates, len(targets)
            )
            claims = list(self._claims(clusters, candidates, groups, targets))
            if claims:
                self._accept(
                    clusters, candidates, groups, claims, surroundings, weights, strangers, threshold
                )

    def _claims(
        self, clusters: Clusters, candidates: Candidates, groups: Sequence[Group], targets: set[int]
    ) -> Iterable[Claim]:
        """Who could be meant. A register's own row may find its number elsewhere, but not another row of it:
        a register of people lists each of them once.
        """
        table = self._people.table
        listed = {r for r in targets if any(table[i] == "people" for i in clusters.members[r])}
        for position, group in enumerate(groups):
            for cluster, name in candidates.of(group.members):
                if cluster == group.root or (group.root in targets and cluster not in clusters.numbers):
                    continue
                if group.root in listed and cluster in listed:
                    continue
                if clusters.possible(group.root, cluster):
                    yield Claim(position, cluster, name)

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
        """Let the claims on each group compete; merge where the best one reaches the threshold, surest
        first."""
        members = [groups[claim.group].members for claim in claims]
        evidence = self._levels(
            clusters, surroundings, members, [claim.cluster for claim in claims], own=False
        )
        bits = np.array([np.log2(WRITTEN[claim.name]) for claim in claims])
        for column, field in enumerate(FIELDS):
            bits += weights[field][evidence[:, column]]
        power = np.exp2(np.minimum(bits, 60.0))
        of_group: dict[int, list[int]] = defaultdict(list)
        for row, claim in enumerate(claims):
            of_group[claim.group].append(row)
        accepted = []
        for position, rows in of_group.items():
            best = max(rows, key=lambda row: (power[row], -row))
            total = power[rows].sum() + strangers.claim(groups[position].members)
            if power[best] / total >= threshold:
                accepted.append((-float(power[best] / total), position, best))
        for probability, position, row in sorted(accepted):
            claim, first = claims[row], groups[position].members[0]
            anchor = candidates.anchor(clusters.find(claim.cluster))
            odds = float(np.log2(-probability / max(1 + probability, 1e-6)))
            why = [
                ("name", self._people.name[anchor], self._people.name[first], claim.name.name.lower(), 0.0),
                *(
                    (field, "", "", str(level), float(weights[field][level]))
                    for field, level in zip(FIELDS, evidence[row].tolist(), strict=True)
                    if level
                ),
            ]
            clusters.merge(Merge(anchor, first, odds, tuple(why)))

    def _levels(
        self,
        clusters: Clusters,
        surroundings: Surroundings,
        groups: Sequence[Sequence[int]],
        target: Sequence[int],
        own: bool,
    ) -> NDArray[np.int8]:
        """Levels of each group against one cluster each, shape (pairs, fields). `own` as in
        `Surroundings`."""
        result = np.zeros((len(groups), len(FIELDS)), np.int8)
        result[:, :2] = surroundings.levels(groups, np.array(target, np.int64), own)
        held: dict[int, tuple[Counter[str], ...]] = {}
        for row, (members, cluster) in enumerate(zip(groups, target, strict=True)):
            if cluster not in held:
                held[cluster] = self._said(clusters.members[cluster])
            said = self._said(members)
            known = [h - o if own else h for h, o in zip(held[cluster], said, strict=True)]
            roles, towns, units, scenes, phones = (s.keys() for s in said)
            result[row, 2] = bool(roles & known[0].keys())
            result[row, 3] = _agree(towns, known[1].keys())
            result[row, 4] = _agree(units, known[2].keys())
            result[row, 5] = _agree(scenes, known[1].keys() | known[3].keys())
            result[row, 6] = _agree(phones, known[4].keys()) == 1
        return result

    def _said(self, members: Sequence[int]) -> tuple[Counter[str], ...]:
        """(roles, towns, units, towns of the case or lead, phones) that mentions state, counted."""
        people = self._people
        return (
            Counter(self._roles[i] for i in members),
            Counter(people.town[i] for i in members if people.town[i]),
            Counter(people.unit[i] for i in members if people.unit[i]),
            Counter(self._scenes[i] for i in members if self._scenes[i]),
            Counter(phone for i in members for phone in people.phones[i]),
        )

    def _learn(
        self,
        clusters: Clusters,
        surroundings: Surroundings,
        candidates: Candidates,
        roots: NDArray[np.int64],
    ) -> Weights:
        """Weights of each level, from mentions whose own number tells whom they mean: how often it is seen
        with the right cluster, and how often with others of that name.
        """
        people = self._people
        labelled = [
            i
            for i in range(len(people))
            if people.number[i].full and people.table[i] not in REGISTERS and roots[i] in clusters.members
        ]
        labelled = [i for i in labelled if len(clusters.members[int(roots[i])]) > 1]
        wrong = [
            (i, cluster)
            for i in labelled
            for cluster, name in candidates.of([i])
            if cluster != roots[i] and name is NameLevel.SAME
        ]
        right = [(i, int(roots[i])) for i in labelled]
        seen, chance = (
            self._levels(clusters, surroundings, [[i] for i, _ in pairs], [c for _, c in pairs], own)
            for pairs, own in ((right, True), (wrong, False))
        )
        weights = {}
        for column, (field, size) in enumerate(FIELDS.items()):
            m = np.bincount(seen[:, column], minlength=size) + PRIOR_MENTIONS * np.array(PRIOR[field][0])
            u = np.bincount(chance[:, column], minlength=size) + PRIOR_MENTIONS * np.array(PRIOR[field][1])
            bits = np.clip(np.log2(m / m.sum()) - np.log2(u / u.sum()), -CAP, CAP)
            if field in ABSENT:
                bits[0] = 0.0
            if field in GRADED:
                bits = np.maximum.accumulate(bits)
            weights[field] = bits
        # That no known telephone agrees can only speak against
        weights["phone"] = np.array([0.0, min(0.0, weights["phone"][1])])
        return weights


def _agree(said: Iterable[str], known: Iterable[str]) -> int:
    """0 where one side does not say, 1 where they differ, 2 where they share a value."""
    mine, theirs = set(said), set(known)
    return 0 if not mine or not theirs else 2 if mine & theirs else 1
