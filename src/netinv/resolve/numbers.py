"""Identity numbers compared as matrices of characters."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netinv.resolve.columns import Coded, Codes
from netinv.resolve.normalise.idnumber import id_mask_admits, one_typo
from netinv.resolve.people import Number
from netinv.resolve.slips import Characters, characters, one_slip

OTHER, SLIP, MASKED, SAME = 1, 2, 3, 4
"""Levels, worst first; 0 where one side states no number."""

_STAR = ord("*")
_AT_ONCE = 1_000_000
"""Pairs looked at together: bounds the memory."""


@dataclass(frozen=True)
class Numbers:
    """Distinct numbers as characters, shape (values, 18). Any other length is looked at by itself."""

    values: list[Number]
    places: Characters
    regular: NDArray[np.bool_]
    masked: NDArray[np.bool_]

    @classmethod
    def of(cls, column: Coded[Number]) -> "Numbers":
        """The distinct numbers of a column."""
        places, regular = characters([n.full or n.masked for n in column.values], 18)
        return cls(column.values, places, regular, column.lookup(lambda n: bool(n.masked), np.bool_))

    def levels(self, left: Codes, right: Codes) -> NDArray[np.int8]:
        """Level of each pair of codes."""
        said, equal = (left != 0) & (right != 0), left == right
        result = np.where(said, np.where(equal, np.where(self.masked[left], MASKED, SAME), OTHER), 0)
        apart = np.flatnonzero(said & ~equal)
        regular = self.regular[left[apart]] & self.regular[right[apart]]
        for rows in np.array_split(apart[regular], len(apart) // _AT_ONCE + 1):
            result[rows] = self._regular(left[rows], right[rows])
        for row in apart[~regular].tolist():
            result[row] = _level(self.values[left[row]], self.values[right[row]])
        return result.astype(np.int8)

    def _regular(self, left: Codes, right: Codes) -> NDArray[np.int64]:
        a, b = self.places[left], self.places[right]
        admits = ~((a != b) & (a != _STAR) & (b != _STAR)).any(axis=1)
        masked = self.masked[left] | self.masked[right]
        return np.where(masked, np.where(admits, MASKED, OTHER), np.where(one_slip(a, b), SLIP, OTHER))


def _level(a: Number, b: Number) -> int:
    if a.full and b.full:
        return SLIP if one_typo(a.full, b.full) else OTHER
    return MASKED if id_mask_admits(a.masked or b.masked, b.full or a.full or b.masked) else OTHER
