"""What surroundings say of a claim: how a group of mentions agrees with a cluster, field by field."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from netinv.resolve import ages, offices
from netinv.resolve.context import Context
from netinv.resolve.links import Links
from netinv.resolve.odds import rounded
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
    "office": len(offices.LEVELS),
}
"""Comparisons of a group of mentions with a cluster, and how many levels each has."""

OWN = ("phone", "account")
"""Fields whose values belong to one person."""

TOLD_OTHER = -6.0
"""Bits where the record tells another surname than the cluster's: a judgement."""

BLOCK = 100_000
"""Pairs that are looked at together: all of them, in a large county, are gigabytes."""

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
        kind = people.unit.map(lambda unit: unit[-offices.KIND :])
        stated = [_matrix(every, column.codes, len(people)) for column in (kind, people.title)]
        self.office = sparse.hstack(stated, "csr")
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
        self.circle = self._surroundings.circle
        """How many each cluster is recorded with, in grades; by root."""
        self._band = said.ages.bands(standing.label)
        self._offices = offices.Offices(self._members @ said.office, self._held["role"], standing)
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
        result[:, 11] = self._offices.levels(said["role"], group, cluster, own)
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
        np.maximum.at(most, line, rounded(-np.log2(share[code])))
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
