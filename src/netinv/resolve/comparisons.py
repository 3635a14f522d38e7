"""Comparisons of two person mentions: one graded level a field, 0 where one side does not say."""

from collections.abc import Callable, Collection, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netinv.resolve.columns import Coded, Codes, among, parts
from netinv.resolve.field_levels import (
    Births,
    Levels,
    PairByPair,
    Side,
    equal,
    place_level,
    shared,
    title_level,
)
from netinv.resolve.name_levels import NameLevel
from netinv.resolve.name_pairs import NamePairs
from netinv.resolve.numbers import OTHER, SAME, SLIP, Numbers
from netinv.resolve.people import People
from netinv.resolve.slips import Texts

LEVELS: dict[str, tuple[str, ...]] = {
    "name": tuple(level.name.lower() for level in NameLevel),
    "alias": ("unknown", "other", "same"),
    "number": ("unknown", "other", "slip", "masked", "same"),
    "phone": ("unknown", "other", "slip", "same"),
    "account": ("unknown", "other", "same"),
    "birth": ("unknown", "other", "year", "slip", "same"),
    "birth_place": ("unknown", "other", "alike", "same"),
    "gender": ("unknown", "other", "same"),
    "address": ("unknown", "other", "town", "place", "part", "same"),
    "unit": ("unknown", "other", "same"),
    "title": ("unknown", "other", "class", "same"),
}
"""Fields in the order of the columns of `compare`, with the names of their levels."""

NUMBER, BIRTH = (list(LEVELS).index(field) for field in ("number", "birth"))
"""Columns of the levels of identity numbers and birth dates."""

RESIDENT = 15
"""Places that a resident number has at least; a shorter one of another kind holds no birth date."""
_AT_ONCE = 1 << 18
"""Pairs looked at together."""


def compare(people: People, pairs: NDArray[np.int64]) -> Levels:
    """Levels of each pair, shape (pairs, fields)."""
    return Comparisons(people).levels(pairs)


class Comparisons:
    """The columns of people as they are compared, made ready once."""

    def __init__(self, people: People) -> None:
        self.people = people
        self._names = NamePairs(people.reading.values, people.name_matrix)
        self._masked = people.reading.lookup(lambda r: r.kind == "masked", np.bool_)
        self._records: NDArray[np.bool_] = np.any(people.recorded >= 0, axis=1)
        self.numbers = Numbers(people.number)
        self._phones = Texts(people.phone_values, 11)
        self._births = Births(people.birth)
        self._titles = PairByPair(people.title, title_level)
        self._places = PairByPair(people.birth_place, place_level)
        resident = people.number.lookup(lambda n: len(n.full) >= RESIDENT, np.bool_)
        hidden = people.number.lookup(lambda n: bool(n.masked), np.bool_)
        self._hidden = hidden[people.number.codes]
        self._resident = resident[people.number.codes]

    def levels(self, pairs: NDArray[np.int64], fields: Collection[str] = tuple(LEVELS)) -> Levels:
        """Levels of each pair, shape (pairs, fields); 0 of other fields than those asked for."""
        result = np.zeros((len(LEVELS), len(pairs)), np.int8).T  # field by field, as it is read
        for some in parts(len(pairs), _AT_ONCE):
            left, right = np.ascontiguousarray(pairs[some].T)
            for field, found in self._fields(left, right, fields):
                result[some, list(LEVELS).index(field)] = found
        return result

    def stated(self) -> dict[str, NDArray[np.bool_]]:
        """Which mentions state each field."""
        people = self.people
        return {
            "name": people.name.said,
            "alias": people.alias_codes[:, 0] >= 0,
            "number": people.number.said,
            "phone": people.phone_codes[:, 0] >= 0,
            "account": people.account.said,
            "birth": people.birth.said,
            "birth_place": people.birth_place.said,
            "gender": people.gender.said,
            "address": people.addresses.codes != 0,
            "unit": people.unit.said,
            "title": people.title.said,
        }

    def impossible(self, pairs: NDArray[np.int64], levels: Levels) -> NDArray[np.bool_]:
        """Which pairs clusters refuse for what both state; see `Clusters`."""
        result: NDArray[np.bool_] = levels[:, BIRTH] == OTHER
        rows = np.flatnonzero(levels[:, NUMBER] == OTHER)
        (valid, masked), (valid_too, masked_too) = (
            (self.people.valid[side], self._hidden[side]) for side in pairs[rows].T
        )
        result[rows] |= (valid & valid_too) | ((valid | valid_too) & (masked | masked_too))
        return result

    def _fields(self, left: Side, right: Side, fields: Collection[str]) -> Iterator[tuple[str, Levels]]:
        people, addresses = self.people, self.people.addresses
        number = self.numbers.levels(*_codes(people.number, left, right))
        # A resident number holds the birth date and the gender: where it agrees they have been counted
        counted = (number == SAME) | (number == SLIP)
        counted &= self._resident[left] & self._resident[right]

        def beside_number(levels: Levels) -> Levels:
            levels[counted] = 0
            return levels

        of: dict[str, Callable[[], Levels]] = {
            "name": lambda: self._names_of(left, right),
            "alias": lambda: shared(people.alias_codes, left, right),
            "number": lambda: number,
            "phone": lambda: self._phone(left, right),
            "account": lambda: equal(people.account, left, right),
            "birth": lambda: beside_number(self._births.levels(*_codes(people.birth, left, right))),
            "birth_place": lambda: self._places.levels(*_codes(people.birth_place, left, right)),
            "gender": lambda: beside_number(equal(people.gender, left, right)),
            "address": lambda: addresses.levels(addresses.codes[left], addresses.codes[right]),
            "unit": lambda: equal(people.unit, left, right),
            "title": lambda: self._titles.levels(*_codes(people.title, left, right)),
        }
        return ((field, of[field]()) for field in fields)

    def _names_of(self, left: Side, right: Side) -> Levels:
        """Level of the mentions' names, former names and nicknames included."""
        a, b = _codes(self.people.name, left, right)
        levels = self._names.levels(a, b)
        levels[(a == b) & self._masked[a]] = NameLevel.SURNAME
        for one, name in ((left, b), (right, a)):
            rows = np.flatnonzero(self._records[one])
            rows = rows[a[rows] != b[rows]]
            stated = among(name[rows], self.people.recorded[one[rows]].T)
            levels[rows[stated]] = NameLevel.RECORDED
        levels[(a == 0) | (b == 0)] = NameLevel.UNKNOWN
        return levels

    def _phone(self, left: Side, right: Side) -> Levels:
        """Level of two lists of telephone numbers: one shared, or one that a slip separates."""
        codes = self.people.phone_codes
        levels = shared(codes, left, right)
        rows = np.flatnonzero(levels == 1)
        levels[levels == 2] = 3
        a, b = codes[left[rows], 0], codes[right[rows], 0]
        slips = self._phones.regular[a] & self._phones.regular[b] & self._phones.one_slip(a, b)
        levels[rows[slips]] = 2
        return levels


def _codes(column: Coded[Any], left: Side, right: Side) -> tuple[Codes, Codes]:
    return column.codes[left], column.codes[right]
