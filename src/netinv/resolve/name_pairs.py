"""Names compared as matrices of characters: `names_level` of millions of pairs at once."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from netinv.resolve.columns import Codes, levels_of_pairs
from netinv.resolve.name_levels import NameLevel, names_level
from netinv.resolve.name_matrix import NameMatrix, codes_of
from netinv.resolve.normalise import surnames
from netinv.resolve.normalise.lookalike import Likeness, lookalikes
from netinv.resolve.normalise.names import Reading
from netinv.resolve.normalise.pinyin import character_reading, surname_reading
from netinv.resolve.normalise.script import simplified

_AT_ONCE = 1 << 18
"""Pairs looked at together: bounds the memory, and what is looked at stays near the processor."""

Side = NDArray[np.int64] | Codes
"""Positions of the names, or characters, of one side of the pairs."""


class Likenesses:
    """`similarity` of pairs of characters, by their positions among `characters`."""

    def __init__(self, characters: Sequence[str]) -> None:
        plain = [simplified(c) for c in characters]
        self._plain = codes_of(plain).astype(np.int64)
        self._sound = codes_of(map(character_reading, plain))
        self._surname_sound = codes_of(map(surname_reading, plain))
        self._shapes = self._pairs(plain, ((c, other) for c in plain for other in lookalikes(c)))
        self._variants = self._pairs(plain, ((v[i], v[1 - i]) for v in surnames.VARIANTS for i in (0, 1)))

    def _pairs(self, plain: Sequence[str], pairs: Iterable[tuple[str, str]]) -> NDArray[np.int64]:
        """The pairs of which both are there, each as one number, sorted."""
        code = dict(zip(plain, self._plain.tolist(), strict=True))
        return np.array(
            sorted({code[a] * len(plain) + code[b] for a, b in pairs if a in code and b in code}), np.int64
        )

    def levels(self, left: Side, right: Side, surname: NDArray[np.bool_]) -> NDArray[np.int8]:
        """The likeness of each pair of different characters; `surname` says which are read as surnames."""
        a, b = self._plain[left], self._plain[right]
        pair = a * len(self._plain) + b
        same = (a == b) | (surname & _among(pair, self._variants))
        as_surname = self._surname_sound[left] == self._surname_sound[right]
        sound = np.where(surname, as_surname, self._sound[left] == self._sound[right])
        shape = _among(pair, self._shapes)
        apart = np.where(shape, Likeness.LOOKALIKE, Likeness.OTHER)
        heard = np.where(shape, Likeness.BOTH, Likeness.HOMOPHONE)
        return np.where(same, Likeness.TRADITIONAL, np.where(sound, heard, apart)).astype(np.int8)


class NamePairs:
    """Cleaned names, of whose pairs the levels are asked.

    Pairs of plain names are compared place by place. Pairs with any other (a compound surname, a nickname,
    a title) are few, and looked at one by one.
    """

    def __init__(self, readings: Sequence[Reading], matrix: NameMatrix) -> None:
        self._names = [reading.clean for reading in readings]
        self._matrix = matrix
        self._likeness = Likenesses(matrix.characters)

    def levels(self, left: Side, right: Side) -> NDArray[np.int8]:
        """`names_level` of each pair of names, by their positions."""
        result = np.full(len(left), NameLevel.SAME, np.int8)
        plain = self._matrix.plain[left] & self._matrix.plain[right]
        apart = left != right
        rows = np.flatnonzero(apart & ~plain)
        result[rows] = levels_of_pairs(left[rows], right[rows], self._names, names_level)
        rows = np.flatnonzero(apart & plain)
        for some in np.array_split(rows, len(rows) // _AT_ONCE + 1):
            result[some] = self._levels(left[some], right[some])
        return result

    def _levels(self, left: Side, right: Side) -> NDArray[np.int8]:
        names = self._matrix
        family = (names.surname[left] == names.surname[right]) & (names.surname[left] != 0)
        result = np.where(family, NameLevel.FAMILY, NameLevel.OTHER).astype(np.int8)
        longer = names.length[left] - names.length[right]
        differ = np.zeros(len(left), np.int8)
        for place in names.places:
            differ += place[left] != place[right]
        rows = np.flatnonzero((longer == 0) & (differ <= 2))
        result[rows] = self._slips(left[rows], right[rows], differ[rows], result[rows])
        both = family & names.named[left] & names.named[right]
        for side, a, b in ((1, left, right), (-1, right, left)):
            rows = np.flatnonzero(both & (longer == side))
            result[rows[self._left_out(a[rows], b[rows])]] = NameLevel.SHORTENED
        return result

    def _slips(
        self, left: Side, right: Side, differ: NDArray[np.int8], otherwise: NDArray[np.int8]
    ) -> NDArray[np.int8]:
        """Levels of pairs of one length with one or two different characters."""
        names, worst = self._matrix, np.zeros(len(left), np.int8)
        begun = names.named[left] | names.named[right]
        for n, place in enumerate(names.places):
            a, b = place[left], place[right]
            rows = np.flatnonzero(a != b)
            found = self._likeness.levels(a[rows], b[rows], begun[rows] & (n == 0))
            worst[rows] = np.maximum(worst[rows], found)
        first, second, third, _ = names.places
        swapped = names.named[left] & names.named[right] & (first[left] == first[right])
        swapped &= (names.length[left] == 3) & (second[left] == third[right]) & (third[left] == second[right])
        level = np.where((worst <= Likeness.LOOKALIKE) | swapped, NameLevel.LOOKALIKE, otherwise)
        one = (worst <= Likeness.HOMOPHONE) & (differ == 1)
        return np.where(one, NameLevel.HOMOPHONE, level).astype(np.int8)

    def _left_out(self, long: Side, short: Side) -> NDArray[np.bool_]:
        """Whether the given name of the short one is that of the long one without one of its characters."""
        _, a, b, c = (place[long] for place in self._matrix.places)
        _, x, y, _ = (place[short] for place in self._matrix.places)
        return np.asarray(((x == a) & ((y == b) | (y == c))) | ((x == b) & (y == c)))


def _among(values: NDArray[np.int64], sorted_keys: NDArray[np.int64]) -> NDArray[np.bool_]:
    if not len(sorted_keys):
        return np.zeros(len(values), np.bool_)
    at = np.minimum(np.searchsorted(sorted_keys, values), len(sorted_keys) - 1)
    return np.asarray(sorted_keys[at] == values)
