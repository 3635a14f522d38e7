"""Addresses of mentions, read and compared as arrays: by town, village or street, and the numbers there."""

from collections.abc import Sequence
from itertools import compress

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from netinv.resolve.columns import Coded, Codes, among, joined, levels_of_pairs, of, padded, written
from netinv.resolve.field_levels import Levels, Side
from netinv.resolve.normalise.addresses import Address, read_address, read_head
from netinv.resolve.normalise.doors import split
from netinv.resolve.normalise.latin import is_latin
from netinv.resolve.normalise.regions import stem

LATIN_STEPS = (45, 60, 75, 90)
"""Likeness of two Latin addresses, in percent, from which on they reach town, place, part and same."""


class Addresses:
    """A column of addresses. Thousands of doors share what stands before their numbers: that is read once,
    and what a whole address says is put together only for those that somebody looks at."""

    def __init__(self, cells: Sequence[str]) -> None:
        raw = written(cells)
        found = split(raw.values)
        usual = found.usual.tolist()
        head = written(
            text[:size] for text, size in compress(zip(raw.values, found.head.tolist(), strict=True), usual)
        )
        others = [text for text, fits in zip(raw.values, usual, strict=True) if not fits]
        self._read = [*map(read_head, head.values), *map(read_address, others)]
        self._of: Codes = (np.arange(len(raw.values)) - np.cumsum(found.usual) + len(head.values)).astype(
            np.int32
        )
        self._of[found.usual] = head.codes
        county, towns, places, numbers = zip(*self._read, strict=True)
        self.town, self.place = of(towns), of(places)
        """Of what each address begins with; see `begins`."""
        latin = np.array([is_latin(place) for place in self.place.values], np.bool_)
        self._latin = latin[self.place.codes] & (self.town.codes == 0)
        self.numbers = _Numbers(Coded(self._of, list(numbers)), found.row, found.number)
        silent = np.array([not any(parts) for parts in zip(county, towns, places, strict=True)], np.bool_)
        says = ~silent[self._of] | (self.numbers.codes != 0)
        self.codes: Codes = np.where(says[raw.codes], raw.codes, 0)
        """The address of each mention, 0 where it says nothing. Two codes may stand for addresses that say
        the same."""

    def __getitem__(self, i: int) -> Address:
        """All that the address of mention i says."""
        code = int(self.codes[i])
        begun: Address = self._read[self._of[code]]
        return begun._replace(numbers=self.numbers.of(code))

    def begins(self, codes: Side) -> Codes:
        """What stands before the numbers of each address, as the position of `town` and `place`."""
        return self._of[codes]

    def towns(self) -> Coded[str]:
        """The town of each mention's address, without the word for its rank."""
        return Coded(self.town.codes[self._of[self.codes]], self.town.values).map(stem)

    def read(self) -> Coded[Address]:
        """The column with all that each address says."""
        numbers = map(self.numbers.of, range(len(self._of)))
        return Coded(
            self.codes,
            [
                self._read[n]._replace(numbers=said)
                for n, said in zip(self._of.tolist(), numbers, strict=True)
            ],
        )

    def levels(self, left: Side, right: Side) -> Levels:
        """Level of each pair of codes: town, village or street, part of the numbers, or all of them."""
        a, b = self._of[left], self._of[right]
        (town_a, town_b), (place_a, place_b) = (
            (column.codes[a], column.codes[b]) for column in (self.town, self.place)
        )
        numbers_a, numbers_b = self.numbers.codes[left], self.numbers.codes[right]
        one_place = (place_a == place_b) & (place_a != 0)
        one_place &= (town_a == town_b) | (town_a == 0) | (town_b == 0)
        said = ((town_a != 0) | (place_a != 0)) & ((town_b != 0) | (place_b != 0))
        level = np.where((town_a == town_b) & (town_a != 0), 2, 1).astype(np.int8)
        same = (numbers_a == numbers_b) & (numbers_a != 0)
        level[one_place] = 3 + 2 * same[one_place].astype(np.int8)
        rows = np.flatnonzero(self._latin[a] & self._latin[b] & ~one_place)
        level[rows] = levels_of_pairs(place_a[rows], place_b[rows], self.place.values, latin_level)
        rows = np.flatnonzero((level == 3) & one_place & (numbers_a != 0) & (numbers_b != 0) & said)
        level[rows] += self.numbers.part(left[rows], right[rows])
        level[~said] = 0
        return level


class _Numbers:
    """The numbers of each address of a column, from group or door to the room."""

    def __init__(
        self, begun: Coded[tuple[str, ...]], row: NDArray[np.int64], door: NDArray[np.int64]
    ) -> None:
        """`begun` are those that stand in what each address begins with; then come those of its door, see
        `split`."""
        distinct, code = np.unique(door, return_inverse=True)
        self.spelled = [str(number)[1:] for number in distinct.tolist()]
        """The distinct numbers."""
        known = {text: n for n, text in enumerate(self.spelled)}
        first = padded(begun, lambda number: known.setdefault(number, len(known)))[begun.codes]
        self.spelled += list(known)[len(self.spelled) :]
        before, behind = (first >= 0).sum(axis=1), np.bincount(row, minlength=len(first))
        width = max(first.shape[1], int((before + behind).max(initial=0)))
        self.way = np.full((len(first), width), -1, np.int32)
        """Positions of the numbers of each address among them, filled up with -1."""
        self.way[:, : first.shape[1]] = first
        self.way[row, np.arange(len(row)) - (np.cumsum(behind) - behind - before)[row]] = code
        # nothing is the least of all keys, and the empty cell says nothing
        self.codes = np.unique(joined(*(self.way.T + 1)), return_inverse=True)[1].astype(np.int32)
        """All numbers of each address as one code, 0 where there are none."""

    def of(self, code: int) -> tuple[str, ...]:
        """The numbers of an address."""
        return tuple([self.spelled[n] for n in self.way[code].tolist() if n >= 0])

    def part(self, left: Side, right: Side) -> NDArray[np.bool_]:
        """Where one side only says less of the way to the door, or the first number is the same."""
        a, b = ([place[side] for place in self.way.T] for side in (left, right))
        return np.asarray((a[0] == b[0]) | _within(a, b) | _within(b, a))


def _within(a: Sequence[Codes], b: Sequence[Codes]) -> NDArray[np.bool_]:
    """Whether each row of the columns `a` holds nothing that its row of `b` does not, both filled up with
    -1."""
    within = np.ones(len(a[0]), np.bool_)
    for column in a:
        within &= among(column, b) | (column < 0)
    return within


def latin_level(a: str, b: str) -> int:
    """Level of two addresses in Latin letters that differ: by the letters that words in any order share."""
    likeness = fuzz.token_sort_ratio(a, b)
    return 1 + sum(likeness >= step for step in LATIN_STEPS)
