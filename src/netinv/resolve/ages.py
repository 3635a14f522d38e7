"""How old those are whom a kind of record names: a child does not pay, nor hold a company."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from netinv.resolve.people import People

YEARS = 5
"""Years of birth that are counted together."""

DOUBT = 3.0
"""Mentions of each age that are added to those seen and to those expected: where none is seen, as many as
three may well be expected (95 %)."""

STEPS = (1 / 8, 1 / 2)
"""Upper ends of the grades: how often a kind of record names that age, of how often the registers do."""

LEVELS = len(STEPS) + 2
"""Unknown, hardly ever, seldom, and as often as not."""

Index = NDArray[np.int64]


class Ages:
    """How often each kind of record names each age, learnt from mentions whose own number tells it."""

    def __init__(self, people: People, role: Index, register: NDArray[np.bool_]) -> None:
        """`role` is the kind of record of each mention, as a code; `register` says which stand in one."""
        self._role = role
        year = people.birth.lookup(lambda day: int(day[:4]) // YEARS if day[:4].isdigit() else -1)
        self._band = _compact(year)[people.birth.codes]
        known = people.valid & (self._band >= 0)
        size = int(role.max(initial=0)) + 1, int(self._band.max(initial=0)) + 1
        count = np.zeros(size)
        named = known & ~register
        np.add.at(count, (role[named], self._band[named]), 1.0)
        listed = known & register if (known & register).any() else known
        usual = np.bincount(self._band[listed], minlength=size[1]) + 1.0
        usual /= usual.sum()
        expected = count.sum(axis=1, keepdims=True) * usual
        self._ratio = (count + DOUBT) / (expected + DOUBT)

    def bands(self, label: Index) -> Index:
        """The band of years in which each cluster was born, by root; -1 where it says none."""
        band = np.full(len(label), -1, np.int64)
        np.maximum.at(band, label, self._band)
        return band

    def levels(self, groups: sparse.csr_matrix, group: Index, band: Index) -> NDArray[np.int8]:
        """Level of each pair of a group of mentions and somebody's band: of all the kinds of record in the
        group, the one that fits worst."""
        row, mention = groups.nonzero()
        worst = np.full((groups.shape[0], self._ratio.shape[1]), np.inf)
        np.minimum.at(worst, row, self._ratio[self._role[mention]])
        found = np.digitize(worst[group, np.maximum(band, 0)], STEPS) + 1
        return np.where(band >= 0, found, 0).astype(np.int8)


def _compact(year: Index) -> Index:
    """Bands counted from the first that occurs; -1 stays."""
    first = year[year >= 0].min() if (year >= 0).any() else 0
    return np.where(year >= 0, year - first, -1)
