"""Identity numbers compared as matrices of characters."""

import numpy as np
from numpy.typing import NDArray

from netinv.resolve.columns import Coded, Codes
from netinv.resolve.identity import LENGTH, Number
from netinv.resolve.normalise.idnumber import id_mask_admits, one_typo
from netinv.resolve.slips import Texts

OTHER, SLIP, MASKED, SAME = 1, 2, 3, 4
"""Levels, worst first; 0 where one side states no number."""

Side = NDArray[np.int64] | Codes
"""Codes of the numbers of one side of the pairs."""

_STAR = ord("*")


class Numbers:
    """The distinct numbers of a column, as characters. Any of another length is looked at by itself."""

    def __init__(self, column: Coded[Number]) -> None:
        self._values = column.values
        self._texts = Texts([n.full or n.masked for n in column.values], LENGTH)
        self._masked = column.lookup(lambda n: bool(n.masked), np.bool_)

    def levels(self, left: Side, right: Side) -> NDArray[np.int8]:
        """Level of each pair of codes."""
        result = np.zeros(len(left), np.int8)
        said = np.flatnonzero((left != 0) & (right != 0))
        left, right = left[said], right[said]
        result[said] = np.where(left == right, np.where(self._masked[left], MASKED, SAME), OTHER)
        apart = left != right
        said, left, right = said[apart], left[apart], right[apart]
        masked = self._masked[left] | self._masked[right]
        regular = self._texts.regular[left] & self._texts.regular[right]
        rows = np.flatnonzero(regular & ~masked)
        result[said[rows[self._texts.one_slip(left[rows], right[rows])]]] = SLIP
        rows = np.flatnonzero(regular & masked)
        result[said[rows[self._admits(left[rows], right[rows])]]] = MASKED
        for row in np.flatnonzero(~regular).tolist():
            result[said[row]] = _level(self._values[left[row]], self._values[right[row]])
        return result

    def _admits(self, left: Side, right: Side) -> NDArray[np.bool_]:
        """Which pairs agree wherever both show a digit."""
        admits = np.ones(len(left), np.bool_)
        for place in self._texts.places.T:
            a, b = place[left], place[right]
            admits &= (a == b) | (a == _STAR) | (b == _STAR)
        return admits


def _level(a: Number, b: Number) -> int:
    if a.full and b.full:
        return SLIP if one_typo(a.full, b.full) else OTHER
    return MASKED if id_mask_admits(a.masked or b.masked, b.full or a.full or b.masked) else OTHER
