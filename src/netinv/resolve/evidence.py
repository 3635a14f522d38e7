"""What surroundings say of a claim, and what each of it is worth: learnt from mentions with a number."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from netinv.resolve import ages
from netinv.resolve.candidates import Candidates
from netinv.resolve.context import Context
from netinv.resolve.links import Links
from netinv.resolve.people import People
from netinv.resolve.standing import Standing
from netinv.resolve.surroundings import SECOND_STEPS, SHARED_STEPS, Surroundings

FIELDS = {
    "shared": len(SHARED_STEPS) + 1,
    "second": len(SECOND_STEPS) + 1,
    "role": 2,
    "town": 3,
    "unit": 3,
    "scene": 3,
    "phone": 3,
    "account": 3,
    "age": ages.LEVELS,
    "near": 4,
    "gang": 3,
}
"""Comparisons of a group of mentions with a cluster, and how many levels each has."""

PRIOR: dict[str, tuple[tuple[float, ...], tuple[float, ...]]] = {
    "shared": ((0.45, 0.05, 0.15, 0.15, 0.1, 0.1), (0.93, 0.03, 0.02, 0.01, 0.005, 0.005)),
    "second": ((0.4, 0.1, 0.15, 0.15, 0.1, 0.1), (0.8, 0.08, 0.06, 0.04, 0.01, 0.01)),
    "role": ((0.5, 0.5), (0.7, 0.3)),
    "town": ((0.4, 0.05, 0.55), (0.4, 0.4, 0.2)),
    "unit": ((0.8, 0.01, 0.19), (0.8, 0.19, 0.01)),
    "scene": ((0.4, 0.1, 0.5), (0.4, 0.45, 0.15)),
    "phone": ((0.6, 0.05, 0.35), (0.7, 0.299, 0.001)),
    "account": ((0.6, 0.05, 0.35), (0.7, 0.299, 0.001)),
    "age": ((0.3, 0.01, 0.05, 0.64), (0.3, 0.1, 0.1, 0.5)),
    "near": ((0.5, 0.15, 0.1, 0.25), (0.5, 0.3, 0.1, 0.1)),
    "gang": ((0.9, 0.02, 0.08), (0.9, 0.0995, 0.0005)),
}
"""Shares of the levels with the right cluster and with another of that name, held before the data speak."""

PRIOR_MENTIONS = 20.0
"""How many mentions that is worth."""

GRADED = ("shared", "second")
"""Fields of which a higher level can only say more."""

ABSENT = ("town", "unit", "scene", "phone", "account", "age", "near", "gang")
"""Fields whose level 0 means that one side does not say."""

OWN = ("phone", "account")
"""Fields whose values belong to one person."""

CAP = 7.0
"""Bits one kind of surroundings may weigh at most."""

TOLD_OTHER = -6.0
"""Bits where the record tells another surname than the cluster's: a judgement."""

PULL = 5.0
"""How many mentions the weights counted field by field are worth against those fitted together."""
STEPS = 12

BLOCK = 100_000
"""Pairs that are looked at together: all of them, in a large county, are gigabytes."""

Weights = dict[str, NDArray[np.float64]]
"""Bits by field and level."""

Index = NDArray[np.int64]


class Said:
    """What each mention states, value by value: one sparse matrix (mentions by values) a field."""

    values = (
        "role",
        "town",
        "scene",
        "gang",
        "unit",
        "phone",
        "account",
        "birth",
        "gender",
        "told",
        "surname",
    )

    def __init__(self, people: People, register: NDArray[np.bool_], context: Context) -> None:
        phones = people.phone_codes
        mention, place = np.nonzero(phones >= 0)
        every = np.arange(len(people))
        towns, surnames = (
            int(max(a.max(initial=0), b.max(initial=0))) + 1
            for a, b in ((context.town, context.scene), (context.surname, context.told))
        )
        self.ages = ages.Ages(people, context.role, register)
        self.role = _matrix(every, context.role, len(people))
        self.town = _matrix(every, context.town, len(people), towns)
        self.scene = _matrix(every, context.scene, len(people), towns)
        self.gang = _matrix(every, context.gang, len(people))
        self.surname = _matrix(every, context.surname, len(people), surnames)
        self.told = _matrix(every, context.told, len(people), surnames)
        self.unit = _matrix(every, people.unit.codes, len(people))
        self.phone = _matrix(mention, phones[mention, place] + 1, len(people))
        self.account = _matrix(every, people.account.codes, len(people))
        self.birth = _matrix(every, people.birth.codes, len(people))
        self.gender = _matrix(every, people.gender.codes, len(people))

    def matrices(self) -> Iterator[tuple[str, sparse.csr_matrix]]:
        """The matrices by field."""
        return ((name, getattr(self, name)) for name in self.values)


class Evidence:
    """Levels of any groups of mentions against clusters of one state."""

    def __init__(self, said: Said, links: Links, standing: Standing) -> None:
        self._said = said
        self._members = standing.members()
        self._surroundings = Surroundings(links, standing)
        self._held = {name: self._members @ matrix for name, matrix in said.matrices()}
        self._band = said.ages.bands(standing.label)
        self._held["where"] = self._held["town"] + self._held["scene"]

    def levels(self, groups: sparse.csr_matrix, group: Index, cluster: Index, own: bool) -> NDArray[np.int8]:
        """Levels of each pair of group and cluster, shape (pairs, fields); as in `Surroundings.levels`."""
        parts = [self._levels(some, place, cluster[at], own) for at, some, place in _in_blocks(groups, group)]
        return np.concatenate(parts) if parts else np.zeros((0, len(FIELDS)), np.int8)

    def _levels(self, groups: sparse.csr_matrix, group: Index, cluster: Index, own: bool) -> NDArray[np.int8]:
        said = {name: groups @ matrix for name, matrix in self._said.matrices()}
        said["where"] = said["town"] + said["scene"]

        def agree(field: str, of: str = "") -> NDArray[np.int8]:
            """0 where one side does not say, 1 where they differ, 2 where they share a value."""
            known = self._held[of or field][cluster]
            if own:
                known = known - said[of or field][group]
            return _agree(said[field][group], known)

        result = np.zeros((len(group), len(FIELDS)), np.int8)
        result[:, :2] = self._surroundings.levels(groups, group, cluster, own)
        result[:, 2] = agree("role") == 2
        result[:, 3] = agree("town")
        result[:, 4] = agree("unit")
        result[:, 5] = agree("scene", "where")
        result[:, 6] = agree("phone")
        result[:, 7] = agree("account")
        result[:, 8] = self._said.ages.levels(groups, group, self._band[cluster])
        result[:, 9] = self._surroundings.near(groups, group, cluster, self._held["town"])
        # Whoever is recorded with no gang at all is not of this one either
        of_gang = (said["gang"].getnnz(axis=1) > 0)[group]
        result[:, 10] = np.where(of_gang, np.maximum(agree("gang"), 1), 0)
        return result

    def states(self, groups: sparse.csr_matrix) -> dict[str, NDArray[np.bool_]]:
        """Which groups state something of their own, by field of `OWN`."""
        return {field: (groups @ getattr(self._said, field)).getnnz(axis=1) > 0 for field in OWN}

    def told(
        self, groups: sparse.csr_matrix, group: Index, cluster: Index
    ) -> tuple[NDArray[np.int8], NDArray[np.float64]]:
        """Whether the surname that records tell of each pair's group is the cluster's (0 none is told, 1 it
        is another, 2 it is), and the bits of that: one that few bear says more.
        """
        said, held = groups @ self._said.told, self._held["surname"]
        borne = np.bincount(held.indices, minlength=held.shape[1])
        share = (borne + 1) / (borne.sum() + 1)
        level = _agree(said[group], held[cluster])
        line, code = said.nonzero()
        most = np.zeros(said.shape[0])
        np.maximum.at(most, line, -np.log2(share[code]))
        return level, np.select([level == 1, level == 2], [TOLD_OTHER, most[group]])

    def contradict(self, groups: sparse.csr_matrix, group: Index, cluster: Index) -> NDArray[np.bool_]:
        """Whether birth dates or genders of the pairs can not be one person's."""
        result = np.zeros(len(group), np.bool_)
        for field in ("birth", "gender"):
            said = groups @ getattr(self._said, field)
            result |= _agree(said[group], self._held[field][cluster]) == 1
        return result


def _in_blocks(groups: sparse.csr_matrix, group: Index) -> Iterator[tuple[slice, sparse.csr_matrix, Index]]:
    """The pairs a block at a time: which, the groups that they speak of, and the place among these."""
    for start in range(0, len(group), BLOCK):
        at = slice(start, start + BLOCK)
        named, place = np.unique(group[at], return_inverse=True)
        yield at, groups[named], place


def lines(chosen: Sequence[Sequence[int]] | Index, mentions: int) -> sparse.csr_matrix:
    """Groups by mentions, 1 where a mention belongs to a group: one mention each, or several."""
    size = [1] * len(chosen) if isinstance(chosen, np.ndarray) else [len(members) for members in chosen]
    flat = chosen if isinstance(chosen, np.ndarray) else np.array([i for m in chosen for i in m], np.int64)
    row = np.repeat(np.arange(len(size)), size)
    return sparse.csr_matrix((np.ones(len(flat)), (row, flat)), (len(size), mentions))


def learn(
    people: People,
    register: NDArray[np.bool_],
    standing: Standing,
    candidates: Candidates,
    evidence: Evidence,
) -> Weights:
    """Weights of each level, from mentions whose own number tells whom they mean: how often it is seen with
    the right cluster, and how often with others of that name.
    """
    size = np.bincount(standing.label, minlength=len(people))
    labelled = np.flatnonzero(people.whole & ~register & (size[standing.label] > 1))
    wrong, other = candidates.same_name(labelled)
    # Right ones all have a number, so that their age is known: the wrong ones are to be like them
    apart = (other != standing.label[labelled[wrong]]) & standing.numbered[other]
    groups = lines(labelled, len(people))
    seen = evidence.levels(groups, np.arange(len(labelled)), standing.label[labelled], own=True)
    chance = evidence.levels(groups, wrong[apart], other[apart], own=False)
    # Who shares a telephone or an account is one before anybody is placed: those are not asked here
    own = [column for column, field in enumerate(FIELDS) if field in OWN]
    seen, chance = (levels[~(levels[:, own] == 2).any(axis=1)] for levels in (seen, chance))
    weights = {}
    for column, (field, count) in enumerate(FIELDS.items()):
        m = np.bincount(seen[:, column], minlength=count) + PRIOR_MENTIONS * np.array(PRIOR[field][0])
        u = np.bincount(chance[:, column], minlength=count) + PRIOR_MENTIONS * np.array(PRIOR[field][1])
        bits = np.clip(np.log2(m / m.sum()) - np.log2(u / u.sum()), -CAP, CAP)
        if field in ABSENT:
            bits[0] = 0.0
        if field in GRADED:
            bits = np.maximum.accumulate(bits)
        weights[field] = bits
    return _fitted(weights, seen, chance)


def _fitted(weights: Weights, seen: NDArray[np.int8], chance: NDArray[np.int8]) -> Weights:
    """The weights corrected for what the fields have in common, by logistic regression.

    Who shares an acquaintance shares the town, too: counted one by one both would be counted twice. Right
    and wrong claims weigh the same, so that the sum of the weights stays the likelihood ratio. Drawn
    towards the weights counted field by field where the data show little.
    """
    offset = np.cumsum([0, *FIELDS.values()])
    levels = np.concatenate([seen, chance]).astype(np.int64) + offset[:-1]
    right = np.arange(len(levels)) < len(seen)
    if not len(seen) or not len(chance):
        return weights
    patterns, inverse = np.unique(levels, axis=0, return_inverse=True)
    mass = np.stack(
        [
            np.bincount(
                inverse.ravel(), weights=(right == side) / (right == side).sum(), minlength=len(patterns)
            )
            for side in (True, False)
        ]
    ) * min(len(seen), len(chance))
    start = np.concatenate([weights[field] for field in FIELDS]) * np.log(2)
    design = np.zeros((len(patterns), len(start)))
    np.put_along_axis(design, patterns, 1.0, axis=1)
    bits = start.copy()
    for _ in range(STEPS):
        share = 1 / (1 + np.exp(-design @ bits))
        gradient = design.T @ (mass[0] - mass.sum(axis=0) * share) - PULL * (bits - start)
        curvature = (design * (mass.sum(axis=0) * share * (1 - share))[:, None]).T @ design
        bits += np.linalg.solve(curvature + PULL * np.eye(len(bits)), gradient)
    bits /= np.log(2)
    return {field: bits[a:b] for field, a, b in zip(FIELDS, offset, offset[1:], strict=False)}


def _matrix(
    mention: Index, code: NDArray[np.int64] | NDArray[np.int32], mentions: int, size: int = 0
) -> sparse.csr_matrix:
    """1 where a mention states a value; code 0 states nothing."""
    said = code != 0
    shape = (mentions, size or int(code.max(initial=0)) + 1)
    return sparse.csr_matrix((np.ones(int(said.sum())), (mention[said], code[said])), shape)


def _agree(said: sparse.csr_matrix, known: sparse.csr_matrix) -> NDArray[np.int8]:
    known.data = (known.data > 0.5).astype(float)
    known.eliminate_zeros()
    shared = np.asarray(said.multiply(known).sum(axis=1)).ravel() > 0
    both = (said.getnnz(axis=1) > 0) & (known.getnnz(axis=1) > 0)
    return np.where(both, 1 + shared, 0).astype(np.int8)
