"""Placing of mentions without a number: who of all that could be meant is it, or is it a stranger?

A bare name cannot be judged pair by pair: 刘勇 agrees with every 刘勇. So the candidates compete. Each
candidate's claim is how likely it would be written like this, times what its surroundings say; the stranger's
claim is how many people of that name no register holds. What surroundings are worth is learnt from mentions
whose number tells who they are, with the number hidden (I. Bhattacharya, L. Getoor, "Collective Entity
Resolution in Relational Data", TKDD 1 (2007), is the idea of relational evidence).
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netinv.resolve.clusters import Clusters, Merge
from netinv.resolve.comparisons import NameLevel, names_level
from netinv.resolve.normalise.names import read_name
from netinv.resolve.normalise.pinyin import homophone_key
from netinv.resolve.people import People
from netinv.resolve.surroundings import SECOND_STEPS, SHARED_STEPS, Links, Surroundings

ROUNDS = (0.95, 0.85, 0.7, 0.55)
"""Probability a claim needs, round by round: sure ones first, for they are evidence for the next."""

WRITTEN = {
    NameLevel.SAME: 0.9,
    NameLevel.RECORDED: 0.3,
    NameLevel.VARIANT: 0.06 / 12,
    NameLevel.NICKNAME: 0.02 / 20,
    NameLevel.SURNAME: 0.02,
}
"""How often a person is written so: a variant is one of about a dozen that could have been written."""

REGISTERS = frozenset({"people", "posts", "gang_members"})
FIELDS = {
    "shared": len(SHARED_STEPS) + 1,
    "second": len(SECOND_STEPS) + 1,
    "role": 2,
    "town": 3,
    "unit": 3,
    "scene": 3,
    "phone": 2,
}
STRANGERS_BY_NICKNAME = 1.0
"""How many people outside all registers go by any one nickname in a county: a judgement."""

FULL = frozenset({"full", "foreign", "other"})
CAP = 7.0
"""Bits one kind of surroundings may weigh at most."""


@dataclass(frozen=True)
class Claim:
    """One group of mentions and one cluster that it could belong to."""

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
        self._frequency = _NameFrequency(people)
        self._outside: float | None = None

    def run(self, clusters: Clusters) -> None:
        """Place group after group; `clusters` grows by the accepted merges."""
        weights: dict[str, NDArray[np.float64]] | None = None
        for threshold in ROUNDS:
            weights = self._round(clusters, threshold, weights)

    def _round(
        self, clusters: Clusters, threshold: float, weights: dict[str, NDArray[np.float64]] | None
    ) -> dict[str, NDArray[np.float64]]:
        people = self._people
        roots = np.array([clusters.find(i) for i in range(len(people))], np.int64)
        surroundings = Surroundings(self._links, roots)
        targets = {r for r, members in clusters.members.items() if _is_target(people, clusters, r, members)}
        index = _Index(people, clusters, targets)
        if weights is None:
            weights = self._learn(clusters, surroundings, index, roots)
        groups = [(r, members) for r, members in clusters.members.items() if r not in clusters.numbers]
        if self._outside is None:
            self._outside = _unregistered(people, [m for r, m in groups if r not in targets], index, len(targets))
        listed = {r for r in targets if any(people.table[i] == "people" for i in clusters.members[r])}
        claims: list[Claim] = []
        for g, (root, members) in enumerate(groups):
            for cluster, level in index.candidates(members):
                if cluster == root or (root in targets and cluster not in clusters.numbers):
                    continue
                # A register of people lists each of them once
                if root in listed and cluster in listed:
                    continue
                if clusters.possible(root, cluster):
                    claims.append(Claim(g, cluster, level))
        if not claims:
            return weights
        evidence = self._levels(clusters, surroundings, [groups[c.group][1] for c in claims], np.array([c.cluster for c in claims]), own=False)
        bits = np.array([np.log2(WRITTEN[c.name]) for c in claims])
        for column, field in enumerate(FIELDS):
            bits += weights[field][evidence[:, column]]
        of_group: dict[int, list[int]] = defaultdict(list)
        for row, claim in enumerate(claims):
            of_group[claim.group].append(row)
        accepted: list[tuple[float, int, int]] = []
        for g, rows in of_group.items():
            stranger = self._stranger(groups[g][1], self._outside)
            power = np.exp2(np.minimum(bits[rows], 60))
            best = int(np.argmax(power))
            probability = float(power[best] / (power.sum() + stranger))
            if probability >= threshold:
                accepted.append((probability, g, rows[best]))
        for probability, g, row in sorted(accepted, key=lambda a: (-a[0], a[1])):
            claim = claims[row]
            left = index.anchor(clusters.find(claim.cluster))
            why = [("name", people.name[left], people.name[groups[g][1][0]], claim.name.name.lower(), float(np.log2(WRITTEN[claim.name])))]
            why += [
                (field, "", "", str(evidence[row, column]), float(weights[field][evidence[row, column]]))
                for column, field in enumerate(FIELDS)
                if evidence[row, column]
            ]
            odds = float(np.log2(max(probability, 1e-9) / max(1 - probability, 1e-6)))
            clusters.merge(Merge(left, groups[g][1][0], odds, tuple(why)))
        return weights

    def _stranger(self, members: Sequence[int], outside: float) -> float:
        """The claim of whoever stands in no register and would be written like this."""
        kinds = {self._people.reading[i].kind for i in members}
        if kinds & FULL:
            return WRITTEN[NameLevel.SAME] * outside * self._frequency(self._people, members)
        if "titled" in kinds:
            # Offices register their staff: one in three posts of that surname may be unknown
            return WRITTEN[NameLevel.SURNAME] / 3
        return WRITTEN[NameLevel.RECORDED] * STRANGERS_BY_NICKNAME

    def _levels(
        self, clusters: Clusters, surroundings: Surroundings, groups: Sequence[Sequence[int]], target: NDArray[np.int64], own: bool
    ) -> NDArray[np.int8]:
        result = np.zeros((len(groups), len(FIELDS)), np.int8)
        result[:, :2] = surroundings.levels(groups, target, own)
        held: dict[int, tuple[Counter[str], ...]] = {}
        for row, (members, cluster) in enumerate(zip(groups, target.tolist(), strict=True)):
            if cluster not in held:
                held[cluster] = self._said(clusters.members[cluster])
            said = self._said(members)
            known = [h - o if own else h for h, o in zip(held[cluster], said, strict=True)]
            result[row, 2] = bool(said[0].keys() & known[0].keys())
            for column in (1, 2):
                if said[column] and known[column]:
                    result[row, column + 2] = 2 if said[column].keys() & known[column].keys() else 1
            where = known[1].keys() | known[3].keys()
            if said[3] and where:
                result[row, 5] = 2 if said[3].keys() & where else 1
            result[row, 6] = bool(said[4] and known[4] and not said[4].keys() & known[4].keys())
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
        self, clusters: Clusters, surroundings: Surroundings, index: "_Index", roots: NDArray[np.int64]
    ) -> dict[str, NDArray[np.float64]]:
        """Weights in bits of each level, from mentions whose own number tells whom they mean."""
        people = self._people
        labelled = [
            i
            for i in range(len(people))
            if people.number[i].full and people.table[i] not in REGISTERS and len(clusters.members[int(roots[i])]) > 1
        ]
        right_groups, right_of, wrong_groups, wrong_of = [], [], [], []
        for i in labelled:
            right_groups.append([i])
            right_of.append(int(roots[i]))
            for cluster, level in index.candidates([i]):
                if cluster != roots[i] and level is NameLevel.SAME:
                    wrong_groups.append([i])
                    wrong_of.append(cluster)
        result = {}
        if not right_groups or not wrong_groups:
            return {field: np.zeros(size) for field, size in FIELDS.items()}
        right = self._levels(clusters, surroundings, right_groups, np.array(right_of), own=True)
        wrong = self._levels(clusters, surroundings, wrong_groups, np.array(wrong_of), own=False)
        for column, (field, size) in enumerate(FIELDS.items()):
            m = np.bincount(right[:, column], minlength=size) + 1.0
            u = np.bincount(wrong[:, column], minlength=size) + 1.0
            bits = np.clip(np.log2(m / m.sum()) - np.log2(u / u.sum()), -CAP, CAP)
            if field in ("town", "unit", "scene"):
                bits[0] = 0.0
            if field in ("shared", "second"):
                bits = np.maximum.accumulate(bits)
            result[field] = bits
        # A phone that differs from all known ones: people have several, so it says little
        result["phone"] = np.array([0.0, min(0.0, result["phone"][1])])
        return result


class _Index:
    """Targets by every name under which they could be written."""

    def __init__(self, people: People, clusters: Clusters, targets: set[int]) -> None:
        self._people = people
        self._clusters = clusters
        self._names: dict[int, set[str]] = {}
        self._recorded: dict[int, set[str]] = {}
        self._by: dict[str, set[int]] = defaultdict(set)
        for root in targets:
            names = {people.name[i] for i in clusters.members[root] if people.reading[i].kind in FULL}
            recorded = {n for i in clusters.members[root] for n in people.former[i] + people.aliases[i]}
            self._names[root], self._recorded[root] = names, recorded
            for name in names | recorded:
                for key in _keys(name):
                    self._by[key].add(root)
            units = {people.unit[i] for i in clusters.members[root] if people.unit[i]}
            for surname in {read_name(name).surname for name in names}:
                for unit in units:
                    self._by["@" + surname + unit].add(root)
        self._cache: dict[str, list[tuple[int, NameLevel]]] = {}

    def candidates(self, members: Sequence[int]) -> list[tuple[int, NameLevel]]:
        """Targets that could be written like the group's best name, with the level."""
        people = self._people
        full = [people.name[i] for i in members if people.reading[i].kind in FULL]
        if not full:
            return self._without_name(members)
        name = Counter(sorted(full)).most_common(1)[0][0]
        if name not in self._cache:
            self._cache[name] = self._find(name)
        return self._cache[name]

    def shared_names(self) -> float:
        """Share of targets whose name, or a variant of it, another target bears."""
        bearers = Counter(name for names in self._names.values() for name in names)
        return sum(any(bearers[n] > 1 for n in names) for names in self._names.values()) / max(1, len(self._names))

    def _without_name(self, members: Sequence[int]) -> list[tuple[int, NameLevel]]:
        """Targets for a title with a surname (王所长, of a known unit) or a nickname that a record states."""
        found: dict[int, NameLevel] = {}
        for i in members:
            reading = self._people.reading[i]
            if reading.kind == "titled" and reading.given:
                return self._find(reading.surname + reading.given)
            if reading.kind == "titled" and self._people.unit[i]:
                found |= dict.fromkeys(self._by.get("@" + reading.surname + self._people.unit[i], ()), NameLevel.SURNAME)
            elif reading.kind == "nickname":
                holders = self._by.get(reading.clean, set())
                found |= {root: NameLevel.RECORDED for root in holders if reading.clean in self._recorded[root]}
        return sorted(found.items())

    def _find(self, name: str) -> list[tuple[int, NameLevel]]:
        found: list[tuple[int, NameLevel]] = []
        for root in sorted(set().union(*(self._by.get(key, set()) for key in _keys(name)))):
            if name in self._names[root]:
                level = NameLevel.SAME
            elif name in self._recorded[root]:
                level = NameLevel.RECORDED
            else:
                level = max((names_level(name, other) for other in self._names[root]), default=NameLevel.OTHER)
            if level in WRITTEN:
                found.append((root, level))
        return found

    def anchor(self, root: int) -> int:
        """The mention that stands for a target in the explanation of a merge: a register's, if there is one."""
        members = self._clusters.members[root]
        return min(members, key=lambda i: (self._people.table[i] not in REGISTERS, not self._people.number[i].full, i))


def _keys(name: str) -> set[str]:
    """Blocks in which a name and its variants meet: as written, by sound, without one character."""
    keys = {name, "~" + homophone_key(name), "=" + "".join(sorted(name))}
    if len(name) > 2:
        keys |= {"-" + str(len(name)) + name[:k] + "?" + name[k + 1 :] for k in range(len(name))}
    return keys


def _is_target(people: People, clusters: Clusters, root: int, members: Sequence[int]) -> bool:
    return root in clusters.numbers or any(people.table[i] in REGISTERS for i in members)


def _unregistered(people: People, groups: Sequence[Sequence[int]], index: "_Index", targets: int) -> float:
    """How many people beside the targets the groups speak of, in units of one target's share of groups.

    A stranger shows where no target bears the name. Strangers hide under names that targets bear, too, and as
    often as two registered people share a name; so those seen are a known part of all.
    """
    named = [members for members in groups if people.reading[members[0]].kind == "full"]
    seen = sum(not index.candidates(members) for members in named)
    strangers = min(seen / max(0.05, 1.0 - index.shared_names()), 0.9 * len(named))
    each = max(0.1, (len(named) - strangers) / max(1, targets))
    return max(0.02 * targets, strangers / each)


class _NameFrequency:
    """How frequent a name is among people: as counted, shrunk towards what its characters suggest."""

    WEIGHT = 0.3

    def __init__(self, people: People) -> None:
        names = [people.reading[i] for i in range(len(people)) if people.table[i] in REGISTERS and people.reading[i].kind == "full"]
        self._total = max(1, len(names))
        self._names = Counter(r.clean for r in names)
        self._surnames = Counter(r.surname for r in names)
        self._given = Counter(c for r in names for c in r.given)
        self._given_total = max(1, sum(self._given.values()))
        self._lengths = Counter(len(r.given) for r in names)

    def __call__(self, people: People, members: Sequence[int]) -> float:
        reading = next((people.reading[i] for i in members if people.reading[i].kind == "full"), None)
        if reading is None:
            return 1e-4
        expected = (self._surnames[reading.surname] + 0.5) / self._total * (self._lengths[len(reading.given)] + 0.5) / self._total
        for character in reading.given:
            expected *= (self._given[character] + 0.5) / self._given_total
        counted = self._names[reading.clean] / self._total
        return self.WEIGHT * counted + (1 - self.WEIGHT) * expected
